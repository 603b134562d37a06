"""Columns as data frames, with titles in words, absent text as NA and absent numbers as NaN."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kommunepolitik.evaluation.results import KEYS, NUMBERS, STATUSES, Reading, Result
from kommunepolitik.model import Portfolio
from kommunepolitik.model.element import name_of
from kommunepolitik.model.help_text import descriptions
from kommunepolitik.model.tables import MUNICIPALITY, ColumnType, frame_of

if TYPE_CHECKING:
    import pandas as pd

_ELEMENTS: Final = ("indicator", "area", "goal", "track")
_TYPES: Final[Mapping[str, ColumnType]] = {
    **dict.fromkeys((*NUMBERS, "value_before", "required", "pace"), "float64"),
    **dict.fromkeys((*STATUSES, "targets", "assessable", "readings"), "int64"),
    **dict.fromkeys(("over", "settled"), "bool"),
}
"""The types of the columns that are not text."""


EVALUATION_COLUMNS: Final[Mapping[str, str]] = {
    "policy": descriptions(Result)["policy"],
    **MUNICIPALITY,
    "indicator": descriptions(Result)["indicator"],
    "title": "Short name of the indicator",
    **descriptions(Result),
    "warnings": f"{descriptions(Result)['warnings']}, with commas between",
    "readings": "Number of ways to read it if there are several; else 0 (see `Evaluation.readings`)",
}
"""The columns of `Evaluation.frame`."""

_KEYS: Final = {name: EVALUATION_COLUMNS[name] for name in ("policy", *MUNICIPALITY, "indicator", "title", *KEYS)}

READING_COLUMNS: Final[Mapping[str, str]] = {**_KEYS, **descriptions(Reading)}
"""The columns of `Evaluation.readings`."""

SUMMARY_COLUMNS: Final[Mapping[str, str]] = {
    "policy": "Id of the policy; there is no such column where results are counted by municipality",
    **MUNICIPALITY,
    "area": "Where results are counted by area: id of the focus area; absent for indicators without one",
    "goal": "Where results are counted by goal: id of the goal; absent for indicators without one",
    "track": "Where results are counted by track: id of the track; absent for indicators without one",
    "responsible": "Where results are counted by responsible: the name; absent where nobody is named",
    "title": "Title of the area, goal or track, else of the policy; not where results are counted by municipality",
    "targets": "Number of current targets; a minimum and a maximum of one series count as one, as does an "
    "indicator without a target",
    "assessable": "Number of them that are assessed: all but not_assessed",
    **{status: f"Number of them with the status {status}" for status in STATUSES},
    "worst": "The worst of their statuses; absent where none can be ranked",
}
"""The columns of `Evaluation.summary`, with at most one of `area`, `goal`, `track` and `responsible`."""

CHANGE_COLUMNS: Final[Mapping[str, str]] = {
    **_KEYS,
    "status_before": "The judgement of the target then; absent where it was not judged",
    "status": "The judgement of the target now",
    "period_before": "The period of the figure that was judged then",
    "period": "The period of the figure that is judged now",
    "value_before": "The figure that was judged then",
    "value": "The figure that is judged now",
    "cause": "Why it differs: one or more of `Cause`, separated by commas",
}
"""The columns of `Evaluation.since`."""


def evaluation_frame(portfolio: Portfolio, columns: Mapping[str, Sequence[Any]]) -> "pd.DataFrame":
    """Return columns as a frame, with the policy's municipality and a title; the first column is the policy.

    `title` is that of the indicator, area, goal or track that a row is about, else the policy's.
    """
    policies = [portfolio[id] for id in columns["policy"]]
    element = next((name for name in _ELEMENTS if name in columns), None)
    pairs = list(zip(columns["policy"], columns[element] if element else [""] * len(policies), strict=True))
    titles = {
        pair: name_of(portfolio[pair[0]].elements.get(pair[1], portfolio[pair[0]])) for pair in dict.fromkeys(pairs)
    }
    head: dict[str, Sequence[Any]] = {
        "policy": columns["policy"],
        "municipality_code": [policy.municipality.code for policy in policies],
        "municipality": [policy.municipality.name for policy in policies],
        **{name: columns[name] for name in (*_ELEMENTS, "responsible") if name in columns},
        "title": [titles[pair] for pair in pairs],
    }
    return frame_of({**head, **columns}, _TYPES)
