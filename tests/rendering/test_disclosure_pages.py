"""Disclosure control on pages: what is withheld stands nowhere, and is said; an internal report shows it, marked."""

from pathlib import Path
from typing import Any

import attrs
import pandas as pd
import pytest
from bs4 import BeautifulSoup

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.disclosure import disclose
from kommunepolitik.errors import RenderingError
from kommunepolitik.evaluation import explain
from kommunepolitik.observations import Observations
from kommunepolitik.rendering import Build, Site, language_of
from kommunepolitik.report.disclosure import evaluations_shown
from tests.claims import some

SECRETS = ("3761", "5117", "14883", "20008", "18.418", "53.249")
"""Numbers and shares on fewer than 6000, and those from which they follow."""

FIGURES = {
    "alle": {
        "": {"2022": 43000, "2023": 43100, "2024": 43090},
        "x": {"2022": 20400, "2023": 20410, "2024": 20420},
        "y": {"2022": 22600, "2024": 22670},
    },
    "job": {
        "": {"2022": 20120, "2023": 20001, "2024": 20008},
        "x": {"2022": 7001, "2023": 5117, "2024": 3761},
        "y": {"2022": 13119, "2023": 14883, "2024": 16247},
    },
    "andel": {
        "": {"2022": 46.791},
        "x": {"2022": 34.319, "2024": 18.418},
        "y": {"2022": 58.049, "2024": 71.667},
    },
    "forskel": {"": {"2022": -23.73, "2024": -53.249}},
}


def policy(id: str = "p", minimum: int | None = 6000, **more: Any) -> kp.Policy:
    """Return a policy that withholds numbers below 6000, with targets of every sort on them."""
    x = m.Series(indicator="andel", group="x")
    targets = (
        m.LevelTarget(value=9000, comparison="at_least", due=m.Period("2025"), group="x"),
        m.StandingTarget(value=8000, comparison="at_least", group="x"),
        m.ChangeTarget(amount=2, mode="percent", start=m.Period("2022"), group="x"),
    )
    relative = m.LevelTarget(
        value=0,
        comparison="at_least",
        due=m.Period("2025"),
        group="x",
        relative_to=m.RelativeTo(group="y"),
    )
    values: dict[str, Any] = {
        "id": id,
        "title": "Ungepolitik",
        "municipality": m.Municipality(name="Nybro", fictitious=True),
        "period": m.Period("2022..2025"),
        "groups": (m.Group(id="x", title="Gruppe X"), m.Group(id="y", title="Gruppe Y")),
        "focus_areas": (m.FocusArea(id="job-og-skole", title="Job", measured_by=("job", "andel", "forskel", "alle")),),
        "disclosure": None
        if minimum is None
        else m.Disclosure(minimum=minimum, partitions=(m.Partition(parts=("x", "y")),)),
        "indicators": (
            m.Indicator(id="alle", title="Alle", unit="antal", counts_people=True),
            m.Indicator(id="job", title="I job", unit="antal", counts_people=True, targets=targets),
            m.Indicator(id="andel", title="Andel", unit="%", base="alle", numerator="job", targets=(relative,)),
            m.Indicator(
                id="forskel",
                title="Forskel",
                unit="procentpoint",
                difference=m.Difference(of=x, less=attrs.evolve(x, group="y")),
            ),
        ),
    }
    return kp.Policy(**values | more)


def table(indicators: tuple[str, ...] = tuple(FIGURES)) -> Observations:
    """Return the table of figures; older rows of the small number among them."""
    rows = [
        {"indicator": indicator, "group": group, "period": period, "value": value, "note": f"Heraf {value}."}
        for indicator in indicators
        for group, values in FIGURES[indicator].items()
        for period, value in values.items()
    ]
    return kp.read_observations(pd.DataFrame(rows))


