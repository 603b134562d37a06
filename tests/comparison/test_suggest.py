"""Suggested lineage: what may carry on what, where nobody has stated it."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.comparison import compare
from kommunepolitik.comparison.suggestions import Suggestion, suggest_lineage
from kommunepolitik.errors import InvalidModel, UnknownElement
from tests.claims import some
from tests.counting import calls
from tests.strategies import texts

SLAGELSE = m.Municipality.all()[0]


def policy(id: str = "ny", **fields: Any) -> kp.Policy:
    """A policy of these elements."""
    return kp.Policy(id=id, title="Politik", municipality=SLAGELSE, **fields)


def areas(**titles: str) -> tuple[m.FocusArea, ...]:
    """Focus areas by id."""
    return tuple(m.FocusArea(id=id, title=title) for id, title in titles.items())


def goal(id: str, statement: str, *continues: str) -> m.Goal:
    """A goal that carries these addresses on."""
    content = tuple(m.Continuation(address=address, basis="source") for address in continues)
    return m.Goal(id=id, statement=statement, continues=content)


def sides(found: tuple[Suggestion, ...]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Both sides of each suggestion."""
    return [(suggestion.old, suggestion.new) for suggestion in found]


@pytest.fixture(scope="module")
def slagelse(examples: Path) -> tuple[kp.Policy, kp.Policy]:
    """The editions of 2013 and 2023; the later one under another name, so that its lineage leads nowhere."""
    old, new = kp.load(examples / "slagelse_2013"), kp.load(examples / "slagelse_2023")
    return attrs.evolve(old, id="tidligere"), new


def test_a_reworded_area_is_suggested() -> None:
    """One to one, with its score and the words that matched."""
    old = policy("gl", focus_areas=areas(a="Beskæftigelse", b="Sundhed"))
    (found,) = suggest_lineage(old, policy(focus_areas=areas(x="Beskæftigelsesfrekvens", y="Kultur")))
    assert (found.old, found.new, found.relation) == (("a",), ("x",), "one_to_one")
    assert found.words == ("beskæftigelse ~ beskæftigelsesfrekvens",)
    assert [(p.old, p.new, p.score, p.words) for p in found.pairs] == [("a", "x", found.score, found.words)]
    assert 0.18 <= found.score < 1


def test_two_areas_become_one() -> None:
    """Many to one is a merger, the most alike first; the other way round it is a split."""
    old = policy("gl", focus_areas=areas(a="Tryghed og bolig", b="Bolig i Slagelse by"))
    new = policy(focus_areas=areas(x="Tryghed og bolig i by", y="Sundhed"))
    (merged,) = suggest_lineage(old, new)
    (split,) = suggest_lineage(new, old)
    assert (merged.old, merged.new, merged.relation) == (("a", "b"), ("x",), "merged")
    assert (split.old, split.new, split.relation) == (("x",), ("a", "b"), "split")
    assert merged.score == split.score == pytest.approx(sum(pair.score for pair in merged.pairs) / 2, abs=1e-4)


def test_what_is_declared_is_not_suggested() -> None:
    """An element with a lineage between the two policies is left alone, whichever side declares it."""
    old = policy("gl", goals=(goal("a", "Flere får bolig"), goal("b", "Flere dyrker idræt")))
    new = policy(goals=(goal("x", "Flere får bolig", "gl#a"), goal("y", "Idræt for alle")))
    assert sides(suggest_lineage(old, new)) == [(("b",), ("y",))]
    assert sides(suggest_lineage(new, old)) == [(("y",), ("b",))]


def test_lineage_that_leads_elsewhere_settles_nothing() -> None:
    """An address of another policy, or of no element, is no lineage between these two."""
    old = policy("gl", goals=(goal("a", "Flere får bolig"),))
    new = policy(goals=(goal("x", "Flere får bolig", "anden#a", "gl#findes-ikke", "gl"),))
    assert sides(suggest_lineage(old, new)) == [(("a",), ("x",))]


