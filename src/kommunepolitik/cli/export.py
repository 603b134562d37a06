"""The command that writes data for others: `export`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kommunepolitik.cli import options
from kommunepolitik.cli.output import write_lines

if TYPE_CHECKING:
    from kommunepolitik.documents import Document
    from kommunepolitik.evaluation import Record
    from kommunepolitik.i18n import Language
    from kommunepolitik.model import Period

DATAPACKAGE: Final = "datapackage"
FORMATS: Final = (DATAPACKAGE, "xlsx", "csv", "parquet")


@options.command(
    options.paths_argument,
    click.option(
        "--output", "-o", required=True, metavar="OUT", type=options.PATH, help="Folder for the files, or the workbook."
    ),
    options.choice_option("--format", "form", of=FORMATS, help="The output format."),
    click.option(
        "--record",
        metavar="PATH",
        type=options.PATH,
        help="The saved record of a report, or the folder that it is in: then the reported figures and results are "
        "written.",
    ),
    options.observations_option,
    options.at_option,
    options.known_option,
    click.option("--licence", metavar="LICENCE", default="", help="CC-BY-4.0, CC0-1.0, or the address of a licence."),
    click.option("--contact", metavar="CONTACT", default="", help="An e-mail address or page for questions."),
    click.option("--publisher", metavar="NAME", default="", help="The publisher; the municipality, if not given."),
    click.option("--overwrite", is_flag=True, help="Replace an existing workbook or existing files of tables."),
)
def export(
    paths: tuple[Path, ...],
    output: Path,
    form: str,
    record: Path | None,
    observations: tuple[Path, ...],
    at: "Period | None",
    known: "Period | None",
    words: "Language",
    overwrite: bool,
    **given: str,
) -> None:
    """Write policies and their figures as data for others: open data, or a table for each kind of element.

    A datapackage is figures, results, indicators and targets as CSV with datapackage.json and dcat.jsonld. It needs a
    licence and a contact; kommunepolitik.toml beside the policies may set them permanently:

    \b
      [open_data]
      licence = "CC-BY-4.0"
      contact = "data@kommune.dk"

    The other formats contain all of the policy files, notes too: a workbook with a sheet for each table (xlsx), or a
    folder with a file for each (csv, parquet). Figures and results are always for the public: figures on few people are
    withheld, and the record of an internal report is refused.

    \b
    Examples:
      kommunepolitik export policies/unge --record policies/unge/opfoelgning/2026 -o aabne-data/unge
      kommunepolitik export examples/slagelse_2013 -o build/data --licence CC-BY-4.0 --contact data@kommune.dk
      kommunepolitik export examples --format xlsx -o build/politikker.xlsx
    """
    from kommunepolitik.documents import read_all
    from kommunepolitik.site import Settings, open_data, open_data_terms

    if record is not None and (at is not None or known is not None or observations):
        raise click.UsageError("--record has its own date and figures; leave out --at, --known and --observations")
    documents = read_all(paths)
    if form != DATAPACKAGE:
        if any(given.values()):
            raise click.UsageError("--licence, --contact and --publisher are for --format datapackage")
        of_records = None if record is None else _records(documents, record)
        _write_tables(
            documents, output, form, overwrite, observations=observations, at=at, known=known, records=of_records
        )
        return
    if overwrite:
        raise click.UsageError("--overwrite is for tables; open data always replaces its own files")
    settings = Settings.find(paths).open_data
    agreed = {key: text or settings.get(key, "") for key, text in given.items()}
    terms = open_data_terms(policies=[document.policy for document in documents], **agreed)
    records = None if record is None else _records(documents, record)
    made = open_data(documents, terms, observations, at=at, known=known, records=records, words=words)
    options.report_notices(made.notices)
    made.write(output)
    write_lines(output / name for name in made.files)
    next_step = words.gettext("Publish the whole folder; datapackage.json and dcat.jsonld describe the tables in it.")
    write_lines([next_step], err=True)


def _write_tables(
    documents: "Sequence[Document]",
    output: Path,
    form: str,
    overwrite: bool,
    *,
    observations: "Sequence[Path]",
    **judged: Any,
) -> None:
    """Write all tables of policies, including their figures and results."""
    import attrs

    from kommunepolitik.documents import to_frames, write_tables
    from kommunepolitik.errors import FileError
    from kommunepolitik.site import public_figures

    figures, notices = public_figures(documents, observations, **judged)
    frames = {**to_frames(document.policy for document in documents), **figures}
    options.report_notices(notices)
    try:
        write_tables(frames, output, form, overwrite=overwrite)  # type: ignore[arg-type]
    except FileError as error:
        codes = {"exists": "exists_use_overwrite", "several_exist": "several_exist_use_overwrite"}
        found = (attrs.evolve(each, code=codes.get(each.code, each.code)) for each in error.problems)
        raise FileError(*found) from None
    write_lines([output])


def _records(documents: "Sequence[Document]", path: Path) -> "Mapping[str, Record]":
    from kommunepolitik.evaluation.record import find_records

    found = find_records(path, [document.policy.id for document in documents])
    return {record.policy.id: record for record in found.values()}
