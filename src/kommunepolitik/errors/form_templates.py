"""The words for problems of forms that units fill in."""

from collections.abc import Mapping

from kommunepolitik.errors.marks import N_

FORM_WORDING: Mapping[str, str] = {
    "form_period": N_("a form is for a year, or a half-year, tertial, quarter or month of one, not for '{value}'"),
    "form_left": N_(
        "already exists with other contents, and is left as it is; move it away, or write the forms to another folder"
    ),
    "form_of_no_department": N_(
        "'{value}' is not a department of organisation.yaml, and gets a form of its own; write its name as it is "
        "there, or add it there"
    ),
    "policy_of_other_period": N_("the policy '{value}' is for {period}, so that its form for {asked} would be empty"),
    "form_format": N_("'{suffix}' is not a format of forms; save the form as an Excel workbook (.xlsx)"),
    "no_form": N_(
        "is not a form that `collect template` wrote; have the form filled in, or read the table with `figures read`"
    ),
    "no_forms_in_folder": N_("the folder contains no workbook (.xlsx, .ods, .xls)"),
    "form_version": N_("the form has version {value}; this library reads version {known}: create the form again"),
    "form_mark": N_("the mark of the form is damaged ('{value}'); copy the answers into the form as it was sent"),
    "form_without_keys": N_(
        "the hidden first column or row, which identifies each row, was removed; copy the answers into the form as "
        "it was sent"
    ),
    "form_sheets_differ": N_(
        "the sheet is of another form ({other}) than '{first}' ({one}); return each form as a workbook of its own"
    ),
    "form_sheet_not_read": N_("the sheet is not one of the form, and is not read"),
    "form_row_without_key": N_(
        "the row was inserted, and what it is about is not known; move the answer to the row that it belongs to"
    ),
    "form_key": N_(
        "'{value}' in the hidden first column is not part of the form; copy the answers into the form as it was sent"
    ),
    "form_label": N_(
        "the row is labelled '{value}', but belongs to '{own}', as a part of the sheet was sorted or moved; copy the "
        "answers into the form as it was sent"
    ),
    "form_label_new": N_("the row is labelled '{value}', and is read as '{own}'"),
    "form_row_twice": N_("the row is a copy of the one at {first}, with other answers; keep one of them"),
    "form_column_twice": N_("the column '{value}' is there twice; keep one of them"),
    "form_column_missing": N_("the column for the figures was removed; copy the answers into the form as it was sent"),
    "form_merged": N_("the cell is merged over {count} rows; split it, and write an answer for each row"),
    "form_other_period": N_(
        "the form is for {value}, but forms for {asked} are collected; fill in the form for {asked}, or give --period "
        "{value}"
    ),
    "form_other_policy": N_(
        "the form is of the policy '{value}', which is not among {policies}; give it with --policy"
    ),
    "form_disagrees": N_("the same question is answered in another way at {first}; keep one of the answers"),
    "form_row_of_other_unit": N_("'{value}' is answered here, but {unit} is to answer it"),
    "form_no_number": N_(
        "'{value}' is not a number; write the number alone, or leave it empty and choose why there is no figure"
    ),
    "form_unknown_sign": N_(
        "what the sign after the number in '{value}' means is not known; write the number alone, and what is special "
        "about it as a remark"
    ),
    "form_both": N_("there is a figure ({value}) and an answer why there is none; clear one of them"),
    "form_expected": N_("'{value}' is when a figure comes; clear it, or choose that the figure comes later"),
    "form_choice": N_("'{value}' cannot be chosen here; choose one of: {choices}"),
    "form_no_month": N_("'{value}' is not a month; write a month, for example {example}"),
    "form_no_day": N_("'{value}' is not a day; write one, for example {example}"),
    "form_signed_early": N_(
        "marked as finished on {value}, before the period of the form ({period}) begins; correct the date"
    ),
    "form_expected_over": N_(
        "the figure was to come in {value}, but that had passed when the form was marked as finished ({day}); write a "
        "later month, or the figure"
    ),
    "form_text_formula": N_(
        "the text is read as a formula, as it begins with = or another sign of sums; begin it with a letter"
    ),
    "form_draft_left_out": N_(
        "the draft has an answer here, but the form that was marked as finished has none: the draft's is not used"
    ),
    "form_note_alone": N_("there is a remark, but neither a figure nor why there is none; the row counts as empty"),
    "form_account_without_text": N_("the account does not state what was done; write it in its first field"),
    "form_factor": N_(
        "{value} is far from the figure before ({last}): about 100, 1,000 or a million times as much or as little; if "
        "{other} is meant, correct it"
    ),
    "form_published_missing": N_("a revised figure needs the day on which it was published; give it with --published"),
    "form_published_early": N_(
        "the figure would be published on {value}, but the one that it revises was on {known}; give a later day"
    ),
    "form_accounts_layout": N_(
        "entries cannot be added to the file as it is written; write its lists as lines that begin with '- '"
    ),
}
