"""Files from the field: what a careful person would read in each, or what they would ask for.

Each folder of `field_cases` holds a policy and its figures, made up.
"""

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import read
from kommunepolitik.errors import InvalidObservations
from kommunepolitik.observations import Observations
from tests.frames import filled
from tests.programs import resaved

FOLDERS = Path(__file__).with_name("field_cases")
HOSTILE = sorted(path.name for path in (FOLDERS / "56-hostile").iterdir())


def figures_of(name: str) -> tuple[Observations, list[str]]:
    """Return the figures of a case, and the notices of what was read in which way."""
    folder = FOLDERS / name
    (file,) = (path for path in folder.iterdir() if path.name != "policy.yaml")
    figures = kp.read_observations(file, kp.load(folder))
    return figures, [notice.show().removeprefix(f"{file}:") for notice in figures.notices]


def refusal_of(name: str) -> list[str]:
    """Return why the figures of a case are not read."""
    with pytest.raises(InvalidObservations) as caught:
        figures_of(name)
    return [line.partition(name)[2].partition(":")[2] for line in caught.value.lines()]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("01-gsheets-quoted-1dec", [65.5]),
        ("01-gsheets-quoted-3dec", [65.125]),
        ("01-gsheets-quoted-zero", [0.615]),
        ("08-utf16", [60, 65.5]),
        ("30-literal-mio", [10, 11.5]),
        ("30-pct", [60, 65.5]),
        ("30-scaled-1000", [1000, 1150]),
        ("30-scaled-mio", [10, 11.5]),
        ("50-wide", [60, 65, 70]),
        ("50-wide-groups", [60, 65]),
        ("72-xlsx-beside", [60, 65]),
        ("95-sheet-per-indicator", [65, 120]),
        ("95-sheet-per-year", [60, 65]),
    ],
)
def test_the_figure_that_a_person_sees_is_read(name: str, values: list[float]) -> None:
    """Quoted decimal commas, other encodings, formats that scale or add words, a sheet for each year."""
    figures, notices = figures_of(name)
    assert figures.numbers["value"].tolist() == values
    assert notices == []


@pytest.mark.parametrize(
    ("name", "periods"),
    [("32-1904", ["2023-12-31", "2024-12-31"]), ("32-date-as-quarter", ["2023", "2024-Q4"])],
)
def test_the_period_that_a_person_sees_is_read(name: str, periods: list[str]) -> None:
    """A workbook may count its days from 1904."""
    assert figures_of(name)[0].frame["period"].tolist() == periods


