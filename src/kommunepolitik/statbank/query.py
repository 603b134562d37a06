"""The query of a policy to a table, in the table's own codes, or all problems with it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from math import prod
from typing import Any

import attrs

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import AgeRange, Indicator, Municipality, Period, Policy, Statbank
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.statbank import OWN
from kommunepolitik.model.text import normalise_text
from kommunepolitik.observations.areas import read_area
from kommunepolitik.statbank.ages import fill
from kommunepolitik.statbank.table_info import TableInfo, Variable
from kommunepolitik.statbank.times import chosen_times

Codes = Mapping[str, tuple[str, ...]]


@attrs.frozen(kw_only=True)
class Query:
    """The query for one indicator."""

    indicator: Indicator
    table: TableInfo
    area: str
    """The code of the variable of areas; so `time`."""
    time: str
    areas: Mapping[str, str]
    """The areas of the long table, by the table's code."""
    times: Mapping[str, Period]
    parts: Mapping[str, Codes]
    """The parts to sum: `value`, or `of` and `in`, each with the chosen codes by variable."""

    @property
    def source(self) -> str:
        """The source that the figures name."""
        return f"dst:{self.table.id}"

    @property
    def chosen(self) -> Codes:
        """All requested codes, by variable, in the order of the table; a variable left out is summed."""
        names = {self.area: tuple(self.areas), self.time: tuple(self.times)}
        for part in self.parts.values():
            for variable, codes in part.items():
                names[variable] = tuple(dict.fromkeys([*names.get(variable, ()), *codes]))
        return {each.id: names[each.id] for each in self.table.variables if each.id in names}

    def divided(self, most: int) -> tuple["Query", ...]:
        """Return the query split by times into parts with a maximum of cells."""
        times = list(self.times.items())
        size = max(most * len(times) // self.cells, 1)
        return tuple(attrs.evolve(self, times=dict(times[n : n + size])) for n in range(0, len(times), size))

    @property
    def cells(self) -> int:
        """The number of requested cells."""
        return prod(map(len, self.chosen.values()))

    @property
    def variables(self) -> list[dict[str, Any]]:
        """The chosen codes in the form of a request."""
        return [{"code": variable, "values": [*codes]} for variable, codes in self.chosen.items()]

    @property
    def key(self) -> str:
        """A short text that identifies requests for the same cells."""
        text = json.dumps([self.table.id, self.variables], ensure_ascii=False, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()[:12]


@attrs.frozen(kw_only=True)
class Locked:
    """The contents of a lock file for a table: the texts of the chosen codes, by variable."""

    texts: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)
    file: str = ""


def resolve(
    indicator: Indicator, policy: Policy, table: TableInfo, locked: Locked, most_cells: int
) -> tuple[Query, list[Problem]]:
    """Return the query of an indicator to a table, and notices of what is left out.

    The number of cells for each time is limited.

    Raises:
        InvalidModel: with all that is missing in the table, or differs from when it was locked; paths are from
            the indicator's `statbank`.
    """
    source = indicator.data_source
    assert source is not None
    assert source.statbank is not None
    resolver = _Resolver(statbank=source.statbank, policy=policy, table=table, locked=locked, most_cells=most_cells)
    query = resolver.query(indicator)
    if resolver.problems or query is None:
        raise InvalidModel(*dict.fromkeys(resolver.problems))
    return query, resolver.notices


@attrs.define(kw_only=True)
class _Resolver:
    statbank: Statbank
    policy: Policy
    table: TableInfo
    locked: Locked
    most_cells: int
    problems: list[Problem] = attrs.field(factory=list)
    notices: list[Problem] = attrs.field(factory=list)

    def query(self, indicator: Indicator) -> Query | None:
        """Return the query; problems are collected in `problems`."""
        if not self.table.active:
            self._report("statbank_closed", ("table",))
        if self.statbank.share is not None and indicator.unit is None:
            self._report("statbank_unit", ("share",), unit="")
        area = self._variable(self.statbank.areas.variable, ("areas", "variable"))
        time = self._variable(self.statbank.time.variable, ("time", "variable"))
        summed = self._selections(self.statbank.sum, ("sum",))
        if self.statbank.share is None:
            parts = {"value": {**summed, **self._selections(self.statbank.value, ("value",))}}
        else:
            share = self.statbank.share
            parts = {key: {**summed, **self._selections(share[key], ("share", key))} for key in ("of", "in")}
        if area is None or time is None:
            return None
        if all(problem.code != "statbank_variable" for problem in self.problems):  # else one mistake is reported twice
            self._check_all_chosen({area.id, time.id, *(name for part in parts.values() for name in part)})
        areas, times = self._areas(area), self._times(time)
        query = Query(
            indicator=indicator, table=self.table, area=area.id, time=time.id, areas=areas, times=times, parts=parts
        )
        if times and (found := query.cells // len(times)) > self.most_cells:
            self._report("statbank_too_many", ("table",), found=found, limit=self.most_cells)
        return query

    def _report(self, code: str, path: Sequence[str | int], near: str | None = None, **data: Any) -> None:
        choices = data.pop("choices", ())
        data = {"table": self.table.id, **data}
        self.problems.append(Problem(code=code, data=data, path=tuple(path), nearest=near, choices=tuple(choices)))

    def _variable(self, code: str, path: Sequence[str]) -> Variable | None:
        found = self.table.variable(code)
        if found is None:
            known = [each.id for each in self.table.variables]
            self._report("statbank_variable", path, nearest(code, known), value=code, choices=known)
        elif path[0] == "time" and not found.time:
            known = [each.id for each in self.table.variables if each.time]
            self._report("statbank_not_time", path, variable=found.id, choices=known)
            return None
        return found

    def _check_all_chosen(self, chosen: set[str]) -> None:
        for each in self.table.variables:
            if each.id not in chosen and not each.elimination:
                texts = [*each.values.values()]
                found = ", ".join(texts[:8])
                data = {"variable": each.id, "text": each.text, "count": str(len(texts)), "found": found}
                self._report("statbank_not_chosen", (), **data)

    # Values

    def _selections(self, chosen: Mapping[str, Any] | None, path: Sequence[str]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, values in (chosen or {}).items():
            variable = self._variable(name, (*path, name))
            if variable is None:
                continue
            if isinstance(values, AgeRange):
                found[variable.id] = self._ages(values, variable, (*path, name))
            else:
                found[variable.id] = tuple(self._codes(values, variable, (*path, name)))
        return found

    def _ages(self, ages: AgeRange, variable: Variable, path: Sequence[str]) -> tuple[str, ...]:
        try:
            codes = fill(ages, variable.values)
        except InvalidModel as error:
            self.problems += [attrs.evolve(problem, path=tuple(path)) for problem in error.problems]
            return ()
        for code in codes:
            self._check_text(code, variable, path)
        return codes

    def _codes(self, values: Sequence[str], variable: Variable, path: Sequence[str]) -> Iterator[str]:
        seen = set()
        for index, value in enumerate(values):
            code = self._code(value, variable, (*path, index))
            if code is None:
                continue
            if code in seen:
                self._report("statbank_same_value", (*path, index), value=value, variable=variable.id)
            seen.add(code)
            yield code

    def _code(self, value: str, variable: Variable, path: Sequence[str | int]) -> str | None:
        """Return the code of a value given by code or text."""
        wanted = normalise_text(value)
        found = [code for code, text in variable.values.items() if wanted in (code, text)]
        if len(found) == 1:
            self._check_text(found[0], variable, path)
            return found[0]
        data = {"value": value, "variable": variable.id}
        if found:
            names = ", ".join(f"{code}: {variable.values[code]}" for code in found)
            self._report("statbank_value_twice", path, **data, found=names)
            return None
        texts = self.locked.texts.get(variable.id, {})
        before = next((code for code, text in texts.items() if wanted in (code, text)), None)
        if before is not None and before in variable.values:
            self._check_text(before, variable, path)
        elif before is not None:
            self._report("statbank_value_gone", path, value=before, variable=variable.id, old=texts[before])
        else:
            near = nearest(value, [*variable.values.values(), *variable.values])
            few = [f"{code}: {text}" for code, text in variable.values.items()][:8]
            self._report("statbank_value", path, near, **data, choices=() if near else few)
        return None

    def _check_text(self, code: str, variable: Variable, path: Sequence[str | int]) -> None:
        """Report a code that had another text when it was locked."""
        old, new = self.locked.texts.get(variable.id, {}).get(code), variable.values[code]
        if old is not None and old != new:
            data = {"value": code, "variable": variable.id, "old": old, "new": new, "lock": self.locked.file}
            self._report("statbank_text_changed", path, **data)

    # Areas and times

    def _areas(self, variable: Variable) -> dict[str, str]:
        path, named = ("areas", "values"), self._named(variable)
        if self.statbank.areas.is_all:
            if others := [variable.values[code] for code, area in named.items() if area is None]:
                data = {"table": self.table.id, "names": ", ".join(others[:8])}
                self.notices.append(Problem(code="statbank_areas_left_out", data=data))
            areas = {code: area for code, area in named.items() if area is not None}
            if not areas:
                self._report("statbank_not_an_area", ("areas", "variable"), value=variable.id, text=variable.text)
            return areas
        found: dict[str, str] = {}
        for index, value in enumerate(self.statbank.areas.values):
            code: str | None
            if value == OWN:
                home = self.policy.municipality
                code = next((code for code, area in named.items() if area == (home.code or home.name)), None)
                if code is None:
                    data = {"municipality": home.full_name, "variable": variable.id}
                    self._report("statbank_no_own", (*path, index), **data)
            else:
                code = self._code(value, variable, (*path, index))
            area = None if code is None else named[code]
            if code is not None and area is None:
                self._report("statbank_not_an_area", (*path, index), value=value, text=variable.values[code])
            elif code is not None and code in found:
                self._report("statbank_same_value", (*path, index), value=value, variable=variable.id)
            elif code is not None and area is not None:
                found[code] = area
        return {code: found[code] for code in variable.values if code in found}

    def _named(self, variable: Variable) -> dict[str, str | None]:
        """Return the area of each code; the one with the official code if several have the same name."""
        home = self.policy.municipality
        named = {code: _area(code, text, home) for code, text in variable.values.items()}
        alike = {area for area, count in Counter(named.values()).items() if area is not None and count > 1}
        for area in sorted(alike):
            codes = [code for code, each in named.items() if each == area]
            if area not in codes:
                data = {"value": variable.values[codes[0]], "variable": variable.id, "found": ", ".join(codes)}
                self._report("statbank_value_twice", ("areas", "values"), **data)
            named |= {code: None for code in codes if code != area}
        return named

    def _times(self, variable: Variable) -> Mapping[str, Period]:
        try:
            return chosen_times(self.statbank.time.values, [*variable.values])
        except InvalidModel as error:
            path = ("time", "values")
            self.problems += [attrs.evolve(problem, path=path) for problem in error.problems]
            return {}


def _area(code: str, text: str, home: Municipality) -> str | None:
    """Return the code of an area in the long table: a municipality, a region or the country; else None."""
    if home.fictitious and text in (home.name, home.full_name):
        return home.name
    for name in (text, code):
        try:
            found = read_area(name)
        except InvalidModel:
            continue
        if found.isdigit() and (name == text or len(code) == len(found)):
            return found
    return None
