"""The group of commands that get figures in: `figures`."""

import click

from kommunepolitik.cli.figures_read import read
from kommunepolitik.cli.figures_refresh import refresh
from kommunepolitik.cli.figures_suggest import suggest


@click.group()
def figures() -> None:
    """Get figures for policies: from files that people send, and from Statistikbanken."""


for command in (suggest, read, refresh):
    figures.add_command(command)
