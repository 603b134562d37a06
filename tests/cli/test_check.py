"""The linter on the command line: findings in three formats, exit codes, and the rules."""

import json
from pathlib import Path

import pytest

from kommunepolitik.checks import rules
from kommunepolitik.documents import read_all
from kommunepolitik.i18n import language
from kommunepolitik.site import gather
from tests.cli.command import run

EARLIER = """\
kommunepolitik: 1
id: foer
title: Før
municipality: Slagelse
goals:
  - {id: maal-1, statement: Flere i job}
"""
POLICY = """\
kommunepolitik: 1
id: nu
title: Nu
municipality: Slagelse
supersedes: foer
goals:
  - id: g
    statement: Flere i job, flere med
    measured_by: [i]
    continues:
      - {address: foer#maal-2, basis: source}
indicators:
  - id: i
    title: Ledige, 18-24
    unit: antal
    direction: decrease
    data_source: {keeper: Jobindsats}
    responsible: Jobcentret
    baseline: {period: 2022, value: 300}
decisions:
  - id: byraadet
    body: Byrådet
    remarks:
      - {id: tydeligere, statement: Målene gøres 100 % tydelige, expected: 2024-Q1}
"""


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """A folder with two editions."""
    for name, text in (("foer", EARLIER), ("nu", POLICY)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "policy.yaml").write_text(text, "utf-8")
    return tmp_path


def test_findings_are_reported_by_rule_with_their_lines(policies: Path) -> None:
    """A line for the policy, a heading for each rule, a line for each finding, and how many there are."""
    done = run("check", policies / "nu", "--language", "en")
    file = policies / "nu" / "policy.yaml"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:] == [
        "",
        "KP102 Indicator without target (1)",
        f"{file}:13: KP102 warning: the indicator 'Ledige, 18-24' has no target; write how far and by when under targets, "
        "or ask who decides it",
        "",
        "KP114 Remark of a decision that is not answered (1)",
        f"{file}:24: KP114 information: what Byrådet asked for is not answered yet: 'Målene gøres 100 % tydelige', expected "
        "Q1 2024; write an account of the element tydeligere",
        "",
        "0 errors, 1 warning, 1 for information. To explain a rule: kommunepolitik rules CODE",
    ]


def test_findings_are_reported_in_danish_by_default(policies: Path) -> None:
    """Words, periods and numbers."""
    done = run("check", policies / "nu", "--at", "2024-Q2", "--select", "KP102,KP114")
    assert "KP102 advarsel: indikatoren »Ledige, 18-24« har intet måltal; skriv hvor langt" in done.stdout
    assert "ventet 1. kvartal 2024, og pr. 2. kvartal 2024 er fristen overskredet" in done.stdout
    assert "0 fejl, 2 advarsler, 0 til oplysning. En regel forklares af: kommunepolitik rules KODE" in done.stdout


def test_nothing_found_is_one_line_for_the_policy(policies: Path) -> None:
    """And no count of nothing."""
    assert len(run("check", policies / "foer", "--ignore", "KP101").stdout.splitlines()) == 1


def test_an_error_gives_exit_1_and_a_warning_only_with_strict(policies: Path) -> None:
    """The earlier edition among the policies shows that maal-2 is not there: an error."""
    assert run("check", policies / "nu").returncode == 0
    assert run("check", policies / "nu", "--strict").returncode == 1
    assert run("check", policies / "nu", "--strict", "--ignore", "KP102").returncode == 0
    both = run("check", policies, "--language", "en")
    assert both.returncode == 1
    assert ":11: KP301 error: 'Flere i job, flere med' carries on foer#maal-2" in both.stdout
    assert "did you mean 'foer#maal-1'?" in both.stdout


def test_what_is_overdue_is_reported_with_a_date(policies: Path) -> None:
    """A remark answered in accounts.yaml is not found any more."""
    select = ("--select", "KP114", "--format", "json")
    (remark,) = json.loads(run("check", policies / "nu", "--at", "2024-Q2", *select).stdout)
    assert (remark["severity"], remark["address"]) == ("warning", "nu#tydeligere")
    account = "kommunepolitik: 1\naccounts:\n  - {element: tydeligere, period: 2024, text: Det er de.}\n"
    (policies / "nu" / "accounts.yaml").write_text(account, "utf-8")
    assert json.loads(run("check", policies / "nu", "--at", "2024-Q2", *select).stdout) == []


def test_json_is_a_list_of_findings(policies: Path) -> None:
    """With everything another program needs, and nothing else on standard output."""
    done = run("check", policies, "--format", "json", "--select", "KP102", "--language", "en")
    assert json.loads(done.stdout) == [
        {
            "code": "KP102",
            "severity": "warning",
            "address": "nu#i",
            "wording": "no_target",
            "title": "Indicator without target",
            "data": {"title": "Ledige, 18-24", "why": None},
            "path": ["indicators", 0],
            "message": "the indicator 'Ledige, 18-24' has no target; write how far and by when under targets, or ask who "
            "decides it",
            "file": str(policies / "nu" / "policy.yaml"),
            "line": 13,
            "column": 5,
        }
    ]


