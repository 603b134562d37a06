"""The command that writes pages: `report`."""

import sys
from collections import deque
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kommunepolitik.cli import options

if TYPE_CHECKING:
    from kommunepolitik.model import Period
    from kommunepolitik.rendering import Build

FORMATS = ("html", "md", "pdf", "docx")
_LISTED = 10
"""More pages of a format than this are not listed, but counted."""


def _read_formats(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[str, ...]:
    formats = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",")))
    for name in formats:
        if name not in FORMATS:
            raise click.BadParameter(f"{name!r} is not one of {', '.join(FORMATS)}")
    return formats


@click.command()
@options.paths_argument
@click.option("--output", "-o", required=True, metavar="DIR", type=options.PATH, help="Folder for the pages.")
@click.option(
    "--format",
    "formats",
    default="html",
    show_default=True,
    callback=_read_formats,
    metavar=",".join(FORMATS),
    help="One or more formats; pdf is made of reports and comparisons, docx of reports.",
)
@click.option(
    "--template",
    metavar="FILE",
    type=options.PATH,
    help="A Word document of your own that reports in docx are put into.",
)
@click.option(
    "--theme",
    metavar="DIR",
    type=options.PATH,
    help="A folder with templates, stylesheet, logo and words of your own (docs/themes.md).",
)
@click.option(
    "--internal",
    is_flag=True,
    help="Keep and mark the figures that disclosure control withholds; such pages must not be published.",
)
@options.observations_option
@options.at_option
@options.since_option
@click.option(
    "--language", type=click.Choice(options.LANGUAGES), help="Language of all words around the policy.  [default: da]"
)
@options.reports_problems
def report(
    paths: tuple[Path, ...],
    output: Path,
    formats: tuple[str, ...],
    template: Path | None,
    theme: Path | None,
    internal: bool,
    observations: tuple[Path, ...],
    at: "Period | None",
    since: "Period | None",
    language: str | None,
) -> None:
    """Write a page and a follow-up report for each policy, and an index page where there are several.

    Pages that are there already, made from the same, are left alone. None is ever removed. A file kommunepolitik.toml
    beside the policies may name theme, template and language once and for all.

    \b
    Examples:
      kommunepolitik report examples --output build
      kommunepolitik report examples/slagelse_2023 --output build --format md --language en
      kommunepolitik report examples/slagelse_2023 --output build --format pdf,docx --template skabelon.docx
      kommunepolitik report policies --output build --at 2026 --since 2025 --theme vores-tema
    """
    from kommunepolitik.documents import read_all
    from kommunepolitik.i18n import language as language_of
    from kommunepolitik.rendering import Build, Settings, Theme, charts_available, gather

    if at and since and at.end and since.end and since.end >= at.end:
        raise click.UsageError(f"--since {since} does not lie before --at {at}")
    settings = Settings.find(paths)
    language, theme = language or settings.language or "da", theme or settings.theme
    gettext = language_of(language).gettext
    look = None if theme is None else Theme.read(theme)
    site = gather(read_all(paths), observations, at, since, internal=internal)
    options.report_notices(site.observations.notices)
    build = Build(site, output, formats, language, theme=look, template=template or settings.template, workers=None)
    many = len(build) > _LISTED * len(formats)
    if internal:
        click.echo(gettext("Internal pages: they hold figures on few people and must not be published."), err=True)
    _make(build, gettext, bar=many or sys.stderr.isatty())
    if not charts_available():
        click.echo(gettext("without charts: pip install 'kommunepolitik[charts]' draws them"), err=True)
    for path in build.paths[-1:] if many else build.paths:
        click.echo(path)


def _make(build: "Build", gettext: Callable[[str], str], *, bar: bool) -> None:
    """Make the pages, with a progress bar or not, and report what became of them, even if the run is interrupted."""
    try:
        with closing(build.run()) as pages:
            if bar:
                label = gettext("Making pages")
                with click.progressbar(pages, len(build), label, show_pos=True, file=sys.stderr) as progress:
                    deque(progress, maxlen=0)
            else:
                deque(pages, maxlen=0)
    finally:
        if build.written or build.unchanged:
            words = gettext("Pages written: {written}; unchanged: {unchanged}.")
            click.echo(words.format(written=len(build.written), unchanged=len(build.unchanged)), err=True)
            if gone := build.no_longer:
                names = ", ".join(path.name for path in gone[:_LISTED])
                if (more := len(gone) - _LISTED) > 0:
                    names = gettext("{names} and {count} more").format(names=names, count=more)
                click.echo(gettext("No longer made, and left as they are: {names}").format(names=names), err=True)
