"""A small server on loopback that answers as Statistikbanken's API does, and fails as it and its surroundings may."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from math import prod
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

import attrs

Cell = float | Literal["..", ".", "-"]


@attrs.define(kw_only=True)
class Variable:
    """A variable of a table: texts by code, in order."""

    id: str
    text: str
    values: dict[str, str]
    elimination: bool = False
    time: bool = False


@attrs.define(kw_only=True)
class Table:
    """A table; `cell` gives the figure of one code of each variable."""

    id: str
    text: str
    variables: list[Variable]
    cell: Callable[[Mapping[str, str]], Cell]
    unit: str = "Antal"
    updated: str = "2026-08-10T08:00:00"
    active: bool = True
    footnote: str | None = None

    def variable(self, code: str) -> Variable | None:
        """Return a variable; large and small letters are alike."""
        return next((each for each in self.variables if each.id.upper() == code.upper()), None)

    def info(self) -> dict[str, Any]:
        """Return what `tableinfo` answers."""
        return {
            "id": self.id,
            "text": self.text,
            "description": self.text,
            "unit": self.unit,
            "suppressedDataValue": "0",
            "updated": self.updated,
            "active": self.active,
            "contacts": [],
            "documentation": {"id": "x", "url": "https://www.dst.dk/x"},
            "footnote": None if self.footnote is None else {"text": self.footnote, "mandatory": False},
            "variables": [
                {
                    "id": each.id,
                    "text": each.text,
                    "elimination": each.elimination,
                    "time": each.time,
                    "values": [{"id": code, "text": text} for code, text in each.values.items()],
                }
                for each in self.variables
            ],
        }


Fault = Callable[["_Handler"], bool]
"""Answers a request otherwise; or lets it be answered after all, when it returns False."""


@attrs.define
class StatbankServer:
    """A running server: its tables, what it was asked, and what goes wrong with the next requests, in order."""

    tables: dict[str, Table] = attrs.field(factory=dict)
    faults: list[Fault] = attrs.field(factory=list)
    requests: list[tuple[str, dict[str, Any]]] = attrs.field(factory=list)
    limit: int = 1_000_000
    url: str = ""
    most_at_once: int = 0
    stopped: threading.Event = attrs.field(factory=threading.Event)
    _at_once: int = 0
    _lock: threading.Lock = attrs.field(factory=threading.Lock)

    def add(self, *tables: Table) -> None:
        """Offer tables."""
        self.tables |= {table.id: table for table in tables}

    def asked(self, function: str) -> list[dict[str, Any]]:
        """Return the requests to one function."""
        return [body for path, body in self.requests if path.split("/")[2] == function]

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count how many requests are answered at the same time."""
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            yield
        finally:
            with self._lock:
                self._at_once -= 1


@contextmanager
def serving(*tables: Table) -> Iterator[StatbankServer]:
    """Run a server as long as the block lasts."""
    state = StatbankServer()
    state.add(*tables)
    http = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"state": state}))
    http.daemon_threads = True
    state.url = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.stopped.set()
        http.shutdown()
        http.server_close()
        thread.join()


class _Refused(Exception):
    """A request that the API refuses."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code, self.message = code, message


class _Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    state: StatbankServer

    def do_POST(self) -> None:
        """Answer a request with a JSON body."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(urlsplit(self.path).path, body)

    def do_GET(self) -> None:
        """Answer a request with parameters in the address."""
        parts = urlsplit(self.path)
        given = {key: values[0] for key, values in parse_qs(parts.query).items()}
        names = ("lang", "format", "valuePresentation", "delimiter")
        body: dict[str, Any] = {key: given.pop(key) for key in names if key in given}
        _, _, _, table, *form = parts.path.split("/")
        body |= {"table": table} | ({"format": form[0]} if form else {})
        body["variables"] = [{"code": code, "values": values.split(",")} for code, values in given.items()]
        self._answer(parts.path, body)

    def log_message(self, *_given: Any) -> None:
        """Write nothing."""

    def _answer(self, path: str, body: dict[str, Any]) -> None:
        state = self.state
        with state.counted():
            state.requests.append((path, body))
            if state.faults and state.faults.pop(0)(self):
                return
            try:
                content, kind = self._content(path.split("/")[2], body)
            except _Refused as refusal:
                self.send(400, json.dumps({"errorTypeCode": refusal.code, "message": refusal.message}), "text/json")
            else:
                self.send(200, content, kind)

    def _content(self, function: str, body: dict[str, Any]) -> tuple[str, str]:
        table = self.state.tables.get(str(body.get("table", "")).upper())
        if table is None:
            raise _Refused("EXTRACT-NOTFOUND", "Tabellen blev ikke fundet")
        if function == "tableinfo":
            return json.dumps(table.info(), ensure_ascii=False), "text/json"
        form, lang = body.get("format"), body.get("lang", "da")
        if form not in ("CSV", "BULK", "JSONSTAT"):
            raise _Refused("REQUEST-MISSING", "Format mangler")
        chosen = _chosen(table, body.get("variables", []), form)
        if form != "BULK" and prod(map(len, chosen.values())) > self.state.limit:
            raise _Refused("REQUEST-LIMIT", "Forespørgslen returnerer for mange observationer")
        cells = [(codes, _cell(table, dict(zip(chosen, codes, strict=True)))) for codes in product(*chosen.values())]
        if form == "JSONSTAT":
            return json.dumps(_json_stat(table, chosen, [cell for _, cell in cells]), ensure_ascii=False), "text/json"
        lines = [";".join([*(name.upper() for name in chosen), "INDHOLD"])]
        lines += [";".join([*codes, _number(cell, lang)]) for codes, cell in cells]
        return "\ufeff" + "\r\n".join(lines) + "\r\n", "text/csv"

    def send(self, status: int, content: str, kind: str, *, length: int | None = None) -> None:
        """Send an answer; with a length, another than it has."""
        raw = content.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(raw) if length is None else length))
        if length is not None:
            self.close_connection = True
        self.end_headers()
        self.wfile.write(raw)


