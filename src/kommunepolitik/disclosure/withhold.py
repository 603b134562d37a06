"""Disclosure control: figures on few people, and those from which one follows, are taken out of a table."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from kommunepolitik.disclosure.audit import new_solver
from kommunepolitik.disclosure.editions import House, houses
from kommunepolitik.disclosure.grounds import Cell, Figure, Ground, Said, Why
from kommunepolitik.disclosure.suppress import Hidden, Suppression
from kommunepolitik.errors import N_
from kommunepolitik.model import Period, Policy

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
    not known; shares where the people they are about, or the rest of the base, are that few. 0 is shown.
    An inexact figure stays where it leaves all of 1 to minimum - 1 open (`under 5`). All rows of the figure go with it:
    revisions, rows of other files, and of other editions of the policy that carry the indicator on or have its id.

    *Secondary.* As long as a withheld figure, or a number of people below the minimum that no row gives (the rest of a
    base, the part that a total leaves), follows from what is published, a figure it follows from is withheld too: the
    one with which the fewest are lost, a part before a whole, the smallest first. A share goes with its base and with
    its numerator, a difference with either of its two figures.

    *Guaranteed* is, for the figures of each period as they were on each date of publication: no withheld figure follows
    by linear algebra from those published together with what the policies declare (`partitions`, `base`, `numerator`,
    `difference`), nor can only one whole number be it, for a reader who knows the minimum and that 0 would be shown.
    Why one row is withheld is told in one sentence for both reasons, since to tell them apart would tell which of two
    numbers is the small one.

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
    if observations.empty or all(policy.disclosure is None for policy in policies):
        return {}
    new_solver()  # a missing package is told at once, and not where a hard case first comes up
    columns = ("policy", "indicator", "group", "period", "value", "value_high", "qualifier", "quality", "published")
    rows = [_Row(*cells) for cells in zip(*(observations[name].tolist() for name in columns), strict=True)]
    found: dict[int, _Found] = {}
    together = [house for house in houses(policies) if house.ground is not None]
    # A row without a policy is of several: what one withholds, the others may not tell. All others are of one house.
    shared = len(together) > 1 and not all(row.policy for row in rows)
    while True:
        before = len(found)
        for house in together:
            found = _withheld(house, rows, found) | found
        if not shared or len(found) == before:
            return found


@attrs.frozen
class _Row:
    policy: str
    indicator: str
    group: str
    period: str
    value: float
    high: float
    qualifier: str
    quality: str
    published: str

    @property
    def said(self) -> Said | None:
        """What the row says; None without a value."""
        if self.value != self.value:
            return None
        return Said(self.value, None if self.high != self.high else self.high, self.qualifier)


def _withheld(house: House, rows: Sequence[_Row], before: Mapping[int, _Found]) -> dict[int, _Found]:
    """Return the rows that the policies of a house withhold, with what others do; a figure goes whole."""
    if house.ground is None:
        return {}
    periods: dict[str, dict[Cell, list[int]]] = {}
    for place, row in enumerate(rows):
        for cell in house.cells(row.policy, row.indicator, row.group):
            if cell[0] in house.ground.indicators:
                periods.setdefault(row.period, {}).setdefault(cell, []).append(place)
    found: dict[int, _Found] = {}
    for period, places in periods.items():
        held = {cell: [rows[place] for place in at] for cell, at in places.items()}
        gone = {cell: before[place].each.reason for cell, at in places.items() for place in at if place in before}
        for cell, (why, protects) in _hidden(house.ground, held, house.stated.get(period, {}), gone).items():
            for place in places.get(cell, ()):
                row = rows[place]
                if row.said is not None:
                    each = Withheld(
                        policy=row.policy,
                        indicator=row.indicator,
                        group=row.group,
                        period=period,
                        reason=why,
                        protects=None if protects is None else house.told(protects, row.policy),
                    )
                    found[place] = _Found(each, house.ground.minimum)
    return found


def _hidden(
    ground: Ground, held: Mapping[Cell, Sequence[_Row]], stated: Mapping[Cell, Said], gone: Mapping[Cell, Why]
) -> Hidden:
    """Return the figures of a period to be withheld, for a reader who has them as of each date at once."""
    hidden: Hidden = {cell: (why, None) for cell, why in gone.items()}
    sheets = list(_as_of(held, stated))
    while True:
        before = len(hidden)
        for figures in sheets:
            Suppression(ground, figures, hidden).run()
        if len(sheets) == 1 or len(hidden) == before:
            return hidden


def _as_of(held: Mapping[Cell, Sequence[_Row]], stated: Mapping[Cell, Said]) -> Iterator[Mapping[Cell, Figure]]:
    """Yield the figures as they were when each was published; and as the policies' own texts state them.

    Rows of one date that differ are taken one after the other, the largest first.
    """
    dated = {cell: sorted(((_issue(row.published), row) for row in rows), key=_newest) for cell, rows in held.items()}
    dates = sorted({date for rows in dated.values() for date, _ in rows})
    text = {cell: Figure(said=said, fixed=True) for cell, said in stated.items()}
    withdrawn = {
        cell
        for cell, rows in dated.items()
        if any(row.quality == "suppressed" for issued, row in rows if issued == rows[0][0])
    }
    told: list[dict[Cell, Figure]] = []
    for date in dates:
        known = {cell: [pair for pair in rows if pair[0] <= date] for cell, rows in dated.items()}
        latest = {cell: [row for issued, row in rows if issued == rows[0][0]] for cell, rows in known.items() if rows}
        for turn in range(max(map(len, latest.values()))):
            figures = {cell: _figure(rows, turn, stated.get(cell), cell in withdrawn) for cell, rows in latest.items()}
            told.append(text | figures)
    told.append((told[-1] if told else {}) | text)
    yield from (figures for place, figures in enumerate(told) if figures not in told[:place])


def _newest(dated: tuple[int, _Row]) -> tuple[float, bool, float, str]:
    issued, row = dated
    return -issued, row.said is None, -row.value, f"{row.high} {row.qualifier}"


def _figure(rows: Sequence[_Row], turn: int, stated: Said | None, withdrawn: bool) -> Figure:
    said = rows[min(turn, len(rows) - 1)].said
    return Figure(said=said, withdrawn=withdrawn, fixed=said is not None and said == stated)


def _issue(published: str) -> int:
    end = Period(published).end if published else None
    return 0 if end is None else end.toordinal()
