"""Tables as sheets of an Excel workbook, and back; needs the extra `excel`."""

import io
import math
import re
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from kommunepolitik.documents.limits import MAX_MARKS_OF_TABLES, MAX_PART, MAX_RATIO
from kommunepolitik.documents.paths import read_bytes
from kommunepolitik.errors import FileError, InvalidModel, MissingExtra, Problem
from kommunepolitik.errors.system import detail_of, missing_extra
from kommunepolitik.model.tables import cells_of

if TYPE_CHECKING:
    import pandas as pd

LONGEST_CELL: Final = 32_767
"""The most characters of a cell, for Excel."""

_CHUNK: Final = 1_000_000
_SMALL: Final = 2_000_000
_MODIFIED: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED: Final = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)")
_WIDEST: Final = 60
_TEXT: Final = "@"
"""The number format of cells that stay texts when a person edits them."""


@attrs.frozen(kw_only=True)
class RawTable:
    """The cells of a table of a file, unchanged, and their places."""

    name: str
    file: str
    sheet: str | None
    names: Sequence[str]
    """The headings; empty for columns without one."""
    rows: Sequence[Sequence[Any]]
    heading: int | None
    """The row of the headings, if the file has one for them."""
    lines: Sequence[int]
    """The row or line of the file that each row begins in, counted from 1."""
    places: Mapping[str, int]
    """The column of each heading, counted from 1."""
    problems: Sequence[Problem] = ()

    @classmethod
    def of(
        cls,
        file: str,
        name: str,
        rows: Sequence[Sequence[Any]],
        lines: Sequence[int],
        problems: Sequence[Problem] = (),
        sheet: str | None = None,
    ) -> "RawTable":
        """Return a table of the rows that are not empty, the headings first; empty columns are left out."""
        width = max(map(len, rows), default=0)
        even = [[*row, *[None] * (width - len(row))] for row in rows]
        kept = [place for place in range(width) if any(row[place] is not None for row in even)]
        head = ["" if even[0][place] is None else str(even[0][place]).strip() for place in kept]
        unheaded = [place for place, heading in zip(kept, head, strict=True) if not heading]
        found = [*problems]
        for place in unheaded:  # data in a column without a heading, or a row with more cells than headings
            row = next((number for number, cells in enumerate(even[1:], 1) if cells[place] is not None), 0)
            if row == 0:  # only its heading, which is blank
                continue
            data = {"value": even[row][place]}
            problem = Problem(code="cell_without_heading", data=data, file=file, sheet=sheet, line=lines[row])
            found.append(attrs.evolve(problem, column=place + 1))
        kept = [place for place, heading in zip(kept, head, strict=True) if heading]
        head = [heading for heading in head if heading]
        return cls(
            name=name,
            file=file,
            sheet=sheet,
            names=head,
            rows=[[row[place] for place in kept] for row in even[1:]],
            heading=next(iter(lines), 0) or None,
            lines=lines[1:],
            places={name: place + 1 for place, name in reversed([*zip(kept, head, strict=True)])},
            problems=found,
        )


def content_of(book: Any) -> bytes:
    """Return a workbook of openpyxl as bytes that are the same whenever it is written.

    Raises:
        FileError: openpyxl cannot write its temporary files.
    """
    file, out = io.BytesIO(), io.BytesIO()
    with _temporary_files():
        book.save(file)
    with zipfile.ZipFile(file) as saved, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in saved.namelist():
            content = saved.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            made.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@contextmanager
def _temporary_files() -> Iterator[None]:
    """Raise `FileError` where openpyxl cannot write the temporary file that it makes of each sheet."""
    errors: tuple[type[Exception], ...] = (OSError,)
    with suppress(ImportError):  # it does without
        from lxml.etree import SerialisationError

        errors = (OSError, SerialisationError)
    try:
        yield
    except errors as error:
        raise FileError(Problem(code="cannot_write", data=detail_of(error), file=tempfile.gettempdir())) from error


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtra(missing_extra("openpyxl", "excel")) from error
    return openpyxl


def to_workbook(tables: "Mapping[str, pd.DataFrame]") -> bytes:
    """Return tables as a workbook: a sheet for each, the headings frozen, all cells but numbers texts.

    Raises:
        MissingExtra: openpyxl is not installed.
        InvalidModel: with each text that no cell of a workbook can contain.
        FileError: openpyxl cannot write its temporary files.
    """
    openpyxl = _openpyxl()
    rows = {name: _plain_rows(frame) for name, frame in tables.items()}
    problems = [problem for name, found in rows.items() for problem in _unfit(name, found)]
    if problems:
        raise InvalidModel(*problems)
    book = openpyxl.Workbook(write_only=True)
    book.properties.creator = "kommunepolitik"
    with _temporary_files():
        for name, found in rows.items():
            _add_sheet(book, name, found)
    return content_of(book)


def _plain_rows(frame: "pd.DataFrame") -> list[tuple[Any, ...]]:
    """Return the headings and the rows of a frame as texts, numbers, and nothing."""
    columns = [map(_plain, column) for column in cells_of(frame)]
    return [tuple(map(str, frame.columns)), *zip(*columns, strict=True)]


