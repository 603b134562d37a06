"""A proposed mapping as a person would write it: YAML, with a remark at what needs a review."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from kommunepolitik.documents.files import read_text
from kommunepolitik.documents.paths import read_bytes
from kommunepolitik.documents.write import FORMAT_VERSION, VERSION_KEY
from kommunepolitik.documents.yaml_parser import parse_yaml
from kommunepolitik.errors import FileError, InvalidDocument, Problem
from kommunepolitik.errors.marks import N_
from kommunepolitik.observations.mapping.evidence import Guess
from kommunepolitik.observations.mapping.proposed_columns import ProposedColumn
from kommunepolitik.observations.mapping.suggest import Proposal

Translate = Callable[[str], str]

_PLAIN: Final = re.compile(r"[A-Za-zÆØÅæøå][\w .,/()%æøåÆØÅ-]*", re.ASCII)
_WORDS: Final = frozenset(["true", "false", "null", "yes", "no", "on", "off", "y", "n"])
_MANY_AREAS: Final = 8
_REMARKS: Final = {
    "figures": N_("{same} of {compared} earlier figures are the same"),
    "likeness": N_("is this the right one? Only the words are alike"),
    "word": N_("is this right?"),
    "none": N_("fill in: an id of the policy, or move the text to ignore"),
    "area": N_("fill in: own, country, or the code or name of a municipality; or move the text to ignore"),
    "unknown_figures": N_("not used"),
    "target": N_("no result"),
    "empty": N_("empty"),
    "constant": N_("the same in all rows"),
    "same_series": N_("several columns are of the same series and period; ignore those that are no result"),
    "whole": N_("is this the whole population? Else write group:"),
    "figures?": N_("are these figures of an indicator? Then write is: value and indicator"),
    "role": N_("fill in: what is this column? Or ignore: and why"),
    "mark": N_("does the mark mean provisional?"),
    "no_indicator": N_("fill in: the id of the indicator"),
    "head": N_("Proposed from {file}. Look at each line with a question mark, and write confirmed: and today's date"),
    "context": N_("the figures of an area that are those of another indicator, which targets compare with"),
    "fill_down": N_("does a text count for the rows below that have none?"),
    "sheets": N_("is the name of a sheet that of the reporting unit?"),
}


def proposal_text(proposal: Proposal, file: str, translate: Translate, indent: int = 2) -> str:
    """Return an entry of `imports.yaml`, without `confirmed`; what was guessed ends with `# ?`."""
    lines = [f"# {translate(_REMARKS['head']).format(file=file)}", *_entry(proposal, translate)]
    return "".join(f"{' ' * indent}{line}\n" for line in lines)


def whole_text(entry: str) -> str:
    """Return a whole file of imports with one entry."""
    return f"{VERSION_KEY}: {FORMAT_VERSION}\n\nimports:\n{entry}"


def taken_ids(path: Path) -> set[str]:
    """Return the ids of the imports in a file, whether the file is sound or not."""
    return {str(each.get("id")) for each in _imports(read_text(path), path) if isinstance(each, dict)}


def appended(path: Path, make: Callable[[int], str]) -> bytes:
    """Return the bytes of a file of imports with one more entry; those before it stay as they are.

    `make` returns the entry, indented by so many blanks. The existing entries need not be complete.

    Raises:
        FileError: the entry cannot be put at the end of the file.
        InvalidDocument: the file is not YAML.
    """
    text, old = read_text(path), read_bytes(path)
    before = _imports(text, path)
    if not before:
        raise FileError(Problem(code="cannot_append", file=str(path)))
    indent = parse_yaml(text).positions.locate(("imports", 0))[1] - 3
    entry = make(indent)
    if b"\r\n" in old:
        entry = entry.replace("\n", "\r\n")
    between = b"" if old.endswith(b"\n") else b"\r\n" if b"\r\n" in old else b"\n"
    content = old + between + entry.encode("utf-8")
    try:
        after = _imports(content.decode("utf-8-sig"), path)
    except InvalidDocument:
        after = []
    if after[:-1] != before or len(after) != len(before) + 1:
        raise FileError(Problem(code="cannot_append", file=str(path)))
    return content


def _imports(text: str, path: Path) -> list[Any]:
    try:
        data = parse_yaml(text).data
    except InvalidDocument as error:
        raise InvalidDocument(*(attrs.evolve(problem, file=str(path)) for problem in error.problems)) from None
    found = data.get("imports") if isinstance(data, dict) else None
    return found if isinstance(found, list) else []


def free_id(id: str, taken: Collection[str]) -> str:
    """Return an id that differs from some others."""
    number = 2
    free = id
    while free in taken:
        free, number = f"{id}-{number}", number + 1
    return free


def _entry(proposal: Proposal, translate: Translate) -> Iterator[str]:
    yield f"- id: {proposal.id}"
    yield f"  file: {_quoted(proposal.file)}"
    yield from _sheets(proposal, translate)
    if proposal.source:
        yield f"  source: {_quoted(proposal.source)}  # ? {translate(_REMARKS['word'])}"
    if proposal.after:
        yield f"  published: {{after: {_quoted(proposal.after)}}}"
    if proposal.decimal:
        yield f'  decimal: "{proposal.decimal}"'
    rows = f", rows: {proposal.rows}" if proposal.rows > 1 else ""
    repeats = ", repeats: true" if proposal.repeats else ""
    yield f"  header: {{starts: {_quoted(proposal.starts)}{rows}{repeats}}}"
    if proposal.ends:
        yield f"  ends: {_list(proposal.ends)}"
    yield from _context(proposal, translate)
    yield "  columns:"
    for column in proposal.columns:
        yield from _column(column, translate)


def _context(proposal: Proposal, translate: Translate) -> Iterator[str]:
    if proposal.context:
        yield f"  context:  # {translate(_REMARKS['context'])}"
    for area, others in proposal.context.items():
        yield f"    {_quoted(area)}:"
        for indicator, guess in others.items():
            remark = _remark(guess, translate)
            yield f"      {indicator}: {guess.value}" + (f"  # {remark}" if remark else "")


def _sheets(proposal: Proposal, translate: Translate) -> Iterator[str]:
    if not proposal.sheet_role:
        if proposal.sheets:
            yield f"  sheets: {_list(proposal.sheets)}"
        return
    remark = f"  # ? {translate(_REMARKS['sheets'])}" if proposal.sheet_role == "responsible" else ""
    if not proposal.sheet_values and not proposal.other_sheets:
        yield f"  sheets: {{is: {proposal.sheet_role}}}{remark}"
        return
    yield f"  sheets:{remark}"
    yield f"    is: {proposal.sheet_role}"
    if proposal.sheet_values:
        yield "    values:"
    for name, meaning in proposal.sheet_values.items():
        yield f"      {_quoted(name)}: {_quoted(meaning)}"
    if proposal.other_sheets:
        yield f"    ignore: {_list(proposal.other_sheets)}"


def _column(column: ProposedColumn, translate: Translate) -> Iterator[str]:
    header = _quoted(column.header[0]) if len(column.header) == 1 else _list(column.header)
    named = f"header: {header}" + (f", column: {_quoted(column.column)}" if column.column else "")
    if column.passed:
        asked = {"unknown_figures": "figures?", "constant": "whole"}.get(column.passed)
        remark = f"  # ? {translate(_REMARKS[asked])}" if asked else ""
        yield f"    - {{{named}, ignore: {_quoted(translate(_REMARKS[column.passed]))}}}{remark}"
        return
    if not column.is_:
        yield f'    - {{{named}, is: "?"}}  # ? {translate(_REMARKS["role"])}'
        return
    if column.values or column.ignore:
        yield from _labels(column, header, translate)
        return
    parts = [named, f"is: {column.is_}"]
    remarks = []
    if column.fill_down:
        parts.append("fill_down: true")
        remarks.append(f"? {translate(_REMARKS['fill_down'])}")
    if column.is_ == "value" and (column.indicator.value or column.indicator.basis != "none"):
        parts.append(f"indicator: {column.indicator.value}")
        remarks.append(_remark(column.indicator, translate))
    elif column.is_ == "value" and not column.certain:
        parts.append('indicator: "?"')
        remarks.append(f"? {translate(_REMARKS['no_indicator'])}")
    parts += [f"{name}: {_quoted(value)}" for name, value in (("group", column.group), ("area", column.area)) if value]
    if column.unit:
        parts.append(f"unit: {_quoted(column.unit)}")
    if column.marks:
        parts.append(f"marks: {{{', '.join(f'{_quoted(mark)}: provisional' for mark in sorted(column.marks))}}}")
        remarks.append(f"? {translate(_REMARKS['mark'])}")
    if column.doubt:
        remarks.append(f"? {translate(_REMARKS[column.doubt])}")
    remark = "; ".join(filter(None, remarks))
    yield f"    - {{{', '.join(parts)}}}" + (f"  # {remark}" if remark else "")


def _labels(column: ProposedColumn, header: str, translate: Translate) -> Iterator[str]:
    known = all(guess.basis == "title" for guess in column.values.values())
    if column.is_ == "area" and known and len(column.values) > _MANY_AREAS:
        fill = ", fill_down: true" if column.fill_down else ""
        remark = f"  # ? {translate(_REMARKS['fill_down'])}" if column.fill_down else ""
        letter = f", column: {_quoted(column.column)}" if column.column else ""
        yield f"    - {{header: {header}{letter}, is: area{fill}}}{remark}"
        return
    yield f"    - header: {header}"
    if column.column:
        yield f"      column: {_quoted(column.column)}"
    yield f"      is: {column.is_}"
    if column.fill_down:
        yield f"      fill_down: true  # ? {translate(_REMARKS['fill_down'])}"
    if column.values:
        yield "      values:"
    for text, guess in column.values.items():
        value = '"?"' if guess.basis == "none" else _quoted(guess.value)
        remark = (
            f"? {translate(_REMARKS['area'])}" if value == '"?"' and column.is_ == "area" else _remark(guess, translate)
        )
        yield f"        {_quoted(text)}: {value}" + (f"  # {remark}" if remark else "")
    if column.ignore:
        yield f"      ignore: {_list(column.ignore)}"


def _remark(guess: Guess, translate: Translate) -> str:
    """Return the reason for a guess, after a question mark if it is uncertain."""
    parts = []
    if guess.compared:
        parts.append(translate(_REMARKS["figures"]).format(same=guess.same, compared=guess.compared))
    if guess.basis in ("likeness", "word", "none"):
        parts.append(translate(_REMARKS[guess.basis]))
    doubtful = not guess.certain or guess.same < guess.compared
    return f"{'? ' if doubtful else ''}{'; '.join(parts)}" if parts else ""


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    """Return a text as YAML, in quotes where it would not be read as text."""
    is_plain = _PLAIN.fullmatch(text) is not None and ", " not in text and "," not in text and text == text.strip()
    return text if is_plain and text.casefold() not in _WORDS else json.dumps(text, ensure_ascii=False)
