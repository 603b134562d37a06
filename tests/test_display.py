"""How objects look in a terminal and a notebook."""

import inspect
import re
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from jedi import Interpreter

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.display import html_table
from kommunepolitik.evaluation import Record
from kommunepolitik.figures import Figures
from kommunepolitik.i18n import language
from tests.test_public_names import PACKAGES, public_values

LONGEST = 300
HOSTILE = "<b>\n\r\x1b[31m\u202e\u2028\x00" * 100


def is_short(value: object) -> bool:
    """Return whether the `repr` of a value is one bounded line without control characters."""
    shown = repr(value)
    return shown.isprintable() and len(shown) < LONGEST


@pytest.fixture
def policy(examples: Path) -> m.Policy:
    """Slagelse's policy of 2013."""
    return kp.load(examples / "slagelse_2013")


@pytest.fixture
def evaluation(policy: m.Policy, examples: Path) -> kp.Evaluation:
    """Its evaluation."""
    return kp.evaluate(policy, examples / "slagelse_2013" / "observations.csv")


def values(policy: m.Policy, evaluation: kp.Evaluation, examples: Path) -> list[Any]:
    """Return objects of all parts of the library, as made from the examples."""
    newer = kp.load(examples / "slagelse_2023")
    comparison = kp.compare(policy, newer)
    site = kp.site.gather(kp.documents.read_all([examples]))
    report = kp.build_report(policy)
    findings = kp.check(policy)
    return [
        *policy.elements.values(), policy, policy.elements, newer, kp.load_portfolio(examples), policy.municipality,
        evaluation, *evaluation.results, evaluation.figures, evaluation.figures.observations, evaluation.changes(evaluation),
        Record.of(evaluation, policy.id), comparison, *comparison.relations, *comparison.claims, *comparison.suggestions,
        *comparison.structure, kp.comparison.lineage(kp.load_portfolio(examples), f"{newer.id}#beskaeftigelsesfrekvens-25-64"), *findings, *kp.checks.rules(), kp.documents.read(examples / "slagelse_2013"),
        report, *report.sections, *(block for section in report.sections for block in section.blocks), site,
        language("da"), m.measure(policy), *newer.changes, kp.statbank.Refreshed(policies=()),
    ]  # fmt: skip


def test_every_object_is_shown_on_one_short_line(policy: m.Policy, evaluation: kp.Evaluation, examples: Path) -> None:
    """Whatever a data scientist evaluates in a terminal fits on a few lines of it."""
    found = values(policy, evaluation, examples)
    assert len(found) > 300
    assert [type(value).__name__ for value in found if not is_short(value)] == []


def test_every_public_class_of_values_has_the_short_line() -> None:
    """None has the `repr` that attrs writes, which shows everything that is in an object."""
    classes = [(name, cls) for name, cls in public_values() if isinstance(cls, type) and attrs.has(cls)]
    assert len(classes) > 100
    assert [
        name for name, cls in classes if "attrs generated" in inspect.unwrap(cls.__repr__).__code__.co_filename
    ] == []


def test_the_line_names_the_object_first_and_counts_what_is_in_it(policy: m.Policy) -> None:
    """Id and title are shown, lists are counted, and the fields that do not fit are counted too."""
    shown = repr(policy)
    assert shown.startswith("Policy(id='slagelse-integration-2013', title='Integrationspolitik")
    assert f"indicators=<{len(policy.indicators)}>" in shown
    assert re.search(r", … \d+ more\)$", shown)


def test_defaults_and_what_is_absent_are_left_out() -> None:
    """What nobody has written is not shown."""
    assert repr(m.Indicator(id="job", title="I job")) == "Indicator(id='job', title='I job')"
    assert repr(m.Goal(id="job", statement="I job", measured_by=["a"])).endswith("measured_by=('a',))")


@given(st.text(max_size=400).filter(str.strip), st.integers(0, 400))
def test_no_text_breaks_the_line(text: str, count: int) -> None:
    """Neither a long text nor one with control characters does."""
    assert is_short(kp.errors.Problem(code="empty", data={"value": text, text: HOSTILE * count}, file=HOSTILE))
    kept = "".join(filter(str.isprintable, text))  # a mapping contains nothing else
    assert is_short(m.FrozenMapping({kept: ["<b>\n\t" * 100] * count}))
    assert is_short(kp.blocks.Text(text + HOSTILE))


