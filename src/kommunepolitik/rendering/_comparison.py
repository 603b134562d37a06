"""The comparison of two policies as pages show it: in words first, then element by element, then as tables."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from textwrap import shorten
from typing import Final

import attrs

from kommunepolitik.comparison import (
    Amount,
    Claim,
    Comparison,
    Kind,
    Link,
    Measure,
    Relation,
    RelationKind,
    Side,
    name_of,
)
from kommunepolitik.model import Change, Element, Indicator, Missing, Policy, Portfolio
from kommunepolitik.rendering._charts import charts_available
from kommunepolitik.rendering._flow import Flow, draw_flow, flow_of
from kommunepolitik.rendering._labels import COMPARISON, MEASURE_WORDS, TERMS, TOPICS
from kommunepolitik.rendering._language import Language
from kommunepolitik.rendering._view import PolicyView

RELATION_SHAPES: Final[Mapping[RelationKind, str]] = {
    "one_to_one": "1→1",
    "merged": "n→1",
    "split": "1→n",
    "regrouped": "n→n",
    "new": "+",
    "dropped": "−",
    "unknown": "?",
}
"""The shape of each relation, beside its word."""

_BRIEF: Final = 60

_OWN_TERMS: Final[frozenset[Kind]] = frozenset(
    ("focus_area", "overarching_goal", "goal", "indicator", "target_group", "value", "track")
)


@attrs.frozen(kw_only=True)
class Member:
    """An element in a relation, as a table shows it."""

    element: Element
    kind: str
    title: str
    text: str
    """What it says, where its title is but a number."""
    area: str
    href: str | None

    @property
    def brief(self) -> str:
        """Title, kind, and the beginning of what it says where its title is but a number."""
        title = shorten(self.title, _BRIEF, placeholder=" …")
        said = f": {shorten(self.text, _BRIEF, placeholder=' …')}" if self.text else ""
        return f"{title}{said} ({self.kind})"


@attrs.frozen(kw_only=True)
class Bound:
    """A relation as a row of a table."""

    relation: Relation
    shape: str
    words: str
    flags: Sequence[str]
    old: Sequence[Member]
    new: Sequence[Member]
    notes: Sequence[tuple[str, str, str, str]]
    """Of each link: from, to, basis and note."""


@attrs.frozen(kw_only=True)
class Topic:
    """What became of elements of a sort: those that lineage binds, and those it leaves alone."""

    id: str
    title: str
    bound: Sequence[Bound]
    new: Sequence[Member]
    dropped: Sequence[Member]
    unknown: Mapping[str, Sequence[tuple[Side, Member]]]
    """By why it is not known."""


@attrs.frozen(kw_only=True)
class MeasureRow:
    """A measure of both policies in words."""

    words: str
    old: str
    new: str


@attrs.frozen(kw_only=True)
class Proposal:
    """A suggestion as a page shows it."""

    score: int
    """In percent."""
    likeness: str
    """The same in words."""
    shape: str
    old: Sequence[Member]
    new: Sequence[Member]
    words: Sequence[str]


class ComparisonView:
    """All that the page of a comparison says; templates call its methods."""

    def __init__(self, comparison: Comparison, language: Language, pages: Mapping[str, str] | None = None) -> None:
        """Look at a comparison in a language; `pages` tells where the pages of policies lie."""
        self.comparison = comparison
        self.language = language
        self._ = language.gettext
        self.pages = pages or {}
        both = Portfolio(dict.fromkeys((comparison.old, comparison.new))) if comparison.bond != "versions" else None
        figures = comparison.observations
        portfolio = both or Portfolio([comparison.new])
        self.old = PolicyView(comparison.old, language, figures, portfolio, self.pages)
        self.new = PolicyView(comparison.new, language, figures, portfolio, self.pages)

    def view(self, side: Side) -> PolicyView:
        """Return the view of one of the policies."""
        return self.old if side == "old" else self.new

    # Words

    @property
    def title(self) -> str:
        """Name both policies."""
        return self._("{old} and {new}").format(old=self.short("old"), new=self.short("new"))

    def short(self, side: Side) -> str:
        """Name a policy in a word or two: by its edition, and by its municipality where there are two."""
        policy: Policy = getattr(self.comparison, side)
        edition = self.new.edition(policy)
        if self.comparison.old.municipality != self.comparison.new.municipality:
            return f"{policy.municipality.name} {edition}"
        if self.comparison.old.period == self.comparison.new.period:
            stage = self.view(side).label("stage", policy.stage)
            return f"{edition} ({stage or policy.id})"
        return edition

    def name(self, side: Side) -> str:
        """Name a policy within a sentence: the edition from 2023."""
        if self.comparison.old.municipality != self.comparison.new.municipality:
            return self.short(side)
        return self._("the edition {period}").format(period=self.short(side))

    def version_at_hand(self, side: Side) -> str:
        """Name the version of an adopted policy's text that is at hand, where it is not the adopted one."""
        policy: Policy = getattr(self.comparison, side)
        told = [policy.vision, *policy.focus_areas, *policy.all_goals()]
        cited = {element.citation.source for element in told if element is not None and element.citation is not None}
        texts = [source for source in policy.sources if source.id in cited and source.kind == "policy"]
        versions = {source.version for source in texts if source.version}
        if policy.stage not in ("adopted", "superseded") or not versions or "adopted" in versions:
            return ""
        return ", ".join(self.new.label("version", version) for version in sorted(versions))

    def head(self, side: Side) -> str:
        """Name a policy at the head of a column."""
        name = self.name(side)
        return name[:1].upper() + name[1:]

    def kind(self, side: Side, kind: Kind, count: int = 1) -> str:
        """Return the word for so many elements of a kind, the municipality's own where it has one."""
        if kind in _OWN_TERMS:
            return self.view(side).term(kind, count)
        return self.word("kind", kind)

    def word(self, table: str, key: str) -> str:
        """Return what a fixed word of the comparison is called."""
        return self._(COMPARISON[table][key])

    def page(self, side: Side) -> str | None:
        """Return where a policy's page lies."""
        return self.pages.get(getattr(self.comparison, side).id)

    # Elements

    def member(self, side: Side, id: str) -> Member:
        """Return an element as a table shows it."""
        place = self.comparison.elements(side)[id]
        view = self.view(side)
        title = view.title(place.element)
        text = name_of(place.element)
        area = "" if place.area is None else view.title(view.element(place.area))
        page = self.page(side)
        background = isinstance(place.element, Indicator) and place.element.role == "context"
        return Member(
            element=place.element,
            kind=self.kind(side, place.kind) if not background else self.new.label("role", "context"),
            title=title,
            text="" if text == title else text,
            area=area,
            href=f"{page}#{id}" if page else None,
        )

    @cached_property
    def topics(self) -> Sequence[Topic]:
        """What became of the elements, by sort; each element stands in one topic only."""
        home: dict[Relation, str] = {}
        for relation in self.comparison.relations:
            kinds = {self.comparison.elements("old")[id].kind for id in relation.old}
            kinds |= {self.comparison.elements("new")[id].kind for id in relation.new}
            home[relation] = next(name for name, (_, of) in TOPICS.items() if kinds & set(of))
        topics = [self._topic(name, [r for r, where in home.items() if where == name]) for name in TOPICS]
        return [topic for topic in topics if topic is not None]

    def held(self, topic: Topic, side: Side) -> Sequence[Member]:
        """Return what one policy holds of a sort, where nothing binds the two."""
        return [member for found in topic.unknown.values() for where, member in found if where == side]

    def holes(self, topic: Topic, side: Side) -> Sequence[Missing]:
        """Return what one policy says it lacks of a sort."""
        holes = [self.comparison.hole(side, kind) for kind in TOPICS[topic.id][1]]
        return [hole for hole in holes if hole is not None]

    def _topic(self, name: str, relations: Sequence[Relation]) -> Topic | None:
        if not relations:
            return None
        alone: dict[str, list[Member]] = {"new": [], "dropped": []}
        unknown: dict[str, list[tuple[Side, Member]]] = {}
        for relation in relations:
            if relation.links:
                continue
            side: Side = "old" if relation.old else "new"
            member = self.member(side, (relation.old or relation.new)[0])
            if relation.kind == "unknown":
                unknown.setdefault(self._why(relation, side), []).append((side, member))
            else:
                alone[relation.kind].append(member)
        title = self._(TOPICS[name][0])
        return Topic(
            id=name,
            title=title,
            bound=[self._bound(relation) for relation in relations if relation.links],
            new=alone["new"],
            dropped=alone["dropped"],
            unknown=unknown,
        )

    def _why(self, relation: Relation, side: Side) -> str:
        assert relation.reason is not None
        words = self.word("reason", relation.reason)
        if relation.hole is not None:
            teller = (
                self.view("new" if side == "old" else "old") if relation.reason == "not_at_hand" else self.view(side)
            )
            words += f" ({self.name('new' if teller is self.new else 'old')}: {teller.why(relation.hole)})"
        return words

    def _bound(self, relation: Relation) -> Bound:
        return Bound(
            relation=relation,
            shape=RELATION_SHAPES[relation.kind],
            words=self.word("relation", relation.kind),
            flags=[self.word("flag", flag) for flag in relation.flags],
            old=[self.member("old", id) for id in relation.old],
            new=[self.member("new", id) for id in relation.new],
            notes=[self._note(link) for link in relation.links if link.basis is not None],
        )

    def _note(self, link: Link) -> tuple[str, str, str, str]:
        old, new = self.old.element(link.old), self.new.element(link.new)
        declarer = self.old if link.declared_in == self.old.policy.id else self.new
        where = declarer.where(link.citation)
        note = f"{link.note or ''}{f' ({where})' if where else ''}".strip()
        return (self.old.named(old), self.new.named(new), self.new.label("basis", link.basis), note)

    # Focus areas

    @cached_property
    def flow(self) -> Flow | None:
        """Which focus areas feed which, and by how many goals; None where nothing is declared."""
        return flow_of(self)

    @cached_property
    def picture(self) -> str:
        """The flow as SVG; empty without a flow, or without the package that draws."""
        return draw_flow(self.flow) if self.flow is not None and charts_available() else ""

    @cached_property
    def names(self) -> Sequence[tuple[str, str, str]]:
        """Focus areas that documents name differently: own name, other name, where."""
        return [
            (name.area.title, name.other.name, self.view(name.side).where(name.other.citation))
            for name in self.comparison.area_names
        ]

    # Structure

    @cached_property
    def measures(self) -> Sequence[MeasureRow]:
        """What both hold and in how far it can be measured, in words."""
        return [
            MeasureRow(words=self._measure(row.measure), old=self.amount(row.old), new=self.amount(row.new))
            for row in self.comparison.structure
        ]

    def _measure(self, measure: Measure) -> str:
        term = measure.removesuffix("s")
        return self.new.heading(term) if term in TERMS else self._(MEASURE_WORDS[measure])

    def amount(self, amount: Amount) -> str:
        """Say how many: 5; 2–3; 8 of 10; 2 of 12, of which 9 unknown; unknown."""
        if amount.number is None:
            return self._("unknown")
        if amount.high is not None and amount.high != amount.number:
            return f"{amount.number}–{amount.high}"
        words = str(amount.number)
        if amount.of is not None:
            words = self._("{number} of {of}").format(number=amount.number, of=amount.of)
        if amount.unknown:
            words += " " + self._("({count} unknown)").format(count=amount.unknown)
        return words

    # Claims

    def tested(self, claim: Claim) -> str:
        """Say how a claim was tested, and whether that proves much."""
        unknown = self._("unknown")
        if claim.change.counted is not None and claim.effect in ("fewer", "more"):
            words = self._("counted: {before} before, {after} now")
            said = words.format(before=claim.before or unknown, after=claim.after or unknown)
        else:
            said = self.word("tested", claim.effect)
        if claim.same_document:
            said += "; " + self._("the lines of descent rest on the same document")
        return said

    def claim(self, claim: Claim) -> str:
        """Say what a document claims of the elements: there are fewer goals."""
        words = self.word("effect", claim.effect)
        if claim.change.counted is None:
            return words
        return f"{words}: {self.new.label('count', claim.change.counted)}"

    @cached_property
    def changes(self) -> Sequence[tuple[Change, Sequence[Claim]]]:
        """What the documents say was changed, each with its claims."""
        if self.comparison.new.supersedes != self.comparison.old.id:
            return []
        claims = self.comparison.claims
        return [(change, [c for c in claims if c.change is change]) for change in self.comparison.new.changes]

    # Suggestions

    @cached_property
    def proposals(self) -> Sequence[Proposal]:
        """What may belong together by its words."""
        return [
            Proposal(
                score=round(100 * suggestion.score),
                likeness=self._("suggestion, {score} %").format(score=round(100 * suggestion.score)),
                shape=RELATION_SHAPES[suggestion.relation],
                old=[self.member("old", id) for id in suggestion.old],
                new=[self.member("new", id) for id in suggestion.new],
                words=suggestion.words,
            )
            for suggestion in self.comparison.suggestions
        ]
