"""The colours of a theme: those of our stylesheet that may be another, and whether words can still be read in them."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from kommunepolitik.model.nearest import nearest
from kommunepolitik.rendering.toml import TomlFile

STYLE: Final = Path(__file__).parent / "templates" / "html" / "style.css"

CONTRAST: Final = 4.5
"""What WCAG 2.1 (1.4.3, level AA) asks of text against its ground."""

GROUNDS: Final[Mapping[str, tuple[str, ...]]] = {
    "ink": ("paper", "shade", "accent-shade"),
    "soft-ink": ("paper", "shade", "accent-shade"),
    "accent": ("paper", "shade", "accent-shade"),
    "gap": ("paper", "gap-shade"),
    "good": ("paper",),
    "bad": ("paper",),
}
"""The colours of words, each with the grounds it stands on."""

SCHEMES: Final = {"colours": "light", "dark": "dark"}
"""The tables of `theme.toml` that hold colours, and the scheme each is for."""

_PRINTED: Final = ("accent",)
"""Colours that are printed too; paper is white whatever the screen is."""

_COLOUR: Final = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_DECLARED: Final = re.compile(r"--([a-z-]+):\s*(#[0-9a-fA-F]{3,6})\b")


@cache
def own_colours() -> Mapping[str, Mapping[str, str]]:
    """Return our colours by scheme, as the stylesheet has them."""
    style = STYLE.read_text("utf-8")
    light, dark = re.findall(r":root\s*\{(.*?)\}", style, re.DOTALL)[:2]
    return {"light": dict(_DECLARED.findall(light)), "dark": dict(_DECLARED.findall(dark))}


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2.1 defines it.

    >>> contrast("#000000", "#fff")
    21.0
    >>> round(contrast("#777777", "#ffffff"), 2)
    4.48
    """
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance: the linear parts of red, green and blue, weighed as an eye does."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def read_colours(file: TomlFile) -> Mapping[str, Mapping[str, str]]:
    """Return a theme's colours by scheme; what is no colour, or cannot be read against its ground, is a problem."""
    found: dict[str, dict[str, str]] = {}
    for table, scheme in SCHEMES.items():
        ours = own_colours()[scheme]
        given = found[scheme] = {}
        for name in file.table(table):
            if name not in ours:
                file.report("unknown_key", table, name, key=name, nearest=nearest(name, ours), known=ours)
            elif (colour := file.text(table, name)) is not None:
                if _COLOUR.fullmatch(colour):
                    given[name] = colour
                else:
                    file.report("theme_colour", table, name, value=colour)
        grounds = {**ours, **given}
        _check(file, table, given, grounds)
        if scheme == "light":
            _check(file, table, {name: given[name] for name in _PRINTED if name in given}, {**grounds, "paper": "#fff"})
    return found


def _check(file: TomlFile, table: str, given: Mapping[str, str], colours: Mapping[str, str]) -> None:
    """Note each pair of word and ground that is too faint, at the colour that the theme sets."""
    for word, ground in ((word, ground) for word, grounds in GROUNDS.items() for ground in grounds):
        setter = word if word in given else ground
        reached = contrast(colours[word], colours[ground])
        if setter in given and reached < CONTRAST:
            ratio = f"{int(reached * 100) / 100:.2f}"  # never rounded up to what is asked
            file.report("theme_contrast", table, setter, word=word, ground=ground, ratio=ratio, least=str(CONTRAST))


def colour_style(colours: Mapping[str, Mapping[str, str]]) -> str:
    """Return the stylesheet that sets a theme's colours; a reader's own high-contrast colours stay before them."""
    rules = []
    for scheme, given in colours.items():
        if given:
            media = f"screen and (forced-colors: none) and (prefers-color-scheme: {scheme})"
            rules.append(_rule(media, given))
    printed = {name: colour for name, colour in colours.get("light", {}).items() if name in _PRINTED}
    if printed:
        rules.append(_rule("print", printed))
    return "".join(rules)


def _rule(media: str, given: Mapping[str, str]) -> str:
    settings = " ".join(f"--{name}: {colour};" for name, colour in given.items())
    return f"@media {media} {{ :root {{ {settings} }} }}\n"
