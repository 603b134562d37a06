"""What every element of a policy can say of itself: where it stands, what is missing, what it carries on."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from kommunepolitik.errors import Problem, UnknownElement
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.period import Period
from kommunepolitik.model.record import Address, Record, Ref, Slug, _trailing, described, record, shapes_of

Basis = Literal["source", "interpretation"]
"""Whether a document says so, or the modeller judged."""

Reason = Literal["not_set", "promised", "not_in_sources", "unclear"]
"""Why something is missing: nobody decided it; it is to come; it stands in a document not at hand; it is unclear."""

_FIELD_NAME = re.compile(r"[a-z]+(_[a-z]+)*", re.ASCII)

SourceRef = Annotated[str, Ref("Source")]
ElementRef = Annotated[str, Ref()]


@record
class Citation(Record):
    """A place in a document (henvisning)."""

    source: SourceRef = described("Id of the source")
    section: str | None = described("Heading or rubric in the document", default=None)
    page: str | None = described("Page, as the document numbers it", default=None)


@record
class Missing(Record):
    """A hole: what an element does not say, and why.

    `what` is the name of the field that is empty (`targets`), or of a list that is not whole, or, where no field would
    hold it, two or more words of Danish.
    """

    what: str = described("The field that is empty or not whole; two or more words where no field would hold it")
    why: Reason = described("Why it is missing")
    expected: Period | None = described("When a promised thing is to come", default=None)
    note: str | None = described("More about it", default=None)
    citation: Citation | None = described("Where a document says so", default=None)

    @property
    def field(self) -> str | None:
        """The name of the field that is empty, if it is one."""
        return self.what if _FIELD_NAME.fullmatch(self.what) else None


@record
class Continuation(Record):
    """What an element carries on from an earlier edition; a goal of 2013 may live on as an indicator of 2023."""

    address: Annotated[str, Address()] = described("Address of the earlier element: policy-id#element-id")
    basis: Basis = described("Whether a document says so, or the modeller judged")
    note: str | None = described("In what way it lives on", default=None)
    comparable: bool = described("Whether its figures and those of the earlier element may be compared", default=True)
    citation: Citation | None = described("Where a document says so", default=None)


@record
class Element(Record):
    """Anything in a policy that has an id, unique within it; from outside it is `policy-id#element-id`."""

    id: Annotated[str, Slug()] = described("Id, unique within the policy: a-z, 0-9 and single hyphens")
    note: str | None = _trailing("The modeller's own remark, such as how an unclear passage was read", default=None)
    citation: Citation | None = _trailing("Where the sources say it", default=None)
    missing: tuple[Missing, ...] = _trailing("What the element does not say, and why", default=())
    continues: tuple[Continuation, ...] = _trailing("What it carries on from an earlier edition", default=())

    def hole(self, field: str) -> Missing | None:
        """Return what is said about an empty field, if anything is.

        Raises:
            UnknownElement: no field has that name, and no hole is told in such words.
        """
        found = next((hole for hole in self.missing if hole.what == field), None)
        fields = [shape.name for shape in shapes_of(type(self))]
        if found is None and field not in fields:
            data = {"value": field, "element": type(self).__name__}
            near = nearest(field, [*fields, *(hole.what for hole in self.missing)])
            raise UnknownElement(Problem(code="unknown_field", data=data, nearest=near))
        return found

    def _problems(self) -> Iterator[Problem]:
        shapes = {shape.name: shape for shape in shapes_of(type(self))}
        for index, hole in enumerate(self.missing):
            path = ("missing", index, "what")
            if hole.field is None:
                continue
            if hole.field not in shapes:
                data = {"value": hole.what, "element": type(self).__name__}
                yield Problem(code="unknown_field", data=data, path=path, nearest=nearest(hole.what, shapes))
            elif not shapes[hole.field].many and self._is_given(hole.field):
                yield Problem(code="missing_but_given", data={"field": hole.what}, path=path)

    def _is_given(self, field: str) -> bool:
        return getattr(self, field) is not None
