"""The basis of the report of one policy."""

from collections.abc import Sequence
from functools import cached_property

import attrs

from kommunepolitik.checks import Finding
from kommunepolitik.evaluation import Evaluation, Record
from kommunepolitik.i18n import Language
from kommunepolitik.model import Account, Case, MissingFigure, Period, Policy, Portfolio
from kommunepolitik.observations import Observations
from kommunepolitik.report.policy_words import PolicyWords
from kommunepolitik.report.results import FollowUp


@attrs.frozen(kw_only=True, slots=False)
class Context:
    """A policy with all that is known of it, in the readers' language; disclosure control is applied already."""

    policy: Policy
    language: Language
    evaluation: Evaluation | None = None
    observations: Observations | None = None
    later: Sequence[Period] = ()
    """For each figure that does not count yet, the month at whose end it does; they are not among the observations."""
    accounts: Sequence[Account] = ()
    missing_figures: Sequence[MissingFigure] = ()
    portfolio: Portfolio = attrs.field(factory=Portfolio)
    """The policies that its pages may link to."""
    case: Case | None = None
    earlier: Record | None = None
    """The record of the last report."""
    findings: Sequence[Finding] = ()
    internal: bool = False
    """Whether workshop material (rules, notes of the modeller, reasons of lineage, ids) is shown, too."""

    @cached_property
    def words(self) -> PolicyWords:
        """The wording of the policy, with the accounts of periods that had begun at the date of the report."""
        end = None if self.evaluation is None or self.evaluation.at is None else self.evaluation.at.end
        known = [each for each in self.accounts if end is None or each.period.start <= end]
        return PolicyWords(self.policy, self.language, self.observations, self.portfolio, known, self.missing_figures)

    @cached_property
    def results(self) -> FollowUp:
        """The results of the evaluation, grouped and worded."""
        assert self.evaluation is not None
        return FollowUp(self.words, self.evaluation, self.earlier)
