"""The number of decimals that the figures of an indicator are written with, where the policy states none."""

from collections.abc import Mapping
from typing import Final

import attrs

from kommunepolitik.evaluation import Evaluation
from kommunepolitik.model import Indicator, Policy

_MOST: Final = 3
"""Figures with more decimals are computed, not published."""


def with_decimals(policy: Policy, evaluation: Evaluation) -> Policy:
    """Return a policy whose indicators state the decimals of their most exact figure: 9,0 beside 8,8.

    It is for words only: judging finds the uncertainty of figures by itself. An indicator has no fewer decimals than a
    series that one of its targets compares it with.
    """
    digits = {each.id: _stated(each) for each in policy.indicators}
    for row in evaluation.figures.of_policy(policy.id):
        if row.indicator in digits:
            digits[row.indicator] = max(digits[row.indicator], *map(_decimals, (row.value, row.value_high)))
    found = [
        attrs.evolve(each, decimals=_of(each, digits)) if _is_open(each, digits) else each for each in policy.indicators
    ]
    changed = any(new is not old for new, old in zip(found, policy.indicators, strict=True))
    return attrs.evolve(policy, indicators=found) if changed else policy


def _is_open(indicator: Indicator, digits: Mapping[str, int]) -> bool:
    return indicator.decimals is None and _of(indicator, digits) > 0


def _of(indicator: Indicator, digits: Mapping[str, int]) -> int:
    relatives = (getattr(target, "relative_to", None) for target in indicator.targets)
    others = [each.indicator for each in relatives if each is not None and each.indicator is not None]
    return max(digits.get(id, 0) for id in (indicator.id, *others))


def _stated(indicator: Indicator) -> int:
    """Return the decimals stated, else those of the baselines."""
    baselines = (indicator.baseline, *(getattr(target, "baseline", None) for target in indicator.targets))
    ends = [end for each in baselines if each is not None for end in (each.value, each.value_high)]
    return max((indicator.decimals or 0, *map(_decimals, ends)))


def _decimals(value: float | None) -> int:
    """Return the decimals of a published value; 0 for a computed one, which is rounded."""
    if value is None:
        return 0
    return next((number for number in range(_MOST + 1) if round(value, number) == value), 0)
