"""The relations of elements from one policy to another: the values of a comparison."""

from typing import Annotated, Final, Literal, get_args

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.model import Basis, Citation, Missing
from kommunepolitik.model.help_text import described

RelationKind = Literal["one_to_one", "merged", "split", "regrouped", "new", "dropped", "unknown"]
"""What became of elements: one continues as one; several became one; one became several; several became several others;
it has no predecessor; it has no successor; or that cannot be known."""

RELATIONS: Final[tuple[RelationKind, ...]] = get_args(RelationKind)
"""The values of `RelationKind`, in order."""

Flag = Literal["reworded", "redefined", "moved", "changed_kind"]
"""What else differs along a link: the words; what an indicator measures (its unit, definition or population, or whether
it is figures or a judgement); the focus area, where the new one does not carry on the old; the kind."""

FLAGS: Final[tuple[Flag, ...]] = get_args(Flag)
"""The values of `Flag`, in order."""

Outcome = Literal["one_to_one", "merged", "split", "regrouped", "new", "dropped", "unknown", "changed_kind"]
"""What became of an element among those of its own kind; `changed_kind` where it only continues as, or only comes from,
something of another kind."""

UnknownReason = Literal["no_lineage", "not_at_hand", "unclear", "no_such_element", "edition_between"]
"""Why a relation is unknown: neither policy declares what it carries on from the other; not all elements of that kind
are known in the other policy; what the element carries on is recorded as not known; it names an element that the other
policy does not have; or its line may go through an intermediate edition, which is missing or does not declare it."""

Side = Literal["old", "new"]
"""Which of the two policies of a comparison."""
SIDES: Final[tuple[Side, ...]] = get_args(Side)


@attrs.frozen(kw_only=True, field_transformer=described)
class LineageLink:
    """One declared line from an element of the old policy to one of the new, by their ids."""

    old: Annotated[str, "Id of the element of the old policy"]
    new: Annotated[str, "Id of the element of the new policy"]
    basis: Annotated[
        Basis | None,
        "Whether a document states it or the modeller judged; None where both are versions of one policy, by id",
    ]
    note: Annotated[str | None, "More about it, in the words of the policy that declares it"] = None
    citation: Annotated[Citation | None, "The citation of the policy that declares it"] = None
    declared_in: Annotated[
        str, "Id of the policy that declares it; of a composed line, of the one that declares its last step"
    ]
    through: Annotated[
        tuple[str, ...],
        "Addresses of the elements of intermediate editions, where the line is composed through them; else none",
    ] = ()
    comparable: Annotated[bool, "Whether figures before and after may be compared"] = True
    proposed: Annotated[
        bool, "Whether it is only a proposal that nobody has confirmed yet; of a composed line, whether any step is"
    ] = False
    flags: Annotated[tuple[Flag, ...], "What differs between the two (see `Flag`)"] = ()

    __repr__ = short_repr


@attrs.frozen(kw_only=True, field_transformer=described)
class Relation:
    """Elements of both policies that lineage links, or one that it does not link; ids in the order of the documents."""

    kind: Annotated[RelationKind, "How the elements are related"]
    old: Annotated[tuple[str, ...], "Ids of the elements of the old policy"]
    new: Annotated[tuple[str, ...], "Ids of the elements of the new policy"]
    links: Annotated[tuple[LineageLink, ...], "The lines that join them"] = ()
    reason: Annotated[UnknownReason | None, "Why the relation is unknown, where it is"] = None
    gap: Annotated[Missing | None, "The gap in a policy that makes it unknown, where there is one"] = None

    __repr__ = short_repr

    def __str__(self) -> str:
        old, new = (", ".join(ids) or "nothing" for ids in (self.old, self.new))
        return f"{old} → {new}: {self.kind.replace('_', ' ')}"

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What differs along any of its links."""
        found = {flag for link in self.links for flag in link.flags}
        return tuple(flag for flag in FLAGS if flag in found)

    @property
    def proposed(self) -> bool:
        """Whether any of its links is only a proposal that nobody has confirmed yet."""
        return any(link.proposed for link in self.links)

    @property
    def interpreted(self) -> bool:
        """Whether any of its links is the modeller's judgement."""
        return any(link.basis == "interpretation" for link in self.links)
