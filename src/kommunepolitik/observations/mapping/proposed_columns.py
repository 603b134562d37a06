"""The columns of a proposed import: what each is, and what its texts mean."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import attrs

from kommunepolitik.observations.long_form import SUM
from kommunepolitik.observations.mapping.ends import figure_in, first_text
from kommunepolitik.observations.mapping.evidence import NOTHING, Evidence, Guess, SheetFigure, distinct
from kommunepolitik.observations.mapping.fill import filled_down
from kommunepolitik.observations.mapping.headings import BLANK, PERIOD
from kommunepolitik.observations.mapping.layout import Layout
from kommunepolitik.observations.mapping.recognise import area_word, heading_of
from kommunepolitik.observations.values import Notation
from kommunepolitik.observations.wide_form import period_of

_FIGURES: Final = re.compile(
    r"værdi|value|antal|indhold|tal|resultat(?:er)?|andel|status|regnskab|faktisk|realiseret|procent|pct\.?|%",
    re.IGNORECASE,
)
_WHOLE: Final = re.compile(r"i alt|total|alle|samlet|t|begge køn|hele befolkningen", re.IGNORECASE)
_FILLED: Final = ("indicator", "area", "period")
"""The labels that a row cannot lack."""


@attrs.frozen(kw_only=True)
class ProposedColumn:
    """A column of a proposal."""

    header: tuple[str, ...]
    is_: str
    """Its role; empty where it is not recognised."""
    column: str = ""
    """Its letter, where another column has the same heading."""
    number: int = 0
    fill_down: bool = False
    values: Mapping[str, Guess] = attrs.field(factory=dict)
    ignore: Sequence[str] = ()
    passed: str = ""
    """Why the whole column is skipped, a code for its words; empty if it is not."""
    indicator: Guess = NOTHING
    group: str = ""
    area: str = ""
    unit: str = ""
    marks: frozenset[str] = frozenset()
    certain: bool = True
    doubt: str = ""
    """Why its figures need a review, a code for its words; empty if they do not."""


@attrs.frozen
class PlacedFigure:
    """A figure of a sheet with all that follows from its place."""

    layout: Layout
    row: int
    column: int
    period: str
    value: float


def doubted(columns: list[ProposedColumn]) -> list[ProposedColumn]:
    """Return the columns, with a doubt at those that give figures of the same series and period."""
    values = [each for each in columns if each.is_ == "value"]
    series = [(each.indicator.value, each.group, each.area, PERIOD in "".join(each.header)) for each in values]
    twice = [each for each, own in zip(values, series, strict=True) if series.count(own) > 1]
    return [attrs.evolve(each, doubt="same_series") if each in twice else each for each in columns]


def without_other_figures(columns: list[ProposedColumn], *, named: bool) -> list[ProposedColumn]:
    """Return the columns, skipping those of figures that cannot be distinguished or matched to an indicator."""
    values = [each for each in columns if each.is_ == "value"]
    if named:
        plain = [each for each in values if PERIOD not in "".join(each.header)]
        chosen = [each for each in plain if _FIGURES.fullmatch(" ".join(each.header))] or plain
        others = [each for each in plain if len(plain) < len(values) or each not in chosen[:1]]
    else:
        others = [each for each in values if not each.indicator.value]
        others = others if len(others) < len(values) else []
    return [
        attrs.evolve(each, is_="", passed="unknown_figures", certain=False) if each in others else each
        for each in columns
    ]


def labels_of(layout: Layout, column: int, roles: Mapping[int, str], *, fill_down: bool) -> list[str]:
    """Return the texts of a column of labels, filled down where they count for the rows below."""
    texts = layout.texts(column)
    if not fill_down:
        return texts
    others = [layout.texts(other) for other, role in roles.items() if other != column and role in (*_FILLED, "group")]
    named = [any(texts) for texts in zip(*others, strict=True)] if others else [False] * len(texts)
    return [*filled_down(layout.rows, texts, named, "")]


def filled_columns(layouts: Sequence[Layout], roles: Mapping[int, str], notation: Notation) -> set[int]:
    """Return the columns of labels that are filled down: blank in rows with figures and another label, but no sum."""
    values = [column for column, role in roles.items() if role == "value"]
    found = set()
    for layout in layouts:
        for column in (column for column, role in roles.items() if role in _FILLED):
            plain = layout.texts(column)
            filled = labels_of(layout, column, roles, fill_down=True)
            for row, before, after in zip(layout.rows, plain, filled, strict=True):
                figures = any(figure_in(row.cell(number), notation) for number in values)
                if figures and before != after and not SUM.fullmatch(first_text(row)):
                    found.add(column)
    return found


def placed_figures(
    layouts: Sequence[Layout], roles: Mapping[int, str], fills: Collection[int], notation: Notation
) -> list[PlacedFigure]:
    """Return the figures of some tables, each with its period."""
    periods = next((column for column, role in roles.items() if role == "period"), None)
    found = []
    for layout in layouts:
        by_sheet = period_of(layout.grid.place.sheet or "")
        texts = [] if periods is None else labels_of(layout, periods, roles, fill_down=periods in fills)
        by_row = [period_of(text) for text in texts]
        for index, row in enumerate(layout.rows):
            for column in (column for column, role in roles.items() if role == "value"):
                period = heading_of(layout.stacks.get(column, ()))[1] or (by_row[index] if by_row else by_sheet)
                figure = figure_in(row.cell(column), notation)
                if figure is not None and period:
                    found.append(PlacedFigure(layout, index, column, period, figure.value))
    return found


def without_constant(column: ProposedColumn, *, several: bool) -> ProposedColumn:
    """Return a column of groups, skipped if it contains only one text and another column has the groups."""
    known = any(guess.basis == "title" or _WHOLE.fullmatch(text) for text, guess in column.values.items())
    if column.is_ != "group" or not several or len(column.values) != 1 or known:
        return column
    return ProposedColumn(header=column.header, is_="", passed="constant", certain=False)


def constants(header: Sequence[str], evidence: Evidence) -> tuple[list[str], str, str]:
    """Return the words of a heading that are neither period, group nor area, the group, and the area."""
    words, group, area = [], "", ""
    for text in filter(None, (text.replace(PERIOD, "").replace(BLANK, "").strip() for text in header)):
        if (found := evidence.titles.group(text)) is not None:
            group = found
        elif (own := area_word(text, evidence)) is not None:
            area = own
        else:
            words.append(text)
    return words, group, area


def value_column(
    column: ProposedColumn, figures: Sequence[SheetFigure], evidence: Evidence, titles: Sequence[str] | None
) -> ProposedColumn:
    """Return a column of figures with the meaning of its headings, its figures, or else the titles above the table.

    `titles` is None where the rows or the sheet name the indicator.
    """
    words, group, area = constants(column.header, evidence)
    if titles is None:
        others = [word for word in words if not (_FIGURES.fullmatch(word) or _WHOLE.fullmatch(word))]
        others = [word for word in others if not any(unit.is_written(word) for unit in evidence.units)]
        return attrs.evolve(column, group=group, area=area, doubt="whole" if others and not group else "")
    known = figures if area in ("", "own") else ()
    guesses = (evidence.indicator(text, known, group) for text in (" ".join(words), *titles))
    guess = next((guess for guess in guesses if guess != NOTHING), NOTHING)
    only = [each.id for policy in evidence.policies for each in policy.indicators]
    if guess == NOTHING and len(only) == 1:
        guess = Guess(only[0], "word")
    unit = evidence.unit_of(guess.value)
    return attrs.evolve(column, indicator=guess, certain=guess.certain, group=group, area=area, unit=unit)


def label_column(
    column: ProposedColumn,
    places: Sequence[tuple[tuple[int, int], str]],
    placed: Sequence[PlacedFigure],
    evidence: Evidence,
    groups: Mapping[int, str],
    own: Collection[tuple[int, int]],
    *,
    grouped: bool,
) -> ProposedColumn:
    """Return a column of labels with what each of them means.

    `places` are the rows (of a layout) and their labels; `groups` are those that the headings of columns are; `own` are
    the rows of the municipality itself.
    """
    values: dict[str, Guess] = {}
    ignore: list[str] = []
    for text in distinct(text for _, text in places):
        rows = {place for place, label in places if label == text}
        of_text = [each for each in placed if (id(each.layout), each.row) in rows]
        figures = [SheetFigure(each.period, each.value, groups.get(each.column)) for each in of_text]
        if column.is_ == "area":
            area = area_word(text, evidence)
            values[text] = NOTHING if area is None else Guess(area, "title")
        elif column.is_ == "group":
            by_column: dict[tuple[str, ...], list[SheetFigure]] = {}
            for each in of_text:
                heading = heading_of(each.layout.stacks[each.column])[0]
                by_column.setdefault(heading, []).append(SheetFigure(each.period, each.value))
            guess = evidence.group(text, by_column.values())
            values[text] = Guess("", "word") if guess == NOTHING and _WHOLE.fullmatch(text) else guess
        elif SUM.fullmatch(text) or (not figures and evidence.titles.indicator(text) is None):  # a sum, a title
            ignore.append(text)
        else:
            mine = [
                each for each, at in zip(figures, of_text, strict=True) if not own or (id(at.layout), at.row) in own
            ]
            guess = evidence.indicator(text, () if grouped else mine)
            values[text] = guess if figures or not placed else guess._replace(basis="word")  # a title, or not filled in
    return attrs.evolve(column, values=values, ignore=ignore)
