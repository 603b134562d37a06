"""The command that sums up many policies: `portfolio`."""

import csv
import io
import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kommunepolitik.cli.app import _language, _paths, _tells_problems, app
from kommunepolitik.cli.options import table_option
from kommunepolitik.errors import N_

if TYPE_CHECKING:
    from kommunepolitik.comparison import Amount, Measure
    from kommunepolitik.model import Policy, Portfolio
    from kommunepolitik.rendering import Language

_TITLE_WIDTH: Final = 36
_HEADINGS: Final[Mapping["Measure", str]] = {
    "focus_areas": N_("Focus\nareas"),
    "goals": N_("Goals"),
    "follow_up_indicators": N_("Indi-\ncators"),
    "with_targets": N_("with\ntarget"),
    "with_baseline": N_("with\nbaseline"),
    "tracks": N_("Tracks"),
    "holes": N_("Holes"),
}
"""The measures that are shown; a line break tells where a heading is folded."""

_SHARES: Final[frozenset["Measure"]] = frozenset({"with_targets", "with_baseline"})


@app.command()
@_paths
@table_option
@_language
@_tells_problems
def portfolio(paths: tuple[Path, ...], form: str, language: str) -> None:
    """Sum up policies, a row each: what they hold, and how much of it can be measured.

    Indicators are those that follow up. The shares with target and with baseline are of those that can have one. Holes
    are what a policy itself says is missing. What is not known is blank in CSV, null in JSON.

    \b
    Examples:
      kommunepolitik portfolio examples
      kommunepolitik portfolio examples docs/tutorial/nybro --format csv > policies.csv
    """
    from kommunepolitik.documents import load_portfolio
    from kommunepolitik.rendering import language_of

    policies = load_portfolio(paths)
    if form == "json":
        click.echo(json.dumps([_record(policy) for policy in policies], ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(_csv([_record(policy) for policy in policies]), nl=False)
    else:
        click.echo(_table(policies, language_of(language)))


def _record(policy: "Policy") -> dict[str, Any]:
    """Return the row of a policy for programs."""
    from kommunepolitik.comparison import amounts

    measured, row = amounts(policy), _named(policy)
    for measure in _HEADINGS:
        row[measure] = measured[measure].number
        if measure in _SHARES:
            row[f"{measure}_of"] = measured[measure].of
    return row


def _named(policy: "Policy") -> dict[str, Any]:
    return {
        "municipality_code": policy.municipality.code,
        "municipality": policy.municipality.name,
        "fictitious": policy.municipality.fictitious,
        "policy": policy.id,
        "title": policy.title,
        "period": None if policy.period is None else str(policy.period),
        "stage": policy.stage,
        "supersedes": policy.supersedes,
    }


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    lines = io.StringIO()
    writer = csv.DictWriter(lines, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue()


def _table(policies: "Portfolio", words: "Language") -> str:
    """Return the table: under each municipality its policies, the oldest edition of a chain first."""
    homes: dict[str, dict[str, Policy]] = {}
    for chain in policies.chains():
        for policy in chain:
            homes.setdefault(_municipality(policy, words), {})[policy.id] = policy
    blocks = {home: [_cells(policy, words) for policy in held.values()] for home, held in homes.items()}
    heading = [words.gettext("Policy"), words.gettext("Period"), *map(words.gettext, _HEADINGS.values())]
    folded = [cell.split("\n") for cell in heading]
    rows = [cells for held in blocks.values() for cells, _ in held]
    widths = [
        max(len(line) for lines in (folded[number], *(row[number] for row in rows)) for line in lines)
        for number in range(len(heading))
    ]
    lines = [f"  {line}" for line in _aligned(folded, widths)]
    lines.append("─" * (sum(widths) + 2 * len(widths)))
    for home, held in blocks.items():
        lines.append(home)
        for cells, detail in held:
            lines += [f"  {line}" for line in _aligned(cells, widths)]
            lines.append(f"    {detail}")
    return "\n".join([*lines, "", _closing(policies, len(homes), words)])


def _municipality(policy: "Policy", words: "Language") -> str:
    made_up = words.gettext("made up")
    return (
        f"{policy.municipality.full_name} ({made_up})"
        if policy.municipality.fictitious
        else policy.municipality.full_name
    )


def _cells(policy: "Policy", words: "Language") -> tuple[list[list[str]], str]:
    """Return the cells of a policy, each as its lines, and the line beneath them."""
    from kommunepolitik.comparison import amounts
    from kommunepolitik.rendering import stage_words

    unknown, measured = words.gettext("unknown"), amounts(policy)
    period = unknown if policy.period is None else words.period(policy.period)
    stage = stage_words(policy, words)
    heading = words.gettext("Stage")
    details = [policy.id, stage or f"{heading}: {unknown}"]
    if policy.supersedes is not None:
        details.append(words.gettext("earlier edition: {policy}").format(policy=policy.supersedes))
    numbers = [[_amount(measured[measure], words)] for measure in _HEADINGS]
    return [textwrap.wrap(policy.title, _TITLE_WIDTH), [period], *numbers], " · ".join(details)


def _amount(amount: "Amount", words: "Language") -> str:
    if amount.number is None:
        return words.gettext("unknown")
    if amount.of is None:
        return words.number(amount.number)
    if amount.of == 0:
        return "–"  # a share of nothing is none
    number = f"{amount.number}+?" if amount.unknown else str(amount.number)
    return words.gettext("{number} of {of}").format(number=number, of=amount.of)


def _aligned(cells: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    """Yield the lines of a row: texts to the left, numbers to the right."""
    for number in range(max(map(len, cells))):
        line = [cell[number] if number < len(cell) else "" for cell in cells]
        texts = [text.ljust(width) for text, width in zip(line[:2], widths[:2], strict=True)]
        numbers = [text.rjust(width) for text, width in zip(line[2:], widths[2:], strict=True)]
        yield "  ".join([*texts, *numbers]).rstrip()


def _closing(policies: "Portfolio", homes: int, words: "Language") -> str:
    count = words.ngettext("%(num)s policy", "%(num)s policies", len(policies)) % {"num": len(policies)}
    where = words.ngettext("%(num)s municipality", "%(num)s municipalities", homes) % {"num": homes}
    shares = words.gettext(
        "Shares are of the indicators that follow up and can have one; +? means that the rest is unknown."
    )
    return f"{count}, {where}. {shares}"
