"""Shortcuts to make blocks: text becomes inlines, and empty content is left out."""

from collections.abc import Iterable, Sequence

from kommunepolitik.blocks import (
    Block,
    Column,
    Inline,
    Link,
    List,
    Notice,
    Paragraph,
    Place,
    Row,
    Section,
    Table,
    Text,
)
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.blocks.inlines import Mark
from kommunepolitik.i18n import Language

Part = Inline | str
"""A part of a line; a plain text is in the report's language."""


def line(*parts: Part) -> tuple[Inline, ...]:
    """Return parts as inlines, without empty texts."""
    return tuple(Text(part) if isinstance(part, str) else part for part in parts if part)


def own(words: str, language: Language, mark: Mark = "") -> Text:
    """Return words of the policy itself, which are Danish in every report."""
    return Text(words, mark, own_code(language))


def own_link(words: str, to: Place | str, language: Language) -> Link:
    """Return a link whose words are the policy's own."""
    return Link(words, to, own_code(language))


def own_code(language: Language) -> str:
    """Return the code that marks words of the policy itself: Danish; empty where the report is Danish too."""
    return "" if language.code == "da" else "da"


def paragraph(*parts: Part, role: str = "") -> Paragraph:
    """Return a paragraph of some parts."""
    return Paragraph(line(*parts), role)  # type: ignore[arg-type]


def content(*parts: Part, role: str = "") -> Blocks:
    """Return a paragraph as the content of a cell, item or field; empty where no part has words."""
    inlines = line(*parts)
    return (paragraph(*inlines, role=role),) if inlines else ()


def texts(words: str | None, language: Language, role: str = "") -> Blocks:
    """Return a text of the policy, or of an account, paragraph by paragraph."""
    return tuple(paragraph(own(part, language), role=role) for part in (words or "").split("\n\n") if part)


def gap(*parts: Part) -> Notice:
    """Return a notice of something that is not known."""
    return Notice("gap", content(*parts))


def bullets(items: Iterable[Blocks | Sequence[Part] | Part], *, ordered: bool = False) -> Blocks:
    """Return a list of items, each of blocks or of the parts of a line; empty where there is none."""
    made = tuple(_item(item) for item in items)
    return (List(made, ordered=ordered),) if made else ()


def _item(item: Blocks | Sequence[Part] | Part) -> Blocks:
    if isinstance(item, tuple) and item and isinstance(item[0], Block):
        return item
    return content(*item) if isinstance(item, list | tuple) else content(item)  # type: ignore[arg-type]


def row(*cells: Blocks | Sequence[Part] | Part) -> Row:
    """Return a row of a table; a cell is of blocks or of the parts of a line, and a single one names a group."""
    return Row(tuple(map(_item, cells)))


def table(title: str, columns: Iterable[Column], rows: Iterable[Row], role: str = "") -> Table:
    """Return a table below a heading that equals its title."""
    return Table(title=title, columns=tuple(columns), rows=tuple(rows), role=role, titled=False)


def section(
    id: str,
    title: Part | tuple[Part, ...],
    *blocks: Block | Blocks,
    role: str = "",
    listed: bool = False,
    facets: tuple[tuple[str, str], ...] = (),
) -> Section:
    """Return a section; blocks may be given one by one or several at a time."""
    inlines = line(*title) if isinstance(title, tuple) else line(title)
    flat = tuple(each for part in blocks for each in (part if isinstance(part, tuple) else (part,)))
    return Section(id=id, title=inlines, blocks=flat, role=role, listed=listed, facets=facets)
