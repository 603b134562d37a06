"""The pages of the follow-up report: one text for each format."""

from collections.abc import Mapping, Sequence
from typing import cast

from kommunepolitik.model import Policy
from kommunepolitik.rendering.disclosure import Notice
from kommunepolitik.rendering.pages import Section
from kommunepolitik.rendering.report import ReportView
from kommunepolitik.rendering.templates import SUFFIXES, render_template
from kommunepolitik.rendering.theme import Theme


def report_page(policy: Policy, format: str) -> str:
    """Return the name of the file of a report; ids have no two hyphens in a row, so that no policy's page has it."""
    return f"{policy.id}--opfoelgning{SUFFIXES.get(format, f'.{format}')}"


def render_report(
    report: ReportView,
    format: str,
    *,
    pages: Mapping[str, str] | None = None,
    index: str | None = None,
    theme: Theme | None = None,
) -> str:
    """Return the report as HTML or Markdown; `pages` tells where the pages of policies lie.

    The theme is that of the report (`report_of`), unless another is given.
    """
    return render_template(
        "report",
        format,
        report.language.code,
        theme=theme or cast("Theme | None", report.language.theme),
        report=report,
        view=report.view,
        followup=report.followup,
        sections=report_sections(report),
        disclosure=Notice(report.language, (report.policy,), report.view.observations),
        policy_page=(pages or {}).get(report.policy.id),
        index=index,
    )


def report_sections(report: ReportView) -> Sequence[Section]:
    """Return the parts that this report has something to say in, in the order a committee reads."""
    _ = report.language.gettext
    possible = (
        (report.case, Section("case", _("The case before the committee"))),
        (True, Section("glance", _("At a glance"))),
        (report.news, Section("news", _("What changed since last time"))),
        (report.groups, Section("areas", _("Track by track") if report.by_track else _("Area by area"))),
        (report.shortfalls, Section("shortfalls", _("What lags: explanation and action"))),
        (
            report.awaiting or report.unmeasured or report.unmeasured_goals or report.holes,
            Section("unassessed", _("What cannot be assessed")),
        ),
        (report.remarks, Section("remarks", _("Earlier remarks"))),
        (report.policy.plan or report.current, Section("plan", _("Is there occasion to adjust the plan?"))),
        (report.findings, Section("findings", _("What the foundation lacks"))),
        (report.dues, Section("dues", _("What is due next"))),
        (True, Section("method", _("Method and sources"))),
    )
    return [section for present, section in possible if present]
