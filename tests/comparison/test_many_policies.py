"""Many policies at once: neighbours, all pairs, and one long table."""

from collections.abc import Callable

import attrs
import pandas as pd
import pytest

import kommunepolitik.model as m
from kommunepolitik.comparison import (
    KINDS,
    RELATIONS,
    benchmark,
    compare,
    compare_editions,
    compare_matrix,
    elements_frame,
    lineage,
)
from kommunepolitik.errors import InvalidModel
from kommunepolitik.model import Portfolio

NYBRO = m.Municipality(name="Nybro", fictitious=True)
COUNTS = [f"elements_{kind}" for kind in RELATIONS]


def policy(id: str, **fields: object) -> m.Policy:
    """Return a policy of Slagelse, unless another is asked for."""
    return m.Policy(**{"id": id, "title": "Politik", "municipality": "Slagelse", **fields})  # type: ignore[arg-type]


def goal(id: str, statement: str, *continues: str) -> m.Goal:
    """Return a goal that carries on some others."""
    lines = [m.Continuation(address=address, basis="source") for address in continues]
    return m.Goal(id=id, statement=statement, continues=lines)


OLD = policy("p13", goals=[goal("a", "Flere i arbejde"), goal("b", "Bedre boliger"), goal("c", "Sunde børn")])
NEW = policy(
    "p23",
    supersedes="p13",
    goals=[
        goal("job", "Flere borgere i arbejde", "p13#a"),
        goal("by", "Trygge byer", "p13#b", "p13#c"),
        goal("x", "X"),
    ],
)
OTHER = policy("n20", municipality=NYBRO, goals=[goal("a", "Flere i arbejde"), goal("k", "Kultur for alle")])


def row(frame: pd.DataFrame, old: str, new: str) -> dict[str, object]:
    """Return the row of a pair."""
    (found,) = frame[(frame["old"] == old) & (frame["new"] == new)].to_dict("records")
    return found


def test_neighbouring_editions_are_compared_once() -> None:
    """Older against newer, whatever the order of the portfolio; without neighbours there is nothing to compare."""
    (comparison,) = compare_editions(Portfolio([NEW, OTHER, OLD]))
    assert (comparison.old.id, comparison.new.id) == ("p13", "p23")
    assert compare_editions(Portfolio([OTHER])) == compare_editions(Portfolio()) == []


def test_every_pair_stands_once_with_the_earlier_edition_first() -> None:
    """Where neither is an earlier edition, the order of the portfolio holds."""
    frame = compare_matrix(Portfolio([NEW, OTHER, OLD]))
    assert list(zip(frame["old"], frame["new"], strict=True)) == [("p23", "n20"), ("p13", "p23"), ("n20", "p13")]
    assert row(frame, "p23", "n20")["new_municipality"] == "Nybro"


def test_an_edition_two_steps_back_is_an_earlier_one() -> None:
    """The chain counts, and so does lineage alone: who carries on something is the later one."""
    oldest = policy("p08")
    old = attrs.evolve(OLD, supersedes="p08")
    heir = policy("arving", goals=[goal("job", "Job", "p13#a")])
    frame = compare_matrix(Portfolio([heir, NEW, old, oldest]))
    pairs = set(zip(frame["old"], frame["new"], strict=True))
    assert {("p08", "p23"), ("p08", "p13"), ("p13", "p23"), ("p13", "arving")} <= pairs
    assert row(frame, "p13", "arving")["pair_kind"] == "editions"


def test_relations_are_counted_where_lineage_is_declared() -> None:
    """Each element of both policies is in one count; without lineage all are blank, never 0."""
    frame = compare_matrix(Portfolio([OLD, NEW, OTHER]))
    found = row(frame, "p13", "p23")
    counted = {kind: found[f"elements_{kind}"] for kind in RELATIONS}
    assert counted == {**dict.fromkeys(RELATIONS, 0), "one_to_one": 2, "merged": 3, "new": 1}
    assert frame.loc[frame["pair_kind"] == "other", COUNTS].isna().all(axis=None)


