"""Charts of an indicator: each series with what its targets require, and its figures in a table beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from kommunepolitik.blocks import Break, Chart, Column, LineChart, Number, Paragraph, Row, Series, Spark, Table, TargetLine
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors import N_
from kommunepolitik.evaluation import Result
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.model import Indicator, LevelTarget, Period, RelativeTo, StandingTarget, Target
from kommunepolitik.report.chart_data import Dot, by_length, course, dot_of, length, points, spans, years
from kommunepolitik.report.compose import own, paragraph, said
from kommunepolitik.report.figures import unitless
from kommunepolitik.report.lines import SHOWN_WORDS, LineWriter, target_of
from kommunepolitik.report.target_lines import Asked, TargetDrawer, compared, relative_of, series_name, verdicts

if TYPE_CHECKING:
    from kommunepolitik.report.context import Context


def indicator_charts(context: "Context", indicator: Indicator) -> Blocks:
    """Return the figures of an indicator: a chart with its table per series and length of period, or a line of text.

    Targets that a decision replaced are drawn only as steps on the way to others.
    """
    raise NotImplementedError


def main_chart(context: "Context", indicators: Iterable[Indicator]) -> Chart | None:
    """Return the one chart that says most of some indicators, such as those of a track; None where none is judged."""
    raise NotImplementedError


def spark(context: "Context", result: Result) -> Spark | None:
    """Return the newest figures that a result is judged among, with the value asked for; None where there are not two."""
    raise NotImplementedError
