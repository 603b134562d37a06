"""JSON-stat in both versions: the same cube, and a clear error for what is none."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommunepolitik.errors import InvalidObservations
from kommunepolitik.observations.json_stat import read_json_stat

DIMENSION = {
    "OMRÅDE": {"label": "område", "category": {"index": {"330": 1, "000": 0}, "label": {"000": "Hele landet"}}},
    "ContentsCode": {"label": "indhold", "category": {"label": {"FOLK": "Folketal"}}},
    "Tid": {"label": "tid", "category": {"index": ["2024K1", "2024K2"]}},
}
SHAPE: dict[str, Any] = {"id": ["OMRÅDE", "ContentsCode", "Tid"], "size": [2, 1, 2]}
ROLE = {"geo": ["OMRÅDE"], "metric": ["ContentsCode"], "time": ["Tid"]}
VALUES: dict[str, Any] = {"value": [10, 11.5, None, 3], "label": "Folketal", "source": "Danmarks Statistik"}
FIRST = {"dataset": {"dimension": {**DIMENSION, **SHAPE, "role": ROLE}, **VALUES, "updated": "2026-08-10T06:00:00Z"}}
SECOND = {
    "version": "2.0",
    "class": "dataset",
    "dimension": DIMENSION,
    "role": ROLE,
    **SHAPE,
    **VALUES,
    "status": {"2": ".."},
}


def test_both_versions_give_the_same_rows() -> None:
    """With codes and labels, what each dimension is for, and the mark of a figure that is missing."""
    one, two = (read_json_stat(json.dumps(each)) for each in (FIRST, SECOND))
    assert two.header == (
        *("OMRÅDE", "OMRÅDE.label", "ContentsCode", "ContentsCode.label", "Tid", "Tid.label"),
        *("value", "status"),
    )
    assert list(two.rows()) == [
        ("000", "Hele landet", "FOLK", "Folketal", "2024K1", "2024K1", 10.0, ""),
        ("000", "Hele landet", "FOLK", "Folketal", "2024K2", "2024K2", 11.5, ""),
        ("330", "330", "FOLK", "Folketal", "2024K1", "2024K1", None, ".."),
        ("330", "330", "FOLK", "Folketal", "2024K2", "2024K2", 3.0, ""),
    ]
    assert [row[:-1] for row in one.rows()] == [row[:-1] for row in two.rows()]
    assert one.roles == two.roles == {"OMRÅDE": "geo", "ContentsCode": "metric", "Tid": "time"}
    assert (one.label, one.source, one.updated) == ("Folketal", "Danmarks Statistik", "2026-08-10T06:00:00Z")


def test_values_may_be_sparse_and_a_status_for_all() -> None:
    """As a mapping from the number of the cell; a file may begin with a mark of its encoding."""
    text = json.dumps(SECOND | {"value": {"3": 7}, "status": "p"})
    cube = read_json_stat("\ufeff" + text)
    assert (cube.values, cube.statuses) == ((None, None, None, 7.0), ("p", "p", "p", "p"))


def changed(**parts: Any) -> str:
    """Return the second cube with other parts."""
    return json.dumps(SECOND | parts)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not valid JSON"),
        ("<html>502</html>", "is not valid JSON"),
        ("[" * 100_000, "too deeply nested"),
        ("[" * 300_000, "has more than 1000000 cells"),
        ("0," * 5_000_000, "has more than 1000000 cells"),
        ('"' + "x" * 20_000_001 + '"', "has more than 1000000 cells"),
        ("[]", "is not JSON-stat"),
        ('{"a": 1}', "is not JSON-stat"),
        ('{"class": "collection", "link": {}}', "is a 'collection' of JSON-stat, not a dataset"),
        (json.dumps({"a": FIRST["dataset"], "b": FIRST["dataset"]}), "contains several datasets (a, b)"),
        ('{"id": [], "id": []}', "the key 'id' is there twice"),
        (changed(size=[10**6, 1, 10**6]), "has more than 1000000 cells"),
        (changed(size=[2, 1]), "'size' is missing"),
        (changed(size=[2, 1, True]), "'size' is missing"),
        (changed(size=[2, 1, 0]), "'size' is missing"),
        (changed(id=["OMRÅDE", "OMRÅDE", "Tid"]), "'id' is missing"),
        (changed(size=[3, 1, 2]), "'dimension.OMRÅDE.category.index' is missing"),
        (changed(dimension={}), "'dimension.OMRÅDE' is missing"),
        (changed(value=[1, 2, 3]), "'value' does not fit the 4 cells"),
        (changed(value={"4": 1}), "'value' does not fit the 4 cells"),
        (changed(value={"-1": 1}), "'value' is missing"),
        (changed(value={"²": 1}), "'value' is missing"),
        (changed(value=["1", 2, 3, 4]), "'value' is missing"),
        (changed(value=[True, 2, 3, 4]), "'value' is missing"),
        (changed(value=None), "'value' is missing"),
        (changed(status=[1, 2, 3, 4]), "'status' is missing"),
        (changed(value=[float("inf"), 2, 3, 4]), "Infinity is not a finite number"),
        (changed(value=[1, 2, 3, 4]).replace("[1, 2", "[1e999, 2"), "is not a finite number"),
        (changed(value=[10**400, 2, 3, 4]), "is not a finite number"),
        (changed(role={"time": "Tid"}), "'role.time' is missing"),
    ],
)  # fmt: skip
def test_what_is_no_cube_is_refused_with_what_is_wrong(text: str, message: str) -> None:
    """Before much memory is taken, and never with a traceback."""
    with pytest.raises(InvalidObservations) as caught:
        read_json_stat(text, "tal.json")
    assert message in str(caught.value)
    assert str(caught.value).startswith("tal.json: ")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)


@given(st.sampled_from([*SECOND]), JSON)
def test_any_part_may_be_anything(part: str, value: Any) -> None:
    """A cube with another part is read or refused."""
    try:
        cube = read_json_stat(changed(**{part: value}))
    except InvalidObservations:
        return
    assert len(list(cube.rows())) == 4


@given(st.sampled_from([*DIMENSION]), st.sampled_from(["category", "label", "index"]), JSON)
def test_any_dimension_may_be_anything(id: str, part: str, value: Any) -> None:
    """A dimension that does not fit is refused."""
    other = {**DIMENSION[id], part: value} if part != "index" else {"category": {"index": value}}
    try:
        cube = read_json_stat(changed(dimension={**DIMENSION, id: other}))
    except InvalidObservations:
        return
    assert len(list(cube.rows())) == 4
