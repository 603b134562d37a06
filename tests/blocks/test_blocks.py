"""What blocks are made of."""

import datetime
import types
import typing

import attrs
import pytest

import kommunepolitik.blocks as b
from kommunepolitik.testing.specimen import specimen

CLASSES = [each for name in b.__all__ if isinstance(each := getattr(b, name), type) and attrs.has(each)]


def kinds(hint: object) -> set[type]:
    """Return every class in a type hint."""
    if isinstance(hint, type):
        return {hint}
    if isinstance(hint, typing.ForwardRef | str):
        return set()  # `Block`, which is of the classes here
    if typing.get_origin(hint) is typing.Literal:
        return {type(each) for each in typing.get_args(hint)}
    origin = typing.get_origin(hint)
    own = {origin} if isinstance(origin, type) and origin not in (types.UnionType,) else set()
    return own.union(*(kinds(each) for each in typing.get_args(hint) if each is not Ellipsis))


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_blocks_hold_texts_numbers_dates_addresses_and_blocks(cls: type) -> None:
    """No frame, path or function can be in a report, so no template can call one."""
    allowed = {str, int, float, bool, tuple, datetime.date, types.NoneType, *CLASSES}
    found = set().union(*(kinds(hint) for hint in typing.get_type_hints(cls).values()))
    assert found
    assert found <= allowed


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_blocks_do_not_change(cls: type) -> None:
    """Every class is frozen: a report that was built states the same in every format."""
    assert attrs.fields_dict(cls)
    assert cls.__setattr__ is not object.__setattr__


def test_contents_are_derived_from_the_listed_sections() -> None:
    """A section within a listed one is a level below it."""
    found = [(level, section.id) for level, section in specimen().contents()]
    assert found == [(1, "section_one"), (1, "section_two"), (2, "i-1")]


def test_the_specimen_holds_every_block_and_inline() -> None:
    """Writers that write the specimen write everything."""
    seen = set()
    stack: list[object] = [specimen()]
    while stack:
        each = stack.pop()
        seen.add(type(each))
        if attrs.has(type(each)):
            stack += [getattr(each, field.name) for field in attrs.fields(type(each))]
        elif isinstance(each, tuple):
            stack += each
    assert set(CLASSES) <= seen
