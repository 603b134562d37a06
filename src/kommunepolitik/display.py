"""Display of objects in a terminal and a notebook: one line for `repr`, a small table for `_repr_html_`."""

import datetime as dt
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from html import escape
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

import attrs

if TYPE_CHECKING:
    import pandas as pd

_P = ParamSpec("_P")
_T = TypeVar("_T")

LONGEST: Final = 280
"""The most characters of a `repr`, apart from a few that count what it leaves out."""

_LONGEST_TEXT: Final = 48
_LONGEST_PART: Final = 60
_NAMING: Final = 3
"""The first fields of a class, which name an object."""
_DEEPEST: Final = 2
"""The depth to which objects within objects are shown."""

MOST_ROWS: Final = 20
"""The most rows of a table that a notebook shows."""


def hide_literal_type(method: Callable[_P, _T]) -> Callable[_P, _T]:
    """Hide the return type of a property that is one of some words (a `Literal`) at run time.

    Jedi, which completes names in IPython and Jupyter, fails on such a type (0.20.1), and completes nothing of the
    object. Type checkers read the type in the source.
    """
    method.__annotations__ = {}
    return method


def short_repr(self: object) -> str:
    """Return an object of an attrs class in one short line, for `__repr__`.

    Fields that are empty or have their default are left out, long lists are counted (`indicators=<12>`), long texts are
    cut; when the line is full, the remaining fields are counted.

    >>> import kommunepolitik.model as m
    >>> m.Goal(id="job", statement="Flere i job.", measured_by=["beskaeftigelse"])
    Goal(id='job', statement='Flere i job.', measured_by=('beskaeftigelse',))
    """
    return _fields(self, LONGEST, 0)


