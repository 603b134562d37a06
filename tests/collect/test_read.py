"""Forms in: where figures, gaps and accounts go, what is new, and what is left as it was."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import yaml

import kommunepolitik as kp
from kommunepolitik.collect import read_returns
from kommunepolitik.documents import read as read_document
from kommunepolitik.errors import FileError, InvalidObservations
from tests.collect.made import POLICY, collected, fill, forms, municipality, read
from tests.files import contents

TRIVSEL = "unge#trivsel||2026"
KLUBBER = "unge#klubber||2026-Q1"
TEXT = "unge#spor-1|account:text|2026"
UNIT = "Center for Skole"


def problems_in(home: Path, *files: Path, **more: object) -> list[str]:
    """Return what is wrong with returned forms, from the file's name on."""
    with pytest.raises(InvalidObservations) as caught:
        read(home, *files, **more)
    return [line.removeprefix(f"{home.parent}/svar/") for line in caught.value.lines()]


# Figures


def test_figures_go_to_the_file_of_collected_figures_with_who_when_and_where(tmp_path: Path) -> None:
    """The unit, the day of the sign-off, and file, sheet and cell; the figure is judged like any other."""
    home = municipality(tmp_path)
    form = fill(forms(home)[UNIT], {TRIVSEL: {"value": 75.5, "note": "Ny måling"}, KLUBBER: {"value": 130}})
    found = read(home, form)
    assert [(each.kind, each.now.value) for each in found.figures] == [("new", 75.5), ("new", 130)]
    assert collected(home) == [
        "politik;indikator;periode;værdi;offentliggjort;note;indberettet_af;modtaget;herkomst",
        f"unge;trivsel;2026;75,5;2027-01-20;Ny måling;{UNIT};2027-01-20;2026-center-for-skole.xlsx:Ungepolitik!J6",
        f"unge;klubber;2026-Q1;130;2027-01-20;;{UNIT};2027-01-20;2026-center-for-skole.xlsx:Ungepolitik!J7",
    ]
    document = read_document(home)
    evaluation = kp.evaluate(document.policy, [*document.observations], at="2026")
    assert [result.value for result in evaluation.results if result.indicator == "trivsel"] == [75.5]


def test_the_same_form_read_again_changes_nothing(tmp_path: Path) -> None:
    """Byte for byte, the copies of the workbooks too."""
    home = municipality(tmp_path)
    answers = {TRIVSEL: {"value": 75.5}, KLUBBER: {"answer": "kommer senere"}, TEXT: {"account": "Vi har tre klubber."}}
    form = fill(forms(home)[UNIT], answers)
    first = read(home, form)
    content = contents(home)
    again = read(home, form)
    assert contents(home) == content
    assert (len(first.files), again.files) == (3, ())
    assert [each.kind for each in again.figures] == ["unchanged"]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """It lists the files that would be written."""
    home = municipality(tmp_path)
    form = fill(forms(home)[UNIT], {TRIVSEL: {"value": 75.5}})
    content = contents(home)
    assert len(read(home, form, dry_run=True).files) == 2
    assert contents(home) == content


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"value": 75}, (75.0, None, "")),
        ({"value": "75,5"}, (75.5, None, "")),
        ({"value": "ca. 75"}, (75.0, None, "about")),
        ({"value": "<5"}, (5.0, None, "under")),
        ({"value": "70-80"}, (70.0, 80.0, "")),
        ({"value": 75, "qualifier": "knap"}, (75.0, None, "just_under")),
        ({"value": "75 %"}, (75.0, None, "")),
        ({"value": "75,5 pct."}, (75.5, None, "")),
        ({"value": "færre end 5"}, (5.0, None, "under")),
    ],
)
def test_values_are_read_as_people_write_them(
    tmp_path: Path, written: dict[str, object], expected: tuple[object, ...]
) -> None:
    """Numbers and texts, with a qualifier in the cell or beside it."""
    home = municipality(tmp_path)
    (figure,) = read(home, fill(forms(home)[UNIT], {TRIVSEL: written})).figures
    assert (figure.now.value, figure.now.value_high, figure.now.qualifier) == expected


