"""Placeholders, counts, ignored rules, and lineage."""

import pytest

import kommunepolitik.model as m

from .made import findings, found, policy


@pytest.mark.parametrize(
    "text",
    [
        "[tekst]",
        "[BAGGRUNDSBILLEDE]",
        "Se [indsæt dato her].",
        "Lorem ipsum dolor",
        "TODO",
        "TBD: frist",
        "xxx kr.",
        "[xx]",
        "[___]",
    ],
)
def test_a_placeholder_is_a_warning(text: str) -> None:
    """In brackets, all capitals, or the words that stand where a text should."""
    assert found("KP201", f'vision: {{id: v, statement: "{text}"}}') == [("v", "warning")]


@pytest.mark.parametrize(
    "text",
    [
        "Flere [...] i job",
        "[1]",
        "[EU]",
        "[Byrådet] mener",
        "[tekst](https://x.dk)",
        "i alt 2xxx",
        "Todorov",
        "Metodo",
        "[sic]",
    ],
)
def test_brackets_and_words_that_are_no_placeholders(text: str) -> None:
    """Omissions, references, links, names."""
    assert found("KP201", f'vision: {{id: v, statement: "{text}"}}') == []


@pytest.mark.parametrize(
    "text",
    [
        "missing:\n  - {what: et billede, why: not_in_sources, note: 'Der står [BILLEDE HER].'}",
        "note: I udkastet står »[tekst]«.",
    ],
    ids=["in a gap", "in quotes"],
)
def test_a_quoted_placeholder_is_information(text: str) -> None:
    """The policy itself states that something is missing."""
    assert found("KP201", text) == [("p", "info")]


def test_a_placeholder_is_found_at_its_place() -> None:
    """In a list of texts, in a record within an element; the path leads there."""
    text = """
    cases:
      - {id: sag, title: Sag, options: [Godkende, "[tekst]"]}
    goals:
      - id: g
        statement: Mål
        citation: {source: s, section: TODO}
    sources:
      - {id: s, title: Kilde}
    """
    paths = {finding.element: finding.path for finding in findings("KP201", text)}
    assert paths == {"sag": ("cases", 0, "options", 1), "g": ("goals", 0, "citation", "section")}


COUNTED = """
    focus_areas:
      - id: a
        title: A
        goals:
          - {id: a1, statement: Et, goals: [{id: a11, statement: Under}, {id: a12, statement: Under}]}
          - {id: a2, statement: To}
    stated_counts:
      - {what: focus_areas, low: 5}
"""


def test_a_count_that_differs_is_found_with_both_numbers() -> None:
    """The document states five areas; there is one."""
    (finding,) = findings("KP202", COUNTED)
    assert finding.severity == "warning"
    assert "states 5 focus areas, but here are 1;" in finding.message()
    assert finding.path == ("stated_counts", 0)


@pytest.mark.parametrize(
    ("stated", "differs"),
    [("low: 4", False), ("low: 2", False), ("low: 3", True), ("low: 1, high: 2", False), ("low: 5, high: 6", True)],
)
def test_goals_may_be_counted_with_or_without_sub_goals(stated: str, differs: bool) -> None:
    """Two goals, four with their sub-goals."""
    text = COUNTED.replace("focus_areas, low: 5", f"goals, {stated}")
    assert len(findings("KP202", text)) == differs


def test_what_is_not_known_is_not_compared() -> None:
    """The policy states that its list of areas is not whole."""
    assert findings("KP202", COUNTED + "    missing: [{what: focus_areas, why: not_in_sources}]\n") == []


def test_an_ignored_rule_must_exist() -> None:
    """A misspelt code is reported with the nearest."""
    (finding,) = findings("KP203", "ignored:\n  - {code: KP3O1, reason: Hensigt}\n")
    assert (finding.severity, finding.path) == ("warning", ("ignored", 0, "code"))
    assert "'KP3O1'; did you mean 'KP301'?" in finding.message()
    assert "kommunepolitik rules" in findings("KP203", "ignored:\n  - {code: noget, reason: Hensigt}\n")[0].message()
    assert findings("KP203", "ignored:\n  - {code: KP103, reason: Hensigt}\n") == []


