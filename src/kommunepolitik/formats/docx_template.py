"""Reads, checks and fills a Word template, ours or a municipality's own, with our styles.

A Word file has no lines; a problem is reported with the placeholder as it is written, which Word's search finds.
"""

import copy
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import Any, Final

import docx
import jinja2
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from docxtpl import DocxTemplate
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from kommunepolitik.documents.paths import read_bytes
from kommunepolitik.documents.workbooks import too_large_part
from kommunepolitik.errors import FileError, Problem, RenderingError
from kommunepolitik.model.nearest import nearest

TEXTS: Final = ("title", "kicker", "lead", "municipality", "notice", "page", "of")
"""Placeholders that become a text, wherever they are."""
PARTS: Final = ("body", "contents")
"""Placeholders that become paragraphs and tables, on the page."""
MARK: Final = "kommunepolitik"
"""The element that marks the place of a part until it is inserted; no text can create one."""
_MOST: Final = 100 * 2**20
"""The maximum size of an unpacked template in bytes."""
_MOST_TEXT: Final = 2_500_000
"""The maximum size of a part with text, which is searched many times."""
_MOST_MARKUP: Final = 300_000
_TAG: Final = re.compile(r"\{[{%].*?(?:[}%]\}|$)")
_FAILS: Final = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, SyntaxError, TypeError, ValueError),
)
_ENVIRONMENT: Final = ImmutableSandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)


@cache
def our_template() -> bytes:
    """Return the content of our own template."""
    return resources.files(__package__).joinpath("templates/docx/report.docx").read_bytes()


@cache
def _ours() -> Any:
    return docx.Document(io.BytesIO(our_template()))


def read_template(template: Path) -> bytes:
    """Return the content of a template: a Word document whose placeholders can all be filled.

    Raises:
        FileError: the template does not exist, or is not a Word document.
        RenderingError: it has no place for the report, or placeholders that cannot be filled; all are reported.
    """
    place = str(template)
    source = read_bytes(template, _MOST)
    if problems := [each for xml in _parts(_opened(source, place)) for each in _problems(xml, place)]:
        raise RenderingError(*dict.fromkeys(problems))
    fill(source, dict.fromkeys(TEXTS, "x"), place)
    return source


