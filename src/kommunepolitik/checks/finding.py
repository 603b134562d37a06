"""What a rule finds: data, and the message made from it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

import attrs

from kommunepolitik.checks.wording import RULE_WORDING
from kommunepolitik.display import short_repr
from kommunepolitik.i18n.labels import LABELS
from kommunepolitik.model import Address, Baseline, FrozenMapping, Missing, Period, Quantity
from kommunepolitik.model.data import (
    fields_from_data,
    part_from_data,
    path_from_data,
    register,
    register_fields,
    tagged,
    untagged,
)
from kommunepolitik.model.scalars import coerce_choice

Severity = Literal["error", "warning", "info"]
"""How severe a finding is, the most severe first."""

Path = tuple[str | int, ...]

Words = str | FrozenMapping
"""A text; of a rule of another package perhaps one for each language, by its code."""

PREFIX: Final = "KP"
"""The prefix of the codes of the library's own rules, which no others may have."""

_LONGEST = 72


@attrs.frozen
class Word:
    """A word as a part of a message: its value, and the text that the catalogues translate."""

    key: str
    text: str

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class Finding:
    """A finding of a rule: which rule, how severe, and where.

    `wording` is a key of the library's table of words, or of a rule of another package the words themselves; `data`
    fills its placeholders; `path` leads from the top of the document to the place. `file`, `line` and `column` are
    known after `locate`.
    """

    code: str
    severity: Severity
    address: str
    """`policy-id#element-id`, or `policy-id` for what concerns the policy as a whole."""
    wording: Words
    title: Words = ""
    """What the rule finds, in a few words."""
    _data: Mapping[str, Any] = attrs.field(factory=dict, converter=dict, hash=False)
    path: Path = ()
    file: str | None = None
    line: int | None = None
    column: int | None = None

    __repr__ = short_repr

    def __str__(self) -> str:
        return self.message()

    @property
    def data(self) -> Mapping[str, Any]:
        """What fills the placeholders of the words; it cannot be changed."""
        return MappingProxyType(self._data)

    def name(self, translate: Callable[[str], str] = str, language: str = "en") -> str:
        """Return the title of its rule in a language."""
        return in_language(self.title, translate, language)

    @property
    def is_own(self) -> bool:
        """Whether the rule is from another package."""
        return not self.code.startswith(PREFIX)

    @property
    def policy(self) -> str:
        """Id of the policy."""
        return Address.read(self.address).policy

    @property
    def element(self) -> str | None:
        """Id of the element; none for the policy as a whole."""
        return Address.read(self.address).element

    @property
    def place(self) -> str:
        """Where it is, as `file:line`, or the address where no file is known."""
        if self.file is None:
            return self.address
        return self.file if self.line is None else f"{self.file}:{self.line}"

    def message(
        self,
        translate: Callable[[str], str] = str,
        *,
        number: Callable[[float], str] | None = None,
        period: Callable[[Period], str] = str,
        language: str = "en",
    ) -> str:
        """Return what was found and how to fix it, in words.

        `translate` takes a text of the table; `number` and `period` write numbers and periods (an `i18n.Language` has
        all three). `language` is the code of the language, by which a rule of another package may choose its words.

        >>> import kommunepolitik as kp
        >>> import kommunepolitik.model as m
        >>> nybro = m.Municipality(name="Nybro", fictitious=True)
        >>> jobs = m.Indicator(id="job", title="Unge i job")
        >>> policy = m.Policy(id="unge", title="Unge", municipality=nybro, indicators=[jobs])
        >>> (finding,) = kp.check(policy, select="KP107")
        >>> finding.message()
        "nobody is responsible for the indicator 'Unge i job'; name a body or unit under responsible"
        """
        write = number or _plain_number

        def fill(wording: Words, data: Mapping[str, Any]) -> str:
            words = in_language(wording, str, language) if self.is_own else translate(RULE_WORDING[str(wording)])
            return words.format_map({key: text(value) for key, value in data.items()})

        def text(value: Any) -> str:
            match value:
                case None:
                    return ""
                case Word():
                    return translate(value.text)
                case Period():
                    return period(value)
                case Missing(why="promised", expected=expected):
                    words = translate(RULE_WORDING["promised" if expected is None else "promised_for"])
                    return ": " + words.format(period=text(expected))
                case Missing():
                    return ": " + translate(LABELS["why"][value.why])
                case Quantity(value=figure) if figure is not None:
                    both = write(figure) + ("" if value.value_high is None else f"–{write(value.value_high)}")
                    qualified = LABELS["qualifier"].get(value.qualifier or "", "{value}")
                    return translate(qualified).format(value=both)
                case float():
                    return write(value)
            return shorten(str(value))

        return fill(self.wording, self.data)


def are_words(words: object) -> bool:
    """Return whether something is a text, or a text for each of some languages, by its code.

    >>> are_words("Mål"), are_words({"da": "Mål"}), are_words({}), are_words(None)
    (True, True, False, False)
    """
    if not isinstance(words, Mapping):
        return isinstance(words, str)
    return bool(words) and all(isinstance(each, str) for pair in words.items() for each in pair)


def in_language(words: Words, translate: Callable[[str], str] = str, language: str = "en") -> str:
    """Return words in a language: a text as `translate` has it; of several the one of the language, else the first.

    >>> in_language(FrozenMapping({"da": "Mål", "en": "Goal"}), language="en")
    'Goal'
    """
    if isinstance(words, str):
        return translate(words)
    return str(words.get(language) or words.get("en") or next(iter(words.values())))


def shorten(text: str) -> str:
    """Return a text as a message shows it: on one line, and shortened to it."""
    line = "".join(character if character.isprintable() else " " for character in text)
    return line if len(line) <= _LONGEST else line[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _plain_number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


_TAGS: Final[Mapping[str, type]] = {
    "word": Word,
    "period": Period,
    "missing": Missing,
    "quantity": Quantity,
    "baseline": Baseline,
}
"""The classes in the data of a finding that are neither texts nor numbers."""


def _finding_data(finding: Finding) -> dict[str, Any]:
    """Return all fields and the message in English; what has a class in the data is under the name of that class."""
    data = {str(field.alias): getattr(finding, field.name) for field in attrs.fields(Finding)}
    data |= {"data": tagged(finding.data, _TAGS), "path": list(finding.path)}
    data |= {name: words if isinstance(words := data[name], str) else dict(words) for name in ("wording", "title")}
    return {**data, "message": finding.message()}


def _read_finding(data: Any, cls: type[Finding]) -> Finding:
    """Return a finding; its message is made from the other fields, so that the one given is ignored."""
    fields = {key: value for key, value in data.items() if key != "message"} if isinstance(data, Mapping) else data
    is_own = isinstance(data, Mapping) and not str(data.get("code")).startswith(PREFIX)
    special = {"data": lambda value: untagged(value, _TAGS), "path": path_from_data, "title": _words}
    return fields_from_data(fields, cls, {**special, "wording": _words if is_own else _key})


def _key(data: Any) -> str:
    return coerce_choice(part_from_data(str, data), tuple(RULE_WORDING))


def _words(data: Any) -> Words:
    if not isinstance(data, Mapping):
        return str(part_from_data(str, data))
    return FrozenMapping({str(code): part_from_data(str, text) for code, text in data.items()})


register(Finding, _finding_data, _read_finding)
register_fields(Word)
