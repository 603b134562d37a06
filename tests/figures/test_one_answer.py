"""The figure that is judged is the one that is charted, listed, explained and exported."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import kommunepolitik as kp
import kommunepolitik.blocks as b
import kommunepolitik.model as m
from kommunepolitik.cli.app import app
from kommunepolitik.documents import read_all
from kommunepolitik.evaluation import Evaluation, MessageFormatter, Result
from kommunepolitik.figures import Observation
from kommunepolitik.i18n import language
from kommunepolitik.report.figures import unitless
from kommunepolitik.report.series_charts import indicator_charts
from kommunepolitik.site import Site, gather

NYBRO = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro"
PLACES = ["slagelse_2013", "slagelse_2023", "furesoe_2018"]


def judged(evaluation: Evaluation) -> list[tuple[Result, Observation]]:
    """Return each result that a published figure is judged for, with the figure that counts for its period."""
    found = []
    for result, is_sum in zip(evaluation.results, evaluation.cases.is_cumulative, strict=True):
        is_published = not is_sum and "derived" not in result.warnings
        if result.value is not None and result.period is not None and is_published:
            row = evaluation.figures.at(result.policy, result.indicator, result.group, result.period)
            assert row is not None
            own = result.value if result.relative_value is None else result.relative_value
            assert (row.value, row.value_high) == (own, row.value_high if result.relative_value else result.value_high)
            found.append((result, row))
    return found


def evaluation_of(site: Site, policy: kp.Policy) -> Evaluation:
    """Return the evaluation of a policy of a site."""
    return site.context(policy, language("en")).results.evaluation


def lines_of(chart: b.Chart) -> list[list[str]]:
    """Return the words of the table beside a chart."""
    assert chart.table is not None
    return [[b.plain(block.inlines) for cell in row.cells for block in cell] for row in chart.table.rows]


def assert_one_answer(site: Site, policy: kp.Policy) -> int:
    """Assert that a page charts, lists and explains the figures judged; return how many there are."""
    context = site.context(policy, language("en"))
    evaluation, view, followup = context.results.evaluation, context.words, context.results
    pairs = judged(evaluation)
    for result, row in pairs:
        indicator, period = context.policy.indicator(result.indicator), view.period(result.period)
        words = view.figure(row.quantity, indicator)  # with the decimals that all figures of the series have on a page
        dots = [dot for dot in followup.figures.measured(indicator, result.group) if dot.period == result.period]
        assert [(dot.value, dot.value_high) for dot in dots] == [(row.value, row.value_high)]
        blocks = indicator_charts(context, indicator)
        charts = [block for block in blocks if isinstance(block, b.Chart)]
        texts = [b.plain(block.inlines) for block in blocks if isinstance(block, b.Paragraph)]
        is_reported = any(f"{words} ({period}" in text for text in texts)  # with a caveat after it, or none
        listed_words = {line[1] for chart in charts for line in lines_of(chart) if line[0] == period}
        assert view.figure(row.quantity, unitless(indicator)) in listed_words or is_reported
        points = [p for chart in charts for segment in chart.data.series[0].segments for p in segment]
        assert row.value in {point.value for point in points if point.period == period} or is_reported
        group = policy.elements.get(result.group)
        title = result.group if group is None else view.title(group)
        forecast = view.label("quality", "forecast")
        listed = [
            each.value
            for each in view.figures[indicator.id]
            if (each.group, each.period) == (title, period) and each.quality != forecast
        ]
        assert [text.startswith(words) for text in listed] == [True]
        explained = evaluation.explain(str(m.Address(policy.id, indicator.id)), MessageFormatter.of(language("en")))
        assert view.figure(row.quantity, policy.indicator(result.indicator)) in explained
        assert period in explained
    return len(pairs)


def exported(folder: Path, *more: object) -> list[dict[str, str]]:
    """Return what `evaluate` exports, the same as CSV and as JSON."""
    runs = {
        form: CliRunner().invoke(app, ["evaluate", str(folder), *map(str, more), "--format", form])
        for form in ("csv", "json")
    }
    assert {run.exit_code for run in runs.values()} == {0}
    rows = list(csv.DictReader(io.StringIO(runs["csv"].output)))
    data = json.loads(runs["json"].output)["results"]
    assert [row["period"] or None for row in rows] == [row["period"] for row in data]
    assert [float(row["value"] or "nan") for row in rows] == pytest.approx(
        [float("nan") if row["value"] is None else row["value"] for row in data], nan_ok=True
    )
    return rows


def assert_exported(folder: Path, evaluation: Evaluation, *more: object) -> None:
    """Assert that both exports hold the figures judged."""
    rows = [
        (
            row["indicator"],
            row["target"],
            row["group"],
            row["period"] or None,
            float(row["value"]) if row["value"] else None,
        )
        for row in exported(folder, *more)
    ]
    assert rows == [
        (r.indicator, r.target, r.group, None if r.period is None else str(r.period), r.value)
        for r in evaluation.results
    ]


@pytest.mark.parametrize("place", PLACES)
def test_examples_have_one_answer(place: str, examples: Path) -> None:
    """Judged, charted, listed, explained and exported figures of the examples are the same."""
    site = gather(read_all([examples / place]))
    (policy,) = site.portfolio
    assert_one_answer(site, policy)
    assert_exported(examples / place, evaluation_of(site, policy))


def test_the_tutorial_has_one_answer() -> None:
    """So are those of both editions of Nybro, with national figures beside their own."""
    national = NYBRO / "national.csv"
    for place in ("integration_2020", "integration_2024"):
        site = gather(read_all([NYBRO / place]), [national])
        (policy,) = site.portfolio
        assert assert_one_answer(site, policy) > 5
        assert_exported(NYBRO / place, evaluation_of(site, policy), "--observations", national)


POLICY = """\
kommunepolitik: 1
id: p
title: P
municipality: {name: Nybro, fictitious: true}
groups: [{id: unge, title: Unge}]
indicators:
  - id: i
    title: I
    unit: "%"
    baseline: {period: 2020, value: 50}
    targets:
      - {kind: level, value: 60, comparison: at_least, due: 2024}
      - {kind: level, value: 70, comparison: at_least, due: 2026, group: unge}
      - {kind: standing, value: 55, comparison: at_least}
      - {kind: change, amount: 2, mode: points, start: 2020}
      - {id: mod, kind: level, value: 0, comparison: at_least, due: 2025, relative_to: {group: unge}}
