"""Hypothesis strategies for every class of the model, made from the shapes of its fields."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast, get_args

import attrs
import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.strategies import SearchStrategy

from kommunepolitik.model import (
    Address,
    Change,
    ChangeTarget,
    Countable,
    Decision,
    DirectionTarget,
    Disclosure,
    Element,
    Framework,
    FrozenMapping,
    GapReason,
    Indicator,
    LevelTarget,
    Missing,
    Municipality,
    Partition,
    Period,
    Policy,
    Quantity,
    RelativeTo,
    Selections,
    Share,
    Statbank,
    StatbankAreas,
    StatbankTime,
    StatedCount,
    Target,
    Unit,
)
from kommunepolitik.model.record import FieldShape, Record, Ref, Slug, shapes_of
from kommunepolitik.model.scalars import LARGEST, is_extreme
from kommunepolitik.model.text import normalise_text

R = TypeVar("R", bound=Record)
Draw = Callable[[Any], Any]

AWKWARD_TEXTS = (
    "no", "0301", "12:30", "1e3", "0x1F", ".5", "-", "~", "null", "true", "2012", "2022/23", "- punkt", "# ikke",
    "a: b", "a #b", "'", '"', "\\", "{{ 7 }}", "{% x %}", "<script>alert(1)</script>", "&amp;", "[x](y)", "| a | b |",
    "* a\n* b", "linje\n\n  indrykket", "%", "@", "`", "!tag", "*alias", "&anker", "? ", "=", "<<", "ca. 10 %",
    "æøå ÆØÅ", "\U0001f600", "\u00a0", "a\u00adb", "x" * 300, "ord " * 60, "---", "...", ">", "|",
)  # fmt: skip


HALF = settings(max_examples=settings().max_examples // 2)
"""Half as many examples, for a law of which one takes long."""
A_THIRD = settings(max_examples=settings().max_examples // 3)
YEARS = st.integers(1850, 2150)
BOOLEANS = st.booleans()
TEXTS = st.one_of(
    st.sampled_from(AWKWARD_TEXTS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
).map(normalise_text).filter(bool)  # fmt: skip
ENDED_PERIODS = st.one_of(
    YEARS.map(str),
    st.builds("{}-Q{}".format, YEARS, st.integers(1, 4)),
    st.builds("{}-H{}".format, YEARS, st.integers(1, 2)),
    st.builds("{}-T{}".format, YEARS, st.integers(1, 3)),
    st.builds("{}-M{:02}".format, YEARS, st.integers(1, 12)),
    st.builds("{}-W{:02}".format, YEARS, st.integers(1, 52)),
    st.builds("{}-{:02}-{:02}".format, YEARS, st.integers(1, 12), st.integers(1, 28)),
    YEARS.map(lambda year: f"{year}/{(year + 1) % 100:02}"),
    st.builds(lambda first, more: f"{first}..{first + more}", YEARS, st.integers(0, 10)),
).map(Period)
PERIODS = ENDED_PERIODS | YEARS.map("{}..".format).map(Period)
EXTREMES = st.sampled_from([0.0, 1 / LARGEST, LARGEST, -1 / LARGEST, -LARGEST])
"""Nothing, and the numbers that are as close to zero, or as large, as one may be."""
FLOATS = st.one_of(st.floats(-1e9, 1e9), st.floats(-LARGEST, LARGEST), EXTREMES).filter(
    lambda number: not is_extreme(number)
)
ANNOTATIONS = st.dictionaries(
    TEXTS,
    st.recursive(
        st.none() | st.booleans() | st.integers() | FLOATS | TEXTS,
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
        max_leaves=4,
    ),
    max_size=2,
).map(FrozenMapping)
CODES = TEXTS.filter(lambda text: not text.startswith("*") and not text.endswith("*"))
AGES = st.tuples(st.integers(0, 150), st.integers(0, 150)).map(sorted)
CHOSEN = st.one_of(
    st.lists(CODES, min_size=1, max_size=3, unique=True),
    AGES.map(lambda ages: {"from": ages[0], "to": ages[1]}),
    st.integers(0, 150).map(lambda age: {"from": age}),
)
SELECTIONS = st.dictionaries(
    TEXTS.map(str.casefold).map(normalise_text).filter(bool), CHOSEN, min_size=1, max_size=2
).map(Selections)
SHARES = SELECTIONS.map(lambda of: Share({"of": of, "in": {variable: ["I alt"] for variable in of}}))
TIMES = st.sampled_from(["*", ">=2015", "<=2024K4", ">=2015<=2024", "(1)", "(-n+5)", "2024", "2022/2023", "2024M03"])
SOME_TIMES = st.lists(TIMES, min_size=1, max_size=2)
MADE_UP = st.builds(Municipality, name=TEXTS, fictitious=st.just(True))
MUNICIPALITIES = st.sampled_from(Municipality.all()) | MADE_UP


def texts() -> SearchStrategy[str]:
    """Texts as the model keeps them, awkward ones among them; never empty."""
    return TEXTS


def periods(*, ended: bool = False) -> SearchStrategy[Period]:
    """Periods of every kind; with `ended`, none without an end."""
    return ENDED_PERIODS if ended else PERIODS


def policies() -> SearchStrategy[Policy]:
    """Policies of every shape the model allows, with references that hold."""
    return records(Policy)


def records(cls: type[R]) -> SearchStrategy[R]:
    """Objects of any class of the model; in a policy all references hold, elsewhere they are mere ids."""
    return cast("SearchStrategy[R]", st.composite(lambda draw: Maker(draw).make(cls))())


# Strategies are made once, not for each draw: making one takes longer than drawing from it.


@cache
def whole(low: int, high: int) -> SearchStrategy[int]:
    """Whole numbers, both ends included."""
    return st.integers(low, high)


@cache
def among(*choices: Any) -> SearchStrategy[Any]:
    """One of these."""
    return st.sampled_from(choices)


@cache
def optional(cls: type[Record]) -> SearchStrategy[set[str]]:
    """Names of up to five fields of a class that may be left out."""
    names = sorted(shape.name for shape in shapes_of(cls) if not shape.required and shape.name != "missing")
    return st.sets(st.sampled_from(names), max_size=5) if names else st.just(set())


MAPPINGS: dict[type, SearchStrategy[Any]] = {FrozenMapping: ANNOTATIONS, Selections: SELECTIONS, Share: SHARES}
POOLED = ("Indicator", "Group", "TargetGroup", "FocusArea", "Case", "Source", "FrameworkItem")


class Maker:
    """Draws one object and all in it; in a policy, references come from pools of ids that its elements then get."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.count = 0
        self.pools: dict[str, list[str]] = {}
        self.unused: dict[str, list[str]] = {}

    def make(self, cls: type[R]) -> R:
        """Draw an object of a class."""
        if cls is Municipality:
            return cast("R", self.draw(MUNICIPALITIES))
        chosen: set[str] = set()
        if cls is Policy:
            # Two groups at least: a partition has so many parts.
            numbers = {kind: self.number(2 if kind == "Group" else 1, 2) for kind in POOLED}
            self.pools = {kind: [f"{kind.lower()}-{n}" for n in range(number)] for kind, number in numbers.items()}
            self.unused = {kind: list(ids) for kind, ids in self.pools.items()}
            chosen = {"indicators", "groups", "target_groups", "focus_areas", "cases", "sources", "frameworks"}
        shapes = shapes_of(cls)
        if cls is Framework and self.pools:
            chosen = {"items"}
        chosen |= self.draw(optional(cls))
        values = {shape.name: self.value(shape, cls) for shape in shapes if shape.required or shape.name in chosen}
        if issubclass(cls, Quantity):
            fit_figure(self, values)
        if (fit := FITS.get(cls)) is not None:
            fit(self, values)
        if issubclass(cls, Element):
            values["missing"] = self.gaps(cls, values)
        return cls(**values)

    def number(self, low: int, high: int) -> int:
        """Draw a whole number, both ends included."""
        return cast("int", self.draw(whole(low, high)))

    def value(self, shape: FieldShape, cls: type[Record]) -> Any:
        """Draw what a field holds: one value or several."""
        if not shape.many:
            return self.one(shape, cls)
        kind = shape.records[0].__name__ if shape.records else ""
        needed = max(len(self.unused.get(kind, ())), 1 if cls is Policy and kind == "Framework" else 0)
        return tuple(self.one(shape, cls) for _ in range(needed or self.number(0, 2)))

    def one(self, shape: FieldShape, cls: type[Record]) -> Any:
        """Draw one value of the kind that a field holds."""
        if shape.records:
            return self.make(self.draw(among(*shape.records)))
        if shape.choices:
            return self.draw(among(*shape.choices))
        if isinstance(shape.mark, Ref):
            return self.reference(shape.mark)
        if shape.scalar is Address:
            return Address(f"tidligere-{self.number(0, 9)}", self.draw(among(None, "vision", "delmaal-1")))
        if isinstance(shape.mark, Slug):
            return self.next_id(cls)
        if shape.scalar is float:
            return float(self.draw(FLOATS))
        if shape.scalar is int:
            return self.number(0, 10 if shape.name == "decimals" else 40)
        if shape.scalar is bool:
            return self.draw(BOOLEANS)
        if shape.scalar in MAPPINGS:
            return self.draw(MAPPINGS[shape.scalar])
        return (
            Unit(self.draw(TEXTS)) if shape.scalar is Unit else self.draw(PERIODS if shape.scalar is Period else TEXTS)
        )

    def next_id(self, cls: type[Record]) -> str:
        """Return an id of the pool of a class, or a new one."""
        if self.unused.get(cls.__name__):
            return self.unused[cls.__name__].pop()
        self.count += 1
        return f"{cls.__name__.lower()}-x{self.count}"

    def reference(self, ref: Ref) -> str:
        """Draw an id that a reference may lead to."""
        ids = [id for kind in ref.kinds or POOLED for id in self.pools.get(kind, ["et-id", "et-andet-id"])]
        return cast("str", self.draw(among(*ids)))

    def gaps(self, cls: type[Element], values: dict[str, Any]) -> tuple[Missing, ...]:
        """Draw at most one gap, of a field that is empty or of something else."""
        empty = [s.name for s in shapes_of(cls) if s.default in (None, ()) and values.get(s.name) in (None, ())]
        what = among(*sorted({*empty, "En side mangler"} - {"missing"}))
        why = among(*get_args(GapReason))
        return tuple(Missing(what=self.draw(what), why=self.draw(why)) for _ in range(self.number(0, 1)))


