"""Proposes a mapping for a file: the meaning of its headings and labels, with the reasons."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from kommunepolitik.errors import Problem, column_letter
from kommunepolitik.observations.file_names import VARIES
from kommunepolitik.observations.grid import Grid
from kommunepolitik.observations.mapping.context import proposed_context
from kommunepolitik.observations.mapping.ends import begins, first_text
from kommunepolitik.observations.mapping.evidence import NOTHING, Evidence, Guess, SheetFigure, distinct
from kommunepolitik.observations.mapping.headings import BLANK, PERIOD
from kommunepolitik.observations.mapping.layout import Layout
from kommunepolitik.observations.mapping.left_out import left_out
from kommunepolitik.observations.mapping.proposed_columns import (
    PlacedFigure,
    ProposedColumn,
    constants,
    doubted,
    filled_columns,
    label_column,
    labels_of,
    placed_figures,
    value_column,
    without_constant,
    without_other_figures,
)
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
from kommunepolitik.observations.mapping.several_tables import layouts_of, pattern_of, with_columns_of
from kommunepolitik.observations.values import Notation
from kommunepolitik.observations.wide_form import period_of

_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_UNITS: Final = re.compile(r"enhed|units?", re.IGNORECASE)


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
    repeats: bool = False
    """Whether a sheet has several tables with this heading."""
    context: Mapping[str, Mapping[str, Guess]] = attrs.field(factory=dict)
    """For each area other than the municipality, and each indicator, the indicator whose figures these are."""
    notices: Sequence[Problem] = ()
    """What of the file is not in it."""


def propose(path: Path, grids: Sequence[Grid], evidence: Evidence) -> Proposal | None:
    """Return the import that is proposed for a file; None where no sheet of it has a table of figures.

    Sheets whose headings differ from those of the first with figures are left out.
    """
    layouts = [layout for grid in grids for layout in layouts_of(grid, evidence.units)]
    if not layouts:
        return None
    alike = [each for each in layouts if pattern_of(each) == pattern_of(layouts[0])]
    first = with_columns_of(alike[0], alike[1:])
    alike = [first, *alike[1:]]
    names = [*dict.fromkeys(each.grid.place.sheet or "" for each in alike)]
    roles = _roles(first, notation_of(alike), evidence)
    role, values = _sheet_role(names, evidence, roles)
    columns, context = _columns(alike, roles, evidence, role)
    varies = len(names) == 1 and _YEAR.search(names[0]) is not None  # its name is another next year
    last = [each for each in alike if each.grid.place == first.grid.place][-1]
    outside = attrs.evolve(first, below=last.below)
    source, after = source_below(outside), words_before_date(outside)
    return Proposal(
        id=_id(path),
        file=re.sub(r"\*+", "*", f"{VARIES.sub('*', path.stem)}*") + path.suffix,
        sheets=() if first.grid.place.sheet is None or varies else names,
        sheet_role=role,
        sheet_values=values,
        other_sheets=[each for each in (grid.place.sheet or "" for grid in grids) if role and each not in names],
        source=source,
        after=after,
        decimal=decimal_of(alike),
        starts=heading_of((first.starts,))[0][0],
        rows=first.depth,
        repeats=len(alike) > len(names),
        ends=_ends(alike),
        context=context,
        columns=columns,
        notices=[*left_out(grids, layouts, [source, after], evidence.units)],
    )


def _ends(layouts: Sequence[Layout]) -> list[str]:
    """Return the words that begin the rows below the tables, and no row within one."""
    words = dict.fromkeys(first_word(row) for layout in layouts for row in layout.below[:3])
    inside = [first_text(row) for layout in layouts for row in layout.rows]
    return [word for word in words if not any(begins(text, word) for text in inside)]


def _id(path: Path) -> str:
    from kommunepolitik.model.text import slug_of

    return slug_of(VARIES.sub(" ", path.stem))


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


def _roles(layout: Layout, notation: Notation, evidence: Evidence) -> dict[int, str]:
    roles = {column: role_of(layout, column, stack, notation, evidence) for column, stack in layout.stacks.items()}
    values = {column for column, role in roles.items() if role == "value"}
    targets = {column for column in values if is_target(layout.stacks[column])}
    return roles if targets == values else {**roles, **dict.fromkeys(targets, "target")}


def _columns(
    layouts: Sequence[Layout], roles: dict[int, str], evidence: Evidence, sheet_role: str
) -> tuple[list[ProposedColumn], dict[str, dict[str, Guess]]]:
    """Return the columns of a proposal, and the figures of areas that are those of another indicator."""
    first = layouts[0]
    notation = notation_of(layouts)
    placed = placed_figures(layouts, roles, filled_columns(layouts, roles, notation), notation)
    groups = {column: constants(heading_of(stack)[0], evidence)[1] for column, stack in first.stacks.items()}
    by_group = any(groups[column] for column, role in roles.items() if role == "value")
    by_area = False
    if "indicator" not in roles.values() and sheet_role != "indicator":
        given = roles
        roles = _with_indicators(roles, _by_label(first, placed), evidence)
        by_area = any(role == "area" and roles[column] == "indicator" for column, role in given.items())
    own = {(id(layout), row) for layout in layouts for row in _own_rows(layout, roles, evidence)}
    fills = filled_columns(layouts, roles, notation)
    named = "indicator" in roles.values() or sheet_role == "indicator"
    found: dict[tuple[tuple[str, ...], str], ProposedColumn] = {}
    letters = _letters(layouts)
    for column, stack in first.stacks.items():
        heading, _, mark = heading_of(stack)
        texts = [text for layout in layouts for text in layout.texts(column)] if column in roles else []
        if not heading and not any(texts):
            continue
        heading = heading or (BLANK,)
        key = (heading, letters.get(column, ""))
        marks = frozenset(filter(None, [mark, mark_in(layouts, column) if roles[column] == "value" else ""]))
        if key in found:
            found[key] = attrs.evolve(found[key], marks=found[key].marks | marks)
            continue
        here = [each for each in placed if (heading_of(each.layout.stacks[each.column])[0] or (BLANK,)) == heading]
        here = [each for each in here if not key[1] or each.column == column]
        mine = [SheetFigure(each.period, each.value) for each in here if (id(each.layout), each.row) in own]
        proposed = ProposedColumn(header=heading, is_=roles[column], column=key[1], number=column, marks=marks)
        if roles[column] == "value":
            proposed = value_column(proposed, mine, evidence, None if named else first.titles)
            if "group" in roles.values():
                proposed = attrs.evolve(proposed, doubt="")
        elif roles[column] in ("target", "empty"):
            proposed = attrs.evolve(proposed, is_="", passed=roles[column], marks=frozenset())
        elif roles[column] in ("indicator", "area", "group", "period"):
            proposed = attrs.evolve(proposed, fill_down=column in fills)
            if roles[column] != "period":
                of_layouts = ((each, labels_of(each, column, roles, fill_down=column in fills)) for each in layouts)
                places = [((id(layout), at), text) for layout, texts in of_layouts for at, text in enumerate(texts)]
                of_columns = groups if by_group else {}
                grouped = "group" in roles.values() and not by_area
                proposed = label_column(proposed, places, placed, evidence, of_columns, own, grouped=grouped)
                proposed = without_constant(proposed, several=[*roles.values()].count("group") > 1)
        elif _UNITS.fullmatch(" ".join(heading)):
            proposed = attrs.evolve(proposed, is_="unit")
        found[key] = proposed
    columns = doubted(without_other_figures([*found.values()], named=named))
    return columns, proposed_context(layouts, columns, roles, placed, evidence)


def _letters(layouts: Sequence[Layout]) -> dict[int, str]:
    """Return the letters of the columns with the same heading, or none, as another with texts or figures."""
    first = layouts[0]
    headings = {column: heading_of(stack)[0] for column, stack in first.stacks.items()}
    filled = [n for n in headings if headings[n] or any(text for each in layouts for text in each.texts(n))]
    count = Counter(headings[column] for column in filled)
    same = [column for column in filled if count[headings[column]] > 1 and PERIOD not in "".join(headings[column])]
    return {column: column_letter(column) for column in same}


def _own_rows(layout: Layout, roles: Mapping[int, str], evidence: Evidence) -> set[int]:
    """Return the rows that are the municipality's own and of no group, by their words."""
    rows = set(range(len(layout.rows)))
    for column, role in roles.items():
        if role == "area":
            rows &= {at for at, text in enumerate(layout.texts(column)) if area_word(text, evidence) == "own"}
    return rows


