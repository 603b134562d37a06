"""The follow-up page has everything, in reading order, repeats nothing and invents nothing."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import attrs
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.blocks import Chart, Distribution, Link, Place, Report, Section, Table, plain
from kommunepolitik.checks import check
from kommunepolitik.documents import read
from kommunepolitik.errors import InvalidDocument
from kommunepolitik.evaluation import STATUSES, Cause
from kommunepolitik.evaluation.explanation import CAUSES, REASONS, REMEDIES, TARGET_GAPS
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.report.context import Context
from kommunepolitik.report.followup import (
    due,
    followup_page,
    gaps,
    lagging,
    method,
    overview,
    plan,
    remarks,
    sources,
    unassessed,
)
from kommunepolitik.report.followup_tracks import tracks
from kommunepolitik.report.lines import SHAPES, SHOWN_WORDS
from tests.claims import some
from tests.report.made import context, folder, level, nybro, plain_text, policy, sections, table, text_of, unwritten


@pytest.fixture(scope="module")
def made() -> Context:
    """The made-up municipality at the end of 2026, with a report from the end of 2025 before it."""
    return nybro()


@pytest.fixture(scope="module")
def page(made: Context) -> Report:
    """Its follow-up."""
    return followup_page(made)


def card(page: Report, indicator: str) -> Section:
    """Return the part about an indicator."""
    return next(each for each in sections(page) if each.id == f"followup_{indicator}")


def test_the_page_goes_in_the_order_in_which_it_is_read(page: Report) -> None:
    """The summary first, then the whole, what changed, track by track, what it takes, and method and sources last."""
    assert [each.id for each in page.sections] == [
        *("section_summary", "section_overview", "section_changes", "section_tracks", "section_lagging"),
        *("section_unassessed", "section_remarks", "section_plan", "section_due", "section_gaps"),
        *("section_method", "section_sources"),
    ]


def test_the_contents_reach_down_to_indicators(page: Report, made: Context) -> None:
    """Tracks below the section, indicators below their track; each anchor is there once."""
    levels = {section.id: level for level, section in page.contents()}
    assert levels["section_tracks"] == 1
    assert levels["spor-1"] == 2
    assert levels["followup_beskaeftigelse"] == 3
    judged = {f"followup_{result.indicator}" for result in made.results.results}
    assert judged <= set(levels)
    ids = [each.id for each in sections(page)]
    assert len(set(ids)) == len(ids)


def test_every_link_of_the_page_has_its_place(page: Report) -> None:
    """What is linked to on the page is a section of it."""
    ids = {each.id for each in sections(page)}
    found = [each.anchor for each in places(page) if each.anchor and not each.page]
    assert set(some(found)) <= ids


def places(value: object) -> Iterator[Place]:
    """Yield every place that a block, or what it holds, names."""
    if isinstance(value, Place):
        yield value
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from places(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from places(each)


def test_no_sentence_is_on_the_page_twice(made: Context) -> None:
    """Sentences of 60 letters and more; what a line is based on is shown on demand."""
    for found in (made, unwritten(made)):
        text = text_of(*(each for each in followup_page(found).sections))
        counted = Counter(each for line in text.splitlines() for each in re.split(r"(?<=\.) ", line) if len(each) > 60)
        assert [each for each, number in counted.items() if number > 1 and " | " not in each] == []


def test_no_id_or_rule_code_is_on_a_public_page(made: Context, page: Report) -> None:
    """Those are for internal readers, with what the rules found."""
    text = text_of(*page.sections)
    assert not re.search(r"KP\d|measured_by|level-20|[a-z]+-[a-z]+-\d{4}", text)
    assert "Hvad kontrollen har fundet" not in text
    found = check(made.policy, made.observations, made.evaluation.at)
    inside = text_of(*followup_page(attrs.evolve(made, internal=True, findings=found)).sections)
    assert "Hvad kontrollen har fundet\nIndikator uden baseline\n" in inside


def test_readers_learn_first_what_the_page_is() -> None:
    """A made-up municipality, a text that is not adopted, a policy that another has superseded."""
    (made_up, basis) = followup_page(
        context(policy(stage="superseded", indicator={"targets": [level(60, "2027")]}))
    ).notices
    assert (made_up.kind, basis.kind) == ("made_up", "basis")
    assert text_of(basis).startswith("Politikken er afløst.")
    newer = policy(id="q", title="Ny politik", supersedes="p")
    older = context(policy(), portfolio=kp.Portfolio([policy(), newer]))
    assert "Politikken er afløst af »Ny politik«." in text_of(*followup_page(older).notices)


# The whole


def test_every_word_that_readers_see_has_a_shape_of_its_own() -> None:
    """Five words, five shapes, never colour alone; a finer status has the shape of its word."""
    assert set(SHAPES) == {*STATUSES, *SHOWN_WORDS}
    assert len({SHAPES[word] for word in SHOWN_WORDS}) == len(SHOWN_WORDS) == 5
    assert all(SHAPES[status] == SHAPES[SHOWN_AS[status]] for status in some(STATUSES))


def test_the_overview_counts_each_current_target_once(made: Context) -> None:
    """The shares add up to the current targets, a minimum and a maximum counting as one; no share is empty."""
    section = overview(made)
    assert section is not None
    (spread,) = [each for each in section.blocks if isinstance(each, Distribution)]
    assert sum(share.count for share in spread.shares) == len(made.results.counted)
    assert all(share.count for share in spread.shares)
    by_key = {share.status.key: share for share in spread.shares}
    unsure = [each for each in made.results.counted if each.status in ("not_assessed", "ambiguous")]
    assert by_key["not_assessed"].count == len(unsure)
    waiting = sum(each.reason == "awaiting_data" for each in unsure)
    assert by_key["not_assessed"].note.startswith(f"{waiting} afventer et tal")


def test_the_overview_names_what_is_reached_and_what_is_not_with_its_figure(made: Context) -> None:
    """And what cannot be assessed, with the reason."""
    text = text_of(overview(made))  # type: ignore[arg-type]
    assert "Familier længe i midlertidig bolig: højst 5 hvert kvartal; 7 (4. kvartal 2026)" in text
    assert "Unge med en ungdomsuddannelse: mindst 85,0 %, senest 2027; 81,0 % (2026, foreløbigt); lidt bagud" in text
    assert "Unge, der trives: mindst 80 %, senest 2027; knap 75 % (2026); måltallet er ikke nået endnu" in text


def test_nothing_measured_has_no_overview(examples: Path) -> None:
    """No counts and no zeros."""
    assert overview(folder(examples / "slagelse_2023")) is None
    assert overview(folder(examples / "furesoe_2018")) is None


# Track by track


def test_the_account_of_the_period_comes_before_the_figures_and_earlier_ones_after(page: Report) -> None:
    """In a track and in the part about an indicator; each under its year."""
    for section in (card(page, "midlertidig-bolig"), next(each for each in sections(page) if each.id == "spor-1")):
        lines = text_of(section).splitlines()
        first = next(n for n, line in enumerate(lines) if line.startswith("Redegørelse for 2026"))
        last = max(n for n, line in enumerate(lines) if line.startswith("Redegørelse for 2024"))
        figures = next(n for n, line in enumerate(lines) if "Udgangspunkt" in line)
        assert first < figures < last


def test_nothing_that_was_written_is_left_out_or_stated_twice(page: Report, made: Context) -> None:
    """Every account of the policy is on its page once, those of goals too."""
    text = text_of(*page.sections)
    counted = {each.element: text.count(plain_text(each.text.strip())[:60]) for each in some(made.accounts)}
    assert set(counted.values()) == {1}


def test_a_track_without_an_account_is_marked_where_others_have_one(made: Context) -> None:
    """Where none has, the summary mentions it for all."""
    account = m.Account(element="spor-1", period=m.Period("2026"), text="Det går.")
    text = text_of(tracks(attrs.evolve(made, accounts=[account])))  # type: ignore[arg-type]
    assert text.count("Redegørelse for 2026 mangler.") == 4
    assert "mangler." not in text_of(tracks(attrs.evolve(made, accounts=[])))  # type: ignore[arg-type]


def test_an_account_has_its_cause_its_action_and_whether_to_adjust() -> None:
    """Each in words, with who wrote it and when."""
    account = m.Account(
        element="i",
        period=m.Period("2024"),
        text="Det går langsomt.",
        cause="Priserne steg.",
        action="Vi begynder forfra.",
        action_by="Center B",
        action_due=m.Period("2025"),
        adjust="yes",
        reported_by="Center A",
        date=m.Period("2025-03-01"),
    )
    text = text_of(tracks(context(policy(level(60, "2027")), at="2024", accounts=[account])))  # type: ignore[arg-type]
    assert (
        "Redegørelse for 2024\nDet går langsomt.\nÅrsag: Priserne steg.\nHandling: Vi begynder forfra "
        "(Center B, senest 2025).\n"
        "Center A mener, at planen bør justeres.\nCenter A, 1. marts 2025\n"
    ) in text


def test_a_line_has_target_baseline_figure_required_status_and_development() -> None:
    """56.5 of 57.5 on the way from 55 (2022) to 60 (2024); the target of 2022, which is over, comes after."""
    own = policy(
        level(55, "2022"), level(60, "2024"), indicator={"baseline": m.Baseline(period=m.Period("2020"), value=50)}
    )
    found = context(own, table(own, [("2021", 52), ("2022", 54), ("2023", 56.5)]))
    (part,) = [each for each in sections(followup_page(found)) if each.id == "followup_i"]
    (first,) = [each for each in part.blocks if isinstance(each, Table)]
    assert text_of(first).splitlines()[:3] == [
        "Måltal | Udgangspunkt | Tal | Skulle være | Status | Udvikling",
        "mindst 60 %, senest 2024 | 50 % (2020) | 56,5 % (2023) | 57,5 % | ikke på rette vej; lidt bagud | "
        "↗ bedre; siden udgangspunktet og 2022 (54 %)",
        "mindst 55 %, senest 2022 tidligere måltal | 50 % (2020) | 54 % (2022); nyeste: 56,5 % (2023) | 55 % (2022) | "
        "ikke nået | ↗ bedre; siden udgangspunktet og 2021 (52 %)",
    ]
    assert first.download is None  # figures and targets are in one file
    assert any(isinstance(each, Chart) for each in part.blocks)
    assert all(row.detail for row in first.rows)


def test_an_indicator_without_figures_is_a_line_and_no_table(examples: Path) -> None:
    """Nothing is measured yet, and the target may not even be known."""
    text = text_of(tracks(folder(examples / "slagelse_2023")))  # type: ignore[arg-type]
    assert "måltallet fremgår ikke af kilderne: endnu ingen målinger" in text
    assert "mindst 100 hvert år: endnu ingen målinger" in text
    assert " | " not in text


def test_an_indicator_can_be_found_by_status_and_by_who_answers_for_it(page: Report) -> None:
    """The filters have the choices that some indicator has, and no other."""
    facets = {facet for each in sections(page) for facet in each.facets}
    for each in some(page.filters):
        assert {(each.key, key) for key, _words in each.choices} == {facet for facet in facets if facet[0] == each.key}
    assert ("status", "missed") in card(page, "midlertidig-bolig").facets
    assert ("responsible", "center-for-bolig-og-sundhed") in card(page, "midlertidig-bolig").facets


def test_a_policy_of_which_little_is_known_still_has_a_page(examples: Path) -> None:
    """Furesø 2018 has no indicator: the page states it, area by area."""
    found = folder(examples / "furesoe_2018")
    areas = [each for each in sections(followup_page(found)) if each.role == "area"]
    assert [plain(each.title).rpartition(" (")[0] for each in areas] == [
        each.title for each in found.policy.focus_areas
    ]
    assert all("Ingen indikatorer følger op på det." in text_of(each) for each in some(areas))
    assert "Målsætninger: fremgår ikke af kilderne" in text_of(gaps(found))  # type: ignore[arg-type]
    assert plan(found) is None


# After the tracks


def test_what_lags_states_where_it_is_explained_and_whether_something_will_be_done(made: Context) -> None:
    """By the account of the period; where there is none, an earlier one is out of date."""
    now = text_of(lagging(made))  # type: ignore[arg-type]
    assert "Familier længe i midlertidig bolig | redegørelse for 2026 | ja | Center for Bolig og Sundhed" in now
    then = text_of(lagging(unwritten(made)))  # type: ignore[arg-type]
    assert "Familier længe i midlertidig bolig | kun redegørelsen for 2024 | forældet |" in then
    whole = "Karakter i dansk i 9. klasse | kun redegørelsen for 2025 (gælder hele sporet eller området) | nej |"
    assert whole in then
    assert "| ingen | nej |" in text_of(lagging(attrs.evolve(made, accounts=[])))  # type: ignore[arg-type]


def test_a_goal_s_account_is_found_where_it_is(made: Context) -> None:
    """It is under the first indicator that measures the goal, and the others lead there."""
    table_ = next(each for each in lagging(unwritten(made)).blocks if isinstance(each, Table))  # type: ignore[union-attr]
    row = next(each for each in table_.rows if "kontaktperson" in text_of(*each.cells[0]))
    (link,) = [each for each in row.cells[1][0].inlines if isinstance(each, Link)]  # type: ignore[union-attr]
    assert link.to == Place("followup_beskaeftigelse")


def test_what_cannot_be_assessed_states_why_and_what_it_would_take(made: Context) -> None:
    """What awaits a figure comes first: a late source is no fault of the policy."""
    lines = text_of(unassessed(made)).splitlines()  # type: ignore[arg-type]
    assert lines[1].startswith("Tallet er endnu ikke offentliggjort")
    assert sum(line.startswith("Hvad der skal til:") for line in lines) >= 2
    assert set(REMEDIES) == {*REASONS, *TARGET_GAPS}
    assert set(CAUSES) == set(get_args(Cause))


def test_a_target_that_is_unknown_here_is_distinguished_from_one_that_was_never_set(examples: Path) -> None:
    """Slagelse 2023: seven targets are in no source that is available."""
    text = text_of(unassessed(folder(examples / "slagelse_2023")))  # type: ignore[arg-type]
    assert "Find det dokument eller den beslutning, hvor det står." in text
    assert "(7)" in text


def test_open_remarks_come_before_answered_ones(made: Context) -> None:
    """Nybro's council asked for two things; one is answered by an account."""
    found = remarks(unwritten(made))
    assert found is not None
    titles = [plain(each.title) for each in found.blocks if isinstance(each, Section)]
    assert titles == ["ikke besvaret: Byrådet, 20. marts 2024", "besvaret: Byrådet, 20. marts 2024"]
    assert "Ønsket besvaret i 1. kvartal 2026." in text_of(found)


