"""Pages say all that the model says, and nothing becomes markup."""

import html
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import read_all
from kommunepolitik.errors import RenderingError
from kommunepolitik.model.record import Address, Ref, Slug, shapes_of
from kommunepolitik.model.references import Visit, walk
from kommunepolitik.rendering import Build, gather
from tests.claims import some
from tests.strategies import policies

EXAMPLES = ["slagelse-integration-2013", "slagelse-integration-2023", "furesoe-integration-2018"]


@pytest.fixture(scope="session")
def site(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the examples in both formats and languages."""
    folder = tmp_path_factory.mktemp("site")
    pages = gather(read_all([examples]))
    for language in ("da", "en"):
        assert len(list(Build(pages, folder / language, ["html", "md"], language).run())) == 16
    return folder


@pytest.fixture(scope="session")
def documents(examples: Path) -> dict[str, kp.Policy]:
    """The examples by id."""
    return {document.policy.id: document.policy for document in read_all([examples])}


def parsed(path: Path) -> BeautifulSoup:
    """Parse a page as a browser does."""
    return BeautifulSoup(path.read_text("utf-8"), "html5lib")


def squeezed(text: str) -> str:
    """Return text with single blanks."""
    return " ".join(text.split())


def texts_of(visit: Visit) -> Iterator[tuple[str, str]]:
    """Yield every text that a record says itself, with the name of its field."""
    for shape in shapes_of(visit.kind):
        if shape.scalar is str and not isinstance(shape.mark, Ref | Slug | Address):
            held = visit.get(shape.name)
            for text in held if shape.many else [held]:
                if text is not None and shape.name != "what":
                    yield shape.name, text


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_text_of_the_model_stands_on_its_page(
    site: Path, documents: dict[str, kp.Policy], name: str, language: str
) -> None:
    """Goals, notes, holes, sources, remarks: who knows only the model finds each of its texts on the page."""
    page = squeezed(parsed(site / language / f"{name}.html").body.get_text(" "))
    page = page.replace(" ,", ",").replace(" .", ".")
    absent = []
    for visit in walk(documents[name], kp.Policy):
        if visit.kind in (m.Municipality, m.Term, m.Terms):
            continue
        absent += [
            (visit.path, field)
            for field, text in texts_of(visit)
            if squeezed(text) not in page and not _as_number(visit, field)
        ]
    assert absent == []


@pytest.mark.parametrize("format", ["html", "md"])
def test_what_measures_an_element_by_our_reading_says_so(format: str) -> None:
    """At a goal, an area and a track alike, with the note on how it measures."""
    link = m.MeasuredBy(indicator="i", basis="interpretation", note="Læst ud af Fakta.")
    area = m.FocusArea(id="a", title="A", measured_by=[link], goals=[m.Goal(id="g", statement="G", measured_by=[link])])
    track = m.Track(id="t", title="T", measured_by=[link])
    policy = kp.Policy(
        id="p",
        title="P",
        municipality="Slagelse",
        focus_areas=[area],
        indicators=[m.Indicator(id="i", title="I")],
        plan=m.Plan(id="plan", title="Plan", tracks=[track]),
    )
    page = squeezed(kp.render(policy, format))  # type: ignore[arg-type]
    assert page.count("måler det efter vores læsning") == page.count("Læst ud af Fakta.") == 3


def _as_number(visit: Visit, field: str) -> bool:
    """Tell whether a text stands in another form: a unit stands with its values, a mere number has none."""
    return visit.kind is m.Indicator and field == "unit"


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_element_can_be_linked_to(site: Path, documents: dict[str, kp.Policy], name: str) -> None:
    """Each element has its id as an anchor, once; every link within the site leads somewhere."""
    soup = parsed(site / "da" / f"{name}.html")
    anchors = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(anchors) == len(set(anchors))
    assert set(documents[name].elements) <= set(anchors)
    known = {path.name: {tag["id"] for tag in parsed(path).find_all(id=True)} for path in (site / "da").glob("*.html")}
    for link in some(soup.find_all("a", href=True)):
        page, _, anchor = link["href"].partition("#")
        if not page.startswith("http"):
            assert page in {*known, ""}, link
            assert not anchor or anchor in known[page or f"{name}.html"], link


def test_every_figure_stands_with_its_source(site: Path, examples: Path, documents: dict[str, kp.Policy]) -> None:
    """38 figures of 2013, each a row with value, publisher and place; a missing period is said, not left blank."""
    name = EXAMPLES[0]
    table = kp.read_observations(examples / "slagelse_2013" / "observations.csv", documents[name]).frame
    rows = [
        squeezed(tr.get_text(" ")) for tr in parsed(site / "da" / f"{name}.html").select("#section_figures tbody tr")
    ]
    assert len(rows) == len(table)
    for row, figure in some(zip(rows, table.to_dict("records"), strict=True)):
        number = f"{figure['value']:.10g}".replace(".", ",")
        assert number in row
        assert figure["publisher"] in row
        assert documents[name].indicator(figure["indicator"]).title in row
        assert bool(figure["period"]) != ("ikke oplyst" in row)
    assert any("ca. 10" in row for row in rows)
    assert any("knap 20" in row for row in rows)
    assert any("10–20" in row for row in rows)


def test_what_is_missing_is_said_in_place(site: Path) -> None:
    """The target of an indicator stands in an annex that is not at hand; goals of Furesø exist but are unknown."""
    slagelse, furesoe = (parsed(site / "da" / f"{name}.html") for name in EXAMPLES[1:])
    indicator = slagelse.find(id="beskaeftigelsesfrekvens-25-64")
    assert "står ikke i de kilder, vi har" in indicator.get_text()
    assert "lovet, men ikke kommet (ventes 1. kvartal 2024)" in indicator.get_text()
    counts = [squeezed(li.get_text(" ")) for li in furesoe.select(".counts li")]
    assert "ukendt målsætninger" in counts
    assert not any(count.startswith("0 målsætninger") for count in counts)


def test_the_plan_is_followed_up_in_a_table(site: Path) -> None:
    """Eight tracks with follow-up, indicators, targets, baselines, responsible and first report."""
    rows = parsed(site / "da" / f"{EXAMPLES[1]}.html").select("#section_plan tbody tr")
    assert len(rows) == 8
    assert "1. kvartal 2025" in rows[0].get_text()
    assert "mindst 100 hvert år" in rows[5].get_text()


def test_remarks_are_unanswered_until_an_account_answers_them(site: Path) -> None:
    """Committee and council asked for the same two things; no account is at hand."""
    rows = parsed(site / "da" / f"{EXAMPLES[1]}.html").select("#section_remarks tbody tr")
    assert len(rows) == 4
    assert all("ubesvaret" in row.get_text() for row in rows)


def test_the_index_has_a_card_for_each_policy_and_its_editions(site: Path) -> None:
    """Three policies of two municipalities; Slagelse's two editions are linked in order."""
    soup = parsed(site / "da" / "index.html")
    assert [card.h2.a["href"] for card in soup.select(".cards > li")] == [
        "furesoe-integration-2018.html",
        "slagelse-integration-2023.html",
        "slagelse-integration-2013.html",
    ]
    assert [squeezed(chain.get_text(" ")) for chain in soup.select(".chain")] == ["2013–2016 sammenlign fra 2023"] * 2


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", [*EXAMPLES, "index"])
def test_a_page_is_one_sound_file(site: Path, name: str, language: str) -> None:
    """Language, title, one h1, headings in order, landmarks, labelled tables, nothing loaded from elsewhere."""
    path = site / language / f"{name}.html"
    soup = parsed(path)
    assert soup.html["lang"] == language
    assert soup.title.string.strip()
    assert len(soup.find_all("h1")) == 1
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile(r"^h[1-6]$"))]
    assert all(later - earlier <= 1 for earlier, later in some(zip(levels, levels[1:], strict=False)))
    assert soup.find("main")
    assert soup.find("header")
    tables = soup.find_all("table")
    assert tables or name == "index"
    for table in tables:
        assert table.caption
        assert all(th.has_attr("scope") for th in table.find_all("th"))
    assert len(soup.find_all("script", src=None)) == (name == "index")  # the search; nothing else needs one
    assert not soup.find_all(["link", "img", "iframe"]) + soup.find_all(src=True)
    assert "url(" not in soup.style.string
    assert "@import" not in soup.style.string


