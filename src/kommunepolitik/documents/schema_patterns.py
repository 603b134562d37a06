"""Patterns of ids, addresses and periods, with the same meaning in Python and in the JavaScript of editors."""

from typing import Final

from kommunepolitik.model.text import MAX_ID


def _any(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


def optional(pattern: str) -> str:
    """Return the pattern of a whole text that may be blank too."""
    return _any(pattern, r"^\s*$")


# Ids and addresses

_SLUG: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_LENGTHS: Final = rf"(?=\s*[^\s#]{{1,{MAX_ID}}}(?:#[^\s#]{{1,{MAX_ID}}})?\s*$)"

SLUG: Final = (rf"^\s*{_SLUG}\s*$", f"An id is a-z, 0-9 and single hyphens, at most {MAX_ID} of them")
ADDRESS: Final = (
    rf"^{_LENGTHS}\s*{_SLUG}(?:#{_SLUG})?\s*$",
    "An address is policy-id or policy-id#element-id",
)

# Periods; see `model.period`

_YEAR: Final = "(?:18|19|20|21)[0-9]{2}"
_MONTH: Final = "(?:0[1-9]|1[0-2])"
_LEAP_YEAR: Final = _any(
    "(?:18|19|21)(?:0[48]|[2468][048]|[13579][26])", "20(?:[02468][048]|[13579][26])"
)  # 1800, 1900 and 2100 are none
_DAY: Final = _any(
    f"{_YEAR}-{_MONTH}-(?:0[1-9]|1[0-9]|2[0-8])",
    f"{_YEAR}-(?:0[13-9]|1[0-2])-(?:29|30)",
    f"{_YEAR}-(?:0[13578]|1[02])-31",
    f"{_LEAP_YEAR}-02-29",
)
_SCHOOL_YEAR: Final = f"(?:18|19|20|21)(?:{'|'.join(f'{n:02}/{(n + 1) % 100:02}' for n in range(100))})"
_DOUBTFUL_MONTH: Final = f"20(?:{'|'.join(f'{n:02}-{n + 1:02}' for n in range(12))})"
"""A month that may be a school year: 2010-11."""
_PLAIN_MONTH: Final = rf"(?!{_DOUBTFUL_MONTH}(?![0-9]))(?:{_YEAR}(?:-|-?[Mm]){_MONTH})"
_OTHER: Final = _any(
    f"{_YEAR}(?:[- ]?[QqKk][1-4]|[- ]?[Hh][12]|[- ]?[Tt][1-3])?",
    f"{_YEAR}-?[WwUu](?:0[1-9]|[1-4][0-9]|5[0-3])",
    _DAY,
    _SCHOOL_YEAR,
)
_SINGLE: Final = _any(_OTHER, _PLAIN_MONTH)
_SPAN: Final = r"\s*\.\.\s*"

PERIOD: Final = (
    r"^\s*"
    + _any(
        f"{_YEAR} ?[-–] ?{_YEAR}",
        rf"{_SINGLE}(?:{_SPAN}{_SINGLE}|\s*\.\.)?",
        f"{_DOUBTFUL_MONTH}{_SPAN}{_PLAIN_MONTH}",  # a month at one end makes one of the other
        f"{_PLAIN_MONTH}{_SPAN}{_DOUBTFUL_MONTH}",
    )
    + r"\s*$",
    "A period is written 2012, 2024-H1, 2024-T1, 2012-Q4, 2024-03 (2010-M11, where it may be a school year), "
    "2024-W05, 2024-03-31, 2022/23 (school year), 2013..2016 or 2023..",
)
