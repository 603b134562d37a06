"""From plain data to a policy, and from a policy to plain data; the one place where cattrs is set up."""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import attrs
from cattrs import (
    AttributeValidationNote,
    ClassValidationError,
    Converter,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from kommunepolitik.documents.tree import Plain
from kommunepolitik.errors import MAX_PROBLEMS, InvalidDocument, InvalidModel, Problem
from kommunepolitik.model import Municipality, Period, Policy, Target
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.record import Record, check_mark, coerce_choice, coerce_scalar, describe, shapes_of
from kommunepolitik.model.references import reference_problems

R = TypeVar("R", bound=Record)
Hook = Callable[[Any, Any], Any]
Path = tuple[str | int, ...]

# Numbers as YAML 1.2 (core schema) and JSON write them.
_WHOLE = re.compile(r"[-+]?[0-9]+", re.ASCII)
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_DANISH_NUMBER = re.compile(r"[-+]?[0-9]{1,3}(?:\.?[0-9]{3})*,[0-9]+", re.ASCII)
_HOPELESS = 10 * MAX_PROBLEMS
"""A document with so many problems of structure is no policy: it is told so at once, without a closer look."""
_RULES_OF_THE_WHOLE = {
    "in_force_before_period",
    "supersedes_circle",
    "continues_itself",
    "missing_but_given",
    "unknown_field",
}
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


def build(data: Any, cls: type[R], home: Policy | None = None) -> R:
    """Build an object of the model from plain data; its references lead to elements of `home`, if it is no policy.

    Raises:
        InvalidDocument: with every problem of structure and reference, each with its path. A key that is nearly right
            is told once, and read on as if it were right, so that one slip neither hides nor invents other problems.
    """
    try:
        built = structure(data, cls)
    except (BaseValidationError, InvalidModel) as error:
        first = list(islice(_leaves(error, ()), _HOPELESS))
        problems = first if len(first) == _HOPELESS else _diagnose(copy.deepcopy(data), cls, home)
    else:
        problems = [] if home is None else reference_problems(built, cls, home)
        if not problems:
            return built
    raise InvalidDocument(*problems)


def structure(data: Any, cls: type[R]) -> R:
    """Build an object of the model from plain data, or raise what cattrs gathered."""
    return converter().structure(data, cls)


def unstructure(value: Record) -> Any:
    """Return an object of the model as plain data: fields in order, nothing that is absent or default."""
    return converter().unstructure(value)


@cache
def converter() -> Converter:
    """Return the converter between the model and plain data."""
    conv = Converter(forbid_extra_keys=True, detailed_validation=True)
    for scalar in (str, float, int, bool, Period):
        conv.register_structure_hook(scalar, _scalar_hook(scalar))
    conv.register_structure_hook_factory(_is_literal, _literal_hook)
    conv.register_structure_hook_factory(_is_tuple, _tuple_hook)
    conv.register_structure_hook_factory(_is_marked, _marked_hook)
    conv.register_structure_hook_factory(_is_record, _record_hook)
    conv.register_structure_hook(Municipality, _municipality_hook(_record_hook(Municipality, conv)))
    conv.register_structure_hook(Target, _target_hook(conv))
    conv.register_unstructure_hook(Period, lambda period: Plain(period.text))
    conv.register_unstructure_hook(float, _write_number)
    conv.register_unstructure_hook_factory(_is_record, _unstructure_record)
    conv.register_unstructure_hook(Municipality, _write_municipality)
    for target in get_args(Target):
        conv.register_unstructure_hook(target, _unstructure_target(target, conv))
    conv.register_unstructure_hook(Target, lambda target: conv.unstructure(target, type(target)))
    return conv


def _is_literal(cls: Any) -> bool:
    return get_origin(cls) is Literal


def _is_tuple(cls: Any) -> bool:
    return get_origin(cls) is tuple


def _is_marked(cls: Any) -> bool:
    return get_origin(cls) is Annotated


def _is_record(cls: Any) -> bool:
    return isinstance(cls, type) and issubclass(cls, Record)


def _scalar_hook(scalar: type) -> Hook:
    def hook(value: Any, _: Any) -> Any:
        if value is None:
            raise InvalidModel(Problem(code="empty"))
        if isinstance(value, Plain):
            value = _read_plain(value, scalar)
        elif isinstance(value, str) and scalar in (float, int):
            _refuse_quoted(value.strip())
        if scalar is str and isinstance(value, str) and value.isprintable():
            return value  # the object itself normalises it
        return coerce_scalar(value, scalar)

    return hook


def _marked_hook(cls: Any, conv: Converter) -> Hook:
    """Check ids and addresses where they are read, so that they are told beside what else is wrong with an element."""
    scalar, mark = get_args(cls)
    inner = conv.get_structure_hook(scalar)

    def hook(value: Any, _: Any) -> Any:
        text = inner(value, scalar)
        check_mark(text.strip(), mark)
        return text

    return hook


def _read_plain(value: Plain, scalar: type) -> Any:
    """Read an unquoted text as what the field is for; what is not of that kind stays text and is refused as such."""
    text = str(value)
    if scalar is bool:
        return _BOOLS.get(text, text)
    if scalar not in (float, int):
        return text
    if _WHOLE.fullmatch(text) and len(text) <= 400:
        return int(text)
    if _NUMBER.fullmatch(text):
        return float(text)
    if _DANISH_NUMBER.fullmatch(text):
        raise InvalidModel(Problem(code="decimal_comma", data={"value": text, "suggestion": _with_point(text)}))
    return text


def _refuse_quoted(text: str) -> None:
    """Tell a number in quotes from a text that is none."""
    if _NUMBER.fullmatch(text) or _DANISH_NUMBER.fullmatch(text):
        raise InvalidModel(Problem(code="quoted_number", data={"value": text, "suggestion": _with_point(text)}))


def _with_point(text: str) -> str:
    """Write a number with a decimal comma the way YAML has it."""
    return text.replace(".", "").replace(",", ".") if "," in text else text


def _literal_hook(cls: Any, _: Converter) -> Hook:
    choices = get_args(cls)

    def hook(value: Any, _: Any) -> Any:
        if value is None:
            raise InvalidModel(Problem(code="empty"))
        return coerce_choice(value, choices)

    return hook


def _tuple_hook(cls: Any, conv: Converter) -> Hook:
    inner = homogenous_tuple_structure_factory(cls, conv)

    def hook(value: Any, _: Any) -> Any:
        if value is None:
            return ()
        if not isinstance(value, list):
            raise InvalidModel(Problem(code="expected_list", data={"found": describe(value)}))
        return inner(value, cls)

    return hook


def _record_hook(cls: type[Record], conv: Converter) -> Hook:
    shapes_of(cls)  # resolves the types that stand as text
    inner = make_dict_structure_fn(cls, conv, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True)

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, Mapping):
            raise InvalidModel(Problem(code="expected_mapping", data={"found": describe(value)}))
        return inner(value, cls)

    return hook


