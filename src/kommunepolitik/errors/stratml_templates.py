"""The words for problems with XML and StratML, and for what a format cannot contain; the catalogues translate them."""

from collections.abc import Mapping

from kommunepolitik.errors.marks import N_

STRATML_WORDING: Mapping[str, str] = {
    # XML
    "xml_malformed": N_("is not well-formed XML: {detail}"),
    "xml_encoding": N_("the text's encoding cannot be read: {detail}; save the file as UTF-8"),
    "xml_doctype": N_("a document type (<!DOCTYPE ...>) is not read; remove it"),
    "xml_too_many": N_("the document has more than {limit} elements"),
    # StratML that is refused
    "stratml_wrong_root": N_(
        "is not a document of StratML Part 1 or 2: it begins with {element} of the namespace {namespace}; expected "
        "StrategicPlan or PerformancePlanOrReport"
    ),
    "stratml_no_name": N_("the plan has no name"),
    "stratml_no_goal": N_("the plan has no goal"),
    "stratml_not_a_number": N_("'{value}' is not a number as StratML writes it, such as 12.5"),
    "stratml_municipality": N_(
        "no organisation of the plan is one of the 98 municipalities ({names}); name the one it is for with "
        "--municipality NAME, or add --fictitious if it is made up"
    ),
    "stratml_real_municipality": N_(
        "the plan is that of a municipality that is not made up ({name}); leave out --fictitious, or name another with "
        "--municipality NAME"
    ),
    "stratml_nothing_to_write": N_("StratML needs a goal, and the policy has no focus area, goal or indicator"),
    # StratML that is read with a warning
    "stratml_order": N_("the elements in {element} are not in the order of the standard; they are read anyway"),
    "stratml_markup": N_("{element} contains elements; only their text is read"),
    "stratml_duplicate_identifier": N_("the identifier '{value}' is there twice; the second is given another id"),
    "stratml_bad_identifier": N_("'{value}' is not an identifier in XML; it is kept in an annotation"),
    "stratml_empty_date": N_("{element} is empty"),
    "stratml_bad_date": N_("'{value}' is not a date that can be read; it is kept in an annotation"),
    "stratml_zone": N_("the time zone of '{value}' is left out"),
    "stratml_reversed": N_("{element} ends ({end}) before it begins ({start}); the dates are kept in an annotation"),
    "stratml_kept": N_("{element} in {parent} has no place in a policy; it is kept in an annotation"),
    "stratml_in_words": N_(
        "{element} without a number, {count} in all (lines {lines}): the words are kept in an annotation, and nothing "
        "is judged by them"
    ),
    "stratml_descriptor": N_(
        "{element} has a descriptor that is not understood ({name} = {value}); it is not a figure or target, and is "
        "kept in an annotation"
    ),
    "stratml_withheld": N_("the number of a result that is withheld is left out"),
    "stratml_digits": N_("'{value}' has more digits than are kept; it is read as {read}"),
    "stratml_unknown": N_("{element} is not known in {parent}; it is kept in an annotation"),
    "stratml_text": N_("the text beside the elements in {element} is kept in an annotation"),
    "stratml_attribute": N_(
        "the attribute {name}='{value}' of {element} has no place in a policy; it is kept in an annotation"
    ),
    "stratml_attribute_left_out": N_(
        "the attribute {name}='{value}' of {element} has no place in a policy; it is left out"
    ),
    "stratml_personal": N_("{element} is about a person and left out; --personal keeps it"),
    "stratml_organization": N_("the organisation is called '{value}'; the name is kept in an annotation"),
    "stratml_no_title": N_("{element} has no name; another of its texts is used"),
    "stratml_no_comparison": N_(
        "StratML does not state whether a target is a minimum or a maximum; it is read as '{comparison}', our "
        "interpretation"
    ),
    "stratml_kind": N_("{element} is marked as qualitative but has numbers; it is read as quantitative"),
    # losses
    "no_home": N_("{field} has no place in the format: {count} ({elements})"),
    "no_home_beside": N_("{what} beside the policy have no place in the format: {count}"),
    "loss_refused": N_("is not written, since something would be lost ({count}); leave out --strict to write it"),
    "no_such_conversion": N_("'{suffix}' is not a format that can be converted; use one of {known}, or a folder"),
    "figures_of_another": N_("the figures in it may be those of {name}; write to another folder, or remove the file"),
    "larger_than_read": N_("is not written, since it would be {size} bytes; at most {limit} are read"),
    "tables_larger_than_read": N_("is not written, since {cells} cells are more than are read; write csv or parquet"),
    "exists_use_overwrite": N_("the file exists already; --overwrite replaces it"),
}
