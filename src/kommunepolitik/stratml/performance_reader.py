"""Baseline, targets and figures of an indicator, from measurement instances."""

from typing import Any, Final

import attrs

from kommunepolitik.model import Baseline, Group, LevelTarget, Period
from kommunepolitik.stratml.names import BASELINE, COMPARISONS, STATUSES, plain
from kommunepolitik.stratml.reading import Reading, Taken
from kommunepolitik.stratml.schema import DECIMAL
from kommunepolitik.stratml.tree import Node

_COMPARISONS: Final = {word: name for name, word in COMPARISONS.items()}
_QUALITIES: Final = {word: name for name, word in STATUSES.items()}


@attrs.define
class Performance:
    """What the measurement instances of one indicator give."""

    reading: Reading
    indicator: str
    qualitative: bool
    groups: dict[str, Group]
    """The groups met so far, by title; shared by all indicators."""
    baseline: Baseline | None = None
    targets: list[LevelTarget] = attrs.field(factory=list)
    rows: list[dict[str, Any]] = attrs.field(factory=list)
    """The figures, as `read_observations` takes them."""
    lines: list[int] = attrs.field(factory=list)
    """The line of each of them."""
    kept: list[dict[str, Any]] = attrs.field(factory=list)
    """What has no home, as measurement instances."""
    _keys: set[tuple[str, str]] = attrs.field(factory=set)

    def read(self, instances: list[Node]) -> None:
        """Read all instances; actual results first, since a target may be above or below a baseline."""
        taken = [Taken(node, self.reading) for node in instances]
        for each in taken:
            for node in each.all("ActualResult"):
                self._actual(node)
        for each in taken:
            for node in each.all("TargetResult"):
                self._target(node)
            self._keep(each.node, each.rest())

    def _keep(self, node: Node, rest: list[dict[str, Any]]) -> None:
        if not rest:
            return
        data = {"element": node.name, "children": rest}
        self.kept.append(data if node.name == "MeasurementInstance" else _instance(data))

    def _keep_whole(self, node: Node) -> None:
        self.reading.warn("stratml_kept", node, parent="MeasurementInstance")
        self.kept.append(_instance(plain(node)))

    def _number(self, taken: Taken) -> float | None:
        """Take the number; what is none is refused."""
        node = taken.one("NumberOfUnits")
        if node is None:
            return None
        value = float(node.text) if DECIMAL.fullmatch(node.text) and not node.children else float("inf")
        if abs(value) == float("inf"):
            self.reading.refuse("stratml_not_a_number", node, value=node.text)
            return None
        return value

    def _descriptor(self, taken: Taken, names: tuple[str, ...]) -> tuple[str, str]:
        """Take a descriptor of one of some names; others are kept."""
        for node in taken.node.all("Descriptor"):
            texts = {child.name: child.text for child in node.children}
            name, value = texts.get("DescriptorName", ""), texts.get("DescriptorValue", "")
            known = {"Status": (BASELINE, *_QUALITIES), "Comparison": tuple(_COMPARISONS)}
            if name in names and value and value in known.get(name, (value,)):
                taken.one("Descriptor")
                return name, value
            break
        return "", ""

    # Actual results

    def _actual(self, node: Node) -> None:
        taken = Taken(node, self.reading)
        period, value = taken.period(), self._number(taken)
        name, word = self._descriptor(taken, ("Status", "Group"))
        text = taken.text("Description")
        if (name, word) == ("Status", BASELINE) and self.baseline is None:
            self.baseline = Baseline(period=period, value=value, note=text)
            self._keep(node, taken.rest())
            return
        quality = _QUALITIES.get(word, "final") if name == "Status" else "final"
        group = self._group(word).id if name == "Group" else ""
        row: dict[str, Any] = {"indicator": self.indicator, "group": group}
        row |= {"period": "" if period is None else str(period), "quality": quality}
        key = (group, "" if period is None else f"{period.start}{period.end}")
        speaks = value is not None or quality == "suppressed" or (self.qualitative and text is not None)
        if not speaks or key in self._keys or (self.qualitative and value is not None):
            if not node.is_empty:
                self._keep_whole(node)
            return
        self._keys.add(key)
        if self.qualitative:
            row["judgement"] = text
        else:
            row |= {"value": None if quality == "suppressed" else value, "note": text or ""}
        self.rows.append(row)
        self.lines.append(node.line)
        self._keep(node, taken.rest())

    def _group(self, title: str) -> Group:
        if title not in self.groups:
            id = Taken(Node("Group"), self.reading).id(title)
            self.groups[title] = Group(id=id, title=title)
        return self.groups[title]

    # Targets

    def _target(self, node: Node) -> None:
        taken = Taken(node, self.reading)
        due, value = taken.period(), self._number(taken)
        if value is None or self.qualitative:
            if not node.is_empty:
                self._keep_whole(node)
            return
        _, word = self._descriptor(taken, ("Comparison",))
        comparison, basis = _COMPARISONS.get(word), "source"
        if comparison is None:
            base = None if self.baseline is None else self.baseline.value
            comparison, basis = "at_most" if base is not None and value < base else "at_least", "interpretation"
            self.reading.warn("stratml_no_comparison", node, comparison=comparison)
        if due is not None and due.end is None:
            taken.keep(Node("StartDate", due.start.isoformat()))
            due = None
        values: dict[str, Any] = {"value": value, "comparison": comparison, "basis": basis, "due": due}
        target = LevelTarget(**values, note=taken.text("Description"))
        keys = {each.key for each in self.targets}
        number = 1
        while target.key in keys:
            number += 1
            target = attrs.evolve(target, id=_target_id(due, number))
        self.targets.append(target)
        self._keep(node, taken.rest())


def _target_id(due: Period | None, number: int) -> str:
    return f"level-{number}" if due is None else f"level-{due.start.year}-{number}"


def _instance(data: dict[str, Any]) -> dict[str, Any]:
    return {"element": "MeasurementInstance", "children": [data]}
