"""What a preview shows: the pages as the files are now, or those before with what is wrong."""

import hashlib
import traceback
from collections import deque
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.documents import read_each
from kommunepolitik.documents.extensions import load_beside
from kommunepolitik.errors import InvalidDocument, KommunepolitikError, Problem
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
        """A short text that is the same as long as the problems are."""
        return hashlib.sha256("\n".join(self.lines).encode("utf-8", "replace")).hexdigest()[:16]


def make_pages(options: PreviewOptions, before: PreviewState) -> PreviewState:
    """Return the pages as the files are now; where anything is wrong, those before, with all that is.

    Policies that can be read are shown beside those that cannot only as long as there are no pages before.

    >>> state = make_pages(PreviewOptions(paths=[Path("docs/tutorial/nybro/integration_2024")]), PreviewState())
    >>> state.first, list(state.pages)
    ('nybro-integration-2024.html', ['nybro-integration-2024.html', 'nybro-integration-2024--opfoelgning.html'])
    >>> wrong = make_pages(PreviewOptions(paths=[Path("docs/tutorial/nybro/integration_2019")]), state)
    >>> wrong.pages is state.pages, [problem.code for problem in wrong.problems]
    (True, ['not_found'])
    """
    problems: Sequence[Problem]
    try:
        return _make_pages(options, before)
    except KommunepolitikError as error:
        problems = error.problems
    except OSError as error:  # such as a name that is too long
        place = None if error.filename is None else str(error.filename)
        problems = [Problem(code="cannot_read", data={"detail": error.strerror or str(error)}, file=place)]
    except Exception as error:  # a fault of the program does not end the preview
        traceback.print_exception(error)
        problems = [Problem(code="preview_failed", data={"detail": f"{type(error).__name__}: {error}"})]
    return attrs.evolve(before, problems=problems, words=options.words or before.words)


def _make_pages(options: PreviewOptions, before: PreviewState) -> PreviewState:
    settings, extensions = Settings.find(options.paths), load_beside(options.paths)
    words = options.words or language(settings.language or "da")
    documents, unreadable = read_each(options.paths, "" if options.at is None else str(options.at))
    if not documents or (unreadable and before.pages):
        raise InvalidDocument(*unreadable)
    site = gather(
        documents,
        options.observations,
        options.at,
        internal=options.internal,
        decimal=options.decimal,
        extensions=extensions,
    )
    with TemporaryDirectory(prefix="kommunepolitik-") as folder:
        theme, workers = settings.theme, processors()
        build = Build(site, Path(folder), ("html",), words.code, paper=options.paper, theme=theme, workers=workers)
        deque(build.run(), maxlen=0)
        pages = {path.name: path.read_bytes() for path in build.paths}
    first = next((page.name for page in build.files if page.kind == "index"), build.paths[0].name)
    notices = site.observations.notices
    return PreviewState(pages=pages, first=first, problems=unreadable, notices=notices, words=words)
