"""A linter for policies: finds what makes a policy hard to measure, and contradictions within it or with its figures.

Each rule is one small function with a code, a severity and a docs page. A policy sets a rule aside by naming it under
`ignored`, with a reason. Other packages may define rules of their own with `rule` and `found`; these run only where
they are given as `extensions`.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from kommunepolitik.checks.engine import RulesFailed, rules, run_rules
from kommunepolitik.checks.finding import Finding, Severity
from kommunepolitik.checks.registry import Found, Rule, RuleGroup, RuleSet, Subject, found, rule
from kommunepolitik.documents.extensions import Extension
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Account, Department, Period, Policy, Portfolio
from kommunepolitik.model.scalars import check_object

if TYPE_CHECKING:
    from kommunepolitik.disclosure import Audience
    from kommunepolitik.documents import Document
    from kommunepolitik.figures import Figures
    from kommunepolitik.observations import Observations

__all__ = [
    "Extension",
    "Finding",
    "Found",
    "Rule",
    "RuleGroup",
    "RuleSet",
    "RulesFailed",
    "Severity",
    "Subject",
    "check",
    "found",
    "locate",
    "rule",
    "rules",
]

__dir__ = __all__.copy  # what Tab offers

T = TypeVar("T")


def check(
    subject: Policy | Portfolio,
    observations: Any = None,
    at: Period | str | None = None,
    *,
    audience: "Audience" = "public",
    earlier: Policy | None = None,
    accounts: Iterable[Account] | Mapping[str, Iterable[Account]] = (),
    departments: Iterable[Department] | Mapping[str, Iterable[Department]] = (),
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    extensions: Extension | Iterable[Extension] = (),
) -> list[Finding]:
    """Return what the rules find in a policy, by code and address; of a portfolio in each of its policies, in order.

    `observations` is what `read_observations` returns or accepts; without it, rules on figures find nothing. `at` is
    the date of the check: what is overdue or old is only found with it. For the `public`, figures that disclosure
    control suppresses are left out. `earlier` is the edition before a policy; a portfolio contains it already.
    `accounts` is what was written since, and `departments` those of the municipality; of a portfolio with several, by
    policy id. `select` and `ignore` are codes of rules or beginnings of codes (`KP1` for all on measurability), one or
    several. What the policy itself ignores is left out. `extensions` are rules of other packages that run too: modules,
    or their names, or rules.

    Raises:
        ExtensionError: an extension cannot be loaded.
        RulesFailed: after all rules have run, with those that failed and what the others found.
        UnknownElement: a code in `select` or `ignore` names no rule; the nearest is given.
        InvalidModel: the subject or the earlier edition is not a policy, or `at` is not a period with an end.
        InvalidObservations: the figures cannot be read.

    >>> import kommunepolitik.model as m
    >>> jobs = m.Indicator(id="job", title="I job", unit="%", direction="increase")
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse", indicators=[jobs])
    >>> [(finding.code, finding.address) for finding in check(policy, select="KP102")]
    [('KP102', 'p#job')]
    """
    known = rules(extensions)
    left_out = known.chosen(ignore)
    asked = [rule for rule in known.chosen(select) or known if rule not in left_out]
    day = None if at is None else Period(at)
    if day is not None and day.end is None:
        raise InvalidModel(Problem(code="not_an_open_period", data={"value": day}))
    if earlier is not None:
        check_object(earlier, Policy)
    policies = subject if isinstance(subject, Portfolio) else Portfolio([subject])
    if observations is not None:
        from kommunepolitik.disclosure import disclose
        from kommunepolitik.observations.normalise import normalise

        observations = normalise(observations, subject)
        observations = observations if audience == "internal" else disclose(observations, policies, audience)
    findings: list[Finding] = []
    failures: list[Problem] = []
    for policy in policies:
        if isinstance(subject, Portfolio):
            earlier = next((other for other in subject if other.id == policy.supersedes), None)
        figures, written = _figures(subject, policy, observations), _of_policy(accounts, policy)
        given = Subject(policy=policy, figures=figures, audience=audience, at=day, earlier=earlier, accounts=written)
        given = attrs.evolve(given, departments=_of_policy(departments, policy), codes=known.codes)
        found, failed = run_rules(asked, given)
        failures += failed
        ignored = {(each.code, each.element) for each in policy.ignored}
        kept = [each for each in found if not ignored & {(each.code, None), (each.code, each.element or policy.id)}]
        findings += sorted(kept, key=lambda each: (each.code, each.address))
    if failures:
        error = RulesFailed(*failures)
        error.findings = tuple(findings)
        raise error
    return findings


def locate(findings: Iterable[Finding], *documents: "Document") -> list[Finding]:
    """Add file, line and column to findings in the policies of documents.

    >>> from kommunepolitik.documents import read
    >>> document = read("docs/tutorial/nybro/integration_2024")
    >>> finding, *_ = locate(check(document.policy, select="KP101"), document)
    >>> print(finding.code, finding.address, finding.file)
    KP101 nybro-integration-2024#vide-hvor-man-spoerger docs/tutorial/nybro/integration_2024/policy.yaml
    >>> finding.line == document.positions.locate(finding.path)[0]
    True
    """
    by_policy = {document.policy.id: document for document in documents}

    def placed(finding: Finding) -> Finding:
        if (document := by_policy.get(finding.policy)) is None:
            return finding
        line, column = document.positions.locate(finding.path)
        return attrs.evolve(finding, file=str(document.path), line=line, column=column)

    return [placed(finding) for finding in findings]


def _of_policy(given: Iterable[T] | Mapping[str, Iterable[T]], policy: Policy) -> tuple[T, ...]:
    return tuple(given.get(policy.id, ()) if isinstance(given, Mapping) else given)


def _figures(subject: Policy | Portfolio, policy: Policy, observations: "Observations | None") -> "Figures | None":
    """Return the figures of a policy; a policy of a portfolio that no row is about counts as one without a table."""
    if observations is None or (isinstance(subject, Portfolio) and not len(observations := observations.of(policy.id))):
        return None
    from kommunepolitik.figures import Figures

    return Figures.of(observations, policy)
