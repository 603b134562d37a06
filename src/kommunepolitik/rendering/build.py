"""Making the pages of a site: side by side, each written whole, and none that is there already as it would be."""

import hashlib
import io
import json
import pickle
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import closing
from functools import cache
from importlib import metadata
from pathlib import Path, PurePath
from typing import Final

import attrs

import kommunepolitik
from kommunepolitik.documents import write_bytes
from kommunepolitik.errors import FileError, KommunepolitikError, Problem, RenderingError
from kommunepolitik.formats.theme import Theme
from kommunepolitik.i18n import language
from kommunepolitik.rendering.jobs import INDEX, Job, Page, do, jobs_of, pages_of, processors, records_of, require
from kommunepolitik.rendering.site import Site

RECORD: Final = ".kommunepolitik-build.json"
"""The file beside the pages that records what each was made from; without it all are made anew."""


@attrs.define
class Build:
    """The pages of a site in a folder: which there are, and, as they are made, what became of each."""

    site: Site
    output: Path
    formats: Sequence[str]
    code: str
    theme: Theme | None = attrs.field(default=None, kw_only=True)
    template: Path | None = attrs.field(default=None, kw_only=True)
    workers: int | None = attrs.field(default=1, kw_only=True)
    """In how many processes many pages are made; None: as many as there are processors."""
    year_of: str | None = attrs.field(default=None, kw_only=True)
    """The policy whose folder of a year the output is: its record is called `record.json` there."""
    pages: Sequence[Page] = attrs.field(init=False)
    written: list[Path] = attrs.field(init=False, factory=list)
    """The pages that were new or other than before."""
    unchanged: list[Path] = attrs.field(init=False, factory=list)
    """The pages that were there already as they would be; they are left alone."""

    def __attrs_post_init__(self) -> None:
        self.pages = list(pages_of(self.site, self.formats))

    def __len__(self) -> int:
        return len(self.pages)

    @property
    def paths(self) -> Sequence[Path]:
        """The files of the pages, in the order of the site."""
        return [self.output / page.name for page in self.pages]

    @property
    def records(self) -> Sequence[Page]:
        """What is saved of each report beside the pages."""
        return list(records_of(self.site, self.year_of))

    @property
    def record_paths(self) -> Sequence[Path]:
        """The files of the records, in the order of the policies."""
        return [self.output / record.name for record in self.records]

    @property
    def no_longer(self) -> Sequence[Path]:
        """The pages of an earlier run, in these formats, that are not made now; they are never removed."""
        made = {page.name for page in self.pages}
        known = sorted(OutputFolder.read(self.output).entries.keys() - made)
        names = [name for name in known if PurePath(name).suffix[1:] in self.formats]
        return [self.output / name for name in names if (self.output / name).is_file()]

    def run(self) -> Generator[Path, None, None]:
        """Save the records, make the pages and yield the path of each when it is done; the index page comes last.

        A page that cannot be made or written does not stop the others. All failures are raised together in the end,
        and the index page is then left as it was.

        Raises:
            FileError: a page cannot be written; a policy's id would give two pages the same name; or pages for the
                public would take the place of internal ones, or internal ones of these.
            MissingExtra: a format needs a package that is not there; nothing is made.
            KommunepolitikError: pages cannot be made, with all problems.
        """
        self._check()
        folder = OutputFolder.read(self.output, internal=self.site.internal)
        failures: list[Exception] = []
        jobs = jobs_of(self.site, [*self.pages, *self.records], self.code, self.theme, self.template)
        try:
            for some in ([job for job in jobs if job.subject], [job for job in jobs if not job.subject]):
                with closing(self._make(some, folder)) as made:
                    for page, result in made:
                        if isinstance(result, Exception):
                            failures.append(result)
                        elif page.kind != "record":
                            (self.written if result else self.unchanged).append(self.output / page.name)
                            yield self.output / page.name
                _raise(failures)
        finally:
            folder.close()

    def _check(self) -> None:
        language(self.code)
        for name in self.formats:
            require(name, self.template)
        names = Counter(page.name for page in self.pages)
        for page in self.pages:
            if page.kind in ("comparison", "index") and names[page.name] > 1:
                code, id = ("same_page", INDEX) if page.kind == "index" else ("same_report", page.subject[-1])
                raise FileError(Problem(code=code, data={"value": id}, file=str(self.output / page.name)))
        known = OutputFolder.read(self.output)
        if known.internal != self.site.internal and any((self.output / name).is_file() for name in known.entries):
            code = "holds_public" if self.site.internal else "holds_internal"
            raise FileError(Problem(code=code, file=str(self.output)))
        try:
            self.output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            data = {"detail": error.strerror or str(error)}
            raise FileError(Problem(code="cannot_write", data=data, file=str(self.output))) from error

    def _make(
        self, jobs: Sequence[Job], folder: "OutputFolder"
    ) -> Generator[tuple[Page, bool | Exception], None, None]:
        """Yield each page with whether it was written, or why it was not."""
        sources: dict[Page, str] = {}
        stale: list[Job] = []
        template = self.template.read_bytes() if self.template and self.template.is_file() else None
        for job in jobs:
            shared = fingerprint(program(), attrs.evolve(job, pages=()), template)
            sources |= {page: fingerprint(shared, page) for page in job.pages}
            left = tuple(page for page in job.pages if not folder.has(page, sources[page]))
            yield from ((page, False) for page in job.pages if page not in left)
            if left:
                stale.append(attrs.evolve(job, pages=left))
        with closing(do(stale, processors() if self.workers is None else self.workers)) as made:
            for page, result in made:
                yield page, result if isinstance(result, Exception) else folder.put(page, sources[page], result)


