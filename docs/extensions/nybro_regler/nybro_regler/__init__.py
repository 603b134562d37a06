"""Nybro's own check rules."""

from collections.abc import Iterator

from kommunepolitik.checks import Found, Subject, found, rule


@rule("NYB101", "warning", {"da": "Indsatsområde med for få mål", "en": "Focus area with too few goals"})
def few_goals(subject: Subject) -> Iterator[Found]:
    """Find focus areas with fewer than two goals.

    **Why.** The council decided that a focus area has at least two goals; with one, it is a goal of another area.

    **Fix.** Write another goal, or move the one there is.
    """
    for area in subject.policy.focus_areas:
        if len(area.goals) < 2:
            words = {
                "da": "»{title}« har færre end to mål ({count})",
                "en": "'{title}' has fewer than two goals ({count})",
            }
            yield found(area, words, count=len(area.goals))


@rule("NYB102", "warning", {"da": "Indikator uden center", "en": "Indicator without centre"})
def no_centre(subject: Subject) -> Iterator[Found]:
    """Find indicators of the follow-up whose responsible is not one of Nybro's centres.

    **Why.** The centres return the figures every year; whoever else is responsible is not asked.

    **Fix.** Write the centre that has the figure under `responsible`, such as `Center for Job og Læring`.
    """
    for indicator in subject.followed:
        if not (indicator.responsible or "").startswith("Center for "):
            words = {
                "da": "»{title}« skal have et center som ansvarlig",
                "en": "a centre must be responsible for '{title}'",
            }
            yield found(indicator, words, within=("responsible",))
