"""The outcome of each element, derived from the declared lineage of the editions."""

from typing import Any

import attrs
import pytest

import kommunepolitik.model as m
from kommunepolitik import to_data
from kommunepolitik.comparison import Comparison, Relation, compare
from kommunepolitik.errors import InvalidModel, UnknownElement


def carries(*ids: str, policy: str = "foer", **fields: Any) -> list[m.Continuation]:
    """Return continuations of elements of the earlier edition."""
    return [m.Continuation(**{"address": f"{policy}#{id}", "basis": "source", **fields}) for id in ids]


def goal(id: str, *ids: str, **fields: Any) -> m.Goal:
    """Return a goal that carries on elements of the earlier edition."""
    return m.Goal(**{"id": id, "statement": f"Mål {id}", "continues": carries(*ids), **fields})


def edition(id: str, *goals: m.Goal, **fields: Any) -> m.Policy:
    """Return an edition with overarching goals."""
    return m.Policy(id=id, title=id, municipality="Slagelse", goals=goals, **fields)


def area(id: str, *goals: m.Goal, **fields: Any) -> m.FocusArea:
    """Return a focus area with goals."""
    return m.FocusArea(**{"id": id, "title": f"Område {id}", "goals": goals, **fields})


def only(comparison: Comparison) -> Relation:
    """Return the one relation there is."""
    (relation,) = comparison.relations
    return relation


BEFORE = edition("foer", goal("a"), goal("b"), goal("c"))
NOT_AT_HAND = m.Missing(what="goals", why="not_in_sources")


@pytest.mark.parametrize(
    ("goals", "expected"),
    [
        ([goal("x", "a"), goal("y", "b"), goal("z", "c")], [("one_to_one", "a", "x"), ("one_to_one", "b", "y"), ("one_to_one", "c", "z")]),
        ([goal("x", "a", "b", "c")], [("merged", "abc", "x")]),
        ([goal("x", "a"), goal("y", "a"), goal("z", "b", "c")], [("split", "a", "xy"), ("merged", "bc", "z")]),
        ([goal("x", "a", "b"), goal("y", "b", "c")], [("regrouped", "abc", "xy")]),
        ([goal("x", "a"), goal("y")], [("one_to_one", "a", "x"), ("dropped", "b", ""), ("dropped", "c", ""), ("new", "", "y")]),
    ],
)  # fmt: skip
def test_relations_follow_from_the_graph(goals: list[m.Goal], expected: list[tuple[str, str, str]]) -> None:
    """One lives on as one, several become one, one several, several several; what nothing binds is new or dropped."""
    found = compare(BEFORE, edition("efter", *goals)).relations
    assert [(r.kind, "".join(r.old), "".join(r.new)) for r in found] == expected


def test_without_lineage_nothing_is_new() -> None:
    """That nobody wrote down what was carried on does not make a goal new."""
    comparison = compare(BEFORE, edition("efter", goal("x"), supersedes="foer"))
    assert {(r.kind, r.reason) for r in comparison.relations} == {("unknown", "no_lineage")}
    assert comparison.pair_kind == "editions"
    assert compare(BEFORE, edition("nabo", goal("x"))).pair_kind == "other"


def test_a_policy_that_lacks_its_goals_drops_none() -> None:
    """Elements in an unavailable annex may continue there; the gap is named."""
    comparison = compare(BEFORE, edition("efter", goal("x", "a"), missing=[NOT_AT_HAND]))
    relation = comparison.relation("old", "b")
    assert (relation.kind, relation.reason, relation.gap) == ("unknown", "not_at_hand", NOT_AT_HAND)


