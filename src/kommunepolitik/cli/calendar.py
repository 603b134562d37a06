"""The command that lists what is due: `calendar`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Final

import click

from kommunepolitik.cli import options
from kommunepolitik.cli.output import aligned, write_data, write_lines

if TYPE_CHECKING:
    import datetime as dt

    from kommunepolitik.collect import Entry
    from kommunepolitik.i18n import Language
    from kommunepolitik.model import Period, Portfolio

_UNIT_WIDTH: Final = 27
_TEXT_WIDTH: Final = 57
_LINE_WIDTH: Final = 98
_OVERDUE_FIGURE: Final = ("figure", "overdue")


@options.command(
    options.paths_argument,
    options.observations_option,
    options.period_option("--at", "DATE", "The day of the calendar; today, if not given. Its end counts."),
    click.option(
        "--ahead",
        metavar="MONTHS",
        type=click.IntRange(1, 240),
        default=12,
        show_default=True,
        help="How many months ahead; what was received in as many months before is listed too.",
    ),
    options.choice_option("--format", "form", of=("text", "ics", "csv"), help="The output format."),
)
def calendar(
    paths: tuple[Path, ...],
    observations: tuple[Path, ...],
    at: "Period | None",
    ahead: int,
    form: str,
    words: "Language",
) -> None:
    """List what is overdue, due and received: figures, reports, accounts, promises, remarks, activities, decisions.

    Each is listed with the unit responsible for it, by organisation.yaml, or marked as without one. A figure is
    received if it was known on the day, an account if it was written by then. All that is overdue is listed, however
    old, also for a policy that is no longer in force, but not for a superseded one.

    \b
    Examples:
      kommunepolitik calendar docs/tutorial/nybro --at 2027-02-26
      kommunepolitik calendar policies --format csv > kalender.csv
      kommunepolitik calendar policies --at 2027-01-04 --format ics > kalender.ics
    """
    import datetime as dt

    from kommunepolitik import collect
    from kommunepolitik.documents import read_all
    from kommunepolitik.model import Period, Portfolio

    documents = read_all(paths)
    portfolio = Portfolio(document.policy for document in documents)
    day = at or Period(dt.date.today())  # where the command runs
    beside = {
        name: {document.policy.id: getattr(document, name) for document in documents}
        for name in ("accounts", "missing_figures", "departments")
    }
    figures = options.read_figures(documents, observations, audience=None)
    entries = collect.calendar(portfolio, figures, day, ahead=ahead, **beside)
    assert day.end is not None
    heading = words.gettext("Calendar as of {day}").format(day=words.period(Period(day.end)))
    heading += words.gettext(" (today; --at DATE gives another day)") if at is None else ""
    if form == "text":
        unread = [] if observations else _without_figures(entries, portfolio, figures)
        write_lines(_lines(entries, portfolio, day.end, heading, unread, words))
        return
    write_lines([heading], err=True)
    content = (
        collect.calendar_csv(entries, portfolio, words)
        if form == "csv"
        else collect.calendar_ics(entries, portfolio, day.end, words)
    )
    write_data(content)


def _lines(
    entries: "Sequence[Entry]",
    policies: "Portfolio",
    day: "dt.date",
    heading: str,
    unread: "Sequence[str]",
    words: "Language",
) -> Iterator[str]:
    """Yield the calendar as text: under each state a line for each entry, in order of time."""
    from kommunepolitik.collect.calendar_entries import STATES
    from kommunepolitik.collect.calendar_files import STATE_WORDS

    _ = words.gettext
    counts = [f"{sum(each.state == state for each in entries)} {_(STATE_WORDS[state]).lower()}" for state in STATES]
    without = sum(not each.unit and each.state != "received" for each in entries)
    nobody = _("{count} with nobody responsible").format(count=without)
    yield f"{heading}: {', '.join(counts)}; {nobody}."
    for state, group in groupby(entries, key=lambda each: each.state):
        yield ""
        yield _(STATE_WORDS[state])
        yield from (f"  {line}" for line in aligned([*_rows(list(group), day, words)]))
    if unread:
        yield ""
        text = _("No figures were read for {names}. Give a file that policies share with --observations.")
        yield from wrap(text.format(names=", ".join(f"»{name}«" for name in unread)), _LINE_WIDTH)
    yield from _by_unit(entries, words)
    superseded = [policy.id for policy in policies if policy.stage == "superseded"]
    if superseded:
        yield ""
        yield _("Superseded: {policies}.").format(policies=", ".join(superseded))


def _without_figures(entries: "Sequence[Entry]", policies: "Portfolio", observations: object) -> list[str]:
    """Return the titles of the indicators with figures due of which none was ever read."""
    from kommunepolitik.figures import Figures

    figures = Figures.of(observations, policies)
    overdue = {
        (each.policy, each.element): each.title for each in entries if (each.kind, each.state) == _OVERDUE_FIGURE
    }
    return [title for key, title in overdue.items() if not figures.groups(*key)]


def _by_unit(entries: "Sequence[Entry]", words: "Language") -> Iterator[str]:
    """Yield the number of entries overdue and due for each unit, the most overdue first."""
    from kommunepolitik.collect.calendar_files import STATE_WORDS

    counts: dict[str, Counter[str]] = {}
    for each in entries:
        if each.state != "received":
            counts.setdefault(each.unit or words.gettext("– nobody –"), Counter())[each.state] += 1
    if not counts:
        return
    yield ""
    yield words.gettext("By unit")
    names = [words.gettext(STATE_WORDS[state]).lower() for state in ("overdue", "due")]
    order = sorted(counts.items(), key=lambda item: (-item[1]["overdue"], -item[1]["due"], item[0]))
    rows = [(unit, f"{names[0]} {each['overdue']}", f"{names[1]} {each['due']}") for unit, each in order]
    yield from (f"  {line}" for line in aligned([(_wrapped(unit, _TEXT_WIDTH), *more) for unit, *more in rows]))


def _rows(entries: "Sequence[Entry]", day: "dt.date", words: "Language") -> Iterator[tuple[str, str, str]]:
    """Yield day, unit and text; for overdue figures of one indicator the first, with the number of the others."""
    from kommunepolitik.collect import calendar_text

    folded: dict[object, list[Entry]] = {}
    for number, each in enumerate(entries):
        key = (each.policy, each.element) if each.kind == "figure" and each.state == "overdue" else number
        folded.setdefault(key, []).append(each)
    several = len({each.policy for each in entries}) > 1
    for first, *others in folded.values():
        text = calendar_text(first, words)
        if others:
            more = words.ngettext("and %(num)s later period", "and %(num)s later periods", len(others))
            text += f" ({more % {'num': len(others)}})"
        if first.state == "due" and first.due < day:
            text += words.gettext(" (how late its source is, is not known)")
        text += f" [{first.policy}]" if several else ""
        unit = first.unit or words.gettext("– nobody –")
        yield first.due.isoformat(), _wrapped(unit, _UNIT_WIDTH), _wrapped(text, _TEXT_WIDTH)


def _wrapped(text: str, width: int) -> str:
    return "\n".join(wrap(text, width, break_on_hyphens=False))
