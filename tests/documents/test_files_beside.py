"""Files beside a policy in its folder: read under their names, and reported where a name is misspelt."""

from pathlib import Path

import pytest

import kommunepolitik as kp
from kommunepolitik.errors import FileError, InvalidDocument

POLICY = "kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: {name: Nybro, fictitious: true}\n"


@pytest.mark.parametrize(
    ("name", "should"), [("Case.yml", "case.yaml"), ("case.yml", "case.yaml"), ("Accounts.YAML", "accounts.yaml")]
)
def test_a_file_that_is_nearly_named_is_reported(tmp_path: Path, name: str, should: str) -> None:
    """Passed over in silence, it would be missed first in the report."""
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    (tmp_path / name).write_text("", "utf-8")
    with pytest.raises(InvalidDocument, match=rf"{name}: is not read under this name; name it {should}"):
        kp.load(tmp_path)


def test_other_files_may_lie_beside(tmp_path: Path) -> None:
    """Notes, drafts and other cases are nobody's business."""
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    for name in ("case-2025.yaml", "cases.yml", "accounts.docx", "LAESMIG.txt"):
        (tmp_path / name).write_text("", "utf-8")
    assert kp.load(tmp_path).id == "p"


def test_a_folder_is_one_policy(tmp_path: Path) -> None:
    """Which of two is meant, nobody knows."""
    for name in ("policy.yaml", "policy.yml"):
        (tmp_path / name).write_text(POLICY, "utf-8")
    with pytest.raises(FileError, match=r"several policies \(policy\.yaml, policy\.yml\)"):
        kp.load(tmp_path)
