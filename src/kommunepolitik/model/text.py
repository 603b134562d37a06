"""The normal form of texts in this library, and of ids."""

import re
import unicodedata
from decimal import Decimal

from kommunepolitik.errors import InvalidModel, Problem

MAX_ID = 80
"""Characters of an id at most: it is written by people, and names files and anchors."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_PLANE_ENDS = "".join(chr(0x10000 * plane + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_DROPPED = re.compile(f"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef{_PLANE_ENDS}]")
_HALVES = re.compile("[\ud800-\udfff]")
_ODD = re.compile(rf"(?![\t\n\r])(?:{_DROPPED.pattern}|{_HALVES.pattern})")
_RUN = re.compile(r"[^\w\s\x00-\x7f]{31,}")
"""A run of signs that may be marks on one letter; Unicode's stream-safe format has at most 30 of them."""
_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", "ö": "oe", "ä": "ae"})


def normalise_text(value: str) -> str:
    r"""Return the text in the normal form of the library.

    Composed characters (NFC), `\n` between lines, no blanks at either end or at the end of a line; control characters,
    non-characters and marks that turn the reading direction are dropped, as they come from PDF files and never from an
    author. Normalising twice changes nothing.

    >>> normalise_text("Bo\u0308lig \r\n\x0c og  tryghed ")
    'Bölig\n\n og  tryghed'

    Raises:
        InvalidModel: the text contains half of a character (a lone surrogate), which no UTF-8 file can store, or more
            than 30 marks on one letter, which no language has.
    """
    if not value.isascii() and any(all(map(unicodedata.combining, run)) for run in _RUN.findall(value)):
        raise InvalidModel(Problem(code="too_many_marks"))
    if value.isprintable() and unicodedata.is_normalized("NFC", value):  # most texts, and quick to check
        return value.strip()
    lines = (_DROPPED.sub("", line).rstrip() for line in value.replace("\t", " ").splitlines())
    text = unicodedata.normalize("NFC", "\n".join(lines)).strip()
    if (half := _HALVES.search(text)) is not None:
        raise InvalidModel(Problem(code="bad_text", data={"character": f"U+{ord(half[0]):04X}"}))
    return text


def check_kept(text: str) -> None:
    """Raise if a text that is kept letter by letter contains what `normalise_text` drops or refuses.

    Raises:
        InvalidModel: with the first such character; tabs and line breaks are none.
    """
    if not text.isprintable() and (odd := _ODD.search(text)) is not None:
        raise InvalidModel(Problem(code="odd_character", data={"character": f"U+{ord(odd[0]):04X}"}))


def slug_of(text: str) -> str:
    """Return an id made from a text, as a person would write it.

    >>> slug_of("Fællesskaber, kultur og fritid")
    'faellesskaber-kultur-og-fritid'
    """
    plain = text.lower().translate(_DANISH)
    if (
        not plain.isascii()
    ):  # each on its own: the order of marks, which takes long in a run of them, has no meaning here
        plain = "".join(unicodedata.normalize("NFKD", character) for character in plain)
    return "-".join(re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode()))[:60].strip("-") or "id"


def is_slug(value: str) -> bool:
    """Return whether a text can be an id: `a-z`, `0-9`, single hyphens between."""
    return _SLUG.fullmatch(value) is not None


def check_length(id: str) -> None:
    """Raise if an id is too long."""
    if len(id) > MAX_ID:
        raise InvalidModel(Problem(code="too_long", data={"length": len(id), "limit": MAX_ID}))


def decimal_text(value: float) -> str:
    """Return a number with a decimal point and without an exponent, as short as it can be read back.

    >>> decimal_text(1e-7), decimal_text(1200.0)
    ('0.0000001', '1200')
    """
    return format(Decimal(repr(value)), "f").removesuffix(".0")
