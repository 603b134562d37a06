"""Which row counts for a policy, an indicator, a group and a period."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kommunepolitik.model as m
from kommunepolitik.errors import InvalidModel
from kommunepolitik.figures import Figures
from kommunepolitik.figures.periods import FOREVER, NEVER
from kommunepolitik.figures.scope import counted_later
from kommunepolitik.model import Period
from kommunepolitik.observations import read_observations

PORTFOLIO = m.Portfolio(
    m.Policy(
        id=id,
        title=id,
        municipality=municipality,
        groups=[m.Group(id="unge", title="Unge")],
        indicators=[m.Indicator(id="i", title="I", codes=["dst:AUS08"]), m.Indicator(id="j", title="J")],
    )
    for id, municipality in (("p", "Slagelse"), ("q", "Odense"))
)


def figures(*rows: dict[str, Any], known: str | None = None) -> Figures:
    """Return the figures of two policies; a row is policy p's own, of indicator i, unless it states otherwise."""
    return Figures.of([{"policy": "p", "indicator": "i", **row} for row in rows], PORTFOLIO, known)


def values_of(
    found: Figures, policy: str = "p", indicator: str = "i", group: str = ""
) -> list[tuple[str, float | None]]:
    """Return period and value of the figures that count."""
    return [(str(row.period), row.value) for row in found.series(policy, indicator, group)]


def test_the_newest_published_row_of_a_period_counts() -> None:
    """By the day it was published, not by its place; a row without that day comes before all others."""
    days = {"2024-12": 30, "": 10, "2024-03-01": 20}
    rows = [{"period": "2024", "value": value, "published": day} for day, value in days.items()]
    assert values_of(figures(*rows)) == [("2024", 30)]
    assert values_of(figures(*rows, known="2024-06")) == [("2024", 20)]
    assert values_of(figures(*rows, known="2024-03-01")) == [("2024", 20)]
    assert values_of(figures(*rows, known="2024-02-29")) == []


@pytest.mark.parametrize(
    ("own", "shared", "value"),
    [("2024", "2025", 2), ("2025", "2025", 1), ("2025", "2024", 1), ("2025-03-01", "2025-03-02", 2)],
)
def test_own_and_shared_rows_compete_by_publication(own: str, shared: str, value: float) -> None:
    """The newest counts whoever gives it; published the same day, the policy's own does."""
    found = figures(
        {"period": "2023", "value": 1, "published": own},
        {"period": "2023", "value": 2, "published": shared, "policy": ""},
    )
    assert values_of(found) == [("2023", value)]
    assert values_of(found, "q") == [("2023", 2)]


def test_a_figure_without_a_day_of_publication_is_known_from_the_end_of_its_period() -> None:
    """On its last day, and no day before."""
    assert values_of(figures({"period": "2023", "value": 1}, known="2023-12-31")) == [("2023", 1)]
    assert values_of(figures({"period": "2023", "value": 1}, known="2023-12-30")) == []


def test_a_source_s_verdict_has_the_last_days_of_its_period_and_its_publication() -> None:
    """By them the newest is found: what was published in 2025 may be of its last day."""
    rows = [
        {"period": "2024", "published": day, "target": "t", "judgement": "Nået", "value": 1} for day in ("2025", "")
    ]
    found = figures(rows[0], rows[1] | {"period": "2023"}).verdicts["p", "i", "", "t"]
    ends = [Period(text).end for text in ("2024", "2025", "2023")]
    period, published, earlier = (end.toordinal() for end in ends if end is not None)
    assert found == [(period, published, "Nået"), (earlier, NEVER, "Nået")]


