"""What is due, received and overdue: from the plan, the indicators, the gaps, the decisions and the accounts."""

import datetime as dt
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import icalendar
import pytest
from hypothesis import HealthCheck, given, settings

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.collect import Entry, calendar, calendar_csv, calendar_ics, calendar_text
from kommunepolitik.documents import parse, read_all
from kommunepolitik.i18n import language
from tests.claims import some
from tests.strategies import policies, records

NYBRO = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro"

HEAD = """
kommunepolitik: 1
id: p
title: Politik
municipality: {name: Nybro, fictitious: true}
period: 2024..2027
"""


def entries(text: str, at: str, rows: Any = None, **more: Any) -> list[tuple[str, ...]]:
    """Return state, kind, element, period and day of all that is listed."""
    found = calendar(parse(HEAD + text), rows, at, **more)
    return [(e.state, e.kind, e.element, str(e.period or ""), str(e.due)) for e in found]


def rows(*periods: str, **more: Any) -> list[dict[str, Any]]:
    """Return a figure of the indicator i for some periods, each published when it was over."""
    return [{"indicator": "i", "period": each, "value": 5, **more} for each in periods]


def account(element: str, period: str, date: str | None = None, **more: Any) -> m.Account:
    """Return an account."""
    return m.Account(element=element, period=period, text="…", date=date, **more)


def nybro(at: str) -> tuple[Entry, ...]:
    """Return the calendar of both policies of Nybro."""
    documents = read_all([NYBRO])
    figures: dict[str, Any] = {each.policy.id: each.observations for each in documents}
    return calendar(
        kp.Portfolio(each.policy for each in documents),
        {**figures, "": [NYBRO / "national.csv"]},
        at,
        accounts={each.policy.id: each.accounts for each in documents},
        departments={each.policy.id: each.departments for each in documents},
    )


# Figures


INDICATOR = "indicators: [{id: i, title: I, frequency: %s, data_source: {keeper: K, lag: %d}}]"


def test_a_figure_is_due_when_its_period_is_over_and_the_lag_of_its_source_has_passed() -> None:
    """One row for each period: received, overdue or due, by the day."""
    found = entries(INDICATOR % ("yearly", 3), "2026-06-01", rows("2024"))
    assert found == [
        ("overdue", "figure", "i", "2025", "2026-03-31"),
        ("due", "figure", "i", "2026", "2027-03-31"),
    ]
    assert ("received", "figure", "i", "2025", "2026-03-31") in entries(
        INDICATOR % ("yearly", 3), "2026-06-01", rows("2024", "2025")
    )


def test_a_figure_published_later_was_not_received_on_the_day() -> None:
    """As of a day of last year the calendar states what was known then."""
    table = [*rows("2024"), *rows("2025", published="2026-05-20")]
    assert entries(INDICATOR % ("yearly", 3), "2026-05-01", table)[0][0] == "overdue"
    assert entries(INDICATOR % ("yearly", 3), "2026-05-31", table)[0][0] == "due"


def test_a_thing_is_not_overdue_on_the_day_that_it_is_due() -> None:
    """Only on the day after."""
    assert entries(INDICATOR % ("yearly", 3), "2026-03-31", rows("2024"))[0][:1] == ("due",)
    assert entries(INDICATOR % ("yearly", 3), "2026-04-01", rows("2024"))[0][:1] == ("overdue",)


def test_without_a_known_lag_a_figure_is_late_when_the_next_period_is_over() -> None:
    """It is awaited from the end of its period; an unknown lag makes it no later."""
    text = "indicators: [{id: i, title: I, frequency: quarterly}]"
    found = entries(text, "2025-03-15", rows("2024-Q1", "2024-Q2"))
    assert found[0] == ("overdue", "figure", "i", "2024-Q3", "2024-09-30")
    assert found[1] == ("due", "figure", "i", "2024-Q4", "2024-12-31")


