"""The pages of a site, and how they are made: pure work on what they show, which another process can do as well."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import attrs

from kommunepolitik.checks import Finding
from kommunepolitik.comparison import Comparison, compare
from kommunepolitik.errors import KommunepolitikError
from kommunepolitik.evaluation import Evaluation
from kommunepolitik.model import Policy
from kommunepolitik.rendering.comparison_page import render_comparison
from kommunepolitik.rendering.index import render_index
from kommunepolitik.rendering.page_parts import comparison_page, report_page
from kommunepolitik.rendering.pages import render_policy
from kommunepolitik.rendering.pdf import load_weasyprint, pdf_bytes
from kommunepolitik.rendering.report import ReportView
from kommunepolitik.rendering.report_page import render_report
from kommunepolitik.rendering.theme import Theme
from kommunepolitik.rendering.word_template import load_docxtpl, read_template

if TYPE_CHECKING:
    from kommunepolitik.rendering.site import Site

Kind = Literal["policy", "report", "comparison", "index"]

INDEX: Final = "index"


FORMATS: Final[Mapping[str, Sequence[Kind]]] = {
    "html": ("policy", "report", "comparison", "index"),
    "md": ("policy", "report", "comparison", "index"),
    "pdf": ("report", "comparison"),
    "docx": ("report",),
}
"""The formats that pages of a site are made in, each with the kinds of page it is made for."""


@attrs.frozen
class Page:
    """One page of a site."""

    name: str
    """The name of its file."""
    kind: Kind
    format: str
    subject: tuple[str, ...]
    """The ids of the policies it is about: one, or an edition and the one that replaced it; none for the way in."""


@attrs.frozen(slots=False)
class Job:
    """Pages that are made together, since they share what costs: a policy judged, two editions compared, once."""

    site: "Site"
    """With only what these pages show, so that nothing else can change them."""
    subject: tuple[str, ...]
    pages: tuple[Page, ...]
    code: str
    index: bool
    """Whether there is a way in to link to."""
    theme: Theme | None = None
    template: Path | None = None
    """The Word document that a report is put into; none: ours."""

    def content(self, page: Page) -> bytes:
        """Return the content of a page's file."""
        if page.format == "pdf":
            return pdf_bytes(self._text(page, "html"))
        if page.format == "docx":
            from kommunepolitik.rendering.word import word_bytes

            return word_bytes(self._report, self.template)
        return self._text(page, page.format).encode("utf-8", "replace")  # a theme may write a lone surrogate

    def _text(self, page: Page, format: str) -> str:
        """Return the text of a page; a page on paper links to no other."""
        site, theme, linked = self.site, self.theme, page.format == format
        pages = {policy.id: f"{policy.id}.{format}" for policy in site.portfolio if linked}
        index = f"{INDEX}.{format}" if self.index and linked else None
        match page.kind:
            case "policy":
                return render_policy(
                    self._policy,
                    format,
                    self.code,
                    observations=site.figures(self._policy),
                    portfolio=site.portfolio,
                    pages=pages,
                    index=index,
                    evaluation=self._evaluation,
                    findings=self._findings,
                    accounts=site.accounts.get(self._policy.id, ()),
                    report=report_page(self._policy, format),
                    theme=theme,
                )
            case "report":
                return render_report(self._report, format, pages=pages, index=index)
            case "comparison":
                return render_comparison(self._comparison, format, self.code, pages=pages, index=index, theme=theme)
        return render_index(site.portfolio, format, self.code, observations=site.observations, pages=pages, theme=theme)

    @property
    def _policy(self) -> Policy:
        return self.site.portfolio[self.subject[0]]

    @cached_property
    def _evaluation(self) -> Evaluation:
        return self.site.evaluation(self._policy)

    @cached_property
    def _findings(self) -> Sequence[Finding]:
        return self.site.findings(self._policy)

    @cached_property
    def _report(self) -> ReportView:
        return self.site.report(self._policy, self.code, self.theme)

    @cached_property
    def _comparison(self) -> Comparison:
        old, new = (self.site.portfolio[id] for id in self.subject)
        return compare(old, new, self.site.observations)


PageResult = tuple[Page, bytes | Exception]
"""A page with what its file holds, or with why it cannot be made."""


def require(format: str, template: Path | None = None) -> None:
    """Raise `MissingExtra` if the package that makes a format is missing, `FileError` if the Word document is."""
    if format == "pdf":
        load_weasyprint()
    if format == "docx":
        load_docxtpl()
        if template is not None:
            read_template(template)


def pages_of(site: "Site", formats: Sequence[str]) -> Iterator[Page]:
    """Yield the pages of a site, format by format; the way in comes last of each."""
    pairs = site.portfolio.neighbours()
    for name in formats:
        kinds = FORMATS[name]
        for policy in site.portfolio:
            if "policy" in kinds:
                yield Page(f"{policy.id}.{name}", "policy", name, (policy.id,))
            if "report" in kinds:
                yield Page(report_page(policy, name), "report", name, (policy.id,))
        if "comparison" in kinds:
            for old, new in pairs:
                yield Page(comparison_page(old, new, name), "comparison", name, (old.id, new.id))
        if "index" in kinds and len(site.portfolio) > 1:
            yield Page(f"{INDEX}.{name}", "index", name, ())


def jobs_of(
    site: "Site", pages: Sequence[Page], code: str, theme: Theme | None = None, template: Path | None = None
) -> list[Job]:
    """Gather pages into jobs, each with the part of the site that it shows."""
    together: dict[tuple[str, ...], list[Page]] = {}
    for page in pages:
        together.setdefault(page.subject, []).append(page)
    index = len(site.portfolio) > 1
    pairs = [{old.id, new.id} for old, new in site.portfolio.neighbours()]
    return [
        Job(_part_of(site, subject, pairs), subject, tuple(held), code, index, theme, template)
        for subject, held in together.items()
    ]


def _part_of(site: "Site", subject: Sequence[str], pairs: Sequence[set[str]]) -> "Site":
    """Return the site with the figures of a subject, and the policies it links to; all of it for the index page."""
    if not subject:
        return site
    shown = set(subject)
    if len(subject) == 1:
        policy = site.portfolio[subject[0]]
        elements = (policy, *policy.elements.values())
        shown |= {policy.supersedes or "", *(each.address.policy for element in elements for each in element.continues)}
        shown |= {id for pair in pairs if policy.id in pair for id in pair}
    return site.only([policy for policy in site.portfolio if policy.id in shown], subject)


def make(job: Job) -> list[PageResult]:
    """Make the pages of a job; one that cannot be made does not take the others with it."""
    made: list[PageResult] = []
    for page in job.pages:
        try:
            made.append((page, job.content(page)))
        except KommunepolitikError as error:
            made.append((page, error))
    return made
