"""The cost of reading files of figures, beside the libraries that read the same file without checking anything."""

import contextlib
import csv
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import openpyxl
import pandas as pd
import python_calamine

import kommunepolitik as kp
from benchmarks.measuring import Row, growth_row, side_by_side
from kommunepolitik import model as m

INDICATORS = 500
"""How many indicators there are; each further row of one is for another year."""


def figures(count: int) -> Iterator[tuple[str, int, float]]:
    """Yield figures: indicator, year, value."""
    for n in range(count):
        yield f"i{n % INDICATORS}", 1900 + n // INDICATORS, (n * 7 % 1000) / 10


def write_text(file: Path, count: int) -> Path:
    """Write figures as a CSV file."""
    lines = (f"{id};{year};{str(value).replace('.', ',')};opdigtet" for id, year, value in figures(count))
    file.write_text("indikator;periode;værdi;kilde\n" + "\n".join(lines), "utf-8")
    return file


def write_book(file: Path, count: int) -> Path:
    """Write the same figures as a workbook with percent cells."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Tal")
    sheet.append(["indikator", "periode", "værdi", "kilde"])
    for id, year, value in figures(count):
        cell = openpyxl.cell.WriteOnlyCell(sheet, value / 100)
        cell.number_format = "0.0%"
        sheet.append([id, year, cell, "opdigtet"])
    book.save(file)
    return file


def policy() -> kp.Policy:
    """Return the policy that the figures are checked against."""
    indicators = [m.Indicator(id=f"i{n}", title=f"Indikator {n}", unit="%") for n in range(INDICATORS)]
    return kp.Policy(
        id="nybro", title="Opdigtet", municipality=m.Municipality(name="Nybro", fictitious=True), indicators=indicators
    )


def rows(quick: bool = False) -> Iterator[Row]:
    """Yield the cost of a CSV file and of a workbook beside other readers of them, and the growth."""
    count, times, subject = (20, 1, policy()) if quick else (100_000, 5, policy())
    with tempfile.TemporaryDirectory() as folder:
        text, book = write_text(Path(folder, "tal.csv"), count), write_book(Path(folder, "tal.xlsx"), count)
        for file, others in ((text, _readers_of_text(text)), (book, _readers_of_book(book))):
            taken = side_by_side({"ours": partial(kp.read_observations, file, subject), **others}, times)
            ours = taken.pop("ours")
            for name, other in taken.items():
                yield Row("reading", f"{count:,} rows of {file.suffix}, checked", name, ours, other)

        def reading(size: int) -> Callable[[], object]:
            return partial(kp.read_observations, write_text(Path(folder, f"tal-{size}.csv"), size), subject)

        yield growth_row("reading", "rows of .csv", reading, (10, 20) if quick else (25_000, 50_000, 100_000), times)


def _readers_of_text(file: Path) -> dict[str, Callable[[], object]]:
    return {
        "csv.reader": partial(_rows_of_csv, file),
        "pandas.read_csv": partial(pd.read_csv, file, sep=";", decimal=","),
    }


def _readers_of_book(file: Path) -> dict[str, Callable[[], object]]:
    return {
        "python-calamine, no formats": lambda: python_calamine.load_workbook(file).get_sheet_by_index(0).to_python(),
        "openpyxl, read-only": partial(_rows_of_book, file),
    }


def _rows_of_csv(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [*csv.reader(lines, delimiter=";")]


def _rows_of_book(file: Path) -> list[object]:
    book = openpyxl.load_workbook(file, read_only=True)
    with contextlib.closing(book):
        return [row for sheet in book.worksheets for row in sheet.iter_rows()]
