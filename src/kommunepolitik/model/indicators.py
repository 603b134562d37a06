"""Indicators: what is measured, of whom, by whom, and the desired direction."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

import attrs

from kommunepolitik.errors import Phrase, Problem
from kommunepolitik.model.disclosure import Difference
from kommunepolitik.model.element import Basis, Element
from kommunepolitik.model.goals import IndicatorRef
from kommunepolitik.model.period import Period
from kommunepolitik.model.record import Record, arrange, maybe_unit, repeated, to_period
from kommunepolitik.model.statbank import Statbank
from kommunepolitik.model.targets import Baseline, ChangeTarget, Direction, DirectionTarget, Target
from kommunepolitik.model.unit import Unit

_MAX_DECIMALS = 10

Frequency = Literal[
    "weekly",
    "monthly",
    "quarterly",
    "every_four_months",
    "half_yearly",
    "yearly",
    "every_two_years",
    "every_four_years",
    "continuous",
]
"""How often something is measured or reported."""


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Group(Element):
    """A part of a population that figures are given for, such as women aged 25 to 29."""

    title: Annotated[str, "Name of the group"]


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class DataSource(Record):
    """Who keeps an indicator's figures, and how late they come."""

    keeper: Annotated[str, "Who keeps the figures"]
    lag: Annotated[int | None, "Months from the end of a period until its figure is out"] = None
    url: Annotated[str | None, "Where they are published"] = None
    statbank: Annotated[Statbank | None, "Where in Statistikbanken they are, for `figures refresh`"] = None
    note: Annotated[str | None, "More about it"] = None

    def _problems(self) -> Iterator[Problem]:
        if self.lag is not None and self.lag < 0:
            yield Problem(code="negative", data={"value": self.lag}, path=("lag",))


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Break(Record):
    """A break in a series: from this period on it is measured in a new way."""

    period: Annotated[Period, "The first period measured in the new way"] = attrs.field(converter=to_period)
    note: Annotated[str | None, "What changed"] = None


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Indicator(Element):
    """What is measured (indikator). A number and its share are two indicators.

    Only the role `follow_up` counts as measuring the policy; `context` is background that the policy describes.
    """

    number: Annotated[str | None, "Number in the document"] = None
    title: Annotated[str, "Short name"]
    definition: Annotated[str | None, "What exactly is counted, restated in short"] = None
    wording: Annotated[str | None, "The document's own words for it, where its owner has put them in"] = None
    unit: Annotated[Unit | None, "Unit of the values, such as '%', 'antal' or 'karakterpoint'"] = attrs.field(
        default=None, converter=maybe_unit
    )
    decimals: Annotated[int | None, "Decimals with which it is published"] = None
    direction: Annotated[Direction | None, "The desired direction; none where none is desired or known"] = None
    kind: Annotated[Literal["quantitative", "qualitative"], "Measured in figures, or judged by people"] = "quantitative"
    role: Annotated[Literal["follow_up", "context"], "Whether it follows up the policy or is background"] = "follow_up"
    basis: Annotated[Basis, "Whether a document names it as an indicator, or the modeller read it so"] = "source"
    codes: Annotated[
        Sequence[str], "What it is called elsewhere: 'dst:LIGEFI1', 'integrationsbarometeret:1.2', a URI"
    ] = ()
    result_level: Annotated[
        Literal["activity", "output", "outcome"] | None,
        "Whether it measures what the municipality does, delivers, or achieves",
    ] = None
    over_time: Annotated[
        Literal["sum", "mean", "last"] | None, "How the figure of a longer period follows from those of its parts"
    ] = None
    margin: Annotated[float | None, "The smallest meaningful change, in the unit"] = None
    chance: Annotated[
        bool | None, "Whether each period's people are new, so that figures vary by chance; none where it is not known"
    ] = None
    population: Annotated[str | None, "Of whom or what it is measured"] = None
    counts_people: Annotated[
        bool, "Whether it counts people; a small number may reveal something about one of them"
    ] = False
    base: Annotated[IndicatorRef | None, "Id of the indicator that counts the people a share or an average is of"] = (
        None
    )
    numerator: Annotated[
        IndicatorRef | None, "Id of the indicator that counts those of the base whom a share is about"
    ] = None
    difference: Annotated[Difference | None, "The two series that it is the difference of"] = None
    frequency: Annotated[Frequency | None, "How often it is measured"] = None
    responsible: Annotated[str | None, "Who is responsible for it"] = None
    data_source: Annotated[DataSource | None, "Who keeps the figures, and how late they come"] = None
    baseline: Annotated[Baseline | None, "Where it started"] = None
    targets: Annotated[Sequence[Target], "How far, by when"] = ()
    limit: Annotated[float | None, "Natural upper bound, such as 100 for a share in percent"] = None
    breaks: Annotated[Sequence[Break], "Periods from which it is measured in a new way"] = ()

    def _problems(self) -> Iterator[Problem]:
        yield from super()._problems()
        if self.decimals is not None and not 0 <= self.decimals <= _MAX_DECIMALS:
            data: dict[str, object] = {"value": self.decimals, "low": 0, "high": _MAX_DECIMALS}
            yield Problem(code="out_of_range", data=data, path=("decimals",))
        statbank = None if self.data_source is None else self.data_source.statbank
        is_share = statbank is not None and statbank.share is not None
        if is_share and self.unit is not None and self.unit.scale is None:
            data = {"unit": self.unit.text}
            yield Problem(code="statbank_unit", data=data, path=("data_source", "statbank", "share"))
        if self.kind == "qualitative" and self.targets:
            yield Problem(code="qualitative_target", path=("targets",))
        if self.margin is not None and self.margin < 0:
            yield Problem(code="negative", data={"value": self.margin}, path=("margin",))
        yield from self._basis_problems()
        keys = {target.key for target in self.targets}
        for index, key in repeated(target.key for target in self.targets):
            yield Problem(code="duplicate_target_id", data={"value": key}, path=("targets", index))
        for index, target in enumerate(self.targets):
            yield from self._target_problems(target, ("targets", index))
            new = None if target.replaced_by is None else target.replaced_by.target
            if new is not None and (new not in keys or new == target.key):
                data = {"value": new, "indicator": self.id}
                choices = tuple(sorted(keys - {target.key}))
                path = ("targets", index, "replaced_by", "target")
                yield Problem(code="no_such_target", data=data, path=path, choices=choices)

    def _basis_problems(self) -> Iterator[Problem]:
        """Yield what is wrong with the indicators that its figures are made from."""
        for name in ("base", "numerator"):
            if getattr(self, name) == self.id:
                yield Problem(code="rests_on_itself", path=(name,))
        for name in ("of", "less"):
            if self.difference is not None and getattr(self.difference, name).indicator == self.id:
                yield Problem(code="rests_on_itself", path=("difference", name, "indicator"))
        if self.numerator is not None and self.base is None:
            yield Problem(code="numerator_without_base", path=("numerator",))

    def _target_problems(self, target: Target, path: tuple[str | int, ...]) -> Iterator[Problem]:
        if self.direction is not None and target.asks_for != self.direction:
            ways = {"asked": target.asks_for, "direction": self.direction}
            data = {name: Phrase(f"direction_{way}") for name, way in ways.items()}
            yield Problem(code="direction_contradicts", data=data, path=path)
        if isinstance(target, ChangeTarget | DirectionTarget):
            return
        if target.relative_to is not None:
            if target.relative_to.indicator in (None, self.id) and target.relative_to.group == target.group:
                yield Problem(code="relative_to_itself", path=(*path, "relative_to"))
        elif self.limit is not None and target.value > self.limit:
            yield Problem(code="over_limit", data={"value": target.value, "limit": self.limit}, path=(*path, "value"))
