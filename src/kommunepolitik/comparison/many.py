"""Many policies at once: all neighbouring editions, all pairs as a table, and all elements as one long table."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import attrs

from kommunepolitik.comparison.chain import editions_between
from kommunepolitik.comparison.comparison import Comparison, compare
from kommunepolitik.comparison.elements import name_of, placed
from kommunepolitik.comparison.likeness import stem, tokens
from kommunepolitik.comparison.relations import RELATIONS
from kommunepolitik.model import Element, Indicator, Policy, Portfolio, is_given, unknown

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Truths = npt.NDArray[np.bool_]
    Places = npt.NDArray[np.intp]
    Matrix = npt.NDArray[np.float64]

_WORDS: Final = ("title", "statement", "wording", "summary", "definition")
"""The fields in which the compared elements say what the policy says."""


def compare_editions(portfolio: Portfolio, observations: Any = None) -> list[Comparison]:
    """Compare each edition with the one that replaced it, where both are in the portfolio; in the order of the newer.

    `observations` is what `read_observations` gives or takes, with the figures of all; see `compare`.
    """
    if observations is not None:
        from kommunepolitik.observations import normalise

        observations = normalise(observations, portfolio)
    return [compare(older, newer, observations) for older, newer in portfolio.neighbours()]


def compare_matrix(portfolio: Portfolio) -> "pd.DataFrame":
    """Hold every policy against every other: one row a pair, each pair once.

    An earlier edition stands in `old`; where neither is one, the policy that the portfolio has first. Columns:

    - `old`, `new`: ids of the policies; `old_municipality`, `new_municipality`: names.
    - `bond`: how they belong together, as `Comparison.bond`.
    - `elements_one_to_one`, `elements_merged`, `elements_split`, `elements_regrouped`, `elements_new`,
      `elements_dropped`, `elements_unknown`: how many elements of the two policies, counted together, are in relations
      of that kind; their sum is all elements compared. Between editions that are not neighbours lineage is composed
      through those between, where the portfolio has them. Blank (NA, not 0) where no line binds the two.
    - `likeness`: how alike the words of the two whole policies are, from 0 (no word in common) to 1 (the same words as
      often); blank where one has none. How rare a word is, is learnt from this portfolio: the same pair is more or
      less alike in other company.

    `compare_matrix(portfolio).pivot(index="old", columns="new", values="likeness")` gives the square table (its upper
    half, since each pair stands once).

    Likeness is the cosine of weighted stems of Danish words: (1 + ln of how often) · (log2 of policies to policies with
    the word, + 1); Salton & Buckley (1988), Term-weighting approaches in automatic text retrieval, with the weight of
    rarity of Spärck Jones (1972). It tells of words, not of aims: two policies may want the same in other words.
    """
    import numpy as np
    import pandas as pd

    policies = portfolio.policies
    named, precedes = _bindings(policies)
    first, second = np.triu_indices(len(policies), k=1)
    turned = precedes[second, first]
    old, new = np.where(turned, second, first), np.where(turned, first, second)
    ids = pd.Series([policy.id for policy in policies], dtype="string")
    names = pd.Series([policy.municipality.name for policy in policies], dtype="string")
    columns: dict[str, Any] = {
        "old": ids.array.take(old),
        "new": ids.array.take(new),
        "old_municipality": names.array.take(old),
        "new_municipality": names.array.take(new),
        **_relations(policies, old, new, named[old, new] | named[new, old] | precedes[old, new]),
        "likeness": pd.array(_alike(policies)[old, new], dtype="Float64"),
    }
    return pd.DataFrame(columns)


def _bindings(policies: Sequence[Policy]) -> "tuple[Truths, Truths]":
    """Return for each pair whether the first names the second, and whether the first is an earlier edition of it."""
    import numpy as np

    place = {policy.id: number for number, policy in enumerate(policies)}
    named, precedes = (np.zeros((len(policies), len(policies)), dtype=np.bool_) for _ in range(2))
    for number, policy in enumerate(policies):
        carried = {each.address.policy for held in policy.elements.values() for each in held.continues}
        for id in (*carried, policy.supersedes):
            if id in place:
                named[number, place[id]] = True
        step: Policy | None = policy
        while step is not None and step.supersedes in place:
            step = policies[place[step.supersedes]]
            precedes[place[step.id], number] = True
    precedes |= named.T & ~named & ~precedes.T  # who carries on parts of another is the later one
    return named, precedes


def _relations(policies: Sequence[Policy], old: "Places", new: "Places", bound: "Truths") -> dict[str, Any]:
    """Return the columns that lineage gives; only pairs that are bound are looked into."""
    import numpy as np
    import pandas as pd

    bonds = np.full(len(old), "other", dtype=object)
    counts = np.zeros((len(RELATIONS), len(old)), dtype=np.int64)
    blank = np.ones(len(old), dtype=np.bool_)
    by_id = {policy.id: policy for policy in policies}
    for pair in np.flatnonzero(bound):
        older, newer = policies[old[pair]], policies[new[pair]]
        comparison = Comparison(older, newer, between=editions_between(by_id, older, newer))
        bonds[pair] = comparison.bond
        if comparison.links:
            blank[pair] = False
            tally: Counter[str] = Counter()
            for relation in comparison.relations:
                tally[relation.kind] += len(relation.old) + len(relation.new)
            counts[:, pair] = [tally[kind] for kind in RELATIONS]
    columns: dict[str, Any] = {"bond": pd.array(bonds, dtype="string")}
    for kind, row in zip(RELATIONS, counts, strict=True):
        columns[f"elements_{kind}"] = pd.arrays.IntegerArray(row, blank.copy())
    return columns


def _alike(policies: Sequence[Policy]) -> "Matrix":
    """Return how alike the words of all policies are; blank (NaN) where one has none."""
    import numpy as np

    counted = [Counter(stem(word) for text in _texts(policy) for word in tokens(text)) for policy in policies]
    place: dict[str, int] = {}
    for words in counted:
        for word in words:
            place.setdefault(word, len(place))
    weights = np.zeros((len(policies), len(place)))
    for row, words in enumerate(counted):
        weights[row, [place[word] for word in words]] = 1 + np.log(np.array([*words.values()], dtype=np.float64))
    with_word = np.count_nonzero(weights, axis=0)
    weights *= np.log2(len(policies) / with_word) + 1
    lengths = np.sqrt((weights * weights).sum(axis=1, keepdims=True))
    weights /= np.where(lengths > 0, lengths, np.nan)
    return np.minimum(weights @ weights.T, 1.0) if place else np.full((len(policies), len(policies)), np.nan)


def _texts(policy: Policy) -> Iterator[str]:
    """Yield what a policy says: the texts of its title and of the elements that are compared."""
    yield policy.title
    for place in placed(policy).values():
        if place.kind != "other":
            texts = (getattr(place.element, field, None) for field in _WORDS)
            yield from (text for text in texts if text)


@attrs.frozen
class _Held:
    """A row of the long table: a policy, or an element of one."""

    policy: Policy
    element: Element
    kind: str
    area: str | None

    @property
    def is_policy(self) -> bool:
        return self.element is self.policy

    def said(self, *fields: str) -> Any:
        """Return the first of some fields that the element has and fills."""
        return next((value for field in fields if (value := getattr(self.element, field, None))), None)


def _rows(policy: Policy) -> Iterator[_Held]:
    yield _Held(policy, policy, "policy", None)
    for place in placed(policy).values():
        kind = _class_name(type(place.element).__name__) if place.kind == "other" else place.kind
        yield _Held(policy, place.element, kind, place.area)


@cache
def _class_name(name: str) -> str:
    """Write the name of a class as a kind: FrameworkItem is a framework_item."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _count(held: _Held, field: str) -> int | None:
    """Count what a field holds; nothing where the element has no such field, or it is not known in full."""
    values = getattr(held.element, field, None)
    if values is None or unknown(held.element, field):
        return None
    # What measures an element may be among the indicators that are not at hand.
    return None if field == "measured_by" and unknown(held.policy, "indicators") else len(values)


