"""Values become plain data, which JSON holds, and are read back equal."""

import json
import math
from typing import Any

import attrs
import hypothesis.strategies as st
import pytest
from hypothesis import given

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.checks import Finding
from kommunepolitik.checks.finding import Word
from kommunepolitik.documents.imports import Header, Import, ImportColumn, ImportsFile
from kommunepolitik.documents.side_files import AccountsFile, CaseFile, OrganisationFile
from kommunepolitik.errors import InvalidDocument, InvalidModel, InvalidObservations, Phrase, Problem
from kommunepolitik.evaluation import Record, Result
from kommunepolitik.figures import Figures, Observation
from kommunepolitik.model.record import Record as ModelRecord
from kommunepolitik.observations import Observations
from tests.evaluation.strategies import Case, cases
from tests.frames import DESCRIBED
from tests.strategies import PERIODS, TEXTS, policies, records

CLASSES = [c for c in map(m.__dict__.get, m.__all__) if isinstance(c, type) and issubclass(c, ModelRecord)]
CONCRETE = [c for c in CLASSES if c not in (m.BaseTarget, m.Element, m.Policy)]
ROWS = [
    {"indicator": "i", "period": "2023", "value": 4.5, "published": "2024-02-01"},
    {"indicator": "i", "period": "2023", "value": 5, "qualifier": "about", "published": "2024-03-01", "note": "Rettet"},
    {"indicator": "i", "period": "2024-M03", "value": 5, "value_high": 7, "quality": "provisional"},
    {"indicator": "i", "period": "2022", "quality": "suppressed"},
]


def again(value: Any, cls: Any = None) -> Any:
    """Return what is read from the JSON text of a value."""
    text = json.dumps(kp.to_data(value), allow_nan=False)
    return kp.from_data(json.loads(text), cls or type(value))


def policy() -> kp.Policy:
    """Return a policy with one indicator and its target."""
    target = m.LevelTarget(value=10, comparison="at_least", due="2025")
    indicator = m.Indicator(id="i", title="I job", targets=[target])
    return kp.Policy(id="p", title="P", municipality="Slagelse", indicators=[indicator])


@given(policies())
def test_a_policy_is_read_back_equal(policy: m.Policy) -> None:
    """Law: whatever the model allows; alone, and in a portfolio."""
    assert again(policy) == policy
    assert [*again(kp.Portfolio([policy]))] == [policy]


def test_a_mistake_elsewhere_makes_no_right_reference_dangle() -> None:
    """Ids are known in plain data too, whatever the kind of their element."""
    goal = {"id": "g", "statement": "S", "measured_by": ["i"]}
    data = {
        **kp.to_data(policy()),
        "indicators": [{"id": "i", "title": "I", "kind": "qualitative"}],
        "goals": [goal, {"id": "h"}],
    }
    with pytest.raises(InvalidDocument) as caught:
        kp.from_data(data, kp.Policy)
    assert [(each.code, each.path) for each in caught.value.problems] == [("missing_key", ("goals", 1))]


def test_references_are_followed_into_the_parts_of_a_document_with_mistakes() -> None:
    """Also those of a target, whose kind selects its class; one that is no id hides none after it."""
    target = {"kind": "level", "value": 5, "comparison": "at_least", "relative_to": {"indicator": "k"}}
    data = {
        **kp.to_data(policy()),
        "indicators": [{"id": "i", "title": "I", "targets": [target]}],
        "goals": [{"id": "g", "statement": "S", "measured_by": ["Ikke en id", "j"]}],
    }
    with pytest.raises(InvalidDocument) as caught:
        kp.from_data(data, kp.Policy)
    assert {(each.code, each.path) for each in caught.value.problems} == {
        ("not_slug", ("goals", 0, "measured_by", 0)),
        ("dangling", ("goals", 0, "measured_by", 1)),
        ("dangling", ("indicators", 0, "targets", 0, "relative_to", "indicator")),
    }


def test_a_reference_to_an_element_whose_id_is_not_read_is_no_second_mistake() -> None:
    """The misspelt key alone is reported."""
    indicators = [{"ide": "i", "title": "I"}]
    data = {
        **kp.to_data(policy()),
        "indicators": indicators,
        "goals": [{"id": "g", "statement": "S", "measured_by": ["i"]}],
    }
    with pytest.raises(InvalidDocument) as caught:
        kp.from_data(data, kp.Policy)
    assert {(each.code, each.path[:2]) for each in caught.value.problems} <= {
        ("missing_key", ("indicators", 0)),
        ("unknown_key", ("indicators", 0)),
    }


