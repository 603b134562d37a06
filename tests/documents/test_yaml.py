"""YAML is read safely, and as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommunepolitik.documents import parse
from kommunepolitik.documents.json_parser import parse_json
from kommunepolitik.documents.yaml_parser import parse_yaml
from kommunepolitik.errors import InvalidDocument, KommunepolitikError
from tests.counting import calls

HEAD = "kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: 0330\n"


@pytest.mark.parametrize(
    "written", ["0301", "no", "12:30", "2022/23", "2013-2016", "330", "1e3", "0x1F", "yes", "1_000"]
)
def test_an_unquoted_text_comes_out_as_written(written: str) -> None:
    """YAML 1.1 would make 193, false and 750 of these."""
    policy = parse(HEAD + f"policy_area: {written}\n")
    assert policy.policy_area == written


def test_a_field_shows_what_an_unquoted_word_is() -> None:
    """The same characters are a number where a number belongs and text where text belongs."""
    policy = parse(HEAD + "indicators: [{id: i, title: 95, limit: 95}]\n")
    assert (policy.indicators[0].title, policy.indicators[0].limit) == ("95", 95.0)
    assert policy.municipality.name == "Slagelse"


def test_half_filled_documents_are_normal() -> None:
    """A key with nothing after it is the same as no key, where nothing is needed."""
    assert parse(HEAD + "goals:\nvision:\nperiod: ~\n") == parse(HEAD)


MEGABYTE = 1_000_000


def hostile(size: int) -> dict[str, str]:
    """Return texts of about so many characters that would be slow, or too deep, for a careless reader."""
    return {
        "brackets": "[" * size,
        "dashes": "- " * (size // 2),
        "braces": "{a: " * (size // 4),
        "question marks": "? " * (size // 2),
        "aliases": "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(size // 1000)),
        "an unclosed text": 'a: "' + "x" * size,
        "one long key": "k" * size + ": 1",
        "keys": "".join(f"k{n}: 1\n" for n in range(size // 17)),
        "one key many times": "a: 1\n" * (size // 17),
        "a huge number": HEAD + "indicators: [{id: i, title: t, limit: " + "9" * size + "}]",
        "a long word for a municipality": "municipality: " + "S" * size,
        "goals without text": HEAD + "goals:\n" + "  - {id: x}\n" * (size // 50),
        "references": HEAD
        + "goals:\n"
        + "".join(f"  - {{id: g{n}, statement: s, measured_by: [z{n}]}}\n" for n in range(size // 111)),
    }


HOSTILE = hostile(MEGABYTE)


def refused(text: str) -> None:
    """Read what is no policy."""
    with pytest.raises(InvalidDocument):
        parse(text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_megabyte_of_hostile_text_gives_an_error(text: str) -> None:
    """No crash and no hang."""
    refused(text)


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_hostile_text_costs_no_more_than_twice(name: str) -> None:
    """Nothing is quadratic in the size of a text, counted in calls."""
    half, whole = hostile(MEGABYTE // 40)[name], hostile(MEGABYTE // 20)[name]
    refused(half)  # what is loaded on first use
    assert calls(lambda: refused(whole)) < 2.2 * calls(lambda: refused(half))


@pytest.mark.parametrize("text", ["[" * MEGABYTE, '{"a":' * 200_000, '{"a": ' + "9" * 100_000 + "}"])
def test_hostile_json_gives_an_error(text: str) -> None:
    """The standard library's reader would raise a RecursionError or refuse the number."""
    with pytest.raises(InvalidDocument):
        parse(text, ".json")


@given(st.text(max_size=200))
def test_any_text_gives_data_or_an_error_of_ours(text: str) -> None:
    """Law: no other exception comes out of either reader."""
    for reader in (parse_yaml, parse_json):
        try:
            reader(text)
        except KommunepolitikError as error:
            assert str(error)


@given(
    st.recursive(
        st.none() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    )
)
def test_any_plain_data_under_a_policy_gives_a_policy_or_an_error_of_ours(data: object) -> None:
    """Law: whatever stands under a key, the answer is a policy or located problems."""
    import json

    text = json.dumps({"kommunepolitik": 1, "id": "p", "title": "P", "municipality": "330", "goals": data})
    try:
        parse(text, ".json")
    except KommunepolitikError as error:
        assert all(problem.line is not None for problem in error.problems)
