"""A plan or report of StratML, Part 1 or 2, as a policy and figures."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.documents.paths import read_bytes
from kommunepolitik.errors import InvalidDocument, InvalidModel, InvalidObservations, Problem
from kommunepolitik.model import (
    CoreValue,
    Municipality,
    Policy,
    Purpose,
    Source,
    TargetGroup,
    Vision,
)
from kommunepolitik.stratml.goal_reader import GoalReader
from kommunepolitik.stratml.names import (
    ANNOTATION,
    TARGET_GROUP_ROLE,
    document_type,
)
from kommunepolitik.stratml.reading import ElementReader, Reading, reserved_ids
from kommunepolitik.stratml.schema import NAMESPACES, ROOTS, is_empty
from kommunepolitik.stratml.tree import XmlElement, parse_xml

if TYPE_CHECKING:
    from kommunepolitik.observations import Observations

LEFT_OUT: Final = frozenset(
    {
        "stratml_personal",
        "stratml_markup",
        "stratml_zone",
        "stratml_attribute_left_out",
        "stratml_withheld",
        "stratml_digits",
    }
)
"""The warnings of what is left out; all else without a place in the model is kept."""


@attrs.frozen(kw_only=True)
class StratmlImport:
    """The policy and the figures in a StratML document, and what was left out."""

    __repr__ = short_repr

    policy: Policy
    observations: "Observations | None"
    """The actual results, as figures of the policy; None if there are none."""
    warnings: tuple[Problem, ...]
    """Warnings of what was read although it breaks a rule, what was kept, and what was left out."""

    @property
    def left_out(self) -> tuple[Problem, ...]:
        """The warnings of what is in neither policy nor figures."""
        return tuple(each for each in self.warnings if each.code in LEFT_OUT)


def from_stratml(
    source: str | os.PathLike[str] | bytes,
    *,
    municipality: Municipality | str | None = None,
    fictitious: bool = False,
    personal: bool = False,
) -> StratmlImport:
    """Read a plan or report of StratML, Part 1 or 2, from a file or from its bytes.

    The municipality is the organisation that is one of the 98, unless it is given. With `fictitious` it is made up,
    with the given name, or else that of the first organisation of the document. Names of persons and the data of the
    submitter are left out, unless they are requested (`personal`). What has no place in a policy is kept in its
    annotations under `stratml`, with a warning each.

    Raises:
        FileError: the file cannot be read.
        InvalidDocument: it is not XML, has a document type, is not StratML of these parts, has no name or goal, or has
            an invalid number; or no organisation is a Danish municipality and none is given, or one is, but is given as
            made up.
        InvalidObservations: its figures are impossible, such as a negative number of people.

    >>> import kommunepolitik as kp
    >>> written = kp.stratml.to_stratml(kp.load("examples/slagelse_2023"))
    >>> kp.stratml.from_stratml(written.xml).policy.title
    'Integrationspolitik 2023 – Aktivt medborgerskab'
    """
    file = None if isinstance(source, bytes) else str(source)
    content = source if isinstance(source, bytes) else read_bytes(Path(source))
    try:
        found = _Reader.of(parse_xml(content), personal).read(municipality, fictitious)
    except (InvalidDocument, InvalidObservations) as error:
        raise type(error)(*(attrs.evolve(problem, file=file) for problem in error.problems)) from None
    return attrs.evolve(found, warnings=tuple(attrs.evolve(each, file=file) for each in found.warnings))


@attrs.define(kw_only=True)
class _Reader:
    """Reads one document."""

    root: XmlElement
    reading: Reading
    goals: GoalReader

    @classmethod
    def of(cls, root: XmlElement, personal: bool) -> "_Reader":
        """Begin with the root of a document; raises `InvalidDocument` where it is not StratML."""
        if root.name not in ROOTS or root.namespace not in NAMESPACES:
            data = {"element": root.name, "namespace": root.namespace or "–"}
            raise InvalidDocument(Problem(code="stratml_wrong_root", data=data, line=root.line))
        reading = Reading(personal=personal, reserved=reserved_ids(root.walk()))
        for node in root.walk():
            if node.name.endswith("Date") and is_empty(node):
                reading.warn("stratml_empty_date", node)
        return cls(root=root, reading=reading, goals=GoalReader(reading=reading))

    def read(self, municipality: Municipality | str | None, fictitious: bool) -> StratmlImport:
        """Read the document."""
        reading, document = self.reading, ElementReader(self.root, self.reading)
        title, description = document.text("Name"), document.text("Description")
        if title is None:
            reading.refuse("stratml_no_name", self.root)
        core = ElementReader(
            document.one("StrategicPlanCore") or XmlElement("StrategicPlanCore", line=self.root.line), reading
        )
        goals = core.all("Goal")
        if not any(goal.children for goal in goals):
            reading.refuse("stratml_no_goal", core.node)
        admin = ElementReader(
            document.one("AdministrativeInformation") or XmlElement("AdministrativeInformation"), reading
        )
        values: dict[str, Any] = {"title": title, "id": admin.id(title), "period": admin.period()}
        own, organization, annotations = self._organization(core, municipality, fictitious)
        values |= {"municipality": own, "sources": self._sources(admin, title)}
        values |= self._foundation(core, description) | {"target_groups": organization}
        values |= self.goals.read(goals, core)
        kind = document.attribute("Type")
        if kind is not None and kind != document_type(core.node):
            annotations["type"] = kind
        annotations |= {"core": core.rest(), "administration": admin.rest()}
        values["annotations"] = document.annotations(**annotations)
        if admin.identifier is not None:
            values["annotations"].setdefault(ANNOTATION, {})["identifier"] = admin.identifier
        reading.stop_if_refused()
        return self._whole({**values, "indicators": self.goals.indicators, "groups": [*self.goals.groups.values()]})

    def _whole(self, values: dict[str, Any]) -> StratmlImport:
        try:
            policy = Policy(**values)
        except InvalidModel as error:
            raise InvalidDocument(*error.problems) from None
        self.reading.count_words()
        warnings = tuple(sorted(self.reading.warnings, key=lambda each: each.line or 0))
        return StratmlImport(policy=policy, observations=self._observations(policy), warnings=warnings)

    def _observations(self, policy: Policy) -> "Observations | None":
        if not self.goals.rows:
            return None
        from kommunepolitik.observations import read_observations

        try:
            return read_observations([{"policy": policy.id, **row} for row in self.goals.rows], policy)
        except InvalidObservations as error:
            lines = dict(enumerate(self.goals.lines, 1))
            problems = [attrs.evolve(p, file=None, line=lines.get(p.line or 0), column=None) for p in error.problems]
            raise InvalidObservations(*problems) from None

    # Organisation, purpose and target groups

    def _organization(
        self, core: ElementReader, given: Municipality | str | None, fictitious: bool
    ) -> tuple[Municipality | None, list[TargetGroup], dict[str, Any]]:
        """Take the organisation that is the municipality; return it, the target groups, and what is kept."""
        nodes = [node for node in core.node.all("Organization") if not is_empty(node)]
        names = [next((child.text for child in node.all("Name")), "") for node in nodes]
        found = [_municipality(name) for name in names]
        index = next((n for n, each in enumerate(found) if each is not None), 0)
        own = found[index] if found else None
        if fictitious and given is None and own is not None:
            self.reading.refuse("stratml_real_municipality", nodes[index], name=own.full_name)
        if given is not None or fictitious:
            named = names[0].removesuffix(" Kommune") if names else ""
            own = _given(named if given is None else given, fictitious)
        if own is None:
            data = {"names": ", ".join(filter(None, names)) or "–"}
            self.reading.problems.append(Problem(code="stratml_municipality", data=data, line=core.node.line))
        if not nodes:
            return own, [], {}
        for node in core.all("Organization"):
            if node is not nodes[index]:
                core.keep_or_leave_out(node)
        taken = ElementReader(nodes[index], self.reading)
        name = taken.text("Name")
        written = None if own is None else own.name if own.fictitious else own.full_name
        if name is not None and name != written:
            self.reading.warn("stratml_organization", nodes[index], value=name)
        groups = [group for node in taken.all("Stakeholder") if (group := self._target_group(node, taken)) is not None]
        kept = {"organization_name": name if name != written else None, "organization": taken.rest()}
        return own, groups, {key: value for key, value in kept.items() if value}

    def _target_group(self, node: XmlElement, owner: ElementReader) -> TargetGroup | None:
        """Return a stakeholder of the organisation that is a target group; any other is kept."""
        roles = [role for role in node.walk() if role.name == "RoleType" and role.text == "Beneficiary"]
        title = next((child.text for child in node.all("Name")), "")
        if not roles or node.attributes.get("StakeholderTypeType") != "Generic_Group" or not title:
            owner.keep_or_leave_out(node)
            return None
        taken = ElementReader(node, self.reading)
        taken.attribute("StakeholderTypeType")
        values: dict[str, Any] = {"title": taken.text("Name"), "statement": taken.text("Description")}
        self._take_own_role(taken, TARGET_GROUP_ROLE)
        group = TargetGroup(id=taken.id(title), **values, annotations=taken.annotations())
        self.goals.target_groups.setdefault(group.title, group)
        return group

    @staticmethod
    def _take_own_role(taken: ElementReader, name: str) -> None:
        """Take the role that our own writer gives a stakeholder; any other role is kept."""
        roles = taken.node.all("Role")
        texts = [(child.name, child.text) for child in roles[0].children if child.text] if len(roles) == 1 else []
        if texts in ([("Name", name), ("RoleType", "Beneficiary")], [("RoleType", "Beneficiary")]):
            taken.one("Role")

    def _sources(self, admin: ElementReader, title: str | None) -> list[Source]:
        day, url = admin.day("PublicationDate"), admin.text("Source")
        if day is None and url is None:
            return []
        id = self.reading.new_id("source" if "source" not in self.reading.reserved else "source-2")
        return [Source(id=id, title=title or "–", kind="policy", url=url, date=day)]

    def _foundation(self, core: ElementReader, description: str | None) -> dict[str, Any]:
        """Take vision, mission and values."""
        purposes, values = [], []
        vision: Vision | None = None
        for name in ("Mission", "Vision"):
            if (node := core.one(name)) is None:
                continue
            taken = ElementReader(node, self.reading)
            if (text := taken.text("Description")) is None:
                core.keep_or_leave_out(node)
                continue
            fields: dict[str, Any] = {"statement": text, "id": taken.id(name)}
            if name == "Vision":
                vision = Vision(**fields, annotations=taken.annotations())
            else:
                purposes.append(Purpose(**fields, annotations=taken.annotations()))
        if description is not None:
            purposes.append(
                Purpose(
                    id=ElementReader(XmlElement("Description"), self.reading).id("description"), statement=description
                )
            )
        for node in core.all("Value"):
            taken = ElementReader(node, self.reading)
            title, text = taken.text("Name"), taken.text("Description")
            title, text = (title, text) if title else (text, None)
            if title is None:
                core.keep_or_leave_out(node)
                continue
            fields = {"id": taken.id(title), "title": title, "statement": text}
            values.append(CoreValue(**fields, annotations=taken.annotations()))
        return {"purpose": purposes, "vision": vision, "values": values}


def _given(municipality: Municipality | str, fictitious: bool) -> Municipality | None:
    """Return the given municipality; None where it is made up and has no name."""
    if isinstance(municipality, Municipality):
        return municipality
    if not fictitious:
        return Municipality.find(municipality)
    return Municipality(name=municipality, fictitious=True) if municipality.strip() else None


def _municipality(name: str) -> Municipality | None:
    """Return the municipality of a name, if it is one of the 98."""
    try:
        return Municipality.find(name)
    except InvalidModel:
        return None
