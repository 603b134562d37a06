"""JSON-stat, the cubes of statistics offices, version 1 (in `dataset`) and 2.0 (`class: dataset`), as rows.

Statistics Denmark answers version 1; PxWeb in Norway, Sweden and Finland answers 2.0 (https://json-stat.org/full/).
"""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, NoReturn, get_args

import attrs

from kommunepolitik.documents.limits import MAX_CELLS_OF_CUBE, MAX_SIZE
from kommunepolitik.errors import InvalidModel, InvalidObservations, Problem
from kommunepolitik.model.scalars import coerce_float

Role = Literal["geo", "time", "metric", ""]

_MAX_COMMAS: Final = 4 * MAX_CELLS_OF_CUBE
_MAX_BRACKETS: Final = 200_000
_MAX_DIMENSIONS: Final = 64
_MAX_PLACES: Final = 5 * MAX_CELLS_OF_CUBE
"""Bounds on what is parsed, and on the categories of all cells: tiny values take more room in memory than in a file."""


@attrs.frozen(kw_only=True)
class Dimension:
    """One dimension of a cube: its name, its categories in order, and its role."""

    id: str
    label: str
    role: Role
    codes: tuple[str, ...]
    labels: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Cube:
    """A dataset of JSON-stat; the last dimension varies fastest."""

    label: str
    source: str
    updated: str
    dimensions: tuple[Dimension, ...]
    values: tuple[float | None, ...]
    statuses: tuple[str, ...]
    """A mark for each value, such as `..`; empty where there is none."""

    @property
    def header(self) -> tuple[str, ...]:
        """The columns of `rows`: code and label of each dimension, then `value` and `status`."""
        names = (name for each in self.dimensions for name in (each.id, f"{each.id}.label"))
        return (*names, "value", "status")

    @property
    def roles(self) -> Mapping[str, Role]:
        """The role of each dimension, by id."""
        return {each.id: each.role for each in self.dimensions}

    def rows(self) -> Iterator[tuple[str | float | None, ...]]:
        """Yield a row for each cell, in the order of the cube."""
        strides = [math.prod(len(each.codes) for each in self.dimensions[n + 1 :]) for n in range(len(self.dimensions))]
        for cell, (value, status) in enumerate(zip(self.values, self.statuses, strict=True)):
            row: list[str | float | None] = []
            for each, stride in zip(self.dimensions, strides, strict=True):
                place = cell // stride % len(each.codes)
                row += (each.codes[place], each.labels[place])
            yield (*row, value, status)


def read_json_stat(text: str, file: str | None = None) -> Cube:
    """Read a dataset of JSON-stat.

    >>> times = '"dimension": {"id": ["Tid"], "size": [2], "Tid": {"category": {"index": ["2023", "2024"]}}}'
    >>> cube = read_json_stat('{"dataset": {' + times + ', "value": [5, null]}}')
    >>> list(cube.rows())
    [('2023', '2023', 5.0, ''), ('2024', '2024', None, '')]

    Raises:
        InvalidObservations: it is not JSON-stat, contains no dataset or several, or its parts do not fit together.
    """
    try:
        return _dataset(_top(parse_json(text)))
    except InvalidObservations as error:
        raise InvalidObservations(*(attrs.evolve(problem, file=file) for problem in error.problems)) from None


def parse_json(text: str) -> Any:
    """Return the content of a JSON text, read within bounds of memory.

    Raises:
        InvalidObservations: it is not JSON, is too large or too deep, has a key twice, or a number that is not finite.
    """
    if len(text) > MAX_SIZE or text.count(",") > _MAX_COMMAS or text.count("[") + text.count("{") > _MAX_BRACKETS:
        _refuse("json_stat_too_large", limit=MAX_CELLS_OF_CUBE)
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:  # a problem of our own is a ValueError too
        if isinstance(error, InvalidObservations):
            raise
        detail = "too deeply nested" if isinstance(error, RecursionError) else str(error)
        _refuse("not_json", detail=detail)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            _refuse("json_stat_key_twice", key=key)
        found[key] = value
    return found


def _no_constant(name: str) -> NoReturn:
    _refuse("not_finite", value=name)


