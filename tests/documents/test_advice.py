"""What to write instead: where a common mistake has one meaning, the message gives it."""

import pytest

from .test_problems import HEAD, problems_in

INDICATOR = HEAD + "indicators:\n  - id: i\n    title: Ledige\n"
STANDING = "write kind: standing, the baseline under value, and comparison: at_least or at_most"


def advice(text: str) -> str:
    """Return what is wrong with a document that has one mistake."""
    (line,) = problems_in(text)
    return line


def test_what_is_not_to_get_worse_is_a_standing_target() -> None:
    """There is no change of 0, and no direction that keeps."""
    target = "    targets:\n      - {{kind: {0}}}\n"
    assert STANDING in advice(INDICATOR + target.format("change, amount: 0"))
    line = advice(INDICATOR + target.format("direction, direction: maintain"))
    assert "no worse than now has a target of the kind standing instead" in line


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("missing: [{what: targets, why: lovet ikke}]", "promised (it is to come), not_in_sources"),
        ("targets: [{kind: standing, value: 1, comparison: mere, per: year}]", "at_least (or more), at_most (or less)"),
        ("targets: [{kind: tal, value: 1}]", "level (a number by a deadline), standing (a number to keep"),
        (
            "targets: [{kind: standing, value: 1, comparison: at_least, per: school_year}]",
            "year (a calendar year, a school year or any other twelve months)",
        ),
        (
            "direction: decrease\n    targets: [{kind: direction, direction: increase}]",
            "asks for a rise (increase), but the indicator's desired direction is a fall (decrease)",
        ),
    ],
)
def test_the_words_of_a_key_are_explained(more: str, words: str) -> None:
    """English words alone are no help to whoever writes Danish."""
    assert words in advice(f"{INDICATOR}    {more}\n")


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("31.12.2026", "write 2026-12-31"),
        ("1-2-2026", "write 2026-02-01"),
        ("31/12/2026", "write 2026-12-31"),
        ("31.02.2026", "is not a period; write 2012,"),
        ("efteråret 2026", "2026-09..2026-11 or 2023.."),
    ],
)
def test_a_date_as_danes_write_it_is_written_again(date: str, words: str) -> None:
    """Where it is a date at all."""
    assert words in advice(HEAD + f"decisions:\n  - {{id: d, body: Byrådet, date: {date}}}\n")


@pytest.mark.parametrize(
    ("lines", "place", "found", "expected"),
    [
        ("  - id: b\n   title: B\n    unit: antal\n", "9:4", 3, 4),
        ("  - id: b\n     title: B\n", "9:6", 5, 4),
        ("   - id: b\n    title: B\n", "8:4", 3, 2),
        ("  - id: b\n    targets:\n      - kind: level\n       value: 3\n", "11:8", 7, 8),
    ],
)
def test_a_line_that_is_indented_otherwise_is_named_with_both_numbers(
    lines: str, place: str, found: int, expected: int
) -> None:
    """Not as a list that lacks an entry."""
    line = advice(INDICATOR + lines)
    assert line.startswith(f"{place}: cannot be read: the line is indented by {found} spaces,")
    assert line.endswith(f"indent it by {expected}")


def test_an_entry_without_its_dash_still_needs_one() -> None:
    """At the place of the dashes, nothing is wrong with the indentation."""
    assert "begin it with '- '" in advice(INDICATOR + "  title: B\n")


def test_a_comma_within_braces_ends_a_text() -> None:
    """The rest would be a key without a value."""
    line = advice(HEAD + "missing:\n  - {what: ansvar for alt, why: not_set, note: Hvert tema, men ikke det hele.}\n")
    assert "unknown key 'men ikke det hele.'; a comma ends a text within { }:" in line
    assert "put the whole text in quotation marks" in line


def test_a_goal_has_a_statement_and_a_number_where_others_have_a_title() -> None:
    """Nor is the statement missing then."""
    assert advice(HEAD + "goals:\n  - {id: g, title: Flere}\n").endswith("did you mean 'statement'?")
    assert advice(HEAD + "goals:\n  - {id: g, statement: Flere, title: 1}\n").endswith("did you mean 'number'?")


def test_a_baseline_whose_value_is_missing_may_have_its_period() -> None:
    """With its value, it is not missing."""
    text = INDICATOR + "    missing: [{what: baseline, why: not_set}]\n    baseline: {period: 2022, value: 3}\n"
    assert "'baseline' is listed as missing, but it is given" in advice(text)
    with pytest.raises(pytest.fail.Exception):
        problems_in(text.replace(", value: 3", ""))
