"""The next edition of a policy: what is carried on from the one before, and what has to be decided again."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any, Final

import attrs

from kommunepolitik.disclosure import disclose
from kommunepolitik.display import short_repr
from kommunepolitik.documents import to_yaml
from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.evaluation import Result, evaluate
from kommunepolitik.evaluation.explanation import WARNINGS
from kommunepolitik.evaluation.results import target_of
from kommunepolitik.figures import Figures, Observation
from kommunepolitik.figures.periods import judged_days
from kommunepolitik.i18n import Language, language
from kommunepolitik.model import (
    Account,
    Activity,
    Address,
    Baseline,
    Citation,
    Continuation,
    Decision,
    Element,
    Framework,
    FrameworkItem,
    Indicator,
    Missing,
    Period,
    Plan,
    Policy,
    Source,
    Support,
    Track,
)
from kommunepolitik.model.accounts import is_accounted_for
from kommunepolitik.model.record import Record, shapes_of
from kommunepolitik.model.references import walk
from kommunepolitik.model.scalars import check_object
from kommunepolitik.model.text import slug_of
from kommunepolitik.observations import Observations
from kommunepolitik.observations.normalise import normalise

_WIDTH: Final = 98
_LEFT_OUT: Final = ("cases", "consultations", "contributors", "changes", "stated_counts")
"""Fields on how the edition before came about; they are not carried on."""
_OF_ITS_DOCUMENT: Final = ("note", "citation", "annotations", "wording", "other_names", "continues", "missing")
"""Fields on the text of the edition before, or for other tools."""
_DECIDED_AGAIN: Final[Mapping[type, Sequence[str]]] = {
    Indicator: ("baseline", "targets"),
    Track: ("first_report",),
    Plan: ("duration",),
}
"""Fields that the next edition has to decide, by class."""
_OUTSIDE: Final = (Source, Framework, FrameworkItem)
"""Classes outside editions: documents, and objectives of others."""


@attrs.frozen(kw_only=True)
class NextEdition:
    """The next edition of a policy, as a proposal, and what became of the parts of the one before."""

    policy: Policy
    earlier: Policy
    carried: tuple[str, ...]
    """The ids of the elements that carry on one of the edition before, each by a proposal."""
    measured: tuple[str, ...]
    """The ids of the indicators whose baseline is their newest figure."""
    unmeasured: tuple[str, ...]
    """The ids of the indicators that follow up the policy and have no baseline."""
    left_out: Mapping[str, int]
    """The numbers of elements that are not carried on, by field: targets, decisions, cases and others."""

    __repr__ = short_repr

    def to_yaml(self, words: Language | None = None) -> str:
        """Return the edition as the text of a policy file, with comments at the top on what to fix by hand.

        >>> import kommunepolitik as kp
        >>> from kommunepolitik.i18n import language
        >>> edition = next_edition(kp.load("docs/tutorial/nybro/integration_2024"), "2028..2031")
        >>> edition.to_yaml(language("en")).splitlines()[2]
        '# Fix by hand, and then remove these lines:'
        """
        lines = (part for line in _header(self, words or language("da")) for part in wrap(line, _WIDTH))
        return "".join(f"# {line}\n" for line in lines) + to_yaml(self.policy)


def next_edition(
    earlier: Policy,
    period: Period | str,
    observations: Any = None,
    *,
    accounts: Iterable[Account] = (),
    id: str | None = None,
    title: str | None = None,
    words: Language | None = None,
) -> NextEdition:
    """Return the next edition of a policy as a proposal, for a period.

    Indicators keep their ids. A baseline is the newest figure as the public may see it, of the length that the earlier
    baseline has or the target is judged in, or the stated one where that is newer or the newest figure is withheld; it
    has no citation yet; targets are not decided (`missing`). Remarks that none of the `accounts` answers and
    gaps that are promised or not decided are carried on; decisions, cases, consultations and citations are not. Every
    element carries on the one that it comes from by a proposal (`Continuation.proposed`), until somebody confirms it.

    >>> import kommunepolitik.model as m
    >>> job = m.Indicator(id="job", title="Unge i job", targets=[m.LevelTarget(value=60, comparison="at_least")])
    >>> old = m.Policy(id="unge-2024", title="Unge 2024-2027", municipality="Slagelse", indicators=[job])
    >>> new = next_edition(old, "2028..2031", [{"indicator": "job", "period": 2027, "value": 57.5}]).policy
    >>> new.id, new.supersedes, new.indicators[0].baseline.value, new.indicators[0].missing[0].what
    ('unge-2028', 'unge-2024', 57.5, 'targets')

    Raises:
        InvalidModel: `earlier` is not a policy, the period has no end, or the id is that of the edition before.
        InvalidObservations: the figures cannot be read.
    """
    check_object(earlier, Policy)
    if (span := Period(period)).end is None:
        raise InvalidModel(Problem(code="not_an_open_period", data={"value": span}))
    own = id or _next_id(earlier, span)
    if own == earlier.id:
        raise InvalidModel(Problem(code="supersedes_circle", data={"chain": own}))
    shown = disclose(normalise(observations, earlier), earlier)
    figures, newest = Figures.of(shown, earlier), _newest_figures(earlier, shown)
    work = _Edition(earlier, span, figures, newest, tuple(accounts), words or language("da"))
    policy = work.policy(own, title or work.renewed(earlier.title, add=True))
    return NextEdition(
        policy=policy,
        earlier=earlier,
        carried=tuple(e.id for e in policy.elements.values() if any(each.proposed for each in e.continues)),
        measured=tuple(each.id for each in policy.indicators if work.is_measured(each.id)),
        unmeasured=tuple(each.id for each in policy.indicators if each.baseline is None and _has_targets(each)),
        left_out=_left_out(earlier, policy),
    )


def _next_id(earlier: Policy, period: Period) -> str:
    """Return an id with the year of the next edition in place of that of the one before, or after it."""
    year = str(period.start.year)
    stem = re.sub(r"-(?:19|20)[0-9]{2}(?:-(?:19|20)?[0-9]{2})?$", "", earlier.id)
    return f"{stem}-{year}" if f"{stem}-{year}" != earlier.id else slug_of(f"{stem}-{period}")


def _newest_figures(earlier: Policy, observations: Observations) -> Mapping[str, Result]:
    """Return the newest figure of the whole population of each indicator, of the length that it is judged in.

    That is the length of the baseline, else the one that its target is judged in, else the most common of its figures:
    as they would be judged without a target, whose deadline may be earlier.
    """
    judged: dict[str, Period] = {}
    for each in evaluate(earlier, observations).results:
        target = target_of(each, earlier)
        of_others = getattr(target, "relative_to", None) is not None or getattr(target, "cumulative", False)
        if not each.group and target is not None and not of_others and each.period is not None:
            judged.setdefault(each.indicator, each.period)

    def plain(indicator: Indicator) -> Indicator:
        baseline = indicator.baseline
        if (baseline is None or baseline.period is None) and indicator.id in judged:
            baseline = Baseline(period=judged[indicator.id])
        return attrs.evolve(indicator, role="follow_up", targets=(), baseline=baseline)

    without_targets = attrs.evolve(earlier, indicators=[plain(each) for each in earlier.indicators])
    return {each.indicator: each for each in evaluate(without_targets, observations).results if not each.group}


@attrs.frozen
class _Edition:
    """Makes the next edition of a policy."""

    earlier: Policy
    period: Period
    figures: Figures
    newest: Mapping[str, Result]
    """The newest figure, or withheld figure, of the whole population of each indicator that has one."""
    accounts: Sequence[Account]
    words: Language

    def policy(self, id: str, title: str) -> Policy:
        """Return the next edition."""
        old = self.earlier
        fields = {shape.name: self.copied(getattr(old, shape.name)) for shape in shapes_of(Policy)}
        dropped = dict.fromkeys((*_LEFT_OUT, "decisions", "ignored", "sources"), ())
        fields |= {**dropped, "id": id, "title": title, "period": self.period, "in_force": None, "stage": "draft"}
        fields |= {"supersedes": old.id, "note": None, "citation": None, "annotations": {}, "continues": ()}
        fields["municipality"] = old.municipality
        fields["missing"] = _still_missing(old, fields)
        # Built only here, as references may lead to what is added above.
        known = {id for part in fields.values() for id in _ids(part)}
        fields["decisions"] = tuple(self._with_open_remarks(known))
        fields["ignored"] = tuple(each for each in old.ignored if each.element in known)
        fields["sources"] = self._sources({citation for part in fields.values() for citation in _cited(part)})
        return Policy(**fields)

    def copied(self, value: Any) -> Any:
        """Return the value of the next edition for one of the edition before, with all that is in it."""
        if isinstance(value, tuple):
            kept = (each for each in value if not (isinstance(each, Activity) and each.done is not None))
            return tuple(map(self.copied, kept))
        if not isinstance(value, Record):
            return value
        dropped = _dropped(type(value))
        fields = {
            shape.name: shape.default if shape.name in dropped else self.copied(getattr(value, shape.name))
            for shape in shapes_of(type(value))
        }
        if isinstance(value, Support):
            fields |= {"basis": "interpretation", "note": None}
        if "meetings" in fields:
            fields |= {"meetings": (), "first": None}
        if isinstance(value, Element):
            self._as_next(value, fields)
        return type(value)(**fields)

    def _as_next(self, element: Element, fields: dict[str, Any]) -> None:
        """Return the fields in which an element of the next edition differs from the earlier one."""
        _ = self.words.gettext
        added: list[Missing] = []
        if isinstance(element, Indicator):
            fields["baseline"], added = self._baseline(element)
        elif isinstance(element, Plan):
            fields |= {"period": self.period, "title": self.renewed(element.title)}
            if element.reporting:
                added = [Missing(what=_("day of the first report"), why="not_set")]
        elif isinstance(element, Track) and element.first_report is not None:
            added = [Missing(what="first_report", why="not_set")]
        if not isinstance(element, _OUTSIDE):
            address = Address(self.earlier.id, element.id)
            fields["continues"] = (Continuation(address=address, basis="interpretation", proposed=True),)
        new = {gap.what for gap in added}
        fields["missing"] = (*(gap for gap in _still_missing(element, fields) if gap.what not in new), *added)

    def _baseline(self, indicator: Indicator) -> tuple[Baseline | None, list[Missing]]:
        """Return the baseline of an indicator, and the gaps of the baseline and the targets."""
        is_asked = _has_targets(indicator)
        promised = {gap.what: gap for gap in indicator.missing if gap.why == "promised"}
        added = [promised.get("targets", Missing(what="targets", why="not_set"))] if is_asked else []
        baseline, newest = indicator.baseline, self.newest.get(indicator.id)
        if newest is not None and self.is_measured(indicator.id):
            same = {name: getattr(newest, name) for name in ("value", "value_high", "period")}
            baseline = Baseline(**same, qualifier=newest.qualifier or None, note=self._origin(newest))  # type: ignore[arg-type]
        if baseline is None or baseline.value is None:
            gap = promised.get("baseline", Missing(what="baseline", why="not_set", note=self._withheld(newest)))
            return None, [*added, gap] if is_asked else added
        if baseline.citation is None:
            added.append(Missing(what=self.words.gettext("source of the baseline"), why="not_set"))
        return baseline, added

    def is_measured(self, indicator: str) -> bool:
        """Return whether the baseline of an indicator is its newest figure: where no newer one is stated."""
        newest, stated = self.newest.get(indicator), self.earlier.indicator(indicator).baseline
        if newest is None or newest.value is None or newest.period is None:
            return False
        if stated is None or stated.value is None or stated.period is None:
            return True
        return newest.period.sort_key >= stated.period.sort_key

    def _withheld(self, newest: Result | None) -> str | None:
        """Return a note that the newest figure is withheld; an empty text where it is not, or there is none."""
        if newest is None or newest.quality != "suppressed" or newest.period is None:
            return None
        text = self.words.gettext("The newest figure ({period}) is withheld, and no older one is used instead.")
        return text.format(period=self.words.period(newest.period))

    def _origin(self, newest: Result) -> str:
        """Return a note on the source of a figure, and that it is only the newest."""
        _, row = self.words.gettext, self._row(newest)
        titles = {source.id: source.title for source in self.earlier.sources}
        origin = _("from an unnamed source")
        if row.source:
            origin = _("from {source}").format(source=titles.get(row.source, row.source))
        elif row.reported_by:
            origin = _("reported by {unit}").format(unit=row.reported_by)
        quality = _("provisional figure") if newest.quality == "provisional" else _("figure")
        text = _("Newest {quality} when this edition was begun; {origin}.").format(quality=quality, origin=origin)
        made = WARNINGS["derived"]
        return f"{text} {_(made)}" if "derived" in newest.warnings else text

    def _row(self, newest: Result) -> Observation:
        """Return the row of a figure; for one computed from shorter periods, that of the last of these."""
        rows = self.figures.series(self.earlier.id, newest.indicator)
        last = judged_days(newest.period)[1]
        return next(row for row in reversed(rows) if judged_days(row.period)[1] == last)

    def _with_open_remarks(self, known: set[str]) -> Iterator[Decision]:
        """Yield the decisions with remarks that no account answers, reduced to these remarks."""
        for each in self.earlier.decisions:
            remarks = [remark for remark in each.remarks if not is_accounted_for(self.accounts, {remark.id})]
            if remarks:
                subject = each.subject if each.subject in known else None
                reduced = attrs.evolve(each, case=None, outcome=None, subject=subject, remarks=(), missing=())
                note = self.words.gettext("Taken on the edition before; these are its unanswered remarks.")
                asked = [attrs.evolve(self.copied(remark), citation=remark.citation) for remark in remarks]
                yield attrs.evolve(self.copied(reduced), note=note, remarks=asked)

    def _sources(self, cited: set[str]) -> tuple[Source, ...]:
        """Return the sources that are cited, those of figures, and what these cite themselves."""
        sources = {each.id: attrs.evolve(each, continues=()) for each in self.earlier.sources}
        wanted = cited | {row.source for row in self.figures.of_policy(self.earlier.id)}
        wanted |= {each.id for each in sources.values() if each.kind in ("statistics", "survey")}
        found: set[str] = set()
        while more := (wanted & sources.keys()) - found:
            found |= more
            wanted = {citation for id in more for citation in _cited(sources[id])}
        return tuple(each for id, each in sources.items() if id in found)

    def renewed(self, text: str, *, add: bool = False) -> str:
        """Return a title with the years of the period in place of those of the edition before, or else after it."""
        old, new = self.earlier.period, self.period
        assert new.end is not None
        years = {} if old is None else {str(old.start.year): str(new.start.year)}
        if old is not None and old.end is not None:
            years.setdefault(str(old.end.year), str(new.end.year))
        renewed = re.sub(r"\b[0-9]{4}\b", lambda match: years.get(match[0], match[0]), text)
        return f"{text} {new.start.year}-{new.end.year}" if add and renewed == text else renewed


def _dropped(cls: type[Record]) -> Sequence[str]:
    """Return the fields of a class that are not carried on."""
    return (*_OF_ITS_DOCUMENT, *_DECIDED_AGAIN.get(cls, ())) if issubclass(cls, Element) else ("citation",)


def _has_targets(indicator: Indicator) -> bool:
    """Return whether an indicator should have targets: it follows up the policy and is measured in figures."""
    return indicator.role == "follow_up" and indicator.kind == "quantitative"


def _still_missing(element: Element, fields: Mapping[str, Any]) -> tuple[Missing, ...]:
    """Return the gaps that remain in the next edition: what is promised or not decided, and still missing."""
    many = {shape.name: shape.many for shape in shapes_of(type(element))}
    dropped = _dropped(type(element))

    def holds(gap: Missing) -> bool:
        if gap.field in dropped or gap.why not in ("promised", "not_set"):
            return False
        return gap.field is None or many[gap.field] or fields[gap.field] is None

    return tuple(gap for gap in element.missing if holds(gap))


def _records(part: Any) -> Iterator[Record]:
    """Yield all records in a field of a policy."""
    for each in part if isinstance(part, tuple) else (part,):
        if isinstance(each, Record):
            yield from (visit.value for visit in walk(each, type(each)))


def _ids(part: Any) -> Iterator[str]:
    return (record.id for record in _records(part) if isinstance(record, Element))


def _cited(part: Any) -> Iterator[str]:
    return (record.source for record in _records(part) if isinstance(record, Citation))


def _left_out(earlier: Policy, new: Policy) -> Mapping[str, int]:
    """Count what is not carried on, by field."""
    counts = {name: len(getattr(earlier, name)) for name in _LEFT_OUT}
    counts["targets"] = sum(len(each.targets) for each in earlier.indicators)
    for name in ("decisions", "ignored", "sources"):
        counts[name] = len(getattr(earlier, name)) - len(getattr(new, name))
    done = {each.id for track in (earlier.plan.tracks if earlier.plan else ()) for each in track.activities}
    counts["activities"] = len(done - new.elements.keys())
    return {name: count for name, count in counts.items() if count}


def _header(edition: NextEdition, words: Language) -> Iterator[str]:
    """Yield the comments at the top of the file."""
    _ = words.gettext
    title = f"{edition.earlier.title} ({edition.earlier.id})"
    yield _("The next edition of {title}: a proposal, made by `kommunepolitik new`.").format(
        title=" ".join(title.split())
    )
    yield _("Fix by hand, and then remove these lines:")
    for line in next_steps(edition, words):
        yield f"- {line}"


def next_steps(edition: NextEdition, words: Language) -> Iterator[str]:
    """Yield what a person has to do with a new edition, one line each."""
    _ = words.gettext
    yield _("title, id and texts: they are those of the edition before")
    yield _("continues: remove `proposed: true` where it is right, else the line ({count} of them; rule KP302)").format(
        count=len(edition.carried)
    )
    if edition.measured:
        yield _("baseline: write a citation, and remove the gap »{gap}« ({count} of them)").format(
            gap=_("source of the baseline"), count=len(edition.measured)
        )
    if edition.unmeasured:
        yield _("baseline: no figure available: {names}").format(names=", ".join(edition.unmeasured))
    yield _("targets: write those that are decided, and remove the gap »targets«")
    if edition.policy.plan is not None:
        yield _("plan: write when it is reported first, and what is done in its tracks")
    yield _("stage: adopted, with in_force and the document under sources, when it is decided")
