"""An evaluation as plain data: how it was made, of which policies, and every result with all its fields."""

from typing import Any

from kommunepolitik.evaluation.evaluation import Evaluation
from kommunepolitik.evaluation.results import FIELDS
from kommunepolitik.model.data import part_to_data, register


def _evaluation_data(evaluation: Evaluation) -> dict[str, Any]:
    """Return the evaluation; a result can be read back, the whole cannot; use a `Record` for that."""
    policies = [
        {
            "id": policy.id,
            "title": policy.title,
            "municipality": policy.municipality.name,
            "municipality_code": policy.municipality.code,
        }
        for policy in evaluation.portfolio
    ]
    results = [{name: part_to_data(getattr(result, name)) for name in FIELDS} for result in evaluation.results]
    made = {name: part_to_data(getattr(evaluation, name)) for name in ("at", "known", "method", "audience")}
    return {**made, "policies": policies, "results": results}


register(Evaluation, _evaluation_data)
