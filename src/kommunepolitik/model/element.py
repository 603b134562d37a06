"""What every element of a policy has: its citations, what is missing, what it carries on."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Annotated, Any, Literal

import attrs
from attrs import field

from kommunepolitik.errors import Problem, UnknownElement
from kommunepolitik.model.address import Address
from kommunepolitik.model.mapping import EMPTY, FrozenMapping
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.period import Period
from kommunepolitik.model.quantity import Quantity
from kommunepolitik.model.record import (
    LAST,
    Record,
    Ref,
    Slug,
    arrange,
    maybe_period,
    shapes_of,
    to_address,
    to_mapping,
)

Basis = Literal["source", "interpretation"]
"""Whether a document states something, or it is our reading of one."""

GapReason = Literal["not_set", "promised", "not_in_sources", "unclear"]
"""Why something is missing: nobody decided it; it is to come; it is in a document not available; it is unclear."""

_FIELD_NAME = re.compile(r"[a-z]+(_[a-z]+)*", re.ASCII)

SourceRef = Annotated[str, Ref("Source")]
ElementRef = Annotated[str, Ref()]


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Citation(Record):
    """A place in a document (henvisning)."""

    source: Annotated[SourceRef, "Id of the source"]
    section: Annotated[str | None, "Heading or rubric in the document"] = None
    page: Annotated[str | None, "Page, as the document numbers it"] = None


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Missing(Record):
    """A gap: what an element does not contain, and why.

    `what` is the name of the field that is empty (`targets`) or of a list that is incomplete; where no field is meant
    for it, two or more words of Danish.
    """

    what: Annotated[str, "The field that is empty or incomplete; two or more words where no field is meant for it"]
    why: Annotated[GapReason, "Why it is missing"]
    expected: Annotated[Period | None, "When a promised thing is to come"] = field(default=None, converter=maybe_period)
    note: Annotated[str | None, "More about it"] = None
    citation: Annotated[Citation | None, "Where a document states it"] = None

    @property
    def field(self) -> str | None:
        """The name of the field that is empty, if it is one."""
        return self.what if _FIELD_NAME.fullmatch(self.what) else None


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Continuation(Record):
    """What an element carries on from an earlier edition; a goal of 2013 may live on as an indicator of 2023."""

    address: Annotated[Address, "Address of the earlier element: policy-id#element-id"] = field(converter=to_address)
    basis: Annotated[Basis, "Whether a document states it, or the modeller judged"]
    note: Annotated[str | None, "In what way it lives on"] = None
    comparable: Annotated[bool, "Whether its figures and those of the earlier element may be compared"] = True
    citation: Annotated[Citation | None, "Where a document states it"] = None
    proposed: Annotated[bool, "Whether it is only a proposal that nobody has confirmed yet"] = False


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Element(Record):
    """Anything in a policy that has an id, unique within it; from outside it is `policy-id#element-id`."""

    id: Annotated[str, Slug(), "Id, unique within the policy: a-z, 0-9 and single hyphens"]
    note: Annotated[str | None, LAST, "The modeller's own remark, such as how an unclear passage was read"] = None
    citation: Annotated[Citation | None, LAST, "Where the sources state it"] = None
    annotations: Annotated[FrozenMapping, LAST, "What other tools keep about it; the library only stores it"] = field(
        default=EMPTY, converter=to_mapping
    )
    missing: Annotated[Sequence[Missing], LAST, "What the element does not contain, and why"] = ()
    continues: Annotated[Sequence[Continuation], LAST, "What it carries on from an earlier edition"] = ()

    def gap(self, field: str) -> Missing | None:
        """Return the gap recorded for an empty field, if any; raises `UnknownElement` if no field has the name.

        >>> import kommunepolitik.model as m
        >>> goal = m.Goal(id="job", statement="Flere i job.", missing=[m.Missing(what="measured_by", why="promised")])
        >>> goal.gap("measured_by").why, goal.gap("responsible")
        ('promised', None)
        """
        found = next((gap for gap in self.missing if gap.what == field), None)
        kind: Any = type(self)
        if found is None and field not in (fields := _fields_of(kind)):
            data = {"value": field, "element": type(self).__name__}
            near = nearest(field, [*fields, *(gap.what for gap in self.missing)])
            raise UnknownElement(Problem(code="unknown_field", data=data, nearest=near))
        return found

    def _problems(self) -> Iterator[Problem]:
        shapes = {shape.name: shape for shape in shapes_of(type(self))}
        for index, gap in enumerate(self.missing):
            path = ("missing", index, "what")
            if gap.field is None:
                continue
            if gap.field not in shapes:
                data = {"value": gap.what, "element": type(self).__name__}
                yield Problem(code="unknown_field", data=data, path=path, nearest=nearest(gap.what, shapes))
            elif not shapes[gap.field].many and _is_given(getattr(self, gap.field)):
                yield Problem(code="missing_but_given", data={"field": gap.what}, path=path)


def name_of(element: Element) -> str:
    """Return the name of an element: its title, its statement, or of a decision the body.

    >>> from kommunepolitik.model import Goal
    >>> name_of(Goal(id="job", statement="Flere i job."))
    'Flere i job.'
    """
    texts = (getattr(element, field, None) for field in ("title", "statement", "body"))
    return next((str(text) for text in texts if text), element.id)


def _is_given(value: object) -> bool:
    """Return whether a field has a value; a baseline whose period is known and whose value is not is still a gap."""
    return value is not None and not (isinstance(value, Quantity) and value.value is None)


@cache
def _fields_of(kind: Any) -> tuple[str, ...]:
    return tuple(shape.name for shape in shapes_of(kind))
