"""One row of the table of figures."""

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.model import Period, Quantity
from kommunepolitik.model.data import register_fields
from kommunepolitik.model.help_text import described_by
from kommunepolitik.observations.columns import COLUMNS


@attrs.frozen(kw_only=True, field_transformer=described_by({each.name: each.description for each in COLUMNS}))
class Observation:
    """One value of one indicator and group in one period (måling), with its source."""

    policy: str
    area: str
    indicator: str
    group: str
    period: Period | None
    value: float | None
    value_high: float | None
    qualifier: str
    numerator: float | None
    denominator: float | None
    quality: str
    suppressed: str
    judgement: str
    target: str
    published: str
    source: str
    publisher: str
    section: str
    note: str
    reported_by: str
    received: str
    retrieved: str
    origin: str

    __repr__ = short_repr

    @property
    def is_measured(self) -> bool:
        """Whether it has a value or a judgement; forecasts and suppressed figures are not measured."""
        return self.quality not in ("forecast", "suppressed") and (self.value is not None or bool(self.judgement))

    @property
    def quantity(self) -> Quantity:
        """The value, with its upper end or qualifier."""
        return Quantity(value=self.value, value_high=self.value_high, qualifier=self.qualifier or None)  # type: ignore[arg-type]

    @property
    def is_exact(self) -> bool:
        """Whether the value is a single number, not a range and without a qualifier."""
        return self.value_high is None and not self.qualifier


register_fields(Observation)
