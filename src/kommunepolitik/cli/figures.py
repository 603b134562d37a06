"""The group `figures`: figures that others send, and mappings of their sheets."""

import click


@click.group()
def figures() -> None:
    """Take in figures that others send, from workbooks and CSV files of any layout."""
