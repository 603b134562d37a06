"""A site: policies with all that their pages show, before any page is made."""

from collections.abc import Mapping, Sequence
from copy import copy
from pathlib import Path

import attrs

from kommunepolitik.checks import Finding, check
from kommunepolitik.documents import Document, unread_files
from kommunepolitik.errors import Problem, RenderingError
from kommunepolitik.evaluation import Record, evaluate
from kommunepolitik.figures.scope import known_rows
from kommunepolitik.i18n import Language
from kommunepolitik.model import Account, Case, Department, Period, Policy, Portfolio
from kommunepolitik.observations import Observations, normalise
from kommunepolitik.report.context import Context
from kommunepolitik.report.disclosure import audience, figures_shown, not_among


@attrs.frozen(kw_only=True)
class Beside:
    """What lies beside a policy."""

    accounts: Sequence[Account] = ()
    case: Case | None = None
    departments: Sequence[Department] = ()


@attrs.frozen
class Site:
    """Policies with their figures, to be written as pages that link to each other."""

    portfolio: Portfolio
    observations: Observations
    """What `read_observations` takes, with the figures of all policies; kept as it may be shown."""
    at: Period | None = None
    """The date of the judgement; none: each row as of its own latest figure."""
    beside: Mapping[str, Beside] = attrs.field(factory=dict, kw_only=True)
    """By id of the policy."""
    since: Period | None = attrs.field(default=None, kw_only=True)
    """The date of a report before this one of which no record was saved; it is judged anew."""
    since_known: Period | None = attrs.field(default=None, kw_only=True)
    """The day of knowledge of that report."""
    internal: bool = attrs.field(default=False, kw_only=True)
    """Whether figures that disclosure control withholds in public are kept, and marked; else they are taken out."""
    known: Period | None = attrs.field(default=None, kw_only=True)
    """The day of knowledge; none: all that is published counts."""
    records: Mapping[str, Record] = attrs.field(factory=dict, kw_only=True)
    """What was reported of each policy last time, by id."""

    def __attrs_post_init__(self) -> None:
        internal = [] if self.internal else [id for id, each in self.records.items() if each.audience == "internal"]
        if internal:
            raise RenderingError(*(Problem(code="internal_record", data={"value": id}) for id in internal))
        figures = normalise(self.observations, self.portfolio)
        shown = figures_shown(figures, self.portfolio, internal=self.internal)
        object.__setattr__(self, "observations", shown)

    def context(self, policy: Policy, language: Language) -> Context:
        """Return what the reports of a policy are built from: judged, compared with last time, checked."""
        beside, figures, whom = self._beside(policy), self._figures(policy), audience(internal=self.internal)
        return Context(
            policy=policy,
            language=language,
            evaluation=evaluate(policy, figures, at=self.at, known=self.known, audience=whom),
            observations=figures,
            accounts=beside.accounts,
            portfolio=self.portfolio,
            case=beside.case,
            earlier=self._earlier(policy),
            findings=self._findings(policy),
            internal=self.internal,
        )

    def _beside(self, policy: Policy) -> Beside:
        return self.beside.get(policy.id, Beside())

    def _figures(self, policy: Policy) -> Observations | None:
        """Return the figures of a policy and those that policies share; none where there are none."""
        figures = self.observations.of(policy.id)
        return figures if len(figures) else None

    def _earlier(self, policy: Policy) -> Record | None:
        """Return what was reported of a policy last time; without a record what would have been reported then."""
        record, figures = self.records.get(policy.id), self._figures(policy)
        if record is None and self.since is not None:
            whom = audience(internal=self.internal)
            return Record.of(evaluate(policy, figures, at=self.since, known=self.since_known, audience=whom), policy.id)
        if record is None or self.internal or all(policy.disclosure is None for policy in self.portfolio):
            return record
        return record.without(not_among(figures))  # without what is withheld now, though it was not then

    def _findings(self, policy: Policy) -> list[Finding]:
        earlier = next((other for other in self.portfolio if other.id == policy.supersedes), None)
        beside, whom = self._beside(policy), audience(internal=self.internal)
        more = {"earlier": earlier, "accounts": beside.accounts, "departments": beside.departments}
        return check(policy, self._figures(policy), self.at, audience=whom, **more)  # type: ignore[arg-type]

    def part(self, subject: Sequence[str]) -> "Site":
        """Return the site with the figures of a subject, and the policies that its pages link to.

        Without a subject, for the index page, all of it.
        """
        if not subject:
            return self
        shown = set(subject)
        shown |= {
            id for pair in self.portfolio.neighbours() if (ids := {each.id for each in pair}) & shown for id in ids
        }
        for id in subject:
            policy = self.portfolio[id]
            elements = (policy, *policy.elements.values())
            shown |= {policy.supersedes or "", *(each.address.policy for part in elements for each in part.continues)}
        part = copy(self)  # and not made anew: what is to be withheld was found with all editions in view
        policies = Portfolio(policy for policy in self.portfolio if policy.id in shown)
        fields = {
            "portfolio": policies,
            "observations": attrs.evolve(self.observations.of(*subject), policies=policies.policies),
            "beside": {id: self.beside[id] for id in subject if id in self.beside},
            "records": {id: self.records[id] for id in subject if id in self.records},
        }
        for name, value in fields.items():
            object.__setattr__(part, name, value)
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

    What disclosure control withholds is taken out, unless the site is `internal`. All else is as in `Site`.

    Raises:
        InvalidObservations: with the problems of all tables of figures together.
        RenderingError: the site is for the public, and the record of an internal report is given.
    """
    portfolio = Portfolio(document.policy for document in documents)
    own = {document.policy.id: document.observations for document in documents}
    figures = normalise({**own, "": [*shared]}, portfolio)
    if known is not None:  # no page shows more than was known
        figures = figures.where(known_rows(figures, portfolio, known))
    return Site(
        portfolio,
        attrs.evolve(figures, notices=(*figures.notices, *unread_files(documents, shared))),
        at,
        beside={
            each.policy.id: Beside(accounts=each.accounts, case=each.case, departments=each.departments)
            for each in documents
        },
        since=since,
        since_known=since_known,
        internal=internal,
        known=known,
        records=records or {},
    )
