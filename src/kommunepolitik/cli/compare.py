"""The command that compares two policies."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kommunepolitik.cli.app import _language, _tells_problems, app, notify
from kommunepolitik.cli.options import observations_option

if TYPE_CHECKING:
    from kommunepolitik.documents import Document
    from kommunepolitik.errors import Problem


@app.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "md", "html"], case_sensitive=False),
    help="How it is shown; by default as the output's name ends, else text.",
)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    help="File or folder to write to; a name that ends with a slash is a folder, made if need be.",
)
@observations_option
@_language
@_tells_problems
def compare(
    old: Path, new: Path, form: str | None, output: str | None, observations: tuple[Path, ...], language: str
) -> None:
    """Tell what became of each part of one policy in another, and how the two differ.

    \b
    Examples:
      kommunepolitik compare examples/slagelse_2013 examples/slagelse_2023
      kommunepolitik compare examples/slagelse_2013 examples/slagelse_2023 --format html --output comparison.html
      kommunepolitik compare examples/furesoe_2018 examples/slagelse_2023 --format json
    """
    from kommunepolitik.comparison import as_data
    from kommunepolitik.comparison import compare as comparison_of
    from kommunepolitik.documents import write_text
    from kommunepolitik.errors import FileError, Problem
    from kommunepolitik.rendering import comparison_page, gather, render_comparison

    form = form or _form(output or "")
    documents = _read_both(old, new)
    # Together, so that what the one withholds is withheld in the other; two versions of one edition have the same id.
    same = documents[0].policy.id == documents[1].policy.id
    measured = [document for document in documents if document.observations is not None]
    chosen = (measured[-1:] or documents[1:]) if same else documents
    figures = gather(chosen, observations).observations if measured or observations else None
    notify(() if figures is None else figures.notices, language)
    older, newer = (document.policy for document in documents)
    comparison = comparison_of(older, newer, figures)
    if form == "json":
        text = json.dumps(as_data(comparison), ensure_ascii=False, indent=2) + "\n"
    else:
        text = render_comparison(comparison, form, language)
    if output is None:
        click.echo(text, nl=False)
        return
    file = Path(output) / comparison_page(older, newer, form) if _is_folder(output) else Path(output)
    if any(file.resolve() == document.path.resolve() for document in documents):
        raise FileError(Problem(code="is_input", file=str(file)))
    if _is_folder(output):
        _make(file.parent)
    write_text(file, text, overwrite=True)
    click.echo(file)


def _is_folder(output: str) -> bool:
    return output.endswith(("/", os.sep)) or Path(output).is_dir()


def _make(folder: Path) -> None:
    """Make a folder that is not there."""
    from kommunepolitik.errors import FileError, Problem

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        data = {"detail": error.strerror or str(error)}
        raise FileError(Problem(code="cannot_write", data=data, file=str(folder))) from error


def _form(output: str) -> str:
    """Return the format that a file's name asks for."""
    suffix = Path(output).suffix.lower().removeprefix(".")
    return suffix if suffix in ("json", "md", "html") else "text"


def _read_both(old: Path, new: Path) -> "list[Document]":
    """Read both policies; what is wrong with either is told together."""
    from kommunepolitik.documents import read
    from kommunepolitik.errors import FileError, InvalidDocument

    documents: list[Document] = []
    problems: list[Problem] = []
    for path in (old, new):
        try:
            documents.append(read(path))
        except (FileError, InvalidDocument) as error:
            problems += error.problems
    if problems:
        raise InvalidDocument(*problems)
    return documents
