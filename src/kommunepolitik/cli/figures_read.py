"""The command `figures read`: reads figures from files into the files beside policies."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kommunepolitik.cli import options
from kommunepolitik.cli.output import CHANGES, LostOutput, change_counts, write_lines
from kommunepolitik.documents.paths import is_there, size_of
from kommunepolitik.errors import InvalidObservations, KommunepolitikError, Problem
from kommunepolitik.errors.marks import N_

if TYPE_CHECKING:
    from kommunepolitik.documents import Document
    from kommunepolitik.figures import Update
    from kommunepolitik.i18n import Language
    from kommunepolitik.model import Period
    from kommunepolitik.observations import Observations
    from kommunepolitik.observations.values import DecimalMark

_SHOWN: Final = 10
"""The most figures of one kind that are listed for a series."""
_LARGE: Final = 2_000_000
"""The number of bytes from which a terminal shows progress."""
_NAMED: Final = {"new": N_("new"), "revised": N_("revised"), "vanished": N_("no longer in the file, kept here")}


def _read_day(text: str) -> "Period":
    """Return a day as people write it: 2027-02-20 or 20-02-2027."""
    from kommunepolitik.observations.period_words import period_text

    return options.read_period(period_text(text))


@options.command(
    click.argument("files", nargs=-1, required=True, metavar="FILE...", type=options.PATH),
    options.figures_for_option,
    click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing."),
    click.option(
        "--decimal", type=click.Choice([",", "."]), help="The decimal mark, where every number can be read in two ways."
    ),
    click.option(
        "--published", metavar="DATE", type=_read_day, help="The day of publication, where the file does not state it."
    ),
    click.option("--accept-revisions", is_flag=True, help="Accept figures that differ from known ones."),
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

    A file whose name fits an import of imports.yaml is read with it; others must be in the long form, or have one
    column of indicators and a column for each period or group. New, revised and vanished figures are listed, and then
    written to observations-imported.csv beside each policy. If anything is wrong in any file, all of it is reported and
    nothing is written.

    \b
    Examples:
      kommunepolitik figures read center-a.xlsx center-b.xlsx --policy policies
      kommunepolitik figures read jobindsats.xlsx --policy policies/unge --dry-run
      kommunepolitik figures read jobindsats.xlsx --policy policies/unge --accept-revisions --published 2027-01-14

    Exit codes: 0 success; 1 problems in the input, or revised figures that were not accepted; 2 wrong usage.
    """
    from kommunepolitik.documents import read_all
    from kommunepolitik.documents.files import IMPORTED_FILE
    from kommunepolitik.documents.locking import known_content
    from kommunepolitik.figures import Update
    from kommunepolitik.observations.importing import import_figures

    documents = read_all([path])
    known = {file: known_content(file) for file in [each.path.with_name(IMPORTED_FILE) for each in documents]}
    day = "" if published is None else str(published)
    with _progress(files, words) as shown:
        found = import_figures(shown, documents, decimal, day)
    options.report_notices(found.notices)
    updates = [Update.of(found, [*each.observations], each.policy) for each in documents]
    replaced = {each.policy.supersedes: each.policy.id for each in documents}
    for update in updates:
        if (newer := replaced.get(update.policy.id)) is not None and len(update.added(revisions=accept_revisions)):
            data = {"policy": update.policy.id, "newer": newer}
            options.report_notices([Problem(code="figures_of_replaced_policy", data=data)])
        options.report_notices([*update.doubts()])
    lines = [line for update in updates for line in _lines(update, words)]
    try:
        _check_revised(updates, accept_revisions=accept_revisions)
        added = [update.added(revisions=accept_revisions) for update in updates]
        contents = [each for each in zip(documents, added, strict=True) if len(each[1])]
        lines += _written(contents, known, words, dry_run=dry_run)
    except KommunepolitikError as error:
        if dry_run and error.problems[0].code == "revisions_not_accepted":
            lines += _waiting(updates, words)
        try:
            write_lines(lines)
        except LostOutput as lost:  # the reader of the listing may have ended, and the error is reported all the same
            lost.report(words.gettext)
        raise
    write_lines(lines)  # when the figures are written, as its reader may end before it does


def _check_revised(updates: "Sequence[Update]", *, accept_revisions: bool) -> None:
    """Raise `InvalidObservations` for revised figures that are not accepted, or have no day of publication."""
    revised = sum(figure.change == "revised" for update in updates for figure in update.figures)
    if not revised:
        return
    if not accept_revisions:
        raise InvalidObservations(Problem(code="revisions_not_accepted", data={"count": revised}))
    if problems := [problem for update in updates for problem in update.undated()]:
        raise InvalidObservations(*problems)


def _waiting(updates: "Sequence[Update]", words: "Language") -> Iterator[str]:
    """Yield how many new figures are not added before the revised ones are accepted, if there are any."""
    count = sum(len(update.added(revisions=False)) for update in updates)
    if count:
        text = words.ngettext(
            "{count} new figure is not added until the revised ones are accepted",
            "{count} new figures are not added until the revised ones are accepted",
            count,
        )
        yield text.format(count=count)


