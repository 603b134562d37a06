"""The validated long table of figures, with every vintage."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import numpy.typing as npt

from kommunepolitik.display import MOST_ROWS, counted, html_frame, summary_line
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Period, Policy
from kommunepolitik.model.help_text import with_columns
from kommunepolitik.observations.columns import ABSENT, FRAME_COLUMNS, NAMES, NUMBERS, TEXTS
from kommunepolitik.observations.numbering import Codes, numbered, numbered_objects

if TYPE_CHECKING:
    import pandas as pd

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@attrs.frozen(eq=False, repr=False)
class Texts:
    """A column of texts: the distinct texts, and for each row the number of its text."""

    codes: Codes
    words: tuple[Any, ...]

    def __repr__(self) -> str:
        return summary_line("Texts", counted(len(self), "row"), counted(len(self.words), "distinct text"))

    @classmethod
    def of(cls, texts: Iterable[Any]) -> "Texts":
        """Return the column of some texts."""
        return cls(*numbered_objects(texts))

    @classmethod
    def same(cls, text: Any, count: int) -> "Texts":
        """Return a column with the same text in every row."""
        return cls(np.broadcast_to(np.int64(0), count), (text,))

    @classmethod
    def joined(cls, parts: "Sequence[Texts]") -> "Texts":
        """Return columns one below the other."""
        if len(parts) == 1:
            return parts[0]
        words: dict[Any, int] = {}
        codes = [
            np.array([words.setdefault(word, len(words)) for word in part.words], np.int64)[part.codes]
            for part in parts
        ]
        return cls(np.concatenate([np.zeros(0, np.int64), *codes]), tuple(words))

    def is_same(self, other: "Texts") -> bool:
        """Return whether another column has the same text in every row; None counts as an empty text."""
        numbers: dict[Any, int] = {}
        ours, theirs = (
            np.array([numbers.setdefault(word or "", len(numbers)) for word in each.words], np.int64)[each.codes]
            for each in (self, other)
        )
        return np.array_equal(ours, theirs)

    def __len__(self) -> int:
        return len(self.codes)

    def objects(self) -> "npt.NDArray[np.object_]":
        """Return the text of each row."""
        return np.array(self.words, dtype=object)[self.codes] if len(self) else np.zeros(0, object)

    def column(self) -> Any:
        """Return the text of each row as a pandas array, in which an empty text is NA."""
        import pandas as pd

        words = pd.array([None if word in ("", None) else str(word) for word in self.words], dtype="string")
        return words.take(self.codes)

    def map(self, look: "Callable[[Any], Any]") -> "Texts":
        """Return the column of the result of a function for each text; it is called once for each distinct text."""
        return Texts(self.codes, tuple(look(word) for word in self.words))

    def each(self, look: "Callable[[Any], Any]", dtype: Any) -> "npt.NDArray[Any]":
        """Return the result of a function for the text of each row; it is called once for each distinct text."""
        found = [look(word) for word in self.words]
        if len(set(found)) == 1:  # so it is in most columns, and then needs no memory
            return np.broadcast_to(np.array(found[0], dtype), len(self))
        return np.array(found, dtype)[self.codes]

    def isin(self, *wanted: Any) -> Mask:
        """Return which rows have one of some texts."""
        chosen = frozenset(wanted)
        return self.each(lambda word: word in chosen, np.bool_)

    def rows(self, rows: "Mask | Codes") -> "Texts":
        """Return some of the rows; for a few rows, unused texts are left out."""
        codes, words = _cells(self.codes, rows), self.words
        if len(codes) < len(words):
            codes, kept = numbered(codes)
            words = tuple(words[code] for code in kept.tolist())
        return Texts(codes, words)

    def where(self, rows: Mask, text: str) -> "Texts":
        """Return the column with another text in some rows."""
        words = self.words if text in self.words else (*self.words, text)
        return Texts(np.where(rows, words.index(text), self.codes), words)


def _cells(column: "npt.NDArray[Any]", rows: "Mask | Codes") -> "npt.NDArray[Any]":
    """Return some cells of a column; one that repeats a single cell still needs no memory."""
    if column.strides != (0,) or not len(column):
        return column[rows]
    return np.broadcast_to(column[0], int(np.count_nonzero(rows)) if rows.dtype == np.bool_ else len(rows))


@attrs.frozen(eq=False, repr=False)
class Observations:
    """A validated, immutable long table, a row per figure and vintage; made by `read_observations`.

    `frame` is the table as a pandas frame. For computations, texts are stored as codes (`texts`) and numbers as
    read-only arrays (`numbers`).

    >>> import kommunepolitik as kp
    >>> kp.read_observations([{"indicator": "job", "period": 2024, "value": 5}])
    <Observations: 1 row, 1 indicator>
    """

    _texts: Mapping[str, Texts]
    _numbers: Mapping[str, Floats]
    _unused: Mapping[str, int] = attrs.field(factory=dict)
    notices: tuple[Problem, ...] = ()
    """What was not read, such as further sheets of a workbook; not errors."""
    policies: tuple[Policy, ...] | None = None
    """The policies that the rows were checked against; none if none were given."""
    disclosed: frozenset[str] = frozenset()
    """The policies, by id, that disclosure control suppressed figures for, as the public may see them."""
    narrowed: bool = False
    """Whether only rows that concern these policies were fetched from a database or a lazy frame."""

    def __attrs_post_init__(self) -> None:
        for array in (*self._numbers.values(), *(column.codes for column in self._texts.values())):
            array.flags.writeable = False

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), attrs.astuple(self, recurse=False)  # arrays of a copy are read-only too

    @classmethod
    def from_columns(cls, columns: Mapping[str, Any], count: int, **fields: Any) -> "Observations":
        """Return observations of valid columns; those not given are empty."""
        texts, numbers = {}, {}
        for name in TEXTS:
            column = columns.get(name, Texts.same(ABSENT.get(name, ""), count))
            texts[name] = column if isinstance(column, Texts) else Texts.of(column)
        for name in NUMBERS:
            numbers[name] = np.asarray(columns.get(name, np.broadcast_to(np.nan, count)), np.float64)
        return cls(texts, numbers, **fields)

    @property
    def texts(self) -> Mapping[str, Texts]:
        """The columns of texts, by name."""
        return MappingProxyType(self._texts)

    @property
    def numbers(self) -> Mapping[str, Floats]:
        """The columns of numbers, by name; NaN where there is none."""
        return MappingProxyType(self._numbers)

    @property
    def unused(self) -> Mapping[str, int]:
        """How many rows without a policy name an indicator that no policy has, by its id."""
        return MappingProxyType(self._unused)

    @property
    @with_columns(FRAME_COLUMNS)
    def frame(self) -> "pd.DataFrame":
        """The table as a new pandas frame, with the columns of `COLUMNS` in order; `read_observations` reads it again.

        Absent text is NA and an absent number NaN; `period` and `published` are in the form of `Period`. After
        `policy` follow its `municipality_code` and `municipality`, and the indicator's `title`: absent in rows of no
        single policy, and where the rows were not checked against policies.
        """
        import pandas as pd

        columns: dict[str, Any] = {}
        for name in NAMES:
            columns[name] = self.texts[name].column() if name in self.texts else self.numbers[name].copy()
            if name == "policy":
                columns |= self._described()
        return pd.DataFrame(columns, copy=False)

    def _described(self) -> dict[str, Any]:
        """Return the municipality and the title of each row, in words."""
        policies = self.policies or ()
        homes = {policy.id: policy.municipality for policy in policies}
        titles = {(policy.id, each.id): each.title for policy in policies for each in policy.indicators}
        owner, indicator = self.texts["policy"], self.texts["indicator"]
        several = len(indicator.words) or 1
        pairs, rows = np.unique(owner.codes * several + indicator.codes, return_inverse=True)
        both = ((owner.words[pair // several], indicator.words[pair % several]) for pair in pairs.tolist())
        home = {id: homes.get(id) for id in owner.words}
        return {
            "municipality_code": owner.map(lambda id: (each := home[id]) and each.code).column(),
            "municipality": owner.map(lambda id: (each := home[id]) and each.name).column(),
            "title": Texts(rows.astype(np.int64), tuple(titles.get(each, "") for each in both)).column(),
        }

    def __len__(self) -> int:
        return len(self.texts["indicator"])

    def __eq__(self, other: object) -> bool:
        """Return whether both have the same rows in the same order; the policies checked against may differ."""
        if not isinstance(other, Observations):
            return NotImplemented
        return len(self) == len(other) and (
            all(np.array_equal(cells, other.numbers[name], equal_nan=True) for name, cells in self.numbers.items())
            and all(column.is_same(other.texts[name]) for name, column in self.texts.items())
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        indicators = len(set(self.texts["indicator"].codes.tolist()))
        return summary_line("Observations", counted(len(self), "row"), counted(indicators, "indicator"))

    def _repr_html_(self) -> str:
        top = self.where(np.arange(len(self)) < MOST_ROWS).frame
        return html_frame("Observations", top, ("indicator", *NAMES), total=len(self))

    def where(self, rows: "Mask | Codes | Sequence[int]") -> "Observations":
        """Return some of the rows, by a mask or by their numbers.

        >>> import kommunepolitik as kp
        >>> figures = kp.read_observations([{"indicator": "job", "period": 2024, "value": 5}])
        >>> len(figures.where(figures.numbers["value"] > 7))
        0
        """
        chosen = np.asarray(rows)
        if not len(chosen):  # of an empty list numpy makes decimals
            chosen = chosen.astype(np.int64)
        texts = {name: column.rows(chosen) for name, column in self.texts.items()}
        numbers = {name: _cells(cells, chosen) for name, cells in self.numbers.items()}
        return attrs.evolve(self, texts=texts, numbers=numbers)

    def replace(self, **columns: Any) -> "Observations":
        """Return the table with other columns: `Texts` or texts, or numbers, one for each row."""
        table = Observations.from_columns({**self.texts, **self.numbers, **columns}, len(self))
        return attrs.evolve(self, texts=table._texts, numbers=table._numbers)

    def of(self, *policies: str, areas: bool = False) -> "Observations":
        """Return the rows of some policies, by id, with those that policies share; of other areas only with `areas`."""
        is_of_area = ~self.texts["area"].isin("")
        shared = is_of_area if areas else np.zeros(len(self), np.bool_)
        return self.where(shared | self.texts["policy"].isin(*policies) | (self.texts["policy"].isin("") & ~is_of_area))

    def known(self, day: Period) -> "Observations":
        """Return the figures known at the end of a day or longer period: those that a report of that time could show.

        A figure counts from when it was published, or, where that is not known, from the end of its own period; one
        that has neither is left out.

        Raises:
            InvalidModel: the period has no end.
        """
        if day.end is None:
            raise InvalidModel(Problem(code="not_an_open_period", data={"value": day}))
        never = day.end.toordinal() + 1
        ends = {
            name: self.texts[name].each(lambda text: end_of(text, never), np.int64) for name in ("published", "period")
        }
        since = np.where(self.texts["published"].isin(""), ends["period"], ends["published"])
        return self.where(since <= day.end.toordinal())


def end_of(period: str, otherwise: int) -> int:
    """Return the number of the last day of a period, or another number where there is none."""
    end = Period(period).end if period else None
    return otherwise if end is None else end.toordinal()
