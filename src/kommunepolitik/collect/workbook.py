"""A form as a workbook: guidance, a sheet of figures for each policy, a sheet for the account of each track."""

from collections.abc import Sequence
from typing import Final

import attrs

from kommunepolitik.collect.forms import FigureRow, Form, PolicyForm, TrackForm
from kommunepolitik.collect.guidance import write_guidance
from kommunepolitik.collect.identity import COLUMN, LABEL, PROPERTY, RowKey
from kommunepolitik.collect.styles import (
    LISTS,
    Cell,
    Sheet,
    Workbook,
    expect_number,
    explain,
    fit,
    key_rows,
    offer,
    prepare,
    put,
    sheet_name,
)
from kommunepolitik.collect.words import (
    ADJUST,
    ANSWERS,
    INPUTS,
    NONE,
    QUESTIONS,
    figure_words,
    judgements,
    month_after,
    qualifiers,
    quantity_words,
    question,
    row_title,
    unit_title,
    wording_of,
)
from kommunepolitik.documents.workbooks import content_of
from kommunepolitik.errors import MissingExtra
from kommunepolitik.errors.system import missing_extra
from kommunepolitik.i18n import Language
from kommunepolitik.model import Account, Indicator, Policy

_HEAD: Final = 5
"""The row of the headings; figures follow below it."""
_WIDTHS: Final = (4, 26, 36, 20, 13, 14, 17, 26, 14, 13, 11, 19, 12, 32)
_FIRST_INPUT: Final = len(_WIDTHS) - len(INPUTS) + 1
_LABELS: Final = {"title": 2, "whom": 4, "period": _FIRST_INPUT - 1}
"""The columns with the labels of a row, by their keys."""
_LARGEST: Final = 1e15


def write_form(form: Form, words: Language) -> bytes:
    """Return a form as an Excel workbook; needs the extra `excel`.

    Raises:
        MissingExtra: openpyxl is not installed.
    """
    try:
        import openpyxl
        from openpyxl.packaging.custom import StringProperty
    except ImportError as error:
        raise MissingExtra(missing_extra("openpyxl", "excel")) from error
    book: Workbook = openpyxl.Workbook()
    book.properties.creator = "kommunepolitik"
    book.properties.title = f"{unit_title(form.unit, words)}, {words.period(form.period)}"
    book.properties.language = words.code
    book.custom_doc_props.append(StringProperty(name=PROPERTY, value=str(form.mark)))
    writer = _Writer(book=book, form=form, words=words)
    writer.write()
    return content_of(book)


