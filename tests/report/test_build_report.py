"""Building and writing a report from Python: `build_report`, `write` and `render`."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.errors import InvalidModel, RenderingError

POLICY = kp.Policy(id="p", title="Integrationspolitik", municipality=kp.Municipality.find("330"))
ROWS = [{"indicator": "i", "period": "2025", "value": 54}]


def measured() -> kp.Evaluation:
    """Return the evaluation of a policy with one target."""
    target = m.LevelTarget(value=60, comparison="at_least", due="2027")
    indicator = m.Indicator(
        id="i", title="Unge i job", unit="%", baseline=m.Baseline(period="2020", value=50), targets=[target]
    )
    return kp.evaluate(kp.Policy(id="p", title="P", municipality=POLICY.municipality, indicators=[indicator]), ROWS)


@pytest.mark.parametrize(
    ("subject", "purpose", "kind"),
    [
        (POLICY, "page", "policy"),
        (POLICY, "outline", "outline"),
        (kp.Portfolio([POLICY]), "page", "index"),
        (measured(), "page", "followup"),
        (measured(), "paper", "paper"),
        (kp.compare(POLICY, POLICY), "page", "comparison"),
    ],
)
def test_what_a_report_is_of_decides_what_it_is(subject: object, purpose: str, kind: str) -> None:
    """A policy has a page and an outline, its evaluation a page and a paper, a portfolio and a comparison a page."""
    report = kp.build_report(subject, purpose)  # type: ignore[arg-type]
    assert report.kind == kind
    assert report.language == "da"


def test_a_report_is_written_in_the_format_of_its_file(tmp_path: Path) -> None:
    """The suffix decides, or the name of the format; the file that is there is written anew."""
    report = kp.build_report(POLICY, language="en")
    for name, start in (("p.html", "<!DOCTYPE html>"), ("p.md", "# Integrationspolitik"), ("p.json", "{")):
        (tmp_path / name).write_text("gammelt", "utf-8")
        path = kp.write(report, tmp_path / name)
        assert path == tmp_path / name
        assert path.read_text("utf-8").startswith(start)
    assert "Integrationspolitik" in kp.write(report, tmp_path / "oversigt", "text").read_text("utf-8")
    with pytest.raises(RenderingError, match="'odt' is not an output format"):
        kp.write(report, tmp_path / "p.odt")
    assert not (tmp_path / "p.odt").exists()


def test_render_gives_what_would_be_written(tmp_path: Path) -> None:
    """In one call."""
    kp.write(kp.build_report(measured(), "paper", "en", observations=ROWS), tmp_path / "p.html")
    text = kp.render(measured(), purpose="paper", language="en", observations=ROWS)
    assert text == (tmp_path / "p.html").read_text("utf-8")


def test_what_cannot_be_rendered_states_why() -> None:
    """An unknown format or language names what there is; a subject or purpose that there is no report of is refused."""
    with pytest.raises(RenderingError, match="use one of html, md, pdf, docx"):
        kp.render(POLICY, "odt")
    with pytest.raises(RenderingError, match="use one of da, en"):
        kp.render(POLICY, language="de")
    with pytest.raises(RenderingError, match="no report can be made of an object of the class str for this purpose"):
        kp.render("policy.yaml")  # type: ignore[call-overload]
    for subject, purpose in ((POLICY, "paper"), (measured(), "outline"), (kp.Portfolio([POLICY]), "paper")):
        with pytest.raises(RenderingError, match="no report can be made of .* for this purpose"):
            kp.build_report(subject, purpose)  # type: ignore[arg-type]


def test_a_made_up_name_stays_text() -> None:
    """Put into a translated sentence, it is escaped once, for the format it is in."""
    name = "[klik](javascript:alert(1)) A & B"
    policy = kp.Policy(id="p", title="P", municipality=m.Municipality(name=name, fictitious=True))
    markdown = kp.render(policy, "md")
    assert r"> \[klik\](javascript:alert(1)) A &amp; B Kommune er opdigtet" in markdown
    assert "[klik](" not in markdown.replace(r"\[klik\]", "")
    page = BeautifulSoup(kp.render(policy), "html5lib")
    assert f"{name} Kommune er opdigtet" in page.get_text()


def test_only_a_report_is_written(tmp_path: Path) -> None:
    """Who gives a policy itself is asked for a report of it, and no file is left behind."""
    policy = m.Policy(id="p", title="P", municipality="Slagelse")
    with pytest.raises(InvalidModel, match="expected Report, found an object of the class Policy"):
        kp.write(policy, tmp_path / "p.md")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
