"""The research questions of `docs/research`, asked of made-up municipalities and of the examples."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from shutil import copy

import pytest

import kommunepolitik as kp
import kommunepolitik.model as m

ROOT = Path(__file__).parents[1]
RESEARCH = ROOT / "docs" / "research"
QUESTIONS = ("vanished_goals", "measurability", "who_has_a_target", "kinds_of_target", "goals_by_framework_item")

sys.path.insert(0, str(RESEARCH))

import goals_by_framework_item  # noqa: E402
import kinds_of_target  # noqa: E402
import made_up  # noqa: E402
import measurability  # noqa: E402
import vanished_goals  # noqa: E402
import who_has_a_target  # noqa: E402

sys.path.remove(str(RESEARCH))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six municipalities with three editions each."""
    folder = tmp_path_factory.mktemp("made_up")
    made_up.write(folder, municipalities=6)
    return folder


@pytest.fixture(scope="module")
def policies(folder: Path) -> m.Portfolio:
    """The policies in that folder."""
    return kp.load_portfolio(folder)


def test_made_up_municipalities_are_marked_and_the_same_each_time(
    folder: Path, policies: m.Portfolio, tmp_path: Path
) -> None:
    """Nobody can take them for real ones, and a measurement can be repeated."""
    assert len(policies) == 18
    assert all(policy.municipality.fictitious for policy in policies)
    made_up.write(tmp_path, municipalities=6)
    again = {file.relative_to(tmp_path): file.read_bytes() for file in tmp_path.rglob("*.*")}
    assert len(again) == 36
    assert again == {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*.*")}


def test_vanished_goals_are_those_that_nothing_carries_on(folder: Path, policies: m.Portfolio) -> None:
    """Of each edition that was replaced; counted here from the lineage itself."""
    carried = {line.address for policy in policies for goal in policy.all_goals() for line in goal.continues}
    gone = [
        (older.id, goal.id)
        for older, _ in policies.neighbours()
        for goal in older.all_goals()
        if m.Address(older.id, goal.id) not in carried
    ]
    assert gone
    found = vanished_goals.vanished_goals(str(folder))
    assert sorted(map(tuple, found[["policy", "element"]].to_numpy().tolist())) == sorted(gone)


def test_measurability_is_a_row_for_each_year_in_which_editions_begin(folder: Path) -> None:
    """Each later edition of the made-up ones has more targets."""
    found = measurability.measurability(str(folder))
    assert found.index.tolist() == ["2014", "2018", "2022"]
    assert found["with_targets", "mean"].is_monotonic_increasing


def test_who_has_a_target_is_every_target_on_the_indicator(folder: Path, policies: m.Portfolio) -> None:
    """Those who can be judged first, the furthest on top."""
    having = [policy.id for policy in policies for each in policy.indicators if each.id == "dansk" and each.targets]
    found = who_has_a_target.who_has_a_target(str(folder), "dansk")
    assert sorted(found["policy"].tolist()) == sorted(having)
    judged = found["progress"].dropna()
    assert len(judged)
    assert judged.is_monotonic_decreasing
    assert found["progress"].notna().tolist() == [True] * len(judged) + [False] * (len(found) - len(judged))


def test_kinds_of_target_add_up(folder: Path, policies: m.Portfolio) -> None:
    """All targets that documents name, by kind."""
    found = kinds_of_target.kinds_of_target(str(folder))
    every = [target.kind for policy in policies for each in policy.indicators for target in each.targets]
    assert found.loc["All", "All"] == len(every)
    assert {kind: found.loc["All", kind] for kind in set(every)} == {kind: every.count(kind) for kind in set(every)}


def test_objectives_without_a_goal_are_counted_as_none() -> None:
    """An objective without goals is as informative as one with many."""
    found = goals_by_framework_item.goals_by_framework_item(str(ROOT / "examples"))
    assert found.loc["Selvbestemmelse"].tolist() == [0, 0]
    assert found["goals"].sum() > 0


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_takes_five_lines(question: str) -> None:
    """Whoever needs more is missing something in the library."""
    tree = ast.parse((RESEARCH / f"{question}.py").read_text("utf-8"))
    (function,) = (each for each in tree.body if isinstance(each, ast.FunctionDef))
    _, *analysis = function.body  # after the docstring
    assert 1 <= (analysis[-1].end_lineno or 0) - analysis[0].lineno + 1 <= 5


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_runs_as_a_script(question: str) -> None:
    """Without arguments it asks the examples."""
    done = subprocess.run([sys.executable, RESEARCH / f"{question}.py"], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.strip()


def test_the_questions_are_typed(tmp_path: Path) -> None:
    """What a researcher writes has types in any editor: mypy and pyright find nothing, both strict."""
    for file in RESEARCH.glob("*.py"):
        copy(file, tmp_path)
    files = sorted(each.name for each in tmp_path.iterdir())
    mypy = [sys.executable, "-m", "mypy", "--strict", *(str(RESEARCH / name) for name in files)]
    done = subprocess.run(mypy, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', "utf-8")
    pyright = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", "."]
    done = subprocess.run(pyright, cwd=tmp_path, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] == len(files) == 6
    assert [each["message"] for each in report["generalDiagnostics"]] == []
