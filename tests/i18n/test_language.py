"""Words, numbers and dates in Danish and English."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import kommunepolitik.model as m
from kommunepolitik.cli import options
from kommunepolitik.i18n import LANGUAGES, language
from kommunepolitik.i18n.labels import LABELS
from kommunepolitik.model import Period
from kommunepolitik.model.record import shapes_of
from tests.claims import some

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "src" / "kommunepolitik" / "i18n" / "locale"
CATALOGUES = {path.parts[-3]: path for path in sorted(LOCALE.glob("*/LC_MESSAGES/kommunepolitik.po"))}


def words_of(path: Path) -> dict[str | tuple[str, ...], str | tuple[str, ...]]:
    """Return the words of a catalogue with their translations."""
    with path.open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


def _plain(words: object) -> object:
    """Return words as `read_po` gives them: the other reader has lists where it has tuples."""
    return tuple(words) if isinstance(words, list) else words


@pytest.mark.parametrize(
    ("period", "danish", "english"),
    [
        ("2012", "2012", "2012"),
        ("2012-Q4", "4. kvartal 2012", "Q4 2012"),
        ("2024-03", "marts 2024", "March 2024"),
        ("2023-11-27", "27. november 2023", "27 November 2023"),
        ("2022/23", "skoleåret 2022/23", "school year 2022/23"),
        ("2013..2016", "2013–2016", "2013–2016"),
        ("2023..", "fra 2023", "from 2023"),
        ("2013..2023-09-24", "2013–24. september 2023", "2013–24 September 2023"),
    ],
)
def test_periods_in_words(period: str, danish: str, english: str) -> None:
    """As a Danish and an English reader would write them."""
    assert language("da").period(Period(period)) == danish
    assert language("en").period(Period(period)) == english


def test_numbers_are_written_the_reader_s_way_and_never_rounded() -> None:
    """3,87 in Danish, 3.87 in English; decimals are a minimum."""
    assert language("da").number(3.87) == "3,87"
    assert language("en").number(1234.5) == "1,234.5"
    assert language("da").number(1234.5, 2) == "1.234,50"
    assert language("da").number(3.875, 1) == "3,875"
    assert language("da").number(-0.5) == "\u22120,5"


def test_every_fixed_word_of_the_model_has_a_label() -> None:
    """A new choice or field without a label would show as nothing."""
    for cls, field, kind in [
        (m.Policy, "stage", "stage"),
        (m.Source, "version", "version"),
        (m.Missing, "why", "why"),
        (m.Continuation, "basis", "basis"),
        (m.Indicator, "direction", "direction"),
        (m.Indicator, "kind", "kind"),
        (m.Indicator, "role", "role"),
        (m.Indicator, "frequency", "frequency"),
        (m.Source, "kind", "source_kind"),
        (m.StandingTarget, "per", "per"),
        (m.StatedCount, "what", "count"),
    ]:
        shape = next(shape for shape in shapes_of(cls) if shape.name == field)
        assert set(shape.choices) == set(LABELS[kind]), kind
    elements = [c for c in map(m.__dict__.get, m.__all__) if isinstance(c, type) and issubclass(c, m.Element)]
    emptiable = {shape.name for cls in elements for shape in shapes_of(cls) if shape.default in (None, ())}
    assert emptiable <= set(LABELS["field"])


def test_every_language_but_english_has_a_catalogue() -> None:
    """The words in the code are English; a language without a catalogue would use it too."""
    assert set(LANGUAGES) == {"en", *CATALOGUES}


def test_the_command_line_offers_every_language() -> None:
    """Its own list, so that help is printed without loading any words, is the same."""
    assert options.LANGUAGES == LANGUAGES


@pytest.mark.parametrize("code", CATALOGUES)
def test_a_catalogue_is_whole_and_compiled(tmp_path: Path, code: str) -> None:
    """Every word of code and templates is translated, none is left over, and the compiled file is not stale."""
    pot = tmp_path / "words.pot"
    command = [
        "babel.messages.frontend",
        "-q",
        "extract",
        "-F",
        "babel.cfg",
        "-k",
        "N_",
        "-k",
        "NN_:1,2",
        "-o",
        str(pot),
        ".",
    ]
    subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=True)
    wanted = set(words_of(pot))
    words = words_of(CATALOGUES[code])
    assert wanted == set(words), "run `make messages`, then translate what is new"
    assert [id for id, text in words.items() if not all([text] if isinstance(text, str) else text)] == []
    with CATALOGUES[code].with_suffix(".mo").open("rb") as file:
        compiled = {_plain(message.id): _plain(message.string) for message in read_mo(file) if message.id}
    assert compiled == words, "run `make messages`"


@pytest.mark.parametrize("code", CATALOGUES)
def test_translations_keep_their_placeholders(code: str) -> None:
    """A lost {value} would lose what the message is about."""
    for words, translated in some(words_of(CATALOGUES[code]).items()):
        ids, strings = ((x if isinstance(x, tuple) else (x,)) for x in (words, translated))
        for english, other in zip(ids, strings, strict=True):  # "for one of them": a singular may do without the number
            assert {*re.findall(r"\{\w+\}", other)} == {*re.findall(r"\{\w+\}", english)}, words
