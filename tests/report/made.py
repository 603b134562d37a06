"""What tests of reports are made from: contexts of policies, and reports as plain lines."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import pandas as pd

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.blocks import (
    Block,
    Chart,
    Columns,
    Distribution,
    Fields,
    List,
    Notice,
    Paragraph,
    Quote,
    Report,
    Section,
    Table,
    plain,
)
from kommunepolitik.documents import read_all
from kommunepolitik.evaluation import Record
from kommunepolitik.i18n import language
from kommunepolitik.observations import Observations
from kommunepolitik.observations.normalise import normalise
from kommunepolitik.report.context import Context
from kommunepolitik.report.lines import Line
from kommunepolitik.site.site import gather

NYBRO = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro"

Rows = Sequence[tuple[Any, ...]]


def level(value: float, due: str, **more: Any) -> m.LevelTarget:
    """Return a minimum to be reached by a year."""
    return m.LevelTarget(**{"value": value, "comparison": "at_least", "due": m.Period(due), **more})


def policy(*targets: m.Target, **more: Any) -> kp.Policy:
    """Return a policy with one indicator."""
    fields: dict[str, Any] = {"id": "i", "title": "Andel", "unit": "%", "direction": "increase", "targets": targets}
    fields |= more.pop("indicator", {})
    return kp.Policy(
        **{
            "id": "p",
            "title": "P",
            "municipality": m.Municipality(name="Nybro", fictitious=True),
            "period": m.Period("2020..2027"),
            "indicators": [m.Indicator(**fields)],
            **more,
        }
    )


def table(own: kp.Policy, rows: Rows, **columns: Sequence[Any]) -> Observations:
    """Return figures of an indicator of a policy, by period and value."""
    frame = pd.DataFrame({"indicator": "i", "period": [r[0] for r in rows], "value": [r[1] for r in rows], **columns})
    return kp.read_observations(frame.astype("string"), own)


def context(
    own: kp.Policy, figures: Any = None, at: str | None = None, code: str = "da", since: str | None = None, **more: Any
) -> Context:
    """Return what the reports of a policy are built from; `since` is the date of a report before."""
    judged = kp.evaluate(own, figures, at=at)
    earlier = None if since is None else Record.of(kp.evaluate(own, figures, at=since), own.id)
    known = None if figures is None else normalise(figures, own)
    values = {"policy": own, "language": language(code), "evaluation": judged, "observations": known}
    return Context(**{**values, "earlier": earlier, "portfolio": kp.Portfolio([own]), **more})


def folder(*paths: Path, id: str = "", shared: Sequence[Path] = (), code: str = "da", **more: Any) -> Context:
    """Return the context of a policy in a folder, with all that is beside it."""
    periods = {name: kp.Period(more[name]) for name in ("at", "since", "known", "since_known") if more.get(name)}
    site = gather(read_all(paths), shared, **periods, internal=more.get("internal", False))
    return site.context(site.portfolio[id] if id else site.portfolio.policies[0], language(code))


def nybro(**more: Any) -> Context:
    """Return the made-up policy at the end of 2026, with a report from the end of 2025 before it."""
    dates = {"at": "2026", "known": "2027-02-26", "since": "2025", "since_known": "2026-02-28", **more}
    return folder(NYBRO, id="nybro-integration-2024", shared=[NYBRO / "national.csv"], **dates)


def unwritten(context: Context) -> Context:
    """Return a context without accounts of the period that it reports."""
    assert context.evaluation is not None
    start = context.evaluation.at.start if context.evaluation.at else None
    return attrs.evolve(context, accounts=[each for each in context.accounts if each.period.start != start])


def lines_of(context: Context) -> Sequence[Line]:
    """Return the lines of the one indicator of a policy."""
    ((_, _, (part,)),) = context.results.groups
    return part.lines


def sections(block: Report | Section) -> list[Section]:
    """Return all sections of a report, those within others too."""
    blocks = block.sections if isinstance(block, Report) else block.blocks
    inner = [each for each in blocks if isinstance(each, Section)]
    return [each for one in inner for each in (one, *sections(one))]


def plain_text(text: str) -> str:
    """Return a text with plain blanks."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def text_of(*blocks: Block | Report, details: bool = False) -> str:
    """Return the words of blocks, a line each, with plain blanks; charts by their titles, tables with `details` or not."""
    return plain_text("\n".join(line for block in blocks for line in _lines(block, details) if line))


def _lines(block: Block | Report, details: bool = False) -> Iterator[str]:
    match block:
        case Report():
            content: Sequence[Any] = (*block.notices, *block.sections)
        case Paragraph():
            yield plain(block.inlines)
            return
        case Section():
            yield plain(block.title)
            content = block.blocks
        case List():
            content = [each for item in block.items for each in item]
        case Fields():
            for label, blocks in block.items:
                yield f"{label}: " + "; ".join(line for each in blocks for line in _lines(each, details))
            return
        case Table():
            yield " | ".join(column.title for column in block.columns)
            for row in block.rows:
                yield " | ".join(
                    "; ".join(line for each in cell for line in _lines(each, details)) for cell in row.cells
                )
            content = [each for row in block.rows for each in row.detail] if details else ()
        case Distribution():
            yield ", ".join(f"{share.count} {share.status.words}" for share in block.shares)
            return
        case Quote():
            yield from (line for each in block.blocks for line in _lines(each, details))
            yield ", ".join(filter(None, (block.who, block.where)))
            return
        case Columns():
            content = [each for part in block.parts for each in part]
        case Notice():
            content = block.blocks
        case Chart():
            yield block.title
            content = () if block.table is None else (block.table,)
        case _:
            content = ()
    for each in content:
        yield from _lines(each, details)
