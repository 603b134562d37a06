"""Rules of other packages: they take part in everything, where they are named, and what is wrong with one is reported."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

import kommunepolitik as kp
from kommunepolitik.checks import Found, Rule, RuleSet, RulesFailed, Subject, check, found, rule, rules
from kommunepolitik.errors import ExtensionError, UnknownElement
from tests.cli.command import run

from .made import policy

TEXT = """
    goals:
      - {id: a, statement: Flere i job}
    indicators:
      - {id: i, title: Ledige, unit: "%"}
"""


@rule("NYB101", "warning", {"da": "Indikator uden ansvarlig", "en": "Indicator without responsible"})
def without_responsible(subject: Subject) -> Iterator[Found]:
    """Find indicators that nobody is responsible for."""
    for each in subject.policy.indicators:
        if each.responsible is None:
            words = {"da": "nævn, hvem der har »{title}« ({unit})", "en": "name who keeps '{title}' ({unit})"}
            yield found(each, words, within=("title",), unit=each.unit)


def made(find: Any, code: str = "NYB900") -> Rule:
    """Return a rule of a function, with a code."""
    return rule(code, "info", "Regel")(find)


def failures(*own: Rule, select: str = "NYB") -> list[str]:
    """Return what is wrong with rules, without the place."""
    with pytest.raises(ExtensionError) as caught:
        check(policy(TEXT), extensions=own, select=select)
    assert all(problem.file == __file__ and problem.line for problem in caught.value.problems)
    return [problem.message() for problem in caught.value.problems]


def module(folder: Path, name: str, text: str) -> Path:
    """Write a module into a folder, and return the folder of policies beside it, whose settings name it."""
    (folder / f"{name}.py").write_text(dedent(text), "utf-8")
    policies = folder / "politikker"
    policies.mkdir(exist_ok=True)
    (policies / "policy.yaml").write_text(f"kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: Slagelse\n{dedent(TEXT)}")
    (policies / "kommunepolitik.toml").write_text(f'language = "da"\nextensions = ["{name}"]\n', "utf-8")
    return policies


RULES = """
    from kommunepolitik.checks import found, rule

    print("a module prints when it is imported")

    @rule("NYB201", "warning", {"da": "Mål uden nummer", "en": "Goal without number"})
    def without_number(subject):
        '''Find goals without a number.'''
        print("a rule prints")
        for goal in subject.policy.all_goals():
            if goal.number is None:
                yield found(goal, "målet »{title}« har intet nummer")
