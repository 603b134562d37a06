"""What a policy's documents state was changed, compared with what is found."""

import re
from typing import Any

import pytest

import kommunepolitik.model as m
from kommunepolitik.comparison import Claim, compare
from kommunepolitik.comparison.labels import CLAIMS
from kommunepolitik.errors import InvalidModel

EARLIER = m.Policy(
    id="foer",
    title="Før",
    municipality="Slagelse",
    values=[m.CoreValue(id="v", title="Dialog")],
    focus_areas=[m.FocusArea(id=id, title=id.upper()) for id in "abc"],
)


def area(id: str, *ids: str, **fields: Any) -> m.FocusArea:
    """Return a focus area that carries on elements of the earlier edition."""
    lines = [m.Continuation(address=f"foer#{each}", basis="source") for each in ids]
    return m.FocusArea(**{"id": id, "title": id.upper(), "continues": lines, **fields})


def claim(effect: str, elements: str, *areas: m.FocusArea, counted: str | None = None, **fields: Any) -> Claim:
    """Return what becomes of one claim about some of the areas of a later edition."""
    change = m.Change(id="aendring", title="Ændring", elements=list(elements), effects=[effect], counted=counted)
    later = m.Policy(
        **{"id": "efter", "title": "Efter", "municipality": "Slagelse", "supersedes": "foer", **fields},
        focus_areas=areas,
        changes=[change],
    )
    (found,) = compare(EARLIER, later).claims
    return found


UNCLEAR = [m.Missing(what="continues", why="unclear")]  # where an area comes from


@pytest.mark.parametrize(
    ("effect", "elements", "areas", "verdict", "against"),
    [
        ("kept", "xy", [area("x", "a"), area("y", "b", "c")], "agrees", ""),
        ("kept", "xy", [area("x", "a"), area("y")], "disagrees", "y"),
        ("kept", "x", [area("x", "v"), area("y", "a")], "disagrees", "x"),
        ("kept", "xy", [area("x", "a"), area("y", missing=UNCLEAR)], "open", ""),
        ("kept", "xyz", [area("x", "a"), area("y", missing=UNCLEAR), area("z")], "disagrees", "z"),
        ("kept", "", [area("x", "a")], "open", ""),
        ("new", "x", [area("x"), area("y", "a")], "agrees", ""),
        ("new", "x", [area("x", "v"), area("y", "a")], "agrees", ""),
        ("new", "xy", [area("x"), area("y", "a")], "disagrees", "y"),
        ("new", "x", [area("x")], "open", ""),
        ("reworded", "x", [area("x", "a")], "agrees", ""),
        ("reworded", "xy", [area("x", "a"), area("a", "b"), area("y", "c", title="C")], "disagrees", "y"),
        ("reworded", "x", [area("x"), area("y", "a")], "disagrees", "x"),
        ("reworded", "xy", [area("x", "a"), area("y")], "agrees", ""),
        ("merged", "xy", [area("x", "a", "b"), area("y", "c")], "agrees", ""),
        ("merged", "xy", [area("x", "a"), area("y", "a")], "disagrees", "xy"),
        ("merged", "x", [area("x", "a", "v")], "disagrees", "x"),
        ("merged", "xy", [area("x", "a"), area("y", missing=UNCLEAR)], "open", ""),
        ("regrouped", "x", [area("x", "a", "b")], "agrees", ""),
        ("regrouped", "xy", [area("x", "a"), area("y", "a")], "agrees", ""),
        ("regrouped", "xyz", [area("x", "a", "b"), area("y", "c"), area("z")], "agrees", ""),
        ("regrouped", "xyz", [area("x", "a", "b"), area("y", "c"), area("z", missing=UNCLEAR)], "agrees", ""),
        ("regrouped", "xy", [area("x", "a"), area("y", missing=UNCLEAR)], "open", ""),
        ("regrouped", "xy", [area("x", "a"), area("y", "b")], "disagrees", "xy"),
        ("regrouped", "xy", [area("x", "a", "v"), area("y", "b", "v")], "disagrees", "xy"),
    ],
)  # fmt: skip
def test_a_claim_about_elements(
    effect: str, elements: str, areas: list[m.FocusArea], verdict: str, against: str
) -> None:
    """It agrees, disagrees of some elements, or stays open where too little is known; kinds are not mixed."""
    found = claim(effect, elements, *areas)
    assert (found.effect, found.verdict, "".join(found.against)) == (effect, verdict, against)


@pytest.mark.parametrize(
    ("effect", "count", "verdict"),
    [
        ("fewer", 2, "agrees"),
        ("fewer", 3, "disagrees"),
        ("fewer", 4, "disagrees"),
        ("more", 4, "agrees"),
        ("more", 3, "disagrees"),
    ],
)
def test_a_claim_about_how_many(effect: str, count: int, verdict: str) -> None:
    """Fewer and more are counted in both; as many is neither."""
    assert claim(effect, "", *(area(id) for id in "xyzw"[:count]), counted="focus_areas").verdict == verdict


