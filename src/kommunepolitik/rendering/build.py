"""Making the pages of a site: side by side, each written whole, and none that is there already as it would be."""

import json
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

import attrs

from kommunepolitik.documents import write_bytes
from kommunepolitik.errors import FileError, KommunepolitikError, Problem, RenderingError
from kommunepolitik.i18n import language
from kommunepolitik.rendering.digests import Digester, digest, program
from kommunepolitik.rendering.jobs import FORMATS, INDEX, Job, Page, jobs_of, pages_of, require
from kommunepolitik.rendering.processes import do, processors
from kommunepolitik.rendering.theme import Theme

if TYPE_CHECKING:
    from kommunepolitik.rendering.site import Site

RECORD: Final = ".kommunepolitik-build.json"
"""The file beside the pages that tells what each was made from; without it all are made anew."""


class Build:
    """The pages of a site in a folder: which there are, and, as they are made, what became of each."""

    def __init__(
        self,
        site: "Site",
        output: Path,
        formats: Sequence[str],
        code: str,
        *,
        theme: Theme | None = None,
        template: Path | None = None,
        workers: int | None = 1,
    ) -> None:
        """Take a site, the folder, formats, language and theme, and the Word document that reports are put into.

        With more `workers` (none: as many as there are processors) many pages are made in that many processes.
        """
        self._site = site
        self._output = output
        self._formats = tuple(formats)
        self._code = code
        self._theme = theme
        self._template = template
        self._workers = processors() if workers is None else workers
        self.pages: Sequence[Page] = list(pages_of(site, self._formats))
        """All pages, in the order of the site."""
        self.written: list[Path] = []
        """The pages that were new or other than before."""
        self.unchanged: list[Path] = []
        """The pages that were there already as they would be; they are left alone."""

    def __len__(self) -> int:
        return len(self.pages)

    @property
    def paths(self) -> Sequence[Path]:
        """Where the pages lie, in the order of the site."""
        return [self._output / page.name for page in self.pages]

    @property
    def no_longer(self) -> Sequence[Path]:
        """The pages of an earlier time, in these formats, that are not made now; they are never removed."""
        made = {page.name for page in self.pages}
        suffixes = {FORMATS[name].suffix for name in self._formats}
        known = sorted(_read(self._output).pages.keys() - made)
        names = [name for name in known if PurePath(name).suffix in suffixes]
        return [self._output / name for name in names if (self._output / name).is_file()]

    def run(self) -> Generator[Path, None, None]:
        """Make the pages and yield the path of each when it is done; the way in comes last.

        A page that cannot be made or written does not stop the others. All that failed is told in the end, and the
        way in is then left as it was.

        Raises:
            FileError: a page cannot be written; a policy's id would give two pages the same name; or pages for the
                public would take the place of internal ones, or internal ones of these.
            MissingExtra: a format needs a package that is not there; nothing is made.
            KommunepolitikError: pages cannot be made, with all that is wrong.
        """
        self._check()
        shelf = _Shelf(self._output, internal=self._site.internal)
        failures: list[Exception] = []
        jobs = jobs_of(self._site, self.pages, self._code, self._theme, self._template)
        try:
            for some in ([job for job in jobs if job.subject], [job for job in jobs if not job.subject]):
                with closing(self._make(some, shelf)) as made:
                    for page, result in made:
                        if isinstance(result, Exception):
                            failures.append(result)
                        else:
                            (self.written if result else self.unchanged).append(self._output / page.name)
                            yield self._output / page.name
                _tell(failures)
        finally:
            shelf.close()

    def _check(self) -> None:
        """Tell what would stop any page before one is made."""
        language(self._code)
        for name in self._formats:
            require(name, self._template)
        if any(page.kind == "index" for page in self.pages) and INDEX in self._site.portfolio:
            place = str(self._output / f"{INDEX}{FORMATS[self._formats[0]].suffix}")
            raise FileError(Problem(code="same_page", data={"value": INDEX}, file=place))
        names = [page.name for page in self.pages]
        if len(set(names)) < len(names):
            page = next(page for page in self.pages if names.count(page.name) > 1 and page.kind == "comparison")
            data = {"value": page.subject[-1]}
            raise FileError(Problem(code="same_report", data=data, file=str(self._output / page.name)))
        record = _read(self._output)
        if record.internal != self._site.internal and any((self._output / name).is_file() for name in record.pages):
            code = "holds_public" if self._site.internal else "holds_internal"
            raise FileError(Problem(code=code, file=str(self._output)))
        try:
            self._output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            data = {"detail": error.strerror or str(error)}
            raise FileError(Problem(code="cannot_write", data=data, file=str(self._output))) from error

    def _make(self, jobs: Sequence[Job], shelf: "_Shelf") -> Generator[tuple[Page, bool | Exception], None, None]:
        """Yield each page with whether it was written, or why it was not."""
        digests = Digester()
        grounds: dict[Page, str] = {}
        stale: list[Job] = []
        for job in jobs:
            ground = digests.of(program(), attrs.evolve(job, pages=()))
            grounds |= {page: digest(f"{ground} {page}".encode()) for page in job.pages}
            left = tuple(page for page in job.pages if not shelf.has(page, grounds[page]))
            yield from ((page, False) for page in job.pages if page not in left)
            if left:
                stale.append(attrs.evolve(job, pages=left))
        with closing(do(stale, self._workers)) as made:
            for page, result in made:
                yield page, result if isinstance(result, Exception) else shelf.put(page, grounds[page], result)


