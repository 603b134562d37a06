"""Policies whose figures are read together: the editions of one policy, and what of them is the same."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from kommunepolitik.disclosure.grounds import Cell, Ground, Said, stated_in
from kommunepolitik.disclosure.unions import join, root
from kommunepolitik.model import Address, Policy


class House:
    """Editions of one policy, in which the same indicator or group goes by one name."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        """Take the editions."""
        self._policies = {policy.id: policy for policy in policies}
        self._known = {policy.id: {each.id for each in (*policy.indicators, *policy.groups)} for policy in policies}
        self._same: dict[tuple[str, str], tuple[str, str]] = {}
        self._homes: dict[tuple[str, str], set[str]] = {}
        """Of what stands for several: the policies that they are in."""
        for own, other in self._lines(policies):
            self._take_as_one(own, other)
        first: dict[object, tuple[str, str]] = {}
        for policy in policies:
            for element in (*policy.indicators, *policy.groups):
                own = (policy.id, element.id)
                self._take_as_one(own, first.setdefault((type(element), element.id), own))
        self.ground = Ground.of(policies, self._name)

    def _lines(self, policies: Sequence[Policy]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
        """Yield what is carried on one to one; what is merged or split has other people in it than before."""
        lines = []
        for policy in policies:
            for element in (*policy.indicators, *policy.groups):
                for line in element.continues:
                    id, other = line.address.policy, line.address.element or ""
                    if line.comparable and other in self._known.get(id, ()):
                        lines.append(((policy.id, element.id), (id, other)))
        back, onward = (
            Counter((own, other[0]) for own, other in lines),
            Counter((other, own[0]) for own, other in lines),
        )
        yield from ((own, other) for own, other in lines if back[own, other[0]] == onward[other, own[0]] == 1)

    def _take_as_one(self, own: tuple[str, str], other: tuple[str, str]) -> None:
        """Take two elements as the same, unless a policy would have two that are."""
        one, two = root(self._same, own), root(self._same, other)
        homes = [self._homes.setdefault(each, {each[0]}) for each in (one, two)]
        if one != two and homes[0].isdisjoint(homes[1]):
            join(self._same, one, two)
            self._homes[root(self._same, one)] = homes[0] | homes[1]

    def _name(self, policy: str, id: str) -> str:
        """Return what an element is called here."""
        if len(self._policies) == 1 or id not in self._known[policy]:
            return id
        return str(Address(*root(self._same, (policy, id))))

    def cells(self, policy: str, indicator: str, group: str) -> Iterable[Cell]:
        """Return the figures that a row gives; one that names no policy is of all that have its indicator."""
        named = [policy] if policy else [id for id, known in self._known.items() if indicator in known]
        return dict.fromkeys(
            (self._name(id, indicator), self._name(id, group) if group else "") for id in named if id in self._policies
        )

    def told(self, cell: Cell, policy: str) -> Cell:
        """Return a figure by the names of a policy, as far as it has any."""
        own = {self._name(policy, id): id for id in self._known.get(policy, ())}
        indicator, group = (own.get(name, Address.read(name).element or name) for name in cell)
        return indicator, group

    @cached_property
    def stated(self) -> Mapping[str, Mapping[Cell, Said]]:
        """What the texts of the policies state, by period."""
        stated: dict[str, dict[Cell, Said]] = {}
        for policy in self._policies.values():
            for (indicator, group), period, said, _ in stated_in(policy):
                for cell in self.cells(policy.id, indicator, group):
                    if self.ground is not None and cell[0] in self.ground.indicators and said.exact:
                        stated.setdefault(period, {})[cell] = said
        return stated


def houses(policies: Sequence[Policy]) -> Iterator[House]:
    """Yield policies by what they carry on: one that replaces another, or has an element that continues one of its."""
    ids = {policy.id for policy in policies}
    same: dict[str, str] = {}
    for policy in policies:
        lines = [line.address.policy for element in policy.elements.values() for line in element.continues]
        for id in (policy.id, policy.supersedes, *lines):
            if id in ids:
                join(same, policy.id, id)
    held: dict[str, list[Policy]] = {}
    for policy in policies:
        held.setdefault(root(same, policy.id), []).append(policy)
    yield from (House(of) for of in held.values())
