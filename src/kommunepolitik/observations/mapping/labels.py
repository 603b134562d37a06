"""What the labels of a sheet mean: indicators, groups, areas, periods, and who reports."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from kommunepolitik.documents.imports import Import
from kommunepolitik.errors import InvalidModel, Problem, no_element_of
from kommunepolitik.model import Policy
from kommunepolitik.model.nearest import nearest
from kommunepolitik.observations.areas import COUNTRY, read_area, unknown_area
from kommunepolitik.observations.long_form import SUM
from kommunepolitik.observations.titles import Titles, folded
from kommunepolitik.observations.wide_form import is_unit, period_of

IGNORED: Final = object()
"""The meaning of a label whose row is skipped."""


@attrs.frozen(kw_only=True)
class Meanings:
    """What the texts of labels mean for some policies."""

    policies: Sequence[Policy]
    titles: Titles

    @classmethod
    def of(cls, policies: Sequence[Policy]) -> "Meanings":
        """Return what texts mean for some policies."""
        return cls(policies=policies, titles=Titles(policies))

    def read(self, role: str, text: str, values: Mapping[str, str], ignore: Sequence[str]) -> Any:
        """Return what a label means (`IGNORED` for one that is skipped), or a problem.

        The entries in `values` count; without any, ids, exact titles, the register of municipalities and period words.
        """
        plain = folded(text)
        if any(plain == folded(each) for each in ignore):
            return IGNORED
        for key, value in values.items():
            if folded(key) == plain:
                return self.meaning(role, value)
        if role == "responsible" and not values:
            return text
        if role == "period" or not values:
            found = self._direct(role, text)
            if found is not None:
                return found
        if SUM.fullmatch(text):
            return Problem(code="sum_label", data={"value": text})
        return Problem(code="unknown_label", data={"value": text}, nearest=nearest(text, values))

    def meaning(self, role: str, value: str) -> Any:
        """Return what a value of an import means, or a problem."""
        match role:
            case "indicator":
                known: set[str] = {each.id for policy in self.policies for each in policy.indicators}
                return value if value in known else _dangling("Indicator", value, known)
            case "group":
                known = {each.id for policy in self.policies for each in policy.groups}
                return value if not value or value in known else _dangling("Group", value, known)
            case "period":
                return period_of(value) or Problem(code="not_period", data={"value": value})
            case "area":
                return self._area(value)
        return value

    def _direct(self, role: str, text: str) -> Any:
        match role:
            case "indicator":
                return self.titles.indicator(text)
            case "group":
                return "" if not text else self.titles.group(text)
            case "period":
                return period_of(text) or None
            case "area":
                found = self._area(text)
                return None if isinstance(found, Problem) else found
        return None

    def _area(self, value: str) -> Any:
        if value == "country":
            return COUNTRY
        own = dict.fromkeys(policy.municipality.code or policy.municipality.name for policy in self.policies)
        if value == "own":
            return next(iter(own)) if len(own) == 1 else Problem(code="several_own_areas")
        try:
            area = read_area(value)
        except InvalidModel as error:
            return error.problems[0]
        return unknown_area(area, self.policies) or area

    def problems(self, wanted: Import) -> Iterator[Problem]:
        """Yield what an import names that the policies do not have, each with its path from the import."""
        for at, column in enumerate(wanted.columns):
            for key, value in column.values.items():
                found = self.meaning(column.is_ or "", value)
                if isinstance(found, Problem):
                    yield attrs.evolve(found, path=("columns", at, "values", key))
            for name in ("indicator", "group", "area"):
                if (constant := getattr(column, name)) is not None:
                    found = self.meaning(name, constant)
                    if isinstance(found, Problem):
                        yield attrs.evolve(found, path=("columns", at, name))
            if column.indicator and column.unit and (found := self.unit_problem(column.indicator, column.unit)):
                yield attrs.evolve(found, path=("columns", at, "unit"))
        if wanted.sheets is not None:
            for key, value in wanted.sheets.values.items():
                found = self.meaning(wanted.sheets.is_ or "", value)
                if isinstance(found, Problem):
                    yield attrs.evolve(found, path=("sheets", "values", key))
        yield from self._context_problems(wanted)
        yield from self._area_problems(wanted)
        yield from _series_problems(wanted)

    def _context_problems(self, wanted: Import) -> Iterator[Problem]:
        """Yield what is wrong with the areas whose figures are those of another indicator."""
        for area, others in wanted.context.items():
            if isinstance(found := self._area(area), Problem):
                yield attrs.evolve(found, path=("context", area))
            for indicator, other in others.items():
                wrong = [self.meaning("indicator", id) for id in (indicator, other)]
                if indicator == other:
                    wrong = [Problem(code="context_itself", data={"value": other})]
                for found in dict.fromkeys(each for each in wrong if isinstance(each, Problem)):
                    yield attrs.evolve(found, path=("context", area, indicator))

    def _area_problems(self, wanted: Import) -> Iterator[Problem]:
        """Yield what is wrong where no area is given, or `context` names some: then figures are the municipality's."""
        roles = {column.is_ for column in wanted.columns} | {wanted.sheets.is_ if wanted.sheets else None}
        if ("area" not in roles or wanted.context) and isinstance(found := self._area("own"), Problem):
            yield found

    def unit_problem(self, indicator: str, unit: str) -> Problem | None:
        """Return what is wrong with figures in a unit, if it is not the indicator's."""
        for each in (i.unit for policy in self.policies for i in policy.indicators if i.id == indicator):
            if each is not None and not is_unit(unit, each):
                return Problem(code="unit_of_cell", data={"found": unit, "unit": each.text})
        return None


def _dangling(kind: str, value: str, known: set[str]) -> Problem:
    data = {"kind": no_element_of(kind), "value": value}
    return Problem(code="dangling", data=data, nearest=nearest(value, sorted(known)))


def _series_problems(wanted: Import) -> Iterator[Problem]:
    """Yield the columns of figures whose indicator or period is not given."""
    roles = {column.is_ for column in wanted.columns} | {wanted.sheets.is_ if wanted.sheets else None}
    for at, column in enumerate(wanted.columns):
        if column.is_ in ("value", "judgement"):
            dated = column.period is not None or any("{period}" in text for text in column.header)
            if column.indicator is None and "indicator" not in roles:
                yield Problem(code="figures_without", data={"what": "indicator"}, path=("columns", at))
            if not dated and "period" not in roles:
                yield Problem(code="figures_without", data={"what": "period"}, path=("columns", at))
