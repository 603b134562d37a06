"""The distinct values of a column get the same numbers with pandas, for long columns, and without it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommunepolitik.observations import numbering

NUMBERS = st.lists(st.integers(0, 9) | st.integers(-(2**62), 2**62), max_size=30)
DECIMALS = st.lists(st.sampled_from([0.0, 1.5, -2.0, float("nan"), 1e9]), max_size=30)


@given(NUMBERS, DECIMALS, NUMBERS)
def test_long_columns_are_numbered_like_short_ones(
    numbers: list[int], decimals: list[float], wanted: list[int]
) -> None:
    """Values are numbered in the order in which they occur first, and NaN is one value."""
    columns = (np.array(numbers, np.int64), np.array(decimals, np.float64))
    some = np.array(wanted, np.int64)
    with pytest.MonkeyPatch.context() as patch:
        short = [numbering.numbered(column) for column in columns], numbering.is_among(columns[0], some)
        patch.setattr(numbering, "_LONG", -1)
        long = [numbering.numbered(column) for column in columns], numbering.is_among(columns[0], some)
    assert short[1].tolist() == long[1].tolist() == [number in wanted for number in numbers]
    for column, (codes, distinct), (other_codes, other) in zip(columns, short[0], long[0], strict=True):
        assert codes.tolist() == other_codes.tolist()
        np.testing.assert_array_equal(distinct, other)
        np.testing.assert_array_equal(distinct[codes], column)


@given(st.lists(st.sampled_from(["", "a", "b", None]), max_size=20))
def test_texts_are_numbered_in_the_order_in_which_they_occur(texts: list[str | None]) -> None:
    """Each distinct text has one number, and nothing is left out."""
    codes, distinct = numbering.numbered_objects(texts)
    assert [distinct[code] for code in codes] == texts
    assert [*distinct] == [*dict.fromkeys(texts)]
