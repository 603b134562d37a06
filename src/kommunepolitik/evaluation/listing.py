"""The cases to judge: the targets of all policies, and series that are followed up without one."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any, Final

import attrs
import numpy as np

from kommunepolitik.figures import Figures
from kommunepolitik.figures.columns import Whole, objects
from kommunepolitik.model import Indicator, Portfolio, Target

_FIELDS: Final = (
    "group",
    "value",
    "comparison",
    "due",
    "baseline",
    "relative_to",
    "cumulative",
    "per",
    "amount",
    "mode",
    "direction",
)
_FEW: Final = 500


@attrs.frozen(slots=False)
class Targets:
    """Targets of several classes, each with only some of the fields."""

    listed: Sequence[Target | None]

    @cached_property
    def by_class(self) -> Mapping[type, list[int]]:
        """The numbers of the targets of each class."""
        kinds = list(map(type, self.listed))
        return {each: [n for n, kind in enumerate(kinds) if kind is each] for each in set(kinds) - {type(None)}}

    @cached_property
    def cells(self) -> Mapping[str, Sequence[Any]]:
        """The fields of all targets, by name; None where a target's class has none."""
        size = len(self.listed)
        cells: dict[str, Any] = {name: [None] * size for name in _FIELDS}
        for kind, numbers in self.by_class.items():
            names = [name for name in _FIELDS if hasattr(kind, name)]
            if len(numbers) == size:
                return cells | fields(self.listed, *names)
            found = fields([self.listed[number] for number in numbers], *names)
            for name, column in found.items():
                for number, cell in zip(numbers, column, strict=True):
                    cells[name][number] = cell
        return cells


@attrs.frozen(kw_only=True)
class Listed:
    """The cases in the order of the policies."""

    policy: Whole
    """The number of the policy of each case."""
    indicators: Sequence[Indicator]
    groups: Sequence[str]
    targets: Targets
    several: Sequence[int]
    """The cases whose indicator has several targets."""

    @classmethod
    def of(cls, portfolio: Portfolio, figures: Figures, until: int) -> "Listed":
        """List the cases of some policies; those without a target are one for each group with a figure by a day."""
        indicators = [indicator for policy in portfolio for indicator in policy.indicators]
        policies = np.repeat(np.arange(len(portfolio)), [len(policy.indicators) for policy in portfolio])
        found: list[Sequence[Target | None]] = fields(indicators, "targets")["targets"]
        counts = np.fromiter(map(len, found), np.int64, len(found))
        free = [n for n in np.flatnonzero(counts == 0).tolist() if indicators[n].role == "follow_up"]
        named = figures.groups_with(policies[free], [indicators[n].id for n in free], until) if free else []
        of_free = [each or [""] for each in named]
        for number, names in zip(free, of_free, strict=True):
            found[number], counts[number] = [None] * len(names), len(names)
        targets = Targets([*chain.from_iterable(found)])
        groups = [group or "" for group in targets.cells["group"]]
        starts = np.cumsum(counts) - counts
        for number, names in zip(free, of_free, strict=True):
            groups[starts[number] : starts[number] + len(names)] = names
        return cls(
            policy=np.repeat(policies, counts),
            indicators=objects(indicators).repeat(counts).tolist(),
            groups=groups,
            targets=targets,
            several=np.flatnonzero(np.repeat(counts, counts) > 1).tolist(),
        )


def fields(records: Sequence[Any], *names: str) -> dict[str, list[Any]]:
    """Return several attributes of some records as columns; in small batches, which stay in the processor's cache."""
    columns: dict[str, list[Any]] = {name: [] for name in names}
    looks = [(columns[name].extend, attrgetter(name)) for name in names]
    for first in range(0, len(records), _FEW):
        few = records[first : first + _FEW]
        for extend, look in looks:
            extend(map(look, few))
    return columns
