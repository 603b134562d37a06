"""A short notation for cases of judging: one indicator, its targets, its figures, and the verdict."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs
import pytest

import kommunepolitik.model as m
from kommunepolitik.evaluation import Evaluation, Result, evaluate

Figures = Mapping[str, Any]
"""Figures of one series by period: a number, or the text of a cell (`<5`, `54–57`), or a row (`{"value": 7.5, …}`)."""

Printed = float | str
"""A number: exact, or as a text that is rounded to its last decimal."""


def at_least(value: float, due: str | None = None, **fields: Any) -> m.LevelTarget:
    """Return a level to reach from below."""
    return m.LevelTarget(value=value, comparison="at_least", due=due, **_read(fields))


def at_most(value: float, due: str | None = None, **fields: Any) -> m.LevelTarget:
    """Return a level to come down to."""
    return m.LevelTarget(value=value, comparison="at_most", due=due, **_read(fields))


def kept_at_least(value: float, per: str = "year", **fields: Any) -> m.StandingTarget:
    """Return a standing target from below."""
    return m.StandingTarget(value=value, comparison="at_least", per=per, **_read(fields))  # type: ignore[arg-type]


def kept_at_most(value: float, per: str = "year", **fields: Any) -> m.StandingTarget:
    """Return a standing target from above."""
    return m.StandingTarget(value=value, comparison="at_most", per=per, **_read(fields))  # type: ignore[arg-type]


def change(amount: float, mode: str | None = None, due: str | None = None, **fields: Any) -> m.ChangeTarget:
    """Return a change: each year, unless `per="total"`."""
    return m.ChangeTarget(amount=amount, mode=mode, due=due, **_read(fields))  # type: ignore[arg-type]


def direction(way: str, due: str | None = None, **fields: Any) -> m.DirectionTarget:
    """Return a direction: `increase` or `decrease`."""
    return m.DirectionTarget(direction=way, due=due, **fields)  # type: ignore[arg-type]


def over_the_reference(target: m.LevelTarget | m.StandingTarget) -> m.LevelTarget | m.StandingTarget:
    """Return a target for the series less the reference series."""
    return attrs.evolve(target, relative_to=m.RelativeTo(indicator="reference"))


def policy(
    *targets: m.Target,
    unit: str | None = "%",
    period: str = "2000..2030",
    reference_lag: int | None = None,
    **fields: Any,
) -> m.Policy:
    """Return a policy with one indicator (`i`), one that it can be compared with, and two groups.

    `baseline` is a pair of period and value, stated in the policy; `lag` is in months; `breaks` are periods; `period`
    is that of the policy.
    """
    followed = m.Indicator(id="i", title="I", unit=unit, targets=targets, **_read(fields))
    reference = m.Indicator(id="reference", title="Hele landet", unit=unit, role="context", **_lag(reference_lag))
    return m.Policy(
        id="p",
        title="P",
        municipality=m.Municipality(name="Nybro", fictitious=True),
        period=period,
        groups=[m.Group(id="unge", title="Unge"), m.Group(id="andre", title="Andre")],
        indicators=[followed, reference],
    )


def rows(figures: Figures, indicator: str = "i", group: str = "") -> list[dict[str, Any]]:
    """Return the rows of one series; a period may be followed by the day of publication: `2024 @ 2025-03`."""
    found = []
    for text, cell in figures.items():
        period, _, published = (part.strip() for part in text.partition("@"))
        more = cell if isinstance(cell, Mapping) else {"value": cell}
        found.append({"indicator": indicator, "group": group, "period": period, "published": published, **more})
    return found


def judge(
    subject: m.Policy,
    figures: Figures | Iterable[Mapping[str, Any]],
    *,
    reference: Figures | None = None,
    **how: Any,
) -> Evaluation:
    """Judge a policy by the figures of its indicator, and of the one it is compared with."""
    own = rows(figures) if isinstance(figures, Mapping) else list(figures)
    return evaluate(subject, own + rows(reference or {}, "reference"), **how)


def result_of(evaluation: Evaluation, target: str | None = None, group: str = "") -> Result:
    """Return the result of the indicator; of one of its targets, by id."""
    (result,) = (r for r in evaluation.results if r.indicator == "i" and target in (None, r.target))
    return result


def years(first: int, *values: float) -> dict[str, float]:
    """Return figures of one year after the other."""
    return {str(first + number): value for number, value in enumerate(values)}


def quarters(year: int, *values: float) -> dict[str, float]:
    """Return figures of the quarters of a year."""
    return {f"{year}-Q{number}": value for number, value in enumerate(values, 1)}


@attrs.frozen(kw_only=True)
class Verdict:
    """What a case is judged, as far as it is stated: what is None is not asserted."""

    status: str
    reason: str | None = None
    target: str | None = None
    at: str | None = None
    known: str | None = None
    on: str | None = None
    """The period of the figure judged."""
    value: Printed | None = None
    required: Printed | None = None
    progress: Printed | None = None
    margin: Printed | None = None
    newest: str | None = None
    """The period of the newest figure."""
    warnings: Iterable[str] | None = None

    def assert_holds(self, result: Result) -> None:
        """Assert that a result is this verdict."""
        wanted = {"status": self.status, "reason": self.reason}
        wanted |= {name: m.Period(text) for name, text in self._periods.items() if text is not None}
        wanted |= {name: printed(number) for name, number in self._numbers.items() if number is not None}
        found = {name: getattr(result, name) for name in wanted}
        if self.warnings is not None:
            wanted["warnings"], found["warnings"] = set(self.warnings), set(result.warnings)
        assert found == wanted

    @property
    def _periods(self) -> Mapping[str, str | None]:
        return {"period": self.on, "newest_period": self.newest}

    @property
    def _numbers(self) -> Mapping[str, Printed | None]:
        own = {"value": self.value, "required_value": self.required}
        return own | {"progress": self.progress, "margin": self.margin}


def verdict(words: str, **more: Any) -> Verdict:
    """Return a verdict: a status; or a reason, which is why it is not assessed."""
    statuses = "achieved on_track behind far_behind unchanged worsening missed ambiguous"
    if words in statuses.split():
        return Verdict(status=words, **{"warnings": (), **more})
    return Verdict(status="not_assessed", reason=words, **more)


def printed(number: Printed) -> Any:
    """Return what a number must equal: exactly, or to the last decimal of a text.

    >>> 7.13333 == printed("7.133"), 7.1336 == printed("7.133"), 95.1 == printed(95)
    (True, False, False)
    """
    if isinstance(number, str):
        return pytest.approx(float(number), rel=0, abs=0.5000001 * 10.0 ** -len(number.partition(".")[2]))
    return pytest.approx(number)


def _read(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields of the model from short forms."""
    read = {**fields, **_lag(fields.get("lag"))}
    read.pop("lag", None)
    if isinstance(baseline := read.get("baseline"), tuple):
        read["baseline"] = m.Baseline(period=baseline[0], value=baseline[1] if len(baseline) > 1 else None)
    if "breaks" in read:
        read["breaks"] = [m.Break(period=period) for period in read["breaks"]]
    return read


def _lag(months: int | None) -> dict[str, Any]:
    return {} if months is None else {"data_source": m.DataSource(keeper="Danmarks Statistik", lag=months)}
