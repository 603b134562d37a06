"""The files beside a policy: `accounts.yaml`, what was written of its elements; `case.yaml`, the case it goes in."""

from kommunepolitik.model import Account, Case
from kommunepolitik.model.record import Record, described, record


@record
class AccountsFile(Record):
    """All that stands in `accounts.yaml`; its references lead to elements of the policy beside it."""

    accounts: tuple[Account, ...] = described("What was written, one entry for each element and period")


@record
class CaseFile(Record):
    """All that stands in `case.yaml`: the case that puts the follow-up before a committee."""

    case: Case = described("The case, in the rubrics of the municipality")
