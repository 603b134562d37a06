"""A policy as a plan or report of StratML Part 2."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.evaluation import MessageFormatter
from kommunepolitik.i18n import Language
from kommunepolitik.model import Element, FocusArea, Goal, Indicator, Policy, Purpose
from kommunepolitik.model.scalars import check_object
from kommunepolitik.stratml.losses import Loss, figure_losses, policy_losses
from kommunepolitik.stratml.names import (
    GATHERINGS,
    OVERARCHING,
    RESPONSIBLE_ROLE,
    SAME_INDICATOR,
    STAGES,
    TARGET_GROUP_ROLE,
    UNLINKED,
    annotation,
    dates_of,
    document_type,
    from_plain,
    identifier_of,
    names_of,
)
from kommunepolitik.stratml.performance_writer import PerformanceWriter
from kommunepolitik.stratml.reader import from_stratml
from kommunepolitik.stratml.schema import ATTRIBUTES, CHILDREN, NCNAME, PART_2, is_web_address, place_of, violations
from kommunepolitik.stratml.tree import XmlElement, write_xml

if TYPE_CHECKING:
    from kommunepolitik.figures import Observation

DESCRIPTION: Final = "description"
"""Id of the purpose that is a document's Description."""


@attrs.frozen(kw_only=True)
class StratmlDocument:
    """A policy as StratML, with a list of what StratML has no place for."""

    __repr__ = short_repr

    xml: bytes = attrs.field(repr=False)
    losses: tuple[Loss, ...]


def to_stratml(policy: Policy, observations: Any = None, *, words: Language | None = None) -> StratmlDocument:
    """Return a policy as StratML Part 2 (ISO 17469-2), with the figures that count, as the public may see them.

    `observations` is what `read_observations` returns or accepts. `words` is the language of what is written in words,
    such as a target that is not a level; English by default.

    What has no place in StratML is in `losses`: all that reading the document back does not return.

    >>> import kommunepolitik as kp
    >>> area = kp.model.FocusArea(id="job", title="Job")
    >>> policy = kp.Policy(id="unge", title="Ungepolitik", municipality="Slagelse", stage="adopted", focus_areas=[area])
    >>> [(str(loss.address), loss.field) for loss in to_stratml(policy).losses]
    [('unge', 'stage')]

    Raises:
        InvalidModel: it is not a policy, or has no focus area, goal or indicator; StratML requires at least one goal.
        InvalidObservations: with every problem of the figures.
    """
    check_object(policy, Policy)
    figures, known = _figures(policy, observations)
    root = _Writer(policy=policy, figures=figures, words=words).document()
    xml = write_xml(root, PART_2)
    back = from_stratml(xml, municipality=policy.municipality, personal=True)
    rows = [row for found in figures.values() for row in found]
    lost = [*policy_losses(policy, back.policy), *figure_losses(policy, back.policy, rows, back.observations, known)]
    return StratmlDocument(xml=xml, losses=tuple(lost))


def _figures(policy: Policy, observations: Any) -> "tuple[Mapping[str, Sequence[Observation]], Mapping[str, int]]":
    """Return the figures of each indicator that count, for the public, and the number of rows of each."""
    if observations is None:
        return {}, {}
    from kommunepolitik.disclosure import disclose
    from kommunepolitik.figures import Figures

    figures = Figures.of(disclose(observations, policy), policy)
    found = {
        indicator.id: [
            row
            for group in figures.groups(policy.id, indicator.id)
            for row in (
                *figures.series(policy.id, indicator.id, group),
                *figures.undated(policy.id, indicator.id, group),
            )
        ]
        for indicator in policy.indicators
    }
    return found, Counter(figures.observations.texts["indicator"].objects().tolist())


