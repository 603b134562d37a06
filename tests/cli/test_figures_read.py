"""`figures read`: what is new is listed and then written, and what is wrong in any file changes nothing."""

import os
import subprocess
import sys
from pathlib import Path

import kommunepolitik as kp
from kommunepolitik.documents import read
from tests.cli.command import run
from tests.frames import filled
from tests.mapping.sheets import CENTRE, JOBINDSATS, centre, folder_of, jobindsats, save

FILE = "observations-imported.csv"


def known(folder: Path) -> list[tuple[object, ...]]:
    """Return the figures beside a policy that count, as a report reads them."""
    document = read(folder)
    figures = kp.figures.Figures.of([*document.observations], document.policy)
    return [
        (each.indicator, str(each.period), each.value) for each in figures.of_policy("nybro-kultur") if not each.area
    ]


def test_figures_are_listed_and_written_and_reading_again_changes_no_byte(tmp_path: Path) -> None:
    """By policy and indicator; the second time all are unchanged."""
    folder = folder_of(tmp_path, CENTRE, JOBINDSATS)
    files = [save(centre(2023, 2024), tmp_path, "center.xlsx"), save(jobindsats(), tmp_path, "jobindsats.xlsx")]
    answer = run("figures", "read", *files, "--policy", folder)
    assert answer.returncode == 0
    assert answer.stdout.splitlines()[:4] == [
        "nybro-kultur: Kultur og fritid",
        "  foreningsliv: 2 nye",
        "    ny: 2024: 61,2 (center.xlsx:Spor 4!C3)",
        "    ny: 2023: 60,1 (center.xlsx:Spor 4!B3)",
    ]
    assert answer.stdout.splitlines()[-2:] == [
        f"{folder / FILE}: 9 tal tilføjet",
        f"Næste skridt: kommunepolitik check {folder}",
    ]
    before = (folder / FILE).read_bytes()
    again = run("figures", "read", *files, "--policy", folder)
    assert again.stdout.splitlines()[-1] == "Der er intet at tilføje."
    assert "2 uændrede" in again.stdout
    assert (folder / FILE).read_bytes() == before


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """It states what would be added."""
    folder = folder_of(tmp_path, CENTRE)
    answer = run("figures", "read", save(centre(2023), tmp_path, "center.xlsx"), "--policy", folder, "--dry-run")
    assert answer.stdout.splitlines()[-1] == f"{folder / FILE}: 3 tal ville blive tilføjet"
    assert not (folder / FILE).exists()


def test_a_changed_figure_needs_a_word_and_a_day_and_the_old_one_stays(tmp_path: Path) -> None:
    """Refused; refused without a day; then added as a vintage, and the newest counts."""
    folder = folder_of(tmp_path, CENTRE)
    sheet = centre(2023, 2024)
    file = save(sheet, tmp_path, "center.xlsx")
    assert run("figures", "read", file, "--policy", folder).returncode == 0
    before = (folder / FILE).read_bytes()
    sheet["B4"] = 315
    file = save(sheet, tmp_path, "center.xlsx")
    refused = run("figures", "read", file, "--policy", folder)
    assert refused.returncode == 1
    assert "    rettet: 2023: ca. 310 → 315 (center.xlsx:Spor 4!B4)" in refused.stdout
    assert "--accept-revisions" in refused.stderr
    undated = run("figures", "read", file, "--policy", folder, "--accept-revisions")
    assert undated.returncode == 1
    assert "center.xlsx:Spor 4!B4: frivillige, 2023: et ændret tal skal have sin offentliggørelsesdag" in undated.stderr
    assert (folder / FILE).read_bytes() == before
    day = ("--accept-revisions", "--published", "2027-02-01")
    assert run("figures", "read", file, "--policy", folder, *day).returncode == 0
    assert ("frivillige", "2023", 315) in known(folder)
    vintages = [
        line for line in (folder / FILE).read_text("utf-8-sig").splitlines() if line.startswith("frivillige;2023")
    ]
    assert [line.split(";")[2] for line in vintages] == ["310", "315"]
    sheet["B4"] = "ca. 310"
    old = run("figures", "read", save(sheet, tmp_path, "center-gammel.xlsx"), "--policy", folder)
    assert "(center-gammel.xlsx:Spor 4!B4); dette tal har vi haft før, og det er siden rettet" in old.stdout
    sheet["B4"] = 315
    file = save(sheet, tmp_path, "center.xlsx")
    after = (folder / FILE).read_bytes()
    assert run("figures", "read", file, "--policy", folder, *day).returncode == 0
    assert (folder / FILE).read_bytes() == after


