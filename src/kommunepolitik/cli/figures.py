"""The group of commands that import figures: `figures`."""

import click

from kommunepolitik.cli.figures_read import read
from kommunepolitik.cli.figures_refresh import refresh
from kommunepolitik.cli.figures_suggest import suggest
from kommunepolitik.cli.shown_help import Group


@click.group(cls=Group)
def figures() -> None:
    """Import figures for policies: from files that people send, and from Statistikbanken."""


for command in (suggest, read, refresh):
    figures.add_command(command)
