"""The obvious wide form is read without a mapping; what is not obvious is refused with what helps."""

import json
from pathlib import Path

import attrs
import pytest
from openpyxl import Workbook

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.errors import InvalidObservations
from tests.frames import filled

POLICY = kp.Policy(
    id="p",
    title="P",
    municipality=m.Municipality(name="Nybro", fictitious=True),
    indicators=[
        m.Indicator(id="foreningsliv", title="Børn i en forening", unit="%", limit=100),
        m.Indicator(id="frivillige", title="Frivillige", unit="personer"),
    ],
    groups=[m.Group(id="maend", title="Mænd"), m.Group(id="kvinder", title="Kvinder")],
)


def read(folder: Path, text: str) -> list[tuple[object, ...]]:
    """Return the figures of a CSV file."""
    (folder / "tal.csv").write_text(text, "utf-8")
    frame = filled(kp.read_observations(folder / "tal.csv", POLICY).frame)
    return list(frame[["indicator", "group", "period", "value"]].itertuples(index=False, name=None))


def refusal(folder: Path, text: str) -> list[str]:
    """Return why a CSV file is not read, without the folder."""
    with pytest.raises(InvalidObservations) as caught:
        read(folder, text)
    return [line.replace(f"{folder}/", "") for line in caught.value.lines()]


HELP = (
    "tal.csv: a table of another layout is read with a mapping (imports.yaml), which is proposed by: kommunepolitik "
    "figures suggest tal.csv --policy PATH"
)


def test_periods_as_columns_with_titles_as_names(tmp_path: Path) -> None:
    """Exact titles count as ids, whatever their case and blanks; an empty cell is no figure."""
    text = "Indikator;Enhed;2023;4. kvartal 2024;dec-24\nBørn i en  forening;pct.;60,1;;62\nfrivillige;antal;;310;ca. 320\n"
    assert read(tmp_path, text) == [
        ("foreningsliv", "", "2023", 60.1),
        ("foreningsliv", "", "2024-12", 62),
        ("frivillige", "", "2024-Q4", 310),
        ("frivillige", "", "2024-12", 320),
    ]


def test_groups_as_columns(tmp_path: Path) -> None:
    """By id or title, beside a column of periods."""
    assert read(tmp_path, "indikator;periode;Mænd;kvinder\nFrivillige;2024;10;12\n") == [
        ("frivillige", "maend", "2024", 10),
        ("frivillige", "kvinder", "2024", 12),
    ]


def test_other_known_columns_count_for_each_figure_of_the_row(tmp_path: Path) -> None:
    """A group, a source and a note; the origin is the cell."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Indikator", "Gruppe", 2023, 2024, "Note"], ["Frivillige", "Mænd", 5, 6, "skøn"]):
        sheet.append(row)
    book.create_sheet("Forside").append(["Tal fra Nybro Kommune"])
    book.save(tmp_path / "tal.xlsx")
    figures = kp.read_observations(tmp_path / "tal.xlsx", POLICY)
    assert filled(figures.frame)[["group", "value", "note", "origin"]].values.tolist() == [
        ["maend", 5, "skøn", "tal.xlsx:Sheet!C2"],
        ["maend", 6, "skøn", "tal.xlsx:Sheet!D2"],
    ]
    assert [notice.code for notice in figures.notices] == ["sheet_not_read"]


def test_exact_titles_in_the_long_form(tmp_path: Path) -> None:
    """A title is as good as an id; a word that is merely alike is none."""
    text = "indikator;gruppe;periode;værdi\nBørn i en forening;Kvinder;2024;60\n"
    assert read(tmp_path, text) == [("foreningsliv", "kvinder", "2024", 60)]
    assert (
        "no indicator has the id 'Børn i foreninger'" in refusal(tmp_path, text.replace("en forening", "foreninger"))[0]
    )


def test_without_a_policy_ids_are_kept(tmp_path: Path) -> None:
    """Nobody knows the titles then."""
    (tmp_path / "tal.csv").write_text("indikator;2023;2024\nandel;60;65\n", "utf-8")
    assert kp.read_observations(tmp_path / "tal.csv").frame["indicator"].tolist() == ["andel", "andel"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "indikator;2023;Skøn\nfrivillige;5;6\n",
            "tal.csv:1: the column 'Skøn' is neither a known column, a period nor a group of the policy; remove it, or "
            "state what it is in a mapping",
        ),
        (
            "indikator;periode;Mænd;I alt\nfrivillige;2024;5;11\n",
            "tal.csv:1: the column 'I alt' may be the whole population or only adds up the others; remove it, or "
            "state which in a mapping",
        ),
        (
            "indikator;2023;2024*\nfrivillige;5;6\n",
            "tal.csv:1: what the mark in the heading '2024*' means is not known; write the period alone, or "
            "state what the mark means in a mapping",
        ),
    ],
)
def test_what_is_not_obvious_is_refused_with_the_command_that_helps(tmp_path: Path, text: str, line: str) -> None:
    """A column that is neither, one that may be the whole, and a mark."""
    assert refusal(tmp_path, text) == [line, HELP]


def test_a_heading_of_two_rows_is_refused(tmp_path: Path) -> None:
    """A year over two columns defines neither of them."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Indikator", 2023, None, 2024, None],
        [None, "andel", "antal", "andel", "antal"],
        ["Frivillige", 1, 2, 3, 4],
    ):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("D1:E1")
    book.save(tmp_path / "tal.xlsx")
    with pytest.raises(InvalidObservations) as caught:
        kp.read_observations(tmp_path / "tal.xlsx", POLICY)
    codes = [problem.code for problem in caught.value.problems]
    assert codes[:2] == ["heading_over_rows", "heading_over_rows"]
    assert codes[-1] == "propose_mapping"


