"""`convert`: a policy from one format to another."""

from pathlib import Path

import kommunepolitik as kp
from kommunepolitik.documents import read
from kommunepolitik.model import Municipality
from tests.cli.command import run
from tests.stratml.made import GOAL, document, measured


def test_a_policy_goes_out_and_in(examples: Path, tmp_path: Path) -> None:
    """The figures of the document are written beside the policy, and both are sound."""
    xml, file = tmp_path / "plan.xml", tmp_path / "plan" / "policy.yaml"
    out = run("convert", examples / "slagelse_2013", xml, "--language", "en")
    assert (out.returncode, out.stdout) == (0, f"{xml}\n")
    assert "Goal.means has no place in the format: 20 (slagelse-integration-2013#" in out.stderr
    back = run("convert", xml, file)
    assert (back.returncode, back.stdout) == (0, f"{file}\n{file.with_name('observations-stratml.csv')}\n")
    policy = kp.load(file)
    assert policy.municipality.name == "Slagelse"
    assert len(kp.read_observations(file.with_name("observations-stratml.csv"), policy)) == 30
    assert run("check", file.parent).returncode == 0


def test_strict_refuses_a_loss(examples: Path, tmp_path: Path) -> None:
    """Nothing is written, and what would be lost is listed."""
    xml = tmp_path / "plan.xml"
    answer = run("convert", examples / "slagelse_2023", xml, "--strict", "--language", "en")
    assert answer.returncode == 1
    assert "leave out --strict" in answer.stderr
    assert not xml.exists()


def test_strict_refuses_what_is_left_out_of_a_document(tmp_path: Path) -> None:
    """Who submitted a document is left out, which is a loss, unless it is asked for."""
    xml, file = tmp_path / "plan.xml", tmp_path / "policy.yaml"
    xml.write_bytes(document(after="<Submitter><Surname>Holm</Surname></Submitter>"))
    assert run("convert", xml, file, "--strict").returncode == 1
    assert not file.exists()
    assert run("convert", xml, file, "--strict", "--personal").returncode == 0


def test_yaml_to_json_loses_nothing(examples: Path, tmp_path: Path) -> None:
    """Both hold all of a policy."""
    file = tmp_path / "policy.json"
    assert run("convert", examples / "slagelse_2023", file, "--strict").returncode == 0
    assert kp.load(file) == kp.load(examples / "slagelse_2023")


def test_nothing_is_replaced_unless_asked_for(tmp_path: Path) -> None:
    """A file that is there stays; the file that is read from stays in any case."""
    xml, file = tmp_path / "plan.xml", tmp_path / "policy.yaml"
    xml.write_bytes(document())
    file.write_text("mit", "utf-8")
    assert run("convert", xml, file).returncode == 1
    assert file.read_text("utf-8") == "mit"
    assert run("convert", xml, file, "--overwrite").returncode == 0
    assert kp.load(file).title == "Plan"
    assert run("convert", xml, xml, "--overwrite").returncode == 1


def test_the_plan_of_another_organisation_needs_a_municipality(tmp_path: Path) -> None:
    """None is guessed; that it is made up has to be stated, and then the document names it."""
    xml, file = tmp_path / "plan.xml", tmp_path / "policy.yaml"
    xml.write_bytes(document(organization="<Organization><Name>Acme</Name></Organization>"))
    answer = run("convert", xml, file, "--language", "en")
    assert (answer.returncode, "--municipality NAME" in answer.stderr) == (1, True)
    assert run("convert", xml, file, "--municipality", "Nybro").returncode == 1
    assert run("convert", xml, file, "--fictitious").returncode == 0
    assert kp.load(file).municipality == Municipality(name="Acme", fictitious=True)
    assert run("convert", xml, file, "--municipality", "Nybro", "--fictitious", "--overwrite").returncode == 0
    assert kp.load(file).municipality == Municipality(name="Nybro", fictitious=True)


def test_one_of_the_98_is_not_made_up(tmp_path: Path) -> None:
    """The plan of Slagelse is none of a made-up municipality unless another is named."""
    xml, file = tmp_path / "plan.xml", tmp_path / "policy.yaml"
    xml.write_bytes(document())
    answer = run("convert", xml, file, "--fictitious", "--language", "en")
    assert (answer.returncode, "not made up (Slagelse Kommune)" in answer.stderr) == (1, True)
    assert run("convert", xml, file, "--fictitious", "--municipality", "Nybro").returncode == 0


