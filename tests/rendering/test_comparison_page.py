"""The page of a comparison says what was found, from data, and marks what is interpretation or mere suggestion."""

import re
from pathlib import Path
from typing import Any

import attrs
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.comparison import compare
from kommunepolitik.rendering import render_comparison
from tests.strategies import policies


@pytest.fixture(scope="module")
def slagelse(examples: Path) -> tuple[kp.Policy, kp.Policy]:
    """Both editions of the proving case."""
    return kp.load(examples / "slagelse_2013"), kp.load(examples / "slagelse_2023")


@pytest.fixture(scope="module")
def page(slagelse: tuple[kp.Policy, kp.Policy]) -> BeautifulSoup:
    """The Danish page of the proving case."""
    return BeautifulSoup(kp.render(compare(*slagelse)), "html5lib")


def said(page: BeautifulSoup, section: str) -> str:
    """Return the text of a section with single blanks."""
    found = page.find(id=f"section_{section}")
    assert found is not None, section
    return " ".join(found.get_text(" ").split())


def test_the_summary_counts_what_bilag_2_tells(page: BeautifulSoup) -> None:
    """Twenty goals became thirteen, a level of overarching goals is new, the areas are still five."""
    summary = said(page, "summary")
    for words in (
        "Fokusområder: stadig 5.",
        "Overordnede målsætninger er et nyt niveau: der er 3, og før var der ingen.",
        "Mål: 20 før, 13 nu.",
        "Af 20 delmål i udgaven 2013–2016, regnet blandt delmål alene, efter vores læsning: 5 videreført én til én, 8",
        "Af 3 målgrupper i udgaven 2013–2016, efter vores læsning: 1 videreført én til én, 2 omgrupperet.",
        "Efter vores læsning: »Fællesskaber, kultur og fritid« bygger på »Frivillighed og netværk«",
        "55 forbindelser er angivet: 1 af dokumenterne, 54 ud fra vores tolkning.",
        "»Fællesskaber, kultur og fritid« hedder »Netværk og kultur« i Bilag 2",
    ):
        assert words in summary


def test_what_we_set_up_is_never_held_against_what_documents_name(page: BeautifulSoup) -> None:
    """2013 names no indicator: the ten that we set up stand apart, in the summary and in a table of their own."""
    summary, structure = said(page, "summary"), said(page, "structure")
    for words in (
        "Indikatorer, som dokumenterne nævner: 0 i udgaven 2013–2016, 12 i udgaven fra 2023.",
        "Mål, også overordnede, som dokumenterne giver en indikator: 0 af 20 i udgaven 2013–2016, 0 af 16 i",
        "Måltal, som dokumenterne sætter: 5 i udgaven 2013–2016, 1 (10 ukendt) i udgaven fra 2023.",
        "Til udgaven 2013–2016 har vi selv sat 10 indikatorer op ud fra teksten; de er talt for sig.",
    ):
        assert words in summary
    assert "8 af 20" not in summary
    _, ours = structure.split("Hvad vi selv har sat op eller læst ud af dokumenterne")
    assert "Indikatorer, vi selv har sat op 10 0" in ours
    assert "Mål, som kun efter vores læsning har en indikator 8 af 20 0 af 16" in ours


def test_an_indicator_that_we_set_up_is_marked_where_it_is_named(page: BeautifulSoup) -> None:
    """Beside those that a document names."""
    tags = {row.find(["a", "b"]).get_text(): row.find(class_="tag").get_text() for row in page.select(".plain > li")}
    assert tags["Erhvervsfrekvens for nydanskere"] == "indikator, sat op af os"
    assert tags["Beskæftigelsesfrekvens for 25-64-årige"] == "indikator"
    assert tags["Andel af befolkningen med ikke-vestlig baggrund"] == "baggrund, sat op af os"
    assert tags["Indsatsbeskrivelse"] == "plan"


