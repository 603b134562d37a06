"""The follow-up report says what a committee needs, in the order it reads, and invents nothing."""

import re
from pathlib import Path
from typing import get_args

import attrs
import pandas as pd
import pytest
from bs4 import BeautifulSoup

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import read, read_all
from kommunepolitik.errors import InvalidDocument
from kommunepolitik.evaluation import REASONS, Cause
from kommunepolitik.evaluation.explanation import CAUSES, REMEDIES
from kommunepolitik.model import measured
from kommunepolitik.rendering import Site, gather, render_report, report_of
from tests.claims import some

NYBRO = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro"


@pytest.fixture(scope="module")
def nybro() -> Site:
    """The made-up municipality, as judged at the end of 2026, with a report from the end of 2025 before it."""
    return gather(read_all([NYBRO]), [NYBRO / "national.csv"], kp.Period("2026"), kp.Period("2025"))


@pytest.fixture(scope="module")
def page(nybro: Site) -> BeautifulSoup:
    """Its report in Danish."""
    report = nybro.report(nybro.portfolio["nybro-integration-2024"], "da")
    return BeautifulSoup(render_report(report, "html"), "html5lib")


def said(page: BeautifulSoup, section: str) -> str:
    """Return the text of a section with single blanks."""
    found = page.find(id=f"section_{section}")
    assert found is not None, section
    return " ".join(found.get_text(" ").split())


def test_the_report_goes_in_the_order_a_committee_reads(page: BeautifulSoup) -> None:
    """The case first, then the whole at a glance, then track by track, and method and sources last."""
    order = [section["id"].removeprefix("section_") for section in page.select("main > section")]
    assert order == [
        "case",
        "glance",
        "news",
        "areas",
        "shortfalls",
        "unassessed",
        "remarks",
        "plan",
        "findings",
        "dues",
        "method",
    ]


def test_the_case_frame_stands_as_the_municipality_wrote_it(page: BeautifulSoup) -> None:
    """Indstilling, handlemuligheder, økonomi and videre forløb come from case.yaml."""
    case = said(page, "case")
    for words in ("Indstilling", "at opfølgningen tages til efterretning", "Handlemuligheder", "Videre forløb"):
        assert words in case


def test_the_glance_counts_each_current_target_once(nybro: Site, page: BeautifulSoup) -> None:
    """The tiles add up to the current targets, a minimum and a maximum counting as one; the sentence says the same."""
    policy = nybro.portfolio["nybro-integration-2024"]
    report = nybro.report(policy, "da")
    (counted,) = nybro.evaluation(policy).summary().to_dict("records")
    assert sum(tile.count for tile in report.tiles) == counted["targets"] == len(report.current)
    assert len(nybro.evaluation(policy).current()) == counted["targets"] + 1
    reached = counted["achieved"]
    assert f"{counted['targets']} aktuelle måltal og vurderinger i ord: {reached} nået; " in said(page, "glance")


def test_the_semantics_of_colours_is_said(page: BeautifulSoup) -> None:
    """Some colour attainment, others the trend: the page says which, and each status has word and shape."""
    assert "Farven fortæller, hvor langt måltallet er nået" in said(page, "glance")
    for status in some(page.select(".status")):
        shape = status.find(attrs={"aria-hidden": "true"})
        assert shape is not None
        assert status.get_text().replace(shape.get_text(), "").strip()


def test_the_account_stands_before_the_figures(page: BeautifulSoup) -> None:
    """Within a track and an indicator the written account comes first."""
    track = page.select_one("#section_areas .area")
    assert track is not None
    parts = [tag for tag in track.descendants if getattr(tag, "name", None) in ("div", "table")]
    assert parts[0].name == "div"
    assert "account" in parts[0]["class"]
    card = page.select_one("#followup_beskaeftigelse")
    assert card is not None
    assert card.select_one(".account").sourceline <= card.select_one("table").sourceline  # type: ignore[union-attr]


