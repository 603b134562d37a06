"""Tracks, first reports, and what the bodies asked for."""

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


def test_a_track_that_says_why_is_found_with_the_reason() -> None:
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
    """One was expected in the first quarter; for the other nobody said when."""
    assert found("KP114", REMARK) == [("snart", "info"), ("tydeligere", "info")]
    assert found("KP114", REMARK, at="2024-Q2") == [("snart", "info"), ("tydeligere", "warning")]


def test_a_remark_is_answered_by_an_account_of_it() -> None:
    """An account of something else does not answer it."""
    assert found("KP114", REMARK, at="2024-Q2", accounts=[account("tydeligere"), account("snart")]) == []
    assert len(found("KP114", REMARK, at="2024-Q2", accounts=[account("byraadet")])) == 2


def test_the_message_says_who_asked_and_how_to_answer() -> None:
    """Body, remark, and the element an account must name."""
    _, finding = findings("KP114", REMARK, at="2024-Q2")
    assert finding.message() == (
        "what Byrådet asked for is not answered: 'Målene gøres tydeligere', expected 2024-Q1 and at 2024-Q2 overdue; "
        "write an account of the element tydeligere"
    )


def test_a_policy_without_plan_has_nothing_to_follow_up() -> None:
    """No plan, no findings."""
    assert found("KP112", "") == found("KP113", "", at="2030") == []
