"""The wording of a policy: its parts, its gaps and its figures."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

import attrs

from kommunepolitik.evaluation import MessageFormatter
from kommunepolitik.evaluation.wording import Wording
from kommunepolitik.figures import Figures, Observation
from kommunepolitik.i18n import Language
from kommunepolitik.i18n.labels import LABELS, TERMS
from kommunepolitik.model import (
    Account,
    Citation,
    Decision,
    Element,
    FocusArea,
    Goal,
    Indicator,
    Missing,
    MissingFigure,
    Period,
    Policy,
    Portfolio,
    Quantity,
    RelativeTo,
    Remark,
    Source,
    StatedCount,
    Target,
    Track,
)
from kommunepolitik.model.element import name_of
from kommunepolitik.model.text import slug_of
from kommunepolitik.observations import Observations
from kommunepolitik.report.disclosure import note_words, value_words

_PUBLISHED: Final = 6
"""Figures with more decimals are computed, such as a share of two counts."""


@attrs.frozen(kw_only=True)
class FigureRow:
    """A figure ready for display."""

    observation: Observation
    group: str
    period: str
    value: str
    quality: str
    where: str
    note: str

    @property
    def publisher(self) -> str:
        """The publisher of the figure."""
        return self.observation.publisher


@attrs.define(slots=False)
class PolicyWords:
    """A policy with all that is known of it, and the words for its parts."""

    policy: Policy
    language: Language
    observations: Observations | None = None
    portfolio: Portfolio = attrs.field(factory=Portfolio)
    accounts: Sequence[Account] = ()
    missing_figures: Sequence[MissingFigure] = ()

    @property
    def _(self) -> Callable[[str], str]:
        return self.language.gettext

    # Words

    def label(self, kind: str, word: str | None) -> str:
        """Return the label of a fixed word of the model."""
        return self.language.label(kind, word)

    def term(self, name: str, count: int) -> str:
        """Return the municipality's own word for a number of things, else the library's."""
        return self.language.term(self.policy, name, count)

    def heading(self, name: str, count: int = 2) -> str:
        """Return the word for a number of things with a capital."""
        word = self.term(name, count)
        return word[:1].upper() + word[1:]

    def period(self, period: Period | None) -> str:
        """Return a period in words; empty where there is none."""
        return "" if period is None else self.language.period(period)

    @property
    def goals_without_area(self) -> str:
        """The title of the goals without a focus area, in the municipality's own words."""
        name = "overarching_goal" if getattr(self.policy.terms, "overarching_goal", None) else "goal"
        if not self.policy.focus_areas:
            return self.heading(name)
        words = self._("{goals} without a {focus_area}")
        return words.format(goals=self.heading(name), focus_area=self.term("focus_area", 1))

    @property
    def available_versions(self) -> Sequence[str]:
        """The versions of an adopted policy's text that are available, where the adopted one is not."""
        policy = self.policy
        quoted = [policy.vision, *policy.focus_areas, *policy.all_goals()]
        cited = {element.citation.source for element in quoted if element is not None and element.citation is not None}
        texts = [source for source in policy.sources if source.id in cited and source.kind == "policy"]
        versions = {source.version for source in texts if source.version}
        if policy.stage not in ("adopted", "superseded") or "adopted" in versions:
            return ()
        return sorted(versions)

    # Gaps

    def reported(self, missing: MissingFigure) -> str:
        """Return what is reported about a missing figure: when it comes, or that there is none, and a remark."""
        words, when = self._("comes later"), self.period(missing.expected)
        if missing.why == "not_measured":
            words = self._("is not measured in {period}").format(period=self.period(missing.period))
        elif when:
            words = self._("comes in {month}").format(month=when)
        words += f" ({missing.reported_by})" if missing.reported_by else ""
        return f"{words}: {missing.note}" if missing.note else words

    def what(self, missing: Missing) -> str:
        """Return what is missing."""
        return self.field(missing.field) if missing.field else missing.what

    def field(self, name: str) -> str:
        """Return the label of a field, in the municipality's own word where it has one."""
        term = "indicator" if name == "measured_by" else name.removesuffix("s")
        own, count = getattr(self.policy.terms, term, None), 1 if term == name else 2
        return self.heading(term, count) if own is not None else self.label("field", name)

    def why(self, missing: Missing) -> str:
        """Return what is missing, why, and when it is expected."""
        return f"{self.what(missing)}: {self.reason(missing)}"

    def reason(self, missing: Missing) -> str:
        """Return why something is missing, and when it is expected."""
        words = self.label("why", missing.why)
        if missing.expected is not None:
            words += self._(" (expected {period})").format(period=self.period(missing.expected))
        return words

    @cached_property
    def gaps(self) -> Sequence[tuple[Element, Missing]]:
        """All gaps with their elements, the policy's own first."""
        elements = (self.policy, *self.policy.elements.values())
        return [(element, missing) for element in elements for missing in element.missing]

    def missing(self, count: int) -> str:
        """Return the number of missing pieces of information in words."""
        ngettext = self.language.ngettext
        text = ngettext("%(num)s piece of information is missing", "%(num)s pieces of information are missing", count)
        return text % {"num": count}

    @cached_property
    def gaps_by_anchor(self) -> Mapping[str, Sequence[tuple[Element, Missing]]]:
        """The gaps by the anchor of their row in the list of gaps; equal gaps share a row."""
        alike: dict[tuple[object, ...], list[tuple[Element, Missing]]] = {}
        order = list(LABELS["why"])
        for element, missing in sorted(self.gaps, key=lambda each: order.index(each[1].why)):
            alike.setdefault((missing.why, missing.what, missing.expected, missing.note), []).append((element, missing))
        return {f"gap_{n}": row for n, row in enumerate(alike.values(), start=1)}

    @cached_property
    def gap_anchors(self) -> Mapping[tuple[str, str], str]:
        """The anchor of a gap, by the id of its element and what is missing."""
        return {
            (element.id, missing.what): anchor
            for anchor, row in self.gaps_by_anchor.items()
            for element, missing in row
        }

    # Elements

    @cached_property
    def indicators_called(self) -> Counter[str]:
        """How many indicators have a title, by the title as the name of a file."""
        return Counter(slug_of(each.title) for each in self.policy.indicators)

    def title(self, element: Element) -> str:
        """Return the name of an element in a list."""
        if isinstance(element, Goal):
            term = "overarching_goal" if element in self.policy.goals else "goal"
            return f"{self.heading(term, 1)} {element.number}" if element.number else element.statement
        if isinstance(element, Policy):
            return self._("the policy itself")
        return name_of(element)

    def inside(self, words: str) -> str:
        """Return words for use within a line: with a lowercase initial, except names and abbreviations."""
        is_name = words.startswith((self.policy.municipality.name, "Danmark", "Region"))
        return words if is_name or words[1:2].isupper() else words[:1].lower() + words[1:]

    def edition(self, policy: Policy) -> str:
        """Name an edition by its period."""
        return self.language.period(policy.period) if policy.period else policy.title

    def where(self, citation: Citation | None) -> str:
        """Return the place of a citation: document, section, page."""
        if citation is None:
            return ""
        source = self.policy.elements[citation.source]
        assert isinstance(source, Source)
        parts = [source.title, citation.section, citation.page and self._("p. {page}").format(page=citation.page)]
        return ", ".join(part for part in parts if part)

    def measures(self, indicator: Indicator) -> Sequence[Element]:
        """Return the goals, areas and tracks that an indicator measures."""
        kinds = (Goal, FocusArea, Track)
        return [e for e in self.policy.elements.values() if isinstance(e, kinds) and indicator.id in e.indicator_ids]

    def goals_supporting(self, item: str) -> Mapping[str, Sequence[Goal]]:
        """Return the goals that support an item of a framework, by basis: a document or the modeller."""
        goals: dict[str, list[Goal]] = {}
        for goal in self.policy.all_goals():
            for support in goal.supports:
                if support.item == item:
                    goals.setdefault(support.basis, []).append(goal)
        return goals

    def named(self, element: Element) -> str:
        """Return an element's title with what distinguishes it from others of the same title: kind, number or date."""
        title = self.title(element)
        if isinstance(element, FocusArea):
            return f"{title} ({self.term('focus_area', 1)})"
        if isinstance(element, Track):
            number = f" {element.number}" if element.number else ""
            return f"{title} ({self.term('track', 1)}{number})"
        if isinstance(element, Decision) and (date := element.date or element.expected):
            return f"{title}, {self.period(date)}"
        if isinstance(element, Goal) and not self._numbers_are_unique:
            return ", ".join([title, *(area.title for area in self.policy.focus_areas if element in area.goals)])
        return title

    @cached_property
    def _numbers_are_unique(self) -> bool:
        """Whether goals are numbered through the whole policy, instead of within each area."""
        numbers = [goal.number for goal in self.policy.all_goals()]
        return len(numbers) == len(set(numbers))

    def counted(self, count: StatedCount) -> str:
        """Return what a document counts, in the municipality's own words where it has them."""
        term = count.what.removesuffix("s")
        return self.term(term, count.high or count.low) if term in TERMS else self.label("count", count.what)

    @property
    def remarks(self) -> Sequence[tuple[Decision, Remark]]:
        """Every remark with its decision."""
        return [(decision, remark) for decision in self.policy.decisions for remark in decision.remarks]

    def answers(self, element: Element) -> Sequence[Account]:
        """Return the accounts of an element, the oldest first; accounts of a remark are its answers."""
        own = [account for account in self.accounts if account.element == element.id]
        return sorted(own, key=lambda account: (account.date or account.period).sort_key)

    def indicators(self, role: str) -> Sequence[Indicator]:
        """Return the indicators of a role."""
        return [indicator for indicator in self.policy.indicators if indicator.role == role]

    # Figures

    def figure(self, figure: Quantity, indicator: Indicator) -> str:
        """Write a figure with its unit: ca. 10 %, under 20 %, 1–1,5 karakterpoint."""
        assert figure.value is not None
        return self.value_text(figure.value, figure.value_high, figure.qualifier, indicator)

    def value_text(self, value: float, high: float | None, qualifier: str | None, indicator: Indicator) -> str:
        """Write a value or a range with its unit, as exact as it was published; a computed one is rounded."""
        ends = [each for each in (value, high) if each is not None]
        exact = all(math.isclose(each, round(each, _PUBLISHED), rel_tol=1e-12, abs_tol=1e-12) for each in ends)
        wording = self._wording(indicator, **({"decimals": 9} if exact else {}))
        return wording.quantity(value, high, qualifier or "")

    def unit_of_difference(self, indicator: Indicator) -> str:
        """Name the unit of a difference of two values."""
        return self._wording(indicator).unit_alone

    def target(self, target: Target, indicator: Indicator) -> str:
        """Return a target in words: mindst 95 %, senest 2030; +2 % om året."""
        return self._wording(indicator).target(target)

    def band(self, targets: Iterable[Target], indicator: Indicator) -> str:
        """Return the two ends of a band in words: mellem 40 og 60 %; empty where the targets are none."""
        return self._wording(indicator).band(targets)

    def series(self, relative: RelativeTo, indicator: Indicator) -> str:
        """Name the series a target compares with."""
        return self._wording(indicator).series(relative)

    def _wording(self, indicator: Indicator, **decimals: int) -> Wording:
        formatter = MessageFormatter.of(self.language)
        return Wording(policy=self.policy, indicator=indicator, formatter=formatter, **decimals)

    @cached_property
    def observed(self) -> Sequence[Observation]:
        """The figures of the policy that count, in the order of the table."""
        if self.observations is None:
            return ()
        return Figures.of(self.observations, self.policy).of_policy(self.policy.id)

    @cached_property
    def figures(self) -> Mapping[str, Sequence[FigureRow]]:
        """The figures that count by indicator, in the order of the table."""
        rows: dict[str, list[FigureRow]] = {}
        for row in self.observed:
            rows.setdefault(row.indicator, []).append(self._figure_row(row, self.policy.indicator(row.indicator)))
        return rows

    def _figure_row(self, row: Observation, indicator: Indicator) -> FigureRow:
        group, source = self.policy.elements.get(row.group), self.policy.elements.get(row.source)
        value = row.judgement if row.value is None else self.figure(row.quantity, indicator)
        where = [source.title if isinstance(source, Source) else row.source, row.section]
        return FigureRow(
            observation=row,
            group=row.group if group is None else self.title(group),
            period=self.period(row.period),
            value=value_words(value, row, (self.policy,), self.language) or self.label("quality", "suppressed"),
            quality=self.label("quality", row.quality) if value else "",
            where=", ".join(part for part in where if part),
            note=note_words(row, (self.policy,), self.language),
        )

    # Text

    def url(self, url: str) -> str | None:
        """Return an address if a page may link to it: only web addresses."""
        if re.match(r"https?://", url, re.IGNORECASE):
            return url
        return f"https://{url}" if re.fullmatch(r"www\.[\w./-]+", url, re.ASCII) else None
