"""Formats of other packages: they are written wherever they are named, and what is wrong with one is reported."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

import kommunepolitik as kp
import kommunepolitik.blocks as b
from kommunepolitik.documents import read_all
from kommunepolitik.errors import ExtensionError, RenderingError
from kommunepolitik.formats import Addresses, Writer, own_writers, to_format, writer
from kommunepolitik.rendering import write
from kommunepolitik.site import Build, gather
from kommunepolitik.site.pages import PAGE_FORMATS
from kommunepolitik.testing.specimen import specimen
from tests.cli.command import run
from tests.site.test_build import policy, put


@writer("linjer")
def lines(report: b.Report, addresses: Addresses | None) -> str:
    """Write the title, and where the page links to."""
    print("a writer prints")
    found = [addresses(link.to) for link in report.links if isinstance(link.to, b.Place)] if addresses else []
    return "\n".join([report.title, *filter(None, found)])


MODULE = '''
    """An own format."""

    from kommunepolitik.formats import writer

    print("a module prints when it is imported")

    @writer("linjer")
    def lines(report, addresses):
        """Write the title, and where the page links to."""
        print("a writer prints")
        found = [addresses(link.to) for link in report.links] if addresses else []
        return "\\n".join([report.title, *filter(None, found)])
'''


@pytest.fixture
def policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two policies, whose settings name a module with a writer."""
    (tmp_path / "named_writer.py").write_text(dedent(MODULE), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    folder = put(tmp_path / "politikker", policy(1), policy(3))
    (folder / "kommunepolitik.toml").write_text('extensions = ["named_writer"]\n', "utf-8")
    return folder


def test_a_writer_is_used_only_where_it_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    """By all that writes a report; what it prints is no answer."""
    report = kp.build_report(policy(1))
    assert to_format(report, "linjer", extensions=lines) == report.title
    assert kp.render(policy(1), "linjer", extensions=[lines]) == report.title
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "a writer prints\n" * 2)
    with pytest.raises(RenderingError, match="'linjer' is not an output format; use one of html, md"):
        kp.render(policy(1), "linjer")


def test_the_suffix_of_a_file_names_it(tmp_path: Path) -> None:
    """As for the formats of the library; bytes are written as they are."""
    raw = writer("raa")(lambda report, addresses: b"\xff\x00")
    for file in ("p.linjer", "p.raa", "p.md"):
        write(kp.build_report(policy(1)), tmp_path / file, extensions=[lines, raw])
    assert (tmp_path / "p.raa").read_bytes() == b"\xff\x00"
    assert (tmp_path / "p.linjer").read_text("utf-8") == "Politik 1"


def test_an_unknown_format_is_named_with_the_nearest() -> None:
    """Own formats are among those that there are."""
    with pytest.raises(RenderingError, match=r"text, linjer; did you mean 'linjer'\?$"):
        to_format(specimen(), "linier", extensions=lines)


@pytest.mark.parametrize("name", ["Wiki", "wi-ki", ".wiki", "", "w" * 17, "../x", "wiki\n", 5])
def test_a_name_is_small_letters_and_digits(name: Any) -> None:
    """Since it is the suffix of files."""
    with pytest.raises(ExtensionError, match=r"test_own_formats\.py:\d+: .*is not the name of a format"):
        writer(name)(lines.write)


@pytest.mark.parametrize("name", ["html", "docx", "text"])
def test_no_writer_takes_the_place_of_one_of_ours(name: str) -> None:
    """A request for a format of the library gets it."""
    with pytest.raises(ExtensionError, match="is the library's own"):
        writer(name)(lines.write)


def test_two_writers_of_one_format_are_an_error() -> None:
    """That names the package which has it; the same writer twice is one."""
    other = writer("linjer")(lambda report, addresses: "")
    with pytest.raises(ExtensionError, match="test_own_formats writes files of the format or suffix 'linjer' already"):
        own_writers([lines, other])
    assert own_writers([lines, lines]) == {"linjer": lines}


def fails(report: b.Report, addresses: Addresses | None) -> str:
    """Look for what is not there."""
    return report.sections[99].id


def leaves(report: b.Report, addresses: Addresses | None) -> str:
    """End the program."""
    raise SystemExit(3)


def returns_blocks(report: b.Report, addresses: Addresses | None) -> Any:
    """Return what is no file."""
    return report.sections


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (fails, "the writer of the format 'fejl' failed: IndexError: tuple index out of range"),
        (leaves, "the writer of the format 'fejl' failed: SystemExit: 3"),
        (returns_blocks, "the writer of the format 'fejl' returns a list; it must return text or bytes"),
    ],
)
def test_what_is_wrong_with_a_writer_is_reported_at_its_line(write: Callable[..., Any], message: str) -> None:
    """Without a traceback."""
    with pytest.raises(RenderingError) as caught:
        to_format(specimen(), "fejl", extensions=writer("fejl")(write))
    (problem,) = caught.value.problems
    assert (problem.file, problem.message()) == (__file__, message)
    assert problem.line


