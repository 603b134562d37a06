"""What each rule of the model just allows, and what it just refuses, with the place of the problem."""

from collections.abc import Callable
from typing import Any

import pytest

import kommunepolitik.model as m
from kommunepolitik.errors import InvalidModel
from kommunepolitik.model.statbank import TimeRange, time_range
from kommunepolitik.model.text import MAX_ID

NATIONAL = m.RelativeTo(indicator="landet")
OTHERS = m.RelativeTo(group="andre")


def indicator(**fields: Any) -> m.Indicator:
    """Return an indicator."""
    return m.Indicator(**{"id": "i", "title": "I", **fields})


def level(value: float = 1, **fields: Any) -> m.LevelTarget:
    """Return a target for a level."""
    return m.LevelTarget(value=value, comparison="at_least", **fields)


def change(**fields: Any) -> m.ChangeTarget:
    """Return a target for a change of 1."""
    return m.ChangeTarget(amount=1, **fields)


def replaced(*ids: str) -> m.Indicator:
    """Return an indicator with a target `a` that is replaced by the first of some ids; the others are targets, too."""
    by = m.ReplacedBy(target=ids[0], decision="beslutning")
    return indicator(targets=[level(1, id="a", replaced_by=by), *(level(2, id=id) for id in ids[1:])])


def policy(**fields: Any) -> m.Policy:
    """Return a policy."""
    return m.Policy(**{"id": "p", "title": "P", "municipality": "Slagelse", **fields})


def statbank(**fields: Any) -> m.Statbank:
    """Return where figures are in Statistikbanken: of the municipality, since 2015."""
    areas = m.StatbankAreas(variable="OMRÅDE", values=["own"])
    time = m.StatbankTime(variable="Tid", values=[">=2015"])
    return m.Statbank(**{"table": "RAS201", "areas": areas, "time": time, "sum": {"KØN": "M"}, **fields})


def areas(*values: str) -> m.Statbank:
    """Return the choice of some areas."""
    return statbank(areas=m.StatbankAreas(variable="OMRÅDE", values=values))


def ages(**both: Any) -> m.Statbank:
    """Return the choice of some ages."""
    return statbank(sum={"ALDER": {key.removesuffix("_"): age for key, age in both.items()}})


def share(of: object, whole: object) -> m.Statbank:
    """Return a share of some people in others."""
    return statbank(sum=None, share={"of": of, "in": whole})


def shared() -> m.DataSource:
    """Return a source that a share is fetched from."""
    return m.DataSource(keeper="DST", statbank=share({"SOC": "A"}, {"SOC": "B"}))


Make = Callable[[], object]
SUM_OF = ("sum", "ALDER")

