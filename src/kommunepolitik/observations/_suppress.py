"""Which figures of one period must be withheld: those on few people, and those from which such a one follows."""

import math
from collections.abc import Iterable, Mapping

from kommunepolitik.observations._audit import is_open
from kommunepolitik.observations._grounds import Cell, Figure, Ground, Why
from kommunepolitik.observations._sheet import Sheet
from kommunepolitik.observations._sums import Equation, Node, Solved, solve

Hidden = dict[Cell, tuple[Why, Cell | None]]
"""The figures withheld: why, and the figure that could else be computed."""


class Suppression:
    """Finds what must be withheld of the figures of one period, for a reader who is given the others."""

    def __init__(self, ground: Ground, figures: Mapping[Cell, Figure]) -> None:
        """Take the figures."""
        self.hidden: Hidden = {}
        self._sheet = Sheet(ground, figures)
        self._ground = ground
        self._figures = figures

    def run(self, already: Mapping[Cell, Why]) -> Hidden:
        """Return what must be withheld, beginning with what is withheld already."""
        for cell, why in already.items():
            self._hide(cell, why)
        for cell, figure in sorted(self._figures.items()):
            few = cell[0] in self._ground.counts and any(self._sheet.tells_few(said.ends()) for said in figure.said)
            if figure.withdrawn or few:
                self._hide(cell, "few")
        for cell in sorted(cell for cell in self._figures if cell[0] in self._ground.shares):
            self._look_at_share(cell)
        for cell in sorted(cell for cell in self._figures if cell[0] in self._ground.differences):
            if self._rests_on_unknown(cell):
                self._hide(cell, "unknown_base")
        given_up: set[Node] = set()
        while (found := self._next(given_up)) is not None:
            node, choices = found
            if choices:
                self._hide(min(choices, key=self._loss), "computable", (node[1], node[2]))
            else:
                given_up.add(node)  # the policy's own text tells it
        return self.hidden

    def _hide(self, cell: Cell, why: Why, protects: Cell | None = None) -> None:
        """Withhold a figure, and those that rest on it."""
        if cell in self.hidden or cell not in self._figures:
            return
        self.hidden[cell] = (why, protects)
        for other in self._sheet.resting_on(cell):
            self._hide(other, why, protects)

    def _look_at_share(self, cell: Cell) -> None:
        base = self._sheet.base(cell)
        if not self._is_given(base):
            self._hide(cell, "few" if base in self.hidden else "unknown_base")
        elif any(map(self._sheet.tells_few, self._sheet.people(cell))):
            self._hide(cell, "few")

    def _rests_on_unknown(self, gap: Cell) -> bool:
        """Tell whether a difference is of shares without a base, or of numbers or shares that are both unknown.

        Whole numbers of two small bases can differ by a given share in one way only, and nobody here knows if they do.
        """
        shares = self._ground.shares
        parts = self._sheet.parts(gap)
        counted = all(part[0] in self._ground.counts or self._ground.is_about_people(part[0]) for part in parts)
        return any(part[0] in shares and not self._is_given(self._sheet.base(part)) for part in parts) or (
            counted and all(("figure", *part) not in self._sheet.true and part not in self._figures for part in parts)
        )

    def _is_given(self, cell: Cell) -> bool:
        """Tell whether a reader is given a figure."""
        figure = self._figures.get(cell)
        if figure is None or not figure.said or self._sheet.is_veiled(cell):
            return False
        return figure.fixed or cell not in self.hidden

    def _is_known(self, node: Node) -> bool:
        """Tell whether a reader is given the number, or a share and the base that give it at once."""
        own = (node[1], node[2]) if node[0] == "figure" else None
        return any(
            self._is_given(cell) and (cell == own or self._is_given(self._sheet.base(cell)))
            for cell in self._sheet.tellers(node)
        )

    def _must_stay_unknown(self, node: Node) -> bool:
        """Tell whether a number is withheld, or small, or would tell a withheld share; 0 is no secret."""
        kind, id, group = node
        if node in self._sheet.uncounted:
            return any(self._sheet.tells_few((number, number)) for number in self._sheet.uncounted[node])
        if self._sheet.true.get(node) == 0:
            return False
        if kind == "figure" and (id, group) in self._figures:
            return self._is_kept((id, group)) or self._tells_kept_share(node)
        follows = [round(self._sheet.true[node])] if node in self._sheet.true else []
        few = self._sheet.is_of_people(node) and any(
            self._sheet.tells_few((n, n)) for n in (*self._sheet.revisions(node), *follows)
        )
        return few or self._tells_kept_share(node)

    def _is_kept(self, cell: Cell) -> bool:
        return cell in self.hidden or self._sheet.is_veiled(cell)

    def _tells_kept_share(self, node: Node) -> bool:
        """Tell whether a withheld share follows from the number, because its base is given."""
        shares = [cell for cell in self._sheet.tellers(node) if cell[0] in self._ground.shares]
        return any(self._is_kept(cell) and self._is_given(self._sheet.base(cell)) for cell in shares)

    def _next(self, given_up: set[Node]) -> tuple[Node, list[Cell]] | None:
        """Return a number that could be computed, or could only be one, and the figures that may be withheld for it."""
        for number, held in enumerate(self._sheet.sets):
            equations = self._holding(held)
            nodes = {node for equation in equations for node in equation}
            unknown = {node for node in nodes if not self._is_known(node)}
            guarded = [node for node in unknown - given_up if self._must_stay_unknown(node)]
            guarded.sort(key=lambda node: (node[0] != "figure", node))
            if not guarded:
                continue
            solved = solve(equations, unknown)
            for node in guarded:
                sources = solved.sources(node)
                if sources is not None and not self._is_harmless(node, solved):
                    return node, self._choices(sources)
            for node in guarded:
                if self._sheet.is_of_people(node) and solved.sources(node) is None and not self._is_open(node, number):
                    return node, self._openers(node, number)
        return None

    def _holding(self, equations: Iterable[Equation]) -> list[Equation]:
        """Return the equations that hold for a reader."""
        return [
            each
            for each in equations
            if id(each) not in self._sheet.needs or self._is_given(self._sheet.needs[id(each)])
        ]

    def _is_open(self, node: Node, number: int) -> bool:
        """Tell whether a number that a reader is not given can be more than one whole number."""
        equations, fitting = self._holding(self._sheet.sets[number]), self._sheet.fitting(number)
        nodes = {each for equation in equations for each in equation}
        unknown = {each for each in nodes if not self._is_known(each)}
        ends = {each: self._ends(each) for each in nodes if self._sheet.is_of_people(each)}

        def room(each: Node) -> tuple[float, float]:
            low, high = ends.get(each, (-math.inf, math.inf))
            return max(0, fitting.get(each, math.inf) - low), max(0, high - fitting.get(each, -math.inf))

        solved = solve(equations, unknown, {each for each in unknown if each not in ends})
        return solved.is_loose(node, room) or is_open(node, equations, unknown, fitting, ends)

    def _openers(self, node: Node, number: int) -> list[Cell]:
        """Return the figures that could be withheld so that a number can be more than one; all, if none alone does."""
        nodes = {each for equation in self._sheet.sets[number] for each in equation}
        cells = self._choices(each for each in sorted(nodes) if self._is_known(each))
        veiled = ((id, group) for kind, id, group in sorted(nodes) if kind == "figure" and (id, group) in self._figures)
        cells += [cell for cell in veiled if cell not in self.hidden and self._sheet.is_veiled(cell)]
        hidden = dict(self.hidden)
        for cell in sorted(set(cells), key=self._loss):
            self._hide(cell, "computable")
            opened = self._is_open(node, number)
            self.hidden = dict(hidden)
            if opened:
                return [cell]
        return cells

    def _is_harmless(self, node: Node, solved: Solved) -> bool:
        """Tell whether a veiled number (`under 100`) that can be computed turns out not to be small."""
        cell = (node[1], node[2])
        if cell in self.hidden or node[0] != "figure" or solved.sources(node) is None:
            return False
        row = solved.rows[node]
        values = {other: self._sheet.value(other) for other in row if other != node}
        number = -sum(float(row[other]) * value for other, value in values.items() if value is not None)
        return None not in values.values() and not self._sheet.tells_few((number, number))

    def _ends(self, node: Node) -> tuple[float, float]:
        """Return the least and the most that a reader can take a number for; of a withheld one nothing is told."""
        return (1, math.inf) if node[0] == "figure" and (node[1], node[2]) in self.hidden else self._sheet.ends(node)

    def _choices(self, nodes: Iterable[Node]) -> list[Cell]:
        """Return the figures that could be withheld, so that a reader is not given the nodes; 0 hides nothing.

        All sums are homogeneous: once nothing but 0 is known of a set, all numbers of it could be twice what they are.
        """
        told = ([cell for cell in self._sheet.tellers(node) if self._is_given(cell)] for node in nodes)
        first = [cells[0] for cells in told if cells]
        return [cell for cell in first if not self._figures[cell].fixed and self._figures[cell].value != 0]

    def _loss(self, cell: Cell) -> tuple[int, int, float, Cell]:
        """Rank what to withhold: the fewest figures, a difference before a part before a whole, the least."""
        wholes = {partition.whole or "" for partition in self._ground.partitions} | {""}
        value = self._figures[cell].value or 0
        rank = 0 if cell[0] in self._ground.differences else 1 + (cell[1] in wholes)
        lost = 1 + sum(share not in self.hidden for share in self._sheet.resting_on(cell))
        return lost, rank, abs(value), cell
