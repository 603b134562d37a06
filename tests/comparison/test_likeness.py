"""How alike Danish texts are."""

import pytest

from kommunepolitik.comparison.likeness import Text, likeness, parts_of, stem, strongest_words, tokens


def score(one: str, other: str, *rest: str) -> float:
    """How alike two texts are, among others that make some words common."""
    found = likeness([Text([one])], [Text([other]), *(Text([text]) for text in rest)])
    return float(found.scores[0, 0])


def words(one: str, other: str) -> tuple[str, ...]:
    """The words that matched in two texts."""
    return strongest_words(likeness([Text([one])], [Text([other])]).words(0, 0), 6)


def parts(*given: str) -> dict[str, set[str]]:
    """The parts of each word, where these words are known."""
    return {word: set(parts_of({w: stem(w) for w in given}).get(stem(word), ())) for word in given}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Beskæftigelse", "Beskæftigelsesfrekvens"),
        ("Bolig", "Boligområder"),
        ("Uddannelse", "Ungdomsuddannelser"),
        ("Arbejde", "Arbejdspladser"),
        ("Skoler", "Folkeskolen"),
        ("Et barn", "Børnene"),
        ("Erhvervsfrekvens og erhverv", "Frekvensen"),
    ],
)
def test_related_words_meet(one: str, other: str) -> None:
    """A word meets its inflections, and the compounds it is a part of."""
    assert 0.1 < score(one, other) <= 1
    assert score(one, other) == score(other, one)


def test_a_part_counts_less_than_the_word() -> None:
    """A compound is not its part: `bolig` is more like `boliger` than like `boligområder`."""
    assert score("bolig", "boliger") > score("bolig", "boligområder") > 0


def test_unlike_texts_score_nothing() -> None:
    """Without a word in common, and with none but function words in common, there is no likeness."""
    assert score("Sundhed", "Beskæftigelse") == 0
    assert score("Det er der, vi skal være med", "Det er den, der skal være") == 0


def test_the_same_text_scores_one() -> None:
    """The upper end of the scale, which rounded weights do not exceed."""
    for text in ("Trygge boliger i hele kommunen", "Bolig, sundhed og ungdom"):
        assert score(text, text) == pytest.approx(1, abs=1e-4)
        assert score(text, text) <= 1


def test_common_words_weigh_little() -> None:
    """A word that most texts have counts less than one that only these two have."""
    rest = ["Kommunens skoler", "Kommunens borgere", "Kommunens idræt", "Kommunens veje", "Kommunens børn"]
    assert score("Kommunens lektiehjælp", "Tidlig lektiehjælp", *rest) > score(
        "Kommunens lektiehjælp", "Kommunens erhverv", *rest
    )


def test_a_name_counts_as_much_as_a_long_text() -> None:
    """A title is not drowned by the page below it."""
    page = " ".join(f"ord{letter}a" for letter in "abcdefghijklmnopqrstuvwxyz")
    found = likeness([Text(["Bolig"])], [Text(["Bolig"], [page]), Text(["Sundhed"], [f"{page} bolig"])])
    assert found.scores[0, 0] > 0.6 > 0.2 > found.scores[0, 1] > 0


def test_a_title_and_a_text_count_alike_and_what_is_around_them_half() -> None:
    """One word in each layer, each as rare as the others."""
    found = likeness(
        [Text(["Bolig"], ["Sundhed"], ["Ungdom"])], [Text([word]) for word in ("Bolig", "Sundhed", "Ungdom")]
    )
    title, text, around = found.scores[0].tolist()
    assert title == text == pytest.approx(2 * around, rel=1e-3)


def test_one_letter_wrong_is_the_same_word() -> None:
    """A word of eight letters or more, one of them changed, left out or swapped, meets its right form; a short one is another."""
    assert parts("forening", "forenimg")["forening"] == {"forenimg"}
    assert parts("netværk", "netvørk")["netværk"] == set()
    right = "medborgerskab"
    for wrong in ("medborgarskab", "medborgrskab", "medbogrerskab"):
        assert score(right, wrong) > 0.5
    assert score("mål", "mad") == 0


def test_endings_are_no_words() -> None:
    """What two words share as a derivation, `-skab`, makes them no more alike."""
    assert score("Venskab skaber noget", "Fællesskabet") == 0
    assert parts("fællesskab", "skab")["fællesskab"] == set()
    assert score("Deltagerne vil gerne", "Forventningerne") == 0


def test_parts_are_learnt_from_the_texts() -> None:
    """A compound is split where another word of the texts is in it, and not by chance."""
    assert parts("danskuddannelse", "uddannelse")["danskuddannelse"] == {stem("dansk"), stem("uddannelse")}
    assert parts("danskuddannelse")["danskuddannelse"] == set()
    assert parts("kommunikation", "kommune")["kommunikation"] == set()


def test_a_part_has_four_letters_beside_the_s_that_links_it() -> None:
    """`mad` is too short to be one, as many words end with it by chance."""
    assert parts("ungdomsuddannelse", "uddannelse")["ungdomsuddannelse"] == {"ungdom", stem("uddannelse")}
    assert "mad" not in parts("ungdomsmad", "ungdom", "mad")["ungdomsmad"]


def test_matched_words_are_reported_as_written() -> None:
    """A word both have once; two forms beside each other, old first; the most distinctive first."""
    assert words("Bolig og beskæftigelse", "Beskæftigelsesfrekvens og bolig") == (
        "bolig",
        "beskæftigelse ~ beskæftigelsesfrekvens",
    )


def test_a_word_is_reported_once() -> None:
    """Different inflections of one match are one."""
    assert strongest_words({"bolig ~ boliger": 0.2, "boliger ~ bolig": 0.1, "boligen": 0.05}, 6) == ("bolig ~ boliger",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Børn, UNGE & familier", ["børn", "unge", "familier"]),
        ("ikke-vestlig baggrund", ["vestlig", "baggrund"]),
        ("95 % i 2023; 9. klasse", ["klasse"]),
        ("Æbler på Ærø, café og Århus", ["æbler", "ærø", "café", "århus"]),
        ("", []),
        ("🙂 — § 17,4", []),
        ("x" * 1000, []),
    ],
)
def test_words_of_a_text(text: str, found: list[str]) -> None:
    """Letters only, in small letters; no numbers, signs or function words."""
    assert list(tokens(text)) == found


def test_nothing_to_compare() -> None:
    """No texts, and texts without words, are alike in nothing."""
    assert likeness([], [Text(["Bolig"])]).scores.shape == (0, 1)
    assert likeness([Text([""])], [Text([""])]).scores.tolist() == [[0.0]]
