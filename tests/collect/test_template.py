"""Forms out: which units get one, what it asks for, and how it looks to a program and a person."""

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

import kommunepolitik as kp
from kommunepolitik.collect import templates
from kommunepolitik.documents import read as read_document
from kommunepolitik.errors import InvalidModel
from tests.collect.made import NYBRO, POLICY, cells, fill, forms, municipality, read
from tests.files import contents

NATIONAL = NYBRO / "national.csv"


def keys_of(form: Path) -> list[str]:
    """Return the keys of what a form asks for."""
    book = openpyxl.load_workbook(form)
    keys = (key for sheet in book.worksheets[1:-1] for key, _ in cells(sheet))
    return list(dict.fromkeys(keys))


def texts_of(form: Path) -> str:
    """Return all that a form states."""
    book = openpyxl.load_workbook(form)
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)


# Units


def test_each_unit_of_nybro_gets_one_form_and_the_coordinator_the_rest(tmp_path: Path) -> None:
    """Six units answer for the policy of 2024; the national figures and new citizens are nobody's."""
    made = templates([NYBRO], "2026", tmp_path, observations=[NATIONAL], known="2026-12-31")
    assert [(each.unit, each.figures, each.accounts) for each in made.forms] == [
        ("Center for Bolig og Sundhed", 6, 1),
        ("Center for Børn og Skole", 4, 1),
        ("Center for Job og Læring", 22, 2),
        ("Center for Kultur og Fritid", 8, 1),
        ("De boligsociale medarbejdere", 1, 0),
        ("Skolelederne i fællesskab", 1, 0),
        ("", 9, 0),
    ]
    assert [notice.code for notice in made.notices] == ["policy_of_other_period"]


def test_the_older_policy_is_asked_about_in_its_own_years(tmp_path: Path) -> None:
    """In 2023 it is the policy of 2020 whose units get forms, under the names that the departments have today."""
    made = templates([NYBRO], "2023", tmp_path, known="2023-12-31")
    units = ["Børn og Skole", "Job og Læring", "Kultur og Fritid"]
    assert [each.unit for each in made.forms] == [
        *(f"Center for {unit}" for unit in units),
        "HR",
        "Skolelederne i fællesskab",
        "",
    ]


def test_both_policies_are_asked_about_as_long_as_both_are_followed_up(tmp_path: Path) -> None:
    """The older one was in force until March 2024: its figures for the first quarter are asked for, in one workbook."""
    made = templates([NYBRO], "2024-Q1", tmp_path, known="2024-03-31")
    keys = [key for each in made.forms if each.unit == "Center for Job og Læring" for key in keys_of(each.path)]
    assert [key for key in keys if "ledighed" in key] == [
        "nybro-integration-2020#ledighed-unge||2024-Q1",
        "nybro-integration-2024#ledighed-unge||2024-Q1",
        "nybro-integration-2024#ledighed-unge|unge-kvinder|2024-Q1",
    ]


def test_slagelse_2023_asks_the_coordinator_for_nearly_all(examples: Path, tmp_path: Path) -> None:
    """The policy names nobody for its indicators and most of its tracks."""
    made = templates([examples / "slagelse_2023"], "2026", tmp_path)
    (last,) = [each for each in made.forms if not each.unit]
    assert (last.figures, last.accounts) == (12, 7)


def test_spellings_of_a_department_are_one_unit_across_policies(tmp_path: Path) -> None:
    """Title, other name and capitals lead to one workbook, with a sheet for each policy."""
    home = municipality(tmp_path)
    (home.parent / "organisation.yaml").write_text(
        "kommunepolitik: 1\ndepartments:\n  - {id: skole, title: Center for Skole, other_names: [Skolecentret]}\n"
        "  - {id: fritid, title: Center for Fritid}\n",
        "utf-8",
    )
    other = home.parent / "sund"
    other.mkdir()
    indicator = {"id": "vaegt", "title": "Vægt", "responsible": "SKOLEcentret"}
    policy = POLICY | {"id": "sund", "title": "Sundhedspolitik", "plan": None, "indicators": [indicator]}
    (other / "policy.yaml").write_text(yaml.safe_dump(policy, allow_unicode=True), "utf-8")
    made = forms(home.parent)
    assert set(made) == {"Center for Fritid", "Center for Skole", ""}
    titles = openpyxl.load_workbook(made["Center for Skole"]).sheetnames
    assert titles == ["Vejledning", "Sundhedspolitik", "Ungepolitik", "1 Klubliv", "Lister"]


