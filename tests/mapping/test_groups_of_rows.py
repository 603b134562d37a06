"""A label may name a group of rows, a column may have no heading, and a sheet several tables with the same headings."""

from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kommunepolitik.documents import read_all
from kommunepolitik.errors import KommunepolitikError
from kommunepolitik.observations.files import read_grids
from kommunepolitik.observations.grid import Place
from kommunepolitik.observations.mapping.evidence import Evidence
from kommunepolitik.observations.mapping.proposal import proposal_text, whole_text
from kommunepolitik.observations.mapping.suggest import propose
from tests.cli.command import run
from tests.frames import filled
from tests.mapping.sheets import figures_of, folder_of, refusal, save, sheet_of, shown
from tests.mapping.test_suggest import confirm, proposed

POLICY = """\
kommunepolitik: 1
id: nybro-unge
title: Børn og unge
municipality: {name: Nybro, fictitious: true}
period: 2024..2027
indicators:
  - id: bestaar
    title: Elever, der består dansk og matematik
    unit: "%"
    targets: [{kind: standing, value: 0, comparison: at_least, per: year, relative_to: {indicator: bestaar-landet}}]
  - {id: bestaar-landet, title: Hele landet (består), unit: "%", role: context}
  - id: fravaer
    title: Fravær i folkeskolen
    unit: "%"
    targets: [{kind: standing, value: 0.5, comparison: at_most, per: year, relative_to: {indicator: fravaer-landet}}]
  - {id: fravaer-landet, title: Hele landet (fravær), unit: "%", role: context}
  - {id: uden-huller, title: 5-årige uden huller, unit: "%"}
"""
ROWS: list[list[object]] = [
    ["Børn og unge, tal til opfølgning"],
    ["Trukket", "12-10-2026"],
    [],
    [None, None, "2023/24", "2024/25", "2025/26"],
    ["Består dansk og matematik (%)", "Nybro", "85,1", "86,0", "85,7"],
    [None, "Hele landet", "86,7", "86,8", "87,1"],
    ["Fravær i folkeskolen (%)", "Nybro", "6,4", "6,5", "6,3"],
    [None, "Hele landet", "6,1", "6,0", "5,9"],
    [],
    [None, None, 2023, 2024, 2025],
    ["5-årige uden huller (%)", "Nybro", "81", "82,5", "82,9 (foreløbig)"],
    ["Note: opgjort pr. 31. december"],
]
MAPPING = """\
  - id: tal
    confirmed: 2026-11-29
    file: "tal*"
    header: {starts: "{period}", repeats: true}
    ends: [Note]
    context:
      country: {bestaar: bestaar-landet, fravaer: fravaer-landet}
    columns:
      - header: "{blank}"
        column: A
        is: indicator
        fill_down: true
        values:
          Består dansk og matematik (%): bestaar
          Fravær i folkeskolen (%): fravaer
          5-årige uden huller (%): uden-huller
      - {header: "{blank}", column: B, is: area}
      - {header: "{period}", is: value}
"""
FIGURES = [
    ("bestaar", "2023/24", 85.1, "final"),
    ("bestaar", "2024/25", 86, "final"),
    ("bestaar", "2025/26", 85.7, "final"),
    ("bestaar-landet", "2023/24", 86.7, "final"),
    ("bestaar-landet", "2024/25", 86.8, "final"),
    ("bestaar-landet", "2025/26", 87.1, "final"),
    ("fravaer", "2023/24", 6.4, "final"),
    ("fravaer", "2024/25", 6.5, "final"),
    ("fravaer", "2025/26", 6.3, "final"),
    ("fravaer-landet", "2023/24", 6.1, "final"),
    ("fravaer-landet", "2024/25", 6, "final"),
    ("fravaer-landet", "2025/26", 5.9, "final"),
    ("uden-huller", "2023", 81, "final"),
    ("uden-huller", "2024", 82.5, "final"),
    ("uden-huller", "2025", 82.9, "provisional"),
]


