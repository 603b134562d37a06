"""Nybro Kommune, the made-up municipality of the tutorial: fully measured, honest about its holes, and true to its page."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pandas as pd
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik import documents
from kommunepolitik.evaluation import STATUSES, Evaluation, Reason, Result, evaluate
from kommunepolitik.testing import assert_policies_are_sound
from tests.claims import some

from .walk import Said, walk

NYBRO = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro"
EDITIONS = ("2020", "2024")
DATA = sorted([*NYBRO.rglob("*.yaml"), *NYBRO.rglob("*.csv")])
PAGE = (NYBRO / "README.md").read_text("utf-8")
REAL_KEEPERS = ("Danmarks Statistik", "Statistikbanken", "Jobindsats", "Integrationsbarometer", "STAR", "KL", "VIVE")

Judged = Callable[..., Evaluation]


class Place(NamedTuple):
    """A row of the page's table: a status or reason, and where it is seen."""

    code: str
    edition: str
    indicator: str
    target: str
    at: str | None
    method: str


def places() -> list[Place]:
    """Return the rows of the table of statuses and reasons."""
    rows = re.findall(
        r"^\| `(\w+)` \| [^|]+ \| (\d{4}) \| `([\w-]+)`(?: / `([\w-]+)`)? \| (\S+) \| (\w+) \|$", PAGE, re.M
    )
    return [Place(*row[:4], None if row[4] == "–" else row[4], row[5]) for row in rows]


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
    return {edition: kp.read_observations([d.observations, national], d.policy) for edition, d in read.items()}


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


# Made up, and saying so


def test_both_editions_are_sound() -> None:
    """They load, are written and read back equal, and their figures and accounts fit them."""
    assert_policies_are_sound(NYBRO)


def test_everything_says_that_it_is_made_up(read: dict[str, documents.Document]) -> None:
    """The municipality is fictitious, policies and sources say so, and so does the top of the page."""
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


def test_every_page_says_that_it_is_made_up(read: dict[str, documents.Document]) -> None:
    """Whatever the format and language."""
    for document in some(read.values()):
        for format in ("html", "md"):
            assert "Nybro Kommune er opdigtet" in kp.render(document.policy, format)
            assert "Nybro Kommune is made up" in kp.render(document.policy, format, language="en")


# Every status and every reason


@pytest.mark.parametrize("place", places(), ids=lambda place: place.code)
def test_the_table_says_where_each_status_and_reason_is_seen(place: Place, judged: Judged) -> None:
    """Each row of the page's table is so."""
    result = one(judged(place.edition, place.at, place.method), place.indicator, place.target)
    assert place.code in (result.status, result.reason)


def test_the_table_holds_every_status_and_reason_once() -> None:
    """None is left out, and a new one asks for a place in Nybro."""
    assert [place.code for place in places()] == [*STATUSES, *get_args(Reason)]


def test_a_better_policy_can_be_assessed_better(judged: Judged) -> None:
    """Of the edition of 2020 a third can be assessed, of that of 2024 about three quarters."""
    (old,), (new,) = (judged(e).summary().to_dict("records") for e in EDITIONS)
    assert (old["assessable"], old["targets"]) == (3, 9)
    assert (new["assessable"], new["targets"]) == (14, 20)


# What the page tells of


def test_the_revised_baseline_is_used_and_both_are_told(judged: Judged) -> None:
    """The annex says 54.0, the revised series 53.4; the ambition of 2025 is met either way."""
    result = one(judged("2024", "2026"), "beskaeftigelse", "level-2027")
    assert (result.stated_baseline, result.baseline_value) == (54.0, 53.4)
    assert [one(judged("2024", "2026"), "beskaeftigelse", f"level-{y}").status for y in (2024, 2025)] == [
        "missed",
        "achieved",
    ]


def test_a_late_figure_is_awaited_and_not_missed(judged: Judged) -> None:
    """Before the end of 2026 the ambition is on its way; after it, its figure is three months late."""
    assert one(judged("2024", "2026-06"), "beskaeftigelse", "level-2026").status == "on_track"
    assert one(judged("2024", "2027-02"), "beskaeftigelse", "level-2026").reason == "awaiting_data"