def test_a_unit_that_is_no_department_gets_a_form_and_is_reported(tmp_path: Path) -> None:
    """Its name is written as the policy has it."""
    home = municipality(tmp_path)
    (home / "organisation.yaml").write_text(
        "kommunepolitik: 1\ndepartments: [{id: skole, title: Center for Skole}]\n", "utf-8"
    )
    made = templates([home], "2026", tmp_path / "ud")
    assert "Center for Fritid" in [each.unit for each in made.forms]
    assert [(each.code, each.data["value"]) for each in made.notices] == [
        ("form_of_no_department", "Center for Fritid")
    ]


# What is asked


def test_rows_follow_the_frequency_of_the_indicator_within_the_year(tmp_path: Path) -> None:
    """A yearly figure is one row, a quarterly one four; the account of the track comes on a sheet of its own."""
    made = forms(municipality(tmp_path))
    assert keys_of(made["Center for Skole"]) == [
        "unge#trivsel||2026",
        *(f"unge#klubber||2026-Q{quarter}" for quarter in (1, 2, 3, 4)),
        *(
            f"unge#spor-1|account:{part}|2026"
            for part in ("text", "cause", "action", "action_by", "action_due", "adjust")
        ),
    ]


@pytest.mark.parametrize(
    ("frequency", "figures", "expected"),
    [
        ("yearly", "2024/25", ["2025/26"]),
        ("yearly", "2025-Q4", ["2026-Q4"]),
        ("half_yearly", "", ["2026-H1", "2026-H2"]),
        ("every_two_years", "2025", []),
        ("every_two_years", "2024", ["2026"]),
    ],
)
def test_periods_are_those_of_the_figures_so_far(
    tmp_path: Path, frequency: str, figures: str, expected: list[str]
) -> None:
    """School years stay school years, and a figure of every second year is asked for only when it is due."""
    indicator = {"id": "i", "title": "I", "frequency": frequency, "responsible": "Center for Skole"}
    rows = f"indikator;periode;værdi\ni;{figures};5\n" if figures else "indikator;periode;værdi\n"
    home = municipality(tmp_path, rows, indicators=[indicator])
    keys = keys_of(forms(home)["Center for Skole"])
    assert [key.rpartition("|")[2] for key in keys if "account" not in key] == expected


def test_groups_that_have_figures_get_rows_of_their_own(tmp_path: Path) -> None:
    """The whole population comes first."""
    home = municipality(tmp_path, FIGURES_OF_GIRLS)
    assert [key for key in keys_of(forms(home)["Center for Skole"]) if "trivsel" in key] == [
        "unge#trivsel||2026",
        "unge#trivsel|piger|2026",
    ]


def series(**more: Any) -> dict[str, Any]:
    """Return an indicator of a number of people, counted each quarter."""
    asked = {"id": "i", "title": "I", "unit": "antal", "frequency": "quarterly", "responsible": "Center for Skole"}
    return asked | more


STANDING = {"kind": "standing", "value": 100, "comparison": "at_least", "per": "year"}
LEVEL = {"kind": "level", "value": 100, "comparison": "at_least", "due": "2027"}


@pytest.mark.parametrize(
    ("indicator", "is_asked"),
    [
        (series(targets=[STANDING]), True),
        (series(targets=[LEVEL]), True),
        (series(targets=[STANDING], over_time="sum"), False),
        (series(targets=[STANDING], unit="%"), False),
        (series(targets=[STANDING | {"per": "quarter"}]), False),
        (series(targets=[LEVEL | {"due": "2027-Q4"}]), False),
        (series(targets=[]), False),
    ],
    ids=["each year", "by a year", "added up", "a share", "each quarter", "by a quarter", "no target"],
)
def test_the_figure_of_the_year_is_asked_for_where_its_parts_cannot_be_judged(
    tmp_path: Path, indicator: dict[str, Any], is_asked: bool
) -> None:
    """A child may be counted in several quarters; the row of the year comes after its parts, and is read."""
    home = municipality(tmp_path, "indikator;periode;værdi\ni;2025-Q4;30\n", indicators=[indicator], plan=None)
    made = forms(home)["Center for Skole"]
    periods = [key.rpartition("|")[2] for key in keys_of(made)]
    assert periods == [*(f"2026-Q{quarter}" for quarter in (1, 2, 3, 4)), *(["2026"] if is_asked else [])]
    if is_asked:
        sheet = openpyxl.load_workbook(made)["Ungepolitik"]
        assert [sheet.cell(row, 7).value for row in (9, 10)] == ["30 (4. kvartal 2025)", "–"]
        read(home, fill(made, {"unge#i||2026": {"value": 104}, "unge#i||2026-Q4": {"value": 40}}))
        document = read_document(home)
        (result,) = kp.evaluate(document.policy, [*document.observations], at="2026").results
        assert result.value == 104