def test_an_evaluation_of_all_municipalities_is_short() -> None:
    """98 policies take one line, with the number of targets by status."""
    target = m.LevelTarget(value=5, comparison="at_least", due="2027")
    jobs = m.Indicator(id="job", title="I job", unit="%", direction="increase", targets=[target])
    all_98 = m.Portfolio(
        m.Policy(id=f"p{place.code}", title="P", municipality=place, indicators=[jobs])
        for place in m.Municipality.all()
    )
    evaluation = kp.evaluate(all_98, [{"indicator": "job", "period": 2024, "value": 6}])
    assert repr(evaluation) == "<Evaluation: 98 policies, 98 results, 98 achieved>"
    assert len(evaluation._repr_html_()) < 10_000
    assert "The first 20 of 98 rows." in evaluation._repr_html_()


def test_a_finding_a_problem_and_a_place_are_their_words(policy: m.Policy) -> None:
    """`print` shows what a person reads."""
    finding = kp.check(policy)[0]
    assert str(finding) == finding.message()
    problem = kp.errors.Problem(code="empty", file="policy.yaml", line=3)
    assert str(problem) == problem.show()
    assert str(m.Municipality.find("101")) == "Københavns Kommune"
    assert [str(m.Quantity(**fields)) for fields in ({}, {"value": 5, "qualifier": "just_under"}, {"value": 5, "value_high": 7})] == [
        "unknown", "just under 5", "5 to 7",
    ]  # fmt: skip


def test_results_and_relations_are_a_sentence_each(evaluation: kp.Evaluation, policy: m.Policy, examples: Path) -> None:
    """What is judged and how; what became of what."""
    assert str(evaluation.results[0]) == f"{policy.id}#selvforsoergelse-3-aar: not assessed (no target)"
    relation = kp.compare(policy, kp.load(examples / "slagelse_2023")).relations[0]
    assert str(relation) == "ramme → fra-2023-og-frem: one to one"


def test_notebook_tables_are_small_and_accessible(policy: m.Policy, evaluation: kp.Evaluation, examples: Path) -> None:
    """Each has a caption, heads with a scope, and at most 20 rows with the number of all."""
    shown = [value for value in values(policy, evaluation, examples) if hasattr(value, "_repr_html_")]
    assert len({type(value) for value in shown}) >= 7
    assert "<caption>Portfolio" in kp.load_portfolio(examples)._repr_html_()
    for value in shown:
        page = value._repr_html_()
        assert "<caption>" in page
        assert page.count('<th scope="row">') <= 20
        assert page.count("<th ") == page.count("<th scope=")


def test_notebook_tables_escape_texts() -> None:
    """A title is text, never markup."""
    page = html_table(HOSTILE, [HOSTILE], [(HOSTILE, HOSTILE)], 1, [HOSTILE])
    assert "<b>" not in page
    assert "\x1b" not in page


def test_withheld_figures_are_not_in_a_public_table() -> None:
    """The table of a public evaluation has no figure that disclosure control suppresses; an internal one is marked."""
    target = m.LevelTarget(value=50, comparison="at_least", due="2027")
    jobs = m.Indicator(
        id="job", title="I job", unit="antal", direction="increase", counts_people=True, targets=[target]
    )
    rule = m.Disclosure(minimum=5)
    nybro = m.Municipality(name="Nybro", fictitious=True)
    policy = m.Policy(id="p", title="P", municipality=nybro, indicators=[jobs], disclosure=rule)
    rows = [{"indicator": "job", "period": 2024, "value": 3}]
    public, internal = (kp.evaluate(policy, rows, audience=audience) for audience in ("public", "internal"))
    assert "<td>3</td>" not in public._repr_html_()
    assert "<td>3</td>" in internal._repr_html_()
    assert "withheld from the public" in internal._repr_html_()


def completed(text: str, *, jedi: bool = False, **names: object) -> list[str]:
    """Return what IPython completes a text to, with jedi (its default) or without."""
    shell = InteractiveShell.instance()
    shell.user_ns.update(names)
    shell.Completer.use_jedi = jedi
    with provisionalcompleter():
        return [found.text.lstrip(".") for found in shell.Completer.completions(text, len(text))]


def test_dir_of_a_package_is_its_public_names() -> None:
    """No import of its own is offered beside them, as `Any` or `attrs`."""
    modules = [import_module(f"kommunepolitik.{package}") for package in PACKAGES]
    assert len(modules) > 15
    assert [module.__name__ for module in modules if dir(module) != sorted(module.__all__)] == []


@pytest.mark.parametrize("jedi", [True, False])
def test_a_package_completes_to_its_public_names(jedi: bool) -> None:
    """With jedi or without, from the package at the top or under a name of one's own."""
    kp.documents, kp.checks  # noqa: B018 - loaded, as in a session that uses them
    assert sorted(completed("kp.documents.", jedi=jedi, kp=kp)) == sorted(kp.documents.__all__)
    assert sorted(completed("rules.", jedi=jedi, rules=kp.checks)) == sorted(kp.checks.__all__)


