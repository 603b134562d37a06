"""Sheets of any layout are read as an import defines, and what it does not define is an error at its cell."""

from pathlib import Path

import pytest

from tests.frames import filled
from tests.mapping.sheets import (
    CENTRE,
    JOBINDSATS,
    centre,
    figures_of,
    folder_of,
    jobindsats,
    refusal,
    resaved,
    save,
    sheet_of,
    shown,
)


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_the_sheet_of_a_centre_that_libreoffice_saved(tmp_path: Path, suffix: str) -> None:
    """Marks, ca., a unit in a cell, an empty cell, a sum that is passed over, and a note, in each kind of workbook."""
    file = resaved(save(centre(2023, 2024, "2025*"), tmp_path, "center-kultur.xlsx"), suffix)
    figures = figures_of(folder_of(tmp_path, CENTRE), file)
    assert shown(figures, "indicator", "period", "value", "qualifier", "quality", "note") == [
        ("foreningsliv", "2023", 60.1, "", "final", ""),
        ("foreningsliv", "2024", 61.2, "", "final", ""),
        ("foreningsliv", "2025", 62.5, "", "provisional", ""),
        ("frivillige", "2023", 310, "about", "final", "skøn"),
        ("frivillige", "2024", 320, "", "final", "skøn"),
        ("frivillige", "2025", 131, "", "provisional", "skøn"),
        ("fritidsvejledning", "2023", 55, "", "final", ""),
        ("fritidsvejledning", "2025", 1200, "", "provisional", ""),
    ]
    assert shown(figures, "source", "origin")[0] == ("ledelsestal", f"center-kultur.{suffix}:Spor 4!B3")


def test_a_download_with_a_heading_of_two_merged_rows(tmp_path: Path) -> None:
    """Areas, a group that is the whole population, a column that is not used, and the day after some words."""
    file = resaved(save(jobindsats(), tmp_path, "jobindsats-jan.xlsx"))
    figures = figures_of(folder_of(tmp_path, JOBINDSATS), file)
    assert shown(figures, "policy", "area", "group", "period", "value", "published") == [
        ("nybro-kultur", "Nybro", "", "2024", 52.5, "2027-01-14"),
        ("nybro-kultur", "Nybro", "", "2025", 53.5, "2027-01-14"),
        ("", "000", "", "2024", 55.25, "2027-01-14"),
        ("", "000", "", "2025", 56.25, "2027-01-14"),
    ]


def test_the_next_year_needs_no_change_of_the_mapping(tmp_path: Path) -> None:
    """A new period column, and a block that has moved down, are found by their words."""
    folder = folder_of(tmp_path, JOBINDSATS, CENTRE)
    files = [
        save(jobindsats(years=("2024", "2025", "2026"), move=3), tmp_path, "jobindsats-2027.xlsx"),
        save(centre(2023, 2024, 2025, "Regnskab 2026"), tmp_path, "center-2027.xlsx"),
    ]
    figures = figures_of(folder, *files)
    newest = filled(figures.frame).query("period == '2026'")
    assert newest[["indicator", "value"]].values.tolist() == [
        ["fuldtidspersoner-pct", 54.5],
        ["fuldtidspersoner-pct", 57.25],
        ["foreningsliv", 64],
        ["frivillige", 340],
        ["fritidsvejledning", 1250],
    ]


def test_a_new_row_is_an_error_at_its_cell(tmp_path: Path) -> None:
    """What nobody has stated is never guessed; all of it is reported at once."""
    rows = [["Nabodage", 5, 6], ["Kaffe i alt", 1], ["Total", 2]]
    file = save(centre(2023, 2024, more=rows), tmp_path, "center.xlsx")
    assert refusal(folder_of(tmp_path, CENTRE), file) == [
        "center.xlsx:Spor 4!A7: 'Nabodage' is not in values; write what it is, or ignore",
        "center.xlsx:Spor 4!A8: 'Kaffe i alt' is not in values; write what it is, or ignore",
        "center.xlsx:Spor 4!A9: 'Total' adds up other rows; put it under ignore, or under values if it is the whole "
        'population ("")',
    ]


