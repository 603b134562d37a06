"""What an explanation reports: the target, each figure with its unit, how far it has come, and why that is the verdict."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args

import pytest

import kommunepolitik.model as m
from kommunepolitik.errors import UnknownElement
from kommunepolitik.evaluation import STATUSES, Evaluation, MessageFormatter, Reason, evaluate
from kommunepolitik.evaluation.explanation import (
    BACKGROUND,
    FOR_DUE,
    FOR_PERIOD,
    READINGS,
    REASONS,
    REMEDIES,
    STATUS_WORDS,
    UNKNOWN_TARGET,
    WARNINGS,
)
from kommunepolitik.evaluation.result_words import ResultWords
from kommunepolitik.evaluation.results import Warning as Note
from kommunepolitik.evaluation.wording import Wording
from kommunepolitik.i18n import LANGUAGES, language
from kommunepolitik.report.paper_words import why_not
from tests.claims import some
from tests.evaluation.notation import (
    at_least,
    at_most,
    change,
    direction,
    judge,
    kept_at_least,
    kept_at_most,
    over_the_reference,
    policy,
    quarters,
    result_of,
    rows,
    years,
)
from tests.report.made import context

Case = Callable[[], Evaluation]


def case(subject: m.Policy, figures: Any, **how: Any) -> Case:
    """Return a case that is judged when it is asked for."""
    return lambda: judge(subject, figures, **how)


def explained(evaluation: Evaluation, code: str = "en", id: str = "i") -> str:
    """Return the explanation with plain spaces."""
    return evaluation.explain(id, MessageFormatter.of(language(code))).replace("\N{NO-BREAK SPACE}", " ")


def words(subject: m.Policy, figures: Any, code: str = "en", **how: Any) -> str:
    """Return the explanation of one target."""
    return explained(judge(subject, figures, **how), code)


TO_80 = at_least(80, "2027")
FROM_60 = ("2023", 60)
FORTY = {"denominator": 40}

REASON_CASES: Mapping[str, Case] = {
    "awaiting_data": case(policy(at_least(75, "2025"), baseline=FROM_60, lag=3), {"2024": 76}, at="2025"),
    "no_data": case(policy(TO_80, baseline=FROM_60), {"2024": 64, "2030": 95}),
    "no_period": case(policy(TO_80), [{"indicator": "i", "period": "", "value": 60}]),
    "no_reference": case(policy(over_the_reference(at_least(0, "2027"))), {"2024": 60}),
    "suppressed": case(policy(TO_80), {"2024": {"value": None, "quality": "suppressed"}}),
    "no_due": case(policy(at_least(80)), {"2024": 64}),
    "no_baseline": case(policy(TO_80), {"2024": 64}),
    "baseline_only": case(policy(TO_80, baseline=FROM_60), {"2023": 60}),
    "break_in_series": case(policy(TO_80, baseline=("2019", 50), breaks=["2020"]), {"2024": 64}),
    "period_mismatch": case(policy(at_most(80, "2027"), unit="personer"), {"2024-Q1": 24, "2024-Q2": 26}),
    "before_start": case(policy(change(5, "percent", start="2026")), {"2024": 64}),
    "undefined_percent": case(policy(change(5, "percent"), baseline=("2023", 0)), {"2024": 64}),
    "method": case(policy(at_least(80, "2027-Q1"), baseline=("2023-Q1", 60)), {"2023-Q3": 64}, method="cagr"),
    "no_target": case(policy(), {"2024": 64}),
    "own_words": case(policy(kind="qualitative"), {"2024": {"value": None, "judgement": "Godt på vej"}}),
    "too_early": case(
        policy(at_most(5, "2026"), baseline=("2022",)),
        {"2022": {"value": 7.5, **FORTY}, "2023": {"value": 10, **FORTY}},
    ),
}

STATUS_CASES: Mapping[str, Case] = {
    "achieved": case(policy(TO_80, baseline=FROM_60), {"2024": 81}),
    "on_track": case(policy(TO_80, baseline=FROM_60), {"2024": 65}),
    "behind": case(policy(TO_80, baseline=FROM_60), {"2024": 64}),
    "far_behind": case(policy(TO_80, baseline=FROM_60), {"2024": 62}),
    "unchanged": case(policy(direction("increase"), margin=1, baseline=FROM_60), {"2024": 60.6}),
    "worsening": case(policy(TO_80, baseline=FROM_60), {"2024": 58}),
    "missed": case(policy(at_least(80, "2024"), baseline=FROM_60), {"2024": 64}),
    "ambiguous": case(policy(change(2), baseline=("2021", 48)), {"2023": 50.2}),
    "not_assessed": REASON_CASES["no_baseline"],
}

WARNING_CASES: Mapping[str, Case] = {
    "baseline_meets_target": case(policy(at_least(59, "2027"), baseline=FROM_60), {"2024": 58}),
    "baseline_revised": case(policy(TO_80, baseline=FROM_60), {"2023": 58, "2024": 64}),
    "provisional": case(policy(TO_80, baseline=FROM_60), {"2024": {"value": 64, "quality": "provisional"}}),
    "other_period_length": case(policy(TO_80, baseline=FROM_60), {"2025-Q1": 64}),
    "other_season": case(policy(TO_80, baseline=("2023-Q1", 60)), {"2024-Q3": 64}),
    "reference_late": case(
        policy(over_the_reference(at_least(0, "2027"))), {"2023": 60, "2024": 63}, reference={"2023": 61}
    ),
    "break_since_target": case(policy(at_least(80, "2024"), baseline=("2019", 50), breaks=["2020"]), {"2024": 64}),
    "derived": case(
        policy(at_least(480, "2027"), unit="antal", over_time="sum", baseline=("2023", 400)),
        quarters(2027, 120, 121, 122, 125),
    ),
}


# The closed lists


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("reason", get_args(Reason))
def test_each_reason_is_given_with_what_it_takes(reason: str, code: str) -> None:
    """In words of the language: why it cannot be assessed, and what would make it so."""
    evaluation, gettext = REASON_CASES[reason](), language(code).gettext
    assert [result.reason for result in evaluation.results] == [reason]
    found = explained(evaluation, code)
    forms = [table[reason] for table in (REASONS, FOR_DUE, FOR_PERIOD) if reason in table]
    assert any(occurs_in(found, gettext(form)) for form in forms)
    assert gettext(REMEDIES[reason]) in found


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("status", STATUSES)
def test_each_status_is_given_with_the_target(status: str, code: str) -> None:
    """The first sentence: what is measured, what is asked for, and the verdict."""
    evaluation = STATUS_CASES[status]()
    (result,), words = evaluation.results, language(code)
    assert result.status == status
    asked = ResultWords(result, evaluation.portfolio["p"], MessageFormatter.of(words)).target.replace("\xa0", " ")
    assert explained(evaluation, code).startswith(f"I ({asked}): {words.gettext(STATUS_WORDS[status])}. ")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("warning", get_args(Note))
def test_each_warning_is_a_sentence(warning: str, code: str) -> None:
    """What a reader should know besides."""
    evaluation = WARNING_CASES[warning]()
    assert warning in {name for result in evaluation.results for name in result.warnings}
    assert occurs_in(explained(evaluation, code), language(code).gettext(WARNINGS[warning]))


@pytest.mark.parametrize("reason", get_args(Reason))
def test_the_paper_says_each_reason_in_few_words(reason: str) -> None:
    """Where a target cannot be assessed, its row says why in the words of the paper."""
    evaluation = REASON_CASES[reason]()
    (own,) = evaluation.portfolio
    for result in some(evaluation.results):
        assert why_not(context(own, evaluation=evaluation), result)


@pytest.mark.parametrize("table", [REASONS, FOR_DUE, FOR_PERIOD, REMEDIES, STATUS_WORDS, WARNINGS, READINGS])
def test_each_word_has_a_danish_one(table: Mapping[str, str]) -> None:
    """No English sentence in a Danish report."""
    translated = language("da").gettext
    same = {key for key, text in table.items() if translated(text) == text}
    assert same <= {"exact"}  # a value and a status


def test_a_target_that_is_not_known_here_is_not_reported_as_none() -> None:
    """The policy has one; the document that states it is not available."""
    subject = policy(missing=[m.Missing(what="targets", why="not_in_sources")])
    text = words(subject, {"2024": 64})
    assert UNKNOWN_TARGET.capitalize() in text
    assert REMEDIES["unknown_target"] in text


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("made", [*REASON_CASES.values(), *STATUS_CASES.values(), *WARNING_CASES.values()])
def test_an_explanation_is_one_paragraph_of_whole_sentences(made: Case, code: str) -> None:
    """No placeholder left, no number that is none, no doubled stop."""
    text = explained(made(), code)
    assert "\n" not in text
    assert text.endswith((".", "«."))
    assert not re.search(r"[{}]|nan|inf\b|None|\.\.|  ", text)


# The target and the figure


def test_an_explanation_names_group_and_target_where_nothing_can_be_judged() -> None:
    """Whose figures, how far, and by when."""
    subject = policy(at_least(80, "2027", group="unge"))
    assert words(subject, {}) == (
        "I, Unge (at least 80 %, by 2027): cannot be assessed. There is no figure. "
        "Have it measured, or read in the figures that exist."
    )


def test_a_figure_is_given_with_its_distance_and_way() -> None:
    """The whole text of an ordinary target, in both languages."""
    subject = policy(at_least(20, "2024"), baseline=("2020", 10))
    assert words(subject, {"2022": 14}) == (
        "I (at least 20 %, by 2024): behind. The figure for 2022 is 14 %, which is 6 percentage points below the target. "
        "From 10 % (2020) it should have come to 15 % by then; it has come 80 % of the way."
    )
    assert words(subject, {"2022": 14}, "da") == (
        "I (mindst 20 %, senest 2024): lidt bagud. Tallet for 2022 er 14 %, altså 6 procentpoint under måltallet. "
        "Fra 10 % (2020) skulle tallet på det tidspunkt være nået til 15 %; det er nået 80 % af vejen."
    )


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        ("%", 79, "79 %, which is 1 percentage point below the target"),
        ("personer", 1, "1 person, which is 79 personer below the target"),
        ("antal borgere", 79, "79 borgere, which is 1 borger below the target"),
        ("år", 2, "2 år, which is 78 år below the target"),
        ("antal", 79, "79, which is 1 below the target"),
        (None, 79, "79, which is 1 below the target"),
        ("kr.", 79, "79 kr., which is 1 kr. below the target"),
        ("1.000 kr.", 79, "79 × 1.000 kr., which is 1 × 1.000 kr. below the target"),
    ],
)
def test_every_number_has_its_unit(unit: str | None, value: float, text: str) -> None:
    """One of it, or several; a difference of percentages is in percentage points; a mere number has none."""
    assert f"is {text}." in words(policy(at_least(80, "2024"), unit=unit), {"2024": value})


@pytest.mark.parametrize(
    ("target", "figure", "text"),
    [
        (at_most(70, "2023"), 70, "achieved. The figure for 2023 is 70 %, exactly the target, which is enough."),
        (at_least(70, "2023"), "ca. 70", "achieved. The figure for 2023 is c. 70 %, counted as exactly the target."),
        (at_least(70, "2023"), "knap 70", "missed. The figure for 2023 is just under 70 %, so just below the target."),
        (at_most(70, "2023"), "godt 70", "missed. The figure for 2023 is just over 70 %, so just above the target."),
        (at_least(80, "2023"), "ca. 70", "c. 70 %, which is c. 10 percentage points below the target."),
        (at_least(80, "2023"), "knap 70", "just under 70 %, which is just over 10 percentage points below the target."),
        (
            at_least(60, "2023"),
            "knap 70",
            "just under 70 %, which is just under 10 percentage points above the target.",
        ),
        (at_most(95, "2023"), ">95", "missed. The figure for 2023 is over 95 %."),
        (at_most(70, "2023"), "<70", "achieved. The figure for 2023 is under 70 %."),
    ],
)
def test_an_inexact_figure_is_as_exact_as_it_is(target: m.Target, figure: Any, text: str) -> None:
    """With its qualifier, and its place beside the target as exact as that."""
    qualifiers = {"ca.": "about", "knap": "just_under", "godt": "just_over"}
    word, _, number = str(figure).partition(" ")
    cell = {"value": float(number), "qualifier": qualifiers[word]} if number else figure
    assert text in words(policy(target), {"2023": cell})


@pytest.mark.parametrize(
    ("figure", "text"), [("<5", "under 5 personer, so at most 4."), (">5", "over 5 personer, so at least 6.")]
)
def test_under_five_whole_things_are_at_most_four(figure: str, text: str) -> None:
    """Stated where it matters what the figure may be."""
    assert text in words(policy(at_most(4, "2023"), unit="personer"), {"2023": figure})


def test_baseline_and_previous_figure_keep_their_qualifiers() -> None:
    """About 60 is never shown as 60."""
    about = m.Baseline(period="2020", value=60, qualifier="about")
    figures = {"2023": {"value": 62, "qualifier": "just_over"}, "2024": 70}
    text = words(policy(direction="increase", baseline=about), figures)
    assert "Since the baseline of c. 60 % (2020) it has risen by c. 10 percentage points, the right way." in text
    assert "Since the previous figure of just over 62 % (2023)" in text


def test_a_difference_is_given_with_both_its_figures() -> None:
    """3.5 against 2.7; 0.8 where 0.5 is allowed."""
    subject = policy(over_the_reference(at_most(0.5, "2022-12")))
    assert words(subject, {"2022-12": 3.5}, reference={"2022-12": 2.7}) == (
        "I (at most 0.5 percentage points over »Hele landet«, by December 2022): missed. "
        "The figure for December 2022 is 3.5 % against 2.7 % for »Hele landet«: "
        "a difference of 0.8 percentage points, which is 0.3 percentage points above the target."
    )


def test_only_what_is_compared_is_its_own_distance_from_none() -> None:
    """0.8 more than elsewhere is 0.8 more than the same; 3 persons are 3 more than none."""
    relative = words(policy(over_the_reference(at_most(0, "2022"))), {"2022": 3.5}, reference={"2022": 2.7})
    assert relative.endswith("for »Hele landet«: a difference of 0.8 percentage points.")
    own = words(policy(at_most(0, "2022"), unit="personer"), {"2022": 3})
    assert own.endswith("The figure for 2022 is 3 personer, which is 3 personer above the target.")


def test_a_day_has_a_figure_on_it() -> None:
    """A stock is counted on a day."""
    subject = policy(at_least(1100, "2025"), unit="personer", over_time="last", baseline=("2023-01-01", 1000))
    assert "Tallet pr. 1. januar 2026 er 1.105 personer, altså 5 personer over måltallet." in words(
        subject, {"2025-01-01": 1070, "2026-01-01": 1105}, "da", at="2025"
    )


# How far it has come


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (70, "it has come further"),
        (65, "it has come exactly that far"),
        (64, "it has come 80 % of the way"),
        (60, "it has not moved"),
        (33.2, "it has moved 26.8 percentage points the wrong way"),
    ],
)
def test_the_way_is_never_less_than_nothing_nor_more_than_all(value: float, message: str) -> None:
    """Farther than required is ahead; the wrong way is a movement with its unit."""
    text = words(policy(TO_80, baseline=FROM_60), {"2024": value})
    assert f"From 60 % (2023) it should have come to 65 % by then; {message}." in text
    assert not re.search(r"[-−]\d+(\.\d+)? % of|\d{3,} % of", text)


@pytest.mark.parametrize(
    ("value", "shown", "status"),
    [
        (69.496, "94.96 %", "behind"),
        (69.5, "95 %", "on track"),
        (65.9996, "59.996 %", "far behind"),
        (66, "60 %", "behind"),
    ],
)
def test_a_rounded_share_never_contradicts_the_verdict(value: float, shown: str, status: str) -> None:
    """As many decimals as keep it on its side of 95 and of 60 %."""
    text = words(policy(at_least(100, "2027"), baseline=FROM_60), {"2024": value})
    assert f": {status}. " in text
    assert f"it has come {shown} of the way" in text


def test_a_rounded_required_value_never_contradicts_the_verdict() -> None:
    """8.83 is not down at 8.825, though it is at 8.83; 9.0 is far from it."""
    subject = policy(at_most(8, "2027"), baseline=("2023", 9.1), unit="pr. 1.000")
    assert "it should have come to 8.825 pr. 1.000 by then; it has come 98.2 % of the way" in words(
        subject, {"2024": 8.83}
    )
    assert "it should have come to 8.8 pr. 1.000 by then; it has come 36.4 % of the way" in words(subject, {"2024": 9})


def test_a_computed_figure_is_rounded_as_far_as_the_verdict_allows() -> None:
    """A mean of 79.99667 is below 80, and no longer number is shown than it takes."""
    subject = policy(at_least(80, "2024"), over_time="mean", baseline=FROM_60)
    text = words(subject, {"2024-H1": 79.99, "2024-H2": 80.00334})
    assert "missed. The figure for 2024 is 79.997 %, which is 0.003 percentage points below the target." in text


def test_a_baseline_that_met_the_target_is_a_way_down() -> None:
    """What is still on the right side of the way has not come further."""
    subject = policy(at_least(59, "2027"), baseline=("2023", 63))
    assert (
        "On the way from 63 % (2023) to the target it would be 62 % by then; "
        "it has moved 5 percentage points the wrong way." in words(subject, {"2024": 58})
    )


def test_a_verdict_at_due_names_the_baseline_and_the_movement() -> None:
    """Without a path, which is over."""
    subject = policy(at_least(80, "2024"), baseline=FROM_60)
    assert "missed." in (text := words(subject, {"2024": 64}))
    assert "Since the baseline of 60 % (2023) it has risen by 4 percentage points." in text


def test_what_is_reached_early_can_be_lost() -> None:
    """Until the deadline."""
    assert "That can still change before the deadline." in words(policy(TO_80, baseline=FROM_60), {"2024": 81})
    over = words(policy(at_least(80, "2024"), baseline=FROM_60), {"2024": 81})
    assert "can still change" not in over


def test_over_a_break_nothing_is_compared() -> None:
    """The baseline is given, and that it was measured in the old way."""
    text = explained(REASON_CASES["break_in_series"]())
    assert "The baseline, 50 % (2019), was measured in the old way." in text
    assert "risen" not in text
    assert "below the target" not in text


@pytest.mark.parametrize(
    ("amount", "mode", "message"),
    [
        (5, "percent", "the change is 5.83 % a year; 5 % is asked for."),
        (7, "points", "the change is 6 personer a year; 7 personer is asked for."),
    ],
)
def test_a_change_a_year_is_given_by_its_pace(amount: float, mode: str, message: str) -> None:
    """From the start, in its own unit."""
    text = words(policy(change(amount, mode), unit="personer", baseline=("2023", 100)), {"2025": 112})
    assert f"Since the baseline of 100 personer (2023) {message}" in text


def test_a_pace_is_not_rounded_to_what_is_asked_for() -> None:
    """4.998 % is not 5 %."""
    text = words(policy(change(5, "percent"), baseline=("2023", 100)), {"2024": 104.998})
    assert "the change is 4.998 % a year; 5 % is asked for." in text


def test_a_change_in_all_names_the_level_that_it_comes_to() -> None:
    """20 % less than 100 is 80, and the way to it is a path."""
    subject = policy(change(-20, "percent", "2027", per="total"), unit="antal", baseline=("2023", 100))
    assert words(subject, {"2025": 90}) == (
        "I (at least 20 % less in all, until 2027): on track. Counted from 100 (2023) that is at most 80. "
        "The figure for 2025 is 90, which is 10 above the target. "
        "From 100 (2023) it should have come to 90 by then; it has come exactly that far."
    )


def test_a_running_sum_is_given_with_its_span() -> None:
    """Against what would be reached, or used up, if spread evenly."""
    up = policy(at_least(500, "2027", cumulative=True, start="2024"), unit="antal")
    assert (
        "In all for 2024–2025: 230, which is 270 below the target. Spread evenly it should be 250 by then; it is 92 %"
        in (words(up, years(2024, 100, 130)))
    )
    down = policy(at_most(500, "2027", cumulative=True, start="2024"), unit="antal")
    assert "Spread evenly it should be at most 125 by then; it is 75 more." in words(down, {"2024": 200})


def test_without_a_target_both_movements_are_given() -> None:
    """Since the baseline and since the previous figure, with the figures and whether that is as wanted."""
    text = words(policy(direction="decrease", baseline=("2020", 60), margin=2), {"2023": 62, "2024": 63})
    assert "Since the baseline of 60 % (2020) it has risen by 3 percentage points, the wrong way." in text
    assert "Since the previous figure of 62 % (2023) it has risen by 1 percentage point, too little to count." in text


@pytest.mark.parametrize("figures", [{"2020": 60}, {"2019": 58}, {"2019": 58, "2020-Q4": 62}])
@pytest.mark.parametrize("targets", [[], [TO_80], [at_least(80, "2020")], [direction("increase")]])
def test_no_figure_has_moved_since_a_baseline_that_it_is_not_after(
    targets: list[m.Target], figures: Mapping[str, float]
) -> None:
    """The baseline's own figure, one of a year before, and one of its last quarter."""
    assert "Since the baseline" not in words(policy(*targets, baseline=("2020", 60)), figures)


