"""Gaps of a policy in its paper: goals without a known indicator, and information that is promised."""

from collections.abc import Iterable, Sequence

import attrs

from kommunepolitik.errors.marks import N_
from kommunepolitik.figures.periods import judged_days
from kommunepolitik.model import Element, FocusArea, Goal, Indicator, Missing
from kommunepolitik.model.measurability import measured
from kommunepolitik.report.policy_words import PolicyWords
from kommunepolitik.report.results import FollowUp


@attrs.frozen(kw_only=True)
class UnmeasuredGoals:
    """The goals of an area without a known indicator, for which the policy gives the same reason."""

    area: FocusArea | None
    gap: Missing | None
    """What the policy states about the missing indicators; None where it states nothing."""
    goals: Sequence[Goal]


def unmeasured_goals(view: PolicyWords) -> Sequence[UnmeasuredGoals]:
    """Return the goals without a known indicator by reason and area, in the order of the document."""
    found, how = dict[tuple[object, ...], list[Goal]](), measured(view.policy)
    areas = view.policy.area_of
    for goal in view.policy.all_goals():
        if how[goal.id] in ("not", "unknown"):
            reason, area = reason_of(view, goal.gap("measured_by")), areas.get(goal.id)
            found.setdefault((reason, None if area is None else area.id), []).append(goal)
    reasons = list(dict.fromkeys(reason for reason, _ in found))
    ordered = sorted(found.items(), key=lambda pair: reasons.index(pair[0][0]))
    return [
        UnmeasuredGoals(area=areas.get(goals[0].id), gap=goals[0].gap("measured_by"), goals=goals)
        for _, goals in ordered
    ]


def reason_of(view: PolicyWords, gap: Missing | None) -> tuple[object, ...]:
    """Return all that the policy states about why something is missing; equal for equal reasons, empty without one."""
    return () if gap is None else (gap.why, gap.expected, gap.note, view.where(gap.citation))


def why_missing(followup: FollowUp, gap: Missing) -> str:
    """Return why something is missing; of a promise with a date, whether it is overdue."""
    view = followup.view
    if gap.why != "promised" or gap.expected is None:
        return view.reason(gap)
    text = N_("promised for {period}, overdue") if is_overdue(followup, gap) else N_("promised for {period}")
    return view.language.gettext(text).format(period=view.period(gap.expected))


def counted_goals(view: PolicyWords, goals: Iterable[Goal], *, of_all: bool = False) -> Sequence[str]:
    """Return the number of goals in the policy's own words, the overarching ones for themselves: 6 of 13 ambitions.

    `of_all`: the number of all goals is stated too, where these are not all.
    """
    found, overarching, words = list(goals), {goal.id for goal in view.policy.goals}, list[str]()
    for term, is_over in (("overarching_goal", True), ("goal", False)):
        count = sum((goal.id in overarching) == is_over for goal in found)
        total = sum((goal.id in overarching) == is_over for goal in view.policy.all_goals())
        if count and of_all and count < total:
            text = view.language.gettext("{count} of {total} {goals}")
            words.append(text.format(count=count, total=total, goals=view.term(term, total)))
        elif count:
            words.append(f"{count} {view.term(term, count)}")
    return words


@attrs.frozen(kw_only=True)
class Promise:
    """Information that is promised, for one or several elements."""

    gap: Missing
    elements: Sequence[Element]
    notes: Sequence[str]
    """The policy's remarks on it."""
    overdue: bool
    """Whether it should have come by the day of knowledge, else by the date of the report."""


def promises(followup: FollowUp) -> Sequence[Promise]:
    """Return what is promised anywhere in the policy, the overdue first, in order of time.

    The promise of a baseline is kept by any measured figure of the indicator.
    """
    view = followup.view
    alike: dict[tuple[object, ...], list[tuple[Element, Missing]]] = {}
    for element, gap in view.gaps:
        is_kept = gap.field == "baseline" and isinstance(element, Indicator) and _is_measured(followup, element)
        if gap.why == "promised" and not is_kept:
            alike.setdefault((gap.what, gap.expected, view.where(gap.citation)), []).append((element, gap))
    made = []
    for each in alike.values():
        gap, notes = each[0][1], dict.fromkeys(gap.note for _, gap in each if gap.note)
        promise = Promise(gap=gap, elements=[e for e, _ in each], notes=tuple(notes), overdue=is_overdue(followup, gap))
        made.append(promise)
    undated = [each for each in made if each.gap.expected is None]
    dated = [each for each in made if each.gap.expected is not None]
    return [*sorted(dated, key=lambda each: (not each.overdue, judged_days(each.gap.expected)[1])), *undated]


def _is_measured(followup: FollowUp, indicator: Indicator) -> bool:
    """Return whether a figure of an indicator, or of a group of its population, is known."""
    groups = followup.evaluation.figures.groups(followup.view.policy.id, indicator.id)
    return any(followup.figures.measured(indicator, group) for group in groups)


def is_overdue(followup: FollowUp, gap: Missing) -> bool:
    """Return whether something should have come by the day of knowledge, else by the date of the report."""
    now = followup.evaluation.known or followup.reference
    return gap.expected is not None and now is not None and judged_days(gap.expected)[1] <= judged_days(now)[1]
