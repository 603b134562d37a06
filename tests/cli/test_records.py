"""Saved records on the command line: `report` saves them and compares with them, `verify` recomputes them."""

import json
from pathlib import Path

import pytest

from kommunepolitik import __version__
from tests.cli.command import Answer, run

POLICY = """\
kommunepolitik: 1
id: unge
title: Ungepolitik
municipality: {name: Nybro, fictitious: true}
indicators:
  - id: job
    title: Unge i job
    unit: "%"
    baseline: {period: 2020, value: 50}
    targets:
      - {kind: level, value: 60, comparison: at_least, due: 2024}
"""
ROWS = ("job;2021;52;2022-03-01", "job;2022;54;2023-03-01", "job;2023;57,5;2024-03-01")


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """The folder of a policy with three years of figures."""
    folder = tmp_path / "policies" / "unge"
    folder.mkdir(parents=True)
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    put(folder, *ROWS)
    return folder


def put(folder: Path, *rows: str) -> None:
    """Write the figures of a policy."""
    (folder / "observations.csv").write_text("\n".join(["indikator;periode;værdi;offentliggjort", *rows, ""]), "utf-8")


def put_policy(folder: Path, old: str, new: str) -> None:
    """Change a word of the policy."""
    text = (folder / "policy.yaml").read_text("utf-8")
    assert old in text
    (folder / "policy.yaml").write_text(text.replace(old, new), "utf-8")


def report(folder: Path, output: Path, *more: object, at: str = "2023", known: str = "2024-03-31") -> Answer:
    """Write the report of a year, in English and in Markdown."""
    fixed = ("--format", "md", "--language", "en")
    return run("report", folder, "-o", output, "--at", at, "--known", known, *fixed, *more)


def news(output: Path) -> str:
    """Return the section of a report on what changed."""
    text = (output / "unge--opfoelgning.md").read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ")
    _, found, rest = text.partition("## What changed since last time")
    return rest.partition("\n## ")[0] if found else ""


# Saved


def test_a_report_saves_what_it_reported_beside_its_pages(policy: Path, tmp_path: Path) -> None:
    """The same again is left alone; the name is reported."""
    done = report(policy, tmp_path / "ud")
    assert "Saved for the next report, to be given with --since: unge--record.json" in done.stderr
    saved = tmp_path / "ud" / "unge--record.json"
    data = json.loads(saved.read_text("utf-8"))
    assert (data["at"], data["known"], data["library"]) == ("2023", "2024-03-31", __version__)
    assert [figure["value"] for figure in data["figures"]] == [52, 54, 57.5]
    stamp = saved.stat().st_mtime_ns
    report(policy, tmp_path / "ud")
    assert saved.stat().st_mtime_ns == stamp


def test_in_the_folder_of_its_year_the_record_needs_no_longer_name(policy: Path, tmp_path: Path) -> None:
    """POLICY/opfoelgning/PERIOD/record.json; another policy's folder of that name is none."""
    year = policy / "opfoelgning" / "2023"
    year.parent.mkdir()
    report(policy, year)
    assert [path.name for path in year.glob("*.json") if not path.name.startswith(".")] == ["record.json"]
    elsewhere = tmp_path / "opfoelgning" / "2023"
    elsewhere.parent.mkdir()
    report(policy, elsewhere)
    assert [path.name for path in elsewhere.glob("*record.json")] == ["unge--record.json"]


def test_a_new_figure_makes_another_record(policy: Path, tmp_path: Path) -> None:
    """Though the language and the theme of the pages do not."""
    report(policy, tmp_path / "ud")
    saved = tmp_path / "ud" / "unge--record.json"
    before = saved.read_bytes()
    report(policy, tmp_path / "ud", "--language", "da")
    assert saved.read_bytes() == before
    put(policy, *ROWS[:2], "job;2023;57;2024-03-01")
    report(policy, tmp_path / "ud")
    assert saved.read_bytes() != before