def test_a_baseline_of_an_unknown_time_is_none_to_have_moved_since() -> None:
    """60, nobody knows when."""
    subject = policy(direction="increase", baseline=m.Baseline(value=60))
    assert "baseline" not in words(subject, {"2024": 62})


def test_two_readings_are_given_with_what_each_comes_to() -> None:
    """Percent or points, or the ends of a range; where one verdict counts, that it is the worse."""
    assert (
        "Two readings: read as percent: 2.27 % a year, achieved; "
        "read as percentage points: 1.1 percentage points a year, far behind." in explained(STATUS_CASES["ambiguous"]())
    )
    text = words(policy(at_least(70, "2024"), baseline=("2020", 50)), {"2022": "54–57"})
    assert (
        "The figure for 2022 is 54–57 %. The baseline is 50 % (2020). Read in several ways, of which the worst counts: "
        "at the low end 54 %: far behind; at the high end 57 %: behind." in text
    )


def test_ends_are_named_for_what_they_are() -> None:
    """An open end is no number, an exact figure has no low end, and the ends of a baseline are distinguished."""
    text = words(
        policy(at_least(7, "2027"), baseline=("2022", 4), unit=None), {"2024": {"value": 5, "qualifier": "over"}}
    )
    assert "at the open end: achieved" in text
    wide = m.Baseline(period="2022", value=3, value_high=6)
    text = words(policy(at_least(7, "2027"), baseline=wide), {"2024": 5})
    assert "low end 5" not in text
    assert "5 %: on track (from the low end of the baseline)" in text
    assert "5 %: going the wrong way (from the high end of the baseline)" in text


