"""Differences in what a policy measures by: moved goalposts, apart from additions, decisions and other settings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Final, Literal

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.model import Baseline, Indicator, Period, Policy, Target, Unit
from kommunepolitik.model.help_text import described
from kommunepolitik.model.record import shapes_of

Key = tuple[str, str, str]
"""Indicator, group and target, as a result has them."""

_GOALPOSTS: Final = frozenset(("definition", "wording", "population", "unit", "direction", "kind", "role", "baseline"))
"""Fields of an indicator that define what is to be reached and for whom; the others define how figures are read."""

_TEXTS: Final = (str, Unit)

_APART: Final = frozenset(("id", "title", "targets"))
"""Fields of an indicator that are compared separately."""

_NOT_DEFINING: Final = frozenset(("id", "replaced_by", "stated", "basis", "note", "citation"))
"""Fields of a target that do not define what it asks for."""


@attrs.frozen(kw_only=True, field_transformer=described)
class DefinitionChange:
    """A definition used to judge a policy that differs from the one recorded."""

    policy: Annotated[str, "Id of the policy"]
    indicator: Annotated[str, "Id of the indicator; empty where it concerns the whole policy"]
    target: Annotated[
        str, "The key of the target, the present one if it still exists; empty where it concerns the whole indicator"
    ]
    what: Annotated[
        str, "The field that differs; `target` for what a target asks for, `indicator` for one that is removed or new"
    ]
    fields: Annotated[tuple[str, ...], "For a target: the fields that differ"] = ()
    before: Annotated[Any, "As the model has it; None where there was nothing"]
    now: Annotated[Any, "As the model has it now; None where there is nothing"]
    kind: Annotated[
        Literal["goalpost", "addition", "setting"],
        "goalpost: what is to be reached, or for whom, differs; addition: it was not stated before; "
        "setting: how figures are read differs",
    ]
    decision: Annotated[str, "Id of the decision behind it"] = ""

    __repr__ = short_repr

    @property
    def is_moved_goalpost(self) -> bool:
        """Whether what is to be reached, or for whom, differs, and no decision explains it."""
        return self.kind == "goalpost" and not self.decision


@attrs.frozen
class Definitions:
    """How two versions of a policy differ, and which present target matches each recorded one."""

    changes: tuple[DefinitionChange, ...]
    earlier: Mapping[Key, Key]
    """The former key of each result, by its present key; only where the two differ."""

    @classmethod
    def compare(cls, old: Policy, new: Policy) -> "Definitions":
        """Compare the essentials of a policy, as a record keeps them."""
        if old == new:
            return cls((), {})
        changes: list[DefinitionChange] = []
        earlier: dict[Key, Key] = {}
        before = {indicator.id: indicator for indicator in old.indicators}
        for indicator in new.indicators:
            if (recorded := before.pop(indicator.id, None)) is None:
                changes.append(_change(new, indicator, "indicator", None, indicator.title))
                continue
            pairs, lost, added = _paired(recorded.targets, indicator.targets)
            keys = [[(indicator.id, each.group or "", each.key) for each in pair] for pair in pairs]
            earlier |= {now: then for then, now in keys if now != then}
            decision = _decision_on(indicator, old, new)
            found = [
                *_of_indicator(new, recorded, indicator),
                *(each for then, now in pairs for each in _of_target(new, indicator, then, now)),
                *(_change(new, indicator, "target", target, None, target) for target in lost),
                *(_new_target(new, indicator, target) for target in added),
            ]
            changes += [attrs.evolve(each, decision=each.decision or decision) for each in found]
        for indicator in before.values():
            kind: Any = "goalpost" if indicator.role == "follow_up" else "setting"
            decision = _decision_on(indicator, old, new)
            changes.append(_change(new, indicator, "indicator", indicator.title, None, kind=kind, decision=decision))
        return cls((*changes, *_of_policy(old, new)), earlier)


_WORD: Final = re.compile(r"(?:(?<![\w%])(?<!\d )-)?\d+(?:[.,]\d+)*|[^\W\d_]+|[%‰<>≤≥=+±]")


def same_words(one: str | None, other: str | None) -> bool:
    """Return whether two texts have the same words: case, whitespace and punctuation are ignored, numbers are not.

    >>> same_words("Andel, 16-66 år (pct.)", "andel 16–66 år, pct")
    True
    >>> same_words("Mindst 1,5 pct.", "Mindst 15 pct."), same_words("en ændring på -5 %", "en ændring på 5 %")
    (False, False)
    """
    texts = (re.sub("[−–]", "-", " ".join((text or "").casefold().split())) for text in (one, other))
    return len({tuple(_WORD.findall(text)) for text in texts}) == 1


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Period) and isinstance(other, Period):
        return (one.start, one.end) == (other.start, other.end)
    if isinstance(one, Baseline) and isinstance(other, Baseline):
        values = [(each.value, each.value_high, each.qualifier) for each in (one, other)]
        return _same(one.period, other.period) and values[0] == values[1]
    return bool(one == other)


def _is_addition(before: Any, now: Any) -> bool:
    """Return whether something was not there before: an answer, the value of a baseline, a place in the follow-up."""
    if isinstance(before, Baseline) and isinstance(now, Baseline):
        return before.value is None and (before.period is None or _same(before.period, now.period))
    return before is None or before == "context"


def _change(
    policy: Policy, of: Indicator | None, what: str, before: Any, now: Any, target: Target | None = None, **fields: Any
) -> DefinitionChange:
    kind = "addition" if _is_addition(before, now) else "goalpost"
    place = {"indicator": "" if of is None else of.id, "target": "" if target is None else target.key}
    return DefinitionChange(policy=policy.id, what=what, before=before, now=now, **{"kind": kind, **place, **fields})


def _decision_on(indicator: Indicator, old: Policy, new: Policy) -> str:
    """Return the decision taken since on an indicator; empty where there is none."""
    known = {decision.id for decision in old.decisions if decision.date is not None}
    taken = (each.id for each in new.decisions if each.subject == indicator.id and each.date is not None)
    return next((id for id in taken if id not in known), "")


def _of_indicator(policy: Policy, old: Indicator, new: Indicator) -> Iterator[DefinitionChange]:
    for shape in shapes_of(Indicator):
        before, now = getattr(old, shape.name), getattr(new, shape.name)
        if shape.name in _APART or _same(before, now):
            continue
        if isinstance(before, _TEXTS) and isinstance(now, _TEXTS) and same_words(str(before), str(now)):
            continue
        kind: Any = {} if shape.name in _GOALPOSTS else {"kind": "setting"}
        yield _change(policy, new, shape.name, before, now, **kind)
    if not same_words(old.title, new.title):
        defined = any((old.definition, old.wording, new.definition, new.wording))
        kind = {"kind": "setting"} if defined else {}  # without a definition, the title defines what is measured
        yield _change(policy, new, "title", old.title, new.title, **kind)


def _asks(target: Target) -> Mapping[str, Any]:
    """Return what a target asks for, by field."""
    names = [shape.name for shape in shapes_of(type(target)) if shape.name not in _NOT_DEFINING]
    return {"kind": target.kind, **{name: getattr(target, name) for name in names}}


def _differing(old: Target, new: Target) -> list[str]:
    before, now = _asks(old), _asks(new)
    return [name for name in {**before, **now} if not _same(before.get(name), now.get(name))]


def _paired(
    old: Sequence[Target], new: Sequence[Target]
) -> tuple[list[tuple[Target, Target]], list[Target], list[Target]]:
    """Pair earlier and present targets: those that ask the same, share a key, or differ in one field."""
    pairs: list[tuple[Target, Target]] = []
    lost, added = list(old), list(new)
    rules = (
        lambda then, now: not _differing(then, now),
        lambda then, now: then.key == now.key,
        lambda then, now: len(_differing(then, now)) == 1,
    )
    for is_same in rules:
        for then in list(lost):
            if (now := next((each for each in added if is_same(then, each)), None)) is not None:
                pairs.append((then, now))
                lost.remove(then)
                added.remove(now)
    return pairs, lost, added


def _of_target(policy: Policy, indicator: Indicator, old: Target, new: Target) -> Iterator[DefinitionChange]:
    before, now, differing = _asks(old), _asks(new), _differing(old, new)
    replaced = None if old.replaced_by == new.replaced_by else new.replaced_by
    decision = "" if replaced is None else replaced.decision
    if asked := tuple(name for name in differing if name != "baseline"):
        # No group is the whole population: another group is another target, and never an addition.
        is_more = all(name != "group" and _is_addition(before.get(name), now.get(name)) for name in asked)
        kind = "addition" if is_more else "goalpost"
        yield _change(policy, indicator, "target", old, new, new, decision=decision, fields=asked, kind=kind)
    if "baseline" in differing:
        yield _change(policy, indicator, "baseline", before["baseline"], now["baseline"], new, decision=decision)
    if old.replaced_by != new.replaced_by:
        kind = "addition" if replaced is not None else "setting"
        replaced_by = (old.replaced_by, new.replaced_by)
        yield _change(policy, indicator, "replaced_by", *replaced_by, new, decision=decision, kind=kind)


def _new_target(policy: Policy, indicator: Indicator, target: Target) -> DefinitionChange:
    """Return the change for a new target, with the decision by which it replaced another."""
    replaced = (each.replaced_by for each in indicator.targets if each.replaced_by is not None)
    decision = next((each.decision for each in replaced if each.target == target.key), "")
    return _change(policy, indicator, "target", None, target, target, decision=decision)


def _of_policy(old: Policy, new: Policy) -> Iterator[DefinitionChange]:
    """Yield what differs in the whole policy: its periods, its scale of words, its groups."""
    for name in ("period", "in_force", "judgement_scale"):
        before, now = getattr(old, name), getattr(new, name)
        if not _same(before, now):
            yield _change(new, None, name, before, now, kind="setting")
    groups = {group.id: group.title for group in new.groups}
    for group in old.groups:
        now = groups.get(group.id)
        if now is not None and not same_words(group.title, now):
            yield _change(new, None, "group", group.title, now)
