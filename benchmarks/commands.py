"""Every command from the shell, beside the imports of other packages that it needs: new processes in turn."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Row
from benchmarks.processes import FRESH, bare_imports, command, processes

ROOT = Path(__file__).parents[1]
LARGE = ROOT / "examples" / "slagelse_2023" / "policy.yaml"
POLICIES = ROOT / "docs" / "tutorial" / "nybro"
NEWEST = POLICIES / "integration_2024"
_TARGETS = {"check": "≤ 2"}
_ALWAYS = (
    *("attrs", "click", "yaml"),
    *("decimal", "fnmatch", "html", "ipaddress", "locale", "pathlib", "signal", "textwrap", "traceback"),
    *("urllib.parse", "encodings.utf_8_sig"),
)
_TABLES = (
    *("numpy", "numpy.typing"),
    *("calendar", "csv", "fractions", "shutil", "statistics", "tempfile", "xml.etree.ElementTree", "zipfile"),
)
_WORDS = ("babel.dates", "babel.numbers", "email.message", "importlib.metadata", "importlib.resources")
_PAGES = ("jinja2.sandbox", "babel.messages", "concurrent.futures", "difflib", "logging", "subprocess")
_JUDGE, _SHOW = (*_ALWAYS, *_TABLES, *_WORDS), (*_ALWAYS, *_TABLES, *_WORDS, *_PAGES)
IMPORTS = {
    **dict.fromkeys(("check", "rules", "schema", "convert"), _ALWAYS),
    **dict.fromkeys(("check with figures", "evaluate", "explain", "portfolio", "calendar", "verify"), _JUDGE),
    **dict.fromkeys(("show", "compare", "export"), _SHOW),
    "report": (*_SHOW, "vl_convert"),
    "new": (*_ALWAYS, *_TABLES),
    "collect template": (*_JUDGE, "openpyxl", "lxml.etree"),
    "figures suggest": (*_ALWAYS, *_TABLES, "rapidfuzz.fuzz"),
}
"""What each command needs of other packages and of Python: a list that does not grow with what a command imports."""


def rows(quick: bool = False) -> Iterator[Row]:
    """Yield the processor time and the memory of each command, and that of `evaluate` beside a budget."""
    with tempfile.TemporaryDirectory() as folder:
        given = _commands(Path(folder))
        if quick:
            given = {"check": given["check"]}
        runs = {name: command(*arguments) for name, arguments in given.items()}
        bare = {f"imports of {name}": bare_imports(IMPORTS[name]) for name in given}
        pandas = {} if quick else {"pandas": ["-c", "import pandas"]}
        cost = processes({**runs, **bare, **pandas}, 1 if quick else 3)
    for name in given:
        ours, base = cost[name], cost[f"imports of {name}"]
        yield Row("commands", name, "its bare imports", ours.seconds, base.seconds, target=_TARGETS.get(name, ""))
    if not quick:
        ours, base = cost["evaluate"], cost["pandas"]
        # It imports no pandas: what that takes is known to everyone who works with figures, and so a budget.
        budget = "a budget: as long as `import pandas`"
        yield Row("commands", "evaluate", budget, ours.seconds, base.seconds, target="≤ 1.3")
    for name in given:
        ours, base = cost[name], cost[f"imports of {name}"]
        memory = ours.megabytes, base.megabytes
        yield Row("commands", f"{name}: memory", "its bare imports", *memory, unit="MB")


def _commands(folder: Path) -> dict[str, tuple[object, ...]]:
    """Return the arguments of the commands; what they write goes to a folder."""
    single = folder / "policy.yaml"  # a policy of 80 kB, without the figures beside it
    shutil.copy(LARGE, single)
    at = ("--at", "2026", "--known", "2027-02-26")
    return {
        "check": ("check", single),
        "check with figures": ("check", NEWEST),
        "evaluate": ("evaluate", NEWEST),
        "explain": ("explain", NEWEST, "beskaeftigelse"),
        "show": ("show", single),
        "portfolio": ("portfolio", POLICIES),
        "compare": ("compare", POLICIES / "integration_2020", NEWEST),
        "calendar": ("calendar", POLICIES, "--at", "2027-02-26"),
        "rules": ("rules",),
        "schema": ("schema",),
        "new": ("new", folder / FRESH, "--from", NEWEST, "--period", "2028..2031"),
        "convert": ("convert", single, folder / f"{FRESH}.json"),
        "export": ("export", NEWEST, "-o", folder / FRESH, "--licence", "CC0-1.0", "--contact", "data@nybro.example"),
        "collect template": ("collect", "template", NEWEST, "--period", "2026", "--output", folder / FRESH),
        "figures suggest": ("figures", "suggest", NEWEST / "observations.csv", "--policy", NEWEST),
        "report": ("report", NEWEST, *at, "--output", folder / "pages"),
        "verify": ("verify", folder / "pages" / "nybro-integration-2024--record.json", "--policy", NEWEST),
    }
