"""For tests: Hypothesis strategies for every class of the model, and one assertion for a folder of policies.

A municipality tests its own data in one line:

    def test_our_policies():
        assert_policies_are_sound("policies")

Needs the extra `testing` (Hypothesis) for the strategies only.
"""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

import attrs

from kommunepolitik.errors import MissingExtra, Problem
from kommunepolitik.model import (
    Change,
    ChangeTarget,
    Countable,
    Decision,
    Disclosure,
    Element,
    Figure,
    Framework,
    Indicator,
    LevelTarget,
    Missing,
    Municipality,
    Partition,
    Period,
    Policy,
    Reason,
    RelativeTo,
    StatedCount,
    Target,
    normalise_text,
)
from kommunepolitik.model.record import Address, FieldShape, Record, Ref, Slug, shapes_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["assert_policies_are_sound", "periods", "policies", "records", "texts"]

R = TypeVar("R", bound=Record)
Draw = Callable[[Any], Any]

_AWKWARD_TEXTS = (
    "no", "0301", "12:30", "1e3", "0x1F", ".5", "-", "~", "null", "true", "2012", "2022/23", "- punkt", "# ikke",
    "a: b", "a #b", "'", '"', "\\", "{{ 7 }}", "{% x %}", "<script>alert(1)</script>", "&amp;", "[x](y)", "| a | b |",
    "* a\n* b", "linje\n\n  indrykket", "%", "@", "`", "!tag", "*alias", "&anker", "? ", "=", "<<", "ca. 10 %",
    "æøå ÆØÅ", "\U0001f600", "\u00a0", "a\u00adb", "x" * 300, "ord " * 60, "---", "...", ">", "|",
)  # fmt: skip


def _strategies() -> Any:
    try:
        import hypothesis.strategies as st
    except ImportError as error:
        data = {"package": "hypothesis", "extra": "testing"}
        raise MissingExtra(Problem(code="missing_extra", data=data)) from error
    return st


def assert_policies_are_sound(*paths: str | os.PathLike[str]) -> None:
    """Assert that every policy under the paths loads, is written and read back equal, and has figures that fit it.

    Raises:
        AssertionError: with every problem of every file, one to a line.
    """
    from kommunepolitik.documents import parse, read_all, to_json, to_yaml
    from kommunepolitik.errors import KommunepolitikError
    from kommunepolitik.observations import read_observations

    try:
        for document in read_all(paths):
            assert parse(to_yaml(document.policy), ".yaml") == document.policy, document.path
            assert parse(to_json(document.policy), ".json") == document.policy, document.path
            if document.observations is not None:
                read_observations(document.observations, document.policy)
    except KommunepolitikError as error:
        raise AssertionError(f"\n{error}") from None


