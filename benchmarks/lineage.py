"""The quality of suggested lineage: that of Slagelse 2013 and 2023 is hidden, and compared with suggestions.

Precision is the share of the suggested pairs that a person declared, recall the share of the declared pairs that are
suggested. A pair nobody declared is counted as wrong, though some would be worth declaring. The simple matcher for
comparison uses the ratio of equal characters (rapidfuzz.fuzz.ratio), in the same clusters; its threshold is the best
for this example, but ours is not.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from benchmarks.measuring import Row, side_by_side
from kommunepolitik import Policy, load
from kommunepolitik.comparison.elements import Placed, placed
from kommunepolitik.comparison.suggestions import (
    THRESHOLD,
    Scored,
    clusters,
    kind_similarity,
    suggest_lineage,
    text_of,
)
from kommunepolitik.documents import parse, to_json

EXAMPLES = Path(__file__).parents[1] / "examples"
STEPS = [step / 100 for step in range(5, 100)]

Pairs = set[tuple[str, str]]


def without_lineage(policy: Policy) -> Policy:
    """Return a policy without declared lineage."""

    def strip(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: strip(value) for key, value in node.items() if key != "continues"}
        return [strip(value) for value in node] if isinstance(node, list) else node

    return parse(json.dumps(strip(json.loads(to_json(policy)))), ".json")


def declared(old: Policy, new: Policy) -> Pairs:
    """Return the pairs of old and new ids that a person declared."""
    addresses = ((c.address, id) for id, element in new.elements.items() for c in element.continues)
    return {
        (to.element, id) for to, id in addresses if to.policy == old.id and to.element and to.element in old.elements
    }


def ours(old: Policy, new: Policy, threshold: float = THRESHOLD) -> Pairs:
    """Return the suggested pairs."""
    return {(pair.old, pair.new) for found in suggest_lineage(old, new, threshold=threshold) for pair in found.pairs}


class Ratio:
    """The simple matcher: the share of equal characters of two texts, in order."""

    def __init__(self, old: Policy, new: Policy, *, whole: bool, kinds: bool) -> None:
        """Compare all elements by their names, or by all their texts; with our weights of kinds, or none."""
        self.left, self.right = _compared(old), _compared(new)
        sides = (
            [_text_of(policy, place, whole) for place in side.values()]
            for policy, side in ((old, self.left), (new, self.right))
        )
        scores = process.cdist(*sides, scorer=fuzz.ratio) / 100
        self.pairs = []
        for row, mine in enumerate(self.left.values()):
            for column, its in enumerate(self.right.values()):
                score = float(scores[row, column]) * (kind_similarity(mine.kind, its.kind) if kinds else 1)
                self.pairs.append(Scored(row, column, score))
        self.pairs.sort(key=lambda pair: -pair.score)

    def suggest(self, threshold: float) -> Pairs:
        """Return the suggested pairs, collected like ours."""
        lefts, rights = list(self.left), list(self.right)
        gathered = clusters(pair for pair in self.pairs if pair.score >= threshold)
        return {(lefts[pair.row], rights[pair.column]) for cluster in gathered for pair in cluster}


def _compared(policy: Policy) -> Mapping[str, Placed]:
    return {id: place for id, place in placed(policy).items() if place.kind != "other"}


def _text_of(policy: Policy, place: Placed, whole: bool) -> str:
    text = text_of(policy, place)
    return " ".join([*text.names, *text.running] if whole else text.names).casefold()


def figures(found: Pairs, wanted: Pairs) -> tuple[float, float, float]:
    """Return precision, recall and their harmonic mean (F1)."""
    hits = len(found & wanted)
    precision, recall = hits / max(1, len(found)), hits / len(wanted)
    return precision, recall, 2 * hits / (len(found) + len(wanted))


def rows(quick: bool = False) -> Iterator[Row]:
    """Yield the quality of our suggestions beside that of the matcher at its best, and the time of both."""
    old, declaring = load(EXAMPLES / "slagelse_2013"), load(EXAMPLES / "slagelse_2023")
    wanted, new = declared(old, declaring), without_lineage(declaring)
    own = figures(ours(old, new), wanted)
    for whole in (False,) if quick else (False, True):
        for kinds in (False,) if quick else (False, True):
            plain = Ratio(old, new, whole=whole, kinds=kinds)
            best = max((figures(plain.suggest(step), wanted) for step in STEPS), key=lambda found: found[2])
            texts = f"{'all texts' if whole else 'names'}{', our weights of kinds' if kinds else ''}"
            for name, mine, its in zip(("precision", "recall", "F1"), own, best, strict=True):
                target = "≥ 1" if name == "F1" else ""
                beside = f"ratio of characters, {texts}, its best threshold"
                yield Row("lineage", f"{name} of suggestions", beside, mine, its, unit="", target=target)
    runs = {"ours": lambda: ours(old, new), "ratio": lambda: Ratio(old, new, whole=True, kinds=False)}
    taken = side_by_side(runs, 1 if quick else 15)
    yield Row("lineage", "time of suggestions", "ratio of characters, all texts", taken["ours"], taken["ratio"])
