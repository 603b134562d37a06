"""How a policy is carried out and followed up: plan, tracks, activities and reporting."""

from typing import Annotated

from kommunepolitik.model.element import Citation, Element
from kommunepolitik.model.goals import IndicatorRef
from kommunepolitik.model.indicators import Frequency
from kommunepolitik.model.period import Period
from kommunepolitik.model.record import Record, Ref, described, record


@record
class Reporting(Record):
    """To whom the follow-up is reported, and how often (afrapportering)."""

    to: str = described("The body that receives it")
    frequency: Frequency | None = described("How often", default=None)
    first: Period | None = described("When it is due for the first time", default=None)
    note: str | None = described("What it holds and leads to", default=None)
    citation: Citation | None = described("Where the sources say it", default=None)


@record
class Activity(Element):
    """Something to be done within a track (aktivitet)."""

    title: str = described("What is done")
    due: Period | None = described("By when it is to be done", default=None)
    done: Period | None = described("When it was done", default=None)


@record
class Track(Element):
    """One line of the plan (implementeringsspor)."""

    number: str | None = described("Number in the plan", default=None)
    title: str = described("Official name")
    strand: str | None = described("The strand of tracks it belongs to", default=None)
    focus_area: Annotated[str, Ref("FocusArea")] | None = described("Id of the focus area it carries out", default=None)
    activities: tuple[Activity, ...] = described("What is done in it", default=())
    responsible: str | None = described("Who answers for it", default=None)
    follow_up: str | None = described("How it is followed up, in words", default=None)
    measured_by: tuple[IndicatorRef, ...] = described("Ids of the indicators that follow it up", default=())
    first_report: Period | None = described("When it is first reported on", default=None)


@record
class Plan(Element):
    """How the policy is carried out (implementeringsplan, handlingsplan)."""

    title: str = described("Official name")
    summary: str | None = described("What it is for, restated in short", default=None)
    period: Period | None = described("The period it covers", default=None)
    duration: str | None = described("How long it runs, where no period is given", default=None)
    responsible: str | None = described("Who answers for it", default=None)
    reporting: tuple[Reporting, ...] = described("To whom it is reported on, and how often", default=())
    tracks: tuple[Track, ...] = described("Its tracks", default=())
