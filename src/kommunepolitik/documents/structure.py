"""Converts plain data to a policy, and a policy to plain data."""

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import attrs

from kommunepolitik.documents.numbers import DANISH_NUMBER, doubtful_numbers, with_point
from kommunepolitik.documents.tree import Plain, Written
from kommunepolitik.errors import MAX_PROBLEMS, InvalidDocument, InvalidModel, Problem
from kommunepolitik.model import FrozenMapping, Goal, Indicator, Municipality, Period, Policy
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.record import (
    MAX_COLLECTED,
    Coercion,
    Record,
    shapes_of,
    within,
)
from kommunepolitik.model.references import reference_problems
from kommunepolitik.model.scalars import SCALARS, coerce_choice, describe
from kommunepolitik.model.text import normalise_text

R = TypeVar("R", bound=Record)
Path = tuple[str | int, ...]

# Numbers as YAML 1.2 (core schema) and JSON write them.
_WHOLE = re.compile(r"[-+]?[0-9]+", re.ASCII)
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_RULES_OF_THE_WHOLE = frozenset(
    [
        "in_force_before_period",
        "supersedes_circle",
        "continues_itself",
        "missing_but_given",
        "unknown_field",
        "word_twice",
    ]
)
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


def build(data: Any, cls: type[R], home: Policy | None = None) -> R:
    """Build an object of the model; if it is not a policy, its references lead to elements of `home`.

    Raises `InvalidDocument` with every problem, each with its path. A key that is nearly right is reported once, and
    then read as if it were right, so that one mistake neither hides nor adds other problems.
    """
    try:
        built: R = _Document().record(data, (cls,))
    except InvalidModel as error:
        # A document with this many problems of structure is not a policy: they are reported without further checks.
        problems = list(error.problems[:MAX_COLLECTED])
        if len(problems) < MAX_COLLECTED:
            problems = _diagnose(copy.deepcopy(data), cls, home)
    else:
        problems = [] if home is None else reference_problems(built, cls, home)
        if not problems:
            return built
    raise InvalidDocument(*problems)


