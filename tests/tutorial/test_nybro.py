"""Nybro Kommune, the made-up municipality of the tutorial: fully measured, honest about its gaps, and true to its page."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

import attrs
import pandas as pd
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik import documents
from kommunepolitik.checks import check
from kommunepolitik.evaluation import STATUSES, Evaluation, Reason, Result, evaluate
from kommunepolitik.evaluation.results import Stage, Warning
from kommunepolitik.testing import assert_policies_are_sound
from tests.claims import some
from tests.docs.walk import Shown, follow

NYBRO = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro"
EDITIONS = ("2020", "2024")
DATA = sorted([*NYBRO.rglob("*.yaml"), *NYBRO.rglob("*.csv")])
PAGE = (NYBRO / "README.md").read_text("utf-8")
REAL_KEEPERS = ("Danmarks Statistik", "Statistikbanken", "Jobindsats", "Integrationsbarometer", "STAR", "KL", "VIVE")

JOBS = (
    "beskaeftigelse",
    "selvforsoergelse",
    "ledighed-unge",
    "ungdomsuddannelse",
    "virksomhedspraktik",
    "danskproever",
)
"""The other indicators that the centre for jobs answers for."""

LATER = ("kvinder-mod-kvinder",)
"""The target that follows an expired one."""

Judged = Callable[..., Evaluation]


class Place(NamedTuple):
    """A row of the page's tables: a status, reason, warning or stage, and where it is seen."""

    code: str
    edition: str
    indicator: str
    target: str
    at: str | None
    method: str


def places() -> list[Place]:
    """Return the rows of the tables of statuses and reasons, warnings and stages."""
    rows = re.findall(
        r"^\| `(\w+)` \| [^|]+ \| (\d{4}) \| `([\w-]+)`(?: / `([\w-]+)`)? \| (\S+) \| (\w+) \|$", PAGE, re.M
    )
    return [Place(*row[:4], None if row[4] == "–" else row[4], row[5]) for row in rows]


def kinds() -> list[tuple[str, str, str, str]]:
    """Return the rows of the table of kinds of target: how a policy writes it, and where it is seen."""
    return re.findall(r"^\| `([\w: ,]+)` \| [^|]+ \| (\d{4}) \| `([\w-]+)`(?: / `([\w-]+)`)? \|$", PAGE, re.M)


def written(target: m.Target) -> str:
    """Return how a policy writes a target of a kind."""
    if isinstance(target, m.LevelTarget):
        more = ", cumulative: true" if target.cumulative else ", relative_to" if target.relative_to else ""
        return f"kind: level{more}"
    if isinstance(target, m.StandingTarget):
        return f"kind: standing, per: {target.per}"
    if isinstance(target, m.ChangeTarget):
        mode = f", mode: {target.mode}" if target.mode and target.per == "year" else ""
        return f"kind: change, per: {target.per}{mode}"
    return f"kind: {target.kind}"


@pytest.fixture(scope="module")
def read() -> dict[str, documents.Document]:
    """Both editions as they are read, with accounts."""
    return {edition: documents.read(NYBRO / f"integration_{edition}") for edition in EDITIONS}


@pytest.fixture(scope="module")
def policy(read: dict[str, documents.Document]) -> kp.Policy:
    """The current edition."""
    return read["2024"].policy


@pytest.fixture(scope="module")
def figures(read: dict[str, documents.Document]) -> dict[str, pd.DataFrame]:
    """The figures of each edition, with the national ones."""
    national = NYBRO / "national.csv"
    return {edition: kp.read_observations([*d.observations, national], d.policy) for edition, d in read.items()}


@pytest.fixture(scope="module")
def judged(read: dict[str, documents.Document], figures: dict[str, pd.DataFrame]) -> Judged:
    """Judge an edition; each evaluation is made once."""
    known: dict[tuple[Any, ...], Evaluation] = {}

    def run(edition: str, at: str | None = None, method: Any = "linear") -> Evaluation:
        key = (edition, at, method)
        if key not in known:
            known[key] = evaluate(read[edition].policy, figures[edition], at=at, method=method)
        return known[key]

    return run


def one(evaluation: Evaluation, indicator: str, target: str = "") -> Result:
    """Return the one result of a target."""
    (found,) = (r for r in evaluation.results if (r.indicator, r.target) == (indicator, target))
    return found


# Made up, and marked as such


def test_both_editions_are_sound() -> None:
    """They load, are written and read back equal, and their figures and accounts fit them."""
    assert_policies_are_sound(NYBRO)


