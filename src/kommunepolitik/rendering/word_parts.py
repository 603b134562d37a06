"""Parts of a Word report that several sections hold: notices, accounts, what is missing, figures."""

from collections.abc import Sequence
from typing import Final

from docx.shared import Cm

from kommunepolitik.model import Account, Element
from kommunepolitik.rendering.charts import picture
from kommunepolitik.rendering.disclosure import Notice
from kommunepolitik.rendering.followup import Line, Part
from kommunepolitik.rendering.gaps import GapGroup
from kommunepolitik.rendering.report import ReportView
from kommunepolitik.rendering.word_room import Room
from kommunepolitik.rendering.word_writer import Line as Text
from kommunepolitik.rendering.word_writer import Words, Writer, bold, filled, own, pieces

_ACROSS: Final = 6
"""How many figures stand in a row beside each other; more stand below each other."""
_WIDTH: Final = Cm(16.5)
"""How much room the table of an indicator needs beside itself; where there is less, its letters are smaller."""
_TOGETHER: Final = 4
"""A table of so many targets stays on one page, with its heading and its picture."""


def notice(report: ReportView) -> Notice:
    """Return what the report says of figures that are withheld."""
    return Notice(report.language, (report.policy,), report.view.observations)


def made_up(report: ReportView) -> str:
    """Return that the municipality is made up, where that is so; else nothing."""
    of = report.policy.municipality
    words = report.language.gettext("{name} is made up, and so are all its figures.")
    return words.format(name=of.full_name) if of.fictitious else ""


def write_notice(writer: Writer, report: ReportView) -> None:
    """Write that the report must not be published, where that is so."""
    if banner := notice(report).banner:
        writer.paragraph(bold(banner), "Report Hole")


def write_withheld(writer: Writer, report: ReportView) -> None:
    """Write that figures are withheld, where some are."""
    if words := notice(report).withheld:
        writer.paragraph(words, "Report Hole")


def account_of(report: ReportView, name: str) -> Text:
    """Say what an account is about."""
    return filled(report.language.gettext("Account of {name}"), name=name)


def write_account(writer: Writer, report: ReportView, account: Account, *, with_next: bool = False) -> None:
    """Write what was written about an element: the text, what will be done, and who said so."""
    view = report.view
    writer.text(account.text, "Report Account", with_next=True)
    if account.action:
        words: list[str | Words] = [bold(report.language.gettext("What will be done:")), " ", own(account.action)]
        writer.paragraph(words, "Report Account", with_next=True)
    by = [own(f"{account.reported_by}, ") if account.reported_by else "", view.reported(account)]
    where = own(f", {view.where(account.citation)}") if account.citation else ""
    writer.paragraph([*by, where], "Report Note", with_next=with_next)


def write_named_accounts(writer: Writer, report: ReportView, told: Sequence[tuple[str, Account]]) -> None:
    """Write accounts, each under the name of what it is about."""
    for name, account in told:
        writer.paragraph(account_of(report, name), "Report Note", with_next=True)
        write_account(writer, report, account)


def write_gaps(writer: Writer, report: ReportView, element: Element) -> None:
    """Write what an element says is missing."""
    for hole in element.missing:
        words = [report.view.why(hole), own(f". {hole.note}") if hole.note else ""]
        words.append(own(f" ({report.view.where(hole.citation)})") if hole.citation else "")
        writer.paragraph(words, "Report Hole")


def write_gap_groups(writer: Writer, lacks: Sequence[GapGroup]) -> None:
    """Write what is lacking, each with the names of what lacks it."""
    lines: list[Text] = []
    for lack in lacks:
        names: list[str] = [f"{'; ' if number else ' '}{name}" for number, name in enumerate(lack.names)]
        count = f" ({len(names)}):" if names else ""
        lines.append([bold(lack.words), count, *(own(name) for name in names)])
    writer.bullets(lines)


