"""The comparison of two policies as pages show it: in words first, then element by element, then as tables."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from textwrap import shorten
from typing import Final

import attrs

from kommunepolitik.comparison import Amount, Comparison, Kind, Measure, Side, Suggestion, name_of
from kommunepolitik.comparison.labels import COMPARISON, MEASURE_WORDS, TOPICS
from kommunepolitik.i18n import TERMS, Language
from kommunepolitik.model import Element, Indicator, Missing, Policy, Portfolio
from kommunepolitik.rendering.charts import charts_available
from kommunepolitik.rendering.comparison_claims import ChangeView, changes_of
from kommunepolitik.rendering.comparison_topics import RELATION_SHAPES, Topic, topics_of
from kommunepolitik.rendering.flow import Flow, draw_flow, flow_of
from kommunepolitik.rendering.gaps import versions_at_hand
from kommunepolitik.rendering.view import PolicyView

_BRIEF: Final = 60

COUNTED_KINDS: Final[tuple[Kind, ...]] = ("focus_area", "goal", "target_group", "indicator")
"""The kinds of which the summary says what became of them, among those of the kind alone."""

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
    alone: str
    """What became of it among those of its own kind, where that differs from its relation."""

    @property
    def brief(self) -> str:
        """Title, kind, what became of it alone, and the beginning of what it says where its title is but a number."""
        title = shorten(self.title, _BRIEF, placeholder=" …")
        said = f": {shorten(self.text, _BRIEF, placeholder=' …')}" if self.text else ""
        return f"{title}{said} ({'; '.join(filter(None, (self.kind, self.alone)))})"


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
    weak: bool


def is_turned(comparison: Comparison) -> bool:
    """Tell whether the policy given as the old one is the newer: it replaced the other, or alone declares lineage."""
    old, new = comparison.old, comparison.new
    if old.id == new.id:
        return False
    before = comparison.between[0].id if comparison.between else new.id
    if old.supersedes == before:
        return True
    declared = [link.declared_in == old.id for link in comparison.links]
    return new.supersedes != old.id and not comparison.between and bool(declared) and all(declared)


class ComparisonView:
    """All that the page of a comparison says; templates call its methods."""

    def __init__(self, comparison: Comparison, language: Language, pages: Mapping[str, str] | None = None) -> None:
        """Look at a comparison in a language, the older policy first; `pages` tells where the pages of policies lie."""
        self.turned = is_turned(comparison)
        if self.turned:  # else all that is said of before and now, of what became of what, would be the wrong way round
            old, new, between = comparison.new, comparison.old, comparison.between[::-1]
            comparison = attrs.evolve(comparison, old=old, new=new, between=between)
        self.comparison = comparison
        self.language = language
        self.pages = pages or {}
        both = (
            Portfolio(dict.fromkeys((comparison.old, comparison.new))) if comparison.pair_kind != "versions" else None
        )
        figures = comparison.observations
        portfolio = both or Portfolio([comparison.new])
        self.old = PolicyView(comparison.old, language, figures, portfolio, self.pages)
        self.new = PolicyView(comparison.new, language, figures, portfolio, self.pages)

    @property
    def _(self) -> Callable[[str], str]:
        return self.language.gettext

    def view(self, side: Side) -> PolicyView:
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
        policy: Policy = getattr(self.comparison, side)
        edition = self.new.edition(policy)
        if dash and policy.period is not None and policy.period.end is None:
            edition = f"{self.language.period(policy.period.parts[0])}–"
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
        """Name the versions of an adopted policy's text that are at hand, where the adopted one is not."""
        versions = versions_at_hand(getattr(self.comparison, side))
        return ", ".join(self.new.label("version", version) for version in versions)

    def edition(self, policy: Policy) -> str:
        """Name an edition between within a sentence."""
        return self._("the edition {period}").format(period=self.new.edition(policy))

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
        area = "" if place.area is None else view.title(view.policy.element(place.area))
        page = self.page(side)
        background = isinstance(place.element, Indicator) and place.element.role == "context"
        return Member(
            element=place.element,
            kind=self.kind(side, place.kind) if not background else self.new.label("role", "context"),
            title=title,
            text="" if text == title else text,
            area=area,
            href=f"{page}#{id}" if page else None,
            alone=self._alone(side, id, place.kind),
        )

    def _alone(self, side: Side, id: str, kind: Kind) -> str:
        if not self.differs(side, id):
            return ""
        outcome = self.comparison.outcome(side, id)
        changed = outcome == "changed_kind"
        words = self.word("outcome", f"{outcome}_{side}") if changed else self.word("relation", outcome)
        return self._("among {elements} alone: {fate}").format(elements=self.kind(side, kind, 2), fate=words)

    def differs(self, side: Side, id: str) -> bool:
        """Tell whether an element of a kind that is counted has another outcome among its kind than among all."""
        if self.comparison.elements(side)[id].kind not in COUNTED_KINDS:
            return False
        return self.comparison.outcome(side, id) != self.comparison.relation(side, id).kind

    @cached_property
    def topics(self) -> Sequence[Topic]:
        """What became of the elements, by sort; each is shown once, and named among its own sort."""
        return topics_of(self)

    def held(self, topic: Topic, side: Side) -> Sequence[Member]:
        """Return what one policy holds of a sort, where nothing binds the two."""
        return [member for found in topic.unknown.values() for where, member in found if where == side]

    def holes(self, topic: Topic, side: Side) -> Sequence[Missing]:
        """Return what one policy says it lacks of a sort."""
        holes = [self.comparison.gap(side, kind) for kind in TOPICS[topic.id][1]]
        return [hole for hole in holes if hole is not None]

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
    def measures(self) -> Sequence[tuple[str, str, str]]:
        """What both hold and in how far it can be measured, in words."""
        return [
            (self._measure(row.measure), self.amount(row.old), self.amount(row.new))
            for row in self.comparison.structure
        ]

    def _measure(self, measure: Measure) -> str:
        term = measure.removesuffix("s")
        return self.new.heading(term) if term in TERMS else self._(MEASURE_WORDS[measure])

    def amount(self, amount: Amount) -> str:
        """Say how many: 5; 2–3; 8 of 10; 2 of 12, of which 9 unknown; unknown; – where there is nothing to count."""
        if amount.of == 0:
            return "–"
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

    @cached_property
    def changes(self) -> Sequence[ChangeView]:
        """What the documents say was changed, each with its claims."""
        return changes_of(self)

    # Suggestions

    @cached_property
    def proposals(self) -> Sequence[Proposal]:
        """What may belong together by its words, the weak ones last."""
        return [
            Proposal(
                score=round(100 * suggestion.score),
                likeness=self._proposed(suggestion),
                shape=RELATION_SHAPES[suggestion.relation],
                old=[self.member("old", id) for id in suggestion.old],
                new=[self.member("new", id) for id in suggestion.new],
                words=suggestion.words,
                weak=suggestion.weak,
            )
            for suggestion in (*self.comparison.suggestions, *self.comparison.weak_suggestions)
        ]

    def _proposed(self, suggestion: Suggestion) -> str:
        words = self._("weak suggestion, {score} %") if suggestion.weak else self._("suggestion, {score} %")
        return words.format(score=round(100 * suggestion.score))
