"""The rules: each a small function of a subject, with a code, a severity and a title."""

import inspect
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import attrs

from kommunepolitik.checks.finding import PREFIX, Path, Severity, Words, are_words, in_language
from kommunepolitik.display import hide_literal_type, short_repr
from kommunepolitik.documents.extensions import ExtensionPart, written_function
from kommunepolitik.errors import ExtensionError, Problem, UnknownElement
from kommunepolitik.model import Account, Department, Element, FrozenMapping, Indicator, Period, Policy, Target
from kommunepolitik.model.accounts import is_accounted_for
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.references import Visit, walk
from kommunepolitik.model.scalars import describe

if TYPE_CHECKING:
    from kommunepolitik.disclosure import Audience
    from kommunepolitik.figures import Figures, Observation

RuleGroup = Literal["measurability", "document", "lineage", "figures", "own"]
"""What a rule is about."""

_GROUPS: Final[dict[str, RuleGroup]] = {"KP1": "measurability", "KP2": "document", "KP3": "lineage", "KP4": "figures"}
_CODE: Final = re.compile(r"[A-Z]{2,12}[0-9]{1,6}")


@attrs.frozen(kw_only=True)
class Found:
    """What a rule yields, made by `found`: the element, the words for it, and where within the element it is."""

    element: Element
    wording: Words
    data: dict[str, Any]
    severity: Severity | None  # where it is not the rule's own
    within: Path

    __repr__ = short_repr


def found(
    element: Element,
    words: str | Mapping[str, str],
    /,
    *,
    severity: Severity | None = None,
    within: Path = (),
    **data: Any,
) -> Found:
    """Return what a rule found: in which element, and in which words.

    `data` fills the placeholders of the words, `{like_this}`, besides `{title}`, which is the element's. The words may
    be one text, or one for each language by its code: `{"da": "…", "en": "…"}`. `within` leads from the element to the
    place in it (`("targets", 0, "due")`), and `severity` is given where it is not the rule's own. (The rules of the
    library itself give a key of its table of words.)

    >>> goal = Element(id="job")
    >>> found(goal, "'{title}' lacks {what}", what="a number", within=("number",)).data
    {'what': 'a number'}
    """
    return Found(element=element, wording=_frozen(words), data=data, severity=severity, within=within)


def _frozen(words: str | Mapping[str, str]) -> Words:
    """Return words so that they cannot be changed; anything else is left as it is, for the check that refuses it."""
    return FrozenMapping(words) if isinstance(words, Mapping) and are_words(words) else words  # type: ignore[return-value]


Find = Callable[["Subject"], Iterable[Found]]


@attrs.frozen(kw_only=True)
class Rule(ExtensionPart):
    """One rule of the linter, made by `rule`.

    >>> from kommunepolitik.checks import rules
    >>> rules().of("KP102").name()
    'Indicator without target'
    """

    code: str
    severity: Severity
    """The highest of its findings, if one of them has its own."""
    title: Words
    """What it finds, in a few words: of the library's own English, which the catalogues translate."""
    docs: str
    """Its docs page in Markdown: what, why, how to fix it, an example."""
    find: Find = attrs.field(repr=False)

    __repr__ = short_repr

    @property
    @hide_literal_type
    def group(self) -> RuleGroup:
        """The group it belongs to, by its code; `own` for those of other packages."""
        return _GROUPS.get(self.code[:3], "own")

    @property
    def function(self) -> Find:
        """The function it is made from."""
        return self.find

    def name(self, translate: Callable[[str], str] = str, language: str = "en") -> str:
        """Return its title in a language."""
        return in_language(self.title, translate, language)


@attrs.frozen(kw_only=True, slots=False)
class Subject:
    """What a rule checks: a policy, and what else is known about it.

    >>> policy = Policy(id="p", title="P", municipality="Slagelse", indicators=[Indicator(id="job", title="I job")])
    >>> [indicator.id for indicator in Subject(policy=policy).followed]
    ['job']
    """

    policy: Policy
    """What is checked."""
    figures: "Figures | None" = None
    """None where no table of figures was given; rules on figures then find nothing."""
    audience: "Audience" = "public"
    """For the public, figures that disclosure control suppresses are not among them."""
    at: Period | None = None
    """The date of the check; without one, nothing is overdue or old."""
    earlier: Policy | None = None
    """The edition before, where it is known."""
    accounts: tuple[Account, ...] = ()
    """The accounts written about its elements since."""
    departments: tuple[Department, ...] = ()
    """Those of the municipality; none where they are not known."""
    codes: frozenset[str] = frozenset()
    """The codes of all rules in this run."""

    __repr__ = short_repr

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

    @property
    def comparisons(self) -> Iterator[tuple[Indicator, Target, tuple[Indicator, str | None], Path]]:
        """The targets that compare with another series: its indicator and group, and the path within the own one."""
        for indicator, target, within in self.targets:
            relative = getattr(target, "relative_to", None)
            if relative is not None:
                other = self.policy.indicator(relative.indicator or indicator.id)
                yield indicator, target, (other, relative.group), (*within, "relative_to")

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
    def visits(self) -> Sequence[Visit]:
        """All records of the policy, each with its path, in the order of the document."""
        return tuple(walk(self.policy, Policy))

    @cached_property
    def paths(self) -> Mapping[str, Path]:
        """The path of each element in the document, by id."""
        return {visit.value.id: visit.path for visit in self.visits if isinstance(visit.value, Element)}

    def is_past(self, period: Period | None) -> bool:
        """Return whether a period has ended before the date of the check."""
        at = None if self.at is None else self.at.end
        return at is not None and period is not None and period.end is not None and period.end < at

    def is_accounted_for(self, elements: Collection[str]) -> bool:
        """Return whether an account of one of some elements exists by the date of the check."""
        return is_accounted_for(self.accounts, elements, None if self.at is None else self.at.end)


