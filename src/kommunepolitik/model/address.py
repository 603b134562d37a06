"""Addresses: where an element is, across policies."""

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.errors import InvalidModel, Phrase, Problem


@attrs.frozen
class Address:
    """The address of a policy (`policy-id`), or of an element of it (`policy-id#element-id`).

    >>> address = Address.read("integration-2013#delmaal-1")
    >>> address.policy, address.element, str(address)
    ('integration-2013', 'delmaal-1', 'integration-2013#delmaal-1')
    """

    policy: str
    element: str | None = None
    """Id of the element in it; none for the policy itself."""

    __repr__ = short_repr

    @classmethod
    def read(cls, text: str) -> "Address":
        """Return the address that a text gives, its ids unchecked; raises `InvalidModel` if it is not a text."""
        if not isinstance(text, str):
            found = Phrase("found_nothing") if text is None else Phrase("found_object", type(text).__name__)
            raise InvalidModel(Problem(code="expected_text", data={"found": found}))
        policy, _, element = text.partition("#")
        return cls(policy, element or None)

    def __str__(self) -> str:
        return self.policy if self.element is None else f"{self.policy}#{self.element}"