def _municipality_hook(inner: Hook) -> Hook:
    def hook(value: Any, cls: Any) -> Any:
        if isinstance(value, str | int) and not isinstance(value, bool):
            return Municipality.find(str(value))
        # Either alone is enough for a real one; a made-up one says so beside its name.
        if isinstance(value, Mapping) and len(value) == 1 and (key := next(iter(value))) in ("name", "code"):
            text = value[key]
            if isinstance(text, str | int) and not isinstance(text, bool) and str(text).strip():
                try:
                    return Municipality.find(str(text))
                except InvalidModel as error:
                    raise InvalidModel(*(_made_up(problem, key) for problem in error.problems)) from None
        return inner(value, cls)

    return hook


def _made_up(problem: Problem, key: str) -> Problem:
    """Say how a made-up municipality is written, to who gave a name of his own and no more."""
    code = "no_such_municipality" if key == "name" else "unknown_municipality"
    return attrs.evolve(problem, code=code, path=(key,))


def _target_hook(conv: Converter) -> Hook:
    classes = {cls.kind: cls for cls in get_args(Target)}
    hooks = {kind: _record_hook(cls, conv) for kind, cls in classes.items()}

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, Mapping):
            raise InvalidModel(Problem(code="expected_mapping", data={"found": describe(value)}))
        if value.get("kind") is None:
            raise InvalidModel(Problem(code="missing_key", data={"key": "kind"}, choices=tuple(classes)))
        try:
            kind = coerce_choice(value["kind"], tuple(classes))
        except InvalidModel as error:
            raise InvalidModel(*(attrs.evolve(p, path=("kind",)) for p in error.problems)) from None
        return hooks[kind]({key: item for key, item in value.items() if key != "kind"}, classes[kind])

    return hook


def _write_number(value: float) -> float | int:
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _unstructure_record(cls: type[Record], conv: Converter) -> Callable[[Any], dict[str, Any]]:
    made: list[Callable[[Any], dict[str, Any]]] = []

    def hook(value: Any) -> dict[str, Any]:
        # Made on first use: a goal holds goals, and would else look for its own hook while that is being made.
        if not made:
            made.append(make_dict_unstructure_fn(cls, conv, _cattrs_omit_if_default=True))
        data = made[0](value)  # has what must be given first; a person keeps the model's order
        return {shape.name: data[shape.name] for shape in shapes_of(cls) if shape.name in data}

    return hook


