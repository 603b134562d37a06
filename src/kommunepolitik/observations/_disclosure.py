"""Disclosure control: figures on few people, and those from which one follows, are taken out of a table."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import attrs

from kommunepolitik.errors import N_
from kommunepolitik.model import Period, Policy
from kommunepolitik.observations._audit import new_solver
from kommunepolitik.observations._grounds import Cell, Figure, Ground, Said, Why, stated_in
from kommunepolitik.observations._suppress import Suppression

if TYPE_CHECKING:
    import pandas as pd

WITHHELD: Final = N_("withheld: rests on fewer than {minimum} people, or a figure that does could be computed from it")
WITHHELD_UNKNOWN: Final = N_("withheld: nobody here knows whether it rests on fewer than {minimum} people")
INTERNAL: Final[Mapping[Why, str]] = {
    "few": N_("internal: rests on fewer than {minimum} people"),
    "computable": N_("internal: a figure on fewer than {minimum} people could be computed from it"),
    "unknown_base": N_("internal: nobody here knows whether it rests on fewer than {minimum} people"),
}
"""What a row says of itself in its note, by why it is withheld in public; in public the first two are told as one."""


@attrs.frozen(kw_only=True)
class Withheld:
    """A figure that is not for the public."""

    policy: str
    """As the row has it: empty where several policies share the figure."""
    indicator: str
    group: str
    period: str
    reason: Why
    protects: tuple[str, str] | None = None
    """For what is `computable`: indicator and group of the figure that could else be computed."""


@attrs.frozen
class Mark:
    """What a row's note says of disclosure control, and what the row's own note was."""

    template: str
    """One of the texts above, for the catalogues."""
    minimum: int
    note: str

    @property
    def internal(self) -> bool:
        """Whether the figure stands there all the same."""
        return self.template in INTERNAL.values()


_MARKS: Final = [
    (text, re.compile(re.escape(text).replace(r"\{minimum\}", r"(\d+)") + r"(?:\n(.*))?", re.DOTALL))
    for text in (WITHHELD, WITHHELD_UNKNOWN, *INTERNAL.values())
]


def mark_of(note: str) -> Mark | None:
    """Return what a note says of disclosure control, if anything."""
    for text, pattern in _MARKS:
        if (match := pattern.fullmatch(note)) is not None:
            return Mark(text, int(match[1]), match[2] or "")
    return None


def withhold(
    observations: "pd.DataFrame", subject: Policy | Iterable[Policy]
) -> "tuple[pd.DataFrame, tuple[Withheld, ...]]":
    """Return a table without the figures on few people and without those from which one follows; and what those are.

    `observations` is a table as `read_observations` gives it; `subject` is a policy or all policies whose figures are
    published together. Only policies with `disclosure` withhold anything; without one the table is returned as it is.
    A withheld row keeps its place and period, has the quality `suppressed` and says why in its note; value, qualifier,
    judgement and former note are gone. All other rows are unchanged. The order of the rows does not matter, and a
    table that was treated is not changed again.

    *Primary.* Withheld are numbers of people n with 0 < n < minimum; shares and averages whose base is that small, or
    not known; shares in percent where value x base / 100, rounded, or the rest of the base is that small; differences
    of two numbers or shares that are both unknown. 0 is shown.
    An inexact figure stays where it leaves all of 1 to minimum - 1 open (`under 5`). All rows of the figure go with it:
    revisions, rows of other files, and of other editions of the same municipality that carry the indicator on.

    *Secondary.* As long as a withheld figure, or a number of people below the minimum that no row gives (the rest of a
    base, the part that a total leaves), follows from what is published, a figure it follows from is withheld too: the
    one with which the fewest are lost, a part before a whole, the smallest first. A share goes with its base and with
    its numerator, a difference with either of its two figures.

    *Guaranteed* is, for the figures of each period: no withheld figure follows by linear algebra from those published
    together with what the policy declares (`partitions`, `base`, `numerator`, `difference`), nor can only one whole
    number be it, for a reader who knows the minimum and that 0 would be shown. Why one row is withheld is told in one
    sentence for both reasons, since to tell them apart would tell which of two numbers is the small one.

    *Not guaranteed* is anything against what a reader knows from elsewhere, sums that are not declared (over periods
    too), close bounds, what the policy states in its text (the rule KP405 finds baselines), texts of accounts and notes
    of other rows, and a group of whom all are alike. Where the policy's own text tells the missing number, nothing can
    be done here. That the least loss is chosen in each step makes it cheap, not the least in all.

    Terms and steps are those of cell suppression in Hundepool et al. (2012), Statistical Disclosure Control, Wiley.
    Numbers that must be whole are audited by integer programming (HiGHS); what is not decided in time counts as told.
    Fewer than 5 is the usual limit in Danish practice (Danmarks Statistik). That 0 is shown is our choice: of nobody,
    nothing is told; who thinks otherwise for some group leaves its row out.

    Raises:
        MissingExtra: a policy asks for disclosure control, and the package highspy is not installed.
    """
    found = _find(observations, subject)
    if not found:
        return observations, ()
    table = observations.reset_index(drop=True)
    places = sorted(found)
    notes = [
        (WITHHELD_UNKNOWN if found[place].each.reason == "unknown_base" else WITHHELD).format(
            minimum=found[place].minimum
        )
        for place in places
    ]
    table.loc[places, ["value", "value_high"]] = float("nan")
    table.loc[places, ["qualifier", "judgement"]] = ""
    table.loc[places, "quality"] = "suppressed"
    table.loc[places, "note"] = notes
    table.index = observations.index
    return table, tuple(found[place].each for place in places)


def mark(observations: "pd.DataFrame", subject: Policy | Iterable[Policy]) -> "pd.DataFrame":
    """Return a table in which each row that `withhold` would empty says so in its note, and keeps its figure."""
    found = _find(observations, subject)
    if not found:
        return observations
    notes = observations["note"].tolist()
    for place, row in found.items():
        own = held.note if (held := mark_of(notes[place])) is not None else notes[place]
        phrase = INTERNAL[row.each.reason].format(minimum=row.minimum)
        notes[place] = f"{phrase}\n{own}" if own else phrase
    marked = observations.copy()
    marked["note"] = marked["note"].mask(marked["note"].notna(), notes)
    return marked


@attrs.frozen
class _Found:
    each: Withheld
    minimum: int


def _find(observations: "pd.DataFrame", subject: Policy | Iterable[Policy]) -> dict[int, _Found]:
    """Return the rows to be withheld, by their place in the table."""
    policies = [subject] if isinstance(subject, Policy) else list(subject)
    grounds = [ground for policy in policies if (ground := Ground.of(policy)) is not None]
    if not grounds or observations.empty:
        return {}
    new_solver()  # a missing package is told at once, and not where a hard case first comes up
    twins = _Twins(policies)
    books = [_Book(ground, observations, twins) for ground in grounds]
    found: dict[int, _Found] = {}
    while True:
        before = len(found)
        for book in books:
            book.look(found)
        if len(found) == before or len(books) == 1:
            return found


class _Twins:
    """Which indicators and groups of editions of one municipality are the same, by declaration or by a common id."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self.policies = policies
        self._parent: dict[tuple[str, str], tuple[str, str]] = {}
        first: dict[tuple[object, ...], tuple[str, str]] = {}
        for policy in policies:
            for element in (*policy.indicators, *policy.groups):
                own = (policy.id, element.id)
                self._join(own, first.setdefault((policy.municipality, type(element), element.id), own))
                for line in element.continues:
                    id, _, other = line.address.partition("#")
                    if line.comparable and other:
                        self._join(own, (id, other))

    def _join(self, one: tuple[str, str], other: tuple[str, str]) -> None:
        self._parent[self.root(one)] = self.root(other)

    def root(self, name: tuple[str, str]) -> tuple[str, str]:
        """Return what stands for all that are the same."""
        while self._parent.setdefault(name, name) != name:
            name = self._parent[name]
        return name

    def to(self, policy: Policy) -> "Mapping[tuple[str, str], str]":
        """Return the names of a policy for what is the same, by what stands for it."""
        return {self.root((policy.id, each.id)): each.id for each in (*policy.indicators, *policy.groups)}


