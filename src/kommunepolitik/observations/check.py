"""What the rows of a table of observations must hold to, by themselves, beside each other and beside the policy."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from kommunepolitik.errors import Problem
from kommunepolitik.model import Indicator, Policy
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.quantity import quantity_problems

if TYPE_CHECKING:
    import pandas as pd

    Mask = pd.Series[bool]

Told = Iterator[tuple[int, Problem]]
"""Problems, each with the number of its row, counted from 0."""

_SERIES = ["policy", "indicator", "group", "period", "published"]
_SAID = ["value", "value_high", "qualifier", "quality", "judgement"]


@attrs.frozen(kw_only=True, eq=False)
class Rows:
    """The rows of one or more tables together."""

    frame: "pd.DataFrame"
    percent: "Mask"
    """Rows whose cells themselves say that the figure is in percent."""
    shared: "Mask"
    """Rows of a table for several policies: what this policy does not know may be another's."""

    def which(self, column: str, *values: str) -> "Mask":
        """Return which rows hold one of the values in a column."""
        return self.frame[column].isin(values)

    def cell(self, index: int, column: str) -> Any:
        """Return one cell; nothing where it holds no number."""
        return _or_none(self.frame[column].iat[index])


def row_problems(rows: Rows, policy: Policy | None) -> Told:
    """Yield what is wrong with each row by itself, and beside the policy it is for."""
    frame = rows.frame
    judged = rows.which("indicator") if policy is None else _of_kind(rows, policy, "qualitative")
    suppressed = rows.which("quality", "suppressed")
    silent = ~suppressed & frame["value"].isna() & rows.which("judgement", "")
    yield from _each(rows.which("indicator", ""), Problem(code="empty", path=("indicator",)))
    yield from _each(suppressed & frame["value"].notna(), Problem(code="suppressed_value", path=("value",)))
    yield from _each(silent & ~judged, Problem(code="expected_value", path=("value",)))
    yield from _each(silent & judged, Problem(code="expected_judgement", path=("judgement",)))
    yield from _each(~suppressed & frame["value"].notna() & judged, Problem(code="qualitative_value", path=("value",)))
    inexact = ~suppressed & ~silent & (frame["value_high"].notna() | ~rows.which("qualifier", ""))
    for index in _indices(inexact):
        value, high, qualifier = (rows.cell(index, name) for name in ("value", "value_high", "qualifier"))
        for problem in quantity_problems(value, high, qualifier or None):
            yield index, problem
    if policy is not None:
        yield from _unknown_problems(rows, policy)
        yield from _unit_problems(rows, policy)


def disagreements(frame: "pd.DataFrame") -> Iterator[tuple[int, int, str]]:
    """Yield rows that contradict an earlier row of the same series, period and publication date.

    Each comes as the row, the earlier row, and the first column in which they differ.
    """
    doubtful = frame.duplicated(_SERIES, keep=False) & (frame["period"] != "")
    first: dict[Any, tuple[int, tuple[Any, ...]]] = {}
    columns = [frame.loc[doubtful, name] for name in (*_SERIES, *_SAID)]
    for index, *cells in zip(_indices(doubtful), *columns, strict=True):
        said = tuple(map(_or_none, cells[len(_SERIES) :]))
        earlier, told = first.setdefault(tuple(cells[: len(_SERIES)]), (index, said))
        if told != said:
            yield index, earlier, next(n for n, one, other in zip(_SAID, told, said, strict=True) if one != other)


def _ours(rows: Rows, policy: Policy) -> "Mask":
    return rows.which("policy", "", policy.id)


def _of_kind(rows: Rows, policy: Policy, kind: str) -> "Mask":
    named = (indicator.id for indicator in policy.indicators if indicator.kind == kind)
    return _ours(rows, policy) & rows.which("indicator", *named)


def _unknown_problems(rows: Rows, policy: Policy) -> Told:
    indicators = [indicator.id for indicator in policy.indicators]
    groups = [group.id for group in policy.groups]
    for column, kind, known in (("indicator", "Indicator", indicators), ("group", "Group", groups)):
        wrong = _ours(rows, policy) & ~rows.shared & ~rows.which(column, "", *known)
        problems: dict[str, Problem] = {}
        for index in _indices(wrong):
            word = rows.cell(index, column)
            if word not in problems:
                data = {"value": word, "kind": kind}
                problems[word] = Problem(code="dangling", data=data, path=(column,), nearest=nearest(word, known))
            yield index, problems[word]


def _unit_problems(rows: Rows, policy: Policy) -> Told:
    """Yield figures that cannot be, for the unit and natural limit of their indicator."""
    indicators = {indicator.id: indicator for indicator in policy.indicators}
    ours = _ours(rows, policy)
    limit = rows.frame["indicator"].map(_limits(indicators)).astype("float64")
    counts = rows.which("indicator", *(i.id for i in policy.indicators if i.unit is not None and i.unit.plain))
    others = rows.which("indicator", *(i.id for i in policy.indicators if i.unit is not None and not i.unit.percent))
    for name in ("value", "value_high"):
        figures = rows.frame[name]
        for index in _indices(ours & ((figures > limit) | (counts & (figures < 0)))):
            unit = indicators[rows.cell(index, "indicator")].unit
            data = {"value": rows.cell(index, name), "unit": "" if unit is None else unit.text}
            yield index, Problem(code="impossible_value", data=data, path=(name,))
    for index in _indices(ours & rows.percent & others):
        data = {"unit": str(indicators[rows.cell(index, "indicator")].unit)}
        yield index, Problem(code="percent_for_unit", data=data, path=("value",))


def _limits(indicators: Mapping[str, Indicator]) -> dict[str, float]:
    return {id: indicator.limit for id, indicator in indicators.items() if indicator.limit is not None}


def _each(mask: "Mask", problem: Problem) -> Told:
    return ((index, problem) for index in _indices(mask))


def _indices(mask: "Mask") -> list[int]:
    return [int(index) for index in mask.to_numpy().nonzero()[0]]


def _or_none(value: Any) -> Any:
    return None if value != value else value  # noqa: PLR0124 - NaN
