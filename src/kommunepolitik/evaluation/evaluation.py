"""An evaluation: all results, and the summaries and explanations made of them."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, get_args

import attrs
import numpy as np

from kommunepolitik.disclosure import Audience
from kommunepolitik.display import counted, html_frame, summary_line
from kommunepolitik.errors import Problem, UnknownElement
from kommunepolitik.evaluation.case_series import CaseSeries
from kommunepolitik.evaluation.cases import Cases
from kommunepolitik.evaluation.changes import Changes, ResultChange, changes_since
from kommunepolitik.evaluation.columns import Columns
from kommunepolitik.evaluation.explanation import explain, explain_background, policy_name
from kommunepolitik.evaluation.frames import (
    CHANGE_COLUMNS,
    EVALUATION_COLUMNS,
    READING_COLUMNS,
    SUMMARY_COLUMNS,
    evaluation_frame,
)
from kommunepolitik.evaluation.readings import required_value
from kommunepolitik.evaluation.record import Record
from kommunepolitik.evaluation.results import FIELDS, KEYS, STATUSES, Method, Reading, Result, made_results, worst
from kommunepolitik.evaluation.wording import MessageFormatter
from kommunepolitik.figures import Figures, Observation
from kommunepolitik.figures.periods import day_of, judged_days, length_of, time_of
from kommunepolitik.model import Address, Goal, LevelTarget, Period, Policy, Portfolio, StandingTarget, Track
from kommunepolitik.model.help_text import with_columns
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.scalars import check_object, coerce_choice

if TYPE_CHECKING:
    import pandas as pd

By = Literal["policy", "area", "goal", "track", "responsible", "municipality"]
"""What a summary counts the results by."""


@attrs.frozen(kw_only=True, slots=False, eq=False, repr=False)
class Evaluation:
    """The judgement of every target of a policy or a portfolio, at one date and by one method.

    >>> import kommunepolitik as kp
    >>> import kommunepolitik.model as m
    >>> target = m.LevelTarget(value=70, comparison="at_least", due=2027)
    >>> jobs = m.Indicator(id="job", title="I job", unit="%", direction="increase", targets=[target])
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse", indicators=[jobs])
    >>> evaluation = kp.evaluate(policy, [{"indicator": "job", "period": 2024, "value": 72}])
    >>> evaluation.frame[["indicator", "status", "value"]].values.tolist()
    [['job', 'achieved', 72.0]]
    """

    figures: Figures
    """The figures that the results are judged by."""
    at: Period | None
    """The date of the judgement; without one, each row is judged as of its own newest figure."""
    method: Method
    audience: Audience
    """Whether figures that disclosure control suppresses were used (`internal`) or not."""
    cases: Cases
    """The cases judged: a row for each policy, indicator, group and target; in the order of the policies."""
    columns: Columns
    """The fields of `Result`, a cell for each case."""
    readings_by_case: Mapping[int, Sequence[Reading]] = attrs.field(converter=MappingProxyType)
    """The readings of the cases that have several, by the number of the case."""

    def __repr__(self) -> str:
        policies = self.portfolio.policies
        subject = policies[0].id if len(policies) == 1 else counted(len(policies), "policy", "policies")
        statuses = Counter(self.columns["status"].tolist())
        found = [f"{statuses[status]:,} {status}" for status in STATUSES if statuses[status]]
        date = () if self.at is None else (f"at {self.at}",)
        words = (subject, *date, counted(len(self.cases), "result"), *found)
        return summary_line("Evaluation", *words, *(["internal"] if self.audience == "internal" else []))

    def _repr_html_(self) -> str:
        columns = (*KEYS, "status", "reason", "period", "value", "target_value", "due")
        is_internal = self.audience == "internal"
        notes = ["Internal: it uses figures that are withheld from the public."] if is_internal else []
        return html_frame("Evaluation", self.frame, columns[len(self.portfolio) == 1 :], notes)

    def __eq__(self, other: object) -> bool:
        """Return whether both judge the same policies by the same figures, at the same dates and in the same way."""
        if not isinstance(other, Evaluation):
            return NotImplemented
        return _basis(self) == _basis(other)

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        fields = {name: getattr(self, name) for name in attrs.fields_dict(Evaluation)}
        return partial(Evaluation, **fields | {"readings_by_case": dict(self.readings_by_case)}), ()

    @property
    def portfolio(self) -> Portfolio:
        """The policies judged."""
        return self.figures.portfolio

    @property
    def known(self) -> Period | None:
        """The day of knowledge; without one, all that is published counts."""
        return self.figures.known

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """One for each policy, indicator, group and target; in the order of the policies."""
        return made_results(self.columns, self.readings_by_case)

    @property
    @with_columns(EVALUATION_COLUMNS)
    def frame(self) -> "pd.DataFrame":
        """One row for each policy, indicator, group and target; all fields of `Result` are columns.

        Values are in the unit of the indicator, periods are text. Absent text is NA and an absent number NaN.
        """
        columns = dict(self.columns)
        columns["warnings"] = [", ".join(words) for words in self.columns["warnings"]]
        readings = [len(self.readings_by_case.get(n, ())) for n in range(len(self.cases))]
        columns["readings"] = np.array(readings, dtype=np.int64)
        return evaluation_frame(self.portfolio, {name: columns[name] for name in FIELDS})

    @property
    @with_columns(READING_COLUMNS)
    def readings(self) -> "pd.DataFrame":
        """The readings of each target that has several: a row each, with the keys of the result."""
        pairs = [(n, reading) for n in sorted(self.readings_by_case) for reading in self.readings_by_case[n]]
        rows = np.array([number for number, _ in pairs], dtype=np.int64)
        columns = {name: self.columns[name][rows] for name in KEYS}
        columns |= {name: [getattr(reading, name) for _, reading in pairs] for name in attrs.fields_dict(Reading)}
        return evaluation_frame(self.portfolio, columns)

    def current(self) -> tuple[Result, ...]:
        """Return the results of follow-up indicators that count: those of current targets, else of the newest past."""
        return tuple(self.results[number] for number in sorted(n for band in self._current for n in band))

    @cached_property
    def _current(self) -> list[list[int]]:
        """The numbers of the cases that count; the two ends of a band together."""
        stages, kinds = self.columns["stage"].tolist(), self.columns["kind"].tolist()
        return self._bands(
            number
            for number, indicator in enumerate(self.cases.indicators)
            if indicator.role == "follow_up" and kinds[number] != "trend" and stages[number] in ("current", "expired")
        )

    def bands(self, results: Iterable[Result]) -> list[list[Result]]:
        """Group a minimum and a maximum of one series, kind and deadline or period as a band; others stay single."""
        return [[self.results[n] for n in band] for band in self._bands(self._numbers[each.key] for each in results)]

    def _bands(self, numbers: Iterable[int]) -> list[list[int]]:
        bands: dict[object, list[int]] = {}
        counts = Counter[object]()
        for number in numbers:
            target, key = self.cases.targets[number], tuple[object, ...]((number,))
            if isinstance(target, LevelTarget | StandingTarget):
                when = (getattr(target, "due", None), getattr(target, "per", None), getattr(target, "cumulative", None))
                key = (int(self.cases.policy[number]), self.cases.indicators[number].id, target.kind, target.group)
                key += (target.relative_to, *when, self.columns["stage"][number])
                counts[key, target.comparison] += 1  # two minimums do not make a band
                key += (counts[key, target.comparison],)
            bands.setdefault(key, []).append(number)
        return list(bands.values())

    @with_columns(SUMMARY_COLUMNS)
    def summary(self, by: By = "policy") -> "pd.DataFrame":
        """Count the current targets by status, for each policy, area, goal, track, responsible or municipality.

        A target that belongs to several rows counts in each, the two ends of a band as one, by the worse status; an
        indicator without a target counts as one that is not assessed. Indicators without an area, goal or track
        are in a row without an id.

        Raises:
            InvalidModel: `by` is none of these; the message suggests the nearest.
        """
        coerce_choice(by, get_args(By))
        first = {policy.municipality: policy.id for policy in reversed(self.portfolio.policies)}
        where = {policy.id: _places(policy, by) for policy in self.portfolio}
        places: dict[tuple[str, str], list[str]] = {}
        for band in self._current:
            policy, indicator = self.cases.policy_of(band[0]), self.cases.indicators[band[0]]
            id = first[policy.municipality] if by == "municipality" else policy.id
            for place in where[policy.id][indicator.id]:
                places.setdefault((id, place), []).append(worse([self.columns["status"][n] for n in band]))
        counts = {str(status): [found.count(status) for found in places.values()] for status in STATUSES}
        columns: dict[str, Any] = {"policy": [policy for policy, _ in places]}
        if by not in ("policy", "municipality"):
            columns[by] = [place for _, place in places]
        columns["targets"] = targets = [len(found) for found in places.values()]
        columns["assessable"] = [all - lost for all, lost in zip(targets, counts["not_assessed"], strict=True)]
        columns |= counts | {"worst": [worst(found) or "" for found in places.values()]}
        frame = evaluation_frame(self.portfolio, columns)
        return frame.drop(columns=["policy", "title"]) if by == "municipality" else frame

    def required(self, result: Result, months: Sequence[float], *, by_percent: bool = False) -> list[float]:
        """Return what the target of a result requires by some months (`Period.ordinal`); NaN where it requires nothing.

        A level follows its path; a change is counted `by_percent`, or in units of the indicator.
        """
        base = np.nan if result.baseline_value is None else result.baseline_value
        required = required_value(
            self.cases,
            np.full(len(months), self._numbers[result.key]),
            np.array(months, dtype=np.float64),
            base_time=np.array(time_of(judged_days(result.baseline_period)[1])),
            base=np.array(base),
            by_percent=np.array(by_percent),
        )
        return [float(value) for value in required]

    def knots(self, result: Result) -> list[tuple[float, float]]:
        """Return the month and value of each level on the path of a result's target, which comes last."""
        return self.cases.knots.of_case(self._numbers[result.key])

    def figures_judged(self, result: Result) -> list[tuple[Period, float, float | None, str]]:
        """Return the figures of the length judged by the date, in order of time: period, value, upper end, qualifier.

        For a relative target they are differences, for a running sum its sums; they may be built from shorter periods.
        """
        number = self._numbers[result.key]
        if result.period is None:
            return []
        points, case = self._series.points, np.array([self._series.series[number]])
        length = 0 if self.cases.is_cumulative[number] else length_of(*judged_days(result.period))
        _, found = points.of_series(case)
        found = found[(points.cells("length", found) == length) & (points.cells("last", found) <= day_of(self.at))]
        value, high, qualifier = (cells.tolist() for cells in points.shown(found))
        return [
            (period, low, None if math.isnan(top) else top, word)
            for period, low, top, word in zip(points.periods(found).tolist(), value, high, qualifier, strict=True)
            if not math.isnan(low)
        ]

    @cached_property
    def _series(self) -> CaseSeries:
        return CaseSeries(figures=self.figures, cases=self.cases, at=self.at)

    @cached_property
    def _numbers(self) -> Mapping[tuple[str, str, str, str], int]:
        return {key: n for n, key in enumerate(zip(*(self.columns[name].tolist() for name in KEYS), strict=True))}

    def explain(
        self,
        id: str,
        formatter: MessageFormatter | None = None,
        *,
        reported: Callable[[Result], str] = lambda _: "",
    ) -> str:
        """Explain how the results of an indicator were reached, one per line; named, if of several policies.

        `id` is an indicator's id, or its address where several policies have one by that id. One that is background is
        given with its newest figures. `reported` gives what those who measure an indicator report about a figure that
        is missing from a result.

        Raises:
            UnknownElement: there is no indicator with that id; the message suggests the nearest.
        """
        address, words = Address.read(id), formatter or MessageFormatter()
        lines: list[str] = []
        name = address.element or address.policy
        for policy in self.portfolio:
            if address.element is not None and policy.id != address.policy:
                continue
            own = [each for each in self.results if each.key[:2] == (policy.id, name)]
            found = [explain(each, policy, words, reported=reported(each)) for each in own]
            indicator = next((each for each in policy.indicators if each.id == name), None)
            if indicator is not None and not found:
                found = [explain_background(policy, indicator, self._newest(policy, name), words)]
            lines += [f"{policy_name(policy, words)}: {line}" if len(self.portfolio) > 1 else line for line in found]
        if not lines:
            known = list(dict.fromkeys(each.id for policy in self.portfolio for each in policy.indicators))
            raise UnknownElement(Problem(code="no_such_element", data={"value": id}, nearest=nearest(name, known)))
        return "\n".join(lines)

    def _newest(self, policy: Policy, indicator: str) -> list[Observation]:
        """Return the newest figure by the date of each group of an indicator."""
        groups = self.figures.groups(policy.id, indicator)
        series = [self.figures.series(policy.id, indicator, group) for group in groups]
        known = [[row for row in rows if judged_days(row.period)[1] <= day_of(self.at)] for rows in series]
        return [rows[-1] for rows in known if rows]

    def changes(self, earlier: "Evaluation | Record") -> Changes:
        """Return all that differs from an earlier evaluation, or from a saved record of one policy.

        Raises:
            InvalidModel: it is neither; the record is of a policy that was not judged; or figures in it must not be
                shown to this evaluation's audience.
        """
        if isinstance(earlier, Record):
            return changes_since(earlier, self)
        check_object(earlier, Evaluation)
        both = [policy.id for policy in self.portfolio if policy.id in earlier.portfolio]
        changes = Changes.joined(changes_since(Record.of(earlier, id), self) for id in both)
        added = [result for result in self.results if result.policy not in both]
        new = (ResultChange(before=None, now=result, causes=("new_target",)) for result in added)
        return attrs.evolve(changes, results=(*changes.results, *new))

    @with_columns(CHANGE_COLUMNS)
    def since(self, earlier: "Evaluation | Record") -> "pd.DataFrame":
        """Return the results whose status, value or baseline differs from an earlier evaluation or record, and why."""
        changes = [each for each in self.changes(earlier).results if each.is_visible]
        columns: dict[str, Any] = {name: [getattr(each.now, name) for each in changes] for name in KEYS}
        for name in ("status", "period", "value"):
            columns[f"{name}_before"] = [getattr(each.before, name, None) for each in changes]
            columns[name] = [getattr(each.now, name) for each in changes]
        columns["cause"] = [", ".join(each.causes) for each in changes]
        return evaluation_frame(self.portfolio, columns)


