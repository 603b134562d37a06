"""Plain readings of files, by other means than the library's: what a result must have, where it is no error.

Each yields what is in the input and not in the result. They know only the simplest rows; what they cannot read, they
leave out.
"""

import json
import math
import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import attrs
import yaml

from kommunepolitik.errors import InvalidModel
from kommunepolitik.model import Period
from kommunepolitik.model.data import to_data
from kommunepolitik.observations import Observations

_INDICATOR: Final = ("indicator", "indikator")
_VALUE: Final = ("value", "værdi")
_PERIOD: Final = ("period", "periode")
_YEAR: Final = re.compile(r"[12][0-9]{3}", re.ASCII)
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{1,15})?", re.ASCII)
_TITLE_ROWS: Final = 10
_UNSEEN: Final = ("Cc", "Cf", "Cn")
_NOTHING: Final = ("", "null", "Null", "NULL", "~")


@attrs.frozen
class Expected:
    """A figure that a plain reading found: its place, its indicator and year, and what its number may be."""

    place: str
    indicator: str
    year: str
    values: Sequence[float]


def lost_figures(expected: Iterable[Expected], figures: Observations) -> Iterator[str]:
    """Yield the figures that are not among those that were read, at their place or as a row that repeats another."""
    texts = {name: figures.texts[name].objects().tolist() for name in ("indicator", "period", "origin")}
    values = figures.numbers["value"].tolist()
    rows = {*zip(map(_plain, texts["origin"]), texts["indicator"], values, strict=True)}
    known = {*zip(texts["indicator"], texts["period"], values, strict=True)}
    known |= {(indicator, "", value) for indicator, _, value in known}  # of a period that is no year
    for each in expected:
        if any((_plain(each.place), each.indicator, value) in rows for value in each.values):
            continue
        if any((each.indicator, each.year, value) in known for value in each.values):
            continue
        yield f"{each.place}: {each.indicator} {each.year} {each.values}"


def readings(text: str) -> list[float]:
    """Return what a number may be: a comma and a point each as a decimal mark, or between thousands."""
    found = [float(text.replace(",", "."))]
    if re.fullmatch(r"-?[0-9]{1,3}[.,][0-9]{3}", text):
        found.append(float(re.sub("[.,]", "", text)))
    return found


def csv_figures(path: Path, known: Sequence[str]) -> Iterator[Expected]:
    """Yield the figures of a CSV file, line by line; lines with quotation marks are left out."""
    raw = path.read_bytes()
    for encoding in ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = [(separator, at) for separator in ";\t," for at in _headings([line.split(separator) for line in lines])]
    if not found:
        return
    separator, top = min(found, key=lambda each: each[1])
    rows = {at: line.split(separator) for at, line in enumerate(lines, 1) if '"' not in line}
    if top in rows:
        for at, _, expected in _figures(rows, top, known):
            yield attrs.evolve(expected, place=f"{path.name}:{at}")


def _headings(rows: Sequence[Sequence[Any]]) -> list[int]:
    """Return the number of the first row that is a heading, if there is one."""
    return [at for at, row in enumerate(rows[:_TITLE_ROWS], 1) if _positions(row) is not None][:1]


def _positions(row: Sequence[Any]) -> tuple[int, int, dict[int, str]] | None:
    """Return the columns of a heading: that of the indicators, of the periods (or -1), and those of the figures."""
    heads = [str(cell).strip().casefold() if cell is not None else "" for cell in row]
    first = [at for at, head in enumerate(heads) if head in _INDICATOR]
    values = [at for at, head in enumerate(heads) if head in _VALUE]
    periods = [at for at, head in enumerate(heads) if head in _PERIOD]
    years = {at: head for at, head in enumerate(heads) if _YEAR.fullmatch(head)}
    if len(first) != 1 or len(values) > 1 or len(periods) > 1:
        return None
    if values:
        return first[0], periods[0] if periods else -1, {values[0]: ""}
    return (first[0], -1, years) if years and not periods else None