def unstructure(value: Any) -> Any:
    """Return an object of the model as plain data: fields in order, without absent ones and defaults."""
    if isinstance(value, Record):
        short = getattr(value, "as_text", None)
        return (short and short()) or _fields(value)
    if isinstance(value, Mapping):
        return {key: unstructure(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [unstructure(item) for item in value]
    if isinstance(value, Period):
        return Plain(value.text)
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return str(value) if type(value) in SCALARS[-2:] else value


def _fields(value: Record) -> dict[str, Any]:
    shapes = shapes_of(type(value))
    data = {shape.name: getattr(value, shape.name) for shape in shapes}
    kept = {s.name: unstructure(data[s.name]) for s in shapes if s.required or data[s.name] != s.default}
    return kept if (kind := _kind_of(type(value))) is None else {"kind": kind, **kept}


def class_of(data: Mapping[str, Any], classes: Sequence[type[R]]) -> tuple[type[R], dict[str, Any]]:
    """Return the one of several classes that the key `kind` names, and the other keys; raises `InvalidModel`."""
    kinds = {str(_kind_of(each)): each for each in classes}
    if data.get("kind") is None:
        raise InvalidModel(Problem(code="missing_key", data={"key": "kind"}, choices=tuple(kinds)))
    try:
        cls = kinds[coerce_choice(data["kind"], tuple(kinds))]
    except InvalidModel as error:
        raise InvalidModel(*within("kind", error)) from None
    return cls, {key: item for key, item in data.items() if key != "kind"}


def _kind_of(cls: type[Record]) -> str | None:
    """Return the value of the key `kind` for a class that is one of several in its place."""
    kind = getattr(cls, "kind", None)
    return kind if isinstance(kind, str) else None


class _Document(Coercion):
    """Reads values as documents write them: mappings, and unquoted texts, whose type follows from their field."""

    def __init__(self) -> None:
        self._unknown = 0

    def scalar(self, value: Any, scalar: type) -> Any:
        """Return a value of one of `SCALARS`, or raise what is wrong."""
        if scalar is str and type(value) is Plain:
            return normalise_text(value)
        if scalar is FrozenMapping:
            value = _read_annotations(value)
        elif isinstance(value, Plain):
            value = _read_plain(value, scalar)
        elif isinstance(value, str) and scalar in (float, int):
            text = value.strip()
            if _NUMBER.fullmatch(text) or DANISH_NUMBER.fullmatch(text):
                data = {"value": text, "suggestion": with_point(text)}
                raise InvalidModel(Problem(code="quoted_number", data=data))
        return super().scalar(value, scalar)

    def record(self, value: Any, classes: tuple[type[Record], ...]) -> Any:
        """Return an object of one of several classes, or raise what is wrong."""
        if classes == (Municipality,):
            value = _real_municipality(value)
        if isinstance(value, Record):
            return super().record(value, classes)
        cls = classes[0]
        if len(classes) > 1 and isinstance(value, Mapping):
            cls, value = class_of(value, classes)
        return self.build(value, cls)

    def build(self, data: Any, cls: type[R]) -> R:
        """Return an object made from a mapping, or raise all that is wrong with it."""
        if not isinstance(data, Mapping):
            raise InvalidModel(Problem(code="expected_mapping", data={"found": describe(data)}))
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        shapes = shapes_of(cls)
        for shape in shapes:
            name = shape.name
            if name in data:
                try:
                    values[name] = shape.coerce(data[name], self)
                except InvalidModel as error:
                    problems += within(name, error)
            elif shape.required:
                problems.append(Problem(code="missing_key", data={"key": name}))
        known = tuple(shape.name for shape in shapes) if len(values) < len(data) else ()
        for key in sorted(data.keys() - known, key=str) if known else ():
            self._unknown += 1
            near = _key_like(str(key), cls, known, data) if self._unknown <= MAX_PROBLEMS else None
            choices = () if near else known
            problems.append(Problem(code="unknown_key", data={"key": key}, path=(key,), nearest=near, choices=choices))
        if cls is Indicator:
            problems += doubtful_numbers(data)
        if problems:
            raise InvalidModel(*problems)
        return cls.of_coerced(values)


def _key_like(key: str, cls: type[Record], known: Iterable[str], given: Mapping[str, Any]) -> str | None:
    """Return the key that an unknown one is probably meant to be; a goal has a statement, where others have a title."""
    if cls is Goal and nearest(key, ("title",)):
        return "number" if "statement" in given else "statement"
    return nearest(key, known)


def _real_municipality(value: Any) -> Any:
    """Find one of the 98 where only its code or name is given; a made-up one has `fictitious` too."""
    if _is_word(value):
        return Municipality.find(str(value))
    if not isinstance(value, Mapping) or len(value) != 1 or (key := next(iter(value))) not in ("name", "code"):
        return value
    if not _is_word(value[key]) or not str(value[key]).strip():
        return value
    code = "no_such_municipality" if key == "name" else "unknown_municipality"
    try:
        return Municipality.find(str(value[key]))
    except InvalidModel as error:  # explain how a made-up one is written where only a name is given
        raise InvalidModel(*(attrs.evolve(p, code=code, path=(key,)) for p in error.problems)) from None


def _is_word(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _read_plain(value: Plain, scalar: type) -> Any:
    """Read an unquoted text as the type of its field; what is not of that type stays text and is refused as such."""
    text = str(value)
    if scalar is bool:
        return _BOOLS.get(text, text)
    if scalar not in (float, int):
        return text
    if _WHOLE.fullmatch(text) and len(text) <= 400:
        return int(text)
    if _NUMBER.fullmatch(text):
        return float(text)
    if DANISH_NUMBER.fullmatch(text):
        raise InvalidModel(Problem(code="decimal_comma", data={"value": text, "suggestion": with_point(text)}))
    return text


def _read_annotations(value: Any) -> Any:
    """Read unquoted texts in annotations as YAML 1.2 does: numbers, true and false, else text."""
    if isinstance(value, Mapping):
        return {key: _read_annotations(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_read_annotations(item) for item in value]
    if not isinstance(value, Plain):
        return float(value) if isinstance(value, Written) else value
    return _read_plain(value, float if _NUMBER.fullmatch(value) else bool)


# Diagnosis: only for documents with problems.


def _diagnose(data: Any, cls: type[Record], home: Policy | None) -> list[Problem]:
    """Return every problem of a document; corrects nearly right keys in `data` on the way."""
    unknown: list[Problem] = []
    renamed: dict[Path, str] = {}
    found = _structure_problems(data, cls)
    while new := [problem for problem in found if problem.code == "unknown_key"]:
        unknown += [_fix_key(data, problem, renamed) for problem in new]
        found = _structure_problems(data, cls)
    if isinstance(data, Mapping):
        # The whole is not built when a part is wrong: its rules are checked without the wrong parts. References are
        # left out there, as they may lead to those parts; they are checked on the document itself.
        bad = {problem.path[0] for problem in found if problem.path}
        sound = {key: value for key, value in data.items() if key not in bad}
        if len(sound) < len(data) and all(shape.name in sound for shape in shapes_of(cls) if shape.required):
            found += [p for p in _structure_problems(sound, cls) if p.code in _RULES_OF_THE_WHOLE]
        reported = set(found)
        found += [problem for problem in reference_problems(data, cls, home) if problem not in reported]
    return [attrs.evolve(p, path=_as_written(p.path, renamed)) for p in found] + unknown


def _fix_key(data: Any, problem: Problem, renamed: dict[Path, str]) -> Problem:
    """Rename a nearly right key, drop a wrong one, and report it with its path in the document."""
    *above, key = problem.path
    holder = data
    for part in above:
        holder = holder[part]
    comma = _split_number(holder, key)
    value = holder.pop(key)
    if comma is not None:
        sibling, text = comma
        holder[sibling] = Plain(with_point(text))
        data = {"value": text, "suggestion": with_point(text)}
        return Problem(code="decimal_comma", data=data, path=_as_written((*above, sibling), renamed))
    if value is None and problem.nearest is None and not str(key).isidentifier():
        problem = attrs.evolve(problem, code="comma_in_text", choices=())
    if problem.nearest is not None and problem.nearest not in holder:
        holder[problem.nearest] = value
        renamed[(*above, problem.nearest)] = str(key)
    return attrs.evolve(problem, path=(*_as_written(tuple(above), renamed), key))


def _split_number(holder: Mapping[Any, Any], key: Any) -> tuple[Any, str] | None:
    """Find the number that a decimal comma in `{value: 12,5}` has cut in two: the key before, and the whole number."""
    if holder[key] is not None or not str(key).isdigit():
        return None
    keys = list(holder)
    before = keys[max(keys.index(key) - 1, 0)]
    text = f"{holder[before]},{key}"
    return (before, text) if isinstance(holder[before], Plain) and DANISH_NUMBER.fullmatch(text) else None


def _as_written(path: Path, renamed: Mapping[Path, str]) -> Path:
    return tuple(renamed.get(path[: index + 1], part) for index, part in enumerate(path))


def _structure_problems(data: Any, cls: type[Record]) -> list[Problem]:
    try:
        _Document().build(data, cls)
    except InvalidModel as error:
        return [*error.problems]
    return []