def test_a_list_becomes_the_plain_data_of_each_value() -> None:
    """Results of several evaluations, or policies of several files, are written as one list."""
    target = policy().indicators[0].targets[0]
    assert kp.to_data([target, (policy(),)]) == [kp.to_data(target), [kp.to_data(policy())]]


@pytest.mark.parametrize("cls", [*CONCRETE, CaseFile, OrganisationFile, AccountsFile], ids=lambda cls: cls.__name__)
@given(data=st.data())
def test_every_class_of_the_model_is_read_back_equal(cls: type[ModelRecord], data: st.DataObject) -> None:
    """Law: each class by itself, the files beside a policy among them; a target by its kind too."""
    if cls is OrganisationFile:
        departments = data.draw(st.lists(records(m.Department), max_size=2, unique_by=lambda each: each.id))
        value: ModelRecord = OrganisationFile(departments=departments)
    else:
        value = data.draw(records(cls))
    assert again(value) == value
    if isinstance(value, m.BaseTarget):
        assert again(value, m.BaseTarget) == value


@given(cases())
def test_results_figures_and_records_are_read_back_equal(case: Case) -> None:
    """Law: of evaluations of every kind, as the evaluation has them too; an infinite end is the text `inf`."""
    evaluation = case.judged()
    assert [again(result) for result in evaluation.results] == [*evaluation.results]
    listed = json.loads(json.dumps(kp.to_data(evaluation), allow_nan=False))["results"]
    assert [kp.from_data(each, Result) for each in listed] == [*evaluation.results]
    record = Record.of(evaluation, evaluation.portfolio.ids[0])
    assert again(record) == record


DATA = st.dictionaries(
    st.from_regex(r"\A[a-z]{1,8}\Z"),
    st.one_of(
        *(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXTS, PERIODS),
        *(st.builds(Word, TEXTS, TEXTS), records(m.Missing), records(m.Quantity), records(m.Baseline)),
    ),
    max_size=4,
)


@given(DATA, st.lists(st.integers(0, 9) | TEXTS, max_size=3))
def test_a_finding_is_read_back_equal(data: dict[str, Any], path: list[Any]) -> None:
    """Law: with periods, words, gaps and quantities in its data."""
    data = {"title": "T", "why": None, **data}
    finding = Finding(
        code="KP102", severity="warning", address="p#i", wording="no_target", data=data, path=tuple(path), line=3
    )
    assert again(finding) == finding
    assert kp.to_data(finding)["message"] == finding.message()


def test_every_finding_of_a_check_is_read_back_equal() -> None:
    """What the rules of the library find, as `check --format json` lists it."""
    found = kp.check(policy(), ROWS, at="2030")
    assert found
    assert [again(each) for each in found] == found


@given(TEXTS, PERIODS)
def test_a_problem_is_read_back_equal(text: str, period: kp.Period) -> None:
    """Law: with a part of a message and a period in its data; what has no class there is the text that is shown."""
    data = {"found": Phrase("found_text", text), "value": period, "count": 3, "line": math.inf}
    problem = Problem(code="expected_text", data=data, file="f.yaml", line=3, path=("goals", 0), choices=("a", "b"))
    assert again(problem) == problem
    other = Problem(code="not_slug", data={"value": m.Unit("%"), "suggestion": "x"})
    assert again(other).message() == other.message()


def test_figures_are_read_back_row_by_row() -> None:
    """Every vintage, without the cells that are empty; rows with problems are refused as a table is."""
    figures = kp.read_observations(ROWS, policy())
    data = kp.to_data(figures)
    assert data[0] == {"policy": "p", "indicator": "i", "period": "2023", "value": 4.5, "published": "2024-02-01"}
    assert again(figures).frame.drop(columns=DESCRIBED).equals(figures.frame.drop(columns=DESCRIBED))
    rows = Figures.of(figures, policy()).of_policy("p")
    assert rows
    assert [again(row) for row in rows] == [*rows]
    assert all(isinstance(row, Observation) for row in rows)
    with pytest.raises(InvalidObservations, match="period"):
        kp.from_data([{"indicator": "i", "period": "2024-13", "value": 1}], Observations)


def test_imports_are_read_back_as_the_file_has_them() -> None:
    """The keys are those of the file: `is`, not a name for Python."""
    column = ImportColumn(header=["Antal"], is_="value", values={"is_": "x"})
    file = ImportsFile(imports=[Import(id="i", file=["a*.xlsx"], header=Header(starts="År"), columns=[column])])
    assert kp.to_data(file)["imports"][0]["columns"] == [{"header": ["Antal"], "is": "value", "values": {"is_": "x"}}]
    assert again(file) == file
    context = {"country": {"is": "is_"}}
    file = ImportsFile(imports=[attrs.evolve(file.imports[0], context=context)])
    assert kp.to_data(file)["imports"][0]["context"] == context
    assert again(file) == file


