"""Goals, objectives and indicators of a StratML document, as focus areas, goals and indicators."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from kommunepolitik.model import FocusArea, Goal, Group, Indicator, TargetGroup
from kommunepolitik.stratml.names import (
    ANNOTATION,
    RESPONSIBLE_ROLE,
    SAME_INDICATOR,
    STAGES,
    TARGET_GROUP_ROLE,
    is_gathering,
)
from kommunepolitik.stratml.performance_reader import Performance, is_baseline
from kommunepolitik.stratml.reading import ElementReader, Reading, is_personal
from kommunepolitik.stratml.schema import is_empty
from kommunepolitik.stratml.tree import XmlElement

_LEVELS: Final = {stage: level for level, stage in STAGES.items()}


@attrs.define(kw_only=True)
class GoalReader:
    """Reads the goals of one document, with their indicators and figures."""

    reading: Reading
    indicators: list[Indicator] = attrs.field(factory=list)
    groups: dict[str, Group] = attrs.field(factory=dict)
    """The groups of the figures, by title."""
    target_groups: dict[str, TargetGroup] = attrs.field(factory=dict)
    """The target groups of the organisation, by title."""
    rows: list[dict[str, Any]] = attrs.field(factory=list)
    """The figures, as `read_observations` accepts them."""
    lines: list[int] = attrs.field(factory=list)
    """The line of each figure."""
    _ids_by_identifier: dict[str, str] = attrs.field(factory=dict, init=False)

    def read(self, nodes: Sequence[XmlElement], core: ElementReader) -> dict[str, Any]:
        """Return the overarching goals and the focus areas of a policy."""
        goals: list[Goal] = []
        areas: list[FocusArea] = []
        for node in nodes:
            taken = ElementReader(node, self.reading)
            if is_gathering(node):
                for name in ("Name", "Identifier"):
                    taken.one(name)
                goals += self._objectives(taken, [])
                self._keep_rest(core, taken)
                continue
            title, summary = taken.text("Name"), taken.text("Description")
            if title is None and summary is None:
                core.keep_or_leave_out(node)
                continue
            if title is None:
                self.reading.warn("stratml_no_title", node)
                title, summary = summary, None
            measured: list[str] = []
            values: dict[str, Any] = {"id": taken.id(title), "title": title, "summary": summary}
            values |= {
                "number": taken.text("SequenceIndicator"),
                "responsible": self._stakeholders(taken)["responsible"],
            }
            values["goals"] = self._objectives(taken, measured)
            areas.append(FocusArea(**values, measured_by=measured, annotations=taken.annotations()))
        return {"goals": goals, "focus_areas": areas}

    @staticmethod
    def _keep_rest(core: ElementReader, taken: ElementReader) -> None:
        if rest := taken.rest():
            core.keep_data({"element": taken.node.name, "children": rest})

    def _objectives(self, parent: ElementReader, measured: list[str]) -> list[Goal]:
        """Take the objectives of a goal; the indicators of one without a name measure the goal as a whole."""
        goals = []
        for node in parent.all("Objective"):
            taken = ElementReader(node, self.reading)
            name, text = taken.text("Name"), taken.text("Description")
            statement = name or text
            if statement is None:
                measured += self._measures(taken, None)
                if rest := taken.rest():
                    parent.keep_data({"element": node.name, "children": rest})
                continue
            values: dict[str, Any] = {
                "id": taken.id(statement),
                "statement": statement,
                "wording": text if name else None,
            }
            values |= {"number": taken.text("SequenceIndicator"), **self._stakeholders(taken)}
            values["measured_by"] = self._measures(taken, statement)
            goals.append(Goal(**values, annotations=taken.annotations()))
        return goals

    def _stakeholders(self, taken: ElementReader) -> dict[str, Any]:
        """Take the stakeholders of a goal or objective: who is responsible, and who benefits."""
        found: dict[str, Any] = {"responsible": None}
        is_goal = taken.node.name == "Objective"
        if is_goal:
            found |= {"target_group": None, "target_groups": []}
        for node in taken.all("Stakeholder"):
            if is_personal(node) and not self.reading.personal:
                self.reading.warn("stratml_personal", node)
                continue
            name = next((child.text for child in node.all("Name")), "")
            types = {each.text for each in node.walk() if each.name == "RoleType"}
            group = self.target_groups.get(name)
            has_home = bool(name)
            if "Performer" in types and found["responsible"] is None and name:
                found["responsible"], plain = name, (RESPONSIBLE_ROLE, "Organization")
            elif is_goal and "Beneficiary" in types and name and group is not None:
                found["target_groups"].append(group.id)
                plain = (TARGET_GROUP_ROLE, "Generic_Group")
            elif is_goal and "Beneficiary" in types and name and found["target_group"] is None:
                found["target_group"], plain = name, (TARGET_GROUP_ROLE, "Generic_Group")
            else:
                has_home, plain = False, ("", "")
            if not (has_home and _is_plain(node, *plain)):
                taken.keep_or_leave_out(node)
        return found

    # Indicators

    def _measures(self, taken: ElementReader, otherwise: str | None) -> list[str]:
        """Take the indicators of an objective and return their ids."""
        found = {}
        for node in taken.all("PerformanceIndicator"):
            if any(each.text for each in node.walk()):
                found[self._indicator(node, otherwise)] = True
            else:
                taken.keep_or_leave_out(node)
        return list(found)

    def _indicator(self, node: XmlElement, otherwise: str | None) -> str:
        same = self._repeated(node)
        if same is not None:
            return same
        taken, reading = ElementReader(node, self.reading), self.reading
        title, unit = taken.text("MeasurementDimension"), taken.text("UnitOfMeasurement")
        identifier = next((child.text for child in node.all("Identifier")), "")
        if title is None:
            reading.warn("stratml_no_title", node)
            title = otherwise or unit or "–"
        id = taken.id(title)
        self._ids_by_identifier.setdefault(identifier, id)
        stage, kind = taken.attribute("ValueChainStage"), taken.attribute("PerformanceIndicatorType")
        more: dict[str, Any] = {}
        if stage is not None and stage not in _LEVELS:
            reading.warn("stratml_attribute", node, name="ValueChainStage", value=stage)
            more["stage"] = stage
        if kind not in (None, "Quantitative", "Qualitative"):
            reading.warn("stratml_attribute", node, name="PerformanceIndicatorType", value=kind)
            more["type"] = kind
        numbered = [each for each in node.walk() if any(child.text for child in each.all("NumberOfUnits"))]
        actual = [each for each in node.walk() if each.name == "ActualResult" and not each.all("Descriptor")]
        described = [each for each in actual if any(child.text for child in each.all("Description"))]
        qualitative = kind == "Qualitative" or (kind is None and bool(described) and not numbered)
        if qualitative and not all(map(is_baseline, numbered)):  # what people judge may have a baseline in figures
            reading.warn("stratml_kind", node)
            qualitative = False
        performance = Performance(reading, id, qualitative, self.groups)
        performance.read(taken.all("MeasurementInstance"))
        self.rows += performance.rows
        self.lines += performance.lines
        values: dict[str, Any] = {"id": id, "title": title, "unit": unit, "result_level": _LEVELS.get(stage or "")}
        values |= {"number": taken.text("SequenceIndicator"), "definition": taken.text("OtherInformation")}
        values |= {"baseline": performance.baseline, "targets": performance.targets}
        values["kind"] = "qualitative" if qualitative else "quantitative"
        annotations = taken.annotations(**more)
        if performance.kept:
            kept = annotations.setdefault(ANNOTATION, {})
            kept["kept"] = [*kept.get("kept", []), *performance.kept]
        self.indicators.append(Indicator(**values, annotations=annotations))
        return id

    def _repeated(self, node: XmlElement) -> str | None:
        """Return the id of the indicator that an element repeats, as our own writer marks it."""
        for relation in node.all("Relationship"):
            if [child.text for child in relation.all("Name")] == [SAME_INDICATOR]:
                known = [self._ids_by_identifier.get(child.text) for child in relation.all("ReferentIdentifier")]
                return next(iter(known), None)
        return None


def _is_plain(node: XmlElement, role: str, kind: str) -> bool:
    """Return whether a stakeholder is as our own writer writes it, so that nothing else must be kept."""
    roles = node.all("Role")
    texts: Mapping[str, str] = {each.name: each.text for each in roles[0].children} if len(roles) == 1 else {}
    names = {"Name": role, "RoleType": "Performer" if kind == "Organization" else "Beneficiary"}
    others = [each for each in node.children if each.name not in ("Name", "Role") and not is_empty(each)]
    return dict(texts) == names and node.attributes == {"StakeholderTypeType": kind} and not others