def test_an_edition_without_lineage_is_one_but_nothing_is_counted() -> None:
    """That it replaces the other is known; what it carries on is not."""
    plain = policy("p23", supersedes="p13", goals=[goal("a", "Flere i arbejde")])
    found = row(compare_matrix(Portfolio([OLD, plain])), "p13", "p23")
    assert found["pair_kind"] == "editions"
    assert all(pd.isna(found[name]) for name in COUNTS)  # type: ignore[call-overload]


def test_the_counts_and_the_bond_are_those_of_the_comparison() -> None:
    """A pair's row equals the comparison of the pair alone."""
    comparison = compare(OLD, NEW)
    found = row(compare_matrix(Portfolio([OLD, NEW, OTHER])), "p13", "p23")
    assert found["pair_kind"] == comparison.pair_kind
    for kind in RELATIONS:
        ids = [id for relation in comparison.relations if relation.kind == kind for id in relation.old + relation.new]
        assert found[f"elements_{kind}"] == len(ids)


def test_likeness_is_of_words_in_any_inflection() -> None:
    """The same words are alike in full, no word in common not at all; the rest lies between."""
    same = policy("a", title="X", goals=[goal("g", "Flere borgere i arbejde")])
    inflected = policy("b", title="X", goals=[goal("g", "Arbejdet for borgerne")])
    foreign = policy("c", title="Y", goals=[goal("g", "Ny svømmehal")])
    half = policy("d", title="Z", goals=[goal("g", "Arbejde og svømmehal")])
    square = compare_matrix(Portfolio([same, inflected, foreign, half])).pivot(
        index="old", columns="new", values="likeness"
    )
    assert square.loc["a", "b"] == pytest.approx(1)
    assert square.loc["a", "c"] == 0
    assert 0 < square.loc["a", "d"] < 1
    assert 0 < square.loc["c", "d"] < 1


def test_likeness_does_not_depend_on_the_order() -> None:
    """The same pair in the same company is equally alike."""
    there = row(compare_matrix(Portfolio([OLD, OTHER, NEW])), "p13", "n20")["likeness"]
    back = row(compare_matrix(Portfolio([NEW, OTHER, OLD])), "n20", "p13")["likeness"]
    assert there == pytest.approx(back)
    assert 0 < there < 1  # type: ignore[operator]


def test_a_policy_without_words_is_like_none() -> None:
    """Nothing is known of its words: blank, not 0."""
    silent = policy("tavs", title="...")
    assert compare_matrix(Portfolio([OLD, silent]))["likeness"].isna().all()
    assert compare_matrix(Portfolio([silent, policy("stille", title="!")]))["likeness"].isna().all()


@pytest.mark.parametrize("policies", [[], [OLD]])
def test_few_policies_make_an_empty_table_of_the_same_columns(policies: list[m.Policy]) -> None:
    """Types too, so that tables can be joined."""
    empty, full = compare_matrix(Portfolio(policies)), compare_matrix(Portfolio([OLD, NEW]))
    assert len(empty) == 0
    assert list(empty.dtypes.items()) == list(full.dtypes.items())


def test_the_long_table_holds_a_policy_and_then_its_elements() -> None:
    """Every element once, under the address that lineage uses."""
    frame = elements_frame(Portfolio([OLD, NEW]))
    assert frame["address"].tolist() == ["p13", "p13#a", "p13#b", "p13#c", "p23", "p23#job", "p23#by", "p23#x"]
    assert frame.loc[0, ["kind", "title", "municipality_code"]].tolist() == ["policy", "Politik", "330"]
    assert frame.loc[0, "element"] is pd.NA
    assert frame.loc[6, "continues"] == "p13#b p13#c"
    assert set(frame["supersedes"].dropna()) == {"p13"}


