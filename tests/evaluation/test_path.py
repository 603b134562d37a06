"""The path of a level: the steps that it shares with the later levels of its series."""

from itertools import product

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.evaluation import Evaluation
from kommunepolitik.figures.periods import judged_days, time_of

DUES = ("2030", "2026", "2028-06", "2026-01-01", "2025", "2028-06")


def evaluation() -> Evaluation:
    """Judge levels of two groups and both directions, written in no order, two of them due at the same time."""
    wanted = product(("at_least", "at_most"), (None, "unge"), enumerate(DUES))
    targets = [
        m.LevelTarget(id=f"t{n}", value=10 * n + at, comparison=bound, group=group, due=due)
        for n, (bound, group, (at, due)) in enumerate(wanted)
    ]
    jobs = m.Indicator(id="job", title="I job", unit="antal", targets=targets)
    group = m.Group(id="unge", title="Unge")
    policy = m.Policy(id="p", title="P", municipality="Slagelse", indicators=[jobs], groups=[group])
    return kp.evaluate(policy, [{"indicator": "job", "period": 2024, "value": 5}])


def test_a_path_leads_through_the_levels_of_its_series_that_are_due_before() -> None:
    """Each level's path is the earlier levels of the same group and direction, in order of time, and its own at the end."""
    judged = evaluation()
    (indicator,) = judged.portfolio.policies[0].indicators
    for result, own in zip(judged.results, indicator.targets, strict=True):
        assert isinstance(own, m.LevelTarget)
        alike = [each for each in indicator.targets if (each.group, each.comparison) == (own.group, own.comparison)]
        in_order = sorted(alike, key=lambda each: each.due.sort_key)  # the first day of a year ends the year before
        steps = [(time_of(judged_days(each.due)[1]), each.value) for each in in_order]
        end = time_of(judged_days(own.due)[1])
        assert judged.knots(result) == [*(step for step in steps if step[0] < end), (end, own.value)]


def test_a_step_is_stored_once_however_many_paths_lead_through_it() -> None:
    """A hundred levels of a series have a hundred steps, not the five thousand of all their paths."""
    assert len(evaluation().cases.knots.step_time) == 4 * len(DUES)
