"""Laws of mappings: any layout of a table reads back, and no sheet or mapping makes anything but figures or errors."""

from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

import kommunepolitik as kp
from kommunepolitik.documents.imports import ROLES, read_imports
from kommunepolitik.errors import InvalidDocument, KommunepolitikError
from tests.frames import filled
from tests.mapping.sheets import CENTRE, POLICY, centre, figures_of, folder_of, refusal, save, sheet_of

INDICATORS = {"Frivillige": "frivillige", "Fritidssamtaler (antal)": "fritidsvejledning"}
GROUPS = {"Alle": "", "Piger og kvinder": "kvinder"}
TABLES = st.dictionaries(
    st.tuples(st.sampled_from([*INDICATORS]), st.sampled_from([*GROUPS]), st.integers(2000, 2030)),
    st.integers(0, 10**6),
    min_size=1,
    max_size=12,
)


@given(
    table=TABLES,
    order=st.permutations(["Emne", "Køn", "figures", "Note"]),
    above=st.integers(0, 3),
    random=st.randoms(use_true_random=False),
)
def test_any_layout_of_a_table_reads_back(
    table: dict[tuple[str, str, int], int], order: list[str], above: int, random: Any, tmp_path_factory: Any
) -> None:
    """Years as columns in any order, rows in any order, columns in any order, below any number of titles."""
    years = sorted({year for _, _, year in table}, key=lambda _: random.random())
    series = sorted({key[:2] for key in table}, key=lambda _: random.random())
    cells: list[list[object]] = [["Titel"]] * above
    cells.append([head for name in order for head in (years if name == "figures" else [name])])
    for indicator, group in series:
        content = {"Emne": [indicator], "Køn": [group], "Note": [None]}
        content["figures"] = [table.get((indicator, group, year)) for year in years]
        cells.append([cell for name in order for cell in content[name]])
    mapping = f"""\
  - id: emner
    confirmed: 2027-01-20
    file: "tal*"
    header: {{starts: Emne}}
    columns:
      - header: Emne
        is: indicator
        values: {{{", ".join(f"'{text}': {id}" for text, id in INDICATORS.items())}}}
      - {{header: Køn, is: group, values: {{Alle: "", Piger og kvinder: kvinder}}}}
      - {{header: "{{period}}", is: value}}
      - {{header: Note, ignore: tom}}
"""
    folder = tmp_path_factory.mktemp("laws")
    figures = figures_of(folder_of(folder, mapping), save(sheet_of(*cells), folder, "tal.xlsx"))
    names = ["indicator", "group", "period", "value"]
    assert {tuple(row) for row in filled(figures.frame)[names].values.tolist()} == {
        (INDICATORS[indicator], GROUPS[group], str(year), value) for (indicator, group, year), value in table.items()
    }


WORDS = st.sampled_from(
    ["Pejlemærke", "2024", "2024*", "Frivillige", "5", "ca. 7", "I alt", "Kilde: x", "=", "", "{period}"]
)


@given(rows=st.lists(st.lists(WORDS, min_size=1, max_size=5), min_size=1, max_size=8))
def test_no_sheet_makes_anything_but_figures_or_errors(rows: list[list[str]], tmp_path_factory: Any) -> None:
    """Whatever the cells hold, and wherever the heading is."""
    folder = tmp_path_factory.mktemp("laws")
    policy = folder_of(folder, CENTRE.replace("- {header: Bemærkning, is: note}", "- {header: Note, ignore: tom}"))
    file = folder / "center.csv"
    file.write_text("\n".join(";".join(row) for row in rows), "utf-8")
    try:
        figures = figures_of(policy, file)
    except KommunepolitikError as error:
        assert error.problems
    else:
        assert set(figures.frame["indicator"]) <= {"frivillige"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("is: note", "is: noter", "columns[2].is: 'noter' is not one of area, group"),
        ("is: note", "iss: note", "columns[2].iss: unknown key 'iss'; did you mean 'is'?"),
        ("{header: Bemærkning, is: note}", "{header: Bemærkning}", "columns[2]: the column states neither what it is"),
        ("starts: Pejlemærke", "starts: Pejlemærke, rows: 1000000", "header.rows: 1000000 is outside 1 to 10"),
        ("is: note}", "is: note, ignore: [x]}", "columns[2].ignore: give only one of is, ignore"),
        ('header: "{period}"', 'header: ["{period}", Antal]', "the heading is written in 2 rows, but"),
        ("Frivillige: frivillige", "Frivillige:", "values.Frivillige: 'Frivillige' has no meaning"),
        ('"*": provisional', '"*": foreløbig', "marks.*: 'foreløbig' is not one of final, provisional"),
        ("is: value, ", "is: note, ", "columns: no column contains figures"),
        ("confirmed: 2027-01-20", "confirmed: i går", "confirmed: 'i går' is not a period"),
        ("source: ledelsestal", "source: &x ledelsestal", "anchors (&name) and aliases (*name) are not read"),
    ],
)
def test_a_mistake_in_a_mapping_is_reported_at_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    """With the right key where one is near."""
    folder = folder_of(tmp_path, CENTRE.replace(old, new))
    with pytest.raises(InvalidDocument) as caught:
        read_imports(folder / "imports.yaml")
    lines = [line.partition("imports.yaml:")[2] for line in caught.value.lines()]
    assert any(message in line and line[:1].isdigit() for line in lines), lines


