"""A saved record: what was reported of a policy, and all that the judgement used, for the next report to compare."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import attrs

from kommunepolitik.disclosure import Audience
from kommunepolitik.display import counted, html_table, short_repr, summary_line
from kommunepolitik.documents.files import read_text
from kommunepolitik.documents.json_parser import parse_json
from kommunepolitik.documents.paths import is_folder, is_there
from kommunepolitik.documents.write import json_text
from kommunepolitik.errors import FileError, InvalidDocument, InvalidModel, Problem
from kommunepolitik.evaluation.results import KEYS, Method, Result, target_of
from kommunepolitik.figures.periods import day_of, judged_days
from kommunepolitik.model import Period, Policy
from kommunepolitik.model.data import fields_from_data, fields_to_data, register, register_fields, to_data
from kommunepolitik.model.help_text import described
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.record import Record as ModelRecord
from kommunepolitik.model.record import shapes_of
from kommunepolitik.model.scalars import describe

if TYPE_CHECKING:
    from kommunepolitik.evaluation.evaluation import Evaluation

FORMAT: Final = 1
_FORMAT_KEY: Final = "kommunepolitik_record"

RECORD_FILE: Final = "record.json"
"""The file name of a policy's record in the folder of its year."""

_NOT_JUDGED_BY: Final = frozenset(
    (
        *("note", "citation", "annotations", "missing", "continues", "number", "responsible", "url", "remarks", "case"),
        *("codes", "result_level", "base", "numerator", "difference"),
    )
)
"""Fields of a policy's elements that do not affect any judgement."""

_NO_FIGURES: Final = frozenset((*KEYS, "kind", "target_value", "due", "over", "settled", "stage", "method"))
"""Fields of a result that reveal nothing about its figures."""


@attrs.frozen(kw_only=True, field_transformer=described)
class UsedFigure:
    """A figure that a judgement used, or could have used: one that counts in a series judged."""

    indicator: Annotated[str, "Id of the indicator"]
    group: Annotated[str, "Id of the group; empty for the whole population"] = ""
    period: Annotated[Period, "The period measured"]
    value: Annotated[float | None, "The value, in the unit of the indicator; the lower end of a range"] = None
    value_high: Annotated[float | None, "The upper end of a range"] = None
    qualifier: Annotated[str, "How an inexact value is meant: about, under, over, just_under, just_over"] = ""
    quality: Annotated[str, "final, provisional, forecast or suppressed"] = "final"
    judgement: Annotated[str, "For a qualitative indicator: how people judged it"] = ""
    denominator: Annotated[float | None, "The number that a share is of"] = None
    published: Annotated[str, "The day, or month or year, in which it was published"] = ""
    source: Annotated[str, "Id or name of its source"] = ""

    __repr__ = short_repr

    @property
    def key(self) -> tuple[str, str, Period]:
        """The key that distinguishes it from all others of the policy."""
        return (self.indicator, self.group, self.period)

    @property
    def series(self) -> tuple[str, str]:
        """The indicator and the group of the figure."""
        return (self.indicator, self.group)


_COPIED: Final = tuple(name for name in attrs.fields_dict(UsedFigure) if name not in ("indicator", "group"))


