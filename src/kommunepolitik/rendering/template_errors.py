"""What went wrong in a theme's template, told with the template and the line, and never as a traceback."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from types import TracebackType
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.utils import missing

from kommunepolitik.errors import Problem
from kommunepolitik.model.nearest import nearest
from kommunepolitik.rendering.workers import TimeLimit


class Unknown(jinja2.UndefinedError):
    """A template names something that is not there, or that it may not use."""

    def __init__(self, name: object, owner: object, message: str | None, *, forbidden: bool) -> None:
        super().__init__(message)
        self.name = name
        self.owner = owner
        self.forbidden = forbidden


class StrictName(jinja2.StrictUndefined):
    """A name that is not there, or may not be used; any use of it but `is defined` and `default` raises `Unknown`."""

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None) -> None:
        super().__init__(hint, obj, name)
        forbidden = exc is SecurityError
        self._undefined_exception = partial(Unknown, name, obj, forbidden=forbidden)  # type: ignore[assignment]


def template_problem(error: Exception, files: Collection[str], names: Iterable[str]) -> Problem:
    """Return what is wrong with a theme's template, and where.

    `files` are the theme's, and `names` what a template can name: those of the page and of other templates. The place
    is the innermost line of the theme that led there; a mistake that shows only in ours is told where ours was.
    """
    places: list[tuple[str | None, int | None]] = [*_places(error.__traceback__)]
    own = [place for place in places if place[0] in files]
    if isinstance(error, jinja2.TemplateSyntaxError):
        return syntax_problem(error, error.filename)
    file, line = (own or places or [(None, None)])[-1]
    code, data, near = _cause(error, list(names))
    return Problem(code=code, data=data, file=file, line=line, nearest=near)


def syntax_problem(error: jinja2.TemplateSyntaxError, file: str | None) -> Problem:
    """Return what is wrong with a template that cannot be read, as Jinja says it."""
    return Problem(code="template_syntax", data={"detail": error.message}, file=file, line=error.lineno)


def _cause(error: Exception, names: list[str]) -> tuple[str, dict[str, Any], str | None]:
    """Return code, data and the nearest right name."""
    match error:
        case Unknown(forbidden=True):
            return "template_forbidden", {"name": error.name}, None
        case Unknown():
            known = names if error.owner is missing else _fields(error.owner)
            return "template_unknown_name", {"name": error.name}, nearest(str(error.name), known)
        case jinja2.TemplateNotFound():
            return "template_missing", {"name": error.message or error.name}, nearest(str(error.name), names)
        case TimeLimit() | MemoryError():
            return "template_limits", {}, None
        case RecursionError():
            return "template_endless", {}, None
    said = str(error)
    return "template_failed", {"detail": f"{type(error).__name__}: {said}" if said else type(error).__name__}, None


def _fields(owner: object) -> list[str]:
    if isinstance(owner, dict):
        return [key for key in owner if isinstance(key, str)]
    return [name for name in dir(type(owner)) + list(getattr(owner, "__dict__", ())) if not name.startswith("_")]


def _places(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    """Yield file and line of each template that was being filled, the innermost last."""
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:  # a frame that Jinja put in place of compiled code
            yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
