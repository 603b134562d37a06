"""The figures of one period, and how they add up: all that is known inside the house."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from kommunepolitik.observations._audit import fit
from kommunepolitik.observations._grounds import Cell, Figure, Ground, Said, is_veil, tells_few
from kommunepolitik.observations._sums import Equation, Node, components, follow


class Sheet:
    """The figures of one period, the numbers behind them, and the equations between these.

    A node is a `figure`; or a number of people that no row counts: those a share is about (`numerator`), the others of
    its base (`complement`), or what a whole leaves when the parts that have figures are taken from it (`rest of …`).
    """

    def __init__(self, ground: Ground, figures: Mapping[Cell, Figure]) -> None:
        """Take the figures."""
        self.ground = ground
        self.figures = figures
        self.uncounted: dict[Node, list[float]] = {}
        """Numbers that no row counts and that follow from two that do: one for each revision."""
        self.needs: dict[int, Cell] = {}
        """Equations, by identity, that hold only for a reader who is given a base."""
        self._fitted: dict[int, Mapping[Node, float]] = {}

    @cached_property
    def gaps(self) -> list[Cell]:
        return [cell for cell in self.figures if cell[0] in self.ground.differences]

    def parts(self, gap: Cell) -> list[Cell]:
        """Return the two figures that one is the difference of."""
        return [(id, gap[1] if group is None else group) for id, group in self.ground.differences[gap[0]]]

    def resting_on(self, cell: Cell) -> list[Cell]:
        """Return the shares that have the figure as base or numerator, and the differences of it or of such a share."""
        rests = [id for id, share in self.ground.shares.items() if cell[0] in (share.base, share.numerator)]
        shares = [(id, cell[1]) for id in rests]
        gaps = [each for each in self.gaps if not {cell, *shares}.isdisjoint(self.parts(each))]
        return [each for each in shares if each in self.figures] + gaps

    def base(self, cell: Cell) -> Cell:
        return self.ground.shares[cell[0]].base, cell[1]

    def people(self, cell: Cell) -> Iterator[tuple[float, float]]:
        """Yield how many people of its base a share in percent is about, and how many it is not about."""
        base = self.figures.get(self.base(cell))
        if base is None or not self.ground.shares[cell[0]].percent:
            return
        for said in self.figures[cell].said:
            for whole in (each.value for each in base.said):
                low, high = said.of(whole).ends()
                yield low, min(high, whole)
                yield whole - min(high, whole), whole - low

    def tells_few(self, ends: tuple[float, float]) -> bool:
        return tells_few(ends, self.ground.minimum)

    def is_veiled(self, cell: Cell) -> bool:
        """Tell whether a figure is shown without telling how few there are (`under 5`); that must stay so."""
        if cell[0] in self.ground.shares:
            numbers = list(self.people(cell))
            return any(low != high and is_veil((low, high), self.ground.minimum) for low, high in numbers)
        numbers = [said.ends() for said in self.figures[cell].said] if cell[0] in self.ground.counts else []
        return bool(numbers) and all(low != high and is_veil((low, high), self.ground.minimum) for low, high in numbers)

    def tellers(self, node: Node) -> list[Cell]:
        """Return the figure that a node is, and the shares that tell it with their base."""
        kind, id, group = node
        own = [(id, group)] if kind == "figure" and (id, group) in self.figures else []
        shares = [
            (other, group)
            for other, share in self.ground.shares.items()
            if (kind == "numerator" and other == id) or (kind == "figure" and share.numerator == id)
        ]
        return own + [cell for cell in shares if cell in self.figures and self.base(cell) in self.figures]

    def is_of_people(self, node: Node) -> bool:
        """Tell whether a node is a number of people, which is whole and not below 0."""
        kind, id, _ = node
        share = self.ground.shares.get(id)
        if share is None or kind == "figure":
            return id in self.ground.counts
        return share.percent or kind.endswith("complement")

    def revisions(self, node: Node) -> list[float]:
        """Return the true number in all its revisions, as far as the rows give it."""
        most = max(len(figure.said) for figure in self.figures.values())
        return [number for revision in range(most) if (number := self.value(node, revision)) is not None]

    @cached_property
    def sets(self) -> Sequence[Sequence[Equation]]:
        equations = list({frozenset(each.items()): each for each in self._equations()}.values())
        met = Counter(node for equation in equations for node in equation)

        def matters(equation: Equation) -> bool:
            # What no row counts binds nothing where nothing else is said of it.
            loose = [node for node in equation if met[node] == 1 and not self.is_there(node)]
            return not loose or (len(loose) == 1 and (loose[0] in self.uncounted or loose[0][0] == "complement"))

        kept = [equation for equation in equations if matters(equation)]
        return list(components(kept))

    def _equations(self) -> Iterator[Equation]:
        shares = dict.fromkeys(cell for cell in self.figures if cell[0] in self.ground.shares)
        for gap in self.gaps:
            of, less = self.parts(gap)
            shares |= dict.fromkeys(part for part in (of, less) if part[0] in self.ground.shares)
            if of != less:
                yield {("figure", *gap): 1, ("figure", *of): -1, ("figure", *less): 1}
        yield from (link for cell in shares if (link := self._link(cell)) is not None)
        groups = dict.fromkeys(group for _, group in self.figures)
        groups |= dict.fromkeys(group for each in self.ground.partitions for group in (each.whole or "", *each.parts))
        series = [("figure", id) for id in self.ground.counts]
        for id, share in self.ground.shares.items():
            if share.numerator is None:
                series.append(("numerator", id))
            if self.ground.is_about_people(id):
                series.append(("complement", id))
                for group in groups:
                    yield from self._two_sides((id, group))
        for partition in self.ground.partitions:
            for kind, id in series:
                yield from self._sum(kind, id, partition.whole or "", partition.parts)

    def _link(self, cell: Cell) -> Equation | None:
        """Say that a share of its base is a number of people; the base makes it linear."""
        base = self.figures.get(self.base(cell))
        if base is None or not base.value:
            return None
        whole = Fraction(base.value) / (100 if self.ground.shares[cell[0]].percent else 1)
        link = {self._numerator(cell): Fraction(1), ("figure", *cell): -whole}
        self.needs[id(link)] = self.base(cell)
        return link

    def _two_sides(self, cell: Cell) -> Iterator[Equation]:
        """Say that a base is those whom a share is about, and the others."""
        base, numerator, others = ("figure", *self.base(cell)), self._numerator(cell), ("complement", *cell)
        if numerator[0] == "numerator" and not self.is_there(numerator):
            return
        if cell not in self.figures and self.is_there(numerator) and self.is_there(base):
            self.uncounted[others] = list(self._left(base, [numerator]))
        yield {base: 1, numerator: -1, others: -1}

    def _sum(self, kind: str, id: str, whole: str, parts: Sequence[str]) -> Iterator[Equation]:
        """Say that the parts make up the whole; those without a figure are the rest of it."""
        total, nodes = (kind, id, whole), [(kind, id, part) for part in parts]
        given = [node for node in nodes if self.is_there(node)]
        lacking = [node for node in nodes if not self.is_there(node)]
        if not given:
            return
        terms = {total: 1} | dict.fromkeys(given, -1)
        if lacking:
            rest = (f"rest of {kind}", id, " ".join(sorted(node[2] for node in lacking)))
            self.uncounted[rest] = [*self.uncounted.get(rest, []), *self._left(total, given)]
            terms[rest] = -1
            yield {rest: 1} | dict.fromkeys(lacking, -1)
        yield terms

    def is_there(self, node: Node) -> bool:
        """Tell whether a row gives the number, or a share of which it is one side."""
        if node[0] != "complement":
            return bool(self.tellers(node))
        cell = (node[1], node[2])
        return self.base(cell) in self.figures and self.is_there(self._numerator(cell))

    def _left(self, whole: Node, parts: Sequence[Node]) -> Iterator[float]:
        for revision in range(max(len(figure.said) for figure in self.figures.values())):
            first, *others = [self.value(node, revision) for node in (whole, *parts)]
            if first is not None and None not in others:
                yield first - sum(other for other in others if other is not None)

    def _numerator(self, cell: Cell) -> Node:
        """Return the people a share is about: those of the indicator that counts them, where one does."""
        own = self.ground.shares[cell[0]].numerator
        return ("numerator", *cell) if own is None else ("figure", own, cell[1])

    def value(self, node: Node, revision: int = 0) -> float | None:
        """Return the true number, as far as the rows give it."""
        cell = (node[1], node[2])
        if node[0] == "figure" and cell in self.figures:
            return None if self.is_veiled(cell) else self.figures[cell].revision(revision)
        if node[0] == "complement":
            base = self.figures.get(self.base(cell))
            whole, about = (
                None if base is None else base.revision(revision),
                self.value(self._numerator(cell), revision),
            )
            return None if whole is None or about is None else whole - about
        told = (self._told(share, revision) for share in self.tellers(node))
        return next((number for number in told if number is not None), None)

    def _told(self, cell: Cell, revision: int) -> float | None:
        """Return what a share tells with its base: people, or for an average the sum of all."""
        base = self.figures.get(self.base(cell))
        value, whole = self.figures[cell].revision(revision), None if base is None else base.revision(revision)
        if value is None or whole is None or self.is_veiled(cell):
            return None
        return Said(value).of(whole).value if self.ground.shares[cell[0]].percent else value * whole

    @cached_property
    def true(self) -> Mapping[Node, float]:
        """The true numbers: those of the rows, and those that follow from them."""
        true: dict[Node, float] = {}
        for equations in self.sets:
            nodes = {node for equation in equations for node in equation}
            known = {node: value for node in nodes if (value := self.value(node)) is not None}
            true |= follow(equations, known, self.is_of_people)
        return true

    def ends(self, node: Node) -> tuple[float, float]:
        """Return the least and the most that a number of people is said to be: at least 1 where 0 would be shown."""
        cell = (node[1], node[2])
        if node[0] != "figure" or cell not in self.figures:
            return 0, math.inf
        if not self.is_veiled(cell):
            return 1, math.inf
        spans = [said.ends() for said in self.figures[cell].said]
        return max(0, *(low for low, _ in spans)), min(high for _, high in spans)

    def fitting(self, number: int) -> Mapping[Node, float]:
        """Return the true numbers of a set of equations, with some that fit where nobody here knows."""
        if number not in self._fitted:
            equations = self.sets[number]
            nodes = {node for equation in equations for node in equation}
            ends = {node: self.ends(node) for node in nodes if self.is_of_people(node)}
            true = {node: value for node, value in self.true.items() if node in nodes}
            self._fitted[number] = fit(equations, true, ends)
        return self._fitted[number]