@pytest.mark.parametrize(
    ("elements", "kind"),
    [
        ({"focus_areas": [area("o", goal("x"), missing=[NOT_AT_HAND])]}, "goal"),
        ({"focus_areas": [area("o", goal("x", missing=[NOT_AT_HAND]))]}, "goal"),
        ({"missing": [m.Missing(what="focus_areas", why="unclear")]}, "goal"),
        ({"missing": [m.Missing(what="focus_areas", why="unclear")]}, "focus_area"),
        ({"goals": [goal("x", missing=[NOT_AT_HAND])]}, "overarching_goal"),
        ({"missing": [m.Missing(what="values", why="promised")]}, "value"),
        ({"missing": [m.Missing(what="plan", why="not_in_sources")]}, "track"),
        ({"plan": m.Plan(id="p", title="Plan", missing=[m.Missing(what="tracks", why="not_in_sources")])}, "track"),
    ],
)
def test_a_gap_is_found_where_elements_of_the_kind_are(elements: dict[str, Any], kind: Any) -> None:
    """Goals may be missing from the policy, an area or a goal; tracks from the policy or its plan."""
    later = attrs.evolve(
        edition("efter", vision=m.Vision(id="vision", statement="V", continues=carries("vision"))), **elements
    )
    earlier = m.Policy(
        id="foer",
        title="Før",
        municipality="Slagelse",
        vision=m.Vision(id="vision", statement="V"),
        values=[m.CoreValue(id="a-value", title="A")],
        goals=[goal("a-overarching_goal".replace("_", "-"))],
        focus_areas=[area("a-focus-area", goal("a-goal"))],
        plan=m.Plan(id="plan", title="Plan", tracks=[m.Track(id="a-track", title="T")]),
    )
    comparison = compare(earlier, later)
    reported = {r.old[0] for r in comparison.relations if r.reason == "not_at_hand" and r.old}
    assert f"a-{kind.replace('_', '-')}" in reported
    assert comparison.relation("old", f"a-{kind.replace('_', '-')}").gap == comparison.gap("new", kind)


def test_what_nobody_decided_is_known_to_be_absent() -> None:
    """A later edition that states it has no values dropped those of the earlier."""
    earlier = edition("foer", goal("a"), values=[m.CoreValue(id="v", title="V")])
    later = edition("efter", goal("x", "a"), missing=[m.Missing(what="values", why="not_set")])
    assert compare(earlier, later).relation("old", "v").kind == "dropped"


def test_an_element_may_state_that_its_origin_is_unclear() -> None:
    """Then it is not new, and the element's own words show why."""
    named_gap = m.Missing(what="continues", why="unclear", note="To delmål ligner")
    comparison = compare(BEFORE, edition("efter", goal("x", "a"), goal("y", missing=[named_gap])))
    relation = comparison.relation("new", "y")
    assert (relation.kind, relation.reason, relation.gap) == ("unknown", "unclear", named_gap)


def test_what_an_edition_does_not_know_of_its_own_past_means_nothing_for_its_future() -> None:
    """A goal of 2013 with an unclear origin in 2009 was still dropped in 2023; both ways round."""
    earlier = edition("foer", goal("a"), goal("b", missing=[m.Missing(what="continues", why="not_in_sources")]))
    later = edition("efter", goal("x", "a"))
    assert compare(earlier, later).relation("old", "b").kind == "dropped"
    assert compare(later, earlier).relation("new", "b").kind == "new"


def test_a_misspelt_address_makes_nothing_new() -> None:
    """The element continues something, but what it is cannot be determined."""
    comparison = compare(BEFORE, edition("efter", goal("x", "a"), goal("y", "bb")))
    assert comparison.relation("new", "y").reason == "no_such_element"
    assert [(d.element, d.address) for d in comparison.dangling] == [("efter#y", "foer#bb")]


def test_either_side_may_declare() -> None:
    """A link counts, whichever of the two arguments declares it."""
    later = edition("efter", goal("x", "a", "b"))
    there, back = compare(BEFORE, later).relation("new", "x"), compare(later, BEFORE).relation("old", "x")
    assert (there.kind, there.old, there.new) == ("merged", ("a", "b"), ("x",))
    assert (back.kind, back.old, back.new) == ("split", ("x",), ("a", "b"))
    assert {link.declared_in for link in compare(later, BEFORE).links} == {"efter"}


def test_of_two_links_between_the_same_elements_the_document_counts() -> None:
    """Declared twice, it is one link: the sourced one, comparable only if both are."""
    twice = [*carries("a", basis="interpretation", comparable=False), *carries("a", note="Bilag 2")]
    (link,) = compare(BEFORE, edition("efter", goal("x", continues=twice))).links
    assert (link.basis, link.note, link.comparable) == ("source", "Bilag 2", False)


def test_a_link_keeps_basis_note_and_place() -> None:
    """What the declaring policy states of a link can be read from it; a relation is as sure as its least sure link."""
    sure, judged = carries("a", note="Sammenskrevet"), carries("b", basis="interpretation")
    relation = compare(BEFORE, edition("efter", goal("x", continues=[*sure, *judged]))).relation("new", "x")
    assert [(link.basis, link.note) for link in relation.links] == [
        ("source", "Sammenskrevet"),
        ("interpretation", None),
    ]
    assert relation.interpreted


