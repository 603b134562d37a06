"""The summary of a follow-up: changes, unanswered remarks, missing accounts, and numbers of targets reached."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from kommunepolitik.errors.marks import N_, NN_
from kommunepolitik.evaluation import Result, ResultChange
from kommunepolitik.evaluation.evaluation import responsible_for
from kommunepolitik.evaluation.results import SHOWN_AS
from kommunepolitik.figures.periods import judged_days
from kommunepolitik.i18n import Language
from kommunepolitik.model import Account, Element, Goal, Indicator, Missing, Period, Policy
from kommunepolitik.report.context import Context
from kommunepolitik.report.gaps import counted_goals, promises, unmeasured_goals, why_missing
from kommunepolitik.report.lines import LAGGING, SHOWN_WORDS, WORST_FIRST
from kommunepolitik.report.parts import Asked, asked
from kommunepolitik.report.policy_words import PolicyWords
from kommunepolitik.report.results import FollowUp

NAMED: Final = 4
"""The maximum of things that a sentence names; the rest are counted."""

_FIRST: Final = NN_(
    "Since the last follow-up {names} has gone from {before} to {now}.",
    "Since the last follow-up {names} have gone from {before} to {now}.",
)
_NEXT: Final = NN_("{names} has gone from {before} to {now}.", "{names} have gone from {before} to {now}.")
_LOST: Final = NN_("{names} can no longer be assessed.", "{names} can no longer be assessed.")
_FOUND: Final = N_("Assessed now, but not last time: {found}.")
_IS: Final = NN_("{names} is {status}", "{names} are {status}")
_UNANSWERED: Final = (
    N_("{request}; it is unanswered."),
    N_("{request}; an answer is expected {when}."),
    N_("{request}; it should have been answered {when} and is unanswered."),
)
"""Without a date, with a future one, and with a past one."""
_REQUEST: Final = N_("{bodies} asked for »{statement}«")
_MISSING: Final = NN_(
    "{units} has not handed in an account for {period}.", "{units} have not handed in an account for {period}."
)
_COUNTED: Final = {
    False: NN_("The one current target is {counted}", "Of %(num)s current targets: {counted}"),
    True: NN_("The one current judgement in words is {counted}", "Of %(num)s targets and judgements: {counted}"),
}
"""By whether any of them is judged in words."""
_NONE: Final = {
    False: NN_("The one current target cannot be assessed yet", "None of %(num)s current targets can be assessed yet"),
    True: NN_("The one judgement is on no scale yet", "None of %(num)s targets and judgements can be assessed yet"),
}
_COMING: Final = NN_("for one of them the figure comes in {month}", "for {count} of them the figure comes in {month}")
_NOT_MEASURED: Final = NN_("one of them is not measured in {period}", "{count} of them are not measured in {period}")
_NOT_OUT_ALONE: Final = N_("the figure is not out yet")
_NOT_OUT: Final = NN_("for one of them the figure is not out yet", "for {count} of them the figure is not out yet")
_UNMEASURED: Final = NN_("{goals} has no {indicators}.", "{goals} have no {indicators}.")
_NAMED_ELEMENTS: Final = 2
"""The maximum of elements of a kind that the name of a gap lists; more are counted."""
_TERMS: Final = {"Indicator": "indicator", "FocusArea": "focus_area", "Track": "track"}
"""The terms for kinds of elements that are counted."""


def resume(context: Context) -> tuple[str, ...]:
    """Return the sentences that a committee reads first; the last states the date and the day of knowledge."""
    results = context.results
    state = " ".join(filter(None, (counted(results), _lagging(results), unmeasured(context))))
    news = (*_changed(results), *_unanswered(context), *overdue_promises(context))
    parts = (*news, missing_accounts(context), state, dated(results))
    return tuple(filter(None, parts))


def reported_period(context: Context) -> Period | None:
    """Return the period that accounts are due for: the report's own; without one, or for a day, its year."""
    at, newest = (None, None) if context.evaluation is None else (context.evaluation.at, context.results.reference)
    if at is not None and at.kind not in ("month", "week", "day"):
        return at
    return newest and Period(str(newest.parts[-1].start.year if newest.parts[-1] else newest.start.year))


def responsible_of(policy: Policy, id: str) -> str:
    """Return who is responsible for an element; empty where nobody is named."""
    element = policy.element(id)
    if isinstance(element, Indicator):
        return responsible_for(policy, id)
    return getattr(element, "responsible", None) or ""


def accounts_of(context: Context, element: str, period: Period | None) -> Sequence[Account]:
    """Return the accounts of an element that end within a period, the newest first; without a period all of them."""
    accounts = reversed(context.words.answers(context.policy.element(element)))
    return [each for each in accounts if is_of(each, period)]


def is_of(account: Account, period: Period | None) -> bool:
    """Return whether the period of an account ends within a period; True where there is no period."""
    return is_within(account.period, period)


def is_within(one: Period, period: Period | None) -> bool:
    """Return whether a period ends within another; True where there is no other."""
    if period is None:
        return True
    first, last = judged_days(period)
    return first <= judged_days(one)[1] <= last


