"""What was written about a policy stands on its page where it was asked for."""

from pathlib import Path

import attrs
import pytest
from bs4 import BeautifulSoup, Tag

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import read_all, to_yaml
from kommunepolitik.rendering import Build, gather

REMARKS = [m.Remark(id="maal", statement="Tydeligere mål"), m.Remark(id="tal", statement="Tal hvert år")]
POLICY = kp.Policy(
    id="p",
    title="P",
    municipality=kp.Municipality.find("330"),
    decisions=[m.Decision(id="vedtaget", body="Byrådet", date=kp.Period("2023-11-27"), remarks=REMARKS)],
    sources=[m.Source(id="rapport", title="Afrapportering 2024")],
)
ANSWER = m.Account(
    element="maal",
    period=kp.Period("2024"),
    text="Fem indikatorer har fået et <måltal>.",
    action="Resten følger i 2025.",
    reported_by="Center for Arbejdsmarked",
    date=kp.Period("2025-03-01"),
    citation=m.Citation(source="rapport", page="4"),
)


def remarks(page: str) -> dict[str, str]:
    """Return the text of each remark's last cell, by the remark's id."""
    rows = BeautifulSoup(page, "html5lib").select("#section_remarks tbody tr")
    texts = {str(row["id"]): row.find_all("td")[-1].get_text(" ") for row in rows if isinstance(row, Tag)}
    return {id: " ".join(text.split()).replace(" ,", ",") for id, text in texts.items()}


def test_an_answered_remark_is_shown_with_its_answer() -> None:
    """The account's text, what will be done, who said so and when; the other remark is still unanswered."""
    shown = remarks(kp.render(POLICY, accounts=[ANSWER]))
    assert "Fem indikatorer har fået et <måltal>." in shown["maal"]
    assert "Resten følger i 2025." in shown["maal"]
    assert "Center for Arbejdsmarked, 1. marts 2025" in shown["maal"]
    assert "Afrapportering 2024" in shown["maal"]
    assert "ubesvaret" not in shown["maal"]
    assert "ubesvaret" in shown["tal"]


def test_several_answers_stand_in_the_order_they_were_given() -> None:
    """The yearly follow-up answers again; an account of something else answers nothing."""
    later = attrs.evolve(ANSWER, text="Alle har fået et måltal.", date="2026-03-01", period="2025")
    other = attrs.evolve(ANSWER, element="vedtaget", text="Noget andet.")
    shown = remarks(kp.render(POLICY, accounts=[later, other, ANSWER]))["maal"]
    assert shown.index("Fem indikatorer") < shown.index("Alle har")
    assert "Noget andet" not in shown


@pytest.mark.parametrize(("language", "unanswered"), [("da", "ubesvaret"), ("en", "unanswered")])
def test_markdown_says_the_same(language: str, unanswered: str) -> None:
    """One line for the answer, one for what is unanswered; the text makes no markup."""
    page = kp.render(POLICY, "md", language=language, accounts=[ANSWER])  # type: ignore[arg-type]
    lines = [line for line in page.splitlines() if "Fem indikatorer" in line or unanswered in line]
    assert len(lines) == 2
    assert lines[0].startswith("- ")
    assert "\\<måltal\\>" in lines[0]
    assert "Center for Arbejdsmarked" in lines[0]


def test_the_accounts_of_a_policy_folder_reach_its_page(tmp_path: Path) -> None:
    """`report` needs no option for them."""
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "policy.yaml").write_text(to_yaml(POLICY), "utf-8")
    (folder / "accounts.yaml").write_text(
        "kommunepolitik: 1\naccounts:\n  - element: tal\n    period: 2024\n    text: Tallene er her.\n", "utf-8"
    )
    page, _report = Build(gather(read_all([folder])), tmp_path / "build", ["html"], "da").run()
    shown = remarks(page.read_text("utf-8"))
    assert "Tallene er her." in shown["tal"]
    assert "ubesvaret" in shown["maal"]
