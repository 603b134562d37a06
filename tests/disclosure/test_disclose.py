"""Disclosure control: what is suppressed, what follows from it, and the law that nothing withheld can be computed."""

import itertools
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import attrs
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik import disclosure
from kommunepolitik.disclosure.protection import Move
from kommunepolitik.disclosure.solver import Solution
from kommunepolitik.errors import InvalidModel, MissingExtra
from tests.frames import filled

GROUPS = ("a", "b", "c", "x", "y")
ABC = m.Partition(parts=("a", "b", "c"))
XY = m.Partition(parts=("x", "y"))
QUARTERS = ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4")


def policy(minimum: int | None = 5, partitions: tuple[m.Partition, ...] = (ABC, XY), **more: Any) -> kp.Policy:
    """Return a policy whose indicators are a number, a share with its base and numerator, an average, and a gap."""
    control = None if minimum is None else m.Disclosure(minimum=minimum, partitions=partitions)
    of, less = m.Series(indicator="andel", group="x"), m.Series(indicator="andel", group="y")
    values: dict[str, Any] = {
        "id": "p",
        "title": "P",
        "municipality": m.Municipality(name="Nybro", fictitious=True),
        "groups": tuple(m.Group(id=id, title=id) for id in GROUPS),
        "disclosure": control,
        "indicators": (
            m.Indicator(id="alle", title="Alle", unit="antal", counts_people=True),
            m.Indicator(id="job", title="I job", unit="antal", counts_people=True),
            m.Indicator(id="andel", title="Andel i job", unit="%", base="alle", numerator="job"),
            m.Indicator(id="snit", title="Gennemsnit", base="alle"),
            m.Indicator(id="forskel", title="Forskel", difference=m.Difference(of=of, less=less)),
            m.Indicator(id="landet", title="Hele landet", unit="%"),
        ),
    }
    return kp.Policy(**values | more)


def table(rows: dict[str, Any] | list[dict[str, Any]]) -> pd.DataFrame:
    """Return a table: rows as they are, or values by indicator and group (`job b`), all of 2024."""
    if isinstance(rows, dict):
        rows = [
            {"indicator": name.partition(" ")[0], "group": name.partition(" ")[2], "period": "2024", "value": value}
            for name, value in rows.items()
        ]
    return filled(kp.read_observations(pd.DataFrame([{"value": None} | row for row in rows])).frame)


def disclose(frame: pd.DataFrame, subject: Any, audience: Any = "public") -> pd.DataFrame:
    """Return the table as it may be shown."""
    return filled(disclosure.disclose(frame, subject, audience).frame)


def kept(rows: Any, subject: Any = None) -> set[str]:
    """Return the figures that are published, as `job b`."""
    frame = disclose(table(rows), subject or policy())
    left = frame[frame["value"].notna()]
    return {f"{indicator} {group}".strip() for indicator, group in zip(left["indicator"], left["group"], strict=True)}


def hidden(rows: Any, subject: Any = None) -> dict[str, str]:
    """Return the figures that are suppressed, as `job b`, and how."""
    return {f"{indicator} {group}".strip(): how for indicator, group, how in suppressed(table(rows), subject)}


def suppressed(frame: pd.DataFrame, subject: Any = None) -> list[tuple[str, str, str]]:
    """Return indicator and group of each row that is suppressed, and how."""
    marked = disclose(frame, subject or policy(), "internal")
    rows = zip(marked["indicator"], marked["group"], marked["suppressed"], strict=True)
    return [row for row in rows if row[2] in ("primary", "secondary")]


# What is withheld


def test_a_small_number_is_withheld_and_0_is_not() -> None:
    """0 < n < 5; 0 and 5 are shown."""
    rows = [{"indicator": "job", "period": str(2020 + n), "value": n} for n in range(7)]
    frame = disclose(table(rows), policy())
    assert frame["value"].fillna(-1).tolist() == [0, -1, -1, -1, -1, 5, 6]
    assert frame["suppressed"].tolist() == ["", *["primary"] * 4, "", ""]


def test_a_suppressed_row_keeps_its_place_and_states_it_in_a_column() -> None:
    """Nothing of the number is left; all other rows are as they were."""
    rows = [
        {"indicator": "job", "period": "2023", "value": 3, "note": "3 unge", "source": "S", "published": "2024-02"},
        {"indicator": "job", "period": "2024", "value": 30, "note": "30 unge"},
    ]
    before = table(rows)
    after = disclose(before, policy())
    row = after.iloc[0]
    assert (row["period"], row["quality"], row["source"], row["published"]) == ("2023", "suppressed", "S", "2024-02")
    assert (row["suppressed"], row["note"]) == ("primary", "")
    assert row["value"] != row["value"]
    assert after.iloc[1]["suppressed"] == ""
    same = before.columns.drop("suppressed")
    pd.testing.assert_frame_equal(after.iloc[1:][same], before.iloc[1:][same])
    assert before.iloc[0]["value"] == 3


def test_numbers_behind_a_suppressed_figure_go_with_it() -> None:
    """A row's numerator and denominator are blank with its value."""
    before = table({"alle": 40, "andel": 7.5}).assign(numerator=[float("nan"), 3.0], denominator=[float("nan"), 40.0])
    after = disclose(before, policy())
    assert after["value"].notna().tolist() == [True, False]
    assert after[["numerator", "denominator"]].isna().all(axis=None)


def test_a_row_may_bring_its_own_base() -> None:
    """The denominator counts the base where no row of its own does: 50 % of 40 is shown, 7.5 % of 40 is not."""
    for value, kept_rows in ((50.0, 1), (7.5, 0)):
        frame = table({"andel": value}).assign(denominator=[40.0])
        assert disclose(frame, policy())["value"].notna().sum() == kept_rows


def test_without_disclosure_no_row_is_suppressed() -> None:
    """Off by default: only what the source suppressed is marked."""
    rows = [
        {"indicator": "job", "period": "2024", "value": 1},
        {"indicator": "job", "period": "2023", "quality": "suppressed"},
    ]
    before = table(rows)
    after = disclose(before, policy(None))
    assert after["suppressed"].tolist() == ["", "source"]
    pd.testing.assert_frame_equal(after, before)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("under 5", True),
        ("under 20", True),
        ("under 3", False),
        ("1-4", True),
        ("2-3", False),
        ("3-20", False),
        ("10-20", True),
        ("ca. 3", False),
        ("ca. 10", True),
        ("over 2", False),
        ("over 10", True),
        ("over 0", True),
    ],
)
def test_an_inexact_figure_stays_where_it_states_no_more_than_that_they_are_few(cell: str, shown: bool) -> None:
    """`under 5` is a fine way to state it; `under 3` states more."""
    assert kept({"job": cell}) == ({"job"} if shown else set())


def test_a_share_is_based_on_its_base_and_reveals_both_its_sides() -> None:
    """Base below 5; 3 of 40; 38 of 40; all and none of 40 are fine."""
    for base, share, shown in [(4, 50, False), (40, 7.5, False), (40, 95, False), (40, 100, True), (40, 0, True)]:
        withheld = hidden({"alle a": base, "andel a": share})
        assert withheld.get("andel a") == (None if shown else "primary")
    assert "snit a" not in kept({"alle a": 4, "snit a": 7.2})
    assert "snit a" in kept({"alle a": 40, "snit a": 1.2})


def test_an_inexact_share_is_read_at_its_ends() -> None:
    """Under 20 % of 100 leaves all open; under 20 % of 10 states that it is one or none."""
    assert "andel a" in kept({"alle a": 100, "andel a": "under 20"})
    assert "andel a" not in kept({"alle a": 10, "andel a": "under 20"})


def test_a_share_whose_base_nobody_knows_is_withheld() -> None:
    """The base is declared, its figure is lacking: what cannot be shown to be safe is not shown."""
    assert hidden({"andel a": 50.0, "landet": 50.0}) == {"andel a": "primary"}
    assert kept({"andel a": 50.0, "landet": 50.0}) == {"landet"}


