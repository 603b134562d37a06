"""Figures read anew beside those known: what is new, revised, unchanged, vanished, and what is doubtful."""

import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.figures import Update
from kommunepolitik.figures.update import joined, misplaced

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


@pytest.mark.parametrize(
    ("value", "meant"),
    [(6100, 61), (0.61, 61), (61_000, 61), (61_000_000, 61), (-6100, -61), (3700, 37), (3500, None), (9900, 99),
     (10_100, None), (0.37, 37), (0.35, None), (1.01, None), (61, None), (610, None)],
)  # fmt: skip
def test_a_misplaced_point_leaves_a_figure_like_the_others(value: float, meant: float | None) -> None:
    """From 60 % of the median to 100/60: 3,700 is 37 beside 60, and 3,500 is not 35; ten times as much is none."""
    found = misplaced(value, [60, 58, 62, 0])
    assert found == (None if meant is None else pytest.approx(meant, rel=1e-9))


@pytest.mark.parametrize(("value", "history"), [(3600, [60]), (100, [0.6]), (0, [60]), (5, []), (5, [0])], ids=str)
def test_at_the_limit_and_beside_nothing_no_point_is_misplaced(value: float, history: list[float]) -> None:
    """Exactly 60 % of a hundred times the median, or 100/60 of it; and nothing is a hundred times nothing."""
    assert misplaced(value, history) is None


def test_each_figure_is_doubted_by_itself() -> None:
    """Also one that follows a figure that is unchanged."""
    known = [row(52.3, 2022), row(53.1, 2023)]
    assert [each.code for each in update([row(52.3, 2022), row(0.523)], known).doubts()] == ["factor"]


def test_rows_of_others_are_none_of_the_policy() -> None:
    """Another policy's rows, and shared ones of an indicator that it does not have."""
    read = [row(5), row(6, 2023, policy="andre"), row(7, 2022, policy=""), row(8, 2021, policy="p")]
    both = kp.read_observations([*read, {**row(9), "indicator": "ukendt", "policy": ""}])
    assert Update.of(both, [], POLICY).read.numbers["value"].tolist() == [5, 7, 8]


def test_a_figure_that_is_the_target_of_its_period_is_doubted() -> None:
    """A column of targets beside the results of a sheet looks like one of results."""
    target = m.LevelTarget(value=60, comparison="at_least", due="2027")
    job = m.Indicator(id="job", title="Job", unit="%", targets=[target])
    policy = kp.Policy(id="p", title="P", municipality="Slagelse", indicators=[job])
    rows = [row(60, 2027), row(60, 2026), row(59, 2025), row(60, 2027, area="000")]
    found = Update.of(kp.read_observations(rows, policy), [row(58, 2024)], policy).doubts()
    assert [(each.code, each.data["period"]) for each in found] == [("as_the_target", "2027")]


def test_a_figure_for_another_kind_of_period_is_doubted() -> None:
    """A month in a series of years is perhaps a sum that is not finished; a source's verdict on a target is no figure."""
    judged = {"indicator": "job", "period": "2024-03", "target": "t", "judgement": "Nået", "value": None}
    (problem,) = update([row(5, "2025-03"), row(5, 2025)], [row(5, 2023), row(5), judged]).doubts()
    assert (problem.code, problem.data["period"], problem.data["known"]) == ("other_kind_of_period", "2025-03", "2024")
    assert list(update([row(5, "2025-03")], [judged]).doubts()) == []


def test_two_tables_are_joined_row_by_row() -> None:
    """With every column of both: the rows of the second are below those of the first."""
    rows = [row(5, note="x"), row(6, 2025, group="", published="2026-01-10"), row(7, 2026, quality="forecast")]
    whole = joined(*(kp.read_observations(part, POLICY) for part in (rows[:1], rows[1:])))
    assert whole == kp.read_observations(rows, POLICY)


def test_a_revision_needs_a_later_day() -> None:
    """Else nobody would know which counts; the day of the known one is named, if it has one."""
    known = [row(5, published="2025-01-10")]
    found = [
        (each.code, each.data["known"])
        for day in ("", "2025-01-10", "2026")
        for each in update([row(6, published=day)], known).undated()
    ]
    assert found == [("revision_without_date", "2025-01-10"), ("revision_not_later", "2025-01-10")]
    assert [each.data["known"] for each in update([row(6)], [row(5)]).undated()] == ["–"]
    assert list(update([row(5), row(7, 2025)], known).undated()) == []


