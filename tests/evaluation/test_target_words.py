"""A target in words: each kind with all that it states."""

import pytest

import kommunepolitik.model as m
from kommunepolitik.evaluation.wording import MessageFormatter, Wording
from kommunepolitik.i18n import language

from .notation import at_least, at_most, change, direction, kept_at_least, kept_at_most, policy

NATIONAL = m.RelativeTo(indicator="reference")
OTHERS = m.RelativeTo(indicator="i", group="andre")
SPACE = "\N{NO-BREAK SPACE}"

WORDS: dict[str, tuple[m.Target, str]] = {
    "level": (at_least(75, "2030"), "at least 75 %, by 2030"),
    "without a deadline": (at_most(75), "at most 75 %, no deadline given"),
    "of a group": (at_least(75, "2030", group="unge"), "at least 75 %, by 2030 (Unge)"),
    "as the source puts it": (at_least(100, "2030", stated="alle"), "at least 100 %, by 2030 (the source: »alle«)"),
    "sum": (at_most(75, "2030", cumulative=True), "at most 75 %, added up over the periods, by 2030"),
    "kept each year": (kept_at_least(75), "at least 75 % every year"),
    "kept each quarter": (kept_at_most(75, "quarter"), "at most 75 % every quarter"),
    "over a reference": (
        at_least(2, "2030", relative_to=NATIONAL), "at least 2 percentage points over »Hele landet«, by 2030"),
    "one over": (at_least(1, "2030", relative_to=NATIONAL), "at least 1 percentage point over »Hele landet«, by 2030"),
    "under a reference": (
        at_least(-2, "2030", relative_to=NATIONAL), "at least 2 percentage points under »Hele landet«, by 2030"),
    "as another group": (at_least(0, "2030", relative_to=OTHERS), "at least the same as »Andre«, by 2030"),
    "percent a year": (change(2, "percent"), "at least 2 % more a year"),
    "fewer": (change(-2, "percent"), "at least 2 % less a year"),
    "points a year": (change(2, "points"), "at least 2 percentage points more a year"),
    "one point": (change(1, "points"), "at least 1 percentage point more a year"),
    "of unknown mode": (change(2), "at least 2 % more a year (unclear whether percent or percentage points)"),
    "in all": (change(2, "points", "2030", per="total", start="2024"),
        "at least 2 percentage points more in all, from 2024, until 2030"),
    "less in all": (change(-2, "points", per="total"), "at least 2 percentage points less in all"),
    "more": (direction("increase", "2030"), "an increase, by 2030"),
    "less": (direction("decrease"), "a decrease"),
}  # fmt: skip


@pytest.mark.parametrize(("target", "words"), WORDS.values(), ids=WORDS)
def test_a_target_is_worded_with_all_it_states(target: m.Target, words: str) -> None:
    """Its side, value and unit, deadline, group, reference and the words of its source."""
    subject = policy(target)
    wording = Wording(policy=subject, indicator=subject.indicators[0], formatter=MessageFormatter.of(language("en")))
    assert wording.target(target).replace(SPACE, " ") == words


def test_a_band_is_one_target() -> None:
    """Both ends of the same series; an end alone, or one over a reference, is none."""
    subject = policy()
    wording = Wording(policy=subject, indicator=subject.indicators[0], formatter=MessageFormatter.of(language("en")))
    low, high = at_least(40, "2030"), at_most(60, "2030")
    assert wording.band([low, high]).replace(SPACE, " ") == "between 40 and 60 %, by 2030"
    assert wording.band([low]) == ""
    assert wording.band([at_least(4, "2030", relative_to=NATIONAL), at_most(6, "2030", relative_to=NATIONAL)]) == ""
