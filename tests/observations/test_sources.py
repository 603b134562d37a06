"""Several sources become one table, and each mistake is reported where it is."""

from pathlib import Path

import attrs
import pandas as pd
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.errors import FileError, InvalidDocument, InvalidObservations
from kommunepolitik.observations.columns import JUDGEMENTS, status_of_judgement
from tests.frames import filled

NO_FIGURE = (
    "; where there is no figure, leave out the row, and state why under missing in accounts.yaml (why: later or "
    "not_measured)"
)

POLICY = kp.Policy(
    id="p",
    title="P",
    municipality=kp.Municipality.find("330"),
    groups=[m.Group(id="landet", title="Hele landet")],
    indicators=[
        m.Indicator(id="beskaeftigelse", title="B", unit="%", limit=100),
        m.Indicator(id="samarbejde", title="S", kind="qualitative"),
    ],
)
OWN = "indicator;period;value\nbeskaeftigelse;2012;60,7\nbeskaeftigelse;2013;61\n"
SHARED = "policy;indicator;group;period;value\n;beskaeftigelse;landet;2012;70\n;sygefravaer;regioner;2012;4\n"


def write(folder: Path, name: str, text: str) -> Path:
    """Write a file."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_shared_series_is_in_a_file_of_its_own_and_is_joined_in(tmp_path: Path) -> None:
    """Own figures and the national mean are one table; what a shared file holds for other policies is no mistake here."""
    own, shared = write(tmp_path, "observations.csv", OWN), write(tmp_path, "landet.csv", SHARED)
    table = filled(kp.read_observations([own, shared], POLICY).frame)
    assert table["group"].tolist() == ["", "", "landet", "regioner"]
    assert table["value"].tolist() == [60.7, 61, 70, 4]


def test_only_a_shared_file_may_hold_what_the_policy_does_not_know(tmp_path: Path) -> None:
    """In the policy's own file, and in one without a policy column, an unknown indicator is a mistake."""
    own = write(tmp_path, "observations.csv", OWN)
    other = write(tmp_path, "flere.csv", SHARED.replace("\n;", "\n").removeprefix("policy;"))
    with pytest.raises(InvalidObservations) as caught:
        kp.read_observations([own, other], POLICY)
    assert [p.code for p in caught.value.problems] == ["dangling", "dangling"]
    with pytest.raises(InvalidObservations, match="no indicator has the id 'sygefravaer'"):
        kp.read_observations(write(tmp_path, "landet.csv", SHARED), POLICY)


def test_sources_that_contradict_each_other_are_reported_with_both_places(tmp_path: Path) -> None:
    """Another value for the same series and period, without a publication date; the same value again is one row."""
    own = write(tmp_path, "a.csv", OWN)
    frame = pd.DataFrame({"indicator": ["beskaeftigelse"] * 2, "period": ["2012", "2013"], "value": [60.7, 62]})
    with pytest.raises(InvalidObservations) as caught:
        kp.read_observations((own, frame), POLICY)
    assert str(caught.value) == (
        f"source[1]:2: value: the same series and period is at {own}:3 with another value; "
        "give each row a publication date"
    )
    assert len(kp.read_observations([own, frame.head(1)], POLICY)) == 2
    assert len(kp.read_observations([own, frame.assign(published="2014-01")], POLICY)) == 4


def test_the_mistakes_of_all_sources_come_together(tmp_path: Path) -> None:
    """A missing file, a broken header and a bad figure are reported in one go, each with its file."""
    bad = write(tmp_path, "a.csv", OWN.replace("61", "ja"))
    headless = write(tmp_path, "b.csv", "indicator;period\nx;2012\n")
    with pytest.raises(InvalidObservations) as caught:
        kp.read_observations([tmp_path / "nowhere.csv", bad, headless], POLICY)
    assert caught.value.lines() == [
        f"{tmp_path / 'nowhere.csv'}: there is no such file or folder",
        f"{bad}:3: value: 'ja' is not a number" + NO_FIGURE,
        f"{headless}:1: the column 'value' is missing (in Danish: 'værdi')",
    ]
    with pytest.raises(FileError, match="no such file"):
        kp.read_observations([tmp_path / "nowhere.csv"], POLICY)


def test_no_sources_are_an_empty_table() -> None:
    """A program that gathers files need not ask whether it found any."""
    assert len(kp.read_observations([], POLICY)) == 0


def test_titles_above_the_header_of_a_csv_file_are_passed_over(tmp_path: Path) -> None:
    """Lines still count from the top of the file; a title may hold commas, quotes and the separator's own line."""
    text = 'sep=;\nTal, opgjort "foreløbigt"\n;;\n\nIndikator;Periode;Værdi\nbeskaeftigelse;2012;{}\n'
    assert kp.read_observations(write(tmp_path, "a.csv", text.format("60,7")), POLICY).frame["value"].tolist() == [60.7]
    with pytest.raises(InvalidObservations, match=r"a\.csv:6: value: 'se note' is not a number"):
        kp.read_observations(write(tmp_path, "a.csv", text.format("se note")), POLICY)


def test_a_mistake_in_one_cell_does_not_hide_another_in_the_row(tmp_path: Path) -> None:
    """Unknown indicator and bad figure are reported together; that the row then has no value is no news."""
    path = write(
        tmp_path, "a.csv", "indicator;period;value;quality\nbeskaftigelse;20;ja;\nbeskaeftigelse;2012;;finel\n"
    )
    with pytest.raises(InvalidObservations) as caught:
        kp.read_observations(path, POLICY)
    assert [(p.line, p.path) for p in caught.value.problems] == [
        (2, ("indicator",)),
        (2, ("period",)),
        (2, ("value",)),
        (3, ("quality",)),
    ]


