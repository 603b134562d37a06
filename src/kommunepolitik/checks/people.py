"""Rules on figures of few people: whether they can be protected, and what in them may be chance."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from kommunepolitik.checks.finding import Path
from kommunepolitik.checks.registry import Found, Subject, found, rule
from kommunepolitik.errors.marks import N_
from kommunepolitik.model import Indicator, LevelTarget, Policy, Quantity, StandingTarget
from kommunepolitik.model.nearest import danish_words

if TYPE_CHECKING:
    from kommunepolitik.figures import Observation

_PEOPLE: Final = ("person", "borger", "elev", "flygtning", "deltager")
"""Beginnings of units that count people."""

FEW: Final = 5
"""The minimum that we suggest for disclosure control."""

FEW_FOR_A_SHARE: Final = 500
"""A share of fewer people than this changes by several points from year to year where the people are new."""


@rule("KP405", "warning", N_("Disclosure control with a gap"))
def disclosure_gap(subject: Subject) -> Iterator[Found]:
    """Find what disclosure control cannot protect, in a policy that has it (`disclosure`).

    These are baselines stated in the policy that are a number of people below the minimum, which no table can withhold;
    shares without a base, or whose unit does not give of how many; units that are people where the indicator is not
    declared to count them. For information: targets that are such a small number, since it can never be shown in public
    whether they are reached.

    **Why.** A figure is withheld only where the policy names its base. What the policy itself states is public.

    **Fix.** Write the baseline as `{value: 5, qualifier: under}`, or leave it out and name it under `missing`. Under
    `base`, name the indicator that counts the people of a share; for a share of something else (dwellings, a whole
    country) ignore the rule for that indicator. Write `counts_people: true`.

    **Example.** Found three times where the minimum is 5:

    ```yaml
    disclosure: {minimum: 5}
    indicators:
      - {id: anbragte, title: Anbragte unge, unit: personer, counts_people: true, baseline: {period: 2023, value: 3}}
      - {id: andel, title: Unge i job, unit: "%"}
      - {id: i-job, title: Unge i job, unit: personer}
    ```
    """
    if subject.policy.disclosure is None:
        return
    minimum, people = subject.policy.disclosure.minimum, _counted(subject.policy)
    for indicator, stated, within in _small_baselines(subject.policy, people, minimum):
        yield found(indicator, "baseline_below_minimum", within=within, stated=stated, minimum=minimum)
    for indicator in subject.policy.indicators:
        yield from _unprotected(indicator, people)
    for indicator, target, place in subject.targets:
        is_level = isinstance(target, LevelTarget | StandingTarget) and target.relative_to is None
        if indicator.id in people and is_level and 0 < target.value < minimum:  # type: ignore[union-attr]
            data: dict[str, Any] = {"target": target.key, "minimum": minimum}
            yield found(indicator, "target_below_minimum", severity="info", within=place, **data)


@rule("KP116", "warning", N_("Survey without margin"))
def survey_without_margin(subject: Subject) -> Iterator[Found]:
    """Find indicators from a survey that state neither the smallest meaningful change nor whether to allow for chance.

    An indicator is taken to be from a survey if its title, definition, wording or data source contains a word for one
    (survey, spørgeskema, brugerundersøgelse, trivselsmåling and the like), or if the source of its figures, of its
    baseline or of its own is one of kind `survey`. Only indicators that follow up the policy and are measured in
    figures are checked.

    **Why.** If 400 people are asked, a share of 50 % may lie anywhere from 45 to 55 % of all. A change of two points is
    then not significant, but it may be reported as progress, or as going the wrong way.

    **Fix.** Write under `margin` the smallest meaningful change, in the unit of the indicator; those who made the
    survey know it. Or write `chance: true`, and how many answered as the `denominator` of the figures. Where everybody
    is asked and nearly everybody answers, write `chance: false`.

    **Example.** Found where `margin` is missing:

    ```yaml
    - id: tryghed
      title: Borgere, der føler sig trygge
      unit: "%"
      margin: 5
      data_source: {keeper: Borgerpanelet, note: "Spørgeskema til 400 borgere"}
    ```
    """
    surveys = {source.id for source in subject.policy.sources if source.kind == "survey"}
    for indicator in subject.followed:
        if indicator.kind == "quantitative" and indicator.margin is None and indicator.chance is None:
            rows = subject.measured_groups(indicator.id)
            if _is_called_survey(indicator) or not surveys.isdisjoint(_sources(indicator, rows)):
                yield found(indicator, "survey_without_margin")


def _is_called_survey(indicator: Indicator) -> bool:
    """Return whether an indicator's own words, or those on who keeps its figures, name a survey."""
    texts = [indicator.title, indicator.definition, indicator.wording]
    texts += [indicator.data_source.keeper, indicator.data_source.note] if indicator.data_source else []
    words = " ".join(filter(None, texts)).casefold()
    return any(word in words for word in ("survey", *danish_words("survey")))


def _sources(indicator: Indicator, rows: "Sequence[Observation]") -> set[str]:
    """Return the ids of the sources of an indicator, its baseline and its figures."""
    cited = [each.citation for each in (indicator, indicator.baseline) if each is not None]
    return {citation.source for citation in cited if citation is not None} | {row.source for row in rows}


