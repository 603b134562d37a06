"""A comparison as plain data."""

from collections.abc import Mapping
from typing import Any

import attrs

from kommunepolitik.comparison.comparison import Comparison
from kommunepolitik.comparison.relations import SIDES
from kommunepolitik.comparison.series import JoinedSeries
from kommunepolitik.model.data import register
from kommunepolitik.model.element import name_of


def _comparison_data(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as lists, dicts, texts and numbers; elements are given by their addresses.

    Keys: `old`, `new`, `pair_kind`, `elements` (kind, name and focus area by address), `relations` (each with its
    links), `dangling`, `structure`, `claims`, `area_names`, `series`, and, never mixed with them, `suggestions`.
    """
    ids = {"old": comparison.old.id, "new": comparison.new.id}
    return {
        **ids,
        "pair_kind": comparison.pair_kind,
        "elements": {
            f"{ids[side]}#{id}": {"kind": place.kind, "name": name_of(place.element), "area": place.area}
            for side in SIDES
            for id, place in comparison.elements(side).items()
            if place.kind != "other" or comparison.links_of(side, id)
        },
        "relations": [
            {
                "relation": relation.kind,
                **_ends(relation, ids),
                **_fields(relation, "flags", "reason"),
                "links": [
                    {**_ends(link, ids), **_fields(link, "basis", "note", "comparable", "proposed", "through", "flags")}
                    for link in relation.links
                ],
            }
            for relation in comparison.relations
        ],
        "dangling": [attrs.asdict(each) for each in comparison.dangling],
        "structure": [
            {"measure": row.measure, "old": attrs.asdict(row.old), "new": attrs.asdict(row.new)}
            for row in comparison.structure
        ],
        "claims": [
            {
                "change": f"{ids['new']}#{claim.change.id}",
                "title": claim.change.title,
                "effect": claim.effect,
                "counted": claim.change.counted if claim.is_count else None,
                **_fields(claim, "verdict", "evidence", "same_document"),
                "holds_of": [f"{ids['new']}#{id}" for id in claim.holds_of],
                "against": [f"{ids['new']}#{id}" for id in claim.against],
            }
            for claim in comparison.claims
        ],
        "area_names": [
            {"area": f"{ids[each.side]}#{each.area.id}", "name": each.area.title, "other": each.other.name}
            for each in comparison.area_names
        ],
        "series": [
            {**{side: f"{ids[side]}#{getattr(each, side).id}" for side in SIDES}, **_series(each)}
            for each in comparison.series
        ],
        "suggestions": [
            {**_ends(each, ids), **_fields(each, "score", "words", "weak")}
            for each in (*comparison.suggestions, *comparison.weak_suggestions)
        ],
    }


_POINT = ("value", "value_high", "qualifier", "quality", "segment", "outranked")


def _series(series: JoinedSeries) -> dict[str, Any]:
    return {
        **_fields(series, "group", "comparable"),
        "boundary": None if series.boundary is None else series.boundary.isoformat(),
        "breaks": [period.text for period in series.breaks],
        "points": [
            {"edition": point.side, "period": point.period.text, **_fields(point, *_POINT)} for point in series.points
        ],
    }


def _ends(value: Any, ids: Mapping[str, str]) -> dict[str, Any]:
    """Return the addresses of the element, or the elements, on either side."""
    ends = {side: getattr(value, side) for side in SIDES}
    return {
        side: f"{ids[side]}#{end}" if isinstance(end, str) else [f"{ids[side]}#{id}" for id in end]
        for side, end in ends.items()
    }


def _fields(value: Any, *names: str) -> dict[str, Any]:
    """Return some fields of an object, tuples as lists."""
    values = {name: getattr(value, name) for name in names}
    return {name: list(each) if isinstance(each, tuple) else each for name, each in values.items()}


register(Comparison, _comparison_data)
