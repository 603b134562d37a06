# pyright: strict
"""Calls that type checkers refuse; each such line ends with the mark that the test looks for."""

import attrs

import kommunepolitik.model as m
from kommunepolitik import Policy
from kommunepolitik.rendering import build_report, render

policy = Policy(id="p", title="P", municipality="Slagelse")

m.Goal("g", "Flere i job")  # refused
m.Goal(id="g")  # refused
m.Goal(id="g", statement="G", titel="G")  # refused
m.Goal(id="g", statement="G", measured_by=[1])  # refused
m.Goal(id="g", statement=None)  # refused
m.Indicator(id="i", title="I", direction="op")  # refused
m.Indicator(id="i", title="I", unit=5)  # refused
m.Indicator(id="i", title="I", targets=["70"])  # refused
m.LevelTarget(value="70", comparison="at_least")  # refused
m.LevelTarget(value=70, comparison="at_least", due=["2025"])  # refused
Policy(id="p", title="P", municipality=None)  # refused
Policy(id="p", title="P", municipality="Slagelse", indicators=policy)  # refused
Policy(id="p", title="P", municipality="Slagelse", period=20.25)  # refused
policy.title = "Q"  # refused
print(policy.titel)  # refused
policy.elements["g"] = policy  # refused
attrs.evolve(policy, titel="Q")  # refused by mypy
render("integration")  # refused
render(policy, "md", languag="en")  # refused
build_report(policy, "papir")  # refused
