"""The kinds of target (måltal): a level, a standing promise, a change, a direction."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

import attrs
from attrs import field

from kommunepolitik.display import hide_literal_type
from kommunepolitik.errors import Problem
from kommunepolitik.model.element import Basis, Citation
from kommunepolitik.model.goals import IndicatorRef
from kommunepolitik.model.period import Period
from kommunepolitik.model.quantity import Quantity
from kommunepolitik.model.record import LAST, Record, Ref, Slug, arrange, maybe_period

Bound = Literal["at_least", "at_most"]
"""Whether a value is a minimum or a maximum."""
Direction = Literal["increase", "decrease"]
"""The desired direction."""
TargetKind = Literal["level", "standing", "change", "direction"]
"""What a target requires, by its class."""

GroupRef = Annotated[str, Ref("Group")]
DecisionRef = Annotated[str, Ref("Decision")]


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Baseline(Quantity):
    """Where an indicator started (baseline, baselinemåling); its period may be known before its value."""

    period: Annotated[Period | None, "When it was or is to be measured"] = field(default=None, converter=maybe_period)
    note: Annotated[str | None, "More about it"] = None
    citation: Annotated[Citation | None, "Where the sources state it"] = None


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class RelativeTo(Record):
    """The series a target compares with: another indicator, another group, or both."""

    indicator: Annotated[IndicatorRef | None, "Id of the indicator; the same one, if none"] = None
    group: Annotated[GroupRef | None, "Id of the group; the indicator's whole population, if none"] = None

    def _problems(self) -> Iterator[Problem]:
        if self.indicator is None and self.group is None:
            yield Problem(code="says_nothing", data={"choices": "indicator, group"})


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class ReplacedBy(Record):
    """The replacement of a target, and the decision behind it."""

    target: Annotated[str, "Id of the new target of the same indicator; its kind and due, if it has none"]
    decision: Annotated[DecisionRef, "Id of the decision"]


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class BaseTarget(Record):
    """The fields that all kinds of target share."""

    kind: ClassVar[TargetKind]

    id: Annotated[str | None, Slug(), "Id within the indicator; kind and due, if none"] = None
    group: Annotated[GroupRef | None, "Id of the group it is for; the whole population, if none"] = None
    replaced_by: Annotated[ReplacedBy | None, LAST, "What took its place"] = None
    stated: Annotated[str | None, LAST, "The source's own word for the value, such as 'alle'"] = None
    basis: Annotated[Basis, LAST, "Whether a document states it, or the modeller read it so"] = "source"
    note: Annotated[str | None, LAST, "How it was read"] = None
    citation: Annotated[Citation | None, LAST, "Where the sources state it"] = None

    @property
    def key(self) -> str:
        """Its id within the indicator: the one given, else kind and due."""
        due: Period | None = getattr(self, "due", None)
        return self.id or (self.kind if due is None else f"{self.kind}-{due}")

    @property
    @hide_literal_type
    def asks_for(self) -> Direction:
        """The direction in which the series must move, or on which side of the value it must stay."""
        comparison: Bound = getattr(self, "comparison")  # noqa: B009 - the kinds with a comparison declare it
        return "increase" if comparison == "at_least" else "decrease"


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class LevelTarget(BaseTarget):
    """A target for a level, mostly by a deadline: 95 % complete; 72.6 in 2021.

    With `relative_to`, the value is the series minus the other series in the same period, in the indicator's unit.
    """

    kind: ClassVar[Literal["level"]] = "level"

    value: Annotated[float, "The value to reach, in the indicator's unit"]
    comparison: Annotated[Bound, "Whether it is to be reached from below or from above"]
    due: Annotated[Period | None, "By when; none where no document states it"] = field(
        default=None, converter=maybe_period
    )
    cumulative: Annotated[bool, "Whether the figures of all periods since the start are added up"] = False
    start: Annotated[Period | None, "From when they are added up; the policy's period, if none"] = field(
        default=None, converter=maybe_period
    )
    baseline: Annotated[Baseline | None, "A baseline of its own, else the indicator's"] = None
    relative_to: Annotated[RelativeTo | None, "The series it compares with"] = None

    def _problems(self) -> Iterator[Problem]:
        if self.start is not None and not self.cumulative:
            yield Problem(code="start_without_cumulative", path=("start",))
        yield from _due_problems(self.due, self.start)
        baseline = None if self.baseline is None else self.baseline.period
        if self.due is not None and self.due.end is not None and baseline is not None and not baseline < self.due:
            data = {"baseline": baseline, "due": self.due}
            yield Problem(code="baseline_after_due", data=data, path=("baseline", "period"))


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class StandingTarget(BaseTarget):
    """A target that is to be met in every period: each year 100 young people get guidance."""

    kind: ClassVar[Literal["standing"]] = "standing"

    value: Annotated[float, "The value to keep, in the indicator's unit"]
    comparison: Annotated[Bound, "Whether the series is to stay at or above, or at or below"]
    per: Annotated[Literal["year", "half_year", "quarter", "month"], "The period it is kept for"] = "year"
    relative_to: Annotated[RelativeTo | None, "The series it compares with"] = None


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class ChangeTarget(BaseTarget):
    """A target for a change, a year or in total: at least 2 % a year; 20 % fewer by 2027."""

    kind: ClassVar[Literal["change"]] = "change"

    amount: Annotated[float, "Signed change: percent of the value, or units of the indicator (points)"]
    mode: Annotated[Literal["percent", "points"] | None, "What the amount counts; none where unclear"] = None
    per: Annotated[Literal["year", "total"], "Whether the amount is for each year, or for all years together"] = "year"
    start: Annotated[Period | None, "From when; the policy's period, if none"] = field(
        default=None, converter=maybe_period
    )
    due: Annotated[Period | None, "Until when"] = field(default=None, converter=maybe_period)
    baseline: Annotated[Baseline | None, "A baseline of its own, else the indicator's"] = None

    @property
    @hide_literal_type
    def asks_for(self) -> Direction:
        """The direction in which the series must move."""
        return "increase" if self.amount > 0 else "decrease"

    def _problems(self) -> Iterator[Problem]:
        if self.amount == 0:
            yield Problem(code="zero_change", path=("amount",))
        if self.due is None or self.due.end is not None:  # 0.1.0 took a due without an end
            yield from _due_problems(self.due, self.start)


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class DirectionTarget(BaseTarget):
    """A target for a direction without an amount: fewer reports of neglect than before."""

    kind: ClassVar[Literal["direction"]] = "direction"

    direction: Annotated[Direction, "Which way the series is to move"]
    due: Annotated[Period | None, "By when; none where no document states it"] = field(
        default=None, converter=maybe_period
    )

    @property
    @hide_literal_type
    def asks_for(self) -> Direction:
        """The direction in which the series must move."""
        return self.direction

    def _problems(self) -> Iterator[Problem]:
        yield from _due_problems(self.due)


def _due_problems(due: Period | None, start: Period | None = None) -> Iterator[Problem]:
    """Yield what is wrong with a deadline: it must have an end, after the start."""
    if due is None:
        return
    if due.end is None:
        yield Problem(code="not_an_open_period", data={"value": due}, path=("due",))
    elif start is not None and due.end <= start.start:
        yield Problem(code="due_before_start", data={"due": due, "start": start}, path=("due",))


Target = LevelTarget | StandingTarget | ChangeTarget | DirectionTarget
"""A target of any kind; in documents the key `kind` selects one."""
