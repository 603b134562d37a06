"""The contents of a sheet's XML beside its values: extent, formats, errors, formulas, hidden and merged cells.

The library that reads the values of workbooks has none of these, and reads an error as an empty cell.
"""

import codecs
import re
import zipfile
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat

import attrs

from kommunepolitik.documents.limits import (
    MAX_BROKEN,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_EXTENT,
    MAX_FORMATTED,
    MAX_MARKS,
    MAX_MARKS_OF_STYLES,
    MAX_MERGED,
    MAX_PART,
    MAX_ROWS,
    MAX_SHEETS,
)
from kommunepolitik.documents.workbooks import too_large_part
from kommunepolitik.errors import Problem
from kommunepolitik.observations.grid import Merged, Place, cell_name
from kommunepolitik.observations.number_format import is_plain

_REFERENCE: Final = re.compile(r"([A-Z]{1,9})([0-9]{1,12})", re.ASCII)
_ENCODING: Final = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_CUT: Final = re.compile(rb"<t[^<>]*>[^<]*<(?:!--|\?)")
_EMPTY: Final = re.compile(rb'(?:<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")? ?/>)+')
"""Cells that have a format at most, as where whole columns were formatted."""
_BOOK: Final = "xl/workbook.xml"
_LINKS: Final = "xl/_rels/workbook.xml.rels"
_STYLES: Final = "xl/styles.xml"
_TEXTS: Final = "xl/sharedstrings.xml"
_OTHER_KINDS: Final = ("content.xml", "xl/workbook.bin")
"""What other kinds of workbook have, and no .xlsx; the library that reads the values tries them too."""


@attrs.define
class Scan:
    """What is special about the cells of a sheet, each by its row and column from 1."""

    formats: dict[tuple[int, int], str] = attrs.field(factory=dict)
    """The number formats that are not plain."""
    errors: dict[tuple[int, int], Problem] = attrs.field(factory=dict)
    hidden_rows: set[int] = attrs.field(factory=set)
    hidden_columns: set[int] = attrs.field(factory=set)
    merged: list[Merged] = attrs.field(factory=list)
    cells: int = 0
    """How many cells contain something."""
    numbers: int = 0
    """How many cells contain a number."""
    last: tuple[int, int] = (0, 0)
    """The last row and column in which a cell contains something."""


def scan_sheets(archive: zipfile.ZipFile, place: Place) -> Mapping[str, Scan]:
    """Return what is special about each visible sheet of an .xlsx workbook, by its name.

    What is not read may be large, or in another encoding: hidden sheets, pivot caches, what Power Query keeps.
    """
    names = {each.casefold(): each for each in archive.namelist()}
    if other := next(filter(names.__contains__, _OTHER_KINDS), None):
        place.refuse("not_a_workbook", detail=other)
    about = [_BOOK, _LINKS, _STYLES]
    check_parts(archive, place, MAX_MARKS_OF_STYLES, about)
    _check_encodings(archive, place, about)
    parts = _sheet_parts(archive, place)
    read = [*about, _TEXTS, *(part.casefold() for part in parts.values())]
    check_parts(archive, place, MAX_MARKS, read)
    _check_encodings(archive, place, read)
    _check_texts(archive, place)
    formats = _formats(archive, place)
    scans, marks = {}, 0
    for name, part in parts.items():
        if (found := names.get(part.casefold())) is not None:
            content = _without_empty(part_of(archive, found, place))
            marks += content.count(b"<") + content.count(b"/>")  # an element without content is opened and closed, too
            if marks > MAX_MARKS:
                place.refuse("part_too_large", part=found)
            scans[name] = _Scanner(formats, attrs.evolve(place, sheet=name)).read(content)
    return scans


def check_parts(archive: zipfile.ZipFile, place: Place, marks: int, names: Collection[str]) -> None:
    """Raise if a part that is read is larger, unpacked, than a table can be, or is compressed more than a table is."""
    if (part := too_large_part(archive, marks, names=names)) is not None:
        place.refuse("part_too_large", part=part)


def _check_encodings(archive: zipfile.ZipFile, place: Place, names: Collection[str]) -> None:
    """Raise for a part that is not in UTF-8: the library that reads the values would find nothing in it."""
    for part in archive.infolist():
        if part.filename.casefold() in names:
            with archive.open(part) as file:
                begin = file.read(200)
            declared = _ENCODING.match(begin.removeprefix(codecs.BOM_UTF8))
            other = declared is not None and declared[1].lower() not in (b"utf-8", b"us-ascii")
            if other or b"\0" in begin or begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                place.refuse("part_not_utf8", part=part.filename)