def test_each_lagging_target_has_its_explanation_and_action_or_says_that_it_lacks_them(
    nybro: Site, page: BeautifulSoup
) -> None:
    """What was written about the indicator is repeated, what was about its track linked to; where nothing was, that is said."""
    report = nybro.report(nybro.portfolio["nybro-integration-2024"], "da")
    cards = page.select("#section_shortfalls .card")
    assert len(cards) == len(report.shortfalls) == len(report.off_track) > 0
    assert any(shortfall.accounts for shortfall in report.shortfalls)
    for card, shortfall in zip(cards, report.shortfalls, strict=True):
        text = " ".join(card.get_text(" ").split())
        for told in shortfall.accounts:
            assert told.caution in text
            assert (told.account.action or "") in text
            assert (told.account.text[:40] in text) is not told.general
            assert bool(card.select(f'a[href="#{told.element}"]')) is told.general
            assert page.find(id=told.element) is not None or not told.general
        assert ("ingen redegørelse siger hvorfor" in text) is not shortfall.accounts
        unacted = bool(shortfall.accounts) and not shortfall.action
        assert ("der er ikke angivet nogen handling for netop dette tal" in text) is unacted


def test_an_account_older_than_the_figure_or_of_a_whole_track_is_no_explanation(nybro: Site) -> None:
    """Five families in 2025 do not explain seven at the end of 2026; it is shown with that caution."""
    report = nybro.report(nybro.portfolio["nybro-integration-2024"], "da")
    homes = next(each for each in report.shortfalls if each.item.indicator.id == "midlertidig-bolig")
    assert not homes.explained
    assert all("skrevet, før tallet forelå" in told.caution for told in some(homes.accounts))


def test_nothing_that_was_written_is_left_out(nybro: Site, page: BeautifulSoup) -> None:
    """Every account of the policy stands in its report, those of goals too."""
    text = " ".join(page.get_text(" ").split())
    accounts = nybro.accounts["nybro-integration-2024"]
    assert len(accounts) == 19
    assert [account.element for account in accounts if account.text.strip()[:60] not in text] == []


def test_the_summary_agrees_with_itself(nybro: Site) -> None:
    """What waits is counted among what cannot be assessed, and is as much as is listed as waiting."""
    for policy in some(nybro.portfolio):
        report = nybro.report(policy, "da")
        unsure = [each for each in report.current if each.status in ("not_assessed", "ambiguous")]
        waiting = sum(each.reason == "awaiting_data" for each in unsure)
        assert report.tiles[-1].count == len(unsure)
        assert len(report.waiting) == waiting
        assert (f"{waiting} afventer et tal" in report.headline) is (waiting > 0)


def test_a_difference_of_percentages_is_in_percentage_points(page: BeautifulSoup) -> None:
    """1,2 over the country's share is no unemployment of 1,2 %."""
    card = page.select_one("#followup_ledighed-unge")
    assert card is not None
    assert "1,2\N{NO-BREAK SPACE}procentpoint" in card.get_text()


def test_awaiting_data_stands_apart_from_not_measured(page: BeautifulSoup) -> None:
    """A late source is no fault of the policy; all else says what it would take."""
    section = page.find(id="section_unassessed")
    assert section is not None
    assert [h.get_text() for h in section.find_all("h3")] == [
        "Afventer data",
        "Ikke målt, eller ikke til at vurdere",
        "Mål, som intet måler",
        "Hvad politikken selv siger, den mangler",
    ]
    assert said(page, "unassessed").count("Hvad der skal til:") >= 2
    assert set(REMEDIES) == {*REASONS, "unknown_target"}


def test_open_remarks_come_before_answered_ones(page: BeautifulSoup) -> None:
    """Nybro's council asked for two things; one is answered by an account."""
    tags = [tag.get_text().strip() for tag in page.select("#section_remarks .tag")]
    assert tags == ["◌ åben", "✔ besvaret"]