def test_a_figure_published_after_the_day_of_knowledge_does_not_count(policy: Path) -> None:
    """Neither in a table of results nor in an explanation."""
    known = ("--known", "2023-03-31", "--language", "en")
    first, line = run("evaluate", policy, *known).stdout.splitlines()
    assert first.startswith("Each target is judged by its own newest figure. Only what was published by 31 March 2023")
    assert "54 % (2022)" in line
    assert "57.5" in run("explain", policy, "job").stdout.replace(",", ".")
    assert "57.5" not in run("explain", policy, "job", *known).stdout


# --since


def test_the_next_report_states_what_changed_since_the_record(policy: Path, tmp_path: Path) -> None:
    """Whether the file is named, or the folder that it is in."""
    report(policy, tmp_path / "2022", at="2022", known="2023-03-31")
    for number, since in enumerate((tmp_path / "2022", tmp_path / "2022" / "unge--record.json")):
        done = report(policy, tmp_path / f"ud{number}", "--since", since)
        assert done.returncode == 0, done.stderr
        text = news(tmp_path / f"ud{number}")
        better, _, figures = text.partition("### New figures (1)")
        assert "### Better than last time (1)" in better
        assert (
            "| Unge i job; at least 60.0 %, by 2024 | ◆ not on track (behind): 54.0 % (2022) | ▲ on track: 57.5 % (2023) |"
            in better
        )
        assert "| Unge i job | 54.0 % (2022) | 57.5 % (2023) |" in figures
    page = (tmp_path / "ud0" / "unge--opfoelgning.md").read_text("utf-8")
    assert "Compared with the follow-up for 2022, with figures known on 31 March 2023." in page


def test_what_was_reported_is_compared_and_not_what_would_be_reported_today(policy: Path, tmp_path: Path) -> None:
    """A figure whose correction carries no date of its own is still seen: the record has what was reported."""
    report(policy, tmp_path / "2022", at="2022", known="2023-03-31")
    put(policy, ROWS[0], "job;2022;53;2023-03-01", ROWS[2])
    report(policy, tmp_path / "ud", "--since", tmp_path / "2022")
    assert "| Unge i job | 54.0 % (2022) | 53.0 % (2022) | the figure is revised |" in news(tmp_path / "ud")


def test_a_goalpost_that_was_moved_is_reported_with_what_it_was(policy: Path, tmp_path: Path) -> None:
    """The target was made easier without a decision."""
    report(policy, tmp_path / "2022", at="2022", known="2023-03-31")
    put_policy(policy, "value: 60", "value: 55")
    report(policy, tmp_path / "ud", "--since", tmp_path / "2022")
    text = news(tmp_path / "ud")
    assert "### Moved goalposts without a decision (1)" in text
    assert "| Unge i job; Target | at least 60.0 %, by 2024 | at least 55.0 %, by 2024 | without a decision |" in text


def test_where_no_record_was_saved_a_period_does_with_its_day_of_knowledge(policy: Path, tmp_path: Path) -> None:
    """What would have been reported then, by what was known then."""
    done = report(policy, tmp_path / "ud", "--since", "2022", "--since-known", "2023-03-31")
    assert done.returncode == 0, done.stderr
    assert "54.0 % (2022)" in news(tmp_path / "ud")


@pytest.mark.parametrize(
    ("arguments", "reported"),
    [
        (("--since", "2022"), "--since 2022 is a period: add --since-known DATE"),
        (("--since", "ud-fra-2022"), "'ud-fra-2022' is neither an existing file or folder, nor a period"),
        (("--since", "2022.."), "neither an existing file or folder, nor a period that has an end"),
        (("--since-known", "2023"), "--since-known goes with --since PERIOD"),
        (("--since", "2024", "--since-known", "2025"), "--since 2024 is not before --at 2023"),
    ],
)
def test_a_report_before_that_cannot_be_is_wrong_usage(
    policy: Path, tmp_path: Path, arguments: tuple[str, ...], reported: str
) -> None:
    """With what to write instead."""
    done = report(policy, tmp_path / "ud", *arguments)
    assert done.returncode == 2
    assert reported in " ".join(done.stderr.split())


