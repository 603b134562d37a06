"""The file `accounts.yaml` beside a policy: what was written about its elements, period by period."""

from kommunepolitik.model import Account
from kommunepolitik.model._record import Record, described, record


@record
class AccountsFile(Record):
    """All that stands in the file; its references lead to elements of the policy beside it."""

    accounts: tuple[Account, ...] = described("What was written, one entry for each element and period")