def test_danish_text_on_an_english_page_says_that_it_is_danish(site: Path) -> None:
    """A screen reader changes voice for the policy's own words (WCAG 3.1.2)."""
    soup = parsed(site / "en" / f"{EXAMPLES[0]}.html")
    goal = soup.find(id="delmaal-2")
    assert goal.find(class_="statement")["lang"] == "da"
    assert "Measured by" in goal.get_text()


@settings(max_examples=25)
@given(policies())
def test_hostile_text_stays_text(policy: kp.Policy) -> None:
    """Law: markup in a policy adds no tag to the page, and nothing of a template runs."""
    page = kp.render(policy)
    soup = BeautifulSoup(page, "html5lib")
    assert not soup.find_all(["script", "iframe", "object"])
    for tag in soup.find_all(True):
        assert not any(name.startswith("on") for name in tag.attrs)
        assert not str(tag.get("href", "")).lower().startswith(("javascript:", "data:"))
    for goal in policy.all_goals():
        assert html.escape(goal.statement.split("\n")[0], quote=False)[:5] in html.unescape(page) or goal.statement
        assert squeezed(goal.statement) in squeezed(soup.find(id=goal.id).get_text(" "))


def test_only_web_addresses_become_links() -> None:
    """A source's address is linked when it is the web's; javascript: and file: stay text."""
    urls = ["https://www.dst.dk", "www.nyidanmark.dk", "javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.dk"]
    sources = [m.Source(id=f"s{n}", title="S", url=url) for n, url in enumerate(urls)]
    page = kp.render(kp.Policy(id="p", title="P", municipality=kp.Municipality.find("330"), sources=sources))
    links = {a["href"] for a in BeautifulSoup(page, "html5lib").select("#section_sources a")}
    assert links == {"https://www.dst.dk", "https://www.nyidanmark.dk"}


