"""Every command with a call in which all its paths are given, for tests of what all commands have in common."""

import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import click
import docx

from kommunepolitik.cli.app import app
from tests.cli.command import run
from tests.collect.made import fill, forms, municipality

CALLS: Final[Mapping[str, str]] = {
    "calendar": "{policy} --at 2026-12-31 --observations {shared.csv}",
    "check": "{policy} --observations {shared.csv}",
    "collect read": "{form.xlsx} --policy {policy}",
    "collect template": "{policy} --period 2026 --output {+forms} --observations {shared.csv}",
    "compare": "{policy} {old/policy.yaml} --output {+comparison.html} --observations {shared.csv}",
    "convert": "{policy} {+policy.xml} --observations {shared.csv}",
    "evaluate": "{policy} --observations {shared.csv}",
    "explain": "{policy} trivsel --observations {shared.csv}",
    "export": "{policy} --output {+data} --observations {shared.csv} --licence CC-BY-4.0 --contact a@nybro.example",
    "figures read": "{new.csv} --policy {policy}",
    "figures refresh": "{policy} --offline",
    "figures suggest": "{sheet.csv} --policy {policy}",
    "new": "{+begun} --from {policy} --period 2028..2031 --id unge-2028 --observations {shared.csv}",
    "portfolio": "{policy}",
    "preview": "{policy} --observations {shared.csv} --no-browser",
    "report": "{policy} --output {+pages} --format docx --template {template.docx} --theme {theme} "
    "--observations {shared.csv} --since {record.json}",
    "rules": "--policy {policy}",
    "schema": "--output {+policy.schema.json}",
    "show": "{policy}",
    "verify": "{record.json} --policy {policy} --observations {shared.csv}",
}
"""The arguments of each command; in braces is a path in the folder of `made`, with a plus sign one that is written."""
MORE: Final[Mapping[str, str]] = {
    "export of tables": "{policy} --output {+tables} --format csv --observations {shared.csv}",
    "export of a workbook": "{policy} --output {+written.xlsx} --format xlsx --observations {shared.csv}",
    "export of a record": "{policy} --output {+recorded} --record {record.json} --licence CC-BY-4.0 "
    "--contact a@nybro.example",
    "convert from tables": "{tables.xlsx} {+read/unge/policy.yaml}",
    "convert from StratML": "{plan.xml} {+plan.json} --municipality Nybro --fictitious",
    "new of a beginner": "{+beginner} --municipality Slagelse",
    "figures suggest to a file": "{sheet.csv} --policy {policy} --append",
}
"""Other calls with other paths; what follows the command is after `of`, `from` or `to`."""


def commands(group: click.Group = app, *names: str) -> Iterator[tuple[str, click.Command]]:
    """Yield every command that does something itself, by its whole name."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *names, name)
        else:
            yield " ".join((*names, name)), command


def call(name: str, folder: Path, **replaced: object) -> list[str]:
    """Return the arguments of a call in a folder; `replaced` are other values for its paths, by the text in braces."""
    command = re.split(" (?:of|from|to) ", name, maxsplit=1)[0]
    words = []
    for word in shlex.split({**CALLS, **MORE}[name]):
        path = word[1:-1] if word.startswith("{") else None
        words.append(word if path is None else str(replaced.get(path, folder / path.removeprefix("+"))))
    return [*command.split(), *words]


def paths(name: str) -> list[str]:
    """Return the paths of a call, as they are in braces."""
    return [word[1:-1] for word in shlex.split({**CALLS, **MORE}[name]) if word.startswith("{")]


def made(folder: Path) -> Path:
    """Make every file that the calls read, and return the folder."""
    home = municipality(folder / "made")
    home.rename(folder / "policy")
    old = municipality(folder / "earlier", id="unge-2020", period="2020..2023")
    old.rename(folder / "old")
    (folder / "shared.csv").write_text("indikator;område;periode;værdi\ntrivsel;000;2025;76\n", "utf-8")
    (folder / "new.csv").write_text("indikator;periode;værdi\ntrivsel;2026;75,5\n", "utf-8")
    (folder / "newer.csv").write_text("indikator;periode;værdi\ntrivsel;2027;77\n", "utf-8")
    (folder / "sheet.csv").write_text("Unge, der trives;Antal\n2024;72,5\n2025;74\n", "utf-8")
    (folder / "theme").mkdir()
    document = docx.Document()
    document.add_paragraph("{{p body }}")
    document.save(str(folder / "template.docx"))
    by_unit, of_school = forms(folder / "policy"), {"unge#trivsel||2026": {"value": 75.5}}
    fill(by_unit["Center for Skole"], of_school).rename(folder / "form.xlsx")
    fill(by_unit[""], {"unge#frivillige||2026": {"value": 40}}).rename(folder / "other.xlsx")
    for words in (
        ("report", folder / "policy", "--output", folder / "first", "--format", "md"),
        ("export", folder / "policy", "--output", folder / "tables.xlsx", "--format", "xlsx"),
        ("convert", folder / "policy", folder / "plan.xml"),
    ):
        answer = run(*words)
        assert answer.returncode == 0, answer.stderr
    (folder / "first" / "unge--record.json").rename(folder / "record.json")
    return folder
