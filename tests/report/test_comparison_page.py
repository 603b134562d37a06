"""The report of a comparison states what was found, from data, and marks what is interpretation or mere suggestion."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.blocks import (
    Chart,
    FlowChart,
    LineChart,
    Link,
    Paragraph,
    Place,
    Report,
    Row,
    Section,
    StatusMark,
    Table,
)
from kommunepolitik.comparison import Comparison, compare
from kommunepolitik.formats.html import write_html
from kommunepolitik.formats.markdown import write_markdown
from kommunepolitik.formats.text import write_text
from kommunepolitik.i18n import language
from kommunepolitik.report.comparison import comparison_page
from tests.claims import some
from tests.strategies import A_THIRD, policies


@pytest.fixture(scope="module")
def slagelse(examples: Path) -> tuple[kp.Policy, kp.Policy]:
    """Both editions of the proving case."""
    return kp.load(examples / "slagelse_2013"), kp.load(examples / "slagelse_2023")


@pytest.fixture(scope="module")
def report(slagelse: tuple[kp.Policy, kp.Policy]) -> Report:
    """The Danish report of the proving case."""
    return made(compare(*slagelse))


@pytest.fixture(scope="module")
def unlike(examples: Path) -> Report:
    """The report of two municipalities of which neither mentions the other."""
    return made(compare(kp.load(examples / "furesoe_2018"), kp.load(examples / "slagelse_2023")))


def made(comparison: Comparison, code: str = "da", *, internal: bool = False) -> Report:
    """Return the report of a comparison."""
    return comparison_page(comparison, language(code), internal=internal)


def section(report: Report, name: str) -> Section:
    """Return a section by its name."""
    (found,) = [each for each in report.sections if each.id == f"section_{name}"]
    return found


def text(report: Report, name: str = "") -> str:
    """Return a report, or a section of it, as it is read, without markup."""
    shown = attrs.evolve(report, sections=(section(report, name),)) if name else report
    return re.sub(r"[*\\]", "", write_markdown(shown)).replace("\xa0", " ")


def within(block: Any) -> Iterator[Any]:
    """Yield all blocks and inlines of a section."""
    yield block
    if isinstance(block, tuple):
        for each in block:
            yield from within(each)
    elif attrs.has(type(block)):
        for field in attrs.fields(type(block)):
            yield from within(getattr(block, field.name))


def found(block: Any, kind: type) -> list[Any]:
    """Return the blocks or inlines of a kind."""
    return [each for each in within(block) if isinstance(each, kind)]


# The summary


def test_the_summary_counts_what_bilag_2_states(report: Report) -> None:
    """Twenty goals became thirteen, a level of overarching goals is new, the areas are still five."""
    summary = text(report, "summary")
    for words in (
        "Fokusområder: stadig 5.",
        "Overordnede målsætninger er et nyt niveau (3).",
        "Mål: 20 før, 13 nu.",
        "Værdier findes ikke længere som niveau (før 4).",
        "Hvad de enkelte dele er blevet til, er opgjort efter vores læsning af dokumenterne.",
        "Af 20 delmål i den tidligere politik: 5 videreført; 8 skrevet sammen med andre; 5, der kun",
        "2 uden efterfølger, vi kender.",
        "Af 3 målgrupper i den tidligere politik: 1 videreført; 2 fordelt på ny.",
        "55 forbindelser er angivet: 1 af dokumenterne, 54 ud fra vores tolkning.",
    ):
        assert words in summary


def test_our_reading_is_marked_where_a_document_states_the_rest() -> None:
    """Goals are our reading, target groups a document's: then each sentence states whose reading it is."""

    def policy(id: str, basis: dict[str, m.Basis], **more: Any) -> kp.Policy:
        lines = {name: [m.Continuation(address=f"p#{name}", basis=each)] for name, each in basis.items()}
        return m.Policy(
            id=id,
            title=id,
            municipality="Slagelse",
            focus_areas=[
                m.FocusArea(id="a", title="A", goals=[m.Goal(id="g", statement="G", continues=lines.get("g", ()))])
            ],
            target_groups=[m.TargetGroup(id="t", title="T", continues=lines.get("t", ()))],
            **more,
        )

    message = text(
        made(compare(policy("p", {}), policy("q", {"g": "interpretation", "t": "source"}, supersedes="p")), "en")
    )
    assert "Of 1 goal in the earlier policy, by our reading: 1 carried on one to one." in message
    assert "Of 1 target group in the earlier policy: 1 carried on one to one." in message
    assert "by our reading of the documents" not in message