def test_a_new_column_and_a_missing_one_are_errors(tmp_path: Path) -> None:
    """With the words of the headings."""
    sheet = centre(2023, 2024)
    sheet["D2"] = "Skøn for året"
    assert refusal(folder_of(tmp_path, CENTRE), save(sheet, tmp_path, "center.xlsx")) == [
        "center.xlsx:Spor 4!D2: the heading 'Skøn for året' is not in columns; write what it is, or ignore",
        "center.xlsx:Spor 4!2: the sheet has no heading 'Bemærkning'",
    ]


def test_a_renamed_sheet_is_named_with_those_that_are_there(tmp_path: Path) -> None:
    """The sheets of a workbook are known by their names."""
    file = save(centre(2023, title="Spor 4 (ny)"), tmp_path, "center.xlsx")
    (line,) = refusal(folder_of(tmp_path, CENTRE), file)
    assert line.startswith("center.xlsx: there is no sheet 'Spor 4', which the import 'kultur-fritid' reads")
    assert "the sheets are: Spor 4 (ny)" in line


def test_a_heading_that_is_not_found_is_named(tmp_path: Path) -> None:
    """An import is anchored by words, never by the numbers of rows."""
    file = save(sheet_of(["Indikator", 2024], ["Frivillige", 5], title="Spor 4"), tmp_path, "center.xlsx")
    assert refusal(folder_of(tmp_path, CENTRE), file) == [
        "center.xlsx:Spor 4: no cell is 'Pejlemærke', which the heading of the import 'kultur-fritid' starts with"
    ]


def test_an_import_that_nobody_confirmed_is_refused(tmp_path: Path) -> None:
    """At its line in imports.yaml."""
    folder = folder_of(tmp_path, CENTRE.replace("    confirmed: 2027-01-20\n", ""))
    (line,) = refusal(folder, save(centre(2023), tmp_path, "center.xlsx"))
    assert line.startswith("kultur/imports.yaml:3:5: imports[0]: the import 'kultur-fritid' was not confirmed")


def test_what_an_import_means_must_be_in_the_policy(tmp_path: Path) -> None:
    """An id that no indicator has, and a unit that is another than the indicator's, at their lines."""
    wrong = JOBINDSATS.replace("indicator: fuldtidspersoner-pct", "indicator: fuldtidspersoner-pc")
    other = CENTRE.replace("Frivillige: frivillige", "Frivillige: frivilige")
    files = [save(jobindsats(), tmp_path, "jobindsats.xlsx"), save(centre(2023), tmp_path, "center.xlsx")]
    lines = refusal(folder_of(tmp_path, wrong, other), *files)
    assert [line.partition(": ")[2] for line in lines] == [
        "imports[0].columns[2].indicator: no indicator has the id 'fuldtidspersoner-pc'; did you mean "
        "'fuldtidspersoner-pct'?",
        "imports[1].columns[0].values.Frivillige: no indicator has the id 'frivilige'; did you mean 'frivillige'?",
    ]


def test_the_unit_of_a_column_and_of_a_cell_must_be_the_indicators(tmp_path: Path) -> None:
    """A column marked as in another unit, and a cell that states its own unit."""
    folder = folder_of(tmp_path, JOBINDSATS.replace('unit: "%"', "unit: antal"), CENTRE)
    sheet = centre(2023)
    sheet["B4"] = "31 pct."
    files = [save(jobindsats(), tmp_path, "jobindsats.xlsx"), save(sheet, tmp_path, "center.xlsx")]
    assert [line.partition(": ")[2] for line in refusal(folder, *files)] == [
        "imports[0].columns[2].unit: the cell has the unit 'antal', but the indicator's unit is '%'",
        "value: the figure is in percent, but the indicator's unit is 'personer'",
    ]


