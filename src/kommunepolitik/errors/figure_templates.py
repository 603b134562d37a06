"""The words for problems of figures: files, cells, rows and columns."""

from collections.abc import Mapping

from kommunepolitik.errors.marks import N_

FIGURE_WORDING: Mapping[str, str] = {
    "missing_column": N_("the column '{column}' is missing (in Danish: '{danish}')"),
    "unknown_column": N_("unknown column '{column}'"),
    "duplicate_column": N_("the column '{column}' is there twice"),
    "expected_value": N_("the row has no value; write a number, a judgement, or quality 'suppressed'"),
    "suppressed_value": N_("a suppressed figure has no value; remove it or change the quality"),
    "not_a_number": N_("'{value}' is not a number{remedy}"),
    "remedy_no_figure": N_(
        "; where there is no figure, leave out the row, and state why under missing in accounts.yaml (why: later or "
        "not_measured)"
    ),
    "ambiguous_number": N_("'{value}' can be read in two ways; write {whole} or {decimal}"),
    "other_decimal_mark": N_(
        "'{value}' is not a number here, as the decimals of the other figures have the mark '{mark}'; write it so "
        "too, or state the mark of the whole file: --decimal , or --decimal ."
    ),
    "date_for_number": N_(
        "the spreadsheet has made a date of what was typed ({value}); format the cell as text or number, and type it "
        "again"
    ),
    "ambiguous_figure": N_(
        "'{value}' can be read in two ways; write {whole} or {decimal}, or state the decimal mark of the whole file: "
        "--decimal , or --decimal ."
    ),
    "ambiguous_dash": N_("'{value}' may be 0 or no figure; write 0, or leave the cell empty"),
    "bound": N_("'{value}' has no exact bound in this unit; write a range, such as 0-5, or under or over a number"),
    "unknown_mark": N_(
        "'{value}': what {mark} means is not known; write it in the column kvalitet (foreløbig, endelig) or note, and "
        "the number alone"
    ),
    "lost_format": N_(
        "the indicator's other figures are shown in percent, but this cell contains the plain number {value}; format "
        "it as percent, or write the number with its sign (65,5 %)"
    ),
    "shows_nothing": N_(
        "the cell contains {value}, but its format shows nothing; give it a format that shows the number"
    ),
    "unit_of_cell": N_("the cell has the unit '{found}', but the indicator's unit is '{unit}'"),
    "sum_row": N_("'{value}' adds up other rows, and is not an indicator; remove the row"),
    "figure_above_heading": N_("the row of '{value}' is above the heading, and is not read; move it below"),
    "cells_not_read": N_("cells in columns without a heading are not read ({count}), such as '{text}'"),
    "second_table": N_("a second table begins here; put it in a sheet or file of its own, or under the same header"),
    "notes_passed": N_("rows below the table that are not read, as they begin as notes do: {count} ('{text}')"),
    "missing_signs": N_(
        "cells marked as having no figure: {count} ({signs}); they are read as empty. Where a figure is withheld, "
        "write diskretioneret in the column kvalitet"
    ),
    "hidden_sheet": N_("the sheet is hidden, and is not read; show it if its figures count"),
    "lock_file": N_("is the lock file of an open workbook; close the workbook, and give its own file"),
    "hidden_rows": N_("rows that the spreadsheet hides are read too: {rows}"),
    "hidden_columns": N_("columns that the spreadsheet hides are read too: {columns}"),
    "smart_quote": N_('a typographic quotation mark separates nothing in a CSV file; write straight ones (")'),
    "code_page_850": N_("the file is in the old DOS encoding (code page 850); save it as CSV UTF-8"),
    "not_text": N_("is not text in UTF-8, UTF-16 or Windows-1252; save it as CSV UTF-8"),
    "too_many_columns": N_("the row has more than {limit} cells; is '{separator}' between its cells?"),
    "too_many_cells": N_(
        "the table has more than {limit} cells that are not empty; divide it by years, or leave out columns"
    ),
    "too_many_rows": N_("the table has more than {limit} rows that are not empty; divide it by years"),
    "too_many_merged": N_("the sheet has more than {limit} merged ranges; it was not made by hand"),
    "too_many_wrong": N_("more than {limit} problems; the rest of them are not looked for"),
    "too_many_sheets": N_("the workbook has more than {limit} sheets; divide it"),
    "part_too_large": N_(
        "'{part}' in the workbook has too many cells or bytes; leave out what is not figures, or divide it"
    ),
    "unclosed_quote": N_("a quotation mark opens here and is not closed in the same row; close it, or remove it"),
    "swallowed_decimals": N_("the cell after the value is '{value}'; put a number with a decimal comma in quotes"),
    "sheet_too_large": N_("the sheet reaches to the cell {cell}; remove what is outside the table"),
    "workbook_too_large": N_(
        "the sheets up to this one reach over more than {limit} cells together; divide the workbook"
    ),
    "part_not_utf8": N_("'{part}' in the workbook is not in UTF-8; save the workbook anew in a spreadsheet program"),
    "out_of_memory": N_("is too large for the memory of this computer"),
    "rows_of_other_policies": N_("rows left out: {count}; they are of policies that are not read: {policies}"),
    "rows_of_other_indicators": N_(
        "rows left out: {count}; they name no policy, and no policy that is read has their indicators: {indicators}"
    ),
    "sheet_not_read": N_("the sheet is not read, as no row of it is a header; read: {sheet}"),
    "file_not_read": N_("is beside the policy, but is not read; give it with --observations"),
    "figures_of_one_policy": N_(
        "is beside one policy, but would count for several; name it observations-….csv, write the column 'policy', "
        "or give {{policy id: file}} in Python"
    ),
    "folder_of_others": N_("the folder contains none of the policies that are asked for: {policies}"),
    "extra_cells": N_("the row has {found} cells, but the header has {expected}"),
    "narrowed_observations": N_(
        "the figures were read for other policies and lack those of {policies}; read them again"
    ),
    "rows_disagree": N_(
        "the same series and period is in row {first} with another value; give each row a publication date"
    ),
    "rows_disagree_between": N_(
        "the same series and period is at {first} with another value; give each row a publication date"
    ),
    "impossible_value": N_("{value} is impossible for the unit '{unit}'"),
    "percent_for_unit": N_("the figure is in percent, but the indicator's unit is '{unit}'"),
    "qualitative_value": N_(
        "a qualitative indicator is judged by people; write the judgement and leave the value empty"
    ),
    "expected_judgement": N_("the indicator is qualitative, but the row has no judgement"),
    "error_cell": N_("the cell contains the spreadsheet's error {value}"),
    "formula_without_value": N_(
        "the formula {value} has no stored result; open the file in a spreadsheet program and save it there"
    ),
    "not_a_workbook": N_("is not a workbook that can be read (.xlsx, .xls or .ods, without a password): {detail}"),
    "unknown_table_format": N_("'{suffix}' is not a format for figures; use one of {choices}"),
    "expected_table": N_("expected a file or a data frame, found {found}"),
    # mappings, and what is read by them
    "other_layout": N_("the table has another layout; known columns: {known}; not known: {columns}"),
    "flat_several": N_(
        "a table of Statistikbanken is read without a mapping if its columns beside area and time have one value each; "
        "these have several: {columns}"
    ),
    "flat_indicator": N_(
        "which indicator the table ({names}) is of is not certain (found: {found}); write its code under codes of one "
        "indicator, such as dst:RAS201, and name the file after it"
    ),
    "flat_unclear": N_(
        "which area or group the figures are of is not certain, as columns name several ({names}); state it in a "
        "mapping"
    ),
    "flat_one_value": N_("{column} is {value} in the whole file; check that the indicator is of the same"),
    "flat_status": N_("figures with a status whose meaning is not known: {count} ({marks}); they are read without it"),
    "unknown_wide_column": N_(
        "the column '{column}' is neither a known column, a period nor a group of the policy; remove it, or state "
        "what it is in a mapping"
    ),
    "sum_column": N_(
        "the column '{column}' may be the whole population or only adds up the others; remove it, or state which in a "
        "mapping"
    ),
    "marked_period": N_(
        "what the mark in the heading '{value}' means is not known; write the period alone, or state what the mark "
        "means in a mapping"
    ),
    "heading_over_rows": N_(
        "the heading takes several rows; write it in one row, or state what it contains in a mapping"
    ),
    "cell_without_heading": N_(
        "the cell contains '{value}', but its column has no heading; write one, or empty the cell"
    ),
    "propose_mapping": N_(
        "a table of another layout is read with a mapping (imports.yaml), which is proposed by: kommunepolitik figures "
        "suggest {file} --policy PATH"
    ),
    "value_without_meaning": N_("'{value}' has no meaning; write one, or \"\" for the whole population"),
    "column_without_role": N_("the column states neither what it is (is) nor why it is skipped (ignore)"),
    "no_value_column": N_("no column contains figures; write is: value at the one that does"),
    "too_many_header_rows": N_(
        "the heading is written in {found} rows, but the import's takes {rows}; write how many rows under header"
    ),
    "not_confirmed": N_(
        "the import '{import}' was not confirmed; look through it, remove the question marks, and write confirmed: and "
        "today's date"
    ),
    "no_header_cell": N_("no cell is '{starts}', which the heading of the import '{import}' starts with"),
    "no_such_sheet": N_(
        "there is no sheet '{sheet}', which the import '{import}' reads; the sheets are: {sheets}. If it was renamed, "
        "write its name under sheets"
    ),
    "unknown_sheet": N_("the sheet '{value}' is not in values; write what it is, or put it under ignore"),
    "sheet_not_in_import": N_("the sheet is not read by the import '{import}'; read: {sheet}"),
    "no_published": N_(
        "no date follows the words '{words}' of the import '{import}'; give the day with --published DATE"
    ),
    "unknown_heading": N_("the heading '{heading}' is not in columns; write what it is, or ignore"),
    "missing_heading": N_("the sheet has no heading '{heading}'"),
    "hidden_column_passed": N_("the column is hidden and not in the import; it is not read"),
    "outside_block": N_("what is beside the table, after an empty column, is not read"),
    "period_twice": N_("{period} is both here and in {first}; is one of them another period?"),
    "merged_figure": N_("{cells} is merged; the figure is read for row {row}, and none for row {rows}"),
    "mark_not_in_import": N_("'{value}': what {mark} means is not known; write it under marks of the column"),
    "decimal_of_import": N_(
        "'{value}' has another decimal mark than the import states (decimal: \"{mark}\"); write the number so, or "
        "correct decimal"
    ),
    "sheet_of_values_missing": N_(
        "there is no sheet '{sheet}', which the import '{import}' has in values; none of its figures are read"
    ),
    "cells_disagree": N_(
        "{value} is here, but {other} is at {first} for {series}; ignore one of the columns or rows, or give each "
        "its group"
    ),
    "unfinished_import": N_("the import '{import}' is not finished; fill in line {lines}"),
    "rows_not_filled": N_("rows without a figure of the newest period: {count} ({rows})"),
    "other_kind_of_period": N_(
        "{indicator}: {period} is another kind of period than the earlier figures have ({known}); check the heading"
    ),
    "figures_of_replaced_policy": N_(
        "{policy}: the policy was replaced by {newer}, and figures are added to it too; give --policy the newer one "
        "alone if they are not its own"
    ),
    "no_import_fits": N_(
        "the file's name fits no import; they read: {imports}. If it was renamed, give it its old name"
    ),
    "figures_below_end": N_(
        "the table ends at '{text}', but rows that follow contain figures: {rows}; correct ends, move the note, or put "
        "another table on a sheet of its own"
    ),
    "unknown_label": N_("'{value}' is not in values; write what it is, or ignore"),
    "sum_label": N_(
        "'{value}' adds up other rows; put it under ignore, or under values if it is the whole population (\"\")"
    ),
    "several_own_areas": N_("the policies are of several municipalities; write which is meant, not own"),
    "figures_without": N_(
        "the {what} of these figures is not stated; write {what}: here, or add a column with is: {what}"
    ),
    "several_imports": N_("the file fits several imports: {imports}; make their file names differ"),
    "factor": N_(
        "{indicator}: {value} is far from the earlier figures, and {other} would not be; check the unit in the file"
    ),
    "as_the_target": N_(
        "{indicator}: {value} is exactly the policy's target for {period}; if the column contains targets and no "
        "results, remove it"
    ),
    "factor_of_stated": N_(
        "{indicator}: {value} is far from the baseline and targets of the policy, and {other} would not be; check the "
        "unit in the file"
    ),
    "revision_without_date": N_(
        "{indicator}, {period}: a changed figure needs its day of publication; give it with --published DATE"
    ),
    "revision_not_later": N_(
        "{indicator}, {period}: a changed figure needs a later day of publication than the known one's ({known}); give "
        "it with --published DATE"
    ),
    "revisions_not_accepted": N_(
        "figures that are known were changed: {count}; nothing is written. Accept them with --accept-revisions (the "
        "earlier ones stay as they were known then), or ask the one who sent the file"
    ),
    "nothing_to_propose": N_("no sheet has a table of figures under a heading"),
    "sheet_not_proposed": N_("the sheet has another layout than the first with figures, and is not in the proposal"),
    "import_fits": N_(
        "the file fits the import '{import}' already, which figures read takes; a new import needs other file names"
    ),
    "cannot_append": N_("an entry cannot be put at the end of the file; run the command without --append and copy it"),
    "not_a_form_file": N_("is not a workbook that can be read (without a password): {detail}"),
    "form_unknown_format": N_(
        "{value} may be {value} or {other} percent, and this kind of file does not show which; save the form as an "
        "Excel workbook (.xlsx)"
    ),
}
