"""Small valid policies with figures, made from a seed, full of the awkward things the contract rules on.

`generated(seed)` gives (policy, rows, at, known) as plain data, ready for `oracle.judge`. Numbers lie on simple
decimal grids, so that ties and exact thresholds do occur. Every text is made up.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.oracle.periods import Period, length_of, plain_period, read_period

Plain = dict[str, Any]

# How far along its straight way to the target a figure lies: on it, at the thresholds, behind, the wrong way.
WAYS = (1.0, 1.0, 0.95, 0.6, 0.9, 0.75, 0.5, 0.3, 0.1, 0.0, -0.1, -0.5, -1.0, 1.1, 1.2, 1.5, 2.0)

WORDS = {"mål nået": "achieved", "godt i gang": "on_track", "lidt efter": "behind", "langt fra": "far_behind",
         "som før": "unchanged", "tilbage": "worsening", "opgivet": "missed", "ikke vurderet": "not_assessed"}  # fmt: skip
UNKNOWN_WORDS = ("på vej måske", "fint", "3", "afventer")


@dataclass
class Draft:
    """One indicator in the making."""

    record: Plain
    unit: str
    flow: bool
    up: bool
    first_year: int
    start_value: float
    per_year: float
    length: str
    rows: list[Plain] = field(default_factory=list)

    @property
    def sign(self) -> int:
        """+1 where more is wanted."""
        return 1 if self.up else -1

    @property
    def id(self) -> str:
        """The indicator's id."""
        return str(self.record["id"])


def tidy(value: float) -> float | int:
    """A number with at most three decimals, whole where it is whole."""
    result = round(value, 3)
    return int(result) if result == int(result) else result


def period_text(kind: str, year: int, part: int = 0) -> str:
    """The period of a kind (and its part, from 0) in a year."""
    match kind:
        case "year":
            return f"{year}"
        case "school":
            return f"{year}/{(year + 1) % 100:02d}"
        case "half":
            return f"{year}-H{part + 1}"
        case "tertial":
            return f"{year}-T{part + 1}"
        case "quarter":
            return f"{year}-Q{part + 1}"
        case "month":
            return f"{year}-{part + 1:02d}"
        case "day":
            return f"{year + 1}-01-01"
        case "december":
            return f"{year}-12-31"
        case "rolling":
            return f"{year - 1}-10..{year}-09"
        case "biennium":
            return f"{year - 1}..{year}"
    raise ValueError(kind)


PARTS = {"year": 1, "school": 1, "half": 2, "tertial": 3, "quarter": 4, "month": 12, "day": 1, "december": 1, "rolling": 1,
         "biennium": 1}  # fmt: skip


def share_of_year(kind: str) -> float:
    """How much of a year's flow falls in one period of a kind."""
    return 2.0 if kind == "biennium" else 1.0 / PARTS[kind]


