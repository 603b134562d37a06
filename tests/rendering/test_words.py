"""The words of a page: own terms, units, paragraphs, and names that look like markup."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.errors import FileError
from kommunepolitik.rendering import Build, Site

SLAGELSE = kp.Municipality.find("330")


def test_a_made_up_name_stays_text() -> None:
    """Put into a translated sentence, it is escaped once, for the format it stands in."""
    name = "[klik](javascript:alert(1)) A & B"
    policy = kp.Policy(id="p", title="P", municipality=m.Municipality(name=name, fictitious=True))
    markdown = kp.render(policy, "md")
    assert r"**\[klik\](javascript:alert(1)) A &amp; B Kommune er opdigtet" in markdown
    assert "[klik](" not in markdown.replace(r"\[klik\]", "")
    soup = BeautifulSoup(kp.render(policy), "html5lib")
    assert f"{name} Kommune er opdigtet" in soup.select_one(".made-up").get_text()


def test_a_page_never_takes_the_place_of_the_overview(tmp_path: Path) -> None:
    """A policy with the id index stops the report before anything is written."""
    policies = [kp.Policy(id=id, title="P", municipality=SLAGELSE) for id in ("a", "index")]
    with pytest.raises(FileError, match=r"out.index\.html: two pages would have the same name"):
        list(Build(Site(kp.Portfolio(policies), {}), tmp_path / "out", ["html"], "da").run())
    assert not (tmp_path / "out").exists()
    assert len(list(Build(Site(kp.Portfolio(policies[1:]), {}), tmp_path / "out", ["html"], "da").run())) == 2


def test_a_comparison_never_takes_the_place_of_a_report(tmp_path: Path) -> None:
    """The report of `a` and the comparison of `a` with a policy called `opfoelgning` would be one file."""
    policies = [
        kp.Policy(id="a", title="A", municipality=SLAGELSE),
        kp.Policy(id="opfoelgning", title="B", municipality=SLAGELSE, supersedes="a"),
    ]
    with pytest.raises(FileError, match=r"a--opfoelgning\.html: two pages would have the same name.*'opfoelgning'"):
        list(Build(Site(kp.Portfolio(policies), {}), tmp_path / "out", ["html"], "da").run())
    assert not (tmp_path / "out").exists()


def test_the_stylesheet_keeps_tables_on_paper_and_words_whole() -> None:
    """The stacked layout is for small screens alone; a tile breaks no word; a caption stays with its table."""
    style = BeautifulSoup(kp.render(kp.Policy(id="p", title="P", municipality=SLAGELSE)), "html5lib").style.string
    assert style.count(".stack thead") == 1
    assert style.index("@media screen and (max-width") < style.index(".stack thead")
    counts = next(line for line in style.splitlines() if line.startswith(".counts {"))
    assert "overflow-wrap: normal" in counts
    assert "hyphens: manual" in counts
    paper = style.partition("@media print")[2]
    assert "caption { break-after: avoid; }" in paper
    assert "table { break-inside: auto; }" in paper
