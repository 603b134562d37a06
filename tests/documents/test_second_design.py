"""Fields of the second design: loaded, checked for structure and written, in YAML, JSON and Python alike."""

from pathlib import Path

import attrs
import pytest

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import dump, parse, read, to_json, to_yaml
from kommunepolitik.errors import InvalidDocument, InvalidModel, KommunepolitikError

TEXT = """\
kommunepolitik: 1
id: integration
title: Integrationspolitik
municipality: Slagelse
goals:
  - id: job
    statement: Flere i job
    measured_by:
      - ledige
      - {indicator: samtaler, basis: interpretation, note: Kun for unge}
    annotations: {kle: "15.00", mål: [8, 4.5], vist: true, ejer: {navn: Job}, uden: null}
indicators:
  - id: ledige
    title: Ledige
    unit: personer
    basis: interpretation
    codes: ["dst:AUP01", "integrationsbarometeret:1.2"]
    result_level: outcome
    over_time: mean
    margin: 2
    chance: true
    frequency: weekly
    targets:
      - {kind: level, value: 500, comparison: at_least, due: 2027, cumulative: true, start: 2024, stated: alle}
      - {id: halvt, kind: standing, value: 10, comparison: at_most, per: half_year}
      - {kind: change, amount: 5, mode: percent, per: total, due: 2027, baseline: {period: 2023-H2, value: 40, qualifier: just_under}}
      - {id: gammel, kind: direction, direction: decrease, due: 2026-T1, group: unge, replaced_by: {target: halvt, decision: byraad}}
  - id: samtaler
    title: Samtaler
    frequency: every_four_months
judgement_scale:
  - {word: gul, means: behind}
groups:
  - {id: unge, title: Unge}
plan:
  id: plan
  title: Plan
  reporting:
    - {to: Udvalget, lead: Centret, meetings: [2025-03-10, 2025-W40]}
decisions:
  - {id: byraad, body: Byrådet, date: 2025-06-30}
frameworks:
  - id: barometer
    title: Barometer
    items: [{id: omraade, title: Område, code: "integrationsbarometeret:1"}]
"""


def problems(text: str) -> list[tuple[str, tuple[str | int, ...]]]:
    """Return code and path of everything that is wrong with a text."""
    with pytest.raises(InvalidDocument) as caught:
        parse(text)
    return [(problem.code, problem.path) for problem in caught.value.problems]


def test_all_new_fields_are_read_and_written() -> None:
    """Both formats give them back, and a person finds what was written."""
    policy = parse(TEXT)
    assert parse(to_yaml(policy)) == parse(to_json(policy), ".json") == policy
    assert policy.goals[0].indicator_ids == ("ledige", "samtaler")
    assert policy.goals[0].annotations == {
        "kle": "15.00",
        "mål": (8, 4.5),
        "vist": True,
        "ejer": {"navn": "Job"},
        "uden": None,
    }
    ledige = policy.indicator("ledige")
    assert [target.kind for target in ledige.targets] == ["level", "standing", "change", "direction"]
    assert "meetings:" in to_yaml(policy)
    assert "measured_by:\n      - ledige\n      - indicator: samtaler" in to_yaml(policy)


@pytest.mark.parametrize(
    ("old", "new", "code", "end"),
    [
        (", cumulative: true", "", "start_without_cumulative", "start"),
        ("direction: decrease, ", "", "missing_key", 3),
        ("target: halvt, ", "target: halv, ", "no_such_target", "target"),
        ("target: halvt, ", "target: gammel, ", "no_such_target", "target"),
        ("decision: byraad", "decision: byrad", "dangling", "decision"),
        ("decision: byraad", "decision: job", "wrong_kind", "decision"),
        ("margin: 2", "margin: -2", "negative", "margin"),
        ("{word: gul, means: behind}", "{word: gul, means: gul}", "not_one_of", "means"),
        ("means: behind}", "means: behind}\n  - {word: Gul, means: missed}", "word_twice", "word"),
        ("indicator: samtaler,", "indicator: samtale,", "dangling", "indicator"),
        ("due: 2026-T1", "due: 2026..", "not_an_open_period", "due"),
        ("per: half_year", "per: week", "not_one_of", "per"),
        ("2025-W40", "2025-W54", "not_a_week", 1),
    ],
)  # fmt: skip
def test_wrong_structure_is_named_where_it_is(old: str, new: str, code: str, end: str | int | tuple[()]) -> None:
    """Each rule of the new fields has a code and a place."""
    assert old in TEXT
    found = problems(TEXT.replace(old, new, 1))
    assert code in [each for each, _ in found]
    if end != ():
        assert (code, end) in [(each, path[-1]) for each, path in found]


def test_annotations_never_change() -> None:
    """They are copied when an object is made, and hold plain values only."""
    given = {"liste": [1]}
    goal = m.Goal(id="g", statement="G", annotations=given)
    given["liste"].append(2)
    assert goal.annotations["liste"] == (1,)
    assert hash(goal) == hash(attrs.evolve(goal))
    with pytest.raises(InvalidModel, match="annotations contain texts"):
        m.Goal(id="g", statement="G", annotations={"a": object()})


def test_an_account_states_why_and_whether_the_plan_is_adjusted() -> None:
    """`adjust: no` is a word, not false."""
    account = m.Account(element="job", period="2025", text="Gik ikke", cause="Konjunkturen", adjust="no")
    assert (account.cause, account.adjust) == ("Konjunkturen", "no")


def test_departments_are_read_beside_the_policy_or_above(tmp_path: Path) -> None:
    """A folder of policies has one organisation; a policy's own file comes first."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "policy.yaml").write_text(TEXT, "utf-8")
    (tmp_path / "organisation.yaml").write_text(
        "kommunepolitik: 1\ndepartments:\n  - {id: job, title: Jobcentret, other_names: [Jobcenter], contact: job@slagelse.dk}\n",
        "utf-8",
    )
    (tmp_path / "b" / "organisation.yaml").write_text("kommunepolitik: 1\ndepartments: [{id: x, title: X}]\n", "utf-8")
    assert [each.title for each in read(tmp_path / "a").departments] == ["Jobcentret"]
    assert [each.title for each in read(tmp_path / "b").departments] == ["X"]
    (tmp_path / "b" / "organisation.yaml").write_text(
        "kommunepolitik: 1\ndepartments: [{id: x, title: X}, {id: x, title: Y}]\n", "utf-8"
    )
    with pytest.raises(InvalidDocument, match=r"organisation.yaml.*'x' is already used"):
        read(tmp_path / "b")


def test_only_a_policy_is_written(tmp_path: Path) -> None:
    """A goal or a portfolio is no document."""
    for value in (m.Goal(id="g", statement="G"), kp.Portfolio(), "p"):
        with pytest.raises(KommunepolitikError, match="expected Policy, found"):
            dump(value, tmp_path / "p.yaml")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_whether_chance_plays_is_stated_or_not_stated() -> None:
    """That the same people are measured again is an answer, and is kept; no answer is none."""
    text = "kommunepolitik: 1\nid: p\ntitle: P\nmunicipality: Slagelse\nindicators:\n  - {id: i, title: I}\n"
    silent, same = parse(text), parse(text.replace("title: I}", "title: I, chance: false}"))
    assert (silent.indicator("i").chance, same.indicator("i").chance) == (None, False)
    assert "chance" not in to_yaml(silent)
    assert parse(to_yaml(same)) == same