# What follows from what


def test_a_part_that_a_total_gives_away_takes_another_part_with_it() -> None:
    """30 - 20 - 7 is 3: the smallest other part goes too, not the total."""
    rows = {"job": 30, "job a": 3, "job b": 7, "job c": 20}
    assert hidden(rows) == {"job a": "primary", "job b": "secondary"}


def test_two_parts_of_one_each_take_a_third_with_them() -> None:
    """20 - 18 is 2, and 0 would be shown: both are 1. So a third is withheld."""
    assert hidden({"job": 20, "job a": 1, "job b": 1, "job c": 18}) == {
        "job a": "primary",
        "job b": "primary",
        "job c": "secondary",
    }
    assert hidden({"job": 20, "job a": 1, "job b": 2, "job c": 17}) == {"job a": "primary", "job b": "primary"}


def test_a_figure_that_no_other_needs_is_withheld_first() -> None:
    """The average of b would go with the number of b; c is larger, but goes alone."""
    assert hidden({"alle": 30, "alle a": 3, "alle b": 7, "alle c": 20, "snit b": 2.5}) == {
        "alle a": "primary",
        "alle c": "secondary",
    }


@pytest.mark.parametrize(("ones", "n", "is_enough"), [(2, 3, True), (3, 3, False), (4, 4, False)])
def test_a_withheld_figure_protects_no_further_than_down_to_one(ones: int, n: int, *, is_enough: bool) -> None:
    """Groups of one that are known to be as many as each other: if all are two, n is that much less, but never 0."""
    few, sums = [f"f{place}" for place in range(ones)], [f"s{place}" for place in range(ones)]
    partitions = [m.Partition(parts=("n", *few))]
    partitions += [m.Partition(whole=whole, parts=(part, "rest")) for whole, part in zip(sums, few, strict=True)]
    groups = [m.Group(id=id, title=id) for id in ("n", "rest", *few, *sums)]
    rows: dict[str, Any] = {"alle": n + ones, "alle n": n} | {f"alle {part}": 1 for part in few}
    for whole in sums:  # with an average, so that it is dearer than n
        rows |= {f"alle {whole}": 11, f"snit {whole}": 2.5}
    indicators = [each for each in policy().indicators if each.id in ("alle", "snit")]
    withheld = hidden(rows, policy(3, tuple(partitions), groups=groups, indicators=indicators))
    secondary = {name for name, how in withheld.items() if how == "secondary"}
    assert secondary
    assert (secondary == {"alle n"}) == is_enough


def test_a_part_that_no_row_gives_is_protected_too() -> None:
    """50 in all and 47 of group x: the three of group y are revealed."""
    assert hidden({"job": 50, "job x": 47}) == {"job x": "secondary"}
    assert hidden({"job": 50, "job x": 40}) == {}
    assert hidden({"job": 50, "job a": 48}) == {"job a": "secondary"}


def test_two_partitions_are_read_together() -> None:
    """Without the total, one partition gives it, and the other then gives the small part."""
    rows = {"job a": 10, "job b": 10, "job c": 10, "job x": 3, "job y": 27}
    assert len(hidden(rows)) == 2
    assert hidden({"job a": 10, "job b": 10, "job x": 3, "job y": 27}) == {"job x": "primary"}


def test_number_share_and_base_do_not_give_each_other_away() -> None:
    """The number goes, and the share with it; of two that give the rest of the base, the number goes."""
    assert hidden({"alle": 40, "job": 3, "andel": 7.5}) == {"job": "primary", "andel": "primary"}
    assert kept({"alle": 40, "job": 38, "andel": 95.0}) == {"alle"}
    assert hidden({"alle": 40, "job": 20, "andel": 50.0}) == {}
    # The share declares that the one are among the other, whether it has a figure or not.
    assert hidden({"alle": 40, "job": 38}) == {"job": "secondary"}


def test_shares_of_parts_and_whole_give_numbers_that_add_up() -> None:
    """3 of 20 and 27 of 30: with 30 of 50 the first follows."""
    rows = {"alle": 50, "alle x": 20, "alle y": 30, "andel": 60.0, "andel x": 15.0, "andel y": 90.0}
    assert hidden(rows)["andel x"] == "primary"
    assert len({"andel", "andel y"} & set(hidden(rows))) >= 1


def test_shares_of_one_each_are_seen_to_be_one() -> None:
    """20 of 100 less 18 of 40 leaves two for a and b, and 0 % would be shown: both are one, so a third goes too."""
    bases: dict[str, Any] = {"alle": 100, "alle a": 30, "alle b": 30, "alle c": 40}
    rows = bases | {"andel": 20.0, "andel a": 100 / 30, "andel b": 100 / 30, "andel c": 45.0}
    assert hidden(rows) == {"andel a": "primary", "andel b": "primary", "andel c": "secondary"}


@pytest.mark.parametrize(("people", "percent"), [(4, 2), (1, 0)])
def test_the_numerator_of_a_row_counts_where_the_share_is_rounded(people: int, percent: int) -> None:
    """Of 230, 2 % may be 5 and 0 % nobody; the row itself gives 4, and 1."""
    row = {"indicator": "udd", "period": "2024", "value": percent, "numerator": people, "denominator": 230}
    assert suppressed(table([row]), rest()) == [("udd", "", "primary")]


def test_a_judgement_of_a_withheld_figure_goes_with_it() -> None:
    """Fewer than five, and the target of at least four is reached: they are four."""
    target = m.LevelTarget(id="fire", value=4, comparison="at_least", due=2024)
    own = policy()
    judged = attrs.evolve(
        own, indicators=[attrs.evolve(each, targets=[target]) if each.id == "job" else each for each in own.indicators]
    )
    verdict = {"indicator": "job", "period": "2024", "target": "fire", "judgement": "opfyldt", "note": "nået"}
    frame = disclose(table([{"indicator": "job", "period": "2024", "value": 4}, verdict]), judged)
    assert frame["suppressed"].tolist() == ["primary", "primary"]
    assert frame[["judgement", "note"]].isin([""]).all(axis=None)
    frame = disclose(table([{"indicator": "job", "period": "2024", "value": 40}, verdict]), judged)
    assert frame["judgement"].tolist() == ["", "opfyldt"]


def dated(month: str, figures: dict[str, Any]) -> list[dict[str, Any]]:
    """Return rows of 2024 published in a month of 2025; one without a value judges the figure."""
    verdict = {"target": "t", "judgement": "opfyldt"}
    return [
        {"indicator": "job", "group": group, "period": "2024", "published": f"2025-{month}", "value": value}
        | (verdict if value is None else {})
        for group, value in figures.items()
    ]


def test_a_judgement_does_not_hide_the_figure_that_it_judges() -> None:
    """Part y is judged and still shown, so that the total of a month later gives the three of x."""
    xy = (m.Partition(parts=("x", "y")),)
    target = m.LevelTarget(id="t", value=4, comparison="at_least", due=2024, group="y")
    indicators = [attrs.evolve(each, targets=[target]) if each.id == "job" else each for each in policy().indicators]
    own = policy(partitions=xy, indicators=indicators)
    first = [*dated("02", {"x": 3, "y": 20}), *dated("02", {"y": None})]
    assert "secondary" in [how for *_, how in suppressed(table(first + dated("03", {"": 23})), own)]


def test_a_judgement_alone_does_not_make_a_figure() -> None:
    """Parts b and c have no figure, though c is judged: 23 less 20 are three in both, so that one of these goes."""
    target = m.LevelTarget(id="t", value=4, comparison="at_least", due=2024, group="c")
    indicators = [attrs.evolve(each, targets=[target]) if each.id == "job" else each for each in policy().indicators]
    rows = [*dated("02", {"": 23, "a": 20}), *dated("02", {"c": None})]
    assert [how for *_, how in suppressed(table(rows), policy(indicators=indicators))] == ["secondary"]


