"""What follows from figures that add up: which unknown figures a reader can compute, and which are held too tightly.

Each equation says that figures, each times a number, add up to 0. Exact arithmetic throughout, by Gauss-Jordan
elimination; the equations of one period fall apart into small sets that have no figure in common.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import inf, lcm
from typing import Final

import attrs

Node = tuple[str, str, str]
"""A figure of one period: what it is of its indicator, the indicator, and the group."""

Equation = Mapping[Node, int] | Mapping[Node, Fraction]
Row = dict[Node, Fraction]

_STEPS: Final = 5


def components(equations: Iterable[Equation]) -> Iterator[list[Equation]]:
    """Part equations into sets that have no figure in common."""
    parent: dict[Node, Node] = {}

    def root(node: Node) -> Node:
        while parent.setdefault(node, node) != node:
            parent[node] = node = parent[parent[node]]
        return node

    kept = list(equations)
    for equation in kept:
        first, *rest = equation
        for node in rest:
            parent[root(node)] = root(first)
    sets: dict[Node, list[Equation]] = {}
    for equation in kept:
        sets.setdefault(root(next(iter(equation))), []).append(equation)
    yield from sets.values()


@attrs.frozen(slots=False)
class Solved:
    """Equations solved for what is unknown, as far as they can be."""

    rows: Mapping[Node, Row]
    """For each unknown that depends on others: its equation, in which no other dependent unknown stands."""
    unknown: frozenset[Node]
    fluid: frozenset[Node] = frozenset()
    """Those that need not be whole numbers."""

    def sources(self, node: Node) -> list[Node] | None:
        """Return the known figures that an unknown one is computed from; None where it cannot be computed."""
        row = self.rows.get(node)
        if row is None or any(other in self.unknown for other in row if other != node):
            return None
        return [other for other in row if other != node]

    def is_loose(self, node: Node, slack: Callable[[Node], float]) -> bool:
        """Tell whether whole numbers other than the true ones fit as well, in which this figure is another.

        `slack` says how far an unknown figure lies above the least it can be. A step that moves the figure is taken,
        and mended by further steps where it takes another below its least; where that would take more than `_STEPS`,
        the answer is no, which errs to the safe side.
        """
        steps = [*self._moves, *({key: -step for key, step in move.items()} for move in self._moves)]

        def mend(move: Row, left: int) -> bool:
            low = next((other for other in sorted(move) if slack(other) + move[other] < 0), None)
            if low is None:
                return bool(move.get(node))
            return left > 0 and any(mend(_together(move, step), left - 1) for step in steps if step.get(low, 0) > 0)

        return any(mend(move, _STEPS) for move in steps if node in move)

    def near(self, node: Node) -> list[Node]:
        """Return the known figures in the equations that hold an unknown one tight."""
        held = {other for move in self._moves for other in move if node in move} | {node}
        found = {other: None for key in sorted(held & set(self.rows)) for other in self.rows[key]}
        return [other for other in found if other not in self.unknown]

    @cached_property
    def _moves(self) -> list[Row]:
        """For each free unknown, how the others move with it without breaking an equation, in whole steps."""
        moves = []
        for start in sorted(self.unknown - set(self.rows)):
            move = {start: Fraction(1)} | {key: -row[start] for key, row in self.rows.items() if start in row}
            scale = lcm(*(step.denominator for key, step in move.items() if key not in self.fluid))
            moves.append({key: step * scale for key, step in move.items()})
        return moves


def _together(one: Row, other: Row) -> Row:
    return {key: one.get(key, Fraction(0)) + other.get(key, Fraction(0)) for key in {*one, *other}}


def solve(equations: Sequence[Equation], unknown: Collection[Node], fluid: Collection[Node] = ()) -> Solved:
    """Solve equations for the unknown figures in them."""
    rows: dict[Node, Row] = {}
    for equation in equations:
        row: Row = {node: Fraction(factor) for node, factor in equation.items()}
        for pivot in [node for node in row if node in rows]:
            _subtract(row, rows[pivot], row[pivot])
        pivot_of_row = next((node for node in sorted(row) if node in unknown), None)
        if pivot_of_row is None:
            continue
        scale = row[pivot_of_row]
        row = {node: factor / scale for node, factor in row.items()}
        for other in rows.values():
            if pivot_of_row in other:
                _subtract(other, row, other[pivot_of_row])
        rows[pivot_of_row] = row
    met = frozenset(node for equation in equations for node in equation if node in unknown)
    return Solved(rows, met, frozenset(fluid))


def _subtract(row: Row, other: Row, times: Fraction) -> None:
    for node, factor in other.items():
        left = row.get(node, Fraction(0)) - times * factor
        if left:
            row[node] = left
        else:
            row.pop(node, None)


def complete(
    equations: Sequence[Equation],
    known: Mapping[Node, float],
    is_people: Callable[[Node], bool],
    *,
    guess: bool = False,
) -> dict[Node, float]:
    """Add to known numbers those that follow from them, numbers of people not being below 0.

    With `guess`, the others are given numbers that fit, as far as one pass finds some.
    """
    told = dict(known)
    while True:
        _follow(equations, told, is_people)
        free = {node for equation in equations for node in equation if node not in told and is_people(node)}
        if not guess or not free:
            break
        node = min(free, key=lambda node: (-_reach(equations, told, node)[0], node))
        least, most = _reach(equations, told, node)
        told[node] = least if most == inf else max(least, most)
    if guess and any(value < 0 and is_people(node) and node not in known for node, value in told.items()):
        return dict(known)
    return told


def _follow(equations: Sequence[Equation], told: dict[Node, float], is_people: Callable[[Node], bool]) -> None:
    """Add what follows: the last unknown of an equation, or all of them where people add up to nobody."""
    before = -1
    while before != len(told):
        before = len(told)
        for equation in equations:
            lacking = [node for node in equation if node not in told]
            left = sum(float(factor) * told[node] for node, factor in equation.items() if node in told)
            if len(lacking) == 1:
                told[lacking[0]] = -left / float(equation[lacking[0]])
            elif left == 0 and len({equation[node] for node in lacking}) == 1 and all(map(is_people, lacking)):
                told |= dict.fromkeys(lacking, 0)


def _reach(equations: Sequence[Equation], told: Mapping[Node, float], node: Node) -> tuple[float, float]:
    """Return the least and the most that a number of people can be, by each equation alone."""
    least, most = 0.0, inf
    for equation in equations:
        if node not in equation:
            continue
        signs = {equation[other] * equation[node] > 0 for other in equation if other not in told and other != node}
        end = -sum(float(factor) * told[other] for other, factor in equation.items() if other in told)
        end /= float(equation[node])
        if signs == {True}:
            most = min(most, end)
        elif signs == {False}:
            least = max(least, end)
    return least, most
