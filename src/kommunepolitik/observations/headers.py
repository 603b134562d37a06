"""The header of a table: the row that names its columns, Danish or English, wherever it is."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from kommunepolitik.errors import Problem
from kommunepolitik.model.nearest import nearest
from kommunepolitik.observations.columns import BY_HEADER, COLUMNS, DESCRIPTIVE, NAMES
from kommunepolitik.observations.grid import Place

TITLE_ROWS: Final = 50
"""The header is searched for in this many rows; titles and notes may precede it."""


class Fit(NamedTuple):
    """How well a row, by its number from 0, fits as a header, and how many columns it names."""

    whole: bool
    """Whether it names an indicator and a value or judgement."""
    known: int
    at: int


def plain(header: object) -> str:
    """Return a header in the form used for lookup: `Værdi til` is `værdi_til`."""
    return "" if header is None else "_".join(str(header).strip().strip('"').casefold().split())


def find_header(rows: Iterable[Sequence[object]]) -> Fit:
    """Find the header among the first rows: the first complete one, else the one that names most columns."""
    best = Fit(False, -1, 0)
    for index, row in enumerate(rows):
        names = {BY_HEADER.get(plain(cell)) for cell in row} - {None}
        whole = "indicator" in names and bool(names & {"value", "judgement"})
        if whole:
            return Fit(True, len(names), index)
        if len(names) > best.known and any(map(plain, row)):
            best = Fit(False, len(names), index)
    return best


def read_header(
    header: Sequence[object], place: Place, line: int | None = None
) -> tuple[dict[str, int], list[Problem]]:
    """Return the position, from 1, of each known column (the first of a name counts), and what is wrong."""
    positions: dict[str, int] = {}
    problems: list[Problem] = []
    meant: set[str] = set()
    # Only beside the policy do they follow from it; elsewhere the code of a municipality names the owner of a row.
    known = {"", *DESCRIPTIVE} if "policy" in {BY_HEADER.get(plain(column)) for column in header} else {""}
    for position, column in enumerate(header, start=1):
        name = BY_HEADER.get(plain(column))
        if name is None and plain(column) not in known:
            danish = plain(column).replace("ae", "æ").replace("oe", "ø").replace("aa", "å")
            near = danish if danish in BY_HEADER else nearest(plain(column), BY_HEADER)
            meant |= set() if near is None else {BY_HEADER[near]}
            choices = () if near else NAMES
            problem = Problem(code="unknown_column", data={"column": column}, nearest=near, choices=choices)
            problems.append(place.locate(problem, line, position))
        elif name is not None and positions.setdefault(name, position) != position:
            problems.append(place.locate(Problem(code="duplicate_column", data={"column": column}), line, position))
    for wanted in COLUMNS:
        absent = wanted.name not in positions and wanted.name not in meant
        if wanted.required and absent and not (wanted.name == "value" and "judgement" in positions):
            problems.append(
                place.locate(
                    Problem(code="missing_column", data={"column": wanted.name, "danish": wanted.danish}), line
                )
            )
    return positions, problems
