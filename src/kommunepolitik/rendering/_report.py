"""The yearly follow-up that goes before a committee: what it says, in the order a committee reads it."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kommunepolitik.checks import Finding
from kommunepolitik.evaluation import Evaluation, Result
from kommunepolitik.model import Account, Case, Decision, Indicator, Period, Portfolio, Remark
from kommunepolitik.rendering._due import Due, dues
from kommunepolitik.rendering._followup import SHAPES, FollowUp, Line, Part, Share, Unassessed
from kommunepolitik.rendering._labels import CAUSES
from kommunepolitik.rendering._language import language
from kommunepolitik.rendering._pages import finding_row
from kommunepolitik.rendering._report_parts import Item, News, Shortfall, Tile
from kommunepolitik.rendering._theme import Theme
from kommunepolitik.rendering._view import PolicyView
from kommunepolitik.rendering._written import explanations, goal_accounts, other_accounts

if TYPE_CHECKING:
    import pandas as pd

_REACHED: Final = ("achieved",)
_UNDER_WAY: Final = ("on_track",)
_BEHIND: Final = ("behind", "far_behind", "worsening", "missed")
_GRAVE: Final = ("missed", "worsening", "far_behind", "behind")
"""What a committee is told first, the gravest first."""


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
        self._ = self.language.gettext
        self.earlier = earlier
        self.case = case
        self._findings = findings

    @property
    def title(self) -> str:
        """The title of the report."""
        return self._("Follow-up of {policy}").format(policy=self.policy.title)

    @property
    def at(self) -> str:
        """The date of the judgement in words."""
        return self.followup.at

    @cached_property
    def reference(self) -> Period | None:
        """The date that the report looks from: that of the judgement, else the end of the newest figure."""
        if self.followup.evaluation.at is not None:
            return self.followup.evaluation.at
        periods = [result.period for result in self.followup.results if result.period is not None and result.period.end]
        return max(periods, key=lambda period: (period.end, period.sort_key), default=None)

    # At a glance

    @cached_property
    def current(self) -> Sequence[Result]:
        """The results of the current targets; what has no target is not among them."""
        judged = self.followup.evaluation.current()
        return [result for result in judged if result.policy == self.policy.id and result.reason != "no_target"]

    @cached_property
    def untargeted(self) -> int:
        """How many follow-up indicators have no target that could be judged."""
        targeted = {result.indicator for result in self.current}
        return sum(indicator.id not in targeted for indicator in self.view.indicators("follow_up"))

    @cached_property
    def tiles(self) -> Sequence[Tile]:
        """How many current targets are reached, on the way, behind, not assessable; never one invented score."""
        groups: Sequence[tuple[str, Sequence[str], str, str]] = (
            ("reached", _REACHED, self._("reached"), SHAPES["achieved"]),
            ("on_the_way", _UNDER_WAY, self._("on track"), SHAPES["on_track"]),
            ("behind", _BEHIND, self._("behind, going the wrong way or missed"), SHAPES["missed"]),
            ("ambiguous", ("ambiguous",), self._("can be read in two ways"), SHAPES["ambiguous"]),
            ("not_assessed", ("not_assessed",), self._("cannot be assessed"), SHAPES["not_assessed"]),
        )
        tiles = [
            Tile(key=key, count=sum(result.status in of for result in self.current), words=words, shape=shape)
            for key, of, words, shape in groups
        ]
        return [tile for tile in tiles if tile.count or tile.key != "ambiguous"]

    @property
    def distribution(self) -> Sequence[Share]:
        """How the current targets are spread over the statuses that any of them has."""
        return [share for share in self.followup.shares(self.current) if share.count]

    @cached_property
    def headline(self) -> str:
        """The state of the policy in one sentence."""
        if not self.current:
            return self._("No target of the policy can be followed up yet: none is known with a figure or a deadline.")
        counts = {tile.key: tile.count for tile in self.tiles}
        words = self.language.ngettext(
            "Of {total} current target, {reached} is reached, {under_way} on track, {behind} behind or missed, and "
            "{unassessed} cannot be assessed.",
            "Of {total} current targets, {reached} are reached, {under_way} on track, {behind} behind or missed, and "
            "{unassessed} cannot be assessed.",
            len(self.current),
        )
        return words.format(
            total=len(self.current),
            reached=counts["reached"],
            under_way=counts["on_the_way"],
            behind=counts["behind"],
            unassessed=counts["not_assessed"] + counts.get("ambiguous", 0),
        )

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
        return self._("latest figure {value}").format(value=line.latest) if line.latest else ""

    @property
    def attention(self) -> Sequence[Item]:
        """The current targets that are missed or lag, the gravest first."""
        return self._items(_GRAVE)

    @property
    def reached(self) -> Sequence[Item]:
        """The current targets that are reached."""
        return self._items(_REACHED)

    # What changed

    @cached_property
    def news(self) -> Sequence[News]:
        """What changed since the earlier evaluation; new figures apart from revised ones."""
        if self.earlier is None:
            return ()
        rows = []
        for row in self.followup.evaluation.since(self.earlier).itertuples():
            if row.policy != self.policy.id:
                continue
            indicator = self.policy.indicator(str(row.indicator))
            rows.append(
                News(
                    indicator=indicator,
                    target=self.followup.target_words(str(row.target), indicator),
                    before=self._state(row.status_before, row.value_before, row.period_before, indicator),
                    now=self._state(row.status, row.value, row.period, indicator),
                    cause=self._(CAUSES[str(row.cause)]),
                    revised=str(row.cause) == "revised",
                )
            )
        return rows

    @property
    def news_words(self) -> str:
        """How much changed since last time, in one sentence; empty without an earlier evaluation."""
        if self.earlier is None:
            return ""
        revised = sum(each.revised for each in self.news)
        words = self._("Since last time {new} judgements have a new figure or another ground, {revised} a revised one.")
        return words.format(new=len(self.news) - revised, revised=revised)

    def _state(self, status: object, value: object, period: object, indicator: Indicator) -> str:
        """Say a status with its figure: på rette vej, 54,6 % (2024)."""
        if not status:
            return self._("not judged")
        words = f"{SHAPES[str(status)]} {self.followup.status_words(str(status))}"
        if isinstance(value, float) and value == value:  # noqa: PLR0124 - NaN
            words += f": {self.followup.value_words(value, indicator)}"
        if period:
            words += f" ({self.view.period(Period(str(period)))})"
        return words

    # Shortfalls

    @cached_property
    def shortfalls(self) -> Sequence[Shortfall]:
        """Each current target that is missed or lags, with explanation and action from the accounts."""
        items = self.attention
        return [Shortfall(item, explanations(self, item.indicator, item.line.result)) for item in items]

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

    @property
    def open_remarks(self) -> int:
        """How many remarks no account answers."""
        return sum(not answers for _, _, answers in self.remarks)

    @cached_property
    def plan_accounts(self) -> Sequence[Account]:
        """What was written about the plan as a whole: there it may say whether it should be adjusted."""
        return () if self.policy.plan is None else self.view.answers(self.policy.plan)

    @cached_property
    def adjustment(self) -> str:
        """Whether the figures give occasion to look at the plan again; the decision is the committee's."""
        without = sum(not each.explained for each in self.shortfalls)
        if all(result.status == "not_assessed" for result in self.current):
            return self._("The figures cannot say whether the plan should be adjusted: nothing could be assessed.")
        if not self.shortfalls:
            return self._("No current target lags; the figures give no occasion to adjust the plan.")
        words = self.language.ngettext(
            "{count} current target lags or is missed; that is an occasion to look at the plan again.",
            "{count} current targets lag or are missed; that is an occasion to look at the plan again.",
            len(self.shortfalls),
        ).format(count=len(self.shortfalls))
        if without:
            more = self.language.ngettext(
                "For {count} of them no account says why, or what will be done.",
                "For {count} of them no account says why, or what will be done.",
                without,
            )
            words += " " + more.format(count=without)
        return words

    @cached_property
    def dues(self) -> Sequence[Due]:
        """What is due next, and what is overdue; in order of time."""
        return dues(self.view, self.reference)

    # Findings, method, sources

    @property
    def findings(self) -> Sequence[Mapping[str, str]]:
        """The errors and warnings that the rules find, ready to be shown."""
        return [finding_row(finding, self.view) for finding in self._findings if finding.severity != "info"]

    @property
    def minor_findings(self) -> int:
        """How many findings are mere notes."""
        return sum(finding.severity == "info" for finding in self._findings)

    @cached_property
    def sources(self) -> Sequence[tuple[str, int]]:
        """Where the figures judged come from, with how many each gives; most first."""
        counts: dict[str, int] = {}
        for rows in self.view.figures.values():
            for row in rows:
                name = row.where or row.publisher or self._("source not stated")
                counts[name] = counts.get(name, 0) + 1
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))

    @property
    def by_track(self) -> bool:
        """Whether the indicators stand under the tracks of the plan; else under focus areas."""
        return self.followup.by_track

    @property
    def groups(self) -> Sequence[tuple[str, str, Sequence[Part]]]:
        """Tracks or areas with the indicators under each."""
        return self.followup.groups

    @cached_property
    def indicators_shown(self) -> Sequence[str]:
        """Ids of the indicators that the report goes through."""
        return [part.indicator.id for _, _, parts in self.groups for part in parts]

    def goal_accounts(self, indicator: str) -> Sequence[tuple[str, Account]]:
        """Return what was written about the goals that an indicator measures."""
        return goal_accounts(self, indicator)

    @cached_property
    def other_accounts(self) -> Sequence[tuple[str, Account]]:
        """What was written about anything else."""
        return other_accounts(self)

    def accounts(self, id: str) -> Sequence[Account]:
        """Return what was written about a track, an area or an indicator, the newest first."""
        return list(reversed(self.followup.accounts(id)))


def report_of(
    evaluation: Evaluation,
    code: str,
    observations: "pd.DataFrame | None" = None,
    accounts: Sequence[Account] = (),
    *,
    earlier: Evaluation | None = None,
    case: Case | None = None,
    findings: Sequence[Finding] = (),
    theme: Theme | None = None,
) -> ReportView:
    """Gather the report of an evaluation of one policy, in a language, with the words of a theme before ours."""
    (policy,) = evaluation.portfolio
    view = PolicyView(policy, language(code, theme), observations, Portfolio([policy]), {}, accounts)
    return ReportView(FollowUp(view, evaluation), earlier=earlier, case=case, findings=findings)
