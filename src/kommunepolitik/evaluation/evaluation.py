"""An evaluation: all results, and what can be asked of them together."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import attrs

from kommunepolitik.errors import Problem, UnknownElement
from kommunepolitik.evaluation.explanation import Speech, explain
from kommunepolitik.evaluation.results import COLUMNS, Result
from kommunepolitik.evaluation.statuses import STATUSES, Method, worst
from kommunepolitik.model import Address, FocusArea, Goal, LevelTarget, Period, Policy, Portfolio
from kommunepolitik.model.nearest import nearest

if TYPE_CHECKING:
    import pandas as pd

By = Literal["policy", "area", "goal", "track", "responsible"]


@attrs.frozen(kw_only=True, slots=False)
class Evaluation:
    """The judgement of every target of a policy or a portfolio, at one date and by one method."""

    portfolio: Portfolio
    results: tuple[Result, ...]
    """One for each policy, indicator, group and target; in the order of the policies."""
    at: Period | None
    """The date of the judgement; none: each row as of its own latest figure."""
    method: Method

    @cached_property
    def frame(self) -> "pd.DataFrame":
        """One row for each policy, indicator, group and target, with the design's columns; periods are text."""
        import pandas as pd

        frame = pd.DataFrame([result.as_row() for result in self.results], columns=list(COLUMNS))
        numbers = ("baseline_value", "value", "required_value", "target_value", "progress")
        return frame.astype(dict.fromkeys(numbers, "float64"))

    @cached_property
    def readings(self) -> "pd.DataFrame":
        """The two readings of a target that has them: a row each, with the keys of the result."""
        import pandas as pd

        keys = ("policy", "indicator", "group", "target")
        fields = ("words", "value", "required", "pace", "progress", "status")
        rows = [
            {**_named(result), **{name: getattr(reading, name) for name in fields}}
            for result in self.results
            for reading in result.readings
        ]
        return pd.DataFrame(rows, columns=[*keys, *fields])

    def current(self) -> tuple[Result, ...]:
        """Return the results that count: of the dated levels of a series the one next due, else the last.

        Only follow-up indicators measure a policy, and a class without a target is no verdict on one.
        """
        chosen: dict[tuple[Any, ...], list[Result]] = {}
        for result in self.results:
            indicator = self.portfolio[result.policy].indicator(result.indicator)
            if indicator.role != "follow_up" or result.kind == "trend":
                continue
            target = next((target for target in indicator.targets if target.key == result.target), None)
            # Levels on one way: the same series, compared the same way with the same other series.
            same_way: Any = result.target
            if isinstance(target, LevelTarget) and target.due is not None:
                same_way = ("level", target.comparison, target.relative_to)
            held = chosen.setdefault((result.policy, result.indicator, result.group, same_way), [])
            if held and self._counts_before(result, held[0]):
                held.clear()
            if not held or held[0].due == result.due:
                held.append(result)
        return tuple(result for held in chosen.values() for result in held)

    @staticmethod
    def _counts_before(new: Result, held: Result) -> bool:
        if new.due is None or held.due is None or new.due == held.due:
            return False
        if new.over != held.over:
            return held.over
        return new.due < held.due if not new.over else held.due < new.due

    def summary(self, by: By = "policy") -> "pd.DataFrame":
        """Count the current targets by status, for each policy, area, goal, track or responsible.

        A row holds the count of each status, `targets` (all), `assessable` (all but not assessed) and `worst`. A target
        that belongs to several rows counts in each; it is a distribution, never one invented score.
        """
        import pandas as pd

        groups: dict[tuple[str, str], list[Result]] = {}
        for result in self.current():
            for name in self._homes(result, by):
                groups.setdefault((result.policy, name), []).append(result)
        rows = []
        for (policy, name), results in groups.items():
            counts = {status: sum(result.status == status for result in results) for status in STATUSES}
            row: dict[str, Any] = {"policy": policy} if by == "policy" else {"policy": policy, by: name}
            row |= {"targets": len(results), "assessable": len(results) - counts["not_assessed"]}
            rows.append(row | counts | {"worst": worst([result.status for result in results]) or ""})
        columns = ["policy", *([] if by == "policy" else [by]), "targets", "assessable", *STATUSES, "worst"]
        return pd.DataFrame(rows, columns=columns)

    def _homes(self, result: Result, by: By) -> list[str]:
        policy = self.portfolio[result.policy]
        if by == "policy":
            return [policy.id]
        if by == "responsible":
            return [responsible_for(policy, result.indicator)]
        return homes(policy, result.indicator, by) or [""]

    def explain(self, id: str, speech: Speech | None = None) -> str:
        """Say how the results of an indicator were reached, a line each.

        `id` is an indicator's id, or its address where several policies have one by that id.

        Raises:
            UnknownElement: nothing was judged under that id; the nearest is given.
        """
        address = Address.read(id)
        indicator = address.element or address.policy
        found = [
            r
            for r in self.results
            if r.indicator == indicator and (address.element is None or r.policy == address.policy)
        ]
        if not found:
            known = list(dict.fromkeys(result.indicator for result in self.results))
            raise UnknownElement(Problem(code="no_such_element", data={"value": id}, nearest=nearest(indicator, known)))
        spoken = speech or Speech()
        return "\n".join(explain(result, self.portfolio[result.policy], spoken) for result in found)

    def since(self, earlier: "Evaluation") -> "pd.DataFrame":
        """Tell what changed since an earlier evaluation, and why: a new period, revised old figures, or both.

        A row for each result whose status, value or baseline differs. `cause` is `new_period` (a later period is
        judged), `revised` (figures of the same periods differ), `new_period_and_revised`, `new_target` or `other` (the
        policy, the date or the method is another).
        """
        import pandas as pd

        before = {result.key: result for result in earlier.results}
        rows = []
        for result in self.results:
            old = before.get(result.key)
            cause = _cause(old, result)
            if cause is None:
                continue
            rows.append(
                {
                    **_named(result),
                    "status_before": "" if old is None else old.status,
                    "status": result.status,
                    "period_before": "" if old is None or old.period is None else str(old.period),
                    "period": "" if result.period is None else str(result.period),
                    "value_before": None if old is None else old.value,
                    "value": result.value,
                    "cause": cause,
                }
            )
        columns = ["policy", "indicator", "group", "target", "status_before", "status", "period_before", "period"]
        return pd.DataFrame(rows, columns=[*columns, "value_before", "value", "cause"])


