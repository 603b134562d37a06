"""What the README shows is what happens."""

import contextlib
import io
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

import kommunepolitik as kp
from kommunepolitik.documents.docs import frames_page
from kommunepolitik.errors import InvalidDocument
from kommunepolitik.i18n import language
from kommunepolitik.model.docs import fields_page
from kommunepolitik.site.docs import results_page, tables_of_results

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def block(name: str) -> str:
    """Return the first block of a computer language."""
    return README.partition(f"```{name}\n")[2].partition("```")[0]


def blocks(text: str) -> list[str]:
    """Return the blocks of Python of a page."""
    return re.findall(r"```python\n(.*?)```", text, re.S)


def ran(page: str, module: str = "__main__") -> tuple[dict[str, Any], str]:
    """Run the blocks of a page, one after the other, and return the names that they set and what they print."""
    names: dict[str, Any] = {"__name__": module}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        for code in blocks((ROOT / "docs" / page).read_text("utf-8")):
            exec(compile(code, page, "exec"), names)  # our own page
    return names, printed.getvalue()


def test_the_mistakes_shown_are_reported_as_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Danish key and a misspelt id give exactly the two lines of the README."""
    monkeypatch.chdir(tmp_path)
    Path("policy.yaml").write_text(block("yaml"), "utf-8")
    assert kp.load("policy.yaml").municipality.fictitious
    slips = block("yaml").replace("title: Unge", "titel: Unge", 1).replace("[gennemfoert]", "[gennemfort]")
    Path("policy.yaml").write_text(slips, "utf-8")
    with pytest.raises(InvalidDocument) as caught:
        kp.load("policy.yaml")
    assert caught.value.lines(language("da").gettext) == re.findall(r"^    (policy\.yaml:.*)$", README, re.M)


def test_every_python_block_runs_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who pastes it twice is not stopped by the file of the first time."""
    monkeypatch.chdir(tmp_path)
    Path("examples").symlink_to(ROOT / "examples", target_is_directory=True)
    with contextlib.redirect_stdout(io.StringIO()):
        for _ in range(2):
            for code in blocks(README):
                exec(compile(code, "README.md", "exec"), {})  # our own README
    assert kp.load("copy.yaml") == kp.load("examples/slagelse_2023")


def test_the_page_on_notebooks_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its blocks, one after the other as in a notebook."""
    monkeypatch.chdir(ROOT)
    assert len(blocks((ROOT / "docs" / "notebooks.md").read_text("utf-8"))) == 3
    assert "Policy(id='slagelse-integration-2013'" in ran("notebooks.md")[1]


def test_the_page_on_plain_data_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its blocks are one program, which prints what is wrong and the name of the schema."""
    monkeypatch.chdir(ROOT)
    assert ran("data.md")[1] == "('titel',) title\nurn:kommunepolitik:schema:1:policy\n"


def test_the_page_on_annotations_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its block gives one element the number of its case."""
    monkeypatch.chdir(ROOT)
    assert ran("annotations.md")[0]["cases"] == {"karakteren-2-i-dansk": "24/1234"}


def test_the_page_on_own_rules_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rule is the one of the package, and finds what it describes, in the reader's language."""
    monkeypatch.chdir(ROOT)
    _, printed = ran("own-rules.md", "nybro_regler")
    assert printed.splitlines()[0].endswith("« har færre end to mål (0)")
    package = ROOT / "docs" / "extensions" / "nybro_regler" / "nybro_regler" / "__init__.py"
    rule = blocks((ROOT / "docs" / "own-rules.md").read_text("utf-8"))[0]
    assert rule in package.read_text("utf-8")


def test_the_page_on_own_formats_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its writer loses no words, and writes a file."""
    monkeypatch.chdir(tmp_path)
    Path("examples").symlink_to(ROOT / "examples", target_is_directory=True)
    Path("build").mkdir()
    names, _ = ran("own-formats.md", "nybro_liste")
    assert Path("build", "slagelse.liste").read_text("utf-8") == names["text"]


def test_a_new_section_is_one_function_and_one_test() -> None:
    """Those that CONTRIBUTING shows hold as they are written there."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    names: dict[str, Any] = {}
    for code in blocks(text):
        exec(compile(textwrap.dedent(code), "CONTRIBUTING.md", "exec"), names)  # our own page
    names["test_the_next_meeting_is_announced"]()


def test_the_reference_of_fields_is_up_to_date() -> None:
    """`make docs-fields` has been run since the model was last changed."""
    assert (ROOT / "docs" / "fields.md").read_text("utf-8") == fields_page()


def test_the_reference_of_tables_is_up_to_date() -> None:
    """`make docs-frames` has been run since the model was last changed."""
    assert (ROOT / "docs" / "frames.md").read_text("utf-8") == frames_page()


def test_the_reference_of_results_is_up_to_date() -> None:
    """`make docs-results` has been run since the tables of results, or a description in them, were last changed."""
    assert (ROOT / "docs" / "results.md").read_text("utf-8") == results_page()


def test_the_reference_of_results_has_every_column() -> None:
    """In the order that a table has them; those that are not in each table of a kind are among them."""
    tables = {name: (list(frame.columns), list(columns)) for name, (_, frame, columns) in tables_of_results().items()}
    assert len(tables) == 10
    for name, (content, described) in tables.items():
        assert (name, [column for column in described if column in content]) == (name, content)
    absent = {
        name: set(described) - set(content) for name, (content, described) in tables.items() if described != content
    }
    assert absent == {"Evaluation.summary": {"area", "goal", "track", "responsible"}}


def test_the_page_on_results_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its example judges the policy of the tutorial, and `help` names the fields."""
    monkeypatch.chdir(ROOT)
    assert len(blocks((ROOT / "docs" / "results.md").read_text("utf-8"))) == 1
    _, printed = ran("results.md")
    assert "required_value" in printed
    assert "trend_since_previous (" in printed


def test_the_page_on_tables_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its blocks are one program, which counts targets and writes files that give the policies back."""
    monkeypatch.chdir(tmp_path)
    Path("examples").symlink_to(ROOT / "examples", target_is_directory=True)
    assert "level" in ran("frames.md")[1]
    assert Path("build", "policies.xlsx").is_file()
