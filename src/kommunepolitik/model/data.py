"""Values of the library as plain data (dicts, lists, texts, numbers) and back; each package registers its classes."""

import math
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from typing import Any, Final, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import attrs

from kommunepolitik.errors import InvalidDocument, InvalidModel, Problem
from kommunepolitik.model.mapping import EMPTY
from kommunepolitik.model.nearest import nearest, unknown_keys
from kommunepolitik.model.period import Period
from kommunepolitik.model.record import Record, within
from kommunepolitik.model.scalars import coerce_choice, coerce_scalar, describe

T = TypeVar("T")
ToData = Callable[[Any], Any]
FromData = Callable[[Any, Any], Any]

_WRITERS: Final[dict[type, ToData]] = {}
_READERS: Final[dict[type, FromData]] = {}


def register(cls: type, to: ToData, read: FromData | None = None) -> None:
    """Register how values of a class and its subclasses become plain data, and are `read` back, if they are.

    `read` takes the data and the requested class, and raises `InvalidModel` or `InvalidDocument`.
    """
    _WRITERS[cls] = to
    if read is not None:
        _READERS[cls] = read


def register_fields(*classes: type) -> None:
    """Register attrs classes that are an object of their fields; a field that has its default is left out."""
    for cls in classes:
        register(cls, fields_to_data, fields_from_data)


def to_data(value: Any) -> Any:
    """Return a value as plain data: dicts, lists, texts and finite numbers, which JSON and YAML can contain.

    Policies, files beside them and saved records are whole documents, with the version of their format; all other
    values are their fields; of a list, each value. Absent values and defaults are mostly left out.

    Raises:
        InvalidModel: nothing is registered for the class; the classes that can be converted are named.

    >>> import kommunepolitik as kp
    >>> kp.to_data(kp.model.LevelTarget(value=95, comparison="at_least", due="2027"))
    {'kind': 'level', 'value': 95, 'comparison': 'at_least', 'due': '2027'}
    """
    if isinstance(value, list | tuple):
        return [to_data(each) for each in value]
    return _found(type(value), _WRITERS)(value)


def from_data(data: Any, cls: type[T]) -> T:
    """Return the object of a class that `to_data` gave as plain data; it is checked like a file.

    Raises:
        InvalidModel: nothing is registered for the class, or values of it can only be written.
        InvalidDocument: with all that is wrong with the data, each with its path.
        InvalidObservations: for rows of figures, with all that is wrong with any of them.

    >>> import kommunepolitik as kp
    >>> kp.from_data({"what": "targets", "why": "not_set"}, kp.model.Missing).why
    'not_set'
    """
    read = _found(cls, _READERS)
    try:
        return cast("T", read(data, cls))
    except InvalidModel as error:
        raise InvalidDocument(*error.problems) from None


def _found(cls: type, registered: Mapping[type, Any]) -> Any:
    """Return what is registered for a class or the nearest class above it."""
    for each in getattr(cls, "__mro__", ()):
        if each in registered:
            return registered[each]
    names = sorted(each.__name__ for each in registered if each is not Record)  # it is not a public name
    name = getattr(cls, "__name__", str(cls))
    code = "not_read_from_data" if cls in _WRITERS else "no_data_form"
    data = {"value": name, "choices": ", ".join(names)}
    raise InvalidModel(Problem(code=code, data=data, nearest=nearest(name, names)))


# Objects of their fields


def fields_to_data(value: Any) -> dict[str, Any]:
    """Return the fields of an attrs object that differ from their default."""
    values = ((field, getattr(value, field.name)) for field in attrs.fields(type(value)))
    return {field.name: part_to_data(each) for field, each in values if each != field.default}


def part_to_data(value: Any) -> Any:
    """Return a part of a value as plain data; an infinite number is the text `inf` or `-inf`.

    >>> part_to_data((Period("2024-M03"), float("-inf"), None))
    ['2024-03', '-inf', None]
    """
    if isinstance(value, Record):
        return _WRITERS[Record](value)  # as a part, without the version of a document
    if isinstance(value, Period):
        return value.text
    if isinstance(value, tuple | list):
        return [part_to_data(each) for each in value]
    if isinstance(value, float) and math.isinf(value):
        return str(value)
    return to_data(value) if attrs.has(type(value)) else value


