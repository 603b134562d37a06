"""The assertion for a folder of policies."""

import os

from kommunepolitik.documents import parse, read_each, to_json, to_yaml
from kommunepolitik.errors import KommunepolitikError
from kommunepolitik.observations import read_observations


def assert_policies_are_sound(path: str | os.PathLike[str], *paths: str | os.PathLike[str]) -> None:
    """Assert that every policy under the paths loads, is written and read back equal, and has valid figures.

    Raises:
        AssertionError: with every problem of every file, one to a line.

    >>> assert_policies_are_sound("docs/tutorial/nybro")
    """
    documents, problems = read_each([path, *paths])
    wrong = [problem.show() for problem in problems]
    for document in documents:
        policy = document.policy
        for suffix, write in ((".yaml", to_yaml), (".json", to_json)):
            if parse(write(policy), suffix) != policy:
                wrong.append(f"{document.path}: the policy is not equal when it is written as {suffix} and read back")
        try:
            read_observations({policy.id: document.observations}, policy)
        except KommunepolitikError as error:
            wrong += [problem.show() for problem in error.problems]
    if wrong:
        raise AssertionError("\n" + "\n".join(wrong))  # not an `assert`, which python -O removes
