"""What the summary of a report lists; the same in every format."""

from collections.abc import Sequence
from typing import Final

from kommunepolitik.rendering.gaps import basis_words
from kommunepolitik.rendering.report import ReportView
from kommunepolitik.rendering.report_parts import Item

_LAGGING: Final = 8
_GOING_WELL: Final = 6
DEADLINES: Final = 3
"""How many of each kind a page that can stand by itself lists."""


def summary_lists(report: ReportView) -> Sequence[tuple[str, Sequence[Item], int]]:
    """Return title and targets of each list, the gravest first, and how many of them a page has room for."""
    _ = report.language.gettext
    lists = (
        (_("Lags or is missed"), report.off_track, _LAGGING),
        (_("Reached or on track"), report.on_track, _GOING_WELL),
    )
    return [(title, items, most) for title, items, most in lists if items]


def worth_knowing(report: ReportView) -> Sequence[str]:
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
