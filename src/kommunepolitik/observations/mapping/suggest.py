"""Proposes a mapping for a file: the meaning of its headings and labels, with the reasons."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from kommunepolitik.observations.file_names import VARIES
from kommunepolitik.observations.grid import Grid, Place
from kommunepolitik.observations.long_form import SUM
from kommunepolitik.observations.mapping.ends import begins, figure_in, first_text
from kommunepolitik.observations.mapping.evidence import NOTHING, Evidence, Guess, SheetFigure, distinct
from kommunepolitik.observations.mapping.headings import BLANK, PERIOD
from kommunepolitik.observations.mapping.layout import Layout, find_layout
from kommunepolitik.observations.mapping.recognise import (
    area_word,
    decimal_of,
    first_word,
    heading_of,
    is_target,
    mark_in,
    notation_of,
    role_of,
    source_below,
    words_before_date,
)
from kommunepolitik.observations.values import Notation
from kommunepolitik.observations.wide_form import period_of

_FIGURES: Final = re.compile(
    r"værdi|value|antal|indhold|tal|resultat(?:er)?|andel|status|regnskab|faktisk|realiseret|procent|pct\.?|%",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_UNITS: Final = re.compile(r"enhed|units?", re.IGNORECASE)
_WHOLE: Final = re.compile(r"i alt|total|alle|samlet|t|begge køn|hele befolkningen", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class ProposedColumn:
    """A column of a proposal."""

    header: tuple[str, ...]
    is_: str
    """Its role; empty where it is not recognised."""
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


@attrs.frozen(kw_only=True)
class Proposal:
    """An import that is proposed for a file."""

    id: str
    file: str
    sheets: Sequence[str] = ()
    sheet_role: str = ""
    sheet_values: Mapping[str, str] = attrs.field(factory=dict)
    other_sheets: Sequence[str] = ()
    """Sheets that are skipped, where the name of each sheet has a meaning."""
    source: str = ""
    """The text after Kilde: in a row below the table."""
    after: str = ""
    """The words before its date of publication."""
    decimal: str = ""
    starts: str
    rows: int
    ends: Sequence[str]
    columns: Sequence[ProposedColumn]
    unlike: Sequence[Place] = ()
    """The sheets that have figures in another layout."""


def propose(path: Path, grids: Sequence[Grid], evidence: Evidence) -> Proposal | None:
    """Return the import that is proposed for a file; None where no sheet of it has a table of figures.

    Sheets whose headings differ from those of the first with figures are left out.
    """
    layouts = [found for grid in grids if (found := find_layout(grid, evidence.units)) is not None]
    if not layouts:
        return None
    first = layouts[0]
    alike = [each for each in layouts if _pattern_of(each) == _pattern_of(first)]
    names = [each.grid.place.sheet or "" for each in alike]
    roles = _roles(first, notation_of(alike), evidence)
    role, values = _sheet_role(names, evidence, roles)
    columns = _columns(alike, roles, evidence, role)
    varies = len(names) == 1 and _YEAR.search(names[0]) is not None  # its name is another next year
    return Proposal(
        id=_id(path),
        file=re.sub(r"\*+", "*", f"{VARIES.sub('*', path.stem)}*") + path.suffix,
        sheets=() if first.grid.place.sheet is None or varies else names,
        sheet_role=role,
        sheet_values=values,
        other_sheets=[each for each in (grid.place.sheet or "" for grid in grids) if role and each not in names],
        source=source_below(first),
        after=words_before_date(first),
        decimal=decimal_of(alike),
        starts=heading_of((first.starts,))[0][0],
        rows=first.depth,
        ends=_ends(alike),
        columns=columns,
        unlike=[each.grid.place for each in layouts if _pattern_of(each) != _pattern_of(first)],
    )


def _ends(layouts: Sequence[Layout]) -> list[str]:
    """Return the words that begin the rows below the tables, and no row within one."""
    words = dict.fromkeys(first_word(row) for layout in layouts for row in layout.below[:3])
    inside = [first_text(row) for layout in layouts for row in layout.rows]
    return [word for word in words if not any(begins(text, word) for text in inside)]


def _id(path: Path) -> str:
    from kommunepolitik.model.text import slug_of

    return slug_of(VARIES.sub(" ", path.stem))


def _pattern_of(layout: Layout) -> set[tuple[str, ...]]:
    return {heading_of(stack)[0] for stack in layout.stacks.values() if stack}


def _sheet_role(names: Sequence[str], evidence: Evidence, roles: Mapping[int, str]) -> tuple[str, dict[str, str]]:
    """Return the role of the names of several sheets, if no column has it, and what each means."""
    taken = {*roles.values()}
    if len(names) < 2:
        return "", {}
    if all(map(period_of, names)):
        return ("", {}) if "period" in taken else ("period", {})
    for role, find in (("indicator", evidence.titles.indicator), ("group", evidence.titles.group)):
        if all(find(name) is not None for name in names):
            if role in taken:
                return "", {}
            return role, {name: find(name) or "" for name in names}
    return "responsible", {name: name for name in names}


@attrs.frozen
class _PlacedFigure:
    """A figure of a sheet with all that follows from its place."""

    layout: Layout
    row: int
    column: int
    period: str
    value: float


def _roles(layout: Layout, notation: Notation, evidence: Evidence) -> dict[int, str]:
    roles = {column: role_of(layout, column, stack, notation, evidence) for column, stack in layout.stacks.items()}
    values = {column for column, role in roles.items() if role == "value"}
    targets = {column for column in values if is_target(layout.stacks[column])}
    return roles if targets == values else {**roles, **dict.fromkeys(targets, "target")}


def _columns(
    layouts: Sequence[Layout], roles: dict[int, str], evidence: Evidence, sheet_role: str
) -> list[ProposedColumn]:
    first = layouts[0]
    notation = notation_of(layouts)
    periods = next((column for column, role in roles.items() if role == "period"), None)
    placed = _figures(layouts, roles, periods, notation)
    own = _own_rows(first, roles, evidence)
    groups = {column: _constants(heading_of(stack)[0], evidence)[1] for column, stack in first.stacks.items()}
    by_group = any(groups[column] for column, role in roles.items() if role == "value")
    labels = {column: first.texts(column) for column in first.stacks}
    found: dict[tuple[str, ...], ProposedColumn] = {}
    by_area = False
    if "indicator" not in roles.values() and sheet_role != "indicator":
        given = roles
        roles = _areas_as_indicators(roles, labels, placed, first, evidence)
        by_area = roles != given
        roles = roles if by_area else _with_indicator(roles, labels, placed, first, evidence)
    named = "indicator" in roles.values() or sheet_role == "indicator"
    for column, stack in first.stacks.items():
        heading, _, mark = heading_of(stack)
        texts = [text for layout in layouts for text in layout.texts(column)] if column in roles else []
        if not heading and not any(texts):
            continue
        heading = heading or (BLANK,)
        marks = frozenset(filter(None, [mark, mark_in(layouts, column) if roles[column] == "value" else ""]))
        if heading in found:
            found[heading] = attrs.evolve(found[heading], marks=found[heading].marks | marks)
            continue
        here = [each for each in placed if heading_of(each.layout.stacks[each.column])[0] == heading]
        mine = [SheetFigure(each.period, each.value) for each in here if each.layout is not first or each.row in own]
        proposed = ProposedColumn(header=heading, is_=roles[column], marks=marks)
        if roles[column] == "value":
            proposed = _value_column(proposed, mine, evidence, None if named else first.titles)
            if "group" in roles.values():
                proposed = attrs.evolve(proposed, doubt="")
        elif roles[column] in ("target", "empty"):
            proposed = attrs.evolve(proposed, is_="", passed=roles[column], marks=frozenset())
        elif roles[column] in ("indicator", "area", "group"):
            places = [((id(layout), at), text) for layout in layouts for at, text in enumerate(layout.texts(column))]
            of_columns = groups if by_group else {}
            grouped = "group" in roles.values() and not by_area
            proposed = _label_column(proposed, places, placed, evidence, of_columns, grouped=grouped)
            proposed = _without_constant(proposed, several=[*roles.values()].count("group") > 1)
        elif _UNITS.fullmatch(" ".join(heading)):
            proposed = attrs.evolve(proposed, is_="unit")
        found[heading] = proposed
    return _doubted(_without_other_figures([*found.values()], named=named))


def _doubted(columns: list[ProposedColumn]) -> list[ProposedColumn]:
    """Return the columns, with a doubt at those that give figures of the same series and period."""
    values = [each for each in columns if each.is_ == "value"]
    series = [(each.indicator.value, each.group, each.area, PERIOD in "".join(each.header)) for each in values]
    twice = [each for each, own in zip(values, series, strict=True) if series.count(own) > 1]
    return [attrs.evolve(each, doubt="same_series") if each in twice else each for each in columns]


def _without_other_figures(columns: list[ProposedColumn], *, named: bool) -> list[ProposedColumn]:
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


def _figures(
    layouts: Sequence[Layout], roles: Mapping[int, str], periods: int | None, notation: Notation
) -> list[_PlacedFigure]:
    found = []
    for layout in layouts:
        by_sheet = period_of(layout.grid.place.sheet or "")
        by_row = [period_of(text) for text in layout.texts(periods)] if periods is not None else []
        for index, row in enumerate(layout.rows):
            for column in (column for column, role in roles.items() if role == "value"):
                period = heading_of(layout.stacks.get(column, ()))[1] or (by_row[index] if by_row else by_sheet)
                figure = figure_in(row.cell(column), notation)
                if figure is not None and period:
                    found.append(_PlacedFigure(layout, index, column, period, figure.value))
    return found


def _own_rows(layout: Layout, roles: Mapping[int, str], evidence: Evidence) -> set[int]:
    """Return the rows that are the municipality's own and of no group, by their words."""
    rows = set(range(len(layout.rows)))
    for column, role in roles.items():
        if role == "area":
            rows &= {at for at, text in enumerate(layout.texts(column)) if area_word(text, evidence) == "own"}
    return rows


