"""The first sheet of a form: what to do, what is on the other sheets, and who marks it as finished."""

from collections.abc import Sequence
from typing import Final

from kommunepolitik.collect.forms import Form
from kommunepolitik.collect.identity import COLUMN, SIGNED_BY, SIGNED_ON
from kommunepolitik.collect.styles import Cell, Sheet, explain, fit, key_rows, prepare, put
from kommunepolitik.collect.words import unit_title
from kommunepolitik.errors.marks import N_
from kommunepolitik.i18n import Language
from kommunepolitik.model.process import ACCOUNT_WORDS

_STEPS: Final = (
    N_("Fill in the framed fields; their headings are »To be filled in«. All else is locked."),
    N_("Figures: write the number alone, in the unit of the row. Percent is written 57.3, not 0.573."),
    N_(
        "If the number is not exact, choose a reservation (ca., under, over …). If there is no figure, choose why: it "
        "is not measured this year, it comes later (write when), or there are too few to show it."
    ),
    N_("If a figure is known already, it is under »Last known figure«. Write only where yours differs."),
    N_(
        "An account has at most {count} words in each field: what was done, the causes, and what is done about what "
        "lags. Never persons' names."
    ),
    N_("Write below who marks the form as finished, and the date. Without both it counts as a draft."),
    N_("Save the workbook, under any name, and return it. Do not move rows to another workbook."),
)


def write_guidance(sheet: Sheet, form: Form, sheets: Sequence[tuple[str, str]], words: Language) -> None:
    """Write the guidance; `sheets` are the names of the other sheets, and what is on each."""
    _ = words.gettext
    lines: list[tuple[str, str, str, str]] = []  # style and text of two cells
    period = words.period(form.period)
    lines.append(("title", _("Report for {period}").format(period=period), "lead", ""))
    lines.append(("lead", unit_title(form.unit, words), "lead", ""))
    lines.append(("lead", "", "lead", ""))
    lines.append(("head", _("What to do"), "head", ""))
    steps = [_(step).format(count=ACCOUNT_WORDS) for step in _STEPS]
    lines += [("strong", str(number), "text", step) for number, step in enumerate(steps, start=1)]
    lines.append(("lead", "", "lead", ""))
    lines.append(("head", _("When the form is finished"), "input_head", _("To be filled in")))
    signed = len(lines) + 2
    lines.append(("strong", _("Marked as finished by"), "input", ""))
    lines.append(("strong", _("Date"), "input", ""))
    lines.append(("lead", "", "lead", ""))
    lines.append(("head", _("Sheet"), "head", _("Contents")))
    lines += [("strong", name, "text", what) for name, what in sheets]
    not_due = [indicator.title for part in form.policies for indicator in part.not_due]
    if not_due:
        lines.append(("strong", _("Not measured in {period}").format(period=period), "text", "\n".join(not_due)))
    put(_at(sheet, 1, 1), str(form.mark), "key")
    put(_at(sheet, 1, 3), f"{COLUMN}sign", "key")
    prepare(sheet, (4, 32, 108))
    for number, (style, text, other_style, other) in enumerate(lines, start=2):
        put(_at(sheet, number, 2), text, style)
        put(_at(sheet, number, 3), other, other_style)
        fit(sheet, number)
    for number, key in ((signed, SIGNED_BY), (signed + 1, SIGNED_ON)):
        put(_at(sheet, number, 1), key, "key")
        fit(sheet, number, least=24)
    _at(sheet, signed, 3).number_format = "@"
    _at(sheet, signed + 1, 3).number_format = "dd\\-mm\\-yyyy"
    explain(sheet, f"C{signed}", _("A role or a name. It stays in the workbook."), _("Marked as finished by"))
    explain(sheet, f"C{signed + 1}", _("The day, for example 31-01-2027."), _("Date"))
    key_rows(sheet)
    sheet.row_dimensions[2].height = 28


def _at(sheet: Sheet, row: int, column: int) -> Cell:
    return sheet.cell(row, column)