def _check_texts(archive: zipfile.ZipFile, place: Place) -> None:
    """Raise for a comment inside a text that several cells share, as inside a value."""
    for part in archive.namelist():
        if part.casefold() == _TEXTS and _CUT.search(part_of(archive, part, place)):
            place.refuse("not_a_workbook", detail="<!-- -->")


def check_sheets(count: int, place: Place) -> None:
    """Raise if a workbook has more sheets than people look at."""
    if count > MAX_SHEETS:
        place.refuse("too_many_sheets", limit=MAX_SHEETS)


def check_name(name: str, others: Collection[str], place: Place) -> None:
    """Raise for a second sheet of a name, which no spreadsheet program makes: one of the two would be lost."""
    if name in others:
        place.refuse("not_a_workbook", detail=f"'{name}' ×2")


def part_of(archive: zipfile.ZipFile, name: str, place: Place) -> bytes:
    """Return a part of a zip file, if it is no larger than a table can be."""
    if archive.getinfo(name).file_size > MAX_PART:
        place.refuse("part_too_large", part=name)
    with archive.open(name) as file:
        content = file.read(MAX_PART + 1)
    if b"<!DOCTYPE" in content[:2000]:
        place.refuse("not_a_workbook", detail="DOCTYPE")
    return content


def _tree(archive: zipfile.ZipFile, name: str, place: Place) -> ElementTree.Element | None:
    if name not in archive.namelist():
        return None
    return ElementTree.fromstring(part_of(archive, name, place))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _sheet_parts(archive: zipfile.ZipFile, place: Place) -> Mapping[str, str]:
    """Return the part of each visible sheet by its name."""
    tree, relations = _tree(archive, _BOOK, place), _tree(archive, _LINKS, place)
    if tree is None or relations is None:
        return {}
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    found: dict[str, str] = {}
    hidden = set()
    for sheet in (each for each in tree.iter() if _local(each.tag) == "sheet"):
        id = next((value for key, value in sheet.items() if _local(key) == "id"), None)
        target = targets.get(id, "")
        path = PurePosixPath(target.lstrip("/")) if target.startswith("/") else PurePosixPath("xl") / target
        check_name(name := sheet.get("name", ""), found, place)
        found[name] = str(path)
        if sheet.get("state") in ("hidden", "veryHidden"):
            hidden.add(name)
    check_sheets(len(found), place)
    if len(set(found.values())) < len(found):
        place.refuse("not_a_workbook", detail="sheets share a part")
    return {name: part for name, part in found.items() if name not in hidden}


