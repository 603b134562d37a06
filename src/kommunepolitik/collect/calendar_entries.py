"""What is due, received and overdue on a day: figures, reports, accounts, promises, remarks, activities, decisions."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

import attrs

from kommunepolitik.collect.expected import ReportDay, expected_figures, report_days
from kommunepolitik.collect.periods import add_months
from kommunepolitik.collect.units import Units
from kommunepolitik.display import short_repr
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.figures import Figures
from kommunepolitik.model import Account, Department, Element, Indicator, MissingFigure, Period, Policy, Portfolio
from kommunepolitik.model.accounts import is_accounted_for, is_written
from kommunepolitik.model.element import name_of

State = Literal["overdue", "due", "received"]
Kind = Literal[
    "figure", "report", "first_report", "account", "action", "promise", "remark", "activity", "decision",
]  # fmt: skip
"""A figure; a report to a body; the first account of a track; a later one; the action of an account; what a gap
promises; an answer to a remark; an activity; a decision that is expected."""

STATES: Final[tuple[State, ...]] = ("overdue", "due", "received")
YEAR: Final = 12


@attrs.frozen(kw_only=True)
class Entry:
    """One thing that is due on a day, and whether it has been received."""

    state: State
    due: dt.date
    """The last day of the period that it is due in."""
    kind: Kind
    policy: str
    element: str
    """Id of the element that it is about; that of the policy for the policy as a whole."""
    title: str
    """The name of the element, or what is to be done."""
    period: Period | None = None
    """The period of the figure or of the account."""
    body: str = ""
    """The body that receives a report, requested an answer, or decides."""
    gap: str = ""
    """The field that is promised, or what else is."""
    unit: str = ""
    """The unit that is responsible for it; empty where nobody is."""
    is_first: bool = False
    """Whether it is the first report to the body."""

    __repr__ = short_repr

    @property
    def key(self) -> tuple[str, ...]:
        """The key that identifies it, independent of its state and day."""
        return (self.kind, self.policy, self.element, self.body, self.gap, self.title, str(self.period or ""))


def calendar(
    subject: Policy | Portfolio,
    observations: Any = None,
    at: Period | str | dt.date | None = None,
    *,
    accounts: Iterable[Account] | Mapping[str, Iterable[Account]] = (),
    missing_figures: Iterable[MissingFigure] | Mapping[str, Iterable[MissingFigure]] = (),
    departments: Iterable[Department] | Mapping[str, Iterable[Department]] = (),
    ahead: int = YEAR,
) -> tuple[Entry, ...]:
    """Return what is due in a policy, or in all policies of a portfolio, as it was known on a day.

    Contains all that is overdue on the day `at`, what is due in the months after it (12 by default), and what was due
    in as many months before it and has been received. `accounts`, `missing_figures` and `departments` are those of the
    policy; of a portfolio with several, by policy id. A policy owes what belongs to its own years until that is
    received or the policy is superseded, also when it is no longer in force: the figures of its last year come later.
    Elements of a next edition that are not confirmed owe nothing.

    A figure is received if there is one, as known on the day, or if those who measure it reported that there is none;
    an account if it was written by then. A figure without a known lag is overdue only when the next period is over; one
    that was reported to come later is due then.

    >>> import kommunepolitik.model as m
    >>> job = m.Indicator(id="job", title="Unge i job", frequency="yearly", data_source=m.DataSource(keeper="K", lag=3))
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse", period="2024..2027", indicators=[job])
    >>> rows = [{"indicator": "job", "period": 2024, "value": 52, "published": "2025-03-01"}]
    >>> [(entry.state, str(entry.period), str(entry.due)) for entry in calendar(policy, rows, "2026-04-15")]
    [('overdue', '2025', '2026-03-31'), ('due', '2026', '2027-03-31')]

    Raises:
        InvalidModel: `at` is not a day, or it has no end.
        InvalidObservations: the figures cannot be read.
    """
    if at is None:
        raise InvalidModel(Problem(code="no_day"))
    day = Period(at)
    if day.end is None:
        raise InvalidModel(Problem(code="not_an_open_period", data={"value": day}))
    portfolio = subject if isinstance(subject, Portfolio) else Portfolio([subject])
    figures = Figures.of(observations, subject, day)
    found: list[Entry] = []
    for policy in (policy for policy in portfolio if policy.stage != "superseded"):
        own, parts = _of(accounts, policy), _of(departments, policy)
        written = [each for each in own if is_written(each, day.end)]
        listing = _Listing(policy, Units(policy, parts), written, day.end, add_months(day.end, ahead))
        found += listing.entries(figures, _of(missing_figures, policy))
    since = add_months(day.end, -ahead)
    kept = [each for each in found if each.state != "received" or each.due > since]
    return tuple(sorted(kept, key=lambda each: (STATES.index(each.state), each.due)))


def _of(given: Any, policy: Policy) -> Sequence[Any]:
    """Return the value given for a policy."""
    return tuple(given.get(policy.id, ()) if isinstance(given, Mapping) else given)


@attrs.frozen
class _Listing:
    """What is due in one policy."""

    policy: Policy
    units: Units
    accounts: Sequence[Account]
    """Those that were written by the day."""
    day: dt.date
    until: dt.date

    def entries(self, figures: Figures, lacking: Sequence[MissingFigure]) -> Iterator[Entry]:
        """Yield all entries that are due until the last day of the calendar."""
        parts: list[Callable[[], Iterator[Entry]]] = [
            lambda: self._figures(figures, lacking),
            *(self._reports, self._accounts, self._actions, self._promises, self._remarks, self._activities),
            self._decisions,
        ]
        for entry in (entry for part in parts for entry in part() if entry.due <= self.until):
            element = self.policy.elements.get(entry.element, self.policy)
            if not any(each.proposed for each in element.continues):  # proposed elements owe nothing yet
                yield entry

    def _entry(
        self, kind: Kind, element: Element, due: dt.date, *, is_received: bool = False, late: dt.date | None = None,
        **more: Any,
    ) -> Entry:  # fmt: skip
        state: State = "received" if is_received else "overdue" if (late or due) < self.day else "due"
        given = {"title": name_of(element), "unit": self.units.of(element), **more}
        return Entry(state=state, due=due, kind=kind, policy=self.policy.id, element=element.id, **given)

    def _figures(self, figures: Figures, lacking: Sequence[MissingFigure]) -> Iterator[Entry]:
        reported = {(each.indicator, each.period): each for each in lacking if each.group is None}
        for indicator in needed_indicators(self.policy):
            for each in expected_figures(self.policy, indicator, figures, self.until):
                answer, due, late = reported.get((indicator.id, each.period)), each.due, each.late
                if answer is not None and answer.expected is not None and answer.expected.end is not None:
                    due = late = answer.expected.end
                is_received = each.is_received or (answer is not None and answer.why == "not_measured")
                yield self._entry("figure", indicator, due, is_received=is_received, late=late, period=each.period)

    def _reports(self) -> Iterator[Entry]:
        plan = self.policy.plan
        for each in () if plan is None else plan.reporting:
            unit = self.units.named(each.lead) or self.units.of(plan)  # type: ignore[arg-type]
            for day in report_days(self.policy, [each], self.until):
                is_received = self._is_reported(self.policy.reported, day) or (
                    day.is_first and is_accounted_for(self.accounts, self.policy.reported)  # late, but received
                )
                same: dict[str, Any] = {"body": each.to, "unit": unit, "period": day.period, "is_first": day.is_first}
                yield self._entry("report", plan, day.due, is_received=is_received, **same)  # type: ignore[arg-type]

    def _accounts(self) -> Iterator[Entry]:
        plan = self.policy.plan
        days = [] if plan is None else report_days(self.policy, plan.reporting, self.until)
        for track in () if plan is None else plan.tracks:
            covered, first = plan.accounted_by(track), track.first_report  # type: ignore[union-attr]
            if first is not None and first.end is not None:
                yield self._entry(
                    "first_report", track, first.end, is_received=is_accounted_for(self.accounts, covered)
                )
            for day in days:
                if first is None or first.end is None or day.due > first.end:
                    is_received = self._is_reported(covered, day)
                    yield self._entry("account", track, day.due, is_received=is_received, period=day.period)

    def _is_reported(self, elements: Iterable[str], day: ReportDay) -> bool:
        """Return whether an account of one of some elements belongs to a report: of a period since the one before.

        An account written within its period counts from then.
        """
        wanted = set(elements)
        return any(day.after < _end(each) <= day.due for each in self.accounts if each.element in wanted)

    def _actions(self) -> Iterator[Entry]:
        for each in self.accounts:
            element = self.policy.elements.get(each.element)
            if each.action and each.action_due is not None and each.action_due.end is not None and element is not None:
                later = any(other.element == each.element and each.period < other.period for other in self.accounts)
                unit = self.units.named(each.action_by) or self.units.of(element)
                same: dict[str, Any] = {"title": each.action, "period": each.period, "unit": unit}
                yield self._entry("action", element, each.action_due.end, is_received=later, **same)

    def _promises(self) -> Iterator[Entry]:
        for element in (self.policy, *self.policy.elements.values()):
            for gap in element.missing:
                if gap.expected is not None and gap.expected.end is not None:
                    yield self._entry("promise", element, gap.expected.end, gap=gap.what)

    def _remarks(self) -> Iterator[Entry]:
        for decision in self.policy.decisions:
            for remark in decision.remarks:
                if remark.expected is not None and remark.expected.end is not None:
                    is_received = is_accounted_for(self.accounts, {remark.id})
                    yield self._entry(
                        "remark", remark, remark.expected.end, is_received=is_received, body=decision.body
                    )

    def _activities(self) -> Iterator[Entry]:
        for track in () if self.policy.plan is None else self.policy.plan.tracks:
            for each in track.activities:
                if each.due is not None and each.due.end is not None:
                    is_done = each.done is not None and each.done.start <= self.day
                    yield self._entry("activity", each, each.due.end, is_received=is_done)

    def _decisions(self) -> Iterator[Entry]:
        for each in self.policy.decisions:
            if each.expected is not None and each.expected.end is not None:
                about = self.policy if each.subject is None else self.policy.element(each.subject)
                same: dict[str, Any] = {"title": name_of(about), "body": each.body, "unit": self.units.of(about)}
                yield self._entry("decision", each, each.expected.end, **same)


def _end(account: Account) -> dt.date:
    """Return the last day that an account covers: that of its period, or when it was written if that is earlier."""
    ends = [each.end for each in (account.period, account.date) if each is not None and each.end is not None]
    return min(ends, default=dt.date.max)


def needed_indicators(policy: Policy) -> Sequence[Indicator]:
    """Return the indicators whose figures are needed: those that follow up a policy, and what targets compare with."""
    compared = {
        other.indicator
        for indicator in policy.indicators
        for target in indicator.targets
        if (other := getattr(target, "relative_to", None)) is not None
    }
    return [each for each in policy.indicators if each.role == "follow_up" or each.id in compared]
