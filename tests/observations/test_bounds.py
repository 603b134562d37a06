"""How much is read: what would take many seconds or much memory is refused, and says so."""

import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import limits
from kommunepolitik.errors import FileError, InvalidObservations, KommunepolitikError, Phrase, Problem
from kommunepolitik.formats.docx import read_template
from kommunepolitik.formats.docx_template import our_template
from kommunepolitik.observations import sheet_scan
from tests.observations.packages import open_document, row_of

POLICY = kp.Policy(
    id="p",
    title="P",
    municipality="Slagelse",
    indicators=[m.Indicator(id="job", title="J")],  # type: ignore[arg-type]
)
HEAD = "indikator;periode;værdi\n"


def problems_of(path: Path) -> tuple[Problem, ...]:
    """Return what is wrong with a file of figures."""
    with pytest.raises(KommunepolitikError) as caught:
        kp.read_observations(path, POLICY)
    return caught.value.problems


def csv_file(folder: Path, text: str) -> Path:
    """Write a CSV file."""
    (folder / "tal.csv").write_text(text, "utf-8")
    return folder / "tal.csv"


def test_a_csv_file_of_too_many_bytes_is_not_read(tmp_path: Path) -> None:
    """Only the first bytes are looked at; a file without an end would fill the memory."""
    path = tmp_path / "tal.csv"
    with path.open("wb") as file:
        file.write(HEAD.encode())
        file.truncate(60_000_000)
    assert [(each.code, each.data["size"]) for each in problems_of(path)] == [("too_large", 60_000_000)]


def test_a_csv_file_of_too_many_cells_is_not_read_to_its_end(tmp_path: Path) -> None:
    """A cell takes two bytes in the file, and thirty times as much in memory."""
    wide = "x;" * 10_000 + "x\n"
    (problem,) = problems_of(csv_file(tmp_path, HEAD + "job;2024;5\n" + wide * 610))
    assert (problem.code, problem.line) == ("too_many_cells", 602)


def test_empty_cells_of_a_csv_file_are_not_counted(tmp_path: Path) -> None:
    """Where a sheet was formatted to its end, a program writes rows of separators only."""
    blank = ";" * 10_000 + "\n"
    figures = kp.read_observations(csv_file(tmp_path, f"{HEAD}job;2024;5{blank}" + blank * 700), POLICY)
    assert len(figures) == 1


@pytest.mark.parametrize("row", ["job;2024;x{}\n", "ukendt{};2024;5\n", "job;2024;{}\n", "job;x{};5\n"])
def test_a_table_that_is_wrong_throughout_is_not_read_to_its_end(tmp_path: Path, row: str) -> None:
    """The first ten thousand problems are reported, and that there are more."""
    found = problems_of(csv_file(tmp_path, HEAD + "".join(row.format(n) for n in range(12_000))))
    assert len(found) in (10_001, 10_002)
    assert found[-1].show().endswith("more than 10000 problems; the rest of them are not looked for")


def test_a_csv_file_of_too_many_columns_is_refused(tmp_path: Path) -> None:
    """Each unknown heading would be compared with all that are known."""
    (problem,) = problems_of(csv_file(tmp_path, "".join(f"a{n};" for n in range(20_000)) + "\n"))
    assert problem.show() == f"{tmp_path / 'tal.csv'}:1: the row has more than 16384 cells; is ';' between its cells?"


def test_a_cube_of_many_dimensions_has_fewer_cells(tmp_path: Path) -> None:
    """Each cell has a category of each."""
    names = [f"d{n}" for n in range(60)]
    parts = ",".join(f'"{name}": {{"category": {{"index": ["a"]}}}}' for name in names[1:])
    index = ",".join(f'"{n}"' for n in range(100_000))
    text = f'{{"class": "dataset", "id": {names}, "size": {[100_000, *[1] * 59]}, "value": {{}}, "dimension": {{"d0": '.replace(
        "'", '"'
    )
    (tmp_path / "tal.json").write_text(text + f'{{"category": {{"index": [{index}]}}}}, {parts}}}}}', "utf-8")
    assert [each.code for each in problems_of(tmp_path / "tal.json")] == ["json_stat_too_large"]


