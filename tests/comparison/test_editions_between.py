"""Two editions with others between them: lineage goes through those, and is composed where they are available."""

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kommunepolitik.model as m
from kommunepolitik.comparison import Comparison, Relation, compare, compare_matrix
from kommunepolitik.formats.text import write_text
from kommunepolitik.i18n import language
from kommunepolitik.model import Portfolio
from kommunepolitik.report.comparison import comparison_page

MIRRORED = {"merged": "split", "split": "merged", "new": "dropped", "dropped": "new"}


def goal(id: str, *addresses: str, **fields: Any) -> m.Goal:
    """Return a goal that carries on what addresses lead to; one with a question mark is our interpretation."""
    lines = [
        m.Continuation(address=each.strip("?"), basis="interpretation" if "?" in each else "source", note=f"Fra {each}")
        for each in addresses
    ]
    return m.Goal(id=id, statement=f"Mål {id}", continues=lines, **fields)


def edition(year: int, *goals: m.Goal, before: int | None = None, **fields: Any) -> m.Policy:
    """Return an edition with overarching goals."""
    supersedes = None if before is None else f"p{before}"
    return m.Policy(id=f"p{year}", title="P", municipality="Slagelse", supersedes=supersedes, goals=goals, **fields)


FIRST = edition(10, goal("a"), goal("b"), goal("c"), goal("d"))
SECOND = edition(14, goal("k", "p10#a"), goal("l", "?p10#b"), goal("n"), before=10)
THIRD = edition(18, goal("x", "p14#k", "p14#l"), goal("y", "p14#n"), goal("z", "p10#d"), goal("q"), before=14)
ALL = Portfolio([FIRST, SECOND, THIRD])


def relations_of(comparison: Comparison) -> list[tuple[str, str, str]]:
    """Return the relations."""
    return [(r.kind, "".join(r.old), "".join(r.new)) for r in comparison.relations]


def test_without_the_edition_between_only_direct_lines_show_anything() -> None:
    """Nothing is called new or dropped, for its line may go through the edition that is not looked at."""
    comparison = compare(FIRST, THIRD)
    assert [(r.kind, r.old, r.new) for r in comparison.relations if r.links] == [("one_to_one", ("d",), ("z",))]
    assert {(r.kind, r.reason) for r in comparison.relations if not r.links} == {("unknown", "edition_between")}
    turned = compare(THIRD, FIRST)
    assert {(r.kind, r.reason) for r in turned.relations if not r.links} == {("unknown", "edition_between")}


def test_neighbours_and_first_editions_have_nothing_between() -> None:
    """A policy that replaced no edition may carry on any, and what it does not is new."""
    heir = attrs.evolve(THIRD, supersedes=None)
    assert {r.kind for r in compare(FIRST, heir).relations if not r.links} == {"dropped", "new"}
    assert "unknown" not in {r.kind for r in compare(FIRST, SECOND).relations}


def test_with_it_lines_are_composed() -> None:
    """What lives on through it lives on; what ended in it is dropped, what began in it is new."""
    comparison = compare(FIRST, THIRD, through=ALL)
    assert comparison.between == (SECOND,)
    assert comparison.pair_kind == "editions"
    assert relations_of(comparison) == [
        ("merged", "ab", "x"),
        ("dropped", "c", ""),
        ("one_to_one", "d", "z"),
        ("new", "", "y"),
        ("new", "", "q"),
    ]


def test_a_composed_line_is_as_sure_as_its_least_sure_step_and_shows_its_way() -> None:
    """It keeps the notes of its steps; a direct line shows no way."""
    links = {(link.old, link.new): link for link in compare(FIRST, THIRD, through=ALL).links}
    assert {ends: (link.basis, link.through) for ends, link in links.items()} == {
        ("a", "x"): ("source", ("p14#k",)),
        ("b", "x"): ("interpretation", ("p14#l",)),
        ("d", "z"): ("source", ()),
    }
    assert links["b", "x"].note == "Fra ?p10#b; Fra p14#l"
    frame = compare(FIRST, THIRD, through=ALL).frame.set_index("element")
    assert frame.loc["b", ["basis", "through"]].tolist() == ["interpretation", "p14#l"]


