"""Reads a returned form: identifies its rows, and reads what was written in them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from kommunepolitik.collect.identity import COLUMN, LABEL, SIGNED_BY, SIGNED_ON, TEXT, FormMark, RowKey
from kommunepolitik.collect.opened import Entry, OpenedBook, OpenedSheet, open_book
from kommunepolitik.collect.words import INPUTS
from kommunepolitik.errors import InvalidModel, Problem

_SIGNED: Final = (SIGNED_BY, SIGNED_ON)
_COLUMNS: Final = (*INPUTS, "account", "sign")


@attrs.frozen(kw_only=True)
class Place:
    """A cell of a file."""

    file: str
    sheet: str
    row: int
    column: int

    def locate(self, problem: Problem) -> Problem:
        """Return a problem of the cell with its place."""
        return attrs.evolve(problem, file=self.file, sheet=self.sheet, line=self.row, column=self.column)

    @property
    def origin(self) -> str:
        """The name of the file, the sheet and the cell."""
        return attrs.evolve(self, file=Path(self.file).name).locate(Problem(code="empty")).place


@attrs.frozen(kw_only=True)
class Written:
    """What was written in one input cell."""

    entry: Entry
    place: Place


@attrs.frozen(kw_only=True)
class FilledRow:
    """A row of a form with its input cells, by the key of their column; empty ones are left out."""

    key: RowKey
    place: Place
    """The place of its key."""
    inputs: Mapping[str, Written]
    labels: Mapping[str, Written]
    """Its visible labels: its title, group and period, or its question."""


@attrs.frozen(kw_only=True, eq=False)
class ReturnedForm:
    """A returned form."""

    path: Path
    mark: FormMark
    rows: Sequence[FilledRow]
    signed: Mapping[str, Written]
    """Who marked it as finished, and when, by their keys."""
    sheets: Sequence[str]
    """The names of all its sheets, in their order."""
    notices: Sequence[Problem] = ()


def read_form(path: Path) -> tuple[ReturnedForm | None, list[Problem]]:
    """Read a form, or the remains of one, and return all that is wrong with it as a form."""
    book = open_book(path)
    reader = _Reader(path=path, book=book)
    return reader.read(), reader.problems


@attrs.frozen(kw_only=True)
class _Reader:
    path: Path
    book: OpenedBook
    problems: list[Problem] = attrs.field(factory=list)
    _marks: dict[FormMark, Place] = attrs.field(factory=dict)

    def read(self) -> ReturnedForm | None:
        """Read all sheets that have a mark; the others are named."""
        rows: list[FilledRow] = []
        signed: dict[str, Written] = {}
        others: list[Problem] = []
        for sheet in self.book.sheets:
            mark = self._mark(sheet)
            if mark is None:
                others += self._unmarked(sheet)
            else:
                self._read_sheet(sheet, *mark, rows, signed)
        if not self._marks:
            if not self.problems:
                code = "form_without_keys" if self.book.property else "no_form"
                self.problems.append(Problem(code=code, file=str(self.path)))
            return None
        self._check_marks()
        return ReturnedForm(
            path=self.path,
            mark=next(iter(self._marks)),
            rows=tuple(rows),
            signed=signed,
            sheets=tuple(sheet.name for sheet in self.book.sheets),
            notices=tuple(others),
        )

    def _place(self, sheet: OpenedSheet, row: int, column: int) -> Place:
        return Place(file=str(self.path), sheet=sheet.name, row=row, column=column)

    def _mark(self, sheet: OpenedSheet) -> tuple[int, int] | None:
        """Return the cell with the mark of a sheet."""
        found: list[tuple[int, int]] = []
        for (row, column), entry in sheet.cells.items():
            place = self._place(sheet, row, column)
            try:
                mark = FormMark.read(entry.value)
            except InvalidModel as error:
                self.problems.extend(map(place.locate, error.problems))
                continue
            if mark is not None:
                self._marks.setdefault(mark, place)
                found.append((row, column))
        return min(found, default=None)

    def _check_marks(self) -> None:
        """Report sheets of different forms, such as one pasted from last year's."""
        (first, place), *rest = self._marks.items()
        for other, other_place in rest:
            data = {"one": _named(first), "other": _named(other), "first": place.sheet}
            self.problems.append(other_place.locate(Problem(code="form_sheets_differ", data=data)))
        try:
            own = FormMark.read(self.book.property)
        except InvalidModel as error:
            self.problems.extend(attrs.evolve(each, file=str(self.path)) for each in error.problems)
            return
        if own is not None and own != first and not rest:
            data = {"one": _named(own), "other": _named(first), "first": self.path.name}
            self.problems.append(place.locate(Problem(code="form_sheets_differ", data=data)))

    def _unmarked(self, sheet: OpenedSheet) -> Iterator[Problem]:
        """Yield a notice of a sheet that is not read; a sheet of the form without its keys is a problem."""
        if any(entry.text.startswith(COLUMN) for entry in sheet.cells.values()):
            self.problems.append(Problem(code="form_without_keys", file=str(self.path), sheet=sheet.name))
            return
        yield Problem(code="form_sheet_not_read", file=str(self.path), sheet=sheet.name)

    def _read_sheet(
        self, sheet: OpenedSheet, top: int, left: int, rows: list[FilledRow], signed: dict[str, Written]
    ) -> None:
        columns = self._columns(sheet, top)
        keys = {row: entry for (row, column), entry in sheet.cells.items() if column == left and row != top}
        shown = {
            column: entry.text.removeprefix(LABEL)
            for (row, column), entry in sheet.cells.items()
            if row == top and entry.text.startswith(LABEL)
        }
        by_row, labels = self._by_row(sheet, top, columns), self._by_row(sheet, top, shown)
        for row in sorted(keys.keys() | by_row.keys()):
            inputs, key, place = by_row.get(row, {}), keys.get(row), self._place(sheet, row, left)
            if key is not None and key.value == TEXT:
                continue
            if key is None:
                first = next(iter(inputs.values()))
                self.problems.append(first.place.locate(Problem(code="form_row_without_key")))
            elif key.text in _SIGNED:
                for each in inputs.values():
                    signed[key.text] = each
            else:
                self._add_row(key, place, inputs, labels.get(row, {}), rows)
        self._check_merged(sheet, columns, keys)

    def _by_row(self, sheet: OpenedSheet, top: int, columns: Mapping[int, str]) -> dict[int, dict[str, Written]]:
        """Return the cells of some columns by row, and by the key of their column."""
        found: dict[int, dict[str, Written]] = {}
        for (row, column), entry in sheet.cells.items():
            if column in columns and row != top and entry.text != TEXT:
                written = Written(entry=entry, place=self._place(sheet, row, column))
                found.setdefault(row, {})[columns[column]] = written
        return found

    def _add_row(
        self,
        key: Entry,
        place: Place,
        inputs: Mapping[str, Written],
        labels: Mapping[str, Written],
        rows: list[FilledRow],
    ) -> None:
        try:
            rows.append(FilledRow(key=RowKey.read(key.text), place=place, inputs=inputs, labels=labels))
        except InvalidModel:
            self.problems.append(place.locate(Problem(code="form_key", data={"value": key.text})))

    def _columns(self, sheet: OpenedSheet, top: int) -> dict[int, str]:
        """Return the key of each column that is filled in; a column with figures but without its key is a problem."""
        found: dict[int, str] = {}
        for (row, column), entry in sheet.cells.items():
            key = entry.text.removeprefix(COLUMN)
            if row != top or not entry.text.startswith(COLUMN) or key not in _COLUMNS:
                continue
            if key in found.values():
                place = self._place(sheet, row, column)
                self.problems.append(place.locate(Problem(code="form_column_twice", data={"value": key})))
            else:
                found[column] = key
        wanted = [] if "account" in found.values() or "sign" in found.values() else ["value"]
        for key in wanted:
            if key not in found.values():
                place = self._place(sheet, top, 1)
                self.problems.append(place.locate(Problem(code="form_column_missing", data={"value": key})))
        return found

    def _check_merged(self, sheet: OpenedSheet, columns: Mapping[int, str], keys: Mapping[int, Entry]) -> None:
        """Report a figure or text that is merged over several rows, as its row is not known."""
        asked = {row for row, key in keys.items() if key.value != TEXT}
        for left, top, right, bottom in sheet.merged:
            covered = [row for row in asked if top <= row <= bottom]
            if len(covered) > 1 and (top, left) in sheet.cells and any(left <= each <= right for each in columns):
                place = self._place(sheet, top, left)
                self.problems.append(place.locate(Problem(code="form_merged", data={"count": len(covered)})))


def _named(mark: FormMark) -> str:
    return ", ".join(filter(None, (str(mark.period), mark.unit)))
