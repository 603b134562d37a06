"""A mapping is proposed from words, titles and figures that are known; the entry needs only to be confirmed."""

from pathlib import Path

import pytest

from tests.cli.command import run
from tests.mapping.sheets import CENTRE, centre, folder_of, jobindsats, resaved, save, sheet_of

KNOWN = "indikator;periode;værdi\nforeningsliv;2022;58,3\nforeningsliv;2023;60,1\nfrivillige;2022;300\nfrivillige;2023;310\n"


def proposed(file: Path, policy: Path, *notices: str) -> list[str]:
    """Return the lines that are proposed for a file, without indent; `notices` are the only ones beside them."""
    answer = run("figures", "suggest", file, "--policy", policy)
    shown = answer.stderr.replace(f"{file.parent}/", "").splitlines()
    assert (answer.returncode, shown) == (0, [*notices])
    return [line.strip() for line in answer.stdout.splitlines()]


def confirm(policy: Path) -> None:
    """Write what a person writes who has looked through a proposal."""
    file = policy / "imports.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("    file:", "    confirmed: 2027-01-20\n    file:"), "utf-8")


def test_the_proposal_for_a_clean_file_works_once_it_is_confirmed(tmp_path: Path) -> None:
    """Both kinds of workbook, as LibreOffice saves them; without the confirmation nothing is read."""
    folder = folder_of(tmp_path)
    files = [
        resaved(save(centre(2023, 2024), tmp_path, "center-kultur 2026.xlsx")),
        resaved(save(jobindsats(), tmp_path, "jobindsats_januar_2027.xlsx")),
    ]
    text = (folder / "policy.yaml").read_text("utf-8")
    (folder / "policy.yaml").write_text(
        text.replace("title: Fritidssamtaler", 'title: "Fritidssamtaler (antal)"'), "utf-8"
    )
    (folder / "observations.csv").write_text(
        "indikator;periode;værdi\nforeningsliv;2023;60,1\nforeningsliv;2024;61,2\n"
        "fuldtidspersoner-pct;2024;52,5\nfuldtidspersoner-pct;2025;53,5\n",
        "utf-8",
    )
    for file in files:
        assert run("figures", "suggest", file, "--policy", folder, "--append").returncode == 0
    assert "er ikke bekræftet" in run("figures", "read", *files, "--policy", folder).stderr
    confirm(folder)
    answer = run("figures", "read", *files, "--policy", folder)
    assert answer.returncode == 0, answer.stderr
    written = (folder / "observations-imported.csv").read_text("utf-8-sig").splitlines()
    assert [line.partition(";2027-01-14")[0] for line in written if line.startswith("000")] == [
        "000;fuldtidspersoner-pct;2024;55,25;",
        "000;fuldtidspersoner-pct;2025;56,25;",
    ]


def test_earlier_figures_are_the_strongest_evidence(tmp_path: Path) -> None:
    """A row whose words are like nothing is known by its figures; what is only alike has a question mark."""
    folder = folder_of(tmp_path)
    (folder / "observations.csv").write_text(KNOWN, "utf-8")
    rows = [
        ["Emne", 2022, 2023, 2024],
        ["Med i noget", 58.3, 60.1, 61],
        ["Frivillige i alt", 300, 311, 320],
        ["Ukendt", 1, 2, 3],
    ]
    assert proposed(save(sheet_of(*rows), tmp_path, "tal.xlsx"), folder)[9:] == [
        "- header: Emne",
        "is: indicator",
        "values:",
        "Med i noget: foreningsliv  # 2 af 2 tidligere tal er ens",
        "Frivillige i alt: frivillige  # ? 1 af 2 tidligere tal er ens; er det den rigtige? Kun ordene ligner",
        'Ukendt: "?"  # ? udfyld: et id fra politikken, eller flyt teksten til ignore',
        '- {header: "{period}", is: value}',
    ]


def test_figures_that_two_indicators_share_prove_nothing(tmp_path: Path) -> None:
    """Then the words decide, with a question mark, or nothing does."""
    folder = folder_of(tmp_path)
    (folder / "observations.csv").write_text(KNOWN.replace("300", "58,3").replace("310", "60,1"), "utf-8")
    lines = proposed(save(sheet_of(["Emne", 2022, 2023], ["Med", 58.3, 60.1]), tmp_path, "tal.xlsx"), folder)
    assert not any("tidligere tal" in line for line in lines)


