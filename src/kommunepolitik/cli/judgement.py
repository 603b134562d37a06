"""The commands that judge: `evaluate` and `explain`."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kommunepolitik.cli.app import _language, _tells_problems, app, notify
from kommunepolitik.cli.options import at_option, observations_option, table_option

if TYPE_CHECKING:
    from kommunepolitik.evaluation import Evaluation, Result
    from kommunepolitik.model import Period
    from kommunepolitik.rendering import Language

_method = click.option(
    "--method",
    type=click.Choice(["linear", "cagr"]),
    default="linear",
    show_default=True,
    help="How progress is measured.",
)

_internal = click.option(
    "--internal", is_flag=True, help="Use the figures that disclosure control withholds; must not be published."
)


def _evaluated(
    path: Path, observations: tuple[Path, ...], at: "Period | None", method: Any, language: str, *, internal: bool
) -> "Evaluation":
    from kommunepolitik.documents import read_all
    from kommunepolitik.evaluation import evaluate
    from kommunepolitik.rendering import gather

    site = gather(read_all([path]), observations, at, internal=internal)
    notify(site.observations.notices, language)
    audience: Any = "internal" if internal else "public"
    return evaluate(site.portfolio, site.observations, at=at, method=method, audience=audience)


@app.command()
@click.argument("path", type=click.Path(path_type=Path))
@observations_option
@at_option
@_method
@_internal
@click.option(
    "--by",
    type=click.Choice(["policy", "area", "goal", "track", "responsible", "municipality"]),
    help="Count the statuses by this instead.",
)
@table_option
@_language
@_tells_problems
def evaluate(
    path: Path,
    observations: tuple[Path, ...],
    at: "Period | None",
    method: str,
    internal: bool,
    by: Any,
    form: str,
    language: str,
) -> None:
    """Judge every target of a policy by its figures.

    \b
    Examples:
      kommunepolitik evaluate examples/slagelse_2013
      kommunepolitik evaluate docs/tutorial/nybro/integration_2024 --at 2026-06 --by area
      kommunepolitik evaluate examples/slagelse_2013 --method cagr --format csv > judged.csv
    """
    from kommunepolitik.rendering import language_of

    evaluation = _evaluated(path, observations, at, method, language, internal=internal)
    frame = evaluation.frame if by is None else evaluation.summary(by)
    if form == "json":
        records = json.loads(frame.to_json(orient="records"))
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(frame.to_csv(index=False), nl=False)
    else:
        words = language_of(language)
        click.echo(_heading(evaluation, words))
        click.echo(_table(evaluation, words) if by is None else _counts(frame, by, words))


def _heading(evaluation: "Evaluation", words: "Language") -> str:
    if evaluation.at is None:
        judged = words.gettext("Each target is judged by its own newest figure.")
    else:
        judged = words.gettext("Judged as of the end of {at}.").format(at=words.period(evaluation.at))
    method = words.gettext("Method: {method}.").format(method=evaluation.method)
    return f"{judged} {method}"


def _table(evaluation: "Evaluation", words: "Language") -> str:
    """Return the results as aligned lines: shape and status, indicator and target, figure, progress or reason."""
    from kommunepolitik.evaluation import STATUS_WORDS, reason_words
    from kommunepolitik.evaluation import MessageFormatter as Said
    from kommunepolitik.rendering import SHAPES

    speech = Said(translate=words.gettext, number=words.number, period=words.period)
    lines = []
    for result in evaluation.results:
        status = f"{SHAPES[result.status]} {words.gettext(STATUS_WORDS[result.status])}"
        name = "/".join(part for part in (result.indicator, result.group, result.target) if part)
        figure = _figure(result, words)
        progress = "" if result.progress is None else f"{words.number(round(100 * result.progress, 1))} %"
        lines.append((status, name, figure, progress or reason_words(result, speech)))
    return _aligned(lines)


def _figure(result: "Result", words: "Language") -> str:
    """Return the figure judged, as exact as it is, with its period; or how people judged it."""
    if result.value is None or result.period is None:
        return result.judgement
    figure = words.number(round(result.value, 6))
    if result.value_high is not None:
        figure += f"–{words.number(round(result.value_high, 6))}"
    signs = {"about": "≈", "under": "<", "over": ">", "just_under": "≲", "just_over": "≳"}
    return f"{signs.get(result.qualifier, '')}{figure} ({words.period(result.period)})"


def _counts(frame: Any, by: str, words: "Language") -> str:
    from kommunepolitik.evaluation import STATUS_WORDS, STATUSES
    from kommunepolitik.rendering import SHAPES

    lines = []
    for row in frame.to_dict("records"):
        names = [row[key] if isinstance(row[key], str) else "" for key in dict.fromkeys(("policy", by)) if key in row]
        told = [f"{SHAPES[s]} {row[s]} {words.gettext(STATUS_WORDS[s])}" for s in STATUSES if row[s]]
        lines.append((" / ".join(name or "–" for name in names), ", ".join(told)))
    return _aligned(lines)


def _aligned(lines: Sequence[tuple[str, ...]]) -> str:
    if not lines:
        return ""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


@app.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("indicator")
@observations_option
@at_option
@_method
@_internal
@_language
@_tells_problems
def explain(
    path: Path,
    indicator: str,
    observations: tuple[Path, ...],
    at: "Period | None",
    method: str,
    internal: bool,
    language: str,
) -> None:
    """Say how an indicator was judged: figures, formula, source, a paragraph for each target.

    \b
    Examples:
      kommunepolitik explain examples/slagelse_2013 erhvervsfrekvens-nydanskere
    """
    from kommunepolitik.evaluation import MessageFormatter
    from kommunepolitik.rendering import language_of

    words = language_of(language)
    speech = MessageFormatter(translate=words.gettext, number=words.number, period=words.period)
    click.echo(_evaluated(path, observations, at, method, language, internal=internal).explain(indicator, speech))
