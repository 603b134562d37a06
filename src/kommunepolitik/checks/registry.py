"""The rules: each a small function of a subject that is registered with a code, a severity and a title."""

import inspect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from kommunepolitik.checks.finding import Finding, Path, Severity
from kommunepolitik.display import short_repr
from kommunepolitik.errors import Problem, UnknownElement
from kommunepolitik.model import Account, Department, Element, Indicator, Period, Policy, Target, is_accounted_for
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.references import walk

if TYPE_CHECKING:
    from kommunepolitik.disclosure import Audience
    from kommunepolitik.figures import Figures, Observation

RuleGroup = Literal["measurability", "document", "lineage", "figures"]
"""What a rule is about."""

_GROUPS: Final[dict[str, RuleGroup]] = {"KP1": "measurability", "KP2": "document", "KP3": "lineage", "KP4": "figures"}


@attrs.frozen(kw_only=True)
class Found:
    """What a rule yields: the element, the words for it, and where within the element it is."""

    element: Element
    wording: str
    data: dict[str, Any]
    severity: Severity | None  # where it is not the rule's own
    within: Path


def found(
    element: Element, wording: str, /, *, severity: Severity | None = None, within: Path = (), **data: Any
) -> Found:
    """Return what was found; `data` fills the placeholders of the words, besides `title`, which is the element's."""
    return Found(element=element, wording=wording, data=data, severity=severity, within=within)


Find = Callable[["Subject"], Iterator[Found]]


@attrs.frozen(kw_only=True)
class Rule:
    """One rule of the linter."""

    code: str
    severity: Severity  # the highest of its findings
    title: str  # what it finds, in a few words (English; the catalogues translate it)
    docs: str  # its docs page in Markdown: what, why, how to fix it, an example
    find: Find = attrs.field(repr=False)

    __repr__ = short_repr

    @property
    def group(self) -> RuleGroup:
        """The group it belongs to, by its code."""
        return _GROUPS[self.code[:3]]


@attrs.frozen(kw_only=True, slots=False)
class Subject:
    """What a rule checks: a policy, and what else is known of it."""

    policy: Policy
    figures: "Figures | None" = None
    """None where no table of figures was given; rules on figures then find nothing."""
    audience: "Audience" = "public"
    at: Period | None = None
    earlier: Policy | None = None
    accounts: tuple[Account, ...] = ()
    departments: tuple[Department, ...] = ()

    @property
    def followed(self) -> list[Indicator]:
        """The indicators that follow up the policy."""
        return [indicator for indicator in self.policy.indicators if indicator.role == "follow_up"]

    @property
    def targets(self) -> Iterator[tuple[Indicator, Target, Path]]:
        """The targets of all indicators, each with its path within the indicator."""
        for indicator in self.policy.indicators:
            for index, target in enumerate(indicator.targets):
                yield indicator, target, ("targets", index)

    def measured(self, indicator: str, group: str | None = None) -> "list[Observation]":
        """Return the measured figures of a series that count, in order of time; without a group of the population."""
        rows = () if self.figures is None else self.figures.series(self.policy.id, indicator, group or "")
        return [row for row in rows if row.is_measured]

    def measured_at(self, indicator: str, group: str | None, period: Period) -> "Observation | None":
        """Return the measured figure that counts for one period."""
        row = None if self.figures is None else self.figures.at(self.policy.id, indicator, group or "", period)
        return row if row is not None and row.is_measured else None

    def measured_groups(self, indicator: str) -> "list[Observation]":
        """Return the measured figures of an indicator that count, of whichever group, in order of time."""
        groups = () if self.figures is None else self.figures.groups(self.policy.id, indicator)
        rows = [row for group in sorted(groups) for row in self.measured(indicator, group)]
        return sorted(rows, key=lambda row: () if row.period is None else row.period.sort_key)

    @cached_property
    def paths(self) -> Mapping[str, Path]:
        """The path of each element in the document, by id."""
        visits = walk(self.policy, Policy)
        return {visit.value.id: visit.path for visit in visits if isinstance(visit.value, Element)}

    def finding(self, rule: Rule, found: Found) -> Finding:
        """Return what a rule found as a finding."""
        element = found.element
        return Finding(
            code=rule.code,
            severity=found.severity or rule.severity,
            address=self.policy.id if element is self.policy else f"{self.policy.id}#{element.id}",
            wording=found.wording,
            data={"title": title(element), **found.data},
            path=(*self.paths[element.id], *found.within),
        )

    def is_past(self, period: Period | None) -> bool:
        """Return whether a period has ended before the date of the check."""
        at = None if self.at is None else self.at.end
        return at is not None and period is not None and period.end is not None and period.end < at

    def is_accounted_for(self, elements: Collection[str]) -> bool:
        """Return whether an account of one of some elements exists by the date of the check."""
        return is_accounted_for(self.accounts, elements, None if self.at is None else self.at.end)


def title(element: Element) -> str:
    """Return how a message names an element."""
    texts = (getattr(element, field, None) for field in ("title", "body", "statement"))
    return next((str(text) for text in texts if text), element.id)


_RULES: Final[dict[str, Rule]] = {}


def rule(code: str, severity: Severity, title: str) -> Callable[[Find], Find]:
    """Register a function as a rule; its docstring is its docs page."""

    def register(find: Find) -> Find:
        assert code not in _RULES, code
        docs = inspect.cleandoc(find.__doc__ or "")
        _RULES[code] = Rule(code=code, severity=severity, title=title, docs=docs, find=find)
        return find

    return register


def rules() -> tuple[Rule, ...]:
    """Return all rules, by code."""
    return tuple(_RULES[code] for code in sorted(_RULES))


def rule_of(code: str) -> Rule:
    """Return the rule with a code; raises `UnknownElement` with the nearest code.

    >>> rule_of("KP102").severity
    'warning'
    """
    return chosen(code)[0]


def chosen(codes: str | Iterable[str]) -> tuple[Rule, ...]:
    """Return the rules that codes, or beginnings of codes (`KP1`), name; raises `UnknownElement` with the nearest."""
    wanted: set[str] = set()
    problems = []
    for code in [codes] if isinstance(codes, str) else codes:
        matching = {known for known in _RULES if known.startswith(code.upper())} if code else set()
        wanted |= matching
        if not matching:
            near = nearest_code(code)
            choices = () if near else tuple(sorted(_RULES))
            problems.append(Problem(code="unknown_rule", data={"value": code}, nearest=near, choices=choices))
    if problems:
        raise UnknownElement(*problems)
    return tuple(known for known in rules() if known.code in wanted)


def nearest_code(code: str) -> str | None:
    """Return the code most like an unknown one."""
    near = nearest(code, [known.lower() for known in _RULES])
    return None if near is None else near.upper()
