"""Forms that another program has opened and saved: LibreOffice, in each of its formats."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from kommunepolitik.collect import templates
from tests.collect.made import NYBRO, cells, fill, forms, municipality, nybro, read
from tests.programs import resaved

UNIT = "Center for Skole"
ANSWERS = {
    "unge#trivsel||2026": {"value": 75.5, "note": "Ny måling"},
    "unge#klubber||2026-Q1": {"value": "ca. 130"},
    "unge#klubber||2026-Q2": {"value": 127, "qualifier": "under"},
    "unge#klubber||2026-Q3": {"answer": "kommer senere", "expected": "2027-03"},
    "unge#klubber||2026-Q4": {"answer": "for få til at vise"},
    "unge#spor-1|account:text|2026": {"account": "Vi har tre klubber.\nDen fjerde kommer til maj."},
    "unge#spor-1|account:adjust|2026": {"account": "nej"},
}


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_a_form_saved_by_libreoffice_is_read_like_the_form_itself(tmp_path: Path, suffix: str) -> None:
    """Figures, reservations, answers, the account and the sign-off; and 0.755 that shows 75.5 % is 75.5."""

    def percent(book: openpyxl.Workbook) -> None:
        book["Ungepolitik"]["J6"].value, book["Ungepolitik"]["J6"].number_format = 0.755, "0.0%"

    home = municipality(tmp_path)
    form = forms(home)[UNIT]
    file, other = fill(form, ANSWERS), fill(form, change=percent, name="procent.xlsx")
    expected = read(home, file, dry_run=True)
    saved, shown = resaved([file, other], suffix, tmp_path / "gemt")
    assert read(home, shown, dry_run=True).figures[0].now.value == 75.5
    found = read(home, saved)
    text = [(each.now.value, each.now.qualifier, each.now.quality, each.now.note) for each in found.figures]
    assert text == [(each.now.value, each.now.qualifier, each.now.quality, each.now.note) for each in expected.figures]
    assert text == [
        (75.5, "", "final", "Ny måling"),
        (130, "about", "final", ""),
        (127, "under", "final", ""),
        (None, "", "suppressed", ""),
    ]
    assert [each.now for each in found.gaps] == [each.now for each in expected.gaps]
    assert [each.now for each in found.accounts] == [each.now for each in expected.accounts]
    assert found.forms[0].signed == expected.forms[0].signed


def test_every_form_of_nybro_comes_back_through_libreoffice(tmp_path: Path) -> None:
    """All its units at once: each figure that was written is read, and nobody is missing."""
    home = nybro(tmp_path)
    made = templates([home], "2026", tmp_path / "skemaer", observations=[NYBRO / "national.csv"], known="2025-12-31")
    written: dict[str, float] = {}
    for number, form in enumerate(made.forms):
        book = openpyxl.load_workbook(form.path)
        for sheet in book.worksheets:
            for place, ((key, column), cell) in enumerate(cells(sheet).items()):
                if column == "value" and cell.number_format != "@":
                    cell.value = written[key] = float(number + place % 10)
                elif key.startswith("sign|"):
                    cell.value = dt.date(2027, 1, 20) if key == "sign|date" else "Centerchef"
        book.save(form.path)
    saved = resaved([form.path for form in made.forms], "xlsx", tmp_path / "gemt")
    found = read(home, *saved, dry_run=True)
    read_back = {}
    for each in found.figures:
        key = f"{each.policy}#{each.now.indicator}|{each.now.group}|{each.now.period}"
        read_back[key] = each.now.value
    assert read_back == written
    assert len(written) > 40
    judged = ("De boligsociale medarbejdere", "Skolelederne i fællesskab")
    assert found.missing_units == ()
    assert [form.unit for form in found.forms if form.answered == 0] == [*judged]
