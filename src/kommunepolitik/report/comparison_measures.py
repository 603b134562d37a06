"""Sections of a comparison: claims of documents about changes, measurability, and series across editions."""

from collections.abc import Iterator, Mapping

import attrs

import kommunepolitik.blocks as b
from kommunepolitik.blocks.blocks import Blocks
from kommunepolitik.comparison import CONSTRUCTED, JoinedPoint, JoinedSeries
from kommunepolitik.comparison.relations import SIDES
from kommunepolitik.model import Change, Indicator, Period
from kommunepolitik.model.element import name_of
from kommunepolitik.report.chart_data import Dot, by_length, course, dot_of, is_course, points, spans, years
from kommunepolitik.report.comparison_words import ComparisonWords
from kommunepolitik.report.compose import bullets, content, own, paragraph, row, section, table, texts
from kommunepolitik.report.disclosure import suppressed_words


def claims(words: ComparisonWords) -> b.Section | None:
    """Show the changes that the documents claim, and whether the claims that can be tested hold."""
    changes = words.comparison.new.changes
    if not changes or words.comparison.new.supersedes != words.comparison.old.id:
        return None
    heading, documents = words._("Changes according to the documents"), words._(" and ").join(words.documents)
    heads = (words._("According to {documents}").format(documents=documents), words._("What the comparison shows"))
    rows = (row(*_change(words, change)) for change in changes)
    note = words._(
        "What can be tested is compared with the lines of descent and the counts. What is based on lines that we drew, "
        "or on our restatements, is consistent with our reading, and not confirmed."
    )
    compared = table(heading, [b.Column(head, width=3) for head in heads], rows)
    return section("section_claims", heading, compared, paragraph(note, role="foot"), listed=True)


def _change(words: ComparisonWords, change: Change) -> tuple[Blocks, Blocks]:
    sources = (*content(own(change.title, words.language, "strong")), *texts(change.statement, words.language))
    note = texts(change.note, words.language, "aside") if words.internal else ()
    cited = change.citation
    where = "" if cited is None else cited.section if len(words.documents) == 1 else words.new.where(cited)
    tested = [
        paragraph(f"{words.claimed(claim)}: ", words.verdict(claim), f" ({words.tested(claim)})")
        for claim in words.comparison.claims
        if claim.change is change
    ]
    found = tuple(tested) or content(words._("Nothing of it can be tested here."))
    return (*sources, *content(where or "", role="foot"), *note), found


def structure(words: ComparisonWords) -> b.Section:
    """Count what each contains and how far it can be measured; what we set up ourselves is counted separately."""
    _, rows = words._, words.comparison.structure
    documented = [each for each in rows if each.measure not in CONSTRUCTED and (each.old.of != 0 or each.new.of != 0)]
    ours = [each for each in rows if each.measure in CONSTRUCTED and (each.old.number or each.new.number)]
    counts, read = (
        [row(words.measure(each.measure), words.amount(each.old), words.amount(each.new)) for each in part]
        for part in (documented, ours)
    )
    notes = _("Indicators and targets are those that the documents name.")
    notes += " " + _("»Unknown« is not 0: it is in a document that is not available, or is unclear in it.")
    if ours:
        counts.append(row(_("What we have set up or read into the documents ourselves")))
        notes += " " + _(
            "What we have set up ourselves shows what could be measured, not what the municipality decided to measure."
        )
    heading, heads = _("Structure and measurability"), [b.Column(words.short(side), "number") for side in SIDES]
    counted = table(heading, (b.Column(_("What is counted"), "head", 3), *heads), (*counts, *read))
    return section("section_structure", heading, counted, paragraph(notes, role="foot"), listed=True)


# Series


def series(words: ComparisonWords) -> b.Section | None:
    """Show the figures of the indicators that continue, edition by edition, and name those without figures."""
    joined, _ = words.comparison.series, words._
    drawn = {(each.old.id, each.new.id) for each in joined}
    without: list[list[b.Inline | str]] = []
    for line in words.comparison.links:
        old, new = words.old.policy.element(line.old), words.new.policy.element(line.new)
        if isinstance(old, Indicator) and isinstance(new, Indicator) and (old.id, new.id) not in drawn:
            names = own(f"{old.title} → {new.title}", words.language)
            without.append([names, _(", by our reading") if line.basis == "interpretation" else ""])
    if not joined and not without:
        return None
    note = _(
        "Figures on the two sides of a break, or measured in another way by the new edition, are never compared. "
        "Figures without a period are left out."
    )
    parts = [_part(words, each, number) for number, each in enumerate(joined)]
    rest = section("series_without", _("No figures with a period"), bullets(without)) if without else ()
    heading = _("Indicators that go on")
    return section("section_series", heading, content(note if joined else ""), *parts, rest, listed=True)


