"""The page of a policy: all that its reader needs, about as long as the document, and nothing of the workshop."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from bs4 import BeautifulSoup
from hypothesis import given

import kommunepolitik as kp
import kommunepolitik.blocks as b
import kommunepolitik.model as m
from kommunepolitik.documents import read_all, to_yaml
from kommunepolitik.formats.html import write_html
from kommunepolitik.i18n import language
from kommunepolitik.model.record import Ref, Slug, shapes_of
from kommunepolitik.model.references import Visit, walk
from kommunepolitik.report.policy import policy_page
from kommunepolitik.site import Site, gather
from tests.claims import some
from tests.frames import filled
from tests.strategies import HALF, policies

EXAMPLES = ["slagelse-integration-2013", "slagelse-integration-2023", "furesoe-integration-2018"]
SLAGELSE = kp.Municipality.find("330")


@pytest.fixture(scope="module")
def site(examples: Path) -> Site:
    """The three real policies with all that is known of them."""
    return gather(read_all([examples]))


def page_of(site: Site, name: str, code: str = "da") -> b.Report:
    """Return the page of a policy of a site."""
    return policy_page(site.context(site.portfolio[name], language(code)))


def made(code: str = "da", accounts: tuple[m.Account, ...] = (), *, internal: bool = False, **fields: Any) -> b.Report:
    """Return the page of a policy that is made up of some fields."""
    policy = kp.Policy(id="p", title="P", municipality=SLAGELSE, **fields)
    context = Site(kp.Portfolio([policy]), kp.read_observations([], policy)).context(policy, language(code))
    return policy_page(attrs.evolve(context, accounts=accounts, internal=internal))


def parts(block: object, kind: type) -> Iterator[Any]:
    """Yield every block or inline of a kind in a report, in reading order."""
    if isinstance(block, kind):
        yield block
    if isinstance(block, tuple | list):
        for each in block:
            yield from parts(each, kind)
    elif attrs.has(cls := type(block)):
        for field in attrs.fields(cls):
            yield from parts(getattr(block, field.name), kind)


def ids(report: b.Report) -> list[str]:
    """Return the anchors of a page."""
    return [each.id for kind in (b.Section, b.Row) for each in parts(report, kind) if each.id]


def section(report: b.Report, id: str) -> b.Section:
    """Return a section of a page by its id."""
    found: b.Section = next(each for each in parts(report, b.Section) if each.id == id)
    return found


def blocks_of(given: object) -> Iterator[b.Block]:
    """Yield blocks, given one by one or in tuples such as the cells of a row."""
    if isinstance(given, tuple):
        for each in given:
            yield from blocks_of(each)
    else:
        yield given  # type: ignore[misc]


def page_html(report: b.Report) -> BeautifulSoup:
    """Return a page, with its long words in one piece: where they may be broken is no part of them."""
    soup = BeautifulSoup(write_html(report), "html5lib")
    for place in soup("wbr"):
        place.extract()
    soup.smooth()
    return soup


def words(given: object) -> str:
    """Return what is read on a page, or in a part of it, with single blanks."""
    if not isinstance(given, b.Report):
        part = b.Section(id="x", title=(), blocks=tuple(blocks_of(given)))
        given = b.Report(kind="policy", title="", language="da", sections=(part,))
    soup = page_html(given)
    for each in soup("nav"):
        each.extract()
    text = " ".join(each.get_text(" ") for each in soup.select("header, main"))
    text = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{SOFT HYPHEN}", "").split())
    return re.sub(r" ([,.;:)])", r"\1", text).replace("( ", "(")


def texts_of(visit: Visit) -> Iterator[str]:
    """Yield the texts of a record that are for readers: not ids, notes of the modeller, units, or places in sources."""
    for shape in shapes_of(visit.kind):
        if shape.scalar is str and not isinstance(shape.mark, Ref | Slug) and shape.name not in UNSEEN:
            content = visit.get(shape.name)
            for text in content if shape.many else [content]:
                is_note = shape.name == "note" and visit.kind not in (m.Missing, m.Reporting)
                if text and not is_note and not shape.choices and shape.name != "what":
                    yield " ".join(text.split())


UNSEEN = ("unit", "code", "codes", "url")
"""A unit is with its values; an address is behind a title."""

WORKSHOP = (
    *(m.Citation, m.Continuation, m.Municipality, m.Term, m.Terms, m.Support, m.StatedCount, m.IgnoredCheck),
    *(m.DataSource, m.Group),  # who published a figure is beside it; a group without figures is of no use
)


@pytest.mark.parametrize("code", ["da", "en"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_text_that_a_reader_needs_is_on_the_page(site: Site, name: str, code: str) -> None:
    """Goals, means, who answers for what, plan, dates, decisions, remarks, hearings, what is missing and why."""
    page, absent = words(page_of(site, name, code)).casefold(), []
    for visit in walk(site.portfolio[name], kp.Policy):
        if visit.kind not in WORKSHOP:
            absent += [(visit.path, text) for text in texts_of(visit) if text.rstrip(".").casefold() not in page]
    publisher = site.portfolio[name].municipality.full_name  # who publishes a municipality's own documents is obvious
    assert [each for each in absent if each[1] != publisher] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_of_the_workshop_is_on_a_public_page(site: Site, name: str) -> None:
    """No id, no rule, no note of the modeller, no reason of lineage, no English word."""
    policy, page = site.portfolio[name], words(page_of(site, name))
    notes = [each.note for each in policy.elements.values() if each.note]
    notes += [each.note for element in policy.elements.values() for each in element.continues if each.note]
    assert notes
    assert [note for note in notes if " ".join(note.split()) in page] == []
    assert [id for id in policy.elements if "-" in id and re.search(rf"(?<![\w-]){id}(?![\w-])", page)] == []
    assert not re.search(r"\bKP\d|Note:|\b(the|and|of|with|missing|source|known)\b", page)


@pytest.mark.parametrize(("name", "longest"), [(EXAMPLES[0], 4720), (EXAMPLES[1], 4400), (EXAMPLES[2], 1010)])
def test_a_page_is_about_as_long_as_its_sources(site: Site, name: str, longest: int) -> None:
    """The sources of Slagelse have 3,423 and 3,660 words; the page names what is missing beside that."""
    assert len(words(page_of(site, name)).split()) <= longest


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_element_has_its_place_once(site: Site, name: str) -> None:
    """Other pages link to it; only what is a line within another (an activity, a group) has no place of its own."""
    policy, anchors = site.portfolio[name], ids(page_of(site, name))
    assert Counter(anchors).most_common(1)[0][1] == 1
    without = [policy.elements[id] for id in set(policy.elements) - set(anchors)]
    assert {type(each) for each in without} <= {m.Activity, m.Group, m.Remark}  # alike remarks are one row


@pytest.mark.parametrize("name", EXAMPLES)
def test_links_within_a_page_lead_somewhere(site: Site, name: str) -> None:
    """To elements, to sources by their number, and to rows of the list of gaps."""
    report = page_of(site, name)
    places = [each.to for each in parts(report, b.Link) if isinstance(each.to, b.Place) and not each.to.page]
    assert places
    assert {place.anchor for place in places} <= set(ids(report))


def test_a_page_links_to_its_neighbours(site: Site) -> None:
    """The index, its follow-up, and the comparison with the edition before or after."""
    places = [link.to for link in page_of(site, EXAMPLES[0]).links]
    assert places == [
        b.Place(page="index"),
        b.Place(page="followup", policies=(EXAMPLES[0],)),
        b.Place(page="comparison", policies=(EXAMPLES[0], EXAMPLES[1])),
    ]


# Whose words


def test_the_adopted_wording_is_shown_where_its_owner_has_put_it_in() -> None:
    """As a quotation, instead of the restatement; the top of the page states which is which."""
    goals = (m.Goal(id="g", statement="Kort.", wording="Byrådets ord."), m.Goal(id="h", statement="Kun kort."))
    report = made(vision=m.Vision(id="v", statement="Kort vision.", wording="Vores vision."), goals=goals)
    assert [words(each) for each in parts(report, b.Quote)] == ["Vores vision.", "Byrådets ord."]
    page = words(report)
    assert "Kort vision." not in page
    assert "Kun kort." in page
    assert b.plain(report.lead) == "Citater er politikkens egen ordlyd. Resten er gengivet i kort form."


def test_a_restatement_is_marked_as_one_and_once(site: Site) -> None:
    """At the top, with where the wording is found."""
    assert words(page_of(site, EXAMPLES[1])).count("gengiver politikken i kort form") == 1


def test_one_box_names_the_ground(site: Site) -> None:
    """The adopted text of 2023 is missing, and so are annexes of the plan."""
    (box,) = (each for each in page_of(site, EXAMPLES[1]).notices if each.kind == "basis")
    assert words(box) == "Bygger på udkast; den vedtagne tekst mangler. Dokumenter, der mangler: Bilag 1, Bilag 2."


def test_a_made_up_municipality_is_announced() -> None:
    """Nobody shall take made-up figures for real ones."""
    nybro = m.Municipality(name="Nybro", fictitious=True)
    policy = kp.Policy(id="p", title="P", municipality=nybro)
    report = policy_page(Site(kp.Portfolio([policy]), kp.read_observations([], policy)).context(policy, language()))
    assert [each.kind for each in report.notices] == ["made_up"]


def test_what_is_our_reading_is_marked() -> None:
    """What measures a goal, an area and a track; an indicator that we set up; a target that we read."""
    link = m.MeasuredBy(indicator="i", basis="interpretation", note="Læst ud af Fakta.")
    target = m.StandingTarget(value=100, comparison="at_least", per="year", stated="alle", basis="interpretation")
    indicator = m.Indicator(id="i", title="I", unit="%", basis="interpretation", targets=[target])
    area = m.FocusArea(id="a", title="A", measured_by=[link], goals=[m.Goal(id="g", statement="G", measured_by=[link])])
    plan = m.Plan(id="plan", title="Plan", tracks=[m.Track(id="t", title="T", measured_by=[link])])
    page = words(made(focus_areas=[area], indicators=[indicator], plan=plan))
    assert page.count("(vores tolkning)") == 5
    assert "mindst 100 % hvert år (kilden: »alle«) (vores tolkning)" in page
    assert "Læst ud af" not in page


# What is missing


@pytest.mark.parametrize("name", EXAMPLES)
def test_all_gaps_are_in_one_list(site: Site, name: str) -> None:
    """Counted in its heading and at the top; each is reached from the place where something is missing."""
    policy, report = site.portfolio[name], page_of(site, name)
    count = sum(len(each.missing) for each in (policy, *policy.elements.values()))
    gaps = section(report, "section_gaps")
    assert b.plain(gaps.title) == f"{count} oplysninger mangler"
    assert f"{count} oplysninger mangler" in words(section(report, "section_glance"))
    rows = {row.id for row in parts(gaps, b.Row) if row.id}
    end = {each.to.anchor for each in parts(report, b.Link) if isinstance(each.to, b.Place)} & rows
    own = {row.id for row in parts(gaps, b.Row) if "politikken selv" in words(row.cells[1:2])}
    assert end | own == rows


def test_alike_gaps_are_together_and_most_of_a_kind_are_not_listed(site: Site) -> None:
    """All indicators but two lack their targets for one reason."""
    gaps = words(section(page_of(site, EXAMPLES[1]), "section_gaps"))
    assert (
        "Måltal alle indikatorer undtagen Unge, der får vejledning om fritidsjob; Flygtninge, der tilbydes bolig"
        in gaps
    )
    assert gaps.count("Står i bilag 1 til sagen") == 1
    assert "ventes 1. kvartal 2024" in gaps


def test_goals_that_nobody_knows_are_not_counted_as_none(site: Site) -> None:
    """Furesø has goals, in an annex that is missing."""
    report = page_of(site, EXAMPLES[2])
    assert "et ukendt antal målsætninger" in words(section(report, "section_glance"))
    assert "? Mangler: målsætninger, områdets indsatser" in words(section(report, "foreningslivet"))


def test_no_column_is_empty(site: Site) -> None:
    """Nobody answers for an indicator of 2023, and none has a figure: there is no column for that."""
    (table,) = parts(section(page_of(site, EXAMPLES[1]), "section_indicators"), b.Table)
    assert [column.title for column in table.columns] == ["Indikator", "Hvad der måles", "Udgangspunkt", "Måltal"]


# Plan, indicators, figures


def test_the_plan_has_a_row_for_each_track(site: Site) -> None:
    """Eight tracks in three strands; what the tracks of a strand share is stated once."""
    plan = section(page_of(site, EXAMPLES[1]), "implementeringsplan")
    (table,) = parts(plan, b.Table)
    tracks = [row for row in table.rows if len(row.cells) > 1]
    assert len(tracks) == 8
    assert "1. kvartal 2025" in words(tracks[0].cells)
    assert words(plan).count("Skriftlig, kvalitativ beskrivelse af arbejdet") == 1


def test_an_indicator_is_one_row(site: Site) -> None:
    """Title, of whom, what is counted, baseline, target."""
    rows = {row.id: row for row in parts(page_of(site, EXAMPLES[1]), b.Row)}
    row = words(rows["vejledning-om-fritidsjob"].cells)
    assert "Unge i de udvalgte boligområder" in row
    assert "mindst 100 hvert år" in row
    assert "? mangler" in row


def test_a_policy_without_verdicts_shows_its_figures(site: Site) -> None:
    """38 figures of 2013 with their publishers; a missing period is stated."""
    figures = words(section(page_of(site, EXAMPLES[0]), "section_figures"))
    known = filled(site.observations.of(EXAMPLES[0]).frame)
    assert len(known) == 38
    for row in some(known.to_dict("records")):
        assert f"{row['value']:.10g}".replace(".", ",") in figures
        assert row["publisher"] in figures
    assert all(each in figures for each in ("ca. 10", "knap 20 %", "10–20"))
    assert "oplyser kilden ikke, hvilken periode tallet gælder" in figures


def test_the_newest_figure_is_shown_and_the_rest_left_to_the_follow_up() -> None:
    """Where something is judged; a band is one target."""
    least = m.StandingTarget(id="least", value=15, comparison="at_least")
    targets = [least, m.StandingTarget(id="most", value=25, comparison="at_most")]
    indicator = m.Indicator(
        id="i", title="I", unit="antal", targets=targets, data_source=m.DataSource(keeper="Os", lag=1)
    )
    policy = kp.Policy(id="p", title="P", municipality=SLAGELSE, indicators=[indicator])
    table = kp.read_observations([{"indicator": "i", "period": year, "value": 20} for year in (2024, 2025)], policy)
    report = policy_page(Site(kp.Portfolio([policy]), table).context(policy, language()))
    page = words(section(report, "section_indicators"))
    assert "mellem 15 og 25 hvert år" in page
    assert "20 (2025)" in page
    assert "Tal fra Os, 1 måned efter perioden." in page
    assert "section_figures" not in ids(report)


@pytest.mark.parametrize(
    ("unit", "mode", "expected"),
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
    unit: str | None, mode: str | None, expected: str
) -> None:
    """No percent sign is invented for a number of people."""
    target = m.ChangeTarget(amount=2, mode=mode)  # type: ignore[arg-type]
    indicator = m.Indicator(id="i", title="I", unit=unit, targets=(target,))
    assert expected in words(section(made("en", indicators=(indicator,)), "section_indicators"))


def test_own_words_for_indicator_and_target_are_used_throughout() -> None:
    """In headings, in the counts, and in what is missing."""
    terms = m.Terms(
        indicator=m.Term(singular="pejlemærke", plural="pejlemærker"),
        target=m.Term(singular="sigtepunkt", plural="sigtepunkter"),
    )
    gap = m.Missing(what="targets", why="not_set")
    page = words(made(terms=terms, indicators=(m.Indicator(id="i", title="I", missing=[gap]),)))
    assert {"1 pejlemærke", "Pejlemærke", "Sigtepunkter"} <= {
        each for each in ("1 pejlemærke", "Pejlemærke", "Sigtepunkter") if each in page
    }
    assert not re.search("indikator|måltal", page, re.IGNORECASE)


def test_paragraphs_stay_paragraphs() -> None:
    """Of a restatement and of a quotation."""
    text = "Første afsnit.\n\nAndet afsnit."
    report = made(goals=(m.Goal(id="g", statement=text), m.Goal(id="h", statement="H", wording=text)))
    paragraphs = [b.plain(each.inlines) for each in parts(report, b.Paragraph)]
    assert [each for each in paragraphs if "afsnit" in each] == ["Første afsnit.", "Andet afsnit."] * 2


def test_a_goal_without_a_number_states_its_sentence_once() -> None:
    """Its heading is the word for a goal; the sentence is the body."""
    goal = m.Goal(id="g", statement="Flere unge gennemfører en uddannelse.")
    page = words(made(focus_areas=(m.FocusArea(id="a", title="A", goals=(goal,)),)))
    assert page.count(goal.statement) == 1


# Decisions


def test_a_remark_of_two_bodies_is_stated_once(site: Site) -> None:
    """Committee and council asked for the same two things, and nobody has answered."""
    remarks = section(page_of(site, EXAMPLES[1]), "section_remarks")
    (table,) = parts(remarks, b.Table)
    assert len(table.rows) == 2
    assert all("13. november 2023 Byrådet, 27. november 2023" in words(row.cells) for row in table.rows)
    assert all("ikke besvaret" in words(row.cells) for row in table.rows)


def test_an_answered_remark_is_shown_with_its_answers_in_the_order_they_were_given() -> None:
    """The account's text, what will be done, who wrote it and when; another remark is still unanswered."""
    asked = [m.Remark(id="maal", statement="Tydeligere mål"), m.Remark(id="tal", statement="Tal hvert år")]
    decision = m.Decision(id="vedtaget", body="Byrådet", date=kp.Period("2023-11-27"), remarks=asked)
    source = m.Source(id="rapport", title="Afrapportering 2024")
    answer = m.Account(
        element="maal",
        period=kp.Period("2024"),
        text="Fem indikatorer har fået et <måltal>.",
        action="Resten følger i 2025.",
        reported_by="Center for Arbejdsmarked",
        date=kp.Period("2025-03-01"),
        citation=m.Citation(source="rapport", page="4"),
    )
    later = attrs.evolve(answer, text="Alle har fået et måltal.", date="2026-03-01", period="2025")
    other = attrs.evolve(answer, element="vedtaget", text="Noget andet.")
    report = made(accounts=(later, other, answer), decisions=[decision], sources=[source])
    rows = {row.id: words(row.cells) for row in parts(section(report, "section_remarks"), b.Row)}
    shown = rows["maal"]
    assert shown.index("Fem indikatorer har fået et <måltal>.") < shown.index("Alle har fået")
    assert all(
        each in shown
        for each in ("Resten følger i 2025.", "Center for Arbejdsmarked", "1. marts 2025", "Afrapportering 2024")
    )
    assert "Noget andet" not in shown
    assert "ikke besvaret" not in shown
    assert "ikke besvaret" in rows["tal"]