@pytest.mark.parametrize(
    ("frequency", "first", "expected"),
    [
        ("yearly", "2023/24", "2024/25"),
        ("yearly", "2024-Q4", "2025-Q4"),
        ("monthly", "2025-11", "2025-12"),
        ("half_yearly", "2025-H1", "2025-H2"),
        ("every_four_months", "2025-T2", "2025-T3"),
        ("every_two_years", "2024", "2026"),
        ("weekly", "2025-W51", "2025-W52"),
        ("yearly", "2024-05-14", "2025"),
    ],
)
def test_the_next_period_is_of_the_kind_of_the_newest_figure(frequency: str, first: str, expected: str) -> None:
    """School years follow school years; a survey every second year is of the year that it is made in."""
    found = entries(INDICATOR % (frequency, 0), "2025-12-31", rows(first), ahead=24)
    assert next(each for each in found if each[0] != "received")[3] == expected


def test_a_report_on_a_missing_figure_counts() -> None:
    """That it is not measured is an answer; that it comes later moves the day."""
    none = m.MissingFigure(indicator="i", period="2025", why="not_measured")
    found = entries(INDICATOR % ("yearly", 3), "2026-06-01", rows("2024"), missing_figures=[none])
    assert ("received", "figure", "i", "2025", "2026-03-31") in found
    later = m.MissingFigure(indicator="i", period="2025", why="later", expected="2026-Q3")
    found = entries(INDICATOR % ("yearly", 3), "2026-06-01", rows("2024"), missing_figures=[later])
    assert ("due", "figure", "i", "2025", "2026-09-30") in found


def test_a_series_owes_nothing_from_before_it_began() -> None:
    """Neither before its first figure nor before a later baseline, nor after the policy."""
    found = entries(INDICATOR % ("yearly", 0), "2027-12-01", rows("2026"), ahead=60)
    assert [each[3] for each in found] == ["2027", "2026"]
    text = "indicators: [{id: i, title: I, frequency: yearly, baseline: {period: 2026}}]"
    assert [each[3] for each in entries(text, "2027-12-01")] == ["2026", "2027"]


def test_a_frequency_that_is_unknown_or_continuous_expects_nothing() -> None:
    """And background is not owed, unless a target compares with it."""
    text = """
indicators:
  - {id: a, title: A}
  - {id: b, title: B, frequency: continuous}
  - {id: c, title: C, frequency: yearly, role: context}
  - {id: d, title: D, frequency: yearly, role: context}
  - id: e
    title: E
    targets: [{kind: level, value: 0, comparison: at_least, relative_to: {indicator: d}}]
"""
    assert {each[2] for each in entries(text, "2024-06-01")} == {"d"}


def test_figures_are_expected_when_reports_announce_them() -> None:
    """The month of the next figure is the one that an evaluation gives."""
    documents = [each for each in read_all([NYBRO]) if each.policy.id == "nybro-integration-2024"]
    policy = documents[0].policy
    figures: dict[str, Any] = {policy.id: documents[0].observations, "": [NYBRO / "national.csv"]}
    evaluation = kp.evaluate(policy, kp.read_observations(figures, kp.Portfolio([policy])), known="2027-02-26")
    dues: dict[str, set[str]] = {}
    for each in nybro("2027-02-26"):
        if each.kind == "figure" and each.state == "due":
            dues.setdefault(each.element, set()).add(f"{each.due:%Y-%m}")
    by_date = [
        (each.indicator, str(each.expected))
        for each in evaluation.results
        if each.expected and each.group == "" and each.indicator in dues and each.reference_value is None
        if str(each.expected) >= "2027-02"
    ]
    assert len(by_date) > 10
    assert [pair for pair in by_date if pair[1] not in dues[pair[0]]] == []


# Reports and accounts


PLAN = """
plan:
  id: plan
  title: Plan
  responsible: Direktionen
  reporting:
    - {to: Udvalget, frequency: yearly, first: 2025-Q1}
  tracks:
    - {id: spor, title: Spor, responsible: Jobcenteret, first_report: 2025-Q1}
"""


