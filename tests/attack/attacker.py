"""Solves for withheld numbers by integer programming: the least and the most that each can be."""

import datetime as dt
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import Any

import attrs
import highspy
import numpy as np

from tests.attack.statements import Cell, Days, Known, named

MOST = 20
"""How many times as many people as in any figure shown a group may have."""

NEAR = 1e-6
MOST_NODES = 200
"""The limit of the search of one integer program."""

Name = tuple[str, str, Days]
"""An unknown: what is counted, of which group, when."""

Terms = dict[Name, float]


@attrs.frozen
class Goal:
    """A number that a reader must not be able to determine."""

    name: str
    terms: Terms
    only_small: bool
    """Whether it may be determined where it is not a small number of people."""
    step: float
    """How much it must be able to differ."""


@attrs.define
class Outcome:
    """What an attack found."""

    found: list[str] = attrs.field(factory=list)
    goals: int = 0
    solved: int = 0
    """Integer programs solved."""
    unsolved: int = 0
    """Numbers of which the search for another was given up."""
    widths: list[float] = attrs.field(factory=list)
    """How many numbers each withheld number of people can be, where that was solved."""


@attrs.define(slots=False)
class Attacker:
    """A reader who knows what outputs show, what the policy declares, the minimum, and that 0 would be shown."""

    policy: Mapping[str, Any]
    known: Known
    stated: Mapping[Cell, float] = attrs.field(factory=dict)
    """What the text of the policy states."""
    revised: Collection[Cell] = ()
    """Figures withheld since, when their value changed: they may have been 0 then."""
    rows: list[tuple[float, float, Terms]] = attrs.field(factory=list)
    bounds: dict[Name, tuple[float, float]] = attrs.field(factory=dict)
    whole: dict[Name, bool] = attrs.field(factory=dict)
    rests: list[tuple[str, Terms]] = attrs.field(factory=list)
    """What parts without a figure of their own are together."""

    def __attrs_post_init__(self) -> None:
        self.minimum = int(self.policy["disclosure"]["minimum"])
        self.indicators = {each["id"]: each for each in self.policy["indicators"]}
        self.groups = ["", *(each["id"] for each in self.policy.get("groups", ()))]
        self.shares = {id: each for id, each in self.indicators.items() if "base" in each}
        self.numerators = {id: each.get("numerator", f"{id} (numerator)") for id, each in self.shares.items()}
        self.counts = {id for id, each in self.indicators.items() if each.get("counts_people")}
        self.counts |= {each["base"] for each in self.shares.values()}
        self.counts |= {self.numerators[id] for id in self.shares if self.scale(id) is not None}
        self.flows = {id for id, each in self.indicators.items() if each.get("over_time") == "sum"}
        self.flows |= {self.numerators[id] for id, each in self.shares.items() if each["base"] in self.flows}
        self.over_time = {id: each["over_time"] for id, each in self.indicators.items() if "over_time" in each}
        shown = [high for cell, (_, high) in self.known.bounds.items() if cell[0] in self.counts]
        self.most = float(MOST * max([*shown, *self.stated.values(), 50 * self.minimum]))
        self._equations()
        self._figures()

    def scale(self, share: str) -> float | None:
        """Return the value of a whole base; None for an average."""
        unit = str(self.indicators[share].get("unit", ""))
        return {"%": 100.0, "promille": 1000.0, "pr. 1.000 indbyggere": 1000.0, "andel": 1.0}.get(unit)

    def unknown(self, what: str, group: str, days: Days) -> Name:
        """Return an unknown number."""
        name = (what, group, days)
        if name not in self.bounds:
            self.bounds[name] = (0.0, self.most if what in self.counts else math.inf)
            self.whole[name] = what in self.counts and not self._is_mean(what, days)
        return name

    def _is_mean(self, what: str, days: Days) -> bool:
        """Return whether a number is the mean of those of the quarters."""
        return self.over_time.get(what) == "mean" and (days[1] - days[0]).days > 100

    def exact(self, cell: Cell) -> float | None:
        """Return a number of people that is shown exactly, or that the policy states."""
        if cell in self.stated:
            return self.stated[cell]
        shown = self.known.bounds.get(cell)
        if shown is None:
            return None
        low, high = math.ceil(shown[0] - NEAR), math.floor(shown[1] + NEAR)
        return float(low) if low == high else None

    def _equations(self) -> None:
        """Add that parts make up wholes, in groups and over time, and that those counted are among their base."""
        cells = [*self.known.bounds, *self.known.withheld, *self.stated]
        own = {id for id, way in self.over_time.items() if way != "sum"}
        stock = sorted({days for id, _, days in cells if id not in self.flows | own and not self._is_of_flow(id)})
        flow = sorted({days for id, _, days in cells if id in self.flows or self._is_of_flow(id)})
        edges = sorted({day for first, last in flow for day in (first, last + dt.timedelta(1))})
        pieces = [(first, last - dt.timedelta(1)) for first, last in pairwise(edges)]
        divided = {days: [each for each in pieces if days[0] <= each[0] and each[1] <= days[1]] for days in flow}
        spans = {id: [*flow, *pieces] if id in self.flows else stock for id in self._counted()}
        spans |= {id: sorted({days for of, _, days in cells if of == id}) for id in own}
        for id in sorted(own):
            self._means(id, spans[id])
        for id, periods in spans.items():
            for days in dict.fromkeys(periods):
                for partition in self.policy["disclosure"].get("partitions", ()):
                    whole = (id, partition.get("whole", ""), days)
                    self._sum(whole, [(id, part, days) for part in partition["parts"]])
        for id in sorted(self.flows):
            for days, parts in divided.items():
                for group in self.groups if len(parts) > 1 else ():
                    self._sum((id, group, days), [(id, group, part) for part in parts])
        for id, share in self.shares.items():
            for days in dict.fromkeys(spans[share["base"]]) if self.scale(id) is not None else ():
                for group in self.groups:
                    base = self.unknown(share["base"], group, days)
                    part = self.unknown(self.numerators[id], group, days)
                    self.rows.append((0, math.inf, {base: 1, part: -1}))

    def _means(self, id: str, periods: Sequence[Days]) -> None:
        """Add that a year is as its last part, or the mean of its quarters."""
        for longer in periods:
            parts = [each for each in periods if each != longer and each[1] == longer[1] and each[0] > longer[0]]
            if self._is_mean(id, longer):
                year = longer[0].year
                first = [dt.date(year, month, 1) for month in (1, 4, 7, 10)] + [dt.date(year + 1, 1, 1)]
                quarters = [(start, end - dt.timedelta(1)) for start, end in pairwise(first)]
                for group in self.groups:
                    terms = {self.unknown(id, group, each): 1.0 for each in quarters}
                    self.rows.append((0, 0, terms | {self.unknown(id, group, longer): -4.0}))
            elif self.over_time[id] == "last":
                for part, group in product(parts, self.groups):
                    terms = {self.unknown(id, group, longer): 1.0, self.unknown(id, group, part): -1.0}
                    self.rows.append((0, 0, terms))

    def _is_of_flow(self, id: str) -> bool:
        return id in self.shares and self.shares[id]["base"] in self.flows

    def _counted(self) -> list[str]:
        """Return all that is counted or added up, with or without a figure of its own."""
        return sorted(self.counts | set(self.numerators.values()))

    def _sum(self, whole: Name, parts: Sequence[Name]) -> None:
        names = [self.unknown(*each) for each in (whole, *parts)]
        self.rows.append((0, 0, {names[0]: -1} | dict.fromkeys(names[1:], 1)))
        lacking = [each for each in names[1:] if not self._is_of_figure(each)]
        if whole[0] in self.counts and 1 < len(lacking) < len(parts):
            self.rests.append((f"{whole[0]} of {[each[1:] for each in lacking]} together", dict.fromkeys(lacking, 1.0)))

    def _is_of_figure(self, name: Name) -> bool:
        """Return whether there is a figure of a number, or a share of it, shown or not."""
        ids = [id for id, share in self.shares.items() if name[0] in (self.numerators[id], share["base"])]
        cells = [(id, *name[1:]) for id in (name[0], *ids)]
        return any(each in self.known.bounds or each in self.known.withheld for each in cells)

    def _figures(self) -> None:
        """Add what is shown, and that what is withheld is not 0."""
        for cell, number in self.stated.items():
            self._fix(self.unknown(*cell), number, number)
        for cell, (low, high) in self.known.bounds.items():
            if cell[0] in self.counts:
                self._fix(self.unknown(*cell), low, high)
            elif cell[0] in self.shares:
                self._share(cell, low, high)
            else:
                self.rows += [(low - NEAR, high + NEAR, terms) for terms in [self._difference(cell)] if terms]
        for cell in self.known.withheld.difference(self.revised):
            if cell[0] in self.counts:
                name = self.unknown(*cell)
                self._fix(name, 1 if self.whole[name] else 0, self.most)
            elif cell[0] in self.shares and self.scale(cell[0]) is not None:
                base = self.exact((self.shares[cell[0]]["base"], *cell[1:]))
                if base is not None and base >= self.minimum:
                    self._fix(self.unknown(self.numerators[cell[0]], *cell[1:]), 1, self.most)

    def _fix(self, name: Name, low: float, high: float) -> None:
        first, last = self.bounds[name]
        if self.whole[name]:
            low, high = math.ceil(low - NEAR), math.floor(high + NEAR)
        self.bounds[name] = max(first, low), min(last, high)

    def _share(self, cell: Cell, low: float, high: float) -> None:
        id, group, days = cell
        of, number = self.scale(id) or 1.0, self.exact((self.shares[id]["base"], group, days))
        base, part = (self.unknown(what, group, days) for what in (self.shares[id]["base"], self.numerators[id]))
        if number is not None:
            self._fix(part, low * number / of - NEAR, high * number / of + NEAR)
        else:
            self.rows += [(0, math.inf, {part: 1, base: -low / of}), (0, math.inf, {part: -1, base: high / of})]

    def _difference(self, cell: Cell) -> Terms | None:
        """Return a difference as a sum of numbers; None where the base of a share in it is not known."""
        pair = self.indicators[cell[0]]["difference"]
        terms: Terms = {}
        for series, sign in ((pair["of"], 1.0), (pair["less"], -1.0)):
            id, group = series["indicator"], series.get("group", cell[1])
            if id in self.shares:
                base = self.exact((self.shares[id]["base"], group, cell[2]))
                if not base:
                    return None
                name, factor = self.unknown(self.numerators[id], group, cell[2]), (self.scale(id) or 1) / base
            else:
                name, factor = self.unknown(id, group, cell[2]), 1.0
            terms[name] = terms.get(name, 0) + sign * factor
        return terms

    @property
    def _told(self) -> Collection[Cell]:
        """The figures that are shown, or stated in the text of the policy."""
        return self.known.bounds.keys() | self.stated.keys()

    def goals(self) -> Iterator[Goal]:
        """Yield all numbers that must not be determined."""
        for cell in sorted(self.known.withheld - self.stated.keys()):
            id, group, days = cell
            if id in self.counts:
                yield Goal(f"withheld {named(cell)}", {self.unknown(*cell): 1.0}, only_small=False, step=1)
            elif id in self.shares:
                part = (self.numerators[id], group, days)
                if self.exact((self.shares[id]["base"], group, days)) is not None and part not in self._told:
                    step = 1 if self.scale(id) is not None else 1e-3
                    yield Goal(f"withheld {named(cell)}", {self.unknown(*part): 1.0}, only_small=False, step=step)
            elif terms := self._difference(cell):
                whole = all(each in self.counts for each, _, _ in terms) and set(terms.values()) <= {1.0, -1.0}
                yield Goal(f"withheld {named(cell)}", terms, only_small=False, step=1 if whole else 1e-3)
        for name in sorted(each for each, whole in self.whole.items() if whole):
            if name not in self.stated:
                yield Goal(f"small {named(name)}", {name: 1.0}, only_small=True, step=1)
        for id, share in self.shares.items():
            for name in sorted(each for each in self.bounds if each[0] == share["base"] and self.scale(id) is not None):
                part = (self.numerators[id], *name[1:])
                if part in self.bounds:
                    yield Goal(f"small rest of {id} {named(name)}", {name: 1.0, part: -1.0}, only_small=True, step=1)
        for words, terms in self.rests:
            yield Goal(f"small {words}", terms, only_small=True, step=1)

    def attack(self, *, widths: bool = False) -> Outcome:
        """Solve for the least and the most of each number; with widths also where it is seen to vary."""
        outcome = Outcome()
        for part in self._parts():
            part.attack(outcome, self.minimum, widths=widths)
        return outcome

    def _parts(self) -> Iterator["Part"]:
        """Yield the unknowns in sets that have nothing to do with each other, with what is asked of them."""
        goals = [*self.goals()]
        parents: dict[Name, Name] = {name: name for name in self.bounds}

        def head(name: Name) -> Name:
            while parents[name] != name:
                parents[name] = name = parents[parents[name]]
            return name

        for terms in (*(row[2] for row in self.rows), *(goal.terms for goal in goals)):
            first, *others = terms
            for other in others:
                parents[head(other)] = head(first)
        parts: dict[Name, Part] = {}
        for name in self.bounds:
            parts.setdefault(head(name), Part(self)).names.append(name)
        for row in self.rows:
            parts[head(next(iter(row[2])))].rows.append(row)
        for goal in goals:
            parts[head(next(iter(goal.terms)))].goals.append(goal)
        yield from (part for part in parts.values() if part.goals)


