"""Reports: built from policies, evaluations and comparisons, and written in every format."""

from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Literal, TypedDict, Unpack, overload

import attrs

from kommunepolitik.blocks import Report
from kommunepolitik.comparison import Comparison
from kommunepolitik.documents.extensions import Extension
from kommunepolitik.documents.writing import write_bytes
from kommunepolitik.errors import Phrase, Problem, RenderingError
from kommunepolitik.evaluation import Evaluation, Record, evaluate
from kommunepolitik.figures.scope import counted_later
from kommunepolitik.formats.theme import Theme
from kommunepolitik.i18n import language as language_of
from kommunepolitik.model import Account, Case, MissingFigure, Policy, Portfolio
from kommunepolitik.model.scalars import check_object
from kommunepolitik.observations.normalise import normalise
from kommunepolitik.report.comparison import comparison_page
from kommunepolitik.report.context import Context
from kommunepolitik.report.decimals import with_decimals
from kommunepolitik.report.disclosure import audience, comparison_shown, evaluations_shown
from kommunepolitik.report.followup import followup_page
from kommunepolitik.report.index import index_page
from kommunepolitik.report.outline import outline
from kommunepolitik.report.paper import paper
from kommunepolitik.report.policy import policy_page
from kommunepolitik.site.workers import write_limited

__all__ = ["Theme", "build_report", "render", "write"]

__dir__ = __all__.copy  # what Tab offers

Subject = Policy | Portfolio | Evaluation | Comparison
Purpose = Literal["page", "paper", "outline"]


class RenderOptions(TypedDict, total=False):
    """The keyword arguments of `render`."""

    purpose: Purpose
    language: str
    observations: Any
    accounts: Sequence[Account]
    missing_figures: Sequence[MissingFigure]
    earlier: Evaluation | Record | None
    case: Case | None
    internal: bool
    theme: Theme | None
    template: str | PathLike[str] | None
    extensions: Extension | Iterable[Extension]


def build_report(
    subject: Subject,
    purpose: Purpose = "page",
    language: str = "da",
    *,
    observations: Any = None,
    accounts: Sequence[Account] = (),
    missing_figures: Sequence[MissingFigure] = (),
    earlier: Evaluation | Record | None = None,
    case: Case | None = None,
    internal: bool = False,
    theme: Theme | None = None,
) -> Report:
    """Return a report of a policy, of the evaluation of one, of a comparison, or of a portfolio (its index).

    `purpose` is `page`; for an evaluation also `paper`, the short report for a committee; for a policy also `outline`.
    `language` is one of `LANGUAGES`; the policy's own text is Danish. `observations` is what `read_observations`
    returns or accepts, `accounts` what was written about its elements, `missing_figures` the figures that are
    unavailable or come later, `earlier` the saved record of last time (`read_record`) or an evaluation as of then,
    `case` the committee case of the paper; the words of a `theme` are used.

    Where a policy has `disclosure`, figures on few people are withheld, whatever an evaluation contains: it is computed
    again from `observations`. An `internal` report shows them, marked, and workshop material; it must not be
    published.

    Raises:
        InvalidModel: `earlier`, `case` or `theme` is something else.
        RenderingError: the language, the subject or its purpose is invalid; a text of the paper is too long; the
            evaluation of a policy with `disclosure` comes without its table; or `earlier` is the record of an internal
            report, and the report is for the public.
        InvalidObservations: the figures cannot be read.

    >>> import kommunepolitik.model as m
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse")
    >>> build_report(policy, language="en").title
    'P'
    """
    for given, cls in ((earlier, Record if isinstance(earlier, Record) else Evaluation), (case, Case), (theme, Theme)):
        if given is not None:
            check_object(given, cls)
    words = language_of(language, theme)
    if isinstance(subject, Comparison) and purpose == "page":
        return comparison_page(comparison_shown(subject, internal=internal), words, internal=internal)
    if isinstance(subject, Portfolio) and purpose == "page":
        return index_page(subject, words, {})
    if isinstance(subject, Policy) and purpose == "outline":
        return outline(subject, words)
    if isinstance(subject, Evaluation) and len(subject.portfolio) == 1 and purpose in ("page", "paper"):
        (policy,) = subject.portfolio
    elif isinstance(subject, Policy) and purpose == "page":
        policy, earlier = subject, None
    else:
        found = Phrase("found_object", type(subject).__name__)
        raise RenderingError(Problem(code="cannot_render", data={"found": found}))
    figures = None if observations is None else normalise(observations, policy).of(policy.id, areas=True)
    now = evaluate(policy, figures, audience=audience(internal=internal)) if isinstance(subject, Policy) else subject
    evaluation, record, figures = evaluations_shown(now, earlier, figures, internal=internal)
    shown = with_decimals(policy, evaluation)
    context = Context(policy=shown, language=words, evaluation=evaluation, observations=figures, earlier=record)
    context = attrs.evolve(context, accounts=accounts, portfolio=Portfolio([policy]), case=case, internal=internal)
    later = [] if figures is None or now.known is None else counted_later(figures, policy, now.known, now.at)
    context = attrs.evolve(context, missing_figures=missing_figures, later=later)
    page = policy_page if isinstance(subject, Policy) else followup_page
    return paper(context) if purpose == "paper" else page(context)