def fill(source: bytes, texts: Mapping[str, str], place: str) -> tuple[Any, set[str]]:
    """Return a template with texts filled in, a mark for each part, and our styles; and the names that its page uses.

    Raises:
        RenderingError: it cannot be filled, or has no place for the report, or has a part in a header or footer.
    """
    template = _opened(source, place)
    marks = {part: Markup(f'<{MARK} part="{part}"/>') for part in PARTS}
    try:
        named = find_undeclared_variables(_ENVIRONMENT.parse(_parts(template)[0]))
        template.render({**texts, **marks}, _ENVIRONMENT)
    except (jinja2.TemplateError, *_FAILS) as error:
        data = {"detail": str(error) if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: {error}"}
        raise RenderingError(Problem(code="template_failed", data=data, file=place)) from error
    document = template.docx
    others = (part.blob for part in document.part.package.iter_parts() if part is not document.part)
    if any(f"<{MARK} part=".encode() in blob for blob in others):
        raise RenderingError(Problem(code="placeholder_in_margin", file=place))
    if not document.element.xpath(f"//{MARK}[@part='body']"):
        raise RenderingError(Problem(code="template_without_body", file=place))
    if source is not our_template():
        try:
            _add_missing_styles(document)
        except Exception as error:  # parts that are no Word styles or lists make the packages raise anything
            raise _not_a_template(error, place) from error
    return document, named


def _opened(source: bytes, place: str) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as packed:
            size = sum(each.file_size for each in packed.infolist())
            part = _too_large(packed) if size <= _MOST else None
        if size <= _MOST and part is None:
            template = DocxTemplate(io.BytesIO(source))
            template.init_docx()
            _parts(template)
            return template
    except Exception as error:  # the packages may raise anything for another kind of file
        raise _not_a_template(error, place) from error
    if part is not None:
        raise FileError(Problem(code="template_part_too_large", data={"part": part}, file=place))
    raise FileError(Problem(code="too_large", data={"size": size, "limit": _MOST}, file=place))


def _not_a_template(error: Exception, place: str) -> FileError:
    data = {"detail": f"{type(error).__name__}: {error}"}
    return FileError(Problem(code="not_a_word_template", data=data, file=place))


def _too_large(packed: zipfile.ZipFile) -> str | None:
    """Return the part that is larger than that of a template; pictures may be larger than texts."""
    for part in packed.infolist():
        if part.filename.casefold().endswith((".xml", ".rels")) and part.file_size > _MOST_TEXT:
            return part.filename
    return too_large_part(packed, _MOST_MARKUP, _MOST)


def _parts(template: Any) -> list[str]:
    """Return the templates of page, headers and footers, each paragraph on its own line."""
    parts = [template.get_xml()]
    for kind in (template.HEADER_URI, template.FOOTER_URI):
        parts += [template.get_part_xml(part) for _, part in template.get_headers_footers(kind)]
    return [re.sub(r"<w:p([ >])", r"\n<w:p\1", template.patch_xml(xml)) for xml in parts]


def _tags(line: str) -> list[str]:
    """Return the placeholders of a line, as they are written."""
    return _TAG.findall(re.sub(r"<[^>]+>", "", line))


def _problems(xml: str, place: str) -> Iterator[Problem]:
    """Yield the problems of the placeholders of a part, each with the placeholder."""
    lines, choices = xml.split("\n"), (*TEXTS, *PARTS)
    try:
        tree = _ENVIRONMENT.parse(xml)
        _ENVIRONMENT.compile(xml)  # also finds filters that do not exist
    except jinja2.TemplateSyntaxError as error:
        path = tuple(_tags(lines[error.lineno - 1])[:1])
        yield Problem(code="template_syntax", data={"detail": error.message}, file=place, path=path)
    except (RecursionError, SyntaxError, ValueError):
        yield Problem(code="template_nested", file=place)
    else:
        unknown = sorted(find_undeclared_variables(tree) - {*choices, *_ENVIRONMENT.globals})
        first: dict[str, str] = {}
        for tag in chain.from_iterable(map(_tags, lines)) if unknown else ():
            for word in re.findall(r"\w+", tag):
                first.setdefault(word, tag)
        for name in unknown:
            path = (first[name],) if name in first else ()
            near, data = nearest(name, choices), {"name": name}
            yield Problem(code="template_unknown_name", data=data, file=place, path=path, nearest=near, choices=choices)


def style_ids(document: Any) -> dict[str, str]:
    """Return the id of each style by its name in lower case: Word's own have the same names in all languages."""
    return {str(style.name_val).lower(): style.styleId for style in document.styles.element.style_lst}


def _add_missing_styles(document: Any) -> None:
    """Add each of our styles whose name a document does not have."""
    ours, known = _ours(), style_ids(document)
    ids = {style_id: known.get(name, f"Our{style_id}") for name, style_id in style_ids(ours).items()}
    for style in ours.styles.element.style_lst:
        if str(style.name_val).lower() in known:
            continue
        taken = copy.deepcopy(style)
        taken.styleId = ids[style.styleId]
        for link in [*taken.findall(qn("w:basedOn")), *taken.findall(qn("w:next"))]:
            link.set(qn("w:val"), ids[link.get(qn("w:val"))])
        for number in taken.iter(qn("w:numId")):
            number.set(qn("w:val"), add_list(document, number.get(qn("w:val"))))
        document.styles.element.append(taken)


def add_list(document: Any, number: int | str) -> str:
    """Add a list of one of the kinds of our template to a document, and return its number."""
    part, kind = document.part, RELATIONSHIP_TYPE.NUMBERING
    if not any(link.reltype == kind for link in part.rels.values()):
        empty = f"<w:numbering {nsdecls('w')}/>".encode()
        added = NumberingPart.load(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, empty, part.package)
        part.relate_to(added, kind)
    lists, ours = part.numbering_part.element, _ours().part.numbering_part.element
    taken = copy.deepcopy(ours.xpath(f"w:abstractNum[@w:abstractNumId='{number}']")[0])
    others = lists.xpath("w:abstractNum")
    new = max((int(each.get(qn("w:abstractNumId"))) for each in others), default=0) + 1
    taken.set(qn("w:abstractNumId"), str(new))
    for style in list(taken.iter(qn("w:pStyle"))):  # the style refers to the list; no reference back is needed
        style.getparent().remove(style)
    lists.insert(lists.index(others[-1]) + 1 if others else 0, taken)
    return str(lists.add_num(new).numId)
