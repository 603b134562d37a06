"""The cost of comparing many policies, and municipalities by their figures, beside pandas by hand.

By hand, the elements and their declared lineage are tables already; links that are one to one are found, as are those
whose text differs. Ours also finds what was merged, split, dropped and added, all other flags and the structure.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import pandas as pd

import kommunepolitik.model as m
from benchmarks.measuring import Row, growth_row, side_by_side
from kommunepolitik import Portfolio, read_observations
from kommunepolitik.comparison import benchmark, compare_editions, compare_matrix, elements_frame
from kommunepolitik.model.element import name_of

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


def tables(policies: Portfolio) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the elements of all policies and their declared lineage, as the comparison by hand accepts them."""
    elements = [(policy.id, id, name_of(each)) for policy in policies for id, each in policy.elements.items()]
    links = [
        (line.address.policy, line.address.element, policy.id, id)
        for policy in policies
        for id, each in policy.elements.items()
        for line in each.continues
    ]
    return (
        pd.DataFrame(elements, columns=["policy", "id", "text"]),
        pd.DataFrame(links, columns=["old_policy", "old", "new_policy", "new"]),
    )


def by_hand(elements: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return the links that are one to one, and whether the text of the two elements differs."""
    pairs = links.merge(elements.add_prefix("old_").rename(columns={"old_id": "old"}), on=["old_policy", "old"])
    pairs = pairs.merge(elements.add_prefix("new_").rename(columns={"new_id": "new"}), on=["new_policy", "new"])
    new = pairs.groupby(["old_policy", "old", "new_policy"])["new"].transform("size")
    old = pairs.groupby(["new_policy", "new", "old_policy"])["old"].transform("size")
    pairs = pairs[(new == 1) & (old == 1)]
    before, now = (
        pairs[side].str.casefold().str.replace(r"[^\w%‰<>≤≥]+", " ", regex=True) for side in ("old_text", "new_text")
    )
    return pairs.assign(reworded=before.str.strip() != now.str.strip())


def compare_all(policies: Portfolio, figures: Any = None) -> int:
    """Compare all neighbouring editions: relations, flags, structure. Return how many relations are one to one."""
    comparisons = compare_editions(policies, figures)
    assert all(each.structure for each in comparisons)
    return sum(relation.kind == "one_to_one" for each in comparisons for relation in each.relations)


def figures_of(policies: Portfolio) -> pd.DataFrame:
    """Return figures of 15 years of all indicators."""
    dice = random.Random(2026)
    rows = [
        (policy.id, indicator.id, str(year), round(dice.uniform(30, 90), 1))
        for policy in policies
        for indicator in policy.indicators
        for year in range(2010, 2025)
    ]
    return pd.DataFrame(rows, columns=["policy", "indicator", "period", "value"])


def ranked_by_hand(frame: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Return the municipalities by an indicator in its latest year: rank, and distance to the median."""
    own = frame[frame["indicator"] == indicator]
    own = own[own["period"] == own["period"].max()]
    ranks, distances = own["value"].rank(ascending=False, method="min"), own["value"] - own["value"].median()
    ordered: pd.DataFrame = own.assign(rank=ranks, distance=distances).sort_values("rank")
    return ordered


def rows(quick: bool = False) -> Iterator[Row]:
    """Yield the cost of comparing editions and municipalities beside pandas by hand, and how it grows."""
    count, times = (2, 1) if quick else (98, 5)
    policies = portfolio(count)
    prepared = tables(policies)
    links = by_hand(*prepared)
    assert compare_all(policies) == len(links)
    taken = side_by_side(
        {
            "by hand": partial(by_hand, *prepared),
            f"{len(policies.neighbours())} pairs of editions": partial(compare_all, policies),
            f"all pairs of {len(policies)} policies in a matrix": partial(compare_matrix, policies),
            f"{len(prepared[0]):,} elements as a frame": partial(elements_frame, policies),
        },
        times,
    )
    hand = taken.pop("by hand")
    for name, ours in taken.items():
        yield Row("comparison", name, "pandas by hand: editions", ours, hand)
    yield from _municipalities(Portfolio(policy for policy in policies if policy.id.endswith(str(YEARS[-1]))), times)
    sizes = (2, 4) if quick else (12, 24, 49, 98)
    yield growth_row("comparison", "municipalities with figures and three editions", _comparing, sizes, times)


def _municipalities(policies: Portfolio, times: int) -> Iterator[Row]:
    """Yield the cost of comparing municipalities on an indicator."""
    frame = figures_of(policies)
    given = {"pandas": frame, "Observations": read_observations(frame, policies)}
    assert benchmark(policies, "i0", frame)["value"].tolist() == ranked_by_hand(frame, "i0")["value"].tolist()
    runs: dict[str, Callable[[], object]] = {"by hand": partial(ranked_by_hand, frame, "i0")}
    taken = side_by_side(runs | {name: partial(benchmark, policies, "i0", each) for name, each in given.items()}, times)
    hand = taken.pop("by hand")
    for name, ours in taken.items():
        what = f"{len(policies)} municipalities by one of {INDICATORS} indicators: {name}"
        yield Row("comparison", what, "pandas by hand", ours, hand)


def _comparing(municipalities: int) -> Callable[[], object]:
    policies = portfolio(municipalities)
    return partial(compare_all, policies, read_observations(figures_of(policies), policies))
