"""The follow-up report as parts of a Word document: the same sections in the same order as on the page."""

from collections.abc import Callable, Mapping
from typing import Final

from kommunepolitik.errors import N_
from kommunepolitik.rendering.due import Deadline
from kommunepolitik.rendering.followup import Unassessed
from kommunepolitik.rendering.report import ReportView
from kommunepolitik.rendering.word_glance import write_glance
from kommunepolitik.rendering.word_parts import (
    account_of,
    write_account,
    write_gap_groups,
    write_gaps,
    write_named_accounts,
    write_part,
    write_withheld,
)
from kommunepolitik.rendering.word_writer import Line as Text
from kommunepolitik.rendering.word_writer import Words, Writer, bold, own

# Longer texts, the same as those of the page.
_NO_ACCOUNT_OF_PLAN: Final = N_(
    "No account of the plan as a whole says whether it should be adjusted; that is for the committee to consider."
)
_FOUND: Final = N_(
    "What the checks of the policy and its figures found, alike findings together. How each is mended stands on the "
    "page of the policy."
)
_METHOD: Final = N_(
    "Method: {method}. Nothing is rounded before it is judged, and there is no tolerance at the deadline."
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
        writer.bullets([own(report.view.title(report.view.policy.element(id))) for id in case.annexes])
    write_gaps(writer, report, case)


def _rubric(writer: Writer, title: str, text: str | None) -> None:
    if text:
        writer.heading(title, 2)
        writer.text(text)


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
        writer.table(head, lines, title=title, widths=(31, 25, 25, 19))


def _areas(writer: Writer, report: ReportView) -> None:
    _ = report.language.gettext
    writer.paragraph(_("The written account comes first; the figures supplement it."))
    write_withheld(writer, report)
    for id, title, parts in report.groups:
        writer.heading(own(title), 2)
        accounts = report.accounts(id)
        for account in accounts:
            write_account(writer, report, account)
        if id and not accounts:
            writer.paragraph(_("no account is at hand"), "Report Hole", with_next=True)
        if id and not parts:
            writer.paragraph(_("No indicator follows it up."), "Report Hole")
            write_gaps(writer, report, report.view.policy.element(id))
        for part in parts:
            write_part(writer, report, part)
    if report.other_accounts:
        writer.heading(_("Other accounts"), 2)
        write_named_accounts(writer, report, report.other_accounts)


def _shortfalls(writer: Writer, report: ReportView) -> None:
    _ = report.language.gettext
    for shortfall in report.shortfalls:
        item = shortfall.item
        writer.heading([f"{item.line.shape} {item.line.status} ", own(item.indicator.title)], 2)
        words = item.words
        if item.line.required:
            words += f"; {_('required by then')} {item.line.required}"
        who = f". {_('Responsible')}: " if item.responsible else ""
        writer.paragraph([words, who, own(item.responsible)], with_next=True)
        for told in shortfall.accounts:
            writer.heading(account_of(report, told.name), 3)
            if told.caution:
                writer.paragraph(told.caution, "Report Hole", with_next=True)
            if told.general:
                action = told.account.action
                done: list[str | Words] = [bold(_("What will be done:")), " ", own(action), " "] if action else []
                writer.paragraph([*done, _("The account stands in full above.")])
            else:
                write_account(writer, report, told.account)
        if not shortfall.accounts:
            writer.paragraph(_("no account says why, or what will be done"), "Report Hole")
        elif not shortfall.action:
            writer.paragraph(_("no action is stated for this figure itself"), "Report Hole")


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
    if report.unmeasured_goals:
        writer.heading(_("Goals that nothing measures"), 2)
        for lack in report.unmeasured_goals:
            writer.paragraph(bold(f"{lack.words} ({len(lack.names)})"), with_next=True)
            writer.bullets([own(name) for name in lack.names])
    if report.holes:
        writer.heading(_("What the policy itself says is missing"), 2)
        write_gap_groups(writer, report.holes)


def _reason(writer: Writer, report: ReportView, each: Unassessed) -> None:
    _ = report.language.gettext
    first = bold(f"◌ {each.reason} ({len(each.items)})")
    writer.paragraph([first, f"\n{_('What it would take:')} {each.remedy}"], with_next=True)
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
        writer.text(remark.statement, with_next=True)
        if remark.expected:
            writer.paragraph(f"{_('Expected')}: {view.period(remark.expected)}", "Report Note", with_next=True)
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
    writer.paragraph(_(_FOUND), with_next=True)
    write_gap_groups(writer, report.findings)
    if minor := report.minor_findings:
        words = ngettext(
            "Beside these the rules have %(num)s note; it stands on the page of the policy.",
            "Beside these the rules have %(num)s notes; they stand on the page of the policy.",
            minor,
        )
        writer.paragraph(words % {"num": minor})


def _dues(writer: Writer, report: ReportView) -> None:
    _ = report.language.gettext
    if not report.reference:
        writer.paragraph(_("The report looks from no date, so that it cannot tell what is overdue."), with_next=True)
    rows: list[list[Text]] = [[_when(report, due), due.what, own("\n".join(due.titles))] for due in report.dues]
    head = [_("When"), _("What"), _("About")]
    writer.table(head, rows, title=_("What is due next"), widths=(22, 35, 43))


def _when(report: ReportView, due: Deadline) -> Text:
    late = report.language.gettext("the deadline is over, and it is not at hand")
    return [bold(due.when), f"\n! {late}" if due.overdue else ""]


def _method(writer: Writer, report: ReportView) -> None:
    _, ngettext = report.language.gettext, report.language.ngettext
    cagr = report.followup.evaluation.method == "cagr"
    method = _("compound annual growth (cagr)") if cagr else _("straight path from baseline to target (linear)")
    writer.paragraph(f"{report.followup.judged} {_(_METHOD).format(method=method)}")
    writer.paragraph(_(_CURRENT))
    writer.paragraph(_(_TREND))
    write_withheld(writer, report)
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


_SECTIONS: Final[Mapping[str, Callable[[Writer, ReportView], None]]] = {
    "case": _case,
    "glance": write_glance,
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
