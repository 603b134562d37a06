"""The bundled font of charts, pages and paper, so that they are the same on every machine.

It is Inter (SIL Open Font License, see `OFL.txt`) with the shapes of the statuses, made by `tools/make_font.py`.
"""

from pathlib import Path
from typing import Final, Literal

FAMILY: Final = "Kommunepolitik Sans"
"""Its name in style sheets and charts: our own, so that no installed font is used instead."""

FOLDER: Final = Path(__file__).parent


def font_file(weight: Literal["Regular", "Bold"] = "Regular", ending: Literal["ttf", "woff2"] = "woff2") -> Path:
    """Return the file of a weight: `woff2` for pages, `ttf` for programs that draw or print.

    >>> font_file("Bold").name
    'KommunepolitikSans-Bold.woff2'
    """
    return FOLDER / f"KommunepolitikSans-{weight}.{ending}"
