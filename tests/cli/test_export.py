"""The command `export`: open data of policies, with terms from the settings or the command line."""

import csv
import json
from pathlib import Path

import pytest

import kommunepolitik as kp
from kommunepolitik.documents import read_tables
from tests.cli.command import run

NYBRO = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro" / "integration_2024"
TERMS = ("--licence", "cc-by-4.0", "--contact", "data@kommune.dk")
FILES = ["observations.csv", "results.csv", "indicators.csv", "targets.csv", "datapackage.json", "dcat.jsonld"]


def test_the_files_are_written_and_named(tmp_path: Path) -> None:
    """Into a folder that is made."""
    done = run("export", NYBRO, "-o", tmp_path / "a" / "data", *TERMS, "--known", "2027-02-26")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [str(tmp_path / "a" / "data" / name) for name in FILES]
    found = json.loads((tmp_path / "a" / "data" / "datapackage.json").read_text("utf-8"))
    assert (found["name"], found["version"]) == ("nybro-integration-2024", "2027.2.26")
    assert found["title"] == "Integrationspolitik 2024-2027 – Sammen i Nybro: måltal og tal"


def test_terms_may_be_in_the_settings(tmp_path: Path) -> None:
    """Once and for all, beside the policies; an unknown key is an error."""
    folder = tmp_path / "unge"
    folder.mkdir()
    (folder / "policy.yaml").write_text(
        "kommunepolitik: 1\nid: unge\ntitle: Ungepolitik\nmunicipality: Slagelse\n", "utf-8"
    )
    settings = tmp_path / "kommunepolitik.toml"
    settings.write_text('[open_data]\nlicence = "CC0-1.0"\ncontact = "a@b.dk"\npublisher = "Os"\n', "utf-8")
    done = run("export", folder, "-o", tmp_path / "data")
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "data" / "datapackage.json").read_text("utf-8"))
    assert (found["licenses"][0]["name"], found["contributors"][0]["title"]) == ("CC0-1.0", "Os")
    settings.write_text('[open_data]\nlicense = "CC0-1.0"\n', "utf-8")
    done = run("export", folder, "-o", tmp_path / "andet", *TERMS)
    assert done.returncode == 1
    assert "open_data.license" in done.stderr
    assert "»licence«" in done.stderr


def test_without_terms_it_states_what_to_write(tmp_path: Path) -> None:
    """Both lines at once, and nothing is written."""
    done = run("export", NYBRO, "-o", tmp_path / "data")
    assert done.returncode == 1
    assert 'licence = "CC-BY-4.0"' in done.stderr
    assert 'contact = "data@kommune.dk"' in done.stderr
    assert not (tmp_path / "data").exists()


def test_from_the_record_of_a_report(tmp_path: Path) -> None:
    """The record is found in the folder of the report; it has its own date."""
    on = ("--at", "2025", "--known", "2026-02-28", "--format", "md")
    assert run("report", NYBRO, "-o", tmp_path / "ud", *on).returncode == 0
    done = run("export", NYBRO, "-o", tmp_path / "data", *TERMS, "--record", tmp_path / "ud")
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "data" / "datapackage.json").read_text("utf-8"))["version"] == "2026.2.28"
    assert "2026-Q4" not in (tmp_path / "data" / "observations.csv").read_text("utf-8")
    done = run("export", NYBRO, "-o", tmp_path / "andet", *TERMS, "--record", tmp_path / "ud", "--at", "2026")
    assert done.returncode == 2


def test_a_format_that_there_is_not_is_wrong_usage(tmp_path: Path) -> None:
    """Those that there are, are named; and terms of open data go with open data alone."""
    done = run("export", NYBRO, "-o", tmp_path / "data", "--format", "ods")
    assert done.returncode == 2
    assert all(form in done.stderr for form in ("datapackage", "xlsx", "csv", "parquet"))
    done = run("export", NYBRO, "-o", tmp_path / "data", *TERMS, "--format", "csv")
    assert (done.returncode, "--licence" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["xlsx", "csv", "parquet"])
def test_tables_hold_all_of_the_policies(form: str, tmp_path: Path) -> None:
    """They give the policies back; no terms are needed."""
    out = tmp_path / "out.xlsx" if form == "xlsx" else tmp_path / "out"
    done = run("export", NYBRO, "--format", form, "-o", out, "--known", "2027-02-26")
    assert (done.returncode, done.stdout.strip()) == (0, str(out)), done.stderr
    assert read_tables(out).policies == (kp.load(NYBRO),)
    again = run("export", NYBRO, "--format", form, "-o", out)
    assert again.returncode == 1
    assert "--overwrite" in again.stderr
    assert run("export", NYBRO, "--format", form, "-o", out, "--overwrite").returncode == 0


def written_rows(file: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    return [*csv.DictReader(file.read_text("utf-8").splitlines())]


def test_tables_have_the_figures_and_results_of_open_data(tmp_path: Path) -> None:
    """Those that the public may see, and no others."""
    on = ("--known", "2027-02-26")
    assert run("export", NYBRO, "-o", tmp_path / "open", *TERMS, *on).returncode == 0
    assert run("export", NYBRO, "-o", tmp_path / "tables", "--format", "csv", *on).returncode == 0
    for name in ("observations.csv", "results.csv"):
        shown, written = (written_rows(tmp_path / folder / name) for folder in ("open", "tables"))
        assert len(shown) > 10
        assert written == shown
    figures = kp.read_observations(tmp_path / "tables" / "observations.csv", kp.load_portfolio(NYBRO))
    assert len(figures) == len(written_rows(tmp_path / "tables" / "observations.csv"))


def test_terms_are_refused_for_tables(tmp_path: Path) -> None:
    """They would be in none of the files."""
    done = run("export", NYBRO, "-o", tmp_path / "out", "--format", "csv", *TERMS)
    assert (done.returncode, (tmp_path / "out").exists()) == (2, False)
