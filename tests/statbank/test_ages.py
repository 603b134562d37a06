"""Ages of a table fill a range exactly: each age once, whatever the table's groups."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommunepolitik.errors import InvalidModel
from kommunepolitik.model import AgeRange
from kommunepolitik.statbank.ages import fill, read_ages

CUTS = st.sets(st.integers(0, 100), min_size=2, max_size=12).map(sorted)


def named(first: int, last: int) -> str:
    """Return the text of a group of ages."""
    return f"{first} år" if first == last else f"{first}-{last} år"


@given(CUTS, st.data())
def test_groups_that_follow_each_other_are_all_chosen_and_no_others(cuts: list[int], data: st.DataObject) -> None:
    """From any border to any later one; totals and open groups are not counted with them."""
    groups = {named(first, last - 1): (first, last - 1) for first, last in zip(cuts, cuts[1:], strict=False)}
    values = {"TOT": "Alder i alt", **{text: text for text in groups}, "O": f"{cuts[-1]} år og derover"}
    low = data.draw(st.integers(0, len(cuts) - 2))
    high = data.draw(st.integers(low + 1, len(cuts) - 1))
    chosen = fill(AgeRange({"from": cuts[low], "to": cuts[high] - 1}), values)
    ages = [age for code in chosen for age in range(groups[code][0], groups[code][1] + 1)]
    assert ages == list(range(cuts[low], cuts[high]))
    assert fill(AgeRange({"from": cuts[low]}), values)[-1] == "O"


@given(CUTS, st.integers(0, 100), st.integers(0, 100))
def test_what_is_chosen_is_never_more_or_less_than_asked_for(cuts: list[int], first: int, last: int) -> None:
    """With single years beside groups, too; or it is refused."""
    groups = {named(a, b - 1): (a, b - 1) for a, b in zip(cuts, cuts[1:], strict=False)}
    groups |= {named(age, age): (age, age) for age in range(40, 50)}
    try:
        chosen = fill(AgeRange({"from": first, "to": max(first, last)}), {text: text for text in groups})
    except InvalidModel:
        return
    ages = [age for code in chosen for age in range(groups[code][0], groups[code][1] + 1)]
    assert ages == list(range(first, max(first, last) + 1))


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("25 år", (25, 25)),
        ("25-29 år", (25, 29)),
        ("25 – 29 år", (25, 29)),
        ("0-15", (0, 15)),
        ("Under 16 år", (0, 15)),
        ("67 år og derover", (67, None)),
        ("67+", (67, None)),
        ("100 år +", (100, None)),
        ("67 år-", (67, None)),
        ("90- år", (90, None)),
        ("I alt", None),
        ("Under 0 år", None),
        ("29-25 år", None),
        ("25-29 år i alt", None),
        ("25 uger", None),
    ],
)
def test_ages_as_statistics_write_them(text: str, ages: tuple[int, int | None] | None) -> None:
    """Anything else is no age, and takes no part."""
    assert read_ages(text) == ages
