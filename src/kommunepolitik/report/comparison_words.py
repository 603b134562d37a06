"""The wording of a comparison: the two policies, their elements and outcomes, counts and claims."""

from collections.abc import Callable, Sequence
from typing import Final

import attrs

from kommunepolitik.blocks import Link, Paragraph, Place, StatusMark, Text
from kommunepolitik.comparison import Claim, Comparison, Kind, Side
from kommunepolitik.comparison import LineageLink as Line
from kommunepolitik.comparison.labels import COMPARISON, MEASURE_WORDS
from kommunepolitik.comparison.relations import SIDES, Relation
from kommunepolitik.comparison.structure import Amount, Measure
from kommunepolitik.i18n import Language
from kommunepolitik.i18n.labels import TERMS
from kommunepolitik.model import Activity, Address, Element, Group, Indicator, Policy, Portfolio, Remark, Vision
from kommunepolitik.model.element import name_of
from kommunepolitik.report.compose import own, own_code, paragraph
from kommunepolitik.report.policy_words import PolicyWords

COUNTED_KINDS: Final[tuple[Kind, ...]] = ("focus_area", "goal", "target_group", "indicator")
"""The kinds whose outcomes, within the kind, are in the summary."""

_RELATION_SHAPES: Final = {"new": "+", "dropped": "−", "unknown": "?"}
_VERDICT_SHAPES: Final = {"agrees": "✔", "disagrees": "✖", "disputed": "≠", "open": "◌"}


def edition_name(policy: Policy, language: Language) -> str:
    """Name an edition by its period, else by its title: 2013–2016, or 2023– where the period has no end."""
    if policy.period is None or policy.period.end is not None:
        return policy.title if policy.period is None else language.period(policy.period)
    return f"{language.period(policy.period.parts[0])}–"


def is_turned(comparison: Comparison) -> bool:
    """Return whether the policy given as old is newer: it replaced the other, or is the only one with lineage."""
    old, new = comparison.old, comparison.new
    if old.id == new.id:
        return False
    if old.supersedes == (comparison.between[0].id if comparison.between else new.id):
        return True
    declared = {link.declared_in for link in comparison.links}
    return new.supersedes != old.id and not comparison.between and declared == {old.id}


