"""Make the bundled font for charts, pages and paper: Inter with the shapes of statuses, under our own name.

    python tools/make_font.py FOLDER_WITH_INTER

The folder has `Inter_400Regular.ttf` and `Inter_700Bold.ttf` (Inter 4, SIL Open Font License, no reserved font name).
Only letters of Latin and Greek, numbers and the signs we use are kept, and no substitution that shows other characters
than those typed. The name is our own, so that no installed font can be used instead. Needs fonttools and
brotli.
"""

import math
import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FAMILY = "Kommunepolitik Sans"
FOLDER = Path(__file__).parents[1] / "src" / "kommunepolitik" / "formats" / "fonts"
RANGES = [(0x20, 0x24F), (0x2B0, 0x2DD), (0x300, 0x36F), (0x370, 0x3FF), (0x1E00, 0x1EFF), (0x2000, 0x209F)]
RANGES += [(0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218F), (0x2190, 0x2199), (0x2200, 0x22FF), (0x25A0, 0x25FF)]
PAGE_RANGES = [(0x20, 0x17F), (0x2010, 0x2026), (0x2030, 0x203A), (0x20AC, 0x20AC), (0x2190, 0x2193), (0x2212, 0x2212)]
PAGE_RANGES += [(0x2260, 0x2265), (0x25A0, 0x25FF), (0x2714, 0x2714), (0x2716, 0x2716)]
"""The characters embedded in a page: the letters of Western and Central Europe, so that it stays small."""
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "sups", "subs"]

Contour = list[tuple[float, float]]


def polygon(*contours: Contour) -> TTGlyphPen:
    """Return a glyph of straight lines."""
    pen = TTGlyphPen(None)
    for contour in contours:
        pen.moveTo(contour[0])
        for point in contour[1:]:
            pen.lineTo(point)
        pen.closePath()
    return pen


def shapes(em: float) -> dict[str, Contour | list[Contour]]:
    """Return the outlines of a check mark, a cross and a dotted circle, in units of the font."""

    def turned(points: Contour, angle: float) -> Contour:
        cos, sin = math.cos(angle), math.sin(angle)
        return [(0.4 + x * cos - y * sin, 0.36 + x * sin + y * cos) for x, y in points]

    arm, half = 0.4, 0.085
    cross = [(half, half), (half, arm), (-half, arm), (-half, half), (-arm, half), (-arm, -half)]
    cross += [(-half, -half), (-half, -arm), (half, -arm), (half, -half), (arm, -half), (arm, half)]
    check = [(0.04, 0.36), (0.16, 0.46), (0.3, 0.3), (0.66, 0.76), (0.78, 0.66), (0.31, 0.04)]
    dots = []
    for number in range(8):
        angle = number * math.pi / 4
        x, y = 0.4 + 0.32 * math.cos(angle), 0.36 + 0.32 * math.sin(angle)
        around = [-step * math.pi / 6 for step in range(12)]
        dots.append([(x + 0.07 * math.cos(a), y + 0.07 * math.sin(a)) for a in around])
    found = {"✔": [check], "✖": [turned(cross, math.pi / 4)], "◌": dots}
    return {
        sign: [[(round(x * em), round(y * em)) for x, y in c] for c in outlines] for sign, outlines in found.items()
    }


def make(source: Path, weight: str) -> None:
    """Make one face."""
    font = TTFont(source)
    for sign, contours in shapes(font["head"].unitsPerEm).items():
        name = f"uni{ord(sign):04X}"
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        font["glyf"][name] = polygon(*contours).glyph()
        font["hmtx"][name] = (round(font["head"].unitsPerEm * 0.8), 0)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[ord(sign)] = name
    keep(font, [*RANGES, (0x2714, 0x2714), (0x2716, 0x2716)])
    names = {1: FAMILY, 2: weight, 3: f"{FAMILY} {weight}", 4: f"{FAMILY} {weight}", 16: FAMILY, 17: weight}
    names[6] = f"{FAMILY}-{weight}".replace(" ", "")
    names[10] = "A subset of Inter 4, with the signs U+2714, U+2716 and U+25CC added."
    for id, text in names.items():
        font["name"].setName(text, id, 3, 1, 0x409)
    font["name"].names = [each for each in font["name"].names if each.nameID not in (21, 22, 25)]
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(FOLDER / f"KommunepolitikSans-{weight}.ttf")
    keep(font, PAGE_RANGES)
    font.flavor = "woff2"
    font.save(FOLDER / f"KommunepolitikSans-{weight}.woff2")


def keep(font: TTFont, ranges: list[tuple[int, int]]) -> None:
    """Remove every character outside the ranges."""
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True, name_IDs=["*"])
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=[code for first, last in ranges for code in range(first, last + 1)])
    chosen.subset(font)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    make(Path(sys.argv[1]) / "Inter_400Regular.ttf", "Regular")
    make(Path(sys.argv[1]) / "Inter_700Bold.ttf", "Bold")
