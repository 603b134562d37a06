"""Every problem of a file at once, each at its place and with its fix."""

import ast
import json
from collections import Counter
from pathlib import Path

import pytest

import kommunepolitik as kp
from kommunepolitik.documents import parse, to_json, to_yaml
from kommunepolitik.errors import FileError, InvalidDocument, InvalidModel

ROOT = Path(__file__).parents[2]
HEAD = "kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: Slagelse\n"


def problems_in(text: str, suffix: str = ".yaml") -> list[str]:
    """Return what is wrong with a document, a line each."""
    with pytest.raises(InvalidDocument) as caught:
        parse(text, suffix)
    return caught.value.lines()


def test_a_misspelt_key_a_dangling_reference_and_a_bad_date_come_together(tmp_path: Path) -> None:
    """Three mistakes in one file give three located messages, and the right key and id."""
    path = tmp_path / "policy.yaml"
    path.write_text(
        "kommunepolitik: 1\n"
        "id: p\n"
        "titel: Integrationspolitik\n"
        "municipality: Slagelse\n"
        "goals:\n"
        "  - id: job\n"
        "    statement: Flere i job\n"
        "    measured_by: [beskaeftigelse]\n"
        "indicators:\n"
        "  - id: beskaeftigelsen\n"
        "    title: Beskæftigelsesfrekvens\n"
        "decisions:\n"
        "  - id: vedtaget\n"
        "    body: Byrådet\n"
        "    date: 2023-02-30\n",
        "utf-8",
    )
    with pytest.raises(InvalidDocument) as caught:
        kp.load(path)
    assert str(caught.value) == (
        f"{path}:3:1: titel: unknown key 'titel'; did you mean 'title'?\n"
        f"{path}:8:19: goals[0].measured_by[0]: no indicator has the id 'beskaeftigelse'; did you mean 'beskaeftigelsen'?\n"
        f"{path}:15:11: decisions[0].date: '2023-02-30' is not a date in the calendar"
    )


def test_the_same_mistakes_in_json_have_the_same_places() -> None:
    """JSON is located like YAML, though its reader knows no places."""
    data = {
        "kommunepolitik": 1,
        "id": "p",
        "titel": "P",
        "municipality": "Slagelse",
        "goals": [{"id": "g", "statement": 5}],
    }
    assert problems_in(json.dumps(data, indent=2), ".json") == [
        "4:3: titel: unknown key 'titel'; did you mean 'title'?",
        "9:20: goals[0].statement: expected text, found the number 5",
    ]


def test_one_mistake_gives_one_message() -> None:
    """A misspelt key is read on as if right: what is under it is checked, and nothing is reported twice."""
    text = (
        HEAD
        + "indikatorer:\n  - id: i\n    title: T\n    limit: mange\ngoals:\n  - {id: g, statement: S, measured_by: [i]}\n"
    )
    assert problems_in(text) == [
        "5:1: indikatorer: unknown key 'indikatorer'; did you mean 'indicators'?",
        "8:12: indikatorer[0].limit: expected a number, found the text 'mange'",
    ]


def test_a_wrong_id_does_not_make_its_references_dangle() -> None:
    """The id is reported; that references to it lead nowhere would be noise."""
    text = (
        HEAD
        + "indicators:\n  - {id: Beskæftigelse, title: T}\ngoals:\n  - {id: g, statement: S, measured_by: [Beskæftigelse]}\n"
    )
    assert [line.partition(": ")[2].partition(";")[0] for line in problems_in(text)] == [
        "indicators[0].id: 'Beskæftigelse' is not an id",
        "goals[0].measured_by[0]: 'Beskæftigelse' is not an id",
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("values: Tillid", "values: expected a list, found the text 'Tillid'"),
        ("values: [Tillid]", "values[0]: expected keys with values, found the text 'Tillid'"),
        ("vision: [a]", "vision: expected keys with values, found a list"),
        ("goals: [{id: g}]", "goals[0]: 'statement' is missing"),
        ("goals: [{id: g, statement: }]", "goals[0].statement: is empty"),
        ("goals: [{id: g, statement: ' '}]", "goals[0].statement: is empty"),
        ("stage: vedtaget", "stage: 'vedtaget' is not one of draft, hearing, adopted, superseded"),
        ("period: 2022/2023", "2022/23 for the school year or 2022..2023 for the two years"),
        (
            "indicators: [{id: i, title: T, limit: '100'}]",
            "indicators[0].limit: expected a number, found the text '100'",
        ),
        ("indicators: [{id: i, title: T, limit: 99.5 %}]", "expected a number, found the text '99.5 %'"),
        ("indicators: [{id: i, title: T, limit: 3,87}]", "write the decimal mark as a point: 3.87"),
        ("indicators: [{id: i, title: T, limit: .inf}]", "expected a number, found the text '.inf'"),
        ("indicators: [{id: i, title: T, limit: 1e999}]", "not a finite number"),
        ("indicators: [{id: i, title: T, decimals: 1.5}]", "expected a whole number"),
        (
            "indicators: [{id: i, title: T, targets: [{value: 1}]}]",
            "targets[0]: 'kind' is missing; known: level, standing",
        ),
        ("indicators: [{id: i, title: T, targets: [{kind: leval}]}]", "did you mean 'level'?"),
        ("municipality: Slagels", "is there twice"),
        ("supersedes: p", "circle"),
        ("vision: {id: v, statement: &a S, note: S}", "anchors (&name) and aliases"),
        ("vision: {id: v, statement: !!str S}", "tags (tag:yaml.org,2002:str) are not read"),
    ],
)
def test_a_problem_is_reported_with_its_place(lines: str, expected: str) -> None:
    """Line 5 of the file, the path, what is wrong, and how to fix it."""
    text = problems_in(HEAD + lines + "\n")
    assert any(expected in line and line.startswith("5:") for line in text), text


