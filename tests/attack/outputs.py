"""Makes every public output of a policy."""

import base64
import io
import re
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.cli.command import run

Outputs = Mapping[str, bytes]
"""By name: the bytes of a file, or of what a command writes."""

OPEN = ("--licence", "CC0-1.0", "--contact", "data@nybro.example")


def tables(folder: Path, out: Path, *known: str) -> dict[str, bytes]:
    """Return open data, and the results and the record as JSON."""
    judged = ("--at", "2025", *known)
    _command("export", folder, "-o", out / "open", *OPEN, *judged)
    found = _files(out / "open", "open data")
    found["evaluate.json"] = _command("evaluate", folder, "--format", "json", *judged)
    return found


def pages(folder: Path, out: Path, *known: str) -> dict[str, bytes]:
    """Return pages, follow-ups, papers and the comparison with another edition, and what the commands write."""
    judged = ("--at", "2025", *known)
    formats = ("--paper", "--format", "html,md,json")
    _command("report", folder, folder.parent / "edition", "--output", out / "pages", *formats, *judged)
    found = _files(out / "pages", "pages")
    found["evaluate.csv"] = _command("evaluate", folder, "--format", "csv", *judged)
    found["evaluate.txt"] = _command("evaluate", folder, "--language", "en", *judged)
    for indicator in ("job", "andel", "sager"):
        found[f"explain {indicator}.txt"] = _command("explain", folder, indicator, *judged)
    for form in ("text", "json"):
        found[f"show.{form}"] = _command("show", folder, "--format", form)
        found[f"check.{form}"] = _command("check", folder, "--format", form, "--at", "2025")
        found[f"compare.{form}"] = _command("compare", folder.parent / "edition", folder, "--format", form)
    for form in ("text", "ics", "csv"):
        found[f"calendar.{form}"] = _command("calendar", folder, "--format", form, "--at", "2025-12-31")
    found["portfolio.csv"] = _command("portfolio", folder, "--format", "csv")
    return found


def papers(folder: Path, out: Path, *known: str) -> dict[str, bytes]:
    """Return what is made for other programs: PDF, Word, workbooks, Parquet, StratML, forms, the next edition."""
    judged = ("--at", "2025", *known)
    _command("report", folder, "--output", out / "papers", "--format", "pdf,docx", *judged)
    for form in ("xlsx", "csv", "parquet"):
        _command(
            "export",
            folder,
            "--format",
            form,
            "-o",
            out / "tables" / (f"t.{form}" if form == "xlsx" else form),
            *judged,
        )
    _command("convert", folder, out / "plan.xml")
    _command("new", out / "next", "--from", folder, "--period", "2027..2030")
    _command("collect", "template", folder, "--period", "2025", "-o", out / "forms")
    parts = {name: _files(out / name, name) for name in ("papers", "tables", "next", "forms")}
    found = {name: content for files in parts.values() for name, content in files.items()}
    found["plan.xml"] = (out / "plan.xml").read_bytes()
    return found


def _command(*arguments: object) -> bytes:
    """Return what a command writes; warnings are public too."""
    answer = run(*arguments)
    return (answer.stdout + answer.stderr).encode()


def _files(folder: Path, name: str) -> dict[str, bytes]:
    found = sorted(folder.rglob("*")) if folder.is_dir() else []
    return {f"{name}/{each.relative_to(folder)}": each.read_bytes() for each in found if each.is_file()}


def texts(outputs: Outputs) -> Iterator[tuple[str, str]]:
    """Yield all that can be read in outputs, by name: names of files, text, what is packed, and what is encoded."""
    for name, content in outputs.items():
        yield name, name
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                for part in parts.namelist():
                    yield f"{name}/{part}", parts.read(part).decode("utf-8", "replace")
        elif content[:4] == b"%PDF":
            done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
            yield name, done.stdout.decode()
            yield name, content.decode("latin-1")
        else:
            text = content.decode("utf-8", "replace")
            yield name, text
            for encoded in re.findall(r"base64,([A-Za-z0-9+/=]{40,})", text):
                yield f"{name} (encoded)", base64.b64decode(encoded).decode("utf-8", "replace")
