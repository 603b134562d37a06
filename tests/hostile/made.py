"""The made-up municipality of the tutorial with hostile text in every field, as a folder that commands read."""

import csv
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from kommunepolitik.documents import Document, read_all, to_yaml
from kommunepolitik.documents.side_files import AccountsFile, CaseFile, OrganisationFile
from kommunepolitik.documents.spreadsheet_text import inert
from kommunepolitik.documents.structure import unstructure
from kommunepolitik.documents.write import Dumper
from kommunepolitik.formats.theme import known_words
from kommunepolitik.model import Period, Policy
from kommunepolitik.model.record import Record, shapes_of
from kommunepolitik.observations.columns import BY_HEADER, COLUMNS
from kommunepolitik.site import Site, gather
from tests.hostile.filled import Adding, Filling, classes_in, holds_text, ids_of, reachable

NYBRO = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro"
ROOTS = (Policy, AccountsFile, CaseFile, OrganisationFile)
NAMES = ("policy", "area", "indicator", "group", "target")
"""The columns of figures that contain ids, or the name of a municipality."""


def hostile_folder(folder: Path, filling: Filling, words: Sequence[str] = ()) -> Path:
    """Copy the tutorial into a folder with a text of `filling` in every field, and return where the policies are.

    With `words`, a theme has own words for every text of the library: each of these before the word that is ours.
    """
    home = folder / "nybro"
    shutil.copytree(NYBRO, home)
    documents = read_all(home)
    for document in reversed(documents):
        _write_policy(document, filling)
    organisation = OrganisationFile(departments=documents[-1].departments)
    _write(home / "organisation.yaml", filling.filled(organisation))
    for path in sorted(home.rglob("*.csv")):
        path.write_text(_figures(path, filling), "utf-8")
    _settings(home, filling, words)
    return home


def _write_policy(document: Document, filling: Filling) -> None:
    policy, folder = document.policy, document.path.parent
    ids = ids_of(policy)
    wanted = {cls for cls in reachable(Policy) if any(map(holds_text, shapes_of(cls)))} - classes_in(policy)
    policy = filling.filled(Adding(ids, wanted).added(policy))
    document.path.write_text(to_yaml(policy), "utf-8")
    accounts: Record = AccountsFile(accounts=document.accounts, missing=document.missing_figures)
    wanted = {*reachable(AccountsFile)} - classes_in(accounts)
    _write(folder / "accounts.yaml", filling.filled(Adding(ids, wanted).added(accounts)))
    if document.case is not None:
        _write(folder / "case.yaml", filling.filled(CaseFile(case=document.case)))


def _write(path: Path, record: Record) -> None:
    data = {"kommunepolitik": 1, **unstructure(record)}
    path.write_text(yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True), "utf-8")


def _figures(path: Path, filling: Filling) -> str:
    """Return figures with a text in every column that may have one."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.DictReader(file, delimiter=";")]
    texts = [column for column in COLUMNS if column.kind == "text" and column.name not in NAMES]
    lines = [";".join({**{BY_HEADER[name]: name for name in rows[0]}, **{each.name: "" for each in texts}})]
    for row in rows:
        named = {BY_HEADER[name]: value for name, value in row.items()}
        for column in texts:
            if column.name != "judgement" or named.get("judgement"):
                named[column.name] = inert(filling.text(("Observations", column.name), named.get(column.name)))
        lines.append(";".join(f'"{value.replace(chr(34), chr(34) * 2)}"' for value in named.values()))
    return "\n".join(lines) + "\n"


def _settings(home: Path, filling: Filling, words: Sequence[str]) -> None:
    """Write the settings: a contact and a publisher, and a theme with own words."""
    contact = f"https://kommune.invalid/{''.join(filling.text(('settings', 'contact')).split())}"
    open_data = {"licence": "CC-BY-4.0", "contact": contact, "publisher": filling.text(("settings", "publisher"))}
    theme: dict[str, Any] = {key: filling.text(("theme", key)) for key in ("name", "logo_text")}
    lines = ["[open_data]", *_toml(open_data), "[theme]", *_toml(theme)]
    if words:
        lines.append("[theme.words.da]")
        for number, english in enumerate(known_words()):
            lines += _toml({english: f"{words[number % len(words)]} {english}"})
    (home / "kommunepolitik.toml").write_text("\n".join(lines) + "\n", "utf-8")


def _toml(values: Mapping[str, str]) -> list[str]:
    return [f"{_quoted(key)} = {_quoted(value)}" for key, value in values.items()]


def _quoted(text: str) -> str:
    """Return a text as a basic string of TOML, with escapes for what cannot be seen."""
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08X}" for c in text) + '"'


def hostile_site(home: Path) -> Site:
    """Return the policies of a folder at the end of 2026, with a report from the end of 2025 before it."""
    dates = {"at": "2026", "known": "2027-02-26", "since": "2025", "since_known": "2026-02-28"}
    periods: dict[str, Any] = {name: Period(date) for name, date in dates.items()}
    return gather(read_all(home), [home / "national.csv"], **periods)
