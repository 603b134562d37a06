"""The likeness of Danish texts: by the words they share, also inside compounds, and by how rare these are.

A text becomes the stems of its words (Porter's stemmer for Danish, from Snowball). A compound counts as its parts too,
at a discount: "beskæftigelsesfrekvens" matches "beskæftigelse". The parts are learnt from the texts compared, much as
in Koehn and Knight (2003, Empirical Methods for Compound Splitting): a part is a word that also occurs by itself, or
the rest of a word beside one. A stem that both texts have counts by its inverse document frequency (Spärck Jones 1972),
so that "kommune" and "borger" count little, and the likeness is the cosine of the two texts' weights.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float64]

MAX_WORDS: Final = 400
"""The words read of each layer of a text: enough for its subject, so that a megabyte costs no more than a page."""

_SHARES: Final = (1.0, 1.0, 0.5)  # of the names, the running text, and the text around an element
_AROUND: Final = 2  # the place of the last
_PART_CREDIT: Final = 0.5  # a part of a compound, or a near-misspelling, beside the word itself
_MIN_PART: Final = 4  # letters of a part of a compound
_MIN_MISSPELT: Final = 8  # letters of a word in which one wrong letter does not make another word
_MAX_LETTERS: Final = 40  # of a word; anything longer is not a word
_LETTERS_READ: Final = 50 * MAX_WORDS  # a word has about eight, and half of the words are stop words
_UNIT: Final = 2.0**-20  # weights are whole multiples of it, so that products add up exactly, in any order

_WORD: Final = re.compile(r"[^\W\d_]+")

_NO_SUBJECT: Final = """
    ad af aldrig alle allerede alt altid anden andet andre at bare blandt blev blive bliver burde både bør da de
    dem den denne dens der deraf derefter deres derfor dermed derved desuden det dets dette din disse dog du dvs
    efter egen eget egne eks eller ellers en end endnu enhver ens er et etc ethvert fik flere flest for fordi
    forskellig forskellige fra frem fx få får før først gang gange gennem gerne giver gjort gælder gør gøre ham han
    hans har havde have hen hende her herunder hinanden hos hun hvad hvem hver hvert hvilke hvilken hvilket hvis
    hvor hvordan hvorfor hvornår i idet igen ikke imellem imod ind inden ingen intet især ja jeg jer jo kan kom
    komme kommer kun kunne lade lige ligesom man mange med medens meget mellem men mens mere mest mig min mindre
    mindst mod må måde måtte ned nej netop nogen noget nogle nok nu når nær næsten ofte og også om omkring op os
    over overfor på samme samt se selv ser ses siden sig sige siger siges sin sine sit skal ske sker skulle som
    stadig står større så sådan således tage tager til to tre ud uden under var ved vedr vi via vil ville vores
    være været én ét øvrig øvrige
"""
_STOP_WORDS: Final = frozenset(_NO_SUBJECT.split())
"""Words that name no subject: function words, and verbs and quantities that are common in any text."""

_VOWEL_SHIFTS: Final = {"børn": "barn", "mænd": "mand", "mødr": "mor", "fædr": "far", "bøg": "bog", "hænd": "hånd"}
"""Stems that change their vowel in the plural; Danish has few, and a stemmer cannot know them."""

_ENDING: Final = re.compile(
    r"(?:agtig|arisk|els|end|er|ered|ering|erne|haft|hed|ism|ist|lig|lighed|løs|ning|rne|skab|som|somhed|tion)"
    r"e?(?:n|r|rne|t)?s?"
)
"""Endings of derived or inflected words, as `skab` of `fællesskab`, which are not words."""


@attrs.frozen
class Text:
    """The texts of an element, in layers; each counts as a whole, however long it is."""

    names: Sequence[str]  # its title and other names, or the statement in place of one
    running: Sequence[str] = ()  # its texts; they count as much
    around: Sequence[str] = ()  # the text around it, such as its area; it counts half


@attrs.frozen(eq=False)
class Likeness:
    """How alike texts are: a row for each of the first side, a column for each of the second."""

    scores: "Matrix"
    """From 0 (nothing shared) to 1 (the same)."""
    own: "Matrix"
    """The part of each score that comes from words of the elements, not of the text around them."""
    _features: Sequence[str]
    _weights: tuple["Matrix", "Matrix"]  # for each side a row of weights a text, a column a feature
    _words: tuple[Sequence[Mapping[str, str]], Sequence[Mapping[str, str]]]  # and the word that each feature comes from

    def words(self, row: int, column: int) -> dict[str, float]:
        """Return the words that matched in a pair, such as `bolig` or `bolig ~ boligpolitik`, each with its part."""
        (old_weights, new_weights), (old_words, new_words) = self._weights, self._words
        products = old_weights[row] * new_weights[column]
        found: dict[str, float] = defaultdict(float)
        for place in products.nonzero()[0]:
            feature = self._features[place]
            mine, other = old_words[row][feature], new_words[column][feature]
            found[mine if mine == other else f"{mine} ~ {other}"] += float(products[place])
        return found


def strongest_words(words: Mapping[str, float], most: int) -> tuple[str, ...]:
    """Return the words with the greatest parts in a score, none twice in different inflections."""
    kept: dict[tuple[str, ...], str] = {}
    for word in sorted(words, key=lambda word: (-words[word], sorted(word.split(" ~ ")))):
        kept.setdefault(tuple(sorted({stem(side) for side in word.split(" ~ ")})), word)
    return tuple(kept.values())[:most]


def likeness(old: Sequence[Text], new: Sequence[Text]) -> Likeness:
    """Return how alike the texts of two sides are; scores of two calls cannot be compared: each learns its words."""
    import numpy as np

    layers = [[_read(layer) for layer in (text.names, text.running, text.around)] for text in (*old, *new)]
    stems = {word: stem(word) for text in layers for layer in text for word in layer}
    parts = parts_of(stems)
    found = [[_features(words, stems, parts) for words in text] for text in layers]
    texts_with = Counter(feature for text in found for feature in set().union(*text))
    features = sorted(texts_with)
    place = {feature: number for number, feature in enumerate(features)}
    # Spärck Jones's original form, with the 1: a word in every text still counts a little.
    rarity = np.log2(len(found) / np.array([texts_with[feature] for feature in features], dtype=np.float64)) + 1
    weights = np.zeros((len(found), len(features)))
    is_own = np.zeros(weights.shape, dtype=bool)
    for number, share in enumerate(_SHARES):
        credits = np.zeros_like(weights)
        for row, text in zip(credits, found, strict=True):
            row[[place[feature] for feature in text[number]]] = [credit for _, credit in text[number].values()]
        weights += share * of_length_one(credits * rarity)
        if number != _AROUND:
            is_own |= credits > 0
    weights = np.round(of_length_one(weights) / _UNIT) * _UNIT
    words = [{feature: word for layer in reversed(text) for feature, (word, _) in layer.items()} for text in found]
    middle = len(old)
    own = weights * is_own
    return Likeness(
        np.minimum(weights[:middle] @ weights[middle:].T, 1.0),
        own[:middle] @ own[middle:].T,
        features,
        (weights[:middle], weights[middle:]),
        (words[:middle], words[middle:]),
    )


def of_length_one(rows: "Matrix") -> "Matrix":
    """Return rows of weights whose squares add up to 1; an empty row stays empty."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0), dtype=np.float64)