def told(text: str) -> set[str]:
    """Return which secrets stand in a text, however they are written."""
    plain = text.replace("\u00a0", "").replace("\u202f", "")
    ways = {s: (s, s.replace(".", ","), f"{s[:-3]}.{s[-3:]}", f"{s[:-3]},{s[-3:]}") for s in SECRETS}
    return {secret for secret, forms in ways.items() if any(form in plain for form in forms)}


def earlier_edition() -> kp.Policy:
    """Return an edition without disclosure control, whose number lives on in the new one."""
    return policy("q", None, title="Tidligere", period=m.Period("2018..2021"))


def later_edition() -> kp.Policy:
    """Return the edition with disclosure control, as it carries on the earlier."""
    new = policy(supersedes="q")
    lines = {each.id: (m.Continuation(address=f"q#{each.id}", basis="source"),) for each in new.indicators}
    lines |= {each.id: (m.Continuation(address=f"q#{each.id}", basis="source"),) for each in new.groups}
    return attrs.evolve(
        new,
        indicators=[attrs.evolve(each, continues=lines[each.id]) for each in new.indicators],
        groups=[attrs.evolve(each, continues=lines[each.id]) for each in new.groups],
    )


def test_the_secrets_are_told_where_nothing_is_withheld() -> None:
    """The test itself works: without disclosure control each of them stands on the page."""
    assert told(kp.render(policy(minimum=None), observations=table())) == set(SECRETS)