def test_what_is_not_known_is_blank_in_the_long_table() -> None:
    """Nobody decided a target: 0. The targets are in an annex: blank. It makes no sense for a goal: blank."""
    indicators = [
        m.Indicator(id="i", title="I", unit="%", missing=[m.Missing(what="targets", why="not_set")]),
        m.Indicator(id="j", title="J", missing=[m.Missing(what="targets", why="not_in_sources")]),
        m.Indicator(
            id="k", title="K", baseline=m.Baseline(value=4), targets=[m.StandingTarget(value=1, comparison="at_least")]
        ),
        m.Indicator(id="l", title="L", missing=[m.Missing(what="baseline", why="promised")]),
    ]
    area = m.FocusArea(id="o", title="O", goals=[m.Goal(id="g", statement="G", measured_by=["i", "k"])])
    both = Portfolio([policy("p", focus_areas=[area], indicators=indicators)])
    frame = elements_frame(both).set_index("element")
    assert frame["targets"].dropna().to_dict() == {"i": 0, "k": 1, "l": 0}
    assert frame["baseline"].dropna().to_dict() == {"i": False, "j": False, "k": True}
    assert frame["measured_by"].dropna().to_dict() == {"o": 0, "g": 2}
    assert frame.loc["g", "area"] == "o"
    assert frame.loc["j", "unit"] is pd.NA


def test_indicators_that_are_not_available_may_measure_any_goal() -> None:
    """How many do is then not known."""
    gap = m.Missing(what="indicators", why="not_in_sources")
    frame = elements_frame(Portfolio([policy("p", goals=[goal("g", "G")], missing=[gap])]))
    assert frame["measured_by"].isna().all()
    assert frame["gaps"].tolist()[0] == "indicators:not_in_sources"


def test_gaps_in_words_of_their_own_stay_one_word() -> None:
    """So that the text can be split at its spaces."""
    gaps = [m.Missing(what="Side 4 mangler", why="not_in_sources"), m.Missing(what="number", why="unclear")]
    plain = m.Goal(id="g", statement="G", missing=gaps)
    frame = elements_frame(Portfolio([policy("p", goals=[plain])]))
    assert frame["gaps"].tolist()[1].split() == ["Side_4_mangler:not_in_sources", "number:unclear"]


def test_elements_that_are_not_compared_are_reported_by_their_class() -> None:
    """An activity is an activity; the kinds of comparison keep their names."""
    plan = m.Plan(
        id="plan", title="Plan", tracks=[m.Track(id="s", title="S", activities=[m.Activity(id="akt", title="A")])]
    )
    framework = m.Framework(id="ramme", title="R", items=[m.FrameworkItem(id="punkt", title="P")])
    frame = elements_frame(Portfolio([policy("p", plan=plan, frameworks=[framework], goals=[goal("g", "G")])]))
    kinds = dict(zip(frame["address"], frame["kind"], strict=True))
    assert kinds["p#akt"] == "activity"
    assert kinds["p#punkt"] == "framework_item"
    assert {kinds["p#s"], kinds["p#g"]} == {"track", "overarching_goal"} <= set(KINDS)


def test_the_long_table_of_no_policy_has_its_columns() -> None:
    """Names and types are those of a full one."""
    empty, full = elements_frame(Portfolio()), elements_frame(Portfolio([OLD]))
    assert len(empty) == 0
    assert list(empty.dtypes.items()) == list(full.dtypes.items())
    assert not {"object", "float64", "int64", "bool"} & {str(dtype) for dtype in full.dtypes}


def test_each_column_is_explained() -> None:
    """The docstring names every column it gives."""
    for made in (compare_matrix, elements_frame):
        for column in made(Portfolio([OLD, NEW])).columns:
            assert f"\n    {column}: " in made.__doc__  # type: ignore[operator]


@pytest.mark.parametrize(
    "asked",
    [
        compare_editions,
        compare_matrix,
        lambda given: lineage(given, "p#job"),
        lambda given: benchmark(given, "job", []),
    ],
)
def test_what_compares_several_policies_asks_for_a_portfolio(asked: Callable[[m.Policy], object]) -> None:
    """A policy alone is refused by its name, and not for what it lacks."""
    with pytest.raises(InvalidModel, match="expected Portfolio, found an object of the class Policy"):
        asked(policy("p"))