def test_the_unit_of_a_row_must_be_the_indicators(tmp_path: Path) -> None:
    """Also where the figures are bare numbers."""
    (line,) = refusal(tmp_path, "Indikator;Enhed;2023\nFrivillige;pct.;5\n")
    assert line == "tal.csv:2: the cell has the unit 'pct.', but the indicator's unit is 'personer'"


def test_a_cell_without_a_heading_is_an_error(tmp_path: Path) -> None:
    """Nobody knows what it is."""
    (line,) = refusal(tmp_path, "indikator;2023;;2024\nfrivillige;5;7;6\n")[:1]
    assert line == "tal.csv:2: the cell contains '7', but its column has no heading; write one, or empty the cell"


DST = "\ufeffOMRÅDE;ALDER;TID;INDHOLD\nSlagelse;16-64 år;2023;60,5\nHele landet;16-64 år;2023;70,1\nSlagelse;16-64 år;2024;..\n"


def coded(*codes: str) -> kp.Policy:
    """Return a policy of Slagelse Kommune with an indicator for each code."""
    indicators = [m.Indicator(id=f"i{at}", title=f"I {at}", unit="%", codes=[code]) for at, code in enumerate(codes)]
    return kp.Policy(id="p", title="P", municipality="Slagelse", indicators=indicators)


def test_a_table_of_statistikbanken_is_read_where_one_indicator_has_its_code(tmp_path: Path) -> None:
    """The code is in the file's name; the country's rows are another area's."""
    (tmp_path / "RAS201_2026.csv").write_text(DST, "utf-8")
    figures = kp.read_observations(tmp_path / "RAS201_2026.csv", coded("dst:RAS201", "dst:FOLK1A"))
    assert filled(figures.frame)[["policy", "area", "indicator", "period", "value"]].values.tolist() == [
        ["p", "330", "i0", "2023", 60.5],
        ["", "000", "i0", "2023", 70.1],
    ]
    assert [notice.code for notice in figures.notices] == ["flat_one_value", "missing_signs"]
    assert figures.notices[0].message().startswith("ALDER is 16-64 år in the whole file")


@pytest.mark.parametrize(
    ("codes", "text", "code"),
    [
        (("dst:RAS201", "dst:RAS201"), DST, "flat_indicator"),
        (("dst:FOLK1A",), DST, "flat_indicator"),
        (("dst:RAS201",), DST + "Slagelse;65- år;2024;3\n", "flat_several"),
    ],
)
def test_a_table_of_statistikbanken_is_never_guessed(
    tmp_path: Path, codes: tuple[str, ...], text: str, code: str
) -> None:
    """Two indicators with the code, none, or several ages: a mapping is proposed."""
    (tmp_path / "RAS201.csv").write_text(text, "utf-8")
    with pytest.raises(InvalidObservations) as caught:
        kp.read_observations(tmp_path / "RAS201.csv", coded(*codes))
    assert [problem.code for problem in caught.value.problems] == [code, "propose_mapping"]


def test_json_stat_is_read_where_its_label_is_an_indicators_title(tmp_path: Path) -> None:
    """The dataset states what it is of; an empty cell is no figure, and is reported."""
    (tmp_path / "tal.json").write_text(
        '{"version": "2.0", "class": "dataset", "label": "I 0", "id": ["Tid"], "size": [2], "value": [60.5, null],'
        '"role": {"time": ["Tid"]}, "dimension": {"Tid": {"category": {"index": ["2023K1", "2023K2"]}}}}',
        "utf-8",
    )
    figures = kp.read_observations(tmp_path / "tal.json", coded("x:1"))
    assert filled(figures.frame)[["policy", "period", "value"]].values.tolist() == [["p", "2023-Q1", 60.5]]
    assert [notice.code for notice in figures.notices] == ["missing_signs"]