def test_the_vision_is_named_as_such_where_it_is_a_link(report: Report) -> None:
    """It has no title, and its statement is no words for a link: it is beside it."""
    links = [link for link in found(section(report, "foundation"), Link) if link.words == "Visionen"]
    assert len(links) == 2
    assert "Visionen: Et nærmiljø, hvor ansvaret for integrationen er fælles" in text(report, "foundation")


def test_no_sentence_of_the_summary_is_in_a_table_below(report: Report) -> None:
    """What area came of which, and what it is called elsewhere, is stated with the figure."""
    assert "Netværk og kultur" not in text(report, "summary")
    assert "»Fællesskaber, kultur og fritid« hedder »Netværk og kultur« i Bilag 2" in text(report, "flow")


def test_what_is_stated_follows_the_data(slagelse: tuple[kp.Policy, kp.Policy]) -> None:
    """With a goal fewer and no overarching goals, the same report states it: no sentence is typed in."""
    old, new = slagelse
    first, *rest = new.focus_areas
    fewer = attrs.evolve(first, goals=first.goals[:2], other_names=())
    changed = attrs.evolve(new, goals=(), changes=(), decisions=(), focus_areas=(fewer, *rest))
    report = made(compare(old, changed))
    assert "Mål: 20 før, 12 nu." in text(report, "summary")
    assert "nyt niveau" not in text(report, "summary")
    assert "Netværk og kultur" not in text(report)


def test_what_we_set_up_is_never_compared_with_what_documents_name(report: Report) -> None:
    """2013 names no indicator: the ten that we set up are counted apart, in the summary and under their own heading."""
    summary, structure = text(report, "summary"), text(report, "structure")
    for words in (
        "Indikatorer, som dokumenterne nævner: 0 før, 12 nu.",
        "Mål, også overordnede, som dokumenterne giver en indikator: 0 af 20 før, 0 af 16 nu.",
        "Måltal, som dokumenterne sætter: 5 før, 1 (10 ukendt) nu.",
        "Til den tidligere politik har vi selv sat 10 indikatorer op ud fra teksten; de er talt for sig.",
    ):
        assert words in summary
    assert "8 af 20" not in summary
    documented, ours = structure.split("Hvad vi selv har sat op eller læst ud af dokumenterne")
    assert "Indikatorer, vi selv har sat op | 10 | 0 |" in ours
    assert "Mål, som kun efter vores læsning har en indikator | 8 af 20 | 0 af 16 |" in ours
    assert "vi selv har" not in documented


def test_the_older_edition_is_shown_first_whichever_was_given_first(slagelse: tuple[kp.Policy, kp.Policy]) -> None:
    """Otherwise before and now in the report would be reversed; it states that the order was different."""
    old, new = slagelse
    straight, turned = (text(made(compare(*pair), "en")) for pair in ((old, new), (new, old)))
    assert re.sub(r"- The older policy, 2013–2016, is shown first.*\n", "", turned) == straight != turned


def test_who_alone_declares_lineage_is_the_later() -> None:
    """Also where no policy states which one it replaced."""
    line = m.Continuation(address="a#g", basis="source")
    a = m.Policy(id="a", title="Den ene", municipality="Slagelse", goals=[m.Goal(id="g", statement="G")])
    goals = [m.Goal(id="h", statement="H", continues=[line])]
    b = m.Policy(id="b", title="Den anden", municipality="Slagelse", goals=goals)
    for pair in ((a, b), (b, a)):
        assert made(compare(*pair), "en").title == "Comparison – Slagelse: Den ene and Den anden"


