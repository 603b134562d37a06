"""The commands that judge: `evaluate` and `explain`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kommunepolitik.cli import options
from kommunepolitik.cli.output import aligned, write_data, write_json, write_lines

if TYPE_CHECKING:
    from kommunepolitik.disclosure import Audience
    from kommunepolitik.documents import Document
    from kommunepolitik.evaluation import Evaluation, Result
    from kommunepolitik.evaluation.result_words import ResultWords
    from kommunepolitik.i18n import Language

_JUDGED = (
    options.path_argument,
    options.observations_option,
    options.at_option,
    options.known_option,
    options.choice_option("--method", of=("linear", "cagr"), help="How progress is measured."),
    click.option(
        "--internal", is_flag=True, help="Use the figures that disclosure control withholds; must not be published."
    ),
)
"""The options of both commands, for `_evaluated`."""


def _evaluated(
    path: Path, observations: tuple[Path, ...], *, internal: bool, **judged: Any
) -> "tuple[Evaluation, Sequence[Document]]":
    """Return the evaluation of the policies, and their documents."""
    from kommunepolitik.documents import read_all
    from kommunepolitik.evaluation import evaluate
    from kommunepolitik.model import Portfolio

    documents = read_all([path])
    audience: Audience = "internal" if internal else "public"
    figures = options.read_figures(documents, observations, audience)
    portfolio = Portfolio(document.policy for document in documents)
    return evaluate(portfolio, figures, audience=audience, **judged), documents


@options.command(
    *_JUDGED,
    click.option(
        "--by",
        type=click.Choice(["policy", "area", "goal", "track", "responsible", "municipality"]),
        help="Count the statuses by this instead.",
    ),
    options.table_option,
)
def evaluate(by: Any, form: str, words: "Language", **judged: Any) -> None:
    """Judge every target of a policy by its figures.

    \b
    Examples:
      kommunepolitik evaluate examples/slagelse_2013
      kommunepolitik evaluate docs/tutorial/nybro/integration_2024 --at 2026-06 --by area
      kommunepolitik evaluate docs/tutorial/nybro/integration_2024 --at 2026 --known 2027-02-26
      kommunepolitik evaluate examples/slagelse_2013 --method cagr --format csv > judged.csv
    """
    import json

    from kommunepolitik.documents import to_data

    evaluation, _ = _evaluated(**judged)
    if form == "json":
        write_json(to_data(evaluation) if by is None else json.loads(evaluation.summary(by).to_json(orient="records")))
    elif form == "csv":
        from kommunepolitik.documents.csv_text import frame_text

        frame = evaluation.frame if by is None else evaluation.summary(by)
        write_data(frame_text(frame, end="\n"))
    else:
        write_lines([heading(evaluation, words)])
        rows = _results(evaluation, words) if by is None else _counts(evaluation.summary(by), by, words)
        write_lines(aligned(rows))


def heading(evaluation: "Evaluation", words: "Language") -> str:
    """Write as of when targets were judged, what was known, and by which method."""
    if evaluation.at is None:
        judged = words.gettext("Each target is judged by its own newest figure.")
    else:
        judged = words.gettext("Judged as of the end of {at}.").format(at=words.period(evaluation.at))
    if evaluation.known is not None:
        known = words.gettext("Only what was published by {known} counts.").format(known=words.period(evaluation.known))
        judged = f"{judged} {known}"
    method = words.gettext("Method: {method}.").format(method=evaluation.method)
    return f"{judged} {method}"


def _results(evaluation: "Evaluation", words: "Language") -> Sequence[Sequence[str]]:
    """Return a row for each result; a minimum and a maximum of the same figures share one, with the worse status."""
    from kommunepolitik.evaluation import MessageFormatter
    from kommunepolitik.evaluation.explanation import STATUS_WORDS, reason_words
    from kommunepolitik.evaluation.result_words import ResultWords
    from kommunepolitik.report.lines import SHAPES, verdict

    formatter = MessageFormatter.of(words)
    rows = []
    for band in evaluation.bands(evaluation.results):
        result = verdict(band)
        policy = evaluation.portfolio[result.policy]
        texts = ResultWords(result, policy, formatter)
        status = f"{SHAPES[result.status]} {words.gettext(STATUS_WORDS[result.status])}"
        address = f"{policy.id}#{result.indicator}" if len(evaluation.portfolio) > 1 else result.indicator
        ends = [each for one in band if (each := ResultWords(one, policy, formatter).asked) is not None]
        target = texts.wording.band(ends, with_group=False) or texts.target
        name = f"{texts.name} ({target})" if target else texts.name
        more = texts.progress or reason_words(result, policy, formatter)
        rows.append((status, address, _figures(texts, words), f"{name}: {more}" if more else name))
    return [[_on_a_line(cell) for cell in row] for row in rows]


def _figures(texts: "ResultWords", words: "Language") -> str:
    """Return the figure judged, and the newest where it differs, with their periods; or the judgement by people."""
    result, figures = texts.result, []
    if texts.figure and result.period is not None:
        figures.append(f"{texts.compared} ({words.period(result.period)})")
    elif result.judgement:
        figures.append(result.judgement)
    if texts.newest and texts.is_newest_another and result.newest_period is not None:
        newest = words.gettext("newest {value} ({period})")
        figures.append(newest.format(value=texts.newest, period=words.period(result.newest_period)))
    return "; ".join(figures)


def _on_a_line(text: str) -> str:
    """Return a text with ordinary spaces, which a terminal can search for, and no line breaks."""
    return " ".join(text.split())


def _counts(frame: Any, by: str, words: "Language") -> Sequence[Sequence[str]]:
    from kommunepolitik.evaluation import STATUSES
    from kommunepolitik.evaluation.explanation import STATUS_WORDS
    from kommunepolitik.report.lines import SHAPES

    rows = []
    for row in frame.to_dict("records"):
        names = [row[key] if isinstance(row[key], str) else "" for key in dict.fromkeys(("policy", by)) if key in row]
        counts = [f"{SHAPES[s]} {row[s]} {words.gettext(STATUS_WORDS[s])}" for s in STATUSES if row[s]]
        rows.append((" / ".join(name or "–" for name in names), ", ".join(counts)))
    return rows


@options.command(_JUDGED[0], click.argument("indicator"), *_JUDGED[1:])
def explain(indicator: str, words: "Language", **judged: Any) -> None:
    """Explain how an indicator was judged: figures, formula, source, a paragraph for each target.

    \b
    Examples:
      kommunepolitik explain examples/slagelse_2013 erhvervsfrekvens-nydanskere
    """
    from kommunepolitik.evaluation import MessageFormatter
    from kommunepolitik.report.policy_words import PolicyWords
    from kommunepolitik.report.results import FollowUp

    evaluation, documents = _evaluated(**judged)
    views = {
        each.policy.id: PolicyWords(each.policy, words, missing_figures=each.missing_figures) for each in documents
    }

    def reported(result: "Result") -> str:
        return FollowUp(views[result.policy], evaluation).lines.reported_missing(result)

    text = evaluation.explain(indicator, MessageFormatter.of(words), reported=reported)
    write_lines(map(_on_a_line, text.split("\n")))
