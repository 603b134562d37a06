"""The attacker's problem: which whole numbers fit what is published, by integer programming.

After the audit of a protected table in Hundepool et al. (2012), Statistical Disclosure Control, chapter 4, with whole
numbers in place of real ones. HiGHS solves it (Huangfu and Hall 2018, doi:10.1007/s12532-017-0130-5).
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import gcd, inf, lcm
from typing import Any, Final

from kommunepolitik.disclosure.equations import Equation, Node, Row, nodes_of, subtract
from kommunepolitik.errors import MissingExtra, Problem

_SECONDS: Final = 20.0
"""What one question may take; an audit that is not done by then counts as a number that can be computed."""

_WHOLE: Final = 1e-7
"""How near a whole number one must be to pass for it."""

Ends = Mapping[Node, tuple[float, float]]
"""The least and the most that a number of people can be for all a reader knows of it alone."""


def new_solver() -> Any:
    """Return a solver.

    Raises:
        MissingExtra: the package highspy is not installed.
    """
    try:
        import highspy
    except ImportError as error:
        raise MissingExtra(Problem(code="missing_extra", data={"package": "highspy", "extra": "disclosure"})) from error
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("presolve", "off"), ("threads", 1), ("time_limit", _SECONDS)):
        solver.setOptionValue(option, value)
    return solver


def fit(equations: Sequence[Equation], true: Mapping[Node, float], ends: Ends) -> dict[Node, float]:
    """Return all numbers of people: the true ones, and for those that nobody here knows some that fit them best."""
    sought = sorted(node for node in nodes_of(equations) & ends.keys() if node not in true)
    if not sought:
        return dict(true)
    rows, left = [], []
    for equation in _without(
        equations, {node for node in nodes_of(equations) if node not in ends and node not in true}
    ):
        row = {node: factor for node, factor in equation.items() if node not in true}
        if row:
            rows.append(row)
            left.append(-sum(float(factor) * true[node] for node, factor in equation.items() if node in true))
    found = _solved(rows, left, [ends[node] for node in sought], sought, elastic=True)
    return dict(true) | dict(zip(sought, found or (), strict=False))


def is_open(
    node: Node, equations: Sequence[Equation], unknown: Collection[Node], fitting: Mapping[Node, float], ends: Ends
) -> bool:
    """Tell whether a number of people that a reader is not given can be more than one, for all that he is given.

    What fits is told by how far it lies from the true numbers, so that rounding in the equations does no harm.
    """
    rows = []
    for equation in _without(equations, {each for each in unknown if each not in ends}):
        if row := {each: factor for each, factor in equation.items() if each in unknown}:
            rows.append(row)
    sought = sorted(each for each in nodes_of(rows) | {node} if each in ends)
    steps = [(min(0.0, ends[each][0] - fitting[each]), max(0.0, ends[each][1] - fitting[each])) for each in sought]
    place = sought.index(node)
    low, high = steps[place]
    for span in ((1.0, high), (low, -1.0)):
        steps[place] = span
        if span[0] <= span[1] and _solved(rows, [0.0] * len(rows), steps, sought) is not None:
            return True
    return False


def _without(equations: Sequence[Equation], fluid: Collection[Node]) -> list[Row]:
    """Return what equations say of all but some nodes, exactly, each equation in whole factors."""
    rows = [{node: Fraction(factor) for node, factor in equation.items()} for equation in equations]
    for node in sorted(fluid):
        holding = [row for row in rows if node in row]
        if not holding:
            continue
        pivot = holding.pop(0)
        rows.remove(pivot)
        for row in holding:
            subtract(row, pivot, row[node] / pivot[node])
    return [_whole(row) for row in rows if row]


def _whole(row: Row) -> Row:
    scale = Fraction(lcm(*(each.denominator for each in row.values())), gcd(*(each.numerator for each in row.values())))
    return {node: factor * scale for node, factor in row.items()}


def _solved(
    rows: Sequence[Row],
    left: Sequence[float],
    ends: Sequence[tuple[float, float]],
    sought: Sequence[Node],
    *,
    elastic: bool = False,
) -> list[float] | None:
    """Return whole numbers between their ends that fulfil equations, or if `elastic` come nearest; None if none do."""
    import highspy
    import numpy as np

    solver = new_solver()
    places = {node: place for place, node in enumerate(sought)}
    spare = 2 * len(rows) if elastic else 0  # how much more, and how much less, each equation may come to
    model: Any = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(sought) + spare, len(rows)
    model.col_cost_ = np.array([0.0] * len(sought) + [1.0] * spare)
    model.col_lower_ = np.array([low for low, _ in ends] + [0.0] * spare)
    model.col_upper_ = np.array([high for _, high in ends] + [inf] * spare)
    model.row_lower_ = model.row_upper_ = np.array(left[: len(rows)])
    starts, indexes, factors = [0], [], []
    for number, row in enumerate(rows):
        terms = {places[node]: float(factor) for node, factor in row.items()}
        if elastic:
            terms |= {len(sought) + 2 * number: 1.0, len(sought) + 2 * number + 1: -1.0}
        indexes += list(terms)
        factors += list(terms.values())
        starts.append(len(indexes))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = np.array(starts), np.array(indexes)
    model.a_matrix_.value_ = np.array(factors)
    # Most are whole of themselves, and what has no solution in real numbers has none in whole ones: that is quicker.
    for whole in (False, True):
        if whole:
            integer, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
            model.integrality_ = [integer] * len(sought) + [real] * spare
        solver.passModel(model)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        values = solver.getSolution().col_value[: len(sought)]
        if whole or all(abs(value - round(value)) < _WHOLE for value in values):
            break
    return [float(round(value)) for value in values]
