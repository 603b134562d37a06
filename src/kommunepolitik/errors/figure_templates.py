"""The words for problems of figures: files, cells, rows and columns."""

from collections.abc import Mapping

from kommunepolitik.errors.marks import N_

FIGURE_WORDING: Mapping[str, str] = {
    "missing_column": N_("the column '{column}' is missing"),
    "unknown_column": N_("unknown column '{column}'"),
    "duplicate_column": N_("the column '{column}' stands twice"),
    "expected_value": N_("the row holds no value; write a number, a judgement, or quality 'suppressed'"),
    "suppressed_value": N_("a suppressed figure has no value; remove it or change the quality"),
    "not_a_number": N_("'{value}' is not a number"),
    "ambiguous_number": N_("'{value}' can be read in two ways; write {whole} or {decimal}"),
    "ambiguous_figure": N_(
        "'{value}' can be read in two ways; write {whole} or {decimal}, or say for the whole file which mark its "
        "decimals have: --decimal , or --decimal ."
    ),
    "ambiguous_dash": N_("'{value}' may be 0 or no figure; write 0, or leave the cell empty"),
    "bound": N_("'{value}' has no exact bound in this unit; write a range, such as 0-5, or under or over a number"),
    "unknown_mark": N_(
        "'{value}': what {mark} means is not known; write it in the column kvalitet (foreløbig, endelig) or note, and "
        "the number alone"
    ),
    "lost_format": N_(
        "the indicator's other figures are shown in percent, but this cell holds the bare number {value}; format it as "
        "percent, or write the number with its sign (65,5 %)"
    ),
    "shows_nothing": N_("the cell holds {value}, but its format shows nothing; give it a format that shows the number"),
    "unit_of_cell": N_("the cell says '{found}', but the indicator's unit is '{unit}'"),
    "sum_row": N_("'{value}' adds up other rows, and is no indicator; remove the row"),
    "second_table": N_("a second table begins here; put it in a sheet or file of its own, or under the same header"),
    "notes_passed": N_("rows below the table that are not read, as they begin as notes do: {count} ('{text}')"),
    "missing_signs": N_(
        "cells that say there is no figure: {count} ({signs}); they are read as no figure. Where a figure is withheld, "
        "write diskretioneret in the column kvalitet"
    ),
    "hidden_rows": N_("rows that the spreadsheet hides are read too: {rows}"),
    "hidden_columns": N_("columns that the spreadsheet hides are read too: {columns}"),
    "smart_quote": N_('a typographic quotation mark separates nothing in a CSV file; write straight ones (")'),
    "code_page_850": N_("the file is in the old DOS encoding (code page 850); save it as CSV UTF-8"),
    "not_text": N_("is no text in UTF-8, UTF-16 or Windows-1252; save it as CSV UTF-8"),
    "too_many_cells": N_("the table has more than {limit} cells; divide it"),
    "too_many_merged": N_("the sheet has more than {limit} merged ranges; it was not made by hand"),
    "part_too_large": N_("'{part}' in the workbook is too large to be a table"),
    "unclosed_quote": N_("a quotation mark opens here and is not closed in the same row; close it, or remove it"),
    "swallowed_decimals": N_("the cell after the value is '{value}'; put a number with a decimal comma in quotes"),
    "sheet_too_large": N_("the sheet reaches to the cell {cell}; remove what is outside the table"),
    "rows_of_other_policies": N_("rows left out: {count}; they are of policies that are not read: {policies}"),
    "rows_of_other_indicators": N_(
        "rows left out: {count}; they name no policy, and no policy that is read has their indicators: {indicators}"
    ),
    "sheet_not_read": N_("the sheet is not read, as no row of it is a header; read: {sheet}"),
    "file_not_read": N_("is beside the policy, but is not read; give it with --observations"),
    "extra_cells": N_("the row has {found} cells, but the header has {expected}"),
    "narrowed_observations": N_(
        "the figures were read for other policies and lack those of {policies}; read them again"
    ),
    "rows_disagree": N_(
        "the same series and period stands in row {first} with another value; give each row a publication date"
    ),
    "rows_disagree_between": N_(
        "the same series and period stands at {first} with another value; give each row a publication date"
    ),
    "impossible_value": N_("{value} is impossible for the unit '{unit}'"),
    "percent_for_unit": N_("the figure is in percent, but the indicator's unit is '{unit}'"),
    "qualitative_value": N_(
        "a qualitative indicator is judged by people; write the judgement and leave the value empty"
    ),
    "expected_judgement": N_("the indicator is qualitative, but the row holds no judgement"),
    "error_cell": N_("the cell holds the spreadsheet's error {value}"),
    "formula_without_value": N_(
        "the formula {value} has no stored result; open the file in a spreadsheet program and save it there"
    ),
    "not_a_workbook": N_("is not a workbook that can be read (.xlsx, .xls or .ods, without a password): {detail}"),
    "unknown_table_format": N_("'{suffix}' is not a format for figures; use one of {choices}"),
    "expected_table": N_("expected a file or a data frame, found {found}"),
}
