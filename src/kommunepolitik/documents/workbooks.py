"""Tables as sheets of an Excel workbook, and back; needs the extra `excel`."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from kommunepolitik.documents.tree import MAX_SIZE
from kommunepolitik.errors import FileError, InvalidModel, MissingExtra, Problem

if TYPE_CHECKING:
    import pandas as pd

LONGEST_CELL: Final = 32_767
"""The characters of a cell at most, for Excel."""

_MODIFIED: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_WIDEST: Final = 60
_TEXT: Final = "@"
"""The number format of cells that stay texts when a person edits them."""


@attrs.frozen(kw_only=True)
class RawTable:
    """The cells of a table of a file, as they are in it, and where they are."""

    name: str
    file: str
    sheet: str | None
    names: Sequence[str]
    """The headings; empty where there is none."""
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
        """Return a table of rows that hold anything, the headings first; a column without anything is left out."""
        width = max(map(len, rows), default=0)
        even = [[*row, *[None] * (width - len(row))] for row in rows]
        kept = [place for place in range(width) if any(row[place] is not None for row in even)]
        head = ["" if even[0][place] is None else str(even[0][place]).strip() for place in kept]
        return cls(
            name=name,
            file=file,
            sheet=sheet,
            names=head,
            rows=[[row[place] for place in kept] for row in even[1:]],
            heading=next(iter(lines), 0) or None,
            lines=lines[1:],
            places={name: place + 1 for place, name in reversed([*zip(kept, head, strict=True)])},
            problems=problems,
        )


def content_of(book: Any) -> bytes:
    """Return a workbook of openpyxl as bytes that are the same whenever it is written."""
    file, out = io.BytesIO(), io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as saved, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in saved.namelist():
            content = saved.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            made.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        data = {"package": "openpyxl", "extra": "excel"}
        raise MissingExtra(Problem(code="missing_extra", data=data)) from error
    return openpyxl


def to_workbook(tables: "Mapping[str, pd.DataFrame]") -> bytes:
    """Return tables as a workbook: a sheet for each, the headings frozen, all cells texts but numbers.

    Raises:
        MissingExtra: openpyxl is not installed.
        InvalidModel: with each text that no cell of a workbook can hold.
    """
    book = _openpyxl().Workbook(write_only=True)
    book.properties.creator = "kommunepolitik"
    problems: list[Problem] = []
    for name, frame in tables.items():
        _add_sheet(book, name, frame, problems)
    if problems:
        raise InvalidModel(*problems)
    return content_of(book)


def _add_sheet(book: Any, name: str, frame: "pd.DataFrame", problems: list[Problem]) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    columns = [[_plain(cell) for cell in frame.iloc[:, place].tolist()] for place in range(frame.shape[1])]
    names = [str(each) for each in frame.columns]
    for place, (heading, cells) in enumerate(zip(names, columns, strict=True), 1):
        longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
        sheet.column_dimensions[get_column_letter(place)].width = min(max(longest, len(heading)) + 2, _WIDEST)
    bold = Font(bold=True)

    def text_cell(text: str) -> Any:
        cell = WriteOnlyCell(sheet, value="")
        cell.value = _ESCAPE.sub("_x005F_", text)
        cell.data_type = "s"  # and no formula, whatever it begins with
        cell.number_format, cell.quotePrefix = _TEXT, True
        return cell

    headings = [text_cell(heading) for heading in names]
    for cell in headings:
        cell.font = bold
    sheet.append(headings)
    for number, row in enumerate(zip(*columns, strict=True), 2):
        cells = []
        for place, value in enumerate(row, 1):
            if not isinstance(value, str):
                cells.append(value)
                continue
            where = {"sheet": name, "line": number, "column": place, "path": (names[place - 1],)}
            if len(value) > LONGEST_CELL:
                data = {"length": len(value), "limit": LONGEST_CELL}
                problems.append(Problem(code="cell_too_long", data=data, **where))  # type: ignore[arg-type]
            elif ILLEGAL_CHARACTERS_RE.search(value):
                problems.append(Problem(code="not_in_workbooks", **where))  # type: ignore[arg-type]
            else:
                cells.append(text_cell(value))
        sheet.append(cells)


def _plain(value: Any) -> Any:
    """Return a cell of a frame as a text, a number, or nothing."""
    import pandas as pd

    if pd.isna(value):
        return None
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, int | float) else str(value)


def read_workbook(path: Path) -> Iterator[RawTable]:
    """Yield the sheets of a workbook that hold anything, as tables; a formula counts as its stored result.

    Raises:
        MissingExtra: openpyxl is not installed.
        FileError: it is no workbook.
    """
    openpyxl = _openpyxl()
    if (size := path.stat().st_size) > MAX_SIZE:
        data = {"size": str(size), "limit": str(MAX_SIZE)}
        raise FileError(Problem(code="too_large", data=data, file=str(path)))
    try:
        books = [openpyxl.load_workbook(path, read_only=True, data_only=each) for each in (True, False)]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, openpyxl.utils.exceptions.InvalidFileException) as error:
        raise FileError(Problem(code="not_a_workbook", file=str(path))) from error
    try:
        for values, formulas in zip(*(book.worksheets for book in books), strict=True):
            table = _read_sheet(values, formulas, str(path))
            if table.names:
                yield table
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
            row.append(None if wrong is not None or cell.value == "" else cell.value)
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