def test_another_policy_s_lineage_is_left_alone() -> None:
    """Links to a third edition, or to a policy as a whole, bind nothing here."""
    other = [*carries("a", policy="aeldre"), m.Continuation(address="foer", basis="source")]
    comparison = compare(BEFORE, edition("efter", goal("x", continues=other)))
    assert (comparison.links, comparison.dangling) == ((), ())


def in_area(statement: str = "Flere i job.", **fields: Any) -> m.Policy:
    """Return an earlier edition with one goal in one area."""
    return edition("foer", focus_areas=[area("o", m.Goal(id="g", statement=statement, **fields))])


def after(*areas: m.FocusArea, **fields: Any) -> m.Policy:
    """Return a later edition with focus areas."""
    return edition("efter", focus_areas=areas, **fields)


def flags(comparison: Comparison, id: str = "x") -> tuple[str, ...]:
    """Return the flags of the relation that an element of the new policy is in."""
    return comparison.relation("new", id).flags


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Flere i job", ()),
        ("flere   i JOB!", ()),
        ("Flere i arbejde.", ("reworded",)),
        ("Flere i job 2.", ("reworded",)),
        ("Flere i job %.", ("reworded",)),
    ],
)
def test_reworded_is_about_words(statement: str, expected: tuple[str, ...]) -> None:
    """Case, blanks and full stops are no words; a number or a percent sign changes what is stated."""
    later = after(area("o", goal("x", "g", statement=statement), continues=carries("o")))
    assert flags(compare(in_area(), later)) == expected


def test_the_official_text_comes_before_our_restatement() -> None:
    """Where both editions have the official text, it decides; where one lacks it, the restatements do."""
    same, other = {"wording": "Ordret ens"}, {"wording": "Ordret anderledes"}
    home = {"continues": carries("o")}
    restated = after(area("o", goal("x", "g", statement="Sagt anderledes", **same), **home))
    assert flags(compare(in_area(**same), restated)) == ()
    assert flags(compare(in_area(), restated)) == ("reworded",)
    assert flags(
        compare(in_area(**other), after(area("o", goal("x", "g", statement="Flere i job.", **same), **home)))
    ) == ("reworded",)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"statement": "Vi møder hinanden."}, {"statement": "Alle bliver hørt."}, ("reworded",)),
        ({"statement": "Vi møder hinanden."}, {"statement": "vi møder hinanden"}, ()),
        ({"statement": "Vi møder hinanden."}, {}, ()),
        ({}, {"title": "Dialog"}, ("reworded",)),
    ],
)
def test_an_element_with_a_title_is_reworded_by_its_text_too(
    old: dict[str, str], new: dict[str, str], expected: tuple[str, ...]
) -> None:
    """A value may keep its name and mean something else; that one of two was not restated means nothing."""
    value = m.CoreValue(**{"id": "v", "title": "Respekt", **old})
    later = m.CoreValue(**{"id": "x", "title": "Respekt", "continues": carries("v"), **new})
    assert flags(compare(edition("foer", values=[value]), edition("efter", values=[later]))) == expected


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ({"unit": "antal"}, ("redefined",)),
        ({"definition": "Hele kommunen"}, ("redefined",)),
        ({"population": "16-64-årige"}, ("redefined",)),
        ({"kind": "qualitative"}, ("redefined",)),
        ({"unit": None, "definition": None}, ()),
        ({"title": "Arbejde"}, ("reworded",)),
        ({}, ()),
    ],
)
def test_an_indicator_that_measures_something_else_states_it(new: dict[str, Any], expected: tuple[str, ...]) -> None:
    """Its unit, definition, population or way of judging is another; what one edition does not state means nothing."""
    fields = {"title": "Beskæftigelse", "unit": "%", "definition": "Kun byen", "population": "18-66-årige"}
    earlier = edition("foer", indicators=[m.Indicator(id="i", **fields)])
    later = edition("efter", indicators=[m.Indicator(**{"id": "x", "continues": carries("i"), **fields, **new})])
    assert flags(compare(earlier, later)) == expected


def test_a_goal_moves_to_an_area_that_does_not_carry_on_its_own() -> None:
    """Following its area, also into a merger, is no move."""
    stays = after(area("p", goal("x", "g", statement="Flere i job."), continues=carries("o")))
    assert flags(compare(in_area(), stays)) == ()
    moves = after(area("o", continues=carries("o")), area("p", goal("x", "g", statement="Flere i job.")))
    assert flags(compare(in_area(), moves)) == ("moved",)


