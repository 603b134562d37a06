"""The labels of the model's fixed words in a report; the catalogues translate them."""

from collections.abc import Mapping

from kommunepolitik.errors.marks import N_, NN_
from kommunepolitik.model.measurability import COUNT_WORDS

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
"""The names of the parts of a policy; a municipality's own words (`Terms`) take precedence."""

_FIELDS: Mapping[str, str] = {
    "activities": N_("Activities"), "annexes": N_("Annexes"), "assessment": N_("Assessment"),
    "base": N_("People it is based on"), "baseline": N_("Baseline"), "breaks": N_("Breaks in the series"),
    "case": N_("Case"), "cases": N_("Cases"), "chance": N_("Whether chance plays"), "changes": N_("Changes"),
    "citation": N_("Citation"), "competence": N_("Competence"), "concepts": N_("Concepts"), "code": N_("Code"),
    "codes": N_("Codes"), "consequences": N_("Consequences across the municipality"),
    "consultations": N_("Consultations"), "continues": N_("Carries on"), "contributors": N_("Contributors"),
    "counted": N_("What is counted"), "data_source": N_("Data source"), "date": N_("Date"), "decimals": N_("Decimals"),
    "decisions": N_("Decisions"), "definition": N_("Definition"), "difference": N_("Difference"),
    "direction": N_("Desired direction"), "disclosure": N_("Disclosure control"), "done": N_("Done"),
    "due": N_("Deadline"), "duration": N_("Duration"), "economy": N_("Economy"), "effects": N_("What it changed"),
    "elements": N_("About"), "expected": N_("Expected"), "experience": N_("Experience"),
    "first_report": N_("First report"), "focus_area": N_("Focus area"), "focus_areas": N_("Focus areas"),
    "follow_up": N_("Follow-up"), "frameworks": N_("Frameworks"), "frequency": N_("Frequency"), "goals": N_("Goals"),
    "groups": N_("Groups"), "ignored": N_("Rules set aside"), "in_force": N_("In force"),
    "indicators": N_("Indicators"), "issuer": N_("Issuer"), "items": N_("Items"),
    "judgement_scale": N_("Meaning of words and colours"), "kind": N_("Kind"), "legal_basis": N_("Legal basis"),
    "limit": N_("Natural limit"), "margin": N_("Smallest change that counts"), "means": N_("Means"),
    "measured_by": N_("Indicators"), "missing": N_("Missing"), "next_steps": N_("Next steps"), "note": N_("Note"),
    "number": N_("Number"), "numerator": N_("People it is about"), "options": N_("Options"),
    "other_names": N_("Other names"), "outcome": N_("Outcome"), "over_time": N_("Longer periods"),
    "participants": N_("Participants"), "period": N_("Period"), "plan": N_("Implementation plan"),
    "points": N_("Points"), "policy_area": N_("Policy area"), "population": N_("Population"),
    "publisher": N_("Publisher"), "purpose": N_("Purpose and frame"), "recommendation": N_("Recommendation"),
    "recommended_by": N_("Recommended by"), "remarks": N_("Remarks"), "reporting": N_("Reporting"),
    "result_level": N_("Level of result"), "responsible": N_("Responsible"), "role": N_("Role"),
    "sources": N_("Sources"), "stage": N_("Stage"), "stated_counts": N_("Stated counts"), "statement": N_("Statement"),
    "strand": N_("Strand"), "subject": N_("Subject"), "summary": N_("Summary"), "supersedes": N_("Earlier policy"),
    "supports": N_("National objectives"), "target_group": N_("Target group"), "target_groups": N_("Target groups"),
    "targets": N_("Targets"), "terms": N_("Own terms"), "theme": N_("Theme"), "title": N_("Title"),
    "tracks": N_("Tracks"), "unit": N_("Unit"), "url": N_("Address"), "values": N_("Values"), "version": N_("Version"),
    "vision": N_("Vision"), "wording": N_("Official wording"),
}  # fmt: skip
"""Fields that may be missing."""

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
        "not_in_sources": N_("not in the available sources"),
        "unclear": N_("unclear in the sources"),
    },
    "basis": {"source": N_("according to the source"), "interpretation": N_("our interpretation")},
    "direction": {"increase": N_("should rise"), "decrease": N_("should fall")},
    "kind": {"quantitative": N_("measured in figures"), "qualitative": N_("judged by people")},
    "role": {"follow_up": N_("follows up the policy"), "context": N_("background")},
    "frequency": {
        "weekly": N_("every week"),
        "monthly": N_("every month"),
        "quarterly": N_("every quarter"),
        "every_four_months": N_("every fourth month"),
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
    "per": {
        "year": N_("every year"),
        "half_year": N_("every half-year"),
        "quarter": N_("every quarter"),
        "month": N_("every month"),
    },
    "over_time": {"sum": N_("added up"), "mean": N_("averaged"), "last": N_("the last counts")},
    "count": COUNT_WORDS,
    "qualifier": {
        "about": N_("c. {value}"),
        "under": N_("under {value}"),
        "over": N_("over {value}"),
        "just_under": N_("just under {value}"),
        "just_over": N_("just over {value}"),
    },
    "field": _FIELDS,
}