def counts(policy: str, low: int, high: int | None = None, **fields: Any) -> kp.Policy:
    """Return a policy whose goals are in an annex, and of which a document says how many there are."""
    return m.Policy(
        id=policy,
        title="P",
        municipality="Slagelse",
        focus_areas=[m.FocusArea(id="a", title="A", missing=[m.Missing(what="goals", why="not_in_sources")])],
        stated_counts=[m.StatedCount(what="goals", low=low, high=high)],
        **fields,
    )


def test_numbers_that_only_documents_state_are_told_as_theirs() -> None:
    """26 goals became 12, as the documents say; nobody here has counted them."""
    fewer = m.Change(id="c", title="Færre mål", effects=["fewer"], counted="goals")
    earlier, later = counts("p", 26, period="2016..2019"), counts("q", 12, supersedes="p", changes=[fewer])
    for language, summary, table, tested in (
        (
            "da",
            "- Mål: 26 → 12 ifølge dokumenterne.",
            "| Mål | 26 (ifølge dokumenterne) | 12 (ifølge dokumenterne) |",
            "(talt: 26 (ifølge dokumenterne) før, 12 (ifølge dokumenterne) nu)",
        ),
        (
            "en",
            "- Goals: 26 → 12 according to the documents.",
            "| Goals | 26 (according to the documents) | 12 (according to the documents) |",
            "(counted: 26 (according to the documents) before, 12 (according to the documents) now)",
        ),
    ):
        text = render_comparison(compare(earlier, later), "md", language)
        assert summary in text
        assert table in text
        assert tested in text


def test_a_stated_number_beside_a_counted_one_is_told_apart() -> None:
    """The earlier edition's goals are known by number only."""
    goals = [m.FocusArea(id="a", title="A", goals=[m.Goal(id="g", statement="G")])]
    later = m.Policy(id="q", title="Q", municipality="Slagelse", period="2020..2023", supersedes="p", focus_areas=goals)
    text = render_comparison(compare(counts("p", 20, 22, period="2016..2019"), later), "md", "da")
    assert "- Mål: 20–22 (ifølge dokumenterne) før, 1 nu." in text


def test_what_is_said_follows_the_data(slagelse: tuple[kp.Policy, kp.Policy]) -> None:
    """With a goal fewer, another name and no overarching goals, the same page says so: no sentence is typed in."""
    old, new = slagelse
    first, *rest = new.focus_areas
    changed = attrs.evolve(
        new,
        goals=(),
        changes=(),
        decisions=(),
        focus_areas=(attrs.evolve(first, goals=first.goals[:2], other_names=()), *rest),
    )
    summary = said(BeautifulSoup(kp.render(compare(old, changed)), "html5lib"), "summary")
    assert "Mål: 20 før, 12 nu." in summary
    assert "nyt niveau" not in summary
    assert "Netværk og kultur" not in summary


def test_which_area_fed_which_stands_in_a_table(page: BeautifulSoup) -> None:
    """The flow is told in words and numbers beside its picture, each with its basis."""
    table = page.find(id="section_flow").find("table")  # type: ignore[union-attr]
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.find("tbody").find_all("tr")]  # type: ignore[union-attr]
    assert ["Familie og sundhed", "Sundhed og trivsel", "2", "vores tolkning"] in rows
    assert ["Uddannelse og læring", "Familie og børn", "0", "vores tolkning"] in rows
    assert len(rows) == 7


def test_the_picture_has_a_name_and_says_the_same(page: BeautifulSoup) -> None:
    """The flow picture has a title and a description with every line."""
    picture = page.find(id="section_flow").find("svg")  # type: ignore[union-attr]
    assert picture is not None
    assert picture.title.get_text().startswith("Fra fokusområderne i udgaven 2013–2016")
    assert "Tryghed og bolig → Bolig: 3 mål" in picture.desc.get_text()


def test_every_element_stands_on_the_page_once(page: BeautifulSoup, slagelse: tuple[kp.Policy, kp.Policy]) -> None:
    """A relation is shown in one topic only, and no element is left out."""
    comparison = compare(*slagelse)
    lists = page.select("section[id^=section_] .plain > li")
    outside = [row for row in lists if row.find_parent(id="section_suggestions") is None]
    elements = sum(len(relation.old) + len(relation.new) for relation in comparison.relations)
    assert len(outside) == elements


