"""The command that begins a policy: `new`."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kommunepolitik.cli import options
from kommunepolitik.errors import FileError, Problem

if TYPE_CHECKING:
    from kommunepolitik.collect import NextEdition
    from kommunepolitik.i18n import Language
    from kommunepolitik.model import Period


@options.command(
    click.argument("folder", type=options.PATH, metavar="DIR"),
    click.option("--from", "earlier", required=True, metavar="PATH", type=options.PATH, help="The edition before."),
    click.option(
        "--period",
        required=True,
        metavar="PERIOD",
        type=options.read_period,
        help="The period of the new edition, such as 2028..2031.",
    ),
    click.option("--id", metavar="ID", help="Its id; that of the edition before with the new year, if not given."),
    click.option("--title", metavar="TITLE", help="Its title; that of the edition before with the new years."),
    options.observations_option,
)
def new(
    folder: Path,
    earlier: Path,
    period: "Period",
    id: str | None,
    title: str | None,
    observations: tuple[Path, ...],
    words: "Language",
) -> None:
    """Write DIR/policy.yaml: the next edition of a policy, as a proposal.

    Indicators keep their ids; a baseline is the newest figure, without a citation yet; targets are to be decided.
    Unanswered requests of bodies, and what is promised, are carried on; decisions, cases and consultations are not.
    Each element carries on the one that it comes from, by a proposal that a person confirms. No existing file is
    overwritten.

    \b
    Examples:
      kommunepolitik new policies/unge_2028 --from policies/unge_2024 --period 2028..2031
      kommunepolitik new ny --from examples/slagelse_2023 --period 2027..2030 --id slagelse-integration-2027
    """
    from kommunepolitik.collect import next_edition
    from kommunepolitik.documents import read
    from kommunepolitik.documents.files import write_text

    file = _free_file(folder)
    document = read(earlier)
    figures = options.read_figures([document], observations)
    edition = next_edition(
        document.policy, period, figures, accounts=document.accounts, id=id, title=title, words=words
    )
    with suppress(OSError):  # errors are reported when the file is written
        folder.mkdir(parents=True, exist_ok=True)
    write_text(file, edition.to_yaml(words), overwrite=False)
    click.echo(file)
    click.echo("\n".join(_lines(edition, words)))


def _free_file(folder: Path) -> Path:
    """Return the path for the policy of a folder; raises `FileError` where the folder has one."""
    from kommunepolitik.documents.files import POLICY_FILES

    for name in POLICY_FILES:
        if (folder / name).exists():
            raise FileError(Problem(code="exists_already", file=str(folder / name)))
    return folder / POLICY_FILES[0]


def _lines(edition: "NextEdition", words: "Language") -> Iterator[str]:
    """Yield what was written, what was left out, and what to do next."""
    from kommunepolitik.collect.edition import next_steps
    from kommunepolitik.i18n.summary import summary

    _ = words.gettext
    yield f"{edition.policy.id}: {summary(edition.policy, words)}"
    text = _("Carried on from {earlier}, as a proposal: {count} elements; {measured} baselines are newest figures.")
    counts = {"count": len(edition.carried), "measured": len(edition.measured)}
    yield text.format(earlier=edition.earlier.id, **counts)
    left_out = [f"{words.label('field', name)} ({count})" for name, count in edition.left_out.items()]
    if left_out:
        yield _("Left out: {names}.").format(names=", ".join(left_out))
    yield _("Next steps, also at the top of the file:")
    yield from (f"- {line}" for line in next_steps(edition, words))
