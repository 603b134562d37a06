"""Identifiers, dates and words: conversions between the notations of both models."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kommunepolitik.errors import InvalidModel
from kommunepolitik.errors.marks import N_
from kommunepolitik.i18n import LANGUAGES, language
from kommunepolitik.model import Element, FrozenMapping, Period
from kommunepolitik.model.text import MAX_ID, is_slug, slug_of
from kommunepolitik.stratml.schema import NCNAME, is_empty
from kommunepolitik.stratml.tree import XmlElement

ANNOTATION: Final = "stratml"
"""The annotation for what a StratML document contains about an element and our model does not."""
OVERARCHING: Final = "kommunepolitik.overarching"
"""Identifier of the Goal for the overarching goals; our ids contain no point."""
UNLINKED: Final = "kommunepolitik.unlinked"
"""Identifier of the Goal for the indicators that measure no goal or area."""
GATHERINGS: Final[Mapping[str, str]] = {OVERARCHING: N_("Overarching goals"), UNLINKED: N_("Further indicators")}
"""The name of the Goal with each of these identifiers, to be translated."""
SAME_INDICATOR: Final = "Same indicator"
"""Name of the relationship by which an indicator is repeated under a further goal that it measures."""
TARGET_GROUP_ROLE: Final = "Target group"
RESPONSIBLE_ROLE: Final = "Responsible"
STAGES: Final[Mapping[str, str]] = {"outcome": "Outcome", "output": "Output", "activity": "Output_Processing"}
COMPARISONS: Final[Mapping[str, str]] = {"at_least": "At_Least", "at_most": "At_Most"}
STATUSES: Final[Mapping[str, str]] = {"provisional": "Provisional", "forecast": "Forecast", "suppressed": "Suppressed"}
BASELINE: Final = "Baseline"

_DAY: Final = dt.timedelta(days=1)


def identifier_of(id: str) -> str:
    """Return an id as an XML name, which cannot begin with a digit.

    >>> identifier_of("job"), identifier_of("2030-maal")
    ('job', '_2030-maal')
    """
    return f"_{id}" if id[0].isdigit() else id


def id_of(identifier: str) -> str:
    """Return the id of an identifier: unchanged if it is valid, else the nearest valid id.

    >>> id_of("_2030-maal"), id_of("_Goal.A")
    ('2030-maal', 'goal-a')
    """
    own = identifier[1:] if identifier[:1] == "_" and identifier[1:2].isdigit() else identifier
    return own if is_slug(own) and len(own) <= MAX_ID else slug_of(identifier)


def is_gathering(node: XmlElement) -> bool:
    """Return whether a Goal is one that our own writer adds for what is in no focus area."""
    identifiers, names = (
        ["" if child.children else child.text for child in node.all(name)] for name in ("Identifier", "Name")
    )
    title = GATHERINGS.get(identifiers[0]) if len(identifiers) == 1 else None
    return title is not None and names in [[language(code).gettext(title)] for code in LANGUAGES]


def period_of(start: dt.date | None, end: dt.date | None) -> Period | None:
    """Return the period of two days, written in the shortest way; without a last day it has no end.

    >>> period_of(dt.date(2024, 1, 1), dt.date(2024, 6, 30)), period_of(dt.date(2023, 1, 1), None)
    (Period('2024-H1'), Period('2023..'))
    """
    if start is None:
        return None if end is None else Period(end)
    if end is None:
        return Period(f"{start.year}.." if (start.month, start.day) == (1, 1) else f"{start}..")
    for text in _candidates(start, end):
        try:
            period = Period(text)
        except InvalidModel:
            continue
        if (period.start, period.end) == (start, end):
            return period
    return Period(f"{start}..{end}")


def _candidates(start: dt.date, end: dt.date) -> Iterable[str]:
    year, month = start.year, start.month
    yield f"{year}"
    yield f"{year}-H{1 if month == 1 else 2}"
    yield f"{year}-Q{(month - 1) // 3 + 1}"
    yield f"{year}-T{(month - 1) // 4 + 1}"
    yield f"{year}-M{month:02}"
    week = start.isocalendar()
    yield f"{week.year}-W{week.week:02}"
    yield f"{year}/{(year + 1) % 100:02}"
    if start == end:
        yield str(start)
    yield f"{year}..{end.year}"
    yield f"{year}-M{month:02}..{end.year}-M{end.month:02}"


def dates_of(period: Period | None) -> list[XmlElement]:
    """Return the first and the last day of a period as elements."""
    if period is None:
        return []
    days = [("StartDate", period.start), ("EndDate", period.end)]
    return [XmlElement(name, day.isoformat()) for name, day in days if day is not None]


def annotation(element: Element) -> Mapping[str, Any]:
    """Return what is kept from StratML about an element."""
    kept = element.annotations.get(ANNOTATION)
    return kept if isinstance(kept, Mapping) else FrozenMapping()


def plain(node: XmlElement) -> dict[str, Any]:
    """Return an element as plain data, for an annotation."""
    data: dict[str, Any] = {"element": node.name}
    if node.attributes:
        data["attributes"] = dict(node.attributes)
    if node.text:
        data["text"] = node.text
    if children := [plain(child) for child in node.children if not is_empty(child)]:
        data["children"] = children
    return data


def from_plain(data: Any) -> XmlElement | None:
    """Return the element in plain data; None where there is none."""
    if not isinstance(data, Mapping) or not isinstance(data.get("element"), str):
        return None
    attributes, children = data.get("attributes", {}), data.get("children", ())
    if not isinstance(attributes, Mapping) or not isinstance(children, tuple | list):
        return None
    found = [from_plain(child) for child in children]
    text = data.get("text", "")
    if None in found or not isinstance(text, str) or not all(isinstance(each, str) for each in attributes.values()):
        return None
    node = XmlElement(data["element"], text, [each for each in found if each is not None], dict(attributes))
    return node if _is_written(node) else None


def _is_written(node: XmlElement) -> bool:
    """Return whether the texts of an element are the same when they are read; an annotation has no other odd signs."""
    has_returns = any("\r" in text for text in (node.text, *node.attributes.values()))
    return not has_returns and NCNAME.fullmatch(node.name) is not None


def names_of(nodes: Iterable[XmlElement]) -> list[str]:
    """Return the texts of the Name in each of some elements."""
    return [name.text for node in nodes for name in node.all("Name")[:1] if name.text]


def document_type(core: XmlElement) -> str:
    """Return the type of a document: a report with figures, a plan with targets, else a strategic plan."""
    has_targets = False
    for node in core.walk():
        if node.name == "ActualResult" and not any(each.text == "Baseline" for each in node.walk()):
            return "Performance_Report"
        has_targets = has_targets or node.name == "TargetResult"
    return "Performance_Plan" if has_targets else "Strategic_Plan"