def test_an_edition_that_was_skipped_has_no_id_on_a_public_page() -> None:
    """It is called by its period where it is available, else another edition."""
    first, second, third = (
        m.Policy(
            id=f"nybro-{year}", title="P", municipality="Slagelse", period=f"{year}..{year + 3}", supersedes=earlier
        )
        for year, earlier in ((2016, None), (2020, "nybro-2016"), (2024, "nybro-2020"))
    )
    single = text(made(compare(first, third)))
    assert "Udgaven 2024–2027 afløste en anden udgave, som ikke er vist her." in single
    assert "nybro-2020" not in single
    named = comparison_page(compare(first, third), language("da"), portfolio=m.Portfolio([second]))
    assert "Udgaven 2024–2027 afløste udgaven 2020–2023, som ikke er vist her." in text(named)


# Counts


def counts(policy: str, low: int, high: int | None = None, **fields: Any) -> kp.Policy:
    """Return a policy whose goals are in an annex, and whose number a document states."""
    return m.Policy(
        id=policy,
        title="P",
        municipality="Slagelse",
        focus_areas=[m.FocusArea(id="a", title="A", missing=[m.Missing(what="goals", why="not_in_sources")])],
        stated_counts=[m.StatedCount(what="goals", low=low, high=high)],
        **fields,
    )


def test_numbers_that_only_documents_state_are_marked_as_theirs() -> None:
    """26 goals became 12, as the documents state; nobody here has counted them."""
    fewer = m.Change(id="c", title="Færre mål", effects=["fewer"], counted="goals")
    earlier, later = counts("p", 26, period="2016..2019"), counts("q", 12, supersedes="p", changes=[fewer])
    for code, summary, table, tested in (
        (
            "da",
            "- Mål: 26 → 12 ifølge dokumenterne.",
            "| Mål | 26 (ifølge dokumenterne) | 12 (ifølge dokumenterne) |",
            "(talt: 26 (ifølge dokumenterne) før, 12 (ifølge dokumenterne) nu)",
        ),
        (
            "en",
            "Goals: 26 → 12 according to the documents.",
            "| Goals | 26 (according to the documents) | 12 (according to the documents) |",
            "(counted: 26 (according to the documents) before, 12 (according to the documents) now)",
        ),
    ):
        message = text(made(compare(earlier, later), code))
        assert summary.removeprefix("- ") in message
        assert table in message
        assert tested in message


def test_a_stated_number_beside_a_counted_one_is_marked() -> None:
    """The earlier edition's goals are known by number only."""
    goals = [m.FocusArea(id="a", title="A", goals=[m.Goal(id="g", statement="G")])]
    later = m.Policy(id="q", title="Q", municipality="Slagelse", period="2020..2023", supersedes="p", focus_areas=goals)
    both = compare(counts("p", 20, 22, period="2016..2019"), later)
    assert "Mål: 20–22 (ifølge dokumenterne) før, 1 nu." in text(made(both))


def test_nothing_to_count_is_a_dash_and_not_unknown() -> None:
    """A policy without indicators has no share of them with targets; where neither has any, the row is left out."""
    empty = m.Policy(id="p", title="P", municipality="Slagelse")
    one = m.Policy(id="q", title="Q", municipality="Furesø", indicators=[m.Indicator(id="i", title="I")])
    structure = text(made(compare(empty, one), "en"), "structure")
    assert "| Indicators with targets | – | 0 of 1 |" in structure
    assert "Goals per focus area" not in structure
    assert "0 of 0" not in structure
    assert "unknown |" not in structure


def test_unknown_is_stated_in_words(report: Report) -> None:
    """Targets in an annex that is not available are unknown, not 0."""
    assert "| Indikatorer med måltal | – | 1 af 12 (10 ukendt) |" in text(report, "structure")


# What became of what


def test_which_area_fed_which_is_in_a_figure_and_its_table(report: Report) -> None:
    """Each line in numbers, with its basis."""
    (chart,) = found(section(report, "flow"), Chart)
    assert isinstance(chart.data, FlowChart)
    assert len(chart.data.streams) == len(chart.table.rows) == 7
    names = [(chart.data.old[each.old], chart.data.new[each.new], each.count) for each in chart.data.streams]
    assert ("Familie og sundhed", "Sundhed og trivsel", 2) in names
    assert ("Uddannelse og læring", "Familie og børn", 0) in names
    assert "| Familie og sundhed | Sundhed og trivsel | 2 | vores tolkning |" in text(report, "flow")