@pytest.mark.parametrize(
    ("key", "written", "words"),
    [
        (TRIVSEL, "n/a", "choose why there is no figure"),
        (TRIVSEL, "se note", "is not a number"),
        (TRIVSEL, "75*", "what is special about it as a remark"),
        (TRIVSEL, "75 kr.", "kr."),
        (TRIVSEL, "1.234", "write 1234 or 1,2340"),
        (KLUBBER, "75 %", "the figure is in percent, but the indicator's unit is 'antal'"),
        (KLUBBER, "-", "0"),
    ],
)
def test_what_is_no_figure_of_the_unit_is_refused_in_its_cell(
    tmp_path: Path, key: str, written: str, words: str
) -> None:
    """What to write instead is what a form has room for."""
    home = municipality(tmp_path)
    (line,) = problems_in(home, fill(forms(home)[UNIT], {key: {"value": written}}))
    assert line.startswith("2026-center-for-skole.xlsx:Ungepolitik!J")
    assert words in line
    assert "--decimal" not in line


def test_a_percent_cell_is_read_as_it_is_shown(tmp_path: Path) -> None:
    """0.755 that shows 75.5 % is 75.5."""

    def percent(book: openpyxl.Workbook) -> None:
        cell = book["Ungepolitik"]["J6"]
        cell.value, cell.number_format = 0.755, "0.0%"

    home = municipality(tmp_path)
    (figure,) = read(home, fill(forms(home)[UNIT], change=percent)).figures
    assert figure.now.value == 75.5


def test_an_impossible_percent_cell_is_named_by_what_it_shows(tmp_path: Path) -> None:
    """7.8 that shows 780 % is 780."""

    def percent(book: openpyxl.Workbook) -> None:
        cell = book["Ungepolitik"]["J6"]
        cell.value, cell.number_format = 7.8, "0%"

    home = municipality(tmp_path)
    (line,) = problems_in(home, fill(forms(home)[UNIT], change=percent))
    assert line.endswith("!J6: 780 is impossible for the unit '%'")


def test_a_share_where_percent_is_asked_is_read_and_doubted(tmp_path: Path) -> None:
    """Both readings are named; nothing is changed by guess."""
    home = municipality(tmp_path)
    found = read(home, fill(forms(home)[UNIT], {TRIVSEL: {"value": 0.755}}))
    assert found.figures[0].now.value == 0.755
    (notice,) = found.notices
    assert (notice.code, notice.data["value"], notice.data["other"]) == ("form_factor", "0.755", "75.5")


def test_judgements_are_kept_in_the_words_of_the_policy(tmp_path: Path) -> None:
    """Whatever their capitals; other words are kept as they are written."""
    home = municipality(tmp_path)
    form = forms(home)["Center for Fritid"]
    (figure,) = read(home, fill(form, {"unge#samarbejde||2026": {"value": "i støbeskeen"}})).figures
    assert figure.now.judgement == "I støbeskeen"


def test_too_few_to_show_is_a_suppressed_figure(tmp_path: Path) -> None:
    """It is distinguished from a figure that nobody has."""
    home = municipality(tmp_path)
    (figure,) = read(home, fill(forms(home)[UNIT], {TRIVSEL: {"answer": "for få til at vise"}})).figures
    assert (figure.now.value, figure.now.quality) == (None, "suppressed")
    assert collected(home)[1].startswith("unge;trivsel;2026;;diskretioneret;source;")


# Revisions


def test_a_figure_that_is_known_already_makes_no_new_vintage(tmp_path: Path) -> None:
    """Nor is it listed as left empty when it is not written again."""
    home = municipality(tmp_path, "indikator;periode;værdi\ntrivsel;2026;75,5\n")
    form = forms(home)[UNIT]
    found = read(home, fill(form, {TRIVSEL: {"value": 75.5}}))
    assert [each.kind for each in found.figures] == ["unchanged"]
    assert collected(home) == []
    empty = read(home, fill(form, {KLUBBER: {"value": 5}}, name="andet.xlsx")).forms[0].empty
    assert TRIVSEL not in map(str, empty)


