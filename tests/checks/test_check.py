"""The linter as a whole: what is asked, what is set aside, in which order, and where it is."""

import pickle
import re
from pathlib import Path
from typing import Any

import attrs
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kommunepolitik as kp
import kommunepolitik.model as m
from docs.generate.rules import pages
from kommunepolitik.checks import Finding, check, locate, rules
from kommunepolitik.checks.wording import RULE_WORDING
from kommunepolitik.documents import read
from kommunepolitik.errors import InvalidModel, UnknownElement
from kommunepolitik.model.element import name_of
from tests.strategies import FLOATS, periods, policies

from .made import policy

TEXT = """
    goals:
      - {id: b, statement: Flere med}
      - {id: a, statement: Flere i job}
    indicators:
      - {id: i, title: Ledige}
"""
ROOT = Path(__file__).parents[2]


def test_findings_come_by_code_and_address() -> None:
    """The same order every time, whatever stands first in the document."""
    findings = check(policy(TEXT))
    keys = [(finding.code, finding.address) for finding in findings]
    assert keys == sorted(keys)
    assert keys[:2] == [("KP101", "p#a"), ("KP101", "p#b")]
    assert check(policy(TEXT)) == findings


def test_rules_are_selected_and_ignored_by_code_or_its_beginning() -> None:
    """KP1 is all on measurability; ignoring outranks selecting."""
    assert {finding.code for finding in check(policy(TEXT), select=["KP102", "kp103"])} == {"KP102", "KP103"}
    assert check(policy(TEXT), ignore=["KP1"]) == []
    assert check(policy(TEXT), select=["KP101"], ignore=["KP10"]) == []


def test_a_code_that_does_not_exist_is_an_error() -> None:
    """All of them at once, each with the nearest, or with all there are."""
    with pytest.raises(UnknownElement) as caught:
        check(policy(TEXT), select=["KP3O1", "noget"])
    one, other = caught.value.problems
    assert one.nearest == "KP301"
    assert other.choices == tuple(rule.code for rule in rules())
    with pytest.raises(UnknownElement):
        check(policy(TEXT), ignore=[""])


def test_a_date_must_have_an_end() -> None:
    """An open span is no date; text is read as a period."""
    with pytest.raises(InvalidModel):
        check(policy(TEXT), at="2024..")
    assert check(policy(TEXT), at="2024K1") == check(policy(TEXT), at=m.Period("2024-Q1"))


def test_a_policy_sets_a_rule_aside_for_an_element_or_as_a_whole() -> None:
    """With a reason; other rules and elements are still found."""
    one = policy(TEXT + "    ignored:\n      - {code: KP101, element: a, reason: En hensigt}\n")
    assert [f.address for f in check(one, select=["KP101"])] == ["p#b"]
    whole = policy(TEXT + "    ignored:\n      - {code: KP101, reason: Hensigter}\n")
    assert check(whole, select=["KP101"]) == []
    assert check(whole, select=["KP102"]) != []


def test_a_finding_on_the_policy_itself_can_be_set_aside_too() -> None:
    """By the rule alone."""
    text = "vision: {id: v, statement: '[tekst]'}\nstated_counts: [{what: goals, low: 2}]\n"
    assert len(check(policy(text), select=["KP2"])) == 2
    ignored = "ignored:\n  - {code: KP202, reason: Bilaget mangler}\n  - {code: KP201, element: v, reason: Kladde}\n"
    assert check(policy(text + ignored), select=["KP2"]) == []


def test_locate_adds_file_and_line(tmp_path: Path) -> None:
    """The line of the element, or of what in it was found."""
    file = tmp_path / "policy.yaml"
    file.write_text(
        "kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: Slagelse\nindicators:\n  - id: i\n    title: I\n"
        "    targets:\n      - kind: level\n        value: 5\n        comparison: at_least\n",
        "utf-8",
    )
    document = read(file)
    lines = {f.code: (f.place, f.column) for f in locate(check(document.policy, select=["KP107", "KP110"]), document)}
    assert lines == {"KP107": (f"{file}:6", 5), "KP110": (f"{file}:9", 9)}


def test_without_a_file_a_finding_is_placed_by_its_address() -> None:
    """What was built in Python has no lines."""
    finding = check(policy(TEXT), select=["KP102"])[0]
    assert (finding.place, finding.element) == ("p#i", "i")
    assert hash(finding) == hash(check(policy(TEXT), select=["KP102"])[0])


