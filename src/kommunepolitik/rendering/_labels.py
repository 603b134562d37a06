"""What the fixed words of the model are called in a report; the catalogues translate them."""

from collections.abc import Mapping

from kommunepolitik.comparison import Fate, Kind, Side
from kommunepolitik.errors import N_
from kommunepolitik.measurability import COUNT_WORDS


def NN_(singular: str, plural: str) -> tuple[str, str]:  # noqa: N802
    """Mark a word in singular and plural for the catalogues."""
    return singular, plural


TERMS: Mapping[str, tuple[str, str]] = {
    "policy": NN_("policy", "policies"),
    "focus_area": NN_("focus area", "focus areas"),
    "overarching_goal": NN_("overarching goal", "overarching goals"),
    "goal": NN_("goal", "goals"),
    "indicator": NN_("indicator", "indicators"),
    "target": NN_("target", "targets"),
    "target_group": NN_("target group", "target groups"),
    "value": NN_("value", "values"),
    "track": NN_("implementation track", "implementation tracks"),
}
"""What the parts of a policy are called; a municipality's own words (`Terms`) stand before these."""

LABELS: Mapping[str, Mapping[str, str]] = {
    "stage": {
        "draft": N_("Draft"),
        "hearing": N_("In hearing"),
        "adopted": N_("Adopted"),
        "superseded": N_("Superseded"),
    },
    "version": {"draft": N_("draft"), "hearing": N_("hearing version"), "adopted": N_("adopted version")},
    "why": {
        "not_set": N_("not decided"),
        "promised": N_("promised, not yet there"),
        "not_in_sources": N_("not in the sources at hand"),
        "unclear": N_("unclear in the sources"),
    },
    "basis": {"source": N_("says the source"), "interpretation": N_("our interpretation")},
    "direction": {"increase": N_("should rise"), "decrease": N_("should fall")},
    "kind": {"quantitative": N_("measured in figures"), "qualitative": N_("judged by people")},
    "role": {"follow_up": N_("follows up the policy"), "context": N_("background")},
    "frequency": {
        "monthly": N_("every month"),
        "quarterly": N_("every quarter"),
        "half_yearly": N_("twice a year"),
        "yearly": N_("every year"),
        "every_two_years": N_("every second year"),
        "every_four_years": N_("every fourth year"),
        "continuous": N_("continuously"),
    },
    "quality": {
        "final": "",
        "provisional": N_("provisional"),
        "forecast": N_("forecast"),
        "suppressed": N_("withheld"),
    },
    "source_kind": {
        "policy": N_("Policy"),
        "case": N_("Case"),
        "annex": N_("Annex"),
        "statistics": N_("Statistics"),
        "survey": N_("Survey"),
        "report": N_("Report"),
        "website": N_("Website"),
        "law": N_("Law"),
    },
    "severity": {"error": N_("error"), "warning": N_("warning"), "info": N_("note")},
    "trend": {"better": N_("better"), "unchanged": N_("unchanged"), "worse": N_("worse")},
    "per": {"year": N_("a year"), "quarter": N_("a quarter")},
    "count": COUNT_WORDS,
    # fields that may be missing
    "field": {
        "activities": N_("Activities"),
        "annexes": N_("Annexes"),
        "assessment": N_("Assessment"),
        "base": N_("People it rests on"),
        "baseline": N_("Baseline"),
        "breaks": N_("Breaks in the series"),
        "case": N_("Case"),
        "cases": N_("Cases"),
        "changes": N_("Changes"),
        "citation": N_("Citation"),
        "competence": N_("Competence"),
        "concepts": N_("Concepts"),
        "consequences": N_("Consequences across the municipality"),
        "consultations": N_("Consultations"),
        "continues": N_("Carries on"),
        "contributors": N_("Contributors"),
        "counted": N_("What is counted"),
        "data_source": N_("Data source"),
        "date": N_("Date"),
        "decimals": N_("Decimals"),
        "decisions": N_("Decisions"),
        "definition": N_("Definition"),
        "difference": N_("Difference"),
        "direction": N_("Desired direction"),
        "disclosure": N_("Disclosure control"),
        "done": N_("Done"),
        "due": N_("Deadline"),
        "duration": N_("Duration"),
        "economy": N_("Economy"),
        "effects": N_("What it changed"),
        "elements": N_("About"),
        "expected": N_("Expected"),
        "experience": N_("Experience"),
        "first_report": N_("First report"),
        "focus_area": N_("Focus area"),
        "focus_areas": N_("Focus areas"),
        "follow_up": N_("Follow-up"),
        "frameworks": N_("Frameworks"),
        "frequency": N_("Frequency"),
        "goals": N_("Goals"),
        "groups": N_("Groups"),
        "ignored": N_("Rules set aside"),
        "in_force": N_("In force"),
        "indicators": N_("Indicators"),
        "issuer": N_("Issuer"),
        "items": N_("Items"),
        "kind": N_("Kind"),
        "legal_basis": N_("Legal basis"),
        "limit": N_("Natural limit"),
        "means": N_("Means"),
        "measured_by": N_("Indicators"),
        "missing": N_("Missing"),
        "next_steps": N_("Next steps"),
        "note": N_("Note"),
        "number": N_("Number"),
        "numerator": N_("People it is about"),
        "options": N_("Options"),
        "other_names": N_("Other names"),
        "outcome": N_("Outcome"),
        "participants": N_("Participants"),
        "period": N_("Period"),
        "plan": N_("Implementation plan"),
        "points": N_("Points"),
        "policy_area": N_("Policy area"),
        "population": N_("Population"),
        "publisher": N_("Publisher"),
        "purpose": N_("Purpose and frame"),
        "recommendation": N_("Recommendation"),
        "remarks": N_("Remarks"),
        "reporting": N_("Reporting"),
        "responsible": N_("Responsible"),
        "role": N_("Role"),
        "sources": N_("Sources"),
        "stage": N_("Stage"),
        "stated_counts": N_("Stated counts"),
        "statement": N_("Statement"),
        "strand": N_("Strand"),
        "subject": N_("Subject"),
        "summary": N_("Summary"),
        "supersedes": N_("Earlier policy"),
        "supports": N_("National objectives"),
        "target_group": N_("Target group"),
        "target_groups": N_("Target groups"),
        "targets": N_("Targets"),
        "terms": N_("Own terms"),
        "theme": N_("Theme"),
        "title": N_("Title"),
        "tracks": N_("Tracks"),
        "unit": N_("Unit"),
        "url": N_("Address"),
        "values": N_("Values"),
        "version": N_("Version"),
        "vision": N_("Vision"),
        "wording": N_("Official wording"),
    },
}

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
        "reworded": N_("worded anew"),
        "redefined": N_("unit or definition is another"),
        "moved": N_("moved to another area"),
        "changed_kind": N_("of another kind"),
    },
    "reason": {
        "no_lineage": N_("nobody has said what the one carries on from the other"),
        "not_at_hand": N_("what it could belong to is not known"),
        "unclear": N_("what it carries on is not known"),
        "no_such_element": N_("it names an element that the other policy does not have"),
        "edition_between": N_("its line may go through an edition between, which is not known here"),
    },
    "fate": {
        "changed_kind_old": N_("lives on only as something of another kind"),
        "changed_kind_new": N_("comes only of something of another kind"),
    },
    "at_hand": {
        "draft": N_("The text of {edition} at hand is its draft; how the adopted text reads is not known."),
        "hearing": N_("The text of {edition} at hand is its hearing version; how the adopted text reads is not known."),
    },
    "effect": {
        "kept": N_("kept"),
        "new": N_("new"),
        "reworded": N_("worded anew"),
        "merged": N_("some written together"),
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
        "disagrees": N_("the comparison shows otherwise"),
        "disputed": N_("the documents disagree"),
        "open": N_("cannot be told"),
    },
    "kind": {
        "vision": N_("vision"),
        "purpose": N_("purpose"),
        "concept": N_("concept"),
        "other": N_("something else"),
    },
}
"""The fixed words of comparisons."""

