"""The rules for the rows of a table: each by itself, compared with others, and with the policies they are for."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import repeat
from typing import Any, Final, NamedTuple, get_type_hints

import attrs
import numpy as np

from kommunepolitik.errors import MAX_LISTED, Problem, no_element_of
from kommunepolitik.model import Indicator, Policy, Unit
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.quantity import quantity_problems
from kommunepolitik.observations.areas import unknown_area
from kommunepolitik.observations.columns import NUMBERS, TEXTS
from kommunepolitik.observations.numbering import Codes, is_among, numbered
from kommunepolitik.observations.observations import Mask, Observations, Texts, end_of
from kommunepolitik.observations.tables import FIGURES, MAX_WRONG, RowProblem

_SERIES = ("policy", "area", "indicator", "group", "period")
_BOOKKEEPING = ("reported_by", "received", "retrieved", "origin")
"""Columns in which two rows may differ and yet be the same figure."""


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Rows:
    """The rows of one or more tables together, and the policies they are for."""

    figures: Observations
    written: Texts
    policies: Sequence[Policy]
    tables: Codes | None = None
    """The table of each row, by its number; None where all rows are of one."""

    @property
    def texts(self) -> Mapping[str, Texts]:
        """The figures' columns of texts."""
        return self.figures.texts

    def problems(self) -> Iterator[RowProblem]:
        """Yield what is wrong with each row by itself, and compared with the policies it is for."""
        value, high = self.figures.numbers["value"], self.figures.numbers["value_high"]
        given, ranged, qualified = ~np.isnan(value), ~np.isnan(high), ~self.texts["qualifier"].isin("")
        suppressed = self.texts["quality"].isin("suppressed")
        silent = ~suppressed & ~given & self.texts["judgement"].isin("")
        qualitative = {each.id for each in self._special if each.kind == "qualitative"}
        asked = np.flatnonzero(silent | self.texts["indicator"].isin(*qualitative))
        judged = np.zeros(len(given), np.bool_)
        judged[asked] = self._look(asked)["qualitative"]
        yield from self._each(self.texts["indicator"].isin(""), Problem(code="empty", path=("indicator",)))
        yield from self._each(suppressed & given, Problem(code="suppressed_value", path=("value",)))
        yield from self._each(silent & ~judged, Problem(code="expected_value", path=("value",)))
        yield from self._each(silent & judged, Problem(code="expected_judgement", path=("judgement",)))
        yield from self._each(~suppressed & given & judged, Problem(code="qualitative_value", path=("value",)))
        contradicts = np.where(given, ranged & ((high < value) | qualified), ranged | qualified)
        for row in self._first(np.flatnonzero(~suppressed & ~silent & contradicts)).tolist():
            word = self.texts["qualifier"].words[self.texts["qualifier"].codes[row]]
            low = float(value[row]) if given[row] else None
            top = float(high[row]) if ranged[row] else None
            yield from ((row, problem) for problem in quantity_problems(low, top, word or None))
        yield from self._area_problems()
        yield from self._unknown_problems()
        yield from self._unit_problems()
        yield from self._doubts()

    def _first(self, rows: Codes) -> Codes:
        """Return the first of some wrong rows of each table: one more than are reported, which shows that there are."""
        if len(rows) <= MAX_WRONG:
            return rows
        if self.tables is None:
            return rows[: MAX_WRONG + 1]
        tables = self.tables[rows]
        order = np.argsort(tables, kind="stable")
        ordered = tables[order]
        place = np.arange(len(rows)) - np.searchsorted(ordered, ordered)  # in its table
        return rows[np.sort(order[place <= MAX_WRONG])]

    def _each(self, wrong: Mask, problem: Problem) -> Iterator[RowProblem]:
        return ((int(row), problem) for row in self._first(np.flatnonzero(wrong)))

    def unused(self) -> Mapping[str, int]:
        """Count the rows without a policy that name an indicator that no policy has, by its id."""
        shared = self.texts["policy"].isin("") & self.texts["area"].isin("")
        if not self.policies or not shared.any():
            return {}
        known = set().union(*self._indicators.values())
        named = self.texts["indicator"].rows(shared)
        counts = np.bincount(named.codes, minlength=len(named.words)).tolist()
        return {id: count for id, count in zip(named.words, counts, strict=True) if count and id not in known}

    @cached_property
    def _indicators(self) -> Mapping[str, Mapping[str, Indicator]]:
        """The indicators of each policy, by id."""
        return {policy.id: {each.id: each for each in policy.indicators} for policy in self.policies}

    @cached_property
    def _special(self) -> Sequence[Indicator]:
        """The indicators that people judge, or that have a natural limit."""
        indicators = [each for policy in self.policies for each in policy.indicators]
        return [each for each in indicators if each.limit is not None or each.kind == "qualitative"]

    def _look(self, rows: Codes) -> Any:
        """Return the facts of the indicators of some rows, those that may break a rule, as a structured array."""
        codes, pairs = _pairs(self.texts["policy"].rows(rows), self.texts["indicator"].rows(rows))
        facts = [self._facts(id, (policy,) if policy else self._indicators) for policy, id in pairs]
        return np.array(facts, _FIELDS)[codes]

    def _facts(self, id: str, owners: Iterable[str]) -> "_Facts":
        """Return the facts common to all policies with an indicator; for a shared row, there may be several."""
        found = [self._indicators[owner].get(id) for owner in owners if owner in self._indicators]
        # The hash of a text is cached, that of a unit is not.
        each = [_facts(one.kind, one.unit and one.unit.text, one.limit) for one in found if one is not None]
        return each[0] if len(each) == 1 else _Facts.of_all(each) if each else _Facts()

    def _area_problems(self) -> Iterator[RowProblem]:
        area = self.texts["area"]
        if area.isin("").all():
            return
        # A row of an area that belongs to a policy was assigned to it; one that also names a policy has two owners.
        codes, pairs = _pairs(self.texts["policy"], area)
        municipalities = {policy.id: policy.municipality.code or policy.municipality.name for policy in self.policies}
        wrong: dict[int, Problem] = {}
        for number, (policy, name) in enumerate(pairs):
            problem = unknown_area(name, self.policies) if self.policies else None
            if name and policy and municipalities.get(policy) != name:
                problem = Problem(code="one_only", data={"choices": "policy, area"})
            if problem is not None:
                wrong[number] = attrs.evolve(problem, path=("area",))
        rows = self._first(np.flatnonzero(np.isin(codes, [*wrong])))
        yield from ((int(row), wrong[int(codes[row])]) for row in rows)

    def _unknown_problems(self) -> Iterator[RowProblem]:
        policy, groups = self.texts["policy"], {p.id: [group.id for group in p.groups] for p in self.policies}
        owners = {word: number for number, word in enumerate(policy.words) if word in groups}
        columns: Mapping[str, Mapping[str, Collection[str]]] = {"indicator": self._indicators, "group": groups}
        for column, known in columns.items():
            texts = self.texts[column]
            named = policy.isin(*owners) & ~texts.isin("")
            if not named.any():
                continue
            words, width = {word: number for number, word in enumerate(texts.words)}, len(texts.words)
            keys = []
            for owner, number in owners.items():
                own = np.fromiter(map(words.get, known[owner], repeat(-1)), np.int64, len(known[owner]))
                keys.append(own[own >= 0] + number * width)
            is_known = is_among(policy.codes * width + texts.codes, np.concatenate(keys))
            rows = self._first(np.flatnonzero(named & ~is_known))
            codes, pairs = _pairs(policy.rows(rows), texts.rows(rows))
            problems = []
            for owner, word in pairs:
                near = nearest(word, known[owner])
                choices = tuple(sorted(known[owner])) if near is None and len(known[owner]) <= MAX_LISTED else ()
                data = {"value": word, "kind": no_element_of(column.title())}
                problem = Problem(code="dangling", data=data, path=(column,), nearest=near, choices=choices)
                problems.append(problem)
            yield from zip(rows.tolist(), (problems[code] for code in codes), strict=True)

    def _unit_problems(self) -> Iterator[RowProblem]:
        """Yield figures that are impossible for the unit and natural limit of their indicator."""
        limits = [(each.id, each.limit) for each in self._special if each.limit is not None]
        lowest_of = dict(sorted(limits, reverse=True))  # of one id the last counts
        lowest = self.texts["indicator"].each(lambda id: lowest_of.get(id, np.inf), np.float64)
        for name in ("value", "value_high"):
            figures = self.figures.numbers[name]
            asked = np.flatnonzero(~self._refused & ((figures > lowest) | (figures < 0)))
            facts, asked_figures = self._look(asked), figures[asked]
            wrong = (asked_figures > facts["limit"]) | (facts["counted"] & (asked_figures < 0))
            rows = self._first(asked[wrong])
            for row, unit in zip(rows, self._look(rows)["unit"], strict=True):
                data = {"value": float(figures[row]), "unit": unit}
                yield int(row), Problem(code="impossible_value", data=data, path=(name,))
        asked = np.flatnonzero(self.written.each(lambda cell: cell.unit != "", np.bool_))
        written = self.written.rows(asked).each(lambda cell: cell.unit, object)
        for row, words, unit in zip(asked, written, self._look(asked)["unit"], strict=True):
            if (unit and not Unit(unit).is_written(words)) or (not unit and Unit(words).is_scaled):
                code = "percent_for_unit" if Unit(words).percent and not Unit(unit).percent else "unit_of_cell"
                yield int(row), Problem(code=code, data={"found": words, "unit": unit or "–"}, path=("value",))

    @cached_property
    def _refused(self) -> Mask:
        """The rows whose number can be read in two ways; a number of whole things has no decimals."""
        when = Texts(self.written.codes, tuple(cell.refused for cell in self.written.words))
        asked = np.flatnonzero(when.isin("whole", "parts", "bound"))
        refused: Mask = when.isin("always").copy()
        refused[asked] = self._look(asked)["whole"] == when.rows(asked).isin("whole")
        return refused

    def _doubts(self) -> Iterator[RowProblem]:
        for row in self._first(np.flatnonzero(self._refused)):
            cell = self.written.words[self.written.codes[row]]
            if cell.refused == "bound":
                yield int(row), Problem(code="bound", data={"value": cell.number}, path=("value",))
                continue
            number = cell.number
            digits = number.replace(".", ",")
            decimal = digits.rstrip("0") if digits.endswith("0") else f"{digits}0"
            data = {"value": number, "whole": digits.replace(",", ""), "decimal": decimal.rstrip(",")}
            yield int(row), Problem(code="ambiguous_figure", data=data, path=("value",))

    def disagreements(self) -> Iterator[tuple[int, int, str]]:
        """Yield rows that contradict an earlier one of their key: the row, that row, the first column that differs."""
        rows = self._repeated
        rows = rows[~self.texts["period"].rows(rows).isin("")]
        if not len(rows):
            return
        _, first, key = np.unique(self._keys[rows], return_index=True, return_inverse=True)
        first = first[key]
        cells = np.stack([self._codes(name, rows) for name in FIGURES], axis=1)
        differs = cells != cells[first]
        for place in np.flatnonzero(differs.any(axis=1)):
            yield int(rows[place]), int(rows[first[place]]), FIGURES[differs[place].argmax()]

    def repeats(self) -> Mask:
        """Return which rows repeat an earlier row."""
        rows, repeats = self._repeated, np.zeros(len(self.figures), np.bool_)
        if not len(rows):
            return repeats
        same = [self._codes(name, rows) for name in (*TEXTS, *NUMBERS) if name not in _BOOKKEEPING]
        repeats[rows] = True
        repeats[rows[np.unique(_combined(same), return_index=True)[1]]] = False
        return repeats

    @cached_property
    def _keys(self) -> Codes:
        """A number for each row, the same only for rows of one series, period and day of publication.

        A published verdict on a target, in a row without a value, is not a figure: only verdicts on one target share
        it.
        """
        issues, target = self.texts["published"].each(lambda text: end_of(text, 0), np.int64), self.texts["target"]
        is_verdict = ~target.isin("") & np.isnan(self.figures.numbers["value"])
        verdicts = np.where(is_verdict, target.codes + 1, 0)
        return _combined([*(self.texts[name].codes for name in _SERIES), issues, verdicts])

    @cached_property
    def _repeated(self) -> Codes:
        """The rows whose key others have too."""
        ordered = self._keys
        if not (ordered[1:] >= ordered[:-1]).all():
            ordered = np.sort(ordered)  # quicker than a table of all keys, as keys are seldom repeated
        several = ordered[1:][ordered[1:] == ordered[:-1]]
        return np.flatnonzero(is_among(self._keys, several)) if len(several) else np.zeros(0, np.int64)

    def _codes(self, name: str, rows: Codes) -> Codes:
        """Return a number for the cell of each of some rows, the same only for equal cells."""
        if name in self.texts:
            return self.texts[name].codes[rows]
        return numbered(self.figures.numbers[name][rows])[0]