def _named(result: Result) -> dict[str, Any]:
    """Return the key of a result by the names of its columns."""
    return dict(zip(("policy", "indicator", "group", "target"), result.key, strict=True))


def responsible_for(policy: Policy, indicator: str) -> str:
    """Return who answers for an indicator: itself, else its track, its goal, its area; empty where nobody is named."""
    own = policy.indicator(indicator).responsible
    tracks = policy.plan.tracks if policy.plan else ()
    holders: Iterable[Any] = [*tracks, *policy.all_goals(), *policy.focus_areas]
    return own or next((h.responsible for h in holders if indicator in h.measured_by and h.responsible), "")


def homes(policy: Policy, indicator: str, by: Literal["area", "goal", "track"]) -> list[str]:
    """Return the ids of the areas, goals or tracks that an indicator measures."""
    if by == "goal":
        return [goal.id for goal in policy.all_goals() if indicator in goal.measured_by]
    if by == "track":
        return [track.id for track in (policy.plan.tracks if policy.plan else ()) if indicator in track.measured_by]
    return [area.id for area in policy.focus_areas if _measures(area, indicator)]


def _measures(area: FocusArea, indicator: str) -> bool:
    def within(goals: Sequence[Goal]) -> bool:
        return any(indicator in goal.measured_by or within(goal.goals) for goal in goals)

    return indicator in area.measured_by or within(area.goals)


def _cause(old: Result | None, new: Result) -> str | None:
    if old is None:
        return "new_target"
    same: Callable[[str], bool] = lambda name: getattr(old, name) == getattr(new, name)  # noqa: E731
    moved = not same("period")
    revised = not same("baseline_value") and same("baseline_period")
    if not moved:
        revised = revised or not (same("value") and same("value_high") and same("reference_value"))
    elif new.period is None or (old.period is not None and new.period < old.period):
        return "other"  # the date moved: what was judged then is not what is judged now
    if moved:
        return "new_period_and_revised" if revised else "new_period"
    if revised:
        return "revised"
    return None if same("status") and same("reason") else "other"
