"""The contents of a policy, counted and in words."""

from collections.abc import Sequence

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.i18n.language import Language
from kommunepolitik.model import Policy


@attrs.frozen
class Count:
    """A number of things; the value is None where it is not known."""

    value: int | None
    words: str
    part: str = ""
    """What is counted, by a name."""

    __repr__ = short_repr


def goals_unknown(policy: Policy) -> bool:
    """Return whether a policy has goals, but none of them is known."""
    return not any(policy.all_goals()) and any(each.gap("goals") for each in (policy, *policy.focus_areas))


def counts(policy: Policy, words: Language, figures: int = 0) -> Sequence[Count]:
    """Return the numbers of a policy's main parts, and of figures; what is not known is not 0."""
    followed = [indicator for indicator in policy.indicators if indicator.role == "follow_up"]
    goals = len(list(policy.area_goals()))
    indicators_unknown = not followed and policy.gap("indicators") is not None
    tracks = policy.plan.tracks if policy.plan else ()
    tracks_unknown = not tracks and (policy.gap("plan") or (policy.plan and policy.plan.gap("tracks"))) is not None
    with_target = sum(bool(each.targets) for each in followed)
    with_baseline = sum(bool(each.baseline and each.baseline.value is not None) for each in followed)

    def term(name: str, count: int) -> str:
        return words.term(policy, name, count)

    targets = words.gettext("{indicators} with {targets}").format(
        indicators=term("indicator", with_target), targets=term("target", 2)
    )
    baselines = words.gettext("{indicators} with a baseline").format(indicators=term("indicator", with_baseline))
    rows: list[tuple[bool, int | None, str, str]] = [
        (True, len(policy.focus_areas), term("focus_area", len(policy.focus_areas)), "focus_area"),
        (bool(policy.goals), len(policy.goals), term("overarching_goal", len(policy.goals)), "overarching_goal"),
        (True, None if goals_unknown(policy) else goals, term("goal", goals), "goal"),
        (True, None if tracks_unknown else len(tracks), term("track", len(tracks)), "track"),
        (True, None if indicators_unknown else len(followed), term("indicator", len(followed)), "indicator"),
        (bool(followed), with_target, targets, "target"),
        (bool(followed), with_baseline, baselines, "baseline"),
        (
            bool(figures),
            figures,
            words.ngettext("figure from the sources", "figures from the sources", figures),
            "figure",
        ),
    ]
    return [Count(value, text, part) for shown, value, text, part in rows if shown]


def _unused(policy: Policy) -> set[str]:
    """Return the parts whose absence is not worth a word: areas and a plan are not in every policy."""
    return {"focus_area", "track"} | ({"goal"} if policy.goals else set())


def summary(policy: Policy, words: Language, figures: int = 0) -> str:
    """Return in one line what a policy contains, and how many gaps it names."""
    unknown = words.gettext("an unknown number of")
    rows = counts(policy, words, figures)
    left_out = set() if not any(each.value for each in rows) else _unused(policy)
    parts = [
        f"{unknown if each.value is None else each.value} {each.words}"
        for each in rows
        if each.value != 0 or each.part not in left_out
    ]
    named = sum(len(element.missing) for element in (policy, *policy.elements.values()))
    gaps = words.ngettext("%(num)s gap is named", "%(num)s gaps are named", named)
    return ", ".join([*parts, gaps % {"num": named}])
