"""Rules on figures: whether they exist, agree, are new enough, and are revised."""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from kommunepolitik.checks.finding import Path, Word
from kommunepolitik.checks.registry import Found, Subject, found, rule
from kommunepolitik.errors.marks import N_
from kommunepolitik.model import Baseline, Interval, Period, Quantity
from kommunepolitik.model.element import name_of

if TYPE_CHECKING:
    from kommunepolitik.evaluation import Result
    from kommunepolitik.figures import Observation

OLD_YEARS: Final = 3
"""Figures older than so many years are found."""

LARGE_REVISION: Final = 0.10
"""Revisions larger than this share of the earlier figure are found."""

ABOUT_TOLERANCE: Final = 0.10
"""An `about` figure is contradicted only by one that differs by more than this share of it."""


@rule("KP401", "warning", N_("Reference without data"))
def reference_without_data(subject: Subject) -> Iterator[Found]:
    """Find targets that compare with another series (`relative_to`) which has no figure with a period.

    Only checked where there is a table of figures.

    **Why.** "Up to the level of other pupils" can only be judged with the other pupils' figures for the same
    periods.

    **Fix.** Add the figures of the series; a national mean that several policies share can be in a file of its own.

    **Example.** Found where the figures have none of the group `oevrige-elever`:

    ```yaml
    targets:
      - {kind: level, value: 0, comparison: at_least, relative_to: {group: oevrige-elever}}
    ```
    """
    if subject.figures is None:
        return
    for indicator, target, (other, group), within in subject.comparisons:
        if not subject.measured(other.id, group):
            parts = [] if other is indicator else [other.title]
            parts += [] if group is None else [name_of(subject.policy.element(group))]
            data: dict[str, Any] = {"target": target.key, "reference": ", ".join(parts)}
            yield found(indicator, "reference_without_data", within=within, **data)


@rule("KP402", "warning", N_("Stated baseline and figure disagree"))
def baseline_differs(subject: Subject) -> Iterator[Found]:
    """Find stated baselines that differ from the figure of the same period.

    They are compared with the indicator's `decimals`, where it has them. Inexact figures disagree only where they have
    no value in common.

    **Why.** The figure counts before the stated baseline, because a revised series is judged against its own past. A
    reader who knows the stated one will notice the difference.

    **Fix.** Correct the one that is wrong. Where the figure has been revised since, write so in a note and ignore the
    rule for this indicator.

    **Example.** Found where the figures have 47.2 for 2022:

    ```yaml
    baseline: {period: 2022, value: 48}
    ```
    """
    if subject.figures is None:
        return
    for indicator in subject.policy.indicators:
        stated: list[tuple[Baseline | None, str | None, Path]] = [(indicator.baseline, None, ("baseline",))]
        for index, target in enumerate(indicator.targets):
            if getattr(target, "relative_to", None) is None:  # else it is a difference, not a figure of the series
                stated.append((getattr(target, "baseline", None), target.group, ("targets", index, "baseline")))
        for baseline, group, within in stated:
            if baseline is None or baseline.value is None or baseline.period is None:
                continue
            row = subject.measured_at(indicator.id, group, baseline.period)
            if row is not None and row.value is not None and not _agree(baseline, row.quantity, indicator.decimals):
                data: dict[str, Any] = {"stated": baseline, "period": row.period, "observed": row.quantity}
                yield found(indicator, "baseline_differs", within=within, **data)


@rule("KP403", "warning", N_("Old figures"))
def old_figures(subject: Subject) -> Iterator[Found]:
    """Find indicators whose latest figure is more than three years older than the date of the check.

    Only checked with a date (`--at`), and for indicators that follow up the policy and have figures. Figures for
    periods after the date do not count.

    **Why.** An old figure shows little of the present, and an evaluation still shows it as the latest.

    **Fix.** Add newer figures. If the series has ended, find one to replace it.

    **Example.** Found with `--at 2027`, where the latest figure is for 2022.
    """
    if subject.at is None or subject.at.ordinal is None:
        return
    for indicator in subject.followed:
        periods = [row.period for row in subject.measured_groups(indicator.id) if row.period is not None]
        past = [period for period in periods if (period.ordinal or 0) <= subject.at.ordinal]
        if periods and not past:
            yield found(indicator, "no_figures_by_then", at=subject.at)
        elif past:
            latest = max(past)
            if subject.at.ordinal - (latest.ordinal or 0) > 12 * OLD_YEARS:
                yield found(indicator, "old_figures", period=latest, years=OLD_YEARS, at=subject.at)