def test_a_sheet_for_each_centre(tmp_path: Path) -> None:
    """The name of a sheet is who reports; a new sheet is an error, one under ignore is passed over."""
    several = CENTRE.replace(
        "sheets: [Spor 4]", "sheets: {is: responsible, values: {Nord: center-nord, Syd: center-syd}, ignore: [Forside]}"
    ).replace("- {header: Bemærkning, is: note}", "- {header: Bemærkning, ignore: bruges ikke}")
    book = centre(2023, title="Nord").parent
    assert book is not None
    south = book.create_sheet("Syd")
    for row in (["Pejlemærke", 2024, "Bemærkning"], ["Frivillige", 40]):
        south.append(row)
    book.create_sheet("Forside").append(["Til Center for Kultur"])
    folder = folder_of(tmp_path, several)
    book.save(tmp_path / "center.xlsx")
    figures = figures_of(folder, tmp_path / "center.xlsx")
    assert shown(figures, "reported_by", "indicator", "period")[-2:] == [
        ("center-nord", "fritidsvejledning", "2023"),
        ("center-syd", "frivillige", "2024"),
    ]
    book.create_sheet("Vest").append(["Pejlemærke"])
    book.save(tmp_path / "center.xlsx")
    assert refusal(folder, tmp_path / "center.xlsx") == [
        "center.xlsx:Vest: the sheet 'Vest' is not in values; write what it is, or put it under ignore"
    ]


def test_merged_cells_fill_labels_but_never_figures(tmp_path: Path) -> None:
    """One number over two rows is one figure, of its first row."""
    mapping = """\
  - id: grupper
    confirmed: 2027-01-20
    file: "center*"
    header: {starts: Pejlemærke}
    columns:
      - {header: Pejlemærke, is: indicator}
      - {header: Køn, is: group}
      - {header: "{period}", is: value}
"""
    rows = [["Pejlemærke", "Køn", 2023, 2024], ["Frivillige", "Mænd", 10, 12], [None, "Kvinder", 20, None]]
    sheet = sheet_of(*rows)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("D2:D3")
    file = resaved(save(sheet, tmp_path, "center.xlsx"))
    assert shown(figures_of(folder_of(tmp_path, mapping), file), "indicator", "group", "period", "value") == [
        ("frivillige", "maend", "2023", 10),
        ("frivillige", "maend", "2024", 12),
        ("frivillige", "kvinder", "2023", 20),
    ]


def test_hidden_rows_are_read_and_notes_are_passed_over_with_a_word(tmp_path: Path) -> None:
    """What is not read, or could be missed by a person, is named."""
    sheet = centre(2023, more=[["Kilde: egne tal"]])
    sheet.row_dimensions[4].hidden = True
    book = sheet.parent
    assert book is not None
    book.create_sheet("Noter").append(["Se også"])
    figures = figures_of(folder_of(tmp_path, CENTRE), save(sheet, tmp_path, "center.xlsx"))
    assert [notice.show().rpartition("/")[2] for notice in figures.notices] == [
        "center.xlsx:Noter: the sheet is not read by the import 'kultur-fritid'; read: Spor 4",
        "center.xlsx:Spor 4!7: rows below the table that are not read, as they begin as notes do: 1 "
        "('Kilde: egne tal')",
        "center.xlsx:Spor 4!4: rows that the spreadsheet hides are read too: 4",
    ]


def test_figures_without_a_result_are_errors(tmp_path: Path) -> None:
    """A formula that no program has computed."""
    sheet = centre(2023)
    sheet["B3"] = "=B4+1"
    (line,) = refusal(folder_of(tmp_path, CENTRE), save(sheet, tmp_path, "center.xlsx"))
    assert line.startswith("center.xlsx:Spor 4!B3: value: the formula")


