"""Running sums of figures that come in periods of different lengths."""

import pytest

import kommunepolitik as kp
import kommunepolitik.model as m


def _policy() -> m.Policy:
    target = m.LevelTarget(value=1000, comparison="at_least", due="2024", cumulative=True, start="2021")
    indicator = m.Indicator(id="i", title="Samtaler", unit="antal", targets=[target])
    return m.Policy(
        id="p", title="P", municipality=m.Municipality(name="Prøveby", fictitious=True), indicators=[indicator]
    )


@pytest.mark.parametrize(("at", "value"), [("2021", 245), ("2022", 500), ("2023", 720), ("2024", 1010)])
def test_years_and_quarters_that_follow_each_other_are_added_up(at: str, value: float) -> None:
    """Quarters of 2021 and 2023, whole years 2022 and 2024: each year is there, whole or in parts."""
    figures = {"2021": (60, 60, 65, 60), "2023": (50, 60, 50, 60)}
    rows = [("2022", 255), ("2024", 290)]
    rows += [(f"{year}-Q{number}", each) for year, all in figures.items() for number, each in enumerate(all, 1)]
    table = [{"indicator": "i", "period": period, "value": each} for period, each in rows]
    (result,) = kp.evaluate(_policy(), table, at=at).results
    assert result.value == value
    assert (result.status == "achieved") == (value >= 1000)
