"""The cost of reading files of figures compared with the underlying libraries, as ratios of one run.

Run with `make benchmark`.
"""

import csv
import tempfile
from pathlib import Path

import openpyxl
import pandas as pd
import python_calamine
from measuring import seconds

import kommunepolitik as kp
from kommunepolitik import model as m

ROWS, INDICATORS = 100_000, 500


def write(folder: Path) -> tuple[Path, Path]:
    """Write the same figures as a CSV file and as a workbook with percent cells."""
    rows = [(f"i{n % INDICATORS}", 1900 + n // INDICATORS, (n * 7 % 1000) / 10) for n in range(ROWS)]
    text, book = folder / "tal.csv", openpyxl.Workbook(write_only=True)
    lines = (f"{id};{year};{str(value).replace('.', ',')};opdigtet" for id, year, value in rows)
    text.write_text("indikator;periode;værdi;kilde\n" + "\n".join(lines), "utf-8")
    sheet = book.create_sheet("Tal")
    sheet.append(["indikator", "periode", "værdi", "kilde"])
    for id, year, value in rows:
        cell = openpyxl.cell.WriteOnlyCell(sheet, value / 100)
        cell.number_format = "0.0%"
        sheet.append([id, year, cell, "opdigtet"])
    book.save(folder / "tal.xlsx")
    return text, folder / "tal.xlsx"


def main() -> None:
    """Measure and print."""
    indicators = [m.Indicator(id=f"i{n}", title=f"Indikator {n}", unit="%") for n in range(INDICATORS)]
    municipality = m.Municipality(name="Nybro", fictitious=True)
    policy = kp.Policy(id="nybro", title="Opdigtet", municipality=municipality, indicators=indicators)
    with tempfile.TemporaryDirectory() as folder:
        text, book = write(Path(folder))
        tables = {
            "CSV": {
                "csv.reader": seconds(lambda: list(csv.reader(text.open(encoding="utf-8"), delimiter=";")), 3),
                "pandas.read_csv": seconds(lambda: pd.read_csv(text, sep=";", decimal=","), 3),
                "read_observations (checked)": seconds(lambda: kp.read_observations(text, policy), 3),
            },
            "Workbook": {
                "python-calamine (no formats, no errors)": seconds(
                    lambda: python_calamine.load_workbook(book).get_sheet_by_index(0).to_python(), 3
                ),
                "openpyxl, read-only": seconds(
                    lambda: list(openpyxl.load_workbook(book, read_only=True).active.iter_rows()), 3
                ),
                "read_observations (checked)": seconds(lambda: kp.read_observations(book, policy), 3),
            },
        }
    for title, rows in tables.items():
        print(f"\n{title} of {ROWS:,} rows (ratio to the first)")
        base = next(iter(rows.values()))
        for name, value in rows.items():
            print(f"  {name:<45} {value:8.2f} s {value / base:6.2f}")


if __name__ == "__main__":
    main()