def rule(code: str, severity: Severity, title: str | Mapping[str, str]) -> Callable[[Find], Rule]:
    """Make a rule of a function that takes a `Subject` and yields what it `found`; its docstring is its docs page.

    A code is capital letters and a number, of which `KP…` are the library's own; `title` states in a few words what the
    rule finds. A rule runs in a check only if it is given to it: see `extensions` of `check`.

    >>> @rule("NYB101", "info", "Goal without number")
    ... def without_number(subject):
    ...     yield from (found(goal, "number '{title}'") for goal in subject.policy.all_goals() if not goal.number)
    >>> without_number.code, without_number.group
    ('NYB101', 'own')

    Raises:
        ExtensionError: the code, the severity or the title is not valid.
    """

    def make(find: Find) -> Rule:
        docs = inspect.cleandoc(written_function(find).__doc__ or "")
        made = Rule(code=code, severity=severity, title=_frozen(title), docs=docs, find=find)
        is_ours = made.package.partition(".")[0] == "kommunepolitik"
        problems = [*severity_problems(severity), *words_problems(code, title)]
        if not is_ours and not is_own_code(code):
            problems.insert(0, Problem(code="rule_code", data={"value": code}))
        if problems:
            raise ExtensionError(*map(made.located, problems))
        return made

    return make


def severity_problems(severity: object) -> list[Problem]:
    """Return what is wrong with a severity that a rule of another package gives, without its place."""
    known = get_args(Severity)
    if severity in known:
        return []
    data = {"value": severity, "choices": ", ".join(known)}
    return [Problem(code="not_one_of", data=data, nearest=nearest(str(severity), known))]


def words_problems(code: str, words: object) -> list[Problem]:
    """Return what is wrong with the title or words that a rule of another package gives, without its place."""
    return (
        [] if are_words(words) else [Problem(code="rule_text", data={"rule": code, "found": describe(words or None)})]
    )


def is_own_code(code: object) -> bool:
    """Return whether a code is one that a rule of another package may have."""
    return isinstance(code, str) and _CODE.fullmatch(code) is not None and not code.startswith(PREFIX)


@attrs.frozen(init=False, repr=False)
class RuleSet:
    """Rules by code: iterates over them in order of their codes.

    >>> from kommunepolitik.checks import rules
    >>> [rule.code for rule in rules().chosen("KP30")]
    ['KP301', 'KP302']

    Raises:
        ExtensionError: two rules have the same code.
    """

    _by_code: Mapping[str, Rule]

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        """Gather rules; one that is given twice counts once."""
        by_code: dict[str, Rule] = {}
        problems = []
        for each in rules:
            first = by_code.setdefault(each.code, each)
            if first is not each:
                data = {"value": each.code, "package": first.package}
                problems.append(each.located(Problem(code="rule_twice", data=data)))
        if problems:
            raise ExtensionError(*problems)
        self.__attrs_init__(dict(sorted(by_code.items())))

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def __repr__(self) -> str:
        return f"<RuleSet of {len(self)} rules>"

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the rules."""
        return frozenset(self._by_code)

    def of(self, code: str) -> Rule:
        """Return the rule with a code; raises `UnknownElement` with the nearest code."""
        return self.chosen(code)[0]

    def chosen(self, codes: str | Iterable[str]) -> tuple[Rule, ...]:
        """Return the rules that codes, or beginnings of codes (`KP1`), name; raises `UnknownElement`."""
        wanted: set[str] = set()
        problems = []
        for code in [codes] if isinstance(codes, str) else codes:
            matching = {known for known in self._by_code if known.startswith(code.upper())} if code else set()
            wanted |= matching
            if not matching:
                near = nearest_code(code, self.codes)
                choices = () if near else tuple(self._by_code)
                problems.append(Problem(code="unknown_rule", data={"value": code}, nearest=near, choices=choices))
        if problems:
            raise UnknownElement(*problems)
        return tuple(known for known in self if known.code in wanted)


def nearest_code(code: str, known: Iterable[str]) -> str | None:
    """Return the code most like an unknown one."""
    near = nearest(code, [each.lower() for each in sorted(known)])
    return None if near is None else near.upper()
