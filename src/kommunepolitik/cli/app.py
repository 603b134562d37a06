"""The commands. Heavy rooms are imported by the command that needs them, so that `--help` answers at once.

Exit codes: 0 all is well, 1 problems in the input, 2 wrong usage. Problems go to standard error.
"""

import io
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kommunepolitik.cli.options import at_option, observations_option, since_option
from kommunepolitik.errors import KommunepolitikError

if TYPE_CHECKING:
    from kommunepolitik.errors import Problem
    from kommunepolitik.model import Period
    from kommunepolitik.rendering import Build

_LANGUAGES = ("da", "en")
_FORMATS = ("html", "md", "pdf", "docx")
_LISTED = 10
"""More pages of a format than this are not listed, but counted."""

_language = click.option(
    "--language",
    type=click.Choice(_LANGUAGES),
    default="da",
    show_default=True,
    help="Language of all words around the policy.",
)
_paths = click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show æ still gets an answer
    app(prog_name="kommunepolitik")


def _tells_problems(command: Callable[..., None]) -> Callable[..., None]:
    """Turn the library's errors into lines on standard error and exit code 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except KommunepolitikError as error:
            from kommunepolitik.rendering import language_of

            for line in error.lines(language_of(kwargs["language"] or "da").gettext):
                click.echo(line, err=True)
            sys.exit(1)

    return run


def notify(notices: "Iterable[Problem]", language: str | None) -> None:
    """Write what was not read to standard error, a line each."""
    from kommunepolitik.rendering import language_of

    for notice in notices:
        click.echo(notice.show(language_of(language or "da").gettext), err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="kommunepolitik", message="%(prog)s %(version)s")
def app() -> None:
    """Model, follow up and compare Danish municipal policies.

    \b
    Examples:
      kommunepolitik check examples/slagelse_2023
      kommunepolitik rules
      kommunepolitik show examples/slagelse_2023
      kommunepolitik portfolio examples
      kommunepolitik report examples --output build
      kommunepolitik report examples --output build --format html,md --language en

    PATH may be a policy file (.yaml, .json), a folder that holds policy.yaml, or a folder of such folders.

    Exit codes: 0 all is well; 1 problems in the input; 2 wrong usage.
    """


def _read_formats(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[str, ...]:
    formats = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",")))
    for name in formats:
        if name not in _FORMATS:
            raise click.BadParameter(f"{name!r} is not one of {', '.join(_FORMATS)}")
    return formats


@app.command()
@_paths
@click.option(
    "--output", "-o", required=True, metavar="DIR", type=click.Path(path_type=Path), help="Folder for the pages."
)
@click.option(
    "--format",
    "formats",
    default="html",
    show_default=True,
    callback=_read_formats,
    metavar=",".join(_FORMATS),
    help="One or more formats; pdf is made of reports and comparisons, docx of reports.",
)
@click.option(
    "--template",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A Word document of your own that reports in docx are put into.",
)
@click.option(
    "--theme",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder with templates, stylesheet, logo and words of your own (docs/themes.md).",
)
@click.option(
    "--internal",
    is_flag=True,
    help="Keep and mark the figures that disclosure control withholds; such pages must not be published.",
)
@observations_option
@at_option
@since_option
@click.option(
    "--language", type=click.Choice(_LANGUAGES), help="Language of all words around the policy.  [default: da]"
)
@_tells_problems
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
    from kommunepolitik.rendering import (
        Build,
        Settings,
        Theme,
        charts_available,
        gather,
        language_of,
    )

    if at is not None and since is not None and (since.end or at.end) >= (at.end or since.end):  # type: ignore[operator]
        raise click.UsageError(f"--since {since} does not lie before --at {at}")
    settings = Settings.find(paths)
    language, theme = language or settings.language or "da", theme or settings.theme
    gettext = language_of(language).gettext
    look = None if theme is None else Theme.read(theme)
    site = gather(read_all(paths), observations, at, since, internal=internal)
    notify(site.observations.notices, language)
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
    """Make pages, with a bar where somebody waits for them, and say what became of them, whatever happens."""
    try:
        with closing(build.run()) as pages:
            if bar:
                label = gettext("Making pages")
                with click.progressbar(pages, len(build), label, show_pos=True, file=sys.stderr) as progress:
                    _exhaust(progress)
            else:
                _exhaust(pages)
    finally:
        if build.written or build.unchanged:
            told = gettext("Pages written: {written}; unchanged: {unchanged}.")
            click.echo(told.format(written=len(build.written), unchanged=len(build.unchanged)), err=True)
            _tell_gone(build, gettext)


def _exhaust(pages: Iterable[Path]) -> None:
    for _ in pages:
        pass


def _tell_gone(build: "Build", gettext: Callable[[str], str]) -> None:
    gone = build.no_longer
    if not gone:
        return
    names = ", ".join(path.name for path in gone[:_LISTED])
    if len(gone) > _LISTED:
        names = gettext("{names} and {count} more").format(names=names, count=len(gone) - _LISTED)
    click.echo(gettext("No longer made, and left as they are: {names}").format(names=names), err=True)


@app.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Outline, or the whole policy.",
)
@_language
@_tells_problems
def show(path: Path, form: str, language: str) -> None:
    """Show an outline of one policy, or the policy itself as JSON.

    \b
    Examples:
      kommunepolitik show examples/furesoe_2018
      kommunepolitik show examples/slagelse_2013 --format json > policy.json
    """
    from kommunepolitik.documents import load, to_json

    policy = load(path)
    if form == "json":
        click.echo(to_json(policy), nl=False)
        return
    from kommunepolitik.rendering import render_outline

    click.echo(render_outline(policy, language))
