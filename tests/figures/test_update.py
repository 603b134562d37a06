"""Figures read anew beside those known: what is new, revised, unchanged, vanished, and what is doubtful."""

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.figures import Update

POLICY = kp.Policy(
    id="p",
    title="P",
    municipality="Slagelse",
    indicators=[m.Indicator(id="job", title="Job", unit="%"), m.Indicator(id="antal", title="Antal", codes=["dst:X"])],
)


def row(value: float, period: object = 2024, **more: object) -> dict[str, object]:
    """Return a row of the indicator job."""
    return {"indicator": "job", "period": period, "value": value, **more}


def update(read: list[dict[str, object]], known: list[dict[str, object]]) -> Update:
    """Compare rows with known ones."""
    return Update.of(kp.read_observations(read, POLICY), known, POLICY)


def changes(read: list[dict[str, object]], known: list[dict[str, object]]) -> list[str]:
    """Return what each row that was read is beside known ones."""
    return [figure.change for figure in update(read, known).figures]


def test_the_newest_known_figure_counts() -> None:
    """A figure that is as an older vintage is a change, unless it is of that vintage's day."""
    known = [row(5, published="2025-01-10"), row(6, published="2026-01-10")]
    assert changes([row(6)], known) == ["unchanged"]
    assert changes([row(5)], known) == ["revised"]
    assert changes([row(5, published="2025-01-10")], known) == ["unchanged"]


def test_what_makes_another_figure() -> None:
    """Its qualifier and quality do; its note, source and origin do not, nor a numerator that is not repeated."""
    known = [row(5, note="x", source="a", numerator=1, denominator=20)]
    assert changes([row(5, note="y", source="b")], known) == ["unchanged"]
    assert changes([row(5, qualifier="about")], known) == ["revised"]
    assert changes([row(5, quality="provisional")], known) == ["revised"]
    assert changes([row(5, numerator=2, denominator=40)], known) == ["revised"]


def test_a_forecast_is_no_earlier_figure() -> None:
    """The figure that comes true is new."""
    assert changes([row(5)], [row(6, quality="forecast")]) == ["new"]


def test_the_rows_of_other_areas_stand_apart() -> None:
    """The country's figure is no vintage of the municipality's; its own name is."""
    known = [row(5), row(7, area="000")]
    assert changes([row(7, area="000"), row(5, area="Slagelse"), row(8, area="Hele landet", period=2023)], known) == [
        "unchanged",
        "unchanged",
        "new",
    ]


def test_the_rows_of_another_area_that_has_the_indicator_by_its_code_belong_too() -> None:
    """As they do where observations are read."""
    rows = [{"indicator": "dst:X", "area": "000", "period": 2024, "value": 1}]
    assert changes(rows, []) == ["new"]


def test_a_figure_vanishes_within_the_periods_of_its_source_only() -> None:
    """A file that begins later, or is of another source, has not lost what was before."""
    known = [row(4, 2022, source="a"), row(5, 2023, source="a"), row(6, 2024, source="a"), row(9, 2025, source="b")]
    found = update([row(4, 2022, source="a"), row(7, 2026, source="a")], known)
    assert [found.known.frame["period"][each] for each in found.vanished()] == ["2023", "2024"]
    assert update([row(7, 2026, source="a")], known).vanished() == []


def test_a_figure_a_hundred_or_a_thousand_times_as_large_is_doubted() -> None:
    """With both readings; one that is known, or merely grew, is not."""
    known = [row(52.3, 2022), row(53.1, 2023)]
    (problem,) = update([row(0.523)], known).doubts()
    assert (
        problem.show()
        == "job: 0,523 is far from the earlier figures, and 52,3 would not be; check the unit in the file"
    )
    assert [each.data["other"] for each in update([row(52300)], known).doubts()] == ["52,3"]
    assert list(update([row(90), row(52.3, 2022)], known).doubts()) == []


def test_a_revision_needs_a_later_day() -> None:
    """Else nobody could say which counts."""
    known = [row(5, published="2025-01-10")]
    codes = [
        [each.code for each in update([row(6, published=day)], known).undated()] for day in ("", "2025-01-10", "2026")
    ]
    assert codes == [["revision_without_date"], ["revision_not_later"], []]


def test_only_what_was_accepted_is_added() -> None:
    """Unchanged figures make no new vintage."""
    found = update([row(5, 2023), row(6), row(7, 2025)], [row(5, 2023), row(5)])
    assert [found.added(revisions=accepted).numbers["value"].tolist() for accepted in (False, True)] == [[7], [6, 7]]
