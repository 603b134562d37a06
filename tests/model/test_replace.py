"""One element of a policy is changed in a copy."""

import pytest
from hypothesis import given

import kommunepolitik.model as m
from kommunepolitik.errors import InvalidModel, UnknownElement
from tests import strategies


def small() -> m.Policy:
    """Return a policy with a goal in an area, measured by an indicator."""
    goal = m.Goal(id="i-job", statement="Flere i job", measured_by=["job"])
    area = m.FocusArea(id="arbejde", title="Arbejde", goals=[m.Goal(id="foer", statement="Først"), goal])
    jobs = m.Indicator(id="job", title="I job", unit="%")
    return m.Policy(id="p", title="P", municipality="Slagelse", focus_areas=[area], indicators=[jobs])


def test_only_the_named_element_is_changed() -> None:
    """Its neighbours are the same objects, and the policy it was made from is as before."""
    policy = small()
    changed = policy.replace("i-job", annotations={"sag": "24/1234"})
    assert changed.element("i-job").annotations == {"sag": "24/1234"}
    assert not policy.element("i-job").annotations
    assert list(changed.elements) == list(policy.elements)
    assert changed.element("foer") is policy.element("foer")
    assert changed.element("job") is policy.element("job")


def test_what_does_not_fit_is_refused() -> None:
    """An unknown id gets the nearest; a new id that leaves a reference to the old one is no policy."""
    with pytest.raises(UnknownElement, match="did you mean 'i-job'"):
        small().replace("i-jobb", annotations={})
    with pytest.raises(InvalidModel, match="job"):
        small().replace("job", id="arbejdsloese")


@given(strategies.policies())
def test_every_element_can_be_annotated_and_put_back(policy: m.Policy) -> None:
    """Wherever it is in the policy; the old annotations again give an equal policy."""
    for id, element in policy.elements.items():
        changed = policy.replace(id, annotations={"sag": "24/1234"})
        assert changed.element(id).annotations == {"sag": "24/1234"}
        assert changed.replace(id, annotations=element.annotations) == policy
