"""Reading an element of StratML: what the model has a place for is taken, all else kept, with a warning each."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

import attrs

from kommunepolitik.errors import InvalidDocument, InvalidModel, Problem
from kommunepolitik.model import Period
from kommunepolitik.model.text import MAX_ID, normalise_text, slug_of
from kommunepolitik.stratml.names import ANNOTATION, id_of, identifier_of, period_of, plain
from kommunepolitik.stratml.schema import CHILDREN, NAMESPACES, NCNAME, is_empty, place_of, read_date
from kommunepolitik.stratml.tree import XmlElement

_PERSONAL: Final = ("Submitter", "GivenName", "Surname", "PhoneNumber", "EmailAddress")


@attrs.define
class Reading:
    """The state of reading a document."""

    personal: bool
    """Whether personal data is kept."""
    reserved: frozenset[str]
    """The ids made from the document's identifiers; elements without an identifier get others."""
    warnings: list[Problem] = attrs.field(factory=list)
    problems: list[Problem] = attrs.field(factory=list)
    ids: set[str] = attrs.field(factory=set)
    identifiers: set[str] = attrs.field(factory=set)
    in_words: list[XmlElement] = attrs.field(factory=list)
    """The results that have no number, and are kept in words."""
    _numbers: dict[str, int] = attrs.field(factory=dict, init=False)

    def warn(self, code: str, node: XmlElement, **data: object) -> None:
        """Add a warning of something that was read nonetheless, or kept."""
        self.warnings.append(Problem(code=code, data={"element": node.name, **data}, line=node.line))

    def refuse(self, code: str, node: XmlElement, **data: object) -> None:
        """Add a problem of something that cannot be read."""
        self.problems.append(Problem(code=code, data={"element": node.name, **data}, line=node.line))

    def count_words(self) -> None:
        """Add a warning for each kind of results that are kept in words, with their number, since a plan has many."""
        for name in ("TargetResult", "ActualResult"):
            nodes = [node for node in self.in_words if node.name == name]
            if nodes:
                lines = ", ".join(str(node.line) for node in nodes)
                self.warn("stratml_in_words", nodes[0], count=len(nodes), lines=lines)

    def stop_if_refused(self) -> None:
        """Raise all problems of what cannot be read, if any."""
        if self.problems:
            raise InvalidDocument(*sorted(self.problems, key=lambda each: each.line or 0))

    def text(self, node: XmlElement) -> str | None:
        """Return the text of an element in the form of the model; None where it has none."""
        words = node.text
        if node.children:
            self.warn("stratml_markup", node)
            words = " ".join(filter(None, (each.text for each in node.walk())))
        try:
            return normalise_text(words) or None
        except InvalidModel as error:
            self.problems.append(attrs.evolve(error.problems[0], line=node.line))
            return None

    def new_id(self, wanted: str) -> str:
        """Return an id that no other element has."""
        id, number = wanted, self._numbers.get(wanted, 1)  # continues counting, or many of one name would take long
        while id in self.ids:
            number += 1
            id = f"{wanted[: MAX_ID - len(str(number)) - 1].rstrip('-')}-{number}"
        self._numbers[wanted] = number
        self.ids.add(id)
        return id