def test_numerators_and_verdicts_belong_to_the_figure_of_their_period(tmp_path: Path) -> None:
    """A column with a period belongs to the figures of that period; one that does not, to all of the row."""
    mapping = """\
  - id: andele
    confirmed: 2027-01-20
    file: "center*"
    header: {starts: Pejlemærke, rows: 2}
    columns:
      - {header: Pejlemærke, is: indicator}
      - {header: ["{period}", Andel], is: value}
      - {header: ["{period}", Børn], is: numerator}
      - {header: Kilde, is: source}
"""
    rows = [
        ["Pejlemærke", 2023, None, 2024, None, "Kilde"],
        [None, "Andel", "Børn", "Andel", "Børn", None],
        ["Børn i en forening", 50, 10, 60, 12, "Register"],
    ]
    figures = figures_of(folder_of(tmp_path, mapping), save(sheet_of(*rows), tmp_path, "center.xlsx"))
    assert shown(figures, "period", "value", "numerator", "source") == [
        ("2023", 50, 10, "Register"),
        ("2024", 60, 12, "Register"),
    ]


def test_a_file_fits_one_import_only(tmp_path: Path) -> None:
    """Two imports whose files have the same name are an error, and nothing of the file is read."""
    folder = folder_of(tmp_path, CENTRE, CENTRE.replace("id: kultur-fritid", "id: kultur-to"))
    assert refusal(folder, save(centre(2023), tmp_path, "center.xlsx")) == [
        "center.xlsx: the file fits several imports: kultur-fritid, kultur-to; make their file names differ"
    ]


def test_imports_of_the_folder_above_are_for_all_policies_there(tmp_path: Path) -> None:
    """Each policy gets the figures of its own indicators."""
    folder = folder_of(tmp_path)
    (tmp_path / "imports.yaml").write_text("kommunepolitik: 1\nimports:\n" + CENTRE, "utf-8")
    other = tmp_path / "sundhed"
    other.mkdir()
    text = (folder / "policy.yaml").read_text("utf-8").replace("nybro-kultur", "nybro-sundhed")
    (other / "policy.yaml").write_text(text.replace("fritidsvejledning", "samtaler"), "utf-8")
    wider = CENTRE.replace("fritidsvejledning", "samtaler").replace("kultur-fritid", "sundhed")
    (tmp_path / "imports.yaml").write_text("kommunepolitik: 1\nimports:\n" + wider, "utf-8")
    figures = figures_of(tmp_path, save(centre(2023), tmp_path, "center.xlsx"))
    assert shown(figures, "policy", "indicator") == [
        ("nybro-kultur", "foreningsliv"),
        ("nybro-sundhed", "foreningsliv"),
        ("nybro-kultur", "frivillige"),
        ("nybro-sundhed", "frivillige"),
        ("nybro-sundhed", "samtaler"),
    ]


def test_the_unit_of_a_column_must_be_that_of_each_rows_indicator(tmp_path: Path) -> None:
    """Where the rows state the indicator, the cell is named."""
    folder = folder_of(tmp_path, CENTRE.replace("is: value, marks", 'is: value, unit: "%", marks'))
    assert refusal(folder, save(centre(2023), tmp_path, "center.xlsx")) == [
        "center.xlsx:Spor 4!B4: value: the cell has the unit '%', but the indicator's unit is 'personer'",
        "center.xlsx:Spor 4!B5: value: the cell has the unit '%', but the indicator's unit is 'antal'",
    ]


def test_a_figure_that_lost_its_percent_format_is_refused(tmp_path: Path) -> None:
    """0,625 among cells that show 61,2 % is not read as less than one percent."""
    sheet = centre(2023, 2024)
    sheet["B3"], sheet["C3"] = 0.612, 0.625
    sheet["B3"].number_format = "0.0%"
    (line,) = refusal(folder_of(tmp_path, CENTRE), save(sheet, tmp_path, "center.xlsx"))
    assert line.startswith("center.xlsx:Spor 4!C3: value: the indicator's other figures are shown in percent")


def test_rows_that_hold_something_only_in_a_column_that_is_not_used_are_no_rows(tmp_path: Path) -> None:
    """Titles between the rows, in the column of their numbers."""
    mapping = CENTRE.replace("    columns:\n", "    columns:\n      - {header: Nr., ignore: numre}\n")
    sheet = centre(2023)
    sheet.insert_cols(1)
    sheet.insert_rows(3)
    sheet["A2"], sheet["A3"], sheet["A4"] = "Nr.", "Foreninger", 1
    figures = figures_of(folder_of(tmp_path, mapping), save(sheet, tmp_path, "center.xlsx"))
    assert figures.frame["value"].tolist() == [60.1, 310, 55]


