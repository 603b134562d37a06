"""The yearly follow-up that goes before a committee: what it says, in the order a committee reads it."""

# mypy: ignore-errors

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Final, cast

from kommunepolitik.blocks import Share
from kommunepolitik.checks import Finding
from kommunepolitik.errors import N_, NN_
from kommunepolitik.evaluation import Evaluation, Record
from kommunepolitik.formats.templates import render_template
from kommunepolitik.formats.theme import Theme
from kommunepolitik.i18n import language
from kommunepolitik.model import Account, Case, Period, Portfolio
from kommunepolitik.observations import Observations
from kommunepolitik.rendering.pages import Section, sections_of
from kommunepolitik.report import parts as report_parts
from kommunepolitik.report.changes import change_lists, summed_up
from kommunepolitik.report.disclosure import Notice
from kommunepolitik.report.lines import COUNTED, Line
from kommunepolitik.report.policy_words import PolicyWords
from kommunepolitik.report.results import FollowUp, Part

_GOING_WELL: Final = ("achieved", "on_track")
_BEHIND: Final = ("behind", "far_behind", "unchanged", "worsening", "missed")
_NAMED: Final = 2
_UNASSESSED: Final = {
    False: NN_(
        "The policy has %(num)s current target; it cannot be assessed yet.",
        "The policy has %(num)s current targets; none of them can be assessed yet.",
    ),
    True: NN_(
        "The policy has %(num)s current target or judgement in words; it cannot be assessed yet.",
        "The policy has %(num)s current targets and judgements in words; none can be assessed yet.",
    ),
}
_COUNTED: Final = {
    False: NN_("%(num)s current target: {counted}.", "%(num)s current targets: {counted}."),
    True: NN_(
        "%(num)s current target or judgement in words: {counted}.",
        "%(num)s current targets and judgements in words: {counted}.",
    ),
}
"""The headline, by whether any of the targets is judged in words."""
_LAGGING: Final = NN_(
    "{count} current target is not on track or missed; that is an occasion to look at the plan again.",
    "{count} current targets are not on track or missed; that is an occasion to look at the plan again.",
)
_SILENT: Final = NN_("For %(num)s of them no account says why.", "For %(num)s of them no account says why.")
_VAGUE: Final = NN_(
    "For %(num)s the accounts are older than the figure, or not about it alone.",
    "For %(num)s the accounts are older than the figure, or not about it alone.",
)
_METHOD: Final = (
    N_(
        "A target is judged by the newest figure of its own length that ends by the deadline and by the date of the"
        " report: a target for whole years by figures for whole years. Quarters and other parts of a year are put "
        "together only where the policy says how; their development is measured from the same part of the year "
        "before. Only where no figure of that length exists, a share or a stock of another length is used, and the "
        "line says so."
    ),
    N_(
        "When the deadline is over, the target is reached or missed as soon as the figure that settles it is out; "
        "until then it awaits a figure. Before that, the figure is held against the straight way from the baseline "
        "through the targets: on that way or better, or at least 95 percent of it, is on track; 60 to 95 percent is"
        " behind, and less is far behind. A change that is no larger than the uncertainty of the figures counts as "
        "none."
    ),
    N_(
        "Headlines and counts use, of each series, the target that is due in the period of the report, else the "
        "next one. A target that is over and has no successor is marked as expired; earlier, later and replaced "
        "targets are listed with their indicator. A minimum and a maximum count as one target, by the worse of the "
        "two."
    ),
    N_(
        "The arrow shows which way the figure went, and the word after it whether that is better or worse; it says "
        "nothing about the target. What people judge is shown as they judged it, and a verdict that a source "
        "published is beside ours. Each line says how it was reached."
    ),
)


