"""What changed since a report: verdicts, figures, moved goalposts, and all else with its cause."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pandas as pd
import pytest
from hypothesis import given

import kommunepolitik.model as m
from kommunepolitik.errors import InvalidModel
from kommunepolitik.evaluation import Changes, Evaluation, Record, evaluate, read_record
from kommunepolitik.evaluation.changes import changes_since
from kommunepolitik.evaluation.definitions import same_words
from tests.claims import some

from .conftest import one_indicator, table
from .strategies import Case, cases

BASELINE = m.Baseline(period="2020", value=50)
LEVEL = m.LevelTarget(value=60, comparison="at_least", due="2024")


def ambition(*targets: m.Target, **fields: Any) -> m.Policy:
    """Return a policy with one indicator; its baseline is 50 (2020), and it asks for 60 in 2024 if nothing else."""
    return one_indicator(**{"unit": "%", "baseline": BASELINE, "targets": targets or [LEVEL], **fields})


def judged(figures: dict[str, Any] | pd.DataFrame, policy: m.Policy | None = None, **dates: Any) -> Evaluation:
    """Judge a policy by figures of its indicator."""
    rows = figures if isinstance(figures, pd.DataFrame) else table(figures)
    return evaluate(policy or ambition(), rows, **dates)


def published(*rows: tuple[str, float, str]) -> pd.DataFrame:
    """Return figures with the day that each was published."""
    return pd.DataFrame([{"indicator": "i", "period": p, "value": v, "published": day} for p, v, day in rows])


def changes(before: Evaluation, now: Evaluation) -> Changes:
    """Return what changed from one evaluation to another, as the next report finds it in the saved record."""
    return changes_since(Record.of(before, "p"), now)


# One answer


def test_a_record_in_a_file_and_the_evaluation_it_was_made_of_give_the_same_answer(tmp_path: Path) -> None:
    """Compared with an evaluation, with its record, and with the record read again."""
    before, now = judged({"2021": 52, "2022": 54}), judged({"2021": 53, "2022": 54, "2023": 51})
    file = tmp_path / "record.json"
    file.write_text(Record.of(before, "p").to_json(), "utf-8")
    saved = read_record(file)
    assert now.changes(before) == now.changes(saved) == changes(before, now)
    assert now.since(before).equals(now.since(saved))
    assert some(now.since(saved)["cause"].tolist())


def test_nothing_changed_where_all_is_the_same() -> None:
    """Neither verdict, figure nor goalpost; the day a figure was read again does not count."""
    before, now = judged(published(("2022", 54, "2023-01"))), judged(published(("2022", 54, "2023-05")))
    found = changes(before, now)
    assert not found
    assert not found.circumstances


def test_the_policies_of_a_portfolio_are_compared_each_with_itself() -> None:
    """A policy that was not judged before is new in all it has."""
    other = attrs.evolve(ambition(), id="q")
    figures = table({"2022": 54})
    before = evaluate(m.Portfolio([ambition()]), figures)
    now = evaluate(m.Portfolio([ambition(), other]), figures)
    assert [(each.now.policy, each.causes) for each in now.changes(before).results] == [("q", ("new_target",))]


def test_a_record_of_another_policy_is_an_error() -> None:
    """Its id is named, and those of the policies that were judged."""
    saved = Record.of(judged({"2022": 54}, attrs.evolve(ambition(), id="q")), "q")
    with pytest.raises(InvalidModel, match="is of the policy 'q', not of p"):
        changes_since(saved, judged({"2022": 54}))


def test_a_path_is_no_record() -> None:
    """It is read first."""
    with pytest.raises(InvalidModel, match="expected Evaluation, found the text 'record.json'"):
        judged({"2022": 54}).since("record.json")  # type: ignore[arg-type]


def test_a_public_evaluation_is_not_compared_with_an_internal_record() -> None:
    """What it has may be withheld; an internal evaluation may be compared with either."""
    secret = Record.of(judged({"2022": 54}, audience="internal"), "p")
    with pytest.raises(InvalidModel, match="saved for internal readers"):
        changes_since(secret, judged({"2022": 54}))
    assert not changes_since(secret, judged({"2022": 54}, audience="internal"))


@given(cases())
def test_an_evaluation_is_as_it_was_recorded(case: Case) -> None:
    """Law: judged again by the same policy and figures, nothing differs."""
    assert not changes(case.judged(), case.judged())


@given(cases(), cases())
def test_only_figures_are_named_where_only_figures_differ(case: Case, other: Case) -> None:
    """Law: for any two tables of one policy, whatever differs is not laid to the library's rules, nor to the policy."""
    possible = tuple(row for row in other.rows if (row.get("value") or 0) >= 0)  # below zero not every unit can be
    found = changes(case.judged(), attrs.evolve(case, rows=possible).judged())
    causes = {cause for each in found.results if each.before is not None for cause in each.causes}
    assert causes <= {"new_period", "revised", "margin"}
    assert not found.definitions
    assert not found.circumstances


