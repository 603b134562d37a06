"""The form of each unit: the figures of its indicators and the accounts of its tracks, across policies."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import attrs

from kommunepolitik.collect.expected import policy_span
from kommunepolitik.collect.identity import FormMark, RowKey
from kommunepolitik.collect.periods import periods_due
from kommunepolitik.collect.units import Units
from kommunepolitik.documents import Document
from kommunepolitik.errors import Problem
from kommunepolitik.figures import Figures, Observation
from kommunepolitik.figures.periods import judged_days, length_of
from kommunepolitik.model import (
    Account,
    Baseline,
    Element,
    Indicator,
    LevelTarget,
    Period,
    Policy,
    StandingTarget,
    Target,
    Track,
)
from kommunepolitik.model.plan import department_of

_YEAR: Final = 12


@attrs.frozen(kw_only=True)
class FigureRow:
    """A requested figure."""

    key: RowKey
    indicator: Indicator
    last: Observation | None
    """The figure of the period where it is known, else the newest one."""
    baseline: Baseline | None
    """Its starting point: the figure of the baseline's period as it is known, else the stated baseline."""
    targets: Sequence[Target]
    """The targets of its group that are not replaced or over."""
    is_first: bool
    """Whether it is the first row of its indicator and group."""

    @property
    def is_known(self) -> bool:
        """Whether the figure of the period is known already."""
        return self.last is not None and self.last.period == self.key.period


@attrs.frozen(kw_only=True)
class TrackForm:
    """A track whose account is requested."""

    track: Track
    before: Sequence[Account]
    """Its accounts for earlier periods, the newest first."""


@attrs.frozen(kw_only=True)
class PolicyForm:
    """The part of a form for one policy."""

    policy: Policy
    rows: Sequence[FigureRow]
    tracks: Sequence[TrackForm]
    not_due: Sequence[Indicator]
    """The indicators of the unit that are not measured in the period."""


@attrs.frozen(kw_only=True)
class Form:
    """The form of a unit; without a name, for what nobody is responsible for."""

    unit: str
    period: Period
    policies: Sequence[PolicyForm]

    @property
    def mark(self) -> FormMark:
        """The mark of its workbook."""
        policies = tuple(each.policy.id for each in self.policies)
        return FormMark(period=self.period, unit=self.unit, policies=policies)


def unit_key(unit: str) -> tuple[str, ...]:
    """Return a key shared by unit names that differ only in case and spaces."""
    return tuple(unit.casefold().split())


def forms_of(documents: Sequence[Document], figures: Figures, period: Period) -> list[Form]:
    """Return the form of each unit, by name; last the one of what nobody is responsible for."""
    titles: dict[tuple[str, ...], str] = {}
    parts: dict[tuple[str, ...], list[PolicyForm]] = {}
    for document in documents:
        indicators: dict[tuple[str, ...], list[Indicator]] = {}
        tracks: dict[tuple[str, ...], list[Track]] = {}
        policy, units = document.policy, Units(document.policy, document.departments)

        def key_of(element: Element, units: Units = units) -> tuple[str, ...]:
            unit = units.of(element)
            titles.setdefault(unit_key(unit), unit)
            return unit_key(unit)

        for indicator in policy.indicators:
            if not _is_fetched(indicator):
                indicators.setdefault(key_of(indicator), []).append(indicator)
        for track in policy.plan.tracks if policy.plan and _is_expected(policy, period) else ():
            tracks.setdefault(key_of(track), []).append(track)
        for key in dict.fromkeys([*indicators, *tracks]):
            part = _part(document, figures, period, indicators.get(key, []), tracks.get(key, []))
            if part.rows or part.tracks:
                parts.setdefault(key, []).append(part)
    keys = sorted(parts, key=lambda key: (not key, key))
    return [Form(unit=titles[key], period=period, policies=tuple(parts[key])) for key in keys]


def is_followed(policy: Policy, period: Period) -> bool:
    """Return whether a policy is followed up in any part of a period."""
    start, end = policy_span(policy)
    return period.start <= end and (start is None or (period.end is not None and period.end >= start))


def _is_expected(policy: Policy, period: Period) -> bool:
    """Return whether a policy is followed up at the end of a period."""
    start, end = policy_span(policy)
    return period.end is not None and period.end <= end and (start is None or period.end >= start)


def unknown_units(documents: Iterable[Document], forms: Iterable[Form]) -> Iterator[Problem]:
    """Yield a notice for each unit with a form of its own that `organisation.yaml` does not have."""
    departments = {each.id: each for document in documents for each in document.departments}
    for form in forms:
        if departments and form.unit and department_of(form.unit, departments.values()) is None:
            yield Problem(code="form_of_no_department", data={"value": form.unit})


def _is_fetched(indicator: Indicator) -> bool:
    """Return whether the figures of an indicator are fetched from Statistikbanken, and so not requested."""
    return getattr(indicator.data_source, "statbank", None) is not None


