"""Runs the command line within the tests' own process."""

import attrs
from click.testing import CliRunner

from kommunepolitik.cli.app import app


@attrs.frozen
class Answer:
    """What a command answered: its exit code and both streams."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: object, columns: int = 90) -> Answer:
    """Run a command; an exception that would be a traceback for the user is raised."""
    runner = CliRunner(env={"COLUMNS": str(columns)})
    result = runner.invoke(app, [*map(str, arguments)], prog_name="kommunepolitik", catch_exceptions=False)
    return Answer(result.exit_code, result.stdout, result.stderr)