class _Facts(NamedTuple):
    """The facts of an indicator that the rules use."""

    qualitative: bool = False
    counted: bool = False
    whole: bool = False
    limit: float = np.inf
    unit: str = ""

    @classmethod
    def of_all(cls, each: "Sequence[_Facts]") -> "_Facts":
        """Return the facts common to several indicators."""
        qualitative, counted, whole, limit, unit = zip(*each, strict=True)
        one_unit = unit[0] if len({*unit}) == 1 else ""
        return cls(all(qualitative), all(counted), all(whole), max(limit), one_unit)


_FIELDS: Final = np.dtype([(name, object if kind is str else kind) for name, kind in get_type_hints(_Facts).items()])


@cache
def _facts(kind: str, text: str | None, limit: float | None) -> _Facts:
    most, unit = np.inf if limit is None else limit, Unit(text or "")
    return _Facts(kind == "qualitative", unit.plain, unit.whole, most, unit.text)


def _combined(columns: Sequence[Codes]) -> Codes:
    """Return a number for each row, the same only for rows that are equal in all columns."""
    key, bound = columns[0], int(columns[0].max(initial=0)) + 1
    for column in columns[1:]:
        count = int(column.max(initial=0)) + 1
        if count == 1:
            continue
        if bound * count > 2**62:
            key = numbered(key)[0]
            bound = len(key)
        key, bound = key * count + column, bound * count
    return key


def _pairs(one: Texts, other: Texts) -> tuple[Codes, list[tuple[str, str]]]:
    """Return for each row the number of its pair of texts, and the pairs."""
    count = max(len(other.words), 1)
    codes, pairs = numbered(one.codes * count + other.codes)
    return codes, [(one.words[pair // count], other.words[pair % count]) for pair in pairs.tolist()]