def _basis(evaluation: Evaluation) -> tuple[object, ...]:
    """Return everything that determines the results of an evaluation."""
    figures = evaluation.figures
    how = (evaluation.at, evaluation.known, evaluation.method, evaluation.audience)
    return (*how, figures.portfolio.policies, figures.observations)


def worse(statuses: Sequence[str]) -> str:
    """Return the status of a band: the worse of its two; not assessed counts as worse than good."""
    found = worst(statuses)
    unranked = [status for status in statuses if status in ("ambiguous", "not_assessed")]
    return found if found is not None and (not unranked or found not in ("achieved", "on_track")) else unranked[0]


def _places(policy: Policy, by: By) -> Mapping[str, Sequence[str]]:
    """Return what each indicator of a policy is counted under: areas, goals, tracks or a person; or an empty id."""
    ids = [each.id for each in policy.indicators]
    if by == "responsible":
        return {id: [responsible_for(policy, id)] for id in ids}
    if by == "policy" or by == "municipality":  # noqa: PLR1714 - narrows the type
        return dict.fromkeys(ids, ("",))
    return {id: homes(policy, id, by) or [""] for id in ids}


def responsible_for(policy: Policy, indicator: str) -> str:
    """Return who is responsible for an indicator, its track, goal or area, in that order; empty if nobody is named."""
    named = (each.responsible for each in (policy.indicator(indicator), *policy.holders[indicator]))
    return next(filter(None, named), "")


def homes(policy: Policy, indicator: str, by: Literal["area", "goal", "track"]) -> Sequence[str]:
    """Return the ids of the areas, goals or tracks that an indicator measures; an area also by the goals in it."""
    holders = policy.holders[indicator]
    if by == "area":
        found = {policy.area_of.get(each.id, each).id for each in holders}
        return [area.id for area in policy.focus_areas if area.id in found]
    kind = {"goal": Goal, "track": Track}[by]
    return [each.id for each in holders if isinstance(each, kind)]
