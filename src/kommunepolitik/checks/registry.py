"""The rules: each a small function that is registered with a code, a severity and a title."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from kommunepolitik.checks.finding import Path, Severity
from kommunepolitik.errors import Problem, UnknownElement
from kommunepolitik.model import Element
from kommunepolitik.model.nearest import nearest

if TYPE_CHECKING:
    from kommunepolitik.checks.subject import Subject

Group = Literal["measurability", "document", "lineage", "figures"]

_GROUPS: Final[dict[str, Group]] = {"KP1": "measurability", "KP2": "document", "KP3": "lineage", "KP4": "figures"}


@attrs.frozen(kw_only=True)
class Found:
    """What a rule yields: the element, the words for it, and where within the element it is."""

    element: Element
    wording: str
    data: dict[str, Any]
    severity: Severity | None
    """Where it is not the rule's own."""
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
    severity: Severity
    """The highest severity of its findings."""
    title: str
    """What it finds, in a few words (English; the catalogues translate it)."""
    docs: str
    """Its docs page in Markdown: what, why, how to fix it, an example."""
    find: Find = attrs.field(repr=False)

    @property
    def group(self) -> Group:
        """The group it belongs to, by its code."""
        return _GROUPS[self.code[:3]]


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
    """Return the rule with a code; raises `UnknownElement` with the nearest code."""
    return chosen(code)[0]


def chosen(codes: str | Iterable[str]) -> tuple[Rule, ...]:
    """Return the rules that a code or several name; the beginning of a code (`KP1`) names all that begin so.

    Raises:
        UnknownElement: with every code that names none, and the nearest to each (or all, where none is near).
    """
    wanted: set[str] = set()
    problems: list[Problem] = []
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