def test_plain_data_has_no_classes_of_the_library() -> None:
    """Another writer of YAML takes it as it is."""
    texts = [
        kp.to_data(policy())["indicators"][0]["targets"][0]["due"],
        kp.to_data(m.Missing(what="x y", why="unclear")),
    ]
    assert [type(text) for text in texts] == [str, dict]


def test_a_comparison_and_a_report_are_written_only() -> None:
    """They are made again from what they are made of; the error names what can be read."""
    comparison = kp.compare(policy(), attrs.evolve(policy(), id="q"))
    for value in (comparison, kp.build_report(policy()), kp.evaluate(policy(), ROWS)):
        data = json.loads(json.dumps(kp.to_data(value), allow_nan=False))
        with pytest.raises(InvalidModel, match="not read from it; these can be read: .*Policy"):
            kp.from_data(data, type(value))


def test_a_class_without_a_form_is_named_with_those_that_have_one() -> None:
    """A date is no value of the library."""
    with pytest.raises(InvalidModel, match="complex has no form as plain data; these have one: .*Policy") as raised:
        kp.to_data(1j)
    named = str(raised.value).partition("these have one: ")[2].split(", ")
    assert sorted({*named}) == named  # each once


def test_all_mistakes_come_at_once_with_their_paths() -> None:
    """As of a file: the nearest key, what is missing, what is no number; of a portfolio from its top."""
    data = kp.to_data(policy())
    data["titel"] = data.pop("title")
    data["indicators"][0]["targets"][0]["value"] = "ti"
    del data["kommunepolitik"]
    with pytest.raises(InvalidDocument) as caught:
        kp.from_data(data, kp.Policy)
    assert caught.value.lines() == [
        "the file does not state its format version; begin it with 'kommunepolitik: 1'",
        "indicators[0].targets[0].value: expected a number, found the text 'ti'",
        "titel: unknown key 'titel'; did you mean 'title'?",
    ]
    with pytest.raises(InvalidDocument, match=r"policies\[0\]\.titel: unknown key"):
        kp.from_data({"kommunepolitik": 1, "policies": [data]}, kp.Portfolio)
    with pytest.raises(InvalidDocument, match="unknown key '1'"):
        kp.from_data({1: 2, "id": "x"}, m.Group)
    with pytest.raises(InvalidDocument, match="unknown key 'statsu'; did you mean 'status'"):
        kp.from_data({"statsu": "achieved"}, Result)
    with pytest.raises(InvalidDocument, match="kind: 'levle' is not one of"):
        kp.from_data({"kind": "levle", "value": 1}, m.LevelTarget)


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        ([], ["expected keys with values, found a list"]),
        ({"cod": "empty"}, ["'code' is missing", "cod: unknown key 'cod'; did you mean 'code'?"]),
        ({"code": "empty", "data": []}, ["data: expected keys with values, found a list"]),
        ({"code": "empty", "data": {"a": [1]}}, ["data.a: expected text, found a list"]),
        ({"code": "empty", "data": {"a": {"number": "x"}}}, ["data.a.number: 'x' is not one of inf, -inf, nan"]),
        ({"code": "empty", "data": {"a": {}}}, ["data.a: give only one of phrase, period, number"]),
        (
            {"code": "empty", "data": {"a": {"period": "2024", "number": "inf"}}},
            ["data.a: give only one of phrase, period, number"],
        ),
        (
            {"code": "empty", "data": {"a": {"perid": "2024"}}},
            ["data.a.perid: unknown key 'perid'; did you mean 'period'?"],
        ),
        (
            {"code": "empty", "data": {"a": {"qqqqqq": "2024"}}},
            ["data.a.qqqqqq: unknown key 'qqqqqq'; known: phrase, period, number"],
        ),
        (
            {"code": "empty", "path": [True, "a", 1.5, 3]},
            ["path[0]: expected text, found the word true", "path[2]: expected text, found the number 1.5"],
        ),
        (
            {"code": "empty", "path": "a"},
            ["path: expected a list, found the text 'a'; start each entry with '- '"],
        ),
    ],
    ids=str,
)
def test_a_mistake_in_the_data_of_a_problem_is_shown_where_it_is(data: Any, lines: list[str]) -> None:
    """Values that JSON cannot tell apart are under the name of their class, one for each."""
    with pytest.raises(kp.KommunepolitikError) as caught:
        kp.from_data(data, Problem)
    assert caught.value.lines() == lines
