"""The words for problems of sheets with several tables, columns without headings, and labels of groups of rows."""

from collections.abc import Mapping

from kommunepolitik.errors.marks import N_

SHEET_WORDING: Mapping[str, str] = {
    "column_without_heading": N_(
        'the column has no heading; write one in the sheet, or in the import header: "{{blank}}", column: '
        "{column} and what it is"
    ),
    "heading_fits_several": N_(
        "the heading '{heading}' fits several columns of the import: {columns}; write at the one that it is the letter "
        "of the column (column: {column})"
    ),
    "heading_twice": N_(
        "the heading '{heading}' is here and in {first}; write in the import an entry for each of the columns, each "
        "with its letter (here column: {column})"
    ),
    "empty_label": N_(
        "the cell under '{heading}' is empty, but its row is not; write what the row is, or in the import fill_down: "
        "true at the column if the text above counts for this row too"
    ),
    "nothing_to_fill_down": N_(
        "the cell under '{heading}' is empty, and no text is filled down to it, as an empty row is in between or the "
        "row has no other text; write what the row is"
    ),
    "table_below": N_(
        "a new table begins here; if its columns are the same, write repeats: true under header of the import, else "
        "move it to a sheet or file of its own"
    ),
    "other_table_below": N_(
        "a table with other headings begins here; only tables with the headings of the import are read, so move it to "
        "a sheet or file of its own"
    ),
    "not_column": N_("'{value}' is not the letter of a column; write for example B"),
    "fill_down_without_texts": N_("only a column of texts is filled down; is would be one of {choices}"),
    "not_context": N_(
        "write under '{value}', for each indicator, the indicator whose figures these are: unemployment: "
        "unemployment-country"
    ),
    "context_itself": N_("'{value}' is the indicator itself; name the other one, or remove the line"),
    "table_not_proposed": N_(
        "a table with other headings begins here; it is not in the proposal, so move it to a sheet or file of its own"
    ),
    "rows_not_proposed": N_("rows with figures that are not in the proposal: {rows}"),
    "rows_without_text": N_("rows with figures, but without a text that names them: {rows}; figures read asks for one"),
    "rows_below_not_proposed": N_("rows below the table that are not in the proposal: {count} ('{text}')"),
}
