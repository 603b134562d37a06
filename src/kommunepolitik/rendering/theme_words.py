"""A municipality's own words for ours, read from `labels.toml`."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final

import attrs
from babel.messages.mofile import read_mo

from kommunepolitik.comparison.labels import COMPARISON, MEASURE_WORDS
from kommunepolitik.evaluation import REASONS, STATUS_WORDS
from kommunepolitik.i18n import LABELS, LANGUAGES, TERMS
from kommunepolitik.model.nearest import nearest
from kommunepolitik.rendering.toml import TomlFile, found_phrase

_CATALOGUE: Final = Path(__file__).parents[1] / "i18n" / "locale" / "da" / "LC_MESSAGES" / "kommunepolitik.mo"

TABLES: Final[Mapping[str, Mapping[str, str | tuple[str, str]]]] = {
    **{name: {key: word for key, word in words.items() if word} for name, words in LABELS.items()},
    "status": STATUS_WORDS,
    "reason": {str(reason): words for reason, words in REASONS.items()},
    "term": TERMS,
    "relation": COMPARISON["relation"],
    "verdict": COMPARISON["verdict"],
    "measure": MEASURE_WORDS,
}
"""The fixed words that can be named by their key instead of their English text."""


@attrs.frozen
class Words:
    """Own words of one language: for each English text, how it is said of one and of several."""

    said: Mapping[str, tuple[str, str]] = attrs.field(factory=dict)

    def gettext(self, before: Callable[[str], str]) -> Callable[[str], str]:
        """Return a lookup that has these words before those of a catalogue."""

        def gettext(text: str) -> str:
            own = self.said.get(text)
            return before(text) if own is None else own[0]

        return gettext

    def ngettext(self, before: Callable[[str, str, int], str]) -> Callable[[str, str, int], str]:
        """Return a lookup of words that depend on a number."""

        def ngettext(singular: str, plural: str, number: int) -> str:
            own = self.said.get(singular)
            return before(singular, plural, number) if own is None else own[number != 1]

        return ngettext


@cache
def known_words() -> Mapping[str, str | None]:
    """Return every English text that we say, with its plural where it has one; the Danish catalogue has them all."""
    with _CATALOGUE.open("rb") as file:
        ids = [message.id for message in read_mo(file) if message.id]
    ids += [word for words in TABLES.values() for word in words.values()]
    return {id: None for id in ids if isinstance(id, str)} | {id[0]: id[1] for id in ids if not isinstance(id, str)}


def read_words(file: TomlFile) -> Mapping[str, Words]:
    """Return the words of each language; a text that we do not say, or a wrong placeholder, is a problem."""
    file.check_keys(LANGUAGES)
    return {code: Words(dict(_read_language(file, code))) for code in LANGUAGES if code in file.data}


def _read_language(file: TomlFile, code: str) -> Iterator[tuple[str, tuple[str, str]]]:
    seen: dict[str, tuple[str, ...]] = {}
    for path, english, value in _entries(file, code):
        if english in seen:
            file.report("label_twice", *path, first=".".join(seen[english]))
            continue
        seen[english] = path
        said = _forms(file, path, value, english)
        if said is not None:
            yield english, said


def _entries(file: TomlFile, code: str) -> Iterator[tuple[tuple[str, ...], str, object]]:
    """Yield path, English text and own words of each entry that is known."""
    for key, value in file.table(code).items():
        if not isinstance(value, dict):
            if key in known_words():
                yield (code, key), key, value
            else:
                near = nearest(key, [*known_words(), *TABLES])
                file.report("label_unknown", code, key, key=key, nearest=near)
        elif key not in TABLES:
            file.report("unknown_key", code, key, key=key, nearest=nearest(key, TABLES), known=TABLES)
        else:
            file.check_keys(TABLES[key], code, key)
            for name, own in value.items():
                if (word := TABLES[key].get(name)) is not None:
                    yield (code, key, name), word if isinstance(word, str) else word[0], own


def _forms(file: TomlFile, path: tuple[str, ...], value: object, english: str) -> tuple[str, str] | None:
    """Return the own words for one and for several."""
    given = value if isinstance(value, list) else [value, value]
    forms = [form for form in given if isinstance(form, str) and form.strip()]
    if len(given) != 2 or len(forms) != 2:
        found = found_phrase(value)
        file.report("label_forms", *path, found=found)
        return None
    if isinstance(value, list) and known_words().get(english) is None:
        file.report("expected_text", *path, found=found_phrase(value))
        return None
    allowed = _placeholders(english) or set()
    for form in forms:
        placeholders = _placeholders(form)
        if placeholders is None or not placeholders <= allowed:
            wrong = ", ".join(sorted((placeholders or {form}) - allowed))
            file.report("label_placeholder", *path, value=wrong, known=sorted(allowed))
            return None
    return forms[0], forms[1]


def _placeholders(text: str) -> set[str] | None:
    """Return what is filled in, as it is written; none where that cannot be told.

    >>> sorted(_placeholders("{count} of %(num)s, 100 %"))
    ['%', '%(num)s', '{count}']
    """
    try:
        fields = [(name, spec, how) for _, name, spec, how in Formatter().parse(text) if name is not None]
    except ValueError:
        return None
    braces = {f"{{{name}{'!' + how if how else ''}{':' + spec if spec else ''}}}" for name, spec, how in fields}
    return braces | set(re.findall(r"%\(\w+\)s|%", text))
