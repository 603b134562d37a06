"""The command that writes data for others: `export`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kommunepolitik.cli import options

if TYPE_CHECKING:
    from kommunepolitik.documents import Document
    from kommunepolitik.evaluation import Record
    from kommunepolitik.i18n import Language
    from kommunepolitik.model import Period


@options.command(
    options.paths_argument,
    click.option("--output", "-o", required=True, metavar="DIR", type=options.PATH, help="Folder for the files."),
    options.choice_option("--format", "form", of=("datapackage",), help="What is written."),
    click.option(
        "--record",
        metavar="PATH",
        type=options.PATH,
        help="The saved record of a report, or the folder that it is in: what is written is then what was reported.",
    ),
    options.observations_option,
    options.at_option,
    options.known_option,
    click.option("--licence", metavar="LICENCE", default="", help="CC-BY-4.0, CC0-1.0, or the address of a licence."),
    click.option("--contact", metavar="CONTACT", default="", help="An e-mail address or page for questions."),
    click.option("--publisher", metavar="NAME", default="", help="Who publishes; the municipality, if not given."),
)
def export(
    paths: tuple[Path, ...],
    output: Path,
    form: str,  # noqa: ARG001 - there is one, and the command says so
    record: Path | None,
    observations: tuple[Path, ...],
    at: "Period | None",
    known: "Period | None",
    words: "Language",
    **given: str,
) -> None:
    """Write figures, results, indicators and targets as open data: CSV with datapackage.json and dcat.jsonld.

    Always for the public: figures on few people are withheld, and the record of an internal report is refused. Licence
    and contact are needed; kommunepolitik.toml beside the policies may name them once and for all:

    \b
      [open_data]
      licence = "CC-BY-4.0"
      contact = "data@kommune.dk"

    \b
    Examples:
      kommunepolitik export policies/unge --record policies/unge/opfoelgning/2026 -o aabne-data/unge
      kommunepolitik export examples/slagelse_2013 -o build/data --licence CC-BY-4.0 --contact data@kommune.dk
    """
    from kommunepolitik.documents import read_all
    from kommunepolitik.site import Settings, open_data, open_data_terms

    if record is not None and (at is not None or known is not None or observations):
        raise click.UsageError("--record has its own date and figures; leave out --at, --known and --observations")
    documents = read_all(paths)
    settings = Settings.find(paths).open_data
    agreed = {key: text or settings.get(key, "") for key, text in given.items()}
    terms = open_data_terms(policies=[document.policy for document in documents], **agreed)
    records = None if record is None else _records(documents, record)
    made = open_data(documents, terms, observations, at=at, known=known, records=records, words=words)
    options.report_notices(made.notices)
    made.write(output)
    for name in made.files:
        click.echo(output / name)
    next_step = words.gettext("Publish the whole folder; datapackage.json and dcat.jsonld describe the tables in it.")
    click.echo(next_step, err=True)


def _records(documents: "Sequence[Document]", path: Path) -> "Mapping[str, Record]":
    from kommunepolitik.evaluation import find_records

    found = find_records(path, [document.policy.id for document in documents])
    return {record.policy.id: record for record in found.values()}
