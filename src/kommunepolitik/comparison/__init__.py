"""Editions and municipalities compared: lineage, structure, series; and many policies as tables."""

from kommunepolitik.comparison import data
from kommunepolitik.comparison.areas import benchmark_areas
from kommunepolitik.comparison.benchmarking import benchmark
from kommunepolitik.comparison.claims import Claim, Evidence, Verdict
from kommunepolitik.comparison.comparison import Comparison, compare
from kommunepolitik.comparison.elements import KINDS, Kind
from kommunepolitik.comparison.lineage_walk import Lineage, Step, lineage
from kommunepolitik.comparison.many import compare_editions, compare_matrix, elements_frame
from kommunepolitik.comparison.ranking import BenchmarkReason
from kommunepolitik.comparison.relations import (
    FLAGS,
    RELATIONS,
    Flag,
    LineageLink,
    Outcome,
    Relation,
    RelationKind,
    Side,
    UnknownReason,
)
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
from kommunepolitik.comparison.suggestions import Pair, Suggestion, suggest_lineage

__all__ = [
    "CONSTRUCTED",
    "FLAGS",
    "KINDS",
    "MEASURES",
    "RELATIONS",
    "Amount",
    "BenchmarkReason",
    "Claim",
    "Comparison",
    "Evidence",
    "Flag",
    "JoinedPoint",
    "JoinedSeries",
    "Kind",
    "Lineage",
    "LineageLink",
    "Measure",
    "MeasureRow",
    "Outcome",
    "Pair",
    "Relation",
    "RelationKind",
    "Side",
    "Step",
    "Suggestion",
    "UnknownReason",
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

__dir__ = __all__.copy  # what Tab offers

REGISTERED = (data,)  # whose classes have a form as plain data, by being imported
