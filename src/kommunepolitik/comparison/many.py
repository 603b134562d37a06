"""Many policies at once: all neighbouring editions, all pairs as a table, and all elements as one long table."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from kommunepolitik.comparison.comparison import Comparison, PairKind, compare
from kommunepolitik.comparison.elements import placed
from kommunepolitik.comparison.graph import editions_back, editions_between
from kommunepolitik.comparison.likeness import stem, tokens
from kommunepolitik.comparison.relations import RELATIONS
from kommunepolitik.model import Element, Indicator, Policy, Portfolio
from kommunepolitik.model.element import name_of
from kommunepolitik.model.help_text import with_columns
from kommunepolitik.model.measurability import is_given, unknown
from kommunepolitik.model.scalars import check_object
from kommunepolitik.model.tables import MUNICIPALITY, ColumnType, frame_of, frame_of_rows

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Matrix = npt.NDArray[np.float64]

_WORDS: Final = ("title", "statement", "wording", "summary", "definition")
"""The fields with the texts of the policy itself."""


def compare_editions(portfolio: Portfolio, observations: Any = None) -> list[Comparison]:
    """Compare each edition with the one that replaced it, in the order of the newer; `observations` as in `compare`.

    Raises:
        InvalidModel: it is not a portfolio.
        InvalidObservations: the figures cannot be read.

    >>> import kommunepolitik as kp
    >>> [(each.old.id, each.new.id) for each in compare_editions(kp.load_portfolio("docs/tutorial/nybro"))]
    [('nybro-integration-2020', 'nybro-integration-2024')]
    """
    check_object(portfolio, Portfolio)
    if observations is not None:
        from kommunepolitik.observations.normalise import normalise

        observations = normalise(observations, portfolio)
    return [compare(older, newer, observations) for older, newer in portfolio.neighbours()]


MATRIX_COLUMNS: Final[Mapping[str, str]] = {
    "old": "Id of the one policy",
    "new": "Id of the other",
    "old_municipality": "Name of the municipality of the one",
    "new_municipality": "Name of the municipality of the other",
    "pair_kind": "How they are related, as `Comparison.pair_kind`: editions, versions or other",
    **{
        f"elements_{kind}": f"How many elements of both policies, counted together, are in relations of the kind "
        f"{kind}; of all kinds together all that are compared; absent (not 0) where no link joins the two"
        for kind in RELATIONS
    },
    "likeness": "How alike the words of the two whole policies are, from 0 (no word in common) to 1 (the same words as "
    "often), by how rare they are in this portfolio; absent where one has none",
}
"""The columns of `compare_matrix`."""


@with_columns(MATRIX_COLUMNS)
def compare_matrix(portfolio: Portfolio) -> "pd.DataFrame":
    """Compare every policy with every other: one row for each pair.

    An earlier edition is in `old`; where neither is one, the policy that the portfolio has first. Between editions that
    are not neighbours lineage is composed through those between, where the portfolio has them.

    `compare_matrix(portfolio).pivot(index="old", columns="new", values="likeness")` gives the upper half of a square.

    Likeness is the cosine of weighted stems of Danish words: (1 + ln of how often) · (log2 of policies to policies with
    the word, + 1); Salton & Buckley (1988), Term-weighting approaches in automatic text retrieval, with the weight of
    rarity of Spärck Jones (1972). It measures words, not aims: two policies may have the same aim in other words.

    Raises:
        InvalidModel: it is not a portfolio.

    >>> import kommunepolitik as kp
    >>> compare_matrix(kp.load_portfolio("docs/tutorial/nybro"))[["pair_kind", "elements_new", "likeness"]].round(2)
      pair_kind  elements_new  likeness
    0  editions            30      0.35
    """
    check_object(portfolio, Portfolio)
    policies = portfolio.policies
    by_id = {policy.id: policy for policy in policies}
    named = {
        id: {policy.supersedes, *(line.address.policy for each in policy.elements.values() for line in each.continues)}
        for id, policy in by_id.items()
    }

    def precedes(one: Policy, other: Policy) -> bool:
        """Return whether a policy is an earlier edition of another, or the other alone carries on parts of it."""
        if editions_back(by_id, other, one) is not None:
            return True
        named_only = one.id in named[other.id] and other.id not in named[one.id]
        return named_only and editions_back(by_id, one, other) is None

    likeness = _likeness(policies)
    rows = []
    for first, second in combinations(range(len(policies)), 2):
        old, new = policies[first], policies[second]
        if precedes(new, old):
            old, new = new, old
        kind: PairKind = "other"
        counts: Sequence[int | None] = [None] * len(RELATIONS)
        if old.id in named[new.id] or new.id in named[old.id] or precedes(old, new):
            comparison = Comparison(old, new, editions_between(by_id, old, new))
            kind = comparison.pair_kind
            if comparison.links:
                tally = Counter(each.kind for each in comparison.relations for _ in (*each.old, *each.new))
                counts = [tally[relation] for relation in RELATIONS]
        names = (old.id, new.id, old.municipality.name, new.municipality.name)
        rows.append((*names, kind, *counts, likeness[first, second]))
    counted = [f"elements_{kind}" for kind in RELATIONS]
    types: dict[str, ColumnType] = {**dict.fromkeys(counted, "Int64"), "likeness": "float64"}
    return frame_of({name: [row[place] for row in rows] for place, name in enumerate(MATRIX_COLUMNS)}, types)


def _likeness(policies: Sequence[Policy]) -> "Matrix":
    """Return how alike the words of all policies are; blank (NaN) where one has none."""
    import numpy as np
    import pandas as pd

    counted = [Counter(stem(word) for text in _texts(policy) for word in tokens(text)) for policy in policies]
    counts = pd.DataFrame(counted).fillna(0).to_numpy(dtype=np.float64)
    weights = np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0)
    weights *= np.log2(len(policies) / np.count_nonzero(weights, axis=0)) + 1
    lengths = np.sqrt((weights * weights).sum(axis=1, keepdims=True))
    weights /= np.where(lengths > 0, lengths, np.nan)
    return np.minimum(weights @ weights.T, 1.0) if weights.size else np.full((len(policies), len(policies)), np.nan)


def _texts(policy: Policy) -> list[str]:
    """Return the texts of a policy: of its title and of the elements that are compared."""
    compared = [place.element for place in placed(policy).values() if place.kind != "other"]
    return [policy.title, *(text for each in compared for field in _WORDS if (text := getattr(each, field, None)))]


ELEMENT_COLUMNS: Final[Mapping[str, str]] = {
    **MUNICIPALITY,
    "fictitious": "Whether the municipality is made up",
    "policy": "Id of the policy",
    "policy_title": "Title of the policy",
    "policy_area": "What the policy is about",
    "period": "The period of the policy, as a text",
    "in_force": "When the policy is in force, as a text",
    "stage": "How far the policy has come: draft, hearing, adopted, superseded",
    "supersedes": "Id of the policy that it replaces",
    "element": "Id of the element within the policy; absent for the policy itself",
    "address": "Its address in lineage",
    "kind": "policy, or one of `KINDS`; what is `other` there has the name of its class (activity, decision)",
    "area": "Of a goal: id of the focus area that it is in",
    "number": "Its number, as the document numbers it",
    "title": "Its title, or else its statement",
    "statement": "Its content in short: a statement, summary, definition or outcome",
    "wording": "The official text, where it is kept",
    "responsible": "Who is responsible for it",
    "measured_by": "How many indicators measure it; absent where its indicators are not all known",
    "role": "Of an indicator: whether it follows up the policy (follow_up) or is background (context)",
    "measured_in": "Of an indicator: measured in figures (quantitative), or judged by people (qualitative)",
    "direction": "Of an indicator: the desired direction, increase or decrease",
    "unit": "Of an indicator: the unit of its values",
    "frequency": "Of an indicator: how often it is measured",
    "baseline": "Of an indicator: whether it has the value of a baseline",
    "targets": "Of an indicator: how many targets it has; absent where that is not known",
    "gaps": "The gaps it names, as `field:why` with spaces between; or words with underscores",
    "continues": "Addresses of what it carries on, with spaces between",
}
"""The columns of `elements_frame`."""
_TYPES: Final[Mapping[str, ColumnType]] = {
    "fictitious": "boolean",
    "baseline": "boolean",
    "measured_by": "Int64",
    "targets": "Int64",
}
"""The types of the columns that are not texts."""


@with_columns(ELEMENT_COLUMNS)
def elements_frame(portfolio: Portfolio) -> "pd.DataFrame":
    """Return everything in one long table: a row for each policy, followed by a row for each of its elements.

    All types are nullable; what is not stated, not known or not applicable to a kind is blank (NA), never 0 or empty.
    The columns before `element` are of the policy, the same on each of its rows.

    >>> import kommunepolitik.model as m
    >>> goal = m.Goal(id="job", statement="Flere i job.", missing=[m.Missing(what="measured_by", why="promised")])
    >>> policy = m.Policy(id="p", title="P", municipality="Slagelse", goals=[goal])
    >>> elements_frame(Portfolio([policy]))[["address", "kind", "measured_by", "gaps"]]
      address              kind  measured_by                  gaps
    0       p            policy         <NA>                  <NA>
    1   p#job  overarching_goal         <NA>  measured_by:promised
    """
    return frame_of_rows([row for policy in portfolio for row in _rows(policy)], tuple(ELEMENT_COLUMNS), _TYPES)


def _rows(policy: Policy) -> Iterator[dict[str, Any]]:
    """Yield the row of a policy, and one for each of its elements."""
    home = policy.municipality
    common = {"municipality_code": home.code, "municipality": home.name, "fictitious": home.fictitious}
    common |= {name: getattr(policy, name) for name in ("policy_area", "period", "in_force", "stage", "supersedes")}
    common |= {"policy": policy.id, "policy_title": policy.title}
    yield common | {"address": policy.id, "kind": "policy"} | _content(policy, policy)
    for id, place in placed(policy).items():
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(place.element).__name__)  # FrameworkItem is a framework_item
        kind = name.lower() if place.kind == "other" else place.kind
        named = {"element": id, "address": f"{policy.id}#{id}", "kind": kind, "area": place.area}
        yield common | named | _content(place.element, policy)


def _content(element: Element, policy: Policy) -> dict[str, Any]:
    """Return the content of an element; what it does not state, or what is not known, is None."""

    def first(*fields: str) -> Any:
        return next((value for field in fields if (value := getattr(element, field, None))), None)

    def number(field: str, *lists: tuple[Element, str]) -> int | None:
        values = getattr(element, field, None)
        return None if values is None or any(unknown(*each) for each in ((element, field), *lists)) else len(values)

    row = {
        "number": first("number"),
        "title": name_of(element),
        "statement": first("statement", "summary", "definition", "outcome"),
        "wording": first("wording"),
        "responsible": first("responsible"),
        # An element may be measured by indicators that are not available.
        "measured_by": number("measured_by", (policy, "indicators")),
        "targets": number("targets"),
        "gaps": " ".join(f"{'_'.join(gap.what.split())}:{gap.why}" for gap in element.missing) or None,
        "continues": " ".join(str(continuation.address) for continuation in element.continues) or None,
    }
    if isinstance(element, Indicator):
        row |= {name: getattr(element, name) for name in ("role", "direction", "unit", "frequency")}
        row["measured_in"] = element.kind
        row["baseline"] = is_given(element, "baseline") or (None if unknown(element, "baseline") else False)
    return row
