"""Figures from Statistikbanken: computed from counts, kept by vintage, written as a whole or not at all."""

import json
import os
from pathlib import Path

import attrs
import pytest

import kommunepolitik as kp
from kommunepolitik.errors import InvalidModel, StatbankError
from kommunepolitik.i18n import language
from kommunepolitik.statbank.files import Answers
from tests.files import contents
from tests.frames import filled
from tests.statbank.asked import QUICK, changes, figures, problems, refreshed, rows
from tests.statbank.made import SHARE, folder, indicator, number, share_of, table
from tests.statbank.server import StatbankServer, cut_off, page

COUNT = """\
table: nyb201
areas: {variable: Område, values: own}
time: {variable: TID, values: (1)}
value: {socio: ["02"]}
sum: {herkomst: ["24"], alder: {from: 16, to: 64}}
"""


def test_a_share_is_made_from_summed_counts_and_keeps_both(tmp_path: Path, server: StatbankServer) -> None:
    """Rates cannot be summed over ages: numerators and denominators are."""
    place = folder(tmp_path)
    found = refreshed(place, server)
    assert changes(found) == [(area, period, "new") for area in ("000", "370", "Nybro") for period in ("2023", "2024")]
    (row,) = [
        row
        for row in filled(figures(place).frame).to_dict("records")
        if row["area"] == "Nybro" and row["period"] == "2024"
    ]
    assert row["value"] == pytest.approx(share_of(number, "900", "2024"))
    assert row["value"] == row["numerator"] * 100 / row["denominator"]
    assert (row["source"], row["publisher"], row["retrieved"]) == ("dst:NYB201", "Danmarks Statistik", "2027-01-15")
    assert row["policy"] == "integration"  # the row of its own area belongs to the policy
    assert row["published"] == ""  # what is known from the first refresh is known by its period


def test_codes_of_tables_and_variables_are_read_in_any_case(tmp_path: Path, server: StatbankServer) -> None:
    """A plain value is the sum of the cells, of the newest time."""
    place = folder(tmp_path, indicator(COUNT, unit="personer"))
    assert changes(refreshed(place, server)) == [("Nybro", "2024", "new")]
    ages = ("16-24", "25-29", "30-64")
    codes = {"OMRÅDE": "900", "HERKOMST": "24", "KØN": "TOT", "SOCIO": "02", "Tid": "2024"}
    assert rows(place, "value") == [(sum(number({**codes, "ALDER": age}) for age in ages),)]


def test_what_is_asked_for_is_only_what_is_needed(tmp_path: Path, server: StatbankServer) -> None:
    """A variable that may be left out is; the table is asked about once for two indicators."""
    refreshed(folder(tmp_path, indicator(SHARE), indicator(COUNT, "antal", "personer")), server)
    assert [body["table"] for body in server.asked("tableinfo")] == ["NYB201"]
    chosen = {each["code"]: each["values"] for each in server.asked("data")[0]["variables"]}
    assert chosen == {
        "OMRÅDE": ["000", "370", "900"],
        "HERKOMST": ["24", "34"],
        "ALDER": ["25-29", "30-64"],
        "SOCIO": ["02", "00"],
        "Tid": ["2023", "2024"],
    }
    assert server.most_at_once == 1


def test_an_unchanged_refresh_changes_no_byte(tmp_path: Path, server: StatbankServer) -> None:
    """Not the day of retrieval either."""
    place = folder(tmp_path)
    refreshed(place, server, "2027-01-15")
    before = contents(place)
    found = refreshed(place, server, "2027-02-01")
    assert {kind for _, _, kind in changes(found)} == {"unchanged"}
    assert not found.changed
    assert contents(place) == before


def test_without_a_network_the_same_figures_are_computed(tmp_path: Path, server: StatbankServer) -> None:
    """From the kept answers; what they do not answer is a problem."""
    place = folder(tmp_path)
    refreshed(place, server)
    before = contents(place)
    (place / "statbank.csv").unlink()
    (place / "statbank.lock.json").unlink()
    asked = len(server.requests)
    refreshed(place, None)
    assert contents(place) == before
    assert len(server.requests) == asked
    folder(tmp_path, indicator(SHARE.replace("to: 64", "to: 29")))
    assert problems(refreshed(place, None)) == [
        "there is no kept answer about NYB201 for what is asked; refresh once without --offline"
    ]


