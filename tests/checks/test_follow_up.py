"""Tracks, first reports, and what the bodies asked for."""

from textwrap import dedent

import pytest

import kommunepolitik.model as m

from .made import findings, found

PLAN = """
    plan:
      id: plan
      title: Implementeringsplan
      reporting:
        - {to: Byrådet, first: 2024-Q1}
      tracks:
        - {id: spor-1, title: Borgermøde, first_report: 2025-Q1}
        - {id: spor-2, title: Netværk, follow_up: Beskrives hvert år, first_report: 2024-Q1, focus_area: job}
        - {id: spor-3, title: Job, measured_by: [i]}
    focus_areas:
      - {id: job, title: Job}
    indicators:
      - {id: i, title: I job}
"""

REMARK = """
    decisions:
      - id: byraadet
        body: Byrådet
        remarks:
          - {id: tydeligere, statement: Målene gøres tydeligere, expected: 2024-Q1}
          - {id: snart, statement: Flere tal}
"""


def account(element: str, period: str = "2024", date: str | None = None) -> m.Account:
    """Return an account of an element."""
    return m.Account(element=element, period=m.Period(period), text="…", date=None if date is None else m.Period(date))


def test_a_track_is_followed_up_by_words_or_by_an_indicator() -> None:
    """Only the first has neither."""
    assert found("KP112", PLAN) == [("spor-1", "warning")]


def test_a_track_that_states_why_is_found_with_the_reason() -> None:
    """The reason may be given for the words or for the indicators."""
    text = "plan:\n  id: plan\n  title: Plan\n  tracks:\n    - id: spor\n      title: Spor\n      missing: [{what: follow_up, why: unclear}]\n"
    (finding,) = findings("KP112", text)
    assert "'Spor' is followed up: unclear in the sources;" in finding.message()


def test_without_a_date_nothing_is_overdue() -> None:
    """No policy is judged by today's date."""
    assert found("KP113", PLAN) == []


def test_first_reports_are_overdue_after_their_quarter() -> None:
    """The plan's to Byrådet and the track's; the other track is due a year later."""
    assert found("KP113", PLAN, at="2024-Q1") == []
    assert found("KP113", PLAN, at="2024-Q2") == [("plan", "warning"), ("spor-2", "warning")]
    assert found("KP113", PLAN, at="2025-04") == [("plan", "warning"), ("spor-1", "warning"), ("spor-2", "warning")]


@pytest.mark.parametrize(
    ("element", "left"),
    [("spor-2", []), ("job", []), ("plan", []), ("spor-3", ["spor-2"]), ("i", ["spor-2"])],
)
def test_an_account_covers_its_track_and_any_account_the_plan(element: str, left: list[str]) -> None:
    """An account of the track, its area or the plan covers the track."""
    assert [id for id, _ in found("KP113", PLAN, at="2024-Q2", accounts=[account(element)])] == left


def test_an_account_written_after_the_date_does_not_count() -> None:
    """At that date it was not there."""
    late = [account("plan", date="2024-09")]
    assert len(found("KP113", PLAN, at="2024-Q2", accounts=late)) == 2
    assert found("KP113", PLAN, at="2024-Q4", accounts=late) == []


def test_a_remark_without_an_answer_is_information_until_it_is_overdue() -> None:
    """One was expected in the first quarter; for the other no date is stated."""
    assert found("KP114", REMARK) == [("snart", "info"), ("tydeligere", "info")]
    assert found("KP114", REMARK, at="2024-Q2") == [("snart", "info"), ("tydeligere", "warning")]


def test_a_remark_is_answered_by_an_account_of_it() -> None:
    """An account of something else does not answer it."""
    assert found("KP114", REMARK, at="2024-Q2", accounts=[account("tydeligere"), account("snart")]) == []
    assert len(found("KP114", REMARK, at="2024-Q2", accounts=[account("byraadet")])) == 2


def test_the_message_states_who_asked_and_how_to_answer() -> None:
    """Body, remark, and the element an account must name."""
    _, finding = findings("KP114", REMARK, at="2024-Q2")
    assert finding.message() == (
        "what Byrådet asked for is not answered: 'Målene gøres tydeligere', expected 2024-Q1 and at 2024-Q2 overdue; "
        "write an account of the element tydeligere"
    )


def test_a_policy_without_plan_has_nothing_to_follow_up() -> None:
    """No plan, no findings."""
    assert found("KP112", "") == found("KP113", "", at="2030") == []