ByLabel = Mapping[int, Mapping[str, Sequence[SheetFigure]]]
"""The figures of the rows with each label, by the number of the column of labels."""


def _by_label(layout: Layout, placed: Sequence[PlacedFigure]) -> ByLabel:
    """Return the figures of a table by the labels of each column, in the order of the rows."""
    found: dict[int, dict[str, list[SheetFigure]]] = {}
    here = [each for each in placed if each.layout is layout]
    for column in layout.stacks:
        labels = layout.texts(column)
        found[column] = {text: [] for text in distinct(labels)}
        for each in here:
            if (text := labels[each.row]) in found[column]:
                found[column][text].append(SheetFigure(each.period, each.value))
    return found


def _with_indicators(roles: dict[int, str], by_label: ByLabel, evidence: Evidence) -> dict[int, str]:
    """Return the roles, with a column of indicators: one of several such texts, else one of areas, else one text."""
    by_text = _with_indicator(roles, by_label, evidence)
    found = next((column for column, role in by_text.items() if role == "indicator"), None)
    if found is not None and len(by_label[found]) > 1:
        return by_text
    by_area = _areas_as_indicators(roles, by_label, evidence)
    return by_text if by_area == roles else by_area


def _areas_as_indicators(roles: dict[int, str], by_label: ByLabel, evidence: Evidence) -> dict[int, str]:
    """Return the roles, with a column of areas as that of indicators where each area's figures are those of another."""
    for column in (column for column, role in roles.items() if role == "area"):
        found = set()
        for figures in by_label[column].values():
            if (series := evidence.by_figures(figures, [*evidence.known])) is not None:
                found.add(series[0][0])
        if len(found) > 1:
            return {**roles, column: "indicator"}
    return roles


def _with_indicator(roles: dict[int, str], by_label: ByLabel, evidence: Evidence) -> dict[int, str]:
    """Return the roles, with the first column of texts as that of indicators if the figures of its rows match."""
    for column in (column for column, role in roles.items() if not role):
        for text, figures in by_label[column].items():
            if evidence.indicator(text, figures) != NOTHING:
                return {**roles, column: "indicator"}
    return roles