def test_the_next_year_brings_new_and_revised_figures(tmp_path: Path, server: StatbankServer) -> None:
    """Both are published when the table was updated, and the earlier vintage stays."""
    place = folder(tmp_path)
    refreshed(place, server)
    (old,) = [value for period, value in rows(place, "period", "value") if period == "2024"]
    server.add(
        table(
            *("2023", "2024", "2025"),
            updated="2027-08-12T08:00:00",
            cell=lambda codes: number({**codes, "Tid": "x"}) if codes["Tid"] == "2024" else number(codes),
        )
    )
    found = refreshed(place, server, "2028-01-14")
    nybro = [each for each in changes(found) if each[0] == "Nybro"]
    assert nybro == [("Nybro", "2023", "unchanged"), ("Nybro", "2024", "revised"), ("Nybro", "2025", "new")]
    assert rows(place, "period", "published", "retrieved") == [
        ("2023", "", "2027-01-15"),
        ("2024", "", "2027-01-15"),
        ("2024", "2027-08-12", "2028-01-14"),
        ("2025", "2027-08-12", "2028-01-14"),
    ]
    assert rows(place, "value")[1] == (old,)
    policy = kp.load(place)
    for known, year, value in (("2027-02-26", "2024", old), ("2028-02-26", "2025", rows(place, "value")[3][0])):
        newest = kp.figures.Figures.of(figures(place), policy, known).series("integration", "job")[-1]
        assert (str(newest.period), newest.value) == (year, value)


def test_an_area_or_indicator_that_is_added_has_a_history_of_its_own(tmp_path: Path, server: StatbankServer) -> None:
    """Its first figures are known by their periods, whatever was fetched before."""
    place = folder(tmp_path)
    refreshed(place, server)
    folder(tmp_path, indicator(SHARE.replace("Næstved", "Slagelse")), indicator(COUNT, "antal", "personer"))
    server.add(table(updated="2027-08-12T08:00:00"))
    found = refreshed(place, server, "2028-01-14")
    kinds = {(each.indicator, each.area): each.kind for each in found.policies[0].figures}
    assert kinds == {
        ("job", "000"): "unchanged",
        ("job", "330"): "new",
        ("job", "370"): "vanished",
        ("job", "Nybro"): "unchanged",
        ("antal", "Nybro"): "new",
    }
    assert set(filled(figures(place).frame)["published"]) == {""}


def test_older_periods_that_are_asked_for_later_are_history(tmp_path: Path, server: StatbankServer) -> None:
    """They were published with their periods, not with the table's update, and so were known before it."""
    place = folder(tmp_path, indicator(SHARE.replace(">=2023", ">=2024")))
    refreshed(place, server)
    folder(tmp_path)
    server.add(table("2023", "2024", "2025", updated="2027-08-12T08:00:00"))
    refreshed(place, server, "2028-01-14")
    assert rows(place, "period", "published") == [("2023", ""), ("2024", ""), ("2025", "2027-08-12")]
    known = kp.figures.Figures.of(figures(place), kp.load(place), "2027-02-26").series("integration", "job")
    assert [str(each.period) for each in known] == ["2023", "2024"]


def test_a_figure_that_vanished_from_the_table_is_kept_and_reported(tmp_path: Path, server: StatbankServer) -> None:
    """A table may begin later than it did."""
    place = folder(tmp_path)
    refreshed(place, server)
    before = rows(place, "period", "value")
    server.add(table("2024"))
    found = refreshed(place, server, "2027-02-01")
    assert ("Nybro", "2023", "vanished") in changes(found)
    assert rows(place, "period", "value") == before


def test_another_question_to_the_same_table_is_known_from_the_day_it_was_asked(
    tmp_path: Path, server: StatbankServer
) -> None:
    """The table was not updated; the figure reported before stays what was known before."""
    place = folder(tmp_path)
    refreshed(place, server, "2027-01-15")
    for top, day in ((29, "2027-03-01"), (64, "2027-04-01"), (29, "2027-04-01")):
        folder(tmp_path, indicator(SHARE.replace("to: 64", f"to: {top}")))
        changes(refreshed(place, server, day))
    days = [day for period, day in rows(place, "period", "published") if period == "2024"]
    assert days == ["", "2026-08-10", "2027-04-01"]  # of two on one day the last


