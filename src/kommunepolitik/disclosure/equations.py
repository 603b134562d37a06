"""What follows from figures that add up: which unknown figures a reader can compute, and which can move.

Each equation says that figures, each times a number, add up to 0. Exact arithmetic throughout, by Gauss-Jordan
elimination; the equations of one period fall apart into small sets that have no figure in common.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import lcm

import attrs

from kommunepolitik.disclosure.unions import join, root

Node = tuple[str, str, str]
"""A figure of one period: what it is of its indicator, the indicator, and the group."""

Equation = Mapping[Node, int] | Mapping[Node, Fraction]
Row = dict[Node, Fraction]


def nodes_of(equations: Iterable[Equation]) -> set[Node]:
    """Return the figures that stand in equations."""
    return {node for equation in equations for node in equation}


def components(equations: Iterable[Equation]) -> Iterator[list[Equation]]:
    """Part equations into sets that have no figure in common."""
    parents: dict[Node, Node] = {}
    kept = list(equations)
    for equation in kept:
        first, *rest = equation
        for node in rest:
            join(parents, first, node)
    sets: dict[Node, list[Equation]] = {}
    for equation in kept:
        sets.setdefault(root(parents, next(iter(equation))), []).append(equation)
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

    def is_loose(self, node: Node, room: Callable[[Node], tuple[float, float]]) -> bool:
        """Tell whether one step leads from the true whole numbers to others that fit, in which this figure is another.

        `room` says how far an unknown figure may move down and up. No means only that one step does not do.
        """
        steps = [*self._moves, *({key: -step for key, step in move.items()} for move in self._moves)]

        def fits(other: Node, step: Fraction) -> bool:
            down, up = room(other)
            return -down <= step <= up

        return any(node in move and all(fits(*each) for each in move.items()) for move in steps)

    @cached_property
    def _moves(self) -> list[Row]:
        """For each free unknown, how the others move with it without breaking an equation, in whole steps."""
        moves = []
        for start in sorted(self.unknown - set(self.rows)):
            move = {start: Fraction(1)} | {key: -row[start] for key, row in self.rows.items() if start in row}
            scale = lcm(*(step.denominator for key, step in move.items() if key not in self.fluid))
            moves.append({key: step * scale for key, step in move.items()})
        return moves


def solve(equations: Sequence[Equation], unknown: Collection[Node], fluid: Collection[Node] = ()) -> Solved:
    """Solve equations for the unknown figures in them."""
    rows: dict[Node, Row] = {}
    for equation in equations:
        row: Row = {node: Fraction(factor) for node, factor in equation.items()}
        for pivot in [node for node in row if node in rows]:
            subtract(row, rows[pivot], row[pivot])
        pivot_of_row = next((node for node in sorted(row) if node in unknown), None)
        if pivot_of_row is None:
            continue
        scale = row[pivot_of_row]
        row = {node: factor / scale for node, factor in row.items()}
        for other in rows.values():
            if pivot_of_row in other:
                subtract(other, row, other[pivot_of_row])
        rows[pivot_of_row] = row
    return Solved(rows, frozenset(nodes_of(equations).intersection(unknown)), frozenset(fluid))


def subtract(row: Row, other: Row, times: Fraction) -> None:
    """Take an equation from another, so many times."""
    for node, factor in other.items():
        left = row.get(node, Fraction(0)) - times * factor
        if left:
            row[node] = left
        else:
            row.pop(node, None)


def follow(
    equations: Sequence[Equation], known: Mapping[Node, float], is_people: Callable[[Node], bool]
) -> dict[Node, float]:
    """Add to known numbers those that follow: the last unknown of an equation, or all where people make up nobody."""
    told = dict(known)
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
    return told
