"""The figures of a policy as a reader sees them: series by series, with what is withheld and what has no period."""

from collections.abc import Mapping, Sequence

import attrs

from kommunepolitik.evaluation import Evaluation
from kommunepolitik.figures import Observation
from kommunepolitik.figures.periods import judged_days
from kommunepolitik.model import Indicator, Period
from kommunepolitik.report.chart_data import Dot, dot_of
from kommunepolitik.report.disclosure import value_words
from kommunepolitik.report.policy_words import PolicyWords


def unitless(indicator: Indicator) -> Indicator:
    """Return an indicator for words without its unit, where an axis or the head of a table names that once."""
    return attrs.evolve(indicator, unit=None)


class ShownFigures:
    """The figures that an evaluation judges by, in words."""

    def __init__(self, view: PolicyWords, evaluation: Evaluation) -> None:
        self.view = view
        self.evaluation = evaluation
        self._figures = None if view.observations is None else evaluation.figures

    @property
    def known(self) -> bool:
        """Whether there is a table of figures at all."""
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
                words = (self.view.figure(row.quantity, each) for each in written)
                found.append(dot_of(row.period, row.value, row.value_high, row.qualifier, indicator, *words))
        return found

    def dated(self, indicator: Indicator, group: str) -> Mapping[Period, str]:
        """Return the words for each period of a series, in order of time: its figure, or that it is withheld."""
        rows = self._rows(indicator, group)
        words = {row.period: self._words(row, indicator) for row in rows if row.period is not None}
        return {period: said for period, said in words.items() if said}

    def undated(self, indicator: Indicator, group: str) -> Sequence[str]:
        """Return the words for the figures that have no period: they are shown, never judged."""
        rows = () if self._figures is None else self._figures.undated(self.view.policy.id, indicator.id, group)
        return [said for row in rows if (said := self._words(row, indicator))]

    def undated_groups(self, indicator: Indicator) -> Sequence[str]:
        """Return the groups that have figures without a period."""
        groups = () if self._figures is None else self._figures.groups(self.view.policy.id, indicator.id)
        return [group for group in groups if self.undated(indicator, group)]

    def without_period(self, indicator: Indicator, group: str) -> str:
        """Return words for the figures that have no period, marked; empty where there are none."""
        undated = self.view.language.gettext("without a period")
        return "; ".join(f"{words} ({undated})" for words in self.undated(indicator, group))

    def said(self, indicator: Indicator, group: str, period: Period | None, figure: str) -> str:
        """Return the words for a figure, and that it is withheld, or would be in public."""
        if self._figures is None or period is None:
            return figure
        row = self._figures.at(self.view.policy.id, indicator.id, group, period)
        return figure if row is None else self._said(row, figure)

    def _words(self, row: Observation, indicator: Indicator) -> str:
        return self._said(row, "" if row.value is None else self.view.figure(row.quantity, indicator))

    def _said(self, row: Observation, figure: str) -> str:
        words = value_words(figure, row, (self.view.policy,), self.view.language)
        return words or (self.view.label("quality", "suppressed") if row.quality == "suppressed" else "")
