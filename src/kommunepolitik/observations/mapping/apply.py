"""Applies an import: from sheets of any layout to tables of figures."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from kommunepolitik.documents.imports import LABELS, Import, ImportsDocument, PublishedAfter
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Period, Policy
from kommunepolitik.observations import grid as cells
from kommunepolitik.observations.columns import NUMBERS
from kommunepolitik.observations.files import hidden_sheets
from kommunepolitik.observations.grid import Grid, Row
from kommunepolitik.observations.long_form import hidden, mark_lost_formats
from kommunepolitik.observations.mapping.ends import row_numbers
from kommunepolitik.observations.mapping.fill import filled_down
from kommunepolitik.observations.mapping.headings import Block, MatchedColumn, find_blocks, has_heading, heading_name
from kommunepolitik.observations.mapping.labels import IGNORED, Meanings
from kommunepolitik.observations.mapping.published import published_after
from kommunepolitik.observations.tables import MAX_WRONG, RawTable, too_many_wrong
from kommunepolitik.observations.titles import folded
from kommunepolitik.observations.values import DecimalMark, Notation, read_number

_SERIES: Final = ("area", "indicator", "group", "period")
_COLUMN: Final = {"responsible": "reported_by"}
"""The columns of the long table for roles with another name."""
_SHOWN: Final = 10
"""The most rows not filled in that are named."""


@attrs.frozen(kw_only=True)
class MappedFile:
    """What was read from a file with an import, and what is wrong with it."""

    tables: Sequence[RawTable]
    problems: Sequence[Problem]
    notices: Sequence[Problem]


@attrs.frozen(kw_only=True)
class ImportReader:
    """Reads files with one import of a file of imports, for some policies."""

    document: ImportsDocument
    at: int
    """The place of the import in its file."""
    policies: Sequence[Policy]
    decimal: DecimalMark | None = None
    published: str = ""
    """The day of publication where the import does not state it."""

    @property
    def wanted(self) -> Import:
        """The import."""
        return self.document.imports[self.at]

    def read(self, grids: Sequence[Grid]) -> MappedFile:
        """Read the sheets of a file; every visible column and row of their tables is read, skipped, or a problem.

        Rows of the municipality itself have its area, which assigns them to its policies with the indicator.
        """
        meanings = Meanings.of(self.policies)
        problems = [self._locate(problem) for problem in meanings.problems(self.wanted)]
        if (unfinished := self.document.unfinished.get(self.at)) is not None:
            problems = [self.document.locate(unfinished)]
        elif self.wanted.confirmed is None:
            problems.insert(0, self._locate(Problem(code="not_confirmed", data={"import": self.wanted.id})))
        if problems:
            return MappedFile(tables=(), problems=problems, notices=())
        chosen, problems, notices = self._sheets(grids, meanings)
        tables = []
        for grid, constants in chosen:
            blocks = find_blocks(grid, self.wanted)
            if not blocks:
                data = {"starts": self.wanted.header.starts, "import": self.wanted.id}
                problems.append(grid.place.locate(Problem(code="no_header_cell", data=data)))
                continue
            problems += grid.problems
            published, problem = self._published(grid)
            problems += problem
            fixed = {**constants, "published": published}
            for block in blocks:
                problems += block.problems
                notices += block.notices
                if not block.problems:
                    table, wrong = SheetReader(self, meanings, grid, block, fixed).table()
                    tables.append(table)
                    problems += wrong
        return MappedFile(tables=tables, problems=problems, notices=notices)

    def _locate(self, problem: Problem) -> Problem:
        """Return a problem of the import with its place in its file."""
        return self.document.locate(attrs.evolve(problem, path=("imports", self.at, *problem.path)))

    def _sheets(
        self, grids: Sequence[Grid], meanings: Meanings
    ) -> tuple[list[tuple[Grid, dict[str, str]]], list[Problem], list[Problem]]:
        """Return the sheets that are read, each with what its name means; what is wrong; and what is not read."""
        sheets, plain = self.wanted.sheets, [grid for grid in grids if grid.place.sheet is None]
        if plain:  # a CSV file has no sheets
            return [(grid, {}) for grid in plain], [], []
        found: list[tuple[Grid, dict[str, str]]] = []
        problems: list[Problem] = []
        notices: list[Problem] = []
        unread: list[Grid] = []
        names = [] if sheets is None else [*map(folded, sheets.names)]
        for grid in grids:
            name = " ".join((grid.place.sheet or "").split())
            if names and folded(name) not in names:
                unread.append(grid)
                continue
            constants: dict[str, str] = {}
            if sheets is not None and sheets.is_ is not None:
                meaning = meanings.read(sheets.is_, name, sheets.values, sheets.ignore)
                if meaning is IGNORED:
                    continue
                if isinstance(meaning, Problem):
                    problems.append(grid.place.locate(attrs.evolve(meaning, code="unknown_sheet")))
                    continue
                constants = {_COLUMN.get(sheets.is_, sheets.is_): meaning}
            elif not names and not has_heading(grid, self.wanted):
                unread.append(grid)
                continue
            found.append((grid, constants))
        problems += self._missing_sheets(grids, found=bool(found or problems))
        notices += self._values_without_sheet(grids)
        data = {"import": self.wanted.id, "sheet": ", ".join(grid.place.sheet or "" for grid, _ in found)}
        notices += [grid.place.locate(Problem(code="sheet_not_in_import", data=data)) for grid in unread]
        return found, problems, notices

    def _values_without_sheet(self, grids: Sequence[Grid]) -> Iterator[Problem]:
        """Yield a notice of each sheet that is hidden, and of each in `values` of the import that does not exist."""
        yield from hidden_sheets(grids)
        known = {folded(name) for name in (*grids[0].hidden_sheets, *(grid.place.sheet for grid in grids))}
        for name in self.wanted.sheets.values if self.wanted.sheets is not None else ():
            if folded(name) not in known:
                data = {"sheet": name, "import": self.wanted.id}
                yield Problem(code="sheet_of_values_missing", data=data, file=grids[0].place.file)

    def _missing_sheets(self, grids: Sequence[Grid], *, found: bool) -> Iterator[Problem]:
        """Yield the sheets that the import names and the workbook lacks; or the problem that none has the table."""
        known, file = {folded(grid.place.sheet or ""): grid.place.sheet or "" for grid in grids}, grids[0].place.file
        sheets = self.wanted.sheets
        missing = [name for name in (sheets.names if sheets is not None else ()) if folded(name) not in known]
        for name in missing:
            data = {"sheet": name, "sheets": ", ".join(known.values()), "import": self.wanted.id}
            yield Problem(code="no_such_sheet", data=data, file=file)
        if not found and not missing:
            data = {"starts": self.wanted.header.starts, "import": self.wanted.id}
            yield Problem(code="no_header_cell", data=data, file=file)

    def _published(self, grid: Grid) -> tuple[str, list[Problem]]:
        """Return the day of publication of a sheet, and a problem where the import's words are not followed by one."""
        wanted = self.wanted.published
        if not isinstance(wanted, PublishedAfter):
            return wanted or self.published, []
        if (found := published_after(grid, wanted.after)) or self.published:
            return found or self.published, []
        data = {"words": wanted.after, "import": self.wanted.id}
        return "", [grid.place.locate(Problem(code="no_published", data=data))]


