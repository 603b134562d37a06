"""The policy itself, and a plain collection of policies."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, Literal

import attrs

from kommunepolitik.display import counted, html_table, summary_line
from kommunepolitik.errors import MAX_LISTED, InvalidModel, Problem, UnknownElement
from kommunepolitik.model.disclosure import Disclosure
from kommunepolitik.model.element import Citation, Continuation, Element, ElementRef, name_of
from kommunepolitik.model.foundation import Concept, CoreValue, Purpose, TargetGroup, Vision
from kommunepolitik.model.goals import FocusArea, Goal, goals_below
from kommunepolitik.model.indicators import Group, Indicator
from kommunepolitik.model.mapping import ReadOnlyMapping
from kommunepolitik.model.municipality import Municipality, to_municipality
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.period import Period
from kommunepolitik.model.plan import Plan, Track
from kommunepolitik.model.process import Case, Change, Consultation, Contributor, Countable, Decision
from kommunepolitik.model.record import Record, Slug, arrange, maybe_period, repeated
from kommunepolitik.model.references import reference_problems, walk
from kommunepolitik.model.scalars import check_object
from kommunepolitik.model.sources import Framework, Source

Stage = Literal["draft", "hearing", "adopted", "superseded"]
"""How far a policy has come."""


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Term(Record):
    """A municipality's own word for something, in singular and plural: pejlemærke, pejlemærker."""

    singular: Annotated[str, "The word for one"]
    plural: Annotated[str, "The word for several"]


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Terms(Record):
    """The municipality's own words, used in its reports in place of the library's."""

    policy: Annotated[Term | None, "Its word for a policy (politik)"] = None
    focus_area: Annotated[Term | None, "Its word for a focus area (fokusområde, søjle)"] = None
    overarching_goal: Annotated[Term | None, "Its word for a goal of the whole policy (overordnet målsætning)"] = None
    goal: Annotated[Term | None, "Its word for a goal (mål, delmål, Odensemål)"] = None
    indicator: Annotated[Term | None, "Its word for an indicator (indikator, pejlemærke, tegn på succes)"] = None
    target: Annotated[Term | None, "Its word for a target (måltal)"] = None
    target_group: Annotated[Term | None, "Its word for a target group (målgruppe)"] = None
    value: Annotated[Term | None, "Its word for a core value (værdi)"] = None
    track: Annotated[Term | None, "Its word for a track (implementeringsspor)"] = None


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class StatedCount(Record):
    """How many of something there are by a document: 20 delmål, 2-3 indikatorer."""

    what: Annotated[Countable, "What is counted"]
    low: Annotated[int, "The number, or the lower of two"]
    high: Annotated[int | None, "The upper number, where the document gives a range"] = None
    citation: Annotated[Citation | None, "Where the document states it"] = None

    def _problems(self) -> Iterator[Problem]:
        if self.low < 0:
            yield Problem(code="negative", data={"value": self.low}, path=("low",))
        if self.high is not None and self.high < self.low:
            yield Problem(code="range_reversed", data={"low": self.low, "high": self.high}, path=("high",))

    @property
    def ends(self) -> tuple[int, int]:
        """The least and the most there are."""
        return self.low, self.low if self.high is None else self.high


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class IgnoredCheck(Record):
    """A rule of the linter that this policy does not follow on purpose."""

    code: Annotated[str, "Code of the rule, such as KP101"]
    element: Annotated[ElementRef | None, "Id of the element it is ignored for; the whole policy, if none"] = None
    reason: Annotated[str, "Why it is ignored"]


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class JudgementWord(Record):
    """The meaning of a word or colour that the municipality uses to judge what has no figures."""

    word: Annotated[str, "The municipality's word or colour, such as 'delvist opfyldt' or 'gul'"]
    means: Annotated[
        Literal["achieved", "on_track", "behind", "far_behind", "unchanged", "worsening", "missed", "not_assessed"],
        "The status that it means",
    ]


