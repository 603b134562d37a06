"""A report as Markdown: every block, and no text that becomes markup."""

import attrs
import hypothesis.strategies as st
import pytest
from hypothesis import example, given
from markdown_it import MarkdownIt

import kommunepolitik.blocks as b
from kommunepolitik.formats.markdown import write_markdown
from kommunepolitik.testing.specimen import HOSTILE, specimen, table, words
from tests.claims import some
from tests.strategies import AWKWARD_TEXTS

READER = MarkdownIt("commonmark").enable("table")
TEXTS = st.one_of(st.sampled_from(AWKWARD_TEXTS), st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"])))
MARKS = st.sampled_from(["", "strong", "aside", "gap", "tag"])


def report(*blocks: b.Block, title: str = "Titel") -> b.Report:
    """Return a report of one section."""
    section = b.Section(id="section_one", title=(b.Text("Afsnit"),), blocks=blocks)
    return b.Report(kind="policy", title=title, language="da", sections=(section,))


def kinds(text: str) -> set[str]:
    """Return the kinds of markup that a reader finds."""
    found = {token.type for token in READER.parse(text)}
    return found | {child.type for token in READER.parse(text) for child in token.children or ()}


def shown(text: str) -> str:
    """Return the words that a reader sees, without any space."""
    inlines = (token.children or () for token in READER.parse(text) if token.type == "inline")
    return "".join("".join(child.content for child in children).replace("\n", " ") for children in inlines)


def squeezed(text: str) -> str:
    """Return a text without spaces and what is never seen."""
    return "".join(c for c in text if not c.isspace() and (c.isprintable() or c == "\xad"))


@given(st.lists(st.builds(b.Text, TEXTS, MARKS), min_size=1, max_size=4))
@example([b.Text("\x07", "strong")])  # of which nothing is seen
def test_no_text_makes_markup(inlines: list[b.Text]) -> None:
    """Whatever a line holds, it is one paragraph: no heading, list, quote, code, rule, table, link, picture or tag."""
    text = write_markdown(report(b.Paragraph(tuple(inlines))))
    expected = "TitelAfsnit" + "".join(f"[{each.words}]" if each.mark == "tag" else each.words for each in inlines)
    assert squeezed(shown(text)) == squeezed(expected)
    allowed = {"heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "text_special"}
    assert kinds(text) <= allowed | {"em_open", "em_close", "strong_open", "strong_close"}


@pytest.mark.parametrize(
    "text", ["x" + " " * 1_000_000 + "x", "." * 1_000_000, "\n" * 1_000_000 + "x", "*" * 1_000_000]
)
def test_a_huge_text_takes_no_time(text: str) -> None:
    """A million blanks, lines or signs in emphasised words."""
    assert len(write_markdown(report(b.Paragraph((b.Text(text, "strong"), b.Text(text, "aside")))))) > 20


@given(TEXTS)
def test_no_text_breaks_the_table_list_or_link_it_is_in(text: str) -> None:
    """A bar, a line break or a bracket in a cell, item or link changes no row, item or address."""
    row = b.Row((words(text or "x"), words("58")))
    made = b.Table(title="Tal", columns=(b.Column("A", "head"), b.Column("B")), rows=(row,))
    link = b.Paragraph((b.Link(text or "x", "https://www.nybro.dk/"),))
    tokens = READER.parse(write_markdown(report(b.List((words(text or "x"), words("to"))), made, link)))
    counts = {kind: sum(token.type == kind for token in tokens) for kind in ("list_item_open", "tr_open", "td_open")}
    assert counts == {"list_item_open": 2, "tr_open": 2, "td_open": 2}
    targets = [c.attrs["href"] for token in tokens for c in token.children or () if c.type == "link_open"]
    assert targets == ["https://www.nybro.dk/"]


@pytest.mark.parametrize("text", ["---", "- - -", "===", "-", "1. nej", "# nej", "> nej", "    nej", "| a | b |"])
def test_a_line_of_signs_is_text(text: str) -> None:
    """In Markdown a line of dashes draws a rule, and one that begins with a number makes a list."""
    assert squeezed(shown(write_markdown(report(*words(text))))) == squeezed(f"TitelAfsnit{text}")


def test_a_list_cannot_be_put_together_from_two_texts() -> None:
    """The number and its full stop may be in different parts of a line."""
    assert "ordered_list_open" not in kinds(write_markdown(report(b.Paragraph((b.Text("1"), b.Text(". nej"))))))


def test_emphasis_is_seen_only_as_emphasis() -> None:
    """Stars beside a space, a full stop or other stars would be shown."""
    parts = (
        b.Text("Mål: ", "strong"),
        b.Text("(nyt)", "aside"),
        b.Text(" i "),
        b.Text("alt", "gap"),
        b.Text("nu", "strong"),
    )
    text = write_markdown(report(b.Paragraph(parts)))
    assert "**Mål**: (*nyt*) i *alt*nu\n" in text


def test_a_table_has_a_row_for_each_row_and_its_details_below() -> None:
    """Numbers are to the right; a group has a row of its own; a line of figures and a status are words."""
    text = write_markdown(report(table()))
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert lines == [
        "| Pejlemærke | Nu | Status | Forløb |",
        "| --- | ---: | --- | --- |",
        "| **Job og uddannelse** |  |  |  |",
        "| I virksomhedspraktik | 58 | ✖ ikke nået; *værre* | 52, 71, 58; måltal 60 |",
    ]
    assert text.endswith("- **I virksomhedspraktik**: Løftet er 60.\n")


def test_a_chart_is_its_description_and_its_table() -> None:
    """There are no pictures in Markdown."""
    text = write_markdown(specimen())
    assert "*Fra 50 % til 56 %.*" in text
    assert "**Tallene i figuren**" in text
    assert "image" not in kinds(text)


def test_links_lead_where_the_site_defines() -> None:
    """A place without an address, one of the same page, and an address that is not of the web are text."""
    inlines = (
        b.Link("politik", b.Place("maal-1", "policy", ("p",))),
        b.Link("ukendt", b.Place(page="index")),
        b.Link("her", b.Place("section_one")),
        b.Link("script", "javascript:alert(1)"),
        b.Link("nettet", "https://www.nybro.dk/a (b)>"),
    )
    places = {"policy": "p.md#maal-1"}
    text = write_markdown(report(b.Paragraph(inlines)), lambda place: places.get(place.page))
    assert "[politik](<p.md#maal-1>)ukendtherscript[nettet](<https://www.nybro.dk/a%20(b)%3E>)" in text
    assert "[politik]" not in write_markdown(report(b.Paragraph(inlines)))


def test_every_word_of_a_report_is_written() -> None:
    """Also notices, fields, quotes, counts and columns; what is hostile stays text."""
    text = write_markdown(specimen(words_of_policy=HOSTILE))
    message = squeezed(shown(text))
    for part in some(("Nybro Kommune findes ikke.", "Periode: 2024–2027", "◌ Baseline mangler.", "inde i to", "højre")):
        assert squeezed(part) in message
    assert squeezed(HOSTILE) in message
    assert "– Centerchef, for 2025" in text
    assert "- ✖ ikke nået: 1 (heraf 1 udløbet)" in text
    assert "html_inline" not in kinds(text)


def test_headings_go_no_deeper_than_markdown_has() -> None:
    """Below the sixth level the title of a part is strong."""
    part = b.Section(id="s_0", title=(b.Text("Del 0"),), blocks=words("inderst"))
    for level in range(1, 8):
        part = b.Section(id=f"s_{level}", title=(b.Text(f"Del {level}"),), blocks=(part,))
    text = write_markdown(attrs.evolve(report(), sections=(part,)))
    assert "###### Del 3" in text
    assert "\n**Del 0**\n\ninderst\n" in text
