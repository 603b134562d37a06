"""Word documents in tests: a letterhead to put a report on, and the contents of a document, as text and on pages."""

from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from tests.programs import resaved


def letterhead(folder: Path, *paragraphs: str, header: str = "") -> Path:
    """Make a municipality's own template of paragraphs."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = header
    document.save(str(folder / "brevpapir.docx"))
    return folder / "brevpapir.docx"


def text_of(document: Document) -> str:
    """Return all text of the page, tables included, paragraph by paragraph."""
    return "\n".join(words_of(paragraph) for paragraph in document.element.body.iter(qn("w:p")))


def words_of(paragraph: Any) -> str:
    """Return the text of a paragraph."""
    return "".join(piece.text or "" for piece in paragraph.iter(qn("w:t")))


def flat(text: str) -> str:
    """Return a text in one line, words that a line's end parted put together again."""
    return " ".join(text.replace("\u2010\n", "").replace("-\n", "").split())


def on_pages(content: bytes, folder: Path) -> PdfReader:
    """Let LibreOffice put a document on pages."""
    return PdfReader(converted(content, folder, "pdf"))


def converted(content: bytes, folder: Path, format: str) -> Path:
    """Let LibreOffice open a document and save it in another format."""
    (folder / "report.docx").write_bytes(content)
    return resaved([folder / "report.docx"], format, folder / "saved")[0]
