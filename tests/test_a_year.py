"""A whole year, as the people of Nybro live it: forms out and in, national figures, the paper, open data, next year's forms.

Nybro is made up. Its figures of 2026 are taken out of the tutorial's files, and come in again as they would in a year.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import kommunepolitik as kp
from kommunepolitik.collect import templates
from kommunepolitik.documents import read
from tests.cli.command import Answer, run
from tests.collect.made import NYBRO, cells
from tests.files import contents
from tests.programs import resaved
from tests.statbank.made import table
from tests.statbank.server import StatbankServer, serving

POLICY = "nybro-integration-2024"
STATBANK = """\
data_source:
      keeper: Danmarks Statistik
      lag: 3
      statbank:
        table: NYB201
        areas: {variable: OMRÅDE, values: [own, "000"]}
        time: {variable: Tid, values: ">=2026"}
        sum: {HERKOMST: [Indvandrere fra ikke-vestlige lande, "34"], ALDER: {from: 25, to: 64}}
        share: {of: {SOCIO: [Beskæftigede i alt]}, in: {SOCIO: [I alt]}}
"""
FETCHED = "beskaeftigelse"
"""The indicator whose figures come from the made-up Statistikbanken of the tests."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[StatbankServer]:
    """A Statistikbank on loopback that has figures until 2026."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving(table("2024", "2025", "2026", updated="2027-02-10T08:00:00")) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Nybro's folder in December 2026: no figure of the year is in, and one indicator is fetched."""
    folder = tmp_path / "politikker" / "integration"
    folder.mkdir(parents=True)
    (folder.parent / "organisation.yaml").write_bytes((NYBRO / "organisation.yaml").read_bytes())
    (folder.parent / "kommunepolitik.toml").write_text(
        '[open_data]\nlicence = "CC-BY-4.0"\ncontact = "data@nybro.example"\n', "utf-8"
    )
    text = (NYBRO / "integration_2024" / "policy.yaml").read_text("utf-8")
    text, count = re.subn(
        r"data_source: \{keeper: Landstal \(opdigtede\), lag: 3, note: Tallet for.*\}", STATBANK, text
    )
    assert count == 1
    (folder / "policy.yaml").write_text(text, "utf-8")
    (folder / "case.yaml").write_bytes((NYBRO / "integration_2024" / "case.yaml").read_bytes())
    head, *accounts = (NYBRO / "integration_2024" / "accounts.yaml").read_text("utf-8").split("\n  - ")
    earlier = [each for each in accounts if "period: 2026" not in each]
    (folder / "accounts.yaml").write_text("\n  - ".join([head, *earlier]) + "\n", "utf-8")
    rows = (NYBRO / "integration_2024" / "observations.csv").read_text("utf-8").splitlines(keepends=True)
    before = [row for row in rows if not row.split(";")[3].startswith("2026")]
    (folder / "observations.csv").write_text("".join(before), "utf-8")
    return folder


