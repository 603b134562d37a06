"""The answers in the rows of a returned form: figures, why there are none, and accounts."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from kommunepolitik.collect.form_reader import FilledRow, ReturnedForm, Written
from kommunepolitik.collect.identity import SIGNED_BY, SIGNED_ON, RowKey
from kommunepolitik.collect.opened import Entry
from kommunepolitik.collect.words import ADJUST, ANSWERS, meaning
from kommunepolitik.errors import InvalidModel, InvalidObservations, Problem
from kommunepolitik.i18n import LANGUAGES, language
from kommunepolitik.model import Account, Indicator, MissingFigure, Period, Policy
from kommunepolitik.observations import Observations, grid, normalise
from kommunepolitik.observations.values import read_cell, read_text, text_reader

_IN_FORMS: Final = {
    "not_a_number": "form_no_number",
    "expected_value": "form_no_number",
    "unknown_mark": "form_unknown_sign",
    "ambiguous_figure": "ambiguous_number",
}
"""Problems of tables whose words are others in a form, by their codes."""


@attrs.frozen(kw_only=True)
class SignOff:
    """By whom, and when, a form was found finished; a draft lacks one of them."""

    by: str = ""
    date: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether nobody has found it finished."""
        return not (self.by and self.date)


@attrs.frozen(kw_only=True)
class FigureAnswer:
    """A figure, or that there are too few to show one."""

    key: RowKey
    where: Written
    row: Observations
    """One row."""

    @property
    def content(self) -> tuple[Any, ...]:
        """What another answer to the same question is compared by."""
        names = ("value", "value_high")
        numbers = tuple(repr(float(self.row.numbers[name][0])) for name in names)
        texts = ("qualifier", "quality", "judgement", "note")
        return (*numbers, *(self.row.texts[name].objects()[0] for name in texts))


@attrs.frozen(kw_only=True)
class MissingAnswer:
    """That there is no figure, and why."""

    key: RowKey
    where: Written
    missing: MissingFigure

    @property
    def content(self) -> tuple[Any, ...]:
        """What another answer to the same question is compared by."""
        return (self.missing.why, str(self.missing.expected), self.missing.note)


@attrs.frozen(kw_only=True)
class AccountAnswer:
    """The account of a track."""

    key: RowKey
    """Of its first part."""
    where: Written
    account: Account

    @property
    def content(self) -> tuple[Any, ...]:
        """What another answer to the same question is compared by."""
        return account_content(self.account)


Answer = FigureAnswer | MissingAnswer | AccountAnswer


def account_content(account: Account) -> tuple[str, ...]:
    """Return the texts of an account, whoever reported it when."""
    names = ("text", "cause", "action", "action_by", "action_due", "adjust")
    return tuple(str(getattr(account, name) or "") for name in names)


def signed_off(form: ReturnedForm) -> tuple[SignOff, list[Problem]]:
    """Return who found a form finished and when."""
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for key, written in form.signed.items():
        try:
            texts[key] = _period(written.entry) if key == SIGNED_ON else _text(written)
        except InvalidModel as error:
            problems += map(written.place.locate, error.problems)
    return SignOff(by=texts.get(SIGNED_BY, ""), date=texts.get(SIGNED_ON, "")), problems


@attrs.frozen(kw_only=True)
class Answers:
    """The answers of a form for one policy."""

    answers: Sequence[Answer]
    empty: Sequence[RowKey]
    """The questions that are left empty."""
    problems: Sequence[Problem]
    notices: Sequence[Problem]


def answers_of(form: ReturnedForm, policy: Policy, signed: SignOff) -> Answers:
    """Return the answers of a form for a policy, with all that is wrong."""
    reader = _AnswerReader(form=form, policy=policy, signed=signed)
    rows = reader.once([row for row in form.rows if row.key.policy == policy.id])
    figures = reader.figures([row for row in rows if not row.key.field])
    accounts = reader.accounts([row for row in rows if row.key.field])
    answers = (*figures, *accounts)
    return Answers(
        answers=answers, empty=tuple(reader.empty), problems=tuple(reader.problems), notices=tuple(reader.notices)
    )


