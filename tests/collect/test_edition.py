"""The next edition: what it carries on, what it leaves to be decided, and that all of it is a proposal."""

from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.collect import calendar, next_edition
from kommunepolitik.documents import parse, read
from tests.claims import some
from tests.strategies import policies

ROOT = Path(__file__).parents[2]
NYBRO = ROOT / "docs" / "tutorial" / "nybro" / "integration_2024"

OLD = """
kommunepolitik: 1
id: unge-2024
title: Ungepolitik 2024-2027
municipality: {name: Nybro, fictitious: true}
period: 2024..2027
in_force: 2024..2028-03
stage: adopted
disclosure: {minimum: 5}
judgement_scale: [{word: gul, means: behind}]
terms: {indicator: {singular: pejlemærke, plural: pejlemærker}}
goals:
  - id: job
    statement: Flere i job
    wording: Vi vil have flere i job.
    note: Læst af os.
    measured_by: [i-job]
    citation: {source: politik}
  - {id: uden, statement: Uden mål, missing: [{what: measured_by, why: promised, expected: 2026}]}
indicators:
  - id: i-job
    title: Unge i job
    unit: "%"
    data_source: {keeper: Danmarks Statistik, lag: 3}
    baseline: {period: 2023, value: 50, citation: {source: politik}}
    targets: [{kind: level, value: 60, comparison: at_least, due: 2027}]
    breaks: [{period: 2025, note: Ny optælling}]
  - {id: anbragte, title: Anbragte unge, unit: personer, counts_people: true}
  - {id: oplevelse, title: Oplevelse, kind: qualitative}
  - {id: uden-tal, title: Uden tal, missing: [{what: definition, why: not_in_sources}]}
groups: [{id: piger, title: Piger}]
plan:
  id: plan
  title: Plan 2024-2027
  reporting: [{to: Udvalget, frequency: yearly, first: 2025-Q1, meetings: [2025-03-12]}]
  tracks:
    - id: spor
      title: Spor
      first_report: 2025-Q1
      activities:
        - {id: gjort, title: Gjort, done: 2025}
        - {id: venter, title: Venter, due: 2025}
changes: [{id: nyt, title: Nyt}]
cases: [{id: sag, title: Sag}]
decisions:
  - id: byraadet
    body: Byrådet
    date: 2024-03-20
    case: sag
    outcome: Godkendt.
    remarks:
      - {id: besvaret, statement: Er besvaret}
      - {id: ubesvaret, statement: Er ikke besvaret, citation: {source: politik}}
  - {id: udvalget, body: Udvalget, date: 2024-02-01}
sources:
  - {id: politik, title: Politikken, kind: policy}
  - {id: register, title: Registeret, kind: statistics}
  - {id: sagen, title: Sagen, kind: case}
"""
ROWS = [
    {"indicator": "i-job", "period": 2025, "value": 52, "source": "register"},
    {
        "indicator": "i-job",
        "period": 2026,
        "value": 54,
        "value_high": 55,
        "source": "register",
        "quality": "provisional",
    },
    {"indicator": "i-job", "period": 2027, "value": 60, "quality": "forecast"},
    {"indicator": "anbragte", "period": 2026, "value": 3},
]


def made(**more: Any) -> m.Policy:
    """Return the next edition of the policy above."""
    answers = [m.Account(element="besvaret", period="2024", text="…")]
    return next_edition(parse(OLD), "2028..2031", ROWS, accounts=answers, **more).policy


# What it is


def test_the_next_edition_is_a_draft_that_supersedes_the_one_before() -> None:
    """Its id and titles have the new years; it is not in force."""
    policy = made()
    assert (policy.id, policy.title, policy.plan.title) == (
        "unge-2028", "Ungepolitik 2028-2031", "Plan 2028-2031",
    )  # fmt: skip
    assert (policy.supersedes, policy.stage, policy.period, policy.in_force) == (
        "unge-2024", "draft", m.Period("2028..2031"), None,
    )  # fmt: skip
    old = parse(OLD)
    for name in ("municipality", "terms", "disclosure", "judgement_scale"):
        assert getattr(policy, name) == getattr(old, name)


def test_an_id_and_a_title_may_be_given() -> None:
    """And the id of the edition before is refused."""
    policy = made(id="ny", title="Ny titel")
    assert (policy.id, policy.title) == ("ny", "Ny titel")
    with pytest.raises(kp.KommunepolitikError, match="circle"):
        made(id="unge-2024")
    with pytest.raises(kp.KommunepolitikError, match="has no end"):
        next_edition(parse(OLD), "2028..")


# Indicators


def test_a_baseline_is_the_newest_figure_and_states_that_its_source_is_lacking() -> None:
    """A range stays a range; a forecast is no figure; what is known of its quality and source is named."""
    found = made().indicator("i-job")
    assert found.baseline == m.Baseline(
        period="2026", value=54, value_high=55, note="Nyeste foreløbige tal, da udgaven blev påbegyndt; fra Registeret."
    )
    assert [(gap.what, gap.why) for gap in found.missing] == [("targets", "not_set"), ("kilde til baseline", "not_set")]


