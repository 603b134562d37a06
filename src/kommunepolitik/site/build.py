"""Making the pages of a site: side by side, each written whole, and only where it differs from what is there."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from functools import cached_property, partial
from pathlib import Path
from typing import Final

import attrs

from kommunepolitik.blocks import Report, Share
from kommunepolitik.comparison import compare
from kommunepolitik.documents import write_bytes
from kommunepolitik.errors import FileError, KommunepolitikError, Problem, RenderingError
from kommunepolitik.evaluation import Record
from kommunepolitik.formats.theme import Theme
from kommunepolitik.i18n import Language, language
from kommunepolitik.report.comparison import comparison_page
from kommunepolitik.report.context import Context
from kommunepolitik.report.followup import followup_page
from kommunepolitik.report.index import index_page
from kommunepolitik.report.paper import paper
from kommunepolitik.report.policy import policy_page
from kommunepolitik.site.pages import ENDINGS, Page, address, pages_of
from kommunepolitik.site.site import Site
from kommunepolitik.site.workers import in_processes, limited, write_limited

MANIFEST: Final = ".kommunepolitik-build.json"
"""The file beside the pages that names each with a fingerprint of its content."""
_MANY: Final = 60
"""Less effort than this, in pages of text, is made in one process: others would take longer to start."""
_EFFORT: Final = {"pdf": 15, "docx": 3}


@attrs.frozen(slots=False)
class Job:
    """Pages that are made together, since they share what costs: a policy judged, two editions compared, once."""

    site: Site
    """With only what these pages show."""
    subject: tuple[str, ...]
    pages: tuple[Page, ...]
    names: frozenset[str]
    """Of all files of the site: links lead to no other."""
    code: str
    theme: Theme | None
    template: Path | None
    shares: Mapping[str, tuple[Share, ...]] = attrs.field(factory=dict)
    """For the index page: how the current targets of each policy are spread."""

    @cached_property
    def language(self) -> Language:
        """The language of the pages, with the words of the theme."""
        return language(self.code, self.theme)

    @cached_property
    def context(self) -> Context:
        """What the reports of the one policy are built from."""
        return self.site.context(self.site.portfolio[self.subject[0]], self.language)

    @cached_property
    def reports(self) -> dict[str, Report]:
        """The reports built so far, by kind: one serves all formats."""
        return {}

    def content(self, page: Page) -> bytes:
        """Return the content of a page's file."""
        if page.kind == "record":
            assert self.context.evaluation is not None
            return Record.of(self.context.evaluation, self.subject[0]).to_json().encode()
        report = self.reports.setdefault(page.kind, self.reports.get(page.kind) or self._report(page.kind))
        addresses = partial(address, format=page.format, names=self.names)
        content = write_limited(report, page.format, addresses=addresses, theme=self.theme, template=self.template)
        return content if isinstance(content, bytes) else content.encode("utf-8", "replace")

    def _report(self, kind: str) -> Report:
        match kind:
            case "policy":
                return policy_page(self.context)
            case "followup":
                return followup_page(self.context)
            case "paper":
                return paper(self.context)
            case "comparison":
                old, new = (self.site.portfolio[id] for id in self.subject)
                found = compare(old, new, self.site.observations)
                site = self.site
                return comparison_page(found, self.language, portfolio=site.portfolio, internal=site.internal)
        papers = any(f"{ENDINGS['paper']}." in name for name in self.names)
        return index_page(self.site.portfolio, self.language, self.shares, papers=papers)


@attrs.frozen
class Made:
    """What a job gave: each page with what its file holds, or why it cannot be made; and shares for the index page."""

    pages: tuple[tuple[Page, bytes | Exception], ...]
    shares: tuple[Share, ...] = ()


