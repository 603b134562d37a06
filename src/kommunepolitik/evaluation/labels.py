"""Why a judgement changed, and what it takes where none can be made; the catalogues translate it."""

from collections.abc import Mapping

from kommunepolitik.errors import N_

CAUSES: Mapping[str, str] = {
    "new_period": N_("a new figure"),
    "revised": N_("an old figure is revised"),
    "new_period_and_revised": N_("a new figure, and old ones are revised"),
    "new_target": N_("not judged last time"),
    "other": N_("the date of the judgement is another"),
}
"""Why a judgement is another than last time."""

REMEDIES: Mapping[str, str] = {
    "awaiting_data": N_("Wait for the source; nothing needs to be decided."),
    "no_data": N_("Have it measured, or read in the figures that exist."),
    "no_period": N_("Say for which period each figure is."),
    "no_reference": N_("Get the figure of the series it compares with for the same period."),
    "suppressed": N_("Nothing, as long as the group is that small; a longer period or a larger group may be shown."),
    "no_due": N_("Set a deadline."),
    "no_baseline": N_("Measure or find a baseline."),
    "baseline_only": N_("Measure again."),
    "break_in_series": N_("Have the baseline counted anew in the new way."),
    "period_mismatch": N_("Wait for the figure of the whole period."),
    "before_start": N_("Wait for the first figure after the start."),
    "undefined_percent": N_("Set the target as a number instead of percent."),
    "method": N_("Use the straight path (linear), or set the target another way."),
    "no_target": N_("Set a target, or say why there is none."),
    "unknown_target": N_("Find the document that it stands in, or the decision."),
    "own_words": N_("Agree on words that can be counted, beside the municipality's own."),
}
"""What it would take before a target can be assessed, by the reason why it cannot."""
