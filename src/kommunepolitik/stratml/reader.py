"""A plan or report of StratML, Part 1 or 2, as a policy and figures."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from kommunepolitik.documents.tree import MAX_SIZE
from kommunepolitik.errors import FileError, InvalidDocument, InvalidModel, InvalidObservations, Problem
from kommunepolitik.model import (
    CoreValue,
    FocusArea,
    Goal,
    Group,
    Indicator,
    Municipality,
    Policy,
    Purpose,
    Source,
    TargetGroup,
    Vision,
)
from kommunepolitik.stratml.names import (
    ANNOTATION,
    OVERARCHING,
    RESPONSIBLE_ROLE,
    SAME_INDICATOR,
    STAGES,
    TARGET_GROUP_ROLE,
    UNLINKED,
    document_type,
)
from kommunepolitik.stratml.performance_reader import Performance
from kommunepolitik.stratml.reading import Reading, Taken, is_personal, reserved_ids
from kommunepolitik.stratml.schema import NAMESPACES, ROOTS
from kommunepolitik.stratml.tree import Node, parse_xml

if TYPE_CHECKING:
    from kommunepolitik.observations import Observations

_LEVELS: Final = {stage: level for level, stage in STAGES.items()}


@attrs.frozen(kw_only=True)
class StratmlImport:
    """What a StratML document gives."""

    policy: Policy
    observations: "Observations | None"
    """The actual results, as figures of the policy; none where there are none."""
    warnings: tuple[Problem, ...]
    """What was read although it breaks a rule, what has no home and is kept, and what was left out."""


def from_stratml(
    source: str | os.PathLike[str] | bytes, *, municipality: Municipality | str | None = None, personal: bool = False
) -> StratmlImport:
    """Read a plan or report of StratML, Part 1 or 2, from a file or from its bytes.

    The municipality is the organisation that is one of the 98, unless it is given. Names of persons and the data of who
    submitted the document are left out, unless they are asked for (`personal`). What has no home in a policy is kept in
    its annotations under `stratml`, with a warning each.

    Raises:
        FileError: the file cannot be read.
        InvalidDocument: it is no XML, has a document type, is no StratML of these parts, has no name or goal, or a
            number that is none; or no organisation is a Danish municipality and none is given.
        InvalidObservations: its figures cannot be, such as a negative number of people.
    """
    file = None if isinstance(source, bytes) else str(source)
    content = source if isinstance(source, bytes) else _read(Path(source))
    try:
        return _Reader.of(parse_xml(content), personal).read(municipality)
    except (InvalidDocument, InvalidObservations) as error:
        raise type(error)(*(attrs.evolve(problem, file=file) for problem in error.problems)) from None


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_SIZE + 1)
    except OSError as error:
        data = {"detail": error.strerror or str(error)}
        raise FileError(Problem(code="cannot_read", data=data, file=str(path))) from error


@attrs.define(kw_only=True)
class _Reader:
    """Reads one document."""

    root: Node
    reading: Reading
    indicators: list[Indicator] = attrs.field(factory=list)
    groups: dict[str, Group] = attrs.field(factory=dict)
    target_groups: dict[str, TargetGroup] = attrs.field(factory=dict)
    rows: list[dict[str, Any]] = attrs.field(factory=list)
    lines: list[int] = attrs.field(factory=list)
    ids_by_identifier: dict[str, str] = attrs.field(factory=dict)

    @classmethod
    def of(cls, root: Node, personal: bool) -> "_Reader":
        """Begin with the root of a document; raises `InvalidDocument` where it is no StratML."""
        if root.name not in ROOTS or root.namespace not in NAMESPACES:
            data = {"element": root.name, "namespace": root.namespace or "–"}
            raise InvalidDocument(Problem(code="stratml_wrong_root", data=data, line=root.line))
        return cls(root=root, reading=Reading(personal=personal, reserved=reserved_ids(root.walk())))

    def read(self, municipality: Municipality | str | None) -> StratmlImport:
        """Read the document."""
        reading, document = self.reading, Taken(self.root, self.reading)
        title, description = document.text("Name"), document.text("Description")
        if title is None:
            reading.refuse("stratml_no_name", self.root)
        core = Taken(document.one("StrategicPlanCore") or Node("StrategicPlanCore", line=self.root.line), reading)
        goals = core.all("Goal")
        if not any(goal.children for goal in goals):
            reading.refuse("stratml_no_goal", core.node)
        admin = Taken(document.one("AdministrativeInformation") or Node("AdministrativeInformation"), reading)
        values: dict[str, Any] = {"title": title, "id": admin.id(title), "period": admin.period()}
        own, organization, annotations = self._organization(core, municipality)
        values |= {"municipality": own, "sources": self._sources(admin, title)}
        values |= self._foundation(core, description) | {"target_groups": organization}
        values |= self._goals(goals, core)
        kind = document.attribute("Type")
        if kind is not None and kind != document_type(core.node):
            annotations["type"] = kind
        annotations |= {"core": core.rest(), "administration": admin.rest()}
        about = admin.annotations().get(ANNOTATION, {}).get("identifier")
        values["annotations"] = document.annotations(**annotations)
        if about:
            values["annotations"].setdefault(ANNOTATION, {})["identifier"] = about
        reading.stop_if_refused()
        return self._whole({**values, "indicators": self.indicators, "groups": list(self.groups.values())})

    def _whole(self, values: dict[str, Any]) -> StratmlImport:
        try:
            policy = Policy(**values)
        except InvalidModel as error:
            raise InvalidDocument(*error.problems) from None
        warnings = tuple(sorted(self.reading.warnings, key=lambda each: each.line or 0))
        return StratmlImport(policy=policy, observations=self._observations(policy), warnings=warnings)

    def _observations(self, policy: Policy) -> "Observations | None":
        if not self.rows:
            return None
        from kommunepolitik.observations import read_observations

        try:
            return read_observations([{"policy": policy.id, **row} for row in self.rows], policy)
        except InvalidObservations as error:
            lines = dict(enumerate(self.lines, 1))
            problems = [attrs.evolve(p, file=None, line=lines.get(p.line or 0), column=None) for p in error.problems]
            raise InvalidObservations(*problems) from None

    # Who, why and for whom

    def _organization(
        self, core: Taken, given: Municipality | str | None
    ) -> tuple[Municipality | None, list[TargetGroup], dict[str, Any]]:
        """Take the organisation that is the municipality; return it, the target groups, and what is kept of it."""
        nodes = [node for node in core.node.all("Organization") if not node.is_empty]
        names = [next((child.text for child in node.all("Name")), "") for node in nodes]
        found = [_municipality(name) for name in names]
        index = next((n for n, each in enumerate(found) if each is not None), 0)
        own = _municipality(given) if isinstance(given, str) else given
        if isinstance(given, str) and own is None:
            own = Municipality.find(given)  # which says what is wrong with it
        own = own or (found[index] if found else None)
        if own is None:
            data = {"names": ", ".join(filter(None, names)) or "–"}
            self.reading.problems.append(Problem(code="stratml_municipality", data=data, line=core.node.line))
        if not nodes:
            return own, [], {}
        while (node := core.one("Organization")) is not nodes[index]:
            core.keep(*([] if node is None else [node]))
            if node is not None:
                self.reading.warn("stratml_kept", node, parent="StrategicPlanCore")
        taken = Taken(nodes[index], self.reading)
        name = taken.text("Name")
        written = None if own is None else own.name if own.fictitious else own.full_name
        if name is not None and name != written:
            self.reading.warn("stratml_organization", nodes[index], value=name)
        groups = [group for node in taken.all("Stakeholder") if (group := self._target_group(node, taken)) is not None]
        kept = {"organization_name": name if name != written else None, "organization": taken.rest()}
        return own, groups, {key: value for key, value in kept.items() if value}

    def _target_group(self, node: Node, owner: Taken) -> TargetGroup | None:
        """Return a stakeholder of the organisation that is a target group; any other is kept."""
        roles = [role for role in node.walk() if role.name == "RoleType" and role.text == "Beneficiary"]
        title = next((child.text for child in node.all("Name")), "")
        if not roles or node.attributes.get("StakeholderTypeType") != "Generic_Group" or not title:
            self._keep(owner, node)
            return None
        taken = Taken(node, self.reading)
        taken.attribute("StakeholderTypeType")
        values: dict[str, Any] = {"title": taken.text("Name"), "statement": taken.text("Description")}
        self._take_own_role(taken, TARGET_GROUP_ROLE)
        group = TargetGroup(id=taken.id(title), **values, annotations=taken.annotations())
        self.target_groups.setdefault(group.title, group)
        return group

    def _keep(self, owner: Taken, node: Node) -> None:
        """Keep an element that was taken, or leave it out if it is about a person."""
        if is_personal(node) and not self.reading.personal:
            self.reading.warn("stratml_personal", node)
            return
        self.reading.warn("stratml_kept", node, parent=owner.node.name)
        owner.keep(node)

    @staticmethod
    def _take_own_role(taken: Taken, name: str) -> None:
        """Take the role that our own writer gives a stakeholder; any other role is kept."""
        roles = taken.node.all("Role")
        texts = [(child.name, child.text) for child in roles[0].children if child.text] if len(roles) == 1 else []
        if texts in ([("Name", name), ("RoleType", "Beneficiary")], [("RoleType", "Beneficiary")]):
            taken.one("Role")

    def _sources(self, admin: Taken, title: str | None) -> list[Source]:
        day, url = admin.day("PublicationDate"), admin.text("Source")
        if day is None and url is None:
            return []
        id = self.reading.new_id("source" if "source" not in self.reading.reserved else "source-2")
        return [Source(id=id, title=title or "–", kind="policy", url=url, date=day)]

    def _foundation(self, core: Taken, description: str | None) -> dict[str, Any]:
        """Take vision, mission and values."""
        purposes, values = [], []
        vision: Vision | None = None
        for name in ("Mission", "Vision"):
            if (node := core.one(name)) is None:
                continue
            taken = Taken(node, self.reading)
            if (text := taken.text("Description")) is None:
                core.keep(node)
                continue
            held: dict[str, Any] = {"statement": text, "id": taken.id(name)}
            if name == "Vision":
                vision = Vision(**held, annotations=taken.annotations())
            else:
                purposes.append(Purpose(**held, annotations=taken.annotations()))
        if description is not None:
            purposes.append(
                Purpose(id=Taken(Node("Description"), self.reading).id("description"), statement=description)
            )
        for node in core.all("Value"):
            taken = Taken(node, self.reading)
            title, text = taken.text("Name"), taken.text("Description")
            title, text = (title, text) if title else (text, None)
            if title is not None:
                values.append(
                    CoreValue(id=taken.id(title), title=title, statement=text, annotations=taken.annotations())
                )
        return {"purpose": purposes, "vision": vision, "values": values}

    # Goals

    def _goals(self, nodes: Sequence[Node], core: Taken) -> dict[str, Any]:
        goals: list[Goal] = []
        areas: list[FocusArea] = []
        for node in nodes:
            identifiers = [child.text for child in node.all("Identifier")]
            taken = Taken(node, self.reading)
            if identifiers in ([OVERARCHING], [UNLINKED]):
                for name in ("Name", "Identifier"):
                    taken.one(name)
                goals += self._objectives(taken, [])
                self._keep_rest(core, taken)
                continue
            title, summary = taken.text("Name"), taken.text("Description")
            if title is None and summary is None:
                self._keep(core, node)
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
    def _keep_rest(core: Taken, taken: Taken) -> None:
        if rest := taken.rest():
            core.keep_data({"element": taken.node.name, "children": rest})

    def _objectives(self, parent: Taken, measured: list[str]) -> list[Goal]:
        """Take the objectives of a goal; the indicators of one without a name measure the goal as a whole."""
        goals = []
        for node in parent.all("Objective"):
            taken = Taken(node, self.reading)
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

    def _stakeholders(self, taken: Taken) -> dict[str, Any]:
        """Take the stakeholders of a goal or objective: who answers for it, and whom it is for."""
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
                self._keep(taken, node)
        return found

    # Indicators

    def _measures(self, taken: Taken, otherwise: str | None) -> list[str]:
        """Take the indicators of an objective and return their ids."""
        return list(dict.fromkeys(self._indicator(node, otherwise) for node in taken.all("PerformanceIndicator")))

    def _indicator(self, node: Node, otherwise: str | None) -> str:
        same = self._repeated(node)
        if same is not None:
            return same
        taken, reading = Taken(node, self.reading), self.reading
        title, unit = taken.text("MeasurementDimension"), taken.text("UnitOfMeasurement")
        identifier = next((child.text for child in node.all("Identifier")), "")
        if title is None:
            reading.warn("stratml_no_title", node)
            title = otherwise or unit or "–"
        id = taken.id(title)
        self.ids_by_identifier.setdefault(identifier, id)
        stage, kind = taken.attribute("ValueChainStage"), taken.attribute("PerformanceIndicatorType")
        more: dict[str, Any] = {}
        if stage is not None and stage not in _LEVELS:
            reading.warn("stratml_attribute", node, name="ValueChainStage", value=stage)
            more["stage"] = stage
        results = [each for each in node.walk() if each.name == "NumberOfUnits" and each.text]
        described = [each for each in node.walk() if each.name == "ActualResult" and not each.is_empty]
        qualitative = kind == "Qualitative" or (kind is None and bool(described) and not results)
        if qualitative and results:
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
            held = annotations.setdefault(ANNOTATION, {})
            held["kept"] = [*held.get("kept", []), *performance.kept]
        self.indicators.append(Indicator(**values, annotations=annotations))
        return id

    def _repeated(self, node: Node) -> str | None:
        """Return the id of the indicator that an element repeats, as our own writer marks it."""
        for relation in node.all("Relationship"):
            if [child.text for child in relation.all("Name")] == [SAME_INDICATOR]:
                known = [self.ids_by_identifier.get(child.text) for child in relation.all("ReferentIdentifier")]
                return next(iter(known), None)
        return None


def _municipality(name: str) -> Municipality | None:
    """Return the municipality of a name, if it is one of the 98."""
    try:
        return Municipality.find(name)
    except InvalidModel:
        return None


def _is_plain(node: Node, role: str, kind: str) -> bool:
    """Return whether a stakeholder is as our own writer writes it, so that nothing more need be kept."""
    roles = node.all("Role")
    texts: Mapping[str, str] = {each.name: each.text for each in roles[0].children} if len(roles) == 1 else {}
    names = {"Name": role, "RoleType": "Performer" if kind == "Organization" else "Beneficiary"}
    others = [each for each in node.children if each.name not in ("Name", "Role") and not each.is_empty]
    return dict(texts) == names and node.attributes == {"StakeholderTypeType": kind} and not others
