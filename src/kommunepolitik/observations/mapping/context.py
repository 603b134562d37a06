"""Proposes which figures of an area are those of another indicator, which targets compare with."""

from collections.abc import Iterator, Mapping, Sequence

from kommunepolitik.observations.mapping.evidence import Evidence, Guess, SheetFigure
from kommunepolitik.observations.mapping.layout import Layout
from kommunepolitik.observations.mapping.proposed_columns import PlacedFigure, ProposedColumn, labels_of


def proposed_context(
    layouts: Sequence[Layout],
    columns: Sequence[ProposedColumn],
    roles: Mapping[int, str],
    placed: Sequence[PlacedFigure],
    evidence: Evidence,
) -> dict[str, dict[str, Guess]]:
    """Return for each area other than the municipality, and each indicator, the indicator whose figures these are.

    It is one with the known figures or, for the country, the one that the targets of the indicator compare with.
    """
    named, areas = (next((each for each in columns if each.is_ == role), None) for role in ("indicator", "area"))
    if named is None or areas is None:
        return {}
    of_rows: dict[tuple[int, int], list[SheetFigure]] = {}
    for each in placed:
        of_rows.setdefault((id(each.layout), each.row), []).append(SheetFigure(each.period, each.value))
    figures: dict[tuple[str, str], list[SheetFigure]] = {}
    for layout in layouts:
        titles, words = (
            [each.values[text].value if text in each.values else "" for text in texts]
            for each in (named, areas)
            for texts in [labels_of(layout, each.number, roles, fill_down=each.fill_down)]
        )
        for at, (indicator, area) in enumerate(zip(titles, words, strict=True)):
            own = of_rows.get((id(layout), at), [])
            if own and indicator and area not in ("", "own"):
                figures.setdefault((area, indicator), []).extend(own)
    found: dict[str, dict[str, Guess]] = {}
    for (area, indicator), own in figures.items():
        guess = _guess(area, indicator, own, evidence)
        if guess is not None:
            found.setdefault(area, {})[indicator] = guess
    return found


def _guess(area: str, indicator: str, figures: Sequence[SheetFigure], evidence: Evidence) -> Guess | None:
    compared = {*_compared_with(indicator, evidence)}
    others = compared | {
        each.id for policy in evidence.policies for each in policy.indicators if each.role == "context"
    }
    known = [series for series in evidence.known if series[0] in others and series[0] != indicator]
    if (same := evidence.by_figures(figures, known)) is not None:
        (other, _), count, of = same
        return Guess(other, "figures", count, of)
    return Guess(next(iter(compared)), "word") if area == "country" and len(compared) == 1 else None


def _compared_with(indicator: str, evidence: Evidence) -> Iterator[str]:
    """Yield the indicators of context that the targets of an indicator compare with."""
    known = {each.id: each for policy in evidence.policies for each in policy.indicators}
    for target in known[indicator].targets if indicator in known else ():
        relative = getattr(target, "relative_to", None)
        other = None if relative is None else relative.indicator
        if other is not None and other != indicator and other in known and known[other].role == "context":
            yield other
