"""The whole lineage of one element through all available editions, both ways."""

from collections import defaultdict, deque
from collections.abc import Mapping
from typing import Annotated

import attrs

from kommunepolitik.display import html_table, short_repr
from kommunepolitik.errors import Problem, UnknownElement
from kommunepolitik.model import Address, Continuation, Portfolio
from kommunepolitik.model.help_text import described
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.scalars import check_object


@attrs.frozen(field_transformer=described)
class Step:
    """One step of a lineage: the later element carries on the earlier one, both by address."""

    earlier: Annotated[str, "Address of the earlier element"]
    later: Annotated[str, "Address of the later element"]
    continuation: Annotated[Continuation, "What the later element states: basis, note, citation"]
    distance: Annotated[int, "The number of steps from the requested element"]
    known: Annotated[bool, "Whether the earlier element, or the policy as a whole, is in the portfolio"]
    closes: Annotated[
        bool, "Whether the step closes a circle, which is a mistake: it leads to an element that it came from"
    ] = False

    __repr__ = short_repr


@attrs.frozen(kw_only=True, field_transformer=described)
class Lineage:
    """The predecessors and successors of an element: steps, the nearest first."""

    address: Annotated[str, "The requested element, as `policy-id#element-id`"]
    earlier: Annotated[tuple[Step, ...], "What it came from, the nearest first"]
    later: Annotated[tuple[Step, ...], "What became of it, the nearest first"]

    __repr__ = short_repr

    def _repr_html_(self) -> str:
        steps = [("back", step) for step in self.earlier] + [("on", step) for step in self.later]
        rows = [
            (step.earlier, step.later, way, step.distance, "proposal" if line.proposed else line.basis, line.note)
            for way, step in steps
            for line in (step.continuation,)
        ]
        heads = ("earlier", "later", "way", "distance", "basis", "note")
        unknown = [step.earlier for _, step in steps if not step.known]
        notes = [f"Not in the portfolio: {', '.join(dict.fromkeys(unknown))}."] if unknown else []
        return html_table(f"Lineage of {self.address}", heads, rows, len(rows), notes)


def lineage(portfolio: Portfolio, address: str) -> Lineage:
    """Follow the lineage of an element (`policy-id#element-id`) both ways through all policies of a portfolio.

    Steps to policies that it does not have are listed, but not followed.

    Raises:
        UnknownElement: it does not have the policy or the element; the nearest is given.
        InvalidModel: it is not a portfolio.

    >>> import kommunepolitik as kp
    >>> found = lineage(kp.load_portfolio("docs/tutorial/nybro"), "nybro-integration-2024#tillid")
    >>> [(step.earlier, step.continuation.basis) for step in found.earlier]
    [('nybro-integration-2020#respekt', 'interpretation')]
    """
    check_object(portfolio, Portfolio)
    wanted = Address.read(address)
    elements = portfolio[wanted.policy].elements
    if wanted.element not in elements:
        near = nearest(wanted.element or "", elements)
        meant = near and f"{wanted.policy}#{near}"
        raise UnknownElement(Problem(code="no_such_element", data={"value": address}, nearest=meant))
    back: dict[str, list[tuple[str, Continuation]]] = defaultdict(list)
    on: dict[str, list[tuple[str, Continuation]]] = defaultdict(list)
    known = {each.id for each in portfolio}  # what is carried on may be a policy as a whole
    for each in portfolio:
        for element in each.elements.values():
            here = f"{each.id}#{element.id}"
            known.add(here)
            for continuation in element.continues:
                back[here].append((str(continuation.address), continuation))
                on[str(continuation.address)].append((here, continuation))
    earlier, later = _walk(address, back, known, backwards=True), _walk(address, on, known, backwards=False)
    return Lineage(address=address, earlier=earlier, later=later)


def _walk(
    start: str, ways: Mapping[str, list[tuple[str, Continuation]]], known: set[str], *, backwards: bool
) -> tuple[Step, ...]:
    """Walk breadth first, from each element once, so that circles terminate."""
    steps: list[Step] = []
    distances, queue = {start: 0}, deque([start])
    while queue:
        here = queue.popleft()
        for there, continuation in ways.get(here, ()):
            earlier, later = (there, here) if backwards else (here, there)
            closes = there in distances and _leads(there, here, ways)
            steps.append(Step(earlier, later, continuation, distances[here] + 1, earlier in known, closes))
            if there not in distances:
                distances[there] = distances[here] + 1
                queue.append(there)
    return tuple(steps)


def _leads(start: str, end: str, ways: Mapping[str, list[tuple[str, Continuation]]]) -> bool:
    """Return whether the lineage of one element leads to another."""
    seen, edge = {start}, [start]
    while edge and end not in seen:
        edge = [there for here in edge for there, _ in ways.get(here, ()) if there not in seen]
        seen.update(edge)
    return end in seen
