"""A set of pages on disk: each policy, its follow-up report, each edition with the one before, and the way in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from kommunepolitik.checks import Finding, check
from kommunepolitik.comparison import compare_editions
from kommunepolitik.documents import Document, write_text
from kommunepolitik.errors import FileError, InvalidObservations, Problem
from kommunepolitik.evaluation import Evaluation, evaluate
from kommunepolitik.model import Account, Case, Period, Policy, Portfolio
from kommunepolitik.observations import empty_table, known_by, of_policies, read_observations
from kommunepolitik.rendering._comparison_page import comparison_page, render_comparison
from kommunepolitik.rendering._pages import render_index, render_policy
from kommunepolitik.rendering._report import ReportView, report_of
from kommunepolitik.rendering._report_page import render_report, report_page
from kommunepolitik.rendering._templates import SUFFIXES

if TYPE_CHECKING:
    import pandas as pd

_INDEX = "index"


@attrs.frozen
class Site:
    """Policies with their figures, to be written as pages that link to each other."""

    portfolio: Portfolio
    observations: "Mapping[str, pd.DataFrame]"
    at: Period | None = None
    """The date of the judgement; none: each row as of its own latest figure."""
    accounts: Mapping[str, Sequence[Account]] = attrs.field(factory=dict)
    """The accounts of each policy that has some, by id."""
    cases: Mapping[str, Case | None] = attrs.field(factory=dict)
    """The case that each policy's follow-up goes before a committee in, by id."""
    since: Period | None = None
    """The date of the report before this one; none: what changed is not told."""

    def evaluation(self, policy: Policy) -> Evaluation:
        """Judge a policy by its figures; without any, each row says why it cannot be judged."""
        return evaluate(policy, self.figures(policy), at=self.at)

    def earlier(self, policy: Policy) -> Evaluation | None:
        """Judge a policy as it stood at the date of the report before: by what was known then."""
        if self.since is None:
            return None
        return evaluate(policy, known_by(self.figures(policy), self.since), at=self.since)

    def report(
        self, policy: Policy, code: str, evaluation: Evaluation | None = None, findings: Sequence[Finding] | None = None
    ) -> ReportView:
        """Gather the follow-up report of a policy in a language; what is judged and found already is not done again."""
        return report_of(
            self.evaluation(policy) if evaluation is None else evaluation,
            code,
            self.figures(policy),
            self.accounts.get(policy.id, ()),
            earlier=self.earlier(policy),
            case=self.cases.get(policy.id),
            findings=self.findings(policy) if findings is None else findings,
        )

    def figures(self, policy: Policy) -> "pd.DataFrame":
        """Return the figures of a policy; an empty table where it has none."""
        found = self.observations.get(policy.id)
        return empty_table() if found is None else found

    def all_figures(self) -> "pd.DataFrame":
        """Return the figures of all policies in one table, each row with the id of its policy."""
        return of_policies(self.observations)

    def findings(self, policy: Policy, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[Finding]:
        """Return what the rules (those selected, but those ignored) find in a policy with all that is known with it."""
        earlier = next((other for other in self.portfolio if other.id == policy.supersedes), None)
        figures, accounts = self.observations.get(policy.id), self.accounts.get(policy.id, ())
        return check(policy, figures, self.at, earlier=earlier, accounts=accounts, select=select, ignore=ignore)

    def write(self, output: Path, formats: Sequence[str], code: str) -> Iterator[Path]:
        """Write the pages one by one, each whole or not at all, and yield the path of each; the way in comes last.

        Raises:
            FileError: a page cannot be written, or a policy's page would have the name of the way in.
        """
        if len(self.portfolio) > 1 and _INDEX in self.portfolio:
            place = str(output / f"{_INDEX}{SUFFIXES[formats[0]]}")
            raise FileError(Problem(code="same_page", data={"value": _INDEX}, file=place))
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            data = {"detail": error.strerror or str(error)}
            raise FileError(Problem(code="cannot_write", data=data, file=str(output))) from error
        # Judged once, however many formats show it.
        evaluations = {policy.id: self.evaluation(policy) for policy in self.portfolio}
        findings = {policy.id: self.findings(policy) for policy in self.portfolio}
        comparisons = compare_editions(self.portfolio, self.all_figures())
        for format in formats:
            pages = {policy.id: f"{policy.id}{SUFFIXES[format]}" for policy in self.portfolio}
            index = f"{_INDEX}{SUFFIXES[format]}" if len(self.portfolio) > 1 else None
            for policy in self.portfolio:
                text = render_policy(
                    policy,
                    format,
                    code,
                    observations=self.observations.get(policy.id),
                    portfolio=self.portfolio,
                    pages=pages,
                    index=index,
                    evaluation=evaluations[policy.id],
                    findings=findings[policy.id],
                    accounts=self.accounts.get(policy.id, ()),
                    report=report_page(policy, format),
                )
                yield _write(output / pages[policy.id], text)
                report = self.report(policy, code, evaluations[policy.id], findings[policy.id])
                text = render_report(report, format, pages=pages, index=index)
                yield _write(output / report_page(policy, format), text)
            for comparison in comparisons:
                text = render_comparison(comparison, format, code, pages=pages, index=index)
                yield _write(output / comparison_page(comparison.old, comparison.new, format), text)
            if index is not None:
                text = render_index(self.portfolio, format, code, observations=self.observations, pages=pages)
                yield _write(output / index, text)

    def __len__(self) -> int:
        return 2 * len(self.portfolio) + len(self.portfolio.neighbours()) + (len(self.portfolio) > 1)


def gather(
    documents: Sequence[Document],
    shared: Sequence[Path] = (),
    at: Period | None = None,
    since: Period | None = None,
) -> Site:
    """Take policies as they were read, with what lies beside them, and figures in files that several of them share.

    Raises:
        InvalidObservations: with the problems of all tables of figures together.
    """
    observations = {}
    problems: list[Problem] = []
    for document in documents:
        own = [] if document.observations is None else [document.observations]
        if own or shared:
            try:
                observations[document.policy.id] = read_observations([*own, *shared], document.policy)
            except InvalidObservations as error:
                problems += error.problems
    if problems:
        raise InvalidObservations(*problems)
    accounts = {document.policy.id: document.accounts for document in documents}
    cases = {document.policy.id: document.case for document in documents}
    portfolio = Portfolio(document.policy for document in documents)
    return Site(portfolio, observations, at, accounts, cases, since)


def _write(path: Path, text: str) -> Path:
    write_text(path, text, overwrite=True)
    return path
