"""Recognises the columns of an unknown sheet by headings and cells, for proposals of mappings."""

import re
from collections.abc import Sequence
from typing import Final

from kommunepolitik.errors import InvalidModel
from kommunepolitik.model import Municipality
from kommunepolitik.observations import grid as cells
from kommunepolitik.observations.areas import COUNTRY, read_area
from kommunepolitik.observations.mapping.ends import figure_in
from kommunepolitik.observations.mapping.evidence import Evidence
from kommunepolitik.observations.mapping.headings import PERIOD
from kommunepolitik.observations.mapping.layout import Layout
from kommunepolitik.observations.mapping.published import DATE
from kommunepolitik.observations.titles import folded
from kommunepolitik.observations.values import Notation
from kommunepolitik.observations.wide_form import period_of

_ROLES: Final = (
    ("period", r"periode?|tid|time|år|year|kvartal|quarter|måned|month"),
    ("area", r"område|omraade|kommune|municipality|area|region|bopæl(?:skommune)?|geografi"),
    ("group", r"køn|gender|sex|alder|age|herkomst|gruppe|group|oprindelse"),
    ("note", r"note|bemærkning(?:er)?|kommentar(?:er)?|anmærkning|comment"),
    ("source", r"kilde|source"),
    ("responsible", r"ansvarlig|center|afdeling|enhed/afdeling|indberetter"),
    ("indicator", r"indikator|indicator|pejlemærke|nøgletal|måltal|kpi|emne"),
)
_TARGETS: Final = re.compile(
    r"(?<!\w)(?:mål|måltal|målsætning|budget|prognose|forventning|forventet|antal (?:svar|besvarelser)|target|forecast)"
    r"(?!\w)",
    re.IGNORECASE,
)
_MARK: Final = re.compile(r"(.*\w)\s*([*†¹²³]+|\((?:foreløbigt?|foreløbige|forel\.|skøn)\))", re.IGNORECASE)
_SOURCE: Final = re.compile(r"(?:kilder?|source):? (.{1,80}?)\.?", re.IGNORECASE)
_PUBLISHED: Final = re.compile(
    r"hentet|opdateret|offentliggjort|(?:ud)?trukket|udgivet|published|updated", re.IGNORECASE
)


def heading_of(stack: Sequence[str]) -> tuple[tuple[str, ...], str, str]:
    """Return headings with {period} for a period, the period, and a mark at it.

    >>> heading_of(("Resultat 2025", "Antal")), heading_of(("2024*",))
    ((('Resultat {period}', 'Antal'), '2025', ''), (('{period}',), '2024', '*'))
    """
    found, period, mark = [], "", ""
    for text in stack:
        marked = _MARK.fullmatch(text)
        plain = marked[1] if marked and period_of(marked[1]) else text
        if own := period_of(plain):
            period, mark = own, marked[2] if marked and plain != text else ""
            found.append(PERIOD)
            continue
        pattern, own = _within(text)
        period = own or period
        found.append(pattern)
    return tuple(found), period, mark


def _within(text: str) -> tuple[str, str]:
    """Return a heading with {period} for the period at its end or start, and the period; nothing where it has none."""
    words = text.split()
    for at in range(1, len(words)):
        if own := period_of(" ".join(words[at:])):
            return " ".join([*words[:at], PERIOD]), own
    for at in range(len(words) - 1, 0, -1):
        if own := period_of(" ".join(words[:at])):
            return " ".join([PERIOD, *words[at:]]), own
    return text, ""


