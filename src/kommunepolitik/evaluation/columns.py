"""The results as columns, most of which are computed only on access."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kommunepolitik.evaluation.results import RESULT_COLUMNS


class Columns(Mapping[str, Any]):
    """The fields of `Result`, a read-only cell for each case."""

    def __init__(self, verdicts: Mapping[str, Any], describe: "Callable[[], Mapping[str, Any]] | None" = None) -> None:
        """Take the verdicts, and a function that makes the other fields; without it all fields are given."""
        self._made = {name: _fixed(cells) for name, cells in verdicts.items()}
        self._describe = describe

    def __getitem__(self, name: str) -> Any:
        """Return the cells of a field."""
        if name not in self._made and self._describe is not None:
            self._made |= {name: _fixed(cells) for name, cells in self._describe().items()}
            self._describe = None
        return self._made[name]

    def __reduce__(self) -> tuple[Any, ...]:
        return Columns, (dict(self),)  # the function that makes the other fields needs all that they are made from

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the fields in the order of `Result`."""
        return iter(RESULT_COLUMNS)

    def __len__(self) -> int:
        """Count the fields."""
        return len(RESULT_COLUMNS)


def _fixed(cells: Any) -> Any:
    cells.flags.writeable = False
    return cells