FIGURES_OF_GIRLS = "indikator;gruppe;periode;værdi\ntrivsel;;2025;74\ntrivsel;piger;2025;71\n"


def test_a_row_shows_what_is_known(tmp_path: Path) -> None:
    """Definition, unit, baseline, newest figure and target, in Danish."""
    text = texts_of(forms(municipality(tmp_path))["Center for Skole"]).replace("\N{NO-BREAK SPACE}", " ").splitlines()
    known = {"1. Unge, der trives", "%", "70,0 % (2023)", "74,0 % (2025)", "mindst 80,0 %, senest 2027", "Udfyldes"}
    assert known <= set(text)


def test_a_row_states_where_nothing_is_known(tmp_path: Path) -> None:
    """An indicator without unit, definition, figures and target; nothing is left blank."""
    plain = {"id": "i", "title": "I", "responsible": "Center for Skole"}
    made = forms(municipality(tmp_path, "indikator;periode;værdi\n", indicators=[plain], plan=None))
    sheet = openpyxl.load_workbook(made["Center for Skole"])["Ungepolitik"]
    assert [sheet.cell(6, column).value for column in range(2, 10)] == [
        *("I", "–", "–", "ikke angivet"),
        *("–", "–", "–", "2026"),
    ]


def test_a_group_is_not_described_by_the_whole_population(tmp_path: Path) -> None:
    """The definition is that of the indicator; a group is a part of those whom it counts."""
    defined = [{**POLICY["indicators"][0], "definition": "Elevers gennemsnit"}]
    made = forms(municipality(tmp_path, FIGURES_OF_GIRLS, indicators=defined))
    sheet = openpyxl.load_workbook(made["Center for Skole"])["Ungepolitik"]
    shown = [[sheet.cell(row, column).value for column in (3, 4)] for row in (6, 7)]
    assert shown == [["Elevers gennemsnit", "–"], ["Det samme, kun for denne gruppe", "Piger"]]


def test_a_form_states_that_remarks_may_be_published_and_what_is_to_be_filled_in(tmp_path: Path) -> None:
    """Over the column of remarks; the column of answers is headed by figures, judgements, or both."""
    made = forms(municipality(tmp_path))
    sheets = [openpyxl.load_workbook(made[unit])["Ungepolitik"] for unit in ("Center for Skole", "Center for Fritid")]
    assert [sheet["J5"].value for sheet in sheets] == ["Tal", "Vurdering"]
    assert [sheet["N5"].value for sheet in sheets] == ["Bemærkning\nKan blive offentliggjort. Ingen navne."] * 2


def test_the_account_of_last_year_is_shown_locked(tmp_path: Path) -> None:
    """The unit sees what it wrote, and cannot change it."""
    home = municipality(tmp_path)
    account = "accounts: [{element: spor-1, period: 2025, text: Vi åbnede tre klubber.}]"
    (home / "accounts.yaml").write_text(f"kommunepolitik: 1\n{account}\n", "utf-8")
    book = openpyxl.load_workbook(forms(home)["Center for Skole"])
    (cell,) = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "Vi åbnede tre klubber."
    ]
    assert cell.protection.locked
    assert cell.parent.protection.sheet


def test_only_input_cells_are_unlocked_and_each_offers_what_it_takes(tmp_path: Path) -> None:
    """Numbers are validated by the limit of the indicator, judgements by the policy's own words."""
    made = forms(municipality(tmp_path))
    sheet = openpyxl.load_workbook(made["Center for Skole"])["Ungepolitik"]
    inputs = {cell.coordinate for cell in cells(sheet).values()}
    assert {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked} == inputs
    rules = {str(each.sqref): each for each in sheet.data_validations.dataValidation}
    value = cells(sheet)["unge#trivsel||2026", "value"]
    assert (rules[value.coordinate].type, rules[value.coordinate].formula2) == ("decimal", "100")
    assert value.number_format == "#,##0.0"
    judged = openpyxl.load_workbook(made["Center for Fritid"])
    cell = cells(judged["Ungepolitik"])["unge#samarbejde||2026", "value"]
    (rule,) = [r for r in judged["Ungepolitik"].data_validations.dataValidation if cell.coordinate in str(r.sqref)]
    first = rule.formula1.partition("!")[2].replace("$", "").split(":")
    words = judged["Lister"][first[0] : first[1]]
    assert [row[0].value for row in words] == ["I mål", "I støbeskeen"]