@attrs.frozen(kw_only=True)
class _AnswerReader:
    form: ReturnedForm
    policy: Policy
    signed: SignOff
    problems: list[Problem] = attrs.field(factory=list)
    notices: list[Problem] = attrs.field(factory=list)
    empty: list[RowKey] = attrs.field(factory=list)

    def once(self, rows: Sequence[FilledRow]) -> list[FilledRow]:
        """Return the rows without copies of others; a copy with other answers is a problem."""
        found: dict[RowKey, FilledRow] = {}
        for row in rows:
            first = found.setdefault(row.key, row)
            before, now = ({name: each.entry for name, each in one.inputs.items()} for one in (first, row))
            if before and now and before != now:
                data = {"first": first.place.origin}
                self.problems.append(row.place.locate(Problem(code="form_row_twice", data=data)))
            elif now:
                found[row.key] = row
        return list(found.values())

    # Figures

    def figures(self, rows: Sequence[FilledRow]) -> list[Answer]:
        """Read the rows that ask for figures: all that are to be records of the long table at once."""
        found: list[Answer] = []
        records: list[tuple[FilledRow, Mapping[str, Any]]] = []
        for row in rows:
            try:
                read = self._figure(row)
            except _Wrong as wrong:
                self.problems.append(wrong.problem)
                continue
            if isinstance(read, MissingAnswer):
                found.append(read)
            elif read is not None:
                records.append((row, read))
        return [*found, *self._table(records)]

    def _figure(self, row: FilledRow) -> MissingAnswer | Mapping[str, Any] | None:
        """Return what is in a row: a record, why there is none, or nothing."""
        _check_readable(row.inputs)
        indicator = self._indicator(row)
        value, answer, expected = (row.inputs.get(name) for name in ("value", "answer", "expected"))
        why = None if answer is None else meaning(ANSWERS, answer.entry.text)
        if answer is not None and why is None:
            choices = ", ".join(language(code).gettext(text) for code in LANGUAGES[:1] for text in ANSWERS.values())
            raise _Wrong(answer, "not_one_of", value=answer.entry.text, choices=choices)
        why = "later" if why is None and expected is not None else why
        if value is not None and why is not None:
            raise _Wrong(answer or expected or value, "form_both", value=value.entry.text)
        if expected is not None and why != "later":
            raise _Wrong(expected, "form_expected", value=expected.entry.text)
        if "qualifier" in row.inputs and value is None:
            written = row.inputs["qualifier"]
            raise _Wrong(written, "qualifier_without_value", qualifier=written.entry.text)
        if value is None and why is None:
            self.empty.append(row.key)
            if "note" in row.inputs:
                self.notices.append(row.inputs["note"].place.locate(Problem(code="form_note_alone")))
            return None
        if why in ("not_measured", "later"):
            assert answer is not None or expected is not None
            return self._missing(row, why, (answer or expected), expected)  # type: ignore[arg-type]
        return self._record(row, indicator)

    def _indicator(self, row: FilledRow) -> Indicator:
        """Return the indicator of a row; one that the policy does not have, or a group, is wrong."""
        key, known = row.key, {each.id: each for each in self.policy.indicators}
        groups = {each.id for each in self.policy.groups}
        is_within = key.period.end is not None and _ends_within(key.period, self.form.mark.period)
        if key.element not in known or (key.part and key.part not in groups) or not is_within:
            raise _Wrong(Written(entry=Entry(str(key)), place=row.place), "form_key", value=str(key))
        return known[key.element]

    def _missing(self, row: FilledRow, why: str, where: Written, expected: Written | None) -> MissingAnswer:
        when: Period | None = None
        if expected is not None:
            try:
                when = Period(_period(expected.entry))
            except InvalidModel as error:
                raise _Wrong.of(expected, error) from None
        note = row.inputs.get("note")
        missing = MissingFigure(
            indicator=row.key.element,
            group=row.key.part or None,
            period=row.key.period,
            why=why,  # type: ignore[arg-type]
            expected=when,
            reported_by=self.form.mark.unit or None,
            note=None if note is None else _text(note),
        )
        return MissingAnswer(key=row.key, where=where, missing=missing)

    def _record(self, row: FilledRow, indicator: Indicator) -> Mapping[str, Any]:
        """Return a row of the long table as it is written in the form."""
        key, value = row.key, row.inputs.get("value")
        record: dict[str, Any] = {"indicator": key.element, "group": key.part, "period": str(key.period)}
        record |= dict.fromkeys(("value", "judgement", "qualifier", "quality", "note"), "")
        where = row.inputs["answer"] if value is None else value
        if value is None:
            record["quality"] = "suppressed"
        elif indicator.kind == "qualitative":
            record["judgement"] = self._judgement(_text(value))
        else:
            record["value"] = self._number(value)
        for name in ("qualifier", "note"):
            record[name] = _text(row.inputs[name]) if name in row.inputs else ""
        day = "" if self.signed.is_draft else self.signed.date
        # Known from the day it was signed, whatever the lag of its source says.
        by = {"reported_by": self.form.mark.unit, "received": day, "published": day}
        return record | by | {"origin": where.place.origin}

    def _judgement(self, words: str) -> str:
        """Return a judgement as the policy writes it, whatever its capitals."""
        scale = {each.word.casefold(): each.word for each in self.policy.judgement_scale}
        return scale.get(words.casefold(), words)

    def _number(self, written: Written) -> Any:
        """Return a value as the reader of figures takes it: what the cell shows."""
        value = grid.figure(written.entry.value)
        if isinstance(value, Problem):
            raise _Wrong(written, value.code, **dict(value.data))
        if isinstance(value, bool) or (isinstance(value, str) and _is_sign_of_none(value)):
            raise _Wrong(written, "form_no_number", value=written.entry.text)
        return value

    def _table(self, records: Sequence[tuple[FilledRow, Mapping[str, Any]]]) -> Iterator[FigureAnswer]:
        """Read records as rows of the long table, by all its rules; a problem is that of the cell it came from."""
        if not records:
            return
        try:
            table = normalise([record for _, record in records], self.policy)
        except InvalidObservations as error:
            for problem in error.problems:
                row, _ = records[(problem.line or 1) - 1]
                name = "value" if problem.path[:1] in (("value",), ("value_high",), ("judgement",)) else ""
                written = row.inputs.get(name or str((*problem.path, "value")[0])) or row.inputs.get("value")
                place = row.place if written is None else written.place
                code = _IN_FORMS.get(problem.code)
                text = "" if written is None else written.entry.text
                shown = problem if code is None else Problem(code=code, data={**problem.data, "value": text})
                self.problems.append(place.locate(attrs.evolve(shown, path=())))
            return
        if self.signed.is_draft:
            table = table.replace(
                quality=table.texts["quality"].where(table.texts["quality"].isin("final"), "provisional")
            )
        for number, (row, _) in enumerate(records):
            where = row.inputs.get("value") or row.inputs["answer"]
            yield FigureAnswer(key=row.key, where=where, row=table.where([number]))  # type: ignore[arg-type]

    # Accounts

    def accounts(self, rows: Sequence[FilledRow]) -> Iterator[AccountAnswer]:
        """Yield the accounts that anything was written in."""
        by_element: dict[tuple[str, Period], list[FilledRow]] = {}
        for row in rows:
            by_element.setdefault((row.key.element, row.key.period), []).append(row)
        for (element, period), parts in by_element.items():
            is_known = element in self.policy.elements and period == self.form.mark.period
            if not is_known or any(each.key.field not in _FIELDS for each in parts):
                wrong = next((each for each in parts if each.key.field not in _FIELDS), parts[0])
                self.problems.append(wrong.place.locate(Problem(code="form_key", data={"value": str(wrong.key)})))
                continue
            written = {each.key.field: each.inputs["account"] for each in parts if "account" in each.inputs}
            try:
                if (account := self._account(element, period, written)) is not None:
                    yield AccountAnswer(key=parts[0].key, where=next(iter(written.values())), account=account)
                else:
                    self.empty.append(parts[0].key)
            except _Wrong as wrong_part:
                self.problems.append(wrong_part.problem)

    def _account(self, element: str, period: Period, written: Mapping[str, Written]) -> Account | None:
        _check_readable(written)
        if not written:
            return None
        fields: dict[str, Any] = {}
        for name, each in written.items():
            fields[name] = _text(each)
            try:
                fields[name] = _period(each.entry) if name == "action_due" else fields[name]
            except InvalidModel as error:
                raise _Wrong.of(each, error) from None
        if "adjust" in written and meaning(ADJUST, fields["adjust"]) is None:
            choices = ", ".join(language(LANGUAGES[0]).gettext(text) for text in ADJUST.values())
            raise _Wrong(written["adjust"], "not_one_of", value=fields["adjust"], choices=choices)
        if "text" not in written:
            raise _Wrong(next(iter(written.values())), "form_account_without_text")
        fields["adjust"] = meaning(ADJUST, fields.get("adjust", ""))
        fields |= {"reported_by": self.form.mark.unit or None, "date": self.signed.date or None}
        return Account(element=element, period=period, **fields)