@attrs.frozen(kw_only=True)
class _Writer:
    """Writes one policy."""

    policy: Policy
    figures: "Mapping[str, Sequence[Observation]]"
    words: Language | None
    _written: set[str] = attrs.field(factory=set, init=False)
    """The ids of the indicators written so far."""
    _identifiers: dict[str, str] = attrs.field(factory=dict, init=False)
    """The identifier written for the id of each element."""
    _used: set[str] = attrs.field(factory=set, init=False)
    """All identifiers that are written."""

    def __attrs_post_init__(self) -> None:
        elements = [self.policy, *self.policy.elements.values()]
        holders = [each for each in elements if isinstance(each, FocusArea | Goal)]
        links = {_link(holder.id, id) for holder in holders for id in holder.indicator_ids}
        self._used.update({OVERARCHING, UNLINKED, *links}, (identifier_of(each.id) for each in elements))
        for element in elements:
            kept = annotation(element).get("identifier")
            free = isinstance(kept, str) and NCNAME.fullmatch(kept) is not None and kept not in self._used
            self._identifiers[element.id] = kept if free and isinstance(kept, str) else identifier_of(element.id)
            self._used.add(self._identifiers[element.id])

    def document(self) -> XmlElement:
        """Return the whole document."""
        policy, kept = self.policy, annotation(self.policy)
        mission = [self._mission(each) for each in self._purposes[:1]]
        goals = list(self._goals())
        if not goals:
            raise InvalidModel(Problem(code="stratml_nothing_to_write"))
        about = self._organization()
        core = XmlElement("StrategicPlanCore", children=[about, *self._vision(), *mission, *self._values(), *goals])
        admin = [self._identifier(policy), *dates_of(policy.period), *self._source()]
        types, kept_type = ATTRIBUTES["PerformancePlanOrReport"]["Type"], kept.get("type")
        root = XmlElement("PerformancePlanOrReport")
        root.attributes["Type"] = kept_type if kept_type in types else document_type(core)
        root.children = [
            XmlElement("Name", policy.title),
            *self._description(),
            core,
            XmlElement("AdministrativeInformation", children=admin),
        ]
        self._add_kept(core, kept.get("core"))
        self._add_kept(root.all("AdministrativeInformation")[0], kept.get("administration"))
        self._add_kept(root, kept.get("kept"))
        return root

    # Foundation

    @property
    def _purposes(self) -> list[Purpose]:
        return [each for each in self.policy.purpose if each.id != DESCRIPTION or each.title is not None]

    def _description(self) -> list[XmlElement]:
        """Return the purpose that is the Description; else those that Mission has no place for, as text."""
        own = next((each for each in self.policy.purpose if each.id == DESCRIPTION and each.title is None), None)
        if own is not None:
            return [XmlElement("Description", own.statement)]
        texts = ["\n".join(filter(None, (each.title, each.statement))) for each in self._purposes[1:]]
        return [XmlElement("Description", "\n\n".join(texts))] if texts else []

    def _mission(self, purpose: Purpose) -> XmlElement:
        node = XmlElement("Mission", children=[XmlElement("Description", purpose.statement), self._identifier(purpose)])
        return self._add_kept(node, annotation(purpose).get("kept"))

    def _vision(self) -> Iterator[XmlElement]:
        if (vision := self.policy.vision) is not None:
            node = XmlElement(
                "Vision", children=[XmlElement("Description", vision.statement), self._identifier(vision)]
            )
            yield self._add_kept(node, annotation(vision).get("kept"))

    def _values(self) -> Iterator[XmlElement]:
        for value in self.policy.values:
            children = [XmlElement("Name", value.title), *_text("Description", value.statement)]
            yield self._add_kept(XmlElement("Value", children=children), annotation(value).get("kept"))

    def _organization(self) -> XmlElement:
        kept = annotation(self.policy)
        name = kept.get("organization_name")
        node = XmlElement(
            "Organization", children=[XmlElement("Name", name if isinstance(name, str) else self._municipality)]
        )
        for group in self.policy.target_groups:
            kept_data = annotation(group).get("kept", ())
            own = [] if any(_is_role(each) for each in kept_data) else [_role(TARGET_GROUP_ROLE, "Beneficiary")]
            children = [XmlElement("Name", group.title), *_text("Description", group.statement), *own]
            stakeholder = XmlElement(
                "Stakeholder", children=children, attributes={"StakeholderTypeType": "Generic_Group"}
            )
            node.children.append(self._add_kept(stakeholder, kept_data))
        return self._add_kept(node, kept.get("organization"))

    @property
    def _municipality(self) -> str:
        municipality = self.policy.municipality
        return municipality.name if municipality.fictitious else municipality.full_name

    def _source(self) -> Iterator[XmlElement]:
        source = next((each for each in self.policy.sources if each.kind == "policy" and each.url), None)
        if source is None:
            return
        if source.date is not None and source.date.kind == "day":
            yield XmlElement("PublicationDate", source.date.start.isoformat())
        if is_web_address(source.url or ""):
            yield XmlElement("Source", source.url or "")

    # Goals

    def _goals(self) -> Iterator[XmlElement]:
        if self.policy.goals:
            objectives = list(self._objectives(self.policy.goals))
            yield self._gathering(OVERARCHING, objectives)
        for area in self.policy.focus_areas:
            yield self._area(area)
        loose = [indicator for indicator in self.policy.indicators if indicator.id not in self._written]
        if loose:
            indicators = [self._indicator(each) for each in loose]
            yield self._gathering(UNLINKED, [XmlElement("Objective", children=indicators)])

    def _gathering(self, identifier: str, objectives: list[XmlElement]) -> XmlElement:
        title = GATHERINGS[identifier]
        name = title if self.words is None else self.words.gettext(title)
        children = [
            XmlElement("Name", name),
            XmlElement("Description"),
            XmlElement("Identifier", identifier),
            *objectives,
        ]
        return XmlElement("Goal", children=children)

    def _area(self, area: FocusArea) -> XmlElement:
        children = [
            XmlElement("Name", area.title),
            XmlElement("Description", area.summary or ""),
            self._identifier(area),
        ]
        children += [*_text("SequenceIndicator", area.number), *self._responsible(area)]
        if area.measured_by:
            children.append(XmlElement("Objective", children=list(self._measures(area))))
        children += self._objectives(area.goals)
        return self._add_kept(XmlElement("Goal", children=children), annotation(area).get("kept"))

    def _objectives(self, goals: Iterable[Goal]) -> Iterator[XmlElement]:
        """Yield each goal and its sub-goals after it."""
        for goal in goals:
            children = [XmlElement("Name", goal.statement), *_text("Description", goal.wording), self._identifier(goal)]
            children += [*_text("SequenceIndicator", goal.number), *self._beneficiaries(goal), *self._responsible(goal)]
            children += self._measures(goal)
            yield self._add_kept(XmlElement("Objective", children=children), annotation(goal).get("kept"))
            yield from self._objectives(goal.goals)

    def _beneficiaries(self, goal: Goal) -> Iterator[XmlElement]:
        titles = {group.id: group.title for group in self.policy.target_groups}
        for name in dict.fromkeys([*(titles[id] for id in goal.target_groups), *filter(None, [goal.target_group])]):
            if name not in _kept_names(goal):
                yield _stakeholder(name, "Generic_Group", _role(TARGET_GROUP_ROLE, "Beneficiary"))

    def _responsible(self, holder: FocusArea | Goal) -> Iterator[XmlElement]:
        if holder.responsible is not None and holder.responsible not in _kept_names(holder):
            yield _stakeholder(holder.responsible, "Organization", _role(RESPONSIBLE_ROLE, "Performer"))

    # Indicators

    def _measures(self, holder: FocusArea | Goal) -> Iterator[XmlElement]:
        """Yield the indicators of an element; one that is already written becomes a relationship to it."""
        for id in dict.fromkeys(holder.indicator_ids):
            indicator = self.policy.indicator(id)
            if id not in self._written:
                yield self._indicator(indicator)
                continue
            relation = [XmlElement("ReferentIdentifier", self._identifiers[id]), XmlElement("Name", SAME_INDICATOR)]
            yield XmlElement(
                "PerformanceIndicator",
                children=[
                    XmlElement("MeasurementDimension", indicator.title),
                    XmlElement("UnitOfMeasurement", "" if indicator.unit is None else indicator.unit.text),
                    XmlElement("Identifier", _link(holder.id, id)),
                    XmlElement("Relationship", children=relation, attributes={"RelationshipType": "Peer_To"}),
                ],
            )

    def _indicator(self, indicator: Indicator) -> XmlElement:
        self._written.add(indicator.id)
        attributes = {"PerformanceIndicatorType": indicator.kind.capitalize()}
        if indicator.result_level is not None:
            attributes = {"ValueChainStage": STAGES[indicator.result_level], **attributes}
        formatter = MessageFormatter() if self.words is None else MessageFormatter.of(self.words)
        performance = PerformanceWriter(policy=self.policy, indicator=indicator, formatter=formatter)
        children = [
            *_text("SequenceIndicator", indicator.number),
            XmlElement("MeasurementDimension", indicator.title),
            XmlElement("UnitOfMeasurement", "" if indicator.unit is None else indicator.unit.text),
            self._identifier(indicator),
            *performance.instances(self.figures.get(indicator.id, ())),
            *_text("OtherInformation", indicator.definition),
        ]
        node = XmlElement("PerformanceIndicator", children=children, attributes=attributes)
        return self._add_kept(node, annotation(indicator).get("kept"))

    # Shared helpers

    def _identifier(self, element: Element) -> XmlElement:
        return XmlElement("Identifier", self._identifiers[element.id])

    def _add_kept(self, node: XmlElement, kept: Any) -> XmlElement:
        """Add what was kept from a document to an element, where there is a place for it, and order its children."""
        counts = Counter(child.name for child in node.children)
        for data in kept if isinstance(kept, tuple | list) else ():
            child = _kept_node(data)
            place = None if child is None else place_of(node.name, child.name)
            if child is None or place is None or counts[child.name] >= CHILDREN[node.name][place].most:
                continue
            identifiers = [each.text for each in child.walk() if each.name == "Identifier"]
            if not self._used.isdisjoint(identifiers):
                continue
            self._used.update(identifiers)
            counts[child.name] += 1
            node.children.append(child)
        node.children.sort(key=lambda child: place_of(node.name, child.name) or 0)
        return node


