"""Runs the rules: the library's own, and those of other packages, which may fail."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from functools import cache

from kommunepolitik.checks import baselines, document, follow_up, indicators, observed, people, plausible
from kommunepolitik.checks.finding import Finding
from kommunepolitik.checks.registry import Found, Rule, RuleSet, Subject, severity_problems, words_problems
from kommunepolitik.documents.extensions import Extension, failure, parts_of
from kommunepolitik.errors import ExtensionError, Problem
from kommunepolitik.model.element import name_of
from kommunepolitik.model.scalars import describe


class RulesFailed(ExtensionError):
    """Rules of other packages failed; `findings` is what all other rules found.

    >>> import kommunepolitik as kp
    >>> from kommunepolitik.checks import check, rule
    >>> @rule("NYB101", "info", "Broken")
    ... def broken(subject):
    ...     raise ValueError("not today")
    >>> try:
    ...     check(kp.Policy(id="p", title="P", municipality="Slagelse"), extensions=broken)
    ... except RulesFailed as error:
    ...     print(error.problems[0].message(), error.findings)
    the rule NYB101 failed on the policy 'p': ValueError: not today ()
    """

    findings: tuple[Finding, ...] = ()


RULE_MODULES = (indicators, baselines, follow_up, document, observed, plausible, people)


def rules(extensions: Extension | Iterable[Extension] = ()) -> RuleSet:
    """Return the rules of the library, and those of extensions: modules, or their names, or rules.

    >>> {rule.severity for rule in rules()} == {"error", "warning", "info"}
    True

    Raises:
        ExtensionError: an extension cannot be loaded, or two rules have the same code.
    """
    own = [part for part in parts_of(extensions) if isinstance(part, Rule)]
    return RuleSet([*_built_in(), *own]) if own else _built_in()


@cache
def _built_in() -> RuleSet:
    return RuleSet(part for part in parts_of(RULE_MODULES) if isinstance(part, Rule))


def run_rules(asked: Iterable[Rule], subject: Subject) -> tuple[list[Finding], list[Problem]]:
    """Return what rules find in a subject, and the problems with those of other packages; no failure stops a rule."""
    findings: list[Finding] = []
    problems: list[Problem] = []
    for rule in asked:
        if rule.group != "own":
            findings += [_finding(subject, rule, each) for each in rule.find(subject)]
            continue
        try:
            with redirect_stdout(sys.stderr):  # what a rule prints is not a finding
                findings += list(_own_findings(subject, rule))
        except ExtensionError as error:
            problems += error.problems
        except (Exception, SystemExit) as error:  # a rule of another package may fail in any way
            place, policy = rule.place, subject.policy.id
            problems.append(failure("rule_failed", error, *place, rule=rule.code, policy=policy))
    return findings, problems


def _own_findings(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Yield what a rule of another package finds; raises `ExtensionError` where it is not a finding."""
    yielded = rule.find(subject)
    if not isinstance(yielded, Iterable):
        data = {"rule": rule.code, "found": describe(yielded)}
        raise ExtensionError(rule.located(Problem(code="rule_yields", data=data)))
    for each in yielded:
        if not isinstance(each, Found):
            data = {"rule": rule.code, "found": describe(each)}
            raise ExtensionError(rule.located(Problem(code="rule_yields", data=data)))
        if subject.paths.get(getattr(each.element, "id", "")) is None:
            found = {"rule": rule.code, "policy": subject.policy.id, "found": getattr(each.element, "id", each.element)}
            raise ExtensionError(rule.located(Problem(code="rule_element", data=found)))
        problems = words_problems(rule.code, each.wording)
        if each.severity is not None:
            problems += severity_problems(each.severity)
        if problems:
            raise ExtensionError(*map(rule.located, problems))
        finding = _finding(subject, rule, each)
        try:
            for language in each.wording if not isinstance(each.wording, str) else ("",):
                finding.message(language=language)
        except (LookupError, ValueError, AttributeError, TypeError) as error:
            raise ExtensionError(failure("rule_words", error, *rule.place, rule=rule.code)) from error
        yield finding


def _finding(subject: Subject, rule: Rule, found: Found) -> Finding:
    """Return what a rule found as a finding."""
    element = found.element
    within = (found.within,) if isinstance(found.within, str) else found.within
    return Finding(
        code=rule.code,
        severity=found.severity or rule.severity,
        address=subject.policy.id if element is subject.policy else f"{subject.policy.id}#{element.id}",
        wording=found.wording,
        title=rule.title,
        data={"title": name_of(element), **found.data},
        path=(*subject.paths[element.id], *within),
    )
