"""A municipality's own words for ours, read from `labels.toml`."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final

from babel.messages.mofile import read_mo

from kommunepolitik.comparison.labels import COMPARISON, MEASURE_WORDS
from kommunepolitik.evaluation import REASONS, STATUS_WORDS
from kommunepolitik.i18n import LABELS, LANGUAGES, TERMS
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.record import describe
from kommunepolitik.report.lines import SHOWN_WORDS
from kommunepolitik.site.settings import TomlFile

_CATALOGUE: Final = Path(__file__).parents[1] / "i18n" / "locale" / "da" / "LC_MESSAGES" / "kommunepolitik.mo"

TABLES: Final[Mapping[str, Mapping[str, str | tuple[str, str]]]] = {
    **{name: {key: word for key, word in words.items() if word} for name, words in LABELS.items()},
    "status": {**STATUS_WORDS, **SHOWN_WORDS},
    "reason": {str(reason): words for reason, words in REASONS.items()},
    "term": TERMS,
    "relation": COMPARISON["relation"],
    "verdict": COMPARISON["verdict"],
    "measure": MEASURE_WORDS,
}
"""The fixed words that can be named by their key instead of their English text."""


Words = Mapping[str, tuple[str, str]]
"""Own words of one language: for each English text, how it is said of one and of several."""


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
    words: dict[str, dict[str, tuple[str, str]]] = {}
    for code in LANGUAGES:
        for path, english, value in _entries(file, code):
            if (forms := _forms(file, path, value, english)) is not None:
                words.setdefault(code, {})[english] = forms
    return words


def _entries(file: TomlFile, code: str) -> Iterator[tuple[tuple[str, ...], str, object]]:
    for key, value in file.table(code).items():
        if key in TABLES and isinstance(value, dict):
            file.check_keys(TABLES[key], code, key)
            for name, own in value.items():
                if (word := TABLES[key].get(name)) is not None:
                    yield (code, key, name), word if isinstance(word, str) else word[0], own
        elif key in known_words():
            yield (code, key), key, value
        else:
            file.report("label_unknown", code, key, key=key, nearest=nearest(key, [*known_words(), *TABLES]))


def _forms(file: TomlFile, path: tuple[str, ...], value: object, english: str) -> tuple[str, str] | None:
    one, several = value if isinstance(value, list) and len(value) == 2 else (value, value)
    if not (isinstance(one, str) and isinstance(several, str) and one.strip() and several.strip()):
        file.report("label_forms", *path, found=describe(value))
    elif one is not value and known_words()[english] is None:
        file.report("expected_text", *path, found=describe(value))
    elif wrong := (_placeholders(one) | _placeholders(several)) - _placeholders(english):
        file.report("label_placeholder", *path, value=", ".join(sorted(wrong)), known=sorted(_placeholders(english)))
    else:
        return one, several
    return None


def _placeholders(text: str) -> set[str]:
    """Return what is filled in, as it is written; the whole text where that cannot be told.

    >>> sorted(_placeholders("{count} of %(num)s, 100 %"))
    ['%', '%(num)s', '{count}']
    """
    try:
        fields = [(name, spec, how) for _, name, spec, how in Formatter().parse(text) if name is not None]
    except ValueError:
        return {text}
    braces = {f"{{{name}{'!' + how if how else ''}{':' + spec if spec else ''}}}" for name, spec, how in fields}
    return braces | set(re.findall(r"%\(\w+\)s|%", text))
