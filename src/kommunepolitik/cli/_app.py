"""The commands. Heavy rooms are imported by the command that needs them, so that `--help` answers at once.

Exit codes: 0 all is well, 1 problems in the input, 2 wrong usage. Problems go to standard error.
"""

import io
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kommunepolitik.cli._options import at_option, observations_option, since_option
from kommunepolitik.errors import KommunepolitikError

if TYPE_CHECKING:
    from kommunepolitik.model import Period

_LANGUAGES = ("da", "en")
_FORMATS = ("html", "md")

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
            from kommunepolitik.rendering import language_of  # noqa: PLC0415

            for line in error.lines(language_of(kwargs["language"]).gettext):
                click.echo(line, err=True)
            sys.exit(1)

    return run


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
    metavar="html,md",
    help="One or more formats.",
)
@observations_option
@at_option
@since_option
@_language
@_tells_problems
def report(
    paths: tuple[Path, ...],
    output: Path,
    formats: tuple[str, ...],
    observations: tuple[Path, ...],
    at: "Period | None",
    since: "Period | None",
    language: str,
) -> None:
    """Write a page and a follow-up report for each policy, and an index page where there are several.

    \b
    Examples:
      kommunepolitik report examples --output build
      kommunepolitik report examples/slagelse_2023 --output build --format md --language en
    """
    from kommunepolitik.documents import read_all  # noqa: PLC0415
    from kommunepolitik.rendering import charts_available, gather, language_of  # noqa: PLC0415

    site = gather(read_all(paths), observations, at, since)
    pages = site.write(output, formats, language)
    if len(site) > 10:
        with click.progressbar(pages, length=len(site) * len(formats), file=sys.stderr) as progress:
            written = list(progress)
    else:
        written = list(pages)  # all are written, whatever becomes of the terminal
    if not charts_available():
        gettext = language_of(language).gettext
        click.echo(gettext("without charts: pip install 'kommunepolitik[charts]' draws them"), err=True)
    for page in written[-1:] if len(site) > 10 else written:
        click.echo(page)


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
    from kommunepolitik.documents import load, to_json  # noqa: PLC0415

    policy = load(path)
    if form == "json":
        click.echo(to_json(policy), nl=False)
        return
    from kommunepolitik.rendering import render_outline  # noqa: PLC0415

    click.echo(render_outline(policy, language))