@pytest.mark.parametrize("judgement", ["nået", "On_Track", "Ikke indfriet", "Samarbejdet er kommet godt i gang"])
def test_people_judge_a_qualitative_indicator_in_their_own_words(tmp_path: Path, judgement: str) -> None:
    """The words are kept as written, whether they stand for a status or not."""
    text = f"indikator;periode;værdi;vurdering\nsamarbejde;2024;;{judgement}\n"
    assert kp.read_observations(write(tmp_path, "a.csv", text), POLICY).frame["judgement"].tolist() == [judgement]


def test_a_qualitative_indicator_needs_a_judgement_and_no_figure(tmp_path: Path) -> None:
    """A figure, and nothing at all, are reported with row and column; a judgement withheld is marked."""
    text = "indicator;period;value;judgement;quality\nsamarbejde;2023;3;;\nsamarbejde;2024;;;\nsamarbejde;2025;;;suppressed\n"
    with pytest.raises(InvalidObservations) as caught:
        kp.read_observations(write(tmp_path, "a.csv", text), POLICY)
    assert [line.partition("a.csv")[2] for line in caught.value.lines()] == [
        ":2: value: a qualitative indicator is judged by people; write the judgement and leave the value empty",
        ":3: judgement: the indicator is qualitative, but the row has no judgement",
    ]


def test_a_day_is_read_as_a_danish_spreadsheet_writes_it(tmp_path: Path) -> None:
    """31-12-2023 and 31.12.2023 are the last day of the year."""
    text = "indicator;period;value;published\nbeskaeftigelse;2012;60;31-12-2023\nbeskaeftigelse;2013;61;1.2.2024\n"
    table = filled(kp.read_observations(write(tmp_path, "a.csv", text), POLICY).frame)
    assert table["published"].tolist() == ["2023-12-31", "2024-02-01"]


def test_the_words_for_a_judgement_are_those_of_the_statuses() -> None:
    """Every word of the table stands for a status that people can give; other words for none."""
    assert {status_of_judgement(word) for word in JUDGEMENTS} == {
        "achieved",
        "unchanged",
        "on_track",
        "behind",
        "far_behind",
        "worsening",
        "missed",
    }
    assert status_of_judgement(" Går  den forkerte vej ") == "worsening"
    assert status_of_judgement("Godt på vej") is None


def test_an_inexact_figure_that_contradicts_itself_is_reported(tmp_path: Path) -> None:
    """A range the wrong way round, a range with a reservation, an upper end alone."""
    head = "indicator;period;value;value_high;qualifier;judgement\n"
    text = head + "beskaeftigelse;1;20;10;;\nbeskaeftigelse;2;10;20;ca.;\nbeskaeftigelse;3;;20;;indfriet\n"
    path = write(tmp_path, "a.csv", text.replace(";1;", ";2011;").replace(";2;", ";2012;").replace(";3;", ";2013;"))
    with pytest.raises(InvalidObservations) as caught:
        kp.read_observations(path, POLICY)
    assert [(p.line, p.code) for p in caught.value.problems] == [
        (2, "range_reversed"),
        (3, "qualifier_with_range"),
        (4, "range_without_value"),
    ]


def test_a_figure_that_cannot_be_read_contradicts_nothing(tmp_path: Path) -> None:
    """It is reported for itself; that the next row has another value is no news."""
    path = write(tmp_path, "a.csv", "indicator;period;value\nbeskaeftigelse;2012;ja\nbeskaeftigelse;2012;5\n")
    with pytest.raises(InvalidObservations) as caught:
        kp.read_observations(path, POLICY)
    assert [p.code for p in caught.value.problems] == ["not_a_number"]


def test_the_file_of_one_policy_is_never_that_of_several(tmp_path: Path) -> None:
    """Nor is one municipality judged by the figures of another: whose they are must be stated, in one way of several."""
    others = [attrs.evolve(POLICY, id=id) for id in ("p", "q")]
    for policy in others:
        (tmp_path / policy.id).mkdir()
        kp.dump(policy, tmp_path / policy.id / "policy.yaml")
    own = write(tmp_path / "p", "observations.csv", OWN)
    both = kp.Portfolio(others)
    for figures in (own, [own], {"": own}):
        with pytest.raises(InvalidObservations, match="is beside one policy, but would count for several"):
            kp.read_observations(figures, both)
    for found in (kp.read_observations({"p": own}, both), kp.read_observations(tmp_path, both)):
        assert found.frame["policy"].tolist() == ["p", "p"]
    assert (
        kp.evaluate(both, tmp_path).frame["value"].notna().sum()
        == kp.evaluate(others[0], own).frame["value"].notna().sum()
    )
    stranger = attrs.evolve(POLICY, id="r")
    with pytest.raises(InvalidObservations, match="the folder contains none of the policies that are asked for: r"):
        kp.read_observations(tmp_path, stranger)
    assert kp.read_observations(own, others[1]).frame["policy"].tolist() == ["q", "q"]  # asked for on purpose
    national = write(tmp_path, "landet.csv", OWN)
    assert kp.read_observations(national, both).frame["policy"].isna().all()


def test_a_folder_without_policies_is_no_table(tmp_path: Path) -> None:
    """There is nothing beside which figures could lie; and what is called like a file should be one."""
    (tmp_path / "tal.csv").mkdir()
    with pytest.raises(InvalidDocument, match="the folder contains no policy"):
        kp.read_observations(tmp_path)
    with pytest.raises(FileError, match="cannot be read"):
        kp.read_observations(tmp_path / "tal.csv")