_FIELDS: Final = ("text", "cause", "action", "action_by", "action_due", "adjust")


class _Wrong(Exception):
    """A cell that cannot be read; its row is read no further."""

    def __init__(self, written: Written, code: str, **data: str) -> None:
        super().__init__(code)
        self.problem = written.place.locate(Problem(code=code, data=data))

    @classmethod
    def of(cls, written: Written, error: InvalidModel) -> "_Wrong":
        """Return the problem that a rule of the model finds in a cell."""
        problem = error.problems[0]
        return cls(written, problem.code, **dict(problem.data))


def _check_readable(inputs: Mapping[str, Written]) -> None:
    for written in inputs.values():
        if isinstance(written.entry.value, Problem):
            problem = written.entry.value
            raise _Wrong(written, problem.code, **dict(problem.data))


def _is_sign_of_none(text: str) -> bool:
    """Return whether a text stands for a figure that is not there, such as n/a."""
    try:
        return math.isnan(read_cell(text).value)
    except InvalidModel:
        return False  # and whatever else is wrong with it is reported by the rules of the table


def _ends_within(period: Period, whole: Period) -> bool:
    assert period.end is not None
    return whole.end is not None and whole.start <= period.end <= whole.end


def _text(written: Written) -> str:
    return read_text(grid.words(written.entry.value))


def _period(entry: Entry) -> str:
    """Return the period that a cell shows."""
    cell = grid.period(entry.value)
    return text_reader("published", [cell])(cell)
