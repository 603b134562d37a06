"""What an evaluation finds of one target: its status, or why it has none, and what that is based on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, get_args

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.model import Indicator, Period, Policy, Target
from kommunepolitik.model.data import register_fields

Status = Literal[
    "achieved", "on_track", "behind", "far_behind", "unchanged", "worsening", "missed", "ambiguous", "not_assessed"
]
"""What is found of a target."""

STATUSES: Final[tuple[Status, ...]] = get_args(Status)
"""In the order of the table; the first seven from best to worst."""

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
"""What a reader should know besides the status."""

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
"""Comparisons hold within this share of the larger number."""

Trend = Literal["better", "unchanged", "worse"]


@attrs.frozen(kw_only=True)
class Reading:
    """One way to read a target or a figure: percent or points, the low or the high end."""

    words: str
    """What is read: `percent`, `points`, `low`, `high`, or ends of a baseline."""
    value: float | None
    required: float | None
    progress: float | None
    status: Status
    pace: float | None = None
    """The change a year so far, in the reading's own terms."""

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class Result:
    """One row of an evaluation: a target, what it is judged by, and the judgement."""

    policy: str
    indicator: str
    group: str
    target: str
    """Id of the target within the indicator; empty where there is none."""
    kind: str
    """`level`, `standing`, `change`, `direction`; `trend` or `judgement` or empty where there is no target."""
    status: Status
    reason: Reason | None = None
    baseline_period: Period | None = None
    baseline_value: float | None = None
    baseline_high: float | None = None
    baseline_qualifier: str = ""
    period: Period | None = None
    """The period of the figure that is judged; of a running sum from its start to its end."""
    value: float | None = None
    """For a relative target the difference."""
    value_high: float | None = None
    qualifier: str = ""
    quality: str = ""
    newest_period: Period | None = None
    """The period of the newest figure of any length by the date, whether or not it is the one judged."""
    newest_value: float | None = None
    newest_high: float | None = None
    newest_qualifier: str = ""
    previous_period: Period | None = None
    """That of the figure before the one judged, of the same length; of a part of a year the same part a year before."""
    previous_value: float | None = None
    previous_high: float | None = None
    previous_qualifier: str = ""
    required_value: float | None = None
    target_value: float | None = None
    """The level to reach; for a change in all what it comes to."""
    due: Period | None = None
    progress: float | None = None
    """The share of the way gone, or of the pace asked for; for a `trend` the growth a year as desired."""
    margin: float | None = None
    """The smallest movement since the baseline that means something."""
    trend: Trend | None = None
    """The movement since the baseline."""
    trend_since_previous: Trend | None = None
    projected_period: Period | None = None
    expected: Period | None = None
    """The month in which the next figure is expected."""
    relative_value: float | None = None
    """For a relative target: the indicator's own value; `value` is then the difference."""
    reference_value: float | None = None
    judgement: str = ""
    source_status: Status | None = None
    """The verdict on this target that a source published, where we know what its words mean."""
    source_judgement: str = ""
    """Its words."""
    published: str = ""
    source: str = ""
    over: bool = False
    """Whether the due period was over at the date of the evaluation."""
    settled: bool = False
    """Whether the due is over and no further figure can change the verdict."""
    stage: Stage = "current"
    warnings: tuple[Warning, ...] = ()
    """What a reader should know besides."""
    stated_baseline: float | None = None
    """The baseline the policy states, where a newer figure of its period outranks it."""
    readings: tuple[Reading, ...] = ()
    method: str = "linear"

    __repr__ = short_repr

    def __str__(self) -> str:
        place = f"{self.policy}#{self.indicator}"
        series = " ".join(part for part in (place, self.group, self.target) if part)
        status = self.status.replace("_", " ")
        return f"{series}: {status}" + (f" ({self.reason.replace('_', ' ')})" if self.reason else "")

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What distinguishes the row from all others."""
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
    """Return the target that a result is of."""
    indicator = policy.elements.get(result.indicator)
    targets = indicator.targets if isinstance(indicator, Indicator) else ()
    return next((each for each in targets if each.key == result.target), None)


def worst(statuses: Iterable[str]) -> Status | None:
    """Return the worst of the statuses that can be ranked; ambiguous and not assessed are not."""
    given = set(statuses)
    return next((status for status in reversed(STATUSES[:7]) if status in given), None)


register_fields(Reading, Result)