def write_part(writer: Writer, report: ReportView, part: Part) -> None:
    """Write the follow-up of one indicator: what was written, the table, the explanations, the pictures."""
    _ = report.language.gettext
    writer.heading(own(part.indicator.title), 3)
    if part.responsible:
        writer.paragraph([f"{_('Responsible')}: ", own(part.responsible)], "Report Note", with_next=True)
    told = [("", account) for account in report.accounts(part.indicator.id)]
    told += report.goal_accounts(part.indicator.id)
    for number, (name, account) in enumerate(told, start=1):
        if name:
            writer.paragraph(account_of(report, name), "Report Note", with_next=True)
        write_account(writer, report, account, with_next=number == len(told))
    if part.is_bare:
        for line in part.lines:
            writer.paragraph(line.explanation, "Report Hole")
        return
    short = len(part.lines) <= _TOGETHER
    tied = bool(part.pictures) and short and not told  # with much above it the picture may go to the next page
    _write_lines(writer, report, part, with_next=short)
    for number, line in enumerate(part.lines, start=1):
        writer.paragraph(line.explanation, "Report Note", with_next=tied and number == len(part.lines))
    _write_pictures(writer, report, part)


def _write_lines(writer: Writer, report: ReportView, part: Part, *, with_next: bool) -> None:
    _, view = report.language.gettext, report.view
    head = [
        view.heading("target", 1),
        _("Baseline"),
        _("Latest"),
        _("Required by then"),
        _("Status"),
        _("Since the baseline"),
    ]
    title = _("Follow-up of {indicator}").format(indicator=part.indicator.title)
    rows = [_row(report, line) for line in part.lines]
    begin = len(writer.elements)
    writer.table(head, rows, title=title, widths=(22, 15, 18, 14, 20, 11), with_next=with_next)
    if (narrow := writer.width / _WIDTH) < 1:
        Room(writer.document).tighten(writer.elements[begin:], narrow)


def _row(report: ReportView, line: Line) -> list[Text]:
    _ = report.language.gettext
    latest = line.latest or "–"
    return [
        bold(line.asked),
        line.baseline or "–",
        f"{latest}\n{line.reference}" if line.reference else latest,
        line.required or "–",
        bold(f"{line.shape} {line.status}"),
        line.trend or "–",
    ]


def _write_pictures(writer: Writer, report: ReportView, part: Part) -> None:
    """Write each chart with its figures in a table, or the figures alone where there is no chart."""
    _ = report.language.gettext
    for each in part.pictures:
        if each.drawing is None:
            told = "; ".join(f"{value} ({period})" for period, value in each.figures)
            writer.paragraph([own(f"{each.group}: ") if each.group else "", told])
            continue
        writer.picture(picture(each.drawing), each.drawing.title, each.drawing.description)
        name = f"{part.indicator.title}: {each.group}" if each.group else part.indicator.title
        rhythm = f" ({each.rhythm})" if each.rhythm else ""
        writer.paragraph([f"{_('Figures')}: ", own(name), rhythm], "Caption", with_next=True)
        columns: list[tuple[Text, Sequence[str]]] = [(bold(_("Value")), [value for period, value in each.figures])]
        columns += [(own(title, bold=True), [value or "–" for value in values]) for title, values in each.beside]
        _write_figures(writer, _("Period"), [period for period, value in each.figures], columns, f"{name}{rhythm}")


def _write_figures(
    writer: Writer, word: str, periods: Sequence[str], columns: Sequence[tuple[Text, Sequence[str]]], title: str
) -> None:
    """Write the figures of one or more series, a period in each column, or with many periods in each row."""
    of = len(periods)
    full = [(name, [*values, *["–"] * (of - len(values))]) for name, values in columns]  # some have no period
    if of <= _ACROSS:
        first = max(1.0, *(min(2.5, len(_plain(name)) / 12) for name, values in full))
        rows: list[list[Text]] = [[name, *values] for name, values in full]
        writer.table([word, *periods], rows, title=title, widths=(first, *[1.0] * of))
    else:
        down: list[list[Text]] = [
            [bold(period), *(values[n] for _, values in full)] for n, period in enumerate(periods)
        ]
        writer.table(
            [word, *(_plain(name) for name, values in full)], down, title=title, part=0.5 if len(full) == 1 else 0.8
        )


def _plain(text: Text) -> str:
    return "".join(piece.text for piece in pieces(text))
