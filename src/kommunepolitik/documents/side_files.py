"""The files beside a policy; `organisation.yaml` may also be in the folder above, for all policies there."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import attrs

from kommunepolitik.errors import Problem
from kommunepolitik.model import Account, Case, Department, MissingFigure, Period
from kommunepolitik.model.record import Record, arrange


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class AccountsFile(Record):
    """The content of `accounts.yaml`; its references lead to elements of the policy beside it."""

    accounts: Annotated[Sequence[Account], "What was written, one entry for each element and period"] = ()
    missing: Annotated[Sequence[MissingFigure], "Figures that are unavailable, or come later"] = ()

    def _problems(self) -> Iterator[Problem]:
        first: dict[tuple[str, str | None, Period], int] = {}
        for index, each in enumerate(self.missing):
            if (earlier := first.setdefault((each.indicator, each.group, each.period), index)) != index:
                data = {"indicator": each.indicator, "period": each.period, "first": f"missing[{earlier}]"}
                yield Problem(code="missing_figure_twice", data=data, path=("missing", index))


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class CaseFile(Record):
    """The content of `case.yaml`: the case that puts the follow-up before a committee."""

    case: Annotated[Case, "The case, in the rubrics of the municipality"]


@attrs.frozen(kw_only=True, eq=False, repr=False, field_transformer=arrange)
class OrganisationFile(Record):
    """The content of `organisation.yaml`: the departments that policies may name as responsible."""

    departments: Annotated[Sequence[Department], "Parts of the municipality's organisation"]

    def _problems(self) -> Iterator[Problem]:
        first: dict[str, int] = {}
        for index, department in enumerate(self.departments):
            if (earlier := first.setdefault(department.id, index)) != index:
                data = {"value": department.id, "first": f"departments[{earlier}]"}
                yield Problem(code="duplicate_id", data=data, path=("departments", index, "id"))
