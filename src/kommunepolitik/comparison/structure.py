"""How two editions differ in what they hold and in how far it can be measured, side by side."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, Literal, get_args

import attrs

from kommunepolitik.model import Measurability, Measured, Part, Policy, measure

if TYPE_CHECKING:
    import pandas as pd

Measure = Literal[
    "focus_areas",
    "overarching_goals",
    "goals",
    "goals_per_area",
    "target_groups",
    "values",
    "goals_measured",
    "goals_measured_around",
    "goals_not_measured",
    "follow_up_indicators",
    "context_indicators",
    "with_targets",
    "with_baseline",
    "with_direction",
    "with_unit",
    "with_responsible",
    "with_data_source",
    "with_frequency",
    "level_targets",
    "standing_targets",
    "change_targets",
    "tracks",
    "tracks_with_indicators",
    "framework_items_answered",
    "holes",
]
"""What is measured of a policy's structure; those that begin with `with_` count follow-up indicators."""

MEASURES: Final[tuple[Measure, ...]] = get_args(Measure)


@attrs.frozen
class Amount:
    """How many of something: of how many, where it is a share, and up to how many, where it differs by area."""

    number: int | None
    """None where it is not known, where none is known to be there and of some it is not known, or where there is
    nothing to count it of (`of` is then 0)."""
    of: int | None = None
    """The whole that it is a share of, or counted of; None where it is a mere count, or where that is not known."""
    high: int | None = None
    """The most, where `number` is the least of several."""
    unknown: int = 0
    """Of how many it is not known, because it stands in a document not at hand or is unclear."""

    @property
    def share(self) -> float | None:
        """The share from 0 to 1; None where it is none, of nothing, or not known of the whole."""
        return self.number / self.of if self.number is not None and self.of and not self.unknown else None


@attrs.frozen
class Row:
    """One measure of both policies."""

    measure: Measure
    old: Amount
    new: Amount


def structure(old: Policy, new: Policy) -> tuple[Row, ...]:
    """Measure both policies in the same way, a row a measure."""
    facts = measure(old), measure(new)
    return tuple(Row(name, *(_AMOUNTS[name](each) for each in facts)) for name in MEASURES)


def amounts(policy: Policy) -> dict[Measure, Amount]:
    """Measure one policy."""
    facts = measure(policy)
    return {name: _AMOUNTS[name](facts) for name in MEASURES}


def structure_frame(policies: Iterable[Policy]) -> "pd.DataFrame":
    """Measure policies, a portfolio of them or any others: a row for each policy and measure, in the order given.

    Columns, all nullable; what is not known is blank (NA), never 0:

    - `policy`: its id, as in `elements_frame` and `compare_matrix`; `measure`: one of `MEASURES`.
    - `number`: how many; `high`: up to how many, where it differs by area.
    - `of`: the whole that it is a share of; blank for a mere count. `unknown`: of how many it is not known.
    - `share`: number of the whole, from 0 to 1; blank where it is none, of nothing, or not known of the whole.

    `structure_frame(portfolio).pivot(index="policy", columns="measure", values="number")` gives a row a policy.
    """
    import pandas as pd

    rows = [
        (policy.id, name, amount.number, amount.high, amount.of, amount.unknown, amount.share)
        for policy in policies
        for name, amount in amounts(policy).items()
    ]
    types = dict.fromkeys(("policy", "measure"), "string") | dict.fromkeys(("number", "high", "of", "unknown"), "Int64")
    return pd.DataFrame(rows, columns=[*types, "share"]).astype({**types, "share": "Float64"})


def _per_area(facts: Measurability) -> Amount:
    if facts.focus_areas == 0:
        return Amount(None, of=0)
    numbers = [number for number in facts.goals_per_area.values() if number is not None]
    if not numbers or facts.focus_areas is None or len(numbers) < len(facts.goals_per_area):
        return Amount(None)
    return Amount(min(numbers), high=max(numbers))


def _known(number: int, of: int | None, unknown: int) -> Amount:
    """Return an amount that is partly known; none at all of what is not known is no 0."""
    nothing = number == 0 and unknown == of if of is not None else number == 0
    return Amount(None if unknown and nothing else number, of, unknown=unknown)


def _goals(how: Measured) -> Callable[[Measurability], Amount]:
    def amount(facts: Measurability) -> Amount:
        if facts.goals is None or facts.overarching_goals is None:
            return Amount(None)
        return _known(len(facts.goals_measured(how)), len(facts.measured), len(facts.goals_measured("unknown")))

    return amount


def _part(part: Part) -> Callable[[Measurability], Amount]:
    def amount(facts: Measurability) -> Amount:
        if facts.follow_up_indicators is None:
            return Amount(None)
        tally = facts.parts[part]
        return _known(len(tally.given), tally.needed, len(tally.unknown))

    return amount


def _targets(kind: str) -> Callable[[Measurability], Amount]:
    def amount(facts: Measurability) -> Amount:
        if facts.follow_up_indicators is None:
            return Amount(None)
        return _known(facts.target_kinds.get(kind, 0), None, len(facts.parts["targets"].unknown))

    return amount


_AMOUNTS: Final[dict[Measure, Callable[[Measurability], Amount]]] = {
    "focus_areas": lambda facts: Amount(facts.focus_areas),
    "overarching_goals": lambda facts: Amount(facts.overarching_goals),
    "goals": lambda facts: Amount(facts.goals),
    "goals_per_area": _per_area,
    "target_groups": lambda facts: Amount(facts.target_groups),
    "values": lambda facts: Amount(facts.values),
    "goals_measured": _goals("own"),
    "goals_measured_around": _goals("around"),
    "goals_not_measured": _goals("not"),
    "follow_up_indicators": lambda facts: Amount(facts.follow_up_indicators),
    "context_indicators": lambda facts: Amount(facts.context_indicators),
    "with_targets": _part("targets"),
    "with_baseline": _part("baseline"),
    "with_direction": _part("direction"),
    "with_unit": _part("unit"),
    "with_responsible": _part("responsible"),
    "with_data_source": _part("data_source"),
    "with_frequency": _part("frequency"),
    "level_targets": _targets("level"),
    "standing_targets": _targets("standing"),
    "change_targets": _targets("change"),
    "tracks": lambda facts: Amount(facts.tracks),
    "tracks_with_indicators": lambda facts: Amount(facts.tracks_with_indicators),
    "framework_items_answered": lambda facts: Amount(facts.framework_items_answered, facts.framework_items),
    "holes": lambda facts: Amount(sum(facts.gaps.values())),
}
