"""What a report says, as blocks: the pages of policies, follow-ups, comparisons and the paper, a module per section."""

__all__: list[str] = []  # what is public of it is in `rendering`

__dir__ = __all__.copy  # what Tab offers
