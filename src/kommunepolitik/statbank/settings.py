"""The address of Statistikbanken, from `kommunepolitik.toml` beside the policies."""

from pathlib import Path

from kommunepolitik.documents.files import settings_file
from kommunepolitik.documents.toml import TomlFile
from kommunepolitik.errors import StatbankError
from kommunepolitik.statbank.client import DEFAULT_URL


def url_for(policy: Path) -> str:
    """Return the address for a policy: `url` of `[statbank]` in the settings beside it, else Statistikbanken's own.

    Raises:
        StatbankError: the settings cannot be read.
    """
    path = settings_file(policy)
    if path is None:
        return DEFAULT_URL
    file = TomlFile.read(path)
    file.check_keys(("url",), "statbank")
    url = file.text("statbank", "url")
    if file.problems:
        raise StatbankError(*file.problems)
    return url or DEFAULT_URL