class Maker:
    """Makes one policy."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.seed = seed
        self.year = self.rng.choice([2021, 2022, 2023])
        self.policy: Plain = {}
        self.groups_used: set[str] = set()
        self.needs_scale = False
        self.decisions: list[Plain] = []

    def chance(self, probability: float) -> bool:
        """True in so many of all draws."""
        return self.rng.random() < probability

    # --- indicators -------------------------------------------------------------------------------------

    def draft(self, number: int) -> Draft:
        """An indicator without targets and figures."""
        rng = self.rng
        unit = rng.choice(["%", "%", "%", "antal", "antal", "personer", "kr.", "karakter", "indeks", "pr. 1.000"])
        per_year, start = {
            "%": (rng.choice([1, 2, 4, 5]), rng.choice([40, 50, 60, 62.5])),
            "antal": (rng.choice([20, 100]), rng.choice([400, 600, 1000])),
            "personer": (rng.choice([20, 40]), rng.choice([300, 500, 800])),
            "kr.": (rng.choice([100, 1000]), rng.choice([5000, 20000])),
            "karakter": (rng.choice([0.2, 0.1]), rng.choice([6.5, 7.0])),
            "indeks": (rng.choice([2, 4]), rng.choice([90, 100])),
            "pr. 1.000": (rng.choice([0.5, 1, 2]), rng.choice([12, 20.5, 30])),
        }[unit]
        flow = unit in ("antal", "personer", "kr.", "pr. 1.000")
        record: Plain = {"id": f"tal-{number}", "title": f"Tal nummer {number}", "unit": unit}
        if flow and unit != "pr. 1.000" and self.chance(0.4):
            record["over_time"] = "sum"
        elif unit == "personer" and self.chance(0.5):
            record["over_time"] = "last"
        elif self.chance(0.3):
            record["over_time"] = rng.choice(["mean", "mean", "last"])
        if record.get("over_time") in ("mean", "last"):
            flow = False
        length = rng.choice(
            ["year"] * 9
            + ["school"] * 2
            + ["quarter"] * 3
            + ["half", "tertial", "month", "day", "day", "december", "rolling", "biennium"]
        )
        if record.get("over_time") and self.chance(0.3):
            length = rng.choice(["quarter", "half", "month", "tertial"])
        draft = Draft(
            record,
            unit,
            flow,
            self.chance(0.6),
            self.year - rng.choice([0, 1, 1, 2]),
            float(start),
            float(per_year),
            length,
        )
        if self.chance(0.36):
            record["margin"] = tidy(rng.choice([0.0, 0.5, 1.0, 1.0, 2.0, 3.0, 4.0, 4.0, 6.0]) * per_year)
        if self.chance(0.2):
            record["decimals"] = rng.choice([0, 1, 2])
        if unit in ("%", "antal", "personer") and self.chance(0.2):
            record["chance"] = True
        if self.chance(0.3):
            record["frequency"] = self.frequency(length)
        if self.chance(0.45):
            record["data_source"] = {"keeper": "Statistikken", "lag": rng.choice([0, 1, 2, 3, 6, 12, 18])}
        if self.chance(0.14):
            record["breaks"] = [{"period": str(draft.first_year + rng.choice([0, 1, 1, 2]))}]
            if self.chance(0.3):
                record["breaks"] = [
                    {"period": f"{draft.first_year + rng.choice([1, 2])}-{rng.choice(['Q2', 'Q3', 'H2', '08'])}"}
                ]
        if self.chance(0.25):
            record["direction"] = "increase" if draft.up else "decrease"
        return draft

    def frequency(self, length: str) -> str:
        """A frequency that goes with a kind of period, mostly."""
        usual = {"half": "half_yearly", "tertial": "every_four_months", "quarter": "quarterly", "month": "monthly",
                 "biennium": "every_two_years"}.get(length, "yearly")  # fmt: skip
        return self.rng.choice([usual, usual, usual, "yearly", "every_two_years", "continuous", "every_four_years"])

    # --- figures ----------------------------------------------------------------------------------------

    def value_at(self, draft: Draft, years: float, kind: str) -> float | int:
        """A figure so many years after the start, on its grid."""
        way = self.rng.choice((0.0, 0.1, -0.1, 0.3, 0.5, 0.6) if self.chance(0.32) else WAYS)
        value = draft.start_value + draft.sign * draft.per_year * years * way
        if self.chance(0.12):  # exactly one margin away from the start
            step = float(draft.record.get("margin") or draft.per_year)  # type: ignore[arg-type]
            value = draft.start_value + self.rng.choice([-1, 1]) * step
        if draft.flow and draft.unit != "pr. 1.000":
            value *= share_of_year(kind)
        return self.on_grid(draft, value)

    def on_grid(self, draft: Draft, value: float) -> float | int:
        """Whole numbers for whole things and money, at most two decimals elsewhere."""
        return round(value) if draft.unit in ("antal", "personer", "kr.") else tidy(round(value, 2))

    def row(self, draft: Draft, period: str, value: object, group: str = "") -> Plain:
        """One row with its usual trimmings."""
        result: Plain = {"indicator": draft.id, "period": period, "value": value, "group": group}
        return result

    def add_series(self, draft: Draft, kind: str, first: int, years: int, group: str = "", gap: float = 0.12) -> None:
        """Figures of one kind of period, year by year, some of them missing."""
        for year in range(first, first + years):
            for part in range(PARTS[kind]):
                if len([r for r in draft.rows if r["group"] == group]) >= 14 or self.chance(gap):
                    continue
                after = year - draft.first_year + (part + 1) / PARTS[kind] - 1
                draft.rows.append(
                    self.row(draft, period_text(kind, year, part), self.value_at(draft, after, kind), group)
                )

    def figures(self, draft: Draft, group: str = "") -> None:
        """The figures of one series."""
        rng = self.rng
        if self.chance(0.02):
            return
        if self.chance(0.02):
            draft.rows.append(self.row(draft, "", self.on_grid(draft, draft.start_value), group))
            return
        first = draft.first_year + rng.choice([0, 0, 0, 0, 1])
        years = rng.choice([1, 2, 2, 3, 3, 4, 5]) if PARTS[draft.length] < 4 else rng.choice([1, 2, 3, 3])
        gap = rng.choice([0.0, 0.0, 0.1, 0.35])
        self.add_series(draft, draft.length, first, years, group, gap)
        if self.chance(0.35):  # figures of another length, too
            other = rng.choice(["quarter", "quarter", "year", "school", "half", "month", "day", "rolling", "biennium"])
            self.add_series(
                draft, other, first + rng.choice([0, 1, years - 1, years]), 1, group, rng.choice([0.0, 0.4, 0.7])
            )

    def trim_rows(self, draft: Draft) -> None:
        """Denominators, qualifiers, quality, publication dates, owners."""
        rng = self.rng
        record = draft.record
        shares = draft.unit == "%" and (self.chance(0.25) or record.get("chance") is True)
        dated = self.chance(0.5)
        shared = self.chance(0.2)
        people = rng.choice([25, 40, 50, 200, 1000])
        newest = self.newest_row(draft)
        for row in list(draft.rows):
            if shares and not self.chance(0.1):
                row["denominator"] = people * rng.choice([1, 1, 1, 2])
            if self.chance(0.04):
                row["qualifier"] = rng.choice(["about", "under", "over", "just_under", "just_over"])
            elif self.chance(0.04) or (row is newest and self.chance(0.05)):
                row["value_high"] = tidy(float(row["value"]) + draft.per_year * rng.choice([0.3, 1, 2]))  # type: ignore[arg-type]
                if draft.unit in ("antal", "personer", "kr."):
                    row["value_high"] = round(float(row["value_high"]))  # type: ignore[arg-type]
                if row["value_high"] == row["value"]:
                    del row["value_high"]
            if self.chance(0.07):
                row["quality"] = "provisional"
            elif self.chance(0.03) or (row is newest and self.chance(0.06)):
                self.hide(row)
            if dated and not self.chance(0.1):
                row["published"] = self.published(str(row["period"]))
            row["policy"] = "" if shared else str(self.policy["id"])
        for row in list(draft.rows):
            if row.get("published") and self.chance(0.2):
                self.revise(draft, row)
        if self.chance(0.12):
            last = max(
                (plain_period(row["period"]).last.year for row in draft.rows if row["period"]), default=self.year
            )
            ahead = self.row(draft, str(last + 1), self.value_at(draft, last + 1 - draft.first_year, "year"))
            draft.rows.append(
                {**ahead, "quality": "forecast", "policy": str(self.policy["id"]), "published": f"{last}-06-01"}
            )

    def newest_row(self, draft: Draft) -> Plain | None:
        """The row whose period ends last."""
        rows = [row for row in draft.rows if row["period"]]
        return max(rows, key=lambda row: plain_period(row["period"]).last, default=None)

    def hide(self, row: Plain) -> None:
        """Suppress a row."""
        row["quality"] = "suppressed"
        row["value"] = ""
        for key in ("value_high", "qualifier", "denominator"):
            row.pop(key, None)

    def published(self, period: str) -> str:
        """A day after the end of a period."""
        end = read_period(period).last if period else date(self.year, 12, 31)  # type: ignore[union-attr]
        return (end + timedelta(days=self.rng.choice([10, 45, 75, 120, 200]))).isoformat()

    def revise(self, draft: Draft, row: Plain) -> None:
        """A later vintage of a row, by the same owner or by the other one."""
        later = date.fromisoformat(str(row["published"])) + timedelta(days=self.rng.choice([0, 60, 200, 400]))
        revised = {**row, "published": later.isoformat()}
        revised.pop("quality", None)
        revised.pop("value_high", None)
        revised.pop("qualifier", None)
        base = draft.start_value if row["value"] == "" else float(row["value"])  # type: ignore[arg-type]
        revised["value"] = self.on_grid(draft, base + draft.per_year * self.rng.choice([-1, -0.5, 0, 0.5, 1]))
        if self.chance(0.4):
            revised["policy"] = "" if row.get("policy") else str(self.policy["id"])
        elif later.isoformat() == row["published"]:
            return
        draft.rows.append(revised)

    # --- baselines ----------------------------------------------------------------------------------------

    def baseline(self, draft: Draft, kind: str | None = None) -> Plain:
        """A baseline in the first year, with or without its figure among the rows."""
        rng = self.rng
        kind = kind or (draft.length if self.chance(0.85) else rng.choice(["year", "year", "quarter", "school", "day"]))
        part = PARTS[kind] - 1 if self.chance(0.8) else rng.randrange(PARTS[kind])
        period = period_text(kind, draft.first_year, part)
        value = draft.start_value * (share_of_year(kind) if draft.flow and draft.unit != "pr. 1.000" else 1.0)
        result: Plain = {"period": period, "value": self.on_grid(draft, value)}
        draw = rng.random()
        if draw < 0.08:
            del result["value"]
        elif draw < 0.14:
            result["value_high"] = self.on_grid(draft, value + draft.per_year * 0.5)
            if result["value_high"] == result["value"]:
                del result["value_high"]
        elif draw < 0.17:
            result["qualifier"] = "about"
        return result

    # --- targets --------------------------------------------------------------------------------------------

    def due(self, draft: Draft) -> str:
        """A due of any kind, after the baseline."""
        rng = self.rng
        year = draft.first_year + rng.choice([1, 2, 3, 4, 4, 5, 5, 6])
        draw = rng.random()
        if draw < 0.55:
            return period_text("school" if draft.length == "school" else "year", year)
        if draw < 0.65:
            return period_text("quarter", year, rng.choice([1, 3, 3]))
        if draw < 0.72:
            return f"{year + 1}-01-01"
        if draw < 0.77:
            return f"{year}-12-31"
        if draw < 0.84:
            return f"{year}..{year + rng.choice([1, 2])}"
        if draw < 0.89:
            return period_text("school", year)
        if draw < 0.93:
            return period_text("half", year, rng.choice([0, 1]))
        return period_text(draft.length, year, PARTS[draft.length] - 1)

    def years_until(self, draft: Draft, due: str | None) -> float:
        """Years from the end of the first year to the end of due."""
        if due is None:
            return 4.0
        last = read_period(due).last  # type: ignore[union-attr]
        return max(0.25, round((last.year + last.month / 12 - 1 - draft.first_year) * 4) / 4)

    def level(self, draft: Draft, up: bool) -> Plain:
        """A level, dated or not."""
        due = None if self.chance(0.12) else self.due(draft)
        sign = 1 if up else -1
        value = draft.start_value + sign * draft.per_year * self.years_until(draft, due)
        if self.chance(0.15):  # one that the baseline meets
            value = draft.start_value - sign * draft.per_year * self.rng.choice([0, 1])
        if draft.flow and draft.unit != "pr. 1.000":
            record = draft.record.get("baseline")
            kind = str(record["period"]) if isinstance(record, dict) else (due or "2024")
            months = length_of(plain_period(kind))
            share = months[1] / 12 if months[0] == "months" and months[1] <= 12 else 1.0
            value *= share
        result: Plain = {
            "kind": "level",
            "comparison": "at_least" if up else "at_most",
            "value": self.on_grid(draft, value),
        }
        if due is not None:
            result["due"] = due
        if self.chance(0.12):
            result["baseline"] = self.baseline(draft)
        return result

    def cumulative(self, draft: Draft, up: bool) -> Plain:
        """A sum since the start."""
        rng = self.rng
        years = rng.choice([1, 2, 3, 4, 5])
        begin = rng.choice([draft.first_year, draft.first_year + 1, self.year])
        content = sorted(int(str(row["period"])[:4]) for row in draft.rows if row["period"] and not row["group"])
        if content and self.chance(0.7):  # mostly where there are figures
            begin = content[0]
        due = period_text("quarter", begin + years, 1) if self.chance(0.15) else str(begin + years)
        if self.chance(0.12):
            due = f"{begin}..{begin + years}"
        value = draft.start_value * (years + 1) * rng.choice([1.0, 1.0, 0.8, 0.9, 1.1, 1.25, 1.6, 2.0])
        result: Plain = {"kind": "level", "cumulative": True, "comparison": "at_least" if up else "at_most",
                         "value": self.on_grid(draft, value)}  # fmt: skip
        if not self.chance(0.1):
            result["due"] = due
        if draft.length == "school" and self.chance(0.8):
            result["start"] = period_text("school", begin)
        elif begin != self.year or self.chance(0.5):
            result["start"] = str(begin) if self.chance(0.8) else f"{begin}-{rng.choice(['01', 'Q1', 'H1'])}"
        return result

    def standing(self, draft: Draft, up: bool) -> Plain:
        """A value kept every period anew."""
        per = self.rng.choice(["year"] * 5 + ["quarter", "half_year", "month"])
        if draft.length in ("quarter", "half", "month") and self.chance(0.6):
            per = {"quarter": "quarter", "half": "half_year", "month": "month"}[draft.length]
        value = draft.start_value + draft.per_year * self.rng.choice([-1, -0.5, 0, 0, 0.5, 1])
        if draft.flow and draft.unit != "pr. 1.000":
            value *= {"year": 1, "half_year": 1 / 2, "quarter": 1 / 4, "month": 1 / 12}[per]
        result: Plain = {
            "kind": "standing",
            "comparison": "at_least" if up else "at_most",
            "value": self.on_grid(draft, value),
        }
        if per != "year" or self.chance(0.3):
            result["per"] = per
        return result

    def change(self, draft: Draft) -> Plain:
        """A change per year or in total."""
        rng = self.rng
        total = self.chance(0.45)
        mode = rng.choice(["percent", "points", "points", None])
        amount = draft.per_year if mode == "points" else rng.choice([1, 2, 5, 10])
        if total and mode == "points":
            amount *= rng.choice([2, 4])
        elif total:
            amount *= 4 if amount < 10 else 2
        result: Plain = {"kind": "change", "amount": tidy(draft.sign * amount)}
        if mode:
            result["mode"] = mode
        if total or self.chance(0.2):
            result["per"] = "total" if total else "year"
        if self.chance(0.3):
            kind = draft.length if draft.length not in ("day", "december") else "year"
            result["start"] = period_text(kind, draft.first_year + rng.choice([0, 0, 1, 2]), PARTS[kind] - 1)
        if self.chance(0.6 if not total else 0.85):
            result["due"] = self.due_after(draft, result.get("start"))
        if self.chance(0.1):
            result["baseline"] = self.baseline(draft)
        return result

    def due_after(self, draft: Draft, start: object) -> str:
        """A due that ends after a start."""
        due = self.due(draft)
        while start is not None and read_period(due).last <= read_period(start).last:  # type: ignore[union-attr]
            due = str(int(str(start)[:4]) + self.rng.choice([2, 3]))
        return due

    def direction(self, draft: Draft) -> Plain:
        """Up or down."""
        result: Plain = {"kind": "direction", "direction": "increase" if draft.up else "decrease"}
        if self.chance(0.45):
            result["due"] = self.due(draft)
        return result

    def targets(self, draft: Draft, reference: Draft | None) -> list[Plain]:
        """Up to three targets of one indicator, all of one mind."""
        rng = self.rng
        found: list[Plain] = []
        if self.chance(0.06) and "direction" not in draft.record:  # a band
            for up in (True, False):
                target = self.standing(draft, up)
                target["per"] = "year"
                spread = draft.per_year * (1 if draft.unit not in ("antal", "personer", "kr.") else 2)
                target["value"] = self.on_grid(draft, draft.start_value + (-spread if up else spread))
                found.append(target)
        else:
            kinds = rng.choices(
                ["level", "cumulative", "standing", "change", "direction"],
                [44, 26, 14, 26, 14],
                k=rng.choice([1, 1, 1, 2, 2, 3]),
            )
            for kind in kinds:
                found.append(self.one_target(draft, kind))
        for target in found:
            self.dress(draft, target, reference)
        found = self.consistent(draft, found)
        self.replace_one(found)
        return found

    def one_target(self, draft: Draft, kind: str) -> Plain:
        """A target of a kind that suits the indicator."""
        summable = draft.flow and draft.unit != "pr. 1.000" and draft.length not in ("day", "december", "rolling")
        if kind == "cumulative" and not summable:
            kind = "level"
        match kind:
            case "cumulative":
                return self.cumulative(draft, draft.up)
            case "standing":
                return self.standing(draft, draft.up)
            case "change":
                return self.change(draft)
            case "direction":
                return self.direction(draft)
        return self.level(draft, draft.up)

    def dress(self, draft: Draft, target: Plain, reference: Draft | None) -> None:
        """A group, or a series to compare with."""
        rng = self.rng
        if self.chance(0.12):
            target["group"] = rng.choice(["kvinder", "unge"])
            self.groups_used.add(str(target["group"]))
            if target["kind"] in ("level", "change") and not target.get("cumulative") and self.chance(0.6):
                target.setdefault("baseline", self.baseline(draft))
        wanted = 0.75 if reference is not None else 0.0
        if target["kind"] in ("level", "standing") and not target.get("cumulative") and self.chance(wanted):
            assert reference is not None
            target["relative_to"] = {"indicator": reference.id}
            gap = rng.choice([0, 0, 0.5, 1, 2]) * draft.per_year
            if target.get("due") and self.chance(0.6):
                gap = (self.years_until(draft, str(target["due"])) - 4) * draft.per_year
            target["value"] = self.on_grid(draft, draft.sign * gap)
            target.pop("baseline", None)
            if target["kind"] == "level" and self.chance(0.85):
                kind = draft.length if self.chance(0.85) else "year"
                period = period_text(kind, draft.first_year, PARTS[kind] - 1)
                apart = self.on_grid(draft, -draft.sign * draft.per_year * rng.choice([2, 4, 4, 4]))
                target["baseline"] = {"period": period, "value": apart} if self.chance(0.6) else {"period": period}

    def consistent(self, draft: Draft, targets: list[Plain]) -> list[Plain]:
        """No two levels of one series with the same due, baselines before due, unique names."""
        kept: list[Plain] = []
        for target in targets:
            due = read_period(target.get("due"))
            baseline = target.get("baseline") or (None if target.get("group") else draft.record.get("baseline"))
            if due is not None and isinstance(baseline, dict):
                if read_period(baseline["period"]).last >= due.last:  # type: ignore[union-attr]
                    continue
            clash = False
            for other in kept:
                other_due = read_period(other.get("due"))
                same_due = (due and due.last) == (other_due and other_due.last)
                if target["kind"] == other["kind"] and same_due and target.get("comparison") == other.get("comparison"):
                    clash = True
            if not clash:
                kept.append(target)
        names: set[str] = set()
        for number, target in enumerate(kept):
            name = f"{target['kind']}-{target['due']}" if target.get("due") else str(target["kind"])
            if name in names or self.chance(0.25):
                target["id"] = f"maal-{number + 1}"
            names.add(str(target.get("id") or name))
        return kept

    def replace_one(self, targets: list[Plain]) -> None:
        """Now and then a level is replaced by a later one."""
        levels = [
            t
            for t in targets
            if t["kind"] == "level"
            and t.get("due")
            and not t.get("cumulative")
            and not t.get("relative_to")
            and not t.get("group")
        ]
        if len(levels) < 2 or not self.chance(0.4):
            return
        levels.sort(key=lambda t: read_period(t["due"]).last)  # type: ignore[union-attr]
        number = len(self.decisions) + 1
        self.decisions.append({"id": f"beslutning-{number}", "body": "Byrådet", "date": f"{self.year + 1}-03-15"})
        new = levels[1]
        levels[0]["replaced_by"] = {
            "target": new.get("id") or f"level-{new['due']}",
            "decision": f"beslutning-{number}",
        }

    # --- special indicators -------------------------------------------------------------------------------

    def reference(self, draft: Draft) -> Draft:
        """A context series to compare with, close to the first one in level, with parts of it missing or late."""
        record: Plain = {"id": f"{draft.id}-land", "title": "Hele landet", "unit": draft.unit, "role": "context"}
        for key in ("over_time",):
            if key in draft.record:
                record[key] = draft.record[key]
        if self.chance(0.4):
            record["data_source"] = {"keeper": "Statistikken", "lag": self.rng.choice([1, 3, 6, 12])}
        if self.chance(0.1):
            record["breaks"] = [{"period": str(draft.first_year + self.rng.choice([1, 2]))}]
        other = Draft(
            record, draft.unit, draft.flow, draft.up, draft.first_year, draft.start_value, draft.per_year, draft.length
        )
        if self.chance(0.07):
            self.add_series(other, "quarter", draft.first_year, 2)
            return other
        if self.chance(0.07):
            return other
        last = max((str(row["period"]) for row in draft.rows), default="")
        for row in draft.rows:
            if (
                not row["period"]
                or self.chance(0.06)
                or (str(row["period"]) == last and self.chance(0.3))
                or row["group"]
            ):
                continue
            years = read_period(row["period"]).last.year - draft.first_year  # type: ignore[union-attr]
            apart = draft.sign * draft.per_year * (years * self.rng.choice(WAYS) - 4)
            other.rows.append(self.row(other, str(row["period"]), self.on_grid(draft, float(row["value"]) - apart)))  # type: ignore[arg-type]
        return other

    def undefined(self, draft: Draft) -> None:
        """A percent change from nothing, or from less."""
        value = self.rng.choice([0, 0, -10])
        draft.unit, draft.flow, draft.length = "kr.", True, "year"
        draft.record["unit"] = "kr."
        for key in ("over_time", "chance", "decimals", "margin", "breaks"):
            draft.record.pop(key, None)
        draft.rows = [self.row(draft, str(draft.first_year + n), value + n * 5) for n in range(1, 3)]
        draft.record["baseline"] = {"period": str(draft.first_year), "value": value}
        target: Plain = {"kind": "change", "amount": 5 * draft.sign, "mode": "percent"}
        if self.chance(0.4):
            target["per"] = "total"
            target["due"] = str(draft.first_year + 4)
        draft.record["targets"] = [target]

    def qualitative(self, number: int) -> Draft:
        """Judged by people."""
        record: Plain = {"id": f"vurdering-{number}", "title": f"Vurdering nummer {number}", "kind": "qualitative"}
        draft = Draft(record, "", False, True, self.year - 1, 0.0, 1.0, "year")
        for year in range(self.year - 1, self.year + self.rng.choice([0, 1, 2, 3])):
            word = self.rng.choice([*WORDS, *UNKNOWN_WORDS, "mål nået", "tilbage", "som før"])
            row: Plain = {
                "indicator": draft.id,
                "period": str(year),
                "value": "",
                "judgement": word,
                "group": "",
                "policy": str(self.policy["id"]),
            }
            if self.chance(0.08):
                row["quality"] = "provisional"
            if self.chance(0.4):
                row["published"] = self.published(str(year))
            draft.rows.append(row)
        if draft.rows and self.chance(0.04):
            draft.rows = [{**draft.rows[0], "period": ""}]
        self.needs_scale = True
        return draft

    # --- the policy -----------------------------------------------------------------------------------------

    def indicator(self, number: int, room: int) -> list[Draft]:
        """An indicator with all that belongs to it, and its reference, if it has one."""
        if self.chance(0.13):
            return [self.qualitative(number)]
        draft = self.draft(number)
        if self.chance(0.028):
            self.undefined(draft)
            self.trim_rows(draft)
            return [draft]
        if self.chance(0.78):
            draft.record["baseline"] = self.baseline(draft)
        self.figures(draft)
        reference = self.reference(draft) if room > 1 and self.chance(0.24) else None
        if self.chance(0.8):
            targets = self.targets(draft, reference)
            if targets:
                draft.record["targets"] = targets
                for group in sorted({str(t["group"]) for t in targets if t.get("group")}):
                    self.figures(draft, group)
        elif self.chance(0.25):
            group = self.rng.choice(["kvinder", "unge"])
            self.groups_used.add(group)
            self.figures(draft, group)
        self.align_baseline(draft)
        self.trim_rows(draft)
        if reference is not None:
            self.trim_rows(reference)
            return [draft, reference]
        return [draft]

    def align_baseline(self, draft: Draft) -> None:
        """The figure at the baseline's period mostly states what the baseline states; at times it is a revision."""
        baseline = draft.record.get("baseline")
        if not isinstance(baseline, dict) or "value" not in baseline:
            return
        period = read_period(baseline["period"])
        for row in draft.rows:
            content = read_period(row["period"])
            if (
                content is not None
                and period is not None
                and content.key == period.key
                and row["group"] == ""
                and not self.chance(0.3)
            ):
                row["value"] = baseline["value"]

    def at_and_known(self, rows: list[Plain]) -> tuple[str | None, str | None]:
        """The reference period and the day of knowledge, each in about half of the policies."""
        rng = self.rng
        at = known = None
        ends = sorted({plain_period(row["period"]).last for row in rows if row["period"]})
        newest = ends[-1] if ends else date(self.year + 2, 12, 31)
        around = newest if not ends or self.chance(0.6) else rng.choice(ends)
        if self.chance(0.5):
            year = around.year + rng.choice([0, 0, 0, 0, 1, 1, 2, -1])
            others = [
                f"{year}-Q{rng.choice([1, 2, 3, 4, 4])}",
                f"{year + 1}-01-01",
                f"{year}-06",
                period_text("school", year),
                f"{year}-12-31",
            ]
            at = rng.choice([str(year)] * 6 + others)
        if self.chance(0.5):
            end = read_period(at).last if at and self.chance(0.7) else around  # type: ignore[union-attr]
            day = end + timedelta(days=rng.choice([0, 32, 90, 91, 181, 185, 300, 365, 400, 730, 1200]))
            known = rng.choice([day.isoformat(), day.isoformat(), day.isoformat()[:7], str(day.year)])
        return at, known

    def made(self) -> tuple[Plain, list[Plain], str | None, str | None]:
        """The whole."""
        rng = self.rng
        period = rng.choice(
            [f"{self.year}..{self.year + 3}"] * 4
            + [f"{self.year}..{self.year + 1}", f"{self.year}-08..{self.year + 3}-07", f"{self.year}.."]
        )
        self.policy = {
            "kommunepolitik": 1,
            "id": f"proeve-{self.seed}",
            "title": "Prøvepolitik",
            "municipality": {"name": "Prøveby", "fictitious": True},
            "period": period,
        }
        drafts: list[Draft] = []
        wanted = rng.choice([1, 1, 2, 2, 3, 4])
        while len(drafts) < wanted:
            drafts += self.indicator(len(drafts) + 1, room=4 - len(drafts))
        self.policy["goals"] = [{"id": "maal", "statement": "Et mål.", "measured_by": [draft.id for draft in drafts]}]
        if self.groups_used:
            self.policy["groups"] = [{"id": group, "title": group.capitalize()} for group in sorted(self.groups_used)]
        if self.needs_scale:
            self.policy["judgement_scale"] = [{"word": word, "means": means} for word, means in WORDS.items()]
        if self.decisions:
            self.policy["decisions"] = self.decisions
        self.policy["indicators"] = [draft.record for draft in drafts]
        rows = valid_rows([row for draft in drafts for row in draft.rows])
        rng.shuffle(rows)
        at, known = self.at_and_known(rows)
        return self.policy, rows, at, known


def valid_rows(rows: list[Plain]) -> list[Plain]:
    """Rows of one key are all dated, those of one owner on different days; later offenders are left out.

    No series keeps more than fourteen rows.
    """
    kept: list[Plain] = []
    for row in rows:
        content = read_period(row["period"])
        allowed = sum((row["indicator"], row["group"]) == (other["indicator"], other["group"]) for other in kept) < 14
        for other in kept:
            period: Period | None = read_period(other["period"])
            if (row["indicator"], row["group"], content and content.key) != (
                other["indicator"],
                other["group"],
                period and period.key,
            ):
                continue
            if (
                not row.get("published")
                or not other.get("published")
                or (row["published"] == other["published"] and row.get("policy") == other.get("policy"))
            ):
                allowed = False
        if allowed:
            kept.append(
                {
                    key: value
                    for key, value in row.items()
                    if value not in ("", None) or key in ("group", "policy", "value", "period")
                }
            )
    return kept


def generated(seed: int) -> tuple[Plain, list[Plain], str | None, str | None]:
    """One policy with its rows, the reference period and the day of knowledge; the same for the same seed."""
    return Maker(seed).made()