@pytest.mark.parametrize(("first", "second"), [(True, False), (False, True), (False, False)])
def test_a_composed_line_is_a_proposal_if_one_of_its_steps_is(*, first: bool, second: bool) -> None:
    """Nobody has confirmed it as a whole."""
    steps = {"p10#a": first, "p14#k": second}
    lines = {
        each: [m.Continuation(address=each, basis="interpretation", proposed=proposed)]
        for each, proposed in steps.items()
    }
    between = edition(14, m.Goal(id="k", statement="K", continues=lines["p10#a"]), before=10)
    last = edition(18, m.Goal(id="x", statement="X", continues=lines["p14#k"]), before=14)
    (link,) = compare(FIRST, last, through=Portfolio([between])).links
    assert link.proposed == (first or second)


def test_figures_are_comparable_only_if_every_step_is_comparable() -> None:
    """One step measured in another way is enough."""

    def measured(year: int, id: str, address: str | None, *, comparable: bool = True) -> m.Policy:
        lines = [] if address is None else [m.Continuation(address=address, basis="source", comparable=comparable)]
        indicator = m.Indicator(id=id, title=id, continues=lines)
        return edition(year, before=year - 4 if address else None, indicators=[indicator])

    chain = [measured(10, "i", None), measured(14, "j", "p10#i", comparable=False), measured(18, "k", "p14#j")]
    (link,) = compare(chain[0], chain[2], through=Portfolio(chain)).links
    assert not link.comparable


def test_what_the_edition_between_does_not_show_stays_unknown() -> None:
    """A goal that may live on in an annex of the edition between is not dropped; a gap at either end is named."""
    named_gap = m.Missing(what="goals", why="not_in_sources")
    between = compare(FIRST, THIRD, through=Portfolio([attrs.evolve(SECOND, missing=[named_gap])]))
    assert (between.relation("old", "c").reason, between.relation("old", "c").gap) == ("edition_between", None)
    last = attrs.evolve(THIRD, missing=[named_gap], goals=THIRD.goals[1:])
    ends = compare(FIRST, last, through=ALL)
    assert (ends.relation("old", "a").reason, ends.relation("old", "a").gap) == ("not_at_hand", named_gap)
    unclear = m.Missing(what="continues", why="unclear")
    own = attrs.evolve(THIRD, goals=[*THIRD.goals[:3], goal("q", missing=[unclear])])
    assert compare(FIRST, own, through=ALL).relation("new", "q").reason == "unclear"


def test_a_chain_with_an_edition_missing_is_no_chain() -> None:
    """Nor are two policies of different municipalities; the portfolio need not hold the two themselves."""
    fourth = edition(22, goal("v", "p18#x"), before=18)
    assert compare(FIRST, fourth, through=Portfolio([FIRST, SECOND, fourth])).between == ()
    assert compare(FIRST, fourth, through=Portfolio([THIRD, SECOND])).between == (SECOND, THIRD)
    assert compare(fourth, FIRST, through=ALL).between == (THIRD, SECOND)
    assert compare(FIRST, SECOND, through=ALL).between == ()
    assert compare(FIRST, edition(19, goal("v")), through=ALL).between == ()


def test_the_table_of_pairs_composes() -> None:
    """First and third are editions of one chain, and their elements are counted as the comparison through it does."""
    frame = compare_matrix(ALL).set_index(["old", "new"])
    row = frame.loc[("p10", "p18")]
    kinds = (
        "pair_kind",
        "elements_merged",
        "elements_one_to_one",
        "elements_dropped",
        "elements_new",
        "elements_unknown",
    )
    assert row[list(kinds)].tolist() == ["editions", 3, 2, 1, 2, 0]


