"""The commands of the linter: `check` and `rules`."""

import sys
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kommunepolitik.cli import options
from kommunepolitik.cli.output import aligned, write_block, write_data, write_json, write_lines
from kommunepolitik.documents.paths import check_there
from kommunepolitik.errors import KommunepolitikError, UnknownElement

if TYPE_CHECKING:
    from kommunepolitik.checks import Finding
    from kommunepolitik.documents import Document
    from kommunepolitik.errors import Problem
    from kommunepolitik.i18n import Language
    from kommunepolitik.model import Period, Policy
    from kommunepolitik.observations import Observations


@options.command(
    options.paths_argument,
    options.choice_option("--format", "form", of=("text", "json", "github"), help="The output format."),
    click.option(
        "--select",
        metavar="CODES",
        default="",
        type=options.read_names,
        help="Only these rules: KP102,KP103, or KP1 for all KP1xx.",
    ),
    click.option("--ignore", metavar="CODES", default="", type=options.read_names, help="All rules except these."),
    options.observations_option,
    options.at_option,
    click.option("--strict", is_flag=True, help="Exit 1 on warnings too."),
)
def check(
    paths: tuple[Path, ...],
    form: str,
    observations: tuple[Path, ...],
    at: "Period | None",
    strict: bool,
    words: "Language",
    **chosen: Any,
) -> None:
    """Load policies and their figures, and report how measurable they are.

    A file that cannot be read as a policy is reported with every problem. Otherwise each policy is summed up in a line,
    followed by the rules' findings. Where the edition before is among the policies, what is carried on from it is
    checked too. What is overdue or old is reported with --at. Rules of other packages run too, where
    kommunepolitik.toml beside the policies names them under extensions.

    \b
    Examples:
      kommunepolitik check policy.yaml
      kommunepolitik check examples/slagelse_2013 examples/slagelse_2023 --at 2024-Q2
      kommunepolitik check examples --select KP102,KP103
      kommunepolitik check policies --format github --strict

    Exit codes: 0 no errors; 1 problems in the input, or findings of severity error (with --strict: warning too); 2
    wrong usage.
    """
    from kommunepolitik import checks
    from kommunepolitik.documents import read_all, to_data
    from kommunepolitik.documents.extensions import load_beside
    from kommunepolitik.model import Portfolio

    failed: checks.RulesFailed | None = None
    try:
        extensions = load_beside(paths)
        options.check_codes(checks.rules(extensions), **chosen)
        documents = read_all(paths)
        figures = options.read_figures(documents, observations)
        portfolio = Portfolio(document.policy for document in documents)
        accounts = {document.policy.id: document.accounts for document in documents}
        departments = {document.policy.id: document.departments for document in documents}
        beside: dict[str, Any] = {"accounts": accounts, "departments": departments, "extensions": extensions}
        findings = checks.check(portfolio, figures, at, **beside, **chosen)
    except checks.RulesFailed as error:
        findings, failed = list(error.findings), error
    except KommunepolitikError as error:
        if form == "github":
            _report_problems(error, words)
        raise
    order = {document.policy.id: place for place, document in enumerate(documents)}
    findings = checks.locate(findings, *documents)
    findings.sort(key=lambda finding: (order[finding.policy], finding.code, finding.line or 0))
    if form == "json":
        write_json([{**to_data(finding), "message": _message(finding, words)} for finding in findings])
    elif form == "github":
        for finding in findings:
            kind = "notice" if finding.severity == "info" else finding.severity
            write_data(_workflow_command(kind, finding, finding.code, _message(finding, words)))
    else:
        _write_text(documents, findings, figures, words)
    if failed is not None:  # after the findings of the other rules
        if form == "github":
            _report_problems(failed, words)
        raise failed
    grave = {"error", "warning"} if strict else {"error"}
    if any(finding.severity in grave for finding in findings):
        sys.exit(1)


