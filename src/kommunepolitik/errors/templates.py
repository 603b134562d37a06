"""The words for all problems; the catalogues translate them."""

from collections.abc import Mapping

from kommunepolitik.errors.extension_templates import EXTENSION_WORDING
from kommunepolitik.errors.figure_templates import FIGURE_WORDING
from kommunepolitik.errors.form_templates import FORM_WORDING
from kommunepolitik.errors.kind_templates import KIND_WORDING
from kommunepolitik.errors.marks import N_
from kommunepolitik.errors.sheet_templates import SHEET_WORDING
from kommunepolitik.errors.statbank_templates import STATBANK_WORDING
from kommunepolitik.errors.stratml_templates import STRATML_WORDING
from kommunepolitik.errors.table_templates import TABLE_WORDING

WORDING: Mapping[str, str] = {
    **EXTENSION_WORDING,
    **FIGURE_WORDING,
    **FORM_WORDING,
    **KIND_WORDING,
    **SHEET_WORDING,
    **STATBANK_WORDING,
    **TABLE_WORDING,
    **STRATML_WORDING,
    # shape of a document
    "unknown_key": N_("unknown key '{key}'"),
    "comma_in_text": N_(
        "unknown key '{key}'; a comma ends a text within {{ }}: if this is a part of the text before it, put the whole "
        "text in quotation marks"
    ),
    "missing_key": N_("'{key}' is missing"),
    "empty": N_("is empty; write a value or leave the key out"),
    "expected_text": N_("expected text, found {found}"),
    "expected_number": N_("expected a number, found {found}"),
    "expected_whole_number": N_("expected a whole number, found {found}"),
    "expected_yes_no": N_("expected true or false, found {found}"),
    "expected_list": N_("expected a list, found {found}; start each entry with '- '"),
    "expected_array": N_('expected a list such as ["one", "two"], found {found}'),
    "expected_mapping": N_("expected keys with values, found {found}"),
    "no_schema": N_("there is no schema of '{value}'"),
    "no_data_form": N_("{value} has no form as plain data; these have one: {choices}"),
    "not_read_from_data": N_("{value} can be written as plain data, not read from it; these can be read: {choices}"),
    "expected_object": N_("expected {expected}, found {found}"),
    "not_one_of": N_("'{value}' is not one of {choices}"),
    "missing_version": N_("the file does not state its format version; begin it with '{line}'"),
    "format_version": N_("format version {value} is not known; this library reads version {known}"),
    # values
    "not_finite": N_("{value} is not a finite number"),
    "extreme_number": N_(
        "{value} is too large or too close to zero to calculate with: numbers may be zero, or {low} to {high} above or "
        "below it"
    ),
    "decimal_comma": N_("'{value}' is not a number here; write the decimal mark as a point: {suggestion}"),
    "quoted_number": N_("expected a number, found the text '{value}'; write it without quotes: {suggestion}"),
    "out_of_range": N_("{value} is outside {low} to {high}"),
    "odd_character": N_(
        "contains {character}: a control character, no character at all, or one that turns the reading direction; "
        "leave it out"
    ),
    "bad_text": N_("contains a character that no text file can store ({character})"),
    "too_many_marks": N_("contains a letter with more than 30 marks on it"),
    "not_slug": N_("'{value}' is not an id; use a-z, 0-9 and single hyphens, such as '{suggestion}'"),
    "too_many_words": N_("the text on {text} has {words} words; there is room for {limit}: shorten it"),
    "too_long": N_("the id is {length} characters long; at most {limit} are read"),
    "not_period": N_(
        "'{value}' is not a period; write 2012, 2012-Q4, 2024-03, 2024-03-31, 2022/23, 2013..2016, 2026-09..2026-11 or "
        "2023.."
    ),
    "danish_date": N_("'{value}' is not how a date is written here; write {suggestion}"),
    "ambiguous_period": N_(
        "'{value}' can be read in two ways; write {school_year} for the school year or {span} for the two years"
    ),
    "period_reversed": N_("'{value}' ends before it begins"),
    "year_out_of_range": N_("the year {value} is outside 1800 to 2199"),
    "not_a_date": N_("'{value}' is not a date in the calendar"),
    "not_a_month": N_("'{value}' has no such month; write 2012/13 for a school year or 2012..2013 for two years"),
    "unknown_municipality": N_("'{value}' is not one of the 98 municipalities"),
    "no_such_municipality": N_(
        "'{value}' is not one of the 98 municipalities; a made-up one is {{name: {value}, fictitious: true}}"
    ),
    "no_municipality_to_begin": N_("'{value}' is not one of the 98 municipalities; a made-up one needs --fictitious"),
    "municipality_code": N_("the code of {value} is {code}"),
    "ambiguous_month": N_(
        "'{value}' can be read in two ways; write {month} for the month or {school_year} for the school year"
    ),
    "other_calendar": N_("'{value}' with the frequency {frequency} has other days than the calendar's; write {span}"),
    "dates_for_periods": N_(
        "every date in the column begins or ends a month, so that it may be a day or the month, quarter or year around "
        "it; write the periods as text (2024, 2024-Q1, 2024-12-31) or as periods (.dt.to_period('Y'))"
    ),
    "not_a_week": N_("'{value}' is not a week of the calendar"),
    "not_an_address": N_("'{value}' is not an address; write policy-id#element-id"),
    # rules of the model
    "range_reversed": N_("the upper value {high} is below the lower value {low}"),
    "range_without_value": N_("an upper value needs a lower value"),
    "qualifier_with_range": N_("a figure is either a range or qualified ('{qualifier}'), not both"),
    "qualifier_without_value": N_("'{qualifier}' states how exact a value is, but there is none"),
    "direction_contradicts": N_("the target asks for {asked}, but the indicator's desired direction is {direction}"),
    "negative": N_("{value} is negative"),
    "baseline_after_due": N_("the baseline ({baseline}) is not before the target is due ({due})"),
    "due_before_start": N_("the target is due ({due}) before it starts ({start})"),
    "zero_change": N_(
        "a change of 0 is not a target; where a figure is to be no worse than now, write kind: standing, the baseline "
        "under value, and comparison: at_least or at_most"
    ),
    "start_without_cumulative": N_("only a cumulative level has a start; write cumulative: true"),
    "no_such_target": N_("the indicator '{indicator}' has no other target with the id '{value}'"),
    "word_twice": N_("the word '{value}' is explained twice"),
    "not_plain": N_("annotations contain texts, numbers, lists and mappings, not {found}"),
    "relative_to_itself": N_("the target is measured against its own series"),
    "over_limit": N_("{value} is beyond the indicator's natural limit {limit}"),
    "qualitative_target": N_("a qualitative indicator is judged by people and cannot have target figures"),
    "not_an_open_period": N_("'{value}' has no end"),
    "no_path_or_period": N_("'{value}' is neither an existing file or folder, nor a period that has an end"),
    "no_day": N_("give a day, such as 2026-12-31; today's date is never used"),
    "in_force_before_period": N_("in force from {in_force}, before the policy's period begins ({period})"),
    "says_nothing": N_("give at least one of {choices}"),
    "one_only": N_("give only one of {choices}"),
    "no_partition": N_("a whole consists of at least two groups, each named once, and is not one of them"),
    "minimum_too_low": N_(
        "{value} is below {least}: a number of 0 is shown, so that only 1 could be withheld; write {least} or more"
    ),
    "rests_on_itself": N_("an indicator cannot be based on itself"),
    "numerator_without_base": N_(
        "a numerator needs a base; name the indicator that counts all the people that the share is of"
    ),
    "missing_but_given": N_("'{field}' is listed as missing, but it is given"),
    "unknown_field": N_("'{value}' is not a field of {element}"),
    "continues_itself": N_("an element cannot carry on an element of its own policy"),
    # references
    "duplicate_id": N_("the id '{value}' is already used at {first}"),
    "duplicate_target_id": N_("the target id '{value}' is used twice in this indicator; give one an id of its own"),
    "missing_figure_twice": N_(
        "that there is no figure of '{indicator}' for {period} is already stated at {first}; remove one"
    ),
    "duplicate_policy": N_("the policy id '{value}' is already used by {first}"),
    "dangling": N_("{kind} has the id '{value}'"),
    "wrong_kind": N_("'{value}' is the id of {found}, not of {kind}"),
    "no_such_element": N_("no element has the id '{value}'"),
    "no_such_policy": N_("no policy has the id '{value}'"),
    "supersedes_circle": N_("the editions supersede each other in a circle: {chain}"),
    # YAML and JSON
    "syntax": N_("cannot be read: {detail}"),
    "not_json": N_("is not valid JSON: {detail}"),
    "yaml_colon": N_(
        "cannot be read: there is a ': ' inside a text (put the text in quotes), or the line is indented too far"
    ),
    "yaml_tab": N_("cannot be read: indent with spaces, not with tabs"),
    "yaml_start": N_("cannot be read: a text cannot begin with {character}; put it in quotes"),
    "yaml_no_colon": N_("cannot be read: expected 'key: value'; write the colon and a space after the key"),
    "yaml_indent": N_("cannot be read: the line does not fit those before it; check its indentation and quotes"),
    "yaml_indented": N_(
        "cannot be read: the line is indented by {found} spaces, and those around it by {expected}; indent it by "
        "{expected}"
    ),
    "yaml_dash": N_("cannot be read: expected an entry of the list; begin it with '- ', indented like the others"),
    "yaml_bracket": N_("cannot be read: a bracket is not closed, or a comma is missing between its parts"),
    "yaml_quote": N_("cannot be read: a quotation mark is not closed"),
    "yaml_escape": N_("cannot be read: a backslash inside \" \" begins a code; put the text in ' ' instead"),
    "duplicate_key": N_("the key '{key}' is there twice; the first is in line {first}"),
    "yaml_alias": N_("anchors (&name) and aliases (*name) are not read; write the text out"),
    "yaml_tag": N_("tags ({tag}) are not read; remove the tag"),
    "yaml_key": N_("a key must be a single text"),
    "yaml_documents": N_("only one document to a file; remove what follows the second '---'"),
    "too_many_values": N_("has more than {limit} values; a policy has some thousand"),
    "too_many_dots": N_("the line has more than {limit} dots; divide its text over several lines"),
    "too_deep": N_("nested more than {limit} levels deep"),
    "empty_document": N_("the file is empty"),
    "not_utf8": N_("is not UTF-8 text; save the file as UTF-8"),
    "too_large": N_("the file is {size} bytes; at most {limit} are read"),
    # files
    "not_found": N_("there is no such file or folder"),
    "no_policy_in_folder": N_("the folder contains no policy.yaml"),
    "folder_of_policies": N_("the folder contains {count} policies; load one of them: {choices}"),
    "unknown_format": N_("'{suffix}' is not a format for policies; use .yaml or .json"),
    "several_policies": N_("contains several policies ({choices}), and one folder is one policy; remove all but one"),
    "nearly_named": N_("is not read under this name; name it {value}"),
    "holds_internal": N_("this folder contains internal pages; write the pages for the public somewhere else"),
    "holds_public": N_("this folder contains pages for the public; write the internal ones somewhere else"),
    "same_report": N_(
        "two pages would have the same name: the comparison with the policy '{value}' and a report; rename the policy"
    ),
    "same_page": N_("two pages would have the same name: the policy '{value}' and the overview; rename the policy"),
    "exists": N_("the file exists already; allow overwriting to replace it"),
    "exists_already": N_("the file exists already, and nothing is ever written over it; write to another folder"),
    "cannot_read": N_("cannot be read: {detail}"),
    "impossible_name": N_("no file can have this name"),
    "not_a_file": N_("is a pipe or a device, which is not read; save its content as a file, and give that"),
    "not_a_file_to_write": N_("is a pipe or a device, and only files are written; give the name of a file"),
    "changed_meanwhile": N_("was changed by another program meanwhile, and nothing is written; run the command again"),
    "folder_busy": N_("another run of the program writes here, and does not end; nothing is written"),
    "is_input": N_("this file is read from here; write somewhere else"),
    "cannot_write": N_("cannot be written: {detail}"),
    # saved records
    "not_a_record": N_("is not a saved record; `kommunepolitik report` writes one beside the pages: ID--record.json"),
    "record_version": N_(
        "the record has format version {value} and was saved by kommunepolitik {library}; this library reads version "
        "{known}: read it with that library, or save the report again"
    ),
    "record_of_other_policy": N_("is of the policy '{value}', not of {policies}; give the record of that policy"),
    "no_record_in_folder": N_(
        "the folder has no record of {policies}; give the folder where the last report was written, or its file "
        "(ID--record.json)"
    ),
    "no_earlier_record": N_(
        "there is no record of the policy '{value}'; its report does not show what changed since last time"
    ),
    "case_of_other_year": N_(
        "write the case of this year here; until then the paper has that of case.yaml beside the policy: '{title}'"
    ),
    "no_policy_beside_record": N_(
        "there is no policy beside the record, nor above opfoelgning/PERIOD; give it with --policy PATH"
    ),
    "internal_record": N_(
        "the record of '{value}' was saved for internal readers and may contain figures that must not be published; "
        "give the record of the public report, or make an internal report"
    ),
    # open data
    "open_data_lacks": N_(
        "open data needs a {key}: write {line} under [open_data] in kommunepolitik.toml beside the policies, or give "
        "it with --{key}"
    ),
    "not_a_licence": N_("'{value}' is not a licence that is known, nor the address of one (https://...)"),
    "not_a_contact": N_("'{value}' is neither an e-mail address nor the address of a page (https://...)"),
    "no_record_of_policy": N_("there is no record of the policy '{value}'; leave the policy out, or give its record"),
    "internal_record_open": N_(
        "the record of '{value}' was saved for internal readers and may contain figures that must not be published; "
        "give the record of the public report"
    ),
    "holds_policy": N_("this folder contains a policy ({name}); write somewhere else"),
    "not_a_folder": N_("is not a folder; write somewhere else"),
    "not_our_file": N_("the file was not written as open data, and is never written over; write to another folder"),
    # preview
    "port_taken": N_("the port {value} is used by another program; leave --port out, and a free one is found"),
    "port_refused": N_("the port {value} cannot be used: {detail}; leave --port out, and a free one is found"),
    "cannot_watch": N_("the system cannot watch the folders for changes: {detail}"),
    "preview_failed": N_("the pages cannot be made, by a fault of the program: {detail}"),
    # programs
    "missing_extra": N_("needs the package '{package}'; install it with: pip install 'kommunepolitik[{extra}]'"),
    "missing_libraries": N_(
        "the package '{package}' cannot start, since libraries of the system are missing; on Debian and Ubuntu: apt "
        "install {libraries}"
    ),
    # Word templates
    "template_part_too_large": N_("'{part}' in the template is too large to be one"),
    "not_a_word_template": N_("is not a Word document that can be read (.docx, without a password): {detail}"),
    "template_without_body": N_(
        "the template has no place for the report; write {{{{ body }}}} in a paragraph of its own"
    ),
    "placeholder_in_margin": N_(
        "body and contents cannot be in a header, footer or note of the template; put them on the page"
    ),
    # paper
    "too_many_pages": N_(
        "the section '{title}' takes {found} pages of paper and may take {limit}; shorten its texts, first the one of "
        "{count} words that begins '{text}'"
    ),
    "too_much_of_a_page": N_(
        "the section '{title}' takes {found} percent of a page of paper and may take {limit}; shorten its texts, first "
        "the one of {count} words that begins '{text}'"
    ),
    "too_long_for_paper": N_(
        "the text that begins '{text}' has {count} characters, and no text of a PDF may have more than {limit}; "
        "shorten it, or use another format"
    ),
    "unknown_rule": N_("there is no rule '{value}'"),
    "unknown_output": N_("'{value}' is not an output format; use one of {choices}"),
    "may_be_withheld": N_(
        "figures of the policy '{policy}' may have to be withheld; give the table they come from with observations=, "
        "or pass internal=True"
    ),
    "unknown_language": N_("there is no catalogue for the language '{value}'; use one of {choices}"),
    # themes
    "theme_no_folder": N_("a theme is a folder"),
    "theme_logo_text": N_("describe the logo for those who cannot see it"),
    "theme_colour": N_("'{value}' is not a colour; write it as #0b5360"),
    "theme_contrast": N_(
        "the contrast of {word} against {ground} is {ratio}; text needs {least} (WCAG AA): make one of them darker or "
        "lighter"
    ),
    "theme_style": N_("'{value}' loads something from elsewhere, or ends the stylesheet; a page is one file"),
    "label_unknown": N_("no page contains '{key}'; write one of the library's English texts"),
    "label_forms": N_("expected a text, or two in a list, for one and for several; found {found}"),
    "label_placeholder": N_("{value} is not filled in here; keep the placeholders as they are"),
    "template_syntax": N_("the template cannot be read: {detail}"),
    "template_nested": N_("too deeply nested, or with too long a number, to be read; simplify it"),
    "template_missing": N_("there is no template {name}"),
    "template_unknown_name": N_("there is no '{name}' here"),
    "template_failed": N_("the template fails: {detail}"),
    "template_limits": N_("takes more time or memory than allowed for a page; shorten the loops"),
    "settings_two": N_("these settings apply, and so do those of {first}; keep one of the files"),
    "cannot_render": N_("no report can be made of {found} for this purpose"),
    # what was found
    "found_nothing": N_("nothing"),
    "found_text": N_("the text '{value}'"),
    "found_keys": N_("keys with values"),
    "found_list": N_("a list"),
    "found_number": N_("the number {value}"),
    "found_truth": N_("the word {value}"),
    "found_long_number": N_("a number of very many digits"),
    "found_object": N_("an object of the class {value}"),
    # hints
    "hint_nearest": N_("did you mean '{nearest}'?"),
    "hint_choices": N_("known: {choices}"),
    "more": N_("and {count} more problems"),
}
"""The words of problems, in English, by code."""