def test_a_reader_that_has_ended_hides_no_error(tmp_path: Path) -> None:
    """As in `figures read ... | head`: what is refused is reported, with its exit code."""
    folder = folder_of(tmp_path, CENTRE)
    sheet = centre(2023)
    assert run("figures", "read", save(sheet, tmp_path, "center.xlsx"), "--policy", folder).returncode == 0
    sheet["B4"] = 315
    file = save(sheet, tmp_path, "center.xlsx")
    reader, writer = os.pipe()
    os.close(reader)
    try:
        command = [sys.executable, "-m", "kommunepolitik", "figures", "read", file, "--policy", folder]
        done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    finally:
        os.close(writer)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "--accept-revisions" in line


def test_figures_that_a_person_wrote_are_known_too(tmp_path: Path) -> None:
    """All files beside the policy count, and none that a person wrote is changed."""
    folder = folder_of(tmp_path, CENTRE)
    own = folder / "observations-2023.csv"
    own.write_text("indikator;periode;værdi\nforeningsliv;2023;60,1\n", "utf-8")
    answer = run("figures", "read", save(centre(2023), tmp_path, "center.xlsx"), "--policy", folder)
    assert "  foreningsliv: 1 uændret" in answer.stdout
    assert own.read_text("utf-8") == "indikator;periode;værdi\nforeningsliv;2023;60,1\n"
    assert sorted(known(folder)) == [
        ("foreningsliv", "2023", 60.1),
        ("fritidsvejledning", "2023", 55),
        ("frivillige", "2023", 310),
    ]


def test_a_figure_that_vanished_is_named_and_kept(tmp_path: Path) -> None:
    """Within the periods of the file."""
    folder = folder_of(tmp_path, CENTRE)
    sheet = centre(2023, 2024, 2025)
    assert run("figures", "read", save(sheet, tmp_path, "center.xlsx"), "--policy", folder).returncode == 0
    sheet["C4"] = None
    answer = run("figures", "read", save(sheet, tmp_path, "center.xlsx"), "--policy", folder)
    assert "    ikke længere i filen, bevares her: 2024: 320" in answer.stdout
    assert ("frivillige", "2024", 320) in known(folder)


def test_all_that_is_wrong_in_all_files_is_reported_and_nothing_is_written(tmp_path: Path) -> None:
    """One file with a new row, one that is not there, one of another layout."""
    folder = folder_of(tmp_path, CENTRE, JOBINDSATS)
    (tmp_path / "andet.csv").write_text("Sted;Tal\nNybro;5\n", "utf-8")
    files = [
        save(centre(2023, more=[["Nabodage", 5]]), tmp_path, "center.xlsx"),
        tmp_path / "center-borte.xlsx",
        tmp_path / "andet.csv",
        save(jobindsats(), tmp_path, "jobindsats.xlsx"),
    ]
    answer = run("figures", "read", *files, "--policy", folder)
    assert (answer.returncode, answer.stdout) == (1, "")
    lines = [line.replace(f"{tmp_path}/", "") for line in answer.stderr.splitlines()]
    assert lines[0] == "center.xlsx:Spor 4!A7: »Nabodage« er ikke i values; skriv hvad den er, eller ignore"
    assert lines[1].startswith("center-borte.xlsx: ")
    assert lines[2].startswith("andet.csv:1: tabellen har en anden opbygning; kendte kolonner: –; ukendte: Sted, Tal")
    assert not (folder / FILE).exists()


def test_figures_a_thousand_times_too_large_are_doubted(tmp_path: Path) -> None:
    """A warning at the cell; a person must decide what it means."""
    folder = folder_of(tmp_path, CENTRE)
    assert run("figures", "read", save(centre(2023), tmp_path, "center.xlsx"), "--policy", folder).returncode == 0
    sheet = centre(2023, 2024)
    sheet["C4"] = 320_000
    answer = run("figures", "read", save(sheet, tmp_path, "center.xlsx"), "--policy", folder)
    assert answer.returncode == 0
    assert answer.stderr.splitlines()[-1] == (
        "center.xlsx:Spor 4!C4: frivillige: 320000 ligger langt fra de tidligere tal, og det ville 320 ikke; se efter, "
        "hvilken enhed filen bruger"
    )