# Verdicts


@pytest.mark.parametrize(
    ("before", "now", "move"),
    [
        ({"2022": 54}, {"2022": 54, "2023": 57.5}, "up"),  # behind, on track
        ({"2022": 55}, {"2022": 55, "2023": 51}, "down"),  # on track, far behind
        ({"2022": 55}, {"2022": 55, "2023": 49}, "down"),  # on track, worsening
        ({"2020": 50}, {"2020": 50, "2022": 55}, "assessable"),
        ({"2022": 55}, {"2020": 50}, "unassessable"),
        ({"2022": 55}, {"2022": 55, "2023": 57.5}, ""),  # on track both years
    ],
)
def test_a_verdict_goes_up_or_down_or_is_lost_or_found(
    before: dict[str, float], now: dict[str, float], move: str
) -> None:
    """By the order of the statuses; one that cannot be assessed is neither better nor worse."""
    found = changes(judged(before), judged(now))
    moves = [each.move for each in some(found.results)]
    assert moves == [move]
    assert [len(found.moved(each)) for each in ("up", "down", "unassessable", "assessable")] == [  # type: ignore[arg-type]
        each == move for each in ("up", "down", "unassessable", "assessable")
    ]


def test_a_target_that_was_not_there_is_new() -> None:
    """It moved neither way."""
    later = m.LevelTarget(value=70, comparison="at_least", due="2028")
    found = changes(judged({"2022": 54}), judged({"2022": 54}, ambition(LEVEL, later)))
    (new,) = [each for each in found.results if each.before is None]
    assert (new.now.target, new.move, new.causes) == ("level-2028", "", ("new_target",))
    assert new in found.other_results


# Figures


def test_the_newest_figure_is_new_though_the_verdict_does_not_move() -> None:
    """3,900 in 2020 was too little for the 4,500 due then; "ca. 4.600" (2023) changes nothing in that, and is reported."""
    target = m.LevelTarget(value=4500, comparison="at_least", due="2020")
    policy = ambition(target, unit="antal", baseline=None)
    before = judged({"2020": 3900}, policy, at="2021")
    now = judged({"2020": 3900, "2023": "ca. 4.600"}, policy, at="2024")
    found = changes(before, now)
    assert [result.status for result in now.results] == ["missed"]
    assert not any(each.move for each in found.results)
    (new,) = found.new_figures
    assert new.before is not None
    assert new.now is not None
    assert (new.before.period.text, new.before.value) == ("2020", 3900)
    assert (new.now.period.text, new.now.value, new.now.qualifier) == ("2023", 4600, "about")


def test_of_several_new_figures_of_a_series_the_newest_is_listed() -> None:
    """Beside the newest of last time."""
    found = changes(judged({"2021": 52}), judged({"2021": 52, "2022": 54, "2023": 55}))
    (new,) = found.new_figures
    assert new.before is not None
    assert (new.before.value, new.figure.value) == (52, 55)
    assert [each.figure.value for each in found.figures] == [54, 55]


