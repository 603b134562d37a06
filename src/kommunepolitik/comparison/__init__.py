"""Editions and municipalities compared: lineage, structure, series; and many policies as tables."""

from kommunepolitik.comparison.areas import benchmark_areas
from kommunepolitik.comparison.benchmarking import benchmark
from kommunepolitik.comparison.claims import Claim, Evidence, Verdict
from kommunepolitik.comparison.comparison import Comparison, compare
from kommunepolitik.comparison.data import as_data
from kommunepolitik.comparison.elements import KINDS, Kind, name_of
from kommunepolitik.comparison.lineage_walk import Lineage, lineage
from kommunepolitik.comparison.many import compare_editions, compare_matrix, elements_frame
from kommunepolitik.comparison.relations import FLAGS, RELATIONS, Link, Outcome, Relation, RelationKind, Side
from kommunepolitik.comparison.series import JoinedSeries, Point
from kommunepolitik.comparison.structure import CONSTRUCTED, MEASURES, Amount, Measure, Row, amounts, structure_frame
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
    "JoinedSeries",
    "Kind",
    "Lineage",
    "Link",
    "Measure",
    "Outcome",
    "Point",
    "Relation",
    "RelationKind",
    "Row",
    "Side",
    "Suggestion",
    "Verdict",
    "amounts",
    "as_data",
    "benchmark",
    "benchmark_areas",
    "compare",
    "compare_editions",
    "compare_matrix",
    "elements_frame",
    "lineage",
    "name_of",
    "structure_frame",
    "suggest_lineage",
]