@attrs.frozen(kw_only=True, repr=False)
class Record:
    """What was reported of a policy: the results, and the policy and the figures that they were judged by.

    >>> import kommunepolitik as kp
    >>> import kommunepolitik.model as m
    >>> target = m.LevelTarget(value=70, comparison="at_least", due=2027)
    >>> jobs = m.Indicator(id="job", title="I job", unit="%", direction="increase", targets=[target])
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse", indicators=[jobs])
    >>> evaluation = kp.evaluate(policy, [{"indicator": "job", "period": 2024, "value": 72}])
    >>> Record.of(evaluation, "p").results == evaluation.results
    True
    """

    library: str
    """The version of the library that made the judgement."""
    at: Period | None
    """The date of the judgement; without one, each row is judged as of its own newest figure."""
    known: Period | None
    """The day of knowledge; without one, all that was published counted."""
    method: Method
    audience: Audience
    policy: Policy
    """The policy as it was, without the parts that do not affect any judgement."""
    results: tuple[Result, ...]
    figures: tuple[UsedFigure, ...]
    """The figures that counted in each series that is judged or compared with, in order of time."""

    def __repr__(self) -> str:
        date = () if self.at is None else (f"at {self.at}",)
        parts = (counted(len(self.results), "target"), counted(len(self.figures), "figure"), self.audience)
        return summary_line("Record", self.policy.id, *date, *parts)

    def _repr_html_(self) -> str:
        rows = [(r.indicator, r.group, r.target, r.status, r.reason, r.period, r.value) for r in self.results]
        heads = ("indicator", "group", "target", "status", "reason", "period", "value")
        is_internal = self.audience == "internal"
        notes = ["Internal: it contains figures that are withheld from the public."] if is_internal else []
        return html_table(f"Record of {self.policy.id}", heads, rows, len(rows), notes)

    @classmethod
    def of(cls, evaluation: "Evaluation", policy: str) -> "Record":
        """Make the record of one policy of an evaluation, by its id.

        Raises:
            UnknownElement: the evaluation has no such policy; the message suggests the nearest id.
        """
        judged = evaluation.portfolio[policy]
        results = tuple(result for result in evaluation.results if result.policy == policy)
        same: dict[str, Any] = {name: getattr(evaluation, name) for name in ("at", "known", "method", "audience")}
        figures = tuple(_used(evaluation, judged, results))
        return cls(
            library=_version("kommunepolitik"), policy=essential(judged), results=results, figures=figures, **same
        )

    def to_json(self) -> str:
        """Return the record as the text of a file, from which `read_record` returns an equal record."""
        return json_text(to_data(self))

    def without(self, is_hidden: Callable[[UsedFigure], bool]) -> "Record":
        """Return the record for the public: without some figures, and without conclusions drawn from them."""
        hidden = {figure.key for figure in self.figures if figure.value is not None and is_hidden(figure)}
        blank = {"value": None, "value_high": None, "qualifier": "", "denominator": None, "quality": "suppressed"}
        return attrs.evolve(
            self,
            audience="public",
            figures=tuple(attrs.evolve(f, **blank) if f.key in hidden else f for f in self.figures),  # type: ignore[arg-type]
            results=tuple(_withheld(each) if _uses(each, hidden) else each for each in self.results),
        )


_version = cache(version)


def essential(policy: Policy) -> Policy:
    """Return a policy without the parts that do not affect any judgement (texts, goals, plan, sources)."""
    measured = {indicator.id for indicator in policy.indicators}
    reasons = {
        target.replaced_by.decision for each in policy.indicators for target in each.targets if target.replaced_by
    }
    decisions = [
        attrs.evolve(each, subject=each.subject if each.subject in measured else None, case=None, remarks=())
        for each in policy.decisions
        if each.subject in measured or each.id in reasons
    ]
    lists = {"groups": policy.groups, "indicators": policy.indicators, "decisions": tuple(decisions)}
    fields: dict[str, Any] = {name: _stripped(items) for name, items in lists.items()}
    fields |= {name: getattr(policy, name) for name in ("id", "title", "municipality", "period", "in_force")}
    return Policy(**fields, judgement_scale=policy.judgement_scale)


def _stripped(value: Any) -> Any:
    """Return one or several parts of a policy without the fields that do not affect any judgement, recursively."""
    if isinstance(value, tuple):
        return tuple(map(_stripped, value))
    if not isinstance(value, ModelRecord):
        return value
    changed: dict[str, Any] = {}
    for shape in shapes_of(type(value)):
        old = getattr(value, shape.name)
        kept = shape.default if shape.name in _NOT_JUDGED_BY else _stripped(old)
        if kept != old:
            changed[shape.name] = kept
    return attrs.evolve(value, **changed) if changed else value  # type: ignore[misc]


def _used(evaluation: "Evaluation", policy: Policy, results: tuple[Result, ...]) -> Iterator[UsedFigure]:
    """Yield the figures of each series that is judged or compared with, as far as the date of the judgement."""
    for indicator, group in dict.fromkeys(each for result in results for each in series_of(result, policy)):
        for row in evaluation.figures.series(policy.id, indicator, group):
            if row.period is not None and judged_days(row.period)[1] <= day_of(evaluation.at):
                cells = {name: getattr(row, name) for name in _COPIED}
                cells["judgement"] = (
                    "" if row.target else row.judgement
                )  # a judgement of a target is not one of the figure
                yield UsedFigure(indicator=indicator, group=group, **cells)


