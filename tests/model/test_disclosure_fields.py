"""What a policy declares of its figures, so that those on few people can be kept back."""

from typing import Any

import pytest

import kommunepolitik.model as m
from kommunepolitik.documents import parse, to_yaml
from kommunepolitik.errors import InvalidDocument, InvalidModel

TEXT = """\
kommunepolitik: 1
id: p
title: P
municipality: {name: Nybro, fictitious: true}
indicators:
  - {id: unge, title: Unge, unit: personer, counts_people: true}
  - {id: i-job, title: Unge i job, unit: personer}
  - {id: andel, title: Andel i job, unit: '%', base: unge, numerator: i-job}
  - id: forskel
    title: Forskel
    difference:
      of: {indicator: andel, group: kvinder}
      less: {indicator: andel, group: maend}
groups:
  - {id: kvinder, title: Kvinder}
  - {id: maend, title: Mænd}
disclosure:
  minimum: 5
  partitions:
    - parts: [kvinder, maend]
"""


def wrong(make: Any) -> set[tuple[str, tuple[str | int, ...]]]:
    """Return what is wrong with what a function makes."""
    with pytest.raises((InvalidModel, InvalidDocument)) as caught:
        make()
    return {(problem.code, problem.path) for problem in caught.value.problems}


def test_it_is_written_and_read_back() -> None:
    """A file states minimum, partitions, base, numerator and difference; off by default."""
    policy = parse(TEXT, ".yaml")
    assert policy.disclosure == m.Disclosure(minimum=5, partitions=(m.Partition(parts=("kvinder", "maend")),))
    assert policy.indicator("andel").base == "unge"
    assert policy.indicator("unge").counts_people is True
    assert parse(to_yaml(policy), ".yaml") == policy
    assert parse(TEXT.partition("disclosure:")[0], ".yaml").disclosure is None


def test_the_minimum_is_3_or_more() -> None:
    """0 is shown, so that below 2 only 1 could be withheld, and everybody would know it."""
    assert wrong(lambda: m.Disclosure(minimum=2)) == {("minimum_too_low", ("minimum",))}
    assert m.Disclosure(minimum=3).minimum == 3


@pytest.mark.parametrize(
    ("parts", "whole"), [(("kvinder",), None), (("kvinder", "kvinder"), None), (("kvinder", "maend"), "maend")]
)
def test_a_whole_falls_into_at_least_two_parts(parts: tuple[str, ...], whole: str | None) -> None:
    """Each once, and the whole is none of them."""
    assert wrong(lambda: m.Partition(parts=parts, whole=whole)) == {("no_partition", ("parts",))}


def test_nothing_is_based_on_itself() -> None:
    """Neither base, numerator nor difference; and a numerator needs a base."""
    itself = m.Series(indicator="i")
    other = m.Series(indicator="j")
    assert wrong(lambda: m.Indicator(id="i", title="I", base="i")) == {("rests_on_itself", ("base",))}
    assert wrong(lambda: m.Indicator(id="i", title="I", base="j", numerator="i")) == {
        ("rests_on_itself", ("numerator",))
    }
    assert wrong(lambda: m.Indicator(id="i", title="I", difference=m.Difference(of=other, less=itself))) == {
        ("rests_on_itself", ("difference", "less", "indicator"))
    }
    assert wrong(lambda: m.Indicator(id="i", title="I", numerator="j")) == {("numerator_without_base", ("numerator",))}


def test_references_lead_to_indicators_and_groups() -> None:
    """A dangling one is reported with its place and the nearest id."""
    assert wrong(lambda: parse(TEXT.replace("[kvinder, maend]", "[kvinder, mand]"), ".yaml")) == {
        ("dangling", ("disclosure", "partitions", 0, "parts", 1))
    }
    assert wrong(lambda: parse(TEXT.replace("base: unge", "base: kvinder"), ".yaml")) == {
        ("wrong_kind", ("indicators", 2, "base"))
    }
