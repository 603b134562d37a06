"""Reads from public outputs what each states of each figure: by key, from tables on pages, and from points in charts."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

import lxml.etree
import lxml.html

from kommunepolitik.model import Period
from tests.attack.outputs import Outputs
from tests.attack.statements import Cell, Days, Statement, exactly

PIXELS = 0.02
"""How far a coordinate may be from the true one: it has two decimals, and so have those of the axis."""

Policy = Mapping[str, Any]


@cache
def days(period: str) -> Days:
    """Return the days of a period; what there is on 1 January there is at the end of the year before."""
    known = Period("2024-12-31" if period == "2025-01-01" else period)
    return known.start, known.end or dt.date.max


def read(policy: Policy, outputs: Outputs) -> Iterator[Statement]:
    """Yield what all outputs state of figures."""
    charts: dict[str, tuple[str, str]] = {}
    counts = [each["id"] for each in policy["indicators"] if each.get("counts_people")]
    for name, content in outputs.items():
        if name.endswith("--opfoelgning.json"):
            charts |= _series_of_charts(policy, json.loads(content)) if policy["id"] in name else {}
    for name, content in outputs.items():
        for ending, reader in _READERS.items():
            if name.endswith(ending):
                yield from reader(policy, name, content)
        if name.endswith((".html", ".json")) and policy["id"] in name:
            yield from (partial(_drawn, counts) if name.endswith(".html") else _listed)(charts, name, content)


def rows_of(policy: Policy, table: Iterable[Mapping[str, Any]], where: str) -> Iterator[Statement]:
    """Yield what the rows of a table of figures state, with the numbers behind a share."""
    shares = {each["id"]: each for each in policy["indicators"] if "base" in each}
    for row in table:
        if not row["period"]:
            continue
        cell = (_text(row["indicator"]), _text(row["group"]), days(_text(row["period"])))
        value = _text(row["value"])
        if _text(row["quality"]) == "suppressed":
            yield Statement(cell, 0, 0, where, withheld=True)
            if any(_text(row.get(name)) for name in ("value", "value_high", "qualifier", "judgement", "note")):
                yield Statement(cell, 0, 0, f"{where} beside what it withholds")
        elif value:
            yield _one(cell, value, _text(row.get("qualifier")), where)
        share = shares.get(cell[0])
        of = None if share is None else share["base"]
        part = None if share is None else share.get("numerator", f"{cell[0]} (numerator)")
        for id, behind in ((of, _text(row.get("denominator"))), (part, _text(row.get("numerator")))):
            if id is not None and behind:
                yield exactly((id, *cell[1:]), behind, where)


def results_of(policy: Policy, table: Iterable[Mapping[str, Any]], where: str) -> Iterator[Statement]:
    """Yield what rows of results state of the figures that they name; those of a relative target name differences."""
    targets = [target for each in policy["indicators"] for target in each.get("targets", ())]
    relative = {target["id"] for target in targets if "relative_to" in target}
    for row in table:
        if _text(row.get("target")) in relative:
            continue
        for of in ("", "baseline_", "previous_", "newest_"):
            period, value = _text(row.get(f"{of}period")), _text(row.get(f"{of}value"))
            if period and value:
                cell = (_text(row["indicator"]), _text(row["group"]), days(period))
                yield _one(cell, value, _text(row.get(f"{of}qualifier")), where)


def _text(value: Any) -> str:
    if value is None or value != value or str(value) in ("<NA>", "None"):
        return ""
    return repr(float(value)) if isinstance(value, float) else str(value)


def _one(cell: Cell, value: str, qualifier: str, where: str) -> Statement:
    if qualifier == "under":
        return Statement(cell, 0, float(value) - 1, where)
    return exactly(cell, value, where)


def _csv(read: Callable[[Iterable[Mapping[str, str]], str], Iterator[Statement]], name: str, content: bytes) -> Any:
    return read(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))), name)


def _observations(policy: Policy, name: str, content: bytes) -> Iterator[Statement]:
    yield from _csv(partial(rows_of, policy), name, content)


def _results(policy: Policy, name: str, content: bytes) -> Iterator[Statement]:
    yield from _csv(partial(results_of, policy), name, content)


def _evaluation(policy: Policy, name: str, content: bytes) -> Iterator[Statement]:
    yield from results_of(policy, json.loads(content)["results"], name)


def _record(policy: Policy, name: str, content: bytes) -> Iterator[Statement]:
    found = json.loads(content)
    if found["policy"]["id"] == policy["id"]:
        figures = [{"group": "", "value": None, "quality": "final", **each} for each in found["figures"]]
        yield from rows_of(policy, figures, name)
        yield from results_of(policy, [{"group": "", **each} for each in found["results"]], name)


def _workbook(policy: Policy, name: str, content: bytes) -> Iterator[Statement]:
    import openpyxl

    for sheet in openpyxl.load_workbook(io.BytesIO(content)):  # hidden ones too
        head, *rows = [*sheet.iter_rows(values_only=True)] or [()]
        table = [dict(zip(map(str, head), row, strict=True)) for row in rows]
        if sheet.title == "observations":
            yield from rows_of(policy, table, name)
        if sheet.title == "results":
            yield from results_of(policy, table, name)


def _parquet(policy: Policy, name: str, content: bytes) -> Iterator[Statement]:
    import pandas as pd

    table = pd.read_parquet(io.BytesIO(content)).to_dict("records")
    yield from rows_of(policy, table, name) if "observations" in name else results_of(policy, table, name)  # type: ignore[arg-type]


def _stratml(policy: Policy, name: str, content: bytes) -> Iterator[Statement]:
    titles = {each["title"]: each["id"] for each in policy["groups"]}
    for indicator in lxml.etree.fromstring(content).iter("{*}PerformanceIndicator"):
        id = indicator.findtext("{*}Identifier")
        for result in indicator.iter("{*}ActualResult"):
            said = {
                each.findtext("{*}DescriptorName"): each.findtext("{*}DescriptorValue") or ""
                for each in result.iter("{*}Descriptor")
            }
            start, end = (dt.date.fromisoformat(result.findtext(f"{{*}}{each}Date") or "") for each in ("Start", "End"))
            cell = (id or "", titles.get(said.get("Group", ""), ""), (start, end))
            if said.get("Status") == "Suppressed":
                yield Statement(cell, 0, 0, name, withheld=True)
            if value := result.findtext("{*}NumberOfUnits"):
                yield _one(cell, value, "under" if "Qualifier" in said else "", name)


def _blocks(value: Any) -> Iterator[dict[str, Any]]:
    """Yield all blocks of a report as JSON."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _blocks(each)


