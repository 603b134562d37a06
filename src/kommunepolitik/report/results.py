"""The results of a policy, grouped, counted and named for its reports."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property

import attrs

from kommunepolitik.blocks import StatusShare
from kommunepolitik.errors.marks import N_
from kommunepolitik.evaluation import STATUSES, Evaluation, Record, Result, ResultChange
from kommunepolitik.evaluation.evaluation import homes, responsible_for
from kommunepolitik.evaluation.explanation import REASONS, REMEDIES, STATUS_WORDS, TARGET_GAPS, reason_key
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.figures.periods import judged_days
from kommunepolitik.model import FocusArea, Goal, Indicator, Period, Policy, Track
from kommunepolitik.report.figures import ShownFigures
from kommunepolitik.report.lines import COUNTED, SHOWN_WORDS, Line, LineWriter, verdict
from kommunepolitik.report.policy_words import PolicyWords

_TO_BE_CLEARED_UP = N_("Settle how the target is meant, or get a more exact figure.")


@attrs.frozen(kw_only=True)
class Part:
    """The follow-up of one indicator."""

    indicator: Indicator
    responsible: str
    lines: Sequence[Line]
    """The lines of the results, those that count first."""


@attrs.frozen(kw_only=True)
class Unassessed:
    """Targets that cannot be judged for the same reason, and what is needed."""

    key: str
    """The reason as in `Result.reason`; or a key of `TARGET_GAPS`, where the policy states why it has no target."""
    reason: str
    remedy: str
    items: Sequence[tuple[Indicator, str, str]]
    """Indicator, target or group, and the policy's remark on the gap."""


def home(policy: Policy, id: str) -> str:
    """Return the id of what an element is shown under: a track, else an area, else a goal; itself if it is one."""
    element = policy.element(id)
    if isinstance(element, Indicator):
        found = homes(policy, id, "track") or homes(policy, id, "area") or homes(policy, id, "goal") or [""]
        return found[0]
    return home(policy, element.indicator_ids[0]) if isinstance(element, Goal) and element.indicator_ids else id


