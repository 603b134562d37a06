"""The outline of a policy, as `show` prints it: goals, areas and tracks, and the number of gaps by reason."""

from collections import Counter
from collections.abc import Iterable

from kommunepolitik.blocks import List, Report, Section
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.i18n import Language
from kommunepolitik.i18n.labels import LABELS
from kommunepolitik.model import FocusArea, Goal, Policy
from kommunepolitik.report import disclosure
from kommunepolitik.report.compose import content, line, section, texts
from kommunepolitik.report.policy_words import PolicyWords


def outline(policy: Policy, language: Language) -> Report:
    """Return the outline of a policy."""
    words, _ = PolicyWords(policy, language), language.gettext
    parts: list[Section] = []
    if policy.vision is not None:
        vision = texts(policy.vision.wording or policy.vision.statement, language)
        parts.append(section("section_vision", _("Vision"), vision))
    if policy.goals:
        title = f"{words.heading('overarching_goal')} ({len(policy.goals)})"
        parts.append(section("section_goals", title, _lines(_goal(words, goal) for goal in policy.goals)))
    for area in policy.focus_areas:
        count = _("an unknown number of") if not area.goals and area.gap("goals") else len(area.goals)
        title = f"{area.title} ({count} {words.term('goal', len(area.goals) or 2)})"
        parts.append(section(area.id, title, _lines(_goal(words, goal) for goal in area.goals), _beneath(words, area)))
    if policy.plan is not None and policy.plan.tracks:
        tracks = _lines(f"{each.number}. {each.title}" if each.number else each.title for each in policy.plan.tracks)
        parts.append(section(policy.plan.id, policy.plan.title, tracks))
    counts = Counter[str](missing.why for _element, missing in words.gaps)
    gaps = _lines(f"◌ {counts[why]} {words.label('why', why)}" for why in LABELS["why"] if counts[why])
    if gaps:
        parts.append(section("section_gaps", (_("What is missing, and why"), f" ({counts.total()})"), gaps))
    facts = [words.period(policy.period), words.label("stage", policy.stage), policy.id]
    return Report(
        kind="outline",
        title=policy.title,
        language=language.code,
        kicker=policy.municipality.full_name,
        lead=line(" · ".join(filter(None, facts))),
        notices=disclosure.notices(language, (policy,), None),
        sections=tuple(parts),
    )


def _lines(items: Iterable[str | Blocks]) -> Blocks:
    made = tuple(content(item) if isinstance(item, str) else item for item in items)
    return (List(made, role="plain"),) if made else ()


def _goal(words: PolicyWords, goal: Goal) -> Blocks:
    text = goal.wording or goal.statement
    below = _lines(_goal(words, each) for each in goal.goals)
    return (*content(f"{goal.number}. {text}" if goal.number else text), *_beneath(words, goal), *below)


def _beneath(words: PolicyWords, element: Goal | FocusArea) -> Blocks:
    """Return the indicators of a goal or area, and the gaps of an area."""
    lines = []
    for id in element.indicator_ids:
        each = words.policy.indicator(id)
        targets = [words.target(target, each) for target in each.targets]
        targets += [f"◌ {words.why(missing)}"] if (missing := each.gap("targets")) else []
        lines.append(f"● {each.title}" + (f": {'; '.join(targets)}" if targets else ""))
    return _lines(lines + [f"◌ {words.why(missing)}" for missing in element.missing if isinstance(element, FocusArea)])