def test_cells_that_are_wrong_in_one_way_differ_in_their_hash() -> None:
    """Distinct cells are numbered by it: formulas without a result, numbers that are none; equal problems have one."""
    problems = [
        Problem(code="not_a_number", data={"value": f"x{n}", "remedy": Phrase("remedy_no_figure")})
        for n in range(1_000)
    ]
    assert len({*map(hash, problems)}) == 1_000
    one, other = (Problem(code="out_of_range", data={"value": value, "low": 1}) for value in (5, 5.0))
    assert (one, hash(one)) == (other, hash(other))


def test_many_unknown_areas_are_found_in_time_that_grows_with_the_rows(tmp_path: Path) -> None:
    """Each is reported at its row."""
    rows = "".join(f"job;2024;5;By {n}\n" for n in range(3_000))
    found = problems_of(csv_file(tmp_path, "indikator;periode;værdi;område\n" + rows))
    assert [each.line for each in found] == [*range(2, 3_002)]


@pytest.mark.parametrize(
    ("suffix", "part", "limit"),
    [("xlsx", "xl/styles.xml", limits.MAX_MARKS_OF_STYLES), ("ods", "content.xml", limits.MAX_MARKS_OF_ODS)],
)
def test_a_workbook_of_tiny_elements_is_refused_before_it_is_parsed(
    tmp_path: Path, suffix: str, part: str, limit: int
) -> None:
    """Ten bytes of XML take a microsecond and a hundred bytes of memory, or more."""
    path = tmp_path / f"tal.{suffix}"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, b"<a>" + b"<b/>" * limit + b"</a>")
    assert [each.code for each in problems_of(path)] == ["part_too_large"]


