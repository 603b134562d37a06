"""The command `new`: the next edition of a policy, written once and never over anything."""

from pathlib import Path

import pytest

import kommunepolitik as kp
from tests.cli.command import run

NYBRO = Path(__file__).parents[2] / "docs" / "tutorial" / "nybro" / "integration_2024"
FROM = ("--from", NYBRO, "--period", "2028..2031")


def test_the_next_edition_is_written_with_what_to_do_next(tmp_path: Path) -> None:
    """The folder is made; the file, what was left out, and a list of what a person has to do are named."""
    done = run("new", tmp_path / "politik" / "ny", *FROM)
    assert done.returncode == 0, done.stderr
    file = tmp_path / "politik" / "ny" / "policy.yaml"
    first, *lines = done.stdout.splitlines()
    assert first == str(file)
    assert "Ført videre fra nybro-integration-2024, som forslag: 64 elementer; 17 baselines er nyeste tal." in lines
    assert any(line.startswith("Ikke taget med: ") and "Måltal (27)" in line for line in lines)
    assert sum(line.startswith("- ") for line in lines) == 6
    assert kp.load(file).supersedes == "nybro-integration-2024"
    assert run("check", tmp_path / "politik" / "ny").returncode == 0


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """Not a policy in another format either."""
    for name in ("policy.yaml", "policy.json"):
        folder = tmp_path / name.replace(".", "-")
        folder.mkdir()
        (folder / name).write_text("min egen", "utf-8")
        done = run("new", folder, *FROM)
        assert done.returncode == 1
        assert name in done.stderr
        assert [path.read_text("utf-8") for path in folder.iterdir()] == ["min egen"]


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (("--id", "Ny Politik"), 1, "ny-politik"),
        (("--id", "nybro-integration-2024"), 1, "nybro-integration-2024"),
        (("--period", "2028.."), 2, "har ingen slutning"),
        (("--period", "engang"), 2, "er ikke en periode"),
        (("--from", "findes-ikke"), 1, "findes-ikke"),
    ],
)
def test_what_is_wrong_is_reported_and_nothing_is_left_behind(
    more: tuple[str, str], code: int, words: str, tmp_path: Path
) -> None:
    """Neither a folder nor half a file."""
    done = run("new", tmp_path / "ny", *FROM, *more)
    assert (done.returncode, words in done.stderr) == (code, True), done.stderr
    assert not (tmp_path / "ny").exists()


def test_an_id_and_a_title_may_be_given(tmp_path: Path) -> None:
    """In place of those of the edition before with the new years."""
    run("new", tmp_path, *FROM, "--id", "sammen-2028", "--title", "Sammen")
    policy = kp.load(tmp_path)
    assert (policy.id, policy.title) == ("sammen-2028", "Sammen")