AREA, SHARED, PROVISIONAL = {"policy": "", "area": "330"}, {"policy": ""}, {"quality": "provisional"}


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"period": "2023-Q1..2023-Q4"}, PROVISIONAL),
        (PROVISIONAL, AREA),
        (PROVISIONAL, SHARED),
        (AREA, SHARED),
        (AREA | PROVISIONAL, SHARED),
        (SHARED | PROVISIONAL | {"published": "2025-03-02"}, {}),
    ],
)
def test_publication_counts_before_closeness_and_that_before_quality(
    better: dict[str, Any], worse: dict[str, Any]
) -> None:
    """Of two rows of one period, in whichever order they are listed."""
    rows = [
        {"period": "2023", "value": value, "published": "2025-03-01", **row} for value, row in ((1, better), (2, worse))
    ]
    assert [[value for _, value in values_of(figures(*each))] for each in (rows, rows[::-1])] == [[1], [1]]


def test_the_figures_of_an_area_are_had_by_indicator_and_group() -> None:
    """With or without a policy here; an area or a group without figures has none."""
    series = [("000", "i", ""), ("000", "i", "unge"), ("000", "j", "unge"), ("370", "i", "unge")]
    found = figures(
        *(
            {"policy": "", "area": area, "indicator": indicator, "group": group, "period": "2024", "value": value}
            for value, (area, indicator, group) in enumerate(series)
        )
    )
    listed = [[row.value for row in found.of_area(*each)] for each in [*series, ("000", "j", "")]]
    assert listed == [[0], [1], [2], [3], []]
    assert found.areas("i", "unge") == ("000", "370")
    assert found.areas("j", "unge") == ("000",)
    assert found.of_area("259", "i") == found.of_area("000", "j", "kvinder") == found.of_area("000", "k", "unge") == ()


def test_the_groups_of_an_indicator_are_those_with_a_figure_by_a_day() -> None:
    """Or with one that has no period; an indicator without any figure has no group, whatever others have."""
    found = figures(
        {"period": "2023", "value": 1},
        {"period": "2024", "value": 2, "group": "unge"},
        {"policy": "q", "indicator": "j", "period": "", "value": 3, "group": "unge"},
    )
    asked = np.array([0, 0, 1]), ["i", "ukendt", "j"]
    ends = [Period(text).end for text in ("2022", "2023", "2024")]
    groups = [found.groups_with(*asked, end.toordinal()) for end in ends if end is not None]
    assert groups == [[[], [], ["unge"]], [[""], [], ["unge"]], [["", "unge"], [], ["unge"]]]


def test_a_position_without_a_row_has_an_empty_cell() -> None:
    """As the figure of a target that has none, be there many rows or a single one."""
    found = figures({"period": "2023", "value": 1, "source": "Jobcentret"})
    assert found.texts("source", np.array([0, -1])).tolist() == ["Jobcentret", ""]


def test_what_is_measured_has_a_value_or_a_judgement() -> None:
    """A forecast, a withheld figure, and a row with neither are not measured."""
    rows = [
        {"period": "2021", "value": 0},
        {"period": "2022", "judgement": "Nået", "value": None},
        {"period": "2023", "value": None, "quality": "suppressed"},
        {"period": "2024", "value": 1, "quality": "forecast"},
    ]
    found = figures(*rows).with_forecasts("p", "i")
    assert [row.is_measured for row in found] == [True, True, False, False]


def test_a_row_of_an_area_belongs_to_the_policies_of_its_municipality() -> None:
    """By code or name, and by the code of the indicator; it counts before a shared row, after an own one."""
    area = {"policy": "", "area": "330", "indicator": "dst:AUS08", "period": "2023", "value": 5}
    assert values_of(figures(area)) == [("2023", 5)]
    assert values_of(figures({**area, "area": "Slagelse", "indicator": "i"})) == [("2023", 5)]
    assert values_of(figures(area), "q") == values_of(figures(area), group="unge") == []
    assert values_of(figures(area, {"policy": "", "period": "2023", "value": 6})) == [("2023", 5)]
    assert values_of(figures(area, {"period": "2023", "value": 7})) == [("2023", 7)]


