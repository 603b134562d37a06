"""Options that several commands share, and how their values are read; a wrong value is wrong usage."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kommunepolitik.model import Period


def read_at(_context: click.Context, _parameter: click.Parameter, value: str | None) -> "Period | None":
    """Read a date to look from: a period that has an end."""
    if value is None:
        return None
    from kommunepolitik.errors import InvalidModel
    from kommunepolitik.model import Period

    try:
        period = Period(value)
    except InvalidModel as error:
        raise click.BadParameter(str(error)) from None
    if period.end is None:
        raise click.BadParameter(f"{value!r} has no end")
    return period


def read_codes(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Read codes of rules, or beginnings of codes, between commas."""
    codes = tuple(part.strip() for part in (value or "").split(",") if part.strip())
    if codes:
        from kommunepolitik.checks import chosen
        from kommunepolitik.errors import UnknownElement

        try:
            chosen(codes)
        except UnknownElement as error:
            raise click.BadParameter(str(error).replace("\n", "; ")) from None
    return codes


at_option = click.option(
    "--at", metavar="PERIOD", callback=read_at, help="The date to look from, such as 2024-Q2; its end counts."
)
since_option = click.option(
    "--since",
    metavar="PERIOD",
    callback=read_at,
    help="When the report before this one was made: what changed since is told, revised figures apart from new ones.",
)
observations_option = click.option(
    "--observations",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Figures besides those in the policy's folder; may be given more than once.",
)
table_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="How it is shown.",
)
