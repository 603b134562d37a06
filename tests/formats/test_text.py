"""A report as text for a terminal."""

import unicodedata

import attrs
import hypothesis.strategies as st
import pytest
from hypothesis import given

import kommunepolitik.blocks as b
from kommunepolitik.errors.terminal import safe_lines
from kommunepolitik.formats.text import write_text
from kommunepolitik.testing.specimen import specimen, table, words
from tests.claims import some


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


def report(*blocks: b.Block) -> b.Report:
    """Return a report of one section."""
    section = b.Section(id="section_one", title=(b.Text("Afsnit"),), blocks=blocks)
    return b.Report(kind="outline", title="Titel", language="da", sections=(section,))


def body(*blocks: b.Block) -> str:
    """Return blocks as they are written below the heading."""
    return write_text(report(*blocks)).split("Afsnit\n", 1)[1]


def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor wider than a text is read well."""
    for columns, most in some(((40, 40), (80, 80), (300, 100))):
        monkeypatch.setenv("COLUMNS", str(columns))
        text = write_text(specimen(words_of_policy="ord " * 200))
        assert max(map(len, text.splitlines())) <= most


@given(st.text())
def test_no_text_moves_the_cursor_or_begins_a_line_of_its_own(message: str) -> None:
    """Line breaks are spaces, and characters that control a terminal are left out."""
    text = write_text(report(b.List((words(f"a{message}b"),))))
    assert not [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")]


def test_no_line_gives_an_order_to_the_system_that_runs_the_command() -> None:
    """A line that begins with two colons is one for some systems."""
    text = write_text(attrs.evolve(specimen(words_of_policy="::error::nej"), title="::warning::ja"))
    assert text.startswith("\\::warning::ja")
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert safe_lines("\n" * 1_000_000 + "::x").endswith("\n\\::x")
    text = write_text(specimen(words_of_policy="en ##[add-mask]x og ##vso[task.complete]y, men ## [z]"))
    assert r"en #\#[add-mask]x og #\#vso[task.complete]y, men ## [z]" in text


def test_lines_of_an_item_hang() -> None:
    """What goes on is below the words of the item, not below its mark; a list in a list is further in."""
    inner = b.List((words("inde"),))
    text = body(b.List(((*words("ord " * 30), inner), words("to")), ordered=True))
    lines = text.splitlines()
    assert lines[0].startswith("  1. ord")
    assert lines[1].startswith("     ord")
    assert "     • inde" in lines
    assert lines[-1] == "  2. to"


def test_a_table_that_has_room_is_aligned() -> None:
    """Numbers are to the right, and what a row is based on is below."""
    assert body(table()).splitlines() == [
        "  Tal",
        "  Pejlemærke            Nu  Status              Forløb",
        "  Job og uddannelse",
        "  I virksomhedspraktik  58  ✖ ikke nået; værre  52, 71, 58; måltal 60",
        "  I virksomhedspraktik: Løftet er 60.",
    ]


def test_a_table_without_room_is_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each cell has the title of its column."""
    monkeypatch.setenv("COLUMNS", "50")
    assert body(table()).splitlines()[2:5] == [
        "  I virksomhedspraktik",
        "    Nu: 58",
        "    Status: ✖ ikke nået; værre",
    ]


def test_every_word_is_written() -> None:
    """Of notices, fields, quotes, charts, key figures, counts and columns."""
    text = " ".join(write_text(specimen()).split())
    parts = (
        "Nybro Kommune findes ikke.",
        "Periode: 2024–2027",
        "◌ Baseline mangler.",
        "inde i to",
        "højre",
    )
    for part in (*parts, "– Centerchef, for 2025", "✖ ikke nået: 1 (heraf 1 udløbet)", "Fra 50 % til 56 %."):
        assert part in text
