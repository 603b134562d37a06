"""The structure tree of a PDF file: its elements, and what is wrong with them by PDF/UA-1 (ISO 14289-1)."""

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader

_WITHIN = {
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/LI": {"/L"},
    "/Lbl": {"/LI"},
    "/LBody": {"/LI"},
    "/Caption": {"/Table"},
}
"""What each kind of element may be in."""
_HOLDS = {
    "/Table": {"/Caption", "/THead", "/TBody", "/TR"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TR": {"/TH", "/TD"},
    "/L": {"/L", "/LI", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
}
"""What each kind of element may hold."""


def opened(data: bytes) -> PdfReader:
    """Return a file, opened."""
    return PdfReader(io.BytesIO(data))


def elements(reader: PdfReader) -> Iterator[Any]:
    """Yield the elements of the structure tree in reading order."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]  # type: ignore[index]
    while waiting:
        element = waiting.pop().get_object()
        if not hasattr(element, "get"):
            continue
        if "/S" in element:
            yield element
        waiting += reversed(inner(element))


def inner(element: Any) -> list[Any]:
    """Return what is directly in an element: elements, and numbers of texts on the page."""
    content = element.get("/K", [])
    return content if isinstance(content, list) else [content]


def within(element: Any) -> list[Any]:
    """Return the elements directly in another."""
    found = (each.get_object() for each in inner(element))
    return [each for each in found if hasattr(each, "get") and "/S" in each]


def links(reader: PdfReader) -> list[Any]:
    """Return the places on the pages that lead somewhere."""
    return [each.get_object() for page in reader.pages for each in page.get("/Annots", [])]


def problems(reader: PdfReader) -> list[str]:
    """Return what is wrong, in words; nothing where all is right."""
    return [*_file(reader), *_nesting(reader), *_headings(reader), *_tables(reader), *_descriptions(reader)]


def _file(reader: PdfReader) -> Iterator[str]:
    root: Any = reader.trailer["/Root"]
    claims = {
        "no language": root.get("/Lang"),
        "no title": reader.metadata and reader.metadata.title,
        "the title is not shown": root["/ViewerPreferences"].get("/DisplayDocTitle"),
        "not marked as tagged": root["/MarkInfo"].get("/Marked"),
        "does not declare that it is PDF/UA-1": 'pdfuaid:part="1"'
        in root["/Metadata"].get_object().get_data().decode(),
    }
    yield from (words for words, found in claims.items() if not found)


def _nesting(reader: PdfReader) -> Iterator[str]:
    for element in elements(reader):
        kind, above = element["/S"], element["/P"].get_object().get("/S")
        if kind in _WITHIN and above not in _WITHIN[kind]:
            yield f"{kind} in {above}"
        wrong = {each["/S"] for each in within(element)} - _HOLDS.get(kind, set())
        if kind in _HOLDS and wrong:
            yield f"{kind} holds {sorted(wrong)}"


def _headings(reader: PdfReader) -> Iterator[str]:
    level = 0
    for element in elements(reader):
        if element["/S"] in ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6"):
            found = int(element["/S"][2])
            if found > level + 1:
                yield f"a heading of level {found} after one of level {level}"
            if not inner(element):
                yield "an empty heading"
            level = found


def _tables(reader: PdfReader) -> Iterator[str]:
    index = reader.trailer["/Root"]["/StructTreeRoot"].get("/IDTree", {}).get("/Names", [])  # type: ignore[index]
    known = {str(key): place.get_object() for key, place in zip(index[::2], index[1::2], strict=True)}
    if list(known) != sorted(known):
        yield "the index of ids is not in order"
    for element in elements(reader):
        attributes = element.get("/A", {})
        if element["/S"] == "/TH":
            if attributes.get("/Scope") not in ("/Row", "/Column"):
                yield "a head of a table without a scope"
            if known.get(str(element.get("/ID"))) != element:
                yield "a head of a table that is not in the index of ids"
        if element["/S"] == "/TD" and not {str(key) for key in attributes.get("/Headers", [""])} <= set(known):
            yield "a cell whose heads are not in the index of ids"
    names = Counter(each.get("/A", {}).get("/Summary", "") for each in elements(reader) if each["/S"] == "/Table")
    yield from (f"{count} tables named '{name}'" for name, count in names.items() if count > 1 or not name)


def _descriptions(reader: PdfReader) -> Iterator[str]:
    for element in elements(reader):
        if element["/S"] == "/Figure" and not element.get("/Alt"):
            yield "a picture without words"
    for link in links(reader):
        words = str(link.get("/Contents", ""))
        if not words or words in (link.get("/Dest"), link.get("/A", {}).get("/URI")):
            yield f"a link described as '{words}'"
        if "/StructParent" not in link:
            yield f"the link '{words}' is not in the structure tree"
