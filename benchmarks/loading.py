"""What a policy costs to load: from text to a checked policy, beside the bare parser, pydantic and msgspec."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
import yaml

from benchmarks.commands import LARGE
from benchmarks.measuring import Row, side_by_side
from benchmarks.other_models import msgspec_struct, pydantic_model
from kommunepolitik import Policy
from kommunepolitik.documents import parse, to_json, to_yaml


def rows(quick: bool = False) -> Iterator[Row]:
    """Yield the time of loading a policy of 80 kB from YAML and from JSON, and of writing it."""
    text = LARGE.read_text("utf-8")
    policy = parse(text)
    as_json, times = to_json(policy), 1 if quick else 15
    yield from _reading("from YAML", _yaml_runs(text), times, "≤ 1.3")
    yield from _reading("from JSON", _json_runs(as_json), times, "")
    written = side_by_side(
        {
            "to YAML": lambda: to_yaml(policy),
            "to JSON": lambda: to_json(policy),
            "json.dumps": lambda: json.dumps(json.loads(as_json), indent=2, ensure_ascii=False),
        },
        times,
    )
    for name in ("to YAML", "to JSON"):
        yield Row(
            "loading", f"writing a policy {name}", "`json.loads` and `json.dumps`", written[name], written["json.dumps"]
        )


def _reading(name: str, runs: Mapping[str, Callable[[], object]], times: int, target: str) -> Iterator[Row]:
    found = side_by_side(runs, times)
    ours, parser, *others = found
    for number, beside in enumerate((parser, *others)):
        yield Row("loading", f"a policy {name}", beside, found[ours], found[beside], target="" if number else target)


def _yaml_runs(text: str) -> Mapping[str, Callable[[], object]]:
    theirs, struct = pydantic_model(Policy), msgspec_struct(Policy)

    def texts() -> dict[str, Any]:
        """Read all scalars as texts, as the field determines their type."""
        data: dict[str, Any] = yaml.load(text, Loader=yaml.CBaseLoader)
        del data["kommunepolitik"]
        return data

    return {
        "ours": lambda: parse(text),
        "`yaml.CSafeLoader`": lambda: yaml.load(text, Loader=yaml.CSafeLoader),
        "`yaml.CBaseLoader` and pydantic": lambda: theirs.model_validate(texts()),
        "`yaml.CBaseLoader` and msgspec": lambda: msgspec.convert(texts(), struct, strict=False),
    }


def _json_runs(text: str) -> Mapping[str, Callable[[], object]]:
    theirs, struct = pydantic_model(Policy), msgspec_struct(Policy)
    data = json.loads(text)
    del data["kommunepolitik"]
    inner = json.dumps(data)
    return {
        "ours": lambda: parse(text, ".json"),
        "`json.loads`": lambda: json.loads(text),
        "pydantic": lambda: theirs.model_validate_json(inner),
        "msgspec": lambda: msgspec.json.decode(inner, type=struct),
    }
