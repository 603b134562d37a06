"""The three example packages do what their pages state, through the command that a municipality uses."""

import html
import shutil
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import kommunepolitik as kp
from kommunepolitik.documents.extensions import parts_of
from kommunepolitik.errors import UnknownElement
from kommunepolitik.testing import assert_writer_is_complete
from tests.claims import some
from tests.cli.command import run

ROOT = Path(__file__).parents[2]
EXTENSIONS = ROOT / "docs" / "extensions"
NAMES = ("nybro_regler", "nybro_sager", "nybro_wiki")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, ModuleType]]:
    """The packages, as if they were installed; forgotten afterwards."""
    for name in NAMES:
        monkeypatch.syspath_prepend(EXTENSIONS / name)
    yield {name: import_module(name) for name in NAMES}
    for name in NAMES:
        del sys.modules[name]


@pytest.fixture
def nybro(tmp_path: Path) -> Path:
    """A copy of Nybro's policies, whose settings name the packages."""
    folder = tmp_path / "nybro"
    shutil.copytree(ROOT / "docs" / "tutorial" / "nybro", folder)
    (folder / "kommunepolitik.toml").write_text(f"extensions = {list(NAMES)}\n", "utf-8")
    return folder


def test_a_package_is_called_as_its_module() -> None:
    """It needs the library, is typed, has a page, and is short; nothing else lies beside it."""
    assert {path.name for path in EXTENSIONS.iterdir() if path.is_dir()} == {*NAMES}
    for name in some(NAMES):
        project = tomllib.loads((EXTENSIONS / name / "pyproject.toml").read_text("utf-8"))
        assert project["project"]["name"].replace("-", "_") == name
        assert project["project"]["dependencies"] == ["kommunepolitik"]
        assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == [name]
        for file in ("README.md", f"{name}/py.typed"):
            assert (EXTENSIONS / name / file).is_file()
        code = (EXTENSIONS / name / name / "__init__.py").read_text("utf-8")
        assert len([line for line in code.splitlines() if line.strip()]) < 80


def test_a_command_of_a_package_is_a_function_in_it(installed: dict[str, ModuleType]) -> None:
    """The names in its project lead somewhere, and each package has a rule or a writer."""
    project = tomllib.loads((EXTENSIONS / "nybro_sager" / "pyproject.toml").read_text("utf-8"))
    module, function = project["project"]["scripts"]["nybro-sager"].split(":")
    assert callable(getattr(installed[module], function))
    assert [len(parts_of(module)) for module in installed.values()] == [2, 1, 1]


@pytest.mark.usefixtures("installed")
def test_own_rules_find_what_nybro_decided(nybro: Path) -> None:
    """At the line, in Danish; the page of a rule is its docstring."""
    policy = nybro / "integration_2024" / "policy.yaml"
    text = policy.read_text("utf-8").replace("responsible: Center for Kultur og Fritid", "responsible: Kulturhuset", 2)
    policy.write_text(text, "utf-8")
    done = run("check", nybro / "integration_2024", "--select", "NYB1", columns=200)
    assert done.returncode == 0
    assert "NYB102 Indikator uden center (" in done.stdout
    assert "NYB102 advarsel: »Frivillige i netværk« skal have et center som ansvarlig" in done.stdout
    assert "NYB101" not in done.stdout
    assert run("check", nybro / "integration_2024", "--select", "NYB1", "--strict").returncode == 1
    assert "The council decided" in run("rules", "NYB101", "--policy", nybro).stdout


@pytest.mark.usefixtures("installed")
def test_an_area_with_one_goal_has_too_few(tmp_path: Path) -> None:
    """Two are enough."""
    text = (
        "kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: {name: Nybro, fictitious: true}\nfocus_areas:\n"
        "  - {id: a, title: Job, goals: [{id: b, statement: B}]}\n"
        "  - {id: c, title: Bolig, goals: [{id: d, statement: D}, {id: e, statement: E}]}\n"
    )
    (tmp_path / "policy.yaml").write_text(text, "utf-8")
    (finding,) = kp.check(kp.load(tmp_path), extensions="nybro_regler", select="NYB101")
    assert finding.message(language="da") == "»Job« har færre end to mål (1)"
    assert finding.message() == "'Job' has fewer than two goals (1)"


def test_the_wiki_loses_no_word(installed: dict[str, ModuleType]) -> None:
    """Every sign of a policy's text is in the page, as a number where it would be markup."""
    wiki = installed["nybro_wiki"].wiki
    assert_writer_is_complete(wiki, html.unescape)


