"""The rules of StratML Part 2: the children of each element, their order and number, and their contents."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from kommunepolitik.stratml.tree import XmlElement

PART_2: Final = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
NAMESPACES: Final = (
    PART_2,
    "urn:ISO:std:iso:17469:tech:xsd:stratml_core",
    "http://www.stratml.net",
    "http://www.stratml.net/PerformancePlanOrReport",
    "",
)
"""The namespaces that documents of Parts 1 and 2 use."""
ROOTS: Final = ("StrategicPlan", "PerformancePlanOrReport")

NCNAME: Final = re.compile(r"[^\W\d][\w.\-\u00b7]*")
"""The form of an identifier: an XML name without a colon, and without some unused characters."""
DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

_ANY: Final = 1_000_000

_ORDER: Final[Mapping[str, str]] = {
    "PerformancePlanOrReport": "Name Description? OtherInformation? StrategicPlanCore AdministrativeInformation? "
    "Submitter?",
    "StrategicPlanCore": "Organization* Vision? Mission? Value* Goal+",
    "Organization": "Name? Acronym? Identifier? Description? Stakeholder*",
    "Vision": "Description? Identifier?",
    "Mission": "Description? Identifier?",
    "Value": "Name? Description?",
    "Goal": "Name Description Identifier? SequenceIndicator? Stakeholder* OtherInformation? Objective*",
    "Objective": "Name? Description? Identifier? SequenceIndicator? Stakeholder* OtherInformation? "
    "PerformanceIndicator*",
    "Stakeholder": "Name Description? Role*",
    "Role": "Name Description? RoleType*",
    "PerformanceIndicator": "SequenceIndicator? MeasurementDimension UnitOfMeasurement Identifier? Relationship* "
    "MeasurementInstance* OtherInformation?",
    "Relationship": "Identifier? ReferentIdentifier* Name? Description?",
    "MeasurementInstance": "TargetResult* ActualResult*",
    "TargetResult": "StartDate? EndDate? NumberOfUnits? Descriptor? Description?",
    "ActualResult": "StartDate? EndDate? NumberOfUnits? Descriptor? Description?",
    "Descriptor": "DescriptorName? DescriptorValue?",
    "AdministrativeInformation": "Identifier? StartDate? EndDate? PublicationDate? Source?",
    "Submitter": "Identifier? GivenName? Surname? PhoneNumber? EmailAddress?",
}
_FREQUENCIES: Final = {"": (1, 1), "?": (0, 1), "*": (0, _ANY), "+": (1, _ANY)}
_EXCEPTIONS: Final = {("Role", "RoleType"): (0, 2)}

_STAGES: Final = ("Outcome", "Output_Processing", "Output", "Input_Processing", "Input")
ATTRIBUTES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "PerformancePlanOrReport": {"Type": ("Strategic_Plan", "Performance_Plan", "Performance_Report")},
    "PerformanceIndicator": {
        "ValueChainStage": _STAGES,
        "PerformanceIndicatorType": ("Quantitative", "Qualitative"),
    },
    "Relationship": {"RelationshipType": ("Broader_Than", "Peer_To", "Narrower_Than")},
    "Stakeholder": {"StakeholderTypeType": ("Person", "Organization", "Generic_Group")},
}
"""The attributes of elements with their allowed values."""


@attrs.frozen
class Child:
    """An element within another, with its minimum and maximum number."""

    name: str
    least: int
    most: int


def _children(parent: str, order: str) -> tuple[Child, ...]:
    found = []
    for word in order.split():
        name, sign = (word[:-1], word[-1]) if word[-1] in "?*+" else (word, "")
        least, most = _EXCEPTIONS.get((parent, name), _FREQUENCIES[sign])
        found.append(Child(name, least, most))
    return tuple(found)


CHILDREN: Final[Mapping[str, tuple[Child, ...]]] = {name: _children(name, order) for name, order in _ORDER.items()}
"""The ordered children of each element that contains others; all other elements contain text."""


def place_of(parent: str, name: str) -> int | None:
    """Return the position of an element among the children of another; None where it is not allowed there."""
    return next((place for place, child in enumerate(CHILDREN.get(parent, ())) if child.name == name), None)


def is_empty(node: XmlElement) -> bool:
    """Return whether an element and all in it have no text and no attributes, except those that forms leave behind."""
    return not any(each.text or each.attributes.keys() - ATTRIBUTES.get(each.name, {}).keys() for each in node.walk())


def violations(root: XmlElement) -> Iterator[str]:
    """Yield each violation of the rules in a document, in words for a test or a log."""
    identifiers: set[str] = set()
    for node in root.walk():
        if node.name == "Identifier" and node.text in identifiers:
            yield f"the identifier {node.text} is there twice"
        if node.name == "Identifier":
            identifiers.add(node.text)
        yield from broken_by(node)


def broken_by(node: XmlElement) -> Iterator[str]:
    """Yield the violations of one element, without those of its children."""
    rules = CHILDREN.get(node.name)
    if rules is None:
        yield from _text_violations(node)
    else:
        names = [child.name for child in node.children]
        places = [place_of(node.name, name) for name in names]
        yield from (f"{node.name} has no {name}" for name, place in zip(names, places, strict=True) if place is None)
        known = [place for place in places if place is not None]
        if known != sorted(known):
            yield f"the elements in {node.name} are not in their order"
        for rule in rules:
            if not rule.least <= names.count(rule.name) <= rule.most:
                yield f"{node.name} has {names.count(rule.name)} times {rule.name}"
        if node.text:
            yield f"{node.name} holds text"
    allowed = ATTRIBUTES.get(node.name, {})
    for name, value in node.attributes.items():
        if value not in allowed.get(name, ()):
            yield f"{node.name} has no {name}={value}"
    if node.name == "PerformancePlanOrReport" and "Type" not in node.attributes:
        yield "the document has no Type"


def _text_violations(node: XmlElement) -> Iterator[str]:
    if node.children:
        yield f"{node.name} holds elements"
    text = node.text
    if node.name == "Identifier" and NCNAME.fullmatch(text) is None:
        yield f"'{text}' is no identifier"
    elif node.name == "NumberOfUnits" and text and DECIMAL.fullmatch(text) is None:
        yield f"'{text}' is no decimal number"
    elif node.name.endswith("Date") and text and read_date(text) is None:
        yield f"'{text}' is no date"
    elif node.name == "RoleType" and text not in ("Performer", "Beneficiary"):
        yield f"'{text}' is no type of role"
    elif node.name == "Source" and not is_web_address(text):
        yield f"'{text}' is no address"


def read_date(text: str) -> dt.date | None:
    """Return a calendar date, or None."""
    try:
        return dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def is_web_address(text: str) -> bool:
    """Return whether a text is an address on the web that `anyURI` allows."""
    return re.fullmatch(r"https?://[A-Za-z0-9._~:/?#@!$&'()*+,;=%\-]+", text, re.ASCII) is not None
