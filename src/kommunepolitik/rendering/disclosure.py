"""What of disclosure control a page shows: tables without the figures on few people, and words for those."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from kommunepolitik.comparison import Comparison
from kommunepolitik.disclosure import Mark, mark, mark_of, withhold
from kommunepolitik.errors import N_, Problem, RenderingError
from kommunepolitik.evaluation import Evaluation, Result, evaluate
from kommunepolitik.i18n import Language
from kommunepolitik.model import Period, Policy
from kommunepolitik.observations import Observations

if TYPE_CHECKING:
    import pandas as pd

BRIEF: Mapping[str, str] = {
    "withheld": N_("withheld (fewer than {minimum} people, or would tell of so few)"),
    "withheld_unknown": N_("withheld (not known whether fewer than {minimum} people)"),
    "internal": N_("internal: fewer than {minimum} people, or would tell of so few"),
    "internal_unknown": N_("internal: not known whether fewer than {minimum} people"),
}
"""What stands in place of a withheld figure, or beside one in an internal report."""


def is_controlled(policies: Iterable[Policy]) -> bool:
    """Tell whether any of the policies has disclosure control."""
    return any(policy.disclosure is not None for policy in policies)


def figures_shown(figures: Observations, policies: Iterable[Policy], *, internal: bool) -> Observations:
    """Return figures as they may be shown: without what is withheld, or, in an internal report, with marks on it."""
    if not len(figures) or not is_controlled(policies := tuple(policies)):
        return figures
    table = figures.frame
    shown = mark(table, policies) if internal else withhold(table, policies)[0]
    changed = ("value", "value_high", "qualifier", "judgement", "quality", "note")
    return figures.replace(**{name: shown[name].to_numpy() for name in changed})


def comparison_shown(comparison: Comparison, *, internal: bool) -> Comparison:
    """Return a comparison with the figures that may be shown."""
    policies = (comparison.old, comparison.new)
    if comparison.observations is None or not is_controlled(policies):
        return comparison
    figures = figures_shown(comparison.observations, policies, internal=internal)
    return attrs.evolve(comparison, observations=figures)


def evaluations_shown(
    now: Evaluation, earlier: Evaluation | None, figures: Observations | None, *, internal: bool
) -> tuple[Evaluation, Evaluation | None, Observations | None]:
    """Return the evaluations of now and of last time, and the table, as they may be shown.

    Raises:
        RenderingError: the evaluation may hold figures that must be withheld, and the table that tells is not given.
    """
    if not is_controlled(now.portfolio):
        return now, earlier, figures
    if figures is None:
        if internal:
            return now, earlier, figures
        ids = ", ".join(policy.id for policy in now.portfolio)
        raise RenderingError(Problem(code="may_be_withheld", data={"policy": ids}))
    figures = figures_shown(figures, now.portfolio, internal=internal)
    if not internal:
        now = evaluate(now.portfolio, figures, at=now.at, method=now.method)
        earlier = None if earlier is None else _without_hidden(earlier, figures.frame)
    return now, earlier, figures


def _without_hidden(earlier: Evaluation, table: "pd.DataFrame") -> Evaluation:
    """Take out of an earlier evaluation what the table of now does not show, with all that was concluded from it."""
    rows = table[table["value"].notna()]
    names = ("policy", "indicator", "group", "period")
    shown = set(zip(*(rows[name].tolist() for name in names), strict=True))

    def is_shown(result: Result, period: Period | None) -> bool:
        series = (result.indicator, result.group, str(period))
        return period is None or (result.policy, *series) in shown or ("", *series) in shown

    hidden = [
        not is_shown(result, result.period)
        or (result.baseline_value is not None and not is_shown(result, result.baseline_period))
        or result.reference_value is not None
        for result in earlier.results
    ]
    return earlier.without(hidden)


def brief(held: Mark, words: Language) -> str:
    """Say in short that a figure is withheld, or would be in public."""
    unknown = "_unknown" if "nobody here knows" in held.template else ""
    key = ("internal" if held.internal else "withheld") + unknown
    return words.gettext(BRIEF[key]).format(minimum=held.minimum)


def note_words(note: str, words: Language) -> str:
    """Return a row's note as a reader sees it."""
    held = mark_of(note)
    if held is None:
        return note
    said = words.gettext(held.template).format(minimum=held.minimum)
    return f"{said}. {held.note}" if held.note else said


def value_words(value: str, row: Mapping[Any, Any], withheld: str, words: Language) -> str:
    """Return the value of a row with what is to be said of it; `withheld` is the word where the source withholds it."""
    held = mark_of(row["note"])
    if held is None:
        return value or withheld
    return f"{value} ({brief(held, words)})" if value else brief(held, words)


def held_words(rows: Iterable[Mapping[Any, Any]], words: Language) -> str:
    """Say that the figure of some rows is withheld, or would be in public; empty where it is neither."""
    held = [mark_of(row["note"]) for row in rows]
    return next((brief(each, words) for each in held if each is not None), "")


@attrs.frozen
class Notice:
    """What a page says of disclosure control as a whole."""

    words: Language
    policies: Sequence[Policy]
    figures: Observations | None

    def _marks(self, *, internal: bool) -> list[Mark]:
        if self.figures is None:
            return []
        table = self.figures.frame
        known = {indicator.id for policy in self.policies for indicator in policy.indicators}
        own = table["policy"].isin(["", *(policy.id for policy in self.policies)])
        notes = table.loc[own & table["indicator"].isin(known), "note"]
        marks = [held for note in notes if (held := mark_of(note)) is not None]
        return [held for held in marks if held.internal == internal]

    @property
    def banner(self) -> str:
        """The warning on an internal page; empty on any other."""
        marks = self._marks(internal=True)
        if not marks:
            return ""
        text = self.words.gettext(
            "Internal: holds figures on fewer than {minimum} people, or from which such figures can be computed; must "
            "not be published."
        )
        return text.format(minimum=max(held.minimum for held in marks))

    @property
    def withheld(self) -> str:
        """How many figures are withheld, and why; empty where none is."""
        marks = self._marks(internal=False)
        if not marks:
            return ""
        text = self.words.ngettext(
            "%(num)s figure is withheld, because it rests on fewer than %(minimum)s people, or because such a figure "
            "could be computed from it.",
            "%(num)s figures are withheld, because they rest on fewer than %(minimum)s people, or because such figures "
            "could be computed from them.",
            len(marks),
        )
        told = text % {"num": len(marks), "minimum": max(held.minimum for held in marks)}
        controls = [policy.disclosure for policy in self.policies if policy.disclosure is not None]
        return " ".join([told, *dict.fromkeys(each.note for each in controls if each.note is not None)])