def test_everything_states_that_it_is_made_up(read: dict[str, documents.Document]) -> None:
    """The municipality is fictitious, policies and sources state it, and so does the top of the page."""
    for document in some(read.values()):
        policy = document.policy
        assert policy.municipality == m.Municipality(name="Nybro", fictitious=True)
        assert "findes ikke" in (policy.note or "")
        assert all("opdigtet" in source.title or "opdigtede" in source.title for source in policy.sources)
    assert "Alt her er opdigtet" in PAGE[:200]
    assert "Everything here is made up" in PAGE
    assert pd.read_csv(NYBRO / "national.csv", sep=";")["note"].eq("Opdigtet").all()


def test_no_real_municipality_or_keeper_of_figures_is_named() -> None:
    """Made-up figures are never put in the mouth of somebody real."""
    names = "|".join(re.escape(name) for name in (*(found.name for found in m.Municipality.all()), *REAL_KEEPERS))
    for path in DATA:
        assert re.findall(rf"\b(?:{names})s?\b", path.read_text("utf-8")) == [], path.name


def test_every_page_states_that_it_is_made_up(read: dict[str, documents.Document]) -> None:
    """Whatever the format and language."""
    for document in some(read.values()):
        for format in ("html", "md"):
            assert "Nybro Kommune er opdigtet" in kp.render(document.policy, format)
            assert "Nybro Kommune is made up" in kp.render(document.policy, format, language="en")


# Every status, reason, warning, stage and kind of target


@pytest.mark.parametrize("place", places(), ids=lambda place: place.code)
def test_the_tables_state_where_each_is_seen(place: Place, judged: Judged) -> None:
    """Each row of the page's tables of statuses, reasons, warnings and stages is so."""
    result = one(judged(place.edition, place.at, place.method), place.indicator, place.target)
    assert place.code in (result.status, result.reason, result.stage, *result.warnings)


def test_the_tables_hold_each_once() -> None:
    """None is left out, and a new one asks for a place in Nybro."""
    assert [place.code for place in places()] == [*STATUSES, *get_args(Reason), *get_args(Warning), *get_args(Stage)]


@pytest.mark.parametrize(("words", "edition", "indicator", "target"), kinds())
def test_the_table_states_where_each_kind_of_target_is_seen(
    words: str, edition: str, indicator: str, target: str, read: dict[str, documents.Document]
) -> None:
    """Each row of the page's table of kinds is so."""
    content = read[edition].policy.indicator(indicator)
    if target:
        assert [written(each) for each in content.targets if each.key == target] == [words]
    else:
        assert (f"kind: {content.kind}", list(content.targets)) == (words, [])


def test_the_table_holds_every_kind_of_target_once() -> None:
    """As many as the model has, and indicators without a target, in figures or judged by people."""
    per, mode = (get_type_hints(kind)[name] for kind, name in ((m.StandingTarget, "per"), (m.ChangeTarget, "mode")))
    modes = [f", mode: {each}" for each in get_args(get_args(mode)[0])]
    assert get_args(get_type_hints(m.ChangeTarget)["per"]) == ("year", "total")
    assert [words for words, *_ in kinds()] == [
        *(f"kind: level{more}" for more in ("", ", cumulative: true", ", relative_to")),
        *(f"kind: standing, per: {each}" for each in get_args(per)),
        *(f"kind: change, per: year{each}" for each in [*modes, ""]),
        "kind: change, per: total",
        "kind: direction",
        "kind: qualitative",
        "kind: quantitative",
    ]


def test_a_better_policy_can_be_assessed_better(judged: Judged) -> None:
    """Of the edition of 2020 a third can be assessed, of that of 2024 about three quarters."""
    (old,), (new,) = (judged(e).summary().to_dict("records") for e in EDITIONS)
    assert (old["assessable"], old["targets"]) == (3, 9)
    assert (new["assessable"], new["targets"]) == (18, 23)


# What the page reveals


def test_the_revised_baseline_is_used_and_both_are_reported(judged: Judged) -> None:
    """The annex states 54.0, the revised series 53.4; the ambition of 2025 is met either way."""
    result = one(judged("2024", "2026"), "beskaeftigelse", "level-2027")
    assert (result.stated_baseline, result.baseline_value) == (54.0, 53.4)
    assert [one(judged("2024", "2026"), "beskaeftigelse", f"level-{y}").status for y in (2024, 2025)] == [
        "missed",
        "achieved",
    ]


