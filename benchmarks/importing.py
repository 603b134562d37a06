"""What importing costs, beside the libraries that are imported for it: new processes in turn."""

from collections.abc import Iterator

from benchmarks.measuring import Row
from benchmarks.processes import processes

_BARE = "import attrs, yaml"
_STATEMENTS = {
    "import kommunepolitik": "pass",
    "from kommunepolitik import Policy": "import attrs",
    "from kommunepolitik import load": _BARE,
    "from kommunepolitik import evaluate": f"{_BARE}, numpy",
}


def rows(quick: bool = False) -> Iterator[Row]:
    """Yield the processor time of statements beside the imports that they need."""
    both = dict.fromkeys((*_STATEMENTS, *_STATEMENTS.values()))
    cost = processes({statement: ["-c", statement] for statement in both}, 1 if quick else 9)
    for statement, bare in _STATEMENTS.items():
        beside = f"`{bare}`" if bare != "pass" else "Python alone"
        yield Row("importing", f"`{statement}`", beside, cost[statement].seconds, cost[bare].seconds)
