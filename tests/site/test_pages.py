"""Which pages a site has, where links lead, and what becomes of a page that cannot be made."""

import itertools
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import kommunepolitik as kp
import kommunepolitik.blocks as b
from kommunepolitik.documents import read_all
from kommunepolitik.errors import FileError, RenderingError
from kommunepolitik.site import Build, Site, gather
from kommunepolitik.site.pages import PAGE_FORMATS, address, pages_of
from tests.claims import some
from tests.cli.command import run
from tests.site.test_build import build, contents, names, policy, put


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """A folder of three policies: an edition, the one that replaced it, and another municipality's."""
    return put(tmp_path / "in", policy(1), policy(2, earlier=1, municipality=policy(1).municipality), policy(3))


def files(portfolio: kp.Portfolio, *formats: str, paper: bool = False) -> set[str]:
    """Return the names of the pages of a site, without its records."""
    return {page.name for page in pages_of(portfolio, formats, paper=paper) if page.kind != "record"}


def test_a_site_of_one_policy_has_no_index_page() -> None:
    """One page, one follow-up, and what is saved of it."""
    pages = pages_of(kp.Portfolio([policy(1)]), ["html"], paper=False)
    assert [page.name for page in pages] == ["p1.html", "p1--opfoelgning.html", "p1--record.json"]


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_on_paper_are_follow_ups_and_comparisons(format: str) -> None:
    """PDF and Word hold the whole follow-up, or the short paper in its place."""
    portfolio = kp.Portfolio([policy(1), policy(2, earlier=1, municipality=policy(1).municipality)])
    assert files(portfolio, format) == {*(f"p{n}--opfoelgning.{format}" for n in (1, 2)), f"p1--p2.{format}"}
    assert files(portfolio, format, paper=True) == {*(f"p{n}--sag.{format}" for n in (1, 2)), f"p1--p2.{format}"}


def test_the_command_offers_every_format() -> None:
    """And no other."""
    from kommunepolitik.cli.report import FORMATS as OFFERED

    assert set(OFFERED) == set(PAGE_FORMATS)


def test_links_lead_to_pages_that_exist_and_to_no_other() -> None:
    """Seen from a page of the same format; on paper there is no page to lead to."""
    known = frozenset(files(kp.Portfolio([policy(1), policy(3)]), "html", "pdf"))
    places = [
        b.Place("maal"),
        b.Place("maal", "policy", ("p1",)),
        b.Place(page="followup", policies=("p3",)),
        b.Place(page="index"),
        b.Place("maal", "policy", ("p9",)),
    ]
    expected = ["#maal", "p1.html#maal", "p3--opfoelgning.html", "index.html", None]
    assert [address(place, format="html", names=known) for place in places] == expected
    assert address(b.Place(page="policy", policies=("p1",)), format="pdf", names=known) is None


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"id": "index"}, r"out.index\.html: two pages would have the same name: the policy 'index'"),
        # The follow-up of `p1` and the comparison of `p1` with this policy would be one file.
        ({"id": "opfoelgning", "supersedes": "p1"}, r"p1--opfoelgning\.html: two pages .*'opfoelgning'"),
    ],
)
def test_no_page_takes_the_place_of_another(tmp_path: Path, other: dict[str, object], message: str) -> None:
    """An id that would stops the report before anything is written."""
    both = kp.Portfolio([policy(1), policy(2, municipality=policy(1).municipality, **other)])
    with pytest.raises(FileError, match=message):
        list(Build(Site(both, {}), tmp_path / "out", ["html"], "da").run())
    assert not (tmp_path / "out").exists()


def test_one_policy_may_have_any_id(tmp_path: Path) -> None:
    """Alone it has no index page."""
    single = Site(kp.Portfolio([policy(1, id="index")]), {})
    assert len(list(Build(single, tmp_path / "out", ["html"], "da").run())) == 2


# The real examples


EXAMPLES = ["furesoe-integration-2018", "slagelse-integration-2013", "slagelse-integration-2023"]


