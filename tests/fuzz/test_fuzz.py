"""Any input: a result or an error of the library, in time and memory, with every figure in it or reported."""

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import kommunepolitik as kp
from tests.fuzz import plain
from tests.fuzz.__main__ import reports
from tests.fuzz.readers import CONTEXT, CORPUS, READERS

INPUTS = 12
"""The random inputs of each reader here; `make fuzz` tries more."""
KEPT = -max(len(reader.failed) for reader in READERS.values())
"""The number of the first input that failed once."""


@pytest.fixture(scope="module")
def found() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return what came of the inputs that failed once, and of some random ones, by reader."""
    by_reader = defaultdict(list)
    for report in reports([*READERS], seed=20261129, first=KEPT, end=INPUTS):
        by_reader[report["reader"]].append(report)
    return by_reader


@pytest.mark.skipif(sys.platform != "linux", reason="the limits of a process are set as there")
@pytest.mark.parametrize("name", READERS)
def test_a_reader_returns_a_result_or_an_error_and_loses_nothing(name: str, found: Mapping[str, Any]) -> None:
    """No other exception, no process that ends, and no figure or text that is neither read nor reported."""
    assert len(found[name]) == INPUTS + len(READERS[name].failed)
    assert [report for report in found[name] if report["kind"] not in ("result", "error")] == []


@pytest.mark.parametrize("name", [name for name, reader in READERS.items() if name != "statbank-lock"])
def test_each_file_of_the_corpus_can_be_read(name: str, tmp_path: Path) -> None:
    """What is changed at random is valid before, so that a change reaches further than the first check."""
    reader = READERS[name]
    reader.prepare(tmp_path)
    for seed in reader.seeds:
        path = tmp_path / seed.name
        path.write_bytes(seed.read_bytes())
        assert [*reader.lost(path, reader.read(path))] == []
        path.unlink()


@pytest.mark.parametrize("name", ["figures-csv", "figures-xlsx", "figures-ods", "figures-xls", "figures-parquet"])
def test_a_figure_that_is_lost_is_found(name: str) -> None:
    """The plain reading names the row that a result does not have."""
    reader, path = READERS[name], READERS[name].seeds[-1]
    figures = reader.read(path)
    assert [*reader.lost(path, figures.where(figures.texts["period"].isin("2099")))] != []


def test_a_part_of_a_document_that_is_changed_is_found() -> None:
    """The plain reading names the place of a value that differs, and of one that is missing."""
    path = CONTEXT / "unge-side" / "policy.yaml"
    policy, data = kp.load(path), plain.yaml_data(path)
    assert [*plain.lost_parts(data, policy)] == []
    data["indicators"][0]["limit"] = "90"
    data["sources"].append({"id": "ny"})
    assert [*plain.lost_parts(data, policy)] == [".indicators[0].limit: '90', not 100.0", ".sources: 2 entries"]


def test_an_input_is_the_same_for_its_number() -> None:
    """A failure can be repeated by the name of its reader, its seed and its number."""
    assert all(reader.made(3, 5) == reader.made(3, 5) for reader in READERS.values() if reader.is_text)
    assert {path.name for path in CORPUS.iterdir() if path.is_dir()} == {*READERS, "context"}


def test_what_ended_a_process_is_not_read_again() -> None:
    """After an input that failed once come the next ones, and never the first again."""
    reader = max(READERS.values(), key=lambda reader: len(reader.failed))
    assert len(reader.failed) > 2
    assert [*reader.numbers(KEPT, 2)] == [*range(-len(reader.failed), 2)]
    assert [*reader.numbers(-1, 1)] == [-1, 0]
