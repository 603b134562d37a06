"""Writes the long table as a CSV file that a Danish spreadsheet program opens and `read_observations` reads."""

import os
from typing import Any, Final

import numpy as np

from kommunepolitik.documents.csv_text import csv_text
from kommunepolitik.documents.spreadsheet_text import inert
from kommunepolitik.documents.writing import write_changed
from kommunepolitik.observations.columns import ABSENT, CHOICES, COLUMNS, NUMBERS
from kommunepolitik.observations.normalise import normalise
from kommunepolitik.observations.number_text import number_text

_ALWAYS: Final = ("indicator", "period", "value")
_DANISH: Final = {
    name: {meaning: word for word, meaning in [*words.items()][::-1] if word != meaning}
    for name, words in CHOICES.items()
}


def to_csv(figures: Any) -> str:
    """Return figures as CSV: Danish headers, semicolons, decimal commas; the columns that are not empty.

    `figures` is what `read_observations` returns or accepts. A number with three decimals gets a fourth, so that no
    program reads it as thousands.

    >>> to_csv([{"indicator": "job", "period": 2024, "value": 52.5, "quality": "provisional"}]).split()
    ['indikator;periode;værdi;kvalitet', 'job;2024;52,5;foreløbig']

    Raises:
        InvalidObservations: the figures cannot be read.
    """
    figures = normalise(figures)
    columns: dict[str, list[str]] = {}
    for column in COLUMNS:
        name = column.name
        if name in NUMBERS:
            cells = [number_text(value) for value in figures.numbers[name].tolist()]
        else:
            absent, words = ABSENT.get(name, ""), _DANISH.get(name, {})
            written = ["" if word == absent else inert(words.get(word, word)) for word in figures.texts[name].words]
            cells = np.array([*written, ""], object)[figures.texts[name].codes].tolist() if written else []
        if name in _ALWAYS or any(cells):
            columns[column.danish] = cells
    return csv_text([columns, *zip(*columns.values(), strict=True)], ";")


def csv_content(figures: Any) -> bytes:
    """Return figures as `to_csv` does, as the content of a file, with the mark by which Excel knows UTF-8."""
    return to_csv(figures).encode("utf-8-sig")


def write_csv(figures: Any, path: str | os.PathLike[str]) -> bool:
    """Write figures as `to_csv` does to a file, whole or not at all; return whether the file changed.

    Raises:
        InvalidObservations: the figures cannot be read.
        FileError: the file cannot be written.

    >>> import pathlib, tempfile
    >>> figures = [{"indicator": "job", "period": 2024, "value": 52.5}]
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "observations.csv"
    >>> write_csv(figures, file), write_csv(figures, file)
    (True, False)
    """
    return write_changed(path, csv_content(figures))
