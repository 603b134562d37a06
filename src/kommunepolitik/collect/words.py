"""The words of a form: its columns, and the choices."""

from collections.abc import Mapping
from typing import Final

from kommunepolitik.errors.marks import N_
from kommunepolitik.evaluation import MessageFormatter
from kommunepolitik.evaluation.wording import Wording
from kommunepolitik.figures import Observation
from kommunepolitik.i18n import LANGUAGES, Language, language
from kommunepolitik.model import Indicator, Period, Policy, Quantity
from kommunepolitik.model.process import ACCOUNT_WORDS
from kommunepolitik.observations.columns import CHOICES

INPUTS: Final[Mapping[str, str]] = {
    "value": N_("Figure or judgement"),
    "qualifier": N_("Reservation"),
    "answer": N_("No figure, because"),
    "expected": N_("Comes when"),
    "note": N_("Remark"),
}
"""The columns to be filled in, by their keys."""

ANSWERS: Final[Mapping[str, str]] = {
    "not_measured": N_("not measured this year"),
    "later": N_("comes later"),
    "too_few": N_("too few to show"),
}
"""Why there is no figure."""

ADJUST: Final[Mapping[str, str]] = {"yes": N_("yes"), "no": N_("no"), "undecided": N_("don't know")}

QUESTIONS: Final[Mapping[str, str]] = {
    "text": N_("What was done in {period}? At most {count} words."),
    "cause": N_("If a target was not reached: what were the causes? At most {count} words."),
    "action": N_("What will be done about what lags? At most {count} words."),
    "action_by": N_("Who will do it? A unit or a role, never a person's name."),
    "action_due": N_("By when? For example {example}."),
    "adjust": N_("Should the plan be adjusted?"),
}
"""The parts of an account, by the fields of `Account`."""

NONE: Final = "–"
"""What a form shows where nothing is known."""

_JUDGEMENTS: Final = ("Opfyldt", "På rette vej", "Delvist opfyldt", "Ikke opfyldt")
"""The judgements to choose from where the policy has no words of its own; they are read in Danish."""


def unit_title(unit: str, words: Language) -> str:
    """Return the name of a unit, or the words for no one responsible."""
    return unit or words.gettext("No one responsible")


def row_title(indicator: Indicator) -> str:
    """Return the title of the rows of an indicator."""
    return ". ".join(filter(None, (indicator.number, indicator.title)))


def month_after(period: Period) -> Period:
    """Return a month soon after a period, as an example of when something comes."""
    return Period(f"{(period.end or period.start).year + 1}-03")


def question(field: str, period: Period, words: Language) -> str:
    """Return the question of a form for a part of an account."""
    text, example = words.gettext(QUESTIONS[field]), words.period(month_after(period))
    return text.format(period=words.period(period), count=ACCOUNT_WORDS, example=example)


def judgements(policy: Policy) -> tuple[str, ...]:
    """Return the words that people may judge with."""
    return tuple(each.word for each in policy.judgement_scale) or _JUDGEMENTS


def qualifiers(words: Language) -> tuple[str, ...]:
    """Return the words for an inexact value that are recognised in a cell of the form."""
    known = CHOICES["qualifier"]
    meanings = dict.fromkeys(known.values())
    danish = (next((word for word, meant in known.items() if meant == each != word), each) for each in meanings)
    return tuple(danish) if words.code == "da" else tuple(meanings)


def meaning(choices: Mapping[str, str], written: str) -> str | None:
    """Return the one of some choices that is written, in any language; none if it is not one of them."""
    plain = " ".join(written.casefold().split())
    tongues = [language(code) for code in LANGUAGES]
    return next(
        (key for key, text in choices.items() if plain in [each.gettext(text).casefold() for each in tongues]), None
    )


def figure_words(row: Observation, policy: Policy, indicator: Indicator, words: Language) -> str:
    """Write a figure with its period and quality: 57,1 % (2026, foreløbigt)."""
    value = row.judgement if row.value is None else quantity_words(row.quantity, policy, indicator, words)
    value = value or words.label("quality", "suppressed")
    quality = "" if row.quality == "suppressed" else words.label("quality", row.quality)
    marks = ", ".join(filter(None, ("" if row.period is None else words.period(row.period), quality)))
    return f"{value} ({marks})" if marks else value


def quantity_words(quantity: Quantity, policy: Policy, indicator: Indicator, words: Language) -> str:
    """Write a value with its unit, with the precision of its publication."""
    assert quantity.value is not None
    wording = wording_of(policy, indicator, words)
    return wording.quantity(quantity.value, quantity.value_high, quantity.qualifier or "")


def wording_of(policy: Policy, indicator: Indicator, words: Language) -> Wording:
    """Return the object that writes the figures and targets of an indicator."""
    return Wording(policy=policy, indicator=indicator, formatter=MessageFormatter.of(words), decimals=9)
