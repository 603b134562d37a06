"""The words for problems with extensions, their rules and writers; the catalogues translate them."""

from collections.abc import Mapping

from kommunepolitik.errors.marks import N_

EXTENSION_WORDING: Mapping[str, str] = {
    # loading
    "extension_name": N_("'{value}' is not the name of a module, such as nybro_regler"),
    "extension_object": N_("expected the name of a module, a module, a rule or a writer, found {found}"),
    "extension_missing": N_("no module '{value}' is installed here; install the package that it is part of"),
    "extension_failed": N_("the module '{value}' cannot be imported: {detail}"),
    "extension_empty": N_("the module '{value}' has neither a rule nor a writer"),
    # rules
    "rule_code": N_(
        "'{value}' is not the code of an own rule; write capital letters and a number, such as NYB101, and not KP"
    ),
    "rule_twice": N_("{package} has a rule with the code {value} already; give this one another"),
    "rule_failed": N_("the rule {rule} failed on the policy '{policy}': {detail}"),
    "rule_yields": N_("the rule {rule} yields {found}; it must yield the values that found(element, words) returns"),
    "rule_element": N_("the rule {rule} found an element that the policy '{policy}' does not have: {found}"),
    "rule_text": N_(
        "the title and the words of the rule {rule} are each a text, or one for each language such as "
        "{{'da': 'Mål', 'en': 'Goal'}}; found {found}"
    ),
    "rule_words": N_("the words of the rule {rule} cannot be filled: {detail}"),
    # writers
    "format_name": N_("'{value}' is not the name of a format; write small letters and digits, such as wiki"),
    "format_taken": N_("the format '{value}' is the library's own; give this one another name and suffix"),
    "format_twice": N_("{package} writes files of the format or suffix '{value}' already; give this one another"),
    "writer_failed": N_("the writer of the format '{format}' failed: {detail}"),
    "writer_returns": N_("the writer of the format '{format}' returns {found}; it must return text or bytes"),
}
