"""Saved records: what was reported, kept so that nothing is lost, and read as strictly as a policy."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import attrs
import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.disclosure import Audience
from kommunepolitik.errors import FileError, InvalidDocument, KommunepolitikError, UnknownElement
from kommunepolitik.evaluation import Record, Result, evaluate, read_record
from kommunepolitik.evaluation.record import essential, find_records
from kommunepolitik.evaluation.results import Reading
from tests.strategies import policies, texts

from .conftest import one_indicator, table
from .strategies import Case, cases

FIGURES = table({"2021": 52, "2022": "ca. 54", "2023": "55-57"})


def policy() -> m.Policy:
    """Return a policy with a level for each of two years, and what judging does not need."""
    return attrs.evolve(
        one_indicator(
            unit="%",
            definition="Andelen af alle",
            note="Læst af os",
            responsible="Centeret",
            baseline=m.Baseline(period="2020", value=50, note="Fra regnearket"),
            targets=[
                m.LevelTarget(value=55, comparison="at_least", due="2022", note="Side 4"),
                m.LevelTarget(value=60, comparison="at_least", due="2024"),
            ],
        ),
        vision=m.Vision(id="vision", statement="En by for alle"),
    )


def record(at: str | None = "2023", known: str | None = None) -> Record:
    """Return the record of the policy."""
    return Record.of(evaluate(policy(), FIGURES, at=at, known=known), "p")


def written(folder: Path, text: str) -> Path:
    """Write a record's file."""
    file = folder / "record.json"
    file.write_text(text, "utf-8")
    return file


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    """Return the text of a record in which something was changed by hand."""
    data = json.loads(record().to_json())
    change(data)
    return json.dumps(data, ensure_ascii=False, indent=1)


# What it contains


def test_a_record_contains_what_was_reported_and_by_what() -> None:
    """Results, the figures used, the dates, the method, the readers, the version of the library."""
    saved = record(known="2024-02")
    assert saved.results == evaluate(policy(), FIGURES, at="2023", known="2024-02").results
    assert [(f.period.text, f.value, f.value_high, f.qualifier) for f in saved.figures] == [
        ("2021", 52, None, ""),
        ("2022", 54, None, "about"),
        ("2023", 55, 57, ""),
    ]
    assert (str(saved.at), str(saved.known), saved.method, saved.audience) == ("2023", "2024-02", "linear", "public")
    assert saved.library == kp.__version__


def test_a_record_contains_what_the_policy_was_judged_by_and_nothing_else_of_it() -> None:
    """Targets, baseline, definition and unit; no vision, no notes, nobody responsible."""
    (kept, _) = record().policy.indicators
    (own, _) = policy().indicators
    assert [target.value for target in kept.targets] == [55, 60]
    assert (kept.baseline, kept.definition, kept.unit) == (
        m.Baseline(period="2020", value=50),
        own.definition,
        own.unit,
    )
    text = record().to_json()
    assert not any(words in text for words in ("En by for alle", "Læst af os", "Centeret", "Fra regnearket", "Side 4"))


def test_a_notebook_shows_what_was_reported_and_whom_it_is_for() -> None:
    """A row for each target; a record for internal readers says so."""
    saved = {
        audience: Record.of(evaluate(policy(), FIGURES, audience=audience), "p") for audience in get_args(Audience)
    }
    shown = {audience: each._repr_html_() for audience, each in saved.items()}
    assert all("level-2022" in each and "level-2024" in each for each in shown.values())
    assert [audience for audience, each in shown.items() if "withheld from the public" in each] == ["internal"]


def test_a_figure_of_a_later_period_was_not_used() -> None:
    """A count on 1 January 2023 is that of the end of 2022; one of the 2nd is not."""
    figures = table({"2021": 52, "2022": 54, "2023": 56, "2023-01-01": 53, "2023-01-02": 1})
    saved = Record.of(evaluate(policy(), figures, at="2022"), "p")
    assert [figure.period.text for figure in saved.figures] == ["2021", "2023-01-01", "2022"]


def test_the_series_that_is_compared_with_is_in_the_record_too() -> None:
    """A relative target cannot be judged again without it."""
    target = m.LevelTarget(value=0, comparison="at_least", due="2024", relative_to=m.RelativeTo(indicator="landet"))
    figures = pd.concat([table({"2022": 50}), table({"2022": 48}, "landet")])
    saved = Record.of(evaluate(one_indicator(unit="%", targets=[target]), figures), "p")
    assert [(figure.indicator, figure.value) for figure in saved.figures] == [("i", 50), ("landet", 48)]


