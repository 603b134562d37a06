"""The command that fetches figures from Statistikbanken: `figures refresh`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kommunepolitik.cli import options
from kommunepolitik.cli.output import change_counts, write_lines
from kommunepolitik.errors.marks import N_

if TYPE_CHECKING:
    from kommunepolitik.i18n import Language
    from kommunepolitik.statbank import PolicyRefresh, StatbankChange

_SHOWN = 10
"""The most figures of one kind that are listed for an indicator."""
_NAMED = {"new": N_("new"), "revised": N_("revised"), "vanished": N_("vanished from the table, kept here")}


@options.command(
    options.paths_argument,
    click.option("--offline", is_flag=True, help="Use the answers kept at the last refresh; no network."),
    click.option("--check", is_flag=True, help="Show what would change, and write nothing."),
    click.option("--url", metavar="URL", help="The address of the API, instead of that in the settings."),
)
def refresh(paths: tuple[Path, ...], offline: bool, check: bool, url: str | None, words: "Language") -> None:
    """Fetch figures from Statistikbanken for the indicators that name a table of it.

    The query is in data_source.statbank of an indicator. These files are written beside each policy: statbank.csv, the
    figures of all refreshes; statbank.lock.json, what the codes meant; and the folder statbank.answers. A policy with a
    problem is left unchanged.

    \b
    Examples:
      kommunepolitik figures refresh policies
      kommunepolitik figures refresh policies/integration --check
      kommunepolitik figures refresh policies/integration --offline

    The address may be set permanently in kommunepolitik.toml beside the policies: url in the table [statbank].

    Exit codes: 0 success, and with --check nothing would change; 1 problems, or with --check something would change; 2
    wrong usage.
    """
    import datetime as dt

    from kommunepolitik import statbank

    today = dt.date.today()

    def fetching(table: str) -> None:
        if sys.stderr.isatty():  # a large table takes a while
            write_lines([words.gettext("Fetching {table} …").format(table=table)], err=True)

    found = statbank.refresh(paths, retrieved=today, url=url, offline=offline, check=check, progress=fetching)
    for each in found.policies:
        options.report_notices(each.notices)
        write_lines(_lines(each, words, check=check))
    options.report_notices(found.problems)
    if not found.problems:
        write_lines([_next(words, changed=found.changed, check=check)])
    if found.problems or (check and found.changed):
        sys.exit(1)


def _lines(each: "PolicyRefresh", words: "Language", *, check: bool) -> Iterator[str]:
    """Yield the results for one policy."""
    _ = words.gettext
    if each.problems:
        count = len(each.problems)
        text = words.ngettext("{count} problem; nothing is changed", "{count} problems; nothing is changed", count)
        yield f"✗ {each.path}: {each.policy}: {text.format(count=count)}"
        return
    if not each.tables:
        nothing = _("no indicator names a table of Statistikbanken")
        yield f"✓ {each.path}: {each.policy}: {nothing}"
        return
    yield f"✓ {each.path}: {each.policy}"
    for indicator, table in each.tables.items():
        own = [figure for figure in each.figures if figure.indicator == indicator]
        yield f"  {indicator}: {_table(table, each, words)}: {_counted(own, words)}"
        for kind, name in _NAMED.items():
            shown = sorted(
                (figure for figure in own if figure.kind == kind), key=lambda figure: _order(figure, each.area)
            )
            yield from _figures(shown, _(name), words)
    for file in each.files:
        yield "  " + (_("would write {file}") if check else _("written: {file}")).format(file=file)


def _table(table: str, each: "PolicyRefresh", words: "Language") -> str:
    from kommunepolitik.model import Period

    day = words.period(Period(each.updated[table]))
    return words.gettext("{table}, updated {day}").format(table=table, day=day)


def _counted(figures: "list[StatbankChange]", words: "Language") -> str:
    from kommunepolitik.statbank.refresh import counts

    return change_counts(counts(figures), words) or words.gettext("no figures")


def _order(figure: "StatbankChange", area: str) -> tuple[Any, ...]:
    """Return the sort key: the newest first, and within a period the own municipality, then the country."""
    last, first = figure.period.sort_key
    return -last.toordinal(), first, figure.area != area, figure.area


def _figures(figures: "list[StatbankChange]", name: str, words: "Language") -> Iterator[str]:
    """Yield the figures of one kind; of many, the first."""
    for each in figures[:_SHOWN]:
        before, after = (_value(value, words) for value in (each.before, each.after))
        change = f"{before} → {after}" if each.kind == "revised" else before if each.kind == "vanished" else after
        yield f"    {name}: {_area(each.area, words)}, {words.period(each.period)}: {change}"
    if (rest := len(figures) - _SHOWN) > 0:
        text = words.gettext("{kind}: and {count} more")
        yield f"    {text.format(kind=name, count=rest)}"


def _value(value: float | None, words: "Language") -> str:
    """Return a value as a person reads it; the file has all decimals."""
    return words.gettext("withheld") if value is None else words.number(round(value, 4))


def _area(area: str, words: "Language") -> str:
    from kommunepolitik.observations.areas import COUNTRY, area_name

    return words.gettext("The country") if area == COUNTRY else area_name(area)


def _next(words: "Language", *, changed: bool, check: bool) -> str:
    _ = words.gettext
    if not changed:
        return _("Nothing has changed since the last refresh.")
    if check:
        return _("Nothing is written. Run the command without --check to fetch the figures.")
    return _("Review the changes, keep the files with the policy, and check it: kommunepolitik check PATH")