"""


def test_a_rule_is_asked_only_where_it_is_given() -> None:
    """That its module is imported changes no check of others."""
    assert "NYB101" not in {each.code for each in check(policy(TEXT))}
    assert "NYB101" not in rules().codes
    (finding,) = check(policy(TEXT), extensions=without_responsible, select="NYB101")
    assert (finding.address, finding.severity, finding.path) == ("p#i", "warning", ("indicators", 0, "title"))
    assert check(policy(TEXT), select="KP") == check(policy(TEXT), extensions=without_responsible, select="KP")


def test_it_has_words_of_its_own_in_each_language() -> None:
    """The language of the reader, else English, else the first."""
    (finding,) = check(policy(TEXT), extensions=without_responsible, select="NYB101")
    assert finding.message(language="da") == "nævn, hvem der har »Ledige« (%)"
    assert finding.message() == finding.message(language="de") == "name who keeps 'Ledige' (%)"
    assert (finding.name(language="da"), finding.name()) == (
        "Indikator uden ansvarlig",
        "Indicator without responsible",
    )


def test_a_finding_of_it_is_plain_data_and_back() -> None:
    """With its words, since no catalogue has them."""
    (finding,) = check(policy(TEXT), extensions=without_responsible, select="NYB101")
    data = kp.documents.to_data(finding)
    assert data["wording"]["da"].startswith("nævn")
    assert kp.documents.from_data(json.loads(json.dumps(data)), kp.checks.Finding).message() == finding.message()


def test_a_policy_ignores_it_like_any_other() -> None:
    """It is then a rule that exists; without its package it is none, and the finding states what to do."""
    ignoring = policy(TEXT + "    ignored:\n      - {code: NYB101, reason: Centret har den}\n")
    assert check(ignoring, extensions=without_responsible, select=["NYB", "KP203"]) == []
    (finding,) = check(ignoring, select="KP203")
    assert "name the package that has the rule under extensions" in finding.message()


def test_it_is_selected_and_ignored_by_its_code() -> None:
    """Or the beginning of it; the nearest of all is suggested."""
    both = RuleSet([*rules(), without_responsible])
    assert both.chosen("nyb") == (without_responsible,)
    assert without_responsible in rules(without_responsible)
    with pytest.raises(UnknownElement, match="did you mean 'NYB101'"):
        check(policy(TEXT), extensions=without_responsible, ignore="NYB1O1")


@pytest.mark.parametrize("code", ["KP900", "nyb1", "NYB", "N1", "NYB-1", "", 101])
def test_a_code_is_capital_letters_and_a_number(code: Any) -> None:
    """And does not begin as those of the library."""
    with pytest.raises(ExtensionError, match="is not the code of an own rule"):
        made(without_responsible.find, code)


def test_a_severity_is_one_of_three() -> None:
    """The nearest is suggested, at the line of the rule."""
    with pytest.raises(
        ExtensionError, match=r"test_own_rules\.py:\d+: 'warnin' is not one of .*; did you mean 'warning'"
    ):
        rule("NYB101", "warnin", "Regel")(without_responsible.find)  # type: ignore[arg-type]


@pytest.mark.parametrize(("title", "found"), [({}, "nothing"), (None, "nothing"), ({"da": 3}, "keys with values")])
def test_a_title_is_a_text_or_several(title: Any, found: str) -> None:
    """One for each language, at least one; else it is refused at the line of the rule."""
    with pytest.raises(ExtensionError, match=rf"test_own_rules\.py:\d+: the title and the words .*; found {found}$"):
        rule("NYB101", "info", title)(without_responsible.find)


def test_whatever_can_be_called_is_a_rule() -> None:
    """A function with some arguments given, or an object: with the place, the package and the page of its code."""

    def several(subject: Subject, count: int) -> Any:
        """Find several."""
        raise LookupError(count)

    class Fails:
        def __call__(self, subject: Subject) -> Any:
            raise LookupError("intet")

    given, called = made(partial(several, count=2)), made(Fails(), "NYB901")
    assert (given.package, given.docs, given.place[0]) == (__name__, "Find several.", __file__)
    assert (called.package, called.place[0]) == (__name__, __file__)
    assert [message.rpartition(": ")[2] for message in failures(given, called)] == ["2", "intet"]
    assert made(len).place == (None, None)


def test_two_rules_with_one_code_are_an_error() -> None:
    """That names the package which has it; the same rule twice is one."""
    other = made(lambda subject: [], "NYB101")
    with pytest.raises(ExtensionError, match="test_own_rules has a rule with the code NYB101 already"):
        check(policy(TEXT), extensions=[without_responsible, other])
    assert len(check(policy(TEXT), extensions=[without_responsible] * 2, select="NYB")) == 1


def test_what_is_wrong_with_rules_is_reported_together() -> None:
    """Each at its file and line; one stops no other."""

    def fails(subject: Subject) -> Iterator[Found]:
        yield found(subject.policy, "før")
        raise LookupError("intet")

    def returns_nothing(subject: Subject) -> Any:
        return None

    def yields_text(subject: Subject) -> Any:
        yield "tekst"

    def lacks_a_value(subject: Subject) -> Iterator[Found]:
        yield found(subject.policy, {"da": "»{title}«", "en": "{titel}"})

    def finds_another(subject: Subject) -> Iterator[Found]:
        yield found(kp.model.Goal(id="x", statement="X"), "ingen")

    def ends(subject: Subject) -> Any:
        raise SystemExit(0)

    def has_no_such_severity(subject: Subject) -> Iterator[Found]:
        yield found(subject.policy, "x", severity="eror")  # type: ignore[arg-type]

    def has_no_words(subject: Subject) -> Iterator[Found]:
        yield found(subject.policy, {})

    def has_nothing_for_words(subject: Subject) -> Iterator[Found]:
        yield found(subject.policy, None)  # type: ignore[arg-type]

    faulty = [fails, returns_nothing, yields_text, lacks_a_value, finds_another, ends]
    faulty += [has_no_such_severity, has_no_words, has_nothing_for_words]
    assert failures(*(made(find, f"NYB90{number}") for number, find in enumerate(faulty))) == [
        "the rule NYB900 failed on the policy 'p': LookupError: intet",
        "the rule NYB901 yields nothing; it must yield the values that found(element, words) returns",
        "the rule NYB902 yields the text 'tekst'; it must yield the values that found(element, words) returns",
        "the words of the rule NYB903 cannot be filled: KeyError: 'titel'",
        "the rule NYB904 found an element that the policy 'p' does not have: x",
        "the rule NYB905 failed on the policy 'p': SystemExit: 0",
        "'eror' is not one of error, warning, info; did you mean 'error'?",
        *(
            f"the title and the words of the rule {code} are each a text, or one for each language such as "
            "{'da': 'Mål', 'en': 'Goal'}; found nothing"
            for code in ("NYB907", "NYB908")
        ),
    ]


FAILING = (
    RULES
    + """
    @rule("NYB202", "error", "Ends the program")
    def ends(subject):
        raise SystemExit(0)
"""
)


def test_a_rule_that_fails_hides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What all others found is there, the check fails, and pages for the public, which show no findings, are made."""
    with pytest.raises(RulesFailed) as caught:
        check(policy(TEXT), extensions=[without_responsible, made(lambda _: 1 / 0)])
    assert {"NYB101", "KP102"} <= {each.code for each in caught.value.findings}
    monkeypatch.syspath_prepend(tmp_path)
    folder = module(tmp_path, "fails_when_asked", FAILING)
    for form in ("text", "github", "json"):
        done = run("check", folder, "--format", form, "--language", "en")
        assert done.returncode == 1
        assert "NYB201" in done.stdout
        assert "the rule NYB202 failed on the policy 'p': SystemExit: 0" in done.stderr
    assert run("report", folder, "--output", tmp_path / "ud", "--format", "md").returncode == 0
    done = run("report", folder, "--output", tmp_path / "internt", "--format", "md", "--internal", "--language", "en")
    assert (done.returncode, "the rule NYB202 failed" in done.stderr) == (1, True)


