"""Times of a table as periods, and those that a policy requests."""

from collections.abc import Mapping, Sequence

from kommunepolitik.errors import InvalidModel, Problem
from kommunepolitik.model import Period
from kommunepolitik.model.statbank import time_range


def read_time(code: str) -> Period:
    """Return the period of a time as Statistikbanken writes it.

    >>> [str(read_time(code)) for code in ("2024K1", "2024M03", "2024H1", "2024U07", "2022:2023", "2022/2023")]
    ['2024-Q1', '2024-03', '2024-H1', '2024-W07', '2022..2023', '2022/23']

    Raises:
        InvalidModel: it is not a period.
    """
    first, colon, last = code.partition(":")
    return Period(f"{first}..{last}" if colon else code, reading="school_year" if "/" in code else "month")


def chosen_times(wanted: Sequence[str], codes: Sequence[str]) -> Mapping[str, Period]:
    """Return the requested times, in chronological order.

    >>> list(chosen_times([">=2023"], ["2022K4", "2023K1", "2023K2"]))
    ['2023K1', '2023K2']

    Raises:
        InvalidModel: with a problem for each time that cannot be read, or is missing in the table.
    """
    periods: dict[str, Period] = {}
    problems: list[Problem] = []
    for code in codes:
        try:
            periods[code] = read_time(code)
        except InvalidModel:
            problems.append(Problem(code="statbank_time", data={"value": code}))
    if problems:
        raise InvalidModel(*problems)
    ordered = sorted(periods, key=lambda code: periods[code].sort_key)
    found: set[str] = set()
    for text in wanted:
        times = time_range(text)
        if times is None:
            matching = [code for code in ordered if code.casefold() == text.casefold()]
        else:
            first, last = (None if each is None else each for each in (times.first, times.last))
            matching = [
                code
                for code in ordered
                if (first is None or periods[code].start >= first.start)
                and (last is None or last.end is None or (periods[code].end or last.end) <= last.end)
            ]
            matching = matching if times.newest is None else matching[-times.newest :]
        if not matching:
            newest = ", ".join(ordered[-4:])
            problems.append(Problem(code="statbank_no_times", data={"value": text, "newest": newest}))
        found.update(matching)
    if problems:
        raise InvalidModel(*problems)
    return {code: periods[code] for code in ordered if code in found}
