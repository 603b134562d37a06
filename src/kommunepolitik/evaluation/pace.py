"""Standing targets and changes a year: judged against their own period or pace."""

import attrs

from kommunepolitik.evaluation.course import crosses_break
from kommunepolitik.evaluation.figures import Question, until
from kommunepolitik.evaluation.formulas import compound, linear_progress, pace_percent
from kommunepolitik.evaluation.judge import Figure, Judge, Verdict
from kommunepolitik.evaluation.results import Reading, Result
from kommunepolitik.evaluation.statuses import Reason, reaches, status_of
from kommunepolitik.figures.reduce import Observed, Window
from kommunepolitik.model import ChangeTarget, PeriodKind, StandingTarget

_MONTHS = {"year": 12, "quarter": 3}


def judge_standing(judge: Judge, question: Question, target: StandingTarget) -> Result:
    """Judge a standing target by the latest complete year or quarter: achieved or missed, never a ratio."""
    now = judge.now(question)
    months = _MONTHS[target.per]
    expected = None if now is None else now - now % months
    kind: PeriodKind = "quarter" if target.per == "quarter" else "year"
    found = judge.book.find(question.series, Window(until=until(None, judge.at).until, kind=kind))
    if found is None or found.latest.month != expected:
        reason = _no_complete_period(judge, question, expected, months, kind)
        return judge.result(question, Verdict(status="not_assessed", reason=reason), target_value=target.value)
    figure = judge.figure(question, found.latest)
    if not isinstance(figure, Figure):
        verdict = Verdict(status="not_assessed", reason=figure)
        return judge.result(question, verdict, observed=found.latest, target_value=target.value)
    sign = 1 if target.comparison == "at_least" else -1
    met = {reaches(end, target.value, sign) for end in (figure.ends.low, figure.ends.high)}
    readings: tuple[Reading, ...] = ()
    if len(met) > 1:
        verdict = Verdict(status="ambiguous", required=target.value)
        readings = tuple(
            Reading(
                words=words,
                value=end,
                required=target.value,
                progress=None,
                status="achieved" if reaches(end, target.value, sign) else "missed",
            )
            for words, end in (("low", figure.ends.low), ("high", figure.ends.high))
        )
    else:
        verdict = Verdict(status="achieved" if met == {True} else "missed", required=target.value)
    return judge.result(
        question,
        verdict,
        figure=figure,
        previous=found.previous,
        base=judge.baseline(question),
        target_value=target.value,
        readings=readings,
    )


def _no_complete_period(
    judge: Judge, question: Question, expected: int | None, months: int, kind: PeriodKind
) -> Reason:
    """Say why the latest complete period has no figure: only parts of it are measured, it is to come, or it is not."""
    whole = judge.book.find(question.series, until(None, judge.at))
    if whole is not None and expected is not None:
        latest = whole.latest
        shorter = ("quarter", "month", "day") if kind == "year" else ("month", "day")
        if latest.period.kind in shorter and latest.month > expected - months:
            return "period_mismatch"
    return judge.absent(question, expected)


@attrs.frozen(kw_only=True)
class _Pace:
    """A series between the start and the figure judged."""

    base: Observed
    y0: float
    y: float
    years: float


def judge_change(judge: Judge, question: Question, target: ChangeTarget) -> Result:
    """Judge a change by the average compound pace since its start; an unknown mode is read both ways."""
    over = judge.is_over(question)
    found = judge.book.find(question.series, until(target.due, judge.at))
    expected = target.due.ordinal if over and target.due is not None else None

    def row(verdict: Verdict, **more: object) -> Result:
        return judge.result(question, verdict, due=target.due, over=over, **more)  # type: ignore[arg-type]

    if found is None or (over and not Judge._is_for_due(found.latest, target.due)):
        return row(Verdict(status="not_assessed", reason=judge.absent(question, expected)))
    figure = judge.figure(question, found.latest)
    if not isinstance(figure, Figure):
        return row(Verdict(status="not_assessed", reason=figure), observed=found.latest)
    start = question.start
    if start is not None and figure.observed.period.end is not None and figure.observed.period.end < start.start:
        paces = _between(judge, question, found.previous, figure)
        readings = _readings(target, paces[0]) if paces else ()
        verdict = Verdict(status="not_assessed", reason="before_start")
        return row(verdict, figure=figure, previous=found.previous, readings=readings)
    first = None
    if start is not None and start.ordinal is not None:
        first = judge.book.find(question.series, Window(until=start.ordinal))
    base = None if first is None else first.latest
    if base is None or base.value is None:
        return row(Verdict(status="not_assessed", reason="no_baseline"), figure=figure, previous=found.previous)
    paces = _between(judge, question, base, figure)
    if not paces:
        return row(Verdict(status="not_assessed", reason="baseline_only"), figure=figure, previous=found.previous)
    if crosses_break(question, base.month, figure.month):
        verdict = Verdict(status="not_assessed", reason="break_in_series")
        return row(verdict, figure=figure, previous=found.previous)
    verdict, readings = _judge_ends(target, paces, over)
    result = row(verdict, figure=figure, previous=found.previous, readings=readings)
    return attrs.evolve(result, baseline_period=base.period, baseline_value=base.value)


