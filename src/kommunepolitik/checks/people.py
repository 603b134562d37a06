"""Rules on figures of few people: whether they can be protected, and what in them may be chance."""

from collections.abc import Iterator
from typing import Any, Final

from kommunepolitik.checks.registry import Found, found, rule
from kommunepolitik.checks.subject import Subject
from kommunepolitik.errors import N_
from kommunepolitik.model import Indicator, LevelTarget, Quantity, StandingTarget

_PEOPLE: Final = ("person", "borger", "elev", "flygtning", "deltager")
"""What a unit begins with that counts people."""


@rule("KP405", "warning", N_("Disclosure control with a hole"))
def disclosure_hole(subject: Subject) -> Iterator[Found]:
    """Find what disclosure control cannot protect, in a policy that has it (`disclosure`).

    These are baselines stated in the policy that are a number of people below the minimum, which no table can withhold;
    shares without a base, or whose unit does not say of how many; units that are people where the indicator does not
    say that it counts them. For information: targets that are such a small number, since it can never be shown in
    public whether they are reached.

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
    from kommunepolitik.disclosure import is_small, stated_baselines

    minimum = subject.policy.disclosure.minimum
    rests = {id for each in subject.policy.indicators for id in (each.base, each.numerator)}
    people = {each.id for each in subject.policy.indicators if each.counts_people or each.id in rests}
    for (id, _), _period, said, within in stated_baselines(subject.policy):
        if id in people and is_small(said.bounds, minimum):
            stated = Quantity(value=said.number, value_high=said.high, qualifier=said.qualifier or None)  # type: ignore[arg-type]
            data: dict[str, Any] = {"stated": stated, "minimum": minimum}
            yield found(subject.policy.indicator(id), "baseline_below_minimum", within=within, **data)
    for indicator in subject.policy.indicators:
        yield from _unprotected(indicator, people)
    for indicator, target, place in subject.targets:
        is_level = isinstance(target, LevelTarget | StandingTarget) and target.relative_to is None
        if indicator.id in people and is_level and 0 < target.value < minimum:  # type: ignore[union-attr]
            data = {"target": target.key, "minimum": minimum}
            yield found(indicator, "target_below_minimum", severity="info", within=place, **data)


def _unprotected(indicator: Indicator, people: set[str]) -> Iterator[Found]:
    """Find an indicator whose base is not given."""
    unit = "" if indicator.unit is None else indicator.unit.text.casefold()
    scale = None if indicator.unit is None else indicator.unit.scale
    if indicator.kind == "qualitative":
        return
    if scale is not None and indicator.base is None and indicator.difference is None:
        yield found(indicator, "share_without_base")
    elif scale is None and indicator.numerator is not None:
        yield found(indicator, "share_of_unknown_whole")
    elif unit.removeprefix("antal ").startswith(_PEOPLE) and indicator.id not in people and indicator.base is None:
        yield found(indicator, "people_not_counted", unit=str(indicator.unit))