def test_what_is_doubted_is_named_by_its_place() -> None:
    """A person looks it up in the file."""
    target = m.LevelTarget(value=60, comparison="at_least", due="2027")
    job = m.Indicator(id="job", title="Job", unit="%", targets=[target])
    policy = kp.Policy(id="p", title="P", municipality="Slagelse", indicators=[job])
    read = [
        row(60, 2027, origin="job.csv:2"),
        row(0.61, "2026-03", origin="job.csv:3"),
        row(62, 2025, origin="job.csv:4"),
    ]
    found = Update.of(kp.read_observations(read, policy), [row(58, 2024), row(61, 2025)], policy)
    assert [(each.code, each.file) for each in (*found.doubts(), *found.undated())] == [
        ("as_the_target", "job.csv:2"),
        ("other_kind_of_period", "job.csv:3"),
        ("factor", "job.csv:3"),
        ("revision_without_date", "job.csv:4"),
    ]


def test_only_what_was_accepted_is_added() -> None:
    """Unchanged figures make no new vintage."""
    found = update([row(7, 2025), row(5, 2023), row(6)], [row(5, 2023), row(5)])
    assert [found.added(revisions=accepted).numbers["value"].tolist() for accepted in (False, True)] == [[7], [7, 6]]


def test_the_judgement_of_a_target_is_no_earlier_figure() -> None:
    """A row with a target and no value states what a source judges; the same judgement again is unchanged."""
    judged = {"indicator": "job", "period": 2024, "target": "level-2027", "judgement": "Nået", "published": "2026"}
    known = [row(5), judged]
    assert changes([row(5)], known) == ["unchanged"]
    assert changes([row(6), judged], known) == ["revised", "unchanged"]


def test_a_series_vanishes_that_an_earlier_file_of_the_same_kind_had() -> None:
    """By the file's name without its year; another centre's file has lost nothing."""
    known = [
        row(4, origin="center-a 2025.xlsx:Tal!B2"),
        {**row(9, origin="center-a 2025.xlsx:Tal!B3"), "indicator": "antal"},
        {**row(8, 2023, origin="center-a 2025.xlsx:Tal!C3"), "indicator": "antal"},
        {**row(7, 2022, origin="center-a 2025.xlsx:Tal!D3"), "indicator": "antal"},
        {**row(8, 2023, origin="center-b 2025.xlsx:Tal!B3"), "indicator": "antal", "area": "000"},
    ]
    found = update(
        [row(4, origin="center-a 2026.xlsx:Tal!B2"), row(5, 2023, origin="center-a 2026.xlsx:Tal!C2")], known
    )
    vanished = found.known.frame.loc[found.vanished(), ["indicator", "period", "value"]]
    assert vanished.values.tolist() == [["antal", "2024", 9], ["antal", "2023", 8]]


def test_without_history_the_baseline_and_targets_are_the_measure() -> None:
    """A share in place of a percentage; another area's figures have none."""
    target = m.LevelTarget(value=80, comparison="at_least", due=2027)
    indicator = m.Indicator(
        id="job", title="Job", unit="%", baseline=m.Baseline(value=70, period=2022), targets=[target]
    )
    policy = kp.Policy(id="p", title="P", municipality="Slagelse", indicators=[indicator])
    rows = [row(0.75), row(74, 2025), row(0.75, area="000")]
    (problem,) = Update.of(kp.read_observations(rows, policy), [], policy).doubts()
    assert problem.show().startswith(
        "job: 0,75 is far from the baseline and targets of the policy, and 75 would not be"
    )


@pytest.mark.parametrize(
    ("value", "target", "doubted"),
    [
        (0.75, m.LevelTarget(value=80, comparison="at_least", due=2027), True),
        (0.75, m.StandingTarget(value=80, comparison="at_least"), True),
        (75, m.LevelTarget(value=0.8, comparison="at_least", due=2027, relative_to=m.RelativeTo(group="alle")), False),
        (75, m.ChangeTarget(amount=0.8, mode="points", start=2024), False),
    ],
)
def test_without_history_a_target_is_a_measure_if_it_is_a_level(value: float, target: m.Target, doubted: bool) -> None:
    """What is to be reached or kept; a distance to another series, or a change, is no figure of this one."""
    indicator = m.Indicator(id="job", title="Job", unit="%", targets=[target])
    policy = kp.Policy(
        id="p", title="P", municipality="Slagelse", groups=[m.Group(id="alle", title="Alle")], indicators=[indicator]
    )
    found = Update.of(kp.read_observations([row(value)], policy), [], policy).doubts()
    assert [each.code for each in found] == ["factor_of_stated"] * doubted


def test_an_old_file_read_over_a_newer_one_is_recognised() -> None:
    """Its figures are as they were before they were revised."""
    known = [row(5, published="2025-01-10"), row(6, published="2026-01-10")]
    assert [figure.was_known for figure in update([row(5)], known).figures] == [True]
    assert [figure.was_known for figure in update([row(7), row(5, 2025)], known).figures] == [False, False]
