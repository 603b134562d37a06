"""Tables of policies in files: workbooks, and folders of CSV or Parquet files."""

import csv
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import attrs
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from openpyxl.utils import get_column_letter

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import read_tables, write_tables
from kommunepolitik.documents.table_files import TableFormat
from kommunepolitik.errors import FileError, InvalidDocument, InvalidModel, KommunepolitikError
from tests.strategies import A_THIRD, policies

EVERYTHING = kp.load_portfolio(["examples", "docs/tutorial/nybro"])
FORMATS: tuple[TableFormat, ...] = ("xlsx", "csv", "parquet")


def written(subject: kp.Policy | kp.Portfolio, folder: Path, form: TableFormat) -> Path:
    """Return the path to which the tables of policies are written."""
    path = folder / ("tables.xlsx" if form == "xlsx" else "tables")
    write_tables(kp.to_frames(subject), path, form)
    return path


def lines(act: Callable[[], object], error: type[KommunepolitikError] = InvalidDocument) -> list[str]:
    """Return what is wrong, a line each, with the names of files alone."""
    with pytest.raises(error) as caught:
        act()
    problems = caught.value.lines()
    return [line[line.rfind("/", 0, line.find(": ")) + 1 :] for line in problems]


@pytest.mark.parametrize("form", FORMATS)
def test_files_give_real_policies_back_equal(form: TableFormat, tmp_path: Path) -> None:
    """All at once, with their order."""
    assert read_tables(written(EVERYTHING, tmp_path, form)).policies == EVERYTHING.policies


@pytest.mark.parametrize("form", FORMATS)
@A_THIRD
@given(policy=policies())
def test_files_give_a_policy_back_equal(policy: kp.Policy, form: TableFormat) -> None:
    """Whatever a policy holds, no format of files loses it."""
    with tempfile.TemporaryDirectory() as folder:
        assert read_tables(written(policy, Path(folder), form)).policies == (policy,)


TARGETS = [
    m.LevelTarget(value=65.125, comparison="at_least"),
    m.LevelTarget(id="low", value=1e-7, comparison="at_most"),
]
AWKWARD = m.Policy(
    id="p",
    title='=HYPERLINK("http://x")',
    municipality=m.Municipality(name="Nybro", fictitious=True),
    note="'+1; \"a\",\nb _x0041_ _x005F_x0041_ 'tis",
    purpose=[m.Purpose(id="nul", statement="-5 grader"), m.Purpose(id="null", statement="NA")],
    indicators=[
        m.Indicator(id="job", title="Job", unit="borgere", baseline=m.Baseline(value=1.125), targets=TARGETS),
    ],
)


@pytest.mark.parametrize("form", FORMATS)
def test_awkward_texts_and_numbers_come_back(form: TableFormat, tmp_path: Path) -> None:
    """Formulas, quotation marks, words for nothing, and numbers that look like thousands."""
    assert read_tables(written(AWKWARD, tmp_path, form)).policies == (AWKWARD,)


