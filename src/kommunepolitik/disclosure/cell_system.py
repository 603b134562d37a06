"""The figures of some periods as of one date, and the equations between them and the numbers behind them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

import attrs

from kommunepolitik.disclosure.editions import join, representative
from kommunepolitik.disclosure.rules import Bounds, Cell, DisclosureRules, Value, hides_small

Variable = tuple[str, str, str, str]
"""A number, given by a row or not: kind, indicator, group and days.

The kinds are `figure`, also for what is divided in a share or an average (`DisclosureRules.shares`); `complement` (the
others of the base of a share); and `rest` (a whole minus the parts that have rows).
"""

PeriodSum = tuple[str, Sequence[str]]
"""A period, and the shorter ones that make it up."""


@attrs.frozen
class PeriodMean:
    """A period whose figure is the mean of those of shorter ones, by their months, or that of its last part alone."""

    is_mean: bool
    period: str
    parts: Mapping[str, int]
    """The shorter periods, with their months; 1 for the last part."""


@attrs.frozen(kw_only=True)
class Figure:
    """One figure as of one date."""

    value: Value | None
    """None where no row gives a value."""
    at_source: bool = False
    """Whether the newest row is already suppressed."""
    fixed: bool = False
    """Whether the policy's own text states it, so that no table can withhold it."""

    @property
    def number(self) -> float | None:
        """The value, the lower end of a range; None where no row gives one."""
        return None if self.value is None else self.value.number


@attrs.frozen
class Equation:
    """Numbers that, each multiplied by a factor, add up to 0."""

    terms: Mapping[Variable, float]
    needs: Sequence[Cell] = ()
    """The bases that must be published for the factors to be known."""


