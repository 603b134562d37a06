"""A report as a page: whole in itself, sound for every reader, and text stays text."""

import base64
import csv
import io
from pathlib import Path

import attrs
import html5lib
import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

import kommunepolitik.blocks as b
from kommunepolitik.formats.html import to_csv, write_html
from kommunepolitik.formats.theme import Theme
from kommunepolitik.testing.specimen import HOSTILE, download, line_chart, specimen, table
from tests.claims import some


def parsed(report: b.Report, **options: object) -> BeautifulSoup:
    """Write a report and read it as a browser does."""
    return BeautifulSoup(write_html(report, **options), "html5lib")  # type: ignore[arg-type]


def report(*blocks: b.Block, language: str = "da", place: b.Place | None = None) -> b.Report:
    """Return a report of one section."""
    section = b.Section(id="section_a", title=(b.Text("Afsnit"),), blocks=blocks)
    return b.Report(
        kind="policy", title="Titel", language=language, sections=(section,), place=place or b.Place(page="policy")
    )


def line(*inlines: b.Inline) -> b.Paragraph:
    """Return a paragraph."""
    return b.Paragraph(inlines)


def theme(**templates: str) -> Theme:
    """Return a theme of templates, named without their ending."""
    named = {f"{name.replace('_', '-')}.html.j2": text for name, text in templates.items()}
    return Theme(folder=Path(), digest=repr(named), name="Nybro", templates=named, style="body { color: red }")


@pytest.mark.parametrize("text", ["Tekst", HOSTILE])
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_page_is_sound_html(language: str, text: str) -> None:
    """A strict parser finds no error, and no id is there twice."""
    page = write_html(specimen(language, text))
    html5lib.HTMLParser(strict=True).parse(page)
    ids = [str(each["id"]) for each in BeautifulSoup(page, "html5lib").select("[id]")]
    assert len(ids) == len(set(ids))


def elements(page: BeautifulSoup) -> list[str]:
    """Return the elements of a page but the places where a long word may be broken."""
    return [each.name for each in page.find_all(True) if each.name != "wbr"]


def test_hostile_text_stays_text() -> None:
    """Markup in a policy makes no element, and nothing of a template runs."""
    own, hostile = parsed(specimen()), parsed(specimen(words_of_policy=HOSTILE))
    assert elements(hostile) == elements(own)
    assert hostile.h1.text == HOSTILE  # type: ignore[union-attr]
    assert hostile.main.text.count(HOSTILE) == own.main.text.count("Tekst") > 5  # type: ignore[union-attr]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_text_stays_text(text: str) -> None:
    """Whatever a policy is called, its page has the same elements."""
    assert elements(parsed(specimen(words_of_policy=text))) == elements(parsed(specimen()))


def test_what_is_too_long_for_a_line_can_be_broken() -> None:
    """An address, and a word without an end, have places to break them, which are no characters."""
    page = parsed(specimen(words_of_policy=f"{'o' * 40} https://www.nybro.dk/politik?aar=2027"))
    title = page.h1
    assert title is not None
    assert len(title.find_all("wbr")) == 9
    assert title.text == f"{'o' * 40} https://www.nybro.dk/politik?aar=2027"


def test_headings_are_nested_and_sections_have_their_role() -> None:
    """One h1; a section within a section has a heading one level below."""
    page = parsed(specimen())
    assert [each.name for each in page.select("h1, h2, h3")] == ["h1", "h2", "h2", "h3"]
    assert page.select_one("section.sheet#section_two > section.card#i-1 > h3") is not None


def test_contents_list_what_is_listed_one_level_within_another() -> None:
    """Each entry leads to a section."""
    page = parsed(specimen())
    links = page.select(".contents a")
    assert [link["href"] for link in links] == ["#section_one", "#section_two", "#i-1"]
    assert [link["href"] for link in page.select(".contents ol ol a")] == ["#i-1"]


def test_tables_have_names_and_their_heads_a_direction() -> None:
    """A caption each, no two alike; heads of columns, rows and groups; cells know their column on a phone."""
    page = parsed(specimen())
    captions = [each.caption.text for each in some(page.select("table"))]
    assert len(captions) == len(set(captions))
    heads = {each.get("scope") for each in page.select("th")}
    assert heads == {"col", "row", "rowgroup"}
    assert all(each.get("data-label") for each in page.select("tbody tr:not(.detail) td"))


