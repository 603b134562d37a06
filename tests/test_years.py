"""Any course of years: figures arrive, are revised, misspelt and repeated; forms come back; reports are adopted; targets move.

What was given, in plain dictionaries, is the measure: nothing of it is lost, nothing else is there, and what was once said
of a day does not change with what comes later.
"""

import datetime as dt
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import kommunepolitik as kp
from kommunepolitik.documents import to_data
from tests.cli.command import Answer, run
from tests.collect.made import POLICY, fill, forms
from tests.files import contents

FIRST, LAST = 2024, 2027
YEARS = st.integers(FIRST, LAST)
RATES = st.integers(500, 900).map(lambda tenths: tenths / 10)
COUNTS = st.integers(1, 400).map(float)
INDICATORS = st.sampled_from(["trivsel", "frivillige"])
BEGIN = dt.date(2028, 1, 3)
HEADER = "indikator;periode;værdi;offentliggjort\n"

Key = tuple[str, int]
"""An indicator and a year."""


def danish(value: float) -> str:
    """Return a number as people write it."""
    return f"{value:g}".replace(".", ",")


class Years(RuleBasedStateMachine):
    """A policy over the years."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.home = self.root / "politikker" / "unge"
        self.policy: dict[str, Any] = json.loads(json.dumps(POLICY))
        self.day = BEGIN
        self.given: dict[Key, list[tuple[str, float]]] = {}
        """Each vintage that was given: the day of publication and the value, in order."""
        self.texts: dict[int, str] = {}
        """What people wrote for a year."""
        self.adopted: dict[Path, bytes] = {}
        """The records of adopted reports."""
        self.asked: list[tuple[int, dt.date, Any]] = []
        """What was answered to questions before: as of a year, by what was known on a day."""

    @initialize()
    def begin(self) -> None:
        """Write the policy, with no figure."""
        self.home.mkdir(parents=True)
        self.write_policy()

    def teardown(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.root, ignore_errors=True)

    def write_policy(self) -> None:
        """Save the policy as a person does."""
        (self.home / "policy.yaml").write_text(yaml.safe_dump(self.policy, allow_unicode=True), "utf-8")

    def next_day(self) -> dt.date:
        """Let a week pass."""
        self.day += dt.timedelta(7)
        return self.day

    def read(self, rows: list[tuple[str, int, float]], *more: str) -> Answer:
        """Let a file with some figures be read, published today."""
        day = self.next_day()
        lines = [f"{indicator};{year};{danish(value)};{day}\n" for indicator, year, value in rows]
        (self.root / "tal.csv").write_text(HEADER + "".join(lines), "utf-8")
        return run("figures", "read", self.root / "tal.csv", "--policy", self.home, *more)

    def newest(self, key: Key, known: dt.date | None = None) -> float | None:
        """Return the newest figure that was given by a day."""
        found = [value for day, value in self.given.get(key, []) if known is None or day <= str(known)]
        return found[-1] if found else None

    @property
    def target(self) -> dict[str, Any]:
        """The target, as the policy has it now."""
        target: dict[str, Any] = self.policy["indicators"][0]["targets"][0]
        return target

    @property
    def files(self) -> list[Path]:
        """The files of figures."""
        return sorted(self.home.glob("observations*.csv"))

    def evaluation(self, year: int, known: dt.date) -> Any:
        """Judge the policy in Python."""
        return kp.evaluate(kp.load(self.home), self.files, at=str(year), known=str(known))

    # Figures

    @rule(indicator=INDICATORS, year=YEARS, rate=RATES, count=COUNTS, accept=st.booleans())
    def figure_arrives(self, indicator: str, year: int, rate: float, count: float, accept: bool) -> None:
        """A new one is added, one that is known is not, and a revised one only if that is accepted."""
        key, value = (indicator, year), rate if indicator == "trivsel" else count
        before, held = self.newest(key), contents(self.home)
        answer = self.read([(indicator, year, value)], *(["--accept-revisions"] if accept else []))
        if before is None or (before != value and accept):
            assert answer.returncode == 0, answer.stderr
            self.given.setdefault(key, []).append((str(self.day), value))
        else:
            assert answer.returncode == (before != value), answer.stdout
            assert contents(self.home) == held

    @rule(indicator=INDICATORS, year=YEARS, value=RATES, same=st.booleans())
    def figure_is_given_twice(self, indicator: str, year: int, value: float, same: bool) -> None:
        """Two equal rows are one; of two that differ, neither counts."""
        if (indicator, year) in self.given:
            return
        held = contents(self.home)
        answer = self.read([(indicator, year, value), (indicator, year, value if same else value + 1)])
        if same:
            assert answer.returncode == 0, answer.stderr
            self.given[indicator, year] = [(str(self.day), value)]
        else:
            assert answer.returncode == 1
            assert "tal.csv:3" in answer.stderr
            assert contents(self.home) == held

    @rule(year=YEARS, value=RATES, other=RATES)
    def name_is_misspelt(self, year: int, value: float, other: float) -> None:
        """The row is named, and no row of the file is added."""
        held = contents(self.home)
        answer = self.read([("trivsel", year, value), ("trivsell", year, other)], "--accept-revisions")
        assert (answer.returncode, contents(self.home)) == (1, held)
        assert "trivsell" in answer.stderr

    @rule(year=YEARS, value=RATES, accept=st.booleans())
    def form_comes_back(self, year: int, value: float, accept: bool) -> None:
        """The figure and the text of a unit are added once, however often the form is read; a revision if accepted."""
        key, day = ("trivsel", year), self.next_day()
        before = self.newest(key)
        text = self.texts.setdefault(year, f"Vi holdt åbent i {year} (opdigtet).")
        answers = {f"unge#trivsel||{year}": {"value": value}, f"unge#spor-1|account:text|{year}": {"account": text}}
        returned = fill(forms(self.home, str(year))["Center for Skole"], answers, signed=("Centerchef", day))
        more = ["--accept-revisions", "--published", day] if accept else []
        command = ("collect", "read", returned, "--policy", self.home, "--period", year, *more)
        answer = run(*command)
        assert answer.returncode == 0, answer.stderr
        if before is None or (before != value and accept):
            self.given.setdefault(key, []).append((str(day), value))
        elif before != value:
            assert "--accept-revisions" in answer.stdout
        held = contents(self.home)
        assert run(*command).returncode == 0
        assert contents(self.home) == held

    # Judging

    @rule(year=YEARS, back=st.integers(0, 20))
    def question_is_asked(self, year: int, back: int) -> None:
        """The figure judged is the newest known of the newest year; the command and Python give one answer."""
        known = max(BEGIN, self.day - dt.timedelta(7 * back))
        evaluation = self.evaluation(year, known)
        (judged,) = (each for each in evaluation.results if each.indicator == "trivsel" and each.target)
        years = [each for each in range(year, FIRST - 1, -1) if self.newest(("trivsel", each), known) is not None]
        expected = (years[0], self.newest(("trivsel", years[0]), known)) if years else (None, None)
        assert (judged.period and int(str(judged.period)), judged.value) == expected
        data = to_data(evaluation)
        answer = run("evaluate", self.home, "--at", year, "--known", known, "--format", "json")
        assert json.loads(answer.stdout) == json.loads(json.dumps(data))
        self.asked.append((year, known, data))

    @rule()
    def old_question_is_asked_again(self) -> None:
        """What was known on a day does not depend on what came after it."""
        for year, known, answer in self.asked[-3:]:
            assert to_data(self.evaluation(year, known)) == answer

    # Reports

    @rule(year=YEARS)
    def report_is_adopted(self, year: int) -> None:
        """Once for each year; its record is what `verify` finds again, as long as the target is not moved."""
        folder = self.home / "opfoelgning" / str(year)
        if folder / "record.json" in self.adopted:
            return
        at = ("--at", year, "--known", self.day)
        answer = run("report", self.home, "-o", folder, "--format", "md", *at)
        assert answer.returncode == 0, answer.stderr
        self.adopted[folder / "record.json"] = (folder / "record.json").read_bytes()
        text = (folder / "unge--opfoelgning.md").read_text("utf-8")
        assert self.texts.get(year, "") in text
        self.next_day()

    @precondition(lambda self: self.adopted)
    @rule()
    def reports_are_verified(self) -> None:
        """No figure that comes later changes what was reported; a target that was moved since is reported."""
        for record in self.adopted:
            (was,) = (each.target_value for each in kp.read_record(record).results if each.target)
            answer = run("verify", record)
            assert answer.returncode == (was != self.target["value"]), answer.stdout
            assert answer.returncode == 0 or f"{was:g}" in answer.stdout

    @precondition(lambda self: self.adopted)
    @rule()
    def report_is_published(self) -> None:
        """The open data of a report are its figures, and read back as such."""
        record = list(self.adopted)[-1]
        data = self.root / "data"
        answer = run(
            "export", self.home, "--record", record, "-o", data, "--licence", "CC0-1.0", "--contact", "a@nybro.example"
        )
        assert answer.returncode == 0, answer.stderr
        back = kp.read_observations(data / "observations.csv", kp.load(self.home)).frame
        public = {(row.indicator, str(row.period), row.value) for row in back.itertuples()}
        saved = {(each.indicator, str(each.period), each.value) for each in kp.read_record(record).figures}
        assert public == saved
        shutil.rmtree(data)

    @rule(value=st.integers(60, 95))
    def target_is_moved(self, value: int) -> None:
        """Judgements after it are by the new one."""
        self.target["value"] = value
        self.write_policy()
        self.asked.clear()
        (judged,) = (each for each in self.evaluation(LAST, self.day).results if each.target)
        assert judged.target_value == value

    @rule()
    def next_edition_begins(self) -> None:
        """Its baseline is the newest figure, and no target is invented."""
        new = self.root / "naeste"
        answer = run("new", new, "--from", self.home, "--period", "2028..2031")
        assert answer.returncode == 0, answer.stderr
        indicator = next(each for each in kp.load(new).indicators if each.id == "trivsel")
        known = [year for year in range(FIRST, LAST + 1) if ("trivsel", year) in self.given]
        if known:
            assert indicator.baseline is not None
            assert indicator.baseline.value == self.newest(("trivsel", known[-1]))
        assert all(each.value is None for each in indicator.targets)
        shutil.rmtree(new)

    # What holds after every step

    @invariant()
    def no_figure_is_lost_or_invented(self) -> None:
        """Every vintage that was given is there with its day, and nothing else."""
        if not self.home.exists():
            return
        rows = kp.read_observations(self.files, kp.load(self.home)).frame if self.files else pd.DataFrame()
        there = {(row.indicator, int(row.period), row.value, row.published) for row in rows.itertuples()}
        given = {(*key, value, day) for key, vintages in self.given.items() for day, value in vintages}
        assert there == given

    @invariant()
    def nothing_that_was_adopted_or_written_changes(self) -> None:
        """The records, the policy and what people wrote."""
        if not self.home.exists():
            return
        assert {record: record.read_bytes() for record in self.adopted} == self.adopted
        assert yaml.safe_load((self.home / "policy.yaml").read_text("utf-8")) == self.policy
        for year, text in self.texts.items():
            assert text in (self.home / "opfoelgning" / str(year) / "accounts.yaml").read_text("utf-8")


def test_any_course_of_years() -> None:
    """Each step of a made-up course does to the files what was asked, and no more."""
    most = settings().max_examples
    run_state_machine_as_test(
        Years,
        settings=settings(
            max_examples=max(3, most // 20),
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