def test_suggestions_leave_out_what_is_composed() -> None:
    """What has a line through the edition between needs no guess."""
    suggested = compare(FIRST, THIRD, through=ALL).suggestions
    assert not {"a", "b", "d"} & {id for each in suggested for id in each.old}


def test_the_page_states_what_lines_go_through() -> None:
    """Each composed line, and the summary; without the edition between, the summary states why so much is unknown."""
    page = " ".join(write_text(comparison_page(compare(FIRST, THIRD, through=ALL), language("en"))).split())
    assert "according to the source; composed through »Mål k«" in page
    assert "2 of them are composed through an edition between." in page
    page = " ".join(write_text(comparison_page(compare(FIRST, THIRD), language("en"))).split())
    assert "which is not shown here" in page


def mirrored(relation: Relation) -> tuple[Any, ...]:
    """Return what a relation states with the policies swapped."""
    kind = MIRRORED.get(relation.kind, relation.kind)
    return kind, frozenset(relation.new), frozenset(relation.old), relation.reason, relation.interpreted


@st.composite
def chains(draw: Any) -> list[m.Policy]:
    """Three editions with any lineage between them, direct lines past the one between and gaps among them."""
    made: list[m.Policy] = []
    for number, year in enumerate((10, 14, 18)):
        known = [f"p{policy.id[1:]}#{each.id}" for policy in made for each in policy.goals]
        goals = []
        for place in range(draw(st.integers(1, 4))):
            lines = draw(st.lists(st.sampled_from(known), max_size=3, unique=True)) if known else []
            basis = draw(st.sampled_from(["", "?"]))
            unclear = draw(st.booleans()) and not lines and number > 0
            gap = [m.Missing(what="continues", why="unclear")] if unclear else []
            goals.append(goal(f"g{number}{place}", *(f"{basis}{each}" for each in lines), missing=gap))
        missing = [m.Missing(what="goals", why="not_in_sources")] if draw(st.integers(0, 3)) == 3 else []
        made.append(edition(year, *goals, before=year - 4 if number else None, missing=missing))
    return made


@given(chains())
def test_swapping_swaps_also_through_an_edition_between(chain: list[m.Policy]) -> None:
    """Law: composed or not, new and dropped, merged and split change places, and every element is reported once."""
    for through in (Portfolio(chain), None):
        there, back = (compare(*pair, through=through) for pair in ((chain[0], chain[2]), (chain[2], chain[0])))
        straight = {(r.kind, frozenset(r.old), frozenset(r.new), r.reason, r.interpreted) for r in back.relations}
        assert {mirrored(relation) for relation in there.relations} == straight
        for side, policy in (("old", chain[0]), ("new", chain[2])):
            assert sorted(id for r in there.relations for id in getattr(r, side)) == sorted(policy.elements)


@given(chains())
def test_an_edition_that_changed_nothing_can_be_passed_by(chain: list[m.Policy]) -> None:
    """Law: with an edition between that carries on every element as it was, the relations are those without it."""
    first, second = chain[:2]
    same = [goal(each.id, f"{second.id}#{each.id}") for each in second.goals]
    last = attrs.evolve(second, id="p18", supersedes=second.id, goals=same)
    plain = compare(first, second)
    composed = compare(first, last, through=Portfolio([second]))
    found = [[(r.kind, r.old, r.new, r.interpreted) for r in each.relations] for each in (plain, composed)]
    assert found[0] == found[1]


@pytest.mark.parametrize("year", [10, 18])
def test_compared_with_itself_nothing_lies_between(year: int) -> None:
    """Law: a policy is itself, whatever portfolio is available."""
    policy = ALL[f"p{year}"]
    assert {r.kind for r in compare(policy, policy, through=ALL).relations} == {"one_to_one"}
