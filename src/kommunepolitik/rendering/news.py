"""What changed since the report before this one: new figures apart from revised ones."""

from collections.abc import Sequence

import attrs

from kommunepolitik.evaluation import Evaluation, Result
from kommunepolitik.evaluation.labels import CAUSES
from kommunepolitik.i18n import Language
from kommunepolitik.model import Indicator
from kommunepolitik.rendering.followup import SHAPES, FollowUp


@attrs.frozen(kw_only=True)
class ResultChange:
    """Something that changed since last time."""

    indicator: Indicator
    target: str
    before: str
    now: str
    cause: str
    """In words: a new figure, an old one revised …"""
    fresh: bool
    """Whether it rests on a figure of a later period."""
    revised: bool
    """Whether only figures of the same periods differ."""


def news_since(followup: FollowUp, earlier: Evaluation) -> Sequence[ResultChange]:
    """Return what of a policy is judged otherwise than in an earlier evaluation."""
    policy, rows = followup.view.policy, []
    for change in followup.evaluation.changes(earlier):
        if change.now.policy != policy.id:
            continue
        indicator = policy.indicator(change.now.indicator)
        rows.append(
            ResultChange(
                indicator=indicator,
                target=followup.target_words(change.now.target, indicator),
                before=_state(followup, indicator, change.before),
                now=_state(followup, indicator, change.now),
                cause=followup.view.language.gettext(CAUSES[change.cause]),
                fresh=change.cause in ("new_period", "new_period_and_revised"),
                revised=change.cause == "revised",
            )
        )
    return rows


def _state(followup: FollowUp, indicator: Indicator, result: Result | None) -> str:
    """Say a status with its figure: på rette vej, 54,6 % (2024)."""
    if result is None:
        return followup.view.language.gettext("not judged")
    words = f"{SHAPES[result.status]} {followup.status_words(result.status)}"
    if result.value is not None:
        words += f": {followup.judged_words(result.value, result.target, indicator)}"
    if result.period is not None:
        words += f" ({followup.view.period(result.period)})"
    return words


def summed_up(news: Sequence[ResultChange], language: Language) -> str:
    """Say how much changed, in one or two sentences."""
    if not news:
        return language.gettext("Nothing has changed since last time.")
    fresh, revised = sum(each.fresh for each in news), sum(each.revised for each in news)
    words = language.gettext(
        "Since last time {new} judgements have newer figures or words, and {revised} revised ones."
    )
    told = words.format(new=fresh, revised=revised)
    if rest := len(news) - fresh - revised:
        others = language.gettext("{count} differ for another reason, such as the date of the judgement.")
        told += " " + others.format(count=rest)
    return told
