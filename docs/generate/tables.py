"""The reference of the tables of a policy, from the classes of the model."""

from collections.abc import Iterator

from kommunepolitik.documents.frames import TYPES, kind_of
from kommunepolitik.documents.tables import TableShape, table_shapes
from kommunepolitik.model.tables import MUNICIPALITY

_HEAD = """\
# Tables

`kp.to_frames` returns policies as tidy pandas frames, a table for each kind of element; `kp.from_frames` makes the
policies again, equal to what they were. The tables that judging and comparing return are in [results.md](results.md).

```python
import kommunepolitik as kp

policies = kp.load_portfolio("examples")
frames = kp.to_frames(policies)
print(frames["targets"].groupby(["municipality", "kind"]).size())
assert kp.from_frames(frames).policies == policies.policies
```

Tables are joined by `policy` and `id`: a goal's indicators are in `measured_by`, a target's indicator in its column
`indicator`. A row has its place in `position`, and what it belongs to in a column such as `parent`, `indicator`,
`track` or `element`, which is empty where that is the policy itself. Results are joined to targets by `policy`,
`indicator` and `target`.

Absent text is NA, an absent number NaN, an absent whole number or truth value NA. A record within a row has columns
of its own: `baseline_value` is the field `value` of the field `baseline`. Lists of ids have spaces between the ids;
lists of texts, and keys with values, are JSON.

## Files

```python
from kommunepolitik.documents import read_tables, write_tables

write_tables(frames, "build/policies.xlsx", "xlsx", overwrite=True)
write_tables(frames, "build/policies", "csv", overwrite=True)
assert read_tables("build/policies.xlsx").policies == policies.policies
```

| format | what is written | needs |
|---|---|---|
| `xlsx` | a workbook with a sheet for each table; all cells but numbers are texts | extra `excel` |
| `csv` | a folder of CSV files: UTF-8, commas, decimal points; `'` before a text that would be read as a formula | |
| `parquet` | a folder of Parquet files, with the types of the columns | extra `parquet` |

`kommunepolitik export PATH --format xlsx -o OUT` writes the same from the command line, and the tables `observations`
and `results` of open data with it: figures on few people are withheld there. `read_tables` and `from_frames`
leave these two out; `kp.read_observations` reads `observations.csv`.

Other programs read a period such as `2022` as a number: read CSV and workbooks as text (`dtype=str` in pandas,
`all_varchar` in DuckDB), or use Parquet, which has the types.

Tables may be edited, or made by hand: only the table `policies` is required, and of each table only the columns with
any value. Everything that is wrong is reported at once, with file, sheet, row and column. `title`, where it is not a
field of the class, `target`, and the columns of the municipality in tables other than `policies` are for readers, and
are ignored.

A heading or a name of a table that is nearly right is reported once, and then read as if it were right; a missing
column or table that rows need is one problem. `position` is a whole number that no other row there has, and
a row that was copied with its position is refused. A number in a text may have a decimal comma or a point, but `1.234`
and `1,234` are refused: each may be a thousand, or a number with decimals.
"""

_PLACE = {
    "policy": "The id of the policy",
    **MUNICIPALITY,
    "title": "The name of the row; shown only",
    "target": "The id by which results name the target: its own, or one made of its kind and due; shown only",
    "position": "Its position among those that belong to the same, counted from 1",
    "area": "The id of the focus area that the goal is in, however deep",
}


def frames_page() -> str:
    """Return the reference as Markdown: a table for each table."""
    return "\n".join([_HEAD, *map(_section, table_shapes().values())])


def _section(shape: TableShape) -> str:
    meanings = [(cls.__doc__ or "").split("\n\n", maxsplit=1)[0].replace("\n   ", "") for cls in shape.classes]
    names = ", ".join(f"[{cls.__name__}](fields.md#{cls.__name__.lower()})" for cls in shape.classes)
    about = meanings[0] if len(meanings) == 1 else f"The classes {names}."
    head = [f"## {shape.name}", "", about, "", "| column | type | meaning |", "|---|---|---|"]
    return "\n".join([*head, *_rows(shape), ""])


def _rows(shape: TableShape) -> Iterator[str]:
    columns = {column.name: column for column in shape.columns}
    for name in shape.names:
        column, kind = columns.get(name), kind_of(shape, name)
        about = column.description if column is not None else _PLACE.get(name) or _holder(shape)
        more = {"json": " (JSON)", "ids": " (ids with spaces between)"}.get(kind, "")
        default = column.default if column is not None and not isinstance(column.default, bool) else None
        otherwise = "" if default in (None, "") else f" (else `{default}`)"
        yield f"| {name} | {TYPES[kind]} | {about}{more}{otherwise} |"


def _holder(shape: TableShape) -> str:
    empty = "; empty: the policy itself" if shape.holder and not shape.needs_holder else ""
    return f"The id of what the row belongs to{empty}"
