"""The documents a policy is known from, and the outside objectives it answers to."""

from typing import Literal

from kommunepolitik.model.element import Element
from kommunepolitik.model.period import Period
from kommunepolitik.model.record import described, record

SourceKind = Literal["policy", "case", "annex", "statistics", "survey", "report", "website", "law"]


@record
class Source(Element):
    """A document (kilde), with its version; what is cited but not at hand says so in `missing`."""

    title: str = described("Title of the document, or name of the register")
    kind: SourceKind | None = described("What sort of document it is", default=None)
    publisher: str | None = described("Who made it", default=None)
    date: Period | None = described("When it was made or published", default=None)
    version: Literal["draft", "hearing", "adopted"] | None = described("Which version it is", default=None)
    number: str | None = described("Its number in the publisher's records", default=None)
    url: str | None = described("Where it is found", default=None)


@record
class FrameworkItem(Element):
    """One objective or area of a framework."""

    number: str | None = described("Number in the framework", default=None)
    title: str = described("Name of the objective or area")


@record
class Framework(Element):
    """Outside objectives a policy answers to (nationale målsætninger)."""

    title: str = described("Name of the framework")
    issuer: str | None = described("Who set it", default=None)
    statement: str | None = described("What it is, restated in short", default=None)
    items: tuple[FrameworkItem, ...] = described("Its objectives or areas", default=())
