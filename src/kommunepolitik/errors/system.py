"""Problems that the computer reports: a file that cannot be used, a package that is not installed."""

from kommunepolitik.errors import Problem


def detail_of(error: BaseException) -> dict[str, str]:
    """Return the data of a problem for what the system reports, in its own words.

    >>> detail_of(OSError(28, "No space left on device"))
    {'detail': 'No space left on device'}
    """
    return {"detail": getattr(error, "strerror", None) or str(error)}


def missing_extra(package: str, extra: str) -> Problem:
    """Return the problem of a package that is not installed, and that an extra of the library installs.

    >>> missing_extra("openpyxl", "excel").code
    'missing_extra'
    """
    return Problem(code="missing_extra", data={"package": package, "extra": extra})
