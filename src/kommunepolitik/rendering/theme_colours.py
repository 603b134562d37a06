"""The colours of a theme: those of our stylesheet that may be another, and whether words can still be read in them."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from kommunepolitik.rendering.settings import TomlFile

CONTRAST: Final = 4.5
"""What WCAG 2.1 (1.4.3, level AA) requires of text against its background."""
BACKGROUNDS: Final[Mapping[str, tuple[str, ...]]] = {
    "ink": ("paper", "shade", "accent-shade"),
    "soft-ink": ("paper", "shade", "accent-shade"),
    "accent": ("paper", "shade", "accent-shade"),
    "gap": ("paper", "gap-shade"),
    "good": ("paper",),
    "bad": ("paper",),
}
"""The colours of words, each with its backgrounds."""
SCHEMES: Final = {"colours": "light", "dark": "dark"}
"""The tables of `theme.toml` that hold colours, and the scheme each is for."""

_STYLE: Final = Path(__file__).parent / "templates" / "html" / "style.css"
_COLOUR: Final = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_DECLARED: Final = re.compile(r"--([a-z-]+):\s*(#[0-9a-fA-F]{3,6})\b")


@cache
def own_colours() -> Mapping[str, Mapping[str, str]]:
    """Return our colours by table, as the stylesheet has them."""
    blocks = re.findall(r":root\s*\{(.*?)\}", _STYLE.read_text("utf-8"), re.DOTALL)
    return {table: dict(_DECLARED.findall(block)) for table, block in zip(SCHEMES, blocks, strict=False)}


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2.1 defines it.

    >>> contrast("#000000", "#fff"), round(contrast("#777777", "#ffffff"), 2)
    (21.0, 4.48)
    """
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [part / 255 for part in bytes.fromhex(digits)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colour_style(file: TomlFile) -> str:
    """Return the stylesheet of a theme's colours; one that is none, or too faint to be read in, is a problem.

    A reader's own high-contrast colours stay before them; the accent is printed too.
    """
    rules = []
    for table, scheme in SCHEMES.items():
        ours = own_colours()[table]
        file.check_keys(ours, table)
        given = {name: str(colour) for name, colour in file.table(table).items() if name in ours}
        for name in [name for name, colour in given.items() if not _COLOUR.fullmatch(colour)]:
            file.report("theme_colour", table, name, value=given.pop(name))
        _check_contrast(file, table, given)
        rules.append(_rule(f"screen and (forced-colors: none) and (prefers-color-scheme: {scheme})", given))
        if scheme == "light":
            rules.append(_rule("print", {name: given[name] for name in ("accent",) if name in given}))
    return "".join(rules)


def _rule(media: str, given: Mapping[str, str]) -> str:
    settings = " ".join(f"--{name}: {colour};" for name, colour in given.items())
    return f"@media {media} {{ :root {{ {settings} }} }}\n" if given else ""


def _check_contrast(file: TomlFile, table: str, given: Mapping[str, str]) -> None:
    colours = {**own_colours()[table], **given}
    for word, background in ((word, each) for word, backgrounds in BACKGROUNDS.items() for each in backgrounds):
        setter = word if word in given else background
        ratio = contrast(colours[word], colours[background])
        if setter in given and ratio < CONTRAST:
            shown = f"{int(ratio * 100) / 100:.2f}"  # never rounded up to what is required
            file.report("theme_contrast", table, setter, word=word, ground=background, ratio=shown, least=str(CONTRAST))
