"""One row of the table of figures."""

from typing import Annotated, Final

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.model import Period, Quantity
from kommunepolitik.model.data import register_fields
from kommunepolitik.model.help_text import described
from kommunepolitik.observations.columns import COLUMNS

_ABOUT: Final = {column.name: column.description for column in COLUMNS}


@attrs.frozen(kw_only=True, field_transformer=described)
class Observation:
    """One value of one indicator and group in one period (måling), with where it is taken from."""

    policy: Annotated[str, _ABOUT["policy"]]
    area: Annotated[str, _ABOUT["area"]]
    indicator: Annotated[str, _ABOUT["indicator"]]
    group: Annotated[str, _ABOUT["group"]]
    period: Annotated[Period | None, _ABOUT["period"]]
    value: Annotated[float | None, _ABOUT["value"]]
    value_high: Annotated[float | None, _ABOUT["value_high"]]
    qualifier: Annotated[str, _ABOUT["qualifier"]]
    numerator: Annotated[float | None, _ABOUT["numerator"]]
    denominator: Annotated[float | None, _ABOUT["denominator"]]
    quality: Annotated[str, _ABOUT["quality"]]
    suppressed: Annotated[str, _ABOUT["suppressed"]]
    judgement: Annotated[str, _ABOUT["judgement"]]
    target: Annotated[str, _ABOUT["target"]]
    published: Annotated[str, _ABOUT["published"]]
    source: Annotated[str, _ABOUT["source"]]
    publisher: Annotated[str, _ABOUT["publisher"]]
    section: Annotated[str, _ABOUT["section"]]
    note: Annotated[str, _ABOUT["note"]]
    reported_by: Annotated[str, _ABOUT["reported_by"]]
    received: Annotated[str, _ABOUT["received"]]
    retrieved: Annotated[str, _ABOUT["retrieved"]]
    origin: Annotated[str, _ABOUT["origin"]]

    __repr__ = short_repr

    @property
    def is_measured(self) -> bool:
        """Whether it gives a value or a judgement: a forecast was not measured, and a suppressed one gives none."""
        return self.quality not in ("forecast", "suppressed") and (self.value is not None or bool(self.judgement))

    @property
    def quantity(self) -> Quantity:
        """Its value, with the upper end or the qualifier that it has."""
        return Quantity(value=self.value, value_high=self.value_high, qualifier=self.qualifier or None)  # type: ignore[arg-type]

    @property
    def is_exact(self) -> bool:
        """Whether its value is one number, not a range, an about, an under or an over."""
        return self.value_high is None and not self.qualifier


register_fields(Observation)
