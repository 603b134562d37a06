"""What people do to a form before it comes back: it is read, or refused with the place and what to do."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kommunepolitik.errors import FileError, InvalidObservations
from tests.collect.made import FIGURES, fill, forms, municipality, read
from tests.files import contents

TRIVSEL = "unge#trivsel||2026"
KLUBBER = [f"unge#klubber||2026-Q{quarter}" for quarter in (1, 2, 3, 4)]
UNIT = "Center for Skole"
ANSWERS = {TRIVSEL: {"value": 75.5}, **{key: {"value": 100 + n} for n, key in enumerate(KLUBBER)}}
SHEET = "Ungepolitik"

Change = Callable[[Any], object]


def figures(home: Path, file: Path) -> list[tuple[str, float | None]]:
    """Return the figures that a form gives."""
    return [(str(each.now.period), each.now.value) for each in read(home, file).figures]


EXPECTED = [("2026", 75.5), *((f"2026-Q{n + 1}", 100.0 + n) for n in range(4))]


def rename(book: Any) -> None:
    """Give all sheets other names."""
    for number, sheet in enumerate(book.worksheets):
        sheet.title = f"Ark{number}"


def reverse(book: Any) -> None:
    """Sort the rows of the figures the other way round."""
    sheet = book[SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6, max_row=10)]
    for number, row in enumerate(reversed(rows), start=6):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value


def insert_columns(book: Any) -> None:
    """Put two columns in, before the keys and before the figures."""
    book[SHEET].insert_cols(10)
    book[SHEET].insert_cols(1)


def insert_rows(book: Any) -> None:
    """Put empty rows in, above the headings and between the figures."""
    book[SHEET].insert_rows(8, 2)
    book[SHEET].insert_rows(1)


def unprotect(book: Any) -> None:
    """Take the protection, the validation and the workbook's property away, and show what was hidden."""
    for sheet in book.worksheets:
        sheet.protection.sheet = False
        sheet.data_validations.dataValidation = []
        sheet.column_dimensions["A"].hidden = sheet.row_dimensions[1].hidden = False
    del book.custom_doc_props["kommunepolitik-form"]


def own_sheet(book: Any) -> None:
    """Add a sheet of one's own, in front."""
    book.create_sheet("Mine noter", 0)["A1"] = "Husk at ringe"


def merge_labels(book: Any) -> None:
    """Merge the titles of rows that belong together."""
    book[SHEET].merge_cells("B7:B10")


@pytest.mark.parametrize(
    "change",
    [rename, reverse, insert_columns, insert_rows, unprotect, own_sheet, merge_labels],
    ids=lambda c: c.__name__,
)
def test_it_is_read_whatever_was_moved_or_renamed(tmp_path: Path, change: Change) -> None:
    """Rows and columns are known by their keys alone."""
    home = municipality(tmp_path)
    file = fill(forms(home)[UNIT], ANSWERS, change=change, name="helt andet navn.xlsx")
    assert figures(home, file) == EXPECTED


def sort_visible(sheet: str, rows: tuple[int, int], columns: tuple[int, int]) -> Change:
    """Return what sorts a part of a sheet the other way round, without its hidden column."""

    def change(book: Any) -> None:
        numbers = range(rows[0], rows[1] + 1)
        content = [[book[sheet].cell(row, c).value for c in range(columns[0], columns[1] + 1)] for row in numbers]
        for number, line in zip(numbers, reversed(content), strict=True):
            for column, value in enumerate(line, start=columns[0]):
                book[sheet].cell(number, column).value = value

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (sort_visible(SHEET, (6, 7), (2, 14)), "'1. Unge, der trives', but belongs to 'Medlemmer i klubber'"),
        (sort_visible(SHEET, (7, 10), (9, 14)), "'1. kvartal 2026', but belongs to '4. kvartal 2026'"),
        (sort_visible(SHEET, (6, 7), (2, 14)), "but belongs to 'Piger'"),
        (sort_visible("1 Klubliv", (6, 7), (2, 3)), "'Hvad er der gjort i 2026? Højst 80 ord.', but belongs to"),
    ],
    ids=["titles", "periods", "groups", "questions"],
)
def test_answers_that_were_sorted_without_the_hidden_keys_are_refused(
    tmp_path: Path, change: Change, words: str
) -> None:
    """A figure would be read as that of another indicator, period or group, and nobody would know."""
    figures_of_girls = "indikator;gruppe;periode;værdi\ntrivsel;;2025;74\ntrivsel;piger;2025;71\n"
    home = municipality(tmp_path, figures_of_girls if words.endswith("'Piger'") else FIGURES)
    answers = ANSWERS | {
        "unge#trivsel|piger|2026": {"value": 71},
        "unge#spor-1|account:text|2026": {"account": "Vi har tre klubber."},
        "unge#spor-1|account:cause|2026": {"account": "Regn."},
    }
    file = fill(forms(home)[UNIT], answers, change=change, name="svar.xlsx")
    content = contents(home)
    with pytest.raises(InvalidObservations) as caught:
        read(home, file)
    lines = caught.value.lines()
    assert any(words in line for line in lines), lines
    assert all("copy the answers into the form as it was sent" in line for line in lines)
    assert contents(home) == content


