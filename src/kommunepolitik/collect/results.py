"""The results of reading returned forms."""

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
    """A returned form: its unit, and how much of it is filled in."""

    path: Path
    unit: str
    """Empty for what nobody is responsible for."""
    policies: Sequence[str]
    signed: SignOff
    answered: int
    """The number of figures, reasons for missing ones, and accounts in it."""
    empty: Sequence[RowKey]
    """The number of its unanswered questions that are not known otherwise."""
    is_replaced: bool
    """Whether it is a draft, and a finished form of the unit replaces it."""

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class CollectedFigure:
    """A figure from a returned form, with the one that was known for its period."""

    kind: Literal["new", "confirmed", "revised", "unchanged"]
    """`confirmed`: replaces the figure of a draft; `revised`: differs from a figure that is known."""
    policy: str
    before: Observation | None
    now: Observation
    is_written: bool
    """Whether it is added to the file of collected figures; a revision only where it was accepted."""

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class WithdrawnFigure:
    """A figure of a draft that is removed, as the finished form does not have it."""

    key: RowKey
    figure: Observation

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class CollectedAccount:
    """An account from a returned form, with the one that the year has already."""

    kind: Literal["new", "unchanged", "kept", "draft"]
    """`kept`: another account exists, and is kept; `draft`: the form is not marked as finished."""
    policy: str
    before: Account | None
    now: Account

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class CollectedGap:
    """An answer that there is no figure, with the earlier report on it."""

    kind: Literal["new", "unchanged", "kept", "draft"]
    policy: str
    before: MissingFigure | None
    now: MissingFigure

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class Returns:
    """The contents of returned forms, and what was done with them."""

    period: Period
    forms: Sequence[ReadForm]
    figures: Sequence[CollectedFigure]
    withdrawn: Sequence[WithdrawnFigure]
    """The figures of drafts that were removed from the file of collected figures."""
    accounts: Sequence[CollectedAccount]
    gaps: Sequence[CollectedGap]
    missing_units: Sequence[str]
    """The units whose form was not returned, now or before, or came back empty and unsigned.

    An empty name is that of what nobody is responsible for.
    """
    files: Sequence[Path]
    """The files that were written, or would be without `dry_run`."""
    notices: Sequence[Problem] = ()

    __repr__ = short_repr