def test_a_changed_figure_is_added_only_with_leave_and_a_day(tmp_path: Path) -> None:
    """The old row stays as a vintage, and the new one counts."""
    home = municipality(tmp_path, "indikator;periode;værdi;offentliggjort\ntrivsel;2026;75,5;2027-01-10\n")
    form = fill(forms(home)[UNIT], {TRIVSEL: {"value": 74.9}})
    (figure,) = read(home, form).figures
    assert (figure.kind, figure.is_written, collected(home)) == ("revised", False, [])
    assert problems_in(home, form, accept_revisions=True) == [
        "2026-center-for-skole.xlsx:Ungepolitik!J6: a revised figure needs the day on which it was published; give it "
        "with --published"
    ]
    with pytest.raises(InvalidObservations, match="2027-01-10"):
        read(home, form, accept_revisions=True, published="2027-01-10")
    read(home, form, accept_revisions=True, published="2027-02-01")
    document = read_document(home)
    figures = kp.figures.Figures.of([*document.observations], document.policy)
    assert [row.value for row in figures.vintages("unge", "trivsel")[0]] == [75.5, 74.9]
    content = contents(home)
    assert [each.kind for each in read(home, form).figures] == ["unchanged"]
    assert contents(home) == content


# Drafts


def test_the_figures_of_a_draft_are_provisional_until_the_form_is_found_finished(tmp_path: Path) -> None:
    """A name or a date alone does not do; the signed figure takes the draft's place, without a vintage."""
    home = municipality(tmp_path)
    form = forms(home)[UNIT]
    answers = {TRIVSEL: {"value": 75.5}, KLUBBER: {"value": 130}, TEXT: {"account": "Vi har tre klubber."}}
    draft = read(home, fill(form, answers, signed=("Centerchef", None)))
    assert draft.forms[0].signed.is_draft
    assert [each.now.quality for each in draft.figures] == ["provisional", "provisional"]
    assert [each.kind for each in draft.accounts] == ["draft"]
    assert not (home / "opfoelgning" / "2026" / "accounts.yaml").exists()
    final = read(home, fill(form, answers | {TRIVSEL: {"value": 75.9}}, name="igen.xlsx"))
    assert [(each.kind, each.now.value) for each in final.figures] == [("confirmed", 75.9), ("confirmed", 130)]
    assert [line.split(";")[:4] for line in collected(home)[1:]] == [
        ["unge", "trivsel", "2026", "75,9"],
        ["unge", "klubber", "2026-Q1", "130"],
    ]
    assert "foreløbig" not in "".join(collected(home))
    assert [each.kind for each in final.accounts] == ["new"]


def test_a_draft_that_states_what_is_known_changes_nothing(tmp_path: Path) -> None:
    """A final figure does not become provisional."""
    home = municipality(tmp_path, "indikator;periode;værdi\ntrivsel;2026;75,5\n")
    found = read(home, fill(forms(home)[UNIT], {TRIVSEL: {"value": 75.5}}, signed=None))
    assert ([each.kind for each in found.figures], collected(home)) == (["unchanged"], [])


# Gaps and accounts


def test_why_there_is_no_figure_goes_to_the_year_s_file(tmp_path: Path) -> None:
    """Not measured, or later and when; both are read with the policy afterwards."""
    home = municipality(tmp_path)
    answers = {
        TRIVSEL: {"answer": "Kommer senere", "expected": "marts 2027", "note": "Skemaet er sent ude"},
        KLUBBER: {"answer": "måles ikke i år"},
    }
    found = read(home, fill(forms(home)[UNIT], answers))
    assert [each.kind for each in found.gaps] == ["new", "new"]
    assert yaml.safe_load((home / "opfoelgning" / "2026" / "accounts.yaml").read_text("utf-8"))["missing"] == [
        {
            "indicator": "trivsel",
            "period": 2026,
            "why": "later",
            "expected": "2027-03",
            "reported_by": UNIT,
            "note": "Skemaet er sent ude",
        },
        {"indicator": "klubber", "period": "2026-Q1", "why": "not_measured", "reported_by": UNIT},
    ]
    assert [each.why for each in read_document(home).missing_figures] == ["later", "not_measured"]