def test_definitions_are_carried_on_and_targets_are_not() -> None:
    """Units, sources of data and breaks hold for the series; how far is decided anew."""
    old, new = parse(OLD).indicator("i-job"), made().indicator("i-job")
    assert (new.unit, new.data_source, new.breaks) == (old.unit, old.data_source, old.breaks)
    assert new.targets == ()


def test_a_number_of_few_people_never_becomes_a_baseline() -> None:
    """The text of a policy is public; what disclosure control withholds is not in it."""
    found = made().indicator("anbragte")
    assert found.baseline is None
    assert [gap.what for gap in found.missing] == ["targets", "baseline"]


def test_without_newer_figures_the_stated_baseline_stays_with_its_citation() -> None:
    """It is then not provisional."""
    found = next_edition(parse(OLD), "2028..2031").policy.indicator("i-job")
    assert found.baseline == parse(OLD).indicator("i-job").baseline
    assert [gap.what for gap in found.missing] == ["targets"]


def followed(rows: list[dict[str, Any]], **fields: Any) -> tuple[m.Indicator, Any]:
    """Return an indicator as the next edition has it, and what became of its edition."""
    policy = m.Policy(
        id="p-2024",
        title="P",
        municipality=m.Municipality(name="Nybro", fictitious=True),
        period="2024..2027",
        disclosure=m.Disclosure(minimum=5),
        indicators=[m.Indicator(id="i", title="I", **fields)],
    )
    made = next_edition(policy, "2028..2031", [{"indicator": "i", **row} for row in rows])
    return made.policy.indicator("i"), made


WITHHELD = [{"period": 2025, "value": 38}, {"period": 2026, "value": 3}, {"period": 2027, "value": 4}]


def test_where_the_newest_figure_is_withheld_no_older_one_becomes_the_baseline() -> None:
    """It is missing, and the gap states why; 38 people in 2025 are no starting point of the next edition."""
    found, edition = followed(WITHHELD, unit="personer", counts_people=True)
    assert found.baseline is None
    (gap,) = (gap for gap in found.missing if gap.what == "baseline")
    assert gap.note == "Det nyeste tal (2027) er tilbageholdt, og et ældre bruges ikke i stedet."
    assert (edition.measured, edition.unmeasured) == ((), ("i",))


def test_where_the_newest_figure_is_withheld_the_stated_baseline_stays() -> None:
    """It is public, and a document states it."""
    stated = m.Baseline(period="2023", value=40)
    found, edition = followed(WITHHELD, unit="personer", counts_people=True, baseline=stated)
    assert found.baseline == stated
    assert edition.measured == ()


def test_a_figure_that_a_unit_reported_names_the_unit() -> None:
    """Figures that are collected have no other source."""
    found, _ = followed([{"period": 2027, "value": 57, "reported_by": "Center for Job"}], unit="%")
    assert found.baseline.note == "Nyeste tal, da udgaven blev påbegyndt; indberettet af Center for Job."
    found, _ = followed([{"period": 2027, "value": 57}], unit="%")
    assert found.baseline.note.endswith("; fra en kilde, der ikke er nævnt.")


def quarters(*years: int) -> list[dict[str, Any]]:
    """Return ten of something in each quarter of some years."""
    return [{"period": f"{year}-Q{n}", "value": 10, "source": "tal"} for year in years for n in range(1, 5)]


def test_a_baseline_is_of_a_period_as_long_as_the_earlier_one() -> None:
    """A year is not followed by a quarter: the year is added up where its quarters may be, else the newest year."""
    year = m.Baseline(period="2023", value=52)
    found, _ = followed(quarters(2026, 2027), unit="antal", over_time="sum", baseline=year)
    assert (found.baseline.value, found.baseline.period) == (40, m.Period("2027"))
    assert found.baseline.note.endswith("fra tal. Tallet er beregnet ud fra tal for kortere perioder.")
    apart = [*quarters(2026, 2027), {"period": 2025, "value": 45}]
    found, _ = followed(apart, unit="antal", baseline=year)
    assert (found.baseline.value, found.baseline.period) == (45, m.Period("2025"))


def test_without_an_earlier_baseline_its_period_is_as_long_as_the_target_is_judged_in() -> None:
    """Half a year for what is kept every half-year; also where the deadline is before the newest figure."""
    kept = m.StandingTarget(value=15, comparison="at_least", per="half_year")
    found, _ = followed(quarters(2026, 2027), unit="antal", over_time="sum", targets=[kept])
    assert (found.baseline.value, found.baseline.period) == (20, m.Period("2027-H2"))
    due = m.LevelTarget(value=15, comparison="at_least", due="2026")
    found, _ = followed(quarters(2026, 2027), unit="antal", over_time="sum", targets=[due])
    assert (found.baseline.value, found.baseline.period) == (40, m.Period("2027"))
    found, _ = followed(quarters(2026, 2027), unit="antal")
    assert (found.baseline.value, found.baseline.period) == (10, m.Period("2027-Q4"))


