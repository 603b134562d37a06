"""Pages of the reference that follow from the library: a page for each package, the command line, the statuses."""

import ast
import inspect
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, get_args, get_origin

import kommunepolitik
from kommunepolitik.evaluation.explanation import REASONS, REMEDIES, STATUS_WORDS, WARNINGS
from kommunepolitik.evaluation.results import SHOWN_AS, STATUSES, Reason, Stage, Warning
from kommunepolitik.i18n import language
from kommunepolitik.report.lines import SHAPES, SHOWN_WORDS

PACKAGES = sorted(set(dir(kommunepolitik)) - set(kommunepolitik.__all__))


def write(folder: Path) -> None:
    """Write the pages below a folder."""
    api = folder / "api"
    api.mkdir(exist_ok=True)
    for package in PACKAGES:
        _write(api / f"{package}.md", package_page(package))
    _write(api / "index.md", api_index())
    _write(folder / "cli.md", CLI)
    _write(folder / "statuses.md", statuses_page())


def _write(path: Path, text: str) -> None:
    """Write a page that differs: Sphinx reads again what is newer."""
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")


CLI = """\
# The command line

Made from the program: what `kommunepolitik COMMAND --help` prints.

```{eval-rst}
.. click:: kommunepolitik.cli.app:app
   :prog: kommunepolitik
   :nested: full
```
"""


def api_index() -> str:
    """Return the page that lists the packages, each with its sentence."""
    lines = ["# Python", "", "`import kommunepolitik as kp` gives the names that are used most:", ""]
    for name in kommunepolitik.__all__:
        if name != "__version__":
            lines.append(f"- {{py:obj}}`kp.{name} <{_home(name)}>`: {_first_line(getattr(kommunepolitik, name))}")
    lines += ["", "All names are in these packages:", "", "```{toctree}", ":maxdepth: 1", "", *PACKAGES, "```", ""]
    return "\n".join(lines)


def _home(name: str) -> str:
    """Return the full name of what the top has again."""
    return next(
        f"kommunepolitik.{package}.{name}"
        for package in PACKAGES
        if name in import_module(f"kommunepolitik.{package}").__all__
    )


def _first_line(value: object) -> str:
    return (inspect.getdoc(value) or "").partition("\n")[0]


def package_page(package: str) -> str:
    """Return the page of a package: its text, and each public name."""
    module = import_module(f"kommunepolitik.{package}")
    texts = _texts_of_constants(module)
    lines = [f"# kommunepolitik.{package}", "", "```{eval-rst}", f".. py:module:: kommunepolitik.{package}", ""]
    lines += [*(inspect.getdoc(module) or "").splitlines(), "", f".. py:currentmodule:: kommunepolitik.{package}", ""]
    for name in sorted(module.__all__, key=lambda name: (not name.isupper(), name)):
        lines += [*_entry(f"kommunepolitik.{package}", name, getattr(module, name), texts), ""]
    return "\n".join([*lines, "```", ""])


def _entry(module: str, name: str, value: Any, texts: dict[str, str]) -> Iterator[str]:
    if inspect.isclass(value):
        yield f".. autoclass:: {module}.{name}"
        yield "   :members:"
        if not issubclass(value, Exception):
            yield "   :special-members: __getitem__, __iter__, __len__, __contains__"
    elif inspect.isfunction(value):
        yield f".. autofunction:: {module}.{name}"
    else:
        yield f".. py:data:: {name}"
        if shown := _shown(value):
            yield f"   :value: {shown}"
        yield ""
        yield from (f"   {line}" for line in texts.get(name, "").splitlines())


def _texts_of_constants(package: ModuleType) -> dict[str, str]:
    """Return the texts below constants and unions in the modules of a package, by name."""
    found = {}
    for path in Path(package.__path__[0]).rglob("*.py"):
        body = ast.parse(path.read_text("utf-8")).body
        for statement, after in zip(body, body[1:], strict=False):
            is_text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            if isinstance(statement, ast.Assign | ast.AnnAssign) and is_text:
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                found |= {t.id: inspect.cleandoc(str(after.value.value)) for t in targets if isinstance(t, ast.Name)}
    return found


def _shown(value: object) -> str:
    """Return the value of a constant, where it is short enough to be read."""
    text = " | ".join(map(repr, get_args(value))) if get_origin(value) is Literal else repr(value)
    return text if len(text) <= 400 and "<" not in text else ""


STATUS_MEANINGS = {
    "achieved": "The figure meets the target; before the deadline it may be lost again.",
    "on_track": "The figure is on the path to the target or ahead of it, or progress is at least 95 % of what is required.",
    "behind": "Progress is at least 60 %, and less than 95 % of what is required by now.",
    "far_behind": "Progress is less than 60 % of what is required by now.",
    "unchanged": "The movement since the baseline is within the margin: too small to count as one.",
    "worsening": "The figure has moved the wrong way by more than the margin.",
    "missed": "The deadline is over, its figure is final, and the target is not met.",
    "ambiguous": "The target or the figure can be read in two ways, which lead to different statuses.",
    "not_assessed": "It cannot be judged, for one of the reasons below.",
}
"""What each status means; `explanation/methods` has the formulas."""

STAGE_MEANINGS = {
    "current": "The target that counts now.",
    "later": "The next ones of the same series; shown, not counted.",
    "past": "Earlier ones of the same series; shown, not counted.",
    "expired": "The newest past one, where no other is current or later; it counts.",
    "replaced": "A decision put another target in its place; it does not count.",
}
"""What each stage means."""


def statuses_page() -> str:
    """Return the page of statuses, reasons, warnings and stages: each code, its words in both languages, its meaning."""
    danish = language("da").gettext
    shown = {code: f"{SHAPES[code]} {danish(SHOWN_WORDS[SHOWN_AS[code]])}" for code in STATUSES}
    statuses = ((code, danish(STATUS_WORDS[code]), shown[code], STATUS_MEANINGS[code]) for code in STATUSES)
    reasons = ((code, danish(REASONS[code]), REASONS[code], REMEDIES[code]) for code in get_args(Reason))
    warnings = ((code, danish(WARNINGS[code]), WARNINGS[code]) for code in get_args(Warning))
    stages = ((code, STAGE_MEANINGS[code]) for code in get_args(Stage))
    return "\n".join(
        [
            "# Statuses, reasons, warnings",
            "",
            "The codes that `Result.status`, `reason`, `warnings` and `stage` have, in tables and in JSON. Made from the",
            "library. Reports show five words for the nine statuses; [colours](../explanation/colours.md) has the signs.",
            "",
            "## Statuses",
            "",
            *_table(("code", "in Danish", "shown in reports as", "meaning"), statuses),
            "",
            "## Reasons",
            "",
            "Why a target is `not_assessed`.",
            "",
            *_table(("code", "in Danish", "meaning", "what it would take"), reasons),
            "",
            "## Warnings",
            "",
            "What a reader should know besides the status.",
            "",
            *_table(("code", "in Danish", "meaning"), warnings),
            "",
            "## Stages",
            "",
            "Whether a target counts in headlines.",
            "",
            *_table(("code", "meaning"), stages),
            "",
        ]
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a Markdown table whose first column are codes."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for code, *cells in rows:
        yield f"| `{code}` | {' | '.join(cells)} |"