def test_every_object_completes_to_its_public_names() -> None:
    """Jedi fails on no property of a public class (it does on one whose return type is a `Literal`)."""
    classes = {name: cls for name, cls in public_values() if isinstance(cls, type) and attrs.has(cls)}
    assert len(classes) > 100
    missing: dict[str, set[str]] = {}
    for name, cls in classes.items():
        found = {each.name for each in Interpreter("value.", [{"value": object.__new__(cls)}]).complete()}
        missing[name] = {each for each in dir(cls) if not each.startswith("_")} - found
    assert {name: names for name, names in missing.items() if names} == {}


def test_jedi_still_fails_on_a_property_of_some_words() -> None:
    """Once it does not, this test fails, and `hide_literal_type` can be deleted."""

    class Thing:
        @property
        def kind(self) -> Literal["one", "other"]:
            return "one"

    with pytest.raises(AttributeError):
        Interpreter("value.", [{"value": Thing()}]).complete()


def test_a_comparison_completes(policy: m.Policy, examples: Path) -> None:
    """In IPython as it is installed, with jedi."""
    comparison = kp.compare(policy, kp.load(examples / "slagelse_2023"))
    assert {"relations", "pair_kind", "structure_frame"} <= set(completed("found.", jedi=True, found=comparison))


def test_ids_are_completed(policy: m.Policy, examples: Path) -> None:
    """In a portfolio, in a policy, and in its elements."""
    names = {"policy": policy, "portfolio": kp.load_portfolio(examples)}
    assert "slagelse-integration-2013" in completed('portfolio["sl', **names)
    assert "delmaal-1" in completed('policy["del', **names)
    assert "delmaal-1" in completed('policy.elements["del', **names)
    assert not set(completed('policy["del', **names)) & {"ramme"}


def test_an_element_is_had_by_its_id(policy: m.Policy) -> None:
    """As a policy of a portfolio; a typo gives the nearest."""
    assert policy["delmaal-1"] is policy.element("delmaal-1")
    with pytest.raises(kp.errors.UnknownElement, match="delmaal-1"):
        policy["delmal-1"]
    with pytest.raises(TypeError):
        iter(policy)  # type: ignore[call-overload]


def test_help_describes_every_field() -> None:
    """Each class of the model lists its fields with what they hold, and its signature has short types."""
    classes = [cls for _, cls in public_values() if isinstance(cls, type) and issubclass(cls, m.record.Record)]
    assert len(classes) > 40
    for cls in classes:
        text = inspect.getdoc(cls) or ""
        assert [name for name in attrs.fields_dict(cls) if f"\n    {name} (" not in text] == []
        assert set(inspect.signature(cls).parameters) == set(attrs.fields_dict(cls))
    assert "measured_by: Sequence[str | MeasuredBy] = ()" in str(inspect.signature(m.Goal))
    assert str(inspect.signature(m.Group)).startswith("(*, id: str, title: str, ")
    assert str(inspect.signature(m.Break)) == "(*, period: Period | str, note: str | None = None) -> None"


def test_help_describes_every_field_of_a_result() -> None:
    """And of all that results, changes, figures, relations and measures are made of."""
    c, e = kp.comparison, kp.evaluation
    classes = [
        *(e.Result, e.Reading, e.Changes, e.ResultChange, e.FigureChange, e.DefinitionChange, e.Circumstance),
        *(e.UsedFigure, kp.figures.Observation, c.Amount, c.MeasureRow, c.JoinedPoint, c.JoinedSeries, c.LineageLink),
        *(c.Relation, c.Lineage, c.Step, c.Claim, c.Pair, c.Suggestion),
    ]
    for cls in classes:
        text = inspect.getdoc(cls) or ""
        assert [name for name in attrs.fields_dict(cls) if f"\n    {name} (" not in text] == []
        assert not text.strip().startswith("Fields:")
    assert "progress (float | None): The share of the way gone" in (inspect.getdoc(e.Result) or "")


def test_help_of_a_table_lists_its_columns() -> None:
    """Each with its meaning, for methods, properties and functions alike."""
    assert "\n    likeness: How alike" in (inspect.getdoc(kp.comparison.compare_matrix) or "")
    assert "\n    worst: The worst" in (inspect.getdoc(kp.Evaluation.summary) or "")
    assert "\n    expected: The month" in (inspect.getdoc(kp.Evaluation.frame) or "")


def test_figures_are_counted(policy: m.Policy, examples: Path) -> None:
    """Of policies and rows."""
    rows = examples / "slagelse_2013" / "observations.csv"
    assert repr(Figures.of(rows, policy, "2023")) == "<Figures: 1 policy, 38 rows, known 2023>"
