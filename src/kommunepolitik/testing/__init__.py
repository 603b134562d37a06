"""Assertions for the tests of users: one for a folder of policies, and one for the writer of an own format.

A municipality can test its own policies and its own format in one line each:

    def test_our_policies():
        assert_policies_are_sound("policies")

    def test_our_format():
        assert_writer_is_complete(wiki)
"""

from kommunepolitik.testing.policies import assert_policies_are_sound
from kommunepolitik.testing.writers import assert_writer_is_complete

__all__ = ["assert_policies_are_sound", "assert_writer_is_complete"]

__dir__ = __all__.copy  # what Tab offers