def _figures_by_label(
    labels: Sequence[str], placed: Sequence[_PlacedFigure], layout: Layout
) -> Iterator[tuple[str, list[SheetFigure]]]:
    """Yield each label of a column with the figures of its rows."""
    for text in distinct(labels):
        rows = {at for at, label in enumerate(labels) if label == text}
        yield (
            text,
            [SheetFigure(each.period, each.value) for each in placed if each.layout is layout and each.row in rows],
        )


def _areas_as_indicators(
    roles: dict[int, str],
    labels: Mapping[int, Sequence[str]],
    placed: Sequence[_PlacedFigure],
    layout: Layout,
    evidence: Evidence,
) -> dict[int, str]:
    """Return the roles, with a column of areas as that of indicators where each area's figures are those of another."""
    for column in (column for column, role in roles.items() if role == "area"):
        found = set()
        for _text, figures in _figures_by_label(labels[column], placed, layout):
            if (series := evidence.by_figures(figures, [*evidence.known])) is not None:
                found.add(series[0][0])
        if len(found) > 1:
            return {**roles, column: "indicator"}
    return roles


def _without_constant(column: ProposedColumn, *, several: bool) -> ProposedColumn:
    """Return a column of groups, skipped if it contains only one text and another column has the groups."""
    known = any(guess.basis == "title" or _WHOLE.fullmatch(text) for text, guess in column.values.items())
    if column.is_ != "group" or not several or len(column.values) != 1 or known:
        return column
    return ProposedColumn(header=column.header, is_="", passed="constant", certain=False)