def _has_baseline(held: _Held) -> bool | None:
    if not isinstance(held.element, Indicator):
        return None
    given = is_given(held.element, "baseline")
    return None if not given and unknown(held.element, "baseline") else given


def _holes(held: _Held) -> str | None:
    return " ".join(f"{'_'.join(hole.what.split())}:{hole.why}" for hole in held.element.missing) or None


def _continued(held: _Held) -> str | None:
    return " ".join(str(continuation.address) for continuation in held.element.continues) or None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _of_indicator(field: str) -> Callable[[_Held], Any]:
    return lambda held: getattr(held.element, field) if isinstance(held.element, Indicator) else None


def _unit(held: _Held) -> str | None:
    unit = _of_indicator("unit")(held)
    return None if unit is None else str(unit)


_COLUMNS: Final[tuple[tuple[str, str, Callable[[_Held], Any]], ...]] = (
    ("municipality_code", "string", lambda held: held.policy.municipality.code),
    ("municipality", "string", lambda held: held.policy.municipality.name),
    ("fictitious", "boolean", lambda held: held.policy.municipality.fictitious),
    ("policy", "string", lambda held: held.policy.id),
    ("policy_area", "string", lambda held: held.policy.policy_area),
    ("period", "string", lambda held: _text(held.policy.period)),
    ("in_force", "string", lambda held: _text(held.policy.in_force)),
    ("stage", "string", lambda held: held.policy.stage),
    ("supersedes", "string", lambda held: held.policy.supersedes),
    ("element", "string", lambda held: None if held.is_policy else held.element.id),
    ("address", "string", lambda held: held.policy.id if held.is_policy else f"{held.policy.id}#{held.element.id}"),
    ("kind", "string", lambda held: held.kind),
    ("area", "string", lambda held: held.area),
    ("number", "string", lambda held: held.said("number")),
    ("name", "string", lambda held: name_of(held.element)),
    ("statement", "string", lambda held: held.said("statement", "summary", "definition", "outcome")),
    ("wording", "string", lambda held: held.said("wording")),
    ("responsible", "string", lambda held: held.said("responsible")),
    ("measured_by", "Int64", lambda held: _count(held, "measured_by")),
    ("role", "string", _of_indicator("role")),
    ("measured_in", "string", _of_indicator("kind")),
    ("direction", "string", _of_indicator("direction")),
    ("unit", "string", _unit),
    ("frequency", "string", _of_indicator("frequency")),
    ("baseline", "boolean", _has_baseline),
    ("targets", "Int64", lambda held: _count(held, "targets")),
    ("holes", "string", _holes),
    ("continues", "string", _continued),
)
"""Name, type and content of each column of the long table."""