class _Book:
    """The rows of a table that one policy's disclosure control is about: its own, and those of the same by twins."""

    def __init__(self, ground: Ground, table: "pd.DataFrame", twins: _Twins) -> None:
        self.ground = ground
        self.twins = twins
        self._names = twins.to(ground.policy)
        self._places: dict[str, dict[Cell, list[int]]] = {}
        ids, wanted = {policy.id for policy in twins.policies}, ground.indicators
        columns = ("policy", "indicator", "group", "period")
        for place, (policy, indicator, group, period) in enumerate(
            zip(*(table[name].tolist() for name in columns), strict=True)
        ):
            cell = (indicator, group) if policy in ("", ground.policy.id) else self._twin(policy, indicator, group, ids)
            if cell is not None and cell[0] in wanted:
                self._places.setdefault(period, {}).setdefault(cell, []).append(place)
        self._table = table

    def _twin(self, policy: str, indicator: str, group: str, ids: set[str]) -> Cell | None:
        """Return what a figure of another policy is called here, if it is the same."""
        if policy not in ids:
            return None
        name = self._names.get(self.twins.root((policy, indicator)))
        other = self._names.get(self.twins.root((policy, group))) if group else ""
        return None if name is None or other is None else (name, other)

    @cached_property
    def _stated(self) -> Mapping[str, Mapping[Cell, Said]]:
        """What the texts of the policies state, by period."""
        stated: dict[str, dict[Cell, Said]] = {}
        ids = {policy.id for policy in self.twins.policies}
        for policy in self.twins.policies:
            for (indicator, group), period, said, _ in stated_in(policy):
                cell = (
                    (indicator, group) if policy is self.ground.policy else self._twin(policy.id, indicator, group, ids)
                )
                if cell is not None and cell[0] in self.ground.indicators and said.exact:
                    stated.setdefault(period, {})[cell] = said
        return stated

    @cached_property
    def _figures(self) -> Mapping[str, Mapping[Cell, Figure]]:
        names = ("value", "value_high", "qualifier", "quality", "published")
        rows = list(zip(*(self._table[name].tolist() for name in names), strict=True))
        issued = {text: _issue(text) for text in set(self._table["published"].tolist())}
        figures: dict[str, dict[Cell, Figure]] = {}
        for period, cells in self._places.items():
            held = figures.setdefault(period, {})
            for cell, places in cells.items():
                held[cell] = _figure([(*rows[place][:4], issued[rows[place][4]]) for place in places])
            for cell, said in self._stated.get(period, {}).items():
                known = held.get(cell, Figure(said=()))
                held[cell] = attrs.evolve(known, said=(said, *known.said), fixed=True)
        return figures

    def look(self, found: dict[int, _Found]) -> None:
        """Add what must be withheld to what others have found; a figure goes whole, with all its rows."""
        columns = {name: self._table[name].tolist() for name in ("policy", "indicator", "group", "value")}
        for period, cells in self._places.items():
            already = {
                cell: found[place].each.reason for cell, places in cells.items() for place in places if place in found
            }
            hidden = Suppression(self.ground, self._figures[period]).run(already)
            for cell, (why, protects) in hidden.items():
                for place in cells.get(cell, ()):
                    if place not in found and columns["value"][place] == columns["value"][place]:
                        each = Withheld(
                            policy=columns["policy"][place],
                            indicator=columns["indicator"][place],
                            group=columns["group"][place],
                            period=period,
                            reason=why,
                            protects=protects,
                        )
                        found[place] = _Found(each, self.ground.minimum)


def _issue(published: str) -> int:
    end = Period(published).end if published else None
    return 0 if end is None else end.toordinal()


def _figure(rows: Sequence[tuple[Any, ...]]) -> Figure:
    """Gather the rows of one figure, the newest first; of those published at once, the largest."""
    newest = max(row[4] for row in rows)
    given = [row for row in rows if row[0] == row[0]]
    given.sort(key=lambda row: (row[4], row[0], str(row[1:3])), reverse=True)
    return Figure(
        said=tuple(Said(value, None if high != high else high, qualifier) for value, high, qualifier, _, _ in given),  # noqa: PLR0124
        withdrawn=any(row[3] == "suppressed" and row[4] == newest for row in rows),
    )