def test_areas_groups_marks_and_sums_are_recognised(tmp_path: Path) -> None:
    """The register of municipalities, titles of groups, a mark at a year, words for all, and a sum."""
    rows = [
        ["Kommune", "Køn", "2023", "2024*"],
        ["Nybro", "Mænd", 300, 310],
        ["Nybro", "Begge køn", 600, 610],
        ["Slagelse", "Kvinder", 5, 6],
        ["Hele landet", "Kvinder", 7, 8],
        ["Kilde: egne tal"],
    ]
    lines = proposed(save(sheet_of(*rows), tmp_path, "tal.xlsx"), folder_of(tmp_path))
    assert lines[7:] == [
        "source: egne tal  # ? er det rigtigt?",
        "header: {starts: Kommune}",
        "ends: [Kilde]",
        "columns:",
        "- header: Kommune",
        "is: area",
        "values:",
        "Nybro: own",
        "Slagelse: Slagelse",
        "Hele landet: country",
        "- header: Køn",
        "is: group",
        "values:",
        "Mænd: maend",
        'Begge køn: ""  # ? er det rigtigt?',
        "Kvinder: kvinder",
        '- {header: "{period}", is: value, indicator: "?", marks: {"*": provisional}}  # ? udfyld: indikatorens id; ? '
        "betyder mærket foreløbigt?",
    ]


def test_what_cannot_be_guessed_is_left_to_fill_in_and_refused_until_then(tmp_path: Path) -> None:
    """The entry states where, and the reader does too."""
    folder = folder_of(tmp_path)
    file = save(sheet_of(["Emne", "Hvad", 2023], ["Frivillige", "x", 5]), tmp_path, "tal.xlsx")
    assert run("figures", "suggest", file, "--policy", folder, "--append").returncode == 0
    assert "importen »tal« er ikke færdig; udfyld linje 14" in run("figures", "read", file, "--policy", folder).stderr


def test_an_import_that_is_not_finished_stops_no_other(tmp_path: Path) -> None:
    """A question mark that was forgotten is named where its file is read, and only there."""
    folder = folder_of(tmp_path, CENTRE)
    file = save(sheet_of(["Emne", "Hvad", 2023], ["Frivillige", "x", 5]), tmp_path, "tal.xlsx")
    assert run("figures", "suggest", file, "--policy", folder, "--append").returncode == 0
    assert run("figures", "read", save(centre(2023), tmp_path, "center.xlsx"), "--policy", folder).returncode == 0
    assert run("figures", "read", file, "--policy", folder).returncode == 1


def test_a_digit_that_is_part_of_a_name_stays_in_it(tmp_path: Path) -> None:
    """The import of maal2 2026 does not read what maal 2026 is called."""
    file = save(sheet_of(["Emne", 2023], ["Frivillige", 5]), tmp_path, "maal2 2026.xlsx")
    assert 'file: "maal2*.xlsx"' in proposed(file, folder_of(tmp_path))


@pytest.mark.parametrize(
    "before",
    [
        "kommunepolitik: 1\nimports:\n  - id: a  # min egen\n    file: x.xlsx\n",
        "kommunepolitik: 1\nimports:\n- id: a\n  file: x.xlsx",
        "\ufeffkommunepolitik: 1\r\nimports:\r\n    - {id: a, file: x.xlsx}\r\n",
    ],
)
def test_what_a_person_wrote_stays_byte_for_byte(tmp_path: Path, before: str) -> None:
    """Whatever its indent, line ends and remarks; the second proposal gets an id of its own."""
    folder = folder_of(tmp_path)
    target = folder / "imports.yaml"
    target.write_bytes(before.encode())
    file = save(centre(2023), tmp_path, "center.xlsx")
    for _ in range(2):
        assert run("figures", "suggest", file, "--policy", folder, "--append").returncode == 0
    content = target.read_bytes()
    assert content.startswith(before.encode())
    ids = [line.strip() for line in content[len(before.encode()) :].decode().splitlines() if "- id:" in line]
    assert ids == ["- id: center", "- id: center-2"]


