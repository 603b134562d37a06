"""The summary of a report in Word: one page that can stand by itself, whatever the template's letters and margins."""

from collections.abc import Sequence
from typing import Any, Final

from docx.oxml.ns import qn

from kommunepolitik.rendering.report import ReportView
from kommunepolitik.rendering.report_parts import Item
from kommunepolitik.rendering.word_parts import made_up, write_notice
from kommunepolitik.rendering.word_room import Room
from kommunepolitik.rendering.word_writer import Line as Text
from kommunepolitik.rendering.word_writer import Writer, bold, own

_LAGGING: Final = 8
_GOING_WELL: Final = 6
_DUE: Final = 3
"""How many the summary names of each kind."""
_SIZES: Final = (1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6)
"""How large it is tried beside the sizes of the template, until all of it has room."""
_READABLE: Final = 4
"""How many of them may be tried to let it share the first page with the title and the contents."""
_FULL: Final = 0.92
"""How much of a page may be filled by a rough count."""


def write_glance(writer: Writer, report: ReportView, above: Sequence[Any] = ()) -> None:
    """Write the summary, without its heading, so small that it stays on one page with what stands above it."""
    sizes = (size for size in _SIZES if _has_room(writer, report, size, above))
    _write(writer, report, next(sizes, _SIZES[-1]))


def has_room_below(writer: Writer, report: ReportView, above: Sequence[Any]) -> bool:
    """Tell whether the summary has room on the page that some elements begin; how high a picture is, nobody knows."""
    if any(next(each.iter(qn("w:drawing"), qn("w:pict"), qn("w:sectPr")), None) is not None for each in above):
        return False
    return any(_has_room(writer, report, size, above) for size in _SIZES[:_READABLE])


def _has_room(writer: Writer, report: ReportView, size: float, above: Sequence[Any]) -> bool:
    """Tell whether the summary has room on a page in a size, with its heading, below what stands there."""
    begin = len(writer.elements)
    writer.heading(" ", 1)
    _write(writer, report, size)
    high = Room(writer.document).height([*above, *writer.elements[begin:]], writer.width)
    del writer.elements[begin:]
    return high <= _FULL * writer.height


def _write(writer: Writer, report: ReportView, size: float) -> None:
    begin = len(writer.elements)
    _write_all(writer, report)
    if size < 1:
        Room(writer.document).tighten(writer.elements[begin:], size)


def _write_all(writer: Writer, report: ReportView) -> None:
    _ = report.language.gettext
    write_notice(writer, report)  # the page can stand by itself
    if words := made_up(report):
        writer.paragraph(words, "Report Hole")
    whose = f"{report.policy.municipality.full_name} · {report.title}. {report.followup.judged}"
    writer.paragraph(bold(whose), "Report Note")
    writer.paragraph(report.headline, "Report Lead")
    if report.current:
        head = [f"{tile.shape} {tile.words}" for tile in report.tiles]
        counts = [str(tile.count) for tile in report.tiles]
        writer.table(head, [counts], title=_("Current targets by status"), style="Report Count")
        shares = ", ".join(f"{share.shape} {share.words}: {share.count}" for share in report.distribution)
        writer.paragraph(f"{shares}.", "Report Note")
    if report.case and report.case.recommendation:
        writer.paragraph([bold(f"{_('Recommendation')}: "), own(" · ".join(report.case.recommendation))])
    lists = {
        _("Lags or is missed"): _named(report, report.attention, _LAGGING),
        _("Reached or on track"): _named(report, [*report.reached, *report.under_way], _GOING_WELL),
        _("Worth knowing"): _worth_knowing(report),
    }
    for title, lines in lists.items():
        if lines:
            writer.heading(title, 2)
            writer.bullets(lines)


def _named(report: ReportView, items: Sequence[Item], most: int) -> Sequence[Text]:
    lines: list[Text] = [_named_line(item) for item in items[:most]]
    return [*lines, *_more(report, len(items) - most)]


def _more(report: ReportView, count: int) -> Sequence[Text]:
    words = report.language.ngettext("… and %(num)s more", "… and %(num)s more", count)
    return [words % {"num": count}] if count > 0 else []


def _named_line(item: Item) -> Text:
    words = f": {item.words}" if item.words else ""
    return [bold(f"{item.line.shape} {item.line.status}"), " ", own(item.indicator.title), words]


def _worth_knowing(report: ReportView) -> Sequence[Text]:
    _, ngettext = report.language.gettext, report.language.ngettext
    lines: list[Text] = [words for words in (report.ground, report.news_words) if words]
    counts = (
        (_("Awaiting data"), report.awaiting_count),
        (_("Targets that cannot be assessed, or are read in two ways"), report.unassessed_count),
        (_("Indicators without a known target"), report.untargeted),
        (_("Goals that nothing measures"), sum(len(lack.names) for lack in report.unmeasured_goals)),
    )
    lines += [f"{title}: {count}" for title, count in counts if count]
    if report.remarks:
        open_, all_ = report.open_remarks, len(report.remarks)
        words = ngettext("%(num)s remark is open", "%(num)s remarks are open", open_) % {"num": open_}
        lines.append(f"{words} ({_('{number} of {of}').format(number=open_, of=all_)})")
    lines.append(report.adjustment)
    if over := report.overdue:
        lines.append(ngettext("%(num)s deadline is over", "%(num)s deadlines are over", over) % {"num": over})
    for due in report.dues[:_DUE]:
        late = f" ({_('the deadline is over, and it is not at hand')})" if due.overdue else ""
        lines.append([f"{_('Due')} {due.when}: {due.what} – ", own(report.names(due)), bold(late)])
    return [*lines, *_more(report, len(report.dues) - _DUE)]