def test_the_command_writes_it_where_the_settings_name_the_module(policies: Path, tmp_path: Path) -> None:
    """Pages for the screen: each links to those of its own format, and there is an index page."""
    done = run("report", policies, "--output", tmp_path / "ud", "--format", "html,LINJER")
    assert done.returncode == 0
    assert "prints" not in done.stdout
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "ud").glob("*.linjer")}
    assert set(written) == {"index.linjer", *(f"p{n}{end}.linjer" for n in (1, 3) for end in ("", "--opfoelgning"))}
    assert written["p1.linjer"].splitlines() == ["Politik 1", "index.linjer", "p1--opfoelgning.linjer"]


def test_a_wrong_format_is_wrong_usage(policies: Path, tmp_path: Path) -> None:
    """With all that there are and the nearest; nothing is written."""
    done = run("report", policies, "--output", tmp_path / "ud", "--format", "html,linje")
    assert done.returncode == 2
    assert "one of html, md, json, pdf, docx, linjer; did you mean 'linjer'?" in " ".join(done.stderr.split())
    (policies / "kommunepolitik.toml").unlink()
    assert run("report", policies, "--output", tmp_path / "ud", "--format", "linjer").returncode == 2
    assert not (tmp_path / "ud").exists()


def test_pages_are_made_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each process loads the module that is named; a writer that is given itself is used in this process."""
    (tmp_path / "named_writer.py").write_text(dedent(MODULE), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    documents = read_all([put(tmp_path / "in", *(policy(number) for number in range(1, 34)))])
    written = {}
    for name, extension in (("navn", "named_writer"), ("selv", lines)):
        build = Build(gather(documents, extensions=extension), tmp_path / name, ["linjer"], workers=2)
        assert len(list(build.run())) == 67
        written[name] = {path.name: path.read_bytes() for path in (tmp_path / name).glob("*.linjer")}
    assert written["navn"] == written["selv"]


def test_a_site_refuses_an_unknown_format_at_once(tmp_path: Path) -> None:
    """Before anything is written; `text` is no format of pages."""
    site = gather(read_all([put(tmp_path / "in", policy(1))]), extensions=lines)
    with pytest.raises(RenderingError) as caught:
        list(Build(site, tmp_path / "ud", ["html", "linier", "text"]).run())
    assert [problem.data["value"] for problem in caught.value.problems] == ["linier", "text"]
    assert caught.value.problems[0].data["choices"] == ", ".join((*PAGE_FORMATS, "linjer"))
    assert not (tmp_path / "ud").exists()


def test_a_writer_that_fails_takes_no_page_of_another_format_with_it(tmp_path: Path) -> None:
    """Its problem, the same for all pages, is reported once."""
    site = gather(read_all([put(tmp_path / "in", policy(1), policy(3))]), extensions=writer("fejl")(fails))
    with pytest.raises(RenderingError) as caught:
        list(Build(site, tmp_path / "ud", ["md", "fejl"]).run())
    assert len(caught.value.problems) == 1
    assert {path.name for path in (tmp_path / "ud").glob("p*.md")} == {
        f"p{n}{end}.md" for n in (1, 3) for end in ("", "--opfoelgning")
    }


def test_whatever_can_be_called_is_a_writer() -> None:
    """A function with some arguments given, or an object; what fails in one has a place too."""

    class Fails:
        def __call__(self, report: b.Report, addresses: Addresses | None) -> str:
            return fails(report, addresses)

    for called in (partial(fails), Fails()):
        with pytest.raises(RenderingError, match=r"test_own_formats\.py:\d+: .* 'fejl' failed: IndexError"):
            to_format(specimen(), "fejl", extensions=writer("fejl")(called))


def test_a_writer_without_the_name_of_its_format_is_no_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The module is reported at that line."""
    (tmp_path / "nameless_writer.py").write_text(
        "from kommunepolitik.formats import writer\n\n@writer\ndef x(*given): ...\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(
        ExtensionError, match=r"nameless_writer\.py:3: .* needs the name of its format: @writer\('wiki'\)"
    ):
        own_writers("nameless_writer")


def test_a_writer_has_a_place_and_a_package() -> None:
    """Its file and line, for messages."""
    assert isinstance(lines, Writer)
    assert (lines.package, lines.place[0]) == (__name__, __file__)
    assert "linjer" in repr(lines)
