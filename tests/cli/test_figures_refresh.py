"""`figures refresh`: what was fetched, in words; what is wrong, and what to do next."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.statbank.made import SHARE, folder, indicator, number, table
from tests.statbank.server import StatbankServer, page, serving


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[StatbankServer]:
    """A server that has the made-up table."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving(table("2023", "2024")) as running:
        yield running


def test_what_is_new_and_revised_is_listed(tmp_path: Path, server: StatbankServer) -> None:
    """With counts, the newest figures first, the files, and what to do next."""
    place = folder(tmp_path)
    first = run("figures", "refresh", place, "--url", server.url, "--language", "en")
    assert (first.returncode, first.stderr) == (0, "")
    head, counted, newest, *_ = first.stdout.splitlines()
    assert head == f"✓ {place}/policy.yaml: integration"
    assert counted == "  job: NYB201, updated 10 August 2026: 6 new"
    assert newest.startswith("    new: Nybro, 2024: ")
    assert first.stdout.endswith(
        f"  written: {place}/statbank.csv\n  written: {place}/statbank.lock.json\n"
        "Review the changes, keep the files with the policy, and check it: kommunepolitik check PATH\n"
    )
    server.add(table("2024", cell=lambda codes: 200.0 if codes["SOCIO"] == "00" else 100.0))
    again = run("figures", "refresh", place, "--offline", "--language", "en")
    assert again.stdout.endswith("6 unchanged\nNothing has changed since the last refresh.\n")
    check = run("figures", "refresh", place, "--url", server.url, "--check", "--language", "en")
    assert check.returncode == 1
    assert "3 revised, 3 vanished\n" in check.stdout
    assert "    revised: Nybro, 2024: " in check.stdout
    assert " → 50\n" in check.stdout
    assert "    vanished from the table, kept here: Nybro, 2023: " in check.stdout
    assert check.stdout.endswith("Nothing is written. Run the command without --check to fetch the figures.\n")


def test_the_answer_is_in_danish_first(tmp_path: Path, server: StatbankServer) -> None:
    """For the analyst who runs it each year."""
    answer = run("figures", "refresh", folder(tmp_path), "--url", server.url)
    assert "  job: NYB201, opdateret 10. august 2026: 6 nye\n" in answer.stdout
    assert "    ny: Landet, 2024: " in answer.stdout


def test_a_problem_is_reported_at_its_line_and_the_other_policy_is_refreshed(
    tmp_path: Path, server: StatbankServer
) -> None:
    """The exit code is 1, and the broken policy is left as it was."""
    folder(tmp_path / "a", head="kommunepolitik: 1\nid: a\ntitle: A\nmunicipality: {name: Nybro, fictitious: true}\n")
    wrong = folder(tmp_path / "b", indicator(SHARE.replace("HERKOMST", "OPRINDELSE")))
    answer = run("figures", "refresh", tmp_path, "--url", server.url, "--language", "en")
    assert answer.returncode == 1
    assert f"✗ {wrong}/policy.yaml: integration: 1 problem; nothing is changed" in answer.stdout
    assert f"{wrong}/policy.yaml:19:23: indicators[0].data_source.statbank.sum.OPRINDELSE" in answer.stderr
    assert "check PATH" not in answer.stdout
    assert (tmp_path / "a" / "statbank.csv").is_file()
    assert not (wrong / "statbank.csv").exists()


def test_what_is_left_out_is_on_standard_error(tmp_path: Path, server: StatbankServer) -> None:
    """A notice is no problem."""
    server.add(table(cell=lambda codes: ".." if codes["Tid"] == "2024" else number(codes)))
    answer = run("figures", "refresh", folder(tmp_path), "--url", server.url, "--language", "en")
    assert answer.returncode == 0
    assert "figures withheld: 3, as cells are not available or confidential (..)" in answer.stderr
    assert "    new: Nybro, 2024: withheld\n" in answer.stdout


def test_a_page_of_a_proxy_is_reported_as_such(tmp_path: Path, server: StatbankServer) -> None:
    """Nothing is changed, and there is no traceback."""
    place = folder(tmp_path)
    server.faults = [page(403, "Adgang nægtet")]
    answer = run("figures", "refresh", place, "--url", server.url, "--language", "en")
    assert answer.returncode == 1
    assert f"{server.url} answers 403 and a page in place of data (Adgang nægtet)" in answer.stderr


def test_a_policy_without_tables_is_reported(tmp_path: Path) -> None:
    """Nobody is asked."""
    place = folder(tmp_path, "  - {id: job, title: I job}\n")
    answer = run("figures", "refresh", place, "--url", "http://127.0.0.1:9", "--language", "en")
    assert (answer.returncode, answer.stdout.splitlines()[0]) == (
        0,
        f"✓ {place}/policy.yaml: integration: no indicator names a table of Statistikbanken",
    )
