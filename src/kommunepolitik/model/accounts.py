"""What accounts cover: whether an element was reported on by a given day."""

import datetime as dt
from collections.abc import Collection, Iterable

from kommunepolitik.model.process import Account


def is_accounted_for(accounts: Iterable[Account], elements: Collection[str], day: dt.date | None = None) -> bool:
    """Return whether an account of one of some elements, by their ids, exists on a day; without a day, at any time."""
    return any(day is None or is_written(each, day) for each in accounts if each.element in elements)


def is_written(account: Account, day: dt.date) -> bool:
    """Return whether an account exists on a day: since it was reported, or else since its period began."""
    return (account.date or account.period).start <= day
