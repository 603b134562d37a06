"""What pages of all kinds share: their sections, and the names of their files."""

from collections.abc import Sequence

import attrs

from kommunepolitik.model import Policy
from kommunepolitik.rendering.comparison import Topic


@attrs.frozen
class Section:
    """A part of a page: its heading and template. Anchors have an underscore, which no element's id has."""

    template: str
    title: str
    topic: Topic | None = None
    """In a comparison, the sort of elements it is about, if one."""

    @property
    def id(self) -> str:
        """The anchor."""
        return f"section_{self.template if self.topic is None else self.topic.id}"


def sections_of(*possible: tuple[object, Section]) -> Sequence[Section]:
    """Return the sections that have something to show."""
    return [section for present, section in possible if present]


def report_page(policy: Policy, format: str) -> str:
    """Return the file name of a report; ids have no two hyphens in a row, so that no policy's page has it."""
    return f"{policy.id}--opfoelgning.{format}"


def comparison_page(old: Policy, new: Policy, format: str) -> str:
    """Return the file name of a comparison; no policy's page has it either."""
    return f"{old.id}--{new.id}.{format}"