def test_an_account_is_added_to_the_year_s_file(tmp_path: Path) -> None:
    """All its parts, with the unit and the day."""
    home = municipality(tmp_path)
    key = TEXT.replace("text", "{}")
    parts = {
        "text": "Vi har åbnet tre klubber.\n\nDen fjerde: til maj.",
        "cause": "- Lokalerne manglede",
        "action": "=Vi lejer et lokale",
        "action_by": "Center for Skole",
        "action_due": "2027-05",
        "adjust": "ved ikke",
    }
    answers = {key.format(f"{part}"): {"account": text} for part, text in parts.items() if part != "action"}
    form = fill(forms(home)[UNIT], answers)
    read(home, form)
    (account,) = read_document(home).accounts
    assert (account.element, str(account.period), account.text) == ("spor-1", "2026", parts["text"])
    assert (account.cause, account.adjust, str(account.action_due)) == (parts["cause"], "undecided", "2027-05")
    assert (account.reported_by, str(account.date)) == (UNIT, "2027-01-20")


def test_what_a_person_wrote_stays_byte_for_byte(tmp_path: Path) -> None:
    """Comments, order, indentation and line ends; the new entry comes after the old ones of its list."""
    home = municipality(tmp_path)
    file = home / "opfoelgning" / "2026" / "accounts.yaml"
    file.parent.mkdir(parents=True)
    before = (
        "# Årets redegørelser\r\nkommunepolitik: 1\r\naccounts:   # fra centrene\r\n- element: trivsel   # aftalt\r\n"
        "  period: 2026\r\n  text: |\r\n    Første linje\r\n    # ingen kommentar\r\n\r\n"
    )
    after = "# Det, der mangler\r\nmissing:\r\n- {indicator: frivillige, period: 2026, why: not_measured}\r\n# slut"
    file.write_bytes((before + after).encode())
    read(home, fill(forms(home)[UNIT], {TEXT: {"account": "Klar."}, KLUBBER: {"answer": "måles ikke i år"}}))
    text = file.read_bytes().decode()
    first = before.rstrip("\r\n") + "\r\n"
    assert text.startswith(first)
    added, rest = text[len(first) :].split("\r\n\r\n", 1)
    assert added.splitlines() == [
        "- element: spor-1",
        "  period: 2026",
        "  text: Klar.",
        "  reported_by: Center for Skole",
        "  date: 2027-01-20",
    ]
    assert rest.startswith(after.removesuffix("\r\n# slut"))
    assert rest.endswith("\r\n# slut")
    document = read_document(home)
    assert [each.element for each in document.accounts] == ["trivsel", "spor-1"]
    assert [each.indicator for each in document.missing_figures] == ["frivillige", "klubber"]


def test_another_account_that_is_there_is_left_and_both_are_reported(tmp_path: Path) -> None:
    """Beside the policy too, as the year's file would go before it."""
    home = municipality(tmp_path)
    written = "kommunepolitik: 1\naccounts: [{element: spor-1, period: 2026, text: Skrevet af en anden.}]\n"
    (home / "accounts.yaml").write_text(written, "utf-8")
    found = read(home, fill(forms(home)[UNIT], {TEXT: {"account": "Skrevet i skemaet."}}))
    (account,) = found.accounts
    assert (account.kind, account.before and account.before.text) == ("kept", "Skrevet af en anden.")
    assert (home / "accounts.yaml").read_text("utf-8") == written
    assert not (home / "opfoelgning" / "2026" / "accounts.yaml").exists()


