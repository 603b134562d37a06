"""Lines of the follow-up: newest beside judged, stages, bands, the five words, and figures with their qualifiers."""

from collections.abc import Sequence
from typing import Any

import attrs
import pandas as pd
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.report.context import Context
from kommunepolitik.report.followup import followup_page, overview
from kommunepolitik.report.followup_tracks import tracks
from kommunepolitik.report.parts import dues
from kommunepolitik.report.resume import counted
from tests.report.made import Rows, context, level, policy, table, text_of
from tests.report.made import lines_of as lines
from tests.report.made import plain_text as plain

BASELINE = m.Baseline(period=m.Period("2020"), value=50)


def report(own: kp.Policy, rows: Rows, at: str | None = None, **columns: Sequence[Any]) -> Context:
    """Return what the report of a policy is built from, with some figures (period and value) of its indicator."""
    return context(own, table(own, rows, **columns), at)


def page(found: Context) -> str:
    """Return the follow-up page as lines."""
    return text_of(followup_page(found))


def shares(found: Context) -> Sequence[tuple[str, int, str]]:
    """Return the statuses of the current targets, with how many have each and what it means."""
    return [(share.status.key, share.count, share.note) for share in found.results.distribution]


# Newest beside judged


def test_the_newest_figure_is_beside_the_one_that_is_judged() -> None:
    """4,500 by 2020, 3,900 in 2020, about 4,600 in 2023: not reached in 2020, and 4,600 now, which is no judgement."""
    own = policy(level(4500, "2020"), period=m.Period("2018..2020"), indicator={"unit": "personer"})
    found = report(own, [("2020", "3900"), ("2023", "ca. 4600")], "2024")
    (shown,) = lines(found)
    assert (shown.status.words, shown.stage) == ("ikke nået", "udløbet")
    assert (plain(shown.latest), plain(shown.newest)) == ("3.900 personer (2020)", "ca. 4.600 personer (2023)")
    assert counted(found.results) == "Politikkens ene aktuelle måltal er ikke nået."
    assert "mindst 4.500 personer, senest 2020 udløbet | 3.900 personer (2020); nyeste: ca. 4.600 personer" in page(
        found
    )


def test_a_figure_that_is_judged_is_not_repeated_as_the_newest() -> None:
    """Nor is the last of its parts, which is no newer than the whole."""
    (shown,) = lines(report(policy(level(60, "2027")), [("2023", 50), ("2024", 52)]))
    assert (shown.latest, shown.newest) == ("52\N{NO-BREAK SPACE}% (2024)", "")
    yearly = policy(m.StandingTarget(value=100, comparison="at_least"), indicator={"unit": "antal", "over_time": "sum"})
    (shown,) = lines(report(yearly, [(f"2026-Q{number}", 26) for number in (1, 2, 3, 4)]))
    assert (shown.latest, shown.newest) == ("104 (2026)", "")


# Stages


AMBITIONS = [level(value, year) for year, value in (("2021", 52), ("2022", 54), ("2023", 57), ("2024", 60))]
FIGURES = [("2021", 53), ("2022", 53.5), ("2023", 57)]


def ambitions(**more: Any) -> kp.Policy:
    """Return a policy with an ambition for each year."""
    fields = {"decimals": 1, "baseline": BASELINE, "frequency": "yearly"}
    return policy(*more.pop("targets", AMBITIONS), indicator={**fields, **more.pop("indicator", {})}, **more)


def test_yearly_ambitions_lead_with_the_one_of_the_year() -> None:
    """The report on 2022 counts one target; those of other years are listed after it, as what they are."""
    found = report(ambitions(), FIGURES, "2022")
    assert counted(found.results) == "Politikkens ene aktuelle måltal er ikke nået."
    assert [(shown.target[-4:], shown.status.words, shown.stage) for shown in lines(found)] == [
        ("2022", "ikke nået", ""),
        ("2021", "nået", "tidligere måltal"),
        ("2023", "ikke på rette vej", "senere måltal"),
        ("2024", "ikke på rette vej", "senere måltal"),
    ]
    assert text_of(overview(found)).count("senest") == 1
    assert "mindst 52,0 %, senest 2021 tidligere måltal" in page(found)


