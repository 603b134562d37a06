"""No text in a CSV file of the library is a formula, however a spreadsheet program divides it; numbers stay numbers."""

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import kommunepolitik.blocks as b
import kommunepolitik.model as m
from kommunepolitik.collect import calendar, calendar_csv
from kommunepolitik.documents import read_all, to_json
from kommunepolitik.documents.csv_text import csv_cell, csv_text, frame_text, unmistakable_cell
from kommunepolitik.documents.spreadsheet_text import inert, without_mark
from kommunepolitik.documents.table_files import read_tables
from kommunepolitik.formats.html import to_csv as download_csv
from kommunepolitik.i18n import language
from kommunepolitik.observations import to_csv
from kommunepolitik.site import open_data, open_data_terms
from tests.cli.command import run

SIGNS: Final = "=+-@\t\r＝＋－＠"
HOSTILE: Final = "=HYPERLINK(1);=1+1\n@SUM(1);＝1;-2+3,=4,@5"
TEXTS: Final = st.text(st.sampled_from(f"{SIGNS};,\n'a1. \"(|"), max_size=12)


@given(TEXTS | st.text())
def test_reading_takes_the_marks_away(text: str) -> None:
    """Every text is read back as it was."""
    assert without_mark(inert(text)) == text


@example(1.125)
@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**12), 10**12))
def test_a_number_is_no_text(number: float) -> None:
    """Also a negative one: it is read back as the same number, and in tables of policies never read as thousands."""
    for cell in (csv_cell(number), unmistakable_cell(number)):
        assert float(cell) == number
        assert inert(cell) == cell
    assert not re.fullmatch(r"[-+]?[1-9][0-9]{0,2}\.[0-9]{3}", unmistakable_cell(number))


def dangerous(text: str, separator: str) -> list[str]:
    """Return the cells that a program would read as formulas, if it divides a table at a separator.

    What begins with a sign and has the other separator in it, as where two of our cells became one, is no formula: in
    `-A1;cmd|x` an English program knows no semicolon, and in `-A1,cmd|x` a Danish one expects decimals.
    """
    cells = [cell for line in re.split("[\r\n]+", text) for cell in line.split(separator)]
    cells = [cell.removeprefix('"') for cell in cells]
    return [cell for cell in cells if (cell[:1] in "=@＝＠" and cell) or re.match(r"[-+－＋][^\",;]*?(\w\(|\|)", cell)]


