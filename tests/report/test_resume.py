"""The summary: what changed, what is unanswered, whose accounts are missing, and the counts, in sentences."""

from pathlib import Path

import attrs
import pytest

import kommunepolitik.model as m
from kommunepolitik.report.resume import accounts_of, reported_period, resume
from tests.report.made import context, folder, level, nybro, policy, table, unwritten

BASELINE = m.Baseline(period=m.Period("2020"), value=50)


def test_the_summary_of_a_year_without_accounts() -> None:
    """What changed comes first, then what is owed, then the counts, and the date last; exactly as a committee reads it."""
    assert resume(unwritten(nybro())) == (
        "Siden sidste opfølgning er »Virksomhedspraktik for nyankomne« og »Familier længe i midlertidig bolig« gået fra "
        "nået til ikke nået.",
        "»Børn i en forening« og »Femårige uden huller i tænderne« er gået fra nået til ikke på rette vej.",
        "»Forældre med i skolens hverdag« er gået fra ikke på rette vej til nået.",
        "Vurderet nu, men ikke sidst: »Ledige unge« (Kvinder på 18-29 år, 2025) og »Nyankomne pr. kontaktperson« er "
        "ikke nået; »Treårige med et alderssvarende dansk« er ikke på rette vej; »Voksne i beskæftigelse« (2025) er nået.",
        "»Naboer, der mødes« kan ikke længere vurderes.",
        "Byrådet ønsker tryghed målt, så tallet er til at stole på; det skulle være besvaret i 1. kvartal 2026 og er "
        "ubesvaret.",
        "Ingen af de ansvarlige har afleveret redegørelse for 2026.",
        "Af 24 måltal og vurderinger er 4 nået, 2 på rette vej, 6 ikke på rette vej og 4 ikke nået; 8 kan ikke vurderes "
        "(for ét af dem kommer tallet i marts 2027). »Unge med en ungdomsuddannelse«, »Karakter i dansk i 9. klasse« og "
        "»Børn i en forening« (Piger) er ikke på rette vej. 1 af 2 fælles mål har ingen pejlemærker.",
        "Opgjort for 2026 med tal kendt 26. februar 2027.",
    )


def test_a_missing_account_is_stated_by_unit() -> None:
    """One centre has written of its track; the other three are named."""
    account = m.Account(element="spor-3", period=m.Period("2026"), text="Det går.")
    found = resume(attrs.evolve(nybro(), accounts=[account]))
    assert (
        "Center for Job og Læring, Center for Kultur og Fritid og Center for Bolig og Sundhed har ikke afleveret "
        "redegørelse for 2026." in found
    )


def test_no_account_is_owed_of_a_time_after_the_policy() -> None:
    """A policy for 2020 to 2023 owes nothing for 2026."""
    own = policy(level(60, "2023"), period=m.Period("2020..2023"), indicator={"responsible": "Center A"})
    assert not any("redegørelse" in each for each in resume(context(own, at="2026")))
    during = resume(context(own, at="2022"))
    assert "Ingen af de ansvarlige har afleveret redegørelse for 2022." in during


def test_accounts_belong_to_the_period_in_which_their_time_ends() -> None:
    """That of a school year to the year in which it ends; the report of a day is that of its year."""
    accounts = [m.Account(element="i", period=m.Period(p), text=p) for p in ("2023", "2023/24", "2024-Q4")]
    found = context(policy(level(60, "2027")), at="2024-12-31", accounts=accounts)
    period = reported_period(found)
    assert period == m.Period("2024")
    assert {each.text for each in accounts_of(found, "i", period)} == {"2023/24", "2024-Q4"}
    assert len(accounts_of(found, "i", None)) == 3


@pytest.mark.parametrize(
    ("rows", "at", "text"),
    [
        ([("2023", 61)], "2024", "Politikkens ene aktuelle måltal er nået."),
        ([], "2024", "Politikkens ene aktuelle måltal kan ikke vurderes endnu."),
        (
            [("2022", 52)],
            "2023",
            "Politikkens ene aktuelle måltal kan ikke vurderes endnu (tallet ventes i juni 2024).",
        ),
    ],
)
def test_one_target_is_counted_in_words(rows: list[tuple[str, float]], at: str, text: str) -> None:
    """Without zeros, and with the month in which the figure comes."""
    source = m.DataSource(keeper="Nybro", lag=6)
    own = policy(level(60, "2023"), indicator={"baseline": BASELINE, "data_source": source, "frequency": "yearly"})
    assert text in resume(context(own, table(own, rows) if rows else None, at))


def test_nothing_to_follow_up_is_stated(examples: Path) -> None:
    """Furesø 2018 has no target."""
    first, last = resume(folder(examples / "furesoe_2018"))
    assert first.startswith("Intet måltal i politikken kan følges op endnu")
    assert last == "Hvert måltal er opgjort efter sit nyeste tal."


def test_a_remark_of_two_bodies_is_stated_once(examples: Path) -> None:
    """Committee and council of Slagelse asked for the same two things."""
    text = [each for each in resume(folder(examples / "slagelse_2023")) if "har bedt om: »" in each]
    assert len(text) == 2
    assert all("Uddannelsesudvalget og Byrådet" in each for each in text)


def test_that_nothing_moved_is_stated() -> None:
    """Only where there is a report to compare with."""
    own = policy(level(60, "2027"), indicator={"baseline": BASELINE})
    figures = table(own, [("2023", 56), ("2024", 58)])
    words = "Ingen måltal har skiftet status siden sidste opfølgning."
    assert words in resume(context(own, figures, "2024", since="2023"))
    assert words not in resume(context(own, figures, "2024"))


def test_english_has_the_same_sentences() -> None:
    """As many, and in British words."""
    danish, english = (resume(nybro(code=code)) for code in ("da", "en"))
    assert len(danish) == len(english)
    assert english[-1].startswith("Judged for 2026, with figures known on ")
