"""Figures in a workbook: read as a person sees them, reported by sheet and cell."""

import datetime as dt
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.errors import FileError, InvalidObservations, MissingExtra
from kommunepolitik.observations import COLUMNS
from tests.frames import DESCRIBED, filled
from tests.observations.packages import change, open_document, row_of

NO_FIGURE = (
    "; where there is no figure, leave out the row, and state why under missing in accounts.yaml (why: later or "
    "not_measured)"
)

POLICY = kp.Policy(
    id="p",
    title="P",
    municipality=kp.Municipality.find("330"),
    groups=[m.Group(id="kvinder", title="Kvinder")],
    indicators=[
        m.Indicator(id="beskaeftigelse", title="B", unit="%", limit=100),
        m.Indicator(id="pladser", title="P", unit="antal"),
        m.Indicator(id="omfang", title="O"),
    ],
)
HEADER = ["Indikator", "Gruppe", "Periode", "Værdi", "Kilde"]


def sheet_of(*rows: list[Any], title: str = "Ark1") -> Worksheet:
    """Return the sheet of a new workbook, filled with rows."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return sheet


def save(sheet: Worksheet, folder: Path) -> Path:
    """Write a sheet's workbook."""
    path = folder / "tal.xlsx"
    assert sheet.parent is not None
    sheet.parent.save(path)
    return path


def read(sheet: Worksheet, folder: Path) -> pd.DataFrame:
    """Write a sheet's workbook and read it for the policy."""
    return filled(kp.read_observations(save(sheet, folder), POLICY).frame)


def problems_in(sheet: Worksheet, folder: Path) -> list[str]:
    """Return what is wrong with a sheet, a line each, from the sheet's name on."""
    with pytest.raises(InvalidObservations) as caught:
        read(sheet, folder)
    return [line.removeprefix(f"{folder / 'tal.xlsx'}:") for line in caught.value.lines()]