def test_amounts_of_periods_of_other_lengths_are_not_compared() -> None:
    """52 in a year and 27 in half of it: nothing has fallen."""
    subject = policy(kept_at_least(30, "half_year"), unit="antal", baseline=("2023", 52))
    text = words(subject, {"2026-H2": 27})
    assert "The baseline is 52 (2023)." in text
    assert "fallen" not in text


def test_a_direction_without_a_baseline_is_compared_with_the_previous_figure() -> None:
    """Which is not called a baseline."""
    assert "Since the previous figure of 60 % (2023) it has risen by 4 percentage points." in words(
        policy(direction("increase")), {"2023": 60, "2024": 64}
    )


# The margin


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Only changes of more than 2.5 percentage points count: with so few, one alone moves it that much."),
        (
            {"chance": True},
            "Only changes of more than 12.4 percentage points count: "
            "swings of that size are common with so few people.",
        ),
        ({"margin": 3}, "Only changes of more than 3 percentage points count."),
    ],
)
def test_the_margin_is_named_with_where_it_comes_from(fields: Mapping[str, Any], message: str) -> None:
    """One person of 40, chance, or what the policy states."""
    figures = {"2022": {"value": 7.5, **FORTY}, "2023": {"value": 10, **FORTY}}
    text = words(policy(at_most(5, "2026"), baseline=("2022",), **fields), figures)
    assert "It is too early to judge" in text
    assert message in text


