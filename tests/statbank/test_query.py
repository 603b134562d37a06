"""What is asked of a table: each choice resolved exactly, or refused with what the table has."""

from pathlib import Path

import pytest

from tests.statbank.asked import changes, problems, refreshed, rows
from tests.statbank.made import AREAS, SHARE, folder, indicator, table
from tests.statbank.server import StatbankServer, Table, Variable


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ('"34"]', '"35"]', "the variable HERKOMST of NYB201 has no value with the code or text '35'; known: 1: Personer med"),
        (
            "Indvandrere fra",
            "Invandrere fra",
            "has no value with the code or text 'Invandrere fra ikke-vestlige lande'; did you mean 'Indvandrere fra ikke-vestlige lande'?",
        ),
        ('"34"]', '"24"]', "'24' is the same value of HERKOMST as another that is chosen; name it once"),
        ("HERKOMST:", "HERKOMTS:", "the table NYB201 has no variable 'HERKOMTS'; known: OMRÅDE, HERKOMST,"),
        ("variable: Tid", "variable: KØN", "the variable KØN of NYB201 is not of time; known: Tid"),
        (
            "  HERKOMST: [Indvandrere fra ikke-vestlige lande, \"34\"]\n",
            "",
            "the variable HERKOMST (herkomst) of NYB201 has to be chosen from; it has 3 values: Personer med dansk "
            "oprindelse, Indvandrere fra ikke-vestlige lande, Efterkommere fra ikke-vestlige lande",
        ),
        (
            "from: 25",
            "from: 20",
            "no values of the table make up the ages from 20 to 64; age 20 is the first that is left out. The table has "
            "16-24 år, 25-29 år, 30-64 år",
        ),
        (
            "to: 64",
            "to: 66",
            "no values of the table make up the ages from 25 to 66; age 65 is the first that is left out. The table has "
            "25-29 år, 30-64 år, 65 år og derover",
        ),
        ("Næstved]", "Christiansø]", "'Christiansø' (Christiansø) is neither a municipality, a region nor the country"),
        ("[own,", "[own, Nybro,", "'Nybro' is the same value of OMRÅDE as another that is chosen; name it once"),
        ('">=2023"', '">=2030"', "the table has no time '>=2030'; its newest are 2022, 2023, 2024"),
        ('">=2023"', '"2024K1"', "the table has no time '2024K1'; its newest are 2022, 2023, 2024"),
    ],
)  # fmt: skip
def test_what_the_table_does_not_have_is_refused(
    tmp_path: Path, server: StatbankServer, old: str, new: str, text: str
) -> None:
    """Nothing is matched by likeness; the nearest is proposed."""
    assert old in SHARE
    (found,) = problems(refreshed(folder(tmp_path, indicator(SHARE.replace(old, new))), server))
    assert text in found
    assert server.asked("data") == []


def test_a_municipality_that_the_table_lacks_is_named(tmp_path: Path, server: StatbankServer) -> None:
    """`own` is the policy's municipality, by its code."""
    lemvig = "kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: Lemvig\n"
    assert problems(refreshed(folder(tmp_path, head=lemvig), server)) == [
        "the table NYB201 has no figures for Lemvig Kommune in the variable OMRÅDE"
    ]
    slagelse = lemvig.replace("Lemvig", "Slagelse")
    assert {area for area, _, _ in changes(refreshed(folder(tmp_path, head=slagelse), server))} == {"330", "370", "000"}


def test_a_closed_table_is_a_problem(tmp_path: Path, server: StatbankServer) -> None:
    """Its successor has another code."""
    server.add(table(active=False))
    assert problems(refreshed(folder(tmp_path), server)) == [
        "the table NYB201 is closed and no longer updated; find the one that replaces it on statistikbanken.dk"
    ]


def test_a_text_that_changed_since_the_lock_is_a_problem(tmp_path: Path, server: StatbankServer) -> None:
    """Whether the policy gives the code or the text; it may now mean something else."""
    place = folder(tmp_path)
    changes(refreshed(place, server))
    other = table()
    origins = other.variables[1].values
    origins["24"], origins["34"] = "Indvandrere fra MENAPT", "Efterkommere, alle"
    server.add(other)
    text = "of HERKOMST in NYB201 was called '{}' and is now '{}'; if it still means what the policy measures, remove it from"
    found = problems(refreshed(place, server))
    assert [each.partition(" from ")[0] for each in found]
    assert text.format("Indvandrere fra ikke-vestlige lande", "Indvandrere fra MENAPT") in found[0]
    assert text.format("Efterkommere fra ikke-vestlige lande", "Efterkommere, alle") in found[1]
    (place / "statbank.lock.json").unlink()
    folder(tmp_path, indicator(SHARE.replace("Indvandrere fra ikke-vestlige lande", '"24"')))
    assert {kind for _, _, kind in changes(refreshed(place, server))} == {"unchanged"}


