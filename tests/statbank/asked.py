"""Refreshes as tests ask for them: without pauses, on a day of their own."""

from pathlib import Path
from typing import Any

import kommunepolitik as kp
from kommunepolitik.observations import Observations, read_observations
from kommunepolitik.statbank import Manners, Refreshed, refresh
from tests.frames import filled
from tests.statbank.server import StatbankServer

QUICK = Manners(pause=0, waits=(0.0, 0.0), sleep=lambda _seconds: None)


def refreshed(place: Path, server: StatbankServer | None, day: str = "2027-01-15", **more: Any) -> Refreshed:
    """Refresh a policy from a server, or without a network."""
    where = {"offline": True} if server is None else {"url": server.url}
    return refresh(place, retrieved=day, **{"manners": QUICK, **where, **more})


def changes(found: Refreshed) -> list[tuple[Any, ...]]:
    """Return what happened to each figure: area, period, kind."""
    assert not found.problems, [problem.show() for problem in found.problems]
    return [(each.area, str(each.period), each.kind) for policy in found.policies for each in policy.figures]


def problems(found: Refreshed) -> list[str]:
    """Return what is wrong, without its place."""
    return [problem.message() for problem in found.problems]


def figures(place: Path) -> Observations:
    """Return the figures beside a policy, as it reads them."""
    return read_observations(place / "statbank.csv", kp.load(place))


def rows(place: Path, *columns: str, area: str = "Nybro") -> list[tuple[Any, ...]]:
    """Return some columns of the figures of an area."""
    frame = filled(figures(place).frame)
    return list(frame.loc[frame["area"] == area, [*columns]].itertuples(index=False, name=None))