@pytest.mark.parametrize(
    ("now", "kind", "values"),
    [
        ({"2021": 51, "2022": 54}, "revised", (52, 51)),
        ({"2021": "ca. 52", "2022": 54}, "revised", (52, 52)),
        ({"2021": "52-53", "2022": 54}, "revised", (52, 52)),
        ({"2022": 54}, "withdrawn", (52, None)),
        ({"2019": 49, "2021": 52, "2022": 54}, "added", (None, 49)),
        ({"2021": 52, "2022": 54, "2022-Q4": 55}, "added", (None, 55)),
    ],
)
def test_a_figure_of_an_earlier_period_is_no_new_one(
    now: dict[str, Any], kind: str, values: tuple[float | None, float | None]
) -> None:
    """Revised, made inexact, withdrawn, or found for a year before or the last quarter of the newest."""
    found = changes(judged({"2021": 52, "2022": 54}), judged(now))
    (revised,) = found.revised_figures
    assert revised.kind == kind
    assert (getattr(revised.before, "value", None), getattr(revised.now, "value", None)) == values
    assert not found.new_figures


def test_a_vintage_published_since_is_a_revision() -> None:
    """By the day of knowledge of each report."""
    rows = published(("2022", 54, "2023-02-01"), ("2022", 53, "2024-02-01"))
    before, now = (judged(rows, at="2023", known=known) for known in ("2023-03", "2024-03"))
    (revised,) = changes(before, now).revised_figures
    assert (revised.kind, getattr(revised.before, "value", None), revised.figure.value) == ("revised", 54, 53)


# Goalposts


INDICATOR: dict[str, dict[str, Any]] = {
    "definition": {"definition": "Andelen af alle i job"},
    "population": {"population": "16-66-årige"},
    "unit": {"unit": "antal"},
    "baseline": {"baseline": m.Baseline(period="2020", value=45)},
    "direction": {"direction": "decrease", "targets": [attrs.evolve(LEVEL, comparison="at_most")]},
    "role": {"role": "context"},
}
FIRST: dict[str, Any] = {"definition": "Andelen i job", "population": "18-66-årige", "direction": "increase"}


@pytest.mark.parametrize("field", INDICATOR)
def test_another_measure_under_the_same_name_is_a_moved_goalpost(field: str) -> None:
    """Definition, population, unit, baseline, direction, and what no longer follows up the policy."""
    before, now = ambition(**FIRST), ambition(**{**FIRST, **INDICATOR[field]})
    moved = changes(judged({"2022": 54}, before), judged({"2022": 54}, now)).moved_goalposts
    found = {each.what: each for each in moved}
    assert field in found
    (old,), (new,) = ([each for each in policy.indicators if each.id == "i"] for policy in (before, now))
    assert (found[field].before, found[field].now) == (getattr(old, field), getattr(new, field))


@pytest.mark.parametrize(
    ("fields", "differing"),
    [
        ({"value": 55}, ("value",)),
        ({"value": 65}, ("value",)),  # a harder target is another one too
        ({"due": "2026"}, ("due",)),
        ({"due": None}, ("due",)),
        ({"comparison": "at_most"}, ("comparison",)),
        ({"group": "andre"}, ("group",)),
        ({"value": 55, "due": "2026", "id": "level-2024"}, ("value", "due")),
        ({"relative_to": m.RelativeTo(indicator="landet"), "value": 0}, ("value", "relative_to")),
    ],
)
def test_a_target_that_asks_otherwise_is_a_moved_goalpost(fields: dict[str, Any], differing: tuple[str, ...]) -> None:
    """Its value, its due, its side, its group, what it is compared with."""
    new = attrs.evolve(LEVEL, **fields)
    (moved,) = changes(judged({"2022": 54}), judged({"2022": 54}, ambition(new))).moved_goalposts
    assert (moved.what, moved.before, moved.now, moved.fields) == ("target", LEVEL, new, differing)
    assert moved.target == new.key