def test_a_late_figure_is_awaited_and_not_missed(judged: Judged) -> None:
    """Before the end of 2026 the ambition is on its way; after it, its figure is three months late, then missing."""
    found = [one(judged("2024", at), "beskaeftigelse", "level-2026") for at in ("2026-06", "2027-02", "2027-03")]
    assert [result.reason or result.status for result in found] == ["on_track", "awaiting_data", "no_data"]
    assert {str(result.expected) for result in found} == {"2027-03"}


def test_yearly_ambitions_are_current_one_after_the_other(judged: Judged) -> None:
    """At the end of 2026 those of 2024 and 2025 are past, that of 2026 awaits its figure, that of 2027 is later."""
    results = [one(judged("2024", "2026"), "beskaeftigelse", f"level-{year}") for year in range(2024, 2028)]
    assert [result.stage for result in results] == ["past", "past", "current", "later"]
    assert [result.settled for result in results] == [True, True, False, False]


def test_a_forecast_is_not_judged(judged: Judged, figures: dict[str, pd.DataFrame]) -> None:
    """There are forecasts for 2026 and 2027; what is judged is measured, or provisional and states it."""
    assert set(figures["2024"].frame.query("quality == 'forecast'")["period"]) == {"2026", "2027"}
    assert str(one(judged("2024"), "beskaeftigelse", "level-2027").period) == "2025"
    assert "provisional" in one(judged("2024"), "ungdomsuddannelse", "level-2027").warnings


def test_what_was_met_from_the_start_is_kept_each_year_or_lost(judged: Judged) -> None:
    """Day care stays above 95 %, which is asked for each year; teeth fell below 80 % in 2026."""
    for indicator, target, now in (
        ("dagtilbud", "hvert-aar", "achieved"),
        ("tandsundhed", "level-2027", "worsening"),
    ):
        results = [one(judged("2024", at), indicator, target) for at in ("2025", "2026")]
        assert [result.status for result in results] == ["achieved", now]
        assert {("baseline_meets_target" in result.warnings) for result in results} == {target == "level-2027"}


def test_quarters_are_added_up_to_half_years_and_to_a_running_sum(judged: Judged) -> None:
    """9 + 18 placements in the second half of 2026 are fewer than 30; 64 + 71 + 58 since 2024 are on the way to 250."""
    half, total = (one(judged("2024", "2026"), "virksomhedspraktik", target) for target in ("hvert-halvaar", "i-alt"))
    assert (half.value, half.status, half.warnings) == (27, "missed", ("derived",))
    assert (str(half.period), str(total.period)) == ("2026-H2", "2024..2026")
    assert (total.value, total.required_value, total.status) == (193, 187.5, "on_track")


def test_quarters_of_children_who_come_again_are_not_added_up(judged: Judged) -> None:
    """Nobody knows how many children of the four quarters are the same."""
    result = one(judged("2024", "2026"), "fritidsvejledning", "hvert-aar")
    assert (result.reason, result.value, str(result.newest_period)) == ("period_mismatch", None, "2026-Q4")


def test_a_small_year_moves_by_chance(judged: Judged) -> None:
    """From 34 % of 29 people to 38 % of 37 is no movement: chance alone moves such a share by up to 23 points."""
    result = one(judged("2024", "2026-06"), "selvforsoergelse", "ti-point-i-alt")
    assert (result.value, result.required_value, result.target_value) == (38, 39, 44)
    assert (result.reason, round(result.margin or 0, 1)) == ("too_early", 23.3)


def test_a_movement_within_the_margin_is_none(judged: Judged) -> None:
    """Girls in clubs went from 43.1 to 42.8 %, and clubs' lists are no more exact than a point."""
    result = one(judged("2024", "2026"), "foreningsliv", "flere-piger")
    assert (result.previous_value, result.value, result.margin) == (43.1, 42.8, 1)
    assert (result.status, result.trend_since_previous) == ("unchanged", "unchanged")


def test_a_difference_needs_both_figures_of_the_same_quarter(judged: Judged) -> None:
    """The country's figure for the last quarter of 2026 is late; of women in the country there is none at all."""
    late = one(judged("2024", "2026"), "ledighed-unge", "taet-paa-landet")
    assert (str(late.period), str(late.newest_period), late.stated_baseline) == ("2026-Q3", "2026-Q4", None)
    assert late.warnings == ("other_season", "reference_late")
    assert one(judged("2024", "2026"), "ledighed-unge", "kvinder-mod-kvinder").reason == "no_reference"