@rule("KP404", "info", N_("Large revision"))
def large_revision(subject: Subject) -> Iterator[Found]:
    """Find figures that were published again for their period and changed by more than 10 %.

    **Why.** A verdict may have changed because the figures were revised, and not because of what was done.

    **Fix.** Explain in the `note` of the newer figure why it was revised. If one of the two is a mistake, correct it.

    **Example.** Found: 40 became 46.

    ```text
    indicator;period;value;published
    ledige;2023;40;2024-02
    ledige;2023;46;2025-02
    ```
    """
    if subject.figures is None:
        return
    for indicator in sorted(subject.policy.indicators, key=lambda each: each.id):
        for group in sorted(subject.figures.groups(subject.policy.id, indicator.id)):
            of = subject.policy.elements.get(group)
            wording = "large_revision" if of is None else "large_revision_of_group"
            for rows in subject.figures.vintages(subject.policy.id, indicator.id, group):
                for before, after in _revisions(rows):
                    data: dict[str, Any] = {"period": after.period, "before": before.quantity, "after": after.quantity}
                    yield found(indicator, wording, group=of and name_of(of), **data)


@rule("KP407", "warning", N_("Amount with figures of several lengths"))
def several_lengths(subject: Subject) -> Iterator[Found]:
    """Find amounts whose figures are for periods of several lengths, and that do not state how these relate.

    An amount is what adds up over time: numbers of people, cases, kroner, and so many per thousand. A share in percent,
    a grade or an index is not. A calendar year, a school year and any other twelve months are one length. Only
    indicators that follow up the policy and have no `over_time` are found.

    **Why.** 26 in a quarter is neither more nor less than 104 in a year. An amount is judged in one length only, and
    the figures of the others are left out, or prevent it from being judged.

    **Fix.** Write under `over_time` how the figure of a longer period follows from those of its parts: `sum` (guidance
    given), `mean` (people employed) or `last` (residents on the last day). If only one length is meant to count, leave
    the other figures out of the table.

    **Example.** Found, since 2024 is a year and 2025-Q1 a quarter:

    ```text
    indicator;period;value
    vejledte;2024;104
    vejledte;2025-Q1;26
    ```

    ```yaml
    # fix:
      - {id: vejledte, title: Vejledte unge, unit: antal, over_time: sum}
    ```
    """
    if subject.figures is None:
        return
    from kommunepolitik.figures.periods import judged_days, length_of

    for indicator in subject.followed:
        if indicator.over_time is not None or (indicator.unit is not None and indicator.unit.relative):
            continue
        for group in sorted(subject.figures.groups(subject.policy.id, indicator.id)):
            rows = subject.measured(indicator.id, group)
            days = {row.period: judged_days(row.period) for row in rows if row.period and row.value is not None}
            newest = {length_of(*both): period for period, both in days.items()}
            if len(newest) > 1:
                shorter, *_, longer = sorted(newest.values(), key=lambda period: days[period][1] - days[period][0])
                yield found(indicator, "several_lengths", longer=longer, shorter=shorter)
                break


@rule("KP409", "warning", N_("Published verdict that differs"))
def verdict_differs(subject: Subject) -> Iterator[Found]:
    """Find targets on which a source published another verdict than the figures give.

    A verdict is a row of the figures with `judgement` and `target`; the newest of each target is compared with what the
    figures of its period gave. The meaning of its words is defined under `judgement_scale`, or known for the usual
    Danish ones (nået, på rette vej, delvist opfyldt, grøn, gul, rød). Only the words that readers see are compared:
    nået, på rette vej, ikke på rette vej, ikke nået. Where the figures give no verdict, or the source has words of its
    own, nothing is found.

    **Why.** Two reports that judge the same target differently are noticed, and the council asks which is right.

    **Fix.** Find out which figure and which reading of the target the source used. Correct what is wrong here; where
    the source is wrong, or judged by something else, write so in a note and ignore the rule for the indicator.

    **Example.** Found, since the target is at least 60:

    ```text
    indicator;period;value;target;judgement;source
    job;2024;58;;;
    job;2024;;level-2024;Nået;aarsrapport-2024
    ```
    """
    if subject.figures is None or not subject.figures.verdicts:
        return
    from kommunepolitik.evaluation import evaluate
    from kommunepolitik.evaluation.explanation import STATUS_WORDS
    from kommunepolitik.figures.periods import NEVER

    for day, verdicts in sorted(_newest_verdicts(subject).items()):
        at = subject.at if day == NEVER else Period(dt.date.fromordinal(day))  # NEVER: for a verdict without a period
        for result in evaluate(subject.policy, subject.figures.observations, at, audience=subject.audience).results:
            key = (result.indicator, result.group, result.target)
            if key in verdicts and result.source_status is not None and _differs(result):
                indicator, word = subject.policy.indicator(result.indicator), STATUS_WORDS[result.status]
                within = ("targets", [target.key for target in indicator.targets].index(result.target))
                data: dict[str, Any] = {"target": result.target, "published": result.source_judgement}
                yield found(indicator, "verdict_differs", within=within, ours=Word(result.status, word), **data)


