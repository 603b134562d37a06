"""The figures of one period as of one date, and how they add up: all that is known inside the house."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from kommunepolitik.disclosure.audit import fit
from kommunepolitik.disclosure.equations import Equation, Node, components, follow, nodes_of
from kommunepolitik.disclosure.grounds import Cell, Figure, Ground, is_veil, tells_few


class Sheet:
    """Figures, the numbers behind them, and the equations between these.

    A node is a `figure`; or a number of people that no row counts: those a share is about (`numerator`), the others of
    its base (`complement`), or what a whole leaves when the parts that have figures are taken from it (`rest of …`).
    """

    def __init__(self, ground: Ground, figures: Mapping[Cell, Figure]) -> None:
        """Take the figures."""
        self.ground = ground
        self.figures = figures
        self.needs: dict[int, Cell] = {}
        """Equations, by identity, that hold only for a reader who is given a base."""
        self._fitted: dict[int, Mapping[Node, float]] = {}

    # What rests on what

    @cached_property
    def gaps(self) -> Sequence[Cell]:
        """The figures that are a difference of two others, and those differences that they are made of."""
        found = {cell: None for cell in self.figures if cell[0] in self.ground.differences}
        waiting = list(found)
        while waiting:
            inner = [part for part in self.parts(waiting.pop()) if part[0] in self.ground.differences]
            waiting += [part for part in inner if part not in found]
            found |= dict.fromkeys(inner)
        return list(found)

    def parts(self, gap: Cell) -> Sequence[Cell]:
        """Return the two figures that one is the difference of."""
        return [(id, gap[1] if group is None else group) for id, group in self.ground.differences[gap[0]]]

    def leaves(self, gap: Cell) -> Sequence[Cell]:
        """Return the figures that a difference is made of in the end, which are no differences themselves."""
        seen, waiting, found = {gap}, [gap], []
        while waiting:
            for part in self.parts(waiting.pop()):
                if part[0] not in self.ground.differences:
                    found.append(part)
                elif part not in seen:
                    seen.add(part)
                    waiting.append(part)
        return found

    def resting_on(self, cell: Cell) -> Sequence[Cell]:
        """Return the shares that have the figure as base or numerator, and the differences of it or of such a share."""
        rests = [id for id, share in self.ground.shares.items() if cell[0] in (share.base, share.numerator)]
        shares = [(id, cell[1]) for id in rests]
        gaps = [each for each in self.gaps if not {cell, *shares}.isdisjoint(self.parts(each))]
        return [each for each in shares if each in self.figures] + gaps

    def base(self, share: Cell) -> Cell:
        """Return the figure that a share or an average is of."""
        return self.ground.shares[share[0]].base, share[1]

    def numerator(self, share: Cell) -> Node:
        """Return the people a share is about: those of the indicator that counts them, where one does."""
        own = self.ground.shares[share[0]].numerator
        return ("numerator", *share) if own is None else ("figure", own, share[1])

    def tellers(self, node: Node) -> Sequence[Cell]:
        """Return the figure that a node is, and the shares that tell it with their base."""
        kind, id, group = node
        own = [(id, group)] if kind == "figure" and (id, group) in self.figures else []
        shares = [
            (other, group)
            for other, share in self.ground.shares.items()
            if (kind == "numerator" and other == id) or (kind == "figure" and share.numerator == id)
        ]
        return own + [cell for cell in shares if cell in self.figures and self.base(cell) in self.figures]

    def is_there(self, node: Node) -> bool:
        """Tell whether a row gives the number, or a share that tells it with its base."""
        return bool(self.tellers(node))

    # What is few

    def tells_few(self, ends: tuple[float, float]) -> bool:
        """Tell whether a number says more of few people than that they are few."""
        return tells_few(ends, self.ground.minimum)

    def people(self, share: Cell) -> Sequence[tuple[float, float]]:
        """Return how many people of its base a share is about, and how many it is not about."""
        base, said = self.figures.get(self.base(share)), self.figures[share].said
        scale = self.ground.shares[share[0]].scale
        if base is None or base.value is None or said is None or scale is None:
            return []
        low, high = said.of(base.value / scale).ends()
        most = min(high, base.value)
        return [(low, most), (base.value - most, base.value - low)]

    def is_veiled(self, cell: Cell) -> bool:
        """Tell whether a figure is shown without telling how few there are (`under 5`); that must stay so."""
        said = self.figures[cell].said
        if cell[0] in self.ground.shares:
            spans = self.people(cell)
        else:
            spans = [said.ends()] if said is not None and cell[0] in self.ground.counts else []
        return any(low != high and is_veil((low, high), self.ground.minimum) for low, high in spans)

    def is_of_people(self, node: Node) -> bool:
        """Tell whether a node is a number of people, which is whole and not below 0."""
        kind, id, _ = node
        share = self.ground.shares.get(id)
        if share is None or kind == "figure":
            return id in self.ground.counts
        return share.is_of_people

    def ends(self, node: Node) -> tuple[float, float]:
        """Return the least and the most that a number of people is said to be: at least 1 where 0 would be shown."""
        cell = (node[1], node[2])
        if node[0] != "figure" or cell not in self.figures:
            return 0, math.inf
        said = self.figures[cell].said
        if said is None or not self.is_veiled(cell):
            return 1, math.inf
        return max(0, said.ends()[0]), said.ends()[1]

    # What the numbers are

    def value(self, node: Node) -> float | None:
        """Return the true number, as far as the rows give it."""
        cell = (node[1], node[2])
        if node[0] == "figure" and cell in self.figures:
            return None if self.is_veiled(cell) else self.figures[cell].value
        told = (self._told(share) for share in self.tellers(node))
        return next((number for number in told if number is not None), None)

    def _told(self, share: Cell) -> float | None:
        """Return what a share tells with its base: people, or for an average the sum of all."""
        base, said = self.figures[self.base(share)].value, self.figures[share].said
        if said is None or base is None or self.is_veiled(share):
            return None
        rests = self.ground.shares[share[0]]
        return said.of(base / rests.whole).value if rests.is_of_people else said.value * base

    @cached_property
    def true(self) -> Mapping[Node, float]:
        """The true numbers: those of the rows, and those that follow from them."""
        true: dict[Node, float] = {}
        for equations in self.sets:
            known = {node: value for node in nodes_of(equations) if (value := self.value(node)) is not None}
            true |= follow(equations, known, self.is_of_people)
        return true

    def fitting(self, number: int) -> Mapping[Node, float]:
        """Return the true numbers of a set of equations, with some that fit where nobody here knows."""
        if number not in self._fitted:
            equations = self.sets[number]
            nodes = nodes_of(equations)
            ends = {node: self.ends(node) for node in nodes if self.is_of_people(node)}
            true = {node: value for node, value in self.true.items() if node in nodes}
            self._fitted[number] = fit(equations, true, ends)
        return self._fitted[number]

    # How they add up

    @cached_property
    def sets(self) -> Sequence[Sequence[Equation]]:
        """The equations that bind anything, in sets that have no number in common and something that a row gives."""
        kept = list({frozenset(each.items()): each for each in self._equations()}.values())
        before = -1
        while before != len(kept):
            before = len(kept)
            met = Counter(node for equation in kept for node in equation)
            kept = [each for each in kept if self._binds(each, [node for node in each if met[node] == 1])]
        return [held for held in components(kept) if any(map(self.is_there, nodes_of(held)))]

    def _binds(self, equation: Equation, alone: Sequence[Node]) -> bool:
        """Tell whether an equation says anything of numbers that others do, where some stand in it alone.

        It does not where one of these can be whatever makes it true: what need not be whole and positive, and a whole
        of which nothing else is known. Nor does it where they are all the parts of one whole.
        """
        free = [node for node in alone if not self.is_there(node)]
        if not all(map(self.is_of_people, free)):
            return False
        signs = {node: equation[node] > 0 for node in equation}
        people = all(map(self.is_of_people, equation))
        whole = any(people and all(signs[other] != signs[node] for other in equation if other != node) for node in free)
        return not whole and not (
            people and len(free) == len(equation) - 1 and len({signs[node] for node in free}) == 1
        )

    def _equations(self) -> Iterator[Equation]:
        shares = dict.fromkeys(cell for cell in self.figures if cell[0] in self.ground.shares)
        groups = dict.fromkeys(group for _, group in self.figures)
        groups |= dict.fromkeys(group for each in self.ground.partitions for group in (each.whole, *each.parts))
        for gap in self.gaps:
            of, less = self.parts(gap)
            shares |= dict.fromkeys(part for part in (of, less) if part[0] in self.ground.shares)
            groups |= dict.fromkeys((of[1], less[1]))
            if of != less:
                yield {("figure", *gap): 1, ("figure", *of): -1, ("figure", *less): 1}
        yield from (link for cell in shares if (link := self._link(cell)) is not None)
        told = {id for id, _ in self.figures} | {id for gap in self.gaps for id, _ in self.parts(gap)}
        told |= {
            share.numerator for id, share in self.ground.shares.items() if id in told and share.numerator is not None
        }
        series = [("figure", id) for id in sorted(self.ground.counts & told)]
        for id, share in self.ground.shares.items():
            if id in told and share.numerator is None:
                series.append(("numerator", id))
            if share.is_of_people and share.base in told and (share.numerator or id) in told:
                series.append(("complement", id))
                for cell in ((id, group) for group in groups):
                    yield {("figure", *self.base(cell)): 1, self.numerator(cell): -1, ("complement", *cell): -1}
        for partition in self.ground.partitions:
            for kind, id in series:
                yield from self._sum(kind, id, partition.whole, partition.parts)

    def _link(self, share: Cell) -> Equation | None:
        """Say that a share of its base is a number of people; the base makes it linear."""
        base = self.figures.get(self.base(share))
        if base is None or not base.value:
            return None
        rests = self.ground.shares[share[0]]
        if rests.is_of_people and rests.scale is None:
            return None
        link = {self.numerator(share): Fraction(1), ("figure", *share): -Fraction(base.value) / Fraction(rests.whole)}
        self.needs[id(link)] = self.base(share)
        return link

    def _sum(self, kind: str, id: str, whole: str, parts: Sequence[str]) -> Iterator[Equation]:
        """Say that the parts make up the whole; several without a figure are together the rest of it."""
        nodes = [(kind, id, part) for part in parts]
        lacking = [node for node in nodes if not self.is_there(node)]
        terms: dict[Node, int] = {(kind, id, whole): 1} | dict.fromkeys(nodes, -1)
        if 1 < len(lacking) < len(nodes):
            rest = (f"rest of {kind}", id, " ".join(sorted(node[2] for node in lacking)))
            yield {rest: 1} | dict.fromkeys(lacking, -1)
            terms = {node: factor for node, factor in terms.items() if node not in lacking} | {rest: -1}
        yield terms
