"""What policies contain and how far it can be measured, side by side.

What documents name is counted separately from what the modeller set up (`CONSTRUCTED`), and never compared with it.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.model import Countable, Measurability, Measured, Part, Policy, measure
from kommunepolitik.model.help_text import described, descriptions, with_columns
from kommunepolitik.model.measurability import PARTS, count_or_stated
from kommunepolitik.model.tables import MUNICIPALITY, ColumnType, frame_of_rows

if TYPE_CHECKING:
    import pandas as pd

_TYPES: Final[Mapping[str, ColumnType]] = {
    "number": "Int64",
    "high": "Int64",
    "of": "Int64",
    "unknown": "Int64",
    "share": "float64",
    "stated": "boolean",
}

Measure = str
"""The name of a measure of a policy's structure; those that begin with `with_` count follow-up indicators."""


@attrs.frozen(field_transformer=described)
class Amount:
    """A number, with its whole where it is a share, and its maximum where it differs."""

    number: Annotated[
        int | None,
        "How many; None where it is not known, where only that some are unknown is, or where `of` is 0",
    ]
    of: Annotated[
        int | None,
        "The whole that it is a share of, or counted of; None where it is a mere count, or where that is not known",
    ] = None
    high: Annotated[
        int | None, "The most, where `number` is the least of several areas, or of several numbers that documents state"
    ] = None
    unknown: Annotated[
        int, "Of how many it is not known, because it is in a document that is not available or is unclear"
    ] = 0
    stated: Annotated[bool, "Whether a document states the number, of elements that are not available"] = False

    __repr__ = short_repr

    @property
    def share(self) -> float | None:
        """The share from 0 to 1; None where it is a mere count, of nothing, or not known of the whole."""
        return self.number / self.of if self.number is not None and self.of and not self.unknown else None


@attrs.frozen(field_transformer=described)
class MeasureRow:
    """One measure of both policies."""

    measure: Annotated[Measure, "The name of the measure, one of `MEASURES`"]
    old: Annotated[Amount, "What the old policy has"]
    new: Annotated[Amount, "What the new policy has"]

    __repr__ = short_repr


COLUMNS: Final[Mapping[str, str]] = {
    "policy": "Id of the policy",
    **MUNICIPALITY,
    "title": "Title of the policy",
    "period": "The period of the policy",
    "measure": "The name of the measure, one of `MEASURES`",
    **{name: descriptions(Amount)[name] for name in ("number", "high", "of", "unknown")},
    "share": "The share from 0 to 1; absent where it is a mere count, of nothing, or not known of the whole",
    "stated": descriptions(Amount)["stated"],
}
"""The columns of `structure_frame`."""


def amounts(policy: Policy) -> dict[Measure, Amount]:
    """Return every measure of one policy, by name; raises `InvalidModel` if it is not a policy.

    >>> import kommunepolitik as kp
    >>> found = amounts(kp.load("docs/tutorial/nybro/integration_2024"))
    >>> found["goals"].number, found["with_baseline"].number, found["with_baseline"].of
    (13, 15, 17)
    """
    both = _Facts(policy, measure(policy, documented=True), measure(policy))
    return {name: amount(both) for name, amount in (_DOCUMENTED | _CONSTRUCTED).items()}


@with_columns(COLUMNS)
def structure_frame(policies: Iterable[Policy]) -> "pd.DataFrame":
    """Measure policies, a portfolio of them or any others: a row for each policy and measure, in the order given.

    What is not known is absent (NA, of `share` NaN), never 0. Measures count what documents name; those in
    `CONSTRUCTED` what the modeller set up.

    `structure_frame(portfolio).pivot(index="policy", columns="measure", values="number")` gives a row for each policy.

    >>> import kommunepolitik.model as m
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse")
    >>> bool((structure_frame([policy])["policy"] == "p").all())
    True
    """
    rows = [
        {"policy": policy.id, "title": policy.title, "period": policy.period, "measure": name}
        | {"municipality_code": policy.municipality.code, "municipality": policy.municipality.name}
        | {field: getattr(amount, field) for field in ("number", "high", "of", "unknown", "share", "stated")}
        for policy in policies
        for name, amount in amounts(policy).items()
    ]
    return frame_of_rows(rows, tuple(COLUMNS), _TYPES)


@attrs.frozen
class _Facts:
    """The facts of a policy that measures count."""

    policy: Policy
    documented: Measurability  # what its documents name
    all: Measurability  # and what the modeller set up


def _count(facts: _Facts, what: Countable) -> Amount:
    """Count something, or take what the documents state of it where it is not available."""
    found = count_or_stated(facts.policy, what)
    if found is None:
        return Amount(None)
    return Amount(found.low, high=None if found.high == found.low else found.high, stated=found.stated)


