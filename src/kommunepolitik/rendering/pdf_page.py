"""A page as a PDF file: tagged (PDF/UA-1), with title, language, bookmarks and page numbers.

Needs the extra `pdf` (WeasyPrint). The page is the same HTML that a browser shows; `pdf.css` says how it looks on
paper. Nothing is fetched: a page is whole in itself.
"""

import copy
import json
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module, resources
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from kommunepolitik.errors import MissingExtra, Problem
from kommunepolitik.i18n import LANGUAGES, language

_LIBRARIES: Final = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1"  # of Debian
_SVG: Final = "{http://www.w3.org/2000/svg}"
_FONTS: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
"""What the words of a chart are set in; the places for them were measured in a font of this width."""
_SIZES: Final = (108, 100, 92, 84, 76, 68)
_READABLE: Final = (100, 92, 84)
"""Those in which the summary may share the first page with title and contents."""


def pdf_bytes(html: str) -> bytes:
    """Return a page (a report, a policy, a comparison) as a PDF file; title and language are those of the page.

    The same page gives the same bytes on the same machine. Raises `MissingExtra` as `load_weasyprint` does.
    """
    with _quiet():
        page = _parsed(html)
        root: Element = page.etree_element
        style = _css(root.get("lang") or LANGUAGES[0])
        _add_style(root, style, _set_out(root, style))
        _describe_pictures(root)
        _name_figures(root)
        return bytes(page.write_pdf(pdf_variant="pdf/ua-1"))


def _parsed(html: str) -> Any:
    weasyprint = load_weasyprint()
    nowhere = weasyprint.urls.URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    return weasyprint.HTML(string=html, url_fetcher=nowhere)


def _set_out(root: Element, style: str) -> int:
    """Let the summary begin on the first page, or make that a cover; return the size in which it stands on one page.

    Only where nothing comes before the summary: a report with a case begins with the case.
    """
    body, main = root.find("body"), root.find(".//main")
    parts = [part for part in root.iter("section") if "one-page" in part.get("class", "").split()]
    if body is not None and main is not None and parts and parts[0] is next(iter(main), None):
        before = [each for each in root.iter() if each.tag == "header" or each.get("class") == "contents"]
        body.set("class", "first-page")
        for percent in _READABLE:
            if _fits(root, [*before, parts[0]], style, percent):
                return percent
        body.set("class", "cover")
    sizes = (percent for percent in _SIZES if all(_fits(root, [part], style, percent) for part in parts))
    return next(sizes, _SIZES[-1])


def _fits(root: Element, parts: Sequence[Element], style: str, percent: int) -> bool:
    """Tell whether parts of a page stand together on one page of paper in a size."""
    alone = Element("html", root.attrib)
    alone.extend(copy.deepcopy(root.findall("head")))
    body = root.find("body")
    SubElement(alone, "body", {} if body is None else body.attrib).extend(parts)
    _add_style(alone, style, percent)
    page = _parsed("<!DOCTYPE html>" + tostring(alone, encoding="unicode", method="html"))
    return len(page.render().pages) == 1


def _add_style(root: Element, style: str, percent: int) -> None:
    """Put the style last in the page's head, so that it has the last word."""
    head = root.find("head")
    assert head is not None  # the parser makes one
    SubElement(head, "style").text = f"{style}\n.one-page {{ font-size: {percent}% }}"


@cache
def load_weasyprint() -> Any:
    """Return the package that makes PDF files; raise `MissingExtra` without it, or a system library that it needs."""
    try:
        with _quiet():
            import weasyprint
    except ImportError as error:
        raise MissingExtra(Problem(code="missing_extra", data={"package": "weasyprint", "extra": "pdf"})) from error
    except OSError as error:  # the package is there, a library it loads is not
        data = {"package": "weasyprint", "libraries": _LIBRARIES}
        raise MissingExtra(Problem(code="missing_libraries", data=data)) from error
    _tell_languages()
    return weasyprint


def _tell_languages() -> None:
    """Mark where the language changes in the structure of a file; WeasyPrint (70) marks that of the whole alone."""
    pydyf, tags = import_module("pydyf"), import_module("weasyprint.pdf.tags")
    if (build := getattr(tags, "_build_box_tree", None)) is None:
        return  # another version builds it otherwise; a test tells

    def building(box: Any, *rest: Any) -> Iterator[Any]:
        code = None if box.element is None else box.element.get("lang")
        for element in build(box, *rest):
            if code is not None:
                element.setdefault("Lang", pydyf.String(code))
            yield element

    vars(tags)["_build_box_tree"] = building


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what the packages say of unknown style rules and of fonts from the user's terminal."""
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _describe_pictures(root: Element) -> None:
    """Let the alternative text of a chart, which WeasyPrint takes from its title, tell what it shows as well."""
    for picture in root.iter(f"{_SVG}svg"):
        title, description = picture.find(f"{_SVG}title"), picture.find(f"{_SVG}desc")
        if title is not None and description is not None:
            title.text = f"{title.text}. {description.text}"
        for part in picture.iter():
            if "font-family" in part.attrib:
                part.set("font-family", _FONTS)


def _name_figures(root: Element) -> None:
    """Let figures say what they are of: on paper they may begin a page, where a screen shows the heading above."""
    for card in root.iter("article"):
        heading = card.find("h4")
        if heading is None:
            continue
        for caption in card.iterfind("figure/table/caption"):
            language = {} if (said := heading.find(".//*[@lang]")) is None else {"lang": str(said.get("lang"))}
            name = Element("span", language)
            name.text, name.tail = "".join(heading.itertext()), f" · {caption.text or ''}"
            caption.text = ""
            caption.insert(0, name)


@cache
def _css(code: str) -> str:
    """Return the style of PDF pages in a language; the words of the page number are the language's."""
    words = language(code if code in LANGUAGES else LANGUAGES[0]).gettext("page {page} of {pages}")
    parts = re.split(r"(\{pages?\})", words)
    counters = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    content = " ".join(counters.get(part) or json.dumps(part, ensure_ascii=False) for part in parts if part)
    style = resources.files("kommunepolitik.rendering").joinpath("templates/html/pdf.css").read_text(encoding="utf-8")
    return f"{style}\n@page {{ @bottom-right {{ content: {content} }} }}"