def test_a_remark_of_two_bodies_is_there_once(examples: Path) -> None:
    """With both bodies and both days."""
    found = remarks(folder(examples / "slagelse_2023"))
    assert found is not None
    assert len(found.blocks) == 2
    assert "Uddannelsesudvalget og Byrådet, 13. november 2023 og 27. november 2023" in text_of(found)


def test_several_answers_come_newest_first() -> None:
    """The yearly follow-up answers again; an account of something else answers nothing."""
    remark = m.Remark(id="maal", statement="Tydeligere mål")
    decision = m.Decision(id="vedtaget", body="Byrådet", date=m.Period("2023-11-27"), remarks=[remark])
    accounts = [
        m.Account(element=element, period=m.Period(year), text=text)
        for element, year, text in (("maal", "2023", "Fem."), ("vedtaget", "2024", "Andet."), ("maal", "2024", "Alle."))
    ]
    text = text_of(remarks(context(policy(decisions=[decision]), accounts=accounts)))  # type: ignore[arg-type]
    assert text.index("Alle.") < text.index("Fem.")
    assert "Andet." not in text


def test_figures_without_a_verdict_give_no_occasion(examples: Path, made: Context) -> None:
    """Nothing is called behind where nothing could be assessed."""
    text = text_of(plan(folder(examples / "slagelse_2023")))  # type: ignore[arg-type]
    assert "Tallene kan ikke sige, om planen bør justeres: intet kunne vurderes." in text
    assert "10 aktuelle måltal er ikke på rette vej eller ikke nået" in text_of(plan(made))  # type: ignore[arg-type]


