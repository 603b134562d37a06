"""The command `new` without --from: a folder that can be checked and reported from the first minute."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import kommunepolitik as kp
from tests.cli.command import run

EARLIER = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro" / "integration_2024"
UNGE = ("--municipality", "slagelse", "--title", "Ungepolitik", "--period", "2026..2029")


def test_a_new_folder_is_checked_and_reported_at_once(tmp_path: Path) -> None:
    """The check finds what has to be written and no error; pages and the paper are made."""
    folder = tmp_path / "politikker" / "unge"
    done = run("new", folder, *UNGE)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == str(folder / "policy.yaml")
    assert f"kommunepolitik check {folder}" in done.stdout
    policy = kp.load(folder)
    assert (policy.id, policy.title, str(policy.period)) == ("slagelse-ungepolitik", "Ungepolitik", "2026..2029")
    checked = run("check", folder)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "KP201" in checked.stdout
    made = run("report", folder, "--output", tmp_path / "sider", "--paper", "--format", "html,md")
    assert made.returncode == 0, made.stderr
    assert "Opfølgning på Ungepolitik" in (tmp_path / "sider" / "slagelse-ungepolitik--sag.md").read_text("utf-8")


def test_with_a_baseline_a_target_and_figures_the_paper_has_a_verdict(tmp_path: Path) -> None:
    """Three lines lose their #, two their place under missing, and a figure is added: no more is needed."""
    run("new", tmp_path / "fritid", "--municipality", "Nybro", "--fictitious", "--period", "2026..2029")
    file = tmp_path / "fritid" / "policy.yaml"
    text = file.read_text("utf-8")
    for line, used in (
        ("# baseline: {period: ÅR, value: TAL}", "baseline: {period: 2025, value: 60}"),
        ("# targets:", "targets:"),
        (
            "#   - {kind: level, value: TAL, comparison: at_least, due: ÅR}",
            "  - {kind: level, value: 64, comparison: at_least, due: 2029}",
        ),
        ("missing:\n      - {what: baseline, why: not_set}\n      - {what: targets, why: not_set}\n", "decimals: 1\n"),
    ):
        assert f"    {line}" in text
        text = text.replace(f"    {line}", f"    {used}", 1)
    file.write_text(text, "utf-8")
    with (tmp_path / "fritid" / "observations.csv").open("a", encoding="utf-8") as figures:
        figures.write("indikator-1;;2026;61,0;Foreningsportalen (opdigtet)\n")
    assert run("check", tmp_path / "fritid").returncode == 0
    done = run("report", tmp_path / "fritid", "-o", tmp_path / "ud", "--paper", "--format", "md", "--at", "2026")
    assert done.returncode == 0, done.stderr
    assert "på rette vej" in (tmp_path / "ud" / "nybro-fritid--sag.md").read_text("utf-8").lower()


def test_only_the_municipality_has_to_be_given(tmp_path: Path) -> None:
    """In a script nothing is asked; what is not given is found by the check."""
    assert run("new", tmp_path / "ny", "--municipality", "330").returncode == 0
    done = run("check", tmp_path / "ny")
    assert (done.returncode, "[Titel på politikken]" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ((), 2, "--municipality"),
        (("--municipality", "slagelsse"), 1, "»Slagelse«"),
        (("--municipality", "Nybro"), 1, "--fictitious"),
        (("--municipality", "Slagelse", "--id", "Min Politik"), 1, "min-politik"),
        (("--municipality", "Slagelse", "--period", "2026.."), 2, "har ingen slutning"),
        (("--municipality", "Slagelse", "--observations", "tal.csv"), 2, "--from"),
        (("--municipality", "Slagelse", "--from", "x", "--period", "2026"), 2, "--from"),
        (("--fictitious", "--from", "x", "--period", "2026"), 2, "--from"),
        (("--from", "x"), 2, "--period"),
    ],
)
def test_what_is_wrong_is_reported_and_nothing_is_written(
    given: tuple[str, ...], code: int, words: str, tmp_path: Path
) -> None:
    """The nearest name, the option that is missing, or those that do not go together."""
    done = run("new", tmp_path / "ny", *given)
    assert (done.returncode, words in done.stderr) == (code, True), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_made_up_municipality_says_so(tmp_path: Path) -> None:
    """Only where it is asked for."""
    assert run("new", tmp_path, "--municipality", "Nybro", "--fictitious").returncode == 0
    assert kp.load(tmp_path).municipality == kp.model.Municipality(name="Nybro", fictitious=True)


def test_every_file_in_the_way_is_named_and_kept(tmp_path: Path) -> None:
    """All at once; nothing is written beside them, and a policy in another format is in the way too."""
    (tmp_path / "accounts.yaml").write_text("min egen", "utf-8")
    (tmp_path / "observations.csv").write_text("min egen", "utf-8")
    done = run("new", tmp_path, *UNGE)
    assert done.returncode == 1
    assert [name in done.stderr for name in ("accounts.yaml", "observations.csv")] == [True, True]
    assert {path.read_text("utf-8") for path in tmp_path.iterdir()} == {"min egen"}
    (tmp_path / "json").mkdir()
    (tmp_path / "json" / "policy.json").write_text("{}", "utf-8")
    assert "policy.json" in run("new", tmp_path / "json", *UNGE).stderr


