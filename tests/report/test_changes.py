"""What changed since the last report, on a page; and what a record may show to whom."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import pandas as pd
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.blocks import Link, Table
from kommunepolitik.errors import RenderingError
from kommunepolitik.evaluation import Record, Result, read_record
from kommunepolitik.i18n import language as language_of
from kommunepolitik.observations import Observations
from kommunepolitik.report.changes import ChangeRow, change_lists, changes
from kommunepolitik.report.context import Context
from kommunepolitik.report.followup import followup_page
from kommunepolitik.site.build import Build
from kommunepolitik.site.site import Site, gather
from tests.claims import some
from tests.report import made
from tests.report.made import nybro, text_of
from tests.report.withheld import policy as secret_policy
from tests.report.withheld import secrets_in
from tests.report.withheld import table as secret_table

LEVEL = m.LevelTarget(value=60, comparison="at_least", due="2024")


def indicator(id: str, *targets: m.Target, **fields: Any) -> m.Indicator:
    """Return an indicator that asks for 60 % in 2024, from 50 % in 2020, if nothing else is stated."""
    values = {"unit": "%", "baseline": m.Baseline(period="2020", value=50), "targets": targets or [LEVEL], **fields}
    return m.Indicator(id=id, title=f"Tal {id}", **values)


def policy(*indicators: m.Indicator, **fields: Any) -> m.Policy:
    """Return a policy of some indicators."""
    nybro = m.Municipality(name="Nybro", fictitious=True)
    return m.Policy(**{"id": "p", "title": "P", "municipality": nybro, "indicators": indicators, **fields})


def figures(**series: dict[str, Any]) -> pd.DataFrame:
    """Return figures by indicator and period."""
    rows = [(id, period, value) for id, values in series.items() for period, value in values.items()]
    return pd.DataFrame(rows, columns=["indicator", "period", "value"])


def since(
    before: tuple[m.Policy, pd.DataFrame], now: tuple[m.Policy, pd.DataFrame], language: str = "en", **dates: Any
) -> Context:
    """Return what the report of one year is built from, after that of another."""
    then = dates.pop("then", {})
    record = Record.of(kp.evaluate(*before, **then), "p")
    evaluation = kp.evaluate(*now, **dates)
    table = Observations.of(evaluation.figures.observations, "p")
    values = {"policy": now[0], "language": language_of(language), "evaluation": evaluation, "observations": table}
    return Context(**values, earlier=record)


def lists(*args: Any, **more: Any) -> Mapping[str, Sequence[ChangeRow]]:
    """Return the report of one year on changes since that of another."""
    return change_lists(since(*args, **more).results)


def rows(found: Mapping[str, Sequence[ChangeRow]]) -> dict[str, list[tuple[str, str, str, str]]]:
    """Return the rows of each list as target, before, now and cause, without hard blanks."""
    return {
        id: [
            tuple(text.replace("\N{NO-BREAK SPACE}", " ") for text in (row.target, row.before, row.now, row.cause))  # type: ignore[misc]
            for row in content
        ]
        for id, content in found.items()
    }


# What is listed, and in which order


def test_the_lists_come_in_the_order_in_which_a_committee_asks() -> None:
    """Worse, better, lost, found, moved goalposts, new figures, corrected ones, all else."""
    ids = ("op", "ned", "tabt", "fundet", "flyttet", "andet")
    before = policy(*map(indicator, ids))
    changed = {
        "flyttet": indicator("flyttet", attrs.evolve(LEVEL, value=55)),
        "andet": indicator("andet", margin=0.5),
    }
    now = policy(*(changed.get(id) or indicator(id) for id in ids))
    then = figures(op={"2022": 54}, ned={"2022": 55}, tabt={"2022": 55}, flyttet={"2022": 52}, andet={"2022": 53})
    new = figures(
        op={"2022": 54, "2023": 57.5}, ned={"2022": 51}, fundet={"2023": 57.5}, flyttet={"2022": 52}, andet={"2022": 53}
    )
    found = lists((before, then), (now, new))
    order = ["down", "up", "unassessable", "assessable", "goalposts", "new_figures", "revised", "other"]
    assert list(found) == order
    names = {id: [row.name for row in content] for id, content in found.items()}
    assert (names["unassessable"], names["assessable"]) == (["Tal tabt"], ["Tal fundet"])
    assert names["goalposts"] == ["Tal flyttet"]
    assert names["other"] == ["Tal andet"]


def test_a_figure_that_is_no_verdict_is_reported_as_new() -> None:
    """The 4,500 due in 2020 were not reached; "ca. 4.600" for 2023 is the newest figure, and new."""
    subject = policy(
        indicator("tal", m.LevelTarget(value=4500, comparison="at_least", due="2020"), unit="antal", baseline=None)
    )
    found = lists(
        (subject, figures(tal={"2020": 3900})),
        (subject, figures(tal={"2020": 3900, "2023": "ca. 4.600"})),
        "da",
        at="2024",
        then={"at": "2021"},
    )
    assert rows(found) == {"new_figures": [("", "3.900 (2020)", "ca. 4.600 (2023)", "")]}


def test_a_target_that_is_not_yet_the_next_is_not_reported() -> None:
    """The next one due moved, and the one after it too: the committee hears of the next."""
    later = m.LevelTarget(value=80, comparison="at_least", due="2028")
    subject = policy(indicator("tal", LEVEL, later))
    found = rows(
        lists(
            (subject, figures(tal={"2022": 55})),
            (subject, figures(tal={"2022": 55, "2023": 51})),
            at="2023",
            then={"at": "2022"},
        )
    )
    assert [target for target, *_ in found["down"]] == ["at least 60 %, by 2024"]


def test_nothing_changed_is_stated_too() -> None:
    """Where there is a report to compare with; else there is no section for it."""
    subject, table = policy(indicator("tal")), figures(tal={"2022": 54})
    same = changes(since((subject, table), (subject, table)))
    assert same is not None
    assert text_of(same).splitlines()[-1] == "Compared with the last follow-up. Nothing has changed since last time."
    assert changes(made.context(subject, table)) is None


def test_a_band_is_one_line() -> None:
    """Both ends of 15 to 25 were within, and the upper one is not any more."""
    ends = [m.StandingTarget(id=c[3:], value=v, comparison=c) for c, v in (("at_least", 15), ("at_most", 25))]
    subject = policy(indicator("tal", *ends, unit="antal", baseline=None))
    found = rows(lists((subject, figures(tal={"2022": 20})), (subject, figures(tal={"2022": 20, "2023": 26}))))
    assert found["down"] == [
        ("between 15 and 25 every year", "✔ achieved: 20 (2022)", "✖ missed: 26 (2023)", "a new figure")
    ]


def test_a_new_figure_is_beside_one_of_its_own_length() -> None:
    """A quarter is never compared with a year."""
    subject = policy(indicator("tal"))
    before = figures(tal={"2022-Q1": 50, "2022": 55})
    now = figures(tal={"2022-Q1": 50, "2022": 55, "2023-Q1": 52})
    found = rows(lists((subject, before), (subject, now)))
    assert found["new_figures"] == [("", "50 % (Q1 2022)", "52 % (Q1 2023)", "")]


def test_a_figure_that_was_only_corrected_is_no_new_figure() -> None:
    """54 became 52 for the same year."""
    subject = policy(indicator("ny"), indicator("rettet"), indicator("ens"))
    before = figures(ny={"2022": 54}, rettet={"2022": 54}, ens={"2022": 54})
    now = figures(ny={"2022": 54, "2023": 56}, rettet={"2022": 52}, ens={"2022": 54})
    found = rows(lists((subject, before), (subject, now)))
    assert found["new_figures"] == [("", "54 % (2022)", "56 % (2023)", "")]
    assert found["revised"] == [("", "54 % (2022)", "52 % (2022)", "the figure is revised")]


def test_a_difference_between_percentages_changed_by_percentage_points() -> None:
    """Young women out of work: 1.2 points above the country in 2025, and not 1.2 percent of anything."""
    found = change_lists(nybro(at="2025", since="2024", known=None, since_known=None).results)
    secrets_in = [
        row for content in found.values() for row in content if row.indicator and row.indicator.id == "ledighed-unge"
    ]
    assert any("1,2\N{NO-BREAK SPACE}procentpoint" in each.now for each in secrets_in)


def test_a_decision_is_named_where_it_is_the_reason() -> None:
    """The target that was replaced, the one that took its place, who decided and when."""
    new = m.LevelTarget(id="lettere", value=55, comparison="at_least", due="2025")
    old = attrs.evolve(LEVEL, replaced_by=m.ReplacedBy(target="lettere", decision="beslutning"))
    decision = m.Decision(id="beslutning", body="Byrådet", date="2023-06-01")
    table = figures(tal={"2022": 54})
    found = rows(
        lists((policy(indicator("tal")), table), (policy(indicator("tal", old, new), decisions=[decision]), table))
    )
    assert "goalposts" not in found
    secrets_in = "decided: Byrådet, 1 June 2023"
    assert ("Replaced by", "–", "at least 55 %, by 2025", secrets_in) in found["other"]
    assert ("Target", "–", "at least 55 %, by 2025", secrets_in) in found["other"]


FIELDS: dict[str, tuple[dict[str, Any], dict[str, Any], tuple[str, str, str]]] = {
    "definition": ({"definition": "Alle i job"}, {"definition": "Alle i job eller skole"}, ("Definition", "Alle i job", "Alle i job eller skole")),
    "population": ({"population": "16-66 år"}, {"population": "18-66 år"}, ("Population", "16-66 år", "18-66 år")),
    "unit": ({}, {"unit": "antal"}, ("Unit", "%", "antal")),
    "direction": ({"direction": "increase"}, {}, ("Desired direction", "should rise", "–")),
    "baseline": ({}, {"baseline": m.Baseline(period="2020", value=45, qualifier="about")}, ("Baseline", "50 % (2020)", "c. 45 % (2020)")),
    "role": ({}, {"role": "context"}, ("Role", "follows up the policy", "background")),
    "target": ({}, {"targets": [m.StandingTarget(value=60, comparison="at_least")]}, ("Target", "at least 60 %, by 2024", "–")),
    "margin": ({"margin": 1}, {"margin": 2.5}, ("Smallest change that counts", "1", "2.5")),
    "frequency": ({}, {"frequency": "yearly"}, ("Frequency", "–", "every year")),
    "over_time": ({"over_time": "sum"}, {"over_time": "mean"}, ("Longer periods", "added up", "averaged")),
    "chance": ({}, {"chance": True}, ("Whether chance plays", "–", "yes")),
    "counts_people": ({}, {"counts_people": True}, ("Counts people", "no", "yes")),
    "data_source": ({"data_source": m.DataSource(keeper="DST", lag=3)}, {"data_source": m.DataSource(keeper="DST", lag=1)}, ("Data source", "DST, 3 months after the period", "DST, 1 month after the period")),
    "breaks": ({}, {"breaks": [m.Break(period="2021"), m.Break(period="2023-Q2")]}, ("Breaks in the series", "–", "2021, Q2 2023")),
    "limit": ({}, {"limit": 100}, ("Natural limit", "–", "100")),
    "decimals": ({}, {"decimals": 1}, ("Decimals", "–", "1")),
}  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_whatever_differs_is_stated_in_words(field: str) -> None:
    """What it is called, what it was and what it is, as a page would word them."""
    before, now, text = FIELDS[field]
    table = figures(tal={"2022": 54})
    found = rows(lists((policy(indicator("tal", **before)), table), (policy(indicator("tal", **now)), table)))
    assert text in [row[:3] for row in (*found.get("goalposts", ()), *found.get("other", ()))]


def test_what_differs_of_the_whole_policy_is_stated_of_the_policy() -> None:
    """Its period, what its words mean, who a group is; an indicator that is gone has its old name and no link."""
    words = [m.JudgementWord(word="gul", means="behind")]
    groups = [[m.Group(id="unge", title=title)] for title in ("18-24 år", "18-29 år")]
    table = figures(tal={"2022": 54})
    before = policy(indicator("tal"), indicator("væk".replace("æ", "ae")), groups=groups[0], period="2020..2024")
    now = policy(indicator("tal"), groups=groups[1], period="2020..2026", judgement_scale=words)
    found = lists((before, table), (now, table))
    secrets_in = {id: [(row.name, row.target, row.before, row.now) for row in content] for id, content in found.items()}
    assert ("the policy itself", "Group", "18-24 år", "18-29 år") in secrets_in["goalposts"]
    assert ("Tal vaek", "Indicator", "Tal vaek", "–") in secrets_in["goalposts"]
    assert ("the policy itself", "Period", "2020–2024", "2020–2026") in secrets_in["other"]
    assert ("the policy itself", "Meaning of words and colours", "–", "gul = not on track (behind)") in secrets_in[
        "other"
    ]
    assert all(row.indicator is None for content in found.values() for row in content if row.name != "Tal tal")


def test_another_method_and_other_readers_are_stated() -> None:
    """And another library; the dates of both reports are at its head."""
    subject, table = policy(indicator("tal")), figures(tal={"2022": 54})
    found = lists((subject, table), (subject, table), "en", method="cagr", audience="internal", at="2023")
    secrets_in = [(row.name, row.before, row.now) for content in found.values() for row in content if not row.indicator]
    assert secrets_in == [("Method", "linear", "cagr"), ("Readers", "the public", "internal readers")]


def test_each_row_leads_to_its_indicator() -> None:
    """The heading of each list states how many rows it has."""
    subject = policy(indicator("op"), indicator("ned"))
    before = figures(op={"2022": 54}, ned={"2022": 55})
    found = since((subject, before), (subject, figures(op={"2022": 54, "2023": 57.5}, ned={"2022": 51})), "da")
    section = changes(found)
    assert section is not None
    inner = [each for each in section.blocks if isinstance(each, type(section))]
    assert [text_of(each).splitlines()[0] for each in inner] == [
        "Dårligere end sidst (1)",
        "Bedre end sidst (1)",
        "Nye tal (1)",
        "Tal for tidligere perioder, der er ændret (1)",
    ]
    ids = {section.id for _, section in followup_page(found).contents()}
    tables = [block for each in inner for block in each.blocks if isinstance(block, Table)]
    names = [line for table in tables for row in table.rows for line in row.cells[0][0].inlines]  # type: ignore[union-attr]
    assert all(isinstance(each, Link) and each.to.anchor in ids for each in some(names))  # type: ignore[union-attr]


def test_hostile_text_in_a_record_stays_text() -> None:
    """A record comes from a file that anybody may have written."""
    evil = "<script>alert(1)</script> {{ 7 * 7 }} | *x*"
    before = policy(indicator("tal", definition=evil), indicator("vaek", targets=[], population=evil))
    evaluation = kp.evaluate(policy(indicator("tal", definition="Andel")), figures(tal={"2022": 54}))
    record = Record.of(kp.evaluate(before, figures(tal={"2022": 54})), "p")
    table = evaluation.figures.observations
    html = kp.render(evaluation, observations=table, earlier=record)
    assert "<script>alert(1)" not in html
    assert "{{ 7 * 7 }}" in html
    assert "<script>" not in kp.render(evaluation, "md", observations=table, earlier=record)


# From Python


def test_a_record_and_the_evaluation_it_was_made_of_give_the_same_page(tmp_path: Path) -> None:
    """`earlier=` takes either."""
    subject = policy(indicator("tal"))
    before = kp.evaluate(subject, figures(tal={"2022": 54}), at="2022")
    now = kp.evaluate(subject, figures(tal={"2022": 54, "2023": 57.5}), at="2023")
    file = tmp_path / "record.json"
    file.write_text(Record.of(before, "p").to_json(), "utf-8")
    table = now.figures.observations
    pages = {kp.render(now, "md", observations=table, earlier=each) for each in (before, kp.read_record(file))}
    assert len(pages) == 1
    assert "Bedre end sidst (1)" in pages.pop()


def test_the_record_of_another_policy_is_an_error() -> None:
    """Whether or not a report was made of it."""
    other = policy(indicator("tal"), id="q")
    record = Record.of(kp.evaluate(other, figures(tal={"2022": 54})), "q")
    with pytest.raises(kp.KommunepolitikError, match="is of the policy 'q', not of p"):
        kp.render(kp.evaluate(policy(indicator("tal")), figures(tal={"2022": 54})), earlier=record)


def test_a_target_that_is_settled_at_last_counts_once_more(tmp_path: Path) -> None:
    """Its figure came a year late: it counts in the report that has it, and not in the one after that."""
    dues = ("2022", "2023", "2024")
    targets = [m.LevelTarget(value=60, comparison="at_least", due=due) for due in dues]
    subject = policy(indicator("tal", *targets, frequency="yearly"))
    table = figures(tal={"2021": 52, "2022": 54, "2023": 56, "2024": 61})
    table["published"] = ["2022-03", "2024-02", "2024-03", "2025-03"]
    counted, record = list[Any](), None
    for at, known in (("2022", "2023-04"), ("2023", "2024-04"), ("2024", "2025-04")):
        evaluation = kp.evaluate(subject, table, at=at, known=known)
        found = Context(policy=subject, language=language_of("da"), evaluation=evaluation, earlier=record)
        counted.append([(result.target, result.status) for result in found.results.current])
        record = Record.of(evaluation, "p")
    assert counted == [
        [("level-2022", "not_assessed")],
        [("level-2023", "missed"), ("level-2022", "missed")],
        [("level-2024", "achieved")],
    ]


# For whom


def site(**more: Any) -> Site:
    """Return the site of a policy that withholds figures."""
    return Site(kp.Portfolio([secret_policy()]), {"p": secret_table()}, **more)


def saved(folder: Path, **more: Any) -> Path:
    """Save the record of its report."""
    list(Build(site(**more), folder, ["md"], "da").run())
    return folder / "p--record.json"


def test_the_record_of_a_public_report_has_nothing_that_is_withheld(tmp_path: Path) -> None:
    """Neither as a figure nor as what follows from one; that of an internal report has it, and is marked."""
    text = saved(tmp_path / "ud").read_text("utf-8")
    assert secrets_in(text) == set()
    assert json.loads(text)["audience"] == "public"
    inside = saved(tmp_path / "internt", internal=True).read_text("utf-8")
    assert "3761" in secrets_in(inside)
    assert json.loads(inside)["audience"] == "internal"


def test_a_public_site_refuses_the_record_of_an_internal_report(tmp_path: Path) -> None:
    """So does a page; an internal one takes it."""
    secret = read_record(saved(tmp_path / "internt", internal=True))
    with pytest.raises(RenderingError, match="saved for internal readers"):
        site(records={"p": secret})
    with pytest.raises(RenderingError, match="saved for internal readers"):
        gather([], records={"p": secret})
    judged = kp.evaluate(secret_policy(), secret_table())
    with pytest.raises(RenderingError, match="saved for internal readers"):
        kp.render(judged, observations=secret_table(), earlier=secret)
    inside = kp.evaluate(secret_policy(), secret_table(), audience="internal")
    assert kp.render(inside, observations=secret_table(), earlier=secret, internal=True)
    assert site(records={"p": secret}, internal=True).context(secret_policy(), language_of("da")).earlier == secret


@pytest.mark.parametrize("format", ["html", "md"])
def test_what_was_shown_once_and_is_withheld_now_is_not_shown_again(tmp_path: Path, format: Any) -> None:
    """Last year's report had no disclosure control; what it showed of few people is not repeated beside this year's."""
    open_policy = secret_policy(minimum=None)
    before = Record.of(kp.evaluate(open_policy, secret_table(), at="2024"), "p")
    assert secrets_in(before.to_json())
    now = kp.evaluate(secret_policy(), secret_table())
    assert secrets_in(kp.render(now, format, observations=secret_table(), earlier=before)) == set()
    build = Build(site(records={"p": before}), tmp_path, [format], "da")
    assert all(secrets_in(path.read_text("utf-8")) == set() for path in some(build.run()))


def test_what_is_hidden_of_a_record_takes_its_verdicts_along() -> None:
    """A verdict on a hidden figure is none; one on another figure stays."""
    subject = policy(indicator("skjult"), indicator("vist"))
    record = Record.of(kp.evaluate(subject, figures(skjult={"2022": 54}, vist={"2022": 55}), audience="internal"), "p")
    shown = record.without(lambda figure: figure.indicator == "skjult")
    hidden, kept = shown.results
    assert (hidden.status, hidden.reason, hidden.due) == ("not_assessed", "suppressed", m.Period("2024"))
    numbers = [field.name for field in attrs.fields(Result) if field.type == float | None]
    assert {getattr(hidden, name) for name in numbers if name != "target_value"} == {None}
    assert kept == record.results[1]
    assert [(figure.value, figure.quality) for figure in shown.figures] == [(None, "suppressed"), (55, "final")]
    assert shown.audience == "public"
