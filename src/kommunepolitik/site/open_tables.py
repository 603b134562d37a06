"""The tables of open data: observations, results, indicators and targets, with a description of each column."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import attrs

from kommunepolitik.documents.csv_text import csv_cell, csv_text
from kommunepolitik.errors.marks import N_
from kommunepolitik.evaluation import STATUSES, Result
from kommunepolitik.evaluation.results import Reason, Stage
from kommunepolitik.model import Baseline, Indicator, Period, Policy, Qualifier, Source
from kommunepolitik.model.help_text import descriptions
from kommunepolitik.model.tables import MUNICIPALITY, ColumnType, frame_of
from kommunepolitik.observations import Quality

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["string", "number", "integer", "boolean", "text", "period"]
"""The type of a column, in the words of Table Schema; a text was written by people, and a string was not. A period
becomes three columns: its text, first and last day."""
Row = Mapping[str, Any]

DST: Final = "dst:"
"""The prefix of the source of a figure from Statistikbanken; its table follows."""


@attrs.frozen
class Column:
    """A column of a table."""

    name: str
    description: str
    kind: Kind = "string"
    choices: Sequence[str] = ()
    required: bool = False


@attrs.frozen(kw_only=True)
class OpenTable:
    """A table with its rows, each a mapping by column name; an absent value is None or empty text."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    key: Sequence[str] = ()
    """The columns that together identify a row, and that are never empty."""

    def to_csv(self) -> bytes:
        """Return the table as CSV (RFC 4180): UTF-8, commas, decimal points, true and false, ISO dates.

        A text that a spreadsheet program would interpret as a formula is preceded by an apostrophe.
        """
        head = [name for column in self.columns for name in names_of(column)]
        rows = [[cell for column in self.columns for cell in _cells(row.get(column.name), column)] for row in self.rows]
        return csv_text([head, *rows]).encode("utf-8")

    def frame(self) -> "pd.DataFrame":
        """Return the table as a data frame: absent text as NA, absent numbers as NaN, days as ISO dates in text."""
        made: dict[str, list[Any]] = {}
        for column in self.columns:
            values = [row.get(column.name) for row in self.rows]
            made[column.name] = values
            if column.kind == "period":
                made[f"{column.name}_start"] = [each.start if isinstance(each, Period) else None for each in values]
                made[f"{column.name}_end"] = [each.end if isinstance(each, Period) else None for each in values]
        return frame_of(made, {column.name: _TYPES.get(column.kind, "string") for column in self.columns})


_TYPES: Final[Mapping[Kind, ColumnType]] = {"number": "float64", "integer": "Int64", "boolean": "boolean"}


def names_of(column: Column) -> tuple[str, ...]:
    """Return the names of the file's columns for a column."""
    return (column.name, f"{column.name}_start", f"{column.name}_end") if column.kind == "period" else (column.name,)


def _cells(value: Any, column: Column) -> Iterator[str]:
    if column.kind == "period":
        period = value if isinstance(value, Period) else None
        yield "" if period is None else str(period)
        yield from (csv_cell(day) for day in ((None, None) if period is None else (period.start, period.end)))
    else:
        yield csv_cell(value)


_ABOUT: Final = descriptions(Result)


def _of_result(name: str, kind: Kind = "string", *, choices: Sequence[str] = (), required: bool = False) -> Column:
    """Return a column that is a field of a result."""
    return Column(name, _ABOUT[name], kind, choices, required)


_POLICY: Final = (
    Column("policy", _ABOUT["policy"], required=True),
    Column("policy_title", N_("Title of the policy"), "text", required=True),
    Column("municipality_code", MUNICIPALITY["municipality_code"]),
    Column("municipality", MUNICIPALITY["municipality"], "text", required=True),
)
_INDICATOR: Final = (
    *_POLICY,
    Column("indicator", N_("Id of the indicator, the same in all tables"), required=True),
    Column("indicator_title", N_("Short name of the indicator"), "text", required=True),
)
_SERIES: Final = (
    *_INDICATOR,
    Column("group", _ABOUT["group"]),
    Column("group_title", N_("Name of the group"), "text"),
    Column("indicator_unit", N_("Unit of the values"), "text"),
)
_QUALIFIERS: Final = get_args(Qualifier)
_PERIOD: Final = N_(
    "The period: 2024, 2024-H1 (half-year), 2024-T1 (four months), 2024-Q1, 2024-03, 2024-W05, 2024-03-31, 2022/23 "
    "(school year), 2013..2016"
)


def _figure(name: str, of: str) -> tuple[Column, ...]:
    """Return the columns of a value that may be inexact."""
    return (
        Column(f"{name}_value", of, "number"),
        Column(f"{name}_high", _ABOUT["value_high"], "number"),
        Column(f"{name}_qualifier", _ABOUT["qualifier"], choices=_QUALIFIERS),
    )


