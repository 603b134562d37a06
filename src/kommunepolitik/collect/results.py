"""What became of returned forms."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import attrs

from kommunepolitik.collect.answers import SignOff
from kommunepolitik.collect.identity import RowKey
from kommunepolitik.display import short_repr
from kommunepolitik.errors import Problem
from kommunepolitik.figures import Observation
from kommunepolitik.model import Account, MissingFigure, Period


@attrs.frozen(kw_only=True)
class ReadForm:
    """A form that was read."""

    path: Path
    unit: str
    """Empty for what nobody is responsible for."""
    policies: Sequence[str]
    signed: SignOff
    answered: int
    """How many figures, reasons why there are none, and accounts it gives."""
    empty: Sequence[RowKey]
    """What it leaves empty and is not known otherwise."""
    is_replaced: bool
    """Whether it is a draft, and a finished form of the unit takes its place."""

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class CollectedFigure:
    """A figure of a form, beside what was known of its period."""

    kind: Literal["new", "confirmed", "revised", "unchanged"]
    """`confirmed`: takes the place of the figure of a draft; `revised`: differs from a figure that is known."""
    policy: str
    before: Observation | None
    now: Observation
    is_written: bool
    """Whether it goes into the file of collected figures; a revision only where it was accepted."""

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class WithdrawnFigure:
    """The figure of a draft that the finished form does not have."""

    key: RowKey
    figure: Observation

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class CollectedAccount:
    """An account of a form, beside the one that is there."""

    kind: Literal["new", "unchanged", "kept", "draft"]
    """`kept`: another account is there, and stays; `draft`: nobody has found the form finished."""
    policy: str
    before: Account | None
    now: Account

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class CollectedGap:
    """That there is no figure, beside what was reported of it before."""

    kind: Literal["new", "unchanged", "kept", "draft"]
    policy: str
    before: MissingFigure | None
    now: MissingFigure

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class Returns:
    """What returned forms hold, and what was done with it."""

    period: Period
    forms: Sequence[ReadForm]
    figures: Sequence[CollectedFigure]
    withdrawn: Sequence[WithdrawnFigure]
    """The figures of drafts that were taken out of the file of collected figures."""
    accounts: Sequence[CollectedAccount]
    gaps: Sequence[CollectedGap]
    missing_units: Sequence[str]
    """The units whose form was not returned, now or before; an empty name is that of what nobody is responsible for."""
    files: Sequence[Path]
    """The files that were, or without `dry_run` would be, written."""
    notices: Sequence[Problem] = ()

    __repr__ = short_repr
