"""Figures as they come: Danish sheets, inexact values, mistakes."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.errors import FileError, InvalidObservations
from kommunepolitik.observations import COLUMNS
from kommunepolitik.observations.values import Notation, read_cell
from tests.frames import DESCRIBED, filled

POLICY = kp.Policy(
    id="p",
    title="P",
    municipality=kp.Municipality.find("330"),
    groups=[m.Group(id="kvinder", title="Kvinder")],
    indicators=[
        m.Indicator(id="beskaeftigelse", title="B", unit="%", limit=100),
        m.Indicator(id="pladser", title="P", unit="antal"),
    ],
)


def read(tmp_path: Path, text: str, policy: kp.Policy | None = POLICY, encoding: str = "utf-8") -> pd.DataFrame:
    """Read a table from text."""
    path = tmp_path / "observations.csv"
    path.write_bytes(text.encode(encoding))
    return filled(kp.read_observations(path, policy).frame)


def problems_in(tmp_path: Path, text: str) -> list[str]:
    """Return what is wrong with a table, a line each, without the file."""
    with pytest.raises(InvalidObservations) as caught:
        read(tmp_path, text)
    return [line.removeprefix(str(tmp_path / "observations.csv")) for line in caught.value.lines()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_danish_sheet_is_read_as_it_comes_out_of_excel(tmp_path: Path, encoding: str, newline: str) -> None:
    """Semicolons, decimal commas, thousands dots, percent signs, Danish headers, three encodings."""
    text = "Indikator;Gruppe;Periode;Værdi;Kilde\nbeskaeftigelse;;2012K4;9,8 %;Årsrapport\npladser;kvinder;2013-2016;1.234;\n"
    table = read(tmp_path, text.replace("\n", newline), encoding=encoding)
    assert table["value"].tolist() == [9.8, 1234.0]
    assert table["period"].tolist() == ["2012-Q4", "2013..2016"]
    assert table["source"].tolist() == ["Årsrapport", ""]
    assert [*table.drop(columns=DESCRIBED)] == [column.name for column in COLUMNS]


def test_an_english_table_is_read_too(tmp_path: Path) -> None:
    """Commas between columns and points in figures; or semicolons and points, where no figure has a comma."""
    assert read(tmp_path, 'indicator,period,value\npladser,2012,"1,234.5"\n')["value"].tolist() == [1234.5]
    assert read(tmp_path, "indicator;period;value\npladser;2012;12.25\npladser;2013;1.5\n")["value"].tolist() == [
        12.25,
        1.5,
    ]


@pytest.mark.parametrize(
    ("cell", "value", "high", "qualifier"),
    [
        ("ca. 10", 10, None, "about"),
        ("knap 75", 75, None, "just_under"),
        ("Næsten 20 %", 20, None, "just_under"),
        ("godt 1.500", 1500, None, "just_over"),
        ("10-20", 10, 20, None),
        ("10–20 %", 10, 20, None),
        ("under 20", 20, None, "under"),
        (">5", 5, None, "over"),
        ("1,0-1,5", 1, 1.5, None),
        ("-3,5", -3.5, None, None),
        ("\u22123,5", -3.5, None, None),
        ("1 234", 1234, None, None),
    ],
)
def test_inexact_figures_stay_inexact(cell: str, value: float, high: float | None, qualifier: str | None) -> None:
    """About 10 is not 10, and 10-20 is not 15."""
    assert read_cell(cell)[:3] == (value, high, qualifier or "")


@pytest.mark.parametrize("cell", ["se note", "ja", "1,2,3", "12.34.567", "10-", "nan", "inf", "1e5"])
def test_what_is_no_figure_is_an_error_with_row_and_column(tmp_path: Path, cell: str) -> None:
    """Never a silent NaN; 1.5 in a table with decimal commas is no figure either."""
    text = f"indicator;period;value\npladser;2012;3,5\n\npladser;2013;{cell}\n"
    (problem,) = problems_in(tmp_path, text)
    assert problem.startswith(f":4: value: '{cell}' is not a number")
    assert ("state why under missing in accounts.yaml" in problem) == (cell in ("se note", "ja", "nan", "inf"))


def test_an_unknown_id_lists_those_there_are(tmp_path: Path) -> None:
    """Where there are few, and none is like it."""
    (problem,) = problems_in(tmp_path, "indicator;period;value\nxyzw;2012;50\n")
    assert problem.startswith(":2: indicator: no indicator has the id 'xyzw'; known: ")
    assert "beskaeftigelse" in problem


def test_all_mistakes_of_a_table_come_together(tmp_path: Path) -> None:
    """Unknown indicator with the nearest, unknown group, impossible values, missing value: each with its row."""
    text = (
        "indicator;group;period;value\n"
        "beskaeftigelsen;;2012;50\n"
        "beskaeftigelse;kvinde;2012;50\n"
        "beskaeftigelse;;2012;150\n"
        "pladser;;2012;-1\n"
        "pladser;;2013;\n"
    )
    assert problems_in(tmp_path, text) == [
        ":2: indicator: no indicator has the id 'beskaeftigelsen'; did you mean 'beskaeftigelse'?",
        ":3: group: no group has the id 'kvinde'; did you mean 'kvinder'?",
        ":4: value: 150 is impossible for the unit '%'",
        ":5: value: -1 is impossible for the unit 'antal'",
        ":6: value: the row has no value; write a number, a judgement, or quality 'suppressed'",
    ]


def test_two_rows_of_one_period_are_a_revision_or_a_mistake(tmp_path: Path) -> None:
    """With different publication dates both are kept; without, they contradict each other; the same row twice is one."""
    head = "indicator;period;value;published\n"
    assert len(read(tmp_path, head + "pladser;2012;1;2013-01\npladser;2012;2;2014-01\n")) == 2
    assert len(read(tmp_path, head + "pladser;2012;1;\npladser;2012;1;\n")) == 1
    text = problems_in(tmp_path, head + "pladser;2012;1;\npladser;2012;2;\n")
    assert len(text) == 1
    assert ":3: value: the same series and period is in row 2" in text[0]


def test_a_suppressed_figure_has_no_value(tmp_path: Path) -> None:
    """Withheld is stated; a value beside it is a mistake."""
    head = "indicator;period;value;quality\n"
    assert read(tmp_path, head + "pladser;2012;;suppressed\n")["value"].isna().tolist() == [True]
    assert "suppressed figure has no value" in problems_in(tmp_path, head + "pladser;2012;3;suppressed\n")[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "the file is empty"),
        ("indicator;periode\n", "the column 'value' is missing"),
        ("indikator;vaerdi\n", "unknown column 'vaerdi'; did you mean 'værdi'?"),
        ("indicator;value;value\n", "the column 'value' is there twice"),
        ("indicator;value\npladser;1;2\n", ":2: the row has 3 cells, but the header has 2"),
        ("indicator;value;period\npladser;1;2022/2023\n", "2022/23 for the school year"),
        ("indicator;value;quality\npladser;1;finel\n", "did you mean 'final'?"),
    ],
)
def test_a_table_of_the_wrong_shape_states_why(tmp_path: Path, text: str, expected: str) -> None:
    """Missing, unknown and double columns, ragged rows, wrong words."""
    message = problems_in(tmp_path, text)
    assert len(message) == 1
    assert expected in message[0]


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    """As a file that is not there."""
    with pytest.raises(FileError, match="no such file"):
        kp.read_observations(tmp_path / "tal.csv")


def test_a_data_frame_is_read_like_a_file() -> None:
    """Years as numbers, gaps as NaN: what pandas users have."""
    frame = pd.DataFrame({"indicator": ["pladser", "pladser"], "period": [2012.0, 2013.0], "value": [1, 2.5]})
    assert kp.read_observations(frame, POLICY).frame["period"].tolist() == ["2012", "2013"]
    with pytest.raises(InvalidObservations, match="2: value: the row has no value"):
        kp.read_observations(frame.assign(value=[1, None]), POLICY)


@given(st.floats(-1e12, 1e12).map(lambda value: round(value, 3)))
def test_a_number_written_the_danish_way_is_read_back(value: float) -> None:
    """Law: thousands dots and decimal commas are the number they stand for."""
    danish = f"{value:,.3f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    assert read_cell(danish).value == pytest.approx(value)


def test_the_decimal_mark_follows_from_the_whole_table() -> None:
    """One comma makes a sheet Danish; points that cannot be thousands make it English."""
    assert Notation.of(["12.25", "1.234"]).mark == "."
    assert Notation.of(["0.615", "1.234"]).mark == "."
    assert Notation.of(["12.25", "1,5"]).mark == ","
    assert Notation.of(["1.234.567", "1.234"]) == Notation(",")
    assert Notation.of(["1.5"], ",").mark == "."
    assert Notation.of(["1,234.5", "1,234"], ",").mark == "."
    assert Notation.of(["0,615", "65,125"], ",").mark == ","


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("indicator;period;value\nbeskaeftigelse;2024;0.615\n", 0.615),
        ("indicator;period;value\nbeskaeftigelse;2023;0.615\nbeskaeftigelse;2024;1.234\n", 0.615),
        ("indicator;period;value\npladser;2024;1.234\n", 1234.0),
        ("indicator;period;value\nbeskaeftigelse;2024;65,125\n", 65.125),
        ("indicator;period;value\npladser;2024;65,125\npladser;2023;60,5\n", 65.125),
        ('indicator,period,value\nbeskaeftigelse,2024,"65,125"\n', 65.125),
        ('indicator,period,value\nbeskaeftigelse,2024,"65,5"\n', 65.5),
        ('indicator,period,value\nbeskaeftigelse,2024,"0,615"\n', 0.615),
    ],
)
def test_three_digits_after_a_separator_are_read_where_only_one_reading_is_possible(
    tmp_path: Path, text: str, value: float
) -> None:
    """A group that begins with 0 is never thousands; whole things have no decimals; a quoted comma is a decimal comma."""
    assert read(tmp_path, text)["value"].iloc[0] == value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("indicator;period;value\nbeskaeftigelse;2023;60.125\nbeskaeftigelse;2024;65.125\n", "60.125"),
        ("indicator;period;value\nbeskaeftigelse;2023;60\nbeskaeftigelse;2024;65.125-66.250\n", "65.125"),
        ('indicator\tperiod\tvalue\npladser\t2023\t"1,100"\n', "1,100"),
        ('indicator,period,value\npladser,2024,"1,234"\n', "1,234"),
        ("indicator;period;value\npladser;2024;1,234\n", "1,234"),
    ],
)
def test_a_number_that_can_be_read_in_two_ways_is_refused(tmp_path: Path, text: str, number: str) -> None:
    """With both ways to write it: never a thousand times too much in silence."""
    digits = number.replace(".", ",")
    decimal = {"1,100": "1,1"}.get(digits, f"{digits}0")
    words = f"'{number}' can be read in two ways; write {digits.replace(',', '')} or {decimal}"
    assert words in problems_in(tmp_path, text)[0]


@pytest.mark.parametrize(("decimal", "value"), [(",", 60125.0), (".", 60.125)])
def test_the_decimal_mark_settles_it_for_the_whole_file(tmp_path: Path, decimal: str, value: float) -> None:
    """A person who knows the file states it once, instead of in each cell."""
    path = tmp_path / "observations.csv"
    path.write_text("indicator;period;value\nbeskaeftigelse;2023;60.125\n", "utf-8")
    unlimited = kp.Policy(
        id="p",
        title="P",
        municipality="Slagelse",
        indicators=[m.Indicator(id="beskaeftigelse", title="B", unit="indeks")],
    )
    figures = kp.read_observations(path, unlimited, decimal=decimal)  # type: ignore[arg-type]
    assert figures.numbers["value"].tolist() == [value]


def test_what_is_settled_is_read(tmp_path: Path) -> None:
    """The error names what to write, and that is read."""
    head = "indicator;period;value\n"
    assert read(tmp_path, head + "beskaeftigelse;2024;65,1250\n")["value"].tolist() == [65.125]
    assert read(tmp_path, head + "beskaeftigelse;2024;65\n")["value"].tolist() == [65]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ('andel;2023;60;\nandel;2024;65;"Ny opgørelse\nandel;2025;70;\nandel;2026;90;\n', 3),
        ('andel;2023;60;"Ny\nandel;2024;65;\nandel;2025;70;"sidste"\n', 2),
        ('andel;2023;60;"Ny\nandel;2024;65;"\n', 2),
        (';2023;60;x\n"andel;2024;65;\nandel;2025;70;\nb";2026;2;\n', 3),
    ],
)
def test_a_quote_that_is_not_closed_is_refused_with_its_row(tmp_path: Path, rows: str, line: int) -> None:
    """The rows after it do not vanish in a note, whether another quote follows or none."""
    text = problems_in(tmp_path, "indikator;periode;værdi;note\n" + rows.replace("andel", "beskaeftigelse"))
    assert f":{line}: a quotation mark opens here and is not closed in the same row; close it, or remove it" in text


def test_a_month_that_may_be_a_school_year_needs_another_month_beside_it(tmp_path: Path) -> None:
    """2011-12 alone is refused with both readings; in a column of months it is one."""
    head = "indicator;period;value\n"
    text = problems_in(tmp_path, head + "pladser;2011-12;5\n")[0]
    assert "2011/12" in text
    assert "2011-M12" in text
    table = read(tmp_path, head + "pladser;2011-11;5\npladser;2011-12;6\n")
    assert table["period"].tolist() == ["2011-11", "2011-M12"]
    assert kp.read_observations(table, POLICY).frame["period"].tolist() == ["2011-11", "2011-M12"]


def test_a_note_may_have_several_lines(tmp_path: Path) -> None:
    """As a spreadsheet writes a cell with line breaks."""
    text = 'indikator;periode;værdi;note\nbeskaeftigelse;2024;65;"Ny opgørelse;\nse side 3"\n'
    assert read(tmp_path, text)["value"].tolist() == [65]


def test_decimals_that_a_comma_put_into_the_next_column_are_refused(tmp_path: Path) -> None:
    """65,5 without quotes in a file separated by commas is not 65 with the note 5."""
    head = "indicator,period,value,note\n"
    assert problems_in(tmp_path, head + "beskaeftigelse,2023,60,\nbeskaeftigelse,2024,65,5\n") == [
        ":3: the cell after the value is '5'; put a number with a decimal comma in quotes"
    ]
    assert len(problems_in(tmp_path, "indicator,period,value\nbeskaeftigelse,2024,65,5\n")) == 1
    assert read(tmp_path, head + "beskaeftigelse,2023,60,side 5\nbeskaeftigelse,2024,65,7\n")["note"].tolist()[1] == "7"


def test_the_unicode_text_of_excel_is_read(tmp_path: Path) -> None:
    """UTF-16 with tabs."""
    text = "indikator\tperiode\tværdi\nbeskaeftigelse\t2024\t65,5\n"
    assert read(tmp_path, text, encoding="utf-16")["value"].tolist() == [65.5]


def test_each_figure_states_where_it_was_read(tmp_path: Path) -> None:
    """File and line; a column of the file takes precedence."""
    text = "Tal 2024\nindikator;periode;værdi\nbeskaeftigelse;2023;60\n\nbeskaeftigelse;2024;65\n"
    assert read(tmp_path, text)["origin"].tolist() == ["observations.csv:3", "observations.csv:5"]
    own = "indikator;periode;værdi;herkomst\nbeskaeftigelse;2023;60;Bilag 2\n"
    assert read(tmp_path, own)["origin"].tolist() == ["Bilag 2"]


@pytest.mark.parametrize(
    ("cell", "value", "high", "qualifier", "unit", "quality"),
    [
        ("65,5 pct.", 65.5, None, "", "pct.", ""),
        ("65,5%", 65.5, None, "", "%", ""),
        ("0,5 mio.", 0.5, None, "", "mio.", ""),
        ("3.712 kr.", 3712, None, "", "kr.", ""),
        ("+0,4 pp", 0.4, None, "", "pp", ""),
        ("0,6 procentpoint", 0.6, None, "", "procentpoint", ""),
        ("12,5 pr. 1.000 indbyggere", 12.5, None, "", "pr. 1.000 indbyggere", ""),
        ("knap 2.500", 2500, None, "just_under", "", ""),
        ("godt 40", 40, None, "just_over", "", ""),
        ("ca. 10", 10, None, "about", "", ""),
        ("færre end 5", 5, None, "under", "", ""),
        ("<5", 5, None, "under", "", ""),
        ("≤5", 6, None, "under", "", ""),
        ("5+", 4, None, "over", "", ""),
        ("mindst 5 borgere", 4, None, "over", "borgere", ""),
        ("65,5 (rev.)", 65.5, None, "", "", "final"),
        ("65,5 % (foreløbig)", 65.5, None, "", "%", "provisional"),
        ("10-20", 10, 20, "", "", ""),
        ("1 234,5", 1234.5, None, "", "", ""),
        ("1\u202f234,5", 1234.5, None, "", "", ""),
        ("1\u00a0234", 1234, None, "", "", ""),
    ],
)
def test_a_cell_is_read_as_people_write_it(
    cell: str, value: float, high: float | None, qualifier: str, unit: str, quality: str
) -> None:
    """Units, reservations and marks in the cell; blanks of every kind between thousands."""
    found = read_cell(cell)
    assert (found.value, found.value_high, found.qualifier, found.unit, found.quality) == (
        value,
        high,
        qualifier,
        unit,
        quality,
    )


@pytest.mark.parametrize("cell", ["n/a", "N/A", "ukendt", "..", "…", "i.t."])
def test_a_word_for_no_figure_is_no_row(tmp_path: Path, cell: str) -> None:
    """It is reported once for the file, with its number."""
    path = tmp_path / "observations.csv"
    path.write_text(f"indicator;period;value\npladser;2023;{cell}\npladser;2024;5\n", "utf-8")
    figures = kp.read_observations(path, POLICY)
    assert figures.numbers["value"].tolist() == [5]
    assert [notice.code for notice in figures.notices] == ["missing_signs"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("pladser;2024;1.5", "'1.5' is not a number here, as the decimals of the other figures have the mark ','"),
        ("pladser;2024;-", "'-' may be 0 or no figure; write 0, or leave the cell empty"),
        ("pladser;2024;131*", "'131*': what * means is not known"),
        ("pladser;2024;0,5 mio.", "the cell has the unit 'mio.', but the indicator's unit is 'antal'"),
        ("beskaeftigelse;2024;0,4 pp", "the cell has the unit 'pp', but the indicator's unit is '%'"),
        ("beskaeftigelse;2024;5+", "'5+' has no exact bound in this unit"),
        ("pladser;2024;“65;5”", "a typographic quotation mark separates nothing"),
    ],
)
def test_what_a_cell_leaves_open_is_asked_for(tmp_path: Path, row: str, words: str) -> None:
    """With the row, and what to write instead."""
    (line,) = problems_in(tmp_path, f"indicator;period;value\npladser;2023;3,5\n{row}\n")
    assert line.startswith(":3")
    assert words in line


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("dec-24", "2024-12"),
        ("december 2024", "2024-12"),
        ("4. kvartal 2024", "2024-Q4"),
        ("K4 2024", "2024-Q4"),
        ("2024K4", "2024-Q4"),
        ("2024M12", "2024-12"),
        ("202412", "2024-12"),
        ("2024H2", "2024-H2"),
        ("1. halvår 2024", "2024-H1"),
        ("2024U52", "2024-W52"),
        ("2022:2024", "2022..2024"),
        ("2024/25", "2024/25"),
        ("skoleåret 2024/2025", "2024/25"),
        ("Regnskab 2024", "2024"),
        ("2024-12-31T00:00:00", "2024-12-31"),
        ("31. december 2024", "2024-12-31"),
        ("31.12.2024", "2024-12-31"),
        ("2. tertial 2024", "2024-T2"),
    ],
)
def test_a_period_is_read_as_people_write_it(tmp_path: Path, text: str, period: str) -> None:
    """In files of centres and of statistics offices."""
    assert read(tmp_path, f"indicator;period;value\npladser;{text};3\n")["period"].tolist() == [period]


@pytest.mark.parametrize("text", ["2024/2025", "Budget 2024", "24", "2024*", "1/2/2024", "i fjor"])
def test_a_doubtful_period_is_refused(tmp_path: Path, text: str) -> None:
    """A budget is no figure of the year, and two years are no school year until somebody states it."""
    (line,) = problems_in(tmp_path, f"indicator;period;value\npladser;{text};3\n")
    assert line.startswith(":2: period: ")


def test_a_list_in_a_list_is_no_table() -> None:
    """The error states what was found, in place of a traceback."""
    with pytest.raises(InvalidObservations, match="expected a file or a data frame"):
        kp.read_observations([[Path("a.csv"), Path("b.csv")]])


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ("beskaeftigelse;2023;11.9\npladser;2023;4.350\n", "4.350"),
        ("beskaeftigelse;2023;1,250\nbeskaeftigelse;2024;12.125\n", "12.125"),
    ],
)
def test_one_number_does_not_settle_another_that_may_be_thousands(tmp_path: Path, rows: str, refused: str) -> None:
    """4.350 things are thousands whatever the decimal mark of the shares beside them."""
    (line,) = problems_in(tmp_path, f"indicator;period;value\n{rows}")
    assert f"'{refused}' can be read in two ways" in line


@pytest.mark.parametrize(("text", "period"), [("dec-98", "1998-12"), ("jan-09", "2009-M01"), ("maj-27", "2027-05")])
def test_a_year_of_two_digits_is_of_this_century_or_the_last(tmp_path: Path, text: str, period: str) -> None:
    """dec-98 is no month of 2098."""
    assert read(tmp_path, f"indicator;period;value\npladser;{text};3\n")["period"].tolist() in (
        [period],
        [period.replace("M", "")],
    )


def test_millions_need_an_indicator_that_counts_them(tmp_path: Path) -> None:
    """0,5 mio. beside 480.000 is no half."""
    policy = kp.Policy(
        id="p", title="P", municipality="Slagelse", indicators=[m.Indicator(id="udgift", title="Udgift")]
    )
    path = tmp_path / "observations.csv"
    path.write_text("indicator;period;value\nudgift;2023;0,5 mio.\n", "utf-8")
    with pytest.raises(InvalidObservations, match="the cell has the unit 'mio.'"):
        kp.read_observations(path, policy)


def test_what_a_share_is_of_may_follow_its_sign(tmp_path: Path) -> None:
    """63,0 % af børnene is in percent."""
    assert read(tmp_path, "indicator;period;value\nbeskaeftigelse;2024;63,0 % af borgerne\n")["value"].tolist() == [63]


def test_a_superscript_is_a_mark() -> None:
    """And no unit."""
    assert read_cell("5¹", Notation(marks={"¹": "provisional"}))[:5] == (5, None, "", "", "provisional")