OBSERVATIONS: Final = (
    *_SERIES,
    Column("period", _PERIOD, "period"),
    Column("value", N_("The value, in the unit; the lower end of a range; empty where it is withheld"), "number"),
    _of_result("value_high", "number"),
    _of_result("qualifier", choices=_QUALIFIERS),
    Column("numerator", N_("The number that a share is made from"), "number"),
    Column("denominator", N_("The number that the share is of"), "number"),
    Column("quality", N_("Whether the figure is final; suppressed ones are withheld"), choices=get_args(Quality)),
    Column("judgement", N_("For a qualitative indicator: how people judged it"), "text"),
    Column("target", N_("Id of the target that a published judgement is about")),
    Column("published", N_("The day, or month or year, in which the figure was published")),
    Column("source", N_("Id or name of the source; dst:TABLE is a table of Statistikbanken"), "text"),
    Column("source_title", N_("Title of the source"), "text"),
    Column("publisher", N_("Who made the figure, as the source names them"), "text"),
    Column("section", N_("Where in the source it is"), "text"),
    Column("note", N_("More about the figure"), "text"),
    Column("retrieved", N_("The day on which the figure was retrieved")),
)
RESULTS: Final = (
    *_SERIES,
    _of_result("target"),
    _of_result("kind"),
    _of_result("status", choices=STATUSES, required=True),
    _of_result("reason", choices=get_args(Reason)),
    _of_result("stage", choices=get_args(Stage)),
    _of_result("period", "period"),
    _of_result("value", "number"),
    _of_result("value_high", "number"),
    _of_result("qualifier", choices=_QUALIFIERS),
    _of_result("quality", choices=get_args(Quality)),
    _of_result("due", "period"),
    _of_result("target_value", "number"),
    _of_result("required_value", "number"),
    _of_result("progress", "number"),
    _of_result("trend", choices=("better", "unchanged", "worse")),
    _of_result("baseline_period", "period"),
    *_figure("baseline", _ABOUT["baseline_value"]),
    _of_result("previous_period", "period"),
    *_figure("previous", _ABOUT["previous_value"]),
    _of_result("newest_period", "period"),
    *_figure("newest", _ABOUT["newest_value"]),
    _of_result("relative_value", "number"),
    _of_result("reference_value", "number"),
    _of_result("projected_period", "period"),
    _of_result("expected", "period"),
    _of_result("judgement", "text"),
    _of_result("source_judgement", "text"),
    _of_result("over", "boolean"),
    _of_result("settled", "boolean"),
    Column("warnings", N_("What should be known besides, with spaces between the words")),
    _of_result("method", choices=("linear", "cagr")),
)
INDICATORS: Final = (
    *_INDICATOR,
    Column("number", N_("Its number in the policy"), "text"),
    Column("definition", N_("What exactly is counted"), "text"),
    Column("indicator_unit", N_("Unit of the values"), "text"),
    Column("decimals", N_("Decimals with which it is published"), "integer"),
    Column("direction", N_("The desired direction"), choices=("increase", "decrease")),
    Column("kind", N_("Measured in figures, or judged by people"), choices=("quantitative", "qualitative")),
    Column("role", N_("Whether it follows up the policy or is background"), choices=("follow_up", "context")),
    Column("result_level", N_("What it measures"), choices=("activity", "output", "outcome")),
    Column("population", N_("Of whom or what it is measured"), "text"),
    Column("frequency", N_("How often it is measured")),
    Column("responsible", N_("Who answers for it"), "text"),
    Column("keeper", N_("Who keeps the figures"), "text"),
    Column("lag", N_("Months from the end of a period until its figure is out"), "integer"),
    Column("codes", N_("What it is called elsewhere, with spaces between"), "text"),
    Column("baseline_period", _ABOUT["baseline_period"], "period"),
    *_figure("baseline", _ABOUT["baseline_value"]),
)
TARGETS: Final = (
    *_SERIES,
    Column("target", N_("Id of the target within its indicator"), required=True),
    Column("kind", N_("The kind of target"), choices=("level", "standing", "change", "direction"), required=True),
    Column("value", N_("The value to reach or keep; for a relative target the difference"), "number"),
    Column("comparison", N_("Whether the value is a minimum or a maximum"), choices=("at_least", "at_most")),
    Column("amount", N_("For a change: how much, in percent or in the unit"), "number"),
    Column("mode", N_("For a change: what the amount counts; empty where unclear"), choices=("percent", "points")),
    Column("per", N_("The period it is kept for; for a change each year or in total")),
    Column("direction", N_("For a direction: which"), choices=("increase", "decrease")),
    Column("cumulative", N_("Whether the figures of all periods since the start are added up"), "boolean"),
    Column("start", N_("From when"), "period"),
    Column("due", _ABOUT["due"], "period"),
    Column("relative_indicator", N_("Id of the indicator that it compares with")),
    Column("relative_group", N_("Id of the group that it compares with")),
    Column("baseline_period", N_("The period of a baseline of its own"), "period"),
    *_figure("baseline", N_("The value of a baseline of its own")),
    Column("stated", N_("The source's own word for the value"), "text"),
    Column("replaced_by", N_("Id of the target that took its place")),
)


