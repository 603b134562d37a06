"""Judging: for every target whether it is reached, how far it is, whether it is on its way, or why that cannot be said.

Formulas and order of judgement stand in `_formulas` and `_judge`; a verdict at due needs no baseline, a figure without
a period is never judged, and every result explains itself.
"""

from collections.abc import Iterator
from typing import Any

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.evaluation.course import earlier_targets
from kommunepolitik.evaluation.evaluation import By, Evaluation, homes, responsible_for
from kommunepolitik.evaluation.explanation import (
    REASONS,
    STATUS_WORDS,
    UNKNOWN_TARGET,
    WARNINGS,
    Speech,
    explain,
    reason_words,
    rounded,
)
from kommunepolitik.evaluation.figures import Book, Question, gather, groups_seen
from kommunepolitik.evaluation.judge import Judge
from kommunepolitik.evaluation.pace import judge_change, judge_standing
from kommunepolitik.evaluation.results import COLUMNS, Reading, Result
from kommunepolitik.evaluation.statuses import STATUSES, Method, Reason, Status
from kommunepolitik.model import ChangeTarget, LevelTarget, Period, Policy, Portfolio, StandingTarget
from kommunepolitik.model.record import coerce_choice
from kommunepolitik.observations import normalise

__all__ = [
    "COLUMNS",
    "REASONS",
    "STATUSES",
    "STATUS_WORDS",
    "UNKNOWN_TARGET",
    "WARNINGS",
    "By",
    "Evaluation",
    "Method",
    "Reading",
    "Reason",
    "Result",
    "Speech",
    "Status",
    "earlier_targets",
    "evaluate",
    "explain",
    "homes",
    "reason_words",
    "responsible_for",
    "rounded",
]


def evaluate(
    subject: Policy | Portfolio,
    observations: Any,
    at: Period | str | None = None,
    method: Method = "linear",
) -> Evaluation:
    """Judge every target of a policy, or of all policies of a portfolio, by a table of observations.

    `observations` is what `read_observations` gives or takes. Rows without a policy belong to every policy. `at` is the
    date of the judgement, by the end of a period; none means each row as of its own latest figure, never today.
    `method` is `linear`, or `cagr` (Open SDG, Statistics Canada).

    Raises:
        InvalidModel: `at` has no end, or the method is not known.
        InvalidObservations: the figures cannot be read.
    """
    portfolio = subject if isinstance(subject, Portfolio) else Portfolio([subject])
    date = None if at is None else Period(at)
    if date is not None and date.ordinal is None:
        raise InvalidModel(Problem(code="not_an_open_period", data={"value": date}))
    coerce_choice(method, ("linear", "cagr"))
    figures = normalise(observations, subject)
    month = None if date is None else date.ordinal
    questions = [question for policy in portfolio for question in _questions(policy)]
    book = gather(questions, figures.frame, month)
    judge = Judge(book=book, at=month, method=method)
    results = [_judge(judge, q) for question in questions for q in _for_groups(question, book)]
    return Evaluation(portfolio=portfolio, results=tuple(results), at=date, method=method)


def _questions(policy: Policy) -> Iterator[Question]:
    """Yield a question for each target, and one for each indicator that follows up without a target."""
    for indicator in policy.indicators:
        for target in indicator.targets:
            yield Question(policy=policy, indicator=indicator, group=target.group or "", target=target)
        if not indicator.targets and indicator.role == "follow_up":
            yield Question(policy=policy, indicator=indicator, group="", target=None)


def _for_groups(question: Question, book: Book) -> Iterator[Question]:
    """Yield a question without a target for each group that has figures; any other as it is."""
    if question.target is not None:
        yield question
        return
    seen = groups_seen(book, question.policy.id, question.indicator.id)
    for group in seen or [""]:
        yield Question(policy=question.policy, indicator=question.indicator, group=group, target=None)


def _judge(judge: Judge, question: Question) -> Result:
    target = question.target
    if question.indicator.kind == "qualitative":
        return judge.judged_by_people(question)
    if isinstance(target, LevelTarget):
        return judge.level(question, target)
    if isinstance(target, StandingTarget):
        return judge_standing(judge, question, target)
    if isinstance(target, ChangeTarget):
        return judge_change(judge, question, target)
    return judge.no_target(question)