def test_a_finding_cannot_be_changed() -> None:
    """Neither through its data nor through the dictionary it was made from; it can still be sent elsewhere."""
    given = {"title": "I job"}
    finding = Finding(code="KP105", severity="warning", address="p#i", wording="no_unit", data=given)
    given["title"] = "Noget andet"
    with pytest.raises(TypeError):
        finding.data["title"] = "Noget andet"  # type: ignore[index]
    assert finding.data == {"title": "I job"}
    assert pickle.loads(pickle.dumps(finding)) == finding


def test_every_element_can_be_named() -> None:
    """By title, body or statement, and by its id where it has none of them."""
    assert name_of(m.Decision(id="d", body="Byrådet")) == "Byrådet"
    assert name_of(m.Purpose(id="p", statement="Fælles retning")) == "Fælles retning"
    assert name_of(m.Element(id="e")) == "e"


def test_a_long_statement_is_shortened_in_a_message() -> None:
    """One line, cut between words."""
    text = "goals:\n  - {id: g, statement: " + "ord " * 60 + "}\n"
    (finding,) = check(policy(text), select=["KP101"])
    assert "ord ord…'" in finding.message()
    assert len(finding.message()) < 200


def test_every_rule_states_what_it_finds_why_and_how_to_fix_it() -> None:
    """Its docstring is its page; codes are unique and in groups."""
    assert len({rule.code for rule in rules()}) == len(rules()) >= 32
    for rule in rules():
        assert rule.docs.startswith("Find "), rule.code
        for part in ("**Why.**", "**Fix.**", "**Example.**"):
            assert part in rule.docs, (rule.code, part)
        assert rules().of(rule.code) is rule
        assert {"KP1": "measurability", "KP2": "document", "KP3": "lineage", "KP4": "figures"}[
            rule.code[:3]
        ] == rule.group


def test_the_examples_in_the_docs_are_yaml_and_words_that_are_used() -> None:
    """Every wording is used by a rule or by another wording."""
    sources = [path.read_text("utf-8") for path in (ROOT / "src/kommunepolitik/checks").glob("*.py")]
    used = "\n".join(sources)
    known = {"error", "warning", "info", "measurability", "document", "lineage", "figures", "own"}
    unused = {key for key in RULE_WORDING if len(re.findall(rf'"{key}"', used)) < 2 and key not in known}
    assert unused == set()


def test_the_docs_list_every_rule() -> None:
    """On a page that lists them, and a page for each."""
    codes = [rule.code for rule in rules()]
    assert list(pages()) == ["README.md", *(f"{code}.md" for code in codes)]
    assert re.findall(r"^\| \[(KP\d+)\]", pages()["README.md"], re.M) == codes


def messages(findings: list[Finding]) -> list[str]:
    """Word every finding, with every writer of numbers and periods."""
    return [finding.message(str, number=repr, period=repr) + finding.message() for finding in findings]


@given(policies(), st.none() | periods(ended=True))
def test_no_policy_makes_a_rule_fail(any_policy: kp.Policy, at: m.Period | None) -> None:
    """Whatever the model allows can be checked, and every finding can be stated and placed."""
    findings = check(any_policy, at=at, earlier=any_policy)
    addresses = {f"{any_policy.id}#{id}" for id in any_policy.elements} | {any_policy.id}
    assert all(finding.address in addresses for finding in findings)
    assert all(text for text in messages(findings))


@st.composite
def measured(draw: st.DrawFn) -> tuple[kp.Policy, pd.DataFrame]:
    """A policy with figures of its indicators, of any period, value and date of publication."""
    any_policy = draw(policies())
    row = st.fixed_dictionaries(
        {
            "policy": st.sampled_from(["", any_policy.id, "andre"]),
            "indicator": st.sampled_from([indicator.id for indicator in any_policy.indicators]),
            "group": st.sampled_from(["", *(group.id for group in any_policy.groups)]),
            "period": st.sampled_from(["", "2022", "2022-Q4", "2023..", "2020..2022"]) | periods().map(str),
            "value": st.none() | FLOATS,
            "qualifier": st.sampled_from(["", "about", "under", "over"]),
            "quality": st.sampled_from(["", "final", "forecast", "suppressed"]),
            "published": st.sampled_from(["", "2023", "2024-05-01"]),
        }
    )
    key = ("policy", "indicator", "group", "period", "published")
    rows = draw(st.lists(row, max_size=12, unique_by=lambda row: tuple(row[name] for name in key)))
    names = [*key, "value", "qualifier", "quality", "judgement"]
    frame = pd.DataFrame([possible(any_policy, row) for row in rows], columns=names)
    return any_policy, frame