def test_an_expected_decision_is_due_whether_or_not_there_is_a_plan() -> None:
    """A policy that nobody has planned yet may still go before the council next month."""
    council = m.Decision(id="d", body="Byrådet", expected=m.Period("2027-03"))
    assert "marts 2027 | beslutning i Byrådet" in text_of(due(context(policy(decisions=[council]))))  # type: ignore[arg-type]


def test_what_is_overdue_comes_first_and_what_many_owe_is_stated_once(examples: Path) -> None:
    """Twelve baselines were promised for the first quarter of 2024; that is one row, with twelve names."""
    found = due(folder(examples / "slagelse_2023", at="2024-Q3"))
    assert found is not None
    (rows,) = [each.rows for each in found.blocks if isinstance(each, Table)]
    overdue = ["overskredet" in text_of(*row.cells[0]) for row in rows]
    assert overdue == sorted(overdue, reverse=True)
    assert overdue[0]
    assert text_of(found).count("lovet: Udgangspunkt") == 1
    assert text_of(found).count("svar på en bemærkning") == 1  # from both bodies
    undated = text_of(due(folder(examples / "slagelse_2023")))  # type: ignore[arg-type]
    assert "kan derfor ikke sige, hvad der er overskredet" in undated


def test_targets_of_the_same_time_are_due_together(made: Context) -> None:
    """The names of all indicators whose targets are for 2027, once each."""
    text = text_of(due(made))  # type: ignore[arg-type]
    (line,) = [each for each in text.splitlines() if each.startswith("2027 | måltal skal være nået")]
    assert "Trygge beboere" in line