@pytest.mark.parametrize(
    ("subject", "figures"),
    [
        (policy(direction("increase"), margin=1, baseline=("2020", 52)), {"2023": 52.6}),
        (policy(at_least(60.2, "2030"), margin=1, baseline=FROM_60), {"2024": 59.5}),
    ],
)
def test_the_margin_is_named_where_the_verdict_depends_on_it(subject: m.Policy, figures: Mapping[str, float]) -> None:
    """Unchanged, and on track though a little on the wrong side."""
    evaluation = judge(subject, figures)
    assert result_of(evaluation).status in ("unchanged", "on_track")
    assert "Only changes of more than 1 percentage point count." in explained(evaluation)


@pytest.mark.parametrize(("value", "margin"), [(60, "0.5"), (60.1, "0.05"), (60.11, "0.005"), (60.111, "0.0005")])
def test_half_a_unit_of_the_last_decimal_needs_no_reason(value: float, margin: str) -> None:
    """Figures are given with so many decimals, and a smaller change is none."""
    text = words(policy(direction("increase"), baseline=("2023", value)), {"2024": value})
    assert text.endswith(f"Only changes of more than {margin} percentage points count.")


def test_the_margin_is_not_named_where_nothing_depends_on_it() -> None:
    """Behind is behind."""
    assert "Only changes" not in explained(STATUS_CASES["behind"]())


