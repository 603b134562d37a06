"""A Word template, ours or a municipality's own (docs/word-template.md): read, checked, filled in, given our styles.

A Word file has no lines; a problem is reported with the placeholder as it is written, which Word's own search finds.
"""

import copy
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import attrs
import docx
import jinja2
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from docxtpl import DocxTemplate
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from kommunepolitik.errors import FileError, Problem, RenderingError
from kommunepolitik.model.nearest import nearest

TEXTS: Final = ("title", "kicker", "lead", "municipality", "notice")
"""Placeholders that become a text, wherever they are."""
PARTS: Final = ("body", "contents")
"""Placeholders that become paragraphs and tables, on the page."""
MARK: Final = "kommunepolitik"
"""The element that keeps the place of a part until it is put there; no text can make one."""

_MOST: Final = 100 * 2**20
"""How many bytes a template may have when it is unpacked."""
_TAG: Final = re.compile(r"\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)")
_FAILS: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, SyntaxError, TypeError, ValueError)


@attrs.frozen
class Filled:
    """A template whose texts are filled in and whose parts are marked, with our styles."""

    document: Document
    named: frozenset[str]
    """The placeholders on its page."""

    @property
    def marks(self) -> list[Any]:
        """The elements that keep the places of parts."""
        return list(self.document.element.body.iter(MARK))


@cache
def our_template() -> bytes:
    """Return the content of our own template."""
    return resources.files(__package__).joinpath("templates/docx/report.docx").read_bytes()


def read_template(template: Path) -> bytes:
    """Return the content of a template: a Word document whose placeholders can all be filled.

    Raises:
        FileError: the template is not there, or is not a Word document.
        RenderingError: it has no place for the report, or placeholders that cannot be filled; all are reported.
    """
    try:
        source = template.read_bytes()
    except FileNotFoundError as error:
        raise FileError(Problem(code="not_found", file=str(template))) from error
    except OSError as error:
        data = {"detail": error.strerror or str(error)}
        raise FileError(Problem(code="cannot_read", data=data, file=str(template))) from error
    if problems := dict.fromkeys(_problems(_opened(source, str(template)))):
        raise RenderingError(*(attrs.evolve(problem, file=str(template)) for problem in problems))
    fill(source, dict.fromkeys(TEXTS, "x"), str(template))
    return source


def fill(source: bytes, texts: Mapping[str, str], place: str) -> Filled:
    """Return a template with its texts filled in, and a mark where each part belongs.

    Raises:
        RenderingError: it cannot be filled, or has no place for the report, or has a part in a header or footer.
    """
    template, environment = _opened(source, place), _environment()
    marks = {part: Markup('<{} part="{}"/>').format(Markup(MARK), part) for part in PARTS}
    try:
        named = find_undeclared_variables(environment.parse(template.patch_xml(template.get_xml())))
        template.render({**texts, **marks}, environment)
    except (jinja2.TemplateError, *_FAILS) as error:
        kind = "" if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: "
        data = {"detail": f"{kind}{error}"}
        raise RenderingError(Problem(code="template_failed", data=data, file=place)) from error
    document = template.docx
    for part in document.part.package.iter_parts():
        if part is not document.part and f"<{MARK} part=".encode() in part.blob:
            raise RenderingError(Problem(code="placeholder_in_margin", file=place))
    if not any(mark.get("part") == "body" for mark in document.element.body.iter(MARK)):
        raise RenderingError(Problem(code="template_without_body", file=place))
    if source is not our_template():
        _add_missing_styles(document)
    return Filled(document, frozenset(named))


def _opened(source: bytes, place: str) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as packed:
            size = sum(each.file_size for each in packed.infolist())
        if size > _MOST:
            raise FileError(Problem(code="too_large", data={"size": size, "limit": _MOST}, file=place))
        template = DocxTemplate(io.BytesIO(source))
        template.init_docx()
        _parts(template)
    except FileError:
        raise
    except Exception as error:  # whatever the packages make of a file that is something else
        data = {"detail": f"{type(error).__name__}: {error}"}
        raise FileError(Problem(code="not_a_word_template", data=data, file=place)) from error
    return template


def _environment() -> jinja2.Environment:
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)


