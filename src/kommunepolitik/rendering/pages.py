"""Pages: that of a policy, and what pages of all kinds share: their sections, and the names of their files."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from kommunepolitik.checks import Finding
from kommunepolitik.evaluation import Evaluation
from kommunepolitik.formats.templates import render_template
from kommunepolitik.formats.theme import Theme
from kommunepolitik.i18n import Count, counts, language
from kommunepolitik.model import Account, Municipality, Policy, Portfolio
from kommunepolitik.observations import Observations
from kommunepolitik.rendering.old_comparison_words import Topic
from kommunepolitik.report.disclosure import Notice
from kommunepolitik.report.policy_words import PolicyWords
from kommunepolitik.report.results import FollowUp


@attrs.frozen
class Section:
    """A part of a page: its heading and template. Anchors have an underscore, which no element's id has."""

    template: str
    title: str
    topic: Topic | None = None
    """In a comparison, the sort of elements it is about, if one."""

    @property
    def id(self) -> str:
        """The anchor."""
        return f"section_{self.template if self.topic is None else self.topic.id}"


def sections_of(*possible: tuple[object, Section]) -> Sequence[Section]:
    """Return the sections that have something to show."""
    return [section for present, section in possible if present]


def report_page(policy: Policy, format: str) -> str:
    """Return the file name of a report; ids have no two hyphens in a row, so that no policy's page has it."""
    return f"{policy.id}--opfoelgning.{format}"


def comparison_page(old: Policy, new: Policy, format: str) -> str:
    """Return the file name of a comparison; no policy's page has it either."""
    return f"{old.id}--{new.id}.{format}"


def render_policy(
    policy: Policy,
    format: str,
    code: str,
    *,
    observations: Observations | None = None,
    portfolio: Portfolio | None = None,
    pages: Mapping[str, str] | None = None,
    index: str | None = None,
    evaluation: Evaluation | None = None,
    findings: Sequence[Finding] = (),
    accounts: Sequence[Account] = (),
    report: str | None = None,
    theme: Theme | None = None,
) -> str:
    """Return the page of one policy; `pages`, `index` and `report` tell where other pages of the site lie."""
    words = language(code, theme)
    view = PolicyWords(policy, words, observations, portfolio or Portfolio([policy]), pages or {}, accounts)
    followup = None if evaluation is None else FollowUp(view, evaluation)
    return render_template(
        "policy",
        format,
        code,
        theme=theme,
        view=view,
        sections=sections(view, judged=followup is not None and bool(followup.results), found=bool(findings)),
        counts=counts(policy, words, len(view.observed)),
        index=index,
        report_page=report,
        comparisons=_comparisons(view, format) if pages else (),
        followup=followup,
        disclosure=Notice(view.language, (policy,), observations),
        findings=findings,
    )


def _comparisons(view: PolicyWords, format: str) -> Sequence[tuple[str, str]]:
    """Return the pages that compare a policy with its neighbours: the other edition, and where the page lies."""
    return [
        (view.edition(older if newer == view.policy else newer), comparison_page(older, newer, format))
        for older, newer in view.portfolio.neighbours()
        if view.policy in (older, newer)
    ]


def render_outline(policy: Policy, code: str) -> str:
    """Return an outline of a policy for a terminal."""
    return render_template("policy", "text", code, view=PolicyWords(policy, language(code)))