def _unstructure_target(cls: Any, conv: Converter) -> Callable[[Any], dict[str, Any]]:
    inner = _unstructure_record(cls, conv)
    return lambda target: {"kind": cls.kind, **inner(target)}


def _write_municipality(municipality: Municipality) -> Any:
    if municipality.fictitious:
        return {"name": municipality.name, "fictitious": True}
    return municipality.name


# Diagnosis: only a document with problems comes here.


def _diagnose(data: Any, cls: type[Record], home: Policy | None) -> list[Problem]:
    """Return every problem of a document; mends nearly right keys in `data` on the way."""
    unknown: list[Problem] = []
    mended: dict[Path, str] = {}
    while True:
        found = list(_structure_problems(data, cls))
        new = [problem for problem in found if problem.code == "unknown_key"]
        if not new:
            break
        for problem in new:
            unknown.append(_mend_key(data, problem, mended))
    if isinstance(data, Mapping):
        found += _whole_problems(data, cls, found)
        told = set(found)
        found += [problem for problem in reference_problems(data, cls, home) if problem not in told]
    return [attrs.evolve(p, path=_as_written(p.path, mended)) for p in found] + unknown


def _whole_problems(data: Mapping[str, Any], cls: type[Record], found: list[Problem]) -> list[Problem]:
    """Return what breaks the rules of the whole, which is not built when a part is bad: judged without the bad parts.

    References are left out, as they may lead to those parts; they are checked on the document itself.
    """
    bad = {problem.path[0] for problem in found if problem.path}
    sound = {key: value for key, value in data.items() if key not in bad}
    if len(sound) == len(data) or any(shape.required and shape.name not in sound for shape in shapes_of(cls)):
        return []
    return [p for p in _structure_problems(sound, cls) if p.code in _RULES_OF_THE_WHOLE]


def _mend_key(data: Any, problem: Problem, mended: dict[Path, str]) -> Problem:
    """Rename a nearly right key, drop a wrong one, and say so with the path as the document has it."""
    holder = data
    for part in problem.path[:-1]:
        holder = holder[part]
    key = problem.path[-1]
    comma = _split_number(holder, key)
    value = holder.pop(key)
    if comma is not None:
        sibling, text = comma
        holder[sibling] = Plain(_with_point(text))
        data = {"value": text, "suggestion": _with_point(text)}
        return Problem(code="decimal_comma", data=data, path=_as_written((*problem.path[:-1], sibling), mended))
    if problem.nearest is not None and problem.nearest not in holder:
        holder[problem.nearest] = value
        mended[(*problem.path[:-1], problem.nearest)] = str(key)
    return attrs.evolve(problem, path=(*_as_written(problem.path[:-1], mended), key))


def _split_number(holder: Mapping[Any, Any], key: Any) -> tuple[Any, str] | None:
    """Find the number that a decimal comma in `{value: 12,5}` has cut in two: the key before, and the whole number."""
    if holder[key] is not None or not str(key).isdigit():
        return None
    keys = list(holder)
    before = keys[max(keys.index(key) - 1, 0)]
    text = f"{holder[before]},{key}"
    return (before, text) if isinstance(holder[before], Plain) and _DANISH_NUMBER.fullmatch(text) else None


def _as_written(path: Path, mended: Mapping[Path, str]) -> Path:
    return tuple(mended.get(path[: index + 1], part) for index, part in enumerate(path))


def _structure_problems(data: Any, cls: type[Record]) -> Iterator[Problem]:
    try:
        structure(data, cls)
    except (BaseValidationError, InvalidModel) as error:
        yield from _leaves(error, ())


def _leaves(error: Exception, path: Path) -> Iterator[Problem]:
    if isinstance(error, ClassValidationError | IterableValidationError):
        for inner in error.exceptions:
            yield from _leaves(inner, (*path, *_step(inner)))
    elif isinstance(error, InvalidModel):
        for problem in error.problems:
            yield attrs.evolve(problem, path=(*path, *problem.path))
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [shape.name for shape in shapes_of(error.cl)]
        for count, key in enumerate(sorted(error.extra_fields)):
            near = nearest(key, known) if count < MAX_PROBLEMS else None
            choices = () if near else tuple(known)
            yield Problem(code="unknown_key", data={"key": key}, path=(*path, key), nearest=near, choices=choices)
    elif isinstance(error, KeyError) and path:
        yield Problem(code="missing_key", data={"key": path[-1]}, path=path[:-1])
    else:
        raise error


def _step(error: Exception) -> Path:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return (note.name,)
        if isinstance(note, IterableValidationNote):
            return (note.index,)
    return ()
