"""The rules that each class keeps by itself."""

import math
from typing import Any
from unittest.mock import ANY

import attrs
import pytest

import kommunepolitik.model as m
from kommunepolitik.errors import MAX_PROBLEMS, InvalidModel
from kommunepolitik.model.record import MAX_COLLECTED, Record, shapes_of


def classes() -> list[type[Record]]:
    """Return all classes of the model."""
    found = [getattr(m, name) for name in m.__all__]
    return [cls for cls in found if isinstance(cls, type) and issubclass(cls, Record)]


def codes(make: Any) -> set[tuple[str, tuple[str | int, ...]]]:
    """Return what is wrong with what a function makes, as codes and paths."""
    with pytest.raises(InvalidModel) as caught:
        make()
    return {(problem.code, problem.path) for problem in caught.value.problems}


@pytest.mark.parametrize("cls", classes(), ids=lambda cls: cls.__name__)
def test_every_field_states_what_it_means(cls: type[Record]) -> None:
    """Docs and schemas read the descriptions; a class is frozen and takes keywords only."""
    for shape in shapes_of(cls):
        assert len(shape.description) > 8, shape.name
    assert all(field.kw_only for field in attrs.fields(cls))


def test_objects_are_frozen() -> None:
    """Change is a copy."""
    goal = m.Goal(id="g", statement="Flere i job")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        goal.statement = "Færre"  # type: ignore[misc]
    assert attrs.evolve(goal, number="1").number == "1"


def test_all_fields_of_an_object_are_reported_at_once() -> None:
    """A wrong id, an empty text, a wrong word and a text where a list belongs come together."""
    assert codes(lambda: m.Goal(id="Mål 1", statement=" ", goals="abc", supports=[1])) == {  # type: ignore[arg-type]
        ("not_slug", ("id",)),
        ("empty", ("statement",)),
        ("expected_list", ("goals",)),
        ("expected_object", ("supports", 0)),
    }


@pytest.mark.parametrize("value", [math.nan, math.inf, 10**400])
def test_numbers_are_finite(value: float) -> None:
    """Neither NaN nor infinity is a value of anything."""
    assert codes(lambda: m.LevelTarget(value=value, comparison="at_least")) == {("not_finite", ("value",))}


def test_nothing_is_converted_by_guess() -> None:
    """Text is no number, a number no text, true no number, and 2.5 no whole number."""
    assert codes(lambda: m.LevelTarget(value="95", comparison="at_least")) == {("expected_number", ("value",))}  # type: ignore[arg-type]
    assert codes(lambda: m.Vision(id="v", statement=5)) == {("expected_text", ("statement",))}  # type: ignore[arg-type]
    assert codes(lambda: m.LevelTarget(value=True, comparison="at_least")) == {("expected_number", ("value",))}
    assert codes(lambda: m.StatedCount(what="goals", low=2.5)) == {("expected_whole_number", ("low",))}  # type: ignore[arg-type]


def test_a_list_that_is_absent_is_empty_and_none_of_its_items_is() -> None:
    """As a key without a value in a document; a blank item is a mistake at its place."""
    assert m.Goal(id="g", statement="Flere i job", measured_by=None).measured_by == ()  # type: ignore[arg-type]
    assert codes(lambda: m.Goal(id="g", statement="Flere i job", measured_by=["job", None, " "])) == {  # type: ignore[list-item]
        ("empty", ("measured_by", 1)),
        ("empty", ("measured_by", 2)),
    }


def test_a_list_full_of_mistakes_is_not_read_to_its_end() -> None:
    """Nobody reads a hundred thousand messages."""
    with pytest.raises(InvalidModel) as caught:
        m.Goal(id="g", statement="Flere i job", measured_by=["Ikke en id"] * 100_000)
    assert MAX_PROBLEMS < len(caught.value.problems) < 2 * MAX_COLLECTED


def test_objects_of_two_classes_are_never_equal() -> None:
    """Although their fields are; others may decide for themselves what equals an object."""
    value, group = m.CoreValue(id="mod", title="Mod"), m.TargetGroup(id="mod", title="Mod")
    assert value != group
    assert value != "Mod"
    assert value == ANY


def test_an_inexact_figure_is_a_range_or_qualified() -> None:
    """About 10, or 10 to 20, but not about 10 to 20; and a range runs upward."""
    assert m.Baseline(value=10, value_high=20).value_high == 20
    assert codes(lambda: m.Baseline(value=10, value_high=20, qualifier="about")) == {
        ("qualifier_with_range", ("qualifier",))
    }
    assert codes(lambda: m.Baseline(value=20, value_high=10)) == {("range_reversed", ("value_high",))}
    assert codes(lambda: m.Baseline(value_high=10)) == {("range_without_value", ("value_high",))}
    assert codes(lambda: m.Baseline(qualifier="under")) == {("qualifier_without_value", ("qualifier",))}


def test_a_baseline_may_have_a_period_before_its_value() -> None:
    """Slagelse 2023 promises a baseline of 2022 without giving it; the gap can still be named."""
    named_gap = m.Missing(what="baseline", why="promised")
    indicator = m.Indicator(id="i", title="I", baseline=m.Baseline(period=m.Period("2022")), missing=(named_gap,))
    assert indicator.gap("baseline") == named_gap