def test_a_forecast_is_not_judged(judged: Judged, figures: dict[str, pd.DataFrame]) -> None:
    """There are forecasts for 2026 and 2027; what is judged is measured, or provisional and says so."""
    assert set(figures["2024"].frame.query("quality == 'forecast'")["period"]) == {"2026", "2027"}
    assert str(one(judged("2024"), "beskaeftigelse", "level-2027").period) == "2025"
    assert "provisional" in one(judged("2024"), "ungdomsuddannelse", "level-2027").warnings


def test_a_target_met_from_the_start_is_kept_or_lost(judged: Judged) -> None:
    """Day care stays above 95 %; teeth fell below 80 % in 2026."""
    for indicator, then, now in (("dagtilbud", "achieved", "achieved"), ("tandsundhed", "achieved", "worsening")):
        results = [one(judged("2024", at), indicator, "level-2027") for at in ("2025", "2026")]
        assert [result.status for result in results] == [then, now]
        assert all("baseline_meets_target" in result.warnings for result in results)


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


def test_two_per_cent_a_year_can_be_read_in_two_ways(judged: Judged) -> None:
    """From 55 to 59 in three years: 2.37 % a year is met, 1.33 points is not."""
    readings = one(judged("2024", "2026"), "danskproever", "to-om-aaret").readings
    assert [(r.words, round(r.pace or 0, 2), r.status == "achieved") for r in readings] == [
        ("percent", 2.37, True),
        ("points", 1.33, False),
    ]


# What is there


def test_there_is_a_target_of_every_kind(policy: kp.Policy) -> None:
    """Levels plain, yearly and relative to an indicator and a group; promises per year and quarter; changes of all modes."""
    targets = [target for indicator in policy.indicators for target in indicator.targets]
    kinds = {
        (t.kind, getattr(t, "per", None), getattr(t, "mode", None), getattr(t, "relative_to", None) is not None)
        for t in targets
    }
    assert kinds == {
        ("level", None, None, False),
        ("level", None, None, True),
        ("standing", "year", None, False),
        ("standing", "quarter", None, False),
        ("change", "year", "percent", False),
        ("change", "year", "points", False),
        ("change", "year", None, False),
    }
    relative = [t.relative_to for t in targets if getattr(t, "relative_to", None)]
    assert {(r.indicator, r.group) for r in relative} == {("ledighed-unge-landet", None), (None, "oevrige-elever")}
    assert [str(t.due) for t in policy.indicator("beskaeftigelse").targets] == ["2024", "2025", "2026", "2027"]


def test_there_is_a_figure_of_every_kind(policy: kp.Policy, figures: dict[str, pd.DataFrame]) -> None:
    """Inexact, provisional, forecast, suppressed, revised, judged by people, without a period; three years, and quarters."""
    frame = figures["2024"].frame
    assert set(frame["qualifier"]) == {"", "about", "under"}
    assert set(frame["quality"]) == {"final", "provisional", "forecast", "suppressed"}
    assert frame["value_high"].notna().any()
    assert (frame["period"] == "").any()
    assert frame[frame["period"] != ""].duplicated(["indicator", "group", "period"]).sum() == 1
    assert {"2024", "2025", "2026", "2026-Q4", "2025/26"} <= set(frame["period"])
    assert {"Nået", "Mødes til fester, sjældent ellers"} <= set(frame["judgement"])
    assert any(indicator.breaks for indicator in policy.indicators)


def test_the_national_series_is_shared(read: dict[str, documents.Document]) -> None:
    """It belongs to no policy, and targets of both editions compare with it."""
    frame = kp.read_observations(NYBRO / "national.csv").frame
    assert set(frame["policy"]) == {""}
    for document in some(read.values()):
        compared = [t.relative_to for i in document.policy.indicators for t in i.targets if hasattr(t, "relative_to")]
        assert set(frame["indicator"]) <= {relative.indicator for relative in compared if relative}