def write(
    report: Report,
    path: str | PathLike[str],
    format: str | None = None,
    *,
    theme: Theme | None = None,
    template: str | PathLike[str] | None = None,
    extensions: Extension | Iterable[Extension] = (),
) -> Path:
    """Write a report to a file atomically, and return the file; the format is that of the suffix, if none is given.

    `extensions` are modules with writers of own formats, names of such modules, or writers.

    Raises:
        InvalidModel: it is not a report.
        FileError: the file cannot be written.
        ExtensionError: an extension cannot be loaded.
        RenderingError: the format is unknown; a template or a writer of an extension fails; or a paper exceeds its
            number of
            pages.
        MissingExtra: the package that makes the format is not installed.

    >>> import kommunepolitik.model as m
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse")
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> write(build_report(policy), folder / "p.md").name
    'p.md'
    """
    format = format or Path(path).suffix.lower().removeprefix(".")
    content = write_limited(report, format, theme=theme, template=template, extensions=extensions)
    write_bytes(path, content if isinstance(content, bytes) else content.encode("utf-8", "replace"), overwrite=True)
    return Path(path)


@overload
def render(
    subject: Subject, format: Literal["html", "md", "json", "text"] = "html", **more: Unpack[RenderOptions]
) -> str: ...
@overload
def render(subject: Subject, format: Literal["pdf", "docx"], **more: Unpack[RenderOptions]) -> bytes: ...
@overload
def render(subject: Subject, format: str, **more: Unpack[RenderOptions]) -> str | bytes: ...


def render(
    subject: Subject,
    format: str = "html",
    *,
    template: str | PathLike[str] | None = None,
    extensions: Extension | Iterable[Extension] = (),
    **more: Any,
) -> str | bytes:
    """Return a report in a format of `FORMATS` or `extensions`, as `build_report` and `write` would write it.

    `pdf` (extra `pdf`) and `docx` (extra `docx`) return bytes, all others text. `template` is a Word document that a
    report in `docx` is put into; all else is as in `build_report`.

    Raises:
        KommunepolitikError: as those two functions do.

    >>> import kommunepolitik as kp
    >>> policy = kp.load("docs/tutorial/nybro/integration_2024")
    >>> render(policy, "md", purpose="outline").splitlines()[0]
    '# Integrationspolitik 2024-2027 – Sammen i Nybro'
    """
    report = build_report(subject, **more)
    return write_limited(report, format, theme=more.get("theme"), template=template, extensions=extensions)