def _chosen(table: Table, variables: Sequence[Mapping[str, Any]], form: str) -> dict[str, list[str]]:
    """Return the codes that a request chooses, in its order; a variable left out is summed."""
    found: dict[str, list[str]] = {}
    for each in variables:
        variable = table.variable(each["code"])
        if variable is None:
            raise _Refused("EXTRACT-NOTFOUND", "Variablen blev ikke fundet")
        codes = [code for value in each["values"] for code in _matching(variable, value)]
        found[variable.id] = [code for code in variable.values if code in codes]
    for variable in table.variables:
        if variable.id not in found and (form == "BULK" or not variable.elimination):
            raise _Refused("EXTRACT-NOTALLOWED", f"Der skal vælges værdier for variabel: {variable.text}")
    return found


def _matching(variable: Variable, value: str) -> list[str]:
    codes = [*variable.values]
    if value.startswith("(-n+"):
        return codes[-int(value[4:-1]) :]
    if value == "(1)":
        return codes[-1:]
    if value.startswith(">="):
        first, _, last = value[2:].partition("<=")
        return [code for code in codes if code >= first and (not last or code <= last)]
    if value.startswith("<="):
        return [code for code in codes if code <= value[2:]]
    if "*" in value:
        head, _, tail = value.partition("*")
        return [code for code in codes if code.startswith(head) and code.endswith(tail)]
    if value not in codes:
        raise _Refused("EXTRACT-NOTFOUND", "Værdien blev ikke fundet")
    return [value]


def _cell(table: Table, codes: Mapping[str, str]) -> Cell:
    """Return a cell; summed over the variables that are left out."""
    rest = [each for each in table.variables if each.id not in codes]
    # A variable that may be left out has its total first.
    return table.cell({**codes, **{each.id: next(iter(each.values)) for each in rest}})


def _number(cell: Cell, lang: str) -> str:
    if isinstance(cell, str):
        return cell
    text = f"{cell:.10g}"
    return text.replace(".", ",") if lang == "da" else text


def _json_stat(table: Table, chosen: Mapping[str, list[str]], cells: Sequence[Cell]) -> dict[str, Any]:
    dimension: dict[str, Any] = {}
    for name, codes in chosen.items():
        variable = table.variable(name)
        assert variable is not None
        labels = {code: variable.values[code] for code in codes}
        index = {code: place for place, code in enumerate(codes)}
        dimension[name] = {"label": variable.text, "category": {"index": index, "label": labels}}
    dimension["ContentsCode"] = {
        "label": "Indhold",
        "category": {"index": {table.id: 0}, "label": {table.id: table.text}},
    }
    times = [name for name in chosen if (known := table.variable(name)) and known.time]
    size = [*map(len, chosen.values()), 1]
    role = {"metric": ["ContentsCode"], "time": times, "geo": [name for name in chosen if name == "OMRÅDE"]}
    dimension |= {"id": [*chosen, "ContentsCode"], "size": size, "role": role}
    value = [None if isinstance(cell, str) and cell != "-" else 0 if cell == "-" else cell for cell in cells]
    head = {"label": table.text, "source": "Danmarks Statistik", "updated": f"{table.updated}Z"}
    return {"dataset": {"dimension": dimension, **head, "value": value}}


# Faults


def page(status: int, title: str = "Bad Gateway") -> Fault:
    """Answer with a page for people, as a proxy does."""

    def fault(handler: _Handler) -> bool:
        content = f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
        handler.send(status, content, "text/html")
        return True

    return fault


def refusal(code: str, message: str = "", status: int = 400) -> Fault:
    """Answer with an error of the API."""

    def fault(handler: _Handler) -> bool:
        handler.send(status, json.dumps({"errorTypeCode": code, "message": message}), "text/json")
        return True

    return fault


def content(text: str, status: int = 200) -> Fault:
    """Answer with any text."""

    def fault(handler: _Handler) -> bool:
        handler.send(status, text, "text/json")
        return True

    return fault


def cut_off(handler: _Handler) -> bool:
    """Begin an answer, and break it off."""
    handler.send(200, '{"id": "NYB', "text/json", length=5000)
    return True


def silent(handler: _Handler) -> bool:
    """Send nothing until the client or the server gives up."""
    handler.state.stopped.wait(10)
    handler.close_connection = True
    return True


def nothing(_handler: _Handler) -> bool:
    """Let the request be answered."""
    return False