def _unfit(name: str, rows: Sequence[Sequence[Any]]) -> Iterator[Problem]:
    """Yield the texts that cannot be in a workbook."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            path = (rows[0][column - 1],)
            if isinstance(value, float) and not math.isfinite(value):
                yield Problem(code="infinite_cell", sheet=name, line=line, column=column, path=path)
            if not isinstance(value, str):
                continue
            if len(value) > LONGEST_CELL:
                data = {"length": len(value), "limit": LONGEST_CELL}
                yield Problem(code="cell_too_long", data=data, sheet=name, line=line, column=column, path=path)
            elif ILLEGAL_CHARACTERS_RE.search(value):
                yield Problem(code="not_in_workbooks", sheet=name, line=line, column=column, path=path)


def _add_sheet(book: Any, name: str, rows: Sequence[Sequence[Any]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for place in range(len(rows[0])):
        longest = max(len(str(row[place])) for row in rows if row[place] is not None)
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(longest + 2, _WIDEST)
    headings = [_text_cell(sheet, heading) for heading in rows[0]]
    for cell in headings:
        cell.font = Font(bold=True)
    sheet.append(headings)
    for row in rows[1:]:
        sheet.append([None if value is None else _cell(sheet, value) for value in row])


def _cell(sheet: Any, value: str | float) -> Any:
    if isinstance(value, str):
        return _text_cell(sheet, value)
    cell = _text_cell(sheet, repr(value))  # openpyxl would round a number to 16 digits
    cell.data_type, cell.number_format, cell.quotePrefix = "n", "General", False
    return cell


def _text_cell(sheet: Any, text: str) -> Any:
    """Return a cell that is a text and not a formula, whatever it begins with, also when it is edited."""
    from openpyxl.cell.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=_ESCAPE.sub("_x005F_", text))
    cell.data_type, cell.number_format, cell.quotePrefix = "s", _TEXT, True
    return cell


def _plain(value: Any) -> Any:
    """Return a cell of a frame as a text, a number, or nothing."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None or isinstance(value, int | float) else str(value)


def too_large_part(
    archive: zipfile.ZipFile, marks: int, most: int = MAX_PART, names: Collection[str] | None = None
) -> str | None:
    """Return the part of a zip file that is too large, unpacked, or compressed more than what people make.

    The parts, of which only those with some names may be read, are unpacked once, a piece at a time, as a file may
    state smaller sizes than it has; that raises an error of `zipfile`. `marks` is how many marks (`<`) they may have
    together, as tiny elements take much more time and memory than room.
    """
    whole = 0
    for part in archive.infolist():
        if names is not None and part.filename.replace("\\", "/").casefold() not in names:
            continue
        is_packed = part.file_size > _SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1)
        whole += part.file_size
        if part.file_size > most or whole > 2 * most or is_packed:
            return part.filename
        with archive.open(part) as file:
            while piece := file.read(_CHUNK):
                marks -= piece.count(b"<")
                if marks < 0:
                    return part.filename
    return None


def read_workbook(path: Path) -> Iterator[RawTable]:
    """Yield the sheets of a workbook that are not empty, as tables; a formula counts as its stored result.

    Raises:
        MissingExtra: openpyxl is not installed.
        FileError: it is not a workbook, or larger than a table can be.
    """
    openpyxl = _openpyxl()
    content = read_bytes(path)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            part = too_large_part(archive, MAX_MARKS_OF_TABLES)
        tables = [] if part else list(_sheets(openpyxl, content, str(path)))
    except Exception as error:  # openpyxl raises errors of many kinds for a damaged file
        raise FileError(Problem(code="not_an_excel_file", file=str(path))) from error
    if part:
        raise FileError(Problem(code="part_too_large", data={"part": part}, file=str(path)))
    yield from (table for table in tables if table.names)


def _sheets(openpyxl: Any, content: bytes, file: str) -> Iterator[RawTable]:
    books = []
    try:
        for stored in (True, False):  # the results of formulas, and the formulas
            books.append(openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=stored))
        for values, formulas in zip(*(book.worksheets for book in books), strict=True):
            yield _read_sheet(values, formulas, file)
    finally:
        for book in books:
            book.close()


def _read_sheet(values: Any, formulas: Any, file: str) -> RawTable:
    rows, lines, problems = list[Sequence[Any]](), [], []
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # some programs write wrong ones
    for number, (found, written) in enumerate(zip(values.iter_rows(), formulas.iter_rows(), strict=True), 1):
        row = []
        for column, (cell, formula) in enumerate(zip(found, written, strict=True), 1):
            wrong = _wrong(cell, formula)
            if wrong is not None:
                problems.append(attrs.evolve(wrong, file=file, sheet=values.title, line=number, column=column))
            value = _ESCAPED.sub("_", cell.value) if isinstance(cell.value, str) else cell.value
            row.append(None if wrong is not None or value == "" else value)
        if any(cell is not None for cell in row):
            rows.append(row)
            lines.append(number)
    return RawTable.of(file, values.title, rows, lines, problems, values.title)


def _wrong(cell: Any, formula: Any) -> Problem | None:
    if cell.data_type == "e":
        return Problem(code="error_cell", data={"value": cell.value})
    if formula.data_type == "f" and cell.value is None:
        return Problem(code="formula_without_value", data={"value": formula.value})
    return None