def test_a_judgement_of_a_share_of_few_goes_without_a_figure() -> None:
    """All of three, or a difference between such shares, is reached: that is withheld; of 40 it is shown."""
    own = policy()
    target = m.LevelTarget(id="t", value=100, comparison="at_least", due=2024)
    judged = [
        attrs.evolve(each, targets=[attrs.evolve(target, group="x" if each.id == "andel" else None)])
        if each.id in ("andel", "forskel")
        else each
        for each in own.indicators
    ]
    verdict = {"period": "2024", "target": "t", "judgement": "opfyldt"}
    rows = [{"indicator": "andel", "group": "x"} | verdict, {"indicator": "forskel"} | verdict]
    for base, shown in ((3, ["", ""]), (40, ["opfyldt", "opfyldt"])):
        bases = [{"indicator": "alle", "group": group, "period": "2024", "value": base} for group in ("x", "y")]
        frame = disclose(table([*rows, *bases]), policy(indicators=judged))
        assert frame["judgement"].tolist()[:2] == shown


def test_what_the_source_withheld_for_a_time_an_older_row_shows() -> None:
    """20 in February, withheld by the source in March, `under 5` in May: of the 23 of March three are left."""
    rows = [*dated("02", {"x": 3, "y": 20}), *dated("03", {"": 23}), *dated("05", {"x": 30, "y": "under 5"})]
    withheld = {"indicator": "job", "group": "y", "period": "2024", "published": "2025-03", "quality": "suppressed"}
    rows += [withheld, *dated("05", {"": 34})]
    frame = disclose(table(rows), policy(partitions=(m.Partition(parts=("x", "y")),)))
    shown = frame[frame["value"].notna()]
    assert not {("y", 20.0), ("", 23.0)} <= set(zip(shown["group"], shown["value"], strict=True))


def test_periods_without_an_end_are_not_one_period() -> None:
    """Three since 2024, and thirty since 2020: the one is withheld, the other is another figure."""
    rows = {"job 2024..": 3, "job 2020..": 30}
    assert disclose(of_periods(rows), policy())["suppressed"].tolist() == ["primary", ""]


def test_a_period_is_the_same_however_it_is_written() -> None:
    """The total of 2024 and a part of January to December: 40 less 37 are three."""
    whole = {"indicator": "job", "period": "2024", "value": 40}
    parts = [
        {"indicator": "job", "group": group, "period": "2024-01..2024-12", "value": value}
        for group, value in (("x", 3), ("y", 37))
    ]
    assert disclose(table([whole, *parts]), policy())["suppressed"].tolist() == ["", "primary", "secondary"]


def test_the_first_of_a_month_is_the_end_of_the_month_before() -> None:
    """40 on 31 December less 37 on 1 January are three, as evaluation counts them; of a flow these are two days."""
    rows = [{"indicator": "job", "group": "", "period": "2024-12-31", "value": 40}]
    rows += [{"indicator": "job", "group": group, "period": "2025-01-01", "value": n} for group, n in (("x", 37),)]
    own = policy()
    flow = [attrs.evolve(each, over_time="sum") if each.id == "job" else each for each in own.indicators]
    assert [how for *_, how in suppressed(table(rows), own)] == ["secondary"]
    assert suppressed(table(rows), attrs.evolve(own, indicators=flow)) == []


def test_a_gap_goes_with_either_of_its_two_figures() -> None:
    """Share of x less share of y, and the share of y: the share of x follows."""
    rows = {"alle x": 4, "andel x": 50.0, "alle y": 40, "andel y": 60.0, "forskel": -10.0}
    assert hidden(rows) == {"alle x": "primary", "andel x": "primary", "forskel": "primary"}
    assert hidden({"forskel": -10.0}) == {"forskel": "primary"}


def test_a_share_that_no_row_gives_follows_from_a_gap() -> None:
    """57.5 % of 40 and a gap of 50: 7.5 % of the other 40 are three people."""
    rows = {"alle x": 40, "alle y": 40, "andel y": 57.5, "forskel": -50.0}
    assert hidden(rows) == {"forskel": "secondary"}
    assert hidden(rows | {"forskel": -10.0}) == {}
    many = {"alle x": 4000, "alle y": 4000, "andel y": 57.5, "forskel": 0.075 - 57.5}
    assert hidden(many) == {"forskel": "secondary"}


def test_a_gap_between_shares_that_no_row_gives_reveals_small_groups() -> None:
    """25 points between 4 and 3 people can only be 1 of 4 and 0 of 3; of 400 and 300 they reveal nothing."""
    rows = {"alle": 7, "alle x": 4, "alle y": 3, "forskel": 25.0}
    assert hidden(rows, policy(3)) == {"forskel": "secondary"}
    assert hidden(rows | {"job": 1}, policy(3)) == {"forskel": "secondary", "job": "primary"}
    assert hidden(rows | {"alle x": 400, "alle y": 300, "alle": 700}, policy(3)) == {}
    known = {"alle x": 40, "alle y": 30, "job x": 20, "forskel": 20.0}
    assert hidden(known, policy(3)) == {}
    assert hidden(known | {"job x": 8, "forskel": 15.0}, policy(3)) == {"forskel": "secondary"}


def test_a_veiled_figure_may_not_be_computed_if_it_is_small() -> None:
    """`under 5` with total and other part is exact; `under 100` is too, and harmless."""
    assert hidden({"job": 33, "job x": "under 5", "job y": 30}) == {"job y": "secondary"}
    assert hidden({"job": 90, "job x": "under 100", "job y": 30}) == {}
    # They may be 0, 1 and 2 as well as one each.
    assert hidden({"job": 3} | {f"job {group}": "under 3" for group in "abc"}, policy(3)) == {}


def test_a_share_gives_the_number_that_a_veiled_figure_leaves_open() -> None:
    """Under 100, but half of 40: of 23 three are left for y, which has no row."""
    rows = {"job": 23, "job x": "under 100", "alle x": 40}
    assert hidden(rows) == {}
    assert "secondary" in hidden(rows | {"andel x": 50.0}).values()


def test_a_share_of_a_veiled_number_does_not_give_it() -> None:
    """All of b have a job, but how many are b is veiled: that 11 less 9 are the two of x remains to be protected."""
    subject = policy(3, (XY, m.Partition(whole="x", parts=("a", "b"))))
    rows = {"alle": 11, "alle y": 9, "alle a": 1, "alle b": "under 3"}
    for share in ({}, {"andel b": 100.0}):
        assert "alle y" in hidden(rows | share, subject)


def rest(**more: Any) -> kp.Policy:
    """Return the policy with a second share without a numerator of its own, and differences of shares and of numbers."""
    own = policy()
    udd = m.Indicator(id="udd", title="Under uddannelse", unit="%", base="alle")
    shares = m.Difference(of=m.Series(indicator="andel"), less=m.Series(indicator="udd"))
    others = m.Difference(of=m.Series(indicator="alle"), less=m.Series(indicator="job"))
    numbers = m.Difference(of=m.Series(indicator="job", group="x"), less=m.Series(indicator="job", group="y"))
    gaps = (("gab", shares), ("ledige", others), ("xy", numbers))
    new = [udd, *(m.Indicator(id=id, title=id, difference=difference) for id, difference in gaps)]
    return attrs.evolve(own, indicators=(*own.indicators, *new), **more)


def test_a_difference_does_not_reveal_what_no_row_gives() -> None:
    """50 % less 35 points is 15 % of 20: three people. Of two numbers and their difference one is revealed by the other."""
    assert hidden({"alle": 20, "andel": 50.0, "gab": 35.0}, rest()) == {"gab": "secondary"}
    assert hidden({"alle": 200, "andel": 50.0, "gab": 35.0}, rest()) == {}
    assert hidden({"job y": 30, "xy": -27}, rest()) == {"xy": "secondary"}
    assert hidden({"job y": 30, "xy": -7}, rest()) == {}


