"""The cost of comparing many policies: 98 municipalities with three editions each, as ratios of one run.

Run with `make benchmark`.
"""

import random
from collections.abc import Sequence

from measuring import seconds

import kommunepolitik.model as m
from kommunepolitik import Portfolio
from kommunepolitik.comparison import compare_editions, compare_matrix, elements_frame

YEARS = (2013, 2018, 2023)
AREAS = 5
GOALS_PER_AREA = 3
INDICATORS = 12

_THEMES = (
    "arbejde", "uddannelse", "bolig", "sundhed", "fritid", "forening", "kultur", "sprog", "familie", "ungdom", "ældre",
    "demokrati", "medborgerskab", "sikkerhed", "skole", "dagtilbud", "virksomhed", "praktik", "rådgivning", "tolk",
    "frivillige", "netværk", "kontakt", "ansvar", "fællesskab",
)  # fmt: skip
_VERBS = ("styrkes", "udvikles", "fremmes", "støttes", "udvides", "samles", "følges", "prøves", "fastholdes")


def portfolio(municipalities: int = 98) -> Portfolio:
    """Return three editions for each municipality; each newer one carries on most of the previous one."""
    dice = random.Random(2026)
    chains = (_editions(one, dice) for one in m.Municipality.all()[:municipalities])
    return Portfolio(policy for chain in chains for policy in chain)


def _editions(municipality: m.Municipality, dice: random.Random) -> list[m.Policy]:
    made: list[m.Policy] = []
    for year in YEARS:
        older = made[-1] if made else None
        areas = [_area(number, older, dice) for number in range(AREAS)]
        indicators = [_indicator(number, older) for number in range(INDICATORS)]
        policy = m.Policy(
            id=f"k{municipality.code}-{year}",
            title=f"Integrationspolitik {year}",
            municipality=municipality,
            period=m.Period(f"{year}..{year + 4}"),
            supersedes=None if older is None else older.id,
            vision=m.Vision(id="vision", statement=_sentence(dice)),
            focus_areas=areas,
            indicators=indicators,
            plan=m.Plan(id="plan", title="Plan", tracks=[m.Track(id=f"s{n}", title=f"Spor {n}") for n in range(AREAS)]),
        )
        made.append(policy)
    return made


def _area(number: int, older: m.Policy | None, dice: random.Random) -> m.FocusArea:
    goals = [
        m.Goal(
            id=f"m{number}-{place}",
            statement=_sentence(dice),
            measured_by=[f"i{(number * GOALS_PER_AREA + place) % INDICATORS}"],
            # About every seventh goal is new; some are merged from two.
            continues=() if dice.random() < 0.15 else _lines(older, number, place, dice),
        )
        for place in range(GOALS_PER_AREA)
    ]
    return m.FocusArea(
        id=f"o{number}", title=dice.choice(_THEMES).title(), goals=goals, continues=_line(older, f"o{number}")
    )


def _indicator(number: int, older: m.Policy | None) -> m.Indicator:
    target = m.LevelTarget(value=60, comparison="at_least", due=m.Period("2030"))
    return m.Indicator(
        id=f"i{number}",
        title=f"Indikator {number}",
        unit="%",
        direction="increase",
        targets=[target] if number % 2 else [],
        continues=_line(older, f"i{number}"),
    )


def _line(older: m.Policy | None, id: str) -> Sequence[m.Continuation]:
    return [] if older is None else [m.Continuation(address=f"{older.id}#{id}", basis="source")]


def _lines(older: m.Policy | None, area: int, place: int, dice: random.Random) -> Sequence[m.Continuation]:
    others = [other for other in range(GOALS_PER_AREA) if other != place]
    further = _line(older, f"m{area}-{dice.choice(others)}") if dice.random() < 0.2 else []
    return [*_line(older, f"m{area}-{place}"), *further]


def _sentence(dice: random.Random) -> str:
    first, second, third = dice.sample(_THEMES, 3)
    return f"{first.title()} og {second} skal {dice.choice(_VERBS)}, så flere møder {third} tidligt."


def compare_all(policies: Portfolio) -> None:
    """Compare all neighbouring editions: relations, flags, structure."""
    for comparison in compare_editions(policies):
        assert comparison.relations
        assert any(relation.flags for relation in comparison.relations)
        assert comparison.structure


def main() -> None:
    """Measure and print."""
    policies = portfolio()
    times = {
        "building the policies": seconds(portfolio, 3),
        "all neighbouring editions compared": seconds(lambda: compare_all(policies), 3),
        "compare_matrix": seconds(lambda: compare_matrix(policies), 3),
        "elements_frame": seconds(lambda: elements_frame(policies), 3),
    }
    pairs, count = len(policies.neighbours()), len(policies)
    print(
        f"{count} policies: {pairs} neighbours, {count * (count - 1) // 2} pairs, {len(elements_frame(policies))} rows"
    )
    base = times["all neighbouring editions compared"]
    for name, value in times.items():
        print(f"  {name:<36} {value:6.2f} s {value / base:6.2f}")


if __name__ == "__main__":
    main()