def answered() -> dict[str, Any]:
    """Return what Nybro's centres know of 2026, by the key of its row: the tutorial's own figures."""
    found: dict[str, Any] = {}
    with (NYBRO / "integration_2024" / "observations.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["periode"].startswith("2026") and row["kvalitet"] != "prognose":
                text = {"value": row["værdi"] or row["vurdering"], "note": row["note"]}
                if row["kvalitet"] == "diskretioneret":
                    text = {"answer": "for få til at vise", "note": row["note"]}
                found[f"{POLICY}#{row['indikator']}|{row['gruppe']}|{row['periode']}"] = text
    return found


def filled(form: Path, answers: dict[str, Any], folder: Path) -> Path:
    """Fill in a form as a centre does."""
    book = openpyxl.load_workbook(form)
    for sheet in book.worksheets:
        for (key, column), cell in cells(sheet).items():
            if key.startswith("sign|"):
                cell.value = "2027-01-20" if key == "sign|date" else "Centerchefen"
            elif "|account:text|" in key:
                cell.value = "Året gik som planlagt (opdigtet)."
            elif column in answers.get(key, {}):
                cell.value = answers[key][column] or None
    folder.mkdir(exist_ok=True)
    book.save(folder / form.name)
    return folder / form.name


def done(*arguments: object) -> Answer:
    """Run a command that is to succeed."""
    answer = run(*arguments, columns=200)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer


def test_a_year_of_nybro(home: Path, server: StatbankServer, tmp_path: Path) -> None:
    """No figure is lost, invented or changed on the way from the centres to the paper, the web and next year's forms."""
    national = NYBRO / "national.csv"
    # December: a workbook for each unit; nobody is asked for what is fetched
    made = done(
        "collect", "template", home.parent, "--period", "2026", "-o", tmp_path / "skemaer", "--observations", national
    )
    forms = sorted((tmp_path / "skemaer").iterdir())
    assert len(forms) == len(made.stdout.splitlines()) == 7
    # January: they come back, saved by another program
    known = answered()
    returned = resaved([filled(form, known, tmp_path / "svar") for form in forms], "xlsx", tmp_path / "gemt")
    asked = {key for form in forms for sheet in openpyxl.load_workbook(form).worksheets for key, _ in cells(sheet)}
    first = done("collect", "read", *returned, "--policy", home)
    assert "Mangler" not in first.stdout
    before = contents(home)
    done("collect", "read", *returned, "--policy", home)
    assert contents(home) == before
    # ... and national figures are fetched
    done("figures", "refresh", home, "--url", server.url)
    assert "Intet" in done("figures", "refresh", home, "--url", server.url, "--check").stdout
    # every figure that a centre wrote is there as it wrote it
    policy, files = read(home).policy, [*read(home).observations]
    now = kp.figures.Figures.of([*files, national], policy)
    for key in asked & known.keys():
        indicator, group, period = key.partition("#")[2].split("|")
        row, message = now.at(POLICY, indicator, group, kp.Period(period)), known[key]
        assert row is not None, key
        if message.get("value"):
            read_again = (
                kp.read_observations(
                    [
                        {
                            "indicator": indicator,
                            "group": group,
                            "period": period,
                            _column(policy, indicator): message["value"],
                        }
                    ],
                    policy,
                )
                .frame.fillna({"judgement": ""})
                .iloc[0]
            )
            assert (row.value or 0, row.judgement) == (_number(read_again["value"]), read_again["judgement"])
        else:
            assert row.quality == "suppressed"
    # February: the follow-up and the paper, from a record
    year = home / "opfoelgning" / "2026"
    dates = ("--at", "2026", "--known", "2027-02-26")
    judged = done("evaluate", home, *dates, "--observations", national)
    assert FETCHED in judged.stdout
    done("report", home, "-o", year, "--paper", "--format", "html,md", *dates, "--observations", national)
    done("verify", year / "record.json", "--observations", national)
    paper = (year / f"{POLICY}--sag.md").read_text("utf-8")
    assert "Året gik som planlagt (opdigtet)." in paper
    # April: open data, from the same record; its figures are the paper's
    done("export", home, "--record", year / "record.json", "-o", tmp_path / "data")
    public = {
        (row.indicator, row.group, str(row.period)): row.value
        for row in kp.figures.Figures.of(tmp_path / "data" / "observations.csv", policy).of_policy(POLICY)
    }
    saved = {
        (each.indicator, each.group, str(each.period)): each.value
        for each in kp.read_record(year / "record.json").figures
    }
    assert public
    assert all(saved[key] == value for key, value in public.items() if key in saved)
    # December again: next year's forms show this year's figures
    later = templates([home], "2027", tmp_path / "naeste", observations=[national])
    shown = {
        " ".join(str(cell.value).split())
        for each in later.forms
        for sheet in openpyxl.load_workbook(each.path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value
    }
    assert "51,5 % (2026)" in shown
    assert any("Året gik som planlagt" in text for text in shown)


def _column(policy: kp.Policy, indicator: str) -> str:
    return "judgement" if policy.indicator(indicator).kind == "qualitative" else "value"


def _number(value: float) -> float:
    return 0 if value != value else value  # NaN