def _problems(template: Any) -> Iterator[Problem]:
    """Yield what can be seen to be wrong with the placeholders of the page, headers and footers."""
    environment = _environment()
    for tags, xml in _parts(template):
        text = re.sub(r"<w:p([ >])", r"\n<w:p\1", template.patch_xml(xml))
        try:
            tree = environment.parse(text)
            environment.compile(text)  # finds filters that do not exist, too
        except jinja2.TemplateSyntaxError as error:
            line = re.sub(r"<[^>]+>", "", text.split("\n")[error.lineno - 1])
            found = (_TAG.findall(line) or [""])[0]
            yield Problem(code="template_syntax", data={"detail": error.message}, path=(found,) if found else ())
        except RecursionError:
            yield Problem(code="template_nested")
        else:
            for name in sorted(find_undeclared_variables(tree) - {*TEXTS, *PARTS, *environment.globals}):
                path = [tag for tag in tags if re.search(rf"\b{name}\b", tag)][:1]
                near, choices = nearest(name, (*TEXTS, *PARTS)), (*TEXTS, *PARTS)
                data = {"name": name}
                yield Problem(code="template_unknown_name", data=data, path=tuple(path), nearest=near, choices=choices)


def _parts(template: Any) -> list[tuple[list[str], str]]:
    """Return page, headers and footers: their placeholders, and their XML."""
    parts = [(template.docx.element.body, template.get_xml())]
    for kind in (template.HEADER_URI, template.FOOTER_URI):
        found = template.get_headers_footers(kind)
        parts += [(parse_xml(part.blob), template.get_part_xml(part)) for _, part in found]
    lines = [("".join(each.itertext(qn("w:t"))) for each in element.iter(qn("w:p"))) for element, _ in parts]
    tags = [[tag for line in held for tag in _TAG.findall(line)] for held in lines]
    return list(zip(tags, (xml for _, xml in parts), strict=True))


def style_ids(document: Document) -> dict[str, str]:
    """Return the id of each style by its name in lower case: Word names its own alike in all languages."""
    return {str(style.name_val).lower(): style.styleId for style in document.styles.element.style_lst}


def _add_missing_styles(document: Document) -> None:
    """Give a document each of our styles that it has none of the same name for."""
    ours, own = docx.Document(io.BytesIO(our_template())), document.styles.element
    known, ids = style_ids(document), {style.styleId for style in own.style_lst}
    for style in ours.styles.element.style_lst:
        if str(style.name_val).lower() in known:
            continue
        taken = copy.deepcopy(style)
        while taken.styleId in ids:
            taken.styleId += "0"
        taken.attrib.pop(qn("w:default"), None)
        for link in [*taken.findall(qn("w:basedOn")), *taken.findall(qn("w:next"))]:
            meant = next(each for each in ours.styles.element.style_lst if each.styleId == link.get(qn("w:val")))
            link.set(qn("w:val"), known.get(str(meant.name_val).lower(), meant.styleId))
        for number in taken.iter(qn("w:numId")):
            number.set(qn("w:val"), _add_list(document, ours, number.get(qn("w:val"))))
        own.append(taken)


def _add_list(document: Document, ours: Document, number: str) -> str:
    """Give a document one of our kinds of list, and return its number there."""
    theirs = numbering(document)
    kinds = theirs.findall(qn("w:abstractNum"))
    new = max((int(each.get(qn("w:abstractNumId"))) for each in kinds), default=0) + 1
    source = ours.part.numbering_part.element
    kind = copy.deepcopy(source.find(f"w:abstractNum[@w:abstractNumId='{number}']", source.nsmap))
    kind.set(qn("w:abstractNumId"), str(new))
    for style in list(kind.iter(qn("w:pStyle"))):  # the style points here; the way back is not needed
        style.getparent().remove(style)
    theirs.insert(theirs.index(kinds[-1]) + 1 if kinds else 0, kind)
    return str(theirs.add_num(new).numId)


def numbering(document: Document) -> Any:
    """Return the lists of a document; one that has none gets an empty part for them."""
    part = document.part
    if not any(link.reltype == RELATIONSHIP_TYPE.NUMBERING for link in part.rels.values()):
        empty = f"<w:numbering {nsdecls('w')}/>".encode()
        added = NumberingPart.load(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, empty, part.package)
        part.relate_to(added, RELATIONSHIP_TYPE.NUMBERING)
    return part.numbering_part.element
