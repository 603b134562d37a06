"""The words for problems with Statistikbanken and with JSON-stat; the catalogues translate them."""

from collections.abc import Mapping

from kommunepolitik.errors.marks import N_

STATBANK_WORDING: Mapping[str, str] = {
    # requests to Statistikbanken in a policy
    "statbank_table_code": N_("'{value}' is not the code of a table, such as RAS201"),
    "statbank_age": N_("'{value}' is not an age in whole years"),
    "statbank_share": N_(
        "'of' and 'in' choose of the same variables; {variables} is in one of them only; choose its total"
    ),
    "statbank_selections": N_("write the codes or exact texts of each variable: {{SOCIO: [Beskæftigede i alt]}}"),
    "statbank_values": N_("write a list of codes or exact texts, or ages such as {{from: 25, to: 64}}"),
    "statbank_code_quotes": N_("codes are texts, and leading zeros count; write {value} in quotes as the table has it"),
    "statbank_wildcard": N_(
        "'{value}' chooses by a pattern, so that totals would be counted with their parts; name each value"
    ),
    "statbank_twice": N_("'{value}' is chosen twice"),
    "statbank_all_areas": N_("'{value}' cannot be one of several areas; write values: all for all of them"),
    "statbank_times": N_("'{value}' does not choose times; write >=2015, >=2015<=2024, (1), (-n+5), * or a time"),
    "statbank_unit": N_("the unit '{unit}' does not define what the whole of a share is; write a unit such as %"),
    # answers of Statistikbanken
    "statbank_url": N_("'{url}' is not an address; write one such as https://api.statbank.dk"),
    "statbank_no_connection": N_("no connection to {url} ({detail}); try again later, or use --offline"),
    "statbank_time_out": N_("{url} does not answer in time; try again later, or use --offline"),
    "statbank_cut_off": N_("the answer about {table} was cut off ({detail}); nothing is changed: try again later"),
    "statbank_too_large": N_("the answer about {table} is larger than {limit} bytes; choose fewer areas or times"),
    "statbank_page": N_(
        "{url} answers {status} and a page in place of data ({words}); try again later, or check --url"
    ),
    "statbank_not_found": N_("Statistikbanken does not know the table {table}, or what is chosen of it: {message}"),
    "statbank_not_allowed": N_("Statistikbanken needs a choice for each variable of {table}: {message}"),
    "statbank_limit": N_("too many cells of {table} are asked for; choose fewer areas, times or values: {message}"),
    "statbank_request": N_(
        "Statistikbanken does not understand the request for {table}: {message}; the address may be wrong, or this "
        "library too old"
    ),
    "statbank_refused": N_("Statistikbanken refuses the request for {table} ({type}): {message}"),
    "statbank_answer": N_("the answer about {table} is not as Statistikbanken writes it ({detail}); try again later"),
    "statbank_cell": N_(
        "the answer about {table} has '{value}' where a number is expected ({cell}); ask Danmarks Statistik what it "
        "means"
    ),
    "statbank_not_whole": N_("the answer about {table} has {found} of {wanted} cells; nothing is changed: try again"),
    # requests for what Statistikbanken does not have
    "statbank_closed": N_(
        "the table {table} is closed and no longer updated; find the one that replaces it on statistikbanken.dk"
    ),
    "statbank_variable": N_("the table {table} has no variable '{value}'"),
    "statbank_value": N_("the variable {variable} of {table} has no value with the code or text '{value}'"),
    "statbank_value_twice": N_(
        "'{value}' may be several values of {variable} in {table} ({found}); write the code of one"
    ),
    "statbank_same_value": N_("'{value}' is the same value of {variable} as another that is chosen; name it once"),
    "statbank_not_chosen": N_(
        "the variable {variable} ({text}) of {table} has to be chosen from; it has {count} values: {found}"
    ),
    "statbank_not_time": N_("the variable {variable} of {table} is not of time"),
    "statbank_time": N_("'{value}' is a time that cannot be read as a period; choose other times"),
    "statbank_no_times": N_("the table has no time '{value}'; its newest are {newest}"),
    "statbank_ages": N_(
        "no values of the table make up the ages from {first} to {last}; age {age} is the first that is left out. The "
        "table has {found}"
    ),
    "statbank_ages_twice": N_("the table has the same ages twice: {found}; name the codes instead"),
    "statbank_not_an_area": N_("'{value}' ({text}) is neither a municipality, a region nor the country"),
    "statbank_no_own": N_("the table {table} has no figures for {municipality} in the variable {variable}"),
    "statbank_text_changed": N_(
        "the value {value} of {variable} in {table} was called '{old}' and is now '{new}'; if it still means what the "
        "policy measures, remove it from {lock} and refresh again"
    ),
    "statbank_value_gone": N_(
        "the value {value} ('{old}') of {variable} is no longer in {table}; see the table's notes, and what replaces it"
    ),
    "statbank_too_many": N_(
        "the request for {table} has {found} cells for each time, and {limit} are allowed; choose fewer areas or values"
    ),
    # files of Statistikbanken's figures
    "statbank_lock": N_("is not a lock file of this library ({detail}); remove it, and refresh again"),
    "statbank_not_kept": N_("there is no kept answer about {table} for what is asked; refresh once without --offline"),
    "not_a_whole_answer": N_("damaged, not whole, or too large"),
    "statbank_kept": N_("the kept answer cannot be read ({detail}); refresh once without --offline"),
    # parts of Statistikbanken's answers that are not read
    "statbank_areas_left_out": N_(
        "areas of {table} that are not a municipality, region or country are left out: {names}"
    ),
    "statbank_nothing_to_share": N_("figures left out: {count}, where there is nothing to be a share of: {names}"),
    "statbank_impossible": N_("figures left out: {count}, which cannot occur: {names}"),
    "statbank_withheld": N_("figures withheld: {count}, as cells are not available or confidential (..): {names}"),
    "statbank_note_changed": N_("the notes of {table} have changed; read them on statistikbanken.dk"),
    "statbank_unit_changed": N_("the unit of {table} was '{old}' and is now '{new}'"),
    # JSON-stat
    "not_json_stat": N_("is not JSON-stat; fetch it as JSON-stat (1 or 2.0), or as CSV"),
    "json_stat_not_a_dataset": N_("is a '{found}' of JSON-stat, not a dataset; fetch the table itself"),
    "json_stat_several": N_("contains several datasets ({names}); save each in a file of its own"),
    "json_stat_too_large": N_("has more than {limit} cells; fetch fewer periods, areas or categories"),
    "json_stat_key_twice": N_("the key '{key}' is there twice; fetch the file again"),
    "json_stat_part": N_("'{part}' is missing or not as JSON-stat has it; fetch the file again"),
    "json_stat_length": N_("'{part}' does not fit the {count} cells that the dimensions make; fetch the file again"),
}
