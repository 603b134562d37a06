"""Focus areas and goals: what is intended, for whom, and what answers to what."""

from typing import Annotated

from kommunepolitik.model.element import Basis, Citation, Element
from kommunepolitik.model.record import Record, Ref, described, record

IndicatorRef = Annotated[str, Ref("Indicator")]


@record
class Support(Record):
    """An outside objective that a goal answers to."""

    item: Annotated[str, Ref("FrameworkItem")] = described("Id of the framework's item")
    basis: Basis = described("Whether a document says so, or the modeller judged")
    note: str | None = described("How it answers to it", default=None)


@record
class Goal(Element):
    """An intended result (mål, delmål, målsætning)."""

    number: str | None = described("Number in the document", default=None)
    statement: str = described("What is intended, restated in short")
    wording: str | None = described("The official text, where its owner has put it in", default=None)
    target_group: str | None = described("Whom it is for, in words", default=None)
    target_groups: tuple[Annotated[str, Ref("TargetGroup")], ...] = described(
        "Ids of the policy's target groups it is for", default=()
    )
    means: str | None = described("What can be done (mulighederne), restated in short", default=None)
    experience: str | None = described("What was learnt so far (erfaringerne), restated in short", default=None)
    responsible: str | None = described("Who answers for it", default=None)
    measured_by: tuple[IndicatorRef, ...] = described("Ids of the indicators that measure it", default=())
    supports: tuple[Support, ...] = described("Outside objectives it answers to", default=())
    goals: tuple["Goal", ...] = described("Sub-goals", default=())


@record
class OtherName(Record):
    """Another name that a document uses for the same thing."""

    name: str = described("The other name")
    citation: Citation | None = described("Where it is used", default=None)


@record
class FocusArea(Element):
    """A theme that gathers goals (fokusområde)."""

    number: str | None = described("Number in the document", default=None)
    title: str = described("Official name")
    other_names: tuple[OtherName, ...] = described("Names that drafts and annexes use for it", default=())
    summary: str | None = described("What it is about, restated in short", default=None)
    responsible: str | None = described("Who answers for it", default=None)
    goals: tuple[Goal, ...] = described("Its goals", default=())
    measured_by: tuple[IndicatorRef, ...] = described("Ids of the indicators that measure the area as such", default=())
