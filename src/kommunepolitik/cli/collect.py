"""The commands of the yearly collection: `collect template` and `collect read`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kommunepolitik.cli import options
from kommunepolitik.cli.collect_listing import Listing
from kommunepolitik.cli.output import aligned, write_lines
from kommunepolitik.cli.shown_help import Group
from kommunepolitik.errors.marks import N_

if TYPE_CHECKING:
    from kommunepolitik.collect import WrittenForm
    from kommunepolitik.i18n import Language
    from kommunepolitik.model import Period

_OUTCOMES = {"written": N_("written"), "unchanged": N_("unchanged"), "left": N_("left as it is")}


@click.group(name="collect", cls=Group)
def collect() -> None:
    """Collect figures and accounts from the units: write fill-in workbooks, and read returned ones."""


@options.command(
    options.paths_argument,
    options.period_option("--period", "PERIOD", "The year of the forms, such as 2026, or a part of one."),
    click.option("--output", "-o", required=True, metavar="DIR", type=options.PATH, help="Folder for the workbooks."),
    options.observations_option,
    options.known_option,
)
def template(
    paths: tuple[Path, ...],
    period: "Period | None",
    output: Path,
    observations: tuple[Path, ...],
    known: "Period | None",
    words: "Language",
) -> None:
    """Write a fill-in workbook for each unit, across all policies, and one for what nobody is responsible for.

    A unit is a department of organisation.yaml, or what a policy writes under `responsible`. Existing files are left
    unchanged.

    \b
    Examples:
      kommunepolitik collect template docs/tutorial/nybro --period 2026 -o build/skemaer
      kommunepolitik collect template docs/tutorial/nybro --period 2026 --known 2026-12-31 -o build/skemaer
    """
    from kommunepolitik.collect import templates

    if period is None:
        raise click.UsageError("--period is missing, such as --period 2026")
    made = templates(paths, period, output, observations=observations, known=known, language=words.code)
    options.report_notices(made.notices)
    if not made.forms:
        write_lines(
            [words.gettext("There is nothing to collect for {period}.").format(period=words.period(made.period))]
        )
        return
    write_lines(aligned([_form_row(each, words) for each in made.forms]))


def _form_row(form: "WrittenForm", words: "Language") -> Sequence[str]:
    from kommunepolitik.collect.words import unit_title

    figures = words.ngettext("%(num)s figure", "%(num)s figures", form.figures) % {"num": form.figures}
    accounts = words.ngettext("%(num)s account", "%(num)s accounts", form.accounts) % {"num": form.accounts}
    return (unit_title(form.unit, words), figures, accounts, str(form.path), words.gettext(_OUTCOMES[form.outcome]))


@options.command(
    click.argument("files", nargs=-1, required=True, metavar="FILE...", type=options.PATH),
    click.option(
        "--policy",
        "policies",
        multiple=True,
        required=True,
        metavar="PATH",
        type=options.PATH,
        help="The policies of the forms, or a folder of them; may be given more than once.",
    ),
    options.period_option("--period", "PERIOD", "The year that forms are collected for; the newest, if not given."),
    click.option("--dry-run", is_flag=True, help="Report what would be done, and write nothing."),
    click.option("--accept-revisions", is_flag=True, help="Add figures that differ from known ones, with --published."),
    options.period_option("--published", "DATE", "The day on which the revised figures were published."),
)
def read(
    files: tuple[Path, ...],
    policies: tuple[Path, ...],
    period: "Period | None",
    dry_run: bool,
    accept_revisions: bool,
    published: "Period | None",
    words: "Language",
) -> None:
    """Read returned workbooks, or folders of them, into the folders of their policies.

    Figures are written to observations-collected.csv, accounts and reasons for missing figures to
    opfoelgning/PERIOD/accounts.yaml, the workbooks to opfoelgning/PERIOD/returns. If anything is wrong with any form,
    nothing is written. A form not marked as finished is a draft: its figures are provisional, and its accounts are not
    written yet.

    \b
    Examples:
      kommunepolitik collect read svar --policy docs/tutorial/nybro --dry-run
      kommunepolitik collect read svar --policy docs/tutorial/nybro --accept-revisions --published 2027-02-16

    Exit codes: 0 success; 1 problems, and nothing is written; 2 wrong usage.
    """
    from kommunepolitik.collect import read_returns
    from kommunepolitik.documents import load_portfolio

    given = {"period": period, "dry_run": dry_run, "accept_revisions": accept_revisions, "published": published}
    found = read_returns(files, policies, **given)  # type: ignore[arg-type]
    options.report_notices(found.notices)
    listing = Listing(
        found=found, policies={each.id: each for each in load_portfolio(policies)}, words=words, is_dry=dry_run
    )
    write_lines(listing.lines())


collect.add_command(template)
collect.add_command(read)