class ComparisonWords:
    """A comparison in the language of its readers, the older policy first."""

    def __init__(self, comparison: Comparison, language: Language, portfolio: Portfolio, *, internal: bool) -> None:
        self.turned = is_turned(comparison)
        if self.turned:  # else before and now would be reversed
            old, new, between = comparison.new, comparison.old, comparison.between[::-1]
            comparison = attrs.evolve(comparison, old=old, new=new, between=between)
        self.comparison = comparison
        self.language = language
        self._: Callable[[str], str] = language.gettext
        self.portfolio = portfolio
        self.internal = internal
        self.old, self.new = (PolicyWords(policy, language) for policy in (comparison.old, comparison.new))
        self.anchors = {relation: f"relation_{number}" for number, relation in enumerate(comparison.relations, 1)}
        self.same_municipality = comparison.old.municipality == comparison.new.municipality
        self.are_editions = self.same_municipality and comparison.pair_kind == "editions"
        self.own_language = own_code(language)
        """The language of the policies' own words, where it is not the report's."""

    def of(self, side: Side) -> PolicyWords:
        """Return the words of one of the policies."""
        return self.old if side == "old" else self.new

    def word(self, table: str, key: str) -> str:
        """Return the label of a fixed word of the comparison."""
        return self._(COMPARISON[table][key])

    # The two policies

    def short(self, side: Side) -> str:
        """Name a policy by its period or title, and by its municipality or stage where needed to distinguish them."""
        policy = self.of(side).policy
        edition = edition_name(policy, self.language)
        if not self.same_municipality:
            return f"{policy.municipality.name} {edition}"
        if self.new.edition(self.comparison.old) == self.new.edition(self.comparison.new):
            return f"{edition} ({self.new.label('stage', policy.stage) or policy.id})"
        return edition

    def name(self, side: Side) -> str:
        """Name a policy within a sentence."""
        if self.are_editions:
            return self._("the earlier policy") if side == "old" else self._("the new policy")
        return self.edition(self.short(side)) if self.same_municipality else self.short(side)

    def head(self, side: Side) -> str:
        """Name a policy at the head of a column."""
        if self.are_editions:
            name = self._("Earlier policy") if side == "old" else self._("New policy")
            return f"{name}, {self.short(side)}"
        name = self.name(side)
        return name[:1].upper() + name[1:]

    def edition(self, period: str) -> str:
        """Name an edition within a sentence by its period."""
        return self._("the edition {period}").format(period=period)

    # Elements

    def kind(self, side: Side, kind: Kind, count: int = 1) -> str:
        """Return the word for a number of elements of a kind, the municipality's own where it has one."""
        return self.word("kind", kind) if kind in COMPARISON["kind"] else self.of(side).term(kind, count)

    def link(self, side: Side, id: str) -> Link:
        """Return the title of an element as a link to its policy's page, where some have no place of their own."""
        element = self.of(side).policy.element(id)
        anchor = "" if isinstance(element, Activity | Group | Remark) else id
        to = Place(anchor, "policy", (self.of(side).policy.id,))
        if isinstance(element, Vision):  # has no title, and its statement is too long for one
            return Link(self._("The vision"), to)
        return Link(self.of(side).title(element), to, self.own_language)

    def member(self, side: Side, id: str, kinds: tuple[Kind, ...] = ()) -> Paragraph:
        """Name an element: title, statement where the title is only a number, area, and the note on it."""
        place, link, note = self.comparison.elements(side)[id], self.link(side, id), self.note(side, id, kinds)
        text = name_of(place.element)
        area = "" if place.area is None else self.of(side).title(self.of(side).policy.element(place.area))
        return paragraph(
            link,
            own(f": {text}", self.language) if text != link.words else "",
            own(f" – {area}", self.language, "aside") if area else "",
            Text(f" ({note})", "aside") if note else "",
        )

    def note(self, side: Side, id: str, kinds: tuple[Kind, ...]) -> str:
        """Return the kind of an element and its outcome within that; on an internal page its address, too.

        The kind is left out where the title contains it, or where all of `kinds`, those of its table, are that kind.
        """
        place = self.comparison.elements(side)[id]
        kind, title = self._kind(side, place.element, place.kind), self.of(side).title(place.element)
        is_plain = place.kind == "vision" or (kinds == (place.kind,) and kind == self.kind(side, place.kind))
        notes = ["" if is_plain or title.casefold().startswith(kind.casefold()) else kind]
        outcome = self.comparison.outcome(side, id)
        if place.kind in COUNTED_KINDS and outcome not in ("changed_kind", self.comparison.relation(side, id).kind):
            words = self._("among {elements}: {outcome}")  # otherwise the row, which has all kinds, shows it
            notes.append(words.format(elements=self.kind(side, place.kind, 2), outcome=self.word("relation", outcome)))
        return "; ".join(filter(None, [*notes, f"{self.of(side).policy.id}#{id}" if self.internal else ""]))

    def _kind(self, side: Side, element: Element, kind: Kind) -> str:
        own_kind = type(element).__name__.lower()
        words = self.word("kind", own_kind) if own_kind in COMPARISON["kind"] else self.kind(side, kind)
        if isinstance(element, Indicator):
            words = self.new.label("role", "context") if element.role == "context" else words
            if element.basis == "interpretation":
                return self._("{kind}, set up by us").format(kind=words)
        return words

    # Relations

    def relation(self, kind: str) -> StatusMark:
        """Return the outcome of elements as a word with its shape."""
        return StatusMark("relation", self.word("relation", kind), _RELATION_SHAPES.get(kind, ""))

    def basis(self, line: Line) -> str:
        """Return the basis of a line of descent, and the editions between that it goes through."""
        words = self.new.label("basis", line.basis)
        if line.proposed:
            words = self._("a proposal that nobody has confirmed")
        if line.through:
            through = " → ".join(map(self._between, line.through))
            return f"{words}; " + self._("composed through {elements}").format(elements=through)
        declarer = self.old if line.declared_in == self.comparison.old.id else self.new
        where = "" if line.basis == "interpretation" or line.proposed else declarer.where(line.citation)
        return self._("according to {where}").format(where=where) if where else words

    def reason(self, line: Line) -> str:
        """Return the start and end of a line of descent, its basis, and the modeller's note."""
        old, new = (words.named(words.policy.element(id)) for words, id in ((self.old, line.old), (self.new, line.new)))
        return f"{old} → {new} – {self.basis(line)}. {line.note or ''}".strip()

    def _between(self, address: str) -> str:
        place = Address.read(address)
        edition = next(each for each in self.comparison.between if each.id == place.policy)
        words = PolicyWords(edition, self.language)
        return f"»{words.named(edition.element(place.element or ''))}« ({words.edition(edition)})"

    def unknown(self, relation: Relation) -> str:
        """Return why the outcome of an element is not known; empty where it is known."""
        words = "" if relation.reason is None else self.word("reason", relation.reason)
        if relation.gap is None:
            return words
        side, other = SIDES if relation.old else SIDES[::-1]
        owner = other if relation.reason == "not_at_hand" else side
        return f"{words} ({self.name(owner)}: {self.of(owner).why(relation.gap)})"

    # Counts

    def measure(self, measure: Measure) -> str:
        """Name a measure, by the municipality's own word where it has one."""
        term = measure.removesuffix("s")
        return self.new.heading(term) if term in TERMS else self._(MEASURE_WORDS[measure])

    def amount(self, amount: Amount) -> str:
        """Return an amount in words: 5; 2–3; 8 of 10; 2 of 12 (9 unknown); unknown; – where there is nothing to count.

        A number that a document states, of elements that are not available, is marked as such.
        """
        if amount.of == 0:
            return "–"
        if amount.number is None:
            return self._("unknown")
        words = str(amount.number) if amount.high in (None, amount.number) else f"{amount.number}–{amount.high}"
        if amount.stated:
            words = self._("{number} (according to the documents)").format(number=words)
        if amount.of is not None:
            words = self._("{number} of {of}").format(number=amount.number, of=amount.of)
        unknown = self._("({count} unknown)").format(count=amount.unknown)
        return f"{words} {unknown}" if amount.unknown else words

    # Claims

    @property
    def documents(self) -> Sequence[str]:
        """The titles of the documents that state what was changed."""
        changes = self.comparison.new.changes
        cited = dict.fromkeys(change.citation.source for change in changes if change.citation is not None)
        return [f"»{self.new.title(self.new.policy.element(id))}«" for id in cited] or [self._("the documents")]

    def claimed(self, claim: Claim) -> str:
        """Return a claim in words: fewer: goals."""
        if not claim.is_count:
            return self.word("effect", claim.effect)
        effect = self.word("effect", "as_many" if claim.effect == "kept" else claim.effect)
        return f"{effect}: {self.new.label('count', claim.change.counted)}"

    def verdict_key(self, claim: Claim) -> str:
        """Return the verdict with its basis, where that is weaker than counts and other documents: agrees_reading."""
        key = f"{claim.verdict}_{claim.evidence}"
        return key if key in COMPARISON["verdict"] else claim.verdict

    def verdict(self, claim: Claim) -> StatusMark:
        """Return the verdict as a word with its shape."""
        key = self.verdict_key(claim)
        shape = "◐" if key.startswith("agrees_") else _VERDICT_SHAPES[claim.verdict]
        return StatusMark("relation", self.word("verdict", key), shape)

    def tested(self, claim: Claim) -> str:
        """Return how a claim was tested, how strong the evidence is, and the elements that it does not hold for."""
        if claim.is_count:
            numbers = [
                Amount(None) if each is None else Amount(each.low, high=each.high, stated=each.stated)
                for each in (claim.before, claim.after)
            ]
            before, after = map(self.amount, numbers)
            return self._("counted: {before} before, {after} now").format(before=before, after=after)
        parts = [self.word("tested", claim.effect)]
        if claim.change.elements:
            words = self._("holds of {count} of {of}")
            parts.append(words.format(count=len(claim.holds_of), of=len(claim.change.elements)))
        if claim.evidence == "counts":
            parts.append(self._("the earlier edition has none of the kind"))
        if claim.same_document:
            parts.append(self._("the lines of descent are based on the same document"))
        if claim.against:
            against = ", ".join(self.new.named(self.new.policy.element(id)) for id in claim.against)
            parts.append(self._("not of {elements}").format(elements=against))
        return "; ".join(parts)