def test_goals_without_an_indicator_are_named(examples: Path) -> None:
    """Slagelse 2013: they are no less the policy's goals for lack of an indicator."""
    found = folder(examples / "slagelse_2013")
    unmeasured = [goal for goal, how in m.measure(found.policy).measured.items() if how in ("not", "unknown")]
    text = text_of(gaps(found))  # type: ignore[arg-type]
    assert "Mål uden indikator" in text
    assert text.count("\nMål ") + text.count("\nDelmål ") >= len(some(unmeasured)) / 2


def test_what_the_policy_lacks_is_counted(made: Context) -> None:
    """Except what is named with what cannot be assessed, or with what is due."""
    text = text_of(gaps(made))  # type: ignore[arg-type]
    assert re.search(r"\n\d af de \d oplysninger, der mangler, vedrører opfølgningen\n", text)
    assert "lovet, men ikke kommet" not in text


def test_the_method_is_six_lines_and_states_once_that_there_is_no_tolerance(page: Report, made: Context) -> None:
    """And whether the way is one of constant growth."""
    assert len(text_of(method(made)).splitlines()) == 7
    assert text_of(*page.sections).count("Der er ingen tolerance") == 1
    assert made.evaluation is not None
    cagr = kp.evaluate(made.policy, made.observations, at="2026", method="cagr")
    assert "jævn årlig vækst" in text_of(method(attrs.evolve(made, evaluation=cagr)))


