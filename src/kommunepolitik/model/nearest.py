"""The right word for a misspelt one."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kommunepolitik.errors import Problem


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like the given one, or None where none is similar enough.

    Likeness is the normalised optimal string alignment distance (Levenshtein with swapped neighbours); a Danish word in
    place of an English key is looked up in `danish_words.csv`.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    choices = list(known)
    for meant in _danish_words().get(_with_danish_letters(word.strip().lower()), ()):
        if meant in choices:
            return meant
    if 0.6 * len(word) > max(map(len, choices), default=0):  # much longer than all; comparing would take long
        return None
    match = process.extractOne(word.lower(), choices, scorer=OSA.normalized_similarity, score_cutoff=0.6)
    return None if match is None else match[0]


def unknown_keys(data: Mapping[Any, Any], known: Iterable[str]) -> list[Problem]:
    """Return a problem for each key that is not known, with the nearest that is."""
    names = tuple(known)
    found = []
    for key in (key for key in data if key not in names):
        near = nearest(str(key), names)
        choices = () if near else names
        found.append(Problem(code="unknown_key", data={"key": key}, path=(key,), nearest=near, choices=choices))
    return found


def danish_words(meaning: str) -> list[str]:
    """Return the Danish words that may mean a key or a choice of the model.

    >>> danish_words("survey")[:2]
    ['borgerpanel', 'borgerundersøgelse']
    """
    return [word for word, meant in _danish_words().items() if meaning in meant]


def _with_danish_letters(word: str) -> str:
    """Return the word with Danish letters for `vaerdi`, `maal` and `hoering`."""
    for plain, letter in (("ae", "æ"), ("oe", "ø"), ("aa", "å"), (" ", "_"), ("-", "_")):
        word = word.replace(plain, letter)
    return word


@cache
def _danish_words() -> Mapping[str, list[str]]:
    """Return what a Danish word for a key or a choice may mean; the first that is known in its place is meant."""
    text = Path(__file__).with_name("danish_words.csv").read_text("utf-8")
    return {word: meant for word, *meant in (line.split(";") for line in text.splitlines())}
