"""Policies whose figures are combined: the editions of one policy, and which of their elements are the same."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from kommunepolitik.disclosure.rules import Cell, DisclosureRules, SeriesId, Value, days_of, stated_baselines
from kommunepolitik.model import Address, Policy

Key = TypeVar("Key", str, tuple[str, str], tuple[str, str, str, str])


def join(parents: dict[Key, Key], one: Key, other: Key) -> None:
    """Merge the sets of two keys (union-find); the least represents the set, so that the order does not matter."""
    low, high = sorted((representative(parents, one), representative(parents, other)))
    parents[high] = low


def representative(parents: dict[Key, Key], key: Key) -> Key:
    """Return the key that represents the set of a key."""
    while parents.setdefault(key, key) != key:
        parents[key] = key = parents[parents[key]]
    return key


class EditionGroup:
    """Editions of one policy, in which the same indicator or group has one name."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._policies = {policy.id: policy for policy in policies}
        self._known = {policy.id: {each.id for each in (*policy.indicators, *policy.groups)} for policy in policies}
        self._same: dict[tuple[str, str], tuple[str, str]] = {}
        self._members: dict[tuple[str, str], set[str]] = {}
        """The policies that have an element of a set, by its representative."""
        for own, other in self._continued(policies):
            self._identify(own, other)
        first: dict[object, tuple[str, str]] = {}
        for policy in policies:
            for element in (*policy.indicators, *policy.groups):
                own = (policy.id, element.id)
                self._identify(own, first.setdefault((type(element), element.id), own))
        self.rules = DisclosureRules.of(policies, self._name)

    def _continued(self, policies: Sequence[Policy]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
        """Yield the elements continued one to one; those merged or split contain other people than before."""
        pairs = []
        for policy in policies:
            for element in (*policy.indicators, *policy.groups):
                for line in element.continues:
                    id, other = line.address.policy, line.address.element or ""
                    if line.comparable and other in self._known.get(id, ()):
                        pairs.append(((policy.id, element.id), (id, other)))
        back = Counter((own, other[0]) for own, other in pairs)
        onward = Counter((other, own[0]) for own, other in pairs)
        yield from ((own, other) for own, other in pairs if back[own, other[0]] == onward[other, own[0]] == 1)

    def _identify(self, own: tuple[str, str], other: tuple[str, str]) -> None:
        """Treat two elements as the same, unless one policy would then have two of them."""
        one, two = representative(self._same, own), representative(self._same, other)
        members = [self._members.setdefault(each, {each[0]}) for each in (one, two)]
        if one != two and members[0].isdisjoint(members[1]):
            join(self._same, one, two)
            self._members[representative(self._same, one)] = members[0] | members[1]

    def _name(self, policy: str, id: Any) -> Any:
        if len(self._policies) == 1 or id not in self._known[policy]:
            return id
        return str(Address(*representative(self._same, (policy, id))))

    def series(self, policy: str, indicator: str, group: str) -> Iterable[SeriesId]:
        """Return the series that a row belongs to; a row without a policy belongs to all that have its indicator."""
        named = [policy] if policy else [id for id, known in self._known.items() if indicator in known]
        return dict.fromkeys(
            (self._name(id, indicator), self._name(id, group) if group else "") for id in named if id in self._policies
        )

    @cached_property
    def stated(self) -> Mapping[Cell, Value]:
        """The exact baselines that the texts of the policies state."""
        stated: dict[Cell, Value] = {}
        for policy in self._policies.values():
            for (indicator, group), period, value, _ in stated_baselines(policy):
                for series in self.series(policy.id, indicator, group):
                    if self.rules is not None and series[0] in self.rules.indicators and value == Value(value.number):
                        stated[*series, days_of(period, is_flow=series[0] in self.rules.flows)] = value
        return stated


def edition_groups(policies: Sequence[Policy]) -> Iterator[EditionGroup]:
    """Yield groups of policies linked by lineage: one replaces another, or has an element that continues one of its."""
    ids = {policy.id for policy in policies}
    same: dict[str, str] = {}
    for policy in policies:
        continued = [line.address.policy for element in policy.elements.values() for line in element.continues]
        for id in (policy.id, policy.supersedes, *continued):
            if id in ids:
                join(same, policy.id, id)
    groups: dict[str, list[Policy]] = {}
    for policy in policies:
        groups.setdefault(representative(same, policy.id), []).append(policy)
    yield from map(EditionGroup, groups.values())
