"""How a policy is carried out and followed up: plan, tracks, activities and reporting."""

from collections.abc import Iterable, Sequence
from typing import Annotated

import attrs
from attrs import field

from kommunepolitik.model.element import Citation, Element
from kommunepolitik.model.goals import HasIndicators, IndicatorRef, MeasuredBy
from kommunepolitik.model.indicators import Frequency
from kommunepolitik.model.period import Period
from kommunepolitik.model.record import Record, Ref, Slug, arrange, maybe_period

FocusAreaRef = Annotated[str, Ref("FocusArea")]


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Reporting(Record):
    """To whom the follow-up is reported, and how often (afrapportering)."""

    to: Annotated[str, "The body that receives it"]
    frequency: Annotated[Frequency | None, "How often"] = None
    lead: Annotated[str | None, "Who prepares it and is responsible for it"] = None
    meetings: Annotated[Sequence[Period], "When the body meets on it, as far as is known"] = ()
    first: Annotated[Period | None, "When it is due for the first time"] = field(default=None, converter=maybe_period)
    note: Annotated[str | None, "What it contains and leads to"] = None
    citation: Annotated[Citation | None, "Where the sources state it"] = None


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Activity(Element):
    """Something to be done within a track (aktivitet)."""

    title: Annotated[str, "What is done"]
    due: Annotated[Period | None, "By when it is to be done"] = field(default=None, converter=maybe_period)
    done: Annotated[Period | None, "When it was done"] = field(default=None, converter=maybe_period)


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Track(HasIndicators, Element):
    """One line of the plan (implementeringsspor)."""

    number: Annotated[str | None, "Number in the plan"] = None
    title: Annotated[str, "Official name"]
    strand: Annotated[str | None, "The strand of tracks it belongs to"] = None
    focus_area: Annotated[FocusAreaRef | None, "Id of the focus area it carries out"] = None
    activities: Annotated[Sequence[Activity], "What is done in it"] = ()
    responsible: Annotated[str | None, "Who is responsible for it"] = None
    follow_up: Annotated[str | None, "How it is followed up, in words"] = None
    measured_by: Annotated[Sequence[IndicatorRef | MeasuredBy], "Ids of the indicators that follow it up"] = ()
    first_report: Annotated[Period | None, "When it is first reported on"] = field(default=None, converter=maybe_period)


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Plan(Element):
    """How the policy is carried out (implementeringsplan, handlingsplan)."""

    title: Annotated[str, "Official name"]
    summary: Annotated[str | None, "What it is for, restated in short"] = None
    period: Annotated[Period | None, "The period it covers"] = field(default=None, converter=maybe_period)
    duration: Annotated[str | None, "How long it runs, where no period is given"] = None
    responsible: Annotated[str | None, "Who is responsible for it"] = None
    reporting: Annotated[Sequence[Reporting], "To whom it is reported on, and how often"] = ()
    tracks: Annotated[Sequence[Track], "Its tracks"] = ()

    def accounted_by(self, track: Track) -> frozenset[str]:
        """Return the ids of the elements whose accounts cover a track: itself, the plan, the area it carries out.

        >>> import kommunepolitik.model as m
        >>> track = m.Track(id="spor-1", title="Job", focus_area="unge")
        >>> plan = m.Plan(id="plan", title="Plan 2024", tracks=[track])
        >>> sorted(plan.accounted_by(track))
        ['plan', 'spor-1', 'unge']
        """
        return frozenset({track.id, self.id, track.focus_area or track.id})


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Department(Record):
    """A part of the municipality's organisation (afdeling, forvaltning) that is responsible for something."""

    id: Annotated[str, Slug(), "Id, unique within the organisation: a-z, 0-9 and single hyphens"]
    title: Annotated[str, "Official name"]
    other_names: Annotated[Sequence[str], "Names that documents use for it"] = ()
    contact: Annotated[str | None, "How it is reached; a shared mailbox or number, never a person's"] = None

    @property
    def names(self) -> tuple[str, ...]:
        """Its names: its title, its other names, its id."""
        return (self.title, *self.other_names, self.id)


def department_of(name: str, departments: Iterable[Department]) -> Department | None:
    """Return the department with a name, whatever its capitals and spaces.

    >>> job = Department(id="job", title="Center for Job", other_names=["Jobcentret"])
    >>> department_of("jobcentret", [job]).id, department_of("Skolen", [job])
    ('job', None)
    """
    words = name.casefold().split()
    return next((each for each in departments if words in [known.casefold().split() for known in each.names]), None)