@pytest.mark.parametrize(
    ("unit", "base", "first", "second"),
    [
        ("%", 1000, 50.0, 49.7),
        ("%", 650_000, 50.0, 40.0),
        ("andel", 5000, 0.5, 0.4),
        ("andel", 50_000, 0.5, 0.4),
        ("pr. 100.000 indbyggere", 50, 40_000.0, 20_000.0),
    ],
)
def test_a_gap_that_the_source_withholds_does_not_follow_from_its_shares(
    unit: str, base: int, first: float, second: float
) -> None:
    """However small it is, and however little or much one person more or less would change it."""
    own = rest()
    units = {"andel": unit, "udd": unit}
    subject = attrs.evolve(own, indicators=[attrs.evolve(i, unit=units.get(i.id, i.unit)) for i in own.indicators])
    figures = [("alle", base), ("andel", first), ("udd", second), ("gab", None)]
    rows = [{"indicator": id, "period": "2024", "value": value} for id, value in figures]
    assert len(suppressed(table([*rows[:3], rows[3] | {"quality": "suppressed"}]), subject)) == 1


@pytest.mark.parametrize("bases", [(20, 400_000), (400_000, 20)])
def test_a_gap_between_a_small_group_and_a_large_one_does_not_follow(bases: tuple[int, int]) -> None:
    """One person of the one changes it 20,000 times as much as one of the other."""
    own = policy()
    promille = [attrs.evolve(each, unit="promille") if each.id == "andel" else each for each in own.indicators]
    numbers = [("alle", bases), ("andel", (500, 400))]
    rows = [
        {"indicator": id, "group": group, "period": "2024", "value": value}
        for id, values in numbers
        for group, value in zip("xy", values, strict=True)
    ]
    rows.append({"indicator": "forskel", "period": "2024", "quality": "suppressed"})
    assert "secondary" in [how for *_, how in suppressed(table(rows), attrs.evolve(own, indicators=promille))]


@pytest.mark.parametrize("way", [None, "sum"])
def test_a_difference_is_of_the_same_days_as_its_parts(way: Any) -> None:
    """That of 1 January is of what its parts are of: the day itself for a flow, the end of December for others."""
    own = rest()
    subject = attrs.evolve(
        own, indicators=[attrs.evolve(i, over_time=way) if i.id == "job" else i for i in own.indicators]
    )
    rows = {"job x 2025-01-01": 3, "job y 2025-01-01": 30, "xy 2025-01-01": -27}
    assert ("xy", "", "primary") in suppressed(of_periods(rows), subject)


@pytest.mark.parametrize(("total", "is_shown"), [(5, True), (6, False), (9, False), (10, True), (14, True)])
def test_parts_without_rows_are_protected_together(total: int, is_shown: bool) -> None:
    """Less five for a, what is left for b and c is the number of both: none and five are shown, one to four are not."""
    assert ("job a" in kept({"job": total, "job a": 5})) == is_shown


def test_sums_are_read_where_no_part_has_a_row_of_its_own() -> None:
    """33 in all; 20 of x have no job and 10 have one, so that three are y."""
    assert hidden({"alle": 33, "job x": 10, "ledige x": 20}, rest()) == {"ledige x": "secondary"}
    assert hidden({"alle": 60, "job x": 10, "ledige x": 20}, rest()) == {}


def test_more_figures_do_not_undo_what_is_protected() -> None:
    """Figures on others leave the two that add up to one person as withheld as they were."""
    rows = {"job": 6, "job b": 5, "job c": 1}
    assert {"job c", "job b"} <= set(hidden(rows))
    more = rows | {"alle a": 3, "alle x": 17, "alle y": 3}
    assert {"job c", "job b"} <= set(hidden(more))


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("promille", 1.0),
        ("‰", 1.0),
        ("pr. 1.000 indbyggere", 1.0),
        ("pr. 100.000 indbyggere", 100.0),
        ("Andel i pct.", 0.1),
        ("andel i procent", 0.1),
        ("andel", 0.001),
    ],
)
def test_a_share_is_of_people_in_whatever_it_is_counted(unit: str, value: float) -> None:
    """Two of two thousand."""
    own = policy()
    subject = attrs.evolve(
        own, indicators=(*own.indicators, m.Indicator(id="sygdom", title="Sygdom", unit=unit, base="alle"))
    )
    assert hidden({"alle": 2000, "sygdom": value}, subject) == {"sygdom": "primary"}
    assert hidden({"alle": 2000, "sygdom": 100 * value}, subject) == {}


def test_a_share_whose_unit_does_not_state_of_how_much_is_withheld() -> None:
    """It has a numerator, so that it is a share of people; an average has none, and is shown."""
    own = policy()
    unknown = [attrs.evolve(each, unit=None) if each.id == "andel" else each for each in own.indicators]
    assert hidden({"alle": 2000, "andel": 0.1}, attrs.evolve(own, indicators=unknown)) == {"andel": "primary"}
    assert hidden({"alle": 2000, "snit": 0.1}) == {}


def test_a_large_table_keeps_its_sums() -> None:
    """Ten rows, ten columns and all sums: the many small numbers protect each other."""
    lines, columns = [f"r{n}" for n in range(10)], [f"c{n}" for n in range(10)]
    number = {(r, c): (7 * i + 3 * j) % 10 for i, r in enumerate(lines) for j, c in enumerate(columns)}
    partitions = [m.Partition(parts=tuple(lines)), m.Partition(parts=tuple(columns))]
    partitions += [m.Partition(whole=r, parts=tuple(r + c for c in columns)) for r in lines]
    partitions += [m.Partition(whole=c, parts=tuple(r + c for r in lines)) for c in columns]
    groups = [m.Group(id=id, title=id) for id in (*GROUPS, *lines, *columns, *(r + c for r, c in number))]
    rows = {f"job {r}{c}": value for (r, c), value in number.items()}
    rows |= {f"job {r}": sum(number[r, c] for c in columns) for r in lines}
    rows |= {f"job {c}": sum(number[r, c] for r in lines) for c in columns}
    withheld = hidden(rows | {"job": sum(number.values())}, policy(5, tuple(partitions), groups=tuple(groups)))
    assert set(withheld) >= {f"job {r}{c}" for (r, c), value in number.items() if 0 < value < 5}
    assert "job" not in withheld


def test_parts_of_a_flow_are_read_with_the_year() -> None:
    """33 in the year and 10 in each of three quarters leave three; a year declared as no sum means nothing for them."""
    rows = [
        {"indicator": "job", "period": period, "value": value}
        for period, value in (("2024", 33), ("2024-Q1", 10), ("2024-Q2", 10), ("2024-Q3", 10))
    ]
    own = policy()
    flow = [attrs.evolve(each, over_time="sum") if each.id == "job" else each for each in own.indicators]
    assert suppressed(table(rows)) == []
    assert [how for _, _, how in suppressed(table(rows), attrs.evolve(own, indicators=flow))] == ["secondary"]


@pytest.mark.parametrize(
    "figures",
    [
        {"2024-01..2024-06": 20, "2024-01..2024-09": 23},
        {"2024": 33, "2024-H1": 20, "2024-Q3": 10},
        {"2023-01..2024-12": 90, "2023": 30, "2023/24": 57, "2024-08..2024-12": 30},
        {"2024-01-01..2024-01-31": 10, "2024-01-01..2024-02-15": 13},
    ],
)
def test_periods_of_any_length_are_read_together(figures: dict[str, int]) -> None:
    """Year to date, half-year and quarter, school year, days: what they leave is three people."""
    own = policy()
    flow = [attrs.evolve(each, over_time="sum") if each.id == "job" else each for each in own.indicators]
    rows = [{"indicator": "job", "period": period, "value": value} for period, value in figures.items()]
    assert suppressed(table(rows)) == []
    assert [how for _, _, how in suppressed(table(rows), attrs.evolve(own, indicators=flow))] == ["secondary"]


