"""The command `figures read`: figures from files into the files beside policies."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kommunepolitik.cli import options

if TYPE_CHECKING:
    from kommunepolitik.documents import Document
    from kommunepolitik.figures.update import ReadFigure, Update
    from kommunepolitik.i18n import Language
    from kommunepolitik.model import Period
    from kommunepolitik.observations import Observations
    from kommunepolitik.observations.values import DecimalMark

policy_option = click.option(
    "--policy",
    "path",
    required=True,
    metavar="PATH",
    type=options.PATH,
    help="The policy, or a folder of policies, that the figures are for.",
)
decimal_option = click.option(
    "--decimal", type=click.Choice([",", "."]), help="The decimal mark, where every number can be read in two ways."
)


@options.command(
    click.argument("files", nargs=-1, required=True, metavar="FILE...", type=options.PATH),
    policy_option,
    click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing."),
    decimal_option,
    options.period_option("--published", "DATE", "The day of publication, where the file does not say it."),
    click.option("--accept-revisions", is_flag=True, help="Take in figures that differ from those known."),
)
def read(
    files: tuple[Path, ...],
    path: Path,
    dry_run: bool,
    decimal: "DecimalMark | None",
    published: "Period | None",
    accept_revisions: bool,
    words: "Language",
) -> None:
    """Read figures from files into the folders of policies.

    A file that an import of imports.yaml fits by its name is read so; others in the long form, or with one column of
    indicators and a column for each period or group. New, revised and vanished figures are listed, and then written to
    observations-imported.csv beside each policy. All that is wrong in any file is reported, and then nothing is
    written.

    \b
    Examples:
      kommunepolitik figures read center-a.xlsx center-b.xlsx --policy policies
      kommunepolitik figures read jobindsats.xlsx --policy policies/unge --dry-run
      kommunepolitik figures read jobindsats.xlsx --policy policies/unge --accept-revisions --published 2027-01-14

    Exit codes: 0 all is well; 1 problems in the input, or revised figures that were not accepted; 2 wrong usage.
    """
    from kommunepolitik.documents import read_all
    from kommunepolitik.errors import InvalidObservations, Problem
    from kommunepolitik.figures import Update
    from kommunepolitik.observations.importing import import_figures

    documents = read_all([path])
    found = import_figures(files, documents, decimal, "" if published is None else str(published))
    options.report_notices(found.notices)
    updates = [Update.of(found, [*each.observations], each.policy) for each in documents]
    for update in updates:
        _show(update, words)
        options.report_notices([*update.doubts()])
    revised = [figure for update in updates for figure in update.figures if figure.change == "revised"]
    if revised and accept_revisions:
        if problems := [problem for update in updates for problem in update.undated()]:
            raise InvalidObservations(*problems)
    elif revised and not dry_run:
        raise InvalidObservations(Problem(code="revisions_not_accepted", data={"count": len(revised)}))
    contents = [(each, update.added(revisions=True)) for each, update in zip(documents, updates, strict=True)]
    _write([(document, rows) for document, rows in contents if len(rows)], dry_run, words)


def _show(update: "Update", words: "Language") -> None:
    """Write what was read for a policy: a line for each series, and one for each figure that changes anything."""
    if not update.figures:
        return
    _ = words.gettext
    click.echo(f"{update.policy.id}: {update.policy.title}")
    series: dict[tuple[str, str, str], list[ReadFigure]] = {}
    for figure in update.figures:
        series.setdefault(figure.key[:3], []).append(figure)
    gone: dict[tuple[str, str, str], list[int]] = {}
    for row in update.vanished():
        names = ("area", "indicator", "group")
        key: Any = tuple(_cell(update.known, name, row) for name in names)
        gone.setdefault(key, []).append(row)
    for key, found in series.items():
        counted = (
            (_("new"), [each for each in found if each.change == "new"]),
            (_("revised"), [each for each in found if each.change == "revised"]),
            (_("unchanged"), [each for each in found if each.change == "unchanged"]),
            (_("vanished"), gone.get(key, [])),
        )
        parts = [f"{len(rows)} {word}" for word, rows in counted if rows]
        click.echo(f"  {' · '.join(filter(None, (key[1], key[2], key[0])))}: {', '.join(parts)}")
        for line in (*_changes(update, found, words), *_gone(update, gone.get(key, []), words)):
            click.echo(f"    {line}")


def _changes(update: "Update", found: "Sequence[ReadFigure]", words: "Language") -> Iterator[str]:
    _ = words.gettext
    for each in found:
        new, origin = _figure(update.read, each.row), _cell(update.read, "origin", each.row)
        if each.change == "new":
            yield f"+ {each.key[3]}: {new} ({origin})"
        elif each.change == "revised" and each.known is not None:
            old = _figure(update.known, each.known)
            yield f"~ {each.key[3]}: {old} → {new} ({origin})"


def _gone(update: "Update", rows: Sequence[int], words: "Language") -> Iterator[str]:
    for row in rows:
        period, figure = _cell(update.known, "period", row), _figure(update.known, row)
        text = words.gettext("was {figure}; the file has it no longer").format(figure=figure)
        yield f"- {period}: {text}"


def _figure(table: "Observations", row: int) -> str:
    """Return a figure as one text, with all its decimals."""
    from kommunepolitik.observations.write import number_text

    low, high = (number_text(float(table.numbers[name][row])) for name in ("value", "value_high"))
    said = [_cell(table, name, row) for name in ("qualifier", "quality", "judgement")]
    shown = [f"{low}-{high}" if high else low, *(word for word in said if word and word != "final")]
    return " ".join(filter(None, shown))


def _cell(table: "Observations", name: str, row: int) -> str:
    return str(table.texts[name].words[table.texts[name].codes[row]])


def _write(contents: "Sequence[tuple[Document, Observations]]", dry_run: bool, words: "Language") -> None:
    """Add rows to the files beside policies, and say so; a row that is there stays as it is."""
    from kommunepolitik.documents.files import IMPORTED_FILE
    from kommunepolitik.figures.update import joined
    from kommunepolitik.observations import read_observations, write_csv

    _ = words.gettext
    for document, rows in contents:
        file = document.path.with_name(IMPORTED_FILE)
        whole = joined(read_observations(file), rows) if file.is_file() else rows
        if not dry_run:
            write_csv(whole, file)
        text = _("{file}: {count} figures would be added") if dry_run else _("{file}: {count} figures added")
        click.echo(text.format(file=file, count=len(rows)))
    if not contents:
        click.echo(_("Nothing new: all figures are known."))
    elif not dry_run:
        click.echo(_("Next: kommunepolitik check {path}").format(path=contents[0][0].path.parent))
    sys.stdout.flush()
