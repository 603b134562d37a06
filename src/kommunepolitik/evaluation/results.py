"""What an evaluation says of one target."""

from collections.abc import Mapping
from typing import Any, Literal

import attrs

from kommunepolitik.evaluation.statuses import Reason, Status
from kommunepolitik.model import Period

Trend = Literal["better", "unchanged", "worse"]


@attrs.frozen(kw_only=True)
class Reading:
    """One honest way to read a target or a figure: percent or points, the low or the high end."""

    words: str
    """What is read: `percent`, `points`, `low`, `high`, or ends of a baseline."""
    value: float | None
    required: float | None
    progress: float | None
    status: Status
    pace: float | None = None
    """The change a year so far, in the reading's own terms."""


@attrs.frozen(kw_only=True)
class Result:
    """One row of an evaluation: a target, what it is judged by, and the judgement."""

    policy: str
    indicator: str
    group: str
    target: str
    """Id of the target within the indicator; empty where there is none."""
    kind: str
    """`level`, `standing`, `change`; `trend` or `judgement` or empty where there is no target."""
    status: Status
    reason: Reason | None = None
    baseline_period: Period | None = None
    baseline_value: float | None = None
    period: Period | None = None
    value: float | None = None
    value_high: float | None = None
    qualifier: str = ""
    quality: str = ""
    required_value: float | None = None
    target_value: float | None = None
    due: Period | None = None
    progress: float | None = None
    trend: Trend | None = None
    projected_period: Period | None = None
    relative_value: float | None = None
    """For a relative target: the indicator's own value; `value` is then the difference."""
    reference_value: float | None = None
    judgement: str = ""
    published: str = ""
    source: str = ""
    over: bool = False
    """Whether the due period was over at the date of the evaluation."""
    warnings: tuple[str, ...] = ()
    """What a reader should know besides: `baseline_meets_target`, `baseline_revised`, `provisional`."""
    stated_baseline: float | None = None
    """The baseline the policy states, where a newer figure of its period outranks it."""
    readings: tuple[Reading, ...] = ()
    method: str = "linear"

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells the row from all others."""
        return (self.policy, self.indicator, self.group, self.target)

    @property
    def address(self) -> str:
        """The indicator's address."""
        return f"{self.policy}#{self.indicator}"

    def as_row(self) -> Mapping[str, Any]:
        """Return the row as the frame has it: periods as text, absent numbers as NaN."""
        row = {name: getattr(self, name) for name in COLUMNS}
        for name in ("baseline_period", "period", "due", "projected_period"):
            row[name] = "" if row[name] is None else str(row[name])
        for name in ("reason", "trend"):
            row[name] = row[name] or ""
        return row


COLUMNS = (
    "policy",
    "indicator",
    "group",
    "target",
    "kind",
    "baseline_period",
    "baseline_value",
    "period",
    "value",
    "required_value",
    "target_value",
    "due",
    "progress",
    "status",
    "reason",
    "trend",
    "projected_period",
)
