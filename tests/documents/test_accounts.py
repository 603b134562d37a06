"""The accounts beside a policy: read with it, and reported with it when something is wrong."""

from pathlib import Path

import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import read
from kommunepolitik.errors import InvalidDocument
from kommunepolitik.testing import assert_policies_are_sound

POLICY = """\
kommunepolitik: 1
id: p
title: P
municipality: Slagelse
goals:
  - id: job
    statement: Flere i job
decisions:
  - id: vedtaget
    body: Byrådet
    remarks:
      - id: tydeligere-maal
        statement: Målene skal være tydeligere
sources:
  - id: afrapportering-2024
    title: Afrapportering 2024
"""
ACCOUNTS = """\
kommunepolitik: 1
accounts:
  - element: tydeligere-maal
    period: 2024
    text: Fem indikatorer har fået et måltal.
    action: Resten følger i 2025.
    reported_by: Center for Arbejdsmarked
    date: 2025-03-01
    citation: {source: afrapportering-2024, page: 4}
  - element: job
    period: 2024
    text: Flere er kommet i job.
"""


def write(folder: Path, policy: str = POLICY, accounts: str | None = ACCOUNTS) -> Path:
    """Make a policy folder."""
    (folder / "policy.yaml").write_text(policy, "utf-8")
    if accounts is not None:
        (folder / "accounts.yaml").write_text(accounts, "utf-8")
    return folder


def problems_in(folder: Path) -> list[str]:
    """Return what is wrong with a policy folder, a line each, from the file's name on."""
    with pytest.raises(InvalidDocument) as caught:
        read(folder)
    return [line.removeprefix(f"{folder}/") for line in caught.value.lines()]


def test_the_accounts_of_a_policy_folder_are_read_with_it(tmp_path: Path) -> None:
    """Element, period, text, action, who and when, and where a document states it; a folder without any has none."""
    assert read(write(tmp_path, accounts=None)).accounts == ()
    document = read(write(tmp_path))
    assert document.accounts == (
        m.Account(
            element="tydeligere-maal",
            period=kp.Period("2024"),
            text="Fem indikatorer har fået et måltal.",
            action="Resten følger i 2025.",
            reported_by="Center for Arbejdsmarked",
            date=kp.Period("2025-03-01"),
            citation=m.Citation(source="afrapportering-2024", page="4"),
        ),
        m.Account(element="job", period=kp.Period("2024"), text="Flere er kommet i job."),
    )
    assert_policies_are_sound(tmp_path)


def test_an_account_of_nothing_is_reported_with_the_nearest_id(tmp_path: Path) -> None:
    """The element and the source are looked for in the policy; a source must be a source."""
    accounts = ACCOUNTS.replace("element: job", "element: jobb").replace("source: afrapportering-2024", "source: job")
    assert problems_in(write(tmp_path, accounts=accounts)) == [
        "accounts.yaml:9:24: accounts[0].citation.source: 'job' is the id of a goal, not of a source; "
        "known: afrapportering-2024",
        "accounts.yaml:10:14: accounts[1].element: no element has the id 'jobb'; did you mean 'job'?",
    ]


def test_mistakes_in_accounts_have_a_place_like_those_of_a_policy(tmp_path: Path) -> None:
    """Misspelt keys, bad periods, missing text, wrong version: all at once, each reported once."""
    accounts = ACCOUNTS.replace("kommunepolitik: 1", "kommunepolitik: 2").replace(
        "period: 2024\n    text: Fl", "periode: 2024/2025\n    Fl"
    )
    accounts = accounts.replace("Fler", "tekst: Fler", 1)
    assert problems_in(write(tmp_path, accounts=accounts)) == [
        "accounts.yaml:1:17: kommunepolitik: format version 2 is not known; this library reads version 1",
        "accounts.yaml:11:5: accounts[1].periode: unknown key 'periode'; did you mean 'period'?",
        "accounts.yaml:11:14: accounts[1].periode: '2024/2025' can be read in two ways; write 2024/25 for the school "
        "year or 2024..2025 for the two years",
        "accounts.yaml:12:5: accounts[1].tekst: unknown key 'tekst'; did you mean 'text'?",
    ]
    assert problems_in(write(tmp_path, accounts="- a\n")) == [
        "accounts.yaml:1:1: expected keys with values, found a list"
    ]
    assert problems_in(write(tmp_path, accounts="a: [")) == [*problems_in(tmp_path)]


def test_problems_of_policy_and_accounts_come_together(tmp_path: Path) -> None:
    """A policy that cannot be read does not make its accounts dangle; what is wrong in them is still reported."""
    policy = POLICY.replace("title: P\n", "titel: P\n")
    accounts = ACCOUNTS.replace("period: 2024", "period: i fjor", 1)
    assert [line.partition(": ")[0] for line in problems_in(write(tmp_path, policy, accounts))] == [
        "policy.yaml:3:1",
        "accounts.yaml:4:13",
    ]
    assert len(problems_in(write(tmp_path, policy))) == 1


def test_a_figure_that_is_not_to_be_had_is_read_beside_the_accounts(tmp_path: Path) -> None:
    """The year's file states of an indicator and period that it is not measured, or when its figure comes."""
    indicators = "indicators:\n  - {id: ledige, title: Ledige}\n"
    write(tmp_path, POLICY + indicators, accounts=None)
    year = tmp_path / "opfoelgning" / "2026"
    year.mkdir(parents=True)
    entry = "  - {indicator: ledige, period: 2026, why: later, expected: 2027-03, reported_by: Center for Job}\n"
    (year / "accounts.yaml").write_text(f"kommunepolitik: 1\nmissing:\n{entry}", "utf-8")
    (missing,) = read(tmp_path).missing_figures
    assert (missing.indicator, missing.why, missing.expected) == ("ledige", "later", kp.Period("2027-03"))
    (year / "accounts.yaml").write_text("kommunepolitik: 1\nmissing:\n" + entry.replace("ledige", "ledigge"), "utf-8")
    assert problems_in(tmp_path) == [
        "opfoelgning/2026/accounts.yaml:3:17: missing[0].indicator: no indicator has the id 'ledigge'; "
        "did you mean 'ledige'?"
    ]


def test_a_figure_that_is_stated_twice_not_to_be_had_is_reported(tmp_path: Path) -> None:
    """Of two entries for one indicator, group and period, neither is dropped in silence."""
    entry = "  - {indicator: ledige, period: 2026, why: later, expected: 2027-03}\n"
    other = "  - {indicator: ledige, period: 2026, why: not_measured}\n"
    policy = POLICY + "indicators:\n  - {id: ledige, title: Ledige}\n"
    write(tmp_path, policy, accounts=f"kommunepolitik: 1\nmissing:\n{entry}{other}")
    assert problems_in(tmp_path) == [
        "accounts.yaml:4:5: missing[1]: that there is no figure of 'ledige' for 2026 is already stated at missing[0]; "
        "remove one"
    ]