def _part(
    document: Document, figures: Figures, period: Period, indicators: Sequence[Indicator], tracks: Sequence[Track]
) -> PolicyForm:
    rows: list[FigureRow] = []
    not_due = []
    for indicator in indicators:
        found = [row for group in _groups(document.policy, indicator, figures) for row in _rows(
            document.policy, indicator, group, figures, period
        )]  # fmt: skip
        rows += found
        not_due += [] if found else [indicator]
    forms = [TrackForm(track=each, before=_before(document.accounts, each, period)) for each in tracks]
    return PolicyForm(policy=document.policy, rows=tuple(rows), tracks=tuple(forms), not_due=tuple(not_due))


def _groups(policy: Policy, indicator: Indicator, figures: Figures) -> list[str]:
    """Return the groups that an indicator has figures or targets of; empty text is the whole population."""
    named = ["" if each.group is None else each.group for each in indicator.targets if each.replaced_by is None]
    for other in policy.indicators:
        for target in other.targets:
            relative = None if target.replaced_by else getattr(target, "relative_to", None)
            if relative is not None and (relative.indicator or other.id) == indicator.id:
                named.append(relative.group or "")
    found = {*figures.groups(policy.id, indicator.id), *named}
    order = ["", *(each.id for each in policy.groups)]
    return [each for each in order if each in found] or [""]


def _rows(policy: Policy, indicator: Indicator, group: str, figures: Figures, period: Period) -> Iterator[FigureRow]:
    series = figures.series(policy.id, indicator.id, group)
    known = [row.period for row in series or figures.series(policy.id, indicator.id) if row.period is not None]
    baseline = None if indicator.baseline is None else indicator.baseline.period
    starts = [each.start for each in (*known, baseline) if each is not None]
    dues = periods_due(indicator, known or [each for each in (baseline,) if each is not None], period)
    begun = [
        each
        for each in dues
        if _is_expected(policy, each) and (not starts or (each.end is not None and each.end >= min(starts)))
    ]
    asked = tuple(each for each in indicator.targets if (each.group or "") == group and _counts(each, period))
    is_year_added = _is_expected(policy, period) and _is_judged_by_year(indicator, asked, begun, period)
    begun += [period] if is_year_added else []
    for number, expected in enumerate(begun):
        known_row = figures.at(policy.id, indicator.id, group, expected)
        due = expected if known_row is None or known_row.period is None else known_row.period  # as it is written there
        yield FigureRow(
            baseline=_baseline(policy, indicator, group, asked, figures),
            key=RowKey(policy.id, indicator.id, group, due),
            indicator=indicator,
            last=known_row or _newest_before(series, due, alike=is_year_added and expected == period),
            targets=asked,
            is_first=number == 0,
        )


def _is_judged_by_year(
    indicator: Indicator, targets: Sequence[Target], parts: Sequence[Period], period: Period
) -> bool:
    """Return whether the figure of a year is requested in addition to those of its parts, as targets are judged by it.

    Amounts of parts of a year are not compared with a target for a year, unless they may be added up.
    """
    is_amount = indicator.over_time is None and not (indicator.unit is not None and indicator.unit.relative)
    is_in_parts = any(_length(each) < _YEAR for each in parts)
    if indicator.kind == "qualitative" or not is_amount or not is_in_parts or _length(period) != _YEAR:
        return False
    standing = [each for each in targets if isinstance(each, StandingTarget) and each.per == "year"]
    level = [each for each in targets if isinstance(each, LevelTarget) and not each.cumulative and each.due is not None]
    return bool(standing) or any(each.due is not None and _length(each.due) == _YEAR for each in level)


def _length(period: Period) -> int:
    return length_of(*judged_days(period))


def _newest_before(series: Sequence[Observation], period: Period, *, alike: bool) -> Observation | None:
    """Return the newest figure before a period: of its length where there is one, and of no other if `alike`."""
    earlier = [row for row in series if row.period is not None and row.period < period]
    same = [row for row in earlier if row.period is not None and _length(row.period) == _length(period)]
    return next(reversed(same or ([] if alike else earlier)), None)


def _baseline(
    policy: Policy, indicator: Indicator, group: str, targets: Sequence[Target], figures: Figures
) -> Baseline | None:
    """Return the baseline of a series with the value now known for its period, so that a revision counts."""
    own = (getattr(each, "baseline", None) for each in targets)
    stated: Baseline | None = next((each for each in own if each is not None), None) if group else indicator.baseline
    if stated is None or stated.period is None:
        return stated
    row = figures.at(policy.id, indicator.id, group, stated.period)
    if row is None or row.value is None:
        return stated
    qualifier: Any = row.qualifier or None
    return Baseline(value=row.value, value_high=row.value_high, qualifier=qualifier, period=stated.period)


def _counts(target: Target, period: Period) -> bool:
    due = getattr(target, "due", None)
    return target.replaced_by is None and (due is None or due.end >= period.start)


def _before(accounts: Iterable[Account], track: Track, period: Period) -> tuple[Account, ...]:
    found = [each for each in accounts if each.element == track.id and each.period < period]
    return tuple(sorted(found, key=lambda each: each.period.sort_key, reverse=True))