def test_sources_are_counted(made: Context, examples: Path) -> None:
    """Most first; a policy without figures states it."""
    assert re.search(r"Nybros egne ledelsestal \(opdigtede\) \(\d+ tal\)", text_of(sources(made)))
    assert "Endnu ingen målinger." in text_of(sources(folder(examples / "furesoe_2018")))


def test_english_has_the_same_sections(page: Report) -> None:
    """And the policy's own words are marked as Danish."""
    english = followup_page(nybro(code="en"))
    assert [each.id for each in sections(english)] == [each.id for each in sections(page)]
    assert english.title == "Follow-up of Integrationspolitik 2024-2027 – Sammen i Nybro"
    assert card(english, "beskaeftigelse").title[0].language == "da"  # type: ignore[union-attr]


def test_an_evaluation_renders_as_its_follow_up(made: Context) -> None:
    """`kp.render` of an evaluation is the page; an earlier record is given with it."""
    assert made.evaluation is not None
    text = kp.render(made.evaluation, "md", observations=made.observations, earlier=made.earlier)
    assert text.startswith("# Opfølgning på Integrationspolitik 2024-2027")
    assert "Hvad der er ændret siden sidst" in text


def test_an_account_of_a_later_time_is_not_on_the_page(made: Context) -> None:
    """A report as of the end of 2024 has what was written of 2024 the March after, and nothing of 2025."""
    then = nybro(at="2024", known=None, since=None)
    shown = text_of(*followup_page(attrs.evolve(then, accounts=made.accounts)).sections)
    assert "Redegørelse for 2024" in shown
    assert "Redegørelse for 2025" not in shown


def test_a_mistake_in_the_case_is_reported_with_its_place(tmp_path: Path) -> None:
    """case.yaml is read as strictly as the policy, and both files' problems are reported together."""
    (tmp_path / "policy.yaml").write_text("kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: 330\n", "utf-8")
    (tmp_path / "case.yaml").write_text("kommunepolitik: 1\ncase:\n  id: sag\n  titel: S\n  annexes: [nix]\n", "utf-8")
    with pytest.raises(InvalidDocument) as caught:
        read(tmp_path)
    lines = caught.value.lines()
    assert any("case.yaml:4" in line and "titel" in line for line in lines)
    assert any("nix" in line for line in lines)


def test_hostile_text_stays_text(made: Context) -> None:
    """Nothing in a policy or an account becomes markup or code."""
    evil = '<script>alert(1)</script> {{ 7 * 7 }} {% raise %} "quoted" | *x*'
    account = m.Account(element="plan", period=m.Period("2026"), text=evil, action=evil)
    assert made.evaluation is not None
    more = {"observations": made.observations, "accounts": [account]}
    html = kp.render(made.evaluation, **more)  # type: ignore[arg-type]
    assert "<script>alert(1)" not in html
    assert html.count("{{ 7 * 7 }}") >= 2
    assert "<script>" not in kp.render(made.evaluation, "md", **more)  # type: ignore[arg-type]