def _write_text(
    documents: "Sequence[Document]",
    findings: "Sequence[Finding]",
    figures: "Observations | None",
    words: "Language",
) -> None:
    """Write findings as text: under a line for each policy and rule, one line for each finding."""
    from kommunepolitik.checks.wording import RULE_WORDING
    from kommunepolitik.i18n.summary import summary

    for document in documents:
        policy = document.policy
        contents = summary(policy, words, _count(policy, figures))
        write_lines([f"✓ {document.path}: {policy.id}: {contents}"])
        own = [finding for finding in findings if finding.policy == policy.id]
        for code, group in groupby(own, key=lambda finding: finding.code):
            alike = list(group)
            write_lines(["", f"{code} {alike[0].name(words.gettext, words.code)} ({len(alike)})"])
            for finding in alike:
                severity = words.gettext(RULE_WORDING[finding.severity])
                write_lines([f"{finding.place}: {finding.code} {severity}: {_message(finding, words)}"])
        if own:
            write_lines([""])
    if findings:
        total = Counter(finding.severity for finding in findings)
        parts = [
            words.ngettext("%(num)s error", "%(num)s errors", total["error"]) % {"num": total["error"]},
            words.ngettext("%(num)s warning", "%(num)s warnings", total["warning"]) % {"num": total["warning"]},
            words.gettext("%(num)s for information") % {"num": total["info"]},
        ]
        hint = words.gettext("To explain a rule: kommunepolitik rules CODE")
        write_lines([f"{', '.join(parts)}. {hint}"])


def _count(policy: "Policy", figures: "Observations | None") -> int:
    """Return how many figures of a policy count."""
    if figures is None:
        return 0
    from kommunepolitik.figures import Figures

    return len(Figures.of(figures.of(policy.id), policy).of_policy(policy.id))


def _message(finding: "Finding", words: "Language") -> str:
    return finding.message(words.gettext, number=words.number, period=words.period, language=words.code)


def _report_problems(error: KommunepolitikError, words: "Language") -> None:
    for problem in error.problems:
        write_data(_workflow_command("error", problem, problem.code, problem.message(words.gettext)))


def _workflow_command(kind: str, place: "Finding | Problem", title: str, message: str) -> str:
    """Write a workflow command, with which GitHub shows a message at its line."""
    properties = {"file": place.file, "line": place.line, "col": place.column, "title": title}
    written = [f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items() if value is not None]
    return f"::{kind} {','.join(written)}::{_escaped(message)}\n"


def _escaped(text: str, more: str = "") -> str:
    """Escape what would end a line or a property of a workflow command; the percent sign first."""
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


@options.command(
    click.argument("code", required=False),
    click.option(
        "--policy",
        "path",
        default=".",
        metavar="PATH",
        type=options.PATH,
        help="The policy, or folder of policies, whose settings name the rules of other packages.  [default: here]",
    ),
)
def rules(code: str | None, path: Path, words: "Language") -> None:
    """List the rules, or show the docs page of one.

    \b
    Examples:
      kommunepolitik rules
      kommunepolitik rules KP1
      kommunepolitik rules KP103
      kommunepolitik rules NYB101 --policy policies
    """
    from kommunepolitik import checks
    from kommunepolitik.checks.docs import page
    from kommunepolitik.checks.wording import RULE_WORDING
    from kommunepolitik.documents.extensions import load_beside

    check_there(path)
    known = checks.rules(load_beside([path]))
    try:
        listed = tuple(known) if code is None else known.chosen(code)
    except UnknownElement as error:
        raise click.UsageError(str(error)) from None
    if code is not None and [rule.code for rule in listed] == [code.upper()]:
        write_block(page(listed[0], words.code))
        return
    _ = words.gettext
    rows = [(rule.code, _(RULE_WORDING[rule.severity]), rule.name(_, words.code)) for rule in listed]
    write_lines(aligned(rows))
