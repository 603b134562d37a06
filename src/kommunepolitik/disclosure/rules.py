"""The declarations of policies on their figures, and how few people a value can mean."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any, Final

import attrs

from kommunepolitik.model import Baseline, Interval, Period, Policy, Unit
from kommunepolitik.model.period import days_judged

SeriesId = tuple[str, str]
"""Indicator and group."""

Cell = tuple[str, str, str]
"""One figure: indicator, group and the days of its period (`days_of`)."""

Bounds = tuple[float, float]
"""The least and the most that a number can be."""

_PEOPLE: Final = Unit("personer")


@attrs.frozen
class Value:
    """A value from a row or a policy."""

    number: float
    high: float | None = None
    qualifier: str = ""

    @property
    def bounds(self) -> Bounds:
        """The least and the most people that it can mean; `about` is read as exact."""
        return Interval.of(self.number, self.high, self.qualifier, _PEOPLE).both

    def times(self, base: float) -> "Value":
        """Return the number of people, where the value is a share of a base."""
        number, high = self.number * base, None if self.high is None else _rounded(self.high * base)
        return Value(number if self.qualifier in ("under", "over") else _rounded(number), high, self.qualifier)


def _rounded(number: float) -> float:
    return math.floor(number + 0.5)


def days_of(period: str, *, is_flow: bool = False) -> str:
    """Return the days of a period, by which a reader recognises it in whatever way it is written.

    What is there on the first of a month is there at the end of the month before, as in evaluation; a flow is not.

    >>> days_of("2024") == days_of("2024-01..2024-12")
    True
    >>> days_of("2025-01-01") == days_of("2024-12-31"), days_of("2025-01-01", is_flow=True)
    (True, '2025-01-01..2025-01-01')
    """
    known = Period(period) if period else None
    if known is None or known.end is None:
        return period
    first, last = (known.start, known.end) if is_flow else days_judged(known)
    return f"{first}..{last}"


def is_small(bounds: Bounds, minimum: int) -> bool:
    """Return whether bounds reveal more about 1 to minimum - 1 people than that they are so few.

    >>> is_small((3, 3), 5), is_small((0, 4), 5), is_small((0, 0), 5)
    (True, False, False)
    """
    return bounds[1] > 0 and bounds[0] < minimum and not hides_small(bounds, minimum)


def hides_small(bounds: Bounds, minimum: int) -> bool:
    """Return whether bounds leave open all of 1 to minimum - 1 people, as `under 5` does."""
    return bounds[0] <= 1 and bounds[1] >= minimum - 1


@attrs.frozen
class Share:
    """The base of a share or an average."""

    base: str
    numerator: str
    """What is divided by the base; a name of its own where no indicator counts it."""
    scale: float | None
    """The value of the whole base: 100 for percent; None for an average, or where the unit does not define it."""
    of_people: bool
    """Whether it is a part of its base, not an average of something else."""

    @property
    def whole(self) -> float:
        """The value of the whole base, 1 for an average."""
        return self.scale or 1.0


@attrs.frozen(kw_only=True, slots=False)
class DisclosureRules:
    """The declarations of policies published together on their figures; the strictest minimum counts."""

    minimum: int
    counts: frozenset[str]
    """The indicators that are numbers of people."""
    shares: Mapping[str, Share]
    differences: Mapping[str, tuple[tuple[str, str | None], tuple[str, str | None]]]
    """By indicator: the two series; a group of None is that of the figure itself."""
    partitions: frozenset[tuple[str, tuple[str, ...]]]
    """A whole, and the groups that make it up."""
    summed: frozenset[str]
    """The indicators whose figure for a longer period is the sum of its parts, and those counted among them."""
    averaged: frozenset[str]
    """Those for which it is the mean of its parts, by their months."""
    lasting: frozenset[str]
    """Those for which it is that of the last part."""

    @classmethod
    def of(cls, policies: Iterable[Policy], name: Callable[[str, Any], Any]) -> "DisclosureRules | None":
        """Read what policies declare; None if nothing. `name` gives the common name of an element, by policy and id."""
        controlled = [(policy, policy.disclosure) for policy in policies if policy.disclosure is not None]
        if not controlled:
            return None
        counts, shares, differences, partitions = set(), {}, {}, set()
        over_time: dict[str | None, set[str]] = {"sum": set(), "mean": set(), "last": set()}
        for policy, disclosure in controlled:
            own = partial(name, policy.id)
            for each in policy.indicators:
                id = own(each.id)
                if each.base is not None:
                    scale = None if each.unit is None else each.unit.scale
                    of_people = scale is not None or each.numerator is not None
                    share = Share(own(each.base), own(each.numerator) or f"{id} numerator", scale, of_people)
                    shares[id] = share
                    counts |= {share.base, share.numerator} if of_people else {share.base}
                if each.counts_people:
                    counts.add(id)
                if (pair := each.difference) is not None:
                    of, less = pair.of, pair.less
                    differences[id] = (own(of.indicator), own(of.group)), (own(less.indicator), own(less.group))
                over_time.setdefault(each.over_time, set()).add(id)
            partitions |= {(own(part.whole) or "", tuple(map(own, part.parts))) for part in disclosure.partitions}
        summed = over_time["sum"]
        while new := {share.numerator for share in shares.values() if share.base in summed} - summed:
            summed |= new  # each of a base is in one of its periods, and so is each of those counted among them
        return cls(
            minimum=max(disclosure.minimum for _, disclosure in controlled),
            counts=frozenset(counts - shares.keys()),
            shares=shares,
            differences=differences,
            partitions=frozenset(partitions),
            summed=frozenset(summed & (counts | {share.numerator for share in shares.values()})),
            averaged=frozenset(over_time["mean"] & (counts | differences.keys() | shares.keys())),
            lasting=frozenset(over_time["last"] & (counts | differences.keys() | shares.keys())),
        )

    @cached_property
    def wholes(self) -> frozenset[str]:
        """The groups that others make up, and the whole population."""
        return frozenset({"", *(whole for whole, _ in self.partitions)})

    @cached_property
    def flows(self) -> frozenset[str]:
        """The indicators that are summed over time, with the shares and differences of these."""
        shares = {id for id, share in self.shares.items() if share.base in self.summed}
        flows = self.summed | shares
        return flows | {id for id, pair in self.differences.items() if any(part in flows for part, _ in pair)}

    @cached_property
    def indicators(self) -> set[str]:
        """The indicators whose figures are relevant."""
        parts = {id for pair in self.differences.values() for id, _ in pair}
        return parts | self.counts | set(self.shares) | set(self.differences)

    def numerators(self, ids: Iterable[str]) -> set[str]:
        """Return what is divided by the base in those of some indicators that are a share or an average."""
        return {self.shares[id].numerator for id in ids if id in self.shares}


def stated_baselines(policy: Policy) -> Iterator[tuple[SeriesId, str, Value, tuple[str | int, ...]]]:
    """Yield the baselines that the policy itself states: series, period, value, and the path in the indicator."""
    for indicator in policy.indicators:
        baselines: list[tuple[Baseline | None, str, tuple[str | int, ...]]] = [(indicator.baseline, "", ("baseline",))]
        for index, target in enumerate(indicator.targets):
            if getattr(target, "relative_to", None) is None:  # else it is a difference
                baseline = getattr(target, "baseline", None)
                baselines.append((baseline, target.group or "", ("targets", index, "baseline")))
        for baseline, group, path in baselines:
            if baseline is not None and baseline.value is not None:
                value = Value(baseline.value, baseline.value_high, baseline.qualifier or "")
                yield (indicator.id, group), "" if baseline.period is None else str(baseline.period), value, path
