"""A report as JSON, and the choice of a writer."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs
import hypothesis.strategies as st
import pytest
from hypothesis import given

import kommunepolitik.blocks as b
from kommunepolitik.errors import RenderingError
from kommunepolitik.formats import FORMATS, to_format
from kommunepolitik.formats.data import write_json
from kommunepolitik.testing.specimen import HOSTILE, specimen


def texts(value: Any) -> Iterator[str]:
    """Yield every text in blocks."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from (text for each in value for text in texts(each))
    elif attrs.has(type(value)):
        yield from (text for field in attrs.fields(type(value)) for text in texts(getattr(value, field.name)))


def data_texts(value: Any) -> Iterator[str]:
    """Yield every text in data but the names of classes."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (text for each in value for text in data_texts(each))
    elif isinstance(value, dict):
        yield from (text for key, each in value.items() if key != "block" for text in data_texts(each))


@given(st.one_of(st.just(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]))))
def test_nothing_is_lost(message: str) -> None:
    """Every text of every block is in the data, as often as in the report."""
    report = specimen(words_of_policy=message)
    assert Counter(data_texts(json.loads(write_json(report)))) == Counter(texts(report))


def test_a_block_is_an_object_with_its_class() -> None:
    """A program finds tables, charts and statuses by name."""
    data = json.loads(write_json(specimen()))
    assert data["block"] == "Report"
    first = data["sections"][0]
    assert [first["block"], first["id"], first["title"][0]] == [
        "Section",
        "section_one",
        {"block": "Text", "words": "Overblik", "mark": "", "language": ""},
    ]


def test_letters_are_written_as_they_are_and_an_open_end_is_a_text() -> None:
    """The data is UTF-8, and JSON has no number that is infinite."""
    point = b.Point(at=2024.5, value=4.0, low_end=0.0, high_end=float("inf"), words="mindst 4", period="2024")
    line = b.LineChart(unit="%", series=(b.ChartSeries(label="Nybro", segments=((point,),)),), spans=())
    chart = b.Chart(id="chart_one", title="Børn", description="", data=line)
    section = b.Section(id="section_one", title=(), blocks=(chart,))
    text = write_json(attrs.evolve(specimen(), sections=(section,)))
    assert '"title": "Børn"' in text
    assert '"high_end": "inf"' in text


def test_the_same_report_gives_the_same_text() -> None:
    """The order is that of the fields."""
    assert write_json(specimen()) == write_json(specimen())


@pytest.mark.parametrize("format", ["html", "md", "json", "text"])
def test_a_writer_is_chosen_by_the_name_of_its_format(format: str) -> None:
    """Each writes the title."""
    assert format in FORMATS
    written = to_format(specimen(words_of_policy="Opfølgning 2026"), format)
    assert isinstance(written, str)
    assert "Opfølgning 2026" in written


def test_a_format_that_nobody_writes_is_named() -> None:
    """With those that there are."""
    with pytest.raises(RenderingError, match="'odt' is not an output format; use one of html, md, pdf, docx, json"):
        to_format(specimen(), "odt")
