"""The follow-up report as parts of a Word document: the same sections in the same order as on the page."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from kommunepolitik.errors import N_
from kommunepolitik.rendering._charts import picture
from kommunepolitik.rendering._disclosure import Notice
from kommunepolitik.rendering._due import Due
from kommunepolitik.rendering._followup import Line, Part, Picture, Unassessed
from kommunepolitik.rendering._report import ReportView
from kommunepolitik.rendering._report_parts import Item
from kommunepolitik.rendering._word_parts import write_account, write_gaps, write_named_accounts
from kommunepolitik.rendering._word_writer import Line as Text
from kommunepolitik.rendering._word_writer import Writer, bold, length, own

_SHOWN: Final = 6
"""How many targets the summary names of each kind."""
_ACROSS_PAGE: Final = 92
_DOWN_PAGE: Final = 26
"""How many characters a row of the summary's lists holds, and how many rows its page has for them, in ten points."""
_ACROSS: Final = 6
"""How many figures stand in a row beside each other; more stand below each other."""

# Longer texts, the same as those of the page.
_NO_ACCOUNT_OF_PLAN: Final = N_(
    "No account of the plan as a whole says whether it should be adjusted; that is for the committee to consider."
)
_JUDGED: Final = N_(
    "Judged at: {at}. Method: {method}. Nothing is rounded before it is judged, and there is no tolerance at the "
    "deadline."
)
_CURRENT: Final = N_(
    "A target counts as current when it is the next one due of its series, or the last one. Progress is how far the "
    "figure has come from the baseline, divided by how far it should have come by now: 95 percent or more is on track, "
    "60 to 95 behind, less than 60 far behind, and below 0 going the wrong way. When the deadline is over a target is "
    "reached or missed. What people judge is shown as they judged it. Each line says how it was reached."
)
_TREND: Final = N_(
    "The trend tells whether the figure is better or worse than the baseline, or else than the figure before it; it "
    "says nothing about the target."
)


def write_section(writer: Writer, report: ReportView, section: str) -> None:
    """Write what a section says, without its heading."""
    _SECTIONS[section](writer, report)


def write_notice(writer: Writer, report: ReportView) -> None:
    """Write that the report must not be published, where that is so."""
    if banner := _notice(report).banner:
        writer.paragraph(bold(banner), "Report Hole")


def _notice(report: ReportView) -> Notice:
    return Notice(report.language, (report.policy,), report.view.observations)


def _case(writer: Writer, report: ReportView) -> None:
    case, _ = report.case, report.language.gettext
    assert case is not None
    writer.paragraph([own(case.title), f" ({case.number})" if case.number else ""], "Report Lead")
    if case.competence:
        writer.paragraph([f"{_('Competence')}: ", own(case.competence)])
    _rubric(writer, _("What is to be decided"), case.theme)
    if case.recommendation:
        writer.heading(_("Recommendation"), 2)
        writer.numbered([own(point) for point in case.recommendation])
    _rubric(writer, _("The case in short"), case.statement)
    if case.options:
        writer.heading(_("Options"), 2)
        writer.bullets([own(option) for option in case.options])
    _rubric(writer, _("Assessment"), case.assessment)
    _rubric(writer, _("Legal basis"), case.legal_basis)
    _rubric(writer, _("Economy"), case.economy)
    _rubric(writer, _("Consequences across the municipality"), case.consequences)
    _rubric(writer, _("Next steps"), case.next_steps)
    if case.annexes:
        writer.heading(_("Annexes"), 2)
        writer.bullets([own(report.view.title(report.view.element(id))) for id in case.annexes])
    write_gaps(writer, report, case)


def _rubric(writer: Writer, title: str, text: str | None) -> None:
    if text:
        writer.heading(title, 2)
        writer.text(text)