def test_a_report_recurs_until_the_policy_was_reported_to_its_end() -> None:
    """The year of the last report is the last of the policy; each track owes an account for each."""
    found = entries(PLAN, "2024-06-01", ahead=60)
    assert [each[4] for each in found if each[1] == "report"] == [f"{year}-03-31" for year in (2025, 2026, 2027, 2028)]
    assert [(each[1], each[3]) for each in found if each[2] == "spor"] == [
        ("first_report", ""), ("account", "2025"), ("account", "2026"), ("account", "2027"),
    ]  # fmt: skip


def test_an_account_is_received_by_the_period_that_it_is_about() -> None:
    """One that comes late belongs to the report of its year, not to the next."""
    late = [account("spor", "2024", "2025-05-02")]
    found = {each[:4] for each in entries(PLAN, "2026-05-01", accounts=late, ahead=24)}
    assert ("received", "first_report", "spor", "") in found
    assert ("received", "report", "plan", "2024") in found
    assert ("overdue", "account", "spor", "2025") in found
    assert ("overdue", "report", "plan", "2025") in found


def test_the_first_report_is_made_when_anything_was_reported_however_late() -> None:
    """As the rule on overdue reports has it; the report after it is not made by that."""
    late = [account("plan", "2025", "2026-02-01")]
    found = [
        each[:2] + each[3:4] for each in entries(PLAN, "2027-05-01", accounts=late, ahead=36) if each[1] == "report"
    ]
    assert found == [
        ("overdue", "report", "2026"),
        ("due", "report", "2027"),
        ("received", "report", "2024"),
        ("received", "report", "2025"),
    ]


def test_two_bodies_are_reported_to_each_in_its_time() -> None:
    """The tracks account as often as either is reported to."""
    text = PLAN.replace("  tracks:", "    - {to: Byrådet, frequency: half_yearly, first: 2025-H1}\n  tracks:")
    found = [each for each in entries(text, "2024-06-01", ahead=24) if each[1] == "report"]
    assert [each[4] for each in found] == ["2025-03-31", "2025-06-30", "2025-12-31", "2026-03-31"]
    accounts = [each[4] for each in entries(text, "2024-06-01", ahead=24) if each[1] == "account"]
    assert accounts == ["2025-06-30", "2025-12-31", "2026-03-31"]
    reported = [account("spor", "2024", "2025-03-12")]
    later = entries(text, "2026-01-15", accounts=reported, ahead=6)
    states = {each[4]: each[0] for each in later if each[1] == "account"}
    assert states == {"2025-06-30": "overdue", "2025-12-31": "overdue", "2026-03-31": "due", "2026-06-30": "due"}


def test_an_account_written_after_the_day_is_not_received() -> None:
    """The calendar of a past day is that of the day."""
    written = [account("spor", "2024", "2025-03-12")]
    assert entries(PLAN, "2025-03-01", accounts=written)[0][0] == "due"
    assert "first_report" in {
        each[1] for each in entries(PLAN, "2025-03-31", accounts=written) if each[0] == "received"
    }


def test_a_meeting_that_is_known_takes_the_place_of_the_day_by_which_a_report_is_due() -> None:
    """A report due in the first quarter is due on the day of the meeting."""
    text = PLAN.replace("first: 2025-Q1}", "first: 2025-Q1, meetings: [2026-03-11]}")
    days = [each[4] for each in entries(text, "2024-06-01", ahead=36) if each[1] == "report"]
    assert days == ["2025-03-31", "2026-03-11", "2027-03-31"]


def test_what_an_account_states_will_be_done_is_due_until_a_later_account() -> None:
    """With who does it, else who answers for the element."""
    reported = account("spor", "2024", action="Flere besøg", action_by="Jobcenteret", action_due="2025-Q3")
    found = calendar(parse(HEAD + PLAN), None, "2025-11-01", accounts=[reported])
    assert [(e.state, e.title, e.unit) for e in found if e.kind == "action"] == [
        ("overdue", "Flere besøg", "Jobcenteret")
    ]
    later = [reported, account("spor", "2025", "2025-10-01")]
    found = calendar(parse(HEAD + PLAN), None, "2025-11-01", accounts=later)
    assert [e.state for e in found if e.kind == "action"] == ["received"]


# Promises, remarks, activities, decisions


