"""Laws of comparison, for policies of every shape and any lineage between them."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import kommunepolitik.model as m
from kommunepolitik.comparison import Comparison, Relation, compare
from tests.strategies import HALF, policies

MIRRORED = {"merged": "split", "split": "merged", "new": "dropped", "dropped": "new"}
FOER, EFTER = "foer", "efter"


def carrying(record: Any, lineage: Mapping[str, Sequence[m.Continuation]]) -> Any:
    """Return a record whose elements, and those in them, carry on what lineage states of their ids."""
    changed: dict[str, Any] = {}
    for field in attrs.fields(type(record)):
        value = getattr(record, field.name)
        if isinstance(value, tuple) and value and attrs.has(type(value[0])):
            changed[field.name] = tuple(carrying(each, lineage) for each in value)
        elif isinstance(value, m.Element):
            changed[field.name] = carrying(value, lineage)
    if isinstance(record, m.Element) and record.id in lineage:
        changed["continues"] = (*record.continues, *lineage[record.id])
    return attrs.evolve(record, **changed) if changed else record


def some(draw: Any, policy: m.Policy, *more: str) -> list[str]:
    """Draw a few ids of a policy's elements, so few that lines meet; often of its areas and their goals only."""
    inner = [*policy.focus_areas, *policy.area_goals()]
    ids = [each.id for each in inner] if len(inner) > 2 and draw(st.booleans()) else [*policy.elements]
    return draw(st.lists(st.sampled_from([*ids, *more]), min_size=1, max_size=4, unique=True))


def lines(draw: Any, by: m.Policy, other: m.Policy) -> dict[str, list[m.Continuation]]:
    """Draw what the elements of one policy carry on of another, misspelt ids among them."""
    ends = st.tuples(st.sampled_from(some(draw, by)), st.sampled_from(some(draw, other, "findes-ikke")))
    found: dict[str, list[m.Continuation]] = {}
    for here, there in draw(st.lists(ends, min_size=draw(st.integers(0, 3)), max_size=8)):
        basis = draw(st.sampled_from(["source", "interpretation"]))
        line = m.Continuation(address=f"{other.id}#{there}", basis=basis, comparable=draw(st.booleans()))
        found.setdefault(here, []).append(line)
    return found


@st.composite
def pairs(draw: Any) -> tuple[m.Policy, m.Policy]:
    """Two policies of any shape, with lineage between their elements across all kinds, which either may declare."""
    old, new = (attrs.evolve(draw(policies()), id=id, supersedes=None) for id in (FOER, EFTER))
    supersedes = draw(st.sampled_from([FOER, None])) if new.gap("supersedes") is None else None
    new = attrs.evolve(carrying(new, lines(draw, new, old)), supersedes=supersedes)
    return (carrying(old, lines(draw, old, new)) if draw(st.integers(0, 4)) == 4 else old), new


def content_of(relation: Relation, *, mirrored: bool = False) -> tuple[Any, ...]:
    """Return what a relation states, without order; mirrored as it should be with the policies swapped."""
    links = frozenset((link.old, link.new, link.basis, link.comparable, link.flags) for link in relation.links)
    if not mirrored:
        return relation.kind, frozenset(relation.old), frozenset(relation.new), links, relation.reason
    swapped = frozenset((new, old, *rest) for old, new, *rest in links)
    kind = MIRRORED.get(relation.kind, relation.kind)
    return kind, frozenset(relation.new), frozenset(relation.old), swapped, relation.reason


def test_the_pairs_drawn_show_every_relation() -> None:
    """The laws below are tried on what they are about."""
    missing = {"one_to_one", "merged", "split", "regrouped", "new", "dropped", "unknown"}

    def is_last(pair: tuple[m.Policy, m.Policy]) -> bool:
        missing.difference_update(relation.kind for relation in compare(*pair).relations)
        return not missing

    generate = settings(max_examples=300, phases=[Phase.generate], database=None, deadline=None)
    assert find(pairs(), is_last, settings=generate)


