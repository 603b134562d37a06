"""Model, follow up and compare the policies of Danish municipalities.

Data gaps are first-class, figures are never invented, and every judgement can be explained. All names load on first
use, so that importing the package is cheap.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kommunepolitik import (
        blocks as blocks,
    )
    from kommunepolitik import (
        checks as checks,
    )
    from kommunepolitik import (
        collect as collect,
    )
    from kommunepolitik import (
        comparison as comparison,
    )
    from kommunepolitik import (
        disclosure as disclosure,
    )
    from kommunepolitik import (
        documents as documents,
    )
    from kommunepolitik import (
        errors as errors,
    )
    from kommunepolitik import (
        evaluation as evaluation,
    )
    from kommunepolitik import (
        figures as figures,
    )
    from kommunepolitik import (
        formats as formats,
    )
    from kommunepolitik import (
        i18n as i18n,
    )
    from kommunepolitik import (
        model as model,
    )
    from kommunepolitik import (
        observations as observations,
    )
    from kommunepolitik import (
        rendering as rendering,
    )
    from kommunepolitik import (
        report as report,
    )
    from kommunepolitik import (
        site as site,
    )
    from kommunepolitik import (
        statbank as statbank,
    )
    from kommunepolitik import (
        stratml as stratml,
    )
    from kommunepolitik import (
        testing as testing,
    )
    from kommunepolitik.checks import check
    from kommunepolitik.comparison import compare, suggest_lineage
    from kommunepolitik.documents import (
        dump,
        from_data,
        from_frames,
        json_schema,
        load,
        load_portfolio,
        to_data,
        to_frames,
    )
    from kommunepolitik.errors import KommunepolitikError
    from kommunepolitik.evaluation import Evaluation, evaluate, read_record
    from kommunepolitik.model import Municipality, Period, Policy, Portfolio
    from kommunepolitik.observations import read_observations
    from kommunepolitik.rendering import build_report, render, write

    __version__: str

__all__ = [
    "Evaluation",
    "KommunepolitikError",
    "Municipality",
    "Period",
    "Policy",
    "Portfolio",
    "__version__",
    "build_report",
    "check",
    "compare",
    "dump",
    "evaluate",
    "from_data",
    "from_frames",
    "json_schema",
    "load",
    "load_portfolio",
    "read_observations",
    "read_record",
    "render",
    "suggest_lineage",
    "to_data",
    "to_frames",
    "write",
]

if not TYPE_CHECKING:
    _NAMES = {
        "checks": ("check",),
        "comparison": ("compare", "suggest_lineage"),
        "documents": (
            "dump",
            "from_data",
            "from_frames",
            "json_schema",
            "load",
            "load_portfolio",
            "to_data",
            "to_frames",
        ),
        "errors": ("KommunepolitikError",),
        "evaluation": ("Evaluation", "evaluate", "read_record"),
        "model": ("Municipality", "Period", "Policy", "Portfolio"),
        "observations": ("read_observations",),
        "rendering": ("build_report", "render", "write"),
    }
    _HOMES = {name: package for package, names in _NAMES.items() for name in names}
    _PACKAGES = {
        *_NAMES,
        *("blocks", "collect", "disclosure", "figures", "formats", "i18n", "report", "site", "statbank", "stratml"),
        "testing",
    }

    def __getattr__(name):
        if name == "__version__":
            from importlib.metadata import version

            value = version("kommunepolitik")
        elif name in _PACKAGES:
            value = import_module(f"kommunepolitik.{name}")
        elif name in _HOMES:
            value = getattr(import_module(f"kommunepolitik.{_HOMES[name]}"), name)
        else:
            raise AttributeError(f"module 'kommunepolitik' has no attribute {name!r}")
        globals()[name] = value
        return value

    def __dir__():
        return sorted({*__all__, *_PACKAGES})