def cube(areas: dict[str, str], value: object, name: str = "OMRÅDE", **more: object) -> str:
    """Return a dataset of JSON-stat that does not state which dimension is the area."""
    times = {"2023": "2023", "2024": "2024"}
    dimensions = {
        id: {"label": id, "category": {"label": each, "index": [*each]}} for id, each in ((name, areas), ("Tid", times))
    }
    return json.dumps(
        {"version": "2.0", "class": "dataset", "id": [name, "Tid"], "size": [len(areas), 2], "role": {"time": ["Tid"]}}
        | {"dimension": dimensions, "value": value, **more}
    )


@pytest.mark.parametrize(
    ("name", "text", "area"),
    [
        ("RAS201.csv", "landsdel;tid;indhold\nHele landet;2023;70,1\n", "000"),
        ("RAS201.csv", "landsdel;tid;indhold\n000 Hele landet;2023;70,1\n", "000"),
        ("RAS201.csv", "enhed;tid;indhold\nRegion Sjælland;2023;70,1\n", "085"),
        ("RAS201.csv", "enhed;tid;indhold\nNæstved;2023;70,1\n", "370"),
        ("RAS201.json", cube({"000": "Hele landet"}, [70.1, None]), "000"),
        ("RAS201.json", cube({"000": "Hele landet"}, [70.1, None], "Geografi"), "000"),
    ],
)
def test_an_area_in_a_column_of_any_name_is_the_area_of_all_figures(
    tmp_path: Path, name: str, text: str, area: str
) -> None:
    """The country's figure is never taken for the municipality's own."""
    (tmp_path / name).write_text(text, "utf-8")
    figures = kp.read_observations(tmp_path / name, coded("dst:RAS201"))
    assert filled(figures.frame)[["policy", "area", "value"]].values.tolist() == [["", area, 70.1]]


def test_what_a_whole_table_is_of_is_named_or_is_a_group(tmp_path: Path) -> None:
    """Women are a group of the policy or are named, and so are the municipalities of the capital; a total is not."""
    (tmp_path / "RAS201.csv").write_text(
        "kommunegruppe;køn;alder;tid;indhold\nHovedstadskommuner;Kvinder;Alder i alt;2023;60\n", "utf-8"
    )
    policy = coded("dst:RAS201")
    figures = kp.read_observations(tmp_path / "RAS201.csv", policy)
    text = [(notice.code, notice.data["column"], notice.data["value"]) for notice in figures.notices]
    assert text == [
        ("flat_one_value", "kommunegruppe", "Hovedstadskommuner"),
        ("flat_one_value", "køn", "Kvinder"),
    ]
    grouped = attrs.evolve(policy, groups=[m.Group(id="kvinder", title="Kvinder")])
    figures = kp.read_observations(tmp_path / "RAS201.csv", grouped)
    assert figures.frame["group"].tolist() == ["kvinder"]
    assert [notice.data["column"] for notice in figures.notices] == ["kommunegruppe"]


def test_a_number_in_a_column_of_any_name_is_no_region(tmp_path: Path) -> None:
    """People of 84 years are not those of Region Hovedstaden (084), and code 0 for women is not the country."""
    (tmp_path / "RAS201.csv").write_text("alder;tid;indhold\n84;2023;60\n", "utf-8")
    (tmp_path / "RAS201.json").write_text(cube({"0": "Kvinder"}, [60, 60], "køn"), "utf-8")
    for name in ("RAS201.csv", "RAS201.json"):
        figures = kp.read_observations(tmp_path / name, coded("dst:RAS201"))
        assert {*figures.frame["policy"]} == {"p"}
        assert [notice.code for notice in figures.notices] == ["flat_one_value"]


def test_a_table_that_names_two_areas_is_not_read(tmp_path: Path) -> None:
    """Nobody knows whose figures they are; a mapping states it."""
    (tmp_path / "RAS201.csv").write_text("fra;til;tid;indhold\nSlagelse;Næstved;2023;60\n", "utf-8")
    with pytest.raises(InvalidObservations) as caught:
        kp.read_observations(tmp_path / "RAS201.csv", coded("dst:RAS201"))
    assert [problem.code for problem in caught.value.problems] == ["flat_unclear", "propose_mapping"]


def test_the_status_of_a_figure_is_its_quality(tmp_path: Path) -> None:
    """Provisional figures and forecasts are marked so, a mark nobody knows is named, and an empty cell is reported."""
    path = tmp_path / "RAS201.json"
    areas = {"330": "Slagelse", "370": "Næstved", "000": "Hele landet"}
    path.write_text(cube(areas, [1, 2, 3, 4, 5, None], status=["p", "f", "e", "", "", "p"]), "utf-8")
    figures = kp.read_observations(path, coded("dst:RAS201"))
    assert filled(figures.frame)[["area", "quality"]].values.tolist() == [
        ["330", "provisional"],
        ["330", "forecast"],
        ["370", "final"],
        ["370", "final"],
        ["000", "final"],
    ]
    assert [(each.code, each.data["count"]) for each in figures.notices] == [("flat_status", 1), ("missing_signs", 1)]
