"""A small made-up municipality whose units are asked for figures, and forms filled in as units do it."""

import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from openpyxl.worksheet.worksheet import Worksheet

from kommunepolitik.collect import Returns, read_returns, templates
from tests.files import contents

NYBRO = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro"
SIGNED = ("Centerchef", dt.date(2027, 1, 20))

POLICY: dict[str, Any] = {
    "kommunepolitik": 1,
    "id": "unge",
    "title": "Ungepolitik",
    "municipality": {"name": "Nybro", "fictitious": True},
    "period": "2024..2027",
    "groups": [{"id": "piger", "title": "Piger"}],
    "judgement_scale": [{"word": "I mål", "means": "achieved"}, {"word": "I støbeskeen", "means": "behind"}],
    "indicators": [
        {
            "id": "trivsel",
            "number": "1",
            "title": "Unge, der trives",
            "unit": "%",
            "decimals": 1,
            "limit": 100,
            "frequency": "yearly",
            "responsible": "Center for Skole",
            "baseline": {"period": "2023", "value": 70},
            "targets": [{"kind": "level", "value": 80, "comparison": "at_least", "due": "2027"}],
        },
        {
            "id": "klubber",
            "title": "Medlemmer i klubber",
            "unit": "antal",
            "decimals": 0,
            "frequency": "quarterly",
            "responsible": "Center for Skole",
        },
        {"id": "samarbejde", "title": "Samarbejde", "kind": "qualitative", "responsible": "Center for Fritid"},
        {"id": "frivillige", "title": "Frivillige", "unit": "antal"},
    ],
    "plan": {
        "id": "plan",
        "title": "Plan",
        "tracks": [{"id": "spor-1", "number": "1", "title": "Klubliv", "responsible": "Center for Skole"}],
    },
}
FIGURES = "indikator;periode;værdi\ntrivsel;2024;72,5\ntrivsel;2025;74,0\nklubber;2025-Q4;120\n"


def municipality(folder: Path, figures: str = FIGURES, **policy: Any) -> Path:
    """Make a folder with one policy and its figures."""
    home = folder / "politikker" / "unge"
    home.mkdir(parents=True)
    (home / "policy.yaml").write_text(yaml.safe_dump(POLICY | policy, allow_unicode=True), "utf-8")
    (home / "observations.csv").write_text(figures, "utf-8")
    return home


def nybro(folder: Path) -> Path:
    """Copy the tutorial's municipality, without the accounts and figures that were handed in for 2026."""
    home = folder / "nybro"
    shutil.copytree(NYBRO, home)
    return home


def forms(home: Path, period: str = "2026", **more: Any) -> dict[str, Path]:
    """Write the forms of a policy's units, and return them by unit; those of the same policy are made once."""
    folder, asked = home.parent / f"skemaer-{period}", (period, repr(contents(home)), repr(more))
    if asked not in _FORMS:
        made = templates([home], period, folder, **more)
        _FORMS[asked] = {each.unit: (each.path.name, each.path.read_bytes()) for each in made.forms}
    folder.mkdir(exist_ok=True)
    for name, content in _FORMS[asked].values():
        (folder / name).write_bytes(content)
    return {unit: folder / name for unit, (name, _) in _FORMS[asked].items()}


_FORMS: dict[tuple[str, str, str], dict[str, tuple[str, bytes]]] = {}


def cells(sheet: Worksheet) -> dict[tuple[str, str], Any]:
    """Return the input cells of a sheet, by the keys of their row and column."""
    columns = {cell.column: str(cell.value) for cell in sheet[1] if str(cell.value).startswith("form:")}
    rows = {cell.row: str(cell.value) for cell in sheet["A"] if cell.row > 1 and cell.value not in (None, "form:text")}
    return {
        (key, column.removeprefix("form:")): sheet.cell(row, number)
        for row, key in rows.items()
        for number, column in columns.items()
    }


def fill(
    form: Path,
    answers: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    signed: tuple[str, Any] | None = SIGNED,
    change: Callable[[Any], object] | None = None,
    name: str = "",
) -> Path:
    """Fill in a form and save it in the folder of returns; `change` does to the workbook what people do."""
    book = openpyxl.load_workbook(form)
    for sheet in book.worksheets:
        for (key, column), cell in cells(sheet).items():
            if key.startswith("sign|") and signed is not None:
                cell.value = signed[key == "sign|date"]
            elif column in (answers or {}).get(key, {}):
                cell.value = (answers or {})[key][column]
    if change is not None:
        change(book)
    folder = form.parent.parent / "svar"
    folder.mkdir(exist_ok=True)
    book.save(folder / (name or form.name))
    return folder / (name or form.name)


def read(home: Path, *files: Path, **more: Any) -> Returns:
    """Read returned forms into the folder of a policy."""
    return read_returns(files, [home], **more)


def collected(home: Path) -> list[str]:
    """Return the lines of the file of collected figures, without what depends on where tests run."""
    file = home / "observations-collected.csv"
    return file.read_text("utf-8-sig").splitlines() if file.is_file() else []
