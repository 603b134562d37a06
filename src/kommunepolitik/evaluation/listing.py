"""The cases to judge: the targets of all policies, and series that are followed up without one."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any, Final

import attrs
import numpy as np

from kommunepolitik.figures import Figures
from kommunepolitik.figures.columns import Whole
from kommunepolitik.model import Indicator, Portfolio, Target

_FIELDS: Final = (
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
            found = fields([self.listed[number] for number in numbers], *names)
            if len(numbers) == size:
                return cells | found
            for name, column in found.items():
                for number, cell in zip(numbers, column, strict=True):
                    cells[name][number] = cell
        return cells


def listed(
    portfolio: Portfolio, figures: Figures, until: int
) -> tuple[Whole, list[Indicator], list[str], list[Target | None]]:
    """Return for each case the number of its policy, the indicator, the group and the target."""
    indicators = [indicator for policy in portfolio for indicator in policy.indicators]
    policies = np.repeat(np.arange(len(portfolio)), [len(policy.indicators) for policy in portfolio])
    found: list[Sequence[Target | None]] = [indicator.targets for indicator in indicators]
    free: dict[int, list[str]] = {}
    for number, (indicator, targets) in enumerate(zip(indicators, found, strict=True)):
        if not targets and indicator.role == "follow_up":
            free[number] = _groups(figures, int(policies[number]), indicator.id, until) or [""]
            found[number] = [None] * len(free[number])
    counts = [len(targets) for targets in found]
    groups = ["" if target is None else target.group or "" for targets in found for target in targets]
    if free:
        starts = np.cumsum([0, *counts]).tolist()
        for number, names in free.items():
            groups[starts[number] : starts[number + 1]] = names
    repeated = [indicator for indicator, count in zip(indicators, counts, strict=True) for _ in range(count)]
    return np.repeat(policies, counts), repeated, groups, [*chain.from_iterable(found)]


def _groups(figures: Figures, policy: int, indicator: str, until: int) -> list[str]:
    groups = figures.all_groups
    size = len(groups)
    series = figures.series_of(figures.measured, np.full(size, policy), [indicator] * size, groups)
    found = figures.measured.newest(series, np.full(size, until)) >= 0
    found |= figures.has_undated(np.full(size, policy), [indicator] * size, groups)
    return sorted(group for group, is_found in zip(groups, found.tolist(), strict=True) if is_found)


def fields(objects: Sequence[Any], *names: str) -> dict[str, list[Any]]:
    """Return several attributes of some objects as columns; in small batches, which stay in the processor's cache."""
    columns: dict[str, list[Any]] = {name: [] for name in names}
    looks = [(columns[name].extend, attrgetter(name)) for name in names]
    for first in range(0, len(objects), _FEW):
        few = objects[first : first + _FEW]
        for extend, look in looks:
            extend(map(look, few))
    return columns
