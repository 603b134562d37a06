"""The country and the areas that a policy chose beside its own figure: the same period, never judged."""

from typing import Any

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.report.followup import followup_page
from kommunepolitik.report.paper import paper
from tests.report.made import context, level, policy, text_of


def statbank(*areas: str) -> m.DataSource:
    """Return where figures are from, for some areas."""
    return m.DataSource(
        keeper="Danmarks Statistik",
        statbank=m.Statbank(
            table="NYB201",
            areas=m.StatbankAreas(variable="OMRÅDE", values=areas),
            time=m.StatbankTime(variable="Tid", values="*"),
            value={"SOCIO": ["02"]},
        ),
    )


OWN = [("Nybro", 2024, 60.0), ("Nybro", 2025, 58.25)]
OTHERS = [("000", 2024, 61.0), ("000", 2025, 61.2), ("370", 2025, 55.0), ("330", 2025, 57.5)]


def page(*rows: tuple[Any, ...], areas: tuple[str, ...] = ("own", "000", "Næstved"), known: str | None = None) -> str:
    """Return the lines of a follow-up that compare, of its page and of its paper."""
    own = policy(level(62, "2025"), indicator={"data_source": statbank(*areas)})
    names = ("area", "period", "value", "published", "quality")
    table = [{"indicator": "i", **dict(zip(names, row, strict=False))} for row in rows]
    shown = context(own, table, at="2026", evaluation=kp.evaluate(own, table, at="2026", known=known))
    lines = [line for made in (followup_page, paper) for line in text_of(made(shown)).splitlines()]
    return "\n".join(line for line in lines if "Til sammenligning" in line or "Samme periode" in line)


def test_the_country_and_the_chosen_stand_beside_in_the_same_period() -> None:
    """On the page with the period; in the paper behind the sentence of what lags."""
    first, second = page(*OWN, *OTHERS).splitlines()
    assert first == "Til sammenligning: Landet 61,2 % (2025) · Næstved 55 % (2025)"
    assert second.endswith("I 2024 var det 60 %. Samme periode: Landet 61,2 % · Næstved 55 %.")


def test_of_all_municipalities_only_the_country_is_shown() -> None:
    """A list of 98 is a benchmark of its own."""
    assert page(*OWN, *OTHERS, areas=("all",)).splitlines()[0] == "Til sammenligning: Landet 61,2 % (2025)"


def test_no_other_period_replaces_it() -> None:
    """Where an area has no figure of the period, it is not shown."""
    rows = [("370", 2024, 54.0), ("000", "2025-Q4", 61.0)]
    assert page(*OWN, *rows) == ""


def test_what_was_not_known_is_not_shown() -> None:
    """A revised figure of the country counts from the day it was published."""
    rows = [*OWN, ("000", 2025, 61.2), ("000", 2025, 63.0, "2027-05-01")]
    assert "Landet 63 % (2025)" in page(*rows)
    assert "Landet 61,2 % (2025)" in page(*rows, known="2027-02-26")


def test_a_withheld_figure_of_another_area_is_marked() -> None:
    """The source withheld it."""
    assert "Næstved tilbageholdt (2025)" in page(*OWN, ("370", 2025, None, "", "suppressed"))


def test_beside_a_withheld_own_figure_nothing_is_shown() -> None:
    """The newest that is shown is another."""
    rows = [("Nybro", 2024, 60.0), ("Nybro", 2025, None, "", "suppressed"), *OTHERS]
    assert page(*rows).splitlines()[0] == "Til sammenligning: Landet 61 % (2024)"


def test_a_computed_share_is_rounded_for_the_eye() -> None:
    """Thirteen decimals of a share state no more than one."""
    rows = [("Nybro", 2025, 100 / 3), ("000", 2025, 200 / 3)]
    assert page(*rows).splitlines()[0] == "Til sammenligning: Landet 66,7 % (2025)"


def test_earlier_figures_that_are_withheld_now_do_not_come_back() -> None:
    """The country's figure of the same period does not make the own one shown."""
    people = m.Indicator(id="n", title="Antal", unit="personer", counts_people=True)
    share = m.Indicator(id="i", title="Andel", unit="%", base="n", direction="increase", targets=[level(62, "2026")])
    home = m.Municipality(name="Nybro", fictitious=True)
    own = kp.Policy(id="p", title="P", municipality=home, indicators=[people, share])
    closed = kp.Policy(
        id="p", title="P", municipality=home, indicators=[people, share], disclosure=m.Disclosure(minimum=5)
    )
    rows = [
        {"indicator": "n", "period": 2024, "value": 4, "policy": "p"},
        {"indicator": "i", "period": 2024, "value": 77.7, "policy": "p"},
        {"indicator": "i", "period": 2024, "value": 61.3, "area": "000", "policy": ""},
        {"indicator": "n", "period": 2024, "value": 90000, "area": "000", "policy": ""},
    ]
    earlier = kp.evaluate(own, rows, at="2024")
    for each, is_shown in ((own, True), (closed, False)):
        report = kp.render(kp.evaluate(each, rows, at="2025"), "md", earlier=earlier, observations=rows)
        assert ("77,7" in report) is is_shown
