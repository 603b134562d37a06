"""Files of version 0.1.0: the three examples as they were."""

from pathlib import Path

import pytest

from kommunepolitik import Policy
from kommunepolitik.documents import parse, read, to_json, to_yaml

FOLDERS = sorted(path for path in (Path(__file__).parent / "version_0_1_0").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_files_of_0_1_0_load_and_are_written_with_nothing_new(folder: Path) -> None:
    """No field that came later is invented: what is written holds the keys that were read."""
    policy = read(folder).policy
    assert isinstance(policy, Policy)
    assert parse(to_yaml(policy)) == parse(to_json(policy), ".json") == policy
    new = ["annotations", "codes", "margin", "chance", "over_time", "result_level", "judgement_scale", "replaced_by"]
    assert [key for key in new if f"{key}:" in to_yaml(policy)] == []