def test_a_list_that_cannot_be_added_to_is_refused(tmp_path: Path) -> None:
    """A list within brackets; the file is named, and nothing is written."""
    home = municipality(tmp_path)
    file = home / "opfoelgning" / "2026" / "accounts.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("kommunepolitik: 1\naccounts: [{element: plan, period: 2026, text: T}]\n", "utf-8")
    form = fill(forms(home)[UNIT], {TEXT: {"account": "Klar."}, TRIVSEL: {"value": 75}})
    content = contents(home)
    with pytest.raises(InvalidObservations, match=r"accounts\.yaml.*begin with '- '"):
        read(home, form)
    assert contents(home) == content


@pytest.mark.parametrize("part", ["text", "cause", "action"])
def test_an_account_longer_than_the_paper_has_room_for_is_refused(tmp_path: Path, part: str) -> None:
    """It would stop the paper, and once it is written no form can shorten it: nothing is written."""
    home = municipality(tmp_path)
    answers = {TEXT: {"account": "Klar."}, TEXT.replace("text", part): {"account": "ord " * 81}}
    content = contents(home)
    (line,) = problems_in(home, fill(forms(home)[UNIT], answers, signed=None))
    assert "the text on Klubliv has 81 words; there is room for 80" in line
    assert contents(home) == content


@pytest.mark.parametrize("signed", [dt.date(2025, 12, 31), "1/1 2025"])
def test_a_form_cannot_be_found_finished_before_its_period_begins(tmp_path: Path, signed: object) -> None:
    """The year of the date is wrong, as in every January."""
    home = municipality(tmp_path)
    form = fill(forms(home)[UNIT], {TRIVSEL: {"value": 75}}, signed=("Centerchef", signed))
    (line,) = problems_in(home, form)
    assert ":Vejledning!C16: marked as finished on " in line
    assert "before the period of the form (2026) begins" in line


def test_the_day_of_the_sign_off_is_read_as_people_write_it(tmp_path: Path) -> None:
    """With slashes, hyphens, points or the name of the month."""
    home = municipality(tmp_path)
    form = forms(home)[UNIT]
    ways = ["20/1 2027", "20-01-2027", "20.1.2027", "den 20/1-2027", "20. januar 2027"]
    found = [read(home, fill(form, signed=("Centerchef", each)), dry_run=True).forms[0].signed.date for each in ways]
    assert found == ["2027-01-20"] * len(ways)


def test_a_sign_off_without_a_day_is_refused(tmp_path: Path) -> None:
    """A figure counts as known from that day."""
    home = municipality(tmp_path)
    form = forms(home)[UNIT]
    ways = ["i går", "januar 2027", "2027", "32/1 2027", "20/1"]
    lines = [problems_in(home, fill(form, signed=("Centerchef", each))) for each in ways]
    words = "is not a day; write one, for example 20-01-2027"
    assert lines == [[f"2026-center-for-skole.xlsx:Vejledning!C16: '{each}' {words}"] for each in ways]


def test_a_figure_cannot_come_later_in_a_month_that_is_over(tmp_path: Path) -> None:
    """Measured by the day of the sign-off; the month of that day is not over."""
    home = municipality(tmp_path)
    form, answers = forms(home)[UNIT], {TRIVSEL: {"answer": "kommer senere", "expected": "marts 2026"}}
    (line,) = problems_in(home, fill(form, answers))
    assert "Ungepolitik!M6: the figure was to come in marts 2026, but that had passed" in line
    assert read(home, fill(form, {TRIVSEL: {"expected": "januar 2027"}})).gaps[0].kind == "new"


