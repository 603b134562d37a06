"""Policies as text, as a person would write them."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any

import yaml

from kommunepolitik.documents.numbers import EITHER
from kommunepolitik.documents.structure import unstructure
from kommunepolitik.documents.tree import Plain
from kommunepolitik.model import Policy
from kommunepolitik.model.scalars import check_object

FORMAT_VERSION = 1
"""The number that a policy file begins with."""
VERSION_KEY = "kommunepolitik"

# A number in a line of its own, behind its key if it has one; a fourth decimal keeps it from being read as thousands.
_JSON_NUMBER = re.compile(rf'^ *(?:"(?:[^"\\]|\\.)*": )?{EITHER.pattern}(?=,?$)', re.ASCII | re.MULTILINE)


def document_data(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a whole document: the version of the format first."""
    return {VERSION_KEY: FORMAT_VERSION, **data}


def to_yaml(policy: Policy) -> str:
    """Return a policy as YAML; raises `InvalidModel` if it is not a policy.

    >>> import kommunepolitik.model as m
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse")
    >>> print(to_yaml(policy).splitlines()[1])
    id: p
    """
    check_object(policy, Policy)
    return yaml.dump(
        document_data(unstructure(policy)),
        Dumper=Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=False,
    )


def scalar_text(text: str) -> str:
    """Return a text of one line as it is written after a key, in quotes where YAML would read it otherwise.

    >>> scalar_text("Børn og unge"), scalar_text("Job: for alle")
    ('Børn og unge', "'Job: for alle'")
    """
    written = yaml.dump(text, Dumper=Dumper, allow_unicode=True, width=math.inf)
    return written.removesuffix("\n...\n").removesuffix("\n")


def to_json(policy: Policy) -> str:
    """Return a policy as JSON; raises `InvalidModel` if it is not a policy.

    >>> import kommunepolitik.model as m
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse")
    >>> to_json(policy).splitlines()[2].strip()
    '"id": "p",'
    """
    check_object(policy, Policy)
    return json_text(document_data(unstructure(policy)))


def json_text(data: Any) -> str:
    """Return plain data as JSON in which no number can be read as thousands."""
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    return _JSON_NUMBER.sub(r"\g<0>0", text) + "\n"


class Dumper(yaml.SafeDumper):
    """Block style, lists indented, only the scalars of YAML 1.2 (and what 1.1 reads as true or false) quoted."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Indent lists too."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Write every value out in its place."""
        return True


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


def _write_plain(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    # A period: it reads the same quoted or not, and people leave the quotes out.
    tag = dumper.resolve(yaml.ScalarNode, str(text), (True, False))  # type: ignore[no-untyped-call]
    return yaml.ScalarNode(tag, str(text), style=None)


def _write_float(dumper: yaml.SafeDumper, value: float) -> yaml.Node:
    assert math.isfinite(value)
    text = repr(value)
    return dumper.represent_scalar("tag:yaml.org,2002:float", f"{text}0" if EITHER.fullmatch(text) else text)


Dumper.add_representer(str, _write_text)
Dumper.add_representer(Plain, _write_plain)
Dumper.add_representer(float, _write_float)
Dumper.yaml_implicit_resolvers = {}
# What a YAML reader would not read as text, including the many words for true and false of 1.1 readers.
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE|[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF", "tTfFyYnNoO"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("null", r"~|null|Null|NULL", "~nN"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("float", r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|0[xo][0-9a-fA-F]+", "-+.0"),
):
    Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), list(_first))
