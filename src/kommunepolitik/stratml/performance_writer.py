"""Baseline, targets and figures of an indicator as measurement instances."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from kommunepolitik.evaluation import MessageFormatter
from kommunepolitik.evaluation.wording import Wording
from kommunepolitik.model import Baseline, Indicator, LevelTarget, Period, Policy, Quantity, Target
from kommunepolitik.model.text import decimal_text
from kommunepolitik.stratml.names import BASELINE, COMPARISONS, STATUSES, dates_of
from kommunepolitik.stratml.tree import XmlElement

if TYPE_CHECKING:
    from kommunepolitik.figures import Observation

_Result = tuple[Period | None, XmlElement]


@attrs.frozen(kw_only=True)
class PerformanceWriter:
    """Writes the measurements of one indicator.

    A number is written where StratML can express its meaning: an exact value, or a level of the whole population.
    All else is described in words without a number, so that "under 5" is not read as 5.
    """

    policy: Policy
    indicator: Indicator
    formatter: MessageFormatter

    def instances(self, figures: "Sequence[Observation]") -> list[XmlElement]:
        """Return the results, those of one period in one measurement instance, in order of time."""
        results = [*self._targets(), *self._baseline(), *self._actuals(figures)]
        by_period: dict[tuple[dt.date, dt.date], list[XmlElement]] = {}
        for period, node in results:
            key = (dt.date.max, dt.date.max) if period is None else period.sort_key
            by_period.setdefault(key, []).append(node)
        return [
            XmlElement(
                "MeasurementInstance", children=sorted(by_period[key], key=lambda node: node.name != "TargetResult")
            )
            for key in sorted(by_period)
        ]

    @property
    def _words(self) -> Wording:
        return Wording(policy=self.policy, indicator=self.indicator, formatter=self.formatter)

    def _targets(self) -> Iterator[_Result]:
        for target in self.indicator.targets:
            due: Period | None = getattr(target, "due", None)
            level = _plain_level(target)
            if level is not None:
                descriptor = _descriptor("Comparison", COMPARISONS[level.comparison])
                yield due, _result("TargetResult", due, level.value, descriptor, level.note)
            else:
                yield due, _result("TargetResult", due, None, [], self._words.target(target))

    def _baseline(self) -> Iterator[_Result]:
        baseline: Baseline | None = self.indicator.baseline
        if baseline is not None:
            value, text = self._value(baseline, baseline.note)
            descriptor = _descriptor("Status", BASELINE)
            yield baseline.period, _result("ActualResult", baseline.period, value, descriptor, text)

    def _actuals(self, figures: "Sequence[Observation]") -> Iterator[_Result]:
        titles = {group.id: group.title for group in self.policy.groups}
        for row in figures:
            if row.group and row.quality == "suppressed":
                continue  # only one descriptor is allowed: without the group it would mean the whole population
            status = STATUSES.get(row.quality)
            descriptor = [] if status is None else _descriptor("Status", status)
            if row.group:
                descriptor = _descriptor("Group", titles[row.group])
            value, text = self._value(row.quantity, row.judgement or row.note or None)
            yield row.period, _result("ActualResult", row.period, value, descriptor, text)

    def _value(self, quantity: Quantity, note: str | None) -> tuple[float | None, str | None]:
        """Return an exact value and a note; for an inexact value, its words."""
        value, high, qualifier = quantity.value, quantity.value_high, quantity.qualifier
        if value is None or (high is None and qualifier is None):
            return value, note
        words = self._words.quantity(value, high, qualifier or "")
        return None, words if note is None else f"{words}\n{note}"


def _plain_level(target: Target) -> LevelTarget | None:
    """Return a target if it is a level of the whole population, at one time, and not relative to a series."""
    if not isinstance(target, LevelTarget) or target.cumulative or target.relative_to is not None:
        return None
    return target if target.group is None else None


def _descriptor(name: str, value: str) -> list[XmlElement]:
    return [
        XmlElement("Descriptor", children=[XmlElement("DescriptorName", name), XmlElement("DescriptorValue", value)])
    ]


def _result(
    name: str, period: Period | None, value: float | None, descriptor: list[XmlElement], text: str | None
) -> XmlElement:
    number = [] if value is None else [XmlElement("NumberOfUnits", decimal_text(value))]
    description = [] if text is None else [XmlElement("Description", text)]
    return XmlElement(name, children=[*dates_of(period), *number, *descriptor, *description])