def test_what_is_wrong_is_stated_in_words_that_a_unit_can_act_on(tmp_path: Path) -> None:
    """In the words of the form, and with numbers as a Danish spreadsheet shows them."""
    home = municipality(tmp_path)
    rows = [KLUBBER.replace("Q1", f"Q{number}") for number in (1, 2, 3, 4)]
    answers: dict[str, dict[str, object]] = {
        TRIVSEL: {"value": 780.5},
        rows[0]: {"value": 75, "qualifier": "måske"},
        rows[1]: {"answer": "ved ikke"},
        rows[2]: {"answer": "kommer senere", "expected": "til foråret"},
        rows[3]: {"value": True, "note": "=Vi lejer"},
        TEXT: {"account": "=Vi lejer et lokale"},
    }
    found = [line.partition("!")[2] for line in problems_in(home, fill(forms(home)[UNIT], answers))]
    formula = "the text is read as a formula, as it begins with = or another sign of sums; begin it with a letter"
    assert found == [
        "J6: 780,5 is impossible for the unit '%'",
        "K7: 'måske' cannot be chosen here; choose one of: ca., under, over, knap, godt",
        "L8: 'ved ikke' cannot be chosen here; choose one of: måles ikke i år, kommer senere, for få til at vise",
        "M9: 'til foråret' is not a month; write a month, for example marts 2027",
        "J10: 'SAND' is not a number; write the number alone, or leave it empty and choose why there is no figure",
        f"N10: {formula}",
        f"C6: {formula}",
    ]


def test_a_reservation_is_read_in_all_the_words_that_may_be_before_a_number(tmp_path: Path) -> None:
    """Whoever writes it in its own cell uses the same words."""
    home = municipality(tmp_path)
    form = fill(forms(home)[UNIT], {TRIVSEL: {"value": 75, "qualifier": "Cirka"}})
    assert read(home, form).figures[0].now.qualifier == "about"


def test_all_that_is_wrong_with_a_row_and_an_account_is_reported_at_once(tmp_path: Path) -> None:
    """Nobody should send a form back four times."""
    home = municipality(tmp_path)
    answers = {
        TRIVSEL: {"value": "mange", "qualifier": "måske", "expected": "snart"},
        TEXT: {"account": "ord " * 95},
        TEXT.replace("text", "adjust"): {"account": "tja"},
    }
    lines = problems_in(home, fill(forms(home)[UNIT], answers, signed=("Centerchef", "snart")))
    assert [line.split(": ")[0].partition(":")[2] for line in lines] == [
        "Vejledning!C16",
        "Ungepolitik!J6",
        "Ungepolitik!K6",
        "Ungepolitik!M6",
        "1 Klubliv!C6",
        "1 Klubliv!C11",
    ]


# Several forms


def test_returns_that_are_missing_are_listed_by_unit(tmp_path: Path) -> None:
    """A form that came back empty and unsigned counts as missing; a row left empty is listed."""
    home = municipality(tmp_path)
    made = forms(home)
    found = read(home, fill(made[UNIT], {TRIVSEL: {"value": 75}}), fill(made["Center for Fritid"], signed=None))
    assert found.missing_units == ("Center for Fritid", "")
    assert [str(key) for key in found.forms[0].empty] == [
        *(f"unge#klubber||2026-Q{quarter}" for quarter in (1, 2, 3, 4)),
        "unge#spor-1|account:text|2026",
    ]


def test_a_folder_of_returns_is_read_whole(tmp_path: Path) -> None:
    """Marks that spreadsheet programs leave beside open files are passed over."""
    home = municipality(tmp_path)
    made = forms(home)
    fill(made[UNIT], {TRIVSEL: {"value": 75}}, name="fra skole.xlsx")
    file = fill(made[""], {"unge#frivillige||2026": {"value": 12}}, name="resten.xlsx")
    (file.parent / "~$resten.xlsx").write_bytes(b"")
    found = read_returns([file.parent], [home])
    assert [(each.now.indicator, each.now.value) for each in found.figures] == [("trivsel", 75), ("frivillige", 12)]
    assert "reported_by" not in "".join(collected(home))


