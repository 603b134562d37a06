"""The JSON Schemas that editors use are as strict as the reader on structure, and never stricter."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
import yaml
from hypothesis import given
from jsonschema import Draft202012Validator

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import parse
from kommunepolitik.documents.schema import FOLDER, SCHEMAS, schema_files
from kommunepolitik.errors import InvalidDocument, InvalidModel, UnknownElement
from tests.cli.command import run
from tests.strategies import PERIODS, policies

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("examples/*/policy.yaml"), *ROOT.glob("docs/tutorial/nybro/**/*.yaml")])
POLICY = Draft202012Validator(kp.json_schema())
PERIOD = Draft202012Validator(kp.json_schema()["$defs"]["period"])

STRUCTURE = frozenset(
    [
        *("expected_mapping", "expected_list", "expected_text", "expected_number", "expected_whole_number"),
        *("expected_yes_no", "quoted_number", "missing_key", "unknown_key", "not_one_of", "not_slug", "too_long"),
        *("not_an_address", "not_period", "year_out_of_range", "not_a_month", "not_a_date", "ambiguous_month"),
        *("ambiguous_period", "empty", "missing_version", "format_version", "statbank_selections", "statbank_age"),
    ]
)
"""What is wrong with one value by itself. Not among it: references, rules between fields, weeks 53 that a year lacks,
ends of a period in the wrong order, names of municipalities, texts of nothing but control characters."""

VALUES: tuple[Any, ...] = (
    *(
        None,
        True,
        5,
        -1,
        2.5,
        "",
        "  ",
        "tekst",
        "Ikke et id",
        "a" * 81,
        "5",
        "2024",
        "2024-13",
        "2023-02-30",
        "2010-11",
    ),
    *("2022/2023", "2024-Q5", "1700", [], [None], ["tekst"], [5], [[]], {}, {"ukendt": 1}, {"kind": "andet"}),
)


class Loader(yaml.SafeLoader):
    """Reads YAML as the editors do: a number or a truth where it is written without quotes, no dates."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as PyYAML has it
        key: [(tag, pattern) for tag, pattern in pairs if not tag.endswith("timestamp")]
        for key, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def places(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of each value in a document but its annotations, whose content is free."""
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, part in parts:
        yield (*path, step)
        if step != "annotations":
            yield from places(part, (*path, step))


def changed(data: Any, draw: Any) -> Any:
    """Return a document with one mistake, or none: a value of another sort, a key too few or too many."""
    data = copy.deepcopy(data)
    *above, last = draw(st.sampled_from(sorted(places(data), key=str)))
    holder = data
    for step in above:
        holder = holder[step]
    what = draw(st.sampled_from(["replace", "delete", "add"]))
    if what == "replace":
        holder[last] = copy.deepcopy(draw(st.sampled_from(VALUES)))
    elif what == "delete":
        del holder[last]
    elif isinstance(holder, dict):
        holder["en_noegle_for_meget"] = 1
    return data


def codes(data: Any) -> set[str]:
    """Return what the reader finds wrong with a document that is written as YAML."""
    try:
        parse(json.dumps(data))
    except InvalidDocument as error:
        return {problem.code for problem in error.problems}
    return set()


def test_the_shipped_schemas_are_up_to_date() -> None:
    """`make schemas` has been run since the model was last changed, and each is a schema of the 2020-12 draft."""
    assert {file.name: file.read_text("utf-8") for file in FOLDER.iterdir()} == schema_files()
    for name in SCHEMAS:
        Draft202012Validator.check_schema(kp.json_schema(name))


@pytest.mark.parametrize("file", FILES, ids=lambda file: "/".join(file.parts[-3:]))
def test_the_examples_are_valid_and_name_their_schema(file: Path) -> None:
    """An editor finds nothing wrong with them, by the schema that their first line leads to."""
    text = file.read_text("utf-8")
    schema = file.parent / text.partition("\n")[0].partition("$schema=")[2]
    assert schema.resolve() == FOLDER / f"{file.stem}.schema.json"
    found = Draft202012Validator(json.loads(schema.read_text("utf-8"))).iter_errors(yaml.load(text, Loader))
    assert [(error.json_path, error.message) for error in found] == []


@given(policies())
def test_what_the_library_writes_is_valid(policy: m.Policy) -> None:
    """Law: every policy of the model, as plain data."""
    assert [error.message for error in POLICY.iter_errors(kp.to_data(policy))] == []


@given(policies(), st.data())
def test_schema_and_reader_agree_on_structure(policy: m.Policy, data: st.DataObject) -> None:
    """Law: what the schema refuses, the reader refuses; what the reader refuses for its structure, the schema does."""
    document = changed(kp.to_data(policy), data.draw)
    found = codes(document)
    if POLICY.is_valid(document):
        assert not found & STRUCTURE - rules_of_a_field(document)
    else:
        assert found


def rules_of_a_field(document: Any) -> set[str]:
    """Return the codes of structure that a rule between fields uses too, where such a rule may apply."""
    texts = json.dumps(document)
    rules = {"missing_key": '"effects"', "empty": '"statbank"', "year_out_of_range": '"statbank"'}
    rules |= {"not_period": '"statbank"', "unknown_key": '"statbank"', "not_one_of": '"statbank"'}
    return {code for code, key in rules.items() if key in texts}


@given(PERIODS.map(str) | st.from_regex(r"\A(1[789]|2[0-2])[0-9]{2}[-/ QKHTMWU.0-9]{0,8}\Z"))
def test_a_period_is_one_for_the_schema_as_for_the_reader(text: str) -> None:
    """Law: but for the week 53 that a year lacks and the order of two ends, they agree."""
    try:
        m.Period(text)
        refused = None
    except InvalidModel as error:
        refused = error.problems[0].code
    if refused not in ("not_a_week", "period_reversed"):
        assert PERIOD.is_valid(text) == (refused is None), refused
    assert PERIOD.is_valid(2024)


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        ("2010-11", False),
        ("2010-M11", True),
        ("2010-11..2011-05", True),
        ("2009-09..2010-11", True),
        ("2010-11..", False),
        ("2000-02-29", True),
        ("1900-02-29", False),
        ("2022/23", True),
        ("2022/24", False),
        ("2022/2023", False),
        ("2013–2016", True),
        ("2024-W54", False),
        ("2024-W00", False),
    ],
)
def test_awkward_periods(text: str, is_valid: bool) -> None:
    """Months that may be school years, leap days, spans of years."""
    assert PERIOD.is_valid(text) is is_valid


@pytest.mark.parametrize(
    ("change", "path", "validator"),
    [
        ({"titel": "P"}, "$", "additionalProperties"),
        ({"stage": "vedtaget"}, "$.stage", "enum"),
        ({"goals": [{"id": "g"}]}, "$.goals[0]", "required"),
        (
            {"indicators": [{"id": "i", "title": "I", "targets": [{"value": 1}]}]},
            "$.indicators[0].targets[0]",
            "required",
        ),
        (
            {"indicators": [{"id": "i", "title": "I", "targets": [{"kind": "levle"}]}]},
            "$.indicators[0].targets[0].kind",
            "enum",
        ),
    ],
)
def test_one_mistake_is_one_error_at_its_place(change: dict[str, Any], path: str, validator: str) -> None:
    """An editor marks the key or the word that is wrong, not the whole entry."""
    data = {"kommunepolitik": 1, "id": "p", "title": "P", "municipality": "Slagelse", **change}
    (error,) = POLICY.iter_errors(data)
    assert (error.json_path, error.validator) == (path, validator)


def test_the_command_prints_and_writes_a_schema(tmp_path: Path) -> None:
    """The same text as the shipped file, over an older one too."""
    shipped = (FOLDER / "policy.schema.json").read_text("utf-8")
    assert run("schema").stdout == shipped
    file = tmp_path / "policy.schema.json"
    file.write_text("{}", "utf-8")
    assert run("schema", "-o", file).stdout == f"{file}\n"
    assert file.read_text("utf-8") == shipped
    assert run("schema", "politik").returncode == 2
    with pytest.raises(UnknownElement, match="did you mean 'policy'"):
        kp.json_schema("polic")