def test_every_element_is_in_the_report_once(report: Report, slagelse: tuple[kp.Policy, kp.Policy]) -> None:
    """Each leads to its place on its policy's page; a relation is shown in one topic only, and none is left out."""
    comparison = compare(*slagelse)
    places = [link.to for link in found(report.sections, Link) if isinstance(link.to, Place) and link.to.anchor]
    elements = [(each.policies, each.anchor) for each in places if each.page == "policy"]
    sides = (comparison.old.id, lambda each: each.old), (comparison.new.id, lambda each: each.new)
    expected = [((id,), x) for id, ids in sides for each in comparison.relations for x in ids(each)]
    assert sorted(elements) == sorted(expected)


def test_an_element_shown_among_others_is_named_among_its_own(report: Report) -> None:
    """Indicators and values that goals are bound to are shown with the goals; their own sections lead there."""
    for name, title in (("indicators", "Karakterforskel i 9. klasse"), ("foundation", "Deltagelse")):
        (link,) = [each for each in found(section(report, name), Link) if each.words == title]
        (row,) = [each for each in found(section(report, "goals"), Row) if each.id == link.to.anchor]
        assert title in [each.words for each in found(row, Link)]


def test_relations_are_words_with_shapes_and_state_what_differs(report: Report) -> None:
    """And the basis, where it is not our reading alone."""
    statuses = {(each.words, each.shape) for each in found(report.sections, StatusMark)}
    assert {("videreført", ""), ("skrevet sammen", ""), ("delt", ""), ("fordelt på ny", "")} <= statuses
    assert ("uden efterfølger, vi kender", "−") in statuses
    goals = text(report, "goals")
    assert "Forbindelserne er vores tolkning, medmindre rækken siger andet." in goals
    assert "opgjort eller defineret på en anden måde" in goals
    assert "vores tolkning; ifølge Bilag 2: Oversigt over foreslåede ændringer" in text(report, "foundation")


def test_an_element_names_its_outcome_in_its_kind_where_the_row_shows_another(report: Report) -> None:
    """Delmål 11 lives on as one goal, and beside it as an indicator: split among all, carried on among goals."""
    (row,) = [line for line in text(report, "goals").splitlines() if line.startswith("| Delmål 11")]
    assert "blandt delmål: videreført" in row
    assert "delt" in row


def test_an_indicator_that_we_set_up_is_marked_where_it_is_named(report: Report) -> None:
    """Beside those that a document names."""
    assert "Erhvervsfrekvens for nydanskere (indikator, sat op af os; blandt" in text(report, "goals")
    single = text(report, "indicators")
    assert "baggrund, sat op af os: Andel af befolkningen med ikke-vestlig baggrund" in single
    assert "Indsatsbeskrivelse (plan)" in text(report, "tracks")


def test_what_is_unknown_states_why(report: Report) -> None:
    """The tracks of 2013 are in a document that nobody here has."""
    assert "? ukendt (7): det kan ikke ses, hvad det hører sammen med (den tidligere politik: " in text(
        report, "tracks"
    )


def test_workshop_matter_is_on_internal_pages_alone(slagelse: tuple[kp.Policy, kp.Policy], report: Report) -> None:
    """Reasons of each line of descent, notes of the modeller, addresses, and suggestions beside declared lineage."""
    comparison = compare(*slagelse)
    internal = made(comparison, internal=True)
    rows = some(row for each in internal.sections for row in found(each, Row) if row.id)
    assert sum(len(found(row.detail, Paragraph)) for row in rows) == len(comparison.links) == 55
    reasons = text(internal)
    assert "Delmål 17 → Mål 1, Fællesskaber, kultur og fritid – vores tolkning. Fra viden om" in reasons
    assert "slagelse-integration-2013#delmaal-17" in reasons
    assert [each.id for each in internal.sections if each.id == "section_suggestions"]
    public = text(report)
    assert not [row for row in found(report.sections, Row) if row.detail]
    assert not re.search(r"slagelse-integration-\d+|Fra viden om|Forslag: hvad", public)


