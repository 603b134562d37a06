"""Which figures of one period must be withheld: those on few people, and those from which such a one follows."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kommunepolitik.disclosure.audit import is_open
from kommunepolitik.disclosure.cell_system import Sheet
from kommunepolitik.disclosure.equations import Equation, Node, Solved, nodes_of, solve
from kommunepolitik.disclosure.grounds import Cell, Figure, Ground, Why

Hidden = dict[Cell, tuple[Why, Cell | None]]
"""The figures withheld: why, and the figure that could else be computed."""

_TRIED: Final = 24
"""How many figures are tried one by one for what must stay open: the nearest, those with the least loss first."""


class Suppression:
    """Finds what must be withheld of the figures of one period, for a reader who is given the others."""

    def __init__(self, ground: Ground, figures: Mapping[Cell, Figure], hidden: Hidden) -> None:
        """Take the figures, and what is withheld already, to which is added."""
        self.hidden = hidden
        self.sheet = Sheet(ground, figures)
        self._ground = ground
        self._figures = figures
        self._opened: set[Node] = set()
        """What was found to be open; it stays so when more is withheld."""

    def run(self) -> None:
        """Withhold what must be withheld."""
        for cell, figure in sorted(self._figures.items()):
            said = figure.said
            few = said is not None and cell[0] in self._ground.counts and self.sheet.tells_few(said.ends())
            if figure.withdrawn or few:
                self._hide(cell, "few")
        for cell in sorted(self._figures):
            if cell[0] in self._ground.shares:
                self._look_at_share(cell)
        for cell in self.sheet.gaps:
            bases = [self.sheet.base(part) for part in self.sheet.leaves(cell) if part[0] in self._ground.shares]
            if not all(map(self.is_given, bases)):
                self._hide(cell, "unknown_base")
        given_up: set[Node] = set()
        while (found := self._next(given_up)) is not None:
            node, choices = found
            if choices:
                self._hide(min(choices, key=self._loss), "computable", (node[1], node[2]))
            else:
                given_up.add(node)  # the policy's own text tells it

    def _hide(self, cell: Cell, why: Why, protects: Cell | None = None) -> None:
        """Withhold a figure, and those that rest on it."""
        waiting, seen = [cell], {cell}
        while waiting:
            at = waiting.pop()
            if at in self._figures:
                self.hidden.setdefault(at, (why, protects))
            new = [other for other in self.sheet.resting_on(at) if other not in seen]
            seen.update(new)
            waiting += new

    def _look_at_share(self, cell: Cell) -> None:
        base, share = self.sheet.base(cell), self._ground.shares[cell[0]]
        if not self.is_given(base):
            self._hide(cell, "few" if base in self.hidden else "unknown_base")
        elif share.is_of_people and share.scale is None:
            self._hide(cell, "unknown_base")
        elif any(map(self.sheet.tells_few, self.sheet.people(cell))):
            self._hide(cell, "few")

    # What a reader is given

    def is_given(self, cell: Cell) -> bool:
        """Tell whether a reader is given a figure."""
        figure = self._figures.get(cell)
        if figure is None or figure.said is None or self.sheet.is_veiled(cell):
            return False
        return figure.fixed or cell not in self.hidden

    def is_known(self, node: Node) -> bool:
        """Tell whether a reader is given the number, or a share and the base that give it at once."""
        own = (node[1], node[2]) if node[0] == "figure" else None
        return any(
            self.is_given(cell) and (cell == own or self.is_given(self.sheet.base(cell)))
            for cell in self.sheet.tellers(node)
        )

    def _is_kept(self, cell: Cell) -> bool:
        return cell in self.hidden or self.sheet.is_veiled(cell)

    def _is_secret(self, node: Node, fitting: Mapping[Node, float]) -> bool:
        """Tell whether a reader may not come to know a number; 0 is no secret, a veiled number only where it is few."""
        cell, number = (node[1], node[2]), fitting.get(node)
        if number is not None and round(number) == 0:
            return False
        shares = [each for each in self.sheet.tellers(node) if each[0] in self._ground.shares]
        if any(self._is_kept(each) and self.is_given(self.sheet.base(each)) for each in shares):
            return True
        if node[0] == "figure" and cell in self.hidden:
            return True
        return number is not None and self.sheet.is_of_people(node) and self.sheet.tells_few((round(number),) * 2)

    def ends(self, node: Node) -> tuple[float, float]:
        """Return the least and the most that a reader can take a number for; of a withheld one nothing is told."""
        return (1, math.inf) if node[0] == "figure" and (node[1], node[2]) in self.hidden else self.sheet.ends(node)

    # What could be computed

    def _next(self, given_up: set[Node]) -> tuple[Node, Sequence[Cell]] | None:
        """Return a number that could be computed, or could only be one, and the figures that may be withheld for it."""
        for number in range(len(self.sheet.sets)):
            view = _View(self, number)
            if not view.tells:
                continue
            fitting = self.sheet.fitting(number)
            secret = [node for node in view.unknown - given_up - self._opened if self._is_secret(node, fitting)]
            secret.sort(key=lambda node: (node[0] != "figure", node))
            for node in secret:
                sources = view.solved.sources(node)
                if sources is not None:
                    return node, self._choices(sources) or self._openers(node, number)
            for node in secret:
                if view.is_open(node, fitting):
                    self._opened.add(node)
                else:
                    return node, self._openers(node, number)
        return None

    def _openers(self, node: Node, number: int) -> Sequence[Cell]:
        """Return a figure that could be withheld so that a number is open; where none alone does, the nearest.

        Figures that are veiled (`under 5`) may be withheld as well.
        """
        fitting, hidden = self.sheet.fitting(number), dict(self.hidden)
        near = [cells for step in _steps(node, self.sheet.sets[number]) if (cells := self._removable(step))]
        for cell in sorted([cell for cells in near for cell in cells][:_TRIED], key=self._loss):
            self._hide(cell, "computable")
            opened = _View(self, number).is_open(node, fitting)
            self.hidden.clear()
            self.hidden.update(hidden)
            if opened:
                return [cell]
        return near[0] if near else []

    def _removable(self, nodes: Iterable[Node]) -> Sequence[Cell]:
        """Return the figures of nodes that could be withheld."""
        own = [(id, group) for kind, id, group in nodes if kind == "figure"]
        veiled = [cell for cell in own if cell in self._figures and cell not in self.hidden]
        cells = [*self._choices(nodes), *(cell for cell in veiled if self.sheet.is_veiled(cell))]
        return list(dict.fromkeys(cells))

    def _choices(self, nodes: Iterable[Node]) -> Sequence[Cell]:
        """Return the figures that could be withheld, so that a reader is not given the nodes; 0 hides nothing.

        All sums are homogeneous: once nothing but 0 is known of a set, all numbers of it could be twice what they are.
        """
        told = ([cell for cell in self.sheet.tellers(node) if self.is_given(cell)] for node in nodes)
        first = [cells[0] for cells in told if cells]
        return [cell for cell in first if not self._figures[cell].fixed and self._figures[cell].value != 0]

    def _loss(self, cell: Cell) -> tuple[int, int, float, Cell]:
        """Rank what to withhold: the fewest figures, a difference before a part before a whole, the least."""
        wholes = {partition.whole for partition in self._ground.partitions} | {""}
        value = self._figures[cell].value or 0
        rank = 0 if cell[0] in self._ground.differences else 1 + (cell[1] in wholes)
        lost = 1 + sum(share not in self.hidden for share in self.sheet.resting_on(cell))
        return lost, rank, abs(value), cell


class _View:
    """A set of equations as a reader sees it, with what is withheld now."""

    def __init__(self, reader: Suppression, number: int) -> None:
        sheet = reader.sheet
        needs = sheet.needs
        self.equations: list[Equation] = [
            each for each in sheet.sets[number] if id(each) not in needs or reader.is_given(needs[id(each)])
        ]
        self.nodes = nodes_of(self.equations)
        self.unknown = {node for node in self.nodes if not reader.is_known(node)}
        self._ends = {node: reader.ends(node) for node in self.nodes if sheet.is_of_people(node)}
        self.solved: Solved = solve(self.equations, self.unknown, self.unknown - self._ends.keys())

    @property
    def tells(self) -> bool:
        """Whether it gives a reader any number, or a bound on one (`under 5`)."""
        return len(self.unknown) < len(self.nodes) or any(high < math.inf for _, high in self._ends.values())

    def is_open(self, node: Node, fitting: Mapping[Node, float]) -> bool:
        """Tell whether a number that a reader is not given can be more than one whole number."""
        if node not in self.nodes:
            return True
        if self.solved.sources(node) is not None:
            return False
        if node not in self._ends:
            return True  # what need not be whole is open where linear algebra leaves it open

        def room(each: Node) -> tuple[float, float]:
            low, high = self._ends.get(each, (-math.inf, math.inf))
            return max(0, fitting.get(each, math.inf) - low), max(0, high - fitting.get(each, -math.inf))

        return self.solved.is_loose(node, room) or is_open(node, self.equations, self.unknown, fitting, self._ends)


def _steps(start: Node, equations: Sequence[Equation]) -> Iterable[Sequence[Node]]:
    """Yield the nodes of a set by how many equations lie between them and one of them."""
    reached, last = {start}, [start]
    while last:
        last = sorted({node for each in equations if not reached.isdisjoint(each) for node in each} - reached)
        reached.update(last)
        yield last