def texts() -> "SearchStrategy[str]":
    """Texts as the model keeps them, awkward ones among them; never empty."""
    st = _strategies()
    raw = st.one_of(st.sampled_from(_AWKWARD_TEXTS), st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
    return cast("SearchStrategy[str]", raw.map(normalise_text).filter(bool))


def periods(*, ended: bool = False) -> "SearchStrategy[Period]":
    """Periods of every kind; with `ended`, none without an end."""
    st = _strategies()
    year = st.integers(1850, 2150)
    single = st.one_of(
        year.map(str),
        st.builds("{}-Q{}".format, year, st.integers(1, 4)),
        st.builds("{}-{:02}".format, year, st.integers(1, 12)),
        st.builds("{}-{:02}-{:02}".format, year, st.integers(1, 12), st.integers(1, 28)),
        year.map(lambda y: f"{y}/{(y + 1) % 100:02}"),
    )
    span = st.builds(lambda first, more: f"{first}..{first + more}", year, st.integers(0, 10))
    kinds = [single, span] if ended else [single, span, year.map("{}..".format)]
    return cast("SearchStrategy[Period]", st.one_of(kinds).map(Period))


def policies() -> "SearchStrategy[Policy]":
    """Policies of every shape the model allows, with references that hold."""
    return records(Policy)


def records(cls: type[R]) -> "SearchStrategy[R]":
    """Objects of any class of the model; in a policy all references hold, elsewhere they are mere ids."""
    st = _strategies()

    return cast("SearchStrategy[R]", st.composite(lambda draw: _Maker(draw, st).make(cls))())


_POOLED = ("Indicator", "Group", "TargetGroup", "FocusArea", "Case", "Source", "FrameworkItem")


class _Maker:
    """Draws one object and all in it; in a policy, references come from pools of ids that its elements then get."""

    def __init__(self, draw: Draw, st: Any) -> None:
        self.draw = draw
        self.st = st
        self.count = 0
        self.pools: dict[str, list[str]] = {}
        self.unused: dict[str, list[str]] = {}

    def make(self, cls: type[R]) -> R:
        if cls is Municipality:
            made_up = self.st.builds(Municipality, name=texts(), fictitious=self.st.just(True))
            return cast("R", self.draw(self.st.sampled_from(Municipality.all()) | made_up))
        chosen: set[str] = set()
        if cls is Policy:
            # Two groups at least: a partition has so many parts.
            numbers = {kind: self.number(2 if kind == "Group" else 1, 2) for kind in _POOLED}
            self.pools = {kind: [f"{kind.lower()}-{n}" for n in range(number)] for kind, number in numbers.items()}
            self.unused = {kind: list(ids) for kind, ids in self.pools.items()}
            chosen = {"indicators", "groups", "target_groups", "focus_areas", "cases", "sources", "frameworks"}
        shapes = shapes_of(cls)
        optional = sorted(shape.name for shape in shapes if not shape.required and shape.name != "missing")
        if cls is Framework and self.pools:
            chosen = {"items"}
        if optional:
            chosen |= self.draw(self.st.sets(self.st.sampled_from(optional), max_size=5))
        values = {shape.name: self.value(shape, cls) for shape in shapes if shape.required or shape.name in chosen}
        if issubclass(cls, Figure):
            _fit_figure(self, values)
        if (fit := _FITS.get(cls)) is not None:
            fit(self, values)
        if issubclass(cls, Element):
            values["missing"] = self.holes(cls, values)
        return cls(**values)

    def number(self, low: int, high: int) -> int:
        return cast("int", self.draw(self.st.integers(low, high)))

    def value(self, shape: FieldShape, cls: type[Record]) -> Any:
        if not shape.many:
            return self.one(shape, cls)
        kind = shape.records[0].__name__ if shape.records else ""
        needed = max(len(self.unused.get(kind, ())), 1 if cls is Policy and kind == "Framework" else 0)
        return tuple(self.one(shape, cls) for _ in range(needed or self.number(0, 2)))

    def one(self, shape: FieldShape, cls: type[Record]) -> Any:
        if shape.records:
            return self.make(self.draw(self.st.sampled_from(shape.records)))
        if shape.choices:
            return self.draw(self.st.sampled_from(shape.choices))
        if isinstance(shape.mark, Ref):
            return self.reference(shape.mark)
        if isinstance(shape.mark, Address):
            return f"tidligere-{self.number(0, 9)}" + self.draw(self.st.sampled_from(["", "#vision", "#delmaal-1"]))
        if isinstance(shape.mark, Slug):
            return self.next_id(cls)
        if shape.scalar is float:
            return float(self.draw(self.st.floats(-1e9, 1e9) | self.st.floats(allow_nan=False, allow_infinity=False)))
        if shape.scalar is int:
            return self.number(0, 10 if shape.name == "decimals" else 40)
        if shape.scalar is bool:
            return self.draw(self.st.booleans())
        return self.draw(periods() if shape.scalar is Period else texts())

    def next_id(self, cls: type[Record]) -> str:
        if self.unused.get(cls.__name__):
            return self.unused[cls.__name__].pop()
        self.count += 1
        return f"{cls.__name__.lower()}-x{self.count}"

    def reference(self, ref: Ref) -> str:
        ids = [id for kind in ref.kinds or _POOLED for id in self.pools.get(kind, ["et-id", "et-andet-id"])]
        return cast("str", self.draw(self.st.sampled_from(ids)))

    def holes(self, cls: type[Element], values: dict[str, Any]) -> tuple[Missing, ...]:
        empty = [s.name for s in shapes_of(cls) if s.default in (None, ()) and values.get(s.name) in (None, ())]
        what = self.st.sampled_from(sorted({*empty, "En side mangler"} - {"missing"}))
        why = self.st.sampled_from(get_args(Reason))
        return tuple(Missing(what=self.draw(what), why=self.draw(why)) for _ in range(self.number(0, 1)))


# The rules between the fields of a class, kept rather than broken.


def _fit_figure(_maker: _Maker, values: dict[str, Any]) -> None:
    if values.get("value") is None:
        values.pop("value_high", None)
        values.pop("qualifier", None)
    elif values.get("value_high") is not None:
        values.pop("qualifier", None)
        values["value"], values["value_high"] = sorted((values["value"], values["value_high"]))


def _fit_relative(maker: _Maker, values: dict[str, Any]) -> None:
    if values.get("indicator") is None and values.get("group") is None:
        values["group"] = maker.reference(Ref("Group"))


def _fit_level(maker: _Maker, values: dict[str, Any]) -> None:
    if "due" in values:
        values["due"] = maker.draw(periods(ended=True))
        values.pop("baseline", None)


def _fit_change(_maker: _Maker, values: dict[str, Any]) -> None:
    values["amount"] = values["amount"] or 2.0
    if "start" in values:
        values.pop("due", None)


def _fit_indicator(_maker: _Maker, values: dict[str, Any]) -> None:
    values.pop("limit", None)
    _fit_ground(values)
    targets = values.get("targets", ())
    if values.get("kind") == "qualitative":
        targets = ()
    if targets and values.get("direction") is not None:
        values["direction"] = targets[0].asks_for
        targets = [target for target in targets if target.asks_for == values["direction"]]
    keyed = [attrs.evolve(target, id=f"maal-{number}") for number, target in enumerate(targets)]
    values["targets"] = [t for t in keyed if not _own_series(t, values["id"])]


def _fit_ground(values: dict[str, Any]) -> None:
    """Let no indicator rest on itself, nor a numerator stand without a base."""
    for name in ("base", "numerator"):
        if values.get(name) == values["id"]:
            del values[name]
    if values.get("base") is None:
        values.pop("numerator", None)
    difference = values.get("difference")
    if difference is not None and values["id"] in (difference.of.indicator, difference.less.indicator):
        del values["difference"]


def _fit_partition(maker: _Maker, values: dict[str, Any]) -> None:
    values["parts"] = tuple(maker.pools.get("Group", ["et-id", "et-andet-id"]))
    values.pop("whole", None)


def _fit_disclosure(_maker: _Maker, values: dict[str, Any]) -> None:
    values["minimum"] = max(values["minimum"], 3)


def _own_series(target: Target, indicator: str) -> bool:
    relative = getattr(target, "relative_to", None)
    return relative is not None and relative.indicator in (None, indicator) and relative.group == target.group


def _fit_count(_maker: _Maker, values: dict[str, Any]) -> None:
    if "high" in values:
        values["low"], values["high"] = sorted((values["low"], values["high"]))


def _fit_change_told(maker: _Maker, values: dict[str, Any]) -> None:
    if {"fewer", "more"} & set(values.get("effects", ())) and values.get("counted") is None:
        values["counted"] = maker.draw(maker.st.sampled_from(get_args(Countable)))


def _fit_decision(_maker: _Maker, values: dict[str, Any]) -> None:
    if "date" in values:
        values.pop("expected", None)


def _fit_policy(_maker: _Maker, values: dict[str, Any]) -> None:
    if "period" in values and "in_force" in values:
        values["in_force"] = values["period"]


_FITS: dict[type[Record], Callable[[_Maker, dict[str, Any]], None]] = {
    RelativeTo: _fit_relative,
    LevelTarget: _fit_level,
    ChangeTarget: _fit_change,
    Indicator: _fit_indicator,
    Partition: _fit_partition,
    Disclosure: _fit_disclosure,
    StatedCount: _fit_count,
    Change: _fit_change_told,
    Decision: _fit_decision,
    Policy: _fit_policy,
}