def joined(names: Sequence[str], language: Language, *, whole: bool = False) -> str:
    """Return names as a list in a sentence; of many, the first and the number of others, unless the list is `whole`."""
    if len(names) > NAMED + 1 and not whole:
        more = len(names) - NAMED
        names = [*names[:NAMED], language.ngettext("%(num)s other", "%(num)s others", more) % {"num": more}]
    return language.gettext(" and ").join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def within(period: Period, language: Language) -> str:
    """Return a period as a time in a sentence: in March 2027; on a day."""
    text = N_("on {period}") if period.kind == "day" else N_("in {period}")
    return language.gettext(text).format(period=language.period(period))


def _changed(results: FollowUp) -> Iterator[str]:
    """Yield the changes of current targets since last time, the worse first."""
    if results.changes is None:
        return
    counts, language = {each.key for each in results.counted}, results.view.language
    mine = [each for each in results.moved if each.now.key in counts]
    named: dict[tuple[str, str], list[str]] = {}
    for each in sorted(mine, key=lambda each: each.move != "down"):
        if each.move in ("down", "up") and each.before is not None:
            statuses = SHOWN_AS[each.before.status], SHOWN_AS[each.now.status]
            named.setdefault(statuses, []).append(results.called(each.now))
    texts = [(statuses, names) for statuses, names in named.items() if statuses[0] != statuses[1]]
    for number, ((before, now), names) in enumerate(texts):
        words = {"before": language.gettext(SHOWN_WORDS[before]), "now": language.gettext(SHOWN_WORDS[now])}
        text = language.ngettext(*(_NEXT if number else _FIRST), len(names))
        yield text.format(names=joined(names, language), **words)
    found = [each.now for each in mine if _is_found(each)]
    if found:
        yield language.gettext(_FOUND).format(found="; ".join(_by_status(results, found)))
    lost = [
        each.now for each in mine if each.move == "unassessable" and results.lines.reason(each.now) != "awaiting_data"
    ]
    if lost:
        names = [results.called(each) for each in lost]
        yield language.ngettext(*_LOST, len(names)).format(names=joined(names, language))
    if not (texts or found or lost):
        yield language.gettext("No target has another status than in the last follow-up.")


def _is_found(change: ResultChange) -> bool:
    """Return whether a target is assessed now, but was not last time."""
    return change.move == "assessable" or (change.before is None and _is_assessed(change.now))


def _lagging(results: FollowUp) -> str:
    """Return which targets are not reached or not on track, without those named because they changed."""
    named = {
        each.now.key
        for each in results.moved
        if _is_found(each)
        or (each.move in ("down", "up") and each.before and SHOWN_AS[each.before.status] != SHOWN_AS[each.now.status])
    }
    left = [each for each in results.counted if each.key not in named] if len(results.counted) > 1 else []
    words = "; ".join(_by_status(results, left, LAGGING))
    return words and f"{words}."


def _is_assessed(result: Result) -> bool:
    return SHOWN_AS[result.status] != "not_assessed"


def _by_status(
    results: FollowUp,
    found: Sequence[Result],
    statuses: Sequence[str] = WORST_FIRST,
) -> Iterator[str]:
    """Yield which results have each of some of the five words, the worst first."""
    language = results.view.language
    for status in statuses:
        if names := [results.called(each) for each in found if SHOWN_AS[each.status] == status]:
            text = language.ngettext(*_IS, len(names))
            yield text.format(names=joined(names, language), status=language.gettext(SHOWN_WORDS[status]))


def _unanswered(context: Context) -> Iterator[str]:
    """Yield unanswered remarks, overdue ones first; of many, the rest are counted."""
    language = context.language
    found = [each for each in asked(context.words) if not each.answers]
    for each in found[:NAMED]:
        when = each.expected
        text = _UNANSWERED[0 if when is None else 2 if context.results.is_past(when) else 1]
        yield language.gettext(text).format(
            request=request(each, language), when="" if when is None else within(when, language)
        )
    if more := len(found[NAMED:]):
        texts = NN_("%(num)s other remark is unanswered.", "%(num)s other remarks are unanswered.")
        yield language.ngettext(*texts, more) % {"num": more}


def request(remark: Asked, language: Language) -> str:
    """Return a remark and its bodies, without a full stop."""
    statement = remark.statement.rstrip(".")
    words = language.gettext(_REQUEST).format(bodies=joined(remark.bodies, language), statement=statement)
    return statement if remark.is_by_name else words


def missing_accounts(context: Context) -> str:
    """Return whose accounts for the period of the report are missing; empty where none is, or without a period."""
    period, policy, language = reported_period(context), context.policy, context.language
    if period is None or (policy.period and policy.period.end and policy.period.end < period.start):
        return ""
    given = [each for each in context.words.accounts if is_of(each, period)]
    holders = context.results.holders or context.words.indicators("follow_up")
    units = list(dict.fromkeys(holder.responsible for holder in holders if holder.responsible))
    gave = [each.reported_by or "" for each in given] + [responsible_of(policy, each.element) for each in given]
    missing = [unit for unit in units if not any(unit in name for name in gave)]
    if given and not missing:
        return ""
    text = language.ngettext(*_MISSING, len(missing))
    if not given:
        text = N_("None of those responsible has handed in an account for {period}.")
        text = language.gettext(text if units else N_("There is no account for {period}."))
    return text.format(period=language.period(period), units=joined(missing, language))


