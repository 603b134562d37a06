"""Changes to a valid file, as programs, people and attackers make them; the same for the same random numbers."""

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

NUMBERS: Final = (
    *(
        "0",
        "-0",
        "-0,0",
        "00",
        "007",
        "1e999",
        "-1e999",
        "1e308",
        "1e-400",
        "1E5",
        "NaN",
        "nan",
        "Infinity",
        "-inf",
        ".inf",
    ),
    *(
        ".nan",
        "9" * 400,
        "9" * 25,
        "1.234",
        "1,234",
        "1.234.567",
        "1,234,567.5",
        "12,5",
        "12.5",
        "1 234,5",
        "1\u00a0234",
    ),
    *(
        "0x1F",
        "0o17",
        "017",
        "1_000",
        "1:30:00",
        "1/3",
        "½",
        "٣",
        "１２",
        "\u221212",
        "+5",
        "5+",
        "5-",
        "5–7",
        "50 %",
        "50%",
    ),
    *(
        "5 pct.",
        "ca. 5",
        "<5",
        "≥ 5",
        "5*",
        "(5)",
        "5 (rev.)",
        "kr. 5",
        "#N/A",
        "#DIV/0!",
        "..",
        ".",
        "-",
        "–",
        "2024-01-01",
    ),
    *("01-02-2024", "44927", "2024K4", "2024-Q4", "2024M13", "0000", "99999", "2024..2020", "2024-02-30", "2024-13-01"),
    *("true", "TRUE", "no", "Norway", "null", "None", "~", "", " ", "1e5,5", "--5", "5e", "1.2.3", "0.1" + "0" * 40),
)
"""Numbers, and what may be in place of one."""
TEXTS: Final = (
    *(
        "\x00",
        "\x1b[2J",
        "\x7f",
        "\x85",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\u202e",
        "\u200b",
        "\u00ad",
        "\u00a0",
        "\t",
        "\r",
        "\n",
    ),
    *(
        "\r\n",
        '"',
        "'",
        '""',
        "“",
        "”",
        "«",
        "\\",
        "\\u0000",
        "\\ud800",
        "/",
        ";",
        ",",
        ":",
        "#",
        "=",
        "@",
        "&",
        "*",
        "<",
        ">",
    ),
    *(
        "{",
        "}",
        "[",
        "]",
        "{{",
        "{%",
        "}}",
        "%",
        "!",
        "|",
        "`",
        "🏴",
        "å" * 3,
        "a\u030a",
        "ﬀ",
        "İ",
        "ß",
        "=1+1",
        "'=1",
        "../",
        "NUL",
    ),
    *(
        "æ" * 300,
        "x" * 5000,
        " " * 2000,
        "\n" * 500,
        "\u0301" * 500,
        "https://a.dk",
        "javascript:alert(1)",
        "{0.__class__}",
    ),
)
"""Texts that some program takes for more than a text."""
_TOKEN: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*|\w+|[^\w\s]|[ \t]+|\r?\n|\r")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*")
_ENCODINGS: Final = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1", "cp850", "cp037", "utf-7")
_LINE_ENDS: Final = ("\n", "\r\n", "\r", "\n\r", "\n\n", "\u2028", "\x85", "\x0b", "\x0c")
LARGEST: Final = 400_000
"""The most bytes that a changed file grows to, apart from those that are packed."""


def mutated_text(content: bytes, other: bytes, tokens: Sequence[str], random: Random) -> bytes:
    """Return a text file with one to five changes; `other` is a file to take parts of, `tokens` are of its format."""
    text, more = content.decode("utf-8", "replace"), other.decode("utf-8", "replace")
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5))):
        text = random.choice(_CHANGES)(text, more, tokens, random)[:LARGEST]
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


def _number(text: str, _other: str, _tokens: Sequence[str], random: Random) -> str:
    """Replace a number."""
    return _replaced(text, _NUMBER, random.choice(NUMBERS), random)


def _token(text: str, other: str, tokens: Sequence[str], random: Random) -> str:
    """Replace a word, a number or a sign."""
    new = random.choice(
        (random.choice(NUMBERS), random.choice(TEXTS), random.choice([*tokens, ""]), _part(other, random))
    )
    return _replaced(text, _TOKEN, new, random)


def _inserted(text: str, other: str, tokens: Sequence[str], random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice((*TEXTS, *tokens, *tokens, _part(other, random))) + text[at:]


def _exchanged(text: str, _other: str, _tokens: Sequence[str], random: Random) -> str:
    """Exchange two tokens."""
    found = [*_TOKEN.finditer(text)]
    if len(found) < 2:
        return text
    one, two = sorted(random.sample(found, 2), key=lambda match: match.start())
    return text[: one.start()] + two[0] + text[one.end() : two.start()] + one[0] + text[two.end() :]


def _lines(text: str, other: str, _tokens: Sequence[str], random: Random) -> str:
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


def _ends(text: str, _other: str, _tokens: Sequence[str], random: Random) -> str:
    """Change the ends of all lines, or of some."""
    end = random.choice(_LINE_ENDS)
    if random.random() < 0.7:
        return end.join(text.splitlines())
    return "".join(line + random.choice(("\n", end)) for line in text.splitlines())


def _signs(text: str, _other: str, _tokens: Sequence[str], random: Random) -> str:
    """Change a sign for another in all places, or in one."""
    one, two = random.choice(
        ((";", ","), (",", ";"), (";", "\t"), (".", ","), (",", "."), (":", "="), ('"', "'"), ("'", '"'))
    )
    return text.replace(one, two, random.choice((1, 2, -1)))


def _doubled(text: str, _other: str, tokens: Sequence[str], random: Random) -> str:
    """Repeat a part many times, or nest a sign deeply."""
    if random.random() < 0.3:
        opened = random.choice(("[", "{", "(", "- ", "{a: ", '{"a":', "<a>", '"', "a.", *tokens))
        at = random.randrange(len(text) + 1)
        return text[:at] + opened * random.choice((10, 70, 1000, 20_000)) + text[at:]
    start = random.randrange(len(text) + 1)
    part = text[start : start + random.choice((1, 5, 30, 200))]
    return text[:start] + part * random.choice((2, 10, 300)) + text[start:]


def _cut(text: str, _other: str, _tokens: Sequence[str], random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] if random.random() < 0.5 else text[at:]


def _case(text: str, _other: str, _tokens: Sequence[str], random: Random) -> str:
    word = _part(text, random)
    return text.replace(word, random.choice((word.upper(), word.title(), word.swapcase())))


_CHANGES: Final[Sequence[Change]] = (
    *(
        _number,
        _number,
        _number,
        _token,
        _token,
        _token,
        _token,
        _inserted,
        _inserted,
        _exchanged,
        _lines,
        _lines,
        _lines,
    ),
    *(_ends, _signs, _doubled, _cut, _case),
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
