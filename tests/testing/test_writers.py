"""The assertion for writers of own formats holds for our own, and finds what a writer loses."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from functools import singledispatch
from typing import Any, get_args

import attrs
import pytest
from bs4 import BeautifulSoup
from lxml import etree
from markdown_it import MarkdownIt

import kommunepolitik.blocks as b
from kommunepolitik.errors import Problem, RenderingError
from kommunepolitik.formats import Addresses, Writer, cell_lines, simpler, to_format, writer
from kommunepolitik.testing import assert_writer_is_complete
from kommunepolitik.testing.specimen import specimen


def of_page(page: str) -> str:
    """Return what a browser shows."""
    return BeautifulSoup(page, "html5lib").get_text()


def of_markdown(text: str) -> str:
    """Return what a browser shows of Markdown."""
    return of_page(MarkdownIt("commonmark").enable("table").render(text))


def of_data(text: str) -> str:
    """Return every text in JSON but the names of classes."""

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            content = {**value, "block": ""}.values() if isinstance(value, dict) else value
            yield from (text for each in content for text in texts(each))

    return "".join(texts(json.loads(text)))


def of_word(document: bytes) -> str:
    """Return the texts of a Word document, and those read in the place of its figures."""
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml"))
    return "".join([*body.itertext(), *(str(each) for each in body.xpath("//@descr"))])


@pytest.mark.parametrize(
    ("format", "read"),
    [("html", of_page), ("md", of_markdown), ("json", of_data), ("docx", of_word), ("text", None)],
)
def test_our_own_writers_lose_no_words(
    monkeypatch: pytest.MonkeyPatch, format: str, read: Callable[[Any], str] | None
) -> None:
    """Each text is read as it was written, whatever signs are in it; PDF is made of the HTML."""
    monkeypatch.setenv("COLUMNS", "100")
    assert_writer_is_complete(Writer(format=format, write=lambda *given: to_format(given[0], format, given[1])), read)


def instances(value: Any) -> Iterator[type]:
    """Yield the class of everything in blocks."""
    if isinstance(value, tuple):
        for each in value:
            yield from instances(each)
    elif attrs.has(type(value)):
        yield type(value)
        for field in attrs.fields(type(value)):
            yield from instances(getattr(value, field.name))


def test_the_report_has_every_block_and_inline() -> None:
    """A new class has to be in it."""
    assert {*get_args(b.Block), *get_args(b.Inline)} - set(instances(specimen())) == set()


@singledispatch
def lines(block: b.Block) -> list[str]:
    """Write a block in lines, escaping nothing."""
    parts = simpler(block)
    return [b.plain(line) for line in cell_lines(parts)] if parts == (block,) else [x for p in parts for x in lines(p)]


@lines.register
def _(block: b.Section) -> list[str]:
    return [b.plain(block.title), *(line for each in block.blocks for line in lines(each))]


@lines.register
def _(block: b.Table) -> list[str]:
    head = [block.title, *(column.title for column in block.columns)]
    return head + [
        b.plain(line) for row in block.rows for part in (*row.cells, row.detail) for line in cell_lines(part)
    ]


@lines.register
def _(block: b.Quote) -> list[str]:
    return [line for each in block.blocks for line in lines(each)]


def written(report: b.Report, addresses: Addresses | None) -> str:
    """Return a report in lines, without who wrote a quote and where."""
    facts = () if report.facts is None else (report.facts,)
    blocks = (b.Paragraph(report.lead), *facts, *report.notices, *report.sections)
    return "\n".join([report.title, report.kicker, *(line for each in blocks for line in lines(each))])


def test_what_a_writer_loses_is_named() -> None:
    """A block by its class, or the field of one of which the rest is written."""
    with pytest.raises(AssertionError, match=r"'linjer' loses the words of: Quote\.who, Quote\.where$"):
        assert_writer_is_complete(writer("linjer")(written))


def test_a_whole_block_is_named_once() -> None:
    """And not what is in it."""
    without = writer("linjer")(
        lambda report, addresses: written(attrs.evolve(report, facts=None, notices=()), addresses) + "kp"
    )
    with pytest.raises(AssertionError, match=r"loses the words of: Fields, Notice, Quote\.who, Quote\.where$"):
        assert_writer_is_complete(without)


def test_a_text_that_becomes_markup_is_found_by_reading() -> None:
    """The lines above escape nothing, which does no harm as text, but as a page it does."""

    def page(report: b.Report, addresses: Addresses | None) -> str:
        quotes = [each for section in report.sections for each in b.walk(section.blocks) if isinstance(each, b.Quote)]
        return "".join(
            f"<p>{line}" for line in (written(report, None), *(f"{each.who} {each.where}" for each in quotes))
        )

    assert_writer_is_complete(writer("side")(page))
    with pytest.raises(AssertionError, match="loses the words of"):
        assert_writer_is_complete(writer("side")(page), of_page)


def test_a_space_that_is_lost_is_found() -> None:
    """Between a text and a number beside it."""
    crammed = writer("linjer")(lambda report, addresses: written(report, addresses).replace(" 58", "58"))
    with pytest.raises(AssertionError, match=r"no spaces between .* 'Titel Afsnit Det gælder58 % af alle\.'"):
        assert_writer_is_complete(crammed, str)


def test_a_writer_that_fails_fails_the_assertion() -> None:
    """With its file and line, and with what it raised as the cause."""

    def fails(report: b.Report, addresses: Addresses | None) -> str:
        return report.sections[5].id

    def refuses(report: b.Report, addresses: Addresses | None) -> str:
        raise RenderingError(Problem(code="cannot_render", data={"found": "intet"}))

    with pytest.raises(AssertionError, match=r"test_writers\.py:\d+: .* 'fejl' failed: IndexError") as caught:
        assert_writer_is_complete(writer("fejl")(fails))
    assert isinstance(caught.value.__cause__, IndexError)
    with pytest.raises(AssertionError, match="intet"):
        assert_writer_is_complete(writer("fejl")(refuses))