def test_a_minimum_and_a_maximum_count_as_one(judged: Judged) -> None:
    """26 newcomers per contact person in December are more than 15, and one more than 25."""
    evaluation = judged("2024", "2026")
    assert [one(evaluation, "pr-kontaktperson", end).status for end in ("mindst", "hoejst")] == ["achieved", "missed"]
    counted = evaluation.summary("responsible").set_index("responsible")["targets"]
    own = [r for r in evaluation.current() if r.indicator == "pr-kontaktperson"]
    others = [r for r in evaluation.current() if r.indicator in JOBS]
    assert (len(own), counted["Center for Job og Læring"]) == (2, 1 + len(others))


def test_the_municipality_s_own_verdict_is_kept_beside_ours(
    judged: Judged, read: dict[str, documents.Document]
) -> None:
    """The statement on 2024 called 54.6 % on track, where 55 were to be reached; on 2025 both agree."""
    results = [one(judged("2024", "2026"), "beskaeftigelse", f"level-{year}") for year in (2024, 2025)]
    assert [(r.status, r.source_status) for r in results] == [("missed", "on_track"), ("achieved", "achieved")]
    document = read["2024"]
    found = check(document.policy, kp.read_observations(document.observations[0], document.policy))
    assert [finding.element for finding in found if finding.code == "KP409"] == ["beskaeftigelse"]


def test_what_the_linter_asks_is_answered_or_shown(read: dict[str, documents.Document]) -> None:
    """The page names three findings that are shown, and four rules that found something until the data answered."""
    document, page = read["2024"], PAGE[PAGE.index("`check` finder i 2024") :]
    shown, answered = (set(re.findall(r"KP\d+", part)) for part in page.split("Andre fund", 1))
    figures = kp.read_observations([*document.observations, NYBRO / "national.csv"], document.policy)
    found = {finding.code for finding in check(document.policy, figures, at="2026")}
    assert (len(shown), len(answered)) == (3, 4)
    assert (shown - found, answered & found) == (set(), set())
    unanswered = attrs.evolve(
        document.policy,
        indicators=[
            attrs.evolve(
                i, margin=None, over_time=None, chance=None, targets=[t for t in i.targets if t.key not in LATER]
            )
            for i in document.policy.indicators
        ],
    )
    assert answered <= {finding.code for finding in check(unanswered, figures, at="2026")}


def test_words_of_their_own_mean_what_the_policy_states(judged: Judged) -> None:
    """Its scale has words for underway and for done; that neighbours meet at parties is not on it."""
    years = [one(judged("2024", at), "foraeldresamarbejde") for at in ("2024", "2025", "2026")]
    assert [result.status for result in years] == ["far_behind", "on_track", "achieved"]
    assert one(judged("2024", "2026"), "naboskab").reason == "own_words"


def test_fewer_than_five_keeps_a_promise_of_at_most_five(judged: Judged) -> None:
    """Under 5 families in the second and third quarter of 2026, seven in the fourth."""
    statuses = [one(judged("2024", f"2026-Q{q}"), "midlertidig-bolig", "hvert-kvartal").status for q in (2, 3, 4)]
    assert statuses == ["achieved", "achieved", "missed"]


def test_a_new_test_has_a_target_of_its_own(judged: Judged) -> None:
    """The old target cannot be judged over the break; the new one has a baseline measured by the new test."""
    evaluation = judged("2024", "2026")
    assert one(evaluation, "sprogvurdering", "gammel-proeve").reason == "break_in_series"
    new = one(evaluation, "sprogvurdering", "ny-proeve")
    assert (new.baseline_value, new.value, new.required_value) == (44, 47, 49.5)


def test_a_decision_replaced_the_target_of_the_old_test(judged: Judged, policy: kp.Policy) -> None:
    """From the day in March 2026 it counts no more; it stays where all targets are."""
    old = next(t for t in policy.indicator("sprogvurdering").targets if t.key == "gammel-proeve")
    assert old.replaced_by is not None
    assert (old.replaced_by.target, old.replaced_by.decision) == ("ny-proeve", "udvalget-2026-03-11")
    stages = [one(judged("2024", at), "sprogvurdering", "gammel-proeve").stage for at in ("2025", "2026")]
    assert stages == ["later", "replaced"]


