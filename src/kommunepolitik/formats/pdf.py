"""A report as a PDF file: tagged (PDF/UA-1), with title, language, bookmarks and page numbers.

Needs the extra `pdf` (WeasyPrint). The page is the same HTML that a browser shows; `pdf.css` styles it for
paper. Nothing is fetched: a page contains all it needs, including its font.
"""

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module, resources
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element, SubElement

import kommunepolitik.blocks as b
from kommunepolitik.errors import MissingExtra, Problem, RenderingError
from kommunepolitik.errors.system import missing_extra
from kommunepolitik.formats.html import write_html
from kommunepolitik.formats.hyphens import JOINTS
from kommunepolitik.formats.plain import cell_lines
from kommunepolitik.i18n import language

if TYPE_CHECKING:
    from kommunepolitik.formats.theme import Theme

_LIBRARIES: Final = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1"  # of Debian
_SVG: Final = "{http://www.w3.org/2000/svg}"
_PRINTED: Final = (297 - 16 - 14) / 297
"""The share of a page's height between the margins of `pdf.css`."""
_LONGEST: Final = 75
"""The number of letters of the title that fit at the top of a page."""
_LONGEST_TEXT: Final = 20_000
"""The most characters of one text, eight pages; where a longer one is repeated in tables, its layout takes minutes."""


def write_pdf(report: b.Report, theme: "Theme | None" = None) -> bytes:
    """Return a report as a PDF file; the same report gives the same bytes.

    Raises:
        RenderingError: sections take more pages than their budgets, with a problem for each; or a text is too long for
            paper.
        MissingExtra: as in `load_weasyprint`.
    """
    weasyprint = load_weasyprint()
    with _quiet():
        nowhere = weasyprint.urls.URLFetcher(allowed_protocols=("data",), allow_redirects=False)
        # Within a link, an element would divide it into several.
        text = write_html(report, theme=theme).replace("<wbr>", "\N{ZERO WIDTH SPACE}")
        page = weasyprint.HTML(string=text, url_fetcher=nowhere)
        _prepare(page.etree_element, report)
        _check_lengths(page.etree_element)
        document = page.render(pdf_variant="pdf/ua-1")
        if problems := list(_over_budget(report, document.pages)):
            raise RenderingError(*problems)
        return bytes(document.write_pdf(finisher=_complete, pdf_variant="pdf/ua-1"))


@cache
def load_weasyprint() -> Any:
    """Return the package that makes PDF files; raise `MissingExtra` without it, or a system library that it needs."""
    try:
        with _quiet():
            import weasyprint
    except ImportError as error:
        raise MissingExtra(missing_extra("weasyprint", "pdf")) from error
    except OSError as error:  # the package is installed, but not a library that it loads
        data = {"package": "weasyprint", "libraries": _LIBRARIES}
        raise MissingExtra(Problem(code="missing_libraries", data=data)) from error
    _describe_elements()
    _part_compounds()
    return weasyprint


def _prepare(root: Element, report: b.Report) -> None:
    """Prepare a page for paper: its style, bodies of items, words for pictures."""
    head, body = (next(root.iter(tag)) for tag in ("head", "body"))  # the parser creates them
    SubElement(head, "style").text = _style(report)
    for item in [each for each in body.iter("li") if {"p", "div", "ul", "ol", "dl"} & {part.tag for part in each}]:
        item[:], inner = [Element("div")], item[:]
        item[0].extend(inner)
    for picture in body.iter(f"{_SVG}svg"):
        parts = [picture.findtext(f"{_SVG}{name}") for name in ("title", "desc")]
        if (title := picture.find(f"{_SVG}title")) is None:
            title = SubElement(picture, f"{_SVG}title")
        title.text = ". ".join(filter(None, parts)) or picture.get("aria-label", "")


def _check_lengths(root: Element) -> None:
    """Raise `RenderingError` where a text is too long to be laid out."""
    longest = max(next(root.iter("body")).itertext(), key=len, default="")
    if len(longest) > _LONGEST_TEXT:
        words = " ".join(longest[:200].split()[:8])
        data = {"text": words, "count": len(longest), "limit": _LONGEST_TEXT}
        raise RenderingError(Problem(code="too_long_for_paper", data=data))


def _style(report: b.Report) -> str:
    """Return the style of the pages, with the words in their margins."""
    numbers = re.split(r"(\{pages?\})", language(report.language).gettext("page {page} of {pages}"))
    counters = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    title = " ".join(report.title.split())
    notices = tuple(notice for notice in report.notices if notice.kind in ("made_up", "internal"))
    edges = {
        "@top-left": _quoted(report.publisher),
        "@top-right": _quoted(title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}\N{HORIZONTAL ELLIPSIS}"),
        "@bottom-left": _quoted(" ".join(map(b.plain, cell_lines(notices)))),
        "@bottom-right": " ".join(counters.get(part) or _quoted(part) for part in numbers if part),
    }
    style = resources.files("kommunepolitik.formats").joinpath("templates/html/pdf.css").read_text(encoding="utf-8")
    rules = " ".join(f"{edge} {{ content: {content} }}" for edge, content in edges.items())
    first = "@page :first { @top-left { content: none } @top-right { content: none } @bottom-left { content: none } }"
    return f"{style}\n@page {{ {rules} }} {first}"


