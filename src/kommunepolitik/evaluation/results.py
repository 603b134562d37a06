"""The result for one target: its status, or why it has none, and the figures behind it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Final, Literal, get_args

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.errors.marks import N_
from kommunepolitik.model import Indicator, Period, Policy, Target
from kommunepolitik.model.data import register_fields
from kommunepolitik.model.help_text import described

Status = Literal[
    "achieved", "on_track", "behind", "far_behind", "unchanged", "worsening", "missed", "ambiguous", "not_assessed"
]
"""The verdict on a target."""

STATUSES: Final[tuple[Status, ...]] = get_args(Status)
"""The values of `Status`, in order; the first seven from best to worst."""

Reason = Literal[
    "awaiting_data",
    "no_data",
    "no_period",
    "no_reference",
    "suppressed",
    "no_due",
    "no_baseline",
    "baseline_only",
    "break_in_series",
    "period_mismatch",
    "before_start",
    "undefined_percent",
    "method",
    "no_target",
    "own_words",
    "too_early",
]
"""Why a target is `not_assessed`."""

Warning = Literal[
    "baseline_meets_target",
    "baseline_revised",
    "provisional",
    "other_period_length",
    "other_season",
    "reference_late",
    "break_since_target",
    "derived",
]
"""What a reader should know in addition to the status."""

SHOWN_AS: Final[Mapping[Status, str]] = {
    "achieved": "achieved",
    "on_track": "on_track",
    "behind": "off_track",
    "far_behind": "off_track",
    "unchanged": "off_track",
    "worsening": "off_track",
    "missed": "missed",
    "ambiguous": "not_assessed",
    "not_assessed": "not_assessed",
}
"""The five words that readers see for the statuses."""

Stage = Literal["current", "later", "past", "expired", "replaced"]
"""Whether a target counts in headlines: `current`; `later` and `past` ones of the same series do not.