def sections(view: PolicyWords, *, judged: bool = False, found: bool = False) -> Sequence[Section]:
    """Return the parts that this policy has something to say in, in reading order."""
    policy, _ = view.policy, view.language.gettext
    background = view.indicators("context")
    came_about = policy.contributors or policy.consultations or policy.cases or policy.decisions
    return sections_of(
        (True, Section("glance", _("At a glance"))),
        (judged, Section("followup", _("Follow-up: how far it has come"))),
        (policy.vision or policy.values or policy.concepts, Section("vision", _("Vision, values and concepts"))),
        (policy.purpose, Section("foundation", _("Purpose and frame"))),
        (policy.target_groups, Section("target_groups", view.heading("target_group"))),
        (policy.goals, Section("goals", view.heading("overarching_goal"))),
        (policy.focus_areas, Section("areas", view.heading("focus_area"))),
        (policy.plan, Section("plan", _("Plan and follow-up"))),
        (view.remarks, Section("remarks", _("Remarks of the bodies"))),
        (view.indicators("follow_up"), Section("indicators", view.heading("indicator"))),
        (view.figures, Section("figures", _("Facts in figures"))),
        (background or policy.groups, Section("context", _("Background indicators") if background else _("Groups"))),
        (came_about, Section("process", _("How it came about"))),
        (policy.changes, Section("changes", _("What was changed"))),
        (policy.frameworks, Section("frameworks", _("Objectives it answers to"))),
        (found, Section("findings", _("Findings of the rules"))),
        (view.holes, Section("holes", _("What is missing, and why"))),
        (policy.sources or policy.stated_counts or policy.ignored, Section("sources", _("Sources"))),
    )


_MANY: Final = 20
"""More policies than this stand under their municipalities, with a list of letters to jump by."""

_LAST: Final = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"})
"""The last letters of the Danish alphabet, as what comes after z."""


@attrs.frozen
class Card:
    """One policy on the index page."""

    view: PolicyWords
    chain: Sequence[Policy]

    @property
    def counts(self) -> Sequence[Count]:
        """How many there are of what."""
        return counts(self.view.policy, self.view.language, len(self.view.observed))


@attrs.frozen
class Home:
    """A municipality with its policies."""

    id: str
    """The anchor; it has an underscore, which no element's id has."""
    municipality: Municipality
    letter: str
    """What its name begins with in the alphabet: Å for Aarhus."""
    cards: Sequence[Card]


def render_index(
    portfolio: Portfolio,
    format: str,
    code: str,
    *,
    observations: Observations | None = None,
    pages: Mapping[str, str] | None = None,
    theme: Theme | None = None,
) -> str:
    """Return the way into several policies: a card each, newest edition first, with its chain of editions."""
    pages = pages or {policy.id: f"{policy.id}.{format}" for policy in portfolio}
    words = language(code, theme)
    chains = {policy.id: chain for chain in portfolio.chains() for policy in reversed(chain)}
    cards = [Card(PolicyWords(portfolio[id], words, observations, portfolio, pages), chains[id]) for id in chains]
    homes = _homes(cards)
    many = len(portfolio) > _MANY
    letters: dict[str, str] = {}
    for home in homes if many else ():
        letters.setdefault(home.letter, home.id)
    return render_template(
        "index",
        format,
        code,
        theme=theme,
        cards=[card for home in homes for card in home.cards],
        homes=homes if many else (),
        letters=letters,
        municipalities=len(homes),
        pages=pages,
        report_page=report_page,
        comparison_page=comparison_page,
    )


def _homes(cards: Sequence[Card]) -> Sequence[Home]:
    found: dict[Municipality, list[Card]] = {}
    for card in cards:
        found.setdefault(card.view.policy.municipality, []).append(card)
    ordered = sorted(found, key=lambda each: (alphabetical(each.name), each.name, each.code or ""))
    return [Home(f"home_{place}", each, _letter(each.name), found[each]) for place, each in enumerate(ordered)]


def alphabetical(name: str) -> str:
    """Return what names are sorted by: æ, ø and å come last, aa is å, and accents do not count.

    >>> sorted(["Århus", "Ølby", "Aabenraa", "Ærø", "Vejle", "Allerød"], key=alphabetical)
    ['Allerød', 'Vejle', 'Ærø', 'Ølby', 'Aabenraa', 'Århus']
    """
    danish = unicodedata.normalize("NFC", name.casefold()).replace("aa", "å").translate(_LAST)
    return "".join(each for each in unicodedata.normalize("NFD", danish) if not unicodedata.combining(each))


def _letter(name: str) -> str:
    first = alphabetical(name)[:1]
    return {"{": "Æ", "|": "Ø", "}": "Å"}.get(first, first.upper() if first.isalpha() else "#")
