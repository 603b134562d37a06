"""The command `calendar`: what is due, for a terminal, a spreadsheet and a calendar program."""

import subprocess
import sys
from pathlib import Path

import icalendar

from tests.cli.command import run

NYBRO = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro"
ON = ("calendar", NYBRO, "--observations", NYBRO / "national.csv", "--at", "2027-02-26")


def test_the_calendar_is_grouped_by_state_and_then_by_day() -> None:
    """In lines of at most 100 characters; the first states as of when, and how much there is."""
    done = run(*ON)
    assert done.returncode == 0, done.stderr
    first, *lines = done.stdout.splitlines()
    assert first.startswith("Kalender pr. 26. februar 2027: 10 forsinket, ")
    assert first.endswith(" har ingen ansvarlig.")
    assert [line for line in lines if line and line[0] != " "][:3] == ["Forsinket", "Ventes", "Modtaget"]
    assert max(map(len, done.stdout.splitlines())) <= 100
    assert "  2026-03-31  – ingen –                    Svar til Byrådet: Byrådet ønsker tryghed målt" in done.stdout
    assert "(og 4 senere perioder)" in done.stdout
    assert lines[-1] == "Afløst: nybro-integration-2020."


def test_without_a_day_the_first_line_states_that_it_is_today() -> None:
    """It is a calendar, not a judgement."""
    assert " (i dag; en anden dag vælges med --at DATO): " in run("calendar", NYBRO).stdout.splitlines()[0]


def test_what_has_no_figures_at_all_may_be_in_a_file_that_was_not_given() -> None:
    """Without the national figures the calendar names them; with them there is nothing to report."""
    hint = "Der er slet ikke læst tal for »Ledige unge i hele landet«"
    assert hint in run("calendar", NYBRO, "--at", "2027-02-26").stdout
    assert hint not in run(*ON).stdout


def test_an_awaited_figure_whose_date_is_over_states_why_it_is_not_overdue() -> None:
    """How late its source is, is not known."""
    lines = run("calendar", NYBRO, "--at", "2027-01-04").stdout.split("\nVentes\n")[1]
    assert "forsinkelse er ikke kendt" in lines.split("2027-01-3")[0]


def test_what_is_promised_is_named_before_what_it_is_for() -> None:
    """Lovet: udgangspunkt til »Unge, der trives«."""
    assert "Lovet: udgangspunkt til »Unge, der trives«" in run(*ON).stdout


def test_several_policies_are_distinguished(examples: Path) -> None:
    """Each line names its policy, by an id that is never broken."""
    done = run("calendar", examples, "--at", "2024-06-01")
    assert "[slagelse-integration-2023]" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_a_horizon_of_its_own() -> None:
    """Fewer months ahead, fewer entries."""
    assert len(run(*ON, "--ahead", 1).stdout) < len(run(*ON).stdout)
    assert run(*ON, "--ahead", 0).returncode == 2


def test_files_for_programs_are_utf8_whatever_the_terminal_is() -> None:
    """The calendar is read back, and nothing else is on standard output."""
    for form, beginning in (("csv", b"\xef\xbb\xbftilstand;frist"), ("ics", b"BEGIN:VCALENDAR\r\n")):
        command = [sys.executable, "-m", "kommunepolitik", *map(str, ON), "--format", form]
        done = subprocess.run(command, capture_output=True, env={"PYTHONIOENCODING": "ascii", **_path()}, check=True)
        assert done.stdout.startswith(beginning)
        assert "beskæftigelse" in done.stdout.replace(b"\r\n ", b"").decode()
        assert b"Kalender pr. 26. februar 2027" in done.stderr
        if form == "ics":
            assert len(icalendar.Calendar.from_ical(done.stdout).walk("VEVENT")) > 100


def test_without_its_package_a_calendar_file_states_what_to_install() -> None:
    """The text and the CSV file need nothing."""
    code = f"""
import sys
sys.modules["icalendar"] = None
sys.argv = ["kommunepolitik", "calendar", {str(NYBRO)!r}, "--at", "2027", "--format", "ics"]
from kommunepolitik.cli import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "pip install 'kommunepolitik[calendar]'" in done.stderr


def test_who_owes_most_is_listed_first() -> None:
    """How much each unit owes, and what nobody answers for."""
    lines = run(*ON).stdout.splitlines()
    found = lines[lines.index("Pr. enhed") + 1 : -2]
    assert [" ".join(line.split()) for line in found[:3]] == [
        "Center for Bolig og Sundhed forsinket 7 ventes 6",
        "Center for Job og Læring forsinket 1 ventes 25",
        "Center for Kultur og Fritid forsinket 1 ventes 7",
    ]
    assert any(line.strip().startswith("– ingen –") for line in found)


def _path() -> dict[str, str]:
    import os

    return {key: value for key, value in os.environ.items() if key in ("PATH", "PYTHONPATH", "HOME")}