class ElementReader:
    """Reads an element: takes what the model has a place for, and keeps the rest."""

    def __init__(self, node: XmlElement, reading: Reading) -> None:
        self.node = node
        self.reading = reading
        self._taken: set[int] = set()
        self._kept: list[dict[str, Any]] = []
        self._attributes = dict(node.attributes)
        self.identifier: str | None = None
        """The identifier that was taken, where it differs from the one written for the id."""
        self.has_bad_dates = False
        """Whether a date that was taken is impossible, or before the one it should follow."""
        places = [place_of(node.name, child.name) for child in node.children]
        known = [place for place in places if place is not None]
        if known != sorted(known):
            reading.warn("stratml_order", node)

    def all(self, name: str) -> list[XmlElement]:
        """Take all non-empty elements of a name."""
        found = [child for child in self.node.children if self._is_free(child, name)]
        self._taken.update(map(id, found))
        return found

    def one(self, name: str) -> XmlElement | None:
        """Take the first non-empty element of a name."""
        found = next((child for child in self.node.children if self._is_free(child, name)), None)
        if found is not None:
            self._taken.add(id(found))
            for attribute, value in found.attributes.items() if found.name not in CHILDREN else ():
                self.reading.warn("stratml_attribute_left_out", found, name=attribute, value=value)
        return found

    def _is_free(self, child: XmlElement, name: str) -> bool:
        known = child.name == name and child.namespace in NAMESPACES
        return known and id(child) not in self._taken and not is_empty(child)

    def text(self, name: str) -> str | None:
        """Take the text of an element."""
        node = self.one(name)
        return None if node is None else self.reading.text(node)

    def attribute(self, name: str) -> str | None:
        """Take an attribute."""
        return self._attributes.pop(name, "").strip() or None

    def id(self, otherwise: str | None) -> str:
        """Take the identifier and return the id made from it, or from another text where there is none."""
        node, reading = self.one("Identifier"), self.reading
        text = None if node is None else reading.text(node)
        if node is None or text is None:
            wanted = slug_of(otherwise or self.node.name)
            return reading.new_id(f"{wanted}-2" if wanted in reading.reserved else wanted)
        if text in reading.identifiers:
            reading.warn("stratml_duplicate_identifier", node, value=text)
        elif NCNAME.fullmatch(text) is None:
            reading.warn("stratml_bad_identifier", node, value=text)
        reading.identifiers.add(text)
        found = reading.new_id(id_of(text))
        self.identifier = text if identifier_of(found) != text else None
        return found

    def day(self, name: str) -> dt.date | None:
        """Take a date; one that cannot be read is kept."""
        node = self.one(name)
        if node is None:
            return None
        day = read_date(node.text[:10]) if len(node.text) in (10, 11, 16) else None
        if day is None or not 1800 <= day.year <= 2199:
            self.has_bad_dates = True
            self.reading.warn("stratml_bad_date", node, value=node.text)
            self._kept.append(plain(node))
            return None
        if len(node.text) > 10:
            self.reading.warn("stratml_zone", node, value=node.text)
        return day

    def period(self) -> Period | None:
        """Take the dates of an element as a period; reversed ones are kept."""
        start, end = self.day("StartDate"), self.day("EndDate")
        if start is not None and end is not None and end < start:
            self.has_bad_dates = True
            self.reading.warn("stratml_reversed", self.node, start=start, end=end)
            self.keep(XmlElement("StartDate", start.isoformat()), XmlElement("EndDate", end.isoformat()))
            return None
        return period_of(start, end)

    def keep(self, *nodes: XmlElement) -> None:
        """Keep elements that were taken, but have no place in the model."""
        self._kept += [plain(node) for node in nodes]

    def keep_or_leave_out(self, node: XmlElement) -> None:
        """Keep an element that was taken, or leave it out where it is about a person."""
        if is_personal(node) and not self.reading.personal:
            self.reading.warn("stratml_personal", node)
            return
        self.reading.warn("stratml_kept", node, parent=self.node.name)
        self.keep(without_persons(node, self.reading))

    def keep_data(self, data: dict[str, Any]) -> None:
        """Keep plain data."""
        self._kept.append(data)

    def rest(self) -> list[dict[str, Any]]:
        """Return all that was not taken, as plain data, with a warning for each."""
        node, reading = self.node, self.reading
        for child in node.children:
            if id(child) in self._taken or is_empty(child):
                continue
            if not reading.personal and is_personal(child):
                reading.warn("stratml_personal", child)
                continue
            strange = child.namespace not in NAMESPACES or place_of(node.name, child.name) is None
            reading.warn("stratml_unknown" if strange else "stratml_kept", child, parent=node.name)
            self._kept.append(plain(without_persons(child, reading)))
        if node.text:
            reading.warn("stratml_text", node)
            self._kept.append({"text": node.text})
        for name, value in self._attributes.items():
            reading.warn("stratml_attribute", node, name=name, value=value)
            self._kept.append({"attribute": name, "text": value})
        return self._kept

    def annotations(self, **more: Any) -> dict[str, Any]:
        """Return the annotations of the element that was read: its identifier, and what is kept."""
        kept = {"identifier": self.identifier, **more, "kept": self.rest()}
        kept = {name: value for name, value in kept.items() if value}
        return {ANNOTATION: kept} if kept else {}


def is_personal(node: XmlElement) -> bool:
    """Return whether an element is about a person."""
    kind = node.attributes.get("StakeholderTypeType", "").strip().casefold()
    return node.name in _PERSONAL or kind == "person"


def without_persons(node: XmlElement, reading: Reading) -> XmlElement:
    """Return an element without what is personal in it, with a warning for each, unless personal data is kept."""
    if reading.personal:
        return node
    children = []
    for child in node.children:
        if is_personal(child) and not is_empty(child):
            reading.warn("stratml_personal", child)
        else:
            children.append(without_persons(child, reading))
    return attrs.evolve(node, children=children)


def reserved_ids(nodes: Iterable[XmlElement]) -> frozenset[str]:
    """Return the ids made from the identifiers among some elements."""
    return frozenset(id_of(node.text) for node in nodes if node.name == "Identifier" and node.text)
