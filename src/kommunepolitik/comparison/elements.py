"""The elements of a policy as they are compared: each with its kind and focus area, and whether two differ."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal, get_args

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.errors import Problem, UnknownElement
from kommunepolitik.model import Element, Indicator, Missing, Policy, Unit
from kommunepolitik.model.measurability import unknown
from kommunepolitik.model.nearest import nearest

Kind = Literal[
    "vision", "purpose", "value", "concept", "target_group", "overarching_goal", "focus_area", "goal", "indicator",
    "track", "other",
]  # fmt: skip
"""What an element is, as editions are compared. A goal of the whole policy is another kind than one of a focus area;
`other` is anything else (an activity, a group) that lineage names."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""The kinds of elements that are compared, in order."""

_KINDS: Final[Mapping[str, tuple[Kind, str]]] = {
    "Vision": ("vision", "vision"),
    "Purpose": ("purpose", "purpose"),
    "CoreValue": ("value", "values"),
    "Concept": ("concept", "concepts"),
    "TargetGroup": ("target_group", "target_groups"),
    "Goal": ("overarching_goal", "goals"),
    "FocusArea": ("focus_area", "focus_areas"),
    "Indicator": ("indicator", "indicators"),
    "Track": ("track", "plan"),
}
"""The kind of the elements of each class outside focus areas, and the field of the policy with them."""

_HOLDERS: Final[Mapping[Kind, str]] = {**dict(_KINDS.values()), "goal": "focus_areas"}


@attrs.frozen
class Placed:
    """An element with its kind and focus area."""

    element: Element
    kind: Kind
    area: str | None
    """Id of the focus area of a goal; None for an overarching goal and for all outside areas."""

    __repr__ = short_repr


def placed(policy: Policy) -> Mapping[str, Placed]:
    """Return the elements of a policy by id, in the order of the document, each with its kind and area."""
    areas = {goal: area.id for goal, area in policy.area_of.items()}

    def kind(element: Element) -> Kind:
        return "goal" if element.id in areas else _KINDS.get(type(element).__name__, ("other", ""))[0]

    return {id: Placed(element, kind(element), areas.get(id)) for id, element in policy.elements.items()}


def no_such(id: str, known: Iterable[str]) -> UnknownElement:
    """Return the error of an unknown id or address, with the nearest."""
    return UnknownElement(Problem(code="no_such_element", data={"value": id}, nearest=nearest(id, known)))


def gap_of(policy: Policy, kind: Kind) -> Missing | None:
    """Return the gap that a policy records for elements of a kind that are not known in full, if any."""
    holders: list[tuple[Element, str]] = [(policy, _HOLDERS[kind])] if kind in _HOLDERS else []
    if kind == "goal":
        holders += [(area, "goals") for area in policy.focus_areas] + [(goal, "goals") for goal in policy.area_goals()]
    elif kind == "overarching_goal":
        holders += [(goal, "goals") for goal in policy.goals]
    elif kind == "track" and policy.plan is not None:
        holders.append((policy.plan, "tracks"))
    return next((holder.gap(field) for holder, field in holders if unknown(holder, field)), None)


_TEXTS: Final = ("title", "body", "statement", "summary", "points", "follow_up")
"""The names and texts of an element; of prose mostly our restatements, where the official text is not included."""

_MEASURED: Final = ("unit", "definition", "population", "kind")


def reworded(old: Element, new: Element) -> bool:
    """Return whether two elements are worded differently: in the official text, or else in any text that both have."""
    if getattr(old, "wording", None) and getattr(new, "wording", None):
        return _differ(old, new, "wording")
    return any(_differ(old, new, field) for field in _TEXTS)


def redefined(old: Element, new: Element) -> bool:
    """Return whether two indicators measure different things, as far as both state what they measure."""
    return isinstance(old, Indicator) and isinstance(new, Indicator) and any(_differ(old, new, f) for f in _MEASURED)


def _differ(old: Element, new: Element, field: str) -> bool:
    texts = getattr(old, field, None), getattr(new, field, None)
    return all(texts) and _compared_words(texts[0]) != _compared_words(texts[1])


def _compared_words(text: Unit | str | tuple[str, ...] | None) -> list[str]:
    """Return the words and numbers of a text, and the signs that change its meaning; other marks do not."""
    whole = "\n".join(text) if isinstance(text, tuple) else str(text)
    return re.findall(r"\w+|[%‰<>≤≥]", whole.casefold())
