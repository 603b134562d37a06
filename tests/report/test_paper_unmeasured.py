"""The paper of a policy of which nothing can be judged: its goals, gaps, promises, figures and texts are all there."""

from typing import Any

import attrs
import pandas as pd
import pytest

import kommunepolitik as kp
import kommunepolitik.blocks as b
import kommunepolitik.model as m
from kommunepolitik.i18n import language
from kommunepolitik.report.context import Context
from kommunepolitik.report.paper import paper
from tests.report.made import context, text_of
from tests.report.test_paper import of_kind, pages

CASE = m.Case(
    id="sag",
    title="Opfølgning på kulturpolitikken",
    theme="Temaet.",
    recommended_by="Kultur og Fritid",
    recommendation=["at status tages til efterretning"],
    statement="Sagens indhold.",
    options=["At vente."],
    assessment="Vurderingen.",
    legal_basis="Loven.",
    economy="Ingen udgifter.",
    consequences="Ingen følger.",
    next_steps="Status kommer igen i 2028.",
)


def gap(what: str = "measured_by", why: str = "promised", **more: Any) -> m.Missing:
    """Return a gap; a promise is for December 2026."""
    fields = {"expected": m.Period("2026-12"), "note": "Forvaltningen foreslår en."} if why == "promised" else {}
    return m.Missing(what=what, why=why, **{**fields, **more})  # type: ignore[arg-type]


def culture(*missing: m.Missing, goals: int = 3, **more: Any) -> kp.Policy:
    """Return a policy of three pejlemærker without indicators."""
    own_goals = [
        m.Goal(id=f"g{n}", number=str(n), statement=f"Kultur nummer {n}.", missing=missing) for n in range(1, goals + 1)
    ]
    terms = m.Terms(overarching_goal=m.Term(singular="pejlemærke", plural="pejlemærker"))
    nybro = m.Municipality(name="Nybro", fictitious=True)
    plan = m.Plan(id="plan", title="Plan", responsible="Kultur og Fritid")
    return kp.Policy(
        **{"id": "p", "title": "P", "municipality": nybro, "terms": terms, "goals": own_goals, "plan": plan, **more}
    )


def at_2026(policy: kp.Policy, figures: Any = None, known: str = "2027-02-15", **more: Any) -> Context:
    """Return the context of a report for 2026."""
    return context(policy, figures, evaluation=kp.evaluate(policy, figures, at="2026", known=known), **more)


def text(found: Context) -> str:
    """Return the paper in words."""
    return text_of(paper(found)).replace("\N{NO-BREAK SPACE}", " ")


# Goals and gaps


def test_every_goal_is_named_below_the_reason_why_nothing_measures_it() -> None:
    """In the policy's own word, with the promise, its deadline, the remark and the reference."""
    source = m.Source(id="politikken", title="Kulturpolitik", kind="policy")
    missing = gap(citation=m.Citation(source="politikken", page="6"))
    found = text(at_2026(culture(missing, sources=[source])))
    assert "Pejlemærker uden indikatorer" in found
    assert "Lovet til december 2026, overskredet. Forvaltningen foreslår en. (Kulturpolitik, s. 6)" in found
    assert [f"Pejlemærke {n}: Kultur nummer {n}." in found for n in (1, 2, 3)] == [True] * 3
    assert "okusområde" not in found
    assert "kilderne siger ikke, hvad der måles" not in found


@pytest.mark.parametrize(
    ("known", "words"), [("2027-02-15", "december 2026, overskredet"), ("2026-11-30", "december 2026.")]
)
def test_a_promise_is_overdue_when_its_period_has_ended_on_the_day_of_knowledge(known: str, words: str) -> None:
    """Before that it is promised."""
    assert f"Lovet til {words}" in text(at_2026(culture(gap()), known=known))


@pytest.mark.parametrize("holder", ["policy", "plan"])
def test_a_promise_of_the_policy_or_its_plan_leads_the_paper(holder: str) -> None:
    """It is what is new to the committee, and what has to be decided."""
    missing = gap("de unges egen oplevelse", note="En måling er lovet.")
    policy = culture(gap(why="not_set"))
    if holder == "policy":
        policy = attrs.evolve(policy, missing=[missing])
    else:
        policy = attrs.evolve(policy, plan=attrs.evolve(policy.plan, missing=[missing]))
    found = text(at_2026(policy))
    assert "e unges egen oplevelse" in found
    assert "lovet til december 2026, overskredet. En måling er lovet." in found
    assert "Det, der er lovet og overskredet: at det kommer, eller at der sættes en ny frist." in found


def test_a_promised_baseline_that_is_measured_is_not_overdue() -> None:
    """Any figure of the indicator keeps the promise."""
    own = m.Indicator(id="i", title="Besøg", unit="antal", missing=[gap("baseline")])
    figures = pd.DataFrame([{"indicator": "i", "period": "2025", "value": 10}])
    policy = culture(indicators=[own])
    assert "Udgangspunkt (Besøg): lovet til december 2026, overskredet." in text(at_2026(policy))
    assert "lovet til" not in text(at_2026(policy, figures))


def test_goals_are_listed_by_reason_and_within_their_theme() -> None:
    """None is left out, however many there are."""
    goals = [
        m.Goal(
            id=f"n{n}", number=str(n), statement=f"Natur {n}.", missing=[gap(why="not_set", note="Ingen opgørelse.")]
        )
        for n in range(1, 14)
    ]
    area = m.FocusArea(id="natur", title="Natur", responsible="Natur og Miljø", goals=goals)
    found = text(at_2026(culture(goals=0, focus_areas=[area])))
    assert "Ikke fastsat. Ingen opgørelse." in found
    assert "Natur (Natur og Miljø):" in found
    assert all(f"Mål {n}: Natur {n}." in found for n in range(1, 14))
    assert " andre" not in found