@attrs.frozen
class _Entry:
    """What is known of a page that was written: the digest of what it was made from, and of what its file holds."""

    made_from: str
    holds: str


@attrs.frozen
class _Record:
    """What is known of the pages of a folder."""

    pages: Mapping[str, _Entry]
    internal: bool
    """Whether they show what the public may not see."""


class _Shelf:
    """The pages that lie in a folder, and what each was made from."""

    def __init__(self, folder: Path, *, internal: bool) -> None:
        self._folder = folder
        self._internal = internal
        self._as_read = _read(folder)
        self._entries = dict(self._as_read.pages)

    def has(self, page: Page, ground: str) -> bool:
        """Tell whether a page lies there as it was written, and was made from the same."""
        entry = self._entries.get(page.name)
        if entry is None or entry.made_from != ground:
            return False
        held = _content(self._folder / page.name)
        return held is not None and digest(held) == entry.holds

    def put(self, page: Page, ground: str, content: bytes) -> bool | Exception:
        """Write a page, unless the same lies there already; tell whether it was written, or why it cannot be."""
        path = self._folder / page.name
        new = _content(path) != content
        if new:
            try:
                write_bytes(path, content, overwrite=True)
            except FileError as error:
                return error
        self._entries[page.name] = _Entry(ground, digest(content))
        return new

    def close(self) -> None:
        """Write down what is known; of pages that are gone, nothing."""
        known = {name: entry for name, entry in self._entries.items() if (self._folder / name).is_file()}
        if _Record(known, self._internal) == self._as_read:
            return
        pages = {name: attrs.asdict(entry) for name, entry in sorted(known.items())}
        text = json.dumps({"internal": self._internal, "pages": pages}, ensure_ascii=False, indent=1)
        write_bytes(self._folder / RECORD, f"{text}\n".encode(), overwrite=True)


def _read(folder: Path) -> _Record:
    """Read what is known of the pages of a folder; what cannot be read is as good as nothing."""
    try:
        told = json.loads((folder / RECORD).read_text("utf-8"))
        found = {name: _Entry(str(each["made_from"]), str(each["holds"])) for name, each in told["pages"].items()}
        internal = told.get("internal") is True
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return _Record({}, internal=False)
    pages = {name: each for name, each in found.items() if PurePath(name).name == name and "\\" not in name}
    return _Record(pages, internal)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _tell(failures: Sequence[Exception]) -> None:
    """Raise all that failed as one error."""
    told = [failure for failure in failures if isinstance(failure, KommunepolitikError)]
    if len(told) < len(failures):
        raise failures[0] if len(failures) == 1 else ExceptionGroup("pages that cannot be made", failures)
    if told:
        kinds = {type(error) for error in told}
        kind = kinds.pop() if len(kinds) == 1 else RenderingError
        raise kind(*_once(problem for error in told for problem in error.problems))


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield each problem once: what is wrong with a template is wrong for every policy."""
    told: list[Problem] = []
    for problem in problems:
        if problem not in told:
            told.append(problem)
            yield problem
