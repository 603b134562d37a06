"""The yearly follow-up that goes before a committee: what it says, in the order a committee reads it."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kommunepolitik.checks import Finding
from kommunepolitik.evaluation import Evaluation, Result
from kommunepolitik.i18n import language
from kommunepolitik.model import Account, Case, Decision, Element, Period, Portfolio, Remark
from kommunepolitik.rendering.due import Deadline, dues
from kommunepolitik.rendering.followup import SHAPES, FollowUp, Line, Part, Share, Unassessed
from kommunepolitik.rendering.gaps import (
    GapGroup,
    goals_without_indicator,
    holes_of_follow_up,
    numbered,
    shortcomings,
)
from kommunepolitik.rendering.news import ResultChange, news_since, summed_up
from kommunepolitik.rendering.report_parts import Item, OffTrackTarget
from kommunepolitik.rendering.theme import Theme
from kommunepolitik.rendering.view import PolicyView
from kommunepolitik.rendering.written import explanations

if TYPE_CHECKING:
    from kommunepolitik.observations import Observations

_REACHED: Final = ("achieved",)
_UNDER_WAY: Final = ("on_track",)
_BEHIND: Final = ("behind", "far_behind", "worsening", "missed")
_GRAVE: Final = _BEHIND[::-1]
"""What a committee is told first, the gravest first."""
_NAMED: Final = 2
"""How many elements a line names before the others are counted."""


class ReportView:
    """All that the follow-up report of one policy says; templates of all formats read it."""

    def __init__(
        self,
        followup: FollowUp,
        *,
        earlier: Evaluation | None = None,
        case: Case | None = None,
        findings: Sequence[Finding] = (),
    ) -> None:
        """Take what is judged, and, where they are at hand, last time's evaluation, the case and the findings."""
        self.followup = followup
        self.view: PolicyView = followup.view
        self.policy = self.view.policy
        self.language = self.view.language
        self.earlier = earlier
        self.case = case
        self._findings = findings

    @property
    def _(self) -> Callable[[str], str]:
        return self.language.gettext

    @property
    def title(self) -> str:
        """The title of the report."""
        return self._("Follow-up of {policy}").format(policy=self.policy.title)

    @cached_property
    def reference(self) -> Period | None:
        """The date that the report looks from: that of the judgement, else the end of the newest figure."""
        if self.followup.evaluation.at is not None:
            return self.followup.evaluation.at
        periods = [result.period for result in self.followup.results if result.period is not None and result.period.end]
        return max(periods, key=lambda period: (period.end, period.sort_key), default=None)

    # At a glance

    @property
    def current(self) -> Sequence[Result]:
        """The results of the current targets, and of what people judge in words; all else has nothing to reach."""
        return self.followup.current

    @cached_property
    def tiles(self) -> Sequence[Share]:
        """How many current targets are reached, on the way, behind, not assessable; never one invented score."""
        groups: Sequence[tuple[str, Sequence[str], str]] = (
            ("reached", _REACHED, SHAPES["achieved"]),
            ("on_the_way", _UNDER_WAY, SHAPES["on_track"]),
            ("behind", _BEHIND, SHAPES["missed"]),
            ("ambiguous", ("ambiguous",), SHAPES["ambiguous"]),
            ("not_assessed", ("not_assessed",), SHAPES["not_assessed"]),
        )
        tiles = [
            Share(
                status=key, count=sum(each.status in of for each in self.current), words=self._states(of), shape=shape
            )
            for key, of, shape in groups
        ]
        return [tile for tile in tiles if tile.count or tile.status != "ambiguous"]

    def _states(self, statuses: Sequence[str]) -> str:
        """Say statuses in one, as the theme words them; one that is a degree of another is not said."""
        said = [self.followup.status_words(status) for status in statuses if status != "far_behind"]
        return self.language.either(said)

    @property
    def distribution(self) -> Sequence[Share]:
        """How the current targets are spread over the statuses that any of them has."""
        return [share for share in self.followup.shares(self.current) if share.count]

    @cached_property
    def headline(self) -> str:
        """The state of the policy in one sentence."""
        if not self.current:
            return self._("No target of the policy can be followed up yet: none is known with a figure or a deadline.")
        total = len(self.current)
        in_words = any(result.kind == "judgement" for result in self.current)
        if all(result.status == "not_assessed" for result in self.current):
            if in_words:
                words = self.language.ngettext(
                    "The policy has %(num)s current target or judgement in words; it cannot be assessed yet.",
                    "The policy has %(num)s current targets and judgements in words; none can be assessed yet.",
                    total,
                )
            else:
                words = self.language.ngettext(
                    "The policy has %(num)s current target; it cannot be assessed yet.",
                    "The policy has %(num)s current targets; none of them can be assessed yet.",
                    total,
                )
            return words % {"num": total}
        counted = "; ".join(f"{tile.count} {tile.words}" for tile in self.tiles if tile.count)
        if in_words:
            words = self.language.ngettext(
                "%(num)s current target or judgement in words: {counted}.",
                "%(num)s current targets and judgements in words: {counted}.",
                total,
            )
        else:
            words = self.language.ngettext(
                "%(num)s current target: {counted}.", "%(num)s current targets: {counted}.", total
            )
        return (words % {"num": total}).format(counted=counted)

    @cached_property
    def off_track(self) -> Sequence[Item]:
        """The current targets that are missed or lag, the gravest first."""
        return self._items(_GRAVE)

    @cached_property
    def on_track(self) -> Sequence[Item]:
        """The current targets that are reached, then those that are on track."""
        return self._items((*_REACHED, *_UNDER_WAY))

    def _items(self, statuses: Sequence[str]) -> Sequence[Item]:
        found = [item for item in self._all_items if item.line.result.status in statuses]
        return sorted(found, key=lambda item: statuses.index(item.line.result.status))

    @cached_property
    def _all_items(self) -> Sequence[Item]:
        current = {result.key for result in self.current}
        return [
            Item(
                indicator=part.indicator,
                line=line,
                home=title,
                responsible=part.responsible,
                words="; ".join(part for part in (line.target, self._latest(line)) if part),
            )
            for _, title, parts in self.followup.groups
            for part in parts
            for line in part.lines
            if line.result.key in current
        ]

    def _latest(self, line: Line) -> str:
        if not line.latest:
            return ""
        words = self._("judged {value}") if line.result.kind == "judgement" else self._("latest figure {value}")
        return words.format(value=line.latest)

    # What changed

    @cached_property
    def news(self) -> Sequence[ResultChange]:
        """What changed since the earlier evaluation; new figures apart from revised ones."""
        return () if self.earlier is None else news_since(self.followup, self.earlier)

    @property
    def news_words(self) -> str:
        """How much changed since last time, in words; empty without an earlier evaluation."""
        return "" if self.earlier is None else summed_up(self.news, self.language)

    # Shortfalls

    @cached_property
    def shortfalls(self) -> Sequence[OffTrackTarget]:
        """Each current target that is missed or lags, with explanation and action from the accounts."""
        items = self.off_track
        return [OffTrackTarget(item, explanations(self, item.indicator, item.line.result)) for item in items]

    # What cannot be assessed

    @cached_property
    def awaiting(self) -> Sequence[Unassessed]:
        """What is not out yet, because its source is late."""
        return [each for each in self._unassessed if each.key == "awaiting_data"]

    @cached_property
    def unmeasured(self) -> Sequence[Unassessed]:
        """What cannot be assessed for any other reason."""
        return [each for each in self._unassessed if each.key != "awaiting_data"]

    @property
    def awaiting_count(self) -> int:
        """How many current targets only wait for their source."""
        return sum(result.reason == "awaiting_data" for result in self.current)

    @property
    def unassessed_count(self) -> int:
        """How many current targets cannot be assessed for another reason, or can be read in two ways."""
        unsure = ("not_assessed", "ambiguous")
        return sum(result.status in unsure and result.reason != "awaiting_data" for result in self.current)

    @cached_property
    def _unassessed(self) -> Sequence[Unassessed]:
        followed = {indicator.id for indicator in self.view.indicators("follow_up")}
        return self.followup.unassessed_of(result for result in self.followup.results if result.indicator in followed)

    # Remarks, the plan, what is due

    @cached_property
    def remarks(self) -> Sequence[tuple[Decision, Remark, Sequence[Account]]]:
        """What committee and council asked for earlier, with the accounts that answer; the open ones first."""
        told = [(decision, remark, self.view.answers(remark)) for decision, remark in self.view.remarks]
        return sorted(told, key=lambda each: bool(each[2]))

    @cached_property
    def plan_accounts(self) -> Sequence[Account]:
        """What was written about the plan as a whole: there it may say whether it should be adjusted."""
        return () if self.policy.plan is None else self.view.answers(self.policy.plan)

    @cached_property
    def adjustment(self) -> str:
        """Whether the figures give occasion to look at the plan again; the decision is the committee's."""
        if all(result.status == "not_assessed" for result in self.current):
            return self._("The figures cannot say whether the plan should be adjusted: nothing could be assessed.")
        if not self.shortfalls:
            return self._("No current target lags; the figures give no occasion to adjust the plan.")
        words = self.language.ngettext(
            "{count} current target lags or is missed; that is an occasion to look at the plan again.",
            "{count} current targets lag or are missed; that is an occasion to look at the plan again.",
            len(self.shortfalls),
        ).format(count=len(self.shortfalls))
        silent = sum(not each.accounts for each in self.shortfalls)
        vague = sum(bool(each.accounts) and not each.explained for each in self.shortfalls)
        if silent:
            more = self.language.ngettext(
                "For %(num)s of them no account says why.", "For %(num)s of them no account says why.", silent
            )
            words += " " + more % {"num": silent}
        if vague:
            more = self.language.ngettext(
                "For %(num)s the accounts are older than the figure, or not about it alone.",
                "For %(num)s the accounts are older than the figure, or not about it alone.",
                vague,
            )
            words += " " + more % {"num": vague}
        return words

    @cached_property
    def dues(self) -> Sequence[Deadline]:
        """What is due next, and what is overdue; in order of time."""
        return dues(self.view, self.reference)

    def names(self, due: Deadline) -> str:
        """Name what something is expected of: the first of many."""
        more = len(due.titles) - _NAMED
        if more <= 1:
            return due.title
        words = self.language.ngettext("… and %(num)s more", "… and %(num)s more", more) % {"num": more}
        return f"{'; '.join(due.titles[:_NAMED])} {words}"

    # Findings, method, sources

    @cached_property
    def findings(self) -> Sequence[GapGroup]:
        """The errors and warnings that the rules find, those of one rule together."""
        return shortcomings(self.view, self._findings)

    @property
    def minor_findings(self) -> int:
        """How many findings are mere notes."""
        return sum(finding.severity == "info" for finding in self._findings)

    @cached_property
    def unmeasured_goals(self) -> Sequence[GapGroup]:
        """The goals that nothing measures, by area."""
        return goals_without_indicator(self.view)

    @cached_property
    def holes(self) -> Sequence[GapGroup]:
        """What the policy itself says is missing of what is followed up."""
        return holes_of_follow_up(self.view)

    @cached_property
    def sources(self) -> Sequence[tuple[str, int]]:
        """Where the figures at hand come from, with how many each gives; most first."""
        counts: dict[str, int] = {}
        for rows in self.view.figures.values():
            for row in rows:
                name = row.where or row.publisher or self._("source not stated")
                counts[name] = counts.get(name, 0) + 1
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))

    @cached_property
    def groups(self) -> Sequence[tuple[str, str, Sequence[Part]]]:
        """All tracks or areas in the order of the policy, with the indicators under each; what belongs to none last."""
        followed = {id: (id, title, parts) for id, title, parts in self.followup.groups}
        plan = self.policy.plan
        holders: Sequence[Element] = (
            plan.tracks if plan is not None and self.followup.by_track else self.policy.focus_areas
        )
        all_of_them = [followed.get(each.id, (each.id, self.view.named(each), ())) for each in holders]
        return [*all_of_them, *([followed[""]] if "" in followed else [])]

    @cached_property
    def indicators_shown(self) -> Sequence[str]:
        """Ids of the indicators that the report goes through."""
        return [part.indicator.id for _, _, parts in self.groups for part in parts]

    def goal_accounts(self, indicator: str) -> Sequence[tuple[str, Account]]:
        """Return what was written about the goals that an indicator measures, with their names.

        A goal with several indicators has its accounts under the first of them.
        """
        return [
            (numbered(self.view, goal), account)
            for goal in self.policy.all_goals()
            if next((each for each in self.indicators_shown if each in goal.measured_by), None) == indicator
            for account in reversed(self.view.answers(goal))
        ]

    @cached_property
    def other_accounts(self) -> Sequence[tuple[str, Account]]:
        """What was written about anything that no other part of the report shows."""
        shown = set(self.indicators_shown)
        elsewhere = {goal.id for goal in self.policy.all_goals() if shown & set(goal.measured_by)} | shown
        elsewhere |= {id for id, _, _ in self.groups} | {remark.id for _, remark, _ in self.remarks}
        if self.policy.plan is not None:
            elsewhere.add(self.policy.plan.id)
        rest = [account for account in self.view.accounts if account.element not in elsewhere]
        return [(numbered(self.view, self.policy.element(account.element)), account) for account in rest]

    def accounts(self, id: str) -> Sequence[Account]:
        """Return what was written about a track, an area or an indicator, the newest first."""
        return list(reversed(self.followup.accounts(id)))


def report_of(
    evaluation: Evaluation,
    code: str,
    observations: "Observations | None" = None,
    accounts: Sequence[Account] = (),
    *,
    earlier: Evaluation | None = None,
    case: Case | None = None,
    findings: Sequence[Finding] = (),
    theme: Theme | None = None,
) -> ReportView:
    """Gather the report of an evaluation of one policy, in a language, with the words of a theme before ours."""
    (policy,) = evaluation.portfolio
    end = None if evaluation.at is None else evaluation.at.end
    known = [account for account in accounts if end is None or account.period.start <= end]  # of a time that had begun
    view = PolicyView(policy, language(code, theme), observations, Portfolio([policy]), {}, known)
    return ReportView(FollowUp(view, evaluation), earlier=earlier, case=case, findings=findings)
