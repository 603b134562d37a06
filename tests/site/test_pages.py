"""Which pages a site has, where links lead, and what becomes of a page that cannot be made."""

from pathlib import Path

import pytest

import kommunepolitik as kp
import kommunepolitik.blocks as b
from kommunepolitik.documents import read_all
from kommunepolitik.errors import FileError, RenderingError
from kommunepolitik.site import FORMATS, Build, gather
from kommunepolitik.site.pages import address, pages_of
from tests.cli.command import run
from tests.site.test_build import build, held, names, policy, put


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

    assert set(OFFERED) == set(FORMATS)


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
    assert set(held(tmp_path / "out")) == {*others, "p2--sag.html", "p1--p2.html"}
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
    """By the command; its exit code says that something is wrong."""
    (policies / "p3" / "policy.yaml").write_text("kommunepolitik: 1\ntitle: [", "utf-8")
    answer = run("report", policies, "-o", tmp_path / "out", "--language", "en")
    assert answer.returncode == 1
    assert f"{policies / 'p3' / 'policy.yaml'}:3:1: " in answer.stderr
    assert {"p1.html", "p2.html", "p1--p2.html", "index.html"} <= set(held(tmp_path / "out"))
    assert "p3.html" not in held(tmp_path / "out")


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
