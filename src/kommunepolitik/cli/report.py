"""The command that writes pages: `report`."""

import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kommunepolitik.cli import options
from kommunepolitik.cli.output import write_lines
from kommunepolitik.documents.paths import is_folder, is_there, real_path
from kommunepolitik.errors import FileError, Problem

if TYPE_CHECKING:
    from kommunepolitik.documents import Document
    from kommunepolitik.evaluation import Record
    from kommunepolitik.i18n import Language
    from kommunepolitik.model import Period
    from kommunepolitik.site import Build, Site

FORMATS = ("html", "md", "json", "pdf", "docx")
_LISTED = 10
"""The most pages of a format that are listed; more are only counted."""


def _read_formats(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip().lower() for part in text.split(",")))


@options.command(
    options.paths_argument,
    click.option("--output", "-o", required=True, metavar="DIR", type=options.PATH, help="Folder for the pages."),
    click.option(
        "--format",
        "formats",
        default="html",
        show_default=True,
        type=_read_formats,
        metavar=",".join(FORMATS),
        help="One or more formats, also own ones; pdf and docx are made for follow-ups (with "
        "--paper: for papers) and comparisons.",
    ),
    click.option("--paper", is_flag=True, help="Make the short paper for a committee too: ID--sag."),
    click.option(
        "--template",
        metavar="FILE",
        type=options.PATH,
        help="Your own Word document, as the template of docx reports.",
    ),
    click.option(
        "--theme",
        metavar="DIR",
        type=options.PATH,
        help="A folder with your own words and appearance.",
    ),
    options.internal_option("such pages must not be published"),
    options.observations_option,
    options.at_option,
    options.known_option,
    options.since_option,
    options.since_known_option,
    language=options.settings_language_option,
)
def report(
    paths: tuple[Path, ...],
    output: Path,
    formats: tuple[str, ...],
    paper: bool,
    template: Path | None,
    theme: Path | None,
    at: "Period | None",
    internal: bool,
    words: "Language | None",
    **chosen: Any,
) -> None:
    """Write a page and a follow-up report for each policy, and an index page where there are several.

    The case and accounts of a year are read from POLICY/opfoelgning/PERIOD (PERIOD as in --at), else from beside the
    policy. What was reported is saved beside the pages as ID--record.json (record.json in that folder), for the next
    report to compare with. Unchanged pages are not written again. None is ever removed. A file kommunepolitik.toml
    beside the policies may set theme, template, language and extensions permanently.

    \b
    Examples:
      kommunepolitik report examples --output build
      kommunepolitik report examples/slagelse_2023 --output build --format md --language en
      kommunepolitik report policies/unge --output policies/unge/opfoelgning/2026 --paper --format html,pdf,docx
          --at 2026 --known 2027-02-26 --since policies/unge/opfoelgning/2025
      kommunepolitik report policies --output build --at 2026 --since 2025 --since-known 2026-02-28 --theme vores-tema
    """
    from kommunepolitik.documents import read_each
    from kommunepolitik.documents.extensions import load_beside
    from kommunepolitik.errors import InvalidDocument
    from kommunepolitik.i18n import language as language_of
    from kommunepolitik.rendering import Theme
    from kommunepolitik.site import Build, Settings
    from kommunepolitik.site.workers import processors

    _check_since(chosen["since"], chosen["since_known"], at)
    settings, chosen["extensions"] = Settings.find(paths), load_beside(paths)
    _check_formats(formats, chosen["extensions"])
    words = words or language_of(settings.language or "da")
    gettext, look = words.gettext, Theme.read(theme) if theme else settings.theme
    documents, unreadable = read_each(paths, "" if at is None else str(at))
    if not documents:
        raise InvalidDocument(*unreadable)
    if paper and at is not None:
        options.report_notices(list(_cases_of_other_years(documents, str(at))))
    site, records = _gathered(documents, at=at, internal=internal, **chosen)
    build = Build(site, output, formats, words.code, paper=paper, theme=look, workers=processors())
    build.template, build.year_of = template or settings.template, _year_of(documents, output)
    taken = {real_path(path) for path in build.record_paths}
    for file in records:
        if real_path(file) in taken:  # the record that is compared with would be overwritten
            raise FileError(Problem(code="is_input", file=str(file)))
    if internal:
        write_lines(
            [gettext("Internal pages: they contain figures on few people and must not be published.")], err=True
        )
    _write(build, gettext, many=len(build.paths) > _LISTED * len(formats))
    if unreadable:  # the pages of the other policies are made
        raise InvalidDocument(*unreadable)


