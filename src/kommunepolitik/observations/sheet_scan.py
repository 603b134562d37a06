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

from kommunepolitik.documents.workbooks import MAX_PART, too_large_part
from kommunepolitik.errors import InvalidObservations, Problem
from kommunepolitik.observations.grid import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, Merged, Place, cell_name
from kommunepolitik.observations.number_format import is_plain

_REFERENCE: Final = re.compile(r"([A-Z]{1,9})([0-9]{1,12})", re.ASCII)
_ENCODING: Final = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_CUT: Final = re.compile(rb"<t[^<>]*>[^<]*<(?:!--|\?)")
MAX_MERGED: Final = 100_000


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
    numbers: int = 0
    """How many cells contain a number."""
    last: tuple[int, int] = (0, 0)


def scan_sheets(archive: zipfile.ZipFile, place: Place) -> Mapping[str, Scan]:
    """Return what is special about each sheet of an .xlsx workbook, by its name."""
    check_parts(archive, place)
    _check_encodings(archive, place)
    _check_texts(archive, place)
    formats = _formats(archive, place)
    names = {each.casefold(): each for each in archive.namelist()}
    parts = _sheet_parts(archive, place)
    check_sheets(len(parts), place)
    if len(set(parts.values())) < len(parts):
        raise InvalidObservations(place.locate(Problem(code="not_a_workbook", data={"detail": "sheets share a part"})))
    scans = {}
    for name, part in parts.items():
        if (found := names.get(part.casefold())) is not None:
            scans[name] = _Scanner(formats, attrs.evolve(place, sheet=name)).read(part_of(archive, found, place))
    return scans


def check_parts(archive: zipfile.ZipFile, place: Place) -> None:
    """Raise if a part of a zip file is larger, unpacked, than a table can be, or is compressed more than a table is."""
    if (part := too_large_part(archive)) is not None:
        raise InvalidObservations(place.locate(Problem(code="part_too_large", data={"part": part})))


def _check_encodings(archive: zipfile.ZipFile, place: Place) -> None:
    """Raise for a part that is not in UTF-8: the library that reads the values would find nothing in it."""
    for part in archive.infolist():
        if part.filename.casefold().endswith((".xml", ".rels")):
            with archive.open(part) as file:
                begin = file.read(200)
            declared = _ENCODING.match(begin.removeprefix(codecs.BOM_UTF8))
            other = declared is not None and declared[1].lower() not in (b"utf-8", b"us-ascii")
            if other or b"\0" in begin or begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                data = {"detail": f"{part.filename}: UTF-8"}
                raise InvalidObservations(place.locate(Problem(code="not_a_workbook", data=data)))


def _check_texts(archive: zipfile.ZipFile, place: Place) -> None:
    """Raise for a comment inside a text that several cells share, as inside a value."""
    for part in archive.namelist():
        if part.casefold() == "xl/sharedstrings.xml" and _CUT.search(part_of(archive, part, place)):
            raise InvalidObservations(place.locate(Problem(code="not_a_workbook", data={"detail": "<!-- -->"})))


def check_sheets(count: int, place: Place) -> None:
    """Raise if a workbook has more sheets than people look at."""
    if count > MAX_SHEETS:
        raise InvalidObservations(place.locate(Problem(code="too_many_sheets", data={"limit": MAX_SHEETS})))


def check_name(name: str, others: Collection[str], place: Place) -> None:
    """Raise for a second sheet of a name, which no spreadsheet program makes: one of the two would be lost."""
    if name in others:
        data = {"detail": f"'{name}' ×2"}
        raise InvalidObservations(place.locate(Problem(code="not_a_workbook", data=data)))


