"""JSON, read with the standard library; places in the text are looked up only for a problem."""

import json
import re
from typing import Any

from kommunepolitik.documents.tree import MAX_DEPTH, Mark, Node, Parsed, Positions, Written
from kommunepolitik.errors import InvalidDocument, Problem

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def parse_json(text: str) -> Parsed:
    """Read JSON text; raises `InvalidDocument`, also if it is too deep, or holds NaN or numbers without end."""
    if not text.strip():
        raise InvalidDocument(Problem(code="empty_document"))
    _check_depth(text)
    problems: list[Problem] = []
    twice = False

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal twice
        data = dict(reversed(items))  # the first of each key counts
        twice |= len(data) != len(items)
        return {key: data[key] for key, _ in items}

    try:
        data = json.loads(text, object_pairs_hook=pairs, parse_float=Written, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        problem = Problem(code="not_json", data={"detail": error.msg}, line=error.lineno, column=error.colno)
        raise InvalidDocument(problem) from None
    except (ValueError, RecursionError) as error:
        raise InvalidDocument(Problem(code="not_json", data={"detail": str(error)})) from None
    if twice:
        _scan(text, problems)
    return Parsed(data, Positions(lambda: _scan(text, [])), problems)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _check_depth(text: str) -> None:
    depth = 0
    for match in _TOKEN.finditer(text) if text.count("[") + text.count("{") > MAX_DEPTH else ():
        depth += (match[0] in "[{") - (match[0] in "]}")
        if depth > MAX_DEPTH:
            before = text[: match.start()]
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            raise InvalidDocument(Problem(code="too_deep", data={"limit": MAX_DEPTH}, line=line, column=column))


def _scan(text: str, problems: list[Problem]) -> Node:
    """Return the places of all values of a text that is known to be JSON, and report keys that occur twice."""
    top = Node(None, Mark(0, 0), {})
    stack = [(top, False)]  # a container, and whether it is a mapping
    key: tuple[str, Mark] | None = None
    line, line_start, seen = 0, 0, 0
    for match in _TOKEN.finditer(text):
        token, start = match[0], match.start()
        if newlines := text.count("\n", seen, start):
            line, line_start = line + newlines, text.rfind("\n", seen, start) + 1
        seen = start
        place = Mark(line, start - line_start)
        container, is_mapping = stack[-1]
        if token in "]}":
            stack.pop()
        elif token in ",:":
            continue
        elif is_mapping and key is None:
            key = (json.loads(token), place)
        else:
            node = Node(key and key[1], place, {} if token in "[{" else None)
            children = container.children
            assert children is not None
            name: str | int = len(children) if key is None else key[0]
            first = children.setdefault(name, node)
            if first is not node:
                data = {"key": name, "first": (first.key or first.value).line + 1}
                at = node.key or place
                problems.append(Problem(code="duplicate_key", data=data, line=at.line + 1, column=at.column + 1))
            key = None
            if token in "[{":
                stack.append((node, token == "{"))
    assert top.children is not None
    return top.children[0]
