"""The foundation of a policy: purpose, vision, values, concepts and target groups."""

from collections.abc import Sequence
from typing import Annotated

import attrs

from kommunepolitik.model.element import Element
from kommunepolitik.model.record import arrange


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Purpose(Element):
    """The purpose of the policy, and the frame it works in (formål og rammer)."""

    title: Annotated[str | None, "Heading in the document"] = None
    statement: Annotated[str, "The purpose, restated in short"]


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Vision(Element):
    """What the policy strives for (vision)."""

    statement: Annotated[str, "The vision, restated in short"]
    wording: Annotated[str | None, "The official text, where its owner has put it in"] = None


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class CoreValue(Element):
    """What the policy builds on (værdi)."""

    number: Annotated[str | None, "Number in the document"] = None
    title: Annotated[str, "Name of the value"]
    statement: Annotated[str | None, "What it means, restated in short"] = None


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Concept(Element):
    """What the policy takes a word to mean (begreb)."""

    title: Annotated[str, "The word or phrase"]
    statement: Annotated[str | None, "What it is taken to mean, restated in short"] = None
    points: Annotated[Sequence[str], "Its parts, where the document lists them"] = ()


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class TargetGroup(Element):
    """Whom the policy is for (målgruppe)."""

    number: Annotated[str | None, "Number in the document"] = None
    title: Annotated[str, "Name of the group"]
    statement: Annotated[str | None, "Who belongs to it and what they need, restated in short"] = None