def test_the_proposal_for_groups_of_rows_reads_every_figure(tmp_path: Path) -> None:
    """Two columns without a heading, labels of the first row only, a second table with other years, a mark in words."""
    folder, file = folder_of(tmp_path, policy=POLICY), save(sheet_of(*ROWS), tmp_path, "tal.xlsx")
    notice = (
        "tal.xlsx:Ark1!12: rækker under tabellen, som ikke er med i forslaget: 1 (»Note: opgjort pr. 31. december«)"
    )
    lines = proposed(file, folder, notice)
    assert lines[lines.index('header: {starts: "{period}", repeats: true}') :] == [
        'header: {starts: "{period}", repeats: true}',
        "ends: [Note]",
        "context:  # et områdes tal, som er tallene for en anden indikator, den, målene sammenlignes med",
        "country:",
        "bestaar: bestaar-landet  # ? er det rigtigt?",
        "fravaer: fravaer-landet  # ? er det rigtigt?",
        "columns:",
        '- header: "{blank}"',
        "column: A",
        "is: indicator",
        "fill_down: true  # ? gælder en tekst også for rækkerne under den, der ingen har?",
        "values:",
        "Består dansk og matematik (%): bestaar  # ? er det den rigtige? Kun ordene ligner",
        "Fravær i folkeskolen (%): fravaer  # ? er det den rigtige? Kun ordene ligner",
        '"5-årige uden huller (%)": uden-huller  # ? er det den rigtige? Kun ordene ligner',
        '- header: "{blank}"',
        "column: B",
        "is: area",
        "values:",
        "Nybro: own",
        "Hele landet: country",
        '- {header: "{period}", is: value}',
    ]
    assert run("figures", "suggest", file, "--policy", folder, "--append").returncode == 0
    confirm(folder)
    figures = figures_of(folder, file)
    assert shown(figures, "indicator", "period", "value", "quality") == FIGURES
    assert {*shown(figures, "policy", "area", "published")} == {("nybro-unge", "Nybro", "2026-10-12")}


def test_known_figures_of_the_country_confirm_the_indicator_of_context(tmp_path: Path) -> None:
    """They are compared with the rows of the country only, and those of the municipality with its own rows."""
    folder = folder_of(tmp_path, policy=POLICY)
    known = "fravaer;2023/24;6,4\nfravaer;2024/25;6,5\nfravaer-landet;2023/24;6,1\nfravaer-landet;2024/25;6,0\n"
    (folder / "observations.csv").write_text(f"indikator;periode;værdi\n{known}", "utf-8")
    answer = run("figures", "suggest", save(sheet_of(*ROWS), tmp_path, "tal.xlsx"), "--policy", folder)
    lines = [line.strip() for line in answer.stdout.splitlines()]
    assert "fravaer: fravaer-landet  # 2 af 2 tidligere tal er ens" in lines
    assert "Fravær i folkeskolen (%): fravaer  # 2 af 2 tidligere tal er ens" in lines


@pytest.mark.parametrize(
    ("old", "new", "messages"),
    [
        (", repeats: true", "", [
            "tal.xlsx:Ark1!10: a new table begins here; if its columns are the same, write repeats: true under header of "
            "the import, else move it to a sheet or file of its own"]),
        ("        fill_down: true\n", "", [
            f"tal.xlsx:Ark1!A{row}: the cell under '{{blank}} (A)' is empty, but its row is not; write what the row is, "
            "or in the import fill_down: true at the column if the text above counts for this row too" for row in (6, 8)]),
        ("column: B, is: area", "column: C, is: area", [
            'tal.xlsx:Ark1!B4: the column has no heading; write one in the sheet, or in the import header: "{blank}", '
            "column: B and what it is",
            "tal.xlsx:Ark1!4: the sheet has no heading '{blank} (C)'",
            'tal.xlsx:Ark1!B10: the column has no heading; write one in the sheet, or in the import header: "{blank}", '
            "column: B and what it is",
            "tal.xlsx:Ark1!10: the sheet has no heading '{blank} (C)'"]),
        ("fravaer: fravaer-landet", "fravaer: fravaer", [
            "kultur/imports.yaml:9:51: imports[0].context.country.fravaer: 'fravaer' is the indicator itself; name the "
            "other one, or remove the line"]),
        ("country: {bestaar", "land: {bestaar", [
            "kultur/imports.yaml:9:13: imports[0].context.land: 'land' is not one of the 98 municipalities; a made-up one is "
            "{name: land, fictitious: true}"]),
    ],
)  # fmt: skip
def test_what_is_missing_in_an_import_is_named(tmp_path: Path, old: str, new: str, messages: list[str]) -> None:
    """With the key that is to be written, at the cell or line it is about."""
    assert old in MAPPING
    folder = folder_of(tmp_path, MAPPING.replace(old, new), policy=POLICY)
    assert refusal(folder, save(sheet_of(*ROWS), tmp_path, "tal.xlsx")) == messages


