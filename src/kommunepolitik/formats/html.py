"""HTML: a report as one self-contained page, with its styles, scripts, charts and downloads."""

import base64
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import attrs
import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

import kommunepolitik.blocks as b
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.documents.csv_text import csv_text
from kommunepolitik.documents.spreadsheet_text import inert
from kommunepolitik.formats import Addresses, charts
from kommunepolitik.formats.fonts import font_file
from kommunepolitik.formats.hyphens import with_breaks
from kommunepolitik.i18n import Language, language

if TYPE_CHECKING:
    from kommunepolitik.formats.theme import Theme

OURS: Final = "kommunepolitik"
"""The prefix of our template's name in a theme that has one of the same name."""

_SPARK: Final = (84, 22)
"""Width and height of a sparkline, in pixels."""
_LEAST_RANGE: Final = 0.1
"""The least range of values that a sparkline shows, as a share of the largest one."""
_MANY: Final = 12
"""With more municipalities than this, the index page has a list of letters."""


def write_html(report: b.Report, addresses: Addresses | None = None, theme: "Theme | None" = None) -> str:
    """Return a report as a page; a link to a place without an address is written as text.

    >>> page = write_html(b.Report(kind="policy", title="Mål < midler", language="da", sections=()))
    >>> "<h1>Mål &lt; midler</h1>" in page
    True
    """
    page = Page(
        report=report,
        words=language(report.language, theme),
        env=environment(theme.templates if theme else {}),
        addresses=addresses,
        anchors=frozenset(_anchors(report.sections)),
    )
    shell = page.env.get_template("report.html.j2")
    return shell.render(page=page, report=report, theme=theme, _=page.words.gettext)


def environment(templates: Mapping[str, str] = MappingProxyType({})) -> jinja2.Environment:
    """Return the environment of our templates; those of a theme replace ours, in a sandbox."""
    return _environment(tuple(templates.items()))