def test_interpretation_is_said_at_each_line(page: BeautifulSoup) -> None:
    """Every line of descent tells its basis; the vision's is a document's, the rest is ours."""
    told = [row.find("i").get_text() for row in page.select(".notes li")]
    assert told.count("– siger kilden") == 1
    assert told.count("– vores tolkning") == 54


def test_what_documents_claim_is_held_against_what_was_found(page: BeautifulSoup) -> None:
    """Bilag 2's changes have a verdict each: numbers show three, five are consistent with the lines we drew."""
    claims = said(page, "claims")
    assert claims.count("✔ sammenligningen viser det") == 3
    assert claims.count("◐ stemmer med vores læsning") == 5
    assert "stemmer med vores læsning, men er ikke bekræftet" in claims
    assert "dokumenterne er uenige" not in claims
    assert "den tidligere udgave har ingen af slagsen" in claims
    assert "gælder 4 af 13" in claims


def test_proposals_are_told_by_the_name_of_their_document(page: BeautifulSoup) -> None:
    """Bilag 2 lists proposed changes: the page lets its title say so, and calls nothing decided."""
    title = "»Bilag 2: Oversigt over foreslåede ændringer til integrationspolitikken«"
    assert f"Hvad {title} siger om ændringer siden den tidligere politik." in said(page, "claims")
    assert f"Af det, {title} siger om ændringer, kan 8 punkter efterprøves" in said(page, "summary")


def test_the_summary_tells_on_what_ground_claims_hold(page: BeautifulSoup) -> None:
    """Some are counted; what rests on lines that we drew is not confirmed."""
    summary = said(page, "summary")
    assert "3 bekræftes af optællinger eller af andre dokumenter, 5 stemmer med vores læsning." in summary


def claimed(basis: m.Basis, *, cites: str = "bilag", **fields: Any) -> str:
    """Return the English page of two editions whose annex says that a goal was kept."""
    citation = m.Citation(source="bilag", section="1")
    line = m.Continuation(address="p#g", basis=basis, citation=attrs.evolve(citation, source=cites))
    change = m.Change(id="c", title="Et mål", elements=["h"], effects=["kept"], citation=citation, **fields)
    old = m.Policy(id="p", title="P", municipality="Slagelse", goals=[m.Goal(id="g", statement="G")])
    new = m.Policy(
        id="q",
        title="Q",
        municipality="Slagelse",
        supersedes="p",
        goals=[m.Goal(id="h", statement="H", continues=[line])],
        changes=[change],
        sources=[m.Source(id="bilag", title="Bilag", kind="annex"), m.Source(id="sag", title="Sag", kind="case")],
    )
    return render_comparison(compare(old, new), "md", "en")


def test_the_words_of_a_verdict_are_as_sure_as_its_basis() -> None:
    """Another document shows it; the document itself says so; or it is consistent with our reading."""
    assert "- kept: ✔ the comparison shows it" in claimed("source", cites="sag")
    assert "- kept: ◐ only the document itself shows it" in claimed("source")
    assert "1 point can be tested: 1 rests on the document itself." in claimed("source")
    assert "- kept: ◐ consistent with our reading" in claimed("interpretation", cites="sag")


def test_what_the_documents_disagree_on_is_told_with_its_note() -> None:
    """Whatever the lines show."""
    text = claimed("source", disputed=True, note="Stod et andet sted.")
    assert "- The documents disagree on »Et mål« (kept): Stod et andet sted." in text
    assert "- kept: ≠ the documents disagree" in text


