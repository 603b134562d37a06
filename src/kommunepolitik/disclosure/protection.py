"""Which figures must be suppressed: those on few people, and those from which such a number could be computed.

Primary and secondary cell suppression after Hundepool et al. (2012), Statistical Disclosure Control, chapter 4. The
program searches for whole numbers that are consistent with all published figures, but with another value for a secret
number, with the least loss of published figures: where none is lost, the number is protected; else those lost are
suppressed.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

import attrs

from kommunepolitik.disclosure.cell_system import CellSystem, Equation, Variable
from kommunepolitik.disclosure.rules import Bounds, Cell, is_small
from kommunepolitik.disclosure.solver import Program, Solution, solve

Suppressed = dict[Cell, str]
"""The figures that are suppressed, and whether as `primary` or `secondary`."""

_DEARER: Final = 1e5
"""How many times the loss of all figures it costs to leave a secret number unchanged; each may have to move far."""

_UNMOVED: Final = 1e-3
"""The part of its step by which a secret number may fall short of it, as the solver rounds."""

_NO_STEP: Final = 1e-7


class Reader:
    """What a reader sees of a cell system, as more of it is suppressed."""

    def __init__(self, system: CellSystem, suppressed: Suppressed) -> None:
        self.system = system
        self.rules = system.rules
        self.suppressed = suppressed
        self.done: set[Variable] = set()
        """The secret numbers that are protected, or cannot be."""
        for cell in {*system.figures, *system.dependants} & suppressed.keys():
            self.suppress(cell, suppressed[cell])
        for cell in sorted(system.figures):
            small = any(is_small(each, self.rules.minimum) for each in system.people(cell))
            if small or system.figures[cell].at_source:
                self.suppress(cell, "primary")
        for cell in sorted(system.shares):
            share = self.rules.shares[cell[0]]
            if not self.is_given(system.base(cell)) or (share.of_people and share.scale is None):
                self.suppress(cell, "primary")

    def suppress(self, cell: Cell, reason: str) -> None:
        """Suppress a figure, and those that depend on it."""
        waiting, seen = [cell], {cell}
        while waiting:
            at = waiting.pop()
            if at in self.system.figures and at not in self.suppressed:
                self.suppressed[at] = reason
                if at in self.system.masks:  # it may have been 0; readers know that a suppressed figure is not
                    self.done.clear()
            new = [other for other in self.system.dependants.get(at, ()) if other not in seen]
            seen.update(new)
            waiting += new

    def is_shown(self, cell: Cell) -> bool:
        """Return whether a figure is published, masked or not."""
        figure = self.system.figures.get(cell)
        return figure is not None and figure.value is not None and (figure.fixed or cell not in self.suppressed)

    def is_given(self, cell: Cell) -> bool:
        """Return whether a figure is published as a number."""
        return cell not in self.system.masks and self.is_shown(cell)

    def _sources(self, variable: Variable) -> Sequence[Cell]:
        """Return the figures that, if published, give a variable: its own, and shares whose base is given."""
        cells = self.system.given_by.get(variable, ())
        return [cell for cell in cells if variable[1:] == cell or self.is_given(self.system.base(cell))]

    def shown(self, variable: Variable) -> Sequence[Cell]:
        """Return the published figures that give a variable."""
        return [cell for cell in self._sources(variable) if self.is_shown(cell)]

    def is_known(self, variable: Variable) -> bool:
        """Return whether a reader knows a number."""
        return any(cell not in self.system.masks for cell in self.shown(variable))

    def bounds(self, variable: Variable) -> Bounds:
        """Return the bounds of an unpublished number that a reader knows: at least 1 where 0 would be shown."""
        if not self.system.is_of_people(variable):
            return -math.inf, math.inf
        masks = [self.system.masks[cell] for cell in self.shown(variable)]
        # A share whose unit does not state of how much is withheld whatever it is, even 0.
        is_withheld = any(
            not self.is_shown(at) and (variable[1:] == at or self.rules.shares[at[0]].scale is not None)
            for at in self._sources(variable)
        )
        lows, highs = [low for low, _ in masks], [high for _, high in masks]
        return max([float(is_withheld), *lows]), min([math.inf, *highs])

    def is_secret(self, variable: Variable, number: float) -> bool:
        """Return whether readers must not be able to compute a number; 0 is not secret, a masked one only if small."""
        if self.is_known(variable) or round(number, 6) == 0:
            return False
        for cell in self._sources(variable):
            if cell in self.suppressed or (variable[1:] != cell and cell in self.system.masks):
                return True
        return self.system.is_of_people(variable) and is_small((round(number), round(number)), self.rules.minimum)

    def losses(self, variables: Sequence[Variable]) -> dict[Variable, float]:
        """Return the loss for suppressing each published variable: mainly the number of figures.

        With one figure each, a difference is lost before a part, a part before a whole, and the smallest first. What
        the policy's text states, and 0, which protects nothing, cannot be suppressed.
        """
        ranked = []
        for variable in variables:
            cells = self.shown(variable)
            figures = [self.system.figures[cell] for cell in cells]
            if not any(figure.fixed or figure.number == 0 for figure in figures):
                rank = 0 if cells[0][0] in self.rules.differences else 1 + (cells[0][1] in self.rules.wholes)
                new = {each for cell in cells for each in (cell, *self.system.dependants.get(cell, ()))}
                lost = sum(each not in self.suppressed for each in new)
                ranked.append((rank, abs(figures[0].number or 0), variable, lost))
        ranked.sort()
        return {each[2]: each[3] * (1 + place / len(ranked)) for place, each in enumerate(ranked)}


@attrs.define(slots=False, eq=False)
class Component:
    """Equations that have no variable in common with others, and which of their secret numbers are protected."""

    reader: Reader
    equations: Sequence[Equation]
    numbers: dict[Variable, float] = attrs.field(factory=dict)
    """All numbers: the true ones, and the best fit where no row gives one."""

    @cached_property
    def variables(self) -> Sequence[Variable]:
        """All variables, in order."""
        return sorted({variable for equation in self.equations for variable in equation.terms})

    def fit(self) -> Program:
        """Return the program that finds the numbers not in any row: those that fit the equations best."""
        program, columns = Program(), {}
        for variable in self.variables:
            value = self.reader.system.true_value(variable)
            if value is None:
                whole = self.reader.system.is_of_people(variable)
                columns[variable] = program.add(*self.reader.bounds(variable), whole=whole)
            else:
                self.numbers[variable] = value
        for equation in self.equations if columns else ():
            total = sum(factor * self.numbers.get(each, 0) for each, factor in equation.terms.items())
            row = {columns[each]: factor for each, factor in equation.terms.items() if each in columns}
            row |= {program.add(cost=1): 1, program.add(cost=1): -1}
            program.rows.append((-total, -total, row))
        return program

    def set_numbers(self, found: Solution | None) -> None:
        """Set the numbers that were found."""
        lacking = [variable for variable in self.variables if variable not in self.numbers]
        for variable, value in zip(lacking, found.numbers if found else [0.0] * len(lacking), strict=False):
            self.numbers[variable] = round(value) if self.reader.system.is_of_people(variable) else value

    def next_secret(self) -> Variable | None:
        """Return a secret number that is not yet known to be protected."""
        left = (each for each in self.variables if each not in self.reader.done)
        secret = (each for each in left if self.reader.is_secret(each, self.numbers[each]))
        people = self.reader.system.is_of_people
        return min(secret, key=lambda each: (not people(each), each[0] != "figure", each), default=None)

    def move(self, secret: Variable, sign: int) -> "Move":
        """Return the search for numbers consistent with what is published, in which one number is another.

        The secret number is moved up or down, by one person at least, or as much as the least that one person changes
        where it does not count people; a move that is impossible costs the penalty.
        """
        reader, is_of_people = self.reader, self.reader.system.is_of_people
        rows = [each.terms for each in self.equations if all(map(reader.is_given, each.needs))]
        losses = reader.losses([each for each in self.variables if each != secret and reader.shown(each)])
        move = Move(losses=losses)
        changes = {each: found for each, found in _changes_by_one_person(rows).items() if not is_of_people(each)}
        # Such a number moves in units of the least change, far more than the solver rounds whatever the bases are.
        units = {each: min(changes.get(each, (1.0,))) for each in self.variables}
        for variable in self.variables:
            number, whole, known = self.numbers[variable], is_of_people(variable), reader.is_known(variable)
            if not known:
                low, high = reader.bounds(variable)
                move.add(variable, 1, min(0.0, low - number), max(0.0, high - number), whole=whole)
            if variable in losses:
                cost = losses[variable] * units[variable] / max(changes.get(variable, (1.0,)))
                move.add(variable, 1, cost=cost, whole=whole)
                if known:
                    move.add(variable, -1, high=number - 1 if whole else math.inf, cost=cost, whole=whole)
        for terms in rows:
            factors = {each: factor * units[each] for each, factor in terms.items()}
            least = min(map(abs, factors.values()))
            columns = [(leg, factor / least) for each, factor in factors.items() for leg in move.columns.get(each, ())]
            move.program.rows.append((0, 0, {column: sign * factor for (column, sign), factor in columns}))
        row = {move.columns[secret][0][0]: sign, move.program.add(cost=move.penalty): 1}
        move.program.rows.append((1, math.inf, row))
        return move


@attrs.frozen(kw_only=True)
class Move:
    """The search for numbers of which a secret one is another: the difference of each from its true value."""

    losses: Mapping[Variable, float]
    program: Program = attrs.field(factory=Program)
    columns: dict[Variable, list[tuple[int, int]]] = attrs.field(factory=dict)
    """The columns that a variable is the sum of, with their signs; one that costs is a loss."""

    def add(
        self, variable: Variable, sign: int, low: float = 0, high: float = math.inf, *, cost: float = 0, whole: bool
    ) -> None:
        """Let a variable move."""
        self.columns.setdefault(variable, []).append((self.program.add(low, high, cost, whole=whole), sign))

    @property
    def penalty(self) -> float:
        """The cost of leaving the secret number unchanged: more than that of all figures that may be lost."""
        return _DEARER * (1 + sum(self.losses.values()))

    def read(self, solution: Solution | None) -> tuple[float, Sequence[Variable], Sequence[Variable]]:
        """Return the cost of the move, the published numbers lost by it (all, if it took too long), and all moved."""
        if solution is None or (not solution.is_best and solution.numbers[-1] > _UNMOVED):
            return self.penalty / 2, list(self.losses), ()
        found, costs = solution.numbers, [cost for _, _, cost, _ in self.program.columns]
        loss = sum(cost * value for cost, value in zip(costs, found, strict=True))
        if found[-1] > _UNMOVED:
            return loss, (), ()
        moved = [
            each
            for each, columns in self.columns.items()
            if abs(sum(found[at] * sign for at, sign in columns)) > _NO_STEP
        ]
        lost = [each for each in self.losses if sum(found[at] for at, _ in self.columns[each] if costs[at]) > _NO_STEP]
        return loss, lost, moved


def _changes_by_one_person(rows: Iterable[Mapping[Variable, float]]) -> Mapping[Variable, Sequence[float]]:
    """Return how much one person more or less may change each number: the least and the most in each row."""
    changes: dict[Variable, list[float]] = {}
    for terms in rows:
        sizes = [abs(factor) for factor in terms.values()]
        for variable, factor in terms.items():
            changes.setdefault(variable, []).extend((min(sizes) / abs(factor), max(sizes) / abs(factor)))
    return changes


def suppress(systems: Sequence[CellSystem], suppressed: Suppressed) -> None:
    """Suppress further figures until every secret number has more than one possible value for a reader.

    What the policy's own text states is unchanged, even where that leaves a number that can be computed.
    """
    readers = [Reader(system, suppressed) for system in systems]
    components = [Component(reader, each) for reader in readers for each in reader.system.components]
    for component, fit in zip(components, solve([component.fit() for component in components]), strict=True):
        component.set_numbers(fit)
    while secrets := [(each, secret) for each in components if (secret := each.next_secret()) is not None]:
        moves = [component.move(secret, sign) for component, secret in secrets for sign in (1, -1)]
        found = solve([move.program for move in moves])
        outcomes = [move.read(each) for move, each in zip(moves, found, strict=True)]
        for place, (component, secret) in enumerate(secrets):
            _, lost, moved = min(outcomes[2 * place : 2 * place + 2], key=lambda outcome: outcome[0])
            reader = component.reader
            for cell in [cell for variable in lost for cell in reader.shown(variable)]:
                reader.suppress(cell, "secondary")
            # Then all that it moves is protected. Where nothing can be moved, the policy's own text prevents it.
            reader.done.update(moved if lost or moved else [secret])