def test_the_accounts_beside_a_policy_reach_its_page(tmp_path: Path) -> None:
    """`report` needs no option for them."""
    remark = m.Remark(id="tal", statement="Tal hvert år")
    decisions = [m.Decision(id="vedtaget", body="Byrådet", remarks=[remark])]
    policy = kp.Policy(id="p", title="P", municipality=SLAGELSE, decisions=decisions)
    (tmp_path / "policy.yaml").write_text(to_yaml(policy), "utf-8")
    (tmp_path / "accounts.yaml").write_text(
        "kommunepolitik: 1\naccounts:\n  - element: tal\n    period: 2024\n    text: Tallene er her.\n", "utf-8"
    )
    report = page_of(gather(read_all([tmp_path])), "p")
    assert "Tallene er her." in words(section(report, "section_remarks"))


def test_only_objectives_of_others_are_called_national(site: Site) -> None:
    """Furesø's framework is its council's own programme."""
    titles = [b.plain(section(page_of(site, name), "section_frameworks").title) for name in EXAMPLES[1:]]
    assert titles == ["Nationale mål, politikken bidrager til", "Mål, politikken bidrager til"]


def test_only_web_addresses_become_links() -> None:
    """A source's address is linked when it is the web's; javascript: and file: stay text."""
    urls = ["https://www.dst.dk", "www.nyidanmark.dk", "javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.dk"]
    report = made(sources=[m.Source(id=f"s{n}", title="S", url=url) for n, url in enumerate(urls)])
    links = {each.to for each in parts(section(report, "section_sources"), b.Link)}
    assert links == {"https://www.dst.dk", "https://www.nyidanmark.dk"}