def test_files_of_several_policies_go_to_each(tmp_path: Path) -> None:
    """From a folder of policies, with the imports above them."""
    folder = folder_of(tmp_path)
    other = tmp_path / "sundhed"
    other.mkdir()
    text = (folder / "policy.yaml").read_text("utf-8").replace("nybro-kultur", "nybro-sundhed")
    (other / "policy.yaml").write_text(
        text.replace("id: frivillige", "id: andre").replace(" frivillige,", " andre,"), "utf-8"
    )
    (tmp_path / "imports.yaml").write_text("kommunepolitik: 1\nimports:\n" + CENTRE, "utf-8")
    answer = run("figures", "read", save(centre(2023), tmp_path, "center.xlsx"), "--policy", tmp_path)
    assert answer.returncode == 0, answer.stderr
    content = [kp.read_observations(each / FILE).frame["indicator"].tolist() for each in (folder, other)]
    assert content == [["foreningsliv", "frivillige", "fritidsvejledning"], ["foreningsliv", "fritidsvejledning"]]


def test_a_plain_table_needs_no_mapping(tmp_path: Path) -> None:
    """The long form and the wide form are read as they are, with the day that was given."""
    folder = folder_of(tmp_path)
    (tmp_path / "tal.csv").write_text("Indikator;2023;2024\nFrivillige;310;320\n", "utf-8")
    answer = run("figures", "read", tmp_path / "tal.csv", "--policy", folder, "--published", "2027-01-05")
    assert answer.returncode == 0
    frame = filled(kp.read_observations(folder / FILE).frame)
    assert frame[["period", "value", "published", "origin"]].values.tolist() == [
        ["2023", 310, "2027-01-05", "tal.csv:2"],
        ["2024", 320, "2027-01-05", "tal.csv:2"],
    ]


def test_a_dry_run_with_changed_figures_states_what_the_real_run_does(tmp_path: Path) -> None:
    """New figures wait until the changed ones are accepted; a day may be given as people write it."""
    folder = folder_of(tmp_path, CENTRE)
    assert run("figures", "read", save(centre(2023), tmp_path, "center.xlsx"), "--policy", folder).returncode == 0
    sheet = centre(2023, 2024)
    sheet["B4"] = 315
    file = save(sheet, tmp_path, "center.xlsx")
    answer = run("figures", "read", file, "--policy", folder, "--dry-run")
    assert answer.returncode == 1
    assert answer.stdout.splitlines()[-1] == "2 nye tal venter på, at de rettede godkendes"
    assert "--accept-revisions" in answer.stderr
    day = ("--accept-revisions", "--published", "20-02-2027")
    assert run("figures", "read", file, "--policy", folder, *day).returncode == 0
    assert filled(kp.read_observations(folder / FILE).frame)["published"].unique().tolist() == ["", "2027-02-20"]


def test_a_renamed_file_is_reported_with_what_the_imports_read(tmp_path: Path) -> None:
    """And the command that proposes a mapping runs as it is written."""
    folder = folder_of(tmp_path, CENTRE.replace("center*", "center*.xlsx"))
    answer = run("figures", "read", save(centre(2023), tmp_path, "Kopi af center 2027.xlsx"), "--policy", folder)
    assert answer.returncode == 1
    assert "ingen import passer til filens navn; de læser: kultur-fritid: center*.xlsx" in answer.stderr
    assert f"figures suggest '{tmp_path}/Kopi af center 2027.xlsx' --policy" in answer.stderr


def test_a_month_in_the_place_of_a_year_is_doubted(tmp_path: Path) -> None:
    """The indicator is known by year."""
    folder = folder_of(tmp_path, CENTRE)
    assert run("figures", "read", save(centre(2023), tmp_path, "center.xlsx"), "--policy", folder).returncode == 0
    answer = run("figures", "read", save(centre("dec. 2024"), tmp_path, "center.xlsx"), "--policy", folder)
    assert (
        "center.xlsx:Spor 4!B4: frivillige: 2024-12 er en anden slags periode end de tidligere tal har (2023)"
        in answer.stderr
    )


def test_figures_of_a_replaced_policy_are_named(tmp_path: Path) -> None:
    """Where the folder holds both editions, both get what is new."""
    folder = folder_of(tmp_path)
    newer = tmp_path / "ny"
    newer.mkdir()
    text = (folder / "policy.yaml").read_text("utf-8").replace("id: nybro-kultur", "id: nybro-ny")
    (newer / "policy.yaml").write_text(f"{text}supersedes: nybro-kultur\n", "utf-8")
    (tmp_path / "imports.yaml").write_text("kommunepolitik: 1\nimports:\n" + CENTRE, "utf-8")
    answer = run("figures", "read", save(centre(2023), tmp_path, "center.xlsx"), "--policy", tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert "nybro-kultur: politikken er afløst af nybro-ny, og tallene lægges også hos den" in answer.stderr