@lru_cache(maxsize=16)
def _environment(templates: tuple[tuple[str, str], ...]) -> jinja2.Environment:
    ours = jinja2.PackageLoader("kommunepolitik.formats", "templates/html")
    own = {name: (text, name, lambda: True) for name, text in templates}  # its name is in the traceback where it fails
    env = (ImmutableSandboxedEnvironment if templates else jinja2.Environment)(
        loader=jinja2.ChoiceLoader([jinja2.FunctionLoader(own.get), ours, jinja2.PrefixLoader({OURS: ours})]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.filters["kind"] = _kind
    env.filters["plain"] = b.plain
    env.filters["breakable"] = _breakable
    env.globals["fonts"] = {
        weight: _data("font/woff2", font_file(weight).read_bytes()) for weight in ("Regular", "Bold")
    }
    return env


def _data(kind: str, content: bytes) -> str:
    """Return the `data:` address of a file embedded in the page."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _kind(each: object) -> str:
    """Return the name of a block's or inline's class, as templates and style sheets use it."""
    return type(each).__name__.lower()


def _breakable(words: str) -> Markup:
    """Return words with places to break the longest ones, so that no line and no column is wider than the page."""
    return Markup(str(escape(with_breaks(words))).replace("\N{ZERO WIDTH SPACE}", "<wbr>"))


@lru_cache(maxsize=1024)
def _template(env: jinja2.Environment, kind: str, role: str) -> jinja2.Template:
    return env.select_template([f"{kind}-{role}.html.j2", f"{kind}.html.j2"] if role else [f"{kind}.html.j2"])


@attrs.frozen(kw_only=True, slots=False)
class Page:
    """The functions that templates call to write the contents of a block; `page` in each of them."""

    report: b.Report
    words: Language
    env: jinja2.Environment
    addresses: Addresses | None
    anchors: frozenset[str]

    def blocks(self, blocks: Blocks, level: int = 2, heading: str = "") -> Markup:
        """Return blocks, each by the template of its class and role; sections have headings of the level.

        `heading` is the one above them, so that a block with the same title need not repeat it.
        """
        names = {"page": self, "level": level, "heading": heading, "_": self.words.gettext}
        return Markup("").join(Markup(self._template(each).render(names, block=each)) for each in blocks)

    def _template(self, block: b.Block) -> jinja2.Template:
        return _template(self.env, _kind(block), getattr(block, "role", "") or getattr(block, "kind", ""))

    def content(self, blocks: Blocks, level: int = 2) -> Markup:
        """Return the content of a cell, item or field; a single line needs no paragraph."""
        match blocks:
            case (b.Paragraph(inlines, ""),):
                return self.inlines(inlines)
        return self.blocks(blocks, level)

    def inlines(self, inlines: Iterable[b.Inline]) -> Markup:
        """Return the parts of a line."""
        return Markup(_inlines(self.env)(self, inlines))

    def lang(self, code: str) -> Markup:
        """Return the attribute of words in another language than the page's."""
        return Markup(' lang="{}"').format(code) if code not in ("", self.report.language) else Markup()

    def href(self, to: b.Place | str) -> str | None:
        """Return the address of a link; None where there is no such place, or its address could run a script."""
        if isinstance(to, str):
            return to if re.match(r"(?i)(https?|mailto):", to) else None
        if not to.page or (to.page, to.policies) == (self.report.place.page, self.report.place.policies):
            return f"#{to.anchor or 'main_content'}" if not to.anchor or to.anchor in self.anchors else None
        return self.addresses(to) if self.addresses else None

    @property
    def filtered(self) -> b.Section | None:
        """The section that the filters are above: the first with something to filter."""
        sections = ((each, b.walk((each,))) for each in self.report.sections if self.report.filters)
        return next((each for each, parts in sections if any(_has_facets(part) for part in parts)), None)

    def facets(self, facets: Iterable[tuple[str, str]]) -> Markup:
        """Return the attributes by which a section or row is filtered."""
        found: dict[str, list[str]] = {}
        for key, value in facets:
            found.setdefault(key, []).append(value)
        return Markup("").join(Markup(' data-{}="{}"').format(key, " ".join(found[key])) for key in found)

    def svg(self, chart: b.Chart) -> Markup:
        """Return a chart; its description where the package that draws charts is not installed."""
        if not charts.available():
            return Markup("<p>{}</p>").format(chart.description)
        return Markup(charts.svg(chart, self.report.language))

    def spark(self, spark: b.Spark) -> Mapping[str, object]:
        """Return the coordinates of a sparkline, and whether a line joins its points, as in a chart.

        Its height is at least a tenth of its largest value.
        """
        width, height = _SPARK
        known = [*spark.values, *(() if spark.target is None else (spark.target,))] or [0.0]
        # A smaller range would show a movement within the uncertainty of the figures as a steep one.
        span: float = max(max(known) - min(known), _LEAST_RANGE * max(map(abs, known))) or 1.0
        low: float = (max(known) + min(known) - span) / 2
        step = (width - 6) / max(len(spark.values) - 1, 1)

        def up(value: float) -> float:
            return round(height - 3 - (value - low) / span * (height - 6), 1)

        points = [(round(3 + place * step, 1), up(value)) for place, value in enumerate(spark.values)]
        target = None if spark.target is None else up(spark.target)
        shape = {"points": points, "target": target, "width": width, "height": height}
        return {**shape, "is_joined": len(points) > charts.FEW}

    def letters(self) -> Mapping[str, str]:
        """Return the letters that municipalities begin with, each with the first; empty where there are few."""
        homes = [section for section in self.report.sections if section.role == "home"]
        found = {self.letter(section): section.id for section in reversed(homes)} if len(homes) > _MANY else {}
        return dict(reversed(found.items()))

    def letter(self, section: b.Section) -> str:
        """Return the letter of the Danish alphabet that a municipality begins with: Å for Aarhus."""
        name = unicodedata.normalize("NFC", b.plain(section.title).casefold())
        first = "å" if name.startswith("aa") else name[:1]
        if first not in "æøå":
            first = unicodedata.normalize("NFD", first)[:1].replace("ä", "æ").replace("ö", "ø")
        return first.upper() if first.isalpha() else "#"

    def csv(self, download: b.Download) -> str:
        """Return the address of a CSV file, which spreadsheets open with the right encoding."""
        return _data("text/csv;charset=utf-8", to_csv(download).encode("utf-8-sig"))


@lru_cache(maxsize=16)
def _inlines(env: jinja2.Environment) -> Callable[[Page, Iterable[b.Inline]], str]:
    module = env.get_template("inlines.html.j2").module
    write: Callable[[Page, Iterable[b.Inline]], str] = module.inlines  # type: ignore[attr-defined]
    return write


def _has_facets(block: b.Block) -> bool:
    rows = block.rows if isinstance(block, b.Table) else ()
    return any(each.facets for each in (block, *rows) if isinstance(each, b.Section | b.Row))


def _anchors(blocks: Iterable[b.Block]) -> Iterator[str]:
    """Yield the anchors of sections, rows and charts."""
    for block in b.walk(blocks):
        match block:
            case b.Section(id=id) | b.Chart(id=id):
                yield id
            case b.Table(rows=rows):
                yield from (row.id for row in rows if row.id)


def to_csv(download: b.Download) -> str:
    """Return a download as CSV with semicolons, as Danish spreadsheets read it.

    >>> to_csv(b.Download(words="Hent", file="tal.csv", rows=(("Navn", "Nu"), ("=A1", "1,5"), ("B", "-2"))))
    "Navn;Nu\\r\\n'=A1;1,5\\r\\nB;-2\\r\\n"
    """
    return csv_text((map(inert, row) for row in download.rows), ";")