def _part(words: ComparisonWords, joined: JoinedSeries, number: int) -> b.Section:
    """Show a series: cautions, a chart for each length of period, and its figures."""
    title, suppressed = _title(words, joined), _suppressed(words, joined)
    cautions = tuple(map(paragraph, _cautions(words, joined, suppressed)))
    rows: list[b.Row] = []
    for side in SIDES:
        mine = [_row(words, joined, point, suppressed) for point in joined.points if point.side == side]
        rows += [row(words.head(side)), *mine] if mine else []
    name, columns = words._("Figures"), (b.Column(words._("Period"), "head"), b.Column(words._("Value"), width=2))
    figures = table(f"{name}: {title} ({number + 1})", columns, rows, "figures")
    charts = [*_charts(words, joined, title, number)]
    shown = (attrs.evolve(charts[0], table=figures), *charts[1:]) if charts else (figures,)
    notices = (b.Notice("gap", cautions),) if cautions else ()
    return section(f"series_{number}", own(title, words.language), notices, *shown, role="card")


def _title(words: ComparisonWords, joined: JoinedSeries) -> str:
    group = words.new.policy.elements.get(joined.group) or words.old.policy.elements.get(joined.group)
    title = joined.new.title
    if not joined.comparable:  # the figures of one must not appear under the name of the other
        sides = {point.side for point in joined.points}
        title = " / ".join(dict.fromkeys(getattr(joined, side).title for side in SIDES if side in sides))
    return title if group is None else f"{title}: {name_of(group)}"


def _value(words: ComparisonWords, joined: JoinedSeries, point: JoinedPoint) -> str:
    indicator = getattr(joined, point.side)
    return words.of(point.side).value_text(point.value, point.value_high, point.qualifier or None, indicator)


def _row(words: ComparisonWords, joined: JoinedSeries, point: JoinedPoint, suppressed: Mapping[str, str]) -> b.Row:
    outranked = words._("a newer edition gives another figure for the period") if point.outranked else ""
    remarks = [words.new.label("quality", point.quality), outranked, suppressed.get(str(point.period), "")]
    remark = ", ".join(filter(None, remarks))
    value = b.Number(_value(words, joined, point), point.value)
    return row(words.language.period(point.period), (value, b.Text(f" ({remark})", "aside") if remark else ""))


def _cautions(words: ComparisonWords, joined: JoinedSeries, suppressed: Mapping[str, str]) -> Iterator[str]:
    _, period = words._, words.language.period
    if not joined.comparable:
        yield _("The two editions do not measure alike; their figures are not compared.")
    elif not joined.worded_alike:
        yield _("Definition or population is worded differently; compare with care.")
    yield from (_("Break in the series from {period}.").format(period=period(each)) for each in joined.breaks)
    lacking = {Period(text) for text in suppressed} - {point.period for point in joined.points}
    for each in sorted(lacking, key=lambda each: each.sort_key):
        yield f"{period(each)}: {suppressed[str(each)]}"
    if joined.link.basis == "interpretation":
        yield _("That the one carries on the other is our reading.")
    sides = {point.side for point in joined.points}
    yield from (_("No figures from {edition}.").format(edition=words.name(side)) for side in SIDES if side not in sides)


def _suppressed(words: ComparisonWords, joined: JoinedSeries) -> Mapping[str, str]:
    """Return, by period, the texts on figures of a series that are withheld, or would be in public."""
    figures, policies = words.comparison.figures, (words.comparison.old, words.comparison.new)
    if figures is None:
        return {}
    ids = zip(policies, (joined.old.id, joined.new.id), strict=True)
    rows = [row for policy, indicator in ids for row in figures.series(policy.id, indicator, joined.group)]
    return {str(row.period): text for row in rows if (text := suppressed_words(row, policies, words.language))}


def _charts(words: ComparisonWords, joined: JoinedSeries, title: str, number: int) -> Iterator[b.Chart]:
    """Yield the figures, a line for each segment and a chart for each length of period; a single figure has none."""
    segments: dict[int, list[Dot]] = {}
    for point in joined.points:
        if not point.outranked and point.quality != "forecast":
            indicator, value = getattr(joined, point.side), _value(words, joined, point)
            dot = dot_of(point.period, point.value, point.value_high, point.qualifier, indicator, value)
            segments.setdefault(point.segment, []).append(dot)
    unit = joined.new.unit or joined.old.unit
    marks = [b.BreakLine(at=years(each.start), label=words._("measured in a new way")) for each in joined.breaks]
    if joined.boundary is not None:
        marks.append(b.BreakLine(at=years(joined.boundary), label=words._("new edition"), role="edition"))
    for place, alike in enumerate(by_length(segments.values()).values()):
        dots = [dot for segment in alike for dot in segment]
        if is_course(dots):
            data = b.LineChart(
                unit=str(unit or ""),
                series=(b.ChartSeries(label=title, segments=points(alike, words.language)),),
                breaks=tuple(marks),
                spans=spans(dots, [mark.at for mark in marks], words.language),
                whole=unit is not None and unit.whole,
            )
            yield b.Chart(
                id=f"chart_{number}_{place}",
                title=title,
                title_language=words.own_language,
                description=" ".join(course(alike, words.language)),
                data=data,
            )
