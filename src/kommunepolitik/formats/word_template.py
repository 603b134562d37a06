"""A Word template: read, and what is wrong with its placeholders told all at once, before any report is put into it.

A Word file has no lines; a placeholder is told with the paragraph it stands in, which Word's own search finds.
"""

import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from textwrap import shorten
from typing import Any, Final

import attrs
import jinja2
from jinja2 import nodes
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kommunepolitik.errors import FileError, MissingExtra, Problem, RenderingError
from kommunepolitik.formats.templates import syntax_problem, template_problem
from kommunepolitik.model.nearest import nearest
from kommunepolitik.site.workers import call_limited

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "report": (
        *("title", "policy", "municipality", "policy_area", "period", "at", "since", "judged", "headline", "news"),
        *("notice", "fictitious"),
    ),
    "case": ("title", "number", "competence"),
    "words": ("contents", "page", "of"),
    "tiles": ("count", "shape", "words"),
    "sections": ("id", "title", "content"),
    "contents": (),
    "body": (),
}
"""What a template can name, and the fields of each, or of each entry of a list."""
_LISTS: Final = ("tiles", "sections")
_CALLED: Final = ("items", "keys", "values", "get")
_LONG: Final = 80
"""A longer paragraph is told by the placeholder alone."""
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


@cache
def load_docxtpl() -> Any:
    """Return the package docxtpl, or raise `MissingExtra`."""
    try:
        import docxtpl
    except ImportError as error:
        raise MissingExtra(Problem(code="missing_extra", data={"package": "docxtpl", "extra": "docx"})) from error
    return docxtpl


def read_template(template: Path) -> bytes:
    """Return the content of a template: a Word document whose placeholders can all be filled.

    Raises:
        MissingExtra: docxtpl is not installed.
        FileError: the template is not there, or is not a Word document.
        RenderingError: it has no placeholder, or some that mean nothing; all of them are reported.
    """
    load_docxtpl()
    try:
        source = template.read_bytes()
    except FileNotFoundError as error:
        raise FileError(Problem(code="not_found", file=str(template))) from error
    except OSError as error:
        data = {"detail": error.strerror or str(error)}
        raise FileError(Problem(code="cannot_read", data=data, file=str(template))) from error
    if problems := call_limited(str(template), _problems, source, str(template)):
        raise RenderingError(*(attrs.evolve(problem, file=str(template)) for problem in problems))
    return source


def fill(source: bytes, context: Mapping[str, Any], place: str) -> bytes:
    """Return a template with its placeholders filled in.

    Raises:
        RenderingError: it cannot be filled.
    """
    filled = _opened(source, place)
    try:
        filled.render(dict(context), _environment())
    except Exception as error:  # somebody else's template may fail in any way
        problem = attrs.evolve(template_problem(error, (), context), file=place, line=None)
        raise RenderingError(problem) from error
    document = io.BytesIO()
    filled.docx.save(document)
    return document.getvalue()


def _opened(source: bytes, place: str) -> Any:
    opened = load_docxtpl().DocxTemplate(io.BytesIO(source))
    try:
        opened.init_docx()
    except Exception as error:  # whatever the packages make of a file that is something else
        data = {"detail": f"{type(error).__name__}: {error}"}
        raise FileError(Problem(code="not_a_word_template", data=data, file=place)) from error
    return opened


def _environment() -> jinja2.Environment:
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)


def _problems(source: bytes, file: str) -> list[Problem]:
    template, environment = _opened(source, file), _environment()
    found: list[Problem] = []
    named = False
    for element, xml in _parts(template):
        texts = (each.iter(_WORD + "t") for each in element.iter(_WORD + "p"))
        paragraphs = ["".join(piece.text or "" for piece in pieces) for pieces in texts]
        text = re.sub(r"<w:p([ >])", r"\n<w:p\1", template.patch_xml(xml))
        try:
            tree = environment.parse(text)
            environment.compile(text)  # tells of filters that are not there, too
        except jinja2.TemplateSyntaxError as error:
            problem = syntax_problem(error, None)
            around = shorten(re.sub(r"<[^>]+>", "", text.split("\n")[error.lineno - 1]), _LONG, placeholder="…")
            found.append(attrs.evolve(problem, line=None, path=(around,) if around else ()))
            named = True
        except RecursionError:
            found.append(Problem(code="template_nested"))
        else:
            named = named or bool(find_undeclared_variables(tree))
            for field, name, near in _unknown(tree, set(environment.globals)):
                path = _place(paragraphs, f".{name}" if field else name)
                found.append(Problem(code="template_unknown_name", data={"name": name}, path=path, nearest=near))
    if not named:
        found.append(Problem(code="template_without_placeholders"))
    return list({problem.show(): problem for problem in found}.values())


def _parts(template: Any) -> Iterator[tuple[Any, str]]:
    from docx.oxml import parse_xml

    yield template.docx.element.body, template.get_xml()
    for kind in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(kind):
            yield parse_xml(part.blob), template.get_part_xml(part)


def _unknown(tree: nodes.Template, given: set[str]) -> Iterator[tuple[bool, str, str | None]]:
    """Yield each name that means nothing: whether it is a field, the name, and the nearest right one."""
    known = {name: {name} for name in NAMES}  # a name may be of several loops; a field of one of them is a right one
    for loop in tree.find_all(nodes.For):
        if isinstance(loop.iter, nodes.Name) and loop.iter.name in _LISTS and isinstance(loop.target, nodes.Name):
            known.setdefault(loop.target.name, set()).add(loop.iter.name)
    for name in sorted(find_undeclared_variables(tree) - NAMES.keys() - given):
        yield False, name, nearest(name, NAMES)
    for node in tree.find_all((nodes.Getattr, nodes.Getitem)):
        assert isinstance(node, nodes.Getattr | nodes.Getitem)
        owner = node.node.node if isinstance(node.node, nodes.Getitem) else node.node  # tiles[0].words
        field = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
        lists = sorted(known.get(owner.name, ())) if isinstance(owner, nodes.Name) else ()
        held = [each for name in lists for each in NAMES.get(name, ())]
        if held and isinstance(field, str) and not field.startswith("_") and field not in (*held, *_CALLED):
            yield True, field, nearest(field, held)


def _place(paragraphs: list[str], name: str) -> tuple[str, ...]:
    """Tell where a name stands: the paragraph, or of a long one the placeholder; nothing where it is not found."""
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)" if not name.startswith(".") else rf"{re.escape(name)}(?!\w)")
    for text in paragraphs:
        for tag in _TAG.findall(text) or [text]:
            if name.strip(".") and "{" in text and word.search(tag):
                return (text.strip() if len(text.strip()) <= _LONG else tag,)
    return ()