def test_a_cell_that_is_withheld_withholds_the_figure(tmp_path: Path, server: StatbankServer) -> None:
    """Never a zero, and never a sum of what is left; nil adds nothing."""
    place = folder(tmp_path)

    def cell(codes: dict[str, str]) -> object:
        is_one = codes["ALDER"] == "25-29" and codes["HERKOMST"] == "34" and codes["SOCIO"] == "02"
        if is_one and codes["OMRÅDE"] == "900":
            return ".." if codes["Tid"] == "2024" else "-"
        return number(codes)

    server.add(table(cell=cell))
    found = refreshed(place, server)
    (notice,) = found.policies[0].notices
    assert notice.message() == ("figures withheld: 1, as cells are not available or confidential (..): Nybro 2024")
    assert [(p, q, s) for p, q, s in rows(place, "period", "quality", "suppressed")] == [
        ("2023", "final", ""),
        ("2024", "suppressed", "source"),
    ]
    frame = filled(figures(place).frame)
    withheld = frame[frame["quality"] == "suppressed"]
    assert withheld[["value", "numerator", "denominator"]].isna().all(axis=None)


def test_a_figure_that_cannot_be_is_left_out_and_named(tmp_path: Path, server: StatbankServer) -> None:
    """Nothing to be a share of; cells that cannot occur."""
    place = folder(tmp_path)
    cells = {"2023": lambda codes: 0.0, "2024": lambda codes: "."}
    server.add(table(cell=lambda codes: cells[codes["Tid"]](codes) if codes["OMRÅDE"] == "900" else number(codes)))
    found = refreshed(place, server)
    assert sorted(notice.message() for notice in found.policies[0].notices) == [
        "figures left out: 1, where there is nothing to be a share of: Nybro 2023",
        "figures left out: 1, which cannot occur: Nybro 2024",
    ]
    assert rows(place, "period") == []


def test_decimals_are_read_with_the_comma_that_danish_answers_have(tmp_path: Path, server: StatbankServer) -> None:
    """Cells need not be counts."""
    place = folder(tmp_path, indicator(COUNT.replace("to: 64", "to: 24"), unit="mio. kr."))
    server.add(table(cell=lambda _codes: 1234.5))
    refreshed(place, server)
    assert rows(place, "value") == [(1234.5,)]


def test_all_municipalities_are_read_by_their_codes(tmp_path: Path, server: StatbankServer) -> None:
    """What is no municipality, region or country is left out, and named."""
    place = folder(tmp_path, indicator(SHARE.replace('[own, "000", Næstved]', "all")))
    found = refreshed(place, server)
    assert {area for area, _, _ in changes(found)} == {"000", "081", "330", "370", "Nybro"}
    (notice,) = found.policies[0].notices
    assert notice.message() == (
        "areas of NYB201 that are not a municipality, region or country are left out: Christiansø"
    )


def test_the_lock_has_codes_with_texts_and_the_state_of_the_table(tmp_path: Path, server: StatbankServer) -> None:
    """Only of what was chosen."""
    place = folder(tmp_path)
    server.add(table(footnote="Der er databrud i 2023."))
    refreshed(place, server)
    lock = json.loads((place / "statbank.lock.json").read_text("utf-8"))
    values = lock["tables"]["NYB201"]
    assert (values["updated"], values["active"], values["unit"]) == ("2026-08-10T08:00:00", True, "Antal")
    assert values["footnote"] == "Der er databrud i 2023."
    assert values["variables"]["HERKOMST"]["values"] == {
        "24": "Indvandrere fra ikke-vestlige lande",
        "34": "Efterkommere fra ikke-vestlige lande",
    }
    assert list(values["variables"]) == ["OMRÅDE", "HERKOMST", "ALDER", "SOCIO"]
    assert lock["indicators"]["job"]["table"] == "NYB201"


