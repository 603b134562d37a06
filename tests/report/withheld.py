"""Made-up figures of which some must be withheld, and how to find those in a text."""

from typing import Any

import attrs
import pandas as pd

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.observations import Observations

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


def secrets_in(text: str) -> set[str]:
    """Return which secrets are in a text, however they are written."""
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
