"""What is expected and when: the periods of an indicator's figures, and the days of recurring reports."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import attrs

from kommunepolitik.collect.periods import add_months, last_day, month_end, regular_periods
from kommunepolitik.evaluation.cases import STEPS
from kommunepolitik.figures import Figures, Observation
from kommunepolitik.figures.periods import judged_days, length_of, period_between
from kommunepolitik.model import Indicator, Period, Policy, Reporting

_YEAR: Final = 12
_WEEK: Final = dt.timedelta(days=7)


@attrs.frozen(kw_only=True)
class ExpectedFigure:
    """A period that an indicator should have a figure for."""

    period: Period
    due: dt.date
    """The last day of the month in which its figure is expected: its end and the lag of its source.

    For a weekly figure, the day itself.
    """
    late: dt.date
    """The last day on which it is not late: where no lag is known, the next period has to be over."""
    is_received: bool


@attrs.frozen(kw_only=True)
class ReportDay:
    """A day by which a report is due, with the day of the one before; accounts of the periods between belong to it."""

    due: dt.date
    after: dt.date
    period: Period
    """The period that it covers: the last whole one that is over by then."""
    is_first: bool


def policy_span(policy: Policy) -> tuple[dt.date | None, dt.date]:
    """Return the first and last day that a policy is followed up for; None and the last possible day by default.

    It is followed up as long as it is in force, which may be longer than its period.
    """
    spans = [each for each in (policy.period, policy.in_force) if each is not None]
    start = min((each.start for each in spans), default=None)
    ends = [each.end for each in spans]
    return start, dt.date.max if None in ends or not ends else max(end for end in ends if end is not None)


def expected_figures(
    policy: Policy, indicator: Indicator, figures: Figures, until: dt.date
) -> Iterator[ExpectedFigure]:
    """Yield the periods of an indicator whose figures are expected by a day, in order of time.

    They follow from its frequency: periods of the length of its newest figure, else of its baseline, else of the
    calendar. They begin with the policy, or with the first figure or a later baseline: a series has no earlier ones.
    """
    step = STEPS.get(indicator.frequency or "")
    if step is None:
        return
    rows, end = _rows(policy, indicator, figures), policy_span(policy)[1]
    start = _start(policy, indicator, rows)
    lag = None if indicator.data_source is None else indicator.data_source.lag
    ends = [(judged_days(row.period)[1], length_of(*judged_days(row.period))) for row in rows]
    baseline = None if indicator.baseline is None else indicator.baseline.period
    known = [row.period for row in rows if row.period is not None] or [each for each in (baseline,) if each is not None]
    for period in regular_periods(float(step), known, start or add_months(until, -24)):
        last = last_day(period)
        due = add_months(last, lag or 0)
        due = due if step < 1 else month_end(due)  # the lag of a source is in months
        if last > end or due > until:
            return
        late = due if lag is not None else max(due, _later(last, float(step)))
        is_received = _is_received(ends, period, float(step))
        yield ExpectedFigure(period=period, due=due, late=late, is_received=is_received)


def _rows(policy: Policy, indicator: Indicator, figures: Figures) -> list[Observation]:
    """Return the figures of the whole population, or of all groups where there are none, in order of time."""
    whole = figures.series(policy.id, indicator.id)
    groups = () if whole else figures.groups(policy.id, indicator.id)
    rows = [*whole, *(row for group in groups for row in figures.series(policy.id, indicator.id, group))]
    return sorted(rows, key=lambda row: row.period.sort_key if row.period else ())


def _start(policy: Policy, indicator: Indicator, rows: Sequence[Observation]) -> dt.date | None:
    """Return the day that the first expected period must not end before."""
    starts = [policy_span(policy)[0]]
    if rows and rows[0].period is not None:
        starts.append(last_day(rows[0].period))
    elif indicator.baseline is not None and indicator.baseline.period is not None:
        starts.append(indicator.baseline.period.start)
    return max((each for each in starts if each is not None), default=None)


def _is_received(ends: Iterable[tuple[int, int]], period: Period, step: float) -> bool:
    """Return whether there is a figure for a period: of its length, or of a shorter one with the same end.

    `ends` are the last days and lengths of the existing figures.
    """
    end, wanted = last_day(period), length_of(*judged_days(period))
    begins = (end - _WEEK if step < 1 else add_months(end, -round(step))).toordinal()
    return any(
        length == wanted or length <= 0 or (last == end.toordinal() and length < wanted)
        for last, length in ends
        if begins < last <= end.toordinal()
    )


def _later(day: dt.date, step: float) -> dt.date:
    return day + _WEEK if step < 1 else month_end(add_months(day, round(step)))


def report_days(policy: Policy, reporting: Iterable[Reporting], until: dt.date) -> list[ReportDay]:
    """Return the days on which reports to bodies are due until a day, in order of time.

    A report recurs with its frequency from the first, until the policy has been reported to its end; where a meeting is
    known, it replaces the day by which the report is due.
    """
    found: dict[dt.date, tuple[int, bool]] = {}
    for each in reporting:
        step = STEPS.get(each.frequency or "", 0)
        months = round(step) if step >= 1 else 0
        days = _recurring(each, months, policy_span(policy)[1], until)
        meetings = sorted(meeting.end for meeting in each.meetings if meeting.end is not None)
        kept = [due for due, before in days if not any(before < meeting <= due for meeting in meetings)]
        for day in [*kept, *(meeting for meeting in meetings if meeting <= until)]:
            found.setdefault(day, (months or _YEAR, False))
        if days or meetings:
            first = min([*kept, *meetings])
            found[first] = (months or _YEAR, True)
    dues = sorted(found)
    return [
        ReportDay(due=due, after=before, period=_period_before(due, found[due][0]), is_first=found[due][1])
        for before, due in zip([dt.date.min, *dues], dues, strict=False)
        if due <= until
    ]


def _recurring(each: Reporting, months: int, end: dt.date, until: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Return the days by which a recurring report is due, each with the day of the one before."""
    if each.first is None or each.first.end is None:
        return []
    days, due, before = list[tuple[dt.date, dt.date]](), each.first.end, dt.date.min
    while due <= until and before < end:
        days.append((due, before))
        if not months:
            break
        before, due = due, add_months(due, months)
    return days


def _period_before(due: dt.date, months: int) -> Period:
    """Return the last whole period of some months in the calendar that is over by a day."""
    length = min(months, _YEAR)
    over = (due + dt.timedelta(days=1)).month - 1 + (due + dt.timedelta(days=1)).year * 12
    over -= over % length
    last = dt.date(over // 12, over % 12 + 1, 1) - dt.timedelta(days=1)
    return period_between((add_months(last, -length) + dt.timedelta(days=1)).toordinal(), last.toordinal())