@given(policies())
@HALF
def test_a_policy_is_itself(policy: m.Policy) -> None:
    """Law: compared with itself every element is one to one, the same, and nothing differs."""
    comparison = compare(policy, policy)
    assert [(r.kind, r.old, r.new, r.flags) for r in comparison.relations] == [
        ("one_to_one", (id,), (id,), ()) for id in policy.elements
    ]
    assert (comparison.dangling, comparison.claims) == ((), ())
    assert all(row.old == row.new for row in comparison.structure)


@given(pairs())
@HALF
def test_swapping_the_policies_swaps_the_words(pair: tuple[m.Policy, m.Policy]) -> None:
    """Law: new and dropped, merged and split change places, with the ids of each side; all else stays."""
    there, back = compare(*pair), compare(*reversed(pair))
    assert {content_of(r, mirrored=True) for r in there.relations} == {content_of(r) for r in back.relations}
    assert set(there.dangling) == set(back.dangling)
    assert [(row.measure, row.new, row.old) for row in there.structure] == [
        (row.measure, row.old, row.new) for row in back.structure
    ]


@given(pairs())
@HALF
def test_every_element_is_in_exactly_one_relation(pair: tuple[m.Policy, m.Policy]) -> None:
    """Law: none is lost and none is reported twice; only what is of no kind, and nothing binds, is left out."""
    comparison = compare(*pair)
    for side, policy in zip(("old", "new"), pair, strict=True):
        listed = [id for relation in comparison.relations for id in getattr(relation, side)]
        bound = {getattr(link, side) for link in comparison.links}
        places = comparison.elements(side)  # type: ignore[arg-type]
        assert sorted(listed) == sorted(id for id in policy.elements if places[id].kind != "other" or id in bound)


@given(pairs())
@HALF
def test_a_relation_is_bound_by_its_links(pair: tuple[m.Policy, m.Policy]) -> None:
    """Law: every link is in the one relation that holds both its ends; what is alone has none."""
    comparison = compare(*pair)
    assert sorted((k.old, k.new) for r in comparison.relations for k in r.links) == sorted(
        (link.old, link.new) for link in comparison.links
    )
    for relation in comparison.relations:
        assert {link.old for link in relation.links} == set(relation.old if relation.links else ())
        assert {link.new for link in relation.links} == set(relation.new if relation.links else ())
        assert bool(relation.links) == (relation.kind not in ("new", "dropped", "unknown"))
        assert (relation.reason is not None) == (relation.kind == "unknown")
        assert relation.links or len(relation.old) + len(relation.new) == 1


def shuffled(policy: m.Policy, dice: random.Random) -> m.Policy:
    """Return a policy whose lists, and what its elements carry on, are in another order."""

    def mix(items: Sequence[Any]) -> list[Any]:
        return dice.sample(items, len(items))

    def turned(element: Any) -> Any:
        return attrs.evolve(element, continues=mix(element.continues))

    areas = [attrs.evolve(turned(area), goals=mix(area.goals)) for area in policy.focus_areas]
    names = ("purpose", "values", "concepts", "target_groups", "goals", "indicators", "groups")
    lists = {name: mix([turned(each) for each in getattr(policy, name)]) for name in names}
    return attrs.evolve(policy, focus_areas=mix(areas), **lists)


@given(pairs(), st.randoms(use_true_random=False))
@HALF
def test_the_order_of_the_documents_never_matters(pair: tuple[m.Policy, m.Policy], dice: random.Random) -> None:
    """Law: relations follow from ids and lineage; to number or move elements anew changes none."""
    mixed = compare(*(shuffled(policy, dice) for policy in pair))
    assert {content_of(r) for r in mixed.relations} == {content_of(r) for r in compare(*pair).relations}


@given(pairs())
@HALF
def test_the_table_shows_the_relations(pair: tuple[m.Policy, m.Policy]) -> None:
    """Law: the frame has a row per element with its relation, and partners that are its links."""
    comparison: Comparison = compare(*pair)
    for row in comparison.frame.fillna("").to_dict("records"):
        relation = comparison.relation(row["side"], row["element"])
        assert (row["relation"], row["reason"]) == (relation.kind, relation.reason or "")
        far = "new" if row["side"] == "old" else "old"
        assert {address.partition("#")[2] for address in row["partners"].split()} <= set(getattr(relation, far))
        assert set(row["flags"].split()) <= set(relation.flags)