def test_an_element_shown_among_others_is_named_among_its_own(page: BeautifulSoup) -> None:
    """Indicators and values that goals are bound to are shown with the goals; their own sections lead there."""
    for section, name in (("indicators", "Karakterforskel i 9. klasse"), ("foundation", "Deltagelse")):
        found = page.find(id=f"section_{section}")
        (link,) = [a for a in found.select("a[href^='#relation_']") if a.get_text() == name]  # type: ignore[union-attr]
        row = page.find(id=link["href"][1:])  # type: ignore[index]
        assert row is not None
        assert name in row.get_text()
        assert row.find_parent(id="section_goals") is not None


def test_a_goal_tells_its_fate_among_goals_where_that_is_another(page: BeautifulSoup) -> None:
    """Delmål 11 lives on as one goal, and beside it as an indicator: split among all, one to one among goals."""
    goals = said(page, "goals")
    row = goals[goals.index("Delmål 11") :]
    assert "regnet blandt delmål alene: videreført én til én" in row[: row.index("delt")]


def test_a_changed_unit_or_definition_is_said(page: BeautifulSoup) -> None:
    """The figures of 2013 were counted in other ways."""
    assert "opgjort eller defineret på en anden måde" in said(page, "goals")


def test_indicators_that_go_on_without_dated_figures_are_named(page: BeautifulSoup) -> None:
    """Nobody is left to think that only those with figures go on."""
    assert "Beskæftigelsesfrekvens → Beskæftigelsesfrekvens for 25-64-årige" in said(page, "series")


def test_the_older_edition_is_shown_first_whichever_was_given_first(slagelse: tuple[kp.Policy, kp.Policy]) -> None:
    """Else what the page says of before and now would be untrue; it says that the order was another."""
    old, new = slagelse
    sentence = {
        "html": r"<li>Mind the order.*?</li>",
        "md": r"- Mind the order.*\n",
        "text": r"• Mind the order.*\n.*\n",
    }
    for form, pattern in sentence.items():
        straight = render_comparison(compare(old, new), form, "en")
        turned = render_comparison(compare(new, old), form, "en")
        assert re.sub(pattern, "", turned) == straight != turned


def test_who_alone_declares_lineage_is_the_later() -> None:
    """Also where no policy says which one it replaced."""
    line = m.Continuation(address="a#g", basis="source")
    a = m.Policy(id="a", title="Den ene", municipality="Slagelse", goals=[m.Goal(id="g", statement="G")])
    b = m.Policy(
        id="b", title="Den anden", municipality="Slagelse", goals=[m.Goal(id="h", statement="H", continues=[line])]
    )
    for pair in ((a, b), (b, a)):
        assert render_comparison(compare(*pair), "md", "en").startswith(
            "# Comparison – Slagelse: Den ene (a) and Den anden (b)"
        )


def test_nothing_to_count_is_a_dash_and_not_unknown() -> None:
    """A policy without areas has no number of goals per area; one without indicators no share of them."""
    empty = m.Policy(id="p", title="P", municipality="Slagelse")
    text = render_comparison(compare(empty, m.Policy(id="q", title="Q", municipality="Furesø")), "md", "en")
    assert "| Goals per focus area | – | – |" in text
    assert "| Indicators with targets | – | – |" in text
    assert "0 of 0" not in text
    assert "unknown |" not in text


def test_no_line_ends_in_a_dangling_dot() -> None:
    """A policy without period and stage is told by its title alone."""
    text = render_comparison(compare(*(m.Policy(id=i, title=i, municipality="Slagelse") for i in "op")), "md", "en")
    assert "- Slagelse Kommune: o\n" in text
    assert " ·\n" not in text


def test_a_weak_suggestion_says_that_it_is(examples: Path) -> None:
    """The best there is for an area is not passed off as a likeness."""
    comparison = compare(kp.load(examples / "furesoe_2018"), kp.load(examples / "slagelse_2023"))
    suggestions = said(BeautifulSoup(kp.render(comparison), "html5lib"), "suggestions")
    assert "svagt forslag, 15 %" in suggestions
    assert "Et svagt forslag er det bedste, der er, for et fokusområde, som ikke har andre." in suggestions


