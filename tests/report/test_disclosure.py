"""Disclosure control on pages: what is withheld appears nowhere, and is marked as withheld; an internal report shows it, marked."""

from pathlib import Path
from typing import Any

import attrs
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.disclosure import disclose
from kommunepolitik.errors import RenderingError
from kommunepolitik.evaluation import MessageFormatter
from kommunepolitik.evaluation.explanation import explain
from kommunepolitik.i18n import language as language_of
from kommunepolitik.report.disclosure import evaluations_shown, notices
from kommunepolitik.report.followup import followup_page
from kommunepolitik.site.build import Build
from kommunepolitik.site.site import Site
from tests.claims import some
from tests.report.made import context, text_of
from tests.report.withheld import SECRETS, earlier_edition, later_edition, policy, secrets_in, table


def test_the_secrets_are_found_where_nothing_is_withheld() -> None:
    """The test itself works: without disclosure control each that a target is about is on the follow-up page."""
    page = followup_page(context(policy(minimum=None), table(), code="en"))
    assert secrets_in(text_of(*page.sections, details=True)) == set(SECRETS) - {"14883", "20008"}


@pytest.mark.parametrize("format", ["html", "md"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_nothing_withheld_stands_on_any_page(tmp_path: Path, format: Any, language: Any) -> None:
    """Pages, charts, explanations, news and findings of both editions, and the comparison of the two."""
    site = Site(kp.Portfolio([earlier_edition(), later_edition()]), {"p": table(), "q": table(("job", "andel"))})
    site = attrs.evolve(site, since=m.Period("2023"))
    written = list(Build(site, tmp_path, [format], language).run())
    assert len(written) == 6
    for path in written:
        assert secrets_in(path.read_text("utf-8")) == set(), path.name
    page = (tmp_path / f"p.{format}").read_text("utf-8")
    words = language_of(language)
    assert (
        words.gettext("withheld ({few}, or would reveal so few)").format(
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
    texts += [explain(result, subject, speech) for result in judged.results for speech in [MessageFormatter()]]
    assert secrets_in("\n".join(str(text) for text in texts)) == set()
    reasons = {result.reason for result in judged.results if result.group == "x"}
    assert "suppressed" in reasons


@pytest.mark.parametrize("format", ["html", "md"])
def test_the_functional_face_withholds_too(format: Any) -> None:
    """`render` of a policy, of an evaluation made of the raw table, and of a comparison with the raw table."""
    subject, raw = policy(), table()
    assert secrets_in(kp.render(subject, format, observations=raw)) == set()
    now = kp.evaluate(subject, raw, audience="internal")
    before = kp.evaluate(subject, raw.where(~raw.texts["period"].isin("2024")), audience="internal")
    assert secrets_in(kp.render(now, format, observations=raw, earlier=before)) == set()
    both = kp.compare(earlier_edition(), later_edition(), {"p": raw, "q": raw})
    assert secrets_in(kp.render(both, format)) == set()


def test_nothing_withheld_is_left_of_what_was_reported_last_time() -> None:
    """Neither the figure judged then, nor the newest, the one before, a baseline, a margin or a reading."""
    subject, raw = policy(), table()
    before = kp.evaluate(subject, raw, audience="internal")
    assert secrets_in(repr(before.results)) == set(SECRETS) - {"14883", "20008"}
    shown = evaluations_shown(kp.evaluate(subject, raw), before, raw, internal=False)[1]
    assert shown is not None
    assert len(shown.results) == len(before.results)
    assert secrets_in(repr(shown.results)) == secrets_in(repr(shown.figures)) == set()


def test_an_evaluation_without_its_table_is_not_shown() -> None:
    """What must be withheld cannot be determined from the results alone."""
    judged = kp.evaluate(policy(), table(), audience="internal")
    with pytest.raises(RenderingError, match="observations="):
        kp.render(judged)
    assert kp.render(judged, internal=True)
    assert secrets_in(kp.render(kp.evaluate(policy(), table()))) == set()
    assert kp.render(kp.evaluate(policy(minimum=None), table()))


def test_withheld_is_stated_with_its_reason_and_never_blank() -> None:
    """In the follow-up of the indicator, and once for the whole page."""
    shown = disclose(table(), policy())
    page = followup_page(context(policy(), shown, code="en"))
    kinds = {each.kind: text_of(each) for each in page.notices}
    assert "6 figures are withheld, because they are based on fewer than 6000 people" in kinds["withheld"]
    assert "internal" not in kinds
    words = "withheld (fewer than 6000 people, or would reveal so few)"
    text = text_of(*page.sections)
    assert f"{words} (2024)" in text
    assert text.count("6 figures are withheld") == 0


def test_an_internal_page_warns_first() -> None:
    """Before anything else, that it must not be published."""
    found = notices(language_of("da"), (policy(),), disclose(table(), policy(), "internal"))
    assert [each.kind for each in found] == ["made_up", "internal"]
    assert "må ikke offentliggøres" in text_of(found[1])


@pytest.mark.parametrize("format", ["html", "md"])
def test_an_internal_report_shows_all_under_a_warning(tmp_path: Path, format: Any) -> None:
    """Each figure that is not for the public is marked, and the page states it at its head."""
    site = Site(kp.Portfolio([earlier_edition(), later_edition()]), {"p": table(), "q": table(("job", "andel"))})
    site = attrs.evolve(site, internal=True)
    raw = Site(kp.Portfolio([policy()]), {"p": table()}, internal=True)
    assert raw.observations.frame["value"].tolist() == table().frame["value"].tolist()
    assert secrets_in(site.observations.of("p").frame.to_json()) != set(SECRETS)  # made public once, it stays so
    raw = attrs.evolve(raw, since=m.Period("2023"))
    written = {path.stem: path.read_text("utf-8") for path in some(Build(raw, tmp_path, [format], "en").run())}
    text = written["p--opfoelgning"]
    assert "3761" in text.replace(",", "")
    assert "internal: fewer than 6000 people, or would reveal so few" in text
    assert all("Internal: contains figures on fewer than 6000 people" in page for page in written.values())


def test_an_internal_comparison_is_marked_too() -> None:
    """The joined series marks each figure that is not for the public."""
    both = kp.compare(earlier_edition(), later_edition(), {"p": table(), "q": table(("job",))})
    page = kp.render(both, language="en", internal=True)
    assert "3,761" in page
    assert "internal: fewer than 6000 people" in page
    assert "must not be published" in page


def test_without_disclosure_control_it_is_not_mentioned() -> None:
    """Off by default: no figure is withheld, and none would be."""
    found = notices(language_of("da"), (policy(minimum=None),), table())
    assert [each.kind for each in found] == ["made_up"]
