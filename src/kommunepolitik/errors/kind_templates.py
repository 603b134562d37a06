"""The words for what an id is of, and for the words that a key may have: parts of other messages."""

from collections.abc import Mapping
from typing import Final

from kommunepolitik.errors.marks import N_

KIND_WORDING: Mapping[str, str] = {
    # in the place of {kind} in "no … has the id"
    "no_element": N_("no element"),
    "no_Case": N_("no case"),
    "no_Decision": N_("no decision"),
    "no_FocusArea": N_("no focus area"),
    "no_FrameworkItem": N_("no item of a framework"),
    "no_Group": N_("no group"),
    "no_Indicator": N_("no indicator"),
    "no_Source": N_("no source"),
    "no_TargetGroup": N_("no target group"),
    # in "the id of …"
    "a_element": N_("an element"),
    "a_Activity": N_("an activity"),
    "a_Case": N_("a case"),
    "a_Change": N_("a change"),
    "a_Concept": N_("a concept"),
    "a_Consultation": N_("a consultation"),
    "a_Contributor": N_("a contributor"),
    "a_CoreValue": N_("a value"),
    "a_Decision": N_("a decision"),
    "a_FocusArea": N_("a focus area"),
    "a_Framework": N_("a framework"),
    "a_FrameworkItem": N_("an item of a framework"),
    "a_Goal": N_("a goal"),
    "a_Group": N_("a group"),
    "a_Indicator": N_("an indicator"),
    "a_Plan": N_("a plan"),
    "a_Policy": N_("a policy"),
    "a_Purpose": N_("a purpose"),
    "a_Remark": N_("a remark"),
    "a_Source": N_("a source"),
    "a_TargetGroup": N_("a target group"),
    "a_Track": N_("a track"),
    "a_Vision": N_("a vision"),
    # words that a key may have, with their meaning
    "words_of_why": N_(
        "not_set (nobody has decided it), promised (it is to come), not_in_sources (it is in a document that is not "
        "available), unclear (the document can be read in several ways)"
    ),
    "words_of_direction": N_(
        "increase (a rise), decrease (a fall); what is to be no worse than now has a target of the kind standing "
        "instead, with the baseline as its value"
    ),
    "words_of_comparison": N_("at_least (or more), at_most (or less)"),
    "words_of_target": N_(
        "level (a number by a deadline), standing (a number to keep in each period), change (an amount a year or in "
        "all), direction (more or less, without a number)"
    ),
    "words_of_per": N_("year (a calendar year, a school year or any other twelve months), half_year, quarter, month"),
    "direction_increase": N_("a rise (increase)"),
    "direction_decrease": N_("a fall (decrease)"),
}
"""The words, in English, by the code of a `Phrase`."""

EXPLAINED: Final[Mapping[frozenset[str], str]] = {
    frozenset({"not_set", "promised", "not_in_sources", "unclear"}): "words_of_why",
    frozenset({"increase", "decrease"}): "words_of_direction",
    frozenset({"at_least", "at_most"}): "words_of_comparison",
    frozenset({"level", "standing", "change", "direction"}): "words_of_target",
    frozenset({"year", "half_year", "quarter", "month"}): "words_of_per",
}
"""The phrases that explain the words of a key, by these words."""
