"""The pages of a site, and how they are made: pure work on what they show, which another process can do as well."""

import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import cached_property
from pathlib import Path
from queue import SimpleQueue
from typing import Final, Literal

import attrs

from kommunepolitik.comparison import Comparison, compare
from kommunepolitik.errors import KommunepolitikError
from kommunepolitik.evaluation import RECORD_FILE, Record, record_file
from kommunepolitik.formats.theme import Theme
from kommunepolitik.formats.word_template import load_docxtpl, read_template
from kommunepolitik.model import Policy
from kommunepolitik.rendering.comparison_page import render_comparison
from kommunepolitik.rendering.pages import comparison_page, render_index, render_policy, report_page
from kommunepolitik.rendering.pdf_page import load_weasyprint, pdf_bytes
from kommunepolitik.rendering.report import ReportView, render_report
from kommunepolitik.rendering.site import Site
from kommunepolitik.site.workers import Worker

Kind = Literal["policy", "report", "comparison", "index", "record"]

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
    kind: Kind
    format: str
    subject: tuple[str, ...]
    """The ids of the policies it is about: one, or an edition and the one that replaced it; none for the way in."""


@attrs.frozen(slots=False)
class Job:
    """Pages that are made together, since they share what costs: a policy judged, two editions compared, once."""

    site: Site
    """With only what these pages show, so that nothing else can change them."""
    subject: tuple[str, ...]
    pages: tuple[Page, ...]
    code: str
    index: bool
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
                    evaluation=self._report.followup.evaluation,
                    findings=site.findings(self._policy),
                    accounts=site.accounts.get(self._policy.id, ()),
                    report=report_page(self._policy, format),
                    theme=theme,
                )
            case "record":
                evaluation = self._report.followup.evaluation
                return Record.of(evaluation, self._policy.id).to_json()
            case "report":
                return render_report(self._report, format, pages=pages, index=index)
            case "comparison":
                return render_comparison(self._comparison, format, self.code, pages=pages, index=index, theme=theme)
        return render_index(site.portfolio, format, self.code, observations=site.observations, pages=pages, theme=theme)

    @property
    def _policy(self) -> Policy:
        return self.site.portfolio[self.subject[0]]

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


def records_of(site: Site, year_of: str | None = None) -> Iterator[Page]:
    """Yield the record of each policy: what is saved of its report, beside the pages.

    `year_of` is the policy whose folder of a year the pages are written to; its record has a shorter name there.
    """
    for policy in site.portfolio:
        name = RECORD_FILE if policy.id == year_of else record_file(policy.id)
        yield Page(name, "record", "json", (policy.id,))


def pages_of(site: Site, formats: Sequence[str]) -> Iterator[Page]:
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
    site: Site, pages: Sequence[Page], code: str, theme: Theme | None = None, template: Path | None = None
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


def _part_of(site: Site, subject: Sequence[str], pairs: Sequence[set[str]]) -> Site:
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
    """Make the pages of a job; one that cannot be made does not take the others with it, and names itself."""
    made: list[PageResult] = []
    for page in job.pages:
        try:
            made.append((page, job.content(page)))
        except KommunepolitikError as error:
            problems = (attrs.evolve(problem, file=problem.file or page.name) for problem in error.problems)
            made.append((page, type(error)(*problems)))
    return made


_LITTLE: Final = 30
"""Less effort than this is made here: other processes would take longer to start."""

_EFFORT: Final = {"json": 0, "html": 1, "md": 1, "docx": 3, "pdf": 15}
"""What a page costs beside its charts, measured in pages of text (about a tenth of a second)."""


def do(jobs: Sequence[Job], workers: int) -> Generator[PageResult, None, None]:
    """Do jobs, and yield each page as it is made; where it is much work, in so many processes, if more than one."""
    count = min(workers, len(jobs))
    if count > 1 and sum(map(_effort, jobs)) > _LITTLE:
        yield from _in_processes(jobs, count)
    else:
        for job in jobs:
            yield from _done(job, make)


def _effort(job: Job) -> float:
    charts = sum(len(job.site.portfolio[id].indicators) for id in job.subject)
    return sum(_EFFORT[page.format] for page in job.pages) + charts / 3


def processors() -> int:
    """Return how many processors there are for this program."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_processes(jobs: Sequence[Job], count: int) -> Generator[PageResult, None, None]:
    workers = [Worker() for _ in range(count)]
    idle = SimpleQueue[Worker]()
    for worker in workers:
        idle.put(worker)

    def made(job: Job) -> Sequence[PageResult]:
        worker = idle.get()
        try:
            return _done(job, lambda job: worker.call(make, job))
        finally:
            idle.put(worker)

    pool = ThreadPoolExecutor(count)
    try:
        for future in as_completed([pool.submit(made, job) for job in jobs]):
            yield from future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.stop()


def _done(job: Job, make: Callable[[Job], Sequence[PageResult]]) -> Sequence[PageResult]:
    """Return the pages of a job; a fault of the program is noted with its pages, and stops no other job."""
    try:
        return make(job)
    except Exception as error:
        error.add_note(f"while making {', '.join(page.name for page in job.pages)}")
        return [(job.pages[0], error)]