def _read(layer: Sequence[str]) -> list[str]:
    return list(islice((word for piece in layer for word in tokens(piece)), MAX_WORDS))


def _features(
    words: Iterable[str], stems: Mapping[str, str], parts: Mapping[str, Set[str]]
) -> dict[str, tuple[str, float]]:
    """Return the stems and parts of a layer, each with its first word and its credit; a stem counts as itself first."""
    whole: dict[str, tuple[str, float]] = {}
    partial: dict[str, tuple[str, float]] = {}
    for word in words:
        whole.setdefault(stems[word], (word, 1.0))
        for part in parts.get(stems[word], ()):
            partial.setdefault(part, (word, _PART_CREDIT))
    return partial | whole


def tokens(text: str) -> Iterator[str]:
    """Yield the words of a text that may name a subject: in small letters, split at hyphens, without stop words.

    >>> list(tokens("Kultur- og fritidsaktiviteter for 2-sprogede børn"))
    ['kultur', 'fritidsaktiviteter', 'sprogede', 'børn']
    """
    for found in _WORD.finditer(text[:_LETTERS_READ].casefold()):
        word = found[0]
        if 1 < len(word) <= _MAX_LETTERS and word not in _STOP_WORDS:
            yield word


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of a Danish word in small letters.

    >>> stem("fællesskaberne"), stem("fællesskabets"), stem("børnene")
    ('fællesskab', 'fællesskab', 'barn')
    """
    from snowballstemmer import stemmer

    # A new one for each word: a stemmer has a state that two threads would share.
    found: str = stemmer("danish").stemWord(word)
    return _VOWEL_SHIFTS.get(found, found)


def parts_of(stems: Mapping[str, str]) -> Mapping[str, Set[str]]:
    """Return for each stem the other stems its words may match: parts of compounds, and the same word misspelt.

    `stems` are all words, each with its stem. A part is at the beginning or the end of a word, has four letters or
    more, and is a word or next to one, apart from a linking s or e. A misspelling has one wrong letter, of eight or
    more.
    """
    parts: dict[str, set[str]] = defaultdict(set)
    heads: dict[str, str] = {}
    for word in sorted(stems):
        # `arbejde` loses its e before the s, `uddannelse` keeps it.
        base = word[:-1] if word.endswith("e") and not word.endswith("se") else word
        heads |= dict.fromkeys((f"{base}s", f"{word}s", f"{word}e"), stems[word])
    heads |= stems
    tails = {own: own for own in stems.values()} | dict(stems)
    short = {own for word, own in stems.items() if len(word) <= _MIN_PART}
    for form, own in tails.items():
        for cut in range(_MIN_PART, len(form) - _MIN_PART + 1):
            parts[own].update(part for part in _split(form[:cut], form[cut:], heads, tails, short) if part != own)
    for one, other in _misspelt({own for own in stems.values() if len(own) >= _MIN_MISSPELT}):
        parts[one].add(other)
    return parts


def _split(head: str, tail: str, heads: Mapping[str, str], tails: Mapping[str, str], short: Set[str]) -> Iterator[str]:
    """Yield the stems of both parts of a compound, where at least one is a known word and the second no mere ending."""
    # A word of four letters proves nothing by itself: many words begin or end with it by chance.
    first, last = heads.get(head), tails.get(tail)
    # An apparent linking s or e may be the first letter of the ending.
    if _ENDING.fullmatch(tail) or _ENDING.fullmatch(head[-1] + tail):
        return
    if first is not None and last is not None:
        yield from (first, last)
    elif last is not None and last not in short:
        yield from (stem(head[:-1] if head[-1] in "se" and len(head) > _MIN_PART else head), last)
    elif first is not None and first not in short:
        yield from (first, stem(tail))


def _misspelt(stems: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs one letter apart, both ways: changed, left out, doubled or swapped with its neighbour."""
    import numpy as np
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    for _, group in groupby(sorted(stems), key=itemgetter(0)):
        words = list(group)
        distances = process.cdist(words, words, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)
        yield from ((words[one], words[other]) for one, other in np.argwhere(distances == 1))
