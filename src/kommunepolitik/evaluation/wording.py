"""Numbers, units, targets and series in words, for explanations, pages and commands."""

import math
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Final

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.errors.marks import N_
from kommunepolitik.i18n import Language
from kommunepolitik.i18n.labels import LABELS
from kommunepolitik.model import Indicator, Period, Policy, RelativeTo, Target
from kommunepolitik.model.targets import ChangeTarget, DirectionTarget, LevelTarget, StandingTarget

_PUBLISHED: Final = 3
"""Numbers with more decimals are computed, not published; they are rounded."""

_MOST_DECIMALS: Final = 9

_WHOLE: Final = 2.0**53
"""Numbers from here on have no decimals."""

_SPACE: Final = "\N{NO-BREAK SPACE}"


def _plain_number(value: float, decimals: int | None = None) -> str:
    whole = f"{value:.10g}"
    return whole if decimals is None or len(whole.partition(".")[2]) >= decimals else f"{value:.{decimals}f}"


@attrs.frozen(kw_only=True)
class MessageFormatter:
    """Translates texts and formats numbers (with a minimum of decimals) and periods; English by default."""

    translate: Callable[[str], str] = str
    number: Callable[[float, int | None], str] = _plain_number
    period: Callable[[Period], str] = str

    __repr__ = short_repr

    @classmethod
    def of(cls, language: Language) -> "MessageFormatter":
        """Return the formatter of a language.

        >>> from kommunepolitik.i18n import language
        >>> words = MessageFormatter.of(language("da"))
        >>> words.number(52.5, 1), words.period(Period("2024-Q4")), MessageFormatter().number(52.5, 1)
        ('52,5', '4. kvartal 2024', '52.5')
        """
        return cls(translate=language.gettext, number=language.number, period=language.period)


def rounded(value: float, digits: int) -> float:
    """Round half away from zero, by the decimal digits of a number, not its binary ones.

    >>> rounded(2.675, 2), rounded(-0.04, 1), rounded(1e30, 2)
    (2.68, 0.0, 1e+30)
    """
    if abs(value) >= _WHOLE:
        return value
    text, unit = f"{value:.{max(digits, _MOST_DECIMALS)}f}", Decimal(1).scaleb(-digits)
    return float(Decimal(text).quantize(unit, rounding=ROUND_HALF_UP)) + 0.0  # never -0


def decimals_apart(groups: Iterable[Sequence[float | None]], least: int) -> int:
    """Return the number of decimals at which different numbers of a group remain different, and in order.

    >>> decimals_apart([(94.96, 95)], least=1), decimals_apart([(62.86, 95)], least=1)
    (2, 1)
    """
    pairs = [
        pair
        for group in groups
        for pair in pairwise(sorted(number for number in group if number is not None and math.isfinite(number)))
        if not is_same(*pair)
    ]
    digits = range(least, _MOST_DECIMALS)
    return next((n for n in digits if all(rounded(a, n) < rounded(b, n) for a, b in pairs)), _MOST_DECIMALS)


def is_same(one: float, other: float) -> bool:
    """Return whether two numbers are the same apart from rounding errors behind the ninth decimal."""
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


