"""Made-up policies with figures, for the benchmarks of reports, of many policies and of growth."""

import random
from pathlib import Path

import kommunepolitik.model as m
from kommunepolitik import Policy
from kommunepolitik.documents import dump

YEARS = range(2010, 2025)


def policy(id: str, place: m.Municipality, indicators: int, groups: int, supersedes: str | None = None) -> Policy:
    """Return a policy; every third indicator is also measured for each group, and has a target for it."""
    parts = tuple(m.Group(id=f"gruppe-{n}", title=f"Gruppe {n}") for n in range(groups))
    measured = []
    for number in range(indicators):
        targets = [
            m.LevelTarget(value=60, comparison="at_least", due=m.Period("2024")),
            m.LevelTarget(value=70, comparison="at_least", due=m.Period("2030")),
        ]
        if number % 3 == 0:
            due = m.Period("2030")
            targets += [
                m.LevelTarget(id=f"til-{part.id}", value=70, comparison="at_least", due=due, group=part.id)
                for part in parts
            ]
        measured.append(
            m.Indicator(
                id=f"tal-{number}",
                title=f"Indikator {number}",
                unit="%",
                baseline=m.Baseline(period=m.Period("2010"), value=40),
                targets=tuple(targets),
            )
        )
    areas = tuple(
        m.FocusArea(
            id=f"omraade-{area}",
            title=f"Område {area}",
            goals=tuple(
                m.Goal(id=f"maal-{each.id}", statement=f"Mål for {each.title}", measured_by=(each.id,))
                for each in measured[area::6]
            ),
        )
        for area in range(6)
    )
    return Policy(
        id=id,
        title=f"Politik {id}",
        municipality=place,
        policy_area="integration",
        period=m.Period("2010..2023") if supersedes is None else m.Period("2024.."),
        stage="adopted",
        supersedes=supersedes,
        focus_areas=areas,
        indicators=tuple(measured),
        groups=parts,
    )


def lay(folder: Path, policies: list[Policy]) -> Path:
    """Write policies with a figure for each series and year to a folder."""
    dice = random.Random(2026)
    for each in policies:
        rows = ["indicator;group;period;value;source"]
        for indicator in each.indicators:
            for group in dict.fromkeys(target.group or "" for target in indicator.targets):
                values = ((year, 40 + (year - 2010) * dice.uniform(0, 2.5)) for year in YEARS)
                rows += [f"{indicator.id};{group};{year};{value:.1f};Register" for year, value in values]
        home = folder / each.id
        home.mkdir(parents=True)
        dump(each, home / "policy.yaml")
        (home / "observations.csv").write_text("\n".join([*rows, ""]), "utf-8")
    return folder


def many(count: int, indicators: int) -> list[Policy]:
    """Return policies of the 98 municipalities in turn; a further one of a municipality replaces the one before."""
    places, policies = m.Municipality.all(), []
    for number in range(count):
        place, edition = places[number % len(places)], number // len(places)
        before = f"k{place.code}-{edition - 1}" if edition else None
        policies.append(policy(f"k{place.code}-{edition}", place, indicators, 0, before))
    return policies
