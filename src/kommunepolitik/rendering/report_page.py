"""The pages of the follow-up report: one text for each format."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from kommunepolitik.rendering.disclosure import Notice
from kommunepolitik.rendering.page_parts import Section, sections_of
from kommunepolitik.rendering.report import ReportView
from kommunepolitik.rendering.report_summary import DEADLINES, summary_lists, worth_knowing
from kommunepolitik.rendering.templates import render_template

if TYPE_CHECKING:
    from kommunepolitik.rendering.theme import Theme


def render_report(
    report: ReportView,
    format: str,
    *,
    pages: Mapping[str, str] | None = None,
    index: str | None = None,
) -> str:
    """Return the report as HTML or Markdown, with the theme of `report_of`; `pages` has the pages of policies."""
    return render_template(
        "report",
        format,
        report.language.code,
        theme=cast("Theme | None", report.language.theme),
        report=report,
        view=report.view,
        followup=report.followup,
        lists=summary_lists(report),
        worth_knowing=worth_knowing(report),
        deadlines_listed=DEADLINES,
        sections=report_sections(report),
        disclosure=Notice(report.language, (report.policy,), report.view.observations),
        policy_page=(pages or {}).get(report.policy.id),
        index=index,
    )


def report_sections(report: ReportView) -> Sequence[Section]:
    """Return the parts that this report has something to say in, in the order a committee reads."""
    _ = report.language.gettext
    return sections_of(
        (report.case, Section("case", _("The case before the committee"))),
        (True, Section("glance", _("At a glance"))),
        (report.news, Section("news", _("What changed since last time"))),
        (report.groups, Section("areas", _("Track by track") if report.followup.by_track else _("Area by area"))),
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
