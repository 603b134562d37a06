"""The words for the fixed values of a comparison; the catalogues translate them."""

from collections.abc import Mapping

from kommunepolitik.comparison.elements import Kind
from kommunepolitik.comparison.relations import Outcome, Side
from kommunepolitik.errors.marks import N_, NN_

COMPARISON: Mapping[str, Mapping[str, str]] = {
    "relation": {
        "one_to_one": N_("carried on, one to one"),
        "merged": N_("merged"),
        "split": N_("split"),
        "regrouped": N_("regrouped"),
        "new": N_("new"),
        "dropped": N_("no successor found"),
        "unknown": N_("unknown"),
    },
    "flag": {
        "reworded": N_("reworded"),
        "redefined": N_("unit or definition differs"),
        "moved": N_("moved to another area"),
        "changed_kind": N_("of another kind"),
    },
    "reason": {
        "no_lineage": N_("what the one carries on from the other is not declared"),
        "not_at_hand": N_("what it could correspond to is not known"),
        "unclear": N_("what it carries on is not known"),
        "no_such_element": N_("it names an element that the other policy does not have"),
        "edition_between": N_("its line may go through an edition between, which is not known here"),
    },
    "at_hand": {
        "draft": N_("The available text of {edition} is its draft; the adopted text is not known."),
        "hearing": N_("The available text of {edition} is its hearing version; the adopted text is not known."),
    },
    "effect": {
        "kept": N_("kept"),
        "new": N_("new"),
        "reworded": N_("reworded"),
        "merged": N_("some merged"),
        "regrouped": N_("grouped in another way"),
        "fewer": N_("fewer"),
        "more": N_("more"),
        "as_many": N_("as many"),
    },
    "tested": {
        "kept": N_("tested: each carries on one of its kind"),
        "new": N_("tested: none carries on one of its kind"),
        "reworded": N_("tested: those that carry on one of their kind do so in other words"),
        "merged": N_("tested: some come of several of their kind"),
        "regrouped": N_("tested: some come of several, or share what they come of"),
    },
    "verdict": {
        "agrees": N_("the comparison shows it"),
        "agrees_same_document": N_("only the document itself shows it"),
        "agrees_reading": N_("consistent with our reading"),
        "disagrees": N_("the comparison shows otherwise"),
        "disagrees_reading": N_("our reading shows otherwise"),
        "disputed": N_("the documents disagree"),
        "open": N_("cannot be determined"),
    },
    "kind": {
        "vision": N_("vision"),
        "purpose": N_("purpose"),
        "concept": N_("concept"),
        "plan": N_("plan"),
        "framework": N_("outside objectives"),
        "other": N_("something else"),
    },
}

CLAIMS: Mapping[str, tuple[str, str]] = {
    "agrees": NN_(
        "{count} is confirmed by counts or by other documents", "{count} are confirmed by counts or by other documents"
    ),
    "agrees_same_document": NN_("{count} is based on the document itself", "{count} are based on the document itself"),
    "agrees_reading": NN_("{count} is consistent with our reading", "{count} are consistent with our reading"),
    "disputed": NN_("on {count} the documents disagree", "on {count} the documents disagree"),
    "disagrees": NN_("the comparison shows {count} otherwise", "the comparison shows {count} otherwise"),
    "disagrees_reading": NN_("our reading shows {count} otherwise", "our reading shows {count} otherwise"),
    "open": NN_("{count} cannot be determined", "{count} cannot be determined"),
}
"""The results of the claims of the documents, by number, and their basis."""

OUTCOMES: Mapping[Side, Mapping[Outcome, tuple[str, str]]] = {
    "old": {
        "one_to_one": NN_("{count} carried on one to one", "{count} carried on one to one"),
        "merged": NN_("{count} merged with others", "{count} merged with others"),
        "split": NN_("{count} split", "{count} split"),
        "regrouped": NN_("{count} regrouped", "{count} regrouped"),
        "changed_kind": NN_("{count} only as something of another kind", "{count} only as something of another kind"),
        "dropped": NN_("{count} without any successor that we found", "{count} without any successor that we found"),
        "unknown": NN_("{count} unknown", "{count} unknown"),
    },
    "new": {
        "one_to_one": NN_("{count} from one earlier", "{count} from one earlier each"),
        "merged": NN_("{count} from several earlier", "{count} from several earlier"),
        "split": NN_("{count} that share one earlier", "{count} that share one earlier"),
        "regrouped": NN_("{count} regrouped", "{count} regrouped"),
        "changed_kind": NN_(
            "{count} only from something of another kind", "{count} only from something of another kind"
        ),
        "new": NN_("{count} without any predecessor that we found", "{count} without any predecessor that we found"),
        "unknown": NN_("{count} unknown", "{count} unknown"),
    },
}
"""What became of the old elements, by number, and where the new ones come from, each among those of its kind."""

TOPICS: Mapping[str, tuple[str, tuple[Kind, ...]]] = {
    "areas": (N_("Focus areas"), ("focus_area",)),
    "goals": (N_("Goals"), ("goal", "overarching_goal")),
    "target_groups": (N_("Target groups"), ("target_group",)),
    "foundation": (N_("Vision, values, concepts and purpose"), ("vision", "value", "concept", "purpose")),
    "indicators": (N_("Indicators"), ("indicator",)),
    "tracks": (N_("Tracks and the rest"), ("track", "other")),
}
"""The topics of a comparison, in order; a relation belongs to the first that one of its elements belongs to."""

MEASURE_WORDS: Mapping[str, str] = {
    "goals_per_area": N_("Goals per focus area"),
    "goals_measured": N_("Goals that the documents give an indicator, overarching ones too"),
    "goals_measured_around": N_("Goals with indicators only on their area, track or neighbours"),
    "goals_not_measured": N_("Goals without any indicator"),
    "follow_up_indicators": N_("Indicators that the documents name"),
    "context_indicators": N_("Background indicators"),
    "with_targets": N_("Indicators with targets"),
    "with_baseline": N_("Indicators with a baseline value"),
    "with_direction": N_("Indicators with a desired direction, by our reading too"),
    "with_unit": N_("Indicators with a unit"),
    "with_responsible": N_("Indicators with someone responsible"),
    "with_data_source": N_("Indicators with a data source"),
    "with_frequency": N_("Indicators with a frequency"),
    "documented_targets": N_("Targets that the documents set"),
    "level_targets": N_("Targets: a level to reach"),
    "standing_targets": N_("Targets: each year or quarter"),
    "change_targets": N_("Targets: a change"),
    "direction_targets": N_("Targets: a direction only"),
    "tracks_with_indicators": N_("Tracks with indicators"),
    "framework_items_answered": N_("Outside objectives that the documents tie to a goal"),
    "gaps": N_("Gaps that are named"),
    "constructed_indicators": N_("Indicators set up by us"),
    "constructed_background": N_("Background indicators set up by us"),
    "constructed_targets": N_("Targets read or set up by us"),
    "goals_measured_by_constructed": N_("Goals with an indicator only by our reading"),
    "framework_items_by_reading": N_("Outside objectives that a goal answers to only by our reading"),
}
"""The words for measures of structure, where the policy has no term of its own."""
