"""JSON, read with the standard library; places in the text are looked up only for a problem."""

import json
import re
from typing import Any

from kommunepolitik.documents.limits import MAX_DEPTH, MAX_VALUES
from kommunepolitik.documents.tree import Mark, Parsed, Positions, TreeReader, Written
from kommunepolitik.errors import InvalidDocument, Problem

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def parse_json(text: str) -> Parsed:
    """Read JSON text; raises `InvalidDocument`, also if it is too deep, or contains NaN or infinite numbers."""
    if not text.strip():
        raise InvalidDocument(Problem(code="empty_document"))
    if sum(map(text.count, ",[{")) > 2 * MAX_VALUES:  # values, and commas in texts
        raise InvalidDocument(Problem(code="too_many_values", data={"limit": MAX_VALUES}))
    _check_depth(text)
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
    return Parsed(data, Positions(lambda: _scan(text)), _scan(text).problems if twice else [])


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


def _scan(text: str) -> TreeReader:
    """Read valid JSON again, for the places of its values and the keys that occur twice."""
    reader = TreeReader()
    line, line_start, seen = 0, 0, 0
    for match in _TOKEN.finditer(text):
        token, start = match[0], match.start()
        if newlines := text.count("\n", seen, start):
            line, line_start = line + newlines, text.rfind("\n", seen, start) + 1
        seen, mark = start, Mark(line, start - line_start)
        if token in "[{":
            reader.begin([] if token == "[" else {}, mark)
        elif token in "]}":
            reader.end()
        elif token not in ",:":
            value = json.loads(token)
            if reader.wants_key:
                reader.key(value, mark)
            else:
                reader.value(value, mark)
    return reader
