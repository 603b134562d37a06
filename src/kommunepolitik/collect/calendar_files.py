"""A calendar of what is due as words, as a CSV file for a spreadsheet, and as an iCalendar file."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final

from kommunepolitik.collect.calendar_entries import Entry
from kommunepolitik.documents.csv_text import csv_text
from kommunepolitik.documents.spreadsheet_text import inert
from kommunepolitik.errors import MissingExtra
from kommunepolitik.errors.marks import N_
from kommunepolitik.errors.system import missing_extra
from kommunepolitik.i18n import Language
from kommunepolitik.model import Portfolio

STATE_WORDS: Final = {"overdue": N_("Overdue"), "due": N_("Awaited"), "received": N_("Received")}
KIND_WORDS: Final = {
    "figure": N_("Figure"),
    "report": N_("Report to a body"),
    "first_report": N_("First account"),
    "account": N_("Account"),
    "action": N_("Action of an account"),
    "promise": N_("Promise"),
    "remark": N_("Answer to a remark"),
    "activity": N_("Activity"),
    "decision": N_("Decision"),
}
_TEXTS: Final = {
    "figure": N_("Figure for {period}: {title}"),
    "report": N_("Report on {period} to {body}"),
    "first_report": N_("First account: {title}"),
    "account": N_("Account for {period}: {title}"),
    "action": N_("Action: {title}"),
    "promise": N_("Promised: {gap} for »{title}«"),
    "remark": N_("Answer to {body}: {title}"),
    "activity": N_("Activity: {title}"),
    "decision": N_("Decision of {body}: {title}"),
}
_FIRST: Final = N_("First report, on {period}, to {body}")
_COLUMNS: Final = (
    *(
        N_("state"),
        N_("deadline"),
        N_("kind"),
        N_("what is due"),
        N_("period"),
        N_("responsible"),
        N_("policy"),
        N_("municipality"),
    ),
    *(N_("policy id"), N_("element id")),
)
_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "kommunepolitik:calendar")


def calendar_text(entry: Entry, language: Language) -> str:
    """Return the words for what is due, without its day.

    >>> from kommunepolitik.i18n import language
    >>> from kommunepolitik.model import Period
    >>> about = {"policy": "unge", "element": "job", "title": "Unge i job", "period": Period("2026")}
    >>> entry = Entry(state="due", due=dt.date(2027, 3, 31), kind="figure", **about)
    >>> calendar_text(entry, language("en")), calendar_text(entry, language("da"))
    ('Figure for 2026: Unge i job', 'Tal for 2026: Unge i job')
    """
    text = _FIRST if entry.kind == "report" and entry.is_first else _TEXTS[entry.kind]
    period = "" if entry.period is None else language.period(entry.period)
    gap = (language.label("field", entry.gap) or entry.gap).lower()
    words = language.gettext(text).format(period=period, body=entry.body, title=entry.title, gap=gap)
    return " ".join(words.split())


def calendar_csv(entries: Sequence[Entry], policies: Portfolio, language: Language) -> bytes:
    """Return a calendar as a CSV file that a Danish spreadsheet program opens: UTF-8, semicolons, no formulas.

    >>> import kommunepolitik as kp
    >>> from kommunepolitik.collect import calendar
    >>> from kommunepolitik.i18n import language
    >>> policies = kp.load_portfolio("docs/tutorial/nybro")
    >>> file = calendar_csv(calendar(policies, at="2026-03-01"), policies, language("da"))
    >>> file.decode("utf-8-sig").splitlines()[1].split(";")[:5]
    ['Forsinket', '2024-04-30', 'Tal', 'Tal for 1. kvartal 2024: Virksomhedspraktik for nyankomne', '2024-Q1']
    """
    _ = language.gettext
    rows = [[_(name) for name in _COLUMNS]]
    for each in entries:
        policy = policies[each.policy]
        about = (calendar_text(each, language), "" if each.period is None else str(each.period), each.unit)
        where = (policy.title, policy.municipality.full_name, policy.id, each.element)
        row = (_(STATE_WORDS[each.state]), each.due.isoformat(), _(KIND_WORDS[each.kind]), *about, *where)
        rows.append([inert(cell) for cell in row])
    return csv_text(rows, ";").encode("utf-8-sig")  # with the mark by which Excel recognises UTF-8


def calendar_ics(entries: Sequence[Entry], policies: Portfolio, day: dt.date, language: Language) -> bytes:
    """Return a calendar as an iCalendar file (RFC 5545): an event of one day for each entry.

    An entry has the same identifier whatever its state and date, so that a calendar program replaces it when the file
    is read again. Nothing depends on the clock: `day` is that of the calendar.

    Raises:
        MissingExtra: the package icalendar is not installed.

    >>> import kommunepolitik as kp
    >>> from kommunepolitik.collect import calendar
    >>> from kommunepolitik.i18n import language
    >>> policies, day = kp.load_portfolio("docs/tutorial/nybro"), kp.Period("2026-03-01")
    >>> entries = calendar(policies, at=day)
    >>> file = calendar_ics(entries, policies, day.start, language("da"))
    >>> file.count(b"BEGIN:VEVENT") == len(entries)
    True
    """
    try:
        import icalendar
    except ImportError as error:
        raise MissingExtra(missing_extra("icalendar", "calendar")) from error
    _ = language.gettext
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//kommunepolitik//kommunepolitik//{language.code.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Follow-up of policies"))
    stamp = dt.datetime.combine(day, dt.time(), dt.UTC)
    for each in entries:
        policy, unit = policies[each.policy], each.unit or _("nobody is responsible")
        lines = (
            _("State on {day}: {state}").format(day=day.isoformat(), state=_(STATE_WORDS[each.state]).lower()),
            _("Responsible: {unit}").format(unit=unit),
            f"{policy.title}, {policy.municipality.full_name}",
        )
        event = icalendar.Event()
        event.add("uid", f"{uuid.uuid5(_NAMESPACE, chr(31).join(each.key))}@kommunepolitik")
        event.add("dtstamp", stamp)
        event.add("dtstart", each.due)
        event.add("dtend", each.due + dt.timedelta(days=1))
        mark = "" if each.state == "due" else f"{_(STATE_WORDS[each.state])}: "
        event.add("summary", f"{mark}{calendar_text(each, language)} ({unit})")
        event.add("description", "\n".join(lines))
        event.add("categories", [_(KIND_WORDS[each.kind])])
        event.add("transp", "TRANSPARENT")  # the event does not mark anybody as busy
        calendar.add_component(event)
    return bytes(calendar.to_ical())
