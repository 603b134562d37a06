"""Reports: policies as pages for people, from templates, in Danish or English."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from kommunepolitik.comparison import Comparison
from kommunepolitik.errors import Phrase, Problem, RenderingError
from kommunepolitik.evaluation import Evaluation, evaluate
from kommunepolitik.model import Account, Case, Policy, Portfolio
from kommunepolitik.rendering._charts import charts_available
from kommunepolitik.rendering._comparison_page import comparison_page, render_comparison
from kommunepolitik.rendering._followup import SHAPES
from kommunepolitik.rendering._language import LANGUAGES, Language
from kommunepolitik.rendering._language import language as language_of
from kommunepolitik.rendering._pages import Count, render_index, render_outline, render_policy, stage_words, summary
from kommunepolitik.rendering._report import report_of
from kommunepolitik.rendering._report_page import render_report, report_page
from kommunepolitik.rendering._site import Site, gather
from kommunepolitik.rendering._templates import SUFFIXES

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FORMATS",
    "LANGUAGES",
    "SHAPES",
    "Count",
    "Language",
    "Site",
    "charts_available",
    "comparison_page",
    "gather",
    "language_of",
    "render",
    "render_comparison",
    "render_outline",
    "render_report",
    "report_of",
    "report_page",
    "stage_words",
    "summary",
]

FORMATS = tuple(SUFFIXES)
"""The formats a report can have."""


def render(
    subject: Policy | Portfolio | Evaluation | Comparison,
    format: Literal["html", "md"] = "html",
    *,
    language: Literal["da", "en"] = "da",
    observations: "pd.DataFrame | None" = None,
    accounts: Sequence[Account] = (),
    earlier: Evaluation | None = None,
    case: Case | None = None,
) -> str:
    """Return a page as text: a policy, the follow-up report of an evaluation, a comparison, the way into a portfolio.

    `format` is one of `FORMATS` and `language` one of `LANGUAGES`; what the policy itself says stays Danish.
    `observations` is a table as `read_observations` gives it; its figures are shown with the policy they belong to.
    `accounts` is what was written about its elements, as `documents.read` gives it; what bodies asked for is
    answered by them. `earlier` is the evaluation of last time, and `case` the frame in which the report goes before a
    committee; both are for the report of an evaluation.

    Raises:
        RenderingError: the format, the language or the subject is none of those.
    """
    if format not in FORMATS:
        data = {"value": format, "choices": ", ".join(FORMATS)}
        raise RenderingError(Problem(code="unknown_output", data=data))
    if isinstance(subject, Policy):
        evaluation = None if observations is None else evaluate(subject, observations)
        return render_policy(
            subject, format, language, observations=observations, evaluation=evaluation, accounts=accounts
        )
    if isinstance(subject, Evaluation) and len(subject.portfolio) == 1:
        return render_report(report_of(subject, language, observations, accounts, earlier=earlier, case=case), format)
    if isinstance(subject, Comparison):
        return render_comparison(subject, format, language)
    if isinstance(subject, Portfolio):
        return render_index(subject, format, language)
    raise RenderingError(Problem(code="cannot_render", data={"found": Phrase("found_object", type(subject).__name__)}))