def _per_area(facts: Measurability) -> Amount:
    if facts.focus_areas == 0:
        return Amount(None, of=0)
    numbers = [number for number in facts.goals_per_area.values() if number is not None]
    if not numbers or facts.focus_areas is None or len(numbers) < len(facts.goals_per_area):
        return Amount(None)
    return Amount(min(numbers), high=max(numbers))


def _known(number: int, of: int | None, unknown: int) -> Amount:
    """Return an amount that is partly known; a number of 0 is None where the rest is not known."""
    nothing = number == 0 and unknown == of if of is not None else number == 0
    return Amount(None if unknown and nothing else number, of, unknown=unknown)


def _goals(facts: _Facts, how: Measured) -> Amount:
    named = facts.documented
    if named.goals is None or named.overarching_goals is None:
        return Amount(None)
    return _known(len(named.goals_measured(how)), len(named.measured), len(named.goals_measured("unknown")))


def _part(facts: _Facts, part: Part) -> Amount:
    if facts.documented.follow_up_indicators is None:
        return Amount(None)
    tally = facts.documented.parts[part]
    return _known(len(tally.given), tally.needed, len(tally.unknown))


def _targets(facts: _Facts, kind: str = "") -> Amount:
    named = facts.documented
    if named.follow_up_indicators is None:
        return Amount(None)
    number = named.target_kinds.get(kind, 0) if kind else sum(named.target_kinds.values())
    return _known(number, None, len(named.parts["targets"].unknown))


def _constructed(facts: _Facts, role: str) -> Amount:
    indicators = facts.policy.indicators
    return Amount(sum(each.role == role and each.basis == "interpretation" for each in indicators))


def _constructed_targets(facts: _Facts) -> Amount:
    return Amount(sum(facts.all.target_kinds.values()) - sum(facts.documented.target_kinds.values()))


def _goals_by_constructed(facts: _Facts) -> Amount:
    """Count the goals that have an indicator of their own only because the modeller set it up."""
    every, named = facts.all.goals_measured("own"), facts.documented.goals_measured("own")
    is_known = facts.all.goals is not None and facts.all.overarching_goals is not None
    return Amount(len(every) - len(named), of=len(facts.all.measured) if is_known else None)


def _items_by_reading(facts: _Facts) -> Amount:
    """Count the outside objectives that a goal supports only by the modeller's reading."""
    every, named = facts.all.framework_items_answered, facts.documented.framework_items_answered
    return Amount(None if every is None or named is None else every - named, facts.all.framework_items)


_DOCUMENTED: Final[dict[Measure, Callable[[_Facts], Amount]]] = {
    "focus_areas": partial(_count, what="focus_areas"),
    "overarching_goals": partial(_count, what="overarching_goals"),
    "goals": partial(_count, what="goals"),
    "goals_per_area": lambda facts: _per_area(facts.documented),
    "target_groups": partial(_count, what="target_groups"),
    "values": partial(_count, what="values"),
    "goals_measured": partial(_goals, how="own"),
    "goals_measured_around": partial(_goals, how="around"),
    "goals_not_measured": partial(_goals, how="not"),
    "follow_up_indicators": lambda facts: Amount(facts.documented.follow_up_indicators),
    "context_indicators": lambda facts: Amount(facts.documented.context_indicators),
    **{f"with_{part}": partial(_part, part=part) for part in PARTS},
    "documented_targets": _targets,
    **{f"{kind}_targets": partial(_targets, kind=kind) for kind in ("level", "standing", "change", "direction")},
    "tracks": partial(_count, what="tracks"),
    "tracks_with_indicators": partial(_count, what="tracks_with_indicators"),
    "framework_items_answered": lambda facts: Amount(
        facts.documented.framework_items_answered, facts.documented.framework_items
    ),
    "gaps": lambda facts: Amount(sum(facts.documented.gaps.values())),
}
_CONSTRUCTED: Final[dict[Measure, Callable[[_Facts], Amount]]] = {
    "constructed_indicators": partial(_constructed, role="follow_up"),
    "constructed_background": partial(_constructed, role="context"),
    "constructed_targets": _constructed_targets,
    "goals_measured_by_constructed": _goals_by_constructed,
    "framework_items_by_reading": _items_by_reading,
}

MEASURES: Final[tuple[Measure, ...]] = (*_DOCUMENTED, *_CONSTRUCTED)
"""All measures, in the order in which they are shown."""

CONSTRUCTED: Final[frozenset[Measure]] = frozenset(_CONSTRUCTED)
"""The measures of what the modeller set up or read into the documents; they are not statements about the
municipality."""
