"""Changes to a valid file, as programs, people and attackers make them; the same for the same random numbers."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Final

TOKENS: Final = Path(__file__).with_name("tokens")


def tokens(name: str) -> tuple[str, ...]:
    """Return the parts of a format that its readers take for more than a text."""
    return tuple(json.loads((TOKENS / f"{name}.json").read_text("utf-8")))


NUMBERS: Final = (*tokens("numbers"), "9" * 400, "9" * 25)
"""Numbers, and what may be in place of one."""
TEXTS: Final = (*tokens("texts"), "æ" * 300, "x" * 5000, " " * 2000, "\n" * 500, "\u0301" * 500)
"""Texts that some program takes for more than a text."""
_TOKEN: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*|\w+|[^\w\s]|[ \t]+|\r?\n|\r")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*")
_ENCODINGS: Final = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1", "cp850", "cp037", "utf-7")
_LINE_ENDS: Final = ("\n", "\r\n", "\r", "\n\r", "\n\n", "\u2028", "\x85", "\x0b", "\x0c")
LARGEST: Final = 400_000
"""The most bytes that a changed file grows to, apart from those that are packed."""


def mutated_text(content: bytes, other: bytes, parts: Sequence[str], random: Random) -> bytes:
    """Return a text file with one to five changes; `other` is a file to take parts of, `parts` are of its format."""
    text, more = content.decode("utf-8", "replace"), other.decode("utf-8", "replace")
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5))):
        text = random.choice(_CHANGES)(text, more, parts, random)[:LARGEST]
    if random.random() < 0.06:
        return text.encode(random.choice(_ENCODINGS), "replace")
    raw = text.encode("utf-8", "surrogatepass")
    return mutated_bytes(raw, random) if random.random() < 0.05 else raw


def mutated_bytes(content: bytes, random: Random) -> bytes:
    """Return bytes with one to four changes: other bytes, some more, some fewer, or the rest missing."""
    raw = bytearray(content)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(raw) + 1)
        match random.randrange(6):
            case 0:
                raw[at : at + 1] = random.randbytes(1)
            case 1:
                raw[at:at] = random.randbytes(random.randint(1, 8))
            case 2:
                del raw[at : at + random.choice((1, 1, 2, 8, 100))]
            case 3:
                raw[at : at + 4] = random.choice((b"\xff" * 4, b"\x00" * 4, b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f"))
            case 4:
                end = random.randrange(len(raw) + 1)
                raw[at:at] = raw[end : end + random.choice((4, 64, 512))]
            case _:
                if random.random() < 0.3:
                    del raw[at:]
    return bytes(raw)


Change = Callable[[str, str, Sequence[str], Random], str]


def _number(text: str, _other: str, _parts: Sequence[str], random: Random) -> str:
    """Replace a number."""
    return _replaced(text, _NUMBER, random.choice(NUMBERS), random)


def _token(text: str, other: str, parts: Sequence[str], random: Random) -> str:
    """Replace a word, a number or a sign."""
    new = random.choice(
        (random.choice(NUMBERS), random.choice(TEXTS), random.choice([*parts, ""]), _part(other, random))
    )
    return _replaced(text, _TOKEN, new, random)


def _inserted(text: str, other: str, parts: Sequence[str], random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice((*TEXTS, *parts, *parts, _part(other, random))) + text[at:]


def _exchanged(text: str, _other: str, _parts: Sequence[str], random: Random) -> str:
    """Exchange two tokens."""
    found = [*_TOKEN.finditer(text)]
    if len(found) < 2:
        return text
    one, two = sorted(random.sample(found, 2), key=lambda match: match.start())
    return text[: one.start()] + two[0] + text[one.end() : two.start()] + one[0] + text[two.end() :]


def _lines(text: str, other: str, _parts: Sequence[str], random: Random) -> str:
    """Repeat, remove, move, join or indent lines."""
    lines = text.splitlines(keepends=True)
    if not lines:
        return text
    at, to = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(7):
        case 0:
            lines[to:to] = lines[at : at + random.randint(1, 3)]
        case 1:
            del lines[at : at + random.randint(1, 3)]
        case 2:
            lines[at], lines[to] = lines[to], lines[at]
        case 3:
            lines[at] = lines[at].rstrip("\r\n")
        case 4:
            lines[at] = random.choice(("  ", " ", "\t", "- ", "    ")) + lines[at]
        case 5:
            lines[at] = lines[at].lstrip(" ")
        case _:
            more = other.splitlines(keepends=True) or [""]
            lines[to:to] = [random.choice(more)]
    return "".join(lines)


def _ends(text: str, _other: str, _parts: Sequence[str], random: Random) -> str:
    """Change the ends of all lines, or of some."""
    end = random.choice(_LINE_ENDS)
    if random.random() < 0.7:
        return end.join(text.splitlines())
    return "".join(line + random.choice(("\n", end)) for line in text.splitlines())


def _signs(text: str, _other: str, _parts: Sequence[str], random: Random) -> str:
    """Change a sign for another in all places, or in one."""
    one, two = random.choice(
        ((";", ","), (",", ";"), (";", "\t"), (".", ","), (",", "."), (":", "="), ('"', "'"), ("'", '"'))
    )
    return text.replace(one, two, random.choice((1, 2, -1)))


def _doubled(text: str, _other: str, parts: Sequence[str], random: Random) -> str:
    """Repeat a part many times, or nest a sign deeply."""
    if random.random() < 0.3:
        opened = random.choice(("[", "{", "(", "- ", "{a: ", '{"a":', "<a>", '"', "a.", *parts))
        at = random.randrange(len(text) + 1)
        return text[:at] + opened * random.choice((10, 70, 1000, 20_000)) + text[at:]
    start = random.randrange(len(text) + 1)
    part = text[start : start + random.choice((1, 5, 30, 200))]
    return text[:start] + part * random.choice((2, 10, 300)) + text[start:]


def _cut(text: str, _other: str, _parts: Sequence[str], random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] if random.random() < 0.5 else text[at:]


def _case(text: str, _other: str, _parts: Sequence[str], random: Random) -> str:
    word = _part(text, random)
    return text.replace(word, random.choice((word.upper(), word.title(), word.swapcase())))


_CHANGES: Final[Sequence[Change]] = (
    *(3 * (_number,) + 4 * (_token,) + 2 * (_inserted,) + 3 * (_lines,)),
    *(_exchanged, _ends, _signs, _doubled, _cut, _case),
)


def _replaced(text: str, pattern: re.Pattern[str], new: str, random: Random) -> str:
    found = [*pattern.finditer(text)]
    if not found:
        return text + new
    match = random.choice(found)
    return text[: match.start()] + new + text[match.end() :]


def _part(text: str, random: Random) -> str:
    found = _TOKEN.findall(text)
    return random.choice(found) if found else ""
