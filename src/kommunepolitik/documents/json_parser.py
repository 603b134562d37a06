"""JSON, read with the standard library; places in the text are looked up only for a problem."""

import json
import re
from typing import Any, NamedTuple

from kommunepolitik.documents.tree import MAX_DEPTH, Node, Parsed, Positions
from kommunepolitik.errors import InvalidDocument, Problem

_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{\]}]')
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


class _Place(NamedTuple):
    line: int
    column: int


def parse_json(text: str) -> Parsed:
    """Read JSON text into dicts, lists, texts, numbers, bools and None.

    Raises:
        InvalidDocument: it is no JSON, nested too deep, or holds NaN, Infinity or a number of thousands of digits.
    """
    if not text.strip():
        raise InvalidDocument(Problem(code="empty_document"))
    _check_depth(text)
    twice: list[bool] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in items:
            data.setdefault(key, value)
        if len(data) != len(items):
            twice.append(True)
        return data

    try:
        data = json.loads(text, object_pairs_hook=pairs, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        problem = Problem(code="not_json", data={"detail": error.msg}, line=error.lineno, column=error.colno)
        raise InvalidDocument(problem) from None
    except (ValueError, RecursionError) as error:
        raise InvalidDocument(Problem(code="not_json", data={"detail": str(error)})) from None
    problems: list[Problem] = []
    if twice:
        _scan(text, problems)
    return Parsed(data, Positions(lambda: _scan(text, [])), problems)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for match in _BRACKET.finditer(text):
        bracket = text[match.start()]
        if bracket in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                place = _place(text, match.start())
                problem = Problem(
                    code="too_deep", data={"limit": MAX_DEPTH}, line=place.line + 1, column=place.column + 1
                )
                raise InvalidDocument(problem)
        elif bracket in "]}":
            depth -= 1


def _place(text: str, offset: int) -> _Place:
    return _Place(text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1)


def _scan(text: str, problems: list[Problem]) -> Node:
    """Return the places of all values of a text that is known to be JSON, and tell of keys that stand twice."""
    root: Node | None = None
    stack: list[tuple[Node, bool]] = []  # a container, and whether it is a mapping
    key: tuple[str, _Place] | None = None
    line, line_start, seen = 0, 0, 0
    for match in _TOKEN.finditer(text):
        token, start = match[0], match.start()
        newlines = text.count("\n", seen, start)
        if newlines:
            line, line_start = line + newlines, text.rfind("\n", seen, start) + 1
        seen = start
        place = _Place(line, start - line_start)
        if token in ",:":
            continue
        if token in "]}":
            stack.pop()
            continue
        if stack and stack[-1][1] and key is None:
            key = (json.loads(token), place)
            continue
        node = Node(key and key[1], place, {} if token in "[{" else None)
        if not stack:
            root = node
        else:
            children = stack[-1][0].children
            assert children is not None
            name: str | int = len(children) if key is None else key[0]
            if name in children:
                first = children[name].key or children[name].value
                data = {"key": name, "first": first.line + 1}
                at = place if key is None else key[1]
                problems.append(Problem(code="duplicate_key", data=data, line=at.line + 1, column=at.column + 1))
            else:
                children[name] = node
        key = None
        if token in "[{":
            stack.append((node, token == "{"))
    assert root is not None
    return root
