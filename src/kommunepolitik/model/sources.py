"""The documents a policy is known from, and the outside objectives it supports."""

from collections.abc import Sequence
from typing import Annotated, Literal

import attrs

from kommunepolitik.model.element import Element
from kommunepolitik.model.period import Period
from kommunepolitik.model.record import arrange, maybe_period

SourceKind = Literal["policy", "case", "annex", "statistics", "survey", "report", "website", "law"]
"""What kind of document a source is."""


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Source(Element):
    """A document (kilde), with its version; one that is cited but not available is marked in `missing`."""

    title: Annotated[str, "Title of the document, or name of the register"]
    kind: Annotated[SourceKind | None, "What sort of document it is"] = None
    publisher: Annotated[str | None, "Who made it"] = None
    date: Annotated[Period | None, "When it was made or published"] = attrs.field(default=None, converter=maybe_period)
    version: Annotated[Literal["draft", "hearing", "adopted"] | None, "Which version it is"] = None
    number: Annotated[str | None, "Its number in the publisher's records"] = None
    url: Annotated[str | None, "Where it is found"] = None


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class FrameworkItem(Element):
    """One objective or area of a framework."""

    number: Annotated[str | None, "Number in the framework"] = None
    code: Annotated[str | None, "What it is called elsewhere, such as 'integrationsbarometeret:1' or a URI"] = None
    title: Annotated[str, "Name of the objective or area"]


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Framework(Element):
    """Outside objectives a policy supports (nationale målsætninger)."""

    title: Annotated[str, "Name of the framework"]
    issuer: Annotated[str | None, "Who set it"] = None
    statement: Annotated[str | None, "What it is, restated in short"] = None
    items: Annotated[Sequence[FrameworkItem], "Its objectives or areas"] = ()
