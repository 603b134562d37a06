"""What a policy is, and what of it can be measured: frozen classes, no input or output, no tables, no rendering.

Every class is a frozen attrs class with keyword-only fields; every field says what it means in its metadata
(`attrs.fields(Goal).statement.metadata["description"]`). Values are checked when an object is made.
"""

from kommunepolitik.model.address import Address
from kommunepolitik.model.counts import COUNT_WORDS, Counted, count
from kommunepolitik.model.disclosure import Difference, Disclosure, Partition, Series
from kommunepolitik.model.element import Basis, Citation, Continuation, Element, Missing, Reason
from kommunepolitik.model.foundation import Concept, CoreValue, Purpose, TargetGroup, Vision
from kommunepolitik.model.goals import FocusArea, Goal, HasIndicators, MeasuredBy, OtherName, Support
from kommunepolitik.model.indicator_parts import PARTS, Part, Tally, is_given, is_needed, tally
from kommunepolitik.model.indicators import Break, DataSource, Frequency, Group, Indicator
from kommunepolitik.model.mapping import FrozenMapping
from kommunepolitik.model.measurability import Measurability, measure
from kommunepolitik.model.measured_goals import Measured, followed_up, measured, unknown
from kommunepolitik.model.municipality import Municipality
from kommunepolitik.model.period import Period, PeriodKind, read_column
from kommunepolitik.model.plan import Activity, Department, Plan, Reporting, Track
from kommunepolitik.model.policy import (
    IgnoredCheck,
    JudgementWord,
    Policy,
    Portfolio,
    Stage,
    StatedCount,
    Term,
    Terms,
)
from kommunepolitik.model.process import (
    Account,
    Case,
    Change,
    Consultation,
    Contributor,
    Countable,
    Decision,
    Effect,
    Remark,
)
from kommunepolitik.model.quantity import Interval, Qualifier, Quantity
from kommunepolitik.model.sources import Framework, FrameworkItem, Source, SourceKind
from kommunepolitik.model.targets import (
    Baseline,
    BaseTarget,
    ChangeTarget,
    Comparison,
    Direction,
    DirectionTarget,
    LevelTarget,
    RelativeTo,
    ReplacedBy,
    StandingTarget,
    Target,
)
from kommunepolitik.model.text import normalise_text, slug_of
from kommunepolitik.model.unit import Unit

__all__ = [
    "COUNT_WORDS",
    "PARTS",
    "Account",
    "Activity",
    "Address",
    "BaseTarget",
    "Baseline",
    "Basis",
    "Break",
    "Case",
    "Change",
    "ChangeTarget",
    "Citation",
    "Comparison",
    "Concept",
    "Consultation",
    "Continuation",
    "Contributor",
    "CoreValue",
    "Countable",
    "Counted",
    "DataSource",
    "Decision",
    "Department",
    "Difference",
    "Direction",
    "DirectionTarget",
    "Disclosure",
    "Effect",
    "Element",
    "FocusArea",
    "Framework",
    "FrameworkItem",
    "Frequency",
    "FrozenMapping",
    "Goal",
    "Group",
    "HasIndicators",
    "IgnoredCheck",
    "Indicator",
    "Interval",
    "JudgementWord",
    "LevelTarget",
    "Measurability",
    "Measured",
    "MeasuredBy",
    "Missing",
    "Municipality",
    "OtherName",
    "Part",
    "Partition",
    "Period",
    "PeriodKind",
    "Plan",
    "Policy",
    "Portfolio",
    "Purpose",
    "Qualifier",
    "Quantity",
    "Reason",
    "RelativeTo",
    "Remark",
    "ReplacedBy",
    "Reporting",
    "Series",
    "Source",
    "SourceKind",
    "Stage",
    "StandingTarget",
    "StatedCount",
    "Support",
    "Tally",
    "Target",
    "TargetGroup",
    "Term",
    "Terms",
    "Track",
    "Unit",
    "Vision",
    "count",
    "followed_up",
    "is_given",
    "is_needed",
    "measure",
    "measured",
    "normalise_text",
    "read_column",
    "slug_of",
    "tally",
    "unknown",
]