def test_an_address_that_leads_nowhere_is_workshop_matter() -> None:
    """Its element is unknown to the public, with the reason in words."""
    line = m.Continuation(address="p#maal-1", basis="source")
    old = m.Policy(id="p", title="P", municipality="Slagelse", goals=[m.Goal(id="maal-2", statement="G")])
    goals = [m.Goal(id="h", statement="H", continues=[line])]
    new = m.Policy(id="q", title="Q", municipality="Slagelse", supersedes="p", goals=goals)
    public, internal = (text(made(compare(old, new), internal=internal)) for internal in (False, True))
    assert "det henviser til noget, som den anden politik ikke har" in public
    assert "p#maal-1" not in public
    assert "q#h fører p#maal-1 videre, men den findes ikke (nærmest: p#maal-2)." in internal


# What documents state


def test_what_documents_claim_is_compared_with_what_was_found(report: Report) -> None:
    """Bilag 2's changes have a verdict each: numbers show three, five are consistent with the lines we drew."""
    claims = text(report, "claims")
    assert claims.count("✔ sammenligningen viser det") == 3
    assert claims.count("◐ stemmer med vores læsning") == 5
    assert "stemmer med vores læsning, men er ikke bekræftet" in claims
    assert "dokumenterne er uenige" not in claims
    assert "den tidligere politik har ingen af slagsen" in claims
    assert "gælder 4 af 13" in claims
    assert "Intet af det kan efterprøves her." in claims
    assert "3 bekræftes af optællinger eller af andre dokumenter; 5 stemmer med vores læsning." in text(
        report, "summary"
    )


def test_proposals_have_the_name_of_their_document(report: Report) -> None:
    """Bilag 2 lists proposed changes: its title states that, and nothing is called decided."""
    title = "»Bilag 2: Oversigt over foreslåede ændringer til integrationspolitikken«"
    assert f"Hvad {title} siger |" in text(report, "claims")
    assert f"Af det, {title} siger om ændringer, kan 8 punkter efterprøves" in text(report, "summary")


def claimed(basis: m.Basis, *, cites: str = "bilag", **fields: Any) -> str:
    """Return the English report of two editions whose annex states that a goal was kept."""
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
    return text(made(compare(old, new), "en"))


def test_the_words_of_a_verdict_are_as_sure_as_its_basis() -> None:
    """Another document shows it; the document itself states it; or it is consistent with our reading."""
    assert "kept: ✔ the comparison shows it" in claimed("source", cites="sag")
    assert "kept: ◐ only the document itself shows it" in claimed("source")
    assert "1 point can be tested: 1 is based on the document itself." in claimed("source")
    assert "kept: ◐ consistent with our reading" in claimed("interpretation", cites="sag")


def test_what_the_documents_disagree_on_has_its_note() -> None:
    """Whatever the lines show."""
    message = claimed("source", disputed=True, note="Stod et andet sted.")
    assert "- The documents disagree on »Et mål« (kept): Stod et andet sted." in message
    assert "kept: ≠ the documents disagree" in message


# Series


def test_indicators_that_go_on_without_dated_figures_are_named(report: Report) -> None:
    """Nobody is left to think that only those with figures go on."""
    assert "Beskæftigelsesfrekvens → Beskæftigelsesfrekvens for 25-64-årige, efter vores læsning" in text(
        report, "series"
    )


def joined(values: dict[str, tuple[str, float]], **line: Any) -> Comparison:
    """Return two editions with an indicator that goes on, and figures: the policy and value of each period."""
    continued = m.Continuation(address="p20#ledige", basis="source", **line)
    before = m.Indicator(id="ledige", title="Ledige", unit="%")
    after = m.Indicator(id="ledighed", title="Ledighed", unit="%", continues=[continued])
    fields: dict[str, Any] = {"title": "P", "municipality": "Slagelse"}
    old = m.Policy(id="p20", period="2020..2023", indicators=[before], **fields)
    new = m.Policy(id="p24", period="2024..2027", supersedes="p20", indicators=[after], **fields)
    rows = [
        {"policy": id, "indicator": before.id if id == "p20" else after.id, "period": period, "value": value}
        for period, (id, value) in values.items()
    ]
    return compare(old, new, rows)