class SheetReader:
    """Reads the table of one sheet."""

    def __init__(
        self, reader: ImportReader, meanings: Meanings, grid: Grid, block: Block, constants: Mapping[str, str]
    ) -> None:
        self._reader = reader
        self._meanings = meanings
        self._grid = grid
        self._block = block
        self._constants = constants
        shown = [column for column in block.columns if not column.spec.passed]
        self._labels = [column for column in shown if column.spec.is_ in LABELS]
        self._values = [column for column in shown if column.spec.is_ == "value"] or [
            column for column in shown if column.spec.is_ == "judgement"
        ]
        self._units = [column for column in shown if column.spec.is_ == "unit"]
        read = [*self._labels, *self._values, *self._units]
        self._others = [column for column in shown if column not in read]
        self._units_of_rows = dict(self._filled_units())
        self._notations = self._notations_of([*self._values, *self._others])
        self._series = {column.number: self._series_of(column) for column in shown if column not in self._labels}
        self._own = meanings.meaning("area", "own")
        self._context = {meanings.meaning("area", area): ids for area, ids in reader.wanted.context.items()}

    def table(self) -> tuple[RawTable, list[Problem]]:
        """Return the figures of the sheet, a row for each cell with one, and what is wrong with its labels."""
        records: list[dict[str, Any]] = []
        places: list[tuple[int, int]] = []
        problems: list[Problem] = []
        notices: list[Problem] = []
        unfilled: list[str] = []
        newest = self._newest()
        for row, labels in zip(self._block.rows, self._labels_of_rows(), strict=True):
            if labels is None or any(meaning is IGNORED for _, meaning in labels):
                continue
            wrong = [self._grid.locate(p, row.number, column) for column, p in labels if isinstance(p, Problem)]
            problems += wrong
            if len(problems) > MAX_WRONG:
                problems.append(too_many_wrong(self._grid.place))
                break
            if newest and all(row.cell(number) is None for number in newest):
                unfilled.append(self._label_of(row))
            for column in self._values if not wrong else ():
                record = self._record(row, column, dict(self._named(labels)))
                if record is not None:
                    records.append(record)
                    places.append((row.number, column.number))
        names = dict.fromkeys(name for record in records for name in record)
        columns = {name: [record.get(name) for record in records] for name in (*names, "indicator", "value")}
        if not any(column.spec.is_ == "value" for column in self._values):
            columns.pop("value")
            columns.setdefault("judgement", [])
        mark_lost_formats(columns)
        if unfilled:
            text, rest = "; ".join(unfilled[:_SHOWN]), len(unfilled) - _SHOWN
            data = {"rows": f"{text} …" if rest > 0 else text, "count": len(unfilled)}
            notices.append(self._grid.place.locate(Problem(code="rows_not_filled", data=data)))
        read = [column.number for column in (*self._labels, *self._values, *self._units, *self._others)]
        table = RawTable(
            columns=columns,
            rows=[row for row, _ in places],
            value_columns=[column for _, column in places],
            place=self._grid.place,
            positions={_COLUMN.get(c.spec.is_ or "", c.spec.is_ or ""): c.number for c in self._labels},
            notices=[*hidden(self._grid, self._block.rows, read), *self._merged_figures(), *notices],
        )
        return table, problems

    def _newest(self) -> list[int]:
        """Return the columns of figures of the newest period; all, where the headings contain none."""
        dated = [(Period(column.period), column.number) for column in self._values if column.period]
        last = max((period.sort_key for period, _ in dated), default=None)
        return [n for period, n in dated if period.sort_key == last] or [column.number for column in self._values]

    def _label_of(self, row: Row) -> str:
        """Return the name of a row in its sheet."""
        labels = [column for column in self._labels if column.spec.is_ in ("indicator", "group", "area", "period")]
        texts = (next(self._grid.filled([row], column.number)) for column in labels)
        return ", ".join(filter(None, map(cells.text, texts))) or str(row.number)

    def _named(self, labels: Sequence[tuple[int, Any]]) -> Iterator[tuple[str, Any]]:
        roles = {column.number: column.spec.is_ or "" for column in self._labels}
        return ((_COLUMN.get(roles[column], roles[column]), meaning) for column, meaning in labels)

    def _labels_of_rows(self) -> Iterator[list[tuple[int, Any]] | None]:
        """Yield for each row what its labels mean, by column; None for a row without anything that is read."""
        rows = self._block.rows
        texts = self._label_texts(rows) if rows else {}
        inside = {column.number for column in self._block.columns if not column.spec.passed}
        known: dict[tuple[int, str], Any] = {}
        for index, row in enumerate(rows):
            if not any(cell is not None for n, cell in enumerate(row.cells, start=1) if n in inside):
                yield None
                continue
            found = []
            for column in self._labels:
                text = texts[column.number][index]
                if isinstance(text, Problem):
                    found.append((column.number, text))
                    continue
                key = (column.number, text)
                if key not in known:
                    known[key] = self._meaning(column, text)
                found.append((column.number, known[key]))
            yield found

    def _label_texts(self, rows: Sequence[Row]) -> dict[int, list[str | Problem]]:
        """Return the text of each row in each column of labels, by column; a problem for a broken cell."""
        found: dict[int, list[str | Problem]] = {}
        for column in self._labels:
            look = cells.period if column.spec.is_ == "period" else cells.words
            filled = self._grid.filled(rows, column.number)
            found[column.number] = [each if isinstance(each, Problem) else cells.text(look(each)) for each in filled]
        others = [column.number for column in self._labels]
        for column in self._labels:
            if column.spec.fill_down:
                named = [any(found[other][at] for other in others if other != column.number) for at in range(len(rows))]
                found[column.number] = [*filled_down(rows, found[column.number], named, "")]
        return found

    def _meaning(self, column: MatchedColumn, text: str) -> Any:
        role = column.spec.is_ or ""
        if not text and role in ("indicator", "area", "period") and "" not in column.spec.values:
            code = "nothing_to_fill_down" if column.spec.fill_down else "empty_label"
            return Problem(code=code, data={"heading": heading_name(column.spec)})
        if not text and role in ("group", "responsible") and "" not in column.spec.values:
            return ""
        return self._meanings.read(role, text, column.spec.values, column.spec.ignore)

    def _series_of(self, column: MatchedColumn) -> dict[str, Any]:
        """Return the parts of the series of its figures that a column defines."""
        spec = column.spec
        period = column.period or ("" if spec.period is None else str(spec.period))
        area = None if spec.area is None else self._meanings.meaning("area", spec.area)
        named = {"indicator": spec.indicator, "group": spec.group, "period": period or None, "area": area}
        return {name: value for name, value in named.items() if value is not None}

    def _filled_units(self) -> Iterator[tuple[tuple[int, int], str]]:
        """Yield the unit in each cell of the columns of units, by row and column; merged cells count for each row."""
        for column in self._units if self._block.rows else ():
            found = self._grid.filled(self._block.rows, column.number)
            for row, cell in zip(self._block.rows, found, strict=True):
                yield (row.number, column.number), cells.text(cell)

    def _merged_figures(self) -> Iterator[Problem]:
        """Yield a notice of each figure that is merged over several rows: it is the first row's."""
        numbers, columns = {row.number for row in self._block.rows}, {column.number for column in self._values}
        for span in self._grid.merged:
            rest = [number for number in range(span.top + 1, span.bottom + 1) if number in numbers]
            if rest and span.top in numbers and span.left in columns:
                span_name = ":".join(self._grid.cell_name(row, span.left) for row in (span.top, span.bottom))
                data = {"cells": span_name, "row": span.top, "rows": row_numbers(rest)}
                yield self._grid.locate(Problem(code="merged_figure", data=data), span.top, span.left)

    def _units_for(self, row: Row, series: Mapping[str, Any]) -> Iterator[str]:
        """Yield the units that the cells of a row give for the figures of a series."""
        for column in self._units:
            own, unit = self._series[column.number], self._units_of_rows[row.number, column.number]
            if unit and all(series.get(name) == own[name] for name in _SERIES if name in own):
                yield unit

    def _record(self, row: Row, column: MatchedColumn, labels: dict[str, Any]) -> dict[str, Any] | None:
        """Return the record of the figure in a cell; None where there is none."""
        wanted = self._reader.wanted
        given = {name: meaning for name, meaning in labels.items() if meaning or name not in self._constants}
        series = {**self._constants, **given, **self._series[column.number]}
        series.setdefault("area", self._own)
        if (other := self._context.get(series["area"], {}).get(series.get("indicator"))) is not None:
            series |= {"indicator": other, "area": self._own}
        record = {"source": wanted.source or "", **series}
        cell = self._read(row, column)
        for unit in filter(None, (column.spec.unit, *self._units_for(row, series))):
            if cell is not None:
                cell = self._meanings.unit_problem(series["indicator"], unit) or cell
        record[str(column.spec.is_)] = cell
        quality = column.quality or column.spec.quality
        if quality:
            record["quality"] = quality
        for other in self._others:
            own = self._series[other.number]
            if all(series.get(name) == own[name] for name in _SERIES if name in own):
                cell = self._read(row, other)
                if cell is not None:
                    record[str(other.spec.is_)] = cell
        cells = [record.get(name) for name in ("value", "value_high", "judgement")]
        suppressed = str(record.get("quality", "")).casefold() in ("suppressed", "diskretioneret")
        return record if suppressed or any(cell is not None for cell in cells) else None

    def _read(self, row: Row, column: MatchedColumn) -> Any:
        """Return a cell read by the role of its column; figures are read here, as each column has its own marks."""
        cell, role = row.cell(column.number), column.spec.is_ or ""
        if role not in NUMBERS:
            return cells.period(cell) if role == "published" else cells.words(cell)
        cell = cells.figure(cell)
        if not isinstance(cell, str):
            return cell
        try:
            return read_number(cell, self._notations[column.at])
        except InvalidModel as error:
            return self._in_words_of_import(error.problems[0])

    def _in_words_of_import(self, problem: Problem) -> Problem:
        """Return what is wrong with a figure, with the key of the import that corrects it."""
        if problem.code == "unknown_mark":
            return attrs.evolve(problem, code="mark_not_in_import")
        if problem.code == "other_decimal_mark" and self._reader.wanted.decimal:
            return attrs.evolve(problem, code="decimal_of_import")
        return problem

    def _notations_of(self, columns: Sequence[MatchedColumn]) -> dict[int, Notation]:
        """Return how the figures of each column of the import are written, by all figures of the sheet."""
        numbers = [column for column in columns if column.spec.is_ in NUMBERS]
        figures = [cells.figure(row.cell(column.number)) for row in self._block.rows for column in numbers]
        decimal = self._reader.wanted.decimal or self._reader.decimal
        separator = self._grid.separator or ";"
        plain = Notation.of(figures, separator, decimal)
        own = {column.at: {folded(mark): word for mark, word in column.spec.marks.items()} for column in numbers}
        return {at: attrs.evolve(plain, marks={**plain.marks, **marks}) for at, marks in own.items()}
