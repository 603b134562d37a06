"""Reports: policies as pages for people, from templates, in Danish or English."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, TypedDict, Unpack, overload

from kommunepolitik.comparison import Comparison
from kommunepolitik.errors import Phrase, Problem, RenderingError
from kommunepolitik.evaluation import Evaluation, Record, evaluate
from kommunepolitik.formats.pdf import pdf_bytes
from kommunepolitik.formats.theme import Theme
from kommunepolitik.formats.word_template import load_docxtpl
from kommunepolitik.i18n import language as language_of
from kommunepolitik.model import Account, Case, Policy, Portfolio
from kommunepolitik.model.record import check_object
from kommunepolitik.observations import normalise
from kommunepolitik.rendering.build import Build
from kommunepolitik.rendering.comparison_page import render_comparison
from kommunepolitik.rendering.jobs import FORMATS as FILES
from kommunepolitik.rendering.old_charts import charts_available
from kommunepolitik.rendering.pages import comparison_page, render_index, render_outline, render_policy
from kommunepolitik.rendering.report import render_report, report_of
from kommunepolitik.rendering.site import Site, gather
from kommunepolitik.report.disclosure import audience, comparison_shown, evaluations_shown, figures_shown
from kommunepolitik.report.lines import SHAPES
from kommunepolitik.site.settings import Settings

__all__ = [
    "FORMATS",
    "SHAPES",
    "Build",
    "Settings",
    "Site",
    "Theme",
    "charts_available",
    "comparison_page",
    "gather",
    "language_of",
    "render",
    "render_comparison",
    "render_outline",
    "render_report",
    "report_of",
]

FORMATS = tuple(FILES)
"""The formats pages can have: `html`, `md`, `pdf` and `docx`."""

Subject = Policy | Portfolio | Evaluation | Comparison


class RenderOptions(TypedDict, total=False):
    """What `render` takes by name."""

    language: str
    observations: Any
    accounts: Sequence[Account]
    earlier: Evaluation | Record | None
    case: Case | None
    internal: bool
    theme: Theme | None
    template: str | Path | None


@overload
def render(subject: Subject, format: Literal["html", "md"] = "html", **options: Unpack[RenderOptions]) -> str: ...
@overload
def render(subject: Subject, format: Literal["pdf", "docx"], **options: Unpack[RenderOptions]) -> bytes: ...
@overload
def render(subject: Subject, format: str, **options: Unpack[RenderOptions]) -> str | bytes: ...


def render(
    subject: Subject,
    format: str = "html",
    *,
    language: str = "da",
    observations: Any = None,
    accounts: Sequence[Account] = (),
    earlier: Evaluation | Record | None = None,
    case: Case | None = None,
    internal: bool = False,
    theme: Theme | None = None,
    template: str | Path | None = None,
) -> str | bytes:
    """Return a page: a policy, the follow-up report of an evaluation, a comparison, the way into a portfolio.

    `format` is one of `FORMATS`: `html` and `md` give text, `pdf` (extra `pdf`) and `docx` (extra `docx`, for the
    report of an evaluation only) what a file holds. `language` is one of `LANGUAGES`; the policy's own text is Danish.
    `observations` is what `read_observations` gives or takes; figures are shown with the policy they belong to.
    `accounts` is what was written about its elements, as `documents.read` gives it; what bodies asked for is
    answered by them. `earlier` is the saved record of last time (`read_record`), or an evaluation as of then, and
    `case` the frame in which the report goes before a committee; both are for the report of an evaluation. `theme` is
    a municipality's own look (`Theme.read`), and `template` a Word document that a report in `docx` is put into.

    Where a policy has `disclosure`, figures on few people are withheld, whatever an evaluation holds: it is made anew
    from `observations`. An `internal` page shows them, marked, under a warning; it must not be published.

    Raises:
        InvalidModel: `earlier`, `case` or `theme` is something else.
        RenderingError: the format, the language or the subject is none of those; a template is at fault; or the
            evaluation of a policy with `disclosure` comes without its table; or `earlier` is the record of an internal
            report, and the page is for the public.
        InvalidObservations: the figures cannot be read.
        MissingExtra: the package that makes the format is not installed.
    """
    _check_arguments(format, earlier, case, theme)
    text = "html" if format == "pdf" else format
    if observations is not None and isinstance(subject, Policy | Evaluation):
        policies = Portfolio([subject]) if isinstance(subject, Policy) else subject.portfolio
        observations = normalise(observations, subject if isinstance(subject, Policy) else policies)
        observations = observations.of(*(policy.id for policy in policies))
    if isinstance(subject, Evaluation) and len(subject.portfolio) == 1:
        subject, earlier, observations = evaluations_shown(subject, earlier, observations, internal=internal)
        report = report_of(subject, language, observations, accounts, earlier=earlier, case=case, theme=theme)
        if format == "docx":
            load_docxtpl()
            from kommunepolitik.rendering.word import word_bytes

            return word_bytes(report, None if template is None else Path(template))
        page = render_report(report, text)
    elif format == "docx" or not isinstance(subject, Policy | Comparison | Portfolio):
        found = Phrase("found_object", type(subject).__name__)
        raise RenderingError(Problem(code="cannot_render", data={"found": found}))
    elif isinstance(subject, Policy):
        page = _policy_page(subject, text, language, observations, internal, accounts=accounts, theme=theme)
    elif isinstance(subject, Comparison):
        page = render_comparison(comparison_shown(subject, internal=internal), text, language, theme=theme)
    else:
        page = render_index(subject, text, language, theme=theme)
    return pdf_bytes(page) if format == "pdf" else page


def _check_arguments(format: str, earlier: object, case: object, theme: object) -> None:
    if format not in FORMATS:
        data = {"value": format, "choices": ", ".join(FORMATS)}
        raise RenderingError(Problem(code="unknown_output", data=data))
    last = Record if isinstance(earlier, Record) else Evaluation
    for given, cls in ((earlier, last), (case, Case), (theme, Theme)):
        if given is not None:
            check_object(given, cls)


def _policy_page(policy: Policy, format: str, code: str, figures: Any, internal: bool, **more: Any) -> str:
    evaluation = None
    if figures is not None:
        figures = figures_shown(figures, (policy,), internal=internal)
        evaluation = evaluate(policy, figures, audience=audience(internal=internal))
    return render_policy(policy, format, code, observations=figures, evaluation=evaluation, **more)