def test_a_value_that_is_gone_is_named_as_it_was_called(tmp_path: Path, server: StatbankServer) -> None:
    """The lock remembers it."""
    place = folder(tmp_path)
    refreshed(place, server)
    other = table()
    del other.variables[1].values["34"]
    server.add(other)
    assert problems(refreshed(place, server)) == [
        "the value 34 ('Efterkommere fra ikke-vestlige lande') of HERKOMST is no longer in NYB201; see the table's "
        "notes, and what replaces it"
    ]


def test_a_text_that_several_values_have_needs_a_code(tmp_path: Path, server: StatbankServer) -> None:
    """As in tables with levels."""
    other = table()
    other.variables[4].values["09"] = "I alt"
    server.add(other)
    (found,) = problems(refreshed(folder(tmp_path), server))
    assert found == "'I alt' may be several values of SOCIO in NYB201 (00: I alt, 09: I alt); write the code of one"


def test_the_same_ages_twice_need_codes(tmp_path: Path, server: StatbankServer) -> None:
    """Of two values with the same ages none is chosen by chance."""
    other = table()
    other.variables[2].values["25-29b"] = "25-29 år"
    server.add(other)
    assert problems(refreshed(folder(tmp_path), server)) == [
        "the table has the same ages twice: 25-29 år (25-29) / 25-29 år (25-29b); name the codes instead"
    ]


def test_too_many_cells_for_one_time_are_refused_before_they_are_asked_for(
    tmp_path: Path, server: StatbankServer
) -> None:
    """The table is divided by times, and no further."""
    codes = {str(number): f"Kode {number}" for number in range(1001)}
    big = Table(
        id="BIG",
        text="Stor",
        cell=lambda _codes: 1.0,
        variables=[
            Variable(id="OMRÅDE", text="område", values=dict(AREAS)),
            Variable(id="A", text="a", values=codes),
            Variable(id="B", text="b", values=codes),
            Variable(id="Tid", text="tid", values={"2024": "2024"}, time=True),
        ],
    )
    server.add(big)
    listed = ", ".join(f'"{code}"' for code in codes)
    asks = f"table: big\nareas: {{variable: OMRÅDE, values: own}}\ntime: {{variable: Tid, values: '*'}}\nsum:\n  A: [{listed}]\n  B: [{listed}]\n"
    assert problems(refreshed(folder(tmp_path, indicator(asks, unit="personer")), server)) == [
        "the request for BIG has 1002001 cells for each time, and 1000000 are allowed; choose fewer areas or values"
    ]


@pytest.mark.parametrize(
    ("times", "wanted", "periods"),
    [
        (("2023K4", "2024K1", "2024K2"), ">=2024", ["2024-Q1", "2024-Q2"]),
        (("2023M12", "2024M03", "2025M01"), "<=2024", ["2023-12", "2024-03"]),
        (("2023H1", "2023H2", "2024H1"), "(-n+2)", ["2023-H2", "2024-H1"]),
        (("2024U06", "2024U07"), "(1)", ["2024-W07"]),
        (("2021:2022", "2022:2023"), "*", ["2021..2022", "2022..2023"]),
        (("2021/2022", "2022/2023"), ">=2022/2023", ["2022/23"]),
        (("2022", "2023", "2024"), ">=2022<=2023", ["2022", "2023"]),
        (("2010M11", "2010M12"), "2010M11", ["2010-M11"]),
    ],
)
def test_times_are_periods(
    tmp_path: Path, server: StatbankServer, times: tuple[str, ...], wanted: str, periods: list[str]
) -> None:
    """In StatBank's answers 2022/2023 is a school year; what is chosen is compared by days."""
    server.add(table(*times))
    place = folder(tmp_path, indicator(SHARE.replace('">=2023"', f'"{wanted}"')))
    changes(refreshed(place, server))
    assert [period for (period,) in rows(place, "period")] == periods


def test_a_time_that_is_no_period_is_refused(tmp_path: Path, server: StatbankServer) -> None:
    """Rather than left out."""
    server.add(table("2023", "2024", "ultimo"))
    assert problems(refreshed(folder(tmp_path), server)) == [
        "'ultimo' is a time that cannot be read as a period; choose other times"
    ]


def test_a_name_that_several_codes_have_is_the_area_with_the_official_code(
    tmp_path: Path, server: StatbankServer
) -> None:
    """Some tables have a town beside its municipality; without an official code nothing is guessed."""
    other = table()
    areas = other.variables[0].values
    areas["37001"] = "Næstved"
    server.add(other)
    place = folder(tmp_path, indicator(SHARE.replace('[own, "000", Næstved]', "all")))
    assert {area for area, _, _ in changes(refreshed(place, server))} == {"000", "081", "330", "370", "Nybro"}
    del areas["370"]
    areas["37002"] = "Næstved"
    (found,) = problems(refreshed(place, server))
    assert found == "'Næstved' may be several values of OMRÅDE in NYB201 (37001, 37002); write the code of one"