def _gathered(
    documents: "Sequence[Document]", observations: Sequence[Path], since: "Path | Period | None", **looked: Any
) -> "tuple[Site, Mapping[Path, Record]]":
    """Return the site, and the records of the previous report; list what was not read and policies without a record."""
    from kommunepolitik.site import gather

    records = _records(documents, since, looked["at"])
    by_policy = {record.policy.id: record for record in records.values()}
    given = None if isinstance(since, Path) else since
    site = gather(documents, observations, since=given, records=by_policy, decimal=options.given_decimal(), **looked)
    lacking = [id for id in site.portfolio.ids if id not in by_policy] if isinstance(since, Path) else []
    without = [Problem(code="no_earlier_record", data={"value": id}, file=str(since)) for id in lacking]
    options.report_notices([*site.observations.notices, *without])
    return site, records


def _write(build: "Build", gettext: Callable[[str], str], *, many: bool) -> None:
    """Write the pages, and print their paths; of many, only the index page."""
    from kommunepolitik.formats import charts

    _make(build, gettext, bar=many or sys.stderr.isatty())
    saved = gettext("Saved for the next report, to be given with --since: {names}")
    write_lines([saved.format(names=_names(build.record_paths, gettext))], err=True)
    if not charts.available():
        write_lines([gettext("without charts: pip install 'kommunepolitik[charts]' draws them")], err=True)
    write_lines(build.paths[-1:] if many else build.paths)


def _check_formats(formats: Sequence[str], extensions: Sequence[str]) -> None:
    """Stop at formats that neither the library nor an extension has."""
    from kommunepolitik.errors import RenderingError
    from kommunepolitik.formats.writers import check_formats, own_writers

    try:
        check_formats(formats, [*FORMATS, *own_writers(extensions)])
    except RenderingError as error:
        raise click.BadParameter(str(error).replace("\n", "; "), param_hint="'--format'") from None


def _check_since(since: "Path | Period | None", since_known: "Period | None", at: "Period | None") -> None:
    """Stop at dates that are impossible for a report."""
    if since is None or isinstance(since, Path):
        if since_known is not None:
            raise click.UsageError("--since-known goes with --since PERIOD; a saved record contains its own")
    elif since_known is None:
        raise click.UsageError(
            f"--since {since} is a period: add --since-known DATE, the day of knowledge of that report, or give its "
            "saved record instead (ID--record.json)"
        )
    elif at is not None and at.end and since.end and since.end > at.end:
        raise click.UsageError(f"--since {since} is not before --at {at}")


def _records(
    documents: "Sequence[Document]", since: "Path | Period | None", at: "Period | None"
) -> "Mapping[Path, Record]":
    """Return the records of the previous report, each with its file."""
    if not isinstance(since, Path):
        return {}
    from kommunepolitik.evaluation.record import find_records

    records = find_records(since, [document.policy.id for document in documents])
    for place, record in records.items():
        if at is not None and at.end and record.at is not None and record.at.end and record.at.end > at.end:
            raise click.UsageError(f"{place}: that report is on {record.at}, and is not before --at {at}")
    return records


def _cases_of_other_years(documents: "Sequence[Document]", year: str) -> Iterator[Problem]:
    """Yield a notice for each policy that has a folder of the year without a case, but a case beside it."""
    from kommunepolitik.documents.files import CASE_FILE, YEARS_FOLDER

    for each in documents:
        file = each.path.parent / YEARS_FOLDER / year / CASE_FILE
        if each.case is not None and is_folder(file.parent) and not is_there(file):
            yield Problem(code="case_of_other_year", data={"title": each.case.title}, file=str(file))


def _year_of(documents: "Sequence[Document]", output: Path) -> str:
    """Return the policy whose folder of a year (POLICY/opfoelgning/PERIOD) pages are written to."""
    from kommunepolitik.documents.files import YEARS_FOLDER

    years = real_path(output).parent
    found = (each.policy.id for each in documents if years == real_path(each.path).parent / YEARS_FOLDER)
    return next(found, "")


def _make(build: "Build", gettext: Callable[[str], str], *, bar: bool) -> None:
    """Make the pages, with a progress bar or not, and report the results, even if the run is interrupted."""
    try:
        with closing(build.run()) as pages:
            if bar:
                label = gettext("Making pages")
                with click.progressbar(pages, len(build.paths), label, show_pos=True, file=sys.stderr) as progress:
                    deque(progress, maxlen=0)
            else:
                deque(pages, maxlen=0)
    finally:
        if build.written or build.unchanged:
            words = gettext("Pages written: {written}; unchanged: {unchanged}.")
            write_lines([words.format(written=len(build.written), unchanged=len(build.unchanged))], err=True)
            if gone := build.no_longer:
                words = gettext("No longer made, and left unchanged: {names}")
                write_lines([words.format(names=_names(gone, gettext))], err=True)


def _names(paths: "Sequence[Path]", gettext: Callable[[str], str]) -> str:
    """Return the names of files; of many, the first."""
    names = ", ".join(path.name for path in paths[:_LISTED])
    more = len(paths) - _LISTED
    return gettext("{names} and {count} more").format(names=names, count=more) if more > 0 else names
