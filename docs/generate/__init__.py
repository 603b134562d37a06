"""The part of the docs that follows from the library: pages of the reference, and pictures.

They are made by every build of the docs, and are not kept in the repository.
"""

from pathlib import Path

from .fields import fields_page
from .python import PACKAGES, package_page, packages_page
from .results import results_page
from .rules import pages as rules_pages
from .statuses import statuses_page
from .tables import frames_page

COMMANDS = """\
# The command line

What `kommunepolitik COMMAND --help` prints.

```{eval-rst}
.. click:: kommunepolitik.cli.app:app
   :prog: kommunepolitik
   :nested: full
```
"""


def pages() -> dict[str, str]:
    """Return the text of every page by its path below `docs/reference`."""
    return {
        "cli.md": COMMANDS,
        "fields.md": fields_page(),
        "frames.md": frames_page(),
        "results.md": results_page(),
        "statuses.md": statuses_page(),
        **{f"rules/{name}": text for name, text in rules_pages().items()},
        "api/index.md": packages_page(),
        **{f"api/{package}.md": package_page(package) for package in PACKAGES},
    }


def write_pages(folder: Path) -> None:
    """Write the pages into a folder, those that differ: Sphinx reads again what is newer."""
    wanted = pages()
    for name, text in wanted.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
    for path in [*folder.glob("rules/*.md"), *folder.glob("api/*.md")]:
        if path.relative_to(folder).as_posix() not in wanted:
            path.unlink()
