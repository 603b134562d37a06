"""The comparison of two policies as its page shows it, and what became of their elements, sort by sort."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from textwrap import shorten
from typing import Final

import attrs

from kommunepolitik.comparison import Claim, Comparison, Kind, Side, Suggestion, name_of
from kommunepolitik.comparison.labels import COMPARISON, MEASURE_WORDS, TOPICS
from kommunepolitik.comparison.relations import SIDES, Link, Relation, RelationKind
from kommunepolitik.comparison.structure import CONSTRUCTED, Amount, Measure, Row
from kommunepolitik.i18n import TERMS, Language
from kommunepolitik.model import Address, Change, Counted, Element, Indicator, Missing, Portfolio
from kommunepolitik.report.policy_words import PolicyWords

_BRIEF: Final = 60

COUNTED_KINDS: Final[tuple[Kind, ...]] = ("focus_area", "goal", "target_group", "indicator")
"""The kinds of which the summary says what became of them, among those of the kind alone."""

_RELATION_SHAPES: Final = {"one_to_one": "1→1", "merged": "n→1", "split": "1→n", "regrouped": "n→n"}
_VERDICT_SHAPES: Final = {
    "agrees": "✔",
    "agrees_same_document": "◐",
    "agrees_reading": "◐",
    "disagrees": "✖",
    "disagrees_reading": "✖",
    "disputed": "≠",
    "open": "◌",
}
SHAPES: Final[Mapping[str, str]] = _RELATION_SHAPES | _VERDICT_SHAPES
"""The shape of each kind of linked relation and of each verdict, beside its word."""

_TOPIC_OF: Final[Mapping[Kind, str]] = {kind: name for name, (_, kinds) in TOPICS.items() for kind in kinds}


@attrs.frozen(kw_only=True)
class Member:
    """An element in a relation, as a table shows it."""

    kind: str
    title: str
    text: str
    """What it says, where its title is but a number."""
    area: str
    href: str | None
    alone: str
    """What became of it among those of its own kind, where that differs from its relation."""

    @property
    def brief(self) -> str:
        """Title, kind, what became of it alone, and the beginning of what it says where its title is but a number."""
        title = shorten(self.title, _BRIEF, placeholder=" …")
        said = f": {shorten(self.text, _BRIEF, placeholder=' …')}" if self.text else ""
        return f"{title}{said} ({'; '.join(filter(None, (self.kind, self.alone)))})"


@attrs.frozen(kw_only=True)
class Topic:
    """What became of elements of a sort."""

    id: str
    title: str
    relations: Sequence[Relation]
    elsewhere: Mapping[str, Sequence[tuple[Side, str, Relation]]]
    """Elements that lineage links to others of another sort, by the title of that sort, where they are shown."""
    unknown: Mapping[str, Sequence[tuple[Side, str]]]
    """Elements of which it is not known, by why."""
    gaps: Mapping[Side, Sequence[Missing]]
    """What each policy says that it lacks of the sort."""

    @property
    def linked(self) -> Sequence[Relation]:
        """The relations that lineage makes."""
        return [relation for relation in self.relations if relation.links]

    def alone(self, kind: RelationKind) -> Sequence[str]:
        """Return the ids of the elements that are new, or that are dropped."""
        return [id for relation in self.relations if relation.kind == kind for id in relation.old + relation.new]

    def held(self, side: Side) -> Sequence[str]:
        """Return the ids of the elements of one policy of which it is not known."""
        return [id for found in self.unknown.values() for where, id in found if where == side]


def is_turned(comparison: Comparison) -> bool:
    """Return whether the policy given as the old one is the newer: it replaced the other, or alone declares lineage."""
    old, new = comparison.old, comparison.new
    if old.id == new.id:
        return False
    if old.supersedes == (comparison.between[0].id if comparison.between else new.id):
        return True
    declared = {link.declared_in for link in comparison.links}
    return new.supersedes != old.id and not comparison.between and declared == {old.id}


class ComparisonView:
    """A comparison in a language, the older policy first; templates call its methods."""

    def __init__(self, comparison: Comparison, language: Language, pages: Mapping[str, str] | None = None) -> None:
        self.turned = is_turned(comparison)
        if self.turned:  # else all that is said of before and now, of what became of what, would be the wrong way round
            old, new, between = comparison.new, comparison.old, comparison.between[::-1]
            comparison = attrs.evolve(comparison, old=old, new=new, between=between)
        self.comparison = comparison
        self.language = language
        versions = comparison.pair_kind == "versions"
        portfolio = Portfolio([comparison.new] if versions else dict.fromkeys((comparison.old, comparison.new)))
        self.old, self.new = (
            PolicyWords(policy, language, comparison.observations, portfolio, pages or {})
            for policy in (comparison.old, comparison.new)
        )

    @property
    def _(self) -> Callable[[str], str]:
        return self.language.gettext  # looked up each time: a view is sent to other processes, words of a theme are not

    def view(self, side: Side) -> PolicyWords:
        """Return the view of one of the policies."""
        return self.old if side == "old" else self.new

    # Words

    @property
    def title(self) -> str:
        """Name both policies: Slagelse: 2013–2016 and 2023–."""
        words = self._("{old} and {new}").format(old=self.short("old", dash=True), new=self.short("new", dash=True))
        old, new = self.comparison.old.municipality, self.comparison.new.municipality
        return f"{old.name}: {words}" if old == new else words

    def short(self, side: Side, *, dash: bool = False) -> str:
        """Name a policy in a word or two: by its edition, and by its municipality where there are two.

        A period without an end is told in words (from 2023), or by a dash (2023–).
        """
        policy = self.view(side).policy
        edition = self.new.edition(policy)
        if dash and policy.period is not None and policy.period.end is None:
            edition = f"{self.language.period(policy.period.parts[0])}–"
        if self.comparison.old.municipality != self.comparison.new.municipality:
            return f"{policy.municipality.name} {edition}"
        if self.comparison.old.period == self.comparison.new.period:
            return f"{edition} ({self.view(side).label('stage', policy.stage) or policy.id})"
        return edition

    def name(self, side: Side) -> str:
        """Name a policy within a sentence: the edition from 2023."""
        if self.comparison.old.municipality != self.comparison.new.municipality:
            return self.short(side)
        return self._("the edition {period}").format(period=self.short(side))

    def head(self, side: Side) -> str:
        """Name a policy at the head of a column."""
        name = self.name(side)
        return name[:1].upper() + name[1:]

    def version_at_hand(self, side: Side) -> str:
        """Name the versions of an adopted policy's text that are available, where the adopted one is not."""
        return ", ".join(self.new.label("version", version) for version in self.view(side).versions_at_hand)

    def kind(self, side: Side, kind: Kind, count: int = 1) -> str:
        """Return the word for so many elements of a kind, the municipality's own where it has one."""
        return self.word("kind", kind) if kind in COMPARISON["kind"] else self.view(side).term(kind, count)

    def word(self, table: str, key: str) -> str:
        """Return what a fixed word of the comparison is called."""
        return self._(COMPARISON[table][key])

    # Elements

    def member(self, side: Side, id: str) -> Member:
        """Return an element as a table shows it."""
        place, view = self.comparison.elements(side)[id], self.view(side)
        title, text = view.title(place.element), name_of(place.element)
        page = view.pages.get(view.policy.id)
        return Member(
            kind=self._kind_words(side, place.element, place.kind),
            title=title,
            text="" if text == title else text,
            area="" if place.area is None else view.title(view.policy.element(place.area)),
            href=f"{page}#{id}" if page else None,
            alone=self._alone(side, id, place.kind),
        )

    def _kind_words(self, side: Side, element: Element, kind: Kind) -> str:
        own = type(element).__name__.lower()
        words = self.word("kind", own) if own in COMPARISON["kind"] else self.kind(side, kind)
        if isinstance(element, Indicator):
            words = self.new.label("role", "context") if element.role == "context" else words
            if element.basis == "interpretation":
                return self._("{kind}, set up by us").format(kind=words)
        return words

    def members(self, side: Side, ids: Sequence[str]) -> Sequence[Member]:
        """Return elements as a table shows them."""
        return [self.member(side, id) for id in ids]

    def _alone(self, side: Side, id: str, kind: Kind) -> str:
        if not self.differs(side, id):
            return ""
        outcome = self.comparison.outcome(side, id)
        changed = outcome == "changed_kind"
        words = self.word("outcome", f"{outcome}_{side}") if changed else self.word("relation", outcome)
        return self._("among {elements} alone: {fate}").format(elements=self.kind(side, kind, 2), fate=words)

    def differs(self, side: Side, id: str) -> bool:
        """Return whether an element of a kind that is counted has another outcome among its kind than among all."""
        counted = self.comparison.elements(side)[id].kind in COUNTED_KINDS
        return counted and self.comparison.outcome(side, id) != self.comparison.relation(side, id).kind

    # Relations

    @cached_property
    def anchors(self) -> Mapping[Relation, str]:
        """The anchor of each relation."""
        return {relation: f"relation_{number}" for number, relation in enumerate(self.comparison.relations, 1)}

    def flags(self, relation: Relation) -> Sequence[str]:
        """Name what differs along a relation."""
        return [self.word("flag", flag) for flag in relation.flags]

    def notes(self, relation: Relation) -> Sequence[tuple[str, str, str, str]]:
        """Return of each link of a relation: from, to, basis and note."""
        return [self._note(link) for link in relation.links if link.basis is not None]

    def _note(self, link: Link) -> tuple[str, str, str, str]:
        declarer = self.old if link.declared_in == self.comparison.old.id else self.new
        where = "" if link.through else declarer.where(link.citation)
        note = f"{link.note or ''}{f' ({where})' if where else ''}".strip()
        basis = self.new.label("basis", link.basis)
        if link.through:
            elements = " → ".join(map(self._between, link.through))
            basis += "; " + self._("composed through {elements}").format(elements=elements)
        old, new = (view.named(view.policy.element(id)) for view, id in ((self.old, link.old), (self.new, link.new)))
        return old, new, basis, note

    def _between(self, address: str) -> str:
        place = Address.read(address)
        edition = next(each for each in self.comparison.between if each.id == place.policy)
        own = PolicyWords(edition, self.language)
        return f"»{own.named(own.policy.element(place.element or ''))}« ({own.edition(edition)})"

    def likeness(self, suggestion: Suggestion) -> str:
        """Say how alike the elements of a suggestion are."""
        words = self._("weak suggestion, {score} %") if suggestion.weak else self._("suggestion, {score} %")
        return words.format(score=round(100 * suggestion.score))

    # Structure

    def measure(self, measure: Measure) -> str:
        """Name a measure, by the municipality's own word where it has one."""
        term = measure.removesuffix("s")
        return self.new.heading(term) if term in TERMS else self._(MEASURE_WORDS[measure])

    def rows(self, *, constructed: bool) -> Sequence[Row]:
        """Return the measures of what the documents name, or those of what we set up that either policy has any of."""
        rows = [row for row in self.comparison.structure if (row.measure in CONSTRUCTED) == constructed]
        return [row for row in rows if row.old.number or row.new.number] if constructed else rows

    def amount(self, amount: Amount) -> str:
        """Say how many: 5; 2–3; 8 of 10; 2 of 12, of which 9 unknown; unknown; – where there is nothing to count.

        A number that a document states, of elements that are not available, is marked as such.
        """
        if amount.of == 0:
            return "–"
        if amount.number is None:
            return self._("unknown")
        if amount.high is not None and amount.high != amount.number:
            return self._stated(f"{amount.number}–{amount.high}", stated=amount.stated)
        words = self._stated(str(amount.number), stated=amount.stated)
        if amount.of is not None:
            words = self._("{number} of {of}").format(number=amount.number, of=amount.of)
        if amount.unknown:
            words += " " + self._("({count} unknown)").format(count=amount.unknown)
        return words

    def _stated(self, number: str, *, stated: bool) -> str:
        return self._("{number} (according to the documents)").format(number=number) if stated else number

    # Claims

    @property
    def changes(self) -> Sequence[Change]:
        """What the new policy's documents say was changed; none where it replaced another than the old one."""
        return self.comparison.new.changes if self.comparison.new.supersedes == self.comparison.old.id else ()

    @property
    def documents(self) -> str:
        """The titles of the documents that say so."""
        cited = [change.citation.source for change in self.comparison.new.changes if change.citation is not None]
        titles = [f"»{self.new.title(self.new.policy.element(id))}«" for id in dict.fromkeys(cited)]
        return self._(" and ").join(titles) or self._("the documents")

    def claims(self, change: Change) -> Sequence[Claim]:
        """Return the claims of a change."""
        return [claim for claim in self.comparison.claims if claim.change is change]

    def claimed(self, claim: Claim) -> str:
        """Say what is claimed: fewer: goals."""
        if not claim.is_count:
            return self.word("effect", claim.effect)
        effect = "as_many" if claim.effect == "kept" else claim.effect
        return f"{self.word('effect', effect)}: {self.new.label('count', claim.change.counted)}"

    def verdict(self, claim: Claim) -> str:
        """Return the verdict with its basis, where it is less than counts and other documents: agrees_reading."""
        named = f"{claim.verdict}_{claim.evidence}"
        return named if named in COMPARISON["verdict"] else claim.verdict

    def tested(self, claim: Claim) -> str:
        """Say how a claim was tested, and whether that proves much."""
        if claim.is_count:
            words = self._("counted: {before} before, {after} now")
            return words.format(before=self._number(claim.before), after=self._number(claim.after))
        said = self.word("tested", claim.effect)
        if claim.change.elements:
            words = self._("; holds of {count} of {of}")
            said += words.format(count=len(claim.holds_of), of=len(claim.change.elements))
        if claim.evidence == "counts":
            said += "; " + self._("the earlier edition has none of the kind")
        if claim.same_document:
            said += "; " + self._("the lines of descent rest on the same document")
        return said

    def _number(self, counted: Counted | None) -> str:
        if counted is None:
            return self._("unknown")
        return self._stated(str(counted).replace("-", "–"), stated=counted.stated)

    def against(self, claim: Claim) -> Sequence[str]:
        """Name the elements of which a claim does not hold."""
        return [self.new.named(self.new.policy.element(id)) for id in claim.against]