# The newest figure


def test_a_figure_from_after_due_is_given_as_newest() -> None:
    """4,500 by 2020: not reached with 3,900; about 4,600 in 2023 does not change that, and is not kept silent."""
    figures = {"2020": 3900, "2023": {"value": 4600, "qualifier": "about"}}
    text = words(policy(at_least(4500, "2020"), unit="personer"), figures, "da", at="2024")
    assert "ikke nået. Tallet for 2020 er 3.900 personer, altså 600 personer under måltallet." in text
    assert "Det nyeste tal, ca. 4.600 personer (2023), er fra efter fristen og ændrer ikke vurderingen." in text


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (
            case(policy(TO_80, baseline=FROM_60), {"2024": 65, "2025-Q1": 66}),
            "The newest figure, 66 % (Q1 2025), is for a period of another length and is not judged.",
        ),
        (WARNING_CASES["derived"], "The newest figure, 125 (Q4 2027), is counted in."),
        (WARNING_CASES["reference_late"], "The newest figure is 63 % (2024). A newer figure cannot be compared yet"),
        (REASON_CASES["period_mismatch"], "The newest figure is 26 personer (Q2 2024)."),
    ],
)
def test_why_the_newest_figure_is_not_the_one_judged(made: Case, text: str) -> None:
    """Another length, a part of the one judged, nothing to compare with yet."""
    assert text in explained(made())


