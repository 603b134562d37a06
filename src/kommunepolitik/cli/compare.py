"""The command that compares two policies."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kommunepolitik.cli import options
from kommunepolitik.cli.output import json_text, write_block, write_data, write_lines
from kommunepolitik.documents.paths import is_folder, is_same
from kommunepolitik.errors import FileError, InvalidDocument, Problem

if TYPE_CHECKING:
    from kommunepolitik.documents import Document
    from kommunepolitik.i18n import Language
    from kommunepolitik.observations import Observations


@options.command(
    click.argument("old", type=options.PATH),
    click.argument("new", type=options.PATH),
    click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "md", "html"], case_sensitive=False),
        help="The output format; by default from the suffix of the output, else text.",
    ),
    click.option(
        "--output",
        "-o",
        metavar="FILE",
        help="File or folder to write to; a name that ends with a slash is a folder, created if necessary.",
    ),
    click.option(
        "--internal",
        is_flag=True,
        help="Show the reason for each line of descent, addresses without a target, and withheld figures.",
    ),
    options.observations_option,
)
def compare(
    old: Path,
    new: Path,
    form: str | None,
    output: str | None,
    internal: bool,
    observations: tuple[Path, ...],
    words: "Language",
) -> None:
    """Show what became of each part of one policy in another, and how the two differ.

    \b
    Examples:
      kommunepolitik compare examples/slagelse_2013 examples/slagelse_2023
      kommunepolitik compare examples/slagelse_2013 examples/slagelse_2023 --format html --output comparison.html
      kommunepolitik compare examples/furesoe_2018 examples/slagelse_2023 --format json
    """
    from kommunepolitik.comparison import compare as comparison_of
    from kommunepolitik.documents import to_data
    from kommunepolitik.documents.writing import write_text
    from kommunepolitik.rendering import render
    from kommunepolitik.site.pages import file_name

    ending = Path(output or "").suffix.lower().removeprefix(".")
    form = form or (ending if ending in ("json", "md", "html") else "text")
    documents = _read_both(old, new)
    older, newer = (document.policy for document in documents)
    comparison = comparison_of(older, newer, _figures(documents, observations))
    if form == "json":
        text = json_text(to_data(comparison)) + "\n"
    else:
        text = str(render(comparison, form, language=words.code, internal=internal))
    if output is None:
        (write_block if form == "text" else write_data)(text)
        return
    into_folder = output.endswith(("/", os.sep)) or is_folder(output)
    file = Path(output) / file_name("comparison", (older.id, newer.id), form) if into_folder else Path(output)
    if any(is_same(file, document.path) for document in documents):
        raise FileError(Problem(code="is_input", file=str(file)))
    write_text(file, text, overwrite=True)
    write_lines([file])


def _figures(documents: "list[Document]", shared: tuple[Path, ...]) -> "Observations | None":
    """Return the figures of both policies, read together: what is withheld for one is withheld for the other.

    For two versions of one edition, which have the same id, those of the later one with any.
    """
    old, new = documents
    if old.policy.id == new.policy.id:
        documents = [old if old.observations and not new.observations else new]
    return options.read_figures(documents, shared)


def _read_both(old: Path, new: Path) -> "list[Document]":
    """Read both policies; the problems of both are raised together."""
    from kommunepolitik.documents import read

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