def test_what_changed_tells_new_figures_from_revised_ones() -> None:
    """A figure that was only corrected since last time is not progress."""
    policy = kp.Policy(
        id="p",
        title="P",
        municipality=m.Municipality(name="Nybro", fictitious=True),
        indicators=tuple(
            m.Indicator(
                id=id,
                title=id,
                unit="%",
                baseline=m.Baseline(period=m.Period("2020"), value=50),
                targets=(m.LevelTarget(value=60, comparison="at_least", due=m.Period("2027")),),
            )
            for id in ("ny", "rettet", "ens")
        ),
    )
    rows = [
        ("ny", "2024", 54, "2025-02-01"),
        ("ny", "2025", 56, "2026-02-01"),
        ("rettet", "2024", 54, "2025-02-01"),
        ("rettet", "2024", 52, "2026-02-01"),
        ("ens", "2024", 54, "2025-02-01"),
    ]
    table = kp.read_observations(pd.DataFrame(rows, columns=["indicator", "period", "value", "published"]), policy)
    day = kp.Period("2025-12-31")
    site = Site(kp.Portfolio([policy]), {"p": table}, since=day, since_known=day)
    report = site.report(policy, "da")
    news = {each.id: [(row.name, row.before, row.now) for row in each.rows] for each in report.news}
    assert news["new_figures"] == [("ny", "54\N{NO-BREAK SPACE}% (2024)", "56\N{NO-BREAK SPACE}% (2025)")]
    assert news["revised"] == [("rettet", "54\N{NO-BREAK SPACE}% (2024)", "52\N{NO-BREAK SPACE}% (2024)")]
    assert all(name != "ens" for rows in news.values() for name, _, _ in rows)


def test_what_was_known_then_is_what_was_published_then() -> None:
    """A figure without a day of publication is known from the end of its period; one without either is left out."""
    rows = [("a", "2024", 1, "2025-02-01"), ("a", "2025", 2, "2026-02-01"), ("a", "2023", 3, ""), ("a", "", 4, "")]
    table = kp.read_observations(pd.DataFrame(rows, columns=["indicator", "period", "value", "published"]))
    assert table.known(kp.Period("2025")).frame["value"].tolist() == [1.0, 3.0]
    with pytest.raises(kp.KommunepolitikError):
        table.known(kp.Period("2025.."))


def test_every_cause_has_words() -> None:
    """Whatever `since` gives as a cause is said in words."""
    assert set(CAUSES) == set(get_args(Cause))


def test_a_policy_without_figures_says_what_it_would_take(examples: Path) -> None:
    """Slagelse 2023: nothing is judged, nothing is called behind, and no occasion to adjust is claimed."""
    site = gather(read_all([examples / "slagelse_2023"]))
    (policy,) = site.portfolio
    page = BeautifulSoup(render_report(site.report(policy, "da"), "html"), "html5lib")
    assert "Politikken har 5 aktuelle måltal og vurderinger i ord; ingen kan vurderes endnu." in said(page, "glance")
    assert "Tallene kan ikke sige, om planen bør justeres: intet kunne vurderes." in said(page, "plan")
    assert "Find det dokument eller den beslutning, hvor det står." in said(page, "unassessed")
    assert "lovet: Baseline" in said(page, "dues")
    assert page.find(id="section_case") is None
    assert "Den vedtagne tekst er ikke til rådighed; rapporten bygger på: udkast." in said(page, "glance")
    assert "dens måltal kendes ikke her (7)" in said(page, "unassessed")


def test_a_policy_of_which_little_is_known_still_has_a_report(examples: Path) -> None:
    """Furesø 2018 has no indicator at hand: the report says so and stands."""
    site = gather(read_all([examples / "furesoe_2018"]))
    (policy,) = site.portfolio
    page = BeautifulSoup(render_report(site.report(policy, "da"), "html"), "html5lib")
    assert "Intet måltal i politikken kan følges op endnu" in said(page, "glance")
    areas = [heading.get_text() for heading in page.select("#section_areas h3")]
    assert [title.rpartition(" (")[0] for title in areas] == [area.title for area in policy.focus_areas]
    assert said(page, "areas").count("Ingen indikator følger op på det.") == 5
    assert "Mål: står ikke i de kilder, vi har (5)" in said(page, "unassessed")
    assert "Politikken er ikke vedtaget: i høring." in said(page, "glance")
    assert page.find(id="section_plan") is None