def test_between_a_dropped_and_a_new_area_a_goal_moves() -> None:
    """Nothing of the old area lives on but the goal."""
    earlier = attrs.evolve(in_area(), focus_areas=[*in_area().focus_areas, area("q")])
    later = after(area("p", goal("x", "g", statement="Flere i job.")), area("r", continues=carries("q")))
    assert flags(compare(earlier, later)) == ("moved",)


def test_a_move_cannot_be_determined_where_areas_are_not_available() -> None:
    """If not all areas are known, the goal's own area may live on in one of them."""
    gap = m.Missing(what="focus_areas", why="not_in_sources")
    later = after(area("p", goal("x", "g", statement="Flere i job.")), missing=[gap])
    assert flags(compare(in_area(), later)) == ()


MEASURED = m.Indicator(id="x", title="X", continues=carries("g"))


@pytest.mark.parametrize(
    ("earlier", "later", "kinds"),
    [
        (in_area(), edition("efter", goal("x", "g")), ("goal", "overarching_goal")),
        (in_area(), edition("efter", indicators=[MEASURED]), ("goal", "indicator")),
        (in_area(), edition("efter", plan=m.Plan(id="p", title="Plan", tracks=[m.Track(id="x", title="X", continues=carries("g"))])), ("goal", "track")),
        (edition("foer", values=[m.CoreValue(id="g", title="G")]), edition("efter", goal("x", "g")), ("value", "overarching_goal")),
    ],
)  # fmt: skip
def test_lineage_may_change_kind(earlier: m.Policy, later: m.Policy, kinds: tuple[str, str]) -> None:
    """A goal lives on as an overarching goal, indicator or track, a value as an overarching goal; words then do not count."""
    comparison = compare(earlier, later)
    relation = comparison.relation("new", "x")
    assert (relation.kind, relation.flags) == ("one_to_one", ("changed_kind",))
    assert (comparison.elements("old")["g"].kind, comparison.elements("new")["x"].kind) == kinds


def test_a_goal_may_be_all_at_once() -> None:
    """Split into a goal elsewhere and an indicator, the relation shows every flag of its links, each link its own."""
    moved = area("p", goal("x", "g", statement="Andet"))
    later = after(area("o", continues=carries("o")), moved, indicators=[attrs.evolve(MEASURED, id="i")])
    comparison = compare(in_area(), later)
    relation = comparison.relation("old", "g")
    assert (relation.kind, relation.flags) == ("split", ("reworded", "moved", "changed_kind"))
    assert {link.new: link.flags for link in relation.links} == {"x": ("reworded", "moved"), "i": ("changed_kind",)}
    assert [link.new for link in comparison.links_of("old", "g")] == ["x", "i"]


def test_other_elements_are_compared_only_where_lineage_names_them() -> None:
    """A group that is carried on is reported; one that is not is neither dropped nor new."""
    groups = [m.Group(id="unge", title="Unge"), m.Group(id="aeldre", title="Ældre")]
    later = edition(
        "efter", groups=[m.Group(id="unge-nu", title="Unge", continues=carries("unge")), m.Group(id="x", title="X")]
    )
    comparison = compare(edition("foer", groups=groups), later)
    assert only(comparison).new == ("unge-nu",)
    assert comparison.count("old", "other") == {"one_to_one": 1}
    assert comparison.elements("old")["unge"].kind == "other"


def test_others_of_different_classes_change_kind() -> None:
    """An activity that lives on as a group is another thing, though neither is a kind of its own."""
    activity = m.Activity(id="a", title="Fælles navn")
    earlier = edition(
        "foer", plan=m.Plan(id="plan", title="Plan", tracks=[m.Track(id="t", title="T", activities=[activity])])
    )
    later = edition("efter", groups=[m.Group(id="x", title="Fælles navn", continues=carries("a"))])
    assert flags(compare(earlier, later)) == ("changed_kind",)


def test_versions_of_one_edition_need_no_lineage() -> None:
    """A draft and the adopted text have one id: an element is itself, by its id, and what is gone is dropped."""
    draft = edition("p", goal("a"), goal("b", statement="Udkast"), goal("c"))
    adopted = edition("p", goal("b", statement="Vedtaget"), goal("a"), goal("d"))
    comparison = compare(draft, adopted)
    assert comparison.pair_kind == "versions"
    assert [(r.kind, r.old, r.new, r.flags) for r in comparison.relations] == [
        ("one_to_one", ("a",), ("a",), ()),
        ("one_to_one", ("b",), ("b",), ("reworded",)),
        ("dropped", ("c",), (), ()),
        ("new", (), ("d",), ()),
    ]
    assert {link.basis for link in comparison.links} == {None}


