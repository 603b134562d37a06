"""The policy itself, and a plain collection of policies."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Literal

import attrs

from kommunepolitik.errors import InvalidModel, Problem, UnknownElement
from kommunepolitik.model.disclosure import Disclosure
from kommunepolitik.model.element import Citation, Element, ElementRef
from kommunepolitik.model.foundation import Concept, CoreValue, Purpose, TargetGroup, Vision
from kommunepolitik.model.goals import FocusArea, Goal
from kommunepolitik.model.indicators import Group, Indicator
from kommunepolitik.model.municipality import Municipality
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.period import Period
from kommunepolitik.model.plan import Plan
from kommunepolitik.model.process import Case, Change, Consultation, Contributor, Countable, Decision
from kommunepolitik.model.record import Address, Record, describe, described, record
from kommunepolitik.model.references import Visit, reference_problems, walk
from kommunepolitik.model.sources import Framework, Source

Stage = Literal["draft", "hearing", "adopted", "superseded"]


@record
class Term(Record):
    """A municipality's own word for something, in singular and plural: pejlemærke, pejlemærker."""

    singular: str = described("The word for one")
    plural: str = described("The word for several")


@record
class Terms(Record):
    """The municipality's own words, used in its reports in place of the library's."""

    policy: Term | None = described("Its word for a policy (politik)", default=None)
    focus_area: Term | None = described("Its word for a focus area (fokusområde, søjle)", default=None)
    overarching_goal: Term | None = described(
        "Its word for a goal of the whole policy (overordnet målsætning)", default=None
    )
    goal: Term | None = described("Its word for a goal (mål, delmål, Odensemål)", default=None)
    indicator: Term | None = described(
        "Its word for an indicator (indikator, pejlemærke, tegn på succes)", default=None
    )
    target: Term | None = described("Its word for a target (måltal)", default=None)
    target_group: Term | None = described("Its word for a target group (målgruppe)", default=None)
    value: Term | None = described("Its word for a core value (værdi)", default=None)
    track: Term | None = described("Its word for a track (implementeringsspor)", default=None)


@record
class StatedCount(Record):
    """How many of something a document says that there are: 20 delmål, 2-3 indikatorer."""

    what: Countable = described("What is counted")
    low: int = described("The number, or the lower of two")
    high: int | None = described("The upper number, where the document gives a range", default=None)
    citation: Citation | None = described("Where the document says so", default=None)

    def _problems(self) -> Iterator[Problem]:
        if self.low < 0:
            yield Problem(code="negative", data={"value": self.low}, path=("low",))
        if self.high is not None and self.high < self.low:
            yield Problem(code="range_reversed", data={"low": self.low, "high": self.high}, path=("high",))


@record
class IgnoredCheck(Record):
    """A rule of the linter that this policy does not follow on purpose."""

    code: str = described("Code of the rule, such as KP101")
    element: ElementRef | None = described(
        "Id of the element it is ignored for; the whole policy, if none", default=None
    )
    reason: str = described("Why it is ignored")


