"""Laws of StratML out and in, for policies of every shape."""

import re
from collections.abc import Iterator
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from kommunepolitik.model import FocusArea, Goal, Period, Policy
from kommunepolitik.model.data import part_to_data
from kommunepolitik.model.text import decimal_text
from kommunepolitik.stratml import StratmlImport, from_stratml, to_stratml
from kommunepolitik.stratml.names import period_of
from kommunepolitik.stratml.schema import DECIMAL, violations
from kommunepolitik.stratml.tree import parse_xml
from tests import strategies

FIELDS: dict[type, tuple[str, ...]] = {
    FocusArea: ("number", "title", "summary", "responsible"),
    Goal: ("number", "statement", "wording", "responsible"),
}


def back(policy: Policy) -> StratmlImport:
    """Return what a policy is after it was written and read."""
    return from_stratml(to_stratml(policy).xml, municipality=policy.municipality)


def homes(policy: Policy) -> dict[str, Any]:
    """Return what of a policy has a home in StratML."""
    elements = {**{area.id: area for area in policy.focus_areas}, **{goal.id: goal for goal in policy.all_goals()}}
    content: dict[str, Any] = {
        id: [getattr(element, name) for name in FIELDS[type(element)]] + [frozenset(element.indicator_ids)]
        for id, element in elements.items()
    }
    for indicator in policy.indicators:
        base = indicator.baseline
        exact = base is not None and base.value_high is None and base.qualifier is None
        fields = [indicator.number, indicator.title, indicator.unit, indicator.definition, indicator.kind]
        levels = [
            (target.value, target.comparison, days(target.due))
            for target in indicator.targets
            if target.kind == "level" and (target.group, target.relative_to, target.cumulative) == (None, None, False)
        ]
        baseline = (base.value, days(base.period)) if exact and base is not None else None
        content[indicator.id] = [*fields, indicator.result_level, sorted(levels, key=str), baseline]
    names = [(value.title, value.statement) for value in policy.values]
    groups = [(group.title, group.statement) for group in policy.target_groups]
    content[""] = [policy.id, policy.title, days(policy.period), names, groups]
    content[" vision"] = None if policy.vision is None else (policy.vision.id, policy.vision.statement)
    return content


def days(period: Period | None) -> object:
    """Return first and last day of a period."""
    return None if period is None else (period.start, period.end)


@given(strategies.policies())
def test_what_has_a_home_survives(policy: Policy) -> None:
    """Titles, texts, numbers, exact baselines and levels, links and periods are equal after out and in."""
    expected, got = homes(policy), homes(back(policy).policy)
    for indicator in policy.indicators:
        if indicator.baseline is not None and expected[indicator.id][-1] is None:
            got[indicator.id][-1] = None  # an inexact value is lost, and listed
    assert got == expected


@given(strategies.policies())
def test_every_document_obeys_the_rules_of_the_standard(policy: Policy) -> None:
    """Order, numbers of elements, XML names, unique identifiers, decimals, dates and attributes are as they must be."""
    assert list(violations(parse_xml(to_stratml(policy).xml))) == []


@given(strategies.policies())
def test_what_was_read_comes_back_equal(policy: Policy) -> None:
    """Nothing is lost of a policy that was read from StratML, also not what is kept in annotations."""
    first = from_stratml(to_stratml(policy).xml, municipality=policy.municipality).policy
    again = to_stratml(first)
    assert again.losses == ()
    assert from_stratml(again.xml, municipality=policy.municipality).policy == first


def ids(value: object) -> Iterator[str]:
    """Yield the texts in a value; among them are the ids of all its elements, and of those that it refers to."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from ids(each)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from ids(getattr(value, field.name))


def meaning(value: object) -> str:
    """Return a value in writing; a link with only its indicator is the same as the id alone."""
    return re.sub(r"\{'indicator': ('[^']*')\}", r"\1", repr(part_to_data(value)))


@given(strategies.policies())
def test_no_field_of_a_policy_differs_unlisted(policy: Policy) -> None:
    """Where a field of a policy is not what it was, something in it is listed as lost."""
    document = to_stratml(policy)
    read = from_stratml(document.xml, municipality=policy.municipality).policy
    lost = {loss.field.split(".")[0] for loss in document.losses if loss.address.element is None}
    elements = {loss.address.element for loss in document.losses} - {None}
    for field in attrs.fields(Policy):
        content, now = getattr(policy, field.name), getattr(read, field.name)
        if content in (None, (), {}) or content == now or (isinstance(content, Period) and days(content) == days(now)):
            continue
        same = isinstance(content, tuple) and sorted(map(meaning, content)) == sorted(
            map(meaning, now)
        )  # another order
        assert same or field.name in lost or elements & set(ids(content)), field.name


@given(strategies.periods(ended=True))
def test_the_dates_of_a_period_are_the_period(period: Period) -> None:
    """What is read from the first and the last day has these days, however it was written."""
    read = period_of(period.start, period.end)
    assert read is not None
    assert (read.start, read.end) == (period.start, period.end)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_decimals_without_an_exponent(value: float) -> None:
    """A number is written as XML's decimals are, and read back exactly."""
    text = decimal_text(value)
    assert DECIMAL.fullmatch(text)
    assert float(text) == value