@pytest.mark.parametrize(
    ("old", "fields"),
    [
        (m.ChangeTarget(amount=2, start="2021"), {"amount": 1.5}),
        (m.ChangeTarget(amount=2, start="2021"), {"start": "2022"}),
        (m.ChangeTarget(amount=2, mode="percent"), {"mode": "points"}),
        (m.ChangeTarget(amount=2, per="year"), {"per": "total"}),
        (m.StandingTarget(value=60, comparison="at_least"), {"per": "quarter"}),
        (m.DirectionTarget(direction="increase", due="2024"), {"due": "2026"}),
    ],
)
def test_every_kind_of_target_can_be_moved(old: m.Target, fields: dict[str, Any]) -> None:
    """Amount, start, mode, and the period that it is kept for or counted over."""
    new = attrs.evolve(old, **fields)
    found = changes(judged({"2022": 54}, ambition(old)), judged({"2022": 54}, ambition(new)))
    assert [each.fields for each in found.moved_goalposts] == [tuple(fields)]


def test_a_due_that_was_moved_moves_its_verdict_and_no_new_target_is_claimed() -> None:
    """60 % in 2024 became 60 % in 2026: what was missed is behind now, because the goalpost was moved."""
    figures = {"2024": 56}
    found = changes(judged(figures, at="2024"), judged(figures, ambition(attrs.evolve(LEVEL, due="2026")), at="2024"))
    (change,) = found.results
    assert change.before is not None
    assert (change.before.target, change.now.target) == ("level-2024", "level-2026")
    assert (change.before.status, change.now.status, change.move) == ("missed", "behind", "up")
    assert change.causes == ("goalpost",)


def test_a_target_that_is_gone_is_a_moved_goalpost() -> None:
    """And so is an indicator that is no longer followed up at all."""
    earlier = m.LevelTarget(value=55, comparison="at_least", due="2022")
    (gone,) = changes(judged({"2022": 54}, ambition(earlier, LEVEL)), judged({"2022": 54})).moved_goalposts
    assert (gone.what, gone.before, gone.now, gone.target) == ("target", earlier, None, "level-2022")
    without = attrs.evolve(ambition(), indicators=[each for each in ambition().indicators if each.id != "i"])
    (gone,) = changes(judged({"2022": 54}), judged(table({"2022": 48}, "landet"), without)).moved_goalposts
    assert (gone.what, gone.indicator, gone.before, gone.now) == ("indicator", "i", "I", None)


@pytest.mark.parametrize(
    "fields",
    [
        {"definition": " andelen i  job."},
        {"population": "18 – 66-årige"},
        {"title": "Et andet navn"},
        {"note": "En bemærkning"},
        {"baseline": m.Baseline(period="2020", value=50, note="Fra regnearket")},
        {"baseline": m.Baseline(period="2020-01..2020-12", value=50)},
        {"targets": [attrs.evolve(LEVEL, id="job-2024", note="Side 4", stated="tre ud af fem")]},
        {"responsible": "Centeret"},
    ],
)
def test_punctuation_and_names_and_notes_move_no_goalpost(fields: dict[str, Any]) -> None:
    """Blanks, case, dashes; a title beside a definition; the id of a target that asks for the same."""
    before = judged({"2022": 54}, ambition(**FIRST))
    assert not changes(before, judged({"2022": 54}, ambition(**{**FIRST, **fields}))).moved_goalposts


def test_where_nothing_else_states_what_is_measured_the_title_does() -> None:
    """18-24 and 18-29 are two populations."""
    before, now = (judged({"2022": 54}, ambition(title=title)) for title in ("Unge, 18-24 år", "Unge (18-29 år)"))
    (moved,) = changes(before, now).moved_goalposts
    assert (moved.what, moved.before, moved.now) == ("title", "Unge, 18-24 år", "Unge (18-29 år)")