@attrs.frozen(slots=False, eq=False)
class CellSystem:
    """Figures, the numbers behind them, and the declared equations between these."""

    rules: DisclosureRules
    figures: Mapping[Cell, Figure]
    sums: Sequence[PeriodSum]
    means: Sequence[PeriodMean] = ()

    @cached_property
    def differences(self) -> Sequence[Cell]:
        """The figures that are a difference of two others, with their differences."""
        found = {cell: None for cell in self.figures if cell[0] in self.rules.differences}
        waiting = list(found)
        while waiting:
            inner = [part for part in self.parts(waiting.pop()) if part[0] in self.rules.differences]
            waiting += [part for part in inner if part not in found]
            found |= dict.fromkeys(inner)
        return list(found)

    def parts(self, difference: Cell) -> Sequence[Cell]:
        """Return the two figures of a difference."""
        id, own, period = difference
        return [(id, own if group is None else group, period) for id, group in self.rules.differences[id]]

    @cached_property
    def shares(self) -> Sequence[Cell]:
        """The shares and averages that have a row, or that are part of a difference."""
        parts = (part for each in self.differences for part in self.parts(each))
        return [cell for cell in dict.fromkeys((*self.figures, *parts)) if cell[0] in self.rules.shares]

    @cached_property
    def dependants(self) -> Mapping[Cell, Sequence[Cell]]:
        """By figure: the shares that have it as base or numerator, and the differences of it."""
        found: dict[Cell, list[Cell]] = {}
        for share in self.shares:
            found.setdefault(self.base(share), []).append(share)
            found.setdefault((self.rules.shares[share[0]].numerator, *share[1:]), []).append(share)
        for difference in self.differences:
            for part in self.parts(difference):
                found.setdefault(part, []).append(difference)
        return found

    def base(self, share: Cell) -> Cell:
        """Return the figure that a share or an average is of."""
        return self.rules.shares[share[0]].base, share[1], share[2]

    def numerator(self, share: Cell) -> Variable:
        """Return what is divided in a share or an average: the people it is about, or the sum of a quantity."""
        return ("figure", self.rules.shares[share[0]].numerator, *share[1:])

    @cached_property
    def given_by(self) -> Mapping[Variable, Sequence[Cell]]:
        """By variable: its own figure, where it has a row, and the shares that determine it with their base."""
        found: dict[Variable, list[Cell]] = {("figure", *cell): [cell] for cell in self.figures}
        for share in self.shares:
            if share in self.figures and self.base(share) in self.figures:
                found.setdefault(self.numerator(share), []).append(share)
        return found

    def people(self, cell: Cell) -> Sequence[Bounds]:
        """Return the numbers of people that a figure reveals; for a share, those it counts and the rest of its base."""
        value, share = self.figures[cell].value, self.rules.shares.get(cell[0])
        if value is None or (share is None and cell[0] not in self.rules.counts):
            return []
        if share is None:
            return [value.bounds]
        base = self.figures.get(self.base(cell))
        if base is None or base.number is None or share.scale is None:
            return []
        low, high = value.times(base.number / share.scale).bounds
        most = min(high, base.number)
        return [(low, most), (base.number - most, base.number - low)]

    @cached_property
    def masks(self) -> Mapping[Cell, Bounds]:
        """The figures that hide how few people there are (`under 5`), with the bounds that they give."""
        people = {cell: self.people(cell) for cell in self.figures}
        return {
            cell: (max(0, bounds[0][0]), bounds[0][1])
            for cell, bounds in people.items()
            if any(low != high and hides_small((low, high), self.rules.minimum) for low, high in bounds)
        }

    def exact(self, cell: Cell) -> float | None:
        """Return the number that a figure gives; None where it hides how few people there are."""
        figure = self.figures.get(cell)
        return None if figure is None or cell in self.masks else figure.number

    def is_of_people(self, variable: Variable) -> bool:
        """Return whether a variable is a number of people, which is whole and not below 0."""
        kind, id, _, _ = variable
        return kind == "complement" or id in self.rules.counts

    def true_value(self, variable: Variable) -> float | None:
        """Return the true number, as far as the rows give it."""
        for cell in self.given_by.get(variable, ()):
            value = self.figures[cell].value
            if value is None or cell in self.masks:
                continue
            if variable == ("figure", *cell):
                return value.number
            base, share = self.exact(self.base(cell)), self.rules.shares[cell[0]]
            if base is not None:
                return value.times(base / share.whole).number if share.of_people else value.number * base
        return None

    @cached_property
    def components(self) -> Sequence[Sequence[Equation]]:
        """The equations, in sets that have no variable in common and a variable that a row gives."""
        unique = list({frozenset(each.terms.items()): each for each in self._equations() if each.terms}.values())
        parents: dict[Variable, Variable] = {}
        for equation in unique:
            first, *others = equation.terms
            for other in others:
                join(parents, first, other)
        sets: dict[Variable, list[Equation]] = {}
        for equation in unique:
            sets.setdefault(representative(parents, next(iter(equation.terms))), []).append(equation)
        return [
            each for each in sets.values() if any(self.given_by.get(v) for equation in each for v in equation.terms)
        ]

    def _equations(self) -> Iterator[Equation]:
        yield from (each for cell in self.differences if (each := self._difference(cell)) is not None)
        parts = [part for each in self.differences for part in self.parts(each)]
        ids = {id for id, _, _ in (*self.figures, *parts)}
        ids |= self.rules.numerators(ids)
        groups = dict.fromkeys(group for _, group, _ in (*self.figures, *parts))
        groups |= dict.fromkeys(group for whole, inner in self.rules.partitions for group in (whole, *inner))
        periods = dict.fromkeys(period for _, _, period in self.figures)
        all_periods = periods | dict.fromkeys(part for _, parts_of in self.sums for part in parts_of)
        of_means = periods | dict.fromkeys(part for each in self.means for part in each.parts)
        for id, share in sorted(self.rules.shares.items()):
            if share.of_people and share.base in ids and share.numerator in ids:
                of_base = all_periods if share.base in self.rules.summed else periods
                for cell in ((id, group, period) for group in groups for period in of_base):
                    base, complement = ("figure", *self.base(cell)), ("complement", *cell)
                    yield Equation({base: 1, self.numerator(cell): -1, complement: -1})
        for whole, inner in sorted(self.rules.partitions):
            for id in sorted((self.rules.counts | self.rules.numerators(ids)) & ids):
                divided = of_means if id in self.rules.averaged else periods
                for period in all_periods if id in self.rules.summed else divided:
                    parts_of = [("figure", id, part, period) for part in inner]
                    yield from self._sum(("figure", id, whole, period), parts_of)
        yield from self._over_time(ids, groups)

    def _over_time(self, ids: Collection[str], groups: Collection[str]) -> Iterator[Equation]:
        """Yield the equations of figures of longer periods: the sum, the mean or the last of those of shorter ones."""
        for longer, shorter in self.sums:
            for id in sorted(self.rules.summed.intersection(ids)):
                for group in groups:
                    yield from self._sum(("figure", id, group, longer), [("figure", id, group, at) for at in shorter])
        for mean in self.means:
            for id in sorted((self.rules.averaged if mean.is_mean else self.rules.lasting).intersection(ids)):
                for group in groups:
                    cells = {(id, group, mean.period): -float(sum(mean.parts.values()))}
                    cells |= {(id, group, part): float(months) for part, months in mean.parts.items()}
                    if (equation := self._linear({}, cells)) is not None:
                        yield equation

    def _difference(self, cell: Cell) -> Equation | None:
        """Return the equation of a difference of two figures; None where the base of a share in it is not known."""
        first, second = self.parts(cell)
        return self._linear({("figure", *cell): 1}, {first: -1.0, second: 1.0} if first != second else {})

    def _linear(self, terms: dict[Variable, float], cells: Mapping[Cell, float]) -> Equation | None:
        """Return the equation of figures with factors and other terms; None where the base of a share is not known."""
        needs = []
        for part, sign in cells.items():
            variable, factor = ("figure", *part), 1.0
            if part[0] in self.rules.shares:
                share, base = self.rules.shares[part[0]], self.exact(self.base(part))
                if not base or (share.of_people and share.scale is None):
                    return None
                variable, factor = self.numerator(part), share.whole / base
                needs.append(self.base(part))
            terms[variable] = terms.get(variable, 0) + sign * factor
        return Equation({variable: factor for variable, factor in terms.items() if factor}, needs)

    def _sum(self, whole: Variable, parts: Sequence[Variable]) -> Iterator[Equation]:
        """Yield the equations of wholes and their parts; several parts without a row together are the rest."""
        lacking = [part for part in parts if not self.given_by.get(part)]
        terms: dict[Variable, float] = {whole: 1} | dict.fromkeys(parts, -1.0)
        if 1 < len(lacking) < len(parts):
            rest = ("rest", whole[1], " ".join(part[2] for part in lacking), " ".join(part[3] for part in lacking))
            yield Equation({rest: 1.0} | dict.fromkeys(lacking, -1.0))
            for variable in lacking:
                del terms[variable]
            terms[rest] = -1
        yield Equation(terms)