def counted(results: FollowUp) -> str:
    """Return the number of current targets, in all and for each of the five words."""
    language, total = results.view.language, len(results.counted)
    if not total and has_no_targets(results.view):
        return language.gettext("The policy has no targets.")
    if not total:
        text = N_("No target of the policy can be followed up yet: none is known with a figure or a deadline.")
        return language.gettext(text)
    shares = [share for share in results.distribution if share.status.key != "not_assessed"]
    unassessed = total - sum(share.count for share in shares)
    texts = (_COUNTED if shares else _NONE)[any(each.kind == "judgement" for each in results.counted)]
    names = [share.status.words if total == 1 else f"{share.count} {share.status.words}" for share in shares]
    words = language.ngettext(*texts, total) % {"num": total}
    words = words.format(counted=joined(names, language))
    if shares and unassessed:
        words += "; " + language.gettext("{count} cannot be assessed").format(count=unassessed)
    waiting = ", ".join(_waiting(results, unassessed))
    return f"{words} ({waiting})." if waiting else f"{words}."


def _waiting(results: FollowUp, unassessed: int) -> Iterator[str]:
    """Yield when awaited figures come, and which are not measured."""
    language, lines = results.view.language, results.lines
    months = Counter(lines.coming(each) for each in results.counted if lines.reason(each) == "awaiting_data")
    for month, count in months.items():
        words = language.period(month) if month else ""
        if unassessed == 1 and month:
            yield language.gettext("expected in {month}").format(month=words)
        elif unassessed == 1:
            yield language.gettext(_NOT_OUT_ALONE)
        else:
            yield language.ngettext(*(_COMING if month else _NOT_OUT), count).format(count=count, month=words)
    reported = [found for each in results.counted if (found := lines.missing_of(each)) is not None]
    for period, count in Counter(each.period for each in reported if each.why == "not_measured").items():
        texts = ("is not measured in {period}",) * 2 if unassessed == 1 else _NOT_MEASURED
        yield language.ngettext(*texts, count).format(count=count, period=language.period(period))


def has_no_targets(view: PolicyWords) -> bool:
    """Return whether the policy sets no target, as far as its sources are known and clear."""
    gaps = (each for _, each in view.gaps if each.field in ("targets", "indicators", "goals", "focus_areas"))
    is_unknown = any(each.why in ("not_in_sources", "unclear") for each in gaps)
    return not is_unknown and not any(each.targets for each in view.indicators("follow_up"))


def unmeasured(context: Context) -> str:
    """Return how many goals have no indicator; empty where all have one."""
    words, language = context.words, context.language
    goals = [goal for each in unmeasured_goals(words) for goal in each.goals]
    text = language.ngettext(*_UNMEASURED, len(goals))
    counts = joined(counted_goals(words, goals, of_all=True), language)
    return text.format(goals=counts, indicators=words.term("indicator", 2)) if goals else ""


def overdue_promises(context: Context) -> Sequence[str]:
    """Return what is promised and should have come."""
    return [f"{gap_words(context, each.gap, each.elements)}." for each in promises(context.results) if each.overdue]


def gap_words(context: Context, gap: Missing, elements: Sequence[Element]) -> str:
    """Return what is missing, of which elements, and why."""
    names = element_names(context, elements)
    words = f"{context.words.what(gap)}{names and f' ({names})'}: {why_missing(context.results, gap)}"
    return f"{words[:1].upper()}{words[1:]}"


def element_names(context: Context, elements: Sequence[Element]) -> str:
    """Return what elements are called; of many of a kind, their number; empty for the policy itself."""
    words, kinds = context.words, dict[str, list[Element]]()
    for each in elements:
        kinds.setdefault(type(each).__name__, []).append(each)
    names: list[str] = []
    for kind, found in kinds.items():
        if kind == "Goal" and len(found) > _NAMED_ELEMENTS:
            names += counted_goals(words, [each for each in found if isinstance(each, Goal)])
        elif kind in _TERMS and len(found) > _NAMED_ELEMENTS:
            names.append(f"{len(found)} {words.term(_TERMS[kind], len(found))}")
        elif kind != "Policy":
            names += [words.named(each) for each in found]
    return joined(names, context.language, whole=True)


def dated(results: FollowUp) -> str:
    """Return the date of the judgement and the day of knowledge in words."""
    language, at, known = results.view.language, results.evaluation.at, results.evaluation.known
    words = language.gettext("Each target is judged by its own newest figure")
    if at is not None:
        text = N_("Judged as of {period}") if at.kind == "day" else N_("Judged for {period}")
        words = language.gettext(text).format(period=language.period(at))
    if known is not None:
        words += language.gettext(", with figures known on {known}").format(known=language.period(known))
    return f"{words}."
