"""The model of a policy, and what of it can be measured: frozen classes without input, output, tables or rendering.

Every class is a frozen attrs class with keyword-only fields; the metadata of every field describes it
(`attrs.fields(Goal).statement.metadata["description"]`). Values are checked when an object is made.
"""

from kommunepolitik.model.address import Address
from kommunepolitik.model.disclosure import Difference, Disclosure, Partition, Series
from kommunepolitik.model.element import Basis, Citation, Continuation, Element, GapReason, Missing
from kommunepolitik.model.foundation import Concept, CoreValue, Purpose, TargetGroup, Vision
from kommunepolitik.model.goals import FocusArea, Goal, MeasuredBy, OtherName, Support
from kommunepolitik.model.indicators import Break, DataSource, Frequency, Group, Indicator
from kommunepolitik.model.mapping import FrozenMapping
from kommunepolitik.model.measurability import Counted, Measurability, Measured, Part, Tally, count, measure
from kommunepolitik.model.municipality import Municipality
from kommunepolitik.model.period import Period, PeriodKind
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
    MissingFigure,
    Remark,
)
from kommunepolitik.model.quantity import Interval, Qualifier, Quantity
from kommunepolitik.model.selections import AgeRange, Selections, Share
from kommunepolitik.model.sources import Framework, FrameworkItem, Source, SourceKind
from kommunepolitik.model.statbank import Statbank, StatbankAreas, StatbankTime
from kommunepolitik.model.targets import (
    Baseline,
    BaseTarget,
    Bound,
    ChangeTarget,
    Direction,
    DirectionTarget,
    LevelTarget,
    RelativeTo,
    ReplacedBy,
    StandingTarget,
    Target,
)
from kommunepolitik.model.unit import Unit

__all__ = [
    "Account",
    "Activity",
    "Address",
    "AgeRange",
    "BaseTarget",
    "Baseline",
    "Basis",
    "Bound",
    "Break",
    "Case",
    "Change",
    "ChangeTarget",
    "Citation",
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
    "GapReason",
    "Goal",
    "Group",
    "IgnoredCheck",
    "Indicator",
    "Interval",
    "JudgementWord",
    "LevelTarget",
    "Measurability",
    "Measured",
    "MeasuredBy",
    "Missing",
    "MissingFigure",
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
    "RelativeTo",
    "Remark",
    "ReplacedBy",
    "Reporting",
    "Selections",
    "Series",
    "Share",
    "Source",
    "SourceKind",
    "Stage",
    "StandingTarget",
    "Statbank",
    "StatbankAreas",
    "StatbankTime",
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
    "measure",
]

__dir__ = __all__.copy  # what Tab offers
