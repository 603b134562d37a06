"""Drafts, and the finished forms that take their place."""

from pathlib import Path

import yaml

from kommunepolitik.documents import read as read_document
from tests.collect.made import collected, fill, forms, municipality, read
from tests.files import contents

UNIT = "Center for Skole"
Q1, Q2, Q3 = (f"unge#klubber||2026-Q{quarter}" for quarter in (1, 2, 3))
TEXT = "unge#spor-1|account:text|2026"
DRAFT = {Q1: {"value": 6}, Q2: {"value": 7}, Q3: {"value": 8}, TEXT: {"account": "Vi har to klubber."}}
FINAL = {Q1: {"answer": "måles ikke i år"}, Q3: {"value": 9}, TEXT: {"account": "Vi har tre klubber."}}


def both(home: Path) -> tuple[Path, Path]:
    """Return a draft and the finished form of a unit: one figure is now not measured, one left empty, one changed."""
    form = forms(home)[UNIT]
    return fill(form, DRAFT, signed=None, name="udkast.xlsx"), fill(form, FINAL, name="endelig.xlsx")


def series(home: Path) -> list[str]:
    """Return the period and value of the collected figures."""
    return [":".join(line.split(";")[2:4]) for line in collected(home)[1:]]


def test_a_finished_form_withdraws_what_its_draft_stated(tmp_path: Path) -> None:
    """A figure that is not measured after all, or left empty, is taken out and listed; the changed one is confirmed."""
    home = municipality(tmp_path)
    draft, final = both(home)
    read(home, draft)
    assert series(home) == ["2026-Q1:6", "2026-Q2:7", "2026-Q3:8"]
    found = read(home, final)
    assert series(home) == ["2026-Q3:9"]
    assert [(str(each.key), each.figure.value) for each in found.withdrawn] == [(Q1, 6), (Q2, 7)]
    assert Q2 in map(str, found.forms[0].empty)
    assert [each.why for each in read_document(home).missing_figures] == ["not_measured"]
    content = contents(home)
    assert read(home, final).withdrawn == ()
    assert contents(home) == content


def test_a_finished_form_is_read_beside_its_draft(tmp_path: Path) -> None:
    """In either order it counts alone; an answer that only the draft has is not used, and noticed with its cell."""
    home = municipality(tmp_path)
    draft, final = both(home)
    for files in ((draft, final), (final, draft)):
        found = read(home, *files, dry_run=True)
        assert [(str(each.now.period), each.now.value) for each in found.figures] == [("2026-Q3", 9)]
        assert [(each.kind, each.now.text) for each in found.accounts] == [("new", "Vi har tre klubber.")]
        assert [(each.code, each.line) for each in found.notices] == [("form_draft_left_out", 8)]
        assert [each.is_replaced for each in found.forms] == [each == draft for each in files]


def test_when_a_draft_came_first_the_folder_may_be_read_again_with_both(tmp_path: Path) -> None:
    """The way of the analyst: the folder is read, the finished form comes, the folder is read again."""
    home = municipality(tmp_path)
    draft, final = both(home)
    read(home, draft)
    read(home, draft.parent)
    assert final.parent == draft.parent
    assert series(home) == ["2026-Q3:9"]
    content = contents(home)
    read(home, draft.parent)
    assert contents(home) == content


def test_a_mistake_in_a_draft_does_not_stop_the_finished_form(tmp_path: Path) -> None:
    """It was corrected."""
    home = municipality(tmp_path)
    form = forms(home)[UNIT]
    draft = fill(form, {Q1: {"value": "mange"}}, signed=None, name="udkast.xlsx")
    found = read(home, draft, fill(form, {Q1: {"value": 6}}, name="endelig.xlsx"))
    assert [each.now.value for each in found.figures] == [6]


def test_the_draft_of_another_unit_stays(tmp_path: Path) -> None:
    """A finished form counts for its own unit."""
    home = municipality(tmp_path)
    made = forms(home)
    read(home, fill(made[UNIT], DRAFT, signed=None))
    read(home, fill(made["Center for Fritid"], {"unge#samarbejde||2026": {"value": "I mål"}}))
    assert series(home) == ["2026-Q1:6", "2026-Q2:7", "2026-Q3:8", "2026:"]


def test_the_last_figure_of_a_draft_may_be_withdrawn(tmp_path: Path) -> None:
    """The file of collected figures is left with its header, and is read."""
    home = municipality(tmp_path)
    form = forms(home)[UNIT]
    read(home, fill(form, {Q1: {"value": 6}}, signed=None))
    read(home, fill(form))
    assert len(collected(home)) == 1
    assert read(home, fill(form, {Q1: {"value": 5}})).figures[0].kind == "new"


def test_what_was_reported_before_can_be_replaced_by_deleting_it(tmp_path: Path) -> None:
    """A figure that was to come in March and now comes in June: the old entry is left until it is deleted."""
    home = municipality(tmp_path)
    form = forms(home)[UNIT]
    read(home, fill(form, {Q1: {"expected": "marts 2027"}}))
    later = fill(form, {Q1: {"expected": "juni 2027"}})
    assert [each.kind for each in read(home, later).gaps] == ["kept"]
    file = home / "opfoelgning" / "2026" / "accounts.yaml"
    content = yaml.safe_load(file.read_text("utf-8"))
    file.write_text(yaml.safe_dump({"kommunepolitik": content["kommunepolitik"]}), "utf-8")
    assert [each.kind for each in read(home, later).gaps] == ["new"]
