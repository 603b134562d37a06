"""The commands of the linter: `check` and `rules`."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kommunepolitik.cli.app import _language, _paths, _tells_problems, app, notify
from kommunepolitik.cli.options import at_option, observations_option, read_codes

if TYPE_CHECKING:
    from kommunepolitik.checks import Finding, Rule
    from kommunepolitik.documents import Document
    from kommunepolitik.errors import Problem
    from kommunepolitik.model import Period
    from kommunepolitik.rendering import Language, Site

_FORMATS = ("text", "json", "github")


@app.command()
@_paths
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True, help="How to tell findings."
)
@click.option(
    "--select", metavar="CODES", callback=read_codes, help="Only these rules: KP102,KP103, or KP1 for all KP1xx."
)
@click.option("--ignore", metavar="CODES", callback=read_codes, help="All rules but these.")
@observations_option
@at_option
@click.option("--strict", is_flag=True, help="Exit 1 on warnings too.")
@_language
@_tells_problems
def check(
    paths: tuple[Path, ...],
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    observations: tuple[Path, ...],
    at: "Period | None",
    strict: bool,
    language: str,
) -> None:
    """Load policies and their figures, and tell how measurable they are.

    A file that cannot be read as a policy is told with every problem. Otherwise a line says what each policy holds, and
    the rules' findings follow. Where the edition before is among the policies, what is carried on from it is checked
    too. What is overdue or old is told with --at.

    \b
    Examples:
      kommunepolitik check policy.yaml
      kommunepolitik check examples/slagelse_2013 examples/slagelse_2023 --at 2024-Q2
      kommunepolitik check examples --select KP102,KP103
      kommunepolitik check policies --format github --strict

    Exit codes: 0 no errors; 1 problems in the input, or findings of severity error (with --strict: warning too); 2
    wrong usage.
    """
    from kommunepolitik.documents import read_all
    from kommunepolitik.errors import KommunepolitikError
    from kommunepolitik.rendering import gather, language_of

    words = language_of(language)
    try:
        documents = read_all(paths)
        site = gather(documents, observations, at)
        notify(site.observations.notices, words.code)
    except KommunepolitikError as error:
        if form == "github":
            for problem in error.problems:
                click.echo(_workflow_command("error", problem, problem.code, problem.message(words.gettext)))
        raise
    findings = [_findings(document, site, select, ignore) for document in documents]
    if form == "json":
        rows = [_as_json(finding, words) for found in findings for finding in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif form == "github":
        for finding in (finding for found in findings for finding in found):
            kind = "notice" if finding.severity == "info" else finding.severity
            click.echo(_workflow_command(kind, finding, finding.code, _message(finding, words)))
    else:
        _tell(documents, findings, site, words)
    grave = {"error", "warning"} if strict else {"error"}
    if any(finding.severity in grave for found in findings for finding in found):
        sys.exit(1)


def _findings(document: "Document", site: "Site", select: Sequence[str], ignore: Sequence[str]) -> "list[Finding]":
    """Check one policy, and find the places in its file."""
    from kommunepolitik.checks import locate

    findings = site.findings(document.policy, select, ignore)
    return sorted(locate(findings, document), key=lambda finding: (finding.code, finding.line or 0))


def _tell(
    documents: "Sequence[Document]", findings: "Sequence[Sequence[Finding]]", site: "Site", words: "Language"
) -> None:
    """Tell findings to a person: under a line for each policy and rule, one line for each finding."""
    from kommunepolitik.checks import WORDING, rule_of
    from kommunepolitik.rendering import summary

    for document, found in zip(documents, findings, strict=True):
        policy = document.policy
        click.echo(f"✓ {document.path}: {policy.id}: {summary(policy, words.code, site.figures(policy))}")
        for code, group in groupby(found, key=lambda finding: finding.code):
            alike = list(group)
            click.echo(f"\n{code} {words.gettext(rule_of(code).title)} ({len(alike)})")
            for finding in alike:
                severity = words.gettext(WORDING[finding.severity])
                click.echo(f"{finding.place}: {finding.code} {severity}: {_message(finding, words)}")
        if found:
            click.echo()
    total = Counter(finding.severity for found in findings for finding in found)
    if total:
        parts = [
            words.ngettext("%(num)s error", "%(num)s errors", total["error"]) % {"num": total["error"]},
            words.ngettext("%(num)s warning", "%(num)s warnings", total["warning"]) % {"num": total["warning"]},
            words.gettext("%(num)s for information") % {"num": total["info"]},
        ]
        hint = words.gettext("A rule is explained by: kommunepolitik rules CODE")
        click.echo(f"{', '.join(parts)}. {hint}")


def _message(finding: "Finding", words: "Language") -> str:
    return finding.message(words.gettext, number=words.number, period=words.period)


def _as_json(finding: "Finding", words: "Language") -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "address": finding.address,
        "message": _message(finding, words),
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
    }


def _workflow_command(kind: str, place: "Finding | Problem", title: str, message: str) -> str:
    """Write a workflow command, by which GitHub shows a message at its line."""
    properties = {"file": place.file, "line": place.line, "col": place.column, "title": title}
    written = [f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items() if value is not None]
    return f"::{kind} {','.join(written)}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    """Escape what would end a line or a property of a workflow command; the percent sign first."""
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


@app.command()
@click.argument("code", required=False)
@_language
def rules(code: str | None, language: str) -> None:
    """List the rules, or show the docs page of one.

    \b
    Examples:
      kommunepolitik rules
      kommunepolitik rules KP1
      kommunepolitik rules KP103
    """
    from kommunepolitik import checks
    from kommunepolitik.checks.docs import page
    from kommunepolitik.errors import UnknownElement

    try:
        listed = checks.rules() if code is None else checks.chosen([code])
    except UnknownElement as error:
        raise click.UsageError(str(error)) from None
    if code is not None and [rule.code for rule in listed] == [code.upper()]:
        click.echo(page(listed[0]), nl=False)
    else:
        _list(listed, language)


def _list(listed: "Sequence[Rule]", language: str) -> None:
    from kommunepolitik.checks import WORDING
    from kommunepolitik.rendering import language_of

    words = language_of(language)
    severities = [words.gettext(WORDING[rule.severity]) for rule in listed]
    width = max(map(len, severities))
    for rule, severity in zip(listed, severities, strict=True):
        click.echo(f"{rule.code}  {severity:{width}}  {words.gettext(rule.title)}")
