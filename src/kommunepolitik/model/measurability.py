"""All structural facts of one policy, in one look."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

import attrs

from kommunepolitik.model.counts import Counted, count, counted, goals_of_area
from kommunepolitik.model.element import Reason
from kommunepolitik.model.indicator_parts import PARTS, Part, Tally, tally
from kommunepolitik.model.measured_goals import Measured, measured, unknown
from kommunepolitik.model.policy import Policy


@attrs.frozen(kw_only=True)
class Measurability:
    """What a policy holds, how it is measured, and what its indicators have; None where it is not known."""

    policy: str
    """Id of the policy."""
    focus_areas: int | None
    goals: int | None
    """Goals in the focus areas, sub-goals among them."""
    goals_per_area: Mapping[str, int | None]
    """By id of the area, in the order of the document."""
    overarching_goals: int | None
    target_groups: int | None
    values: int | None
    follow_up_indicators: int | None
    context_indicators: int | None
    tracks: int | None
    tracks_with_indicators: int | None
    indicators_per_track: Counted | None
    """The least and the most, of the tracks that have any; None also where no track has."""
    framework_items: int | None
    framework_items_answered: int | None
    """How many of them a goal answers to."""
    measured: Mapping[str, Measured]
    """How each goal is measured, by its id, in the order of the document."""
    parts: Mapping[Part, Tally]
    """Which of the follow-up indicators have a target, a baseline, a direction …"""
    target_kinds: Mapping[str, int]
    """How many targets the follow-up indicators have of each kind."""
    gaps: Mapping[Reason, int]
    """How many gaps the policy names, by reason."""

    def goals_measured(self, how: Measured) -> tuple[str, ...]:
        """Return the ids of the goals that are measured in a way."""
        return tuple(goal for goal, way in self.measured.items() if way == how)


def measure(policy: Policy) -> Measurability:
    """Tell what of a policy can be measured.

    >>> import kommunepolitik.model as m
    >>> indicator = m.Indicator(id="ledige", title="Ledige", unit="antal")
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse", indicators=[indicator])
    >>> facts = measure(policy)
    >>> facts.follow_up_indicators, facts.parts["unit"].given, dict(facts.parts["targets"].missing)
    (1, ('ledige',), {None: ('ledige',)})
    """
    followed = [indicator for indicator in policy.indicators if indicator.role == "follow_up"]
    indicators_known = not unknown(policy, "indicators")
    return Measurability(
        policy=policy.id,
        focus_areas=counted(policy, "focus_areas"),
        goals=counted(policy, "goals"),
        goals_per_area=MappingProxyType({area.id: goals_of_area(area) for area in policy.focus_areas}),
        overarching_goals=counted(policy, "overarching_goals"),
        target_groups=counted(policy, "target_groups"),
        values=counted(policy, "values"),
        follow_up_indicators=len(followed) if indicators_known else None,
        context_indicators=len(policy.indicators) - len(followed) if indicators_known else None,
        tracks=counted(policy, "tracks"),
        tracks_with_indicators=counted(policy, "tracks_with_indicators"),
        indicators_per_track=count(policy, "indicators_per_track"),
        framework_items=counted(policy, "framework_items"),
        framework_items_answered=_answered(policy),
        measured=MappingProxyType(measured(policy)),
        parts=MappingProxyType({part: tally(followed, part, policy) for part in PARTS}),
        target_kinds=MappingProxyType(Counter(target.kind for each in followed for target in each.targets)),
        gaps=MappingProxyType(Counter(gap.why for each in (policy, *policy.elements.values()) for gap in each.missing)),
    )


def _answered(policy: Policy) -> int | None:
    """Count the framework items that a goal answers to, where both are known."""
    if counted(policy, "framework_items") is None or counted(policy, "goals") is None or unknown(policy, "goals"):
        return None
    return len({support.item for goal in policy.all_goals() for support in goal.supports})