def test_every_hole_has_a_reason_and_all_reasons_occur(policy: kp.Policy) -> None:
    """Not set, promised, not in the sources, unclear."""
    holes = [hole for element in policy.elements.values() for hole in element.missing]
    assert {hole.why for hole in holes} == {"not_set", "promised", "not_in_sources", "unclear"}
    assert all(hole.note for hole in some(holes))


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
    """Two overarching goals, thirteen in four areas, five tracks with two to four indicators, 18 indicators that follow up."""
    assert (len(policy.goals), len(policy.focus_areas), len(list(policy.area_goals()))) == (2, 4, 13)
    assert policy.plan is not None
    assert [len(track.measured_by) for track in policy.plan.tracks] == [4, 2, 4, 4, 4]
    assert sum(indicator.role == "follow_up" for indicator in policy.indicators) == 18
    assert policy.terms is not None
    assert policy.terms.indicator == m.Term(singular="pejlemærke", plural="pejlemærker")


# Accounts


def test_every_track_was_accounted_for_each_year(read: dict[str, documents.Document]) -> None:
    """By a role, on a day, with the place in the year's status; 2026 is still to be written."""
    accounts, policy = read["2024"].accounts, read["2024"].policy
    assert policy.plan is not None
    told = {(account.element, str(account.period)) for account in accounts}
    assert {(track.id, year) for track in policy.plan.tracks for year in ("2024", "2025")} <= told
    assert {year for _, year in told} == {"2024", "2025"}
    for account in some(accounts):
        assert re.match(r"Centerchef, Center for |Skolelederne i fællesskab$", account.reported_by or ""), (
            account.element
        )
        assert account.date is not None
        assert account.citation is not None


def test_what_was_missed_has_an_action(read: dict[str, documents.Document], judged: Judged) -> None:
    """Each target missed by a figure of 2024 or 2025 is accounted for that year, with what will be done about it."""
    told = {(account.element, str(account.period)) for account in read["2024"].accounts if account.action}
    missed = {
        (result.indicator, year)
        for year in ("2024", "2025")
        for result in judged("2024", year).results
        if result.status == "missed" and str(result.period).startswith(year)
    }
    assert missed == {
        ("beskaeftigelse", "2024"),
        ("midlertidig-bolig", "2024"),
        ("fritidsvejledning", "2025"),
        ("ledighed-unge", "2025"),
    }
    assert missed <= told


def test_one_remark_is_answered_and_one_is_not(read: dict[str, documents.Document]) -> None:
    """The council asked for two things; the linter tells which one it still waits for."""
    document = read["2024"]
    remarks = {remark.id for decision in document.policy.decisions for remark in decision.remarks}
    answered = remarks & {account.element for account in document.accounts}
    assert (answered, remarks - answered) == ({"bemaerkning-unge-kvinder"}, {"bemaerkning-tryghed"})


# The page


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[Said]:
    """What the page shows beside what is answered, in a folder of its own."""
    folder = tmp_path_factory.mktemp("tutorial") / "nybro"
    shutil.copytree(NYBRO, folder, ignore=shutil.ignore_patterns("min-politik", "sider"))
    return list(walk(PAGE, folder))


def test_every_output_on_the_page_is_true(said: list[Said]) -> None:
    """Commands and Python alike, step by step as a reader does them."""
    wrong = [f"$ {one.what}\n" + "\n".join(one.answered) for one in said if not one.is_true]
    assert not wrong, "the page should say:\n" + "\n\n".join(wrong)


def test_the_page_uses_each_command_it_teaches(said: list[Said]) -> None:
    """Check, compare, evaluate, explain and report; and one program."""
    used = [one.what.split()[1] for one in said if one.what.startswith("kommunepolitik ")]
    assert {*used} == {"check", "compare", "evaluate", "explain", "report"}
    assert sum(one.what.startswith("import ") for one in said) == 1


def test_the_hole_that_the_page_suggests_can_be_written() -> None:
    """A promised baseline, in place of a guessed one."""
    start, hole = (text.partition("```")[0] for text in PAGE.split("```yaml\n")[1::2])
    mended = start.replace("titel:", "title:").replace("medlemer", "medlemmer") + hole
    (indicator,) = documents.parse(mended).indicators
    assert indicator.gap("baseline") == m.Missing(what="baseline", why="promised", expected=m.Period("2025-Q2"))