def test_periods_are_distinguished_by_their_days() -> None:
    """Two days of one month and two spans that end together are two periods; a span of a whole year is that year."""
    texts = ["2018..2023", "2021..2023", "2023", "2024-03-10", "2024-02..2024-03", "2024-03-31"]
    rows = [{"period": text, "value": number} for number, text in enumerate(texts)]
    assert [text for text, _ in values_of(figures(*rows))] == [
        "2021..2023",
        "2018..2023",
        "2023",
        "2024-03-10",
        "2024-02..2024-03",
        "2024-03-31",
    ]
    both = figures(
        *({"period": p, "value": 1, "published": d} for p, d in (("2024", "2025"), ("2024-Q1..2024-Q4", "")))
    )
    assert values_of(both) == [("2024", 1)]


def test_a_forecast_never_competes() -> None:
    """It is no figure of its period; where no other is, it is listed as what it is."""
    rows = [
        {"period": "2023", "value": 1, "published": "2023"},
        {"period": "2023", "value": 2, "published": "2024", "quality": "forecast"},
        {"period": "2025", "value": 3, "quality": "forecast"},
    ]
    found = figures(*rows)
    assert values_of(found) == [("2023", 1)]
    assert [(row.value, row.quality) for row in found.with_forecasts("p", "i")] == [(1, "final"), (3, "forecast")]
    assert [[row.value for row in rows] for rows in found.vintages("p", "i")] == [[2, 1], [3]]


def test_what_has_no_period_is_kept_apart() -> None:
    """It is shown, never judged; vintages are in order, the one that counts last."""
    found = figures(
        {"period": "", "value": 9},
        {"period": "2023", "value": 2, "published": "2024-06"},
        {"period": "2023", "value": 1, "published": "2024-01"},
        {"period": "2023", "value": 8, "group": "unge"},
    )
    assert [row.value for row in found.undated("p", "i")] == [9]
    assert [[row.value for row in rows] for rows in found.vintages("p", "i")] == [[1, 2]]
    assert sorted(found.groups("p", "i")) == ["", "unge"]
    assert [row.value for row in found.of_policy("p")] == [9, 2, 8]
    assert found.at("p", "i", "", Period("2022")) is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "2023", "2023..", "2024-Q1"]),
            st.sampled_from(["final", "provisional", "forecast", "suppressed"]),
            st.sampled_from(["", "unge"]),
        ),
        unique=True,
        min_size=1,
    )
)
def test_no_figure_is_lost(rows: list[tuple[str, str, str]]) -> None:
    """All figures of a policy are listed, whatever they lack, but those that another of their period outranks."""
    given_rows = [
        {"period": period, "quality": quality, "group": group, "published": f"20{10 + number}"}
        | {"value": None if quality == "suppressed" else number}
        for number, (period, quality, group) in enumerate(rows)
    ]
    listed = {(row.period and str(row.period), row.quality, row.group) for row in figures(*given_rows).of_policy("p")}
    for period, quality, group in rows:
        is_outranked = period in ("2023", "2024-Q1") and any(
            (period, group) == (other, of) and (quality == "forecast") == (kind == "forecast")
            for other, kind, of in rows[rows.index((period, quality, group)) + 1 :]
        )
        is_measured = any((period, group) == (o, g) and kind != "forecast" for o, kind, g in rows)
        hidden = quality == "forecast" and period in ("2023", "2024-Q1") and is_measured
        if not is_outranked and not hidden:
            assert (period or None, quality, group) in listed


def test_the_day_of_knowledge_has_an_end() -> None:
    """What is known by an open period cannot be stated."""
    with pytest.raises(InvalidModel):
        figures({"period": "2023", "value": 1}, known="2023..")


def test_figures_of_a_single_period_are_kept_apart_by_series() -> None:
    """The newest of each series is its own, also where all are for one year."""
    series = [("p", "i"), ("p", "j"), ("q", "i"), ("q", "j")]
    found = figures(*({"policy": p, "indicator": i, "period": "2023", "value": n} for n, (p, i) in enumerate(series)))
    asked = found.series_of(found.measured, np.array([0, 0, 1, 1]), ["i", "j", "i", "j"], [""] * 4)
    newest = found.measured.newest(asked, np.full(4, FOREVER))
    assert found.observations.numbers["value"][found.measured.row[newest]].tolist() == [0, 1, 2, 3]


