# pyright: strict
"""Calls that type checkers accept: the documented ways of building a policy, and what its parts then are."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, assert_type

import attrs

import kommunepolitik.model as m
from kommunepolitik import Municipality, Period, Policy, Portfolio, evaluate, read_record
from kommunepolitik.blocks import Report
from kommunepolitik.rendering import build_report, render, write

indicator = m.Indicator(
    id="andel-i-job",
    title="Andel i job",
    unit="%",
    direction="increase",
    baseline=m.Baseline(period="2022", value=60, qualifier="about"),
    targets=[
        m.LevelTarget(value=70, comparison="at_least", due="2025"),
        m.StandingTarget(value=65.5, comparison="at_least"),
        m.ChangeTarget(amount=2, mode="points", start=2022, due=dt.date(2025, 12, 31)),
    ],
    breaks=(m.Break(period="2024"),),
    data_source=m.DataSource(
        keeper="Danmarks Statistik",
        statbank=m.Statbank(
            table="RAS201",
            areas=m.StatbankAreas(variable="OMRÅDE", values=["own", "000"]),
            time=m.StatbankTime(variable="Tid", values=[">=2015"]),
            sum={"ALDER": {"from": 25, "to": 64}},
            share={"of": {"SOCIO": ["Beskæftigede i alt"]}, "in": {"SOCIO": ["I alt"]}},
        ),
    ),
)
goal = m.Goal(id="job", statement="Flere i job", measured_by=["andel-i-job"], goals=[m.Goal(id="a", statement="A")])
policy = Policy(
    id="integration",
    title="Integrationspolitik",
    municipality="Slagelse",
    period="2022..2025",
    in_force=Period("2022.."),
    focus_areas=[m.FocusArea(id="arbejde", title="Arbejde", goals=[goal])],
    indicators=[indicator],
    missing=[m.Missing(what="plan", why="promised", expected="2026-Q1")],
    continues=[m.Continuation(address="integration-2018", basis="source")],
)
later = attrs.evolve(
    policy, id="integration-2026", period="2026..2029", in_force=None, municipality="Sorø", supersedes=policy.id
)
made_up = Policy(id="p", title="P", municipality=Municipality(name="Nybro", fictitious=True))
portfolio = Portfolio([policy, later, made_up])

assert_type(policy.municipality, Municipality)
assert_type(policy.period, Period | None)
assert_type(policy.indicators, Sequence[m.Indicator])
assert_type(indicator.unit, m.Unit | None)
assert_type(policy.continues[0].address, m.Address)
assert_type(policy.elements, Mapping[str, m.Element])
assert_type(portfolio["integration"], Policy)


def pages(format: str) -> None:
    """The format distinguishes text from bytes; an unknown one may give either."""
    assert_type(render(policy), str)
    assert_type(render(portfolio, "md", language="en"), str)
    assert_type(render(policy, "pdf"), bytes)
    assert_type(render(policy, format="docx", internal=True), bytes)
    assert_type(render(policy, format), str | bytes)
    assert_type(render(policy, "wiki", extensions=["nybro_wiki"]), str | bytes)
    assert_type(render(evaluate(policy, None), earlier=read_record("record.json")), str)
    report = build_report(evaluate(policy, None), "paper", "en", accounts=[], internal=True)
    assert_type(report, Report)
    assert_type(write(report, "sag.pdf"), Path)


def asked_for(target: m.Target) -> float | None:
    """Return the number in a target; its kind determines its class."""
    match target.kind:
        case "level" | "standing":
            return target.value
        case "change":
            return target.amount
        case "direction":
            assert_type(target, m.DirectionTarget)
            return None


def is_judged(indicator: m.Indicator) -> bool:
    """Return whether people judge an indicator; the kinds of indicator are two words."""
    assert_type(indicator.kind, Literal["quantitative", "qualitative"])
    return indicator.kind == "qualitative"