MORE = """
goals:
  - id: maal
    statement: Et mål
    missing: [{what: measured_by, why: promised, expected: 2025-Q2}]
plan:
  id: plan
  title: Plan
  tracks:
    - id: spor
      title: Spor
      responsible: Jobcenteret
      activities:
        - {id: gjort, title: Gjort, due: 2025, done: 2025-10}
        - {id: venter, title: Venter, due: 2025-H1}
decisions:
  - id: d
    body: Byrådet
    date: 2024-03-20
    remarks:
      - {id: svar, statement: Svar ønskes, expected: 2025-Q1}
      - {id: naar-som-helst, statement: Uden frist}
  - {id: e, body: Udvalget, expected: 2026-03, subject: plan}
"""


def test_promises_remarks_activities_and_decisions_are_due_on_the_last_day_of_their_period() -> None:
    """What has no date is not in a calendar; what was done is received."""
    assert sorted(entries(MORE, "2025-12-01")) == [
        ("due", "decision", "e", "", "2026-03-31"),
        ("overdue", "activity", "venter", "", "2025-06-30"),
        ("overdue", "promise", "maal", "", "2025-06-30"),
        ("overdue", "remark", "svar", "", "2025-03-31"),
        ("received", "activity", "gjort", "", "2025-12-31"),
    ]
    answered = entries(MORE, "2025-12-01", accounts=[account("svar", "2025", "2025-11-01")])
    assert ("received", "remark", "svar", "", "2025-03-31") in answered


def test_a_policy_owes_what_belongs_to_its_own_years_also_when_they_are_over() -> None:
    """The figures of its last year come after it; nothing of later years is asked for, nor of one superseded."""
    text = "in_force: 2024..2027\nstage: %s\n" + INDICATOR.replace("%s", "yearly") % 3
    reported = rows("2024", "2025", "2026")
    owed = entries(text % "adopted", "2028-01-01", reported)
    assert ("due", "figure", "i", "2027", "2028-03-31") in owed
    assert {period for state, _, _, period, _ in owed if state != "received"} == {"2027"}
    assert entries(text % "adopted", "2029-01-01", reported)[0] == ("overdue", "figure", "i", "2027", "2028-03-31")
    assert entries(text % "superseded", "2028-01-01", reported) == []
    ended = entries(MORE + "in_force: 2024-02..2025-06\n", "2025-12-01")
    assert ("overdue", "remark", "svar", "", "2025-03-31") in ended


def test_what_a_unit_announced_would_come_after_the_policy_is_still_awaited() -> None:
    """»Kommer marts 2028« of the last year is in the calendar of January 2028."""
    later = m.MissingFigure(indicator="i", period="2027", why="later", expected="2028-03")
    text = "in_force: 2024..2027\n" + INDICATOR % ("yearly", 0)
    found = entries(text, "2028-01-31", rows("2024", "2025", "2026"), missing_figures=[later])
    assert ("due", "figure", "i", "2027", "2028-03-31") in found


def test_what_was_received_long_ago_is_left_out_and_what_is_overdue_never() -> None:
    """A year back and a year ahead, or as many months as are asked for."""
    assert [each[2] for each in entries(MORE, "2027-12-01")] == ["svar", "maal", "venter", "e"]


def test_a_calendar_needs_a_day_that_has_an_end() -> None:
    """It is never silently that of today."""
    with pytest.raises(kp.KommunepolitikError, match="give a day, such as 2026-12-31"):
        calendar(parse(HEAD))
    with pytest.raises(kp.KommunepolitikError, match=r"'2024\.\.' has no end"):
        calendar(parse(HEAD), None, "2024..")


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(policies(), st.lists(records(m.Account), max_size=2))
def test_any_policy_has_a_calendar(policy: m.Policy, written: list[m.Account]) -> None:
    """Sorted by state and day, within the horizon; nothing is listed twice."""
    found = calendar(policy, None, "2024-06-15", accounts=written, ahead=6)
    states = [each.state for each in found]
    assert states == sorted(states, key=["overdue", "due", "received"].index)
    assert all(each.due <= dt.date(2024, 12, 15) for each in found)
    assert all(each.due < dt.date(2024, 6, 15) for each in found if each.state == "overdue")
    assert all(calendar_text(each, language("da")) for each in found)


