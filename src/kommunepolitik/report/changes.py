"""What changed since the last report, in words: lists in the order that a committee needs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from kommunepolitik.blocks import Column, Row, Section, Table, Text
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors.marks import N_
from kommunepolitik.evaluation import Changes, DefinitionChange, FigureChange, Record, Result, ResultChange, UsedFigure
from kommunepolitik.evaluation.explanation import CAUSES, REASONS
from kommunepolitik.figures.periods import judged_days, length_of
from kommunepolitik.i18n import Language
from kommunepolitik.model import Baseline, Break, DataSource, Indicator, JudgementWord, Period, ReplacedBy
from kommunepolitik.report.compose import content, own, section
from kommunepolitik.report.context import Context
from kommunepolitik.report.followup_tracks import indicator_link
from kommunepolitik.report.lines import SHAPES
from kommunepolitik.report.policy_words import PolicyWords
from kommunepolitik.report.results import FollowUp

_LISTS: Final[Mapping[str, str]] = {
    "down": N_("Worse than last time"),
    "up": N_("Better than last time"),
    "unassessable": N_("Can no longer be assessed"),
    "assessable": N_("Can be assessed now"),
    "goalposts": N_("Moved goalposts without a decision"),
    "new_figures": N_("New figures"),
    "revised": N_("Figures of earlier periods that differ"),
    "other": N_("What else changed, and why"),
}
"""The heading of each list, in order."""

_FIGURES: Final[Mapping[str, str]] = {
    "new": "",
    "added": N_("an earlier period has a figure now"),
    "revised": N_("the figure is revised"),
    "withdrawn": N_("the figure no longer counts"),
}

_CIRCUMSTANCES: Final[Mapping[str, str]] = {
    "method": N_("Method"),
    "audience": N_("Readers"),
    "library": N_("Version of the library"),
}
"""Circumstances of a report other than its date, which is in its heading."""

_AUDIENCES: Final[Mapping[str, str]] = {"public": N_("the public"), "internal": N_("internal readers")}

_WHAT: Final[Mapping[str, str]] = {
    "target": N_("Target"),
    "indicator": N_("Indicator"),
    "group": N_("Group"),
    "replaced_by": N_("Replaced by"),
    "counts_people": N_("Counts people"),
}
"""Labels of differing fields that are not among those that may be missing."""


@attrs.frozen(kw_only=True)
class ChangeRow:
    """A difference: before, now and why."""

    indicator: Indicator | None
    """None for the whole policy, or for an indicator that no longer exists."""
    name: str
    """The title of the indicator, else of the policy."""
    target: str = ""
    """The target, group or field."""
    before: str
    now: str
    cause: str = ""
    is_ours: bool = False
    """Whether its name is in the language of the report instead of the policy's."""


def changes(context: Context) -> Section | None:
    """Return what changed since the last report, list by list; None where there is no report to compare with."""
    earlier, _ = context.earlier, context.language.gettext
    if earlier is None:
        return None
    lists = change_lists(context.results)
    compared = content(
        compared_with(earlier, context.language), " ", "" if lists else _("Nothing has changed since last time.")
    )
    inner = []
    for id, rows in lists.items():
        title = _(_LISTS[id])
        blocks = (*_shared(context, rows), _table(context, title, rows))
        inner.append(section(f"changes_{id}", f"{title} ({len(rows)})", blocks))
    return section("section_changes", _("What changed since last time"), compared, tuple(inner), listed=True)


def compared_with(earlier: Record, language: Language) -> str:
    """Return the text on the report that this one is compared with."""
    words = language.gettext("Compared with the last follow-up")
    if earlier.at is not None:
        words = language.gettext("Compared with the follow-up for {at}").format(at=language.period(earlier.at))
    if earlier.known is not None:
        words += language.gettext(", with figures known on {known}").format(known=language.period(earlier.known))
    return f"{words}."


def _shared(context: Context, rows: Sequence[ChangeRow]) -> Blocks:
    """Return the shared reason why all rows of a list differ; a new figure needs no words."""
    causes, new = {row.cause for row in rows}, CAUSES["new_period"]
    is_shared = len(rows) > 1 and len(causes) == 1 and causes != {context.language.gettext(new)}
    return content(context.language.gettext("Why"), ": ", *causes) if is_shared and all(causes) else ()


