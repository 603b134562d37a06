"""A site: policies with all that their pages show, before any page is made."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from pathlib import Path

import attrs

from kommunepolitik.checks import Finding, check
from kommunepolitik.documents import Document, unread_files
from kommunepolitik.errors import Problem, RenderingError
from kommunepolitik.evaluation import Evaluation, Record, evaluate
from kommunepolitik.figures.scope import known_rows
from kommunepolitik.formats.theme import Theme
from kommunepolitik.model import Account, Case, Department, Period, Policy, Portfolio
from kommunepolitik.observations import Observations, normalise
from kommunepolitik.rendering.report import ReportView, report_of
from kommunepolitik.report.disclosure import audience, figures_shown, not_among


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
    departments: Mapping[str, Sequence[Department]] = attrs.field(factory=dict, kw_only=True)
    """The departments of each policy's municipality, by the policy's id."""
    since: Period | None = None
    """The date of a report before this one of which no record was saved; it is judged anew."""
    since_known: Period | None = None
    """The day of knowledge of that report."""
    internal: bool = False
    """Whether figures that disclosure control withholds in public are kept, and marked; else they are taken out."""
    known: Period | None = None
    """The day of knowledge; none: all that is published counts."""
    records: Mapping[str, Record] = attrs.field(factory=dict)
    """What was reported of each policy last time, by id; of one with neither record nor `since` no change is told."""

    def __attrs_post_init__(self) -> None:
        if not self.internal:
            internal = [id for id, record in self.records.items() if record.audience == "internal"]
            if internal:
                raise RenderingError(*(Problem(code="internal_record", data={"value": id}) for id in internal))
        figures = normalise(self.observations, self.portfolio)
        shown = figures_shown(figures, self.portfolio, internal=self.internal)
        object.__setattr__(self, "observations", shown)

    def evaluation(self, policy: Policy) -> Evaluation:
        """Judge a policy by its figures; without any, each row says why it cannot be judged."""
        whom = audience(internal=self.internal)
        return evaluate(policy, self.figures(policy), at=self.at, known=self.known, audience=whom)

    def earlier(self, policy: Policy) -> Record | None:
        """Return what was reported of a policy last time; without a record what would have been reported then."""
        if policy.id in self.records or self.since is None:
            record = self.records.get(policy.id)
            return None if record is None else self._shown(record)
        whom = audience(internal=self.internal)
        judged = evaluate(policy, self.figures(policy), at=self.since, known=self.since_known, audience=whom)
        return Record.of(judged, policy.id)

    def _shown(self, record: Record) -> Record:
        """Return a record without what is withheld now, though it was not then."""
        if self.internal or all(policy.disclosure is None for policy in self.portfolio):
            return record
        return record.without(not_among(self.figures(self.portfolio[record.policy.id])))

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
        return check(
            policy,
            self.figures(policy),
            self.at,
            audience=whom,
            earlier=earlier,
            accounts=accounts,
            departments=self.departments.get(policy.id, ()),
        )

    def only(self, policies: Iterable[Policy], measured: Collection[str]) -> "Site":
        """Return the site of some policies, with the figures, accounts and cases of those whose ids are `measured`."""
        part = copy(self)  # and not made anew: what is to be withheld was told with all editions in view
        object.__setattr__(part, "portfolio", Portfolio(policies))
        figures = attrs.evolve(self.observations.of(*measured), policies=part.portfolio.policies)
        object.__setattr__(part, "observations", figures)
        for name in ("accounts", "cases", "departments", "records"):
            held = getattr(self, name)
            object.__setattr__(part, name, {id: held[id] for id in measured if id in held})
        return part


def gather(
    documents: Sequence[Document],
    shared: Sequence[Path] = (),
    at: Period | None = None,
    since: Period | None = None,
    *,
    known: Period | None = None,
    since_known: Period | None = None,
    records: Mapping[str, Record] | None = None,
    internal: bool = False,
) -> Site:
    """Take policies as they were read, with what lies beside them, and figures in files that several of them share.

    What disclosure control withholds is taken out, unless the site is `internal`. `known`, `since_known` and `records`
    are as in `Site`.

    Raises:
        InvalidObservations: with the problems of all tables of figures together.
        RenderingError: the site is for the public, and the record of an internal report is given.
    """
    accounts = {document.policy.id: document.accounts for document in documents}
    cases = {document.policy.id: document.case for document in documents}
    portfolio = Portfolio(document.policy for document in documents)
    own = {document.policy.id: document.observations for document in documents}
    figures = normalise({**own, "": [*shared]}, portfolio)
    if known is not None:  # no page shows more than was known
        figures = figures.where(known_rows(figures, portfolio, known))
    if known is not None:  # no page shows more than was known
        figures = figures.where(known_rows(figures, portfolio, known))
    observations = attrs.evolve(figures, notices=(*figures.notices, *unread_files(documents, shared)))
    departments = {document.policy.id: document.departments for document in documents}
    return Site(
        portfolio,
        observations,
        at,
        accounts,
        cases,
        since,
        since_known=since_known,
        internal=internal,
        known=known,
        records=records or {},
        departments=departments,
    )