def _top(data: Any) -> Mapping[str, Any]:
    """Return the mapping of the dataset."""
    if not isinstance(data, dict):
        _refuse("not_json_stat")
    kind = data.get("class", "dataset" if "value" in data and "dimension" in data else None)
    if kind == "dataset":
        return data
    if kind is not None:
        _refuse("json_stat_not_a_dataset", found=str(kind))
    datasets = [key for key, each in data.items() if isinstance(each, dict) and "value" in each and "dimension" in each]
    if len(datasets) > 1:
        _refuse("json_stat_several", names=", ".join(datasets[:8]))
    if not datasets:
        _refuse("not_json_stat")
    return data[datasets[0]]  # type: ignore[no-any-return]


def _dataset(data: Mapping[str, Any]) -> Cube:
    given = _mapping(data.get("dimension"), "dimension")
    ids = _texts(data.get("id", given.get("id")), "id")
    sizes = data.get("size", given.get("size"))
    roles = _roles(data.get("role", given.get("role", {})))
    if not ids or len(ids) > _MAX_DIMENSIONS or len(set(ids)) < len(ids):
        _refuse("json_stat_part", part="id")
    if (
        not isinstance(sizes, list)
        or len(sizes) != len(ids)
        or not all(type(each) is int and each > 0 for each in sizes)
    ):
        _refuse("json_stat_part", part="size")
    if (cells := math.prod(sizes)) > MAX_CELLS_OF_CUBE or cells * len(sizes) > _MAX_PLACES:
        _refuse("json_stat_too_large", limit=MAX_CELLS_OF_CUBE)
    dimensions = tuple(
        _dimension(id, size, _mapping(given.get(id), f"dimension.{id}"), roles.get(id, ""))
        for id, size in zip(ids, sizes, strict=True)
    )
    count = math.prod(sizes)
    values = tuple(map(_value, _spread(data.get("value"), count, "value")))
    status = data.get("status")
    marks = (
        [status] * count if isinstance(status, str) else _spread(status if status is not None else {}, count, "status")
    )
    if not all(isinstance(mark, str | None) for mark in marks):
        _refuse("json_stat_part", part="status")
    names = {name: _text(data.get(name)) for name in ("label", "source", "updated")}
    return Cube(**names, dimensions=dimensions, values=values, statuses=tuple(mark or "" for mark in marks))


def _dimension(id: str, size: int, data: Mapping[str, Any], role: Role) -> Dimension:
    category = _mapping(data.get("category"), f"dimension.{id}.category")
    labels = _mapping(category.get("label", {}), f"dimension.{id}.category.label")
    index = category.get("index", list(labels) if size == 1 else None)
    if isinstance(index, dict):
        if sorted(map(repr, index.values())) != sorted(map(repr, range(size))):
            _refuse("json_stat_part", part=f"dimension.{id}.category.index")
        index = sorted(index, key=index.__getitem__)
    codes = _texts(index, f"dimension.{id}.category.index")
    if len(codes) != size or len(set(codes)) != size:
        _refuse("json_stat_part", part=f"dimension.{id}.category.index")
    shown = tuple(_text(labels.get(code)) or code for code in codes)
    return Dimension(id=id, label=_text(data.get("label")) or id, role=role, codes=codes, labels=shown)


def _roles(data: Any) -> dict[str, Role]:
    roles = _mapping(data, "role")
    return {id: role for role in get_args(Role) if role for id in _texts(roles.get(role, []), f"role.{role}")}


def _spread(given: Any, count: int, part: str) -> list[Any]:
    """Return a value for each cell: those of a list, or of a mapping from the number of the cell."""
    if isinstance(given, list) and len(given) == count:
        return given
    if not isinstance(given, dict) or not all(key.isascii() and key.isdigit() and len(key) < 9 for key in given):
        _refuse("json_stat_length" if isinstance(given, list) else "json_stat_part", part=part, count=count)
    cells: list[Any] = [None] * count
    for key, value in given.items():
        if int(key) >= count:
            _refuse("json_stat_length", part=part, count=count)
        cells[int(key)] = value
    return cells


def _value(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        _refuse("json_stat_part", part="value")
    try:
        return coerce_float(value)
    except InvalidModel as error:
        raise InvalidObservations(*error.problems) from None


def _mapping(value: Any, part: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        _refuse("json_stat_part", part=part)
    return value


def _texts(value: Any, part: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        _refuse("json_stat_part", part=part)
    return tuple(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _refuse(code: str, **data: Any) -> NoReturn:
    raise InvalidObservations(Problem(code=code, data=data))
