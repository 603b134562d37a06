"""Problems that the computer reports: a file that cannot be used, a package that is not installed."""

from kommunepolitik.errors import FileError, Phrase, Problem


def detail_of(error: BaseException) -> dict[str, str | Phrase]:
    """Return the data of a problem for what the system reports, in its own words; a `FileError` has it already.

    >>> detail_of(OSError(28, "No space left on device"))
    {'detail': 'No space left on device'}
    >>> Problem(code="cannot_read", data=detail_of(ValueError("embedded null byte"))).message()
    'cannot be read: no file can have this name'
    """
    if isinstance(error, FileError):
        problem = error.problems[0]
        return {"detail": problem.data.get("detail", Phrase(problem.code))}
    if isinstance(error, ValueError) and not isinstance(error, OSError):  # with NUL, or with half of a character
        return {"detail": Phrase("impossible_name")}
    return {"detail": getattr(error, "strerror", None) or str(error)}


def missing_extra(package: str, extra: str) -> Problem:
    """Return the problem of a package that is not installed, and that an extra of the library installs.

    >>> missing_extra("openpyxl", "excel").code
    'missing_extra'
    """
    return Problem(code="missing_extra", data={"package": package, "extra": extra})
