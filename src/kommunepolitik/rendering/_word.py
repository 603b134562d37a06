"""The follow-up report as a Word document, from our template or the municipality's own (docs/word-template.md).

Needs the extra `docx` (docxtpl). A template is filled in a sandbox: it reads the texts below and nothing else, and what
a policy says is never read as a placeholder. The report itself is put in place afterwards, as finished parts.
"""

import io
import itertools
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs
import jinja2
from markupsafe import Markup

from kommunepolitik.errors import FileError, MissingExtra, Problem, RenderingError
from kommunepolitik.model._nearest import nearest
from kommunepolitik.rendering._budget import spending
from kommunepolitik.rendering._disclosure import Notice
from kommunepolitik.rendering._pages import Section
from kommunepolitik.rendering._report import ReportView
from kommunepolitik.rendering._report_page import report_sections
from kommunepolitik.rendering._sandbox import ThemeEnvironment
from kommunepolitik.rendering._sandbox_code import CountingGenerator, counted_finalize, theme_filters
from kommunepolitik.rendering._template_errors import template_problem

if TYPE_CHECKING:
    from docx.document import Document

_MARK: Final = "kommunepolitik"
"""The element that keeps the place of a part until it is put there; no text can make one."""


def word_bytes(report: ReportView, template: Path | None = None) -> bytes:
    """Return the report as a Word document, in our template or another.

    The same report and template give the same bytes.

    Raises:
        MissingExtra: docxtpl, or the package that draws charts, is not installed.
        FileError: the template is not there, or is not a Word document.
        RenderingError: one of its placeholders cannot be filled, or it has none.
    """
    docxtpl = load_docxtpl()
    source = io.BytesIO(_default()) if template is None else read_template(template)
    place = "report.docx" if template is None else str(template)
    filled = docxtpl.DocxTemplate(source)
    try:
        filled.init_docx()
    except Exception as error:  # whatever the packages make of a file that is something else
        data = {"detail": _said(error)}
        raise FileError(Problem(code="not_a_word_template", data=data, file=place)) from error
    _fill(filled, _context(report), place)
    document: Document = filled.docx
    _put_in_place(document, report, place)
    _name(document, report)
    held = io.BytesIO()
    document.save(held)
    return _undated(held.getvalue())


@cache
def load_docxtpl() -> Any:
    try:
        import docxtpl  # noqa: PLC0415 - only Word needs it
    except ImportError as error:
        raise MissingExtra(Problem(code="missing_extra", data={"package": "docxtpl", "extra": "docx"})) from error
    return docxtpl


@cache
def _default() -> bytes:
    return resources.files(__package__).joinpath("templates/docx/report.docx").read_bytes()


def read_template(template: Path) -> io.BytesIO:
    try:
        return io.BytesIO(template.read_bytes())
    except FileNotFoundError as error:
        raise FileError(Problem(code="not_found", file=str(template))) from error
    except OSError as error:
        data = {"detail": error.strerror or str(error)}
        raise FileError(Problem(code="cannot_read", data=data, file=str(template))) from error


def _mark(part: str) -> Markup:
    """Keep the place of a part of the report while a template is filled."""
    return Markup('<{} part="{}"/>').format(_MARK, part)


def _context(report: ReportView) -> Mapping[str, Any]:
    """Return what a template can name; docs/word-template.md tells what each means."""
    from kommunepolitik.rendering._word_writer import clean  # noqa: PLC0415 - needs the extra

    _, view, policy = report.language.gettext, report.view, report.policy
    municipality = policy.municipality.full_name
    since = view.period(report.earlier.at) if report.earlier and report.earlier.at else ""
    judged = _("Judged at: {at}.").format(at=report.at)
    if since:
        judged += " " + _("Compared with the state at {at}.").format(at=since)
    made_up = _("{name} is made up, and so are all its figures.").format(name=municipality)
    page, _sep, of = _("page {page} of {pages}").partition("{page}")
    texts = {
        "title": report.title,
        "policy": policy.title,
        "municipality": municipality,
        "policy_area": policy.policy_area or "",
        "period": view.period(policy.period),
        "at": report.at,
        "since": since,
        "judged": judged,
        "headline": report.headline,
        "news": report.news_words,
        "notice": Notice(report.language, (policy,), view.observations).banner,
        "fictitious": made_up if policy.municipality.fictitious else "",
    }
    case = {name: _plain(getattr(report.case, name, None)) for name in ("title", "number", "competence")}
    tiles = [{"count": str(tile.count), "shape": tile.shape, "words": tile.words} for tile in report.tiles]
    return {
        "report": {name: clean(text) for name, text in texts.items()},
        "case": {name: clean(text) for name, text in case.items()},
        "tiles": tiles,
        "sections": [
            {"id": each.template, "title": each.title, "content": _mark(each.template)}
            for each in report_sections(report)
        ],
        "words": {"contents": _("Contents"), "page": page.strip(), "of": of.replace("{pages}", "").strip()},
        "contents": _mark("contents"),
        "body": _mark("body"),
    }


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _fill(filled: Any, context: Mapping[str, Any], place: str) -> None:
    """Fill in a template's placeholders; all names that mean nothing are told together."""
    environment = ThemeEnvironment(autoescape=True, finalize=counted_finalize(lambda value: value))
    environment.code_generator_class = CountingGenerator
    environment.filters = theme_filters({})
    with spending():
        try:
            named = _named(filled, context, environment)
            unknown = sorted(named - context.keys() - environment.globals.keys())
            if not unknown and named:
                filled.render(dict(context), environment)
        except Exception as error:  # somebody else's template may fail in any way
            raise RenderingError(_template_problem(error, context, place)) from error
    if not named:
        raise RenderingError(Problem(code="template_without_placeholders", file=place))
    if unknown:
        code = "template_unknown_name"
        raise RenderingError(
            *(Problem(code=code, data={"name": name}, file=place, nearest=nearest(name, context)) for name in unknown)
        )


