"""How a policy came about and what became of it: contributors, hearings, cases, decisions, accounts."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Final, Literal

import attrs
from attrs import field

from kommunepolitik.errors import Problem
from kommunepolitik.model.element import Citation, Element, ElementRef, SourceRef
from kommunepolitik.model.goals import IndicatorRef
from kommunepolitik.model.period import Period
from kommunepolitik.model.record import Record, Ref, arrange, maybe_period, to_period
from kommunepolitik.model.targets import GroupRef

CaseRef = Annotated[str, Ref("Case")]

ACCOUNT_WORDS: Final = 80
"""The most words that the text of an account may have, in the paper of a committee and in forms."""


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Contributor(Element):
    """Who wrote the policy or gave it ideas; bodies and groups, never persons."""

    title: Annotated[str, "Name of the body or group"]
    role: Annotated[str | None, "What it contributed"] = None


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Consultation(Element):
    """Who was asked, how and when (høring, inddragelse)."""

    title: Annotated[str, "What sort of consultation it was"]
    participants: Annotated[Sequence[str], "Who was asked; bodies and groups, never persons"] = ()
    period: Annotated[Period | None, "When people were asked"] = field(default=None, converter=maybe_period)
    statement: Annotated[str | None, "What it was for and how it went, restated in short"] = None
    outcome: Annotated[str | None, "What became of the answers"] = None


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Case(Element):
    """What was put before the bodies that decide (sag), in the rubrics of a Danish municipal case."""

    title: Annotated[str, "Title of the case"]
    number: Annotated[str | None, "Case number in the municipality's records"] = None
    competence: Annotated[str | None, "The body that can decide it (kompetence)"] = None
    theme: Annotated[str | None, "What is to be decided (beslutningstema)"] = None
    recommendation: Annotated[Sequence[str], "What is recommended (indstilling)"] = ()
    recommended_by: Annotated[str | None, "Who recommends it; a body or role, never a person"] = None
    statement: Annotated[str | None, "The case in short (sagsfremstilling)"] = None
    options: Annotated[Sequence[str], "What the body can do (handlemuligheder)"] = ()
    assessment: Annotated[str | None, "The administration's assessment (vurdering)"] = None
    legal_basis: Annotated[str | None, "Its legal basis (retligt grundlag)"] = None
    economy: Annotated[str | None, "Cost and staff (økonomiske konsekvenser)"] = None
    consequences: Annotated[str | None, "What it means across the municipality (tværgående konsekvenser)"] = None
    next_steps: Annotated[str | None, "What is to come (videre forløb)"] = None
    annexes: Annotated[Sequence[SourceRef], "Ids of the sources annexed to it (bilag)"] = ()


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Remark(Element):
    """What a body asked for when it decided (bemærkning); an account may answer it."""

    statement: Annotated[str, "What was asked for, restated in short"]
    expected: Annotated[Period | None, "When an answer is expected"] = field(default=None, converter=maybe_period)


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Decision(Element):
    """What a body decided on a date, or is expected to decide (beslutning)."""

    body: Annotated[str, "The body that decides"]
    date: Annotated[Period | None, "The day, or as near as is known"] = field(default=None, converter=maybe_period)
    expected: Annotated[Period | None, "When it is expected, if not yet taken"] = field(
        default=None, converter=maybe_period
    )
    case: Annotated[CaseRef | None, "Id of the case that was before the body"] = None
    subject: Annotated[ElementRef | None, "Id of the element decided on; the policy itself, if none"] = None
    outcome: Annotated[str | None, "What was decided, in short"] = None
    remarks: Annotated[Sequence[Remark], "What the body asked for"] = ()

    def _problems(self) -> Iterator[Problem]:
        yield from super()._problems()
        if self.date is not None and self.expected is not None:
            yield Problem(code="one_only", data={"choices": "date, expected"}, path=("expected",))


Countable = Literal[
    "goals",
    "overarching_goals",
    "focus_areas",
    "target_groups",
    "values",
    "framework_items",
    "tracks",
    "tracks_with_indicators",
    "indicators_per_track",
]
"""What a document may state the number of."""

Effect = Literal["kept", "new", "reworded", "merged", "regrouped", "fewer", "more"]
"""What became of elements by a document: kept from the earlier edition, new, reworded, some of them merged, divided
in another way; or that there are fewer or more of something."""


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Change(Element):
    """A change since the earlier edition that the policy or its documents state."""

    title: Annotated[str, "The theme of the change"]
    statement: Annotated[str | None, "What was changed and why, restated in short"] = None
    elements: Annotated[Sequence[ElementRef], "Ids of the elements it is about"] = ()
    effects: Annotated[
        Sequence[Effect], "What became of them by the document; a comparison checks it against lineage"
    ] = ()
    counted: Annotated[
        Countable | None, "What there are fewer or more of, or (kept) as many of as before, where it is stated"
    ] = None
    disputed: Annotated[bool, "Whether another available document contradicts it; the note states which and how"] = (
        False
    )

    def _problems(self) -> Iterator[Problem]:
        yield from super()._problems()
        if self.counted is None and {"fewer", "more"} & set(self.effects):
            yield Problem(code="missing_key", data={"key": "counted"}, path=("counted",))


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Account(Record):
    """What was written about a track, area, goal, indicator or remark for one period (redegørelse)."""

    element: Annotated[ElementRef, "Id of the element it is about; for a remark, the account answers it"]
    period: Annotated[Period, "The period it covers"] = field(converter=to_period)
    text: Annotated[str, "The account"]
    cause: Annotated[
        str | None, "The causes of a target not reached, also those that the municipality does not control"
    ] = None
    action: Annotated[str | None, "What will be done about it"] = None
    action_by: Annotated[str | None, "Who will do it; a body or role, never a person"] = None
    action_due: Annotated[Period | None, "By when it will be done"] = field(default=None, converter=maybe_period)
    adjust: Annotated[Literal["yes", "no", "undecided"] | None, "Whether the plan should be adjusted"] = None
    reported_by: Annotated[str | None, "Who reported it; a body or role, never a person"] = None
    date: Annotated[Period | None, "When it was reported"] = field(default=None, converter=maybe_period)
    citation: Annotated[Citation | None, "Where the sources state it"] = None


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class MissingFigure(Record):
    """A figure of an indicator that does not exist for one period, and the reason given by those who measure it."""

    indicator: Annotated[IndicatorRef, "Id of the indicator"]
    group: Annotated[GroupRef | None, "Id of the group; the indicator's whole population, if none"] = None
    period: Annotated[Period, "The period without a figure"] = field(converter=to_period)
    why: Annotated[Literal["not_measured", "later"], "Whether it is not measured in the period, or comes later"]
    expected: Annotated[Period | None, "When it comes, if it comes later"] = field(default=None, converter=maybe_period)
    reported_by: Annotated[str | None, "Who reported it; a body or role, never a person"] = None
    note: Annotated[str | None, "More about it"] = None