def _series_of_charts(policy: Policy, report: Any) -> dict[str, tuple[str, str]]:
    """Return the series that each chart of one series shows, by the id of the chart; differences and sums are none."""
    titles = {each["title"]: each["id"] for each in policy["groups"]}
    ids = {f"chart_{each['id']}": each["id"] for each in policy["indicators"]}
    targets = [target for each in policy["indicators"] for target in each.get("targets", ())]
    judged = {each["id"] for each in targets if "relative_to" in each or each.get("cumulative")}
    found = {}
    for chart in _blocks(report):
        if chart.get("block") == "Chart" and len(chart["data"].get("series", ())) == 1:
            label, segments = (chart["data"]["series"][0][name] for name in ("label", "segments"))
            if any(re.fullmatch(r"\d{4}", point["period"]) is None for points in segments for point in points):
                continue
            if chart["id"].rpartition("_")[2] in judged:
                continue
            indicator = next((ids[id] for id in sorted(ids, key=len, reverse=True) if chart["id"].startswith(id)), None)
            if indicator is not None:
                found[chart["id"]] = indicator, titles.get(label, "")
    return found


def _listed(charts: Mapping[str, tuple[str, str]], name: str, content: bytes) -> Iterator[Statement]:
    """Yield what the points of charts in a report as JSON state, and the files that they offer."""
    for chart in _blocks(json.loads(content)):
        if chart.get("block") == "Chart" and chart["id"] in charts:
            for segment in chart["data"]["series"][0]["segments"]:
                for point in segment:
                    if "low_end" not in point:
                        yield exactly((*charts[chart["id"]], days(point["period"])), _text(point["value"]), name)
            download = (chart["table"] or {}).get("download") or {"rows": ()}
            for period, value, high, _, qualifier in download["rows"][1:]:
                if value and not high and not qualifier and re.fullmatch(r"\d{4}", period):
                    yield exactly((*charts[chart["id"]], days(period)), value.replace(",", "."), name)


def _drawn(
    counts: Sequence[str], charts: Mapping[str, tuple[str, str]], name: str, content: bytes
) -> Iterator[Statement]:
    """Yield what charts and the tables below them state: a coordinate is an interval of values."""
    for figure in lxml.html.fromstring(content.decode()).iter("figure"):
        id = figure.get("id", "")
        if id not in charts:
            continue
        heights, labels, points = [], {}, []
        for mark in figure.iter("{*}text", "text"):
            x, y = _place(mark.get("transform"))
            number = _number(mark.text or "")
            if x == -8 and number is not None:
                heights.append((y - 4, number))
            elif re.fullmatch(r"\d{4}", mark.text or ""):
                labels[x] = str(mark.text)
        for mark in figure.iter("{*}path", "path"):
            if mark.get("transform") and "A" in (mark.get("d") or ""):
                points.append(_place(mark.get("transform")))
        if len(heights) >= 2:
            (bottom, low), (top, high) = heights[0], heights[-1]
            unit = (high - low) / (bottom - top)
            for x, y in points:
                if x in labels:
                    value = low + (bottom - y) * unit
                    cell = (*charts[id], days(labels[x]))
                    near = PIXELS * unit + (0 if cell[0] in counts else 0.5)  # what is drawn may have been rounded
                    yield Statement(cell, value - near, value + near, f"{name} (drawn)")
        for row in figure.iter("tr"):
            head, cells = row.find("th"), row.findall("td")
            number = _number(cells[0].text_content()) if head is not None and len(cells) == 1 else None
            if head is not None and number is not None and re.fullmatch(r"\d{4}", head.text_content()):
                decimals = len(cells[0].text_content().partition(",")[2].partition(" ")[0])
                yield exactly((*charts[id], days(head.text_content())), repr(number), name, decimals=decimals)


def _place(transform: str | None) -> tuple[float, float]:
    x, y = re.findall(r"-?\d+(?:\.\d+)?", transform or "0 0")[:2]
    return float(x), float(y)


def _number(text: str) -> float | None:
    """Return a number in Danish; none for an inexact one, or a word."""
    found = re.fullmatch(r"(-|\u2212)?([\d.]+)(,\d+)?( %| promille)?", text.replace("\u00a0", " ").strip())
    if found is None:
        return None
    value = float(found[2].replace(".", "") + (found[3] or "").replace(",", "."))
    return -value if found[1] else value


_READERS: Mapping[str, Callable[[Policy, str, bytes], Iterator[Statement]]] = {
    "/observations.csv": _observations,
    "/results.csv": _results,
    "evaluate.csv": _results,
    "evaluate.json": _evaluation,
    "--record.json": _record,
    "/t.xlsx": _workbook,
    "/observations.parquet": _parquet,
    "/results.parquet": _parquet,
    "plan.xml": _stratml,
}