def test_two_per_cent_a_year_can_be_read_in_two_ways(judged: Judged) -> None:
    """From 55 to 59 in three years: 2.37 % a year is met, 1.33 points is not."""
    readings = one(judged("2024", "2026"), "danskproever", "to-om-aaret").readings
    assert [(r.words, round(r.pace or 0, 2), r.status == "achieved") for r in readings] == [
        ("percent", 2.37, True),
        ("points", 1.33, False),
    ]


# What is there


def test_targets_compare_with_an_indicator_with_a_group_and_with_both(policy: kp.Policy) -> None:
    """Young people with the country, pupils with their classmates, women with women in the country."""
    targets = [target for indicator in policy.indicators for target in indicator.targets]
    relative = [t.relative_to for t in targets if isinstance(t, m.LevelTarget) and t.relative_to]
    assert {(r.indicator, r.group) for r in relative} == {
        ("ledighed-unge-landet", None),
        (None, "oevrige-elever"),
        ("ledighed-unge-landet", "unge-kvinder"),
    }


def test_who_is_responsible_is_a_department(read: dict[str, documents.Document]) -> None:
    """Both editions name departments of `organisation.yaml`, the old one by the names of its time."""
    for document in some(read.values()):
        assert document.departments
        found = check(document.policy, None, departments=document.departments)
        assert [finding for finding in found if finding.code == "KP204"] == []


def test_there_is_a_figure_of_every_kind(policy: kp.Policy, figures: dict[str, pd.DataFrame]) -> None:
    """Inexact, provisional, forecast, suppressed, revised, judged by people, without a period; years, quarters, months."""
    frame = figures["2024"].frame
    assert set(frame["qualifier"].dropna()) == {"about", "under", "just_under"}
    assert set(frame["quality"]) == {"final", "provisional", "forecast", "suppressed"}
    assert frame["value_high"].notna().any()
    assert frame["period"].isna().any()
    assert (
        frame[frame["period"].notna() & frame["target"].isna()].duplicated(["indicator", "group", "period"]).sum() == 1
    )
    assert {"2024", "2025", "2026", "2026-Q4", "2026-12", "2025/26"} <= set(frame["period"])
    assert {"I mål", "Mødes til fester, sjældent ellers"} <= set(frame["judgement"])
    assert set(frame.loc[frame["denominator"].notna(), "indicator"]) == {"selvforsoergelse"}
    assert any(indicator.breaks for indicator in policy.indicators)


def test_the_national_series_is_shared(read: dict[str, documents.Document]) -> None:
    """It belongs to no policy, and targets of both editions compare with it."""
    frame = kp.read_observations(NYBRO / "national.csv").frame
    assert frame["policy"].isna().all()
    for document in some(read.values()):
        compared = [t.relative_to for i in document.policy.indicators for t in i.targets if hasattr(t, "relative_to")]
        assert set(frame["indicator"]) <= {relative.indicator for relative in compared if relative}


def test_every_gap_has_a_reason_and_all_reasons_occur(policy: kp.Policy) -> None:
    """Not set, promised, not in the sources, unclear."""
    gaps = [gap for element in policy.elements.values() for gap in element.missing]
    assert {gap.why for gap in gaps} == {"not_set", "promised", "not_in_sources", "unclear"}
    assert all(gap.note for gap in some(gaps))


def test_every_continuation_leads_to_the_earlier_edition(read: dict[str, documents.Document]) -> None:
    """By sources and by judgement, one to one, merged and split, and across kinds."""
    old, new = read["2020"].policy, read["2024"].policy
    assert [p.id for p in kp.Portfolio([new, old]).chains()[0]] == [old.id, new.id]
    links = [(element, c) for element in new.elements.values() for c in element.continues]
    assert {c.basis for _, c in links} == {"source", "interpretation"}
    assert all(c.note or c.citation for _, c in some(links))
    pairs = [(element, old.element(c.address.element)) for element, c in links]
    kinds = {(type(earlier).__name__, type(later).__name__) for later, earlier in pairs}
    assert {("Goal", "Goal"), ("CoreValue", "Goal"), ("Goal", "Indicator"), ("Track", "Track")} <= kinds
    goals = [
        (earlier.id, later.id) for later, earlier in pairs if isinstance(later, m.Goal) and isinstance(earlier, m.Goal)
    ]
    assert {("uddannelse-og-dansk", "ungdomsuddannelse-til-flere"), ("uddannelse-og-dansk", "dansk-paa-arbejde")} <= {
        *goals
    }
    assert {("med-i-foreninger", "med-i-fritiden"), ("frivillige-og-venskabsfamilier", "med-i-fritiden")} <= {*goals}
    assert "kommunen-som-arbejdsplads" not in {earlier for earlier, _ in goals}


