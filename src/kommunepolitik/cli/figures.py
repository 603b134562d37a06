"""The group of commands that get figures in: `figures`."""

import click

from kommunepolitik.cli.figures_refresh import refresh


@click.group()
def figures() -> None:
    """Get figures for policies: from files that people send, and from Statistikbanken."""


for command in (refresh,):
    figures.add_command(command)