def test_a_change_of_the_notes_is_reported(tmp_path: Path, server: StatbankServer) -> None:
    """A break in the series is reported there."""
    place = folder(tmp_path)
    refreshed(place, server)
    server.add(table(footnote="Der er databrud i 2024.", unit="1.000 personer"))
    found = refreshed(place, server)
    assert [notice.message() for notice in found.policies[0].notices] == [
        "the notes of NYB201 have changed; read them on statistikbanken.dk",
        "the unit of NYB201 was 'Antal' and is now '1.000 personer'",
    ]


def test_one_table_that_fails_changes_nothing_and_hides_no_other_problem(
    tmp_path: Path, server: StatbankServer
) -> None:
    """All problems of a policy are reported, each at its place; the other policy is refreshed."""
    whole = folder(tmp_path / "a")
    more = indicator(SHARE.replace("NYB201", "NYB999"), "andet"), indicator(SHARE.replace("Tid", "Aar"), "tredje")
    broken = folder(
        tmp_path / "b",
        indicator(SHARE),
        *more,
        head="kommunepolitik: 1\nid: b\ntitle: B\nmunicipality: {name: Nybro, fictitious: true}\n",
    )
    before = contents(broken)
    found = refreshed(tmp_path, server)
    assert contents(broken) == before
    assert (whole / "statbank.csv").is_file()
    assert [problem.show().removeprefix(f"{broken}/") for problem in found.problems] == [
        "policy.yaml:29:9: indicators[1].data_source.statbank: Statistikbanken does not know the table NYB999, or what is "
        "chosen of it: Tabellen blev ikke fundet",
        "policy.yaml:46:26: indicators[2].data_source.statbank.time.variable: the table NYB201 has no variable 'Aar'; "
        "known: OMRÅDE, HERKOMST, ALDER, KØN, SOCIO, Tid",
    ]


def test_with_check_nothing_is_written(tmp_path: Path, server: StatbankServer) -> None:
    """What would change is returned."""
    place = folder(tmp_path)
    before = contents(place)
    found = refreshed(place, server, check=True)
    assert found.changed
    assert len(changes(found)) == 6
    assert contents(place) == before


@pytest.mark.parametrize("fault", [cut_off, page(502)])
def test_a_passing_failure_is_asked_again(tmp_path: Path, server: StatbankServer, fault: object) -> None:
    """A few times."""
    place = folder(tmp_path)
    server.faults = [fault, fault]
    assert len(changes(refreshed(place, server))) == 6
    assert len(server.asked("tableinfo")) == 3


def test_figures_that_the_policy_could_not_read_are_not_written(tmp_path: Path, server: StatbankServer) -> None:
    """A share of more than all has another table behind it than was meant."""
    place = folder(tmp_path, indicator(SHARE).replace('unit: "%"', 'unit: "%"\n    limit: 10'))
    (first, *_) = problems(refreshed(place, server))
    assert first.endswith("is impossible for the unit '%'")
    assert not (place / "statbank.csv").exists()


def test_a_file_that_was_spoiled_is_left_alone(tmp_path: Path, server: StatbankServer) -> None:
    """Its place and what to do are reported."""
    place = folder(tmp_path)
    (place / "statbank.csv").write_text("område;indikator\n000;job\n", "utf-8")
    assert problems(refreshed(place, server)) == ["the column 'value' is missing (in Danish: 'værdi')"]
    (place / "statbank.csv").unlink()
    for text in ("", "[]", '{"statbank": 2, "tables": {}}', '{"statbank": 1, "tables": {"NYB201": {"variables": []}}}'):
        (place / "statbank.lock.json").write_text(text, "utf-8")
        (problem,) = problems(refreshed(place, server))
        assert problem.startswith("is not a lock file of this library (")
        assert not (place / "statbank.csv").exists()


def test_a_kept_answer_that_was_spoiled_is_a_problem(tmp_path: Path, server: StatbankServer) -> None:
    """It is packed; a file that is cut is not read in part."""
    place = folder(tmp_path)
    refreshed(place, server)
    (kept,) = (place / "statbank.answers").glob("*.gz")
    kept.write_bytes(kept.read_bytes()[:-12])
    (problem,) = problems(refreshed(place, None))
    assert problem.startswith("the kept answer cannot be read (")


