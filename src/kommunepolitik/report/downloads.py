"""All figures of a follow-up as one file: each figure with the targets that it is judged by."""

from collections.abc import Iterator

from kommunepolitik.blocks import Download
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.evaluation import Result
from kommunepolitik.report.context import Context
from kommunepolitik.report.lines import Line
from kommunepolitik.report.results import Part
from kommunepolitik.report.series_charts import FILE_HEADS, SeriesFigures, is_made, series_of
from kommunepolitik.report.target_lines import relative_of


def all_figures(context: Context) -> Blocks:
    """Return all figures of the follow-up indicators, with targets and verdicts; empty where there are none."""
    _, words = context.language.gettext, context.words
    period, value, low, high, remarks = map(_, FILE_HEADS)
    first = (words.heading("indicator", 1), _("Population"), period, value, low, high, _("Unit"), remarks)
    heads = (*first, words.heading("target", 1), _("Deadline"), _("Status"), _("Source"))
    parts = [part for _id, _title, group in context.results.groups for part in group]
    rows = tuple(row for part in parts for row in _rows(context, part))
    file = "_".join((context.policy.id, _("all figures").replace(" ", "-"))) + ".csv"
    shown = any(row[3] or row[4] or row[5] for row in rows)
    return (Download(words=_("Download all figures (CSV)"), file=file, rows=(heads, *rows)),) if shown else ()


def _rows(context: Context, part: Part) -> Iterator[tuple[str, ...]]:
    """Yield a row for each figure, and for each target that it is judged by; then for targets without a figure."""
    indicator, words, left = part.indicator, context.words, [line for line in part.lines if line.target]
    for series in series_of(context, indicator):
        unit = str(indicator.unit or "")
        if series.judged and relative_of(series.asked[0][0]) is not None:
            unit = words.unit_of_difference(indicator)
        for row in series.rows:
            judged = [line for line in left if _is_judged(line.result, series) and line.result.period == row.period]
            left = [line for line in left if line not in judged]
            *numbers, remarks = context.results.figures.cells(row, indicator)
            known = (series.what if series.judged else "", remarks)
            before = (indicator.title, series.of or indicator.population or "", series.period(row.period), *numbers)
            for remark, *verdict in [_verdict(context, line) for line in judged] or [("", "", "", "")]:
                yield (*before, unit, ", ".join(filter(None, (*known, remark))), *verdict, row.source)
    for line in left:
        group = words.policy.elements.get(line.result.group)
        whom = (indicator.population or "") if group is None else words.title(group)
        yield (indicator.title, whom, "", "", "", "", "", *_verdict(context, line), "")


def _is_judged(result: Result, series: SeriesFigures) -> bool:
    """Return whether a result is judged by the figures of a series, or by those computed from them."""
    is_out = result.reason != "awaiting_data"
    return is_out and any(each == result and is_made(target) == series.judged for target, each in series.asked)


def _verdict(context: Context, line: Line) -> tuple[str, str, str, str]:
    """Return why a target cannot be assessed, the target, its deadline and its status."""
    why = line.finer if line.status.key == "not_assessed" else ""
    return why, line.target, context.words.period(line.result.due), line.status.words
