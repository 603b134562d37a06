"""The units of a municipality that are responsible for elements of its policies."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import attrs

from kommunepolitik.evaluation.evaluation import responsible_for
from kommunepolitik.model import Department, Element, Indicator, Policy
from kommunepolitik.model.plan import department_of
from kommunepolitik.model.references import walk


@attrs.frozen(slots=False)
class Units:
    """Who is responsible for the elements of a policy."""

    policy: Policy
    departments: Sequence[Department] = ()
    """Those of the municipality."""

    def named(self, name: str | None) -> str:
        """Return the title of the department that a name means, else the name as it is written; empty for none."""
        department = department_of(name or "", self.departments)
        return " ".join((name or "").split()) if department is None else department.title

    def of(self, element: Element) -> str:
        """Return the unit responsible for an element: its own, else that of what it is part of; or empty.

        For an indicator that names none, it is that of a track, goal or area that it measures.
        """
        if isinstance(element, Indicator):
            return self.named(responsible_for(self.policy, element.id))
        here: Element | None = element
        while here is not None and not getattr(here, "responsible", None):
            here = self._holders.get(here.id)
        return self.named(getattr(here, "responsible", None))

    @cached_property
    def _holders(self) -> Mapping[str, Element]:
        """The element that each one is part of, by id; none for those of the policy itself."""
        places = {visit.path: visit.value for visit in walk(self.policy, Policy) if isinstance(visit.value, Element)}
        found: dict[str, Element] = {}
        for path, element in places.items():
            above = next((path[:n] for n in range(len(path) - 1, 0, -1) if path[:n] in places), None)
            if above is not None:
                found[element.id] = places[above]
        return found