def test_markdown_text_makes_no_markup() -> None:
    """Headings, lists, table cells, links and tags in a policy's text are escaped."""
    text = "# Ikke\n- overskrift | celle [a](b) <script> *fed* `kode` 1. nej & nok"
    page = kp.render(
        kp.Policy(id="p", title="P", municipality=kp.Municipality.find("330"), vision=m.Vision(id="v", statement=text)),
        "md",
    )
    assert "\\# Ikke - overskrift \\| celle \\[a\\](b) \\<script\\> \\*fed\\* \\`kode\\` 1. nej &amp; nok" in page


@pytest.mark.parametrize("text", ["---", "- - -", "===", "-"])
def test_a_text_of_dashes_is_neither_a_rule_nor_a_heading(text: str) -> None:
    """In Markdown a line of dashes draws a rule, or makes a heading of the line above."""
    vision = m.Vision(id="v", statement=text)
    page = kp.render(kp.Policy(id="p", title="P", municipality=kp.Municipality.find("330"), vision=vision), "md")
    assert f"\n\\{text}\n" in page


@pytest.mark.parametrize("name", EXAMPLES)
def test_markdown_is_whole(site: Path, documents: dict[str, kp.Policy], name: str) -> None:
    """Every section, element heading and table row stands in a line of its own, and our own markup is not escaped."""
    lines = (site / "da" / f"{name}.md").read_text("utf-8").splitlines()
    assert not [line for line in lines if "\\#" in line or "\\- " in line]
    page = squeezed(" ".join(lines)).replace("\\", "")
    goals = list(documents[name].all_goals())
    assert goals or name.startswith("furesoe")  # whose goals are not in the sources
    for goal in goals:
        assert squeezed(goal.statement) in page
    headings = [line.lstrip("# ") for line in lines if line.startswith("#")]
    for area in some(documents[name].focus_areas):
        assert area.title in headings
    sections = parsed(site / "da" / f"{name}.html").select("main > section > h2")
    assert [line[3:] for line in lines if line.startswith("## ")] == [h2.get_text() for h2 in sections]
    for header, rule in some(zip(lines, lines[1:], strict=False)):
        if rule.startswith("|---"):
            rows = itertools.takewhile(lambda line: line.startswith("| "), lines[lines.index(header) + 2 :])
            assert {row.count(" | ") for row in rows} <= {header.count(" | ")}


def test_a_made_up_municipality_is_announced() -> None:
    """Nobody shall take made-up figures for real ones."""
    nybro = m.Municipality(name="Nybro", fictitious=True)
    policy = kp.Policy(id="p", title="P", municipality=nybro)
    assert "opdigtet" in kp.render(policy)
    assert "opdigtet" in kp.render(policy, "md")
    assert "Opdigtet" in kp.render(kp.Portfolio([policy]))


def test_what_cannot_be_rendered_says_why() -> None:
    """An unknown format, language or subject names what there is."""
    policy = kp.Policy(id="p", title="P", municipality=kp.Municipality.find("330"))
    with pytest.raises(RenderingError, match="use one of html, md, pdf, docx"):
        kp.render(policy, "odt")  # type: ignore[call-overload]
    with pytest.raises(RenderingError, match="cannot show"):
        kp.render(policy, "docx")  # only the report of an evaluation is a Word document
    with pytest.raises(RenderingError, match="use one of da, en"):
        kp.render(policy, language="de")
    with pytest.raises(RenderingError, match="expected a policy or a portfolio"):
        kp.render("policy.yaml")  # type: ignore[arg-type]