def possible(any_policy: kp.Policy, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as its indicator allows it."""
    indicator = any_policy.indicator(row["indicator"])
    value = None if row["value"] is None else abs(row["value"])
    if value is not None and indicator.limit is not None:
        value = min(value, indicator.limit)
    if row["quality"] == "suppressed" or indicator.kind == "qualitative" or value is None:
        given = {"quality": "suppressed"} if indicator.kind != "qualitative" else {"judgement": "godt"}
        return {**row, "value": None, "qualifier": "", **given}
    return {**row, "value": value}


@given(measured(), periods(ended=True))
def test_no_figures_make_a_rule_fail(given_both: tuple[kp.Policy, pd.DataFrame], at: m.Period) -> None:
    """Zeroes, huge values, forecasts, shared series: nothing breaks, and the order of the rows never matters."""
    any_policy, frame = given_both
    findings = check(any_policy, frame, at)
    assert all(messages(findings))
    assert check(any_policy, frame.iloc[::-1], at) == findings


def test_one_code_is_one_rule() -> None:
    """A plain string is a code, not a list of letters; one that no rule has is an error with the nearest."""
    assert {finding.code for finding in check(policy(TEXT), select="KP102")} == {"KP102"}
    assert check(policy(TEXT), ignore="KP1") == []
    with pytest.raises(UnknownElement) as caught:
        check(policy(TEXT), select="KP3O1")
    assert caught.value.problems[0].nearest == "KP301"


def test_a_portfolio_is_checked_policy_by_policy(tmp_path: Path) -> None:
    """Each with the edition before it, its own figures and its own accounts; findings are placed in their files."""
    head = "kommunepolitik: 1\ntitle: P\nmunicipality: Slagelse\n"
    texts = {
        "gammel": "id: gammel\ngoals: [{id: a, statement: Flere i job}]\n",
        "ny": "id: ny\nsupersedes: gammel\ngoals:\n  - id: b\n    statement: Flere i job\n    continues:\n"
        "      - {address: gammel#c, basis: source}\ndecisions:\n  - id: d\n    body: Byrådet\n    remarks:\n"
        "      - {id: r, statement: Klarere mål}\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(head + text, "utf-8")
    documents = [read(tmp_path / f"{name}.yaml") for name in texts]
    both = kp.Portfolio(document.policy for document in documents)
    findings = locate(check(both, select=["KP101", "KP301", "KP114"]), *documents)
    assert [(finding.policy, finding.code, Path(finding.file or "").stem) for finding in findings] == [
        ("gammel", "KP101", "gammel"),
        ("ny", "KP101", "ny"),
        ("ny", "KP114", "ny"),
        ("ny", "KP301", "ny"),
    ]
    answer = m.Account(element="r", period="2024", text="Målene er klarere.")
    assert check(both, accounts={"ny": [answer]}, select="KP114") == []
    assert check(both, accounts={"gammel": [answer]}, select="KP114") != []


def test_figures_of_a_portfolio_count_for_the_policy_they_name() -> None:
    """What one policy measured keeps no promise of another; a shared figure keeps both."""
    text = "indicators:\n  - id: i\n    title: I\n    missing: [{what: baseline, why: promised}]\n"
    one, other = (attrs.evolve(policy(text), id=id) for id in ("a", "b"))
    row = {"indicator": "i", "period": 2024, "value": 5}
    own = check(kp.Portfolio([one, other]), [{**row, "policy": "a"}], select="KP108")
    assert [finding.policy for finding in own] == ["b"]
    assert check(kp.Portfolio([one, other]), [{**row, "policy": ""}], select="KP108") == []


def test_a_withheld_figure_is_in_no_finding() -> None:
    """What disclosure control suppresses is not read out by a rule; who has it all asks for it."""
    indicator = m.Indicator(
        id="i", title="I", unit="antal", counts_people=True, baseline=m.Baseline(period="2023", value=9)
    )
    withholding = m.Policy(
        id="p", title="P", municipality="Slagelse", disclosure=m.Disclosure(minimum=5), indicators=[indicator]
    )
    rows = [{"indicator": "i", "period": "2023", "value": 3}]
    assert [finding.code for finding in kp.check(withholding, rows, select="KP402")] == []
    assert [finding.code for finding in kp.check(withholding, rows, select="KP402", audience="internal")] == ["KP402"]


def test_what_is_no_policy_is_refused() -> None:
    """With what was found instead."""
    with pytest.raises(InvalidModel, match="expected Policy"):
        kp.check("policy.yaml")  # type: ignore[arg-type]