def test_a_folder_without_a_record_of_the_policy_is_an_error(policy: Path, tmp_path: Path) -> None:
    """Its fix is reported; nothing is written."""
    done = report(policy, tmp_path / "ud", "--since", tmp_path)
    assert done.returncode == 1
    assert "the folder has no record of unge; give the folder where the last report was written" in done.stderr
    assert not (tmp_path / "ud").exists()


def test_a_policy_that_is_new_in_a_folder_has_nothing_to_compare_with(policy: Path, tmp_path: Path) -> None:
    """The others have one; that it has none is reported."""
    report(policy, tmp_path / "2022", at="2022", known="2023-03-31")
    new = policy.parent / "ny"
    new.mkdir()
    (new / "policy.yaml").write_text(POLICY.replace("id: unge", "id: ny"), "utf-8")
    done = report(policy.parent, tmp_path / "ud", "--since", tmp_path / "2022")
    assert "there is no record of the policy 'ny'" in done.stderr
    assert news(tmp_path / "ud")
    assert "What changed" not in (tmp_path / "ud" / "ny--opfoelgning.md").read_text("utf-8")


def test_the_record_that_is_compared_with_is_never_written_over(policy: Path, tmp_path: Path) -> None:
    """The pages of the new year go elsewhere."""
    report(policy, tmp_path / "ud", at="2022", known="2023-03-31")
    before = (tmp_path / "ud" / "unge--record.json").read_bytes()
    done = report(policy, tmp_path / "ud", "--since", tmp_path / "ud")
    assert done.returncode == 1
    assert "this file is read from here; write somewhere else" in done.stderr
    assert (tmp_path / "ud" / "unge--record.json").read_bytes() == before


def test_a_public_report_refuses_the_record_of_an_internal_one(policy: Path, tmp_path: Path) -> None:
    """An internal one takes it."""
    report(policy, tmp_path / "2022", "--internal", at="2022", known="2023-03-31")
    done = report(policy, tmp_path / "ud", "--since", tmp_path / "2022")
    assert done.returncode == 1
    assert "was saved for internal readers and may contain figures that must not be published" in done.stderr
    assert not (tmp_path / "ud").exists()
    assert report(policy, tmp_path / "ud", "--internal", "--since", tmp_path / "2022").returncode == 0


def test_a_record_spoilt_by_hand_is_reported_with_its_place(policy: Path, tmp_path: Path) -> None:
    """File, line and column."""
    report(policy, tmp_path / "2022", at="2022", known="2023-03-31")
    saved = tmp_path / "2022" / "unge--record.json"
    saved.write_text(saved.read_text("utf-8").replace('"behind"', '"bagud"'), "utf-8")
    done = report(policy, tmp_path / "ud", "--since", saved)
    assert done.returncode == 1
    assert "unge--record.json:" in done.stderr
    assert "results[0].status: 'bagud' is not one of achieved" in done.stderr


# verify


@pytest.fixture
def saved(policy: Path) -> Path:
    """The record of the report on 2023."""
    year = policy / "opfoelgning" / "2023"
    year.parent.mkdir()
    report(policy, year)
    return year / "record.json"


def verify(record: Path, *more: object) -> Answer:
    """Recompute a record, in English."""
    return run("verify", record, "--language", "en", *more)


def test_a_report_that_would_be_the_same_today_is_verified(saved: Path, policy: Path) -> None:
    """Its policy is found above the folder of the year; figures published since change nothing."""
    put(policy, *ROWS, "job;2024;49;2025-03-01", "job;2023;40;2025-03-01")
    done = verify(saved)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "unge: Judged as of the end of 2023. Only what was published by 31 March 2024 counts. Method: linear. "
        f"Saved by kommunepolitik {__version__}.",
        "No differences. Verdicts: 1; figures: 3.",
    ]


def test_every_figure_that_changed_is_named_with_what_it_was(saved: Path, policy: Path) -> None:
    """And the verdict that it changed."""
    put(policy, ROWS[0], "job;2022;ca. 54;2023-03-01", "job;2023;49;2024-03-01")
    done = verify(saved)
    assert done.returncode == 1
    assert done.stdout.splitlines()[1:] == [
        "Figures that differ (2):",
        "  job, 2022: 54 → c. 54",
        "  job, 2023: 57.5 → 49",
        "Verdicts that differ (1):",
        "  job/level-2024: on track → going the wrong way; a figure of an earlier period differs",
    ]