@record
class Policy(Element):
    """What one municipality decided for one policy area in one period (politik).

    All ids in it are unique and all references lead to an element of the right class; both are checked when it is made.
    """

    title: str = described("Official title")
    municipality: Municipality = described("The municipality; in a file its code or name is enough")
    policy_area: str | None = described("What it is a policy for, such as integration", default=None)
    period: Period | None = described("The period it was made for", default=None)
    in_force: Period | None = described("The period in which it holds; may outlive the period", default=None)
    stage: Stage | None = described("How far it has come", default=None)
    supersedes: Annotated[str, Address()] | None = described("Id of the edition it replaces", default=None)
    terms: Terms | None = described("The municipality's own words", default=None)
    purpose: tuple[Purpose, ...] = described("Why it is there, and in which frame it works", default=())
    vision: Vision | None = described("What it strives for", default=None)
    values: tuple[CoreValue, ...] = described("What it builds on", default=())
    concepts: tuple[Concept, ...] = described("What it takes its words to mean", default=())
    target_groups: tuple[TargetGroup, ...] = described("Whom it is for", default=())
    goals: tuple[Goal, ...] = described("Overarching goals, of the whole policy", default=())
    focus_areas: tuple[FocusArea, ...] = described("Themes that gather goals", default=())
    indicators: tuple[Indicator, ...] = described("What is measured; each is defined once, here", default=())
    groups: tuple[Group, ...] = described("Parts of populations that figures are given for", default=())
    disclosure: Disclosure | None = described("How figures on few people are kept back in public", default=None)
    plan: Plan | None = described("How it is carried out", default=None)
    changes: tuple[Change, ...] = described("What its documents say was changed since the earlier edition", default=())
    cases: tuple[Case, ...] = described("What was put before the bodies that decide", default=())
    decisions: tuple[Decision, ...] = described("What the bodies decided", default=())
    consultations: tuple[Consultation, ...] = described("Who was asked, and how", default=())
    contributors: tuple[Contributor, ...] = described("Who wrote it or gave it ideas", default=())
    frameworks: tuple[Framework, ...] = described("Outside objectives it answers to", default=())
    stated_counts: tuple[StatedCount, ...] = described("How many of each thing its documents say there are", default=())
    sources: tuple[Source, ...] = described("The documents it is known from", default=())
    ignored: tuple[IgnoredCheck, ...] = described("Rules of the linter it does not follow on purpose", default=())

    def _problems(self) -> Iterator[Problem]:
        yield from super()._problems()
        yield from self._period_problems()
        for visit in walk(self, Policy):
            if visit.kind is not Policy and isinstance(visit.value, Element):
                yield from _self_continuations(visit, self.id)
        yield from reference_problems(self, Policy)

    def _period_problems(self) -> Iterator[Problem]:
        if self.period is not None and self.in_force is not None and self.in_force.start < self.period.start:
            data = {"in_force": self.in_force, "period": self.period}
            yield Problem(code="in_force_before_period", data=data, path=("in_force",))
        if self.supersedes is not None and self.supersedes.partition("#")[0] == self.id:
            yield Problem(code="supersedes_circle", data={"chain": self.id}, path=("supersedes",))

    @cached_property
    def elements(self) -> Mapping[str, Element]:
        """All elements by id, in the order of the document; the policy itself is not among them."""
        visits = (visit.value for visit in walk(self, Policy))
        return {value.id: value for value in visits if isinstance(value, Element) and value is not self}

    def element(self, id: str) -> Element:
        """Return the element with an id.

        Raises:
            UnknownElement: no element has it; the nearest id is given.
        """
        found = self.elements.get(id)
        if found is None:
            raise UnknownElement(
                Problem(code="no_such_element", data={"value": id}, nearest=nearest(id, self.elements))
            )
        return found

    def all_goals(self) -> Iterator[Goal]:
        """Yield every goal: the overarching ones, then those of each area, sub-goals after their goal."""
        return (element for element in self.elements.values() if isinstance(element, Goal))

    def area_goals(self) -> Iterator[Goal]:
        """Yield the goals of the focus areas, sub-goals after their goal."""
        for area in self.focus_areas:
            for visit in walk(area, FocusArea):
                if isinstance(visit.value, Goal):
                    yield visit.value

    def indicator(self, id: str) -> Indicator:
        """Return the indicator with an id; raises `UnknownElement` as `element` does."""
        found = self.elements.get(id)
        if isinstance(found, Indicator):
            return found
        known = [indicator.id for indicator in self.indicators]
        raise UnknownElement(Problem(code="no_such_element", data={"value": id}, nearest=nearest(id, known)))


def _self_continuations(visit: Visit, policy: str) -> Iterator[Problem]:
    for index, continuation in enumerate(visit.get("continues")):
        if continuation.address.partition("#")[0] == policy:
            yield Problem(code="continues_itself", path=(*visit.path, "continues", index, "address"))