def test_two_columns_without_a_heading_are_told_apart_by_letters(tmp_path: Path) -> None:
    """The message gives the letter to write."""
    mapping = MAPPING.replace("        column: A\n", "").replace("column: B, is: area", "is: area")
    file = save(sheet_of(*ROWS[:8]), tmp_path, "tal.xlsx")
    assert refusal(folder_of(tmp_path, mapping, policy=POLICY), file)[1] == (
        "tal.xlsx:Ark1!B4: the heading '{blank}' fits several columns of the import: columns[0], columns[1]; write at "
        "the one that it is the letter of the column (column: B)"
    )


def test_a_heading_that_is_there_twice_asks_for_the_letters(tmp_path: Path) -> None:
    """A name is not enough for two columns of the same name."""
    mapping = """\
  - id: tal
    confirmed: 2026-11-29
    file: "tal*"
    header: {starts: Emne}
    columns:
      - {header: Emne, is: indicator, values: {Fravær: fravaer}}
      - {header: "{period}", is: value}
      - {header: Antal, ignore: bruges ikke}
      - {header: Note, is: note}
"""
    rows: list[list[object]] = [["Emne", "Note", 2024, "Note"], ["Fravær", "a", 6.4, "b"]]
    folder, file = folder_of(tmp_path, mapping, policy=POLICY), save(sheet_of(*rows), tmp_path, "tal.xlsx")
    assert refusal(folder, file) == [
        "tal.xlsx:Ark1!D1: the heading 'Note' is here and in B1; write in the import an entry for each of the columns, "
        "each with its letter (here column: D)"
    ]
    letters = "      - {header: Note, column: B, ignore: intern}\n      - {header: Note, column: D, is: note}\n"
    text = mapping.replace("      - {header: Note, is: note}\n", letters)
    (folder / "imports.yaml").write_text(f"kommunepolitik: 1\nimports:\n{text}", "utf-8")
    assert shown(figures_of(folder, file), "value", "note") == [(6.4, "b")]


@pytest.mark.parametrize("row", [[None, None, 1, 2, 3], [None, "Hele landet", 1, 2, 3]])
def test_a_text_is_not_filled_down_over_an_empty_row(tmp_path: Path, row: list[object]) -> None:
    """Nor to a row without another text: it may be a sum, or the beginning of something else."""
    rows = [*ROWS[:6], *([[], row] if row[1] else [row])]
    file = save(sheet_of(*rows), tmp_path, "tal.xlsx")
    assert "and no text is filled down to it" in refusal(folder_of(tmp_path, MAPPING, policy=POLICY), file)[0]


def test_a_second_table_with_other_headings_is_named(tmp_path: Path) -> None:
    """By the proposal as what it leaves out, and by the import as an error."""
    rows = [*ROWS[:8], [], [None, None, 2023, 2024, 2025, "Bemærkning"], *ROWS[10:11]]
    file = save(sheet_of(*rows), tmp_path, "tal.xlsx")
    folder = folder_of(tmp_path, MAPPING, policy=POLICY)
    (folder / "imports.yaml").rename(folder / "gemt")
    answer = run("figures", "suggest", file, "--policy", folder).stderr
    assert "tal.xlsx:Ark1!10: her begynder en tabel med andre overskrifter; den er ikke med i forslaget" in answer
    (folder / "gemt").rename(folder / "imports.yaml")
    assert refusal(folder, file) == [
        "tal.xlsx:Ark1!10: a table with other headings begins here; only tables with the headings of the import are "
        "read, so move it to a sheet or file of its own"
    ]


def test_a_table_below_a_note_is_not_passed_over(tmp_path: Path) -> None:
    """Its heading of periods alone is an error, unless the import reads repeated headings."""
    file = save(sheet_of(*ROWS[:8], ["Note: se side 2"], *ROWS[8:]), tmp_path, "tal.xlsx")
    folder = folder_of(tmp_path, MAPPING.replace(", repeats: true", ""), policy=POLICY)
    assert [line.partition(";")[0] for line in refusal(folder, file)] == ["tal.xlsx:Ark1!11: a new table begins here"]
    (folder / "imports.yaml").write_text(f"kommunepolitik: 1\nimports:\n{MAPPING}", "utf-8")
    assert shown(figures_of(folder, file), "indicator", "period", "value", "quality") == FIGURES