def _formats(archive: zipfile.ZipFile, place: Place) -> Mapping[str, str]:
    """Return the number format of each cell style by its number, where it is not plain."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    tree = _tree(archive, _STYLES, place)
    if tree is None:
        return {}
    own = {e.get("numFmtId"): e.get("formatCode", "") for e in tree.iter() if _local(e.tag) == "numFmt"}
    styles = next((each for each in tree if _local(each.tag) == "cellXfs"), ())
    found = {}
    for number, style in enumerate(styles):
        id = style.get("numFmtId", "0")
        code = own.get(id) or BUILTIN_FORMATS.get(int(id) if id.isdigit() else 0, "General")
        if not is_plain(code):
            found[str(number)] = code
    return found


class _Scanner:
    """Reads a sheet's XML event by event, without building a tree."""

    def __init__(self, formats: Mapping[str, str], place: Place) -> None:
        self._formats, self._place = formats, place
        self._scan = Scan()
        self._row = self._column = 0
        self._style = self._type = ""
        self._hidden = 0
        self._is_error = self._in_formula = self._in_value = self._has_formula = self._has_value = False
        self._is_filled = False
        self._text = ""

    def read(self, content: bytes) -> Scan:
        """Return what is special about the sheet."""
        parser = expat.ParserCreate(namespace_separator=None)
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        parser.CommentHandler = parser.ProcessingInstructionHandler = self._refuse_inside
        parser.buffer_text = True
        parser.Parse(content, True)
        return self._scan

    def _start(self, tag: str, given: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._start_cell(given)
            return
        self._is_filled = True
        if tag in {"v", "is"}:
            self._in_value, self._text = True, ""
        elif tag == "f":
            self._has_formula, self._in_formula, self._text = True, True, ""
        elif tag == "row":
            number = given.get("r", "")
            self._row = int(number) if number.isdigit() else self._row + 1
            self._column = 0
            if given.get("hidden") in ("1", "true") and self._row <= MAX_ROWS:
                self._scan.hidden_rows.add(self._row)
        elif tag == "col" and given.get("hidden") in ("1", "true"):
            first, last = int(given["min"]), min(int(given["max"]), MAX_COLUMNS)
            self._hidden += last - first + 1
            if self._hidden <= MAX_COLUMNS:  # columns overlap only in malicious files
                self._scan.hidden_columns.update(range(first, last + 1))
        elif tag == "mergeCell":
            self._merge(given.get("ref", ""))

    def _start_cell(self, given: dict[str, str]) -> None:
        match = _REFERENCE.fullmatch(given.get("r", ""))
        self._column = self._column + 1 if match is None else column_number(match[1])
        row = self._row if match is None else int(match[2])
        self._style, self._type = given.get("s", ""), given.get("t", "n")
        self._is_error = self._type == "e"
        self._has_formula, self._has_value = False, self._type == "str"
        self._row = row
        self._is_filled = self._type != "n"

    def _count_cell(self) -> None:
        """Count a cell that contains something, also what only the library that reads the values finds."""
        self._scan.cells += 1
        bottom, right = self._scan.last
        self._scan.last = (max(bottom, self._row), max(right, self._column))
        if self._row > MAX_ROWS or self._column > MAX_COLUMNS:
            self._place.refuse("sheet_too_large", cell=cell_name(self._row, self._column))
        if self._scan.cells > MAX_CELLS:
            self._place.refuse("too_many_cells", limit=MAX_CELLS)

    def _refuse_inside(self, *_: str) -> None:
        """Raise for a comment inside a value, which the library that reads the values would cut there."""
        if self._in_value:
            self._place.refuse("not_a_workbook", detail=f"<!-- --> ({cell_name(self._row, self._column)})")

    def _characters(self, text: str) -> None:
        self._has_value |= self._in_value
        if (self._is_error or self._in_formula) and len(self._text) < 300:
            self._text += text

    def _end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in {"v", "is"}:
            self._in_value = False
        elif tag == "f":
            self._in_formula, self._formula = False, f"={self._text}"
        elif tag == "c":
            at = (self._row, self._column)
            if self._is_filled:
                self._count_cell()
            self._scan.numbers += self._has_value and self._type == "n"
            if self._is_error:
                self._scan.errors[at] = Problem(code="error_cell", data={"value": self._text})
                self._is_error = False
            elif self._has_formula and not self._has_value:
                self._scan.errors[at] = Problem(code="formula_without_value", data={"value": self._formula})
            elif self._style in self._formats and self._has_value:
                self._scan.formats[at] = self._formats[self._style]
                if len(self._scan.formats) > MAX_FORMATTED:
                    self._place.refuse("too_many_cells", limit=MAX_FORMATTED)
            if len(self._scan.errors) > MAX_BROKEN:
                self._place.refuse("too_many_wrong", limit=MAX_BROKEN)

    def _merge(self, reference: str) -> None:
        ends = [_REFERENCE.fullmatch(part) for part in reference.split(":")]
        if len(ends) != 2 or ends[0] is None or ends[1] is None:
            return
        (left, top), (right, bottom) = ((column_number(end[1]), int(end[2])) for end in ends if end)
        self._scan.merged.append(Merged(left, top, right, bottom))
        if len(self._scan.merged) > MAX_MERGED:
            self._place.refuse("too_many_merged", limit=MAX_MERGED)


def _without_empty(content: bytes) -> bytes:
    """Return a sheet without its empty cells, of which there may be millions; only where each cell has its name."""
    if content.count(b"<c ") + content.count(b"<c>") > content.count(b'<c r="'):
        return content
    return _EMPTY.sub(b"", content)


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """Return the number of a spreadsheet's column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def check_extent(scan: Scan, place: Place, before: int) -> int:
    """Return the cells that a sheet reaches over, with those of the sheets before it.

    Raises:
        InvalidObservations: it reaches so far, for so few cells, that it is not a table; or all together are too many.
    """
    rows, columns = scan.last
    if rows * columns > min(max(200_000, 50 * scan.cells), MAX_EXTENT):
        place.refuse("sheet_too_large", cell=cell_name(rows, columns))
    if before + rows * columns > MAX_EXTENT:
        place.refuse("workbook_too_large", limit=MAX_EXTENT)
    return before + rows * columns
