"""Pages: that of a policy, and what pages of all kinds share: their sections, and the names of their files."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from kommunepolitik.checks import Finding
from kommunepolitik.evaluation import Evaluation
from kommunepolitik.i18n import counts, language
from kommunepolitik.model import Account, Policy, Portfolio
from kommunepolitik.observations import Observations
from kommunepolitik.rendering.comparison import Topic
from kommunepolitik.rendering.disclosure import Notice
from kommunepolitik.rendering.followup import FollowUp
from kommunepolitik.rendering.templates import render_template
from kommunepolitik.rendering.theme import Theme
from kommunepolitik.rendering.view import PolicyView


@attrs.frozen
class Section:
    """A part of a page: its heading and template. Anchors have an underscore, which no element's id has."""

    template: str
    title: str
    topic: Topic | None = None
    """In a comparison, the sort of elements it is about, if one."""

    @property
    def id(self) -> str:
        """The anchor."""
        return f"section_{self.template if self.topic is None else self.topic.id}"


def sections_of(*possible: tuple[object, Section]) -> Sequence[Section]:
    """Return the sections that have something to show."""
    return [section for present, section in possible if present]


def report_page(policy: Policy, format: str) -> str:
    """Return the file name of a report; ids have no two hyphens in a row, so that no policy's page has it."""
    return f"{policy.id}--opfoelgning.{format}"


def comparison_page(old: Policy, new: Policy, format: str) -> str:
    """Return the file name of a comparison; no policy's page has it either."""
    return f"{old.id}--{new.id}.{format}"


def render_policy(
    policy: Policy,
    format: str,
    code: str,
    *,
    observations: Observations | None = None,
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
        "counts": counts(policy, words, len(view.observed)),
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
