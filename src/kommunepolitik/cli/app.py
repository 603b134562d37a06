"""The group of all commands; each is imported when it runs, with what it needs."""

import atexit
import gc
import io
import os
import re
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Final

import click

from kommunepolitik.cli.output import LostOutput, report_interruption
from kommunepolitik.cli.shown_help import Group, report_loss
from kommunepolitik.errors.interruption import raise_terminated

_COMMANDS: Final = (
    *("calendar", "check", "collect", "compare", "convert", "evaluate", "explain", "export", "figures", "new"),
    *("portfolio", "preview", "report", "rules", "schema", "show", "verify"),
)
_OTHER_MODULE: Final[Mapping[str, str]] = {"rules": "check", "explain": "evaluate"}
"""The modules of commands that do not have the command's name."""


class Commands(Mapping[str, click.Command]):
    """The commands by name; a module is imported when one of its commands is asked for."""

    def __getitem__(self, name: str) -> click.Command:
        if name not in _COMMANDS:
            raise KeyError(name)
        module = import_module(f"kommunepolitik.cli.{_OTHER_MODULE.get(name, name)}")
        command: click.Command = getattr(module, name)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(_COMMANDS)

    def __len__(self) -> int:
        return len(_COMMANDS)


def main() -> None:
    """Run the command line."""
    # A command is short: looking for garbage often, and at the end in all that it made, takes a quarter of its time.
    gc.set_threshold(100_000)
    atexit.register(gc.freeze)
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show æ still gets output
    raise_terminated()
    try:
        sys.exit(_run())
    except LostOutput as lost:  # of `--help` or the report of a problem; that of commands is in their language
        sys.exit(lost.report())


def _run() -> int:
    """Run a command, and return its exit code; raises `LostOutput` where what is wrong cannot be reported."""
    try:
        return app.main(prog_name="kommunepolitik", standalone_mode=False) or 0
    except click.ClickException as error:
        try:
            error.show()
        except OSError as lost:
            raise LostOutput(lost, err=True) from lost
        return error.exit_code
    except (KeyboardInterrupt, click.Abort) as end:  # while the command was imported
        from kommunepolitik.i18n import language

        words = language("en" if re.search(r"--language[ =]en\b", " ".join(sys.argv)) else "da")
        return report_interruption(end, words.gettext)


def _open_closed_streams() -> None:
    """Let a stream that was closed before the program began, as with `>&-`, be one that cannot be written.

    Otherwise the next file to be opened would get its number. What is reported is not missed.
    """
    for name, mode in (("stdin", os.O_RDONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, mode)
            setattr(sys, name, os.fdopen(handle, "r" if name == "stdin" else "w", encoding="utf-8"))


@click.group(
    cls=Group,
    commands=Commands(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="kommunepolitik", message="%(prog)s %(version)s")
def app() -> None:
    """Model, follow up and compare Danish municipal policies.

    \b
    Examples:
      kommunepolitik new policies/unge --municipality Slagelse
      kommunepolitik check examples/slagelse_2023
      kommunepolitik preview policies/unge
      kommunepolitik rules
      kommunepolitik schema -o policy.schema.json
      kommunepolitik show examples/slagelse_2023
      kommunepolitik portfolio examples
      kommunepolitik report examples --output build
      kommunepolitik report examples --output build --format html,md --language en
      kommunepolitik convert examples/slagelse_2013 build/integration.xml
      kommunepolitik calendar policies --at 2027-01-04
      kommunepolitik new policies/unge_2028 --from policies/unge_2024 --period 2028..2031
      kommunepolitik export policies/unge --record policies/unge/opfoelgning/2026 -o aabne-data
      kommunepolitik verify policies/unge/opfoelgning/2026/record.json

    PATH may be a policy file (.yaml, .json), a folder that contains policy.yaml, or a folder of such folders.

    Exit codes: 0 success; 1 problems in the input, or with files; 2 wrong usage; 130 interrupted by Ctrl-C; 141 what
    reads standard output has ended, as `head` does.
    """


for option in app.params:
    report_loss(option)  # `--version`
