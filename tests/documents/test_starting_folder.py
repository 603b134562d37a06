"""The files with which a policy begins are sound, invent nothing, and show how each kind of policy is written."""

import os
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik import documents
from kommunepolitik.documents.starting_folder import TITLE_PLACEHOLDER, starting_files, starting_policy
from kommunepolitik.documents.writing import write_new_files
from kommunepolitik.errors import FileError, InvalidModel
from kommunepolitik.model.references import walk
from tests.claims import some

SLAGELSE = m.Municipality.find("Slagelse")
FILES = starting_files(starting_policy(SLAGELSE, "unge", "Ungepolitik", m.Period("2026..2029")))
COMMENTED = re.compile(r"^( *)# ( *)(?=\S)", re.M)
"""What is before a line that can be taken into use; `##` begins an explanation."""


def in_use(text: str) -> str:
    """Return a file in which every line that can be used is used, with figures and years for TAL and ÅR."""
    text = text.replace("# yaml-language-server", "## yaml-language-server")
    text = re.sub(r"^    missing:\n      - {what: baseline.*\n      - {what: targets.*\n", "", text, flags=re.M)
    years = count(2025)
    text = re.sub(r"ÅR\b", lambda _: str(next(years)), COMMENTED.sub(r"\1\2", text))
    return text.replace("TAL", "1")


def quantities(policy: m.Policy) -> Iterator[float]:
    """Yield every number of a policy that is a figure: of baselines and targets."""
    for visit in walk(policy, m.Policy):
        for name in ("value", "amount", "low"):
            if isinstance(value := getattr(visit.value, name, None), float | int):
                yield value


def test_the_skeleton_has_no_error_and_no_figure() -> None:
    """Baseline and target are gaps that are named; each text is a placeholder that rule KP201 finds."""
    policy = documents.parse(FILES["policy.yaml"])
    assert list(quantities(policy)) == []
    indicator = policy.indicators[0]
    assert [(gap.what, gap.why) for gap in indicator.missing] == [("baseline", "not_set"), ("targets", "not_set")]
    found = kp.check(policy)
    assert {finding.severity for finding in found} == {"warning", "info"}
    placeholders = FILES["policy.yaml"].replace("[indikator-1]", "")
    written = [line for line in placeholders.splitlines() if "[" in line and not line.lstrip().startswith("#")]
    assert len([finding for finding in found if finding.code == "KP201"]) == len(written)


def test_what_is_not_known_yet_is_a_gap_or_a_placeholder() -> None:
    """Without a title and a period both are found by the check."""
    policy = documents.parse(starting_files(starting_policy(SLAGELSE, "unge"))["policy.yaml"])
    assert (policy.id, policy.title, policy.period) == ("slagelse-unge", TITLE_PLACEHOLDER, None)
    assert policy.gap("period") == m.Missing(what="period", why="not_set")
    assert any(TITLE_PLACEHOLDER in finding.message() for finding in kp.check(policy, select="KP201"))


def test_every_line_that_is_commented_out_can_be_used() -> None:
    """With the # gone and figures written it is read, and has every kind of target, and the three kinds of policy."""
    policy = documents.parse(in_use(FILES["policy.yaml"]))
    targets = [(indicator.id, target) for indicator in policy.indicators for target in indicator.targets]
    assert {target.kind for _, target in targets} == {"level", "standing", "change", "direction"}
    signposts = [goal for goal in policy.goals if not goal.measured_by]
    assert [goal.id for goal in signposts] == ["pejlemaerke-1", "pejlemaerke-2"]
    against = [target.due for id, target in targets if id == "ambition-mod-landet" and target.relative_to is not None]
    assert len(set(against)) == 2
    assert policy.indicator("hele-landet").role == "context"
    assert [target.kind for id, target in targets if id == "ambition-med-retning"] == ["direction"]
    assert policy.terms is not None
    assert not [finding for finding in kp.check(policy) if finding.severity == "error"]


def test_an_example_that_is_used_without_its_figure_is_an_error() -> None:
    """TAL and ÅR stand for what only the municipality knows, and cannot be taken for it."""
    with pytest.raises(documents.InvalidDocument) as caught:
        documents.parse(COMMENTED.sub(r"\1\2", FILES["policy.yaml"].replace("# yaml", "## yaml")))
    assert {"TAL", "ÅR"} <= {word for problem in caught.value.problems for word in re.findall("TAL|ÅR", str(problem))}


@pytest.mark.parametrize("name", ["policy", "accounts", "case", "organisation"])
@pytest.mark.parametrize("change", [str, in_use])
def test_the_schema_beside_a_file_fits_it(name: str, change: Any) -> None:
    """Its first line names the schema, which finds nothing wrong in it, in use or not."""
    text = FILES[f"{name}.yaml"]
    assert text.splitlines()[0] == f"# yaml-language-server: $schema=schemas/{name}.schema.json"
    schema = yaml.safe_load(FILES[f"schemas/{name}.schema.json"])
    found = Draft202012Validator(schema).iter_errors(yaml.safe_load(change(text)))
    assert [error.message for error in found] == []


def new_files(folder: Path, texts: dict[str, str]) -> None:
    """Write texts into a folder."""
    write_new_files({folder / name: text.encode() for name, text in texts.items()})


