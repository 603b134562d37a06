"""The figures of a result in words, each with its unit and as exact as it is: for lines, tables and sentences."""

from functools import cached_property
from typing import Final

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.errors.marks import N_
from kommunepolitik.evaluation.cases import interval
from kommunepolitik.evaluation.results import BEHIND, ON_TRACK, Result, target_of
from kommunepolitik.evaluation.wording import MessageFormatter, Wording, decimals_apart, is_same, rounded
from kommunepolitik.figures.periods import judged_days
from kommunepolitik.model import Indicator, Period, Policy, Target

_DAYS_APART: Final = 3
"""The number of days by which months, quarters or years can differ in length."""

_CLASSES: Final = (-0.015, -0.005, 0.0, 0.005, 0.015)
"""Growth rates a year that a rounded one must not be mistaken for."""

_LIMITS: Final = (BEHIND, ON_TRACK, 1.0)
"""Progress ratios that a rounded one must not be mistaken for."""


@attrs.frozen(slots=False)
class ResultWords:
    """Writes the parts of one result."""

    result: Result
    policy: Policy
    formatter: MessageFormatter

    __repr__ = short_repr

    @property
    def indicator(self) -> Indicator:
        """The indicator judged."""
        return self.policy.indicator(self.result.indicator)

    @cached_property
    def asked(self) -> Target | None:
        """The target judged."""
        return target_of(self.result, self.policy)

    @cached_property
    def wording(self) -> Wording:
        """The wording of numbers, with enough decimals to show the differences that the verdict depends on."""
        plain = Wording(policy=self.policy, indicator=self.indicator, formatter=self.formatter)
        r = self.result
        values = (r.value, r.value_high, r.target_value, r.required_value, r.baseline_value, r.previous_value)
        moved = (
            (self.movement, less(r.required_value, r.baseline_value), self.distance) if self.depends_on_margin else ()
        )
        groups = [values, *((abs(each), r.margin, 0.0) for each in moved if each is not None)]
        return attrs.evolve(plain, decimals=decimals_apart(groups, plain.decimals))

    def words(self, template: str, **parts: str) -> str:
        """Return a translated template with its parts."""
        return self.wording.words(template, **parts)

    # Numbers that follow from the result

    @property
    def sign(self) -> float:
        """+1 where more is asked for or desired, -1 where less is, 0 where neither is known."""
        asked = self.indicator.direction if self.asked is None else self.asked.asks_for
        return {"increase": 1.0, "decrease": -1.0}.get(asked or "", 0.0)

    @property
    def movement(self) -> float | None:
        """The movement of the figure since the baseline."""
        return less(self.result.value, self.result.baseline_value)

    @property
    def distance(self) -> float | None:
        """The distance of the figure from the value required."""
        return less(self.result.value, self.result.required_value)

    @property
    def is_point(self) -> bool:
        """Whether figure and baseline are each judged at one value."""
        r = self.result
        return self.is_judged_at_value and r.baseline_high is None and r.baseline_qualifier not in ("under", "over")

    @property
    def is_since_previous(self) -> bool:
        """Whether a direction is judged since the previous figure, because no baseline is stated."""
        r = self.result
        has_baseline = self.indicator.baseline is not None and not r.group
        return r.kind == "direction" and not has_baseline and r.baseline_period == r.previous_period

    @property
    def expected(self) -> Period | None:
        """The month in which the next figure is expected; None where nobody states how late its source is."""
        relative = getattr(self.asked, "relative_to", None)
        other = None if relative is None else self.policy.elements.get(relative.indicator or "")
        sources = [self.indicator.data_source, getattr(other, "data_source", None)]
        return self.result.expected if any(each is not None and each.lag is not None for each in sources) else None

    @property
    def is_ahead(self) -> bool:
        """Whether the figure is further than required."""
        return self.distance is not None and not is_same(self.distance, 0) and self.sign * self.distance > 0

    @property
    def depends_on_margin(self) -> bool:
        """Whether the verdict depends on a movement or a distance being within the margin."""
        r = self.result
        if r.margin is None or r.value is None or not self.is_point or r.method == "cagr":
            return False
        if r.reason == "too_early" or r.status == "unchanged":
            return True
        if r.kind == "direction" and r.status == "missed":
            return r.trend == "unchanged"
        is_short = self.distance is not None and not is_same(self.distance, 0) and not self.is_ahead
        return r.status == "on_track" and is_short and r.progress is None

    # Words

    @property
    def name(self) -> str:
        """The indicator, and the group if there is one."""
        group = self.policy.elements.get(self.result.group)
        title = getattr(group, "title", self.result.group)
        return f"{self.indicator.title}, {title}" if title else self.indicator.title

    @property
    def target(self) -> str:
        """The target in words; empty where there is none."""
        return "" if self.asked is None else self.wording.target(self.asked, with_group=False)

    @property
    def figure(self) -> str:
        """The figure judged; for a relative target, the difference. Empty where there is none."""
        r, unit = self.result, self.indicator.unit
        if r.value is None:
            return ""
        text = self.measured(r.value, r.value_high, r.qualifier)
        if r.relative_value is not None or unit is None or not unit.whole or r.qualifier not in ("under", "over"):
            return text
        ends = interval(r.value, None, r.qualifier, self.indicator)
        if r.qualifier == "under":
            return self.words(N_("{value}, so at most {limit}"), value=text, limit=self.wording.number(ends.high))
        return self.words(N_("{value}, so at least {limit}"), value=text, limit=self.wording.number(ends.low))

    @property
    def compared(self) -> str:
        """The figure judged; for a relative target, with the two figures that it is the difference of."""
        if not self.own or not self.reference:
            return self.figure
        words = N_("{figure}: {own} against {reference}")
        return self.words(words, figure=self.figure, own=self.own, reference=self.reference)

    @property
    def newest(self) -> str:
        """The newest figure, of the indicator itself; empty where there is none or it is withheld."""
        r = self.result
        shown = self.wording.quantity
        return "" if r.newest_value is None else shown(r.newest_value, r.newest_high, r.newest_qualifier)

    @property
    def is_newest_another(self) -> bool:
        """Whether the newest figure is not the one judged."""
        return self.result.newest_period not in (None, self.result.period)

    @property
    def baseline(self) -> str:
        """The baseline; empty where there is none."""
        r = self.result
        return self.measured(r.baseline_value, r.baseline_high, r.baseline_qualifier)

    @property
    def previous(self) -> str:
        """The figure before the one judged; empty where there is none."""
        r = self.result
        return self.measured(r.previous_value, r.previous_high, r.previous_qualifier)

    @property
    def required(self) -> str:
        """What is required by the period of the figure; empty where nothing is."""
        value = self.result.required_value
        return self.measured(None if value is None else rounded(value, self.wording.decimals))

    @property
    def required_at_most(self) -> str:
        """The same, but for a target that is reached never more than the target, even from a baseline beyond it."""
        excess = less(self.result.required_value, self.result.target_value)
        is_beyond = self.result.status == "achieved" and excess is not None and self.sign * excess > 0
        return self.measured(self.result.target_value) if is_beyond else self.required

    @property
    def own(self) -> str:
        """For a relative target, the indicator's own figure."""
        r = self.result
        if r.relative_value is None:
            return ""
        as_newest = (r.newest_high, r.newest_qualifier) if r.newest_period == r.period else ()
        return self.wording.quantity(r.relative_value, *as_newest)

    @property
    def reference(self) -> str:
        """For a relative target, the figure that it is compared with."""
        value = self.result.reference_value
        return "" if value is None else self.wording.quantity(value)

    @property
    def other(self) -> str:
        """The series that a relative target compares with."""
        relative = getattr(self.asked, "relative_to", None)
        return "" if relative is None else self.wording.series(relative)

    def measured(self, value: float | None, high: float | None = None, qualifier: str = "") -> str:
        """Write a value used to judge the target, which may be a difference; empty where there is none."""
        is_relative = getattr(self.asked, "relative_to", None) is not None
        write = self.wording.difference if is_relative else self.wording.quantity
        return "" if value is None else write(value, high, qualifier)

    def period(self, period: Period | None) -> str:
        """Write a period; empty where there is none."""
        return "" if period is None else self.formatter.period(period)

    def amount_moved(self, movement: float | None = None) -> str:
        """Write a movement of the figure, whichever way it went: that since the baseline, or another."""
        is_about = bool(self.result.qualifier or self.result.baseline_qualifier)
        moved = self.movement or 0 if movement is None else movement
        return self.wording.difference(abs(moved), qualifier="about" if is_about else "")

    @property
    def stated_baseline(self) -> str:
        """The baseline that the policy states, where a figure is used instead."""
        own = getattr(self.asked, "baseline", None) or self.indicator.baseline
        return self.measured(
            self.result.stated_baseline, *(() if own is None else (own.value_high, own.qualifier or ""))
        )

    @property
    def successor(self) -> str:
        """The target that replaced this one."""
        replaced = None if self.asked is None else self.asked.replaced_by
        new = [each for each in self.indicator.targets if replaced is not None and each.key == replaced.target]
        return self.wording.target(new[0]) if new else ""

    @property
    def progress(self) -> str:
        """The progress in short; empty where it is not known. Never a negative share, nor one over 100 %."""
        r, words = self.result, self.words
        if rate := self.growth if r.kind == "trend" and r.progress is not None else self.pace:
            return words(N_("{rate} a year"), rate=rate)
        if r.progress is None:
            return ""
        if r.method == "cagr":
            return "" if r.status == "achieved" else self.growth_share
        if self.is_ahead:
            return words(N_("further than expected"))
        if self.distance is not None and is_same(self.distance, 0):
            return words(N_("as far as expected"))
        if getattr(self.asked, "cumulative", False):
            if self.sign < 0:
                return words(N_("{gap} more than expected"), gap=self.wording.difference(abs(self.distance or 0)))
            return words(N_("{progress} of what was expected"), progress=self.share)
        if is_same(r.progress, 0):
            return words(N_("not moved"))
        if r.progress < 0:
            return words(N_("{movement} the wrong way"), movement=self.amount_moved())
        return words(N_("{progress} of the way"), progress=self.share)

    @property
    def growth_share(self) -> str:
        """By the method `cagr`: the growth so far against that needed."""
        progress = self.result.progress or 0
        if progress < 0:
            return self.words(N_("growth the wrong way"))
        if progress > 1:
            return self.words(N_("more growth than needed"))
        return self.words(N_("{progress} of the growth needed"), progress=self.share)

    @property
    def share(self) -> str:
        """The progress in percent, never rounded to one that means another verdict."""
        return self.wording.percent(self.result.progress or 0, apart=_LIMITS)

    @property
    def growth(self) -> str:
        """The growth a year of a series without a target."""
        # Progress is positive where the series moves as desired; growth is that of the figure itself.
        is_turned = (self.indicator.direction == "decrease") != ((self.result.baseline_value or 0) < 0)
        progress = self.result.progress or 0
        return self.wording.percent(-progress if is_turned else progress, apart=_CLASSES, least=2)

    @property
    def pace(self) -> str:
        """The change a year so far, for a change that can be read in only one way; else empty."""
        readings = self.result.readings
        is_asked = getattr(self.asked, "per", None) == "year" and len(readings) == 1
        return self.paced(readings[0].pace, readings[0].words) if is_asked else ""

    def paced(self, pace: float | None, words: str) -> str:
        """Write a change a year, in percent or in units, with enough decimals to differ from the change asked for."""
        amount = getattr(self.asked, "amount", None)
        if pace is None or amount is None:
            return ""
        return self.amount(words, rounded(pace, decimals_apart([(pace, amount * limit) for limit in _LIMITS], 2)))

    def amount(self, words: str, value: float | None = None) -> str:
        """Write the change that is asked for, or another one, in percent or in units."""
        value = getattr(self.asked, "amount", 0.0) if value is None else value
        unit = "%" if words == "percent" else self.wording.unit_of_difference(value)
        return f"{self.formatter.number(value, None)}\N{NO-BREAK SPACE}{unit}".strip("\N{NO-BREAK SPACE}")

    # Where the figure is

    def is_after(self, earlier: Period | None) -> bool:
        """Whether the figure is from after a period."""
        return judged_days(self.result.period)[1] > judged_days(earlier)[1]

    def is_comparable_since(self, earlier: Period | None) -> bool:
        """Whether the figure can be compared with an earlier one: amounts only over periods of equal length."""
        unit, is_mean = self.indicator.unit, self.indicator.over_time in ("mean", "last")
        return (unit is not None and unit.relative) or is_mean or is_as_long(self.result.period, earlier)

    @property
    def is_judged_at_value(self) -> bool:
        """Whether the figure is judged at one value, exactly or about."""
        return self.result.value_high is None and self.result.qualifier not in ("under", "over")


def is_as_long(one: Period | None, other: Period | None) -> bool:
    """Return whether two periods have the same length; also if one of them is missing."""
    if one is None or other is None:
        return True
    lengths = [last - first for first, last in map(judged_days, (one, other))]
    return abs(lengths[0] - lengths[1]) <= _DAYS_APART


def less(one: float | None, other: float | None) -> float | None:
    """Return the difference of two numbers; None where one is not known."""
    return None if one is None or other is None else one - other