def test_a_group_of_another_name_is_another_group() -> None:
    """For all that is asked of it."""
    target = attrs.evolve(LEVEL, group="andre")
    before = ambition(target)
    now = attrs.evolve(before, groups=[m.Group(id="andre", title="Andre, 18-29 år")])
    figures = table({"2022": 54}, group="andre")
    (moved,) = changes(judged(figures, before), judged(figures, now)).moved_goalposts
    assert (moved.what, moved.indicator, moved.now) == ("group", "", "Andre, 18-29 år")


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"baseline": None}, {}),
        ({"baseline": m.Baseline(period="2020")}, {}),  # promised, and there now
        ({}, {"definition": "Andelen i job"}),
        ({}, {"population": "18-66-årige"}),
        ({}, {"direction": "increase"}),
        ({}, {"targets": [LEVEL, m.LevelTarget(value=70, comparison="at_least", due="2028")]}),
        ({"targets": [attrs.evolve(LEVEL, due=None)]}, {}),
    ],
)
def test_what_was_not_stated_before_is_an_addition(before: dict[str, Any], now: dict[str, Any]) -> None:
    """A baseline that was promised, a definition, a further target, a deadline: reported, but nothing was moved."""
    found = changes(judged({"2022": 54}, ambition(**before)), judged({"2022": 54}, ambition(**now)))
    assert not found.moved_goalposts
    assert [each.kind for each in found.other_definitions] == ["addition"]


@pytest.mark.parametrize(
    "fields",
    [{"margin": 2}, {"decimals": 0}, {"frequency": "yearly"}, {"breaks": [m.Break(period="2022")]}, {"chance": True}],
)
def test_how_figures_are_read_is_a_setting(fields: dict[str, Any]) -> None:
    """Listed among all else that changed, since it can change a verdict."""
    found = changes(judged({"2022": 54}), judged({"2022": 54}, ambition(**fields)))
    assert [(each.what, each.kind) for each in found.other_definitions] == [(*fields, "setting")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Andel, 16-66 år (pct.)", "andel 16 – 66 år pct", True),
        ("»Job« – eller uddannelse", "job eller uddannelse!", True),
        ("mindst 1,5 %", "mindst 15 %", False),
        ("mindst 50 %", "mindst 50", False),
        ("en ændring på -5", "en ændring på 5", False),
        ("< 5 børn", "> 5 børn", False),
        ("2,1 pr. 1.000", "2,1 pr. 1000", False),
        ("", None, True),
    ],
)
def test_words_are_compared_without_punctuation_and_numbers_with_it(one: str, other: str | None, same: bool) -> None:
    """A comma within a number is no punctuation, nor is a sign before one."""
    assert same_words(one, other) == same
    assert same_words(other, one) == same


# Decisions


DECISION = m.Decision(id="beslutning", body="Byrådet", date="2023-06-01")
EASIER = m.LevelTarget(value=55, comparison="at_least", due="2024", id="lettere")


def decided(*targets: m.Target, decision: m.Decision = DECISION, **fields: Any) -> m.Policy:
    """Return the policy with a decision."""
    policy = ambition(**fields)
    first, *others = policy.indicators
    return attrs.evolve(
        policy, indicators=[attrs.evolve(first, targets=targets or [LEVEL]), *others], decisions=[decision]
    )


@pytest.mark.parametrize(
    "old",
    [
        attrs.evolve(LEVEL, replaced_by=m.ReplacedBy(target="lettere", decision="beslutning")),
        # The new target may have taken the id of the old one.
        attrs.evolve(LEVEL, id="gammel", replaced_by=m.ReplacedBy(target="lettere", decision="beslutning")),
    ],
)
def test_a_target_that_a_decision_replaced_is_no_moved_goalpost(old: m.Target) -> None:
    """The decision is named with the target that took its place."""
    found = changes(judged({"2022": 54}), judged({"2022": 54}, decided(old, EASIER)))
    assert not found.moved_goalposts
    reported = {(each.what, each.now): each.decision for each in found.other_definitions}
    assert reported == {("replaced_by", old.replaced_by): "beslutning", ("target", EASIER): "beslutning"}


def test_a_replacement_is_an_addition_and_taken_back_a_setting() -> None:
    """What a decision replaced is still there, beside what took its place; without it, another target counts."""
    replaced = attrs.evolve(LEVEL, replaced_by=m.ReplacedBy(target="lettere", decision="beslutning"))
    before, now = (judged({"2022": 54}, decided(target, EASIER)) for target in (LEVEL, replaced))
    found = [changes(*each).other_definitions for each in ((before, now), (now, before))]
    assert [[(each.what, each.kind) for each in of] for of in found] == [
        [("replaced_by", "addition")],
        [("replaced_by", "setting")],
    ]