@attrs.define(slots=False)
class Part:
    """Unknowns that depend on each other."""

    attacker: Attacker
    names: list[Name] = attrs.field(factory=list)
    rows: list[tuple[float, float, Terms]] = attrs.field(factory=list)
    goals: list[Goal] = attrs.field(factory=list)

    def attack(self, outcome: Outcome, minimum: int, *, widths: bool) -> None:
        """Solve for each number asked for."""
        self._at = {name: place for place, name in enumerate(self.names)}
        solver = self._solver()
        first = self._solve(solver, {})
        outcome.solved += 1
        if self._is_cut_short:
            outcome.unsolved += len(self.goals)
            return
        if first is None:
            outcome.found.append(f"nothing fits what is published of {named(self.names[0])}")
            return
        seen = [first]
        for goal in self.goals:
            outcome.goals += 1
            values = [self._value(goal, numbers) for numbers in seen]
            low, high = min(values), max(values)
            wanted = not goal.only_small or 0 < round(low) < minimum
            asks_width = widths and not goal.only_small and goal.step == 1
            if not wanted or (high - low > goal.step / 2 and not asks_width):
                continue
            for sign in (1.0, -1.0):
                numbers = self._solve(solver, {name: sign * factor for name, factor in goal.terms.items()})
                outcome.solved += 1
                if self._is_cut_short:
                    outcome.unsolved += 1
                    low = -math.inf
                    break
                if numbers is None:  # without bound
                    low, high = min(low, -math.inf if sign > 0 else low), max(high, math.inf if sign < 0 else high)
                    continue
                seen = [*seen[-20:], numbers]
                low, high = min(low, self._value(goal, numbers)), max(high, self._value(goal, numbers))
                if high - low > goal.step / 2 and not asks_width:
                    break
            if asks_width and low > -math.inf:
                outcome.widths.append(high - low + 1)
            if high - low <= goal.step / 2 and abs(low) > NEAR:  # 0 reveals nothing, and would be shown
                outcome.found.append(f"{goal.name} is {low:.6g}")

    def _value(self, goal: Goal, numbers: "np.ndarray[Any, Any]") -> float:
        return float(sum(factor * numbers[self._at[name]] for name, factor in goal.terms.items()))

    def _solver(self) -> Any:
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("mip_max_nodes", MOST_NODES)
        model: Any = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.names), len(self.rows)
        model.col_cost_ = np.zeros(len(self.names))
        model.col_lower_ = np.array([self.attacker.bounds[name][0] for name in self.names], dtype=float)
        model.col_upper_ = np.array([self.attacker.bounds[name][1] for name in self.names], dtype=float)
        model.row_lower_ = np.array([low for low, _, _ in self.rows], dtype=float)
        model.row_upper_ = np.array([high for _, high, _ in self.rows], dtype=float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(terms) for _, _, terms in self.rows)])
        model.a_matrix_.index_ = np.array([self._at[name] for _, _, terms in self.rows for name in terms], dtype=int)
        model.a_matrix_.value_ = np.array([each for _, _, terms in self.rows for each in terms.values()], dtype=float)
        whole, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        model.integrality_ = [whole if self.attacker.whole[name] else real for name in self.names]
        solver.passModel(model)
        return solver

    def _solve(self, solver: Any, cost: Terms) -> "np.ndarray[Any, Any] | None":
        """Return the numbers that cost least; None where none fit, or without bound."""
        for name, factor in cost.items():
            solver.changeColCost(self._at[name], factor)
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:  # its presolve is mistaken at times
            solver.setOptionValue("presolve", "off")
            solver.run()
            solver.setOptionValue("presolve", "choose")
        self._is_cut_short = solver.getModelStatus() == highspy.HighsModelStatus.kSolutionLimit
        fits = solver.getInfo().primal_solution_status == 2
        numbers = np.array(solver.getSolution().col_value) if fits else None
        for name in cost:
            solver.changeColCost(self._at[name], 0.0)
        return numbers
