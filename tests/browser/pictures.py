"""Takes a picture of every kind of page, for human eyes: `make pictures`. No claim is made, so that no test run needs it."""

from pathlib import Path
from typing import Any

import pytest

LOOKS = {
    "light": {"width": 1280},
    "dark": {"width": 1280, "scheme": "dark"},
    "phone": {"width": 390},
    "phone-dark": {"width": 390, "scheme": "dark"},
}
FOLDER = Path(__file__).parents[2] / "build" / "screenshots"


@pytest.mark.parametrize("look", LOOKS)
def test_pictures(full: list[Any], opened: Any, look: str) -> None:
    """Each kind of page in this look."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for page in full:
        tab = opened(page, **LOOKS[look])
        height = min(tab.evaluate("document.documentElement.scrollHeight"), 6000)
        clip = {"x": 0, "y": 0, "width": LOOKS[look]["width"], "height": height}
        tab.screenshot(path=FOLDER / f"{page.path.stem}.{look}.png", clip=clip, full_page=True)


def test_prints(full: list[Any], opened: Any) -> None:
    """Each kind of page as Chromium prints it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for page in full:
        opened(page).pdf(path=FOLDER / f"{page.path.stem}.print.pdf", prefer_css_page_size=True, print_background=True)
