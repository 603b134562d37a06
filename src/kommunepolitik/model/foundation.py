"""What a policy rests on: purpose, vision, values, concepts and those it is for."""

from kommunepolitik.model.element import Element
from kommunepolitik.model.record import described, record


@record
class Purpose(Element):
    """Why the policy is there, and in which frame it works (formål og rammer)."""

    title: str | None = described("Heading in the document", default=None)
    statement: str = described("What is said, restated in short")


@record
class Vision(Element):
    """What the policy strives for (vision)."""

    statement: str = described("The vision, restated in short")
    wording: str | None = described("The official text, where its owner has put it in", default=None)


@record
class CoreValue(Element):
    """What the policy builds on (værdi)."""

    number: str | None = described("Number in the document", default=None)
    title: str = described("Name of the value")
    statement: str | None = described("What it means, restated in short", default=None)


@record
class Concept(Element):
    """What the policy takes a word to mean (begreb)."""

    title: str = described("The word or phrase")
    statement: str | None = described("What it is taken to mean, restated in short", default=None)
    points: tuple[str, ...] = described("Its parts, where the document lists them", default=())


@record
class TargetGroup(Element):
    """Whom the policy is for (målgruppe)."""

    number: str | None = described("Number in the document", default=None)
    title: str = described("Name of the group")
    statement: str | None = described("Who belongs to it and what they need, restated in short", default=None)