EXPIRED = """
    groups: [{id: unge, title: Unge}]
    indicators:
      - id: i
        title: I job
        targets:
          - {kind: level, value: 60, comparison: at_least, due: 2023}
          - {kind: level, value: 62, comparison: at_least, due: 2025}
"""


@pytest.mark.parametrize(
    ("at", "over"),
    [("2023", False), ("2025", False), ("2025-12-31", False), ("2026-01-01", False), ("2026-Q1", True), ("2026", True)],
)
def test_a_target_expires_when_its_deadline_is_over_and_none_follows(at: str, over: bool) -> None:
    """The report on 2025 is about the target for 2025; the first of January is the end of 2025."""
    assert found("KP117", EXPIRED, at=at) == [("i", "warning")] * over


@pytest.mark.parametrize(
    ("period", "over"), [("2025", False), ("2026-01-01", False), ("2026-01-02", True), ("2026-Q1", True)]
)
def test_without_a_date_the_newest_figure_is_the_date(period: str, over: bool) -> None:
    """No policy is judged by today's date."""
    rows = f"indicator;group;period;value\ni;;2022;5\ni;;{period};6\ni;unge;2030;6"
    assert found("KP117", EXPIRED) == []
    assert found("KP117", EXPIRED, rows) == [("i", "warning")] * over


@pytest.mark.parametrize(
    "follows",
    [
        "{id: ny, kind: level, value: 65, comparison: at_least, due: 2029}",
        "{kind: level, value: 65, comparison: at_least}",
        "{kind: standing, value: 65, comparison: at_least}",
        "{kind: direction, direction: increase}",
    ],
)
def test_a_later_target_or_one_without_a_deadline_follows_it(follows: str) -> None:
    """Whatever its kind; one for another group does not."""
    text = EXPIRED + f"          - {follows}\n"
    assert found("KP117", text, at="2026") == []
    assert found("KP117", text.replace(f"{follows[:-1]}", f"{follows[:-1]}, group: unge"), at="2026") == [
        ("i", "warning")
    ]


def test_a_target_that_a_decision_replaced_needs_no_other() -> None:
    """What took its place may itself expire."""
    text = EXPIRED.replace("value: 60, ", "value: 60, id: a, replaced_by: {target: b, decision: d}, ").replace(
        "value: 62, ", "value: 62, id: b, "
    )
    text += "    decisions: [{id: d, body: Byrådet}]\n"
    (finding,) = findings("KP117", text, at="2030")
    assert finding.data["target"] == "b"


@pytest.mark.parametrize(
    ("holds", "over"), [("stage: superseded", True), ("in_force: 2022..2026", True), ("in_force: 2022..2027", False)]
)
def test_a_policy_that_is_over_needs_no_new_targets(holds: str, over: bool) -> None:
    """Its successor has them."""
    assert (found("KP117", f"{holds}\n{dedent(EXPIRED)}", at="2027") == []) == over


def test_the_message_names_the_deadline_and_why_none_follows() -> None:
    """A target that is promised is still found, with that reason."""
    text = EXPIRED + "        missing: [{what: targets, why: promised, expected: 2026-Q2}]\n"
    (finding,) = findings("KP117", text, at="2026")
    assert finding.path == ("indicators", 0, "targets", 1)
    assert "was due 2025, and none follows it: promised (expected 2026-Q2);" in finding.message()


GAP = "missing:\n  - {{what: de unges egen oplevelse, why: {0}}}\n"


@pytest.mark.parametrize(
    ("gap", "at", "is_found"),
    [
        ("promised, expected: 2026-09..2026-11", "2026-12", True),
        ("promised, expected: 2026-09..2026-11", "2026-11", False),
        ("promised, expected: 2026-09..2026-11", None, False),
        ("promised", "2027", False),
        ("not_set", "2027", False),
    ],
)
def test_what_was_promised_and_is_missing_is_found_after_its_time(gap: str, at: str | None, is_found: bool) -> None:
    """Whatever it is; baselines have a rule of their own."""
    assert found("KP118", GAP.format(gap), at=at) == [("p", "warning")] * is_found


def test_a_promised_baseline_is_found_by_its_own_rule_only() -> None:
    """Not twice."""
    text = "indicators:\n  - {id: i, title: Ledige, missing: [{what: baseline, why: promised, expected: 2024}]}\n"
    assert found("KP118", text, at="2025") == []
    assert found("KP108", text, at="2025") == [("i", "warning")]
