"""The words of a page: own terms, units, paragraphs, and names that look like markup."""

import re
from pathlib import Path

import attrs
import pytest
from bs4 import BeautifulSoup

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.errors import FileError
from kommunepolitik.rendering import Build, Site, render_outline

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


@pytest.mark.parametrize(
    ("unit", "mode", "says"),
    [
        ("%", None, "at least 2 % more a year (unclear whether percent or percentage points)"),
        ("antal", None, "at least 2 more a year (unclear whether percent or antal)"),
        ("karakterpoint", None, "at least 2 more a year (unclear whether percent or karakterpoint)"),
        (None, None, "at least 2 more a year (unclear whether percent or units)"),
        ("antal", "percent", "at least 2 % more a year"),
        ("karakterpoint", "points", "at least 2 karakterpoint more a year"),
    ],
)
def test_a_change_of_unknown_mode_is_in_percent_only_where_the_unit_is(
    unit: str | None, mode: str | None, says: str
) -> None:
    """No percent sign is invented for a number of people."""
    target = m.ChangeTarget(amount=2, mode=mode)  # type: ignore[arg-type]
    indicator = m.Indicator(id="i", title="I", unit=unit, targets=(target,))
    policy = kp.Policy(id="p", title="P", municipality=SLAGELSE, indicators=(indicator,))
    page = kp.render(policy, "md", language="en").replace("\N{NO-BREAK SPACE}", " ")
    assert f"- Targets: {says}\n" in page


@pytest.mark.parametrize("format", ["html", "md"])
def test_an_indicator_that_we_set_up_says_so_and_a_target_keeps_the_source_s_word(format: str) -> None:
    """The page of a policy tells our 100 % from the source's »alle«, and our indicator from one it names."""
    target = m.StandingTarget(value=100, comparison="at_least", per="year", stated="alle", basis="interpretation")
    ours = m.Indicator(id="i", title="I", unit="%", basis="interpretation", targets=(target,))
    page = kp.render(kp.Policy(id="p", title="P", municipality=SLAGELSE, indicators=(ours,)), format, language="da")  # type: ignore[arg-type]
    words = " ".join(BeautifulSoup(page, "html5lib").get_text(" ").split())
    assert re.search(r"Grundlag:? vores tolkning", words)
    assert "mindst 100 % hvert år (kilden: »alle«)" in words
    named = attrs.evolve(ours, basis="source")
    assert "Grundlag" not in kp.render(kp.Policy(id="p", title="P", municipality=SLAGELSE, indicators=(named,)), format)  # type: ignore[arg-type]


def test_paragraphs_stay_paragraphs() -> None:
    """Where a text stands by itself; within a list it is one line."""
    text = "Første afsnit.\n\nAndet afsnit."
    policy = kp.Policy(
        id="p",
        title="P",
        municipality=SLAGELSE,
        note=text,
        vision=m.Vision(id="v", statement=text, wording=text),
        goals=(m.Goal(id="g", statement=text),),
    )
    page = kp.render(policy, "md")
    assert page.count(f"\n{text}\n") == 2
    assert "\n> Første afsnit.\n>\n> Andet afsnit.\n" in page
    assert "Første afsnit. Andet afsnit." in page
    assert "\n  Første afsnit.\n\n  Andet afsnit.\n" in render_outline(policy, "da")


def test_own_words_for_indicator_and_target_are_used_throughout() -> None:
    """In headings, in the counts, and in what is counted of them."""
    terms = m.Terms(
        indicator=m.Term(singular="pejlemærke", plural="pejlemærker"),
        target=m.Term(singular="sigtepunkt", plural="sigtepunkter"),
    )
    indicator = m.Indicator(id="i", title="I", targets=(m.LevelTarget(value=1, comparison="at_least"),))
    policy = kp.Policy(id="p", title="P", municipality=SLAGELSE, terms=terms, indicators=(indicator,))
    page = kp.render(policy, language="en")
    tiles = [" ".join(li.get_text(" ").split()) for li in BeautifulSoup(page, "html5lib").select(".counts li")]
    assert {"1 pejlemærke", "1 pejlemærke with sigtepunkter", "0 pejlemærker with a baseline"} <= set(tiles)
    assert "indicator" not in " ".join(tiles)


@pytest.mark.parametrize("format", ["html", "md"])
def test_a_goal_without_a_number_says_its_sentence_once(format: str) -> None:
    """Its heading is the word for a goal; the sentence is the body."""
    goal = m.Goal(id="g", statement="Flere unge gennemfører en uddannelse.")
    area = m.FocusArea(id="a", title="A", goals=(goal,))
    policy = kp.Policy(id="p", title="P", municipality=SLAGELSE, focus_areas=(area,))
    assert kp.render(policy, format).count(goal.statement) == 1  # type: ignore[arg-type]


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