def test_github_shows_findings_at_their_lines(policies: Path) -> None:
    """Workflow commands, escaped as GitHub wants it; information is a notice."""
    folder = policies / "a,b"
    (policies / "nu").rename(folder)
    done = run("check", folder, "--format", "github", "--select", "KP102,KP114", "--language", "en")
    file = str(folder / "policy.yaml").replace(",", "%2C")
    one, other = done.stdout.splitlines()
    assert one.startswith(
        f"::warning file={file},line=13,col=5,title=KP102::the indicator 'Ledige, 18-24' has no target;"
    )
    assert other.startswith(
        f"::notice file={file},line=24,col=9,title=KP114::what Byrådet asked for is not answered yet"
    )
    assert "'Målene gøres 100 %25 tydelige'" in other


def test_github_shows_what_cannot_be_read_too(policies: Path) -> None:
    """An error at its line, and exit 1."""
    (policies / "nu" / "policy.yaml").write_text(POLICY.replace("title: Nu", "titel: Nu"), "utf-8")
    done = run("check", policies / "nu", "--format", "github", "--language", "en")
    assert done.returncode == 1
    assert done.stdout.splitlines()[0].startswith(f"::error file={policies / 'nu' / 'policy.yaml'},line=3,col=1,title=")
    assert "titel" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--select", "KP3O1"), "der er ingen regel »KP3O1«; mente du »KP301«?"),
        (("--ignore", "KP102,XX"), "der er ingen regel »XX«; kendte: KP101,"),
        (("--at", "2024.."), "»2024..« har ingen slutning"),
        (("--at", "i går"), "er ikke en periode"),
        (
            ("--at", "15-02-2027"),
            "Forkert værdi for '--at': datoen »15-02-2027« skrives her på en anden måde; skriv 2027-02-15",
        ),
        (
            ("--at", "31.12.2026", "--language", "en"),
            "'31.12.2026' is not how a date is written here; write 2026-12-31",
        ),
        (("--at", "31.02.2026"), "»31.02.2026« er ikke en periode"),
        (("--format", "xml"), "xml"),
    ],
)
def test_wrong_codes_and_dates_are_wrong_usage(policies: Path, arguments: tuple[str, ...], words: str) -> None:
    """Exit 2, with the nearest, in the language of the command."""
    done = run("check", policies, *arguments)
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())


def test_the_rules_are_listed(policies: Path) -> None:
    """A line each: code, severity, title; the beginning of a code lists a group."""
    lines = run("rules", "--language", "en").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in rules()]
    assert lines[1].split(maxsplit=2)[1:] == ["warning", "Indicator without target"]
    figures = [rule for rule in rules() if rule.group == "figures"]
    assert len(run("rules", "KP4").stdout.splitlines()) == len(figures) > 1
    assert "KP102  advarsel   Indikator uden måltal" in run("rules").stdout


def test_a_rule_shows_its_docs_page() -> None:
    """What, why, how to fix it, an example, how to ignore it."""
    done = run("rules", "kp103")
    assert done.returncode == 0
    assert done.stdout.startswith("# KP103: Indicator without baseline\n")
    for part in ("**Why.**", "**Fix.**", "**Example.**", "**Ignore.**"):
        assert part in done.stdout


def test_an_unknown_rule_is_wrong_usage() -> None:
    """With the nearest."""
    done = run("rules", "KP3O1")
    assert done.returncode == 2
    assert "did you mean 'KP301'?" in done.stderr


@pytest.mark.parametrize("command", ["check", "rules"])
def test_help_has_examples(command: str) -> None:
    """As of every command."""
    done = run(command, "--help")
    assert done.returncode == 0
    assert "Examples:" in done.stdout


def test_who_is_responsible_is_looked_up_in_organisation_yaml(policies: Path) -> None:
    """In the folder above the policies; the pages of the policies are checked with the same departments."""
    text = "kommunepolitik: 1\ndepartments:\n  - {id: job, title: Jobcenteret}\n"
    (policies / "organisation.yaml").write_text(text, "utf-8")
    answer = run("check", policies, "--select", "KP204", "--language", "en")
    assert (
        f"{policies / 'nu' / 'policy.yaml'}:18: KP204 warning: 'Jobcentret', who is responsible for 'Ledige, 18-24', is "
        "not a department of organisation.yaml; did you mean 'Jobcenteret'?"
    ) in answer.stdout.splitlines()
    site = gather(read_all([policies]), internal=True)
    assert "KP204" in {finding.code for finding in site.context(site.portfolio["nu"], language()).findings}