def test_a_heading_whose_years_are_not_merged(tmp_path: Path) -> None:
    """As a CSV file has it: the year is over its first column only, and counts for the others too."""
    text = (
        "Ydelser;;;;;\nOmråde;Herkomst;2024;;2025;\n;;Antal personer;Fuldtidspersoner i pct. af befolkningen 16-66 år;"
        "Antal personer;Fuldtidspersoner i pct. af befolkningen 16-66 år\n"
        "Nybro;Personer med ikke-vestlig oprindelse;120;52,5;121;53,5\nKilde: x\nHentet fra jobindsats.dk;14-01-2027\n"
    )
    (tmp_path / "jobindsats.csv").write_text(text, "utf-8")
    figures = figures_of(folder_of(tmp_path, JOBINDSATS.replace(".xlsx", ".csv")), tmp_path / "jobindsats.csv")
    assert shown(figures, "period", "value", "published", "origin") == [
        ("2024", 52.5, "2027-01-14", "jobindsats.csv:4"),
        ("2025", 53.5, "2027-01-14", "jobindsats.csv:4"),
    ]


def test_own_is_one_municipality(tmp_path: Path) -> None:
    """With policies of several municipalities, the municipality of figures must be stated."""
    folder = folder_of(tmp_path)
    other = tmp_path / "slagelse"
    other.mkdir()
    text = (folder / "policy.yaml").read_text("utf-8").replace("nybro-kultur", "slagelse-kultur")
    (other / "policy.yaml").write_text(text.replace("{name: Nybro, fictitious: true}", "Slagelse"), "utf-8")
    (tmp_path / "imports.yaml").write_text("kommunepolitik: 1\nimports:\n" + CENTRE, "utf-8")
    (line,) = refusal(tmp_path, save(centre(2023), tmp_path, "center.xlsx"))
    assert (
        line
        == "imports.yaml:3:5: imports[0]: the policies are of several municipalities; write which is meant, not own"
    )


def test_a_row_that_is_passed_over_needs_no_other_label(tmp_path: Path) -> None:
    """A sum names no group."""
    mapping = """\
  - id: grupper
    confirmed: 2027-01-20
    file: "center*"
    header: {starts: Emne}
    columns:
      - {header: Emne, is: indicator, values: {Frivillige: frivillige}, ignore: [I alt]}
      - {header: Køn, is: group, values: {Mænd: maend}}
      - {header: 2024, is: value, period: 2024}
"""
    sheet = sheet_of(["Emne", "Køn", 2024], ["Frivillige", "Mænd", 5], ["I alt", "Begge", 5])
    figures = figures_of(folder_of(tmp_path, mapping), save(sheet, tmp_path, "center.xlsx"))
    assert shown(figures, "group", "period", "value") == [("maend", "2024", 5)]


def test_another_table_below_a_declared_end_is_named(tmp_path: Path) -> None:
    """The import states where its table ends; only figures without a heading of their own would be lost there."""
    mapping = """\
  - id: to
    confirmed: 2027-01-20
    file: "center*"
    header: {starts: Emne}
    ends: [Kilde]
    columns:
      - {header: Emne, is: indicator, values: {Frivillige: frivillige}}
      - {header: "{period}", is: value}
"""
    rows = [
        ["Emne", 2023, 2024],
        ["Frivillige", 4, 5],
        ["Kilde: centret"],
        ["Emne", 2023, 2024],
        ["Frivillige", 400, 500],
    ]
    figures = figures_of(folder_of(tmp_path, mapping), save(sheet_of(*rows), tmp_path, "center.xlsx"))
    assert shown(figures, "period", "value") == [("2023", 4), ("2024", 5)]
    assert [notice.line for notice in figures.notices if notice.code == "table_below"] == [4]


