"""Cells of a table, and the figures that are made from them: sums, and shares of sums."""

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from kommunepolitik.errors import Problem, StatbankError
from kommunepolitik.model import Period
from kommunepolitik.statbank.query import Query

_NUMBER: Final = re.compile(r"-?[0-9]{1,40}(?:,[0-9]{1,40})?", re.ASCII)
_FIGURE: Final = "INDHOLD"
"""The column of the figures."""

Figures = dict[tuple[str, Period], "Figure"]


@attrs.frozen(kw_only=True)
class Figure:
    """A figure of one area and period; without a value it is withheld."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None


@attrs.define
class _Sum:
    """The cells summed for one part of a figure."""

    cells: list[float] = attrs.field(factory=list)
    withheld: bool = False


def read_figures(query: Query, answers: Iterable[tuple[Query, bytes]]) -> tuple[Figures, list[Problem]]:
    """Return the figures in the answers to all parts of a query, and notices of those left out.

    A cell `..` (not available or confidential) withholds the whole figure: there are no partial sums. A cell `.`
    (cannot occur) and `-` (nil) add nothing.

    Raises:
        StatbankError: an answer is incomplete, or contains a value that is not a number.
    """
    sums: dict[tuple[str, str], dict[str, _Sum]] = {}
    for request, answer in answers:
        _add(request, answer, sums)
    found: Figures = {}
    left_out: dict[str, list[str]] = {}
    for (area, time), parts in sums.items():
        figure = _figure(parts, query)
        name = f"{query.table.variable(query.area).values[area]} {time}"  # type: ignore[union-attr]
        if isinstance(figure, str):
            left_out.setdefault(figure, []).append(name)
            continue
        if figure.value is None:
            left_out.setdefault("statbank_withheld", []).append(name)
        found[query.areas[area], query.times[time]] = figure
    return found, [
        Problem(code=code, data={"count": len(names), "names": _few(names)}) for code, names in left_out.items()
    ]


def _few(names: list[str]) -> str:
    return ", ".join(names[:8]) + (" …" if len(names) > 8 else "")


def _figure(parts: dict[str, _Sum], query: Query) -> Figure | str:
    """Return a figure, or the code of the notice that explains why there is none."""
    if any(part.withheld for part in parts.values()):
        return Figure(value=None)
    if not all(part.cells for part in parts.values()):
        return "statbank_impossible"
    sums = {name: math.fsum(part.cells) for name, part in parts.items()}
    if "value" in sums:
        return Figure(value=sums["value"])
    if not sums["in"]:
        return "statbank_nothing_to_share"
    unit = query.indicator.unit
    assert unit is not None
    assert unit.scale is not None
    return Figure(value=sums["of"] * unit.scale / sums["in"], numerator=sums["of"], denominator=sums["in"])


def _add(request: Query, answer: bytes, sums: dict[tuple[str, str], dict[str, _Sum]]) -> None:
    """Add the cells of one answer to the sums."""
    variables = [*request.chosen]
    area, time = variables.index(request.area), variables.index(request.time)
    parts = {
        name: [frozenset(part.get(variable, ())) for variable in variables] for name, part in request.parts.items()
    }
    for codes, value in _cells(request, answer):
        totals = sums.setdefault((codes[area], codes[time]), {name: _Sum() for name in parts})
        for name, chosen in parts.items():
            if all(not wanted or code in wanted for code, wanted in zip(codes, chosen, strict=True)):
                if value is None:
                    totals[name].withheld = True
                elif not math.isnan(value):
                    totals[name].cells.append(value)


def _cells(request: Query, answer: bytes) -> Iterator[tuple[tuple[str, ...], float | None]]:
    """Yield each cell once: its codes, and its number; NaN where it cannot occur, None where it is withheld."""
    chosen = request.chosen
    places = [{code: place for place, code in enumerate(codes)} for codes in chosen.values()]
    seen, table = bytearray(request.cells), request.table.id
    try:
        lines = csv.reader(io.StringIO(answer.decode("utf-8-sig"), newline=""), delimiter=";", strict=True)
        columns = _columns(next(lines, []), [*chosen], table)
        for line in lines:
            if len(line) != len(columns):
                raise ValueError(f"row {lines.line_num}")
            row = [line[column] for column in columns]
            cell = 0
            for code, place in zip(row, places, strict=False):
                cell = cell * len(place) + place[code]
            if seen[cell]:
                raise ValueError(f"row {lines.line_num} is there twice")
            seen[cell] = 1
            yield tuple(row[:-1]), _number(row[-1], table, row[:-1])
    except (csv.Error, ValueError, KeyError) as error:
        data = {"table": table, "detail": str(error)}
        raise StatbankError(Problem(code="statbank_answer", data=data)) from None
    if (count := sum(seen)) != len(seen):
        data = {"table": table, "found": str(count), "wanted": str(len(seen))}
        raise StatbankError(Problem(code="statbank_not_whole", data=data))


def _columns(header: list[str], variables: list[str], table: str) -> list[int]:
    """Return the column of each variable, and that of the figure."""
    names = [name.casefold() for name in header]
    wanted = [name.casefold() for name in (*variables, _FIGURE)]
    if sorted(names) != sorted(wanted):
        raise StatbankError(
            Problem(code="statbank_answer", data={"table": table, "detail": "; ".join(header)[:100] or "–"})
        )
    return [names.index(name) for name in wanted]


def _number(text: str, table: str, codes: list[str]) -> float | None:
    text = text.strip()
    if text == "..":
        return None
    if text == ".":
        return math.nan
    if text == "-":
        return 0.0
    if not _NUMBER.fullmatch(text):
        data = {"table": table, "value": text, "cell": ", ".join(codes)}
        raise StatbankError(Problem(code="statbank_cell", data=data))
    return float(text.replace(",", "."))