# The rules between the fields of a class, kept rather than broken.


def fit_figure(_maker: Maker, values: dict[str, Any]) -> None:
    """Order the ends of a range, which has no qualifier."""
    if values.get("value") is None:
        values.pop("value_high", None)
        values.pop("qualifier", None)
    elif values.get("value_high") is not None:
        values.pop("qualifier", None)
        values["value"], values["value_high"] = sorted((values["value"], values["value_high"]))


def fit_relative(maker: Maker, values: dict[str, Any]) -> None:
    """Compare with another series."""
    if values.get("indicator") is None and values.get("group") is None:
        values["group"] = maker.reference(Ref("Group"))


def fit_level(maker: Maker, values: dict[str, Any]) -> None:
    """End where the target is due, without a baseline of its own."""
    if "due" in values:
        values["due"] = maker.draw(ENDED_PERIODS)
        values.pop("baseline", None)
        values.pop("start", None)
    if "start" in values:
        values["cumulative"] = True


def fit_change(_maker: Maker, values: dict[str, Any]) -> None:
    """Ask for a change that is not zero, with a start or an end."""
    values["amount"] = values["amount"] or 2.0
    if "start" in values:
        values.pop("due", None)


def fit_direction(maker: Maker, values: dict[str, Any]) -> None:
    """End where the target is due."""
    if values.get("due") is not None:
        values["due"] = maker.draw(ENDED_PERIODS)


