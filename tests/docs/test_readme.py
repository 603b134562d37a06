"""What the README and CONTRIBUTING show is what happens."""

import re
import textwrap
from pathlib import Path
from typing import Any

from tests.docs.walk import follow

ROOT = Path(__file__).parents[2]


def test_what_the_readme_shows_is_what_happens(tmp_path: Path) -> None:
    """Its file, its program, its commands."""
    shown = list(follow((ROOT / "README.md").read_text("utf-8"), tmp_path))
    assert len(shown) == 1
    assert [each for each in shown if not each.is_true] == []


def test_the_links_of_the_readme_lead_somewhere() -> None:
    """To files and folders of the repository."""
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert (len(links) > 10, [link for link in links if not (ROOT / link).exists()]) == (True, [])


def test_a_new_section_is_one_function_and_one_test() -> None:
    """Those that CONTRIBUTING shows work as they are written there."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    names: dict[str, Any] = {}
    for code in re.findall(r"```python\n(.*?)```", text, re.S):
        exec(compile(textwrap.dedent(code), "CONTRIBUTING.md", "exec"), names)  # our own page
    names["test_the_next_meeting_is_announced"]()