def test_goals_that_nothing_measures_are_named(examples: Path) -> None:
    """Slagelse 2013: twelve of twenty; they are no less the policy's goals for lack of an indicator."""
    site = gather(read_all([examples / "slagelse_2013"]))
    (policy,) = site.portfolio
    report = site.report(policy, "da")
    unmeasured = [name for lack in report.unmeasured_goals for name in lack.names]
    assert len(unmeasured) == sum(how in ("not", "unknown") for how in measured(policy).values()) > 0
    page = BeautifulSoup(render_report(report, "html"), "html5lib")
    assert f"Mål, som intet måler: {len(unmeasured)}" in said(page, "glance")
    assert unmeasured[0] in said(page, "unassessed")


def test_findings_are_told_in_words_for_a_committee(page: BeautifulSoup, nybro: Site, examples: Path) -> None:
    """Those of one rule stand together under its title, without codes, names of fields or ids."""
    for site, name in (
        (nybro, "nybro-integration-2024"),
        (gather(read_all([examples / "slagelse_2023"])), "slagelse-2023"),
    ):
        policy = next(each for each in site.portfolio if each.id.startswith(name[:8]) and each.id.endswith(name[-4:]))
        report = site.report(policy, "da")
        text = said(BeautifulSoup(render_report(report, "html"), "html5lib"), "findings")
        assert not re.search(r"KP\d|measured_by|targets|under direction|level-20", text)
        assert len({lack.words for lack in report.findings}) == len(report.findings)
    assert "Indikator uden baseline (" in text


def test_an_expected_decision_is_due_whether_or_not_there_is_a_plan() -> None:
    """A policy that nobody has planned yet may still go before the council next month."""
    council = m.Decision(id="d", body="Byrådet", expected=m.Period("2027-03"))
    policy = kp.Policy(id="p", title="P", municipality="Slagelse", decisions=[council])
    (due,) = report_of(kp.evaluate(policy, None), "da").dues
    assert (due.what, due.when) == ("beslutning i Byrådet", "marts 2027")


def test_what_is_overdue_comes_first_and_what_many_owe_is_told_once(examples: Path) -> None:
    """Twelve baselines were promised for the first quarter of 2024; that is one line, with twelve names."""
    site = gather(read_all([examples / "slagelse_2023"]), at=kp.Period("2024-Q3"))
    report = site.report(site.portfolio.policies[0], "da")
    overdue = [due.overdue for due in report.dues]
    assert overdue == sorted(overdue, reverse=True)
    assert overdue[0]
    (baselines,) = [due for due in report.dues if due.what == "lovet: Baseline"]
    assert len(baselines.titles) == 12
    assert report.names(baselines).endswith("… og 10 mere")
    undated = gather(read_all([examples / "slagelse_2023"]))
    page = BeautifulSoup(render_report(undated.report(undated.portfolio.policies[0], "da"), "html"), "html5lib")
    assert "kan derfor ikke sige, hvad der er overskredet" in said(page, "dues")


def test_an_account_of_a_later_time_is_not_in_the_report() -> None:
    """A report as of the end of 2024 tells what was written of 2024 the March after, and nothing of 2025."""
    then = gather(read_all([NYBRO]), [NYBRO / "national.csv"], kp.Period("2024"))
    policy = then.portfolio["nybro-integration-2024"]
    shown = then.report(policy, "da").view.accounts
    assert {account.period.start.year for account in shown} == {2024}
    assert {account.period.start.year for account in then.accounts[policy.id]} > {2024}


