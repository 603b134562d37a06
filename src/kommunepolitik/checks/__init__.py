"""A linter for policies: what makes a policy hard to measure, at odds with itself or with its figures.

Each rule is one small function with a code, a severity and a docs page. A policy sets a rule aside by naming it under
`ignored`, with a reason.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import attrs

# A rule is there once its module is imported.
from kommunepolitik.checks import (  # noqa: F401
    disclosure,
    document,
    follow_up,
    goals,
    indicators,
    lineage,
    observed,
    targets,
)
from kommunepolitik.checks.finding import Finding, Severity
from kommunepolitik.checks.registry import Group, Rule, chosen, rule_of, rules
from kommunepolitik.checks.subject import Subject
from kommunepolitik.checks.wording import WORDING
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Account, Period, Policy

__all__ = ["WORDING", "Finding", "Group", "Rule", "Severity", "check", "chosen", "locate", "rule_of", "rules"]


def check(
    policy: Policy,
    observations: Any = None,
    at: Period | str | None = None,
    *,
    earlier: Policy | None = None,
    accounts: Iterable[Account] = (),
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> list[Finding]:
    """Return what the rules find in a policy, by code and address.

    `observations` is what `read_observations` gives or takes; without it, nothing is asked of figures. `at` is the date
    looked at: what is overdue or old is only told with it. `earlier` is the edition before this one, `accounts` is what
    was written since. `select` and `ignore` are codes of rules or beginnings of codes (`KP1` for all on measurability).
    What the policy itself ignores is left out.

    Raises:
        UnknownElement: a code in `select` or `ignore` names no rule; the nearest is given.
        InvalidModel: `at` is no period, or one without an end.
        InvalidObservations: the figures cannot be read.
    """
    left_out = {rule.code for rule in chosen(ignore)}
    wanted = list(select)
    asked = [rule for rule in (chosen(wanted) if wanted else rules()) if rule.code not in left_out]
    figures = None
    if observations is not None:
        from kommunepolitik.figures import Figures

        figures = Figures.of(observations, policy)
    subject = Subject(
        policy=policy,
        figures=figures,
        at=_day(at),
        earlier=earlier,
        accounts=tuple(accounts),
    )
    findings = [subject.finding(rule, found) for rule in asked for found in rule.find(subject)]
    kept = [finding for finding in findings if not _is_ignored(finding, policy)]
    return sorted(kept, key=lambda finding: (finding.code, finding.address))


class Located(Protocol):
    """A policy as it was read: with its file and the places of its parts (a `documents.Document`)."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def positions(self) -> "Positions":
        """The places of its parts."""


class Positions(Protocol):
    """Finds the line and column of a path in a document."""

    def locate(self, path: tuple[str | int, ...], /) -> tuple[int, int]:
        """Return line and column, counted from 1."""


def locate(findings: Iterable[Finding], read: Located) -> list[Finding]:
    """Add file, line and column to what was found in the policy of a document."""
    located = []
    for finding in findings:
        line, column = read.positions.locate(finding.path)
        located.append(attrs.evolve(finding, file=str(read.path), line=line, column=column))
    return located


def _day(at: Period | str | None) -> Period | None:
    period = None if at is None else Period(at)
    if period is not None and period.end is None:
        raise InvalidModel(Problem(code="not_an_open_period", data={"value": at}))
    return period


def _is_ignored(finding: Finding, policy: Policy) -> bool:
    return any(
        ignored.code == finding.code and ignored.element in (None, finding.element or policy.id)
        for ignored in policy.ignored
    )
