"""What people judged: qualitative results, and verdicts on targets that a source published."""

from typing import Any

import numpy as np

from kommunepolitik.evaluation.cases import Cases
from kommunepolitik.figures import Figures
from kommunepolitik.figures.periods import NEVER, Whole
from kommunepolitik.model import Policy
from kommunepolitik.observations.columns import status_of_judgement


def meaning(policy: Policy, words: str) -> str | None:
    """Return the status that words or a colour stand for: by the policy's own scale, else the usual Danish words."""
    own = {each.word.casefold(): each.means for each in policy.judgement_scale}
    return own.get(" ".join(words.casefold().split())) or status_of_judgement(words)


def people_judged(figures: Figures, cases: Cases, at: Whole, columns: dict[str, Any]) -> None:
    """Fill in the results that people judge, each by its newest judgement by a day."""
    columns["judgement"] = np.full(len(cases), "", dtype=object)
    chosen = np.flatnonzero(cases.kind == "judgement")
    if not len(chosen):
        return
    position = figures.measured.newest(cases.series[chosen], at[chosen])
    texts = {name: figures.texts(name, position) for name in ("judgement", "quality", "published", "source")}
    periods = figures.periods.periods[figures.period_numbers(position)]
    for number, case in enumerate(chosen.tolist()):
        is_found, is_undated = position[number] >= 0, bool(cases.is_undated[case])
        words, is_withheld = texts["judgement"][number], texts["quality"][number] == "suppressed"
        known = meaning(cases.policy_of(case), words) if is_found and not is_withheld else None
        lacking = "suppressed" if is_withheld else "own_words" if is_found else "no_period" if is_undated else "no_data"
        columns["status"][case] = known or "not_assessed"
        columns["reason"][case] = None if known not in (None, "not_assessed") else lacking
        columns["period"][case] = columns["newest_period"][case] = periods[number]
        for name, cells in texts.items():
            columns[name][case] = cells[number]
        if texts["quality"][number] == "provisional":
            columns["warnings"][case] = ("provisional",)


def source_verdicts(figures: Figures, cases: Cases, at: Whole, columns: dict[str, Any]) -> None:
    """Fill in the verdicts on targets that sources published: of each target the newest by a day."""
    columns["source_status"] = np.full(len(cases), None, dtype=object)
    columns["source_judgement"] = np.full(len(cases), "", dtype=object)
    verdicts = figures.verdicts
    if not verdicts:
        return
    for case, target in enumerate(cases.targets):
        if target is None:
            continue
        policy = cases.policy_of(case)
        for id in (policy.id, ""):
            key = (id, cases.indicators[case].id, cases.groups[case], target.key)
            found = [each for each in verdicts.get(key, ()) if (each[0] or NEVER) <= at[case]]
            if found:
                words = max(found, key=lambda each: each[:2])[2]
                columns["source_judgement"][case] = words
                columns["source_status"][case] = meaning(policy, words)
                break
