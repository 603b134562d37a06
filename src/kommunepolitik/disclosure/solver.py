"""Integer programs, solved by HiGHS (Huangfu and Hall 2018, doi:10.1007/s12532-017-0130-5)."""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any, Final

import attrs

from kommunepolitik.errors import MissingExtra
from kommunepolitik.errors.system import missing_extra

_MOST_NODES: Final = 10_000
"""The limit of the search of one program for whole numbers; a count, not a time, so that results are reproducible."""

_WHOLE: Final = 1e-6
"""The tolerance for a whole number."""


@attrs.define
class Program:
    """Find the numbers with the least cost, within bounds, some of them whole, with rows within bounds too."""

    columns: list[tuple[float, float, float, bool]] = attrs.field(factory=list)
    """For each number to be found: its bounds, its cost per unit, and whether it is whole."""
    rows: list[tuple[float, float, Mapping[int, float]]] = attrs.field(factory=list)
    """The bounds of sums of columns, each multiplied by a number."""

    def add(self, low: float = 0, high: float = inf, cost: float = 0, *, whole: bool = False) -> int:
        """Add a number to be found; return its column."""
        self.columns.append((low, high, cost, whole))
        return len(self.columns) - 1


def new_solver() -> Any:
    """Return a solver that writes nothing."""
    try:
        import highspy
    except ImportError as error:
        raise MissingExtra(missing_extra("highspy", "disclosure")) from error

    class SilentHighs(highspy.Highs):
        def enableCallbacks(self) -> None:  # noqa: N802 - its own name; HiGHS 1.16 prints its name and licence here
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    solver: Any = SilentHighs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("mip_max_nodes", _MOST_NODES)):
        solver.setOptionValue(option, value)
    return solver


@attrs.frozen
class Solution:
    """Numbers that fit a program."""

    numbers: Sequence[float]
    is_best: bool
    """Whether no others cost less; not known where the search took too long."""


def solve(programs: Sequence[Program]) -> list[Solution | None]:
    """Solve programs, first together in real numbers; None where nothing fits, or nothing was found in time."""
    joined, starts = Program(), []
    for program in programs:
        start = len(joined.columns)
        starts.append(start)
        joined.columns += program.columns
        joined.rows += [
            (low, high, {start + column: factor for column, factor in terms.items()})
            for low, high, terms in program.rows
        ]
    together = _run(joined, whole=False)
    found: list[Solution | None] = []
    for program, start in zip(programs, starts, strict=True):
        own = (
            _run(program, whole=False)
            if together is None
            else attrs.evolve(together, numbers=together.numbers[start : start + len(program.columns)])
        )
        pairs = zip(own.numbers, program.columns, strict=True) if own else ()
        if any(column[3] and abs(each - round(each)) > _WHOLE for each, column in pairs):
            own = _run(program, whole=True)
        found.append(own)
    return found


def _run(program: Program, *, whole: bool) -> Solution | None:
    if not program.columns:
        return Solution((), is_best=True)
    import highspy
    import numpy as np

    solver = new_solver()
    model: Any = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.columns), len(program.rows)
    model.col_lower_, model.col_upper_, model.col_cost_, kinds = np.array(program.columns, dtype=float).T.copy()
    model.row_lower_ = np.array([low for low, _, _ in program.rows], dtype=float)
    model.row_upper_ = np.array([high for _, high, _ in program.rows], dtype=float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(terms) for _, _, terms in program.rows)])
    model.a_matrix_.index_ = np.array([column for _, _, terms in program.rows for column in terms], dtype=int)
    factors = [factor for _, _, terms in program.rows for factor in terms.values()]
    model.a_matrix_.value_ = np.array(factors, dtype=float)
    if whole:
        continuous, integer = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
        model.integrality_ = [integer if each else continuous for each in kinds]
        # Its presolve of whole numbers has called programs impossible that are not (ERGO-Code/HiGHS, issue 3090).
        solver.setOptionValue("presolve", "off")
    solver.passModel(model)
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    numbers = [float(each) for each in solver.getSolution().col_value]
    return Solution(numbers, is_best=solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)
