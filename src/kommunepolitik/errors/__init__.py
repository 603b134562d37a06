"""The errors of the library: what is wrong as data, and the words for it in one table.

A `Problem` is a code with its data, and a place; `WORDING` has the words, so that a program can act on the code and a
terminal show the sentence in Danish. Every exception is a `KommunepolitikError` and carries its problems.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.errors.kind_templates import EXPLAINED
from kommunepolitik.errors.templates import WORDING
from kommunepolitik.errors.terminal import one_line

__all__ = [
    "WORDING",
    "ExtensionError",
    "FileError",
    "InvalidDocument",
    "InvalidModel",
    "InvalidObservations",
    "KommunepolitikError",
    "MissingExtra",
    "Phrase",
    "Problem",
    "RenderingError",
    "StatbankError",
    "UnknownElement",
]

__dir__ = __all__.copy  # what Tab offers

MAX_PROBLEMS = 100
"""A message shows at most this many problems, then how many more there are."""


MAX_LISTED = 8
"""Up to so many ids are listed where none is like the one that was given."""


@attrs.frozen
class Phrase:
    """A part of a message with its own words in `WORDING`, such as what was found in place of a number."""

    code: str
    value: str = ""

    __repr__ = short_repr

    def message(self, translate: Callable[[str], str] = str) -> str:
        """Return the phrase in words.

        >>> found = Phrase("found_object", "Indicator")
        >>> found.message()
        'an object of the class Indicator'
        >>> Problem(code="cannot_render", data={"found": found}).message()
        'no report can be made of an object of the class Indicator for this purpose'
        """
        return translate(WORDING[self.code]).format(value=_shown(self.value))


def no_element_of(*kinds: str) -> Phrase:
    """Return the words for an id that no element of some classes has; `no element` for all or several."""
    return _of_kind("no", kinds)


def element_of(*kinds: str) -> Phrase:
    """Return the words for an element of a class; `an element` for all or several."""
    return _of_kind("a", kinds)


def _of_kind(article: str, kinds: tuple[str, ...]) -> Phrase:
    code = f"{article}_{'_'.join(kinds)}"
    return Phrase(code if code in WORDING else f"{article}_element", " or ".join(kinds))


def words_of(choices: Iterable[str]) -> "Phrase | str":
    """Return the words that a key may have, with their meaning where it is not obvious."""
    listed = list(choices)
    explained = EXPLAINED.get(frozenset(listed))
    return ", ".join(listed) if explained is None else Phrase(explained)


@attrs.frozen(kw_only=True)
class Problem:
    """A single problem, and its place.

    `code` is a key of `WORDING` and `data` fills its placeholders. `path` leads from the top of the document to the
    place, as keys and list positions counted from 0; `line` and `column` count from 1. In a workbook, `sheet` is the
    sheet that they refer to. `nearest` is the key, id or word that is most alike, where there is one.
    """

    code: str
    data: Mapping[str, Any] = attrs.field(factory=dict)
    file: str | None = None
    sheet: str | None = None
    line: int | None = None
    column: int | None = None
    path: tuple[str | int, ...] = ()
    nearest: str | None = None
    choices: tuple[str, ...] = ()

    __repr__ = short_repr

    def __str__(self) -> str:
        return self.show()

    def __hash__(self) -> int:
        # Of cells that are wrong in one way, each has other data: without it, all would have one hash.
        data = frozenset(value for value in self.data.values() if isinstance(value, str | int | float))
        return hash((self.code, data, self.file, self.sheet, self.line, self.column, self.path))

    def message(self, translate: Callable[[str], str] = str) -> str:
        """Return the problem in words, without its place; `translate` takes a text of `WORDING`."""
        shown = {
            key: value.message(translate) if isinstance(value, Phrase) else _shown(value)
            for key, value in self.data.items()
        }
        words = [translate(WORDING[self.code]).format_map(shown)]
        if self.nearest is not None:
            words.append(translate(WORDING["hint_nearest"]).format(nearest=_shown(self.nearest)))
        elif self.choices:
            words.append(translate(WORDING["hint_choices"]).format(choices=", ".join(self.choices)))
        return "; ".join(words)

    @property
    def place(self) -> str:
        """The place, as `file:line:column: path`, with the parts that are known.

        >>> Problem(code="empty", file="policy.yaml", line=3, column=5, path=("goals", 0, "statement")).place
        'policy.yaml:3:5: goals[0].statement'
        >>> Problem(code="empty", file="tal.xlsx", sheet="Ark1", line=7, column=3, path=("value",)).place
        'tal.xlsx:Ark1!C7: value'
        """
        file = None if self.file is None else one_line(self.file)
        parts = (file, self.line, self.column) if self.sheet is None else (file, self._cell)
        numbers = ":".join(str(part) for part in parts if part is not None)
        return ": ".join(part for part in (numbers, show_path(self.path)) if part)

    @property
    def _cell(self) -> str:
        """The cell as a spreadsheet program writes it (`Ark1!C7`), or the row (`Ark1!7`)."""
        row = self.line
        cell = f"{row}" if self.column is None else f"{column_letter(self.column)}{row}"
        return _shown(self.sheet) if row is None else f"{_shown(self.sheet)}!{cell}"

    def show(self, translate: Callable[[str], str] = str) -> str:
        """Return place and problem in one line."""
        return ": ".join(part for part in (self.place, self.message(translate)) if part)


def show_path(path: Iterable[str | int]) -> str:
    """Return a path as text: `focus_areas[0].goals[2].number`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{_shown(part)}" for part in path)
    return "".join(parts).removeprefix(".")


