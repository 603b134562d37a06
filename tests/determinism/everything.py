"""Runs every command on a made-up municipality, with no connection to anywhere; says what each of them printed and wrote.

`python -m tests.determinism.everything FOLDER [--backwards]` works in a new FOLDER: `in` is a copy of the tutorial's municipality,
`said` has what each command printed, and `out` what it wrote. With `--backwards` the system lists folders the other way round.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

NYBRO = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro"

POLICY, BEFORE, ALL = "in/integration_2024", "in/integration_2020", "in"
NATIONAL = ("--observations", "in/national.csv")
YEAR = ("--at", "2026", "--known", "2027-02-26")
OPEN = ("--licence", "CC-BY-4.0", "--contact", "data@nybro.example")

COMMANDS: dict[str, tuple[str, ...]] = {
    "calendar": ("calendar", ALL, *NATIONAL, "--at", "2026-06-01", "--format", "ics"),
    "check": ("check", ALL, *NATIONAL, "--at", "2026", "--format", "json"),
    "check, for people": ("check", ALL, *NATIONAL, "--at", "2026", "--language", "en"),
    "collect template": ("collect", "template", ALL, *NATIONAL, "--period", "2027", "-o", "out/skemaer"),
    "collect read": ("collect", "read", "out/skemaer", "--policy", ALL),
    "compare": ("compare", BEFORE, POLICY, *NATIONAL, "--format", "json"),
    "compare, a page": ("compare", BEFORE, POLICY, *NATIONAL, "--format", "html", "-o", "out/sammenligning.html"),
    "convert, json": ("convert", f"{POLICY}/policy.yaml", "out/politik.json"),
    "convert, stratml": ("convert", f"{POLICY}/policy.yaml", "out/politik.xml"),
    "evaluate": ("evaluate", POLICY, *NATIONAL, *YEAR, "--format", "json"),
    "evaluate, csv": ("evaluate", POLICY, *NATIONAL, *YEAR, "--format", "csv"),
    "explain": ("explain", POLICY, "beskaeftigelse", *NATIONAL, *YEAR),
    "export": ("export", POLICY, *NATIONAL, *YEAR, *OPEN, "-o", "out/data"),
    "export, xlsx": ("export", ALL, *NATIONAL, "--format", "xlsx", "-o", "out/politikker.xlsx"),
    "export, csv": ("export", ALL, *NATIONAL, "--format", "csv", "-o", "out/tabeller"),
    "export, parquet": ("export", ALL, *NATIONAL, "--format", "parquet", "-o", "out/parquet"),
    "figures suggest": ("figures", "suggest", "in/ny.csv", "--policy", POLICY),
    "figures read": (
        "figures",
        "read",
        "in/tal.csv",
        "--policy",
        POLICY,
        "--accept-revisions",
        "--published",
        "2027-04-01",
    ),
    "new": ("new", "out/ny-politik", "--municipality", "Nybro", "--fictitious", "--period", "2027..2030"),
    "portfolio": ("portfolio", ALL, "--format", "json"),
    "report": ("report", ALL, *NATIONAL, "-o", "out/sider", "--format", "html,md"),
    "report, the paper": (
        *("report", POLICY, *NATIONAL, *YEAR, "--since", "2025", "--since-known", "2026-02-28", "-o", "out/sag"),
        *("--paper", "--format", "html,docx,pdf"),
    ),
    "rules": ("rules",),
    "schema": ("schema", "policy", "-o", "out/policy.schema.json"),
    "show": ("show", POLICY, "--format", "json"),
    "verify": ("verify", "out/sag/nybro-integration-2024--record.json", "--policy", ALL, *NATIONAL),
}
"""An example of every command, and of every format that it writes."""

OTHERS = {
    "figures refresh": "asks Statistikbanken",
    "preview": "is a server, whose pages are those of report",
}
"""The commands that are not run, and why."""


def laid(folder: Path) -> None:
    """Copy the municipality, and write two files of figures to read."""
    shutil.copytree(NYBRO, folder / "in")
    (folder / "out").mkdir()
    (folder / "said").mkdir()
    (folder / "in" / "ny.csv").write_text("Emne;2025;2026\nVoksne i beskæftigelse;56,2;57,0\n", "utf-8")
    (folder / "in" / "tal.csv").write_text(
        "indikator;periode;værdi;kilde\nselvforsoergelse;2026;51,5;Register (opdigtet)\n", "utf-8"
    )


def closed(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse every connection, also to this computer."""
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise AssertionError(f"a command asked for a connection: {event} {arguments[1:]}")


def list_backwards() -> None:
    """List folders in the opposite order, as another file system may."""
    scandir, listdir = os.scandir, os.listdir

    class Scanned:
        def __init__(self, path: str) -> None:
            with scandir(path) as found:
                self.found = iter(sorted(found, key=lambda entry: entry.name, reverse=True))

        def __enter__(self) -> Iterator["os.DirEntry[str]"]:
            return self.found

        def __exit__(self, *_: object) -> None: ...

        def __iter__(self) -> Iterator["os.DirEntry[str]"]:
            return self.found

    os.scandir = lambda path=".": Scanned(path)  # type: ignore[assignment]
    os.listdir = lambda path=".": sorted(listdir(path), reverse=True)  # type: ignore[assignment]


def main() -> None:
    """Run all commands."""
    folder, *options = sys.argv[1:]
    Path(folder).mkdir()
    laid(Path(folder))
    os.chdir(folder)
    if options:
        list_backwards()
    sys.addaudithook(closed)
    from tests.cli.command import run

    for name, command in COMMANDS.items():
        answer = run(*command)
        said = f"{answer.returncode}\n{answer.stdout}\n{answer.stderr}"
        Path("said", name.replace(", ", "-").replace(" ", "-")).write_text(said, "utf-8")


if __name__ == "__main__":
    main()
