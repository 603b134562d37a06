"""Runs a command again and again in copies of a folder, each time killed at a later change of a file.

`python -m tests.killed FOLDER COPIES ARGUMENT...` prints a line for each file that was neither as before nor as after, or is gone.
`{}` in an argument is the copy.
"""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

CHANGES = ("open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.chmod", "shutil.copyfile")
MOST = 400


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder; what begins with a point is on its way to being one."""
    files = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {str(name): path.read_bytes() for name, path in files.items() if not any(p[0] == "." for p in name.parts)}


def run(arguments: Sequence[str], copy: Path, stop: int) -> bool:
    """Run a command in a process of its own that ends at a change of the copy by its number; return whether it did."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    count = 0

    def hook(event: str, details: tuple[object, ...]) -> None:
        nonlocal count
        if event not in CHANGES or not str(details[0]).startswith(str(copy)):
            return
        if event == "open" and not (isinstance(details[2], int) and details[2] & (os.O_WRONLY | os.O_RDWR)):
            return
        count += 1
        if count == stop:
            os._exit(9)

    from kommunepolitik.cli.app import app

    sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - until the process ends
    sys.addaudithook(hook)
    code: object = 0
    try:
        app([argument.replace("{}", str(copy)) for argument in arguments], prog_name="kommunepolitik")
    except SystemExit as end:
        code = end.code
    finally:
        os._exit(0 if code in (0, None) else 3)
    raise AssertionError


def main() -> None:
    """Kill the command at each change in turn, and report files that are neither old nor new."""
    folder, copies, *arguments = sys.argv[1:]
    import kommunepolitik.collect  # all is imported once, before the processes part
    import kommunepolitik.site  # noqa: F401

    whole = Path(copies) / "hel"
    shutil.copytree(folder, whole)
    before = contents(whole)
    run(arguments, whole, 0)
    after = contents(whole)
    assert before != after, "the command changes nothing"
    for stop in range(1, MOST):
        copy = Path(copies) / "kopi"
        shutil.copytree(folder, copy)
        was_killed = run(arguments, copy, stop)
        now = contents(copy)
        for name in before.keys() - now.keys():
            print(f"{stop}: {name} is gone")
        for name, content in now.items():
            path = str(copy).encode()
            as_after = after.get(name, b"").replace(str(whole).encode(), path)
            if content not in (before.get(name), as_after):
                print(f"{stop}: {name}")
        shutil.rmtree(copy)
        if not was_killed:
            print(f"killed {stop - 1} times")
            return
    raise AssertionError("there is no end of changes")


if __name__ == "__main__":
    main()