@pytest.mark.usefixtures("installed")
def test_pages_of_the_wiki_link_to_each_other(nybro: Path, tmp_path: Path) -> None:
    """By the names of pages, which are those of the files, and to places in them."""
    done = run("report", nybro, "--output", tmp_path / "ud", "--format", "html,wiki", "--at", "2026")
    assert done.returncode == 0
    pages = {path.stem: path.read_text("utf-8") for path in (tmp_path / "ud").glob("*.wiki")}
    assert len(pages) == 6
    policy = pages["nybro-integration-2024"]
    assert policy.startswith("= Integrationspolitik 2024-2027 – Sammen i Nybro =\n")
    assert "[[nybro-integration-2024--opfoelgning|Opfølgning]]" in policy
    followup = pages["nybro-integration-2024--opfoelgning"]
    assert "* [[#followup_ledighed-unge|Ledige unge]]: højst 0,5\xa0procentpoint over" in followup
    for name, page in some(pages.items()):
        for link in (part.split("|")[0] for part in page.split("[[")[1:]):
            to, _, anchor = link.partition("#")
            assert f'id="{anchor}"' in pages[to or name] or not anchor


def cases(installed: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch, *arguments: object) -> None:
    """Run the command of the package on cases."""
    monkeypatch.setattr(sys, "argv", ["nybro-sager", *map(str, arguments)])
    installed["nybro_sager"].main()


def test_case_numbers_are_written_read_back_and_listed(
    installed: dict[str, ModuleType],
    nybro: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The policy is the same but for them; the secretary of the committee gets a list; areas without a case are found."""
    folder = nybro / "integration_2024"
    before = kp.load(folder)
    assert "NYB201 Indsatsområde uden sag (4)" in run("check", folder, columns=200).stdout
    cases(installed, monkeypatch, folder, EXTENSIONS / "nybro_sager" / "sager.csv")
    listed = capsys.readouterr().out
    assert listed.splitlines()[0] == "24/1201 · Job og uddannelse · Center for Job og Læring"
    after = kp.load(folder)
    assert after.element("flere-i-arbejde").annotations["sag"] == "24/1202"
    plain = after
    for id in ("job-og-uddannelse", "flere-i-arbejde", "sprog-og-skole", "faellesskaber-og-fritid"):
        plain = plain.replace(id, annotations={})
    assert plain == before
    assert "»Bolig, sundhed og tryghed« har ingen sag" in run("check", folder, "--select", "NYB201", columns=200).stdout
    cases(installed, monkeypatch, folder)
    assert capsys.readouterr().out == listed


def test_what_other_tools_have_written_is_kept(installed: dict[str, ModuleType]) -> None:
    """A case is one annotation of several; a misspelt id is named with the nearest."""
    goal = kp.model.Goal(id="job", statement="I job", annotations={"kort": "7", "sag": "23/1"})
    policy = kp.Policy(
        id="p", title="P", municipality=kp.model.Municipality(name="Nybro", fictitious=True), goals=[goal]
    )
    with_cases = installed["nybro_sager"].with_cases
    assert with_cases(policy, {"job": "24/9"}).element("job").annotations == {"kort": "7", "sag": "24/9"}
    with pytest.raises(UnknownElement, match="did you mean 'job'"):
        with_cases(policy, {"jop": "24/9"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_list_is_read_as_danish_systems_export_it(
    installed: dict[str, ModuleType], tmp_path: Path, encoding: str
) -> None:
    """In UTF-8, with or without a mark in front, or in Windows-1252."""
    (tmp_path / "sager.csv").write_text("element;sag;titel\njob;24/1 Ø;Støtte\n", encoding)
    assert installed["nybro_sager"].read_cases(tmp_path / "sager.csv") == {"job": "24/1 Ø"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("element;titel\njob;Job\n", r"sager\.csv: no column sag$"),
        ("element;sag\njob;\x81\n", r"sager\.csv: neither UTF-8 nor Windows-1252"),
        ("", r"sager\.csv: no column element, sag$"),
        ("element;sag\njob;24/1\nby\n", r"sager\.csv:3: a row needs an element and the number of its case"),
        ("element;sag\n;24/1\n", r"sager\.csv:2: a row needs"),
        ('element;sag\njob;"24/1\n', r"sager\.csv:2: unexpected end of data"),
        ('element;sag\njob;"24"/1\n', r"sager\.csv:2: ';' expected after"),
    ],
)
def test_a_list_that_is_none_is_refused(
    installed: dict[str, ModuleType], tmp_path: Path, text: str, message: str
) -> None:
    """With the line; no element gets a case without a number."""
    (tmp_path / "sager.csv").write_text(text, "latin-1")
    with pytest.raises(SystemExit, match=message):
        installed["nybro_sager"].read_cases(tmp_path / "sager.csv")


def test_a_list_with_a_misspelt_id_changes_nothing(
    installed: dict[str, ModuleType], nybro: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command ends with the message."""
    (tmp_path / "sager.csv").write_text("element;sag\njob-og-udannelse;24/1201\n", "utf-8")
    before = (nybro / "integration_2024" / "policy.yaml").read_bytes()
    with pytest.raises(SystemExit, match="did you mean 'job-og-uddannelse'"):
        cases(installed, monkeypatch, nybro / "integration_2024", tmp_path / "sager.csv")
    assert (nybro / "integration_2024" / "policy.yaml").read_bytes() == before