@pytest.mark.parametrize("before", ["kommunepolitik: 1\nimports: [{id: a}]\n", "kommunepolitik: 1\nimports: []\n", "x"])
def test_a_file_that_cannot_be_added_to_is_left_as_it_is(tmp_path: Path, before: str) -> None:
    """And the command that helps is named."""
    folder = folder_of(tmp_path)
    (folder / "imports.yaml").write_text(before, "utf-8")
    answer = run("figures", "suggest", save(centre(2023), tmp_path, "center.xlsx"), "--policy", folder, "--append")
    assert answer.returncode == 1
    assert "kør kommandoen uden --append" in answer.stderr
    assert (folder / "imports.yaml").read_text("utf-8") == before


def test_a_file_without_a_table_gets_no_proposal(tmp_path: Path) -> None:
    """The notice states the reason."""
    answer = run("figures", "suggest", save(sheet_of(["Hej"]), tmp_path, "x.xlsx"), "--policy", folder_of(tmp_path))
    assert answer.stderr.endswith("x.xlsx: intet ark har en tabel med tal under en overskrift\n")


@pytest.mark.parametrize("name", ["51-dst-csv", "52-kolada-csv", "53-opensdg", "57-extra-col"])
def test_other_layouts_are_refused_with_a_command_that_makes_a_proposal(name: str) -> None:
    """The columns that are not known, and the command; it runs as it is written."""
    folder = Path(__file__).parents[1] / "observations" / "field_cases" / name
    file = folder / "observations.csv"
    answer = run("figures", "read", file, "--policy", folder, "--dry-run")
    assert (answer.returncode, answer.stdout) == (1, "")
    command = answer.stderr.splitlines()[-1].partition("kommunepolitik ")[2].replace("STI", str(folder)).split()
    assert run(*command).returncode == 0


def test_a_messy_sheet_of_keyed_figures(tmp_path: Path) -> None:
    """Two heading rows, numbered rows, titles between them, units and ca. in cells, marks, a goal, a sum and a note."""
    folder = folder_of(tmp_path)
    (folder / "observations.csv").write_text(KNOWN, "utf-8")
    sheet = sheet_of(
        ["Nøgletal, Nybro Kommune (opdigtet)"],
        ["Opdateret: 3. februar 2027"],
        [],
        ["Nr.", "Nøgletal", "Resultat", None, None, "Mål 2027", "Ansvarlig"],
        [None, None, "2022", "2023", "2024 (foreløbig)"],
        ["Foreninger"],
        [1, "Børn og unge i en forening", "58,3 %", "60,1 %", "ca. 63 %", "70 %", "Kultur"],
        [2, "Frivillige", 300, 310, "340*", None, "Kultur"],
        [None, "I alt", 358, 370, 403],
        ["* Foreløbigt tal"],
        title="Nøgletal 2026",
    )
    sheet.merge_cells("C4:E4")
    for column in "ABFG":
        sheet.merge_cells(f"{column}4:{column}5")
    file = resaved(save(sheet, tmp_path, "noegletal-2026.xlsx"))
    assert run("figures", "suggest", file, "--policy", folder, "--append").returncode == 0
    text = (folder / "imports.yaml").read_text("utf-8")
    assert "sheets:" not in text  # its name is another next year
    confirm(folder)
    answer = run("figures", "read", file, "--policy", folder)
    assert answer.returncode == 0, answer.stderr
    written = (folder / "observations-imported.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(";")[:5] for line in written[1:]] == [
        ["foreningsliv", "2024", "63", "ca.", "foreløbig"],
        ["frivillige", "2024", "340", "", "foreløbig"],
    ]