def test_a_new_target_under_the_id_of_a_replaced_one_is_no_moved_goalpost() -> None:
    """The old one is still there, under another id, and states by which decision it was replaced."""
    old = attrs.evolve(LEVEL, id="gammel", replaced_by=m.ReplacedBy(target="level-2024", decision="beslutning"))
    new = attrs.evolve(LEVEL, value=55)
    found = changes(judged({"2022": 54}), judged({"2022": 54}, decided(old, new)))
    assert not found.moved_goalposts
    assert {each.decision for each in some(found.other_definitions)} == {"beslutning"}


def test_a_decision_on_an_indicator_states_why_it_differs() -> None:
    """A decision taken since, whose subject it is; not one that was taken before, nor one that is only expected."""
    now = decided(attrs.evolve(LEVEL, value=55), decision=attrs.evolve(DECISION, subject="i"))
    found = changes(judged({"2022": 54}), judged({"2022": 54}, now))
    assert not found.moved_goalposts
    assert [each.decision for each in found.other_definitions] == ["beslutning"]
    assert [each.causes for each in some(found.results)] == [("decision",)]
    taken_before = decided(decision=attrs.evolve(DECISION, subject="i"))
    assert changes(judged({"2022": 54}, taken_before), judged({"2022": 54}, now)).moved_goalposts
    expected = attrs.evolve(DECISION, subject="i", date=None, expected="2025")
    later = decided(attrs.evolve(LEVEL, value=55), decision=expected)
    assert changes(judged({"2022": 54}), judged({"2022": 54}, later)).moved_goalposts


def test_a_decision_on_something_else_excuses_nothing() -> None:
    """That the policy was adopted anew does not state that a target was made easier."""
    now = decided(attrs.evolve(LEVEL, value=55))
    assert changes(judged({"2022": 54}), judged({"2022": 54}, now)).moved_goalposts


# Causes


def evaluated(figures: dict[str, Any], policy: m.Policy | None = None, **dates: Any) -> Callable[[], Evaluation]:
    """Return how an evaluation is made."""
    return lambda: judged(figures, policy, **dates)


@pytest.mark.parametrize(
    ("before", "now", "causes"),
    [
        (evaluated({"2022": 54}), evaluated({"2022": 54, "2023": 56}), ("new_period",)),
        (evaluated({"2022": 54}), evaluated({"2022": 55}), ("revised",)),
        (evaluated({"2020": 50, "2022": 54}), evaluated({"2020": 49, "2022": 54}), ("revised",)),
        (
            evaluated({"2022": 54}),
            evaluated({"2022": 54}, ambition(baseline=m.Baseline(period="2020", value=45))),
            ("goalpost",),
        ),
        (evaluated({"2024": 56}, at="2023"), evaluated({"2024": 56}, at="2024"), ("new_period",)),
        (evaluated({"2023": 56}, at="2023"), evaluated({"2023": 56}, at="2026"), ("date",)),
        (evaluated({"2022": 54}), evaluated({"2022": 57}, method="cagr"), ("revised", "method")),
        (
            evaluated({"2022": 54}),
            evaluated({"2022": 54}, ambition(breaks=[m.Break(period="2021")])),
            ("policy",),
        ),
        (
            evaluated({"2022": 54}),
            evaluated({"2022": 54, "2023": 56}, ambition(attrs.evolve(LEVEL, value=70))),
            ("goalpost", "new_period"),
        ),
    ],
)
def test_every_verdict_that_is_another_has_its_causes(
    before: Callable[[], Evaluation], now: Callable[[], Evaluation], causes: tuple[str, ...]
) -> None:
    """A newer figure, a revision, a goalpost, the date, the method, how figures are read; several where several are."""
    (change,) = changes(before(), now()).results
    assert change.causes == causes
    assert change.is_visible