def test_a_joined_series_shows_the_break_between_editions() -> None:
    """Where the editions do not measure alike, both figures are shown and never compared."""
    values = {"2021": ("p20", 5.0), "2022": ("p20", 6.0), "2024": ("p24", 4.0)}
    report = made(joined(values, comparable=False))
    message = text(report, "series")
    assert "De to politikker opgør det ikke på samme måde; deres tal sammenlignes ikke." in message
    assert "Tallet går fra 5 % (2021) til 6 % (2022)." in message
    assert "til 4 %" not in message
    (chart,) = found(section(report, "series"), Chart)
    assert isinstance(chart.data, LineChart)
    assert [[point.value for point in segment] for segment in chart.data.series[0].segments] == [[5.0, 6.0], [4.0]]
    assert [each.role for each in chart.data.breaks] == ["edition"]
    assert chart.title == "Ledige / Ledighed"


def test_the_figures_of_a_series_are_in_its_table_edition_by_edition() -> None:
    """One chart for editions that measure alike, and none for a single figure, which is in a table alone."""
    report = made(joined({"2022": ("p20", 6.0), "2024": ("p24", 4.0)}))
    (chart,) = found(section(report, "series"), Chart)
    assert chart.title == "Ledighed"
    message = text(report, "series")
    assert "Tallet går fra 6 % (2022) til 4 % (2024)." in message
    parts = ("| Tidligere politik, 2020–2023 |", "| 2022 | 6 % |", "| Ny politik, 2024–2027 |", "| 2024 | 4 % |")
    assert [message.index(part) for part in parts] == sorted(message.index(part) for part in parts)
    single = made(joined({"2022": ("p20", 6.0)}))
    assert not found(section(single, "series"), Chart)
    assert "| 2022 | 6 % |" in text(single, "series")
    assert "Ingen tal fra den nye politik." in text(single, "series")


# Without lineage


def test_without_lineage_the_report_suggests_and_states_that_it_does(unlike: Report) -> None:
    """Furesø 2018 beside Slagelse 2023: nothing is called new or dropped; suggestions are marked as such."""
    assert "Ingen har sagt, at de hører sammen" in text(unlike, "suggestions")
    assert "forslag, 57 %" in text(unlike, "suggestions")
    assert not found(unlike.sections, StatusMark)
    beside = text(unlike, "side_by_side")
    assert "Målsætningerne er fastsat, men står i bilag 1" in beside
    assert "Beskæftigelse og uddannelse" in beside


def test_a_weak_suggestion_states_that_it_is(unlike: Report) -> None:
    """The best there is for an area is not passed off as a likeness."""
    suggestions = text(unlike, "suggestions")
    assert "svagt forslag, 15 %" in suggestions
    assert "Et svagt forslag er det bedste, der er, for et fokusområde, som ikke har andre." in suggestions


def test_what_each_lacks_as_a_whole_is_listed(report: Report) -> None:
    """With the reason and what is known of the gap."""
    gaps = text(report, "gaps")
    assert "Beslutninger: " in gaps
    assert "Om Byrådet ændrede noget i udkastet, kan ikke ses." in gaps


# All reports


def test_english_reports_mark_danish_words(slagelse: tuple[kp.Policy, kp.Policy]) -> None:
    """Around the policies' own Danish all words are English."""
    report = made(compare(*slagelse), "en")
    assert "− no successor found (2)" in text(report, "goals")
    assert all(link.language == "da" for link in some(found(section(report, "goals"), Link)))


def test_titles_of_tables_are_unique(report: Report, unlike: Report) -> None:
    """A screen reader lists tables by their names."""
    for each in (report, unlike):
        titles = [table.title for table in some(found(each.sections, Table))]
        assert len(titles) == len(set(titles))


@A_THIRD
@given(policies(), policies())
def test_any_two_policies_make_a_report(old: kp.Policy, new: kp.Policy) -> None:
    """Whatever the policies hold, the page, the Markdown and the text for a terminal are made."""
    comparison = compare(old, new)
    for code in ("da", "en"):
        for internal in (False, True):
            report = made(comparison, code, internal=internal)
            assert write_markdown(report).startswith("# ")
            assert write_text(report)
            assert "<h1" in write_html(report)
