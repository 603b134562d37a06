"""Fills a label down to the rows below that have none, where it names a group of rows."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from kommunepolitik.observations.grid import Row

Label = TypeVar("Label")


def filled_down(rows: Sequence[Row], labels: Sequence[Label], others: Sequence[bool], empty: Label) -> Iterator[Label]:
    """Yield the label of each row, or that above it for a row without one.

    `others` is whether a row has a text in another column of labels; a row without any, or below an empty row, keeps
    its empty label: it may be a heading, a sum, or the beginning of something else.
    """
    last, before = empty, 0
    for row, label, has_other in zip(rows, labels, others, strict=True):
        if row.number > before + 1:
            last = empty
        last, before = label if label != empty else last, row.number
        yield last if label != empty or has_other else label