RULES: dict[str, tuple[Make, Make, str, tuple[str | int, ...]]] = {
    "a range of one value": (
        lambda: m.Baseline(value=5, value_high=5),
        lambda: m.Baseline(value=5, value_high=4.9), "range_reversed", ("value_high",)),
    "a count of none": (
        lambda: m.StatedCount(what="goals", low=0, high=0),
        lambda: m.StatedCount(what="goals", low=0, high=-1), "range_reversed", ("high",)),
    "ten decimals": (
        lambda: indicator(decimals=10), lambda: indicator(decimals=11), "out_of_range", ("decimals",)),
    "no decimals": (
        lambda: indicator(decimals=0), lambda: indicator(decimals=-1), "out_of_range", ("decimals",)),
    "no margin": (lambda: indicator(margin=0), lambda: indicator(margin=-0.1), "negative", ("margin",)),
    "no lag": (
        lambda: m.DataSource(keeper="DST", lag=0), lambda: m.DataSource(keeper="DST", lag=-1), "negative", ("lag",)),
    "a target at the natural limit": (
        lambda: indicator(limit=100, targets=[level(100)]),
        lambda: indicator(limit=100, targets=[level(100.1)]), "over_limit", ("targets", 0, "value")),
    "a difference has no natural limit": (
        lambda: indicator(limit=1, targets=[level(2, relative_to=NATIONAL)]),
        lambda: indicator(limit=1, targets=[level(2)]), "over_limit", ("targets", 0, "value")),
    "another group of the same indicator": (
        lambda: indicator(targets=[level(relative_to=OTHERS)]),
        lambda: indicator(targets=[level(group="andre", relative_to=OTHERS)]),
        "relative_to_itself", ("targets", 0, "relative_to")),
    "the same group of another indicator": (
        lambda: indicator(targets=[level(relative_to=NATIONAL)]),
        lambda: indicator(id="landet", targets=[level(relative_to=NATIONAL)]),
        "relative_to_itself", ("targets", 0, "relative_to")),
    "a rise is a rise": (
        lambda: indicator(direction="increase", targets=[m.DirectionTarget(direction="increase")]),
        lambda: indicator(direction="increase", targets=[m.DirectionTarget(direction="decrease")]),
        "direction_contradicts", ("targets", 0)),
    "a target that another replaces": (
        lambda: replaced("b", "b"), lambda: replaced("a", "b"), "no_such_target",
        ("targets", 0, "replaced_by", "target")),
    "one that is not there": (
        lambda: replaced("b", "b"), lambda: replaced("b", "c"), "no_such_target",
        ("targets", 0, "replaced_by", "target")),
    "a whole that is another indicator": (
        lambda: indicator(base="alle"), lambda: indicator(base="i"), "rests_on_itself", ("base",)),
    "a numerator needs a whole": (
        lambda: indicator(base="alle", numerator="del"),
        lambda: indicator(numerator="del"), "numerator_without_base", ("numerator",)),
    "people judge what has no number": (
        lambda: indicator(kind="qualitative"),
        lambda: indicator(kind="qualitative", targets=[level()]), "qualitative_target", ("targets",)),
    "a baseline of the year before": (
        lambda: level(due="2024", baseline=m.Baseline(period="2023")),
        lambda: level(due="2024", baseline=m.Baseline(period="2024")), "baseline_after_due", ("baseline", "period")),
    "a change of a year": (
        lambda: change(start="2024", due="2024"),
        lambda: change(start="2025", due="2024"), "due_before_start", ("due",)),
    "a change that ends as it starts": (
        lambda: change(start="2024-12-31", due="2025"),
        lambda: change(start="2024-12-31", due="2024"), "due_before_start", ("due",)),
    "a small rise is a rise": (
        lambda: indicator(direction="increase", targets=[m.ChangeTarget(amount=0.5)]),
        lambda: indicator(direction="increase", targets=[m.ChangeTarget(amount=-0.5)]),
        "direction_contradicts", ("targets", 0)),
    "a sum has a start": (
        lambda: level(start="2024", cumulative=True), lambda: level(start="2024"), "start_without_cumulative", ("start",)),
    "a direction by a year": (
        lambda: m.DirectionTarget(direction="increase", due="2024"),
        lambda: m.DirectionTarget(direction="increase", due="2024.."), "not_an_open_period", ("due",)),
    "decided": (
        lambda: m.Decision(id="d", body="Byrådet", date="2024"),
        lambda: m.Decision(id="d", body="Byrådet", date="2024", expected="2025"), "one_only", ("expected",)),
    "fewer of what": (
        lambda: m.Change(id="c", title="C", effects=["fewer"], counted="goals"),
        lambda: m.Change(id="c", title="C", effects=["kept", "fewer"]), "missing_key", ("counted",)),
    "more of what": (
        lambda: m.Change(id="c", title="C", effects=["kept"]),
        lambda: m.Change(id="c", title="C", effects=["more"]), "missing_key", ("counted",)),
    "in force from its first day": (
        lambda: policy(period="2024..2027", in_force="2024"),
        lambda: policy(period="2024..2027", in_force="2023-12-31"), "in_force_before_period", ("in_force",)),
    "the edition before": (
        lambda: policy(supersedes="q"), lambda: policy(supersedes="p"), "supersedes_circle", ("supersedes",)),
    "an id of 200 letters": (
        lambda: m.Goal(id="a" * MAX_ID, statement="A"),
        lambda: m.Goal(id="a" * (MAX_ID + 1), statement="A"), "too_long", ("id",)),
    "thirty marks on a letter": (
        lambda: m.Goal(id="g", statement="a" + "\u0301" * 30),
        lambda: m.Goal(id="g", statement="a" + "\u0301" * 31), "too_many_marks", ("statement",)),
    "a finite number of one's own": (
        lambda: m.Goal(id="g", statement="G", annotations={"vægt": 1e300}),
        lambda: m.Goal(id="g", statement="G", annotations={"vægt": float("inf")}), "not_plain", ("annotations",)),
    "the largest number": (
        lambda: m.Baseline(value=1e100), lambda: m.Baseline(value=-1.01e100), "extreme_number", ("value",)),
    "the number closest to zero": (
        lambda: m.Baseline(value=-1e-100), lambda: m.Baseline(value=0.99e-100), "extreme_number", ("value",)),
    "two letters of a pair": (
        lambda: m.Goal(id="g", statement="😀"), lambda: m.Goal(id="g", statement="\ud83d"), "bad_text", ("statement",)),
    "from one year to another": (
        lambda: m.Period("2020..2021"), lambda: m.Period("2020..2021..2022"), "not_period", ()),
    "a span of one day": (
        lambda: m.Period("2020-05-01..2020-05-01"), lambda: m.Period("2020-05-01..2020-04-30"), "period_reversed", ()),
    "a table": (lambda: statbank(table="RAS201"), lambda: statbank(table="RAS 201"), "statbank_table_code", ("table",)),
    "a sum alone": (lambda: statbank(), lambda: statbank(sum=None), "says_nothing", ()),
    "a value alone": (
        lambda: statbank(value={"KØN": "M"}, sum=None),
        lambda: statbank(value={"ALDER": "15"}, share={"of": {"SOC": "A"}, "in": {"SOC": "B"}}), "one_only", ("value",)),
    "each variable once": (
        lambda: statbank(value={"ALDER": "15"}), lambda: statbank(value={"køn": "M"}), "statbank_twice", ()),
    "all areas": (
        lambda: areas("all"), lambda: areas("all", "000"), "statbank_all_areas", ("values", 0)),
    "areas by name": (
        lambda: areas("own", "000"), lambda: areas("own", "*"), "statbank_all_areas", ("values", 1)),
    "each area once": (
        lambda: areas("own", "000"), lambda: areas("own", "own"), "statbank_twice", ("values",)),
    "an area": (lambda: areas("own"), lambda: areas(), "empty", ("values",)),
    "one age": (
        lambda: ages(from_=25, to=25), lambda: ages(from_=25, to=24), "range_reversed", ("sum", "ALDER", "to")),
    "the oldest": (
        lambda: ages(from_=0, to=150), lambda: ages(from_=0, to=151), "statbank_age", ("sum", "ALDER", "to")),
    "without an end": (lambda: ages(from_=25), lambda: ages(to=25), "missing_key", SUM_OF),
    "no age": (lambda: ages(from_="025"), lambda: ages(from_="2½"), "statbank_age", (*SUM_OF, "from")),
    "true is no age": (lambda: ages(from_=1), lambda: ages(from_=True), "statbank_age", (*SUM_OF, "from")),
    "times as they are written": (
        lambda: m.StatbankTime(variable="Tid", values=["2024", ">=2025"]),
        lambda: m.StatbankTime(variable="Tid", values=["2024", ">2025"]), "statbank_times", ("values", 1)),
    "two texts": (
        lambda: statbank(sum={"ALDER": ["15", "16"]}),
        lambda: statbank(sum={"ALDER": ["15", "15"]}), "statbank_twice", (*SUM_OF, 1)),
    "a code is a text": (
        lambda: statbank(sum={"ALDER": ["15"]}),
        lambda: statbank(sum={"ALDER": [15]}), "statbank_code_quotes", (*SUM_OF, 0)),
    "each by its name": (
        lambda: statbank(sum={"ALDER": ["15"]}),
        lambda: statbank(sum={"ALDER": ["15", "1*"]}), "statbank_wildcard", (*SUM_OF, 1)),
    "some choice": (lambda: statbank(sum={"ALDER": "15"}), lambda: statbank(sum={"ALDER": []}), "empty", SUM_OF),
    "a share in a unit with a whole": (
        lambda: indicator(unit="pr. 1.000", data_source=shared()),
        lambda: indicator(unit="kr.", data_source=shared()), "statbank_unit", ("data_source", "statbank", "share")),
    "a share by the same variables": (
        lambda: share({"soc": "A"}, {"SOC": ["A", "B"]}),
        lambda: share({"SOC": "A"}, {"ALDER": "15"}), "statbank_share", ("share", "in")),
    "a share of a whole": (
        lambda: share({"SOC": "A"}, {"SOC": "B"}),
        lambda: statbank(sum=None, share={"of": {"SOC": "A"}}), "missing_key", ("share",)),
}  # fmt: skip