def test_groups_and_areas_in_a_heading_are_constants_of_the_column(tmp_path: Path) -> None:
    """A table across, with an empty corner, whose title states what it is of."""
    rows = [
        ["Fuldtidspersoner i pct. af befolkningen efter køn"],
        [None, "Nybro", None, "Hele landet"],
        [None, "Mænd", "Kvinder", "Mænd"],
        ["31-12-2023", 52, 53, 54],
        ["31-12-2024", 53, 54, 55],
    ]
    sheet = sheet_of(*rows)
    sheet.merge_cells("B2:C2")
    folder = folder_of(tmp_path)
    file = save(sheet, tmp_path, "krydstabel.xlsx")
    assert run("figures", "suggest", file, "--policy", folder, "--append").returncode == 0
    confirm(folder)
    assert run("figures", "read", file, "--policy", folder).returncode == 0
    written = (folder / "observations-imported.csv").read_text("utf-8-sig").splitlines()
    assert written == [
        "område;indikator;gruppe;periode;værdi;herkomst",
        ";fuldtidspersoner-pct;maend;2023-12-31;52;krydstabel.xlsx:Ark1!B4",
        ";fuldtidspersoner-pct;kvinder;2023-12-31;53;krydstabel.xlsx:Ark1!C4",
        "000;fuldtidspersoner-pct;maend;2023-12-31;54;krydstabel.xlsx:Ark1!D4",
        ";fuldtidspersoner-pct;maend;2024-12-31;53;krydstabel.xlsx:Ark1!B5",
        ";fuldtidspersoner-pct;kvinder;2024-12-31;54;krydstabel.xlsx:Ark1!C5",
        "000;fuldtidspersoner-pct;maend;2024-12-31;55;krydstabel.xlsx:Ark1!D5",
    ]


def test_sheets_of_another_layout_are_named(tmp_path: Path) -> None:
    """One entry is for one layout."""
    sheet = sheet_of(["Emne", 2023], ["Frivillige", 5], title="A")
    assert sheet.parent is not None
    other = sheet.parent.create_sheet("B")
    for row in (["Andet", "Sted", 2024], ["Frivillige", "x", 5]):
        other.append(row)
    answer = run("figures", "suggest", save(sheet, tmp_path, "tal.xlsx"), "--policy", folder_of(tmp_path))
    assert answer.returncode == 0
    assert answer.stderr.rpartition("/")[2] == (
        "tal.xlsx:B: arket har en anden opbygning end det første med tal og er ikke med i forslaget\n"
    )


def test_a_note_within_a_table_is_not_proposed_as_its_end(tmp_path: Path) -> None:
    """The rows after it are in the proposal too."""
    sheet = centre(2023, more=[["* Skøn"], ["Kilde: egne tal"]])
    sheet.insert_rows(4)
    sheet["A4"] = "* Antal er opgjort 31/12"
    notice = "center.xlsx:Spor 4!8: rækker under tabellen, som ikke er med i forslaget: 1 (»* Skøn«)"
    lines = proposed(save(sheet, tmp_path, "center.xlsx"), folder_of(tmp_path), notice)
    assert "ends: [Kilde]" in lines
    assert 'ignore: ["* Antal er opgjort 31/12", I alt]' in lines
    assert "Frivillige: frivillige" in lines


def test_targets_are_not_proposed_as_figures(tmp_path: Path) -> None:
    """Though this year's results are not filled in yet; and what is left needs a look where two columns compete."""
    rows = [
        ["Pejlemærke", "Resultat 2025", "Mål 2025", "Status 2025", "Resultat 2026", "Mål 2026", "Status 2026"],
        ["Frivillige", 300, 320, 5, None, 340, None],
    ]
    lines = proposed(save(sheet_of(*rows), tmp_path, "maal 2026.xlsx"), folder_of(tmp_path))
    remark = "  # ? flere kolonner hører til samme serie og periode; sæt dem, der ikke er resultater, til ignore"
    assert lines[-3:] == [
        f'- {{header: "Resultat {{period}}", is: value}}{remark}',
        '- {header: "Mål {period}", ignore: ikke et resultat}',
        f'- {{header: "Status {{period}}", is: value}}{remark}',
    ]