"""
DAYS = ["", "2023", "2024-03", "2024-12-01", "2025-06"]
Row = tuple[str, str, str, float, str, str]


def key(row: Row) -> tuple[str, ...]:
    """Return what two rows must not share if they disagree: series, period and day of publication."""
    return (*row[:3], row[4])


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["p", ""]),
        st.sampled_from(["", "unge"]),
        st.sampled_from(["2020", "2021", "2022", "2023", "2023-Q4", "2024", "2024-03-10", "2024-03-31", "2020..2024"]),
        st.integers(400, 800).map(lambda n: n / 10),
        st.sampled_from(DAYS),
        st.sampled_from(["final", "provisional", "forecast"]),
    ),
    max_size=14,
    unique_by=key,
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[Row]], Path]:
    """Write a policy with figures of its own and figures that it shares."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "p").mkdir()
    (folder / "p" / "policy.yaml").write_text(POLICY, "utf-8")

    def write(rows: list[Row]) -> Path:
        header = "policy,indicator,group,period,value,published,quality\n"
        for name, policy in (("p/observations.csv", "p"), ("shared.csv", "")):
            lines = [f"{row[0]},i,{','.join(map(str, row[1:]))}\n" for row in rows if row[0] == policy]
            (folder / name).write_text(header + "".join(lines), "utf-8")
        return folder

    return write


@given(rows=ROWS)
def test_generated_figures_have_one_answer(place: Callable[[list[Row]], Path], rows: list[Row]) -> None:
    """Law: whatever vintages, owners and qualities there are, the figure judged is the one shown everywhere."""
    folder = place(rows)
    site = gather(read_all([folder / "p"]), [folder / "shared.csv"])
    (policy,) = site.portfolio
    assert_one_answer(site, policy)
    assert_exported(folder / "p", evaluation_of(site, policy), "--observations", folder / "shared.csv")


def test_the_newest_published_figure_is_the_one_shown(place: Callable[[list[Row]], Path]) -> None:
    """Worked case: 20 published in March and 30 in December; and an own figure with a later shared one."""
    first: Row = ("p", "", "2024", 20.0, "2024-03", "final")
    for owner in ("p", ""):
        folder = place([first, (owner, "", "2024", 30.0, "2024-12", "final")])
        site = gather(read_all([folder / "p"]), [folder / "shared.csv"])
        (policy,) = site.portfolio
        assert {row.value for _, row in judged(evaluation_of(site, policy))} == {30.0}
        assert assert_one_answer(site, policy) >= 2