@pytest.mark.parametrize(("count", "verdict"), [(2, "disagrees"), (3, "agrees"), (4, "disagrees")])
def test_still_as_many(count: int, verdict: str) -> None:
    """What is kept and counted is as many as before; nothing need be stated of single elements."""
    found = claim("kept", "", *(area(id) for id in "xyzw"[:count]), counted="focus_areas")
    assert (found.verdict, found.is_count, str(found.before)) == (verdict, True, "3")


def test_kept_elements_and_as_many_of_them_are_two_claims() -> None:
    """Still five areas: each carries on one, and there are five; beside fewer or more, the number is theirs."""
    for effects, reported in (
        (["kept"], [("kept", False, "agrees"), ("kept", True, "disagrees")]),
        (["kept", "fewer"], [("kept", False, "agrees"), ("fewer", True, "agrees")]),
    ):
        change = m.Change(id="c", title="C", elements=["x"], effects=effects, counted="focus_areas")
        later = m.Policy(
            id="efter",
            title="E",
            municipality="Slagelse",
            supersedes="foer",
            focus_areas=[area("x", "a")],
            changes=[change],
        )
        assert [(each.effect, each.is_count, each.verdict) for each in compare(EARLIER, later).claims] == reported


def test_a_claim_reports_for_how_many_elements_it_holds() -> None:
    """Some goals written together are so many of so many."""
    assert claim("merged", "xy", area("x", "a", "b"), area("y", "c")).holds_of == ("x",)
    assert claim("reworded", "xy", area("x", "a"), area("y")).holds_of == ("x",)


@pytest.mark.parametrize(
    ("areas", "verdict"), [([area("x", "a")], "disputed"), ([area("x"), area("y", "a")], "disagrees")]
)
def test_what_another_document_contradicts_is_not_counted_as_shown(areas: list[m.FocusArea], verdict: str) -> None:
    """The lines may show it; the policy itself states that the documents disagree."""
    change = m.Change(id="c", title="C", elements=["x"], effects=["kept"], disputed=True, note="Stod et andet sted.")
    later = m.Policy(
        id="efter", title="E", municipality="Slagelse", supersedes="foer", focus_areas=areas, changes=[change]
    )
    (found,) = compare(EARLIER, later).claims
    assert found.verdict == verdict


def claim_on(*bases: m.Basis, effect: str = "merged", source: str = "bilag", **fields: Any) -> Claim:
    """Return what becomes of a claim of the annex about an area that carries on others, by links of these bases."""
    cited = m.Citation(source=source, section="1")
    lines = [
        m.Continuation(address=f"foer#{old}", basis=basis, citation=cited)
        for old, basis in zip("abc"[: len(bases)], bases, strict=True)
    ]
    documents = [m.Source(id=id, title=id, kind="annex") for id in ("bilag", "sag")]
    change = m.Change(
        id="c", title="C", elements=["x"], effects=[effect], citation=m.Citation(source="bilag", section="2")
    )
    later = m.Policy(
        id="efter",
        title="E",
        municipality="Slagelse",
        supersedes="foer",
        focus_areas=[area("x", continues=lines, **fields)],
        sources=documents,
        changes=[change],
    )
    (found,) = compare(EARLIER, later).claims
    return found


@pytest.mark.parametrize(
    ("bases", "source", "evidence"),
    [
        (["source", "source"], "sag", "documents"),
        (["source", "source"], "bilag", "same_document"),
        (["source", "interpretation"], "sag", "reading"),
        (["source", "source", "interpretation"], "sag", "documents"),
        (["interpretation", "interpretation"], "bilag", "reading"),
    ],
)
def test_a_claim_is_as_sure_as_the_links_it_needs(bases: list[m.Basis], source: str, evidence: str) -> None:
    """A merger needs two: confirmed by another document, by the document itself, or consistent with our reading."""
    found = claim_on(*bases, source=source)
    assert (found.verdict, found.evidence) == ("agrees", evidence)


def test_that_nobody_found_a_predecessor_is_a_reading() -> None:
    """Unless the earlier edition has nothing of the kind: then it is a matter of counting."""
    found = claim("new", "x", area("x"), area("y", "a"))
    assert (found.verdict, found.evidence) == ("agrees", "reading")
    goal = m.Goal(id="g", statement="På tværs.")
    change = m.Change(id="c", title="C", elements=["g"], effects=["new"])
    later = m.Policy(
        id="efter",
        title="E",
        municipality="Slagelse",
        supersedes="foer",
        goals=[goal],
        focus_areas=[area("x", "a")],
        changes=[change],
    )
    (counted,) = compare(EARLIER, later).claims
    assert (counted.verdict, counted.evidence) == ("agrees", "counts")


def test_a_restated_text_cannot_confirm_that_it_was_reworded() -> None:
    """Our words for the one edition always differ from those for the other, whoever drew the line."""
    assert claim_on("source", effect="reworded", source="sag").evidence == "reading"