def test_a_target_that_awaits_its_figure_has_the_last_settled_verdict_and_the_month_beside_it() -> None:
    """The figure of 2024 comes in June 2025; the ambition of 2023 was reached."""
    own = ambitions(indicator={"data_source": m.DataSource(keeper="Nybro", lag=6)})
    found = report(own, FIGURES, "2024")
    shown = lines(found)[0]
    assert (shown.status.words, shown.finer) == ("kan ikke vurderes", "tallet er endnu ikke offentliggjort")
    awaited = "tallet ventes i juni 2025; senest afgjort: nået (mindst 57,0 %, senest 2023)"
    assert plain(shown.awaited) == awaited
    words = "Politikkens ene aktuelle måltal kan ikke vurderes endnu (tallet ventes i juni 2025)."
    assert counted(found.results) == words
    assert page(found).count(awaited) == 2  # in the table, and among what cannot be assessed


def test_a_month_that_has_passed_is_not_marked_as_expected() -> None:
    """A source without delay publishes a year at its end; at the end of 2026 that month has passed."""
    source = m.DataSource(keeper="Nybro", lag=0)
    fields = {"unit": "antal", "frequency": "quarterly", "data_source": source}
    own = policy(m.StandingTarget(value=100, comparison="at_least"), indicator=fields)
    (shown,) = lines(report(own, [("2025", 96), ("2026-Q4", 38)], "2026"))
    assert shown.result.expected == m.Period("2026-12")
    assert "ventes i" not in shown.awaited


def test_no_month_is_named_where_nobody_states_how_late_the_source_is() -> None:
    """The month after the period is a guess: it is in neither the line nor the explanation."""
    own = policy(m.StandingTarget(value=100, comparison="at_least"), indicator={"unit": "antal", "frequency": "yearly"})
    (shown,) = lines(report(own, [("2024", 101), ("2025", 96)], "2026"))
    assert shown.result.reason == "awaiting_data"
    assert shown.awaited == "kildens forsinkelse er ikke kendt; senest afgjort: ikke nået (2025)"
    assert "Kildens forsinkelse er ikke kendt." in shown.explanation
    assert "ventes i" not in shown.explanation


def test_a_target_replaced_by_a_decision_is_marked_and_no_longer_due() -> None:
    """60 by 2026 gave way to 58: it is listed with the decision, counted nowhere and not expected."""
    decision = m.Decision(id="d", body="Byrådet", date=m.Period("2024-06-01"))
    old = level(60, "2026", replaced_by=m.ReplacedBy(target="ny", decision="d"))
    own = policy(old, level(58, "2026", id="ny"), decisions=[decision], indicator={"title": "Andel"})
    found = report(own, [("2023", 50), ("2024", 52)], "2024")
    assert [shown.stage for shown in lines(found)] == ["", "erstattet efter beslutning: Byrådet, 1. juni 2024"]
    assert counted(found.results).startswith("Politikkens ene aktuelle måltal kan ikke")
    assert [(due.what, due.when, due.titles) for due in dues(found.results)] == [
        ("måltal skal være nået", "2026", ["Andel"])
    ]
    before = report(own, [("2023", 50)], "2023")
    assert counted(found.results) != counted(before.results)
    assert len(before.results.current) == 2


def test_an_indicator_without_a_track_or_area_is_under_its_goal() -> None:
    """An indicator of no goal at all is last."""
    goal = m.Goal(id="g", statement="Flere er med.", measured_by=("i",))
    loose = m.Indicator(id="loes", title="Løs", targets=[level(5, "2027")])
    own = policy(level(60, "2027"), goals=[goal], terms=m.Terms(focus_area=m.Term(singular="søjle", plural="søjler")))
    own = attrs.evolve(own, indicators=[*own.indicators, loose], focus_areas=[m.FocusArea(id="a", title="Job")])
    frame = pd.DataFrame({"indicator": ["i", "loes"], "period": "2024", "value": [50, 4]})
    figures = kp.read_observations(frame, own)
    found = context(own, figures)
    (section,) = (tracks(found),)
    assert section is not None
    titles = [(each.id, text_of(each).splitlines()[0]) for each in section.blocks if hasattr(each, "id")]
    assert titles == [
        ("a", "Job (søjle)"),
        ("g", "Flere er med."),
        ("section_group_3", "Andre indikatorer"),
    ]
    assert len(found.results.current) == 2
    without = context(attrs.evolve(own, focus_areas=()), figures)
    assert without.results.groups[0][1] == "Flere er med."


