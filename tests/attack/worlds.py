"""Made-up worlds: people in groups, a policy that counts some of them, and its table of figures."""

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

Row = dict[str, Any]
Crossing = tuple[str, str]
"""The smallest group of one partition, and that of another."""

LEAVES = ("a1", "a2", "b", "c")
OTHERS = ("x", "y", "z")
GROUPS: Mapping[str, Callable[[Crossing], bool]] = {
    "": lambda _: True,
    "a": lambda each: each[0] in ("a1", "a2"),
    **{leaf: (lambda each, leaf=leaf: each[0] == leaf) for leaf in LEAVES},  # type: ignore[misc]
    **{other: (lambda each, other=other: each[1] == other) for other in OTHERS},  # type: ignore[misc]
    "a1x": lambda each: each == ("a1", "x"),
    "a1ej": lambda each: each[0] == "a1" and each[1] != "x",
}
"""Who belongs to which group."""

PARTITIONS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("", ("a", "b", "c")),
    ("", OTHERS),
    ("a", ("a1", "a2")),
    ("a1", ("a1x", "a1ej")),
)
"""A whole, and its parts: disjoint, crossed and nested."""

SPANS: Sequence[Sequence[str]] = (
    ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2024"),
    ("2024-01..2024-03", "2024-01..2024-06", "2024-01..2024-09", "2024"),
    ("2024-H1", "2024-H2", "2024-Q3", "2024", "2023", "2023..2024"),
    ("2023/24", "2023-08..2023-12", "2024-01..2024-07", "2024", "2024-H2"),
    ("2024-Q1", "2024-01", "2024-02", "2024-03", "2024-01..2024-12"),
)
"""Periods of a flow that share days."""

EDGES = ("2023-01", "2023-08", "2024-01", "2024-02", "2024-03", "2024-04", "2024-07", "2024-08", "2024-10", "2025-01")
"""The months in which any of these periods begins, and the one after all."""

QUARTERS = ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4")

SCALES: Mapping[str, float] = {"%": 100, "promille": 1000, "pr. 1.000 indbyggere": 1000, "andel": 1}


