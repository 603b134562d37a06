"""Disclosure control of a table: which rows are suppressed, and what an audience sees of them."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise, zip_longest
from typing import Any, Literal, get_args

import attrs
import numpy as np

from kommunepolitik.disclosure.cell_system import CellSystem, Figure, PeriodMean, PeriodSum
from kommunepolitik.disclosure.editions import EditionGroup, edition_groups, join, representative
from kommunepolitik.disclosure.protection import Suppressed, suppress
from kommunepolitik.disclosure.rules import Cell, DisclosureRules, Value, days_of
from kommunepolitik.disclosure.solver import new_solver
from kommunepolitik.model import Period, Policy
from kommunepolitik.model.scalars import coerce_choice
from kommunepolitik.observations import Observations
from kommunepolitik.observations.normalise import normalise
from kommunepolitik.observations.observations import Texts, end_of

Audience = Literal["public", "internal"]
"""For whom figures are shown: for the `public`, small numbers of people are withheld."""


def disclose(observations: Any, policies: Policy | Iterable[Policy], audience: Audience = "public") -> Observations:
    """Return figures with the column `suppressed`, as they may be shown to an audience.

    `observations` is what `read_observations` returns or accepts; `policies` are all whose figures are published
    together. `suppressed` is `source` where the source suppressed the figure; `primary` where a policy with
    `disclosure` does, because it is on few people; `secondary` where such a figure could be computed from it; and empty
    elsewhere. For the `public` a primary or secondary row has no value, no numbers behind it, no qualifier, judgement
    or note, and the quality `suppressed`; an `internal` audience sees it unchanged. A table that was treated is not
    changed again.

    What counts as few, what a reader is assumed to know, and what is not protected: docs/explanation/disclosure.md.

    Raises:
        InvalidModel: there is no such audience.
        MissingExtra: a policy requires disclosure control, and the package highspy is not installed.

    >>> import kommunepolitik.model as m
    >>> jobs = m.Indicator(id="job", title="I job", unit="antal", counts_people=True)
    >>> rule = m.Disclosure(minimum=5)
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse", indicators=[jobs], disclosure=rule)
    >>> disclose([{"indicator": "job", "period": 2024, "value": 3}], policy).frame["suppressed"].tolist()
    ['primary']
    """
    coerce_choice(audience, get_args(Audience))
    all_policies: Any = [policies] if isinstance(policies, Policy) else list(policies)
    figures = normalise(observations, all_policies)
    done = figures.disclosed.issuperset(policy.id for policy in all_policies)
    if done or all(policy.disclosure is None for policy in all_policies):
        return figures
    marks = Texts.of(suppression(figures, all_policies))
    hidden = marks.isin("primary", "secondary")
    if audience == "internal":
        return figures.replace(suppressed=marks)
    numbers = {name: np.where(hidden, np.nan, cells) for name, cells in figures.numbers.items()}
    texts = {name: figures.texts[name].where(hidden, "") for name in ("qualifier", "judgement", "note")}
    quality = figures.texts["quality"].where(hidden, "suppressed")
    shown = figures.replace(**numbers, **texts, quality=quality, suppressed=marks)
    return attrs.evolve(shown, disclosed=frozenset(policy.id for policy in all_policies))


def suppression(figures: Observations, policies: Sequence[Policy]) -> list[str]:
    """Return how each row is suppressed: `primary`, `secondary`, `source`, or empty."""
    rows = list(_rows(figures))
    marks = [row.mark for row in rows]
    groups = [group for group in edition_groups(policies) if group.rules is not None]
    if not groups or not rows:
        return marks
    new_solver()  # a missing package is reported at once, not only in the first case that needs it
    # A row without a policy belongs to several: none may show what one suppresses. All others are of one group.
    shared = len(groups) > 1 and not all(row.policy for row in rows)
    before = None
    while before != marks:
        before = list(marks)
        for group in groups:
            _mark(group, rows, marks)
        if not shared:
            break
    return marks


@attrs.frozen
class _Row:
    policy: str
    indicator: str
    group: str
    days: str
    days_of_flow: str
    """Its days where figures are summed over time (`days_of`)."""
    value: Value | None
    issued: int
    mark: str
    """How it is suppressed already, if it is."""
    behind: tuple[float | None, float | None]
    """Denominator and numerator."""


def _rows(figures: Observations) -> Iterator[_Row]:
    other = figures.texts["policy"].isin("") & ~figures.texts["area"].isin("")  # counts people of another area
    policy = figures.texts["policy"].where(other, "of another area")
    days = [figures.texts["period"].map(partial(days_of, is_flow=is_flow)) for is_flow in (False, True)]
    texts = [each.objects() for each in (policy, figures.texts["indicator"], figures.texts["group"], *days)]
    number, high, *behind = (
        [None if each != each else each for each in figures.numbers[name].tolist()]  # noqa: PLR0124 - NaN
        for name in ("value", "value_high", "denominator", "numerator")
    )
    parts = zip(number, high, figures.texts["qualifier"].objects(), strict=True)
    values = [None if first is None else Value(first, last, qualifier) for first, last, qualifier in parts]
    issued = figures.texts["published"].each(lambda text: end_of(text, 0), np.int64).tolist()
    at_source = figures.texts["quality"].isin("suppressed") & np.isnan(figures.numbers["value"])
    marks = figures.texts["suppressed"].where(~at_source, "").objects()
    return map(_Row, *texts, values, issued, marks, zip(*behind, strict=True))


def _mark(group: EditionGroup, rows: Sequence[_Row], marks: list[str]) -> None:
    """Mark the rows that the policies of a group suppress, given those that others do; all rows of a figure are."""
    rules = group.rules
    assert rules is not None
    places: dict[Cell, list[int]] = {}
    figures: dict[Cell, list[_Row]] = {}
    for place, row in enumerate(rows):
        for indicator, of in group.series(row.policy, row.indicator, row.group):
            days = row.days_of_flow if indicator in rules.flows else row.days
            if indicator in rules.indicators:
                places.setdefault((indicator, of, days), []).append(place)
                if row.value is not None or row.mark:  # a row may judge the figure without giving it
                    figures.setdefault((indicator, of, days), []).append(row)
            share = rules.shares.get(indicator)
            for id, number in zip((share.base, share.numerator), row.behind, strict=True) if share else ():
                if number is not None:
                    behind = attrs.evolve(row, value=Value(number), mark="")
                    figures.setdefault((id, of, days), []).append(behind)
    suppressed = {
        cell: marks[place] for cell, at in places.items() for place in at if marks[place] in ("primary", "secondary")
    }
    _suppress_figures(rules, figures, group.stated, suppressed)
    judged = places.keys() - figures.keys()
    while new := {cell for cell in judged - suppressed.keys() if _rests_on_withheld(rules, cell, figures, suppressed)}:
        suppressed |= dict.fromkeys(new, "primary")
    for cell in suppressed.keys() & places.keys():
        for place in places[cell]:
            if not rows[place].mark:
                marks[place] = suppressed[cell]


def _rests_on_withheld(
    rules: DisclosureRules, cell: Cell, figures: Mapping[Cell, Sequence[_Row]], suppressed: Suppressed
) -> bool:
    """Return whether a figure that is judged, but not given, is of few people or of a figure that is withheld."""
    id, group, period = cell
    if (share := rules.shares.get(id)) is not None:
        base = (share.base, group, period)
        few = any(row.value is None or row.value.bounds[0] < rules.minimum for row in figures.get(base, ()))
        return few or base not in figures or not suppressed.keys().isdisjoint((base, (share.numerator, group, period)))
    parts = [(part, group if of is None else of, period) for part, of in rules.differences.get(id, ())]
    return any(
        each in suppressed or (each[0] in rules.shares and _rests_on_withheld(rules, each, figures, suppressed))
        for each in parts
    )


def _suppress_figures(
    rules: DisclosureRules,
    figures: Mapping[Cell, Sequence[_Row]],
    stated: Mapping[Cell, Value],
    suppressed: Suppressed,
) -> None:
    """Add the figures to be suppressed, for a reader who has all versions of them."""
    all_cells = (*figures, *stated)
    sums = _period_sums({period for id, _, period in all_cells if id in rules.summed})
    means = _period_means({period for id, _, period in all_cells if id in rules.averaged})
    means += _last_parts({period for id, _, period in all_cells if id in rules.lasting})
    same: dict[str, str] = {}
    for longer, shorter in (*sums, *((each.period, each.parts) for each in means)):
        for period in shorter:
            join(same, longer, period)
    spans: dict[str, list[Cell]] = {}
    for cell in figures:
        spans.setdefault(representative(same, cell[2]), []).append(cell)
    systems = []
    for span, cells in sorted(spans.items()):
        text = {cell: value for cell, value in stated.items() if representative(same, cell[2]) == span}
        added = [each for each in sums if representative(same, each[0]) == span]
        dated = _as_of_each_date({cell: sorted(figures[cell], key=_newest) for cell in cells}, text)
        averaged = [each for each in means if representative(same, each.period) == span]
        systems.append([CellSystem(rules, known, added, averaged) for known in dated])
    before = -1
    while before < len(suppressed):
        before = len(suppressed)
        for turn in zip_longest(*systems):
            suppress([system for system in turn if system is not None], suppressed)
        if all(len(dated) == 1 for dated in systems):
            break


def _period_sums(periods: Iterable[str]) -> list[PeriodSum]:
    """Return the periods that others divide, with the parts they divide it into; some parts may have no figure.

    From the half-year and the first three quarters the third follows, and from a year and a school year what both have.
    """
    known = {text: Period(text) for text in sorted(periods) if text}
    spans = {
        text: (each.start.toordinal(), each.end.toordinal() + 1) for text, each in known.items() if each.end is not None
    }
    edges = sorted({day for span in spans.values() for day in span})
    sums: list[PeriodSum] = []
    for text, (start, end) in spans.items():
        inner = edges[bisect_left(edges, start) : bisect_left(edges, end) + 1]
        if len(inner) > 2:
            days = [(dt.date.fromordinal(first), dt.date.fromordinal(last - 1)) for first, last in pairwise(inner)]
            sums.append((text, [f"{first}..{last}" for first, last in days]))
    return sums


def _period_means(periods: Iterable[str]) -> list[PeriodMean]:
    """Return the periods of whole months that others divide, with the months of the parts, which are their weights."""
    whole = [text for text in periods if text and _months(text)]
    return [
        PeriodMean(is_mean=True, period=longer, parts={part: _months(part) for part in shorter})
        for longer, shorter in _period_sums(whole)
    ]


def _last_parts(periods: Iterable[str]) -> list[PeriodMean]:
    """Return the periods that end with a shorter one."""
    known = sorted(
        (each.sort_key, text) for text, each in ((text, Period(text)) for text in periods if text) if each.end
    )
    pairs = [(one, other) for one, other in pairwise(known) if one[0][0] == other[0][0]]  # the longer is first
    return [PeriodMean(is_mean=False, period=longer, parts={shorter: 1}) for (_, longer), (_, shorter) in pairs]


def _months(period: str) -> int:
    """Return the months of a period; 0 where they are not whole."""
    known = Period(period)
    if known.end is None or known.start.day != 1 or (after := known.end + dt.timedelta(1)).day != 1:
        return 0
    return (after.year - known.start.year) * 12 + after.month - known.start.month


def _as_of_each_date(
    figures: Mapping[Cell, Sequence[_Row]], stated: Mapping[Cell, Value]
) -> Iterator[dict[Cell, Figure]]:
    """Yield the figures as of each date of publication (newest first in each), and as policies state them."""
    at_source = {
        cell for cell, rows in figures.items() if any(row.mark for row in rows if row.issued == rows[0].issued)
    }
    known = {cell: Figure(value=value, fixed=True) for cell, value in stated.items()}
    text, seen = dict(known), list[dict[Cell, Figure]]()
    for date in sorted({row.issued for rows in figures.values() for row in rows}):
        new = {cell: [row.value for row in rows if row.issued == date] for cell, rows in figures.items()}
        for turn in range(max(map(len, new.values()))):
            for cell, values in new.items():
                # What the source withheld for a time, an older row still shows.
                if turn < len(values) and (values[turn] is not None or cell not in known or cell in at_source):
                    fixed = values[turn] is not None and values[turn] == stated.get(cell)
                    known[cell] = Figure(value=values[turn], at_source=cell in at_source, fixed=fixed)
            seen.append(dict(known))
    seen.append(known | text)
    yield from (each for place, each in enumerate(seen) if each not in seen[:place])


def _newest(row: _Row) -> tuple[float, bool, float, str]:
    number = 0 if row.value is None else -row.value.number
    return -row.issued, row.value is None, number, str(row.value)
