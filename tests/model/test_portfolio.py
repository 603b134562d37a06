"""A collection of policies: chosen from, and its neighbouring editions."""

import kommunepolitik.model as m

SLAGELSE, NYBRO = m.Municipality.find("330"), m.Municipality(name="Nybro", fictitious=True)


def policy(id: str, **fields: object) -> m.Policy:
    """Return a policy of Slagelse, unless another is asked for."""
    return m.Policy(**{"id": id, "title": "P", "municipality": SLAGELSE, **fields})  # type: ignore[arg-type]


def test_filter_keeps_what_is_asked_for_in_its_order() -> None:
    """The rest is left out; the collection itself stays as it was."""
    all_three = m.Portfolio([policy("c"), policy("b", municipality=NYBRO), policy("a")])
    kept = all_three.filter(lambda each: not each.municipality.fictitious)
    assert [each.id for each in kept] == ["c", "a"]
    assert len(all_three) == 3
    assert len(all_three.filter(lambda each: False)) == 0


def test_each_pair_of_neighbouring_editions_stands_once() -> None:
    """Older first, also where two policies replace one; an edition that is not available makes no pair."""
    portfolio = m.Portfolio(
        [
            policy("p23", supersedes="p18"),
            policy("p13", supersedes="p08"),
            policy("p18", supersedes="p13"),
            policy("p24", supersedes="p18"),
            policy("alone"),
        ]
    )
    pairs = [(older.id, newer.id) for older, newer in portfolio.neighbours()]
    assert pairs == [("p18", "p23"), ("p13", "p18"), ("p18", "p24")]
    assert m.Portfolio().neighbours() == ()


def test_a_middle_edition_left_out_leaves_no_neighbours() -> None:
    """Nobody replaced the oldest by the newest: chains do not close over a gap."""
    portfolio = m.Portfolio([policy("a"), policy("b", supersedes="a"), policy("c", supersedes="b")])
    assert portfolio.filter(lambda each: each.id != "b").neighbours() == ()