def test_the_files_beside_it_are_read_in_use_too(tmp_path: Path) -> None:
    """Accounts, the case and departments, with their comments or with every line used."""
    for change in (str, in_use):
        folder = tmp_path / change.__name__
        new_files(folder, {name: change(t) if name.endswith("yaml") else t for name, t in FILES.items()})
        read = documents.read(folder)
        assert read.case is not None
        assert read.case.title == "Opfølgning på Ungepolitik"
        assert [department.title for department in read.departments] == ["[Navn på center]"]
        assert len(read.accounts) == (0 if change is str else 1)
        assert [file.name for file in read.observations] == ["observations.csv"]
        assert len(kp.read_observations(read.observations, read.policy)) == 0


def test_excel_knows_the_letters_of_the_header(tmp_path: Path) -> None:
    """The file of figures begins with the mark of UTF-8; else "værdi" would be spoilt when somebody opens and saves it."""
    new_files(tmp_path, {"observations.csv": FILES["observations.csv"]})
    assert (tmp_path / "observations.csv").read_bytes() == "indikator;gruppe;periode;værdi;kilde\n".encode("utf-8-sig")


def test_the_recipe_checks_the_folder_it_is_in_with_this_version() -> None:
    """It may read the repository and nothing more."""
    recipe = yaml.load(FILES[".github/workflows/check.yml"], yaml.BaseLoader)
    assert recipe["permissions"] == {"contents": "read"}
    steps = [step["run"] for step in recipe["jobs"]["check"]["steps"] if "run" in step]
    assert steps == [f'pip install "kommunepolitik[excel]=={kp.__version__}"', "kommunepolitik check . --format github"]


@given(st.text(st.characters(codec="utf-8"), max_size=40), st.text(st.characters(codec="utf-8"), max_size=20))
def test_any_title_that_can_be_a_title_is_read_back(title: str, folder: str) -> None:
    """Whatever signs of YAML, TOML or Markdown it holds; spaces count once."""
    try:
        policy = starting_policy(m.Municipality(name="Nybro", fictitious=True), folder, title)
    except InvalidModel:
        return
    files = starting_files(policy)
    read = documents.parse(files["policy.yaml"])
    assert (read.id, read.title, read.municipality) == (policy.id, policy.title, policy.municipality)
    assert yaml.load(files["case.yaml"], yaml.BaseLoader)["case"]["title"] == f"Opfølgning på {read.title}"


@pytest.mark.parametrize(
    ("name", "id"),
    [("unge_2026", "slagelse-unge-2026"), ("Slagelse Unge", "slagelse-unge"), ("slagelserne", "slagelse-slagelserne")],
)
def test_an_id_has_the_municipality_before_it_once(name: str, id: str) -> None:
    """It is made of the title, or of the name of the folder."""
    assert starting_policy(SLAGELSE, name).id == id
    assert starting_policy(SLAGELSE, "andet", name).id == id


@pytest.mark.parametrize("title", ["", "   ", "🎉", "---", "()"])
def test_a_title_without_letters_gives_no_id(title: str) -> None:
    """It is then made of the name of the folder; spaces alone are no title."""
    policy = starting_policy(SLAGELSE, "unge", title)
    assert (policy.id, policy.title) == ("slagelse-unge", title.strip() or TITLE_PLACEHOLDER)
    assert starting_policy(SLAGELSE, "🎉", title).id == "slagelse-politik"
    assert starting_policy(SLAGELSE, "unge", "Id").id == "slagelse-id"


def test_new_files_are_written_all_or_none(tmp_path: Path) -> None:
    """Each that is there already is named, nothing is written over, and no folder is left behind."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2").write_text("min egen", "utf-8")
    (tmp_path / "3").symlink_to("ingen steder")
    with pytest.raises(FileError) as caught:
        new_files(tmp_path, {"a/1": "ny", "b/2": "ny", "3": "ny"})
    assert [problem.file for problem in caught.value.problems] == [str(tmp_path / "b" / "2"), str(tmp_path / "3")]
    assert {path.name for path in tmp_path.rglob("*")} == {"b", "2", "3"}
    with pytest.raises(FileError, match="2"):
        new_files(tmp_path, {"a/c/1": "ny", "b/2/4": "ny"})
    assert not (tmp_path / "a").exists()
    new_files(tmp_path, {"a/c/1": "ny"})
    assert some([path.read_text("utf-8") for path in tmp_path.glob("a/c/*")]) == ["ny"]


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_comes_while_they_are_written_is_kept(
    links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that were written before it are taken away again, also where a file cannot have two names."""
    link = os.link

    def placed(source: Path, target: Path) -> None:
        if target.name == "2":
            target.write_text("min egen", "utf-8")
        if not links:
            raise PermissionError
        link(source, target)

    monkeypatch.setattr("os.link", placed)
    with pytest.raises(FileError) as caught:
        new_files(tmp_path, {"a/1": "ny", "2": "ny", "3": "ny"})
    assert [(problem.code, problem.file) for problem in caught.value.problems] == [
        ("exists_already", str(tmp_path / "2"))
    ]
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {"2": "min egen"}
    new_files(tmp_path / "b", {"1": "ny", "3": "ny"})
    assert {path.name: path.read_text("utf-8") for path in (tmp_path / "b").iterdir()} == {"1": "ny", "3": "ny"}


def test_an_interruption_leaves_none_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when it comes right after a file has got its name."""
    link = os.link

    def interrupted(source: Path, target: Path) -> None:
        link(source, target)
        if target.name == "2":
            raise KeyboardInterrupt

    monkeypatch.setattr("os.link", interrupted)
    with pytest.raises(KeyboardInterrupt):
        new_files(tmp_path / "unge", {"a/1": "ny", "2": "ny", "3": "ny"})
    assert list(tmp_path.iterdir()) == []