def test_a_goal_s_account_is_under_the_indicator_that_a_record_ties_it_to(tmp_path: Path) -> None:
    """Whether an id or a record with a note says what measures the goal, its account is told once, in its place."""
    (tmp_path / "policy.yaml").write_text(
        "kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: 330\n"
        "indicators: [{id: i, title: Indikator, targets: [{kind: level, value: 1, comparison: at_least}]}]\n"
        "goals: [{id: g, statement: Målet, measured_by: [{indicator: i, basis: interpretation, note: Læst.}]}]\n",
        "utf-8",
    )
    (tmp_path / "accounts.yaml").write_text(
        "kommunepolitik: 1\naccounts: [{element: g, period: 2024, text: Det går fremad.}]\n", "utf-8"
    )
    site = gather(read_all([tmp_path]))
    report = site.report(site.portfolio["p"], "da")
    assert [account.text for _, account in report.goal_accounts("i")] == ["Det går fremad."]
    assert report.other_accounts == []


def test_a_difference_between_percentages_changed_by_percentage_points(nybro: Site) -> None:
    """Young women out of work: 1,2 points above the country in 2025, and not 1,2 percent of anything."""
    site = attrs.evolve(nybro, at=kp.Period("2025"), since=kp.Period("2024"))
    report = site.report(site.portfolio["nybro-integration-2024"], "da")
    told = [row for each in report.news for row in each.rows if row.indicator and row.indicator.id == "ledighed-unge"]
    assert any("1,2\N{NO-BREAK SPACE}procentpoint" in each.now for each in told)


def test_markdown_says_the_same_sentences(nybro: Site, page: BeautifulSoup) -> None:
    """Headline, adjustment and headings stand in both."""
    report = nybro.report(nybro.portfolio["nybro-integration-2024"], "da")
    text = render_report(report, "md")
    assert report.headline in text
    assert report.adjustment in text
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == [
        heading.get_text() for heading in page.select("main > section > h2")
    ]


def test_an_evaluation_renders_as_its_report(nybro: Site) -> None:
    """`kp.render` of an evaluation is the report; earlier evaluation and case are given with it."""
    policy = nybro.portfolio["nybro-integration-2024"]
    now, before = nybro.evaluation(policy), nybro.earlier(policy)
    text = kp.render(now, "md", observations=nybro.figures(policy), earlier=before)
    assert text.startswith("# Opfølgning på Integrationspolitik 2024-2027")
    assert "Hvad der er ændret siden sidst" in text


def test_a_slip_in_the_case_is_told_with_its_place(tmp_path: Path) -> None:
    """case.yaml is read as strictly as the policy, and both files' problems are told together."""
    (tmp_path / "policy.yaml").write_text("kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: 330\n", "utf-8")
    (tmp_path / "case.yaml").write_text("kommunepolitik: 1\ncase:\n  id: sag\n  titel: S\n  annexes: [nix]\n", "utf-8")
    with pytest.raises(InvalidDocument) as caught:
        read(tmp_path)
    lines = caught.value.lines()
    assert any("case.yaml:4" in line and "titel" in line for line in lines)
    assert any("nix" in line for line in lines)


def test_hostile_text_stays_text(nybro: Site) -> None:
    """Nothing in a policy, an account or a case becomes markup or code."""
    policy = nybro.portfolio["nybro-integration-2024"]
    evil = '<script>alert(1)</script> {{ 7 * 7 }} {% raise %} "quoted" | *x*'
    account = m.Account(element="plan", period=m.Period("2026"), text=evil, action=evil)
    case = m.Case(id="sag", title=evil, recommendation=(evil,), statement=evil)
    site = attrs.evolve(nybro, accounts={policy.id: [account]}, cases={policy.id: case})
    page = BeautifulSoup(render_report(site.report(policy, "da"), "html"), "html5lib")
    assert not page.find_all("script")
    assert "{{ 7 * 7 }}" in said(page, "case")
    assert "{{ 7 * 7 }}" in said(page, "plan")
    assert "<script>" not in render_report(site.report(policy, "da"), "md").replace("\\<script\\>", "")