def test_a_record_of_a_policy_that_was_not_judged_is_an_error() -> None:
    """The nearest id is given."""
    with pytest.raises(UnknownElement):
        Record.of(evaluate(policy(), FIGURES), "q")


# Files


@st.composite
def evaluations(draw: Any) -> tuple[str, Any]:
    """Return an evaluation of any policy by any figures of its indicators."""
    subject = draw(policies())
    rows = [
        {
            "indicator": each.id,
            "group": group,
            "period": str(year),
            **(
                {"value": None, "judgement": draw(texts())}
                if each.kind == "qualitative"
                else {
                    "value": draw(st.just(0.0) | st.floats(0.01, 100)),
                    "judgement": "",
                }
            ),
            "quality": draw(st.sampled_from(["final", "provisional"])),
            "source": draw(texts()),
        }
        for each in subject.indicators
        for group in ["", *[group.id for group in subject.groups][:1]]
        for year in draw(st.sets(st.integers(2018, 2024), max_size=3))
        if each.limit is None
    ]
    at = draw(st.sampled_from([None, "2022", "2023-06"]))
    figures = pd.DataFrame(rows) if rows else None
    return subject.id, evaluate(attrs.evolve(subject, disclosure=None), figures, at=at)


@given(evaluations())
def test_a_record_is_read_back_equal(judged: tuple[str, Any]) -> None:
    """Law: whatever was reported of any policy, nothing of it is lost in the file."""
    id, evaluation = judged
    saved = Record.of(evaluation, id)
    assert read_text(saved.to_json()) == saved


