"""The course of a series: the targets on its way, the breaks it crosses, the period a month lies in."""

from kommunepolitik.evaluation.figures import Question
from kommunepolitik.model import Indicator, LevelTarget, Period, PeriodKind


def earlier_targets(indicator: Indicator, target: LevelTarget) -> list[LevelTarget]:
    """Return the levels of the same series and comparison that are due before a target, in order."""
    due = target.due
    same = [
        other
        for other in indicator.targets
        if isinstance(other, LevelTarget)
        and other.due is not None
        and due is not None
        and other.due < due
        and (other.group, other.relative_to, other.comparison) == (target.group, target.relative_to, target.comparison)
    ]
    return sorted(same, key=lambda other: other.due.sort_key if other.due else due.sort_key if due else ())


def crosses_break(question: Question, first: int, last: int) -> bool:
    """Tell whether the series is measured in a new way from some period between two months on."""
    starts = [b.period.start.year * 12 + b.period.start.month for b in question.indicator.breaks]
    return any(first < start <= last for start in starts)


def period_with(month: int, kind: PeriodKind) -> Period:
    """Return the period of a kind in which a month lies: what a projection is rounded up to."""
    year, number = divmod(month - 1, 12)
    if kind == "quarter":
        return Period(f"{year}-Q{number // 3 + 1}")
    if kind in ("month", "day"):
        return Period(f"{year}-{number + 1:02}")
    if kind == "school_year":
        first = year if number >= 7 else year - 1
        return Period(f"{first}/{(first + 1) % 100:02}")
    return Period(str(year))
