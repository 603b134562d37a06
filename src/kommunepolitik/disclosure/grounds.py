"""What figures rest on: what a policy declares of its indicators, and how few people a value can mean."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Literal

import attrs

from kommunepolitik.model import Baseline, LevelTarget, Policy, Series

Cell = tuple[str, str]
"""A figure of one period: its indicator and group."""

Why = Literal["few", "computable", "unknown_base"]
"""Why a figure is withheld: it rests on few people; one that does follows from it; nobody knows on how many."""


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
        """Return the number that it is of a base, where it is a share of it."""
        number, high = self.value * base, None if self.high is None else _rounded(self.high * base)
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
    """What is said of one figure of one period, as of one date."""

    said: Said | None
    """None where no row gives a value."""
    withdrawn: bool = False
    """Whether the newest row already withholds it."""
    fixed: bool = False
    """Whether the policy's own text states it, which no table can withhold."""

    @property
    def value(self) -> float | None:
        """The value; None where no row gives one."""
        return None if self.said is None else self.said.value


@attrs.frozen
class Share:
    """What a share or an average rests on."""

    base: str
    numerator: str | None
    scale: float | None
    """How much of a share is all of its base: 100 for percent; None for an average, or where the unit does not say."""

    @property
    def is_of_people(self) -> bool:
        """Whether it is a part of its base, and no average of something else."""
        return self.scale is not None or self.numerator is not None

    @property
    def whole(self) -> float:
        """How much is all of its base, 1 for an average."""
        return self.scale or 1.0


@attrs.frozen
class Parts:
    """Groups that make up a whole."""

    whole: str
    parts: tuple[str, ...]


Name = Callable[[str, str], str]
"""What an element is called where several editions are looked at together, by the ids of its policy and its own."""


@attrs.frozen(kw_only=True)
class Ground:
    """What policies that are published together declare their figures to rest on, and how few people that may be."""

    minimum: int
    counts: frozenset[str]
    shares: Mapping[str, Share]
    differences: Mapping[str, tuple[tuple[str, str | None], tuple[str, str | None]]]
    """By indicator: the two series; a group of None is that of the figure itself."""
    partitions: Sequence[Parts]

    @classmethod
    def of(cls, policies: Iterable[Policy], name: Name) -> "Ground | None":
        """Read what policies declare; None where none of them has disclosure control. The strictest minimum counts."""
        grounds = [_read(policy, partial(name, policy.id)) for policy in policies if policy.disclosure is not None]
        if not grounds:
            return None
        shares = {id: share for ground in grounds for id, share in ground.shares.items()}
        return cls(
            minimum=max(ground.minimum for ground in grounds),
            counts=frozenset(id for ground in grounds for id in ground.counts) - set(shares),
            shares=shares,
            differences={id: pair for ground in grounds for id, pair in ground.differences.items()},
            partitions=list(dict.fromkeys(each for ground in grounds for each in ground.partitions)),
        )

    @property
    def indicators(self) -> set[str]:
        """The indicators whose figures are looked at."""
        parts = {id for pair in self.differences.values() for id, _ in pair}
        return parts | self.counts | set(self.shares) | set(self.differences)


def _read(policy: Policy, name: Callable[[str], str]) -> Ground:
    assert policy.disclosure is not None
    shares = {
        name(each.id): Share(
            name(each.base),
            None if each.numerator is None else name(each.numerator),
            None if each.unit is None else each.unit.scale,
        )
        for each in policy.indicators
        if each.base is not None
    }
    told = {name(each.id) for each in policy.indicators if each.counts_people}
    told |= {id for share in shares.values() for id in (share.base, share.numerator) if id is not None}

    def series(of: Series) -> tuple[str, str | None]:
        return name(of.indicator), None if of.group is None else name(of.group)

    return Ground(
        minimum=policy.disclosure.minimum,
        counts=frozenset(told),
        shares=shares,
        differences={
            name(each.id): (series(each.difference.of), series(each.difference.less))
            for each in policy.indicators
            if each.difference is not None
        },
        partitions=[
            Parts("" if each.whole is None else name(each.whole), tuple(map(name, each.parts)))
            for each in policy.disclosure.partitions
        ],
    )


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
