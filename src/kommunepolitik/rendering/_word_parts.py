"""Parts of a Word report that several sections hold: accounts, and what is missing."""

from collections.abc import Sequence

from kommunepolitik.model import Account, Element
from kommunepolitik.rendering._report import ReportView
from kommunepolitik.rendering._word_writer import Writer, bold, own


def write_account(writer: Writer, report: ReportView, account: Account) -> None:
    """Write what was written about an element: the text, what will be done, and who said so."""
    view = report.view
    writer.text(account.text, "Report Account")
    if account.action:
        writer.paragraph(
            [bold(report.language.gettext("What will be done:")), " ", own(account.action)], "Report Account"
        )
    by = [own(f"{account.reported_by}, ") if account.reported_by else "", view.reported(account)]
    where = own(f", {view.where(account.citation)}") if account.citation else ""
    writer.paragraph([*by, where], "Report Note")


def write_named_accounts(writer: Writer, report: ReportView, told: Sequence[tuple[str, Account]]) -> None:
    """Write accounts, each under the name of what it is about."""
    for name, account in told:
        writer.paragraph(report.language.gettext("Account of {name}").format(name=name), "Report Note", with_next=True)
        write_account(writer, report, account)


def write_gaps(writer: Writer, report: ReportView, element: Element) -> None:
    """Write what an element says is missing."""
    for hole in element.missing:
        words = [report.view.why(hole), own(f". {hole.note}") if hole.note else ""]
        words.append(own(f" ({report.view.where(hole.citation)})") if hole.citation else "")
        writer.paragraph(words, "Report Hole")