def fields_from_data(data: Any, cls: type[T], special: Mapping[str, Callable[[Any], Any]] = EMPTY) -> T:
    """Return an attrs object from its fields, or raise all that is wrong with them; `special` reads some of them."""
    if not isinstance(data, Mapping):
        raise InvalidModel(Problem(code="expected_mapping", data={"found": describe(data)}))
    fields = {str(field.alias): field for field in attrs.fields(cast("type[attrs.AttrsInstance]", cls))}
    missing = [name for name, field in fields.items() if name not in data and field.default is attrs.NOTHING]
    problems = [Problem(code="missing_key", data={"key": name}) for name in missing]
    problems += unknown_keys(data, fields)
    hints = _hints(cast("Any", cls))
    readers = {name: special.get(name) or partial(part_from_data, hints[field.name]) for name, field in fields.items()}
    return cls(**_parts(((name, readers[name], data[name]) for name in fields if name in data), problems))


def part_from_data(hint: Any, data: Any) -> Any:
    """Return the value of a field of some type for plain data, or raise all that is wrong with it."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return None if data is None and type(None) in inner else part_from_data(inner[0], data)  # None is written last
    if origin is Literal:
        return coerce_choice(data, inner)
    if origin is tuple or origin is Sequence:
        if not isinstance(data, list | tuple):
            raise InvalidModel(Problem(code="expected_list", data={"found": describe(data)}))
        read = partial(part_from_data, inner[0])
        return tuple(_parts(((number, read, item) for number, item in enumerate(data))).values())
    if hint is float and data in ("inf", "-inf"):
        return float(data)
    if hint in (str, float, int, bool, Period):
        return coerce_scalar(data, hint)
    if issubclass(hint, Record):
        return read_record(data, hint)
    return _found(hint, _READERS)(data, hint)


def read_record(data: Any, cls: type[Any]) -> Any:
    """Return an object of the model that is a part of another value."""
    try:
        return _READERS[Record](data, cls)
    except InvalidDocument as error:
        raise InvalidModel(*error.problems) from None


def _parts(parts: Iterable[tuple[Any, Callable[[Any], Any], Any]], problems: Sequence[Problem] = ()) -> dict[Any, Any]:
    """Return the values of parts (key, reader and plain data), by key; raise all that is wrong, these problems too."""
    found, wrong = {}, [*problems]
    for key, read, data in parts:
        try:
            found[key] = read(data)
        except InvalidModel as error:
            wrong += within(key, error)
    if wrong:
        raise InvalidModel(*wrong)
    return found


_hints = cache(get_type_hints)


# What fills the placeholders of a message: values whose class the data must name.


def tagged(values: Mapping[str, Any], tags: Mapping[str, type]) -> dict[str, Any]:
    """Return values of several classes as plain data: a text, number, true or false as it is, else under its tag.

    A value without a tag becomes the text that a message shows for it.

    >>> tagged({"due": Period("2024"), "count": 2}, {"period": Period})
    {'due': {'period': '2024'}, 'count': 2}
    """
    names = {cls: tag for tag, cls in tags.items()}

    def one(value: Any) -> Any:
        if (tag := names.get(type(value))) is not None:
            return {tag: part_to_data(value)}
        if isinstance(value, float) and not math.isfinite(value):
            return {"number": str(value)}
        return value if value is None or type(value) in (str, bool, int, float) else str(value)

    return {key: one(value) for key, value in values.items()}


def untagged(data: Any, tags: Mapping[str, type]) -> dict[str, Any]:
    """Return the values that `tagged` made plain data of, or raise all that is wrong with them."""
    if not isinstance(data, Mapping):
        raise InvalidModel(Problem(code="expected_mapping", data={"found": describe(data)}))
    return _parts((key, partial(_untagged, tags), value) for key, value in data.items())


def path_from_data(data: Any) -> tuple[str | int, ...]:
    """Return a path of keys and numbers, or raise what is wrong with it."""
    if not isinstance(data, list | tuple):
        raise InvalidModel(Problem(code="expected_list", data={"found": describe(data)}))
    return tuple(_parts((number, _step, step) for number, step in enumerate(data)).values())


def _step(data: Any) -> str | int:
    return data if isinstance(data, int) and not isinstance(data, bool) else part_from_data(str, data)


def _untagged(tags: Mapping[str, type], value: Any) -> Any:
    if not isinstance(value, Mapping):
        if isinstance(value, list | tuple):
            raise InvalidModel(Problem(code="expected_text", data={"found": describe(value)}))
        return value
    known = (*tags, "number")
    if problems := unknown_keys(value, known) or (
        [] if len(value) == 1 else [Problem(code="one_only", data={"choices": ", ".join(known)})]
    ):
        raise InvalidModel(*problems)
    ((tag, inner),) = value.items()
    try:
        if tag == "number":
            return float(coerce_choice(inner, ("inf", "-inf", "nan")))
        return part_from_data(tags[tag], inner)
    except InvalidModel as error:
        raise InvalidModel(*within(tag, error)) from None
