"""The styles of a form: its cells, what is locked, how it is printed, and its bytes."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final, TypeAlias

from kommunepolitik.collect.identity import TEXT

Sheet: TypeAlias = Any  # the stubs of openpyxl lack much of what is used here
Cell: TypeAlias = Any
Workbook: TypeAlias = Any

_DARK, _PALE, _INPUT, _GREY = "0B5360", "E8F0F1", "FFF8DC", "595959"
_LONGEST_NAME: Final = 31
LISTS: Final = "Lister"
"""The name of the hidden sheet with the words that may be chosen."""
_REFUSED: Final = re.compile(r"[\[\]:*?/\\]")


@cache
def _styles() -> Mapping[str, Mapping[str, Any]]:
    """Return the styles of cells, by their content."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    def font(**more: Any) -> Font:
        return Font(name="Calibri", **{"size": 11, **more})

    top, middle = Alignment(wrap_text=True, vertical="top"), Alignment(wrap_text=True, vertical="center")
    thin, strong = Side("thin", color="BFBFBF"), Side("medium", color=_DARK)
    below, frame = Border(bottom=thin), Border(left=strong, right=strong, top=strong, bottom=strong)
    on_dark, on_pale = font(bold=True, color="FFFFFF"), font(bold=True, color=_DARK)
    dark, pale = PatternFill("solid", fgColor=_DARK), PatternFill("solid", fgColor=_PALE)
    free = {"fill": PatternFill("solid", fgColor=_INPUT), "border": frame, "protection": Protection(locked=False)}
    return {
        "title": {"font": font(size=16, bold=True, color=_DARK), "alignment": Alignment(vertical="center")},
        "lead": {"font": font(), "alignment": Alignment(vertical="top")},
        "band": {"font": on_pale, "fill": pale, "alignment": Alignment(vertical="center")},
        "input_band": {"font": on_dark, "fill": dark, "alignment": Alignment(vertical="center")},
        "head": {"font": on_pale, "fill": pale, "border": Border(bottom=strong), "alignment": middle},
        "input_head": {"font": on_dark, "fill": dark, "border": frame, "alignment": middle},
        "strong": {"font": font(bold=True), "border": below, "alignment": top},
        "text": {"font": font(), "border": below, "alignment": top},
        "aside": {"font": font(color=_GREY), "border": below, "alignment": top},
        "input": {"font": font(), "alignment": top, **free},
        "number": {"font": font(bold=True), "alignment": Alignment(vertical="top", horizontal="right"), **free},
        "key": {"font": font(size=8, color=_GREY)},
    }


def put(cell: Cell, text: str, style: str) -> Cell:
    """Write a text as text, never as a formula, in a style."""
    if text:
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(("=", "+", "-", "@", "'"))
    for name, value in _styles()[style].items():
        setattr(cell, name, value)
    return cell


def prepare(sheet: Sheet, widths: Iterable[float], *, landscape: bool = True) -> None:
    """Lock a sheet except its input cells, hide the column and row of keys, and set how it is printed."""
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[1].hidden = True
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # a cell may be made larger
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = False
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"


def key_rows(sheet: Sheet) -> None:
    """Mark each row without a question, so that anything written in another row without a key is noticed."""
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, 1).value is None:
            put(sheet.cell(row, 1), TEXT, "key")


def fit(sheet: Sheet, row: int, least: float = 18) -> None:
    """Make a row as high as its texts need, since not all programs do that for wrapped texts."""
    lines = [1]
    for cell in sheet[row]:
        if isinstance(cell.value, str) and cell.alignment.wrap_text and cell.column > 1:
            width = max(sheet.column_dimensions[cell.column_letter].width * (0.88 if cell.font.bold else 0.98), 1)
            lines.append(sum(-(-max(len(line), 1) // int(width)) for line in cell.value.split("\n")))
    sheet.row_dimensions[row].height = max(least, 3 + 15 * max(lines))


def offer(sheet: Sheet, cell: str, source: str, prompt: str, title: str) -> None:
    """Let a cell offer the words of a range; the program asks about another word, which may be kept."""
    _validate(sheet, cell, prompt, title, type="list", formula1=source)


def expect_number(sheet: Sheet, cell: str, prompt: str, title: str, least: float, most: float) -> None:
    """Let a cell expect a number between two others; the program asks about anything else, which may be kept."""
    bounds = {"operator": "between", "formula1": f"{least:.15g}", "formula2": f"{most:.15g}"}
    _validate(sheet, cell, prompt, title, type="decimal", **bounds)


def explain(sheet: Sheet, cell: str, prompt: str, title: str) -> None:
    """Show what a cell is for when it is chosen."""
    _validate(sheet, cell, prompt, title)


def _validate(sheet: Sheet, cell: str, prompt: str, title: str, **rule: Any) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    texts: dict[str, Any] = {
        "promptTitle": title[:32],
        "prompt": prompt[:255],
        "errorTitle": title[:32],
        "error": prompt[:255],
    }
    rule = {"allow_blank": True, "showInputMessage": True, "showErrorMessage": bool(rule), **rule}
    validation = DataValidation(errorStyle="warning", **texts, **rule)
    validation.add(cell)
    sheet.add_data_validation(validation)


def sheet_name(title: str, taken: Iterable[str]) -> str:
    """Return a valid, unused name of a sheet for a title.

    >>> sheet_name("Spor 1: Job/uddannelse", []), sheet_name("Spor 1", ["spor 1"])
    ('Spor 1 Job uddannelse', 'Spor 1 (2)')
    """
    used = {each.casefold() for each in taken} | {"history", LISTS.casefold()}
    plain = " ".join(_REFUSED.sub(" ", title).split()).strip("'") or "-"
    for number in range(1, 10_000):
        after = f" ({number})" if number > 1 else ""
        name = (plain[: _LONGEST_NAME - len(after)].strip(" '–-") or "-") + after
        if name.casefold() not in used:
            return name
    raise AssertionError