def test_the_newest_figure_is_not_given_twice() -> None:
    """Where it is the one judged."""
    assert "newest" not in explained(STATUS_CASES["behind"]())


def test_the_month_of_the_next_figure_is_given_while_one_is_awaited() -> None:
    """The end of the next year, and the three months that the source takes."""
    text = explained(REASON_CASES["awaiting_data"]())
    assert "The figure for 2025 has not been published yet. The next figure is expected in March 2026." in text


def test_a_difference_is_awaited_as_long_as_the_reference_takes() -> None:
    """The own source states no lag, and that of the reference takes three months."""
    subject = policy(over_the_reference(at_least(0, "2025")), reference_lag=3)
    text = words(subject, {"2024": 60}, reference={"2024": 61}, at="2025", known="2026-01")
    assert "The next figure is expected in March 2026." in text
    unknown = policy(over_the_reference(at_least(0, "2025")))
    text = words(unknown, {"2024": 60}, reference={"2024": 61}, at="2025", known="2026-01")
    assert "How late its source is, is not known." in text


def test_a_standing_target_awaits_the_figure_for_its_last_period() -> None:
    """Which has no deadline to be named by."""
    text = words(policy(kept_at_least(60), lag=6), {"2021": 60, "2022": 66}, at="2024")
    assert "I (at least 60 % every year): cannot be assessed." in text
    assert "The figure for the last whole period has not been published yet." in text


