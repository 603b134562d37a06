"""Figures of the country and of chosen areas for comparison: same indicator and period, never judged."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.errors import InvalidModel
from kommunepolitik.model import Indicator, Period
from kommunepolitik.model.statbank import OWN
from kommunepolitik.observations.areas import COUNTRY, area_name, read_area
from kommunepolitik.report.compose import content
from kommunepolitik.report.context import Context

_IN_A_SENTENCE: Final = 3
"""The maximum of areas that fit on half a page."""


def beside_newest(context: Context, indicator: Indicator) -> Blocks:
    """Return a line of other areas' figures for the period of the newest own one; nothing where there are none."""
    newest = next(reversed(context.results.figures.measured(indicator, "")), None)
    if newest is None:
        return ()
    period = context.words.period(newest.period)
    shown = " · ".join(f"{words} ({period})" for words in _beside(context, indicator, "", newest.period))
    return (
        content(context.language.gettext("For comparison: {figures}").format(figures=shown), role="aside")
        if shown
        else ()
    )


def in_same_period(context: Context, indicator: Indicator, group: str, period: Period | None) -> str:
    """Return a sentence of the country's and the first chosen areas' figures for a period; empty where none has any."""
    shown = " · ".join(() if period is None else islice(_beside(context, indicator, group, period), _IN_A_SENTENCE))
    return context.language.gettext("In the same period: {figures}.").format(figures=shown) if shown else ""


def _beside(context: Context, indicator: Indicator, group: str, period: Period) -> Iterator[str]:
    figures = context.results.figures
    if not figures.is_shown(indicator, group, period):
        return
    for area in _areas(context, indicator):
        if words := figures.of_area(area, indicator, group, period):
            name = context.language.gettext("The country") if area == COUNTRY else area_name(area)
            yield f"{name} {words}"


def _areas(context: Context, indicator: Indicator) -> list[str]:
    """Return the country, then the areas that the policy names; without areas if it names all municipalities."""
    statbank = None if indicator.data_source is None else indicator.data_source.statbank
    home = context.policy.municipality
    found = [COUNTRY]
    for value in () if statbank is None or statbank.areas.is_all else statbank.areas.values:
        try:
            area = "" if value == OWN else read_area(value)
        except InvalidModel:  # a code that is only in the table
            continue
        if area not in ("", home.code, home.name):
            found.append(area)
    return list(dict.fromkeys(found))
