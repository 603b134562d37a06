"""What of a policy can be measured: structural facts of one policy, for checks, comparisons and reports alike.

What is not known is None, never 0: a policy whose goals stand in an annex that is not at hand has an unknown number of
goals. Nothing here looks at figures; a policy says all of it itself.
"""

from kommunepolitik.measurability._count import COUNT_WORDS, Counted, count
from kommunepolitik.measurability._facts import Measurability, measure
from kommunepolitik.measurability._goals import Measured, followed_up, measured, unknown
from kommunepolitik.measurability._parts import PARTS, Part, Tally, is_given, is_needed, tally

__all__ = [
    "COUNT_WORDS",
    "PARTS",
    "Counted",
    "Measurability",
    "Measured",
    "Part",
    "Tally",
    "count",
    "followed_up",
    "is_given",
    "is_needed",
    "measure",
    "measured",
    "tally",
    "unknown",
]
