"""What is not read is named, on standard error, and stops nothing."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from kommunepolitik.cli.app import app

POLICY = """\
kommunepolitik: 1
id: p
title: P
municipality: Slagelse
indicators: [{id: job, title: Job, unit: "%"}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A policy with figures in a workbook of two sheets, and another table beside it."""
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    (tmp_path / "gammel.csv").write_text("indikator;periode;værdi\njob;2020;1\n", "utf-8")
    book = Workbook()
    sheet = book.create_sheet("Tal")
    sheet.append(["indikator", "periode", "værdi"])
    sheet.append(["job", 2024, 65.5])
    book.create_sheet("Noter").append(["Tallene er opdigtet"])
    book.remove(book.worksheets[0])
    book.save(tmp_path / "observations.xlsx")
    return tmp_path


@pytest.mark.parametrize("command", ["check", "evaluate", "report"])
def test_sheets_and_files_that_are_not_read_are_named(folder: Path, command: str) -> None:
    """The workbook beside the policy is read, and only what was asked for is written to standard output."""
    output = ["--output", str(folder / "ud"), "--format", "md"] if command == "report" else []
    done = CliRunner().invoke(app, [command, str(folder), *output, "--language", "en"])
    assert done.exit_code == 0, done.output
    assert done.stderr.splitlines()[:2] == [
        f"{folder / 'observations.xlsx'}:Noter: the sheet is not read, as no row of it is a header; read: Tal",
        f"{folder / 'gammel.csv'}: is beside the policy, but is not read; give it with --observations",
    ]
    assert "is not read" not in done.stdout


def test_a_file_that_is_given_is_read(folder: Path) -> None:
    """And then is not named."""
    done = CliRunner().invoke(app, ["check", str(folder), "--observations", str(folder / "gammel.csv")])
    assert "gammel" not in done.stderr


def test_rows_of_a_misspelt_policy_are_named(tmp_path: Path) -> None:
    """They are of a policy that is not read, and might be of one that is."""
    (tmp_path / "policy.yaml").write_text(POLICY.replace("id: p\n", "id: ungepolitik\n"), "utf-8")
    rows = "politik;indikator;periode;værdi\nungepolitik;job;2023;1\nungepolitk;job;2024;2\n"
    (tmp_path / "observations.csv").write_text(rows, "utf-8")
    done = CliRunner().invoke(app, ["evaluate", str(tmp_path), "--language", "en"])
    assert done.exit_code == 0
    assert done.stderr == (
        f"{tmp_path / 'observations.csv'}: rows left out: 1; they are of policies that are not read: ungepolitk; "
        "did you mean 'ungepolitik'?\n"
    )


@pytest.mark.parametrize("command", ["check", "evaluate", "report"])
def test_shared_rows_of_a_misspelt_indicator_are_named(tmp_path: Path, command: str) -> None:
    """A file that several policies share may hold more than they measure, but nothing is left out in silence."""
    (tmp_path / "policy.yaml").write_text(POLICY.replace("id: job", "id: jobfrekvens"), "utf-8")
    national = tmp_path / "landstal.csv"
    national.write_text(
        "politik;indikator;periode;værdi\n;jobfrekvns;2023;1\n;jobfrekvns;2024;2\n;bnp;2024;3\n", "utf-8"
    )
    (tmp_path / "observations.csv").write_text("indikator;periode;værdi\njobfrekvens;2024;2\n", "utf-8")
    output = ["--output", str(tmp_path / "ud"), "--format", "md"] if command == "report" else []
    arguments = [command, str(tmp_path), "--observations", str(national), *output, "--language", "en"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0
    assert done.stderr.splitlines()[0] == (
        f"{national}: rows left out: 3; they name no policy, and no policy that is read has their indicators: "
        "bnp, jobfrekvns; did you mean 'jobfrekvens'?"
    )


CASE = "kommunepolitik: 1\ncase: {id: sag, title: Opfølgning 2026}\n"


def test_a_paper_with_the_case_of_another_year_names_the_file_to_write(folder: Path) -> None:
    """Where there is a folder of the year; a paper of other pages, or with its own case, gives no notice."""
    (folder / "case.yaml").write_text(CASE, "utf-8")
    command = ["report", str(folder), "--output", str(folder / "ud"), "--format", "md", "--at", "2027"]

    def notices(*more: str) -> str:
        done = CliRunner().invoke(app, [*command, *more])
        assert done.exit_code == 0, done.output
        return done.stderr

    notice = "skriv årets sag her; indtil da bruges case.yaml ved siden af politikken: »Opfølgning 2026«"
    assert notice not in notices("--paper")
    year = folder / "opfoelgning" / "2027"
    year.mkdir(parents=True)
    assert f"{year / 'case.yaml'}: {notice}\n" in notices("--paper")
    assert notice not in notices()
    (year / "case.yaml").write_text(CASE, "utf-8")
    assert notice not in notices("--paper")
