"""Three decimals after a point: 1.200 people are twelve hundred to a Dane, and one and a fifth to a program."""

from pathlib import Path

import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import parse, to_json, to_yaml
from kommunepolitik.errors import InvalidDocument

POLICY = """\
kommunepolitik: 1
id: proeve-2024
title: Prøvepolitik
municipality: {name: Prøveby, fictitious: true}
period: 2023..2027

goals:
  - {id: g1, statement: Et mål., measured_by: [antal]}
indicators:
  - id: antal
    title: antal
    unit: antal
    baseline: {period: 2023, value: 1.000}
    targets: [{kind: level, value: 1.200, comparison: at_least, due: 2027}]
"""


def test_thousands_after_a_point_are_asked_about_when_a_policy_is_loaded(tmp_path: Path) -> None:
    """At their places, with both readings; nothing is guessed, and nothing is judged against 1.2 people."""
    file = tmp_path / "policy.yaml"
    file.write_text(POLICY, "utf-8")
    with pytest.raises(InvalidDocument) as caught:
        kp.load(file)
    assert str(caught.value).splitlines() == [
        f"{file}:13:37: indicators[0].baseline.value: '1.000' can be read in two ways; write 1000 or 1",
        f"{file}:14:36: indicators[0].targets[0].value: '1.200' can be read in two ways; write 1200 or 1.2",
    ]


def test_they_are_asked_about_in_json_too() -> None:
    """The text of the number is what counts, not its value, which is 1.2 either way."""
    text = to_json(parse(POLICY.replace("1.000", "1000").replace("1.200", "1.2")))
    with pytest.raises(InvalidDocument, match=r"31:20: indicators\[0\].targets\[0\].value: '1.200' can be read"):
        parse(text.replace('"value": 1.2,', '"value": 1.200,'), ".json")


@pytest.mark.parametrize("unit", ["'%'", "kr.", "personer pr. 1.000 borgere", "karakter"])
def test_what_is_not_counted_in_whole_things_may_have_three_decimals(unit: str) -> None:
    """A share of 1.200 % is what it states."""
    policy = parse(POLICY.replace("unit: antal", f"unit: {unit}"))
    assert policy.indicator("antal").targets[0].value == 1.2  # type: ignore[union-attr]


@pytest.mark.parametrize("number", ["0.615", "1234.500", "1.25", "1.2000", "1200", "1200.0", "1.2e3"])
def test_a_number_that_can_be_read_in_one_way_is_read(number: str) -> None:
    """What begins with 0, or has other than three decimals, is no thousand."""
    policy = parse(POLICY.replace("1.000", "1").replace("1.200", number))
    assert policy.indicator("antal").targets[0].value == float(number)  # type: ignore[union-attr]


def test_every_number_in_the_unit_of_the_indicator_is_looked_at() -> None:
    """Ends of ranges, baselines of targets, changes in units, margin and limit; a change in percent is none."""
    text = (
        POLICY.partition("    baseline:")[0]
        + """\
    margin: 1.001
    limit: 1.002
    baseline: {period: 2022, value: 1, value_high: 1.003}
    targets:
      - {id: a, kind: level, value: 2, comparison: at_least, baseline: {value: -1.004}}
      - {id: b, kind: change, amount: 1.005, mode: points}
      - {id: c, kind: change, amount: 1.006}
      - {id: d, kind: change, amount: 1.007, mode: percent}
"""
    )
    with pytest.raises(InvalidDocument) as caught:
        parse(text)
    numbers = [problem.data["value"] for problem in caught.value.problems]
    assert numbers == ["1.001", "1.002", "1.003", "-1.004", "1.005", "1.006"]


def test_a_policy_is_written_so_that_its_numbers_are_read_again() -> None:
    """An average of 11.125 children gets a fourth decimal, which no Dane takes for thousands."""
    indicator = m.Indicator(id="i", title="1.125", unit="børn", baseline=m.Baseline(value=11.125, period="2023"))
    policy = kp.Policy(id="p", title="P", municipality="Slagelse", indicators=[indicator])
    assert "value: 11.1250\n" in to_yaml(policy)
    assert parse(to_yaml(policy)) == parse(to_json(policy), ".json") == policy
