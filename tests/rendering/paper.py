"""Reports that are put on paper in tests: the tutorial's, and one with many indicators and hostile texts."""

from functools import cache
from pathlib import Path

import pandas as pd

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import read_all
from kommunepolitik.rendering import gather, report_of
from kommunepolitik.rendering.report import ReportView

NYBRO = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro"
HOSTILE = "<b>fed</b> &amp; {{ 7*7 }} {% raise %} {{p body }} ]]> ${x} <img src=http://kommune.invalid/x.png>"


@cache
def tutorial_report(code: str = "da") -> ReportView:
    """Return the follow-up of Nybro's policy of 2024, as of 2026, compared with 2025."""
    site = gather(read_all([NYBRO]), [NYBRO / "national.csv"], m.Period("2026"), m.Period("2025"))
    policy = next(policy for policy in site.portfolio if policy.id == "nybro-integration-2024")
    return site.report(policy, code)


def policy_of(count: int, words: str) -> kp.Policy:
    """Return a policy with so many indicators, five areas, and the words in every title."""
    indicators = tuple(
        m.Indicator(
            id=f"i{number}",
            title=f"{words} {number}",
            unit="%",
            direction="increase",
            baseline=m.Baseline(period=m.Period("2018"), value=50),
            targets=(m.LevelTarget(value=60, comparison="at_least", due=m.Period("2022" if number % 2 else "2030")),),
        )
        for number in range(count)
    )
    areas = tuple(
        m.FocusArea(id=f"a{k}", title=f"Område {k} {words}", measured_by=tuple(i.id for i in indicators[k::5]))
        for k in range(min(5, count))
    )
    return kp.Policy(
        id="p",
        title=f"Politik {words}"[:200],
        municipality=m.Municipality(name="Nybro", fictitious=True),
        policy_area="integration",
        focus_areas=areas,
        indicators=indicators,
    )


def report_with(count: int, words: str, code: str = "da") -> ReportView:
    """Return the report of such a policy; some targets are reached, some lag, some are missed."""
    policy = policy_of(count, words)
    rows = [
        {"indicator": f"i{number}", "period": str(year), "value": 50 + (number % 7) * (year - 2018) / 2}
        for number in range(count)
        for year in range(2018, 2023)
    ]
    evaluation = kp.evaluate(policy, kp.read_observations(pd.DataFrame(rows), policy))
    return report_of(evaluation, code)