# Without slots IPython can inspect `elements`; cached values are not part of the state.
@attrs.frozen(kw_only=True, eq=False, repr=False, slots=False, getstate_setstate=True, field_transformer=arrange)
class Policy(Element):
    """A policy that one municipality decided for one policy area in one period (politik).

    All ids in it are unique and all references lead to an element of the right class; both are checked when it is made.
    """

    title: Annotated[str, "Official title"]
    municipality: Annotated[Municipality, "The municipality; in a file its code or name is enough"] = attrs.field(
        converter=to_municipality
    )
    policy_area: Annotated[str | None, "What it is a policy for, such as integration"] = None
    period: Annotated[Period | None, "The period it was made for"] = attrs.field(default=None, converter=maybe_period)
    in_force: Annotated[Period | None, "The period in which it is in force; may be longer"] = attrs.field(
        default=None, converter=maybe_period
    )
    stage: Annotated[Stage | None, "How far it has come"] = None
    supersedes: Annotated[str | None, Slug(), "Id of the edition it replaces"] = None
    terms: Annotated[Terms | None, "The municipality's own words"] = None
    purpose: Annotated[Sequence[Purpose], "Its purpose, and the frame it works in"] = ()
    vision: Annotated[Vision | None, "What it strives for"] = None
    values: Annotated[Sequence[CoreValue], "What it builds on"] = ()
    concepts: Annotated[Sequence[Concept], "What it takes its words to mean"] = ()
    target_groups: Annotated[Sequence[TargetGroup], "Whom it is for"] = ()
    goals: Annotated[Sequence[Goal], "Overarching goals, of the whole policy"] = ()
    focus_areas: Annotated[Sequence[FocusArea], "Themes that gather goals"] = ()
    indicators: Annotated[Sequence[Indicator], "What is measured; each is defined once, here"] = ()
    judgement_scale: Annotated[Sequence[JudgementWord], "What its words and colours for qualitative results mean"] = ()
    groups: Annotated[Sequence[Group], "Parts of populations that figures are given for"] = ()
    disclosure: Annotated[Disclosure | None, "How figures on few people are withheld in public"] = None
    plan: Annotated[Plan | None, "How it is carried out"] = None
    changes: Annotated[Sequence[Change], "What was changed since the earlier edition, by its documents"] = ()
    cases: Annotated[Sequence[Case], "What was put before the bodies that decide"] = ()
    decisions: Annotated[Sequence[Decision], "What the bodies decided"] = ()
    consultations: Annotated[Sequence[Consultation], "Who was asked, and how"] = ()
    contributors: Annotated[Sequence[Contributor], "Who wrote it or gave it ideas"] = ()
    frameworks: Annotated[Sequence[Framework], "Outside objectives it supports"] = ()
    stated_counts: Annotated[Sequence[StatedCount], "How many of each thing there are by its documents"] = ()
    sources: Annotated[Sequence[Source], "The documents it is known from"] = ()
    ignored: Annotated[Sequence[IgnoredCheck], "Rules of the linter it does not follow on purpose"] = ()

    def _problems(self) -> Iterator[Problem]:
        yield from super()._problems()
        if self.period is not None and self.in_force is not None and self.in_force.start < self.period.start:
            data = {"in_force": self.in_force, "period": self.period}
            yield Problem(code="in_force_before_period", data=data, path=("in_force",))
        if self.supersedes == self.id:
            yield Problem(code="supersedes_circle", data={"chain": self.id}, path=("supersedes",))
        for index, word in repeated(each.word.casefold() for each in self.judgement_scale):
            yield Problem(code="word_twice", data={"value": word}, path=("judgement_scale", index, "word"))
        for visit in walk(self, Policy):
            if visit.kind is Continuation and visit.value.address.policy == self.id:
                yield Problem(code="continues_itself", path=(*visit.path, "address"))
        yield from reference_problems(self, Policy)

    @cached_property
    def elements(self) -> Mapping[str, Element]:
        """All elements by id, in the order of the document; the policy itself is not among them."""
        visits = (visit.value for visit in walk(self, Policy))
        return ReadOnlyMapping({v.id: v for v in visits if isinstance(v, Element) and v is not self})

    @cached_property
    def reported(self) -> frozenset[str]:
        """The ids of the elements whose accounts make up a report: the plan, tracks, areas, goals and indicators."""
        kinds = (Plan, Track, FocusArea, Goal, Indicator)
        return frozenset(id for id, element in self.elements.items() if isinstance(element, kinds))

    @cached_property
    def holders(self) -> Mapping[str, Sequence[Track | Goal | FocusArea]]:
        """The tracks, goals and areas that each indicator measures, in that order, by its id."""
        tracks = self.plan.tracks if self.plan is not None else ()
        found: dict[str, list[Track | Goal | FocusArea]] = {each.id: [] for each in self.indicators}
        holders: Sequence[Track | Goal | FocusArea] = (*tracks, *self.all_goals(), *self.focus_areas)
        for holder in holders:
            for id in dict.fromkeys(holder.indicator_ids):
                found[id].append(holder)
        return ReadOnlyMapping({id: tuple(holders) for id, holders in found.items()})

    @cached_property
    def area_of(self) -> Mapping[str, FocusArea]:
        """The focus area of each goal that is in one, by the goal's id."""
        return ReadOnlyMapping({goal.id: area for area in self.focus_areas for goal in goals_below(area)})

    def is_over(self, day: dt.date) -> bool:
        """Return whether the policy is superseded, or no longer in force on a day."""
        end = None if self.in_force is None else self.in_force.end
        return self.stage == "superseded" or (end is not None and end < day)

    def __getitem__(self, id: str) -> Element:
        """Return the element with an id; raises `UnknownElement` as `element` does.

        >>> from kommunepolitik.model import Goal
        >>> Policy(id="p", title="P", municipality="Slagelse", goals=[Goal(id="job", statement="Flere i job.")])["job"]
        Goal(id='job', statement='Flere i job.')
        """
        return self.element(id)

    __iter__ = None
    """A policy is not a collection: without this, Python would count elements from 0."""

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.elements)

    def _repr_html_(self) -> str:
        rows = [(each.id, type(each).__name__, name_of(each)) for each in self.elements.values()]
        return html_table(f"{self.title} ({self.municipality})", ("id", "class", "words"), rows, len(rows))

    def element(self, id: str) -> Element:
        """Return the element with an id, or raise `UnknownElement` with the nearest id."""
        if (found := self.elements.get(id)) is None:
            raise _no_such(id, self.elements)
        return found

    def replace(self, id: str, /, **changes: Any) -> "Policy":
        """Return a copy of the policy in which fields of one element have other values.

        Raises:
            UnknownElement: no element has the id; the nearest is given.
            InvalidModel: a value is not allowed, or a reference would have no target.

        >>> policy = Policy(id="p", title="P", municipality="Slagelse", goals=[Goal(id="job", statement="Job")])
        >>> policy.replace("job", annotations={"sag": "24/1234"}).element("job").annotations["sag"]
        '24/1234'
        """
        element = self.element(id)
        path = next(visit.path for visit in walk(self, Policy) if visit.value is element)
        changed: Policy = _replaced(self, path, changes)
        return changed

    def all_goals(self) -> Iterator[Goal]:
        """Yield every goal: the overarching ones, then those of each area, sub-goals after their goal."""
        return (element for element in self.elements.values() if isinstance(element, Goal))

    def area_goals(self) -> Iterator[Goal]:
        """Yield the goals of the focus areas, sub-goals after their goal."""
        return (goal for area in self.focus_areas for goal in goals_below(area))

    def indicator(self, id: str) -> Indicator:
        """Return the indicator with an id; raises `UnknownElement` as `element` does."""
        if isinstance(found := self.elements.get(id), Indicator):
            return found
        raise _no_such(id, [indicator.id for indicator in self.indicators])


