"""A policy is judged among a hundred others as it is alone."""

from collections.abc import Mapping
from typing import Any

import attrs
import pytest

import kommunepolitik.model as m
from kommunepolitik.evaluation import evaluate

from .notation import Figures, Verdict, policy, rows
from .test_limits import LIMITS
from .test_worked_cases import CASES

Many = list[tuple[m.Policy, list[Mapping[str, Any]], list[Verdict]]]


def _rows(figures: Figures, reference: Figures | None, id: str) -> list[Mapping[str, Any]]:
    own = rows(figures) if isinstance(figures, Mapping) else list(figures)
    return [{**row, "policy": id} for row in own + rows(reference or {}, "reference")]


def _all() -> Many:
    """Return all worked cases and all limits as policies with ids of their own, and some that have no figures."""
    given: list[tuple[m.Policy, Figures, Figures | None, list[Verdict]]] = [
        *((case.policy, case.figures, case.reference, list(case.verdicts)) for case in CASES.values()),
        *((subject, figures, {"2025": 63}, [expected]) for subject, figures, expected in LIMITS.values()),
    ]
    many: Many = []
    for number, (subject, figures, reference, verdicts) in enumerate(given):
        if number % 3 == 0:
            many += [(attrs.evolve(policy(), id=f"uden-{number}-{each}"), [], []) for each in range(2)]
        made = attrs.evolve(subject, id=f"p-{number}")
        many.append((made, _rows(figures, reference, made.id), verdicts))
    return many


WHEN = sorted(
    {(each.at or "", each.known or "") for _, _, verdicts in _all() for each in verdicts},
)


@pytest.mark.parametrize(("at", "known"), WHEN)
@pytest.mark.parametrize("way", [1, -1], ids=["forward", "backward"])
def test_a_verdict_is_the_same_among_others(at: str, known: str, way: int) -> None:
    """Whatever policies, with figures or without, come before it and after it."""
    many = _all()[::way]
    found = evaluate(
        m.Portfolio([subject for subject, _, _ in many]),
        [row for _, own, _ in many for row in own],
        at=at or None,
        known=known or None,
    )
    results = {(r.policy, r.target): r for r in found.results if r.indicator == "i"}
    asked = [
        (subject.id, each)
        for subject, _, verdicts in many
        for each in verdicts
        if (each.at or "", each.known or "") == (at, known)
    ]
    assert asked
    for id, expected in asked:
        (result,) = (r for (of, target), r in results.items() if of == id and expected.target in (None, target))
        expected.assert_holds(result)