def test_the_table_has_a_row_per_element() -> None:
    """Partners stand as addresses; an element's flags and basis are those of its own links."""
    later = edition("efter", goal("x", continues=[*carries("a"), *carries("b", basis="interpretation")]), goal("y"))
    frame = compare(BEFORE, later).frame.set_index(["side", "element"])
    assert list(frame.index) == [("old", "a"), ("old", "b"), ("new", "x"), ("old", "c"), ("new", "y")]
    assert frame.loc[("new", "x"), "partners"] == "foer#a foer#b"
    assert frame.loc[("new", "x"), ["relation", "basis", "flags"]].tolist() == ["merged", "interpretation", "reworded"]
    assert frame.loc[("old", "a"), ["policy", "kind", "basis"]].tolist() == ["foer", "overarching_goal", "source"]
    assert frame.loc[("new", "y"), ["partners", "basis", "flags", "reason"]].isna().all()


def test_as_plain_data_a_relation_names_elements_by_their_addresses() -> None:
    """Those of a relation are lists, also where there is one or none; a link has one at each end."""
    merged, dropped, new = to_data(compare(BEFORE, edition("efter", goal("x", "a", "b"), goal("y"))))["relations"]
    ends = [{"old": each["old"], "new": each["new"]} for each in (merged, *merged["links"], dropped, new)]
    assert ends == [
        {"old": ["foer#a", "foer#b"], "new": ["efter#x"]},
        {"old": "foer#a", "new": "efter#x"},
        {"old": "foer#b", "new": "efter#x"},
        {"old": ["foer#c"], "new": []},
        {"old": [], "new": ["efter#y"]},
    ]
    assert (merged["relation"], merged["flags"], merged["links"][0]["basis"]) == ("merged", ["reworded"], "source")


def test_the_table_is_a_copy() -> None:
    """Writing into it changes nothing for the next caller."""
    comparison = compare(BEFORE, edition("efter", goal("x", continues=carries("a"))))
    table = comparison.frame
    table["relation"] = "dropped"
    assert comparison.frame["relation"].iloc[0] == "one_to_one"


def test_a_misspelt_id_is_answered_with_the_nearest() -> None:
    """A request for a missing element suggests which one may be meant."""
    comparison = compare(in_area(), after(area("o", goal("delmaal", "g"))))
    with pytest.raises(UnknownElement, match="delmaal"):
        comparison.relation("new", "delmal")


@pytest.mark.parametrize(
    ("ask", "reported"),
    [
        (lambda found: found.count("old", "goals"), "'goals' is not one of vision, .*goal"),
        (lambda found: found.count("olde", "goal"), "'olde' is not one of old, new.*old"),
        (lambda found: found.relation("nye", "g"), "'nye' is not one of old, new"),
        (lambda found: found.outcome("nye", "g"), "'nye' is not one of old, new"),
        (lambda found: found.links_of("nye", "g"), "'nye' is not one of old, new"),
        (lambda found: found.elements("nye"), "'nye' is not one of old, new"),
        (lambda found: found.gap("old", "areas"), "'areas' is not one of"),
    ],
)
def test_a_misspelt_side_or_kind_is_an_error_that_names_the_choices(ask: Any, reported: str) -> None:
    """It is no empty answer."""
    with pytest.raises(InvalidModel, match=reported):
        ask(compare(in_area(), after(area("o", goal("x", "g")))))


def test_a_misspelt_address_is_answered_with_what_may_be_meant() -> None:
    """Whether the element or the policy in it is misspelt."""
    earlier = edition("politik-2013", goal("delmaal-14"))
    for address in ("politik-2013#delmal-14", "politik-2012#delmaal-14"):
        line = m.Continuation(address=address, basis="source")
        later = edition("efter", goal("x", continues=[line]), supersedes="politik-2013")
        assert [each.nearest for each in compare(earlier, later).dangling] == ["politik-2013#delmaal-14"]


def test_only_policies_are_compared() -> None:
    """A path is not a policy; it is loaded first."""
    with pytest.raises(InvalidModel, match="Policy"):
        compare("politik.yaml", BEFORE)  # type: ignore[arg-type]
