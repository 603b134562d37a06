"""Reports: policies as pages for people, from templates, in Danish or English."""

from typing import TYPE_CHECKING

from kommunepolitik.errors import Phrase, Problem, RenderingError
from kommunepolitik.model import Policy, Portfolio
from kommunepolitik.rendering._language import LANGUAGES, Language
from kommunepolitik.rendering._language import language as language_of
from kommunepolitik.rendering._pages import Count, render_index, render_outline, render_policy, summary
from kommunepolitik.rendering._site import Site, gather
from kommunepolitik.rendering._templates import SUFFIXES

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FORMATS",
    "LANGUAGES",
    "Count",
    "Language",
    "Site",
    "gather",
    "language_of",
    "render",
    "render_outline",
    "summary",
]

FORMATS = tuple(SUFFIXES)
"""The formats a report can have."""


def render(
    subject: Policy | Portfolio,
    format: str = "html",
    *,
    language: str = "da",
    observations: "pd.DataFrame | None" = None,
) -> str:
    """Return a report as text: the page of a policy, or the way into a portfolio.

    `format` is one of `FORMATS` and `language` one of `LANGUAGES`; what the policy itself says stays Danish.
    `observations` is a table as `read_observations` gives it; its figures are shown with the policy they belong to.

    Raises:
        RenderingError: the format, the language or the subject is none of those.
    """
    if format not in FORMATS:
        data = {"value": format, "choices": ", ".join(FORMATS)}
        raise RenderingError(Problem(code="unknown_output", data=data))
    if isinstance(subject, Policy):
        return render_policy(subject, format, language, observations=observations)
    if isinstance(subject, Portfolio):
        return render_index(subject, format, language)
    raise RenderingError(Problem(code="cannot_render", data={"found": Phrase("found_object", type(subject).__name__)}))
