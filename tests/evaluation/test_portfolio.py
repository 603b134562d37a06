"""Many municipalities in one call."""

import pandas as pd

import kommunepolitik as kp
import kommunepolitik.model as m


def test_98_municipalities_with_30_indicators_are_judged_in_one_call() -> None:
    """Each policy is judged by its own figures, and by a shared series where it has none."""
    target = m.LevelTarget(value=60, comparison="at_least", due=m.Period("2024"))
    indicators = tuple(m.Indicator(id=f"i{number}", title="I", targets=(target,)) for number in range(30))
    policies = kp.Portfolio(
        kp.Policy(id=f"k{one.code}", title="P", municipality=one, indicators=indicators) for one in m.Municipality.all()
    )
    rows = [
        (policy.id, f"i{number}", str(year), 40.0 + rank / 4 + (year - 2010))
        for rank, policy in enumerate(policies)
        for number in range(29)
        for year in range(2010, 2025)
    ]
    rows += [("", "i29", "2024", 61.0)]
    frame = pd.DataFrame(rows, columns=["policy", "indicator", "period", "value"])
    summary = kp.evaluate(policies, frame).summary()
    assert len(summary) == 98
    assert set(summary["targets"]) == {30}
    first, last = summary.iloc[0], summary.iloc[-1]
    assert (first["missed"], first["achieved"]) == (29, 1)
    assert (last["missed"], last["achieved"]) == (0, 30)