# Bands


@pytest.mark.parametrize(
    ("value", "status", "way"), [(50, "nået", "steget"), (38, "ikke nået", "faldet"), (64, "ikke nået", "steget")]
)
def test_a_band_is_one_row_with_the_worse_status(value: float, status: str, way: str) -> None:
    """Between 40 and 60: one row, one count, one item; both ends explain themselves."""
    ends = [m.StandingTarget(id=c[3:], value=v, comparison=c) for c, v in (("at_least", 40), ("at_most", 60))]
    found = report(policy(*ends, indicator={"direction": None}), [("2023", 45), ("2024", value)], "2024")
    (shown,) = lines(found)
    assert plain(shown.target) == "mellem 40 og 60 % hvert år"
    assert (shown.status.words, shown.finer) == (status, "")
    assert (shown.moves[0].since, shown.moves[0].words[2:]) == (
        "siden 2023 (45\N{NO-BREAK SPACE}%)",
        way,
    )  # neither way is better
    assert counted(found.results) == f"Politikkens ene aktuelle måltal er {status}."
    assert shown.explanation.count("måltallet") == 2
    assert len(found.results.counted) == 1


def test_two_minimums_are_no_band() -> None:
    """65 % by the old test and 55 % by the new one, by the same year, are two targets."""
    own = policy(level(65, "2027"), level(55, "2027", id="ny"))
    found = report(own, [("2023", 50), ("2024", 52)], "2024")
    assert len(lines(found)) == len(found.results.current) == 2
    assert kp.evaluate(own, found.observations, at="2024").summary()["targets"].tolist() == [2]


# The five words


def test_readers_see_five_words_with_the_finer_one_below() -> None:
    """50 % of the way is far behind, which readers see as not on track."""
    own = ambitions(targets=[level(60, "2024")])
    found = report(own, [("2021", 51), ("2022", 51.2)], "2022")
    (shown,) = lines(found)
    assert (shown.status.shape, shown.status.words, shown.finer) == ("◆", "ikke på rette vej", "langt bagud")
    assert [(move.words, plain(move.since)) for move in shown.moves] == [
        ("↗ bedre", "siden udgangspunktet og 2021 (51,0 %)")
    ]
    assert counted(found.results) == "Politikkens ene aktuelle måltal er ikke på rette vej."
    assert shares(found) == [("off_track", 1, "1 langt bagud")]


def test_an_arrow_shows_which_way_the_figure_went_and_a_word_whether_that_is_better() -> None:
    """Fewer is better: a figure that fell since the baseline and rose since last year."""
    own = policy(
        level(5, "2027", comparison="at_most"),
        indicator={"direction": "decrease", "baseline": m.Baseline(period=m.Period("2020"), value=11)},
    )
    (shown,) = lines(report(own, [("2023", "ca. 6"), ("2024", 8)]))
    assert [(move.words, plain(move.since)) for move in shown.moves] == [
        ("↘ bedre", "siden udgangspunktet"),
        ("↗ værre", "siden 2023 (ca. 6 %)"),
    ]
    (shown,) = lines(report(own, [("2023", 8), ("2024", 8)]))
    assert (shown.moves[-1].words, plain(shown.moves[-1].since)) == ("→ uændret", "siden 2023 (8 %)")


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("Indfriet", "≠ kilden vurderer: »Indfriet«, nået (ikke det samme som her)"),
        ("ikke indfriet", "kilden vurderer: »ikke indfriet«, ikke nået"),
        ("ikke nået", "kilden vurderer: »ikke nået«"),
        ("godt på vej", "kilden vurderer: »godt på vej«"),
    ],
)
def test_a_verdict_of_a_source_is_beside_ours(word: str, words: str) -> None:
    """Marked where it differs; in its own words where their meaning is not defined."""
    own = policy(level(60, "2024"))
    more = {"target": ["", "level-2024"], "judgement": ["", word]}
    found = report(own, [("2023", 50), ("2024", 52)], "2024", **more)
    (shown,) = lines(found)
    assert shown.status.words == "ikke nået"
    assert shown.published == words
    assert page(found).count(words) == 1


