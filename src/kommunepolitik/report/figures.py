"""The figures of a policy for readers: series by series, including withheld ones and those without a period."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from kommunepolitik.errors.marks import NN_
from kommunepolitik.evaluation import Evaluation, MessageFormatter
from kommunepolitik.evaluation.cases import interval
from kommunepolitik.evaluation.wording import Wording
from kommunepolitik.figures import Observation
from kommunepolitik.figures.periods import judged_days
from kommunepolitik.i18n import Language
from kommunepolitik.model import Indicator, Period
from kommunepolitik.report.chart_data import Dot, dot_of
from kommunepolitik.report.disclosure import value_words
from kommunepolitik.report.policy_words import PolicyWords

_LATER: Final = NN_(
    "{count} figure does not count: without a date of publication it is taken to be known at the end of {months} (its "
    "period and the lag of its source).",
    "{count} figures do not count: without a date of publication they are taken to be known at the end of {months} "
    "(their period and the lag of their source).",
)


def unitless(indicator: Indicator) -> Indicator:
    """Return an indicator for words without its unit, where an axis or a table heading contains the unit."""
    return attrs.evolve(indicator, unit=None)


@attrs.frozen(kw_only=True)
class Shown:
    """A figure for a table."""

    period: Period | None
    words: str
    """The figure with its unit, or that it is withheld."""
    short: str
    """The figure without its unit."""
    value: float | None = None
    value_high: float | None = None
    qualifier: str = ""
    remarks: tuple[str, ...] = ()
    """Remarks: provisional, revised, measured in a new way, made of shorter periods."""
    source: str = ""

    @property
    def number(self) -> float | None:
        """The value, if it is a single number."""
        return None if self.value_high is not None or self.qualifier else self.value


def not_counted(months: Sequence[Period], language: Language) -> str:
    """Return how many figures are given but do not count yet, and from when they do; empty where all count."""
    found = sorted(set(months), key=lambda month: month.sort_key)
    if not found:
        return ""
    text, words = language.ngettext(*_LATER, len(months)), language.period(found[0])
    if found[1:]:
        words = language.gettext("{first} to {last}").format(first=words, last=language.period(found[-1]))
    return text.format(count=len(months), months=words)


class ShownFigures:
    """The figures used by an evaluation, in words."""

    def __init__(self, view: PolicyWords, evaluation: Evaluation) -> None:
        self.view = view
        self.evaluation = evaluation
        self._figures = None if view.observations is None else evaluation.figures

    @property
    def known(self) -> bool:
        """Whether there is a table of figures."""
        return self._figures is not None

    def _rows(self, indicator: Indicator, group: str) -> Sequence[Observation]:
        """Return the figures of a series for periods that end by the date of the evaluation."""
        rows = () if self._figures is None else self._figures.series(self.view.policy.id, indicator.id, group)
        at = self.evaluation.at
        return rows if at is None else [row for row in rows if judged_days(row.period)[1] <= judged_days(at)[1]]

    def measured(self, indicator: Indicator, group: str) -> list[Dot]:
        """Return the dated figures of a series that count and have a value, in order of time."""
        written = (indicator, unitless(indicator))
        found = []
        for row in self._rows(indicator, group):
            if row.period is not None and row.value is not None:
                words = (self._figure(row, each) for each in written)
                found.append(dot_of(row.period, row.value, row.value_high, row.qualifier, indicator, *words))
        return found

    def rows(self, indicator: Indicator, group: str) -> list[Shown]:
        """Return the figures of a series with remarks, in order of time; those without a period last."""
        figures, policy = self._figures, self.view.policy.id
        if figures is None:
            return []
        vintages = {each[-1].period: each for each in figures.vintages(policy, indicator.id, group)}
        starts, plain = [each.period.start for each in indicator.breaks], unitless(indicator)
        found, parts = list[Shown](), 0
        for row in (*self._rows(indicator, group), *figures.undated(policy, indicator.id, group)):
            if not (words := self._words(row, indicator)):
                continue
            remarks = [] if row.quality == "suppressed" else [self.view.label("quality", row.quality)]
            if row.value is not None and row.period is not None:
                earlier = [
                    v.value for v in vintages.get(row.period, ()) if v.quality != "forecast" and v.value is not None
                ]
                is_revised = any(value != row.value for value in earlier)
                remarks += [self.view.language.gettext("revised")] * (is_revised or self._is_restated(row, indicator))
                before, parts = parts, sum(start <= row.period.start for start in starts)
                remarks += [self.view.language.gettext("new method")] * (bool(found) and parts > before)
            shown = Shown(
                period=row.period,
                words=words,
                short=self._words(row, plain),
                value=row.value,
                value_high=row.value_high,
                qualifier=row.qualifier,
                remarks=tuple(filter(None, remarks)),
                source=self._source(row),
            )
            found.append(shown)
        return found

    def _is_restated(self, row: Observation, indicator: Indicator) -> bool:
        """Return whether the policy states a different baseline for the period of a figure."""
        stated = indicator.baseline
        is_of = stated is not None and not row.group and stated.period == row.period and stated.value is not None
        return is_of and (stated.value, stated.value_high) != (row.value, row.value_high)  # type: ignore[union-attr]

    def _source(self, row: Observation) -> str:
        source = self.view.policy.elements.get(row.source)
        title = row.source if source is None else self.view.title(source)
        return ", ".join(filter(None, (title or row.publisher, row.section)))

    def cells(self, shown: Shown, indicator: Indicator) -> Iterator[str]:
        """Yield the cells of a figure in a file: its value, if it is exact, the ends of an inexact one, and remarks."""
        value, high, qualifier = shown.value, shown.value_high, shown.qualifier
        is_one = high is None and qualifier not in ("under", "over")
        yield self.number(value if is_one else None, indicator)
        ends = (None, None) if value is None or is_one else interval(value, high, qualifier, indicator).both
        yield from (self.number(end, indicator) for end in ends)
        is_number = value is not None and high is None and not qualifier
        yield ", ".join(filter(None, ("" if is_number else shown.short, *shown.remarks)))

    def number(self, value: float | None, indicator: Indicator) -> str:
        """Write a number for a file: as exact as on the page, without a thousands separator."""
        if value is None or not math.isfinite(value):
            return ""
        formatter = MessageFormatter.of(self.view.language)
        words = Wording(policy=self.view.policy, indicator=indicator, formatter=formatter).number(value)
        return words.replace("." if self.view.language.code == "da" else ",", "").replace("\N{MINUS SIGN}", "-")

    def dated(self, indicator: Indicator, group: str) -> Mapping[Period, str]:
        """Return the words for each period of a series, in order of time: its figure, or that it is withheld."""
        rows = self._rows(indicator, group)
        words = {row.period: self._words(row, indicator) for row in rows if row.period is not None}
        return {period: text for period, text in words.items() if text}

    def is_shown(self, indicator: Indicator, group: str, period: Period) -> bool:
        """Return whether there is a figure of exactly one period that is not withheld."""
        row = None if self._figures is None else self._figures.at(self.view.policy.id, indicator.id, group, period)
        return row is not None and row.is_measured

    def of_area(self, area: str, indicator: Indicator, group: str, period: Period) -> str:
        """Return the words for another area's figure of exactly one period, or that it is withheld; empty for none."""
        days = (period.start, period.end)
        for name in (indicator.id, *indicator.codes) if self._figures is not None else ():
            for row in self._figures.of_area(area, name, group):  # type: ignore[union-attr]
                if row.period is not None and (row.period.start, row.period.end) == days:
                    return self._words(row, indicator)
        return ""

    def undated_groups(self, indicator: Indicator) -> Sequence[str]:
        """Return the groups that have figures without a period."""
        groups = () if self._figures is None else self._figures.groups(self.view.policy.id, indicator.id)
        return [group for group in groups if self.without_period(indicator, group)]

    def without_period(self, indicator: Indicator, group: str) -> str:
        """Return words for the figures without a period, which are never judged; empty where there are none."""
        undated, policy = self.view.language.gettext("without a period"), self.view.policy.id
        rows = () if self._figures is None else self._figures.undated(policy, indicator.id, group)
        return "; ".join(f"{words} ({undated})" for row in rows if (words := self._words(row, indicator)))

    def marked(self, indicator: Indicator, group: str, period: Period | None, figure: str) -> str:
        """Return the words for a figure, with a mark if it is withheld, or would be in public."""
        if self._figures is None or period is None:
            return figure
        row = self._figures.at(self.view.policy.id, indicator.id, group, period)
        return figure if row is None else self._marked(row, figure)

    def _words(self, row: Observation, indicator: Indicator) -> str:
        return self._marked(row, self._figure(row, indicator))

    def _figure(self, row: Observation, indicator: Indicator) -> str:
        return "" if row.value is None else self.view.value_text(row.value, row.value_high, row.qualifier, indicator)

    def _marked(self, row: Observation, figure: str) -> str:
        words = value_words(figure, row, (self.view.policy,), self.view.language)
        return words or (self.view.label("quality", "suppressed") if row.quality == "suppressed" else "")