`expired` (udløbet) is the newest past one where no other is current or later, and it counts; one `replaced` by a
decision does not.
"""

Method = Literal["linear", "cagr"]
"""How the path to a target runs: by a fixed amount a year, or by a fixed growth rate (`cagr`)."""

ON_TRACK: Final = 0.95
BEHIND: Final = 0.60
"""Progress from which a target is on track, and below which it is far behind."""

TOLERANCE: Final = 1e-9
"""Relative tolerance of comparisons, as a share of the larger number."""

Trend = Literal["better", "unchanged", "worse"]


@attrs.frozen(kw_only=True, field_transformer=described)
class Reading:
    """One way to read a target or a figure: percent or points, the low or the high end."""

    words: Annotated[str, "What is read: percent, points, low, high, or ends of a baseline"]
    value: Annotated[float | None, "The value that is judged in this reading, in the unit of the indicator"]
    required: Annotated[float | None, "What the target requires by the period of the figure, in the unit"]
    progress: Annotated[float | None, "As `progress` of the result, in this reading"]
    status: Annotated[Status, "The judgement in this reading"]
    pace: Annotated[float | None, "The change a year so far, in percent where that is read, else in the unit"] = None

    __repr__ = short_repr


_HIGH: Final = N_("Upper end, where the value is a range")
_QUALIFIER: Final = N_("How an inexact value is meant")


@attrs.frozen(kw_only=True, field_transformer=described)
class Result:
    """One row of an evaluation: a target, the figures it is judged by, and the judgement.

    All values are in the unit of the indicator. Absent values are None; absent texts are empty.
    """

    policy: Annotated[str, N_("Id of the policy")]
    indicator: Annotated[str, "Id of the indicator"]
    group: Annotated[str, N_("Id of the group that the row is about; empty for the whole population")]
    target: Annotated[str, N_("Id of the target within its indicator; empty where there is none")]
    kind: Annotated[str, N_("level, standing, change or direction; trend or judgement where there is no target")]
    status: Annotated[Status, N_("The judgement of the target")]
    reason: Annotated[Reason | None, N_("Why it is not assessed")] = None
    baseline_period: Annotated[Period | None, N_("The period of the baseline")] = None
    baseline_value: Annotated[float | None, N_("The value of the baseline")] = None
    baseline_high: Annotated[float | None, _HIGH] = None
    baseline_qualifier: Annotated[str, _QUALIFIER] = ""
    period: Annotated[
        Period | None, N_("The period of the figure that is judged; of a running sum from its start to its end")
    ] = None
    value: Annotated[
        float | None, N_("The figure that is judged; of a target relative to another series the difference")
    ] = None
    value_high: Annotated[float | None, _HIGH] = None
    qualifier: Annotated[str, _QUALIFIER] = ""
    quality: Annotated[str, N_("Whether the figure is final")] = ""
    newest_period: Annotated[Period | None, N_("The period of the newest figure of any length")] = None
    newest_value: Annotated[float | None, N_("The value of the newest figure of any length")] = None
    newest_high: Annotated[float | None, _HIGH] = None
    newest_qualifier: Annotated[str, _QUALIFIER] = ""
    previous_period: Annotated[
        Period | None,
        N_("The period of the figure before, of the same length; of a part of a year the same part a year before"),
    ] = None
    previous_value: Annotated[float | None, N_("The value of the figure before")] = None
    previous_high: Annotated[float | None, _HIGH] = None
    previous_qualifier: Annotated[str, _QUALIFIER] = ""
    required_value: Annotated[float | None, N_("What the target requires by the period of the figure")] = None
    target_value: Annotated[float | None, N_("The level to reach; for a change in total what it comes to")] = None
    due: Annotated[Period | None, N_("By when the target is to be reached")] = None
    progress: Annotated[
        float | None,
        N_("The share of the way gone, or of the pace asked for; 1 is as required. Of a trend the growth a year"),
    ] = None
    margin: Annotated[float | None, "The size up to which a movement counts as none (`unchanged`), in the unit"] = None
    trend: Annotated[Trend | None, N_("The movement since the baseline")] = None
    trend_since_previous: Annotated[Trend | None, "The movement since the figure before"] = None
    projected_period: Annotated[Period | None, N_("When the target would be reached at the pace so far")] = None
    expected: Annotated[Period | None, N_("The month in which the next figure is expected")] = None
    relative_value: Annotated[float | None, N_("For a relative target: the indicator's own value")] = None
    reference_value: Annotated[float | None, N_("For a relative target: the value that it is compared with")] = None
    judgement: Annotated[str, N_("How people judged it, in their own words")] = ""
    source_status: Annotated[
        Status | None, "The verdict on this target that a source published, where the meaning of its words is known"
    ] = None
    source_judgement: Annotated[str, N_("The verdict of a source on the target, in its own words")] = ""
    published: Annotated[str, "The day, or month or year, in which the figure that is judged was published"] = ""
    source: Annotated[str, "Id or name of the source of the figure that is judged"] = ""
    over: Annotated[bool, N_("Whether the time of the target was over")] = False
    settled: Annotated[bool, N_("Whether no further figure can change the judgement")] = False
    stage: Annotated[Stage, N_("Whether the target counts: later, past and replaced ones do not")] = "current"
    warnings: Annotated[tuple[Warning, ...], "What else a reader should know (see `Warning`)"] = ()
    stated_baseline: Annotated[
        float | None, "The value of the baseline that the policy states, where a newer figure of its period counts"
    ] = None
    readings: Annotated[tuple[Reading, ...], "The ways to read it, where there are several"] = ()
    method: Annotated[str, N_("How progress is measured")] = "linear"

    __repr__ = short_repr

    def __str__(self) -> str:
        place = f"{self.policy}#{self.indicator}"
        series = " ".join(part for part in (place, self.group, self.target) if part)
        status = self.status.replace("_", " ")
        return f"{series}: {status}" + (f" ({self.reason.replace('_', ' ')})" if self.reason else "")

    @property
    def key(self) -> tuple[str, str, str, str]:
        """The key that distinguishes the row from all others."""
        return (self.policy, self.indicator, self.group, self.target)


FIELDS: Final = tuple(field.name for field in attrs.fields(Result))
RESULT_COLUMNS: Final = tuple(name for name in FIELDS if name != "readings")
NUMBERS: Final = tuple(f.name for f in attrs.fields(Result) if f.type == float | None)
KEYS: Final = FIELDS[:4]


def made_results(columns: Mapping[str, Any], readings: Mapping[int, Sequence[Reading]]) -> tuple[Result, ...]:
    """Make a result of each row of the columns, with its readings by the number of the row."""
    cells = {name: columns[name].tolist() for name in columns}
    for name in NUMBERS:
        cells[name] = [None if value != value else value for value in cells[name]]  # noqa: PLR0124 - NaN
    rows = zip(*cells.values(), strict=True)
    return tuple(
        Result(**dict(zip(cells, row, strict=True)), readings=tuple(readings.get(number, ())))
        for number, row in enumerate(rows)
    )


def target_of(result: Result, policy: Policy) -> Target | None:
    """Return the target of a result."""
    indicator = policy.elements.get(result.indicator)
    targets = indicator.targets if isinstance(indicator, Indicator) else ()
    return next((each for each in targets if each.key == result.target), None)


def worst(statuses: Iterable[str]) -> Status | None:
    """Return the worst of the statuses that can be ranked; ambiguous and not assessed are not."""
    given = set(statuses)
    return next((status for status in reversed(STATUSES[:7]) if status in given), None)


register_fields(Reading, Result)
