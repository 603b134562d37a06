"""The command that sums up many policies: `portfolio`."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kommunepolitik.cli import options
from kommunepolitik.cli.output import aligned_rows, write_data, write_json, write_lines
from kommunepolitik.errors.marks import N_

if TYPE_CHECKING:
    from kommunepolitik.comparison import Amount, Measure
    from kommunepolitik.i18n import Language
    from kommunepolitik.model import Policy, Portfolio

_TITLE_WIDTH: Final = 36
_HEADINGS: Final[Mapping["Measure", str]] = {
    "focus_areas": N_("Focus\nareas"),
    "goals": N_("Goals"),
    "follow_up_indicators": N_("Indi-\ncators"),
    "with_targets": N_("with\ntarget"),
    "with_baseline": N_("with\nbaseline"),
    "tracks": N_("Tracks"),
    "gaps": N_("Gaps"),
}
"""The measures that are shown; a line break folds the heading."""

_SHARES: Final[frozenset["Measure"]] = frozenset({"with_targets", "with_baseline"})


@options.command(options.paths_argument, options.table_option)
def portfolio(paths: tuple[Path, ...], form: str, words: "Language") -> None:
    """Sum up policies, one row each: what they contain, and how much of it can be measured.

    Indicators are those that follow up and that documents name. The shares with target and with baseline are of those
    that can have one. Gaps are what a policy itself lists as missing. Where elements are not available, the number is
    what the documents state. What is not known is blank in CSV, null in JSON.

    \b
    Examples:
      kommunepolitik portfolio examples
      kommunepolitik portfolio examples docs/tutorial/nybro --format csv > policies.csv
    """
    from kommunepolitik.documents import load_portfolio

    policies = load_portfolio(paths)
    if form == "table":
        write_lines(_table(policies, words))
        return
    records = [_record(policy) for policy in policies]
    if form == "json":
        write_json(records)
    else:
        from kommunepolitik.documents.csv_text import csv_cell, csv_text

        rows = [map(csv_cell, record.values()) for record in records]
        write_data(csv_text([[*records[0]], *rows], end="\n"))


def _record(policy: "Policy") -> dict[str, Any]:
    """Return the row of a policy for CSV and JSON."""
    from kommunepolitik.comparison import amounts

    measured = amounts(policy)
    row: dict[str, Any] = {
        "municipality_code": policy.municipality.code,
        "municipality": policy.municipality.name,
        "fictitious": policy.municipality.fictitious,
        "policy": policy.id,
        "title": policy.title,
        "period": policy.period and str(policy.period),
        "stage": policy.stage,
        "supersedes": policy.supersedes,
    }
    for measure in _HEADINGS:
        row[measure] = measured[measure].number
        if measure in _SHARES:
            row[f"{measure}_of"] = measured[measure].of
    return row


def _table(policies: "Portfolio", words: "Language") -> list[str]:
    """Return the lines of the table: under each municipality its policies, the oldest edition of a chain first."""
    homes: dict[str, dict[str, Policy]] = {}
    for chain in policies.chains():
        for policy in chain:
            made_up = " " + words.gettext("(made up)") if policy.municipality.fictitious else ""
            homes.setdefault(policy.municipality.full_name + made_up, {})[policy.id] = policy
    heading = [words.gettext("Policy"), words.gettext("Period"), *map(words.gettext, _HEADINGS.values())]
    cells = [_cells(policy, words) for group in homes.values() for policy in group.values()]
    aligned = aligned_rows([heading, *cells], right=range(2, len(heading)))
    head, *rows = ([f"  {line}".rstrip() for line in row] for row in aligned)
    lines = [*head, "─" * max(map(len, head))]
    row = iter(rows)
    for home, group in homes.items():
        lines.append(home)
        for policy in group.values():
            lines += [*next(row), f"    {_details(policy, words)}"]
    count = words.ngettext("%(num)s policy", "%(num)s policies", len(policies)) % {"num": len(policies)}
    where = words.ngettext("%(num)s municipality", "%(num)s municipalities", len(homes)) % {"num": len(homes)}
    shares = words.gettext(
        "Indicators, targets and baselines are those that the documents name; +? means that the rest is unknown, "
        "* that only the documents state the number."
    )
    return [*lines, "", f"{count}, {where}. {shares}"]


def _cells(policy: "Policy", words: "Language") -> list[str]:
    from textwrap import wrap

    from kommunepolitik.comparison import amounts

    measured = amounts(policy)
    period = words.gettext("unknown") if policy.period is None else words.period(policy.period)
    title = "\n".join(wrap(policy.title, _TITLE_WIDTH))
    return [title, period, *(_amount(measured[measure], words) for measure in _HEADINGS)]


def _details(policy: "Policy", words: "Language") -> str:
    """Return the line under a policy: its id, stage and earlier edition."""
    heading, unknown = words.gettext("Stage"), words.gettext("unknown")
    details = [policy.id, words.label("stage", policy.stage) or f"{heading}: {unknown}"]
    if policy.supersedes is not None:
        details.append(words.gettext("earlier edition: {policy}").format(policy=policy.supersedes))
    return " · ".join(details)


def _amount(amount: "Amount", words: "Language") -> str:
    if amount.number is None:
        return words.gettext("unknown")
    if amount.of is None:
        return words.number(amount.number) + ("*" if amount.stated else "")
    if amount.of == 0:
        return "–"  # there is no share of nothing
    number = f"{amount.number}+?" if amount.unknown else str(amount.number)
    return words.gettext("{number} of {of}").format(number=number, of=amount.of)