def test_an_empty_file_that_a_kill_left_is_written(tmp_path: Path) -> None:
    """Where the file system knows no second name of a file; nobody has written anything in it."""
    (tmp_path / "policy.yaml").touch()
    assert run("new", tmp_path, *UNGE).returncode == 0
    assert kp.load(tmp_path).title == "Ungepolitik"


def test_what_the_folder_above_has_for_all_its_policies_is_not_written_again(tmp_path: Path) -> None:
    """Settings and departments beside the policy would take the place of those that are shared."""
    for name in ("organisation.yaml", "kommunepolitik.toml"):
        (tmp_path / name).write_text("", "utf-8")
    done = run("new", tmp_path / "unge", *UNGE)
    assert "organisation.yaml, kommunepolitik.toml" in done.stdout
    names = {path.name for path in (tmp_path / "unge").iterdir()}
    assert not names & {"organisation.yaml", "kommunepolitik.toml"}
    assert ".github" in names


def test_a_readme_that_is_there_is_kept(tmp_path: Path) -> None:
    """A repository that was just made on GitHub has one; the rest is written."""
    (tmp_path / "README.md").write_text("min egen", "utf-8")
    done = run("new", tmp_path, *UNGE)
    assert (done.returncode, "README.md" in done.stdout) == (0, True), done.stderr
    assert (tmp_path / "README.md").read_text("utf-8") == "min egen"
    assert (tmp_path / "accounts.yaml").exists()


def test_settings_of_the_policy_beside_it_are_not_written_again(tmp_path: Path) -> None:
    """Those of two do not go together; they belong in the folder above, and both policies are reported as one site."""
    assert "kommunepolitik.toml" not in run("new", tmp_path / "a", *UNGE).stdout
    done = run("new", tmp_path / "b", "--municipality", "Slagelse")
    assert f"{tmp_path / 'a' / 'kommunepolitik.toml'}" in done.stdout
    assert not (tmp_path / "b" / "kommunepolitik.toml").exists()
    assert "kommunepolitik.toml" not in run("new", tmp_path / "hver" / "c", *UNGE).stdout
    made = run("report", tmp_path / "a", tmp_path / "b", "-o", tmp_path / "ud", "--format", "md")
    assert made.returncode == 0, made.stderr


def test_the_commands_to_go_on_with_can_be_copied(tmp_path: Path) -> None:
    """Also where the folder has a space in its name."""
    done = run("new", tmp_path / "unge og gamle", *UNGE)
    commands = [line.split("kommunepolitik ", 1)[1] for line in done.stdout.splitlines() if "kommunepolitik " in line]
    folder = str(tmp_path / "unge og gamle")
    assert [shlex.split(each) for each in commands] == [["check", folder], ["preview", folder, "--paper"]]


@pytest.mark.parametrize("name", ["x" * 300, "loop", "loop/unge", "fil/unge"])
@pytest.mark.parametrize("given", [UNGE, ("--period", "2028..2031", "--from")])
def test_a_folder_that_cannot_be_made_is_an_error(name: str, given: tuple[str, ...], tmp_path: Path) -> None:
    """A name that is too long, a link that leads to itself, a file in the place of a folder."""
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "fil").touch()
    earlier = () if given is UNGE else (EARLIER,)
    done = run("new", tmp_path / name, *given, *earlier)
    assert (done.returncode, "kan ikke skrives" in done.stderr) == (1, True), done.stderr
    assert done.stderr.startswith(str(tmp_path))
    assert {path.name for path in tmp_path.iterdir()} == {"loop", "fil"}


def test_a_folder_below_one_that_may_not_be_entered_is_an_error(tmp_path: Path) -> None:
    """The system says why."""
    shut = tmp_path / "lukket"
    shut.mkdir(0)
    if os.access(shut, os.X_OK):
        pytest.skip("nothing is forbidden to this user")
    done = run("new", shut / "unge", *UNGE)
    assert (done.returncode, str(shut / "unge") in done.stderr, "Permission denied" in done.stderr) == (1, True, True)


@pytest.mark.skipif(os.name != "posix", reason="a terminal of our own needs POSIX")
def test_on_a_terminal_what_is_not_given_is_asked_for(tmp_path: Path) -> None:
    """A name that is none of the 98 is asked for again; an empty answer is for later."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kommunepolitik", "new", str(tmp_path / "ny")]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        os.write(ours, b"slagelsse\nSlagelse\nUngepolitik\nengang\n\n")
        shown = b""
        try:
            while part := os.read(ours, 1 << 16):
                shown += part
        except OSError:  # the terminal is closed when the program ends
            pass
    os.close(ours)
    assert process.returncode == 0, shown.decode()
    assert "mente du »Slagelse«?" in shown.decode()
    policy = kp.load(tmp_path / "ny")
    assert (policy.municipality.name, policy.title, policy.period) == ("Slagelse", "Ungepolitik", None)
