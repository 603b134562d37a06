"""Compares two policies: lineage, structure, claims of documents, and series that continue."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from kommunepolitik.comparison import structure
from kommunepolitik.comparison.claims import Claim, claims
from kommunepolitik.comparison.elements import KINDS, Kind, Placed, no_such
from kommunepolitik.comparison.graph import OTHER, Graph, editions_between
from kommunepolitik.comparison.relations import RELATIONS, SIDES, LineageLink, Outcome, Relation, Side
from kommunepolitik.comparison.series import JoinedSeries, joined_series
from kommunepolitik.comparison.structure import MEASURES, MeasureRow, amounts, structure_frame
from kommunepolitik.comparison.suggestions import Suggestion, suggest_lineage, weak_suggestions
from kommunepolitik.display import hide_literal_type, html_frame, short_repr, summary_line
from kommunepolitik.model import FocusArea, Missing, OtherName, Policy, Portfolio
from kommunepolitik.model.element import name_of
from kommunepolitik.model.help_text import with_columns
from kommunepolitik.model.scalars import check_object, coerce_choice
from kommunepolitik.model.tables import MUNICIPALITY, frame_of

if TYPE_CHECKING:
    import pandas as pd

    from kommunepolitik.figures import Figures
    from kommunepolitik.observations import Observations

PairKind = Literal["editions", "versions", "other"]
"""How two policies are related: the new one replaces the old, or carries on parts of it; both are versions of one
edition (a draft and the adopted text); or neither, as with two municipalities."""


COLUMNS: Final[Mapping[str, str]] = {
    "side": "Which of the two policies the row is of: old or new",
    "policy": "Id of the policy",
    **MUNICIPALITY,
    "policy_title": "Title of the policy",
    "element": "Id of the element",
    "kind": "What the element is, one of `KINDS`",
    "area": "Id of the focus area that it is in",
    "title": "Title of the element, or its statement",
    "relation": "How it relates to elements of the other policy (see `RelationKind`)",
    "outcome": "The same among elements of its own kind (see `Outcome`)",
    "reason": "Why the relation is unknown (see `UnknownReason`)",
    "partners": "Addresses of the elements that it is linked to, with spaces between",
    "basis": "The least certain of its links: proposal where nobody has confirmed it, interpretation, source",
    "flags": "What differs along its links (see `Flag`), with spaces between",
    "through": "Addresses of elements of intermediate editions that a link is composed through, with spaces between",
}
"""The columns of `Comparison.frame`."""

STRUCTURE_COLUMNS: Final[Mapping[str, str]] = {"side": COLUMNS["side"], **structure.COLUMNS}
"""The columns of `Comparison.structure_frame`."""

_BASES: Final = ("proposal", "interpretation", "source")
"""The basis of a line, the least certain first."""


@attrs.frozen
class AreaName:
    """Another name that a document uses for a focus area."""

    side: Side
    area: FocusArea
    other: OtherName

    __repr__ = short_repr


@attrs.frozen(slots=False, eq=False, repr=False)
class Comparison(Graph):
    """The result of `compare`: lineage, structure, claims and series; `frame` is its table.

    >>> import kommunepolitik as kp
    >>> import kommunepolitik.model as m
    >>> old, new = (m.Policy(id=id, title="P", municipality="Slagelse") for id in ("p13", "p23"))
    >>> kp.compare(old, new)
    <Comparison: p13 and p23>
    """

    observations: "Observations | None" = None

    def __eq__(self, other: object) -> bool:
        """Return whether both compare the same policies, through the same editions, with the same figures."""
        if not isinstance(other, Comparison):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in attrs.fields_dict(Comparison))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        kinds = Counter(relation.kind for relation in self.relations)
        found = [f"{kinds[kind]} {kind}" for kind in RELATIONS if kinds[kind]]
        return summary_line("Comparison", f"{self.old.id} and {self.new.id}", *found)

    def _repr_html_(self) -> str:
        columns = ("element", "side", "kind", "title", "relation", "partners", "basis", "reason")
        return html_frame(f"Comparison of {self.old.id} (old) and {self.new.id} (new)", self.frame, columns)

    @property
    @hide_literal_type
    def pair_kind(self) -> PairKind:
        """How the two policies are related."""
        if self.old.id == self.new.id:
            return "versions"
        replaced = self.new.supersedes == self.old.id or self.old.supersedes == self.new.id
        return "editions" if replaced or self.between or self.links else "other"

    def elements(self, side: Side) -> Mapping[str, Placed]:
        """Return the elements of one policy by id; raises `InvalidModel` for an unknown side, as all methods do."""
        coerce_choice(side, SIDES)
        return self.places[side]

    @cached_property
    def _by_element(self) -> Mapping[tuple[Side, str], Relation]:
        return {(side, id): each for each in self.relations for side in SIDES for id in getattr(each, side)}

    def relation(self, side: Side, id: str) -> Relation:
        """Return what became of an element; raises `UnknownElement`, with the nearest id, for one not compared."""
        coerce_choice(side, SIDES)
        if (side, id) not in self._by_element:
            raise no_such(id, [other for where, other in self._by_element if where == side])
        return self._by_element[side, id]

    def links_of(self, side: Side, id: str) -> tuple[LineageLink, ...]:
        """Return the links that begin (`old`) or end (`new`) in an element."""
        coerce_choice(side, SIDES)
        return tuple(self._links_by_end.get((side, id), ()))

    def outcome(self, side: Side, id: str) -> Outcome:
        """Return what became of an element among those of its own kind.

        A goal that lives on as one goal and an indicator is split as a relation, and one to one among goals. Raises
        `UnknownElement` as `relation` does.
        """
        self.relation(side, id)
        return self._outcomes[side, id]

    def count(self, side: Side, kind: Kind) -> Mapping[Outcome, int]:
        """Count the outcomes of the elements of a kind among their own; raises `InvalidModel` for an unknown kind."""
        coerce_choice(kind, KINDS)
        ids = [id for id, place in self.elements(side).items() if place.kind == kind]
        return Counter(self._outcomes[side, id] for id in ids if (side, id) in self._outcomes)

    def gap(self, side: Side, kind: Kind) -> Missing | None:
        """Return the gap recorded for elements of a kind that are not known in full, if any."""
        coerce_choice(side, SIDES)
        coerce_choice(kind, KINDS)
        return self._gaps[side, kind]

    @cached_property
    def structure(self) -> tuple[MeasureRow, ...]:
        """What both contain and how far it can be measured, a row for each measure."""
        before, after = amounts(self.old), amounts(self.new)
        return tuple(MeasureRow(name, before[name], after[name]) for name in MEASURES)

    @property
    @with_columns(STRUCTURE_COLUMNS)
    def structure_frame(self) -> "pd.DataFrame":
        """The structure as a table: that of `structure_frame`, after a column `side` (`old`, `new`)."""
        frame = structure_frame(self.policies.values())
        frame.insert(0, "side", [side for side in SIDES for _ in MEASURES])
        return frame.astype({"side": "string"})

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The changes claimed by the new policy's documents, each tested by this comparison."""
        return claims(self)

    @cached_property
    def area_names(self) -> tuple[AreaName, ...]:
        """The focus areas that documents name differently."""
        areas = ((side, area) for side in SIDES for area in self.policies[side].focus_areas)
        return tuple(AreaName(side, area, other) for side, area in areas for other in area.other_names)

    @cached_property
    def series(self) -> tuple[JoinedSeries, ...]:
        """The series of the indicators that continue, joined; empty without observations."""
        return () if self.figures is None else joined_series(self, self.figures)

    @cached_property
    def figures(self) -> "Figures | None":
        """The figures of both editions that count; none without observations."""
        if self.observations is None:
            return None
        from kommunepolitik.figures import Figures

        return Figures.of(self.observations, Portfolio([self.old, self.new]))

    @cached_property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """Elements that may correspond by their words; never part of the relations."""
        linked = {f"{self.policies[side].id}#{getattr(link, side)}" for link in self.links for side in SIDES}
        return suggest_lineage(self.old, self.new, but=linked)

    @cached_property
    def weak_suggestions(self) -> tuple[Suggestion, ...]:
        """The best pair for each focus area without a suggestion, where nothing is declared."""
        return () if self.links else weak_suggestions(self.old, self.new, self.suggestions)

    @property
    @with_columns(COLUMNS)
    def frame(self) -> "pd.DataFrame":
        """One row per element of either policy, as a new frame.

        All columns are texts, NA for none.
        """
        rows: list[tuple[str | None, ...]] = []
        for (side, id), relation in self._by_element.items():
            place, links, far = self.places[side][id], self.links_of(side, id), OTHER[side]
            policy = self.policies[side]
            home = (policy.municipality.code, policy.municipality.name, policy.title)
            own = (side, policy.id, *home, id, place.kind, place.area, name_of(place.element))
            outcome = (relation.kind, self._outcomes[side, id], relation.reason or "")
            partners = [f"{self.policies[far].id}#{getattr(link, far)}" for link in links]
            bases = ("proposal" if link.proposed else link.basis for link in links if link.basis)
            basis = min(bases, key=_BASES.index, default="")
            flags = dict.fromkeys(flag for link in links for flag in link.flags)
            through = dict.fromkeys(address for link in links for address in link.through)
            rows.append((*own, *outcome, " ".join(partners), basis, " ".join(flags), " ".join(through)))
        return frame_of({name: [row[place] for row in rows] for place, name in enumerate(COLUMNS)}, {})


