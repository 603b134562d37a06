"""The visible labels of a form's rows, in addition to the hidden keys that identify them.

Where only a part of a sheet was sorted, answers are in the rows of other keys.
"""

from collections.abc import Iterator

from kommunepolitik.collect.cells import period_words
from kommunepolitik.collect.form_reader import FilledRow, Written
from kommunepolitik.collect.words import NONE, QUESTIONS, question, row_title
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.i18n import LANGUAGES, language
from kommunepolitik.model import Indicator, Period, Policy
from kommunepolitik.observations.period_words import period_text

_LANGUAGES = tuple(map(language, LANGUAGES))


def check_labels(row: FilledRow, policy: Policy) -> tuple[list[Problem], list[Problem]]:
    """Return the first label of a row that is that of another row, and notices of labels that are those of none.

    A title may have been changed since the form was made; only that of something else contradicts the key. The key must
    be one of the policy.
    """
    found = _question(row) if row.key.field else [*_title(row, policy), *_whom(row, policy), *_period(row)]
    wrong = [each for each in found if each.code == "form_label"]
    return wrong[:1], [each for each in found if each.code != "form_label"]


def _title(row: FilledRow, policy: Policy) -> Iterator[Problem]:
    label, own = row.labels.get("title"), policy.indicator(row.key.element)
    if label is None or _has_title(label, own):
        return
    is_other = any(_has_title(label, each) for each in policy.indicators)
    yield _problem("form_label" if is_other else "form_label_new", label, row_title(own))


def _has_title(label: Written, indicator: Indicator) -> bool:
    """Return whether a label is the title of an indicator, with its number or another."""
    text = _plain(label.entry.text)
    return _plain(indicator.title) in (text, text.partition(". ")[2])


def _whom(row: FilledRow, policy: Policy) -> Iterator[Problem]:
    label = row.labels.get("whom")
    if label is None:
        return
    text, population = _plain(label.entry.text), policy.indicator(row.key.element).population or NONE
    groups = {each.id: each.title for each in policy.groups}
    own = groups.get(row.key.part, population)
    others = [*groups.values(), NONE, population]
    if text != _plain(own) and text in map(_plain, others) and (row.key.part or text != NONE):
        yield _problem("form_label", label, own)


def _period(row: FilledRow) -> Iterator[Problem]:
    label = row.labels.get("period")
    if label is None or _plain(label.entry.text) in [_plain(each.period(row.key.period)) for each in _LANGUAGES]:
        return
    try:
        is_own = Period(period_text(label.entry.text)) == row.key.period
    except InvalidModel:
        is_own = False
    if not is_own:
        yield _problem("form_label", label, period_words(row.key.period))


def _question(row: FilledRow) -> Iterator[Problem]:
    label = row.labels.get("question")
    if label is None or row.key.field not in QUESTIONS:
        return
    asked = {field: [_plain(question(field, row.key.period, each)) for each in _LANGUAGES] for field in QUESTIONS}
    text = _plain(label.entry.text)
    if any(text in texts for field, texts in asked.items() if field != row.key.field):
        yield _problem("form_label", label, question(row.key.field, row.key.period, _LANGUAGES[0]))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _problem(code: str, label: Written, own: str) -> Problem:
    return label.place.locate(Problem(code=code, data={"value": label.entry.text, "own": own}))
