"""The answers in the rows of a returned form: figures, reasons for missing ones, and accounts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

import attrs

from kommunepolitik.collect.cells import (
    WrongCells,
    choice_of,
    day_of,
    month_of,
    number_of,
    period_words,
    qualifier_of,
    shown,
    text_of,
)
from kommunepolitik.collect.form_reader import FilledRow, ReturnedForm, Written
from kommunepolitik.collect.identity import SIGNED_BY, SIGNED_ON, RowKey
from kommunepolitik.collect.labels import check_labels
from kommunepolitik.collect.words import ADJUST, ANSWERS, month_after
from kommunepolitik.display import short_repr
from kommunepolitik.errors import InvalidObservations, Problem
from kommunepolitik.model import Account, Indicator, MissingFigure, Period, Policy
from kommunepolitik.model.process import ACCOUNT_WORDS
from kommunepolitik.observations import Observations
from kommunepolitik.observations.normalise import normalise

_IN_FORMS: Final = {
    "not_a_number": "form_no_number",
    "expected_value": "form_no_number",
    "unknown_mark": "form_unknown_sign",
    "ambiguous_figure": "ambiguous_number",
}
"""The codes of problems of tables that have other words in a form."""


@attrs.frozen(kw_only=True)
class SignOff:
    """By whom, and when, a form was marked as finished; a draft lacks one of them."""

    by: str = ""
    date: str = ""

    __repr__ = short_repr

    @property
    def is_draft(self) -> bool:
        """Whether it has not been marked as finished."""
        return not (self.by and self.date)


@attrs.frozen(kw_only=True)
class FigureAnswer:
    """A figure, or the answer that there are too few to show one."""

    key: RowKey
    where: Written
    row: Observations
    """One row."""

    @property
    def content(self) -> tuple[Any, ...]:
        """The content that is compared with other answers to the same question."""
        names = ("value", "value_high")
        numbers = tuple(repr(float(self.row.numbers[name][0])) for name in names)
        texts = ("qualifier", "quality", "judgement", "note")
        return (*numbers, *(self.row.texts[name].objects()[0] for name in texts))


@attrs.frozen(kw_only=True)
class MissingAnswer:
    """The answer that there is no figure, with the reason."""

    key: RowKey
    where: Written
    missing: MissingFigure

    @property
    def content(self) -> tuple[Any, ...]:
        """The content that is compared with other answers to the same question."""
        return (self.missing.why, str(self.missing.expected), self.missing.note)


@attrs.frozen(kw_only=True)
class AccountAnswer:
    """The account of a track."""

    key: RowKey
    """The cell of its first part."""
    where: Written
    account: Account

    @property
    def content(self) -> tuple[Any, ...]:
        """The content that is compared with other answers to the same question."""
        return account_content(self.account)


Answer = FigureAnswer | MissingAnswer | AccountAnswer


def account_content(account: Account) -> tuple[str, ...]:
    """Return the texts of an account, without who reported it and when."""
    names = ("text", "cause", "action", "action_by", "action_due", "adjust")
    return tuple(str(getattr(account, name) or "") for name in names)


def signed_off(form: ReturnedForm) -> tuple[SignOff, list[Problem]]:
    """Return who marked a form as finished, and when; that cannot be before its period begins."""
    name, date, problems = "", "", list[Problem]()
    period = form.mark.period
    try:
        name = text_of(form.signed[SIGNED_BY]) if SIGNED_BY in form.signed else ""
    except WrongCells as wrong:
        problems += wrong.problems
    if (written := form.signed.get(SIGNED_ON)) is not None:
        try:
            day = day_of(written, period)
            if day.start < period.start:
                raise WrongCells.at(written, "form_signed_early", value=period_words(day), period=period_words(period))
            date = str(day)
        except WrongCells as wrong:
            problems += wrong.problems
    return SignOff(by=name, date=date), problems


@attrs.frozen(kw_only=True)
class Answers:
    """The answers of a form for one policy."""

    answers: Sequence[Answer]
    empty: Sequence[RowKey]
    """The unanswered questions."""
    problems: Sequence[Problem]
    notices: Sequence[Problem]


def answers_of(form: ReturnedForm, policy: Policy, signed: SignOff) -> Answers:
    """Return the answers of a form for a policy, with all that is wrong."""
    reader = _AnswerReader(form=form, policy=policy, signed=signed)
    rows = reader.once(reader.labelled([row for row in form.rows if row.key.policy == policy.id]))
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

    def labelled(self, rows: Sequence[FilledRow]) -> list[FilledRow]:
        """Return the rows whose labels match their keys; where answers were moved to another key, that is a problem."""
        wrong = set[RowKey]()
        for row in rows:
            problems, notices = check_labels(row, self.policy) if row.inputs and self._is_known(row.key) else ([], [])
            self.problems.extend(problems)
            self.notices.extend(notices)
            wrong |= {question_of(row.key)} if problems else set()
        return [row for row in rows if question_of(row.key) not in wrong]

    def _is_known(self, key: RowKey) -> bool:
        """Return whether a key is of an account, or of an indicator and a group of the policy, in the form's period."""
        indicators, groups = ({each.id for each in some} for some in (self.policy.indicators, self.policy.groups))
        is_series = key.element in indicators and (not key.part or key.part in groups)
        end, whole = key.period.end, self.form.mark.period
        is_within = end is not None and whole.end is not None and whole.start <= end <= whole.end
        return bool(key.field) or (is_series and is_within)

    # Figures

    def figures(self, rows: Sequence[FilledRow]) -> list[Answer]:
        """Read the rows of figures: all records of the long table at once."""
        found: list[Answer] = []
        records: list[tuple[FilledRow, Mapping[str, Any]]] = []
        for row in rows:
            try:
                read = self._figure(row)
            except WrongCells as wrong:
                self.problems.extend(wrong.problems)
                continue
            if isinstance(read, MissingAnswer):
                found.append(read)
            elif read is not None:
                records.append((row, read))
        return [*found, *self._table(records)]

    def _figure(self, row: FilledRow) -> MissingAnswer | Mapping[str, Any] | None:
        """Return the answer in a row: a record, the reason why there is none, or nothing."""
        indicator, inputs = self._indicator(row), row.inputs
        read = _each(inputs, {**self._readers, "value": text_of if indicator.kind == "qualitative" else number_of})
        value, answer, expected = (inputs.get(name) for name in ("value", "answer", "expected"))
        why = read.get("answer") or (None if expected is None else "later")
        if value is not None and why is not None:
            raise WrongCells.at(answer or expected or value, "form_both", value=shown(value))
        if expected is not None:
            if why != "later":
                raise WrongCells.at(expected, "form_expected")
            self._check_month(expected, read["expected"])
        if value is None and "qualifier" in inputs:
            raise WrongCells.at(inputs["qualifier"], "qualifier_without_value", qualifier=shown(inputs["qualifier"]))
        where = answer or expected
        if value is None and where is None:
            self.empty.append(row.key)
            if "note" in inputs:
                self.notices.append(inputs["note"].place.locate(Problem(code="form_note_alone")))
            return None
        return self._record(row, read) if where is None or why == "too_few" else self._missing(row, why, where, read)

    @property
    def _readers(self) -> dict[str, Callable[[Written], Any]]:
        """The functions that read the cells of a row, by the keys of their columns."""
        later = partial(month_of, example=month_after(self.form.mark.period))
        answer = partial(choice_of, choices=ANSWERS)
        return {"qualifier": qualifier_of, "answer": answer, "expected": later, "note": text_of}

    def _check_month(self, written: Written, expected: Period) -> None:
        """Raise if a figure was to come before the form was marked as finished."""
        day = None if self.signed.is_draft else Period(self.signed.date)
        if day is not None and expected.end is not None and expected.end < day.start:
            raise WrongCells.at(written, "form_expected_over", day=period_words(day))

    def _indicator(self, row: FilledRow) -> Indicator:
        """Return the indicator of a row; an indicator or group that the policy does not have is wrong."""
        key, known = row.key, {each.id: each for each in self.policy.indicators}
        if not self._is_known(key):
            raise WrongCells(row.place.locate(Problem(code="form_key", data={"value": str(key)})))
        return known[key.element]

    def _missing(self, row: FilledRow, why: Any, where: Written, read: Mapping[str, Any]) -> MissingAnswer:
        missing = MissingFigure(
            indicator=row.key.element,
            group=row.key.part or None,
            period=row.key.period,
            why=why,
            expected=read.get("expected"),
            reported_by=self.form.mark.unit or None,
            note=read.get("note"),
        )
        return MissingAnswer(key=row.key, where=where, missing=missing)

    def _record(self, row: FilledRow, read: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a row of the long table as it is written in the form."""
        key, is_judged = row.key, self.policy.indicator(row.key.element).kind == "qualitative"
        record: dict[str, Any] = {"indicator": key.element, "group": key.part, "period": str(key.period)}
        record |= {name: read.get(name, "") for name in ("value", "qualifier", "note")}
        record |= {"judgement": "", "quality": "" if "value" in read else "suppressed"}
        if is_judged and "value" in read:
            record |= {"value": "", "judgement": self._judgement(read["value"])}
        day = "" if self.signed.is_draft else self.signed.date
        # Known from the day it was signed, whatever the lag of its source is.
        by = {"reported_by": self.form.mark.unit, "received": day, "published": day}
        return record | by | {"origin": _where(row).place.origin}

    def _judgement(self, words: str) -> str:
        """Return a judgement as the policy writes it; case makes no difference."""
        scale = {each.word.casefold(): each.word for each in self.policy.judgement_scale}
        return scale.get(words.casefold(), words)

    def _table(self, records: Sequence[tuple[FilledRow, Mapping[str, Any]]]) -> Iterator[FigureAnswer]:
        """Read records as rows of the long table, by all its rules; problems have the places of their cells."""
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
                code, data = _IN_FORMS.get(problem.code, problem.code), dict(problem.data)
                if "value" in data or code != problem.code:
                    data["value"] = "" if written is None else shown(written)
                self.problems.append(place.locate(attrs.evolve(problem, code=code, data=data, path=())))
            return
        if self.signed.is_draft:
            table = table.replace(
                quality=table.texts["quality"].where(table.texts["quality"].isin("final"), "provisional")
            )
        for number, (row, _) in enumerate(records):
            yield FigureAnswer(key=row.key, where=_where(row), row=table.where([number]))

    # Accounts

    def accounts(self, rows: Sequence[FilledRow]) -> Iterator[AccountAnswer]:
        """Yield the accounts that are not empty."""
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
            except WrongCells as wrong_parts:
                self.problems.extend(wrong_parts.problems)

    def _account(self, element: str, period: Period, written: Mapping[str, Written]) -> Account | None:
        if not written:
            return None
        due = partial(month_of, example=month_after(period))
        short = partial(_short_text, title=str(getattr(self.policy.elements[element], "title", element)))
        readers: dict[str, Callable[[Written], Any]] = {**dict.fromkeys(_LONG, short), "action_by": text_of}
        readers |= {"action_due": due, "adjust": partial(choice_of, choices=ADJUST)}
        fields = _each(written, readers)
        if "text" not in written:
            raise WrongCells.at(next(iter(written.values())), "form_account_without_text")
        fields |= {"reported_by": self.form.mark.unit or None, "date": self.signed.date or None}
        return Account(element=element, period=period, **fields)


_LONG: Final = ("text", "cause", "action")
"""The fields of an account whose length is limited by the paper."""
_FIELDS: Final = (*_LONG, "action_by", "action_due", "adjust")


def question_of(key: RowKey) -> RowKey:
    """Return the key of the question that a row is a part of: all rows of an account are one question."""
    return RowKey.of_account(key.policy, key.element, "", key.period) if key.field else key


def _each(inputs: Mapping[str, Written], readers: Mapping[str, Callable[[Written], Any]]) -> dict[str, Any]:
    """Read some cells; raises with all that is wrong with any of them."""
    read, problems = dict[str, Any](), list[Problem]()
    for name, written in inputs.items():
        try:
            read[name] = readers[name](written)
        except WrongCells as wrong:
            problems += wrong.problems
    if problems:
        raise WrongCells(*problems)
    return read


def _short_text(written: Written, title: str) -> str:
    text = text_of(written)
    if (count := len(text.split())) > ACCOUNT_WORDS:
        raise WrongCells.at(written, "too_many_words", text=title, words=count, limit=ACCOUNT_WORDS)
    return text


def _where(row: FilledRow) -> Written:
    """Return the cell of a row with a figure, or with the answer that there are too few to show one."""
    return row.inputs.get("value") or row.inputs["answer"]