def rewrite(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Change one place of a part of a workbook, as another program would have written it."""

    def edit(content: bytes) -> bytes:
        edited, changes = re.subn(old, new, content)
        assert changes == 1
        return edited

    change(path, part, edit)


def test_a_workbook_is_read_like_the_csv_file_it_could_be_saved_as(tmp_path: Path) -> None:
    """Danish headers; numbers as numbers, years as years, figures written as text as in a Danish CSV file."""
    sheet = sheet_of(
        HEADER,
        ["beskaeftigelse", None, 2012, 60.7, "Jobindsats"],
        ["beskaeftigelse", "kvinder", "2012K4", "ca. 58,5", None],
        ["pladser", None, "2013-2016", 1234, None],
        ["pladser", None, 2017.0, "10-20", None],
    )
    table = read(sheet, tmp_path)
    (tmp_path / "tal.csv").write_text(
        "Indikator;Gruppe;Periode;Værdi;Kilde\nbeskaeftigelse;;2012;60,7;Jobindsats\n"
        "beskaeftigelse;kvinder;2012K4;ca. 58,5;\npladser;;2013-2016;1.234;\npladser;;2017;10-20;\n",
        "utf-8",
    )
    same = filled(kp.read_observations(tmp_path / "tal.csv", POLICY).frame)
    pd.testing.assert_frame_equal(table.drop(columns="origin"), same.drop(columns="origin"))
    assert table["origin"].tolist()[0] == "tal.xlsx:Ark1!D2"
    assert [*table.drop(columns=DESCRIBED)] == [column.name for column in COLUMNS]


def test_a_percent_cell_is_the_percentage_it_shows(tmp_path: Path) -> None:
    """0.098 shown as 9,8 % is 9.8, without a rest of binary arithmetic; a percent sign between quotes moves nothing."""
    sheet = sheet_of(
        HEADER,
        ["beskaeftigelse", None, 2012, 0.098],
        ["beskaeftigelse", None, 2013, 0.07],
        ["beskaeftigelse", None, 2014, 62.5],
        ["omfang", None, 2014, 0.5],
    )
    sheet["D2"].number_format = "0.0%"
    sheet["D3"].number_format = "0%;[Red]-0%"
    sheet["D4"].number_format = '0.0" %"'
    sheet["D5"].number_format = "0 %"
    assert read(sheet, tmp_path)["value"].tolist() == [9.8, 7.0, 62.5, 50.0]


def test_a_percentage_of_what_is_counted_is_an_error(tmp_path: Path) -> None:
    """Places are counted; 12 % of them is another indicator's figure, in a workbook and in a CSV file."""
    sheet = sheet_of(HEADER, ["pladser", None, 2012, 0.12])
    sheet["D2"].number_format = "0%"
    expected = "value: the figure is in percent, but the indicator's unit is 'antal'"
    assert problems_in(sheet, tmp_path) == [f"Ark1!D2: {expected}"]
    path = tmp_path / "tal.csv"
    path.write_text("indicator;period;value\npladser;2012;12 %\n", "utf-8")
    with pytest.raises(InvalidObservations, match=re.escape(f":2: {expected}")):
        kp.read_observations(path, POLICY)


@pytest.mark.parametrize(
    ("number_format", "period"),
    [
        ("dd-mm-yyyy", "2024-03-01"),
        ("mmm-yy", "2024-03"),
        ('[$-406]mmmm" "yyyy;@', "2024-03"),
        ("yyyy", "2024"),
    ],
)
def test_a_date_cell_is_the_period_it_shows(tmp_path: Path, number_format: str, period: str) -> None:
    """Who types 2024-03 into a spreadsheet gets the 1st of March, shown as mar-24; the month is what was meant."""
    sheet = sheet_of(
        [*HEADER, "Offentliggjort"], ["pladser", None, dt.datetime(2024, 3, 1), 5, None, dt.date(2024, 4, 2)]
    )
    sheet["C2"].number_format = number_format
    table = read(sheet, tmp_path)
    assert table["period"].tolist() == [period]
    assert table["published"].tolist() == ["2024-04-02"]


def test_a_figure_that_the_spreadsheet_made_a_date_is_an_error(tmp_path: Path) -> None:
    """10-12 typed as a figure becomes the 10th of December; it is reported, not read as a number of days."""
    sheet = sheet_of(HEADER, ["pladser", None, 2012, dt.date(2024, 12, 10)])
    (line,) = problems_in(sheet, tmp_path)
    assert line.startswith("Ark1!D2: value: the spreadsheet has made a date of what was typed (2024-12-10)")


def test_titles_empty_rows_and_merged_headings_are_passed_over(tmp_path: Path) -> None:
    """The header is the first row with indicator and value; cells are still reported by the visible rows."""
    sheet = sheet_of(
        ["Tal til opfølgningen 2024"],
        ["Indikator for indikator"],
        [],
        HEADER,
        ["Beskæftigelse"],
        ["beskaeftigelse", None, 2012, 60],
        [],
        ["Bolig"],
        ["pladser", None, 2012, "se note"],
        [*[None] * 6, "Uden for tabellen"],
    )
    sheet.merge_cells("A5:E5")
    sheet.merge_cells("A8:C8")
    assert problems_in(sheet, tmp_path) == ["Ark1!D9: value: 'se note' is not a number" + NO_FIGURE]
    sheet["D9"] = 7
    assert read(sheet, tmp_path)["value"].tolist() == [60, 7]


def test_a_text_merged_over_several_rows_counts_for_each(tmp_path: Path) -> None:
    """An indicator written once beside three years is that of all three; a figure merged over two years is nobody's."""
    sheet = sheet_of(
        HEADER,
        ["beskaeftigelse", None, 2012, 60],
        [None, None, 2013, 61],
        [None, None, 2014, 62],
        ["pladser", None, 2014, 7],
        ["pladser", None, 2015, None],
    )
    sheet.merge_cells("A2:A4")
    sheet.merge_cells("D5:D6")
    assert problems_in(sheet, tmp_path) == [
        "Ark1!D6: value: the row has no value; write a number, a judgement, or quality 'suppressed'"
    ]
    sheet["C6"] = sheet["A6"] = None
    assert read(sheet, tmp_path)["indicator"].tolist() == ["beskaeftigelse"] * 3 + ["pladser"]


@pytest.mark.parametrize(("column", "place"), [("A", "indicator"), ("B", "group"), ("C", "period"), ("D", "value")])
def test_an_error_cell_is_an_error_wherever_it_stands(tmp_path: Path, column: str, place: str) -> None:
    """#N/A and #REF! are no figure, and no name of a group either."""
    sheet = sheet_of(HEADER, ["pladser", "kvinder", 2012, 5])
    sheet[f"{column}2"] = "#REF!"
    assert problems_in(sheet, tmp_path) == [f"Ark1!{column}2: {place}: the cell contains the spreadsheet's error #REF!"]


def test_a_formula_counts_as_the_result_stored_with_it(tmp_path: Path) -> None:
    """The stored number is read, an empty text is an empty cell, and a formula that was never run is reported."""
    sheet = sheet_of(HEADER, ["pladser", '=IF(1,"","")', 2012, "=2+3"])
    assert problems_in(sheet, tmp_path) == [
        f"Ark1!{cell}: {name}: the formula {formula} has no stored result; "
        "open the file in a spreadsheet program and save it there"
        for cell, name, formula in (("B2", "group", '=IF(1,"","")'), ("D2", "value", "=2+3"))
    ]
    path = tmp_path / "tal.xlsx"
    part = "xl/worksheets/sheet1.xml"
    rewrite(path, part, rb"(<f>2\+3</f>)<v\s*(?:/>|></v>)", rb"\1<v>5</v>")
    rewrite(path, part, b'<c r="B2">', b'<c r="B2" t="str">')
    table = filled(kp.read_observations(path, POLICY).frame)
    assert table["value"].tolist() == [5]
    assert table["group"].tolist() == [""]


def test_all_sheets_with_a_header_are_read(tmp_path: Path) -> None:
    """The others are named, and those that are hidden."""
    sheet = sheet_of(["Læs mig"], ["Skriv tallene på næste ark"], title="Vejledning")
    book = sheet.parent
    assert book is not None
    for title, value in (("Gemt", 1), ("Ark2", 2), ("Ark3", 3)):
        other = book.create_sheet(title)
        other.append(HEADER)
        other.append(["pladser", None, 2010 + value, value])
    book["Gemt"].sheet_state = "hidden"
    figures = kp.read_observations(save(sheet, tmp_path), POLICY)
    assert figures.frame["value"].tolist() == [2, 3]
    notices = [notice.show().removeprefix(f"{tmp_path / 'tal.xlsx'}:") for notice in figures.notices]
    assert notices == [
        "Vejledning: the sheet is not read, as no row of it is a header; read: Ark2, Ark3",
        "Gemt: the sheet is hidden, and is not read; show it if its figures count",
    ]


def test_all_mistakes_of_a_workbook_come_together_with_sheet_and_cell(tmp_path: Path) -> None:
    """Header, unknown indicator, impossible value, disagreement: each in the cell where it is fixed."""
    sheet = sheet_of(
        [None, "Indikator", "Periode", "Værdi"],
        [None, "beskaeftigelsen", 2012, 60],
        [None, "beskaeftigelse", "2022/2023", 160],
        [None, "beskaeftigelse", 2013, True],
        [None, "pladser", 2013, 3],
        [None, "pladser", 2013, 4],
        title="Tal 2024",
    )
    assert problems_in(sheet, tmp_path) == [
        "Tal 2024!B2: indicator: no indicator has the id 'beskaeftigelsen'; did you mean 'beskaeftigelse'?",
        "Tal 2024!C3: period: '2022/2023' can be read in two ways; write 2022/23 for the school year or 2022..2023 "
        "for the two years",
        "Tal 2024!D3: value: 160 is impossible for the unit '%'",
        "Tal 2024!D4: value: 'True' is not a number" + NO_FIGURE,
        "Tal 2024!D6: value: the same series and period is in row 5 with another value; give each row a "
        "publication date",
    ]
    sheet["D1"] = "Vaerdi"
    assert problems_in(sheet, tmp_path)[0] == "Tal 2024!D1: unknown column 'Vaerdi'; did you mean 'værdi'?"
    sheet["D1"] = None
    assert problems_in(sheet, tmp_path)[0] == "Tal 2024!1: the column 'value' is missing (in Danish: 'værdi')"


def test_a_wrong_dimension_does_not_hide_rows(tmp_path: Path) -> None:
    """Some programs write that the sheet ends at A1; all rows are read all the same."""
    path = save(sheet_of(HEADER, ["pladser", None, 2012, 5]), tmp_path)
    rewrite(path, "xl/worksheets/sheet1.xml", b'<dimension ref="A1:E2" ?/>', b'<dimension ref="A1"/>')
    assert len(kp.read_observations(path, POLICY)) == 1


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (b'<row r="1000000000"><c r="A1000000000"><v>1</v></c></row>', "A1000000000"),
        (b'<row r="9"><c r="ZZZ9"><v>1</v></c></row>', "ZZZ9"),
        (b'<row r="90000"><c r="XFD90000"><v>1</v></c></row>', "XFD90000"),
    ],
)
def test_a_small_file_that_claims_a_sheet_without_end_is_refused(tmp_path: Path, row: bytes, cell: str) -> None:
    """No row between is looked at."""
    path = save(sheet_of(HEADER, ["pladser", None, 2012, 5]), tmp_path)
    rewrite(path, "xl/worksheets/sheet1.xml", b"</sheetData>", row + b"</sheetData>")
    with pytest.raises(InvalidObservations, match=f"Ark1: the sheet reaches to the cell {cell}; remove what is"):
        kp.read_observations(path, POLICY)


