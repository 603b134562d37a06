"""A mistake is described in plain words, with the fix that works."""

import pytest

import kommunepolitik as kp
from kommunepolitik.documents import parse
from kommunepolitik.errors import InvalidDocument
from kommunepolitik.model.nearest import nearest

HEAD = "kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: Slagelse\n"


def problems_in(text: str, suffix: str = ".yaml") -> list[str]:
    """Return what is wrong with a document, a line each."""
    with pytest.raises(InvalidDocument) as caught:
        parse(text, suffix)
    return caught.value.lines()


def municipality(written: str) -> kp.Municipality:
    """Return the municipality that a file writes so."""
    return parse(HEAD.replace("Slagelse", written)).municipality


@pytest.mark.parametrize("written", ["Slagelse", "330", "{name: Slagelse}", "{code: '330'}", "{code: 330}"])
def test_name_or_code_is_enough_for_a_real_municipality(written: str) -> None:
    """The other of the two is looked up."""
    assert municipality(written) == kp.Municipality.find("330")


def test_a_made_up_municipality_is_reported_with_the_right_notation() -> None:
    """Who gives a name of his own is shown the word that makes it one."""
    assert "{name: Nybro, fictitious: true}" in problems_in(HEAD.replace("Slagelse", "{name: Nybro}"))[0]
    assert "did you mean 'true'?" in problems_in(HEAD.replace("Slagelse", "{name: Nybro, fictitious: ja}"))[0]
    assert "the code of Slagelse is 330" in problems_in(HEAD.replace("Slagelse", "{name: Slagelse, code: '331'}"))[0]


def test_a_name_that_is_proposed_works_when_written() -> None:
    """The nearest name is one that the register knows."""
    text = problems_in(HEAD.replace("Slagelse", "{name: Slagels}"))[0]
    assert text.startswith("4:22: municipality.name: 'Slagels' is not one of the 98")
    assert municipality(text.rpartition("did you mean '")[2].removesuffix("'?")).code == "330"


def test_a_decimal_comma_between_braces_is_seen_for_what_it_is() -> None:
    """`{value: 12,5}` is two entries to YAML, and one number to who wrote it."""
    text = HEAD + "indicators:\n  - {id: i, title: T, targets: [{kind: level, vaerdi: 12,5, comparison: at_least}]}\n"
    assert problems_in(text) == [
        "6:47: indicators[0].targets[0].vaerdi: unknown key 'vaerdi'; did you mean 'value'?",
        "6:55: indicators[0].targets[0].vaerdi: '12,5' is not a number here; write the decimal mark as a point: 12.5",
    ]


@pytest.mark.parametrize(("quoted", "plain"), [("'90'", "90"), ('"90,5"', "90.5"), ("'1.003,5'", "1003.5")])
def test_a_number_in_quotes_is_asked_for_without(quoted: str, plain: str) -> None:
    """It is a text to YAML; the fix is the same number without quotes."""
    text = problems_in(HEAD + f"indicators: [{{id: i, title: T, limit: {quoted}}}]\n")
    assert text[0].endswith(f"write it without quotes: {plain}")
    assert parse(HEAD + f"indicators: [{{id: i, title: T, limit: {plain}}}]\n").indicators[0].limit == float(plain)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: a: b", "1:9: cannot be read: there is a ': ' inside a text"),
        ("a:\n\tb: 1", "2:1: cannot be read: indent with spaces, not with tabs"),
        ("a: >\n\tb", "2:1: cannot be read: indent with spaces, not with tabs"),
        ("a: %x", "1:4: cannot be read: a text cannot begin with %; put it in quotes"),
        ("a: @x", "1:4: cannot be read: a text cannot begin with @; put it in quotes"),
        ("a: `x`", "1:4: cannot be read: a text cannot begin with `; put it in quotes"),
        ("a: *", "1:4: cannot be read: a text cannot begin with *; put it in quotes"),
        ("a: 1\nb\nc: 2", "2:1: cannot be read: expected 'key: value'"),
        ("a:\n  - 1\n  b: 2", "3:3: cannot be read: expected an entry of the list"),
        ('a: 1\nb: "x', "2:4: cannot be read: a quotation mark is not closed"),
        ("a: {b: 1", "2:1: cannot be read: a bracket is not closed"),
        ('a: "x" y', "1:8: cannot be read: the line does not fit"),
        ('a: "C:\\dir"', "1:7: cannot be read: a backslash"),
        ("a: |x", "1:5: cannot be read: while scanning a block scalar"),
    ],
)
def test_broken_yaml_is_reported_in_plain_words(text: str, expected: str) -> None:
    """The parser's words are for experts; the place and the fix are for the author of the file."""
    (message,) = problems_in(text)
    assert message.startswith(expected)


def test_broken_json_is_reported_as_such() -> None:
    """Place and detail stay."""
    assert problems_in('{"a": 1,}', ".json")[0].startswith("1:")
    assert "is not valid JSON: " in problems_in('{"a": 1,}', ".json")[0]


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("maal", ["goals", "title"], "goals"),
        ("måles_af", ["measured_by"], "measured_by"),
        ("navn", ["title", "id"], "title"),
        ("navn", ["name", "id"], "name"),
        ("værdi", ["values"], "values"),
        ("vaerdi", ["value", "values"], "value"),
        ("huller", ["missing"], "missing"),
        ("indsatsområder", ["focus_areas"], "focus_areas"),
        ("tekst", ["statement", "id"], "statement"),
        ("stiger", ["increase", "decrease"], "increase"),
        ("ned", ["increase", "decrease"], "decrease"),
        ("mindst", ["at_least", "at_most"], "at_least"),
        ("højst", ["at_least", "at_most"], "at_most"),
        ("udkast", ["draft", "adopted"], "draft"),
        ("høring", ["draft", "hearing"], "hearing"),
        ("ja", ["true", "false"], "true"),
    ],
)
def test_danish_words_are_met_half_way(word: str, known: list[str], meant: str) -> None:
    """Keys and choices are English; the Danish word leads to the one that is known where it is."""
    assert nearest(word, known) == meant


def test_rules_of_the_whole_are_reported_beside_a_bad_part() -> None:
    """One empty text does not hide that the policy's own fields disagree."""
    text = HEAD + (
        "period: 2024..2027\nin_force: 2020..\nsupersedes: p\nmissing: [{what: period, why: not_set}]\n"
        "goals:\n  - {id: g, statement: }\n"
    )
    assert [line.partition(": ")[2].partition(": ")[0] for line in problems_in(text)] == [
        "in_force",
        "supersedes",
        "missing[0].what",
        "goals[0].statement",
    ]


@pytest.mark.parametrize("decimals", ["-1", "11", "400", "9999999999"])
def test_decimals_are_few(decimals: str) -> None:
    """More than ten are a mistake, and would fill a page."""
    assert (
        f"{decimals} is outside 0 to 10"
        in problems_in(HEAD + f"indicators: [{{id: i, title: T, decimals: {decimals}}}]\n")[0]
    )


def test_an_id_has_an_end() -> None:
    """80 characters name a page; more are a text that was put in the wrong field."""
    assert parse(HEAD.replace("id: p", f"id: {'p' * 80}")).id == "p" * 80
    assert "81 characters long; at most 80" in problems_in(HEAD.replace("id: p", f"id: {'p' * 81}"))[0]
    assert "81 characters long" in problems_in(HEAD + f"supersedes: {'p' * 81}\n")[0]
    line = f"continues: [{{address: {'p' * 81}#g, basis: source}}]\n"
    assert "81 characters long" in problems_in(HEAD + line)[0]
