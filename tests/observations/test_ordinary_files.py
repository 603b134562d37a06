"""Large files as municipalities, Statistics Denmark and the library itself make them: the limits let them through."""

import codecs
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import limits
from kommunepolitik.documents.workbooks import too_large_part
from kommunepolitik.errors import InvalidObservations, KommunepolitikError, Problem
from kommunepolitik.observations import csv_reader, files, frames, sheet_scan, workbook_reader
from kommunepolitik.observations.grid import Place
from kommunepolitik.observations.sheet_scan import Scan, check_extent
from tests.observations.packages import change

POLICY = kp.Policy(
    id="p",
    title="P",
    municipality=m.Municipality(name="Nybro", fictitious=True),
    indicators=[m.Indicator(id="job", title="J")],  # type: ignore[arg-type]
)
HEAD = ("indikator", "periode", "værdi")


def workbook(path: Path, **more: str) -> Path:
    """Write a workbook of one figure, and a hidden sheet."""
    book = Workbook()
    for row in (HEAD, ("job", 2024, 5)):
        book.worksheets[0].append(row)
    other = book.create_sheet("Skjult")
    other.sheet_state = "hidden"
    for row in range(50):
        other.append([row] * 20)
    book.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        for name, content in more.items():
            archive.writestr(name.replace("__", "/") + ".xml", content.encode("utf-16"))
    return path


def values(path: Path) -> list[float]:
    """Return the figures of a file."""
    return kp.read_observations(path, POLICY).numbers["value"].tolist()


def refused(path: Path) -> tuple[Problem, ...]:
    """Return what is wrong with a file."""
    with pytest.raises(KommunepolitikError) as caught:
        kp.read_observations(path, POLICY)
    return caught.value.problems


def test_what_power_query_keeps_in_a_workbook_may_be_in_another_encoding(tmp_path: Path) -> None:
    """Excel writes it in UTF-16; it is not read."""
    path = workbook(tmp_path / "tal.xlsx", customXml__item1='<?xml version="1.0" encoding="utf-16"?><DataMashup/>')
    with zipfile.ZipFile(path) as archive:
        assert archive.read("customXml/item1.xml").startswith(codecs.BOM_UTF16_LE)
    assert values(path) == [5]


def test_hidden_sheets_and_pivot_caches_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are not read; what is read is still bounded."""
    path = workbook(tmp_path / "tal.xlsx", xl__pivotCache__pivotCacheRecords1="<r/>" * 1_000)
    monkeypatch.setattr(sheet_scan, "MAX_MARKS", 400)
    assert values(path) == [5]
    monkeypatch.setattr(sheet_scan, "MAX_MARKS", 50)
    (problem,) = refused(path)
    assert "has too many cells or bytes" in problem.message()


def test_a_column_formatted_to_the_last_row_has_no_more_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty cells with a format, far below the figures, are neither counted nor reached."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}" s="0" /></row>' for n in range(1_048_000, 1_048_577))
    path = workbook(tmp_path / "tal.xlsx")
    monkeypatch.setattr(sheet_scan, "MAX_CELLS", 10)
    change(path, "xl/worksheets/sheet1.xml", lambda part: part.replace(b"</sheetData>", f"{rows}</sheetData>".encode()))
    assert values(path) == [5]
    change(path, "xl/worksheets/sheet1.xml", lambda part: re.sub(rb'(<c) r="[A-Z]+[0-9]+"', rb"\1", part))
    assert values(path) == [5]  # cells in order, without their names


def test_a_far_cell_that_holds_something_is_still_refused(tmp_path: Path) -> None:
    """The library that reads the values makes room for all cells before it, also for an empty text."""
    path = workbook(tmp_path / "tal.xlsx")
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is/></c></row></sheetData>'
    change(path, "xl/worksheets/sheet1.xml", lambda part: part.replace(b"</sheetData>", far))
    assert [each.code for each in refused(path)] == ["sheet_too_large"]


def test_twelve_sheets_of_thirty_thousand_rows_are_read() -> None:
    """A sheet for each month; of too many, it is the workbook that is too large."""
    scan, reach = Scan(cells=30_000 * 8, last=(30_000, 12)), 0
    for _ in range(12):
        reach = check_extent(scan, Place(), reach)
    assert reach == 12 * 30_000 * 12
    with pytest.raises(InvalidObservations, match="reach over more than 12000000 cells together; divide the workbook"):
        check_extent(scan, Place(), limits.MAX_EXTENT - 5)


def test_the_limits_fit_the_largest_tables_that_are_made() -> None:
    """All figures of the country, as CSV and in a workbook; and each limit lets through what the others do."""
    assert min(limits.MAX_FIGURES, limits.MAX_CELLS // 12) > 441_000
    assert limits.MAX_MARKS > 12 * 30_000 * (8 * 4 + 2)
    assert limits.MAX_CELLS > 260_000 * 8
    assert limits.MAX_MARKS_OF_TABLES >= limits.MAX_VALUES * 6


def test_blank_rows_of_a_csv_file_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only cells of rows that are kept, without the empty ones after the last."""
    monkeypatch.setattr(csv_reader, "MAX_CELLS", 6)
    monkeypatch.setattr(csv_reader, "MAX_FIGURES", 2)
    path = tmp_path / "tal.csv"
    path.write_text(";".join(HEAD) + ";;;\n" + ";;;;;\n" * 9 + "job;2024;5;;;\n", "utf-8")
    assert values(path) == [5]
    path.write_text(path.read_text("utf-8") + "job;2023;4\n", "utf-8")
    assert [each.code for each in refused(path)] == ["too_many_rows"]