class ReportView:
    """The content of the follow-up report of one policy; templates of all formats read it."""

    def __init__(self, followup: FollowUp, case: Case | None, findings: Sequence[Finding]) -> None:
        self.followup = followup
        self.view: PolicyWords = followup.view
        self.policy = self.view.policy
        self.language = self.view.language
        self.earlier = followup.earlier
        self.case = case
        self.title = self._("Follow-up of {policy}").format(policy=self.policy.title)
        self.current = followup.counted
        self.distribution = [share for share in followup.distribution if share.count]
        self.news = change_lists(followup)
        self.news_words = "" if self.earlier is None else summed_up(self.news, self.language)
        self.plan_accounts = () if self.policy.plan is None else self.view.answers(self.policy.plan)
        self.findings = report_parts.shortcomings(self.view, findings)
        self.minor_findings = sum(finding.severity == "info" for finding in findings)
        self.unmeasured_goals = report_parts.goals_without_indicator(self.view)
        self.holes = report_parts.holes_of_follow_up(self.view)
        followed = {indicator.id for indicator in self.view.indicators("follow_up")}
        unassessed = followup.unassessed_of(
            each for each in followup.results if each.indicator in followed and each.stage in COUNTED
        )
        self.awaiting = [each for each in unassessed if each.key == "awaiting_data"]
        self.unmeasured = [each for each in unassessed if each.key != "awaiting_data"]
        self.off_track, self.on_track = self._items(_BEHIND[::-1]), self._items(_GOING_WELL)
        self.waiting = [item for item in self._items(("not_assessed",)) if item.line.result.reason == "awaiting_data"]
        self.shortfalls = [
            report_parts.OffTrackTarget(item, report_parts.explanations(self.view, item.indicator, item.line.result))
            for item in self.off_track
        ]
        remarks = [(decision, remark, self.view.answers(remark)) for decision, remark in self.view.remarks]
        self.remarks = sorted(remarks, key=lambda each: bool(each[2]))  # the open ones first
        self.dues = report_parts.dues(followup, self.reference)

    @property
    def _(self) -> Callable[[str], str]:
        return self.language.gettext  # looked up each time: a view is sent to other processes, words of a theme are not

    @cached_property
    def reference(self) -> Period | None:
        """The date that the report looks from: that of the judgement, else the end of the newest figure."""
        if self.followup.evaluation.at is not None:
            return self.followup.evaluation.at
        periods = [each.period for each in self.followup.results if each.period is not None and each.period.end]
        return max(periods, key=lambda period: (period.end, period.sort_key), default=None)

    @property
    def compared(self) -> str:
        """Which report it is compared with, in a sentence; empty where with none."""
        if self.earlier is None:
            return ""
        at, known = self.view.period(self.earlier.at), self.view.period(self.earlier.known)
        texts = {
            (True, True): self._("Compared with the report as of the end of {at} on what was published by {known}."),
            (True, False): self._("Compared with the report as of the end of {at}."),
            (False, True): self._("Compared with the report on what was published by {known}."),
            (False, False): self._("Compared with the last report."),
        }
        return texts[bool(at), bool(known)].format(at=at, known=known)

    # At a glance

    @property
    def tiles(self) -> Sequence[Share]:
        """How many current targets have each of the five words; never one invented score."""
        return self.followup.distribution

    @cached_property
    def headline(self) -> str:
        """The state of the policy in one sentence."""
        if not self.current:
            return self._("No target of the policy can be followed up yet: none is known with a figure or a deadline.")
        is_none = all(result.status == "not_assessed" for result in self.current)
        texts = _UNASSESSED if is_none else _COUNTED
        singular, plural = texts[any(result.kind == "judgement" for result in self.current)]
        total = len(self.current)
        counted = "; ".join(tile.counted for tile in self.tiles if tile.count)
        words = (self.language.ngettext(singular, plural, total) % {"num": total}).format(counted=counted)
        if is_none and (waiting := self.tiles[-1].finer):
            words += " " + self._("Of these: {counted}.").format(counted=waiting)
        return words

    def _items(self, statuses: Sequence[str]) -> Sequence[report_parts.Item]:
        current = {result.key for result in self.current}
        items = [
            report_parts.Item(
                indicator=part.indicator, line=line, home=title, responsible=part.responsible, words=self._told(line)
            )
            for _, title, parts in self.followup.groups
            for part in parts
            for line in part.lines
            if line.result.key in current and line.result.status in statuses
        ]
        return sorted(items, key=lambda item: statuses.index(item.line.result.status))

    def _told(self, line: Line) -> str:
        figure, newest = line.latest, line.newest
        if figure and line.result.kind == "judgement":
            figure = self._("judged {value}").format(value=figure)
        elif figure:
            words = self._("figure {value}") if newest else self._("latest figure {value}")
            figure = words.format(value=figure)
        newest = newest and self._("newest: {value}").format(value=newest)
        return "; ".join(filter(None, (line.target, line.stage, figure, newest, line.awaited, line.published)))

    # The plan, what is due

    @cached_property
    def adjustment(self) -> str:
        """Whether the figures give occasion to look at the plan again; the decision is the committee's."""
        if all(result.status == "not_assessed" for result in self.current):
            return self._("The figures cannot say whether the plan should be adjusted: nothing could be assessed.")
        if not self.shortfalls:
            return self._("No current target lags; the figures give no occasion to adjust the plan.")
        count = len(self.shortfalls)
        sentences = [self.language.ngettext(*_LAGGING, count).format(count=count)]
        silent = sum(not each.accounts for each in self.shortfalls)
        vague = sum(bool(each.accounts) and not each.explained for each in self.shortfalls)
        for texts, number in ((_SILENT, silent), (_VAGUE, vague)):
            if number:
                sentences.append(self.language.ngettext(*texts, number) % {"num": number})
        return " ".join(sentences)

    def names(self, due: report_parts.Deadline) -> str:
        """Name what something is expected of: the first of many."""
        more = len(due.titles) - _NAMED
        if more <= 1:
            return "; ".join(due.titles)
        words = self.language.ngettext("… and %(num)s more", "… and %(num)s more", more) % {"num": more}
        return f"{'; '.join(due.titles[:_NAMED])} {words}"

    @property
    def method(self) -> Sequence[str]:
        """How targets are judged, in paragraphs."""
        return [self._(words) for words in _METHOD]

    @cached_property
    def sources(self) -> Sequence[tuple[str, int]]:
        """Where the figures come from, with how many each gives; most first."""
        rows = (row for rows in self.view.figures.values() for row in rows)
        counts = Counter(row.where or row.publisher or self._("source not stated") for row in rows)
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))

    @cached_property
    def groups(self) -> Sequence[tuple[str, str, Sequence[Part]]]:
        """All tracks or areas in the order of the policy, with the indicators under each; then what belongs to none."""
        followed = {group[0]: group for group in self.followup.groups}
        groups = [followed.get(each.id, (each.id, self.view.named(each), ())) for each in self.followup.holders]
        return [*groups, *(group for group in self.followup.groups if not group[0])]

    @cached_property
    def indicators_shown(self) -> Sequence[str]:
        """Ids of the indicators that the report goes through."""
        return [part.indicator.id for _, _, parts in self.groups for part in parts]

    def goal_accounts(self, indicator: str) -> Sequence[tuple[str, Account]]:
        """Return what was written about the goals that an indicator measures, with their names.

        A goal with several indicators has its accounts under the first of them.
        """
        return [
            (report_parts.numbered(self.view, goal), account)
            for goal in self.policy.all_goals()
            if next((each for each in self.indicators_shown if each in goal.indicator_ids), None) == indicator
            for account in reversed(self.view.answers(goal))
        ]

    @cached_property
    def other_accounts(self) -> Sequence[tuple[str, Account]]:
        """What was written about anything that no other part of the report shows."""
        shown = set(self.indicators_shown)
        elsewhere = {goal.id for goal in self.policy.all_goals() if shown & set(goal.indicator_ids)} | shown
        elsewhere |= {id for id, _, _ in self.groups} | {remark.id for _, remark, _ in self.remarks}
        if self.policy.plan is not None:
            elsewhere.add(self.policy.plan.id)
        rest = [account for account in self.view.accounts if account.element not in elsewhere]
        return [(report_parts.numbered(self.view, self.policy.element(account.element)), account) for account in rest]

    def accounts(self, id: str) -> Sequence[Account]:
        """Return what was written about a track, an area or an indicator, the newest first."""
        return list(reversed(self.followup.accounts(id)))