def series_of(result: Result, policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield indicator and group of the series that a result judges, then of the one that it compares with."""
    yield result.indicator, result.group
    if (other := getattr(target_of(result, policy), "relative_to", None)) is not None:
        yield other.indicator or result.indicator, other.group or ""


def _uses(result: Result, hidden: "set[tuple[str, str, Period]]") -> bool:
    """Return whether a result has a figure that is hidden or, as a precaution, one that is computed."""
    if result.reference_value is not None:
        return bool(hidden)
    periods = [each for name in PERIODS if (each := getattr(result, name)) is not None]
    own = [period for *series, period in hidden if tuple(series) == (result.indicator, result.group)]
    return any(whole.contains(period) for whole in periods for period in own)


def _withheld(result: Result) -> Result:
    names = _NO_FIGURES - ({"target_value"} if result.kind == "change" else set())  # computed from the baseline
    kept = {name: getattr(result, name) for name in names}
    return Result(**kept, status="not_assessed", reason="suppressed")


PERIODS: Final = ("baseline_period", "period", "newest_period", "previous_period")
"""The fields of a result that name the period of a figure."""


# Files


def read_record(path: str | os.PathLike[str]) -> Record:
    """Read a record that `report` saved.

    Raises:
        FileError: the file cannot be read.
        InvalidDocument: it is not a record, or one of another format version; each problem has its place.

    >>> import kommunepolitik as kp
    >>> import kommunepolitik.model as m
    >>> target = m.LevelTarget(value=70, comparison="at_least", due=2027)
    >>> jobs = m.Indicator(id="job", title="I job", unit="%", direction="increase", targets=[target])
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse", indicators=[jobs])
    >>> evaluation = kp.evaluate(policy, [{"indicator": "job", "period": 2024, "value": 72}])
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> saved = folder / "record.json"
    >>> _ = saved.write_text(Record.of(evaluation, "p").to_json(), "utf-8")
    >>> read_record(saved)
    <Record: p, 1 target, 1 figure, public>
    """
    try:
        return _read(read_text(Path(path)))
    except InvalidDocument as error:
        raise InvalidDocument(*(attrs.evolve(problem, file=str(path)) for problem in error.problems)) from None


def find_records(path: str | os.PathLike[str], policies: Collection[str]) -> Mapping[Path, Record]:
    """Read the records of some policies, by their ids, in a file or a folder; each with its file.

    In a folder their names are `ID--record.json`, or `record.json`.

    Raises:
        FileError: there is no such file, or the folder contains no record of these policies.
        InvalidDocument: a record cannot be read, or is of none of these policies.
    """
    path = Path(path)
    inside = [path / name for name in (RECORD_FILE, *map(record_file, policies))]
    files = [file for file in inside if is_there(file)] if is_folder(path) else [path]
    found = {file: read_record(file) for file in files}
    wanted = {file: record for file, record in found.items() if record.policy.id in policies}
    if not found:
        raise FileError(Problem(code="no_record_in_folder", data={"policies": ", ".join(policies)}, file=str(path)))
    if not wanted:
        file, record = next(iter(found.items()))
        data = {"value": record.policy.id, "policies": ", ".join(policies)}
        raise InvalidDocument(Problem(code="record_of_other_policy", data=data, file=str(file)))
    return wanted


def record_file(policy: str) -> str:
    """Return the file name of a policy's record among pages; ids never have two hyphens in a row."""
    return f"{policy}--{RECORD_FILE}"


def _read(text: str) -> Record:
    parsed = parse_json(text)
    problems = list(parsed.problems)
    try:
        record = _from_data(parsed.data)
    except InvalidModel as error:
        problems += error.problems
    if problems:
        raise InvalidDocument(*parsed.placed(problems))
    return record


def _from_data(data: Any, cls: type[Record] = Record) -> Record:
    """Return the record in plain data, or raise all its problems."""
    if not isinstance(data, Mapping) or _FORMAT_KEY not in data:
        raise InvalidModel(Problem(code="not_a_record"))
    if data[_FORMAT_KEY] != FORMAT or isinstance(data[_FORMAT_KEY], bool):
        library = data.get("library")
        details = {"library": library if isinstance(library, str) else "?", "known": FORMAT}
        details["value"] = describe(data[_FORMAT_KEY])
        raise InvalidModel(Problem(code="record_version", data=details, path=(_FORMAT_KEY,)))
    record = fields_from_data({key: value for key, value in data.items() if key != _FORMAT_KEY}, cls)
    if problems := [*_mismatches(record)]:
        raise InvalidModel(*problems)
    return record


def _mismatches(record: Record) -> Iterator[Problem]:
    """Yield a problem for each result or figure that does not belong to the record's policy."""
    known = {indicator.id for indicator in record.policy.indicators}
    for name, rows in (("results", record.results), ("figures", record.figures)):
        for number, id in enumerate(each.indicator for each in rows):
            if id not in known:
                path = (name, number, "indicator")
                yield Problem(code="no_such_element", data={"value": id}, path=path, nearest=nearest(id, known))
    for number, result in enumerate(record.results):
        if result.policy != record.policy.id:
            data = {"value": result.policy, "policies": record.policy.id}
            yield Problem(code="record_of_other_policy", data=data, path=("results", number, "policy"))


register(Record, lambda record: {_FORMAT_KEY: FORMAT, **fields_to_data(record)}, _from_data)
register_fields(UsedFigure)