def test_columns_of_a_parquet_file_that_are_not_known_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is named all the same; the rows are counted, as what the library writes has all its columns."""
    rows = [{"indicator": "job", "period": str(year), "value": 5.0} for year in range(2000, 2010)]
    figures = kp.read_observations(rows, POLICY)
    figures.frame.to_parquet(tmp_path / "egne.parquet")
    monkeypatch.setattr(frames, "MAX_FIGURES", 10)
    assert values(tmp_path / "egne.parquet") == [5.0] * 10
    figures.frame.assign(andet="x").to_parquet(tmp_path / "andre.parquet")
    assert [(each.code, each.data["column"]) for each in refused(tmp_path / "andre.parquet")] == [
        ("unknown_column", "andet")
    ]
    monkeypatch.setattr(frames, "MAX_FIGURES", 9)
    assert [each.code for each in refused(tmp_path / "egne.parquet")] == ["too_many_rows"]


@pytest.mark.parametrize(
    "title",
    [
        "Udtræk;01-02-2024;kl. 10:15",
        "Kilde: Nybro Kommune;hentet 3. januar 2025;version 2",
        "Jobcenter;2024;tal for 2024",
    ],
)
def test_a_title_above_the_heading_is_no_figure(tmp_path: Path, title: str) -> None:
    """Programs write there when the table was made."""
    path = tmp_path / "tal.csv"
    path.write_text(f"{title}\n{';'.join(HEAD)}\njob;2024;5\n", "utf-8")
    assert values(path) == [5]


@pytest.mark.parametrize("row", ["job;2023;5,5", "job;2023K4;ca. 1.200", "job;3. januar 2025;12 pct."])
def test_a_figure_above_the_heading_is_reported(tmp_path: Path, row: str) -> None:
    """A period and a number, in the columns of the heading."""
    path = tmp_path / "tal.csv"
    path.write_text(f"{row}\n{';'.join(HEAD)}\njob;2024;5\n", "utf-8")
    assert [(each.code, each.line) for each in refused(path)] == [("figure_above_heading", 1)]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_file_that_does_not_fit_into_the_memory_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """It is reported as other problems of a file are."""

    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setitem(workbook_reader._READERS, suffix, full)  # type: ignore[arg-type]
    monkeypatch.setitem(files._GRIDS, ".csv", full)  # type: ignore[arg-type]
    path = workbook(tmp_path / f"tal{suffix}")
    assert [each.show() for each in refused(path)] == [f"{path}: is too large for the memory of this computer"]


def test_a_json_file_is_not_read_whole_to_find_that_it_is_too_large(tmp_path: Path) -> None:
    """A file without an end would fill the memory."""
    with (tmp_path / "tal.json").open("wb") as file:
        file.truncate(30_000_000_000)
    assert [each.code for each in refused(tmp_path / "tal.json")] == ["too_large"]


@pytest.mark.parametrize(("limit", "found"), [(100, 120), (60, 120), (50, 102)])
def test_each_table_has_its_own_limit_of_problems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, found: int
) -> None:
    """Two files below it are reported whole; one above it says so, and does not hide the problems of the other."""
    for module in ("rules", "normalise"):
        monkeypatch.setattr(f"kommunepolitik.observations.{module}.MAX_WRONG", limit)
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in paths:
        rows = "".join(f"p;ukendt{n % 7};{2000 + n};5\n" for n in range(60))
        path.write_text(f"policy;{';'.join(HEAD)}\n{rows}", "utf-8")
    with pytest.raises(InvalidObservations) as caught:
        kp.read_observations(paths, POLICY)
    codes = [each.code for each in caught.value.problems]
    assert (codes.count("dangling"), codes.count("too_many_wrong")) == (found, 2 if limit < 60 else 0)


def test_marks_of_parts_that_are_not_read_are_not_counted(tmp_path: Path) -> None:
    """The part that goes beyond the limit is named."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("A.xml", "<a/>" * 10)
        archive.writestr("b.xml", "<a/>" * 10)
    with zipfile.ZipFile(path) as archive:
        assert too_large_part(archive, 10, names=["a.xml"]) is None
        assert too_large_part(archive, 10) == "b.xml"