def test_what_people_judge_has_neither_targets_nor_a_baseline_to_set() -> None:
    """And gaps of old documents are not carried on."""
    assert made().indicator("oplevelse").missing == ()
    assert [gap.what for gap in made().indicator("uden-tal").missing] == ["targets", "baseline"]


# The rest


def test_what_is_about_the_old_text_is_left_behind() -> None:
    """Notes, citations and official wordings belong to the document; a goal's meaning is carried on."""
    goal = made().goals[0]
    assert (goal.statement, goal.measured_by) == ("Flere i job", ("i-job",))
    assert (goal.wording, goal.note, goal.citation) == (None, None, None)


def test_promised_gaps_and_open_remarks_are_carried_on() -> None:
    """Not the decision as such, nor what was answered, nor what no longer has a use."""
    policy = made()
    assert policy.goals[1].missing == parse(OLD).goals[1].missing
    (decision,) = policy.decisions
    assert (decision.id, decision.outcome, decision.case) == ("byraadet", None, None)
    assert [remark.id for remark in decision.remarks] == ["ubesvaret"]
    assert policy.cases == policy.changes == ()
    assert [source.id for source in policy.sources] == ["politik", "register"]


def test_a_plan_is_carried_on_without_its_dates_and_what_is_done() -> None:
    """When it is first reported is not decided yet."""
    plan = made().plan
    assert plan.reporting == (m.Reporting(to="Udvalget", frequency="yearly"),)
    assert [gap.what for gap in plan.missing] == ["dato for første afrapportering"]
    (track,) = plan.tracks
    assert [gap.what for gap in track.missing] == ["first_report"]
    assert [each.id for each in track.activities] == ["venter"]


def test_every_element_carries_on_by_a_proposal() -> None:
    """A rule lists them, a comparison relates them and states that nobody has confirmed them."""
    old, new = parse(OLD), made()
    proposed = {e.id for e in new.elements.values() if e.continues} - {None}
    assert proposed == {e.id for e in new.elements.values() if not isinstance(e, m.Source)}
    (found,) = kp.check(new, select=["KP302"])
    assert (found.severity, found.data["count"]) == ("info", len(proposed))
    assert set(found.data["elements"].split(", ")) == proposed
    comparison = kp.compare(old, new)
    assert {link.new for link in comparison.links} == proposed
    assert all(link.proposed for link in comparison.links)
    assert set(comparison.frame.dropna(subset=["partners"])["basis"]) == {"proposal"}
    text = kp.render(comparison, "md")
    assert "et forslag, som ingen har bekræftet" in text
    assert "er kun forslag, som ingen har bekræftet" in text


def test_what_is_only_proposed_owes_nothing_yet() -> None:
    """A remark would be in the calendar of both editions."""
    old, new = parse(OLD), made()
    found = calendar(kp.Portfolio([old, new]), None, "2026-06-01")
    assert {each.policy for each in some(found)} == {"unge-2024"}


# Whole policies


@pytest.mark.parametrize("path", [NYBRO, *(ROOT / "examples" / name for name in ("slagelse_2023", "furesoe_2018"))])
def test_the_file_loads_and_is_checked(path: Path, tmp_path: Path) -> None:
    """Comments at the top state what to fix; the policy that is read is the one that was made."""
    document = read(path)
    edition = next_edition(document.policy, "2028..2031", list(document.observations), accounts=document.accounts)
    text = edition.to_yaml()
    assert text.startswith(f"# Næste udgave af {document.policy.title[:20]}")
    (tmp_path / "policy.yaml").write_text(text, "utf-8")
    loaded = kp.load(tmp_path)
    assert loaded == edition.policy
    errors = [each for each in kp.check(kp.Portfolio([document.policy, loaded])) if each.severity == "error"]
    assert [each for each in errors if each.policy == loaded.id] == []
    outcomes = {relation.kind for relation in kp.compare(document.policy, loaded).relations}
    assert outcomes == {"one_to_one"}


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(policies(), st.sampled_from(["2151..2154", "2155"]))
def test_the_next_edition_of_any_policy_loads_and_has_its_indicators(policy: m.Policy, period: str) -> None:
    """With no targets and nothing lost: each element that is carried on is related to where it comes from."""
    edition = next_edition(policy, period)
    loaded = parse(edition.to_yaml())
    assert loaded == edition.policy
    assert [each.id for each in loaded.indicators] == [each.id for each in policy.indicators]
    assert not any(each.targets for each in loaded.indicators)
    links = kp.compare(policy, loaded).links
    assert [(link.old, link.new) for link in links if link.old != link.new] == []
    assert {link.new for link in links} >= set(edition.carried)
    kept = (m.Goal, m.FocusArea, m.Indicator, m.Track, m.Group, m.TargetGroup, m.CoreValue)
    assert {id for id, e in policy.elements.items() if isinstance(e, kept)} <= set(edition.carried)


def test_only_a_policy_has_a_next_edition() -> None:
    """A path is not read as one."""
    with pytest.raises(kp.KommunepolitikError, match="expected Policy, found the text 'unge'"):
        next_edition("unge", "2028..2031")  # type: ignore[arg-type]