@rule("KP406", "warning", N_("Share of few people that does not state whether to allow for chance"))
def share_of_few(subject: Subject) -> Iterator[Found]:
    """Find shares with figures of fewer than 500 people whose indicator does not state `chance`.

    How many a figure is of is its `denominator`, or else the figure of the indicator under `base` for the same period
    and group. Only indicators that follow up the policy are checked.

    **Why.** Where each period's people are new (a year's school leavers, those a survey asked), a share changes
    although nothing else has. If half of all young people finish, and 40 do so each year, one year in twenty differs by
    22 points or more from the year before, by chance alone. Where the same people are measured again, it moves far
    less. The figures do not show which of the two it is; until it is stated, a change by chance may be called progress.

    **Fix.** Write `chance: true` where each period's people are new: only a change larger than chance explains then
    counts. Write `chance: false` where they are largely the same.

    **Example.** Found where `chance` is missing and the figures are of 40 people:

    ```yaml
    indicators:
      - id: gennemfoert
        title: Årgangens unge, der har gennemført en uddannelse
        unit: "%"
        chance: true
    ```
    """
    for indicator in subject.followed:
        if indicator.chance is not None or indicator.unit is None or indicator.unit.scale is None:
            continue
        people = [(_of_people(subject, indicator, row), row.period) for row in subject.measured_groups(indicator.id)]
        few = [(number, period) for number, period in people if number is not None and number < FEW_FOR_A_SHARE]
        if few:
            number, period = min(few, key=lambda each: each[0])
            yield found(indicator, "share_of_few", number=number, period=period)


@rule("KP408", "warning", N_("Few people without disclosure control"))
def few_people(subject: Subject) -> Iterator[Found]:
    """Find numbers of fewer than five people, in the figures or stated as a baseline, in a policy without `disclosure`.

    An indicator counts people where it is declared to (`counts_people`), where another has it as its `base` or
    `numerator`, or where its unit is people (personer, elever). The `numerator` and `denominator` of the figures of a
    share with a `base` are numbers of people too. What is written as `under 5` is not found.

    **Why.** That three young people of a small municipality are in care may reveal something about one of them.
    Danmarks Statistik does not show cells of one or two; its usual minimum is 3. We suggest 5, since a policy is about
    people who are easily recognised, and since with a minimum of 3 a number that is withheld is known to be 1 or 2.

    **Fix.** Write `disclosure: {minimum: 5}`: figures of fewer people are then withheld in public pages, and so are
    those that would give them away. Where the numbers may be public, ignore the rule with the reason.

    **Example.** Found where the policy has no `disclosure` and a figure is 3:

    ```yaml
    disclosure: {minimum: 5}
    indicators:
      - {id: anbragte, title: Anbragte unge, unit: personer, counts_people: true}
    ```
    """
    if subject.policy.disclosure is not None:
        return
    people = _counted(subject.policy) | {each.id for each in subject.policy.indicators if _has_unit_of_people(each)}
    for indicator in subject.policy.indicators:
        few = [row.period for row in subject.measured_groups(indicator.id) if _is_of_few(row, indicator, people)]
        if few:
            yield found(indicator, "few_people", minimum=FEW, period=few[-1])
    stated = [each.baseline for each in subject.policy.indicators if each.id in people and each.baseline is not None]
    if any(baseline.value is not None and 0 < baseline.value < FEW for baseline in stated):
        for indicator, _, within in _small_baselines(subject.policy, people, FEW):
            yield found(indicator, "few_people_stated", within=within, minimum=FEW)


def _is_of_few(row: "Observation", indicator: Indicator, people: set[str]) -> bool:
    """Return whether a figure is of fewer people than may be shown, or lets them be computed."""
    from kommunepolitik.disclosure.rules import Value, is_small

    counts = [row.numerator, row.denominator] if indicator.base is not None else []
    numbers = [Value(count) for count in counts if count is not None]
    if indicator.id in people and row.value is not None:
        numbers.append(Value(row.value, row.value_high, row.qualifier))
    return any(is_small(number.bounds, FEW) for number in numbers)


def _counted(policy: Policy) -> set[str]:
    """Return the indicators that count people, as the policy declares it."""
    counted = {id for each in policy.indicators for id in (each.base, each.numerator)}
    return {each.id for each in policy.indicators if each.counts_people or each.id in counted}


def _has_unit_of_people(indicator: Indicator) -> bool:
    unit = "" if indicator.unit is None else indicator.unit.text.casefold()
    return unit.removeprefix("antal ").startswith(_PEOPLE)


def _small_baselines(policy: Policy, people: set[str], minimum: int) -> Iterator[tuple[Indicator, Quantity, Path]]:
    """Yield the baselines that the policy states of fewer people than a minimum, each with its path."""
    from kommunepolitik.disclosure.rules import is_small, stated_baselines

    for (id, _), _period, stated, within in stated_baselines(policy):
        if id in people and is_small(stated.bounds, minimum):
            quantity = Quantity(value=stated.number, value_high=stated.high, qualifier=stated.qualifier or None)  # type: ignore[arg-type]
            yield policy.indicator(id), quantity, within


def _of_people(subject: Subject, indicator: Indicator, row: "Observation") -> float | None:
    """Return how many people a share is of; None where the figures do not contain it."""
    if row.denominator is not None:
        return row.denominator
    if indicator.base is None or row.period is None:
        return None
    base = subject.measured_at(indicator.base, row.group, row.period)
    return None if base is None else base.value


def _unprotected(indicator: Indicator, people: set[str]) -> Iterator[Found]:
    """Find an indicator whose base is not given."""
    scale = None if indicator.unit is None else indicator.unit.scale
    if indicator.kind == "qualitative":
        return
    if scale is not None and indicator.base is None and indicator.difference is None:
        yield found(indicator, "share_without_base")
    elif scale is None and indicator.numerator is not None:
        yield found(indicator, "share_of_unknown_whole")
    elif _has_unit_of_people(indicator) and indicator.id not in people and indicator.base is None:
        yield found(indicator, "people_not_counted", unit=str(indicator.unit))
