"""What changed since the last report, as a page says it; and what a record may show to whom."""

import io
import json
from pathlib import Path
from typing import Any

import attrs
import docx
import pandas as pd
import pytest
from bs4 import BeautifulSoup

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.errors import RenderingError
from kommunepolitik.evaluation import Record, Result, read_record
from kommunepolitik.observations import Observations
from kommunepolitik.rendering import Build, Site, gather, report_of
from kommunepolitik.report.changes import ChangeList
from tests.claims import some
from tests.rendering.test_disclosure_pages import policy as secret_policy
from tests.rendering.test_disclosure_pages import table as secret_table
from tests.rendering.test_disclosure_pages import told
from tests.rendering.word_files import text_of

LEVEL = m.LevelTarget(value=60, comparison="at_least", due="2024")


def indicator(id: str, *targets: m.Target, **fields: Any) -> m.Indicator:
    """Return an indicator that asks for 60 % in 2024, from 50 % in 2020, if nothing else is said."""
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


def lists(
    before: tuple[m.Policy, pd.DataFrame], now: tuple[m.Policy, pd.DataFrame], language: str = "en", **dates: Any
) -> list[ChangeList]:
    """Return what the report of one year says of that of another."""
    then = dates.pop("then", {})
    record = Record.of(kp.evaluate(*before, **then), "p")
    evaluation = kp.evaluate(*now, **dates)
    table = Observations.of(evaluation.figures.observations, "p")
    return list(report_of(evaluation, language, table, earlier=record).news)


def rows(found: list[ChangeList]) -> dict[str, list[tuple[str, str, str, str]]]:
    """Return the rows of each list as target, before, now and cause, without hard blanks."""
    return {
        each.id: [
            tuple(text.replace("\N{NO-BREAK SPACE}", " ") for text in (row.target, row.before, row.now, row.cause))  # type: ignore[misc]
            for row in each.rows
        ]
        for each in found
    }


# What is listed, and in which order


def test_the_lists_come_in_the_order_in_which_a_committee_asks() -> None:
    """Better, worse, lost, found, new figures, corrected ones, moved goalposts, all else."""
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
    assert [each.id for each in found] == [
        *("up", "down", "unassessable", "assessable", "new_figures", "revised", "goalposts", "other")
    ]
    names = {each.id: [row.name for row in each.rows] for each in found}
    assert (names["unassessable"], names["assessable"]) == (["Tal tabt"], ["Tal fundet"])
    assert names["goalposts"] == ["Tal flyttet"]
    assert names["other"] == ["Tal andet"]


def test_a_figure_that_is_no_verdict_is_told_as_new() -> None:
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
    assert rows(found) == {"new_figures": [("", "3.900 (2020)", "ca. 4.600 (2023)", "et nyt tal")]}


def test_a_target_that_is_not_yet_the_next_is_not_told_of() -> None:
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


def test_nothing_changed_is_said_too() -> None:
    """In the summary; there is no section for it."""
    subject, table = policy(indicator("tal")), figures(tal={"2022": 54})
    evaluation = kp.evaluate(subject, table)
    text = kp.render(evaluation, "md", observations=table, earlier=Record.of(evaluation, "p"), language="en")
    assert "Nothing has changed since last time." in text
    assert "## What changed since last time" not in text
    assert "last time" not in kp.render(evaluation, "md", observations=table, language="en")


def test_a_decision_is_named_where_it_says_so() -> None:
    """The target that was replaced, the one that took its place, who decided and when."""
    new = m.LevelTarget(id="lettere", value=55, comparison="at_least", due="2025")
    old = attrs.evolve(LEVEL, replaced_by=m.ReplacedBy(target="lettere", decision="beslutning"))
    decision = m.Decision(id="beslutning", body="Byrådet", date="2023-06-01")
    table = figures(tal={"2022": 54})
    found = rows(
        lists((policy(indicator("tal")), table), (policy(indicator("tal", old, new), decisions=[decision]), table))
    )
    assert "goalposts" not in found
    told = "decided: Byrådet, June 1, 2023"
    assert ("Replaced by", "–", "at least 55 %, by 2025", told) in found["other"]
    assert ("Target", "–", "at least 55 %, by 2025", told) in found["other"]


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
def test_whatever_differs_is_said_in_words(field: str) -> None:
    """What it is called, what it was and what it is, as a page would have said either."""
    before, now, said = FIELDS[field]
    table = figures(tal={"2022": 54})
    found = rows(lists((policy(indicator("tal", **before)), table), (policy(indicator("tal", **now)), table)))
    assert said in [row[:3] for row in (*found.get("goalposts", ()), *found.get("other", ()))]