def _figures(rows: Mapping[int, Sequence[Any]], top: int, known: Sequence[str]) -> Iterator[tuple[int, int, Expected]]:
    """Yield row, column and figure of each plain number below a heading."""
    positions = _positions(rows[top])
    assert positions is not None
    first, period, columns = positions
    for at, row in rows.items():
        if at <= top or len(row) <= max(first, period, *columns):
            continue
        id = str(row[first] or "").strip()
        for column, year in columns.items() if id in known else ():
            cell, shown = row[column], year or (str(row[period] or "").strip() if period >= 0 else "")
            when = shown if _YEAR.fullmatch(shown) else ""
            if isinstance(cell, str) and _NUMBER.fullmatch(cell.strip()):
                yield at, column, Expected("", id, when, readings(cell.strip()))
            elif isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
                yield at, column, Expected("", id, when, [float(cell)])


def workbook_figures(path: Path, known: Sequence[str]) -> Iterator[Expected]:
    """Yield the figures of a workbook that have a plain format; .xlsx by openpyxl, others by calamine."""
    try:
        sheets = [*(_openpyxl(path) if path.suffix == ".xlsx" else _calamine(path))]
    except Exception:  # what the other library cannot read
        return
    from openpyxl.utils import get_column_letter

    for name, rows, special in sheets:
        if tops := _headings([rows.get(at, ()) for at in range(1, _TITLE_ROWS + 1)]):
            for at, column, expected in _figures(rows, tops[0], known):
                if (at, column) not in special:
                    # The formats of other files are not known: of percentages, a hundredfold is right too.
                    powers = (0,) if path.suffix == ".xlsx" else (0, 2, -3, -6)
                    values = [each * 10**power for power in powers for each in expected.values]
                    yield attrs.evolve(
                        expected, values=values, place=f"{path.name}:{name}!{get_column_letter(column + 1)}{at}"
                    )


_PLAIN_FORMATS: Final = ("General", "0", "0.00")
Sheet = tuple[str, dict[int, list[Any]], set[tuple[int, int]]]
"""A sheet: its name, its rows, and the cells that are not plain numbers."""


def _openpyxl(path: Path) -> Iterator[Sheet]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            rows = {row[0].row: [cell.value for cell in row] for row in sheet.iter_rows()}
            cells = [cell for row in sheet.iter_rows() for cell in row if hasattr(cell, "number_format")]
            special = {(cell.row, cell.column - 1) for cell in cells if cell.number_format not in _PLAIN_FORMATS}
            yield sheet.title, rows, special


def _calamine(path: Path) -> Iterator[Sheet]:
    import python_calamine

    book = python_calamine.load_workbook(path)
    for sheet in book.sheets_metadata:
        if sheet.visible == python_calamine.SheetVisibleEnum.Visible:
            rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            yield sheet.name, {at: [*row] for at, row in enumerate(rows, 1)}, set()


def parquet_figures(path: Path, known: Sequence[str]) -> Iterator[Expected]:
    """Yield the figures of a Parquet file."""
    from pyarrow import parquet

    table = parquet.ParquetFile(path).read()
    names = [name.strip().casefold() for name in table.column_names]
    if len(set(names)) < len(names):
        return
    columns = {name: table.column(at) for at, name in enumerate(names) if name in (*_INDICATOR, *_VALUE, *_PERIOD)}
    rows = {1: [*columns]} | {
        at: [cell.as_py() for cell in row] for at, row in enumerate(zip(*columns.values(), strict=True), 2)
    }
    for at, _, expected in _figures(rows, 1, known) if _positions(rows[1]) else ():
        yield attrs.evolve(expected, place=f"{path.name}:{at - 1}")


def lost_cells(path: Path, values: Sequence[float | None]) -> Iterator[str]:
    """Yield whether the values of a JSON-stat dataset differ from those that were read."""
    data = json.loads(path.read_text("utf-8-sig", errors="replace"))
    written = data.get("value") if "value" in data else next(each["value"] for each in data.values() if "value" in each)
    cells = dict(enumerate(written)) if isinstance(written, list) else {int(at): cell for at, cell in written.items()}
    expected = {at: float(cell) for at, cell in cells.items() if cell is not None}
    if expected != {at: value for at, value in enumerate(values) if value is not None}:
        yield "the values"


