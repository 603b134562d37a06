"""Adds entries to the lists of a file that people write, without changing what they wrote."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

from kommunepolitik.documents.structure import unstructure
from kommunepolitik.documents.write import FORMAT_VERSION, VERSION_KEY, Dumper
from kommunepolitik.model.record import Record

_TOP_KEY: Final = re.compile(r"([A-Za-z_]+)[ \t]*:(.*)")
_ITEM: Final = re.compile(r"( *)-(?: |$)")


def with_entries(text: str, entries: Mapping[str, Sequence[Record]]) -> str:
    r"""Return a YAML text with entries added to the lists of its top keys; every other character stays as it is.

    An empty text becomes a new file. The caller has to read the result: a list within brackets, or a text after the
    end of the document, cannot be added to in this way, and then the result does not read as expected.

    >>> from kommunepolitik.model import Account
    >>> account = Account(element="spor-1", period="2026", text="Gjort.")
    >>> text = "kommunepolitik: 1\naccounts:\n- element: spor-2  # set igennem\n  period: 2026\n  text: Klar.\n"
    >>> print(with_entries(text, {"accounts": [account]}), end="")
    kommunepolitik: 1
    accounts:
    - element: spor-2  # set igennem
      period: 2026
      text: Klar.
    - element: spor-1
      period: 2026
      text: Gjort.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    lines = (text or f"{VERSION_KEY}: {FORMAT_VERSION}{end}").splitlines(keepends=True)
    for key, records in entries.items():
        if records:
            first, after = _section(lines, key)
            if after == len(lines) and not lines[-1].endswith(("\n", "\r")):
                lines[-1] += end
            indent = "  "
            if first is None:
                lines.append(f"{key}:{end}")
                after = len(lines)
            else:
                indent = next((item[1] for line in lines[first:after] if (item := _ITEM.match(line))), indent)
            lines[after:after] = [f"{indent}{line}{end}" if line else end for line in _written(records)]
    return "".join(lines)


def _section(lines: Sequence[str], key: str) -> tuple[int | None, int]:
    """Return the line of a top key, and the line after the last that belongs to it (a comment after it does not)."""
    tops = [(number, match[1]) for number, line in enumerate(lines) if (match := _TOP_KEY.match(line))]
    first = next((number for number, name in tops if name == key), None)
    if first is None:
        return None, len(lines)
    after = next((number for number, _ in tops if number > first), len(lines))
    while after > first + 1 and (not lines[after - 1].strip() or lines[after - 1].startswith("#")):
        after -= 1
    return first, after


def _written(records: Sequence[Record]) -> list[str]:
    data: list[Any] = [unstructure(record) for record in records]
    text = yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100, default_flow_style=False)
    return text.split("\n")[:-1]
