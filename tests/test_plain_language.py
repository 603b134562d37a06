"""Names, docstrings, comments, messages and docs use standard technical English, none of the words listed here."""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "kommunepolitik"

TURNS = {
    r"tell|tells|telling|told": "report, show, identify, distinguish",
    r"say|says|saying|said": "state, contain, list, mean",
    r"speak|speaks|speaking|spoke|spoken": "use the language, mention",
    r"held": "contained, stored, kept",
    r"holes?": "gap",
    r"slips?|slipped": "mistake, error",
    r"mend|mends|mended|mending": "fix, correct",
    r"rests? (?:up)?on|rested on": "is based on",
    r"at hand": "available",
    r"(?:stand|stands|standing|stood) (?:in|at|on|above|among|around|before|behind|below|beside|between|next|there)":
        "is in, is above, precedes",
    r"(?:the|a) ways? in": "index page, entry point",
    r"words? too many": "an unknown word",
    r"good as (?:nothing|none)": "counts as missing",
    r"at one's own": "own, separately",
    r"is met by": "gets, finds",
    r"who(?:ever)? asks": "the reader, the caller",
}  # fmt: skip
"""Turns of speech that are not standard technical English, each a pattern of whole words, and what to write instead."""

NAMES = {
    "House": "EditionGroup", "Ground": "DisclosureRules",
    "Book": "ObservationIndex", "Question": "TargetCase", "Judge": "Evaluator", "Stated": "ResolvedBaseline",
    "Ends": "Interval", "Speech": "MessageFormatter", "News": "ResultChange", "Due": "Deadline", "Lack": "GapGroup",
    "Shortfall": "OffTrackTarget", "Fate": "Outcome", "Bond": "PairKind", "Shelf": "OutputFolder", "Made": "PageResult",
    "Digester": "Fingerprinter", "Look": "Branding, TextStyle", "Picture": "SeriesChart", "Guide": "TargetLine",
    "glance": "summary", "rhythm": "frequency", "weightiest": "strongest_link", "beyond": "unresolved_reason",
    "bare": "raw_links", "alone": "unlinked", "reached": "neighbours", "stars": "clusters",
    "company": "min_relative_score", "deed": "action_kinds", "kinship": "kind_similarity",
}  # fmt: skip
"""Names of classes, functions and variables that nobody guesses the meaning of, and those that were chosen instead."""

NAME_WORDS = {
    "tell": "report", "tells": "reports", "told": "given", "say": "report", "says": "contains", "said": "given",
    "speak": "language", "spoken": "language", "held": "value, stored", "hole": "gap", "holes": "gaps",
    "slip": "mistake", "mend": "fix", "mended": "fixed",
}  # fmt: skip
"""Words that are no part of a name, and what to write instead."""

_TURNS = {
    re.compile(rf"\b(?:{turn})\b".replace(" ", r"\s+"), re.IGNORECASE): instead for turn, instead in TURNS.items()
}
_ANY_TURN = re.compile("|".join(turn.pattern for turn in _TURNS), re.IGNORECASE)


def faults_of_text(text: str) -> Iterator[tuple[int, str]]:
    """Yield what is not plain in a text: the number of its line, from 0, and the turn with what to write instead."""
    if not _ANY_TURN.search(text):  # most texts
        return
    for turn, instead in _TURNS.items():
        for found in turn.finditer(text):
            yield text.count("\n", 0, found.start()), f"'{found[0]}': write {instead}"


def faults_of_name(name: str) -> Iterator[str]:
    """Yield what is not plain in a name of Python, with what to write instead."""
    if instead := NAMES.get(name.strip("_")):
        yield f"name '{name}': write {instead}"
    for word in re.findall(r"[A-Z]?[a-z]+", name):
        if instead := NAME_WORDS.get(word.lower()):
            yield f"name '{name}': write {instead}"


def names_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the names that a module gives to classes, functions, parameters and variables, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr


def texts_of(source: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module, with their lines: docstrings, messages and other strings of several words, comments."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.lineno, re.sub(r"`[^`]*`", "``", node.value)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], re.sub(r"`[^`]*`", "``", token.string)


def body_of(page: str) -> str:
    """Return a page of Markdown without its code and addresses, each line where it was."""
    blank = re.sub(
        r"^( *)```.*?^\1```", lambda found: "\n" * found[0].count("\n"), page, flags=re.MULTILINE | re.DOTALL
    )
    return re.sub(r"`[^`\n]*`|\]\([^)\n]*\)|<!--.*?-->", "``", blank)


def paths(pattern: str, top: Path = ROOT) -> list[Path]:
    """Return the files of a pattern below a folder, in order."""
    return sorted(top.glob(pattern))


def listed(faults: Iterable[tuple[int, str]], path: Path) -> list[str]:
    """Return faults as lines that name the file and the line."""
    return [f"{path.relative_to(ROOT)}:{line}: {fault}" for line, fault in sorted(set(faults))]


def test_texts_of_the_source_are_plain() -> None:
    """Docstrings, descriptions of fields, messages, help texts and comments have none of the turns listed above."""
    found = []
    for path in paths("**/*.py", SOURCE):
        source = path.read_text("utf-8")
        texts = texts_of(source, ast.parse(source))
        found += listed(((line + n, fault) for line, text in texts for n, fault in faults_of_text(text)), path)
    assert not found, "\n".join(found)


def test_names_in_the_source_are_plain() -> None:
    """Classes, functions, parameters and variables are called what a newcomer from the field would call them."""
    found = []
    for path in paths("**/*.py", SOURCE):
        names = names_of(ast.parse(path.read_text("utf-8")))
        found += listed(((line, fault) for line, name in names for fault in faults_of_name(name)), path)
    assert not found, "\n".join(found)


def test_words_of_templates_are_plain() -> None:
    """The messages in templates of pages have none of the turns listed above."""
    found = []
    for path in paths("**/*.j2", SOURCE):
        messages = extract_from_file("jinja2", str(path), options={"trimmed": "true", "newstyle_gettext": "true"})
        texts = [
            (line, text) for line, words, *_ in messages for text in ([words] if isinstance(words, str) else words)
        ]
        found += listed(((line, fault) for line, text in texts if text for _, fault in faults_of_text(text)), path)
    assert not found, "\n".join(found)


def test_docs_are_plain() -> None:
    """README, CHANGELOG, CONTRIBUTING and the pages under docs have none of the turns listed above outside code."""
    found = []
    for path in [*paths("*.md"), *paths("docs/**/*.md")]:
        body = body_of(path.read_text("utf-8"))
        found += listed(((line + 1, fault) for line, fault in faults_of_text(body)), path)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [("The page tells it.", 0, "tells"), ("What a figure\nrests\n    on.", 1, "rests on"), ("One\nhole.", 1, "hole")],
)
def test_a_listed_turn_is_found(text: str, line: int, word: str) -> None:
    """A turn is found with its line, also where it goes on in the next one."""
    assert [(at, " ".join(fault.split("'")[1].split())) for at, fault in faults_of_text(text)] == [(line, word)]


def test_plain_words_are_not_found() -> None:
    """Whole words count, and code in a page does not."""
    assert not [*faults_of_text("A standing target; the whole rest, withheld and essays.")]
    assert not [*faults_of_text(body_of("Plain `held`.\n```\nsaid = 1\n```\n[text](held.md)\n"))]
    assert [*faults_of_name("held_value")]
    assert not [*faults_of_name("withheld_value")]
