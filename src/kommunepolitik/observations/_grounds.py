"""What figures rest on: what a policy declares of its indicators, and how few people a value can mean."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

import attrs

from kommunepolitik.model import Baseline, LevelTarget, Partition, Policy

Cell = tuple[str, str]
"""A figure of one period: its indicator and group."""

Why = Literal["few", "computable", "unknown_base"]
"""Why a figure is withheld: it rests on few people; one that does follows from it; nobody knows on how many."""

_PERCENT: Final = ("procent", "pct", "percent")


@attrs.frozen
class Said:
    """A value as a row gives it."""

    value: float
    high: float | None = None
    qualifier: str = ""

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.high is None and not self.qualifier

    def ends(self) -> tuple[float, float]:
        """Return the least and the most that it can mean, of a number of people; `about` is taken at its word."""
        if self.high is not None:
            return self.value, self.high
        if self.qualifier == "under":
            return 0, math.ceil(self.value) - 1
        if self.qualifier == "over":
            return math.floor(self.value) + 1, math.inf
        return self.value, self.value

    def of(self, base: float) -> "Said":
        """Return the number of people that it is of a base, where it is a share in percent."""
        number, high = self.value * base / 100, None if self.high is None else _rounded(self.high * base / 100)
        return Said(number if self.qualifier in ("under", "over") else _rounded(number), high, self.qualifier)


def _rounded(number: float) -> float:
    return math.floor(number + 0.5)


def tells_few(ends: tuple[float, float], minimum: int) -> bool:
    """Tell whether a number says more of 1 to minimum - 1 people than that they are so few."""
    return ends[1] > 0 and ends[0] < minimum and not is_veil(ends, minimum)


def is_veil(ends: tuple[float, float], minimum: int) -> bool:
    """Tell whether a number leaves open all of 1 to minimum - 1 people, as `under 5` does."""
    return ends[0] <= 1 and ends[1] >= minimum - 1


@attrs.frozen(kw_only=True)
class Figure:
    """What is said of one figure of one period."""

    said: tuple[Said, ...]
    """The newest first; revisions are of one figure."""
    withdrawn: bool = False
    """Whether the newest row already withholds it."""
    fixed: bool = False
    """Whether the policy's own text states it, which no table can withhold."""

    @property
    def value(self) -> float | None:
        """The newest value; None where no row gives one."""
        return self.said[0].value if self.said else None

    def revision(self, number: int) -> float | None:
        """Return the value as it was so many revisions ago, or the first."""
        return self.said[min(number, len(self.said) - 1)].value if self.said else None


@attrs.frozen
class Share:
    """What a share or an average rests on."""

    base: str
    numerator: str | None
    percent: bool


@attrs.frozen(kw_only=True)
class Ground:
    """What a policy declares its figures to rest on, and how few people that may be."""

    policy: Policy
    minimum: int
    counts: frozenset[str]
    shares: Mapping[str, Share]
    differences: Mapping[str, Sequence[tuple[str, str | None]]]
    partitions: Sequence[Partition]

    @classmethod
    def of(cls, policy: Policy) -> "Ground | None":
        """Read what a policy declares; None where it has no disclosure control."""
        if policy.disclosure is None:
            return None
        shares = {
            each.id: Share(each.base, each.numerator, _is_percent(each.unit))
            for each in policy.indicators
            if each.base is not None
        }
        told = {each.id for each in policy.indicators if each.counts_people}
        told |= {id for share in shares.values() for id in (share.base, share.numerator) if id is not None}
        return cls(
            policy=policy,
            minimum=policy.disclosure.minimum,
            counts=frozenset(told - set(shares)),
            shares=shares,
            differences={
                each.id: [(part.indicator, part.group) for part in (each.difference.of, each.difference.less)]
                for each in policy.indicators
                if each.difference is not None
            },
            partitions=policy.disclosure.partitions,
        )

    def is_about_people(self, id: str) -> bool:
        """Tell whether an indicator is a share of people, and no average of something else."""
        share = self.shares.get(id)
        return share is not None and (share.percent or share.numerator is not None)

    @property
    def indicators(self) -> set[str]:
        """The indicators whose figures are looked at."""
        parts = {id for pair in self.differences.values() for id, _ in pair}
        return parts | self.counts | set(self.shares) | set(self.differences)


def _is_percent(unit: str | None) -> bool:
    return unit is not None and ("%" in unit or unit.casefold().startswith(_PERCENT))


def stated_in(policy: Policy) -> Iterator[tuple[Cell, str, Said, tuple[str | int, ...]]]:
    """Yield the baselines that the policy itself states: figure, period, value, and where in the indicator."""
    for indicator in policy.indicators:
        told: list[tuple[Baseline | None, str, tuple[str | int, ...]]] = [(indicator.baseline, "", ("baseline",))]
        for index, target in enumerate(indicator.targets):
            if isinstance(target, LevelTarget) and target.relative_to is None:
                told.append((target.baseline, target.group or "", ("targets", index, "baseline")))
        for baseline, group, path in told:
            if baseline is not None and baseline.value is not None:
                said = Said(baseline.value, baseline.value_high, baseline.qualifier or "")
                yield (indicator.id, group), "" if baseline.period is None else str(baseline.period), said, path