@attrs.frozen(kw_only=True)
class World:
    """A policy as data, and its figures as a municipality has them."""

    seed: int
    policy: dict[str, Any]
    rows: list[Row]
    dates: Sequence[str]
    """The days on which figures were published."""
    minimum: int
    written: dict[str, Any] | None = None
    """The policy as it is written down; another one than readers assume only in tests of the attacker."""

    def write(self, folder: Path, rows: Sequence[Row] | None = None) -> None:
        """Write the policy and its table, or other figures in place of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "policy.yaml").write_text(json.dumps(self.written or self.policy, ensure_ascii=False), "utf-8")
        own = self.rows if rows is None else rows
        names = list(dict.fromkeys(name for row in own for name in row)) or ["indicator", "period", "value"]
        lines = [";".join(_cell(row.get(name)) for name in names) for row in own]
        (folder / "observations.csv").write_text("\n".join([";".join(names), *lines, ""]), encoding="utf-8")


def _cell(value: object) -> str:
    """Return a cell of a table; a number of three decimals has a fourth, as it could be thousands."""
    text = "" if value is None else str(value)
    return f"{text}0" if isinstance(value, float) and len(text.partition(".")[2]) == 3 else text


def world(seed: int) -> World:
    """Return the world of a seed; the same seed gives the same one."""
    return _Maker(random.Random(seed), seed).world()


class _Maker:
    """Draws a world."""

    def __init__(self, chance: random.Random, seed: int) -> None:
        self.chance = chance
        self.seed = seed
        # With a large minimum the numbers to be withheld have digits that are found in any text.
        self.scale = chance.choice((1, 1, 1, 1, 1000))
        self.minimum = chance.choice((3, 5)) if self.scale == 1 else chance.choice((3000, 5000))
        self.decimals = chance.choice((None, None, 1, 0))
        """To which shares and averages are rounded."""
        self.has_numerator = chance.random() < 0.5
        self.flow = chance.choice((None, *SPANS))
        self.flow_share = chance.random() < 0.5
        self.dates = ("2025-02-15",) if chance.random() < 0.6 else ("2025-02-15", "2025-08-20")
        self.partitions = [each for each in PARTITIONS if chance.random() < 0.8]
        self.unit = chance.choice(list(SCALES))
        size = chance.choice((1, 3, 8, 25))
        self.people = {
            period: {(leaf, other): self._count(size) for leaf in LEAVES for other in OTHERS}
            for period in ("2022", "2023", "2024", *EDGES)
        }
        self.density = chance.uniform(0.3, 1)
        self.more = random.Random(f"{seed} more")  # what was added later leaves all else of a world as it was
        self.over_time = self.more.choice((None, "mean", "last"))
        """How the year's number of residents follows from those of its quarters; None where there are none."""
        self.residents = {
            quarter: {crossing: self.more.randint(0, 2 * size) * self.scale for crossing in self.people["2024"]}
            for quarter in QUARTERS
        }

    def _count(self, size: int) -> dict[str, int]:
        """Draw how many there are in a crossing, how many of them have a job, and how many of these are in training."""
        chance, many = self.chance, self.scale
        everybody = chance.randint(0, 2 * size * many)
        job = chance.randint(0, everybody) if chance.random() < 0.7 else min(everybody, chance.randint(0, 2 * many))
        return {"alle": everybody, "job": job, "udd": chance.randint(0, job), "sum": chance.randint(0, 9 * everybody)}

    def _sum(self, what: str, group: str, periods: Sequence[str]) -> int:
        return sum(
            count[what]
            for period in periods
            for crossing, count in self.people[period].items()
            if GROUPS[group](crossing)
        )

    def world(self) -> World:
        """Return a world."""
        rows = list(self._rows(self.dates[0]))
        for date in self.dates[1:]:
            self._revise()
            before = [{**row, "published": date} for row in rows]
            # Most figures that did not change are not published again.
            rows += [row for row in self._rows(date) if row not in before or self.chance.random() < 0.2]
        rows = [*self._residents(), *self._verdicts(), *rows]
        return World(
            seed=self.seed,
            policy=self._policy(),
            rows=rows,
            dates=self.dates,
            minimum=self.minimum,
        )

    def _revise(self) -> None:
        """Find some more people in some crossings; a base that has a share keeps somebody."""
        for crossings in self.people.values():
            for crossing, before in crossings.items():
                if self.chance.random() < 0.3:
                    more = self._count(self.chance.choice((1, 3, 8)))
                    crossings[crossing] = {what: before[what] + more[what] for what in before}

    def _rows(self, published: str) -> Iterator[Row]:
        """Yield the rows of a table published on a day; its gaps and inexact figures are the same on each day."""
        for row in self._exact():
            key = json.dumps([self.seed, row["indicator"], row["group"], row["period"]])
            own = random.Random(key)
            if own.random() > self.density:
                continue
            row["published"] = published
            counts = row["indicator"] in ("alle", "job", "sager")
            if counts and 0 <= row["value"] < self.minimum and own.random() < 0.1:
                row["value"] = f"under {self.minimum}"
            elif counts and row["value"] and own.random() < 0.04 and not self._gives_behind(row):
                row |= {"value": None, "quality": "suppressed"}
            yield row

    def _residents(self) -> Iterator[Row]:
        """Yield rows of the residents of some groups, each published on one of the days."""
        periods = {"mean": (*QUARTERS, "2024"), "last": ("2024-Q4", "2024", "2024-12-31", "2025-01-01")}
        for period in periods.get(self.over_time or "", ()):
            parts = QUARTERS if self.over_time == "mean" and period == "2024" else (period,)
            for group in ("", *OTHERS):
                total = sum(
                    count
                    for part in parts
                    for crossing, count in self.residents[part if self.over_time == "mean" else QUARTERS[-1]].items()
                    if GROUPS[group](crossing)
                )
                row = {
                    "indicator": "beboere",
                    "group": group,
                    "period": period,
                    "published": self.more.choice(self.dates),
                }
                if self.more.random() < 0.8:
                    yield row | {"value": total if len(parts) == 1 else total / len(parts)}

    def _verdicts(self) -> Iterator[Row]:
        """Yield rows that judge a number without giving it."""
        for year in ("2022", "2023", "2024"):
            row = {"indicator": "job", "group": "y", "period": year, "published": self.more.choice(self.dates)}
            if self.more.random() < 0.7:
                yield row | {"value": None, "target": "m2", "judgement": "opfyldt"}

    def _exact(self) -> Iterator[Row]:
        """Yield the rows of all figures that a table could have."""
        for year in ("2022", "2023", "2024"):
            for group in GROUPS:
                alle, job, udd, total = (self._sum(what, group, [year]) for what in ("alle", "job", "udd", "sum"))
                base: Row = {"group": group, "period": year}
                yield base | {"indicator": "alle", "value": alle}
                yield base | {"indicator": "job", "value": job}
                if alle:
                    share = base | {"indicator": "andel", "value": self._rounded(100 * job / alle)}
                    yield share | self._behind(job, alle, share)
                    yield base | {"indicator": "snit", "value": self._rounded(total / alle)}
                if job:
                    yield base | {"indicator": "udd", "value": self._rounded(SCALES[self.unit] * udd / job, self.unit)}
                if group == "":
                    yield from self._differences(year)
        for span in self.flow or ():
            periods = months_of(span)
            for group in ("", "x", "y", "z"):
                cases, closed = (self._sum(what, group, periods) for what in ("alle", "job"))
                yield {"indicator": "sager", "group": group, "period": span, "value": cases}
                if cases and self.flow_share:
                    value = self._rounded(100 * closed / cases)
                    yield {"indicator": "lukket", "group": group, "period": span, "value": value}

    def _differences(self, year: str) -> Iterator[Row]:
        one, two = ((self._sum("job", group, [year]), self._sum("alle", group, [year])) for group in ("x", "y"))
        base: Row = {"group": "", "period": year}
        if one[1] and two[1]:
            gap = 100 * one[0] / one[1] - 100 * two[0] / two[1]
            yield base | {"indicator": "forskel", "value": self._rounded(gap)}
        yield base | {"indicator": "flere", "value": one[0] - two[0]}

    def _behind(self, numerator: int, denominator: int, row: Row) -> Row:
        """Return the numbers behind a share, which some rows give."""
        return {"numerator": numerator, "denominator": denominator} if self._gives_behind(row) else {}

    def _gives_behind(self, row: Row) -> bool:
        own = random.Random(json.dumps([self.seed, row["group"], row["period"]]))
        return own.random() < 0.15

    def _rounded(self, value: float, unit: str = "%") -> float:
        """Return a number as it is stated; a share of 1 has two decimals more, or it would state next to nothing."""
        return value if self.decimals is None else round(value, self.decimals + (2 if unit == "andel" else 0))

    def _policy(self) -> dict[str, Any]:
        """Return the policy as data."""
        chance = self.chance
        kept = chance.sample([group for group in GROUPS if group], 3)
        level = {"id": "m1", "kind": "level", "value": 40 * self.scale, "comparison": "at_least", "due": "2026"}
        relative = {"id": "m5", "kind": "level", "value": 0, "comparison": "at_least", "group": "x", "due": "2026"}
        targets: list[dict[str, Any]] = [
            level,
            *({**level, "id": f"m-{group}", "group": group} for group in kept),
            {"id": "m2", "kind": "standing", "value": 2 * self.scale, "comparison": "at_least", "group": "y"},
            {"id": "m3", "kind": "change", "amount": 10, "mode": "percent", "start": "2022", "group": "x"},
        ]
        shares = [{**relative, "relative_to": {"group": "y"}}, {**level, "id": "m6", "value": 50}]
        gap = {"of": {"indicator": "andel", "group": "x"}, "less": {"indicator": "andel", "group": "y"}}
        more = {"of": {"indicator": "job", "group": "x"}, "less": {"indicator": "job", "group": "y"}}
        numerator = {"numerator": "job"} if self.has_numerator else {}
        people = {"unit": "antal", "counts_people": True, "direction": "increase"}
        indicators: list[dict[str, Any]] = [
            {"id": "alle", "title": "Alle i målgruppen", **people},
            {"id": "job", "title": "I job", **people, "targets": targets},
            {"id": "andel", "title": "Andel i job", "unit": "%", "base": "alle", **numerator, "targets": shares},
            {"id": "udd", "title": "Under uddannelse", "unit": self.unit, "base": "job"},
            {"id": "snit", "title": "Dage i gennemsnit", "base": "alle"},
            {"id": "forskel", "title": "Forskel", "unit": "procentpoint", "difference": gap},
            {"id": "flere", "title": "Flere i job", "difference": more},
            {"id": "sager", "title": "Sager", "unit": "antal", "counts_people": True, "over_time": "sum"},
            {"id": "lukket", "title": "Sager lukket", "unit": "%", "base": "sager"},
        ]
        indicators[2]["direction"] = "increase"
        total = self._sum("job", "", ["2022"])
        if total >= self.minimum and len(self.dates) == 1 and chance.random() < 0.2:
            indicators[1]["baseline"] = {"period": "2022", "value": total}
        elif len(self.dates) == 1 and self.more.random() < 0.3:
            in_x = self._sum("job", "x", ["2022"])
            targets[-1] |= {"baseline": {"period": "2022", "value": in_x}} if in_x >= self.minimum else {}
        if self.over_time is not None:
            indicators.append({"id": "beboere", "title": "Beboere", **people, "over_time": self.over_time})
        parts = [{"parts": [*inner], **({"whole": whole} if whole else {})} for whole, inner in self.partitions]
        return {
            "kommunepolitik": 1,
            "id": "nybro-angreb",
            "title": "Ungepolitik",
            "municipality": {"name": "Nybro", "fictitious": True},
            "period": "2022..2026",
            "groups": [{"id": group, "title": f"Gruppe {group}"} for group in GROUPS if group],
            "focus_areas": [
                {"id": "f", "title": "Job", "measured_by": [each["id"] for each in indicators]},
            ],
            "indicators": indicators,
            "disclosure": {"minimum": self.minimum, "partitions": parts},
        }


def months_of(period: str) -> list[str]:
    """Return the edges within a period of `SPANS`: what was counted from each until the next."""
    begin = {"2023/24": ("2023-08", "2024-08"), "2023..2024": ("2023-01", "2025-01")}
    begin |= {f"2024-Q{n}": (f"2024-{3 * n - 2:02}", f"2024-{3 * n + 1:02}") for n in (1, 2, 3)}
    begin |= {"2024-Q4": ("2024-10", "2025-01"), "2024-H1": ("2024-01", "2024-07"), "2024-H2": ("2024-07", "2025-01")}
    first, _, last = period.partition("..")
    if period not in begin:
        first, last = (f"{first}-01", f"{first}-12") if len(first) == 4 else (first, last or first)
        year, month = int(last[:4]), int(last[5:])
        begin[period] = first, f"{year + month // 12}-{month % 12 + 1:02}"
    start, end = begin[period]
    return [edge for edge in EDGES if start <= edge < end]