# What else a reader should know


def test_background_is_explained_as_such() -> None:
    """It is there, and is not used to judge the policy: that is another thing than not being judged."""
    evaluation = judge(policy(TO_80), {"2024": 64}, reference={"2023": 61, "2024": "ca. 62", "2025": 63}, at="2024")
    text = explained(evaluation, "da", "reference")
    assert text == (
        "Hele landet: baggrundstal, som ikke bruges til at vurdere politikken. Det nyeste tal er ca. 62 % (2024)."
    )
    assert BACKGROUND in explained(judge(policy(TO_80), {"2024": 64}), "en", "reference")


def test_background_that_is_withheld_is_not_given() -> None:
    """By the table, or by disclosure control."""
    withheld = "The newest figure is withheld (2024)."
    evaluation = judge(policy(TO_80), {}, reference={"2024": {"value": None, "quality": "suppressed"}})
    assert withheld in explained(evaluation, "en", "reference")
    few = m.Indicator(id="reference", title="Få", unit="personer", role="context", counts_people=True)
    subject = m.Policy(**{**fields_of(policy()), "indicators": [few]}, disclosure=m.Disclosure(minimum=5))
    figures = rows({"2024": 3}, "reference")
    assert withheld in explained(evaluate(subject, figures), "en", "reference")
    assert "3 personer (2024)" in explained(evaluate(subject, figures, audience="internal"), "en", "reference")


def test_background_with_a_target_is_judged_and_counts_for_nothing() -> None:
    """Both are stated."""
    text = words(policy(TO_80, role="context", baseline=FROM_60), {"2024": 64})
    assert text.startswith("I (at least 80 %, by 2027): behind. Background, which is not used to judge the policy.")


def test_policies_are_named_where_there_are_several() -> None:
    """By title, municipality and period; an unknown id gives the nearest."""
    subjects = [policy(TO_80), policy(at_most(5, "2027"))]
    portfolio = m.Portfolio([subjects[0], m.Policy(**{**fields_of(subjects[1]), "id": "q", "title": "Q"})])
    evaluation = evaluate(portfolio, rows({"2024": 64}))
    lines = explained(evaluation).splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["P, Nybro (2000–2030)", "Q, Nybro (2000–2030)"]
    assert explained(evaluation, id="q#i").startswith("Q, Nybro (2000–2030): I (at most 5 %, by 2027): ")
    with pytest.raises(UnknownElement, match="did you mean 'i'"):
        evaluation.explain("I")


def test_a_source_that_judges_otherwise_is_quoted() -> None:
    """And one that judges the same is not."""
    target = at_least(80, "2024", id="t")
    for verdict, is_quoted in (("Opfyldt", True), ("Ikke opfyldt", False), ("På plads", True)):
        figure = {"indicator": "i", "target": "t", "period": "2024", "value": 64, "judgement": verdict}
        assert (f"The source's own verdict is »{verdict}«." in words(policy(target), [figure])) == is_quoted


def test_a_stated_baseline_that_a_figure_outranks_keeps_its_qualifier() -> None:
    """Where the policy states about 60."""
    about = m.Baseline(period="2023", value=60, qualifier="about")
    text = words(policy(TO_80, baseline=about), {"2023": 58, "2024": 64})
    assert "The policy states c. 60 % as baseline; a newer figure of the same period is used instead." in text


def test_an_expired_target_is_marked() -> None:
    """The newest past one, where none has taken its place."""
    evaluation = judge(policy(at_least(60, "2021"), at_least(60, "2022")), {"2021": 61, "2022": 59, "2024": 59})
    first, second = explained(evaluation).splitlines()
    assert "expired" not in first
    assert "The target has expired, and no later one of the same kind is set." in second