def test_it_holds_what_its_documents_state(policy: kp.Policy) -> None:
    """Two overarching goals, thirteen in four areas, five tracks with two to four indicators; one came to the 18 in 2026."""
    assert (len(policy.goals), len(policy.focus_areas), len(list(policy.area_goals()))) == (2, 4, 13)
    assert policy.plan is not None
    assert [len(track.measured_by) for track in policy.plan.tracks] == [4, 2, 4, 4, 4]
    assert sum(indicator.role == "follow_up" for indicator in policy.indicators) == 19
    assert policy.terms is not None
    assert policy.terms.indicator == m.Term(singular="pejlemærke", plural="pejlemærker")


# Accounts


def test_every_track_was_accounted_for_each_year(read: dict[str, documents.Document]) -> None:
    """By a role, on a day, with the place in the year's status; that of 2026 is what the paper puts together."""
    accounts, policy = read["2024"].accounts, read["2024"].policy
    assert policy.plan is not None
    reported = {(account.element, str(account.period)) for account in accounts}
    assert {(track.id, year) for track in policy.plan.tracks for year in ("2024", "2025", "2026")} <= reported
    for account in some(accounts):
        assert re.match(r"Centerchef, Center for |Skolelederne i fællesskab$", account.reported_by or ""), (
            account.element
        )
        assert account.date is not None
        assert (account.citation is None) == (str(account.period) == "2026")


def test_what_was_missed_has_an_action(read: dict[str, documents.Document], judged: Judged) -> None:
    """Each target missed by a figure of 2024 or 2025 is accounted for that year, with what will be done about it."""
    reported = {(account.element, str(account.period)) for account in read["2024"].accounts if account.action}
    missed = {
        (result.indicator, year)
        for year in ("2024", "2025")
        for result in judged("2024", year).results
        if result.status == "missed" and str(result.period).startswith(year)
    }
    assert missed == {
        ("beskaeftigelse", "2024"),
        ("midlertidig-bolig", "2024"),
        ("ledighed-unge", "2025"),
        ("sprogvurdering", "2025"),
    }
    assert missed <= reported


def test_one_remark_is_answered_and_one_is_not(read: dict[str, documents.Document]) -> None:
    """The council asked for two things; the linter names the one it still waits for."""
    document = read["2024"]
    remarks = {remark.id for decision in document.policy.decisions for remark in decision.remarks}
    answered = remarks & {account.element for account in document.accounts}
    assert (answered, remarks - answered) == ({"bemaerkning-unge-kvinder"}, {"bemaerkning-tryghed"})


# The page


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    """The outputs on the page with the actual ones, in a separate folder."""
    folder = tmp_path_factory.mktemp("tutorial") / "nybro"
    shutil.copytree(NYBRO, folder, ignore=shutil.ignore_patterns("min-politik", "sider"))
    return list(follow(PAGE, folder))


def test_every_output_on_the_page_is_true(outputs: list[Shown]) -> None:
    """Commands and Python alike, step by step as a reader does them."""
    wrong = [f"$ {one.command}\n" + "\n".join(one.printed) for one in outputs if not one.is_true]
    assert not wrong, "the page should show:\n" + "\n\n".join(wrong)


def test_the_page_uses_each_command_it_teaches(outputs: list[Shown]) -> None:
    """Check, compare, evaluate, explain and report, with the paper for the committee; and one program."""
    used = [one.command.split()[1] for one in outputs if one.command.startswith("kommunepolitik ")]
    assert {*used} == {"check", "compare", "evaluate", "explain", "report"}
    assert any("--paper" in one.command.split() for one in outputs)
    assert sum(one.command.startswith("import ") for one in outputs) == 1


def test_the_gap_that_the_page_suggests_can_be_written() -> None:
    """A promised baseline, in place of a guessed one."""
    start, missing = (text.partition("```")[0] for text in PAGE.split("```yaml\n")[1::2])
    fixed = start.replace("titel:", "title:").replace("medlemer", "medlemmer") + missing
    (indicator,) = documents.parse(fixed).indicators
    assert indicator.gap("baseline") == m.Missing(what="baseline", why="promised", expected=m.Period("2025-Q2"))
