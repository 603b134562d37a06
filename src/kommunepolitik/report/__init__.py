"""The contents of reports as blocks: pages of policies, follow-ups, comparisons and the paper."""

__all__: list[str] = []  # the public functions are in `rendering`

__dir__ = __all__.copy  # what Tab offers
