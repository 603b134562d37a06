"""Judgements by people: qualitative results, and verdicts on targets that a source published."""

from typing import Any

import numpy as np

from kommunepolitik.evaluation.cases import Cases
from kommunepolitik.figures import Figures
from kommunepolitik.figures.columns import Objects, Whole, cells_at
from kommunepolitik.figures.periods import NEVER
from kommunepolitik.model import Policy
from kommunepolitik.observations.columns import status_of_judgement


def meaning(policy: Policy, words: str) -> str | None:
    """Return the status that words or a colour stand for: by the policy's own scale, else the usual Danish words."""
    own = {each.word.casefold(): each.means for each in policy.judgement_scale}
    return own.get(" ".join(words.casefold().split())) or status_of_judgement(words)


def judged_by_people(figures: Figures, cases: Cases, at: Whole, status: Objects, reason: Objects) -> dict[str, Objects]:
    """Return statuses and reasons, with those of the cases that people judge set by their newest judgement by a day."""
    status, reason = status.copy(), reason.copy()
    chosen, position = _newest(figures, cases, at)
    texts = {name: figures.texts(name, position) for name in ("judgement", "quality")}
    for number, case in enumerate(chosen.tolist()):
        is_found, is_undated = position[number] >= 0, bool(cases.is_undated[case])
        is_withheld = texts["quality"][number] == "suppressed"
        known = meaning(cases.policy_of(case), texts["judgement"][number]) if is_found and not is_withheld else None
        lacking = "suppressed" if is_withheld else "own_words" if is_found else "no_period" if is_undated else "no_data"
        status[case] = known or "not_assessed"
        reason[case] = None if known not in (None, "not_assessed") else lacking
    return {"status": status, "reason": reason}


def describe_judgements(figures: Figures, cases: Cases, at: Whole, columns: dict[str, Any]) -> None:
    """Fill in the words, the period and the source of people's judgements."""
    columns["judgement"] = np.full(len(cases), "", dtype=object)
    chosen, position = _newest(figures, cases, at)
    texts = {name: figures.texts(name, position) for name in ("judgement", "quality", "published", "source")}
    rows = cells_at(figures.measured.row, position, -1)
    periods = figures.periods.periods[cells_at(figures.observations.texts["period"].codes, rows, -1)]
    for number, case in enumerate(chosen.tolist()):
        columns["period"][case] = columns["newest_period"][case] = periods[number]
        for name, cells in texts.items():
            columns[name][case] = cells[number]
        if texts["quality"][number] == "provisional":
            columns["warnings"][case] = ("provisional",)


def _newest(figures: Figures, cases: Cases, at: Whole) -> tuple[Whole, Whole]:
    """Return the cases that people judge, and the position of the newest judgement of each by a day."""
    chosen = np.flatnonzero(cases.kind == "judgement")
    return chosen, figures.measured.newest(cases.series[chosen], at[chosen])


def source_verdicts(figures: Figures, cases: Cases, at: Whole) -> dict[str, Objects]:
    """Return the verdicts on targets that sources published: for each target the newest by a day."""
    status, judgement = np.full(len(cases), None, dtype=object), np.full(len(cases), "", dtype=object)
    verdicts = figures.verdicts
    for case, target in enumerate(cases.targets) if verdicts else ():
        if target is None:
            continue
        policy = cases.policy_of(case)
        for id in (policy.id, ""):
            key = (id, cases.indicators[case].id, cases.groups[case], target.key)
            found = [each for each in verdicts.get(key, ()) if (each[0] or NEVER) <= at[case]]
            if found:
                words = max(found, key=lambda each: each[:2])[2]
                judgement[case], status[case] = words, meaning(policy, words)
                break
    return {"source_status": status, "source_judgement": judgement}
