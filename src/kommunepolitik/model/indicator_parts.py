"""What an indicator needs before it can follow anything up, and which indicators have it."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

import attrs

from kommunepolitik.model.element import Reason
from kommunepolitik.model.goals import FocusArea, Goal
from kommunepolitik.model.indicators import Indicator
from kommunepolitik.model.plan import Track
from kommunepolitik.model.policy import Policy

Part = Literal["targets", "baseline", "direction", "unit", "responsible", "data_source", "frequency"]

PARTS: Final[tuple[Part, ...]] = get_args(Part)

_OF_FIGURES: Final = frozenset({"targets", "baseline", "direction", "unit"})


def is_given(indicator: Indicator, part: Part) -> bool:
    """Tell whether an indicator has a part.

    A baseline is there when its value is, not when only its period is. Where each target has a baseline of its own, the
    indicator needs none, unless the policy says that it does.
    """
    if part != "baseline":
        return bool(getattr(indicator, part))
    if indicator.baseline is not None and indicator.baseline.value is not None:
        return True
    own = [getattr(target, "baseline", None) for target in indicator.targets]
    all_have = bool(own) and all(baseline is not None and baseline.value is not None for baseline in own)
    return all_have and indicator.gap("baseline") is None


def is_needed(indicator: Indicator, part: Part) -> bool:
    """Tell whether an indicator needs a part.

    What people judge has no target figures, baseline figure, direction or unit of its own; but where the policy itself
    says that one of them is missing, it wants it.
    """
    return indicator.kind == "quantitative" or part not in _OF_FIGURES or indicator.gap(part) is not None


@attrs.frozen(kw_only=True)
class Tally:
    """How many of some indicators have a part, told as their ids."""

    given: tuple[str, ...]
    """Those that have it."""
    missing: Mapping[Reason | None, tuple[str, ...]]
    """Those that lack it, by the reason the policy gives; None where it gives none."""
    not_needed: tuple[str, ...]
    """Those judged by people, which do not need it."""

    @property
    def unknown(self) -> tuple[str, ...]:
        """Those of which it is not known: it stands in a document not at hand, or is unclear."""
        return self.missing.get("not_in_sources", ()) + self.missing.get("unclear", ())

    @property
    def needed(self) -> int:
        """How many have it or should have it."""
        return len(self.given) + sum(map(len, self.missing.values()))


def tally(indicators: Iterable[Indicator], part: Part, policy: Policy | None = None) -> Tally:
    """Tell which indicators have a part, which lack it and why, and which do not need it.

    With their policy, who answers for them is looked for as reports do: the indicator says so itself, or else a track,
    goal or area that it measures does, or says why it does not.
    """
    given: list[str] = []
    not_needed: list[str] = []
    missing: dict[Reason | None, list[str]] = {}
    for indicator in indicators:
        around = _around(policy, indicator) if policy is not None and part == "responsible" else []
        if is_given(indicator, part) or any(holder.responsible for holder in around):
            given.append(indicator.id)
        elif is_needed(indicator, part):
            gaps = [holder.gap(part) for holder in (indicator, *around)]
            gap = next((gap for gap in gaps if gap is not None), None)
            missing.setdefault(None if gap is None else gap.why, []).append(indicator.id)
        else:
            not_needed.append(indicator.id)
    by_reason = MappingProxyType({reason: tuple(ids) for reason, ids in missing.items()})
    return Tally(given=tuple(given), missing=by_reason, not_needed=tuple(not_needed))


def _around(policy: Policy, indicator: Indicator) -> list[Track | Goal | FocusArea]:
    """Return the tracks, goals and areas that an indicator measures."""
    tracks = policy.plan.tracks if policy.plan is not None else ()
    holders: list[Track | Goal | FocusArea] = [*tracks, *policy.all_goals(), *policy.focus_areas]
    return [holder for holder in holders if indicator.id in holder.indicator_ids]