def make(job: Job) -> Made:
    """Make the pages of a job; one that cannot be made does not take the others with it, and names itself."""
    made: list[tuple[Page, bytes | Exception]] = []
    for page in job.pages:
        try:
            made.append((page, job.content(page)))
        except KommunepolitikError as error:
            made.append((page, type(error)(*(_placed(problem, page) for problem in error.problems))))
        except Exception as error:  # a fault of the program stops no other page
            error.add_note(f"while making {page.name}")
            made.append((page, error))
    return Made(tuple(made), job.context.results.distribution if len(job.subject) == 1 else ())


def _placed(problem: Problem, page: Page) -> Problem:
    """Return a problem with the page that it is of; a file of which only the name is known is named after it."""
    named = problem.file is not None and os.sep in problem.file
    file = problem.file if named else ": ".join(filter(None, (page.name, problem.file)))
    return attrs.evolve(problem, file=file)


@attrs.define
class Manifest:
    """The pages of a folder, and whom they are for."""

    folder: Path
    internal: bool = False
    pages: dict[str, str] = attrs.field(factory=dict)
    """The fingerprint of each by name."""

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read the manifest of a folder; one that cannot be read counts as missing, and pages that are gone do not."""
        try:
            found = json.loads((folder / MANIFEST).read_text("utf-8"))
            pages = {name: str(of) for name, of in found["pages"].items() if (folder / name).is_file()}
            return cls(folder, bool(found["internal"]), pages)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return cls(folder)

    def save(self) -> None:
        """Write the manifest, if it differs."""
        data = {"internal": self.internal, "pages": dict(sorted(self.pages.items()))}
        content, path = f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode(), self.folder / MANIFEST
        if _fingerprint(path) != hashlib.sha256(content).hexdigest():
            write_bytes(path, content, overwrite=True)


@attrs.define(slots=False)
class Build:
    """The pages of a site in a folder: which there are, and, as they are made, what became of each."""

    site: Site
    output: Path
    formats: Sequence[str]
    code: str = "da"
    paper: bool = attrs.field(default=False, kw_only=True)
    """Whether the short paper for a committee is made too."""
    theme: Theme | None = attrs.field(default=None, kw_only=True)
    template: Path | None = attrs.field(default=None, kw_only=True)
    workers: int = attrs.field(default=1, kw_only=True)
    """In how many processes many pages are made."""
    year_of: str = attrs.field(default="", kw_only=True)
    """The policy whose folder of a year the output is: its record is called `record.json` there."""
    written: list[Path] = attrs.field(init=False, factory=list)
    """The pages that were new or other than before."""
    unchanged: list[Path] = attrs.field(init=False, factory=list)
    """The pages that were there already as they would be; they are left alone."""

    @cached_property
    def files(self) -> Sequence[Page]:
        """All files, in the order of the site: the pages, and what is saved of each report."""
        return list(pages_of(self.site.portfolio, self.formats, paper=self.paper, year_of=self.year_of))

    @property
    def paths(self) -> Sequence[Path]:
        """The files of the pages, in the order of the site."""
        return [self.output / page.name for page in self.files if page.kind != "record"]

    @property
    def record_paths(self) -> Sequence[Path]:
        """The files of the records, in the order of the policies."""
        return [self.output / page.name for page in self.files if page.kind == "record"]

    @property
    def no_longer(self) -> Sequence[Path]:
        """The pages of an earlier run, in these formats, that are not made now; they are never removed."""
        made = {page.name for page in self.files}
        known = [self.output / name for name in sorted(Manifest.read(self.output).pages) if name not in made]
        return [path for path in known if path.suffix[1:] in self.formats]

    def run(self) -> Generator[Path, None, None]:
        """Make the pages and records, and yield the path of each page when it is done; the index page comes last.

        A page that cannot be made or written does not stop the others. All failures are raised together in the end,
        and the index page is then left as it was.

        Raises:
            FileError: a page cannot be written; a policy's id would give two pages the same name; or pages for the
                public would take the place of internal ones, or internal ones of these.
            MissingExtra: a format needs a package that is not there; nothing is made.
            KommunepolitikError: pages cannot be made, with all problems.
        """
        self._check()
        failures: list[Exception] = []
        shares: dict[str, tuple[Share, ...]] = {}
        manifest = attrs.evolve(Manifest.read(self.output), internal=self.site.internal)
        jobs = self._jobs()
        try:
            with closing(self._make([job for job in jobs if job.subject])) as done:
                for job, made in done:
                    yield from self._put(made, manifest.pages, failures)
                    if len(job.subject) == 1:  # a comparison has none
                        shares[job.subject[0]] = made.shares
            _raise(failures)
            for job in jobs:
                if not job.subject:
                    yield from self._put(make(attrs.evolve(job, shares=shares)), manifest.pages, failures)
            _raise(failures)
        finally:
            manifest.save()

    def _check(self) -> None:
        language(self.code)
        for name in self.formats:
            _require(name, self.template)
        names = Counter(page.name for page in self.files)
        for page in self.files:
            if page.kind in ("comparison", "index") and names[page.name] > 1:
                code, id = ("same_report", page.subject[-1]) if page.subject else ("same_page", "index")
                raise FileError(Problem(code=code, data={"value": id}, file=str(self.output / page.name)))
        known = Manifest.read(self.output)
        if known.pages and known.internal != self.site.internal:
            code = "holds_public" if self.site.internal else "holds_internal"
            raise FileError(Problem(code=code, file=str(self.output)))
        try:
            self.output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            data = {"detail": error.strerror or str(error)}
            raise FileError(Problem(code="cannot_write", data=data, file=str(self.output))) from error

    def _jobs(self) -> Sequence[Job]:
        """Gather the files into jobs, each with the part of the site that it shows."""
        together: dict[tuple[str, ...], list[Page]] = {}
        for page in self.files:
            together.setdefault(page.subject, []).append(page)
        names = frozenset(page.name for page in self.files)
        return [
            Job(self.site.part(subject), subject, tuple(pages), names, self.code, self.theme, self.template)
            for subject, pages in together.items()
        ]

    def _make(self, jobs: Sequence[Job]) -> Generator[tuple[Job, Made], None, None]:
        effort = sum(_EFFORT.get(page.format, 1) for job in jobs for page in job.pages)
        count = min(self.workers, len(jobs)) if effort > _MANY else 1
        if count > 1:
            yield from in_processes(make, jobs, count)
        else:
            yield from ((job, make(job)) for job in jobs)

    def _put(self, made: Made, manifest: dict[str, str], failures: list[Exception]) -> Generator[Path, None, None]:
        """Write the pages that differ from what is there, and yield the path of each page that is done."""
        for page, content in made.pages:
            path = self.output / page.name
            try:
                if isinstance(content, Exception):
                    raise content
                fingerprint = hashlib.sha256(content).hexdigest()
                differs = _fingerprint(path) != fingerprint
                if differs:
                    write_bytes(path, content, overwrite=True)
            except Exception as error:  # every kind: it is raised in the end
                failures.append(error)
                continue
            if page.kind != "record":
                manifest[page.name] = fingerprint
                (self.written if differs else self.unchanged).append(path)
                yield path


def _require(format: str, template: Path | None) -> None:
    """Raise `MissingExtra` if the package that makes a format is missing, `FileError` if the Word document is."""
    if format == "pdf":
        from kommunepolitik.formats.pdf import load_weasyprint

        load_weasyprint()
    if format == "docx":
        from kommunepolitik.formats.docx import read_template

        if template is not None:
            limited(str(template), read_template, template)


def _fingerprint(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _raise(failures: Sequence[Exception]) -> None:
    """Raise all failures as one error; a problem of several pages, such as of a template, counts once."""
    ours = [failure for failure in failures if isinstance(failure, KommunepolitikError)]
    if len(ours) < len(failures):
        raise failures[0] if len(failures) == 1 else ExceptionGroup("pages that cannot be made", failures)
    if ours:
        kinds = {type(error) for error in ours}
        kind = kinds.pop() if len(kinds) == 1 else RenderingError
        raise kind(*dict.fromkeys(problem for error in ours for problem in error.problems))