def over_time(way: Any, *ids: str) -> kp.Policy:
    """Return the policy with some indicators whose figure of a longer period follows from its parts."""
    own = policy()
    return attrs.evolve(own, indicators=[attrs.evolve(i, over_time=way) if i.id in ids else i for i in own.indicators])


def of_periods(figures: dict[str, Any]) -> pd.DataFrame:
    """Return a table by indicator, group and period (`job b 2024-Q1`)."""
    keys = [name.split(" ") for name in figures]
    return table(
        [
            {"indicator": key[0], "group": " ".join(key[1:-1]), "period": key[-1], "value": value}
            for key, value in zip(keys, figures.values(), strict=True)
        ]
    )


@pytest.mark.parametrize(
    "figures",
    [
        {"job 2024": 15.75, "job 2024-Q1": 3, "job 2024-Q2": 20, "job 2024-Q3": 20, "job 2024-Q4": 20},
        {"job 2024": 15.75, "job 2024-Q1": 3, "job 2024-Q2": 20, "job 2024-H2": 20},
        {"job 2024": 15.75, "job 2024-Q2": 20, "job 2024-Q3": 20, "job 2024-Q4": 20},
        {
            "andel 2024": 50,
            "andel 2024-H1": 90,
            "andel 2024-H2": 10,
            "alle 2024": 99,
            "alle 2024-H1": 99,
            "alle 2024-H2": 30,
        },
        {"job 2024-H1": 11.5, "job x 2024-Q1": 3, "job y 2024-Q1": 0, "job 2024-Q2": 20},
    ],
)
def test_parts_of_a_mean_are_read_with_the_year(figures: dict[str, float]) -> None:
    """4 times 15.75 less 60 is three; not where nothing is declared."""
    own = over_time("mean", "andel" if "andel 2024" in figures else "job")
    withheld = [how for *_, how in suppressed(of_periods(figures), own)]
    assert "secondary" in withheld
    assert "secondary" not in [how for *_, how in suppressed(of_periods(figures))]


def test_a_mean_is_of_whole_months() -> None:
    """Half-months have no weight: 11.5 is not said to be the mean of 3 and 20."""
    figures = {"job 2024-01": 11.5, "job 2024-01-01..2024-01-15": 3, "job 2024-01-16..2024-01-31": 20}
    assert [how for *_, how in suppressed(of_periods(figures), over_time("mean", "job"))] == ["primary"]


def test_a_mean_of_shares_that_no_other_numbers_fit_takes_a_base_with_it() -> None:
    """Of 8, only 3 fit the year exactly: without one of the bases nobody can tell."""
    figures = {"andel 2024": 43.75, "andel 2024-H1": 50, "andel 2024-H2": 37.5}
    figures |= {"alle 2024": 97, "alle 2024-H1": 97, "alle 2024-H2": 8}
    withheld = suppressed(of_periods(figures), over_time("mean", "andel"))
    assert ("alle", "", "secondary") in withheld


@pytest.mark.parametrize(
    "figures",
    [
        {"job 2024": 23, "job y 2024-Q4": 20, "job x 2024-Q4": 3},
        {"job 2024": 23, "job y 2024-Q4": 20, "job x 2024-12-31": 3},
        {"job 2024-Q4": 23, "job y 2025-01-01": 20},
        {"andel 2024": 7.5, "alle 2024": 400, "alle 2024-Q4": 40, "andel 2024-Q4": 7.5},
    ],
)
def test_the_last_part_is_the_year(figures: dict[str, float]) -> None:
    """What counts at the end of December counts for the fourth quarter and for the year."""
    withheld = [
        how
        for *_, how in suppressed(of_periods(figures), over_time("last", "andel" if "andel 2024" in figures else "job"))
    ]
    assert "secondary" in withheld
    assert "secondary" not in [how for *_, how in suppressed(of_periods(figures))]


@pytest.mark.parametrize("numerator", [None, "job"])
def test_those_counted_among_a_flow_are_a_flow(numerator: str | None) -> None:
    """20 in each quarter; 33 of the year's 80, and 10 in each of three quarters, leave three."""
    own = policy()
    of = {"alle": {"over_time": "sum"}, "andel": {"numerator": numerator}}
    flow = attrs.evolve(own, indicators=[attrs.evolve(each, **of.get(each.id, {})) for each in own.indicators])
    rows = [{"indicator": "alle", "period": period, "value": 20} for period in QUARTERS]
    rows += [
        {"indicator": "alle", "period": "2024", "value": 80},
        {"indicator": "andel", "period": "2024", "value": 41.25},
    ]
    rows += [{"indicator": "andel", "period": period, "value": 50} for period in QUARTERS[:3]]
    rows += [{"indicator": "andel", "period": QUARTERS[3], "value": 15}]
    assert {how for _, _, how in suppressed(table(rows), flow)} == {"primary", "secondary"}


def test_a_veiled_number_whose_share_is_withheld_is_not_0() -> None:
    """7 less 5 are two in b and c; b is withheld and so is the share of c, so that each is one."""
    rows = {"job": 7, "job a": 5, "job b": 1, "job c": "under 3", "alle c": 5, "andel c": 20}
    assert hidden(rows, policy(3)).keys() > {"job b", "andel c"}


def test_a_share_withheld_for_its_unit_may_be_0() -> None:
    """20 less 18 are two in a and b; since nobody knows that there is one in a, c is shown."""
    own = policy()
    unit = {"andel": {"unit": "pr. 17 ansatte"}}
    rows = {"job": 20, "job b": 1, "job c": 18, "alle a": 40, "andel a": 0.4}
    odd = attrs.evolve(own, indicators=[attrs.evolve(each, **unit.get(each.id, {})) for each in own.indicators])
    assert hidden(rows, odd) == {"job b": "primary", "andel a": "primary"}
    assert "job c" in hidden(rows | {"andel a": 2.5})


def test_a_search_cut_short_loses_all_that_may_be_lost() -> None:
    """Numbers that fit, but leave the secret one as it is, prove nothing unless no others cost less."""
    secret, other = ("figure", "job", "a", "2024"), ("figure", "job", "b", "2024")
    move = Move(losses={other: 1.0})
    move.add(secret, 1, whole=True)
    move.add(other, 1, cost=1.0, whole=True)
    move.program.add(cost=move.penalty)
    unmoved = [0.0, 0.0, 1.0]
    assert move.read(Solution(unmoved, is_best=True)) == (move.penalty, (), ())
    assert move.read(Solution(unmoved, is_best=False)) == (move.penalty / 2, [other], ())
    assert move.read(Solution([1.0, 1.0, 0.0], is_best=False)) == (1.0, [other], [secret, other])


def test_the_loss_of_many_figures_costs_less_than_a_leak() -> None:
    """However many figures there are, leaving a number unprotected costs more than losing them all."""
    losses = {("figure", "job", str(each), "2024"): 1000.0 * each for each in range(2000)}
    assert Move(losses=losses).penalty > 1000 * sum(losses.values())