CLAIMS: Mapping[str, tuple[str, str]] = {
    "agrees": NN_(
        "{count} is confirmed by counts, or by lines of descent that rest on something else",
        "{count} are confirmed by counts, or by lines of descent that rest on something else",
    ),
    "same_document": NN_(
        "{count} rests on lines of descent that cite the document itself",
        "{count} rest on lines of descent that cite the document itself",
    ),
    "disputed": NN_("on {count} the documents disagree", "on {count} the documents disagree"),
    "disagrees": NN_("the comparison shows {count} otherwise", "the comparison shows {count} otherwise"),
    "open": NN_("{count} cannot be told", "{count} cannot be told"),
}
"""How so many claims of the documents came out, and on what ground."""

FATES: Mapping[Side, Mapping[Fate, tuple[str, str]]] = {
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
"""What became of so many old elements, and where so many new ones come from, each among those of its kind."""

TOPICS: Mapping[str, tuple[str, tuple[Kind, ...]]] = {
    "areas": (N_("Focus areas"), ("focus_area",)),
    "goals": (N_("Goals"), ("goal", "overarching_goal")),
    "target_groups": (N_("Target groups"), ("target_group",)),
    "foundation": (N_("Vision, values, concepts and purpose"), ("vision", "value", "concept", "purpose")),
    "indicators": (N_("Indicators"), ("indicator",)),
    "tracks": (N_("Tracks and the rest"), ("track", "other")),
}
"""The sorts of elements that a comparison goes through, in order; a relation stands in the first that has a part."""

MEASURE_WORDS: Mapping[str, str] = {
    "goals_per_area": N_("Goals per focus area"),
    "goals_measured": N_("Goals, overarching ones among them, with an indicator of their own"),
    "goals_measured_around": N_("Goals with indicators only on their area, track or neighbours"),
    "goals_not_measured": N_("Goals without any indicator"),
    "follow_up_indicators": N_("Indicators that follow up"),
    "context_indicators": N_("Background indicators"),
    "with_targets": N_("Indicators with targets"),
    "with_baseline": N_("Indicators with a baseline value"),
    "with_direction": N_("Indicators with a desired direction"),
    "with_unit": N_("Indicators with a unit"),
    "with_responsible": N_("Indicators with someone responsible"),
    "with_data_source": N_("Indicators with a data source"),
    "with_frequency": N_("Indicators with a frequency"),
    "level_targets": N_("Targets: a level to reach"),
    "standing_targets": N_("Targets: each year or quarter"),
    "change_targets": N_("Targets: a change a year"),
    "tracks_with_indicators": N_("Tracks with indicators"),
    "framework_items_answered": N_("Outside objectives that a goal answers to"),
    "holes": N_("Holes that are named"),
}
"""What is measured of a policy's structure, where no term of the policy says it."""

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