def elements_frame(portfolio: Portfolio) -> "pd.DataFrame":
    """Put everything into one long table: a row for each policy, followed by a row for each of its elements.

    All types are nullable; what is not said, not known or makes no sense for a kind is blank (NA), never 0 or empty.

    - of the policy, repeated on each row: `municipality_code`, `municipality`, `fictitious`, `policy` (its id),
      `policy_area`, `period`, `in_force` (as texts), `stage`, `supersedes`.
    - `element`: id within the policy, blank for the policy itself; `address`: what lineage calls it.
    - `kind`: `policy`, or one of `KINDS`; what is `other` there is told by its own class (`activity`, `decision`).
    - `area`: id of the focus area a goal stands in; `number`: as the document numbers it.
    - `name`: its title, or else its statement; `statement`: what it says, restated in short (a statement, summary,
      definition or outcome); `wording`: the official text, where it is kept.
    - `responsible`: who answers for it.
    - `measured_by`: how many indicators measure it; blank where its indicators are not all known.
    - of an indicator: `role` (`follow_up`, `context`), `measured_in` (`quantitative`, `qualitative`), `direction`,
      `unit`, `frequency`, `baseline` (whether it has a baseline's value), `targets` (how many; blank where not known).
    - `holes`: what it says is missing, as `field:why` with spaces between; where no field would hold it, its words with
      underscores.
    - `continues`: addresses of what it carries on, with spaces between.

    >>> import kommunepolitik.model as m
    >>> goal = m.Goal(id="job", statement="Flere i job.", missing=[m.Missing(what="measured_by", why="promised")])
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse", goals=[goal])
    >>> elements_frame(Portfolio([policy]))[["address", "kind", "measured_by", "holes"]]
      address              kind  measured_by                 holes
    0       p            policy         <NA>                  <NA>
    1   p#job  overarching_goal         <NA>  measured_by:promised
    """
    import pandas as pd

    rows = [held for policy in portfolio for held in _rows(policy)]
    columns = {name: pd.array([read(held) for held in rows], dtype=dtype) for name, dtype, read in _COLUMNS}  # type: ignore[call-overload]
    return pd.DataFrame(columns)