def test_the_solver_writes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """Its diagnostics would be taken for a part of what a command writes."""
    code = (
        "import kommunepolitik as kp, kommunepolitik.model as m\n"
        "from kommunepolitik.disclosure import disclose\n"
        "groups = [m.Group(id=id, title=id) for id in 'xy']\n"
        "control = m.Disclosure(minimum=5, partitions=[m.Partition(parts=('x', 'y'))])\n"
        "job = m.Indicator(id='job', title='Job', counts_people=True)\n"
        "place = m.Municipality(name='Nybro', fictitious=True)\n"
        "policy = kp.Policy(id='p', title='P', municipality=place, groups=groups, indicators=[job], disclosure=control)\n"
        "figures = [('', 8), ('x', 'under 5'), ('y', 'under 5')]\n"
        "rows = [{'indicator': 'job', 'group': g, 'period': '2024', 'value': v} for g, v in figures]\n"
        "assert 'secondary' in set(disclose(rows, policy).frame['suppressed'])\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert capfd.readouterr() == ("", "")


# Several rows of one figure


def test_an_older_version_of_a_table_reveals_no_more_than_the_newest() -> None:
    """In February 50 less 47 were three; that June has other figures does not make it untold."""
    dated = [("", 100, "2025-01-15"), ("", 50, "2025-02-15"), ("", 70, "2025-06-15")]
    dated += [("x", 47, "2025-02-15"), ("x", 57, "2025-06-15"), ("x", 58, "2025-07-15")]
    rows = [
        {"indicator": "job", "group": group, "period": "2024", "value": value, "published": published}
        for group, value, published in dated
    ]
    frame = disclose(table(rows), policy())
    assert {row[:2] for row in suppressed(table(rows))} == {("job", "x")}
    assert frame["value"].notna().tolist() == [True, True, True, False, False, False]


def test_two_editions_are_read_with_the_partitions_of_both() -> None:
    """All are x or y, and x are a or c: of 100, 40 and 57 the three of c remain."""
    whole = m.Partition(whole="x", parts=("a", "c"))
    old, new = policy(5, (XY,)), policy(5, (whole,), id="q", supersedes="p")
    rows = {"job": 100, "job y": 40, "job a": 57, "job c": 3}
    groups = [group for _, group, _ in suppressed(table(rows), [old, new])]
    assert len(groups) == 2
    assert "c" in groups


def test_groups_that_were_merged_are_not_one_group() -> None:
    """Of 40, a are 20 and b 17: the three of c are no less revealed because an edition puts a and b together."""
    old = policy(groups=tuple(m.Group(id=id, title=id) for id in GROUPS))
    lines = tuple(m.Continuation(address=f"p#{id}", basis="source") for id in "ab")
    merged = m.Group(id="ab", title="ab", continues=lines)
    new = policy(5, (), id="q", supersedes="p", groups=(merged, *(m.Group(id=id, title=id) for id in "cxy")))
    rows = [
        {"policy": "p", "indicator": "job", "group": group, "period": "2024", "value": value}
        for group, value in (("", 40), ("a", 20), ("b", 17))
    ]
    single, together = suppressed(table(rows), [old]), suppressed(table(rows), [old, new])
    assert [group for _, group, _ in single] == [group for _, group, _ in together] == ["b"]


def test_a_new_indicator_with_the_id_of_an_old_one_is_another() -> None:
    """The old `job` goes on as `arbejde`; the three of the new `job` do not take those fifty with them."""
    line = m.Continuation(address="p#job", basis="source")
    goes_on = m.Indicator(id="arbejde", title="I job", unit="antal", counts_people=True, continues=[line])
    new = policy(id="q", supersedes="p", indicators=[goes_on, *policy().indicators])
    rows = [
        {"policy": id, "indicator": indicator, "period": "2024", "value": value}
        for id, indicator, value in (("p", "job", 50), ("q", "arbejde", 50), ("q", "job", 3))
    ]
    assert disclose(table(rows), [policy(), new])["suppressed"].tolist() == ["", "", "primary"]


def test_indicators_that_were_merged_keep_their_own_bases() -> None:
    """90 % of ten men leave one; that the next edition counts men and women together changes nothing."""

    def both(id: str, **more: Any) -> m.Indicator:
        lines = tuple(m.Continuation(address=f"p#{id}-{sex}", basis="source") for sex in "mk")
        return m.Indicator(id=id, title=id, continues=lines, **more)

    old = [m.Indicator(id=f"alle-{sex}", title="A", counts_people=True) for sex in "mk"]
    old += [m.Indicator(id=f"andel-{sex}", title="B", unit="%", base=f"alle-{sex}") for sex in "mk"]
    new = [both("alle", counts_people=True), both("andel", unit="%", base="alle")]
    first, second = policy(indicators=old), policy(id="q", supersedes="p", indicators=new)
    rows = {"alle-m": 10, "andel-m": 90.0, "alle-k": 100, "andel-k": 50.0}
    figures = [{"policy": "p", "indicator": id, "period": "2024", "value": value} for id, value in rows.items()]
    assert [indicator for indicator, _, _ in suppressed(table(figures), [first, second])] == ["andel-m"]


def test_a_row_of_several_policies_is_withheld_for_all_that_reveal_it() -> None:
    """The one policy withholds 4 of 20; the other, which knows that a and b are all, may not give it away."""
    strict, mild = policy(5, ()), policy(3, (m.Partition(parts=("a", "b")),), id="q")
    rows = {"job": 20, "job a": 4, "job b": 16}
    for both in ([strict, mild], [mild, strict]):
        assert set(hidden(rows, both)) == {"job a", "job b"}


def test_a_difference_of_a_difference_also_reveals() -> None:
    """20 less b is one more than 16: b are three, though the inner differences have no row."""
    inner = m.Difference(of=m.Series(indicator="job", group="a"), less=m.Series(indicator="job", group="b"))
    outer = m.Difference(of=m.Series(indicator="d1"), less=m.Series(indicator="job", group="c"))
    third = m.Difference(of=m.Series(indicator="d2"), less=m.Series(indicator="job", group="x"))
    gaps = [m.Indicator(id=id, title=id, difference=of) for id, of in (("d1", inner), ("d2", outer), ("d3", third))]
    subject = policy(5, (), indicators=(*policy().indicators, *gaps))
    rows = {"job a": 20, "job b": 3, "job c": 16}
    assert hidden(rows | {"d2": 1}, subject) == {"job b": "primary", "d2": "primary"}
    assert hidden(rows | {"job x": 30, "d3": -29}, subject) == {"job b": "primary", "d3": "primary"}


def test_a_figure_that_is_published_after_all_is_shown() -> None:
    """The source withheld it first; its newest row gives 50."""
    rows = [
        {"indicator": "job", "period": "2024", "quality": "suppressed", "published": "2025-01-01"},
        {"indicator": "job", "period": "2024", "value": 50, "published": "2025-06-01"},
    ]
    assert kept(rows) == {"job"}


def test_policies_that_have_nothing_to_do_with_each_other_share_no_figures() -> None:
    """The same id in two policies of a municipality is no promise that it counts the same people."""
    other = policy(None, id="aeldre")
    rows = [
        {"policy": "p", "indicator": "job", "period": "2024", "value": 3},
        {"policy": "aeldre", "indicator": "job", "period": "2024", "value": 900},
    ]
    frame = disclose(table(rows), [policy(), other])
    assert frame["value"].fillna(0).tolist() == [0, 900]


def test_figures_of_another_area_count_other_people() -> None:
    """The country's 900 are not the municipality's 3; a row of the municipality's own area is its figure."""
    rows = [
        {"indicator": "job", "period": "2024", "value": 3, "area": "Nybro"},
        {"indicator": "job", "period": "2024", "value": 900, "area": "000"},
    ]
    frame = filled(disclosure.disclose(rows, policy()).frame)
    assert frame["suppressed"].tolist() == ["primary", ""]


def test_older_rows_and_rows_of_other_files_go_too() -> None:
    """A revision from 6 to 4, or from 4 to 6, is of one figure."""
    rows = [
        {"indicator": "job", "period": "2024", "value": 6, "published": "2025-02"},
        {"policy": "p", "indicator": "job", "period": "2024", "value": 4, "published": "2025-08"},
        {"policy": "q", "indicator": "job", "period": "2024", "value": 4, "published": "2025-08"},
    ]
    frame = disclose(table(rows), policy())
    assert frame["value"].notna().tolist() == [False, False, True]


def test_what_the_source_withheld_follows_neither() -> None:
    """A figure without a value is no less secret; its older rows go with it."""
    rows: list[dict[str, Any]] = [
        {"indicator": "job", "group": "x", "period": "2024", "quality": "suppressed", "published": "2025-02"},
        {"indicator": "job", "group": "x", "period": "2024", "value": 11, "published": "2024-02"},
        {"indicator": "job", "group": "y", "period": "2024", "value": 30},
        {"indicator": "job", "period": "2024", "value": 41},
    ]
    frame = disclose(table(rows), policy())
    assert frame["value"].fillna(0).tolist() == [0, 0, 0, 41]
    assert frame["suppressed"].tolist() == ["source", "primary", "secondary", ""]


def test_the_same_figure_of_another_edition_goes_too() -> None:
    """By declared lineage, or by the same id in the same municipality; the other edition declares nothing."""
    old = kp.Policy(
        id="q",
        title="Q",
        municipality=m.Municipality(name="Nybro", fictitious=True),
        groups=(m.Group(id="x", title="x"),),
        indicators=(m.Indicator(id="beskaeftigede", title="I job"), m.Indicator(id="alle", title="Alle")),
    )
    line = m.Continuation(address="q#beskaeftigede", basis="source")
    new = policy()
    new = attrs.evolve(
        new,
        indicators=[attrs.evolve(each, continues=(line,)) if each.id == "job" else each for each in new.indicators],
    )
    rows = [
        {"policy": "p", "indicator": "job", "group": "x", "period": "2024", "value": 3},
        {"policy": "q", "indicator": "beskaeftigede", "group": "x", "period": "2024", "value": 3},
        {"policy": "q", "indicator": "alle", "period": "2024", "value": 2},
        {"policy": "q", "indicator": "alle", "period": "2023", "value": 200},
    ]
    frame = disclose(table(rows), kp.Portfolio([old, new]))
    assert frame["value"].fillna(0).tolist() == [0, 0, 0, 200]
    elsewhere = attrs.evolve(old, municipality=m.Municipality(name="Andeby", fictitious=True))
    single = attrs.evolve(new, indicators=policy().indicators)
    frame = disclose(table(rows), kp.Portfolio([elsewhere, single]))
    assert frame["value"].fillna(0).tolist() == [0, 3, 2, 200]


def test_two_editions_with_disclosure_agree() -> None:
    """What the stricter one withholds, the other neither reveals nor implies."""
    strict, mild = policy(20), policy(5, id="q", supersedes="p")
    rows = [
        {"policy": id, "indicator": "job", "group": group, "period": "2024", "value": value}
        for id in ("p", "q")
        for group, value in (("", 60), ("x", 10), ("y", 50))
    ]
    frame = disclose(table(rows), kp.Portfolio([mild, strict]))
    assert frame["value"].fillna(0).tolist() == [60, 0, 0, 60, 0, 0]


def test_a_stated_baseline_is_known_to_the_reader() -> None:
    """The total is in the policy itself, so that withholding its row would help nothing: the part goes."""
    stated = policy(
        indicators=[
            attrs.evolve(each, baseline=m.Baseline(period=m.Period("2024"), value=33)) if each.id == "job" else each
            for each in policy().indicators
        ]
    )
    assert hidden({"job x": 3, "job y": 30}, stated) == {"job x": "primary", "job y": "secondary"}
    target = m.LevelTarget(
        value=50,
        comparison="at_least",
        group="y",
        baseline=m.Baseline(period=m.Period("2024"), value=30),
    )
    both = policy(
        indicators=[
            attrs.evolve(each, baseline=m.Baseline(period=m.Period("2024"), value=33), targets=(target,))
            if each.id == "job"
            else each
            for each in policy().indicators
        ]
    )
    change = m.ChangeTarget(amount=10, mode="percent", group="y", baseline=target.baseline)
    both_changed = attrs.evolve(
        both, indicators=[attrs.evolve(i, targets=[change]) if i.id == "job" else i for i in both.indicators]
    )
    # All that is left to do is done: the rest is text.
    assert hidden({"job x": 3, "job y": 30}, both_changed) == {"job x": "primary"}
    assert hidden({"job x": 3, "job y": 30}, both) == {"job x": "primary"}


def test_a_number_in_the_text_alone_protects_nothing() -> None:
    """Part b has no row that could be withheld, though it is the smallest part: c goes with a."""
    target = m.LevelTarget(
        value=50, comparison="at_least", group="b", baseline=m.Baseline(period=m.Period("2024"), value=6)
    )
    indicators = [attrs.evolve(each, targets=(target,)) if each.id == "job" else each for each in policy().indicators]
    rows = {"job": 30, "job a": 3, "job c": 21}
    assert hidden(rows, policy(indicators=indicators)) == {"job a": "primary", "job c": "secondary"}


def test_what_an_earlier_version_withholds_does_not_follow_from_a_later_one() -> None:
    """3 in January is 8 of 20 in June: 40 % of 20 would give the 8, and with it that the earlier number was small."""
    first = [{"indicator": "job", "group": "x", "period": "2024", "value": 3, "published": "2025-01-10"}]
    later = [
        {"indicator": name, "group": "x", "period": "2024", "value": value, "published": "2025-06-10"}
        for name, value in (("job", 8), ("alle", 20), ("andel", 40))
    ]
    frame = disclose(table(first + later), policy())
    assert set(frame.loc[frame["value"].notna(), "indicator"]) == {"alle"}


def test_veiled_numbers_that_leave_only_one_number_go_too() -> None:
    """8 in all, and two parts `under 5`: both are 4, so one goes. With 6 they may be 2 and 4, or 3 and 3."""
    assert hidden({"job": 8, "job x": "under 5", "job y": "under 5"}) == {"job y": "secondary"}
    assert hidden({"job": 6, "job x": "under 5", "job y": "under 5"}) == {}


def test_numbers_that_the_source_withholds_are_audited_too() -> None:
    """Of two withheld parts that make 2 both are 1, whoever withholds them."""
    rows = [
        {"indicator": "job", "group": "x", "period": "2024", "quality": "suppressed"},
        {"indicator": "job", "group": "y", "period": "2024", "quality": "suppressed"},
        {"indicator": "job", "period": "2024", "value": 2},
        {"indicator": "job", "period": "2023", "value": 40},
        {"indicator": "job", "group": "x", "period": "2023", "quality": "suppressed"},
        {"indicator": "job", "group": "y", "period": "2023", "quality": "suppressed"},
    ]
    frame = disclose(table(rows), policy(3))
    assert frame["value"].fillna(0).tolist() == [0, 0, 0, 40, 0, 0]


def test_without_the_solver_nothing_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    """What audits is an extra; a policy that asks for disclosure control is not shown without."""
    monkeypatch.setitem(sys.modules, "highspy", None)
    with pytest.raises(MissingExtra, match=r"pip install 'kommunepolitik\[disclosure\]'"):
        disclose(table({"job": 10}), policy())
    assert disclose(table({"job": 1}), policy(None))["value"].tolist() == [1]


def test_a_judgement_in_an_internal_table_is_decided_anew() -> None:
    """It was withheld with its figure; where the policy shows numbers from three on, both are shown."""
    verdict = {"indicator": "job", "period": "2024", "target": "fire", "judgement": "opfyldt"}
    marked = disclose(table([{"indicator": "job", "period": "2024", "value": 4}, verdict]), policy(), "internal")
    assert marked["suppressed"].tolist() == ["primary", "primary"]
    shown = disclose(marked, attrs.evolve(policy(), disclosure=m.Disclosure(minimum=3)))
    assert shown["judgement"].tolist() == ["", "opfyldt"]
    assert shown["suppressed"].tolist() == ["", ""]


def test_a_misspelt_audience_is_refused() -> None:
    """Nobody is left to wonder which of the two it was taken for."""
    with pytest.raises(InvalidModel, match="internal"):
        disclose(table({"job": 3}), policy(), "interne")


def test_an_internal_audience_is_shown_all_rows_as_they_are() -> None:
    """The column states what the public is not shown; the figures and their own notes stay."""
    rows = [
        {"indicator": "job", "group": "x", "period": "2024", "value": 3, "note": "foreløbigt skøn"},
        {"indicator": "job", "group": "y", "period": "2024", "value": 30},
        {"indicator": "job", "period": "2024", "value": 33},
    ]
    before = table(rows)
    marked = disclose(before, policy(), "internal")
    assert marked["suppressed"].tolist() == ["primary", "secondary", ""]
    same = before.columns.drop("suppressed")
    pd.testing.assert_frame_equal(marked[same], before[same])
    pd.testing.assert_frame_equal(disclose(marked, policy(), "internal"), marked)
    pd.testing.assert_frame_equal(disclose(marked, policy()), disclose(before, policy()))


# The law

people = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.booleans()), max_size=9)
wanted = st.sets(
    st.sampled_from([(i, g) for i in ("alle", "job", "andel", "forskel") for g in ("", *GROUPS)]), min_size=1
)


