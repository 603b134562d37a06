"""YAML, read safely: the C parser's events, without tags, aliases, duplicate keys or deep nesting.

Unquoted scalars stay as written (`0301`, `no`, `12:30`); the field determines their type.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, NoReturn

import yaml

from kommunepolitik.documents.tree import Mark, Parsed, Plain, Positions, TreeReader, refuse
from kommunepolitik.errors import InvalidDocument, Problem

_BEGINS: Final = re.compile(r" *(?:- |[\w-]+:(?: |$))")
"""The beginning of a line with a key, or of an entry of a list."""

_ONE_COLON: Final = re.compile(r"[^:]*:[^:]*")

_NULL = frozenset(("", "~", "null", "Null", "NULL"))


def parse_yaml(text: str) -> Parsed:
    """Read YAML text into dicts, lists, texts and None, or raise `InvalidDocument` with what cannot be read."""
    reader = TreeReader()
    loader = yaml.CLoader(text)
    try:
        _read(loader, reader)
    except yaml.MarkedYAMLError as error:
        _refuse_syntax(error, text)
    except yaml.reader.ReaderError as error:
        before = text[: error.position] if isinstance(error.position, int) else ""
        detail = f"the character {error.character!r}" if isinstance(error.character, str) else error.reason
        refuse("syntax", Mark(before.count("\n"), len(before) - before.rfind("\n") - 1), detail=detail)
    finally:
        loader.dispose()
    if reader.root is None:
        raise InvalidDocument(Problem(code="empty_document"))
    return Parsed(reader.data, Positions(lambda: reader), reader.problems)


# The C parser's most common errors, and what they mean to the author of the file.
_PLAIN_WORDS = (
    ("mapping values are not allowed", "yaml_colon"),
    ("could not find expected ':'", "yaml_no_colon"),
    ("tab character", "yaml_tab"),
    ("found unexpected end of stream", "yaml_quote"),
    ("found unknown escape character", "yaml_escape"),
    ("did not find expected '-' indicator", "yaml_dash"),
    ("did not find expected ','", "yaml_bracket"),
    ("did not find expected key", "yaml_indent"),
    ("not allowed in this context", "yaml_indent"),
)
_BEGINS_WRONG = (
    "found character that cannot start any token",
    "did not find expected alphabetic or numeric character",
    "did not find expected node content",
)


def _refuse_syntax(error: yaml.MarkedYAMLError, text: str) -> NoReturn:
    """Return what is wrong with YAML in plain words, where they are known."""
    problem = error.problem or ""
    mark = error.problem_mark or error.context_mark
    if problem.startswith(_BEGINS_WRONG):
        mark = error.context_mark or mark  # where the text begins
        assert mark is not None
        character = "".join(text.splitlines()[mark.line : mark.line + 1])[mark.column : mark.column + 1]
        if character == "\t":
            refuse("yaml_tab", mark)
        if character:
            refuse("yaml_start", mark, character=character)
        refuse("yaml_bracket", mark)
    code = next((code for words, code in _PLAIN_WORDS if words in problem), None)
    if code is None:
        refuse("syntax", mark, detail=", ".join(part for part in (error.context, problem) if part))
    lines = text.splitlines()
    if code in ("yaml_dash", "yaml_indent", "yaml_colon") and mark is not None and mark.line < len(lines):
        first = 0 if error.context_mark is None else error.context_mark.line
        _refuse_indentation(lines[first : mark.line + 1], mark.line, is_colon=code == "yaml_colon")
    refuse(code, error.context_mark if code in ("yaml_quote", "yaml_no_colon") else mark)


def _refuse_indentation(lines: Sequence[str], number: int, *, is_colon: bool) -> None:
    """Refuse the last of some lines with the indentation that would fit, unless it is that of a line before."""
    *before, line = lines
    if not _BEGINS.match(line) or (is_colon and not _ONE_COLON.fullmatch(line)):  # a second colon is in a text
        return
    found, is_entry = _columns(line)[0], line.lstrip(" ").startswith("-")
    columns = [_columns(each) for each in before if _BEGINS.match(each)]
    known = {column for each in columns for column in (each[:-1] if is_entry else each[-1:])}
    if known and not any(found in each for each in columns):
        expected = min(known, key=lambda column: (abs(column - found), -column))
        refuse("yaml_indented", Mark(number, found), found=found, expected=expected)


def _columns(line: str) -> list[int]:
    """Return where a line begins, and where what follows its dash begins."""
    begin = len(line) - len(line.lstrip(" "))
    after = line[begin:].removeprefix("-").lstrip(" ")
    return [begin] if not line[begin:].startswith("- ") else [begin, len(line) - len(after)]


def _read(loader: yaml.CLoader, reader: TreeReader) -> None:
    next_event: Callable[[], Any] = loader.get_event  # as `Any`, for the kinds are compared by identity
    while (kind := type(event := next_event())) is not yaml.StreamEndEvent:
        mark = event.start_mark
        if kind is yaml.ScalarEvent:
            if event.tag is not None or event.anchor is not None:
                _report_properties(event, reader)
            text = event.value
            if reader.wants_key:
                reader.key(text, mark)
            else:
                reader.value(text if not event.implicit[0] else None if text in _NULL else Plain(text), mark)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            _report_properties(event, reader)
            reader.begin({} if kind is yaml.MappingStartEvent else [], mark)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            reader.end()
        elif kind is yaml.AliasEvent:
            refuse("yaml_alias", mark)
        elif kind is yaml.DocumentStartEvent and reader.root is not None:
            refuse("yaml_documents", mark)


def _report_properties(event: Any, reader: TreeReader) -> None:
    if event.tag is not None:
        reader.report("yaml_tag", event.start_mark, tag=event.tag)
    if event.anchor is not None:
        reader.report("yaml_alias", event.start_mark)
