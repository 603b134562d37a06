"""JSON Schemas (2020-12) of the files that people write, made from the model, so that an editor can help.

A schema is as strict as the reader on structure, but does not check what needs the whole document: references, rules
between fields, the calendar, the register of municipalities.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from kommunepolitik.documents.imports import LISTS, ImportsFile, Sheets
from kommunepolitik.documents.schema_patterns import ADDRESS, PERIOD, SLUG, optional
from kommunepolitik.documents.side_files import AccountsFile, CaseFile, OrganisationFile
from kommunepolitik.documents.write import FORMAT_VERSION, VERSION_KEY
from kommunepolitik.errors import Problem, UnknownElement
from kommunepolitik.model import FrozenMapping, Municipality, Policy
from kommunepolitik.model.nearest import nearest
from kommunepolitik.model.record import FieldShape, Record, shapes_of
from kommunepolitik.model.text import MAX_ID

Schema = dict[str, Any]

SCHEMAS: Final[Mapping[str, type[Record]]] = {
    "policy": Policy,
    "accounts": AccountsFile,
    "case": CaseFile,
    "organisation": OrganisationFile,
    "imports": ImportsFile,
}
"""The class of each kind of file that has a schema."""

FOLDER: Final = Path(__file__).with_name("schemas")
"""Where the schemas are shipped, as `policy.schema.json` and so on."""

_TITLES: Final = {
    "policy": "A policy of a Danish municipality (policy.yaml)",
    "accounts": "What was written about a policy (accounts.yaml)",
    "case": "The case that puts the follow-up before a committee (case.yaml)",
    "organisation": "The departments of a municipality (organisation.yaml)",
    "imports": "Mappings for sheets that others send (imports.yaml)",
}

# An unquoted text of a YAML file is a number or a truth value to an editor, as it does not know the field.
_UNQUOTED: Final = ["string", "number", "boolean"]


def json_schema(name: str = "policy") -> Schema:
    """Return the JSON Schema (2020-12) of a kind of file: `policy`, `accounts`, `case`, `organisation`, `imports`.

    Raises:
        UnknownElement: there is no such schema; the nearest is given.

    >>> json_schema("case")["properties"]["case"]["$ref"]
    '#/$defs/Case'
    """
    if name not in SCHEMAS:
        near = nearest(name, SCHEMAS)
        choices = () if near else tuple(SCHEMAS)
        raise UnknownElement(Problem(code="no_schema", data={"value": name}, nearest=near, choices=choices))
    return _Writer(name).schema()


def schema_text(name: str = "policy") -> str:
    """Return the JSON Schema of a kind of file as the text of a file."""
    return json.dumps(json_schema(name), ensure_ascii=False, indent=1) + "\n"


def schema_files() -> dict[str, str]:
    """Return the shipped files, by name, as they should be."""
    return {f"{name}.schema.json": schema_text(name) for name in SCHEMAS}


class _Writer:
    """Writes the schema of one kind of file, with a definition for each class in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.definitions: dict[str, Schema] = {}

    def schema(self) -> Schema:
        """Return the schema of the whole file."""
        whole = self.object_of(SCHEMAS[self.name])
        version = {"enum": [FORMAT_VERSION, str(FORMAT_VERSION)], "description": "The version of the format"}
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"urn:kommunepolitik:schema:{FORMAT_VERSION}:{self.name}",
            "title": _TITLES[self.name],
            **whole,
            "properties": {VERSION_KEY: version, **whole["properties"]},
            "required": [VERSION_KEY, *whole["required"]],
            "$defs": {key: self.definitions[key] for key in sorted(self.definitions)},
        }

    def object_of(self, cls: type[Record]) -> Schema:
        """Return the schema of a mapping with the fields of a class."""
        shapes = shapes_of(cls)
        found: Schema = {
            "description": " ".join((cls.__doc__ or "").split("\n\n", maxsplit=1)[0].split()),
            "type": "object",
            "properties": {_key(shape): self.field(shape) for shape in shapes},
            "required": [_key(shape) for shape in shapes if shape.required],
            "additionalProperties": False,
        }
        if isinstance(kind := getattr(cls, "kind", None), str):  # a target
            found["properties"] = {"kind": {"const": kind, "description": "The kind of target"}, **found["properties"]}
            found["required"] = ["kind", *found["required"]]
        return found

    def field(self, shape: FieldShape) -> Schema:
        """Return the schema of a field, with its meaning and its default."""
        one = self.one(shape, may_be_absent=shape.optional and not shape.many)
        if shape.many:
            several = {"type": ["array", "null"], "items": one}
            is_lone = shape.lone or (self.name == "imports" and shape.name in LISTS)
            one = _either(["array", "null"], several, one) if is_lone else several
        elif shape.records == (Sheets,):  # a name or a list of names
            names = {"type": [*_UNQUOTED, "array"], "items": {"type": _UNQUOTED}}
            one = _either(["object", "null"], one, names)
        given = shape.default not in (attrs.NOTHING, None, ()) and not isinstance(shape.default, FrozenMapping)
        default = {"default": shape.default} if given else {}
        return {"description": shape.description, **one, **default}

    def one(self, shape: FieldShape, *, may_be_absent: bool) -> Schema:
        """Return the schema of a single value of a field."""
        if shape.records:
            objects = self.records(shape)
            if shape.scalar is str:
                return _either(["object"], objects, self.text(shape, may_be_absent=may_be_absent))
            return {"anyOf": [{"type": "null"}, objects]} if may_be_absent else objects
        if shape.choices:
            return {"enum": [*shape.choices, *([None] if may_be_absent else [])]}
        return self.text(shape, may_be_absent=may_be_absent)

    def text(self, shape: FieldShape, *, may_be_absent: bool) -> Schema:
        """Return the schema of a text, number, period or the like."""
        kind = "id" if shape.mark is not None or shape.scalar is None else shape.scalar.__name__.lower()
        schema = _SCALARS[kind](may_be_absent)
        if "pattern" not in schema:
            return schema
        name = f"optional_{kind}" if may_be_absent else kind
        self.definitions[name] = schema
        return {"$ref": f"#/$defs/{name}"}

    def records(self, shape: FieldShape) -> Schema:
        """Return the schema of an object of the classes of a field; of several, the key `kind` selects one."""
        references = [self.reference(cls) for cls in shape.records]
        if len(references) == 1:
            return references[0]
        kinds = [str(getattr(cls, "kind", "")) for cls in shape.records]
        return {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"enum": kinds, "description": "The kind of target"}},
            "allOf": [
                {"if": {"required": ["kind"], "properties": {"kind": {"const": kind}}}, "then": reference}
                for kind, reference in zip(kinds, references, strict=True)
            ],
        }

    def reference(self, cls: type[Record]) -> Schema:
        """Return a reference to the definition of a class, which is added if necessary."""
        name = cls.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # a goal contains goals
            self.definitions[name] = self.municipality() if cls is Municipality else self.object_of(cls)
        return {"$ref": f"#/$defs/{name}"}

    def municipality(self) -> Schema:
        """Return the schema of a municipality: its name or code, or the fields of a made-up one."""
        whole = self.object_of(Municipality)
        code = {"description": "Official three-digit code", "type": [*_UNQUOTED, "null"]}
        named = {"if": {"maxProperties": 1, "required": ["code"]}, "else": {"required": ["name"]}}
        whole |= {"properties": {**whole["properties"], "code": code}, "required": [], **named}
        text = {"type": ["string", "integer"], "pattern": r"\S", "examples": [each.name for each in Municipality.all()]}
        return {"description": whole.pop("description"), **_either(["object"], whole, text)}