def test_two_returns_that_disagree_are_refused_and_both_are_named(tmp_path: Path) -> None:
    """Half a form each is one return; the same answer twice is no news."""
    home = municipality(tmp_path)
    form = forms(home)[UNIT]
    one = fill(form, {TRIVSEL: {"value": 75}, KLUBBER: {"value": 5}}, name="a.xlsx")
    other = fill(form, {TRIVSEL: {"value": 76}, KLUBBER: {"value": 5}}, name="b.xlsx")
    assert problems_in(home, one, other) == [
        "b.xlsx:Ungepolitik!J6: the same question is answered in another way at a.xlsx:Ungepolitik!J6; keep one of "
        "the answers"
    ]
    half = fill(form, {"unge#klubber||2026-Q2": {"value": 6}}, name="c.xlsx")
    found = read(home, one, half)
    assert [each.now.value for each in found.figures] == [75, 5, 6]
    assert "unge#klubber||2026-Q2" not in [str(key) for form in found.forms for key in form.empty]


def test_last_year_s_form_names_both_years(tmp_path: Path) -> None:
    """Beside this year's, or when this year's folder is begun; asked for by its year, it is read."""
    home = municipality(tmp_path)
    old = fill(forms(home, "2025")[UNIT], {"unge#trivsel||2025": {"value": 74}}, name="gammel.xlsx")
    new = fill(forms(home)[UNIT], {TRIVSEL: {"value": 75}}, name="ny.xlsx")
    expected = (
        "gammel.xlsx: the form is for 2025, but forms for 2026 are collected; fill in the form for 2026, or give "
        "--period 2025"
    )
    assert problems_in(home, old, new) == [expected]
    wrong = fill(forms(home)[UNIT], {TRIVSEL: {"value": "mange"}}, name="forkert.xlsx")
    assert [line.partition(":")[0] for line in problems_in(home, old, wrong)] == ["gammel.xlsx", "forkert.xlsx"]
    assert [each.kind for each in read(home, old, period="2025").figures] == ["unchanged"]
    (home / "opfoelgning" / "2026").mkdir(parents=True)
    assert problems_in(home, old) == [expected]


def test_a_form_of_another_policy_is_refused(tmp_path: Path) -> None:
    """It is named with what to give."""
    home = municipality(tmp_path)
    form = fill(forms(home)[UNIT], {TRIVSEL: {"value": 75}})
    other = municipality(tmp_path / "andre", id="aeldre")
    with pytest.raises(InvalidObservations, match="'unge', which is not among aeldre; give it with --policy"):
        read(other, form)


# Nothing half-written


def test_if_anything_is_wrong_nothing_is_written_and_all_is_reported(tmp_path: Path) -> None:
    """Every mistake of every file at once, each with file, sheet and cell."""
    home = municipality(tmp_path)
    made = forms(home)
    one = fill(
        made[UNIT],
        {
            TRIVSEL: {"value": 175},
            KLUBBER: {"value": "mange"},
            "unge#klubber||2026-Q2": {"value": 5, "answer": "kommer senere"},
            "unge#klubber||2026-Q3": {"answer": "ved det ikke"},
            "unge#klubber||2026-Q4": {"value": 5.5, "qualifier": "måske"},
            "unge#spor-1|account:cause|2026": {"account": "Regn."},
        },
        name="a.xlsx",
    )
    other = fill(
        made[""], {"unge#frivillige||2026": {"value": dt.datetime(2026, 5, 1)}}, signed=("X", "i går"), name="b.xlsx"
    )
    content = contents(home)
    lines = problems_in(home, one, other)
    assert [line.split(": ")[0] for line in lines] == [
        "a.xlsx:Ungepolitik!J6",
        "a.xlsx:Ungepolitik!J7",
        "a.xlsx:Ungepolitik!L8",
        "a.xlsx:Ungepolitik!L9",
        "a.xlsx:Ungepolitik!K10",
        "a.xlsx:1 Klubliv!C7",
        "b.xlsx:Vejledning!C16",
        "b.xlsx:Ungepolitik!J6",
    ]
    assert contents(home) == content


