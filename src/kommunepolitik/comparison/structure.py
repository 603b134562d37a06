"""What policies contain and how far it can be measured, side by side."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

import attrs

from kommunepolitik.model import Measurability, Measured, Part, Policy, measure

if TYPE_CHECKING:
    import pandas as pd

Measure = str
"""A key of what is measured of a policy's structure; those that begin with `with_` count follow-up indicators."""


@attrs.frozen
class Amount:
    """A number of something: of how many, where it is a share, and up to how many, where it differs by area."""

    number: int | None
    """None where it is not known, where all that is known is that some are unknown, or where there is nothing to count
    it of (`of` is then 0)."""
    of: int | None = None
    """The whole that it is a share of, or counted of; None where it is a mere count, or where that is not known."""
    high: int | None = None
    """The most, where `number` is the least of several."""
    unknown: int = 0
    """Of how many it is not known, because it is in a document that is not available or is unclear."""

    @property
    def share(self) -> float | None:
        """The share from 0 to 1; None where it is a mere count, of nothing, or not known of the whole."""
        return self.number / self.of if self.number is not None and self.of and not self.unknown else None


@attrs.frozen
class Row:
    """One measure of both policies."""

    measure: Measure
    old: Amount
    new: Amount


def amounts(policy: Policy) -> dict[Measure, Amount]:
    """Measure one policy."""
    facts = measure(policy)
    return {name: amount(facts) for name, amount in _AMOUNTS.items()}


def structure_frame(policies: Iterable[Policy]) -> "pd.DataFrame":
    """Measure policies, a portfolio of them or any others: a row for each policy and measure, in the order given.

    Columns, all nullable; what is not known is blank (NA), never 0:

    - `policy`: its id, as in `elements_frame` and `compare_matrix`; `measure`: one of `MEASURES`.
    - `number`: how many; `high`: up to how many, where it differs by area.
    - `of`: the whole that it is a share of; blank for a mere count. `unknown`: of how many it is not known.
    - `share`: number of the whole, from 0 to 1; blank for a mere count, of nothing, or not known of the whole.

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
    """Return an amount that is partly known; none of what is not known is not 0."""
    nothing = number == 0 and unknown == of if of is not None else number == 0
    return Amount(None if unknown and nothing else number, of, unknown=unknown)


def _goals(facts: Measurability, how: Measured) -> Amount:
    if facts.goals is None or facts.overarching_goals is None:
        return Amount(None)
    return _known(len(facts.goals_measured(how)), len(facts.measured), len(facts.goals_measured("unknown")))


def _part(facts: Measurability, part: Part) -> Amount:
    if facts.follow_up_indicators is None:
        return Amount(None)
    tally = facts.parts[part]
    return _known(len(tally.given), tally.needed, len(tally.unknown))


def _targets(facts: Measurability, kind: str) -> Amount:
    if facts.follow_up_indicators is None:
        return Amount(None)
    return _known(facts.target_kinds.get(kind, 0), None, len(facts.parts["targets"].unknown))


_AMOUNTS: Final[Mapping[Measure, Callable[[Measurability], Amount]]] = {
    "focus_areas": lambda facts: Amount(facts.focus_areas),
    "overarching_goals": lambda facts: Amount(facts.overarching_goals),
    "goals": lambda facts: Amount(facts.goals),
    "goals_per_area": _per_area,
    "target_groups": lambda facts: Amount(facts.target_groups),
    "values": lambda facts: Amount(facts.values),
    "goals_measured": lambda facts: _goals(facts, "own"),
    "goals_measured_around": lambda facts: _goals(facts, "around"),
    "goals_not_measured": lambda facts: _goals(facts, "not"),
    "follow_up_indicators": lambda facts: Amount(facts.follow_up_indicators),
    "context_indicators": lambda facts: Amount(facts.context_indicators),
    "with_targets": lambda facts: _part(facts, "targets"),
    "with_baseline": lambda facts: _part(facts, "baseline"),
    "with_direction": lambda facts: _part(facts, "direction"),
    "with_unit": lambda facts: _part(facts, "unit"),
    "with_responsible": lambda facts: _part(facts, "responsible"),
    "with_data_source": lambda facts: _part(facts, "data_source"),
    "with_frequency": lambda facts: _part(facts, "frequency"),
    "level_targets": lambda facts: _targets(facts, "level"),
    "standing_targets": lambda facts: _targets(facts, "standing"),
    "change_targets": lambda facts: _targets(facts, "change"),
    "tracks": lambda facts: Amount(facts.tracks),
    "tracks_with_indicators": lambda facts: Amount(facts.tracks_with_indicators),
    "framework_items_answered": lambda facts: Amount(facts.framework_items_answered, facts.framework_items),
    "holes": lambda facts: Amount(sum(facts.gaps.values())),
}

MEASURES: Final[tuple[Measure, ...]] = tuple(_AMOUNTS)
"""All measures, in the order in which they are shown."""