def summary_line(name: str, *parts: str) -> str:
    r"""Return the `repr` of a collection: its class, and its content in words.

    >>> summary_line("Portfolio", "3 policies", "2 municipalities")
    '<Portfolio: 3 policies, 2 municipalities>'
    """
    return one_line(f"<{name}: {', '.join(parts)}>" if parts else f"<{name}>", LONGEST)


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "policy", "policies"), counted(1960, "row")
    ('1 policy', '1,960 rows')
    """
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def one_line(text: str, longest: int) -> str:
    r"""Return a text on one line, cut to a length, with escapes for what is not printable.

    >>> one_line("to\nlinjer", 20), one_line("en lang tekst", 8)
    ('to\\nlinjer', 'en lang…')
    """
    shown = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text[: longest + 1])
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def _fields(value: Any, room: int, depth: int) -> str:
    name, fields = type(value).__name__, attrs.fields(type(value))
    public = [field for field in fields if field.repr and not field.name.startswith("_")]
    shown = [(field.name, part) for field in public if not _is_left_out(part := getattr(value, field.name), field)]
    parts = [f"{key}={_part(part, depth + 1)}" for key, part in shown]
    # Where not all fit, the name and the counts precede the rest.
    order = sorted(range(len(parts)), key=lambda n: (n >= _NAMING, not parts[n].endswith(">"), n))
    left, kept = room - len(name) - 2, set[int]()
    for number in order:
        if (left := left - len(parts[number]) - 2) < 0:
            break
        kept.add(number)
    words = [part for number, part in enumerate(parts) if number in kept]
    if missing := len(parts) - len(kept):
        words.append(f"… {missing} more" if depth == 0 else "…")
    return f"{name}({', '.join(words)})"


def _is_left_out(value: Any, field: "attrs.Attribute[Any]") -> bool:
    """Return whether a field is empty or has its default."""
    if value is None or value is field.default:
        return True
    if isinstance(value, str | bool | int | float):
        return value == "" or value != value or (type(value) is type(field.default) and value == field.default)  # noqa: PLR0124
    return isinstance(value, list | tuple | Mapping | Set) and len(value) == 0


def _part(value: Any, depth: int) -> str:
    """Return a value within a `repr`."""
    text: str | None = None
    if value is None or isinstance(value, bool | float):
        text = repr(value)
    elif isinstance(value, int):
        text = str(value) if value.bit_length() < 64 else f"<a number of {value.bit_length()} bits>"
    elif isinstance(value, str):
        text = _quoted(value, _LONGEST_TEXT)
    elif isinstance(value, dt.date | os.PathLike) or _is_written(value):
        text = _quoted(str(value), _LONGEST_TEXT)
    elif isinstance(value, Mapping):
        text = _within("{", (f"{_part(k, depth)}: {_part(v, depth)}" for k, v in value.items()), "}", value)
    elif isinstance(value, tuple):
        text = _within("(", map(_plain, value), ",)" if len(value) == 1 else ")", value)
    elif isinstance(value, list):
        text = _within("[", map(_plain, value), "]", value)
    elif isinstance(value, Set):
        text = _within("{", map(_plain, value), "}", value)
    elif getattr(type(value), "__repr__", None) is short_repr:
        text = _fields(value, _LONGEST_PART, depth) if depth < _DEEPEST else f"{type(value).__name__}(…)"
    elif hasattr(type(value), "__len__"):
        text = f"<{len(value):,}>"
    return f"<{getattr(value, '__name__', type(value).__name__)}>" if text is None else text


def _is_written(value: Any) -> bool:
    """Return whether a value of an attrs class is written as a text, as a period is."""
    return attrs.has(type(value)) and "__str__" in type(value).__dict__


def _plain(value: Any) -> str | None:
    """Return a value that has no parts; None for any other."""
    is_plain = value is None or isinstance(value, str | bool | int | float | dt.date | os.PathLike)
    return _part(value, _DEEPEST) if is_plain or _is_written(value) else None


def _within(start: str, parts: "Iterable[str | None]", end: str, collection: Collection[Any]) -> str:
    """Return a list if its parts are few and plain, else the number of its parts."""
    shown = start
    for part in parts:
        if part is None or len(shown) + len(part) > _LONGEST_PART:
            return f"<{len(collection):,}>"
        shown += part if shown == start else f", {part}"
    return shown + end


def _quoted(text: str, longest: int) -> str:
    """Return a text as Python writes it, cut to a length."""
    shown = repr(text[: longest + 1])
    return shown if len(shown) <= longest + 2 else f"{shown[: longest - 1]}…{shown[0]}"


def html_table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    total: int,
    notes: Iterable[str] = (),
) -> str:
    """Return a small table for a notebook: at most `MOST_ROWS` rows, and their total number.

    The first cell of a row is its head. All texts are escaped; None and NaN are empty cells.

    >>> html_table("Mål", ["id", "value"], [("job", 70.0)], 1).splitlines()[-2]
    '<tr><th scope="row">job</th><td>70</td></tr>'
    """
    heads = "".join(f'<th scope="col">{_cell(column)}</th>' for column in columns)
    lines = [f"<table>\n<caption>{_cell(caption)}</caption>", f"<thead><tr>{heads}</tr></thead>", "<tbody>"]
    shown = [list(row) for row, _ in zip(rows, range(MOST_ROWS), strict=False)]
    for head, *cells in shown:
        others = "".join(f"<td>{_cell(cell)}</td>" for cell in cells)
        lines.append(f'<tr><th scope="row">{_cell(head)}</th>{others}</tr>')
    if total > len(shown):
        notes = (f"The first {len(shown):,} of {total:,} rows.", *notes)
    return "\n".join([*lines, "</tbody></table>", *(f"<p>{_cell(note)}</p>" for note in notes)])


def html_frame(
    caption: str, frame: "pd.DataFrame", columns: Iterable[str], notes: Iterable[str] = (), *, total: int = 0
) -> str:
    """Return some columns of a data frame as `html_table`; those without any content are left out."""
    columns = dict.fromkeys(columns)
    shown = [name for name in columns if name in frame and bool((frame[name].notna() & (frame[name] != "")).any())]
    top = frame[shown].head(MOST_ROWS)
    rows = top.astype(object).where(top.notna(), None).itertuples(index=False, name=None)
    return html_table(caption, shown, rows, total or len(frame), notes)


def _cell(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN
        return ""
    text = format(value, ".15g") if isinstance(value, float) else str(value)
    return escape(one_line(text, 80))
