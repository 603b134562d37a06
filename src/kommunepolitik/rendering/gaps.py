"""What a follow-up report says of what a policy lacks: goals nothing measures, holes, findings; alike ones together."""

from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from kommunepolitik.checks import Finding, rule_of
from kommunepolitik.model import Element, FocusArea, Goal, Indicator, Plan, Policy, Track, measured
from kommunepolitik.model.measurability import goals_below
from kommunepolitik.rendering.view import PolicyView

_FOLLOWED: Final = (Policy, FocusArea, Goal, Indicator, Plan, Track)
"""What a follow-up is about; holes of sources and decisions stand on the page of the policy."""


@attrs.frozen(kw_only=True)
class GapGroup:
    """One thing that is lacking, of one or several elements."""

    words: str
    names: Sequence[str]
    """Of what; empty for the policy itself."""


def versions_at_hand(policy: Policy) -> Sequence[str]:
    """Return the versions of an adopted policy's text that are at hand, where the adopted one is not."""
    told = [policy.vision, *policy.focus_areas, *policy.all_goals()]
    cited = {element.citation.source for element in told if element is not None and element.citation is not None}
    texts = [source for source in policy.sources if source.id in cited and source.kind == "policy"]
    versions = {source.version for source in texts if source.version}
    if policy.stage not in ("adopted", "superseded") or not versions or "adopted" in versions:
        return ()
    return sorted(versions)


def basis_words(view: PolicyView) -> str:
    """Return which text of the policy is the basis of a report, where that is not the adopted one; else nothing."""
    _, policy = view.language.gettext, view.policy
    if policy.stage in ("draft", "hearing"):
        return _("The policy is not adopted: {stage}.").format(stage=view.label("stage", policy.stage).lower())
    if versions := versions_at_hand(policy):
        names = ", ".join(view.label("version", version) for version in versions)
        return _("The adopted text is not at hand; the report rests on: {version}.").format(version=names)
    return ""


def goals_without_indicator(view: PolicyView) -> Sequence[GapGroup]:
    """Return the goals that nothing measures, or nobody here knows what does, by area."""
    found = measured(view.policy)
    areas = [(view.heading("overarching_goal"), view.policy.goals)]
    areas += [(view.named(area), area.goals) for area in view.policy.focus_areas]
    every = ((title, goal) for title, goals in areas for above in goals for goal in (above, *goals_below(above)))
    return _grouped((title, numbered(view, goal)) for title, goal in every if found[goal.id] in ("not", "unknown"))


def numbered(view: PolicyView, element: Element) -> str:
    """Name an element; after the number of a goal comes its statement."""
    name = view.named(element)
    return f"{name}: {element.statement.rstrip('.')}" if isinstance(element, Goal) and element.number else name


def holes_of_follow_up(view: PolicyView) -> Sequence[GapGroup]:
    """Return what the policy itself says is missing of what is followed up; alike gaps together, the most first."""
    groups = _grouped(
        (view.why(hole), None if isinstance(element, Policy) else view.named(element))
        for element, hole in view.holes
        if isinstance(element, _FOLLOWED)
    )
    return sorted(groups, key=lambda group: -len(group.names))


def shortcomings(view: PolicyView, findings: Iterable[Finding]) -> Sequence[GapGroup]:
    """Return the errors and warnings of the rules, those of one rule together, under its title."""
    elements = view.policy.elements
    order = {id: place for place, id in enumerate(elements)}
    named = []
    for each in sorted(findings, key=lambda each: (each.code, order.get(each.element or "", -1))):
        if each.severity != "info":
            name = view.named(elements[each.element]) if each.element in order else None
            named.append((view.language.gettext(rule_of(each.code).title), name))
    return _grouped(dict.fromkeys(named))


def _grouped(named: Iterable[tuple[str, str | None]]) -> list[GapGroup]:
    found: dict[str, list[str]] = {}
    for words, name in named:
        found.setdefault(words, []).extend([] if name is None else [name])
    return [GapGroup(words=words, names=names) for words, names in found.items()]
