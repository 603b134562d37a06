"""Parts of follow-up reports: gaps, remarks and answers, and deadlines."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from kommunepolitik.blocks import Notice
from kommunepolitik.checks import Finding
from kommunepolitik.errors.marks import N_
from kommunepolitik.figures.periods import judged_days
from kommunepolitik.model import (
    Account,
    Decision,
    Element,
    FocusArea,
    Goal,
    Indicator,
    Period,
    Plan,
    Policy,
    Remark,
    Track,
)
from kommunepolitik.model.goals import goals_below
from kommunepolitik.model.measurability import measured
from kommunepolitik.report import disclosure
from kommunepolitik.report.compose import content
from kommunepolitik.report.policy_words import PolicyWords
from kommunepolitik.report.results import FollowUp

_FOLLOWED: Final = (Policy, FocusArea, Goal, Indicator, Plan, Track)
"""The elements of a follow-up; gaps of sources and decisions are on the page of the policy."""

METHOD: Final[Mapping[str, str]] = {
    "figure": N_(
        "A target is judged by the newest figure for a period as long as its own that ends by the deadline and by the "
        "date of the report; parts of a year are put together only where the policy states how."
    ),
    "deadline": N_(
        "When the deadline is over and its figure is out, the target is reached or missed; there is no tolerance. It "
        "may be reached before, and lost again; a change a year is reached while the pace is kept."
    ),
    "path": N_(
        "Before the deadline the figure is compared with the straight path from the starting point through the "
        "targets: at least 95 percent of that path is on track, 60 to 95 percent is behind, and less is far behind."
    ),
    "movement": N_(
        "The arrow shows which way the figure went, the word whether that is better; a change that is no larger than "
        "the uncertainty of the figures counts as none."
    ),
    "several": N_(
        "Of several targets for the same figures the one that is due in the period counts, else the next, else the "
        "newest that is over; one whose figure has come since the last follow-up counts once more. A lower and an "
        "upper limit are one target, judged by the worse of the two."
    ),
    "people": N_(
        "What people judge is shown in their words, and a verdict that a source published is shown beside ours."
    ),
}
"""How targets are judged, by what it applies to."""

UNDATED: Final = N_("The report has no date, so it does not show what is overdue.")


@attrs.frozen(kw_only=True)
class GapGroup:
    """A gap that one or several elements share."""

    words: str
    names: Sequence[str]
    """The names of the elements; empty for the policy itself."""


def notices(view: PolicyWords) -> tuple[Notice, ...]:
    """Return what a reader must know first: what is made up or withheld, and the text that is the basis."""
    basis = content(basis_words(view))
    warnings = disclosure.notices(view.language, (view.policy,), view.observations)
    return (*warnings, Notice("basis", basis)) if basis else warnings


def basis_words(view: PolicyWords) -> str:
    """Return the text of the policy that a report is based on, where it is not the adopted one in force."""
    _, policy = view.language.gettext, view.policy
    if policy.stage in ("draft", "hearing"):
        return _("The policy is not adopted: {stage}.").format(stage=view.label("stage", policy.stage).lower())
    sentences = []
    successor = next((each for each in view.portfolio if each.supersedes == policy.id), None)
    if successor is not None:
        sentences.append(_("The policy has been superseded by {policy}.").format(policy=f"»{successor.title}«"))
    elif policy.stage == "superseded":
        sentences.append(_("The policy has been superseded."))
    if versions := view.available_versions:
        names = ", ".join(view.label("version", version) for version in versions)
        sentences.append(
            _("The adopted text is not available; the report is based on: {version}.").format(version=names)
        )
    return " ".join(sentences)


def goals_without_indicator(view: PolicyWords) -> Sequence[GapGroup]:
    """Return the goals without a known indicator, by area."""
    found = measured(view.policy)
    areas = [(view.goals_without_area, view.policy.goals)]
    areas += [(view.named(area), area.goals) for area in view.policy.focus_areas]
    every = ((title, goal) for title, goals in areas for above in goals for goal in (above, *goals_below(above)))
    return _grouped((title, numbered(view, goal)) for title, goal in every if found[goal.id] in ("not", "unknown"))


def numbered(view: PolicyWords, element: Element) -> str:
    """Name an element; after the number of a goal comes its statement."""
    name = view.named(element)
    return f"{name}: {element.statement.rstrip('.')}" if isinstance(element, Goal) and element.number else name


def gaps_of_follow_up(view: PolicyWords) -> Sequence[GapGroup]:
    """Return the gaps that the policy names in what is followed up, equal gaps together, the most frequent first.

    Missing targets are listed with what cannot be assessed, and promised information with the deadlines.
    """
    groups = _grouped(
        (view.why(missing), None if isinstance(element, Policy) else view.named(element))
        for element, missing in view.gaps
        if isinstance(element, _FOLLOWED)
        and missing.expected is None
        and (missing.field or not isinstance(element, Policy))
        if not (isinstance(element, Indicator) and element.role == "follow_up" and missing.field == "targets")
    )
    return sorted(groups, key=lambda group: -len(group.names))


def shortcomings(view: PolicyWords, findings: Iterable[Finding]) -> Sequence[GapGroup]:
    """Return the errors and warnings of the rules, those of one rule together, under its title."""
    elements = view.policy.elements
    order = {id: place for place, id in enumerate(elements)}
    named = []
    for each in sorted(findings, key=lambda each: (each.code, order.get(each.element or "", -1))):
        if each.severity != "info":
            name = view.named(elements[each.element]) if each.element in order else None
            named.append((each.name(view.language.gettext, view.language.code), name))
    return _grouped(dict.fromkeys(named))


def _grouped(named: Iterable[tuple[str, str | None]]) -> list[GapGroup]:
    found: dict[str, list[str]] = {}
    for words, name in named:
        found.setdefault(words, []).extend([] if name is None else [name])
    return [GapGroup(words=words, names=names) for words, names in found.items()]


@attrs.frozen(kw_only=True)
class Asked:
    """A remark of one body, or of several in the same words."""

    remarks: Sequence[tuple[Decision, Remark]]
    answers: Sequence[Account]
    """The decisions with the remark, the oldest first."""

    @property
    def statement(self) -> str:
        """The text of the remark."""
        return self.remarks[0][1].statement

    @property
    def is_by_name(self) -> bool:
        """Whether the remark begins with the name of the body."""
        return any(self.statement.casefold().startswith(each.casefold()) for each in self.bodies)

    @property
    def bodies(self) -> Sequence[str]:
        """The bodies with the remark."""
        return list(dict.fromkeys(decision.body for decision, _ in self.remarks))

    @property
    def expected(self) -> Period | None:
        """The period in which the first answer is expected."""
        periods = [remark.expected for _, remark in self.remarks if remark.expected is not None]
        return min(periods, key=lambda period: judged_days(period)[1], default=None)


def asked(view: PolicyWords) -> Sequence[Asked]:
    """Return the remarks of bodies with their decisions, the unanswered first, by expected date of the answer."""
    alike: dict[str, list[tuple[Decision, Remark]]] = {}
    for decision, remark in view.remarks:
        alike.setdefault(" ".join(remark.statement.casefold().split()).rstrip("."), []).append((decision, remark))
    found = [
        Asked(remarks=remarks, answers=[answer for _, remark in remarks for answer in view.answers(remark)])
        for remarks in alike.values()
    ]
    return sorted(found, key=lambda each: (bool(each.answers), each.expected is None, judged_days(each.expected)[1]))


@attrs.frozen(kw_only=True)
class Deadline:
    """Something expected by a period, for one or several elements."""

    period: Period
    when: str
    what: str
    titles: Sequence[str]
    overdue: bool
    """Whether its period had ended at the date the report looks from."""


def dues(followup: FollowUp) -> Sequence[Deadline]:
    """Return overdue deadlines, then coming ones, in order of time; elements share a deadline for the same thing.

    Targets and reports have a deadline only while they can be met, and targets replaced by a decision have none.
    """
    found: dict[tuple[bool, Period, str], list[str]] = {}
    view, now = followup.view, None if followup.reference is None else followup.reference.end
    replaced = {(each.indicator, each.target) for each in followup.results if each.stage == "replaced"}
    for period, what, element, keeps in _expected(view, replaced):
        overdue = now is not None and period.end is not None and period.end <= now
        if keeps or not overdue:
            found.setdefault((overdue, period, what), []).append(view.named(element).rstrip("."))
    deadlines = [
        Deadline(period=period, when=view.period(period), what=what, titles=list(dict.fromkeys(names)), overdue=overdue)
        for (overdue, period, what), names in found.items()
    ]
    return sorted(deadlines, key=lambda due: (not due.overdue, due.period.sort_key))


def _expected(view: PolicyWords, replaced: Collection[tuple[str, str]]) -> Iterator[tuple[Period, str, Element, bool]]:
    """Yield expected events: period, words, element, and whether they are still listed after the period."""
    policy, _ = view.policy, view.language.gettext
    for element in (policy, *policy.elements.values()):
        for missing in element.missing:
            if missing.expected is not None:
                yield missing.expected, _("promised: {what}").format(what=view.what(missing)), element, True
    for indicator in view.indicators("follow_up"):
        for target in indicator.targets:
            if (due := getattr(target, "due", None)) is not None and (indicator.id, target.key) not in replaced:
                yield due, _("targets to be reached"), indicator, False
    for each in asked(view):
        if each.expected is not None and not each.answers:
            bodies = _(" and ").join(each.bodies)
            yield each.expected, _("answer to a remark of {body}").format(body=bodies), each.remarks[0][1], True
    if policy.plan is not None:
        yield from _plan(view, policy.plan)
    for decision in policy.decisions:
        if decision.expected is not None:
            subject = policy if decision.subject is None else policy.element(decision.subject)
            yield decision.expected, _("decision of {body}").format(body=decision.body), subject, True


def _plan(view: PolicyWords, plan: Plan) -> Iterator[tuple[Period, str, Element, bool]]:
    _ = view.language.gettext
    for reporting in plan.reporting:
        if reporting.first is not None:
            yield reporting.first, _("first report to {body}").format(body=reporting.to), plan, False
    for track in plan.tracks:
        if track.first_report is not None:
            yield track.first_report, _("first report"), track, False
        for activity in track.activities:
            if activity.due is not None and activity.done is None:
                yield activity.due, _("activity to be done"), activity, True
