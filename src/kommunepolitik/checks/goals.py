"""Rules on goals: whether anything measures them."""

from collections.abc import Iterator

from kommunepolitik.checks.registry import Found, found, rule
from kommunepolitik.checks.subject import Subject
from kommunepolitik.errors import N_
from kommunepolitik.model import measured


@rule("KP101", "warning", N_("Goal that nothing measures"))
def goal_not_measured(subject: Subject) -> Iterator[Found]:
    """Find goals that no indicator measures.

    Where the goal's area, a track of its area, or a goal above or below it is measured, it is information only:
    something is measured, but not the goal itself. Background (`role: context`) measures nothing.

    **Why.** Of a goal that nothing measures, nobody can say later whether it was reached. That may be meant (a goal can
    be a direction); then the policy should say so.

    **Fix.** Define an indicator and name it under `measured_by`, at the goal or at its area. If its indicators are in
    a document that is not available, name them under `missing`; it is still found, with that reason.

    **Example.** This goal is found, since `measured_by` is empty:

    ```yaml
    goals:
      - id: flere-i-arbejde
        statement: Flere nydanskere kommer i arbejde.
        measured_by: []          # fix: [beskaeftigelsesfrekvens]
    ```
    """
    for id, how in measured(subject.policy).items():
        goal = subject.policy.element(id)
        if how == "around":
            yield found(goal, "goal_measured_around", severity="info")
        elif how != "own":
            yield found(goal, "goal_not_measured", why=goal.gap("measured_by"))
