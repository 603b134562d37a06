"""What a text is, and what an id is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents.spreadsheet_text import inert, without_mark
from kommunepolitik.errors import InvalidModel, InvalidObservations
from kommunepolitik.errors.terminal import one_line, safe_lines
from kommunepolitik.model import FrozenMapping
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.text import is_slug, normalise_text, slug_of


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_normalising_twice_changes_nothing(text: str) -> None:
    """Law: what is kept is in its final form."""
    once = normalise_text(text)
    assert normalise_text(once) == once


def test_the_scars_of_a_pdf_are_removed() -> None:
    """Form feeds, Windows line ends, trailing blanks and decomposed letters come from conversion, not from an author."""
    assert normalise_text("A\u030arhus \r\n\x0c by\u202e \x00") == "Århus\n\n by"


def test_half_a_character_is_refused() -> None:
    """A lone surrogate fits no UTF-8 file."""
    with pytest.raises(InvalidModel, match=r"U\+D800"):
        normalise_text("a\ud800")


@pytest.mark.parametrize("odd", ["\x00", "\x9b", "\x7f", "\u202e", "\ufffe", "\U0010ffff", "\ud800"])
def test_what_is_kept_for_other_tools_has_no_odd_characters(odd: str) -> None:
    """An annotation is kept letter by letter; what would move a cursor, or fits no workbook, is refused and not dropped."""
    for annotations in ({f"a{odd}": 1}, {"a": [{"b": odd}]}):
        with pytest.raises(InvalidModel, match=f"U\\+{ord(odd):04X}"):
            FrozenMapping(annotations)
    kept = {"a": "\t to \r\nlinjer\n", "b": "A\u030arhus \U0001f600"}
    assert FrozenMapping(kept) == kept


@given(st.text())
def test_an_id_can_be_made_from_any_text(text: str) -> None:
    """Law: the suggested id is always one."""
    assert is_slug(slug_of(text))


def test_an_id_made_from_a_long_text_is_short() -> None:
    """At most 60 characters, which end in a letter or a number."""
    assert slug_of("a" * 61) == "a" * 60
    assert slug_of("a" * 59 + " bolig") == "a" * 59


def test_danish_letters_become_their_usual_pairs() -> None:
    """Ids are ASCII; æ, ø and å are written as Danes write them in addresses."""
    assert slug_of("Tryghed på Ærø og Møn") == "tryghed-paa-aeroe-og-moen"


MARKS = "\u0301\u0323" * 250_000
"""Marks that a normal form would order: half a million of them take minutes, where the time grows with the square."""


@pytest.mark.parametrize(
    "function", [slug_of, inert, without_mark, one_line, safe_lines, lambda text: nearest(text, ["a"])]
)
def test_a_run_of_marks_takes_no_longer_than_other_letters(function: Callable[[str], object]) -> None:
    """Ids, texts for spreadsheets and terminals, and the nearest word; the test ends."""
    function(f"a{MARKS}")
    function("a\n" * 500_000)


def test_a_text_of_marks_is_refused_wherever_it_comes_from(tmp_path: Path) -> None:
    """In a policy, a table of figures or its header, a search for a municipality."""
    file, text = tmp_path / "tal.csv", f"a{MARKS}"
    tables = [f"indikator;periode;værdi;kilde\njob;2024;1;{text}\n", f"indikator;periode;værdi;{text}\njob;2024;1;x\n"]
    for content in tables:
        file.write_text(content, "utf-8")
        with pytest.raises(InvalidObservations):
            kp.read_observations(file)
    for refuse in (lambda: m.Policy(id="p", title=text, municipality="Slagelse"), lambda: m.Municipality.find(text)):
        with pytest.raises(InvalidModel):
            refuse()


@pytest.mark.parametrize(
    ("word", "meant"),
    [("færdig", "done"), ("Faerdig", "done"), ("hoejst", "at_most"), ("delmaal", "goals"), ("i kraft", "in_force")],
)
def test_a_danish_word_is_known_without_danish_letters(word: str, meant: str) -> None:
    """And with blanks, as people write it beside an English key."""
    assert nearest(word, ["at_most", "done", "goals", "in_force"]) == meant


def test_an_id_is_made_of_letters_without_their_marks() -> None:
    """As before the marks were taken one by one."""
    assert slug_of("Ñandú À la carte ﬁn Ångström") == "nandu-a-la-carte-fin-aangstroem"