def test_what_differs_of_the_whole_policy_is_said_of_the_policy() -> None:
    """Its period, what its words mean, who a group is; an indicator that is gone has its old name and no link."""
    words = [m.JudgementWord(word="gul", means="behind")]
    groups = [[m.Group(id="unge", title=title)] for title in ("18-24 år", "18-29 år")]
    table = figures(tal={"2022": 54})
    before = policy(indicator("tal"), indicator("væk".replace("æ", "ae")), groups=groups[0], period="2020..2024")
    now = policy(indicator("tal"), groups=groups[1], period="2020..2026", judgement_scale=words)
    found = lists((before, table), (now, table))
    told = {each.id: [(row.name, row.target, row.before, row.now) for row in each.rows] for each in found}
    assert ("the policy itself", "Group", "18-24 år", "18-29 år") in told["goalposts"]
    assert ("Tal vaek", "Indicator", "Tal vaek", "–") in told["goalposts"]
    assert ("the policy itself", "Period", "2020–2024", "2020–2026") in told["other"]
    assert ("the policy itself", "Meaning of words and colours", "–", "gul = not on track (behind)") in told["other"]
    assert all(row.indicator is None for each in found for row in each.rows if row.name != "Tal tal")


def test_another_method_and_other_readers_are_said() -> None:
    """And another library; the dates of both reports are at its head."""
    subject, table = policy(indicator("tal")), figures(tal={"2022": 54})
    found = lists((subject, table), (subject, table), "en", method="cagr", audience="internal", at="2023")
    told = [(row.name, row.before, row.now) for each in found for row in each.rows if not row.indicator]
    assert told == [("Method", "linear", "cagr"), ("Readers", "the public", "internal readers")]


def test_all_formats_say_the_same(tmp_path: Path) -> None:
    """HTML, Markdown and Word have the same lists, with the same rows; each row leads to its indicator."""
    subject = policy(indicator("op"), indicator("ned"))
    evaluation = kp.evaluate(subject, figures(op={"2022": 54, "2023": 57.5}, ned={"2022": 51}))
    table = evaluation.figures.observations
    record = Record.of(kp.evaluate(subject, figures(op={"2022": 54}, ned={"2022": 55})), "p")
    html, markdown = (kp.render(evaluation, format, observations=table, earlier=record) for format in ("html", "md"))
    word = text_of(docx.Document(io.BytesIO(kp.render(evaluation, "docx", observations=table, earlier=record))))
    page = BeautifulSoup(html, "html5lib")
    titles = [heading.get_text() for heading in some(page.select("#section_news h3"))]
    assert titles == [
        "Bedre end sidst (1)",
        "Dårligere end sidst (1)",
        "Nye tal (1)",
        "Tal for tidligere perioder, der er ændret (1)",
    ]
    for title in titles:
        assert f"### {title}" in markdown
        assert title in word
    for link in some(page.select("#section_news th a")):
        assert page.select_one(str(link["href"])) is not None
    for cell in some(page.select("#section_news tbody td")):
        assert plain(cell.get_text()) in plain(markdown)
        assert plain(cell.get_text()) in plain(word)


def plain(text: str) -> str:
    """Return a text without hard blanks."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\\", "")


def test_hostile_text_in_a_record_stays_text() -> None:
    """A record comes from a file that anybody may have written."""
    evil = "<script>alert(1)</script> {{ 7 * 7 }} | *x*"
    before = policy(indicator("tal", definition=evil), indicator("vaek", targets=[], population=evil))
    evaluation = kp.evaluate(policy(indicator("tal", definition="Andel")), figures(tal={"2022": 54}))
    record = Record.of(kp.evaluate(before, figures(tal={"2022": 54})), "p")
    table = evaluation.figures.observations
    html = kp.render(evaluation, observations=table, earlier=record)
    assert BeautifulSoup(html, "html5lib").find("script", string="alert(1)") is None
    assert "{{ 7 * 7 }}" in BeautifulSoup(html, "html5lib").get_text()
    markdown = kp.render(evaluation, "md", observations=table, earlier=record)
    assert "<script>" not in markdown


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
    counted, record = [], None
    for at, known in (("2022", "2023-04"), ("2023", "2024-04"), ("2024", "2025-04")):
        evaluation = kp.evaluate(subject, table, at=at, known=known)
        report = report_of(evaluation, "da", evaluation.figures.observations, earlier=record)
        counted.append([(result.target, result.status) for result in report.current])
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
    """Neither as a figure nor as what follows from one; that of an internal report has it, and says so."""
    text = saved(tmp_path / "ud").read_text("utf-8")
    assert told(text) == set()
    assert json.loads(text)["audience"] == "public"
    inside = saved(tmp_path / "internt", internal=True).read_text("utf-8")
    assert "3761" in told(inside)
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
    assert site(records={"p": secret}, internal=True).earlier(secret_policy()) == secret


@pytest.mark.parametrize("format", ["html", "md"])
def test_what_was_shown_once_and_is_withheld_now_is_not_shown_again(tmp_path: Path, format: Any) -> None:
    """Last year's report had no disclosure control; what it said of few people is not repeated beside this year's."""
    open_policy = secret_policy(minimum=None)
    before = Record.of(kp.evaluate(open_policy, secret_table(), at="2024"), "p")
    assert told(before.to_json())
    now = kp.evaluate(secret_policy(), secret_table())
    assert told(kp.render(now, format, observations=secret_table(), earlier=before)) == set()
    build = Build(site(records={"p": before}), tmp_path, [format], "da")
    assert all(told(path.read_text("utf-8")) == set() for path in some(build.run()))


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