@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        (
            "02-semi-point-3dec",
            "2: value",
            "'60.125' can be read in two ways; write 60125 or 60,1250, or state the decimal mark of the",
        ),
        ("03-tab-english-thousands", "2: value", "'1,100' can be read in two ways; write 1100 or 1,1"),
        ("08-cp850", "", "the file is in the old DOS encoding (code page 850); save it as CSV UTF-8"),
        ("35-text-point-3dec", "Sheet!C2: value", "'60.125' can be read in two ways"),
        ("36-subtotal", "Sheet!4", "'I alt' adds up other rows"),
        ("36-two-tables", "Sheet!5", "a second table begins here"),
        ("61-range", "3: value", "'65.125' can be read in two ways"),
        ("64-fiscal-short", "2: period", "write 2007-M08 for the month or 2007/08 for the school year"),
        ("65-unclosed-mid", "3", "a quotation mark opens here and is not closed in the same row"),
        ("98-unquoted-comma", "2", "the cell after the value is '0'; put a number with a decimal comma in quotes"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(name: str, line: str, words: str) -> None:
    """With the place, and what to write instead; nothing is guessed, and no row is lost."""
    first = refusal_of(name)[0]
    assert first.startswith(line)
    assert words in first


def test_signs_of_statistics_offices_are_no_figures() -> None:
    """A dash beside them is nil; the others are no figure, and their number is reported."""
    figures, (notice,) = figures_of("05-dst-symbols")
    assert figures.frame[["period", "value"]].to_numpy().tolist() == [["2023", 0.0]]
    assert notice.startswith("2: cells marked as having no figure: 4 (., .., ..., …)")


def test_a_sign_beside_suppressed_is_a_suppressed_figure() -> None:
    """It is withheld, and not missing."""
    figures, _ = figures_of("57-suppressed-mark")
    assert filled(figures.frame)["suppressed"].tolist() == ["", "source"]


@pytest.mark.parametrize(("name", "place"), [("36-note-row", "Sheet!5"), ("57-notes-below", "6")])
def test_notes_below_a_table_are_passed_over_and_named(name: str, place: str) -> None:
    """A source line is no figure, and no reason to refuse the table."""
    figures, (notice,) = figures_of(name)
    assert len(figures) == 2
    assert notice.startswith(f"{place}: rows below the table that are not read")
    assert "'Kilde: " in notice


def test_rows_that_a_filter_hides_are_read_and_reported() -> None:
    """A figure that nobody saw may have been left over from last year."""
    figures, notices = figures_of("33-hidden-row")
    assert figures.numbers["value"].tolist() == [60, 65, 90]
    assert notices == ["Sheet!4: rows that the spreadsheet hides are read too: 4"]


def test_a_cover_sheet_is_named() -> None:
    """What was not read is stated, so that nobody looks for it in vain."""
    figures, notices = figures_of("95-cover-sheet")
    assert figures.frame["origin"].tolist() == ["tal.xlsx:Tal!C2"]
    assert notices == ["Forside: the sheet is not read, as no row of it is a header; read: Tal"]


def test_all_files_of_figures_beside_a_policy_are_read(tmp_path: Path) -> None:
    """Several of them too; another table is named, and what an open spreadsheet leaves beside it is not."""
    (tmp_path / "policy.yaml").write_text((FOLDERS / "72-xlsx-beside" / "policy.yaml").read_text("utf-8"), "utf-8")
    for name in ("observations.csv", "observations-2026.ods", "statbank.csv", "~$observations.xlsx", "budget.xlsx"):
        (tmp_path / name).write_text("", "utf-8")
    document = read(tmp_path)
    assert [file.name for file in document.observations] == [
        "observations-2026.ods",
        "observations.csv",
        "statbank.csv",
    ]
    assert [file.name for file in document.unread] == ["budget.xlsx"]


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_a_workbook_states_the_same_in_all_formats(tmp_path: Path, suffix: str) -> None:
    """As LibreOffice saves it: percent, scaled and worded numbers, dates, errors, hidden sheets."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [
        ("andel", 2023, 0.6, "0.0%"),
        ("andel", 2024, 0.655, "0.0%"),
        ("udgift", 2023, 10_000_000, "0.0,,"),
        ("udgift", 2024, 11.5, '0.0" mio. kr."'),
        ("antal", "december 2024", 1234, "#,##0"),
        ("antal", 2024, "ca. 1.250", "General"),
    ]
    sheet.append(["Opfølgning"])
    sheet.append(["indikator", "periode", "værdi"])
    for indicator, period, value, code in rows:
        sheet.append([indicator, period, value])
        sheet.cell(sheet.max_row, 3).number_format = code
    sheet.row_dimensions[4].hidden = True
    hidden = book.create_sheet("Gemt")
    hidden.sheet_state = "hidden"
    hidden.append(["indikator", "periode", "værdi"])
    hidden.append(["antal", 2020, 1])
    book.save(tmp_path / "tal.xlsx")
    (saved,) = resaved([tmp_path / "tal.xlsx"], suffix, tmp_path / "ud")
    policy = kp.Policy(
        id="p",
        title="P",
        municipality=m.Municipality(name="Nybro", fictitious=True),
        indicators=[
            m.Indicator(id="andel", title="Andel", unit="%"),
            m.Indicator(id="udgift", title="Udgift", unit="mio. kr."),
            m.Indicator(id="antal", title="Antal", unit="antal"),
        ],
    )
    figures = kp.read_observations(saved, policy)
    assert figures.numbers["value"].tolist() == [60, 65.5, 10, 11.5, 1234, 1250]
    assert figures.frame["period"].tolist() == ["2023", "2024", "2023", "2024", "2024-12", "2024"]
    assert [notice.message() for notice in figures.notices] == [
        "rows that the spreadsheet hides are read too: 4",
        "the sheet is hidden, and is not read; show it if its figures count",
    ]


READ = """
import resource, sys
import kommunepolitik as kp

import numpy, openpyxl.styles.numbers, pandas, python_calamine, xml.etree.ElementTree
from kommunepolitik.errors import KommunepolitikError
file, seconds, room = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
pages = int(open("/proc/self/statm").read().split()[0])
limit = pages * resource.getpagesize() + room
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
used = resource.getrusage(resource.RUSAGE_SELF)
spent = int(used.ru_utime + used.ru_stime) + 1
resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, spent + seconds))
try:
    found = kp.load(file) if file.endswith(".yaml") else kp.read_observations(file).numbers["value"]
    print("all finite" if numpy.isfinite(found).all() else "not finite")
except KommunepolitikError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs limits of a process")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_small_hostile_file_takes_no_time_and_room(name: str) -> None:
    """Two seconds of a processor and 300 MB at most; it is an error, or the merged cells are no harm to its figures."""
    path = FOLDERS / "56-hostile" / name
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path), "2", "300000000"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("all finite" if name == "merges.xlsx" else str(path))