@attrs.frozen(kw_only=True)
class Wording:
    """Writes the numbers, targets and series of one indicator of a policy."""

    policy: Policy
    indicator: Indicator
    formatter: MessageFormatter
    decimals: int = attrs.Factory(lambda self: max(self.indicator.decimals or 1, 1), takes_self=True)
    """The number of decimals of computed numbers; published numbers are written as they are."""

    __repr__ = short_repr

    def words(self, template: str, **parts: str) -> str:
        """Return a translated template with its parts."""
        return self.formatter.translate(template).format(**parts)

    # Numbers

    def number(self, value: float) -> str:
        """Write a number: a published one as it is, a computed one rounded."""
        published = round(value, _PUBLISHED) + 0.0
        shown = published if is_same(value, published) else rounded(value, self.decimals)
        return self.formatter.number(shown, self.indicator.decimals)

    def quantity(self, value: float, high: float | None = None, qualifier: str = "") -> str:
        """Write a value as exact as it is: ca. 10 %, under 20 %, 1–1,5 karakterpoint."""
        return self._with_unit(value, high, qualifier, self.unit)

    @property
    def exact(self) -> "Wording":
        """The same for numbers that are stated, or are limits: they are not rounded."""
        return attrs.evolve(self, decimals=_MOST_DECIMALS)

    def difference(self, value: float, high: float | None = None, qualifier: str = "") -> str:
        """Write the difference of two values: that of two percentages is in percentage points."""
        return self._with_unit(value, high, qualifier, self.unit_of_difference)

    def unit(self, value: float) -> str:
        """Return the unit written after a value; empty after a mere number."""
        return "" if self.indicator.unit is None else self.indicator.unit.after(value)

    def unit_of_difference(self, value: float) -> str:
        """Return the unit written after the difference of two values."""
        unit = self.indicator.unit
        if unit is None or not unit.percent:
            return self.unit(value)
        return self.words(N_("percentage point") if abs(value) == 1 else N_("percentage points"))

    def _with_unit(self, value: float, high: float | None, qualifier: str, unit: Callable[[float], str]) -> str:
        text = self.number(value)
        if high is not None:
            top = self.number(high)
            text = f"{text}–{top}" if value >= 0 else self.words(N_("{low} to {high}"), low=text, high=top)
        if qualifier:
            text = self.words(LABELS["qualifier"][qualifier], value=text)
        return f"{text}{_SPACE}{after}" if (after := unit(value if high is None else high)) else text

    def percent(self, share: float, apart: Sequence[float] = (), least: int = 1) -> str:
        """Write a share of 1 in percent, with enough decimals to differ from some others."""
        digits = decimals_apart([(100 * share, 100 * other) for other in apart], least)
        return f"{self.formatter.number(rounded(100 * share, digits), None)}{_SPACE}%"

    # Targets

    def target(self, target: Target, *, upper: float | None = None, with_group: bool = True) -> str:
        """Return a target in words: mindst 95 %, senest 2030; +2 % om året; with an upper end mellem 40 og 60 %."""
        exact = self.exact  # the values of a target are stated, not computed
        match target:
            case ChangeTarget():
                words = exact._change(target)
            case DirectionTarget():
                words = self.words(N_("an increase") if target.direction == "increase" else N_("a decrease"))
                words += self._by(target.due)
            case LevelTarget() | StandingTarget():
                words = exact._level(target, upper)
        if with_group and target.group is not None:
            words += f" ({self._title(target.group)})"
        if target.stated is not None:
            words += " " + self.words(N_("(the source: »{stated}«)"), stated=target.stated)
        return words

    def band(self, targets: Iterable[Target], *, with_group: bool = True) -> str:
        """Return the two ends of a band in words, as one target; empty where the targets are none."""
        ends = {each.comparison: each for each in targets if isinstance(each, LevelTarget | StandingTarget)}
        if len(ends) < 2 or ends["at_least"].relative_to is not None:
            return ""
        return self.target(ends["at_least"], upper=ends["at_most"].value, with_group=with_group)

    def limit(self, target: Target, value: str) -> str:
        """Return a value as the minimum or maximum that a target asks for."""
        is_least = target.asks_for == "increase"
        return self.words(N_("at least {value}") if is_least else N_("at most {value}"), value=value)

    def _level(self, target: LevelTarget | StandingTarget, upper: float | None) -> str:
        relative = target.relative_to
        value = self.quantity(target.value) if relative is None else self._relative(target.value, relative)
        words = self.limit(target, value)
        if upper is not None:
            words = self.words(N_("between {low} and {high}"), low=self.number(target.value), high=self.quantity(upper))
        if isinstance(target, StandingTarget):
            return f"{words} {self.words(LABELS['per'][target.per])}"
        if target.cumulative:
            words += ", " + self.words(N_("added up over the periods"))
        return words + (self._by(target.due) or ", " + self.words(N_("no deadline given")))

    def _by(self, due: Period | None) -> str:
        return "" if due is None else ", " + self.words(N_("by {period}"), period=self.formatter.period(due))

    def _relative(self, value: float, relative: RelativeTo) -> str:
        other = self.series(relative)
        if value == 0:
            return self.words(N_("the same as {other}"), other=other)
        phrase = N_("{amount} over {other}") if value > 0 else N_("{amount} under {other}")
        return self.words(phrase, amount=self.difference(abs(value)), other=other)

    def _change(self, target: ChangeTarget) -> str:
        unit = self.indicator.unit
        amount = abs(target.amount)
        text = self.formatter.number(amount, None)
        # Documents write % also where they leave open whether percent or percentage points are meant.
        after = "%" if target.mode == "percent" or (unit is not None and unit.percent) else ""
        if target.mode == "points":
            after = self.unit_of_difference(amount)
        up, down = N_("at least {amount} more a year"), N_("at least {amount} less a year")
        if target.per == "total":
            up, down = N_("at least {amount} more in all"), N_("at least {amount} less in all")
        words = self.words(up if target.amount > 0 else down, amount=f"{text} {after}".strip().replace(" ", _SPACE))
        if target.mode is None:
            phrase = N_("unclear whether percent or {unit}")
            words += f" ({self.words(phrase, unit=self.unit_alone)})"
        for edge, period in ((N_("from {period}"), target.start), (N_("until {period}"), target.due)):
            if period is not None:
                words += ", " + self.words(edge, period=self.formatter.period(period))
        return words

    @property
    def unit_alone(self) -> str:
        """The unit of a difference, named by itself."""
        unit = self.indicator.unit
        return self.words(N_("units")) if unit is None else self.words(str(unit.of_difference))

    def series(self, relative: RelativeTo) -> str:
        """Name the series a target compares with."""
        other = None if relative.indicator == self.indicator.id else relative.indicator
        return f"»{', '.join(self._title(id) for id in (other, relative.group) if id is not None)}«"

    def _title(self, id: str) -> str:
        return str(getattr(self.policy.element(id), "title", id))