@attrs.define
class OutputFolder:
    """The pages in a folder, and what each was made from."""

    path: Path
    internal: bool
    """Whether they show what the public may not see."""
    entries: dict[str, object]
    """By name: the digest of what a page was `made_from`, and of what its file `holds`."""
    recorded: object

    @classmethod
    def read(cls, path: Path, *, internal: bool | None = None) -> "OutputFolder":
        """Read the record of a folder; one that cannot be read counts as missing."""
        try:
            record = json.loads((path / RECORD).read_text("utf-8"))
            entries, recorded = dict(record["pages"]), record["internal"]
        except (OSError, ValueError, LookupError, TypeError):
            record, entries, recorded = None, {}, False
        return cls(path, recorded if internal is None else internal, entries, record)

    def has(self, page: Page, source: str) -> bool:
        """Return whether a page is there as it was written, and was made from the same."""
        entry = self.entries.get(page.name)
        return entry is not None and entry == _entry(source, _content(self.path / page.name))

    def put(self, page: Page, source: str, content: bytes) -> bool | Exception:
        """Write a page, unless the same is there already; return whether it was written, or why it cannot be."""
        path = self.path / page.name
        new = _content(path) != content
        try:
            if new:
                write_bytes(path, content, overwrite=True)
        except FileError as error:
            return error
        self.entries[page.name] = _entry(source, content)
        return new

    def close(self) -> None:
        """Write the record, without pages that are gone."""
        pages = {name: entry for name, entry in sorted(self.entries.items()) if (self.path / name).is_file()}
        record = {"internal": self.internal, "pages": pages}
        if record != self.recorded:
            text = json.dumps(record, ensure_ascii=False, indent=1)
            write_bytes(self.path / RECORD, f"{text}\n".encode(), overwrite=True)


def _entry(source: str, content: bytes | None) -> object:
    return {"made_from": source, "holds": content and digest(content)}


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _raise(failures: Sequence[Exception]) -> None:
    """Raise all failures as one error; a problem of several pages, such as of a template, counts once."""
    ours = [failure for failure in failures if isinstance(failure, KommunepolitikError)]
    if len(ours) < len(failures):
        raise failures[0] if len(failures) == 1 else ExceptionGroup("pages that cannot be made", failures)
    if ours:
        kinds = {type(error) for error in ours}
        kind = kinds.pop() if len(kinds) == 1 else RenderingError
        raise kind(*dict.fromkeys(problem for error in ours for problem in error.problems))


def digest(content: bytes) -> str:
    """Return the digest of a file's content."""
    return hashlib.sha256(content).hexdigest()


def fingerprint(*values: object) -> str:
    """Return the digest of some values with all that they contain."""
    content = io.BytesIO()
    pickler = pickle.Pickler(content)
    pickler.fast = True  # equal values give equal bytes, whether or not they are the same object
    pickler.dump(values)
    return digest(content.getvalue())


@cache
def program() -> str:
    """Return the digest of the program: each file of the library (code, templates, catalogues), and all packages."""
    home = Path(kommunepolitik.__file__).parent
    files = sorted(path for path in home.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    parts = [f"{path.relative_to(home).as_posix()} {digest(path.read_bytes())}" for path in files]
    packages = sorted(f"{each.name} {each.version}" for each in metadata.distributions())
    return digest("\n".join([*parts, *packages]).encode())
