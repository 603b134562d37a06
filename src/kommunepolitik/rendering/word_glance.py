"""The summary of a report in Word: one page that can stand by itself, whatever the template's letters and margins."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from docx.oxml.ns import qn

from kommunepolitik.rendering.report import ReportView
from kommunepolitik.rendering.report_parts import Item
from kommunepolitik.rendering.report_summary import DEADLINES, summary_lists, worth_knowing
from kommunepolitik.rendering.word_parts import made_up, write_notice
from kommunepolitik.rendering.word_room import Room
from kommunepolitik.rendering.word_writer import Line as Text
from kommunepolitik.rendering.word_writer import Writer, bold, own

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
    for title, items, most in summary_lists(report):
        writer.heading(title, 2)
        writer.bullets([*map(_item, items[:most]), *_more(report, len(items) - most)])
    writer.heading(_("Worth knowing"), 2)
    writer.bullets([*worth_knowing(report), *_deadlines(report), *_more(report, len(report.dues) - DEADLINES)])


def _more(report: ReportView, count: int) -> Sequence[Text]:
    words = report.language.ngettext("… and %(num)s more", "… and %(num)s more", count)
    return [words % {"num": count}] if count > 0 else []


def _item(item: Item) -> Text:
    words = f": {item.words}" if item.words else ""
    return [bold(f"{item.line.shape} {item.line.status}"), " ", own(item.indicator.title), words]


def _deadlines(report: ReportView) -> Iterator[Text]:
    _ = report.language.gettext
    for due in report.dues[:DEADLINES]:
        late = f" ({_('the deadline is over, and it is not at hand')})" if due.overdue else ""
        yield [f"{_('Due')} {due.when}: {due.what} – ", own(report.names(due)), bold(late)]
