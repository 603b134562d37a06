"""The reference of the tables of results.

Types are those of the frames of a small made-up policy; a test compares their columns with those described.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from kommunepolitik import comparison, evaluation, model
from kommunepolitik.comparison.comparison import COLUMNS as COMPARISON_COLUMNS
from kommunepolitik.comparison.comparison import STRUCTURE_COLUMNS
from kommunepolitik.comparison.labels import MEASURE_WORDS
from kommunepolitik.comparison.many import ELEMENT_COLUMNS, MATRIX_COLUMNS
from kommunepolitik.comparison.ranking import AREA_COLUMNS, BENCHMARK_COLUMNS
from kommunepolitik.evaluation.frames import CHANGE_COLUMNS, EVALUATION_COLUMNS, READING_COLUMNS, SUMMARY_COLUMNS
from kommunepolitik.observations.columns import FRAME_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

_HEAD: Final = """\
# Tables of results

The columns of the tables that judging and comparing return. Those of the policies themselves are in
[frames.md](frames.md).

```python
import kommunepolitik as kp

policy = kp.load("docs/tutorial/nybro/integration_2024")
evaluation = kp.evaluate(policy, "docs/tutorial/nybro/integration_2024/observations.csv")
print(evaluation.frame[["indicator", "status", "value", "required_value", "target_value", "progress"]])
help(kp.evaluation.Result)
```

Values are in the unit of the indicator, and periods are texts (`2024`, `2024-Q1`, `2023/24`). Absent text is NA, an
absent number NaN, an absent whole number or truth value NA. `evaluation.explain("…")` puts the words of an indicator's
results (`status`, `reason`, `warnings`) in sentences.
"""

Tables = Mapping[str, "tuple[str, pd.DataFrame, Mapping[str, str]]"]


def results_page() -> str:
    """Return the reference as Markdown: a table for each frame, and the measures of structure."""
    sections = ["\n".join(_section(name, *parts)) for name, parts in tables_of_results().items()]
    measures = ["## Measures of structure", "", "| measure | what is counted |", "|---|---|"]
    words = {name: MEASURE_WORDS.get(name, name.replace("_", " ").capitalize()) for name in comparison.MEASURES}
    measures += [f"| {name} | {about} |" for name, about in words.items()]
    return "\n".join([_HEAD, *sections, *measures, ""])


def _section(name: str, about: str, frame: "pd.DataFrame", columns: Mapping[str, str]) -> Iterator[str]:
    yield from (f"## {name}", "", about, "", "| column | type | meaning |", "|---|---|---|")
    for column in columns:
        kind = frame[column].dtype if column in frame else "string"
        yield f"| {column} | {kind} | {columns[column]} |"
    yield ""


def tables_of_results() -> Tables:
    """Return the description, an example for a small policy, and the columns of each table."""
    town = model.Municipality(name="Nybro", fictitious=True)
    target = model.LevelTarget(value=70, comparison="at_least", due=2027)
    jobs = model.Indicator(id="job", title="I job", unit="%", direction="increase", targets=[target])
    policies = [model.Policy(id=id, title="P", municipality=town, indicators=[jobs]) for id in ("p20", "p24")]
    judged = evaluation.evaluate(policies[0], [{"indicator": "job", "period": 2024, "value": 72}])
    compared, portfolio = comparison.compare(*policies), model.Portfolio(policies)
    return {
        "Evaluation.frame": ("One row for each policy, indicator, group and target.", judged.frame, EVALUATION_COLUMNS),
        "Evaluation.summary": (
            "The current targets counted by status, a row for each group of the grouping `by`.",
            judged.summary(),
            SUMMARY_COLUMNS,
        ),
        "Evaluation.readings": ("The readings of targets that have several.", judged.readings, READING_COLUMNS),
        "Evaluation.since": (
            "The results that differ from an earlier evaluation or record.",
            judged.since(judged),
            CHANGE_COLUMNS,
        ),
        "Observations.frame": ("The figures, one row for each.", judged.figures.observations.frame, FRAME_COLUMNS),
        "Comparison.frame": ("One row for each element of either policy.", compared.frame, COMPARISON_COLUMNS),
        "Comparison.structure_frame": (
            "What both policies contain and how far it can be measured, a row for each policy and measure. "
            "`comparison.structure_frame` returns the same of any policies, without `side`.",
            compared.structure_frame,
            STRUCTURE_COLUMNS,
        ),
        "comparison.elements_frame": (
            "A row for each policy, followed by a row for each of its elements.",
            comparison.elements_frame(portfolio),
            ELEMENT_COLUMNS,
        ),
        "comparison.compare_matrix": (
            "A row for each pair of policies.",
            comparison.compare_matrix(portfolio),
            MATRIX_COLUMNS,
        ),
        "comparison.benchmark": (
            "A row for each municipality. `comparison.benchmark_areas` has two columns before them: "
            + "; ".join(f"`{name}` ({AREA_COLUMNS[name]})" for name in ("area", "own"))
            + ".",
            comparison.benchmark(portfolio, "job", []),
            BENCHMARK_COLUMNS,
        ),
    }
