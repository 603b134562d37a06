"""The marks of a form and the keys of its rows: file name, sheet name and position are not used."""

from typing import Final

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Period

PROPERTY: Final = "kommunepolitik-form"
"""The custom property of the workbook with the mark of the form, which is also in the first cell of each sheet."""
VERSION: Final = 1
SIGNED_BY: Final = "sign|by"
SIGNED_ON: Final = "sign|date"
"""The keys of the two cells by which a unit signs its form off."""
COLUMN: Final = "form:"
"""The prefix of the keys of columns, in the hidden row of the mark."""
LABEL: Final = "label:"
"""The prefix of the keys of columns with the labels of a row, which are compared with its key."""
TEXT: Final = "form:text"
"""In place of a key: the row contains only the form's own text."""
_ACCOUNT: Final = "account:"


@attrs.frozen(kw_only=True)
class FormMark:
    """The identity of a form: its unit, period and policies.

    >>> mark = FormMark(period=Period("2026"), unit="HR", policies=("a", "b"))
    >>> str(mark), FormMark.read(str(mark)) == mark
    ('kommunepolitik-form|1|2026|a,b|HR', True)
    """

    period: Period
    unit: str
    """Empty for what nobody is responsible for."""
    policies: tuple[str, ...]

    def __str__(self) -> str:
        return "|".join((PROPERTY, str(VERSION), str(self.period), ",".join(self.policies), self.unit))

    @classmethod
    def read(cls, text: object) -> "FormMark | None":
        """Return the mark in a text, None if it is not a mark.

        Raises:
            InvalidModel: it is of another version, or damaged.
        """
        if not isinstance(text, str) or not text.startswith(f"{PROPERTY}|"):
            return None
        _, version, *rest = text.split("|", 4)
        if version != str(VERSION):
            raise InvalidModel(Problem(code="form_version", data={"value": version, "known": VERSION}))
        if len(rest) != 3:
            raise InvalidModel(Problem(code="form_mark", data={"value": text}))
        period, policies, unit = rest
        return cls(period=Period(period), unit=unit, policies=tuple(filter(None, policies.split(","))))


@attrs.frozen
class RowKey:
    """The figure that a row requests, or the part of an account.

    >>> str(RowKey("p", "job", "", Period("2026-Q1"))), RowKey.read("p#spor-1|account:text|2026").field
    ('p#job||2026-Q1', 'text')
    """

    policy: str
    element: str
    """The indicator, or the element of the account."""
    part: str
    """The group, empty for the whole population; for an account, its field after a mark."""
    period: Period

    __repr__ = short_repr

    @classmethod
    def of_account(cls, policy: str, element: str, field: str, period: Period) -> "RowKey":
        """Return the key of a part of an account."""
        return cls(policy, element, _ACCOUNT + field, period)

    @property
    def field(self) -> str:
        """The field of an account that the row requests; empty for a figure."""
        return self.part.removeprefix(_ACCOUNT) if self.part.startswith(_ACCOUNT) else ""

    def __str__(self) -> str:
        return f"{self.policy}#{self.element}|{self.part}|{self.period}"

    @classmethod
    def read(cls, text: str) -> "RowKey":
        """Return the key in a cell; raises `InvalidModel` if it is not a key."""
        address, *rest = text.split("|")
        policy, mark, element = address.partition("#")
        if not (policy and mark and element) or len(rest) != 2:
            raise InvalidModel(Problem(code="form_key", data={"value": text}))
        return cls(policy, element, rest[0], Period(rest[1]))
