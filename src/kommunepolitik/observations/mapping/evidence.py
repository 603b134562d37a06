"""What an unknown label or column is: by its words, by likeness to titles, and by figures that are known already."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import attrs

from kommunepolitik.model import Policy, Unit
from kommunepolitik.observations.titles import Titles

Basis = Literal["title", "figures", "likeness", "word", "none"]
"""Why something is proposed; the last means no proposal."""

Series = tuple[str, str]
"""Indicator and group."""

_LIKE: Final = 70
_SAME: Final = 1e-9


class Guess(NamedTuple):
    """A proposed meaning, and the reason for it."""

    value: str
    basis: Basis
    same: int = 0
    """The number of earlier figures that are the same."""
    compared: int = 0

    @property
    def certain(self) -> bool:
        """Whether it needs no review: an exact title, or several figures that all are the same."""
        return self.basis == "title" or (self.basis == "figures" and 1 < self.compared == self.same)


NOTHING: Final = Guess("", "none")


class SheetFigure(NamedTuple):
    """A figure in a sheet, as far as its place is known."""

    period: str
    value: float
    group: str | None = None
    """Its group, where the heading of its column names it; else None."""


@attrs.frozen(kw_only=True)
class Evidence:
    """The policies that a file may be for, and the figures that are known of them."""

    policies: Sequence[Policy]
    titles: Titles
    known: Mapping[Series, Mapping[str, float]]
    """The known values of each series of the municipality, by period."""

    @classmethod
    def of(cls, policies: Sequence[Policy], known: Iterable[tuple[str, str, str, float]]) -> "Evidence":
        """Return the evidence of known figures: indicator, group, period and value of each."""
        series: dict[Series, dict[str, float]] = {}
        for indicator, group, period, value in known:
            series.setdefault((indicator, group), {})[period] = value
        return cls(policies=policies, titles=Titles(policies), known=series)

    @property
    def units(self) -> list[Unit]:
        """The units of all indicators."""
        return [each.unit for policy in self.policies for each in policy.indicators if each.unit is not None]

    @property
    def areas(self) -> dict[str, str]:
        """The names of the policies' own municipalities, and the words for them."""
        return {policy.municipality.name: "own" for policy in self.policies}

    def unit_of(self, indicator: str) -> str:
        """Return the unit of an indicator; nothing if it has none."""
        found = (each for policy in self.policies for each in policy.indicators if each.id == indicator)
        return next((each.unit.text for each in found if each.unit is not None), "")

    def indicator(self, text: str, figures: Sequence[SheetFigure], group: str = "") -> Guess:
        """Return the indicator that a text and its figures, of a group where one is given, are of."""
        if (id := self.titles.indicator(text)) is not None:
            return Guess(id, "title", *self._count_of(id, figures, group))
        among = [each for each in self.known if not group or each[1] == group]
        by_figures = self.by_figures(figures, among)
        if by_figures is not None:
            (indicator, _), same, compared = by_figures
            return Guess(indicator, "figures", same, compared)
        guess = self._like(text, {each.title: each.id for policy in self.policies for each in policy.indicators})
        same, compared = self._count_of(guess.value, figures, group)
        return guess._replace(same=same, compared=compared)

    def group(self, text: str, columns: Iterable[Sequence[SheetFigure]]) -> Guess:
        """Return the group that a text names; `columns` are the figures of its rows, separately for each column."""
        if (id := self.titles.group(text)) is not None:
            return Guess(id, "title")
        found = [each for figures in columns if (each := self.by_figures(figures, [*self.known])) is not None]
        if found:
            (_, group), same, compared = max(found, key=lambda each: each[1])
            return Guess(group, "figures", same, compared)
        return self._like(text, {each.title: each.id for policy in self.policies for each in policy.groups})

    def by_figures(self, figures: Sequence[SheetFigure], among: Sequence[Series]) -> tuple[Series, int, int] | None:
        """Return the one series with more equal figures than any other, at least two."""
        counted = [(series, *self._count([series], figures)) for series in among]
        ranked = sorted((each for each in counted if each[1] > 1), key=lambda each: (-each[1], each[2]))
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1] and ranked[0][0][0] != ranked[1][0][0]):
            return None
        return ranked[0]

    def _count(self, series: Sequence[Series], figures: Iterable[SheetFigure]) -> tuple[int, int]:
        """Return how many figures equal known ones of one of some series, and how many have a known one."""
        same = compared = 0
        for figure in figures:
            own = [each for each in series if figure.group is None or figure.group == each[1]]
            known = [self.known[each][figure.period] for each in own if figure.period in self.known[each]]
            compared += bool(known)
            same += any(abs(value - figure.value) <= _SAME for value in known)
        return same, compared

    def _count_of(self, indicator: str, figures: Iterable[SheetFigure], group: str) -> tuple[int, int]:
        series = [each for each in self.known if each[0] == indicator and (not group or each[1] == group)]
        return self._count(series, figures)

    @staticmethod
    def _like(text: str, titles: Mapping[str, str]) -> Guess:
        from rapidfuzz import fuzz, process

        names = list(titles)
        found = process.extractOne(text, names, scorer=fuzz.token_set_ratio, score_cutoff=_LIKE, processor=str.casefold)
        return NOTHING if found is None else Guess(titles[found[0]], "likeness")


def distinct(texts: Iterable[str]) -> Iterator[str]:
    """Yield texts that are not empty, each once."""
    return (text for text in dict.fromkeys(texts) if text)
