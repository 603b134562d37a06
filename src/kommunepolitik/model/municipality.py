"""The 98 Danish municipalities, with the official codes of Statistics Denmark; and made-up ones, marked as such."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated

import attrs

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.record import Record, arrange
from kommunepolitik.model.scalars import describe


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class Municipality(Record):
    """A municipality: one of the 98 (`Municipality.find`), or a made-up one.

    >>> Municipality.find("330").full_name, Municipality.find("Slagelse Kommune").code
    ('Slagelse Kommune', '330')
    """

    name: Annotated[str, "Name without the word Kommune"]
    code: Annotated[str | None, "Official three-digit code; none for a made-up municipality"] = None
    fictitious: Annotated[bool, "Whether it is made up, for teaching and tests"] = False

    @classmethod
    def find(cls, code_or_name: str | int) -> "Municipality":
        """Return one of the 98 by code (`330`, `0330`) or name, or raise `InvalidModel` with the nearest name."""
        if isinstance(code_or_name, bool) or not isinstance(code_or_name, str | int):
            raise InvalidModel(Problem(code="expected_text", data={"found": describe(code_or_name)}))
        wanted = str(code_or_name).strip()
        by_code, by_name = _register()
        is_code = re.fullmatch(r"0?\d{3}", wanted, re.ASCII) is not None
        code = wanted[-3:] if is_code else by_name.get(_plain(wanted))
        if code not in by_code:
            raise InvalidModel(_unknown(wanted))
        return cls(name=by_code[code], code=code)

    def as_text(self) -> str | None:
        """Return the text that names it in a document; none for a made-up one."""
        return None if self.fictitious else self.name

    @classmethod
    def all(cls) -> tuple["Municipality", ...]:
        """Return the 98, by code."""
        return tuple(cls(name=name, code=code) for code, name in _register()[0].items())

    @property
    def full_name(self) -> str:
        """The official name: `Slagelse Kommune`, but `Københavns Kommune` and `Bornholms Regionskommune`."""
        return _FULL_NAMES.get(self.name, f"{self.name} Kommune")

    def __str__(self) -> str:
        return self.full_name

    def _problems(self) -> Iterator[Problem]:
        if self.fictitious:
            if self.code is not None:
                yield Problem(code="one_only", data={"choices": "code, fictitious"}, path=("code",))
            return
        by_code, by_name = _register()
        code = by_name.get(_plain(self.name))
        if code is None or by_code[code] != self.name:
            yield attrs.evolve(_unknown(self.name), path=("name",))
        elif self.code != code:
            yield Problem(code="municipality_code", data={"value": self.name, "code": code}, path=("code",))


def _unknown(name: str) -> Problem:
    """Return the problem of a name not among the 98, with the nearest that is, or how a made-up one is written."""
    by_code, by_name = _register()
    if name.isdigit():
        return Problem(code="unknown_municipality", data={"value": name})
    near = nearest(_plain(name), by_name)
    if near is None:
        return Problem(code="no_such_municipality", data={"value": name})
    return Problem(code="unknown_municipality", data={"value": name}, nearest=by_code[by_name[near]])


_FULL_NAMES = {"København": "Københavns Kommune", "Bornholm": "Bornholms Regionskommune"}


def _plain(name: str) -> str:
    return re.sub(r"s? (regions)?kommune$", "", name.strip().casefold()).replace("aa", "å")


@cache
def _register() -> tuple[dict[str, str], dict[str, str]]:
    """Return the names by code, and the codes by plain name; a name that ends in s may keep it before `Kommune`."""
    text = Path(__file__).with_name("municipalities.csv").read_text("utf-8")
    by_code = dict(line.split(";") for line in text.splitlines())
    keys = ((key, code) for code, name in by_code.items() for key in (name, f"{name} kommune"))
    return by_code, {_plain(key): code for key, code in keys}


def to_municipality(value: Municipality | str) -> Municipality:  # type: ignore[empty-body]
    """Return a municipality, for type checkers (see `record.arrange`)."""
