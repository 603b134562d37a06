"""The parts of a policy and its figures that are lost in StratML: all that reading it back does not return."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.errors import Problem
from kommunepolitik.model import Address, Element, MeasuredBy, Period, Policy
from kommunepolitik.model.record import FieldShape, Record, Ref, shapes_of
from kommunepolitik.observations.data import filled

_NAMED: Final = 3
"""The number of elements that a line names."""


@attrs.frozen(kw_only=True)
class Loss:
    """A field or element that a format has no place for, and that was not written."""

    __repr__ = short_repr

    address: Address
    """The element concerned: a policy, or an element of it."""
    kind: str
    """The element's class, such as `Goal`."""
    field: str
    """The lost field, such as `baseline.qualifier`; empty where the whole element is lost."""
    count: int = 1
    """The number of losses; for figures, of rows."""

    @property
    def what(self) -> str:
        """Class and field, such as `Goal.means`."""
        return ".".join(filter(None, (self.kind, self.field)))


def grouped(losses: Iterable[Loss]) -> list[Problem]:
    """Return a notice for each lost field, with the number of elements and the names of the first."""
    found: dict[str, list[Loss]] = {}
    for loss in losses:
        found.setdefault(loss.what, []).append(loss)
    notices = []
    for what, lost in found.items():
        addresses = list(dict.fromkeys(str(loss.address) for loss in lost))
        names = ", ".join([*addresses[:_NAMED], *(["..."] if len(addresses) > _NAMED else [])])
        data = {"field": what, "count": sum(loss.count for loss in lost), "elements": names}
        notices.append(Problem(code="no_home", data=data))
    return notices


@attrs.frozen
class _Comparison:
    """A policy, and the policy read back from its document."""

    policy: Policy
    back: Policy
    new_ids: Mapping[tuple[str, str], str]
    """The new ids of elements without an identifier in StratML, by class and id."""

    def losses(self) -> Iterator[Loss]:
        yield from self.of_record(self.policy, self.back, self.policy, "")

    def of_record(self, old: Record, new: Record, element: Element, prefix: str) -> Iterator[Loss]:
        """Yield the fields of a record that differ in another."""
        for shape in shapes_of(type(old)):
            value, found = getattr(old, shape.name), getattr(new, shape.name)
            if value in (shape.default, ()) or self._is_same(value, found, shape):
                continue
            name = prefix + shape.name
            if shape.name == "measured_by":
                yield from self._links(old, new, element)
            elif shape.many and shape.records:
                yield from self._items(value, found, element, name)
            elif isinstance(value, Record) and type(value) is type(found):
                owner = value if isinstance(value, Element) else element
                yield from self.of_record(value, found, owner, "" if owner is value else f"{name}.")
            elif isinstance(value, Element):
                yield self._loss(value, "")
            else:
                yield self._loss(element, name)

    def _items(self, items: Sequence[Any], found: Sequence[Any], owner: Element, name: str) -> Iterator[Loss]:
        """Yield the losses of a list of records."""
        free = list(found)
        for item in items:
            if not isinstance(item, Element):
                match = next((each for each in free if _alike(item, each)), None)
                if match is None:
                    yield self._loss(owner, name)
                else:
                    free.remove(match)
                    yield from self.of_record(item, match, owner, f"{name}.")
                continue
            id = self.new_ids.get((type(item).__name__, item.id), item.id)
            other = self.back.elements.get(id)
            if type(other) is not type(item):
                yield self._loss(item, "")
                continue
            if not any(each is other for each in found):
                yield self._loss(owner, name)
            yield from self.of_record(item, other, item, "")

    def _links(self, old: Any, new: Any, element: Element) -> Iterator[Loss]:
        if Counter(old.indicator_ids) - Counter(new.indicator_ids):  # an indicator named twice is read back once
            yield self._loss(element, "measured_by")
        links = [each for each in old.measured_by if isinstance(each, MeasuredBy)]
        for name in ("basis", "note"):
            if any(getattr(link, name) not in (None, "source") for link in links):
                yield self._loss(element, f"measured_by.{name}")

    def _is_same(self, value: Any, found: Any, shape: FieldShape) -> bool:
        if isinstance(value, Period) and isinstance(found, Period):
            return (value.start, value.end) == (found.start, found.end)
        if isinstance(shape.mark, Ref) and not shape.records:
            return bool(self._renamed(value, shape.mark) == found)
        return bool(value == found)

    def _renamed(self, value: Any, ref: Ref) -> Any:
        if isinstance(value, tuple | list):
            return type(value)(self._renamed(each, ref) for each in value)
        return next((new for kind in ref.kinds if (new := self.new_ids.get((kind, value)))), value)

    def _loss(self, element: Element, field: str) -> Loss:
        is_policy = element.id == self.policy.id
        address = Address(self.policy.id, None if is_policy else element.id)
        return Loss(address=address, kind=type(element).__name__, field=field)


def _alike(item: Record, other: Record) -> bool:
    """Return whether two records without an id are about the same, such as a target with one value and deadline."""
    return (
        type(item) is type(other)
        and all(getattr(item, name, None) == getattr(other, name, None) for name in ("value", "comparison"))
        and _days(getattr(item, "due", None)) == _days(getattr(other, "due", None))
    )


def _days(period: Period | None) -> object:
    return None if period is None else (period.start, period.end)


def new_ids(policy: Policy, back: Policy) -> dict[tuple[str, str], str]:
    """Return the new ids of elements without an identifier in StratML, by class and id."""
    found: dict[tuple[str, str], str] = {}
    for old, new in (
        (policy.target_groups, back.target_groups),
        (policy.values, back.values),
        (policy.groups, back.groups),
    ):
        free: list[Any] = list(new)
        for item in old:
            match = next((each for each in free if each.title == item.title), None)
            if match is not None:
                free.remove(match)
                found[type(item).__name__, item.id] = match.id
    return found


def policy_losses(policy: Policy, back: Policy) -> list[Loss]:
    """Return the losses of a policy compared with the one read back."""
    return list(_Comparison(policy, back, new_ids(policy, back)).losses())


def figure_losses(policy: Policy, back: Policy, rows: Sequence[Any], read: Any, known: Mapping[str, int]) -> list[Loss]:
    """Return the losses of the figures that count, and the number of rows that do not count.

    `rows` are the rows that count, `read` the table read back, `known` the number of all rows of each indicator.
    """
    groups = {id: new for (kind, id), new in new_ids(policy, back).items() if kind == "Group"}
    columns = list(attrs.fields_dict(type(rows[0]))) if rows else []
    frame = [] if read is None else filled(read).to_dict("records")
    found = {(row["indicator"], row["group"], _text_days(row["period"])): row for row in frame}
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        key = (row.indicator, groups.get(row.group, row.group), _days(row.period))
        if (other := found.get(key)) is None:
            counts[row.indicator, "observations"] += 1
            continue
        for name in columns:
            value, now = getattr(row, name), other[name]
            if name in ("policy", "area", "indicator", "group", "period") or value in (None, "") or value == now:
                continue
            counts[row.indicator, f"observations.{name}"] += 1
    counted = Counter(row.indicator for row in rows)
    for indicator, count in known.items():
        if (older := count - counted[indicator]) > 0:
            counts[indicator, "observations.vintages"] += older
    return [
        Loss(
            address=Address(policy.id, id if id in policy.elements else None),
            kind="Indicator" if id in policy.elements else "Policy",
            field=field,
            count=count,
        )
        for (id, field), count in counts.items()
    ]


def _text_days(period: str) -> object:
    return _days(Period(period) if period else None)
