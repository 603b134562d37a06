"""Drafts and the forms that replace them, row by row: what a unit has marked as finished counts."""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from kommunepolitik.collect.answers import FigureAnswer, SignOff, question_of
from kommunepolitik.collect.form_reader import ReturnedForm
from kommunepolitik.collect.forms import unit_key
from kommunepolitik.collect.identity import RowKey
from kommunepolitik.errors import Problem


@attrs.frozen(kw_only=True)
class Draft:
    """The rest of a draft that the finished forms of its unit do not replace."""

    form: ReturnedForm
    notices: Sequence[Problem]
    """The answers that the finished form leaves out."""

    @property
    def is_replaced(self) -> bool:
        """Whether a finished form has all its rows."""
        return not self.form.rows


def without_replaced(form: ReturnedForm, finished: Iterable[ReturnedForm]) -> Draft:
    """Return a draft without the rows that a finished form of the same unit has, also where they are empty there."""
    same = [each for each in finished if unit_key(each.mark.unit) == unit_key(form.mark.unit)]
    rows = [row for each in same for row in each.rows]
    keys, answered = {row.key for row in rows}, {question_of(row.key) for row in rows if row.inputs}
    lost = [row for row in form.rows if row.key in keys and row.inputs and question_of(row.key) not in answered]
    notices = [next(iter(row.inputs.values())).place.locate(Problem(code="form_draft_left_out")) for row in lost]
    left = tuple(row for row in form.rows if row.key not in keys)
    return Draft(form=attrs.evolve(form, rows=left), notices=tuple(notices))


def emptied(forms: Iterable[tuple[ReturnedForm, SignOff, Sequence[object]]]) -> Mapping[RowKey, str]:
    """Return the rows for which finished forms with answers give no figure, with the unit of the form."""
    found: dict[RowKey, str] = {}
    given = set[RowKey]()
    for form, signed, answers in forms:
        given |= {each.key for each in answers if isinstance(each, FigureAnswer)}
        found |= {row.key: form.mark.unit for row in form.rows if not signed.is_draft and not row.key.field}
    return {key: unit for key, unit in found.items() if key not in given}
