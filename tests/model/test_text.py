"""What a text is, and what an id is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommunepolitik.errors import InvalidModel
from kommunepolitik.model import FrozenMapping
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


def test_danish_letters_become_their_usual_pairs() -> None:
    """Ids are ASCII; æ, ø and å are written as Danes write them in addresses."""
    assert slug_of("Tryghed på Ærø og Møn") == "tryghed-paa-aeroe-og-moen"