def test_two_drafts_of_one_edition() -> None:
    """What has the same id in both is the same; only the rest is looked at."""
    first = policy(goals=(goal("a", "Flere får bolig"), goal("b", "Flere dyrker idræt")))
    second = policy(goals=(goal("a", "Noget om idræt"), goal("c", "Flere får idræt og bolig")))
    assert sides(suggest_lineage(first, second)) == [(("b",), ("c",))]


def test_elements_can_be_left_out() -> None:
    """By address, on either side; an address that leads nowhere is an error with the nearest."""
    old, new = policy("gl", focus_areas=areas(a="Bolig")), policy(focus_areas=areas(x="Bolig"))
    assert suggest_lineage(old, new, but=["gl#a"]) == suggest_lineage(old, new, but=["ny#x"]) == ()
    with pytest.raises(UnknownElement, match="'gl#b'.*gl#a"):
        suggest_lineage(old, new, but=["gl#b"])


def test_kinds_that_seldom_meet_score_lower() -> None:
    """The same words weigh most in the same kind, less in a neighbour, least in a stranger."""
    old = policy("gl", goals=(goal("a", "Trygge boliger"),))
    scores = [
        suggest_lineage(old, new)[0].score
        for new in (
            policy(goals=(goal("x", "Trygge boliger"),)),
            policy(values=(m.CoreValue(id="x", title="Trygge boliger"),)),
            policy(target_groups=(m.TargetGroup(id="x", title="Trygge boliger"),)),
        )
    ]
    assert scores == [pytest.approx(score, abs=1e-3) for score in (1, 0.7, 0.4)]


def test_a_goal_may_live_on_as_an_indicator() -> None:
    """Kinds are crossed."""
    old = policy("gl", focus_areas=(m.FocusArea(id="o", title="Arbejde", goals=(goal("a", "Højere beskæftigelse"),)),))
    new = policy(indicators=(m.Indicator(id="x", title="Beskæftigelse"),))
    ((pair,),) = (found.pairs for found in suggest_lineage(old, new))
    assert (pair.old, pair.new) == ("a", "x")


def test_surrounding_text_strengthens_but_does_not_suffice() -> None:
    """Goals of areas with one title are not alike for that; goals that share a word are more alike for it."""

    def within(id: str, title: str, statement: str) -> kp.Policy:
        goals = (goal(f"m-{id}", statement), goal(f"n-{id}", "Ganske andet"))
        return policy(id, focus_areas=(m.FocusArea(id=f"o-{id}", title=title, goals=goals),))

    def pairs(old: kp.Policy, new: kp.Policy) -> dict[tuple[str, str], float]:
        return {(p.old, p.new): p.score for found in suggest_lineage(old, new, threshold=0.01) for p in found.pairs}

    trees = within("gl", "Sundhed og trivsel", "Planter træer")
    assert ("m-gl", "m-ny") not in pairs(trees, within("ny", "Sundhed og trivsel", "Maler huse"))
    alike = pairs(trees, within("ny", "Sundhed og trivsel", "Fælder træer"))["m-gl", "m-ny"]
    assert alike > pairs(trees, within("ny", "Kultur", "Fælder træer"))["m-gl", "m-ny"]


def test_where_nobody_declares_anything_an_area_gets_its_best_candidate(examples: Path) -> None:
    """Furesø's involvement of parents meets Slagelse's goal on parents, under the threshold and marked as weak."""
    both = kp.load(examples / "furesoe_2018"), kp.load(examples / "slagelse_2023")
    comparison = compare(*both)
    assert not any(found.weak for found in comparison.suggestions)
    weak = {found.old: found for found in comparison.weak_suggestions}
    assert weak["inddragelse-af-foraeldre",].new == ("familie-og-boern-2",)
    assert all(found.weak and 0.09 <= found.score < 0.18 for found in some(weak.values()))
    served = {id for found in comparison.suggestions for id in found.old}
    assert not served & {id for old in weak for id in old}


def test_declared_lineage_leaves_no_weak_suggestions(slagelse: tuple[kp.Policy, kp.Policy], examples: Path) -> None:
    """Where people have declared lineage, only what is alike in its words is suggested beside."""
    assert compare(kp.load(examples / "slagelse_2013"), slagelse[1]).weak_suggestions == ()


