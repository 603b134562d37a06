"""The command that recomputes what was reported: `verify`."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kommunepolitik.cli import options
from kommunepolitik.cli.evaluate import heading
from kommunepolitik.cli.output import write_json, write_lines
from kommunepolitik.documents.paths import real_path
from kommunepolitik.errors import FileError, Problem

if TYPE_CHECKING:
    from kommunepolitik.evaluation import (
        Changes,
        DefinitionChange,
        Evaluation,
        FigureChange,
        Record,
        ResultChange,
        UsedFigure,
    )
    from kommunepolitik.i18n import Language


_JUDGED = ("at", "known", "method", "audience")
"""How the policy of a record was judged."""


@options.command(
    click.argument("record", type=options.PATH),
    click.option(
        "--policy",
        metavar="PATH",
        type=options.PATH,
        help="The policy, or a folder that it is in; if not given, the one in the record's folder, or in the folder "
        "above opfoelgning/PERIOD.",
    ),
    options.observations_option,
    options.choice_option("--format", "form", of=("text", "json"), help="The output format."),
)
def verify(record: Path, policy: Path | None, observations: tuple[Path, ...], form: str, words: "Language") -> None:
    """Recompute what was reported, and list what would be reported differently today.

    The policy is judged again by its figures, as of the record's date and day of knowledge, by its method and for its
    readers. Every figure, target and verdict that differs is listed with what it was and what it is; a verdict that
    differs although its basis does not was changed by the rules of the library.

    \b
    Examples:
      kommunepolitik verify policies/unge/opfoelgning/2026/record.json
      kommunepolitik verify build/unge--record.json --policy policies/unge --observations national.csv

    Exit codes: 0 no differences; 1 differences, or problems in the input; 2 wrong usage.
    """
    from kommunepolitik.evaluation import read_record

    saved = read_record(record)
    evaluation = _recomputed(saved, policy or _policy_of(record), observations)
    changes = evaluation.changes(saved)
    if form == "json":
        write_json(_as_json(saved, changes))
    else:
        write_lines(_lines(saved, evaluation, changes, words))
    if changes:
        sys.exit(1)


def _policy_of(record: Path) -> Path:
    """Return the policy of a record by its place."""
    from kommunepolitik.documents.files import YEARS_FOLDER, policy_files

    folder = real_path(record).parent
    above = folder.parent.parent if folder.parent.name == YEARS_FOLDER else folder
    for place in (folder, above):
        try:
            policy_files(place)
        except FileError:
            continue
        return place
    raise FileError(Problem(code="no_policy_beside_record", file=str(record)))


def _recomputed(record: "Record", path: Path, observations: tuple[Path, ...]) -> "Evaluation":
    """Judge the policy of a record again, as it was judged then."""
    from kommunepolitik.documents import read_all
    from kommunepolitik.evaluation import evaluate

    documents, id = read_all([path]), record.policy.id
    policies = {document.policy.id: document.policy for document in documents}
    if id not in policies:
        data = {"value": id, "policies": ", ".join(policies)}
        raise FileError(Problem(code="record_of_other_policy", data=data, file=str(path)))
    figures = options.read_figures(documents, observations, record.audience)
    own = None if figures is None else figures.of(id)
    return evaluate(policies[id], own, **{name: getattr(record, name) for name in _JUDGED})


def _lines(record: "Record", evaluation: "Evaluation", changes: "Changes", words: "Language") -> Iterator[str]:
    """Yield the differences, one line each, under a heading for each kind."""
    _ = words.gettext
    saved = _("Saved by kommunepolitik {version}.").format(version=record.library)
    yield f"{record.policy.id}: {heading(evaluation, words)} {saved}"
    if not changes:
        text = _("No differences. Verdicts: {results}; figures: {figures}.")
        yield text.format(results=len(record.results), figures=len(record.figures))
    lists = (
        (_("Figures that differ"), [_figure_line(each, words) for each in changes.figures]),
        (_("Targets and definitions that differ"), [_definition_line(each, words) for each in changes.definitions]),
        (_("Verdicts that differ"), [_result_line(each, record, words) for each in changes.results]),
    )
    for title, lines in lists:
        if lines:
            yield f"{title} ({len(lines)}):"
            yield from (f"  {line}" for line in lines)


def _figure_line(change: "FigureChange", words: "Language") -> str:
    figure = change.figure
    before, now = (_figure(each, words) for each in (change.recorded, change.now))
    return f"{_joined(figure.indicator, figure.group)}, {words.period(figure.period)}: {before} → {now}"


def _figure(figure: "UsedFigure | None", words: "Language") -> str:
    """Write a figure with everything that may differ from another of the same period."""
    if figure is None:
        return "–"
    text = figure.judgement if figure.value is None else _shown(figure.value, words)
    if figure.value_high is not None:
        text += f"–{_shown(figure.value_high, words)}"
    text = words.label("qualifier", figure.qualifier).format(value=text) or text
    marks = [words.label("quality", figure.quality)]
    if figure.denominator is not None:
        marks.append(words.gettext("of {denominator}").format(denominator=_shown(figure.denominator, words)))
    return " ".join(part for part in (text, f"({', '.join(filter(None, marks))})" if any(marks) else "") if part)


def _definition_line(change: "DefinitionChange", words: "Language") -> str:
    name = _joined(change.indicator, change.target) or words.gettext("the policy itself")
    pairs = _pairs(change, change.fields) or [(change.what, change.before, change.now)]
    return f"{name}: {'; '.join(f'{key} {_shown(old, words)} → {_shown(new, words)}' for key, old, new in pairs)}"


def _result_line(change: "ResultChange", record: "Record", words: "Language") -> str:
    from importlib.metadata import version

    from kommunepolitik.evaluation.explanation import CAUSES

    why = "; ".join(words.gettext(CAUSES[cause]) for cause in change.causes)
    if change.causes == ("rules",):
        why += f" (kommunepolitik {record.library} → {version('kommunepolitik')})"
    pairs = _pairs(change, ("status",) if "status" in change.fields else change.fields)
    changes = [f"{key} {_shown(old, words)} → {_shown(new, words)}".removeprefix("status ") for key, old, new in pairs]
    name = _joined(change.now.indicator, change.now.group, change.now.target)
    what = ", ".join(changes) or words.gettext("new")
    return f"{name}: {what}; {why}"


def _pairs(change: "DefinitionChange | ResultChange", fields: Sequence[str]) -> Sequence[tuple[str, Any, Any]]:
    """Return fields with their old and new values."""
    return [(name, getattr(change.before, name, None), getattr(change.now, name, None)) for name in fields]


def _joined(*parts: str) -> str:
    return "/".join(part for part in parts if part)


def _shown(value: Any, words: "Language") -> str:
    """Write a value of a record: a status in words, numbers and periods for readers, all else as in a file."""
    from kommunepolitik.evaluation.explanation import STATUS_WORDS
    from kommunepolitik.model import Period
    from kommunepolitik.model.data import part_to_data

    if value is None or value in ("", ()):
        return "–"
    if isinstance(value, Period):
        return words.period(value)
    if isinstance(value, float):
        return words.number(round(value, 9))
    if isinstance(value, str) and value in STATUS_WORDS:
        return words.gettext(STATUS_WORDS[value])
    plain = part_to_data(value)
    if isinstance(plain, dict):
        return ", ".join(f"{key} {_shown(each, words)}" for key, each in plain.items())
    return str(plain)


def _as_json(record: "Record", changes: "Changes") -> dict[str, Any]:
    from importlib.metadata import version

    from kommunepolitik.model.data import part_to_data

    def pair(before: Any, now: Any) -> dict[str, Any]:
        return {"before": part_to_data(before), "now": part_to_data(now)}

    return {
        "policy": record.policy.id,
        **{name: part_to_data(getattr(record, name)) for name in _JUDGED},
        "library": pair(record.library, version("kommunepolitik")),
        "equal": not changes,
        "figures": [{"change": each.kind, **pair(each.recorded, each.now)} for each in changes.figures],
        "definitions": [
            {
                **{name: getattr(each, name) for name in ("indicator", "target", "what", "kind", "decision")},
                **pair(each.before, each.now),
            }
            for each in changes.definitions
        ],
        "results": [
            {
                **{name: getattr(each.now, name) for name in ("indicator", "group", "target")},
                "causes": list(each.causes),
                "fields": {name: pair(old, new) for name, old, new in _pairs(each, each.fields)},
            }
            for each in changes.results
        ],
    }
