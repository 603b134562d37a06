"""The files beside a policy: `accounts.yaml`, what was written of its elements; `case.yaml`, the case it goes in."""

from collections.abc import Sequence
from typing import Annotated

import attrs

from kommunepolitik.model import Account, Case
from kommunepolitik.model.record import Record, arrange


@attrs.frozen(kw_only=True, field_transformer=arrange)
class AccountsFile(Record):
    """All that stands in `accounts.yaml`; its references lead to elements of the policy beside it."""

    accounts: Annotated[Sequence[Account], "What was written, one entry for each element and period"]


@attrs.frozen(kw_only=True, field_transformer=arrange)
class CaseFile(Record):
    """All that stands in `case.yaml`: the case that puts the follow-up before a committee."""

    case: Annotated[Case, "The case, in the rubrics of the municipality"]
