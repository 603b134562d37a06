"""The command that compares, as a user meets it."""

import json
from pathlib import Path

from tests.cli.command import run


def test_the_terminal_gets_sentences_and_a_line_for_each_relation(examples: Path) -> None:
    """The text begins with what a committee asks for, then goes through the elements."""
    done = run("compare", examples / "slagelse_2013", examples / "slagelse_2023")
    assert done.returncode == 0, done.stderr
    words = " ".join(done.stdout.split())
    assert "Mål: 20 før, 13 nu." in words
    assert "Tryghed og bolig Hvad det blev til: videreført; omformuleret Ny politik, 2023–: Bolig" in words


def test_json_holds_all_by_address(examples: Path) -> None:
    """A program gets relations, structure and claims as data, suggestions apart."""
    done = run("compare", examples / "slagelse_2013", examples / "slagelse_2023", "--format", "json")
    data = json.loads(done.stdout)
    bolig = next(r for r in data["relations"] if "slagelse-integration-2023#bolig" in r["new"])
    assert bolig["relation"] == "one_to_one"
    assert bolig["old"] == ["slagelse-integration-2013#tryghed-og-bolig"]
    reported = {address for relation in data["relations"] for side in ("old", "new") for address in relation[side]}
    assert reported == set(data["elements"])
    assert {claim["verdict"] for claim in data["claims"]} == {"agrees"}
    assert {claim["evidence"] for claim in data["claims"]} == {"counts", "reading"}
    assert not any(row[side]["stated"] for row in data["structure"] for side in ("old", "new"))


def test_output_goes_to_a_file_or_into_a_folder(examples: Path, tmp_path: Path) -> None:
    """A folder gets a page named after both policies; a file is written whole."""
    both = examples / "slagelse_2013", examples / "slagelse_2023"
    done = run("compare", *both, "--format", "html", "--output", tmp_path)
    name = "slagelse-integration-2013--slagelse-integration-2023.html"
    assert Path(done.stdout.strip()) == tmp_path / name
    assert "<h1>Sammenligning" in (tmp_path / name).read_text("utf-8")
    assert run("compare", *both, "--format", "md", "--output", tmp_path / "s.md").returncode == 0
    assert (tmp_path / "s.md").read_text("utf-8").startswith("# Sammenligning")
    assert run("compare", *both, "--output", tmp_path / "ny" / "s.txt").returncode == 0
    assert (tmp_path / "ny" / "s.txt").is_file()


def test_problems_of_both_policies_are_reported_together(tmp_path: Path) -> None:
    """Neither a missing file nor a mistake hides the other; nothing is a traceback."""
    (tmp_path / "slip.yaml").write_text("kommunepolitik: 1\nid: p\ntitel: P\nmunicipality: Slagelse\n", "utf-8")
    done = run("compare", tmp_path / "nix.yaml", tmp_path / "slip.yaml")
    assert done.returncode == 1
    assert "nix.yaml" in done.stderr
    assert "titel" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_misspelt_address_is_reported(examples: Path, tmp_path: Path) -> None:
    """What carries on an element that is not there is unknown, and the internal text names the address."""
    text = (examples / "slagelse_2023" / "policy.yaml").read_text("utf-8").replace("#delmaal-14", "#delmal-14")
    (tmp_path / "policy.yaml").write_text(text, "utf-8")
    done = run("compare", examples / "slagelse_2013", tmp_path, "--internal")
    words = " ".join(done.stdout.split())
    assert "#delmal-14 videre, men den findes ikke (nærmest: slagelse-integration-2013#delmaal-14)." in words
    assert "#delmal-14" not in run("compare", examples / "slagelse_2013", tmp_path).stdout