def test_unknown_is_said_in_words(page: BeautifulSoup) -> None:
    """Targets in an annex not at hand are unknown, not 0."""
    assert "Indikatorer med måltal – 1 af 12 (10 ukendt)" in said(page, "structure")


def test_without_lineage_the_page_suggests_and_says_that_it_does(examples: Path) -> None:
    """Furesø 2018 beside Slagelse 2023: nothing is called new or dropped; suggestions are marked as such."""
    comparison = compare(kp.load(examples / "furesoe_2018"), kp.load(examples / "slagelse_2023"))
    page = BeautifulSoup(kp.render(comparison), "html5lib")
    assert "Ingen har sagt, at de hører sammen" in said(page, "suggestions")
    assert "Beskæftigelse og uddannelse" in said(page, "suggestions")
    assert "ingen efterfølger" not in said(page, "side_by_side")
    assert "Målsætningerne er fastsat, men står i bilag 1" in said(page, "side_by_side")
    assert page.select(".relation.suggested")
    assert not page.select(".relation:not(.suggested)")


def test_markdown_says_the_same(slagelse: tuple[kp.Policy, kp.Policy]) -> None:
    """The Markdown page has the sentences, the tables and the notes."""
    text = kp.render(compare(*slagelse), "md")
    assert "- Mål: 20 før, 13 nu." in text
    assert re.search(r"\| Familie og sundhed \| Sundhed og trivsel \| 2 \| vores tolkning \|", text)
    assert "Delmål 17 → Mål 1, Fællesskaber, kultur og fritid – vores tolkning" in text.replace("\\", "")


def test_english_pages_mark_danish_words(slagelse: tuple[kp.Policy, kp.Policy]) -> None:
    """Around the policies' own Danish all words are English."""
    page = BeautifulSoup(kp.render(compare(*slagelse), language="en"), "html5lib")
    assert page.html["lang"] == "en"  # type: ignore[index]
    assert "Only in the edition 2013–2016: no successor found" in said(page, "goals")
    assert page.select("[lang=da]")


def test_a_joined_series_shows_the_break_between_editions() -> None:
    """Where the editions do not measure alike, both figures are shown and never compared."""
    continued = m.Continuation(address="p20#ledige", basis="source", comparable=False)
    old = m.Policy(
        id="p20",
        title="P",
        municipality="Slagelse",
        period="2020..2023",
        indicators=[m.Indicator(id="ledige", title="Ledige", unit="%")],
    )  # type: ignore[arg-type]
    new = m.Policy(
        id="p24",
        title="P",
        municipality="Slagelse",  # type: ignore[arg-type]
        period="2024..2027",  # type: ignore[arg-type]
        supersedes="p20",
        indicators=[m.Indicator(id="ledighed", title="Ledighed", unit="%", continues=[continued])],  # type: ignore[arg-type]
    )
    frame = kp.read_observations(
        __import__("pandas").DataFrame(
            {
                "policy": ["p20", "p20", "p24"],
                "indicator": ["ledige", "ledige", "ledighed"],
                "period": ["2021", "2022", "2024"],
                "value": [5.0, 6.0, 4.0],
            }
        )
    )
    series = said(BeautifulSoup(kp.render(compare(old, new, frame)), "html5lib"), "series")
    assert "De to udgaver måler ikke på samme måde; deres tal sammenlignes ikke." in series
    assert "Fra 5 % (2021) til 6 % (2022)" in series.replace("\xa0", " ")
    assert "til 4 %" not in series.replace("\xa0", " ")


@settings(max_examples=15)
@given(policies(), policies())
def test_any_two_policies_make_a_page(old: kp.Policy, new: kp.Policy) -> None:
    """Whatever the policies hold, the page, the Markdown and the terminal text are made, and no text becomes markup."""
    comparison = compare(old, new)
    for language in ("da", "en"):
        page = BeautifulSoup(render_comparison(comparison, "html", language), "html5lib")
        assert not page.find_all("script")
        assert render_comparison(comparison, "md", language).startswith("# ")
        assert render_comparison(comparison, "text", language)