def test_answers_that_are_no_longer_asked_for_are_removed(tmp_path: Path, server: StatbankServer) -> None:
    """Other files in the folder stay."""
    place = folder(tmp_path)
    refreshed(place, server)
    (place / "statbank.answers" / "noter.txt").write_text("Egne noter", "utf-8")
    folder(tmp_path, indicator(COUNT, unit="personer"))
    refreshed(place, server)
    names = sorted(path.name.split("-")[0] for path in (place / "statbank.answers").iterdir())
    assert names == ["NYB201", "NYB201.json", "noter.txt"]


def test_a_policy_that_asks_for_nothing_is_left_alone(tmp_path: Path, server: StatbankServer) -> None:
    """No file appears beside it."""
    place = folder(tmp_path, "  - {id: job, title: I job}\n")
    before = contents(place)
    assert not refreshed(place, server).changed
    assert contents(place) == before
    assert server.requests == []


def test_the_day_is_a_day(tmp_path: Path) -> None:
    """A month would make another order of vintages."""
    with pytest.raises(InvalidModel, match="2027-01"):
        kp.statbank.refresh(folder(tmp_path), retrieved="2027-01", offline=True)


def test_a_large_request_is_divided_by_times(tmp_path: Path, server: StatbankServer) -> None:
    """Statistikbanken answers a million cells at most."""
    place = folder(tmp_path / "a")
    whole = refreshed(place, server).policies[0].figures
    server.limit = 24
    server.requests.clear()
    few = attrs.evolve(QUICK, most_cells=24)
    parts = refreshed(folder(tmp_path / "b"), server, manners=few).policies[0].figures
    assert [each["variables"][-1]["values"] for each in server.asked("data")] == [["2023"], ["2024"]]
    assert parts == whole


@pytest.mark.parametrize("name", ["statbank.csv", "statbank.lock.json", "statbank.answers"])
def test_what_cannot_be_written_is_a_problem(tmp_path: Path, server: StatbankServer, name: str) -> None:
    """A folder where a file should be, or a file where a folder should be."""
    place = folder(tmp_path)
    if name == "statbank.answers":
        (place / name).write_text("", "utf-8")
    else:
        (place / name).mkdir()
    before = contents(place)
    (problem,) = refreshed(place, server).problems
    assert problem.file == str(place / name)
    assert contents(place) == before


def test_figures_that_cannot_be_written_leave_no_lock_and_no_answers(tmp_path: Path, server: StatbankServer) -> None:
    """Their file is a link to a drive that is not there, and with it the earlier figures; nothing is written."""
    place = folder(tmp_path)
    (place / "statbank.csv").symlink_to(tmp_path / "drive" / "statbank.csv")
    before = sorted(place.iterdir())
    (problem,) = refreshed(place, server).problems
    assert (problem.code, problem.file) == ("not_found", str(place / "statbank.csv"))
    assert sorted(place.iterdir()) == before


def test_two_policies_in_one_folder_would_share_their_files(tmp_path: Path, server: StatbankServer) -> None:
    """Each has a folder of its own."""
    place = folder(tmp_path)
    other = (place / "policy.yaml").read_text("utf-8").replace("id: integration", "id: anden")
    (place / "anden.yaml").write_text(other, "utf-8")
    found = (
        refreshed(place, server).problems
        + kp.statbank.refresh(
            [place / "policy.yaml", place / "anden.yaml"], retrieved="2027-01-15", url=server.url
        ).problems
    )
    assert [problem.message().partition(",")[0] for problem in found] == ["contains several policies (policy.yaml"]


def test_a_kept_answer_that_cannot_be_read_is_reported_in_danish(tmp_path: Path) -> None:
    """A folder or a pipe in its place: what the library says about it is Danish, and what the system says is as it is."""
    answers = Answers(tmp_path)
    answers.table_file("a").mkdir()
    os.mkfifo(answers.table_file("b"))
    details = []
    for table_id in "ab":
        with pytest.raises(StatbankError) as caught:
            answers.table(table_id)
        details.append(caught.value.problems[0].message(language("da").gettext).split("(")[1])
    assert details[0].startswith("Is a directory)")
    assert details[1].startswith("er et ")
