"""Numbers as text that every reader of a Danish table reads as the same number."""

import math
import re
from typing import Final

from kommunepolitik.model.text import decimal_text

_THOUSANDS_OR_DECIMALS: Final = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}", re.ASCII)


def number_text(value: float) -> str:
    """Return a number with a decimal comma, as short as it can be read back; nothing for NaN.

    >>> number_text(1200.0), number_text(0.1), number_text(65.125), number_text(1e-7)
    ('1200', '0,1', '65,1250', '0,0000001')
    """
    if math.isnan(value):
        return ""
    text = decimal_text(value).replace(".", ",")
    return f"{text}0" if _THOUSANDS_OR_DECIMALS.fullmatch(text) else text
