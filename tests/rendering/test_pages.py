"""Pages say all that the model says, and nothing becomes markup."""

import itertools
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import read_all
from kommunepolitik.errors import RenderingError
from kommunepolitik.rendering import Build, gather
from tests.claims import some

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
