"""What a preview shows: the pages as the files are now, or those before with what is wrong."""

import hashlib
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.documents import Document, read_each
from kommunepolitik.documents.extensions import load_beside
from kommunepolitik.documents.paths import is_file, read_bytes
from kommunepolitik.errors import InvalidDocument, KommunepolitikError, Problem
from kommunepolitik.errors.system import detail_of
from kommunepolitik.i18n import Language, language
from kommunepolitik.model import Period
from kommunepolitik.observations import DecimalMark
from kommunepolitik.site import Build, Settings, gather
from kommunepolitik.site.workers import processors


@attrs.frozen(kw_only=True)
class PreviewOptions:
    """What is previewed, and how, from the options of the command."""

    paths: Sequence[Path]
    observations: Sequence[Path] = ()
    """Files of figures besides those in the policies' folders."""
    at: Period | None = None
    internal: bool = False
    paper: bool = False
    """Whether the short paper for a committee is made too."""
    decimal: DecimalMark | None = None
    words: Language | None = None
    """The language; that of the settings, if none."""

    __repr__ = short_repr


@attrs.frozen(kw_only=True, slots=False)
class PreviewState:
    """The pages as they were last made, and what is wrong with the files since."""

    pages: Mapping[str, bytes] = attrs.field(factory=dict)
    """The content of each page, by the name of its file."""
    first: str = ""
    """The page to begin with: the index page where there is one, else that of the policy; empty without pages."""
    old: frozenset[str] = frozenset()
    """The names of the pages that are as they were before, since what they show cannot be read now."""
    documents: Mapping[Path, Document] = attrs.field(factory=dict, eq=False)
    """The policies that are shown, as they were last read, by their file."""
    problems: Sequence[Problem] = ()
    notices: Sequence[Problem] = ()
    """What was not read, which is no error."""
    words: Language = attrs.field(factory=lambda: language("da"))

    __repr__ = short_repr

    @cached_property
    def lines(self) -> Sequence[str]:
        """The problems in words, a line each."""
        return KommunepolitikError(*self.problems).lines(self.words.gettext)

    def mark(self, name: str) -> str:
        """Return a short text that is the same as long as a page is; that of no page is empty."""
        content = self.pages.get(name or self.first)
        return "" if content is None else hashlib.sha256(content).hexdigest()[:16]

    @cached_property
    def mark_of_problems(self) -> str:
        """A short text that is the same as long as the problems are, and the pages that they leave old."""
        text = "\n".join([*self.lines, *sorted(self.old)])
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def make_pages(
    options: PreviewOptions, before: PreviewState, is_over: Callable[[], bool] = lambda: False
) -> PreviewState:
    """Return the pages as the files are now; of what is wrong, those before, with all that is.

    A policy that cannot be read stays as it was last read, and the others follow. Figures, settings and a theme that
    cannot be read leave all pages as they were. When it `is_over`, no more pages are made, and the state is the one
    before.

    >>> state = make_pages(PreviewOptions(paths=[Path("docs/tutorial/nybro/integration_2024")]), PreviewState())
    >>> state.first, list(state.pages)
    ('nybro-integration-2024.html', ['nybro-integration-2024.html', 'nybro-integration-2024--opfoelgning.html'])
    >>> wrong = make_pages(PreviewOptions(paths=[Path("docs/tutorial/nybro/integration_2019")]), state)
    >>> wrong.pages == state.pages, [problem.code for problem in wrong.problems]
    (True, ['not_found'])
    """
    problems: Sequence[Problem]
    try:
        return _make_pages(options, before, is_over)
    except KommunepolitikError as error:
        problems = error.problems
    except OSError as error:  # such as a name that is too long
        place = None if error.filename is None else str(error.filename)
        problems = [Problem(code="cannot_read", data=detail_of(error), file=place)]
    except Exception as error:  # a fault of the program does not end the preview
        traceback.print_exception(error)
        problems = [Problem(code="preview_failed", data={"detail": f"{type(error).__name__}: {error}"})]
    words = options.words or before.words
    return attrs.evolve(before, old=frozenset(before.pages), problems=problems, words=words)


def _make_pages(options: PreviewOptions, before: PreviewState, is_over: Callable[[], bool]) -> PreviewState:
    settings, extensions = Settings.find(options.paths), load_beside(options.paths)
    words = options.words or language(settings.language or "da")
    read, unreadable = read_each(options.paths, "" if options.at is None else str(options.at))
    documents = {document.path: document for document in read}
    kept = {path: each for path, each in before.documents.items() if path not in documents and is_file(path)}
    documents |= kept if unreadable else {}
    if not documents:
        raise InvalidDocument(*unreadable)
    try:
        site = gather(
            list(documents.values()),
            options.observations,
            options.at,
            internal=options.internal,
            decimal=options.decimal,
            extensions=extensions,
        )
        with TemporaryDirectory(prefix="kommunepolitik-") as folder:
            theme, workers = settings.theme, processors()
            build = Build(site, Path(folder), ("html",), words.code, paper=options.paper, theme=theme, workers=workers)
            with closing(build.run()) as done:
                if is_over() or any(is_over() for _ in done):
                    return before
            pages = {path.name: read_bytes(path, None) for path in build.paths}
    except KommunepolitikError as error:
        raise KommunepolitikError(*unreadable, *error.problems) from error
    first = next((page.name for page in build.files if page.kind == "index"), build.paths[0].name)
    ids = {document.policy.id for document in kept.values()} if unreadable else set()
    return PreviewState(
        pages=pages,
        first=first,
        old=frozenset(page.name for page in build.files if ids.intersection(page.subject)),
        documents=documents,
        problems=unreadable,
        notices=site.observations.notices,
        words=words,
    )
