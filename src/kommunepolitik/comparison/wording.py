"""Whether two elements of a kind say the same, and whether two indicators measure the same."""

import re
from typing import Final

from kommunepolitik.model import Element, Indicator, Unit

_TEXTS: Final = ("title", "body", "statement", "summary", "points", "follow_up")
"""What an element is called and says; of prose mostly our restatements, where the official text is not kept."""

_MEASURED: Final = ("unit", "definition", "population", "kind")


def reworded(old: Element, new: Element) -> bool:
    """Tell whether two elements are worded differently.

    The official text alone counts where both have it; else titles and texts do, each where both have it: that one of
    them was not restated tells nothing.
    """
    if getattr(old, "wording", None) and getattr(new, "wording", None):
        return _differ(old, new, "wording")
    return any(_differ(old, new, field) for field in _TEXTS)


def redefined(old: Element, new: Element) -> bool:
    """Tell whether two indicators measure different things, as far as both say what they measure."""
    return isinstance(old, Indicator) and isinstance(new, Indicator) and any(_differ(old, new, f) for f in _MEASURED)


def _differ(old: Element, new: Element, field: str) -> bool:
    texts = getattr(old, field, None), getattr(new, field, None)
    return all(texts) and _bare_words(texts[0]) != _bare_words(texts[1])


def _bare_words(text: Unit | str | tuple[str, ...] | None) -> list[str]:
    """Return the words and numbers of a text, and the signs that change what it says; other marks do not."""
    whole = "\n".join(text) if isinstance(text, tuple) else str(text)
    return re.findall(r"\w+|[%‰<>≤≥]", whole.casefold())
