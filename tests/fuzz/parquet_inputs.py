"""Parquet files with columns of odd types."""

import datetime as dt
import io
from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from tests.fuzz.mutators import mutated_bytes

_IDS = ("gennemfoert", "ledige", "udgift", "ukendt", "", "Gennemfoert")


def mutated_parquet(content: bytes, _other: bytes, random: Random) -> bytes:
    """Return a Parquet file that is made up; now and then one with changed bytes."""
    made = _made(random) if random.random() < 0.8 else content
    return mutated_bytes(made, random) if random.random() < 0.25 else made


def _made(random: Random) -> bytes:
    rows = random.choice((0, 1, 2, 3, 5))
    columns: dict[str, Any] = {
        random.choice(("indicator", "indikator", "INDIKATOR", "indicator ")): _ids(rows, random),
        random.choice(("period", "periode")): _periods(rows, random),
        random.choice(("value", "værdi")): _values(rows, random),
    }
    if random.random() < 0.5:
        name = random.choice(
            ("group", "area", "note", "value_high", "quality", "published", "denominator", "x", "", "\x00")
        )
        columns[name] = random.choice((_ids, _periods, _values))(rows, random)
    if random.random() < 0.1:
        columns.pop(random.choice([*columns]))
    names = [*columns]
    if random.random() < 0.1:
        names[random.randrange(len(names))] = random.choice(names)
    table = pa.Table.from_arrays([*columns.values()], names=names)
    if random.random() < 0.1:
        table = table.replace_schema_metadata(
            {"pandas": random.choice(("{}", "x", '{"index_columns": ["value"]}', "[]"))}
        )
    file = io.BytesIO()
    options = {
        "compression": random.choice(("none", "snappy", "gzip", "zstd")),
        "version": random.choice(("1.0", "2.6")),
    }
    parquet.write_table(table, file, **options)
    return file.getvalue()


def _array(cells: list[Any], types: tuple[Any, ...], random: Random) -> Any:
    cells = [None if random.random() < 0.1 else cell for cell in cells]
    try:
        return pa.array(cells, random.choice(types))
    except (pa.ArrowException, OverflowError, TypeError, ValueError):
        return pa.array([None if cell is None else str(cell) for cell in cells])


def _ids(rows: int, random: Random) -> Any:
    array = _array(
        [random.choice(_IDS) for _ in range(rows)], (pa.string(), pa.large_string(), pa.binary(), None), random
    )
    return array.dictionary_encode() if random.random() < 0.3 and not pa.types.is_null(array.type) else array


def _periods(rows: int, random: Random) -> Any:
    match random.randrange(5):
        case 0:
            return _array([2020 + n for n in range(rows)], (pa.int32(), pa.uint64(), pa.float64(), pa.int8()), random)
        case 1:
            days = [dt.date(2020, random.randint(1, 12), random.randint(1, 28)) for _ in range(rows)]
            return _array(
                days, (pa.date32(), pa.date64(), pa.timestamp("ns"), pa.timestamp("us", "Europe/Copenhagen")), random
            )
        case 2:
            times = [dt.datetime(random.choice((1, 1677, 2024, 9999)), 1, 1, 12) for _ in range(rows)]
            return _array(times, (pa.timestamp("us"), pa.timestamp("ms"), pa.timestamp("s")), random)
        case 3:
            spans = [dt.timedelta(days=n) for n in range(rows)]
            return _array(spans, (pa.duration("s"), pa.duration("ns")), random)
        case _:
            words = ("2024", "2024-Q4", "2024K4", "x", "2024..2020", "\x00", "4. kvartal 2024")
            return _array([random.choice(words) for _ in range(rows)], (pa.string(),), random)


def _values(rows: int, random: Random) -> Any:
    match random.randrange(7):
        case 0:
            numbers = (0, -0.0, 81.5, 1e308, -1e308, float("nan"), float("inf"), 1e-320)
            return _array(
                [random.choice(numbers) for _ in range(rows)], (pa.float64(), pa.float32(), pa.float16()), random
            )
        case 1:
            whole = (0, 1, 127, 2**31, 2**53 + 1, 2**63 - 1, 2**64 - 1, -(2**63))
            return _array(
                [random.choice(whole) for _ in range(rows)], (pa.uint64(), pa.int64(), pa.uint8(), None), random
            )
        case 2:
            exact = (Decimal("81.5"), Decimal("0.1"), Decimal("-1"), Decimal("123456789012345678901234567890.12"))
            return _array(
                [random.choice(exact) for _ in range(rows)], (pa.decimal128(38, 2), pa.decimal256(60, 5)), random
            )
        case 3:
            return _array(
                [random.choice(("81,5", "81.5", "1.234", "x", "..", "ca. 5")) for _ in range(rows)],
                (pa.string(),),
                random,
            )
        case 4:
            nested = ([1.5], [], [1, 2])
            return _array([random.choice(nested) for _ in range(rows)], (pa.list_(pa.float64()),), random)
        case 5:
            return _array([{"a": 1.5} for _ in range(rows)], (None,), random)
        case _:
            return _array([random.random() < 0.5 for _ in range(rows)], (pa.bool_(),), random)
