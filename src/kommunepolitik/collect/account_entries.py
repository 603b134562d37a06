"""Merges accounts and gaps of forms into the year's file: what is added, and what is left unchanged."""

import codecs
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import attrs

from kommunepolitik.collect.answers import AccountAnswer, MissingAnswer, account_content
from kommunepolitik.collect.results import CollectedAccount, CollectedGap
from kommunepolitik.documents import Document, parse_accounts
from kommunepolitik.documents.append import with_entries
from kommunepolitik.documents.files import ACCOUNTS_FILE, YEARS_FOLDER, read_text
from kommunepolitik.documents.paths import is_there, read_bytes
from kommunepolitik.errors import InvalidDocument, Problem
from kommunepolitik.model import Account, MissingFigure, Period

R = TypeVar("R", Account, MissingFigure)


@attrs.frozen(kw_only=True)
class AccountEntries:
    """What forms add to the year's file of accounts."""

    accounts: Sequence[CollectedAccount]
    gaps: Sequence[CollectedGap]
    path: Path
    content: bytes
    """The whole file; empty where nothing is added."""
    problems: Sequence[Problem] = ()


def year_folder(document: Document, period: Period) -> Path:
    """Return the folder of a year of a policy's follow-up."""
    return document.path.parent / YEARS_FOLDER / str(period)


def accounts_path(document: Document, period: Period) -> Path:
    """Return the file of a policy's accounts of a year."""
    return year_folder(document, period) / ACCOUNTS_FILE


def account_entries(
    document: Document,
    period: Period,
    accounts: Sequence[tuple[AccountAnswer, bool]],
    gaps: Sequence[tuple[MissingAnswer, bool]],
) -> AccountEntries:
    """Return what signed forms add to the year's file; each account and gap is paired with whether it is a draft's.

    An existing account of the same element and period is kept, whatever it contains.
    """
    policy, path = document.policy.id, accounts_path(document, period)
    found = []
    for answer, is_draft in accounts:
        now = answer.account
        there = (each for each in document.accounts if (each.element, each.period) == (now.element, now.period))
        kind, before = _beside(now, list(there), account_content, is_draft=is_draft)
        found.append(CollectedAccount(kind=kind, policy=policy, before=before, now=now))
    missing = []
    for gap, is_draft in gaps:
        series = (gap.missing.indicator, gap.missing.group, gap.missing.period)
        reported = (each for each in document.missing_figures if (each.indicator, each.group, each.period) == series)
        kind, earlier = _beside(gap.missing, list(reported), _gap_content, is_draft=is_draft)
        missing.append(CollectedGap(kind=kind, policy=policy, before=earlier, now=gap.missing))
    new_accounts = [each.now for each in found if each.kind == "new"]
    new_gaps = [each.now for each in missing if each.kind == "new"]
    content, problems = _added(document, path, new_accounts, new_gaps) if new_accounts or new_gaps else (b"", [])
    return AccountEntries(
        accounts=tuple(found), gaps=tuple(missing), path=path, content=content, problems=tuple(problems)
    )


def _beside(now: R, there: Sequence[R], content: Callable[[R], Any], *, is_draft: bool) -> tuple[Any, R | None]:
    before = next(iter(there), None)
    if any(content(each) == content(now) for each in there):
        return "unchanged", before
    if is_draft:
        return "draft", before
    return ("new" if before is None else "kept"), before


def _gap_content(gap: MissingFigure) -> tuple[Any, ...]:
    return (gap.why, gap.expected, gap.note or "")


def _added(
    document: Document, path: Path, accounts: Sequence[Account], gaps: Sequence[MissingFigure]
) -> tuple[bytes, list[Problem]]:
    """Return the text of the file with entries added, and whether it cannot be added to."""
    text = read_text(path) if is_there(path) else ""
    there = parse_accounts(text, document.policy) if text else None
    made = with_entries(text, {"accounts": accounts, "missing": gaps})
    wanted = ((*(there.accounts if there else ()), *accounts), (*(there.missing if there else ()), *gaps))
    try:
        read = parse_accounts(made, document.policy)
    except InvalidDocument:
        return b"", [Problem(code="form_accounts_layout", file=str(path))]
    if (read.accounts, read.missing) != wanted:
        return b"", [Problem(code="form_accounts_layout", file=str(path))]
    mark = codecs.BOM_UTF8 if text and read_bytes(path).startswith(codecs.BOM_UTF8) else b""
    return mark + made.encode("utf-8"), []