def test_a_write_that_fails_leaves_the_old_files_whole(tmp_path: Path) -> None:
    """Nothing is written at all; what is in the way is named, and a second run writes all."""
    home = municipality(tmp_path)
    form = fill(forms(home)[UNIT], {TRIVSEL: {"value": 75}, TEXT: {"account": "Klar."}})
    in_the_way = home / "observations-collected.csv"
    values = contents(home)
    in_the_way.mkdir()
    (in_the_way / "x").write_text("")
    with pytest.raises(FileError, match="observations-collected.csv"):
        read(home, form)
    assert contents(home) == values | {"observations-collected.csv/x": b""}
    (in_the_way / "x").unlink()
    in_the_way.rmdir()
    assert contents(home) == values
    found = read(home, form)
    assert [each.kind for each in found.accounts] == ["new"]
    assert [path.name for path in found.files[1:]] == ["accounts.yaml", "observations-collected.csv"]
    assert collected(home)[1].startswith("unge;trivsel;2026;75;")


@pytest.mark.parametrize("name", ["accounts.yaml", "observations-collected.csv"])
def test_what_changes_while_forms_are_read_is_not_written_over(tmp_path: Path, name: str) -> None:
    """From when the policies are read on, since what is known of them is used."""
    home = municipality(tmp_path)
    form = fill(forms(home)[UNIT], {TRIVSEL: {"value": 75}, TEXT: {"account": "Klar."}})
    read(home, form)
    (changed,) = (path for path in home.rglob(name) if "2026" in str(path) or path.suffix == ".csv")

    def given() -> Iterator[Path]:  # the policies have been read when the forms are asked for
        changed.write_bytes(changed.read_bytes() + b"\n")
        yield form

    with pytest.raises(FileError) as refused:
        read_returns(given(), home, period="2026")
    assert [(each.code, each.file) for each in refused.value.problems] == [("changed_meanwhile", str(changed))]


def test_policies_may_be_named_one_after_the_other(tmp_path: Path) -> None:
    """As by a generator, which can be gone through once."""
    home = municipality(tmp_path)
    form = fill(forms(home)[UNIT], {TRIVSEL: {"value": 75}})
    assert len(read_returns(iter([form]), iter([home]), dry_run=True).figures) == 1


def test_a_row_of_another_unit_is_read_and_noticed(tmp_path: Path) -> None:
    """Such as one whose responsible unit was changed since the form was sent."""
    home = municipality(tmp_path)
    form = fill(forms(home)["Center for Fritid"], {"unge#samarbejde||2026": {"value": "I mål"}})
    moved = [each | {"responsible": "HR"} if each["id"] == "samarbejde" else each for each in POLICY["indicators"]]
    (home / "policy.yaml").write_text(yaml.safe_dump(POLICY | {"indicators": moved}, allow_unicode=True), "utf-8")
    found = read(home, form)
    (notice,) = found.notices
    assert notice.message() == "'Samarbejde (2026)' is answered here, but HR is to answer it"


def test_a_row_of_a_group_is_named_with_its_group(tmp_path: Path) -> None:
    """In the words of the policy, not by its key."""
    home = municipality(tmp_path, "indikator;gruppe;periode;værdi\ntrivsel;;2025;74\ntrivsel;piger;2025;71\n")
    form = fill(forms(home)[UNIT], {"unge#trivsel|piger|2026": {"value": 72}})
    moved = [each | {"responsible": "HR"} if each["id"] == "trivsel" else each for each in POLICY["indicators"]]
    (home / "policy.yaml").write_text(yaml.safe_dump(POLICY | {"indicators": moved}, allow_unicode=True), "utf-8")
    (notice,) = read(home, form).notices
    assert notice.data["value"] == "Unge, der trives, Piger (2026)"


def test_a_unit_whose_form_was_read_before_is_not_missing(tmp_path: Path) -> None:
    """Its copy is among the year's returns, also where it was finished with nothing to report."""
    home = municipality(tmp_path)
    made = forms(home)
    read(home, fill(made[UNIT], {TRIVSEL: {"value": 75}}))
    read(home, fill(made["Center for Fritid"]))
    assert read(home, fill(made[""], {"unge#frivillige||2026": {"value": 12}})).missing_units == ()