@attrs.frozen(kw_only=True)
class PolicyData:
    """The published data of a policy: as it was judged, with its results and figures as the public may see them."""

    policy: Policy
    results: Sequence[Result]
    figures: Sequence[Row]
    """The figures that count, by the names of the columns."""
    sources: Sequence[Source]
    """The documents of the policy, which figures name by their ids."""


def tables(policies: Iterable[PolicyData]) -> tuple[OpenTable, ...]:
    """Return the tables of some policies, in the order of their documents."""
    data = tuple(policies)
    parts = (
        ("observations", N_("Figures"), OBSERVATIONS, _observations, ()),
        ("results", N_("Results: each target judged by its figures"), RESULTS, _results, ()),
        ("indicators", N_("Indicators"), INDICATORS, _indicators, ("policy", "indicator")),
        ("targets", N_("Targets"), TARGETS, _targets, ("policy", "indicator", "target")),
    )
    return tuple(
        OpenTable(name=name, title=title, columns=columns, rows=[row for each in data for row in make(each)], key=key)
        for name, title, columns, make, key in parts
    )


def _of_indicator(policy: Policy, indicator: Indicator, group: str = "") -> dict[str, Any]:
    """Return the cells of a row about its policy, indicator and group."""
    element = policy.elements.get(group)
    return {
        "policy": policy.id,
        "policy_title": policy.title,
        "municipality_code": policy.municipality.code,
        "municipality": policy.municipality.name,
        "indicator": indicator.id,
        "indicator_title": indicator.title,
        "indicator_unit": indicator.unit and str(indicator.unit),
        "group": group,
        "group_title": getattr(element, "title", None),
    }


def _observations(data: PolicyData) -> Iterator[Row]:
    titles = {source.id: source.title for source in data.sources}
    for each in data.figures:
        row = {**each}
        if row.get("quality") == "suppressed":  # nothing that would reveal how small it is
            hidden = ("value", "value_high", "qualifier", "numerator", "denominator", "judgement", "note", "section")
            row |= dict.fromkeys(hidden)
        source = str(row.get("source") or "")
        row["source_title"] = source_title(source) if is_statbank(source) else titles.get(source, source)
        yield row | _of_indicator(data.policy, data.policy.indicator(row["indicator"]), row["group"])


def is_statbank(source: str) -> bool:
    """Return whether the source of a figure is a table of Statistikbanken."""
    return source.casefold().startswith(DST)


def source_title(source: str) -> str:
    """Return the title of a table of Statistikbanken, by the source of a figure.

    >>> source_title("dst:RAS201")
    'Danmarks Statistik, Statistikbanken, tabel RAS201 (CC BY 4.0)'
    """
    return f"Danmarks Statistik, Statistikbanken, tabel {source[len(DST) :].upper()} (CC BY 4.0)"


def _results(data: PolicyData) -> Iterator[Row]:
    for result in data.results:
        row = {field.name: _computed(getattr(result, field.name)) for field in attrs.fields(Result)}
        row["warnings"] = " ".join(result.warnings)
        yield row | _of_indicator(data.policy, data.policy.indicator(result.indicator), result.group)


def _computed(value: Any) -> Any:
    """Return a number without the noise of computing with binary fractions: 1.6, not 1.5999999999999996."""
    return float(f"{value:.12g}") if isinstance(value, float) else value


def _baseline(baseline: Baseline | None) -> dict[str, Any]:
    names = {"period": "period", "value": "value", "high": "value_high", "qualifier": "qualifier"}
    return {f"baseline_{name}": getattr(baseline, field, None) for name, field in names.items()}


def _indicators(data: PolicyData) -> Iterator[Row]:
    for each in data.policy.indicators:
        names = ("number", "definition", "decimals", "direction", "kind", "role", "result_level", "population")
        row = {name: getattr(each, name) for name in (*names, "frequency", "responsible")}
        source = each.data_source
        row |= {"keeper": source and source.keeper, "lag": source and source.lag, "codes": " ".join(each.codes)}
        yield row | _baseline(each.baseline) | _of_indicator(data.policy, each)


def _targets(data: PolicyData) -> Iterator[Row]:
    names = ("kind", "value", "comparison", "amount", "mode", "per", "direction", "cumulative", "start", "due")
    for indicator in data.policy.indicators:
        for target in indicator.targets:
            row = {name: getattr(target, name, None) for name in (*names, "stated")}
            other = getattr(target, "relative_to", None)
            if other is not None:
                row |= {"relative_indicator": other.indicator or indicator.id, "relative_group": other.group}
            row |= _baseline(getattr(target, "baseline", None))
            row |= {"target": target.key, "replaced_by": target.replaced_by and target.replaced_by.target}
            yield row | _of_indicator(data.policy, indicator, target.group or "")