def _replaced(record: Any, path: Sequence[str | int], changes: Mapping[str, Any]) -> Any:
    """Return a record in which the one at the end of a path has other values."""
    if not path:
        return attrs.evolve(record, **changes)
    name, *rest = path
    value = getattr(record, str(name))
    if rest and isinstance(index := rest[0], int):
        value = [*value[:index], _replaced(value[index], rest[1:], changes), *value[index + 1 :]]
    else:
        value = _replaced(value, rest, changes)
    return attrs.evolve(record, **{str(name): value})


def _no_such(id: str, known: Iterable[str]) -> UnknownElement:
    listed = sorted(known)
    near = nearest(id, listed) if isinstance(id, str) else None
    choices = tuple(listed) if near is None and len(listed) <= MAX_LISTED else ()
    return UnknownElement(Problem(code="no_such_element", data={"value": id}, nearest=near, choices=choices))


@attrs.frozen(init=False, repr=False)
class Portfolio:
    """A plain collection of policies, of one municipality or many; iterates in the order given.

    Raises:
        InvalidModel: two policies have the same id, or editions supersede each other in a circle.

    >>> portfolio = Portfolio([Policy(id="p", title="P", municipality="Slagelse")])
    >>> portfolio["p"].municipality.code
    '330'
    """

    policies: tuple[Policy, ...]
    _by_id: Mapping[str, Policy] = attrs.field(eq=False)

    def __init__(self, policies: Iterable[Policy] = ()) -> None:
        """Gather policies."""
        is_one = isinstance(policies, str | bytes) or not isinstance(policies, Iterable)
        given: tuple[Policy, ...] = (policies,) if is_one else tuple(policies)  # type: ignore[assignment]
        for policy in given:
            check_object(policy, Policy)
        by_id: dict[str, Policy] = {}
        for policy in given:
            if policy.id in by_id:
                data = {"value": policy.id, "first": by_id[policy.id].title}
                raise InvalidModel(Problem(code="duplicate_policy", data=data))
            by_id[policy.id] = policy
        self.__attrs_init__(given, by_id)
        clear: set[str] = set()
        for policy in self.policies:
            seen: list[str] = []
            step: Policy | None = policy
            while step is not None and step.id not in clear:
                if step.id in seen:
                    chain = " → ".join([*seen[seen.index(step.id) :], step.id])
                    raise InvalidModel(Problem(code="supersedes_circle", data={"chain": chain}))
                seen.append(step.id)
                step = self._before(step)
            clear.update(seen)

    def _before(self, policy: Policy) -> Policy | None:
        return self._by_id.get(policy.supersedes or "")

    def __repr__(self) -> str:
        places = len({policy.municipality for policy in self.policies})
        parts = (counted(len(self.policies), "policy", "policies"), counted(places, "municipality", "municipalities"))
        return summary_line("Portfolio", *parts)

    def _repr_html_(self) -> str:
        heads = ("id", "title", "municipality", "period", "goals", "indicators")
        rows = (
            (each.id, each.title, each.municipality.name, each.period, len([*each.all_goals()]), len(each.indicators))
            for each in self.policies
        )
        return html_table("Portfolio", heads, rows, len(self.policies))

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.ids)

    def __iter__(self) -> Iterator[Policy]:
        return iter(self.policies)

    def __len__(self) -> int:
        return len(self.policies)

    def __contains__(self, policy: object) -> bool:
        """Return whether it contains a policy, or one with an id."""
        return policy in self.policies if isinstance(policy, Policy) else policy in self.ids

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the policies, in order."""
        return tuple(self._by_id)

    def __getitem__(self, id: str) -> Policy:
        """Return the policy with an id; raises `UnknownElement` with the nearest id."""
        if not isinstance(id, str) or id not in self._by_id:
            near = nearest(id, self._by_id) if isinstance(id, str) else None
            raise UnknownElement(Problem(code="no_such_policy", data={"value": id}, nearest=near))
        return self._by_id[id]

    def chains(self) -> tuple[tuple[Policy, ...], ...]:
        """Return the chains of editions, oldest first; a newest edition has a chain of its own, a lone policy too."""
        replaced = {policy.supersedes for policy in self.policies}
        chains = []
        for newest in self.policies:
            if newest.id not in replaced:
                chain = [newest]
                while (older := self._before(chain[-1])) is not None:
                    chain.append(older)
                chains.append(tuple(reversed(chain)))
        return tuple(chains)

    def neighbours(self) -> tuple[tuple[Policy, Policy], ...]:
        """Return each pair of an edition and one that replaced it, older first, in the order of the newer ones."""
        pairs = ((self._before(policy), policy) for policy in self.policies)
        return tuple((older, newer) for older, newer in pairs if older is not None)

    def filter(self, keep: Callable[[Policy], bool]) -> "Portfolio":
        """Return the policies for which `keep` is true, in the same order.

        >>> from kommunepolitik.model import Municipality
        >>> both = Portfolio(Policy(id=f"p{one.code}", title="P", municipality=one) for one in Municipality.all()[:2])
        >>> [policy.id for policy in both.filter(lambda policy: policy.municipality.name == "Frederiksberg")]
        ['p147']
        """
        return Portfolio(policy for policy in self.policies if keep(policy))