@pytest.mark.parametrize(
    ("sheets", "columns", "heading"),
    [
        ("sheets: {is: area, values: {Landet: country}}", "      - {header: Andel, is: value}\n", "Andel"),
        ("", "      - {header: Andel i landet, is: value, area: country}\n", "Andel i landet"),
    ],
)
def test_context_holds_wherever_the_area_is_stated(tmp_path: Path, sheets: str, columns: str, heading: str) -> None:
    """In the name of a sheet, or at a column of figures; the figures of another indicator stay the country's."""
    mapping = f"""\
  - id: tal
    confirmed: 2026-11-29
    file: "tal*"
    {sheets}
    header: {{starts: Emne}}
    context: {{country: {{fravaer: fravaer-landet}}}}
    columns:
      - {{header: Emne, is: indicator, values: {{Fravær: fravaer, Huller: uden-huller}}}}
      - {{header: År, is: period}}
{columns}"""
    rows: list[list[object]] = [["Emne", "År", heading], ["Fravær", 2024, 6.4], ["Huller", 2024, 70]]
    file = save(sheet_of(*rows, title="Landet"), tmp_path, "tal.xlsx")
    found = shown(figures_of(folder_of(tmp_path, mapping, policy=POLICY), file), "indicator", "area", "value")
    assert found == [("fravaer-landet", "Nybro", 6.4), ("uden-huller", "000", 70)]


NAMES = {"Består dansk og matematik (%)": "bestaar", "Fravær i folkeskolen (%)": "fravaer"}
AREAS = {"Nybro": "", "Hele landet": "-landet"}
GROUP = st.tuples(st.sampled_from([*NAMES]), st.lists(st.sampled_from([*AREAS]), unique=True, min_size=1))
TABLE = st.tuples(st.integers(1, 4), st.lists(GROUP, min_size=1, max_size=2, unique_by=lambda group: group[0]))


Tables = list[tuple[int, list[tuple[str, list[str]]]]]


def sheet_rows(tables: Tables, value: int, random: Any) -> tuple[list[list[object]], set[tuple[str, str, float]], bool]:
    """Return the rows of a sheet with some tables, its figures, and whether an empty row cuts a group of rows."""
    rows: list[list[object]] = [["Titel"]]
    expected: set[tuple[str, str, float]] = set()
    year, disturbed = 2000, False
    for count, groups in tables:
        years = range(year, year + count)
        year += count
        rows.append([None, None, *years])
        for name, areas in groups:
            for at, area in enumerate(areas):
                if at and random.random() < 0.1:
                    disturbed = True  # a text is not filled down over it
                    rows.append([])
                figures = [value := value + 1 for _ in years]
                rows.append([None if at else name, area, *figures])
                expected |= {(NAMES[name] + AREAS[area], str(y), each) for y, each in zip(years, figures, strict=True)}
        rows += random.choice([[], [[]], [["Note: se side 2"]]])
    return rows, expected, disturbed


def is_read_whole(folder: Path, rows: list[list[object]], expected: set[tuple[str, str, float]]) -> bool:
    """Return whether the figures of a sheet are read; then it is each of them, once."""
    try:
        frame = filled(figures_of(folder, save(sheet_of(*rows), folder.parent, "tal.xlsx")).frame)
    except KommunepolitikError:
        return False
    found = [*frame[["indicator", "period", "value"]].itertuples(index=False, name=None)]
    assert len(found) == len(expected)
    assert {*found} == expected
    return True


@given(
    tables=st.lists(TABLE, min_size=1, max_size=3),
    value=st.sampled_from([100, 1990]),  # figures may look like years
    random=st.randoms(use_true_random=False),
)
def test_no_figure_is_lost(tables: Tables, value: int, random: Any, tmp_path_factory: Any) -> None:
    """Each figure of each table is read once, for its indicator and year; only an empty row in a group is refused."""
    rows, expected, disturbed = sheet_rows(tables, value, random)
    folder = folder_of(tmp_path_factory.mktemp("laws"), MAPPING, policy=POLICY)
    assert is_read_whole(folder, rows, expected) != disturbed


@given(tables=st.lists(TABLE, min_size=1, max_size=3), random=st.randoms(use_true_random=False))
def test_no_figure_is_lost_with_a_proposal(tables: Tables, random: Any, tmp_path_factory: Any) -> None:
    """A proposal that is confirmed as it is reads each figure, too."""
    rows, expected, disturbed = sheet_rows(tables, 100, random)
    folder = folder_of(tmp_path_factory.mktemp("laws"), policy=POLICY)
    file = save(sheet_of(*rows), folder.parent, "tal.xlsx")
    evidence = Evidence.of([document.policy for document in read_all([folder])], [])
    proposal = propose(file, read_grids(file, Place(file=str(file), is_file=True)), evidence)
    assert proposal is not None
    (folder / "imports.yaml").write_text(whole_text(proposal_text(proposal, file.name, str)), "utf-8")
    confirm(folder)
    assert is_read_whole(folder, rows, expected) != disturbed
