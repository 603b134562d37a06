"""From plain data to a policy, and from a policy to plain data."""

import copy
import re
from collections.abc import Mapping
from typing import Any, TypeVar

import attrs

from kommunepolitik.documents.tree import Plain
from kommunepolitik.errors import MAX_PROBLEMS, InvalidDocument, InvalidModel, Problem
from kommunepolitik.model import FrozenMapping, Municipality, Period, Policy
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.record import HOPELESS, SCALARS, Coercion, Record, coerce_choice, describe, shapes_of, within
from kommunepolitik.model.references import reference_problems

R = TypeVar("R", bound=Record)
Path = tuple[str | int, ...]

# Numbers as YAML 1.2 (core schema) and JSON write them.
_WHOLE = re.compile(r"[-+]?[0-9]+", re.ASCII)
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_DANISH_NUMBER = re.compile(r"[-+]?[0-9]{1,3}(?:\.?[0-9]{3})*,[0-9]+", re.ASCII)
_RULES_OF_THE_WHOLE = {
    "in_force_before_period",
    "supersedes_circle",
    "continues_itself",
    "missing_but_given",
    "unknown_field",
    "word_twice",
}
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


def build(data: Any, cls: type[R], home: Policy | None = None) -> R:
    """Build an object of the model from plain data; its references lead to elements of `home`, if it is no policy.

    Raises:
        InvalidDocument: with every problem of structure and reference, each with its path. A key that is nearly right
            is reported once, and read on as if it were right, so that one mistake neither hides nor invents other
            problems.
    """
    try:
        built: R = _Document().record(data, (cls,))
    except InvalidModel as error:
        # A document with so many problems of structure is no policy: that is reported at once, without a closer look.
        problems = list(error.problems[:HOPELESS])
        if len(problems) < HOPELESS:
            problems = _diagnose(copy.deepcopy(data), cls, home)
    else:
        problems = [] if home is None else reference_problems(built, cls, home)
        if not problems:
            return built
    raise InvalidDocument(*problems)


def unstructure(value: Any) -> Any:
    """Return an object of the model as plain data: fields in order, nothing that is absent or default."""
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


def _kind_of(cls: type[Record]) -> str | None:
    """Return what the key `kind` of a document says for a class that is one of several in its place."""
    kind = getattr(cls, "kind", None)
    return kind if isinstance(kind, str) else None


class _Document(Coercion):
    """Reads what documents write: mappings, and texts without quotes that are what their field is for."""

    def __init__(self) -> None:
        self._unknown = 0

    def scalar(self, value: Any, scalar: type) -> Any:
        """Return a value of one of `SCALARS`, or raise what is wrong."""
        if scalar is FrozenMapping:
            value = _read_annotations(value)
        elif isinstance(value, Plain):
            value = _read_plain(value, scalar)
        elif isinstance(value, str) and scalar in (float, int):
            _refuse_quoted(value.strip())
        return super().scalar(value, scalar)

    def record(self, value: Any, classes: tuple[type[Record], ...]) -> Any:
        """Return an object of one of several classes, or raise what is wrong."""
        if classes == (Municipality,):
            value = _real_municipality(value)
        if isinstance(value, Record) or (isinstance(value, str) and hasattr(classes[0], "from_text")):
            return super().record(value, classes)
        if len(classes) == 1:
            return self.build(value, classes[0])
        kinds = {_kind_of(cls): cls for cls in classes}
        if isinstance(value, Mapping):
            if value.get("kind") is None:
                raise InvalidModel(Problem(code="missing_key", data={"key": "kind"}, choices=tuple(map(str, kinds))))
            try:
                kind = coerce_choice(value["kind"], tuple(map(str, kinds)))
            except InvalidModel as error:
                raise InvalidModel(*within("kind", error)) from None
            classes = (kinds[kind],)
            value = {key: item for key, item in value.items() if key != "kind"}
        return self.build(value, classes[0])

    def build(self, data: Any, cls: type[R]) -> R:
        """Return an object made from a mapping, or raise all that is wrong with it."""
        if not isinstance(data, Mapping):
            raise InvalidModel(Problem(code="expected_mapping", data={"found": describe(data)}))
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        shapes = {shape.name: shape for shape in shapes_of(cls)}
        for name, shape in shapes.items():
            if name in data:
                try:
                    values[name] = shape.coerce(data[name], self)
                except InvalidModel as error:
                    problems += within(name, error)
            elif shape.required:
                problems.append(Problem(code="missing_key", data={"key": name}))
        for key in sorted(data.keys() - shapes.keys()):
            self._unknown += 1
            near = nearest(key, shapes) if self._unknown <= MAX_PROBLEMS else None
            choices = () if near else tuple(shapes)
            problems.append(Problem(code="unknown_key", data={"key": key}, path=(key,), nearest=near, choices=choices))
        if problems:
            raise InvalidModel(*problems)
        return cls(**values)


def _real_municipality(value: Any) -> Any:
    """Find one of the 98 where only its code or name is given; a made-up one says so beside its name."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return Municipality.find(str(value))
    if isinstance(value, Mapping) and len(value) == 1 and (key := next(iter(value))) in ("name", "code"):
        text = value[key]
        if isinstance(text, str | int) and not isinstance(text, bool) and str(text).strip():
            code = "no_such_municipality" if key == "name" else "unknown_municipality"
            try:
                return Municipality.find(str(text))
            except InvalidModel as error:  # say how a made-up one is written, to who gave a name and no more
                raise InvalidModel(*(attrs.evolve(p, code=code, path=(key,)) for p in error.problems)) from None
    return value


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


def _read_annotations(value: Any) -> Any:
    """Read unquoted texts in what other tools keep as YAML 1.2 does: numbers, true and false, else text."""
    if isinstance(value, Mapping):
        return {key: _read_annotations(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_read_annotations(item) for item in value]
    if not isinstance(value, Plain):
        return value
    if value in _BOOLS:
        return _BOOLS[value]
    return _read_plain(value, float) if _NUMBER.fullmatch(value) else str(value)


def _refuse_quoted(text: str) -> None:
    """Tell a number in quotes from a text that is none."""
    if _NUMBER.fullmatch(text) or _DANISH_NUMBER.fullmatch(text):
        raise InvalidModel(Problem(code="quoted_number", data={"value": text, "suggestion": _with_point(text)}))


def _with_point(text: str) -> str:
    """Write a number with a decimal comma the way YAML has it."""
    return text.replace(".", "").replace(",", ".") if "," in text else text


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


def _structure_problems(data: Any, cls: type[Record]) -> tuple[Problem, ...]:
    try:
        _Document().build(data, cls)
    except InvalidModel as error:
        return error.problems
    return ()