def test_a_detail_is_below_its_row_and_has_its_facets() -> None:
    """So that a filter hides both."""
    row = parsed(specimen()).select_one("#followup_praktik")
    assert row is not None
    detail = row.find_next_sibling("tr")
    assert isinstance(detail, Tag)
    assert detail.select_one("details p").text == "Løftet er 60."  # type: ignore[union-attr]
    assert detail["data-status"] == row["data-status"] == "missed"


def test_words_of_another_language_are_marked() -> None:
    """On an English page the policy's own words are Danish; on a Danish page nothing is marked."""
    english, danish = parsed(specimen("en", "Tekst")), parsed(specimen("da", "Tekst"))
    assert english.html is not None
    assert english.html["lang"] == "en"
    marked = english.select("body [lang]")
    assert {each["lang"] for each in some(marked)} == {"da"}
    assert {"h1", "a", "span", "figcaption"} <= {each.name for each in marked}
    assert not danish.select("body [lang]")


def test_links_lead_to_places_that_exist() -> None:
    """To this page by its anchor, to another by its address; else, and where an address could run, they are text."""
    links = (
        b.Link("her", b.Place("section_a")),
        b.Link("denne side", b.Place("section_a", "policy")),
        b.Link("toppen", b.Place()),
        b.Link("væk", b.Place("section_b")),
        b.Link("opfølgningen", b.Place("i-1", "followup")),
        b.Link("ingen side", b.Place(page="index")),
        b.Link("nettet", "https://nybro.dk/?a=1&b=2"),
        b.Link("farligt", "javascript:alert(1)"),
        b.Link("fil", "file:///etc/passwd"),
    )
    found = parsed(
        report(line(*links)), addresses=lambda place: f"x.html#{place.anchor}" if place.page == "followup" else None
    )
    assert {each.text: each["href"] for each in found.select("section a")} == {
        "her": "#section_a",
        "denne side": "#section_a",
        "toppen": "#main_content",
        "opfølgningen": "x.html#i-1",
        "nettet": "https://nybro.dk/?a=1&b=2",
    }
    assert "fil" in found.select_one("section p").text  # type: ignore[union-attr]


def test_a_status_is_a_word_beside_its_shape() -> None:
    """The shape is not read aloud."""
    status = parsed(report(line(b.StatusMark("missed", "ikke nået", "✖")))).select_one(".status.missed")
    assert status is not None
    assert status.text == "✖ ikke nået"
    assert status.select_one("[aria-hidden=true]").text == "✖"  # type: ignore[union-attr]


@pytest.mark.parametrize("values", [(), (3.0,), (5.0, 5.0), (1.0, 9.0, 4.0), (1.0, 9.0, 4.0, 2.0)])
@pytest.mark.parametrize("target", [None, 7.0])
def test_a_small_line_has_words_and_the_mark_of_its_target(values: tuple[float, ...], target: float | None) -> None:
    """It is drawn within its frame, also of one figure or of figures that do not change; few are dots, as in a chart."""
    spark = parsed(report(line(b.Spark(values, target, "som det gik")))).select_one("svg.spark")
    assert spark is not None
    assert (spark["role"], spark["aria-label"]) == ("img", "som det gik")
    assert len(spark.select(".target")) == (target is not None)
    heights = [float(each["cy"]) for each in spark.select("circle")]
    assert len(heights) == (1 if len(values) > 3 else len(values))
    assert len(spark.select("path[stroke='#0b5360']")) == (len(values) > 3)
    assert all(0 <= height <= float(spark["height"]) for height in heights)


def test_a_small_movement_is_a_small_step() -> None:
    """A fall of half a percent is not drawn from the top of a small line to its bottom, as a fall of half would be."""

    def drop(*values: float) -> float:
        spark = parsed(report(line(b.Spark(values, None, "som det gik")))).select_one("svg.spark")
        heights = [float(each["cy"]) for each in spark.select("circle")]  # type: ignore[union-attr]
        return (heights[-1] - heights[0]) / float(spark["height"])  # type: ignore[index]

    assert 0 < drop(4310.0, 4290.0) < 0.05
    assert drop(4310.0, 2155.0) > 0.6