def report_of(
    evaluation: Evaluation,
    code: str,
    observations: Observations | None = None,
    accounts: Sequence[Account] = (),
    *,
    earlier: Evaluation | Record | None = None,
    case: Case | None = None,
    findings: Sequence[Finding] = (),
    theme: Theme | None = None,
) -> ReportView:
    """Gather the report of an evaluation of one policy, in a language, with the words of a theme before ours."""
    (policy,) = evaluation.portfolio
    earlier = Record.of(earlier, policy.id) if isinstance(earlier, Evaluation) else earlier
    end = None if evaluation.at is None else evaluation.at.end
    known = [account for account in accounts if end is None or account.period.start <= end]  # of a time that had begun
    view = PolicyWords(policy, language(code, theme), observations, Portfolio([policy]), {}, known)
    return ReportView(FollowUp(view, evaluation, earlier), case, findings)


def render_report(
    report: ReportView, format: str, *, pages: Mapping[str, str] | None = None, index: str | None = None
) -> str:
    """Return the report as HTML or Markdown, with the theme of `report_of`; `pages` has the pages of policies."""
    _ = report.language.gettext  # the lists of the summary, and how many targets each has room for
    lists = (
        (_("Not on track or missed"), report.off_track, 8),
        (_("Reached or on track"), report.on_track, 4),
        (_("Awaiting a figure"), report.waiting, 2),
    )
    return render_template(
        "report",
        format,
        report.language.code,
        theme=cast(Theme | None, report.language.theme),
        report=report,
        view=report.view,
        followup=report.followup,
        lists=[each for each in lists if each[1]],
        worth_knowing=_worth_knowing(report),
        deadlines_listed=2,
        sections=report_sections(report),
        disclosure=Notice(report.language, (report.policy,), report.view.observations),
        policy_page=(pages or {}).get(report.policy.id),
        index=index,
    )