def topics_of(view: ComparisonView) -> Sequence[Topic]:
    """Return the sorts that either policy has elements of, in order.

    A relation is shown in the first that one of its elements is of; the others are named among their own sort.
    """
    relations: dict[str, list[Relation]] = {name: [] for name in TOPICS}
    elsewhere: dict[str, dict[str, list[tuple[Side, str, Relation]]]] = {name: {} for name in TOPICS}
    for relation in view.comparison.relations:
        members = [(side, id) for side in SIDES for id in getattr(relation, side)]
        own = {(side, id): _TOPIC_OF[view.comparison.elements(side)[id].kind] for side, id in members}
        home = next(name for name in TOPICS if name in own.values())
        relations[home].append(relation)
        for (side, id), name in own.items():
            if name != home:
                elsewhere[name].setdefault(view._(TOPICS[home][0]), []).append((side, id, relation))
    return [
        Topic(
            id=name,
            title=view._(title),
            relations=relations[name],
            elsewhere=elsewhere[name],
            unknown=_unknown(view, relations[name]),
            gaps={side: [gap for kind in kinds if (gap := view.comparison.gap(side, kind))] for side in SIDES},
        )
        for name, (title, kinds) in TOPICS.items()
        if relations[name] or elsewhere[name]
    ]


def _unknown(view: ComparisonView, relations: Sequence[Relation]) -> Mapping[str, Sequence[tuple[Side, str]]]:
    found: dict[str, list[tuple[Side, str]]] = {}
    for relation in relations:
        if relation.reason is None:
            continue
        side, other = SIDES if relation.old else SIDES[::-1]
        words = view.word("reason", relation.reason)
        if relation.hole is not None:
            owner = other if relation.reason == "not_at_hand" else side
            words += f" ({view.name(owner)}: {view.view(owner).why(relation.hole)})"
        found.setdefault(words, []).append((side, getattr(relation, side)[0]))
    return found