def test_a_series_without_rows_has_no_positions() -> None:
    """The number -1 finds nothing, and not the rows of the last series; nor is there a figure before the first one."""
    for rows in (figures().measured, figures({"period": "2023", "value": 1}).measured):
        assert rows.number(np.array([99])).tolist() == [-1]
        assert rows.newest(np.array([0, -1]), np.array([1, 1])).tolist() == [-1, -1]
    measured = figures({"period": "2023", "value": 1}, {"policy": "q", "period": "2023", "value": 2}).measured
    assert measured.row[measured.of_series(1)].tolist() == [1]
    assert measured.row[measured.of_series(-1)].tolist() == []


PERIODS = ["2019", "2020", "2020-Q4", "2020-M12", "2021-Q1", "2021/22", "2022", "2018..2022", "2024-03-31"]
ORDER = ["span", "day", "month", "quarter", "school_year", "year"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["p", ""]),
            st.sampled_from(PERIODS),
            st.integers(0, 9),
            st.sampled_from(["", "2023", "2024"]),
        ),
        max_size=12,
        unique_by=lambda row: (row[0], row[1], row[3]),
    ),
    st.sampled_from(["2018", "2020", "2021-M03", "2030"]),
)
def test_lookups_agree_with_one_row_at_a_time(rows: list[tuple[str, str, int, str]], until: str) -> None:
    """Law: the newest figure by a day is the one that plain Python finds."""
    found = figures(*({"policy": p, "period": t, "value": v, "published": d} for p, t, v, d in rows))
    best: dict[Period, tuple[tuple[str, bool], int]] = {}
    for policy, text, value, day in rows:
        weight = ((day, policy == "p"), value)
        best[Period(text)] = max(best.get(Period(text), weight), weight, key=lambda each: each[0])
    days = Period(until).end
    assert days is not None
    kept = {period: value for period, (_, value) in best.items() if period.end is not None and period.end <= days}
    order = sorted(kept, key=lambda p: (p.end, ORDER.index(p.kind), -p.start.toordinal()))
    measured = found.measured
    series = found.series_of(measured, np.array([0]), ["i"], [""])
    newest = measured.newest(series, np.array([days.toordinal()]))
    row = measured.row[newest] if newest[0] >= 0 else measured.row[:0]
    assert found.observations.numbers["value"][row].tolist() == [kept[period] for period in order[-1:]]


def test_a_figure_counts_later_where_it_is_neither_published_nor_out_of_its_lag() -> None:
    """In the month at whose end its lag is over; not a forecast, nor one for a period after the judgement's."""
    source = m.DataSource(keeper="Jobcentret", lag=3)
    indicators = [m.Indicator(id="i", title="I", data_source=source), m.Indicator(id="uden", title="Uden lag")]
    policy = m.Policy(id="p", title="P", municipality="Slagelse", indicators=indicators)
    rows = [
        {"period": "2025", "value": 1},
        {"period": "2025-Q1", "value": 2, "published": "2026-06-01"},
        {"period": "2024", "value": 3},
        {"period": "2026", "value": 4},
        {"period": "2025-H2", "value": 5, "quality": "forecast"},
        {"period": "2025-Q3", "value": None, "quality": "suppressed"},
        {"period": "2025-12", "value": 6, "indicator": "uden"},
    ]
    table = read_observations([{"indicator": "i", **row} for row in rows], policy)
    day = Period("2026-01-15")
    assert counted_later(table, policy, day, Period("2025")) == [Period("2026-03")]
    assert counted_later(table, policy, day) == [Period("2026-03"), Period("2027-03")]
    assert counted_later(table, policy, Period("2026-03-30"), Period("2025")) == [Period("2026-03")]
    assert counted_later(table, policy, Period("2026-03-31"), Period("2025")) == []
