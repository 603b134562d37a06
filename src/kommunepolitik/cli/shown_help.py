"""Commands whose `--help` reports when it cannot be written; that of all else is in the language of the command."""

from typing import Any

import click

from kommunepolitik.cli.output import LostOutput


def report_loss(option: click.Parameter) -> None:
    """Let an option that writes something, and ends the program then, raise `LostOutput` where it cannot."""
    write = option.callback

    def show(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
        try:
            return None if write is None else write(context, parameter, value)
        except OSError as error:
            raise LostOutput(error) from error

    option.callback = show


class _Helping(click.Command):
    _shown: click.Option | None = None

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option `--help`, always the same one."""
        option = super().get_help_option(ctx)
        if self._shown is None and option is not None:
            report_loss(option)
            self._shown = option
        return option


class Command(_Helping):
    """A command."""


class Group(_Helping, click.Group):
    """A group of commands."""
