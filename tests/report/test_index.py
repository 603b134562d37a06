"""The index leads to each policy, its follow-up and its comparisons, and shows its status at a glance."""

from typing import Any

import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.blocks import Distribution, Link, Place, Report, Section, StatusMark, StatusShare, plain
from kommunepolitik.formats.markdown import write_markdown
from kommunepolitik.i18n import language
from kommunepolitik.report.index import alphabetical, index_page
from tests.claims import some
from tests.report.test_comparison_page import found

PLACES = m.Municipality.all()


def policy(number: int, earlier: int | None = None, **more: Any) -> kp.Policy:
    """Return a made policy; it may replace an earlier one."""
    fields: dict[str, Any] = {
        "title": f"Politik {number}",
        "municipality": PLACES[number % len(PLACES)],
        "period": "2020..2023" if earlier is None else "2024..",
        "supersedes": None if earlier is None else f"p{earlier}",
        "policy_area": "integration",
        "stage": "adopted",
    }
    return m.Policy(id=f"p{number}", **{**fields, **more})


@pytest.fixture(scope="module")
def crowd() -> m.Portfolio:
    """Three hundred policies of 98 municipalities and a made-up one, a third of them a later edition."""
    policies = [policy(n, earlier=n - 98 if 98 <= n < 196 else None) for n in range(299)]
    return m.Portfolio([*policies, policy(299, municipality=m.Municipality(name="Nybro", fictitious=True))])


def made(portfolio: m.Portfolio, **shares: tuple[StatusShare, ...]) -> Report:
    """Return the Danish index."""
    return index_page(portfolio, language("da"), shares)


def entries(report: Report) -> list[Section]:
    """Return the entries, under municipalities or not."""
    return [each for each in found(report.sections, Section) if each.role == "entry"]


def share(key: str, words: str, count: int) -> StatusShare:
    """Return a share of the targets."""
    return StatusShare(StatusMark(key, words, ""), count)


def test_many_policies_are_under_their_municipalities(crowd: m.Portfolio) -> None:
    """In the order of the Danish alphabet, each with its letter."""
    report = made(crowd)
    heads = [plain(each.title) for each in report.sections]
    assert {each.role for each in report.sections} == {"home"}
    assert len(heads) == len(set(heads)) == 99
    assert heads[-3:] == ["Aabenraa Kommune", "Aalborg Kommune", "Aarhus Kommune"]
    assert heads.index("Vordingborg Kommune") < heads.index("Ærø Kommune") < heads.index("Aabenraa Kommune")
    letters = list(dict.fromkeys(dict(each.facets)["letter"] for each in report.sections))
    assert letters == sorted(letters, key=alphabetical)
    assert letters[-2:] == ["Æ", "Å"]
    assert len(entries(report)) == len(crowd)
    assert report.kicker == "300 politikker · 99 kommuner"


def test_few_policies_are_in_one_list(crowd: m.Portfolio) -> None:
    """Up to twenty, each entry names its municipality; with one more, they are under their municipalities."""
    few = made(m.Portfolio(list(crowd)[:20]))
    assert {each.role for each in few.sections} == {"entry"}
    assert all(" Kommune · integration · 2020–2023 · Vedtaget" in write_markdown(few) for _ in some(few.sections))
    assert len(made(m.Portfolio(list(crowd)[:21])).sections) == 21


def test_each_entry_leads_to_page_follow_up_and_comparisons(crowd: m.Portfolio) -> None:
    """Nothing is lost among many; of a chain the newest edition is first."""
    report = made(crowd)
    places = {link.to for link in found(report.sections, Link)}
    assert places >= {Place(page=page, policies=(each.id,)) for each in crowd for page in ("policy", "followup")}  # type: ignore[arg-type]
    assert places >= {Place(page="comparison", policies=(old.id, new.id)) for old, new in crowd.neighbours()}
    ids = [each.id for each in entries(report)]
    assert ids.index("entry_p98") < ids.index("entry_p0")
    assert len(ids) == len(set(ids))


def test_the_chain_of_editions_names_all_and_links_to_the_others() -> None:
    """And to the comparison of each two that follow each other."""
    both = made(m.Portfolio([policy(1), policy(99, earlier=1)]))
    lines = [line.replace("*", "") for line in write_markdown(both).splitlines() if line.startswith("Udgaver")]
    assert lines == [
        "Udgaver: 2020–2023 → 2024– · Sammenlign 2020–2023 med 2024–",
        "Udgaver: 2020–2023 → 2024– · Sammenlign 2020–2023 med 2024–",
    ]


def test_status_is_seen_at_a_glance() -> None:
    """How the current targets are spread, or that nothing can be judged yet; nothing of what was not evaluated."""
    portfolio = m.Portfolio([policy(1), policy(2), policy(3), policy(4)])
    judged = (share("missed", "ikke nået", 2), share("not_assessed", "kan ikke vurderes", 1))
    report = made(portfolio, p1=judged, p2=(share("not_assessed", "kan ikke vurderes", 4),), p3=())
    by_id = {each.id: each for each in entries(report)}
    (spread,) = found(by_id["entry_p1"], Distribution)
    assert spread.shares == judged
    for id in ("entry_p2", "entry_p3", "entry_p4"):
        assert not found(by_id[id], Distribution)
    assert write_markdown(report).count("Endnu ingen målinger, der kan vurderes.") == 2


def test_gaps_and_made_up_municipalities_are_stated() -> None:
    """Nobody shall take made-up figures for real ones."""
    nybro = m.Municipality(name="Nybro", fictitious=True)
    gap = m.Missing(what="plan", why="promised")
    text = write_markdown(made(m.Portfolio([policy(1, municipality=nybro, missing=[gap])])))
    assert "1 oplysning mangler." in text
    assert "Opdigtet, også tallene." in text


def test_names_are_sorted_as_danes_do() -> None:
    """Accents do not count."""
    assert sorted(["Århus", "Ølby", "Idé", "Ide", "Ærø", "Zz"], key=alphabetical)[-3:] == ["Ærø", "Ølby", "Århus"]
    assert alphabetical("Idé") == alphabetical("Ide")
