"""What is written is read back equal."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import parse, to_json, to_yaml
from kommunepolitik.documents.structure import build, unstructure
from kommunepolitik.errors import FileError
from kommunepolitik.model.record import Record
from tests.strategies import policies, records

CLASSES = [c for c in map(m.__dict__.get, m.__all__) if isinstance(c, type) and issubclass(c, Record)]
CONCRETE = [c for c in CLASSES if c not in (m.BaseTarget, m.Element, m.Policy)]


@given(policies())
def test_yaml_and_json_give_back_the_policy(policy: m.Policy) -> None:
    """Law: hostile text, odd numbers and every class of the model survive both formats."""
    assert parse(to_yaml(policy)) == policy
    assert parse(to_json(policy), ".json") == policy


@pytest.mark.parametrize("cls", CONCRETE, ids=lambda cls: cls.__name__)
@given(data=st.data())
def test_every_class_survives_plain_data(cls: type[Record], data: st.DataObject) -> None:
    """Law: each class of the model by itself, with every field it has."""
    value = data.draw(records(cls))
    plain = unstructure(value)
    if isinstance(value, m.BaseTarget):
        del plain["kind"]  # it shows which class of target it is, and here we know
    assert build(plain, cls) == value


def test_a_file_reads_as_a_person_would_have_written_it(tmp_path: Path) -> None:
    """Model order, no nulls, nothing that is default, lists indented, periods unquoted, long text in block form."""
    policy = kp.Policy(
        id="p",
        title="Integrationspolitik",
        municipality=kp.Municipality.find("Slagelse"),
        period=kp.Period("2013"),
        purpose=[m.Purpose(id="formaal", statement="Første linje.\n\nAnden linje.")],
        goals=[m.Goal(id="g", number="1", statement="no", measured_by=["i"])],
        indicators=[
            m.Indicator(
                id="i",
                title="0301",
                targets=[m.LevelTarget(value=95, comparison="at_least", due=m.Period("2024-12-31"))],
            )
        ],
    )
    kp.dump(policy, tmp_path / "policy.yaml")
    assert (tmp_path / "policy.yaml").read_text("utf-8") == (
        "kommunepolitik: 1\n"
        "id: p\n"
        "title: Integrationspolitik\n"
        "municipality: Slagelse\n"
        "period: 2013\n"
        "purpose:\n"
        "  - id: formaal\n"
        "    statement: |-\n"
        "      Første linje.\n"
        "\n"
        "      Anden linje.\n"
        "goals:\n"
        "  - id: g\n"
        "    number: '1'\n"
        "    statement: 'no'\n"
        "    measured_by:\n"
        "      - i\n"
        "indicators:\n"
        "  - id: i\n"
        "    title: '0301'\n"
        "    targets:\n"
        "      - kind: level\n"
        "        value: 95\n"
        "        comparison: at_least\n"
        "        due: 2024-12-31\n"
    )
    assert kp.load(tmp_path) == policy


def test_nothing_is_overwritten_unless_requested(tmp_path: Path) -> None:
    """A person's file is safe; on request, it is replaced whole, and nothing else is left in the folder."""
    policy = kp.Policy(id="p", title="P", municipality=kp.Municipality.find("330"))
    path = tmp_path / "policy.yaml"
    path.write_text("mine", "utf-8")
    with pytest.raises(FileError, match="exists already"):
        kp.dump(policy, path)
    assert path.read_text("utf-8") == "mine"
    kp.dump(policy, path, overwrite=True)
    assert kp.load(path) == policy
    assert [file.name for file in tmp_path.iterdir()] == ["policy.yaml"]


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    """A file where its folder would be, or an unknown suffix, is reported as such; folders are made."""
    policy = kp.Policy(id="p", title="P", municipality=kp.Municipality.find("330"))
    (tmp_path / "mine").write_text("mine", "utf-8")
    with pytest.raises(FileError, match="cannot be written"):
        kp.dump(policy, tmp_path / "mine" / "new" / "policy.yaml")
    with pytest.raises(FileError, match=r"'\.docx' is not a format"):
        kp.dump(policy, tmp_path / "new" / "policy.docx")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    kp.dump(policy, tmp_path / "new" / "folder" / "policy.yaml")
    assert kp.load(tmp_path / "new" / "folder") == policy