class FollowUp:
    """The results of an evaluation, in the words of a policy."""

    def __init__(self, view: PolicyWords, evaluation: Evaluation, earlier: Record | None = None) -> None:
        self.view = view
        self.evaluation = evaluation
        self.earlier = earlier
        """The record of the last report, if given."""
        self.changes = None if earlier is None else evaluation.changes(earlier)
        self.results = [result for result in evaluation.results if result.policy == view.policy.id]
        self.figures = ShownFigures(view, evaluation)
        self.lines = LineWriter(view=view, evaluation=evaluation, figures=self.figures, results=self.results)

    @property
    def by_track(self) -> bool:
        """Whether indicators are under tracks of the plan, or there are only tracks; otherwise under focus areas."""
        policy = self.view.policy
        tracks = policy.plan.tracks if policy.plan is not None else ()
        return any(track.indicator_ids for track in tracks) or (bool(tracks) and not policy.indicators)

    @property
    def holders(self) -> Sequence[Track | FocusArea]:
        """The tracks of the plan, or the focus areas, that indicators are shown under."""
        plan = self.view.policy.plan
        return plan.tracks if plan is not None and self.by_track else self.view.policy.focus_areas

    @property
    def one_by_one(self) -> str:
        """The title of the part on each track, else area, else goal, in the municipality's words: de enkelte spor."""
        policy, terms = self.view.policy, self.view.policy.terms
        name = "track" if self.by_track else "focus_area" if self.holders else "indicator"
        if name == "indicator" and any(goal.indicator_ids for goal in policy.goals):
            name = "overarching_goal" if getattr(terms, "overarching_goal", None) else "goal"
        return self.view.language.gettext("the individual {elements}").format(elements=self.view.term(name, 2))

    def of(self, indicator: str) -> Sequence[Result]:
        """Return the results of an indicator, in their order."""
        return self._by_indicator.get(indicator, ())

    @cached_property
    def _by_indicator(self) -> Mapping[str, Sequence[Result]]:
        found: dict[str, list[Result]] = {}
        for result in self.results:
            found.setdefault(result.indicator, []).append(result)
        return found

    @cached_property
    def groups(self) -> Sequence[tuple[str, str, Sequence[Part]]]:
        """Indicators under their track, else area, else goal: its id and title, and the parts.

        Indicators that belong to none come last, without an id.
        """
        policy, placed, _ = self.view.policy, dict[str, list[Part]](), self.view.language.gettext
        for id in dict.fromkeys(result.indicator for result in self.results):
            placed.setdefault(home(policy, id), []).append(self._part(id))
        holders = (*(policy.plan.tracks if policy.plan else ()), *policy.focus_areas, *policy.all_goals())
        titles = {holder.id: self.view.named(holder) for holder in holders}
        titles[""] = _("Other {indicators}").format(indicators=self.view.term("indicator", 2))
        return [(id, title, placed[id]) for id, title in titles.items() if id in placed]

    @cached_property
    def cards(self) -> Mapping[str, str]:
        """The indicator whose card has the accounts of a goal, by goal: the first shown one that measures it."""
        shown = [part.indicator.id for _, _, parts in self.groups for part in parts]
        places = {id: place for place, id in enumerate(shown)}
        found = ((goal.id, [id for id in goal.indicator_ids if id in places]) for goal in self.view.policy.all_goals())
        return {goal: min(ids, key=places.__getitem__) for goal, ids in found if ids}

    @cached_property
    def current(self) -> Sequence[Result]:
        """The results of the current targets, and of judgements by people in words; other series have no target.

        A past target that is settled now, but was not when last reported, is current once more.
        """
        settled = [] if self.changes is None else self.changes.newly_settled
        judged = [*self.evaluation.current(), *(each for each in settled if self._follows_up(each))]
        return [each for each in judged if each.policy == self.view.policy.id and each.reason != "no_target"]

    def _follows_up(self, result: Result) -> bool:
        return self.view.policy.indicator(result.indicator).role == "follow_up"

    @cached_property
    def counted(self) -> Sequence[Result]:
        """The current results for counting, with the worse of the two ends of a band."""
        return [verdict(band) for band in self.evaluation.bands(self.current)]

    @cached_property
    def _counted_keys(self) -> Set[tuple[str, ...]]:
        return {result.key for result in self.counted}

    @cached_property
    def _counted_in(self) -> Counter[tuple[str, str]]:
        """How many counted results each series has, by indicator and group."""
        return Counter((each.indicator, each.group) for each in self.counted)

    @cached_property
    def distribution(self) -> tuple[StatusShare, ...]:
        """The number of current targets for each of the five words, without a combined score."""
        by_word = {shown: [each for each in self.counted if SHOWN_AS[each.status] == shown] for shown in SHOWN_WORDS}
        return tuple(
            StatusShare(self.lines.status(of[0]), len(of), self._finer_counts(of)) for of in by_word.values() if of
        )

    def _finer_counts(self, results: Sequence[Result]) -> str:
        _, ngettext = self.view.language.gettext, self.view.language.ngettext
        counts = Counter(each.status for each in results if each.status not in SHOWN_WORDS)
        parts = [f"{counts[status]} {_(STATUS_WORDS[status])}" for status in STATUSES if counts[status]]
        if waiting := sum(self.lines.reason(result) == "awaiting_data" for result in results):
            parts.insert(0, ngettext("%(num)s awaits a figure", "%(num)s await a figure", waiting) % {"num": waiting})
        return ", ".join(parts)

    @cached_property
    def unassessed(self) -> Sequence[Unassessed]:
        """The targets that cannot be assessed, by reason."""
        return self.unassessed_of(each for each in self.results if self._follows_up(each) and each.stage in COUNTED)

    def unassessed_of(self, results: Iterable[Result]) -> Sequence[Unassessed]:
        """Return the results that cannot be assessed, by reason; those awaiting a figure first."""
        found: dict[str, list[tuple[Indicator, str, str]]] = {"awaiting_data": []}
        for band in self.evaluation.bands(results):
            result = verdict(band)
            if result.reason is None and result.status != "ambiguous":
                continue
            indicator = self.view.policy.indicator(result.indicator)
            missing = indicator.gap("targets") if result.reason == "no_target" else None
            remark = self.lines.awaited(result, indicator) if missing is None else self.view.reason(missing)
            reason = self.lines.reason(result) or "ambiguous"
            key = reason if missing is None else reason_key(result, self.view.policy)
            found.setdefault(key, []).append((indicator, self.lines.band_words(band, indicator), remark))
        words = self.view.language.gettext
        reasons = {**REASONS, **TARGET_GAPS, "ambiguous": STATUS_WORDS["ambiguous"]}
        remedies = {**REMEDIES, "ambiguous": _TO_BE_CLEARED_UP}
        return [
            Unassessed(key=key, reason=words(reasons[key]), remedy=words(remedies[key]), items=items)
            for key, items in found.items()
            if items
        ]

    @cached_property
    def moved(self) -> Sequence[ResultChange]:
        """The results that differ from last time; with the verdicts on both ends of a band, then and now."""
        if self.changes is None:
            return ()
        differ = {each.now.key: each for each in self.changes.results if each.now.policy == self.view.policy.id}
        found = []
        for band in self._bands:
            changes = [differ[each.key] for each in band if each.key in differ]
            before = [differ[each.key].before if each.key in differ else each for each in band]
            if changes:
                causes = dict.fromkeys(cause for each in changes for cause in each.causes)
                fields = dict.fromkeys(field for each in changes for field in each.fields)
                then = None if None in before else verdict([each for each in before if each is not None])
                change = ResultChange(before=then, now=verdict(band), fields=tuple(fields), causes=tuple(causes))
                found.append(change)
        return found

    @cached_property
    def _bands(self) -> Sequence[Sequence[Result]]:
        return self.evaluation.bands(self.results)

    @cached_property
    def _band_of(self) -> Mapping[tuple[str, ...], Sequence[Result]]:
        return {each.key: band for band in self._bands for each in band}

    @cached_property
    def reference(self) -> Period | None:
        """The reference date of the report: that of the judgement, else the end of the newest figure."""
        if self.evaluation.at is not None:
            return self.evaluation.at
        periods = [each.period for each in self.results if each.period is not None and each.period.end]
        return max(periods, key=lambda period: (period.end, period.sort_key), default=None)

    def is_past(self, period: Period) -> bool:
        """Return whether a period had ended by the reference date of the report."""
        return judged_days(period)[1] <= judged_days(self.reference)[1]

    def band(self, result: Result) -> Sequence[Result]:
        """Return a result together with the other end of its band, if it has one."""
        return self._band_of[result.key]

    def name(self, result: Result) -> tuple[str, str]:
        """Return the indicator of a result, and what distinguishes the result from others: group and deadline."""
        group = self.view.policy.elements.get(result.group)
        is_single = self._counted_in[result.indicator, result.group] < 2
        due = "" if is_single else self.view.period(result.due)
        more = ", ".join(filter(None, ("" if group is None else self.view.title(group), due)))
        return self.view.policy.indicator(result.indicator).title, more

    def called(self, result: Result) -> str:
        """Name the subject of a result within a sentence."""
        title, more = self.name(result)
        return f"»{title}« ({more})" if more else f"»{title}«"

    def status_words(self, status: str) -> str:
        """Return a status in words: one of the five words, followed by the finer one where it differs."""
        words = self.view.language.gettext
        if status in SHOWN_WORDS:
            return words(SHOWN_WORDS[status])
        return f"{words(SHOWN_WORDS[SHOWN_AS[status]])} ({words(STATUS_WORDS[status])})"  # type: ignore[index]

    def _part(self, id: str) -> Part:
        indicator = self.view.policy.indicator(id)
        counted = self._counted_keys
        lines = [self.lines.line(band, indicator, counted) for band in self.evaluation.bands(self.of(id))]
        return Part(
            indicator=indicator,
            responsible=responsible_for(self.view.policy, id),
            lines=sorted(lines, key=lambda line: line.result.key not in counted),
        )
