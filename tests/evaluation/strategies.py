"""Hypothesis strategies for policies with one indicator to judge, and figures of every kind beside them."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs
import hypothesis.strategies as st
import pytest
from hypothesis.strategies import SearchStrategy

import kommunepolitik.model as m
from kommunepolitik.evaluation import Evaluation, Result, evaluate

from . import notation

Draw = Callable[[SearchStrategy[Any]], Any]
Row = Mapping[str, Any]

RATES: Final = ("%", "karakter", "‰")
FLOWS: Final = ("antal", "personer", "pr. 1.000", "mio. kr.")
LENGTHS: Final = (12, 6, 4, 3, 1)
"""Months of a year, half-year, four months, quarter and month."""
FREQUENCIES: Final[Mapping[str, int]] = {
    "monthly": 1,
    "quarterly": 3,
    "every_four_months": 4,
    "half_yearly": 6,
    "yearly": 12,
    "every_two_years": 24,
    "every_four_years": 48,
}
KINDS: Final = ("level", "steps", "relative", "cumulative", "standing", "change", "direction", "none")

NUMBERS = st.one_of(
    st.integers(0, 120), st.integers(0, 960).map(lambda n: n / 8), st.integers(0, 1000).map(lambda n: n / 10)
)
"""Values that a figure of any unit may have, whole ones among them."""


# The calendar, in months: 12·2024 + 12 is the end of 2024.


def month(year: int, number: int = 12) -> int:
    """Return the number of a month."""
    return 12 * year + number


def ending(months: int, end: int) -> str:
    """Return the period of so many months that ends with a month.

    >>> ending(12, month(2024)), ending(12, month(2024, 7)), ending(3, month(2024, 6)), ending(1, month(2024))
    ('2024', '2023/24', '2024-Q2', '2024-M12')
    >>> ending(12, month(2024, 9))
    '2023-M10..2024-M09'
    """
    year, number = divmod(end - 1, 12)
    number += 1
    if months == 12 and number == 7:
        return f"{year - 1}/{year % 100:02}"
    if number % months == 0:
        return f"{year}{ {12: '', 6: '-H', 4: '-T', 3: '-Q', 1: '-M'}[months] }" + (
            "" if months == 12 else f"{number:02}" if months == 1 else str(number // months)
        )
    return f"{ending(1, end - months + 1)}..{ending(1, end)}"


def shifted(text: str, years: int) -> str:
    """Return a period so many years later.

    >>> shifted("2023/24", 4), shifted("2024-02..2024-05", -4), shifted("2023-12-31", 4), shifted("", 4)
    ('2027/28', '2020-M02..2020-M05', '2027-12-31', '')
    """
    school = re.fullmatch(r"(\d{4})/\d{2}", text)
    if school is not None:
        first = int(school[1]) + years
        return f"{first}/{(first + 1) % 100:02}"
    months = re.sub(r"(\d{4})-(\d{2})(?=\.\.|$)", r"\1-M\2", text)  # 2008-09 could be a school year
    return re.sub(r"\d{4}", lambda year: str(int(year[0]) + years), months)


# Cases.


@attrs.frozen(kw_only=True)
class Case:
    """A policy with one indicator, its figures, and as of when it is judged."""

    fields: Mapping[str, Any]
    """Fields of the indicator in the notation of the cases, and `targets`."""
    rows: tuple[Row, ...]
    at: str | None = None
    known: str | None = None
    method: str = "linear"

    @property
    def policy(self) -> m.Policy:
        """The policy that the fields make."""
        fields = dict(self.fields)
        return notation.policy(*fields.pop("targets", ()), **fields)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """Write it as short as it can be read, where Hypothesis reports it."""
        lines = [f"{name}={_short(held)}" for name, held in self.fields.items() if name != "targets"]
        lines += [_short(target) for target in self.policy.indicator("i").targets]
        lines += [" ".join(f"{name}={cell}" for name, cell in row.items() if cell != "") for row in self.rows]
        printer.text("\n  ".join([f"Case at={self.at} known={self.known} {self.method}", *lines]))

    def judged(self) -> Evaluation:
        """Judge it."""
        rows = [{"policy": "p", "indicator": "i", **row} for row in self.rows]
        return evaluate(self.policy, rows, at=self.at, known=self.known, method=self.method)  # type: ignore[arg-type]

    def results(self) -> tuple[Result, ...]:
        """Return the results of the indicator: one for each target, or for each series without any."""
        return tuple(result for result in self.judged().results if result.indicator == "i")

    def result(self) -> Result:
        """Return the result of its only target."""
        (found,) = self.results()
        return found

    def with_(self, *rows: Row, **changes: Any) -> "Case":
        """Return the case with further rows, or another date."""
        return attrs.evolve(self, rows=(*self.rows, *rows), **changes)

    def having(self, **fields: Any) -> "Case":
        """Return the case with other fields of its indicator."""
        return attrs.evolve(self, fields={**self.fields, **fields})


def _short(held: Any) -> str:
    if not isinstance(held, m.Target | m.Baseline | m.RelativeTo):
        return str(held)
    cells = {
        name: getattr(held, name)
        for name in ("kind", *(f.name for f in attrs.fields(type(held))))
        if hasattr(held, name)
    }
    cells.pop("basis", None)
    return f"({', '.join(f'{name}={_short(cell)}' for name, cell in cells.items() if cell is not None and cell not in ('', ()) and cell is not False)})"


@attrs.frozen(kw_only=True)
class Wanted:
    """What cases are to be drawn."""

    kinds: tuple[str, ...] = KINDS
    units: tuple[str, ...] = RATES + FLOWS
    stated: bool = False
    """Whether `margin` or `decimals` is stated."""
    plain: bool = False
    """Whether figures are exact, final and of whole populations: no qualifiers, ranges, denominators, chance."""
    over_time: bool = True
    has_due: bool = False
    has_at: bool = False
    dated: bool = False
    """Whether each row has a day of publication, and the case a day of knowledge."""


@st.composite
def cases(draw: Draw, wanted: Wanted = Wanted()) -> Case:
    """Draw a case: a target of some kind, and figures of mixed lengths, some revised, uncertain or withheld."""
    kind = draw(st.sampled_from(wanted.kinds))
    fields = draw(indicators(wanted, kind))
    length = draw(st.sampled_from(LENGTHS))
    group = (
        draw(st.sampled_from(["", "", "unge"])) if kind in ("level", "steps", "change", "direction", "standing") else ""
    )
    if kind != "cumulative" and draw(st.booleans()):
        base = draw(st.sampled_from([month(2018), month(2019), month(2019, 7) if length == 12 else month(2019)]))
        fields["baseline"] = (ending(length, base), draw(st.none() | NUMBERS) if not wanted.stated else draw(NUMBERS))
    fields["targets"] = draw(targets(kind, group, fields, wanted))
    series = [("i", group), ("reference", "")] if kind == "relative" else [("i", group)]
    rows = draw(figures(wanted, length, series, fields["unit"]))
    dates = st.sampled_from(["2030", "2024", "2026-01-01", "2023", "2023-Q3", "2022", "2021-06", "2020"])
    at = draw(dates if wanted.has_at else st.none() | dates)
    known = draw(dates) if wanted.dated else draw(st.none() | st.none() | dates)
    return Case(fields=fields, rows=rows, at=at, known=known)


@st.composite
def indicators(draw: Draw, wanted: Wanted, kind: str) -> dict[str, Any]:
    """Draw the fields of an indicator, but for its baseline and targets."""
    fields: dict[str, Any] = {"unit": draw(st.sampled_from(wanted.units))}
    margins = st.sampled_from([0, 0.5, 1, 2, 5])
    if wanted.stated:
        fields |= draw(st.one_of(st.builds(dict, margin=margins), st.builds(dict, decimals=st.integers(0, 2))))
    elif draw(st.booleans()):
        fields["margin"] = draw(margins)
    if draw(st.booleans()):
        fields["frequency"] = draw(st.sampled_from(sorted(FREQUENCIES)))
    if draw(st.booleans()):
        fields["lag"] = draw(st.sampled_from([0, 2, 6, 12]))
    if wanted.over_time and draw(st.booleans()):
        fields["over_time"] = draw(st.sampled_from(["sum", "mean", "last"]))
    if draw(st.integers(0, 5)) == 0:
        fields["breaks"] = [draw(st.sampled_from(["2019", "2021", "2022-07-01"]))]
    if not wanted.plain and draw(st.integers(0, 3)) == 0:
        fields["chance"] = True
    if kind == "none":
        fields["direction"] = draw(st.sampled_from([None, "increase", "decrease"]))
    return fields


DUES = ("2021", "2022", "2022-Q2", "2022-M06", "2023", "2023-12-31", "2024-01-01", "2021/22", "2021..2024", "2024")


@st.composite
def targets(draw: Draw, kind: str, group: str, fields: Mapping[str, Any], wanted: Wanted) -> tuple[m.Target, ...]:
    """Draw the targets of a kind: one, or a level with a step on the way."""
    level = draw(st.sampled_from([notation.at_least, notation.at_most]))
    kept = draw(st.sampled_from([notation.kept_at_least, notation.kept_at_most]))
    due = draw(st.sampled_from(DUES) if wanted.has_due else st.none() | st.sampled_from(DUES))
    value, of = draw(NUMBERS), {"group": group or None}
    if kind == "level":
        return (level(value, due, id="t", **of),)
    if kind == "steps":
        return (level(draw(NUMBERS), "2020-Q4", id="step", **of), level(value, due, id="t", **of))
    if kind == "relative":
        own = draw(st.none() | st.tuples(st.just("2019"), st.none() | NUMBERS))
        relative = level(value / 4 - 15, due, id="t", baseline=own) if own else level(value / 4 - 15, due, id="t")
        return (notation.over_the_reference(relative),)
    if kind == "cumulative":
        return (level(value * 4, due, id="t", cumulative=True, start=draw(st.sampled_from(["2019", "2020"]))),)
    if kind == "standing":
        return (kept(value, draw(st.sampled_from(["year", "half_year", "quarter", "month"])), id="t", **of),)
    if kind == "change":
        amount = draw(st.sampled_from([-20, -2, 1, 5]))
        mode, per = draw(st.sampled_from([None, "percent", "points"])), draw(st.sampled_from(["year", "total"]))
        return (notation.change(amount, mode, due, per=per, id="t", start=draw(st.sampled_from([None, "2019"])), **of),)
    if kind == "direction":
        return (notation.direction(draw(st.sampled_from(["increase", "decrease"])), due, id="t", **of),)
    return ()


@st.composite
def figures(draw: Draw, wanted: Wanted, length: int, series: list[tuple[str, str]], unit: str) -> tuple[Row, ...]:
    """Draw figures: a row of periods of one length, some of them left out, and a few of other lengths."""
    last = draw(st.integers(month(2020), month(2025)).filter(lambda end: end % length == 0))
    count = draw(st.integers(0, 16 if length < 6 else 6))
    ends = [last - length * back for back in range(count) if back == 0 or draw(st.integers(0, 5))]
    periods = [ending(length, end) for end in ends]
    others = st.tuples(st.sampled_from(LENGTHS), st.integers(month(2018), month(2025)))
    days = st.builds(
        "{}-{}".format, st.integers(2019, 2025), st.just(draw(st.sampled_from(["12-31", "01-01", "06-15"])))
    )
    fitting = others.map(lambda other: ending(other[0], other[1] - other[1] % other[0]))
    periods += draw(st.lists(st.one_of(fitting, days, st.sampled_from(["2021/22", "2022/23"])), max_size=3))
    rows: list[Row] = []
    for indicator, group in series:
        for period in dict.fromkeys(periods):
            if indicator == "i" or draw(st.integers(0, 5)):
                rows += draw(vintages(wanted, {"indicator": indicator, "group": group, "period": period}, unit))
    return tuple(rows)


DAYS = ("2019-06-01", "2020-12-31", "2021-03-01", "2023-02-01", "2024-02-01", "2025-01-31")


@st.composite
def vintages(draw: Draw, wanted: Wanted, key: Row, unit: str) -> list[Row]:
    """Draw a figure of a period, sometimes with a revision; two of one period have two days of publication."""
    twice = draw(st.integers(0, 5)) == 0
    published = draw(st.lists(st.sampled_from(DAYS), min_size=1 + twice, max_size=1 + twice, unique=True))
    if not twice and not wanted.dated and draw(st.booleans()):
        published = [""]
    return [{**key, "published": day, **draw(cells(wanted, unit))} for day in published]


@st.composite
def cells(draw: Draw, wanted: Wanted, unit: str) -> Row:
    """Draw what a row holds: mostly a number."""
    value = draw(NUMBERS)
    sort = draw(st.integers(0, 11))
    if wanted.plain or sort < 7:
        return {"value": value}
    if sort == 7:
        return {"value": None, "quality": "suppressed"}
    if sort == 8:
        return {"value": value, "quality": draw(st.sampled_from(["provisional", "forecast"]))}
    if sort == 9:
        return {"value": value, "value_high": value + draw(st.sampled_from([0.5, 3, 20]))}
    if sort == 10:
        return {
            "value": value,
            "qualifier": draw(st.sampled_from(["about", "under", "over", "just_under", "just_over"])),
        }
    return {"value": value, "denominator": draw(st.sampled_from([20, 40, 400]))}


def rows_of(values: Mapping[str, float], indicator: str = "i", **more: Any) -> tuple[Row, ...]:
    """Return rows of one series by period."""
    return tuple({"indicator": indicator, "period": period, "value": value, **more} for period, value in values.items())


# What is compared.


def verdict_of(result: Result) -> tuple[Any, ...]:
    """Return what is judged, by which figure, and how far it has come."""
    numbers = (result.value, result.value_high, result.required_value, result.progress)
    return (result.target, result.status, result.reason, result.period, *map(nearly, numbers))


def trends_of(result: Result) -> tuple[Any, ...]:
    """Return which way it has moved."""
    return (result.trend, result.trend_since_previous)


def nearly(number: float | None) -> Any:
    """Return what a number equals but for the noise of binary numbers."""
    return None if number is None else pytest.approx(number, rel=1e-6, abs=1e-9)