def count(population: list[tuple[str, str, bool]], group: str, *, job: bool) -> int:
    """Count those of a group, or those of it who have a job."""
    return sum(group in ("", *person[:2]) and (person[2] or not job) for person in population)


def figures_of(population: list[tuple[str, str, bool]], cells: set[tuple[str, str]]) -> dict[str, float]:
    """Return the true figures of a population, for the cells that a table has."""
    rows: dict[str, float] = {}
    for indicator, group in sorted(cells):
        base, number = count(population, group, job=False), count(population, group, job=True)
        if indicator in ("alle", "job"):
            rows[f"{indicator} {group}".strip()] = base if indicator == "alle" else number
        elif indicator == "andel" and base:
            rows[f"andel {group}".strip()] = 100 * number / base
    bases = [count(population, group, job=False) for group in "xy"]
    if any(indicator == "forskel" for indicator, _ in cells) and all(bases):
        x, y = (100 * count(population, group, job=True) / base for group, base in zip("xy", bases, strict=True))
        rows["forskel"] = x - y
    return rows


def sums_that_fit(reach: dict[str, range]) -> Iterator[dict[str, int]]:
    """Yield the numbers of all groups that add up, each within its reach."""
    for a, b, c in itertools.product(reach["a"], reach["b"], reach["c"]):
        for x in reach["x"] if a + b + c in reach[""] else ():
            if (y := a + b + c - x) in reach["y"]:
                yield {"": a + b + c, "a": a, "b": b, "c": c, "x": x, "y": y}


