"""What a text is in this library, and what an id is."""

import re
import unicodedata

from kommunepolitik.errors import InvalidModel, Problem

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_ADDRESS = re.compile(rf"{_SLUG.pattern}(?:#{_SLUG.pattern})?", re.ASCII)
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", "ö": "oe", "ä": "ae"})


def normalise_text(value: str) -> str:
    r"""Return the text as the library keeps it.

    Composed characters (NFC), `\n` between lines, no blanks at either end or at the end of a line; control characters,
    non-characters and marks that turn the reading direction are dropped, as they come from PDF files and never from an
    author. Normalising twice changes nothing.

    >>> normalise_text("Bo\u0308lig \r\n\x0c og  tryghed ")
    'Bölig\n\n og  tryghed'

    Raises:
        InvalidModel: the text holds half of a character (a lone surrogate), which no UTF-8 file can keep.
    """
    if value.isascii() and value.isprintable():
        return value.strip()
    lines = ("".join(filter(_is_kept, line)).rstrip() for line in value.replace("\t", " ").splitlines())
    text = unicodedata.normalize("NFC", "\n".join(lines)).strip()
    for character in text:
        if unicodedata.category(character) == "Cs":
            raise InvalidModel(Problem(code="bad_text", data={"character": f"U+{ord(character):04X}"}))
    return text


def _is_kept(character: str) -> bool:
    if character.isascii():
        return character.isprintable()
    return (
        unicodedata.category(character) != "Cc"
        and character not in _BIDI_CONTROLS
        and ord(character) & 0xFFFE != 0xFFFE
        and not 0xFDD0 <= ord(character) <= 0xFDEF
    )


def slug_of(text: str) -> str:
    """Return an id made from a text: what a person would write for it.

    >>> slug_of("Fællesskaber, kultur og fritid")
    'faellesskaber-kultur-og-fritid'
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(_DANISH))
    return "-".join(re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode()))[:60].strip("-") or "id"


def is_slug(value: str) -> bool:
    """Tell whether a text can be an id: `a-z`, `0-9`, single hyphens between."""
    return _SLUG.fullmatch(value) is not None


def is_address(value: str) -> bool:
    """Tell whether a text is an address: `policy-id` or `policy-id#element-id`."""
    return _ADDRESS.fullmatch(value) is not None