def _glance(writer: Writer, report: ReportView) -> None:
    _ = report.language.gettext
    write_notice(writer, report)  # the page can stand by itself
    judged = _("Judged at: {at}.").format(at=report.at)
    writer.paragraph(bold(f"{report.policy.municipality.full_name} · {report.title} · {judged}"), "Report Note")
    writer.paragraph(report.headline, "Report Lead")
    if report.current:
        head = [f"{tile.shape} {tile.words}" for tile in report.tiles]
        counts = [str(tile.count) for tile in report.tiles]
        writer.table(head, [counts], title=_("Current targets by status"), style="Report Count")
        shares = ", ".join(f"{share.shape} {share.words}: {share.count}" for share in report.distribution)
        writer.paragraph(f"{shares}.", "Report Note")
    lists = {
        _("Lags or is missed"): _named(report, report.attention),
        _("Reached"): _named(report, report.reached),
        _("Worth knowing"): _worth_knowing(report),
    }
    size = _fitting([line for lines in lists.values() for line in lines])
    for title, lines in lists.items():
        if lines:
            writer.heading(title, 2)
            writer.bullets(lines, size)


def _fitting(lines: Sequence[Text]) -> float | None:
    """Return the size in which so much text stays on one page of A4, by a rough count; none where it does anyhow."""
    rows = sum(-(-length(line) // _ACROSS_PAGE) for line in lines)
    return None if rows <= _DOWN_PAGE else max(6.5, round(20 * math.sqrt(_DOWN_PAGE / rows)) / 2)


def _named(report: ReportView, items: Sequence[Item]) -> list[Text]:
    lines: list[Text] = [_named_line(item) for item in items[:_SHOWN]]
    if (more := len(items) - _SHOWN) > 0:
        words = report.language.ngettext("… and %(num)s more", "… and %(num)s more", more)
        lines.append(words % {"num": more})
    return lines


def _named_line(item: Item) -> Text:
    words = f": {item.words}" if item.words else ""
    return [bold(f"{item.line.shape} {item.line.status}"), " ", own(item.indicator.title), words]


def _worth_knowing(report: ReportView) -> list[Text]:
    _, ngettext = report.language.gettext, report.language.ngettext
    lines: list[Text] = [report.news_words] if report.earlier else []
    counts = (
        (_("Awaiting data"), report.awaiting_count),
        (_("Targets that cannot be assessed, or are read in two ways"), report.unassessed_count),
        (_("Indicators without a target"), report.untargeted),
    )
    lines += [f"{title}: {count}" for title, count in counts if count]
    if report.remarks:
        open_, all_ = report.open_remarks, len(report.remarks)
        words = ngettext("%(num)s remark is open", "%(num)s remarks are open", open_) % {"num": open_}
        lines.append(f"{words} ({_('{number} of {of}').format(number=open_, of=all_)})")
    lines.append(report.adjustment)
    for due in report.dues[:3]:
        late = bold(f" ({_overdue(report)})") if due.overdue else ""
        lines.append([f"{_('Due')} {due.when}: ", own(due.title), f" – {due.what}", late])
    return lines


def _overdue(report: ReportView) -> str:
    return report.language.gettext("the deadline is over, and it is not at hand")


def _news(writer: Writer, report: ReportView) -> None:
    _ = report.language.gettext
    writer.paragraph(report.news_words)
    for revised, title in ((False, _("New figures and other changes")), (True, _("Old figures that were revised"))):
        rows = [each for each in report.news if each.revised == revised]
        if not rows:
            continue
        writer.heading(title, 2)
        lines: list[list[Text]] = [
            [
                [own(row.indicator.title, bold=True), f"\n{row.target}" if row.target else ""],
                row.before,
                row.now,
                row.cause,
            ]
            for row in rows
        ]
        head = [report.view.heading("indicator", 1), _("Last time"), _("Now"), _("Why")]
        writer.table(head, lines, title=title, widths=(35, 25, 25, 15))


def _areas(writer: Writer, report: ReportView) -> None:
    _ = report.language.gettext
    writer.paragraph(_("The written account comes first; the figures supplement it."))
    _withheld(writer, report)
    for id, title, parts in report.groups:
        writer.heading(own(title), 2)
        accounts = report.accounts(id)
        for account in accounts:
            write_account(writer, report, account)
        if id and not accounts:
            writer.paragraph(_("no account is at hand"), "Report Hole")
        for part in parts:
            _part(writer, report, part)
    if report.other_accounts:
        writer.heading(_("Other accounts"), 2)
        write_named_accounts(writer, report, report.other_accounts)


def _part(writer: Writer, report: ReportView, part: Part) -> None:
    """Write the follow-up of one indicator: what was written, the table, the explanations, the pictures."""
    _, view = report.language.gettext, report.view
    writer.heading(own(part.indicator.title), 3)
    if part.responsible:
        writer.paragraph([f"{_('Responsible')}: ", own(part.responsible)], "Report Note", with_next=True)
    for account in report.accounts(part.indicator.id):
        write_account(writer, report, account)
    write_named_accounts(writer, report, report.goal_accounts(part.indicator.id))
    head = [view.heading("target", 1), _("Baseline"), _("Latest"), _("Required by now"), _("Status"), _("Trend")]
    title = _("Follow-up of {indicator}").format(indicator=part.indicator.title)
    rows = [_row(report, line) for line in part.lines]
    writer.table(head, rows, title=title, widths=(25, 15, 16, 13, 20, 11))
    for line in part.lines:
        writer.paragraph(own(line.explanation), "Report Note")
    for each in part.pictures:
        _picture(writer, report, each)


def _row(report: ReportView, line: Line) -> list[Text]:
    latest = line.latest or "–"
    return [
        bold(line.target or report.language.gettext("no target")),
        line.baseline or "–",
        f"{latest}\n{line.reference}" if line.reference else latest,
        line.required or "–",
        bold(f"{line.shape} {line.status}"),
        line.trend or "–",
    ]


def _picture(writer: Writer, report: ReportView, each: Picture) -> None:
    """Write the chart with its figures in a table, or the figures alone where there is no chart."""
    _ = report.language.gettext
    if each.drawing is None:
        told = "; ".join(f"{value} ({period})" for period, value in each.figures)
        writer.paragraph([own(f"{each.group}: ") if each.group else "", told])
        return
    writer.picture(picture(each.drawing), each.drawing.title, each.drawing.description)
    title = f"{_('Figures')}: {each.group}" if each.group else _("Figures")
    writer.paragraph(title, "Caption")
    if len(each.figures) <= _ACROSS:
        values: list[Text] = [bold(_("Value")), *(value for period, value in each.figures)]
        writer.table([_("Period"), *(period for period, value in each.figures)], [values], title=title)
    else:
        rows: list[list[Text]] = [[bold(period), value] for period, value in each.figures]
        writer.table([_("Period"), _("Value")], rows, title=title, part=0.5)


def _shortfalls(writer: Writer, report: ReportView) -> None:
    _ = report.language.gettext
    for shortfall in report.shortfalls:
        item = shortfall.item
        writer.heading([f"{item.line.shape} {item.line.status} ", own(item.indicator.title)], 2)
        words = item.words
        if item.line.required:
            words += f"; {_('required by now')} {item.line.required}"
        writer.paragraph([words, f". {_('Responsible')}: " if item.responsible else "", own(item.responsible)])
        for told in shortfall.accounts:
            writer.heading(_("Account of {name}").format(name=told.name), 3)
            if told.caution:
                writer.paragraph(told.caution, "Report Hole")
            write_account(writer, report, told.account)
            if not told.account.action:
                writer.paragraph(_("no action is stated"), "Report Hole")
        if not shortfall.explained:
            writer.paragraph(_("no account says why, or what will be done"), "Report Hole")


def _unassessed(writer: Writer, report: ReportView) -> None:
    _ = report.language.gettext
    for title, groups in (
        (_("Awaiting data"), report.awaiting),
        (_("Not measured, or not possible to judge"), report.unmeasured),
    ):
        if groups:
            writer.heading(title, 2)
        for each in groups:
            _reason(writer, report, each)


def _reason(writer: Writer, report: ReportView, each: Unassessed) -> None:
    _ = report.language.gettext
    first = bold(f"◌ {each.reason} ({len(each.items)})")
    writer.paragraph([first, f"\n{_('What it would take:')} {each.remedy}"])
    lines: list[Text] = [
        [own(indicator.title), f": {target}" if target else "", f" – {said}" if said else ""]
        for indicator, target, said in each.items
    ]
    writer.bullets(lines)


def _remarks(writer: Writer, report: ReportView) -> None:
    _, view = report.language.gettext, report.view
    writer.paragraph(_("What the bodies asked for when they decided, and whether an account at hand answers it."))
    for decision, remark, answers in report.remarks:
        state = f"✔ {_('answered')}" if answers else f"◌ {_('open')}"
        date = f", {view.period(decision.date)}" if decision.date else ""
        writer.heading([f"{state}: ", own(decision.body), date], 2)
        writer.text(remark.statement)
        if remark.expected:
            writer.paragraph(f"{_('Expected')}: {view.period(remark.expected)}", "Report Note")
        for account in answers:
            write_account(writer, report, account)
        if not answers:
            writer.paragraph(_("unanswered: no account is at hand"), "Report Hole")
        write_gaps(writer, report, remark)


def _plan(writer: Writer, report: ReportView) -> None:
    _ = report.language.gettext
    writer.paragraph(report.adjustment)
    for account in reversed(report.plan_accounts):
        write_account(writer, report, account)
    if not report.plan_accounts:
        writer.paragraph(_(_NO_ACCOUNT_OF_PLAN), "Report Hole")


def _findings(writer: Writer, report: ReportView) -> None:
    _, ngettext = report.language.gettext, report.language.ngettext
    count = len(report.findings)
    title = ngettext("%(num)s finding", "%(num)s findings", count) % {"num": count}
    rows: list[list[Text]] = [
        [bold(finding["code"]), report.view.label("severity", finding["severity"]), finding["words"]]
        for finding in report.findings
    ]
    writer.table([_("Rule"), _("Severity"), _("Finding")], rows, title=title, widths=(12, 15, 73))
    if minor := report.minor_findings:
        words = ngettext(
            "Beside these the rules have %(num)s note; it stands on the page of the policy.",
            "Beside these the rules have %(num)s notes; they stand on the page of the policy.",
            minor,
        )
        writer.paragraph(words % {"num": minor})


def _dues(writer: Writer, report: ReportView) -> None:
    _ = report.language.gettext
    rows: list[list[Text]] = [[_when(report, due), due.what, own(due.title)] for due in report.dues]
    head = [_("When"), _("What"), _("About")]
    writer.table(head, rows, title=_("What is due next"), widths=(24, 43, 33))


def _when(report: ReportView, due: Due) -> Text:
    return [bold(due.when), f"\n! {_overdue(report)}" if due.overdue else ""]


def _method(writer: Writer, report: ReportView) -> None:
    _, ngettext = report.language.gettext, report.language.ngettext
    cagr = report.followup.evaluation.method == "cagr"
    method = _("compound annual growth (cagr)") if cagr else _("straight path from baseline to target (linear)")
    writer.paragraph(_(_JUDGED).format(at=report.at, method=method))
    writer.paragraph(_(_CURRENT))
    writer.paragraph(_(_TREND))
    _withheld(writer, report)
    if report.sources:
        writer.heading(_("Where the figures come from"), 2)
        lines: list[Text] = [
            [own(source), f" ({ngettext('%(num)s figure', '%(num)s figures', count) % {'num': count}})"]
            for source, count in report.sources
        ]
        writer.bullets(lines)
    else:
        writer.paragraph(_("No figures are at hand."), "Report Hole")
    if report.policy.sources:
        writer.heading(_("Documents of the policy"), 2)
        writer.bullets([own(source.title) for source in report.policy.sources])


def _withheld(writer: Writer, report: ReportView) -> None:
    if words := _notice(report).withheld:
        writer.paragraph(words, "Report Hole")


_SECTIONS: Final[Mapping[str, Callable[[Writer, ReportView], None]]] = {
    "case": _case,
    "glance": _glance,
    "news": _news,
    "areas": _areas,
    "shortfalls": _shortfalls,
    "unassessed": _unassessed,
    "remarks": _remarks,
    "plan": _plan,
    "findings": _findings,
    "dues": _dues,
    "method": _method,
}
