"""The assertion for a folder of policies."""

import os

from kommunepolitik.documents import parse, read_all, to_json, to_yaml
from kommunepolitik.errors import KommunepolitikError
from kommunepolitik.observations import read_observations


def assert_policies_are_sound(path: str | os.PathLike[str], *paths: str | os.PathLike[str]) -> None:
    """Assert that every policy under the paths loads, is written and read back equal, and has figures that fit it.

    Raises:
        AssertionError: with every problem of every file, one to a line.

    >>> assert_policies_are_sound("docs/tutorial/nybro")
    """
    try:
        for document in read_all([path, *paths]):
            assert parse(to_yaml(document.policy), ".yaml") == document.policy, document.path
            assert parse(to_json(document.policy), ".json") == document.policy, document.path
            read_observations({document.policy.id: document.observations}, document.policy)
    except KommunepolitikError as error:
        raise AssertionError(f"\n{error}") from None
