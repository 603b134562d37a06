"""Tables of policies that people have edited: each mistake is reported once, where it is."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import read_tables, write_tables
from kommunepolitik.errors import InvalidDocument

Frames = dict[str, pd.DataFrame]
TWO_GOALS = [
    m.Goal(
        id="arbejde",
        statement="Flere i arbejde",
        measured_by=["job", "ledige"],
        supports=[m.Support(item="a", basis="source")],
    ),
    m.Goal(
        id="dansk",
        statement="Bedre dansk",
        supports=[m.Support(item="a", basis="source"), m.Support(item="b", basis="source")],
    ),
]
TARGETS = [m.StandingTarget(value=45, comparison="at_least"), m.DirectionTarget(direction="increase")]
POLICIES = [
    m.Policy(
        id=id,
        title="Integrationspolitik",
        municipality=m.Municipality(name="Nybro", fictitious=True),
        goals=TWO_GOALS,
        indicators=[
            m.Indicator(id="job", title="Job", unit="%", baseline=m.Baseline(value=40), targets=TARGETS),
            m.Indicator(id="ledige", title="Ledige", unit="%"),
        ],
        frameworks=[
            m.Framework(
                id="nationale",
                title="Nationale",
                items=[m.FrameworkItem(id="a", title="A"), m.FrameworkItem(id="b", title="B")],
            )
        ],
    )
    for id in ("nybro-2014", "nybro-2018")
]


def lines(edit: Callable[[Frames], object]) -> list[str]:
    """Return what is wrong with the tables of the policies after an edit, a line each."""
    frames = {name: frame.astype(object) for name, frame in kp.to_frames(POLICIES).items()}
    edit(frames)
    with pytest.raises(InvalidDocument) as caught:
        kp.from_frames(frames)
    return caught.value.lines()


def cell(table: str, row: int, column: str, value: object) -> Callable[[Frames], object]:
    """Return an edit of one cell; rows count from 1."""

    def edit(frames: Frames) -> None:
        frame = frames[table]
        frame[column] = [value if place == row else old for place, old in enumerate(frame[column], 1)]

    return edit


def heading(table: str, column: str, other: str | None = None) -> Callable[[Frames], object]:
    """Return an edit that removes a column, or gives it another heading."""

    def edit(frames: Frames) -> None:
        frame = frames[table]
        frames[table] = frame.drop(columns=column) if other is None else frame.rename(columns={column: other})

    return edit


def copied(table: str, row: int, **cells: object) -> Callable[[Frames], object]:
    """Return an edit that writes a row once more at the end of its table, with other cells."""

    def edit(frames: Frames) -> None:
        frame = frames[table]
        frames[table] = pd.concat([frame, frame.iloc[[row - 1]].assign(**cells)], ignore_index=True)

    return edit


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        (
            cell("measured_by", 2, "indicator", "ledigee"),
            "measured_by!2: indicator: no indicator has the id 'ledigee'; did you mean 'ledige'?",
        ),
        (
            copied("targets", 1),
            "targets!5: the target id 'standing' is used twice in this indicator; give one an id of its own",
        ),
        (cell("goals", 2, "statement", None), "goals!2: statement: the cell is empty; the row needs a value here"),
        (
            cell("goals", 1, "citation_section", "s. 3"),
            "goals!1: citation_source: the cell is empty; the row needs a value here",
        ),
        (
            cell("targets", 2, "value", 5),
            "targets!2: value: a target of the kind 'direction' has no 'value'; empty the cell, or change the kind",
        ),
        (
            cell("policies", 1, "id", "nybro"),
            "policies!1: id: the id is 'nybro', and the column policy has 'nybro-2014'; write the same in both",
        ),
        (
            cell("policies", 1, "municipality", None),
            "policies!1: municipality: the cell is empty; the row needs a value here",
        ),
        (
            cell("indicators", 1, "baseline", "måske"),
            "indicators!1: baseline: expected true or false, found the text 'måske'",
        ),
        (
            cell("indicators", 1, "limit", pd.Timestamp("2020-02-03")),
            "indicators!1: limit: expected a number, found the text '2020-02-03'",
        ),
    ],
)
def test_a_mistake_is_reported_at_the_row_and_column_it_is_in(edit: Callable[[Frames], object], line: str) -> None:
    """Also where the model finds it in what the row belongs to."""
    assert line in lines(edit)


def test_an_id_that_is_used_twice_is_reported_where_it_is_used_again() -> None:
    """With the row that has it first."""
    assert lines(copied("goals", 1, position=3)) == ["goals!5: id: the id 'arbejde' is already used in row 1 of goals"]
    assert lines(copied("goals", 1, id="job", position=3)) == [
        "indicators!1: id: the id 'job' is already used in row 5 of goals"
    ]


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        (heading("indicators", "id"), "indicators: id: the column 'id' is missing"),
        (heading("goals", "id"), "goals: id: the column 'id' is missing"),
        (heading("goals", "statement"), "goals: statement: the column 'statement' is missing"),
        (heading("goals", "policy"), "goals: policy: the column 'policy' is missing"),
        (heading("targets", "kind"), "targets: kind: the column 'kind' is missing"),
        (heading("targets", "value"), "targets: value: the column 'value' is missing"),
        (heading("targets", "indicator"), "targets: indicator: the column 'indicator' is missing"),
        (heading("policies", "municipality"), "policies: municipality: the column 'municipality' is missing"),
        (heading("policies", "policy"), "policies: policy: the column 'policy' is missing"),
        (heading("indicators", "id", "idd"), "indicators: idd: the table has no column 'idd'; did you mean 'id'?"),
        (
            heading("targets", "indicator", "indikator"),
            "targets: indikator: the table has no column 'indikator'; did you mean 'indicator'?",
        ),
        (
            lambda frames: frames.pop("indicators"),
            "indicators: the table 'indicators' is missing or empty; row 1 of targets names 'job', which would be in it",
        ),
        (
            lambda frames: frames.update(indicators=pd.DataFrame()),
            "indicators: the table 'indicators' is missing or empty; row 1 of targets names 'job', which would be in it",
        ),
        (
            lambda frames: frames.pop("goals"),
            "goals: the table 'goals' is missing or empty; row 1 of measured_by names 'arbejde', which would be in it",
        ),
        (
            lambda frames: frames.update(indicatr=frames.pop("indicators")),
            "indicatr: there is no table 'indicatr'; did you mean 'indicators'?",
        ),
        (heading("supports", "item"), "supports: item: the column 'item' is missing"),
        (cell("indicators", 1, "id", None), "indicators!1: id: the cell is empty; the row needs a value here"),
        (copied("goals", 1), "goals!5: id: the id 'arbejde' is already used in row 1 of goals"),
        (
            lambda frames: frames.pop("policies"),
            "policies: the table 'policies' is missing; it has a row for each policy",
        ),
        (
            cell("goals", 1, "policy", "nybro-214"),
            "goals!1: policy: the table policies has no policy 'nybro-214'; did you mean 'nybro-2014'?",
        ),
        (
            cell("framework_items", 1, "framework", "nationalt"),
            "framework_items!1: framework: no table has a row with the id 'nationalt' in this policy; did you mean "
            "'nationale'?",
        ),
        (
            lambda frames: frames.update(policies=frames["policies"].iloc[1:]),
            "goals!1: policy: the table policies has no policy 'nybro-2014'; other rows name it too (13 more); did you "
            "mean 'nybro-2018'?",
        ),
    ],
)
def test_what_follows_from_a_mistake_is_not_reported(edit: Callable[[Frames], object], line: str) -> None:
    """A column, a table or a row that cannot be found is one problem, however many rows need it."""
    assert lines(edit) == [line]


def test_a_missing_column_hides_no_other_mistake() -> None:
    """All is reported at once."""

    def edit(frames: Frames) -> None:
        for each in (
            heading("indicators", "id"),
            cell("indicators", 2, "direction", "op"),
            cell("goals", 1, "id", "Å"),
        ):
            each(frames)

    starts = ("indicators: id:", "indicators!2: direction:", "goals!1: id:")
    assert all(any(line.startswith(start) for line in lines(edit)) for start in starts)


def test_no_row_is_left_out_in_silence() -> None:
    """A goal without a right id, below one that belongs to nothing: neither is in the policy."""

    def edit(frames: Frames) -> None:
        for row, column, value in ((1, "parent", "findes-ikke"), (2, "id", "Å"), (2, "parent", "arbejde")):
            cell("goals", row, column, value)(frames)
        for table in ("measured_by", "supports"):
            frames[table] = frames[table].iloc[:0]

    assert "goals!1: parent: no table has a row with the id 'findes-ikke' in this policy" in lines(edit)


@pytest.mark.parametrize("table", ["measured_by", "supports"])
def test_two_rows_that_state_the_same_are_reported(table: str) -> None:
    """A row that was copied by mistake has the position of the first; one with another position is meant."""
    again = len(kp.to_frames(POLICIES)[table]) + 1
    assert lines(copied(table, 2)) == [f"{table}!{again}: the row is the same as row 2; remove one of them"]
    frames = kp.to_frames(POLICIES)
    copied(table, 2, position=9)(frames)
    assert len(kp.to_frames(kp.from_frames(frames))[table]) == again


def test_a_baseline_that_is_and_is_not_there_is_reported() -> None:
    """Of two answers neither is dropped."""
    assert lines(cell("indicators", 1, "baseline", False)) == [
        "indicators!1: baseline: marks that there is none, but the cell in 'baseline_value' is not empty; change one of "
        "the two"
    ]


@pytest.mark.parametrize("text", ["1.234", "1,234"])
def test_a_text_that_may_be_thousands_or_decimals_is_refused(text: str) -> None:
    """In any unit, as in tables of figures."""
    reported = f"indicators!1: baseline_value: '{text}' can be read in two ways; write 1234 or 1.2340"
    assert lines(cell("indicators", 1, "baseline_value", text)) == [reported]


@pytest.mark.parametrize(
    ("text", "value"), [("1.234,5", 1234.5), ("0,125", 0.125), (" 12.5 ", 12.5), ("-1.2340", -1.234)]
)
def test_a_text_that_is_one_number_is_read(text: str, value: float) -> None:
    """With a comma or a point for the decimals."""
    frames = {name: frame.astype(object) for name, frame in kp.to_frames(POLICIES).items()}
    cell("indicators", 1, "baseline_value", text)(frames)
    baseline = kp.from_frames(frames)["nybro-2014"].indicator("job").baseline
    assert baseline is not None
    assert baseline.value == value


def test_a_position_is_a_whole_number_that_no_other_row_there_has() -> None:
    """Or the order would be chance."""
    assert lines(cell("goals", 1, "position", 1.5)) == [
        "goals!1: position: the position must be a whole number, but is the number 1.5"
    ]
    assert lines(cell("goals", 2, "position", 1)) == [
        "goals!2: position: the position 1 is already that of row 1, which belongs to the same"
    ]


def test_tables_of_figures_are_left_out() -> None:
    """An export holds them beside those of policies."""
    figures = {name: pd.DataFrame({"value": [1]}) for name in ("observations", "results")}
    assert kp.from_frames({**kp.to_frames(POLICIES), **figures}).policies == tuple(POLICIES)


def test_problems_of_an_edited_workbook_name_its_cells(tmp_path: Path) -> None:
    """The row that a message names is that of the sheet too."""
    path = tmp_path / "tables.xlsx"
    write_tables(kp.to_frames(POLICIES), path, "xlsx")
    book = openpyxl.load_workbook(path)
    at = {sheet.title: {str(cell.value): cell.column for cell in sheet[1]} for sheet in book}
    book["measured_by"].cell(2, at["measured_by"]["indicator"]).value = "jobb"
    book["goals"].cell(3, at["goals"]["id"]).value = "arbejde"
    book["supports"].append([cell.value for cell in book["supports"][4]])
    book["policies"].delete_cols(at["policies"]["title"])
    del book["framework_items"]
    book.save(path)
    with pytest.raises(InvalidDocument) as caught:
        read_tables(path)
    found = [line.removeprefix(str(tmp_path)) for line in caught.value.lines()]
    assert {
        "/tables.xlsx:measured_by!G2: indicator: no indicator has the id 'jobb'; did you mean 'job'?",
        "/tables.xlsx:goals!H3: id: the id 'arbejde' is already used in row 2 of goals",
        "/tables.xlsx:supports!8: the row is the same as row 4; remove one of them",
        "/tables.xlsx:policies!1: title: the column 'title' is missing",
        "/tables.xlsx: the table 'framework_items' is missing or empty; row 2 of supports names 'a', which would be in it",
    } <= set(found)
