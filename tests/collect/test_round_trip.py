"""A law: what is written in a form is what is read from it, wherever its rows have been moved."""

import random
import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import openpyxl
from hypothesis import given
from hypothesis.strategies import SearchStrategy

from tests.collect.made import cells, forms, municipality, read
from tests.strategies import HALF

FREQUENCIES = ("yearly", "half_yearly", "every_four_months", "quarterly", "monthly", None)
VALUES = st.floats(0, 1e6, allow_nan=False).map(lambda value: round(value, 3)) | st.integers(0, 10**9)


@st.composite
def policies(draw: Any) -> dict[str, Any]:
    """Return the fields of a policy with a few indicators, some of them for groups."""
    indicators = [
        {
            "id": f"i{number}",
            "title": draw(st.sampled_from(["=SUM(A1)", "Unge", "Andel [%]", "x" * 80, "'", "+45"])),
            "decimals": draw(st.none() | st.integers(0, 3)),
            "frequency": draw(st.sampled_from(FREQUENCIES)),
            "responsible": "Center for Skole",
            "targets": [{"kind": "direction", "direction": "increase", "group": "piger"}]
            if draw(st.booleans())
            else [],
        }
        for number in range(draw(st.integers(1, 4)))
    ]
    return {"title": draw(st.sampled_from(["Politik", "A/B: [c]", "-"])), "indicators": indicators, "plan": None}


def orders() -> SearchStrategy[random.Random]:
    """Return what rows are shuffled by."""
    return st.randoms(use_true_random=False)


@HALF
@given(policy=policies(), values=st.lists(VALUES, min_size=12, max_size=12), order=orders())
def test_what_is_written_is_read_in_any_order_of_rows(
    policy: dict[str, Any], values: list[float], order: random.Random
) -> None:
    """Exactly these numbers, for exactly these indicators, groups and periods."""
    with tempfile.TemporaryDirectory() as folder:
        home = municipality(Path(folder), "indikator;periode;værdi\n", **policy)
        (form,) = forms(home).values()
        book = openpyxl.load_workbook(form)
        sheet = book.worksheets[1]
        inputs = {key: cell for (key, column), cell in cells(sheet).items() if column == "value"}
        written = {key: values[number % len(values)] for number, key in enumerate(inputs)}
        for key, cell in inputs.items():
            cell.value = written[key]
        rows = [cell.row for cell in inputs.values()]
        content = [[sheet.cell(row, column).value for column in range(1, 15)] for row in rows]
        order.shuffle(content)
        for row, line in zip(rows, content, strict=True):
            for column, value in enumerate(line, start=1):
                sheet.cell(row, column).value = value
        book.save(form)
        found = {}
        for each in read(home, form).figures:
            found[f"unge#{each.now.indicator}|{each.now.group}|{each.now.period}"] = each.now.value
    assert found == written
