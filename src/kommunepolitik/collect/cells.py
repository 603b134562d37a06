"""The values of a form's cells, and problems with them in words that a unit can act on."""

import math
import re
from collections.abc import Mapping
from typing import Any, Final

from kommunepolitik.collect.form_reader import Written
from kommunepolitik.collect.words import meaning, qualifiers
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.i18n import LANGUAGES, language
from kommunepolitik.model import Period
from kommunepolitik.observations import grid
from kommunepolitik.observations.columns import CHOICES
from kommunepolitik.observations.values import Cell, Notation, read_cell, read_text, text_reader

_DANISH: Final = language(LANGUAGES[0])
"""Units read and write Danish: the accepted words are in Danish."""
_DAY: Final = re.compile(r"(?:den |d\. ?)?([0-9]{1,2}) ?[./-] ?([0-9]{1,2})(?: ?[./-] ?| )([0-9]{4})", re.ASCII)
_NOTATIONS: Final = (Notation(","), Notation("."))
_NO_TEXT: Final = frozenset(("formula_without_value", "error_cell"))


class WrongCells(Exception):
    """Cells that cannot be read; the rest of their row or account is not read."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    @classmethod
    def at(cls, written: Written, code: str, **data: Any) -> "WrongCells":
        """Return the problem of one cell; without other data, `value` is what it shows."""
        return cls(written.place.locate(Problem(code=code, data={"value": shown(written), **data})))


def shown(written: Written) -> str:
    """Return what a cell shows in a Danish spreadsheet.

    A number has a decimal comma there, and true is SAND.
    """
    value = grid.figure(written.entry.value)
    value = value.value if isinstance(value, Cell) else value
    if isinstance(value, bool):
        return "SAND" if value else "FALSK"
    return f"{value:.15g}".replace(".", ",") if isinstance(value, float) else written.entry.text


def period_words(period: Period) -> str:
    """Return a period as a unit writes it: marts 2028."""
    return " ".join(_DANISH.period(period).split())


def text_of(written: Written) -> str:
    """Return the text in a cell; a text that a spreadsheet read as a formula is wrong."""
    if isinstance(written.entry.value, Problem) and written.entry.value.code in _NO_TEXT:
        raise WrongCells.at(written, "form_text_formula")
    return read_text(grid.words(_readable(written)))


def number_of(written: Written) -> Any:
    """Return the cell as shown, for the reader of figures."""
    value = grid.figure(_readable(written))
    if isinstance(value, Problem):
        raise WrongCells.at(written, value.code, **dict(value.data))
    if isinstance(value, bool) or (isinstance(value, str) and all(_is_none(value, each) for each in _NOTATIONS)):
        raise WrongCells.at(written, "form_no_number")
    return value


def qualifier_of(written: Written) -> str:
    """Return the qualifier in a cell, in any of the words that may be written before a number."""
    word = text_of(written).casefold()
    if word in CHOICES["qualifier"]:
        return CHOICES["qualifier"][word]
    try:
        read = read_cell(f"{word} 1")
    except InvalidModel:
        read = None
    if read is None or not read.qualifier or read.refused:
        raise WrongCells.at(written, "form_choice", choices=", ".join(qualifiers(_DANISH)))
    return read.qualifier


def choice_of(written: Written, choices: Mapping[str, str]) -> str:
    """Return the key of the choice that is written, in any language."""
    found = meaning(choices, text_of(written))
    if found is None:
        raise WrongCells.at(written, "form_choice", choices=", ".join(map(_DANISH.gettext, choices.values())))
    return found


def month_of(written: Written, example: Period) -> Period:
    """Return the period in a cell in which something comes, usually a month."""
    try:
        return Period(_period(written))
    except InvalidModel:
        raise WrongCells.at(written, "form_no_month", example=period_words(example)) from None


def day_of(written: Written, example: Period) -> Period:
    """Return the day in a cell, as people write it: 20/1 2028, 20-01-2028, 20. januar 2028."""
    try:
        match = _DAY.fullmatch(" ".join(str(grid.period(_readable(written))).split()))
        day = Period(_period(written) if match is None else f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}")
    except InvalidModel:
        day = None
    if day is None or day.kind != "day":
        end = example.end or example.start
        raise WrongCells.at(written, "form_no_day", example=f"20-01-{end.year + 1}")
    return day


def _readable(written: Written) -> Any:
    value = written.entry.value
    if isinstance(value, Problem):
        raise WrongCells.at(written, value.code, **dict(value.data))
    return value


def _period(written: Written) -> str:
    """Return the period that a cell shows."""
    cell = grid.period(_readable(written))
    return text_reader("published", [cell])(cell)


def _is_none(text: str, notation: Notation) -> bool:
    """Return whether a text is not a number, or is a sign for a missing figure, such as n/a."""
    try:
        return math.isnan(read_cell(text, notation).value)
    except InvalidModel as error:  # all other problems are reported by the rules of the table
        return error.problems[0].code == "not_a_number"
