"""Made-up documents and policies."""

from kommunepolitik.model import (
    Baseline,
    ChangeTarget,
    CoreValue,
    FocusArea,
    Goal,
    Group,
    Indicator,
    LevelTarget,
    Municipality,
    Policy,
    TargetGroup,
    Vision,
)
from kommunepolitik.stratml.schema import PART_2
from kommunepolitik.stratml.tree import XmlElement, parse_xml

NYBRO = Municipality(name="Nybro", fictitious=True)

GOAL = "<Goal><Name>Job</Name><Description/><Identifier>job</Identifier></Goal>"


def document(
    inner: str = GOAL,
    *,
    namespace: str = PART_2,
    root: str = "PerformancePlanOrReport",
    name: str = "<Name>Plan</Name>",
    organization: str = "<Organization><Name>Slagelse Kommune</Name></Organization>",
    after: str = "",
) -> bytes:
    """Return a document whose core is given."""
    declared = f' xmlns="{namespace}"' if namespace else ""
    kind = ' Type="Strategic_Plan"' if root == "PerformancePlanOrReport" else ""
    core = f"<StrategicPlanCore>{organization}{inner}</StrategicPlanCore>"
    return f"<{root}{declared}{kind}>{name}{core}{after}</{root}>".encode()


def measured(instances: str, attributes: str = "") -> bytes:
    """Return a document with one indicator, whose measurement instances are given."""
    indicator = (
        f"<PerformanceIndicator{attributes}><MeasurementDimension>I job</MeasurementDimension>"
        f"<UnitOfMeasurement>%</UnitOfMeasurement><Identifier>i-job</Identifier>{instances}</PerformanceIndicator>"
    )
    objective = f"<Objective><Name>Flere i job</Name><Identifier>flere</Identifier>{indicator}</Objective>"
    return document(f"<Goal><Name>Job</Name><Description/><Identifier>omraade</Identifier>{objective}</Goal>")


def policy() -> Policy:
    """Return a policy with something of all that has a home."""
    level = LevelTarget(value=60, comparison="at_least", due="2027", note="Hele året")
    job = Indicator(
        id="i-job",
        number="1",
        title="Unge i job",
        definition="Unge mellem 18 og 29 i ordinært job",
        unit="%",
        result_level="outcome",
        baseline=Baseline(value=52.5, period="2023"),
        targets=[level, ChangeTarget(amount=2, mode="points")],
    )
    skill = Indicator(id="i-kursus", title="Kurser", unit="antal", result_level="activity")
    loose = Indicator(id="i-loes", title="Til eget brug")
    goal = Goal(
        id="2-maal",
        number="1.1",
        statement="Flere unge i job",
        wording="Vi vil have flere unge i job.",
        target_groups=["unge"],
        target_group="Unge uden job",
        responsible="Jobcentret",
        measured_by=["i-job"],
    )
    other = Goal(id="andet", statement="Flere får kurser", measured_by=["i-job", "i-kursus"])
    return Policy(
        id="unge-2024",
        title="Ungepolitik",
        municipality=NYBRO,
        period="2024..2027",
        vision=Vision(id="vision", statement="Alle med"),
        values=[CoreValue(id="tillid", title="Tillid", statement="Vi stoler på hinanden")],
        target_groups=[TargetGroup(id="unge", title="Unge", statement="18 til 29 år")],
        goals=[Goal(id="overordnet", statement="Et godt ungeliv")],
        focus_areas=[FocusArea(id="job", number="1", title="Job", summary="Om job", goals=[goal, other])],
        groups=[Group(id="kvinder", title="Kvinder")],
        indicators=[job, skill, loose],
    )


def tree(xml: bytes) -> XmlElement:
    """Return a document as elements."""
    return parse_xml(xml)


def found(root: XmlElement, name: str) -> list[XmlElement]:
    """Return all elements of a document that are called so."""
    return [node for node in root.walk() if node.name == name]


def texts(root: XmlElement, name: str) -> list[str]:
    """Return the texts of all elements that are called so."""
    return [node.text for node in found(root, name)]
