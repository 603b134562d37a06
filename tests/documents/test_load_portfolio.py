"""A folder of policies read as one collection."""

from pathlib import Path

import pytest

from kommunepolitik.documents import load_portfolio, read_all
from kommunepolitik.errors import InvalidDocument
from kommunepolitik.model import Portfolio

POLICY = "kommunepolitik: 1\nid: {id}\ntitle: P\nmunicipality: Slagelse\n"


def write(folder: Path, text: str) -> Path:
    """Put a policy into a folder."""
    folder.mkdir()
    (folder / "policy.yaml").write_text(text, "utf-8")
    return folder


def test_a_folder_holds_a_policy_per_folder(examples: Path) -> None:
    """One path or several, as text or path, give the same policies."""
    portfolio = load_portfolio(examples)
    assert isinstance(portfolio, Portfolio)
    assert [policy.municipality.name for policy in portfolio] == ["Furesø", "Slagelse", "Slagelse"]
    assert load_portfolio(str(examples)) == portfolio
    assert load_portfolio(sorted(path for path in examples.iterdir() if path.is_dir())) == portfolio
    assert len(load_portfolio([])) == 0


def test_all_problems_of_all_files_are_reported_together(tmp_path: Path) -> None:
    """What is wrong in one file hides nothing in another; a path that is not there is reported beside them."""
    first = write(tmp_path / "a", POLICY.format(id="p") + "hverken: ny\n")
    second = write(tmp_path / "b", POLICY.format(id="Ikke et id"))
    with pytest.raises(InvalidDocument) as error:
        load_portfolio([first, second, tmp_path / "c"])
    assert {problem.code for problem in error.value.problems} == {"unknown_key", "not_slug", "not_found"}


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    """The second shows where the first is."""
    for name in ("a", "b"):
        write(tmp_path / name, POLICY.format(id="p"))
    with pytest.raises(InvalidDocument, match="already used by .*a"):
        load_portfolio(tmp_path)


def test_one_path_need_not_be_in_a_list(tmp_path: Path) -> None:
    """A text is a path, and not a list of its letters."""
    write(tmp_path / "unge", POLICY.format(id="unge"))
    for path in (tmp_path, str(tmp_path)):
        assert tuple(document.policy.id for document in read_all(path)) == load_portfolio(path).ids == ("unge",)
