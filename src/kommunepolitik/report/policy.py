"""The page of a policy: the contents a reader needs, about as long as the document itself."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from kommunepolitik.blocks import Fields, Link, Notice, Place, Report, Row, Section, Text
from kommunepolitik.errors.marks import N_
from kommunepolitik.i18n.summary import counts
from kommunepolitik.model import Element, FocusArea, Goal, Indicator, Policy, Track
from kommunepolitik.report import disclosure
from kommunepolitik.report.compose import Part, bullets, content, own, own_code, own_link, paragraph, section
from kommunepolitik.report.context import Context
from kommunepolitik.report.parts import basis_words
from kommunepolitik.report.policy_elements import (
    cited,
    fields,
    joined,
    lacking,
    link,
    listed,
    name,
    ours,
    part,
    row,
    statement,
    table,
    unknown,
    value,
    workshop,
)
from kommunepolitik.report.policy_plan import figures, indicators, plan, remarks


def policy_page(context: Context) -> Report:
    """Return the page of a policy."""
    policy, language, _ = context.policy, context.language, context.language.gettext
    lead = _("The text restates the policy in short; its own wording is in the documents under Sources.")
    if any(getattr(each, "wording", None) for each in policy.elements.values()):
        lead = _("Quotations are the policy's own wording; all else restates it in short.")
    owner = policy.municipality.full_name
    return Report(
        kind="policy",
        title=policy.title,
        title_language=own_code(language),
        language=language.code,
        kicker=f"{owner} · {policy.policy_area}" if policy.policy_area else owner,
        publisher=owner,
        lead=(Text(lead),),
        facts=facts(context),
        notices=tuple(notices(context)),
        links=tuple(links(context)),
        sections=tuple(each for make in SECTIONS if (each := make(context)) is not None),
        place=Place(page="policy", policies=(policy.id,)),
    )


def facts(context: Context) -> Fields:
    """Return facts about the policy as a whole."""
    policy, _ = context.policy, context.language.gettext
    older = policy.supersedes or ""
    earlier = unknown(context, policy, "supersedes") or content(_("none known"))
    if older:
        title = context.portfolio[older].title if older in context.portfolio else older
        earlier = content(own_link(title, Place(page="policy", policies=(older,)), context.language))
    shown = [(context.words.field(each), value(context, policy, each)) for each in ("period", "in_force", "stage")]
    return Fields((*(each for each in shown if each[1]), (_("Earlier policy"), earlier)))


def notices(context: Context) -> Iterator[Notice]:
    """Yield what a reader must know first: what is made up or withheld, and which text the page is based on."""
    policy, words, _ = context.policy, context.words, context.language.gettext
    yield from disclosure.notices(context.language, (policy,), context.observations)
    own_documents = [each for each in policy.sources if each.kind in ("policy", "case", "annex")]
    absent = [each for each in own_documents if any(missing.field is None for missing in each.missing)]
    absent = [each for each in absent if not (words.available_versions and each.version == "adopted")]
    titles = joined(own_link(each.title.partition(":")[0], Place(each.id), context.language) for each in absent)
    missing = (_("Documents that are missing:"), " ", *titles, ".") if titles else ()
    if basis := basis_words(words) or missing:
        yield Notice("basis", content(basis_words(words), " " if basis != missing else "", *missing))


def links(context: Context) -> Iterator[Link]:
    """Yield the pages that belong to it: index, follow-up, and comparisons with neighbouring editions."""
    policy, _ = context.policy, context.language.gettext
    yield Link(_("All policies"), Place(page="index"))
    if context.evaluation is not None:
        yield Link(_("Follow-up"), Place(page="followup", policies=(policy.id,)))
    for pair in (pair for pair in context.portfolio.neighbours() if policy.id in [each.id for each in pair]):
        other = context.words.edition(pair[policy == pair[0]])
        words = _("Comparison with the edition {period}").format(period=other)
        yield Link(words, Place(page="comparison", policies=(pair[0].id, pair[1].id)))


def counts_in_words(context: Context) -> Section:
    """Return a sentence with the numbers of elements and gaps."""
    _, language = context.language.gettext, context.language
    unknown_count = _("an unknown number of")
    found = [each for each in counts(context.policy, language) if each.value != 0]
    parts = [f"{unknown_count if each.value is None else each.value} {each.words}" for each in found]
    counted = _(" and ").join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
    missing = len(context.words.gaps)
    gaps = (" ", Link(context.words.missing(missing), Place("section_gaps")), ".") if missing else ()
    text = _("The policy has {counted}.").format(counted=counted) if parts else ""
    return section("section_glance", _("At a glance"), paragraph(text, *gaps))


def vision(context: Context) -> Section | None:
    """Return the vision."""
    found, title = context.policy.vision, context.language.gettext("Vision")
    if found is None:
        return None
    body = (*statement(context, found, "lead"), *lacking(context, found), *cited(context, [found]))
    return section(found.id, title, body, workshop(context, found), listed=True)


_ROLES: Final = {"focus_areas": "area", "goals": "card", "cases": "card"}


def elements(field: str, title: Callable[[Context], str]) -> Callable[[Context], Section | None]:
    """Return a function that makes the section of all elements in a field of the policy, with a part for each."""

    def make(context: Context) -> Section | None:
        found: Sequence[Element] = getattr(context.policy, field)
        role, is_area = _ROLES.get(field, ""), field == "focus_areas"
        parts = tuple(part(context, each, role=role, is_listed=is_area) for each in found)
        return listed(context, f"section_{field}", title(context), found, parts)

    return make


def overview(field: str, title: str, *columns: tuple[str, str, float]) -> Callable[[Context], Section | None]:
    """Return a function that makes the section of all elements in a field of the policy, with a row for each.

    A column is the name of a field, a title and a width.
    """

    def make(context: Context) -> Section | None:
        found, _ = getattr(context.policy, field), context.language.gettext
        shown, rows = [each for each, _title, _width in columns], []
        for each in found:
            first = value(context, each, shown[0]) + lacking(context, each, *shown)
            rows.append(row(context, each, first, *shown[1:]))
        heads = {_(head): width for _field, head, width in columns}
        return listed(context, f"section_{field}", _(title), found, table(_(title), heads, rows))

    return make


def frameworks(context: Context) -> Section | None:
    """Return the objectives of others that the policy contributes to, with the contributing goals."""
    _, found, parts = context.language.gettext, context.policy.frameworks, []
    for each in found:
        rows = []
        for item in each.items:
            contributing: list[Part] = []
            for basis, goals in context.words.goals_supporting(item.id).items():
                contributing += ["; ", *joined(link(context, goal.id) for goal in goals), ours(context, basis)]
            first = content(own(name(context, item), context.language)) + lacking(context, item)
            rows.append(row(context, item, first, content(*contributing[1:])))
        caption = _("Goals that contribute to: {title}").format(title=each.title)
        parts.append(part(context, each, table(caption, {_("Objective"): 1, _("Contributing goals"): 2}, rows)))
    is_national = not {each.issuer for each in found} <= {each.body for each in context.policy.decisions}
    national = _("National objectives that the policy contributes to")
    title = national if is_national else _("Objectives that the policy contributes to")
    return listed(context, "section_frameworks", title, found, tuple(parts))


def gaps(context: Context) -> Section | None:
    """Return all gaps by reason, equal gaps together."""
    _, words, language, rows, reason = context.language.gettext, context.words, context.language, list[Row](), ""
    for anchor, alike in words.gaps_by_anchor.items():
        missing, what = alike[0][1], words.what(alike[0][1])
        if reason != (reason := words.label("why", missing.why)):
            rows.append(Row((content(reason[:1].upper() + reason[1:]),)))
        expected = _("expected {period}").format(period=words.period(missing.expected)) if missing.expected else ""
        more = content(expected, ": " if expected and missing.note else "", own(missing.note or "", language))
        where = content(*_among(context, [each for each, _missing in alike]))
        rows.append(Row((content(own(what[:1].upper() + what[1:], language)), where, more), id=anchor))
    title = words.missing(len(words.gaps))
    shown = table(title, {_("What is missing"): 1, _("Where"): 2, _("Explanation"): 2}, rows)
    return section("section_gaps", title, shown, listed=True) if rows else None


_KINDS: Final = {Indicator: "indicator", Track: "track", FocusArea: "focus_area", Goal: "goal"}


def _among(context: Context, found: Sequence[Element]) -> tuple[Part, ...]:
    """Name some elements; where most of a kind are meant, name the others."""
    words, kind, _ = context.words, type(found[0]), context.language.gettext
    if kind is Policy:
        return (_("the policy itself"),)
    every = [each for each in context.policy.elements.values() if type(each) is kind]
    others = [each for each in every if each not in found and getattr(each, "role", "") != "context"]
    is_most = kind in _KINDS and all(type(each) is kind for each in found) and len(found) > max(2, len(others))
    if not is_most or len(others) > 3:
        return joined((link(context, each.id) for each in found), "; ")
    everything = _("all {things}").format(things=words.term(_KINDS[kind], 2))
    named = joined((link(context, each.id) for each in others), "; ")
    return (everything, " ", _("except"), " ", *named) if others else (everything,)


def sources(context: Context) -> Section | None:
    """Return the documents that the policy is known from or refers to, numbered as in citations."""
    _, words, language, rows = context.language.gettext, context.words, context.language, []
    found = context.policy.sources
    for number, each in enumerate(found, start=1):
        url = words.url(each.url) if each.url else None
        title = own_link(each.title, url, language) if url else own(each.title, language)
        address = content(each.url) if each.url and not url else ()
        official = _("No. {number}").format(number=each.number) if each.number else ""
        version = ", ".join(filter(None, (words.label("version", each.version), words.period(each.date), official)))
        first = (*content(f"{number}. ", title), *address, *lacking(context, each, "publisher"))
        is_foreign = each.publisher != context.policy.municipality.full_name
        rows.append(row(context, each, first, "kind", content(version), "publisher" if is_foreign else ()))
    heads = {_("Source"): 3, _("Kind"): 1, _("Version and date"): 2, _("Publisher"): 1.5}
    return section("section_sources", _("Sources"), table(_("Sources"), heads, rows), listed=True) if rows else None


def findings(context: Context) -> Section | None:
    """Return the internal part about the policy: its note, findings of rules, and ignored rules."""
    policy, _, words, language = context.policy, context.language.gettext, context.words, context.language
    if not context.internal:
        return None
    found = []
    for each in context.findings:
        message = each.message(_, language=language.code)
        place = Link(message, Place(each.element)) if each.element else message
        found.append(Row((content(each.code), content(words.label("severity", each.severity)), content(place))))
    title, stated = _("Findings of the rules"), []
    for count in policy.stated_counts:
        number = f"{count.low}–{count.high}" if count.high is not None else f"{count.low}"
        stated.append((f"{number} {words.counted(count)}: ", own(words.where(count.citation), language)))
    aside = bullets((f"{each.code} {each.element or ''}: ", own(each.reason, language)) for each in policy.ignored)
    others = fields((_("Rules set aside"), aside), (_("Contents according to the documents"), bullets(stated)))
    shown = table(title, {_("Rule"): 1, _("Severity"): 1, _("Finding"): 6}, found)
    return section("section_findings", title, workshop(context, policy), shown, others, listed=True)


SECTIONS: Final[Sequence[Callable[[Context], Section | None]]] = (
    counts_in_words,
    vision,
    elements("values", lambda context: context.words.heading("value")),
    elements("concepts", lambda context: context.language.gettext("Concepts")),
    elements("purpose", lambda context: context.language.gettext("Purpose and frame")),
    elements("target_groups", lambda context: context.words.heading("target_group")),
    elements("goals", lambda context: context.words.heading("overarching_goal")),
    elements("focus_areas", lambda context: context.words.heading("focus_area")),
    plan,
    indicators,
    figures,
    remarks,
    overview(
        "decisions",
        N_("Decisions"),
        ("body", N_("Body"), 2),
        ("date", N_("Date"), 1),
        ("subject", N_("Subject"), 2),
        ("outcome", N_("Decision"), 2),
    ),
    elements("cases", lambda context: context.language.gettext("Cases")),
    elements("consultations", lambda context: context.language.gettext("Hearings and consultations")),
    overview("contributors", N_("Who took part"), ("title", N_("Who"), 1), ("role", N_("What they contributed"), 2)),
    elements("changes", lambda context: context.language.gettext("What was changed since the earlier policy")),
    frameworks,
    gaps,
    sources,
    findings,
)
"""The sections of the page, in reading order."""