def _progress(files: Sequence[Path], words: "Language") -> "AbstractContextManager[Sequence[Path]]":
    """Return the files, with a progress bar on a terminal if they are large."""
    large = sum(map(size_of, files)) > _LARGE
    if not large or not sys.stderr.isatty():
        return nullcontext(files)
    return click.progressbar(files, label=words.gettext("Reading"), file=sys.stderr)  # type: ignore[return-value]


def _lines(update: "Update", words: "Language") -> Iterator[str]:
    """Yield what was read for a policy: a line for each series, and one for each figure that changes anything."""
    series: dict[tuple[str, ...], dict[str, list[tuple[str, str]]]] = {}
    for figure in update.figures:
        kinds = series.setdefault(figure.key.series, {kind: [] for kind in CHANGES})
        text = _figure(update.read, figure.row, words)
        if figure.change == "revised" and figure.known is not None:
            text = f"{_figure(update.known, figure.known, words)} → {text}"
        text = f"{text} ({_cell(update.read, 'origin', figure.row)})"
        if figure.was_known:
            again = words.gettext("this figure was reported before, and has been revised since")
            text = f"{text}; {again}"
        kinds[figure.change].append((figure.key.period, text))
    for row in update.vanished():
        key = tuple(_cell(update.known, name, row) for name in ("area", "indicator", "group"))
        series.setdefault(key, {kind: [] for kind in CHANGES})["vanished"].append(
            (_cell(update.known, "period", row), _figure(update.known, row, words))
        )
    if series:
        yield f"{update.policy.id}: {update.policy.title}"
    for (area, indicator, group), kinds in series.items():
        counts = change_counts({kind: len(figures) for kind, figures in kinds.items()}, words)
        parts = (indicator, group, _area(area, words))
        yield f"  {', '.join(filter(None, parts))}: {counts}"
        for kind, name in _NAMED.items():
            yield from _of_kind(kinds[kind], words.gettext(name), words)


def _of_kind(figures: Sequence[tuple[str, str]], name: str, words: "Language") -> Iterator[str]:
    """Yield the figures of one kind; of many, the newest."""
    from kommunepolitik.model import Period

    ordered = sorted(((Period(period), text) for period, text in figures if period), key=lambda each: each[0].sort_key)
    for period, text in ordered[::-1][:_SHOWN]:
        yield f"    {name}: {words.period(period)}: {text}"
    if (rest := len(ordered) - _SHOWN) > 0:
        text = words.gettext("{kind}: and {count} more")
        yield f"    {text.format(kind=name, count=rest)}"


def _area(area: str, words: "Language") -> str:
    """Return the name of an area; nothing for the policy's own."""
    from kommunepolitik.observations.areas import COUNTRY, area_name

    return words.gettext("The country") if area == COUNTRY else area_name(area) if area else ""


def _figure(table: "Observations", row: int, words: "Language") -> str:
    """Return a figure as one text, with all its decimals."""
    from kommunepolitik.observations.number_text import number_text

    low, high = (number_text(float(table.numbers[name][row])) for name in ("value", "value_high"))
    qualifier, quality = _cell(table, "qualifier", row), _cell(table, "quality", row)
    number = f"{low}-{high}" if high else low
    number = words.label("qualifier", qualifier).format(value=number) if qualifier else number
    quality_words = "" if quality == "final" else words.label("quality", quality)
    return " ".join(filter(None, (number, _cell(table, "judgement", row), quality_words)))


def _cell(table: "Observations", name: str, row: int) -> str:
    return str(table.texts[name].words[table.texts[name].codes[row]])


def _written(
    contents: "Sequence[tuple[Document, Observations]]",
    known: Mapping[Path, bytes | None],
    words: "Language",
    *,
    dry_run: bool,
) -> Iterator[str]:
    """Add rows to the files beside policies, all or none of them, and yield what was added; others stay."""
    from kommunepolitik.documents.files import IMPORTED_FILE
    from kommunepolitik.documents.locking import unchanged
    from kommunepolitik.documents.writing import write_files
    from kommunepolitik.figures.update import joined
    from kommunepolitik.observations import read_observations
    from kommunepolitik.observations.normalise import normalise
    from kommunepolitik.observations.write import csv_content

    _, files = words.gettext, []
    for document, rows in contents:
        file = document.path.with_name(IMPORTED_FILE)
        whole = joined(read_observations(file), rows) if is_there(file) else rows
        others = [each for each in document.observations if each.name != IMPORTED_FILE]
        normalise([*others, whole], document.policy)  # all rules apply to all files together
        files.append((file, whole, len(rows)))
    made = {file: csv_content(whole) for file, whole, _count in files}
    if made and not dry_run:
        with unchanged({file: known[file] for file in made}, [file.parent for file in made], made):
            write_files(made)
    for file, _whole, count in files:
        text = (
            words.ngettext("{file}: {count} figure would be added", "{file}: {count} figures would be added", count)
            if dry_run
            else words.ngettext("{file}: {count} figure added", "{file}: {count} figures added", count)
        )
        yield text.format(file=file, count=count)
    if not contents:
        yield _("Nothing is added.")
    elif not dry_run:
        yield _("Next: kommunepolitik check {path}").format(path=contents[0][0].path.parent)