def test_official_texts_confirm_that_a_goal_was_reworded() -> None:
    """Where both editions have them, and another document draws the line."""
    line = m.Continuation(address="foer#g", basis="source")
    editions = [
        m.Goal(id="g", statement="S", wording="Alle er med."),
        m.Goal(id="g", statement="S", wording="Flere er med.", continues=[line]),
    ]
    earlier = m.Policy(id="foer", title="F", municipality="Slagelse", goals=editions[:1])
    change = m.Change(id="c", title="C", elements=["g"], effects=["reworded"])
    later = m.Policy(
        id="efter", title="E", municipality="Slagelse", supersedes="foer", goals=editions[1:], changes=[change]
    )
    (found,) = compare(earlier, later).claims
    assert (found.verdict, found.evidence) == ("agrees", "documents")


def test_a_line_we_drew_can_only_disagree_by_our_reading() -> None:
    """What the document calls new carries on an area, as we read it."""
    found = claim_on("interpretation", effect="new")
    assert (found.verdict, found.evidence, found.against) == ("disagrees", "reading", ("x",))


def test_what_cannot_be_determined_has_no_basis() -> None:
    """Open claims have no basis."""
    assert claim("kept", "xy", area("x", "a"), area("y", missing=UNCLEAR)).evidence is None


@pytest.mark.parametrize(
    ("stating", "effect", "verdict", "evidence"),
    [
        ("bilag", "fewer", "agrees", "same_document"),
        ("sag", "fewer", "agrees", "documents"),
        (None, "fewer", "agrees", "documents"),
        ("sag", "more", "disagrees", "documents"),
    ],
)
def test_a_claim_about_how_many_uses_what_documents_state(
    stating: str | None, effect: str, verdict: str, evidence: str
) -> None:
    """26 areas became 12, by documents alone: the areas are in annexes that are not available."""
    gap = m.Missing(what="focus_areas", why="not_in_sources")
    cited = None if stating is None else m.Citation(source=stating, section="1")
    earlier = m.Policy(
        id="foer",
        title="F",
        municipality="Slagelse",
        stated_counts=[m.StatedCount(what="focus_areas", low=26)],
        missing=[gap],
    )
    change = m.Change(
        id="c",
        title="C",
        effects=[effect],
        counted="focus_areas",
        citation=m.Citation(source="bilag", section="2"),
    )
    later = m.Policy(
        id="efter",
        title="E",
        municipality="Slagelse",
        supersedes="foer",
        sources=[m.Source(id=id, title=id, kind="annex") for id in ("bilag", "sag")],
        stated_counts=[m.StatedCount(what="focus_areas", low=12, citation=cited)],
        changes=[change],
        missing=[gap],
    )
    (found,) = compare(earlier, later).claims
    assert (found.verdict, found.evidence, str(found.before), str(found.after)) == (verdict, evidence, "26", "12")


def test_an_unknown_number_leaves_it_open() -> None:
    """Where not all areas are available, nobody knows whether there are fewer."""
    gap = m.Missing(what="focus_areas", why="not_in_sources")
    assert claim("fewer", "", area("x"), counted="focus_areas", missing=[gap]).verdict == "open"
    assert claim("fewer", "", area("x"), counted="indicators_per_track").verdict == "open"


def test_what_is_fewer_must_be_stated() -> None:
    """The model asks what is counted; no other effect needs it."""
    with pytest.raises(InvalidModel, match="counted"):
        m.Change(id="c", title="C", effects=["kept", "fewer"])
    assert m.Change(id="c", title="C", effects=["kept", "new"]).counted is None


def test_an_effect_stated_twice_is_one_claim_and_no_effect_is_none() -> None:
    """A change that claims nothing is described in words only."""
    changes = [m.Change(id="c", title="C", elements=["x"], effects=["kept", "kept"]), m.Change(id="d", title="D")]
    later = m.Policy(
        id="efter", title="E", municipality="Slagelse", supersedes="foer", focus_areas=[area("x", "a")], changes=changes
    )
    assert [(each.change.id, each.effect) for each in compare(EARLIER, later).claims] == [("c", "kept")]


def test_claims_are_about_the_edition_that_was_replaced() -> None:
    """Compared with another policy, a change proves nothing."""
    change = m.Change(id="c", title="C", elements=["x"], effects=["kept"])
    later = m.Policy(id="efter", title="E", municipality="Slagelse", focus_areas=[area("x", "a")], changes=[change])
    assert compare(EARLIER, later).claims == ()


def test_a_verdict_on_several_claims_is_worded_in_the_plural() -> None:
    """In the sentence that counts them: 1 is confirmed, 2 are confirmed."""
    assert [many for _, many in CLAIMS.values()] == [re.sub(r"\bis\b", "are", one) for one, _ in CLAIMS.values()]
    assert "are" in CLAIMS["agrees"][1]