# Units


def test_the_unit_is_that_of_the_element_or_of_what_it_is_part_of() -> None:
    """By the title of organisation.yaml, whatever name a policy uses; empty where nobody answers."""
    parts = [m.Department(id="job", title="Center for Job", other_names=["Jobcenteret"])]
    found = calendar(parse(HEAD + MORE), None, "2025-12-01", departments=parts)
    assert {each.element: each.unit for each in found} == {
        "venter": "Center for Job", "gjort": "Center for Job", "maal": "", "svar": "", "e": "",
    }  # fmt: skip


# Files


def test_nybro_is_listed_with_its_units() -> None:
    """Of the two editions only the newer; what nobody answers for is among it."""
    found = some(nybro("2027-02-26"))
    assert {each.policy for each in found} == {"nybro-integration-2024"}
    assert {each.unit for each in found} >= {"", "Center for Job og Læring", "Direktionen"}
    overdue = {(each.kind, each.element) for each in found if each.state == "overdue"}
    assert {("promise", "trivsel-unge"), ("remark", "bemaerkning-tryghed"), ("activity", "nabodage")} <= overdue


def test_the_calendar_file_is_read_by_an_icalendar_reader() -> None:
    """All-day events with Danish text, one for each entry, whose identifiers are unique."""
    portfolio, found = kp.load_portfolio(NYBRO), nybro("2027-02-26")
    content = calendar_ics(found, portfolio, dt.date(2027, 2, 26), language("da"))
    events = list(icalendar.Calendar.from_ical(content).walk("VEVENT"))
    assert len(events) == len(found)
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert [event["DTSTART"].dt for event in events] == [each.due for each in found]
    assert {event["DTSTAMP"].dt for event in events} == {dt.datetime(2027, 2, 26, tzinfo=dt.UTC)}
    summaries = [str(event["SUMMARY"]) for event in events]
    assert "Tal for 2026: Voksne i beskæftigelse (Center for Job og Læring)" in summaries
    assert any(text.startswith("Forsinket: Aktivitet: To nabodage") for text in summaries)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert content == calendar_ics(nybro("2027-02-26"), portfolio, dt.date(2027, 2, 26), language("da"))


def test_an_event_keeps_its_identifier_from_day_to_day() -> None:
    """So that a calendar program replaces it when its state changes."""
    portfolio, identifiers = kp.load_portfolio(NYBRO), []
    for day in ("2026-12-15", "2027-02-26"):
        content = calendar_ics(nybro(day), portfolio, dt.date.fromisoformat(day), language("da"))
        identifiers.append({str(event["UID"]) for event in icalendar.Calendar.from_ical(content).walk("VEVENT")})
    assert len(identifiers[0] & identifiers[1]) > 50


def test_the_csv_file_opens_in_a_danish_spreadsheet() -> None:
    """Danish headings and semicolons; no cell is taken for a formula."""
    policy = parse(HEAD + MORE.replace("title: Venter", 'title: "=1+1", note: x'))
    found = calendar(policy, None, "2025-12-01")
    content = calendar_csv(found, kp.Portfolio([policy]), language("da"))
    assert content.startswith("\ufefftilstand;frist;art;hvad;periode;ansvarlig;politik;kommune".encode())
    assert "Aktivitet: =1+1" in content.decode()
    evil = [m for m in content.decode().split("\r\n") if m.startswith(("=", "+", "@"))]
    assert evil == []


def test_every_kind_of_entry_has_words() -> None:
    """None names a placeholder."""
    found = [*nybro("2027-02-26"), *nybro("2025-01-01")]
    texts = {each.kind: calendar_text(each, language("da")) for each in found}
    assert set(texts) == {
        "figure", "report", "first_report", "account", "action", "promise", "remark", "activity", "decision",
    }  # fmt: skip
    assert not [text for text in texts.values() if "{" in text]
