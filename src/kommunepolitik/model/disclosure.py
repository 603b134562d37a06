"""Disclosure control (diskretionering): what a figure rests on, and how few people it may rest on in public."""

from collections.abc import Iterator
from typing import Final

from kommunepolitik.errors import Problem
from kommunepolitik.model.goals import IndicatorRef
from kommunepolitik.model.record import Record, described, record
from kommunepolitik.model.targets import GroupRef

LEAST: Final = 3
"""The lowest minimum: a number of 0 is shown, so that what is withheld below 2 could only be 1."""


@record
class Series(Record):
    """A series of figures: those of an indicator, for one group."""

    indicator: IndicatorRef = described("Id of the indicator")
    group: GroupRef | None = described("Id of the group; that of the figure itself, if none", default=None)


@record
class Difference(Record):
    """What a figure that is itself a difference is the difference of."""

    of: Series = described("The series it is the difference of")
    less: Series = described("The series that is taken from it")


@record
class Partition(Record):
    """Groups that a population falls into: everybody belongs to exactly one of them, so that their numbers add up."""

    parts: tuple[GroupRef, ...] = described("Ids of the groups")
    whole: GroupRef | None = described("Id of the group they make up; the whole population, if none", default=None)

    def _problems(self) -> Iterator[Problem]:
        if len(set(self.parts)) != len(self.parts) or len(self.parts) < 2 or self.whole in self.parts:
            yield Problem(code="no_partition", path=("parts",))


@record
class Disclosure(Record):
    """How the policy's figures on few people are kept back in what is published (diskretionering)."""

    minimum: int = described("The fewest people a published figure may rest on; 5 is usual")
    partitions: tuple[Partition, ...] = described("Groups whose numbers add up to those of a whole", default=())
    note: str | None = described("More about it", default=None)

    def _problems(self) -> Iterator[Problem]:
        if self.minimum < LEAST:
            data = {"value": self.minimum, "least": LEAST}
            yield Problem(code="minimum_too_low", data=data, path=("minimum",))