def fit_indicator(_maker: Maker, values: dict[str, Any]) -> None:
    """Give targets ids of their own and the direction of the indicator."""
    values.pop("limit", None)
    if "margin" in values:
        values["margin"] = abs(values["margin"])
    fit_basis(values)
    if (source := values.get("data_source")) is not None and source.statbank and source.statbank.share:
        values["unit"] = Unit("%")
    targets = values.get("targets", ())
    if values.get("kind") == "qualitative":
        targets = ()
    if targets and values.get("direction") is not None:
        values["direction"] = targets[0].asks_for
        targets = [target for target in targets if target.asks_for == values["direction"]]
    keyed = [attrs.evolve(target, id=f"maal-{number}", replaced_by=None) for number, target in enumerate(targets)]
    values["targets"] = [t for t in keyed if not compares_with_itself(t, values["id"])]


def fit_basis(values: dict[str, Any]) -> None:
    """Let no indicator be computed from itself, and no numerator be without a base."""
    for name in ("base", "numerator"):
        if values.get(name) == values["id"]:
            del values[name]
    if values.get("base") is None:
        values.pop("numerator", None)
    difference = values.get("difference")
    if difference is not None and values["id"] in (difference.of.indicator, difference.less.indicator):
        del values["difference"]


def fit_partition(maker: Maker, values: dict[str, Any]) -> None:
    """Divide into all groups that there are."""
    values["parts"] = tuple(maker.pools.get("Group", ["et-id", "et-andet-id"]))
    values.pop("whole", None)


