"""The outline of a policy in a terminal."""

from pathlib import Path

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import read_all
from kommunepolitik.formats.text import write_text
from kommunepolitik.i18n import language
from kommunepolitik.report.outline import outline

SLAGELSE = kp.Municipality.find("330")


def shown(policy: kp.Policy) -> str:
    """Return the outline as the terminal shows it."""
    return write_text(outline(policy, language()))


def test_areas_have_their_goals_and_what_is_measured(examples: Path) -> None:
    """With the targets, or why they are missing; at the end how much is missing for which reason."""
    (document,) = read_all([examples / "slagelse_2023"])
    text = " ".join(shown(document.policy).split())
    assert "Bolig (2 mål)" in text
    assert "● Unge, der får vejledning om fritidsjob: mindst 100 hvert år" in text
    assert "● Karakterforskel i 9. klasse: ◌ Måltal: fremgår ikke af kilderne" in text
    assert "8. Sundhed og Trivsel" in text
    assert "Hvad der mangler, og hvorfor (62)" in text
    assert "◌ 43 fremgår ikke af kilderne" in text


def test_goals_that_nobody_knows_are_not_counted_as_none(examples: Path) -> None:
    """Furesø's goals are in an annex that is missing."""
    (document,) = read_all([examples / "furesoe_2018"])
    text = " ".join(shown(document.policy).split())
    assert "Flere borgere skal deltage aktivt i foreningslivet (et ukendt antal målsætninger)" in text


def test_paragraphs_and_sub_goals_keep_their_places() -> None:
    """The adopted wording goes before the restatement; a sub-goal is below its goal."""
    below = m.Goal(id="g1", number="1.1", statement="Delmål.")
    goal = m.Goal(id="g", number="1", statement="Kort.", wording="Ordlyd.", goals=[below])
    vision = m.Vision(id="v", statement="Første afsnit.\n\nAndet afsnit.")
    text = shown(kp.Policy(id="p", title="P", municipality=SLAGELSE, vision=vision, goals=[goal]))
    assert "\n  Første afsnit.\n  Andet afsnit.\n" in text
    assert "Kort." not in text
    assert text.index("1. Ordlyd.") < text.index("1.1. Delmål.")


def test_a_made_up_municipality_is_announced() -> None:
    """Before anything else."""
    nybro = m.Municipality(name="Nybro", fictitious=True)
    assert "opdigtet" in shown(kp.Policy(id="p", title="P", municipality=nybro))