def read_text(text: str) -> Record:
    """Read a record from its text."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        return read_record(written(Path(folder), text))


@given(cases())
def test_what_was_judged_is_read_back_equal(case: Case) -> None:
    """Law: of every kind of target and figure; 1.125 things are no thousands."""
    saved = Record.of(case.judged(), "p")
    assert read_text(saved.to_json()) == saved


@given(policies())
def test_what_a_record_keeps_of_a_policy_is_a_policy(subject: m.Policy) -> None:
    """Law: its references hold, and what is kept of it is all kept the next time."""
    assert essential(essential(subject)) == essential(subject)


def test_any_field_of_a_result_comes_back() -> None:
    """Periods, readings, warnings, an infinite end of an open interval: by their types, whatever their names."""
    reading = Reading(words="open", value=math.inf, required=-math.inf, progress=None, status="missed", pace=0.1 + 0.2)
    result = attrs.evolve(
        record().results[0],
        readings=(reading, reading),
        warnings=("provisional",),
        projected_period=m.Period("2030-Q2"),
    )
    assert kp.from_data(json.loads(json.dumps(kp.to_data(result), allow_nan=False)), Result) == result


def test_a_record_is_found_by_the_id_of_its_policy(tmp_path: Path) -> None:
    """A file; a folder with `record.json`; a folder with the records of many policies."""
    saved = record()
    file = written(tmp_path, saved.to_json())
    assert find_records(file, ["p"]) == find_records(tmp_path, ["q", "p"]) == {file: saved}
    many = tmp_path / "sider"
    many.mkdir()
    (many / "p--record.json").write_text(saved.to_json(), "utf-8")
    (many / "r--record.json").write_text("ikke læst", "utf-8")
    assert find_records(many, ["p", "q"]) == {many / "p--record.json": saved}


def test_a_folder_without_the_record_states_where_it_would_be(tmp_path: Path) -> None:
    """An empty folder, a path that is not there, and a record of another policy."""
    with pytest.raises(FileError, match="no record of p; give the folder where the last report was written"):
        find_records(tmp_path, ["p"])
    with pytest.raises(FileError):
        find_records(tmp_path / "borte", ["p"])
    file = written(tmp_path, record().to_json())
    with pytest.raises(
        InvalidDocument, match="record.json: is of the policy 'p', not of q; give the record of that policy"
    ):
        find_records(file, ["q"])


# What is no record


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("", "record.json: the file is empty"),
        ("[1, 2", "record.json:1:6: is not valid JSON"),
        ("[]", "record.json:1:1: is not a saved record; `kommunepolitik report` writes one"),
        ('{"kommunepolitik": 1, "id": "p"}', "record.json:1:1: is not a saved record"),
        ('{"kommunepolitik_record": NaN}', "is not valid JSON: NaN is not a number"),
        ("[" * 100, "nested more than 64 levels deep"),
        (
            '{\n"kommunepolitik_record": 7,\n"library": "3.0"}',
            "record.json:2:26: kommunepolitik_record: the record has format version the number 7 and was saved by kommunepolitik 3.0; "
            "this library reads version 1",
        ),
        ('{"kommunepolitik_record": 1, "kommunepolitik_record": 1}', "the key 'kommunepolitik_record' is there twice"),
    ],
)
def test_what_is_no_record_is_refused_with_its_place(tmp_path: Path, text: str, reported: str) -> None:
    """An empty file, half a file, a policy, a later format."""
    with pytest.raises(InvalidDocument) as caught:
        read_record(written(tmp_path, text))
    assert reported in str(caught.value)


@pytest.mark.parametrize(
    ("change", "reported"),
    [
        (lambda data: data.pop("method"), "1:1: 'method' is missing"),
        (lambda data: data.update(at="snart"), "at: 'snart' is not a period"),
        (lambda data: data["results"][0].update(status="naet"), "results[0].status: 'naet' is not one of achieved"),
        (lambda data: data["results"][1].update(vaerdi=3), "results[1].vaerdi: unknown key 'vaerdi'"),
        (
            lambda data: data["results"][1].update(value="54"),
            "results[1].value: expected a number, found the text '54'",
        ),
        (lambda data: data["results"][1].update(over="ja"), "results[1].over: expected true or false"),
        (lambda data: data["results"][0].update(policy="q"), "results[0].policy: is of the policy 'q', not of p"),
        (lambda data: data["results"][0].update(indicator="j"), "results[0].indicator: no element has the id 'j'"),
        (lambda data: data["figures"][2].update(indicator="j"), "figures[2].indicator: no element has the id 'j'"),
        (lambda data: data["figures"][2].pop("period"), "figures[2]: 'period' is missing"),
        (lambda data: data.update(figures={}), "figures: expected a list, found keys with values"),
        (lambda data: data.update(policy="p"), "policy: expected keys with values, found the text 'p'"),
        (lambda data: data["policy"].update(titel="P"), "policy.titel: unknown key 'titel'; did you mean 'title'?"),
        (
            lambda data: data["policy"]["indicators"][0]["targets"][1].update(value=True),
            "policy.indicators[0].targets[1].value: expected a number, found the word true",
        ),
    ],
)
def test_a_record_changed_by_hand_states_what_is_wrong_and_where(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], reported: str
) -> None:
    """With file, line and path."""
    with pytest.raises(InvalidDocument) as caught:
        read_record(written(tmp_path, changed(change)))
    lines = caught.value.lines()
    assert any(reported in line for line in lines), lines
    assert all("record.json:" in line and line.split("record.json:")[1][0].isdigit() for line in lines)


def test_all_that_is_wrong_is_reported_at_once(tmp_path: Path) -> None:
    """In the order of the file."""

    def spoil(data: dict[str, Any]) -> None:
        data["figures"][0]["value"] = "?"
        data["audience"] = "alle"
        data["policy"]["title"] = ""

    with pytest.raises(InvalidDocument) as caught:
        read_record(written(tmp_path, changed(spoil)))
    assert [problem.path for problem in caught.value.problems] == [
        ("audience",),
        ("policy", "title"),
        ("figures", 0, "value"),
    ]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@given(st.data(), JSON_VALUES)
def test_no_file_makes_the_reader_fail_otherwise(data: st.DataObject, value: Any) -> None:
    """Law: whatever is put in any place of a record, it is read, or refused with problems."""
    whole = json.loads(record().to_json())
    holder: Any = whole
    for _ in range(4):
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        key = data.draw(st.sampled_from(keys))
        place, holder = holder, holder[key]
        if not isinstance(holder, dict | list) or not holder or data.draw(st.booleans()):
            break
    place[key] = value
    try:
        read = read_text(json.dumps(whole))
    except KommunepolitikError as error:
        assert error.problems
    else:
        assert isinstance(read, Record)


def test_a_record_that_does_not_exist_is_like_any_other_file(tmp_path: Path) -> None:
    """The message is the library's own, in the words that a missing policy has."""
    with pytest.raises(FileError, match=r"record\.json: there is no such file or folder"):
        read_record(tmp_path / "record.json")