# The case


def test_every_text_that_is_written_of_the_case_is_in_the_paper() -> None:
    """Also on one page; nobody's text is left out in silence."""
    found = text(at_2026(culture(gap()), case=CASE))
    written = [CASE.theme, *CASE.recommendation, CASE.statement, *CASE.options, CASE.assessment, CASE.legal_basis]
    written += [CASE.economy, CASE.consequences, CASE.next_steps]
    assert [each for each in written if each not in found] == []  # type: ignore[operator]
    assert "Kultur og Fritid indstiller," in found
    assert "skrives af" not in found


def test_the_texts_that_are_missing_have_one_placeholder() -> None:
    """It names them and who is to write them."""
    case = m.Case(id="sag", title="Opfølgning", theme="Temaet.", recommended_by="Kultur og Fritid")
    (notice,) = [
        each for each in of_kind(paper(at_2026(culture(gap()), case=case)), b.Notice) if each.kind == "missing_text"
    ]
    assert text_of(*notice.blocks) == (
        "Indstilling, sagens indhold, vurdering, handlemuligheder, økonomi og videre forløb: skrives af Kultur og Fritid."
    )


def test_the_library_adds_nothing_to_the_recommendation() -> None:
    """What must be decided besides is a section of its own."""
    report = paper(at_2026(culture(gap()), case=CASE))
    sections = {each.id: text_of(*each.blocks).splitlines() for each in of_kind(report, b.Section)}
    assert sections["case_recommendation"] == ["Kultur og Fritid indstiller,", "at status tages til efterretning"]
    assert CASE.recommendation[0] not in sections["section_open"]


# Accounts and layout


def test_an_account_does_not_change_the_layout() -> None:
    """It is printed on the same page, as is an answer to a remark."""
    remark = m.Remark(id="bemaerkning", statement="Udvalget bad om tal for lokalområderne.")
    decision = m.Decision(id="d", body="Kulturudvalget", date="2026-02-02", remarks=[remark])
    policy = culture(gap(), decisions=[decision])
    accounts = [
        m.Account(element="g1", period="2026", text="Der er malet.", cause="Regnen.", action="Vi maler igen."),
        m.Account(element="bemaerkning", period="2026", text="Tallene kommer."),
    ]
    without, given = at_2026(policy), at_2026(policy, accounts=accounts)
    assert "Udvalget bad om tal for lokalområderne: ikke besvaret." in text(without)
    found = text(given)
    assert all(
        words in found for words in ("Der er malet.", "Regnen.", "Vi maler igen.", "lokalområderne: Tallene kommer.")
    )
    assert [len(paper(each).sections) for each in (without, given)] == [1, 1]
    assert len(pages(paper(attrs.evolve(given, case=CASE)))) == 1


# Figures and targets


@pytest.mark.parametrize("role", ["context", "follow_up"])
def test_the_newest_figures_are_in_the_paper(role: str) -> None:
    """Of indicators without targets too; what the policy leaves open on purpose is not asked for."""
    missing = [gap("targets", "not_set", note="Der er ikke fastsat måltal.")] if role == "follow_up" else []
    own = m.Indicator(id="i", title="Besøg", unit="besøg", role=role, missing=missing)  # type: ignore[arg-type]
    rows = [{"indicator": "i", "period": "2024", "value": 10}, {"indicator": "i", "period": "2025", "value": 12}]
    found = text(at_2026(culture(gap(), indicators=[own]), pd.DataFrame(rows)))
    assert "Besøg: 12 besøg (2025)" in found
    assert "10 besøg" not in found
    assert found.splitlines()[1] == "Politikken har ingen måltal"
    assert "Endnu ingen målinger" not in found
    assert [words in found for words in ("Måltal for de", "udgangspunkt for de")] == [False, False]
    assert ("ikke fastsat. Der er ikke fastsat måltal." in found) == (role == "follow_up")


def test_targets_that_nobody_has_looked_for_are_asked_for() -> None:
    """A field that is empty without a reason is still to be decided."""
    own = m.Indicator(id="i", title="Besøg", unit="besøg")
    assert "Måltal for de indikatorer, der ikke har et." in text(at_2026(culture(gap(), indicators=[own])))


def test_a_target_that_cannot_be_judged_has_its_figure_and_reason() -> None:
    """In the row of its goal, with what is known."""
    target = m.LevelTarget(value=60, comparison="at_least", due="2028")
    own = m.Indicator(id="i", title="Besøg", unit="%", direction="increase", targets=[target])
    policy = culture(indicators=[own])
    policy = attrs.evolve(policy, goals=[attrs.evolve(policy.goals[0], measured_by=["i"]), *policy.goals[1:]])
    found = text(at_2026(policy, pd.DataFrame([{"indicator": "i", "period": "2025", "value": 50}])))
    assert "Intet måltal kan vurderes endnu" in found
    assert "Besøg (60 % (2028); nyeste tal 50 % (2025); intet udgangspunkt)" in found


def test_english_has_the_same_sections() -> None:
    """With the policy's own words as they are."""
    report = paper(at_2026(culture(gap()), case=CASE, language=language("en")))
    danish = paper(at_2026(culture(gap()), case=CASE))
    assert [each.id for each in of_kind(report, b.Section)] == [each.id for each in of_kind(danish, b.Section)]
    assert "Indicators (3 pejlemærker): promised for December 2026, overdue." in text_of(report)
