"""Focus areas and goals: what is intended, for whom, and how it is measured."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import attrs

from kommunepolitik.model.element import Basis, Citation, Element
from kommunepolitik.model.record import Record, Ref, arrange

IndicatorRef = Annotated[str, Ref("Indicator")]
FrameworkItemRef = Annotated[str, Ref("FrameworkItem")]
TargetGroupRef = Annotated[str, Ref("TargetGroup")]


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class MeasuredBy(Record):
    """A link from an element to an indicator that measures it, with more than the indicator's id."""

    indicator: Annotated[IndicatorRef, "Id of the indicator"]
    basis: Annotated[Basis, "Whether a document states it, or the modeller judged"] = "source"
    note: Annotated[str | None, "In what way it measures the element"] = None


class HasIndicators:
    """An element that is measured by indicators."""

    __slots__ = ()

    measured_by: Sequence[IndicatorRef | MeasuredBy]

    @property
    def indicator_ids(self) -> tuple[str, ...]:
        """Ids of the indicators that measure it."""
        return tuple(each.indicator if isinstance(each, MeasuredBy) else each for each in self.measured_by)

    @property
    def indicator_links(self) -> tuple[MeasuredBy, ...]:
        """What measures it; an id alone becomes a record too."""
        return tuple(each if isinstance(each, MeasuredBy) else MeasuredBy(indicator=each) for each in self.measured_by)


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Support(Record):
    """An outside objective that a goal supports."""

    item: Annotated[FrameworkItemRef, "Id of the framework's item"]
    basis: Annotated[Basis, "Whether a document states it, or the modeller judged"]
    note: Annotated[str | None, "How it supports it"] = None


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Goal(HasIndicators, Element):
    """An intended result (mål, delmål, målsætning)."""

    number: Annotated[str | None, "Number in the document"] = None
    statement: Annotated[str, "What is intended, restated in short"]
    wording: Annotated[str | None, "The official text, where its owner has put it in"] = None
    target_group: Annotated[str | None, "Whom it is for, in words"] = None
    target_groups: Annotated[Sequence[TargetGroupRef], "Ids of the policy's target groups it is for"] = ()
    means: Annotated[str | None, "What can be done (mulighederne), restated in short"] = None
    experience: Annotated[str | None, "What was learnt so far (erfaringerne), restated in short"] = None
    responsible: Annotated[str | None, "Who is responsible for it"] = None
    measured_by: Annotated[Sequence[IndicatorRef | MeasuredBy], "Ids of the indicators that measure it"] = ()
    supports: Annotated[Sequence[Support], "Outside objectives it supports"] = ()
    goals: Annotated[Sequence["Goal"], "Sub-goals"] = ()


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class OtherName(Record):
    """Another name that a document uses for the same thing."""

    name: Annotated[str, "The other name"]
    citation: Annotated[Citation | None, "Where it is used"] = None


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class FocusArea(HasIndicators, Element):
    """A theme that gathers goals (fokusområde)."""

    number: Annotated[str | None, "Number in the document"] = None
    title: Annotated[str, "Official name"]
    other_names: Annotated[Sequence[OtherName], "Names that drafts and annexes use for it"] = ()
    summary: Annotated[str | None, "What it is about, restated in short"] = None
    responsible: Annotated[str | None, "Who is responsible for it"] = None
    goals: Annotated[Sequence[Goal], "Its goals"] = ()
    measured_by: Annotated[
        Sequence[IndicatorRef | MeasuredBy], "Ids of the indicators that measure the area as such"
    ] = ()


def goals_below(holder: Goal | FocusArea) -> Iterator[Goal]:
    """Yield the goals of an area or goal, and those below them."""
    for goal in holder.goals:
        yield goal
        yield from goals_below(goal)
