"""Parts of Word's own: paragraphs, runs, links and bookmarks.

Text is put in as text: whatever a policy says, none of it becomes a mark, a field or a placeholder. Needs the extra
`docx`; without it, importing this module raises `MissingExtra`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

import attrs

import kommunepolitik.blocks as b
from kommunepolitik.errors import MissingExtra, Problem

try:
    import docxtpl  # noqa: F401
    from docx.document import Document
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
except ImportError as error:
    raise MissingExtra(Problem(code="missing_extra", data={"package": "docxtpl", "extra": "docx"})) from error

TAGS: Final = {"da": "da-DK", "en": "en-GB"}
_MARKS: Final = {"strong": "Strong", "aside": "Report Soft", "gap": "Report Missing", "tag": "Report Tag"}
_NO_XML: Final = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ADDRESS: Final = re.compile(r"https://[^\s\"<>\[\]\\^`{|}]{1,2000}")


@attrs.frozen(kw_only=True)
class At:
    """Where a block is written."""

    report: b.Report
    document: Document
    styles: Mapping[str, str]
    numbers: Iterator[int]
    """No two pictures or bookmarks share one."""
    level: int = 1
    """Of the headings here."""
    heading: str = ""
    """The words of the one above."""
    style: str = "Normal"
    """Of paragraphs."""
    right: bool = False
    """Whether they end at the right."""
    depth: int = 0
    """In how many lists this is."""


def paragraph(at: At, inlines: Sequence[b.Inline], style: str = "", place: str = "") -> Any:
    """Return a paragraph in a style, else that of where it is; `place` is the anchor that leads to it."""
    align = [made("jc", val="right")] if at.right else []
    look = made("pPr", made("pStyle", val=at.styles[(style or at.style).lower()]), *align)
    line = made("p", look, *_runs(inlines, at))
    if place:
        add_place(line, place, at)
    return line


def _runs(inlines: Iterable[b.Inline], at: At) -> Iterator[Any]:
    """Yield the parts of a line; a small line of figures is left out."""
    for inline in inlines:
        match inline:
            case b.Text(words, mark, language):
                yield _run(words, at, _MARKS.get(mark, ""), language)
            case b.Number(words):
                yield _run(words, at)
            case b.Status():
                yield _run(f"{inline.shape}\N{NO-BREAK SPACE}{inline.words}".strip(), at, "Strong")
            case b.Link(words, str(address), language) if _ADDRESS.fullmatch(address):
                link = made("hyperlink", _run(words, at, "Hyperlink", language), history="1")
                relation = RELATIONSHIP_TYPE.HYPERLINK
                link.set(qn("r:id"), at.document.part.relate_to(address, relation, is_external=True))
                yield link
            case b.Link(words, b.Place(anchor) as place, language) if anchor and _is_here(place, at.report):
                yield made("hyperlink", _run(words, at, "Hyperlink", language), anchor=_bookmark(anchor), history="1")
            case b.Link(words, _, language):
                yield _run(words, at, "", language)


def _is_here(place: b.Place, report: b.Report) -> bool:
    return not place.page or attrs.evolve(place, anchor="") == attrs.evolve(report.place, anchor="")


def _run(words: str, at: At, style: str = "", language: str = "") -> Any:
    look = [made("rStyle", val=at.styles[style.lower()])] if style else []
    if language and language != at.report.language:
        look.append(made("lang", val=TAGS.get(language, language)))
    run = made("r", *([made("rPr", *look)] if look else []))
    run.text = clean(words)
    return run


def clean(text: str) -> str:
    """Return a text without the characters that no XML file can hold.

    >>> clean("a\\x00b")
    'ab'
    """
    return _NO_XML.sub("", text)


def together(elements: Iterable[Any]) -> None:
    """Keep paragraphs, and those of tables, on the page of what follows each of them."""
    for element in elements:
        for each in element.iter(tag("p")):
            each.get_or_add_pPr().get_or_add_keepNext()


def made(name: str, /, *inside: Any, **attributes: str) -> Any:
    """Return an element of Word's own."""
    element = OxmlElement(f"w:{name}", {tag(key): value for key, value in attributes.items()})
    element.extend(inside)
    return element


def tag(name: str) -> str:
    """Return the tag of Word's own elements with a name, and of attributes."""
    return qn(f"w:{name}")


def _bookmark(anchor: str) -> str:
    """Return the name of a place: Word takes 40 letters, digits and underscores, and hides those that begin so."""
    return f"_Place_{sha256(anchor.encode('utf-8', 'replace')).hexdigest()[:32]}"


def add_place(paragraph: Any, anchor: str, at: At) -> None:
    """Let links lead to a paragraph."""
    number = str(next(at.numbers))
    paragraph.insert(1, made("bookmarkStart", id=number, name=_bookmark(anchor)))  # after its properties
    paragraph.append(made("bookmarkEnd", id=number))


def unlink(document: Document) -> None:
    """Write links to places that are not in the document as text."""
    body = document.element.body
    places = {mark.get(tag("name")) for mark in body.iter(tag("bookmarkStart"))}
    for link in list(body.iter(tag("hyperlink"))):
        name = link.get(tag("anchor")) or ""
        if name.startswith("_Place_") and name not in places:
            for look in list(link.iter(tag("rStyle"))):
                look.getparent().remove(look)
            for run in list(link):
                link.addprevious(run)
            link.getparent().remove(link)