def test_report_compares_each_edition_with_the_one_before(examples: Path, tmp_path: Path) -> None:
    """A folder with both editions gets a comparison, linked from the index and from both pages."""
    assert run("report", examples, "--output", tmp_path).returncode == 0
    name = "slagelse-integration-2013--slagelse-integration-2023.html"
    assert (tmp_path / name).is_file()
    for page in ("index", "slagelse-integration-2013", "slagelse-integration-2023"):
        assert f'href="{name}"' in (tmp_path / f"{page}.html").read_text("utf-8")
    assert "--slagelse" not in (tmp_path / "furesoe-integration-2018.html").read_text("utf-8")


def test_a_policy_is_never_overwritten_by_its_comparison(examples: Path, tmp_path: Path) -> None:
    """The output may not be one of the files that are compared; the suffix determines the format."""
    policy = tmp_path / "policy.yaml"
    policy.write_bytes((examples / "slagelse_2023" / "policy.yaml").read_bytes())
    before = policy.read_bytes()
    done = run("compare", examples / "slagelse_2013", tmp_path, "--output", policy)
    assert (done.returncode, policy.read_bytes()) == (1, before)
    assert "skriv et andet sted hen" in done.stderr
    assert run("compare", examples / "slagelse_2013", tmp_path, "--output", tmp_path / "s.html").returncode == 0
    assert (tmp_path / "s.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_misspelt_policy_is_reported_too(examples: Path, tmp_path: Path) -> None:
    """A misspelt address of the earlier edition is a mistake, by `compare` and by `check` alike; nothing is called new."""
    text = (examples / "slagelse_2023" / "policy.yaml").read_text("utf-8")
    (tmp_path / "policy.yaml").write_text(text.replace("-2013#delmaal-14", "-2012#delmaal-14"), "utf-8")
    done = run("compare", examples / "slagelse_2013", tmp_path, "--internal")
    assert "slagelse-integration-2012#delmaal-14 videre, men den findes ikke" in " ".join(done.stdout.split())
    checked = run("check", examples / "slagelse_2013", tmp_path, "--select", "KP301")
    assert checked.returncode == 1
    assert "mente du slagelse-integration-2013#delmaal-14" in checked.stdout.replace("»", "").replace("«", "")


def test_a_reader_is_warned(examples: Path) -> None:
    """The wrong order, and a text that is a draft's, precede everything else."""
    done = run("compare", examples / "slagelse_2023", examples / "slagelse_2013", "--language", "en")
    words = " ".join(done.stdout.split())
    assert "The older policy, 2013–2016, is shown first, whichever was given first." in words
    assert "The available text of the new policy is its draft" in words


def test_a_name_with_a_slash_is_a_folder_and_is_made(examples: Path, tmp_path: Path) -> None:
    """As `report` makes its folder; what cannot be made is reported without a traceback."""
    both = examples / "slagelse_2013", examples / "slagelse_2023"
    done = run("compare", *both, "--format", "md", "--output", f"{tmp_path}/ny/mappe/")
    assert done.returncode == 0, done.stderr
    file = tmp_path / "ny" / "mappe" / "slagelse-integration-2013--slagelse-integration-2023.md"
    assert Path(done.stdout.strip()) == file
    assert file.is_file()
    (tmp_path / "fil").write_text("x", "utf-8")
    failed = run("compare", *both, "--output", f"{tmp_path}/fil/under/")
    assert (failed.returncode, "Traceback" in failed.stderr) == (1, False)


def test_the_terminal_names_what_is_unknown(examples: Path) -> None:
    """Seven tracks may be old or new; they are named under the edition they are of."""
    done = run("compare", examples / "slagelse_2013", examples / "slagelse_2023", "--language", "en")
    words = " ".join(done.stdout.split())
    assert "New policy, 2023–: implementeringsspor: §17,4 integrationsudvalg; Borgermøde" in words


def test_changes_that_cannot_be_tested_are_reported_as_such() -> None:
    """The terminal gets no empty section."""
    nybro = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro"
    done = run("compare", nybro / "integration_2020", nybro / "integration_2024", "--language", "en")
    assert "What the comparison shows: Nothing of it can be tested here." in " ".join(done.stdout.split())