@pytest.mark.parametrize("format", ["html", "md"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_nothing_withheld_stands_on_any_page(tmp_path: Path, format: Any, language: Any) -> None:
    """Pages, charts, explanations, news and findings of both editions, and the comparison of the two."""
    site = Site(kp.Portfolio([earlier_edition(), later_edition()]), {"p": table(), "q": table(("job", "andel"))})
    site = attrs.evolve(site, since=m.Period("2023"))
    written = list(Build(site, tmp_path, [format], language).run())
    assert len(written) == 6
    for path in written:
        assert told(path.read_text("utf-8")) == set(), path.name
    page = (tmp_path / f"p.{format}").read_text("utf-8")
    words = language_of(language)
    assert (
        words.gettext("withheld ({few}, or would tell of so few)").format(
            few=words.gettext("fewer than {minimum} people").format(minimum=6000)
        )
        in page
    )


def test_nothing_withheld_follows_from_an_evaluation_of_the_withheld_table() -> None:
    """Its JSON, its readings, its explanations, what changed since: the number is in none."""
    subject = policy()
    shown = disclose(table(), subject).frame
    judged = kp.evaluate(subject, shown)
    before = kp.evaluate(subject, shown[shown["period"] != "2024"])
    texts = [judged.frame.to_json(), judged.readings.to_json(), judged.since(before).to_json(), repr(judged.results)]
    texts += [explain(result, subject, speech) for result in judged.results for speech in [kp_speech()]]
    assert told("\n".join(str(text) for text in texts)) == set()
    reasons = {result.reason for result in judged.results if result.group == "x"}
    assert "suppressed" in reasons


def kp_speech() -> Any:
    """Return how explanations are said in plain English."""
    from kommunepolitik.evaluation import MessageFormatter

    return MessageFormatter()


@pytest.mark.parametrize("format", ["html", "md"])
def test_the_functional_face_withholds_too(format: Any) -> None:
    """`render` of a policy, of an evaluation made of the raw table, and of a comparison with the raw table."""
    subject, raw = policy(), table()
    assert told(kp.render(subject, format, observations=raw)) == set()
    now = kp.evaluate(subject, raw, audience="internal")
    before = kp.evaluate(subject, raw.where(~raw.texts["period"].isin("2024")), audience="internal")
    assert told(kp.render(now, format, observations=raw, earlier=before)) == set()
    both = kp.compare(earlier_edition(), later_edition(), {"p": raw, "q": raw})
    assert told(kp.render(both, format)) == set()


def test_nothing_withheld_is_left_of_what_was_reported_last_time() -> None:
    """Neither the figure judged then, nor the newest, the one before, a baseline, a margin or a reading."""
    subject, raw = policy(), table()
    before = kp.evaluate(subject, raw, audience="internal")
    assert told(repr(before.results)) == set(SECRETS) - {"14883", "20008"}
    shown = evaluations_shown(kp.evaluate(subject, raw), before, raw, internal=False)[1]
    assert shown is not None
    assert len(shown.results) == len(before.results)
    assert told(repr(shown.results)) == told(repr(shown.figures)) == set()


def test_an_evaluation_without_its_table_is_not_shown() -> None:
    """What must be withheld cannot be told from the results alone."""
    judged = kp.evaluate(policy(), table(), audience="internal")
    with pytest.raises(RenderingError, match="observations="):
        kp.render(judged)
    assert kp.render(judged, internal=True)
    assert told(kp.render(kp.evaluate(policy(), table()))) == set()
    assert kp.render(kp.evaluate(policy(minimum=None), table()))


def test_withheld_is_said_with_its_reason_and_never_blank() -> None:
    """In the table of figures, in the follow-up, under the chart, and once for the whole page."""
    soup = BeautifulSoup(kp.render(policy(), observations=table(), language="en"), "html5lib")
    words = "withheld (fewer than 6000 people, or would tell of so few)"
    rows = [row.get_text(" ") for row in soup.select("#section_figures tbody tr")]
    assert len(rows) == len(table())
    assert sum(words in row for row in rows) == 6
    assert not any("Heraf 3761" in row for row in rows)
    cells = [cell.get_text(" ").strip() for cell in soup.select("#followup_job td")]
    assert f"{words} (2024)" in cells
    under_chart = [" ".join(row.get_text(" ").split()) for row in soup.select("#followup_job figure tbody tr")]
    assert under_chart == []  # one figure alone is left of the series, and told in words
    assert f"{words} (2023)" in " ".join(soup.select_one("#followup_job").get_text(" ").split())  # type: ignore[union-attr]
    notice = "6 figures are withheld, because they rest on fewer than 6000 people"
    assert notice in soup.select_one("#section_figures").get_text(" ")  # type: ignore[union-attr]
    assert not soup.select(".made-up b")


@pytest.mark.parametrize("format", ["html", "md"])
def test_an_internal_report_shows_all_under_a_warning(tmp_path: Path, format: Any) -> None:
    """Each figure that is not for the public is marked, and the page says so at its head."""
    site = Site(kp.Portfolio([earlier_edition(), later_edition()]), {"p": table(), "q": table(("job", "andel"))})
    site = attrs.evolve(site, internal=True)
    raw = Site(kp.Portfolio([policy()]), {"p": table()}, internal=True)
    assert raw.observations.frame["value"].tolist() == table().frame["value"].tolist()
    assert told(site.observations.of("p").frame.to_json()) != set(SECRETS)  # made public once, it stays so
    raw = attrs.evolve(raw, since=m.Period("2023"))
    for path in some(Build(raw, tmp_path, [format], "en").run()):
        text = path.read_text("utf-8")
        assert "3761" in text.replace(",", "")
        assert "Internal: holds figures on fewer than 6000 people" in text
        assert "internal: fewer than 6000 people, or would tell of so few" in text
    page = (tmp_path / f"p.{format}").read_text("utf-8")
    assert "internal: rests on fewer than 6000 people. Heraf 3761" in page
    assert "internal: a figure on fewer than 6000 people could be computed from it. Heraf 20008" in page


def test_an_internal_comparison_is_marked_too() -> None:
    """The joined series says of each figure that it is not for the public."""
    both = kp.compare(earlier_edition(), later_edition(), {"p": table(), "q": table(("job",))})
    page = kp.render(both, language="en", internal=True)
    assert "3,761" in page
    assert "internal: fewer than 6000 people" in page
    assert "must not be published" in page


def test_without_disclosure_control_pages_are_as_they_were() -> None:
    """Off by default, and then internal makes no difference."""
    plain = policy(minimum=None)
    assert kp.render(plain, observations=table()) == kp.render(plain, observations=table(), internal=True)
