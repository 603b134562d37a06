"""The cost of loading and checking, as ratios of one run; absolute times depend on the machine.

Run with `make benchmark`.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml
from measuring import seconds

from kommunepolitik.documents import parse, to_json, to_yaml
from kommunepolitik.documents.yaml_parser import parse_yaml

EXAMPLE = Path(__file__).parents[1] / "examples" / "slagelse_2023" / "policy.yaml"


def importing(statement: str) -> float:
    """Return the time that a new interpreter takes for a statement, without its start."""
    code = f"import time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(9)]
    return statistics.median(float(run.stdout) for run in runs)


def processes(**commands: list[str]) -> dict[str, float]:
    """Return the median time of whole processes, interleaved, so that load on the machine affects all of them."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(15):
        for name, command in commands.items():
            began = time.perf_counter()
            subprocess.run([sys.executable, *command], capture_output=True, check=True)
            times[name].append(time.perf_counter() - began)
    return {name: statistics.median(taken) for name, taken in times.items()}


def table(title: str, unit: str, rows: dict[str, float]) -> None:
    """Print times and their ratios to the first."""
    print(f"\n{title}")
    base = next(iter(rows.values()))
    for name, value in rows.items():
        print(f"  {name:<58} {value * 1000:8.2f} {unit} {value / base:6.2f}")


def main() -> None:
    """Measure and print."""
    text = EXAMPLE.read_text("utf-8")
    policy = parse(text)
    as_json, as_yaml = to_json(policy), to_yaml(policy)
    table(
        "Importing (ratio to attrs, cattrs and yaml)",
        "ms",
        {
            "import attrs, cattrs, yaml": importing("import attrs, cattrs, yaml"),
            "import kommunepolitik": importing("import kommunepolitik"),
            "from kommunepolitik import Policy": importing("from kommunepolitik import Policy"),
            "from kommunepolitik import load": importing("from kommunepolitik import load"),
        },
    )

    with tempfile.TemporaryDirectory() as folder:
        single = Path(folder) / "policy.yaml"  # without the figures beside the example
        single.write_text(text, "utf-8")
        whole = processes(
            base=["-c", "import attrs, cattrs, yaml"],
            check=["-m", "kommunepolitik", "check", str(single)],
        )
    table(
        "Checking a policy without figures from the shell (whole processes, ratio to importing the three)",
        "ms",
        {
            'python -c "import attrs, cattrs, yaml"': whole["base"],
            "python -m kommunepolitik check policy.yaml": whole["check"],
        },
    )

    def events_only() -> None:
        loader = yaml.CLoader(text)
        while loader.check_event():
            loader.get_event()

    table(
        f"Loading a policy of {len(text) // 1000} kB (ratio to the parser's events)",
        "ms",
        {
            "the C parser's events, discarded": seconds(events_only, 15),
            "our reader: data and places": seconds(lambda: parse_yaml(text), 15),
            "yaml.load, C loader (no places, YAML 1.1)": seconds(lambda: yaml.load(text, Loader=yaml.CSafeLoader), 15),
            "from YAML to a checked policy": seconds(lambda: parse(as_yaml), 15),
            "from JSON to a checked policy": seconds(lambda: parse(as_json, ".json"), 15),
        },
    )


if __name__ == "__main__":
    main()
