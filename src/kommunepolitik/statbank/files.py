"""The files that a refresh keeps beside a policy: its lock, and the answers for a later refresh without a network."""

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from kommunepolitik.documents.files import read_text
from kommunepolitik.documents.paths import entries, is_folder, is_there, read_bytes
from kommunepolitik.errors import FileError, InvalidDocument, InvalidObservations, Phrase, Problem, StatbankError
from kommunepolitik.errors.system import detail_of
from kommunepolitik.observations.json_stat import parse_json
from kommunepolitik.statbank.query import Locked, Query
from kommunepolitik.statbank.table_info import TableInfo

LOCK_FILE: Final = "statbank.lock.json"
ANSWERS_FOLDER: Final = "statbank.answers"
_VERSION: Final = 1
_ANSWER: Final = re.compile(r"[A-ZÆØÅ0-9]+(?:\.json|-[0-9a-f]{12}\.csv\.gz)")
_MOST_BYTES: Final = 200_000_000

Tables = Mapping[str, Mapping[str, Any]]


@attrs.frozen(kw_only=True)
class Lock:
    """The state of each table at the last refresh, and the texts of its chosen codes."""

    path: Path
    tables: Tables = attrs.field(factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Lock":
        """Read a lock file; a missing file locks nothing.

        Raises:
            StatbankError: it is not a valid lock file.
        """
        if not is_there(path):
            return cls(path=path)
        try:
            data = parse_json(read_text(path))
            if data["statbank"] != _VERSION:
                raise ValueError(f"statbank: {data['statbank']}")
            lock = cls(path=path, tables={str(id): dict(each) for id, each in data["tables"].items()})
            for id in lock.tables:
                lock.locked(id)
        except (FileError, InvalidDocument, InvalidObservations) as error:
            detail = error.problems[0].message()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            detail = str(error)
        else:
            return lock
        raise StatbankError(Problem(code="statbank_lock", data={"detail": detail}, file=str(path)))

    def locked(self, table: str) -> Locked:
        """Return the locked texts of a table."""
        variables = self.tables.get(table, {}).get("variables", {})
        texts = {id: {str(code): str(text) for code, text in each["values"].items()} for id, each in variables.items()}
        return Locked(texts=texts, file=str(self.path))

    def changes(self, table: TableInfo) -> Iterable[Problem]:
        """Yield a notice for each change of a table that may affect the meaning of its figures."""
        before = self.tables.get(table.id)
        if before is None:
            return
        if before.get("footnote", "") != table.footnote:
            yield Problem(code="statbank_note_changed", data={"table": table.id})
        if before.get("unit") != table.unit:
            data = {"table": table.id, "old": before.get("unit"), "new": table.unit}
            yield Problem(code="statbank_unit_changed", data=data)


def lock_content(queries: Iterable[Query]) -> bytes:
    """Return the lock file of some queries; times are not locked, as each year adds new ones."""
    tables: dict[str, dict[str, Any]] = {}
    indicators: dict[str, dict[str, str]] = {}
    for query in queries:
        table = query.table
        variables = tables.setdefault(
            table.id,
            {
                "text": table.text,
                "unit": table.unit,
                "updated": table.updated,
                "active": table.active,
                **({"footnote": table.footnote} if table.footnote else {}),
                "variables": {},
            },
        )["variables"]
        for variable in table.variables:
            if variable.id != query.time and (codes := query.chosen.get(variable.id)):
                chosen = {*variables.get(variable.id, {}).get("values", ()), *codes}
                values = {code: text for code, text in variable.values.items() if code in chosen}
                variables[variable.id] = {"text": variable.text, "values": values}
        indicators[query.indicator.id] = {"table": table.id, "request": query.key}
    data = {
        "statbank": _VERSION,
        "tables": dict(sorted(tables.items())),
        "indicators": dict(sorted(indicators.items())),
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


@attrs.frozen
class Answers:
    """The stored answers beside a policy."""

    folder: Path

    def table(self, table: str) -> bytes:
        """Return the stored answer about a table; raises `StatbankError` if there is none."""
        return self._read(self.table_file(table), table)

    def data(self, query: Query) -> bytes:
        """Return the stored answer to a request; raises `StatbankError` if there is none that can be read."""
        path = self.data_file(query)
        content = self._read(path, query.table.id)
        try:
            unpacked = zlib.decompressobj(wbits=31)
            text = unpacked.decompress(content, _MOST_BYTES)
            if not unpacked.eof:
                raise ValueError
        except (zlib.error, ValueError):
            data = {"detail": Phrase("not_a_whole_answer")}
            raise StatbankError(Problem(code="statbank_kept", data=data, file=str(path))) from None
        return text

    def table_file(self, table: str) -> Path:
        """Return the file of the answer about a table."""
        return self.folder / f"{table.upper()}.json"

    def data_file(self, query: Query) -> Path:
        """Return the file of the answer to a request."""
        return self.folder / f"{query.table.id.upper()}-{query.key}.csv.gz"

    def others(self, kept: Iterable[Path]) -> list[Path]:
        """Return the answers in the folder that are no longer needed."""
        names = {path.name for path in kept}
        paths = entries(self.folder) if is_folder(self.folder) else []
        return [path for path in paths if _ANSWER.fullmatch(path.name) and path.name not in names]

    def _read(self, path: Path, table: str) -> bytes:
        if not is_there(path):
            raise StatbankError(Problem(code="statbank_not_kept", data={"table": table}))
        try:
            return read_bytes(path, None)
        except FileError as error:
            raise StatbankError(Problem(code="statbank_kept", data=detail_of(error), file=str(path))) from None


def packed(content: bytes) -> bytes:
    """Return an answer in compressed form; equal answers give equal bytes."""
    return gzip.compress(content, mtime=0)