def test_all_mistakes_of_all_mappings_are_reported_at_once(tmp_path: Path) -> None:
    """Two imports with one id, and what is wrong in each."""
    folder = folder_of(
        tmp_path, CENTRE.replace("is: note", "is: x"), CENTRE.replace("header: {starts: Pejlemærke}", "")
    )
    lines = refusal(folder, save(centre(2023), tmp_path, "center.xlsx"))
    assert [line.partition("imports[")[2] for line in lines] == [
        "0].columns[2].is: 'x' is not one of area, group, indicator, period, value, value_high, qualifier, judgement, "
        "quality, numerator, denominator, responsible, published, source, note, unit",
        "1]: 'header' is missing",
        "1].id: the id 'kultur-fritid' is already used at imports[0]",
    ]


def test_a_file_nearly_called_so_is_named(tmp_path: Path) -> None:
    """Nothing is read without a word because of a suffix."""
    folder = folder_of(tmp_path)
    (folder / "Imports.yml").write_text("kommunepolitik: 1\nimports: []\n", "utf-8")
    (line,) = refusal(folder, save(centre(2023), tmp_path, "center.xlsx"))
    assert line == "kultur/Imports.yml: is not read under this name; name it imports.yaml"


def test_a_mapping_of_hostile_patterns_takes_no_time(tmp_path: Path) -> None:
    """Words of an import are words, and never a regular expression."""
    hostile = CENTRE.replace('"{period}"', '"(a+)+{period}(a+)+$"').replace(
        "starts: Pejlemærke", "starts: 'Pejlemærke.*'"
    )
    lines = refusal(folder_of(tmp_path, hostile), save(centre(2023), tmp_path, "center.xlsx"))
    assert lines[0].startswith("center.xlsx:Spor 4: no cell is 'Pejlemærke.*'")


def test_other_layouts_of_the_field_are_read_with_a_mapping(tmp_path: Path) -> None:
    """A download of Kolada: an indicator by its code there, an area, a group that is all, and a column not used."""
    mapping = """\
  - id: kolada
    confirmed: 2027-01-20
    file: "kolada*.csv"
    header: {starts: kpi}
    columns:
      - {header: kpi, is: indicator, values: {N00945: foreningsliv}}
      - {header: municipality, is: area, values: {"1384": own}}
      - {header: period, is: period}
      - {header: gender, is: group, values: {T: ""}}
      - {header: value, is: value}
      - {header: count, ignore: antal enheder}
"""
    file = tmp_path / "kolada-2026.csv"
    file.write_text("kpi;municipality;period;gender;value;count\nN00945;1384;2024;T;65.5;1\n", "utf-8")
    figures = figures_of(folder_of(tmp_path, mapping), file)
    assert filled(figures.frame)[["policy", "indicator", "period", "value"]].values.tolist() == [
        ["nybro-kultur", "foreningsliv", "2024", 65.5]
    ]


def test_the_policy_of_these_tests_is_sound() -> None:
    """The made-up policy of Nybro Kommune loads."""
    from kommunepolitik.documents import parse

    assert isinstance(parse(POLICY), kp.Policy)


def test_the_example_of_the_docs_is_sound(tmp_path: Path) -> None:
    """The page for analysts shows a mapping that is read, and names each role."""
    page = (Path(__file__).parents[2] / "docs" / "aarets-gang" / "tal-ind.md").read_text("utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]
    assert f"`{' '.join(ROLES)}`" in page
    (tmp_path / "imports.yaml").write_text(example, "utf-8")
    assert [each.id for each in read_imports(tmp_path / "imports.yaml").imports] == ["center-kultur"]