def _link(holder: str, indicator: str) -> str:
    """Return the identifier of an indicator that is repeated under a further element; our ids contain no point."""
    return f"{identifier_of(holder)}.{indicator}"


def _text(name: str, text: str | None) -> list[XmlElement]:
    return [] if text is None else [XmlElement(name, text)]


def _role(name: str, kind: str) -> XmlElement:
    return XmlElement("Role", children=[XmlElement("Name", name), XmlElement("RoleType", kind)])


def _stakeholder(name: str, kind: str, role: XmlElement) -> XmlElement:
    return XmlElement(
        "Stakeholder", children=[XmlElement("Name", name), role], attributes={"StakeholderTypeType": kind}
    )


def _is_role(data: object) -> bool:
    return isinstance(data, Mapping) and data.get("element") == "Role"


def _kept_node(data: Any) -> XmlElement | None:
    """Return an element that was kept, with what the standard requires of it; None where it still breaks a rule."""
    node = from_plain(data)
    if node is None:
        return None
    for each in node.walk():
        rules = CHILDREN.get(each.name, ())
        each.children += [XmlElement(rule.name) for rule in rules if rule.least and not each.all(rule.name)]
        each.children.sort(key=lambda child, parent=each: place_of(parent.name, child.name) or 0)  # type: ignore[misc]
    return None if any(violations(node)) else node


def _kept_names(element: Element) -> list[str]:
    """Return the names of the stakeholders kept for an element as they were read."""
    nodes = [_kept_node(data) for data in annotation(element).get("kept", ())]
    return names_of(node for node in nodes if node is not None and node.name == "Stakeholder")