CONTINUES = """
    goals:
      - id: g
        statement: Mål
        continues:
          - {address: foer#maal-2, basis: source}
          - {address: foer#maal-1, basis: source}
          - {address: foer, basis: source}
          - {address: andre#noget, basis: interpretation}
"""


def test_what_is_carried_on_must_be_in_the_earlier_edition() -> None:
    """An error, with the nearest; an address in another policy is not asked of this one."""
    earlier = policy("goals:\n  - {id: maal-1, statement: Mål}\n")
    earlier = type(earlier)(id="foer", title="Før", municipality="Slagelse", goals=earlier.goals)
    (finding,) = findings("KP301", CONTINUES, earlier=earlier)
    assert (finding.address, finding.severity) == ("p#g", "error")
    assert "carries on foer#maal-2, but the earlier edition has no such element; did you mean 'foer#maal-1'?" in (
        finding.message()
    )
    assert finding.path == ("goals", 0, "continues", 0, "address")


def test_without_the_earlier_edition_lineage_is_not_asked_of() -> None:
    """What is not available cannot be wrong."""
    assert findings("KP301", CONTINUES) == []


RESPONSIBLE = """
    focus_areas:
      - id: a
        title: A
        responsible: Jobcentret
        goals: [{id: g, statement: Flere i job, responsible: "center for job  og læring"}]
    indicators:
      - {id: i, title: I job, responsible: Center for Job og Laering}
      - {id: j, title: I skole, responsible: Byrådet}
    plan:
      id: plan
      title: Plan
      responsible: job
      tracks: [{id: spor, title: Spor}]
"""
DEPARTMENTS = [m.Department(id="job", title="Center for Job og Læring", other_names=["Jobcentret"])]


def test_who_is_responsible_is_one_of_the_departments() -> None:
    """By title, other name or id, in any case; the nearest is suggested where one is near."""
    one, other = findings("KP204", RESPONSIBLE, departments=DEPARTMENTS)
    assert (one.element, one.severity, one.path) == ("i", "warning", ("indicators", 0, "responsible"))
    assert "did you mean 'Center for Job og Læring'?" in one.message()
    assert other.element == "j"
    assert "'Byrådet', who is responsible for 'I skole', is not a department of organisation.yaml;" in other.message()


def test_without_departments_nobody_is_asked() -> None:
    """Of one policy by name, too, where those of another are given."""
    assert findings("KP204", RESPONSIBLE) == []
    assert findings("KP204", RESPONSIBLE, departments={"q": DEPARTMENTS}) == []
    assert len(findings("KP204", RESPONSIBLE, departments={"p": DEPARTMENTS})) == 2


PROPOSED = """
    stage: {stage}
    goals:
      - id: job
        statement: Flere i job
        continues:
          - {{address: foer#job, basis: interpretation, proposed: true}}
          - {{address: foer#skole, basis: source}}
"""


def test_a_continuation_that_nobody_has_confirmed_is_found() -> None:
    """As information while the policy is a draft, then as a warning; not one that is confirmed."""
    assert found("KP302", PROPOSED.format(stage="draft")) == [("p", "info")]
    (finding,) = findings("KP302", PROPOSED.format(stage="adopted"))
    assert (finding.severity, finding.path) == ("warning", ("goals", 0, "continues", 0))
    assert "(1): job;" in finding.message()


def test_many_that_nobody_has_confirmed_are_one_finding_that_counts_them() -> None:
    """It names the first; one that is set aside by its id is not among them."""
    goal = "{{id: g{n}, statement: S, continues: [{{address: foer#g{n}, basis: interpretation, proposed: true}}]}}"
    goals = ", ".join(goal.format(n=number) for number in range(40))
    (finding,) = findings("KP302", f"goals: [{goals}]\n")
    assert "(40): g0, g1, g2, " in finding.message()
    assert len(finding.message()) < 250
    aside = "ignored: [{code: KP302, element: g0, reason: Er aftalt}]\n"
    (finding,) = findings("KP302", f"goals: [{goals}]\n{aside}")
    assert "(39): g1, g2, " in finding.message()