def _quoted(words: str) -> str:
    return json.dumps(re.sub(r"\s+", " ", words), ensure_ascii=False)


def _over_budget(report: b.Report, pages: Sequence[Any]) -> Iterator[Problem]:
    """Yield a problem for each section that exceeds its budget."""
    sections = {block.id: block for block in b.walk(report.sections) if isinstance(block, b.Section)}
    for budget in report.budgets:
        # Where a section is on each page: left, top, right, bottom.
        places = [place for page in pages if (place := page.anchors.get(budget.section))]
        share = sum(place[3] - place[1] for place in places) / (pages[0].height * _PRINTED)
        if (share if budget.pages < 1 else len(places)) <= budget.pages:
            continue
        section = sections[budget.section]
        paragraphs = (block for block in b.walk(section.blocks) if isinstance(block, b.Paragraph))
        words = max((b.plain(each.inlines).split() for each in paragraphs), key=len, default=[])
        room = (round(100 * share), round(100 * budget.pages)) if budget.pages < 1 else (len(places), budget.pages)
        data = {"title": b.plain(section.title), "found": room[0], "limit": room[1], "count": len(words)}
        code = "too_much_of_a_page" if budget.pages < 1 else "too_many_pages"
        yield Problem(code=code, data=data | {"text": " ".join(words[:8])})


def _part_compounds() -> None:
    """Break Danish compounds only between their words; the largest number at a place counts, odd ones break."""
    patterns = import_module("pyphen").Pyphen(lang="da").hd
    for joint in JOINTS:
        letters, at = joint.replace("-", ""), joint.index("-")
        patterns.patterns[letters] = (1, [9 if place == at else 8 for place in range(1, max(len(letters), at + 1))])
    patterns.maxlen = max(map(len, patterns.patterns))
    patterns.cache.clear()


@cache
def _describe_elements() -> None:
    """Add to the structure of files what WeasyPrint (70) leaves out, where it creates the elements.

    These are the language of a part, the direction of a table head, the table's name, the words of a link, and
    labels of fields as labels. Another version may build the structure differently; then a test fails.
    """
    tags = import_module("weasyprint.pdf.tags")
    if (build := getattr(tags, "_build_box_tree", None)) is None:
        return

    def building(box: Any, parent: Any, *rest: Any) -> Iterator[Any]:
        for element in build(box, parent, *rest):
            if getattr(box, "element", None) is not None:
                _describe(element, parent["S"], box)
            yield element

    vars(tags)["_build_box_tree"] = building


def _describe(element: Any, above: str, box: Any) -> None:
    pydyf, source = import_module("pydyf"), box.element
    if "lang" in source.attrib:
        element.setdefault("Lang", pydyf.String(source.get("lang")))
    match element["S"], source.tag:
        case "/TH", _:
            element["A"]["Scope"] = "/Row" if source.get("scope") == "row" else "/Column"
        case "/Table", _:
            name = " ".join("".join(next(source.iter("caption"), source).itertext()).split())
            element["A"] = pydyf.Dictionary({"O": "/Table", "Summary": name})
        case "/Link", _ if box.link_annotation:
            box.link_annotation["Contents"] = pydyf.String(" ".join("".join(source.itertext()).split()))
        case "/Div", "div" if above in ("/L", "/LI"):  # a field with its label and value; the body of an item
            element["S"] = "/LI" if above == "/L" else "/LBody"
        case "/LI", "dt" | "dd" if above == "/Div":
            element["S"] = "/Lbl" if source.tag == "dt" else "/LBody"
        case "/LBody", "dt" | "dd":
            element["S"] = "/Div"
        case "/Caption", "figcaption":
            element["S"] = "/P"


def _complete(_document: Any, pdf: Any) -> None:
    """Add the index of elements with an id, the groups that cells belong to, and unique names of tables."""
    pydyf = import_module("pydyf")
    objects = [each for each in pdf.objects if isinstance(each, pydyf.Dictionary)]
    elements = [each for each in objects if each.get("Type") == "/StructElem"]
    group, names = None, Counter[str]()
    for element in elements:
        match element["S"], element.get("A"):
            case "/Table", {"Summary": name}:
                group, names[name] = None, names[name] + 1  # a table that continues on the next page is a new one there
                element["A"]["Summary"] = pydyf.String(name if names[name] == 1 else f"{name} ({names[name]})")
            case "/TH", {"ColSpan": _}:
                group = element["ID"]
            case "/TD", {"Headers": heads} if group is not None:
                heads.append(group)
    named = sorted((each for each in elements if "ID" in each), key=lambda each: each["ID"].string)
    index = pydyf.Array(part for each in named for part in (each["ID"], each.reference))
    root = next(each for each in objects if each.get("Type") == "/StructTreeRoot")
    root["IDTree"] = pydyf.Dictionary({"Names": index})


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence the packages' messages about unknown style rules and fonts."""
    levels = {logger: logger.level for logger in map(logging.getLogger, ("weasyprint", "fontTools"))}
    for logger in levels:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in levels.items():
            logger.setLevel(level)
