"""A site: policies with all data of their pages, before any page is made."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import partial
from pathlib import Path

import attrs

from kommunepolitik.checks import check
from kommunepolitik.disclosure import disclose
from kommunepolitik.display import short_repr
from kommunepolitik.documents import Document, unread_files
from kommunepolitik.documents.extensions import Extension, several
from kommunepolitik.errors import Problem, RenderingError
from kommunepolitik.evaluation import Record, evaluate
from kommunepolitik.figures.scope import counted_later, known_rows
from kommunepolitik.i18n import Language
from kommunepolitik.model import Account, Case, Department, MissingFigure, Period, Policy, Portfolio
from kommunepolitik.observations import DecimalMark, Observations
from kommunepolitik.observations.normalise import normalise
from kommunepolitik.report.context import Context
from kommunepolitik.report.decimals import with_decimals
from kommunepolitik.report.disclosure import audience, not_among


@attrs.frozen(kw_only=True)
class Beside:
    """The files beside a policy: accounts, missing figures, a case, departments."""

    accounts: Sequence[Account] = ()
    missing_figures: Sequence[MissingFigure] = ()
    case: Case | None = None
    departments: Sequence[Department] = ()

    __repr__ = short_repr


@attrs.frozen
class Site:
    """Policies with their figures, to be written as pages that link to each other."""

    portfolio: Portfolio
    observations: Observations
    """The figures of all policies, as `read_observations` accepts them; without those that must not be shown."""
    at: Period | None = None
    """The date of the judgement; without one, each row is judged as of its own latest figure."""
    beside: Mapping[str, Beside] = attrs.field(factory=dict, kw_only=True)
    """By id of the policy."""
    since: Period | None = attrs.field(default=None, kw_only=True)
    """The date of an earlier report without a saved record; it is judged again."""
    since_known: Period | None = attrs.field(default=None, kw_only=True)
    """The day of knowledge of that report."""
    internal: bool = attrs.field(default=False, kw_only=True)
    """Whether figures that disclosure control withholds from the public are kept and marked, or removed."""
    known: Period | None = attrs.field(default=None, kw_only=True)
    """The day of knowledge; without one, all that is published counts."""
    later: Mapping[str, Sequence[Period]] = attrs.field(factory=dict, kw_only=True)
    """By id of the policy, for each figure that does not count yet, the month at whose end it does."""
    records: Mapping[str, Record] = attrs.field(factory=dict, kw_only=True)
    """The record of each policy's last report, by id."""
    extensions: tuple[Extension, ...] = attrs.field(default=(), kw_only=True, converter=several)
    """Modules with own rules and formats, or their names, or rules and writers."""

    __repr__ = short_repr

    def __attrs_post_init__(self) -> None:
        internal = [] if self.internal else [id for id, each in self.records.items() if each.audience == "internal"]
        if internal:
            raise RenderingError(*(Problem(code="internal_record", data={"value": id}) for id in internal))
        shown = disclose(self.observations, self.portfolio, audience(internal=self.internal))
        object.__setattr__(self, "observations", shown)

    def context(self, policy: Policy, language: Language) -> Context:
        """Return the basis of a policy's reports: judged, compared with last time, checked."""
        beside, whom = self.beside.get(policy.id, Beside()), audience(internal=self.internal)
        rows, record = self.observations.of(policy.id), self.records.get(policy.id)
        own = rows if len(rows) else None
        figures = None if own is None else self.observations.of(policy.id, areas=True)
        if record is None and self.since is not None:  # the report that would have been made then
            then = evaluate(policy, figures, at=self.since, known=self.since_known, audience=whom)
            record = Record.of(then, policy.id)
        elif record is not None and not self.internal and any(each.disclosure is not None for each in self.portfolio):
            record = record.without(not_among(own))  # without figures that are withheld now, though they were not then
        findings = (
            []
            if not self.internal
            else check(
                policy,
                own,
                self.at,
                audience=whom,
                earlier=next((other for other in self.portfolio if other.id == policy.supersedes), None),
                accounts=beside.accounts,
                departments=beside.departments,
                extensions=self.extensions,
            )
        )
        evaluation = evaluate(policy, figures, at=self.at, known=self.known, audience=whom)
        return Context(
            policy=with_decimals(policy, evaluation),
            language=language,
            evaluation=evaluation,
            observations=figures,
            later=self.later.get(policy.id, ()),
            accounts=beside.accounts,
            missing_figures=beside.missing_figures,
            portfolio=self.portfolio,
            case=beside.case,
            earlier=record,
            findings=findings,
            internal=self.internal,
        )

    def part(self, subject: Sequence[str]) -> "Site":
        """Return the site with the figures of a subject, and the policies that its pages link to.

        Without a subject, for the index page, return the whole site.

        >>> from kommunepolitik.documents import read_all
        >>> site = gather(read_all(["docs/tutorial/nybro"]))
        >>> site.part(["nybro-integration-2024"]).portfolio
        <Portfolio: 2 policies, 1 municipality>
        """
        if not subject:
            return self
        shown = set(subject)
        for pair in self.portfolio.neighbours():
            ids = {each.id for each in pair}
            shown |= ids if ids & set(subject) else set()
        for id in subject:
            policy = self.portfolio[id]
            elements = (policy, *policy.elements.values())
            shown |= {policy.supersedes or "", *(each.address.policy for part in elements for each in part.continues)}
        part = copy(self)  # not created again, since what to withhold was found from all editions
        policies = Portfolio(policy for policy in self.portfolio if policy.id in shown)
        figures = attrs.evolve(self.observations.of(*subject, areas=True), policies=policies.policies)
        beside, records = ({id: each[id] for id in subject if id in each} for each in (self.beside, self.records))
        fields = {"portfolio": policies, "observations": figures, "beside": beside, "records": records}
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
    decimal: DecimalMark | None = None,
    extensions: Extension | Iterable[Extension] = (),
) -> Site:
    """Return the site of policies: with the files beside them, and files of figures that several of them share.

    What disclosure control withholds is removed, unless the site is `internal`. `decimal` is as in
    `read_observations`, all else as in `Site`.

    Raises:
        InvalidObservations: with the problems of all tables of figures together.
        RenderingError: the site is for the public, and the record of an internal report is given.

    >>> from kommunepolitik.documents import read_all
    >>> site = gather(read_all(["docs/tutorial/nybro"]), at=Period("2026-12-31"))
    >>> site.portfolio, len(site.observations) > 0
    (<Portfolio: 2 policies, 1 municipality>, True)
    """
    portfolio = Portfolio(document.policy for document in documents)
    own = {document.policy.id: document.observations for document in documents}
    figures, later = normalise({**own, "": [*shared]}, portfolio, decimal), dict[str, Sequence[Period]]()
    if known is not None:  # no page may show more than was known
        later = {policy.id: counted_later(figures, policy, known, at) for policy in portfolio}
        figures = figures.where(known_rows(figures, portfolio, known))
    figures = attrs.evolve(figures, notices=(*figures.notices, *unread_files(documents, shared)))
    beside = {
        each.policy.id: Beside(
            accounts=each.accounts,
            missing_figures=each.missing_figures,
            case=each.case,
            departments=each.departments,
        )
        for each in documents
    }
    site = partial(Site, portfolio, figures, beside=beside, later=later, internal=internal, extensions=extensions)
    return site(records=records or {}, at=at, known=known, since=since, since_known=since_known)
