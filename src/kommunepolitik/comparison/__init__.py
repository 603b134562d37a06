"""Editions and municipalities compared: lineage, structure, series; and many policies as tables."""

from kommunepolitik.comparison import data
from kommunepolitik.comparison.areas import benchmark_areas
from kommunepolitik.comparison.benchmarking import benchmark
from kommunepolitik.comparison.claims import Claim, Evidence, Verdict
from kommunepolitik.comparison.comparison import Comparison, compare
from kommunepolitik.comparison.elements import KINDS, Kind
from kommunepolitik.comparison.lineage_walk import Lineage, lineage
from kommunepolitik.comparison.many import compare_editions, compare_matrix, elements_frame
from kommunepolitik.comparison.relations import FLAGS, RELATIONS, LineageLink, Outcome, Relation, RelationKind, Side
from kommunepolitik.comparison.series import JoinedPoint, JoinedSeries
from kommunepolitik.comparison.structure import (
    CONSTRUCTED,
    MEASURES,
    Amount,
    Measure,
    MeasureRow,
    amounts,
    structure_frame,
)
from kommunepolitik.comparison.suggestions import Suggestion, suggest_lineage

__all__ = [
    "CONSTRUCTED",
    "FLAGS",
    "KINDS",
    "MEASURES",
    "RELATIONS",
    "Amount",
    "Claim",
    "Comparison",
    "Evidence",
    "JoinedPoint",
    "JoinedSeries",
    "Kind",
    "Lineage",
    "LineageLink",
    "Measure",
    "MeasureRow",
    "Outcome",
    "Relation",
    "RelationKind",
    "Side",
    "Suggestion",
    "Verdict",
    "amounts",
    "benchmark",
    "benchmark_areas",
    "compare",
    "compare_editions",
    "compare_matrix",
    "elements_frame",
    "lineage",
    "structure_frame",
    "suggest_lineage",
]

REGISTERED = (data,)  # whose classes have a form as plain data, by being imported
