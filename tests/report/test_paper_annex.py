"""The second annex: goals without indicators, promises, reasons, and only the method that applies."""

from typing import Any

import attrs
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.report.context import Context
from kommunepolitik.report.paper import paper
from kommunepolitik.report.resume import resume
from tests.report.made import context, level, policy, table, text_of

ROWS = [("2024", 40), ("2025", 50)]


def climate(*targets: m.Target, goals: int = 6, **more: Any) -> kp.Policy:
    """Return a policy with an indicator, and ambitions that nothing measures in a theme of their own."""
    terms = m.Terms(
        goal=m.Term(singular="ambition", plural="ambitioner"), focus_area=m.Term(singular="tema", plural="temaer")
    )
    reason = m.Missing(what="measured_by", why="not_set", note="Der er ingen opgørelse.")
    unmeasured = [
        m.Goal(id=f"n{n}", number=str(n), statement=f"Mere natur {n}.", missing=[reason]) for n in range(goals)
    ]
    areas = [
        m.FocusArea(id="energi", title="Energi", goals=[m.Goal(id="e", statement="Flere.", measured_by=["i"])]),
        m.FocusArea(id="natur", title="Natur", responsible="Natur og Miljø", goals=unmeasured),
    ]
    return policy(*targets, terms=terms, focus_areas=areas, **more)


def judged(own: kp.Policy, rows: Any = ROWS, at: str = "2026") -> Context:
    """Return the context of its report."""
    return context(own, table(own, rows), at)


def words(found: Context) -> str:
    """Return the paper in words."""
    return text_of(paper(found)).replace("\N{NO-BREAK SPACE}", " ")


def test_every_goal_without_an_indicator_is_listed_within_its_theme() -> None:
    """Also of a theme that has no figures at all, with the reason; the summary counts them."""
    found = judged(climate(m.DirectionTarget(direction="increase")))
    assert "Ambitioner uden indikatorer" in words(found)
    assert "Ikke fastsat. Der er ingen opgørelse." in words(found)
    assert "Natur (Natur og Miljø):" in words(found)
    assert [f"Ambition {n}: Mere natur {n}." in words(found) for n in range(6)] == [True] * 6
    assert any("6 af 7 ambitioner har ingen indikatorer." in each for each in resume(found))


def test_the_summary_names_the_targets_that_are_not_reached() -> None:
    """Of several; of a single one the number says it."""
    second = m.Indicator(id="j", title="Antal", targets=[level(5, "2025")])
    own = policy(level(60, "2025"))
    both = attrs.evolve(own, indicators=[*own.indicators, second])
    figures = table(both, [("2025", 50), ("2025", 9)], indicator=["i", "j"])
    assert any("»Andel« er ikke nået." in each for each in resume(context(both, figures, "2026")))
    one = policy(level(60, "2025"))
    assert "Politikkens ene aktuelle måltal er ikke nået." in resume(context(one, table(one, ROWS), "2026"))


def test_a_promise_that_is_overdue_is_in_the_summary_and_the_annex() -> None:
    """Also one of the policy itself, with the remark and the reference."""
    missing = m.Missing(what="de unges oplevelse", why="promised", expected="2026-11", note="En måling er lovet.")
    own = policy(level(60, "2026"), missing=[missing])
    found = context(own, table(own, ROWS), evaluation=kp.evaluate(own, table(own, ROWS), at="2026", known="2027-02-01"))
    assert "De unges oplevelse: lovet til november 2026, overskredet." in resume(found)
    assert "De unges oplevelse: lovet til november 2026, overskredet. En måling er lovet." in words(found)


@pytest.mark.parametrize(
    ("why", "reason", "remedy"),
    [
        ("unclear", "Måltallet er uklart: Uden år.", "Afklar, hvad måltallet er."),
        ("promised", "Måltallet er lovet: Uden år.", "Få måltallet sat som lovet, eller sæt en ny frist."),
        ("not_in_sources", "Måltallet fremgår ikke af kilderne: Uden år.", "Find det dokument eller den beslutning"),
        ("not_set", "Intet måltal: Uden år.", "Intet, medmindre der ønskes et måltal."),
    ],
)
def test_why_there_is_no_target_is_what_the_policy_states(why: Any, reason: str, remedy: str) -> None:
    """With its remark; only what is in no source has to be found."""
    gap = m.Missing(what="targets", why=why, note="Uden år.")
    other = m.Indicator(id="j", title="Luft", missing=[gap])
    own = policy(level(60, "2025"))
    both = attrs.evolve(own, indicators=[*own.indicators, other])
    found = words(judged(both))
    assert reason in found
    assert remedy in found


@pytest.mark.parametrize(
    ("target", "there", "left_out"),
    [
        (m.DirectionTarget(direction="increase"), ["kun siger en retning"], ["95 procent", "Når fristen er ovre"]),
        (level(60, "2028", baseline=m.Baseline(period="2020", value=30)), ["95 procent"], ["kun siger en retning"]),
        (level(60, "2025"), ["Når fristen er ovre"], ["95 procent", "afstanden mellem"]),
    ],
)
def test_only_the_method_that_applies_is_explained(target: m.Target, there: list[str], left_out: list[str]) -> None:
    """A policy of directions has no path."""
    found = words(judged(policy(target)))
    assert [each in found for each in (*there, *left_out)] == [True] * len(there) + [False] * len(left_out)
    assert "Hvad mennesker har vurderet" not in found


def test_the_annexes_are_named_by_what_the_policy_has() -> None:
    """Without tracks and areas by its goals."""
    terms = m.Terms(overarching_goal=m.Term(singular="pejlemærke", plural="pejlemærker"))
    own = policy(level(60, "2025"), terms=terms, goals=[m.Goal(id="g", statement="Flere.", measured_by=["i"])])
    found = words(judged(own))
    assert "Bilag 1: Overblik og de enkelte pejlemærker" in found
    assert "okusområde" not in found


def test_a_part_without_content_is_no_page_of_its_own() -> None:
    """Where all is reached and nobody has written an account, there is nothing to print goal by goal."""
    report = paper(judged(policy(level(40, "2025"))))
    assert [each.id for each in report.sections] == ["section_case", "section_overview", "section_annex"]
    assert "Bilag 1: Overblik" in text_of(report).splitlines()


def test_a_policy_without_targets_says_so() -> None:
    """Where its sources are known; a figure or deadline is not what is missing."""
    assert any(each.startswith("Politikken har ingen måltal.") for each in resume(judged(policy())))
    unknown = policy(indicator={"missing": [m.Missing(what="targets", why="not_in_sources")]})
    assert not any("har ingen måltal" in each for each in resume(judged(unknown)))


def test_figures_that_no_target_asks_for_are_in_the_annex() -> None:
    """Of what is not followed up; a series that a target compares with is in the overview already."""
    own = policy(level(60, "2025"))
    beside = m.Indicator(id="j", title="Besøg", unit="besøg", role="context")
    both = attrs.evolve(own, indicators=[*own.indicators, beside])
    figures = table(both, [("2025", 50), ("2024", 7), ("2025", 9)], indicator=["i", "j", "j"])
    lines = words(context(both, figures, "2026")).splitlines()
    assert lines[lines.index("Øvrige tal") + 1] == "Besøg: 9 besøg (2025)"
