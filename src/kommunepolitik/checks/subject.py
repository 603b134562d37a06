"""What a rule checks: a policy, and what else is known of it."""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from kommunepolitik.checks.finding import Finding, Path
from kommunepolitik.checks.registry import Found, Rule
from kommunepolitik.model import Account, Department, Element, Indicator, Period, Policy, Target
from kommunepolitik.model.references import walk

if TYPE_CHECKING:
    from kommunepolitik.disclosure import Audience
    from kommunepolitik.figures import Figures, Observation


@attrs.frozen(kw_only=True, slots=False)
class Subject:
    """A policy with its figures, the date of the check, the edition before it, its accounts and departments."""

    policy: Policy
    figures: "Figures | None" = None
    """None where no table of figures was given; rules on figures then find nothing."""
    audience: "Audience" = "public"
    """Whom the figures are for."""
    at: Period | None = None
    earlier: Policy | None = None
    accounts: tuple[Account, ...] = ()
    departments: tuple[Department, ...] = ()
    """Those of the municipality; none where they are not known."""

    @property
    def followed(self) -> list[Indicator]:
        """The indicators that follow up the policy."""
        return [indicator for indicator in self.policy.indicators if indicator.role == "follow_up"]

    @property
    def targets(self) -> Iterator[tuple[Indicator, Target, Path]]:
        """The targets of all indicators, each with its path within the indicator."""
        for indicator in self.policy.indicators:
            for index, target in enumerate(indicator.targets):
                yield indicator, target, ("targets", index)

    def measured(self, indicator: str, group: str | None = None) -> "list[Observation]":
        """Return the measured figures of a series that count, in order of time; without a group of the population."""
        rows = () if self.figures is None else self.figures.series(self.policy.id, indicator, group or "")
        return [row for row in rows if row.is_measured]

    def measured_at(self, indicator: str, group: str | None, period: Period) -> "Observation | None":
        """Return the measured figure that counts for one period."""
        row = None if self.figures is None else self.figures.at(self.policy.id, indicator, group or "", period)
        return row if row is not None and row.is_measured else None

    def measured_groups(self, indicator: str) -> "list[Observation]":
        """Return the measured figures of an indicator that count, of whichever group, in order of time."""
        groups = () if self.figures is None else self.figures.groups(self.policy.id, indicator)
        rows = [row for group in sorted(groups) for row in self.measured(indicator, group)]
        return sorted(rows, key=lambda row: () if row.period is None else row.period.sort_key)

    @cached_property
    def paths(self) -> Mapping[str, Path]:
        """The path of each element in the document, by id."""
        visits = walk(self.policy, Policy)
        return {visit.value.id: visit.path for visit in visits if isinstance(visit.value, Element)}

    def finding(self, rule: Rule, found: Found) -> Finding:
        """Return what a rule found as a finding."""
        element = found.element
        address = self.policy.id if element is self.policy else f"{self.policy.id}#{element.id}"
        return Finding(
            code=rule.code,
            severity=found.severity or rule.severity,
            address=address,
            wording=found.wording,
            data={"title": title(element), **found.data},
            path=(*self.paths[element.id], *found.within),
        )

    def is_past(self, period: Period | None) -> bool:
        """Tell whether a period has ended before the date of the check."""
        at = None if self.at is None else self.at.end
        return at is not None and period is not None and period.end is not None and period.end < at

    def is_accounted_for(self, elements: Collection[str]) -> bool:
        """Tell whether an account of one of some elements exists by the date of the check."""
        at = None if self.at is None else self.at.end
        return any(
            account.element in elements and (at is None or (account.date or account.period).start <= at)
            for account in self.accounts
        )


def title(element: Element) -> str:
    """Return how a message names an element."""
    for field in ("title", "body", "statement"):
        if text := getattr(element, field, None):
            return str(text)
    return element.id