def test_a_distribution_is_counts_and_a_bar() -> None:
    """The bar shows nothing that the words do not."""
    found = parsed(specimen()).select_one(".distribution")
    assert found is not None
    assert [each.text for each in found.select("li")] == ["3 ✔ nået", "1 ✖ ikke nået heraf 1 udløbet"]
    assert found.select_one("[aria-hidden=true] .missed")["style"] == "flex-grow: 1"  # type: ignore[index]


def test_a_chart_that_is_called_as_its_section_shows_its_name_once() -> None:
    """The name is still there for those who do not see the page."""
    chart = b.Chart(id="chart_a", title="Afsnit", description="Op.", data=line_chart())
    shown = parsed(report(chart, attrs.evolve(chart, id="chart_b", title="Andet"))).select("figure > figcaption")
    assert [(each.text, each.get("class")) for each in shown] == [("Afsnit", ["unseen"]), ("Andet", None)]


# Tables to download


def test_a_file_is_downloaded_with_the_letters_and_marks_of_a_danish_spreadsheet() -> None:
    """A table leads to its file, and a file can be alone."""
    for block in (table(), download()):
        link = parsed(report(block)).select_one("a[download]")
        assert link is not None
        assert link["download"] == "tal.csv"
        content = base64.b64decode(str(link["href"]).removeprefix("data:text/csv;charset=utf-8;base64,"))
        assert content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
        assert rows == [["Pejlemærke", "Værdi"], ["'=A1", "58"]]


@pytest.mark.parametrize("text", ["=1+1", "+45 58 57 36 00", "-a", "@SUM(A1)", "\tx"])
def test_no_text_is_downloaded_as_a_formula(text: str) -> None:
    """A spreadsheet shows it as it is; a negative number is one."""
    content = b.Download(words="Hent", file="tal.csv", rows=((text, "-1,5"),))
    assert list(csv.reader(io.StringIO(to_csv(content), newline=""), delimiter=";")) == [[f"'{text}", "-1,5"]]


# Themes


def test_a_theme_changes_the_parts_of_a_line() -> None:
    """And its style sheet is the last."""
    own = theme(inlines="{% macro inlines(page, items) %}<i>{{ items|plain }}</i>{% endmacro %}")
    page = parsed(report(line(b.Text("<ord>"))), theme=own)
    assert page.select_one("section p i").text == "<ord>"  # type: ignore[union-attr]
    assert page.style.string.endswith("body { color: red }")  # type: ignore[union-attr]


def test_templates_of_a_theme_run_in_a_sandbox() -> None:
    """What is inside Python is out of their reach."""
    from jinja2.exceptions import SecurityError

    with pytest.raises(SecurityError):
        write_html(report(line()), theme=theme(paragraph="{{ page.blocks.__globals__ }}"))


# The index page


def homes(*names: str) -> b.Report:
    """Return an index page of so many municipalities."""
    sections = tuple(
        b.Section(id=f"home_{place}", title=(b.Text(name),), blocks=(), role="home") for place, name in enumerate(names)
    )
    return b.Report(kind="index", title="Politikker", language="da", sections=sections)


def test_many_municipalities_have_letters_of_the_danish_alphabet() -> None:
    """Aa is Å, an accent does not count, each letter leads to the first; few have none."""
    names = ["Allerød", "Billund", "Brøndby", "Dragør", "Élan", "Furesø", "Greve", "Herlev", "Ishøj", "Jammerbugt"]
    names += ["Køge", "1. kommune", "Ærø", "Aabenraa", "Århus"]
    letters = parsed(homes(*names)).select(".letters a")
    assert "".join(each.text for each in letters) == "ABDEFGHIJK#ÆÅ"
    assert [each["href"] for each in letters if each.text in "BÅ"] == ["#home_1", "#home_13"]
    assert not parsed(homes(*names[:3])).select(".letters")