def test_the_keys_of_rows_are_hidden(tmp_path: Path) -> None:
    """The first column and row hold keys; a workbook property holds version, period, unit and policies."""
    book = openpyxl.load_workbook(forms(municipality(tmp_path))["Center for Skole"])
    for sheet in book.worksheets[:-1]:
        assert sheet.column_dimensions["A"].hidden
        assert sheet.row_dimensions[1].hidden
    assert book.custom_doc_props["kommunepolitik-form"].value == "kommunepolitik-form|1|2026|unge|Center for Skole"


def test_texts_are_never_formulas_and_awkward_titles_make_sheets(tmp_path: Path) -> None:
    """Characters that no sheet name may have, long and equal titles, and what a spreadsheet takes for a formula."""
    title = "=HYPERLINK(\"x\")/[*]:? 'og et navn, der er længere end nogen ark må være'"
    tracks: list[Any] = [
        {"id": f"spor-{number}", "title": title, "responsible": "Center for Skole"} for number in ("1", "2", "3")
    ]
    home = municipality(tmp_path, title=title, plan={"id": "plan", "title": "Plan", "tracks": tracks})
    book = openpyxl.load_workbook(forms(home)["Center for Skole"])
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames) == 6
    assert [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_a_policy_may_be_called_like_the_sheet_of_choices(tmp_path: Path) -> None:
    """The choices still come from the hidden sheet."""
    book = openpyxl.load_workbook(forms(municipality(tmp_path, title="Lister"))["Center for Fritid"])
    assert book.sheetnames == ["Vejledning", "Lister (2)", "Lister"]
    assert [book["Lister"]["A1"].value, book["Lister"].sheet_state] == ["I mål", "hidden"]


def test_a_form_can_be_in_english(tmp_path: Path) -> None:
    """The policy's own text stays Danish."""
    text = texts_of(forms(municipality(tmp_path), language="en")["Center for Skole"])
    assert "To be filled in" in text
    assert "Udfyldes" not in text


# Files


def test_forms_are_the_same_bytes_each_time_and_never_take_the_place_of_another_file(tmp_path: Path) -> None:
    """What a unit has filled in is left as it is, and named."""
    home = municipality(tmp_path)
    first = templates([home], "2026", tmp_path / "ud")
    content = contents(tmp_path / "ud")
    again = templates([home], "2026", tmp_path / "ud")
    assert {each.outcome for each in first.forms} == {"written"}
    assert {each.outcome for each in again.forms} == {"unchanged"}
    assert contents(tmp_path / "ud") == content
    filled = first.forms[0].path
    filled.write_bytes(b"udfyldt")
    third = templates([home], "2026", tmp_path / "ud")
    assert [each.outcome for each in third.forms].count("left") == 1
    assert [(each.code, each.file) for each in third.notices] == [("form_left", str(filled))]
    assert filled.read_bytes() == b"udfyldt"


def test_no_form_has_a_time_of_day_in_it(tmp_path: Path) -> None:
    """So that two runs give the same file."""
    (form, *_) = forms(municipality(tmp_path)).values()
    with zipfile.ZipFile(form) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_form_is_for_a_year_or_a_part_of_one(tmp_path: Path) -> None:
    """A span of years is none that anybody reports for."""
    home = municipality(tmp_path)
    assert list(forms(home, "2026-H1")) == ["Center for Skole"]
    with pytest.raises(InvalidModel, match=r"2024\.\.2027"):
        templates([home], "2024..2027", tmp_path / "ud")


def test_a_policy_of_another_time_is_not_asked_about(tmp_path: Path) -> None:
    """It is named, and no form is made."""
    made = templates([municipality(tmp_path)], kp.Period("2023"), tmp_path / "ud")
    assert (made.forms, [each.code for each in made.notices]) == ((), ["policy_of_other_period"])
