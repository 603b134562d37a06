"""Tables of statistics offices: a row for each figure, with its area and period; the file's name is the indicator.

They are read without a mapping where only one indicator can be meant: their other columns have one value each, and one
indicator has the table's code (`dst:RAS201`) or its words among its codes, or as its title.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Policy
from kommunepolitik.observations import grid as cells
from kommunepolitik.observations.areas import read_area
from kommunepolitik.observations.grid import Grid, Place
from kommunepolitik.observations.json_stat import Cube, Role
from kommunepolitik.observations.tables import RawTable
from kommunepolitik.observations.titles import Titles, folded
from kommunepolitik.observations.values import DecimalMark, Notation

_TIME: Final = frozenset(["tid", "time"])
_VALUE: Final = frozenset(["indhold", "contents"])
_AREA: Final = frozenset(["område", "omrade", "region", "komk", "kommunedk", "bopkom", "bopomr", "kommune", "amt"])
_TOTALS: Final = frozenset(["i alt", "alle", "total"])
_STATUSES: Final = {"p": "provisional", "f": "forecast"}
"""The quality of a figure by its status."""
_NUMBER: Final = re.compile(r"[0-9]{1,2}|[0-9]{4,}")
"""Words that mark codes as other than those of areas: an age of 84 years is not a region."""
_CODED_AREA: Final = re.compile(r"([0-9]{3}) (.+)")
_CODE: Final = re.compile(r"[a-zæøå]{2,}[0-9][a-z0-9]*", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class FlatColumn:
    """A column of a table other than that of the figures: its name, its role, and its cells, as codes and as words."""

    name: str
    role: Role
    codes: Sequence[str]
    words: Sequence[str]


@attrs.frozen(kw_only=True)
class FlatTable:
    """A table with a row for each figure."""

    columns: Sequence[FlatColumn]
    values: Sequence[Any]
    rows: Sequence[int]
    """The place of each row in the file."""
    place: Place
    names: Sequence[str]
    """Its names: its code, its title."""
    position: int | None = None
    """The column of the figures in the file."""
    notation: Notation = attrs.field(factory=Notation)
    qualities: Sequence[str] = ()
    """The status of each figure; nothing where the table has none."""
    notices: Sequence[Problem] = ()


def from_csv(grid: Grid, decimal: DecimalMark | None) -> FlatTable | None:
    """Return a CSV file of Statistikbanken as a flat table; None for another one."""
    head = grid.rows[0]
    names = [folded(cells.text(cell)) for cell in head.cells]
    if not grid.separator or _TIME.isdisjoint(names) or _VALUE.isdisjoint(names):
        return None
    value = next(at for at, name in enumerate(names) if name in _VALUE) + 1
    body = grid.rows[1:]
    columns = []
    for at, name in enumerate(names, start=1):
        if at != value:
            role: Role = "time" if name in _TIME else "geo" if name in _AREA else ""
            texts = [cells.text(row.cell(at)) for row in body]
            columns.append(FlatColumn(name=cells.text(head.cell(at)), role=role, codes=texts, words=texts))
    figures = [cells.figure(row.cell(value)) for row in body]
    code = _CODE.match(Path(grid.place.file or "").stem)
    return FlatTable(
        columns=columns,
        values=figures,
        rows=[row.number for row in body],
        place=grid.place,
        names=[f"dst:{code[0].upper()}"] if code else [],
        position=value,
        notation=Notation.of(figures, grid.separator, decimal),
    )


def from_cube(cube: Cube, place: Place) -> FlatTable:
    """Return a dataset of JSON-stat as a flat table; a missing figure is its mark, or else two dots.

    Where no dimension is declared to be the area, one with its name is.
    """
    rows = [*cube.rows()]
    has_area = "geo" in cube.roles.values()
    figures, qualities = zip(
        *(_by_status(value, status) for value, status in zip(cube.values, cube.statuses, strict=True)), strict=True
    )
    unknown = [s for v, s in zip(cube.values, cube.statuses, strict=True) if v is not None and s and s not in _STATUSES]
    marks = ", ".join(sorted({*unknown}))
    columns = [
        FlatColumn(
            name=each.label,
            role="geo" if not has_area and not each.role and folded(each.label) in _AREA else each.role,
            codes=[str(row[2 * at]) for row in rows],
            words=[str(row[2 * at + 1]) for row in rows],
        )
        for at, each in enumerate(cube.dimensions)
    ]
    code = _CODE.match(Path(place.file or "").stem)
    return FlatTable(
        columns=columns,
        values=figures,
        rows=range(1, len(rows) + 1),
        place=place,
        names=[*([f"dst:{code[0].upper()}"] if code else []), cube.label],
        notation=Notation(dash_is_nil=True),
        qualities=qualities if any(qualities) else (),
        notices=[Problem(code="flat_status", data={"count": len(unknown), "marks": marks})] if unknown else [],
    )


def _by_status(value: float | None, status: str) -> tuple[float | str, str]:
    """Return the cell of a figure and its quality; a missing figure has none."""
    if value is None:
        return (".." if status in _STATUSES else status or ".."), ""
    return value, _STATUSES.get(status, "")


def flat_to_raw(table: FlatTable, policies: Sequence[Policy], titles: Titles) -> RawTable:
    """Return the figures of a flat table, or the problems that prevent reading it without a mapping.

    An area or a group of a policy may be in a column of any name, where it is that of all rows; what else all rows have
    in common is named in a notice.
    """
    times, areas = ([c for c in table.columns if c.role == role] for role in ("time", "geo"))
    others = [column for column in table.columns if column.role not in ("time", "geo")]
    several = [column.name for column in others if len({*column.codes}) > 1]
    indicators = sorted({*_meant(table, others, policies)})
    fixed = _FixedColumns.of([column for column in others if column.codes], policies, titles, has_area=bool(areas))
    problem = None
    if several or len(times) != 1 or len(areas) > 1:
        problem = Problem(code="flat_several", data={"columns": ", ".join(several) or "–"})
    elif len(indicators) != 1:
        names = ", ".join(name for name in table.names if name) or "–"
        problem = Problem(code="flat_indicator", data={"names": names, "found": ", ".join(indicators) or "–"})
    elif len({*fixed.areas}) > 1 or len({*fixed.groups}) > 1:
        problem = Problem(code="flat_unclear", data={"names": ", ".join(dict.fromkeys((*fixed.areas, *fixed.groups)))})
    columns: dict[str, Any] = {"indicator": [], "value": []}
    shown: list[int] = []
    notices: list[Problem] = []
    if problem is None:
        shown = [at for at, value in enumerate(table.values) if value is not None]
        columns = {"indicator": indicators * len(shown), "value": [table.values[at] for at in shown]}
        columns["period"] = [times[0].codes[at] for at in shown]
        columns |= {"quality": [table.qualities[at] for at in shown]} if table.qualities else {}
        columns |= {"area": fixed.areas[:1] * len(shown)} if fixed.areas else {}
        columns |= {"group": fixed.groups[:1] * len(shown)} if fixed.groups else {}
        if areas:
            columns["area"] = [_area(areas[0].codes[at], areas[0].words[at], policies) for at in shown]
        notices = [table.place.locate(notice) for notice in (*fixed.notices, *table.notices)]
    return RawTable(
        columns=columns,
        rows=[table.rows[at] for at in shown],
        place=table.place,
        positions={} if table.position is None else {"value": table.position},
        notation=table.notation,
        problems=[] if problem is None else [table.place.locate(problem)],
        notices=notices,
    )


@attrs.frozen(kw_only=True)
class _FixedColumns:
    """What columns of one value each mean for all rows."""

    areas: list[str] = attrs.field(factory=list)
    groups: list[str] = attrs.field(factory=list)
    notices: list[Problem] = attrs.field(factory=list)

    @classmethod
    def of(
        cls, columns: Sequence[FlatColumn], policies: Sequence[Policy], titles: Titles, *, has_area: bool
    ) -> "_FixedColumns":
        """Read the columns beside area and time; a total, and what is measured, add nothing."""
        found = cls()
        for column in columns:
            code, words = column.codes[0], column.words[0]
            if column.role == "metric" or folded(words) in ("", *_TOTALS, f"{folded(column.name)} i alt"):
                continue
            if not has_area and not _NUMBER.fullmatch(words) and (area := _known_area(words, policies)):
                found.areas.append(area)
            elif group := titles.group(words) or titles.group(code):
                found.groups.append(group)
            else:
                found.notices.append(Problem(code="flat_one_value", data={"column": column.name, "value": words}))
        return found


def _meant(table: FlatTable, others: Sequence[FlatColumn], policies: Sequence[Policy]) -> Iterator[str]:
    """Yield the indicators that a table may be of: by its code or words among their codes, or by their titles."""
    words = {folded(name) for name in table.names if name}
    words |= {folded(column.words[0]) for column in others if column.role == "metric" and column.words}
    for policy in policies:
        for indicator in policy.indicators:
            if not words.isdisjoint(map(folded, (*indicator.codes, indicator.title))):
                yield indicator.id


def _area(code: str, words: str, policies: Sequence[Policy]) -> str:
    """Return an area by its name, else by its code, else its name as it is."""
    return _known_area(words, policies) or _known_area(code, policies) or words


def _known_area(text: str, policies: Sequence[Policy]) -> str:
    """Return the country, a region or a municipality by its name or code, or both (`000 Hele landet`); else nothing."""
    coded = _CODED_AREA.fullmatch(text)
    try:
        found = read_area(coded[2] if coded else text)
    except InvalidModel:
        return ""
    return found if found.isdigit() or found in {policy.municipality.name for policy in policies} else ""
