"""Fills every field of text that the model has, found by its classes and not by a list, and remembers where each text is."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import attrs
import hypothesis.strategies as st
from hypothesis import Phase, given, settings

from kommunepolitik.errors import InvalidModel
from kommunepolitik.model import FrozenMapping, Unit
from kommunepolitik.model.record import FieldShape, Record, shapes_of
from kommunepolitik.model.selections import Selections, Share
from kommunepolitik.model.text import normalise_text
from tests.strategies import Maker

R = TypeVar("R", bound=Record)
Pair = tuple[str, str]
"""The name of a class and of one of its fields."""

TEXTS = (str, Unit, FrozenMapping, Selections, Share)
"""The kinds of values that contain words of an author."""
MARKER = re.compile("kp[0-9]{4}x")


def holds_text(shape: FieldShape) -> bool:
    """Return whether an author writes words in a field: no id, reference or word of a list."""
    return shape.scalar in TEXTS and shape.mark is None and not shape.choices


def reachable(*roots: type[Record]) -> list[type[Record]]:
    """Return the classes of all records that may be in some."""
    found: dict[type[Record], None] = {}
    waiting = [*roots]
    while waiting:
        if (cls := waiting.pop()) not in found:
            found[cls] = None
            waiting += [each for shape in shapes_of(cls) for each in shape.records]
    return [*found]


def text_fields(*roots: type[Record]) -> set[Pair]:
    """Return every field of text of the classes that may be in some."""
    return {(cls.__name__, shape.name) for cls in reachable(*roots) for shape in shapes_of(cls) if holds_text(shape)}


class Filling:
    """Gives each field a payload and a marker of its own, and remembers them."""

    def __init__(self, payloads: Sequence[str], first: int = 0) -> None:
        self.payloads = payloads
        self.first = first
        self.texts: dict[str, str] = {}
        """By marker."""
        self.fields: dict[str, set[Pair]] = {}
        """By marker: the fields that have the text."""
        self.refused: dict[Pair, set[str]] = {}
        """The fields that take no such text, with the codes of what was wrong."""
        self.same: dict[str, str] = {}
        """The markers of words by what was there before: what was the same word stays the same."""
        self.count = 0

    @property
    def pairs(self) -> set[Pair]:
        """The fields that have a text."""
        return {pair for marker in self.texts for pair in self.fields[marker]}

    def text(self, pair: Pair, before: object = None) -> str:
        """Return a new text for a field; the same one for what had the same name or words before."""
        known = before if isinstance(before, str) and len(before) > 3 else ""
        marker = self.same.get(known, f"kp{self.count:04}x")
        if marker not in self.texts:
            payload = self.payloads[(self.first + self.count) % len(self.payloads)]
            self.count += 1
            self.texts[marker] = f"{payload} {marker}"
        if known:
            self.same[known] = marker
        self.fields.setdefault(marker, set()).add(pair)
        return self.texts[marker]

    def value(self, shape: FieldShape, cls: type[Record], before: object = None) -> Any:
        """Return a new value for a field of text."""
        pair = cls.__name__, shape.name
        if shape.scalar is FrozenMapping:  # kept letter by letter, and refused with what other texts lose
            one, two, three = (normalise_text(self.text(pair)) for _ in range(3))
            return {one: [two, {three: None}]}
        if shape.scalar is Selections:
            return {self.text(pair): [self.text(pair)]}
        if shape.scalar is Share:
            name = self.text(pair)
            return {"of": {name: [self.text(pair)]}, "in": {name: [self.text(pair)]}}
        return self.text(pair, before)

    def filled(self, record: R) -> R:
        """Return a copy of a record in which every field of text that takes one has a text of its own, at all depths."""
        cls = type(record)
        inner = {}
        for shape in shapes_of(cls):
            value = getattr(record, shape.name)
            if isinstance(value, Record):
                inner[shape.name] = self.filled(value)
            elif shape.many and any(isinstance(each, Record) for each in value):
                inner[shape.name] = tuple(self.filled(each) if isinstance(each, Record) else each for each in value)
        changed = self.accepted(record, inner)
        for shape in filter(holds_text, shapes_of(cls)):
            changed = self.tried(changed, shape)
        return changed

    def accepted(self, record: R, inner: Mapping[str, Any]) -> R:
        """Return a record with its parts as they are filled; what its rules refuse in them is as before."""
        try:
            return attrs.evolve(record, **inner)
        except InvalidModel as error:
            changed = dict(inner)
            for problem in error.problems:
                name, *rest = problem.path
                changed[str(name)] = self.restored(changed[str(name)], getattr(record, str(name)), rest, problem.code)
            return self.accepted(record, changed)

    def restored(self, value: Any, before: Any, path: Sequence[str | int], code: str) -> Any:
        """Return a value in which the text at the end of a path is as before."""
        name, *rest = path
        if isinstance(value, tuple):
            return tuple(
                self.restored(each, before[place], rest, code) if place == name else each
                for place, each in enumerate(value)
            )
        if not rest:
            self.forget(getattr(value, str(name)))
            self.refused.setdefault((type(value).__name__, str(name)), set()).add(code)
            return attrs.evolve(value, **{str(name): getattr(before, str(name))})
        inner = self.restored(getattr(value, str(name)), getattr(before, str(name)), rest, code)
        return attrs.evolve(value, **{str(name): inner})

    def forget(self, value: Any) -> None:
        """Forget the texts in a value that was refused."""
        for marker in MARKER.findall(repr(value)):
            self.texts.pop(marker, None)

    def tried(self, record: R, shape: FieldShape) -> R:
        """Return a record with a text in a field; unchanged where the field takes none."""
        before = getattr(record, shape.name)
        values = [self.value(shape, type(record), each) for each in ((before or (None,)) if shape.many else (before,))]
        try:
            return attrs.evolve(record, **{shape.name: values if shape.many else values[0]})
        except InvalidModel as error:
            self.forget(values)
            codes = {problem.code for problem in error.problems}
            self.refused.setdefault((type(record).__name__, shape.name), set()).update(codes)
            return record


class Adding:
    """Adds records of the classes that a record has none of, by what their fields accept."""

    def __init__(self, ids: Mapping[str, Sequence[str]], wanted: Iterable[type[Record]]) -> None:
        self.ids = ids
        """The ids that references may lead to, by class."""
        self.wanted = {*wanted}
        self.count = 0

    def added(self, record: R) -> R:
        """Return a copy in which each wanted class that has a place in it is there."""
        changed = record
        for shape in shapes_of(type(record)):
            value = getattr(record, shape.name)
            here = value if shape.many else () if value is None else (value,)
            new = [self.added(each) if isinstance(each, Record) else each for each in here]
            grown = [*new]
            if shape.records and (shape.many or not new):
                grown += [made for cls in shape.records if self.leads(cls) for made in [self.built(cls)]]
            for values in (grown, new):
                if values != [*here] and values:
                    try:
                        changed = attrs.evolve(changed, **{shape.name: values if shape.many else values[0]})
                    except InvalidModel:
                        continue
                    break
        self.wanted -= {type(each) for each in _records(changed)}
        return changed

    def leads(self, cls: type[Record]) -> bool:
        """Return whether a class, or one that may be in it, is wanted."""
        return not self.wanted.isdisjoint(reachable(cls))

    def built(self, cls: type[R]) -> R:
        """Return the simplest record of a class, with all that is wanted in it."""
        self.wanted.discard(cls)
        self.count += 100
        return self.added(simplest(cls, self.ids, self.count))


def simplest(cls: type[R], ids: Mapping[str, Sequence[str]], first: int = 0) -> R:
    """Return the simplest record of a class whose references lead to some ids, by class; own ids count from `first`."""

    def made(draw: Any) -> Any:
        maker = Maker(draw)
        maker.pools, maker.count = {kind: [*known] for kind, known in ids.items()}, first
        return maker.make(cls)

    found: list[R] = []
    once = settings(max_examples=1, derandomize=True, database=None, phases=[Phase.generate], deadline=None)

    def keep(record: R) -> None:
        found.append(record)

    once(given(st.composite(made)())(keep))()
    return found[0]


def _records(value: Any) -> Iterator[Record]:
    """Yield a record, and all in it."""
    if isinstance(value, Record):
        yield value
        for shape in shapes_of(type(value)):
            yield from _records(getattr(value, shape.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _records(each)


def ids_of(*records: Record) -> dict[str, list[str]]:
    """Return the ids in some records, by class."""
    found: dict[str, list[str]] = {}
    for each in _records(records):
        if isinstance(id := getattr(each, "id", None), str):
            found.setdefault(type(each).__name__, []).append(id)
    return found


def classes_in(*records: Record) -> set[type[Record]]:
    """Return the classes of some records and of all in them."""
    return {type(each) for each in _records(records)}


def squeezed(text: str) -> str:
    """Return the visible signs of a text, in small letters; an output may break lines, and begin with a capital."""
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace()).casefold()


def markers(text: str) -> set[str]:
    """Return the markers in a text."""
    return set(MARKER.findall(text.casefold()))


def altered(shown: str, filling: Filling) -> dict[str, str]:
    """Return the texts that are in an output and not there letter by letter, each with what is there."""
    found = squeezed(shown)
    whole = {marker: squeezed(normalise_text(filling.texts[marker])) for marker in markers(found)}
    assert whole, "the output has none of the texts"
    return {
        text: found[max(0, found.index(marker) - len(text)) : found.index(marker) + len(marker)]
        for marker, text in whole.items()
        if found.count(marker) != found.count(text)
    }