def test_a_verdict_that_the_library_changed_is_reported_with_both_versions(saved: Path) -> None:
    """Same figures, same policy, another verdict."""
    data = json.loads(saved.read_text("utf-8"))
    data["library"] = "0.0.1"
    data["results"][0]["status"] = "behind"
    saved.write_text(json.dumps(data), "utf-8")
    done = verify(saved)
    assert done.returncode == 1
    assert done.stdout.splitlines()[0].endswith("Saved by kommunepolitik 0.0.1.")
    assert done.stdout.splitlines()[1:] == [
        "Verdicts that differ (1):",
        f"  job/level-2024: behind → on track; the rules of the library differ (kommunepolitik 0.0.1 → {__version__})",
    ]


def test_a_policy_that_asks_otherwise_now_is_reported(saved: Path, policy: Path) -> None:
    """What it asked, and what it asks."""
    put_policy(policy, "value: 60", "value: 55")
    done = verify(saved)
    assert done.returncode == 1
    assert "  job/level-2024: value 60 → 55" in done.stdout.splitlines()
    assert any(line.startswith("  job/level-2024: on track → achieved; ") for line in done.stdout.splitlines())


def test_programs_get_all_of_it_as_json(saved: Path, policy: Path) -> None:
    """Each difference with before and now; the same exit codes."""
    assert json.loads(verify(saved, "--format", "json").stdout)["equal"] is True
    put(policy, *ROWS[:2], "job;2023;49;2024-03-01")
    done = verify(saved, "--format", "json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert (found["equal"], found["at"], found["known"]) == (False, "2023", "2024-03-31")
    (figure,), (result,) = found["figures"], found["results"]
    assert (figure["change"], figure["before"]["value"], figure["now"]["value"]) == ("revised", 57.5, 49)
    assert result["causes"] == ["revised"]
    assert result["fields"]["status"] == {"before": "on_track", "now": "worsening"}


def test_the_policy_is_named_where_it_is_not_beside_the_record(policy: Path, tmp_path: Path) -> None:
    """Its own path, or a folder of policies; another policy is an error."""
    report(policy, tmp_path / "ud")
    record = tmp_path / "ud" / "unge--record.json"
    lost = verify(record)
    assert lost.returncode == 1
    assert "give it with --policy PATH" in lost.stderr
    other = policy.parent / "ny"
    other.mkdir()
    (other / "policy.yaml").write_text(POLICY.replace("id: unge", "id: ny"), "utf-8")
    assert verify(record, "--policy", policy).returncode == 0
    assert verify(record, "--policy", policy.parent).returncode == 0
    wrong = verify(record, "--policy", other)
    assert wrong.returncode == 1
    assert "is of the policy 'unge', not of ny" in wrong.stderr


def test_shared_figures_are_given_again(policy: Path, tmp_path: Path) -> None:
    """Without them, they are named as counting no more."""
    shared = tmp_path / "national.csv"
    shared.write_text("indikator;periode;værdi\njob;2023;58\n", "utf-8")
    put(policy, *ROWS[:2])
    report(policy, tmp_path / "ud", "--observations", shared)
    arguments = (tmp_path / "ud" / "unge--record.json", "--policy", policy)
    assert verify(*arguments, "--observations", shared).returncode == 0
    done = verify(*arguments)
    assert done.returncode == 1
    assert "  job, 2023: 58 → –" in done.stdout.splitlines()


def test_a_file_that_is_no_record_is_an_error_and_no_record_wrong_usage(policy: Path, tmp_path: Path) -> None:
    """A policy, a folder, nothing."""
    assert "is not a saved record" in verify(write(tmp_path / "policy.json", '{"kommunepolitik": 1}')).stderr
    assert verify(tmp_path / "borte.json").returncode == 1
    assert verify(policy).returncode == 1
    assert run("verify").returncode == 2


def write(path: Path, text: str) -> Path:
    """Write a file."""
    path.write_text(text, "utf-8")
    return path
