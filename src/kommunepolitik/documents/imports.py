"""The records of `imports.yaml`: mappings for sheets that others send, written once and used every year."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args

import attrs

from kommunepolitik.documents.data import read_document, record_data
from kommunepolitik.documents.files import IMPORTS_FILE, nearly_named, read_text
from kommunepolitik.documents.paths import is_there, real_path
from kommunepolitik.documents.tree import Parsed, Positions
from kommunepolitik.documents.write import document_data
from kommunepolitik.documents.yaml_parser import parse_yaml
from kommunepolitik.errors import InvalidDocument, InvalidModel, Problem
from kommunepolitik.model import FrozenMapping, Period
from kommunepolitik.model.data import register
from kommunepolitik.model.mapping import EMPTY
from kommunepolitik.model.record import Record, Slug, arrange, maybe_period, to_mapping
from kommunepolitik.model.scalars import describe

Role = Literal[
    "area",
    "group",
    "indicator",
    "period",
    "value",
    "value_high",
    "qualifier",
    "judgement",
    "quality",
    "numerator",
    "denominator",
    "responsible",
    "published",
    "source",
    "note",
    "unit",
]
"""What a column is."""
ROLES: Final = get_args(Role)
LISTS: Final = frozenset(["file", "header", "ends", "ignore"])
"""Keys of a list, which may be a single text instead."""
LABELS: Final = frozenset(["area", "group", "indicator", "period", "responsible"])
"""Columns that name the series of a row, rather than a figure."""
_LETTERS: Final = re.compile(r"[A-Z]{1,3}", re.ASCII)


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Header(Record):
    """Where the heading of a table is."""

    starts: Annotated[str, "A heading of the table, as in the sheet; it is searched for in all rows"]
    rows: Annotated[int, "How many rows the heading takes"] = 1
    repeats: Annotated[bool, "Whether tables below, each with this heading again, are read too"] = False

    def _problems(self) -> Iterator[Problem]:
        if not 1 <= self.rows <= 10:
            yield Problem(code="out_of_range", data={"value": self.rows, "low": 1, "high": 10}, path=("rows",))


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Sheets(Record):
    """Which sheets of a workbook are read, and what their names are."""

    names: Annotated[Sequence[str], "The sheets that are read; all, if none is named"] = ()
    is_: Annotated[
        Literal["responsible", "group", "period", "indicator", "area"] | None, "What the name of a sheet is"
    ] = None
    values: Annotated[FrozenMapping, "What each name means"] = attrs.field(default=EMPTY, converter=to_mapping)
    ignore: Annotated[Sequence[str], "Sheets that are skipped"] = ()


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class PublishedAfter(Record):
    """The words of the sheet that its date of publication follows."""

    after: Annotated[str, "The words before the date"]


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class ImportColumn(Record):
    """A column of the sheet: what it is, or why it is skipped."""

    header: Annotated[Sequence[str], "Its heading, one text for each row of the heading; {period} is any period"]
    column: Annotated[str | None, "Its letter in the sheet, where several columns have the same heading or none"] = None
    is_: Annotated[Role | None, "What it is"] = None
    fill_down: Annotated[bool, "Whether a text counts for the rows below that have none"] = False
    values: Annotated[FrozenMapping, "What its texts mean"] = attrs.field(default=EMPTY, converter=to_mapping)
    ignore: Annotated[Sequence[str], "Its texts whose rows are skipped; of a column, why it is"] = ()
    indicator: Annotated[str | None, "The indicator of its figures"] = None
    unit: Annotated[str | None, "The unit of its figures, which must be the indicator's"] = None
    group: Annotated[str | None, "The group of its figures"] = None
    period: Annotated[Period | None, "The period of its figures"] = attrs.field(default=None, converter=maybe_period)
    area: Annotated[str | None, "The area of its figures: own, country, a code or a name"] = None
    quality: Annotated[Literal["final", "provisional", "forecast"] | None, "The quality of its figures"] = None
    marks: Annotated[FrozenMapping, "What marks at its figures mean: a quality, missing, nil or suppressed"] = (
        attrs.field(default=EMPTY, converter=to_mapping)
    )

    def _problems(self) -> Iterator[Problem]:
        if not self.header:
            yield Problem(code="empty", path=("header",))
        if self.is_ is None and not self.ignore:
            yield Problem(code="column_without_role")
        if self.ignore and self.is_ is not None and self.is_ not in LABELS:
            yield Problem(code="one_only", data={"choices": "is, ignore"}, path=("ignore",))
        if self.column is not None and _LETTERS.fullmatch(self.column) is None:
            yield Problem(code="not_column", data={"value": self.column}, path=("column",))
        if self.fill_down and self.is_ not in LABELS:
            choices = ", ".join(sorted(LABELS))
            yield Problem(code="fill_down_without_texts", data={"choices": choices}, path=("fill_down",))
        marks = ("final", "provisional", "forecast", "missing", "nil", "suppressed")
        for mark, meaning in self.marks.items():
            if meaning not in marks:
                data = {"value": meaning, "choices": ", ".join(marks)}
                yield Problem(code="not_one_of", data=data, path=("marks", mark))
        yield from _empty_values(self.values)

    @property
    def passed(self) -> bool:
        """Whether the whole column is skipped."""
        return self.is_ is None


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Import(Record):
    """A kind of file: by its name, the words of its headings, and what they mean."""

    id: Annotated[str, Slug(), "Id of the import"]
    confirmed: Annotated[Period | None, "The day on which a person reviewed it"] = attrs.field(
        default=None, converter=maybe_period
    )
    file: Annotated[Sequence[str], "The names of its files; * is any text"]
    sheets: Annotated[Sheets | None, "Which sheets are read"] = None
    source: Annotated[str | None, "Id or name of the source of its figures"] = None
    published: Annotated[str | PublishedAfter | None, "The day of publication, or the words before it in the sheet"] = (
        None
    )
    decimal: Annotated[Literal[",", "."] | None, "The decimal mark of its figures"] = None
    header: Annotated[Header, "Where its heading is"]
    ends: Annotated[Sequence[str], "How the row below the table begins"] = ()
    context: Annotated[
        FrozenMapping, "Whose figures the figures of an area are: the area, and for each indicator the other indicator"
    ] = attrs.field(default=EMPTY, converter=to_mapping)
    columns: Annotated[Sequence[ImportColumn], "Its columns"]

    def _problems(self) -> Iterator[Problem]:
        for name in ("file", "columns"):
            if not getattr(self, name):
                yield Problem(code="empty", path=(name,))
        if not any(column.is_ in ("value", "judgement") for column in self.columns):
            yield Problem(code="no_value_column", path=("columns",))
        if isinstance(self.published, str):
            try:
                Period(self.published)
            except InvalidModel as error:
                yield from (attrs.evolve(problem, path=("published",)) for problem in error.problems)
        for area, others in self.context.items():
            if not isinstance(others, Mapping) or not all(isinstance(other, str) for other in others.values()):
                yield Problem(code="not_context", data={"value": area}, path=("context", area))
        for at, column in enumerate(self.columns):
            if len(column.header) > self.header.rows:
                data = {"found": len(column.header), "rows": self.header.rows}
                yield Problem(code="too_many_header_rows", data=data, path=("columns", at, "header"))


def _empty_values(values: Mapping[str, Any]) -> Iterator[Problem]:
    for key, value in values.items():
        if not isinstance(value, str):
            yield Problem(code="value_without_meaning", data={"value": key}, path=("values", key))


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class ImportsFile(Record):
    """The content of `imports.yaml`."""

    imports: Annotated[Sequence[Import], "A kind of file each"]

    def _problems(self) -> Iterator[Problem]:
        first: dict[str, int] = {}
        for index, each in enumerate(self.imports):
            if (earlier := first.setdefault(each.id, index)) != index:
                data = {"value": each.id, "first": f"imports[{earlier}]"}
                yield Problem(code="duplicate_id", data=data, path=("imports", index, "id"))


@attrs.frozen(kw_only=True)
class ImportsDocument:
    """The imports of a file, with the places of their parts."""

    path: Path
    imports: Sequence[Import]
    positions: Positions = attrs.field(eq=False, repr=False)
    unfinished: Mapping[int, Problem] = attrs.field(factory=dict)
    """Problems of imports that are not filled in yet, by place; of these, only the name and the files are known."""

    def locate(self, problem: Problem) -> Problem:
        """Return a problem with its place, by its path from the top of the file."""
        line, column = self.positions.locate(problem.path)
        return attrs.evolve(problem, file=str(self.path), line=line, column=column)


def imports_for(folder: Path) -> list[Path]:
    """Return the files of imports for the policy in a folder: there, and in the folder above.

    Raises:
        InvalidDocument: there is none in one of them, but a file with a similar name.
    """
    found = []
    for place in (folder, real_path(folder).parent):
        if is_there(file := place / IMPORTS_FILE):
            found.append(file)
        elif (other := nearly_named(file)) is not None:
            raise InvalidDocument(Problem(code="nearly_named", file=str(other), data={"value": file.name}))
    return found


def read_imports(path: Path) -> ImportsDocument:
    """Read a file of imports.

    Raises:
        FileError: it cannot be read.
        InvalidDocument: with every problem in it, each with line, column and path.
    """
    try:
        parsed = parse_yaml(read_text(path))
        unfinished = dict(_unfinished(parsed))
        imports = _built(parsed, unfinished).imports
        return ImportsDocument(path=path, imports=imports, positions=parsed.positions, unfinished=unfinished)
    except InvalidDocument as error:
        raise InvalidDocument(*(attrs.evolve(problem, file=str(path)) for problem in error.problems)) from None


_WORDS_OF_SHEETS: Final = frozenset(["header", "ends", "ignore", "marks"])
"""Keys whose texts are those of a sheet, where a question mark is an ordinary character."""


def _unfinished(parsed: Parsed) -> Iterator[tuple[int, Problem]]:
    """Yield the imports in which a question mark of the proposal is left, with the lines where it is."""
    entries = parsed.data.get("imports") if isinstance(parsed.data, Mapping) else None
    for at, entry in enumerate(entries if isinstance(entries, list) else ()):
        paths = [*_marked(entry, ("imports", at))]
        if paths and isinstance(entry, Mapping):
            lines = dict.fromkeys(str(parsed.positions.locate(path)[0]) for path in paths)
            data = {"import": entry.get("id", at), "lines": ", ".join(lines)}
            yield at, Problem(code="unfinished_import", data=data, path=("imports", at))


def _marked(data: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if data == "?":
        yield path
    parts = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list) else ()
    for step, part in parts:
        if step not in _WORDS_OF_SHEETS:
            yield from _marked(part, (*path, step))


def _without_unfinished(data: Any, unfinished: Mapping[int, Problem]) -> Any:
    """Return the data of a document with only the name and the files of imports that are not filled in yet."""
    if not unfinished:
        return data
    rest = {"header": {"starts": "?"}, "columns": [{"header": "?", "is": "value"}]}
    entries = [
        {**{key: entry[key] for key in ("id", "file", "confirmed") if key in entry}, **rest}
        if at in unfinished
        else entry
        for at, entry in enumerate(data["imports"])
    ]
    return {**data, "imports": entries}


def _built(parsed: Parsed, unfinished: Mapping[int, Problem]) -> ImportsFile:
    if not isinstance(parsed.data, dict):
        problem = Problem(code="expected_mapping", data={"found": describe(parsed.data)}, line=1, column=1)
        raise InvalidDocument(*parsed.problems, problem)
    problems = [*parsed.problems]
    try:
        built = _read_file(_without_unfinished(parsed.data, unfinished))
    except InvalidDocument as error:
        problems += error.problems
    if problems:
        raise InvalidDocument(*parsed.placed(problems))
    return built


def _read_file(data: Any, cls: type[ImportsFile] = ImportsFile) -> ImportsFile:
    try:
        return read_document(_arranged(data), cls)
    except InvalidDocument as error:
        raise InvalidDocument(*map(_as_written, error.problems)) from None


def _arranged(data: Any, key: str = "") -> Any:
    """Return the data of a document as the records have it: lists of texts, texts as values, `is` under its name."""
    if isinstance(data, Mapping):
        if key == "context":
            return data
        if key in ("values", "marks"):
            return {name: None if value is None else _text(value) for name, value in data.items()}
        return {"is_" if name == "is" else name: _arranged(value, str(name)) for name, value in data.items()}
    if key == "sheets" and data is not None:
        return {"names": data if isinstance(data, list) else [data]}
    if isinstance(data, list):
        return [_arranged(each) for each in data]
    return [data] if key in LISTS and data is not None else data


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


def _as_written(problem: Problem) -> Problem:
    """Return a problem with the keys of the document."""
    path = tuple("is" if step == "is_" else step for step in problem.path)
    choices = tuple("is" if choice == "is_" else choice for choice in problem.choices)
    data = {key: "is" if value == "is_" else value for key, value in problem.data.items()}
    nearest = "is" if problem.nearest == "is_" else problem.nearest
    return attrs.evolve(problem, path=path, choices=choices, data=data, nearest=nearest)


def _file_data(value: Any, key: str = "") -> Any:
    """Return the data of records in the form of the document: `is` under its name there."""
    if isinstance(value, dict):
        if key == "context":
            return value
        named = key in ("values", "marks")
        return {"is" if name == "is_" and not named else name: _file_data(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_file_data(each) for each in value]
    return value


register(ImportsFile, lambda value: document_data(_file_data(record_data(value))), _read_file)