def report_sections(report: ReportView) -> Sequence[Section]:
    """Return the parts that this report has something to say in, in the order a committee reads."""
    _ = report.language.gettext
    unassessed = report.awaiting or report.unmeasured or report.unmeasured_goals or report.holes
    return sections_of(
        (report.case, Section("case", _("The case before the committee"))),
        (True, Section("glance", _("At a glance"))),
        (report.news, Section("news", _("What changed since last time"))),
        (report.groups, Section("areas", _("Track by track") if report.followup.by_track else _("Area by area"))),
        (report.shortfalls, Section("shortfalls", _("What lags: explanation and action"))),
        (unassessed, Section("unassessed", _("What cannot be assessed"))),
        (report.remarks, Section("remarks", _("Earlier remarks"))),
        (report.policy.plan or report.current, Section("plan", _("Is there occasion to adjust the plan?"))),
        (report.findings, Section("findings", _("What the foundation lacks"))),
        (report.dues, Section("dues", _("What is due next"))),
        (True, Section("method", _("Method and sources"))),
    )


def _worth_knowing(report: ReportView) -> Sequence[str]:
    _, ngettext = report.language.gettext, report.language.ngettext
    targeted = {result.indicator for result in report.current}
    untargeted = sum(indicator.id not in targeted for indicator in report.view.indicators("follow_up"))
    counts = (
        (_("Indicators without a known target"), untargeted),
        (_("Goals that nothing measures"), sum(len(group.names) for group in report.unmeasured_goals)),
    )
    lines = [report_parts.basis_words(report.view), report.news_words]
    lines += [f"{title}: {count}" for title, count in counts if count]
    if report.remarks:
        open_ = sum(not answers for _decision, _remark, answers in report.remarks)
        words = ngettext("%(num)s remark is open", "%(num)s remarks are open", open_) % {"num": open_}
        lines.append(f"{words} ({_('{number} of {of}').format(number=open_, of=len(report.remarks))})")
    lines.append(report.adjustment)
    if overdue := sum(deadline.overdue for deadline in report.dues):
        lines.append(ngettext("%(num)s deadline is over", "%(num)s deadlines are over", overdue) % {"num": overdue})
    return [line for line in lines if line]
