"""Figures out: the long table as a CSV file that a Danish spreadsheet program opens and `read_observations` reads."""

import csv
import io
import os
import re
from pathlib import Path
from typing import Final

import numpy as np

from kommunepolitik.documents.files import write_bytes
from kommunepolitik.documents.spreadsheet_text import inert
from kommunepolitik.model.text import decimal_text
from kommunepolitik.observations.columns import ABSENT, CHOICES, COLUMNS, NUMBERS
from kommunepolitik.observations.observations import Observations

_ALWAYS: Final = ("indicator", "period", "value")
_DANISH: Final = {
    name: {meaning: word for word, meaning in [*words.items()][::-1] if word != meaning}
    for name, words in CHOICES.items()
}
_THOUSANDS_OR_DECIMALS: Final = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}", re.ASCII)


def to_csv(figures: Observations) -> str:
    """Return figures as CSV: Danish headers, semicolons, decimal commas; the columns that hold anything.

    A number with three decimals gets a fourth, so that no reader takes it for thousands.

    >>> import kommunepolitik as kp
    >>> figures = kp.read_observations([{"indicator": "job", "period": 2024, "value": 52.5, "quality": "provisional"}])
    >>> to_csv(figures).split()
    ['indikator;periode;værdi;kvalitet', 'job;2024;52,5;foreløbig']
    """
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
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return file.getvalue()


def write_csv(figures: Observations, path: str | os.PathLike[str]) -> bool:
    """Write figures to a CSV file, whole or not at all; return whether the file changed.

    Raises:
        FileError: the file cannot be written.

    >>> import pathlib, tempfile
    >>> import kommunepolitik as kp
    >>> figures = kp.read_observations([{"indicator": "job", "period": 2024, "value": 52.5}])
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "observations.csv"
    >>> write_csv(figures, file), write_csv(figures, file)
    (True, False)
    """
    content = to_csv(figures).encode("utf-8-sig")  # with the mark by which Excel knows UTF-8
    if Path(path).is_file() and Path(path).read_bytes() == content:
        return False
    write_bytes(path, content, overwrite=True)
    return True


def number_text(value: float) -> str:
    """Return a number with a decimal comma, as short as it can be read back; nothing for NaN.

    >>> number_text(1200.0), number_text(0.1), number_text(65.125), number_text(1e-7)
    ('1200', '0,1', '65,1250', '0,0000001')
    """
    if np.isnan(value):
        return ""
    text = decimal_text(value).replace(".", ",")
    return f"{text}0" if _THOUSANDS_OR_DECIMALS.fullmatch(text) else text
