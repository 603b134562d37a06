"""Editions and municipalities compared: lineage, structure, series; and many policies as tables."""

from kommunepolitik.comparison.benchmarking import BenchmarkReason, benchmark
from kommunepolitik.comparison.claims import Claim, Verdict
from kommunepolitik.comparison.comparison import AreaName, Comparison, PairKind, compare
from kommunepolitik.comparison.data import as_data
from kommunepolitik.comparison.elements import KINDS, Kind, Placed, name_of
from kommunepolitik.comparison.lineage_walk import Lineage, Step, lineage
from kommunepolitik.comparison.many import compare_editions, compare_matrix, elements_frame
from kommunepolitik.comparison.relations import (
    FLAGS,
    RELATIONS,
    Dangling,
    Flag,
    Link,
    Outcome,
    Relation,
    RelationKind,
    Side,
    UnknownReason,
)
from kommunepolitik.comparison.series import Course, JoinedSeries, Point
from kommunepolitik.comparison.structure import MEASURES, Amount, Measure, Row, amounts, structure_frame
from kommunepolitik.comparison.suggestions import Suggestion, suggest_lineage

__all__ = [
    "FLAGS",
    "KINDS",
    "MEASURES",
    "RELATIONS",
    "Amount",
    "AreaName",
    "BenchmarkReason",
    "Claim",
    "Comparison",
    "Course",
    "Dangling",
    "Flag",
    "JoinedSeries",
    "Kind",
    "Lineage",
    "Link",
    "Measure",
    "Outcome",
    "PairKind",
    "Placed",
    "Point",
    "Relation",
    "RelationKind",
    "Row",
    "Side",
    "Step",
    "Suggestion",
    "UnknownReason",
    "Verdict",
    "amounts",
    "as_data",
    "benchmark",
    "compare",
    "compare_editions",
    "compare_matrix",
    "elements_frame",
    "lineage",
    "name_of",
    "structure_frame",
    "suggest_lineage",
]
