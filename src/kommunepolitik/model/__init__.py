"""What a policy is: frozen classes, no input or output, no tables, no rendering.

Every class is a frozen attrs class with keyword-only fields; every field says what it means in its metadata
(`attrs.fields(Goal).statement.metadata["description"]`). Values are checked when an object is made.
"""

from kommunepolitik.model._disclosure import Difference, Disclosure, Partition, Series
from kommunepolitik.model._element import Basis, Citation, Continuation, Element, Missing, Reason
from kommunepolitik.model._figures import Figure, Qualifier
from kommunepolitik.model._foundation import Concept, CoreValue, Purpose, TargetGroup, Vision
from kommunepolitik.model._goals import FocusArea, Goal, OtherName, Support
from kommunepolitik.model._indicators import Break, DataSource, Frequency, Group, Indicator
from kommunepolitik.model._municipality import Municipality
from kommunepolitik.model._period import Period, PeriodKind
from kommunepolitik.model._plan import Activity, Plan, Reporting, Track
from kommunepolitik.model._policy import (
    IgnoredCheck,
    Policy,
    Portfolio,
    Stage,
    StatedCount,
    Term,
    Terms,
)
from kommunepolitik.model._process import (
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
from kommunepolitik.model._sources import Framework, FrameworkItem, Source, SourceKind
from kommunepolitik.model._targets import (
    Baseline,
    BaseTarget,
    ChangeTarget,
    Comparison,
    Direction,
    LevelTarget,
    RelativeTo,
    StandingTarget,
    Target,
)
from kommunepolitik.model._text import normalise_text, slug_of

__all__ = [
    "Account",
    "Activity",
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
    "DataSource",
    "Decision",
    "Difference",
    "Direction",
    "Disclosure",
    "Effect",
    "Element",
    "Figure",
    "FocusArea",
    "Framework",
    "FrameworkItem",
    "Frequency",
    "Goal",
    "Group",
    "IgnoredCheck",
    "Indicator",
    "LevelTarget",
    "Missing",
    "Municipality",
    "OtherName",
    "Partition",
    "Period",
    "PeriodKind",
    "Plan",
    "Policy",
    "Portfolio",
    "Purpose",
    "Qualifier",
    "Reason",
    "RelativeTo",
    "Remark",
    "Reporting",
    "Series",
    "Source",
    "SourceKind",
    "Stage",
    "StandingTarget",
    "StatedCount",
    "Support",
    "Target",
    "TargetGroup",
    "Term",
    "Terms",
    "Track",
    "Vision",
    "normalise_text",
    "slug_of",
]
