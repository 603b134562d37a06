"""Write made-up municipalities with editions of a policy and figures, to try an analysis on many: `made_up.py DIR`.

Nothing in them is true; every municipality says that it is made up. The same numbers give the same files.
"""

import random
import sys
from pathlib import Path

import kommunepolitik as kp
import kommunepolitik.model as m

AIMS = (
    "Flere i arbejde", "Bedre dansk", "Tryg opvækst", "Flere i foreninger", "Sundere borgere", "Gode boliger",
    "Flere tager en uddannelse", "Mindre ensomhed", "Tidlig indsats", "Flere praktikpladser",
)  # fmt: skip
MEASURED: tuple[tuple[str, str, m.Direction, float], ...] = (
    ("beskaeftigelse", "Andel i beskæftigelse", "increase", 45.0),
    ("dansk", "Andel der har bestået danskuddannelse", "increase", 60.0),
    ("ledighed", "Andel ledige", "decrease", 14.0),
    ("foreninger", "Andel i en forening", "increase", 30.0),
)
ITEMS = ("Beskæftigelse", "Uddannelse", "Medborgerskab", "Sundhed")
YEARS = (2014, 2018, 2022)


def goals(dice: random.Random, edition: int, indicators: list[m.Indicator], earlier: m.Policy | None) -> list[m.Goal]:
    """Return the goals of an edition: some go on from the earlier one, some are new, some are not measured."""
    before = {} if earlier is None else {goal.statement: goal.id for goal in earlier.all_goals()}
    chosen = dice.sample(AIMS, 6)
    lines = {
        aim: [m.Continuation(address=f"{earlier.id}#{before[aim]}", basis="source")]
        for aim in chosen
        if earlier is not None and aim in before
    }
    return [
        m.Goal(
            id=f"maal-{number}",
            number=str(number),
            statement=aim,
            measured_by=[indicators[number - 1].id] if number <= min(len(indicators), edition + 1) else [],
            supports=[m.Support(item=f"item-{dice.randrange(len(ITEMS))}", basis="interpretation")],
            continues=lines.get(aim, []),
        )
        for number, aim in enumerate(chosen, 1)
    ]


def target(dice: random.Random, year: int, direction: m.Direction, start: float) -> m.Target:
    """Return a target of any kind; each edition has some of each."""
    bound: m.Bound = "at_least" if direction == "increase" else "at_most"
    step = 6.0 if direction == "increase" else -4.0
    return dice.choice(
        (
            m.LevelTarget(value=start + step, comparison=bound, due=str(year + 4)),
            m.StandingTarget(value=start, comparison=bound),
            m.ChangeTarget(amount=step, mode="points", per="total", due=str(year + 4)),
            m.DirectionTarget(direction=direction),
        )
    )


def edition(home: str, number: int, earlier: m.Policy | None, dice: random.Random) -> m.Policy:
    """Return one edition of a municipality's policy."""
    year = YEARS[number % len(YEARS)] + 4 * len(YEARS) * (number // len(YEARS))
    indicators = [
        m.Indicator(
            id=id,
            title=title,
            unit="%",
            direction=direction,
            baseline=m.Baseline(value=start, period=str(year)) if dice.random() < 0.8 else None,
            targets=[target(dice, year, direction, start)] if dice.random() < 0.4 + 0.25 * number else [],
        )
        for id, title, direction, start in (MEASURED[: number + 2] if earlier or dice.random() < 0.5 else ())
    ]
    aims = goals(dice, number, indicators, earlier)
    items = [m.FrameworkItem(id=f"item-{place}", title=title) for place, title in enumerate(ITEMS)]
    return m.Policy(
        id=f"{home.lower().replace(' ', '-')}-{year}",
        title=f"Integrationspolitik {year}",
        municipality=m.Municipality(name=home, fictitious=True),
        policy_area="integration",
        period=f"{year}..{year + 4}",
        stage="adopted",
        supersedes=None if earlier is None else earlier.id,
        focus_areas=[
            m.FocusArea(id="arbejde-og-uddannelse", title="Arbejde og uddannelse", goals=aims[:4]),
            m.FocusArea(id="faellesskab", title="Fællesskab", goals=aims[4:]),
        ],
        indicators=indicators,
        frameworks=[m.Framework(id="nationale-maal", title="Nationale mål", items=items)],
    )


def figures(policy: m.Policy, dice: random.Random) -> str:
    """Return the figures of a policy as CSV: a walk from the baseline, a year at a time."""
    lines = ["indicator,period,value"]
    starts = {id: start for id, _, _, start in MEASURED}
    first = int(policy.id[-4:])
    for indicator in policy.indicators:
        value = starts[indicator.id]
        for year in range(first, first + 4):
            lines.append(f"{indicator.id},{year},{value:.1f}")
            value += dice.uniform(-1.0, 2.0)
    return "\n".join([*lines, ""])


def write(folder: Path, municipalities: int = 98, editions: int = 3) -> None:
    """Write so many municipalities, each with so many editions, as folders of policies."""
    for place in range(1, municipalities + 1):
        earlier: m.Policy | None = None
        for number in range(editions):
            dice = random.Random(1000 * place + number)
            policy = earlier = edition(f"Nybro {place:02}", number, earlier, dice)
            (folder / policy.id).mkdir(parents=True, exist_ok=True)
            kp.dump(policy, folder / policy.id / "policy.yaml", overwrite=True)
            (folder / policy.id / "observations.csv").write_text(figures(policy, dice), "utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write(Path(sys.argv[1]))