def column_letter(column: int) -> str:
    """Return the letters of a column from 1, as a spreadsheet program names it.

    >>> column_letter(28)
    'AB'
    """
    before, last = divmod(column - 1, 26)
    return (column_letter(before) if before else "") + chr(ord("A") + last)


def _shown(value: object) -> str:
    """Return a value as one short line, without what moves a terminal's cursor."""
    value = format(value, ".15g") if isinstance(value, float) else value
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in one_line(value))
    return text if len(text) <= 200 else text[:197] + "..."


def problem_lines(problems: Sequence[Problem], translate: Callable[[str], str] = str) -> list[str]:
    """Return a line for each problem; at most 100, then how many more there are."""
    lines = [problem.show(translate) for problem in problems[:MAX_PROBLEMS]]
    if (more := len(problems) - MAX_PROBLEMS) > 0:
        lines.append(translate(WORDING["more"]).format(count=more))
    return lines


class KommunepolitikError(Exception):
    """The root of every error that the library raises; `problems` are in order of place."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems: tuple[Problem, ...] = problems

    def lines(self, translate: Callable[[str], str] = str) -> list[str]:
        """Return a line for each problem; at most 100, then how many more there are.

        >>> import kommunepolitik as kp
        >>> try:
        ...     kp.load("docs/tutorial/nybro/integration_2019")
        ... except KommunepolitikError as error:
        ...     print(error.lines(), error.problems[0].code)
        ['docs/tutorial/nybro/integration_2019: there is no such file or folder'] not_found
        """
        return problem_lines(self.problems, translate)

    def __str__(self) -> str:
        return "\n".join(self.lines())


class InvalidModel(KommunepolitikError, ValueError):
    """A value that the model does not allow, given in Python."""


class InvalidDocument(KommunepolitikError, ValueError):
    """A policy file that cannot be read as one, with every problem of structure and reference."""


class InvalidObservations(KommunepolitikError, ValueError):
    """A table of figures that cannot be read as one, with every problem of every row."""


class FileError(KommunepolitikError, OSError):
    """A file or folder that does not exist, is not what it should be, or exists where another is to be written."""


class ExtensionError(KommunepolitikError, ImportError):
    """An extension that cannot be loaded, or a rule or writer of one that does not work."""


class MissingExtra(KommunepolitikError, ImportError):
    """A package that only this output needs is not installed."""


class RenderingError(KommunepolitikError, ValueError):
    """Something that cannot be rendered in the given format or language."""


class StatbankError(KommunepolitikError, OSError):
    """Statistikbanken gives no answer, or none that can be used for the request of a policy."""


class UnknownElement(KommunepolitikError, LookupError):
    """An id or address that does not exist."""