def _newest_verdicts(subject: Subject) -> dict[int, set[tuple[str, ...]]]:
    """Return the targets by the last day of the period of their newest verdict as of the date of the check."""
    assert subject.figures is not None
    at = None if subject.at is None or subject.at.end is None else subject.at.end.toordinal()
    published = [(day, key) for (_, *key), rows in subject.figures.verdicts.items() for day, *_ in rows]
    newest = {tuple(key): day for day, key in sorted(published) if at is None or day <= at}
    return {day: {key for key, last in newest.items() if last == day} for day in newest.values()}


def _differs(result: "Result") -> bool:
    """Return whether readers see another word for our verdict, in each of its readings, than for a source's."""
    from kommunepolitik.evaluation.results import SHOWN_AS

    ours = [reading.status for reading in result.readings] if result.status == "ambiguous" else [result.status]
    assert result.source_status is not None
    theirs = {SHOWN_AS[result.source_status], "not_assessed"}
    return result.source_status != "not_assessed" and theirs.isdisjoint(SHOWN_AS[status] for status in ours)


@rule("KP410", "warning", N_("Fraction of whole things"))
def fraction(subject: Subject) -> Iterator[Found]:
    """Find figures, baselines and targets with decimals for an indicator that counts whole things (antal, personer).

    An average may have decimals: one with `over_time: mean`, or with the people it is of under `base`. So may a change
    for each year.

    **Why.** Nobody can count 1.2 people. Mostly 1,200 were meant and a point was read as a decimal mark, or the figure
    is a share and the unit is wrong. A target of 1.2 is then reached by two people.

    **Fix.** Correct the figure, or the unit. Write `over_time: mean` where it is an average over time. (Exactly three
    decimals in such a unit, as in `value: 1.200`, are an error already when the policy is loaded.)

    **Example.** Found:

    ```yaml
    - id: vejledte
      title: Vejledte unge
      unit: personer
      baseline: {period: 2023, value: 1.2}       # fix: 1200
    ```
    """
    for indicator in subject.policy.indicators:
        unit = indicator.unit
        if unit is None or not unit.whole or indicator.over_time == "mean" or indicator.base or indicator.difference:
            continue
        data: dict[str, Any] = {"unit": unit.text}
        if _is_fraction(indicator.baseline):
            yield found(indicator, "fraction_baseline", within=("baseline",), value=indicator.baseline, **data)
        for index, target in enumerate(indicator.targets):
            within: Path = ("targets", index)
            value, own = Quantity(value=getattr(target, "value", None)), getattr(target, "baseline", None)
            if _is_fraction(value):
                yield found(indicator, "fraction_target", within=within, target=target.key, value=value, **data)
            if _is_fraction(own):
                yield found(indicator, "fraction_baseline", within=(*within, "baseline"), value=own, **data)
        rows = [row for row in subject.measured_groups(indicator.id) if _is_fraction(row.quantity)]
        if rows:
            yield found(indicator, "fraction_figure", period=rows[-1].period, value=rows[-1].quantity, **data)


def _is_fraction(figure: Quantity | None) -> bool:
    """Return whether a figure has decimals."""
    ends = () if figure is None else (figure.value, figure.value_high)
    return any(end is not None and not end.is_integer() for end in ends)


def _agree(stated: Quantity, observed: Quantity, decimals: int | None) -> bool:
    """Return whether two figures have a value in common, to so many decimals."""
    lows, highs = zip(_reach(stated, decimals), _reach(observed, decimals), strict=True)
    return max(lows) <= min(highs) or math.isclose(max(lows), min(highs))


def _reach(figure: Quantity, decimals: int | None) -> tuple[float, float]:
    assert figure.value is not None
    low, high = Interval.of(figure.value, figure.value_high, figure.qualifier).both
    if figure.qualifier == "about":
        return low - abs(low) * ABOUT_TOLERANCE, high + abs(high) * ABOUT_TOLERANCE
    if decimals is None:
        return low, high
    from kommunepolitik.evaluation.wording import rounded

    return rounded(low, decimals), rounded(high, decimals)  # as statistics are published


def _revisions(rows: "Sequence[Observation]") -> "Iterator[tuple[Observation, Observation]]":
    """Yield the newest figure of a period that differs much from the one published before it; own and shared apart."""
    measured = [row for row in rows if row.is_measured and row.value is not None]
    for owner in sorted({row.policy for row in measured}):
        published = [row for row in measured if row.policy == owner]
        if len(published) > 1 and _moved(published[-2].quantity, published[-1].quantity) > LARGE_REVISION:
            yield published[-2], published[-1]


def _moved(before: Quantity, after: Quantity) -> float:
    """Return how much a figure changed, as a share of what it was; a range by its middle."""
    ends = ([end for end in (each.value, each.value_high) if end is not None] for each in (before, after))
    old, new = (sum(both) / len(both) for both in ends)
    if math.isclose(old, new):
        return 0
    return math.inf if old == 0 else abs(new - old) / abs(old)
