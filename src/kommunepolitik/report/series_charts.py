"""Charts of an indicator: each series with what its targets require, and its figures in a table beside it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kommunepolitik.blocks import Chart, Spark
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.evaluation import Result
from kommunepolitik.model import Indicator

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