def completions(published: dict[str, float], secret: set[str], most: int) -> Iterator[dict[str, int]]:
    """Yield every set of whole numbers, up to some size, that fits what is published; 0 would be shown."""

    def reach(indicator: str, group: str, highest: int) -> range:
        name = f"{indicator} {group}".strip()
        if name in published:
            return range(round(published[name]), round(published[name]) + 1)
        return range(1 if name in secret else 0, highest + 1)

    def sums(indicator: str, limits: dict[str, int]) -> Iterator[dict[str, int]]:
        return sums_that_fit({group: reach(indicator, group, limits[group]) for group in ("", *GROUPS)})

    for base in sums("alle", dict.fromkeys(("", *GROUPS), most)):
        for number in sums("job", base):
            reported = {f"alle {group}".strip(): value for group, value in base.items()}
            reported |= {f"job {group}".strip(): value for group, value in number.items()}
            shares = [(name.partition(" ")[2], value) for name, value in published.items() if name[:5] == "andel"]
            fits = all(base[g] and abs(100 * number[g] / base[g] - value) < 1e-6 for g, value in shares)
            if fits and "forskel" in published and base["x"] and base["y"]:
                gap = 100 * number["x"] / base["x"] - 100 * number["y"] / base["y"]
                fits = abs(gap - published["forskel"]) < 1e-6
            if fits:
                yield reported


@given(population=people, cells=wanted, minimum=st.integers(3, 5))
def test_law_no_withheld_number_can_be_computed(
    population: list[tuple[str, str, bool]], cells: set[tuple[str, str]], minimum: int
) -> None:
    """Every withheld number, and every small one that no row gives, can be at least two: by brute force."""
    rows = figures_of(population, cells)
    if not rows:
        return
    subject = policy(minimum)
    shown = kept(rows, subject)
    published = {name: value for name, value in rows.items() if name in shown}
    secret = set(rows) - shown
    for group in ("", *GROUPS):
        base, number = f"alle {group}".strip(), f"job {group}".strip()
        assert not {base, number} <= shown or not 0 < rows[base] - rows[number] < minimum
    guarded = {name for name in secret if name.startswith(("alle", "job"))}
    guarded |= {
        name.replace("andel", "job") for name in secret if name.startswith("andel") and f"alle{name[5:]}" in shown
    }
    seen: dict[str, set[int]] = {name: set() for name in guarded}
    most = len(population) + 2
    for reported in completions(published, secret, most):
        for name, values in seen.items():
            values.add(reported[name])
        if all(len(values) > 1 for values in seen.values()):
            break
    assert {name for name, values in seen.items() if len(values) < 2} == set(), (rows, shown)


@given(
    population=people,
    cells=st.dictionaries(st.sampled_from(["", *GROUPS]), st.sampled_from(["given", "veiled", "gone"]), min_size=1),
    minimum=st.integers(3, 5),
)
def test_law_numbers_that_the_source_veils_or_withholds_stay_open(
    population: list[tuple[str, str, bool]], cells: dict[str, str], minimum: int
) -> None:
    """`under 5`, and what the source itself withholds: no such number can be computed together with the rest."""
    true = {group: count(population, group, job=False) for group in ("", *GROUPS)}
    rows, reach = [], {group: range(12) for group in true}
    for group, how in sorted(cells.items()):
        row: dict[str, Any] = {"indicator": "alle", "group": group, "period": "2024", "value": true[group]}
        if how == "veiled" and true[group] < minimum:
            row |= {"value": f"under {minimum}"}
        elif how == "gone" and true[group]:
            row |= {"value": None, "quality": "suppressed"}
        rows.append(row)
    frame = disclose(table(rows), policy(minimum))
    hidden = {group for _, group, _ in suppressed(table(rows), policy(minimum))}
    for row, group in zip(rows, sorted(cells), strict=True):
        if group in hidden or row["value"] is None:
            reach[group] = range(1, 12)
        else:
            reach[group] = range(minimum) if isinstance(row["value"], str) else range(true[group], true[group] + 1)
    kept_back = {group for group in cells if len(reach[group]) > 1}
    seen: dict[str, set[int]] = {group: set() for group in kept_back}
    for reported in sums_that_fit(reach):
        for group, values in seen.items():
            values.add(reported[group])
    assert frame["value"].notna().sum() == len(rows) - len(hidden) - sum(row["value"] is None for row in rows)
    small = {group for group, values in seen.items() if len(values) == 1 and 0 < min(values) < minimum}
    assert small == set(), (rows, hidden)


@given(population=people, cells=wanted, minimum=st.integers(3, 5), seed=st.randoms(use_true_random=False))
def test_laws_of_the_table(
    population: list[tuple[str, str, bool]], cells: set[tuple[str, str]], minimum: int, seed: Any
) -> None:
    """What is shown is unchanged, order does not matter, twice is as once, and more people withhold no less."""
    rows = figures_of(population, cells)
    if not rows:
        return
    before = table(rows)
    after = disclose(before, policy(minimum))
    shown = after["value"].notna()
    same = before.columns.drop("suppressed")
    pd.testing.assert_frame_equal(after.loc[shown, same], before.loc[shown, same])
    pd.testing.assert_frame_equal(disclose(after, policy(minimum)), after)
    order = list(range(len(before)))
    seed.shuffle(order)
    turned = disclose(before.iloc[order].reset_index(drop=True), policy(minimum))
    pd.testing.assert_frame_equal(turned, after.iloc[order].reset_index(drop=True))
    primary = {row[:2] for row in suppressed(before, policy(minimum)) if row[2] == "primary"}
    assert primary <= {row[:2] for row in suppressed(before, policy(minimum + 1))}
