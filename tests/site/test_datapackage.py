"""Open data: what was reported, as tables that anybody can read, valid as a data package, and never more than is public."""

import csv
import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

import kommunepolitik as kp
from kommunepolitik.disclosure import disclose
from kommunepolitik.documents import Document, read_all
from kommunepolitik.errors import FileError, RenderingError
from kommunepolitik.evaluation import Record
from kommunepolitik.figures import Figures
from kommunepolitik.site import OpenData, open_data, open_data_terms
from kommunepolitik.site.open_tables import Column, OpenTable
from tests.claims import some

ROOT = Path(__file__).parents[2]
NYBRO = ROOT / "docs" / "tutorial" / "nybro"
KNOWN = kp.Period("2027-02-26")

POLICY = """
kommunepolitik: 1
id: unge
title: "=Ungepolitik"
municipality: Slagelse
policy_area: unge
period: 2022..2025
disclosure: {minimum: 5}
indicators:
  - {id: job, title: Unge i job, unit: "%", targets: [{kind: level, value: 60.125, comparison: at_least, due: 2025}]}
  - id: anbragte
    title: Anbragte unge
    unit: personer
    counts_people: true
    targets: [{kind: level, value: 2, comparison: at_most, due: 2025}]
  - {id: skole, title: Skolegang, kind: qualitative}
sources: [{id: register, title: "+Registeret", publisher: Slagelse Kommune, url: "https://example.org/register"}]
"""
ROWS = """\
indicator;period;value;quality;judgement;published;source;note;origin;reported_by
job;2022;1,2340;;;2023-03-01;dst:RAS201;;hemmelig.xlsx;Hans
job;2023;-57,5;provisional;;2024-03-01;dst:RAS201;=1+1;hemmelig.xlsx;Hans
job;2024;1234567;;;2025-03-01;register;"to
linjer, og et ""citat"" her";;
anbragte;2023;12;;;2024-03-01;register;;;
anbragte;2024;3;;;2025-03-01;register;tre børn fra samme skole;;
skole;2023/24;;;Godt i gang;2024-08-01;register;;;
job;;44;;;;register;uden periode;;
"""


@pytest.fixture
def documents(tmp_path: Path) -> list[Document]:
    """A policy with awkward figures."""
    folder = tmp_path / "politikker" / "unge"
    folder.mkdir(parents=True)
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    (folder / "observations.csv").write_text(ROWS, "utf-8")
    return read_all([folder])


def made(documents: list[Document], **more: Any) -> OpenData:
    """Return the open data of policies."""
    policies = [document.policy for document in documents]
    shared = [NYBRO / "national.csv"] if any(policy.id.startswith("nybro") for policy in policies) else []
    return open_data(documents, open_data_terms("cc-by-4.0", "data@kommune.dk", "", policies), shared, **more)


def table(data: OpenData, name: str) -> list[dict[str, str]]:
    """Return the rows of a table."""
    return list(csv.DictReader(io.StringIO(data.files[f"{name}.csv"].decode(), newline="")))


def package(data: OpenData) -> dict[str, Any]:
    """Return the description of the package."""
    found: dict[str, Any] = json.loads(data.files["datapackage.json"])
    return found


# Valid


