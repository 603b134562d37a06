"""The three kinds of target (måltal): a level, a standing promise, a change a year."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from kommunepolitik.errors import Problem
from kommunepolitik.model.element import Basis, Citation
from kommunepolitik.model.goals import IndicatorRef
from kommunepolitik.model.period import Period
from kommunepolitik.model.quantity import Figure
from kommunepolitik.model.record import Record, Ref, Slug, _trailing, described, record

Comparison = Literal["at_least", "at_most"]
Direction = Literal["increase", "decrease"]

GroupRef = Annotated[str, Ref("Group")]


@record
class Baseline(Figure):
    """Where an indicator stood (baseline, baselinemåling); its period may be known before its value."""

    period: Period | None = described("When it was or is to be measured", default=None)
    note: str | None = described("More about it", default=None)
    citation: Citation | None = described("Where the sources say it", default=None)


@record
class RelativeTo(Record):
    """The series a target compares with: another indicator, another group, or both."""

    indicator: IndicatorRef | None = described("Id of the indicator; the same one, if none", default=None)
    group: GroupRef | None = described("Id of the group; the indicator's whole population, if none", default=None)

    def _problems(self) -> Iterator[Problem]:
        if self.indicator is None and self.group is None:
            yield Problem(code="says_nothing", data={"choices": "indicator, group"})


@record
class BaseTarget(Record):
    """What the three kinds of target share."""

    kind: ClassVar[str]

    id: Annotated[str, Slug()] | None = described("Id within the indicator; kind and due, if none", default=None)
    group: GroupRef | None = described("Id of the group it is for; the whole population, if none", default=None)
    basis: Basis = _trailing("Whether a document says so, or the modeller read it so", default="source")
    note: str | None = _trailing("How it was read", default=None)
    citation: Citation | None = _trailing("Where the sources say it", default=None)

    @property
    def key(self) -> str:
        """Its id within the indicator: the one given, else kind and due."""
        due: Period | None = getattr(self, "due", None)
        return self.id or (self.kind if due is None else f"{self.kind}-{due}")

    @property
    def asks_for(self) -> Direction:
        """The direction in which the series must move, or on which side of the value it must stay."""
        comparison: Comparison = getattr(self, "comparison")  # noqa: B009 - the kinds with a comparison declare it
        return "increase" if comparison == "at_least" else "decrease"


@record
class LevelTarget(BaseTarget):
    """So far, by then: 95 % complete; 72.6 in 2021.

    With `relative_to`, the value is the series minus the other series in the same period, in the indicator's unit.
    """

    kind = "level"

    value: float = described("The value to reach, in the indicator's unit")
    comparison: Comparison = described("Whether it is to be reached from below or from above")
    due: Period | None = described("By when; none where no document says so", default=None)
    baseline: Baseline | None = described("A baseline of its own, else the indicator's", default=None)
    relative_to: RelativeTo | None = described("The series it compares with", default=None)

    def _problems(self) -> Iterator[Problem]:
        if self.due is not None and self.due.end is None:
            yield Problem(code="not_an_open_period", data={"value": self.due}, path=("due",))
            return
        baseline = None if self.baseline is None else self.baseline.period
        if self.due is not None and baseline is not None and not baseline < self.due:
            data = {"baseline": baseline, "due": self.due}
            yield Problem(code="baseline_after_due", data=data, path=("baseline", "period"))


@record
class StandingTarget(BaseTarget):
    """Kept every period anew: each year 100 young people get guidance."""

    kind = "standing"

    value: float = described("The value to keep, in the indicator's unit")
    comparison: Comparison = described("Whether the series is to stay at or above, or at or below")
    per: Literal["year", "quarter"] = described("The period it is kept for", default="year")
    relative_to: RelativeTo | None = described("The series it compares with", default=None)


@record
class ChangeTarget(BaseTarget):
    """So much more or less a year: at least 2 % a year."""

    kind = "change"

    amount: float = described("Signed change a year: percent of the value, or units of the indicator (points)")
    mode: Literal["percent", "points"] | None = described("What the amount counts; none where unclear", default=None)
    start: Period | None = described("From when; the policy's period, if none", default=None)
    due: Period | None = described("Until when", default=None)

    @property
    def asks_for(self) -> Direction:
        """The direction in which the series must move."""
        return "increase" if self.amount > 0 else "decrease"

    def _problems(self) -> Iterator[Problem]:
        if self.amount == 0:
            yield Problem(code="zero_change", path=("amount",))
        if (
            self.start is not None
            and self.due is not None
            and self.due.end is not None
            and self.due.end <= self.start.start
        ):
            yield Problem(code="due_before_start", data={"due": self.due, "start": self.start}, path=("due",))


Target = LevelTarget | StandingTarget | ChangeTarget
"""A target of any kind; in documents the key `kind` tells which."""
