"""The pages of the follow-up report: one text for each format."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from kommunepolitik.rendering.disclosure import Notice
from kommunepolitik.rendering.gaps import basis_words
from kommunepolitik.rendering.page_parts import Section, sections_of
from kommunepolitik.rendering.report import ReportView
from kommunepolitik.rendering.report_parts import Item
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
        lists=_lists(report),
        worth_knowing=_worth_knowing(report),
        deadlines_listed=3,
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


def _lists(report: ReportView) -> Sequence[tuple[str, Sequence[Item], int]]:
    """Return title and targets of each list of the summary, and how many of them it has room for."""
    _ = report.language.gettext
    lists = (
        (_("Lags or is missed"), report.off_track, 8),
        (_("Reached or on track"), report.on_track, 6),
    )
    return [(title, items, most) for title, items, most in lists if items]


def _worth_knowing(report: ReportView) -> Sequence[str]:
    """Return what else a reader must know, before the next deadlines."""
    _, ngettext = report.language.gettext, report.language.ngettext
    targeted = {result.indicator for result in report.current}
    untargeted = sum(indicator.id not in targeted for indicator in report.view.indicators("follow_up"))
    counts = (
        (_("Awaiting data"), report.awaiting_count),
        (_("Targets that cannot be assessed, or are read in two ways"), report.unassessed_count),
        (_("Indicators without a known target"), untargeted),
        (_("Goals that nothing measures"), sum(len(group.names) for group in report.unmeasured_goals)),
    )
    lines = [basis_words(report.view), report.news_words]
    lines += [f"{title}: {count}" for title, count in counts if count]
    if report.remarks:
        open_ = sum(not answers for _decision, _remark, answers in report.remarks)
        words = ngettext("%(num)s remark is open", "%(num)s remarks are open", open_) % {"num": open_}
        lines.append(f"{words} ({_('{number} of {of}').format(number=open_, of=len(report.remarks))})")
    lines.append(report.adjustment)
    if overdue := sum(deadline.overdue for deadline in report.dues):
        lines.append(ngettext("%(num)s deadline is over", "%(num)s deadlines are over", overdue) % {"num": overdue})
    return [line for line in lines if line]
