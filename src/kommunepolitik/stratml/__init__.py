"""Export to and import from StratML (ISO 17469), the XML format for plans and reports.

A policy is written as a plan or report of Part 2; what has no place there is listed. Documents of Parts 1 and 2 are
read as a policy and its figures; what has no place in a policy is kept in annotations.
"""

from kommunepolitik.stratml.losses import Loss
from kommunepolitik.stratml.reader import StratmlImport, from_stratml
from kommunepolitik.stratml.writer import StratmlDocument, to_stratml

__all__ = ["Loss", "StratmlDocument", "StratmlImport", "from_stratml", "to_stratml"]

__dir__ = __all__.copy  # what Tab offers