def _table(context: Context, title: str, rows: Sequence[ChangeRow]) -> Table:
    _, language = context.language.gettext, context.language
    differ = len({row.cause for row in rows}) > 1 or (len(rows) == 1 and rows[0].cause)
    heads = (_("Last time"), _("Now"), *((_("Why"),) if differ else ()))
    columns = (Column(context.words.heading("indicator", 1), "head", 2), *map(Column, heads))
    made = []
    for row in rows:
        name = own(row.name, language) if row.indicator is None else indicator_link(context, row.indicator)
        name = Text(row.name) if row.is_ours else name
        cells = (
            (*content(name), *content(row.target, role="aside")),
            content(row.before),
            content(row.now),
            content(row.cause),
        )
        made.append(Row(cells[: len(columns)]))
    return Table(title=title, columns=columns, rows=tuple(made), titled=False)


def change_lists(followup: FollowUp) -> Mapping[str, Sequence[ChangeRow]]:
    """Return the rows of each non-empty list, in order; empty where there is no report to compare with."""
    if followup.changes is None or followup.earlier is None:
        return {}
    return _Changes(followup, followup.changes, followup.earlier).lists()


class _Changes:
    """What changed since a record, in words."""

    def __init__(self, followup: FollowUp, changes: Changes, earlier: Record) -> None:
        self.followup, self.view, self.language = followup, followup.view, followup.view.language
        self.then, self.earlier, self.changes = PolicyWords(earlier.policy, self.language), earlier, changes

    def lists(self) -> Mapping[str, Sequence[ChangeRow]]:
        """Return the lists that have rows, in order."""
        changes, rows = self.changes, dict[str, list[ChangeRow]]()
        for each in filter(self._is_shown, self.followup.moved):
            if each.move or (each.is_visible and not {*each.causes} <= {"new_period", "revised"}):
                rows.setdefault(each.move or "other", []).append(self._result(each))
        rows["new_figures"] = [self._figure(each) for each in changes.new_figures]
        rows["revised"] = [self._figure(each) for each in changes.revised_figures]
        rows["goalposts"] = [self._definition(each) for each in changes.moved_goalposts]
        rows.setdefault("other", []).extend(self._others())
        return {id: rows[id] for id in _LISTS if rows.get(id)}

    def _others(self) -> Iterator[ChangeRow]:
        yield from (self._definition(each) for each in self.changes.other_definitions)
        for each in self.changes.circumstances:
            if each.what in _CIRCUMSTANCES:
                name = self.language.gettext(_CIRCUMSTANCES[each.what])
                before, now = (self.language.gettext(_AUDIENCES.get(of, of)) for of in (each.before, each.now))
                yield ChangeRow(indicator=None, name=name, before=before, now=now, is_ours=True)

    def _is_shown(self, change: ResultChange) -> bool:
        """Return whether a result is for a target that is due or next, or is people's judgement."""
        return change.now.stage not in ("later", "replaced") and change.now.reason != "no_target"

    def _result(self, change: ResultChange) -> ChangeRow:
        indicator = self.view.policy.indicator(change.now.indicator)
        not_out = ("new_period",) if change.now.reason == "awaiting_data" else ()
        return ChangeRow(
            indicator=indicator,
            name=indicator.title,
            target=self.followup.lines.band_words(self.followup.band(change.now), indicator),
            before=self._state(change.before),
            now=self._state(change.now),
            cause="; ".join(self.language.gettext(CAUSES[each]) for each in change.causes if each not in not_out),
        )

    def _state(self, result: Result | None) -> str:
        """Return a status with its figure, or with the reason why there is none: på rette vej, 54,6 % (2024)."""
        if result is None:
            return self.language.gettext("not judged")
        words = f"{SHAPES[result.status]} {self.followup.status_words(result.status)}"
        if result.reason is not None:
            return f"{words}: {self.language.gettext(REASONS[result.reason])}"
        if result.value is not None:
            words += f": {self.followup.lines.words(result).figure}"
        if result.period is not None:
            words += f" ({self.view.period(result.period)})"
        return words

    def _figure(self, change: FigureChange) -> ChangeRow:
        of = change.figure
        indicator = self.view.policy.elements.get(of.indicator)
        known = indicator if isinstance(indicator, Indicator) else self.then.policy.indicator(of.indicator)
        group = self.view.policy.elements.get(of.group)
        return ChangeRow(
            indicator=self._followed(indicator),
            name=known.title,
            target=of.group if group is None else self.view.title(group),
            before=self._figure_words(self._before(change), known),
            now=self._figure_words(change.now, known, is_now=known is indicator),
            cause=_FIGURES[change.kind] and self.language.gettext(_FIGURES[change.kind]),
        )

    def _before(self, change: FigureChange) -> UsedFigure | None:
        """Return the figure to compare with: that of its period, else the newest with the same length of period."""
        if change.kind != "new":
            return change.before
        length = length_of(*judged_days(change.figure.period))
        known = [each for each in self.earlier.figures if each.series == change.figure.series]
        return next((each for each in reversed(known) if length_of(*judged_days(each.period)) == length), None)

    def _followed(self, element: object) -> Indicator | None:
        """Return an indicator that the report contains."""
        followed = {result.indicator for result in self.followup.results}
        return element if isinstance(element, Indicator) and element.id in followed else None

    def _figure_words(self, figure: UsedFigure | None, indicator: Indicator, *, is_now: bool = False) -> str:
        if figure is None:
            return "–"
        words = figure.judgement
        if figure.value is not None:
            words = self.view.value_text(figure.value, figure.value_high, figure.qualifier or None, indicator)
        if is_now:
            words = self.followup.figures.marked(indicator, figure.group, figure.period, words)
        marks = [self.view.period(figure.period), self.view.label("quality", figure.quality)]
        return f"{words} ({', '.join(mark for mark in marks if mark and mark not in words)})".strip()

    def _definition(self, change: DefinitionChange) -> ChangeRow:
        indicator = self.view.policy.elements.get(change.indicator)
        past = self.then.policy.elements.get(change.indicator)
        known = next((each for each in (indicator, past) if isinstance(each, Indicator)), None)
        if isinstance(past, Indicator) and isinstance(indicator, Indicator) and past.decimals is None:
            past = attrs.evolve(past, decimals=indicator.decimals)  # then and now are written alike
        decision = self.view.policy.elements.get(change.decision)
        cause = self.language.gettext("without a decision") if change.is_moved_goalpost else ""
        if decision is not None:
            cause = self.language.gettext("decided: {decision}").format(decision=self.view.named(decision))
        what = self.view.label("field", change.what) or self.language.gettext(_WHAT.get(change.what, change.what))
        return ChangeRow(
            indicator=self._followed(indicator),
            name=self.language.gettext("the policy itself") if known is None else known.title,
            is_ours=known is None,
            target=what,
            before=self._value(self.then, change.before, change.what, past),
            now=self._value(self.view, change.now, change.what, indicator),
            cause=cause,
        )

    def _value(self, view: PolicyWords, value: Any, what: str, indicator: Any) -> str:
        """Return the value of a field in words."""
        match value:
            case None | ():
                return "–"
            case Baseline():
                figure = "–" if value.value is None else view.figure(value, indicator)
                return figure if value.period is None else f"{figure} ({view.period(value.period)})"
            case Period():
                return view.period(value)
            case DataSource():
                lag = "" if value.lag is None else self._lag(value.lag)
                return ", ".join(part for part in (value.keeper, lag) if part)
            case ReplacedBy():
                target = next((each for each in indicator.targets if each.key == value.target), None)
                return value.target if target is None else view.target(target, indicator)
            case bool():
                return view.language.gettext("yes") if value else view.language.gettext("no")
            case float() | int():
                return view.language.number(value)
            case tuple():
                return ", ".join(self._part(view, each) for each in value)
        if what == "target":
            return view.target(value, indicator)
        return (view.label(what, str(value)) if what in _LABELLED else "") or str(value)

    def _lag(self, months: int) -> str:
        words = self.language.ngettext("%(num)s month after the period", "%(num)s months after the period", months)
        return words % {"num": months}

    def _part(self, view: PolicyWords, part: Break | JudgementWord) -> str:
        """Return an entry of a list in words: a break in a series, or the meaning of a municipality's word."""
        if isinstance(part, Break):
            return view.period(part.period)
        return f"{part.word} = {self.followup.status_words(part.means)}"


_LABELLED: Final = frozenset(("direction", "kind", "role", "frequency", "over_time"))