@pytest.mark.parametrize(
    "paths",
    [
        [NYBRO],
        [ROOT / "examples" / "slagelse_2013"],
        [ROOT / "examples" / "furesoe_2018"],
        [ROOT / "examples" / "slagelse_2013", ROOT / "examples" / "slagelse_2023"],
    ],
)
def test_frictionless_finds_it_valid(paths: list[Path], tmp_path: Path) -> None:
    """Types, choices, keys, sizes and checksums of all tables; of a policy without indicators too."""
    made(read_all(paths)).write(tmp_path / "data")
    code = (
        "import sys, frictionless; found = frictionless.validate(sys.argv[1]); "
        "print(found.to_json()) if not found.valid else print('valid', len(found.tasks))"
    )
    command = [sys.executable, "-W", "ignore", "-c", code, str(tmp_path / "data" / "datapackage.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "valid 4\n"


def test_awkward_figures_are_valid_too(documents: list[Document], tmp_path: Path) -> None:
    """Lines, quotes, formulas and a figure without a period."""
    data = made(documents)
    data.write(tmp_path / "data")
    code = "import sys, frictionless; print(frictionless.validate(sys.argv[1]).valid)"
    command = [sys.executable, "-W", "ignore", "-c", code, str(tmp_path / "data" / "datapackage.json")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "True\n"


def test_the_description_has_sizes_and_checksums_of_the_files(documents: list[Document]) -> None:
    """So that a copy can be checked."""
    data = made(documents)
    for resource in some(package(data)["resources"]):
        content = data.files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        header = content.decode().splitlines()[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert all(field["description"] for field in resource["schema"]["fields"])


def test_it_states_who_publishes_under_which_licence_and_where_figures_are_from(documents: list[Document]) -> None:
    """Statistikbanken is named as its licence asks for."""
    found = package(made(documents))
    assert found["licenses"][0]["name"] == "CC-BY-4.0"
    assert found["contributors"][0]["title"] == "Slagelse Kommune"
    assert found["contributors"][0]["email"] == "data@kommune.dk"
    assert found["sources"] == [
        {
            "title": "Danmarks Statistik, Statistikbanken, tabel RAS201 (CC BY 4.0)",
            "path": "https://www.statistikbanken.dk/RAS201",
        },
        {"title": "+Registeret, Slagelse Kommune", "path": "https://example.org/register"},
    ]
    assert (found["version"], found["created"]) == ("2025.3.1", "2025-03-01T00:00:00Z")


def test_the_catalogue_describes_the_dataset_and_each_file(documents: list[Document]) -> None:
    """DCAT-AP: publisher, contact, licence, time and place, and a distribution for each table."""
    data = made(documents)
    found = json.loads(data.files["dcat.jsonld"])
    assert found["@type"] == "dcat:Dataset"
    assert found["dct:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert found["dcat:contactPoint"]["vcard:hasEmail"] == {"@id": "mailto:data@kommune.dk"}
    days = [found["dct:temporal"][name]["@value"] for name in ("dcat:startDate", "dcat:endDate")]
    assert days == ["2022-01-01", "2024-12-31"]
    assert {"330"} == {each["dct:identifier"] for each in found["dct:spatial"] if "dct:identifier" in each}
    assert [each["dcat:downloadURL"]["@id"] for each in found["dcat:distribution"]] == [
        "observations.csv", "results.csv", "indicators.csv", "targets.csv",
    ]  # fmt: skip
    prefixes = set(found["@context"])
    used = {key.partition(":")[0] for key in _keys(found) if ":" in key and not key.startswith("http")}
    assert used <= prefixes


def _keys(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(key for name, each in value.items() if name != "@context" for key in _keys(each))]
    return [key for each in value for key in _keys(each)] if isinstance(value, list) else []


def test_a_made_up_municipality_is_marked() -> None:
    """Nobody takes the figures of an exercise for real ones."""
    assert "Nybro Kommune findes ikke; politik og tal er opdigtede." in package(made(read_all([NYBRO])))["description"]


# Tables


def test_every_row_states_of_which_policy_and_municipality_it_is(documents: list[Document]) -> None:
    """With titles, and the first and last day of each period."""
    data = made(documents)
    for name in ("observations", "results", "indicators", "targets"):
        for row in some(table(data, name)):
            assert (row["policy"], row["municipality_code"], row["municipality"]) == ("unge", "330", "Slagelse")
            assert row["indicator_title"]
    school = next(row for row in table(data, "observations") if row["indicator"] == "skole")
    assert (school["period"], school["period_start"], school["period_end"]) == ("2023/24", "2023-08-01", "2024-07-31")


def test_numbers_have_a_decimal_point_and_nothing_else(documents: list[Document]) -> None:
    """Neither thousands nor exponents; the readers of other countries take them as they are."""
    rows = [row for row in table(made(documents), "observations") if row["indicator"] == "job"]
    assert [row["value"] for row in rows] == ["1.234", "-57.5", "1234567", "44"]
    assert table(made(documents), "targets")[0]["value"] == "60.125"


def test_a_text_that_begins_like_a_formula_is_made_inert(documents: list[Document]) -> None:
    """In every text; numbers below zero are numbers. The description states it."""
    row = table(made(documents), "observations")[1]
    assert (row["note"], row["policy_title"], row["value"]) == ("'=1+1", "'=Ungepolitik", "-57.5")
    fields = {each["name"]: each for each in package(made(documents))["resources"][0]["schema"]["fields"]}
    assert "apostrof" in fields["note"]["description"]


def test_each_row_of_a_table_is_its_own() -> None:
    """Each has its own texts, numbers and periods, in the columns that they belong to, and nothing of another row."""
    columns = [Column("name", "Navn", "text"), Column("period", "Periode", "period"), Column("value", "Tal", "number")]
    rows = [
        {"name": "a", "period": kp.Period("2024"), "value": 1.5},
        {"name": "b", "period": None, "value": None},
        {"period": kp.Period("2025-Q2"), "value": 3.0},
    ]
    written = OpenTable(name="tal", title="Tal", columns=columns, rows=rows).to_csv().decode()
    assert [*csv.reader(io.StringIO(written, newline=""))] == [
        ["name", "period", "period_start", "period_end", "value"],
        ["a", "2024", "2024-01-01", "2024-12-31", "1.5"],
        ["b", "", "", "", ""],
        ["", "2025-Q2", "2025-04-01", "2025-06-30", "3"],
    ]


def test_who_reported_a_figure_and_in_which_file_is_not_published(documents: list[Document]) -> None:
    """That is for the municipality alone."""
    text = b"".join(made(documents).files.values()).decode()
    assert "hemmelig" not in text
    assert "Hans" not in text


def test_what_is_withheld_is_withheld_everywhere(documents: list[Document]) -> None:
    """Neither value nor note, nor how it was withheld; no result reveals it."""
    data = made(documents)
    row = next(r for r in table(data, "observations") if r["indicator"] == "anbragte" and r["period"] == "2024")
    assert row["quality"] == "suppressed"
    names = ("value", "value_high", "qualifier", "numerator", "denominator", "judgement", "note")
    assert [row[name] for name in names] == [""] * 7
    assert "suppressed" not in row
    text = b"".join(data.files.values()).decode()
    assert "tre børn" not in text
    assert "secondary" not in text
    result = next(r for r in table(data, "results") if r["indicator"] == "anbragte")
    assert result["value"] in ("", "12")


def test_a_figure_that_its_source_withholds_reveals_nothing_either() -> None:
    """»Under ti personer« is how small it is."""
    rows = table(made(read_all([NYBRO]), known=KNOWN), "observations")
    hidden = some(row for row in rows if row["quality"] == "suppressed")
    assert {row["note"] + row["denominator"] + row["value"] for row in hidden} == {""}


# What it writes, it reads


FIGURE = ("period", "value", "value_high", "qualifier", "numerator", "denominator", "quality", "judgement", "target")


@pytest.mark.parametrize("path", ["awkward", "nybro", "slagelse"])
def test_our_reader_gives_the_same_public_figures(path: str, documents: list[Document], tmp_path: Path) -> None:
    """The figures that count, each with its value, quality, source and note, for the public."""
    places = {"nybro": [NYBRO], "slagelse": [ROOT / "examples" / "slagelse_2013"]}
    documents = read_all(places[path]) if path in places else documents
    data = made(documents)
    data.write(tmp_path / "ud")
    policies = kp.Portfolio(document.policy for document in documents)
    shared = [NYBRO / "national.csv"] if path == "nybro" else []
    own: dict[str, Any] = {document.policy.id: document.observations for document in documents}
    public = disclose(kp.read_observations({**own, "": shared}, policies), policies)
    read = kp.read_observations(tmp_path / "ud" / "observations.csv", policies)
    for policy in policies:
        before, after = (Figures.of(figures, policies).of_policy(policy.id) for figures in (public, read))
        assert len(before) == len(after) > 0
        for row, again in zip(sorted(before, key=_key), sorted(after, key=_key), strict=True):
            names = (*FIGURE, "published", "source", *(() if row.quality == "suppressed" else ("note",)))
            kept = attrs.evolve(row, qualifier="", denominator=None) if row.quality == "suppressed" else row
            assert [getattr(kept, name) for name in names] == [getattr(again, name) for name in names]


def _key(row: Any) -> tuple[str, ...]:
    return (row.indicator, row.group, str(row.period), row.quality, row.target, row.published, str(row.value))


def test_the_results_can_be_computed_from_the_figures(documents: list[Document], tmp_path: Path) -> None:
    """Who has the open data and the policy judges as we do."""
    made(documents, at=kp.Period("2024")).write(tmp_path / "ud")
    policy = documents[0].policy
    again = kp.evaluate(policy, kp.read_observations(tmp_path / "ud" / "observations.csv", policy), at="2024")
    rows = table(made(documents, at=kp.Period("2024")), "results")
    assert [result.status for result in again.results] == [row["status"] for row in rows]


def test_a_municipality_beside_no_policy_is_never_read_over() -> None:
    """There it would identify the policy of the row."""
    rows = [{"indicator": "job", "period": 2024, "value": 5, "municipality_code": "101"}]
    with pytest.raises(kp.KommunepolitikError, match="unknown column 'municipality_code'"):
        kp.read_observations(rows)


# From a saved record


def test_from_a_record_the_figures_and_results_are_those_that_were_reported(documents: list[Document]) -> None:
    """A figure that was revised since does not appear: open data never disagrees with the paper."""
    policy = documents[0].policy
    record = Record.of(kp.evaluate(policy, documents[0].observations[0], at="2023", known="2024-06-01"), "unge")
    data = made(documents, records={"unge": record})
    rows = {(row["indicator"], row["period"]): row for row in table(data, "observations")}
    assert ("job", "2024") not in rows
    assert rows["job", "2023"]["value"] == "-57.5"
    assert [row["status"] for row in table(data, "results")] == [result.status for result in record.results]
    assert package(data)["version"] == "2024.6.1"
    assert package(data)["keywords"] == ["unge"]


def test_what_is_withheld_today_is_not_published_from_an_older_record(documents: list[Document]) -> None:
    """Though it was shown in the report; the other figures of the record are as they were."""
    policy = documents[0].policy
    open_then = attrs.evolve(policy, disclosure=None)
    record = Record.of(kp.evaluate(open_then, documents[0].observations[0], known="2025-06-01"), "unge")
    assert 3 in [figure.value for figure in record.figures]
    data = made(documents, records={"unge": record})
    rows = {(row["indicator"], row["period"]): row for row in table(data, "observations")}
    assert (rows["anbragte", "2024"]["value"], rows["anbragte", "2024"]["quality"]) == ("", "suppressed")
    assert rows["anbragte", "2023"]["value"] == "12"
    result = next(row for row in table(data, "results") if row["indicator"] == "anbragte")
    assert (result["status"], result["reason"], result["value"]) == ("not_assessed", "suppressed", "")


def test_the_record_of_an_internal_report_is_refused(documents: list[Document]) -> None:
    """And a policy without a record."""
    policy = documents[0].policy
    internal = Record.of(kp.evaluate(policy, documents[0].observations[0], audience="internal"), "unge")
    with pytest.raises(RenderingError) as caught:
        made(documents, records={"unge": internal})
    assert [problem.code for problem in caught.value.problems] == ["internal_record_open"]
    with pytest.raises(RenderingError) as caught:
        made(documents, records={})
    assert [problem.code for problem in caught.value.problems] == ["no_record_of_policy"]


# Terms


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (("", "", ""), ["open_data_lacks", "open_data_lacks"]),
        (("cc-by", "data@kommune.dk", ""), ["not_a_licence"]),
        (("https://example.org/licens", "ring til os", ""), ["not_a_contact"]),
        (("CC0-1.0", "https://kommune.dk/data", "Kommunen"), []),
    ],
)
def test_without_a_licence_and_a_contact_nothing_is_published(
    given: tuple[str, str, str], codes: list[str], documents: list[Document]
) -> None:
    """All that is lacking is stated at once, with the line to write."""
    make: Callable[[], Any] = lambda: open_data_terms(*given, [document.policy for document in documents])  # noqa: E731
    if not codes:
        assert make().publisher == "Kommunen"
        return
    with pytest.raises(RenderingError) as caught:
        make()
    assert [problem.code for problem in caught.value.problems] == codes
    if "open_data_lacks" in codes:
        assert 'licence = "CC-BY-4.0"' in str(caught.value)


def test_data_of_several_municipalities_states_who_publishes_it() -> None:
    """None of them publishes for all."""
    policies = [kp.load(ROOT / "examples" / name) for name in ("slagelse_2013", "furesoe_2018")]
    with pytest.raises(RenderingError, match="publisher"):
        open_data_terms("CC0-1.0", "a@b.dk", "", policies)


# Files


def test_the_same_again_changes_no_byte(documents: list[Document], tmp_path: Path) -> None:
    """Nothing depends on the clock; a changed figure changes the files."""
    data = made(documents)
    assert data.write(tmp_path / "ny" / "data")
    stamps = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "ny" / "data").iterdir()}
    assert set(stamps) == set(data.files)
    assert not made(documents).write(tmp_path / "ny" / "data")
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "ny" / "data").iterdir()} == stamps
    assert made(documents, at=kp.Period("2023")).write(tmp_path / "ny" / "data")
    assert [path.name for path in (tmp_path / "ny").iterdir()] == ["data"]


def test_nothing_that_a_person_wrote_is_written_over(documents: list[Document], tmp_path: Path) -> None:
    """The figures of a policy are called as those of open data are."""
    data = made(documents)
    with pytest.raises(FileError, match="contains a policy"):
        data.write(documents[0].path.parent)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "observations.csv").write_text("mine", "utf-8")
    with pytest.raises(FileError, match="never written over"):
        data.write(tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["observations.csv"]
    with pytest.raises(FileError, match="is not a folder"):
        data.write(documents[0].path)


def test_a_folder_that_cannot_be_written_whole_stays_as_it_was(documents: list[Document], tmp_path: Path) -> None:
    """Here a folder is in the way of the last file."""
    folder = tmp_path / "data"
    made(documents).write(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "dcat.jsonld"}
    (folder / "dcat.jsonld").unlink()
    (folder / "dcat.jsonld").mkdir()
    (folder / "dcat.jsonld" / "i-vejen").touch()
    with pytest.raises(FileError, match="cannot be written"):
        made(documents, at=kp.Period("2023")).write(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