def test_csv_files_hold_no_formulas(tmp_path: Path) -> None:
    """A text that looks like one has an apostrophe before it."""
    path = written(AWKWARD, tmp_path, "csv")
    with (path / "policies.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    assert row["title"] == '\'=HYPERLINK("http://x")'
    assert (path / "policies.csv").read_bytes().count(b"\r\n") == 2


def test_workbooks_hold_no_formulas(tmp_path: Path) -> None:
    """Each text is marked as one, also for who edits it; numbers are numbers, headings stay in view."""
    book = openpyxl.load_workbook(written(AWKWARD, tmp_path, "xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    title = next(cell for cell in cells if str(cell.value).startswith("=HYPERLINK"))
    assert (title.data_type, title.number_format, title.quotePrefix) == ("s", "@", True)
    assert {sheet.freeze_panes for sheet in book} == {"A2"}


def test_the_same_tables_are_the_same_files(tmp_path: Path) -> None:
    """So that they can be kept under version control."""
    one, two = (tmp_path / name for name in ("one.xlsx", "two.xlsx"))
    for path in (one, two):
        write_tables(kp.to_frames(AWKWARD), path, "xlsx")
    assert one.read_bytes() == two.read_bytes()


def test_what_danish_excel_saves_is_read(tmp_path: Path) -> None:
    """Semicolons, a mark of the encoding, decimal commas."""
    path = written(AWKWARD, tmp_path, "csv")
    for file in path.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as opened:
            rows = [["65,1250" if cell == "65.1250" else cell for cell in row] for row in csv.reader(opened)]
        with file.open("w", encoding="utf-8-sig", newline="") as opened:
            csv.writer(opened, delimiter=";").writerows(rows)
    assert read_tables(path).policies == (AWKWARD,)


def test_problems_of_csv_files_name_file_line_and_column(tmp_path: Path) -> None:
    """The line is that of the file, also below a text of several lines and an empty line."""
    path = tmp_path / "tables"
    path.mkdir()
    (path / "policies.csv").write_text('policy,title,municipality,stage\n\np,"Unge\nog job",Slagelse,adoptd\n', "utf-8")
    (path / "goals.csv").write_text("policy,id,statment\np,m,Job\nq,n,Bolig\n", "utf-8")
    (path / "maal.csv").write_text("policy\n", "utf-8")
    found = lines(lambda: read_tables(path))
    assert any(line.startswith("policies.csv:3:4: stage: 'adoptd' is not one of draft") for line in found)
    assert any(line.startswith("goals.csv:1:3: statment: the table has no column 'statment'; did") for line in found)
    assert not any("'statement' is missing" in line or "empty" in line for line in found)
    assert any(line.startswith("goals.csv:3:1: policy: the table policies has no policy 'q'") for line in found)
    assert any(line.startswith("maal.csv: there is no table 'maal'") for line in found)


def test_every_cell_of_a_wide_row_without_headings_is_reported(tmp_path: Path) -> None:
    """As in a file that a program saved with all its empty columns; it takes no longer than reading it."""
    path = tmp_path / "tables"
    path.mkdir()
    row = f"p,Unge,Slagelse{',x' * 20_000}\n"
    (path / "policies.csv").write_text(f"policy,title,municipality\n{row}", "utf-8")
    with pytest.raises(InvalidDocument) as caught:
        read_tables(path)
    assert {problem.code for problem in caught.value.problems} == {"cell_without_heading"}
    assert [problem.column for problem in caught.value.problems] == [*range(4, 20_004)]


def test_problems_of_workbooks_name_sheet_and_cell(tmp_path: Path) -> None:
    """Formulas without a result and errors of the spreadsheet among them."""
    path = written(kp.load("examples/slagelse_2013"), tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    indicators = book["indicators"]
    place = {str(cell.value): cell.column for cell in indicators[1]}
    indicators.cell(3, place["direction"]).value = "op"
    indicators.cell(4, place["unit"]).value = '=A1&"b"'
    error = indicators.cell(5, place["unit"])
    error.value, error.data_type = "#REF!", "e"
    book.create_sheet("Noter")["A1"] = "En note"
    book.create_sheet("Ark2")
    book.save(path)
    found = lines(lambda: read_tables(path))
    direction, unit = (get_column_letter(place[name]) for name in ("direction", "unit"))
    assert any(line.startswith(f"tables.xlsx:indicators!{direction}3: direction:") for line in found)
    assert any(line.startswith(f"tables.xlsx:indicators!{unit}4: the formula") for line in found)
    assert f"tables.xlsx:indicators!{unit}5: the cell contains the spreadsheet's error #REF!" in found
    assert any(line.startswith("tables.xlsx:Noter: there is no table 'Noter'") for line in found)
    assert not any("Ark2" in line for line in found)


def test_a_second_row_of_a_policy_names_the_row_of_the_first(tmp_path: Path) -> None:
    """As the sheet counts it."""
    path = written(AWKWARD, tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["policies"]
    sheet.append([cell.value for cell in sheet[2]])
    book.save(path)
    assert any("!" in line and line.endswith("in row 2") for line in lines(lambda: read_tables(path)))


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_written_over_unless_allowed(form: TableFormat, tmp_path: Path) -> None:
    """Neither a workbook nor a file of a folder; one line states it, however many files there are."""
    path = written(EVERYTHING, tmp_path, form)
    found = lines(lambda: write_tables(kp.to_frames(AWKWARD), path, form), FileError)
    assert [line.partition(": ")[2][:23] for line in found] == ["the file exists already"]
    assert ("more); allow overwriting" in found[0]) == (form != "xlsx")
    assert read_tables(path).policies == EVERYTHING.policies
    write_tables(kp.to_frames(AWKWARD), path, form, overwrite=True)
    assert read_tables(path).policies == (AWKWARD,)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_are_not_written_beside_a_policy(form: TableFormat, tmp_path: Path) -> None:
    """Where they would be taken for figures."""
    (tmp_path / "policy.yaml").write_text("", "utf-8")
    found = lines(lambda: write_tables(kp.to_frames(AWKWARD), tmp_path, form), FileError)
    assert found[0].endswith("this folder contains a policy (policy.yaml); write somewhere else")
    assert [file.name for file in tmp_path.iterdir()] == ["policy.yaml"]


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    """For a workbook too; a folder itself is no workbook."""
    write_tables(kp.to_frames(AWKWARD), tmp_path / "a" / "b.xlsx", "xlsx")
    assert read_tables(tmp_path / "a" / "b.xlsx").policies == (AWKWARD,)
    found = lines(lambda: write_tables(kp.to_frames(AWKWARD), tmp_path / "a", "xlsx", overwrite=True), FileError)
    assert found == ["a: is a folder; name a workbook, such as tables.xlsx"]


def test_a_text_that_no_cell_holds_is_an_error_and_nothing_is_written(tmp_path: Path) -> None:
    """Excel would cut it off."""
    frame = pd.DataFrame({"policy": ["p"], "note": ["a" * 32_768]})
    path = tmp_path / "long.xlsx"
    found = lines(lambda: write_tables({"policies": frame}, path, "xlsx"), InvalidModel)
    assert found[0].startswith("long.xlsx:policies!B2: note: the text is 32768 characters long")
    assert not path.exists()


def test_what_holds_no_tables_is_an_error(tmp_path: Path) -> None:
    """Each with what to do."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.xlsx").write_text("no", "utf-8")
    (tmp_path / "a.pdf").write_text("no", "utf-8")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "policies.parquet").write_text("no", "utf-8")
    assert lines(lambda: read_tables(tmp_path / "none"), FileError) == ["none: there is no such file or folder"]
    found = lines(lambda: read_tables(tmp_path / "empty"), FileError)
    assert found == ["empty: the folder contains no tables, neither CSV nor Parquet"]
    assert lines(lambda: read_tables(tmp_path / "a.pdf"), FileError)[0].startswith(
        "a.pdf: '.pdf' is not a format for tables"
    )
    assert lines(lambda: read_tables(tmp_path / "bad.xlsx")) == ["bad.xlsx: is not an Excel workbook, or is damaged"]
    assert lines(lambda: read_tables(tmp_path / "bad")) == ["policies.parquet: is not a Parquet file, or is damaged"]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "docProps/core.xml"])
def test_a_damaged_workbook_is_an_error(part: str, tmp_path: Path) -> None:
    """Whichever part of it is cut off."""
    whole, damaged = written(AWKWARD, tmp_path, "xlsx"), tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(damaged, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content[: len(content) // 2] if name == part else content)
    assert lines(lambda: read_tables(damaged)) == ["damaged.xlsx: is not an Excel workbook, or is damaged"]


def test_an_empty_csv_file_is_an_error(tmp_path: Path) -> None:
    """A table has headings at least."""
    (tmp_path / "policies.csv").write_bytes(b"")
    assert lines(lambda: read_tables(tmp_path)) == ["policies.csv: the file is empty"]


def test_a_folder_with_both_kinds_of_files_is_an_error(tmp_path: Path) -> None:
    """Nobody knows which are meant."""
    write_tables(kp.to_frames(AWKWARD), tmp_path, "csv")
    other = written(AWKWARD, tmp_path, "parquet")
    found = lines(lambda: write_tables(kp.to_frames(AWKWARD), tmp_path, "parquet", overwrite=True), FileError)
    assert "the folder already contains tables as csv;" in found[0]
    shutil.copy(other / "policies.parquet", tmp_path)
    assert "as CSV and as Parquet" in lines(lambda: read_tables(tmp_path), FileError)[0]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_long_text_is_read_back(form: TableFormat, tmp_path: Path) -> None:
    """Longer than a cell of a workbook, and than a cell that Python reads by itself; file names may be in capitals."""
    policy = attrs.evolve(AWKWARD, note="ord " * 40_000 + "slut")
    path = written(policy, tmp_path, form)
    (path / f"policies.{form}").rename(path / f"policies.{form.upper()}")
    assert read_tables(path).policies == (policy,)


def test_a_workbook_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    """As a workbook of figures is; nobody made such a table by hand."""
    path = written(AWKWARD, tmp_path, "xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet99.xml", b"<row/>" * 1_000_000)
    assert "sheet99.xml" in lines(lambda: read_tables(path))[0]


def test_a_workbook_has_the_name_of_one(tmp_path: Path) -> None:
    """Else no program would open it, and no command read it again."""
    found = lines(lambda: write_tables(kp.to_frames(AWKWARD), tmp_path / "tabeller", "xlsx"), FileError)
    assert found == ["tabeller: a workbook has the suffix .xlsx; write tabeller.xlsx"]
    with pytest.raises(InvalidModel, match="expected tables by name"):
        write_tables([], tmp_path / "t", "csv")  # type: ignore[arg-type]


def test_a_cell_without_a_heading_is_reported_where_it_is(tmp_path: Path) -> None:
    """As when a text with a comma was not quoted, and the row became one cell too long."""
    nybro = m.Municipality(name="Nybro", fictitious=True)
    path = written(kp.Policy(id="p", title="P", municipality=nybro), tmp_path, "csv")
    file = path / "policies.csv"
    head, row = file.read_text("utf-8").splitlines()
    file.write_text(f"{head}\n{row},og mere\n", "utf-8")
    (found,) = lines(lambda: read_tables(path))
    assert found.startswith("policies.csv:2:")
    assert "the cell contains 'og mere', but its column has no heading" in found


def test_an_infinite_number_is_in_no_workbook(tmp_path: Path) -> None:
    """It would be a text that no program reads as a number."""
    with pytest.raises(InvalidModel, match="the number is infinite"):
        write_tables({"tal": pd.DataFrame({"value": [float("inf")]})}, tmp_path / "t.xlsx", "xlsx")
