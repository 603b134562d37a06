"""The pages: one for a policy, one as the way into several."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from kommunepolitik.checks import Finding
from kommunepolitik.evaluation import Evaluation
from kommunepolitik.i18n import Language, language
from kommunepolitik.model import Account, Policy, Portfolio
from kommunepolitik.rendering.disclosure import Notice
from kommunepolitik.rendering.followup import FollowUp
from kommunepolitik.rendering.page_parts import Section, comparison_page, sections_of
from kommunepolitik.rendering.templates import render_template
from kommunepolitik.rendering.theme import Theme
from kommunepolitik.rendering.view import PolicyView

if TYPE_CHECKING:
    from kommunepolitik.observations import Observations


@attrs.frozen
class Count:
    """How many of something."""

    value: int | None
    """None where it is not known."""
    words: str


def render_policy(
    policy: Policy,
    format: str,
    code: str,
    *,
    observations: "Observations | None" = None,
    portfolio: Portfolio | None = None,
    pages: Mapping[str, str] | None = None,
    index: str | None = None,
    evaluation: Evaluation | None = None,
    findings: Sequence[Finding] = (),
    accounts: Sequence[Account] = (),
    report: str | None = None,
    theme: Theme | None = None,
) -> str:
    """Return the page of one policy; `pages`, `index` and `report` tell where other pages of the site lie."""
    words = language(code, theme)
    view = PolicyView(policy, words, observations, portfolio or Portfolio([policy]), pages or {}, accounts)
    followup = None if evaluation is None else FollowUp(view, evaluation)
    context: dict[str, Any] = {
        "view": view,
        "sections": sections(view, judged=followup is not None and bool(followup.results), found=bool(findings)),
        "counts": counts(view),
        "index": index,
        "report_page": report,
        "comparisons": _comparisons(view, format) if pages else (),
        "followup": followup,
        "disclosure": Notice(view.language, (policy,), observations),
        "findings": [finding_row(finding, view) for finding in findings],
    }
    return render_template("policy", format, code, theme=theme, **context)


def _comparisons(view: PolicyView, format: str) -> Sequence[tuple[str, str]]:
    """Return the pages that compare a policy with its neighbours: the other edition, and where the page lies."""
    return [
        (view.edition(older if newer == view.policy else newer), comparison_page(older, newer, format))
        for older, newer in view.portfolio.neighbours()
        if view.policy in (older, newer)
    ]


def render_outline(policy: Policy, code: str) -> str:
    """Return an outline of a policy for a terminal."""
    return render_template("policy", "text", code, view=PolicyView(policy, language(code)))


def finding_row(finding: Finding, view: PolicyView) -> Mapping[str, str]:
    """Return a finding as its table shows it."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "element": finding.element or "",
        "words": finding.message(view.language.gettext),
    }


def sections(view: PolicyView, *, judged: bool = False, found: bool = False) -> Sequence[Section]:
    """Return the parts that this policy has something to say in, in reading order."""
    policy, _ = view.policy, view.language.gettext
    came_about = policy.contributors or policy.consultations or policy.cases or policy.decisions
    return sections_of(
        (True, Section("glance", _("At a glance"))),
        (judged, Section("followup", _("Follow-up: how far it has come"))),
        (policy.vision or policy.values or policy.concepts, Section("vision", _("Vision, values and concepts"))),
        (policy.purpose, Section("foundation", _("Purpose and frame"))),
        (policy.target_groups, Section("target_groups", view.heading("target_group"))),
        (policy.goals, Section("goals", view.heading("overarching_goal"))),
        (policy.focus_areas, Section("areas", view.heading("focus_area"))),
        (policy.plan, Section("plan", _("Plan and follow-up"))),
        (view.remarks, Section("remarks", _("Remarks of the bodies"))),
        (view.indicators("follow_up"), Section("indicators", view.heading("indicator"))),
        (view.figures, Section("figures", _("Facts in figures"))),
        (
            view.indicators("context") or policy.groups,
            Section("context", _("Background indicators") if view.indicators("context") else _("Groups")),
        ),
        (came_about, Section("process", _("How it came about"))),
        (policy.changes, Section("changes", _("What was changed"))),
        (policy.frameworks, Section("frameworks", _("Objectives it answers to"))),
        (found, Section("findings", _("Findings of the rules"))),
        (view.holes, Section("holes", _("What is missing, and why"))),
        (policy.sources or policy.stated_counts or policy.ignored, Section("sources", _("Sources"))),
    )


def counts(view: PolicyView) -> Sequence[Count]:
    """Return how many there are of the things a reader asks for first; what is not known is not counted as none."""
    policy, words = view.policy, view.language
    areas, followed = policy.focus_areas, view.indicators("follow_up")
    goals = len(list(policy.area_goals()))
    indicators_unknown = not followed and policy.gap("indicators") is not None
    tracks = policy.plan.tracks if policy.plan else ()
    tracks_unknown = not tracks and (policy.gap("plan") or (policy.plan and policy.plan.gap("tracks"))) is not None
    with_target = sum(bool(indicator.targets) for indicator in followed)
    with_baseline = sum(bool(i.baseline and i.baseline.value is not None) for i in followed)
    figures = len(view.observed)

    rows: list[tuple[bool, int | None, str]] = [
        (True, len(areas), view.term("focus_area", len(areas))),
        (bool(policy.goals), len(policy.goals), view.term("overarching_goal", len(policy.goals))),
        (True, None if view.goals_are_unknown else goals, view.term("goal", goals)),
        (True, None if tracks_unknown else len(tracks), view.term("track", len(tracks))),
        (True, None if indicators_unknown else len(followed), view.term("indicator", len(followed))),
        (bool(followed), with_target, _with_target(view, with_target)),
        (bool(followed), with_baseline, _with_baseline(view, with_baseline)),
        (bool(figures), figures, words.ngettext("figure from the sources", "figures from the sources", figures)),
    ]
    return [Count(value, text) for shown, value, text in rows if shown]


def _with_target(view: PolicyView, count: int) -> str:
    words = view.language.gettext("{indicators} with {targets}")
    return words.format(indicators=view.term("indicator", count), targets=view.term("target", 2))


def _with_baseline(view: PolicyView, count: int) -> str:
    return view.language.gettext("{indicators} with a baseline").format(indicators=view.term("indicator", count))


def stage_words(policy: Policy, words: Language) -> str:
    """Return the stage of a policy in words; empty where it is not known."""
    return PolicyView(policy, words).label("stage", policy.stage)


def summary(policy: Policy, code: str, observations: "Observations | None" = None) -> str:
    """Say in one line what a policy holds, and how many holes it names."""
    view = PolicyView(policy, language(code), observations)
    unknown = view.language.gettext("an unknown number of")
    parts = [f"{unknown if count.value is None else count.value} {count.words}" for count in counts(view)]
    holes = view.language.ngettext("%(num)s hole is named", "%(num)s holes are named", len(view.holes))
    return ", ".join([*parts, holes % {"num": len(view.holes)}])
