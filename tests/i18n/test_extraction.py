"""What the extractor of messages sees: words inside an f-string from Python 3.12, and none before."""

import ast
from pathlib import Path

import kommunepolitik

SOURCE = Path(kommunepolitik.__file__).parent


def test_no_words_are_looked_up_inside_an_f_string() -> None:
    """Some would be missing from the catalogue, and a key of a table would be in it."""
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in SOURCE.rglob("*.py")
        for joined in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and call.args
        if any(isinstance(part, ast.Constant) for part in ast.walk(call.args[0]))
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in ("_", "gettext", "ngettext")
    ]
    assert hidden == []
