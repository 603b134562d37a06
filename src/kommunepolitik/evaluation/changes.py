"""What changed since a report: verdicts, figures, goalposts and all else, each before and now."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import attrs

from kommunepolitik.display import counted, hide_literal_type, html_table, short_repr, summary_line
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.evaluation.definitions import DefinitionChange, Definitions
from kommunepolitik.evaluation.record import PERIODS, Record, UsedFigure, series_of
from kommunepolitik.evaluation.results import KEYS, STATUSES, Result, target_of
from kommunepolitik.figures.periods import NEVER, judged_days
from kommunepolitik.model import Policy
from kommunepolitik.model.help_text import described

if TYPE_CHECKING:
    from kommunepolitik.evaluation.evaluation import Evaluation

Cause = Literal[
    "new_target",
    "goalpost",
    "decision",
    "policy",
    "new_period",
    "revised",
    "source",
    "margin",
    "method",
    "audience",
    "date",
    "rules",
]
"""Why a result differs: it was not judged before; what is to be reached differs, without a decision or with one; the
policy differs otherwise; a newer figure; other figures for the same periods; another verdict published by a source;
the smallest change that counts, as figures have more or fewer decimals; the method; the audience; the date of the
judgement or the day of knowledge; else the rules of the library."""

Move = Literal["up", "down", "unassessable", "assessable", ""]

_RANKED: Final = {status: rank for rank, status in enumerate(STATUSES) if status not in ("ambiguous", "not_assessed")}

_VERDICT: Final = (
    *("status", "reason", "period", "value", "value_high", "qualifier", "judgement"),
    *("baseline_value", "relative_value", "reference_value"),
)
"""The fields of a result that readers see as the verdict and what it is based on."""

_VALUE: Final = ("value", "value_high", "qualifier", "quality", "judgement", "denominator")
"""The fields that make up a figure; one that is read again on another day has not changed."""


@attrs.frozen(kw_only=True, field_transformer=described)
class ResultChange:
    """A result that differs from the one recorded."""

    before: Annotated[Result | None, "The result recorded; None where the target was not judged"]
    now: Annotated[Result, "The present result"]
    fields: Annotated[tuple[str, ...], "The fields that differ"] = ()
    causes: Annotated[tuple[Cause, ...], "Why it differs (see `Cause`)"]

    __repr__ = short_repr

    @property
    @hide_literal_type
    def move(self) -> Move:
        """The direction in which the status moved; empty where it did not, or where neither is assessed."""
        if self.before is None:
            return ""
        before, now = _RANKED.get(self.before.status), _RANKED.get(self.now.status)
        if before == now:
            return ""
        if before is None or now is None:
            return "unassessable" if now is None else "assessable"
        return "up" if now < before else "down"

    @property
    def is_visible(self) -> bool:
        """Whether the verdict, or a figure that it is based on, differs."""
        return self.before is None or bool({*self.fields} & {*_VERDICT})


@attrs.frozen(kw_only=True, field_transformer=described)
class FigureChange:
    """A figure that differs from the one recorded."""

    policy: Annotated[str, "Id of the policy"]
    kind: Annotated[
        Literal["new", "added", "revised", "withdrawn"],
        "new: of a later period than all recorded ones; added: of an earlier one; revised: it differs; "
        "withdrawn: it no longer counts",
    ]
    before: Annotated[
        UsedFigure | None,
        "The figure recorded for its period; for a new one, the newest figure of the series, if there was one",
    ]
    now: Annotated[UsedFigure | None, "The present figure; None where it no longer counts"]

    __repr__ = short_repr

    @property
    def recorded(self) -> UsedFigure | None:
        """The figure recorded for the same period."""
        return None if self.kind == "new" else self.before

    @property
    def figure(self) -> UsedFigure:
        """The present figure, or the one that no longer counts."""
        figure = self.now or self.before
        assert figure is not None
        return figure


@attrs.frozen(kw_only=True, field_transformer=described)
class Circumstance:
    """Something about the judgement as a whole that differs from the one recorded."""

    what: Annotated[
        Literal["at", "known", "method", "audience", "library"],
        "What differs: the date, the day of knowledge, the method, the audience, or the version of the library",
    ]
    before: Annotated[Any, "As it was recorded"]
    now: Annotated[Any, "As it is now"]

    __repr__ = short_repr


@attrs.frozen(repr=False, field_transformer=described)
class Changes:
    """All that differs from what was recorded; the properties follow the order of a report.

    >>> import kommunepolitik as kp
    >>> import kommunepolitik.model as m
    >>> target = m.LevelTarget(value=55, comparison="at_least", due=2026)
    >>> jobs = m.Indicator(id="job", title="Unge i job", unit="%", targets=[target])
    >>> policy = m.Policy(id="unge", title="U", municipality="Slagelse", indicators=[jobs])
    >>> rows = [{"indicator": "job", "period": year, "value": value} for year, value in ((2025, 52), (2026, 57))]
    >>> changes = kp.evaluate(policy, rows).changes(kp.evaluate(policy, rows[:1]))
    >>> [(change.now.indicator, change.move, change.causes) for change in changes.results]
    [('job', 'assessable', ('new_period',))]
    """

    results: Annotated[tuple[ResultChange, ...], "The results of which any field differs"]
    figures: Annotated[tuple[FigureChange, ...], "The figures that differ"]
    definitions: Annotated[tuple[DefinitionChange, ...], "The definitions of the policy that differ"]
    circumstances: Annotated[tuple[Circumstance, ...], "The circumstances of the judgement that differ"]

    def __repr__(self) -> str:
        parts = (("result", self.results), ("figure", self.figures), ("definition", self.definitions))
        return summary_line("Changes", *(counted(len(found), name) for name, found in parts))

    def _repr_html_(self) -> str:
        pairs = [(each.before, each.now, ", ".join(each.causes)) for each in self.results]
        rows = [
            (now.indicator, now.group, before and before.status, now.status, causes) for before, now, causes in pairs
        ]
        parts = (("figure", self.figures), ("definition", self.definitions))
        notes = [f"{counted(len(found), name)} changed." for name, found in parts]
        heads = ("indicator", "group", "status before", "status", "causes")
        return html_table("Changes", heads, rows, len(rows), notes)

    def __bool__(self) -> bool:
        """Return whether any figure, definition or result differs; other circumstances alone do not count."""
        return bool(self.results or self.figures or self.definitions)

    @classmethod
    def joined(cls, parts: "Iterable[Changes]") -> "Changes":
        """Return the changes of several policies together."""
        rows = [attrs.astuple(part, recurse=False) for part in parts]
        results, figures, definitions, circumstances = ([each for part in rows for each in part[n]] for n in range(4))
        return cls(tuple(results), tuple(figures), tuple(definitions), tuple(dict.fromkeys(circumstances)))

    def moved(self, move: Move) -> Sequence[ResultChange]:
        """Return the results whose status moved in a direction."""
        return [each for each in self.results if each.move == move]

    @property
    def newly_settled(self) -> Sequence[Result]:
        """The results of past targets that no figure can change any more, though one still could when last reported."""
        return [
            each.now
            for each in self.results
            if each.now.stage == "past" and each.now.settled and each.before is not None and not each.before.settled
        ]

    @property
    def new_figures(self) -> Sequence[FigureChange]:
        """The newest figure of each series that has a newer one, whether or not a verdict moved."""
        newest = {(each.policy, *each.figure.series): each for each in self.figures if each.kind == "new"}
        return list(newest.values())  # figures are in order of time: the last counts

    @property
    def revised_figures(self) -> Sequence[FigureChange]:
        """The figures of periods that were reported already."""
        return [each for each in self.figures if each.kind != "new"]

    @property
    def moved_goalposts(self) -> Sequence[DefinitionChange]:
        """The differences in what is to be reached, or for whom, that no decision explains."""
        return [each for each in self.definitions if each.is_moved_goalpost]

    @property
    def other_definitions(self) -> Sequence[DefinitionChange]:
        """All else that differs in the policy."""
        return [each for each in self.definitions if not each.is_moved_goalpost]

    @property
    def other_results(self) -> Sequence[ResultChange]:
        """The results that differ visibly though no status moved, other than by a figure listed above."""
        listed = {"new_period", "revised"}
        return [each for each in self.results if not each.move and each.is_visible and not {*each.causes} <= listed]


def changes_since(record: Record, evaluation: "Evaluation") -> Changes:
    """Return what changed between a record of a policy and an evaluation of it.

    Raises:
        InvalidModel: the policy was not judged; or the record has figures that the evaluation's audience must not see.
    """
    id = record.policy.id
    if id not in evaluation.portfolio:
        data = {"value": id, "policies": ", ".join(evaluation.portfolio.ids)}
        raise InvalidModel(Problem(code="record_of_other_policy", data=data))
    if record.audience == "internal" and evaluation.audience == "public":
        raise InvalidModel(Problem(code="internal_record", data={"value": id}))
    now = Record.of(evaluation, id)
    definitions = Definitions.compare(record.policy, now.policy)
    names = ("at", "known", "method", "audience", "library")
    circumstances = [Circumstance(what=each, before=getattr(record, each), now=getattr(now, each)) for each in names]  # type: ignore[arg-type]
    differing = tuple(each for each in circumstances if each.before != each.now)
    changes = Changes((), tuple(_figure_changes(record, now)), definitions.changes, differing)
    before = {result.key[1:]: result for result in record.results}
    results = []
    for result in now.results:
        key = result.key[1:]
        old = before.get(definitions.earlier.get(key, key))
        if old is None:
            results.append(ResultChange(before=None, now=result, causes=("new_target",)))
        elif fields := tuple(_differing(old, result)):
            causes = tuple(_causes(changes, now.policy, old, result))
            results.append(ResultChange(before=old, now=result, fields=fields, causes=causes))
    return attrs.evolve(changes, results=tuple(results))


_APART: Final = frozenset((*KEYS, "published", "source"))
"""Fields of a result that may differ without a change: a target was renamed, a figure was read again."""


def _differing(old: Result, new: Result) -> Iterator[str]:
    """Yield the fields that differ."""
    for field in attrs.fields(Result):
        if field.name not in _APART and not _equal(getattr(old, field.name), getattr(new, field.name)):
            yield field.name


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_equal, one, other))
    if type(one) is type(other) and attrs.has(type(one)):
        return _equal(attrs.astuple(one, recurse=False), attrs.astuple(other, recurse=False))
    return bool(one == other)


def _figure_changes(record: Record, now: Record) -> Iterator[FigureChange]:
    before, policy = {figure.key: figure for figure in record.figures}, now.policy.id
    newest = {figure.series: figure for figure in record.figures}  # in order of time: the last of each series
    ends = {figure.series: figure.key for figure in now.figures}  # the last of each series now
    until = NEVER if record.at is None else judged_days(record.at)[1]
    for figure in now.figures:
        old, last = before.pop(figure.key, None), newest.get(figure.series)
        if old is None:
            end = judged_days(figure.period)[1]
            is_late = end <= until and ends[figure.series] != figure.key  # of a period that was reported already
            if not is_late and (last is None or end > judged_days(last.period)[1]):
                yield FigureChange(policy=policy, kind="new", before=last, now=figure)
            else:
                yield FigureChange(policy=policy, kind="added", before=None, now=figure)
        elif old != figure and not all(_equal(getattr(old, name), getattr(figure, name)) for name in _VALUE):
            yield FigureChange(policy=policy, kind="revised", before=old, now=figure)
    for figure in before.values():
        yield FigureChange(policy=policy, kind="withdrawn", before=figure, now=None)


def _causes(changes: Changes, policy: Policy, before: Result, now: Result) -> Iterator[Cause]:
    """Yield why a result differs, among all that changed; at least one cause."""
    series, circumstances = list(series_of(now, policy)), {each.what for each in changes.circumstances}
    figures = [each for each in changes.figures if each.figure.series in series]
    found = [*_by_definitions(changes, now), *_by_figures(figures, policy, before, now)]
    if "method" in circumstances:
        found.append("method")
    if not found and {each.indicator for each in changes.definitions} & {"", *(indicator for indicator, _ in series)}:
        found.append("policy")
    rest: Mapping[Cause, bool] = {
        "audience": "audience" in circumstances,
        "date": bool({"at", "known"} & circumstances),
        "revised": bool(figures),
        "margin": before.margin != now.margin,  # which also depends on figures of later periods
        "rules": True,
    }
    yield from found or [next(cause for cause, is_so in rest.items() if is_so)]


def _by_definitions(changes: Changes, now: Result) -> list[Cause]:
    own = [each for each in changes.definitions if each.indicator == now.indicator]
    kinds = {"decision" if each.decision else each.kind for each in own if each.target in ("", now.target)}
    by_kind: Mapping[str, Cause] = {"goalpost": "goalpost", "decision": "decision", "setting": "policy"}
    return [cause for kind, cause in by_kind.items() if kind in kinds]


def _by_figures(figures: Sequence[FigureChange], policy: Policy, before: Result, now: Result) -> Iterator[Cause]:
    if now.period is not None and (before.period is None or before.period < now.period):
        yield "new_period"
    revised = [each.figure.period for each in figures if each.kind != "new"]
    used = [each for result in (before, now) for name in PERIODS if (each := getattr(result, name)) is not None]
    is_sum = "derived" in now.warnings or getattr(target_of(now, policy), "cumulative", False)
    is_used = is_sum or any(whole.contains(period) for whole in used for period in revised)
    # A figure without a period is in no record; it only shows that nothing can be judged by it.
    if (revised and is_used) or {before.reason, now.reason} == {"no_period", "no_data"}:
        yield "revised"
    if before.source_judgement != now.source_judgement:
        yield "source"
