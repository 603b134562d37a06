"""Disclosure control on pages: tables without the figures on few people, and the words for those."""

from collections.abc import Callable, Iterable, Sequence

import attrs

from kommunepolitik.blocks import Notice
from kommunepolitik.comparison import Comparison
from kommunepolitik.disclosure import Audience, disclose
from kommunepolitik.errors import Problem, RenderingError
from kommunepolitik.evaluation import Evaluation, Record, UsedFigure, evaluate
from kommunepolitik.figures import Observation
from kommunepolitik.i18n import Language
from kommunepolitik.model import Policy
from kommunepolitik.observations import Observations
from kommunepolitik.report.compose import content

SUPPRESSED = ("primary", "secondary")
"""The marks of rows whose figures are suppressed, because they are based on few people or would reveal them."""


def audience(*, internal: bool) -> Audience:
    """Return the audience of pages."""
    return "internal" if internal else "public"


def comparison_shown(comparison: Comparison, *, internal: bool) -> Comparison:
    """Return a comparison with the figures that may be shown."""
    policies = (comparison.old, comparison.new)
    if comparison.observations is None or all(policy.disclosure is None for policy in policies):
        return comparison
    figures = disclose(comparison.observations, policies, audience(internal=internal))
    return attrs.evolve(comparison, observations=figures)


def evaluations_shown(
    now: Evaluation, earlier: Evaluation | Record | None, figures: Observations | None, *, internal: bool
) -> tuple[Evaluation, Record | None, Observations | None]:
    """Return the present evaluation, the last record, and the table, as they may be shown.

    Raises:
        RenderingError: an evaluation is internal and the page is not, and the table to compute it again is not given;
            or
            the record of an internal report is given.
    """
    (policy,) = now.portfolio
    if isinstance(earlier, Record) and earlier.audience == "internal" and not internal:
        raise RenderingError(Problem(code="internal_record", data={"value": earlier.policy.id}))
    record = Record.of(earlier, policy.id) if isinstance(earlier, Evaluation) else earlier
    if internal:
        return now, record, figures if figures is None else disclose(figures, now.portfolio, "internal")
    if policy.disclosure is None:
        return now, record and record.without(lambda _: False), figures
    if figures is None:
        if all(each.audience == "public" for each in (now, record) if each is not None):
            return now, record, figures
        raise RenderingError(Problem(code="may_be_withheld", data={"policy": policy.id}))
    figures = disclose(figures, now.portfolio)
    now = evaluate(now.portfolio, figures, at=now.at, known=now.known, method=now.method)
    return now, record and record.without(not_among(figures.of(policy.id))), figures


def not_among(figures: Observations | None) -> Callable[[UsedFigure], bool]:
    """Return a function that finds the figures of a policy that its table does not show."""
    if figures is None:
        return lambda _: True
    table = figures.frame
    keys = table.loc[table["value"].notna(), ["indicator", "group", "period"]].fillna("")
    shown = set(keys.itertuples(index=False, name=None))
    return lambda figure: (figure.indicator, figure.group, str(figure.period)) not in shown


def few(policies: Iterable[Policy], words: Language) -> str:
    """Return the number of people below which figures are suppressed in words; "few" where no policy states one."""
    minimum = max((policy.disclosure.minimum for policy in policies if policy.disclosure is not None), default=None)
    if minimum is None:
        return words.gettext("few people")
    return words.gettext("fewer than {minimum} people").format(minimum=minimum)


def note_words(row: Observation, policies: Iterable[Policy], words: Language) -> str:
    """Return a row's note as a reader sees it."""
    if row.suppressed not in SUPPRESSED:
        return row.note
    if row.value is None:  # in public the two reasons are not distinguished
        reason = words.gettext("withheld: based on {few}, or a figure that is could be computed from it")
    elif row.suppressed == "primary":
        reason = words.gettext("internal: based on {few}")
    else:
        reason = words.gettext("internal: a figure on {few} could be computed from it")
    return ". ".join(each for each in (reason.format(few=few(policies, words)), row.note) if each)


def suppressed_words(row: Observation, policies: Iterable[Policy], words: Language) -> str:
    """Return that the figure of a row is suppressed, or would be in public; empty where neither applies."""
    if row.suppressed not in SUPPRESSED:
        return ""
    withheld = words.gettext("withheld ({few}, or would reveal so few)")
    text = withheld if row.value is None else words.gettext("internal: {few}, or would reveal so few")
    return text.format(few=few(policies, words))


def value_words(value: str, row: Observation, policies: Iterable[Policy], words: Language) -> str:
    """Return the value of a row, with the remark of disclosure control."""
    suppressed = suppressed_words(row, policies, words)
    return f"{value} ({suppressed})" if value and suppressed else value or suppressed


def notices(language: Language, policies: Sequence[Policy], figures: Observations | None) -> tuple[Notice, ...]:
    """Return what a reader must know first: made-up municipalities, figures for internal readers, figures withheld."""
    made_up = dict.fromkeys(each.municipality.full_name for each in policies if each.municipality.fictitious)
    words = language.gettext("{name} is made up, and so are all its figures.")
    found = [Notice("made_up", content(words.format(name=name))) for name in made_up]
    few_people, (withheld, shown) = few(policies, language), _suppressed(policies, figures)
    if shown:
        words = language.gettext(
            "Internal: contains figures on {few}, or from which such figures can be computed; must not be published."
        )
        found.append(Notice("internal", content(words.format(few=few_people))))
    if withheld:
        words = language.ngettext(
            "%(num)s figure is withheld, because it is based on %(few)s, or because such a figure could be computed "
            "from it.",
            "%(num)s figures are withheld, because they are based on %(few)s, or because such figures could be "
            "computed from them.",
            withheld,
        )
        notes = dict.fromkeys(each.disclosure.note or "" for each in policies if each.disclosure is not None)
        lines = filter(None, (words % {"num": withheld, "few": few_people}, *notes))
        found.append(Notice("withheld", content(" ".join(lines))))
    return tuple(found)


def _suppressed(policies: Sequence[Policy], figures: Observations | None) -> tuple[int, int]:
    """Count the figures of policies that are withheld, and those that would be in public and are shown."""
    if figures is None:
        return 0, 0
    import numpy as np

    texts, has_value = figures.texts, ~np.isnan(figures.numbers["value"])
    known = texts["indicator"].isin(*(indicator.id for policy in policies for indicator in policy.indicators))
    own = texts["policy"].isin("", *(policy.id for policy in policies))
    rows = own & known & texts["suppressed"].isin(*SUPPRESSED)
    return int((rows & ~has_value).sum()), int((rows & has_value).sum())
