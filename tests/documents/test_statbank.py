"""How a policy asks Statistikbanken: read, written, and refused with what to write instead."""

import pytest

import kommunepolitik.model as m
from kommunepolitik.documents import parse, to_json, to_yaml
from kommunepolitik.errors import InvalidDocument, InvalidModel

HEAD = """\
kommunepolitik: 1
id: integration
title: Integration
municipality: {name: Nybro, fictitious: true}
indicators:
  - id: job
    title: I job
    unit: "%"
    data_source:
      keeper: Danmarks Statistik
      statbank:
"""
STATBANK = """\
table: RAS201
areas: {variable: OMRÅDE, values: [own, 000]}
time: {variable: Tid, values: ">=2015"}
sum:
  HERKOMST: [24, Efterkommere fra ikke-vestlige lande]
  ALDER: {from: 25, to: 64}
share: {of: {SOCIO: [Beskæftigede i alt]}, in: {SOCIO: I alt}}
"""


def document(statbank: str = STATBANK, head: str = HEAD) -> str:
    """Return a policy file with an indicator that is fetched."""
    return head + "".join(f"        {line}\n" for line in statbank.splitlines())


def problems(statbank: str, head: str = HEAD) -> list[str]:
    """Return what is wrong with a file, without its place."""
    with pytest.raises(InvalidDocument) as caught:
        parse(document(statbank, head))
    return [problem.message() for problem in caught.value.problems]


def test_codes_keep_their_zeros_without_quotes() -> None:
    """A code is a text, and a lone text is a list of one."""
    source = parse(document()).indicators[0].data_source
    assert source is not None
    assert source.statbank == m.Statbank(
        table="RAS201",
        areas=m.StatbankAreas(variable="OMRÅDE", values=["own", "000"]),
        time=m.StatbankTime(variable="Tid", values=[">=2015"]),
        sum={"HERKOMST": ["24", "Efterkommere fra ikke-vestlige lande"], "ALDER": {"from": 25, "to": 64}},
        share={"of": {"SOCIO": ["Beskæftigede i alt"]}, "in": {"SOCIO": ["I alt"]}},
    )


def test_it_is_written_as_it_is_read() -> None:
    """In YAML and JSON."""
    policy = parse(document())
    assert parse(to_yaml(policy)) == policy
    assert parse(to_json(policy), ".json") == policy


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("[24,", '["*",', "'*' chooses by a pattern, so that totals would be counted with their parts; name each value"),
        ("[24,", '["24", "24",', "'24' is chosen twice"),
        ("from: 25", "fra: 25", "unknown key 'fra'; known: from, to"),
        ("to: 64", "to: 24", "the upper value 24 is below the lower value 25"),
        ("to: 64", "to: gammel", "'gammel' is not an age in whole years"),
        ('">=2015"', '">2015"', "'>2015' does not choose times; write >=2015, >=2015<=2024, (1), (-n+5), * or a time"),
        ("table: RAS201", "table: RAS/201", "'RAS/201' is not the code of a table, such as RAS201"),
        ("[own, 000]", "[own, all]", "'all' cannot be one of several areas; write values: all for all of them"),
        (", in: {SOCIO: I alt}", "", "'in' is missing"),
        (
            "in: {SOCIO: I alt}",
            "in: {ALDER: I alt}",
            "'of' and 'in' choose of the same variables; ALDER, SOCIO is in one of them only; choose its total",
        ),
        ("HERKOMST: [24", "socio: [24", "'socio' is chosen twice"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_what_to_write(old: str, new: str, text: str) -> None:
    """Before anything is fetched."""
    assert text in problems(STATBANK.replace(old, new))


def test_a_share_needs_a_unit_that_states_what_all_is() -> None:
    """Percent of, per thousand of; not a number of people."""
    assert problems(STATBANK, HEAD.replace('"%"', "personer")) == [
        "the unit 'personer' does not define what the whole of a share is; write a unit such as %"
    ]


def test_codes_in_python_are_texts() -> None:
    """A number has lost the zeros in front."""
    with pytest.raises(InvalidModel, match="write 1 in quotes"):
        m.Selections({"HERKOMST": [1]})
