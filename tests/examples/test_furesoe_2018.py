"""Furesø's proposal of 2018, known from one case only."""

import runpy
from pathlib import Path

import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from tests.claims import some


@pytest.fixture(scope="module")
def policy(examples: Path) -> kp.Policy:
    """The policy."""
    return kp.load(examples / "furesoe_2018")


def test_the_same_policy_in_python_is_equal(policy: kp.Policy, examples: Path) -> None:
    """What a person writes in YAML and what a program builds is one and the same."""
    assert runpy.run_path(str(examples / "furesoe_2018" / "in_python.py"))["policy"] == policy


def test_goals_exist_but_are_not_known(policy: kp.Policy) -> None:
    """Five main areas with official names; their goals are in an annex that is not available."""
    assert [area.title for area in policy.focus_areas] == [
        "Flere borgere skal være i job, uddannelse og i beskæftigelse",
        "En integrationsindsats, der har fokus på hele familien",
        "Gensidigt medborgerskab og naboskab med danskere i Furesø Kommune",
        "Flere borgere skal deltage aktivt i foreningslivet",
        "Aktiv inddragelse af forældre i dagtilbud og folkeskolen",
    ]
    assert all(area.gap("goals").why == "not_in_sources" for area in some(policy.focus_areas))  # type: ignore[union-attr]
    assert list(policy.all_goals()) == []


def test_the_process(policy: kp.Policy) -> None:
    """Hearing in August, dialogue meeting in April, two committees on one day, the council expected in October."""
    assert policy.stage == "hearing"
    assert policy.period == m.Period("2018..2021")
    periods = {str(consultation.period) for consultation in policy.consultations if consultation.period}
    assert periods == {"2018-08-07..2018-08-28", "2018-04-25"}
    assert [str(d.date or d.expected) for d in policy.decisions] == ["2018-08-14", "2018-08-14", "2018-10"]
    assert policy.gap("plan").why == "promised"  # type: ignore[union-attr]
    assert policy.cases[0].number == "18/12386"