def role_of(layout: Layout, column: int, stack: tuple[str, ...], notation: Notation, evidence: Evidence) -> str:
    """Return the role of a column, by its heading and its cells; empty where it is not recognised."""
    heading, period, _ = heading_of(stack)
    texts = [*filter(None, layout.texts(column))]
    figures = [figure_in(row.cell(column), notation) for row in layout.rows if row.cell(column) is not None]
    numbers = sum(figure is not None for figure in figures)
    role = role_by_heading(heading)
    if PERIOD in heading or (period and (numbers or not texts)):
        return "value"
    if heading and not texts:
        return role if role in ("note", "source", "responsible") else "empty"
    if texts and all(map(period_of, texts)) and (role == "period" or not role):
        return "period"
    if figures and numbers * 2 > len(figures) and role not in ("area", "group", "indicator", "note"):
        return "value"
    areas = sum(area_word(text, evidence) is not None for text in texts)
    if texts and areas * 2 > len(texts):
        return "area"
    if role and role != "period":
        return role
    titles, groups = (
        sum(find(text) is not None for text in texts) for find in (evidence.titles.indicator, evidence.titles.group)
    )
    return "indicator" if titles else "group" if groups else ""


def role_by_heading(heading: Sequence[str]) -> str:
    """Return the role of a column by its heading only; empty where it is not recognised."""
    text = " ".join(heading).replace(PERIOD, "").strip()
    return next((role for role, words in _ROLES if re.fullmatch(words, text, re.IGNORECASE)), "")


def is_target(heading: Sequence[str]) -> bool:
    """Return whether a column of figures contains targets, budgets or numbers of answers in place of results."""
    return any(_TARGETS.search(text) for text in heading)


def area_word(text: str, evidence: Evidence) -> str | None:
    """Return the word of imports for an area; None for another text."""
    if own := {folded(name): word for name, word in evidence.areas.items()}.get(folded(text)):
        return own
    if not text or text.isdigit():
        return None
    try:
        code = read_area(text)
        if code == COUNTRY:
            return "country"
        return text if code.isdigit() or Municipality.find(text) else None
    except InvalidModel:
        return None


def mark_in(layouts: Sequence[Layout], column: int) -> str:
    """Return a mark that figures of a column have."""
    texts = (cell for layout in layouts for row in layout.rows if isinstance(cell := row.cell(column), str))
    marked = (match for text in texts if (match := _MARK.fullmatch(text)) and match[1][-1].isdigit())
    return next((match[2] for match in marked if not match[2].startswith("(")), "")


def notation_of(layouts: Sequence[Layout]) -> Notation:
    """Return how the figures of some sheets are written."""
    figures = [
        cells.figure(cell)
        for layout in layouts
        for row in layout.rows
        for cell in row.cells
        if not period_of(cells.text(cell))
    ]
    return Notation.of(figures, layouts[0].grid.separator or ";")


def decimal_of(layouts: Sequence[Layout]) -> str:
    """Return the decimal mark, where figures are written as text with one."""
    notation = notation_of(layouts)
    texts = (cell for layout in layouts for row in layout.rows for cell in row.cells if isinstance(cell, str))
    has_decimals = any(re.search(rf"[0-9]\{notation.mark}[0-9]", text) and figure_in(text, notation) for text in texts)
    return notation.mark if has_decimals else ""


def words_before_date(layout: Layout) -> str:
    """Return the words before a date above or below the table, if there is one."""
    outside = [row for row in layout.grid.rows if row.number < layout.top] + [*layout.below]
    for row in outside:
        shown = [cells.text(cells.period(cell)) for cell in row.cells]
        for at, text in enumerate(shown):
            match = DATE.search(folded(text))
            if match is not None and period_of(match[0].replace("/", "-")):
                words = text[: match.start()].strip(" :.,") or (shown[at - 1].strip(" :.,") if at else "")
                words = re.sub(r"\b(?:d|den|pr)$", "", words).strip(" :.,")
                if _PUBLISHED.match(words):
                    return words
    return ""


def source_below(layout: Layout) -> str:
    """Return the text after Kilde: in a row below the table, if there is one."""
    texts = (text for row in layout.below for cell in row.cells if (text := cells.text(cell)))
    return next((match[1] for text in texts if (match := _SOURCE.fullmatch(text))), "")


def first_word(row: cells.Row) -> str:
    """Return the first word of a row."""
    text = next(text for cell in row.cells if (text := cells.text(cell)))
    return re.split(r"[\s:.]", text, maxsplit=1)[0]
