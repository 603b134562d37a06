"""What went wrong in a template that is not ours, with the template and the line, and never as a traceback."""

from collections.abc import Collection, Iterable, Iterator
from types import TracebackType

import jinja2

from kommunepolitik.errors import Problem
from kommunepolitik.model.nearest import nearest
from kommunepolitik.rendering.workers import TimeLimit


def template_problem(error: Exception, files: Collection[str], names: Iterable[str] = ()) -> Problem:
    """Return what is wrong with a template, in Jinja's words where it has them.

    The place is the innermost line of the `files` that led there, else of any template; `names` are the templates that
    exist.
    """
    if isinstance(error, jinja2.TemplateSyntaxError):
        return syntax_problem(error, error.filename)
    places = [*_places(error.__traceback__)]
    file, line = next(
        (place for place in reversed(places) if place[0] in files), places[-1] if places else (None, None)
    )
    match error:
        case TimeLimit() | MemoryError():
            return Problem(code="template_limits", file=file, line=line)
        case RecursionError():
            return Problem(code="template_endless", file=file, line=line)
        case jinja2.TemplateNotFound():
            near, data = nearest(str(error.name), list(names)), {"name": error.message or error.name}
            return Problem(code="template_missing", data=data, file=file, line=line, nearest=near)
    kind = "" if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: "
    return Problem(code="template_failed", data={"detail": f"{kind}{error}"}, file=file, line=line)


def syntax_problem(error: jinja2.TemplateSyntaxError, file: str | None) -> Problem:
    """Return what is wrong with a template that cannot be read, in Jinja's words."""
    return Problem(code="template_syntax", data={"detail": error.message}, file=file, line=error.lineno)


def _places(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    """Yield file and line of each template that was being filled, the innermost last."""
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:  # a frame that Jinja put in place of compiled code
            yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