def test_a_title_that_was_changed_since_is_read_and_noticed(tmp_path: Path) -> None:
    """The key is the same, and no other indicator has the title."""
    home = municipality(tmp_path)
    file = fill(forms(home)[UNIT], ANSWERS)
    policy = home / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace("Unge, der trives", "Unge i trivsel"), "utf-8")
    found = read(home, file)
    assert len(found.figures) == 5
    (notice,) = found.notices
    assert notice.message() == "the row is labelled '1. Unge, der trives', and is read as '1. Unge i trivsel'"


def test_a_row_that_was_deleted_counts_as_left_empty(tmp_path: Path) -> None:
    """The others are read."""
    home = municipality(tmp_path)
    file = fill(forms(home)[UNIT], ANSWERS, change=lambda book: book[SHEET].delete_rows(8))
    found = read(home, file)
    assert len(found.figures) == 4
    assert KLUBBER[1] in map(str, found.forms[0].empty)


def key(value: Any) -> Change:
    """Return what writes something where the key of the first figure is."""

    def change(book: Any) -> None:
        book[SHEET]["A6"] = value

    return change


def merge_values(book: Any) -> None:
    """Merge figures of several rows."""
    book[SHEET].merge_cells("J7:J9")


def new_row(book: Any) -> None:
    """Put a row in with a figure of its own."""
    book[SHEET].insert_rows(8)
    book[SHEET]["J8"] = 5


def twice(book: Any) -> None:
    """Copy a row below the others, with another figure."""
    sheet = book[SHEET]
    for column in range(1, 15):
        sheet.cell(11, column).value = sheet.cell(6, column).value
    sheet["J11"] = 76


def of_last_year(book: Any) -> None:
    """Change the year in a sheet's own description, as when it was pasted from last year's form."""
    book[SHEET]["A1"] = book[SHEET]["A1"].value.replace("|2026|", "|2025|")


def formula(book: Any) -> None:
    """Write a formula, as a program does that computes nothing."""
    book[SHEET]["J6"] = "=151/2"


def error(book: Any) -> None:
    """Leave a formula that failed."""
    book[SHEET]["J6"] = "#DIV/0!"


def no_keys(book: Any) -> None:
    """Delete the hidden first column."""
    book[SHEET].delete_cols(1)


def no_values(book: Any) -> None:
    """Delete the column of the figures."""
    book[SHEET].delete_cols(10)


def newer(book: Any) -> None:
    """Mark the form as one of a future version."""
    for sheet in book.worksheets[:-1]:
        sheet["A1"] = sheet["A1"].value.replace("form|1|", "form|9|")


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (key("unge#trivselx||2026"), f"{SHEET}!A6", "'unge#trivselx||2026' in the hidden first column"),
        (key("unge#trivsel||2025"), f"{SHEET}!A6", "is not part of the form; copy"),
        (key("unge#trivsel|drenge|2026"), f"{SHEET}!A6", "is not part of the form; copy"),
        (key(75.5), f"{SHEET}!A6", "'75.5' in the hidden first column"),
        (key(None), f"{SHEET}!J6", "the row was inserted"),
        (merge_values, f"{SHEET}!J7", "merged over 3 rows"),
        (new_row, f"{SHEET}!J8", "move the answer to the row that it belongs to"),
        (twice, f"{SHEET}!A11", f"a copy of the one at svar.xlsx:{SHEET}!A6"),
        (of_last_year, f"{SHEET}!A1", "of another form (2025, Center for Skole) than 'Vejledning' (2026"),
        (formula, f"{SHEET}!J6", "has no stored result"),
        (error, f"{SHEET}!J6", "#DIV/0!"),
        (no_keys, SHEET, "copy the answers into the form as it was sent"),
        (no_values, f"{SHEET}!A1", "the column for the figures was removed"),
        (newer, "Vejledning!A1", "the form has version 9; this library reads version 1"),
    ],
)
def test_what_can_not_be_known_is_refused_with_its_place(
    tmp_path: Path, change: Change, place: str, words: str
) -> None:
    """File, sheet and cell, and what to do; nothing is written."""
    home = municipality(tmp_path)
    file = fill(forms(home)[UNIT], ANSWERS, change=change, name="svar.xlsx")
    content = contents(home)
    with pytest.raises(InvalidObservations) as caught:
        read(home, file)
    lines = [line.removeprefix(f"{file.parent}/") for line in caught.value.lines()]
    assert any(line.startswith(f"svar.xlsx:{place}: ") and words in line for line in lines), lines
    assert contents(home) == content


