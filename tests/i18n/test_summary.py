"""What a policy contains, in a line."""

import pytest

from kommunepolitik.documents import parse
from kommunepolitik.i18n import language
from kommunepolitik.i18n.summary import summary

HEAD = "kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: Slagelse\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("goals:\n  - {id: g, statement: Flere}\n", "1 overordnet mål, 0 indikatorer, 0 oplysninger mangler"),
        (
            "focus_areas:\n  - {id: a, title: A}\n",
            "1 fokusområde, 0 mål, 0 indikatorer, 0 oplysninger mangler",
        ),
        ("", "0 fokusområder, 0 mål, 0 implementeringsspor, 0 indikatorer, 0 oplysninger mangler"),
        (
            "goals:\n  - {id: g, statement: Flere}\nmissing:\n  - {what: plan, why: promised}\n",
            "1 overordnet mål, et ukendt antal implementeringsspor, 0 indikatorer, 1 oplysning mangler",
        ),
    ],
)
def test_parts_that_a_policy_does_without_are_left_out(text: str, words: str) -> None:
    """No areas and no plan; that there are no indicators is worth a word, and an empty policy is shown as such."""
    assert summary(parse(HEAD + text), language("da")) == words