def _between(judge: Judge, question: Question, base: Observed | None, figure: Figure) -> list[_Pace]:
    """Return the pace from a base to a figure: one where both are exact, else one for each pair of their ends."""
    if base is None or base.value is None or base.month >= figure.month:
        return []
    before = judge.figure(question, base)
    if not isinstance(before, Figure):
        return []
    years = (figure.month - base.month) / 12
    ends = [(y, y0) for y in dict.fromkeys(figure.ends.both) for y0 in dict.fromkeys(before.ends.both)]
    return [_Pace(base=base, y0=y0, y=y, years=years) for y, y0 in ends]


def _judge_ends(target: ChangeTarget, paces: list[_Pace], over: bool) -> tuple[Verdict, tuple[Reading, ...]]:
    """Judge an inexact figure (or base) at all its ends; where they disagree, it is ambiguous."""
    judged = [(_readings(target, pace), pace) for pace in paces]
    verdicts = [_verdict(readings, over) for readings, _ in judged]
    if len(verdicts) == 1:
        return verdicts[0], judged[0][0]
    readings = tuple(
        Reading(
            words="low" if pace.y == paces[0].y else "high",
            value=pace.y,
            required=verdict.required,
            progress=verdict.progress,
            status=verdict.status,
        )
        for verdict, (_, pace) in zip(verdicts, judged, strict=True)
    )
    if len({verdict.status for verdict in verdicts}) > 1:
        return Verdict(status="ambiguous"), readings
    return attrs.evolve(verdicts[0], progress=None), readings


def _readings(target: ChangeTarget, pace: _Pace) -> tuple[Reading, ...]:
    """Read the change as percent, as points, or (mode unknown) as both."""
    sign = 1 if target.amount > 0 else -1
    readings = []
    if target.mode in ("percent", None) and pace.y0 > 0:
        required = compound(pace.y0, target.amount, pace.years)
        actual = pace_percent(pace.y0, pace.y, pace.years)
        readings.append(_reading("percent", pace, required, actual, sign))
    if target.mode in ("points", None):
        required = pace.y0 + target.amount * pace.years
        readings.append(_reading("points", pace, required, (pace.y - pace.y0) / pace.years, sign))
    return tuple(readings)


def _reading(words: str, pace: _Pace, required: float, actual: float | None, sign: int) -> Reading:
    progress = linear_progress(pace.y, pace.y0, required, sign)
    status = "achieved" if reaches(pace.y, required, sign) else "worsening" if progress is None else status_of(progress)
    return Reading(words=words, value=pace.y, required=required, progress=progress, status=status, pace=actual)


def _verdict(readings: tuple[Reading, ...], over: bool) -> Verdict:
    """Ambiguous only if one reading is met and the other not; else the less favourable."""
    if not readings:
        return Verdict(status="not_assessed", reason="undefined_percent")
    met = [reading.status == "achieved" for reading in readings]
    if any(met) and not all(met):
        return Verdict(status="ambiguous")
    least = min(readings, key=lambda reading: reading.progress if reading.progress is not None else float("-inf"))
    if over and not all(met):
        return Verdict(status="missed", required=least.required)
    progress = None if all(met) else least.progress
    return Verdict(status=least.status, progress=progress, required=least.required)
