"""What a source published as the verdict on a target is kept beside ours."""

from collections.abc import Mapping
from typing import Any

import kommunepolitik.model as m
from kommunepolitik.evaluation import Result, evaluate

from .notation import at_least

POLICY = m.Policy(
    id="p",
    title="P",
    municipality=m.Municipality(name="Nybro", fictitious=True),
    period="2020..2030",
    groups=[m.Group(id="unge", title="Unge")],
    indicators=[
        m.Indicator(id="uden", title="Uden måltal"),
        m.Indicator(
            id="i", title="I", targets=[at_least(80, "2024", id="t"), at_least(80, "2024", id="unge", group="unge")]
        ),
    ],
)


def source(words: str, period: str = "2024", **more: Any) -> dict[str, Any]:
    """Return a source's verdict on the target, with its figure."""
    return {"indicator": "i", "target": "t", "period": period, "value": 64, "judgement": words, **more}


def result(*rows: Mapping[str, Any], target: str = "t", at: str = "2024") -> Result:
    """Return the result of one target."""
    (found,) = (each for each in evaluate(POLICY, list(rows), at=at).results if each.target == target)
    return found


def test_a_source_s_verdict_never_changes_ours() -> None:
    """64 is not 80, whatever the source calls it."""
    found = result(source("Opfyldt"))
    assert (found.status, found.source_status, found.source_judgement) == ("missed", "achieved", "Opfyldt")


def test_the_newest_verdict_is_kept() -> None:
    """By its period, then by its day of publication, and never one for a period after the date of judgement."""
    older, newer = source("Ikke opfyldt", "2023"), source("Delvist opfyldt")
    assert result(newer, older).source_judgement == "Delvist opfyldt"
    assert result(newer, older, at="2023").source_judgement == "Ikke opfyldt"
    revised = source("Opfyldt", published="2025-06-01")
    assert result(revised, {**newer, "published": "2025-03-01"}).source_judgement == "Opfyldt"


def test_a_verdict_belongs_to_its_target_and_group() -> None:
    """The target of another group has none by it."""
    rows = [source("Opfyldt")]
    assert result(*rows, target="unge").source_status is None
    rows += [source("Ikke opfyldt", target="unge", group="unge")]
    assert result(*rows, target="unge").source_judgement == "Ikke opfyldt"


def test_a_policy_s_own_verdict_counts_before_a_shared_one() -> None:
    """A shared one counts where there is no other."""
    shared = source("Ikke opfyldt", policy="")
    assert result(shared).source_status == "missed"
    assert result(shared, source("Opfyldt", policy="p")).source_status == "achieved"


def test_a_figure_without_a_verdict_is_none() -> None:
    """Neither words without a target nor a target without words."""
    rows = [{"indicator": "i", "period": "2024", "value": 64}, source("", "2023")]
    assert (result(*rows).source_status, result(*rows).source_judgement) == (None, "")
    assert result(source("Opfyldt", "2023"), source("", "2024")).source_judgement == "Opfyldt"