def test_a_danish_decimal_comma_is_shown_with_a_point() -> None:
    """Who writes 3,87 in YAML is shown 3.87."""
    text = HEAD + "indicators:\n  - id: i\n    title: T\n    limit: 1.003,87\n"
    assert problems_in(text) == [
        "8:12: indicators[0].limit: '1.003,87' is not a number here; write the decimal mark as a point: 1003.87"
    ]


def test_at_most_a_hundred_problems_are_shown_and_the_rest_counted() -> None:
    """Nobody reads more; the exception still holds them."""
    text = HEAD + "goals:\n" + "".join(f"  - {{id: g{n}, statement: S, measured_by: [x]}}\n" for n in range(130))
    message = problems_in(text)
    assert len(message) == 101
    assert message[-1] == "and 30 more problems"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("policy.yaml", b"", "the file is empty"),
        ("policy.json", b" \n", "the file is empty"),
        ("policy.yaml", b"title: bl\xe5", ":1:10: is not UTF-8 text"),
        ("policy.yaml", "title: a".encode("utf-16"), "is not UTF-8 text"),
        ("policy.yaml", b"- a\n- b", ":1:1: expected keys with values, found a list"),
        ("policy.yaml", b"just text", ":1:1: expected keys with values, found the text 'just text'"),
        ("policy.yaml", b"id: p", "begin it with 'kommunepolitik: 1'"),
        ("policy.yaml", b"kommunepolitik: 2", ":1:17: kommunepolitik: format version 2 is not known"),
        ("policy.yaml", b"a: [", "cannot be read"),
        ("policy.yaml", b"a: b\x00", ":1:5: cannot be read"),
        ("policy.yaml", b"a: 1\n---\nb: 2", ":2:1: only one document"),
        ("policy.yaml", b"? [a]\n: b", ":1:3: a key must be a single text"),
        ("policy.yaml", b"a: 1\na: 2", ":2:1: the key 'a' is there twice; the first is in line 1"),
        ("policy.json", b'{"a": 1,\n "a": 2}', ":2:2: the key 'a' is there twice; the first is in line 1"),
        ("policy.json", b'{"a": NaN}', "NaN is not a number"),
        ("policy.json", b'{"a": ', ":1:7: is not valid JSON"),
        ("policy.json", b'{"kommunepolitik": 1, "id": "\\ud800"}', "U+D800"),
    ],
)
def test_a_file_that_is_no_policy_states_why(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    """Wrong encoding, broken syntax and wrong shape are reported with file and line."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InvalidDocument) as caught:
        kp.load(tmp_path / name)
    assert expected in str(caught.value)
    assert str(tmp_path / name) in str(caught.value)


def test_a_path_without_a_policy_states_what_is_there(tmp_path: Path) -> None:
    """No file, an empty folder, a folder of policies, a file of another kind."""
    with pytest.raises(FileError, match="no such file or folder"):
        kp.load(tmp_path / "policy.yaml")
    with pytest.raises(FileError, match=r"no policy\.yaml"):
        kp.load(tmp_path)
    (tmp_path / "slagelse").mkdir()
    (tmp_path / "slagelse" / "policy.yaml").write_text(HEAD, "utf-8")
    with pytest.raises(FileError, match="contains 1 policies; load one of them: slagelse"):
        kp.load(tmp_path)
    (tmp_path / "politik.docx").write_bytes(b"PK")
    with pytest.raises(FileError, match=r"'\.docx' is not a format"):
        kp.load(tmp_path / "politik.docx")


def test_a_text_has_one_of_two_forms() -> None:
    """A suffix that no policy file has is a problem like any other."""
    assert problems_in("<policy/>", ".xml") == ["'.xml' is not a format for policies; use .yaml or .json"]


def test_only_a_policy_is_written_as_one() -> None:
    """As `dump` does, `to_json` and `to_yaml` refuse everything else by its name."""
    for write in (to_json, to_yaml):
        with pytest.raises(InvalidModel, match="expected Policy, found an object of the class Portfolio"):
            write(kp.Portfolio([]))  # type: ignore[arg-type]


def test_no_two_problems_share_a_code() -> None:
    """Each code has its words in one place: a second would quietly take those of the first."""
    files = sorted((ROOT / "src" / "kommunepolitik" / "errors").glob("*templates.py"))
    keys = Counter(
        key.value
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    )
    assert len(keys) > 300
    assert [key for key, count in keys.items() if count > 1] == []
