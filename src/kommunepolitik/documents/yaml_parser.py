"""YAML, read safely: the C parser's events, without tags, aliases, duplicate keys or deep nesting.

Unquoted scalars stay as written (`0301`, `no`, `12:30`); only the field they are for tells what they are.
"""

from typing import Any, NoReturn

import attrs
import yaml

from kommunepolitik.documents.tree import MAX_DEPTH, Mark, Node, Parsed, Plain, Positions
from kommunepolitik.errors import InvalidDocument, Problem

_NULL = frozenset(("", "~", "null", "Null", "NULL"))


def parse_yaml(text: str) -> Parsed:
    """Read YAML text into dicts, lists, texts and None, or raise `InvalidDocument` with what is not read."""
    reader = _Reader()
    loader = yaml.CLoader(text)
    try:
        while loader.check_event():
            reader.take(loader.get_event())
    except yaml.MarkedYAMLError as error:
        _refuse_syntax(error, text)
    except yaml.reader.ReaderError as error:
        before = text[: error.position] if isinstance(error.position, int) else ""
        detail = f"the character {error.character!r}" if isinstance(error.character, str) else error.reason
        _refuse("syntax", Mark(before.count("\n"), len(before) - before.rfind("\n") - 1), detail=detail)
    finally:
        loader.dispose()
    if (root := reader.root) is None:
        raise InvalidDocument(Problem(code="empty_document"))
    return Parsed(reader.data, Positions(lambda: root), reader.problems)


# The C parser's commonest complaints, and what they mean to who wrote the file.
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
    """Say what is wrong with YAML in plain words, where they are known."""
    problem = error.problem or ""
    mark = error.problem_mark or error.context_mark
    if problem.startswith(_BEGINS_WRONG):
        mark = error.context_mark or mark  # where the text begins
        assert mark is not None
        character = "".join(text.splitlines()[mark.line : mark.line + 1])[mark.column : mark.column + 1]
        if character == "\t":
            _refuse("yaml_tab", mark)
        if character:
            _refuse("yaml_start", mark, character=character)
        _refuse("yaml_bracket", mark)
    code = next((code for words, code in _PLAIN_WORDS if words in problem), None)
    if code is None:
        _refuse("syntax", mark, detail=", ".join(part for part in (error.context, problem) if part))
    _refuse(code, error.context_mark if code in ("yaml_quote", "yaml_no_colon") else mark)


def _refuse(code: str, mark: Any, **data: object) -> NoReturn:
    line, column = (None, None) if mark is None else (mark.line + 1, mark.column + 1)
    raise InvalidDocument(Problem(code=code, data=data, line=line, column=column))


@attrs.define
class _Container:
    """A mapping or list being read, and the key that waits for its value."""

    data: Any
    node: Node
    key: str | None = None
    key_mark: Any = None


class _Reader:
    def __init__(self) -> None:
        self.data: Any = None
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._stack: list[_Container] = []

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._check_marks(event)
            value = str(event.value) if not event.implicit[0] else None if event.value in _NULL else Plain(event.value)
            self._place(value, Node(None, event.start_mark, None), event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._check_marks(event)
            data: Any = {} if kind is yaml.MappingStartEvent else []
            node = Node(self._stack[-1].key_mark if self._stack else None, event.start_mark, {})
            self._place(data, node, event)
            if len(self._stack) >= MAX_DEPTH:
                _refuse("too_deep", event.start_mark, limit=MAX_DEPTH)
            self._stack.append(_Container(data, node))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._stack.pop()
        elif kind is yaml.AliasEvent:
            _refuse("yaml_alias", event.start_mark)
        elif kind is yaml.DocumentStartEvent and self.root is not None:
            _refuse("yaml_documents", event.start_mark)

    def _place(self, value: Any, node: Node, event: Any) -> None:
        if not self._stack:
            self.data, self.root = value, node
            return
        top = self._stack[-1]
        children = top.node.children
        assert children is not None
        if isinstance(top.data, list):
            children[len(top.data)] = node
            top.data.append(value)
        elif top.key is None:
            if type(event) is not yaml.ScalarEvent:
                _refuse("yaml_key", event.start_mark)
            top.key, top.key_mark = event.value, event.start_mark
            first = children.get(event.value)
            if first is not None:
                line = (first.key or first.value).line + 1
                self._report("duplicate_key", event.start_mark, key=event.value, first=line)
        else:
            if top.key not in children:
                children[top.key] = node._replace(key=top.key_mark) if node.children is None else node
                top.data[top.key] = value
            top.key = None

    def _check_marks(self, event: Any) -> None:
        if event.tag is not None:
            self._report("yaml_tag", event.start_mark, tag=event.tag)
        if event.anchor is not None:
            self._report("yaml_alias", event.start_mark)

    def _report(self, code: str, mark: Any, **data: object) -> None:
        self.problems.append(Problem(code=code, data=data, line=mark.line + 1, column=mark.column + 1))
