"""The command that shows one policy: `show`."""

from pathlib import Path
from typing import TYPE_CHECKING

from kommunepolitik.cli import options
from kommunepolitik.cli.output import write_block, write_data

if TYPE_CHECKING:
    from kommunepolitik.i18n import Language


@options.command(
    options.path_argument,
    options.choice_option("--format", "form", of=("text", "json"), help="Outline, or the whole policy."),
)
def show(path: Path, form: str, words: "Language") -> None:
    """Show an outline of one policy, or the policy itself as JSON.

    \b
    Examples:
      kommunepolitik show examples/furesoe_2018
      kommunepolitik show examples/slagelse_2013 --format json > policy.json
    """
    from kommunepolitik.documents import load, to_json

    policy = load(path)
    if form == "json":
        write_data(to_json(policy))
        return
    from kommunepolitik.rendering import render

    write_block(render(policy, "text", purpose="outline", language=words.code))
