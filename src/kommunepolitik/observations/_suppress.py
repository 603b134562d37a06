"""Which figures of one period must be withheld: those on few people, and those from which such a one follows."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial

from kommunepolitik.observations._grounds import Cell, Figure, Ground, Said, Why, is_veil, tells_few
from kommunepolitik.observations._sums import Equation, Node, Solved, complete, components, solve

Hidden = dict[Cell, tuple[Why, Cell | None]]
"""The figures withheld: why, and the figure that could else be computed."""


class Suppression:
    """Finds what must be withheld of the figures of one period.

    A node is a `figure`; or a number of people that no row counts: those a share is about (`numerator`), the others of
    its base (`complement`), or what a whole leaves when the parts that have figures are taken from it (`rest of …`).
    """

    def __init__(self, ground: Ground, figures: Mapping[Cell, Figure]) -> None:
        """Take the figures."""
        self.ground = ground
        self.figures = figures
        self.hidden: Hidden = {}
        self._uncounted: dict[Node, list[float]] = {}
        """Numbers that no row counts and that follow from two that do: one for each revision."""
        self._needs: dict[int, Cell] = {}
        """Equations, by identity, that hold only for a reader who is given a base."""

    def run(self, already: Mapping[Cell, Why]) -> Hidden:
        """Return what must be withheld, beginning with what is withheld already."""
        for cell, why in already.items():
            self._hide(cell, why)
        for cell, figure in sorted(self.figures.items()):
            few = cell[0] in self.ground.counts and any(self._tells_few(said.ends()) for said in figure.said)
            if figure.withdrawn or few:
                self._hide(cell, "few")
        for cell in sorted(cell for cell in self.figures if cell[0] in self.ground.shares):
            self._look_at_share(cell)
        for cell in sorted(cell for cell in self.figures if cell[0] in self.ground.differences):
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

    # What a reader is given

    def _hide(self, cell: Cell, why: Why, protects: Cell | None = None) -> None:
        """Withhold a figure, and those that rest on it."""
        if cell in self.hidden or cell not in self.figures:
            return
        self.hidden[cell] = (why, protects)
        for other in self._resting_on(cell):
            self._hide(other, why, protects)

    def _resting_on(self, cell: Cell) -> list[Cell]:
        """Return the shares that have the figure as base or numerator, and the differences of it or of such a share."""
        rests = [id for id, share in self.ground.shares.items() if cell[0] in (share.base, share.numerator)]
        shares = [(id, cell[1]) for id in rests]
        gaps = [each for each in self._gaps if not {cell, *shares}.isdisjoint(self._parts(each))]
        return [each for each in shares if each in self.figures] + gaps

    @cached_property
    def _gaps(self) -> list[Cell]:
        return [cell for cell in self.figures if cell[0] in self.ground.differences]

    def _parts(self, gap: Cell) -> list[Cell]:
        """Return the two figures that one is the difference of."""
        return [(id, gap[1] if group is None else group) for id, group in self.ground.differences[gap[0]]]

    def _tells_few(self, ends: tuple[float, float]) -> bool:
        return tells_few(ends, self.ground.minimum)

    def _look_at_share(self, cell: Cell) -> None:
        base = self._base(cell)
        if not self._is_given(base):
            self._hide(cell, "few" if base in self.hidden else "unknown_base")
        elif any(map(self._tells_few, self._people(cell))):
            self._hide(cell, "few")

    def _rests_on_unknown(self, gap: Cell) -> bool:
        """Tell whether a difference is of shares without a base, or of numbers or shares that are both unknown.

        Whole numbers of two small bases can differ by a given share in one way only, and nobody here knows if they do.
        """
        shares = self.ground.shares
        parts = self._parts(gap)
        counted = all(part[0] in self.ground.counts or self._is_about_people(part[0]) for part in parts)
        return any(part[0] in shares and not self._is_given(self._base(part)) for part in parts) or (
            counted and all(("figure", *part) not in self._true and part not in self.figures for part in parts)
        )

    def _is_about_people(self, id: str) -> bool:
        """Tell whether an indicator is a share of people, and no average of something else."""
        share = self.ground.shares.get(id)
        return share is not None and (share.percent or share.numerator is not None)

    def _base(self, cell: Cell) -> Cell:
        return self.ground.shares[cell[0]].base, cell[1]

    def _people(self, cell: Cell) -> Iterator[tuple[float, float]]:
        """Yield how many people of its base a share in percent is about, and how many it is not about."""
        base = self.figures.get(self._base(cell))
        if base is None or not self.ground.shares[cell[0]].percent:
            return
        for said in self.figures[cell].said:
            for whole in (each.value for each in base.said):
                low, high = said.of(whole).ends()
                yield low, min(high, whole)
                yield whole - min(high, whole), whole - low

    def _is_veiled(self, cell: Cell) -> bool:
        """Tell whether a figure is shown without telling how few there are (`under 5`); that must stay so."""
        if cell[0] in self.ground.shares:
            numbers = list(self._people(cell))
            return any(low != high and is_veil((low, high), self.ground.minimum) for low, high in numbers)
        numbers = [said.ends() for said in self.figures[cell].said] if cell[0] in self.ground.counts else []
        return bool(numbers) and all(low != high and is_veil((low, high), self.ground.minimum) for low, high in numbers)

    def _is_given(self, cell: Cell) -> bool:
        """Tell whether a reader is given a figure."""
        figure = self.figures.get(cell)
        if figure is None or not figure.said or self._is_veiled(cell):
            return False
        return figure.fixed or cell not in self.hidden

    def _tellers(self, node: Node) -> list[Cell]:
        """Return the figure that a node is, and the shares that tell it with their base."""
        kind, id, group = node
        own = [(id, group)] if kind == "figure" and (id, group) in self.figures else []
        shares = [
            (other, group)
            for other, share in self.ground.shares.items()
            if (kind == "numerator" and other == id) or (kind == "figure" and share.numerator == id)
        ]
        return own + [cell for cell in shares if cell in self.figures and self._base(cell) in self.figures]

    def _is_known(self, node: Node) -> bool:
        """Tell whether a reader is given the number, or a share and the base that give it at once."""
        own = (node[1], node[2]) if node[0] == "figure" else None
        return any(
            self._is_given(cell) and (cell == own or self._is_given(self._base(cell))) for cell in self._tellers(node)
        )

    def _must_stay_unknown(self, node: Node) -> bool:
        """Tell whether a number is withheld, or small, or would tell a withheld share; 0 is no secret."""
        kind, id, group = node
        if node in self._uncounted:
            return any(self._tells_few((number, number)) for number in self._uncounted[node])
        if self._true.get(node) == 0:
            return False
        if kind == "figure" and (id, group) in self.figures:
            return self._is_kept((id, group)) or self._tells_kept_share(node)
        follows = [round(self._true[node])] if node in self._true else []
        few = self._is_of_people(node) and any(self._tells_few((n, n)) for n in (*self._revisions(node), *follows))
        return few or self._tells_kept_share(node)

    def _is_kept(self, cell: Cell) -> bool:
        return cell in self.hidden or self._is_veiled(cell)

    def _tells_kept_share(self, node: Node) -> bool:
        """Tell whether a withheld share follows from the number, because its base is given."""
        shares = [cell for cell in self._tellers(node) if cell[0] in self.ground.shares]
        return any(self._is_kept(cell) and self._is_given(self._base(cell)) for cell in shares)

    def _revisions(self, node: Node) -> list[float]:
        """Return the true number in all its revisions, as far as the rows give it."""
        most = max(len(figure.said) for figure in self.figures.values())
        return [number for revision in range(most) if (number := self._value(node, revision)) is not None]

    # How figures add up

    @cached_property
    def _sets(self) -> Sequence[Sequence[Equation]]:
        equations = list({frozenset(each.items()): each for each in self._equations()}.values())
        met = Counter(node for equation in equations for node in equation)

        def matters(equation: Equation) -> bool:
            # What no row counts binds nothing where nothing else is said of it.
            loose = [node for node in equation if met[node] == 1 and not self._is_there(node)]
            return not loose or (len(loose) == 1 and (loose[0] in self._uncounted or loose[0][0] == "complement"))

        kept = [equation for equation in equations if matters(equation)]
        return list(components(kept))

    def _equations(self) -> Iterator[Equation]:
        shares = dict.fromkeys(cell for cell in self.figures if cell[0] in self.ground.shares)
        for gap in self._gaps:
            of, less = self._parts(gap)
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
            if self._is_about_people(id):
                series.append(("complement", id))
                for group in groups:
                    yield from self._two_sides((id, group))
        for partition in self.ground.partitions:
            for kind, id in series:
                yield from self._sum(kind, id, partition.whole or "", partition.parts)

    def _link(self, cell: Cell) -> Equation | None:
        """Say that a share of its base is a number of people; the base makes it linear."""
        base = self.figures.get(self._base(cell))
        if base is None or not base.value:
            return None
        whole = Fraction(base.value) / (100 if self.ground.shares[cell[0]].percent else 1)
        link = {self._numerator(cell): Fraction(1), ("figure", *cell): -whole}
        self._needs[id(link)] = self._base(cell)
        return link

    def _two_sides(self, cell: Cell) -> Iterator[Equation]:
        """Say that a base is those whom a share is about, and the others."""
        base, numerator, others = ("figure", *self._base(cell)), self._numerator(cell), ("complement", *cell)
        if numerator[0] == "numerator" and not self._is_there(numerator):
            return
        if cell not in self.figures and self._is_there(numerator) and self._is_there(base):
            self._uncounted[others] = list(self._left(base, [numerator]))
        yield {base: 1, numerator: -1, others: -1}

    def _sum(self, kind: str, id: str, whole: str, parts: Sequence[str]) -> Iterator[Equation]:
        """Say that the parts make up the whole; those without a figure are the rest of it."""
        total, nodes = (kind, id, whole), [(kind, id, part) for part in parts]
        given = [node for node in nodes if self._is_there(node)]
        lacking = [node for node in nodes if not self._is_there(node)]
        if not given:
            return
        terms = {total: 1} | dict.fromkeys(given, -1)
        if lacking:
            rest = (f"rest of {kind}", id, " ".join(sorted(node[2] for node in lacking)))
            self._uncounted[rest] = [*self._uncounted.get(rest, []), *self._left(total, given)]
            terms[rest] = -1
            yield {rest: 1} | dict.fromkeys(lacking, -1)
        yield terms

    def _is_there(self, node: Node) -> bool:
        """Tell whether a row gives the number, or a share of which it is one side."""
        if node[0] != "complement":
            return bool(self._tellers(node))
        cell = (node[1], node[2])
        return self._base(cell) in self.figures and self._is_there(self._numerator(cell))

    def _left(self, whole: Node, parts: Sequence[Node]) -> Iterator[float]:
        for revision in range(max(len(figure.said) for figure in self.figures.values())):
            first, *others = [self._value(node, revision) for node in (whole, *parts)]
            if first is not None and None not in others:
                yield first - sum(other for other in others if other is not None)

    def _numerator(self, cell: Cell) -> Node:
        """Return the people a share is about: those of the indicator that counts them, where one does."""
        own = self.ground.shares[cell[0]].numerator
        return ("numerator", *cell) if own is None else ("figure", own, cell[1])

    def _value(self, node: Node, revision: int = 0) -> float | None:
        """Return the true number, as far as the rows give it."""
        cell = (node[1], node[2])
        if node[0] == "figure" and cell in self.figures:
            return None if self._is_veiled(cell) else self.figures[cell].revision(revision)
        if node[0] == "complement":
            base = self.figures.get(self._base(cell))
            whole, about = (
                None if base is None else base.revision(revision),
                self._value(self._numerator(cell), revision),
            )
            return None if whole is None or about is None else whole - about
        told = (self._told(share, revision) for share in self._tellers(node))
        return next((number for number in told if number is not None), None)

    def _told(self, cell: Cell, revision: int) -> float | None:
        """Return what a share tells with its base: people, or for an average the sum of all."""
        base = self.figures.get(self._base(cell))
        value, whole = self.figures[cell].revision(revision), None if base is None else base.revision(revision)
        if value is None or whole is None or self._is_veiled(cell):
            return None
        return Said(value).of(whole).value if self.ground.shares[cell[0]].percent else value * whole

    # What could be computed

    def _next(self, given_up: set[Node]) -> tuple[Node, list[Cell]] | None:
        """Return a number that could be computed, or could only be one, and the figures that may be withheld for it."""
        for held in self._sets:
            equations = [each for each in held if id(each) not in self._needs or self._is_given(self._needs[id(each)])]
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
            if any(self._is_there(node) and node not in self._true for node in nodes):
                continue  # where the source itself withholds, nobody here knows what else could be
            fitting = complete(equations, self._true, self._is_of_people, guess=True)
            fluid = {node for node in nodes if not self._is_of_people(node)}
            solved = solve(equations, {node for node in unknown if node in fitting or node in fluid}, fluid)
            for node in guarded:
                loose = solved.is_loose(node, partial(self._slack, fitting))
                if not loose and not self._is_harmless(node, solved):
                    return node, self._choices(solved.near(node))
        return None

    def _is_harmless(self, node: Node, solved: Solved) -> bool:
        """Tell whether a veiled number (`under 100`) that can be computed turns out not to be small."""
        cell = (node[1], node[2])
        if cell in self.hidden or node[0] != "figure" or solved.sources(node) is None:
            return False
        row = solved.rows[node]
        values = {other: self._value(other) for other in row if other != node}
        number = -sum(float(row[other]) * value for other, value in values.items() if value is not None)
        return None not in values.values() and not self._tells_few((number, number))

    @cached_property
    def _true(self) -> Mapping[Node, float]:
        """The true numbers: those of the rows, and those that follow from them."""
        true: dict[Node, float] = {}
        for equations in self._sets:
            nodes = {node for equation in equations for node in equation}
            known = {node: value for node in nodes if (value := self._value(node)) is not None}
            true |= complete(equations, known, self._is_of_people)
        return true

    def _is_of_people(self, node: Node) -> bool:
        """Tell whether a node is a number of people, which is whole and not below 0."""
        kind, id, _ = node
        share = self.ground.shares.get(id)
        if share is None or kind == "figure":
            return id in self.ground.counts
        return share.percent or kind.endswith("complement")

    def _slack(self, fitting: Mapping[Node, float], node: Node) -> float:
        """Return how far a number lies above the least a reader can take it for: 1 where 0 would be shown."""
        if node not in fitting or not self._is_of_people(node):
            return math.inf
        least = 1 if node[0] == "figure" and (node[1], node[2]) in self.figures else 0
        return max(0, fitting[node] - least)

    def _choices(self, nodes: Iterable[Node]) -> list[Cell]:
        """Return the figures that could be withheld, so that a reader is not given the nodes; 0 hides nothing.

        All sums are homogeneous: once nothing but 0 is known of a set, all numbers of it could be twice what they are.
        """
        told = ([cell for cell in self._tellers(node) if self._is_given(cell)] for node in nodes)
        first = [cells[0] for cells in told if cells]
        return [cell for cell in first if not self.figures[cell].fixed and self.figures[cell].value != 0]

    def _loss(self, cell: Cell) -> tuple[int, int, float, Cell]:
        """Rank what to withhold: the fewest figures, a difference before a part before a whole, the least."""
        wholes = {partition.whole or "" for partition in self.ground.partitions} | {""}
        value = self.figures[cell].value or 0
        rank = 0 if cell[0] in self.ground.differences else 1 + (cell[1] in wholes)
        lost = 1 + sum(share not in self.hidden for share in self._resting_on(cell))
        return lost, rank, abs(value), cell
