"""Evaluation: whether each target is reached, how far it has come, whether it is on track, or why it is not assessed.

Formulas are in `formulas`, the order of judgement in `readings`; a verdict at due needs no baseline, a figure without
a period is never judged, and every result explains itself.
"""

from typing import Any, get_args

from kommunepolitik.disclosure import Audience, disclose
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.evaluation import data
from kommunepolitik.evaluation.cases import Cases
from kommunepolitik.evaluation.changes import Cause, Changes, Circumstance, FigureChange, ResultChange
from kommunepolitik.evaluation.definitions import DefinitionChange
from kommunepolitik.evaluation.evaluation import By, Evaluation
from kommunepolitik.evaluation.judge import judge
from kommunepolitik.evaluation.record import Record, UsedFigure, read_record
from kommunepolitik.evaluation.results import STATUSES, Method, Reading, Reason, Result, Status
from kommunepolitik.evaluation.wording import MessageFormatter
from kommunepolitik.figures import Figures
from kommunepolitik.figures.periods import day_of
from kommunepolitik.model import Period, Policy, Portfolio
from kommunepolitik.model.scalars import coerce_choice
from kommunepolitik.observations.normalise import normalise

__all__ = [
    "STATUSES",
    "By",
    "Cause",
    "Changes",
    "Circumstance",
    "DefinitionChange",
    "Evaluation",
    "FigureChange",
    "MessageFormatter",
    "Method",
    "Reading",
    "Reason",
    "Record",
    "Result",
    "ResultChange",
    "Status",
    "UsedFigure",
    "evaluate",
    "read_record",
]

__dir__ = __all__.copy  # what Tab offers

REGISTERED = (data,)  # whose classes have a form as plain data, by being imported


def evaluate(
    subject: Policy | Portfolio,
    observations: Any,
    at: Period | str | None = None,
    known: Period | str | None = None,
    method: Method = "linear",
    audience: Audience = "public",
) -> Evaluation:
    """Judge every target of a policy, or of all policies of a portfolio, by a table of observations.

    `observations` is what `read_observations` returns or accepts. Rows without a policy belong to every policy. `at` is
    the date of the judgement, by the end of a period; without one, each row is judged as of its own latest figure,
    never today. `known` is the day of knowledge: no figure published later counts. `method` is `linear`, or `cagr`
    (Open SDG, Statistics Canada). Figures that disclosure control suppresses are not used for the `public`; an
    evaluation for an `internal` audience uses all, and must not be published.

    Raises:
        InvalidModel: `at` or `known` has no end, or there is no such method or audience.
        InvalidObservations: the figures cannot be read.

    >>> import kommunepolitik.model as m
    >>> target = m.LevelTarget(value=70, comparison="at_least", due=2027)
    >>> jobs = m.Indicator(id="job", title="I job", unit="%", direction="increase", targets=[target])
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse", indicators=[jobs])
    >>> evaluation = evaluate(policy, [{"indicator": "job", "period": 2024, "value": 72}])
    >>> evaluation
    <Evaluation: p, 1 result, 1 achieved>
    >>> print(evaluation.results[0])
    p#job level-2027: achieved
    """
    portfolio = subject if isinstance(subject, Portfolio) else Portfolio([subject])
    date = None if at is None else Period(at)
    if date is not None and date.end is None:
        raise InvalidModel(Problem(code="not_an_open_period", data={"value": date}))
    coerce_choice(method, ("linear", "cagr"))
    coerce_choice(audience, get_args(Audience))
    if audience == "public":  # what an internal reader is shown is marked where it is shown, once
        observations = disclose(normalise(observations, subject), portfolio)
    figures = Figures.of(observations, subject, known)
    cases = Cases.of(portfolio, figures, day_of(date))
    columns, readings = judge(figures, cases, date, method)
    result = {"figures": figures, "cases": cases, "columns": columns, "readings_by_case": readings}
    return Evaluation(at=date, method=method, audience=audience, **result)  # type: ignore[arg-type]
