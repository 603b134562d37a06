"""What of a policy is compared: its elements of the kinds that editions carry on, each with its kind and its home."""

from collections.abc import Mapping
from typing import Final, Literal, get_args

import attrs

from kommunepolitik.model import (
    Concept,
    CoreValue,
    Element,
    FocusArea,
    Goal,
    Indicator,
    Missing,
    Policy,
    Purpose,
    TargetGroup,
    Track,
    Vision,
    unknown,
)

Kind = Literal[
    "vision",
    "purpose",
    "value",
    "concept",
    "target_group",
    "overarching_goal",
    "focus_area",
    "goal",
    "indicator",
    "track",
    "other",
]
"""What an element is, as editions are compared. A goal of the whole policy is another kind than one of a focus area;
`other` is anything else (an activity, a group) that lineage names."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

_KINDS: Final[Mapping[type[Element], Kind]] = {
    Vision: "vision",
    Purpose: "purpose",
    CoreValue: "value",
    Concept: "concept",
    TargetGroup: "target_group",
    Goal: "overarching_goal",
    FocusArea: "focus_area",
    Indicator: "indicator",
    Track: "track",
}


@attrs.frozen
class Placed:
    """An element, what kind it is, and the focus area it stands in."""

    element: Element
    kind: Kind
    area: str | None
    """Id of the focus area a goal stands in; None for an overarching goal and for what stands in no area."""


def placed(policy: Policy) -> Mapping[str, Placed]:
    """Return the elements of a policy by id, in the order of the document, each with its kind and area."""
    areas = {goal.id: area.id for area in policy.focus_areas for goal in _goals_below(area)}
    found: dict[str, Placed] = {}
    for id, element in policy.elements.items():
        area = areas.get(id)
        kind: Kind = "goal" if area is not None else _KINDS.get(type(element), "other")
        found[id] = Placed(element, kind, area)
    return found


def name_of(element: Element) -> str:
    """Return what an element is called: its title, or else its statement."""
    for field in ("title", "body", "statement"):
        text = getattr(element, field, None)
        if text:
            return str(text)
    return element.id


def _goals_below(holder: FocusArea | Goal) -> list[Goal]:
    return [below for goal in holder.goals for below in (goal, *_goals_below(goal))]


_HOLDERS: Final[Mapping[Kind, str]] = {
    "vision": "vision",
    "purpose": "purpose",
    "value": "values",
    "concept": "concepts",
    "target_group": "target_groups",
    "overarching_goal": "goals",
    "focus_area": "focus_areas",
    "goal": "focus_areas",
    "indicator": "indicators",
    "track": "plan",
}
"""The field of the policy that holds the elements of a kind."""


def hole_of(policy: Policy, kind: Kind) -> Missing | None:
    """Return what a policy says of elements of a kind that are not known in full, if it says so anywhere."""
    holders: list[tuple[Element, str]] = [(policy, _HOLDERS[kind])] if kind in _HOLDERS else []
    if kind == "goal":
        holders += [(area, "goals") for area in policy.focus_areas] + [(goal, "goals") for goal in policy.area_goals()]
    elif kind == "overarching_goal":
        holders += [(goal, "goals") for goal in policy.goals]
    elif kind == "track" and policy.plan is not None:
        holders.append((policy.plan, "tracks"))
    return next((holder.gap(field) for holder, field in holders if unknown(holder, field)), None)
