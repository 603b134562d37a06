"""Disclosure control (diskretionering): the basis of a figure, and the fewest people it may be based on in public."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Final

import attrs

from kommunepolitik.errors import Problem
from kommunepolitik.model.goals import IndicatorRef
from kommunepolitik.model.record import Record, arrange
from kommunepolitik.model.targets import GroupRef

LEAST: Final = 3
"""The lowest minimum: a number of 0 is shown, so that a number withheld below 2 could only be 1."""


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Series(Record):
    """A series of figures: those of an indicator, for one group."""

    indicator: Annotated[IndicatorRef, "Id of the indicator"]
    group: Annotated[GroupRef | None, "Id of the group; that of the figure itself, if none"] = None


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Difference(Record):
    """The two series whose difference a figure is."""

    of: Annotated[Series, "The series it is the difference of"]
    less: Annotated[Series, "The series that is taken from it"]


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Partition(Record):
    """Groups that divide a population: everybody belongs to exactly one of them, so that their numbers add up."""

    parts: Annotated[Sequence[GroupRef], "Ids of the groups"]
    whole: Annotated[GroupRef | None, "Id of the group they make up; the whole population, if none"] = None

    def _problems(self) -> Iterator[Problem]:
        if len(set(self.parts)) != len(self.parts) or len(self.parts) < 2 or self.whole in self.parts:
            yield Problem(code="no_partition", path=("parts",))


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Disclosure(Record):
    """How the policy's figures on few people are withheld from what is published (diskretionering)."""

    minimum: Annotated[int, "The fewest people a published figure may be based on; 3 at the lowest, 5 suggested"]
    partitions: Annotated[Sequence[Partition], "Groups whose numbers add up to those of a whole"] = ()
    note: Annotated[str | None, "More about it"] = None

    def _problems(self) -> Iterator[Problem]:
        if self.minimum < LEAST:
            data = {"value": self.minimum, "least": LEAST}
            yield Problem(code="minimum_too_low", data=data, path=("minimum",))
