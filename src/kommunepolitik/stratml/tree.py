"""A document as elements, read from untrusted XML, and written as XML."""

from collections.abc import Iterator
from typing import Any, Final, NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

import attrs

from kommunepolitik.documents.limits import MAX_SIZE
from kommunepolitik.errors import InvalidDocument, InvalidModel, Problem
from kommunepolitik.model.text import normalise_text

MAX_DEPTH: Final = 24
"""Elements nested deeper are refused; StratML needs ten levels, and what is kept must fit in a policy file."""
MAX_ELEMENTS: Final = 50_000
"""A document with more elements is refused; a plan has some hundred or thousand."""
_SCHEMA_INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"


@attrs.define
class XmlElement:
    """An element: its name without a prefix, its contents, and the line where it begins."""

    name: str
    text: str = ""
    children: "list[XmlElement]" = attrs.field(factory=list)
    attributes: dict[str, str] = attrs.field(factory=dict)
    namespace: str = ""
    line: int = 0

    def walk(self) -> "Iterator[XmlElement]":
        """Yield the element and all its descendants, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)

    def all(self, name: str) -> "list[XmlElement]":
        """Return the children of a name."""
        return [child for child in self.children if child.name == name]


def parse_xml(content: bytes) -> XmlElement:
    """Return the root of an XML document.

    A document type is refused before anything in it is read, so that no entity is declared, expanded or fetched.
    Comments and processing instructions are ignored; nothing that the document refers to is opened.

    Raises:
        InvalidDocument: it is not well-formed, has a document type, or is too large or too deep.
    """
    if len(content) > MAX_SIZE:
        raise InvalidDocument(Problem(code="too_large", data={"size": len(content), "limit": MAX_SIZE}))
    builder = _Builder()
    try:
        builder.parser.Parse(content, True)
    except expat.ExpatError as error:
        data = {"detail": expat.ErrorString(error.code)}
        line, column = error.lineno, error.offset + 1
        raise InvalidDocument(Problem(code="xml_malformed", data=data, line=line, column=column)) from None
    except (LookupError, ValueError) as error:  # an encoding that Python does not have, or not for XML
        if isinstance(error, InvalidDocument):
            raise
        raise InvalidDocument(Problem(code="xml_encoding", data={"detail": str(error)}, line=1)) from None
    assert builder.root is not None
    return builder.root


class _Builder:
    """Builds a document from the events of the parser."""

    def __init__(self) -> None:
        self.parser: Any = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._add_text
        self.root: XmlElement | None = None
        self._open: list[tuple[XmlElement, list[str]]] = []
        self._count = 0

    def _refuse(self, code: str, **data: object) -> NoReturn:
        raise InvalidDocument(Problem(code=code, data=data, line=self.parser.CurrentLineNumber))

    def _refuse_doctype(self, *_: object) -> None:
        self._refuse("xml_doctype")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS:
            self._refuse("xml_too_many", limit=MAX_ELEMENTS)
        if len(self._open) >= MAX_DEPTH:
            self._refuse("too_deep", limit=MAX_DEPTH)
        namespace, _, local = name.rpartition(" ")
        own = {key: value for key, value in attributes.items() if _SCHEMA_INSTANCE not in key}
        known = {key.rpartition(" ")[2]: self._text(value) for key, value in own.items()}
        node = XmlElement(local, namespace=namespace, attributes=known, line=self.parser.CurrentLineNumber)
        if self._open:
            self._open[-1][0].children.append(node)
        else:
            self.root = node
        self._open.append((node, []))

    def _end(self, _: str) -> None:
        node, texts = self._open.pop()
        node.text = self._text("".join(texts))

    def _text(self, text: str) -> str:
        """Return a text as all texts of a policy are, also what is kept in annotations."""
        try:
            return normalise_text(text)
        except InvalidModel as error:
            self._refuse(error.problems[0].code, **error.problems[0].data)

    def _add_text(self, text: str) -> None:
        self._open[-1][1].append(text)


def write_xml(root: XmlElement, namespace: str) -> bytes:
    """Return a document as XML in UTF-8, one element per line."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    _write(root, 0, f" xmlns={quoteattr(namespace)}", lines)
    return "\n".join([*lines, ""]).encode("utf-8")


def _write(node: XmlElement, depth: int, more: str, lines: list[str]) -> None:
    attributes = more + "".join(f" {name}={quoteattr(value)}" for name, value in node.attributes.items())
    indent = "  " * depth
    if not node.children:
        lines.append(f"{indent}<{node.name}{attributes}>{escape(node.text)}</{node.name}>")
        return
    lines.append(f"{indent}<{node.name}{attributes}>")
    for child in node.children:
        _write(child, depth + 1, "", lines)
    lines.append(f"{indent}</{node.name}>")