@attrs.frozen(init=False, repr=False)
class Portfolio:
    """A plain collection of policies, of one municipality or many; iterates in the order given.

    Raises:
        InvalidModel: two policies have the same id, or editions supersede each other in a circle.
    """

    policies: tuple[Policy, ...]

    def __init__(self, policies: Iterable[Policy] = ()) -> None:
        """Gather policies."""
        given = (policies,) if isinstance(policies, str | bytes | Policy) else tuple(policies)
        for policy in given:
            if not isinstance(policy, Policy):
                data = {"expected": "Policy", "found": describe(policy)}
                raise InvalidModel(Problem(code="expected_object", data=data))
        self.__attrs_init__(given)
        by_id: dict[str, Policy] = {}
        for policy in self.policies:
            if policy.id in by_id:
                data = {"value": policy.id, "first": by_id[policy.id].title}
                raise InvalidModel(Problem(code="duplicate_policy", data=data))
            by_id[policy.id] = policy
        self._check_circles(by_id)

    def _check_circles(self, by_id: Mapping[str, Policy]) -> None:
        clear: set[str] = set()
        for policy in self.policies:
            seen: list[str] = []
            step: Policy | None = policy
            while step is not None and step.id not in clear:
                if step.id in seen:
                    chain = " → ".join([*seen[seen.index(step.id) :], step.id])
                    raise InvalidModel(Problem(code="supersedes_circle", data={"chain": chain}))
                seen.append(step.id)
                step = by_id.get(step.supersedes or "")
            clear.update(seen)

    def __repr__(self) -> str:
        return f"<Portfolio of {len(self.policies)} policies>"

    def __iter__(self) -> Iterator[Policy]:
        return iter(self.policies)

    def __len__(self) -> int:
        return len(self.policies)

    def __contains__(self, id: object) -> bool:
        return any(policy.id == id for policy in self.policies)

    def __getitem__(self, id: str) -> Policy:
        """Return the policy with an id; raises `UnknownElement` with the nearest id."""
        for policy in self.policies:
            if policy.id == id:
                return policy
        near = nearest(id, [policy.id for policy in self.policies]) if isinstance(id, str) else None
        raise UnknownElement(Problem(code="no_such_element", data={"value": id}, nearest=near))

    def chains(self) -> tuple[tuple[Policy, ...], ...]:
        """Return the chains of editions, oldest first in each; a policy without others is a chain of one.

        Where two policies replace the same one, each newest edition has a chain of its own.
        """
        by_id = {policy.id: policy for policy in self.policies}
        replaced = {policy.supersedes for policy in self.policies}
        chains = []
        for newest in self.policies:
            if newest.id not in replaced:
                chain = [newest]
                while (older := by_id.get(chain[-1].supersedes or "")) is not None:
                    chain.append(older)
                chains.append(tuple(reversed(chain)))
        return tuple(chains)

    def neighbours(self) -> tuple[tuple[Policy, Policy], ...]:
        """Return each pair of an edition and the one that replaced it, older first, where both are at hand.

        Each pair stands once, in the order of the newer ones; an older edition that two policies replaced is in two.
        """
        by_id = {policy.id: policy for policy in self.policies}
        pairs = ((by_id.get(policy.supersedes or ""), policy) for policy in self.policies)
        return tuple((older, newer) for older, newer in pairs if older is not None)

    def filter(self, keep: Callable[[Policy], bool]) -> "Portfolio":
        """Return the policies that `keep` is true of, in the same order.

        >>> from kommunepolitik.model import Municipality
        >>> both = Portfolio(Policy(id=f"p{one.code}", title="P", municipality=one) for one in Municipality.all()[:2])
        >>> [policy.id for policy in both.filter(lambda policy: policy.municipality.name == "Frederiksberg")]
        ['p147']
        """
        return Portfolio(policy for policy in self.policies if keep(policy))
