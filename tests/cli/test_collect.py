"""`collect template` and `collect read`: what they list, and their exit codes."""

from pathlib import Path

from tests.cli.command import run
from tests.collect.made import NYBRO, contents, fill, forms, municipality

UNIT = "Center for Skole"
TRIVSEL = "unge#trivsel||2026"


def test_the_forms_are_listed_with_what_they_ask_for(tmp_path: Path) -> None:
    """A line for each unit; a second run leaves them as they are, and another file in the way is named."""
    command = (
        "collect",
        "template",
        NYBRO,
        "--period",
        "2026",
        "-o",
        tmp_path,
        "--observations",
        NYBRO / "national.csv",
    )
    first = run(*command, columns=200)
    assert first.returncode == 0
    lines = first.stdout.splitlines()
    assert lines[2].split("  ")[0] == "Center for Job og Læring"
    assert "22 tal" in lines[2]
    assert "2 redegørelser" in lines[2]
    assert lines[-1].startswith("Uden ansvarlig")
    assert "»nybro-integration-2020« gælder 2020..2023" in first.stderr
    (tmp_path / "2026-uden-ansvarlig.xlsx").write_bytes(b"udfyldt")
    again = run(*command, columns=200)
    assert again.returncode == 0
    assert again.stdout.count("uændret") == 6
    assert "2026-uden-ansvarlig.xlsx: findes i forvejen med et andet indhold" in again.stderr


def test_reading_lists_what_is_new_and_what_is_missing(tmp_path: Path) -> None:
    """Figures, drafts, rows left empty, units without a return, and the files written."""
    home = municipality(tmp_path)
    answers = {TRIVSEL: {"value": 75.5}, "unge#spor-1|account:text|2026": {"account": "Klar."}}
    form = fill(forms(home)[UNIT], answers, signed=None)
    done = run("collect", "read", form, "--policy", home)
    assert done.returncode == 0
    assert done.stdout.replace("\N{NO-BREAK SPACE}", " ").splitlines()[:-3] == [
        "Skemaer for 2026",
        "  Center for Skole: svar: 2, ikke udfyldt: 4; udkast (2026-center-for-skole.xlsx)",
        "Nye tal (1)",
        "  Unge, der trives: 75,5 % (2026, foreløbigt)",
        "Redegørelser, der venter, til skemaet er klarmeldt (1)",
        "  Klubliv",
        "Udkast, som ingen har klarmeldt (1)",
        "  Center for Skole",
        "Ikke udfyldt (4)",
        *(f"  Medlemmer i klubber ({quarter}. kvartal 2026)" for quarter in (1, 2, 3, 4)),
        "Ikke kommet tilbage (2)",
        "  Center for Fritid",
        "  Uden ansvarlig",
        "Skrevne filer (2)",
    ]


def test_a_revision_is_listed_with_both_figures_and_waits(tmp_path: Path) -> None:
    """It says what to give; the exit code is 0, as all else is read."""
    home = municipality(tmp_path, "indikator;periode;værdi\ntrivsel;2026;72\n")
    done = run("collect", "read", fill(forms(home)[UNIT], {TRIVSEL: {"value": 75.5}}), "--policy", home)
    words = "Unge, der trives: 72,0 % (2026) → 75,5 % (2026) – ikke skrevet; angiv --accept-revisions og --published"
    assert (done.returncode, words in done.stdout.replace("\N{NO-BREAK SPACE}", " ")) == (0, True)


def test_a_mistake_is_an_error_in_danish_with_its_cell_and_nothing_is_written(tmp_path: Path) -> None:
    """Exit code 1, all problems on standard error."""
    home = municipality(tmp_path)
    form = fill(forms(home)[UNIT], {TRIVSEL: {"value": "mange"}})
    held = contents(home)
    done = run("collect", "read", form, "--policy", home)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Ungepolitik!J6: »mange« er ikke et tal; skriv tallet alene" in done.stderr
    assert contents(home) == held


def test_without_a_period_the_usage_is_wrong(tmp_path: Path) -> None:
    """Exit code 2, as no file is at fault."""
    assert run("collect", "template", NYBRO, "-o", tmp_path).returncode == 2