def test_an_element_without_content_counts_as_much_as_one_with_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes as long; ten million took ten seconds."""
    book = Workbook()
    for row in (["indikator", "periode", "værdi"], ["job", 2024, 5]):
        book.active.append(row)
    book.save(tmp_path / "hel.xlsx")
    with zipfile.ZipFile(tmp_path / "hel.xlsx") as given, zipfile.ZipFile(tmp_path / "tal.xlsx", "w") as archive:
        for part in given.namelist():
            archive.writestr(part, given.read(part).replace(b"</sheetData>", b"</sheetData>" + b"<a/>" * 1000))
    monkeypatch.setattr(sheet_scan, "MAX_MARKS", 2500)
    assert kp.read_observations(tmp_path / "tal.xlsx", POLICY).numbers["value"].tolist() == [5]
    monkeypatch.setattr(sheet_scan, "MAX_MARKS", 1500)
    assert [each.code for each in problems_of(tmp_path / "tal.xlsx")] == ["part_too_large"]


def test_a_workbook_that_states_a_smaller_size_than_it_has_is_damaged(tmp_path: Path) -> None:
    """Each part is unpacked once, in pieces, before another library unpacks it as a whole."""
    path = tmp_path / "tal.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b" " * 1_000_000)
    raw = path.read_bytes()
    size = (1_000_000).to_bytes(4, "little")
    path.write_bytes(raw.replace(size, (10).to_bytes(4, "little")))
    assert [each.code for each in problems_of(path)] == ["not_a_workbook"]


CELL = "<table:table-cell><text:p>job{}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        ("<table:table/>" * 1_002, "too_many_sheets"),
        (
            f'<table:table><table:table-row table:number-rows-repeated="1000000">{CELL * 7}</table:table-row></table:table>',
            "sheet_too_large",
        ),
        (
            f'<table:table><table:table-row table:number-rows-repeated="800000">{CELL}</table:table-row></table:table>'
            * 2,
            "sheet_too_large",
        ),
        (
            "<table:table><table:table-row>"
            + '<table:table-cell table:number-rows-spanned="2"/>' * 100_001
            + "</table:table-row></table:table>",
            "too_many_merged",
        ),
    ],
)
def test_a_small_file_cannot_be_a_large_workbook(tmp_path: Path, inner: str, code: str) -> None:
    """Of all its sheets together: sheets, repeated rows, merged cells."""
    assert [each.code for each in problems_of(open_document(tmp_path, inner))] == [code]


def test_blanks_that_are_written_as_a_count_take_no_room(tmp_path: Path) -> None:
    """A count that is no number is one blank."""
    blanks = '<text:s text:c="999999"/><text:s text:c="99999999999"/><text:s text:c="x"/>' * 50
    rows = row_of("indikator", "periode", "værdi", "note") + row_of("job", "2024", "5", f"a{blanks}b")
    figures = kp.read_observations(open_document(tmp_path, f"<table:table>{rows}</table:table>"), POLICY)
    assert 1_000 < len(str(figures.frame["note"][0])) < 1_200


def test_a_parquet_file_of_too_many_rows_is_not_read(tmp_path: Path) -> None:
    """Equal rows take no room in the file."""
    table = pa.table(
        {
            "indicator": pa.array(["job"] * 2_000_000).dictionary_encode(),
            "value": pa.nulls(2_000_000),
        }
    )
    pq.write_table(table, tmp_path / "tal.parquet")
    assert [each.code for each in problems_of(tmp_path / "tal.parquet")] == ["too_many_rows"]


def test_a_long_text_that_each_row_repeats_takes_room_once(tmp_path: Path) -> None:
    """A column of texts is read with its dictionary."""
    rows = 5_000
    table = pa.table(
        {"indicator": ["job"] * rows, "period": [*map(str, range(2000, 2100))] * 50, "value": [1.0] * rows}
    )
    table = table.append_column(
        "note", pa.array(["x" * 1_000_000] * 50 + [f"{n}" for n in range(rows - 50)]).dictionary_encode()
    )
    pq.write_table(table, tmp_path / "tal.parquet")
    before = pa.total_allocated_bytes()
    figures = kp.read_observations(tmp_path / "tal.parquet")
    assert (len(figures), pa.total_allocated_bytes() - before < 50_000_000) == (rows, True)


def test_a_template_with_a_large_part_is_refused(tmp_path: Path) -> None:
    """Its text is searched many times; a picture may be large."""
    path = tmp_path / "skabelon.docx"
    path.write_bytes(our_template())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/media/image1.png", b"<" * 200_000)
        archive.writestr("word/more.xml", b"\n" * 3_000_000)
    with pytest.raises(FileError, match=r"'word/more\.xml' in the template is too large to be one"):
        read_template(path)


def test_a_row_above_the_heading_is_reported(tmp_path: Path) -> None:
    """A sheet that was sorted with its heading has figures above it."""
    text = "Tal for 2025;;\njob;2023;5\nindikator;periode;værdi\njob;2024;6\n"
    (problem,) = problems_of(csv_file(tmp_path, text))
    assert (problem.line, problem.message()) == (
        2,
        "the row of 'job' is above the heading, and is not read; move it below",
    )


def test_an_export_with_commas_below_one_with_semicolons_is_reported(tmp_path: Path) -> None:
    """The table above would be lost, if the separator with the larger header were that of the file."""
    text = HEAD + "job;2023;5\npolicy,indicator,period,value\n"
    (problem, *_) = problems_of(csv_file(tmp_path, text))
    assert problem.line == 3


def test_cells_in_columns_without_a_heading_are_reported(tmp_path: Path) -> None:
    """They may be figures, or a note; the table is read without them."""
    figures = kp.read_observations(csv_file(tmp_path, "indikator;;periode;værdi\njob;12;2023;5\njob;;2024;6\n"), POLICY)
    assert figures.numbers["value"].tolist() == [5, 6]
    (notice,) = figures.notices
    assert (notice.line, notice.message()) == (2, "cells in columns without a heading are not read (1), such as '12'")


def test_minus_nothing_is_nothing() -> None:
    """-0 is written by programs that round."""
    rows = [{"indicator": "job", "period": 2024, "value": "-0,0"}, {"indicator": "job", "period": 2023, "value": -0.0}]
    assert [str(each) for each in kp.read_observations(rows, POLICY).numbers["value"]] == ["0.0", "0.0"]
    with pytest.raises(InvalidObservations):
        kp.read_observations([{"indicator": "job", "period": 2024, "value": "-"}], POLICY)
