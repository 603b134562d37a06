"""Builds the pages of a site in parallel, and writes each that differs from the existing file, atomically."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import closing, suppress
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Final

import attrs

from kommunepolitik.blocks import Report, StatusShare
from kommunepolitik.comparison import compare
from kommunepolitik.display import short_repr
from kommunepolitik.documents.files import read_text
from kommunepolitik.documents.paths import is_file
from kommunepolitik.documents.writing import write_changed
from kommunepolitik.errors import FileError, KommunepolitikError, Problem, RenderingError
from kommunepolitik.errors.interruption import uninterrupted
from kommunepolitik.evaluation import Record
from kommunepolitik.formats.theme import Theme
from kommunepolitik.formats.writers import check_formats, own_writers
from kommunepolitik.i18n import Language, language
from kommunepolitik.report.comparison import comparison_page
from kommunepolitik.report.followup import followup_page
from kommunepolitik.report.index import index_page
from kommunepolitik.report.paper import paper
from kommunepolitik.report.policy import policy_page
from kommunepolitik.site.pages import ENDINGS, PAGE_FORMATS, Page, address, pages_of
from kommunepolitik.site.site import Site
from kommunepolitik.site.workers import in_processes, limited, write_limited

MANIFEST: Final = ".kommunepolitik-build.json"
"""The file beside the pages that lists each with a fingerprint of its content, and whether they are internal."""
_MANY: Final = 60
"""Work below this, in pages of text, is done in one process, since starting others would take longer."""
_EFFORT: Final = {"pdf": 15, "docx": 3}

PageResults = tuple[Sequence[tuple[Page, bytes | Exception]], dict[str, Sequence[StatusShare]]]
"""Pages, each with its content or the error that prevents it; and the current targets by status, by policy."""


def make(
    site: Site,
    pages: Sequence[Page],
    names: Collection[str],
    read_language: Callable[[], Language],
    writer: Callable[..., str | bytes],
    shares: Mapping[str, Sequence[StatusShare]] | None = None,
) -> PageResults:
    """Make the pages on a subject, which share costly steps: a policy is judged, or two editions compared, once.

    A page that cannot be made does not affect the others; its error names it. `site` is the part that they show,
    `names` those of all files of the site: links lead only to them. `shares` is for the index page.
    """
    policies, words = [site.portfolio[id] for id in pages[0].subject], read_language()
    context = cache(lambda: site.context(policies[0], words))
    builders: dict[str, Callable[[], Report]] = {
        "policy": lambda: policy_page(context()),
        "followup": lambda: followup_page(context()),
        "paper": lambda: paper(context()),
        "comparison": lambda: comparison_page(
            compare(policies[0], policies[1], site.observations),
            words,
            portfolio=site.portfolio,
            internal=site.internal,
        ),
        "index": lambda: index_page(
            site.portfolio, words, shares, papers=any(f"{ENDINGS['paper']}." in name for name in names)
        ),
    }
    report = cache(lambda kind: builders[kind]())  # one report for all formats

    def content(page: Page) -> str | bytes:
        if page.kind == "record":
            return Record.of(context().results.evaluation, policies[0].id).to_json()
        return writer(report(page.kind), page.format, addresses=partial(address, format=page.format, names=names))

    made: list[tuple[Page, bytes | Exception]] = []
    for page in pages:
        try:
            written = content(page)
            made.append((page, written if isinstance(written, bytes) else written.encode("utf-8", "replace")))
        except KommunepolitikError as error:
            made.append((page, type(error)(*(_placed(problem, page.name) for problem in error.problems))))
        except Exception as error:  # a bug does not stop other pages
            error.add_note(f"while making {page.name}")
            made.append((page, error))
    is_judged = len(policies) == 1 and any(isinstance(each, bytes) for _, each in made)
    return made, {policies[0].id: context().results.distribution} if is_judged else {}


def _placed(problem: Problem, page: str) -> Problem:
    """Return a problem with its page; a file known only by its name follows the name of the page."""
    is_path = problem.file is not None and os.sep in problem.file
    return problem if is_path else attrs.evolve(problem, file=f"{page}: {problem.file}" if problem.file else page)


def _manifest(folder: Path) -> tuple[bool, dict[str, str]]:
    """Return whether the pages in a folder are internal, and their fingerprints by name; without a manifest, none."""
    try:
        found = json.loads(read_text(folder / MANIFEST))
        pages = {name: str(of) for name, of in found["pages"].items() if is_file(folder / name)}
        return bool(found["internal"]), pages
    except (KommunepolitikError, ValueError, LookupError, RecursionError, TypeError, AttributeError):
        return False, {}


@attrs.define(slots=False)
class Build:
    """The build of a site's pages in a folder, and the outcome of each page."""

    site: Site
    output: Path
    formats: Sequence[str]
    code: str = "da"
    paper: bool = attrs.field(default=False, kw_only=True)
    """Whether the short paper for a committee is made too."""
    theme: Theme | None = attrs.field(default=None, kw_only=True)
    template: Path | None = attrs.field(default=None, kw_only=True)
    workers: int = attrs.field(default=1, kw_only=True)
    """The number of processes for many pages."""
    year_of: str = attrs.field(default="", kw_only=True)
    """The policy whose folder of a year the output is: its record is called `record.json` there."""
    written: list[Path] = attrs.field(init=False, factory=list)
    """The pages that are new or have changed."""
    unchanged: list[Path] = attrs.field(init=False, factory=list)
    """The pages that are unchanged; their files are not written."""

    __repr__ = short_repr

    @cached_property
    def files(self) -> Sequence[Page]:
        """All files, in the order of the site: the pages and the records."""
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
        """The pages of an earlier run, in these formats, that are no longer made; they are never removed."""
        gone = sorted(_manifest(self.output)[1].keys() - {page.name for page in self.files})
        return [self.output / name for name in gone if Path(name).suffix[1:] in self.formats]

    def run(self) -> Generator[Path, None, None]:
        """Make the pages and records, and yield the path of each page when it is done; the index page comes last.

        A page that cannot be made or written does not stop the others. All failures are raised together at the end,
        and the index page is then left as it was.

        Raises:
            FileError: a page cannot be written; a policy's id would give two pages the same name; or public
                pages would replace internal ones, or the reverse.
            MissingExtra: a format needs a package that is not installed; nothing is made.
            RenderingError: there is no such format; nothing is made.
            KommunepolitikError: pages cannot be made, with all problems.

        >>> from kommunepolitik.documents import read_all
        >>> from kommunepolitik.site import gather
        >>> site = gather(read_all(["docs/tutorial/nybro/integration_2024"]))
        >>> [path.name for path in Build(site, Path("build/example-pages"), ("md",)).run()]
        ['nybro-integration-2024.md', 'nybro-integration-2024--opfoelgning.md']
        """
        pages = self._check()
        failures: list[Exception] = []
        shares: dict[str, Sequence[StatusShare]] = {}
        # Known before any is there: a later run, after this one was killed, does not mix public and internal pages.
        self._write_manifest(dict.fromkeys((page.name for page in self.files if page.kind != "record"), "") | pages)
        jobs = self._jobs()
        index = jobs.pop((), None)
        try:
            with closing(self._made(list(jobs.values()))) as done:
                for made, own in done:
                    yield from self._put(made, pages, failures)
                    shares |= own
            _raise(failures)
            if index is not None:
                yield from self._put(index(shares=shares)[0], pages, failures)
                _raise(failures)
        except BaseException:
            with suppress(FileError):  # then the failure is one of those that are raised
                self._write_manifest(pages)
            raise
        self._write_manifest(pages)

    def _write_manifest(self, pages: Mapping[str, str]) -> None:
        """Write the list of pages, if it differs."""
        manifest = {"internal": self.site.internal, "pages": dict(sorted(pages.items()))}
        write_changed(self.output / MANIFEST, f"{json.dumps(manifest, ensure_ascii=False, indent=1)}\n".encode())

    def _check(self) -> dict[str, str]:
        """Raise what stops all pages, and return the fingerprints of the existing ones."""
        language(self.code)
        check_formats(self.formats, [*PAGE_FORMATS, *own_writers(self.site.extensions)])
        if "pdf" in self.formats:
            from kommunepolitik.formats.pdf import load_weasyprint

            load_weasyprint()
        if "docx" in self.formats:
            from kommunepolitik.formats.docx import read_template

            if self.template is not None:
                limited(str(self.template), partial(read_template, self.template))
        names = Counter(page.name for page in self.files)
        for page in self.files:
            if page.kind in ("comparison", "index") and names[page.name] > 1:
                code, id = ("same_report", page.subject[-1]) if page.subject else ("same_page", "index")
                raise FileError(Problem(code=code, data={"value": id}, file=str(self.output / page.name)))
        is_internal, pages = _manifest(self.output)
        if pages and is_internal != self.site.internal:
            code = "holds_public" if self.site.internal else "holds_internal"
            raise FileError(Problem(code=code, file=str(self.output)))
        return pages

    def _jobs(self) -> "dict[tuple[str, ...], partial[PageResults]]":
        """Return a job for the files on each subject, with the part of the site that they show."""
        files: dict[tuple[str, ...], list[Page]] = {}
        for page in self.files:
            files.setdefault(page.subject, []).append(page)
        names, words = {page.name for page in self.files}, partial(language, self.code, self.theme)
        writer = partial(write_limited, theme=self.theme, template=self.template, extensions=self.site.extensions)
        return {of: partial(make, self.site.part(of), pages, names, words, writer) for of, pages in files.items()}

    def _made(self, jobs: "Sequence[partial[PageResults]]") -> Generator[PageResults, None, None]:
        effort = sum(_EFFORT.get(page.format, 1) for page in self.files)
        # A module, rule or writer cannot be sent to another process; the name of a module can.
        can_go = all(isinstance(each, str) for each in self.site.extensions)
        count = min(self.workers, len(jobs)) if effort > _MANY and can_go else 1
        yield from in_processes(jobs, count) if count > 1 else (job() for job in jobs)

    def _put(
        self, made: Sequence[tuple[Page, bytes | Exception]], pages: dict[str, str], failures: list[Exception]
    ) -> Generator[Path, None, None]:
        """Write the pages that differ from the existing files, and yield the path of each finished page."""
        for page, content in made:
            path = self.output / page.name
            try:
                if isinstance(content, Exception):
                    raise content
                with uninterrupted():  # what is written is counted too
                    differs = write_changed(path, content, durable=False)  # it can be made again
                    if page.kind != "record":
                        pages[page.name] = hashlib.sha256(content).hexdigest()
                        (self.written if differs else self.unchanged).append(path)
            except Exception as error:  # any error; it is raised at the end
                failures.append(error)
                continue
            if page.kind != "record":
                yield path


def _raise(failures: Sequence[Exception]) -> None:
    """Raise all failures as one error; a problem of several pages, such as in a template, occurs once."""
    ours = [failure for failure in failures if isinstance(failure, KommunepolitikError)]
    if len(ours) < len(failures):
        raise failures[0] if len(failures) == 1 else ExceptionGroup("pages that cannot be made", failures)
    if ours:
        kinds = {type(error) for error in ours}
        kind = kinds.pop() if len(kinds) == 1 else RenderingError
        raise kind(*dict.fromkeys(problem for error in ours for problem in error.problems))