def _key(shape: FieldShape) -> str:
    """Return the key of a field in a file: `is` is a word of Python."""
    return shape.name.removesuffix("_")


def _either(types: list[str], then: Schema, other: Schema) -> Schema:
    """Return a schema that depends on the type of the value, so that an editor reports one mistake, not two."""
    return {"if": {"type": types}, "then": then, "else": other}


def _patterned(pattern: tuple[str, str], types: list[str], *, may_be_absent: bool, **more: Any) -> Schema:
    text, words = pattern
    text = optional(text) if may_be_absent else text
    types = [*types, "null"] if may_be_absent else types
    return {"type": types, "pattern": text, "patternErrorMessage": words, **more}


def _text(may_be_absent: bool) -> Schema:
    if may_be_absent:
        return {"type": [*_UNQUOTED, "null"]}
    return {"type": _UNQUOTED, "pattern": r"\S", "patternErrorMessage": "A text that is not blank"}


def _id(may_be_absent: bool) -> Schema:
    return _patterned(SLUG, ["string", "integer", "boolean"], may_be_absent=may_be_absent, minimum=0, maxLength=MAX_ID)


def _number(kind: str) -> Callable[[bool], Schema]:
    return lambda may_be_absent: {"type": [kind, "null"] if may_be_absent else kind}


def _period(may_be_absent: bool) -> Schema:
    found = _patterned(PERIOD, ["string", "integer"], may_be_absent=may_be_absent, minimum=1800, maximum=2199)
    if may_be_absent:  # a blank text is not a period; a field without one is empty
        found["pattern"] = PERIOD[0]
    return found


def _address(may_be_absent: bool) -> Schema:
    return _patterned(ADDRESS, ["string", "integer", "boolean"], may_be_absent=may_be_absent, minimum=0)


def _mapping(may_be_absent: bool) -> Schema:
    return {"type": ["object", "null"] if may_be_absent else "object"}


_AGE: Final = {"type": ["integer", "string"], "minimum": 0, "maximum": 150, "pattern": r"^\s*[0-9]{1,3}\s*$"}
_AGES: Final = {"type": "object", "properties": {"from": _AGE, "to": _AGE}, "required": ["from"]}
_CODE: Final = {"type": _UNQUOTED, "pattern": r"\S"}
_CODES: Final = {"type": "array", "items": _CODE, "minItems": 1}
_CHOSEN: Final = {
    "if": {"type": "object"},
    "then": {**_AGES, "additionalProperties": False},
    "else": _either(["array"], _CODES, _CODE),
}


def _selections(may_be_absent: bool) -> Schema:
    return {**_mapping(may_be_absent), "minProperties": 1, "additionalProperties": _CHOSEN}


def _share(may_be_absent: bool) -> Schema:
    both = {"of": _selections(False), "in": _selections(False)}
    return {
        **_mapping(may_be_absent),
        "properties": both,
        "required": ["of", "in"],
        "additionalProperties": False,
    }


_SCALARS: Final[Mapping[str, Callable[[bool], Schema]]] = {
    "id": _id,
    "str": _text,
    "unit": _text,
    "float": _number("number"),
    "int": _number("integer"),
    "bool": _number("boolean"),
    "period": _period,
    "address": _address,
    "frozenmapping": _mapping,
    "selections": _selections,
    "share": _share,
}


if __name__ == "__main__":
    from kommunepolitik.documents.writing import write_text

    for file, text in schema_files().items():
        write_text(FOLDER / file, text, overwrite=True)
