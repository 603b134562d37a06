"""The words of a Danish site are Danish."""

import io
import re
from pathlib import Path

from babel.messages.pofile import read_po

import kommunepolitik as kp
import kommunepolitik.model as m
from kommunepolitik.documents import read_all
from kommunepolitik.site import Build, gather
from tests.claims import some

WORDS = Path(kp.__file__).parent / "i18n" / "locale" / "da" / "LC_MESSAGES"
ROOT = Path(__file__).parents[2]
NYBRO = ROOT / "docs" / "tutorial" / "nybro"


def english() -> re.Pattern[str]:
    """Return all texts of two or more English words in the code, without placeholders."""
    catalogues = [read_po(io.BytesIO(path.read_bytes()), locale="da") for path in some(sorted(WORDS.glob("*.po")))]
    ids = [
        each.id if isinstance(each.id, tuple) else (each.id,) for content in catalogues for each in content if each.id
    ]
    parts = {part.strip(" .,:;()»«–?") for id in ids for form in id for part in re.split(r"\{.*?\}|%\(.*?\)s", form)}
    text = sorted(part for part in parts if " " in part and len(part) > 7)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, some(text)))})\b")


def test_no_public_danish_page_has_english_words(tmp_path: Path) -> None:
    """Nor in what only a screen reader reads; the paper of a committee is among the pages."""
    documents = read_all([ROOT / "examples", NYBRO])
    site = gather(documents, [NYBRO / "national.csv"], m.Period("2026"), m.Period("2025"))
    build = Build(site, tmp_path, ["html"], paper=True)
    list(build.run())
    pattern = english()
    for path in some(build.paths):
        text = re.sub(r"(?s)<(script|style).*?</\1>", " ", path.read_text("utf-8"))
        assert pattern.findall(text) == [], path.name
