"""From raw cells to one validated long table."""

import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from kommunepolitik.errors import InvalidModel, InvalidObservations, Problem
from kommunepolitik.model import Indicator, Period, Policy, normalise_text
from kommunepolitik.model._figures import figure_problems
from kommunepolitik.model._nearest import nearest
from kommunepolitik.observations._cells import Cells, from_frame, read_csv
from kommunepolitik.observations._columns import CHOICES, NAMES
from kommunepolitik.observations._numbers import Cell, read_cell

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]


def read_observations(source: "str | os.PathLike[str] | Any", policy: Policy | None = None) -> "pd.DataFrame":
    """Read figures from a CSV file or a data frame into one long table, a row per figure.

    The columns are those of `COLUMNS`, all present: texts are text (empty where nothing is said), `value` and
    `value_high` numbers (NaN where there is none), `period` and `published` in the form of `Period`. With a policy,
    indicators and groups must be known to it and values possible for their unit. A row that repeats another adds none.

    Raises:
        FileError: there is no such file.
        InvalidObservations: with every problem, each with file, row and column.
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and only needed here

    is_path = isinstance(source, (str, os.PathLike))
    cells = read_csv(source) if is_path else from_frame(source)
    problems = list(cells.problems)
    columns: dict[str, list[Any]] = {}
    for name in NAMES:
        if name in cells.columns:
            columns[name], found = _read_column(cells.columns[name], _reader(name, cells), cells.rows)
            problems += [attrs.evolve(p, path=(name,)) for p in found]
        else:
            columns[name] = [_ABSENT.get(name, "")] * len(cells.rows)
    if not problems:
        _spread_figures(columns)
        problems += _row_problems(columns, cells.rows, policy)
    if problems:
        problems = [attrs.evolve(p, file=cells.file) for p in problems]
        raise InvalidObservations(*sorted(problems, key=lambda p: p.line or 0))
    frame = pd.DataFrame({name: columns[name] for name in NAMES})
    numbers = {"value": "float64", "value_high": "float64"}
    return frame.astype({name: numbers.get(name, "object") for name in NAMES}).drop_duplicates(ignore_index=True)


_ABSENT: dict[str, Any] = {"value": None, "value_high": None, "quality": "final"}


def _read_column(
    raw: Sequence[Any], read: Callable[[Any], Any], rows: Sequence[int]
) -> tuple[list[Any], list[Problem]]:
    """Read the cells of a column, each distinct cell once."""
    known: dict[Any, Any] = {}
    problems: list[Problem] = []
    values: list[Any] = []
    for cell, row in zip(raw, rows, strict=True):
        if cell not in known:
            try:
                known[cell] = read(cell)
            except InvalidModel as error:
                known[cell] = error
        value = known[cell]
        if isinstance(value, InvalidModel):
            problems += [attrs.evolve(p, line=row) for p in value.problems]
        values.append(value)
    return values, problems


def _is_empty(cell: Any) -> bool:
    return cell is None or cell != cell or (isinstance(cell, str) and not cell.strip())  # noqa: PLR0124 - NaN


def _reader(name: str, cells: Cells) -> Callable[[Any], Any]:
    """Return what reads a cell of a column."""

    def number(cell: Any) -> Cell | None:
        if _is_empty(cell):
            return None
        if isinstance(cell, str):
            return read_cell(cell, cells.decimal)
        if isinstance(cell, bool) or not hasattr(cell, "__float__"):
            raise InvalidModel(Problem(code="not_a_number", data={"value": cell}))
        return Cell(_finite(float(cell)), None, None)

    def period(cell: Any) -> str:
        if _is_empty(cell):
            return ""
        return str(Period(_as_period(cell)))

    def choice(cell: Any) -> str:
        if _is_empty(cell):
            return str(_ABSENT.get(name, ""))
        words = CHOICES[name]
        word = str(cell).strip().casefold()
        if word not in words:
            data = {"value": cell, "choices": ", ".join(dict.fromkeys(words.values()))}
            raise InvalidModel(Problem(code="not_one_of", data=data, nearest=nearest(word, words)))
        return words[word]

    def text(cell: Any) -> str:
        return "" if _is_empty(cell) else normalise_text(str(cell))

    if name in ("value", "value_high"):
        return number
    if name in ("period", "published"):
        return period
    return choice if name in CHOICES else text


def _finite(value: float) -> float:
    if value in (float("inf"), float("-inf")):
        raise InvalidModel(Problem(code="not_finite", data={"value": value}))
    return value


def _as_period(cell: Any) -> str:
    if isinstance(cell, dt.date):  # a datetime too
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a column of years with holes is a column of floats
    return str(cell)


def _spread_figures(columns: dict[str, list[Any]]) -> None:
    """Put ranges and qualifiers that stand in the value's cell into their own columns."""
    for row, cell in enumerate(columns["value"]):
        high = columns["value_high"][row]
        columns["value_high"][row] = None if high is None else high.value
        if cell is None:
            continue
        columns["value"][row] = cell.value
        if cell.value_high is not None:
            columns["value_high"][row] = cell.value_high
        if cell.qualifier is not None and not columns["qualifier"][row]:
            columns["qualifier"][row] = cell.qualifier