@attrs.frozen(kw_only=True)
class _Writer:
    """Writes the sheets of a form."""

    book: Workbook
    form: Form
    words: Language
    _lists: "dict[tuple[str, ...], str]" = attrs.field(factory=dict)
    """The ranges with the words of a choice."""

    def write(self) -> None:
        """Write all sheets: the guidance comes first, as it names the others."""
        guidance = self.book.active
        guidance.title = sheet_name(self.words.gettext("Guidance"), [])
        made: list[tuple[str, str]] = []
        for part in self.form.policies:
            if part.rows:
                made.append(self._figures(part))
            made += [self._account(part.policy, each) for each in part.tracks]
        write_guidance(guidance, self.form, made, self.words)
        if self._lists:
            self._write_lists()

    def _add(self, title: str) -> Sheet:
        sheet = self.book.create_sheet(sheet_name(title, self.book.sheetnames))
        put(sheet["A1"], str(self.form.mark), "key")
        return sheet

    # Figures

    def _figures(self, part: PolicyForm) -> tuple[str, str]:
        """Write the requested figures of a policy; return the name of the sheet, and what is on it."""
        _, policy = self.words.gettext, part.policy
        sheet = self._add(policy.title)
        prepare(sheet, _WIDTHS)
        put(sheet["B2"], policy.title, "title")
        text = _(
            "{unit}. Answers for {period}. Write in the framed fields under »To be filled in«; all else is locked."
        )
        lead = text.format(unit=unit_title(self.form.unit, self.words), period=self.words.period(self.form.period))
        put(sheet["B3"], lead, "lead")
        term = self.words.term(policy, "indicator", 1)
        target = self.words.term(policy, "target", 1)
        labels = (
            *(term[:1].upper() + term[1:], _("What is counted"), _("Of whom"), _("Unit"), _("Starting point")),
            *(_("Last known figure"), target[:1].upper() + target[1:], _("Period")),
        )
        for column in range(2, len(_WIDTHS) + 1):
            is_input = column >= _FIRST_INPUT
            first = {2: _("As it is agreed"), _FIRST_INPUT: _("To be filled in")}.get(column, "")
            put(_cell(sheet, _HEAD - 1, column), first, "input_band" if is_input else "band")
        heads = [*labels, *self._input_heads(part).values()]
        for column, head in enumerate(heads, start=2):
            put(_cell(sheet, _HEAD, column), head, "head" if column < _FIRST_INPUT else "input_head")
        for column, key in enumerate(INPUTS, start=_FIRST_INPUT):
            put(_cell(sheet, 1, column), COLUMN + key, "key")
        for key, column in _LABELS.items():
            put(_cell(sheet, 1, column), LABEL + key, "key")
        for number, row in enumerate(part.rows, start=_HEAD + 1):
            self._row(sheet, number, policy, row)
        sheet.row_dimensions[2].height, sheet.row_dimensions[_HEAD].height = 26, 48
        sheet.freeze_panes = f"C{_HEAD + 1}"
        sheet.print_title_rows = f"{_HEAD - 1}:{_HEAD}"
        key_rows(sheet)
        count = self.words.ngettext("%(num)s figure", "%(num)s figures", len(part.rows)) % {"num": len(part.rows)}
        return sheet.title, f"{policy.title}: {count}"

    def _row(self, sheet: Sheet, number: int, policy: Policy, row: FigureRow) -> None:
        """Write what is known of a figure, and the cells to fill in."""
        indicator, words = row.indicator, self.words
        put(_cell(sheet, number, 1), str(row.key), "key")
        group = policy.elements.get(row.key.part)
        whom = (indicator.population or NONE) if group is None else str(getattr(group, "title", group.id))
        wording = wording_of(policy, indicator, words)
        targets = "\n".join(wording.target(each, with_group=False) for each in row.targets)
        last = NONE if row.last is None else figure_words(row.last, policy, indicator, words)
        unit, baseline = self._unit(indicator), self._baseline(policy, row)
        texts = (self._definition(row), whom, unit, baseline, last, targets or NONE)
        put(_cell(sheet, number, 2), row_title(indicator), "strong" if row.is_first else "aside")
        repeated = {0, 3, 5}  # what is counted, the starting point and the targets are written once for several periods
        for place, text in enumerate(texts):
            shown = text if row.is_first or place not in repeated or text == NONE else ""
            put(_cell(sheet, number, place + 3), shown, "text")
        put(_cell(sheet, number, _FIRST_INPUT - 1), words.period(row.key.period), "strong")
        self._inputs(sheet, number, policy, indicator)
        fit(sheet, number, least=21)

    def _unit(self, indicator: Indicator) -> str:
        if indicator.kind == "qualitative":
            return self.words.gettext("judged in words")
        return self.words.gettext("not stated") if indicator.unit is None else str(indicator.unit)

    def _definition(self, row: FigureRow) -> str:
        """Return what is counted; the definition is that of the whole population, and a group is only a part of it."""
        definition = row.indicator.definition or NONE
        return (
            self.words.gettext("The same, for this group only") if row.key.part and definition != NONE else definition
        )

    def _input_heads(self, part: PolicyForm) -> dict[str, str]:
        """Return the headings of the columns to be filled in: figures, judgements, or both."""
        _ = self.words.gettext
        heads = {key: _(text) for key, text in INPUTS.items()}
        kinds = {row.indicator.kind for row in part.rows}
        if len(kinds) == 1:
            heads["value"] = _("Judgement") if "qualitative" in kinds else _("Figure")
        heads["note"] += "\n" + _("May be published. No names.")
        return heads

    def _baseline(self, policy: Policy, row: FigureRow) -> str:
        """Write the starting point of the series of a row."""
        found = row.baseline
        if found is None or found.value is None:
            return NONE
        period = "" if found.period is None else f" ({self.words.period(found.period)})"
        return quantity_words(found, policy, row.indicator, self.words) + period

    def _inputs(self, sheet: Sheet, number: int, policy: Policy, indicator: Indicator) -> None:
        _ = self.words.gettext
        cells = {key: _cell(sheet, number, column) for column, key in enumerate(INPUTS, start=_FIRST_INPUT)}
        titles = {key: _(text) for key, text in INPUTS.items()}
        is_judged = indicator.kind == "qualitative"
        styles = {"value": "input", "qualifier": "text"} if is_judged else {"value": "number"}
        for key, cell in cells.items():
            put(cell, "", styles.get(key, "input"))
            cell.number_format = "@"
        value = cells["value"]
        if is_judged:
            prompt = _("Choose one of the words; other words are kept as you write them.")
            offer(sheet, value.coordinate, self._range(judgements(policy)), prompt, titles["value"])
        else:
            value.number_format = _number_format(indicator.decimals)
            low, high = _bounds(indicator)
            prompt = _("Write the number alone, in the unit of the row ({unit}). ca. 10 and <5 can be written too.")
            prompt = prompt.format(unit=self._unit(indicator))
            expect_number(sheet, value.coordinate, prompt, titles["value"], low, high)
            prompt = _("Only where the number is not exact: choose how it is meant.")
            source = self._range(qualifiers(self.words))
            offer(sheet, cells["qualifier"].coordinate, source, prompt, titles["qualifier"])
        prompt = _("Only where there is no figure: choose why. Otherwise leave it empty.")
        answers = tuple(map(_, ANSWERS.values()))
        offer(sheet, cells["answer"].coordinate, self._range(answers), prompt, titles["answer"])
        prompt = _("Only where the figure comes later: write when, for example {example}.")
        example = self.words.period(month_after(self.form.period))
        explain(sheet, cells["expected"].coordinate, prompt.format(example=example), titles["expected"])
        explain(sheet, cells["note"].coordinate, _("May be published. No names."), titles["note"])

    # Accounts

    def _account(self, policy: Policy, asked: TrackForm) -> tuple[str, str]:
        """Write the questions of the account of a track, and what was written last time; return the sheet's name."""
        _, words, track = self.words.gettext, self.words, asked.track
        term = words.term(policy, "track", 1)
        name = f"{term[:1].upper()}{term[1:]} {track.number}" if track.number else term[:1].upper() + term[1:]
        sheet = self._add(" ".join(filter(None, (track.number, track.title))))
        prepare(sheet, (4, 40, 100))
        put(sheet["B2"], f"{name}: {track.title}", "title")
        text = _("{policy}. Account for {period}. Write in the framed fields.")
        put(sheet["B3"], text.format(policy=policy.title, period=words.period(self.form.period)), "lead")
        put(_cell(sheet, _HEAD, 2), _("Question"), "head")
        put(_cell(sheet, _HEAD, 3), _("Your answer – to be filled in"), "input_head")
        put(_cell(sheet, 1, 2), f"{LABEL}question", "key")
        put(_cell(sheet, 1, 3), f"{COLUMN}account", "key")
        for number, field in enumerate(QUESTIONS, start=_HEAD + 1):
            key = RowKey.of_account(policy.id, track.id, field, self.form.period)
            put(_cell(sheet, number, 1), str(key), "key")
            asks = question(field, self.form.period, words)
            put(_cell(sheet, number, 2), asks, "strong")
            answer = put(_cell(sheet, number, 3), "", "input")
            answer.number_format = "@"
            fit(sheet, number, least={"text": 120, "cause": 64, "action": 64}.get(field, 24))
            if field == "adjust":
                source = self._range(tuple(map(_, ADJUST.values())))
                offer(sheet, answer.coordinate, source, asks, name)
        row = _HEAD + len(QUESTIONS) + 2
        row = self._locked_list(sheet, row, _("Activities of the plan"), self._activities(asked))
        for account in asked.before[:1]:
            title = _("Account for {period}").format(period=words.period(account.period))
            row = self._locked_list(sheet, row, title, self._before(account))
        key_rows(sheet)
        sheet.freeze_panes = f"A{_HEAD + 1}"
        return sheet.title, _("{track}: the account").format(track=f"{name} {track.title}")

    def _locked_list(self, sheet: Sheet, row: int, title: str, lines: Sequence[tuple[str, str]]) -> int:
        """Write a locked list under a heading; return the row after it."""
        if not lines:
            return row
        for column in (2, 3):
            put(_cell(sheet, row, column), title if column == 2 else "", "head")
        for number, line in enumerate(lines, start=row + 1):
            for column, text in enumerate(line, start=2):
                put(_cell(sheet, number, column), text, "aside" if column == 2 else "text")
            fit(sheet, number)
        return row + len(lines) + 2

    def _activities(self, asked: TrackForm) -> list[tuple[str, str]]:
        _, found = self.words.gettext, []
        for each in asked.track.activities:
            due = _("by {period}").format(period=self.words.period(each.due)) if each.due else ""
            done = _("done {period}").format(period=self.words.period(each.done)) if each.done else _("not done yet")
            found.append((", ".join(filter(None, (due, done))), each.title))
        return found

    def _before(self, account: Account) -> list[tuple[str, str]]:
        _, words = self.words.gettext, self.words
        due = "" if account.action_due is None else _("by {period}").format(period=words.period(account.action_due))
        action = ", ".join(filter(None, (account.action, account.action_by, due)))
        parts = ((_("What was done"), account.text), (_("Cause"), account.cause), (_("What will be done"), action))
        return [(label, text) for label, text in parts if text]

    # Lists

    def _range(self, choices: tuple[str, ...]) -> str:
        """Return the address of the cells with some words, on a separate sheet."""
        from openpyxl.utils import get_column_letter

        if choices not in self._lists:
            column = get_column_letter(len(self._lists) + 1)
            self._lists[choices] = f"{LISTS}!${column}$1:${column}${len(choices)}"
        return self._lists[choices]

    def _write_lists(self) -> None:
        sheet = self.book.create_sheet(LISTS)
        for column, choices in enumerate(self._lists, start=1):
            for row, word in enumerate(choices, start=1):
                put(sheet.cell(row, column), word, "text")
        sheet.sheet_state = "hidden"
        sheet.protection.sheet = True


def _cell(sheet: Sheet, row: int, column: int) -> Cell:
    return sheet.cell(row, column)


def _number_format(decimals: int | None) -> str:
    if decimals is None:
        return "General"
    return "#,##0." + "0" * decimals if decimals else "#,##0"


def _bounds(indicator: Indicator) -> tuple[float, float]:
    unit = indicator.unit
    is_amount = unit is not None and (unit.whole or unit.scale is not None)
    return 0 if is_amount else -_LARGEST, _LARGEST if indicator.limit is None else indicator.limit