@pytest.mark.parametrize(("allowed", "refused", "code", "path"), RULES.values(), ids=RULES)
def test_a_rule_refuses_no_more_than_it_must(
    allowed: Make, refused: Make, code: str, path: tuple[str | int, ...]
) -> None:
    """What is just inside a rule is accepted; what is just outside has one problem, at its place."""
    assert allowed() is not None
    with pytest.raises(InvalidModel) as caught:
        refused()
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [(code, path)]


def test_all_areas_are_chosen_by_one_word() -> None:
    """Not by the code of the country."""
    assert areas("all").areas.is_all
    assert not areas("000").areas.is_all


@pytest.mark.parametrize(("given", "near"), [("ture", "true"), ("falsk", "false"), ("måske", None), (1, None)])
def test_what_is_neither_true_nor_false_gets_the_nearest_word(given: object, near: str | None) -> None:
    """Of a text; a number is not counted as a misspelt word."""
    with pytest.raises(InvalidModel) as caught:
        indicator(counts_people=given)
    assert [(problem.code, problem.nearest) for problem in caught.value.problems] == [("expected_yes_no", near)]


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("*", TimeRange()),
        ("(1)", TimeRange(newest=1)),
        ("(-n+5)", TimeRange(newest=5)),
        (">= 2015", TimeRange(m.Period("2015"))),
        ("<=2024K4", TimeRange(None, m.Period("2024-Q4"))),
        (">=2015<=2024", TimeRange(m.Period("2015"), m.Period("2024"))),
        ("2015", None),
    ],
)
def test_times_of_a_table_are_chosen_by_a_few_signs(text: str, chosen: TimeRange | None) -> None:
    """As in Statistikbanken; a single time is none of them."""
    assert time_range(text) == chosen


@pytest.mark.parametrize("text", ["", " ", ">2015", "(0)", "(-n+0)", "=2015", "<=2024>=2015"])
def test_a_choice_of_times_is_not_guessed(text: str) -> None:
    """What begins as one and is none is refused."""
    with pytest.raises(InvalidModel):
        time_range(text)