@example([[",-", "|"]], ";")
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=3), min_size=1, max_size=3), st.sampled_from(",;"))
def test_no_cell_is_a_formula_at_any_separator(rows: list[list[str]], separator: str) -> None:
    """A Danish program divides a file with commas at its semicolons, and the quotation marks count for nothing then."""
    text = csv_text(([inert(cell) for cell in row] for row in rows), separator)
    assert dangerous(text, ";") + dangerous(text, ",") == []
    read = [
        [without_mark(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    ]
    assert [row or [""] for row in read] == rows


@pytest.mark.parametrize("text", ["Mål:\n- et\n- to (senere)", "Åben kl. 9;-17", "10;-", "5,-", "a\t+b"])
def test_a_list_and_a_price_within_a_text_stay_as_they_are(text: str) -> None:
    """No program does anything with them, even one that divides the text there."""
    assert inert(text) == text


@pytest.mark.parametrize("payload", ["=1", "@SUM(1)", "-HYPERLINK(A1)", "+2+cmd|' /C calc'!A0"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "\n", "\r"])
def test_what_could_do_something_is_marked_within_a_text(separator: str, payload: str) -> None:
    """At each separator that a program may have."""
    assert inert(f"a{separator}{payload}") == f"a{separator}'{payload}"


def test_absent_values_are_empty_cells() -> None:
    """Of every kind, in a frame."""
    frame = pd.DataFrame({"a": ["=x", None], "b": [-1.5, float("nan")], "c": pd.array([True, None], "boolean")})
    assert frame_text(frame) == "a,b,c\r\n'=x,-1.5,true\r\n,,\r\n"


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A policy whose texts are formulas, and figures with such texts, one of them negative."""
    made = m.Policy(
        id="unge",
        title=HOSTILE,
        municipality=m.Municipality(name="Nybro", fictitious=True),
        period="2024..2027",
        indicators=[
            m.Indicator(
                id="vaekst",
                title=HOSTILE,
                unit="%",
                responsible=HOSTILE,
                frequency="yearly",
                targets=[m.LevelTarget(value=-3, comparison="at_least", due="2027")],
            )
        ],
    )
    folder = tmp_path_factory.mktemp("formler") / "unge"
    folder.mkdir()
    (folder / "policy.json").write_text(to_json(made), "utf-8")
    figures = [{"indicator": "vaekst", "period": 2025, "value": -2.5, "source": HOSTILE, "note": HOSTILE}]
    (folder / "observations.csv").write_text(to_csv(figures), "utf-8")
    return folder


def written(policy: Path, folder: Path) -> Mapping[str, str]:
    """Return every CSV that is written about a policy, by what writes it."""
    documents = read_all(policy)
    (document,) = documents
    terms = open_data_terms("CC-BY-4.0", "a@nybro.example", "Nybro Kommune", [])
    opened = open_data(documents, terms).files
    assert run("export", policy, "-o", folder / "tables", "--format", "csv").returncode == 0
    entries = calendar(document.policy, at="2027-03-01")
    download = b.Download(words="Hent", file="tal.csv", rows=((HOSTILE, "-2,5"),))
    commands = {
        "portfolio": ("portfolio", policy),
        "evaluate": ("evaluate", policy),
        "evaluate --by": ("evaluate", policy, "--by", "responsible"),
        "calendar": ("calendar", policy, "--at", "2027-03-01"),
    }
    return {
        "figures": to_csv(policy / "observations.csv"),
        "calendar of Python": calendar_csv(entries, m.Portfolio([document.policy]), language("da")).decode("utf-8-sig"),
        "page": download_csv(download),
        **{f"open {name}": content.decode() for name, content in opened.items() if name.endswith(".csv")},
        **{file.name: file.read_text("utf-8") for file in (folder / "tables").glob("*.csv")},
        **{name: run(*words, "--format", "csv").stdout.lstrip("\ufeff") for name, words in commands.items()},
    }


def test_no_csv_of_the_library_has_a_formula(policy: Path, tmp_path: Path) -> None:
    """Whether a command prints it, or it is a file, a table of a page or a calendar."""
    found = written(policy, tmp_path)
    assert len(found) > 15
    formulas = {name: dangerous(text, ";") + dangerous(text, ",") for name, text in found.items()}
    assert {name: cells for name, cells in formulas.items() if cells} == {}
    with_text = [name for name, text in found.items() if "HYPERLINK" in text]
    assert {"figures", "page", "open indicators.csv", "policies.csv", "portfolio", "evaluate", "calendar"} <= {
        *with_text
    }
    assert all("-2.5" in found[name] for name in ("evaluate", "open observations.csv", "observations.csv"))


def test_the_tables_are_read_back(policy: Path, tmp_path: Path) -> None:
    """Texts with signs of formulas are those of the policy again."""
    assert run("export", policy, "-o", tmp_path / "tables", "--format", "csv").returncode == 0
    (read,) = read_tables(tmp_path / "tables").policies
    assert read == read_all(policy)[0].policy


def test_csv_is_written_in_one_place() -> None:
    """So that there is one answer to what is a formula."""
    source = Path(__file__).parents[2] / "src" / "kommunepolitik"
    texts = {file.name: file.read_text("utf-8") for file in source.rglob("*.py")}
    found = {name for name, text in texts.items() if re.search(r"csv\.(writer|DictWriter)\(|\w\.to_csv\(", text)}
    assert found == {"csv_text.py", "datapackage.py"}  # the latter asks each table for its CSV