def part_of(archive: zipfile.ZipFile, name: str, place: Place) -> bytes:
    """Return a part of a zip file, if it is no larger than a table can be."""
    if archive.getinfo(name).file_size > MAX_PART:
        raise InvalidObservations(place.locate(Problem(code="part_too_large", data={"part": name})))
    with archive.open(name) as file:
        content = file.read(MAX_PART + 1)
    if b"<!DOCTYPE" in content[:2000]:
        detail = "DOCTYPE"
        raise InvalidObservations(place.locate(Problem(code="not_a_workbook", data={"detail": detail})))
    return content


def _tree(archive: zipfile.ZipFile, name: str, place: Place) -> ElementTree.Element | None:
    if name not in archive.namelist():
        return None
    return ElementTree.fromstring(part_of(archive, name, place))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _sheet_parts(archive: zipfile.ZipFile, place: Place) -> Mapping[str, str]:
    """Return the part of each worksheet by its name."""
    book, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    tree, relations = _tree(archive, book, place), _tree(archive, links, place)
    if tree is None or relations is None:
        return {}
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    found: dict[str, str] = {}
    for sheet in (each for each in tree.iter() if _local(each.tag) == "sheet"):
        id = next((value for key, value in sheet.items() if _local(key) == "id"), None)
        target = targets.get(id, "")
        path = PurePosixPath(target.lstrip("/")) if target.startswith("/") else PurePosixPath("xl") / target
        check_name(name := sheet.get("name", ""), found, place)
        found[name] = str(path)
    return found


def _formats(archive: zipfile.ZipFile, place: Place) -> Mapping[str, str]:
    """Return the number format of each cell style by its number, where it is not plain."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    tree = _tree(archive, "xl/styles.xml", place)
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
        elif tag in {"v", "is"}:
            self._in_value, self._text = True, ""
        elif tag == "f":
            self._has_formula, self._in_formula, self._text = True, True, ""
        elif tag == "row":
            number = given.get("r", "")
            self._row = int(number) if number.isdigit() else self._row + 1
            self._column = 0
            if given.get("hidden") in ("1", "true"):
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
        self._scan.cells += 1
        bottom, right = self._scan.last
        self._scan.last = (max(bottom, row), max(right, self._column))
        if row > MAX_ROWS or self._column > MAX_COLUMNS or self._scan.cells > MAX_CELLS:
            data = {"cell": cell_name(row, self._column)}
            raise InvalidObservations(self._place.locate(Problem(code="sheet_too_large", data=data)))

    def _refuse_inside(self, *_: str) -> None:
        """Raise for a comment inside a value, which the library that reads the values would cut there."""
        if self._in_value:
            data = {"detail": f"<!-- --> ({cell_name(self._row, self._column)})"}
            raise InvalidObservations(self._place.locate(Problem(code="not_a_workbook", data=data)))

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
            self._scan.numbers += self._has_value and self._type == "n"
            if self._is_error:
                self._scan.errors[at] = Problem(code="error_cell", data={"value": self._text})
                self._is_error = False
            elif self._has_formula and not self._has_value:
                self._scan.errors[at] = Problem(code="formula_without_value", data={"value": self._formula})
            elif self._style in self._formats and self._has_value:
                self._scan.formats[at] = self._formats[self._style]

    def _merge(self, reference: str) -> None:
        ends = [_REFERENCE.fullmatch(part) for part in reference.split(":")]
        if len(ends) != 2 or ends[0] is None or ends[1] is None:
            return
        (left, top), (right, bottom) = ((column_number(end[1]), int(end[2])) for end in ends if end)
        self._scan.merged.append(Merged(left, top, right, bottom))
        if len(self._scan.merged) > MAX_MERGED:
            raise InvalidObservations(self._place.locate(Problem(code="too_many_merged", data={"limit": MAX_MERGED})))


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
    if rows * columns > max(200_000, 50 * scan.cells) or before + rows * columns > 2 * MAX_CELLS:
        cell = cell_name(rows, columns)
        raise InvalidObservations(place.locate(Problem(code="sheet_too_large", data={"cell": cell})))
    return before + rows * columns