def test_an_empty_column_within_the_table_is_no_end(tmp_path: Path) -> None:
    """As where a column is there for its looks; what is behind the last column of the import is named."""
    sheet = centre(2023, 2024)
    sheet.insert_cols(2)
    sheet["H4"] = "se fanen Noter"
    figures = figures_of(folder_of(tmp_path, CENTRE), save(sheet, tmp_path, "center.xlsx"))
    assert figures.frame["value"].tolist() == [60.1, 61.2, 310, 320, 55]
    assert figures.notices[0].show().rpartition("/")[2] == (
        "center.xlsx:Spor 4!H2: what is beside the table, after an empty column, is not read"
    )


def test_rows_that_are_not_filled_in_are_named(tmp_path: Path) -> None:
    """Those without a figure of the newest year, but no sum that is passed over."""
    sheet = centre(2023, 2024)
    sheet["C6"] = None
    (notice,) = figures_of(folder_of(tmp_path, CENTRE), save(sheet, tmp_path, "center.xlsx")).notices
    assert notice.show().rpartition("/")[2] == (
        "center.xlsx:Spor 4: rows without a figure of the newest period: 1 (Fritidssamtaler (antal))"
    )


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["* Antal er opgjort 31/12"], ["Frivillige", 310], ["Fritidssamtaler (antal)", 55]], "A4: the table ends at "
         "'* Antal er opgjort 31/12', but rows that follow contain figures: 5–6"),
        ([["Kilde til borgere", 5]], "A4: the table ends at 'Kilde til borgere', but rows that follow contain figures: 4"),
        ([["Kilde: egne tal"], [], ["Frivillige", "310*"]], "A4: the table ends at 'Kilde: egne tal', but rows that "
         "follow contain figures: 6"),
    ],
)  # fmt: skip
def test_a_note_within_a_table_does_not_cut_it_short(tmp_path: Path, rows: list[list[object]], place: str) -> None:
    """Figures below the end of a table are an error; a sum and the year of a source are no such figures."""
    mapping = CENTRE.replace("    columns:\n", "    ends: ['*', Kilde, I alt]\n    columns:\n")
    mapping = mapping.replace("      - {header: Bemærkning, is: note}\n", "")
    folder = folder_of(tmp_path, mapping)
    table: list[list[object]] = [["Pejlemærke", 2023], ["Børn i en forening (%)", 60.1]]
    file = save(sheet_of([], *table, *rows, title="Spor 4"), tmp_path, "center.xlsx")
    advice = "correct ends, move the note, or put another table on a sheet of its own"
    assert refusal(folder, file) == [f"center.xlsx:Spor 4!{place}; {advice}"]
    notes: list[list[object]] = [["I alt", 60.1], ["Kilde: egne tal", 2024], ["* skøn"]]
    file = save(sheet_of([], *table, *notes, title="Spor 4"), tmp_path, "center.xlsx")
    assert figures_of(folder, file).frame["value"].tolist() == [60.1]


UNITS = """\
  - id: opgoerelse
    confirmed: 2027-01-20
    file: "tal*"
    header: {starts: Emne}
    columns:
      - {header: Emne, is: indicator}
      - {header: Enhed, is: unit}
      - {header: "{period}", is: value, marks: {"*": provisional}}
"""


def test_the_unit_in_each_row_must_be_the_indicators(tmp_path: Path) -> None:
    """Nine weeks are not nine days; the same in other words, or nothing, is no mistake."""
    folder = folder_of(tmp_path, UNITS)
    rows = [["Emne", "Enhed", 2024], ["Børn i en forening", "pct.", 60], ["Frivillige", "timer", 5]]
    assert refusal(folder, save(sheet_of(*rows), tmp_path, "tal.xlsx")) == [
        "tal.xlsx:Ark1!C3: value: the cell has the unit 'timer', but the indicator's unit is 'personer'"
    ]
    rows[2][1] = None
    assert figures_of(folder, save(sheet_of(*rows), tmp_path, "tal.xlsx")).frame["value"].tolist() == [60, 5]