def _named(filled: Any, context: Mapping[str, Any], environment: jinja2.Environment) -> set[str]:
    """Return the names that a template uses."""
    try:
        return set(filled.get_undeclared_template_variables(environment))
    except jinja2.TemplateSyntaxError:
        filled.render(dict(context), environment)  # raises it too, and tells the paragraph
        raise


def _template_problem(error: Exception, names: Iterable[str], place: str) -> Problem:
    """Return what is wrong with a template; a Word file has no lines, so the paragraph is told instead."""
    problem = attrs.evolve(template_problem(error, (), names), file=place, line=None)
    around = [text.strip() for text in getattr(error, "docx_context", ())]
    if isinstance(error, jinja2.TemplateSyntaxError) and around:
        text = around[min(3, error.lineno - 1, len(around) - 1)]  # docxtpl gives three paragraphs before it
        return attrs.evolve(problem, data={"detail": f"{problem.data['detail']} (»{text}«)"})
    return problem


def _said(error: Exception) -> str:
    return f"{error}".strip().rstrip(".") or type(error).__name__


def _put_in_place(document: "Document", report: ReportView, place: str) -> None:
    """Put the parts of the report where a template has them."""
    from docx import Document as opened  # noqa: N813, PLC0415 - needs the extra
    from docx.oxml.ns import qn  # noqa: PLC0415

    from kommunepolitik.rendering._word_styles import complete_styles  # noqa: PLC0415
    from kommunepolitik.rendering._word_writer import Writer  # noqa: PLC0415

    complete_styles(document, opened(io.BytesIO(_default())))
    numbers = itertools.count(2000)  # docxtpl numbers what a template holds from 1000
    for mark in list(document.element.body.iter(_MARK)):
        holder = next((each for each in mark.iterancestors(qn("w:p"))), mark)
        writer = Writer(document, report.language.code, numbers)
        _write(writer, report, mark.get("part"))
        for element in writer.elements:
            holder.addprevious(element)
        mark.getparent().remove(mark)
        if holder is not mark and not any(piece.text for piece in holder.iter(qn("w:t"))):
            holder.getparent().remove(holder)
    for part in document.part.package.iter_parts():
        if part is not document.part and f"<{_MARK} part=".encode() in part.blob:
            raise RenderingError(Problem(code="placeholder_in_margin", file=place))


def _write(writer: Any, report: ReportView, part: str) -> None:
    """Write one part of the report: all of it, its contents, or a section without its heading."""
    from kommunepolitik.rendering._word_report import write_notice, write_section  # noqa: PLC0415 - needs the extra
    from kommunepolitik.rendering._word_writer import bookmark  # noqa: PLC0415

    sections = report_sections(report)
    if part == "contents":
        writer.contents([(bookmark(section.template), section.title) for section in sections])
    elif part == "body":
        write_notice(writer, report)
        before: Section | None = None
        for section in sections:
            alone = "glance" in (section.template, before and before.template)  # a page that can stand by itself
            writer.heading(section.title, 1, place=bookmark(section.template), new_page=alone)
            write_section(writer, report, section.template)
            before = section
    else:
        write_section(writer, report, part)


def _name(document: "Document", report: ReportView) -> None:
    """Say whose document it is, and in what language."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - needs the extra

    from kommunepolitik.rendering._word_writer import TAGS, clean  # noqa: PLC0415

    tag = TAGS[report.language.code]
    properties = document.core_properties
    properties.title = clean(report.title)[:255]
    properties.author = report.policy.municipality.full_name
    properties.subject = clean(report.policy.policy_area or "")[:255]
    properties.language = tag
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is not None:
        language = defaults.find(qn("w:lang"))
        if language is None:
            language = defaults.makeelement(qn("w:lang"))
            defaults.append(language)
        language.set(qn("w:val"), tag)


def _undated(packed: bytes) -> bytes:
    """Return a packed document with its parts dated alike, so that two runs give the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            target.writestr(info, source.read(name), zipfile.ZIP_DEFLATED)
    return held.getvalue()
