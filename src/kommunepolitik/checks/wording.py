"""The words for all findings; the catalogues translate them."""

from collections.abc import Mapping

from kommunepolitik.errors.marks import N_

RULE_WORDING: Mapping[str, str] = {
    # goals and indicators
    "goal_not_measured": N_(
        "nothing measures the goal '{title}'{why}; name an indicator under measured_by, at the goal or at its area"
    ),
    "goal_not_measured_named": N_(
        "nothing measures '{title}' ({term}){why}; name an indicator under measured_by, there or at its area"
    ),
    "goal_measured_around_named": N_(
        "'{title}' ({term}) is measured only through other elements (its area, a track, goals above or below); name an "
        "indicator of its own under measured_by"
    ),
    "goal_measured_around": N_(
        "the goal '{title}' is measured only through other elements (its area, a track, goals above or below); name "
        "an indicator of its own under measured_by"
    ),
    "no_outcome": N_(
        "the goal '{title}' is measured only by what the municipality does or delivers; name an indicator of what is "
        "achieved (result_level: outcome) under measured_by"
    ),
    "no_target": N_(
        "the indicator '{title}' has no target{why}; write how far and by when under targets, or ask who decides it"
    ),
    "no_baseline": N_(
        "the indicator '{title}' has no baseline{why}; write value and period under baseline, or measure it"
    ),
    "no_direction": N_(
        "the indicator '{title}' has no desired direction{why}; write increase or decrease under direction"
    ),
    "no_unit": N_("the indicator '{title}' has no unit{why}; write what is counted under unit"),
    "no_data_source": N_("the indicator '{title}' has no data source{why}; name who keeps them under data_source"),
    "no_responsible": N_(
        "nobody is responsible for the indicator '{title}'{why}; name a body or unit under responsible"
    ),
    "baseline_promised": N_(
        "the baseline of '{title}' is promised and not measured yet; measure it and write the value under baseline"
    ),
    "baseline_promised_for": N_(
        "the baseline of '{title}' is promised for {expected} and not measured yet; measure it and write the value "
        "under baseline"
    ),
    "baseline_overdue": N_(
        "the baseline of '{title}' was promised for {expected} and is not measured; at {at} it is overdue: measure it, "
        "or decide a new date"
    ),
    # targets
    "survey_without_margin": N_(
        "the figures of '{title}' are from a survey, and the smallest meaningful change is not stated; write it under "
        "margin, or chance: true with the number of answers"
    ),
    "mode_unclear": N_(
        "the target of '{title}' asks for {amount} a year, and it is unclear whether in percent or in percentage "
        "points; write percent or points under mode"
    ),
    "mode_unclear_in_all": N_(
        "the target of '{title}' asks for {amount} in all, and it is unclear whether in percent or in percentage "
        "points; write percent or points under mode"
    ),
    "no_due": N_("the target '{target}' of '{title}' has no deadline; write by when under due"),
    "no_due_of_direction": N_(
        "the target '{target}' of '{title}' has no deadline, and is neither reached nor missed; write by when under due"
    ),
    "already_met": N_(
        "the target '{target}' of '{title}' was met when it was set: the baseline is {baseline}; set it further, or "
        "write it as a standing target"
    ),
    "expired": N_(
        "the target '{target}' of '{title}' was due {due}, and none follows it{why}; write the next under targets, "
        "when it is decided"
    ),
    # tracks, reports and remarks
    "track_not_followed_up": N_(
        "the policy does not state how the track '{title}' is followed up{why}; write it under follow_up, or name an "
        "indicator under measured_by"
    ),
    "track_report_overdue": N_(
        "the first report on the track '{title}' was due {expected} and at {at} no account covers it; write one, or "
        "decide a new date"
    ),
    "plan_report_overdue": N_(
        "the first report on '{title}' to {to} was due {expected} and at {at} there is no account; write one, or "
        "decide a new date"
    ),
    "remark_unanswered": N_(
        "what {body} asked for is not answered: '{title}'; write an account of the element {element}"
    ),
    "remark_expected": N_(
        "what {body} asked for is not answered yet: '{title}', expected {expected}; write an account of the element "
        "{element}"
    ),
    "promise_overdue": N_(
        "'{what}' of '{title}' was promised for {expected} and is still listed as missing; at {at} it is overdue: add "
        "it, or decide a new date"
    ),
    "remark_overdue": N_(
        "what {body} asked for is not answered: '{title}', expected {expected} and at {at} overdue; write an account "
        "of the element {element}"
    ),
    # document
    "placeholder": N_("placeholder '{text}' in {field} of '{title}'; write the text, or list it under missing"),
    "placeholder_quoted": N_("{field} of '{title}' quotes a placeholder of the document: '{text}'; ask for the text"),
    "count_differs": N_(
        "the document states {stated} {what}, but here are {found}; add what is lacking, or state under missing that "
        "the list is incomplete"
    ),
    "unknown_rule": N_("a rule that does not exist is ignored: '{value}'; see the codes with: kommunepolitik rules"),
    "unknown_own_rule": N_(
        "a rule that does not exist here is ignored: '{value}'; correct the code, or name the package that has the "
        "rule under extensions in kommunepolitik.toml"
    ),
    "unknown_rule_near": N_("a rule that does not exist is ignored: '{value}'; did you mean '{nearest}'?"),
    "no_department": N_(
        "'{value}', who is responsible for '{title}', is not a department of organisation.yaml; write its name, or "
        "add it there"
    ),
    "no_department_near": N_(
        "'{value}', who is responsible for '{title}', is not a department of organisation.yaml; did you mean "
        "'{nearest}'?"
    ),
    # lineage
    "not_confirmed": N_(
        "carried on from an earlier edition by a proposal that nobody has confirmed ({count}): {elements}; remove "
        "'proposed: true' where it is right"
    ),
    "no_such_earlier": N_(
        "'{title}' carries on {continued}, but the earlier edition has no such element; correct the address"
    ),
    "no_such_earlier_near": N_(
        "'{title}' carries on {continued}, but the earlier edition has no such element; did you mean '{nearest}'?"
    ),
    # figures
    "reference_without_data": N_(
        "the target '{target}' of '{title}' compares with '{reference}', which has no figure with a period; add its "
        "figures"
    ),
    "baseline_differs": N_(
        "the baseline of '{title}' is stated as {stated} for {period}, but the figures give {observed}; correct one "
        "of them, or explain in a note why they differ"
    ),
    "old_figures": N_(
        "the latest figure of '{title}' is for {period}, more than {years} years before {at}; add newer figures"
    ),
    "no_figures_by_then": N_("'{title}' has no figure for {at} or before; add its figures"),
    "large_revision": N_(
        "the figure of '{title}' for {period} was revised from {before} to {after}; explain why in a note"
    ),
    "large_revision_of_group": N_(
        "the figure of '{title}' ({group}) for {period} was revised from {before} to {after}; explain why in a note"
    ),
    "baseline_below_minimum": N_(
        "the baseline of '{title}' is stated as {stated}, fewer than {minimum} people, and no table can withhold it; "
        "write it as under {minimum}"
    ),
    "share_without_base": N_(
        "the share '{title}' does not state what it is a share of, so that nothing of it is withheld; name the "
        "indicator that counts those people under base"
    ),
    "share_of_unknown_whole": N_(
        "the share '{title}' counts people of another number, but its unit does not state of how many, so that all of "
        "it is withheld; write the unit as %, promille, pr. 1.000 or andel"
    ),
    "people_not_counted": N_(
        "'{title}' has the unit {unit}, but is not declared to count people, so that nothing of it is withheld; "
        "write counts_people: true"
    ),
    "target_below_minimum": N_(
        "the target '{target}' of '{title}' is fewer than {minimum} people; whether it is reached may not be shown in "
        "public"
    ),
    "share_of_few": N_(
        "the share '{title}' is based on only {number} for {period}, and the policy does not state whether to allow "
        "for chance; write chance: true if each period's people are new, or chance: false if they are largely the same"
    ),
    "several_lengths": N_(
        "the figures of '{title}' are for periods of several lengths, such as {longer} and {shorter}, and the policy "
        "does not state how they relate; write sum, mean or last under over_time"
    ),
    "far_below_figures": N_(
        "the target '{target}' of '{title}' is at least {value}, but the figures are from {low} to {high}, and all "
        "meet it; write relative_to where {value} is a difference, or correct the number"
    ),
    "far_above_figures": N_(
        "the target '{target}' of '{title}' is at most {value}, but the figures are from {low} to {high}, and all meet "
        "it; correct the number or its unit"
    ),
    "never_kept": N_(
        "the target '{target}' of '{title}' is at most {value} in every period, but the figures are from {low} to "
        "{high}; write relative_to where {value} is a difference, or correct the number (a point is a decimal mark)"
    ),
    "target_of_thousands": N_(
        "the target '{target}' of '{title}' is {value}, but the figures are from {low} to {high}; a point is a decimal "
        "mark: write {whole} if thousands are meant"
    ),
    "baseline_of_thousands": N_(
        "the baseline of '{title}' is {value}, but the figures are from {low} to {high}; a point is a decimal mark: "
        "write {whole} if thousands are meant"
    ),
    "year_and_school_year": N_(
        "the figures of '{title}' are for both school years and calendar years, such as {one} and {other}; write all "
        "periods in one way"
    ),
    "reference_of_other_kind": N_(
        "the target '{target}' of '{title}' compares {one} with figures of '{reference}' for periods of another kind, "
        "such as {other}; write the periods of both in one way"
    ),
    "verdict_differs": N_(
        "a source calls the target '{target}' of '{title}' '{published}', but by the figures it is '{ours}'; find out "
        "which figure and which reading of the target the source used"
    ),
    "fraction_baseline": N_(
        "the baseline of '{title}' is {value}, but its unit ({unit}) counts whole things; correct the figure or the "
        "unit"
    ),
    "fraction_target": N_(
        "the target '{target}' of '{title}' is {value}, but its unit ({unit}) counts whole things; correct the figure "
        "or the unit"
    ),
    "fraction_figure": N_(
        "the figure of '{title}' for {period} is {value}, but its unit ({unit}) counts whole things; correct the "
        "figure or the unit"
    ),
    "few_people": N_(
        "'{title}' has figures of fewer than {minimum} people, such as that for {period}, and all of them are shown in "
        "public; write disclosure, with the fewest people that a figure may show"
    ),
    "few_people_stated": N_(
        "the baseline of '{title}' is a number of fewer than {minimum} people, and is shown in public; write it as "
        "under {minimum}, and write disclosure, with the fewest people that a figure may show"
    ),
    # a gap that is to be filled; the other reasons are in `i18n.labels`
    "promised": N_("promised"),
    "promised_for": N_("promised (expected {period})"),
    # severities and groups
    "error": N_("error"),
    "warning": N_("warning"),
    "info": N_("information"),
    "measurability": N_("Measurability"),
    "document": N_("Document"),
    "lineage": N_("Lineage"),
    "figures": N_("Figures"),
    "own": N_("Own rules"),
}
"""The words of findings, in English, by the key that a finding names."""