def test_the_settings_name_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the commands ask and explain its rules; what it prints is no answer."""
    monkeypatch.syspath_prepend(tmp_path)
    folder = module(tmp_path, "named_in_settings", RULES)
    (finding,) = json.loads(run("check", folder, "--select", "NYB", "--format", "json").stdout)
    assert (finding["message"], finding["line"]) == ("målet »Flere i job« har intet nummer", 7)
    assert "NYB201 Mål uden nummer (1)" in run("check", folder).stdout
    github = run("check", folder, "--select", "NYB", "--format", "github", "--strict")
    assert (github.returncode, github.stdout[:9]) == (1, "::warning")
    assert run("rules", "NYB201", "--policy", folder, "--language", "en").stdout.startswith(
        "# NYB201: Goal without number\n\nOwn rules (named_in_settings), warning.\n\nFind goals without a number.\n"
    )
    assert run("rules", "NYB201", "--policy", tmp_path).returncode == 2
    assert run("check", folder, "--select", "NYB9").returncode == 2


def test_an_internal_report_lists_its_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the words and the title of the rule; a code that the policy ignores is one that exists."""
    monkeypatch.syspath_prepend(tmp_path)
    folder = module(tmp_path, "asked_for_a_report", RULES)
    with (folder / "policy.yaml").open("a", encoding="utf-8") as file:
        file.write("ignored:\n  - {code: NYB201, element: i, reason: Den er ny}\n")
    done = run("report", folder, "--output", tmp_path / "ud", "--format", "md", "--internal")
    assert done.returncode == 0
    page = (tmp_path / "ud" / "p.md").read_text("utf-8")
    assert "målet »Flere i job« har intet nummer" in page
    assert "KP203" not in page


@pytest.mark.parametrize(
    ("number", "text", "message"),
    [
        (
            1,
            "import no_such_module_here",
            "cannot be imported: ModuleNotFoundError: No module named 'no_such_module_here'",
        ),
        (2, "\n1 / 0\n", "cannot be imported: ZeroDivisionError: division by zero"),
        (3, "def rule(:\n", "cannot be imported: SyntaxError"),
        (4, "raise SystemExit\n", "cannot be imported: SystemExit"),
        (5, "from kommunepolitik import checks\n", "has neither a rule nor a writer"),
    ],
)
def test_a_package_that_cannot_be_loaded_is_reported_at_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, text: str, message: str
) -> None:
    """Without a traceback."""
    monkeypatch.syspath_prepend(tmp_path)
    name = f"faulty_{number}"
    done = run("check", module(tmp_path, name, text), "--language", "en")
    assert done.returncode == 1
    assert done.stdout == ""
    assert message in done.stderr
    assert f"{name}.py" in done.stderr


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('extensions = ["not_installed_here"]', ":1: extensions[0]: no module 'not_installed_here' is installed here"),
        ('extensions = ["nybro-regler"]', ":1: extensions[0]: 'nybro-regler' is not the name of a module"),
        (
            'extensions = "nybro_regler"',
            ':1: extensions: expected a list such as ["one", "two"], found the text \'nybro_regler\'',
        ),
        ("extensions = [5]", ":1: extensions[0]: expected text, found the number 5"),
        ('extension = ["nybro_regler"]', ":1: extension: unknown key 'extension'; did you mean 'extensions'?"),
    ],
)
def test_what_is_wrong_in_the_settings_is_reported_at_its_key(tmp_path: Path, line: str, message: str) -> None:
    """With the file; the policies are not checked by half of the rules."""
    folder = module(tmp_path, "unused", RULES)
    (folder / "kommunepolitik.toml").write_text(line, "utf-8")
    done = run("check", folder, "--language", "en")
    assert done.returncode == 1
    assert f"kommunepolitik.toml{message}" in done.stderr


def test_policies_of_one_check_have_the_same_extensions(tmp_path: Path) -> None:
    """Other settings may differ."""
    names = {"a": 'language = "en"', "b": "", "c": 'extensions = ["x"]'}
    for name, text in names.items():
        folder = tmp_path / name / name
        folder.mkdir(parents=True)
        (folder / "policy.yaml").write_text(f"kommunepolitik: 1\nid: {name}\ntitle: P\nmunicipality: Slagelse\n")
        (folder / "kommunepolitik.toml").write_text(text, "utf-8")
    assert run("check", tmp_path / "a" / "a", tmp_path / "b" / "b").returncode == 0
    done = run("check", *(tmp_path / name / name for name in names), "--language", "en")
    assert "c/kommunepolitik.toml: extensions: these settings apply, and so do those of" in done.stderr