@pytest.fixture(scope="module")
def written(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the examples in both formats and languages."""
    folder = tmp_path_factory.mktemp("site")
    site = gather(read_all([examples]))
    for language in ("da", "en"):
        assert len(list(Build(site, folder / language, ["html", "md"], language).run())) == 16
    return folder


def parsed(path: Path) -> BeautifulSoup:
    """Parse a page as a browser does."""
    return BeautifulSoup(path.read_text("utf-8"), "html5lib")


def test_the_index_page_has_an_entry_for_each_policy_and_its_editions(written: Path) -> None:
    """Three policies of two municipalities; the two of Slagelse are linked in their order, and compared."""
    entries = parsed(written / "da" / "index.html").select("section.entry")
    links = [[str(link["href"]) for link in entry.select("a")] for entry in entries]
    assert [each[0] for each in links] == [
        "furesoe-integration-2018.html",
        "slagelse-integration-2023.html",
        "slagelse-integration-2013.html",
    ]
    comparison = "slagelse-integration-2013--slagelse-integration-2023.html"
    assert [comparison in each for each in links] == [False, True, True]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", [*EXAMPLES, "index"])
def test_a_page_is_one_sound_file(written: Path, name: str, language: str) -> None:
    """Language, title, one h1, headings in order, landmarks, labelled tables, nothing loaded from elsewhere."""
    soup = parsed(written / language / f"{name}.html")
    assert soup.html is not None
    assert soup.html["lang"] == language
    assert soup.title is not None
    assert soup.title.get_text().strip()
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
    assert not soup.find_all(["link", "img", "iframe"]) + soup.find_all(src=True)
    assert soup.style is not None
    assert re.findall(r"url\([\"']?(?!data:)", soup.style.get_text()) == []
    assert "@import" not in soup.style.get_text()


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_page_in_markdown_is_whole(examples: Path, written: Path, name: str) -> None:
    """Sections as in HTML, every goal and area, rows as wide as their table; no markup of ours is escaped."""
    path = written / "da" / f"{name}.md"
    lines = path.read_text("utf-8").splitlines()
    assert not [line for line in lines if "\\#" in line or "\\- " in line]
    sections = [h2.get_text() for h2 in parsed(path.with_suffix(".html")).select("main section > h2")]
    assert [line[3:] for line in lines if line.startswith("## ")] == some(sections)
    policy = {document.policy.id: document.policy for document in read_all([examples])}[name]
    page = " ".join(" ".join(lines).split()).replace("\\", "")
    goals = list(policy.all_goals())
    assert goals or name.startswith("furesoe")  # whose goals are not in the sources
    assert [goal.id for goal in goals if " ".join(goal.statement.split()) not in page] == []
    headings = [line.lstrip("# ") for line in lines if line.startswith("#")]
    for area in some(policy.focus_areas):
        assert area.title in headings
    for number, rule in enumerate(lines):
        if rule.startswith("| ---"):
            rows = itertools.takewhile(lambda line: line.startswith("| "), lines[number + 1 :])
            assert {row.count(" | ") for row in rows} <= {lines[number - 1].count(" | ")}


# What cannot be made


LONG = " ".join(["ord"] * 200)


def too_long(policies: Path, *ids: str) -> None:
    """Give policies a case whose text is longer than the paper may be."""
    for id in ids:
        text = f"kommunepolitik: 1\ncase: {{id: sag, title: Sag, statement: {LONG}}}\n"
        (policies / id / "case.yaml").write_text(text, "utf-8")


def test_a_page_that_fails_takes_no_other_with_it(policies: Path, tmp_path: Path) -> None:
    """All others are written; what failed is reported together; the index page is left as it was."""
    too_long(policies, "p1", "p3")
    with pytest.raises(RenderingError) as caught:
        build(policies, tmp_path / "out", paper=True)
    assert [problem.file for problem in caught.value.problems] == ["p1--sag.html: case.yaml", "p3--sag.html: case.yaml"]
    others = {f"p{n}{end}.html" for n in (1, 2, 3) for end in ("", "--opfoelgning")}
    assert set(contents(tmp_path / "out")) == {*others, "p2--sag.html", "p1--p2.html"}
    for id in ("p1", "p3"):
        (policies / id / "case.yaml").unlink()
    again = build(policies, tmp_path / "out", paper=True)
    assert names(again.written) >= {"p1--sag.html", "p3--sag.html", "index.html"}


def test_places_that_cannot_be_written_are_reported_together(policies: Path, tmp_path: Path) -> None:
    """A folder is where a page should be: the others are written."""
    for name in ("p1.html", "p2--opfoelgning.html"):
        (tmp_path / "out" / name).mkdir(parents=True)
    with pytest.raises(FileError) as caught:
        build(policies, tmp_path / "out")
    assert [Path(problem.file or "").name for problem in caught.value.problems] == ["p1.html", "p2--opfoelgning.html"]
    assert (tmp_path / "out" / "p3.html").is_file()


def test_one_policy_that_cannot_be_read_is_reported_and_the_others_are_made(policies: Path, tmp_path: Path) -> None:
    """By the command; its exit code states that something is wrong."""
    (policies / "p3" / "policy.yaml").write_text("kommunepolitik: 1\ntitle: [", "utf-8")
    answer = run("report", policies, "-o", tmp_path / "out", "--language", "en")
    assert answer.returncode == 1
    assert f"{policies / 'p3' / 'policy.yaml'}:3:1: " in answer.stderr
    assert {"p1.html", "p2.html", "p1--p2.html", "index.html"} <= set(contents(tmp_path / "out"))
    assert "p3.html" not in contents(tmp_path / "out")


def test_a_word_template_that_is_missing_is_reported_before_any_page_is_made(policies: Path, tmp_path: Path) -> None:
    """Nothing is written, not even the folder."""
    site = gather(read_all([policies]))
    with pytest.raises(FileError, match="no such file"):
        list(Build(site, tmp_path / "out", ["html", "docx"], template=tmp_path / "nowhere.docx").run())
    assert not (tmp_path / "out").exists()


def test_a_year_has_its_own_case_and_accounts(policies: Path) -> None:
    """Those of `opfoelgning/2022` go before what lies beside the policy; accounts of other years are read too."""
    year = policies / "p1" / "opfoelgning" / "2022"
    year.mkdir(parents=True)
    case = "kommunepolitik: 1\ncase: {{id: sag, title: Sagen {0}}}\n"
    accounts = "kommunepolitik: 1\naccounts:\n  - {{element: a, period: {0}, text: Skrevet {1}}}\n"
    (policies / "p1" / "case.yaml").write_text(case.format("ved siden af"), "utf-8")
    (year / "case.yaml").write_text(case.format("i året"), "utf-8")
    (policies / "p1" / "accounts.yaml").write_text(
        accounts.format(2022, "ved siden af") + "  - {element: a, period: 2021, text: Skrevet før}\n", "utf-8"
    )
    (year / "accounts.yaml").write_text(accounts.format(2022, "i året"), "utf-8")
    (of_year,) = read_all([policies / "p1"], "2022")
    (of_none,) = read_all([policies / "p1"])
    assert of_year.case is not None
    assert of_none.case is not None
    assert (of_year.case.title, of_none.case.title) == ("Sagen i året", "Sagen ved siden af")
    assert [each.text for each in of_year.accounts] == ["Skrevet i året", "Skrevet før"]
