"""Every field of text of the model has a text of its own, whatever fields it will have."""

from pathlib import Path

from kommunepolitik.documents import read_all
from kommunepolitik.model.text import normalise_text
from tests.hostile.filled import Filling, markers, text_fields
from tests.hostile.made import ROOTS, hostile_folder
from tests.hostile.payloads import PAYLOADS

NO_WORDS = {
    ("Municipality", "code"): "one_only",  # of a real municipality alone
    ("ReplacedBy", "target"): "no_such_target",
    ("Statbank", "table"): "statbank_table_code",
    ("Statbank", "share"): "one_only",  # in place of `value`, whose texts are of the same kind
    ("StatbankTime", "values"): "statbank_times",
}
"""The fields of text that contain no author's words, and the problem of one that does."""


def test_every_field_of_text_is_filled_and_read_back(tmp_path: Path) -> None:
    """A new field or class of the model is filled too, or its rules refuse what is no word of theirs."""
    filling = Filling(PAYLOADS)
    home = hostile_folder(tmp_path, filling)
    assert {pair: [*codes] for pair, codes in filling.refused.items()} == {p: [code] for p, code in NO_WORDS.items()}
    assert text_fields(*ROOTS) - filling.pairs == NO_WORDS.keys()
    documents = read_all(home)
    read = " ".join(path.read_text("utf-8") for path in sorted(home.rglob("*.*")) if path.suffix != ".md")
    assert markers(read) == {*filling.texts}
    title = next(marker for marker, fields in filling.fields.items() if ("Policy", "title") in fields)
    assert normalise_text(filling.texts[title]) in {document.policy.title for document in documents}
