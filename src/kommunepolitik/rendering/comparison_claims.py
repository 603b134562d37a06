"""What documents say was changed, as the page of a comparison holds it against what was found."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from kommunepolitik.comparison import Claim, Verdict
from kommunepolitik.model import Change

if TYPE_CHECKING:
    from kommunepolitik.rendering.comparison import ComparisonView

VERDICT_SHAPES: Final[Mapping[Verdict, str]] = {"agrees": "✔", "disagrees": "✖", "disputed": "≠", "open": "◌"}
"""The shape of each verdict, beside its word."""


@attrs.frozen(kw_only=True)
class ClaimView:
    """A claim in words."""

    claim: Claim
    words: str
    """What is claimed: there are fewer goals."""
    shape: str
    verdict: str
    tested: str
    """How it was tested, and whether that proves much."""
    against: Sequence[str]
    """Names of the elements of which it does not hold."""


@attrs.frozen(kw_only=True)
class ChangeView:
    """A change that a document tells of, with its claims."""

    change: Change
    where: str
    claims: Sequence[ClaimView]


def changes_of(view: "ComparisonView") -> Sequence[ChangeView]:
    """Return the changes that the new policy's documents tell of; none where it replaced another than the old one."""
    if view.comparison.new.supersedes != view.comparison.old.id:
        return []
    return [
        ChangeView(
            change=change,
            where=view.new.where(change.citation),
            claims=[_told(view, claim) for claim in view.comparison.claims if claim.change is change],
        )
        for change in view.comparison.new.changes
    ]


def told_by(view: "ComparisonView") -> str:
    """Name the documents that tell of the changes; what they are (a proposal, a decision) stands in their titles."""
    cited = [change.citation.source for change in view.comparison.new.changes if change.citation is not None]
    titles = [f"»{view.new.title(view.new.policy.element(id))}«" for id in dict.fromkeys(cited)]
    return view._(" and ").join(titles) or view._("the documents")


def _told(view: "ComparisonView", claim: Claim) -> ClaimView:
    words = view.word("effect", claim.effect)
    if claim.is_count:
        words = words if claim.effect != "kept" else view.word("effect", "as_many")
        words = f"{words}: {view.new.label('count', claim.change.counted)}"
    return ClaimView(
        claim=claim,
        words=words,
        shape=VERDICT_SHAPES[claim.verdict],
        verdict=view.word("verdict", claim.verdict),
        tested=_tested(view, claim),
        against=[view.new.named(view.new.policy.element(id)) for id in claim.against],
    )


def _tested(view: "ComparisonView", claim: Claim) -> str:
    if claim.is_count:
        unknown = view._("unknown")
        words = view._("counted: {before} before, {after} now")
        return words.format(before=claim.before or unknown, after=claim.after or unknown)
    said = view.word("tested", claim.effect)
    if claim.change.elements:
        words = view._("; holds of {count} of {of}")
        said += words.format(count=len(claim.holds_of), of=len(claim.change.elements))
    if claim.same_document:
        said += "; " + view._("the lines of descent rest on the same document")
    return said
