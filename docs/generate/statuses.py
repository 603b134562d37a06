"""The page of statuses, reasons, warnings and stages."""

from collections.abc import Iterable, Iterator
from typing import get_args

from kommunepolitik.evaluation.explanation import REASONS, REMEDIES, STATUS_WORDS, WARNINGS
from kommunepolitik.evaluation.results import SHOWN_AS, STATUSES, Reason, Stage, Warning
from kommunepolitik.i18n import language
from kommunepolitik.report.lines import SHAPES, SHOWN_WORDS

STATUS_MEANINGS = {
    "achieved": "The figure meets the target; before the deadline it may be lost again.",
    "on_track": "The figure is on the path to the target or ahead of it, or progress is at least 95 %.",
    "behind": "Progress is at least 60 and less than 95 % of what is required by now.",
    "far_behind": "Progress is less than 60 % of what is required by now.",
    "unchanged": "The movement since the baseline is within the margin: too small to count as one.",
    "worsening": "The figure has moved the wrong way by more than the margin.",
    "missed": "The deadline is over, its figure is final, and the target is not met.",
    "ambiguous": "The target or the figure can be read in two ways, which lead to different statuses.",
    "not_assessed": "It cannot be judged, for one of the reasons below.",
}
"""What each status means; `explanation/methods` has the formulas."""

STAGE_MEANINGS = {
    "current": "The target that counts now.",
    "later": "The next ones of the same series; shown, not counted.",
    "past": "Earlier ones of the same series; shown, not counted.",
    "expired": "The newest past one, where no other is current or later; it counts.",
    "replaced": "A decision put another target in its place; it does not count.",
}
"""What each stage means."""


def statuses_page() -> str:
    """Return the page of all codes, each with its words in both languages and its meaning."""
    danish = language("da").gettext
    shown = {code: f"{SHAPES[code]} {danish(SHOWN_WORDS[SHOWN_AS[code]])}" for code in STATUSES}
    statuses = ((code, danish(STATUS_WORDS[code]), shown[code], STATUS_MEANINGS[code]) for code in STATUSES)
    reasons = ((code, danish(REASONS[code]), REASONS[code], REMEDIES[code]) for code in get_args(Reason))
    warnings = ((code, danish(WARNINGS[code]), WARNINGS[code]) for code in get_args(Warning))
    stages = ((code, STAGE_MEANINGS[code]) for code in get_args(Stage))
    return "\n".join(
        [
            "# Statuses, reasons, warnings",
            "",
            "The codes of `Result.status`, `reason`, `warnings` and `stage`, in tables and in JSON. Reports show five",
            "words for the nine statuses; [What the colours mean](../explanation/colours.md) has their signs.",
            "",
            "## Statuses",
            "",
            *_table(("code", "in Danish", "shown in reports as", "meaning"), statuses),
            "",
            "## Reasons",
            "",
            "Why a target is `not_assessed`.",
            "",
            *_table(("code", "in Danish", "meaning", "what it would take"), reasons),
            "",
            "## Warnings",
            "",
            "What a reader should know besides the status.",
            "",
            *_table(("code", "in Danish", "meaning"), warnings),
            "",
            "## Stages",
            "",
            "Whether a target counts in headlines.",
            "",
            *_table(("code", "meaning"), stages),
            "",
        ]
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a Markdown table whose first column are codes."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for code, *cells in rows:
        yield f"| `{code}` | {' | '.join(cells)} |"