def _row_problems(columns: dict[str, list[Any]], lines: Sequence[int], policy: Policy | None) -> Iterator[Problem]:
    indicators = {} if policy is None else {indicator.id: indicator for indicator in policy.indicators}
    groups = [] if policy is None else [group.id for group in policy.groups]
    first: dict[tuple[Any, ...], int] = {}
    for index, line in enumerate(lines):
        row = {name: columns[name][index] for name in NAMES}
        found = list(_figure_row_problems(row))
        if policy is not None and row["policy"] in ("", policy.id):
            found += _known_problems(row, indicators, groups)
        found += _repeat_problems(row, columns, first, index, lines)
        yield from (attrs.evolve(problem, line=line) for problem in found)


def _figure_row_problems(row: Row) -> Iterator[Problem]:
    if not row["indicator"]:
        yield Problem(code="empty", path=("indicator",))
    if row["quality"] == "suppressed":
        if row["value"] is not None:
            yield Problem(code="suppressed_value", path=("value",))
    elif row["value"] is None and not row["judgement"]:
        yield Problem(code="expected_value", path=("value",))
    else:
        yield from figure_problems(row["value"], row["value_high"], row["qualifier"] or None)


def _known_problems(row: Row, indicators: dict[str, Indicator], groups: Sequence[str]) -> Iterator[Problem]:
    indicator = indicators.get(row["indicator"])
    if row["indicator"] and indicator is None:
        data = {"value": row["indicator"], "kind": "Indicator"}
        yield Problem(code="dangling", data=data, path=("indicator",), nearest=nearest(row["indicator"], indicators))
    if row["group"] and row["group"] not in groups:
        data = {"value": row["group"], "kind": "Group"}
        yield Problem(code="dangling", data=data, path=("group",), nearest=nearest(row["group"], groups))
    if indicator is None:
        return
    for name in ("value", "value_high"):
        value = row[name]
        too_high = value is not None and indicator.limit is not None and value > indicator.limit
        if too_high or (value is not None and value < 0 and indicator.unit == "antal"):
            data = {"value": value, "unit": indicator.unit or ""}
            yield Problem(code="impossible_value", data=data, path=(name,))


def _repeat_problems(
    row: Row, columns: dict[str, list[Any]], first: dict[tuple[Any, ...], int], index: int, lines: Sequence[int]
) -> Iterator[Problem]:
    if not row["period"]:
        return
    key = tuple(row[name] for name in ("policy", "indicator", "group", "period", "published"))
    earlier = first.setdefault(key, index)
    said = ("value", "value_high", "qualifier", "quality", "judgement")
    if any(columns[name][earlier] != row[name] for name in said):
        yield Problem(code="rows_disagree", data={"first": lines[earlier]}, path=("value",))
