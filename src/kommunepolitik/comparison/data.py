"""A comparison as plain data, for JSON."""

from typing import Any

from kommunepolitik.comparison.comparison import Comparison
from kommunepolitik.comparison.elements import name_of
from kommunepolitik.comparison.relations import Link, Relation
from kommunepolitik.comparison.series import JoinedSeries
from kommunepolitik.comparison.structure import Amount


def as_data(comparison: Comparison) -> dict[str, Any]:
    """Return all that a comparison says as lists, dicts, texts and numbers; elements are told by their addresses.

    Keys: `old`, `new`, `bond`, `elements` (kind, name and focus area by address), `relations` (each with its links),
    `dangling`, `structure`, `claims`, `area_names`, `series`, and, never mixed with them, `suggestions`.
    """
    old, new = comparison.old.id, comparison.new.id
    return {
        "old": old,
        "new": new,
        "bond": comparison.bond,
        "elements": {
            f"{id}#{element}": {"kind": place.kind, "name": name_of(place.element), "area": place.area}
            for id, elements in ((old, comparison.elements("old")), (new, comparison.elements("new")))
            for element, place in elements.items()
            if place.kind != "other"
        },
        "relations": [_relation(relation, old, new) for relation in comparison.relations],
        "dangling": [
            {"element": each.element, "address": each.address, "nearest": each.nearest} for each in comparison.dangling
        ],
        "structure": [
            {"measure": row.measure, "old": _amount(row.old), "new": _amount(row.new)} for row in comparison.structure
        ],
        "claims": [
            {
                "change": f"{new}#{claim.change.id}",
                "title": claim.change.title,
                "effect": claim.effect,
                "counted": claim.change.counted if claim.is_count else None,
                "verdict": claim.verdict,
                "same_document": claim.same_document,
                "holds_of": [f"{new}#{id}" for id in claim.holds_of],
                "against": [f"{new}#{id}" for id in claim.against],
            }
            for claim in comparison.claims
        ],
        "area_names": [
            {
                "area": f"{old if each.side == 'old' else new}#{each.area.id}",
                "name": each.area.title,
                "other": each.other.name,
            }
            for each in comparison.area_names
        ],
        "series": [_series(series, old, new) for series in comparison.series],
        "suggestions": [
            {
                "old": [f"{old}#{id}" for id in suggestion.old],
                "new": [f"{new}#{id}" for id in suggestion.new],
                "score": round(suggestion.score, 4),
                "words": list(suggestion.words),
                "weak": suggestion.weak,
            }
            for suggestion in (*comparison.suggestions, *comparison.weak_suggestions)
        ],
    }


def _relation(relation: Relation, old: str, new: str) -> dict[str, Any]:
    return {
        "relation": relation.kind,
        "old": [f"{old}#{id}" for id in relation.old],
        "new": [f"{new}#{id}" for id in relation.new],
        "flags": list(relation.flags),
        "reason": relation.reason,
        "links": [_link(link, old, new) for link in relation.links],
    }


def _link(link: Link, old: str, new: str) -> dict[str, Any]:
    return {
        "old": f"{old}#{link.old}",
        "new": f"{new}#{link.new}",
        "basis": link.basis,
        "note": link.note,
        "comparable": link.comparable,
        "through": list(link.through),
        "flags": list(link.flags),
    }


def _amount(amount: Amount) -> dict[str, Any]:
    return {"number": amount.number, "of": amount.of, "high": amount.high, "unknown": amount.unknown}


def _series(series: JoinedSeries, old: str, new: str) -> dict[str, Any]:
    return {
        "old": f"{old}#{series.old.id}",
        "new": f"{new}#{series.new.id}",
        "group": series.group,
        "comparable": series.comparable,
        "boundary": None if series.boundary is None else series.boundary.isoformat(),
        "breaks": [period.text for period in series.breaks],
        "points": [
            {
                "edition": point.side,
                "period": point.period.text,
                "value": point.value,
                "value_high": point.value_high,
                "qualifier": point.qualifier,
                "quality": point.quality,
                "segment": point.segment,
                "outranked": point.outranked,
            }
            for point in series.points
        ],
    }
