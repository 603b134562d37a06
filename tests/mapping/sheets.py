"""What tests of mappings share: the policy of Nybro Kommune, workbooks as centres send them, and LibreOffice."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from kommunepolitik.documents import read_all
from kommunepolitik.errors import KommunepolitikError
from kommunepolitik.observations import Observations
from kommunepolitik.observations.importing import import_figures
from tests import programs
from tests.frames import filled

POLICY = """\
kommunepolitik: 1
id: nybro-kultur
title: Kultur og fritid
municipality: {name: Nybro, fictitious: true}
period: 2024..2027
goals:
  - {id: g1, statement: Flere er med., measured_by: [foreningsliv, frivillige, fritidsvejledning]}
indicators:
  - {id: foreningsliv, title: Børn i en forening, unit: "%", limit: 100}
  - {id: frivillige, title: Frivillige, unit: personer}
  - {id: fritidsvejledning, title: Fritidssamtaler, unit: antal}
  - {id: fuldtidspersoner-pct, title: Fuldtidspersoner i pct. af befolkningen, unit: "%", limit: 100}
groups:
  - {id: maend, title: Mænd}
  - {id: kvinder, title: Kvinder}
"""
JOBINDSATS = """\
  - id: jobindsats-herkomst
    confirmed: 2027-01-20
    file: "jobindsats*.xlsx"
    sheets: [Data]
    source: jobindsats
    published: {after: "Hentet fra jobindsats.dk"}
    decimal: ","
    header: {starts: Område, rows: 2}
    ends: [Kilde, Note]
    columns:
      - {header: Område, is: area, values: {Nybro: own, Hele landet: country}}
      - {header: Herkomst, is: group, values: {Personer med ikke-vestlig oprindelse: ""}}
      - header: ["{period}", "Fuldtidspersoner i pct. af befolkningen 16-66 år"]
        is: value
        indicator: fuldtidspersoner-pct
        unit: "%"
      - {header: ["{period}", Antal personer], ignore: bruges ikke}
"""
CENTRE = """\
  - id: kultur-fritid
    confirmed: 2027-01-20
    file: "center*"
    sheets: [Spor 4]
    source: ledelsestal
    header: {starts: Pejlemærke}
    columns:
      - header: Pejlemærke
        is: indicator
        values:
          "Børn i en forening (%)": foreningsliv
          Frivillige: frivillige
          "Fritidssamtaler (antal)": fritidsvejledning
        ignore: [I alt]
      - {header: "{period}", is: value, marks: {"*": provisional}}
      - {header: Bemærkning, is: note}
"""


def centre(*years: object, more: Sequence[Sequence[object]] = (), title: str = "Spor 4") -> Worksheet:
    """Return the sheet of a centre: a title, a heading with some years, three rows, a sum, and more rows."""
    figures = {
        "Børn i en forening (%)": [60.1, "61,2 pct.", "62,5*", 64],
        "Frivillige": ["ca. 310", 320, "131*", 340],
        "Fritidssamtaler (antal)": [55, None, "1.200", 1250],
        "I alt": [1, 2, 3, 4],
    }
    sheet = sheet_of(["Center for Kultur, Nybro Kommune (opdigtede tal)"], title=title)
    sheet.append(["Pejlemærke", *years, "Bemærkning"])
    for name, values in figures.items():
        sheet.append([name, *values[: len(years)], "skøn" if name == "Frivillige" else None])
    for row in more:
        sheet.append([*row])
    return sheet


def jobindsats(*, years: Sequence[str] = ("2024", "2025"), move: int = 0) -> Worksheet:
    """Return the sheet of a download: a heading of two rows, merged, and the source below."""
    sheet = sheet_of(["Ydelser, opdigtede tal"], title="Data")
    for _ in range(move):
        sheet.append(["Udtræk"])
    sheet.append([])
    top = 3 + move
    sheet.append(["Område", "Herkomst", *(cell for year in years for cell in (year, None))])
    sheet.append([None, None, *(["Antal personer", "Fuldtidspersoner i pct. af befolkningen 16-66 år"] * len(years))])
    for column in range(1, 3):
        sheet.merge_cells(start_row=top, end_row=top + 1, start_column=column, end_column=column)
    for at in range(len(years)):
        sheet.merge_cells(start_row=top, end_row=top, start_column=3 + 2 * at, end_column=4 + 2 * at)
    for area, number, share in (("Nybro", 120, 52.5), ("Hele landet", 12000, 55.25)):
        cells = [cell for at in range(len(years)) for cell in (number + at, share + at)]
        sheet.append([area, "Personer med ikke-vestlig oprindelse", *cells])
    sheet.append(["Kilde: Jobindsats"])
    sheet.append(["Hentet fra jobindsats.dk d. 14. januar 2027"])
    return sheet


def sheet_of(*rows: Sequence[object], title: str = "Ark1") -> Worksheet:
    """Return the sheet of a new workbook, filled with rows."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for row in rows:
        sheet.append([*row])
    return sheet


def save(sheet: Worksheet, folder: Path, name: str) -> Path:
    """Write a sheet's workbook."""
    assert sheet.parent is not None
    sheet.parent.save(folder / name)
    return folder / name


def folder_of(folder: Path, *imports: str, policy: str = POLICY) -> Path:
    """Return the folder of a policy with some imports beside it."""
    own = folder / "kultur"
    own.mkdir()
    (own / "policy.yaml").write_text(policy, "utf-8")
    if imports:
        (own / "imports.yaml").write_text("kommunepolitik: 1\nimports:\n" + "".join(imports), "utf-8")
    return own


def figures_of(policy: Path, *files: Path, **options: Any) -> Observations:
    """Return the figures of some files for a policy."""
    return import_figures(files, read_all([policy]), **options)


def shown(figures: Observations, *names: str) -> list[tuple[Any, ...]]:
    """Return some columns of figures, row by row."""
    frame: pd.DataFrame = filled(figures.frame)
    return list(frame[[*names]].itertuples(index=False, name=None))


def refusal(policy: Path, *files: Path, **options: Any) -> list[str]:
    """Return what is wrong with some files, a line each, without the folder."""
    try:
        figures_of(policy, *files, **options)
    except KommunepolitikError as error:
        folder = f"{files[0].parent}/"
        return [line.replace(folder, "") for line in error.lines()]
    raise AssertionError("the files are read")


def resaved(file: Path, suffix: str = "xlsx") -> Path:
    """Let LibreOffice open a workbook and save it again."""
    return programs.resaved([file], suffix, file.parent / "gemt")[0]