def compare(old: Policy, new: Policy, observations: Any = None, *, through: Portfolio | None = None) -> Comparison:
    """Compare two policies: what became of every element, and how the two differ.

    The relations follow from `continues`, which either policy may declare; nothing is guessed. Where neither declares
    anything, all are `unknown`: a missing declaration does not make a goal new. What the sources of a policy do not
    show is `unknown` on the other side, never dropped. Where there are editions between the two, `through` is a
    portfolio that contains them: links are then composed, each as certain as its least certain step, and name the
    elements between. Without it, what has no direct link is `unknown`.

    `observations` is what `read_observations` returns or accepts, with the figures of both, where the column `policy`
    names the one that a row belongs to (empty: both). With it, the series of indicators that continue are joined.

    >>> import kommunepolitik.model as m
    >>> work = m.Goal(id="arbejde", statement="Flere i arbejde.")
    >>> line = m.Continuation(address="p13#arbejde", basis="source")
    >>> jobs = m.Goal(id="job", statement="Flere i job.", continues=[line])
    >>> homes = m.Goal(id="bolig", statement="Bolig til alle.")
    >>> old = m.Policy(id="p13", title="P", municipality="Slagelse", goals=[work])
    >>> new = m.Policy(id="p23", title="P", municipality="Slagelse", goals=[jobs, homes])
    >>> [(relation.kind, relation.old, relation.new) for relation in compare(old, new).relations]
    [('one_to_one', ('arbejde',), ('job',)), ('new', (), ('bolig',))]

    Raises:
        InvalidModel: one of the two is not a policy.
        InvalidObservations: the figures cannot be read.
    """
    for policy in (old, new):
        check_object(policy, Policy)
    between = () if through is None else editions_between({each.id: each for each in Portfolio(through)}, old, new)
    if observations is None:
        return Comparison(old, new, between)
    from kommunepolitik.observations.normalise import normalise

    # With two versions of one edition it is not known which one a row is for.
    both = None if old.id == new.id else Portfolio((old, new))
    return Comparison(old, new, between, normalise(observations, both).of(old.id, new.id))
