"""The command that prints the schema of a kind of file: `schema`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kommunepolitik.cli import options
from kommunepolitik.cli.output import write_data, write_lines

if TYPE_CHECKING:
    from kommunepolitik.i18n import Language


@options.command(
    click.argument(
        "name", default="policy", type=click.Choice(["policy", "accounts", "case", "organisation", "imports"])
    ),
    click.option(
        "--output", "-o", metavar="FILE", type=options.PATH, help="File to write to; an existing one is overwritten."
    ),
)
def schema(name: str, output: Path | None, words: "Language") -> None:  # noqa: ARG001 - errors are in the language
    """Print the JSON Schema of a kind of file, with which an editor completes keys and marks mistakes.

    In VS Code, install the extension YAML (redhat.vscode-yaml), and let the first line of a file name the schema:

    \b
      # yaml-language-server: $schema=policy.schema.json

    \b
    Examples:
      kommunepolitik schema -o policies/unge/policy.schema.json
      kommunepolitik schema accounts -o policies/unge/accounts.schema.json
    """
    from kommunepolitik.documents.schema import schema_text
    from kommunepolitik.documents.writing import write_text

    text = schema_text(name)
    if output is None:
        write_data(text)
        return
    write_text(output, text, overwrite=True)
    write_lines([output])