def lost_parts(data: Any, found: Any, path: str = "") -> Iterator[str]:
    """Yield the parts of plain data that an object made of it does not have."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in ("kommunepolitik", "kind", "kommunepolitik_record"):
                continue
            if isinstance(found, Mapping):
                part = found.get(key)
            else:
                part = getattr(found, f"{key}_" if key == "is" else str(key), None)
            yield from lost_parts(value, part, f"{path}.{key}")
    elif isinstance(data, list):
        items = list(found) if isinstance(found, list | tuple) else [found]
        if len(items) != len(data):
            yield f"{path}: {len(data)} entries"
        for at, (value, part) in enumerate(zip(data, items, strict=False)):
            yield from lost_parts(value, part, f"{path}[{at}]")
    elif not _is_same(data, found):
        yield f"{path}: {data!r}, not {found!r}"


def _is_same(written: Any, found: Any) -> bool:
    if isinstance(found, tuple) and len(found) == 1:
        return _is_same(written, found[0])
    if found is None or isinstance(written, bool) or written is None:
        is_nothing = written is None or not _plain(str(written)) or written in _NOTHING
        return (found is None and is_nothing) or str(written).lower() == str(found).lower()
    text = _plain(str(written))
    if isinstance(found, bool):
        return text.lower() == str(found).lower()
    if isinstance(found, int | float):
        try:
            return float(text) == float(found)
        except ValueError:
            return False
        except OverflowError:  # a whole number beyond a float
            return text == str(found)
    if isinstance(found, Period):
        try:
            return Period(text) == found
        except InvalidModel:
            return False
    return text in {_plain(each) for each in _texts(found)} or not text


def _plain(text: str) -> str:
    """Return a text without blanks and what no one sees: control characters, marks of direction."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(c for c in composed if not c.isspace() and unicodedata.category(c) not in _UNSEEN)


def _texts(found: Any) -> Iterator[str]:
    """Yield the texts of an object that may be written as one: itself, its `text`, its name."""
    yield str(found)
    for name in ("text", "name", "full_name", "code", "indicator", "element"):
        if isinstance(text := getattr(found, name, None), str):
            yield text


def yaml_data(path: Path) -> Any:
    """Return the content of a YAML file with all scalars as texts."""
    return yaml.load(path.read_text("utf-8-sig"), Loader=yaml.CBaseLoader)


def json_data(path: Path) -> Any:
    """Return the content of a JSON file with all numbers as texts."""
    return json.loads(path.read_text("utf-8-sig"), parse_float=str, parse_int=str)


_OF_OUR_WRITER: Final = ("Overarchinggoals", "Furtherindicators")
"""The headings that our writer adds, and our reader takes away, without blanks."""


def lost_texts(path: Path, result: Any) -> Iterator[str]:
    """Yield the texts of a StratML document that are neither in its policy nor in a warning."""
    parts = (result.policy, *(() if result.observations is None else (result.observations,)))
    data = [to_data(part) for part in parts]
    texts = [*_leaves(data), result.policy.municipality.full_name, *(each.show() for each in result.warnings)]
    words = "\n".join(map(_plain, texts))
    for node in ElementTree.fromstring(path.read_bytes()).iter():
        text, name = _plain(node.text or ""), node.tag.rpartition("}")[2]
        if name in ("Name", "Description") and text not in words and text not in _OF_OUR_WRITER:
            yield f"{name}: {text}"


def _leaves(data: Any) -> Iterator[str]:
    """Yield the texts in plain data."""
    if isinstance(data, Mapping | list):
        for each in data.values() if isinstance(data, Mapping) else data:
            yield from _leaves(each)
    else:
        yield str(data)


def lost_texts_of_tables(cells: Iterable[str], kept: Iterable[str]) -> Iterator[str]:
    """Yield the cells of tables that are not among the texts of the policies made of them."""
    words = {_plain(text).removeprefix("'") for text in kept}
    yield from (cell for cell in cells if _plain(cell).removeprefix("'") not in words)