def test_the_desired_direction_and_the_target_agree() -> None:
    """At most 10 for something that should rise is a mistake, and so is a fall where a rise is wanted."""
    at_most = m.LevelTarget(value=10, comparison="at_most")
    falling = m.ChangeTarget(amount=-2, mode="percent")
    assert codes(lambda: m.Indicator(id="i", title="I", direction="increase", targets=[at_most, falling])) == {
        ("direction_contradicts", ("targets", 0)),
        ("direction_contradicts", ("targets", 1)),
    }
    assert m.Indicator(id="i", title="I", direction="decrease", targets=[at_most, falling]).targets


def test_target_ids_are_kind_and_due_unless_given() -> None:
    """Yearly ambitions of one indicator have ids of their own; two without due need one."""
    ambitions = [
        m.LevelTarget(value=72.6, comparison="at_least", due=m.Period("2021")),
        m.LevelTarget(value=75.3, comparison="at_least", due=m.Period("2022")),
    ]
    indicator = m.Indicator(id="i", title="I", targets=ambitions)
    assert [target.key for target in indicator.targets] == ["level-2021", "level-2022"]
    twice = [m.LevelTarget(value=1, comparison="at_least"), m.LevelTarget(value=2, comparison="at_least")]
    assert codes(lambda: m.Indicator(id="i", title="I", targets=twice)) == {("duplicate_target_id", ("targets", 1))}


def test_a_target_keeps_to_what_nature_allows() -> None:
    """No share is over 100 %, no target is measured against itself, and people judge what is qualitative."""
    level = m.LevelTarget(value=120, comparison="at_least")
    assert codes(lambda: m.Indicator(id="i", title="I", limit=100, targets=[level])) == {
        ("over_limit", ("targets", 0, "value"))
    }
    own = m.LevelTarget(value=0, comparison="at_least", relative_to=m.RelativeTo(indicator="i"))
    assert codes(lambda: m.Indicator(id="i", title="I", targets=[own])) == {
        ("relative_to_itself", ("targets", 0, "relative_to"))
    }
    assert codes(lambda: m.Indicator(id="i", title="I", kind="qualitative", targets=[level])) == {
        ("qualitative_target", ("targets",))
    }
    assert codes(lambda: m.RelativeTo()) == {("says_nothing", ())}
    assert codes(lambda: m.ChangeTarget(amount=0)) == {("zero_change", ("amount",))}


def test_time_runs_forward_in_a_target() -> None:
    """A baseline lies before due, a change starts before it ends, and due has an end."""
    late = m.Baseline(period=m.Period("2025"), value=1)
    assert codes(lambda: m.LevelTarget(value=1, comparison="at_least", due=m.Period("2024"), baseline=late)) == {
        ("baseline_after_due", ("baseline", "period"))
    }
    assert codes(lambda: m.LevelTarget(value=1, comparison="at_least", due=m.Period("2024.."))) == {
        ("not_an_open_period", ("due",))
    }
    assert codes(lambda: m.ChangeTarget(amount=1, start=m.Period("2024"), due=m.Period("2020"))) == {
        ("due_before_start", ("due",))
    }


def test_a_gap_names_a_field_of_its_element() -> None:
    """A misspelt field gives the right one; what is given is not missing; a list may be there and yet not whole."""
    assert codes(lambda: m.Indicator(id="i", title="I", missing=[m.Missing(what="targts", why="not_set")])) == {
        ("unknown_field", ("missing", 0, "what"))
    }
    assert codes(lambda: m.Indicator(id="i", title="I", unit="%", missing=[m.Missing(what="unit", why="unclear")])) == {
        ("missing_but_given", ("missing", 0, "what"))
    }
    partly = m.Missing(what="targets", why="not_in_sources", note="Bilag 1 kan have flere.")
    target = m.StandingTarget(value=100, comparison="at_least")
    assert m.Indicator(id="i", title="I", targets=[target], missing=[partly]).gap("targets") == partly
    words = m.Missing(what="et billede på forsiden", why="not_in_sources")
    assert m.Policy(id="p", title="P", municipality=m.Municipality.find("330"), missing=[words]).missing == (words,)


def test_other_rules_of_single_classes() -> None:
    """Counts, lags and decimals are not negative; a decision is taken or expected."""
    assert codes(lambda: m.StatedCount(what="goals", low=3, high=2)) == {("range_reversed", ("high",))}
    assert codes(lambda: m.StatedCount(what="goals", low=-1)) == {("negative", ("low",))}
    assert codes(lambda: m.DataSource(keeper="DST", lag=-1)) == {("negative", ("lag",))}
    assert codes(lambda: m.Indicator(id="i", title="I", decimals=-1)) == {("out_of_range", ("decimals",))}
    day = m.Period("2023-11-27")
    assert codes(lambda: m.Decision(id="d", body="Byrådet", date=day, expected=day)) == {("one_only", ("expected",))}
    assert codes(lambda: m.Continuation(address="Nr. 1", basis="source")) == {("not_an_address", ("address",))}


@pytest.mark.parametrize("cls", classes(), ids=lambda cls: cls.__name__)
def test_a_field_is_as_attrs_would_make_it_by_evolve(cls: type[Record]) -> None:
    """Converter and description are written into attrs' own objects, which is ten times as fast: nothing else differs."""
    for field in attrs.fields(cls):
        description = field.metadata["description"]
        made = field.evolve(converter=None, metadata={"description": description})
        assert (field, field.metadata) == (made, made.metadata)
        with pytest.raises(TypeError):
            field.metadata["description"] = ""
