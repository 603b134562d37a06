"""Hypothesis strategies for policies with one indicator to judge, and figures of every kind beside them."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

import attrs
import hypothesis.strategies as st
import pytest
from hypothesis.strategies import SearchStrategy

import kommunepolitik.model as m
from kommunepolitik.evaluation import Evaluation, Result, evaluate
from kommunepolitik.model.scalars import LARGEST
from tests.strategies import BOOLEANS, EXTREMES, among, whole

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

PARTS = st.just(0.0) | st.floats(0.001, 0.99)
"""Shares of a whole, nothing among them."""


@cache
def once_in(times: int) -> SearchStrategy[bool]:
    """Whether something happens that happens about once in so many times."""
    return st.sampled_from([False] * (times - 1) + [True])


@cache
def near(middle: float) -> SearchStrategy[float]:
    """Values around another, whole ones among them: figures, baselines and targets that have to do with each other."""
    eighths, tenths = st.integers(-96, 96).map(lambda n: n / 8), st.integers(-120, 120).map(lambda n: n / 10)
    return st.one_of(st.integers(-12, 12), eighths, tenths).map(lambda n: round(middle + n, 3))


# The calendar, in months: 12·2024 + 12 is the end of 2024.


def month(year: int, number: int = 12) -> int:
    """Return the number of a month."""
    return 12 * year + number


@cache
def aligned(length: int, first: int, last: int) -> SearchStrategy[int]:
    """The months that a period of a length may end with, from a first to a last one."""
    return st.integers(-(-first // length), last // length).map(lambda number: number * length)


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


def last_month(due: m.Period) -> int:
    """Return the month in which a due is over; the first of January is the end of December."""
    assert due.end is not None
    return month(due.end.year, due.end.month) - (due.kind == "day" and due.end.day == 1)


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
        lines = [f"{name}={_short(content)}" for name, content in self.fields.items() if name != "targets"]
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


def _short(content: Any) -> str:
    if not isinstance(content, m.Target | m.Baseline | m.RelativeTo):
        return str(content)
    names = ("kind", *(field.name for field in attrs.fields(type(content)) if field.name != "basis"))
    cells = ((name, getattr(content, name, None)) for name in names)
    return f"({', '.join(f'{name}={_short(cell)}' for name, cell in cells if cell is not None and cell is not False)})"


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
    extreme: bool = False
    """Whether some values are as large, or as close to zero, as numbers may be."""
    dated: bool = False
    """Whether each row has a day of publication, and the case a day of knowledge."""


AT = ("2030", "2024", "2025-06", "2023", "2026-01-01", "2022", "2021-09")
MAYBE_AT = st.none() | st.sampled_from(AT)
DUES = ("2023", "2024", "2022", "2021..2024", "2022-Q2", "2023-M06", "2023-12-31", "2024-01-01", "2022/23", "2028")


@st.composite
def cases(draw: Draw, wanted: Wanted = Wanted()) -> Case:
    """Draw a case: a target of some kind, and figures of mixed lengths, some revised, uncertain or withheld."""
    kind, length = draw(among(*wanted.kinds)), draw(among(*LENGTHS))
    fields = draw(indicators(wanted, kind))
    negative = fields["unit"] in ("karakter", "mio. kr.")
    value = near(draw(st.sampled_from([50, 100, 20, 0] if negative else [50, 100, 20])))
    value = EXTREMES | value if wanted.extreme else value
    grouped = kind in ("level", "steps", "change", "direction", "standing") and draw(once_in(4))
    own = kind == "relative" or (grouped and kind in ("level", "steps", "change"))
    if kind not in ("cumulative", "standing") and not draw(once_in(4)):
        end = draw(among(month(2019), month(2018), month(2019, 7) if length == 12 else month(2019)))
        start = m.Baseline(period=ending(length, end), value=draw(value) if wanted.stated or draw(BOOLEANS) else None)
    else:
        start = None
    if start is not None and not own:
        fields["baseline"] = start
    fields["targets"] = tuple(
        attrs.evolve(
            target, id=f"t{number}", **{"baseline": start} if own else {}, **{"group": "unge"} if grouped else {}
        )
        for number, target in enumerate(draw(targets(kind, value, has_due=wanted.has_due)))
    )
    series = [("i", "unge" if grouped else "")] + [("reference", "")] * (kind == "relative")
    dues = [target.due for target in fields["targets"] if getattr(target, "due", None) is not None]
    last = last_month(dues[-1]) if dues and not draw(once_in(3)) else draw(whole(month(2021), month(2025)))
    rows = draw(figures(wanted, length, last - last % length, series, value))
    at = draw(among(*AT) if wanted.has_at else MAYBE_AT)
    known = draw(among(*AT)) if wanted.dated or draw(once_in(4)) else None
    return Case(fields=fields, rows=rows, at=at, known=known)


@st.composite
def indicators(draw: Draw, wanted: Wanted, kind: str) -> dict[str, Any]:
    """Draw the fields of an indicator, but for its baseline and targets."""
    fields: dict[str, Any] = {"unit": draw(among(*wanted.units))}
    margins = among(0, 0.5, 1, 2, 5)
    if wanted.stated:
        fields |= draw(st.one_of(st.builds(dict, margin=margins), st.builds(dict, decimals=whole(0, 2))))
    elif draw(BOOLEANS):
        fields["margin"] = draw(margins)
    if draw(once_in(3)):
        fields["frequency"] = draw(among(*sorted(FREQUENCIES)))
    if draw(BOOLEANS):
        fields["lag"] = draw(among(0, 2, 6, 12))
    if wanted.over_time and draw(BOOLEANS):
        fields["over_time"] = draw(among("sum", "mean", "last"))
    if draw(once_in(6)):
        fields["breaks"] = [draw(among("2019", "2021", "2022-07-01"))]
    if not wanted.plain and draw(once_in(4)):
        fields["chance"] = True
    if kind == "none":
        fields["direction"] = draw(among("increase", "decrease", None))
    return fields


@st.composite
def targets(draw: Draw, kind: str, value: SearchStrategy[float], *, has_due: bool) -> tuple[m.Target, ...]:
    """Draw the targets of a kind: one, or a level with a step on the way."""
    level = draw(among(notation.at_least, notation.at_most))
    kept = draw(among(notation.kept_at_least, notation.kept_at_most))
    due = None if not has_due and draw(once_in(4)) else draw(among(*DUES))
    start = draw(among("2020", "2019"))
    if kind in ("level", "steps"):
        step = [level(draw(value), "2020-Q4")] if kind == "steps" else []
        return (*step, level(draw(value), due))
    if kind == "relative":
        return (notation.over_the_reference(level(draw(near(0)), due)),)
    if kind == "cumulative":
        amount = max(-LARGEST, min(LARGEST, draw(value) * draw(whole(2, 10))))
        return (level(amount, due, cumulative=True, start=start),)
    if kind == "standing":
        return (kept(draw(value), draw(among("year", "half_year", "quarter", "month"))),)
    if kind == "change":
        mode, per = draw(among(None, "percent", "points")), draw(among("year", "total"))
        start = draw(among(None, "2019"))
        return (notation.change(draw(among(1, 5, -2, -20)), mode, due, per=per, start=start),)
    if kind == "direction":
        return (notation.direction(draw(among("increase", "decrease")), due),)
    return ()


@st.composite
def figures(
    draw: Draw, wanted: Wanted, length: int, last: int, series: list[tuple[str, str]], value: SearchStrategy[float]
) -> tuple[Row, ...]:
    """Draw figures: a row of periods of one length, some of them left out, and a few of other lengths."""
    count = draw(whole(0, 14 if length < 6 else 6))
    ends = [last - length * back for back in range(count + 1) if back == 0 or not draw(once_in(8))]
    periods = [ending(length, end) for end in ends]
    more = among(*LENGTHS).flatmap(
        lambda months: aligned(months, month(2019), month(2025)).map(lambda end: ending(months, end))
    )
    day = draw(among("12-31", "01-01", "06-15"))
    days, weeks = (whole(2019, 2025).map(form.format) for form in (f"{{}}-{day}", "{}-W26"))
    spans = among("2021/22", "2022/23", "2021-M10..2022-M09", "2020..2022")
    periods += draw(st.lists(st.one_of(more, more, days, spans, weeks), max_size=3))
    rows: list[Row] = []
    for indicator, group in series:
        for period in dict.fromkeys(periods):
            if indicator == "i" or not draw(once_in(6)):
                rows += draw(vintages(wanted, {"indicator": indicator, "group": group, "period": period}, value))
    return tuple(rows)


DAYS = ("2019-06-01", "2020-12-31", "2021-03-01", "2023-02-01", "2024-02-01", "2025-01-31")


@st.composite
def vintages(draw: Draw, wanted: Wanted, key: Row, value: SearchStrategy[float]) -> list[Row]:
    """Draw a figure of a period, sometimes with a revision; two of one period have two days of publication."""
    twice = draw(once_in(6))
    published = draw(st.lists(among(*DAYS), min_size=1 + twice, max_size=1 + twice, unique=True))
    if not twice and not wanted.dated and draw(BOOLEANS):
        published = [""]
    return [{**key, "published": day, **draw(cells(wanted, value))} for day in published]


INEXACT = ("about", "under", "over", "just_under", "just_over")


@st.composite
def cells(draw: Draw, wanted: Wanted, of: SearchStrategy[float]) -> Row:
    """Draw what a row holds: mostly a number."""
    value, sort = draw(of), draw(whole(0, 15))
    if wanted.plain or sort < 11:
        return {"value": value}
    if sort == 11:
        return {"value": None, "quality": "suppressed"}
    if sort == 12:
        return {"value": value, "quality": draw(among("provisional", "forecast"))}
    if sort == 13:
        return {"value": value, "value_high": value + draw(among(0.5, 3, 20))}
    if sort == 14:
        return {"value": value, "qualifier": draw(among(*INEXACT))}
    return {"value": value, "denominator": draw(among(40, 400, 20))}


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