def test_notes_are_no_text_of_the_policy() -> None:
    """What the modeller remarked makes nothing alike."""
    old = policy("gl", goals=(m.Goal(id="a", statement="Flere får bolig", note="Idræt, idræt og idræt"),))
    assert suggest_lineage(old, policy(goals=(goal("x", "Idræt"),))) == ()


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan")])
def test_a_threshold_lies_within_0_and_1(threshold: float) -> None:
    """Anything else is a mistake of the caller."""
    with pytest.raises(InvalidModel, match="outside 0 to 1"):
        suggest_lineage(policy("gl"), policy(), threshold=threshold)


def test_a_higher_threshold_suggests_no_more(slagelse: tuple[kp.Policy, kp.Policy]) -> None:
    """Fewer pairs, none under it; and never one without a word in common."""
    counts = []
    for threshold in (0.0, 0.1, 0.3, 0.6, 1.0):
        pairs = [pair for found in suggest_lineage(*slagelse, threshold=threshold) for pair in found.pairs]
        assert all(pair.score >= threshold and pair.words for pair in pairs)
        counts.append(len(pairs))
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 0 < counts[-2]


def test_slagelse_s_areas_are_found_again(slagelse: tuple[kp.Policy, kp.Policy]) -> None:
    """Six of the seven declared links between the areas of 2013 and 2023 are found, and no other."""
    areas = {area.id for area in slagelse[0].focus_areas}
    pairs = {(pair.old, pair.new) for found in suggest_lineage(*slagelse) for pair in found.pairs if pair.old in areas}
    assert pairs == {
        ("frivillighed-og-netvaerk", "faellesskaber-kultur-og-fritid"),
        ("beskaeftigelse-og-erhverv", "beskaeftigelse-og-uddannelse"),
        ("uddannelse-og-laering", "beskaeftigelse-og-uddannelse"),
        ("tryghed-og-bolig", "bolig"),
        ("familie-og-sundhed", "familie-og-boern"),
        ("familie-og-sundhed", "sundhed-og-trivsel"),
    }


def test_slagelse_s_suggestions_are_a_short_ranked_list(slagelse: tuple[kp.Policy, kp.Policy]) -> None:
    """The strongest first, each element in one at most, one side always one, six words at most."""
    found = suggest_lineage(*slagelse)
    assert [suggestion.score for suggestion in found] == sorted((s.score for s in found), reverse=True)
    for side in ("old", "new"):
        ids = [id for suggestion in found for id in getattr(suggestion, side)]
        assert len(ids) == len(set(ids))
    assert all(1 in (len(s.old), len(s.new)) and len(s.words) <= 6 for s in some(found))
    assert {s.relation for s in found} == {"one_to_one", "merged", "split"}


def test_a_neighbour_s_areas_are_found(examples: Path) -> None:
    """Furesø's areas of work and of family have their like in Slagelse."""
    found = suggest_lineage(kp.load(examples / "furesoe_2018"), kp.load(examples / "slagelse_2023"))
    pairs = {(pair.old, pair.new) for suggestion in found for pair in suggestion.pairs}
    assert ("job-uddannelse-og-beskaeftigelse", "beskaeftigelse-og-uddannelse") in pairs
    assert ("hele-familien", "familie-og-boern") in pairs


def test_the_order_of_the_elements_does_not_matter(slagelse: tuple[kp.Policy, kp.Policy]) -> None:
    """A policy written in another order gets the same suggestions."""

    def turned(policy: kp.Policy) -> kp.Policy:
        lists = ("purpose", "values", "concepts", "target_groups", "goals", "focus_areas", "indicators")
        return attrs.evolve(policy, **{name: getattr(policy, name)[::-1] for name in lists})

    assert suggest_lineage(*(turned(policy) for policy in slagelse)) == suggest_lineage(*slagelse)


