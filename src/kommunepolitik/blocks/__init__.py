"""The parts of a report: sections, blocks and inlines, which contain only texts, numbers, addresses and other blocks.

A report is built once, per subject, purpose and language; a format is a writer with one function or template per class
of this package. Nothing here depends on policies, tables of figures or formats.
"""

from kommunepolitik.blocks import data
from kommunepolitik.blocks.blocks import (
    Block,
    Chart,
    Column,
    Columns,
    Distribution,
    Download,
    Fields,
    List,
    Notice,
    Paragraph,
    Quote,
    Row,
    Section,
    StatusShare,
    Table,
    walk,
)
from kommunepolitik.blocks.charts import BreakLine, ChartSeries, FlowChart, LineChart, Point, Span, Stream, TargetLine
from kommunepolitik.blocks.inlines import Inline, Link, Number, Place, Spark, StatusMark, Text, plain
from kommunepolitik.blocks.report import Budget, Filter, Report

__all__ = [
    "Block",
    "BreakLine",
    "Budget",
    "Chart",
    "ChartSeries",
    "Column",
    "Columns",
    "Distribution",
    "Download",
    "Fields",
    "Filter",
    "FlowChart",
    "Inline",
    "LineChart",
    "Link",
    "List",
    "Notice",
    "Number",
    "Paragraph",
    "Place",
    "Point",
    "Quote",
    "Report",
    "Row",
    "Section",
    "Span",
    "Spark",
    "StatusMark",
    "StatusShare",
    "Stream",
    "Table",
    "TargetLine",
    "Text",
    "plain",
    "walk",
]

__dir__ = __all__.copy  # what Tab offers

REGISTERED = (data,)  # whose classes have a form as plain data, by being imported
