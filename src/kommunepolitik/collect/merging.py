"""Merges collected figures with known ones: which are new, which are revisions, and the file that contains them."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import attrs

from kommunepolitik.collect.answers import FigureAnswer
from kommunepolitik.collect.forms import unit_key
from kommunepolitik.collect.identity import RowKey
from kommunepolitik.collect.results import CollectedFigure, WithdrawnFigure
from kommunepolitik.documents import Document
from kommunepolitik.documents.files import ACCOUNTS_FILE, YEARS_FOLDER, PathOrPaths, listed, policy_files
from kommunepolitik.documents.locking import known_content
from kommunepolitik.documents.paths import is_there, subfolders
from kommunepolitik.errors import FileError, Problem
from kommunepolitik.figures import Figures, Observation
from kommunepolitik.figures.update import misplaced
from kommunepolitik.model import Period
from kommunepolitik.observations import Observations
from kommunepolitik.observations.normalise import normalise

COLLECTED_FILE: Final = "observations-collected.csv"
_SAME: Final = ("value", "value_high", "qualifier", "judgement")


@attrs.frozen(kw_only=True)
class Merged:
    """The figures of a policy, with those of the forms."""

    figures: Sequence[CollectedFigure]
    withdrawn: Sequence[WithdrawnFigure]
    collected: Observations
    """The new content of the file of collected figures."""
    problems: Sequence[Problem]
    notices: Sequence[Problem]

    @property
    def is_changed(self) -> bool:
        """Whether the file is to be written."""
        return bool(self.withdrawn) or any(each.is_written for each in self.figures)


def merge(
    document: Document,
    answers: Sequence[FigureAnswer],
    emptied: Mapping[RowKey, str],
    *,
    accept_revisions: bool,
    published: Period | None,
) -> Merged:
    """Compare the figures of forms with those known, and add them to the file of collected figures.

    A figure without a day of receipt in that file is of a draft: the next form replaces it. `emptied` are the rows for
    which a finished form gives no figure, with its unit: the figure of that unit's draft is withdrawn.
    """
    policy, path = document.policy, collected_path(document)
    others = [each for each in document.observations if each != path]
    collected = normalise(path, policy) if is_there(path) else normalise([], policy)
    drafts = _drafts(collected)
    replaced: set[int] = set()
    units = collected.texts["reported_by"].objects().tolist()
    withdrawn = {
        key: row for key, row in drafts.items() if key in emptied and unit_key(units[row]) == unit_key(emptied[key])
    }
    answered = {drafts[each.key] for each in answers if each.key in drafts}
    known = Figures.of([*others, _without(collected, answered | set(withdrawn.values()))], policy)
    found, added = list[CollectedFigure](), list[Observations]()
    problems, notices = list[Problem](), list[Problem]()
    for answer in answers:
        row, now = answer.row, _at(answer.row, 0, answer.key, document)
        counting = known.at(policy.id, answer.key.element, answer.key.part, answer.key.period)
        draft = drafts.get(answer.key)
        is_draft = now.received == ""
        before = counting if draft is None else _at(collected, draft, answer.key, document)
        kind = "new" if before is None else "confirmed" if draft is not None else "revised"
        if before is not None and _is_same(before, now, with_quality=draft is not None or not is_draft):
            kind = "unchanged" if draft is None or is_draft else "confirmed"
        is_written = kind in ("new", "confirmed") or (kind == "revised" and accept_revisions)
        if kind == "revised" and accept_revisions and before is not None:
            problems += _publication(answer, before, published)
            row = row.replace(published=[str(published or "")])
        if is_written:
            added.append(row)
            if draft is not None:
                replaced.add(draft)
        found.append(
            CollectedFigure(kind=kind, policy=policy.id, before=before, now=now, is_written=is_written)  # type: ignore[arg-type]
        )
        notices += _factor(known, answer, now, document)
    gone = [WithdrawnFigure(key=key, figure=_at(collected, row, key, document)) for key, row in withdrawn.items()]
    if problems:
        return Merged(figures=found, withdrawn=gone, collected=collected, problems=problems, notices=notices)
    replaced |= set(withdrawn.values())
    table = normalise([_without(collected, replaced), *added], policy) if added or gone else collected
    normalise([*others, table], policy)  # all rules apply to all files together
    return Merged(figures=found, withdrawn=gone, collected=table, problems=(), notices=notices)


def collected_path(document: Document) -> Path:
    """Return the file of the figures that were collected for a policy."""
    return document.path.with_name(COLLECTED_FILE)


def contents_beside(paths: PathOrPaths) -> dict[Path, bytes | None]:
    """Return the contents of the files of policies that returned forms are added to, as they are before they are read.

    A path without a policy is left out; reading the policies reports it.
    """
    policies: list[Path] = []
    for path in listed(paths):
        with suppress(FileError):
            policies += policy_files(path)
    years = [year for policy in policies for year in subfolders(policy.parent / YEARS_FOLDER)]
    files = [*(policy.with_name(COLLECTED_FILE) for policy in policies), *(year / ACCOUNTS_FILE for year in years)]
    return {file: known_content(file) for file in files}


def _drafts(collected: Observations) -> dict[RowKey, int]:
    """Return the rows of drafts, by the question they answer."""
    names = ("policy", "indicator", "group", "period")
    columns = [collected.texts[name].objects().tolist() for name in names]
    of_drafts = collected.texts["received"].isin("").tolist()
    rows = enumerate(zip(*columns, of_drafts, strict=True))
    return {
        RowKey(policy, indicator, group, Period(period)): row
        for row, (policy, indicator, group, period, is_draft) in rows
        if is_draft
    }


def _without(table: Observations, rows: Collection[int]) -> Observations:
    import numpy as np

    return table.where(np.array([row not in rows for row in range(len(table))], np.bool_))


def _at(table: Observations, row: int, key: RowKey, document: Document) -> Observation:
    """Return a row of a table as an observation."""
    import numpy as np

    one = Figures.of(table.where(np.array([row])), document.policy)
    found = one.at(document.policy.id, key.element, key.part, key.period)
    assert found is not None
    return found


def _is_same(before: Observation, now: Observation, *, with_quality: bool) -> bool:
    """Return whether two rows give the same figure; a draft's equals a final one with the same value."""
    same = all(getattr(before, name) == getattr(now, name) for name in _SAME)
    hides = "suppressed" in (before.quality, now.quality)
    return same and (before.quality == now.quality or not (with_quality or hides))


def _publication(answer: FigureAnswer, before: Observation, published: Period | None) -> list[Problem]:
    """Return what is wrong with the day of publication of a revision: it must be after that of the figure revised."""
    if published is None:
        return [answer.where.place.locate(Problem(code="form_published_missing"))]
    earlier = Period(before.published) if before.published else None
    if earlier is not None and earlier.end is not None and published.end is not None and published.end <= earlier.end:
        data = {"value": published, "known": earlier}
        return [answer.where.place.locate(Problem(code="form_published_early", data=data))]
    return []


def _factor(known: Figures, answer: FigureAnswer, now: Observation, document: Document) -> list[Problem]:
    """Return a notice of a value that is a hundred or a thousand times another of its series."""
    rows = known.series(document.policy.id, answer.key.element, answer.key.part)
    past = [row.value for row in rows if row.value and row.period and row.period < answer.key.period]
    other = misplaced(now.value or 0, past)
    if other is None:
        return []
    data = {"value": f"{now.value:g}", "last": f"{past[-1]:g}", "other": f"{other:g}"}
    return [answer.where.place.locate(Problem(code="form_factor", data=data))]
