"""How a policy came about and what became of it: contributors, hearings, cases, decisions, accounts."""

from collections.abc import Iterator
from typing import Annotated, Literal

from kommunepolitik.errors import Problem
from kommunepolitik.model.element import Citation, Element, ElementRef, SourceRef
from kommunepolitik.model.period import Period
from kommunepolitik.model.record import Record, Ref, described, record


@record
class Contributor(Element):
    """Who wrote the policy or gave it ideas; bodies and groups, never persons."""

    title: str = described("Name of the body or group")
    role: str | None = described("What it contributed", default=None)


@record
class Consultation(Element):
    """Who was asked, how and when (høring, inddragelse)."""

    title: str = described("What sort of consultation it was")
    participants: tuple[str, ...] = described("Who was asked; bodies and groups, never persons", default=())
    period: Period | None = described("When people were asked", default=None)
    statement: str | None = described("What it was for and how it went, restated in short", default=None)
    outcome: str | None = described("What became of the answers", default=None)


@record
class Case(Element):
    """What was put before the bodies that decide (sag), in the rubrics of a Danish municipal case."""

    title: str = described("Title of the case")
    number: str | None = described("Case number in the municipality's records", default=None)
    competence: str | None = described("The body that can decide it (kompetence)", default=None)
    theme: str | None = described("What is to be decided (beslutningstema)", default=None)
    recommendation: tuple[str, ...] = described("What the administration recommends (indstilling)", default=())
    statement: str | None = described("The case in short (sagsfremstilling)", default=None)
    options: tuple[str, ...] = described("What the body can do (handlemuligheder)", default=())
    assessment: str | None = described("The administration's assessment (vurdering)", default=None)
    legal_basis: str | None = described("Law it rests on (retligt grundlag)", default=None)
    economy: str | None = described("Cost and staff (økonomiske konsekvenser)", default=None)
    consequences: str | None = described(
        "What it means across the municipality (tværgående konsekvenser)", default=None
    )
    next_steps: str | None = described("What is to come (videre forløb)", default=None)
    annexes: tuple[SourceRef, ...] = described("Ids of the sources annexed to it (bilag)", default=())


@record
class Remark(Element):
    """What a body asked for when it decided (bemærkning); an account may answer it."""

    statement: str = described("What was asked for, restated in short")
    expected: Period | None = described("When an answer is expected", default=None)


@record
class Decision(Element):
    """What a body decided on a date, or is expected to decide (beslutning)."""

    body: str = described("The body that decides")
    date: Period | None = described("The day, or as near as is known", default=None)
    expected: Period | None = described("When it is expected, if not yet taken", default=None)
    case: Annotated[str, Ref("Case")] | None = described("Id of the case that was before the body", default=None)
    subject: ElementRef | None = described("Id of the element decided on; the policy itself, if none", default=None)
    outcome: str | None = described("What was decided, in short", default=None)
    remarks: tuple[Remark, ...] = described("What the body asked for", default=())

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
"""What documents count: goals of the focus areas, overarching goals, tracks …"""

Effect = Literal["kept", "new", "reworded", "merged", "regrouped", "fewer", "more"]
"""What a document says became of elements: kept from the earlier edition, new, worded anew, some of them written
together, divided in another way; or that there are fewer or more of something."""


@record
class Change(Element):
    """Something the policy or its documents say was changed since the earlier edition."""

    title: str = described("The theme of the change")
    statement: str | None = described("What was changed and why, restated in short", default=None)
    elements: tuple[ElementRef, ...] = described("Ids of the elements it is about", default=())
    effects: tuple[Effect, ...] = described(
        "What it says became of them; a comparison holds it against lineage", default=()
    )
    counted: Countable | None = described(
        "What there are fewer or more of, or (kept) as many of as before, where it says so", default=None
    )
    disputed: bool = described(
        "Whether another document at hand contradicts it; the note says which and how", default=False
    )

    def _problems(self) -> Iterator[Problem]:
        yield from super()._problems()
        if self.counted is None and {"fewer", "more"} & set(self.effects):
            yield Problem(code="missing_key", data={"key": "counted"}, path=("counted",))


@record
class Account(Record):
    """What was written about a track, area, goal, indicator or remark for one period (redegørelse)."""

    element: ElementRef = described("Id of the element it is about; for a remark, the account answers it")
    period: Period = described("The period it covers")
    text: str = described("The account")
    action: str | None = described("What will be done about it", default=None)
    reported_by: str | None = described("Who reported it; a body or role, never a person", default=None)
    date: Period | None = described("When it was reported", default=None)
    citation: Citation | None = described("Where the sources say it", default=None)