def test_plans_in_one_folder_have_their_figures_apart(tmp_path: Path) -> None:
    """Each plan's figures are read with it alone, and are not replaced by those of another."""
    result = "<MeasurementInstance><ActualResult><NumberOfUnits>{}</NumberOfUnits></ActualResult></MeasurementInstance>"
    for name, number in (("a", 40), ("b", 50)):
        (tmp_path / f"{name}.xml").write_bytes(measured(result.format(number)))
        assert run("convert", tmp_path / f"{name}.xml", tmp_path / f"{name}.yaml", "--overwrite").returncode == 0
    documents = [read(tmp_path / f"{name}.yaml") for name in "ab"]
    assert [[file.name for file in each.observations] for each in documents] == [
        ["observations-stratml-a.csv"],
        ["observations-stratml-b.csv"],
    ]
    answer = run("convert", tmp_path / "b.xml", tmp_path / "a.json", "--overwrite", "--language", "en")
    assert (answer.returncode, "may be those of a.yaml" in answer.stderr) == (1, True)
    figures = kp.read_observations(tmp_path / "observations-stratml-a.csv", documents[0].policy)
    assert figures.frame["value"].tolist() == [40]


def test_no_file_is_written_that_could_not_be_read(tmp_path: Path) -> None:
    """A document of ten million quotation marks is twice as long in JSON, and refused before anything is written."""
    xml, file = tmp_path / "plan.xml", tmp_path / "policy.json"
    quotes = '"' * 10_000_000
    xml.write_bytes(document(GOAL.replace("<Description/>", f"<Description>{quotes}</Description>")))
    answer = run("convert", xml, file, "--language", "en")
    assert (answer.returncode, "at most 20000000 are read" in answer.stderr) == (1, True)
    assert [each.name for each in tmp_path.iterdir()] == ["plan.xml"]


def test_warnings_have_file_and_line(tmp_path: Path) -> None:
    """One line each, on standard error."""
    xml = tmp_path / "plan.xml"
    xml.write_bytes(document("\n" + GOAL.replace("</Goal>", "<Budget>5</Budget></Goal>")))
    answer = run("convert", xml, tmp_path / "policy.yaml", "--language", "en")
    assert f"{xml}:2: Budget is not known in Goal; it is kept in an annotation" in answer.stderr.splitlines()


def test_other_formats_are_refused(tmp_path: Path) -> None:
    """The known ones are named."""
    xml = tmp_path / "plan.xml"
    xml.write_bytes(document())
    answer = run("convert", xml, tmp_path / "plan.docx", "--language", "en")
    assert answer.returncode == 1
    assert ".yaml, .yml, .json, .xml, .stratml" in answer.stderr


def test_tables_become_folders_of_policies(examples: Path, tmp_path: Path) -> None:
    """What `export` wrote, as a workbook or CSV, gives the policies back; figures for the public are not read as theirs."""
    for form, out in (("xlsx", tmp_path / "p.xlsx"), ("csv", tmp_path / "tables")):
        assert run("export", examples, "--format", form, "-o", out).returncode == 0
        folder = tmp_path / f"of-{form}"
        back = run("convert", out, folder, "--language", "en")
        assert back.returncode == 0
        assert "figures for the public are not read back: observations, results" in back.stderr
        assert kp.load_portfolio(folder) == kp.load_portfolio(examples)
        assert run("convert", out, folder, "--strict", "--overwrite").returncode == 1


def test_a_file_holds_one_policy_and_a_folder_of_one_no_others(examples: Path, tmp_path: Path) -> None:
    """Neither is half written."""
    tables = tmp_path / "p.xlsx"
    assert run("export", examples, "--format", "xlsx", "-o", tables).returncode == 0
    answer = run("convert", tables, tmp_path / "policy.yaml", "--language", "en")
    assert (answer.returncode, "there are 3; name a folder" in answer.stderr) == (1, True)
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "policy.yaml").write_text("id: p", "utf-8")
    answer = run("convert", tables, tmp_path / "en", "--language", "en")
    assert (answer.returncode, "contains a policy (policy.yaml)" in answer.stderr) == (1, True)
    assert [each.name for each in (tmp_path / "en").iterdir()] == ["policy.yaml"]
    assert not (tmp_path / "policy.yaml").exists()


def test_what_is_for_stratml_is_refused_for_other_files(examples: Path, tmp_path: Path) -> None:
    """An option that would change nothing is a mistake."""
    for option in ("--fictitious", "--personal"):
        assert run("convert", examples / "slagelse_2023", tmp_path / "p.json", option).returncode == 2
    rows = ("--observations", examples / "slagelse_2013" / "observations.csv")
    assert run("convert", examples / "slagelse_2023", tmp_path / "p.json", *rows).returncode == 2
    assert list(tmp_path.iterdir()) == []
    answer = run("convert", examples / "slagelse_2023", tmp_path / "politik.2026", "--language", "en")
    assert (answer.returncode, "or a folder" in answer.stderr) == (1, True)
