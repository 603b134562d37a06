"""The index of several policies: each with its status, gaps, follow-up and editions."""

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from kommunepolitik.blocks import Distribution, Inline, Link, Notice, Place, Report, Section, StatusShare, Text
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.i18n import Language
from kommunepolitik.i18n.summary import summary
from kommunepolitik.model import Municipality, Policy, Portfolio
from kommunepolitik.report.comparison_words import edition_name
from kommunepolitik.report.compose import content, own, own_link, paragraph, section
from kommunepolitik.report.policy_words import PolicyWords

_MANY: Final = 20
"""More policies than this are grouped by municipality, in alphabetical order."""

_LAST: Final = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"})
"""The last letters of the Danish alphabet as characters that sort after z."""


def index_page(
    portfolio: Portfolio,
    language: Language,
    shares: Mapping[str, Sequence[StatusShare]] | None = None,
    *,
    papers: bool = False,
) -> Report:
    """Return the index of policies by municipality, each chain of editions with the newest first.

    `shares` is the number of current targets by status, by id of the policy; without it, no status is shown.
    With `papers`, each entry also links to the paper for its committee.
    """
    policies: dict[Municipality, list[Section]] = {}
    chains = {policy.id: chain for chain in portfolio.chains() for policy in reversed(chain)}
    has_many = len(chains) > _MANY
    for id, chain in chains.items():
        counts = (shares or {}).get(id)
        made = entry(portfolio[id], chain, language, counts, names_place=not has_many, papers=papers)
        policies.setdefault(portfolio[id].municipality, []).append(made)
    places = sorted(policies, key=lambda each: (alphabetical(each.name), each.name, each.code or ""))
    homes = [
        section(f"home_{n}", each.full_name, *policies[each], role="home", facets=(("letter", letter(each.name)),))
        for n, each in enumerate(places)
    ]
    counted = language.ngettext("%(num)s policy", "%(num)s policies", len(chains)) % {"num": len(chains)}
    of = language.ngettext("%(num)s municipality", "%(num)s municipalities", len(places)) % {"num": len(places)}
    return Report(
        kind="index",
        title=language.gettext("Municipal policies"),
        language=language.code,
        kicker=f"{counted} · {of}",
        sections=tuple(homes) if has_many else tuple(each for place in places for each in policies[place]),
        place=Place(page="index"),
    )


def entry(
    policy: Policy,
    chain: Sequence[Policy],
    language: Language,
    shares: Sequence[StatusShare] | None,
    *,
    names_place: bool,
    papers: bool = False,
) -> Section:
    """Show a policy: its facts, its status, and links to its pages and other editions."""
    words, _ = PolicyWords(policy, language), language.gettext
    place = policy.municipality.full_name if names_place else ""
    facts = [place, policy.policy_area or "", words.period(policy.period), words.label("stage", policy.stage)]
    status: Blocks = ()
    if shares is not None:
        is_judged = any(share.count for share in shares if share.status.key != "not_assessed")
        spread = Distribution(title=_("Current targets by status"), shares=tuple(shares))
        status = (spread,) if is_judged else content(_("No measurements that can be judged yet."))
    to = {_("Follow-up report"): Place(page="followup", policies=(policy.id,))}
    to |= {_("The case before the committee"): Place(page="paper", policies=(policy.id,))} if papers else {}
    links = [each for words, place in to.items() for each in (" · ", Link(words, place))]
    made_up = content(_("Made up, figures and all.")) if policy.municipality.fictitious else ()
    return section(
        f"entry_{policy.id}",
        own_link(policy.title, Place(page="policy", policies=(policy.id,)), language),
        content(own(" · ".join(filter(None, facts)), language), role="aside"),
        (Notice("made_up", made_up),) if made_up else (),
        status,
        paragraph(f"{summary(policy, language)}.", role="aside"),
        paragraph(*links[1:]),
        content(*_editions(policy, chain, words)),
        role="entry",
    )


def _editions(policy: Policy, chain: Sequence[Policy], words: PolicyWords) -> Sequence[Inline]:
    """Return the chain of editions, each a link but the policy itself, and the comparisons between them."""
    if len(chain) < 2:
        return ()
    found: list[Inline] = []
    for each in chain:
        name, to = edition_name(each, words.language), Place(page="policy", policies=(each.id,))
        found += [Text(" → "), Text(name, "strong") if each is policy else Link(name, to)]
    for old, new in pairwise(chain):
        names = {"old": edition_name(old, words.language), "new": edition_name(new, words.language)}
        to = Place(page="comparison", policies=(old.id, new.id))
        found += [Text(" · "), Link(words._("Compare {old} with {new}").format(**names), to)]
    return [Text(words._("Editions") + ": "), *found[1:]]


def alphabetical(name: str) -> str:
    """Return the sort key of a name: æ, ø and å come last, aa is å, and accents are ignored.

    >>> sorted(["Århus", "Ølby", "Aabenraa", "Ærø", "Vejle", "Allerød"], key=alphabetical)
    ['Allerød', 'Vejle', 'Ærø', 'Ølby', 'Aabenraa', 'Århus']
    """
    danish = unicodedata.normalize("NFC", name.casefold()).replace("aa", "å").translate(_LAST)
    return "".join(each for each in unicodedata.normalize("NFD", danish) if not unicodedata.combining(each))


def letter(name: str) -> str:
    """Return the letter that a name is listed under: Å for Aarhus, # for names without an initial letter."""
    first = alphabetical(name)[:1]
    return {"{": "Æ", "|": "Ø", "}": "Å"}.get(first, first.upper() if first.isalpha() else "#")
