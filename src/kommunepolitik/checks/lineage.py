"""Rules on lineage: what is carried on from an earlier edition."""

from collections.abc import Iterator
from typing import Any

from kommunepolitik.checks.registry import Found, found, rule
from kommunepolitik.checks.subject import Subject
from kommunepolitik.errors import N_
from kommunepolitik.model.nearest import nearest


@rule("KP301", "error", N_("Continuation of an element that the earlier edition does not have"))
def no_such_earlier(subject: Subject) -> Iterator[Found]:
    """Find elements that carry on one which the earlier edition does not have.

    Only checked where the earlier edition is given: check both policies in one command.

    **Why.** A comparison of the editions would call the one new and the other dropped, contrary to the policy.

    **Fix.** Correct the address; the nearest id is suggested.

    **Example.** Found where `politik-2013` has no `delmaal-21`:

    ```yaml
    goals:
      - id: beskaeftigelse-1
        statement: Flere i arbejde.
        continues:
          - {address: politik-2013#delmaal-21, basis: source}
    ```
    """
    earlier = subject.earlier
    if earlier is None:
        return
    for element in (subject.policy, *subject.policy.elements.values()):
        for index, continuation in enumerate(element.continues):
            edition, id = continuation.address.policy, continuation.address.element or ""
            misspelt = edition not in (earlier.id, earlier.supersedes) and nearest(edition, [earlier.id]) is not None
            if (edition != earlier.id and not misspelt) or (not misspelt and id in ("", *earlier.elements)):
                continue
            near = id if id in earlier.elements else nearest(id, earlier.elements)
            wording = "no_such_earlier" if near is None else "no_such_earlier_near"
            data: dict[str, Any] = {"continued": str(continuation.address), "nearest": near and f"{earlier.id}#{near}"}
            yield found(element, wording, within=("continues", index, "address"), **data)