def test_a_workbook_that_is_no_form_is_named_with_what_to_do(tmp_path: Path) -> None:
    """Such as a unit's own table."""
    home = municipality(tmp_path)
    book = openpyxl.Workbook()
    book.active["A1"] = "Trives"  # type: ignore[index]
    book.save(tmp_path / "egen.xlsx")
    with pytest.raises(InvalidObservations, match="not a form that `collect template` wrote"):
        read(home, tmp_path / "egen.xlsx")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"PK\x03\x04 truncated", "not a workbook that can be read"),
        ("a.ods", b"nothing of the kind", "not a workbook that can be read"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not a workbook that can be read"),
        ("a.docx", b"", "'.docx' is not a format of forms"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    """Whatever its reader stumbles over."""
    home = municipality(tmp_path)
    (tmp_path / name).write_bytes(content)
    with pytest.raises((InvalidObservations, FileError), match=words):
        read(home, tmp_path / name)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('<row r="6"', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="6"', "reaches to"),
        (
            "</sheetData>",
            '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
            "merged over",
        ),
    ],
)
def test_a_small_file_that_claims_to_be_huge_is_refused_at_once(tmp_path: Path, old: str, new: str, words: str) -> None:
    """The last cell there is, or all cells merged into one."""
    home = municipality(tmp_path)
    form = forms(home)[UNIT]
    hostile = tmp_path / "fjendtlig.xlsx"
    with zipfile.ZipFile(form) as source, zipfile.ZipFile(hostile, "w") as made:
        for name in source.namelist():
            text = source.read(name)
            made.writestr(name, text.replace(old.encode(), new.encode(), 1) if name.endswith("sheet2.xml") else text)
    with pytest.raises(InvalidObservations, match=words):
        read(home, hostile)


def test_a_file_given_twice_counts_once(tmp_path: Path) -> None:
    """By itself and in its folder."""
    home = municipality(tmp_path)
    file = fill(forms(home)[UNIT], ANSWERS)
    assert len(read(home, file, file.parent).forms) == 1


def test_nothing_to_read_is_stated(tmp_path: Path) -> None:
    """An empty folder, and a file or folder that is not there."""
    home = municipality(tmp_path)
    (tmp_path / "tom").mkdir()
    with pytest.raises(InvalidObservations, match="contains no workbook"):
        read(home, tmp_path / "tom")
    with pytest.raises(InvalidObservations, match="no such file"):
        read(home, tmp_path / "væk.xlsx")
    with pytest.raises(InvalidObservations, match="no such file or folder"):
        read(home, tmp_path / "væk")


def test_the_name_of_the_file_may_be_anything(tmp_path: Path) -> None:
    """It is kept in the origin of each figure, and the copy is named after the unit."""
    home = municipality(tmp_path)
    file = fill(forms(home)[UNIT], ANSWERS)
    shutil.move(file, tmp_path / "Kopi af kopi (2) ENDELIG.xlsx")
    read(home, tmp_path / "Kopi af kopi (2) ENDELIG.xlsx")
    (copy,) = (home / "opfoelgning" / "2026" / "returns").iterdir()
    assert copy.name.startswith("center-for-skole-")
    assert copy.read_bytes() == (tmp_path / "Kopi af kopi (2) ENDELIG.xlsx").read_bytes()
