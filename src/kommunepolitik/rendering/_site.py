"""A set of pages on disk: one for each policy and format, and the way in where there are several."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from kommunepolitik.documents import Document, write_text
from kommunepolitik.errors import FileError, InvalidObservations, Problem
from kommunepolitik.model import Portfolio
from kommunepolitik.observations import read_observations
from kommunepolitik.rendering._pages import render_index, render_policy
from kommunepolitik.rendering._templates import SUFFIXES

if TYPE_CHECKING:
    import pandas as pd


@attrs.frozen
class Site:
    """Policies with their figures, to be written as pages that link to each other."""

    portfolio: Portfolio
    observations: "Mapping[str, pd.DataFrame]"

    def write(self, output: Path, formats: Sequence[str], code: str) -> Iterator[Path]:
        """Write the pages one by one, each whole or not at all, and yield the path of each; the way in comes last."""
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            data = {"detail": error.strerror or str(error)}
            raise FileError(Problem(code="cannot_write", data=data, file=str(output))) from error
        for format in formats:
            pages = {policy.id: f"{policy.id}{SUFFIXES[format]}" for policy in self.portfolio}
            index = f"index{SUFFIXES[format]}" if len(self.portfolio) > 1 else None
            for policy in self.portfolio:
                text = render_policy(
                    policy,
                    format,
                    code,
                    observations=self.observations.get(policy.id),
                    portfolio=self.portfolio,
                    pages=pages,
                    index=index,
                )
                yield _write(output / pages[policy.id], text)
            if index is not None:
                text = render_index(self.portfolio, format, code, observations=self.observations, pages=pages)
                yield _write(output / index, text)

    def __len__(self) -> int:
        return len(self.portfolio) + (len(self.portfolio) > 1)


def gather(documents: Sequence[Document]) -> Site:
    """Take policies as they were read, with the figures beside them.

    Raises:
        InvalidObservations: with the problems of all tables of figures together.
    """
    observations = {}
    problems: list[Problem] = []
    for document in documents:
        if document.observations is not None:
            try:
                observations[document.policy.id] = read_observations(document.observations, document.policy)
            except InvalidObservations as error:
                problems += error.problems
    if problems:
        raise InvalidObservations(*problems)
    return Site(Portfolio(document.policy for document in documents), observations)


def _write(path: Path, text: str) -> Path:
    write_text(path, text, overwrite=True)
    return path
