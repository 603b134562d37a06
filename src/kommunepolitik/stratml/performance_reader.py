"""Baseline, targets and figures of an indicator, from measurement instances."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

import attrs

from kommunepolitik.model import Baseline, Group, LevelTarget, Period
from kommunepolitik.model.text import decimal_text
from kommunepolitik.stratml.names import BASELINE, COMPARISONS, STATUSES, plain
from kommunepolitik.stratml.reading import ElementReader, Reading, without_persons
from kommunepolitik.stratml.schema import DECIMAL, is_empty
from kommunepolitik.stratml.tree import XmlElement

_COMPARISONS: Final = {word: name for name, word in COMPARISONS.items()}
_QUALITIES: Final = {word: name for name, word in STATUSES.items()}
_DESCRIPTORS: Final[Mapping[str, Mapping[str, tuple[str, ...] | None]]] = {
    "ActualResult": {"Status": (BASELINE, *_QUALITIES), "Group": None},
    "TargetResult": {"Comparison": tuple(_COMPARISONS)},
}
"""The known descriptors of a result, with their allowed values; None for any text."""


class _Result(NamedTuple):
    """The known contents of a result."""

    period: Period | None
    value: float | None
    descriptors: Mapping[str, str]
    text: str | None


@attrs.define
class Performance:
    """The baseline, targets and figures in the measurement instances of one indicator."""

    reading: Reading
    indicator: str
    qualitative: bool
    groups: dict[str, Group]
    """The groups found so far, by title; shared by all indicators."""
    baseline: Baseline | None = None
    targets: list[LevelTarget] = attrs.field(factory=list)
    rows: list[dict[str, Any]] = attrs.field(factory=list)
    """The figures, as `read_observations` accepts them."""
    lines: list[int] = attrs.field(factory=list)
    """The line of each figure."""
    kept: list[dict[str, Any]] = attrs.field(factory=list)
    """Measurement instances that have no place in the model."""
    _target_keys: dict[str, int] = attrs.field(factory=dict, init=False)
    """The number of targets of each kind and deadline."""
    _keys: set[tuple[str, str]] = attrs.field(factory=set, init=False)

    def read(self, instances: list[XmlElement]) -> None:
        """Read all instances; actual results first, since a target may be above or below a baseline."""
        taken = [ElementReader(node, self.reading) for node in instances]
        for each in taken:
            for node in each.all("ActualResult"):
                self._actual(self._without_withheld(node))
        for each in taken:
            for node in each.all("TargetResult"):
                self._target(self._without_withheld(node))
            if rest := each.rest():
                self.kept.append({"element": each.node.name, "children": rest})

    def _keep_whole(self, node: XmlElement, code: str = "stratml_kept", **data: object) -> None:
        """Keep a result that is not a figure, baseline or target, as a whole."""
        if is_empty(node):
            return
        if code == "stratml_in_words":
            self.reading.in_words.append(node)
        else:
            self.reading.warn(code, node, parent="MeasurementInstance", **data)
        whole = plain(without_persons(node, self.reading))
        self.kept.append({"element": "MeasurementInstance", "children": [whole]})

    def _without_withheld(self, node: XmlElement) -> XmlElement:
        """Return a result without its number, if it is marked as withheld."""
        numbers = [child for child in node.all("NumberOfUnits") if not is_empty(child)]
        words = [each.text.casefold() for each in node.walk() if each.name == "DescriptorValue"]
        if not numbers or "suppressed" not in words:
            return node
        self.reading.warn("stratml_withheld", numbers[0])
        return attrs.evolve(node, children=[child for child in node.children if child.name != "NumberOfUnits"])

    def _number(self, taken: ElementReader) -> float | None:
        """Take the number; refuse anything else."""
        node = taken.one("NumberOfUnits")
        if node is None or not (node.text or node.children):
            return None
        value = float(node.text) if DECIMAL.fullmatch(node.text) and not node.children else float("inf")
        if abs(value) == float("inf"):
            self.reading.refuse("stratml_not_a_number", node, value=node.text)
            return None
        if Decimal(node.text) != Decimal(repr(value)):
            self.reading.warn("stratml_digits", node, value=node.text, read=decimal_text(value))
        return value

    def _result(self, node: XmlElement) -> "_Result | None":
        """Take the contents of a result; if it contains anything unknown, keep it whole and return None."""
        taken = ElementReader(node, self.reading)
        descriptors: dict[str, str] = {}
        for each in taken.all("Descriptor"):
            name, value = _descriptor_of(each)
            known = _DESCRIPTORS[node.name].get(name, ())
            if not value or name in descriptors or (known is not None and value not in known):
                self._keep_whole(node, "stratml_descriptor", name=name or "–", value=value or "–")
                return None
            descriptors[name] = value
        result = _Result(taken.period(), self._number(taken), descriptors, taken.text("Description"))
        if taken.has_bad_dates or taken.rest():
            self._keep_whole(node)
            return None
        return result

    # Actual results

    def _actual(self, node: XmlElement) -> None:
        result = self._result(node)
        if result is None:
            return
        period, value, text = result.period, result.value, result.text
        status, group = result.descriptors.get("Status", ""), result.descriptors.get("Group", "")
        if status == BASELINE and self.baseline is None and not group:
            self.baseline = Baseline(period=period, value=value, note=text)
            return
        quality = _QUALITIES.get(status, "final")
        key = (group, "" if period is None else f"{period.start}{period.end}")
        if value is None and quality != "suppressed" and not (self.qualitative and text):
            self._keep_whole(node, "stratml_in_words" if text else "stratml_kept")
            return
        if status == BASELINE or key in self._keys:
            self._keep_whole(node)
            return
        self._keys.add(key)
        row: dict[str, Any] = {"indicator": self.indicator, "group": self._group(group).id if group else ""}
        row |= {"period": "" if period is None else str(period), "quality": quality}
        row |= {"judgement": text} if self.qualitative else {"value": value, "note": text or ""}
        self.rows.append(row)
        self.lines.append(node.line)

    def _group(self, title: str) -> Group:
        if title not in self.groups:
            id = ElementReader(XmlElement("Group"), self.reading).id(title)
            self.groups[title] = Group(id=id, title=title)
        return self.groups[title]

    # Targets

    def _target(self, node: XmlElement) -> None:
        result = self._result(node)
        if result is None:
            return
        due, value = result.period, result.value
        if value is None or (due is not None and due.end is None):
            self._keep_whole(node, "stratml_in_words" if value is None and result.text else "stratml_kept")
            return
        comparison, basis = _COMPARISONS.get(result.descriptors.get("Comparison", "")), "source"
        if comparison is None:
            base = None if self.baseline is None else self.baseline.value
            comparison, basis = "at_most" if base is not None and value < base else "at_least", "interpretation"
            self.reading.warn("stratml_no_comparison", node, comparison=comparison)
        values: dict[str, Any] = {"value": value, "comparison": comparison, "basis": basis, "due": due}
        target = LevelTarget(**values, note=result.text)
        number = self._target_keys.get(target.key, 0) + 1
        self._target_keys[target.key] = number
        self.targets.append(target if number == 1 else attrs.evolve(target, id=_target_id(due, number)))


def _target_id(due: Period | None, number: int) -> str:
    """Return the id of a further target with one deadline: its days and a number, unlike any period."""
    days = "" if due is None else f"{due.start:%Y%m%d}{due.end:%Y%m%d}-"
    return f"level-{days}no-{number}"


def is_baseline(result: XmlElement) -> bool:
    """Whether an actual result is marked as a baseline."""
    return result.name == "ActualResult" and ("Status", BASELINE) in map(_descriptor_of, result.all("Descriptor"))


def _descriptor_of(node: XmlElement) -> tuple[str, str]:
    """Return name and value of a descriptor, if it contains nothing else."""
    parts = [each for each in node.walk() if each is not node and not is_empty(each)]
    texts = {each.name: each.text for each in parts}
    is_plain = len(parts) == len(texts) and not node.text and not any(each.attributes for each in node.walk())
    if not is_plain or not texts.keys() <= {"DescriptorName", "DescriptorValue"}:
        return "", ""
    return texts.get("DescriptorName", ""), texts.get("DescriptorValue", "")