# Figures


def test_qualifiers_are_stated_wherever_a_figure_is() -> None:
    """Baseline about 70, just under half last time, a range now."""
    baseline = m.Baseline(period=m.Period("2020"), value=40, qualifier="about")
    own = policy(level(80, "2027"), indicator={"baseline": baseline})
    (shown,) = lines(report(own, [("2023", "50"), ("2024", "55-57")], qualifier=["just_under", ""]))
    assert plain(shown.baseline) == "ca. 40 % (2020)"
    assert plain(shown.latest) == "55–57 % (2024)"
    assert "2023 (knap 50 %)" in plain(shown.moves[0].since)
    ranged = attrs.evolve(baseline, value_high=44, qualifier=None)
    (shown,) = lines(report(policy(level(80, "2027"), indicator={"baseline": ranged}), [("2024", "under 50")]))
    assert (plain(shown.baseline), plain(shown.latest)) == ("40–44 % (2020)", "under 50 % (2024)")


def test_qualifiers_are_stated_in_what_changed_since_last_time() -> None:
    """About 52 now, 50 to 51 then."""
    own = policy(level(60, "2024"), indicator={"baseline": BASELINE})
    frame = pd.DataFrame({"indicator": "i", "period": ["2021", "2022"], "value": ["50-51", "ca. 52"]})
    figures = kp.read_observations(frame, own)
    assert "50–51 % (2021) | ca. 52 % (2022)" in page(context(own, figures, "2022", since="2021"))


def test_a_provisional_figure_is_marked_wherever_it_is_shown() -> None:
    """Judged in 2024, and the newest in 2025."""
    own = policy(level(60, "2024"), indicator={"baseline": BASELINE})
    more = {"quality": ["provisional", "provisional"]}
    (shown,) = lines(report(own, [("2024", 52), ("2025", 55)], "2025", **more))
    assert plain(shown.latest) == "52 % (2024, foreløbigt)"
    assert plain(shown.newest) == "55 % (2025, foreløbigt)"


def test_a_rounded_figure_never_contradicts_the_verdict() -> None:
    """57.46 where 57.46333… is required is behind, and shown as such; where nothing is at stake one decimal is enough."""
    mean = policy(
        m.StandingTarget(value=60, comparison="at_least"),
        indicator={"over_time": "mean", "decimals": 1, "baseline": BASELINE},
    )
    rows = [("2024-Q1", 59.9), ("2024-Q2", 60), ("2024-Q3", 60), ("2024-Q4", 60)]
    (shown,) = lines(report(mean, [(period, value - 0.0001) for period, value in rows]))
    assert (shown.status.words, plain(shown.latest)) == ("ikke nået", "59,97 % (2024)")
    close = [("2024-Q1", 59.9999), ("2024-Q2", 60), ("2024-Q3", 60), ("2024-Q4", 60)]
    (shown,) = lines(report(mean, close))
    assert (shown.status.words, plain(shown.latest)) == ("ikke nået", "59,99998 % (2024)")


def test_nothing_required_is_no_number() -> None:
    """A target without baseline, and one over a break, require nothing by now."""
    own = policy(level(60, "2027"))
    found = report(own, [("2023", 50), ("2024", 52)])
    (shown,) = lines(found)
    assert shown.required == ""
    assert all("nan" not in text.lower() for text in (shown.explanation, *page(found).split()))
    broken = policy(level(60, "2027"), indicator={"breaks": [m.Break(period=m.Period("2024"))], "baseline": BASELINE})
    (shown,) = lines(report(broken, [("2023", 50), ("2024", 52)]))
    assert (shown.result.reason, shown.required) == ("break_in_series", "")