def test_a_replaced_target_names_the_new_one() -> None:
    """And the new one names none."""
    old = at_least(80, "2027", replaced_by=m.ReplacedBy(target="ny", decision="b"))
    fields = fields_of(policy())
    fields["indicators"] = [m.Indicator(id="i", title="I", unit="%", targets=[old, at_least(85, "2028", id="ny")])]
    decision = m.Decision(id="b", body="Byrådet", date="2023-01-01", outcome="adopted")
    subject = m.Policy(**fields, decisions=[decision])
    first, second = explained(judge(subject, {"2024": 64})).splitlines()
    assert "The target was replaced by another: at least 85 %, by 2028." in first
    assert "replaced" not in second


def test_in_a_band_no_movement_is_wrong() -> None:
    """From 60 to 50 between 45 and 55: away from the floor, which is kept, and wanted all the same."""
    evaluation = judge(policy(kept_at_least(45, id="a"), kept_at_most(55, id="b"), baseline=FROM_60), {"2024": 50})
    assert "wrong way" not in explained(evaluation)


@pytest.mark.parametrize(
    ("value", "fields", "is_wrong"),
    [(50, {}, False), (50, {"direction": "increase"}, True), (80, {}, True), (80, {"direction": "increase"}, True)],
)
def test_a_fall_is_wrong_where_the_target_is_missed_or_a_rise_is_wanted(
    value: float, fields: Mapping[str, Any], is_wrong: bool
) -> None:
    """From 60 to 58 with at least 50 asked for is no step the wrong way, unless the policy wants more and more."""
    text = words(policy(at_least(value, "2024"), baseline=FROM_60, **fields), {"2024": 58})
    assert "fallen by 2 percentage points" in text
    assert ("the wrong way" in text) == is_wrong


def test_growth_by_the_other_method_is_never_a_negative_share() -> None:
    """The wrong way, a share of what is needed, or more."""
    subject = policy(TO_80, baseline=FROM_60)
    found = [words(subject, {"2025": value}, method="cagr") for value in (58, 64, 75)]
    start = "Measured as growth a year since the baseline of 60 % (2023): "
    shares = [text.partition(start)[2] for text in found]
    assert [share.partition(".")[0] for share in shares] == [
        "growth the wrong way",
        "44 % of the growth needed",
        "more growth than needed",
    ]


def test_an_explanation_stays_on_its_line() -> None:
    """Also where people judged in several lines."""
    figure = {"value": None, "judgement": "Godt\npå vej"}
    assert "»Godt på vej«" in words(policy(kind="qualitative"), {"2024": figure})


# Short words, for lines and tables


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (70, "længere end ventet"),
        (65, "så langt som ventet"),
        (64, "80 % af vejen"),
        (60, "har ikke flyttet sig"),
        (33.2, "26,8 procentpoint den forkerte vej"),
    ],
)
def test_progress_in_short_is_never_a_share_below_nought(value: float, text: str) -> None:
    """As `evaluate` shows it in a line."""
    evaluation = judge(policy(TO_80, baseline=FROM_60), {"2024": value})
    texts = ResultWords(result_of(evaluation), evaluation.portfolio["p"], MessageFormatter.of(language("da")))
    assert texts.progress.replace("\xa0", " ") == text


def test_a_stated_value_is_never_rounded() -> None:
    """What a policy asks for is written with all its decimals."""
    subject = policy(at_least(72.65432, "2027"))
    wording = Wording(policy=subject, indicator=subject.indicator("i"), formatter=MessageFormatter())
    (target,) = subject.indicator("i").targets
    assert wording.target(target) == "at least 72.65432\xa0%, by 2027"


def test_a_band_is_a_target_with_two_ends() -> None:
    """A floor and a ceiling in one, as pages show them."""
    subject = policy(kept_at_least(45))
    wording = Wording(policy=subject, indicator=subject.indicator("i"), formatter=MessageFormatter.of(language("da")))
    (floor,) = subject.indicator("i").targets
    assert wording.target(floor, upper=55) == "mellem 45 og 55\xa0% hvert år"


def fields_of(subject: m.Policy) -> dict[str, Any]:
    """Return the fields of a policy that the notation sets."""
    return {name: getattr(subject, name) for name in ("id", "title", "municipality", "period", "groups", "indicators")}


def occurs_in(text: str, template: str) -> bool:
    """Return whether a text holds a template, with something in place of its parts."""
    pattern = ".+?".join(re.escape(part) for part in re.split(r"\{\w+\}", template))
    return re.search(pattern, text, re.IGNORECASE) is not None


def test_each_case_stands_for_one_word() -> None:
    """The tables above hold the closed lists, and no more."""
    tables: Iterable[tuple[Mapping[str, Case], tuple[str, ...]]] = (
        (REASON_CASES, get_args(Reason)),
        (STATUS_CASES, STATUSES),
        (WARNING_CASES, get_args(Note)),
    )
    assert [tuple(table) for table, _ in tables] == [words for _, words in tables]