def test_a_period_within_a_heading_is_any_period_the_next_year(tmp_path: Path) -> None:
    """Resultat 2025 is proposed as Resultat {period}, and Resultat 2026 is read with it."""
    folder = folder_of(tmp_path)
    file = save(sheet_of(["Pejlemærke", "Resultat 2025"], ["Frivillige", 300]), tmp_path, "tal.xlsx")
    assert run("figures", "suggest", file, "--policy", folder, "--append").returncode == 0
    confirm(folder)
    file = save(sheet_of(["Pejlemærke", "Resultat 2026"], ["Frivillige", 310]), tmp_path, "tal.xlsx")
    assert "ny: 2026: 310" in run("figures", "read", file, "--policy", folder).stdout


def test_figures_of_women_are_not_proposed_as_those_of_all(tmp_path: Path) -> None:
    """A heading that is the title of a group gives the group; another word needs a look."""
    folder = folder_of(tmp_path)
    (folder / "observations.csv").write_text(
        "indikator;gruppe;periode;værdi\nfrivillige;;2024;300\nfrivillige;kvinder;2024;160\n", "utf-8"
    )
    rows = [
        ["Emne", 2024, None, None, 2025],
        [None, "I alt", "Kvinder", "Nye", "Kvinder"],
        ["De frivillige", 300, 160, 5, 170],
    ]
    lines = proposed(save(sheet_of(*rows), tmp_path, "tal.xlsx"), folder)
    assert lines[-4:] == [
        "De frivillige: frivillige  # ? 2 af 3 tidligere tal er ens; er det den rigtige? Kun ordene ligner",
        '- {header: ["{period}", I alt], is: value}  # ? flere kolonner hører til samme serie og periode; sæt dem, der '
        "ikke er resultater, til ignore",
        '- {header: ["{period}", Kvinder], is: value, group: kvinder}',
        '- {header: ["{period}", Nye], is: value}  # ? flere kolonner hører til samme serie og periode; sæt dem, der '
        "ikke er resultater, til ignore",
    ]
    only = [["Emne", "Piger 2024"], ["Frivillige", 5]]
    line = proposed(save(sheet_of(*only), tmp_path, "andre.xlsx"), folder)[-1]
    assert line == '- {header: "Piger {period}", is: value}  # ? er det hele befolkningen? Ellers skriv group:'


def test_a_title_between_the_rows_is_no_certain_indicator(tmp_path: Path) -> None:
    """It is called as an indicator is, but has no figures."""
    rows = [
        ["Emne", "Enhed", "Kommentar", 2024],
        ["Frivillige", None, None, None],
        ["Fritidssamtaler", "antal", None, 5],
    ]
    lines = proposed(save(sheet_of(*rows), tmp_path, "tal.xlsx"), folder_of(tmp_path))
    assert lines[-5:] == [
        "Frivillige: frivillige  # ? er det rigtigt?",
        "Fritidssamtaler: fritidsvejledning",
        "- {header: Enhed, is: unit}",
        "- {header: Kommentar, is: note}",
        '- {header: "{period}", is: value}',
    ]


def test_areas_whose_figures_are_known_as_two_indicators_are_those_indicators(tmp_path: Path) -> None:
    """As where the policy has an indicator for the country; a column that is the same in all rows is passed over."""
    folder = folder_of(tmp_path)
    (folder / "observations.csv").write_text(KNOWN.replace("foreningsliv", "fuldtidspersoner-pct"), "utf-8")
    rows = [
        ["Område", "Køn", "Alder", 2022, 2023],
        ["Nybro", "Begge køn", "18-29 år", 58.3, 60.1],
        ["Hele landet", "Begge køn", "18-29 år", 300, 310],
        ["Kilde: Jobindsats.dk"],
    ]
    lines = proposed(save(sheet_of(*rows), tmp_path, "tal.xlsx"), folder)
    assert "source: Jobindsats.dk  # ? er det rigtigt?" in lines
    assert lines[lines.index("- header: Område") + 1 :] == [
        "is: indicator",
        "values:",
        "Nybro: fuldtidspersoner-pct  # 2 af 2 tidligere tal er ens",
        "Hele landet: frivillige  # 2 af 2 tidligere tal er ens",
        "- header: Køn",
        "is: group",
        "values:",
        'Begge køn: ""  # ? er det rigtigt?',
        "- {header: Alder, ignore: ens i alle rækker}  # ? er det hele befolkningen? Ellers skriv group:",
        '- {header: "{period}", is: value}',
    ]