def test_sheets_that_are_hidden_or_gone_are_named(tmp_path: Path) -> None:
    """Their figures are not lost without a word."""
    mapping = UNITS.replace(
        "    header:", "    sheets: {is: responsible, values: {Nord: nord, Syd: syd, Vest: vest}}\n    header:"
    )
    sheet = sheet_of(["Emne", "Enhed", 2024], ["Frivillige", None, 5], title="Nord")
    assert sheet.parent is not None
    hidden = sheet.parent.create_sheet("Syd")
    hidden.append(["Emne", "Enhed", 2024])
    hidden.sheet_state = "hidden"
    figures = figures_of(folder_of(tmp_path, mapping), save(sheet, tmp_path, "tal.xlsx"))
    assert [notice.show().rpartition("/")[2] for notice in figures.notices] == [
        "tal.xlsx:Syd: the sheet is hidden, and is not read; show it if its figures count",
        "tal.xlsx: there is no sheet 'Vest', which the import 'opgoerelse' has in values; none of its figures are read",
    ]


def test_a_figure_merged_over_rows_is_named(tmp_path: Path) -> None:
    """It is the first row's, and the second has none."""
    sheet = sheet_of(["Emne", "Enhed", 2024], ["Børn i en forening", None, 60], ["Frivillige", None, None])
    sheet.merge_cells("C2:C3")
    figures = figures_of(folder_of(tmp_path, UNITS), save(sheet, tmp_path, "tal.xlsx"))
    assert figures.frame["value"].tolist() == [60]
    assert figures.notices[0].show().rpartition("/")[2] == (
        "tal.xlsx:Ark1!C2: C2:C3 is merged; the figure is read for row 2, and none for row 3"
    )


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["Emne", "Enhed", 2026, 2026], ["Frivillige", None, 5, 6]],
         "D1: 2026 is both here and in C1; is one of them another period?"),
        ([["Emne", "Enhed", 2026], ["Frivillige", None, 5], ["Frivillige", None, 6.5]],
         "C3: value: 6,5 is here, but 5 is at C2 for frivillige 2026; ignore one of the columns or rows, or give each "
         "its group"),
        ([["Emne", "Enhed", 2026], ["Frivillige", None, 5], ["Emne", "Enhed", 2027], ["Frivillige", None, 6]],
         "3: a new table begins here; if its columns are the same, write repeats: true under header of the import, else "
         "move it to a sheet or file of its own"),
        ([["Emne", "Enhed", 2026], ["Frivillige", None, "5†"]],
         "C2: value: '5†': what † means is not known; write it under marks of the column"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_sheet_is_stated_in_its_own_cells(
    tmp_path: Path, rows: list[list[object]], message: str
) -> None:
    """With both cells where two contradict each other."""
    assert refusal(folder_of(tmp_path, UNITS), save(sheet_of(*rows), tmp_path, "tal.xlsx")) == [
        f"tal.xlsx:Ark1!{message}"
    ]


def test_the_decimal_mark_of_an_import_is_named(tmp_path: Path) -> None:
    """58.4 is no number where the import states a comma."""
    mapping = UNITS.replace("    header:", '    decimal: ","\n    header:')
    file = save(sheet_of(["Emne", "Enhed", 2026], ["Børn i en forening", None, "58.4"]), tmp_path, "tal.xlsx")
    (line,) = refusal(folder_of(tmp_path, mapping), file)
    assert line.endswith(
        """has another decimal mark than the import states (decimal: ","); write the number so, or correct decimal"""
    )


def test_a_misspelt_label_is_asked_about(tmp_path: Path) -> None:
    """With the text of values that is near."""
    sheet = centre(2023)
    sheet["A3"] = "Børn i en forenning (%)"
    (line,) = refusal(folder_of(tmp_path, CENTRE), save(sheet, tmp_path, "center.xlsx"))
    assert line.endswith("did you mean 'Børn i en forening (%)'?")