def _with_indicator(
    roles: dict[int, str],
    labels: Mapping[int, Sequence[str]],
    placed: Sequence[_PlacedFigure],
    layout: Layout,
    evidence: Evidence,
) -> dict[int, str]:
    """Return the roles, with the first column of texts as that of indicators if the figures of its rows match."""
    for column in (column for column, role in roles.items() if not role):
        for text, figures in _figures_by_label(labels[column], placed, layout):
            if evidence.indicator(text, figures) != NOTHING:
                return {**roles, column: "indicator"}
    return roles


def _constants(header: Sequence[str], evidence: Evidence) -> tuple[list[str], str, str]:
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


def _value_column(
    column: ProposedColumn, figures: Sequence[SheetFigure], evidence: Evidence, titles: Sequence[str] | None
) -> ProposedColumn:
    """Return a column of figures with the meaning of its headings, its figures, or else the titles above the table.

    `titles` is None where the rows or the sheet name the indicator.
    """
    words, group, area = _constants(column.header, evidence)
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


def _label_column(
    column: ProposedColumn,
    places: Sequence[tuple[tuple[int, int], str]],
    placed: Sequence[_PlacedFigure],
    evidence: Evidence,
    groups: Mapping[int, str],
    *,
    grouped: bool,
) -> ProposedColumn:
    """Return a column of labels with what each of them means.

    `places` are the rows (of a layout) and their labels; `groups` are those that the headings of columns are.
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
            guess = evidence.indicator(text, () if grouped else figures)
            values[text] = guess if figures or not placed else guess._replace(basis="word")  # a title, or not filled in
    return attrs.evolve(column, values=values, ignore=ignore)
