"""The command that converts a policy from one format to another: `convert`."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kommunepolitik.cli import options
from kommunepolitik.cli.output import write_lines
from kommunepolitik.documents.paths import is_same
from kommunepolitik.errors import FileError, Problem, problem_lines

if TYPE_CHECKING:
    from kommunepolitik.i18n import Language


@options.command(
    click.argument("source", metavar="IN", type=options.PATH),
    click.argument("target", metavar="OUT", type=options.PATH),
    click.option("--strict", is_flag=True, help="Write nothing where anything of the policy would be lost."),
    click.option("--overwrite", is_flag=True, help="Replace OUT, and the figures beside it, if they exist."),
    click.option("--municipality", metavar="NAME", help="The municipality of a StratML document, if it names none."),
    click.option(
        "--fictitious",
        is_flag=True,
        help="The municipality is made up: NAME, or the one that the document names.",
    ),
    click.option("--personal", is_flag=True, help="Keep names of persons and who submitted a StratML document."),
    options.observations_option,
)
def convert(
    source: Path,
    target: Path,
    strict: bool,
    overwrite: bool,
    municipality: str | None,
    fictitious: bool,
    personal: bool,
    observations: tuple[Path, ...],
    words: "Language",
) -> None:
    """Convert IN to OUT; both formats follow from the suffixes.

    \b
      .yaml, .yml, .json   a policy file; IN may be the folder that contains policy.yaml
      .xml, .stratml       StratML (ISO 17469): Part 1 and 2 in, Part 2 out, as the public may see it
      .xlsx                IN: the tables of policies, as export writes them; or a folder of CSV or Parquet files
      no suffix            OUT: a folder, in which each policy gets a folder with its policy.yaml

    What has no place in OUT, and doubtful parts of IN, are listed on standard error. Figures of a StratML document are
    written to observations-stratml.csv beside OUT; if OUT is plan.yaml, to observations-stratml-plan.csv.

    \b
    Examples:
      kommunepolitik convert examples/slagelse_2013 build/integration.xml
      kommunepolitik convert plan.xml policies/plan/policy.yaml
      kommunepolitik convert plan.xml build/plan/policy.yaml --municipality Nybro --fictitious
      kommunepolitik convert policy.yaml policy.json --strict
      kommunepolitik convert politikker.xlsx policies

    Exit codes: 0 success; 1 problems in the input, or with --strict a loss; 2 wrong usage.
    """
    from kommunepolitik.cli import conversions
    from kommunepolitik.documents.writing import write_files

    if source.suffix.lower() not in conversions.STRATML and (municipality or fictitious or personal):
        raise click.UsageError("--municipality, --fictitious and --personal are for reading StratML")
    if observations and target.suffix.lower() not in conversions.STRATML:
        raise click.UsageError("--observations is for writing StratML; other files contain no figures")
    reader, writer = conversions.chosen(conversions.READERS, source), conversions.chosen(conversions.WRITERS, target)
    request = conversions.Request(
        municipality=municipality, fictitious=fictitious, personal=personal, observations=observations, words=words
    )
    content = reader(source, request)
    written = writer(content, target, request)
    for problems in (content.warnings, written.losses):
        write_lines(problem_lines(problems, words.gettext), err=True)
    if strict and (lost := [*content.left_out, *written.losses]):
        raise FileError(Problem(code="loss_refused", data={"count": len(lost)}, file=str(target)))
    _check_free(written.files, source, overwrite=overwrite)
    write_files(written.files)
    write_lines(written.files)
    warned, lost_fields = len(content.warnings), len(written.losses)
    text = words.gettext("Warnings: {warnings}; fields without a place: {losses}.")
    write_lines([text.format(warnings=warned, losses=lost_fields)], err=True)


def _check_free(files: Mapping[Path, bytes], source: Path, *, overwrite: bool) -> None:
    """Raise `FileError` for each file that is also read, or exists and must not be replaced."""
    from kommunepolitik.documents.writing import in_the_way

    problems, there = [], () if overwrite else in_the_way(files)
    for file in files:
        if is_same(file, source):
            problems.append(Problem(code="is_input", file=str(file)))
        elif file in there:
            problems.append(Problem(code="exists_use_overwrite", file=str(file)))
    if problems:
        raise FileError(*problems)
