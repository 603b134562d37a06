"""Figures that the library writes read back as they were, also through a Danish spreadsheet program's eyes."""

from pathlib import Path

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given

import kommunepolitik as kp
from kommunepolitik.errors import InvalidObservations
from kommunepolitik.observations import to_csv, write_csv
from tests.strategies import FLOATS

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=12)
ROWS = st.fixed_dictionaries(
    {
        "indicator": st.sampled_from(["job", "bolig"]),
        "period": st.integers(1900, 2100).map(str),
        "value": FLOATS,
        "quality": st.sampled_from(["final", "provisional", "forecast"]),
        "qualifier": st.sampled_from(["", "about", "under", "over", "just_under", "just_over"]),
        "published": st.sampled_from(["", "2024-03-01", "2025-M11"]),
        "source": WORDS,
        "note": WORDS,
    }
)


@given(rows=st.lists(ROWS, min_size=1, max_size=5, unique_by=lambda row: (row["indicator"], row["period"])))
def test_what_is_written_reads_back(rows: list[dict[str, object]], tmp_path_factory: object) -> None:
    """No figure, word or sign changes on the way, whatever a note begins with."""
    figures = kp.read_observations(rows)
    file = tmp_path_factory.mktemp("written") / "observations.csv"  # type: ignore[attr-defined]
    write_csv(figures, file)
    again = kp.read_observations(file).frame.drop(columns="origin")
    pd.testing.assert_frame_equal(again, figures.frame.drop(columns="origin"))


def test_a_note_is_no_formula() -> None:
    """A spreadsheet program that opens the file computes nothing."""
    rows = [{"indicator": "job", "period": 2024, "value": -5, "note": '=HYPERLINK("http://example.org")'}]
    assert to_csv(kp.read_observations(rows)).splitlines()[1] == 'job;2024;-5;"\'=HYPERLINK(""http://example.org"")"'


def test_writing_the_same_again_changes_nothing(tmp_path: Path) -> None:
    """A file whose figures are as before keeps its bytes, and who watches it is not woken."""
    figures = kp.read_observations([{"indicator": "job", "period": 2024, "value": 5}])
    assert [write_csv(figures, tmp_path / "observations.csv") for _ in range(2)] == [True, False]


def test_whatever_can_be_read_can_be_written(tmp_path: Path) -> None:
    """Records are figures to those who write them too, and what is wrong with them is reported."""
    rows = [{"indicator": "job", "period": 2024, "value": 52.5}]
    assert to_csv(rows) == to_csv(pd.DataFrame(rows)) == to_csv(kp.read_observations(rows))
    with pytest.raises(InvalidObservations, match="value"):
        write_csv([{"indicator": "job", "period": 2024}], tmp_path / "observations.csv")
    assert list(tmp_path.iterdir()) == []