def swapped(found: Suggestion) -> tuple[Any, ...]:
    """What a suggestion is called with the sides the other way round."""
    names = {"merged": "split", "split": "merged", "one_to_one": "one_to_one"}
    words = tuple(" ~ ".join(reversed(word.split(" ~ "))) for word in found.words)
    pairs = tuple((pair.new, pair.old, pair.score) for pair in found.pairs)
    return found.new, found.old, names[found.relation], found.score, words, pairs


def plain(found: Suggestion) -> tuple[Any, ...]:
    """What a suggestion is called."""
    pairs = tuple((pair.old, pair.new, pair.score) for pair in found.pairs)
    return found.old, found.new, found.relation, found.score, found.words, pairs


WORDS = ("bolig", "boligområde", "idræt", "unge", "job", "sprog", "skole", "tryghed", "lige muligheder")
phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join) | texts()
drafts = st.builds(
    lambda areas, goals, values: policy(
        focus_areas=[m.FocusArea(id=f"a{n}", title=title) for n, title in enumerate(areas)],
        goals=[m.Goal(id=f"g{n}", statement=statement) for n, statement in enumerate(goals)],
        values=[m.CoreValue(id=f"v{n}", title=title, statement=words) for n, (title, words) in enumerate(values)],
    ),
    *[st.lists(phrases, max_size=3)] * 2,
    st.lists(st.tuples(phrases, phrases), max_size=2),
)


@given(drafts, drafts)
def test_swapping_swaps_the_words(old: kp.Policy, new: kp.Policy) -> None:
    """Old and new, merged and split change places; scores and order stay."""
    for second in (new, attrs.evolve(new, id="en-anden")):
        there, back = suggest_lineage(old, second, threshold=0.05), suggest_lineage(second, old, threshold=0.05)
        assert [swapped(found) for found in there] == [plain(found) for found in back]


def test_swapping_slagelse(slagelse: tuple[kp.Policy, kp.Policy]) -> None:
    """The law holds for a real pair, with all its words."""
    there, back = suggest_lineage(*slagelse), suggest_lineage(*reversed(slagelse))
    assert [swapped(found) for found in there] == [plain(found) for found in back]


@given(drafts)
def test_a_policy_beside_itself(only: kp.Policy) -> None:
    """Two copies of one draft leave nothing to suggest."""
    assert suggest_lineage(only, only, threshold=0) == ()


def test_nothing_to_suggest() -> None:
    """Policies without elements, or without words, are no error."""
    assert suggest_lineage(policy("gl"), policy()) == ()
    assert suggest_lineage(policy("gl", focus_areas=areas(a="— 1 —")), policy(focus_areas=areas(x="— 1 —"))) == ()


@pytest.mark.parametrize(("words", "often"), [("boligområder og idræt ", 2_500), ("bolig", 10_000)])
def test_a_huge_text_is_read_in_part(words: str, often: int) -> None:
    """A megabyte, in words or in one, costs no more than its first pages, counted in calls."""
    other = policy(values=(m.CoreValue(id="x", title="Bolig"),))
    part, huge = (
        policy("gl", values=(m.CoreValue(id="a", title="Bolig", statement=words * count),))
        for count in (often, 20 * often)
    )
    for each in (part, huge):
        (found,) = suggest_lineage(each, other)
        assert found.old == ("a",)
    assert calls(lambda: suggest_lineage(huge, other)) <= 1.1 * calls(lambda: suggest_lineage(part, other))


def test_the_stemmer_is_loaded_when_asked_for() -> None:
    """Comparing without suggestions does not pay for it."""
    code = "import sys, kommunepolitik.comparison.suggestions; print('snowballstemmer' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_only_policies_and_shares_are_taken() -> None:
    """On either side; a threshold is from 0 to 1."""
    policy = m.Policy(id="p", title="P", municipality="Slagelse")
    for old, new in (("p", policy), (policy, None)):
        with pytest.raises(InvalidModel, match="expected Policy"):
            suggest_lineage(old, new)  # type: ignore[arg-type]
    assert [list(suggest_lineage(policy, policy, threshold=each)) for each in (0, 1)] == [[], []]
    for threshold in (-0.1, 1.1):
        with pytest.raises(InvalidModel):
            suggest_lineage(policy, policy, threshold=threshold)
