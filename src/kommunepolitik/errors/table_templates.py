"""The words for problems of the tables that policies are written to and read from."""

from collections.abc import Mapping

from kommunepolitik.errors.marks import N_

TABLE_WORDING: Mapping[str, str] = {
    "unknown_table": N_("there is no table '{value}'"),
    "missing_table_of_rows": N_(
        "the table '{value}' is missing or empty; row {first} of {table} names '{id}', which would be in it"
    ),
    "missing_table": N_("the table '{value}' is missing; it has a row for each policy"),
    "unknown_table_column": N_("the table has no column '{value}'"),
    "missing_table_column": N_("the column '{value}' is missing"),
    "not_json_cell": N_('must be JSON, such as ["one", "two"], but is {found}'),
    "no_such_policy_row": N_("the table policies has no policy '{value}'"),
    "no_such_policy_rows": N_("the table policies has no policy '{value}'; other rows name it too ({count} more)"),
    "no_such_row": N_("no table has a row with the id '{value}' in this policy"),
    "wrong_holder": N_("rows of this table cannot belong to '{value}'"),
    "no_policy_cell": N_("the row names no policy; write its id"),
    "policy_row_twice": N_("the policy '{value}' has a row already, in row {first}"),
    "other_policy_id": N_("the id is '{value}', and the column policy has '{policy}'; write the same in both"),
    "id_used_in_row": N_("the id '{value}' is already used in row {first} of {table}"),
    "row_twice": N_("the row is the same as row {first}; remove one of them"),
    "position_twice": N_("the position {value} is already that of row {first}, which belongs to the same"),
    "empty_cell": N_("the cell is empty; the row needs a value here"),
    "not_of_kind": N_("a target of the kind '{kind}' has no '{other}'; empty the cell, or change the kind"),
    "absent_but_given": N_("marks that there is none, but the cell in '{other}' is not empty; change one of the two"),
    "holder_circle": N_("the row belongs to '{value}', which belongs to the row, directly or by others"),
    "not_a_position": N_("the position must be a whole number, but is {found}"),
    "not_a_frame": N_("a table must be a data frame of pandas, but is {found}; most others have to_pandas()"),
    "not_frames": N_("expected tables by name, as to_frames returns them, found {found}"),
    "column_twice": N_("the column '{value}' is there twice"),
    "other_area": N_("the goal belongs to '{holder}', which is not in the area '{value}'; change one of the two"),
    "date_for_text": N_(
        "is the date {value}, which a spreadsheet program may have made of a month or year; write it as text"
    ),
    "one_row_only": N_("the policy '{value}' has another row here already, row {first}, and can have one"),
    # files of tables
    "cell_too_long": N_(
        "the text is {length} characters long, and a cell of a workbook can contain {limit}; write CSV"
    ),
    "infinite_cell": N_("the number is infinite, which no cell of a workbook can contain; write CSV"),
    "not_in_workbooks": N_("the text has a character that no workbook can contain; write CSV"),
    "not_an_excel_file": N_("is not an Excel workbook, or is damaged"),
    "not_a_parquet_file": N_("is not a Parquet file, or is damaged"),
    "unknown_tables_format": N_(
        "'{suffix}' is not a format for tables; give a workbook (.xlsx), or a folder of CSV or Parquet files"
    ),
    "several_exist": N_(
        "the file exists already, and so do others of the folder ({count} more); allow overwriting to replace them"
    ),
    "several_exist_use_overwrite": N_(
        "the file exists already, and so do others of the folder ({count} more); --overwrite replaces them"
    ),
    "not_a_workbook_name": N_("a workbook has the suffix .xlsx; write {name}"),
    "tables_of_other_format": N_("the folder already contains tables as {other}; remove them, or write somewhere else"),
    "is_a_folder": N_("is a folder; name a workbook, such as tables.xlsx"),
    "no_tables": N_("the folder contains no tables, neither CSV nor Parquet"),
    "tables_twice": N_("the folder contains tables as CSV and as Parquet; remove those that are not to be read"),
    "tables_left_out": N_("figures for the public are not read back: {names}; keep the policies' own files of figures"),
    "one_policy_a_file": N_("the file can contain one policy, and there are {count}; name a folder, without a suffix"),
}
