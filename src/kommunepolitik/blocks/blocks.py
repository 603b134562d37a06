"""Blocks: the parts of a section, from a paragraph to a chart."""

from collections.abc import Iterable, Iterator
from typing import Literal

import attrs

from kommunepolitik.blocks.charts import FlowChart, LineChart
from kommunepolitik.blocks.inlines import Inline, StatusMark
from kommunepolitik.display import short_repr

Blocks = tuple["Block", ...]


@attrs.frozen
class Paragraph:
    """A line of text; a text of several lines is several paragraphs."""

    inlines: tuple[Inline, ...]
    role: Literal["", "lead", "aside", "foot"] = ""
    """`lead` is read first; `aside` is less important; `foot` ends a part, such as a source."""

    __repr__ = short_repr


@attrs.frozen
class Notice:
    """A notice that a reader must not overlook."""

    kind: Literal["gap", "withheld", "made_up", "internal", "basis", "missing_text"]
    """A gap in what is known; figures withheld; a made-up municipality; a page for internal readers; the text of the
    policy that a report is based on; a text that somebody has still to write."""
    blocks: Blocks

    __repr__ = short_repr


@attrs.frozen
class List:
    """Items below each other, each of one or several blocks."""

    items: tuple[Blocks, ...]
    ordered: bool = False
    role: Literal["", "plain"] = ""
    """`plain` has no bullets."""

    __repr__ = short_repr


@attrs.frozen
class Fields:
    """Labels with values: a list of facts."""

    items: tuple[tuple[str, Blocks], ...]

    __repr__ = short_repr


@attrs.frozen
class Column:
    """A column of a table."""

    title: str
    kind: Literal["text", "head", "number"] = "text"
    """`head`: its cells name the rows; `number`: aligned to the right, the unit once in the title."""
    width: float = 1
    """Beside the other columns of its table."""

    __repr__ = short_repr


@attrs.frozen
class Row:
    """A row of a table: as many cells as there are columns, or one cell that spans them all and names a group."""

    cells: tuple[Blocks, ...]
    id: str = ""
    detail: Blocks = ()
    """What the row is based on; shown on demand where a format can, else below the row."""
    facets: tuple[tuple[str, str], ...] = ()
    """What a reader can filter by: pairs of `Filter.key` and one of its choices."""

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class Download:
    """Figures as a CSV file; on paper nothing."""

    words: str
    file: str
    """The name of the file, unique on its page."""
    rows: tuple[tuple[str, ...], ...]
    """The heads, then the rows; numbers have the decimal mark of the report's language and nothing else."""

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class Table:
    """Rows and columns under a title, which is unique on its page."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    role: str = ""
    """A template `table-ROLE.html.j2` is taken before `table.html.j2`."""
    titled: bool = True
    """Whether the title is shown; else it is for screen readers only, since a heading above has the same text."""
    download: Download | None = None

    __repr__ = short_repr


@attrs.frozen
class Quote:
    """A quotation, with author and place."""

    blocks: Blocks
    who: str = ""
    where: str = ""

    __repr__ = short_repr


@attrs.frozen
class StatusShare:
    """The number of the whole with a status."""

    status: StatusMark
    count: int
    note: str = ""

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class Distribution:
    """The distribution of a whole over statuses: counts and a bar."""

    title: str
    shares: tuple[StatusShare, ...]

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class Chart:
    """A chart with its name, what it shows in words, and its figures in a table of their own."""

    id: str
    """Unique on its page; a letter, then letters, digits, hyphens, underscores."""
    title: str
    title_language: str = ""
    description: str
    """Start, turning points, end and status, for those who cannot see it."""
    data: LineChart | FlowChart
    table: Table | None = None

    __repr__ = short_repr


@attrs.frozen
class Columns:
    """Parts in columns where there is room, else one below the other."""

    parts: tuple[Blocks, ...]

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class Section:
    """A part with a heading; parts within it have headings one level below."""

    id: str
    """The anchor. That of an element is its id; any other has an underscore, which no element's id has."""
    title: tuple[Inline, ...]
    blocks: Blocks
    role: str = ""
    """For style, and for a template `section-ROLE.html.j2`: `sheet` begins a page on paper; `card`, `area`, `track`."""
    listed: bool = False
    """Whether it is in the table of contents."""
    facets: tuple[tuple[str, str], ...] = ()
    """As for a row."""

    __repr__ = short_repr


Block = Paragraph | Notice | List | Fields | Table | Quote | Distribution | Chart | Columns | Section | Download
"""The blocks of a section."""


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield each block, followed by the blocks within it.

    >>> from kommunepolitik.blocks import Text, plain
    >>> lines = [(Paragraph((Text(goal),)),) for goal in ("Flere unge i job.", "Flere i uddannelse.")]
    >>> section = Section(id="_goals", title=(Text("Mål"),), blocks=(List(tuple(lines)),))
    >>> [plain(block.inlines) for block in walk([section]) if isinstance(block, Paragraph)]
    ['Flere unge i job.', 'Flere i uddannelse.']
    """
    for block in blocks:
        yield block
        match block:
            case Section() | Notice() | Quote():
                yield from walk(block.blocks)
            case List(items=parts) | Columns(parts=parts):
                yield from walk(each for part in parts for each in part)
            case Fields():
                yield from walk(each for _, part in block.items for each in part)
            case Table():
                yield from walk(each for row in block.rows for part in (*row.cells, row.detail) for each in part)
            case Chart() if block.table is not None:
                yield from walk((block.table,))