# Readers


def test_danish_text_on_an_english_page_states_that_it_is_danish(site: Site) -> None:
    """A screen reader changes voice for the policy's own words (WCAG 3.1.2)."""
    goal = section(page_of(site, EXAMPLES[0], "en"), "delmaal-2")
    marked = {each.words: each.language for each in parts(goal.blocks, b.Text)}
    assert marked[site.portfolio[EXAMPLES[0]].element("delmaal-2").statement] == "da"  # type: ignore[attr-defined]
    assert "Indicators" in words(goal)


def test_an_internal_page_has_the_workshop_too(examples: Path) -> None:
    """Ids, notes, lineage with its reasons, places in the sources, and what the rules find."""
    site = gather(read_all([examples]), internal=True)
    policy, page = site.portfolio[EXAMPLES[1]], words(page_of(site, EXAMPLES[1]))
    kinds = (m.Goal, m.FocusArea, m.Vision, m.Indicator, m.Track, m.Decision, m.Source)
    shown = [each for each in policy.elements.values() if isinstance(each, kinds)]
    for each in some(shown):
        assert f"Id {each.id}" in page
        assert " ".join((each.note or "").split()) in page
        for line in each.continues:
            assert " ".join((line.note or "").split()) in page
    assert "KP101" in page


@HALF
@given(policies())
def test_every_policy_has_a_page(policy: kp.Policy) -> None:
    """Law: whatever is in it, no anchor is there twice, each goal is on it, and hostile text stays text."""
    report = policy_page(Site(kp.Portfolio([policy]), kp.read_observations([], policy)).context(policy, language()))
    anchors = ids(report)
    assert len(anchors) == len(set(anchors))
    soup = page_html(report)
    assert not soup.find_all(["iframe", "object"])
    for goal in policy.all_goals():
        shown = goal.wording or goal.statement
        place = soup.find(id=goal.id)
        assert place is not None
        assert " ".join(shown.split()) in " ".join(place.get_text(" ").split())