def fit_disclosure(_maker: Maker, values: dict[str, Any]) -> None:
    """Use a minimum that the rules allow."""
    values["minimum"] = max(values["minimum"], 3)


def compares_with_itself(target: Target, indicator: str) -> bool:
    """Return whether a target compares a series with the same series."""
    relative = getattr(target, "relative_to", None)
    return relative is not None and relative.indicator in (None, indicator) and relative.group == target.group


def fit_count(_maker: Maker, values: dict[str, Any]) -> None:
    """Order the ends of a range."""
    if "high" in values:
        values["low"], values["high"] = sorted((values["low"], values["high"]))


def fit_stated_change(maker: Maker, values: dict[str, Any]) -> None:
    """Name what is counted, where fewer or more are claimed."""
    if {"fewer", "more"} & set(values.get("effects", ())) and values.get("counted") is None:
        values["counted"] = maker.draw(among(*get_args(Countable)))


def fit_decision(_maker: Maker, values: dict[str, Any]) -> None:
    """Expect no decision that has a date."""
    if "date" in values:
        values.pop("expected", None)


def fit_areas(maker: Maker, values: dict[str, Any]) -> None:
    """Choose all areas, or some."""
    values["values"] = maker.draw(among(("all",), ("own",), ("own", "000"), ("000", "330", "Nybro")))


def fit_time(maker: Maker, values: dict[str, Any]) -> None:
    """Choose times as Statistikbanken writes them."""
    values["values"] = maker.draw(SOME_TIMES)


def fit_statbank(_maker: Maker, values: dict[str, Any]) -> None:
    """Choose of each variable once, and something."""
    values["table"] = "RAS201"
    values["areas"] = attrs.evolve(values["areas"], variable="OMRÅDE")
    values["time"] = attrs.evolve(values["time"], variable="Tid")
    if values.get("value") is not None:
        values.pop("share", None)
    chosen = values.get("value") or (values.get("share") or {"of": ()})["of"]
    if set(chosen) & set(values.get("sum") or ()):
        values.pop("sum")
    if not any(values.get(name) for name in ("value", "share", "sum")):
        values["value"] = Selections({"SOCIO": "I alt"})


def fit_policy(_maker: Maker, values: dict[str, Any]) -> None:
    """Be in force in the period."""
    if "period" in values and "in_force" in values:
        values["in_force"] = values["period"]
    if "judgement_scale" in values:
        values["judgement_scale"] = values["judgement_scale"][:1]


FITS: dict[type[Record], Callable[[Maker, dict[str, Any]], None]] = {
    RelativeTo: fit_relative,
    LevelTarget: fit_level,
    ChangeTarget: fit_change,
    DirectionTarget: fit_direction,
    Indicator: fit_indicator,
    Partition: fit_partition,
    Disclosure: fit_disclosure,
    StatedCount: fit_count,
    Change: fit_stated_change,
    Decision: fit_decision,
    StatbankAreas: fit_areas,
    StatbankTime: fit_time,
    Statbank: fit_statbank,
    Policy: fit_policy,
}
