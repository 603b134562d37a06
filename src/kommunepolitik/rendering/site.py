"""A set of pages on disk: each policy, its follow-up report, each edition with the one before, and the way in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from pathlib import Path

import attrs

from kommunepolitik.checks import Finding, check
from kommunepolitik.documents import Document, unread_files
from kommunepolitik.evaluation import Evaluation, evaluate
from kommunepolitik.model import Account, Case, Period, Policy, Portfolio
from kommunepolitik.observations import Observations, normalise
from kommunepolitik.rendering.disclosure import audience, figures_shown
from kommunepolitik.rendering.report import ReportView, report_of
from kommunepolitik.rendering.theme import Theme


@attrs.frozen
class Site:
    """Policies with their figures, to be written as pages that link to each other."""

    portfolio: Portfolio
    observations: Observations
    """What `read_observations` takes, with the figures of all policies; kept as it may be shown."""
    at: Period | None = None
    """The date of the judgement; none: each row as of its own latest figure."""
    accounts: Mapping[str, Sequence[Account]] = attrs.field(factory=dict)
    cases: Mapping[str, Case | None] = attrs.field(factory=dict)
    """The case that each policy's follow-up goes before a committee in, by id."""
    since: Period | None = None
    """The date of the report before this one; none: what changed is not told."""
    internal: bool = False
    """Whether figures that disclosure control withholds in public are kept, and marked; else they are taken out."""

    def __attrs_post_init__(self) -> None:
        figures = normalise(self.observations, self.portfolio)
        shown = figures_shown(figures, self.portfolio, internal=self.internal)
        object.__setattr__(self, "observations", shown)

    def evaluation(self, policy: Policy) -> Evaluation:
        """Judge a policy by its figures; without any, each row says why it cannot be judged."""
        return evaluate(policy, self.figures(policy), at=self.at, audience=audience(internal=self.internal))

    def earlier(self, policy: Policy) -> Evaluation | None:
        """Judge a policy as it stood at the date of the report before: by what was known then."""
        if self.since is None:
            return None
        whom = audience(internal=self.internal)
        return evaluate(policy, self.figures(policy), at=self.since, known=self.since, audience=whom)

    def report(self, policy: Policy, code: str, theme: Theme | None = None) -> ReportView:
        """Gather the follow-up report of a policy in a language."""
        return report_of(
            self.evaluation(policy),
            code,
            self.figures(policy),
            self.accounts.get(policy.id, ()),
            earlier=self.earlier(policy),
            case=self.cases.get(policy.id),
            findings=self.findings(policy),
            theme=theme,
        )

    def figures(self, policy: Policy) -> Observations | None:
        """Return the figures of a policy and those that policies share; none where there are none."""
        figures = self.observations.of(policy.id)
        return figures if len(figures) else None

    def findings(self, policy: Policy) -> list[Finding]:
        """Return what the rules find in a policy, with all that is known of it."""
        earlier = next((other for other in self.portfolio if other.id == policy.supersedes), None)
        accounts, whom = self.accounts.get(policy.id, ()), audience(internal=self.internal)
        return check(policy, self.figures(policy), self.at, audience=whom, earlier=earlier, accounts=accounts)

    def only(self, policies: Iterable[Policy], measured: Collection[str]) -> "Site":
        """Return the site of some policies, with the figures, accounts and cases of those whose ids are `measured`."""
        part = copy(self)  # and not made anew: what is to be withheld was told with all editions in view
        object.__setattr__(part, "portfolio", Portfolio(policies))
        figures = attrs.evolve(self.observations.of(*measured), policies=part.portfolio.policies)
        object.__setattr__(part, "observations", figures)
        for name in ("accounts", "cases"):
            held = getattr(self, name)
            object.__setattr__(part, name, {id: held[id] for id in measured if id in held})
        return part


def gather(
    documents: Sequence[Document],
    shared: Sequence[Path] = (),
    at: Period | None = None,
    since: Period | None = None,
    *,
    internal: bool = False,
) -> Site:
    """Take policies as they were read, with what lies beside them, and figures in files that several of them share.

    What disclosure control withholds is taken out, unless the site is `internal`.

    Raises:
        InvalidObservations: with the problems of all tables of figures together.
    """
    accounts = {document.policy.id: document.accounts for document in documents}
    cases = {document.policy.id: document.case for document in documents}
    portfolio = Portfolio(document.policy for document in documents)
    own = {document.policy.id: document.observations for document in documents}
    figures = normalise({**own, "": [*shared]}, portfolio)
    observations = attrs.evolve(figures, notices=(*figures.notices, *unread_files(documents, shared)))
    return Site(portfolio, observations, at, accounts, cases, since, internal)