def test_what_is_no_workbook_is_reported(tmp_path: Path) -> None:
    """No file, no zip file, an empty workbook, a binary format."""
    path = tmp_path / "tal.xlsx"
    with pytest.raises(FileError, match="no such file"):
        kp.read_observations(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0 a password or an old format")
    with pytest.raises(InvalidObservations, match="is not a workbook that can be read"):
        kp.read_observations(path)
    with pytest.raises(InvalidObservations, match="the file is empty"):
        kp.read_observations(save(sheet_of(), tmp_path))
    with pytest.raises(FileError, match=r"'\.xlsb' is not a format for figures; use one of \.csv"):
        kp.read_observations(tmp_path / "tal.xlsb")


def test_a_missing_package_states_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only who reads workbooks needs the packages for them."""
    path = save(sheet_of(HEADER), tmp_path)
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(MissingExtra) as caught:
        kp.read_observations(path)
    assert (
        str(caught.value)
        == f"{path}: needs the package 'python-calamine'; install it with: pip install 'kommunepolitik[excel]'"
    )


def test_a_cell_that_lost_its_percent_format_is_asked_for(tmp_path: Path) -> None:
    """0.655 among percentages is 65.5 % or 0.655 %, and nobody knows which."""
    sheet = sheet_of(HEADER, ["beskaeftigelse", None, 2023, 0.6], ["beskaeftigelse", None, 2024, 0.655])
    sheet["D2"].number_format = "0.0%"
    (line,) = problems_in(sheet, tmp_path)
    assert line.startswith("Ark1!D3: value: the indicator's other figures are shown in percent")


def test_a_number_that_its_format_hides_is_asked_for(tmp_path: Path) -> None:
    """What nobody sees in the sheet is read by nobody."""
    sheet = sheet_of(HEADER, ["pladser", None, 2024, 5])
    sheet["D2"].number_format = ";;;"
    assert problems_in(sheet, tmp_path) == [
        "Ark1!D2: value: the cell contains 5, but its format shows nothing; give it a format that shows the number"
    ]


def test_a_line_break_of_windows_is_no_part_of_a_text(tmp_path: Path) -> None:
    """Excel keeps it as _x000D_."""
    sheet = sheet_of(HEADER, ["pladser", None, 2024, 5, "Årsrapport_x000D_\n2024"])
    assert read(sheet, tmp_path)["source"].tolist() == ["Årsrapport\n2024"]


def test_hidden_columns_are_read_and_reported(tmp_path: Path) -> None:
    """As rows are."""
    sheet = sheet_of(HEADER, ["pladser", None, 2024, 5])
    sheet.column_dimensions["D"].hidden = True
    figures = kp.read_observations(save(sheet, tmp_path), POLICY)
    assert [notice.message() for notice in figures.notices] == ["columns that the spreadsheet hides are read too: D"]


def test_the_mark_of_an_open_workbook_and_an_empty_file_state_what_they_are(tmp_path: Path) -> None:
    """Neither is a damaged workbook."""
    mark, empty = tmp_path / "~$tal.xlsx", tmp_path / "tal.xlsx"
    mark.write_bytes(b"\x05Bruger")
    empty.write_bytes(b"")
    with pytest.raises(InvalidObservations, match="the lock file of an open workbook"):
        kp.read_observations(mark)
    with pytest.raises(InvalidObservations, match="the file is empty"):
        kp.read_observations(empty)


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ('[<5]"<5";0', 3, (5, "under")),
        ('[<5]"<5";0', 7, (7, "")),
        ('[<5]"<5";0', 120, (120, "")),
        ('0;-0;"<5"', 0, (5, "under")),
        ('_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', 0, (0, "")),
        ("GENERAL", 42, (42, "")),
    ],
)
def test_a_format_with_conditions_shows_what_a_person_sees(
    tmp_path: Path, code: str, value: float, shown: tuple[float, str]
) -> None:
    """A number that its format hides behind <5 is under 5, and 120 is 120; an accountant's dash is 0."""
    sheet = sheet_of(HEADER, ["pladser", None, 2024, value])
    sheet["D2"].number_format = code
    table = read(sheet, tmp_path)
    assert (table["value"].tolist(), table["qualifier"].tolist()) == ([shown[0]], [shown[1]])


def test_a_year_with_words_in_its_format_is_the_period_it_shows(tmp_path: Path) -> None:
    """2024 shown as 2024K4 is the quarter."""
    sheet = sheet_of(HEADER, ["pladser", None, 2024, 5])
    sheet["C2"].number_format = '0"K4"'
    assert read(sheet, tmp_path)["period"].tolist() == ["2024-Q4"]


def test_a_figure_without_end_is_refused_whatever_its_format(tmp_path: Path) -> None:
    """1e307 as a percentage is no number any more."""
    sheet = sheet_of(HEADER, ["beskaeftigelse", None, 2024, 1e307])
    sheet["D2"].number_format = "0.0%"
    (line,) = problems_in(sheet, tmp_path)
    assert "is not a finite number" in line


def test_an_open_document_states_what_its_cells_show(tmp_path: Path) -> None:
    """What is withheld behind <5 is not read from beneath it, and a date shown as a quarter is the quarter."""
    cells = (
        '<table:table-cell office:value-type="string"><text:p>pladser</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2024-10-01"><text:p>4. kvartal 2024</text:p>'
        '</table:table-cell><table:table-cell office:value-type="float" office:value="3"><text:p>&lt;5</text:p>'
        "</table:table-cell>"
    )
    heads = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{head}</text:p></table:table-cell>'
        for head in ("indikator", "periode", "værdi")
    )
    spaces = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    content = (
        f"<office:document-content{spaces}><office:body><office:spreadsheet><table:table table:name='Ark1'>"
        f"<table:table-row>{heads}</table:table-row><table:table-row>{cells}</table:table-row>"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "tal.ods", "w") as archive:
        archive.writestr("content.xml", content)
    table = filled(kp.read_observations(tmp_path / "tal.ods", POLICY).frame)
    assert table[["period", "value", "qualifier"]].to_numpy().tolist() == [["2024-Q4", 5, "under"]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<v>5</v>", b"<v>1<!-- x -->5</v>"),
        (b"<v>5</v>", b"<v>1<?x y?>5</v>"),
        (b"<v>5</v>", b"<v><![CDATA[5]]></v>"),
        (b"</sheetData>", b"</sheetData><sheetData><row><c><v>7</v></c></row></sheetData>"),
        (b"<v>5</v></c>", b'<v>5</v></c><c r="C2"><v>6</v></c>'),
    ],
)
def test_a_number_that_is_written_unusually_is_not_read_as_another_or_as_none(
    tmp_path: Path, old: bytes, new: bytes
) -> None:
    """Such XML is correct, but the library that reads the values cuts the number, or leaves it out."""
    path = save(sheet_of(["indikator", "periode", "værdi"], ["beskaeftigelse", 2024, 5]), tmp_path)
    assert kp.read_observations(path).numbers["value"].tolist() == [5]
    rewrite(path, "xl/worksheets/sheet1.xml", old, new)
    with pytest.raises(InvalidObservations, match="is not a workbook that can be read"):
        kp.read_observations(path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1"])
def test_a_part_that_is_not_in_utf_8_is_refused(tmp_path: Path, encoding: str) -> None:
    """The library that reads the values finds nothing in it, and the sheet would be empty."""
    path = save(sheet_of(["indikator", "periode", "værdi"], ["beskaeftigelse", 2024, 5]), tmp_path)
    with zipfile.ZipFile(path) as archive:
        part = archive.read("xl/worksheets/sheet1.xml").decode()
    head = "<?xml version='1.0' encoding='latin-1'?>" if encoding == "latin-1" else ""
    rewrite(path, "xl/worksheets/sheet1.xml", part.encode(), (head + part).encode(encoding))
    with pytest.raises(InvalidObservations, match=r"'xl/worksheets/sheet1\.xml' in the workbook is not in UTF-8"):
        kp.read_observations(path)


def test_sheets_of_one_name_are_never_taken_for_each_other(tmp_path: Path) -> None:
    """Those without a name are all read; two of a name, which no program makes, are refused."""
    sheets = [f"<table:table>HEAD{row_of('job', year, '5')}</table:table>" for year in ("2023", "2024")]
    figures = kp.read_observations(open_document(tmp_path, *sheets))
    assert figures.texts["period"].objects().tolist() == ["2023", "2024"]
    named = [sheet.replace("<table:table>", '<table:table table:name="Tal">') for sheet in sheets]
    with pytest.raises(InvalidObservations, match="'Tal' ×2"):
        kp.read_observations(open_document(tmp_path, *named))
    book = Workbook()
    for title in ("Tal", "Andre"):
        sheet = book.create_sheet(title)
        sheet.append(["indikator", "periode", "værdi"])
        sheet.append(["job", 2024, 5])
    book.save(tmp_path / "tal.xlsx")
    rewrite(tmp_path / "tal.xlsx", "xl/workbook.xml", b"Andre", b"Tal")
    with pytest.raises(InvalidObservations, match="'Tal' ×2"):
        kp.read_observations(tmp_path / "tal.xlsx")


def test_a_table_in_a_cell_is_refused(tmp_path: Path) -> None:
    """The rows below it would be lost."""
    inner = "<table:table-row><table:table-cell><table:table/></table:table-cell></table:table-row>"
    with pytest.raises(InvalidObservations, match=r"table:table \(A2\)"):
        kp.read_observations(
            open_document(tmp_path, f"<table:table>HEAD{inner}{row_of('job', '2024', '5')}</table:table>")
        )


@pytest.mark.parametrize("between", ["<text:line-break/>", "<text:tab/>"])
def test_numbers_in_two_lines_of_a_cell_are_not_one(tmp_path: Path, between: str) -> None:
    """1 above 5 is not 15."""
    path = open_document(tmp_path, f"<table:table>HEAD{row_of('job', '2024', f'1{between}5')}</table:table>")
    with pytest.raises(InvalidObservations, match="'1 5' is not a number"):
        kp.read_observations(path)


def test_a_text_may_be_in_an_attribute(tmp_path: Path) -> None:
    """The format allows a cell without a paragraph."""
    cell = '<table:table-cell office:value-type="string" office:string-value="job"/>'
    row = row_of("2024", "5").replace("<table:table-row>", f"<table:table-row>{cell}")
    figures = kp.read_observations(open_document(tmp_path, f"<table:table>HEAD{row}</table:table>"))
    assert figures.texts["indicator"].objects().tolist() == ["job"]