def test_a_verdict_that_a_source_published_since_is_a_cause_of_its_own() -> None:
    """It is no figure, and no rule of ours."""
    row = {"indicator": "i", "period": "2022", "value": 54}
    verdict = {"judgement": "På rette vej", "target": "level-2024"}
    found = changes(judged(pd.DataFrame([row])), judged(pd.DataFrame([row | verdict])))
    assert [each.causes for each in found.results] == [("source",)]
    assert not found.figures


def test_a_figure_without_a_period_is_no_rule_of_the_library() -> None:
    """It cannot be judged, before and after; only why is another."""
    found = changes(judged(table({"2022": 48}, "landet")), judged(table({"": 54})))
    assert [(each.now.reason, each.causes) for each in found.results] == [("no_period", ("revised",))]


def test_what_is_only_added_to_the_policy_is_no_cause_beside_a_new_figure() -> None:
    """That the population is stated now does not move a verdict; where nothing else can have moved it, it is named."""
    before, text = ambition(baseline=None), {"population": "16-66 år"}
    found = changes(judged({"2022": 54}, before), judged({"2022": 54, "2024": 61}, ambition(baseline=None, **text)))
    assert [each.causes for each in found.results] == [("new_period",)]
    found = changes(judged({"2022": 54}, before), judged({"2022": 54}))
    assert [each.causes for each in found.results] == [("policy",)]


def test_where_all_is_the_same_but_the_verdict_the_rules_are_others() -> None:
    """A record that an earlier library judged otherwise."""
    now = judged({"2022": 54})
    saved = Record.of(now, "p")
    earlier = attrs.evolve(
        saved, library="0.0.1", results=tuple(attrs.evolve(each, status="far_behind") for each in saved.results)
    )
    found = changes_since(earlier, now)
    assert [each.causes for each in found.results] == [("rules",)]
    assert [(each.what, each.before) for each in found.circumstances] == [("library", "0.0.1")]


def test_a_revision_of_another_year_is_no_cause() -> None:
    """The verdicts use 2020, and the years from 2022; a correction of 2021 is reported, but not as its cause."""
    found = changes(
        judged({"2021": 52, "2022": 54, "2023": 55}), judged({"2021": 51, "2022": 54, "2023": 55, "2024": 57})
    )
    assert [each.causes for each in found.results] == [("new_period",)]
    assert [each.kind for each in found.revised_figures] == ["revised"]


def test_the_dates_and_the_method_of_both_reports_are_reported() -> None:
    """What was, and what is."""
    found = changes(judged({"2022": 54}, at="2023", known="2024-02"), judged({"2022": 54}, at="2024", method="cagr"))
    assert {each.what: (str(each.before), str(each.now)) for each in found.circumstances} == {
        "at": ("2023", "2024"),
        "known": ("2024-02", "None"),
        "method": ("linear", "cagr"),
    }


def test_a_late_figure_of_a_time_that_was_reported_is_listed() -> None:
    """195 for 2022 came after the report on 2022, and 240 for 2023 hides it as the newest."""
    target = m.StandingTarget(value=230, comparison="at_least")
    indicator = m.Indicator(id="i", title="Samtaler", unit="antal", targets=[target])
    policy = m.Policy(
        id="p", title="P", municipality=m.Municipality(name="Prøveby", fictitious=True), indicators=[indicator]
    )
    rows = [
        {"indicator": "i", "period": "2021", "value": 250, "published": "2022-02-01"},
        {"indicator": "i", "period": "2022", "value": 195, "published": "2023-06-01"},
        {"indicator": "i", "period": "2023", "value": 240, "published": "2024-02-01"},
    ]
    before = evaluate(policy, rows, at="2022", known="2023-02-28")
    changes = evaluate(policy, rows, at="2023", known="2024-02-28").changes(before)
    assert [str(each.figure.period) for each in changes.new_figures] == ["2023"]
    assert [(each.kind, str(each.figure.period)) for each in changes.revised_figures] == [("added", "2022")]
